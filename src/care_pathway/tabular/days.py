"""Days as people and programs write them: one reader for every column of every table.

What a cell allows is looked at for the column as a whole: ``04/05/2026`` is the fourth of May, unless other
cells of the column can only be month first. Where cells contradict each other, none of those that could be
either is read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from care_pathway.tabular.headings import normal, words

EXPECTED = "expected a date as DD/MM/YYYY"
NOT_REAL = "not a real date; expected DD/MM/YYYY, the day first"
TOO_OLD = "too long ago; expected DD/MM/YYYY"
TOO_FAR = "too far ahead to be a day; read as not known"
EITHER = (
    "this could be day first or month first, and other cells of the column are written both ways; not read. "
    "Write the column as DD/MM/YYYY"
)

_EARLIEST = 1920
_LATEST = 2100
#: Programs write the last day of these years where there is no day: nobody has left, nothing expires.
_NEVER = (2999, 4712, 9999)
#: Two-digit years below this are of this century.
_PIVOT = 50
#: Excel counts days from here; a number of five digits in a column of days is one of them.
_EPOCH = date(1899, 12, 30)
#: Seconds since 1970, as programs write a moment: ten digits, of 2001 to 2065.
_SECONDS = re.compile(r"[12]\d{9}\Z")
_LONGEST = 80

_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for month in names.split()
}
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?\s*", re.I)
_TIME = re.compile(
    r"(?:(?<=\d)t|(?:^|[\s,]+)(?:at\s+)?)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:z|(?:utc|gmt|bst)?(?:[+-]\d{2}:?\d{2})?(?:\s\([a-z ]{1,40}\))?)(?=$|[\s,])",
    re.I,
)
#: Without one a text is no day.
_FIGURE = re.compile(r"\d")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})\Z")
_NUMBERS = re.compile(r"(\d{1,2})\s?[/.\-\s\\]\s?(\d{1,2})\s?[/.\-\s\\]\s?(\d{4}|\d{2})\Z")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*(?:of\s+)?([a-z]{3,9})\.?,?[\s\-/.]*'?(\d{4}|\d{2})\Z", re.I
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s\-]+(\d{4})\Z", re.I)
_MONTH = re.compile(r"([a-z]{3,9})\.?,?[\s\-/]*'?(\d{4}|\d{2})\Z", re.I)
_MONTH_NUMBER = re.compile(r"(?:(\d{1,2})[/.\-](\d{4})|(\d{4})[/.\-](\d{1,2}))\Z")
#: ``12/26``: no month is 26.
_MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{2})\Z")
_YEAR = re.compile(r"(?:19|20)\d{2}\Z")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?\Z")
#: In running words: a year, with the month and the day before it where they are given.
_NAMED = re.compile(
    r"\b(?:(?<!level )(?<!lvl )(?<!nvq )\d{1,2}(?:st|nd|rd|th)?[\s-]+[a-z]{3,9}\.?[\s-]+|[a-z]{3,9}\.?[\s/-]+"
    r"|\d{1,2}[/.-](?:\d{1,2}[/.-])?)?"
    r"\b(?P<year>(?:19|20)\d\d)(?:-\d\d-\d\d|\s?[-–/]\s?(?P<end>(?:19|20)\d\d)|[-–/]\d\d)?\b",
    re.I,
)
#: The same with two figures for the year: 12.05.27, May 27, 05/27, '27, and from one year to the next: 26/27.
#: So many of so many (10/15 standards, 10/25 units) are no month.
_NAMED_SHORT = re.compile(
    r"(?<![\w/.'-])(?:\d{1,2}[/.-]\d{1,2}[/.-]\d\d"
    r"|(?:(?<!level )(?<!lvl )(?<!nvq )\d{1,2}(?:st|nd|rd|th)?[\s-]*(?:of\s+)?)?"
    rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?,?[\s/-]*'?\d\d"
    r"|(?:0?[1-9]|1[0-2])/[2-4]\d|(?P<from>[2-4]\d)[/–-](?P<to>\d\d)|'(?P<year>\d\d))"
    r"(?![\w/'-]|\.\d|\s*(?:%|unit|credit|standard|module))",
    re.I,
)


class DayPart(StrEnum):
    """How much of a day is written.

    Example:
        >>> DayPart("month")
        <DayPart.MONTH: 'month'>
    """

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Order(StrEnum):
    """Which comes first in a column of numbers.

    Example:
        >>> Order("day-first")
        <Order.DAY_FIRST: 'day-first'>
    """

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    BOTH = "both"
    """Some cells can only be the one, some only the other."""


class WrittenDay(NamedTuple):
    """What a cell allows.

    Attributes:
        day: Its day, or the one it is with the day first.
        other: The day that it is with the month first, where it could be both.
        part: How much of it is written; `day` is the last of a month or a year.
        only: The order that it proves, where it allows one only.
        wrong: Why it is no day.
    """

    day: date | None = None
    other: date | None = None
    part: DayPart = DayPart.DAY
    only: Order | None = None
    wrong: str | None = None


class NotADayError(ValueError):
    """A cell that is no day; the message says what is expected."""


def written(cell: Any) -> WrittenDay:
    """What a cell allows, alone.

    Example:
        >>> written("Thursday, 15 January 2026, 9:30 AM").day
        datetime.date(2026, 1, 15)
        >>> written("04/05/2026").other
        datetime.date(2026, 4, 5)
        >>> written("Oct-26").day
        datetime.date(2026, 10, 31)
    """
    if isinstance(cell, datetime):
        return _checked(cell.date())
    if isinstance(cell, date):
        return _checked(cell)
    return _read(str(cell).strip()) if cell is not None else WrittenDay()


def looks_like_a_day(cell: Any) -> bool:
    """Whether a cell is a day, alone; bare numbers are none.

    Example:
        >>> [looks_like_a_day(cell) for cell in ("14/03/2026", "46037", "2026", "Carer")]
        [True, False, False, False]
    """
    if isinstance(cell, date):
        return True
    text = "" if cell is None else str(cell).strip()
    if len(text) <= 4 or _FIGURE.search(text) is None or text.replace(".", "", 1).isdecimal():
        return False
    return written(text).day is not None


class NamedDay(NamedTuple):
    """A day, a month or a year in running words.

    Attributes:
        words: How it is written.
        first: Its first day.
        last: Its last day.
    """

    words: str
    first: date
    last: date


def days_named(text: str) -> tuple[NamedDay, ...]:
    """The days, months and years that running words name.

    Example:
        >>> [str(one.first) for one in days_named("Level 3 diploma, begun 2019, due Aug 2026")]
        ['2019-01-01', '2026-08-01']
        >>> [str(one.first) for one in days_named("Level 3 diploma, Jan '27")]
        ['2027-01-01']
    """
    named = list(map(_named, _NAMED.finditer(text)))
    rest = _with_plain_quotes(text)
    for one in named:
        rest = rest.replace(one.words, " " * len(one.words), 1)
    for found in _NAMED_SHORT.finditer(rest):
        day = _named_short(found)
        if day is not None:
            named.append(day._replace(words=text[found.start() : found.end()]))
    return tuple(named)


def _with_plain_quotes(text: str) -> str:
    return text.replace("\u2019", "'").replace("\u2018", "'")


def _named(found: re.Match[str]) -> NamedDay:
    """The day that is named: with what stands before the year, from the year on, or the year alone.

    Years from one to another, such as 2024/25 or 2025-27, may last until the end of the second.
    """
    year = int(found["year"])
    from_year = found[0][found.start("year") - found.start() :]
    end = int(found["end"] or 0) or year - year % 100 + int(from_year[5:] if len(from_year) == 7 else 0)
    if end > year and written(from_year).day is None:
        return NamedDay(from_year, date(end, 12, 31), date(end, 12, 31))
    for named in (found[0], from_year, found["year"]):
        day = written(named)
        if day.day is not None:
            break
    return _lasting(named, day.day or date(year, 12, 31), day.part)


def _named_short(found: re.Match[str]) -> NamedDay | None:
    """The day that is named with two figures for its year; ``None`` where there is no such day."""
    if found["from"] and int(found["to"]) != int(found["from"]) + 1:
        return None
    if found["from"] or found["year"]:
        end = date(_year(found["to"] or found["year"]), 12, 31)
        return NamedDay(found[0], end if found["from"] else end.replace(month=1, day=1), end)
    day = written(found[0])
    return None if day.day is None else _lasting(found[0], day.day, day.part)


def _lasting(words: str, last: date, part: DayPart) -> NamedDay:
    """A day, or the month or year of which it is the last."""
    if part is DayPart.DAY:
        return NamedDay(words, last, last)
    return NamedDay(words, last.replace(day=1, month=last.month if part is DayPart.MONTH else 1), last)


def _read(text: str) -> WrittenDay:
    if not text or text == "0" or _is_unknown(text):
        return WrittenDay()  # programs write "0" for no moment
    if len(text) > _LONGEST:
        return WrittenDay(wrong=EXPECTED)
    try:
        # As it stands first: 12.03.26 is a day, and would be a time too. So is that of 12.03.26 14:05.
        found = (
            _parse(_plain(text)) or _parse(_without_last_time(text)) or _parse(_plain(_TIME.sub(" ", text)))
        )
    except ValueError:
        return WrittenDay(wrong=NOT_REAL)
    return found or WrittenDay(wrong=EXPECTED)


def _without_last_time(text: str) -> str:
    times = list(_TIME.finditer(text))
    return _plain(f"{text[: times[-1].start()]} {text[times[-1].end() :]}") if times else ""


def _plain(text: str) -> str:
    return " ".join(_WEEKDAY.sub(" ", _with_plain_quotes(text)).split()).strip(" ,'")


def _is_unknown(text: str) -> bool:
    known = words("answer")
    plain = normal(text)
    return (known.get(text.casefold()) or (known.get(plain) if plain else "unknown")) == "unknown"


def _parse(text: str) -> WrittenDay | None:  # noqa: C901, PLR0911  one way of writing after the other
    if found := (_ISO.match(text) or _COMPACT.match(text)):
        return _checked(date(int(found[1]), int(found[2]), int(found[3])))
    if found := _NUMBERS.match(text):
        return _numbers(int(found[1]), int(found[2]), _year(found[3]))
    if found := _DAY_MONTH.match(text):
        month = _MONTHS.get(found[2].casefold())
        return None if month is None else _checked(date(_year(found[3]), month, int(found[1])))
    if found := _MONTH_DAY.match(text):
        month = _MONTHS.get(found[1].casefold())
        return None if month is None else _checked(date(int(found[3]), month, int(found[2])))
    if found := _MONTH.match(text):
        month = _MONTHS.get(found[1].casefold())
        return None if month is None else _last_of(_year(found[2]), month)
    if (found := _MONTH_YEAR.match(text)) and int(found[2]) > 12:
        return _last_of(_year(found[2]), int(found[1]))
    if found := _MONTH_NUMBER.match(text):
        return _last_of(int(found[2] or found[3]), int(found[1] or found[4]))
    if _YEAR.match(text):
        return _checked(date(int(text), 12, 31), DayPart.YEAR)
    if found := _SERIAL.match(text):
        return _checked(_EPOCH + timedelta(days=int(found[1])))
    if _SECONDS.match(text):
        return _checked(date(1970, 1, 1) + timedelta(days=int(text) // 86_400))
    return None


def _numbers(first: int, second: int, year: int) -> WrittenDay:
    """Two numbers and a year: which of them is the day."""
    if first > 12 and second > 12:
        return WrittenDay(wrong=NOT_REAL)
    only = Order.MONTH_FIRST if second > 12 else Order.DAY_FIRST if first > 12 else None
    day, month = (second, first) if only is Order.MONTH_FIRST else (first, second)
    try:
        found = _checked(date(year, month, day))
    except ValueError:  # 31/02/2026 is no day, and has the day first
        return WrittenDay(wrong=NOT_REAL, only=only)
    if found.day is None or first == second:
        return found
    if only is not None:
        return found._replace(only=only)
    return found._replace(other=date(year, first, second))


def _last_of(year: int, month: int) -> WrittenDay:
    if not 1 <= month <= 12:
        return WrittenDay(wrong=NOT_REAL)
    return _checked(date(year, month, monthrange(year, month)[1]), DayPart.MONTH)


def _checked(day: date, part: DayPart = DayPart.DAY) -> WrittenDay:
    if day.year in _NEVER:
        return WrittenDay()
    if day.year < _EARLIEST:
        return WrittenDay(wrong=TOO_OLD)
    if day.year > _LATEST:
        return WrittenDay(wrong=TOO_FAR)
    return WrittenDay(day=day, part=part)


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < _PIVOT else 1900)


def day_done(day: date | None, part: DayPart) -> date | None:
    """The day on which something was done: of a year alone the first, which renews it soonest.

    Example:
        >>> day_done(date(2025, 12, 31), DayPart.YEAR)
        datetime.date(2025, 1, 1)
    """
    return day.replace(month=1, day=1) if day is not None and part is DayPart.YEAR else day


def parts_of(cells: Iterable[Any]) -> Mapping[DayPart, int]:
    """How many cells name how much of a day; each different cell is read once.

    Example:
        >>> parts_of(["2025", "2025", "Oct 2025"])[DayPart.YEAR]
        2
    """
    parts: Counter[DayPart] = Counter()
    for cell, number in Counter(cells).items():
        parts[written(cell).part] += number
    return parts


def parts_read(parts: Mapping[DayPart, int], *, done: bool) -> str | None:
    """How cells were read that name a month or a year and no day; ``None`` where there are none.

    Args:
        parts: How many cells name how much of a day.
        done: Whether something was done on them.

    Example:
        >>> parts_read({DayPart.YEAR: 2}, done=True)
        'of a year alone (2 cells) the first day was taken; write the whole date'
    """
    said = [
        f"of a {part} alone ({number:,} {'cell' if number == 1 else 'cells'}) the {which} day was taken"
        for part, which in ((DayPart.MONTH, "last"), (DayPart.YEAR, "first" if done else "last"))
        if (number := parts.get(part, 0))
    ]
    return f"{', '.join(said)}; write the whole date" if said else None


class Days:
    """A column of days: its order of day and month, decided once from all of its cells.

    Args:
        cells: The cells of the column.
        otherwise: The order where no cell of the column proves one.

    Attributes:
        order: The order.
        proved: Whether a cell of the column proves it.
        ambiguous: How many cells could be either.

    Example:
        >>> us = Days(["01/25/2026", "04/05/2026"])
        >>> us.order, us.day("04/05/2026")
        (<Order.MONTH_FIRST: 'month-first'>, datetime.date(2026, 4, 5))
        >>> Days(["31/01/2026", "01/25/2026"]).order
        <Order.BOTH: 'both'>
    """

    def __init__(self, cells: Iterable[Any], *, otherwise: Order = Order.DAY_FIRST) -> None:
        found = {cell: None for cell in cells if isinstance(cell, str)}
        readings = [written(cell) for cell in found]
        only = {one.only for one in readings if one.only is not None}
        self.ambiguous = sum(one.other is not None for one in readings)
        self.proved = bool(only)
        self.order = Order.BOTH if len(only) == 2 else only.pop() if only else otherwise

    def day(self, cell: Any, *, done: bool = False) -> date | None:
        """The day of a cell; ``None`` where it is blank or says that it is not known.

        Args:
            cell: The cell.
            done: Whether something was done on it: of a year alone the first day is taken then.

        Raises:
            NotADayError: If it is no day, or could be two.
        """
        found = written(cell)
        if found.wrong is not None:
            raise NotADayError(self._as_in_column(found.wrong))
        if found.other is None:
            return day_done(found.day, found.part) if done else found.day
        if self.order is Order.BOTH:
            raise NotADayError(EITHER)
        return found.other if self.order is Order.MONTH_FIRST else found.day

    def _as_in_column(self, message: str) -> str:
        """A message that names the order of the column's other cells."""
        if self.order is not Order.MONTH_FIRST:
            return message
        return message.replace("DD/MM/YYYY, the day first", "MM/DD/YYYY, as the other cells")
