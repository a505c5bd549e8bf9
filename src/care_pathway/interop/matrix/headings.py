"""The header of a matrix: its courses, and what the columns under a course hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from care_pathway.interop.training_results import is_grade
from care_pathway.tabular.cells import text
from care_pathway.tabular.days import looks_like_a_day
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.header_rows import header_rows
from care_pathway.tabular.headings import fields_named, forms, holds, is_heading, known, normal
from care_pathway.tabular.standing import status_of

_LONGEST_HEADING = 200


class MatrixPart:
    """What a column under a course holds, in the words of its heading."""

    COMPLETED = "completed"
    EXPIRES = "expires"
    DATE = "date"
    STATUS = "status"
    BOOKED = "booked"
    OTHER = "other"


class MatrixHeader(NamedTuple):
    """The header of a matrix.

    Attributes:
        row: The place of its last row.
        names: Its headings.
        titles: For each column the course.
        parts: For each what it holds of the course, where the header says so.
    """

    row: int
    names: tuple[str, ...]
    titles: tuple[str, ...]
    parts: tuple[str | None, ...]


def header_of(grid: Grid, columns: Mapping[str, str] | None) -> MatrixHeader:
    """The header of a sheet, of one row or of two."""
    row, rows, names = header_rows(grid, "staff", columns)
    if rows == 1 and row and _stand_again(names):
        # Headings of people that are merged over both rows stand in the lower one too.
        found, parts = _by_parts(tuple(map(text, grid.rows[row - 1][1])), names)
        return MatrixHeader(row, found, found, parts)
    below = tuple(map(text, grid.rows[row + 1][1])) if row + 1 < len(grid.rows) else ()
    if rows == 1 and _is_under_groups(names, below):
        titles, parts = _of_headings(tuple(under or over for over, under in _pairs(names, below)))
        return MatrixHeader(row + 1, titles, titles, parts)
    if _holds_parts(names, below):
        upper = tuple(map(text, grid.rows[row][1])) if rows == 2 else names
        found, parts = _by_parts(upper, below)
        return MatrixHeader(row + 1, found, found, parts)
    if rows == 2:
        upper, lower = (tuple(map(text, grid.rows[at][1])) for at in (row - 1, row))
        if any(part_of(name) for name in lower):
            found, parts = _by_parts(upper, lower)
            return MatrixHeader(row, found, found, parts)
        names = tuple(under or over for over, under in _pairs(upper, lower))
    titles, parts = _of_headings(names)
    return MatrixHeader(row, names, titles, parts)


def _holds_parts(names: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row says what each course's columns hold, and is about nobody: *Booked* may be a status."""
    others = [(over, under) for over, under in _pairs(names, below) if under and part_of(under) is None]
    return sum(part_of(name) is not None for name in below) >= 2 and all(
        under == over or is_heading(under) for over, under in others
    )


def _stand_again(names: Sequence[str]) -> bool:
    """Whether headings are those of what each course's columns hold: at least one stands again and again."""
    counts = Counter(map(part_of, names))
    return any(count > 1 for part, count in counts.items() if part is not None)


def _is_under_groups(names: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row holds the courses of groups above: headings where the row above has mostly none.

    What stands below the columns of people is blank, or the same again where both rows are merged. The name
    of a group stands over its first column, or over each where these are merged. Nothing in the row is a day
    or a word of status.
    """
    above = [*names, *[""] * (len(below) - len(names))]
    filled = [at for at, name in enumerate(below) if name and name != above[at]]
    if all(part_of(below[at]) is not None for at in filled):
        return False  # what each course's columns hold, not courses
    groups = {name for name, following in pairwise(above) if name == following}
    blank = [at for at in filled if not above[at] or above[at] in groups]
    if len(filled) < 3 or len(blank) * 2 < len(filled):
        return False
    if any(looks_like_a_day(below[at]) or status_of(below[at]) for at in filled):
        return False
    return not any(holds(above[at]) is not None for at in filled)


def _of_headings(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """The course and the part of each heading of one row.

    The last word of a course may look like a part (*First aid refresher*): it is one only where another
    column is about the same course.
    """
    read = list(_behind_courses(names))
    courses = Counter(normal(course) for course, _ in read)
    sure = [
        part is None
        or (
            part in (MatrixPart.COMPLETED, MatrixPart.EXPIRES, MatrixPart.DATE, MatrixPart.STATUS)
            and _last_word(name) not in _LAST_WORDS
        )
        or courses[normal(course)] > 1
        for name, (course, part) in zip(names, read, strict=True)
    ]
    titles = tuple(
        course if good else name for name, (course, _), good in zip(names, read, sure, strict=True)
    )
    parts = tuple(part if good else None for (_, part), good in zip(read, sure, strict=True))
    return titles, _with_dates(titles, parts)


def _behind_courses(names: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Headings such as *Expires* that stand again and again: each belongs to the course before it."""
    read = [of_heading(name) for name in names]
    alone = [part_of(name) if part is None and name else None for name, part in read]
    # One column headed Grade may be of pay.
    alike = [(part, normal(name) if is_grade(name) else "") for part, name in zip(alone, names, strict=True)]
    often = Counter(alike)
    course: str | None = None
    for heading, (name, part), own, kind in zip(names, read, alone, alike, strict=True):
        if _WHOLE.fullmatch(normal(name)):
            course = None
        elif own is not None and often[kind] > 1 and course is not None:
            yield course, own
            continue
        elif name and own is None:
            whole = heading if _last_word(heading) in _LAST_WORDS else name
            course = None if holds(name) or _is_reference(name) else whole
        yield name, part


#: Whether all of it is done: no course, and no part of the one before.
_WHOLE = re.compile(r"(?:course|programme|overall|all(?: courses)?) (?:complete|completed|completion)")


def _is_reference(name: str) -> bool:
    """Whether a heading is one of references of people."""
    return "worker" in fields_named(name, "training")


def _last_word(name: str) -> str:
    return normal(name).rsplit(" ", 1)[-1]


#: Last words of a heading that are part of the name of many courses.
_LAST_WORDS = frozenset({"refresher", "refresh", "update", "renewal", "review", "training", "retraining"})


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at in range(max(len(upper), len(lower))):
        yield upper[at] if at < len(upper) else "", lower[at] if at < len(lower) else ""


def _by_parts(upper: Sequence[str], lower: Sequence[str]) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """A course above each group of columns, and below it what each holds."""
    names: list[str] = []
    parts: list[str | None] = []
    above = ""
    for over, under in _pairs(upper, lower):
        part = part_of(under)
        above = over or (above if part is not None else "")
        names.append(above if part is not None and above else (under or over))
        parts.append(part if above else None)
    return tuple(names), _with_dates(names, parts)


def _with_dates(names: Sequence[str], parts: Sequence[str | None]) -> tuple[str | None, ...]:
    """A plain *Date* is of completion where the same course has a column of expiry, and open elsewhere."""
    expire = {normal(name) for name, part in zip(names, parts, strict=True) if part == MatrixPart.EXPIRES}
    dated = MatrixPart.DATE
    return tuple(
        (MatrixPart.COMPLETED if name and normal(name) in expire else None) if part in (None, dated) else part
        for name, part in zip(names, parts, strict=True)
    )


def part_of(name: str) -> str | None:
    """What a heading below a course says that its column holds."""
    if not name:
        return None
    if is_grade(name):
        return MatrixPart.STATUS  # of all that is said of a course the worst counts
    places = known("training")
    found = {one for one, _ in next((places[key] for key in forms(name) if key in places), ())}
    if "completed" in found:
        return MatrixPart.COMPLETED if normal(name) != "date" else MatrixPart.DATE
    for field_, part in _PARTS.items():
        if field_ in found:
            return part
    return None


_PARTS = {
    "expires": MatrixPart.EXPIRES,
    "status": MatrixPart.STATUS,
    "booked": MatrixPart.BOOKED,
    "due": MatrixPart.OTHER,
    "enrolled": MatrixPart.OTHER,
    "score": MatrixPart.OTHER,
}


def of_heading(name: str) -> tuple[str, str | None]:
    """A course and what its days are, from one heading, such as ``Fire safety (expiry)``."""
    if part_of(name) is not None:
        return name, None
    for pattern in _HEADINGS if len(name) <= _LONGEST_HEADING else ():
        found = pattern.match(name)
        if found is not None and normal(found[1]):
            part = part_of(found[2])
            if part is not None:
                return found[1], part
    return name, None


#: A course, and behind it what its column holds: in brackets, after a mark, or in its last words.
_HEADINGS = (
    re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*\Z"),
    re.compile(r"(.+?)\s*[-–—:/|]\s*([^-–—:/|]+)\Z"),
    re.compile(r"(.+?)\s+(\S+\s+\S+\s+\S+)\Z"),
    re.compile(r"(.+?)\s+(\S+\s+\S+)\Z"),
    re.compile(r"(.+?)\s+(\S+)\Z"),
)
