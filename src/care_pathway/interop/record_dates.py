"""Dates of supervision, appraisal, DBS and right to work: kept and shown as facts, and never judged.

They stand in evidence files as rows, and in staff lists, matrices and lists of their own as columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import evolve, field, frozen

from care_pathway._record import Result
from care_pathway.interop.matching import Entry, Matcher, Person
from care_pathway.problems import Problem, shown
from care_pathway.tabular.cells import text
from care_pathway.tabular.days import Days, NotADayError, parts_of, parts_read
from care_pathway.tabular.grids import notice
from care_pathway.tabular.headings import bare, fields_named, normal, words

#: So many cells of a column have to be days.
_ENOUGH = 0.4
_NUMBER = re.compile(r"\b\d{1,2}\b|\bq[1-4]\b", re.I)


class DateKind(StrEnum):
    """Kinds of date that are kept.

    Example:
        >>> DateKind("dbs").label
        'DBS check'
    """

    SUPERVISION = "supervision"
    """A supervision that took place."""
    APPRAISAL = "appraisal"
    """An appraisal that took place."""
    DBS = "dbs"
    """A DBS check."""
    RIGHT_TO_WORK = "right-to-work"
    """A check of the right to work."""

    @property
    def label(self) -> str:
        """Its name in words."""
        return _LABELS[self]


_LABELS = {
    DateKind.SUPERVISION: "Supervision",
    DateKind.APPRAISAL: "Appraisal",
    DateKind.DBS: "DBS check",
    DateKind.RIGHT_TO_WORK: "Right to work",
}


@frozen(kw_only=True, repr=False, eq=False)
class KeptDate(Result):
    """A date on file about a person.

    Attributes:
        worker: Reference of the worker as the file has it; the worker's id once it is known who it is.
        kind: What it is the date of.
        on: The day of it; ``None`` where only the next is on file.
        until: The last day on which it is valid, or the day of the next.
        file: The file it is from.
        line: The line in it.
        person: Who it is about, to join files; it shows nothing of it.
    """

    worker: str | None
    kind: DateKind = field(converter=DateKind)
    on: date | None = None
    until: date | None = None
    file: str | None = None
    line: int | None = None
    person: Person = field(factory=Person)

    def _shown(self) -> Iterator[tuple[str, Any]]:
        for name in ("worker", "kind", "on", "until"):
            if getattr(self, name) is not None:
                yield name, getattr(self, name)


class DateColumns:
    """The columns of a table that hold such dates.

    Args:
        file: The file's own name.
        names: Its headings.
        rows: The rows below.
        taken: Positions of columns that are something else.

    Attributes:
        columns: For each position the kind, and whether it holds the next or last day.
        read: Headings of those columns.
    """

    def __init__(
        self, file: str, names: Sequence[str], rows: Sequence[Sequence[Any]], taken: Iterable[int] = ()
    ) -> None:
        self._file = file
        found = {at: _of(name) for at, name in enumerate(names) if at not in set(taken)}
        cells = {
            at: [row[at] for row in rows if at < len(row) and text(row[at])]
            for at, one in found.items()
            if one is not None
        }
        self._cells = cells
        self._days = {at: Days(column) for at, column in cells.items()}
        self.columns: Mapping[int, tuple[DateKind, bool]] = {
            at: one
            for at, one in found.items()
            if one is not None and cells[at] and _share(cells[at], self._days[at]) >= _ENOUGH
        }
        self.read = tuple(shown(names[at]) or "" for at in self.columns)
        self._not_days: Counter[int] = Counter()
        self._names = tuple(names)

    def of_row(
        self, cells: Sequence[Any], *, worker: str | None, person: Person, line: int
    ) -> Iterator[KeptDate]:
        """The dates of a row."""
        done: dict[DateKind, list[date]] = {}
        until: dict[DateKind, date] = {}
        for at, (kind, ends) in self.columns.items():
            if at >= len(cells) or not text(cells[at]):
                continue
            try:
                day = self._days[at].day(cells[at], done=not ends)
            except NotADayError:
                self._not_days[at] += not is_without_end(cells[at])
                continue
            if day is not None and ends:
                until[kind] = day
            elif day is not None:
                done.setdefault(kind, []).append(day)
        for kind in DateKind:
            days: list[date | None] = [*sorted(done.get(kind, ()))]
            for place, day in enumerate(days or ([None] if kind in until else [])):
                # The next is that of the last.
                last = until.get(kind) if place == max(0, len(days) - 1) else None
                yield KeptDate(
                    worker=worker, kind=kind, on=day, until=last, file=self._file, line=line, person=person
                )

    def notices(self, dates: Sequence[KeptDate], *, told: Iterable[int] = ()) -> Iterator[Problem]:
        """What was kept, and which cells are no days.

        Args:
            dates: What was kept.
            told: Positions of columns whose cells that are no days are told of elsewhere.
        """
        if self.read:
            counts = Counter(one.kind.label for one in dates)
            listed = ", ".join(f"{number:,} of {label}" for label, number in sorted(counts.items()))
            yield notice(
                self._file,
                f"dates that are kept and shown, and never judged: {listed or 'none'}; "
                f"read from {', '.join(map(repr, self.read))}",
            )
        for at, (_, ends) in self.columns.items():
            read_so = parts_read(parts_of(self._cells[at]), done=not ends)
            if read_so is not None:
                yield notice(self._file, read_so, column=shown(self._names[at]))
        for at, number in self._not_days.items():
            if at in {*told}:
                continue
            cells = "1 cell is no day and is" if number == 1 else f"{number:,} cells are no days and are"
            yield notice(self._file, f"{cells} not kept", column=shown(self._names[at]))


def is_without_end(cell: Any) -> bool:
    """Whether a cell says that there is no day, such as *indefinite*."""
    return normal(text(cell)) in words("no-expiry")


def _of(name: str) -> tuple[DateKind, bool] | None:
    """Which date a heading is about, and whether it is the next or last day."""
    for written in (name, bare(name), _NUMBER.sub(" ", name)):
        field_ = next((one for one in fields_named(written, "records") if one != "worker"), None)
        if field_ is not None:
            return DateKind(field_.removesuffix("_until").replace("_", "-")), field_.endswith("_until")
    return None


def _share(cells: Sequence[Any], days: Days) -> float:
    good = 0
    for cell in cells:
        try:
            good += days.day(cell) is not None
        except NotADayError:
            continue
    return good / len(cells)


def joined_dates(dates: Iterable[KeptDate], people: Iterable[Entry]) -> tuple[KeptDate, ...]:
    """Dates with the ids of the workers that they are about, each once; those of nobody known are left out.

    Args:
        dates: The dates that files hold.
        people: The people, as `care_pathway.interop.staff.entries_of` gives them.

    Example:
        >>> dates = [KeptDate(worker="0007", kind="dbs", on=date(2026, 1, 5))]
        >>> joined_dates(dates, [Entry("7", "7", Person())])[0].worker
        '7'
    """
    matcher = Matcher(people)
    made: dict[tuple[Any, ...], KeptDate] = {}
    for one in dates:
        for worker in matcher.find(one.worker, one.person):
            made.setdefault((worker, one.kind, one.on, one.until), evolve(one, worker=worker))
    return tuple(made.values())
