"""Property: a table of staff, of training, or a matrix, by any hand, is read back without loss."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from care_pathway.interop import join_training, read_staff, read_training, recognise
from tests.drawn import examples

FIRST = date(2016, 1, 1)
ON = date(2026, 11, 30)
TITLES = ("Care Assistant", "Senior Carer", "Support Worker", "Cook", "Deputy Manager", "HCA (nights)")
COURSES = ("Falls prevention", "Fire safety", "First aid at work", "Choking & swallowing", "Stoma care")
REFERENCE = ("Staff ref", "Employee No.", "Payroll number", "EMP_ID", "Assignment number", "Worker Reference")
TITLE = ("Job title", "Role", "Position Title", "Post held", "JobTitle", "Job title (current)")
STARTED = ("Start date", "Date started in role", "Hire Date", "Commencement date")
COURSE = (
    "Course",
    "Training title",
    "Module name",
    "Course Full Name",
    "Competence Name",
    "E-learning title",
)
DONE = (
    "Date completed",
    "Completion Date",
    "Passed on",
    "Last attended",
    "Training date",
    "Completed (date)",
)
ENDS = ("Expiry date", "Valid until", "Renewal due", "Expires on", "Next due date")
STATUS = ("Status", "Completion status", "Outcome", "Result")
WORDS = {
    "completed": ("Completed", "Passed", "complete", "In date"),
    "booked": ("Booked", "Scheduled"),
    "failed": ("Failed", "fail"),
    "in-progress": ("In progress", "Started", "INCOMPLETE"),
    "not-started": ("Not started", "To do", "Outstanding"),
    "did-not-attend": ("DNA", "No show"),
    "not-required": ("N/A", "Not required"),
}
DAYS = (
    lambda day: day.strftime("%d/%m/%Y"),
    lambda day: day.isoformat(),
    lambda day: day.strftime("%d %B %Y"),
    lambda day: day.strftime("%d-%b-%Y"),
    lambda day: day.strftime("%d/%m/%Y %H:%M"),
)
NOISE = ("Shoe size", "Locker", "Car registration", "Team colour")

days = st.integers(0, 3900).map(lambda number: FIRST + timedelta(days=number))
references = st.lists(st.integers(1, 99_999), min_size=2, max_size=8, unique=True)


def reference(number: int, how: int) -> str:
    """A reference as another program spells it."""
    return (f"{number:06d}", str(number), f"{number}.0", f" {number} ", f"{number}")[how]


def csv_of(rows: list[list[Any]], mark: str) -> io.BytesIO:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    return io.BytesIO(out.getvalue().encode())


def xlsx_of(rows: list[list[Any]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


@st.composite
def tables(draw: st.DrawFn, columns: dict[str, tuple[str, ...]], records: list[dict[str, Any]]) -> io.BytesIO:
    """Records as a table: columns in any order, with any heading, among others, below a line or two."""
    heads = {name: draw(st.sampled_from(headings)) for name, headings in columns.items()}
    noise = draw(st.lists(st.sampled_from(NOISE), max_size=2, unique=True))
    names = draw(st.permutations([*columns, *noise]))
    workbook = draw(st.booleans())
    form = draw(st.sampled_from(DAYS))
    rows: list[list[Any]] = [[f"Export of {draw(days)}"] for _ in range(draw(st.integers(0, 2)))]
    rows.append([heads.get(name, name) for name in names])
    for number, record in enumerate(records):
        row = []
        for name in names:
            cell = record.get(name, number % 7) if name in columns else number % 7
            if isinstance(cell, date):
                real = workbook and draw(st.booleans())
                cell = datetime.combine(cell, datetime.min.time()) if real else form(cell)
            row.append("" if cell is None else cell)
        rows.append(row)
        if draw(st.integers(0, 9)) == 0:
            rows.append([" "] * draw(st.integers(1, 3)))
    if draw(st.booleans()):
        rows.append(["Total", len(records)])
    return xlsx_of(rows) if workbook else csv_of(rows, draw(st.sampled_from(",;\t|")))


@given(st.data())
@settings(max_examples=examples(40))
def test_staff_and_their_training(data: st.DataObject) -> None:
    numbers = data.draw(references)
    people = [
        {"id": reference(number, 0), "title": data.draw(st.sampled_from(TITLES)), "started": data.draw(days)}
        for number in numbers
    ]
    how = data.draw(st.integers(0, 4))
    trained = []
    for number in numbers:
        for course in data.draw(st.lists(st.sampled_from(COURSES), max_size=3, unique=True)):
            status = data.draw(st.sampled_from(sorted(WORDS)))
            done = data.draw(days) if status == "completed" else None
            ends = (
                done + timedelta(days=data.draw(st.integers(90, 900)))
                if done and data.draw(st.booleans())
                else None
            )
            word = data.draw(st.sampled_from(WORDS[status]))
            trained.append(
                {
                    "id": reference(number, how),
                    "course": course,
                    "status": word,
                    "done": done,
                    "ends": ends,
                    "is": status,
                }
            )
    columns = {"id": REFERENCE, "title": TITLE, "started": STARTED}
    staff = read_staff(data.draw(tables(columns, people)), on=ON)
    assert [(one.id, one.job_title, one.started_in_role) for one in staff.workers] == [
        (person["id"], person["title"], person["started"]) for person in people
    ]
    assert all(problem.severity != "error" for problem in staff.problems)
    if not trained:
        return
    columns = {"id": REFERENCE, "course": COURSE, "status": STATUS, "done": DONE, "ends": ENDS}
    source = data.draw(tables(columns, trained))
    assert recognise(io.BytesIO(source.getvalue())).kind == "training-list"
    joined = join_training(staff, read_training(source, on=ON))
    assert not any("no worker" in problem.message for problem in joined.problems)
    found = [
        (worker.id, one.title, str(one.status), one.completed, one.expires)
        for worker in joined.workers
        for one in worker.training or ()
    ]
    wanted = [
        (reference(int(float(str(one["id"]))), 0), one["course"], one["is"], one["done"], one["ends"])
        for one in trained
    ]
    assert sorted(map(str, found)) == sorted(map(str, wanted))


@given(st.data())
@settings(max_examples=examples(40))
def test_matrices(data: st.DataObject) -> None:
    numbers = data.draw(references)
    courses = data.draw(st.lists(st.sampled_from(COURSES), min_size=2, max_size=5, unique=True))
    what = data.draw(st.sampled_from(("completed", "expires")))
    people: list[dict[str, Any]] = []
    wanted = []
    for number in numbers:
        person: dict[str, Any] = {"id": reference(number, 0)}
        for course in courses:
            kind = data.draw(st.sampled_from(("day", "word", "blank")))
            if kind == "day":
                person[course] = data.draw(days)
                wanted.append((person["id"], course, "completed", person[course]))
            elif kind == "word":
                status = data.draw(st.sampled_from(sorted(WORDS)))
                person[course] = data.draw(st.sampled_from(WORDS[status]))
                wanted.append((person["id"], course, status, None))
            else:
                person[course] = None
        people.append(person)
    filled = {course for course in courses if any(person[course] is not None for person in people)}
    if len(filled) < 2:
        return
    columns = {"id": REFERENCE, **{course: (course,) for course in courses}}
    source = data.draw(tables(columns, people))
    assert recognise(io.BytesIO(source.getvalue())).kind == "training-matrix"
    found = read_training(source, on=date(2030, 1, 1), matrix_dates=what)
    assert not found.problems
    assert sorted(
        str((row.reference, one.title, str(one.status), getattr(one, what)))
        for row in found.training
        if (one := row.training)
    ) == sorted(map(str, wanted))
