"""What the cells of a matrix say: of one course together, of a qualification, of a colour."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from attrs import define

from care_pathway.interop import cells as _values
from care_pathway.interop.held_cells import FRAMEWORK, at_level, is_enrolled, level_of_heading, named_by
from care_pathway.interop.matrix.courses import names_a_qualification
from care_pathway.interop.matrix.headings import MatrixPart
from care_pathway.model import HeldQualification
from care_pathway.tabular.cells import text
from care_pathway.tabular.days import Days, written
from care_pathway.tabular.headings import normal, words
from care_pathway.tabular.standing import TrainingStanding, standing


@define
class CourseSaid:
    """What the cells of one person and course say together."""

    completed: date | None = None
    expires: date | None = None
    status: str | None = None
    booked: bool = False
    score: bool = False
    unknown: bool = False

    def add(self, cell: TrainingStanding, dates: str | None) -> None:
        """A cell, and what the days of its column are."""
        if cell.bare is not None and dates == MatrixPart.BOOKED:
            self.booked = True  # a yes beside the day is one of the booking
            return
        self.status = _lesser(self.status, cell.status)
        self.completed = _later(self.completed, cell.completed)
        self.expires = _later(self.expires, cell.expires)
        self.score = self.score or cell.score is not None
        self.unknown = self.unknown or not cell.understood
        if dates == MatrixPart.EXPIRES:
            self.expires = _later(self.expires, cell.bare)
        elif dates != MatrixPart.STATUS or cell.status is not None:
            self.completed = _later(self.completed, cell.done)

    @property
    def anything(self) -> bool:
        """Whether they say anything that was understood."""
        dated = self.completed is not None or self.expires is not None
        return dated or self.status is not None or self.booked or self.score

    def answer(self) -> tuple[str | None, bool]:
        """The status, and whether it is understood.

        Where a cell is not understood, it might say that the training was failed, or has lapsed: the days are
        kept, and show nothing, unless something else counts against the person.
        """
        dated = self.completed is not None or self.expires is not None
        status = self.status
        if status == "overdue":
            status = "expired" if dated else "not-started"
        elif status == "due":
            status = "completed" if dated else "not-started"
        elif status is None:
            status = "completed" if dated else "booked" if self.booked else None
        if self.unknown and status in (None, "completed"):
            return None, False
        return status, True


def _later(first: date | None, second: date | None) -> date | None:
    """Of two days of one course the later: the same course may have two columns."""
    return max((day for day in (first, second) if day is not None), default=None)


def _lesser(first: str | None, second: str | None) -> str | None:
    """Of two statuses of one course the one that shows less; a plain completed gives way to any other."""
    if first is None or second is None:
        return first or second
    return second if first == "completed" else first


def of_colour(cell: Any) -> TrainingStanding | None:
    """What the name of a colour says; amber says nothing that the days do not say."""
    said = words("rag").get(normal(text(cell)))
    return None if said is None else TrainingStanding(status=None if said == "unknown" else said)


def day_text(cell: Any) -> Any:
    """The day in a cell, for deciding the order of day and month."""
    if not isinstance(cell, str) or written(cell).day is not None:
        return cell
    found = re.search(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}", cell)
    return None if found is None else found[0]


def qualification_of(
    heading: str, cell: Any, days: Days, legend: tuple[tuple[str, str], ...]
) -> HeldQualification | None:
    """A qualification from a column about one; nothing where the cell says that it is not held."""
    said = standing(cell, days, legend)
    written_out = text(cell)
    if said.understood and not (said.bare is not None and written_out.isdecimal() and len(written_out) == 4):
        if said.status in ("in-progress", "booked") or is_enrolled(written_out):
            own, level = level_of_heading(heading), level_of_heading(written_out)
            name = named_by(heading, "" if own or level is None else f"level {level}")
            return HeldQualification(name=name, level=own or level, working_towards=True)
        day = said.completed or said.bare
        if day is None and said.status != "completed":
            return None
        return HeldQualification(name=named_by(heading), level=level_of_heading(heading), achieved=day)
    if (years := _values.years_alone(written_out)) is not None:
        return HeldQualification(name=named_by(heading), level=level_of_heading(heading), achieved=years)
    # "Level 2" below "NVQ" is an NVQ at level 2; below "Qualifications" it is what it says.
    generic = normal(heading) in words("qualification-heading") and FRAMEWORK.search(heading) is None
    found = _values.qualifications(written_out)
    if found and not generic and not names_a_qualification(normal(written_out)):
        whole = at_level(found[0], heading)
        found = (whole,) if whole is not None else _values.qualifications(f"{heading} {written_out}")
    return found[0] if found else None
