"""What short marks in a matrix mean and what its days are, from the lines that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from care_pathway.tabular.columns import text
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.headings import normal, words
from care_pathway.tabular.standing import status_of

_LEGEND = re.compile(r"(\S{1,12})\s*(?:=|:|–|—| - )\s*(\S.{1,60})\Z")


def legend_of(grid: Grid, row: int) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """What short marks mean and what the days are, from lines that say so."""
    marks: dict[str, str] = {}
    dates: set[str] = set()
    sheet = [grid.sheet] if grid.sheet else []
    lines = [cells for at, (_, cells) in enumerate(grid.rows) if at < row or is_note(cells)]
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


def _meaning(plain: str) -> str | None:
    """The meaning of a legend's words: the longest beginning that is a word of status."""
    parts = plain.split()
    for end in range(len(parts), 0, -1):
        found = status_of(" ".join(parts[:end]))
        if found is not None:
            return found
    return None


def is_note(cells: Sequence[Any]) -> bool:
    """Whether a row is no person: a legend or a remark, with one or two cells of text."""
    filled = [text(cell) for cell in cells if text(cell)]
    return len(filled) <= 2 and any(
        _LEGEND.match(cell) or len(cell) > 25 or normal(cell) in ("key", "legend") for cell in filled
    )
