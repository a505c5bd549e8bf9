"""The runs of courses: several days in a cell, several rows of a course, dates on another sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from care_pathway.interop.rows import ReadTable, TableRow
from care_pathway.model import Course, CourseSession
from care_pathway.problems import Severity, shown
from care_pathway.tabular.amounts import hours_between
from care_pathway.tabular.courses import is_for_many
from care_pathway.tabular.days import DayPart, written
from care_pathway.tabular.headings import normal

#: A course with the row that it is from.
CourseRow = tuple[TableRow, Course]
#: What a cell of days says where none is fixed.
_NO_DAY = frozenset(
    {"various", "on request", "flexible", "ongoing", "rolling", "any time", "anytime", "monthly", "weekly"}
)
_FROM_TO = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s*(?:&|and|-|–|to|/)\s*(\d{1,2})(?:st|nd|rd|th)?\s+(\D+\d{2,4})"
)
_TIME = r"(?:\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
#: One or two times, behind a day or alone: ``Tuesday 12th January 2027 9:30-12:30``, ``12/01/2027 at 10am``.
_CLOCK = re.compile(
    rf"(?:^|(?<=[\s,(]))(?:(?:at|from)\s+)?(?P<times>{_TIME}(?:\s*(?:-|–|to|until|till)\s*{_TIME})?)\)?$",
    re.I,
)
_BETWEEN = re.compile(r"[,;|\n]+|\s+and\s+|\s+&\s+")


def on_its_days(table: ReadTable, row: TableRow, course: Course) -> Iterator[Course]:
    """A course, once for each day where one cell names several; from one to the next is one run."""
    at, heading = table.header.where.get("day"), table.heading("day")
    cell = row.cells[at] if at is not None and at < len(row.cells) else ""
    clock = _CLOCK.search(cell.strip())
    before = "" if clock is None else cell.strip()[: clock.start()].strip(" ,(@-–").removesuffix(" at")
    day = written(before).day if before else None
    if clock is not None and not before:
        _take_back(table, row, heading)
        yield _with_hours(course, clock["times"])
        return
    if (row.record, "day") not in table.unreadable and day is None:
        yield course
        return
    session = course.sessions[0] if course.sessions else CourseSession()
    if clock is not None and day is not None:
        _take_back(table, row, heading)
        run = attrs.evolve(session, day=day, times=clock["times"].strip())
        yield attrs.evolve(_with_hours(course, clock["times"]), sessions=(run,))
        return
    span = _FROM_TO.fullmatch(cell)
    parts = [f"{span[1]} {span[3]}"] if span else [part.strip() for part in _BETWEEN.split(cell)]
    days = [written(part) for part in parts if part]
    until = written(f"{span[2]} {span[3]}").day if span else None
    several = bool(span) or len(days) > 1
    known = several and all(one.day is not None and one.part is DayPart.DAY for one in days)
    if known or normal(cell) in _NO_DAY:
        _take_back(table, row, heading)
    if not known:
        yield course
    for one in days if known else ():
        run = attrs.evolve(session, day=one.day, until=until or session.until)
        yield attrs.evolve(course, sessions=(run,))


def _with_hours(course: Course, times: str) -> Course:
    """A course whose length is not given, with that between its times."""
    return course if course.hours is not None else attrs.evolve(course, hours=hours_between(times))


def _take_back(table: ReadTable, row: TableRow, heading: str | None) -> None:
    """Take back what was said of a cell of days, which is understood after all."""
    table.problems = [one for one in table.problems if (one.line, one.column) != (row.line, heading)]


def with_sessions(table: ReadTable, rows: Sequence[CourseRow]) -> Iterator[CourseRow]:
    """One course for rows that differ in date and place only; its runs are its sessions."""
    groups: dict[Any, list[CourseRow]] = {}
    codes = {code: course.id for row, course in rows if (code := _stock_code(table, row))}
    named = Counter((course.id, normal(course.title)) for _, course in rows)
    for row, course in rows:
        key = _same_course(table, row, course, codes)
        own_code = table.heading("id") is not None
        if key[0] == "title" and own_code and named[course.id, normal(course.title)] > 1:
            key = "named", course.id, normal(course.title)
        groups.setdefault(key, []).append((row, course))
    joined = twice = sizes = 0
    for group in groups.values():
        if len(group) > 1 and all(is_for_many(str(row.values.get("option") or "")) for row, _ in group):
            yield min(group, key=lambda one: (one[1].cost is None, one[1].cost or 0))
            sizes += 1
            continue
        courses = _without_the_list_of_variants(group)
        if len(courses) == 1 or not any(course.sessions for course in courses):
            yield from ((row, course) for (row, _), course in zip(group, courses, strict=True))
            continue
        joined += len(courses) - 1
        one = _one_course(courses)
        once = _once(one.sessions)
        twice += len(one.sessions) - len(once)
        yield group[0][0], attrs.evolve(one, sessions=once)
    if twice:
        table.note(f"{twice:,} dates stand there at several prices; the highest is read")
    if sizes:
        are = "course is" if sizes == 1 else "courses are"
        table.note(f"{sizes:,} {are} also sold to many people at once; the price of the smallest is read")
    if joined:
        rows_are = "row is a further date or place" if joined == 1 else "rows are further dates or places"
        table.note(f"{joined:,} {rows_are} of a course; kept as its sessions")


def _once(sessions: Iterable[CourseSession]) -> tuple[CourseSession, ...]:
    """Each run once: a shop sells the same date at several prices."""
    found: dict[CourseSession, CourseSession] = {}
    for one in sessions:
        key = attrs.evolve(one, cost=None, seats=None)
        known = found.setdefault(key, one)
        # No price of its own is the usual price.
        if None not in (known.cost, one.cost) and (one.cost or 0) > (known.cost or 0):
            found[key] = one
        elif one.cost is None:
            found[key] = attrs.evolve(known, cost=None)
    return tuple(found.values())


def _without_the_list_of_variants(group: Sequence[CourseRow]) -> list[Course]:
    """An article itself lists its variants, which have rows of their own: they are the runs."""
    variants = [bool(row.values.get("parent")) for row, _ in group]
    if not any(variants) or all(variants):
        return [course for _, course in group]
    return [
        course
        if variant
        else attrs.evolve(course, sessions=tuple(one for one in course.sessions if one.day is not None))
        for (_, course), variant in zip(group, variants, strict=True)
    ]


def _stock_code(table: ReadTable, row: TableRow) -> str | None:
    """The stock code of an article, by which its variants name it, where its id is another."""
    if table.heading("parent") is None:
        return None
    at = next((at for at, name in enumerate(table.header.names) if normal(name) == "sku"), None)
    return row.cells[at] or None if at is not None and at < len(row.cells) else None


def _same_course(
    table: ReadTable, row: TableRow, course: Course, codes: Mapping[str, str]
) -> tuple[Any, ...]:
    """What rows of one course share: the article that they are variants of, their code, else their title."""
    parent = str(row.values.get("parent") or "").removeprefix("id:").strip()
    if parent:
        return "code", codes.get(parent, parent)
    if row.values.get("option") is not None or table.heading("parent") is not None:
        return "code", course.id
    if course.sessions:
        return "title", normal(course.title), course.level, course.provider, course.format
    return "row", row.record


def _one_course(courses: list[Course]) -> Course:
    """Several rows as one course: what is the same stays, and each run keeps its own price and places."""
    first = courses[0]
    costs = [course.cost for course in courses if course.cost is not None]
    usual = Counter(costs).most_common(1)[0][0] if costs else None
    sessions = tuple(
        attrs.evolve(
            session,
            cost=course.cost if course.cost is not None and course.cost != usual else None,
            seats=course.seats,
        )
        for course in courses
        for session in course.sessions
    )
    seats = [course.seats for course in courses if course.sessions and course.seats is not None]
    whole = {
        name: next(
            (
                getattr(course, name)
                for course in courses
                # The words of another price are not those of the usual one.
                if getattr(course, name) not in (None, ()) and (name != "price" or course.cost == usual)
            ),
            None,
        )
        for name in (
            "description",
            "hours",
            "group_cost",
            "group_size",
            "vat_included",
            "price",
            "audience",
            "category",
        )
    }
    formats = dict.fromkeys(course.format for course in courses if course.format)
    return attrs.evolve(
        first,
        format="; ".join(formats) or None,
        cost=usual,
        seats=sum(seats) if seats else first.seats,
        sessions=sessions,
        **{
            name: value for name, value in whole.items() if getattr(first, name) is None and value is not None
        },
    )


def with_dates_of_other_sheets(sheets: Iterable[tuple[Course, ...]]) -> tuple[tuple[Course, ...], int]:
    """The courses of all sheets: a list of dates belongs to the courses that another sheet describes.

    Returns:
        The courses, and how many got their dates from another sheet.
    """
    every = [course for sheet in sheets for course in sheet]
    described: dict[str, list[Course]] = {}
    for course in every:
        if not course.sessions:
            described.setdefault(normal(course.title), []).append(course)
    dated: dict[str, Course] = {}
    kept: list[Course] = []
    for course in every:
        known = described.get(normal(course.title), ())
        bare = course.cost is None and course.description is None
        if course.sessions and bare and len(known) == 1:
            dated[known[0].id] = course
        else:
            kept.append(course)
    courses = (
        attrs.evolve(course, sessions=dated[course.id].sessions) if course.id in dated else course
        for course in kept
    )
    return tuple(courses), len(dated)


def with_own_codes(table: ReadTable, rows: Iterable[CourseRow]) -> Iterator[Course]:
    """Each course with a code of its own; a row that stands there twice is read once."""
    taken: dict[str, Course] = {}
    for row, course in rows:
        first = taken.get(course.id)
        if first is None:
            taken[course.id] = course
            yield course
            continue
        message = "the same course stands here again; read once"
        if first != course:
            number = next(at for at in range(2, len(taken) + 3) if f"{course.id}-{at}" not in taken)
            code = f"{course.id}-{number}"
            message = f"another course has this code; this one is called {code} here"
            taken[code] = attrs.evolve(course, id=code)
            yield taken[code]
        table.report(
            row.record,
            row.line,
            message,
            column=table.heading("id"),
            value=shown(course.id),
            severity=Severity.WARNING,
        )
