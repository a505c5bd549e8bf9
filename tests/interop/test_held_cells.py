"""Columns beside a qualification that say how far it is: what is not achieved is not held."""

from __future__ import annotations

import io
from datetime import date

import pytest

import care_pathway as cp
from care_pathway.evidence.held import held_reader
from care_pathway.evidence.qualifications import counts_as
from care_pathway.interop.staff import StaffFile
from care_pathway.interop.tables import read_staff
from care_pathway.tabular.days import days_named
from tests.each import each

DIPLOMA = "Level 3 Diploma in Adult Care"
L3 = "l3-diploma-adult-care"


def staff(headings: str, *rows: str) -> StaffFile:
    lines = [f"Staff ID,Job title,{headings}", *(f"{at},Carer,{row}" for at, row in enumerate(rows, 1))]
    return read_staff(io.StringIO("\n".join(lines) + "\n"))


@each("heading", ["Qualification status", "Diploma progress", "Status of qualification"])
@each(
    ("status", "counts"),
    [
        ("Achieved", True),
        ("Completed", True),
        ("", True),
        ("In progress", False),
        ("Working towards", False),
        ("Not started", False),
        ("Enrolled", False),
        ("Failed", False),
        ("purple", False),
    ],
)
def test_a_status_beside_it_decides(pathway: cp.Pathway, heading: str, status: str, counts: bool) -> None:
    """DESIGN: nothing is credited that the file does not say; what is not understood changes no answer."""
    read = staff(f"Qualification,{heading}", f"{DIPLOMA},{status}")
    (held,) = read.workers[0].qualifications or ()
    achieved = L3 in counts_as(pathway, held) and not held.in_progress
    assert achieved is counts
    assert held.name == DIPLOMA
    assert held.understood is (status != "purple")
    assert len(read.problems) == (status == "purple")


def test_what_somebody_works_towards() -> None:
    read = staff(
        "Qualification,Working towards",
        f"NVQ 2 in Care (2015),{DIPLOMA}",
        f"{DIPLOMA},Yes",
        f"{DIPLOMA},No",
        f",{DIPLOMA} (2027)",
    )
    assert [[(one.name, one.in_progress) for one in who.qualifications or ()] for who in read.workers] == [
        [("NVQ 2 in Care", False), (DIPLOMA, True)],
        [(DIPLOMA, True)],
        [(DIPLOMA, False)],
        [(DIPLOMA, True)],
    ]
    assert read.workers[3].qualifications[0].expected == date(2027, 12, 31)  # type: ignore[index]


def test_an_expected_day_makes_it_no_achievement() -> None:
    read = staff("Qualification,Expected completion", f"{DIPLOMA},01/07/2027", f"{DIPLOMA} (2019),")
    first, second = (who.qualifications[0] for who in read.workers if who.qualifications)
    assert (first.in_progress, first.expected) == (True, date(2027, 7, 1))
    assert (second.in_progress, second.achieved) == (False, date(2019, 1, 1))


@pytest.mark.parametrize(
    "heading", ["Qualification (enrolled)", "Qualifications in progress", "Working towards"]
)
def test_a_heading_speaks_for_its_column(pathway: cp.Pathway, heading: str) -> None:
    read = staff(heading, DIPLOMA)
    (held,) = read.workers[0].qualifications or ()
    assert held.in_progress or L3 not in counts_as(pathway, held)


@pytest.mark.parametrize("heading", ["Enrolled", "In progress", "Pension enrolled", "Enrolled on"])
def test_a_heading_that_names_no_qualification_says_nothing_of_one(heading: str) -> None:
    """An export says so of pensions too."""
    read = staff(f"Qualification,{heading}", f"{DIPLOMA},Yes", f"{DIPLOMA},01/02/2024")
    assert [[one.in_progress for one in who.qualifications or ()] for who in read.workers] == [[False]] * 2
    assert read.left_out == (heading,)


#: Days to come on 30 November 2026, and ranges of years that end after it.
TO_COME = (
    "2025-27",
    "2025–27",
    "2026/27",
    "26/27",
    "Jan '27",
    "Jan ’27",
    "05/27",
    "12.05.27",
    "12 May 27",
    "'27",
)
PAST = ("2019-21", "2019/20", "Jan '21", "05/21", "12.05.21", "12 May 21", "2021")


@each("cell", [*TO_COME, *PAST])
@each(
    ("headings", "row"),
    [
        ("Qualification", "{name} {day}"),
        ("Qualification", "{name} ({day})"),
        ("Level 3 Diploma in Adult Care,Qualification", "{day},{name} {day}"),
        ("Qualification,Date achieved", "{name},{day}"),
        ("Qualification,Qualification date", "{name},{day}"),
        ("NVQ,Care home", "{day},Elm"),
    ],
)
def test_a_day_to_come_and_a_range_that_is_not_over_are_no_achievement(
    pathway: cp.Pathway, headings: str, row: str, cell: str
) -> None:
    read = staff(headings, row.format(name=DIPLOMA, day=cell))
    (held,) = read.workers[0].qualifications or ()
    reading = held_reader(pathway).of(held)
    if cell in TO_COME:
        assert not reading.achieved(held, date(2026, 11, 30))
    elif not read.problems:  # a column of days has no ranges
        assert reading.achieved(held, date(2026, 11, 30))
        assert held.achieved is not None
    if "NVQ" not in headings:
        assert held.name == DIPLOMA
    elif cell != "'27":
        assert held.name == "NVQ"


def test_what_was_not_read_as_a_day_of_achievement_credits_nothing() -> None:
    read = staff("Qualification,Date achieved", f"{DIPLOMA},2019-21", f"{DIPLOMA},", f"{DIPLOMA} (2019),2021")
    first, second, third = (who.qualifications[0] for who in read.workers if who.qualifications)
    assert (first.understood, len(read.problems)) == (False, 1)
    assert (second.understood, second.achieved) == (True, None)
    assert third.achieved == date(2021, 1, 1)


@pytest.mark.parametrize("said", ["10/15 standards", "12/25 units", "Care Certificate 12/15", "601/0409/5"])
def test_so_many_of_so_many_are_no_day(said: str) -> None:
    assert days_named(said) == ()
