"""What a qualification on file stands for, as far as its skills go."""

from __future__ import annotations

from functools import cache
from typing import Any

from care_pathway._data import read_json
from care_pathway.evidence.qualifications import counts_as
from care_pathway.evidence.words import padded
from care_pathway.model import HeldQualification, Pathway

_STANDS_FOR = ("same", "predecessor")


def held_learning(pathway: Pathway, held: HeldQualification) -> tuple[str, ...]:
    """Ids of the learning opportunities that a qualification is or counts as, in published order.

    Two editions of the same diploma come out as the same ids, whether one of them is closed or not.
    """
    found = counts_as(pathway, held)
    if not found and held.learning is None:
        row = _named(held)
        if row is not None and row["relation"] in _STANDS_FOR:
            found = frozenset((row["learning"],))
    return tuple(one.id for one in pathway.learning if one.id in found)


def specialised_subject(held: HeldQualification) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Themes and practice areas of a qualification without a record of its own, if its name is listed."""
    row = _named(held)
    if row is None:
        return None
    return tuple(row["themes"]), tuple(row["practice_areas"])


def _named(held: HeldQualification) -> dict[str, Any] | None:
    rows = _by_name().get(padded(held.name), ())
    fitting = [row for row in rows if held.level is None or row["level"] in (None, held.level)]
    # The same title at several levels says too little where the level is not known.
    return fitting[0] if len(fitting) == 1 else None


@cache
def _by_name() -> dict[str, tuple[dict[str, Any], ...]]:
    result: dict[str, tuple[dict[str, Any], ...]] = {}
    for row in read_json("crosswalks/qualification-learning.json")["rows"]:
        key = padded(row["name"])
        result[key] = (*result.get(key, ()), row)
    return result
