"""Tables as rows of cells with their line numbers, and files as sheets of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from math import isfinite
from numbers import Integral, Real
from typing import Any

from attrs import field, frozen

from care_pathway.errors import MissingExtraError, refuse
from care_pathway.problems import Place, Problem, Severity

#: More columns than this and something is wrong with the file; the further ones are left out.
MOST_COLUMNS = 1000
#: A merged range of more cells than this is decoration.
MOST_MERGED = 20_000


Row = tuple[int, tuple[Any, ...]]


@frozen(kw_only=True)
class Grid:
    """Rows of a table, header included.

    Attributes:
        file: The file's own name.
        rows: Line number and cells of each row that is not blank.
        sheet: The name of the sheet, in a workbook.
        hidden: Whether the sheet is hidden.
        notices: How it was read.
        problems: What could not be read.
        height: How many rows there are with blank ones, header included, where a row is more than a line.
    """

    file: str
    rows: tuple[Row, ...]
    sheet: str | None = None
    hidden: bool = False
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    height: int | None = None


class Book:
    """A file and its sheets; a file that is no workbook has one, without a name.

    Attributes:
        file: The file's own name.
        names: Names of its sheets in their order; one ``None`` where sheets have no names.
        hidden: Names of those that are hidden.
        notices: How the file was read.
    """

    def __init__(
        self,
        file: str,
        read: Callable[[str | None], Grid],
        *,
        names: Sequence[str | None] = (None,),
        hidden: Iterable[str] = (),
        notices: Sequence[Problem] = (),
    ) -> None:
        self.file = file
        self.names = tuple(names)
        self.hidden = frozenset(hidden)
        self.notices = tuple(notices)
        self._read = read
        self._grids: dict[str | None, Grid] = {}

    def grid(self, name: str | None) -> Grid:
        """The rows of a sheet.

        Raises:
            DataError: If there is no such sheet, or the file is damaged.
        """
        if name not in self.names:
            listed = ", ".join(repr(one) for one in self.names if one is not None)
            raise refuse(
                f"no sheet is called {name!r}; " + (f"the sheets are {listed}" if listed else _NO_SHEETS),
                file=self.file,
            )
        if name not in self._grids:
            self._grids[name] = self._read(name)
        return self._grids[name]

    def grids(self) -> Iterator[Grid]:
        """Sheets with something in them, the visible ones first."""
        for name in sorted(self.names, key=lambda one: one in self.hidden):
            grid = self.grid(name)
            if grid.rows:
                yield grid


_NO_SHEETS = "this file has no sheets"


def notice(file: str, message: str, **place: Any) -> Problem:
    """Something to know about how a file was read."""
    return Problem(message=message, place=Place(file=file, **place), severity=Severity.NOTICE)


def openpyxl_module(purpose: str, name: str = "openpyxl") -> Any:
    """The optional package that reads and writes workbooks, imported only here."""
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError("openpyxl", extra="xlsx", purpose=purpose) from error


def cells_of(cells: Iterable[Any]) -> tuple[Any, ...]:
    """Cells as text and days, up to the last with anything in it."""
    found = [plain(cell) for cell in cells][:MOST_COLUMNS]
    while found and (found[-1] is None or (isinstance(found[-1], str) and not found[-1].strip())):
        found.pop()
    return tuple(found)


#: What pandas has for a cell without anything.
_NOTHING = {"NAType", "NaTType"}


def plain(cell: Any) -> Any:  # noqa: PLR0911  one type after the other
    """A cell as text, or as a day.

    Example:
        >>> plain(7.0), plain(True), plain(datetime(2026, 1, 31, 9, 30))
        ('7', 'yes', datetime.date(2026, 1, 31))
    """
    if cell is None or isinstance(cell, str):
        return cell
    kind = type(cell).__name__
    if kind in _NOTHING:
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or kind == "bool_":
        return "yes" if cell else "no"
    if isinstance(cell, time):
        return cell.isoformat()
    return _number(cell)


def _number(cell: Any) -> str | None:
    """A number, or whatever else, as text; nothing for one that is none."""
    if isinstance(cell, Real) and not isinstance(cell, Integral):
        number = float(cell)
        if not isfinite(number):
            return None
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(cell, Decimal) and not cell.is_finite():
        return None
    try:
        return str(cell)
    except ValueError:  # a whole number of thousands of digits
        return "(a number of thousands of digits)"
