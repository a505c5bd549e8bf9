"""Filling the Pathway column: blank cells only, and nothing that looks odd. Upgrading older layouts."""

from __future__ import annotations

import io
from datetime import date
from itertools import product
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.interop import ascwds, examples, read_staff
from care_pathway.interop.ascwds import PathwayAnswer, fill, read_training, read_workers, read_workplaces
from care_pathway.interop.decisions import decisions_of_list
from tests.interop import ascwds_build as build

ON = date(2026, 11, 30)
PATHWAY = cp.load()
JOB_ROLES = [role.code for role in ascwds.job_roles() if not role.retired]


def filled(*rows: list[str], **options: Any) -> dict[str | None, str]:
    made = fill(PATHWAY, read_workers(build.workers(*rows)), on=ON, **options)
    return {answer.reference: answer.answer for answer in made.filled}


@pytest.mark.parametrize("likely", [False, True])
def test_fill_then_check_gives_no_advice(likely: bool) -> None:
    """Whatever the job role and the answer on delegated healthcare, nothing odd is written."""
    rows = [
        build.row(
            UNIQUEWORKERID=f"W{number}",
            MAINJOBROLE=str(role),
            MAINJRDESC="helper" if role in (23, 27) else "",
            DHA=delegated,
            CWPCATEGORY="",
        )
        for number, (role, delegated) in enumerate(product(JOB_ROLES, ("", "1", "2", "999")))
    ]
    staff = read_workers(build.workers(*rows))
    made = fill(PATHWAY, staff, on=ON, likely=likely)
    assert len(made.filled) + len(made.left) == len(rows)
    assert len(made.filled) > len(rows) / 2
    written = io.BytesIO()
    ascwds.write_workers(staff, written, categories=made.categories)
    again = read_workers(io.BytesIO(written.getvalue()))
    assert ascwds.advise(again, on=ON) == ()


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        ("4", "registered-manager"),
        ("43", "deputy-manager"),
        ("45", "supervisor-or-leader"),
        ("25", "none-of-the-above"),
    ],
)
def test_the_main_job_role_decides_before_a_bare_answer_on_delegated_healthcare(
    role: str, answer: str
) -> None:
    """It only chooses between care or support worker and enhanced care worker."""
    assert filled(build.row(MAINJOBROLE=role, DHA="1", CWPCATEGORY="")) == {"W1": answer}
    assert filled(build.row(MAINJOBROLE="8", DHA="1", CWPCATEGORY="")) == {"W1": "enhanced-care-worker"}
    context = cp.WorkContext(delegated_healthcare=True)
    placed = cp.place(PATHWAY, cp.Worker(id="w", ascwds_job_role=7, context=context), on=ON)
    assert placed.role_category is None
    assert [one.role_category for one in placed.candidates] == [
        "supervisor-or-leader",
        "enhanced-care-worker",
    ]


def test_only_blank_cells_are_filled() -> None:
    cells = ["999", "8", "", "10", "4", "3x", "998"]
    rows = [
        build.row(UNIQUEWORKERID=f"W{n}", MAINJOBROLE="4", CWPCATEGORY=cell) for n, cell in enumerate(cells)
    ]
    assert filled(*rows) == {"W2": "registered-manager"}
    assert filled(*rows, replace_do_not_know=True) == {"W0": "registered-manager", "W2": "registered-manager"}
    made = fill(PATHWAY, read_workers(build.workers(*rows)), on=ON)
    assert (made.blank, made.do_not_know, made.answered) == (1, 1, 2)
    assert [(left.reference, left.candidates) for left in made.left] == [("W1", ()), ("W3", ()), ("W5", ())]


def test_a_decision_goes_before_our_answer() -> None:
    rows = [build.row(UNIQUEWORKERID="W1", DISPLAYID="Night 7", MAINJOBROLE="7", CWPCATEGORY="")]
    assert filled(*rows, decisions={"Night 7": "supervisor-or-leader"}) == {"W1": "supervisor-or-leader"}
    assert filled(*rows, decisions={"W1": "none-of-the-above"}) == {"W1": "none-of-the-above"}
    assert filled(*rows) == {}
    made = fill(
        PATHWAY,
        read_workers(build.workers(*rows)),
        on=ON,
        decisions={"W1": "supervisor-or-leader", "W9": "x"},
    )
    assert made.unused == ("W9",)


def test_a_decision_is_written_into_the_same_cells_only_and_all_rows_are_counted() -> None:
    """Rule: only blank cells are written; a decision against another is left, with what stands there."""
    cells = {"W1": "", "W2": "2", "W3": "4", "W4": "999", "W5": "x", "W6": "998", "W7": ""}
    rows = [build.row(UNIQUEWORKERID=who, MAINJOBROLE="45", CWPCATEGORY=cell) for who, cell in cells.items()]
    rows += [build.row(UNIQUEWORKERID="W1", CWPCATEGORY=""), build.row(UNIQUEWORKERID="W8", STATUS="DELETE")]
    staff = read_workers(build.workers(*rows))
    decisions = dict.fromkeys(("w01", "W2", "W3", "W4", "W5", "W6"), "deputy-manager")
    for asked, more in ((False, {}), (True, {"W4": "deputy-manager"})):
        made = fill(PATHWAY, staff, on=ON, decisions=decisions, replace_do_not_know=asked)
        written = {one.reference: one.answer for one in made.filled}
        assert written == {"W1": "deputy-manager", "W7": "supervisor-or-leader", **more}
        assert len(made.filled) + len(made.left) + made.already == len(rows)
        assert made.blank + made.do_not_know + made.answered + made.unreadable == len(rows)
        left = {one.record: one.why for one in made.left}
        assert "decided is deputy manager, and the cell says care or support worker" in left[2]
        assert "the cell says none of the above" in left[6]
        assert left[5].startswith("the cell cannot be used: expected one of 1, 2, 3")
        assert ("--replace-do-not-know" in left.get(4, "")) is not asked
        codes = {one.record: str(one.reason) for one in made.left}
        assert {codes[2], codes[6]} == {"answered"}
        assert codes[5] == "unreadable"
        assert codes[8] == "no-worker"
        assert made.filled[0].reason_codes == ("decided",)
    assert made.unused == ()


def test_a_decision_that_looks_odd_is_written_and_said() -> None:
    """Rule: a person decides; what a check will say of it is told beforehand."""
    row = build.row(MAINJOBROLE="4", CWPCATEGORY="")
    staff = read_workers(build.workers(row))
    made = fill(PATHWAY, staff, on=ON, decisions={"W1": "new-to-care"})
    assert made.filled[0].why.startswith("decided by a person, though a check will point out: job role")
    out = io.BytesIO()
    ascwds.write_workers(staff, out, categories=made.categories)
    assert len(ascwds.advise(read_workers(io.BytesIO(out.getvalue())), on=ON)) > 0


def test_a_reference_of_two_people_is_decided_for_neither() -> None:
    rows = [build.row(LOCALESTID=place, UNIQUEWORKERID="W1", CWPCATEGORY="") for place in ("E1", "E2")]
    staff = read_workers(build.workers(*rows))
    made = fill(PATHWAY, staff, on=ON, decisions={"W1": "supervisor-or-leader"})
    assert made.unused == ("W1",)
    made = fill(PATHWAY, staff, on=ON, decisions={"E2/W1": "supervisor-or-leader"})
    assert {one.worker: one.why for one in made.filled}["E2/W1"] == "decided by a person"


def test_a_role_category_without_a_code_is_left_for_a_person() -> None:
    rows = [build.row(CWPCATEGORY="")]
    decisions = {"W1": "personal-assistant"}
    made = fill(PATHWAY, read_workers(build.workers(*rows)), on=ON, decisions=decisions)
    assert "no code for personal assistant" in made.left[0].why
    assert made.left[0].reason == "no-code"
    assert filled(*rows, decisions=decisions, without_code="none-of-the-above") == {
        "W1": "personal-assistant"
    }


def test_an_older_file_is_written_in_todays_layout() -> None:
    later = {"DHA", "CWPCATEGORY"}
    header = [name for name in build.WORKER if name not in later]
    header.insert(header.index("AMHP"), "NURSESPEC")
    cells = dict(zip(build.WORKER, build.row(MAINJRDESC="a, b"), strict=True))
    staff = read_workers(build.file(build.text(header, [cells.get(name, "x") for name in header])))
    assert staff.records[0].answer is PathwayAnswer.NOT_ASKED
    out = io.BytesIO()
    written = ascwds.upgrade(staff, out)
    assert [str(notice.message).split(":")[0] for notice in written.notices] == [
        "left out, as today's upload has no place for it",
        "new and blank",
    ]
    today = read_workers(io.BytesIO(out.getvalue()))
    assert today.names == tuple(build.WORKER)
    assert today.records[0].raw("MAINJRDESC") == "a, b"
    assert today.records[0].answer is PathwayAnswer.NOT_ANSWERED
    assert not [problem for problem in today.problems if problem.line == 1]


def test_training_and_workplaces_too_and_nothing_else() -> None:
    header = "LOCALESTID,UNIQUEWORKERID,CATEGORY,DESCRIPTION,DATECOMPLETED,EXPIRYDATE,ACCREDITED,NOTES"
    out = io.BytesIO()
    ascwds.upgrade(read_training(build.file(f"{header}\nE1,W1,20,Hoists,01/02/2024,,1,")), out)
    row = read_training(io.BytesIO(out.getvalue())).training[0]
    assert (row.raw("TRAININGNAME"), row.raw("DATECOMPLETED"), row.raw("VALIDITY")) == (
        "Hoists",
        "01/02/2024",
        "",
    )
    places = read_workplaces(build.workplaces(build.workplace()))
    out = io.BytesIO()
    assert ascwds.upgrade(places, out).notices == ()
    assert out.getvalue() == build.workplaces(build.workplace()).getvalue()
    analysis = read_workers(build.file("period|establishmentid|workerid|mainjrid\nM202607|1|2|8"))
    with pytest.raises(cp.DataError, match="only an upload file"):
        ascwds.upgrade(analysis, io.BytesIO())


@pytest.mark.parametrize("likely", [False, True])
def test_why_a_cell_is_left_or_filled_has_its_code(likely: bool) -> None:
    """Stability: every fact has a field, so nobody has to read the words."""
    staff = read_workers(examples.file("ascwds-worker.csv"))
    made = fill(PATHWAY, staff, on=ON, likely=likely)
    assert {str(one.reason) for one in made.left} == {"unreadable", "no-code" if likely else "several"}
    assert all((one.reason == "unreadable") is (one.candidates == ()) for one in made.left)
    assert all(one.reason_codes for one in made.filled)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("4.0", "the cell says 4.0, which the service reads as 4; if so, write 4"),
        ("999.0", "the cell says 999.0, which the service reads as 999; if so, write 999"),
        (
            "8",
            "the cell cannot be used: 8 is the analysis code; an upload file writes none of the above, 998",
        ),
    ],
)
def test_a_cell_that_is_left_is_told_as_a_check_tells_it(cell: str, why: str) -> None:
    """Rule: a value that the service takes is not called none."""
    rows = [build.row(UNIQUEWORKERID=who, MAINJOBROLE="8", CWPCATEGORY=cell) for who in ("W1", "W2")]
    made = fill(PATHWAY, read_workers(build.workers(*rows)), on=ON)
    assert [one.why for one in made.left] == [why, why]


def test_a_list_of_names_with_further_jobs_decides_by_name() -> None:
    own = [
        {"Name": "Ann Quill", "Job title": "Senior", "Second job": "Cook", "Role category": "Deputy manager"}
    ]
    rows = [build.row(UNIQUEWORKERID="W1", DISPLAYID="Ann Quill", MAINJOBROLE="8", CWPCATEGORY="")]
    staff = read_workers(build.workers(*rows))
    assert decisions_of_list(read_staff(own), staff) == {"W1": "deputy-manager"}
