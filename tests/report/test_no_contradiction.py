"""No contradiction inside the pack: page, workbook, CSV and JSON hold the same facts."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.interop.course_lists import CourseFile
from care_pathway.interop.staff import StaffFile
from care_pathway.language.text import normalise
from care_pathway.report import Report, build
from tests.drawn import examples
from tests.report.outline import Outline

ON = date(2026, 11, 30)
TITLES = (
    "Carer",
    "Senior Carer",
    "Deputy Manager",
    "Registered Manager",
    "Cook",
    "Support worker",
    "xqzt 77",
)
COURSES = (
    "Fire Safety",
    "Fire Safety Awareness",
    "Moving and Handling",
    "Safeguarding Adults",
    "Ukulele",
    "GDPR",
)
CATALOGUE = (
    cp.Course(id="c-1", title="Fire Safety", cost=30.0, hours=2.0),
    cp.Course(id="c-2", title="Moving and Handling of People", group_cost=400.0, seats=8, hours=6.0),
    cp.Course(id="c-3", title="Safeguarding Adults Level 2", cost=25.0),
)

days = st.dates(date(2023, 1, 1), date(2028, 1, 1))
records = st.builds(
    cp.TrainingRecord,
    title=st.sampled_from(COURSES),
    completed=st.none() | days,
    expires=st.none() | days,
    status=st.sampled_from((None, "completed", "expired", "booked", "in-progress", "failed", "not-required")),
)
people = st.lists(st.tuples(st.sampled_from(TITLES), st.lists(records, max_size=5)), min_size=1, max_size=6)


def staff(found: list[tuple[str, list[cp.TrainingRecord]]]) -> StaffFile:
    workers = [
        cp.Worker(id=f"W{number}", job_title=title, training=training)
        for number, (title, training) in enumerate(found)
    ]
    return StaffFile(file="staff.csv", kind="table", workers=tuple(workers))


class Pack:
    """A written pack, read back as its readers would."""

    def __init__(self, folder: Path) -> None:
        self.page = " ".join(Outline((folder / "report.html").read_text(encoding="utf-8")).text.split())
        self.cards = re.findall(
            r'class="who">([^<]+)</span>', (folder / "report.html").read_text(encoding="utf-8")
        )
        self.json = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        self.csv = {path.name: self._table(path) for path in folder.rglob("*.csv")}
        book = openpyxl.load_workbook(folder / "pack.xlsx")
        self.sheets = {name: self._sheet(book[name]) for name in book.sheetnames}

    @staticmethod
    def _table(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    @staticmethod
    def _sheet(sheet: Any) -> list[dict[str, Any]]:
        """The table of a sheet: its header is the row that the panes are frozen below."""
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
        return [dict(zip(rows[head - 1], row, strict=False)) for row in rows[head:] if any(row)]


def written(report: Report) -> Pack:
    with tempfile.TemporaryDirectory() as folder:
        report.write(folder)
        return Pack(Path(folder))


def number_before(words: str, text: str) -> int:
    found = re.search(rf"([\d,]+) {words}", text)
    return int(found[1].replace(",", "")) if found else 0


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people)
def test_page_workbook_csv_and_json_hold_the_same_facts(
    found: list[tuple[str, list[cp.TrainingRecord]]],
) -> None:
    """Rule: a fact is the same number, the same day and the same word wherever the pack says it."""
    courses = CourseFile(file="courses.csv", courses=CATALOGUE)
    report = build(cp.load(), staff(found), on=ON, catalogue=courses, budget=1000)
    pack = written(report)
    labels = {role.id: role.name for role in report.pathway.role_categories}
    in_json = {one["worker"]: one for one in pack.json["people"]}
    in_csv = {row["worker"]: row for row in pack.csv["people.csv"]}
    in_sheet = {row["Reference"]: row for row in pack.sheets["Staff"]}

    # who, and where
    assert in_json.keys() == in_csv.keys() == in_sheet.keys() == set(pack.cards)
    assert f"{len(in_json)} {'person' if len(in_json) == 1 else 'people'} compared" in pack.page
    for who, one in in_json.items():
        role = one.get("role_category")
        assert in_csv[who]["role_category"] == (role or "")
        assert in_sheet[who]["Role category"] == labels[role] if role else True

    # what is out of date, person by person
    for who, one in in_json.items():
        for when, column, heading in (
            ("expired", "items_expired", "Out of date"),
            ("expiring", "items_expiring", "Running out"),
        ):
            count = sum(item["when"] == when for item in one.get("dated", ()))
            listed = in_csv[who][column]
            assert len(listed.split("; ")) * bool(listed) == count == in_sheet[who][heading]
    due = Counter(
        (who, item["name"], item["when"], item.get("expires"))
        for who, one in in_json.items()
        for item in one.get("dated", ())
        if item["what"] == "training"
    )
    assert due == Counter(
        (
            row["Who"],
            row["Course"],
            {"expired": "expired", "due": "expiring"}[row["Now"]],
            row["Last day"] and row["Last day"].date().isoformat(),
        )
        for row in pack.sheets["Due"]
    )

    # and in numbers
    counting = Counter(row["status"] for row in pack.csv["training.csv"] if row["counts"] == "yes")
    start = {row["What"]: row["How many"] for row in pack.sheets["Start here"]}
    expired, soon = (
        sum(count for key, count in due.items() if key[2] == when) for when in ("expired", "expiring")
    )
    assert expired == counting["expired"] == start["Training records out of date"]
    assert expired == number_before("training records? (is|are) out of date", pack.page)
    assert soon == counting["due"] == number_before("(?:more )?runs? out by", pack.page)
    fact = next(row for row in pack.csv["facts.csv"] if row["fact"] == "training")
    if "out of date" in fact["found"]:
        assert number_before("out of date", fact["found"]) == expired
        assert number_before("of them run out", fact["found"]) == soon

    # each cell of the matrix is the row of the table
    words = {"in-date": "in date", "undated": "no date", "in-progress": "in progress", "failed": "never"}
    cells = {
        row["Who"]: {normalise(course): cell for course, cell in row.items() if course}
        for row in pack.sheets["Training"]
    }
    for row in pack.csv["training.csv"]:
        word = words.get(row["status"], row["status"].replace("-", " "))
        assert cells[row["worker"]][normalise(row["course"])].startswith(word)

    # what to book, and what needs a look
    plan = report.bookings
    if plan is not None:
        assert sum(row["Cost in pounds"] or 0 for row in pack.sheets["Bookings"]) == (plan.cost or 0)
        assert len(pack.sheets["Bookings"]) == len(plan.bookings) == start["Bookings worked out"]
        assert all(booking.title in pack.page for booking in plan.bookings)
    assert len(pack.csv["problems.csv"]) == pack.json.get("problem_count", 0) == len(pack.sheets["Problems"])
    assert start["Notices and problems"] == pack.json.get("problem_count", 0)
