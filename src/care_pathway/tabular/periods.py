"""Periods as people write them: how often something is renewed."""

from __future__ import annotations

import re

from care_pathway.tabular.headings import normal, words

_NUMBERS = dict(zip(("one", "two", "three", "four", "five", "six"), "123456", strict=True))
_PERIOD = re.compile(
    r"(?:(?:valid )?for |(?:(?:renew|refresh|repeat)(?:ed|al)? )?every |each )?(\d{1,2}) ?"
    r"(m|mths?|months?|y|yrs?|years?)(?:ly)?(?: refresher| renewal| expiry)?"
)
_UNIT = re.compile(r"\b(?:(months?|mths?|monthly)|(years?|yrs?|yearly))\b")


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


def unit_in(heading: str) -> int | None:
    """How many months a bare number counts below a heading that says of what.

    Example:
        >>> unit_in("Validity (months)"), unit_in("Renewal (years)"), unit_in("Frequency")
        (1, 12, None)
    """
    found = _UNIT.search(normal(heading))
    return None if found is None else 1 if found[1] else 12
