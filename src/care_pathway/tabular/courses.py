"""One row of a course catalogue, as people really write it, read into a `Course`.

Headings are understood in `course_columns`, numbers in `course_numbers`. What a person would not
understand either is a `Problem` with its row, column and value; the rest of the row is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from html import unescape
from typing import TypeVar, cast

import attrs

from care_pathway.model.course import Course, CourseSession
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.render.words import shorten
from care_pathway.tabular.amounts import hours_between, parse_cost, parse_hours, parse_seats
from care_pathway.tabular.course_columns import NOT_UNDERSTOOD, Columns, columns_of, vat_of
from care_pathway.tabular.days import written
from care_pathway.tabular.prices import Price, parse_price

_T = TypeVar("_T")

#: What a table writes for a cell that is not there: NaN, pandas' NaT and NA.
_NO_CELL = frozenset({"nan", "nat", "<na>"})


@attrs.frozen(kw_only=True)
class ParsedRow:
    """What one row gave: a course, or none, and every problem on the way.

    Attributes:
        row: The row's number in the catalogue, from 1.
        course: The course; ``None`` when the row cannot be one (it has no title).
        problems: What could not be read; a course with problems has ``None`` in those fields.
        cells: The row as found, heading and text, so that nothing is lost.
    """

    row: int
    course: Course | None = None
    problems: tuple[Problem, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()


def course_from_row(
    row: Mapping[str, object], *, number: int, before: Container[str] | None = None
) -> ParsedRow:
    """Read one row of a catalogue (a plain mapping, as `csv.DictReader` gives) into a `Course`.

    Headings are matched without case, spaces and punctuation (``Course title``, ``Price inc VAT``); a unit
    in a heading (``Duration (mins)``) is that of bare numbers below it. A heading that was not understood is
    named once, among the problems of the first row that has it. A row without an id becomes
    ``row-<number>`` and says so; a row without a title has no course.

    Args:
        row: Heading to cell; cells may be text, numbers, dates, lists or ``None``.
        number: The row's number, counted from 1, for problems.
        before: Headings of the rows before this one. When not given, all rows are taken to have the same,
            so that only row 1 names headings.

    Returns:
        The course, its problems, and the cells as found.

    Example:
        >>> parsed = course_from_row(
        ...     {"id": "c1", "Course title": "First aid", "Cost": "£1,540", "Hours": "30-60 min"}, number=1
        ... )
        >>> parsed.course.cost, parsed.course.hours, parsed.problems
        (1540.0, 1.0, ())
    """
    headed = {str(heading): cell for heading, cell in row.items() if heading is not None}
    columns = columns_of(tuple(headed))
    fields: dict[str, object] = {}
    units: dict[str, float | None] = {}
    for heading, column in columns.known:
        if column.field not in fields and _given(headed[heading]):
            fields[column.field], units[column.field] = headed[heading], column.unit
            if column.field == "cost" and "vat" not in fields and vat_of(heading) is not None:
                fields["vat"] = heading
    cells = tuple((str(heading), _text(cell)) for heading, cell in row.items() if _given(cell))
    parsed = course_from_fields(fields, units, number=number, cells=cells)
    if before is None:
        before = () if number == 1 else frozenset(headed)
    left_out = tuple(_left_out(row, columns, number, before))
    return attrs.evolve(parsed, problems=parsed.problems + left_out) if left_out else parsed


def course_from_fields(
    fields: Mapping[str, object],
    units: Mapping[str, float | None],
    *,
    number: int,
    cells: tuple[tuple[str, str], ...] = (),
) -> ParsedRow:
    """Read a row whose columns are known.

    Args:
        fields: Cells by the field that they are for, without blank ones.
        units: What a bare price is in pounds and a bare length in hours, where the heading says so.
        number: The row's number, counted from 1, for problems.
        cells: The row as found.
    """
    fields = _with_sizes(fields)
    identifier = _text(fields.get("id")).strip() or None
    problems: list[Problem] = []

    def problem(column: str, value: object, message: str, *, severity: Severity = Severity.ERROR) -> None:
        shown = None if value is None else _shortened(_text(value))
        problems.append(
            Problem(
                kind=ProblemKind.COURSE,
                message=message,
                place=Place(id=identifier, column=column, record=number),
                severity=severity,
                found=shown,
            )
        )

    title = " ".join(_NO_LETTERS.sub("", unescape(_text(fields.get("title")))).split())
    if not title:
        problem("title", None, "the row has no title; a title was expected")
        return ParsedRow(row=number, problems=tuple(problems), cells=cells)
    if identifier is None:
        problem("id", None, f"the row has no id; it is called row-{number} here")
    price = _price(fields, units, problem)
    session = _session(fields, problem)
    course = Course(
        id=identifier or f"row-{number}",
        title=title,
        provider=_optional(fields.get("provider")),
        level=_optional(fields.get("level")),
        format=_optional(fields.get("format")),
        description=_optional(fields.get("description")),
        audience=_optional(fields.get("audience")),
        category=_optional(fields.get("category")),
        entry=_optional(fields.get("entry")),
        number=_optional(fields.get("number")),
        size="; ".join(_sizes(fields)) or None,
        outcomes=parse_outcomes(fields.get("outcomes")),
        cost=price.cost,
        group_cost=price.group_cost,
        group_size=price.group_size,
        vat_included=price.vat_included,
        price=price.words,
        hours=_hours(fields, units, problem),
        seats=_read("seats", parse_seats, fields, problem),
        sessions=() if session is None else (session,),
    )
    return ParsedRow(row=number, course=course, problems=tuple(problems), cells=cells)


# --- prices, lengths, dates --------------------------------------------------------------------------


def _price(
    fields: Mapping[str, object], units: Mapping[str, float | None], problem: Callable[..., None]
) -> Price:
    """The price of a row, from all of its columns of prices."""
    unit = units.get("cost") or 1.0
    price = _read("cost", partial(parse_price, unit=unit), fields, problem)
    if price is None:
        price = Price(words=_optional(fields.get("cost")))  # not understood, and not lost
    sale = _read("sale_cost", partial(parse_cost, unit=unit), fields, problem)
    if sale is not None and (price.cost is None or sale < price.cost):
        price = attrs.evolve(price, cost=sale)
        problem(
            "sale_cost", None, "the price on sale was read, not the regular one", severity=Severity.NOTICE
        )
    group = _read("group_cost", partial(parse_price, unit=unit), fields, problem)
    if group is not None:
        size = _read("group_size", parse_seats, fields, problem)
        price = attrs.evolve(
            price,
            group_cost=group.group_cost if group.group_cost is not None else group.cost,
            group_size=group.group_size or size or price.group_size,
            vat_included=_agreed(price.vat_included, group.vat_included),
        )
    if "member_cost" in fields:
        known = price.cost is not None
        message = (
            "the usual price was read; that for members is kept in its words"
            if known
            else "only a price for members; what others pay is not known"
        )
        problem("member_cost", fields["member_cost"], message, severity=Severity.NOTICE)
        usual = (price.words or _optional(fields.get("cost")),) if "cost" in fields else ()
        price = attrs.evolve(
            price, words="; ".join((*filter(None, usual), f"members {_text(fields['member_cost']).strip()}"))
        )
    for note in price.notes:
        problem("cost", fields.get("cost"), note, severity=Severity.NOTICE)
    if price.vat_included is None:
        price = attrs.evolve(price, vat_included=vat_of(_text(fields.get("vat"))))
    return price


def _agreed(*said: bool | None) -> bool | None:
    """What several prices of a row say of VAT; ``None`` where none does, or they differ."""
    known = {one for one in said if one is not None}
    return known.pop() if len(known) == 1 else None


def _hours(
    fields: Mapping[str, object], units: Mapping[str, float | None], problem: Callable[..., None]
) -> float | None:
    """The length of a course: its hours, else its guided hours, else its times or its size, which is said."""
    if _given(fields.get("hours")):
        said = _text(fields["hours"])
        span = hours_between(said) or hours_between(said.partition("(")[2].rstrip(") "))
        if span is not None:
            return span
        return _read("hours", partial(parse_hours, unit=units.get("hours")), fields, problem)
    if _given(fields.get("glh")):
        return _read("glh", partial(parse_hours, unit=1.0), fields, problem)
    ends = _text(fields.get("end_time"))
    times = _text(fields.get("times"))
    days = [written(fields[name]).day for name in ("day", "until") if _given(fields.get(name))]
    if len(set(days)) > 1:
        times = ends = ""  # from the first of several days to the last; what is between is not known
    span = hours_between(f"{times} - {ends}" if ends and times else times)
    if span is not None:
        return span
    for name, factor in (("tqt", 1.0), ("credits", _HOURS_OF_A_CREDIT)):
        size = _read(name, partial(parse_hours, unit=1.0), fields, problem)
        if size is not None:
            what = (
                "total qualification time, study alone included" if name == "tqt" else "credits of ten hours"
            )
            problem(name, fields.get(name), f"its hours are its {what}", severity=Severity.NOTICE)
            return size * factor
    return None


_SIZE_UNIT = r"(glh|guided learning hours?|tqt|total qualification time|credits?)\b"
#: The size of a qualification in a column of lengths: "GLH 300 / TQT 580", "37 credits".
_SIZE = re.compile(rf"\b{_SIZE_UNIT}\s*[:=]?\s*(\d[\d,]*)|\b(\d[\d,]*)\s*{_SIZE_UNIT}", re.I)


def _with_sizes(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Fields in which a cell of lengths no longer says how large a qualification is: that is told apart."""
    said = _text(fields.get("hours"))
    found: dict[str, object] = {}
    for before, after, number, unit in _SIZE.findall(said):
        name = (before or unit).casefold()
        field = "credits" if name.startswith("credit") else "glh" if name.startswith("g") else "tqt"
        found.setdefault(field, after or number)
    if not found:
        return fields
    rest = _SIZE.sub(" ", said).strip(" ,;/|()+–-")
    others = {name: cell for name, cell in fields.items() if name != "hours"}
    try:
        return {**found, **others, **({"hours": rest} if parse_hours(rest) is not None else {})}
    except ValueError:
        return {**found, **others}


def _sizes(fields: Mapping[str, object]) -> Iterator[str]:
    """The size of a qualification in words: it is no length of a course."""
    if _given(fields.get("tqt")):
        yield f"TQT {_text(fields['tqt']).strip()}"
    if _given(fields.get("credits")):
        said = _text(fields["credits"]).strip()
        yield said if re.search("[a-z]", said, re.I) else f"{said} credit{'' if said == '1' else 's'}"


#: One credit stands for ten hours of total qualification time (Ofqual).
_HOURS_OF_A_CREDIT = 10.0


#: Marks of HTML and letters that nobody sees, in a title.
_NO_LETTERS = re.compile(r"</?[a-z][^<>]{0,200}>|[\u200b-\u200f\u2060\ufeff\u00ad]", re.I)
#: What a shop calls the only variant of an article.
_NO_VARIANT = "default title"


#: What a shop calls a variant that is sold to so many people at once.
_FOR_MANY = re.compile(
    r"\d{1,5}\+?(?:\s*(?:-|–|to)\s*\d{1,5})?(?:\s+\w+)?|"
    r"(?:single|bulk|\d+)?\s*(?:learners?|licen[cs]es?|users?|delegates?|people|places?)(?:\s*\d+\+?)?",
    re.I,
)


def is_for_many(option: str) -> bool:
    """Whether a shop's variant is for so many people, and no date or place.

    Example:
        >>> is_for_many("10"), is_for_many("10-19 learners"), is_for_many("12 January 2027")
        (True, True, False)
    """
    return _FOR_MANY.fullmatch(option.strip()) is not None and written(option).day is None


def _session(fields: Mapping[str, object], problem: Callable[..., None]) -> CourseSession | None:
    """The date and place of a row, where it is about one run of a course."""
    day, until = (_day(name, fields, problem) for name in ("day", "until"))
    option, place = _optional(fields.get("option")), _optional(fields.get("place"))
    if option is not None and (option.casefold() == _NO_VARIANT or is_for_many(option)):
        return None
    if option is not None and day is None:
        day, option = _day_in(option)
    if place is not None and day is None and written(place).day is not None:
        day, place = written(place).day, None
    times = _optional(fields.get("times"))
    ends = _optional(fields.get("end_time"))
    session = CourseSession(
        id=_optional(fields.get("session")) or (option if day is None else None),
        day=day,
        until=until if until != day else None,
        times=f"{times} to {ends}" if times and ends else times,
        place=place or (option if day is not None else None),
    )
    return None if session == CourseSession(times=session.times) else session


def _day_in(option: str) -> tuple[date | None, str | None]:
    """The day of a shop's option, such as ``12 January 2027 - Leeds``, and what else it says."""
    parts = re.split(r"\s+[-–—|@]\s+|,\s+", option)
    days = [written(part).day for part in (option, *parts)]
    if days[0] is not None:
        return days[0], None
    found = [day for day in days[1:] if day is not None]
    if len(found) != 1:
        return None, option
    rest = [part for part, day in zip(parts, days[1:], strict=True) if day is None]
    return found[0], ", ".join(rest) or None


def _day(name: str, fields: Mapping[str, object], problem: Callable[..., None]) -> date | None:
    cell = fields.get(name)
    if cell is None or isinstance(cell, date):
        return written(cell).day if cell is not None else None
    found = written(cell)
    if found.wrong is not None:
        problem(name, cell, found.wrong)
    return found.day


def _left_out(
    row: Mapping[str, object], columns: Columns, number: int, before: Container[str]
) -> Iterator[Problem]:
    """What a row holds that is not read. A column is named with the first row that has it."""
    # `csv.DictReader` puts what stands beyond the last heading under no heading.
    beyond = cast("Mapping[object, object]", row).get(None)
    if any(map(_given, beyond if isinstance(beyond, list) else [beyond])):
        message = "cells beyond the last heading are not read; a comma in a cell may need quotes"
        yield Problem(
            kind=ProblemKind.COURSE,
            message=message,
            place=Place(record=number),
            found=_shortened(_text(beyond)),
        )
    for heading in columns.unread:
        if heading not in before:
            yield Problem(
                kind=ProblemKind.COURSE,
                message=NOT_UNDERSTOOD,
                place=Place(column=_shortened(heading), record=number),
            )
    taken: dict[str, str] = {}
    for heading, column in columns.known:
        first = taken.setdefault(column.field, heading)
        if first != heading and not (heading in before and first in before):
            message = f"read as {column.field} only where {_shortened(first)!r} is blank"
            yield Problem(
                kind=ProblemKind.COURSE,
                message=message,
                place=Place(column=_shortened(heading), record=number),
            )


def parse_outcomes(value: object) -> tuple[str, ...]:
    r"""Learning outcomes as a tuple: from a list, or from text with one on each line or between semicolons.

    Example:
        >>> parse_outcomes("Spot abuse; report it\nkeep records")
        ('Spot abuse', 'report it', 'keep records')
    """
    if value is None:
        return ()
    if isinstance(value, str):
        parts: Iterable[object] = re.split(r"[;\n•|]+", value)
    elif isinstance(value, Iterable):
        parts = value
    else:
        parts = (value,)
    return tuple(text for text in (" ".join(_text(part).split()) for part in parts) if text)


def _read(
    column: str,
    parse: Callable[[object], _T | None],
    fields: Mapping[str, object],
    problem: Callable[..., None],
) -> _T | None:
    """A cell through its parser; what the parser refuses becomes a problem and `None`."""
    cell = fields.get(column)
    if cell is None:
        return None
    try:
        return parse(cell)
    except ValueError as error:
        problem(column, cell, str(error))
        return None


def _given(cell: object) -> bool:
    text = _text(cell).strip()
    return bool(text) and (isinstance(cell, str) or text.casefold() not in _NO_CELL)


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)


def _optional(value: object) -> str | None:
    text = _text(value).strip()
    # A shop writes "&amp;"; a description in HTML is read as HTML later.
    return (text if "<" in text else unescape(text)) or None


def _shortened(text: str, limit: int = 80) -> str:
    return shorten(text, limit)
