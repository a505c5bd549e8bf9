"""Checks of what callers pass: a wrong argument is refused by its name, before it travels into an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from care_pathway.errors import InvalidArgumentError, article, in_words, is_plain_word

_W = TypeVar("_W", bound=StrEnum)

_HINTS = {"Pathway": ", as load() gives it", "Worker": ", such as Worker(id='w-1')"}


def check_kind(name: str, value: object, kind: type | tuple[type, ...], *, optional: bool = False) -> None:
    """Check that an argument is a record of a kind.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    if not isinstance(value, kind) and not (optional and value is None):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        wanted = " or ".join(article(one.__name__) + _HINTS.get(one.__name__, "") for one in kinds)
        raise InvalidArgumentError(name, f"{wanted} or None" if optional else wanted, value)


def check_day(value: object, name: str = "on", *, optional: bool = False) -> None:
    """Check the day that a question is about.

    Raises:
        InvalidArgumentError: If it is text, a moment or nothing.
    """
    if (not isinstance(value, date) or isinstance(value, datetime)) and not (optional and value is None):
        raise InvalidArgumentError(name, "a day (datetime.date)" + (" or None" if optional else ""), value)


def check_text(name: str, value: object, *, optional: bool = False) -> None:
    """Check for text, such as an id.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    if not isinstance(value, str) and not (optional and value is None):
        raise InvalidArgumentError(name, "text or None" if optional else "text", value)


def check_amount(name: str, value: object) -> float | None:
    """A number of nought or more, or ``None``; numbers of numpy and pandas too.

    Raises:
        InvalidArgumentError: If it is below nought, not finite or no number.
    """
    if value is None:
        return None
    given: Any = value
    # Numbers of numpy answer to `item` with the plain number that they hold.
    number = given.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else given
    if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number) or number < 0:
        raise InvalidArgumentError(name, "a finite number of 0 or more, or None", value)
    return number


def check_count(name: str, value: object, *, optional: bool = False) -> None:
    """Check for a whole number of nought or more.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    if optional and value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        wanted = "a whole number of 0 or more"
        raise InvalidArgumentError(name, f"{wanted}, or None" if optional else wanted, value)


def check_share(name: str, value: object) -> None:
    """Check for a share of a whole, from nought to one.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise InvalidArgumentError(name, "a share from 0 to 1", value)


def word(name: str, value: object, words: type[_W], *, without: _W | None = None) -> _W:
    """The member of an enumeration for a plain word, but for one that is out of place here.

    Raises:
        InvalidArgumentError: If it is none of its words; the message lists them.
    """
    allowed = [each for each in words if each is not without]
    for each in allowed:
        if isinstance(value, str) and each == value:
            return each
    listed = ", ".join(repr(str(each)) for each in allowed)
    given = repr(str(value)) if isinstance(value, words) or is_plain_word(value) else in_words(value)
    raise InvalidArgumentError(name, f"one of {listed}", value, given=given)


def several(name: str, values: Any, kind: type | tuple[type, ...] = (), *, column: str = "") -> list[Any]:
    """The items of a list, a tuple, a generator or one column of a table.

    Args:
        name: The argument's name.
        values: What was passed for it.
        kind: What each item must be.
        column: How to take one column out of a table, where that is what a caller may have meant.

    Raises:
        InvalidArgumentError: If it is one item, text, a whole table or a mapping, or an item is of another
            kind.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    named = " or ".join(one.__name__ for one in kinds)
    wanted = f"a list of {named} records" if kinds else "a list or one column"
    single = isinstance(values, kinds)
    if isinstance(values, str | bytes | Mapping) or single or hasattr(values, "columns"):
        raise InvalidArgumentError(name, wanted + column, values)
    if not isinstance(values, Iterable):
        raise InvalidArgumentError(name, wanted, values)
    items = list(values)
    if kinds:
        for item in items:
            if not isinstance(item, kinds):
                raise InvalidArgumentError(name, wanted, item, given=f"one with {in_words(item)}")
    return items
