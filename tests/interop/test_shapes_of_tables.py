"""Matrices of every shape, words where days are expected, and rows of staff lists that are nobody."""

from __future__ import annotations

import io
import time
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.errors import CarePathwayError, DataError, UnknownIdError
from care_pathway.interop import join_training, read_evidence, read_staff, read_training, recognise
from care_pathway.interop.applying import apply_evidence
from care_pathway.interop.people_across import turned
from care_pathway.interop.staff import LeftOut, StaffFile
from care_pathway.report.inputs import read_folder, read_inputs
from care_pathway.tabular.days import Days
from care_pathway.tabular.headings import fields
from care_pathway.tabular.sheets import open_book
from care_pathway.tabular.standing import standing
from tests.each import each

ON = date(2026, 11, 30)


def said(found: StaffFile) -> str:
    return "\n".join(map(str, (*found.notices, *found.problems)))


def rows(source: Any, **options: Any) -> dict[tuple[str | None, str], tuple[Any, ...]]:
    """For each person and course: status, completed, expires."""
    given = io.StringIO(source) if isinstance(source, str) else source
    return {
        (row.reference or row.person.name, row.training.title): (
            row.training.status and str(row.training.status),
            row.training.completed,
            row.training.expires,
        )
        for row in read_training(given, on=ON, **options).training
        if row.training is not None
    }


def workbook(lines: list[Any], merged: tuple[str, ...] = ()) -> io.BytesIO:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for one in merged:
        book.active.merge_cells(one)
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    return made


DAY, NEXT = date(2026, 2, 1), date(2027, 2, 1)
MARKS = [["C", "Completed"], ["E", "Expired"], ["NR", "Not required"]]


# --- headings of matrices ----------------------------------------------------------------------------


def test_a_heading_of_three_rows() -> None:
    """Rule: groups above courses above what each holds; a plain Date beside a Renewal is of completion."""
    made = workbook(
        [
            ["Oak House"],
            [None, None, "MANDATORY", None, None, None],
            ["Name", "Emp No", "Fire", None, "Falls", None],
            [None, None, "Date", "Renewal", "Date", "Renewal"],
            ["Zed Quiet", "7", DAY, NEXT, None, None],
            ["Una Vole", "8", None, None, "Booked 12/01/2027", None],
        ],
        merged=("C2:F2", "C3:D3", "E3:F3"),
    )
    assert rows(made) == {("7", "Fire"): ("completed", DAY, NEXT), ("8", "Falls"): ("booked", None, None)}


def test_one_heading_for_each_course_and_what_it_holds() -> None:
    """Rule: the last words of a heading say what it holds; a status beside a day decides."""
    text = (
        "Name,Fire Safety Date,Fire Safety Expiry,Falls Completed,Falls Renewal Due,Dementia Status\n"
        "Zed Quiet,01/02/2026,01/02/2027,01/02/2026,,Not started\n"
    )
    assert rows(text) == {
        ("zed quiet", "Fire Safety"): ("completed", DAY, NEXT),
        ("zed quiet", "Falls"): ("completed", DAY, None),
        ("zed quiet", "Dementia"): ("not-started", None, None),
    }


def test_a_refresher_is_a_course_where_it_stands_alone() -> None:
    """Rule: a word that ends the names of many courses says what a column holds only beside the course."""
    alone = "Staff no,Fire refresher,Falls update\n7,01/02/2026,01/02/2026\n"
    assert recognise(io.StringIO(alone)).question is not None
    assert set(rows(alone, matrix_dates="completed")) == {("7", "Fire refresher"), ("7", "Falls update")}
    beside = "Staff no,Fire,Fire refresher,Falls\n7,01/02/2026,01/02/2027,01/02/2026\n"
    assert rows(beside, matrix_dates="completed")["7", "Fire"] == ("completed", DAY, NEXT)


def test_words_beside_the_days_of_a_course_can_take_them_back() -> None:
    """Rule: nothing is credited where another column of the course says failed, or is not understood."""
    text = (
        "First name,Surname,Fire,Fire - Completion date,Falls,Falls - Completion date\n"
        "Zed,Quiet,Completed (achieved pass grade),1 February 2026,Completed (did not achieve pass grade),"
        "1 February 2026\n"
        "Una,Vole,see file,1 February 2026,Not completed,\n"
    )
    found = rows(text)
    assert found["zed quiet", "Fire"] == ("completed", DAY, None)
    assert found["zed quiet", "Falls"][0] == "failed"
    assert found["una vole", "Fire"] == (None, DAY, None)
    assert "this cell is not understood" in said(read_training(io.StringIO(text)))


def test_what_is_headed_as_a_list_is_no_course() -> None:
    """Rule: a column headed Score, Passed or % complete is no course of a matrix."""
    text = "Staff no,Fire,Falls,% complete,Overall\n7,Yes,No,50%,50%\n"
    assert set(rows(text)) == {("7", "Fire"), ("7", "Falls")}
    assert "'% complete', 'Overall'" in said(read_training(io.StringIO(text)))
    listed = "Staff no,Quiz,Score,Passed,Taken\n7,Fire,90%,Yes,01/02/2026\n8,Fire,40%,No,01/02/2026\n"
    assert recognise(io.StringIO(listed)).kind == "training-list"
    assert rows(listed)["8", "Fire"][0] == "not-started"


# --- rows of matrices --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "merged",
    [(), ("A1:A2", "B1:B2"), ("C1:D1", "E1:F1"), ("A1:A2", "B1:B2", "C1:D1", "E1:F1"), ("A1:A2", "C1:D1")],
)
def test_groups_above_are_read_alike_however_they_are_merged(merged: tuple[str, ...]) -> None:
    """One question to several ways of drawing the same grid: kind, what is asked, and every cell."""
    table = [
        ["Staff ref", "Role", "Mandatory", None, "Clinical", None],
        [None, None, "Fire safety", "Safeguarding adults", "Medication", "First aid"],
        *([100 + one, "Carer", date(2026, 1, 2), "Expired", "Booked 12/3", "N/A"] for one in range(5)),
    ]

    def made() -> io.BytesIO:
        return workbook(table, merged=merged)

    found = recognise(made())
    assert found.kind == "training-matrix"
    with pytest.raises(DataError, match="completed, or those on which it expires"):
        read_training(made(), on=ON)
    assert rows(made(), matrix_dates="completed") == rows(workbook(table), matrix_dates="completed")
    assert rows(made(), matrix_dates="completed")["100", "Fire safety"][1] == date(2026, 1, 2)
    staff = read_staff(made(), on=ON)
    assert [worker.id for worker in staff.workers if worker.job_title] == ["100", "101", "102", "103", "104"]


@pytest.mark.parametrize("merged", [False, True])
def test_a_row_for_each_kind_of_day(merged: bool) -> None:
    """Rule: where a column says Completed above Expires, the rows of a person are read together."""
    table = [
        ["Name", None, "Fire", "Falls"],
        ["Zed Quiet", "Completed", DAY, DAY],
        [None, "Expires", NEXT, None],
        ["Una Vole", "Completed", None, DAY],
        [None, "Expires", None, NEXT],
    ]
    made = workbook(table, merged=("A2:A3", "A4:A5") if merged else ())
    assert recognise(made).question is None
    made.seek(0)
    assert rows(made) == {
        ("zed quiet", "Fire"): ("completed", DAY, NEXT),
        ("zed quiet", "Falls"): ("completed", DAY, None),
        ("una vole", "Falls"): ("completed", DAY, NEXT),
    }


def test_rows_about_the_courses_are_nobody() -> None:
    """Rule: how often a course is due, counts and per cents are rows about courses, left out and said."""
    text = (
        "Name,Fire,Falls,Dementia\nHow long,Annual,3 yearly,every 2 years\nZed Quiet,Yes,No,N/A\n"
        "Una Vole,Yes,Yes,Yes\nNo. trained,2,1,1\n% trained,100%,50%,50%\n"
    )
    found = read_training(io.StringIO(text), on=ON)
    assert {row.person.name for row in found.training} == {"zed quiet", "una vole"}
    assert "3 rows name nobody" in said(found)


def test_people_across_are_turned() -> None:
    """Rule: a matrix with courses down and people across is the same matrix; no name is shown."""
    down = "Name,Fire safety,First aid\nZed Quiet,Yes,Expired\nUna Vole,N/A,Booked 12/01/2027\n"
    across = "Course,Zed Quiet,Una Vole\nFire safety,Yes,N/A\nFirst aid,Expired,Booked 12/01/2027\n"
    blank = across.replace("Course", "", 1)
    assert rows(down) == rows(across) == rows(blank)
    bad = read_training(io.StringIO(across.replace("Expired", "see file")), on=ON)
    assert "line 3: this cell is not understood" in said(bad)
    assert "people across: it was turned" in said(bad)
    assert "Quiet" not in said(bad)


def test_references_above_the_names_across() -> None:
    """Rule: rows of references and of names above one another are both of the same people."""
    text = (
        "Dates of completion,,101,102\nCourse,How often,Zed Quiet,Una Vole\n"
        "Fire safety,Annual,01/02/2026,\nFirst aid,3 yearly,,01/02/2026\n"
    )
    assert rows(text) == {
        ("101", "Fire safety"): ("completed", DAY, NEXT),
        ("102", "First aid"): ("completed", DAY, date(2029, 2, 1)),
    }


def test_a_table_of_people_is_never_turned() -> None:
    """Rule: only a table whose headings are people and whose first column is courses is turned."""
    for text in (
        "Name,Fire safety,First aid\nZed Quiet,Yes,No\nUna Vole,Yes,No\n",
        "Course,Completed,Expires\nFire safety,01/02/2026,\nFirst aid,01/02/2026,\n",
        "Staff ref,Job Title,Start Date\n1,Care Assistant,01/02/2026\n2,Cook,01/02/2026\n",
    ):
        assert turned(open_book(io.StringIO(text)).grid(None)) is None


def test_a_name_and_a_reference_in_one_cell() -> None:
    """Rule: a reference behind a name is the reference."""
    text = "Staff (payroll),Fire,Falls\nQuiet Zed - 00101,Yes,No\nVole Una (00102),Yes,No\n"
    assert {row.reference for row in read_training(io.StringIO(text), on=ON).training} == {"00101", "00102"}


def test_a_matrix_with_job_titles_is_the_staff_list_too(tmp_path: Any) -> None:
    """Rule: in a folder without a staff list, a matrix with job titles is read as both, and that is said."""
    text = "Payroll,Surname,Job title,Fire,Falls\n7,Quiet,Carer,Yes,No\n8,Vole,Cook,No,Yes\n"
    (tmp_path / "hr.csv").write_text(text, encoding="utf-8")
    found = read_folder(tmp_path)
    assert len(read_staff(found.staff).workers) == 2
    assert len(found.training) == 1
    assert any("read as one" in one.message for one in found.notices)
    (tmp_path / "more.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="several files look like staff lists"):
        read_folder(tmp_path)


def test_a_hidden_sheet_of_a_folder_is_left_out_because_it_is_hidden(tmp_path: Any) -> None:
    """Rule: what is left out says why, and how to use it."""
    book = openpyxl.Workbook()
    for line in (["Staff ID", "Job title"], ["7", "Carer"]):
        book.active.append(line)
    old = book.create_sheet("Old")
    for line in (["Staff ID", "Course", "Completed"], ["7", "Fire safety", "01/02/2026"]):
        old.append(line)
    for state, training in (("hidden", 0), ("veryHidden", 0), ("visible", 1)):
        old.sheet_state = state
        book.save(tmp_path / "staff.xlsx")
        found = read_folder(tmp_path)
        assert len(found.training) == training
        told = [one.message for one in found.notices if "left out" in one.message]
        why = "this sheet is hidden; to use it, unhide it in the workbook and save the file"
        assert told == ([] if training else [f"left out (sheet 'Old'): {why}"])


def test_notes_beside_a_matrix_are_said_not_to_be_read() -> None:
    """Rule: what says what a file is and what reads it agree on what is not read."""
    text = "Staff ID,Name,Job title,Fire,Falls,Notes\n7,Quiet Zed,Carer,Yes,No,on nights\n"
    found = recognise(io.StringIO(text))
    assert found.left_out == ("Notes",)
    assert {one.header: one.why for one in found.columns}["Name"] == "only used to join files"
    assert "Notes" not in {one.header for one in found.columns}
    assert "3 columns are not read: 'Fire', 'Falls', 'Notes'" in said(read_staff(io.StringIO(text)))


# --- lists -------------------------------------------------------------------------------------------


def test_words_in_columns_of_days() -> None:
    """Rule: a word where a day is expected says what it says; an expiry that never comes is none."""
    text = (
        "Staff ref,Course,Completed,Expires\n1,Fire,N/A,\n2,Fire,Booked 12/01/2027,\n3,Fire,In progress,\n"
        "4,Fire,Passed 01/02/2026,Never\n5,Fire,01/02/2026,No expiry\n6,Fire,,Overdue\n"
        "7,Fire,01/02/2026,Overdue\n12,Fire,01/02/2026,01/02/2027\n13,Fire,01/02/2026,01/02/2027\n"
        "14,Fire,01/02/2026,01/02/2027\n"
        "8,Fire,01/02/2026,exp 01/02/2027\n9,Fire,Not done,\n10,Fire,see file,\n11,Fire,01/02/2026,Yes\n"
    )
    found = {reference: said for (reference, _), said in rows(text).items()}
    assert found == {
        "1": ("not-required", None, None),
        "2": ("booked", None, None),
        "3": ("in-progress", None, None),
        "4": ("completed", DAY, None),
        "5": (None, DAY, None),
        "6": ("not-started", None, None),
        "7": ("expired", DAY, None),
        "8": (None, DAY, NEXT),
        "9": ("not-started", None, None),
        "10": (None, None, None),
        "11": (None, DAY, None),
        **dict.fromkeys(("12", "13", "14"), (None, DAY, NEXT)),
    }
    problems = read_training(io.StringIO(text), on=ON).problems
    assert [(one.line, one.column) for one in problems] == [(14, "Completed")]


def test_colours_of_a_status_say_no_more_than_the_days() -> None:
    """Rule: amber says nothing that the days do not; red is expired beside a day, else not started."""
    text = (
        "Staff ref,Course,Last done,Next due,RAG\n1,Fire,01/02/2026,01/02/2027,Amber\n2,Fire,01/02/2024,,Red"
        "\n3,Fire,,,Red\n4,Fire,,,Grey\n5,Fire,01/02/2026,01/02/2027,Green\n"
    )
    assert [said[0] for said in rows(text).values()] == [None, "expired", "not-started", None, "completed"]


def test_due_beside_a_completion_is_of_the_renewal() -> None:
    """Rule: Due beside a day of completion keeps the day, and without one it has not been done."""
    text = "Staff ref,Course,Status,Completed\n1,Fire,Due,01/02/2026\n2,Fire,Due,\n"
    assert list(rows(text).values()) == [("completed", DAY, None), ("not-started", None, None)]


def test_training_that_says_nothing_is_no_catalogue() -> None:
    """Rule: people, or days of completion, make no catalogue of courses, and what is missing is said."""
    nobody = recognise(io.StringIO("Course,Completed,Expires\nFire,01/02/2026,\nFalls,01/02/2026,\n"))
    undone = recognise(io.StringIO("Employee,Training course,Comments\nZed Quiet,Fire,next week\n"))
    assert nobody.kind == undone.kind == "unknown"
    assert "no column says whose it is" in (nobody.question or "")
    assert "whether or when it was done" in (undone.question or "")


def test_merged_cells_of_a_web_page() -> None:
    """Rule: a cell that goes over several rows of a page goes with each, and no cell slips to the left."""
    page = (
        "<table><tr><th>Staff</th><th>Course</th><th colspan=2>Completed</th></tr>"
        "<tr><td rowspan='2'>7</td><td>Fire</td><td colspan=2>01/02/2026</td></tr>"
        "<tr><td>Falls</td><td colspan=2>02/02/2026</td></tr>"
        "<tr><td>8</td><td>Fire</td><td>Yes</td></tr></table>"
    )
    found = read_training(io.StringIO(page))
    assert [(row.reference, row.training and row.training.title, row.line) for row in found.training] == [
        ("7", "Fire", 2),
        ("7", "Falls", 3),
        ("8", "Fire", 4),
    ]
    tail = "<table><tr><td>a<td rowspan=0>b</tr><tr><td>c</tr><tr><td rowspan=99>d</tr></table>"
    assert [cells for _, cells in open_book(io.StringIO(tail)).grid(None).rows] == [
        ("a", "b"),
        ("c",),
        ("d",),
    ]


CELLS = st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from(["x", "y"]))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_merged_cells_lie_where_a_browser_lays_them(table: list[list[tuple[int, int, str]]]) -> None:
    """Rule: each cell takes the first free place of its row, and as many rows and columns as it says."""
    laid: dict[tuple[int, int], str] = {}
    overlaps = False
    for row, cells in enumerate(table):
        at = 0
        for across, down, text in cells:
            while (row, at) in laid:
                at += 1
            mine = {(row + y, at + x): text for x in range(across) for y in range(down)}
            overlaps = overlaps or bool(mine.keys() & laid.keys())
            laid |= mine
    page = "".join(
        "<tr>" + "".join(f"<td colspan={a} rowspan={d}>{text}</td>" for a, d, text in cells) + "</tr>"
        for cells in table
    )
    found = open_book(io.StringIO(f"<table>{page}</table>")).grid(None)
    read = {(line - 1, at): cell for line, cells in found.rows for at, cell in enumerate(cells) if cell}
    # Cells that lie over one another are a fault of the page: it is read to its end all the same.
    assert overlaps or read == {place: text for place, text in laid.items() if place[0] < len(table)}


# --- staff lists -------------------------------------------------------------------------------------


def test_headings_of_groups_are_nobody() -> None:
    """Rule: a row of one cell that names a group is no person; below Leavers people have left."""
    text = (
        "Name,Position,Start,Hours\nCARE STAFF,,,\nZed Quiet,Carer,01/02/2022,36\nNight team,,,\n"
        "Una Vole,Carer,01/02/2022,20\nLeavers,,,\nIda Fern,Carer,01/02/2020,20\nKitchen,,,\n"
        "Joe Birch,Cook,01/02/2020,20\nMia Reed,,,\n"
    )
    found = read_staff(io.StringIO(text), on=ON)
    assert [worker.job_title for worker in found.workers] == ["Carer", "Carer", "Cook", None]
    assert [one.line for one in found.records if one.left_out is LeftOut.LEAVER] == [7]
    assert "read as headings of groups, not as people: lines 2, 4, 6, 8" in said(found)


def test_statuses_of_employment_with_remarks() -> None:
    """Rule: who is inactive on a career break has not left; what is not understood is said, and counts."""
    text = (
        "Staff ID,Job title,Position status\n1,Carer,Inactive - career break\n2,Carer,Left - resigned\n"
        "3,Carer,Dormant\n4,Carer,Vacant\n5,Carer,Working notice\n"
    )
    found = read_staff(io.StringIO(text), on=ON)
    assert [worker.id for worker in found.workers] == ["1", "3", "5"]
    assert "this employment status is not understood" in said(found)
    assert "'Dormant'" in said(found)


def test_absence_is_at_work_and_a_title_may_say_who_left() -> None:
    """Rule: who is away on leave of any kind is employed; a remark behind a title may say who is not."""
    text = (
        "Staff ref,Job title,Status\n1,Carer,On mat leave\n2,Carer,LTS since 03/02/2026\n3,Carer,Furlough\n"
        "4,Carer (leaver),\n5,Carer - left 01/02/2026,\n6,Carer [LEFT],\n7,Carer - leaving 01/02/2027,\n"
        "8,Carer (left wing),\n9,Carer - LTS,\n"
    )
    found = read_staff(io.StringIO(text), on=ON)
    assert [worker.id for worker in found.workers] == ["1", "2", "3", "7", "8", "9"]
    assert "not understood" not in said(found)


def test_a_leaving_date_at_the_end_of_time_and_shifts() -> None:
    """Rule: 31/12/9999 is no leaving date and no fault; a column of times is no day of starting."""
    text = "Staff no,Role,Start,Termination date\n1,Carer,07:00,31/12/9999\n2,Carer,14:30,01/01/2026\n"
    found = read_staff(io.StringIO(text), on=ON)
    assert [worker.id for worker in found.workers] == ["1"]
    assert not found.problems
    assert "'Start'" in said(found)


def test_sheets_of_a_workbook_as_one_list(tmp_path: Any) -> None:
    """Rule: staff sheets of one workbook with the same headings are one list; one of leavers is left out."""
    book = openpyxl.Workbook()
    for name, line in (
        ("Oak House", ["1", "Carer"]),
        ("Elm House", ["2", "Cook"]),
        ("Leavers", ["3", "Carer"]),
    ):
        sheet = book.create_sheet(name)
        sheet.append(["Staff no", "Job title"])
        sheet.append(line)
    book.save(tmp_path / "staff.xlsx")
    found = read_folder(tmp_path)
    staff = read_staff(found.staff)
    assert [(worker.id, worker.setting) for worker in staff.workers] == [
        ("1", "Oak House"),
        ("2", "Elm House"),
    ]
    messages = [one.message for one in found.notices]
    assert any("by its name, people who have left" in one for one in messages)
    assert any("read as one staff list" in one for one in messages)
    other = book.create_sheet("Bank")
    other.append(["Name", "Role", "Start"])
    other.append(["Zed Quiet", "Carer", "01/02/2026"])
    book.save(tmp_path / "staff.xlsx")
    with pytest.raises(DataError, match="several files look like staff lists"):
        read_folder(tmp_path)


# --- more matrices -----------------------------------------------------------------------------------


def test_expires_behind_each_course() -> None:
    """Rule: a heading that stands again and again says what the column of the course before it has not."""
    text = (
        "Name,Fire,Expires,Falls,Expires\n"
        "Zed Quiet,01/02/2026,01/02/2027,N/A,\nUna Vole,,,01/02/2026,01/02/2027\n"
    )
    assert rows(text) == {
        ("zed quiet", "Fire"): ("completed", DAY, NEXT),
        ("zed quiet", "Falls"): ("not-required", None, None),
        ("una vole", "Falls"): ("completed", DAY, NEXT),
    }


def test_a_course_in_two_columns_counts_by_its_later_day() -> None:
    """Rule: of two columns with one heading the later day counts."""
    text = "Name,Fire,Falls,Fire\nZed Quiet,01/02/2025,01/02/2026,01/02/2026\n"
    assert rows(text, matrix_dates="completed")["zed quiet", "Fire"] == ("completed", DAY, None)


def test_figures_as_marks_of_a_legend() -> None:
    """Rule: figures that the legend explains are marks, and their rows are people."""
    text = "1 = Completed,,\n2 = Booked,,\nName,Fire,Falls\nZed Quiet,1,2\nUna Vole,2,2\n"
    assert [one[0] for one in rows(text).values()] == ["completed", "booked", "booked", "booked"]


def test_a_legend_of_colours_and_a_title_of_due_dates() -> None:
    """Rule: due within some months is in date; days under a title of due dates are those of expiry."""
    legend = '"Green = in date, Amber = due within 3 months, Red = expired",,'
    text = f"{legend}\nName,Fire,Falls\nZed Quiet,Amber,Red\n"
    assert [one[0] for one in rows(text).values()] == ["completed", "expired"]
    due = "Training due dates,,\nName,Fire,Falls\nZed Quiet,01/02/2027,Overdue\n"
    assert [one[2] for one in rows(due).values()] == [NEXT, None]


def test_the_certificate_behind_its_standards() -> None:
    """Rule: in a tracker of the standards, Certificate awarded is the Care Certificate, down or across."""
    names = ",".join(f"Std {number}" for number in range(1, 16))
    text = f"Staff no,{names},Certificate awarded,Assessor\n7,{'Yes,' * 15}01/02/2026,Joe Birch\n"
    assert rows(text)["7", "Care Certificate"] == ("completed", DAY, None)
    down = "Care Certificate,Zed Quiet,Una Vole\n" + "".join(f"Standard {n},Yes,No\n" for n in range(1, 16))
    assert rows(down)["una vole", "Care Certificate standard 15"][0] == "not-started"


def test_crosses_and_ticks() -> None:
    """Rule: a tick is done and a cross is not; a letter x may be either, and is said."""
    text = "Name,Fire,Falls,Dementia\nZed Quiet,✓,✗,x\nUna Vole,✔,✘,✓\n"
    assert ("zed quiet", "Dementia") not in rows(text)
    assert [one[0] for one in rows(text).values()] == [
        *("completed", "not-started"),
        *("completed", "not-started", "completed"),
    ]


def test_a_list_with_a_header_alone_is_said() -> None:
    """Rule: a list without rows is a problem, not silence; a line end inside a title is a space."""
    assert "no rows below it" in said(read_training(io.StringIO("Staff ref,Course,Completed\n")))
    text = 'Staff ref,Course,Completed\n7,"Fire\nsafety",01/02/2026\n'
    assert set(rows(text)) == {("7", "Fire safety")}


STAFF = fields("staff")
MORE = [
    pytest.param(letters, marks=pytest.mark.exhaustive)
    for letters in ("9/", "a ", "[", "1 ", "a-", "Ab 12 ", ", ", "- ", "))")
]


@pytest.mark.parametrize("letters", ["x(", *MORE])
def test_endless_cells_cost_no_time(letters: str) -> None:
    """Rule: a cell of ten thousand letters, wherever it stands, costs time in proportion."""

    def seconds(length: int) -> float:
        long = f'"{letters * (length // len(letters))}"'
        start = time.process_time()
        for text in (
            f"Name,Fire,{long}\n{long},Yes,No\nZed Quiet,{long},Yes\n",
            f"Staff ref,Course,Status,Completed\n{long},{long},{long},{long}\n",
            f"Course,{long},Una Vole\n{long},Yes,No\n",
            "\n".join((",".join(one.label for one in STAFF), ",".join([long] * len(STAFF)))),
        ):
            for read in (read_training, read_staff):
                try:
                    read(io.StringIO(text), on=ON)
                except CarePathwayError:
                    continue
        return time.process_time() - start

    # What grows with the square of a length takes 25 times as long for five times the letters.
    assert seconds(10_000) < 12 * seconds(2_000) + 0.2


# --- what is a matrix, and what is not ----------------------------------------------------------------


@each(
    ("text", "kind"),
    [
        (
            "Emp ref,Legal name,Position title,Signed up,Gone\n1,Zed Quiet,Carer,01/02/2022,01/02/2024\n",
            "staff",
        ),
        ("Name,Job title,Mon,Tue,Wed\nZed Quiet,Carer,N,N,OFF\nUna Vole,Cook,N,7-3,N\n", "staff"),
        (
            "Staff ref,Requirement,Compliance,Achieved date,Expiry\n1,Fire,Compliant,01/02/2026,01/02/2027\n",
            "training-list",
        ),
        (
            "ID,Learning item,Assigned on,Must be completed by,Finished on\n1,Falls,01/01/2026,,02/02/2026\n",
            "training-list",
        ),
        ("Staff ref,Course,Date 1,Date 2\n1,Falls,01/02/2024,01/02/2025\n", "unknown"),
        ("Staff no,Alpha,Beta\n1,01/02/2026,01/02/2026\n", "unknown"),
        ("Training matrix,,\nStaff no,Alpha,Beta\n1,01/02/2026,01/02/2026\n", "training-matrix"),
    ],
)
def test_days_across_are_a_matrix_only_where_they_are_of_training(text: str, kind: str) -> None:
    """Rule: columns of days are courses only where a heading, or the file, says that they are training."""
    assert recognise(io.StringIO(text)).kind == kind


def test_groups_above_the_courses() -> None:
    """Rule: people in an upper row, and courses below their groups in a lower one, are one header."""
    text = (
        "Name,Role,Mandatory,,,Specialist,\n,,Fire,Falls,Meds,Epilepsy,PEG\n"
        "Zed Quiet,Carer,01/02/2026,,N/A,01/02/2026,Booked\n"
    )
    assert rows(text, matrix_dates="completed") == {
        ("zed quiet", "Fire"): ("completed", DAY, None),
        ("zed quiet", "Meds"): ("not-required", None, None),
        ("zed quiet", "Epilepsy"): ("completed", DAY, None),
        ("zed quiet", "PEG"): ("booked", None, None),
    }


def test_expiry_behind_courses_in_several_words() -> None:
    """Rule: Expiry and Expiry date, each behind a course, are the expiry of that course."""
    text = "Name,Fire,Expiry,Falls,Expiry date\nZed Quiet,01/02/2026,01/02/2027,01/02/2026,01/02/2027\n"
    assert set(rows(text).values()) == {("completed", DAY, NEXT)}


def test_from_when_to_when() -> None:
    """Rule: two days with a dash are a course of some days, or from when to when it is valid."""
    text = (
        "Name,Fire,Falls,Meds,Dementia\n"
        "Zed Quiet,01/02/2026 - 01/02/2027,30/01/2026 - 01/02/2026,01/02/2026-01/04/2026,Yes\n"
    )
    found = rows(text, matrix_dates="completed")
    assert found["zed quiet", "Fire"] == ("completed", DAY, NEXT)
    assert found["zed quiet", "Falls"] == ("completed", DAY, None)
    back = rows(text.replace("01/02/2026 - 01/02/2027", "01/02/2027 - 01/02/2026"), matrix_dates="completed")
    assert ("zed quiet", "Fire") not in back


def test_not_compliant_is_expired_beside_a_day() -> None:
    """Rule: not compliant beside a day of completion has run out; without one it was not done."""
    text = "Staff ref,Course,Compliance,Completed\n1,Fire,Non-compliant,01/02/2024\n2,Fire,Non-compliant,\n"
    assert [one[0] for one in rows(text).values()] == ["expired", "not-started"]


def test_rows_inside_objects() -> None:
    """Rule: a list of objects inside each object of JSON is a row for each of them."""
    text = (
        '{"results": [{"employee": {"payrollNumber": "7"}, "training": '
        '[{"course": "Fire", "completedOn": "2026-02-01"},'
        ' {"course": "Falls", "completedOn": "2026-02-01"}]}]}'
    )
    assert set(rows(text)) == {("7", "Fire"), ("7", "Falls")}


def test_a_certificate_that_holds_answers_is_no_title() -> None:
    """Rule: a column of Yes and No is no column of courses, however it is headed."""
    text = "Staff ref,Certificate,Topic,Completed\n1,Yes,Fire,01/02/2026\n2,No,Falls,01/02/2026\n"
    assert set(rows(text)) == {("1", "Fire"), ("2", "Falls")}


def test_statuses_of_employment_with_days() -> None:
    """Rule: a day in a status decides as a leaving or starting date would."""
    text = (
        "Staff ref,Role/Job title,Status\n"
        "1,Carer,On maternity leave until 01/02/2027\n2,Carer,Left 01/02/2026\n"
        "3,Carer,Leaving 31/12/2026\n4,Carer,Starting 01/01/2027\n5,Carer,Leaving 31/01/2026\n"
        "6,Carer,Started 01/01/2026\n7,Carer,Filled\n"
    )
    found = read_staff(io.StringIO(text), on=ON)
    assert [worker.id for worker in found.workers] == ["1", "3", "6", "7"]
    assert "not understood" not in said(found)
    assert "2" not in [worker.id for worker in read_staff(io.StringIO(text)).workers]


def test_a_column_that_is_named_for_the_wrong_file_or_as_a_title() -> None:
    """Rule: advice can be followed: a field of another file says so, and a course is no column of titles."""
    with pytest.raises(UnknownIdError, match="files of training and evidence have it"):
        read_staff(io.StringIO("Staff ref,Job title\n7,Carer\n"), columns={"worker": "Staff ref"})
    matrix = "Name,Fire,Falls\nZed Quiet,01/02/2026,01/02/2026\n"
    with pytest.raises(DataError, match="are the days in this training matrix"):
        read_training(io.StringIO(matrix), columns={"title": "Fire"})


@pytest.mark.parametrize("corner", ["Course", ""])
def test_people_across_are_shown_by_no_message(corner: str) -> None:
    """Rule: a matrix with people across that is given as another file is refused without their names."""
    text = f"{corner},Zed Quiet,Mark Vole\nFire,01/02/2026,see file\nFalls,01/02/2026,Yes\n"
    for read in (read_staff, read_evidence):
        with pytest.raises(DataError) as caught:
            read(io.StringIO(text))
        assert "Quiet" not in str(caught.value)
        assert "Vole" not in str(caught.value)


def test_a_matrix_of_courses_that_nobody_knows() -> None:
    """Rule: without a heading that names a course, who says what the days are says that it is one."""
    text = "Staff no,Alpha,Beta\n7,01/02/2026,\n8,,01/02/2026\n"
    assert "this may be a training matrix" in (recognise(io.StringIO(text)).question or "")
    assert rows(text, matrix_dates="completed")["7", "Alpha"] == ("completed", DAY, None)
    with pytest.raises(DataError):
        read_training(io.StringIO(text))


def test_a_column_of_a_course_is_read_whatever_stands_in_it() -> None:
    """Rule: nothing is lost: a column that names a course is one, and what is not understood is told."""
    text = (
        "Name,Fire,Falls,Moving and handling\nZed Quiet,14/03/2026 (online),01/02/2026,refused\n"
        "Una Vole,see file,01/02/2026 - refresher,\nBob Oak,14/03/26,wk 3,refused\nAnn Elm,ask,01/02/2026,\n"
    )
    found = read_training(io.StringIO(text), on=ON, matrix_dates="completed")
    days = {
        (one.person.name, one.training.title): one.training.completed
        for one in found.training
        if one.training
    }
    assert days["zed quiet", "Fire"] == date(2026, 3, 14)
    assert days["una vole", "Falls"] == date(2026, 2, 1)
    assert not any("not read" in one.message for one in found.notices)
    told = {(one.line, one.column) for one in found.to_check}
    handling = "Moving and handling"
    assert told == {(3, "Fire"), (5, "Fire"), (2, handling), (4, handling), (4, "Falls")}


def test_colours_in_words_say_what_they_say_in_lists() -> None:
    """Rule: red is overdue, green in date, amber nothing; a legend goes before."""
    text = "Name,Fire,Falls\nZed Quiet,Green,Red\nUna Vole,Amber,01/02/2026\n"
    found = rows(text, matrix_dates="completed")
    assert found["zed quiet", "Fire"] == ("completed", None, None)
    assert found["zed quiet", "Falls"] == ("not-started", None, None)
    assert ("una vole", "Fire") not in found


def test_a_remark_before_a_day_is_not_understood() -> None:
    days = Days([])
    assert standing("14/03/2026 (online)", days).bare == date(2026, 3, 14)
    assert standing("14/03/2026 by boat", days).understood is False
    assert standing("refresher 14/03/2026", days).understood is False


def test_a_list_of_courses_with_job_titles_is_training() -> None:
    """Rule: who did which course is training; the days of a course say nothing of a job."""
    text = (
        "Assignment Number,Employee Name,Position Title,Competence Name,Competence Start Date,"
        "Competence End Date,Compliance Status\n"
        "1,Ann Elm,Carer,Fire Safety,01-JAN-2026,31-DEC-2026,Compliant\n"
        "1,Ann Elm,Carer,Falls,01-JAN-2022,31-DEC-2024,Not Compliant\n"
    )
    found = recognise(io.StringIO(text))
    assert found.kind == "training-list"
    fields = {one.field: one.header for one in found.columns}
    assert (fields["completed"], fields["expires"]) == ("Competence Start Date", "Competence End Date")
    staff = read_staff(io.StringIO(text), on=ON)
    assert [one.header for one in staff.columns if one.field in ("started_in_role", "left")] == [None, None]
    evidence = "Staff ref,Kind,Course,Date,Signed off by\n1,sign-off,Moving and handling,01/03/2026,manager\n"
    assert recognise(io.StringIO(evidence)).kind == "evidence"


def test_sheets_of_teams_with_job_titles_are_one_staff_list(tmp_path: Any) -> None:
    """Rule: in a folder without a staff list the matrices of a workbook that have job titles are one."""
    book = openpyxl.Workbook()
    for number, name in enumerate(("Elm unit", "Oak unit")):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = name
        sheet.append(["Staff No", "Name", "Role", "Fire", "Falls"])
        sheet.append([number, f"Ann {name}", "Carer", date(2026, 1, 1), "Yes"])
    book.save(tmp_path / "units.xlsx")
    found = read_folder(tmp_path)
    people = read_staff(found.staff)
    assert [(one.id, one.setting) for one in people.workers] == [("0", "Elm unit"), ("1", "Oak unit")]
    assert len(found.training) == 2


def test_somebody_of_whom_only_a_reference_is_on_file_is_a_person() -> None:
    """Rule: a heading of a group has words, and no reference."""
    people = (("E1", "Carer"), ("E3", None))
    found = read_staff([{"id": one, "Job title": job, "Start": None} for one, job in people])
    assert [one.id for one in found.workers] == ["E1", "E3"]


def test_a_date_without_an_end_is_no_fault() -> None:
    text = (
        "Staff ref,Last supervision,Right to work expiry\n1,01/10/2026,indefinite\n2,02/10/2026,01/01/2028\n"
    )
    found = read_evidence(io.StringIO(text))
    assert (found.problems, len(found.dates)) == ((), 3)
    assert not any("not kept" in one.message for one in found.notices)


def test_problems_of_several_files_name_each_its_own(tmp_path: Any) -> None:
    text = "Staff ref,Kind,Topic,Date,Signed off by\n9,sign-off,Safeguarding,01/03/2026,manager\n"
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    given = read_inputs([{"Staff ref": "1", "Job title": "Carer"}], evidence=files)
    assert given.evidence is not None
    applied = apply_evidence(given.staff.workers, given.evidence)
    assert [one.file for one in applied.problems] == ["a.csv", "b.csv"]


def test_a_name_that_several_learners_share_is_told_so() -> None:
    people = read_staff(io.StringIO("Full name,Job title\nAnn Elm,Carer\nBob Oak,Cook\n"))
    text = (
        "Learner,Email,Course,Completed\nAnn Elm,a@x.org,Fire,01/02/2026\nAnn Elm,b@x.org,Fire,01/02/2026\n"
    )
    found = join_training(people, read_training(io.StringIO(text + "Cas Zed,,Fire,01/02/2026\n")))
    assert ["by its name in this file" in one.message for one in found.problems] == [True, False]
    carers = "Carer,Role\nAnn Elm,Carer\nBob Oak,Cook\n"
    assert [one.person.name for one in read_staff(io.StringIO(carers)).records] == ["ann elm", "bob oak"]


def test_parts_below_courses_whose_people_are_merged_over_both_rows() -> None:
    """Rule: headings of people that are merged down do not make the lower row the whole header."""
    lines: list[list[Any]] = [
        ["Staff number", "First name", "Fire", None, None, "Falls", None, None],
        [None, None, "Completed", "Expires", "Status", "Completed", "Expires", "Status"],
        ["7", "Ann", DAY, NEXT, "OK", None, None, "Booked"],
        ["8", "Bea", DAY, NEXT, None, DAY, NEXT, "In date"],
    ]
    found = rows(workbook(lines, ("C1:E1", "F1:H1", "A1:A2", "B1:B2")))
    assert found["7", "Fire"] == ("completed", DAY, NEXT)
    assert found["7", "Falls"] == ("booked", None, None)
    assert found["8", "Falls"] == ("completed", DAY, NEXT)


def test_a_reference_of_several_people_credits_none_of_them() -> None:
    """Rule: nothing is credited that the file does not say; a name beside the reference settles it."""
    people = read_staff(io.StringIO("Ref,Name,Job title\n1,Ann Lee,Carer\n1,Bea Fox,Carer\n2,Dee Poe,Cook\n"))
    bare = join_training(people, read_training(io.StringIO("Ref,Course,Completed\n1,Fire,01/02/2026\n")))
    assert [one.training for one in bare.workers] == [None, None, None]
    assert "by its reference this may fit several people" in bare.problems[-1].message
    named = "Ref,Name,Course,Completed\n1,Bea Fox,Fire,01/02/2026\n"
    found = join_training(people, read_training(io.StringIO(named)))
    assert [len(one.training or ()) for one in found.workers] == [0, 1, 0]


def test_a_person_with_marks_of_nought_and_one_is_not_a_row_of_sums() -> None:
    """Rule: nobody is lost: what the marks mean is asked, and the row is told of."""
    text = "Name,Fire,Falls\nAnn Lee,Yes,No\nBea Fox,01/02/2026,Yes\nCal Ray,1,0\nTrained,12,3\n"
    found = read_training(io.StringIO(text), on=ON, matrix_dates="completed")
    assert {(one.line, one.column) for one in found.to_check} == {(4, "Fire"), (4, "Falls")}


def test_a_row_of_a_staff_list_that_says_nothing_of_anybody() -> None:
    """Rule: a row of sums below a rota is nobody, and is told; a title alone is somebody."""
    found = read_staff(io.StringIO("Staff,Role,Mon,Tue\nJane Smith,Carer,LD,OFF\n,Carer,LD,\n,,2,1\n"))
    assert [one.id for one in found.workers] == ["row-1", "row-2"]
    assert [(one.line, one.message.endswith("left out")) for one in found.problems] == [(4, True)]
    assert len(found.records) == 3


def test_a_folder_without_a_staff_list_says_what_its_files_are(tmp_path: Any) -> None:
    book = openpyxl.Workbook()
    book.active.append(["LOCALESTID", "UNIQUEWORKERID", "MAINJOBROLE"])
    book.active.append(["E1", "W1", "8"])
    book.save(tmp_path / "worker.xlsx")
    with pytest.raises(DataError) as caught:
        read_folder(tmp_path)
    assert "no file here looks like a staff list" in str(caught.value)
    assert "a file of ASC-WDS saved as a workbook; save it as CSV" in str(caught.value)


def test_certificates_by_name_of_the_qualification_are_training() -> None:
    text = "Carer name;Carer email;Qualification;Awarding body;Date achieved;Expiry date\n"
    text += "Ann Lee;a@x.org;Moving and Handling;In house;01/06/2026;01/06/2027\n"
    found = read_training(io.StringIO(text), on=ON)
    assert found.training[0].training is not None
    assert found.training[0].training.title == "Moving and Handling"
    assert found.training[0].person.email == "a@x.org"


def test_a_row_of_a_person_is_no_header_though_a_word_of_it_heads_columns_elsewhere() -> None:
    """Rule: below a column that is headed as people are, what is no heading is a person."""
    text = (
        "Annual,,,3 yearly\nName,Fire,Moving and handling,First aid\n"
        "Zed Quiet,12.3.26,Mar-26,12/03/2026 exp 12/03/2029\n"
        '"Vole, Una",leaver,,\nAverage,75%,50%,\n'
    )
    found = rows(text, matrix_dates="completed")
    assert found["zed quiet", "Fire"] == ("completed", date(2026, 3, 12), None)
    assert found["zed quiet", "First aid"] == ("completed", date(2026, 3, 12), date(2029, 3, 12))
    assert {who for who, _ in found} == {"zed quiet"}


def test_one_file_of_people_and_what_they_did_is_both(tmp_path: Any) -> None:
    """Rule: in a folder without a staff list, training with job titles is read as both."""
    text = (
        "Staff ref,Job title,Course,Completed,Line manager\n1,Carer,Fire,01/02/2026,Jane Smith\n"
        "1,Carer,Falls,01/03/2026,Jane Smith\n2,Cook,Fire,01/02/2026,Jane Smith\n"
    )
    (tmp_path / "all.csv").write_text(text, encoding="utf-8")
    found = recognise(io.StringIO(text))
    assert (found.kind, found.also_staff, found.left_out) == ("training-list", True, ("Line manager",))
    folder = read_folder(tmp_path)
    joined = read_inputs(folder.staff, training=folder.training, on=ON).staff
    assert [(one.id, len(one.training or ())) for one in joined.workers] == [("1", 2), ("2", 1)]
    told = [one.message for one in joined.notices if "not read" in one.message]
    assert told == ["1 column is not read: 'Line manager'"] * 2


def test_the_first_person_of_a_matrix_whose_words_head_columns_elsewhere() -> None:
    """Rule: a row that says what columns hold is about nobody."""
    found = rows("Staff ref,Falls,Fire\n1,Booked,Booked\n2,01/02/2026,01/02/2026\n", matrix_dates="completed")
    assert found["1", "Fire"] == ("booked", None, None)
    assert found["2", "Falls"] == ("completed", DAY, None)
    text = "First aid,Falls,Staff ref\n01/02/2026,01/02/2026,1\nCompleted,01/02/2026,2\n"
    text += "01/02/2026,,3\n2,1,Completed\nTotal,2\nTotal,,9\n"
    found = rows(text, matrix_dates="completed")
    assert {who for who, _ in found} == {"1", "2", "3"}


@pytest.mark.parametrize("label", ["Grand total: 1", "TOTAL 12", "Total staff: 3"])
def test_a_line_of_totals_may_have_its_number_beside_the_word(label: str) -> None:
    found = read_staff(io.StringIO(f"Staff ref,Job title\n1,Carer\n{label},\n"))
    assert [one.id for one in found.workers] == ["1"]


def test_more_words_of_where_people_work_and_what_days_are() -> None:
    """Rule: a base is where somebody works; completed dates above a matrix are days of completion."""
    assert (
        read_staff(io.StringIO("Staff ref,Job title,Base\n1,Carer,Oak House\n")).records[0].site
        == "Oak House"
    )
    grid = "Training completed dates,,\nStaff ref,Fire,Falls\n1,01/02/2026,\n2,,01/02/2026\n"
    assert [row[1] for row in rows(grid).values()] == [DAY, DAY]


@pytest.mark.parametrize(
    "lines",
    [
        [["Staff ref", "Fire", "Falls"], ["1", "C", "E"], ["2", "NR", "C"], ["Legend"], *MARKS],
        [["Staff ref", "Fire", "Falls"], ["1", "C", "E"], ["2", "NR", "C"], *MARKS],
        [["Key"], *MARKS, ["Staff ref", "Fire", "Falls"], ["1", "C", "E"], ["2", "NR", "C"]],
        [
            ["Key", *(cell for pair in MARKS for cell in pair)],
            ["Staff ref", "Fire", "Falls"],
            ["1", "C", "E"],
            ["2", "NR", "C"],
        ],
    ],
)
def test_a_legend_may_have_its_marks_beside_what_they_mean(lines: list[list[str]]) -> None:
    """Rule: a legend of two columns is read, wherever it stands, and its marks are no people."""
    found = rows("\n".join(",".join(line) for line in lines) + "\n")
    assert {key: one[0] for key, one in found.items()} == {
        ("1", "Fire"): "completed",
        ("1", "Falls"): "expired",
        ("2", "Fire"): "not-required",
        ("2", "Falls"): "completed",
    }


def test_people_with_one_word_each_are_no_legend() -> None:
    """Rule: what no cell of the matrix uses as a mark is somebody, though only one word stands beside it."""
    found = rows("Staff ref,Fire,Falls\nBo1,Yes,Expired\nBo1,Yes,\nAl2,Expired,\n")
    assert {reference for reference, _ in found} == {"Bo1", "Al2"}


def test_a_legend_on_a_sheet_of_its_own_may_have_two_columns() -> None:
    book = openpyxl.Workbook()
    matrix, key = book.active, book.create_sheet("Key")
    for line in (["Staff ref", "Fire", "Falls"], [1, "C", "E"]):
        matrix.append(line)
    for line in (["Code", "Meaning"], *MARKS):
        key.append(line)
    out = io.BytesIO()
    book.save(out)
    assert [one[0] for one in rows(io.BytesIO(out.getvalue())).values()] == ["completed", "expired"]


def test_of_several_sheets_with_matrices_it_is_said_which_was_read() -> None:
    """Rule: no sheet is passed over without a word; the one of a legend is read, and is not named."""
    book = openpyxl.Workbook()
    for name, lines in (
        ("Cover", [["Training tracker 2026"]]),
        ("Oak", [["Staff ref", "Fire", "Falls"], [1, "C", "E"]]),
        ("Elm", [["Staff ref", "Fire", "Falls"], [2, "C", "E"]]),
        ("Key", MARKS),
    ):
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.remove(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    found = read_training(io.BytesIO(out.getvalue()))
    assert "sheet 'Oak' was read; not read from here: 'Cover', 'Elm'" in [
        one.message for one in found.notices
    ]
    named = read_training(io.BytesIO(out.getvalue()), sheet="Elm")
    assert {row.reference for row in named.training} == {"2"}
    assert not any("not read from here" in one.message for one in named.notices)
