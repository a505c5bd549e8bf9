"""Qualifications of a row of a staff list: their names, and the columns that say how far each is."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from attrs import evolve

from care_pathway.interop import cells
from care_pathway.interop.rows import ReadTable, TableRow
from care_pathway.model import HeldQualification, TrainingStatus
from care_pathway.problems import Severity
from care_pathway.tabular.days import looks_like_a_day
from care_pathway.tabular.headings import normal
from care_pathway.tabular.standing import AWAY, status_of

Held = tuple[HeldQualification, ...]
_STATUSES = frozenset(map(str, TrainingStatus))
_BRACKETED = re.compile(r"\(([^()]+)\)")


def held_in(row: TableRow, table: ReadTable) -> Held | None:
    """The qualifications of a row; ``None`` where nothing is known of any.

    A status that nobody understands is said, and credits nothing.
    """
    held: Held | None = row.values.get("qualifications")
    heading = table.heading("qualifications") or ""
    if held and FRAMEWORK.search(heading) is not None:
        held = tuple(_of_framework(one, heading) for one in held)
    # "Qualification (enrolled)": a heading speaks for every row that says nothing of its own.
    status = cells.text(row.values.get("qualification_status")) or _of_heading(table)
    if held and status:
        held = _at(held, status, row, table)
    towards = row.values.get("working_towards")
    if cells.text(towards):
        held = _with_more(held, towards)
    if held and "qualification_achieved" in row.values:
        unread = (row.record, "qualification_achieved") in table.unreadable
        held = _achieved(held, row.values["qualification_achieved"], unread=unread)
    expected: date | None = row.values.get("qualification_expected")
    if held and expected is not None:
        held = tuple(one if one.achieved is not None else evolve(one, expected=expected) for one in held)
    return held


def _achieved(held: Held, day: date | None, *, unread: bool) -> Held:
    """Qualifications with the day that stands beside them; what was not read as a day credits none.

    Where the name has a day too, the later counts.
    """
    if unread:
        return tuple(evolve(one, understood=False) for one in held)
    if day is None:
        return held
    return tuple(
        one if one.in_progress else evolve(one, achieved=max(one.achieved or day, day)) for one in held
    )


#: What a heading names a qualification by.
FRAMEWORK = re.compile(r"\b(?:nvq|svq|qcf|rqf|diploma|btec)\b", re.I)
_LEVEL = re.compile(r"(?:(?:level|lvl|l)\s*)?([1-8])", re.I)
_LEVEL_OF_HEADING = re.compile(r"\b(?:level|lvl|l|nvq)\s*([1-8])\b", re.I)
#: Words of a heading that name no more than the framework.
_NO_MORE = frozenset(
    {"nvq", "svq", "qcf", "rqf", "diploma", "btec", "level", "held", "achieved", "and", "or"}
)
_ENDING = re.compile(r"\s+(?:held|achieved)\s*\Z", re.I)


def level_of_heading(heading: str) -> int | None:
    """The level that the heading of a qualification names."""
    found = _LEVEL_OF_HEADING.search(heading)
    return int(found[1]) if found else None


def named_by(heading: str, cell: str = "") -> str:
    """The name of a qualification of which the cell says no more than the level, or nothing at all.

    Example:
        >>> named_by("NVQ / Diploma", "L2"), named_by("NVQ level 2"), named_by("Diploma in Care", "Level 3")
        ('NVQ level 2', 'NVQ level 2', 'Diploma in Care Level 3')
    """
    framework, said, own = FRAMEWORK.search(heading), _LEVEL.fullmatch(cell), level_of_heading(heading)
    alone = framework is not None and {*normal(re.sub(r"\d", " ", heading)).split()} <= _NO_MORE
    if framework is None or not alone or (said is None and own is not None):
        name = _ENDING.sub("", heading)
        return name if said is None or own == int(said[1]) else f"{name} {cell}"
    return framework[0] if said is None else f"{framework[0]} level {said[1]}"


def at_level(one: HeldQualification, heading: str) -> HeldQualification | None:
    """What a cell with a level alone says of the qualification that the heading names; else nothing."""
    level = _LEVEL.fullmatch(one.name.strip())
    return level and evolve(one, name=named_by(heading, level[0]), level=int(level[1]))


def _of_framework(one: HeldQualification, heading: str) -> HeldQualification:
    """What is said below a heading such as *NVQ* without naming anything is said of it."""
    level, cell = at_level(one, heading), one.name.strip()
    if level is not None:
        return level
    named = evolve(one, name=named_by(heading), level=level_of_heading(heading))
    if looks_like_a_day(cell):
        return evolve(named, achieved=cells.day(cell, done=True))
    if (years := cells.years_alone(cell)) is not None:
        return evolve(named, achieved=years)
    bare = status_of(cell) in (TrainingStatus.COMPLETED, TrainingStatus.IN_PROGRESS)
    return named if bare or is_enrolled(cell) else one


def is_enrolled(cell: str) -> bool:
    """Whether a cell says of a qualification no more than that somebody has begun it."""
    return normal(cell) in ("enrolled", "registered")


def _of_heading(table: ReadTable) -> str:
    """The status that the heading of the qualifications has in brackets."""
    found = _BRACKETED.search(table.heading("qualifications") or "")
    return found[1] if found and status_of(found[1]) else ""


def _at(held: Held, status: str, row: TableRow, table: ReadTable) -> Held:
    """Qualifications that are all as far as a status says."""
    said = status_of(status)
    if said == TrainingStatus.IN_PROGRESS:
        return _in_progress(held)
    if said is None or said == AWAY:
        table.report(
            row.record,
            row.line,
            "this status of a qualification is not understood, so it counts as not achieved; expected "
            "completed, in progress or not started",
            column=table.heading("qualification_status"),
            value=status[:60],
            severity=Severity.WARNING,
        )
        return tuple(evolve(one, understood=False) for one in held)
    # "Overdue" and "due" say that it is still to be done.
    known = TrainingStatus(said) if said in _STATUSES else TrainingStatus.NOT_STARTED
    return tuple(evolve(one, status=known) for one in held)


def _with_more(held: Held | None, cell: Any) -> Held | None:
    """With what somebody works towards: the qualifications of the row, or others that the cell names."""
    try:
        answer = cells.answer(cell)
    except cells.NotUnderstoodError:
        return (*(held or ()), *(cells.qualifications(cell, towards=True) or ()))
    return _in_progress(held) if held and answer else held


def _in_progress(held: Held) -> Held:
    def one_of(one: HeldQualification) -> HeldQualification:
        return evolve(one, working_towards=True, achieved=None, expected=one.expected or one.achieved)

    return tuple(map(one_of, held))
