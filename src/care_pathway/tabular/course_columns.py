"""Which column of a catalogue is what, from its heading: ``Duration (mins)``, ``Price inc VAT``.

A unit in a heading is the unit of the bare numbers below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from care_pathway.tabular.amounts import HOURS_IN_A_DAY
from care_pathway.tabular.headings import fields

#: What to say of a column that is not read.
NOT_UNDERSTOOD = "this column was not understood and is not read"

#: A catalogue's columns of themes are looked at where it is aligned.
_OTHERS = frozenset({"theme", "themes"})
_MORE = {"mins": "hours", "minutes": "hours", "numberofdays": "hours", "noofdays": "hours"}

_ABOUT = r"course|training|total|standard|approx|approximate|estimated"
_UNIT_WORDS = (
    (frozenset({"min", "mins", "minute", "minutes"}), 1 / 60),
    (frozenset({"h", "hr", "hrs", "hour", "hours", "glh", "hh"}), 1.0),
    (frozenset({"day", "days"}), HOURS_IN_A_DAY),
)
_PENCE = frozenset({"pence", "p"})
_FOREIGN = re.compile(r"[€$¥]|\b(?:eur|euros?|usd|dollars?|aud|cad|nzd|chf)\b", re.I)
#: What may stand in a heading beside the word that names the field. For one person only: what a group
#: pays is no price of a place.
_BESIDE = {
    "cost": re.compile(
        rf"\b(?:{_ABOUT}|pp|each|(?:in )?(?:gbp|pounds|pence|p)|"
        r"per (?:person|delegate|learner|head|place|participant|candidate|attendee|seat|employee)|"
        r"(?:inc|incl|including|inclusive of|ex|exc|excl|excluding|exclusive of|plus|with|without|no) vat|"
        r"vat (?:inc|incl|included|ex|exc|excl|excluded))\b"
    ),
    "group_cost": re.compile(
        r"\b(?:gbp|(?:max|maximum|up to|of) (?:of )?\d+|"
        r"(?:inc|incl|including|ex|exc|excl|excluding|plus) vat)\b"
    ),
    "hours": re.compile(rf"\b(?:{_ABOUT}|(?:in )?(?:min|mins|minutes?|h|hrs?|hours?|days?|hh mm))\b"),
}


class CatalogueColumn(NamedTuple):
    """What a heading stands for.

    Attributes:
        rank: How plainly it names the field, the lowest first.
        field: The field of a course.
        unit: How many pounds or hours a bare number stands for; ``None`` where the heading does not say.
    """

    rank: int
    field: str
    unit: float | None


class Columns(NamedTuple):
    """The columns of a row.

    Attributes:
        known: Headings with what they stand for, the plainest first.
        unread: Headings that were not understood.
    """

    known: tuple[tuple[str, CatalogueColumn], ...]
    unread: tuple[str, ...]


@cache
def _fields() -> Mapping[str, tuple[int, str]]:
    """Headings without spaces, with the field that they name: the same as in files of courses."""
    found: dict[str, tuple[int, str]] = {}
    for one in fields("courses"):
        for rank, heading in enumerate((one.field, *one.headings)):
            key = _squeezed(_words(heading))
            if found.get(key, (0, one.field))[1] == one.field:
                found[key] = (rank, one.field)
    return found | {heading: (len(found), name) for heading, name in _MORE.items()}


def columns_of(headings: tuple[str, ...]) -> Columns:
    """What each heading of a row stands for."""
    read = {heading: column_of(heading) for heading in headings}
    known = [(heading, column) for heading, column in read.items() if column is not None]
    return Columns(
        tuple(sorted(known, key=lambda one: one[1].rank)),
        tuple(
            heading
            for heading, column in read.items()
            if column is None and heading.strip() and _squeezed(_words(heading)) not in _OTHERS
        ),
    )


def column_of(heading: str) -> CatalogueColumn | None:
    """What a heading stands for; ``None`` where it is not understood.

    Example:
        >>> column_of("Cost per delegate").field, column_of("Cost per group").field, column_of("Colour")
        ('cost', 'group_cost', None)
    """
    words = _words(heading)
    found = _fields().get(_squeezed(words))
    if found is None:
        for name, beside in _BESIDE.items():
            rest = _fields().get(_squeezed(beside.sub(" ", words)))
            if rest is not None and (rest[1] == name or (name == "hours" and rest[1] == "times")):
                found = (100, name)
    if found is None or (found[1] == "cost" and is_foreign(heading)):
        return None
    return CatalogueColumn(*found, unit_of(found[1], heading))


def unit_of(field: str, heading: str) -> float | None:
    """How many pounds or hours a bare number below a heading stands for; ``None`` where it is not said.

    Example:
        >>> unit_of("hours", "Length in days"), unit_of("hours", "Duration"), unit_of("cost", "Price (pence)")
        (7.0, None, 0.01)
    """
    words = set(_words(heading).split())
    if field == "cost":
        return 0.01 if words & _PENCE else 1.0
    units = [unit for names, unit in _UNIT_WORDS if words & names]
    return units[0] if len(units) == 1 else None


def vat_of(words: str) -> bool | None:
    """Whether a price includes VAT, from a heading or a cell about it; ``None`` where it does not say.

    Example:
        >>> vat_of("Price inc VAT"), vat_of("Cost + VAT"), vat_of("Price"), vat_of("exempt")
        (True, False, None, True)
    """
    text = words.casefold()
    without = re.search(
        r"\bex(?:c|cl|clud(?:e|es|ed|ing)|clusive)?\b\.?(?: of)?|\+ ?vat|plus|extra|without|not inc", text
    )
    with_ = re.search(r"\binc(?:l|lud(?:e|es|ed|ing)|lusive)?\b|exempt|no vat|zero|free|\bnil\b", text)
    return None if bool(without) == bool(with_) else bool(with_)


def is_foreign(heading: str) -> bool:
    """Whether a heading says that prices are not in pounds."""
    return _FOREIGN.search(heading) is not None


def _words(heading: str) -> str:
    """A heading in plain words: ``DurationMins`` and ``duration_mins`` are two words."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("£", " gbp ")
    return " ".join(re.findall(r"[^\W_]+", apart.casefold().replace("'", "").replace("’", "")))


def _squeezed(words: str) -> str:
    return re.sub(r"[^a-z]", "", words)
