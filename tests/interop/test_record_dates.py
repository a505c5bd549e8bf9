"""Dates of supervision, appraisal, DBS and right to work: kept, joined and shown; never judged."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import care_pathway as cp
from care_pathway.interop import (
    DateKind,
    KeptDate,
    dates_on_file,
    join_training,
    read_evidence,
    read_staff,
    read_training,
    recognise,
)
from care_pathway.interop.record_dates import DateColumns
from care_pathway.report import build
from tests.each import each

ON = date(2026, 11, 30)
STAFF = (
    "Staff ref,Name,Job title,DBS date,DBS number\n"
    "7,Zed Quiet,Carer,03/02/2022,0012\n8,Una Vole,Cook,pending,\n"
)


def kept(dates: Any) -> list[tuple[Any, ...]]:
    return [(one.worker, str(one.kind), one.on, one.until) for one in dates]


@each(
    ("heading", "kind", "ends"),
    [
        ("Last supervision", "supervision", False),
        ("Supervision 3", "supervision", False),
        ("Q2 supervision", "supervision", False),
        ("Next supervision due", "supervision", True),
        ("Date of last appraisal", "appraisal", False),
        ("Annual appraisal", "appraisal", False),
        ("DBS issue date", "dbs", False),
        ("Enhanced DBS (date)", "dbs", False),
        ("DBS renewal due", "dbs", True),
        ("RTW checked", "right-to-work", False),
        ("Visa expiry date", "right-to-work", True),
    ],
)
def test_the_grammar_of_headings(heading: str, kind: str, ends: bool) -> None:
    """Rule: a heading says what the date is of, and whether it is the next or last one."""
    found = DateColumns("a.csv", [heading], [["01/02/2026"]]).columns
    assert found == {0: (DateKind(kind), ends)}


@each("heading", ["DBS number", "Supervisor", "Fire safety", "Start date", "Appraiser"])
def test_other_headings_are_no_such_dates(heading: str) -> None:
    """Rule: only dates of the four kinds are kept."""
    assert not DateColumns("a.csv", [heading], [["01/02/2026"]]).columns


def test_a_column_of_answers_holds_no_dates() -> None:
    """Rule: a column of Yes and No under DBS is no column of dates."""
    assert not DateColumns("a.csv", ["DBS"], [["Yes"], ["No"], ["Yes"]]).columns


def test_a_staff_list_a_matrix_and_a_list_of_their_own() -> None:
    """Rule: wherever such dates stand, they are kept with the worker they are about, each once."""
    staff = read_staff(io.StringIO(STAFF), on=ON)
    assert kept(staff.dates) == [("7", "dbs", date(2022, 2, 3), None)]
    said = "\n".join(map(str, staff.notices))
    assert "1 of DBS check; read from 'DBS date'" in said
    assert "1 cell is no day and is not kept" in said
    assert "not read: 'DBS number'" in said
    matrix = "Name,Fire,Falls,Last supervision,Next supervision\nUna Vole,Yes,No,01/10/2026,01/12/2026\n"
    joined = join_training(staff, read_training(io.StringIO(matrix), on=ON))
    listed = "Emp no,Appraisal,Supervision 1,Supervision 2\n0007,,02/03/2026,05/09/2026\n9,01/01/2026,,\n"
    evidence = read_evidence(io.StringIO(listed))
    assert recognise(io.StringIO(listed)).kind == "evidence"
    assert kept(dates_on_file(joined, evidence)) == [
        ("7", "dbs", date(2022, 2, 3), None),
        ("8", "supervision", date(2026, 10, 1), date(2026, 12, 1)),
        ("7", "supervision", date(2026, 3, 2), None),
        ("7", "supervision", date(2026, 9, 5), None),
    ]


def test_rows_of_the_evidence_template() -> None:
    """Rule: rows of the four kinds are the same dates."""
    head = "Staff ref,Kind,Date,Expires\n"
    text = f"{head}7,dbs,03/02/2022,03/02/2025\n7,1:1,01/10/2026,\n7,visa check,,01/05/2027\n"
    assert kept(read_evidence(io.StringIO(text)).dates) == [
        ("7", "dbs", date(2022, 2, 3), date(2025, 2, 3)),
        ("7", "supervision", date(2026, 10, 1), None),
        ("7", "right-to-work", None, date(2027, 5, 1)),
    ]
    found = read_evidence(io.StringIO("Staff ref,Kind,Date,Expires\n7,dbs,,\n"))
    assert not found.dates
    assert "a dbs needs Date" in found.problems[0].message


def test_only_the_next_day_and_rows_without_anybody() -> None:
    """Rule: a next supervision is kept without a last one; a row that names nobody is a problem."""
    text = "Staff no,Last supervision,Next supervision\n7,,01/12/2026\n,01/10/2026,01/12/2026\n"
    found = read_evidence(io.StringIO(text))
    assert kept(found.dates) == [("7", "supervision", None, date(2026, 12, 1))]
    assert [one.line for one in found.problems] == [3]


def test_people_who_left_have_none() -> None:
    """Rule: dates of people who are left out of the counts are left out too."""
    text = "Staff ref,Job title,Leaving date,DBS date\n7,Carer,01/01/2026,03/02/2022\n8,Carer,,04/02/2022\n"
    assert kept(read_staff(io.StringIO(text), on=ON).dates) == [("8", "dbs", date(2022, 2, 4), None)]


def test_they_are_shown_as_facts(tmp_path: Any) -> None:
    """Rule: page, table and inspection pack show the dates; nothing that is said of a person changes."""
    with_dates = build(cp.load(), read_staff(io.StringIO(STAFF), on=ON), on=ON)
    bare = STAFF.replace("03/02/2022", "").replace("pending", "")
    without = build(cp.load(), read_staff(io.StringIO(bare), on=ON), on=ON)
    assert with_dates.summary.people == without.summary.people
    with_dates.write(tmp_path / "a")
    without.write(tmp_path / "b")
    page = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    assert "Dates of supervision, appraisal, DBS and right to work, as the files have them" in page
    assert "3 February 2022" in page
    assert "Quiet" not in page
    table = (tmp_path / "a" / "dates.csv").read_text(encoding="utf-8")
    assert "7,dbs,2022-02-03,," in table
    assert not (tmp_path / "b" / "dates.csv").exists()
    facts = {fact.id: fact for fact in with_dates.inspection}
    assert facts["dbs"].found == (
        "On file for 1 of 2 people; the latest of each is between 3 February 2022 and 3 February 2022."
    )
    assert "8" in facts["dbs"].missing
    assert facts["appraisal"].found == "No dates are on file."


def test_the_latest_counts_and_a_past_day_is_said() -> None:
    """Rule: of several dates the latest is shown; that the day of the next has passed is a fact."""
    text = (
        "Staff ref,Job title,Supervision 1,Supervision 2,Next supervision\n"
        "7,Carer,01/02/2026,01/06/2026,01/08/2026\n"
    )
    report = build(cp.load(), read_staff(io.StringIO(text), on=ON), on=ON)
    latest = report.latest_dates["7"][DateKind.SUPERVISION]
    assert (latest.on, latest.until) == (date(2026, 6, 1), date(2026, 8, 1))
    fact = next(fact for fact in report.inspection if fact.id == "supervision")
    assert "lies before 30 November 2026: 7" in fact.details[0]


def test_a_date_shows_nothing_of_who_it_is_about() -> None:
    """Rule: the representation of a date has no name."""
    found = read_training(io.StringIO("Name,Fire,Falls,DBS date\nZed Quiet,Yes,No,03/02/2022\n"), on=ON).dates
    assert repr(found[0]) == "KeptDate(kind='dbs', on=datetime.date(2022, 2, 3))"
    assert isinstance(found[0], KeptDate)


def test_a_second_column_of_references_is_no_date() -> None:
    """Rule: a table with two columns of references is read, and only dates are kept."""
    text = "Employee number,Payroll number,Last supervision\n7,0007,01/10/2026\n"
    assert kept(read_evidence(io.StringIO(text)).dates) == [("7", "supervision", date(2026, 10, 1), None)]
