"""What is written into a workbook as text is read back as it was."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.tabular.choices import cell_value
from care_pathway.tabular.sheet_rows import column_letter, row_text, save_with_rows


def _read_back(sheets: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.Workbook(write_only=True)
    rows = {}
    for name, lines in sheets.items():
        cell = openpyxl.cell.WriteOnlyCell(book.create_sheet(name))
        cell.number_format = "DD/MM/YYYY"
        styles = [[cell.style_id if isinstance(value, date) else 0 for value in line] for line in lines]
        letters = [column_letter(number + 1) for number in range(max(map(len, lines), default=1))]
        rows[name] = [
            row_text(number, letters, zip(line, style, strict=True))
            for number, (line, style) in enumerate(zip(lines, styles, strict=True), start=1)
        ]
    out = io.BytesIO()
    save_with_rows(book, rows, out)
    found = openpyxl.load_workbook(out)
    return {page.title: list(page.iter_rows(values_only=True)) for page in found}


def test_text_numbers_and_days_are_read_back_on_their_sheet() -> None:
    line = ("=1+1", "#REF!", "a & b <c> 'd' \"e\"", " spaces ", "two\nlines", "Zoë 日本 😀", None, 7, -2.5, 0)
    many = tuple(range(30))
    found = _read_back({"One": [line, (date(2026, 11, 1), "after")], "None": [], "Wide": [many]})
    assert found["One"][0] == line
    assert found["One"][1][:2] == (datetime(2026, 11, 1), "after")
    assert found["None"] == []
    assert found["Wide"] == [many]


@given(st.text())
def test_any_text_is_read_back_without_what_no_cell_can_hold(text: str) -> None:
    held = cell_value(text) or None
    assert _read_back({"One": [(text, "beside")]})["One"] == [(held, "beside")]


def test_a_sheet_that_has_rows_already_is_refused_and_no_row_is_lost() -> None:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("One").append(["mine"])
    with pytest.raises(ValueError, match="unpack"):
        save_with_rows(book, {"One": [row_text(1, "A", [("theirs", 0)])]}, io.BytesIO())
