"""Lay one course over the Pathway: who it is for, what it is about, which competencies it covers.

Curated phrases first (`care_pathway.alignment.vocabulary`); which competencies their words name, and which
belong to the same themes only, follows from these (`care_pathway.alignment.competencies`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from care_pathway._arguments import check_kind
from care_pathway.alignment.chances import CourseEvidence
from care_pathway.alignment.competencies import CourseDepth, Items, NamedItem
from care_pathway.alignment.level import NO_LEVEL, CourseLevel, LevelScheme, names_a_level, read_level
from care_pathway.alignment.parse import (
    CourseText,
    in_another_language,
    parse_items,
    parse_title,
    parse_whole,
    parse_words,
    says_awareness,
    subject_of,
    words_of_title,
)
from care_pathway.alignment.parts import TextPart, parts_of
from care_pathway.alignment.records import CourseAlignment, CourseMatch, Relevance
from care_pathway.alignment.relevance import IN_ANOTHER_LANGUAGE, UNREADABLE, Verdict, relevance_of
from care_pathway.alignment.role_categories import role_categories_for
from care_pathway.alignment.tables import claimed_titles
from care_pathway.alignment.topics import Counted, Topics, counted_in, topics_of
from care_pathway.alignment.vocabulary import PROSE
from care_pathway.evidence.not_done import taught
from care_pathway.evidence.qualification_names import number_in, plain_number
from care_pathway.evidence.qualifications import counts_as, numbered
from care_pathway.language.text import mixes_scripts
from care_pathway.model import HeldQualification
from care_pathway.model.course import Course
from care_pathway.model.pathway import Pathway

#: Courses of so many hours are too short to teach what a manager does.
_SHORT = 2
#: A unit of a qualification stands on a line, or between semicolons.
_UNIT_ENDS = re.compile(r"[;\n]")


def align_course(pathway: Pathway, course: Course) -> CourseAlignment:
    """What parts of the Pathway a course addresses, with the words that say so; or that it is not relevant.

    It says what a course is about, never that finishing it makes anyone competent: a delegated task still
    needs training and sign-off for the person supported. Nothing in the answer depends on the provider's
    other courses.

    Args:
        pathway: The edition to align with.
        course: The course; title, level, format, audience, category, description and outcomes are read.

    Example:
        >>> import care_pathway as cp
        >>> course = cp.Course(id="c1", title="Safeguarding Adults Level 2", description="abuse")
        >>> alignment = align_course(cp.load(), course)
        >>> alignment.relevance, [theme.id for theme in alignment.themes]
        (<Relevance.RELEVANT: 'relevant'>, ['safeguarding'])
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("course", course, Course)
    return pathway.derived(Aligner).align(course)


def title_read(pathway: Pathway, course: Course) -> str:
    """The title by which a course is read: the name of the qualification whose number it has, else its own.

    Numbers are those of the learning on record, then those of the claim list. A number does not decide where
    the title names another qualification, another subject or another trade, or an awareness course.

    Args:
        pathway: The edition whose learning is known by number.
        course: The course.

    Example:
        >>> import care_pathway as cp
        >>> title_read(cp.load(), cp.Course(id="c1", title="Diploma, evening group", number="610/0103/6"))
        'Level 3 Diploma in Adult Care'
    """
    if course.number is None or says_awareness(course.title) or _is_of_another_trade(course.title):
        return course.title
    held = HeldQualification(name=course.title, number=course.number)
    learning = numbered(pathway, held)
    if learning is None:
        return _claimed_title(course.title, course.number)
    return (
        pathway.learning_opportunity(learning).name if learning in counts_as(pathway, held) else course.title
    )


def _is_of_another_trade(title: str) -> bool:
    """Whether a title by itself names others, or another subject: "Award in Forklifts"."""
    verdict = relevance_of(CourseText(parse_title(title)), NO_LEVEL)
    return verdict.relevance is Relevance.NOT_RELEVANT and verdict.evidence is not CourseEvidence.NOTHING


def _claimed_title(title: str, number: str) -> str:
    """The title that a number has on the claim list, unless the own title names other subjects."""
    claimed = claimed_titles().get(number_in(number) or plain_number(number))
    if claimed is None:
        return title
    own, theirs = ({topic.id for topic, _ in parse_title(subject_of(one)).strong} for one in (title, claimed))
    return claimed if not own or own & theirs else title


@attrs.frozen
class CourseTexts:
    """What is read of a course.

    Attributes:
        title: Its title, without codes and the number of a run.
        level: What its level column says.
        format: How it is taught.
        audience: Who it is for.
        content: What it teaches: the rest of its description, and its outcomes.
        category: Where the provider files it.
        short: Whether it takes no longer than an hour or two.
    """

    title: str
    level: str = ""
    format: str = ""
    audience: str = ""
    content: str = ""
    category: str = ""
    short: bool = False

    @classmethod
    def of(cls, course: Course, title: str) -> CourseTexts:
        """The texts of a course that is read by a title."""
        texts: dict[TextPart, list[str]] = {}
        for passage in parts_of(course):
            texts.setdefault(passage.part, []).append(passage.text)
        audience, content, category = (
            "\n".join(texts.get(part, ())) for part in (TextPart.AUDIENCE, TextPart.CONTENT, TextPart.CONTEXT)
        )
        level = course.level or ""
        delivery = "; ".join(filter(None, (course.format, course.size)))
        short = course.hours is not None and course.hours <= _SHORT
        return cls(subject_of(taught(title)[0]), level, delivery, audience, content, category, short)


@attrs.frozen(kw_only=True)
class CourseAnswer:
    """What the texts of a course say, whoever offers it."""

    verdict: Verdict
    level: CourseLevel
    topics: Topics = attrs.field(factory=Topics)
    competencies: tuple[CourseMatch, ...] = ()
    role_categories: tuple[str, ...] = ()


class Aligner:
    """Lays courses over one pathway. Make it with ``pathway.derived(Aligner)``."""

    def __init__(self, pathway: Pathway) -> None:
        self._pathway = pathway
        self._items = Items(pathway)

    def align(self, course: Course) -> CourseAlignment:
        """Align a course."""
        title = title_read(self._pathway, course)
        answer = self._read(CourseTexts.of(course, title))
        by_number = () if title == course.title else (f"its number is that of {title}",)
        return CourseAlignment(
            course=course,
            pathway=self._pathway.ref,
            relevance=answer.verdict.relevance,
            confidence=answer.verdict.confidence,
            themes=answer.topics.themes,
            practice_areas=answer.topics.practice_areas,
            competencies=answer.competencies,
            role_categories=answer.role_categories,
            level=answer.level,
            reasons=(answer.verdict.why, *by_number),
            evidence=answer.verdict.evidence,
        )

    def _read(self, texts: CourseTexts) -> CourseAnswer:
        words = words_of_title(texts.title)
        course = CourseText(
            title=parse_words(words),
            audience=parse_items(texts.audience, audience=True),
            content=parse_items(texts.content) + parse_items(texts.level),
            category=parse_items(texts.category),
        )
        level = read_level(
            title=texts.title, level=texts.level, format=texts.format, description=texts.content
        )
        verdict = _verdict(texts.title, course, level)
        if verdict.relevance is Relevance.NOT_RELEVANT:
            return CourseAnswer(verdict=verdict, level=level)
        topics = topics_of(course, level)
        depth = CourseDepth(_whole(words, course, level, topics.counted), texts.short)
        learning = self._learning_of(texts.title, level, topics.broad is not None)
        listed = level.scheme is LevelScheme.RQF and level.number is not None
        units = self._units(course, texts.content, level.number or 0) if listed else ()
        return CourseAnswer(
            verdict=verdict,
            level=level,
            topics=topics,
            competencies=self._items.of(topics, depth, learning, units),
            role_categories=role_categories_for(
                topics.themes, topics.practice_areas, topics.broad, level, texts.audience
            ),
        )

    def _learning_of(self, title: str, level: CourseLevel, broad: bool) -> tuple[str, ...]:
        """The learning opportunities that the title of a qualification names."""
        return self._items.learning_of(title) if broad or level.scheme is LevelScheme.RQF else ()

    def _units(self, course: CourseText, content: str, highest: int) -> Iterator[NamedItem]:
        """What the units that a qualification lists name, each as the course that it would be by itself.

        Left out is what its items name already. A whole qualification of a higher level is no unit: it comes
        after this one.
        """
        known = {hit.meaning for found in course.content for hit in found.hits if not hit.prose}
        for line in _UNIT_ENDS.split(content):
            if not line or line.count(" ") >= PROSE:
                continue
            title = subject_of(line.strip())
            words = words_of_title(title)
            unit = CourseText(parse_words(words))
            level = read_level(title=title) if names_a_level(title) else NO_LEVEL
            # A comma parts what stands in a text, and not the words of a unit.
            if (
                level is not NO_LEVEL
                or "," in line
                or any(hit.meaning.broad or hit.meaning not in known for hit in unit.title.hits)
            ):
                yield from self._read_unit(title, words, unit, level, highest)

    def _read_unit(
        self, title: str, words: Sequence[str], unit: CourseText, level: CourseLevel, highest: int
    ) -> Iterator[NamedItem]:
        """What a unit names, without what a qualification above the highest level develops."""
        counted, broad = counted_in(unit, level)
        learning = self._learning_of(title, level, broad)
        if not (counted or learning) or _verdict(title, unit, level).relevance is Relevance.NOT_RELEVANT:
            return
        depth = CourseDepth(_whole(words, unit, level, counted))
        levels = (self._pathway.learning_opportunity(one).level or 0 for one in learning)
        above = max(levels, default=0) > highest
        for item in self._items.named_by_unit(counted, depth, learning):
            if not (above and item.evidence is CourseEvidence.CROSSWALK):
                yield item


def _verdict(title: str, course: CourseText, level: CourseLevel) -> Verdict:
    """Whether a course is for this workforce."""
    if mixes_scripts(title):
        return UNREADABLE
    verdict = relevance_of(course, level)
    nothing = verdict.evidence is CourseEvidence.NOTHING
    return IN_ANOTHER_LANGUAGE if nothing and in_another_language(title) else verdict


def _whole(words: Sequence[str], course: CourseText, level: CourseLevel, counted: Counted) -> Counted | None:
    """What counts in the course of which this one makes aware; most often by the very same phrases."""
    whole = parse_whole(words)
    if whole is None:
        return None
    same = whole.unknown == course.title.unknown and whole.meanings == course.title.meanings
    return counted if same else counted_in(course._replace(title=whole), level)[0]
