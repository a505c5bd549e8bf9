"""A plain table, from CSV or XLSX, as rows of cells with their line numbers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from importlib import import_module
from typing import Any

from attrs import field, frozen

from care_pathway.errors import MissingExtraError, refuse
from care_pathway.problems import Place, Problem, Severity
from care_pathway.tabular.files import UNCLOSED, Lines, Opened, Source, open_source, records

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}
_SAMPLE = 20
#: More columns than this and something is wrong with the file; the further ones are left out.
MOST_COLUMNS = 1000
_FORMULA = re.compile(rb"<f[ >/]")


@frozen(kw_only=True)
class Grid:
    """Rows of a table, header included.

    Attributes:
        file: The file's own name.
        rows: Line number and cells of each row that is not blank.
        notices: How it was read.
        problems: What could not be read.
    """

    file: str
    rows: tuple[tuple[int, tuple[Any, ...]], ...]
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def read_grid(source: Source, *, sheet: str | None = None) -> Grid:
    """Read a whole table.

    Args:
        source: The file.
        sheet: Name of the sheet of a workbook; without it the first one that holds anything.

    Raises:
        DataError: If there is no table in it.
    """
    opened = open_source(source)
    grid = _workbook(opened, sheet) if opened.spreadsheet else _text(opened)
    if not grid.rows:
        raise refuse("the file is empty; expected a header line and rows", file=opened.name)
    return grid


def _text(opened: Opened) -> Grid:
    notices = list(opened.notices)
    problems: list[Problem] = []
    delimiter = delimiter_of(opened)
    if delimiter != ",":
        notices.append(
            Problem(
                message=f"the cells are separated by {_DELIMITERS[delimiter]}; read so",
                place=Place(file=opened.name),
                severity=Severity.NOTICE,
            )
        )
    width = [0]

    def unclosed(line: int) -> None:
        problems.append(Problem(message=UNCLOSED, place=Place(file=opened.name, line=line)))

    rows: list[tuple[int, tuple[Any, ...]]] = []
    for line, cells in records(
        Lines(opened.lines()), delimiter, plausible=lambda found: len(found) == width[0], unclosed=unclosed
    ):
        width[0] = width[0] or len(cells)
        if any(cell.strip() for cell in cells):
            rows.append((line, tuple(cells[:MOST_COLUMNS])))
    return Grid(file=opened.name, rows=tuple(rows), notices=tuple(notices), problems=tuple(problems))


def delimiter_of(opened: Opened) -> str:
    """The delimiter that splits the first lines most, commas if none does."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    for number, line in enumerate(opened.lines()):
        if number >= _SAMPLE:
            break
        bare = re.sub(r'"[^"]*"', "", line)
        for mark in counts:
            counts[mark] += bool(bare.count(mark)) + (10 * bare.count(mark) if number == 0 else 0)
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _workbook(opened: Opened, sheet: str | None) -> Grid:
    openpyxl = openpyxl_module("reading a workbook")
    damaged = refuse(
        "the workbook is damaged, or is no .xlsx file; open it in Excel and save it again", file=opened.name
    )
    try:
        with opened.binary() as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            found, notices = _sheet(book, sheet, opened.name)
            rows = tuple(_rows(found))
            book.close()
        formulas = _has_formulas(opened)
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        EOFError,
        SyntaxError,
        TypeError,
        AttributeError,
        IndexError,
    ) as error:
        raise damaged from error
    if formulas:
        notices.append(
            Problem(
                message="the workbook holds formulas; their last saved results were read, "
                "and those without one are blank",
                place=Place(file=opened.name),
                severity=Severity.NOTICE,
            )
        )
    return Grid(file=opened.name, rows=rows, notices=tuple(notices))


def openpyxl_module(purpose: str, name: str = "openpyxl") -> Any:
    """The optional package that reads and writes workbooks, imported only here."""
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError("openpyxl", extra="xlsx", purpose=purpose) from error


def _sheet(book: Any, wanted: str | None, file: str) -> tuple[Any, list[Problem]]:
    names = list(book.sheetnames)
    if wanted is not None:
        if wanted not in names:
            raise refuse(
                f"no sheet is called {wanted!r}; the sheets are {', '.join(map(repr, names))}", file=file
            )
        return book[wanted], []
    filled = [
        name for name in names if hasattr(book[name], "iter_rows") and any(True for _ in _rows(book[name]))
    ]
    if not filled:
        raise refuse("every sheet of the workbook is empty", file=file)
    if len(filled) == 1:
        return book[filled[0]], []
    message = f"the workbook has {len(filled)} sheets with something in them; the first was read: {filled[0]}"
    return book[filled[0]], [Problem(message=message, place=Place(file=file), severity=Severity.NOTICE)]


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        values = tuple(_plain(cell) for cell in cells[:MOST_COLUMNS])
        while values and values[-1] in (None, ""):
            values = values[:-1]
        if any(value not in (None, "") for value in values):
            yield line, values


def _plain(cell: Any) -> Any:
    """A cell as text, or as a day."""
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, time):
        return cell.isoformat()
    return str(cell)


def _has_formulas(opened: Opened) -> bool:
    with opened.binary() as stream, zipfile.ZipFile(stream) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(parts.read(name)) for name in sheets if name.endswith(".xml"))
