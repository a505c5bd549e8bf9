"""Amounts, hours and people in the words of a plan."""

from __future__ import annotations

from care_pathway.render.words import pounds

_SHOWN = 8


def sum_text(cost: float | None, known: float) -> str:
    """A sum in words; where a price is not known, what is known of it."""
    if cost is not None:
        return "nothing" if cost == 0 else pounds(cost)
    return f"{pounds(known)} and places of unknown price" if known else "not known"


def vat_text(amount: float) -> str:
    """VAT that comes on top, to set behind a sum."""
    return f" and {pounds(amount)} VAT" if amount else ""


def hours_text(amount: float | None) -> str:
    """A number of hours."""
    return "not known" if amount is None else f"{amount:g} h"


def people_text(names: tuple[str, ...]) -> str:
    """The first few people, and how many more."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
