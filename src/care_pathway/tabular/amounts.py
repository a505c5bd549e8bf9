"""Prices, lengths and places as catalogues write them.

``£1,540`` is 1540, ``free`` is 0, ``30-60 min`` is one hour (of a range the longer end: a plan must
have room for it), ``half day`` is 3.5 hours, ``1 day (6 hours)`` is 6. What a person could read in two
ways is refused and never guessed: ``£1,54``, ``1.30``, ``2 hours per session``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

#: Hours in a day of training when a row only says days.
HOURS_IN_A_DAY = 7.0
#: No course costs more than this; a larger number is a slip of the keyboard.
MOST_COST = 1_000_000.0
#: No course takes more hours than this (five years of full-time study).
MOST_HOURS = 10_000.0
MOST_SEATS = 1_000_000
#: No price and no length takes more letters; a long description in the wrong column is not searched.
_LONGEST = 200

_FREE = frozenset({"free", "free of charge", "no cost", "no charge", "nil", "none", "fully funded", "funded"})
_UNKNOWN = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "n/a",
        "na",
        "tbc",
        "tba",
        "tbd",
        "not known",
        "unknown",
        "not stated",
        "poa",
        "p.o.a.",
        "p.o.a",
        "ask",
        "?",
    }
    | {
        "price on application",
        "on application",
        "on request",
        "contact us",
        "various",
        "varies",
        "nan",
        "null",
    }
)
_BELOW_ZERO = re.compile(r"(?:£|gbp)?\s*[-−–]\s*£?\s*\.?\d")


# --- prices ------------------------------------------------------------------------------------------

_PRICE = "expected a price such as 45, £1,540 or free"
#: Only groups of three are thousands, and a number that is part of a longer one (a day, a time, a comma
#: for the decimal point) is none.
_AMOUNT = re.compile(
    r"(?P<pounds>£|\bgbp\b)?\s*(?<![\d.,:/])"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?!\d|[.,:/]\d)(?:(?P<pence>\s?p(?:ence)?(?![\w/.]))|(?P<k>\s?k\b))?"
)
#: Between two prices, these make a sum, a product or a list of them, but no range.
_NO_RANGE = re.compile(r"(?:[+&]|\b(?:plus|and|per|a|each))\s*$")
_COST_WORDS = re.compile(
    r"\b(?:from|about|approx(?:imately)?|around|circa|c|up|to|and|between|per|person|learner|delegate|head|"
    r"each|pp|p ?[./] ?p|plus|vat|inc|incl|including|excl?|excluding|only|gbp|pounds?|a|place|candidate|ex|"
    r"member|members|non|course|staff|free)\b|[£+~().:/,*-]|[–—−]"
)


@lru_cache(maxsize=8192)
def read_once(read: Callable[[str, Any], Any], text: str, unit: float | None) -> Any:
    """What a cell says. Prices and lengths repeat: to find one again is faster."""
    return read(text, unit)


def parse_cost(value: object, *, unit: float = 1.0) -> float | None:
    """A price in pounds: ``"£1,540"``, ``"50p"``, ``"from £20 pp + VAT"``; the upper end of a range.

    Args:
        value: The cell.
        unit: How many pounds a bare number stands for: 0.01 in a column of pence.

    Returns:
        Pounds; ``None`` for words that say the price is not known (``TBC``, ``POA``).

    Raises:
        ValueError: If a person could not read a price from it, or it is below zero.

    Example:
        >>> parse_cost("£1,540"), parse_cost("free"), parse_cost("TBC"), parse_cost("£20 - £35 pp")
        (1540.0, 0.0, None, 35.0)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _in_range(_scaled(_float(value), unit), "cost", MOST_COST)
    return _cost_of(_short_text(value, _PRICE), unit)


def _cost_of(text: str, unit: float) -> float | None:
    if text in _UNKNOWN:
        return None
    if text in _FREE or re.fullmatch(r"free\b[^£\d]*", text):
        return 0.0
    if _BELOW_ZERO.match(text):
        msg = "cost is below zero; expected 0 or more"
        raise ValueError(msg)
    amounts = list(_AMOUNT.finditer(text))
    if (
        not amounts
        or _COST_WORDS.sub(" ", _AMOUNT.sub(" ", text)).strip()
        or not _is_one_price(text, amounts)
    ):
        raise ValueError(_PRICE)
    return _in_range(max(_pounds(found, unit) for found in amounts), "cost", MOST_COST)


def amounts_in(text: str) -> int:
    """How many numbers a price holds.

    Example:
        >>> amounts_in("£45-60"), amounts_in("1 540")
        (2, 1)
    """
    return sum(1 for _ in _AMOUNT.finditer(text.casefold()))


def _is_one_price(text: str, amounts: list[re.Match[str]]) -> bool:
    """Whether several numbers are the ends of a range or prices to choose from: no sum, and no day."""
    signs = [bool(found["pounds"]) for found in amounts]
    if len(amounts) > 2 and not all(signs):
        return False
    for before, after in pairwise(amounts):
        gap = text[before.end() : after.start()].strip()
        if not gap and not (before["pounds"] and after["pounds"]):
            return False
        if _NO_RANGE.search(gap) and "between" not in text:
            return False
    return True


def _pounds(found: re.Match[str], unit: float) -> float:
    number = found["number"].replace(",", "").replace(" ", "")
    amount = float(number)
    if found["pence"]:
        # "£1.50p" is written often; of "£50p" and "1.50p" nobody knows which of the two is meant.
        if bool(found["pounds"]) != ("." in number):
            raise ValueError(_PRICE)
        return amount if found["pounds"] else amount / 100
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", number):
        msg = f"{number} may be thousands or a fraction; {_PRICE}"
        raise ValueError(msg)
    if found["k"]:
        return amount * 1000
    return amount if found["pounds"] else _scaled(amount, unit)


# --- lengths -----------------------------------------------------------------------------------------

_LENGTH = "expected a length such as 2, 90 minutes, half day or 30-60 min"
#: A larger bare number in a column that names no unit may be minutes.
_MOST_BARE = 12
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\.\d+)"
_UNITS = {"d": HOURS_IN_A_DAY, "h": 1.0, "m": 1 / 60}
_PART = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<unit>m(?:in(?:ute)?s?)?|h(?:ou)?rs?|h|days?)(?![a-z])\s*(?:(?:,|&|and|plus)\s*)*"
)
_TIMES = re.compile(r"(\d{1,3})\s*[x×*]\s*(.+)|(.+?)\s*[x×*]\s*(\d{1,3})")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?")
_RANGE = re.compile(r"\s*(-|–|—|/|\bto\b|\bor\b)\s*")
_AS_NUMBERS = (
    (re.compile(r"(\d)(?:\s*½| (?:and )?1/2(?=\s*(?:day|h)))"), r"\1.5"),
    # Of "1/2 days" nobody knows whether it is a half or one or two.
    (re.compile(r"(?:½|(?<![\d.,/])1/2(?=\s*(?:an? )?(?:day|hour|hr)\b))(?:\s*an?\b)?"), "0.5 "),
    (re.compile(r"\b(hour|day) and a half\b"), r"1.5 \1s"),
    (re.compile(r"\b(?:an?|one|1) (1\.5 (?:hour|day)s)\b"), r"\1"),
    (re.compile(r"\b(?:an? )?half[ -](?:an?[ -])?(hour|day)\b"), r"0.5 \1s"),
    (re.compile(r"\bhalfday\b"), "0.5 days"),
    (re.compile(r"\b(?:two|2) half[ -]days\b"), "1 day"),
    (re.compile(r"\b(?:a )?(?:full|whole|all)[ -]?day\b"), "1 day"),
    (re.compile(r"\b(?:an|one)[ -]hour\b"), "1 hour"),
    (re.compile(r"\b(?:a|one)[ -]day\b"), "1 day"),
    *(
        (re.compile(rf"\b{word}\b"), str(number))
        for number, word in enumerate(("one", "two", "three", "four", "five", "six"), start=1)
    ),
    (re.compile(r"(\d) and an? half"), r"\1.5"),
    (re.compile(r"(\d)-(?=(?:min|hour|hr|day))"), r"\1 "),
    (re.compile(r"(\d\s*(?:h|hrs?|hours?))\s*([0-5]\d)$"), r"\1 \2 min"),
    (re.compile(r"\bbetween (.+?) and\b"), r"\1 to"),
)
#: ``PT3H30M``, as programs write a length (ISO 8601).
_ISO = re.compile(r"p(?:(\d+)d)?(?:t(?:(\d+(?:\.\d+)?)h)?(?:(\d+)m)?)?")
_LENGTH_WORDS = re.compile(
    r"\b(?:about|approx(?:imately)?|around|circa|from|up to|of|learning|in total|total|training|course|"
    r"long|sessions?|classroom|online|e-?learning|self[- ]paced|guided|minimum|maximum|max|cpd|c)\b|[~+]|"
    r"\.(?!\d)|(?<=hours) over \d+ days\b"
)


class _Length(NamedTuple):
    """A length in hours; and in days, where it was said in days only."""

    hours: float
    days: float | None = None


def parse_hours(value: object, *, unit: float | None = 1.0) -> float | None:
    """Length in hours: ``"1h 30"``, ``"half day"``, ``"3 x 2 hours"``; the upper end of a range.

    A day is counted as seven hours, unless the hours are given too: ``"1 day (6 hours)"``.

    Args:
        value: The cell.
        unit: How many hours a bare number stands for: 1/60 in a column of minutes. ``None`` where nothing
            says so: small numbers are taken for hours then, and others are refused.

    Raises:
        ValueError: If a person could not read a length from it, or it is below zero.

    Example:
        >>> parse_hours("30-60 min"), parse_hours("1 hour 30 minutes"), parse_hours("half day")
        (1.0, 1.5, 3.5)
        >>> parse_hours("PT3H30M")
        3.5
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _in_range(_bare(_float(value), unit), "hours", MOST_HOURS)
    hours: float | None = read_once(_hours_of, _short_text(value, _LENGTH), unit)
    return hours


def _hours_of(text: str, unit: float | None) -> float | None:
    if text in _UNKNOWN:
        return None
    if _BELOW_ZERO.match(text):
        msg = "hours are below zero; expected 0 or more"
        raise ValueError(msg)
    iso = _ISO.fullmatch(text)
    if iso and any(iso.groups()):
        days, hours, minutes = (float(number or 0) for number in iso.groups())
        return _in_range(round(days * HOURS_IN_A_DAY + hours + minutes / 60, 4), "hours", MOST_HOURS)
    clock = _CLOCK.fullmatch(text)
    if clock and unit in (None, 1.0):
        return _in_range(round(int(clock[1]) + int(clock[2]) / 60, 4), "hours", MOST_HOURS)
    unsure = re.search(r"\d\.(?:15|30|45)(?!\d)", text)
    if unsure and unit in (None, 1.0):
        msg = f"{unsure[0]} may be a fraction or hours and minutes; {_LENGTH}"
        raise ValueError(msg)
    for pattern, plain in _AS_NUMBERS:
        text = pattern.sub(plain, text)
    text = _LENGTH_WORDS.sub(" ", text)
    outside, opened, rest = text.partition("(")
    inside, closed, after = rest.partition(")")
    said = [part for part in (f"{outside} {after}".strip(" ,"), inside.strip(" ,")) if part]
    # "24/7" and "1/2 days" are no ranges, whatever stands beside them.
    if not said or bool(opened) != bool(closed) or re.search(r"\d\s*/\s*\d", text):
        raise ValueError(_LENGTH)
    length = _span(said[0], unit)
    if len(said) > 1:
        length = _same(length, _span(said[1], unit))
    return _in_range(round(length.hours, 4), "hours", MOST_HOURS)


def _span(text: str, unit: float | None) -> _Length:
    """A length or a range of them, of which the upper end counts."""
    ends = _RANGE.split(text)
    if len(ends) == 1:
        return _length(text, unit)
    if len(ends) != 3:
        raise ValueError(_LENGTH)
    low, joint, high = ends
    if re.fullmatch(_NUMBER, low):
        # "1-2 days": the first number has the unit of the second.
        last = re.fullmatch(rf"{_NUMBER}\s*([a-z]+)", high)
        low = f"{low} {last[1]}" if last else low
    elif re.fullmatch(_NUMBER, high):
        raise ValueError(_LENGTH)
    first, second = _length(low, unit), _length(high, unit)
    if (first.days is None) != (second.days is None) and (joint == "/" or first.days is not None):
        return _same(first, second)  # "1 day - 6 hours": no range goes down
    if joint != "or" and first.hours > second.hours:
        raise ValueError(_LENGTH)
    return max(first, second, key=lambda one: one.hours)


def _same(first: _Length, second: _Length) -> _Length:
    """One length that was said twice: hours tell more than days, and all else must agree."""
    if (first.days is None) == (second.days is None):
        if math.isclose(first.hours, second.hours, abs_tol=0.01):
            return first
    else:
        days, exact = (second, first) if first.days is None else (first, second)
        each = exact.hours / days.days if days.days else 0.0
        # Few hours beside several days may be the hours of each day.
        if (3 if (days.days or 0) <= 1 else 5) <= each <= 10:
            return exact
    msg = f"two lengths that do not agree; {_LENGTH}"
    raise ValueError(msg)


def _length(text: str, unit: float | None) -> _Length:
    """``2``, ``2 hours``, ``1 day and 2 hours``, ``3 x 2 hours``."""
    if re.fullmatch(_NUMBER, text):
        return _Length(_bare(float(text.replace(",", "")), unit))
    times = _TIMES.fullmatch(text)
    if times:
        count, one = int(times[1] or times[4]), _length(times[2] or times[3], unit)
        return _Length(count * one.hours, None if one.days is None else count * one.days)
    if not text:
        raise ValueError(_LENGTH)
    total, number, at = 0.0, 0.0, 0
    smallest = math.inf
    while at < len(text):
        part = _PART.match(text, at)
        # Units get smaller in one length: "1 hour 2 hours" is none.
        if part is None or _UNITS[part["unit"][0]] >= smallest:
            raise ValueError(_LENGTH)
        smallest = _UNITS[part["unit"][0]]
        number = float(part["number"].replace(",", ""))
        total += number * smallest
        at = part.end()
    return _Length(total, number if smallest == HOURS_IN_A_DAY else None)


def _bare(number: float, unit: float | None) -> float:
    if unit is None and number > _MOST_BARE:
        msg = f"neither cell nor heading says hours or minutes; {_LENGTH}"
        raise ValueError(msg)
    return number if unit is None else _scaled(number, unit)


#: Two times of a day, such as ``9:30 - 16:30`` or ``9.30am to 4pm``.
_BETWEEN = re.compile(
    r"(?:from\s*)?(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]\.?m\.?)?\s*(?:-|–|—|to|until|till)\s*"
    r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]\.?m\.?)?",
    re.I,
)
#: ``0930-1630``: two times of the clock, each on a full five minutes, and no two years.
_FOUR_DIGITS = re.compile(r"^([01]\d|2[0-3])([0-5][05])\s*(?:-|–|—|to)\s*([01]\d|2[0-3])([0-5][05])$")
_NOON = 12 * 60


def hours_between(text: str) -> float | None:
    """Hours between two times of a day; nothing where the text is no such span. Breaks are not taken off.

    Example:
        >>> hours_between("9:30 - 16:30"), hours_between("9.30am to 4pm"), hours_between("2-3 hours")
        (7.0, 6.5, None)
        >>> hours_between("0930-1630")
        7.0
    """
    found = _BETWEEN.fullmatch(_FOUR_DIGITS.sub(r"\1:\2 - \3:\4", text.strip()))
    if found is None or not (found[2] or found[3] or found[5] or found[6]):
        return None
    start, end = (_minutes(found[at], found[at + 1], found[at + 2]) for at in (1, 4))
    if start is None or end is None:
        return None
    if end < start and not (found[3] or found[6]) and end + _NOON > start:
        end += _NOON  # "9:30 - 4:30" is in the afternoon
    return round((end - start) / 60, 4) if end > start else None


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    at, past = int(hour), int(minute or 0)
    if at > 23 or past > 59:
        return None
    if half is not None and half[0] in "pP" and at < 12:
        at += 12
    return at * 60 + past


# --- places ------------------------------------------------------------------------------------------


def parse_seats(value: object) -> int | None:
    """Places on a course: ``12``, ``"max 12"``, ``"6-12"`` (the upper end); ``None`` for unlimited.

    Raises:
        ValueError: If a person could not read a number of places from it, or it is below zero.

    Example:
        >>> parse_seats("max 12"), parse_seats("unlimited"), parse_seats(8)
        (12, None, 8)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = _in_range(_float(value), "seats", MOST_SEATS)
        if not number.is_integer():
            msg = "expected a whole number of places"
            raise ValueError(msg)
        return int(number)
    text = plain_text(value)
    if text in _UNKNOWN or text in {"unlimited", "no limit", "any"}:
        return None
    found = re.fullmatch(
        r"(?:max(?:imum)?|up to|limited to|about)?\.?\s*(?:of )?(?:\d+\s*(?:-|–|to)\s*)?(\d+)(?:\.0+)?"
        r"\s*(?:places?|seats?|learners?|people|delegates?|max(?:imum)?|spaces?)?(?: left| available| max)?",
        text,
    )
    if not found:
        below = re.match(r"[-−]\s*\d", text)
        msg = (
            "seats are below zero; expected 0 or more" if below else "expected a number of places such as 12"
        )
        raise ValueError(msg)
    return int(_in_range(float(found[1]), "seats", MOST_SEATS))


def plain_text(value: object) -> str:
    """A cell as text without case and surplus spaces."""
    return "" if value is None else " ".join(str(value).casefold().split())


def _short_text(value: object, expected: str) -> str:
    text = plain_text(value)
    if len(text) > _LONGEST:
        raise ValueError(expected)
    return text


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _scaled(number: float, unit: float) -> float:
    return number if unit == 1 else round(number * unit, 4)


def _in_range(number: float, what: str, most: float) -> float:
    if math.isnan(number) or number < 0:
        msg = f"{what} is below zero or no number; expected 0 or more"
        raise ValueError(msg)
    if number > most:
        msg = f"{what} is beyond belief; expected at most {most:,.0f}"
        raise ValueError(msg)
    return number
