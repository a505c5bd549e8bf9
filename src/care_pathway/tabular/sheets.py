"""Tables of any make as rows of cells with their line numbers: text, workbooks, web pages, JSON, frames.

A `Book` is a file with its sheets; a sheet is read when it is asked for, and becomes a `Grid`.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

from attrs import evolve

from care_pathway.errors import MissingExtraError, refuse
from care_pathway.problems import Place, Problem
from care_pathway.tabular.files import (
    TOO_LONG,
    UNCLOSED,
    Form,
    Lines,
    Opened,
    Source,
    open_source,
    records,
)
from care_pathway.tabular.grids import MOST_COLUMNS, MOST_MERGED, Book, Grid, Row, cells_of, notice
from care_pathway.tabular.headings import fields_named, is_heading
from care_pathway.tabular.workbooks import merged_notice, open_workbook

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}
_SAMPLE = 25


def open_book(source: Source | Opened | Book | object) -> Book:
    """A file, or a frame of polars, pandas or pyarrow, as sheets of cells.

    Args:
        source: A path, an open file, a frame, or a list of dictionaries.

    Raises:
        DataError: If it holds no table.
        MissingExtraError: If what reads this kind of file is not installed.

    Example:
        >>> open_book([{"Job title": "Carer"}]).grid(None).rows[1]
        (2, ('Carer',))
    """
    if isinstance(source, Book):
        return source
    if not isinstance(source, Opened) and is_frame(source):
        return _frame(source)
    opened = open_source(source)  # type: ignore[arg-type]
    return _BOOKS[opened.form](opened)


def read_grid(source: Source | Opened, *, sheet: str | None = None) -> Grid:
    """Read one table.

    Args:
        source: The file.
        sheet: Name of the sheet of a workbook; without it the first visible one that holds anything.

    Raises:
        DataError: If there is no table in it.
    """
    book = open_book(source)
    grid = next(book.grids(), None) if sheet is None else book.grid(sheet)
    if grid is None or not grid.rows:
        raise refuse("the file is empty; expected a header line and rows", file=book.file)
    return grid


# --- text --------------------------------------------------------------------------------------------


def _text(opened: Opened) -> Book:
    def read(_name: str | None) -> Grid:
        notices: list[Problem] = []
        problems: list[Problem] = []
        delimiter = delimiter_of(opened)
        if delimiter != ",":
            notices.append(
                notice(opened.name, f"the cells are separated by {DELIMITERS[delimiter]}; read so")
            )
        width = [0]

        def unclosed(line: int) -> None:
            problems.append(Problem(message=UNCLOSED, place=Place(file=opened.name, line=line)))

        def too_long(line: int) -> None:
            problems.append(Problem(message=TOO_LONG, place=Place(file=opened.name, line=line)))

        rows: list[Row] = []
        for line, cells in records(
            Lines(opened.lines()),
            delimiter,
            plausible=lambda found: len(found) == width[0],
            unclosed=unclosed,
            too_long=too_long,
        ):
            width[0] = width[0] or len(cells)
            if any(cells) and any(not cell.isspace() for cell in cells if cell):
                rows.append((line, tuple(cells[:MOST_COLUMNS])))
        return Grid(file=opened.name, rows=tuple(rows), notices=tuple(notices), problems=tuple(problems))

    # What ASC-WDS would do with the file matters only to its own files.
    return Book(opened.name, read, notices=tuple(evolve(one, service=None) for one in opened.notices))


def delimiter_of(opened: Opened) -> str:
    """What stands between cells: what splits some line into known headings, else most lines alike.

    A sentence with commas above the headings says nothing.
    """
    lines = [line for _, line in zip(range(_SAMPLE), opened.lines(), strict=False)]

    def fit(mark: str) -> tuple[int, int, int]:
        if not any(mark in line for line in lines):
            return (0, 0, 0)
        try:
            rows = [row for row in csv.reader(lines, delimiter=mark) if len(row) > 1]
        except csv.Error:
            return (0, 0, 0)
        if not rows:
            return (0, 0, 0)
        width, count = Counter(map(len, rows)).most_common(1)[0]
        return (max(sum(map(is_heading, row)) for row in rows), count, width)

    best = max(DELIMITERS, key=fit)
    return best if any(fit(best)) else ","


# --- workbooks ---------------------------------------------------------------------------------------


def _well_formed(opened: Opened) -> None:
    """Read its XML to the end, or fail: the reader in Rust waits for ever for a tag that is missing."""
    import zipfile
    from xml.parsers.expat import ParserCreate

    with zipfile.ZipFile(opened.binary()) as parts, parts.open("content.xml") as stream:
        ParserCreate().ParseFile(stream)  # what entities expand to is bounded by expat, and read by nobody


def _by_calamine(opened: Opened) -> Book:
    """Workbooks that openpyxl does not read, by an optional reader in Rust."""
    what, save = (
        ("an old .xls workbook", "open it in Excel and save it as .xlsx or CSV")
        if opened.form is Form.OLD_WORKBOOK
        else ("an OpenDocument workbook (.ods)", "save it as .xlsx or CSV")
    )
    try:
        calamine: Any = import_module("python_calamine")
    except ImportError as error:
        raise refuse(
            f'this is {what}; {save}, or install what reads it: pip install "care-pathway[calamine]"',
            file=opened.name,
        ) from error
    damaged = refuse(f"this is {what}, and it is damaged; {save}", file=opened.name)
    try:
        if opened.form is Form.OPEN_DOCUMENT:
            _well_formed(opened)
        book = calamine.CalamineWorkbook.from_filelike(opened.binary())
        names = list(book.sheet_names)
        hidden = [one.name for one in book.sheets_metadata if not str(one.visible).endswith("Visible")]
    except Exception as error:  # its errors have many classes, and mean the same to a user
        raise damaged from error

    def read(name: str | None) -> Grid:
        try:
            sheet = book.get_sheet_by_name(name)
            found = sheet.to_python(skip_empty_area=False)
            filled = fill_merged(found, getattr(sheet, "merged_cell_ranges", None) or ())
        except Exception as error:
            raise damaged from error
        rows = [(line, cells_of(cells)) for line, cells in enumerate(found, start=1)]
        return Grid(
            file=opened.name,
            rows=tuple(row for row in rows if row[1]),
            sheet=name,
            hidden=name in hidden,
            notices=(merged_notice(opened.name, str(name), filled),) if filled else (),
        )

    return Book(opened.name, read, names=names, hidden=hidden, notices=opened.notices)


def fill_merged(rows: list[list[Any]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> int:
    """Give every cell of a merged range what its first cell holds, in rows with anything else in them.

    Returns:
        How many rows below the first of their range got something.

    Example:
        >>> rows = [["101", "Fire"], ["", "Falls"], ["", ""]]
        >>> fill_merged(rows, [((0, 0), (2, 0))]), rows
        (1, [['101', 'Fire'], ['101', 'Falls'], ['', '']])
    """
    filled = 0
    for (top, left), (bottom, right) in ranges:
        if (bottom - top + 1) * (right - left + 1) > MOST_MERGED or top >= len(rows):
            continue
        first = rows[top][left] if left < len(rows[top]) else ""
        for line in range(top, min(bottom + 1, len(rows))):
            row = rows[line]
            if first in ("", None) or not any(cell not in ("", None) for cell in row):
                continue
            filled += line > top
            for at in range(left, min(right + 1, len(row))):
                row[at] = first if row[at] in ("", None) else row[at]
    return filled


# --- web pages ---------------------------------------------------------------------------------------


class _Tables(HTMLParser):
    """The tables of a page. A table inside a cell is part of it; a merged cell goes with each of its rows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[tuple[int, list[str]]]] = []
        self._depth = 0
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._line = 0
        #: By position: for how many more rows a merged cell goes on, and what it holds.
        self._above: dict[int, tuple[int, str]] = {}
        self._below: dict[int, tuple[int, str]] = {}
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._above, self._below, self._line = {}, {}, 0
        elif tag in ("script", "style"):
            self._silent += 1
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self._row = []
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell = []
            given = dict(attrs)
            self._span = _spans(given.get("colspan")), _spans(given.get("rowspan"))
        elif tag in ("br", "p", "div", "li") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
            self._depth -= 1
        elif tag in ("script", "style") and self._silent:
            self._silent -= 1
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            text = " ".join("".join(self._cell).split())
            self._from_above(self._row)
            across, down = self._span
            for at in range(len(self._row), min(len(self._row) + across, MOST_COLUMNS)):
                self._row.append(text)
                if down > 1:
                    self._below[at] = (down - 1, text)
        self._cell = None

    def _from_above(self, row: list[str], *, rest: bool = False) -> None:
        """Merged cells of rows above that come next in this row, or all that are left of it."""
        last = max(self._above, default=-1)
        while len(row) in self._above or (rest and len(row) <= last):
            rows, text = self._above.pop(len(row), (0, ""))
            if rows > 1:
                self._below[len(row)] = (rows - 1, text)
            row.append(text)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._from_above(self._row, rest=True)
            self._line += 1
            if any(self._row):
                self.tables[-1].append((self._line, self._row))
            self._above, self._below = self._below, {}
        self._row = None


def _spans(written: str | None) -> int:
    """Over how many cells one goes; 1 where a page says nothing that can be."""
    text = written or ""
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _web_page(opened: Opened) -> Book:
    parser = _Tables()
    parser.feed(opened.text())
    parser.close()
    tables = [rows for rows in parser.tables if rows]
    if not tables:
        raise refuse(
            "this is a web page without a table; download the file itself and try again", file=opened.name
        )
    names: list[str | None] = [f"table {number}" for number in range(1, len(tables) + 1)]
    if len(tables) == 1:
        names = [None]

    def read(name: str | None) -> Grid:
        found = tables[names.index(name)]
        rows = tuple((line, tuple(cells[:MOST_COLUMNS])) for line, cells in found)
        return Grid(file=opened.name, rows=rows, sheet=name)

    return Book(opened.name, read, names=names, notices=opened.notices)


# --- JSON, Parquet, frames ---------------------------------------------------------------------------


def _json(opened: Opened) -> Book:
    """Rows as objects: a list of them, an object of lists, or one to a line."""
    problems: list[Problem] = []
    lines: list[int] = []
    try:
        content = json.loads(opened.text())
    except RecursionError:
        raise refuse("the JSON is nested too deeply to be a table", file=opened.name) from None
    except ValueError as error:
        content = _json_lines(opened, problems, lines)
        if content is None:
            where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise refuse(f"this is JSON with a fault in it{where}; mend it there", file=opened.name) from None
    if isinstance(content, Mapping) and "schema_version" in content:
        raise refuse(
            "this is a document of care-pathway and no table; somebody's own record goes with --record, an "
            "earlier report with --compare",
            file=opened.name,
        )
    lists = dict(lists_of(content))
    if not lists:
        raise refuse(
            "this is JSON without a list of rows; expected a list of objects, one for each row",
            file=opened.name,
        )

    def read(name: str | None) -> Grid:
        odd = [
            Problem(
                message="this is no object, as the other rows are; it is left out",
                place=(
                    Place(file=opened.name, line=lines[at])
                    if lines
                    else Place(file=opened.name, record=at + 1)
                ),
            )
            for at in _no_objects(lists[name])
        ]
        return Grid(file=opened.name, rows=rows_of(lists[name]), sheet=name, problems=(*problems, *odd))

    return Book(opened.name, read, names=tuple(lists), notices=opened.notices)


def _no_objects(items: list[Any]) -> list[int]:
    """The places of what in a list of objects is none, and is not nothing either."""
    odd = [at for at, one in enumerate(items) if not (one is None or isinstance(one, Mapping))]
    return odd if any(isinstance(one, Mapping) for one in items) else []


def _json_lines(opened: Opened, problems: list[Problem], lines: list[int]) -> list[Any] | None:
    """One JSON value to a line, with its line; one that is none is a problem. Nothing where most are none."""
    found: list[Any] = []
    for number, line in enumerate(opened.lines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(json.loads(line))
            lines.append(number)
        except (ValueError, RecursionError):
            problems.append(
                Problem(
                    message="this line is no JSON; the line is left out",
                    place=Place(file=opened.name, line=number),
                )
            )
    return found if len(found) > len(problems) else None


#: An answer of a service wraps its rows at most so often.
_DEEPEST_LIST = 3


def lists_of(content: Any, depth: int = 0) -> Iterator[tuple[str | None, list[Any]]]:
    """The lists of objects in a JSON document: itself, or those under its keys, or further inside."""
    if isinstance(content, list):
        if any(isinstance(one, Mapping | list) for one in content):
            yield None, content
    elif isinstance(content, Mapping):
        inner = [
            (str(key), value)
            for key, value in content.items()
            if isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
        ]
        if len(inner) == 1:
            yield None, inner[0][1]
        elif inner:
            yield from inner
        elif content and all(not isinstance(one, Mapping | list) for one in content.values()):
            yield from () if depth else [(None, [content])]
        elif depth < _DEEPEST_LIST:
            yield from (found for one in content.values() for found in lists_of(one, depth + 1))


def rows_of(objects: Iterable[Any]) -> tuple[Row, ...]:
    """Objects as rows below a header of all their keys; lists of lists stay as they are."""
    items = [one for one in objects if isinstance(one, Mapping | list)]
    if items and all(isinstance(one, list) for one in items):
        return tuple(
            (line, cells) for line, one in enumerate(items, start=1) if (cells := cells_of(map(_scalar, one)))
        )
    flat = [dict(_flat(one)) for whole in items if isinstance(whole, Mapping) for one in _apart(whole)]
    names = list(dict.fromkeys(name for one in flat for name in one))[:MOST_COLUMNS]
    header: Row = (1, tuple(names))
    rows = [(line, cells_of(one.get(name) for name in names)) for line, one in enumerate(flat, start=2)]
    return (header, *(row for row in rows if row[1])) if names else ()


def _apart(item: Mapping[Any, Any]) -> Iterator[Mapping[Any, Any]]:
    """A person with a list of training, as one row for each training; any other object as it is."""
    inner = [
        key
        for key, value in item.items()
        if isinstance(value, list)
        and value
        and all(isinstance(one, Mapping) and _is_of_training(one) for one in value)
    ]
    if len(inner) != 1:
        yield item
        return
    rest = {key: value for key, value in item.items() if key != inner[0]}
    for one in item[inner[0]]:
        yield {
            **rest,
            **{key if key not in rest else f"{inner[0]} {key}": value for key, value in one.items()},
        }


def _is_of_training(item: Mapping[Any, Any]) -> bool:
    """Whether the keys of an object are headings of a list of training: a course, and what became of it."""
    found = {field for key in item for field in fields_named(key, "training")}
    return "title" in found and bool(found & {"completed", "expires", "status"})


def _flat(item: Mapping[Any, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for key, value in item.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping) and depth < 3:
            yield from _flat(value, f"{name} ", depth + 1)
        else:
            yield name, _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, bytes):  # text, as some programs write it to Parquet
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        parts = [_scalar(one) for one in value]
        return "; ".join(str(part) for part in parts if part is not None)
    if isinstance(value, Mapping):
        named = next((value[key] for key in ("name", "title", "label", "value") if key in value), None)
        return _scalar(named) if named is not None else json.dumps(value, ensure_ascii=False, default=str)
    return value


def _parquet(opened: Opened) -> Book:
    for module, read in (("pyarrow.parquet", "read_table"), ("polars", "read_parquet")):
        try:
            reader: Any = import_module(module)
            import_module("narwhals")
        except ImportError:
            continue
        try:
            frame = getattr(reader, read)(opened.binary())
        except Exception as error:  # its errors have many classes, and mean the same to a user
            raise refuse("the Parquet file is damaged; write it again", file=opened.name) from error
        return _frame(frame, file=opened.name)
    raise refuse(
        "this is a Parquet file; save it as CSV, or install what reads it: "
        'pip install "care-pathway[frames]" polars',
        file=opened.name,
    )


def as_csv(book: Book) -> Opened:
    """A Parquet file as the CSV that it would be, for readers of text alone: days as DD/MM/YYYY.

    Args:
        book: The file.

    Returns:
        Text in which each row is as long as the header, blank ones too.
    """
    below = dict(book.grid(None).rows)
    width = len(below.get(1, ()))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for line in range(1, max(below, default=0) + 1):
        cells = [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in below.get(line, ())]
        writer.writerow([*cells, *[""] * (width - len(cells))])
    said = notice(book.file, "this is a Parquet file; read as the CSV that it would be")
    return Opened(
        name=book.file,
        data=out.getvalue().encode("utf-8", "replace"),
        notices=(*book.notices, evolve(said, service="it takes CSV alone")),
    )


def is_frame(source: object) -> bool:
    """Whether something has rows and columns of its own: a frame, or a list of dictionaries."""
    if isinstance(source, list | tuple):
        return True
    kind = type(source)  # asking a lazy frame itself would work out its columns
    if hasattr(kind, "read"):
        return False
    return hasattr(kind, "columns") or hasattr(kind, "column_names") or hasattr(source, "__dataframe__")


def _frame(frame: Any, *, file: str = "the frame") -> Book:
    """A frame as a sheet; a list of dictionaries too."""
    height = None
    if isinstance(frame, list | tuple):
        rows = rows_of(frame)
    else:
        try:
            narwhals: Any = import_module("narwhals")
        except ImportError as error:
            raise MissingExtraError("narwhals", extra="frames", purpose="reading a frame") from error
        try:
            native = narwhals.from_native(_with_index(frame, file))
            native = native.collect() if hasattr(native, "collect") else native
            height = len(native) + 1
            names, below = list(map(str, native.columns)), native.iter_rows()
        except TypeError as error:
            raise refuse(f"a frame is expected, not {type(frame).__name__}", file=file) from error
        rows = (
            (1, tuple(names)),
            *(
                (line, cells)
                for line, one in enumerate(below, start=2)
                if (cells := cells_of(map(_scalar, one)))
            ),
        )
    return Book(file, lambda _name: Grid(file=file, rows=rows, height=height))


def _with_index(frame: Any, file: str) -> Any:
    """A frame of pandas with what its index is called as columns: references often stand there.

    Raises:
        DataError: If a column stands twice.
    """
    index: Any = getattr(frame, "index", None)
    if hasattr(index, "names") and hasattr(frame, "reset_index"):
        columns = list(map(str, frame.columns))
        named = [name for name in index.names if name is not None and str(name) not in columns]
        frame = frame.reset_index(level=named) if named else frame
        columns = list(map(str, frame.columns))
        twice = sorted({name for name in columns if columns.count(name) > 1})
        if twice:
            raise refuse(f"{', '.join(map(repr, twice))} stands more than once; rename one", file=file)
    return frame


_BOOKS: dict[Form, Callable[[Opened], Book]] = {
    Form.TEXT: _text,
    Form.WORKBOOK: open_workbook,
    Form.OLD_WORKBOOK: _by_calamine,
    Form.OPEN_DOCUMENT: _by_calamine,
    Form.WEB_PAGE: _web_page,
    Form.JSON: _json,
    Form.PARQUET: _parquet,
}
