"""Since last time: who joined, left and moved, what was closed, what slipped, what cannot be compared."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.interop.staff import StaffFile
from care_pathway.report import Report, Since, build, read_report
from care_pathway.testing import workers
from tests.drawn import examples
from tests.report.outline import Outline

PATHWAY = cp.load()
THEN, NOW = date(2026, 2, 1), date(2026, 5, 1)


def report_of(*people: cp.Worker, on: date = NOW, last: Report | None = None) -> Report:
    staff = StaffFile(file="staff.csv", kind="table", workers=people)
    return build(PATHWAY, staff, on=on, last=None if last is None else last.summary)


def changes(then: tuple[cp.Worker, ...], now: tuple[cp.Worker, ...]) -> Since:
    found = report_of(*now, last=report_of(*then, on=THEN)).summary.since
    assert found is not None
    return found


def carer(reference: str, *training: cp.TrainingRecord, role: str = "care-or-support-worker") -> cp.Worker:
    return cp.Worker(id=reference, role_category=role, training=training)


def done(title: str, completed: date, expires: date | None = None) -> cp.TrainingRecord:
    return cp.TrainingRecord(title=title, completed=completed, expires=expires)


def test_who_joined_left_and_moved() -> None:
    found = changes(
        (carer("S1"), carer("S2"), carer("S3")),
        (carer("S2", role="supervisor-or-leader"), carer("S3"), carer("S4")),
    )
    assert (found.joined, found.left) == (("S4",), ("S1",))
    assert [(one.worker, one.before, one.after) for one in found.moved] == [
        ("S2", "care-or-support-worker", "supervisor-or-leader")
    ]
    assert found.pathway is None


def test_what_was_closed_what_slipped_and_what_is_gone() -> None:
    old_fire = done("Fire safety", date(2025, 1, 10), date(2026, 1, 10))
    aid = done("First aid", date(2023, 3, 1), date(2026, 3, 1))
    moving = done("Moving and handling", date(2025, 4, 1), date(2026, 4, 1))
    found = changes(
        (carer("S1", old_fire, aid, moving),),
        (carer("S1", done("Fire Safety Awareness", date(2026, 3, 2), date(2027, 3, 2)), aid),),
    )
    assert [(one.name, one.worker) for one in found.closed] == [("Fire safety", "S1")]
    assert [one.name for one in found.slipped] == ["First aid"]
    assert [one.name for one in found.gone] == ["Moving and handling"]


def test_what_stands_as_it_stood_is_no_change() -> None:
    """A shorter look ahead, or another day for what is out of date, closes nothing."""
    soon = done("Fire safety", date(2025, 7, 1), date(2026, 7, 1))
    last = report_of(carer("S1", soon), on=date(2026, 4, 20))
    assert [one.name for one in last.summary.people[0].dated] == ["Fire safety"]
    staff = StaffFile(file="staff.csv", kind="table", workers=(carer("S1", soon),))
    found = build(PATHWAY, staff, on=NOW, ahead=10, last=last.summary).summary.since
    assert found is not None
    assert (found.closed, found.slipped, found.gone) == ((), (), ())


@settings(max_examples=examples(20))
@given(st.lists(workers(PATHWAY), max_size=4, unique_by=lambda one: one.id), st.integers(0, 400))
def test_the_same_files_a_while_later_join_and_close_nothing(people: list[cp.Worker], days: int) -> None:
    """Rule: with nothing new on file nobody joins, leaves or renews; things can only slip."""
    on = THEN + timedelta(days=days)
    last = report_of(*people, on=THEN)
    found = report_of(*people, on=on, last=last).summary.since
    assert found is not None
    assert (found.joined, found.left, found.closed, found.gone) == ((), (), (), ())
    if not days:
        assert (found.moved, found.slipped, found.more, found.fewer) == ((), (), 0, 0)


def test_people_without_a_reference_that_stays_are_left_out_and_counted() -> None:
    """A row number may be somebody else's the next time, and a name is not shown."""
    found = changes(
        (carer("row-1"), carer("S9-row-4"), carer("Jane"), carer("S1")), (carer("row-1"), carer("S1"))
    )
    assert (found.joined, found.left, found.not_compared) == ((), (), 3)


def test_no_name_of_last_time_is_shown_unless_it_is_asked_for() -> None:
    staff = StaffFile(file="staff.csv", kind="table", workers=(carer("Jane"), carer("S1")))
    last = build(PATHWAY, staff, on=THEN, show_names=True).summary
    left = StaffFile(file="staff.csv", kind="table", workers=(carer("S1"),))
    shown = build(PATHWAY, left, on=NOW, last=last)
    assert "Jane" not in shown.html() + cp.dumps(shown.summary)
    named = build(PATHWAY, left, on=NOW, last=last, show_names=True)
    assert named.summary.since is not None
    assert named.summary.since.left == ("Jane",)


def test_another_edition_is_said_and_what_is_held_is_not_compared() -> None:
    staff = StaffFile(file="staff.csv", kind="table", workers=(carer("S1"), carer("S2")))
    last = build(cp.load("2024-01"), staff, on=THEN).summary
    now = attrs.evolve(staff, workers=(carer("S1"),))
    report = build(PATHWAY, now, on=NOW, last=last)
    found = report.summary.since
    assert found is not None
    assert (found.pathway, found.left, found.more, found.fewer) == (last.pathway, ("S2",), 0, 0)
    assert "what people hold is not compared" in Outline(report.html()).text


def test_a_report_of_a_later_day_is_refused() -> None:
    with pytest.raises(cp.DataError, match="later than 2026-02-01"):
        report_of(on=THEN, last=report_of(on=NOW))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"people": 3}', '{"schema_version": 99}', '{"on": "2026"}'])
def test_a_damaged_report_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(cp.DataError, match=r"report\.json"):
        read_report(path)


def test_page_table_and_json_say_the_same(tmp_path: Path) -> None:
    old = done("Fire safety", date(2025, 1, 10), date(2026, 1, 10))
    new = done("Fire safety", date(2026, 3, 1), date(2027, 3, 1))
    report_of(carer("S1", old), carer("S2"), on=THEN).write(tmp_path / "then")
    last = read_report(tmp_path / "then" / "report.json")
    staff = StaffFile(file="staff.csv", kind="table", workers=(carer("S1", new), carer("S3"), carer("S4")))
    report = build(PATHWAY, staff, on=NOW, last=last)
    written = report.write(tmp_path / "now")
    assert "since.csv" in written.files
    with (tmp_path / "now" / "since.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [(row["change"], row["worker"], row["name"]) for row in csv.DictReader(stream)]
    assert rows == [
        ("joined", "S3", ""),
        ("joined", "S4", ""),
        ("left", "S2", ""),
        ("closed", "S1", "Fire safety"),
    ]
    document = json.loads((tmp_path / "now" / "report.json").read_text(encoding="utf-8"))["since"]
    assert (document["joined"], document["left"], len(document["closed"])) == (["S3", "S4"], ["S2"], 1)
    book = openpyxl.load_workbook(tmp_path / "now" / "pack.xlsx")
    assert book.sheetnames[:2] == ["Start here", "Since last time"]
    sheet = list(book["Since last time"].iter_rows(values_only=True))
    assert sheet[0][0] == "Compared with the report of 1 February 2026."
    head = sheet.index(("Change", "Who", "What", "Last day, or before", "Now"))
    assert sheet[head + 1 :] == [
        ("joined", "S3", None, None, None),
        ("joined", "S4", None, None, None),
        ("left", "S2", None, None, None),
        ("renewed since", "S1", "Fire safety", datetime(2026, 1, 10), None),
    ]
    earlier = openpyxl.load_workbook(tmp_path / "then" / "pack.xlsx")
    assert "Since last time" not in earlier.sheetnames
    page = Outline((tmp_path / "now" / "report.html").read_text(encoding="utf-8"))
    assert page.unclosed == []
    assert "2 joined, 1 left, 0 moved; 1 record renewed, 0 slipped" in page.text
    assert "Since last time" not in Outline((tmp_path / "then" / "report.html").read_text("utf-8")).text
    assert read_report(tmp_path / "now" / "report.json") == report.summary
