"""How often the courses of a matrix are renewed, where a row of it, or a heading, says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from care_pathway.interop.matrix.shape import CourseColumn
from care_pathway.interop.matrix.standards import never_expires
from care_pathway.tabular.cells import text
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.headings import normal
from care_pathway.tabular.periods import is_period, months_of, unit_in

_LABEL = re.compile(
    r"\b(?:frequency|how often|refresher|refresh|renewal|renew|validity|valid for|interval)\b"
)
_BEHIND = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]\s*\Z|\s[-–—]\s*([^-–—]{1,40})\Z")


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
    each = unit_in(label) if named else None
    if not named and (len(filled) < 2 or not all(is_period(cells[column.at]) for column in filled)):
        return []
    return [(column, cells[column.at], months_of(cells[column.at], each)) for column in filled]
