"""A whole catalogue laid over the Pathway: what it covers, what it leaves out, what it lists twice."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import cast

from care_pathway.learning.alignment import Tables, tables_of
from care_pathway.learning.course_row import ParsedRow, RowProblem, course_from_row
from care_pathway.learning.level import CourseLevel
from care_pathway.learning.lexicon import course_lexicon, word_list
from care_pathway.learning.reading import split_run
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
    tables = tables_of(pathway)
    alignments: list[CourseAlignment] = []
    rejected: list[RejectedRow] = []
    problems: list[RowProblem] = []
    first_row: dict[str, int] = {}
    known_themes = frozenset(theme.id for theme in (*pathway.themes, *pathway.further_themes))
    for number, given in enumerate(courses, start=1):
        if type(given) is Course and given.id not in first_row:
            first_row[given.id] = number
            alignments.append(tables.align(given))
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
            alignments.append(tables.align(course))
        problems += found
    return CatalogueAlignment(
        pathway=pathway.ref,
        alignments=tuple(alignments),
        coverage=_coverage(pathway, tables, alignments),
        duplicates=find_duplicates(alignments),
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


def _coverage(
    pathway: Pathway, tables: Tables, alignments: Iterable[CourseAlignment]
) -> tuple[RoleCoverage, ...]:
    wanted = Relevance.RELEVANT
    relevant = [one for one in alignments if one.relevance is wanted]
    # Courses that name a topic alike share the record, so that few are left to be looked at.
    themes = {id(match): match for one in relevant for match in one.themes}
    topics = {match.id for one in relevant for match in one.practice_areas}
    mask = tables.spoken_about(themes.values())
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


Places = tuple[int, ...]
"""Where some courses stand in a catalogue."""


def find_duplicates(alignments: Iterable[CourseAlignment]) -> tuple[CourseDuplicate, ...]:
    """Courses that are probably one: listed twice, offered by two providers, or titled almost alike.

    Titles are compared by their words without plurals, small words and words of delivery; the level, whose
    level it is and the relevance must be the same. Titles that are only almost alike differ by one word that
    carries no subject: the condition, the device, the people and the place tell courses apart. "Award in
    Awareness of Dementia" and "Certificate in the Principles of Dementia Care" are two.
    """
    courses = tuple(alignments)
    titles = _Titles(one.course.title for one in courses)
    found = sorted([*_same(titles, courses), *_near(titles, courses)])
    return tuple(
        CourseDuplicate(kind=alike, courses=tuple(courses[at].course.id for at in places), reason=reason)
        for places, alike, reason in found
    )


class _Titles:
    """The titles of a catalogue by the words that count in them.

    Attributes:
        words: The sets of words, each once.
        first: For each set, the first course that has it.
        more: For sets that several courses have, all these courses; most titles need no list.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        numbers: dict[str, int] = {}
        known: dict[frozenset[str], int] = {}
        self.first: list[int] = []
        self.more: dict[int, list[int]] = {}
        for at, title in enumerate(titles):
            number = numbers.get(title)
            if number is None:
                number = numbers[title] = known.setdefault(_title_key(title), len(known))
            if number == len(self.first):
                self.first.append(at)
            elif number in self.more:
                self.more[number].append(at)
            else:
                self.more[number] = [self.first[number], at]
        self.words = list(known)

    def places(self, number: int) -> list[int]:
        """The courses that have a set of words."""
        return self.more.get(number) or [self.first[number]]


def _same(titles: _Titles, courses: Sequence[CourseAlignment]) -> Iterator[tuple[Places, DuplicateKind, str]]:
    """Courses with the same words in the title, the same relevance and the same level."""
    for number, places in titles.more.items():
        words = titles.words[number]
        if not words:
            continue
        by_level: dict[Hashable, list[int]] = {}
        for at in places:
            by_level.setdefault(_level_of(courses[at]), []).append(at)
        for same in by_level.values():
            if len(same) > 1:
                providers = {(courses[at].course.provider or "").casefold().strip() for at in same}
                alike = DuplicateKind.DUPLICATE if len(providers) == 1 else DuplicateKind.SAME_COURSE
                what = " ".join(sorted(words))
                yield tuple(same), alike, f"the same words in the title ({what}) and the same level"


def _near(titles: _Titles, courses: Sequence[CourseAlignment]) -> Iterator[tuple[Places, DuplicateKind, str]]:
    """Pairs of titles that differ by one word that does not tell them apart, on the same topics and level."""
    # Most titles are like no other, and what their courses are about need not be compared.
    alike = list(_alike(titles.words))
    firsts: dict[int, dict[Hashable, int]] = {}
    for number in set(chain.from_iterable(alike)):
        firsts[number] = {}
        for at in titles.places(number):
            firsts[number].setdefault(_kind_of(courses[at]), at)
    found: dict[Places, frozenset[str]] = {}
    for numbers in alike:
        of_kind: dict[Hashable, list[tuple[int, int]]] = {}
        for number in numbers:
            for kind, at in firsts[number].items():
                of_kind.setdefault(kind, []).append((at, number))
        for places in of_kind.values():
            (first, one), *others = sorted(places)
            found |= {(first, at): titles.words[one] ^ titles.words[other] for at, other in others}
    for pair, differing in found.items():
        yield pair, DuplicateKind.NEAR_DUPLICATE, f"titles differ only by: {', '.join(sorted(differing))}"


def _alike(titles: Sequence[frozenset[str]]) -> Iterator[list[int]]:
    """Groups of titles that are one when a word that does not tell courses apart is left out of each."""
    free = _free()
    by_telling = _several(
        (words - free, at) for at, words in enumerate(titles) if len(words) >= _FEWEST_WORDS
    )

    @cache
    def shorter(words: frozenset[str]) -> tuple[frozenset[str], ...]:
        return (words, *(words - {word} for word in words))

    # What tells apart is the same within a group, and the rest is that of many groups.
    for numbers in by_telling:
        yield from _several((left, at) for at in numbers for left in shorter(titles[at] & free))


def _several(pairs: Iterable[tuple[frozenset[str], int]]) -> Iterator[list[int]]:
    """The numbers that share their words with others."""
    # Most are alone with their words, and need no list.
    first: dict[frozenset[str], int] = {}
    more: dict[frozenset[str], list[int]] = {}
    for words, number in pairs:
        known = first.setdefault(words, number)
        if known != number:
            more.setdefault(words, [known]).append(number)
    yield from more.values()


def _kind_of(one: CourseAlignment) -> Hashable:
    """What two courses share that may be one: relevance, level, then the topics."""
    return (_level_of(one), *[match.id for match in (*one.themes, *one.practice_areas)])


def _level_of(one: CourseAlignment) -> Hashable:
    """For whom and how deep a course is."""
    return str(one.relevance), _depth(one.level)


@lru_cache(maxsize=1024)
def _depth(level: CourseLevel) -> str:
    """A level with its scheme, without which a number is none (policy section 6); or the words for it."""
    return str(level).casefold()


def _title_key(title: str) -> frozenset[str]:
    """The words that count in a title; a code, a year and the number of a run stand beside them as they are.

    Catalogues repeat a title with another of these, so that the words are kept without them.
    """
    parts = _CODE.split(title)
    subject, run = split_run("".join(parts[::2]) if len(parts) > 1 else title)
    words = _words_of(subject)
    return words.union((run,) if run else (), parts[1::2]) if run or len(parts) > 1 else words


#: Codes between spaces only: nothing around them is read otherwise when they are taken out. Written, for
#: speed, so that it starts with a digit.
_CODE = re.compile(r"([0-9](?<!\S.)[0-9]{3,}(?!\S))")


@lru_cache(maxsize=16_384)
def _words_of(title: str) -> frozenset[str]:
    tokens = chain.from_iterable(map(course_lexicon().tokens, title_words(title)))
    # In a set of words "home care" and "care home" are the same.
    words = _settings().sub(lambda found: found[0].replace(" ", "-"), " ".join(tokens))
    return frozenset(words.split()) - _delivery()


@cache
def _settings() -> re.Pattern[str]:
    """Settings whose words stand in this order."""
    return re.compile(rf"\b(?:{'|'.join(sorted(word_list('settings_in_order')))})\b")


@cache
def _delivery() -> frozenset[str]:
    return word_list("delivery") | {BREAK}


@cache
def _free() -> frozenset[str]:
    """Words by which the titles of one course may differ: they carry no subject and no depth."""
    return frozenset(filter(str.isalpha, course_lexicon().generic)) - word_list("telling_apart")
