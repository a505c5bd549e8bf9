"""The tables of ``data/lexicons/courses``, and single words as they are looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TypeVar

from care_pathway._data import read_csv
from care_pathway.evidence.qualification_names import plain_number
from care_pathway.language.words import singular

_FOLDER = "lexicons/courses"
#: Stands between two parts of a title, as in the phrases of the tables.
BREAK = ","


Read = TypeVar("Read")
#: So many texts are kept with what was read in them, none longer than this: 10 MB at most.
_TEXTS_KEPT, _LONGEST_KEPT = 1_024, 4_000


def remembered(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """A reading that is kept for short texts.

    A booking page lists a course for each place and day, with the same description: with those kept, 10,000
    such courses take a tenth less time.
    """
    kept = lru_cache(_TEXTS_KEPT)(read)
    return lambda text: (kept if len(text) <= _LONGEST_KEPT else read)(text)


@cache
def table(name: str) -> list[dict[str, str]]:
    """A table of the course lexicon, by its name without ending."""
    return read_csv(f"{_FOLDER}/{name}.csv")


def ids(cell: str) -> tuple[str, ...]:
    """The ids in a cell.

    Example:
        >>> ids("safeguarding; management")
        ('safeguarding', 'management')
    """
    return tuple(filter(None, map(str.strip, cell.split(";"))))


@cache
def claimed_titles() -> Mapping[str, str]:
    """Titles of the qualifications of the claim list, with level and size, by their plain numbers.

    Example:
        >>> claimed_titles()["60344532"]
        'Level 2 Certificate in Introduction to Autistic Spectrum Conditions'
    """
    found: dict[str, str] = {}
    for row in read_csv("funding/claim-list.csv"):
        if row["number"]:
            sized = row["size"].casefold() in row["title"].casefold()
            named = row["title"] if sized else f"{row['size']} in {row['title']}"
            found[plain_number(row["number"])] = f"Level {row['level']} {named}" if row["level"] else named
    return found


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words of the bundled data, such as ``small_words``."""
    return frozenset(row["word"] for row in table("words") if row["list"] == name)


@cache
def _rewritten() -> dict[str, tuple[str, ...]]:
    """Words that are read otherwise than they stand; small words are read as nothing."""
    return {
        row["word"]: tuple(row["read as"].split())
        for row in table("words")
        if row["list"] in {"rewritten", "small_words"}
    }


def canonical(word: str) -> tuple[str, ...]:
    """A word as it is looked up: without its plural, perhaps as two words, or not at all.

    Example:
        >>> canonical("medicines"), canonical("healthcare"), canonical("of")
        (('medicine',), ('health', 'care'), ())
    """
    rewritten = _rewritten().get(word)
    return rewritten if rewritten is not None else (singular(word),)
