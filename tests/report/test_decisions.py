"""What a person decided is read back and settles the same title, course and cell for good."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import care_pathway as cp
from care_pathway.errors import DataError
from care_pathway.interop import ascwds, examples, read_staff
from care_pathway.interop.decisions import Corrections, decisions_of_list, read_decisions
from care_pathway.report import build, read_inputs
from care_pathway.report.decisions import decisions_on_people
from care_pathway.report.to_check import checks_of
from tests.interop import ascwds_build

ON = date(2026, 11, 30)
STAFF = "Staff ref,Job title,Start date\n1,HCA,01/01/2020\n2,Carer,31/02/2020\n3,HCA,01/01/2020\n"
TRAINING = "Staff ref,Course,Completed\n1,Zorbing for carers,01/02/2026\n2,Fire safety,soon\n"


class Named(io.BytesIO):
    """An open file with a name."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text.encode())
        self.name = name


def written(pathway: cp.Pathway, folder: Path, decisions: Corrections | None = None) -> Path:
    inputs = read_inputs(
        Named("staff.csv", STAFF), training=Named("training.csv", TRAINING), on=ON, decisions=decisions
    )
    build(pathway, inputs.staff, on=ON).write(folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_is_open_is_listed_once_and_settled_for_good(pathway: cp.Pathway, tmp_path: Path) -> None:
    first = written(pathway, tmp_path / "first")
    found = rows(first / "to-check.csv")
    assert [(one["What"], one["Found"], one["People"]) for one in found] == [
        ("title", "HCA", "2"),
        ("course", "Zorbing for carers", "1"),
        ("cell", "31/02/2020", ""),
        ("cell", "soon", ""),
    ]
    book = openpyxl.load_workbook(first / "to-check.xlsx")
    sheet = book["To check"]
    assert len(sheet.data_validations.dataValidation) == 2
    answers = {"HCA": "Care or support worker", "31/02/2020": "28/02/2020", "soon": "01/02/2026"}
    for row in sheet.iter_rows(min_row=2):
        row[7].value = answers.get(str(row[1].value))
    out = io.BytesIO()
    book.save(out)
    decided = read_decisions(pathway, io.BytesIO(out.getvalue()))
    assert decided.titles == {"hca": "care-or-support-worker"}
    second = written(pathway, tmp_path / "second", decided)
    assert [one["Found"] for one in rows(second / "to-check.csv")] == ["Zorbing for carers"]
    assert {one["role_category"] for one in rows(second / "people.csv")} == {"care-or-support-worker"}
    assert {one["completed"] for one in rows(second / "training.csv")} == {"2026-02-01"}
    again = written(pathway, tmp_path / "again")
    assert (again / "to-check.xlsx").read_bytes() == (first / "to-check.xlsx").read_bytes()


@pytest.mark.parametrize("answer", ["Outside the Pathway", "Dementia care", "care-certificate-standards"])
def test_training_is_settled_by_learning_by_a_category_or_as_outside(
    pathway: cp.Pathway, answer: str
) -> None:
    """Rule: whatever a course is decided to be, it is asked for no more; its record stays on file."""
    table = [{"What": "course", "Found": "Zorbing for carers", "Decision": answer}]
    decided = read_decisions(pathway, table)
    assert not decided.problems
    inputs = read_inputs(
        Named("staff.csv", STAFF), training=Named("training.csv", TRAINING), on=ON, decisions=decided
    )
    report = build(pathway, inputs.staff, on=ON, decisions=decisions_on_people(decided))
    assert "Zorbing for carers" not in [one.found for one in checks_of(report)]
    assert not any("Zorbing" in one.message for one in report.problems)
    record = next(
        one for worker in inputs.staff.workers for one in worker.training or () if "Zorb" in one.title
    )
    assert (record.title, record.completed) == ("Zorbing for carers", date(2026, 2, 1))


def test_a_decision_holds_for_what_is_not_shown_as_it_is_written(pathway: cp.Pathway, tmp_path: Path) -> None:
    """What names somebody by its form is withheld in the table to check, and what is very long is cut."""
    long = "Zorbing in plastic balls downhill, " * 5
    staff = "Staff ref,Job title\n1,HCA (12/05/1979)\n2,HCA (13/05/1979)\n3,HCA\n"
    training = f'Staff ref,Course,Completed\n1,Zorbing March 12 1971,01/02/2026\n2,"{long}",01/02/2026\n'

    def made(folder: Path, decisions: Corrections | None = None) -> Path:
        inputs = read_inputs(
            Named("staff.csv", staff), training=Named("training.csv", training), on=ON, decisions=decisions
        )
        people = None if decisions is None else decisions_on_people(decisions)
        build(pathway, inputs.staff, on=ON, decisions=people).write(folder)
        return folder

    path = made(tmp_path / "first") / "to-check.csv"
    listed = [(one["What"], one["Found"], one["People"], one["References"]) for one in rows(path)]
    (title, hca, zorbing, longer) = listed
    assert title == ("title", "HCA (withheld)", "2", "1; 2")
    assert hca == ("title", "HCA", "1", "3")
    assert zorbing[:3] == ("course", "Zorbing (withheld)", "1")
    assert longer[1].endswith("\u2026")
    answers = {hca[1]: "Deputy manager", title[1]: "Care or support worker"}
    decide(path, answers | {zorbing[1]: "Outside the Pathway", longer[1]: "Dementia care"})
    second = made(tmp_path / "second", read_decisions(pathway, path))
    assert rows(second / "to-check.csv") == []
    roles = {one["worker"]: one["role_category"] for one in rows(second / "people.csv")}
    assert roles == dict.fromkeys("12", "care-or-support-worker") | {"3": "deputy-manager"}
    assert "Zorbing" not in (second / "problems.csv").read_text(encoding="utf-8-sig")
    assert not any("to look at" in one["attention"] for one in rows(second / "people.csv"))


def test_a_title_that_is_settled_hides_no_other_problem_of_its_record(pathway: cp.Pathway) -> None:
    """Which problem is settled is decided by its code: what else is wrong with the record is still said."""
    training = "Staff ref,Course,Completed,Status\n1,Zorbing for carers,01/02/2026,purple\n"
    table = [{"What": "course", "Found": "Zorbing for carers", "Decision": "Outside the Pathway"}]
    decided = read_decisions(pathway, table)
    inputs = read_inputs(
        Named("staff.csv", STAFF), training=Named("training.csv", training), on=ON, decisions=decided
    )
    report = build(pathway, inputs.staff, on=ON, decisions=decisions_on_people(decided))
    (problem,) = [one.message for one in report.problems if one.worker == "1" and "Zorb" in one.message]
    assert "its status is not understood" in problem


def test_a_course_that_nothing_is_called_is_told_what_may_be_said(pathway: cp.Pathway) -> None:
    found = read_decisions(pathway, [{"What": "course", "Found": "Zorbing", "Decision": "7"}])
    assert "the name of a training category" in found.problems[0].message
    assert {len(found.courses), len(found.categories), len(found.outside_courses)} == {0}


def decide(path: Path, answers: dict[str, str], *, heading: str = "Found") -> Path:
    """The same table with decisions, as somebody fills it in."""
    if path.suffix == ".csv":
        table = rows(path)
        for row in table:
            row["Decision"] = answers.get(row[heading], "")
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, table[0])
            writer.writeheader()
            writer.writerows(table)
        return path
    book = openpyxl.load_workbook(path)
    sheet = book["To check"]
    heads = next(row for row in sheet.iter_rows() if "Decision" in [cell.value for cell in row])
    at = {str(cell.value): cell.column - 1 for cell in heads}
    for row in sheet.iter_rows(min_row=heads[0].row + 1):
        row[at["Decision"]].value = answers.get(str(row[at[heading]].value))
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["to-check.xlsx", "to-check.csv", "pack.xlsx"])
def test_what_is_decided_of_a_worker_file_is_filled_into_it(
    pathway: cp.Pathway, tmp_path: Path, name: str
) -> None:
    """Rule: a table to check carries the references, and `fill` reads it back as it was written."""
    staff = read_inputs(examples.file("ascwds-worker.csv"), on=ON).staff
    build(pathway, staff, on=ON).write(tmp_path)
    titled = {"Lead practitioner": "Practice leader"} if name != "pack.xlsx" else {"W025": "Practice leader"}
    heading = "Reference" if name == "pack.xlsx" else "Found"
    path = decide(tmp_path / name, {"W003": "Deputy manager", **titled}, heading=heading)
    decided = read_decisions(pathway, path)
    assert decided.by_reference == {"W003": "deputy-manager", "W025": "practice-leader"}
    made = ascwds.fill(
        pathway,
        ascwds.read_workers(examples.file("ascwds-worker.csv")),
        on=ON,
        decisions=decided.by_reference,
    )
    why = {one.reference: (one.answer, one.why) for one in made.filled}
    assert why["W003"] == ("deputy-manager", "decided by a person")
    assert why["W025"] == ("practice-leader", "decided by a person")
    again = read_inputs(examples.file("ascwds-worker.csv"), on=ON, decisions=decided).staff
    people = {one.id: one.role_category for one in again.workers}
    assert (people["W003"], people["W025"]) == ("deputy-manager", "practice-leader")


def test_a_title_that_was_decided_settles_it_in_a_worker_file_too(pathway: cp.Pathway) -> None:
    """Rule: what was decided holds wherever the same title stands, with or without references."""
    table = [{"What": "title", "Found": "lead practitioner", "Decision": "Practice leader"}]
    found = read_decisions(pathway, table)
    workers = ascwds.read_workers(examples.file("ascwds-worker.csv"))
    assert found.by_reference == {}
    assert found.of(workers.workers) == {"W025": "practice-leader"}


def test_a_list_of_names_is_joined_by_what_the_worker_file_shows() -> None:
    """Rule: by reference, else DISPLAYID; a name only where one person on each side has it."""
    shown = {"W1": "Ann Elm", "W2": "Bob Oak", "W3": "Bob Oak", "W4": "Night 7"}
    rows = [ascwds_build.row(UNIQUEWORKERID=who, DISPLAYID=name) for who, name in shown.items()]
    workers = ascwds.read_workers(ascwds_build.workers(*rows))
    head = "Full name,Job title,Role category\n"
    own = "".join(f'"{name}",Carer,Deputy manager\n' for name in ("Elm, Ann", "Bob Oak", "Nobody Known"))
    found = decisions_of_list(read_staff(io.StringIO(head + own)), workers)
    assert sorted(found) == ["W1", "row-2", "row-3"]
    coded = read_staff(io.StringIO("Ref,Job title,Role category\nNight 7,Carer,Deputy manager\nx9,Cook,\n"))
    made = ascwds.fill(cp.load(), workers, on=ON, decisions=decisions_of_list(coded, workers))
    assert made.unused == ()


def test_titles_of_a_staff_list_carry_who_has_them(pathway: cp.Pathway, tmp_path: Path) -> None:
    """Rule: the references join another file; of somebody with two jobs nobody knows which it is about."""
    table = "Staff ref,Job title\n1,HCA\n2,Carer\n2,HCA\na;b3,hca\n" + "".join(
        f"{number:0>40},HCA\n" for number in range(10, 900)
    )
    staff = read_inputs(Named("staff.csv", table), on=ON).staff
    build(pathway, staff, on=ON).write(tmp_path)
    for name in ("to-check.csv", "to-check.xlsx"):
        found = read_decisions(pathway, decide(tmp_path / name, {"HCA": "Care or support worker"}))
        assert len(found.of_titles) == 892
        assert {"1", "a;b3", f"{899:0>40}"} < set(found.of_titles)
        assert found.people == {}


def test_equal_problems_leave_every_cell_to_be_settled(pathway: cp.Pathway, tmp_path: Path) -> None:
    """Rule: problems of a column are one line, and each cell can be settled, in a matrix too."""
    lines = "".join(f"{number},purple,01/02/2026,lilac\n" for number in range(1, 9))
    lines += "".join(f"{number},02/02/2026,01/02/2026,not started\n" for number in range(10, 20))
    matrix = "Staff ref,Falls training,Fire safety,First aid\n" + lines
    table = "Staff ref,Job title,Start date\n1,Carer,31/02/2020\n2,Carer,30/02/2020\n"

    def written(decisions: Corrections | None, folder: Path) -> Path:
        staff, training = Named("staff.csv", table), Named("matrix.csv", matrix)
        inputs = read_inputs(staff, training=training, on=ON, matrix_dates="completed", decisions=decisions)
        build(pathway, inputs.staff, on=ON).write(folder)
        return folder

    first = written(None, tmp_path / "first") / "to-check.csv"
    cells = [(one["Line"], one["Column"]) for one in rows(first) if one["What"] == "cell"]
    assert len(cells) == len(set(cells)) == 18
    answers = {"purple": "02/02/2026", "lilac": "not started", "31/02/2020": "01/02/2020"}
    decided = read_decisions(pathway, decide(first, answers))
    again = written(decided, tmp_path / "again")
    assert [one["Found"] for one in rows(again / "to-check.csv")] == ["30/02/2020"]
    falls = [one for one in rows(again / "training.csv") if one["course"] == "Falls training"]
    assert {one["completed"] for one in falls} == {"2026-02-02"}


def test_decisions_on_nobody_are_said(pathway: cp.Pathway) -> None:
    found = read_decisions(pathway, io.StringIO("UNIQUEWORKERID,Decision\n1,Deputy manager\nrow-5,Carer\n"))
    assert found.people == {"1": "deputy-manager"}
    staff = read_inputs(Named("staff.csv", STAFF), on=ON).staff
    on_people = decisions_on_people(found, ["9"])
    said = [one.message for one in build(pathway, staff, on=ON, decisions=on_people).problems]
    assert sum("nobody in the staff file has" in one for one in said) == 1


def test_decisions_that_cannot_be_read_are_said(pathway: cp.Pathway) -> None:
    table = [
        {"What": "title", "Found": "HCA", "Decision": "moon walker"},
        {"What": "course", "Found": "Zorbing", "Decision": "more zorbing"},
        {"What": "shoe", "Found": "Left", "Decision": "right"},
        {"What": "title", "Found": "Cook", "Decision": "outside the Pathway"},
        {"What": "course", "Found": "The certificate", "Decision": pathway.learning[0].id},
        {"What": "title", "Found": "Carer", "Decision": ""},
    ]
    found = read_decisions(pathway, table)
    assert len(found.problems) == 3
    assert found.titles == {"cook": "none-of-the-above"}
    worker = cp.Worker(id="1", training=(cp.TrainingRecord(title="The Certificate"),))
    (record,) = found.worker(worker).training or ()
    assert record.learning == pathway.learning[0].id
    with pytest.raises(DataError, match="no table of decisions"):
        read_decisions(pathway, io.StringIO("Staff ref,Job title\n1,Carer\n"))
