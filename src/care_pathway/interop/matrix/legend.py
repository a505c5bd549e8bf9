"""What short marks in a matrix mean and what its days are, from the lines that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from typing import Any

from attrs import evolve

from care_pathway.errors import DataError
from care_pathway.tabular.cells import text
from care_pathway.tabular.grids import Book, Grid, Row
from care_pathway.tabular.headings import normal, words
from care_pathway.tabular.standing import status_of

_LONGEST_MARK = 4
_LONGEST_KEY = 16
_LEGEND = re.compile(r"(\S{1,12})\s*(?:=|:|–|—| - )\s*(\S.{1,60})\Z")


def legend_of(grid: Grid, row: int, book: Book) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """What short marks mean and what the days are, from lines that say so.

    Those are above the header, notes below it, boxes beside it, and a sheet that is called *Key* or *Legend*.

    Args:
        grid: The sheet.
        row: The place of its header.
        book: The file.
    """
    marks: dict[str, str] = {}
    dates: set[str] = set()
    sheet = [grid.sheet] if grid.sheet else []
    lines = [cells for at, (_, cells) in enumerate(grid.rows) if at < row or is_note(cells)]
    for name in book.names:
        with suppress(DataError):  # a damaged sheet is named where the file is read
            lines += (
                [cells for _, cells in _paired(book.grid(name).rows, sheet=True)]
                if name and is_key(name)
                else []
            )
    heads = grid.rows[row][1] if row < len(grid.rows) else ()
    free = [at for at, cell in enumerate(heads) if not text(cell)]
    for _, cells in grid.rows[row + 1 :]:
        beside = [*(cells[at] for at in free if at < len(cells)), *cells[len(heads) :]]
        if any(isinstance(one, str) and _LEGEND.match(one.strip()) for one in beside):
            lines.append(tuple(beside))
    for cell in (*sheet, *(text(cell) for cells in lines for cell in cells)):
        plain = normal(cell)
        for part in re.split(r"[;,\n|]", re.sub(r"(?i)\A\s*(?:key|legend)\s*[:\-–]?\s*", "", cell)):
            found = _LEGEND.match(part.strip())
            if found is None:
                continue
            meaning = status_of(found[2]) or _meaning(normal(found[2]))
            if meaning == "due" and re.search(r"\b(?:in|within)\b.*\d", found[2]):
                meaning = "completed"  # what falls due within some months is in date
            if meaning is not None and "day" not in normal(found[1]).split():
                marks.setdefault(found[1].casefold(), meaning)
        what = words("matrix-dates")
        dates |= {what[key] for key in what if f" {key} " in f" {plain} "}
    return tuple(marks.items()), dates.pop() if len(dates) == 1 else None


def with_marks(grid: Grid) -> Grid:
    """The sheet with a legend of two columns, each mark beside its meaning, as cells that say both.

    Its rows stand below *Key* or *Legend*, or hold a mark that stands in the matrix and a word of status.
    """
    if not any(_may_be_of_legend(cells) for _, cells in grid.rows):
        return grid
    used: set[str] = set()
    for _, cells in grid.rows:
        filled = [text(cell) for cell in cells if text(cell)]
        used.update(filled[1:] if len(filled) > 2 else ())
    return evolve(grid, rows=tuple(_paired(grid.rows, used=used)))


def _may_be_of_legend(cells: Sequence[Any]) -> bool:
    first, *others = [cell for cell in cells if cell is not None and cell != ""] or [""]
    return len(others) == 1 or (isinstance(first, str) and len(first) <= _LONGEST_KEY and is_key(first))


def _paired(rows: Sequence[Row], *, sheet: bool = False, used: Set[str] = frozenset()) -> Iterator[Row]:
    """Rows with their pairs of mark and meaning in one cell; on a sheet that is a legend all may be pairs."""
    below = False
    for line, cells in rows:
        filled = [text(cell) for cell in cells if text(cell)]
        starts = bool(filled) and is_key(filled[0])
        pairs = [*zip(filled[starts::2], filled[starts + 1 :: 2], strict=False)]
        marks = None if sheet or below or starts else used
        said = bool(pairs) and len(filled[starts:]) % 2 == 0
        said = said and all(_is_pair(mark, meaning, marks) for mark, meaning in pairs)
        below = starts or (below and said)
        yield (line, tuple(f"{mark} = {meaning}" for mark, meaning in pairs)) if said else (line, cells)


def _is_pair(mark: str, meaning: str, marks: Set[str] | None) -> bool:
    """Whether a cell is a mark of the matrix, and the one beside it what it means."""
    short = len(mark) <= _LONGEST_MARK and not mark.isdigit() and (marks is None or mark in marks)
    return short and (status_of(meaning) or _meaning(normal(meaning))) is not None


def _meaning(plain: str) -> str | None:
    """The meaning of a legend's words: the longest beginning that is a word of status."""
    parts = plain.split()
    for end in range(len(parts), 0, -1):
        found = status_of(" ".join(parts[:end]))
        if found is not None:
            return found
    return None


def is_key(cell: str) -> bool:
    """Whether a cell, or the name of a sheet, is what a legend is called."""
    return normal(cell) in _KEYS


#: What a legend is called, in a cell or as a sheet.
_KEYS = frozenset({"key", "legend", "codes", "abbreviations", "key to codes", "key legend"})


def is_note(cells: Sequence[Any]) -> bool:
    """Whether a row is no person: a legend, or a remark of one or two cells of text."""
    filled = [written for cell in cells if (written := text(cell))]
    if len(filled) > 2:
        return all(map(_is_of_legend, filled))
    return any(len(cell) > 25 or _is_of_legend(cell) for cell in filled)


def _is_of_legend(cell: str) -> bool:
    return _LEGEND.match(cell) is not None or is_key(cell)
