"""The calendar of renewals: what the report says runs out, as any calendar program reads it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.interop.staff import StaffFile
from care_pathway.report import Report, build
from care_pathway.report.inputs import EXAMPLE_DAY, example_inputs
from care_pathway.report.records import When

PATHWAY = cp.load()
ON = date(2026, 2, 1)


def report_of(*people: cp.Worker, on: date = ON) -> Report:
    return build(PATHWAY, StaffFile(file="staff.csv", kind="table", workers=people), on=on)


def events(text: str) -> list[Any]:
    """The events, read by a library."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def fire(expires: date, title: str = "Fire safety") -> cp.TrainingRecord:
    return cp.TrainingRecord(title=title, completed=date(2025, 1, 5), expires=expires)


def test_it_holds_what_the_report_says_and_nothing_else(example: Report) -> None:
    """Rule: page, tables and calendar never disagree."""
    said = sorted(
        (max(item.expires, EXAMPLE_DAY) if item.expires else EXAMPLE_DAY, one.worker)
        for one in example.summary.people
        for item in one.dated
    )
    found = events(example.calendar())
    assert sorted((one.decoded("dtstart"), str(one["summary"]).rpartition(", ")[2]) for one in found) == said
    assert len({one["uid"] for one in found}) == len(found) == len(said)
    overdue = sum(str(one["summary"]).startswith("Out of date: ") for one in found)
    assert overdue == sum(item.when is When.EXPIRED for one in example.summary.people for item in one.dated)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=200),
        min_size=1,
        max_size=3,
        unique_by=lambda title: title.casefold(),
    )
)
def test_any_title_is_written_by_the_standard(titles: list[str]) -> None:
    """RFC 5545: lines end with CR LF and have no more than 75 bytes; what is read is what was written."""
    text = report_of(
        cp.Worker(id="S1", training=[fire(date(2026, 3, 1), f"Course {title}") for title in titles])
    ).calendar()
    assert text.endswith("END:VCALENDAR\r\n")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
        assert line.isprintable()
    assert text.split("\r\n").count("BEGIN:VEVENT") == len(events(text)) > 0
    for one in events(text):
        assert str(one["summary"]).startswith("Renew: Course")
        assert one.decoded("dtstart") == date(2026, 3, 1)


def test_a_renewal_moves_its_event() -> None:
    """Rule: the same thing of the same person is the same event in every report."""
    (before,) = events(report_of(cp.Worker(id="S1", training=[fire(date(2026, 3, 1))])).calendar())
    later = report_of(cp.Worker(id="S1", training=[fire(date(2027, 3, 1))]), on=date(2027, 1, 1))
    (after,) = events(later.calendar())
    assert before["uid"] == after["uid"]
    assert after.decoded("dtstart") == date(2027, 3, 1)
    assert after.decoded("dtstamp") > before.decoded("dtstamp")


def test_nothing_to_renew_is_said() -> None:
    (one,) = events(report_of(cp.Worker(id="S1")).calendar())
    assert str(one["summary"]) == "No renewal by 2 May 2026 is known from what is on file"


def test_names_only_when_they_are_asked_for(tmp_path: Path) -> None:
    staff = example_inputs().staff
    plain = build(PATHWAY, staff, on=EXAMPLE_DAY)
    assert "calendar.ics" not in plain.write(tmp_path / "plain").files
    assert "calendar.ics" in plain.write(tmp_path / "dated", calendar=True).files
    worker = cp.Worker(id="Zebedee Quux", training=[fire(date(2026, 3, 1))])
    assert "Zebedee" not in report_of(worker).calendar()
    named = StaffFile(file="staff.csv", kind="table", workers=(worker,))
    assert "Zebedee" in build(PATHWAY, named, on=ON, show_names=True).calendar()
