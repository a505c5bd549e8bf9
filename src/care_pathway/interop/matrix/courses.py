"""Which columns of a matrix are courses, by their headings and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from attrs import evolve

from care_pathway.interop.matrix.headings import MatrixHeader, MatrixPart, part_of
from care_pathway.interop.matrix.shape import CourseColumn
from care_pathway.interop.matrix.standards import standards_across
from care_pathway.interop.people_across import names_a_course
from care_pathway.interop.training_results import is_result
from care_pathway.problems import shown
from care_pathway.tabular.cells import Cells
from care_pathway.tabular.days import Days
from care_pathway.tabular.headings import normal
from care_pathway.tabular.standing import standing, status_of

#: Fewer columns of courses are no matrix.
_FEWEST = 2
_ENOUGH = 0.5
_SOME = 0.3
#: Headings of a list with several courses or days in each row.
_NUMBERED = re.compile(r"(?:date|course|training|module|day|session) \d{1,2}")


def _is_of_the_whole(course: str, part: str | None) -> bool:
    """Whether a column behind the standards says when all of them were done, as *Certificate awarded*."""
    if part is None:
        return part_of(course) == MatrixPart.COMPLETED
    return part == MatrixPart.COMPLETED and normal(course) in (
        "certificate",
        "all",
        "all standards",
        "overall",
    )


def holds_standings(cells: Cells, at: int, legend: tuple[tuple[str, str], ...]) -> bool:
    """Whether most cells of a column are days or words of training."""
    share = _share_of_standings(cells, at, legend)
    return share is not None and share >= _ENOUGH


def _share_of_standings(
    cells: Cells, at: int, legend: tuple[tuple[str, str], ...], *, marks: bool = False
) -> float | None:
    """How many cells of a column are days or words of training; nothing where it is empty.

    With `marks` a lone letter is one too: below a course it is a mark, read or not.
    """
    raw = cells.raw(at)
    days = Days(())
    said = (
        (marks and _LETTER.fullmatch(str(cell)) is not None) or _is_standing(cell, days, legend)
        for cell in raw
    )
    return sum(said) / len(raw) if raw else None


def _is_standing(cell: Any, days: Days, legend: tuple[tuple[str, str], ...]) -> bool:
    found = standing(cell, days, legend)
    return found.understood and not (
        found.bare is not None and str(cell).strip().isdecimal() and len(str(cell).strip()) < 5
    )


def _says_failed(name: str, texts: Sequence[str]) -> bool:
    """Whether a column right behind a course says who failed it: its heading alone may be of pay."""
    return is_result(name) and any(status_of(cell) == "failed" for cell in texts)


_LETTER = re.compile(r"\s*[A-Za-z]\s*")
_QUALIFICATION = re.compile(r"\b(?:nvq|qcf|rqf|diploma|qualifications?|degree|foundation degree|svq|btec)\b")
_NOT_TRAINING = re.compile(
    r"\b(?:dbs|supervisions?|appraisals?|right to work|probation|dob|contract|hours|visa|passport|"
    r"driving licen[cs]e|mot|insurance|pin|nmc|references|interview|start|started|"
    r"compliance|totals?|comments?|notes?|age)\b|^(?:sign(?:ed)? off|certificate|assessor|verifie[rd]|iqa)\b"
)


def names_a_qualification(plain: str) -> bool:
    """Whether normal words name a qualification."""
    return _QUALIFICATION.search(plain) is not None


def courses_of(
    header: MatrixHeader,
    cells: Cells,
    taken: set[int],
    legend: tuple[tuple[str, str], ...],
    *,
    certificate: bool = False,
) -> tuple[tuple[CourseColumn, ...], tuple[str, ...]]:
    """The columns of courses, and those that are neither courses nor about the person.

    Args:
        header: The header.
        cells: What stands below it.
        taken: Positions of columns about the person.
        legend: What short marks mean.
        certificate: Whether the file says that it is about the Care Certificate.
    """
    found: list[CourseColumn] = []
    unread: dict[int, str] = {}
    maybe: list[tuple[CourseColumn, float]] = []
    numbered = standards_across(header.titles, taken, said=certificate)
    for at, name in enumerate(header.names):
        if at in taken or not name or _NUMBERED.fullmatch(normal(name)):
            continue
        part = header.parts[at] if at < len(header.parts) else None
        course = " ".join((numbered.get(at) or header.titles[at]).split())
        plain = normal(name)
        if numbered and at > max(numbered) and _is_of_the_whole(course, part):
            course, plain, part = "Care Certificate", "care certificate", MatrixPart.COMPLETED
        column = CourseColumn(at=at, course=course, part=part)
        share = _share_of_standings(cells, at, legend, marks=names_a_course(plain))
        unread[at] = shown(name) or ""
        last = {one.at: one for one in (*found[-1:], *(other for other, _ in maybe[-1:]))}
        if part is None and at - 1 in last and _says_failed(name, cells.texts(at)):
            maybe.append((evolve(last[at - 1], at=at, part=MatrixPart.STATUS), 1.0))
            continue
        if _NOT_TRAINING.search(plain) or part is MatrixPart.OTHER or (part is None and part_of(name)):
            continue
        if names_a_qualification(plain) and "certificate" not in plain:
            found.append(evolve(column, qualification=True))
        elif share is not None and share >= _ENOUGH:
            found.append(column)
        else:
            is_course = share is None or names_a_course(plain)
            maybe.append((column, 1.0 if is_course else share or 0.0))
    training = [column for column in found if not column.qualification]
    named = [column for column, _ in maybe if names_a_course(normal(column.course))]
    if len(training) < _FEWEST and (not training or len(named) < _FEWEST):
        return (), ()  # one course with anything in it is enough only beside others without
    # Beside courses that are sure, a column of a few days is one too; and whatever stands beside the days of
    # a course is about it, though it be not understood.
    sure = {normal(column.course) for column in training if column.part is not None}
    known = {normal(column.course) for column in training}
    sure |= {
        course
        for column, _ in maybe
        if column.part == MatrixPart.STATUS and (course := normal(column.course)) in known
    }
    found += [
        evolve(column, part=MatrixPart.STATUS) if share < _SOME else column
        for column, share in maybe
        if share >= _SOME or normal(column.course) in sure
    ]
    for column in found:
        del unread[column.at]
    return tuple(sorted(found, key=lambda one: one.at)), tuple(unread.values())
