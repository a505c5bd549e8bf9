"""When training runs out: the day on file, else the customary period of its topic, in every answer."""

from __future__ import annotations

import os
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

from care_pathway._data import read_csv
from care_pathway._record import Record
from care_pathway.errors import DataError
from care_pathway.model._fields import as_tuple
from care_pathway.problems import Place, Problem, ProblemKind, shown

if TYPE_CHECKING:
    import csv


@frozen(kw_only=True, repr=False, eq=False)
class Renewal(Record):
    """After how many months training on a topic is refreshed.

    Attributes:
        topic: The topic: a theme, a topic of a practice area, or a narrower subject such as ``fire-safety``.
        months: Whole months; ``None`` where it need not be refreshed.
        basis: Who says so; ``editorial`` for a custom of the sector.
        why: The reason, in words.

    Example:
        >>> Renewal(topic="fire-safety", months=24, basis="our policy").months
        24
    """

    topic: str
    months: int | None
    basis: str = "editorial"
    why: str = ""


@frozen(kw_only=True, repr=False, eq=False)
class Renewals(Record):
    """The renewal table: a customary period for each topic.

    Attributes:
        rows: The periods, each topic once.

    Example:
        >>> bundled_renewals().months(("fire-safety", "food-safety"))
        12
        >>> ours = Renewals(rows=(Renewal(topic="fire-safety", months=36, basis="our policy"),))
        >>> bundled_renewals().replaced_by(ours).months(("fire-safety",))
        36
    """

    rows: tuple[Renewal, ...] = field(default=(), converter=as_tuple)

    @cached_property
    def _months(self) -> dict[str, int | None]:
        return {row.topic: row.months for row in self.rows}

    @property
    def topics(self) -> frozenset[str]:
        """The topics that are listed."""
        return frozenset(self._months)

    def months(self, topics: Iterable[str]) -> int | None:
        """The shortest period of some topics; ``None`` where none of them has one."""
        known = (self._months.get(topic) for topic in topics)
        return min((months for months in known if months is not None), default=None)

    def replaced_by(self, other: Renewals) -> Renewals:
        """This table with the rows of another in place of its own for the same topics."""
        return Renewals(rows=(*(row for row in self.rows if row.topic not in other.topics), *other.rows))


@cache
def bundled_renewals() -> Renewals:
    """The bundled table of customary renewal periods, with its reasons.

    Example:
        >>> next(row.why for row in bundled_renewals().rows if row.topic == "fire-safety")
        'care employers usually repeat it every year'
    """
    return Renewals(
        rows=tuple(
            Renewal(topic=row["topic"], months=int(row["months"]), basis=row["basis"], why=row["why"])
            for row in read_csv("renewals.csv")
        )
    )


def read_renewals(path: str | os.PathLike[str]) -> Renewals:
    r"""An own table of renewal periods, laid over the bundled one.

    A CSV file with the columns ``topic`` and ``months``, and ``basis`` and ``why`` where wanted. A topic that
    the file does not list keeps its bundled period; one with an empty ``months`` has none.

    Args:
        path: The file. The bundled table, `bundled_renewals`, lists the topics.

    Raises:
        DataError: If the file cannot be read as such a table, with every problem in it.

    Example:
        >>> from pathlib import Path
        >>> size = Path("ours.csv").write_text("topic,months\nfire-safety,24\n")
        >>> read_renewals("ours.csv").months(["fire-safety"])
        24
    """
    import csv

    from care_pathway.tabular.files import open_source

    opened = open_source(path)
    if opened.spreadsheet:
        raise _refused(opened.name, "this is a workbook; save the sheet as CSV")
    lines = [line for line in opened.lines() if not line.startswith("#")]
    try:
        heads, rows = _table(csv.DictReader(lines, skipinitialspace=True))
    except csv.Error as error:
        raise _refused(opened.name, f"this is no table of renewal periods: {error}") from None
    if not {"topic", "months"} <= set(heads):
        raise _refused(opened.name, f"expected the columns topic and months; found {', '.join(heads)}")
    found: dict[str, Renewal] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, 1):
        topic, months = ((row[name] or "").strip() for name in ("topic", "months"))
        if not topic and not months:
            continue
        wrong = _wrong(topic, months, found)
        if wrong is not None:
            column, message = wrong
            place = Place(file=opened.name, record=number, column=column)
            value = shown(row[column] or "")
            problems.append(Problem(kind=ProblemKind.DOCUMENT, message=message, place=place, found=value))
            continue
        basis, why = ((row.get(name) or "").strip() for name in ("basis", "why"))
        found[topic] = Renewal(
            topic=topic, months=int(months) if months else None, basis=basis or "own table", why=why
        )
    if problems:
        raise DataError(problems)
    return bundled_renewals().replaced_by(Renewals(rows=tuple(found.values())))


def _table(rows: csv.DictReader[str]) -> tuple[list[str], list[dict[str, str]]]:
    """The headings in lower case, and the rows by them."""
    heads = [head.strip().lower() for head in rows.fieldnames or ()]
    rows.fieldnames = heads
    return heads, list(rows)


def _wrong(topic: str, months: str, found: dict[str, Renewal]) -> tuple[str, str] | None:
    """What is wrong with a row of an own table, if anything: the column and the message."""
    known = bundled_renewals().topics
    if topic not in known:
        return "topic", f"not a topic of the renewal table; the topics are {', '.join(sorted(known))}"
    if topic in found:
        return "topic", "this topic is listed twice; keep one row"
    if months and not (months.isascii() and months.isdigit() and len(months) < 4 and int(months) > 0):
        return (
            "months",
            "expected a whole number of months from 1 to 999, or nothing for no period",
        )
    return None


def _refused(file: str, message: str) -> DataError:
    return DataError([Problem(kind=ProblemKind.DOCUMENT, message=message, place=Place(file=file))])


class Expiry(NamedTuple):
    """Until when training counts.

    Attributes:
        day: The last day on which it counts; ``None`` where no expiry is known.
        months: The customary months that it was worked out from; ``None`` where the day is on file.
    """

    day: date | None
    months: int | None = None


def expiry_of(
    completed: date | None, expires: date | None, topics: Iterable[str], renewals: Renewals
) -> Expiry:
    """Until when training counts: the day on file, else the shortest customary period of its topics.

    Args:
        completed: The day it was completed.
        expires: The last day on which it counts, where that is on file.
        topics: Topics of the renewal table that it is about.
        renewals: The table.

    Example:
        >>> expiry_of(date(2025, 1, 31), None, ("fire-safety",), bundled_renewals())
        Expiry(day=datetime.date(2026, 1, 31), months=12)
        >>> expiry_of(None, None, ("fire-safety",), bundled_renewals()).day is None
        True
    """
    if expires is not None or completed is None:
        return Expiry(expires)
    months = renewals.months(topics)
    return Expiry(None) if months is None else Expiry(add_months(completed, months), months)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is shorter; never beyond year 9999.

    Example:
        >>> add_months(date(2025, 8, 31), 6)
        datetime.date(2026, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
