"""Levels, shares and names in the words and tables of aligned courses and catalogues."""

from __future__ import annotations

from collections.abc import Sequence

from care_pathway.alignment.level import CourseLevel, LevelScheme
from care_pathway.render.html import Html, table
from care_pathway.render.words import shorten

#: A notebook stays quick with so many rows of a table; the rest is counted, and in `rows`.
SHOWN_ROWS = 50
_SHOWN_NAMES = 8
_SHOWN_LETTERS = 200
_SCHEMES = {
    LevelScheme.RQF: "level {} of the Regulated Qualifications Framework (RQF)",
    LevelScheme.CORE_SKILLS: "core-skills level {} (depth by job, no qualification)",
    LevelScheme.TIER: "tier {} (of a training framework, no qualification)",
    LevelScheme.SCQF: "level {} of Scotland's framework (SCQF)",
    LevelScheme.PROVIDER: "level {} (the provider's own word)",
    LevelScheme.NOT_KNOWN: "level {} (whose level is not known)",
}


def level_words(level: CourseLevel) -> str:
    """A level in words.

    Example:
        >>> level_words(CourseLevel(number=2, scheme=LevelScheme.CORE_SKILLS, words="Level 2"))
        'core-skills level 2 (depth by job, no qualification)'
        >>> level_words(CourseLevel())
        'not stated'
    """
    if level.number is None:
        return level.words or "not stated"
    span = f"{level.number}" if level.highest is None else f"{level.number} to {level.highest}"
    return _SCHEMES[level.scheme].format(span)


def shortened(text: str) -> str:
    """A text of which only the beginning is shown where it is long."""
    return shorten(text, _SHOWN_LETTERS)


def names(items: Sequence[str]) -> str:
    """The first names of many."""
    more = len(items) - _SHOWN_NAMES
    return ", ".join(map(shortened, items[:_SHOWN_NAMES])) + (f" and {more} more" if more > 0 else "")


def tables(*parts: tuple[str, Sequence[str], Sequence[Sequence[object]], int]) -> Html:
    """A table for each part that has rows: caption, heads, the first rows, and how many there are in all."""
    return Html(
        "".join(table(caption, rows, heads=heads, of=of) for caption, heads, rows, of in parts if rows)
    )
