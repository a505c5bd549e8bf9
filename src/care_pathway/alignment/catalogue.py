"""A whole catalogue laid over the Pathway: what it covers, what it leaves out, what it lists twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from functools import partial
from typing import cast

from care_pathway._arguments import check_kind, several
from care_pathway.alignment.course import Aligner
from care_pathway.alignment.duplicates import find_duplicates
from care_pathway.alignment.records import (
    CatalogueAlignment,
    CourseAlignment,
    MatchStrength,
    RejectedRow,
    Relevance,
    RoleCoverage,
)
from care_pathway.model.course import Course
from care_pathway.model.pathway import Pathway
from care_pathway.problems import Place, Problem, ProblemKind
from care_pathway.tabular.courses import ParsedRow, course_from_row


def align_catalogue(pathway: Pathway, courses: Iterable[Course | Mapping[str, object]]) -> CatalogueAlignment:
    """Align every course of a catalogue, and say what it covers, repeats and leaves out.

    Rows may be `Course` records or plain mappings (as `csv.DictReader` gives), read by `course_from_row`.
    No row is lost: each is aligned or rejected with its reasons, and what was odd in an aligned row is in
    ``problems``. Coverage and duplicates are worked out when they are first looked at.

    Args:
        pathway: The edition to align with.
        courses: The catalogue, in any order.

    Example:
        >>> import care_pathway as cp
        >>> rows = [{"id": "c1", "title": "Fire safety", "cost": "free"}, {"id": "c2", "title": " "}]
        >>> catalogue = align_catalogue(cp.load(), rows)
        >>> len(catalogue.alignments), str(catalogue.rejected[0].problems[0])
        (1, 'record 2 (c2), title: the row has no title; a title was expected')
    """
    check_kind("pathway", pathway, Pathway)
    given_courses = several("courses", courses)
    aligner = pathway.derived(Aligner)
    alignments: list[CourseAlignment] = []
    rejected: list[RejectedRow] = []
    problems: list[Problem] = []
    first_row: dict[str, int] = {}
    headings: set[str] = set()
    known_themes = frozenset(theme.id for theme in (*pathway.themes, *pathway.further_themes))
    for number, given in enumerate(given_courses, start=1):
        if type(given) is Course and given.id not in first_row:
            first_row[given.id] = number
            alignments.append(aligner.align(given))
            continue
        parsed = _parsed(given, number, headings)
        found = [*parsed.problems]
        if isinstance(given, Mapping):
            found += _unknown_themes(given, parsed, known_themes)
            headings.update(map(str, given))
        course = parsed.course
        if course is not None and course.id in first_row:
            message = f"the id is taken by row {first_row[course.id]}; ids must differ"
            found.append(
                Problem(
                    kind=ProblemKind.COURSE,
                    message=message,
                    place=Place(id=course.id, column="id", record=number),
                    found=course.id,
                )
            )
            rejected.append(RejectedRow(row=number, problems=tuple(found), course=course, cells=parsed.cells))
        elif course is None:
            rejected.append(RejectedRow(row=number, problems=tuple(found), cells=parsed.cells))
        else:
            first_row[course.id] = number
            alignments.append(aligner.align(course))
        problems += found
    aligned = tuple(alignments)
    work_out: dict[str, Callable[[], object]] = {
        "coverage": partial(coverage_of, pathway, aligned),
        "duplicates": partial(find_duplicates, aligned),
    }
    return CatalogueAlignment.unread(
        work_out,
        lambda name: work_out[name](),
        pathway=pathway.ref,
        alignments=aligned,
        rejected=tuple(rejected),
        problems=tuple(problems),
    )


def _parsed(given: object, number: int, headings: Container[str]) -> ParsedRow:
    if isinstance(given, Course):
        return ParsedRow(row=number, course=given)
    if isinstance(given, Mapping):
        return course_from_row(cast("Mapping[str, object]", given), number=number, before=headings)
    message = f"expected a course or a row of cells, not {type(given).__name__}"
    return ParsedRow(
        row=number, problems=(Problem(kind=ProblemKind.COURSE, message=message, place=Place(record=number)),)
    )


def _unknown_themes(row: Mapping[str, object], parsed: ParsedRow, known: frozenset[str]) -> list[Problem]:
    """Problems for theme ids that a row brings along and the pathway does not have."""
    cell = next(
        (value for key, value in row.items() if str(key).strip().casefold() in {"theme", "themes"}), None
    )
    named = [part.strip() for part in re.split(r"[;,|]", cell)] if isinstance(cell, str) else []
    who = parsed.course.id if parsed.course is not None else None
    return [
        Problem(
            kind=ProblemKind.COURSE,
            message="the pathway has no such theme",
            place=Place(id=who, column="themes", record=parsed.row),
            found=name[:80],
        )
        for name in named
        if name and name not in known
    ]


def coverage_of(pathway: Pathway, alignments: Iterable[CourseAlignment]) -> tuple[RoleCoverage, ...]:
    """What the relevant courses name for each role category, and what they only touch by its theme.

    Args:
        pathway: The edition whose role categories are meant.
        alignments: The courses, aligned.

    Example:
        >>> import care_pathway as cp
        >>> found = cp.align_course(cp.load(), cp.Course(id="c1", title="Fire Safety"))
        >>> coverage_of(cp.load(), [found])[0].role_category
        'new-to-care'
    """
    relevant = [alignment for alignment in alignments if alignment.relevance is Relevance.RELEVANT]
    topics = {match.id for alignment in relevant for match in alignment.practice_areas}
    spoken: dict[MatchStrength, set[str]] = {strength: set() for strength in MatchStrength}
    for alignment in relevant:
        for match in alignment.competencies:
            spoken[match.strength].add(match.id)
    named, touched = spoken[MatchStrength.NAMED], spoken[MatchStrength.THEME]
    return tuple(_role_coverage(pathway, role.id, named, touched, topics) for role in pathway.role_categories)


def _role_coverage(
    pathway: Pathway, role: str, named: Container[str], touched: Container[str], topics: Container[str]
) -> RoleCoverage:
    items = [item for item in pathway.competencies if item.theme is not None and role in item.role_categories]
    covered = tuple(item.id for item in items if item.id in named)
    areas = {item.area for item in items if item.id in named}
    return RoleCoverage(
        role_category=role,
        competencies=len(items),
        covered=covered,
        coverage=len(covered) / len(items) if items else 1.0,
        theme_only=tuple(item.id for item in items if item.id in touched and item.id not in named),
        uncovered_areas=tuple(
            area.id for area in pathway.areas if area.role_category == role and area.id not in areas
        ),
        uncovered_practice_areas=tuple(
            area.topic
            for area in pathway.practice_areas
            if area.role_category == role and area.topic not in topics and area.topic != "other"
        ),
    )
