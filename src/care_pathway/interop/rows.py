"""Rows of a plain table read field by field; what cannot be read becomes a problem, the rest stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from care_pathway.interop import cells as _values
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.tabular.files import Source
from care_pathway.tabular.headings import Header, TableField, fields, find_header, normal
from care_pathway.tabular.sheets import Grid, read_grid

_READERS = {
    "activity": _values.activity,
    "answer": _values.answer,
    "aspiration": _values.choice("aspiration"),
    "category": _values.category,
    "day": _values.day,
    "evidence-kind": _values.choice("evidence-kind"),
    "id": _values.identifier,
    "job-role": _values.job_role,
    "qualifications": _values.qualifications,
    "rating": _values.choice("rating"),
    "reference": lambda cell: "".join(_values.text(cell).split()) or None,
    "text": lambda cell: _values.text(cell) or None,
    "training-category": _values.training_category,
    "whole": _values.whole,
}
_TOTALS = frozenset({"total", "totals", "grand total", "sum", "count", "headcount", "total staff"})
#: Kinds whose cells a message may repeat: they hold no names unless columns are mixed up.
_REPEATABLE = frozenset({"answer", "whole", "day"})
_FORMULA = ("=", "+", "@")


@frozen(kw_only=True)
class TableRow:
    """A row with its values by field."""

    record: int
    line: int
    names: tuple[str, ...]
    cells: tuple[str, ...]
    values: Mapping[str, Any]


class Table:
    """A plain table whose columns are known."""

    def __init__(
        self,
        source: Source,
        table: str,
        *,
        columns: Mapping[str, str] | None = None,
        sheet: str | None = None,
    ) -> None:
        self.grid: Grid = read_grid(source, sheet=sheet)
        self.file = self.grid.file
        self.header: Header
        self.header, notices = find_header(self.grid, table, columns)
        self.notices = [*self.grid.notices, *notices]
        self.problems = list(self.grid.problems)
        #: Record and field of every cell that could not be read.
        self.unreadable: set[tuple[int, str]] = set()
        self._known: dict[tuple[str, type, Any], tuple[Any, str | None]] = {}
        self._by_name: Mapping[str, TableField] = {one.field: one for one in fields(table)}
        self._warn_of_repeated_columns()

    def _warn_of_repeated_columns(self) -> None:
        plain = [normal(name) for name in self.header.names]
        for name, position in self.header.where.items():
            if plain.count(plain[position]) > 1:
                self.notices.append(
                    Problem(
                        message=f"more than one column is headed so; the first was read as {name}",
                        place=Place(file=self.file, column=shown(self.header.names[position])),
                        severity=Severity.NOTICE,
                    )
                )

    def rows(self) -> Iterator[TableRow]:
        """The rows below the header that are about something."""
        names = self.header.names
        for record, (line, cells) in enumerate(self.grid.rows[self.header.row + 1 :], start=1):
            why = self._idle(cells)
            if why is not None:
                self.report(record, line, why, severity=Severity.WARNING)
                continue
            if len(cells) > len(names) and any(_values.text(cell) for cell in cells[len(names) :]):
                self.report(
                    record,
                    line,
                    f"the row has {len(cells)} cells, the header {len(names)}; "
                    "a cell with a delimiter in it may need quotes. The cells beyond are left out",
                    severity=Severity.WARNING,
                )
            yield self._row(record, line, cells[: len(names)])

    def _idle(self, cells: tuple[Any, ...]) -> str | None:
        """Why a row is about nobody."""
        names = self.header.names
        if (
            _values.text(cells[0]) == names[0]
            and [_values.text(cell) for cell in cells] == list(names)[: len(cells)]
        ):
            return "the header stands here again; left out"
        filled = [cell for cell in cells if _values.text(cell)]
        first = normal(filled[0]) if len(filled) <= max(2, len(names) // 2) else ""
        if first in _TOTALS or first.startswith("total "):
            return "this looks like a line of totals, not a record; left out"
        return None

    def _row(self, record: int, line: int, cells: tuple[Any, ...]) -> TableRow:
        values: dict[str, Any] = {}
        for name, position in self.header.where.items():
            cell = cells[position] if position < len(cells) else None
            values[name] = self._value(record, line, self._by_name[name], position, cell)
        return TableRow(
            record=record,
            line=line,
            names=self.header.names,
            cells=tuple(_values.text(cell) for cell in cells),
            values=values,
        )

    def _value(self, record: int, line: int, one: TableField, position: int, cell: Any) -> Any:
        written = _values.text(cell)
        if not written:
            return None
        heading = shown(self.header.names[position])
        if written.startswith(_FORMULA) and one.kind in ("text", "reference"):
            self.notices.append(
                Problem(
                    message="this looks like a formula; read as text",
                    place=Place(file=self.file, record=record, line=line, column=heading),
                    severity=Severity.NOTICE,
                )
            )
        value, wrong = self._read(one.kind, cell)
        if wrong is not None:
            self.unreadable.add((record, one.field))
            short = len(written) <= 12 and one.kind in _REPEATABLE
            self.report(record, line, wrong, column=heading, value=shown(written, personal=not short))
        return value

    def _read(self, kind: str, cell: Any) -> tuple[Any, str | None]:
        """The value of a cell, or what is wrong with it; cells repeat, so each is read once."""
        key = (kind, type(cell), cell)  # 1 and True are equal, and not the same answer
        found = self._known.get(key)
        if found is None:
            try:
                found = (_READERS[kind](cell), None)
            except _values.NotUnderstoodError as error:
                found = (None, str(error))
            self._known[key] = found
        return found

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
        self.problems.append(
            Problem(
                message=message,
                place=Place(file=self.file, record=record, line=line, column=column),
                severity=severity,
                found=value,
            )
        )

    def heading(self, name: str) -> str | None:
        """The heading of the column that was taken for a field."""
        position = self.header.where.get(name)
        return None if position is None else shown(self.header.names[position])
