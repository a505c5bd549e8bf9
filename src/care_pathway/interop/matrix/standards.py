"""Trackers of the Care Certificate: which columns of a matrix are which of its standards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from care_pathway._data import read_csv
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.headings import normal

_NUMBERED = re.compile(r"((?:care certificate |cc )?(?:standard|std|cc|s) ?)?(\d{1,2})\b ?(.*)\Z")
_MOST, _FEWEST = 16, 10
#: So many numbers with the name of their own standard are no chance.
_NAMED = 2
_CERTIFICATE = re.compile(r"\bcare cert(?:ificate)?s?\b")
#: Words that say nothing of which standard it is.
_PLAIN = frozenset(
    {"a", "an", "and", "awareness", "in", "own", "person", "s", "of", "the", "understand", "way", "your"}
)
#: It has no expiry: a day in its column is when it was done.
_NO_EXPIRY = re.compile(r"(?:the )?care cert(?:ificate)?\b(?!.*\b(?:refresher|update|renewal)\b)")


def never_expires(course: str) -> bool:
    """Whether a course is the Care Certificate, or a standard of it.

    Example:
        >>> never_expires("Care Certificate"), never_expires("Fire safety")
        (True, False)
    """
    return _NO_EXPIRY.match(normal(course)) is not None


def says_certificate(grid: Grid, row: int, file: str) -> bool:
    """Whether the name of the file or sheet, the header, or a line above it says what this is about."""
    lines = (cell for _, cells in grid.rows[: row + 1] for cell in cells if cell is not None)
    return any(_CERTIFICATE.search(normal(one)) for one in (file, grid.sheet or "", *lines))


def standards_across(titles: Sequence[str], taken: set[int], *, said: bool) -> dict[int, str]:
    """The courses of columns that are standards of the Care Certificate, by position.

    A number alone says so where the file does, or other headings begin the standards; the name alone only
    where the file does. Numbered courses of any other kind
    are none. Columns of one standard, such as its workbook and its assessor, are one course.

    Args:
        titles: The headings, without what each holds of a course.
        taken: Positions of other columns.
        said: Whether the file says that it is about the Care Certificate.
    """
    found: dict[int, tuple[int, str]] = {}
    headed = subjects = alone = 0
    beyond = False
    for at, title in enumerate(titles):
        match = None if at in taken else _NUMBERED.match(normal(title))
        if match is None:
            continue
        number, rest = int(match[2]), match[3]
        if 1 <= number <= _MOST:
            found[at] = number, rest
            headed += bool(match[1])
            subjects += not match[1] and _standard_of(rest) == number
            alone += not match[1] and not rest
        beyond = beyond or not 1 <= number <= _MOST
    # "Standard 1", "2", "3": numbers alone go on with what the others begin.
    goes_on = said or (not beyond and (headed > 0 or subjects >= _NAMED))
    sure = headed + subjects + alone * goes_on
    numbers = [number for number, _ in found.values()]
    if len(set(numbers)) < _FEWEST or sure * 2 < len(found):
        if not said:
            return {}
        named = {at: _standard_of(normal(one)) for at, one in enumerate(titles) if at not in taken}
        found = {at: (number, normal(titles[at])) for at, number in named.items() if number}
        numbers = [number for number, _ in found.values()]
        if len(set(numbers)) < _FEWEST:
            return {}
    once = len(set(numbers)) == len(numbers)
    return {
        at: f"Care Certificate standard {number}" + (f": {rest}" if rest and once else "")
        for at, (number, rest) in found.items()
    }


def _standard_of(words: str) -> int | None:
    """The number of the standard that most of some normal words name."""
    said = _content(words.split())
    shared = {number: len(said & subject) for number, subject in _subjects().items()}
    number = max(shared, key=lambda one: (shared[one], -len(_subjects()[one])))
    return number if said and shared[number] * 2 >= len(said) else None


@cache
def _subjects() -> dict[int, frozenset[str]]:
    rows = read_csv("crosswalks/care-certificate-standards.csv")
    return {int(row["number"]): _content(normal(row["subject"]).split()) for row in rows}


def _content(found: Iterable[str]) -> frozenset[str]:
    return (
        frozenset(
            re.sub(r"(?:(ie)s|([^s])s)\Z", lambda end: "y" if end[1] else end[2], word) for word in found
        )
        - _PLAIN
    )
