"""How often the courses of a matrix are renewed, where a row of it, or a heading, says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from care_pathway.interop.matrix.shape import CourseColumn
from care_pathway.interop.matrix.standards import never_expires
from care_pathway.tabular.columns import text
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.headings import normal, words

_NUMBERS = dict(zip(("one", "two", "three", "four", "five", "six"), "123456", strict=True))
_PERIOD = re.compile(
    r"(?:(?:valid )?for |(?:(?:renew|refresh|repeat)(?:ed|al)? )?every |each )?(\d{1,2}) ?"
    r"(m|mths?|months?|y|yrs?|years?)(?:ly)?(?: refresher| renewal| expiry)?"
)
_UNIT = re.compile(r"\b(?:(months?|mths?|monthly)|(years?|yrs?|yearly))\b")
_LABEL = re.compile(
    r"\b(?:frequency|how often|refresher|refresh|renewal|renew|validity|valid for|interval)\b"
)
_BEHIND = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]\s*\Z|\s[-–—]\s*([^-–—]{1,40})\Z")


def months_of(cell: str, unit: int | None = None) -> int | None:
    """The months of a period in words, such as *Annual*, *3 yearly* or *36 months*.

    Args:
        cell: The words.
        unit: How many months a bare number counts, where its row says so.

    Example:
        >>> months_of("Annual"), months_of("Every 3 years"), months_of("36", 1), months_of("36")
        (12, 36, 36, None)
    """
    plain = normal(cell)
    known = words("period").get(plain)
    if known is not None:
        return int(known) or None
    found = _PERIOD.fullmatch(" ".join(_NUMBERS.get(word, word) for word in plain.split()))
    if found is not None:
        return int(found[1]) * (1 if found[2].startswith("m") else 12) or None
    return int(plain) * unit if unit and re.fullmatch(r"\d{1,2}", plain) else None


def is_period(cell: str, unit: int | None = None) -> bool:
    """Whether a cell says how often something is due, be it once only."""
    return months_of(cell, unit) is not None or normal(cell) in words("period")


def renewed_after(
    grid: Grid, header: int, names: Sequence[str], courses: Sequence[CourseColumn]
) -> Mapping[str, tuple[str, int]]:
    """For each course that says so the words and the months after which it is renewed, the shortest of them.

    Args:
        grid: The sheet.
        header: The place of its header.
        names: Its headings.
        courses: Its columns of courses.
    """
    said: list[tuple[CourseColumn, str, int | None]] = []
    for column in courses:
        for title in {names[column.at], column.course}:
            behind = _BEHIND.search(title)
            if behind is not None:
                said.append((column, words_ := (behind[1] or behind[2]).strip(), months_of(words_)))
    for place, (_, cells) in enumerate(grid.rows):
        if place != header:
            said += _of_row([text(cell) for cell in cells], courses)
    found: dict[str, tuple[str, int]] = {}
    for column, written, months in said:
        if months is None or column.qualification or never_expires(column.course):
            continue
        if column.course not in found or months < found[column.course][1]:
            found[column.course] = written, months
    return found


def _of_row(
    cells: Sequence[str], courses: Sequence[CourseColumn]
) -> list[tuple[CourseColumn, str, int | None]]:
    """What a row says of each course, where it is headed so, or says nothing but how often."""
    filled = [column for column in courses if column.at < len(cells) and cells[column.at]]
    beside = {column.at for column in courses}
    label = " ".join(cell for at, cell in enumerate(cells) if cell and at not in beside)
    named = _LABEL.search(normal(label))
    unit = _UNIT.search(normal(label)) if named else None
    each = None if unit is None else 1 if unit[1] else 12
    if not named and (len(filled) < 2 or not all(is_period(cells[column.at]) for column in filled)):
        return []
    return [(column, cells[column.at], months_of(cells[column.at], each)) for column in filled]
