"""What the cells of a table look like: names, references, days, numbers, and words that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from care_pathway._data import read_csv
from care_pathway.tabular.days import looks_like_a_day, written
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.headings import normal, words
from care_pathway.tabular.periods import is_period

#: What stands in a column ``Title`` beside a person's name: it is no job title then.
_HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "rev", "sir", "lady", "sr"}
)
#: So many cells of a column are looked at.
_LOOKED_AT = 200
#: So large a share of the cells of a column has to be words of a kind.
_SPOKEN = 0.7
_CODE = re.compile(r"[A-Za-z]{0,4}[-_/ ]?\d[\d\-_/.]*[A-Za-z]?\Z")
_NAME = re.compile(
    r"[^\W\d_][^\W\d_.'’\-]*\.?(?:['’\-][^\W\d_]+)*,?(?:\s+[^\W\d_][\w.'’\-]*\.?,?)+\s*(?:\(.*\))?(?:\s+\d{1,3})?\Z"
)
#: A name with a reference behind it, such as ``Quill, Ann (00101)``.
_NAME_AND_CODE = re.compile(
    r"(.*[^\W\d_][.'’]?)\s*(?:[-–—#:(\[/]|\s)\s*#?([A-Za-z]{0,3}\d[\w/-]*)\s*[)\]]?\Z"
)
_LONGEST_NAME = 100
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?\Z", re.I)
_CAPITALS = re.compile(r"(?:[A-Z][\w'’\-]*[,.]?\s+){1,3}[A-Z][\w'’\-]*")
_NI_NUMBER = re.compile(r"\b[A-Za-z]{2}\s?(?:\d\s?){6}[A-Da-d]?\b")
_NUMBER = re.compile(r"£?\s*-?\d[\d,]*(?:\.\d+)?\s*%?\Z")


def text(cell: Any) -> str:
    """The text of a cell.

    Example:
        >>> text(" Carer "), text(None)
        ('Carer', '')
    """
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)


class Cells:
    """The cells below a header, column by column: what they look like."""

    def __init__(self, grid: Grid, row: int) -> None:
        below = grid.rows[row + 1 :]
        step = max(1, len(below) // _LOOKED_AT)
        self._rows = [cells for _, cells in below[::step]]
        self._known: dict[int, list[str]] = {}
        self._raw: dict[int, list[Any]] = {}

    def raw(self, at: int) -> list[Any]:
        """Cells of a column that are not blank."""
        if at not in self._raw:
            found = [cells[at] for cells in self._rows if at < len(cells)]
            self._raw[at] = [cell for cell in found if text(cell)]
        return self._raw[at]

    def texts(self, at: int) -> list[str]:
        """The same as text."""
        if at not in self._known:
            self._known[at] = [text(cell) for cell in self.raw(at)]
        return self._known[at]

    def share(self, at: int, test: Callable[[str], object]) -> float:
        """How many of a column's cells pass a test; 1 where there are none."""
        found = self.texts(at)
        return sum(1 for cell in found if test(cell)) / len(found) if found else 1.0

    def fit(self, kind: str, at: int) -> float:
        """How well the cells of a column fit a kind of field, from 0 to 1."""
        if kind == "day":
            raw = self.raw(at)
            return sum(written(cell).wrong is None for cell in raw) / len(raw) if raw else 1.0
        test = _TESTS.get(kind)
        return 1.0 if test is None else self.share(at, test)

    def say_expired(self, at: int) -> bool:
        """Whether a cell says that something has run out."""
        return any(words("status").get(normal(cell)) in ("expired", "overdue") for cell in self.texts(at))

    def are_words(self, at: int) -> bool:
        """Whether a column holds answers or words of status where something else is expected."""
        return bool(self.texts(at)) and self.share(at, _is_word) >= 0.6

    def speak(self, at: int, kind: str) -> bool:
        """Whether most cells of a column have a word of a kind, and none is a day or a bare number."""
        known_words = words(kind).keys()

        def speaks(cell: str) -> bool:
            found = normal(cell).split()
            pairs = (" ".join(pair) for pair in pairwise(found))
            return not known_words.isdisjoint((*found, *pairs)) and not looks_like_a_day(cell)

        return bool(self.texts(at)) and self.share(at, speaks) >= _SPOKEN

    def are_honorifics(self, at: int) -> bool:
        """Whether a column holds how people are addressed, such as Mrs, and not what they do."""
        return bool(self.texts(at)) and self.share(at, lambda cell: normal(cell) in _HONORIFICS) > 0.5

    def are_names(self, at: int) -> bool:
        """Whether most cells are two words of letters or more: a column of names."""
        return bool(self.texts(at)) and self.share(at, is_name) >= 0.5

    def are_settings(self, at: int) -> bool:
        """Whether most cells are kinds of service, such as homecare, and no names of services."""
        return self.share(at, lambda cell: normal(cell) in words("setting")) > 0.5

    def are_addresses(self, at: int) -> bool:
        """Whether most cells are e-mail addresses."""
        return bool(self.texts(at)) and self.share(at, lambda cell: "@" in cell) >= 0.5

    def are_times(self, at: int) -> bool:
        """Whether most cells are times of the clock, as those of a column headed *Start* may be."""
        return self.share(at, _CLOCK.match) > 0.5

    def are_references(self, at: int) -> bool:
        """Whether most cells are codes, and so no names."""
        return (
            bool(self.texts(at))
            and self.share(at, lambda cell: any(map(str.isdigit, cell)) and " " not in cell) > 0.5
        )


def may_be_personal(cell: str) -> bool:
    """Whether a cell may be a name, an address or a number that names a person, wherever it stands.

    Example:
        >>> [may_be_personal(cell) for cell in ("Zed Quiet", "QQ123456C", "a@b.org", "Carer grade 2")]
        [True, True, True, False]
    """
    return "@" in cell or _NI_NUMBER.search(cell) is not None or (is_capitalised(cell) and not _is_word(cell))


def is_capitalised(cell: str) -> bool:
    """Whether a cell is two to four words with capital letters, as a name is; many headings are too.

    Example:
        >>> is_capitalised("Quill, Ann"), is_capitalised("Job title")
        (True, False)
    """
    return _CAPITALS.fullmatch(cell) is not None


def is_of_record(cell: str) -> bool:
    """Whether a cell is one of a record, and no heading.

    Example:
        >>> is_of_record("12/03/2026"), is_of_record("QQ123456C"), is_of_record("Job title")
        (True, True, False)
    """
    return cell.isdigit() or looks_like_a_day(cell) or "@" in cell or _NI_NUMBER.search(cell) is not None


def is_name(cell: str) -> bool:
    """Whether a cell is two words of letters or more, as a name is; many other things are too.

    Example:
        >>> is_name("Ann Quill"), is_name("Quill, Ann (101)"), is_name("S012")
        (True, True, False)
    """
    return len(cell) <= _LONGEST_NAME and _NAME.match(name_and_code(cell)[0]) is not None


def name_and_code(cell: str) -> tuple[str, str | None]:
    """A name without the reference that stands behind it, and that reference.

    Example:
        >>> name_and_code("Ann Quill - 00101"), name_and_code("Quill, Ann (S12)"), name_and_code("Ann Quill")
        (('Ann Quill', '00101'), ('Quill, Ann', 'S12'), ('Ann Quill', None))
    """
    found = _NAME_AND_CODE.match(cell) if len(cell) <= _LONGEST_NAME else None
    if found is None or sum(map(str.isdigit, found[2])) < _FEWEST_DIGITS:
        return cell, None
    return found[1].rstrip(" ,-–"), found[2]


#: ``Ann Quill 2`` is the second of that name, and 2 no reference.
_FEWEST_DIGITS = 2


def is_code(cell: str) -> bool:
    """Whether a cell is a reference such as S012, and no name."""
    return any(map(str.isdigit, cell)) and " " not in cell.strip()


def _is_word(cell: str) -> bool:
    plain = normal(cell)
    return cell.casefold() in words("answer") or plain in words("status") or plain in words("answer")


@cache
def _training_categories() -> frozenset[str]:
    return frozenset(normal(row["name"]) for row in read_csv("crosswalks/training-categories.csv"))


def _is_title(cell: str) -> bool:
    return sum(map(str.isalpha, cell)) > 2 and _CODE.match(cell) is None and not looks_like_a_day(cell)


_TESTS: Mapping[str, Callable[[str], object]] = {
    "line": _is_title,
    "text": _is_title,
    "title": _is_title,
    "further-job": lambda cell: _is_title(cell) and not _is_word(cell),
    "reference": lambda cell: len(cell) <= 40 and not looks_like_a_day(cell),
    "answer": lambda cell: cell.casefold() in words("answer") or normal(cell) in words("answer"),
    "training-category": lambda cell: cell.isdecimal() or normal(cell) in _training_categories(),
    "status": lambda cell: ("%" in cell or any(map(str.isalpha, cell))) and not looks_like_a_day(cell),
    "employment": lambda cell: any(map(str.isalpha, cell)) and not looks_like_a_day(cell),
    "score": _NUMBER.match,
    "whole": _NUMBER.match,
    "period": lambda cell: cell.isdecimal() or is_period(cell),
}
