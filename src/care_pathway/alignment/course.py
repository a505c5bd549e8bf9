"""Lay one course over the Pathway: who it is for, what it is about, which competencies it speaks about.

Curated phrases first (`care_pathway.alignment.vocabulary`); competencies follow from the themes, those first
whose statement or heading shares a word with what the course names.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter

import attrs

from care_pathway.alignment.level import CourseLevel, Depth, depth_of, level_of
from care_pathway.alignment.memory import Memory
from care_pathway.alignment.parse import REMEMBERED, Found, course_reader, split_title
from care_pathway.alignment.records import (
    SPOKEN_ABOUT,
    CourseAlignment,
    CourseMatch,
    Judged,
    Relevance,
    alignment_of,
)
from care_pathway.alignment.relevance import UNREADABLE, judge, signs_of
from care_pathway.alignment.role_categories import role_categories_of
from care_pathway.alignment.text import mixes_scripts, words_of
from care_pathway.alignment.tokens import canonical, word_list
from care_pathway.alignment.topics import Topics, topics_of
from care_pathway.model.course import Course
from care_pathway.model.pathway import Pathway

__all__ = ["SPOKEN_ABOUT", "align_course", "facts_of"]

#: How the confidence in a theme carries over to its competencies.
SHARES_A_WORD = 0.95
THEME_AS_A_WHOLE = 0.85
NO_WORD_SHARED = 0.7
OTHER_WORDS_SHARED = 0.5

#: Longest text of which the answer is kept, and longest description for which what was found in it is kept:
#: that takes many times the room.
_KEPT_TEXT, _KEPT_FACTS = 2_000, 200
#: How many answers are kept.
_ANSWERS = 2_048


def align_course(pathway: Pathway, course: Course) -> CourseAlignment:
    """What parts of the Pathway a course addresses, with the words that say so; or that it is not relevant.

    It says what a course is about, never that finishing it makes anyone competent: a delegated task still
    needs training and sign-off for the person supported. Nothing in the answer depends on the provider's
    other courses.

    Args:
        pathway: The edition to align with.
        course: The course; title, level, format, description and outcomes are read.

    Example:
        >>> import care_pathway as cp
        >>> course = cp.Course(id="c1", title="Safeguarding Adults Level 2", description="abuse")
        >>> alignment = align_course(cp.load(), course)
        >>> alignment.relevance, [theme.id for theme in alignment.themes]
        (<Relevance.RELEVANT: 'relevant'>, ['safeguarding'])
    """
    return tables_of(pathway).align(course)


def facts_of(course: Course) -> str:
    """What a course says about its content: description and outcomes, as items."""
    description = course.description or ""
    return "; ".join((description, *course.outcomes)) if course.outcomes else description


def judged_by(title: Found, items: tuple[Found, ...], depth: Depth, unreadable: bool) -> Judged:
    """The answer to what was found in a course.

    Args:
        title: What was found in its title.
        items: What was found in each item of its description and of its level.
        depth: What `depth_of` says of its level.
        unreadable: Whether some letters of its title only look as if they could be read.
    """
    signs = signs_of(items)
    verdict = UNREADABLE if unreadable else judge(title, items, signs)
    topics = _NOTHING if verdict.relevance is _NOT_RELEVANT else topics_of(title, items, signs, depth)
    themes, areas, broad = topics
    roles = role_categories_of(themes, areas, broad, depth)
    return verdict.relevance, verdict.confidence, themes, areas, roles, (verdict.reason(title, items),)


_judged_once = lru_cache(_ANSWERS)(judged_by)


Texts = tuple[str, str, str, str]
"""The title of a course without codes, what its level column and its format say, and its facts."""


def _read(texts: Texts) -> tuple[Judged, CourseLevel]:
    """The answer to the texts of a course, and its level."""
    title, stated, delivery, facts = texts
    reader = course_reader()
    found, items = reader.title(title), reader.items(facts)
    if stated:
        items += reader.items(stated)
    level = found.level
    if stated or found.numbered:
        level = level_of(title, found.told, level, level=stated, format=delivery, description=facts)
    # The parts of a title may only differ by a place or a date, of which nothing is left here.
    judged = _judged_once if found.parted and len(facts) <= _KEPT_FACTS else judged_by
    return judged(found, items, depth_of(level), not title.isascii() and mixes_scripts(title)), level


_known = Memory(_read)

_NOTHING: Topics = ((), (), None)
# Kept, since looking a member up in its enumeration takes a tenth of a microsecond for every course.
_NOT_RELEVANT = Relevance.NOT_RELEVANT


@attrs.frozen
class _Spoken:
    """A competency with the words of its statement and of its heading."""

    id: str
    words: frozenset[str]


class Tables:
    """The competencies of a pathway by theme, and the answers kept; made once per pathway."""

    def __init__(self, pathway: Pathway) -> None:
        self.ref = pathway.ref
        headings = {area.id: area.label for area in pathway.areas}
        self._by_theme: dict[str, list[_Spoken]] = {}
        for one in pathway.competencies:
            if one.theme is not None:
                text = f"{one.statement} {headings.get(one.area or '', '')}"
                self._by_theme.setdefault(one.theme, []).append(_Spoken(one.id, _telling(text)))
        self._words = {
            theme: frozenset[str]().union(*(one.words for one in known))
            for theme, known in self._by_theme.items()
        }
        self._bits = {one.id: 1 << at for at, one in enumerate(pathway.competencies)}
        self._matched_once = lru_cache(4 * REMEMBERED)(self._matched)
        # Bound once for all alignments, each of which holds it.
        self._competencies = self.competencies
        self.of_theme = lru_cache(4 * REMEMBERED)(self._of_theme)
        self._mask_of_theme = lru_cache(4 * REMEMBERED)(self._mask)

    def align(self, course: Course) -> CourseAlignment:
        """Align a course; the same short course is read once."""
        subject, facts = split_title(course.title)[0], facts_of(course)
        stated, delivery = course.level or "", course.format or ""
        texts = subject, stated, delivery, facts
        short = len(subject) + len(stated) + len(delivery) + len(facts) <= _KEPT_TEXT
        answer, level = _known[texts] if short else _read(texts)
        return alignment_of(course, self.ref, answer, level, self._competencies)

    def competencies(self, themes: Iterable[CourseMatch]) -> tuple[CourseMatch, ...]:
        """The competencies of some themes, surest first."""
        found = [match for theme in themes for match in self.of_theme(theme)]
        found.sort(key=attrgetter("confidence"), reverse=True)
        return tuple(found)

    def spoken_about(self, themes: Iterable[CourseMatch]) -> int:
        """The competencies that the words of some themes speak about, as bits in the pathway's order."""
        mask = 0
        for theme in themes:
            mask |= self._mask_of_theme(theme)
        return mask

    def _mask(self, theme: CourseMatch) -> int:
        spoken = (one.id for one in self.of_theme(theme) if one.confidence >= SPOKEN_ABOUT)
        return sum(self._bits[one] for one in spoken)

    def _of_theme(self, theme: CourseMatch) -> tuple[CourseMatch, ...]:
        shared = _telling(" ".join(theme.words)) - _telling(theme.id)
        known = self._words.get(theme.id, frozenset())
        return self._matched_once(theme.id, theme.words[:1], shared & known, bool(shared), theme.confidence)

    def _matched(
        self, theme: str, words: tuple[str, ...], shared: frozenset[str], telling: bool, confidence: float
    ) -> tuple[CourseMatch, ...]:
        """The competencies of a theme, those first that share a word with what the course names."""
        found = []
        for one in self._by_theme.get(theme, ()):
            own = shared & one.words
            if own:
                factor = SHARES_A_WORD
            elif shared:
                factor = OTHER_WORDS_SHARED
            else:
                factor = NO_WORD_SHARED if telling else THEME_AS_A_WHOLE
            found.append(
                CourseMatch(
                    id=one.id, confidence=round(confidence * factor, 3), words=tuple(sorted(own)) or words
                )
            )
        return tuple(sorted(found, key=attrgetter("confidence"), reverse=True))


def tables_of(pathway: Pathway) -> Tables:
    """The tables of a pathway."""
    return pathway.derived(Tables)


@lru_cache(4 * REMEMBERED)
def _telling(text: str) -> frozenset[str]:
    """The words of a text that can tell one competency from another."""
    return frozenset(token for word in words_of(text) for token in canonical(word)) - word_list("too_common")
