"""Which days on file can be relied on."""

from __future__ import annotations

from datetime import date

#: Nobody at work today achieved, completed or began anything before this day.
EARLIEST = date(1930, 1, 1)


def too_early(day: date | None) -> bool:
    """Whether a day cannot be right, as the first days of a spreadsheet's calendar cannot.

    Example:
        >>> too_early(date(1900, 1, 1)), too_early(date(2025, 1, 1)), too_early(None)
        (True, False, False)
    """
    return day is not None and day < EARLIEST


def ends_first(start: date | None, end: date | None) -> bool:
    """Whether something ends before it begins, so that it cannot be relied on."""
    return start is not None and end is not None and end < start


def happened(day: date | None, on: date) -> bool:
    """Whether a day is given, can be right, and is not later than another.

    Example:
        >>> [happened(day, date(2026, 1, 1)) for day in (None, date(1900, 1, 1), date(2025, 1, 1))]
        [False, False, True]
    """
    return day is not None and EARLIEST <= day <= on
