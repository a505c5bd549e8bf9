"""Lay one course over the Pathway: who it is for, what it is about, which competencies it speaks about.

Curated phrases first (`care_pathway.learning.lexicon`); competencies follow from the themes, those first
whose statement or heading shares a word with what the course names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter

import attrs

from care_pathway.learning.decision import Judgement, judge
from care_pathway.learning.level import CourseLevel, read_level
from care_pathway.learning.lexicon import canonical, course_lexicon, word_list
from care_pathway.learning.normal_training import role_categories_of
from care_pathway.learning.records import SPOKEN_ABOUT, CourseAlignment, CourseMatch
from care_pathway.learning.text import words_of
from care_pathway.model.course import Course
from care_pathway.model.pathway import Pathway

__all__ = ["SPOKEN_ABOUT", "align_course", "facts_of"]

#: How the confidence in a theme carries over to its competencies.
SHARES_A_WORD = 0.95
THEME_AS_A_WHOLE = 0.85
NO_WORD_SHARED = 0.7
OTHER_WORDS_SHARED = 0.5

#: Longest text of which the answer is kept; the same short course is judged once.
_KEPT = 2_000
#: Course codes and years in a title say nothing; without them the same course is met again.
_CODE = re.compile(r"(?<![\d/.-])\d{4,}(?![\d/.-])")


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
    description = facts_of(course)
    title = _CODE.sub(" ", course.title)
    judged = _judged_once if len(title) + len(description) <= _KEPT else _judged
    level, judgement, role_categories = judged(title, course.level or "", course.format or "", description)
    return CourseAlignment(
        course=course,
        pathway=pathway.ref,
        relevance=judgement.relevance,
        confidence=judgement.confidence,
        themes=judgement.themes,
        practice_areas=judgement.practice_areas,
        competencies=_index(pathway).competencies(judgement),
        role_categories=role_categories,
        level=level,
        reasons=judgement.reasons,
    )


def facts_of(course: Course) -> str:
    """What a course says about its content: description and outcomes, as items."""
    description = course.description or ""
    return "; ".join((description, *course.outcomes)) if course.outcomes else description


def _judged(
    title: str, level: str, format: str, facts: str
) -> tuple[CourseLevel, Judgement, tuple[str, ...]]:
    found = read_level(title=title, level=level, format=format, description=facts)
    judgement = judge(course_lexicon(), title, facts, level, found)
    themes = tuple(match.id for match in judgement.themes)
    areas = tuple(match.id for match in judgement.practice_areas)
    return found, judgement, role_categories_of(themes, areas, judgement.broad, found)


_judged_once = lru_cache(maxsize=16_384)(_judged)


@attrs.frozen
class _Spoken:
    """A competency with the words of its statement and of its heading."""

    id: str
    words: frozenset[str]


class _Index:
    """The competencies of a pathway by theme; made once per pathway."""

    def __init__(self, pathway: Pathway) -> None:
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
        self._of_theme = lru_cache(maxsize=16_384)(self._matched)
        self.competencies = lru_cache(maxsize=16_384)(self._competencies)

    def _competencies(self, judgement: Judgement) -> tuple[CourseMatch, ...]:
        found: list[CourseMatch] = []
        for match in judgement.themes:
            shared = frozenset(_telling(" ".join(match.words)) - _telling(match.id))
            known = self._words.get(match.id, frozenset())
            found += self._of_theme(match.id, match.words[:1], shared & known, bool(shared), match.confidence)
        found.sort(key=attrgetter("confidence"), reverse=True)
        return tuple(found)

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


@lru_cache(maxsize=8)
def _index(pathway: Pathway) -> _Index:
    return _Index(pathway)


@lru_cache(maxsize=16_384)
def _telling(text: str) -> frozenset[str]:
    """The words of a text that can tell one competency from another."""
    return frozenset(token for word in words_of(text) for token in canonical(word)) - word_list("too_common")
