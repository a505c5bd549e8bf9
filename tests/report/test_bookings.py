"""What the report says about bookings: one plan for everybody, the same in every file, with who may pay."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.evidence.renewals import add_months
from care_pathway.interop import read_courses
from care_pathway.interop.course_lists import CourseFile
from care_pathway.interop.staff import StaffFile
from care_pathway.report import Report, build
from care_pathway.report.inputs import read_inputs
from tests.report.outline import Outline

ON = date(2026, 11, 30)
OLD = cp.TrainingRecord(title="Fire safety", completed=date(2024, 6, 1))
OLIVER = "Oliver McGowan Tier 2"
DONE = date(2026, 10, 1)
STAFF = (
    cp.Worker(id="A1", job_title="Care assistant", training=(OLD,)),
    cp.Worker(id="B2", job_title="Head chef", training=(OLD,)),
    cp.Worker(id="C3", job_title="xqzt 77", training=(OLD,)),
    cp.Worker(
        id="D4", job_title="Care assistant", training=(cp.TrainingRecord(title=OLIVER, completed=DONE),)
    ),
)
PRICES = (
    cp.Course(
        id="row-1", title="Fire safety", provider="Otter", group_cost=100.0, group_size=9, vat_included=False
    ),
    cp.Course(id="row-2", title="Medication administration", provider="Otter", cost=900.0),
)


@pytest.fixture(scope="module")
def report() -> Report:
    courses = CourseFile(file="otter.csv", courses=PRICES)
    staff = StaffFile(file="staff.csv", kind="table", workers=STAFF)
    return build(cp.load(), staff, on=ON, catalogue=courses, budget=150)


@pytest.fixture(scope="module")
def folder(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bookings") / "out"
    report.write(out)
    return out


def test_what_nothing_booked_would_leave_is_shown(report: Report) -> None:
    """Rule: the cost of doing nothing is shown, in the plan's own numbers."""
    plan = report.bookings
    assert plan is not None
    text = Outline(report.html()).text
    left = plan.overdue + plan.due - plan.renewed
    assert f"If nothing is booked, {plan.overdue + plan.due} training record" in text
    assert (plan.overdue, plan.due) == (3, 0)
    assert "will be out of date by 28 February 2027, as they are now." in text
    assert f"With these bookings {left or 'none'} of them would be." in text


def test_what_is_out_of_date_is_renewed_whatever_the_job(report: Report) -> None:
    """Rule: a chef's fire safety runs out as a carer's does, and so does that of whoever is to be placed."""
    assert report.bookings is not None
    (fire,) = report.bookings.bookings
    assert [place.worker for place in fire.places if place.renews] == ["A1", "B2", "C3"]
    assert report.bookings.renewed == report.front.expired == 3


def test_one_budget_is_spent_once(report: Report, folder: Path) -> None:
    """Rule: learning.csv, report.json and the page have the bookings, with VAT apart and the price basis."""
    (row,) = csv.DictReader(io.StringIO((folder / "learning.csv").read_text(encoding="utf-8-sig")))
    assert (row["title"], row["people"], row["workers"]) == ("Fire safety", "4", "A1; B2; C3; D4")
    assert (row["cost"], row["vat"], row["price_basis"]) == ("100.0", "20.0", "group")
    learning = json.loads((folder / "report.json").read_text(encoding="utf-8"))["learning"]
    assert (learning["cost"], learning["vat"], len(learning["chosen"])) == (100.0, 20.0, 1)
    page = " ".join(Outline((folder / "report.html").read_text(encoding="utf-8")).text.split())
    assert "Together £100 and £20 VAT" in page


def test_codes_of_courses_are_for_tables(folder: Path) -> None:
    """Rule: no ids in what managers read; the reason names the course and its price."""
    page = " ".join(Outline((folder / "report.html").read_text(encoding="utf-8")).text.split())
    assert "nothing cheaper closes it than Medication administration at £900" in page
    assert "row-2" not in page
    assert "by 30 November 2026" not in page  # the day of the report is no day to book by


def test_what_may_be_claimed_is_said_with_its_day(report: Report, folder: Path) -> None:
    """Rule: Oliver McGowan training has a fund of its own; a claim is open three months from completion."""
    (found,) = report.finished
    assert (found.course, found.workers, found.first) == (OLIVER, ("D4",), add_months(DONE, 3))
    page = " ".join(Outline((folder / "report.html").read_text(encoding="utf-8")).text.split())
    assert "1 January 2027" in page
    assert "At most £90 each" in page
    assert "Nothing here is a promise: the fund is limited" in page
    late = build(cp.load(), StaffFile(file="s.csv", kind="table", workers=STAFF), on=date(2027, 1, 2))
    assert late.finished == ()


def test_two_price_lists_without_codes_keep_all_their_courses() -> None:
    """Rule: a second price list never replaces the first."""
    lists = [
        io.StringIO("Course title,Provider,Cost per person\nFire safety,Otter,20\n"),
        io.StringIO("Course title,Provider,Cost per person\nMoving and handling,Heron,30\n"),
    ]
    inputs = read_inputs(io.StringIO("Staff ref,Job title\n1,Carer\n"), catalogue=lists, on=ON)
    assert inputs.catalogue is not None
    assert len({course.id for course in inputs.catalogue.courses}) == 2


def test_the_columns_of_every_price_list_are_told() -> None:
    lists = [
        io.StringIO("Course title,Provider,Cost per person\nFire safety,Otter,20\n"),
        io.StringIO("Course title,Supplier,Price per person\nMoving and handling,Heron,30\n"),
    ]
    inputs = read_inputs(io.StringIO("Staff ref,Job title\n1,Carer\n"), catalogue=lists, on=ON)
    report = build(cp.load(), inputs.staff, on=ON, catalogue=inputs.catalogue)
    told = next(file.columns for file in report.summary.files if file.role == "courses")
    for heading in ("Provider", "Cost per person", "Supplier", "Price per person"):
        assert any(heading in line for line in told)
    assert len(told) == len(set(told))


def test_a_plan_to_sign_names_no_edition_by_its_id_and_books_what_is_late_now(report: Report) -> None:
    """Rule: no ids on what people sign; the day of the report is no day to book by."""
    text = " ".join(Outline(report.plans_html()).text.split())
    assert "Fire safety, to book now, Otter" in text
    assert report.summary.pathway not in text


def test_a_file_that_holds_dates_alone_is_the_source_of_the_dates_and_of_nothing_else(tmp_path: Path) -> None:
    """Rule: each fact of the inspection pack names the file that it was counted from."""
    (tmp_path / "staff.csv").write_text("Staff ref,Job title\n1,Carer\n", encoding="utf-8")
    dates = "Staff ref,Last supervision,Appraisal date\n1,01/10/2026,02/10/2026\n"
    (tmp_path / "dates.csv").write_text(dates, encoding="utf-8")
    inputs = read_inputs(tmp_path / "staff.csv", evidence=tmp_path / "dates.csv", on=ON)
    made = build(cp.load(), inputs.staff, on=ON, evidence=inputs.evidence)
    sources = {fact.id: fact.source for fact in made.inspection}
    assert (sources["supervision"], sources["competence"]) == ("dates.csv", "staff.csv")


def test_of_two_price_lists_one_without_providers_is_known_by_its_file(tmp_path: Path) -> None:
    """Rule: a booking says whom to ask."""
    (tmp_path / "Harrow Vale 2026.csv").write_text(
        "Ref,Course title,Cost per person\nH1,Fire safety,20\n", encoding="utf-8"
    )
    (tmp_path / "otter.csv").write_text(
        "Ref,Course title,Provider,Cost per person\nO1,First aid,Otter,20\n", encoding="utf-8"
    )
    lists = [tmp_path / "Harrow Vale 2026.csv", tmp_path / "otter.csv"]
    inputs = read_inputs(io.StringIO("Staff ref,Job title\n1,Carer\n"), catalogue=lists, on=ON)
    assert inputs.catalogue is not None
    assert {one.id: one.provider for one in inputs.catalogue.courses} == {
        "H1": "Harrow Vale 2026",
        "O1": "Otter",
    }
    assert any("under the name of the file" in one.message for one in inputs.catalogue.notices)


@pytest.mark.parametrize(
    ("day", "left", "said"),
    [
        (date(2026, 12, 10), "none of them would be.", False),
        (
            date(2027, 1, 10),
            "none of them would be, and 1 will have run out before the day that is booked.",
            True,
        ),
        (
            date(2027, 4, 1),
            "1 of them would be, and 1 will have run out before the day that is booked.",
            True,
        ),
    ],
)
def test_no_booking_is_said_to_renew_in_time_what_it_renews_too_late(
    day: date, left: str, said: bool
) -> None:
    """A session after the last day of training leaves it out of date until then."""
    fire = cp.TrainingRecord(title="Fire safety", completed=date(2025, 12, 20))
    course = cp.Course(id="row-1", title="Fire safety", cost=9.0, sessions=(cp.CourseSession(day=day),))
    staff = StaffFile(
        file="staff.csv",
        workers=(cp.Worker(id="A1", job_title="Care assistant", training=(fire,)),),
        kind="table",
    )
    made = build(cp.load(), staff, on=ON, catalogue=CourseFile(file="otter.csv", courses=(course,)))
    text = Outline(made.html()).text
    assert f"With these bookings {left}" in text
    assert ("after 20 December 2026, when some of it runs out" in text) is said


def test_a_price_of_a_group_says_of_vat_what_its_cell_says() -> None:
    """Rule: VAT apart; "£495 + VAT" under "Price per group" was read as a price that says nothing of VAT."""
    head = "Course title,Price per group,Group size,Price per person"
    prices = f"{head}\nFire safety,£360 + VAT,12,\nFirst aid,£400 inc VAT,12,£40 + VAT\nHoists,£300,12,\n"
    courses = {one.title: one for one in read_courses(io.StringIO(prices)).courses}
    assert [one.vat_included for one in courses.values()] == [False, None, None]
