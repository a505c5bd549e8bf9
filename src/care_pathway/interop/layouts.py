"""Layouts of exports that are known: which heading of theirs is which field.

A layout is one line for each heading in ``data/layouts/layouts.csv``. A file has a layout where every heading
that marks it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from attrs import frozen

from care_pathway._data import read_csv
from care_pathway.errors import DataError, UnknownIdError
from care_pathway.tabular.files import Opened
from care_pathway.tabular.grids import Book, Grid
from care_pathway.tabular.header_rows import header_rows
from care_pathway.tabular.headings import normal, squeezed
from care_pathway.tabular.sheets import open_book


@frozen(kw_only=True)
class TableLayout:
    """How the files of one program are headed.

    Attributes:
        id: Its name.
        kind: Which table it is.
        marks: Headings that show it.
        columns: Headings for fields.
    """

    id: str
    kind: str
    marks: tuple[str, ...]
    columns: Mapping[str, str]

    def fits(self, names: Iterable[str]) -> bool:
        """Whether a header is one of this layout."""
        return {squeezed(normal(mark)) for mark in self.marks} <= {squeezed(normal(name)) for name in names}


@cache
def layouts() -> tuple[TableLayout, ...]:
    """All layouts that are known."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in read_csv("layouts/layouts.csv"):
        rows.setdefault((row["layout"], row["kind"]), []).append(row)
    return tuple(
        TableLayout(
            id=name,
            kind=kind,
            marks=tuple(row["heading"] for row in group if row["marks"] == "yes"),
            columns={row["field"]: row["heading"] for row in group if row["field"]},
        )
        for (name, kind), group in rows.items()
    )


def layout_of(grid: Grid, kind: str) -> TableLayout | None:
    """The layout of a table, the one with most marks first."""
    for names in _headers(grid, kind):
        found = [one for one in layouts() if one.kind == kind and one.fits(names)]
        if found:
            return max(found, key=lambda one: len(one.marks))
    return None


def _headers(grid: Grid, kind: str) -> Iterable[tuple[str, ...]]:
    yield header_rows(grid, kind)[2]


def columns_for(
    kind: str, layout: str | None, columns: Mapping[str, str] | None, source: Opened | Book
) -> Mapping[str, str] | None:
    """Headings for fields: those of a layout, and those that the caller names over them.

    Raises:
        UnknownIdError: If there is no such layout.
    """
    if layout is None:
        return columns
    known = {one.id: one for one in layouts() if one.kind == kind}
    if layout not in known:
        raise UnknownIdError("layout", layout, known)
    book = open_book(source)
    there: set[str] = set()
    for grid in book.grids():
        try:
            there |= {squeezed(normal(name)) for name in header_rows(grid, kind)[2]}
        except DataError:  # pragma: no cover - a sheet that cannot be read is refused when it is read
            continue
    found = {
        field: heading
        for field, heading in known[layout].columns.items()
        if squeezed(normal(heading)) in there
    }
    return {**found, **(columns or {})}
