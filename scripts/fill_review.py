"""Fills in a review as a person would, so that what is published has every kind of statement.

python scripts/fill_review.py REVIEW.xlsx
"""

from __future__ import annotations

import sys
from datetime import date

import openpyxl


def main(path: str) -> int:
    """Accepts and rejects in turn among the first suggestions, and adds one."""
    book = openpyxl.load_workbook(path)
    sheet, courses = book["Review"], book["Choices"]["B"]
    last = max(line for line in range(1, sheet.max_row + 1) if sheet.cell(line, 1).value)
    sheet.cell(last + 1, 1).value, sheet.cell(last + 1, 3).value = courses[1].value, "Theme: Advocacy"
    for line, word in ((2, "accept"), (3, "accept"), (4, "reject"), (5, "accept"), (last + 1, "add")):
        for column, value in ((6, word), (7, "Training lead"), (8, date(2026, 11, 30))):
            sheet.cell(line, column).value = value
    book.save(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
