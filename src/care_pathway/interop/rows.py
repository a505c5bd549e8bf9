"""Rows of a plain table read field by field; what cannot be read becomes a problem, the rest stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import eq
from typing import Any

from attrs import evolve, frozen

from care_pathway.interop import cells as _values
from care_pathway.interop.matching import Person, parts_of_person
from care_pathway.interop.record_dates import DateColumns
from care_pathway.problems import WITHHELD, Place, Problem, Severity, shown
from care_pathway.tabular.cells import is_code, may_be_personal, name_and_code, text
from care_pathway.tabular.columns import Header, choose, left_out
from care_pathway.tabular.days import Days, NotADayError, Order, looks_like_a_day, parts_of, parts_read
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Book, Grid, notice
from care_pathway.tabular.grouping import grouped
from care_pathway.tabular.headings import Holds, TableField, fields, is_of_sums, normal, words
from care_pathway.tabular.sheets import open_book
from care_pathway.tabular.standing import is_failed_formula

_READERS: Mapping[str, Callable[[Any], Any]] = {
    "activity": _values.activity,
    "answer": _values.answer,
    "aspiration": _values.choice("aspiration"),
    "category": _values.category,
    "employment": lambda cell: _values.text(cell) or None,
    "evidence-kind": _values.choice("evidence-kind"),
    "further-job": _values.further_job,
    "id": _values.identifier,
    "job-role": _values.job_role,
    "line": lambda cell: _values.line(cell) or None,
    "qualifications": _values.qualifications,
    "rating": _values.choice("rating"),
    "reference": lambda cell: "".join(_values.text(cell).split()) or None,
    "score": lambda cell: _values.text(cell) or None,
    "status": lambda cell: _values.text(cell) or None,
    "text": lambda cell: _values.text(cell) or None,
    "period": lambda cell: _values.text(cell) or None,
    "training-category": _values.training_category,
    "whole": _values.whole,
}
_TOTALS = frozenset({"total", "totals", "grand total", "sum", "count", "headcount", "total staff", "average"})
#: Kinds whose cells a message may repeat: they hold no names unless columns are mixed up.
_REPEATABLE = frozenset(
    {"answer", "whole", "day", "status", "employment", "category", "job-role", "rating", "evidence-kind"}
    | {"training-category", "activity", "aspiration", "score"}
)
_LONGEST_SHOWN = 40
#: So many columns that are not read are named.
_NAMED = 30
#: An amount that its comma has parted.
_THOUSANDS = re.compile(r"£\d{1,3},\d{3}(?:\.\d{2})?")
#: What stands in a line of sums: 12, 50%, 7/9, 7 of 9.
_AMOUNT = re.compile(r"£?-?\d+(?:[.,]\d+)?\s*%?(?:\s*(?:/|of|out of)\s*\d+)?")
_DRAWN = re.compile(r":?[-=_]{2,}:?")
_FORMULA = ("=", "+", "@")


@frozen(kw_only=True)
class TableRow:
    """A row with its values by field."""

    record: int
    line: int
    names: tuple[str, ...]
    cells: tuple[str, ...]
    values: Mapping[str, Any]
    person: Person


#: Days on which something was done, in whatever table: of a year alone the first is taken, so that it is no
#: newer than the file shows. Of every other day it is the last.
DONE = frozenset(
    {
        *("completed", "qualification_achieved", "on", "training_completed", "competency_assessed"),
        *("supervision", "appraisal", "dbs", "right_to_work"),
    }
)


class ReadTable:
    """A plain table whose columns are known.

    Args:
        source: The file, or a frame.
        table: Which table: ``staff``, ``training``, ``evidence`` or ``courses``.
        columns: Headings that the caller names for fields.
        sheet: Its sheet, where the caller names it.
        fits: A further test that a sheet has to pass, where the caller names none.
        on: The day of reading: what was done lies before it.
        corrections: What cells should say instead, by line and heading.
        beside_days: What a cell in a field of days means that is no day; ``None`` where it means nothing.
    """

    def __init__(
        self,
        source: Source | Book | object,
        table: str,
        *,
        columns: Mapping[str, str] | None = None,
        sheet: str | None = None,
        fits: Callable[[Grid], bool] | None = None,
        on: date | None = None,
        corrections: Mapping[tuple[int, str], str] | None = None,
        beside_days: Callable[[str, str, Days], Any] | None = None,
    ) -> None:
        book = open_book(source)
        self.on = on
        self._beside_days = beside_days
        self.grid: Grid
        self.header: Header
        self.grid, self.header, notices = choose(book, table, sheet=sheet, columns=columns, fits=fits)
        self.grid = corrected(self.grid, self.header.names, self.header.row, corrections)
        self.file = book.file
        self.notices = [*book.notices, *self.grid.notices, *notices]
        self.problems = list(self.grid.problems)
        #: Record and field of every cell that could not be read.
        self.days: dict[str, Days] = {}
        self.unreadable: set[tuple[int, str]] = set()
        self._known: dict[tuple[str, type, Any], tuple[Any, str | None]] = {}
        self._sums: dict[tuple[str, bool], bool] = {}
        self._by_name: Mapping[str, TableField] = {one.field: one for one in fields(table)}
        self._reference = "id" if table == "staff" else "worker"
        self._about_people = table != "courses"
        self._warn_of_repeated_columns()
        self.look_at_days()

    # --- columns ------------------------------------------------------------------------------------

    def _warn_of_repeated_columns(self) -> None:
        plain = [normal(name) for name in self.header.names]
        for name, position in self.header.where.items():
            alike = [at for at, other in enumerate(plain) if other == plain[position]]
            if not {*alike} <= {*self.header.where.values()}:
                self.note(
                    f"more than one column is headed so; one of them was read as {name}",
                    column=shown(self.header.names[position]),
                )

    def column(self, name: str) -> Iterator[Any]:
        """The cells of a field's column, from the top."""
        return self.cells_at(self.header.where[name])

    def cells_at(self, position: int) -> Iterator[Any]:
        """The cells of a column, from the top."""
        for _, cells in self.grid.rows[self.header.row + 1 :]:
            yield cells[position] if position < len(cells) else None

    def look_at_days(self) -> None:
        """Look at the columns of days: at first, and where columns were found later."""
        self.days = self._order_of_days()

    def _order_of_days(self) -> dict[str, Days]:
        """For each column of days whether the day or the month comes first, and what to say of it."""
        names = [name for name in self.header.where if self._by_name[name].kind == "day"]
        found = {name: Days(self.column(name)) for name in names}
        # A column that proves nothing is written as the others of the file are.
        proved = {days.order for days in found.values() if days.proved}
        usual = proved.pop() if len(proved) == 1 else Order.DAY_FIRST
        for name, days in found.items():
            if not days.proved and usual is not Order.DAY_FIRST:
                days.order = usual
            if days.order is Order.MONTH_FIRST and (days.proved or days.ambiguous):
                why = "some of its days can only be so" if days.proved else "as in the other columns"
                self.note(f"read with the month first, {why}", column=self.heading(name))
        return found

    def say_how_days_were_read(self, names: Iterable[str] | None = None) -> None:
        """Say of each column of days how months and years alone were read; of all, or of some fields."""
        for name in self.days if names is None else names:
            if name in self.days:
                read_so = parts_read(parts_of(self.column(name)), done=name in DONE)
                if read_so is not None:
                    self.note(read_so, column=self.heading(name))

    def name_what_is_left(self, *, besides: Iterable[str] = ()) -> tuple[str, ...]:
        """Say which columns are not read; their headings."""
        joins = {
            shown(self.header.names[at])
            for at, kind in self.header.personal.items()
            if kind is not Holds.OTHER
        }
        left = [name for name in left_out(self.grid, self.header) if name not in {*besides, *joins}]
        if left:
            self.note(not_read(left))
        return tuple(left)

    def date_columns(self) -> DateColumns:
        """Its columns of dates of supervision and the like."""
        below = [tuple(map(text, cells)) for _, cells in self.grid.rows[self.header.row + 1 :]]
        taken = {*self.header.where.values(), *self.header.personal}
        return DateColumns(self.file, self.header.names, below, taken)

    def heading(self, name: str) -> str | None:
        """The heading of the column that was taken for a field."""
        position = self.header.where.get(name)
        return None if position is None else shown(self.header.names[position])

    # --- rows ---------------------------------------------------------------------------------------

    def rows(self) -> Iterator[TableRow]:
        """The rows below the header that are about something."""
        names = self.header.names
        columns = [(name, position, self._by_name[name].kind) for name, position in self.header.where.items()]
        people = self._columns_of_people()
        for record, (line, cells) in enumerate(self.grid.rows[self.header.row + 1 :], start=1):
            written = tuple(map(text, cells))
            why = self._idle(written, *people)
            if why is not None:
                self.report(record, line, why, severity=Severity.WARNING)
                continue
            if len(cells) > len(names):
                whole = self._with_thousands(record, line, cells)
                if any(map(text, whole[len(names) :])):
                    self.report(record, line, self._too_wide(len(whole)), severity=Severity.WARNING)
                cells = whole[: len(names)]  # noqa: PLW2901
                written = tuple(map(text, cells))
            yield self._row(record, line, cells, written, columns)

    def _with_thousands(self, record: int, line: int, cells: tuple[Any, ...]) -> tuple[Any, ...]:
        """Cells of a row that is too wide since an amount such as £1,200 stands there without quotes."""
        for at in range(len(cells) - 1):
            amount = f"{text(cells[at])},{text(cells[at + 1])}"
            if self.grid.sheet is None and _THOUSANDS.fullmatch(amount):
                note = f"read as {amount}; an amount with a comma needs quotes"
                self.report(record, line, note, value=text(cells[at]), severity=Severity.NOTICE)
                return (*cells[:at], amount, *cells[at + 2 :])
        return cells

    def _too_wide(self, width: int) -> str:
        advice = "" if self.grid.sheet is not None else "a cell with a delimiter in it may need quotes. "
        return (
            f"the row has {width} cells, the header {len(self.header.names)}; "
            f"{advice}The cells beyond are left out"
        )

    def _idle(self, written: tuple[str, ...], who: frozenset[int], job: int | None) -> str | None:
        """Why a row is about nobody."""
        names = self.header.names
        if any(map(eq, written, names)) and self._is_the_header(written):
            return "the header stands here again; left out"
        filled = [cell for cell in written if cell]
        if len(filled) > 1 and all(map(_DRAWN.fullmatch, filled)):
            return "a line drawn between rows; left out"
        if filled and self._about_people and _is_of_report(filled):
            return "this looks like a remark of the program that wrote the file, not a record; left out"
        first = normal(filled[0]) if filled and len(filled) <= max(2, len(names) // 2) else ""
        sums = first.rstrip("0123456789 ") in _TOTALS or first.startswith("total ")
        if sums or self._is_of_sums(written, who, job):
            return "this looks like a line of totals, not a record; left out"
        return None

    def _is_the_header(self, written: tuple[str, ...]) -> bool:
        """Whether a row says what the header says."""
        names = self.header.names
        read = [at for at in self.header.where.values() if at < len(written) and written[at]]
        # A heading merged over two rows stands in both, beside others in the lower one.
        merged = len(read) > 1 and all(written[at] == names[at] for at in read)
        return merged or (written[0] == names[0] and written == names[: len(written)])

    def _columns_of_people(self) -> tuple[frozenset[int], int | None]:
        """The columns that say who a row is about, and that of the job."""
        where = self.header.where
        own = [where[self._reference]] if self._reference in where else []
        return frozenset((*self.header.personal, *own)), where.get("job_title")

    def _is_of_sums(self, cells: Sequence[str], who: frozenset[int], job: int | None) -> bool:
        """Whether a row about nobody has the label of sums where a person, or their job, would stand."""
        named = [at for at in who if at < len(cells) and cells[at]]
        titled = job is not None and job < len(cells) and bool(cells[job])
        at = named[0] if len(named) == 1 and not titled else job if who and titled and not named else None
        if at is None or cells[at].isdigit():  # a number is somebody's reference
            return False
        filled = {place: cell for place, cell in enumerate(cells) if cell}
        label = filled.pop(at)
        amounts = all(map(_AMOUNT.fullmatch, filled.values()))
        if named:
            key = (label, amounts)
            if key not in self._sums:  # one person may have many rows
                self._sums[key] = is_of_sums(label, begins=amounts)
            return self._sums[key]
        # "Trainer" and "Key worker" are jobs of people whom nobody named.
        is_job = normal(label).rpartition(" ")[2] in words("job")
        return bool(filled) and amounts and not is_job and is_of_sums(label, begins=True)

    def _row(
        self,
        record: int,
        line: int,
        cells: tuple[Any, ...],
        written: tuple[str, ...],
        columns: list[tuple[str, int, str]],
    ) -> TableRow:
        values: dict[str, Any] = {}
        width = len(cells)
        for name, position, kind in columns:
            cell = cells[position] if position < width else None
            values[name] = None if cell is None else self._value(record, line, name, kind, position, cell)
        mixed = self.header.mixed
        if mixed is not None and mixed < width and values.get(self._reference) is None:
            code = written[mixed] if is_code(written[mixed]) else name_and_code(written[mixed])[1]
            values[self._reference] = "".join(code.split()) if code else None
        return TableRow(
            record=record,
            line=line,
            names=self.header.names,
            cells=written,
            values=values,
            person=self.person(written),
        )

    def person(self, cells: tuple[str, ...]) -> Person:
        """Who a row is about, for joining: a name and an e-mail address."""
        return Person.of_parts(parts_of_person(cells, self.header.personal))

    def _value(self, record: int, line: int, name: str, kind: str, position: int, cell: Any) -> Any:
        key = (name if kind == "day" else kind, type(cell), cell)  # 1 and True are equal, and not the same
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(name, kind, cell)
        value, wrong = found
        if wrong is not None:
            self.unreadable.add((record, name))
            written = text(cell)
            short = len(written) <= _LONGEST_SHOWN and kind in _REPEATABLE
            short = short and (kind == "day" or not may_be_personal(written))
            self.report(
                record,
                line,
                wrong,
                column=shown(self.header.names[position]),
                value=shown(written, personal=not short),
            )
        elif kind in ("line", "text", "reference") and value is not None and str(value).startswith(_FORMULA):
            self.note(
                "this looks like a formula; read as text",
                record=record,
                line=line,
                column=shown(self.header.names[position]),
            )
        return value

    def _read(self, name: str, kind: str, cell: Any) -> tuple[Any, str | None]:
        """The value of a cell, or what is wrong with it; cells repeat, so each is read once."""
        if not text(cell):
            return None, None
        if kind != "status" and is_failed_formula(text(cell)):
            return None, "a formula without a result; mend it in the workbook, or write the value"
        wrong: str | None = None
        try:
            value = self.days[name].day(cell, done=name in DONE) if kind == "day" else _READERS[kind](cell)
        except (_values.NotUnderstoodError, NotADayError) as error:
            value, wrong = None, str(error)
        if value is None and kind == "day" and self._beside_days is not None:
            meant = self._beside_days(name, text(cell), self.days[name])
            if meant is not None:
                return meant, None
        return value, wrong

    # --- what to say --------------------------------------------------------------------------------

    def note(self, message: str, *, found: str | None = None, **place: Any) -> None:
        """Note how something was read."""
        self.notices.append(evolve(notice(self.file, message, **place), found=found))

    def report(
        self,
        record: int,
        line: int,
        message: str,
        *,
        column: str | None = None,
        value: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem of a row."""
        (self.notices if severity is Severity.NOTICE else self.problems).append(
            Problem(
                message=message,
                place=Place(file=self.file, record=record, line=line, column=column),
                found=value,
                severity=severity,
            )
        )

    @property
    def cells_to_check(self) -> tuple[Problem, ...]:
        """The cells of its problems, one by one, that a person can settle with `corrections`."""
        return cells_to_check(self.problems)

    @property
    def all_notices(self) -> tuple[Problem, ...]:
        """How the table was read, equal notices in one line."""
        return grouped(self.notices)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """What is wrong, equal problems of a column in one line."""
        return grouped(self.problems)


#: What programs write below a table, in normal words.
_OF_REPORT = re.compile(
    r"page \d+(?: of \d+)?"
    r"|(?:report |data |list )?(?:printed|generated|exported|produced|extracted|downloaded)"
    r"(?: (?:on|by|at|from)\b.*| \d.*)?"
    r"|(?:report|print|export|run) (?:date|time|by|on|run)\b.*|end of (?:report|list|file|data|export)"
    r"|\d+ (?:rows?|records?|employees|people|results|users)(?: (?:found|selected|returned|in total|listed))?"
    r"|(?:number of )?(?:rows|records|employees|people|results|users)(?: found)?(?: \d+)?"
    r"|(?:private and |strictly )?confidential|filters?(?: applied)?\b.*|correct as (?:at|of)\b.*|as at\b.*"
)


def _is_of_report(filled: Sequence[str]) -> bool:
    """Whether the cells of a row are a remark such as *Printed on 30/11/2026*, alone or beside its day.

    Example:
        >>> [_is_of_report([cell]) for cell in ("Page 1 of 3", "Printed on 30/11/2026", "Ann Page")]
        [True, True, False]
    """
    said = len(filled) == 1 or (len(filled) == 2 and (looks_like_a_day(filled[1]) or filled[1].isdigit()))
    return said and _OF_REPORT.fullmatch(normal(filled[0])) is not None


def not_read(columns: Sequence[str]) -> str:
    """What is said of columns that are not read.

    Example:
        >>> not_read(["Shoe size"])
        "1 column is not read: 'Shoe size'"
    """
    more = f" and {len(columns) - _NAMED} more" if len(columns) > _NAMED else ""
    count = "1 column is" if len(columns) == 1 else f"{len(columns)} columns are"
    return f"{count} not read: {', '.join(map(repr, columns[:_NAMED]))}{more}"


def cells_to_check(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Of problems those of a cell that may be shown, each cell once."""
    cells = {
        (one.line, one.column): one
        for one in reversed([*problems])
        if one.line is not None and one.column is not None and one.found not in (None, WITHHELD)
    }
    return tuple(reversed(cells.values()))


def corrected(
    grid: Grid, names: Sequence[str], row: int, corrections: Mapping[tuple[int, str], str] | None
) -> Grid:
    """A table in which cells say what somebody decided that they should.

    Args:
        grid: The table.
        names: Its headings.
        row: The place of its header.
        corrections: What cells should say, by line and heading.
    """
    if not corrections:
        return grid
    columns = {shown(name): at for at, name in enumerate(names)}
    places = {line: at for at, (line, _) in enumerate(grid.rows)}
    rows = list(grid.rows)
    for (line, column), value in corrections.items():
        at, position = places.get(line), columns.get(column)
        if at is not None and position is not None and at > row:
            cells = [*rows[at][1]]
            cells += [None] * (position + 1 - len(cells))
            cells[position] = value
            rows[at] = (line, tuple(cells))
    return evolve(grid, rows=tuple(rows))
