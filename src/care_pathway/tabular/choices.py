"""Workbooks in which a person decides: a table with cells to choose, and the words to choose from."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from attrs import frozen

from care_pathway.tabular.grids import openpyxl_module
from care_pathway.tabular.safe_csv import csv_safe

#: No file holds the moment at which it was made, so that one answer is always the same bytes.
_MADE = "2000-01-01T00:00:00Z"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_PURPOSE = "writing a workbook"
_LISTS = "Choices"
_EXPLAINED = "How to fill in"
#: More letters than this no cell of Excel holds.
_LONGEST = 32_000


@frozen(kw_only=True)
class DropDown:
    """Words that may be chosen in some cells of a column.

    Attributes:
        heading: The column.
        words: The words.
        rows: First and last row of each run of rows that take them, the first below the header being 0.
    """

    heading: str
    words: Sequence[str]
    rows: Sequence[tuple[int, int]]


def decision_workbook(
    sheet_name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[int],
    choices: Sequence[DropDown],
    explained: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A workbook of one table, with drop-downs; the same rows give the same bytes.

    Args:
        sheet_name: The name of its sheet.
        headings: The headings.
        rows: The rows.
        widths: How wide the columns are.
        choices: What may be chosen, and where.
        explained: Columns with what to write there, for a sheet of their own.

    Raises:
        MissingExtraError: If openpyxl is not installed.
    """
    book = openpyxl_module(_PURPOSE).Workbook()
    bold = openpyxl_module(_PURPOSE, "openpyxl.styles").Font(bold=True)
    letter_of = openpyxl_module(_PURPOSE, "openpyxl.utils").get_column_letter
    rule_of = openpyxl_module(_PURPOSE, "openpyxl.worksheet.datavalidation").DataValidation
    sheet = book.active
    sheet.title = sheet_name
    sheet.append(headings)
    for line, row in enumerate(rows, start=2):
        sheet.append([csv_safe(cell_value(cell)) for cell in row])
        for place in (place for place, cell in enumerate(row, start=1) if isinstance(cell, date)):
            sheet.cell(row=line, column=place).number_format = "DD/MM/YYYY"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[letter_of(number)].width = width
        sheet.cell(row=1, column=number).font = bold
    sheet.freeze_panes = "A2"
    if explained:
        _explain(book.create_sheet(_EXPLAINED), explained)
    lists = book.create_sheet(_LISTS)
    for number, choice in enumerate(choices, start=1):
        letter, column = letter_of(number), letter_of(headings.index(choice.heading) + 1)
        for line, word in enumerate((choice.heading, *choice.words), start=1):
            lists.cell(row=line, column=number, value=csv_safe(cell_value(word)))
        source = f"{_LISTS}!${letter}$2:${letter}${len(choice.words) + 1}"
        rule = rule_of(type="list", formula1=source, allow_blank=True)
        for first, last in choice.rows:
            rule.add(f"{column}{first + 2}:{column}{last + 2}")
        if choice.rows and choice.words:
            sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return _without_the_moment(out.getvalue())


def _explain(sheet: Any, explained: Sequence[tuple[str, str]]) -> None:
    for row in explained:
        sheet.append(row)
    for letter, width in (("A", 16), ("B", 110)):
        sheet.column_dimensions[letter].width = width


def runs(rows: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Rows as runs of neighbours.

    Example:
        >>> runs([0, 1, 2, 5])
        ((0, 2), (5, 5))
    """
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return tuple(found)


def cell_value(value: Any) -> Any:
    """A value that a cell can hold: control characters of a file would spoil the workbook."""
    if not isinstance(value, str):
        return value
    if value.isprintable():
        return value[:_LONGEST]
    return "".join(letter for letter in value if letter in "\n\t" or letter.isprintable())[:_LONGEST]


def _without_the_moment(content: bytes) -> bytes:
    """The same workbook, without the moment at which it was made."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _MADE.encode() + rb"\g<2>", data)
            after.writestr(zipfile.ZipInfo(part.filename, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
