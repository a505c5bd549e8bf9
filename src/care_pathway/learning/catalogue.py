"""A whole catalogue laid over the Pathway: what it covers, what it leaves out, what it lists twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import cast

from care_pathway.learning.alignment import Judged, Tables, kind_of, tables_of
from care_pathway.learning.course_row import ParsedRow, RowProblem, course_from_row
from care_pathway.learning.lexicon import course_lexicon, word_list
from care_pathway.learning.records import (
    CatalogueAlignment,
    CourseAlignment,
    CourseDuplicate,
    DuplicateKind,
    RejectedRow,
    Relevance,
    RoleCoverage,
)
from care_pathway.learning.text import BREAK, title_words
from care_pathway.model.course import Course
from care_pathway.model.pathway import Pathway

#: Shorter titles are too alike by chance to be called near duplicates.
_FEWEST_WORDS = 3


def align_catalogue(pathway: Pathway, courses: Iterable[Course | Mapping[str, object]]) -> CatalogueAlignment:
    """Align every course of a catalogue, and say what it covers, repeats and leaves out.

    Rows may be `Course` records or plain mappings (as `csv.DictReader` gives), read by `course_from_row`.
    No row is lost: each is aligned or rejected with its reasons, and what was odd in an aligned row is in
    ``problems``.

    Args:
        pathway: The edition to align with.
        courses: The catalogue, in any order.

    Example:
        >>> import care_pathway as cp
        >>> rows = [{"id": "c1", "title": "Fire safety", "cost": "free"}, {"id": "c2", "title": " "}]
        >>> catalogue = align_catalogue(cp.load(), rows)
        >>> len(catalogue.alignments), str(catalogue.rejected[0].problems[0])
        (1, 'row 2 (c2), title: the row has no title; a title was expected')
    """
    tables, ref = tables_of(pathway), pathway.ref
    alignments: list[CourseAlignment] = []
    answers: list[Judged] = []
    rejected: list[RejectedRow] = []
    problems: list[RowProblem] = []
    first_row: dict[str, int] = {}
    known_themes = frozenset(theme.id for theme in (*pathway.themes, *pathway.further_themes))
    for number, given in enumerate(courses, start=1):
        if type(given) is Course and given.id not in first_row:
            first_row[given.id] = number
            answers.append(tables.answer(given))
            alignments.append(CourseAlignment._of(given, ref, answers[-1]))
            continue
        parsed = _parsed(given, number)
        found = [*parsed.problems]
        if isinstance(given, Mapping):
            found += _unknown_themes(given, parsed, known_themes)
        course = parsed.course
        if course is not None and course.id in first_row:
            message = f"the id is taken by row {first_row[course.id]}; ids must differ"
            found.append(RowProblem(row=number, id=course.id, column="id", value=course.id, message=message))
            rejected.append(RejectedRow(row=number, problems=tuple(found), course=course, cells=parsed.cells))
        elif course is None:
            rejected.append(RejectedRow(row=number, problems=tuple(found), cells=parsed.cells))
        else:
            first_row[course.id] = number
            answers.append(tables.answer(course))
            alignments.append(CourseAlignment._of(course, ref, answers[-1]))
        problems += found
    return CatalogueAlignment(
        pathway=pathway.ref,
        alignments=tuple(alignments),
        coverage=_coverage(pathway, tables, answers),
        duplicates=_duplicates(
            (one.course, answer.kind) for one, answer in zip(alignments, answers, strict=True)
        ),
        rejected=tuple(rejected),
        problems=tuple(problems),
    )


def _parsed(given: object, number: int) -> ParsedRow:
    if isinstance(given, Course):
        return ParsedRow(row=number, course=given)
    if isinstance(given, Mapping):
        return course_from_row(cast("Mapping[str, object]", given), number=number)
    message = f"expected a course or a row of cells, not {type(given).__name__}"
    return ParsedRow(row=number, problems=(RowProblem(row=number, message=message),))


def _unknown_themes(row: Mapping[str, object], parsed: ParsedRow, known: frozenset[str]) -> list[RowProblem]:
    """Problems for theme ids that a row brings along and the pathway does not have."""
    cell = next(
        (value for key, value in row.items() if str(key).strip().casefold() in {"theme", "themes"}), None
    )
    named = [part.strip() for part in re.split(r"[;,|]", cell)] if isinstance(cell, str) else []
    who = parsed.course.id if parsed.course is not None else None
    return [
        RowProblem(
            row=parsed.row, id=who, column="themes", value=name[:80], message="the pathway has no such theme"
        )
        for name in named
        if name and name not in known
    ]


def _coverage(pathway: Pathway, tables: Tables, answers: Iterable[Judged]) -> tuple[RoleCoverage, ...]:
    mask = 0
    topics: set[str] = set()
    for one in dict.fromkeys(answers):
        if one.relevance is Relevance.RELEVANT:
            mask |= tables.spoken_about(one.topics.themes)
            topics.update(area.id for area in one.topics.practice_areas)
    spoken = {one.id for at, one in enumerate(pathway.competencies) if mask >> at & 1}
    result = []
    for role in pathway.role_categories:
        named = [
            one for one in pathway.competencies if one.theme is not None and role.id in one.role_categories
        ]
        covered = tuple(one.id for one in named if one.id in spoken)
        with_cover = {one.area for one in named if one.id in spoken}
        result.append(
            RoleCoverage(
                role_category=role.id,
                competencies=len(named),
                covered=covered,
                coverage=len(covered) / len(named) if named else 1.0,
                uncovered_areas=tuple(
                    area.id
                    for area in pathway.areas
                    if area.role_category == role.id and area.id not in with_cover
                ),
                uncovered_practice_areas=tuple(
                    area.topic
                    for area in pathway.practice_areas
                    if area.role_category == role.id and area.topic not in topics and area.topic != "other"
                ),
            )
        )
    return tuple(result)


def find_duplicates(alignments: Iterable[CourseAlignment]) -> tuple[CourseDuplicate, ...]:
    """Courses that are probably one: listed twice, offered by two providers, or titled almost alike.

    Titles are compared by their words without plurals, small words and words of delivery; the level must be
    the same. "Award in Awareness of Dementia" and "Certificate in the Principles of Dementia Care" are two.
    """
    return _duplicates(
        (one.course, kind_of(one.relevance, one.level, (*one.themes, *one.practice_areas)))
        for one in alignments
    )


def _duplicates(rows: Iterable[tuple[Course, tuple[str, ...]]]) -> tuple[CourseDuplicate, ...]:
    """The same for courses, each with what `kind_of` says of it."""
    # Sets of words are numbered: a set is compared once, and from then on plain numbers are.
    numbers: dict[frozenset[str], int] = {}
    rests: dict[tuple[str, ...], int] = {}
    order: list[Course] = []
    keys: list[tuple[int, int]] = []
    first: dict[tuple[int, str], int] = {}
    groups: dict[tuple[int, str], list[int]] = {}
    for at, (course, kind) in enumerate(rows):
        order.append(course)
        words = _title_key(course.title)
        number = numbers.setdefault(words, len(numbers))
        keys.append((number, rests.setdefault(kind, len(rests))))
        key = (number, kind[2])
        if words and first.setdefault(key, at) != at:
            groups.setdefault(key, [first[key]]).append(at)
    sets = list(numbers)
    found: list[tuple[tuple[int, ...], DuplicateKind, str]] = []
    for (number, _), places in groups.items():
        providers = {(order[at].provider or "").casefold().strip() for at in places}
        alike = DuplicateKind.DUPLICATE if len(providers) == 1 else DuplicateKind.SAME_COURSE
        what = " ".join(sorted(sets[number]))
        found.append((tuple(places), alike, f"the same words in the title ({what}) and the same level"))
    found += _near(keys, sets)
    return tuple(
        CourseDuplicate(kind=alike, courses=tuple(order[at].id for at in places), reason=reason)
        for places, alike, reason in sorted(found)
    )


def _near(
    keys: list[tuple[int, int]], sets: list[frozenset[str]]
) -> list[tuple[tuple[int, ...], DuplicateKind, str]]:
    """Pairs of titles that differ by one word that does not tell them apart, on the same topics and level.

    Args:
        keys: For each course, the number of its words among the sets, and a number for topics and level.
        sets: The words of titles.
    """
    first: dict[tuple[int, int], int] = {}
    for at, key in enumerate(keys):
        if len(sets[key[0]]) >= _FEWEST_WORDS:
            first.setdefault(key, at)
    # Most titles are alone with their telling words, and need no list.
    tellings: dict[frozenset[str], int] = {}
    alone: dict[tuple[int, int], int] = {}
    alike: dict[tuple[int, int], list[int]] = {}
    for (number, rest), at in first.items():
        telling = frozenset(filter(_tells_apart, sets[number]))
        key = (tellings.setdefault(telling, len(tellings)), rest)
        if alone.setdefault(key, at) != at:
            alike.setdefault(key, [alone[key]]).append(at)
    found: dict[tuple[int, int], str] = {}
    for places in alike.values():
        buckets: dict[frozenset[str], int] = {}
        for at in places:
            words = sets[keys[at][0]]
            for left in (words, *(words - {word} for word in words if not _tells_apart(word))):
                other = buckets.setdefault(left, at)
                differing = words ^ sets[keys[other][0]]
                if other != at and (other, at) not in found and len(differing) <= 2:
                    found[other, at] = f"titles differ only by: {', '.join(sorted(differing))}"
    return [(pair, DuplicateKind.NEAR_DUPLICATE, reason) for pair, reason in found.items()]


@lru_cache(maxsize=16_384)
def _tells_apart(word: str) -> bool:
    return not word.isalpha() or word in word_list("telling_apart")


def _title_key(title: str) -> frozenset[str]:
    """The words that count in a title; a code or a year that stands alone is a word of its own.

    Catalogues repeat a title with another code, so that the words are kept without it.
    """
    codes = _CODE.findall(title)
    return _words_of(_CODE.sub("", title)).union(codes) if codes else _words_of(title)


#: Codes between spaces only: nothing around them is read otherwise when they are taken out.
_CODE = re.compile(r"(?<!\S)[0-9]{4,}(?!\S)")


@lru_cache(maxsize=16_384)
def _words_of(title: str) -> frozenset[str]:
    tokens = map(course_lexicon().tokens, title_words(title))
    return frozenset(chain.from_iterable(tokens)) - _delivery()


@cache
def _delivery() -> frozenset[str]:
    return word_list("delivery") | {BREAK}
