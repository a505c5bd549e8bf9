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
from care_pathway.tabular.standing import AWAY, status_of

Held = tuple[HeldQualification, ...]
_STATUSES = frozenset(map(str, TrainingStatus))
_BRACKETED = re.compile(r"\(([^()]+)\)")


def held_in(row: TableRow, table: ReadTable) -> Held | None:
    """The qualifications of a row; ``None`` where nothing is known of any.

    A status that nobody understands is said, and credits nothing.
    """
    held: Held | None = row.values.get("qualifications")
    framework = FRAMEWORK.search(table.heading("qualifications") or "")
    if held and framework is not None:
        held = tuple(_of_framework(one, framework[0]) for one in held)
    # "Qualification (enrolled)": a heading speaks for every row that says nothing of its own.
    status = cells.text(row.values.get("qualification_status")) or _of_heading(table)
    if held and status:
        held = _at(held, status, row, table)
    towards = row.values.get("working_towards")
    if cells.text(towards):
        held = _with_more(held, towards)
    expected: date | None = row.values.get("qualification_expected")
    if held and expected is not None:
        held = tuple(one if one.achieved is not None else evolve(one, expected=expected) for one in held)
    return held


#: What a heading names a qualification by.
FRAMEWORK = re.compile(r"\b(?:nvq|svq|qcf|rqf|diploma|btec)\b", re.I)
_LEVEL = re.compile(r"(?:(?:level|lvl|l)\s*)?([1-8])", re.I)


def _of_framework(one: HeldQualification, framework: str) -> HeldQualification:
    """A level below a heading such as *NVQ* is one of it; other words are what they say."""
    level = _LEVEL.fullmatch(one.name.strip())
    if level is not None:
        return evolve(one, name=f"{framework} level {level[1]}", level=int(level[1]))
    bare = status_of(one.name) == TrainingStatus.COMPLETED or looks_like_a_day(one.name)
    return evolve(one, name=framework) if bare else one


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
