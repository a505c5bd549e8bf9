"""Small pieces of text as people write them. Standard library only; it knows nothing of care."""

from __future__ import annotations

#: How many names of people stand in a sentence.
_NAMES_SHOWN = 8


def shorten(text: str, limit: int) -> str:
    """Text of at most so many letters; what is cut away is marked.

    Example:
        >>> shorten("Care assistant", 20), shorten("Care assistant", 5)
        ('Care assistant', 'Care…')
    """
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def percent(share: float | None, none: str = "nothing expected") -> str:
    """A share in words; never rounded up to all or down to nothing.

    Args:
        share: A number from 0 to 1.
        none: What to say where there is none.

    Example:
        >>> percent(0.999), percent(0.001), percent(1.0), percent(None)
        ('99%', '1%', '100%', 'nothing expected')
    """
    if share is None:
        return none
    if 0 < share < 1:
        return f"{min(99, max(1, round(share * 100)))}%"
    return f"{share * 100:.0f}%"


def pounds(amount: float | None) -> str:
    """Money in words.

    Example:
        >>> pounds(1540.0), pounds(0.0), pounds(12.5), pounds(None)
        ('£1,540', 'free', '£12.50', 'not known')
    """
    if amount is None:
        return "not known"
    return "free" if amount == 0 else f"£{amount:,.2f}".removesuffix(".00")


def counted(number: int, what: str) -> str:
    """A number with its noun.

    Example:
        >>> counted(1, "title"), counted(1200, "title")
        ('1 title', '1,200 titles')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


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
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
