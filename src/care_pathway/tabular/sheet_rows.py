"""Rows of a workbook as they stand in its file.

openpyxl makes a workbook with everything but its rows, and these are written as text: for 20,000 people that
takes a sixth of the time, for openpyxl makes several objects and a tree of each cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import IO, Any

from care_pathway.tabular.choices import cell_value

#: Where the rows go in the part of a sheet without any.
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
#: The day before the first one of a workbook, as it counts from March 1900.
_DAY_0 = date(1899, 12, 30).toordinal()
#: How high a line is, in points.
_LINE = 15
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def column_letter(number: int) -> str:
    """What a column is called, the first being 1.

    Example:
        >>> [column_letter(number) for number in (1, 26, 27, 703)]
        ['A', 'Z', 'AA', 'AAA']
    """
    before, last = divmod(number - 1, len(_LETTERS))
    return (column_letter(before) if before else "") + _LETTERS[last]


def row_text(number: int, letters: Iterable[str], cells: Iterable[tuple[Any, int]], *, lines: int = 1) -> str:
    """One row of a sheet; text stays text, whatever it begins with.

    Args:
        number: Its number, the first being 1.
        letters: What the columns are called.
        cells: The value of each cell and the number of its style, 0 being that of the workbook.
        lines: How many lines its longest text takes: not every program works that out when it opens a file.

    Example:
        >>> row_text(2, "ABC", [("=1", 0), (None, 0), (7, 3)])
        '<row r="2"><c r="A2" t="inlineStr"><is><t>=1</t></is></c><c r="C2" s="3" t="n"><v>7</v></c></row>'
    """
    made = [f'<row r="{number}">' if lines == 1 else f'<row r="{number}" ht="{lines * _LINE}">']
    for letter, (value, style) in zip(letters, cells, strict=False):
        kept = cell_value(value)
        if kept is None or kept == "":
            continue
        made.append(f'<c r="{letter}{number}" s="{style}"' if style else f'<c r="{letter}{number}"')
        if isinstance(kept, str):
            # Spaces at the ends would be lost.
            keeps = ' xml:space="preserve"' if kept != kept.strip() else ""
            made.append(f' t="inlineStr"><is><t{keeps}>{escape(kept, quote=False)}</t></is></c>')
        else:
            count = kept.toordinal() - _DAY_0 if isinstance(kept, date) else kept
            made.append(f' t="n"><v>{count}</v></c>')
    made.append("</row>")
    return "".join(made)


def save_with_rows(book: Any, rows: Mapping[str, Iterable[str]], stream: IO[bytes]) -> None:
    """Write a workbook of openpyxl, whose sheets have no rows yet, with the rows of each sheet.

    Args:
        book: The workbook.
        rows: The rows of each sheet, by its name.
        stream: A binary file to write to.

    Raises:
        ValueError: If a sheet has rows already, or openpyxl writes one otherwise: no row is lost.
    """
    made = io.BytesIO()
    book.save(made)
    parts = {page.path.lstrip("/"): "".join(rows[page.title]).encode() for page in book.worksheets}
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename in parts:
                head, tail = _NO_ROWS.split(content)
                content = b"".join((head, b"<sheetData>", parts[part.filename], b"</sheetData>", tail))
            after.writestr(part, content)
