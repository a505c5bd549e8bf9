"""What the day of a cell is: of completion, or of expiry, by the words of the cell and of its column."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from care_pathway.errors import DataError
from care_pathway.interop import read_evidence, read_staff, read_training
from care_pathway.interop.staff import StaffFile
from care_pathway.model import TrainingRecord
from tests.each import each

ON = date(2026, 11, 30)


def read(text: str, **options: Any) -> StaffFile:
    return read_training(io.StringIO(text), on=ON, **options)


def records(found: StaffFile) -> list[TrainingRecord]:
    return [row.training for row in found.training if row.training is not None]


def said(found: StaffFile) -> str:
    return "\n".join(map(str, (*found.notices, *found.problems)))


def days_of(found: StaffFile) -> list[tuple[date | None, date | None]]:
    return [(one.completed, one.expires) for one in records(found)]


def test_a_year_alone_is_the_first_day_of_what_was_done_in_every_kind_of_file() -> None:
    """Rule: a day on which something was done is the first of its year, every other the last."""
    header = "Worker,Kind,Competency,State,By,Date,Expires,Activity,Person,Delegated by,Profession,{}\n"
    header = header.format("Training completed,Competency assessed")
    signed = "S1,skills-assessment,ks-csw-safeguarding-02,signed-off,Ann,2021,2027,,,,,,\n"
    task = "S1,delegated-authorisation,,,,2022,2027,vital-signs-monitoring,P1,Nurse,nurse,2020,2021\n"
    first, second = read_evidence(io.StringIO(header + signed + task)).entries
    assert (first.on, first.expires) == (date(2021, 1, 1), date(2027, 12, 31))
    held = second.authorisation
    assert held is not None
    assert (held.training_completed, held.competency_assessed) == (date(2020, 1, 1), date(2021, 1, 1))
    assert (held.signed_off, held.expires) == (date(2022, 1, 1), date(2027, 12, 31))
    notes = [one.message for one in read_evidence(io.StringIO(header + signed)).notices]
    assert any("of a year alone (1 cell) the first day was taken" in one for one in notes)
    assert any("of a year alone (1 cell) the last day was taken" in one for one in notes)

    staff = "Staff ref,Job title,DBS check,DBS renewal,Supervision,Start date,In care since\n"
    read = read_staff(io.StringIO(staff + "S1,Carer,2021,2027,2025,2019,2015\n"), on=ON)
    assert {(one.kind.value, one.on, one.until) for one in read.dates} == {
        ("dbs", date(2021, 1, 1), date(2027, 12, 31)),
        ("supervision", date(2025, 1, 1), None),
    }
    # Time in work counts for somebody: never more than the file shows.
    (worker,) = read.workers
    assert (worker.started_in_role, worker.started_in_care) == (date(2019, 12, 31), date(2015, 12, 31))
    assert any("first day was taken" in one.message for one in read.notices)
    listed = read_evidence(io.StringIO("Staff ref,DBS check,DBS renewal\nS1,2021,2027\n"))
    assert [(one.on, one.until) for one in listed.dates] == [(date(2021, 1, 1), date(2027, 12, 31))]


GRADED = "Staff ref,Fire safety,{0},Falls,{1},COSHH,{2}\n7,01/02/2026,{3},01/03/2026,{4},01/04/2026,{5}\n"


@pytest.mark.parametrize(
    "headings",
    [
        ("Fire safety grade", "Falls score", "COSHH mark"),
        ("Grade", "Grade", "Grade"),
        ("Fire safety (score)", "Falls - grade", "COSHH: test score"),
    ],
)
def test_a_grade_beside_a_course_of_a_matrix_counts_where_it_is_the_worse(headings: tuple[str, ...]) -> None:
    found = read(GRADED.format(*headings, "Fail", "Pass", "85"), matrix_dates="completed")
    assert [one.status for one in records(found)] == ["failed", "completed", "completed"]
    found = read(GRADED.format(*headings, "A", "20%", "Refer"), matrix_dates="completed")
    assert [one.status for one in records(found)] == [None, "completed", "failed"]


def test_a_grade_of_no_course_is_named_and_credits_nothing() -> None:
    text = "Staff ref,Fire safety,Falls,COSHH,Grade\n7,01/02/2026,,01/04/2026,Pass\n"
    found = read(text, matrix_dates="completed")
    assert [one.title for one in records(found)] == ["Fire safety", "COSHH"]
    assert "'Grade' may say that a course was failed" in said(found)


@pytest.mark.parametrize("heading", ["Grade", "Score", "Result", "Mark", "Outcome"])
def test_a_fail_right_behind_a_course_takes_its_credit(heading: str) -> None:
    """Rule: it belongs to the course before it; numbers without a pass mark change nothing, and are said."""
    rows = "7,01/02/2026,{},01/03/2026\n8,01/02/2026,{},01/03/2026\n"
    text = f"Staff ref,Fire safety completed,{heading},Falls completed\n{rows}"
    found = read(text.format("Fail", "61%"))
    assert [one.status for one in records(found)] == ["failed", "completed", "completed", "completed"]
    assert f"'{heading}' was read with the course before it" in said(found)
    numbers = read(text.format("34", "61"))
    assert {one.status for one in records(numbers)} == {"completed"}
    assert f"'{heading}' may say that a course was failed" in said(numbers)


MANY = "Staff ref,{},Falls completed,Fire completed\n{}"


@pytest.mark.parametrize(
    "heading", ["Care Certificate", "Care Certificate (15 standards)", "Induction modules", "Dementia units"]
)
def test_so_many_of_so_many_is_no_month(heading: str) -> None:
    """Rule: all of them is completed without a day, a part in progress, nothing not started."""
    cells = ["15/15", "12/15", "15 of 15", "0/15", "3 out of 15 complete", "1/15"]
    text = MANY.format(heading, "".join(f"{at},{cell},01/02/2026,Yes\n" for at, cell in enumerate(cells)))
    found = [one for one in records(read(text)) if one.title == heading]
    assert [(one.status, one.completed, one.expires) for one in found] == [
        (status, None, None)
        for status in ("completed", "in-progress", "completed", "not-started", "in-progress", "in-progress")
    ]
    assert "so many of so many" in said(read(text))


def test_the_care_certificate_may_have_months_beside_counts() -> None:
    text = MANY.format(
        "Care Certificate", "1,15/15,Yes,Yes\n2,11/25,Yes,Yes\n3,16/16,Yes,Yes\n4,17/16,Yes,Yes\n"
    )
    found = [one for one in records(read(text)) if one.title == "Care Certificate"]
    assert [one.completed for one in found] == [None, date(2025, 11, 30), None]


def test_what_may_be_a_month_or_a_count_credits_nothing_and_is_said() -> None:
    """Rule: months stand beside days, or are of several years."""
    text = "Staff ref,Fire safety,Falls\n1,12/15,{0}\n2,10/15,01/02/2026\n3,11/15,01/02/2026\n"
    found = read(text.format("01/02/2026"), matrix_dates="completed")
    assert {one.title for one in records(found)} == {"Falls"}
    assert "this may be a month, or so many of so many" in said(found)
    assert "12/15" in said(found)
    sure = read(text.replace("10/15", "10/24").format("01/02/2026"), matrix_dates="expires")
    assert date(2024, 10, 31) in [one.expires for one in records(sure)]
    beside = read(text.format("12/25"), matrix_dates="expires")
    assert date(2025, 12, 31) in [one.expires for one in records(beside)]
    year = read("Staff ref,Fire safety,Falls\n1,12/25,01/02/2026\n2,2024,Yes\n", matrix_dates="completed")
    assert date(2025, 12, 31) in [one.completed for one in records(year)]
    mixed = MANY.format("Dementia modules", "1,12/15,Yes,Yes\n2,12/26,Yes,Yes\n")
    assert {one.title for one in records(read(mixed))} == {"Falls", "Fire"}


def test_a_matrix_says_where_the_month_came_first() -> None:
    text = "Staff ref,Fire safety,Falls\n1,12/13/2026,14/03/2026\n2,04/05/2026,04/05/2026\n"
    found = read(text, matrix_dates="completed")
    assert [one.completed for one in records(found)][2:] == [date(2026, 4, 5), date(2026, 5, 4)]
    assert "days below 'Fire safety' were read with the month first" in said(found)


YES_LIKE = ("Y {}", "Yes ({})", "{} Y", "✓ {}", "in date {}", "valid {}", "In date: {}", "{} (yes)", "OK {}")


@each("cell", YES_LIKE)
def test_a_day_beside_a_yes_is_of_expiry_where_days_are(cell: str) -> None:
    """Rule: a yes says nothing of its day: it is what the column, or the answer, says that days are."""
    said = cell.format("01/03/2026")
    headed = read(
        f"Staff ref,Safeguarding (expiry),Fire Safety Expiry Date\n1,{said},{said}\n2,01/02/2027,No\n"
    )
    answered = read(
        f"Staff ref,Safeguarding,Fire Safety\n1,{said},{said}\n2,01/02/2027,No\n", matrix_dates="expires"
    )
    for found in (headed, answered):
        assert days_of(found)[:2] == [(None, date(2026, 3, 1))] * 2
        assert not found.problems
    done = read(
        f"Staff ref,Safeguarding,Fire Safety\n1,{said},{said}\n2,01/02/2026,No\n", matrix_dates="completed"
    )
    assert days_of(done)[:2] == [(date(2026, 3, 1), None)] * 2
    listed = read(f"Staff ref,Course,Completed,Expires\n1,Fire,,{said}\n2,Fire,{said},01/02/2027\n")
    assert days_of(listed) == [(None, date(2026, 3, 1)), (date(2026, 3, 1), date(2027, 2, 1))]


def test_a_day_beside_a_yes_is_asked_about_and_booked_where_it_is_booked() -> None:
    """Rule: what the days of a matrix are is never guessed; a yes to a booking is no completion."""
    with pytest.raises(DataError, match="are the days in this training matrix"):
        read("Staff ref,Safeguarding,Fire Safety\n1,Y 01/03/2026,Y 01/03/2026\n")
    found = read("Staff ref,Fire Completed,Fire Booked,Falls Completed\n1,,Y 01/03/2027,01/02/2026\n")
    assert [one.status for one in records(found)] == ["booked", "completed"]
    status = "Staff ref,Fire status,Fire expiry,Falls\n1,Y 01/03/2026,,Yes\n2,No,,Yes\n"
    assert days_of(read(status))[0] == (date(2026, 3, 1), None)
    assert days_of(read(status, matrix_dates="expires"))[0] == (None, date(2026, 3, 1))


@pytest.mark.parametrize("cell", ["completed 01/03/2026", "Passed 01/03/2026", "01/03/2026 attended"])
def test_a_day_of_completion_among_days_of_expiry_is_said_and_credits_nothing(cell: str) -> None:
    """Rule: where the words of a cell and those of its column contradict each other, neither is believed."""
    headed = read(f"Staff ref,Fire expiry,Falls expiry\n1,{cell},01/02/2027\n2,01/02/2027,01/02/2027\n")
    answered = read(f"Staff ref,Fire,Falls\n1,{cell},01/02/2027\n2,01/02/2027,No\n", matrix_dates="expires")
    listed = read(f"Staff ref,Course,Completed,Expires\n1,Fire,01/02/2026,{cell}\n2,Fire,,01/02/2027\n")
    for found in (headed, answered, listed):
        first, second = records(found)[:2]
        assert (first.status, first.understood, first.expires) == (None, False, None)
        assert second.understood
        (problem,) = found.problems
        assert "one of completion; it shows nothing" in problem.message
        assert (problem.line, problem.severity) == (2, "warning")
        assert problem.column in ("Fire expiry", "Fire", "Expires")


def test_a_cell_of_expiry_with_both_days_contradicts_nothing() -> None:
    """Rule: what says both days says when it ends, and that is what the column holds."""
    cell = "completed 01/03/2026 expires 01/03/2027"
    found = read(f"Staff ref,Fire expiry,Falls expiry\n1,{cell},01/02/2027\n2,{cell},01/02/2027\n")
    assert days_of(found)[0] == (date(2026, 3, 1), date(2027, 3, 1))
    assert not found.problems


MOODLE = (
    'Staff ID,"Safeguarding Adults (Completed)","Completion date",'
    '"Fire safety (Completed)","Completion date","Course complete"\n'
)


@pytest.mark.parametrize("last", ["Course complete", "Course completed", "Course completion"])
def test_a_day_behind_a_course_with_its_status_belongs_to_that_course(last: str) -> None:
    """Rule: each Completion date belongs to the course before it; whether all is complete is no course."""
    found = read(
        MOODLE.replace("Course complete", last)
        + "1,Completed,01/03/2026,Completed,02/03/2026,Not completed\n"
        "2,Not completed,,Completed,02/04/2026,Not completed\n"
    )
    assert [(one.title, one.status, one.completed) for one in records(found)] == [
        ("Safeguarding Adults", "completed", date(2026, 3, 1)),
        ("Fire safety", "completed", date(2026, 3, 2)),
        ("Safeguarding Adults", "not-started", None),
        ("Fire safety", "completed", date(2026, 4, 2)),
    ]
    assert not found.problems
    assert last in said(found)


def test_whether_all_is_complete_is_no_status_of_the_last_course() -> None:
    """Rule: a heading of the whole closes the course before it, though its kind stands again and again."""
    found = read(
        "Staff ID,Falls,Status,Fire,Status,Course completion\n"
        "1,01/03/2026,Completed,01/03/2026,Completed,Not completed\n",
        matrix_dates="completed",
    )
    assert [one.status for one in records(found)] == ["completed", "completed"]


def test_days_behind_a_reference_belong_to_no_course() -> None:
    """Rule: a reference of people is no course, whatever stands behind it."""
    found = read(
        "Staff ID,Completion date,Fire,Completion date,Falls,Completion date\n1,01/01/2020,Y,02/03/2026,Y,\n"
    )
    assert {one.title for one in records(found)} == {"Fire", "Falls"}


def test_a_refresher_with_a_day_behind_it_is_a_course_of_its_own() -> None:
    """Rule: the last word of a course that may be a part of it stays in its name."""
    found = read("Staff ID,First aid refresher,Date done,Fire,Date done\n1,Yes,01/03/2026,Yes,02/03/2026\n")
    assert [(one.title, one.completed) for one in records(found)] == [
        ("First aid refresher", date(2026, 3, 1)),
        ("Fire", date(2026, 3, 2)),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "1,01/03/2026,02/03/2026\n4,01/03/2026,E\n2,G,R\n",
        "1,01/03/2026,02/03/2026\n4,E,E\n2,G,R\n3,R,R\n",
        "1,01/03/2026,02/03/2026\n4,C, r \n2,,B\n",
    ],
)
def test_letters_below_courses_are_marks_that_nothing_explains(rows: str) -> None:
    """Rule: a matrix is known by its days and marks; a mark without a legend is said and credits nothing."""
    text = f"Staff ID,Safeguarding,Fire Safety\n{rows}"
    with pytest.raises(DataError, match="are the days in this training matrix"):
        read(text)
    found = read(text, matrix_dates="completed")
    credited = [(row.reference, row.training.completed) for row in found.training if row.training is not None]
    days = [line.split(",") for line in rows.splitlines()]
    assert len(credited) == rows.count("/2026")
    assert {reference for reference, _ in credited} == {line[0] for line in days if "/" in "".join(line)}
    letters = [cell.strip() for line in days for cell in line[1:] if cell.strip().isalpha()]
    told = " ".join(map(str, found.problems))
    assert all("not understood; it shows nothing" in one.message for one in found.problems)
    assert all(letter in told for letter in letters)
    assert {one.column for one in found.problems} <= {"Safeguarding", "Fire Safety"}


def test_letters_that_a_legend_explains_are_read_and_elsewhere_make_no_course() -> None:
    """Rule: a legend says what marks are; a letter below a heading that names no course makes it none."""
    text = "Key: E = Expired\nStaff ID,Safeguarding,Fire Safety,Shift\n1,01/03/2026,E,A\n2,01/03/2026,E,B\n"
    found = read(text, matrix_dates="completed")
    assert [(one.title, one.status) for one in records(found)][:2] == [
        ("Safeguarding", "completed"),
        ("Fire Safety", "expired"),
    ]
    assert not found.problems
    assert "Shift" in said(found)
