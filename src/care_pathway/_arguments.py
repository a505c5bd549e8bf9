"""Checks of what callers pass: a wrong argument is refused by its name, before it travels into an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from numbers import Integral, Real
from operator import index
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


def _number(value: object) -> float | None:
    """A number as a plain one, those of numpy and decimal numbers too; ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    if not isfinite(number):
        return None
    return index(value) if isinstance(value, Integral) else number


def check_amount(name: str, value: object) -> float | None:
    """A number of nought or more, or ``None``; numbers of numpy and pandas too.

    Raises:
        InvalidArgumentError: If it is below nought, not finite or no number.
    """
    if value is None:
        return None
    number = _number(value)
    if number is None or number < 0:
        raise InvalidArgumentError(name, "a finite number of 0 or more, or None", value)
    return number


#: No machine counts further in its own numbers.
_MOST = 2**31 - 1


def check_count(name: str, value: object, *, least: int = 0, most: int = _MOST, or_none: bool = False) -> int:
    """A whole number of nought or more; those of numpy too.

    Args:
        name: The argument's name.
        value: What was passed for it.
        least: The least that it may be.
        most: The most that it may be.
        or_none: Whether ``None`` may be passed too, which the message says.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    number = _number(value) if isinstance(value, Integral) else None
    if number is None or not least <= number <= most:
        too_many = number is not None and number > most
        wanted = f"a whole number of {most:,} at most" if too_many else f"a whole number of {least} or more"
        raise InvalidArgumentError(name, f"{wanted}, or None" if or_none else wanted, value)
    return index(number)  # type: ignore[arg-type]


def check_count_or_none(name: str, value: object, *, most: int = _MOST) -> int | None:
    """A whole number of nought or more, or ``None``.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    return None if value is None else check_count(name, value, most=most, or_none=True)


def check_share(name: str, value: object) -> float:
    """A share of a whole, from nought to one.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    number = _number(value)
    if number is None or not 0 <= number <= 1:
        raise InvalidArgumentError(name, "a share from 0 to 1", value)
    return number


def check_flag(name: str, value: object, *, optional: bool = False) -> None:
    """Check for a yes or a no; what is only full or empty is neither.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    of_numpy = type(value).__module__ == "numpy" and type(value).__name__ in ("bool", "bool_")
    if not isinstance(value, bool) and not of_numpy and not (optional and value is None):
        raise InvalidArgumentError(name, "True, False or None" if optional else "True or False", value)


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


def texts(name: str, values: Any) -> list[str]:
    """The items of a list of text, such as ids.

    Raises:
        InvalidArgumentError: If it is no list, or an item is no text.
    """
    items = several(name, values)
    for item in items:
        if not isinstance(item, str):
            raise InvalidArgumentError(name, "a list of text", item, given=f"one with {in_words(item)}")
    return items


def check_texts_by_text(name: str, value: Any) -> None:
    """Check for a mapping of text to text or ``None``; ``None`` for no mapping.

    Raises:
        InvalidArgumentError: If it is anything else.
    """
    check_kind(name, value, Mapping, optional=True)
    for key, item in dict(value or {}).items():
        for part in (key, item):
            if not isinstance(part, str | None):
                given = f"one with {in_words(part)}"
                raise InvalidArgumentError(name, "a mapping of text to text", part, given=given)


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
