"""What runs out as a calendar (RFC 5545): whole days with a title, which every calendar program reads.

A library for it and what it needs weigh as much as this package, for six kinds of line; a test reads the file
back with one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from care_pathway.planning.due import days_after
from care_pathway.report.facts import ReportFacts
from care_pathway.report.page import day as in_words
from care_pathway.report.records import When

#: The most bytes of a line; a longer one goes on after a space in the next.
_LINE = 75


def calendar(report: ReportFacts) -> str:
    """A calendar with a day for everything that has expired or will within the days looked ahead.

    What is out of date stands on the day of the report. An event keeps its identity from report to report,
    so that a calendar that takes the file again moves what was renewed.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//care-pathway//report//EN", *_events(report)]
    return "".join(f"{part}\r\n" for line in (*lines, "END:VCALENDAR") for part in _folded(line))


def _events(report: ReportFacts) -> Iterator[str]:
    on, until = report.summary.on, days_after(report.summary.on, report.summary.ahead)
    seen: Counter[str] = Counter()
    for one in report.judged:
        who = report.who(one.worker.id)
        for item in one.summary.dated:
            key = f"{one.worker.id}\n{item.what}\n{item.name}"
            seen[key] += 1
            expired = item.when is When.EXPIRED
            day = on if expired or item.expires is None else item.expires
            last = "a day that is not on file" if item.expires is None else in_words(item.expires)
            custom = f", customary: {item.months} months" if item.months else ""
            yield from _event(
                f"{key}\n{seen[key]}",
                on,
                day,
                f"{'Out of date' if expired else 'Renew'}: {report.called(item)}, {who}",
                f"Last day: {last}{custom}",
            )
    if not seen:
        yield from _event(
            "none", on, on, f"No renewal by {in_words(until)} is known from what is on file", ""
        )


def _event(key: str, stamp: date, day: date, title: str, more: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(key.encode()).hexdigest()[:32]}@care-pathway"
    yield f"DTSTAMP:{_digits(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(day)}"
    yield f"SUMMARY:{_escaped(title)}"
    if more:
        yield f"DESCRIPTION:{_escaped(more)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _folded(line: str) -> Iterator[str]:
    """A line in parts of no more bytes than are allowed; no letter is cut in two."""
    part, size = "", 0
    for letter in line:
        more = len(letter.encode())
        if size + more > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + more
    yield part
