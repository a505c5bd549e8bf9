"""Excel workbooks of any make, read sparsely by openpyxl: what a file claims about its size is not believed.

Rows and cells are taken as they stand in the sheet's own XML, so that a wrong dimension loses nothing and
a coloured cell far away costs nothing. Every failure is one clear refusal.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from care_pathway.errors import CarePathwayError, refuse
from care_pathway.problems import Problem
from care_pathway.tabular.files import Opened
from care_pathway.tabular.grids import (
    MOST_COLUMNS,
    MOST_MERGED,
    Book,
    Grid,
    Row,
    notice,
    openpyxl_module,
    plain,
)

DAMAGED = "the workbook is damaged, or is no .xlsx file; open it in Excel and save it again"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TO_TRANSITIONAL = (
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")
_HEAD = 4096
#: Of the parts that openpyxl holds in memory at once, so many tags: a text for each row that Excel has.
_MOST_TAGS = 4 * 1_048_576


@contextmanager
def _one_refusal(file: str) -> Iterator[None]:
    """Whatever goes wrong inside openpyxl, zipfile or expat is a damaged workbook to a user."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except CarePathwayError:
        raise
    except Exception as error:
        raise refuse(DAMAGED, file=file) from error


def open_workbook(opened: Opened) -> Book:
    """The sheets of a workbook; each is read when it is asked for.

    Raises:
        DataError: If it is damaged.
        MissingExtraError: If openpyxl is not installed.
    """
    openpyxl = openpyxl_module("reading a workbook")
    parser = openpyxl_module("reading a workbook", "openpyxl.worksheet._reader").WorkSheetParser
    with _one_refusal(opened.name):
        content = _safe(opened)
        asked: dict[str, Any] = {"read_only": True, "data_only": True, "keep_links": False}
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), **asked)
        except Exception:  # noqa: BLE001  fonts, fills, properties: what no cell is read by
            book = openpyxl.load_workbook(io.BytesIO(_plain_looks(content)), **asked)
        sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        raise refuse("the workbook has no sheet with cells in it", file=opened.name)

    def read(name: str | None) -> Grid:
        with _one_refusal(opened.name):
            return _grid(opened.name, book, sheets[name], parser, hidden=name in hidden)

    hidden = [name for name, sheet in sheets.items() if sheet.sheet_state != "visible"]
    return Book(opened.name, read, names=tuple(sheets), hidden=hidden, notices=opened.notices)


def _safe(opened: Opened) -> bytes:
    """The workbook's bytes, without entities, and strict Open XML as the usual kind."""
    with zipfile.ZipFile(io.BytesIO(opened.data)) as parts:
        strict = False
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                with parts.open(name) as stream:
                    head = stream.read(_HEAD)
                    if not name.startswith("xl/worksheets/") and _tags(head, stream) > _MOST_TAGS:
                        raise refuse(
                            "the workbook holds more different texts than Excel has rows; "
                            "save the sheet that is meant as CSV and give that",
                            file=opened.name,
                        )
                if _DOCTYPE.search(head):
                    raise refuse(
                        "the workbook holds an entity or a document type, which no workbook of Excel does; "
                        "open it in Excel and save it again",
                        file=opened.name,
                    )
                strict = strict or _STRICT in head
        if not strict:
            return opened.data
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
            for part in parts.infolist():
                content = parts.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    for old, new in _TO_TRANSITIONAL:
                        content = content.replace(old, new)
                copy.writestr(part.filename, content)
        return made.getvalue()


_STYLES = "xl/styles.xml"
#: Of the styles, what says that a number is a day.
_FORMATS = frozenset({"numFmts", "cellXfs"})


def _plain_looks(content: bytes) -> bytes:
    """The workbook without properties, and with no more of its styles than the formats of numbers."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(made, "w") as copy:
        for part in parts.infolist():
            if part.filename == _STYLES:
                copy.writestr(_STYLES, _formats(parts.read(part)))
            elif not part.filename.startswith("docProps/"):
                copy.writestr(part.filename, parts.read(part))
    return made.getvalue()


def _formats(styles: bytes) -> bytes:
    xml = openpyxl_module("reading a workbook", "openpyxl.xml.functions")
    root = xml.fromstring(styles)
    for part in list(root):
        if part.tag.rpartition("}")[2] not in _FORMATS:
            root.remove(part)
        elif part.tag.endswith("cellXfs"):
            for one in part:
                looks = one.get("numFmtId", "0")
                one.clear()
                one.set("numFmtId", looks)
    written: bytes = xml.tostring(root)
    return written


def _tags(head: bytes, stream: IO[bytes]) -> int:
    """How many tags a part has, its texts left unread."""
    return head.count(b"<") + sum(block.count(b"<") for block in iter(lambda: stream.read(2**20), b""))


def _grid(file: str, book: Any, sheet: Any, parser_of: Any, *, hidden: bool) -> Grid:
    rows: dict[int, dict[int, Any]] = {}
    formulas = without = 0
    with book._archive.open(sheet._worksheet_path) as stream:
        parser = parser_of(
            stream,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        namespaced = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"
        plain_parse = parser.parse_cell

        def parse_cell(element: Any) -> Any:
            nonlocal formulas, without
            cell = plain_parse(element)
            if element.find(namespaced) is not None:
                formulas += 1
                without += cell["value"] is None
            return cell

        parser.parse_cell = parse_cell
        for line, cells in parser.parse():
            found = {
                cell["column"]: plain(cell["value"])
                for cell in cells
                if cell["value"] is not None and cell["column"] <= MOST_COLUMNS
            }
            kept = {
                at: cell for at, cell in found.items() if not (isinstance(cell, str) and not cell.strip())
            }
            if kept:
                rows.setdefault(line, {}).update(kept)
        merged = [] if parser.merged_cells is None else list(parser.merged_cells.mergeCell)
    filled = _fill(rows, merged)
    notices = _notices(file, sheet.title, formulas, without, filled)
    return Grid(
        file=file,
        rows=tuple(_row(line, rows[line]) for line in sorted(rows)),
        sheet=sheet.title,
        hidden=hidden,
        notices=tuple(notices),
    )


def _row(line: int, cells: dict[int, Any]) -> Row:
    return line, tuple(cells.get(at) for at in range(1, max(cells) + 1))


def _fill(rows: dict[int, dict[int, Any]], merged: list[Any]) -> int:
    """Give every cell of a merged range what its first cell holds; how many rows got something."""
    filled = 0
    for one in merged:
        first = rows.get(one.min_row, {}).get(one.min_col)
        if first is None or one.min_col > MOST_COLUMNS:
            continue
        last_column = min(one.max_col, MOST_COLUMNS)
        lines = [
            line
            for line in range(one.min_row, min(one.max_row, one.min_row + MOST_MERGED) + 1)
            if line in rows
        ]
        if len(lines) * (last_column - one.min_col + 1) > MOST_MERGED:
            continue
        for line in lines:
            filled += line > one.min_row
            for column in range(one.min_col, last_column + 1):
                rows[line].setdefault(column, first)
    return filled


def _notices(file: str, sheet: str, formulas: int, without: int, filled: int) -> Iterator[Problem]:
    if formulas:
        end = (
            f"{without:,} have none and are blank: open the workbook in Excel and save it"
            if without
            else "look at them if the workbook was not made by Excel"
        )
        yield notice(
            file,
            f"sheet {sheet!r} holds {formulas:,} formulas; their last saved results were read; {end}",
        )
    if filled:
        yield merged_notice(file, sheet, filled)


def merged_notice(file: str, sheet: str, filled: int) -> Problem:
    """What to say of merged cells that were filled."""
    return notice(
        file, f"sheet {sheet!r} has merged cells; what they hold goes with each of the {filled:,} rows below"
    )
