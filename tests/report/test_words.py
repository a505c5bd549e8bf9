"""What managers read: plain words, each said once, by course, by site and with no numbers of a policy."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import care_pathway as cp
from care_pathway.interop import read_training
from care_pathway.interop.course_lists import CourseFile
from care_pathway.interop.staff import StaffFile
from care_pathway.problems import ProblemKind
from care_pathway.report import Report, build
from care_pathway.report.inputs import read_inputs
from care_pathway.report.page import dates_by_course, problem_lines
from care_pathway.report.to_check import checks_of
from tests.interop.ascwds_build import names, row
from tests.interop.ascwds_build import text as csv_text
from tests.report import services
from tests.report.outline import Outline
from tests.report.test_eight_answers import folder_inputs

ON = date(2026, 11, 30)
STAFF = """Staff ref,Job title,Unit,Leaving date
1,Care assistant,Rowan,
2,RGN,Rowan,
3,Senior Carer,Hawthorn,
4,Cook,Hawthorn,
5,Carer,Hawthorn,01/10/2026
"""
TRAINING = """Staff ref,Course,Completed,Expires
1,Fire Safety,01/06/2024,
2,Fire safety,01/06/2025,
3,Fire Safety,20/12/2025,
4,Zorbing,01/06/2025,
1,Zorbing,01/06/2025,
"""


@pytest.fixture(scope="module")
def report() -> Report:
    inputs = read_inputs(io.StringIO(STAFF), training=io.StringIO(TRAINING), on=ON)
    return build(cp.load(), inputs.staff, on=ON)


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return " ".join(Outline(report.html()).text.split())


def test_no_number_of_a_decision_and_no_place_in_a_record(report: Report, page: str) -> None:
    """Rule: no ids or jargon in what managers read, and one way to write days."""
    assert re.findall(r"\bD\d{1,3}\b", page) == []
    assert re.findall(r"\b(?:training|evidence)\[\d", page) == []
    assert re.findall(r"\b20\d\d-\d\d-\d\d\b", page) == []
    assert [one.why for one in checks_of(report) if re.search(r"\bD\d{1,3}\b", one.why)] == []


def test_a_worker_file_without_titles_is_told_in_plain_words(tmp_path: Path) -> None:
    """No number of a job role, no "baseline", no title where there is none, no others where all are told."""
    inputs = folder_inputs(services.care_home(tmp_path))
    report = build(cp.load(), inputs.staff, on=ON)
    page = " ".join(Outline(report.html()).text.split())
    assert "Care worker in ASC-WDS" in page
    assert re.findall(r"main job role \d+", page) == []
    assert "Baseline of" not in page
    assert "everything expected first of care or support worker" in page
    assert all("the title" not in one.message for one in report.problems if one.kind is ProblemKind.TITLE)
    recorded = next(one for one in report.inspection if one.id == "recorded")
    assert (recorded.missing, "others" in recorded.found) == ("", False)


def test_what_is_said_of_a_file_is_counted_beside_that_file(tmp_path: Path) -> None:
    """A list of training that was joined keeps its own notices and problems; together they are all."""
    inputs = folder_inputs(services.care_home(tmp_path))
    report = build(cp.load(), inputs.staff, on=ON)
    told = {file.role: file.notices for file in report.summary.files}
    about = Counter(one.file for one in inputs.staff.notices)
    assert told["staff"] == about[inputs.staff.file] == 0
    assert told["training"] == sum(about[file] for file in inputs.staff.joined) > 0


def test_a_course_in_date_for_some_says_of_how_many_it_is_not_known(tmp_path: Path) -> None:
    """Neither in date nor out of date: without it 17 of 22 beside none out of date reads as a slip."""
    inputs = folder_inputs(services.care_home(tmp_path))
    report = build(cp.load(), inputs.staff, on=ON)
    page = " ".join(Outline(report.html()).text.split())
    some = [course for course in report.front.courses if 0 < course.undated < course.people]
    assert some
    said = page.partition("Not known whether in date: ")[2].partition(".")[0].split(", ")
    assert said == [f"{course.course} {course.undated}" for course in some]
    for course in some:
        assert course.in_date + course.expired + course.undated == course.people
        assert f"{course.in_date} of {course.people}" in page


def test_why_a_job_is_outside_is_said_of_this_job(page: str) -> None:
    assert "a registered nurse" in page
    assert (
        "right if the work is outside the Pathway, such as office, NHS" not in page.split("jobs outside")[1]
    )


def test_bookings_that_renew_nothing_are_not_said_to_renew() -> None:
    """Rule: a verdict counts what it says; where no last day is known there is a dash, and no nought."""
    old = cp.TrainingRecord(title="Fire safety", completed=date(2024, 6, 1))
    undated = cp.TrainingRecord(title="Zorbing", completed=date(2024, 6, 1))
    workers = (cp.Worker(id="1", job_title="Care assistant", training=(old, undated)),)
    courses = (
        cp.Course(id="a", title="Fire safety", cost=10.0),
        cp.Course(id="b", title="Medication administration", cost=10.0),
    )
    report = build(
        cp.load(),
        StaffFile(file="s.csv", kind="table", workers=workers),
        on=ON,
        catalogue=CourseFile(file="c.csv", courses=courses),
    )
    assert (len(report.front.bookings), report.front.renewing) == (2, 1)
    text = " ".join(Outline(report.html()).text.split())
    assert "1 booking would renew 1 of these" in text
    assert "Zorbing" in text
    assert "no expiry known for 1–" in text


def test_page_and_workbook_answer_asc_wds_in_the_same_words(tmp_path: Path) -> None:
    """Rule: no contradiction inside the pack."""
    rows = [row(UNIQUEWORKERID="1", DISPLAYID="1", MAINJOBROLE="26", CWPCATEGORY="")]
    (tmp_path / "w.csv").write_text(csv_text(names(), *rows), encoding="utf-8")
    report = build(cp.load(), read_inputs(tmp_path / "w.csv", on=ON).staff, on=ON)
    report.write(tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "pack.xlsx")["ASC-WDS"]
    answers = [line[-1] for line in sheet.iter_rows(min_row=4, values_only=True) if line[0]]
    assert answers == ["None of the above"]
    assert "None of the above" in " ".join(Outline(report.html()).text.split())


def test_a_problem_of_many_people_is_one_line(report: Report) -> None:
    lines = [one for one in problem_lines(report.problems, report.who) if "Zorbing" in one.message]
    assert [one.where for one in lines] == ["1, 4"]


def test_expiry_stands_by_course(report: Report) -> None:
    """Rule: expiry is grouped by course, what most have out of date first, however the course is spelt."""
    items = (item for one in report.summary.people for item in one.dated)
    (fire,) = dates_by_course(items, report.called)
    assert [one.worker for one in fire.expired] == ["1", "2"]
    assert [one.worker for one in fire.due] == ["3"]
    assert fire.months == 12


def test_sites_are_compared_and_can_be_chosen(report: Report) -> None:
    found = {one.site: (one.people, one.to_place, one.records, one.expired) for one in report.front.sites}
    assert found == {"Rowan": (2, 0, 3, 2), "Hawthorn": (2, 1, 2, 0)}
    outline = Outline(report.html())
    assert "filter-site" in outline.ids
    assert {one.get("data-site") for one in outline.all("details") if "data-site" in one} == {
        "Rowan",
        "Hawthorn",
    }


def test_a_card_has_one_bar_of_three_parts_and_no_list_that_is_the_same_for_all(page: str) -> None:
    assert "signed off or qualified;" in page
    assert "First to look at" not in page
    assert "Minimum held" not in page


def test_the_line_above_a_matrix_says_what_its_days_are() -> None:
    """Rule: what a file says is not asked."""
    matrix = "Training matrix - date last completed,,\nStaff no,H&S,First aid\n7,14/03/2026,10/10/2025\n"
    rows = read_training(io.StringIO(matrix)).training
    assert [row.training.completed for row in rows if row.training] == [date(2026, 3, 14), date(2025, 10, 10)]


def test_health_and_safety_as_matrices_have_it(pathway: cp.Pathway) -> None:
    names = ("H&S", "Health and safety")
    short, long = (
        cp.infer_evidence(
            pathway,
            cp.Worker(
                id="1",
                role_category="care-or-support-worker",
                training=(cp.TrainingRecord(title=name, completed=ON),),
            ),
            on=ON,
        )
        for name in names
    )
    assert {one.competency for one in short} == {one.competency for one in long} != set()
