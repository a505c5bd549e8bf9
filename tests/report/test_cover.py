"""Cover: every delegated task with who is signed off, and who could follow, in every part of the pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl

from care_pathway.progression import cover
from care_pathway.report import Report
from care_pathway.report.inputs import EXAMPLE_DAY
from tests.report.outline import Outline


def in_workbook(written: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(written / "pack.xlsx", read_only=True)
    rows = list(book["Succession"].iter_rows(values_only=True))
    book.close()
    return rows


def test_every_delegated_task_is_in_page_workbook_and_json(example: Report, written: Path) -> None:
    """Rule: the pack says what `cover` says, and nowhere something else."""
    people = [one.worker for one in example.judged if one.summary.role_category]
    tasks = cover(example.pathway, people, on=EXAMPLE_DAY).tasks
    assert tasks == example.summary.tasks
    assert any(not task.authorised for task in tasks)
    assert any(len(task.authorised) == 1 for task in tasks)
    document = json.loads((written / "report.json").read_text(encoding="utf-8"))
    assert len(document["tasks"]) == len(tasks)
    text = " ".join(Outline((written / "report.html").read_text(encoding="utf-8")).text.split())
    rows = in_workbook(written)
    for task in tasks:
        words = f"{task.activity.replace('-', ' ')}, {task.person}"
        assert words in text.lower()
        states = {(row[1], row[2]) for row in rows if row[0] == f"Delegated task: {words}"}
        assert {who for state, who in states if state == "signed off"} == set(task.authorised)
        assert (("nobody is signed off", None) in states) is (not task.authorised)


def test_who_could_follow_stands_with_what_is_shown_and_with_the_wish(example: Report, written: Path) -> None:
    text = " ".join(Outline((written / "report.html").read_text(encoding="utf-8")).text.split())
    rows = in_workbook(written)
    seen = set()
    for post in example.summary.succession:
        for one in (*post.ready, *post.nearly):
            wish = {None: "", True: "; wishes for it", False: "; wishes for something else"}[one.wished]
            assert f"{one.worker} ({one.held} of {one.expected} shown{wish})" in text
            (row,) = (row for row in rows if row[2] == one.worker and row[0] == _name(example, post.target))
            assert row[6] == {None: "not said", True: "yes", False: "no"}[one.wished]
            seen.add(one.wished)
    assert seen == {None, True, False}


def _name(report: Report, role: str) -> str:
    return report.pathway.role_category(role).name
