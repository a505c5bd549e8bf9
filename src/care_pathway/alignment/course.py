"""Lay one course over the Pathway: who it is for, what it is about, which competencies it speaks about.

Curated phrases first (`care_pathway.alignment.vocabulary`); competencies follow from the themes, those first
whose statement or heading shares a word with what the course names.
"""

from __future__ import annotations

from functools import lru_cache

import attrs

from care_pathway.alignment.competencies import Statements
from care_pathway.alignment.level import CourseLevel, read_level
from care_pathway.alignment.parse import parse_items, parse_title, subject_of
from care_pathway.alignment.records import CourseAlignment, CourseMatch, Relevance
from care_pathway.alignment.relevance import UNREADABLE, Verdict, relevance_of
from care_pathway.alignment.role_categories import role_categories_for
from care_pathway.alignment.topics import Topics, topics_of
from care_pathway.language.text import mixes_scripts
from care_pathway.model.course import Course
from care_pathway.model.pathway import Pathway

#: How many answers are kept, and the longest text of which one is: catalogues repeat whole courses.
_ANSWERS, _LONGEST_KEPT = 2_048, 2_000


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
    return pathway.derived(Aligner).align(course)


@attrs.frozen
class CourseTexts:
    """What is read of a course.

    Attributes:
        title: Its title, without codes and the number of a run.
        level: What its level column says.
        format: How it is taught.
        facts: Description and outcomes, as items.
    """

    title: str
    level: str
    format: str
    facts: str

    @classmethod
    def of(cls, course: Course) -> CourseTexts:
        """The texts of a course."""
        facts = "; ".join((course.description or "", *course.outcomes))
        return cls(subject_of(course.title), course.level or "", course.format or "", facts)

    def __len__(self) -> int:
        return len(self.title) + len(self.level) + len(self.format) + len(self.facts)


@attrs.frozen(kw_only=True)
class Answer:
    """What the texts of a course say, whoever offers it."""

    verdict: Verdict
    level: CourseLevel
    topics: Topics = attrs.field(factory=Topics)
    competencies: tuple[CourseMatch, ...] = ()
    role_categories: tuple[str, ...] = ()


class Aligner:
    """Lays courses over one pathway. Make it with ``pathway.derived(Aligner)``."""

    def __init__(self, pathway: Pathway) -> None:
        self._pathway = pathway.ref
        self._statements = Statements(pathway)
        self._kept = lru_cache(_ANSWERS)(self._read)

    def align(self, course: Course) -> CourseAlignment:
        """Align a course; the same short texts are read once."""
        texts = CourseTexts.of(course)
        answer = (self._kept if len(texts) <= _LONGEST_KEPT else self._read)(texts)
        return CourseAlignment(
            course=course,
            pathway=self._pathway,
            relevance=answer.verdict.relevance,
            confidence=answer.verdict.confidence,
            themes=answer.topics.themes,
            practice_areas=answer.topics.practice_areas,
            competencies=answer.competencies,
            role_categories=answer.role_categories,
            level=answer.level,
            reasons=(answer.verdict.why,),
        )

    def _read(self, texts: CourseTexts) -> Answer:
        title, items = parse_title(texts.title), parse_items(texts.facts) + parse_items(texts.level)
        level = read_level(title=texts.title, level=texts.level, format=texts.format, description=texts.facts)
        verdict = UNREADABLE if mixes_scripts(texts.title) else relevance_of(title, items)
        if verdict.relevance is Relevance.NOT_RELEVANT:
            return Answer(verdict=verdict, level=level)
        topics = topics_of(title, items, level)
        return Answer(
            verdict=verdict,
            level=level,
            topics=topics,
            competencies=self._statements.of(topics.themes),
            role_categories=role_categories_for(topics.themes, topics.practice_areas, topics.broad, level),
        )
