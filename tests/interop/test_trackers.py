"""Trackers of the Care Certificate, how often training is renewed, and who is away."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.errors import DataError
from care_pathway.interop import join_training, read_staff, read_training, recognise
from tests.each import each

ON = date(2026, 11, 30)
DAY = date(2026, 2, 1)
NAMES = (
    *("Understand your role", "Your personal development", "Duty of care", "Equality and diversity"),
    *("Work in a person centred way", "Communication", "Privacy and dignity", "Fluids and nutrition"),
    *("Mental health and dementia", "Adult safeguarding", "Safeguarding children", "Basic life support"),
    *("Health and safety", "Handling information", "Infection control"),
)
OTHERS = (
    *("Fire safety", "First aid", "Moving and handling", "Food hygiene", "Infection control", "Medication"),
    *("Dementia", "Mental capacity", "Data protection", "COSHH", "Falls", "Epilepsy"),
)


def read(text: str, **more: Any) -> Any:
    return read_training(io.StringIO(text), on=ON, **more)


def rows(text: str, **more: Any) -> dict[tuple[str | None, str], tuple[Any, ...]]:
    return {
        (one.reference, one.training.title): (one.training.completed, one.training.expires)
        for one in read(text, **more).training
        if one.training is not None
    }


def tracker(headings: tuple[str, ...], above: str = "", behind: str = "") -> str:
    days = ",".join(["01/02/2026"] * (len(headings) + bool(behind)))
    more = f",{behind}" if behind else ""
    return f"{above}Staff ref,{','.join(headings)}{more}\n7,{days}\n"


# --- the Care Certificate ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        tracker(tuple(f"Standard {number}" for number in range(1, 16))),
        tracker(tuple(f"CC{number}" for number in range(1, 17))),
        tracker(tuple(f"{number}. {name}" for number, name in enumerate(NAMES, start=1))),
        tracker(NAMES, above="Care Certificate tracker\n"),
        tracker(tuple(map(str, range(1, 16))), above="Care Certificate 2026\n"),
    ],
)
@pytest.mark.parametrize("answer", [{}, {"matrix_dates": "completed"}, {"matrix_dates": "expires"}])
def test_a_standard_has_no_expiry_so_nothing_is_asked(text: str, answer: dict[str, str]) -> None:
    """Rule: a day in a tracker of the Care Certificate is when a standard was done; that is said."""
    assert recognise(io.StringIO(text)).question is None
    found = rows(text, **answer)
    assert len(found) >= 15
    assert set(found.values()) == {(DAY, None)}
    assert all(title.startswith("Care Certificate standard ") for _, title in found)
    if answer.get("matrix_dates") != "completed":
        assert "the Care Certificate has no expiry" in " ".join(one.message for one in read(text).notices)


def test_the_certificate_beside_other_courses_is_of_completion() -> None:
    """Rule: the other courses are asked for, and the answer is no answer for the Care Certificate."""
    text = "Staff ref,Care Certificate,Fire safety\n7,01/02/2026,01/02/2027\n"
    with pytest.raises(DataError, match=r"matrix \(1 of them\)"):
        read(text)
    assert rows(text, matrix_dates="expires") == {
        ("7", "Care Certificate"): (DAY, None),
        ("7", "Fire safety"): (None, date(2027, 2, 1)),
    }


def test_numbered_courses_are_no_standards() -> None:
    """Rule: a number before a course makes it no standard of the Care Certificate."""
    text = tracker(tuple(f"{number}. {name}" for number, name in enumerate(OTHERS, start=1)))
    assert recognise(io.StringIO(text)).question is not None
    assert not any("Certificate" in title for _, title in rows(text, matrix_dates="completed"))


def test_numbers_alone_are_standards_only_where_the_file_says_so() -> None:
    """Rule: a sheet with a column for each day of the month is no tracker."""
    text = tracker(tuple(map(str, range(1, 32)))).replace("01/02/2026", "✓")
    assert recognise(io.StringIO(text)).kind == "unknown"


BEGUN = [
    ("Standard 1", "Standard 2", "Standard 3"),
    ("Std 1: Understand your role", "Std 2", "Std 3"),
    ("CC1", "2", "3"),
    ("CC Std 1", "2", "3"),
    tuple(f"{number} {name}" for number, name in enumerate(NAMES[:3], start=1)),
]


@each("begun", BEGUN)
def test_numbers_alone_go_on_with_the_standards_that_others_begin(begun: tuple[str, ...]) -> None:
    """Rule: in a tracker by its other headings bare numbers are standards, and its own day is read."""
    found = rows(tracker((*begun, *map(str, range(4, 16))), behind="Completed"))
    titles = {title.partition(":")[0] for _, title in found}
    assert titles == {"Care Certificate", *(f"Care Certificate standard {number}" for number in range(1, 16))}
    assert set(found.values()) == {(DAY, None)}


@each("last", [17, 31])
@each("begun", BEGUN)
def test_numbers_that_go_beyond_the_standards_are_none(begun: tuple[str, ...], last: int) -> None:
    """Rule: columns of the days of a month are no standards, whatever three of them are headed."""
    found = rows(tracker((*begun, *map(str, range(4, last + 1)))), matrix_dates="completed")
    assert not any("Care Certificate" in title for _, title in found)


def test_one_number_with_the_name_of_its_standard_begins_none() -> None:
    """Rule: a single name may be there by chance."""
    found = rows(tracker(("1 Understand your role", *map(str, range(2, 16)))), matrix_dates="completed")
    assert not any("Care Certificate" in title for _, title in found)


@pytest.mark.parametrize("behind", ["Completed", "Date completed", "Certificate awarded", "Completion date"])
def test_a_day_behind_the_standards_is_of_the_certificate(behind: str) -> None:
    """Rule: a day of completion behind the standards is that of the Care Certificate."""
    found = rows(tracker(tuple(f"Standard {number}" for number in range(1, 16)), behind=behind))
    assert found["7", "Care Certificate"] == (DAY, None)


def test_columns_of_one_standard_are_one_course() -> None:
    """Rule: the columns below a standard say together what is on file of it."""
    upper = ",".join(f"Standard {number}," for number in range(1, 16))
    text = f",{upper}\nStaff ref,{'Date,Status,' * 15}\n7,01/02/2026,Failed,01/02/2026,Passed{',' * 26}\n"
    found = {
        one.training.title: str(one.training.status)
        for one in read(text).training
        if one.training is not None
    }
    assert found == {"Care Certificate standard 1": "failed", "Care Certificate standard 2": "completed"}


# --- how often ---------------------------------------------------------------------------------------


@each(
    ("said", "expires"),
    [
        ("Annual", date(2027, 2, 1)),
        ("12 months", date(2027, 2, 1)),
        ("3 yearly", date(2029, 2, 1)),
        ("Every three years", date(2029, 2, 1)),
        ("36 mths", date(2029, 2, 1)),
        ("Once", None),
        ("see policy", None),
    ],
)
@each(
    "text",
    [
        "Staff ref,Fire safety,Falls\nFrequency,{},Annual\n7,01/02/2026,Yes\n",
        ",{},Annual\nStaff ref,Fire safety,Falls\n7,01/02/2026,Yes\n",
        "Staff ref,Fire safety ({}),Falls\n7,01/02/2026,Yes\n",
    ],
)
def test_a_matrix_that_says_how_often_says_until_when(text: str, said: str, expires: date | None) -> None:
    """Rule: a row or a heading of periods gives the day of expiry where none is on file; it is said."""
    found = read(text.format(said), matrix_dates="completed")
    first = found.training[0].training
    assert (first.completed, first.expires) == (DAY, expires)
    notices = " ".join(one.message for one in found.notices)
    assert (f"{said!r} as" in notices) == (expires is not None)
    assert ("1 day of expiry worked out" in notices) == (expires is not None)


def test_figures_are_periods_only_where_their_row_says_of_what() -> None:
    """Rule: a bare figure is a period where the label of its row names months or years."""
    text = "Staff ref,Fire safety,Falls\n{},12,24\n7,01/02/2026,Yes\n"
    for label, day in (("Renewal (months)", date(2027, 2, 1)), ("How many staff", None)):
        assert rows(text.format(label), matrix_dates="completed")["7", "Fire safety"] == (DAY, day)


def test_a_day_of_expiry_stands_whatever_the_period_says() -> None:
    """Rule: what is on file is never worked out."""
    head = "Staff ref,Falls Completed,Falls Expires,Fire\nEvery,Annual,Annual,Annual\n"
    text = f"{head}7,01/02/2026,03/04/2026,Yes\n"
    assert rows(text)["7", "Falls"] == (DAY, date(2026, 4, 3))
    assert rows("Staff ref,Fire (annual),Falls\n7,01/02/2026,Yes\n", matrix_dates="expires") == {
        ("7", "Fire (annual)"): (None, DAY),
        ("7", "Falls"): (None, None),
    }


def test_a_reference_in_a_column_of_names_is_somebody() -> None:
    """Rule: nobody is lost, though most of the column they are called in holds names."""
    text = "Employee,Fire safety,Falls\nZed Quiet,Yes,No\nUna Vole,Yes,No\n107,Yes,No\n"
    assert ("107", "Fire safety") in rows(text)


def test_a_matrix_that_is_nearly_empty_is_one() -> None:
    """Rule: one course with anything in it is enough beside others that are headed as courses."""
    text = "Name,Fire safety,Medication,Dementia\nZed Quiet,01/02/2026,,\nUna Vole,,,\n"
    assert recognise(io.StringIO(text)).kind == "training-matrix"
    assert len(read(text, matrix_dates="completed").training) == 1
    staff = "Name,Role,First aid,Notes\nZed Quiet,Carer,01/02/2026,\nUna Vole,Cook,,\n"
    assert recognise(io.StringIO(staff)).kind == "staff"


# --- away, and qualifications ------------------------------------------------------------------------


@given(
    away=st.sampled_from(["LTS", "Mat leave", "On maternity leave", "Sabbatical", "Leaver"]),
    day=st.sampled_from(["", "01/02/2026"]),
)
def test_absence_credits_nothing_and_takes_nothing_back(away: str, day: str) -> None:
    """Rule: a word of absence in a matrix is counted, and what else is on file of the course stands."""
    text = f"Staff ref,Falls Completed,Falls Status,Fire\n7,{day},{away},{away}\n8,01/02/2026,Passed,Yes\n"
    found = read(text)
    assert "2 of somebody away" in " ".join(one.message for one in found.notices)
    assert not found.problems
    mine = [one.training for one in found.training if one.reference == "7"]
    assert [one.completed for one in mine] == ([DAY] if day else [])


@pytest.mark.parametrize(
    ("heading", "cell", "name", "level", "towards"),
    [
        ("NVQ", "Level 2", "NVQ level 2", 2, False),
        ("NVQ", "working towards L3", "NVQ level 3", 3, True),
        ("NVQ Level", "3", "NVQ level 3", 3, False),
        ("Level 3 Diploma", "Enrolled", "Level 3 Diploma", 3, True),
    ],
)
def test_a_level_below_a_framework(heading: str, cell: str, name: str, level: int, towards: bool) -> None:
    """Rule: what a cell says of a qualification is said of the one its heading names."""
    found = read(f"Staff ref,Fire,Falls,{heading}\n7,Yes,Yes,{cell}\n").training
    (held,) = (one.qualification for one in found if one.qualification is not None)
    assert (held.name, held.level, held.working_towards) == (name, level, towards)


# --- lists -------------------------------------------------------------------------------------------


@each(
    ("heading", "cell", "expires"),
    [
        ("Renewal frequency", "3 yearly", date(2029, 2, 1)),
        ("Validity (months)", "12", date(2027, 2, 1)),
        ("Refresher period in years", "2", date(2028, 2, 1)),
        ("Frequency", "12", None),
        ("Valid for", "01/02/2030", None),
    ],
)
def test_a_list_that_says_how_often_says_until_when(heading: str, cell: str, expires: date | None) -> None:
    """Rule: a period beside a day of completion gives the day of expiry, where none is on file."""
    text = f"Staff ref,Course,Completed,{heading}\n7,Fire safety,01/02/2026,{cell}\n"
    assert rows(text) == {("7", "Fire safety"): (DAY, expires)}


def test_no_below_a_heading_of_compliance_is_said_of_today() -> None:
    """Rule: what was done and does not meet the requirement any more has expired."""
    text = "Staff ref,Course,Completed,{}\n7,Fire,01/02/2024,No\n8,Fire,,No\n9,Fire,01/02/2026,Yes\n"
    states = {
        heading: [one.training.status for one in read(text.format(heading)).training if one.training]
        for heading in ("Meets requirement", "Compliant", "In date", "Completed Y/N")
    }
    assert states.pop("Completed Y/N")[0] == "not-started"
    assert all(one == ["expired", "not-started", "completed"] for one in states.values())


def test_a_share_below_status_is_of_progress() -> None:
    """Rule: 100% below Status is complete, and less is not, whatever stands beside; a score says nothing."""
    text = "Staff ref,Course,Completed,{}\n7,Fire,01/02/2026,100%\n8,Fire,01/02/2026,45%\n9,Fire,,0%\n"
    found = [one.training.status for one in read(text.format("Status")).training if one.training]
    assert found == ["completed", "in-progress", "not-started"]
    found = [one.training.status for one in read(text.format("Score")).training if one.training]
    assert found == [None, None, None]


@pytest.mark.parametrize("heading", ["What they do", "Grade", "Post name", "Job function"])
def test_a_column_that_speaks_of_jobs_is_one(heading: str) -> None:
    """Rule: beside people the one column of job titles is taken, whatever it is headed, and why is said."""
    text = f"Staff ref,{heading},Unit\n1,Care Assistant,North\n2,Senior carer,South\n3,Cook,North\n"
    found = recognise(io.StringIO(text))
    assert found.kind == "staff"
    (guess,) = (one for one in found.columns if one.field == "job_title")
    assert (guess.header, guess.why) == (heading, "its cells are job titles")


@pytest.mark.parametrize("heading", ["What training", "Course attended", "Training completed", "Policy"])
def test_a_column_that_speaks_of_courses_is_one(heading: str) -> None:
    """Rule: the one column of courses beside people and days is the title, whatever it is headed."""
    text = f"Staff ref,{heading},Passed on,Good until\n7,Fire safety,01/02/2026,01/02/2027\n"
    assert rows(text) == {("7", "Fire safety"): (DAY, date(2027, 2, 1))}


def test_two_columns_that_speak_of_jobs_are_not_guessed_between() -> None:
    """Rule: where two columns would do, the one is asked for."""
    text = "Staff ref,Present,Before\n1,Carer,Cook\n2,Cook,Carer\n"
    assert recognise(io.StringIO(text)).kind == "unknown"


# --- legends, and people across ----------------------------------------------------------------------

MARKED = "Name,Fire,Falls,Dementia{}\nZed Quiet,R,C,O/D{}\nUna Vole,C,X,C{}\n"


@pytest.mark.parametrize(
    "text",
    [
        MARKED.format("", "", "") + "Key,C = completed,R = required,O/D = overdue,X = not required\n",
        MARKED.format(",,", ",,C = completed; R = required", ",,O/D = overdue; X = not required"),
        "Key: C = completed; R = required; O/D = overdue; X = n/a\n" + MARKED.format("", "", ""),
    ],
)
def test_a_legend_in_a_row_or_in_a_box_beside(text: str) -> None:
    """Rule: what short marks mean may be said above, below in one row, or beside the people."""
    found = read(text)
    assert not found.problems
    assert [str(one.training.status) for one in found.training if one.training is not None] == [
        *("not-started", "completed", "not-started"),
        *("completed", "not-required", "completed"),
    ]


def test_a_legend_on_a_sheet_of_its_own() -> None:
    """Rule: a sheet that is called Key or Legend says what the marks and the days of the others are."""
    book = openpyxl.Workbook()
    for line in (["Name", "Fire", "Falls"], ["Zed Quiet", "01/02/2026", "C"]):
        book.active.append(line)
    key = book.create_sheet("Legend")
    for line in (["C", "C = completed"], ["Dates shown are completion dates"]):
        key.append(line)
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    found = [one.training for one in read_training(made, on=ON).training if one.training is not None]
    assert [str(one.status) for one in found] == ["completed", "completed"]
    assert found[0].completed == DAY


def test_people_across_with_their_jobs_are_a_staff_list() -> None:
    """Rule: a matrix with people across and their jobs above is turned for the staff list too."""
    text = "Training,Zed Quiet,Una Vole\nRole,Carer,Cook\nFire safety,Yes,No\nFirst aid,No,Yes\n"
    found = read_staff(io.StringIO(text), on=ON)
    assert [one.job_title for one in found.workers] == ["Carer", "Cook"]
    assert "it was turned" in " ".join(one.message for one in found.notices)
    corrected = read_staff(io.StringIO(text), on=ON, corrections={(1, "Role"): "Nurse"})
    assert [one.job_title for one in corrected.workers] == ["Carer", "Cook"]


# --- days --------------------------------------------------------------------------------------------


def test_a_day_with_a_remark_in_a_column_of_days_is_that_day() -> None:
    """Rule: how it was done, behind a day, takes nothing from the day, in a list as in a matrix."""
    text = "Staff ref,Course,Completed,Expires\n7,Fire,01/02/2026 (online),01/02/2027 (online)\n"
    assert rows(text) == {("7", "Fire"): (DAY, date(2027, 2, 1))}


def test_a_day_that_does_not_exist_still_says_which_comes_first() -> None:
    """Rule: 31/02 has the day first; beside 02/13, which has the month first, nothing else is guessed."""
    text = "Staff ref,Course,Completed\n1,Fire,31/02/2026\n2,Fire,02/13/2026\n3,Fire,01/02/2026\n"
    assert [days[0] for days in rows(text).values()] == [None, date(2026, 2, 13), None]


def test_the_last_day_of_a_payroll_program_is_none() -> None:
    """Rule: 31-DEC-4712 is how ESR writes that there is no expiry."""
    found = read("Staff ref,Course,Completed,Expires\n7,Fire,01/02/2026,31-DEC-4712\n")
    assert not found.problems
    assert found.training[0].training.expires is None


@each("heading", ["Highest qual", "NVQ Level", "Care qualification held", "Diploma"])
@each("cell", ["NVQ level 2", "Level 2"])
def test_a_column_of_qualifications_of_a_staff_list(heading: str, cell: str) -> None:
    """Rule: a level below a heading that names the qualification is one of it."""
    found = read_staff(io.StringIO(f"Staff ref,Job title,{heading}\n7,Carer,{cell}\n"), on=ON)
    (held,) = found.workers[0].qualifications or ()
    framework = next((word for word in ("NVQ", "Diploma") if heading.startswith(word)), None)
    assert held.level == 2
    assert held.name == (f"{framework} level 2" if framework and cell == "Level 2" else cell)


def test_a_matrix_that_is_the_staff_list_too_holds_a_qualification_once() -> None:
    """Rule: what two readings of one file say of a qualification is said once."""
    text = "Staff ref,Role,Fire,Falls,NVQ\n7,Carer,Yes,No,Level 2\n"
    joined = join_training(read_staff(io.StringIO(text), on=ON), read(text))
    assert [one.name for one in joined.workers[0].qualifications or ()] == ["NVQ level 2"]


@each("heading", ["NVQ", "NVQ / Diploma", "NVQ/QCF level", "NVQ level 2", "Diploma", "QCF held"])
@each(
    ("cell", "level", "since", "towards"),
    [
        ("Level 2", 2, None, False),
        ("2", 2, None, False),
        ("L2", 2, None, False),
        ("Level 2 (2019)", 2, date(2019, 1, 1), False),
        ("NVQ level 2", 2, None, False),
        ("working towards L2", 2, None, True),
        ("Yes", None, None, False),
        ("2019", None, date(2019, 1, 1), False),
        ("01/02/2019", None, date(2019, 2, 1), False),
        ("In progress", None, None, True),
        ("Enrolled", None, None, True),
    ],
)
def test_a_cell_of_a_qualification_is_one_qualification(
    heading: str, cell: str, level: int | None, since: date | None, towards: bool
) -> None:
    """Rule: however one cell is read, as of the staff list or of the matrix, it is one qualification."""
    text = f"Staff ref,Role,Fire,Falls,{heading}\n7,Carer,Yes,No,{cell}\n"
    matrix = read(text)
    joined = join_training(read_staff(io.StringIO(text), on=ON), matrix)
    (held,) = joined.workers[0].qualifications or ()
    (same,) = (one.qualification for one in matrix.training if one.qualification is not None)
    assert held == same
    level = 2 if heading == "NVQ level 2" else level
    named = held.name.casefold()
    assert (held.level, held.achieved, held.working_towards) == (level, since, towards)
    assert named in {f"{word} level 2" if level else word for word in ("nvq", "qcf", "diploma")}


OF_A_LIST = "Staff ID,Course,Completed,Expires\n7,Falls,2025,2027\n8,Falls,2025,\n9,Falls,Oct 2025,Oct 2026\n"
OF_A_MATRIX = "Staff ID,Falls,Fire,COSHH\n7,2025,{0}\n8,2025,{0}\n9,Oct 2025,{0}\n".format(
    "01/02/2026,01/02/2026"
)
LAST_OF_OCTOBER = (date(2025, 10, 31), date(2026, 10, 31))


def test_a_year_of_completion_in_a_list_gives_its_first_day_and_it_is_said() -> None:
    """Rule: a year alone renews training soonest; of an expiry, and of a month, the last day is taken."""
    found = read(OF_A_LIST)
    assert [(one.training.completed, one.training.expires) for one in found.training if one.training] == [
        (date(2025, 1, 1), date(2027, 12, 31)),
        (date(2025, 1, 1), None),
        LAST_OF_OCTOBER,
    ]
    assert [
        (one.place.column, one.message) for one in found.notices if one.place and "alone" in one.message
    ] == [
        (
            "Completed",
            "of a month alone (1 cell) the last day was taken, of a year alone (2 cells) the first day was "
            "taken; write the whole date",
        ),
        (
            "Expires",
            "of a month alone (1 cell) the last day was taken, of a year alone (1 cell) the last day was "
            "taken; write the whole date",
        ),
    ]


@pytest.mark.parametrize(
    ("dates", "days", "which"),
    [
        ("completed", (date(2025, 1, 1), None), "first"),
        ("expires", (None, date(2025, 12, 31)), "last"),
    ],
)
def test_a_year_in_a_matrix(dates: str, days: tuple[date | None, date | None], which: str) -> None:
    """Rule: as in a list; one notice for each column that has them."""
    found = rows(OF_A_MATRIX, matrix_dates=dates)
    assert found["7", "Falls"] == found["8", "Falls"] == days
    assert LAST_OF_OCTOBER[0] in found["9", "Falls"]
    told = [one for one in read(OF_A_MATRIX, matrix_dates=dates).notices if "alone" in one.message]
    assert [one.place.column for one in told if one.place] == ["Falls"]
    assert f"of a year alone (2 cells) the {which} day" in told[0].message
    assert "of a month alone (1 cell) the last day" in told[0].message


def test_whole_days_say_nothing_of_months_and_years() -> None:
    """Rule: what is written in full is not explained."""
    whole = (
        OF_A_LIST.replace("Oct ", "01/10/").replace(",2025", ",01/02/2025").replace(",2027", ",01/02/2027")
    )
    assert not [one for one in read(whole).notices if "alone" in one.message]
