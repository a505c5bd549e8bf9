"""So many of so many in a matrix, such as *12/15* below *Care Certificate*, which may look like a month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field

from care_pathway.interop.matrix.standards import never_expires
from care_pathway.tabular.cells import text
from care_pathway.tabular.days import written
from care_pathway.tabular.grids import Row
from care_pathway.tabular.headings import normal
from care_pathway.tabular.standing import NOT_UNDERSTOOD, TrainingStanding

#: What is counted, in a heading or behind the numbers.
_COUNTED = r"(?:standards?|modules?|units?|workbooks?|chapters?)"
_HEADING = re.compile(rf"\b{_COUNTED}\b")
_NUMBERED = re.compile(r"\b(?:standard|module|unit|workbook|chapter) \d")
_OF = re.compile(
    rf"(\d{{1,2}})\s*(?:/|of|out\s+of)\s*(\d{{1,2}})(?:\s*{_COUNTED})?"
    r"(?:\s*(?:complete|completed|done|passed|achieved|signed\s+off))?",
    re.I,
)
_MONTH = re.compile(r"(\d{1,2})/(\d{2})")
#: So many standards the Care Certificate has, or had.
_STANDARDS = frozenset({15, 16})
#: What is said of a cell that may be a month, or so many of so many.
DOUBTFUL = (
    "this may be a month, or so many of so many; it shows nothing. Write the whole date, or "
    "completed, or in progress"
)


@define
class CountColumns:
    """Which columns of a matrix hold so many of so many, and in which that cannot be told from months.

    Attributes:
        totals: For each column of counts, of how many they are.
        doubtful: Positions of columns whose cells may be counts or months.
    """

    totals: Mapping[int, frozenset[int]] = field(factory=dict)
    doubtful: frozenset[int] = frozenset()

    @classmethod
    def of(cls, rows: Sequence[Row], headings: Mapping[int, str]) -> CountColumns:
        """Those of the rows below a header, in columns of courses with these headings."""
        cells = {
            at: {cell.strip() for _, found in rows if at < len(found) and isinstance(cell := found[at], str)}
            for at in headings
        }
        all_ = {
            at: {int(found[2]) for cell in cells[at] if (found := _OF.fullmatch(cell))} for at in headings
        }
        totals = {
            at: _STANDARDS if _is_certificate(headings[at]) else frozenset(found)
            for at, found in all_.items()
            if (found & _STANDARDS if _is_certificate(headings[at]) else found and _is_counted(headings[at]))
        }
        years = {
            at: {found[2] for cell in cells[at] if (found := _MONTH.fullmatch(cell))}
            for at in headings
            if at not in totals
        }
        # Months of different years, or beside whole days, are months.
        various = len(set().union(*years.values())) > 1
        return cls(
            {at: found for at, found in totals.items() if len(found) == 1 or found is _STANDARDS},
            frozenset(
                at
                for at, found in years.items()
                if found and not various and not any(map(_is_dated, cells[at]))
            )
            | {at for at, found in totals.items() if len(found) > 1 and found is not _STANDARDS},
        )

    def said(self, at: int, cell: Any) -> TrainingStanding | None:
        """What a cell says that is such a count, or may be one; ``None`` for every other."""
        if at not in self.totals and at not in self.doubtful:
            return None
        found = (_OF if at in self.totals else _MONTH).fullmatch(text(cell))
        if found is None:
            return None
        done, all_ = int(found[1]), int(found[2])
        if at in self.doubtful or done > all_ == max(self.totals[at]):
            return NOT_UNDERSTOOD
        if all_ not in self.totals[at]:
            return None
        status = "completed" if done == all_ else "in-progress" if done else "not-started"
        return TrainingStanding(status=status)


def _is_certificate(course: str) -> bool:
    """Whether a column is about the Care Certificate as a whole."""
    return never_expires(course) and not _NUMBERED.search(normal(course))


def _is_counted(course: str) -> bool:
    """Whether a column is headed as one of counts."""
    return _HEADING.search(normal(course)) is not None and not _NUMBERED.search(normal(course))


def _is_dated(cell: str) -> bool:
    """Whether a cell is a day or a month that can be nothing else."""
    found = written(cell)
    return found.day is not None and _MONTH.fullmatch(cell) is None
