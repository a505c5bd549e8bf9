"""Cover: every delegated task with who is signed off, and who could follow, in every part of the pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import openpyxl

import care_pathway as cp
from care_pathway.interop import read_staff
from care_pathway.interop.staff import StaffFile
from care_pathway.progression import cover
from care_pathway.report import Report, build
from care_pathway.report.decisions import Decisions, RecordedDecision
from care_pathway.report.inputs import EXAMPLE_DAY
from tests.report.outline import Outline


def in_workbook(written: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(written / "pack.xlsx")
    rows = list(book["Succession"].iter_rows(values_only=True))
    book.close()
    return rows


def test_every_delegated_task_is_in_page_workbook_and_json(example: Report, written: Path) -> None:
    """Rule: the pack says what `cover` says, and nowhere something else."""
    people = [one.worker for one in example.judged]
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


SIGNED = cp.DelegatedAuthorisation(
    activity="vital-signs-monitoring",
    person="P1",
    delegated_by="N1",
    profession="registered-nurse",
    training_completed=EXAMPLE_DAY,
    competency_assessed=EXAMPLE_DAY,
    signed_off=EXAMPLE_DAY,
)


def test_whoever_is_not_placed_is_signed_off_all_the_same() -> None:
    """A task does not rest on one person, or on nobody, because a title was not understood."""
    titles = {"S1": "Support Worker", "S2": "Registered Manager", "S3": "Chef", "S4": "Support Worker"}
    workers = tuple(
        cp.Worker(id=one, job_title=title, authorisations=(SIGNED,)) for one, title in titles.items()
    )
    staff = StaffFile(file="s.csv", kind="table", workers=workers)
    decided = Decisions(file="d.csv", made=[RecordedDecision(reference="S4", role_category=None)])
    for decisions in (None, decided):
        report = build(cp.load(), staff, on=EXAMPLE_DAY, decisions=decisions, show_names=True)
        assert [one.summary.role_category for one in report.judged[1:3]] == [None, None]
        (task,) = report.summary.tasks
        assert task.authorised == tuple(titles)
        assert task == cover(report.pathway, workers, on=EXAMPLE_DAY).tasks[0]
        assert report.summary.single_points == ()
    found = cover(report.pathway, workers[:3], on=EXAMPLE_DAY).posts
    assert [one.later for one in report.summary.succession] == [len(one.later) for one in found]


def test_two_jobs_of_one_person_are_one_person_to_rest_a_task_on(tmp_path: Path) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text("Reference,Job title\nS1,Care Assistant\nS1,Night Care Assistant\nS2,Care Assistant\n")
    read = read_staff(staff)
    workers = [attrs.evolve(one, authorisations=(SIGNED,)) if "S1" in one.id else one for one in read.workers]
    report = build(cp.load(), attrs.evolve(read, workers=tuple(workers)), on=EXAMPLE_DAY)
    assert len(workers) == 3
    assert [task.authorised for task in report.summary.tasks] == [("S1",)]
    assert report.summary.single_points == ("vital signs monitoring: somebody supported relies on S1 alone",)


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


def test_whoever_is_not_placed_counts_among_the_later_as_in_cover(example: Report) -> None:
    """Rule: people whose place is open are counted and not compared; the counts are those of `cover`."""
    people = [one.worker for one in example.judged]
    posts = {post.target: post for post in cover(example.pathway, people, on=EXAMPLE_DAY).posts}
    assert any(one.considered.counted for one in example.judged)
    for post in example.summary.succession:
        found = posts[post.target]
        assert (post.later, post.staying) == (len(found.later), len(found.staying))
        assert (post.ready_count, post.nearly_count) == (len(found.ready), len(found.nearly))
