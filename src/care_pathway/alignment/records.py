"""What aligning a course or a catalogue gives back."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from attrs import field, fields, frozen

from care_pathway._record import NoTruthValue, Result
from care_pathway.alignment.chances import CourseEvidence, chance
from care_pathway.alignment.level import CourseLevel
from care_pathway.alignment.view import SHOWN_ROWS, level_words, names, shortened, tables
from care_pathway.model._lazy import LazyRecord
from care_pathway.model.course import Course
from care_pathway.problems import Problem
from care_pathway.render.html import as_html, table
from care_pathway.render.words import percent

#: So many matches are shared between courses: half the time of reading a catalogue went into making them.


class Relevance(NoTruthValue, StrEnum):
    """Whether a course is one for the adult social care workforce."""

    RELEVANT = "relevant"
    NOT_RELEVANT = "not-relevant"
    UNSURE = "unsure"
    """The row says too little, or points both ways."""


class MatchStrength(StrEnum):
    """How much the words of a course say of an item."""

    NAMED = "named"
    """The words name it, or the crosswalk of the qualification says that it is developed."""
    THEME = "theme"
    """Only its theme is taught, or it belongs to a fixed set: nothing says that it is taught itself."""


# To look a member up in its enumeration takes longer than to make the rest of a match.


def _strength(value: str) -> MatchStrength:
    return value if type(value) is MatchStrength else MatchStrength(value)


def _evidence(value: str | None) -> CourseEvidence | None:
    return value if value is None or type(value) is CourseEvidence else CourseEvidence(value)


@frozen(kw_only=True, repr=False, eq=False)
class CourseMatch(Result):
    """A theme, practice area or competency that a course addresses. Never that finishing it makes competent.

    Attributes:
        id: The theme's id, the practice area's topic (``dementia``), or the competency's id.
        confidence: The chance that an informed training lead would say the same of a theme or practice area,
            as measured for its kind of evidence; ``None`` where nothing was measured, as for a competency.
        words: The words of the course that gave it away; of a qualification, what the crosswalk says of it.
        strength: Whether the words name it, or only its theme. Coverage counts what is named.
        evidence: Where the words stand.
    """

    id: str
    confidence: float | None = None
    words: tuple[str, ...] = ()
    strength: MatchStrength = field(default=MatchStrength.NAMED, converter=_strength)
    evidence: CourseEvidence | None = field(default=None, converter=_evidence)


def match_of(
    id: str,
    evidence: CourseEvidence | None,
    words: tuple[str, ...],
    strength: MatchStrength = MatchStrength.NAMED,
) -> CourseMatch:
    """A theme or practice area with the measured confidence of its evidence."""
    return _match(id, chance("topic", evidence), words, strength, evidence)


def item_of(
    id: str,
    evidence: CourseEvidence | None,
    words: tuple[str, ...],
    strength: MatchStrength = MatchStrength.NAMED,
) -> CourseMatch:
    """A competency: labelled courses name themes and practice areas, so nothing was measured for it."""
    return _match(id, None, words, strength, evidence)


_SET_ID, _SET_CONFIDENCE, _SET_WORDS, _SET_STRENGTH, _SET_EVIDENCE = [
    getattr(CourseMatch, one.name).__set__ for one in fields(CourseMatch)
]


def _match(
    id: str,
    confidence: float | None,
    words: tuple[str, ...],
    strength: MatchStrength,
    evidence: CourseEvidence | None,
) -> CourseMatch:
    """A match of what needs no converting: in half the time of `CourseMatch`, and a course has twenty."""
    made = object.__new__(CourseMatch)
    _SET_ID(made, id)
    _SET_CONFIDENCE(made, confidence)
    _SET_WORDS(made, words)
    _SET_STRENGTH(made, strength)
    _SET_EVIDENCE(made, evidence)
    return made


@frozen(kw_only=True, repr=False, eq=False)
class CourseAlignment(Result):
    """What parts of the Pathway a course addresses, or that it is not for this workforce.

    Attributes:
        course: The course.
        pathway: Edition and revision of the data, as `Pathway.ref`.
        relevance: Relevant, not relevant or unsure.
        confidence: How often an answer from such evidence is right, as measured; ``None`` where it is open or
            nothing was measured.
        evidence: What the answer goes by; ``None`` where it is open.
        themes: Themes, most important first.
        practice_areas: Topics of practice areas, most important first.
        competencies: Knowledge and skills that it names, then those of its themes that it does not name.
        role_categories: Role categories for which it is normal training; a guide.
        level: Its level and whose level that is.
        reasons: Why, in plain sentences.
    """

    _compare = ".relevance == 'relevant'"

    course: Course
    pathway: str
    relevance: Relevance
    confidence: float | None
    themes: tuple[CourseMatch, ...] = ()
    practice_areas: tuple[CourseMatch, ...] = ()
    competencies: tuple[CourseMatch, ...] = ()
    role_categories: tuple[str, ...] = ()
    level: CourseLevel = field(factory=CourseLevel)
    reasons: tuple[str, ...] = ()
    evidence: CourseEvidence | None = field(default=None, converter=_evidence)

    def explain(self) -> str:
        """The answer and its reasons as plain lines."""
        lines = [f"{self.course.title}: {_with_chance(RELEVANCE[self.relevance], self.confidence)}"]
        lines += [f"  {reason}" for reason in self.reasons]
        for name, matches in (("theme", self.themes), ("practice area", self.practice_areas)):
            lines += [
                f"  {name} {_with_chance(match.id, match.confidence)}: {', '.join(match.words)}"
                for match in matches
            ]
        if self.level.words:
            lines.append(f"  level: {self.level}")
        named = sum(match.strength is MatchStrength.NAMED for match in self.competencies)
        if named:
            lines.append(f"  names {named} knowledge and skill items; attending it shows none of them")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        facts = [
            ("Course", shortened(self.course.title)),
            ("Id", shortened(self.course.id)),
            ("Relevance", _with_chance(RELEVANCE[self.relevance], self.confidence)),
            ("Level", shortened(level_words(self.level))),
            ("Normal training for", ", ".join(self.role_categories) or "no role category"),
            ("Why", "; ".join(map(shortened, self.reasons)) or "no reason given"),
        ]
        matches = [
            (
                shortened(match.id),
                kind,
                percent(match.confidence, "not measured"),
                shortened(", ".join(match.words)),
            )
            for kind, found in (("theme", self.themes), ("practice area", self.practice_areas))
            for match in found
        ]
        heads = ("Topic", "Kind", "Confidence", "Words that say so")
        return (
            table(f"Course alignment (edition {self.pathway})", facts)
            + tables(("What it is about", heads, matches, len(matches)))
            + "<p>Attending a course shows no competence.</p>"
        )


@frozen(kw_only=True, repr=False, eq=False)
class RoleCoverage(Result):
    """What a catalogue holds for one role category.

    Attributes:
        role_category: The role category.
        competencies: How many knowledge and skill items it names.
        covered: Ids of those that a relevant course names.
        coverage: Covered items as a share of all; 1 where there are none.
        theme_only: Ids of those that no course names, though some course is about their theme.
        uncovered_areas: Ids of published headings of which no item is covered.
        uncovered_practice_areas: Topics of its practice areas that no course addresses.
    """

    role_category: str
    competencies: int
    covered: tuple[str, ...]
    coverage: float
    theme_only: tuple[str, ...] = ()
    uncovered_areas: tuple[str, ...] = ()
    uncovered_practice_areas: tuple[str, ...] = ()


class DuplicateKind(StrEnum):
    """How courses of one subject are alike."""

    SAME_COURSE = "same-course"
    """The same course, listed twice or offered by several providers."""
    ELSEWHERE = "elsewhere-or-another-day"
    """The same course at another place, on another day or in another run."""
    OTHER_COUNTRY = "other-country"
    """The same subject by the law of another country of the United Kingdom or of Ireland."""
    REFRESHER = "refresher"
    """The same subject for those who have done it: a refresher or requalification."""
    OTHER_DEPTH = "other-depth"
    """The same subject at another depth or level."""
    OTHER_WORDS = "other-words"
    """The same subject by other words."""


#: Kinds of courses that are one course; the others are one subject.
ONE_COURSE = frozenset({DuplicateKind.SAME_COURSE, DuplicateKind.ELSEWHERE})


@frozen(kw_only=True, repr=False, eq=False)
class CourseDuplicate(Result):
    """Courses of a catalogue that are one, or one subject.

    Attributes:
        kind: How they are alike.
        courses: Their ids, in the order of the catalogue.
        reason: Why, in words; `kind` is the code of it.
    """

    kind: DuplicateKind
    courses: tuple[str, ...]
    reason: str


@frozen(kw_only=True, repr=False, eq=False)
class RejectedRow(Result):
    """A row of a catalogue that could not be aligned, with all that it held.

    Attributes:
        row: Its number in the catalogue, from 1.
        problems: Why it was rejected.
        course: The course, where the row is one (its id is taken, for example).
        cells: The row as found, heading and text, where it came as plain cells.
    """

    row: int
    problems: tuple[Problem, ...]
    course: Course | None = None
    cells: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class CatalogueAlignment(NoTruthValue, LazyRecord):
    """A provider's catalogue laid over the Pathway.

    Attributes:
        pathway: Edition and revision of the data, as `Pathway.ref`.
        alignments: One answer for every course that could be read, in the order of the catalogue.
        coverage: For each role category, what the relevant courses name and what they leave out.
        duplicates: Courses that are one, or one subject.
        rejected: Rows that could not be aligned, with reasons. Rows in and rows out always agree.
        problems: Everything that was wrong in any row, rejected or not.
    """

    _compare = ".problems == ()"

    pathway: str
    alignments: tuple[CourseAlignment, ...] = ()
    coverage: tuple[RoleCoverage, ...] = ()
    duplicates: tuple[CourseDuplicate, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def relevant(self) -> tuple[CourseAlignment, ...]:
        """The courses for this workforce."""
        return tuple(one for one in self.alignments if one.relevance is Relevance.RELEVANT)

    def explain(self) -> str:
        """The catalogue in a few plain lines."""
        count = {kind: sum(one.relevance is kind for one in self.alignments) for kind in Relevance}
        lines = [
            f"{len(self.alignments)} courses aligned: {count[Relevance.RELEVANT]} relevant, "
            f"{count[Relevance.NOT_RELEVANT]} not relevant, {count[Relevance.UNSURE]} unsure"
        ]
        lines += [
            f"  {one.role_category}: {len(one.covered)} of {one.competencies} items named"
            + (f"; nothing on {', '.join(one.uncovered_areas)}" if one.uncovered_areas else "")
            for one in self.coverage
        ]
        lines += [f"  {one.kind}: {', '.join(one.courses)} ({one.reason})" for one in self.duplicates]
        lines += [f"  rejected {problem}" for row in self.rejected for problem in row.problems]
        return "\n".join(lines)

    def rows(self) -> list[dict[str, Any]]:
        """The catalogue as a table: one row for each course, then the rejected rows with their reasons."""
        others = _duplicates(self.duplicates)
        aligned = [
            {
                "id": one.course.id,
                "title": one.course.title,
                "relevance": one.relevance.value,
                "confidence": one.confidence,
                "level": str(one.level) if one.level.words else None,
                "themes": _joined(match.id for match in one.themes),
                "practice_areas": _joined(match.id for match in one.practice_areas),
                "role_categories": _joined(one.role_categories),
                "competencies": _joined(match.id for match in one.competencies if match.strength == "named"),
                "duplicates_of": _joined(others.get(one.course.id, ())),
                "row": None,
                "rejected": None,
                "pathway": self.pathway,
            }
            for one in self.alignments
        ]
        return aligned + [
            {
                "id": _id_of(one),
                "title": one.course.title if one.course is not None else None,
                "relevance": None,
                "confidence": None,
                "level": None,
                "themes": None,
                "practice_areas": None,
                "role_categories": None,
                "competencies": None,
                "duplicates_of": None,
                "row": one.row,
                "rejected": _joined(problem.message for problem in one.problems),
                "pathway": self.pathway,
            }
            for one in self.rejected
        ]

    def _repr_html_(self) -> str:
        counts = ", ".join(
            f"{sum(one.relevance is kind for one in self.alignments)} {word}"
            for kind, word in zip(Relevance, ("relevant", "not relevant", "unsure"), strict=True)
        )
        courses = [
            (
                shortened(aligned.course.title),
                shortened(aligned.course.id),
                _with_chance(RELEVANCE[aligned.relevance], aligned.confidence),
                shortened(level_words(aligned.level)),
                _topics(aligned.themes),
                _topics(aligned.practice_areas),
                shortened(", ".join(aligned.role_categories)),
            )
            for aligned in self.alignments[:SHOWN_ROWS]
        ]
        coverage = [
            (
                role.role_category,
                f"{len(role.covered)} of {role.competencies} ({percent(role.coverage)})",
                len(role.theme_only),
                names(role.uncovered_areas),
                names(role.uncovered_practice_areas),
            )
            for role in self.coverage
        ]
        repeats = [
            (names(group.courses), group.kind.value.replace("-", " "), shortened(group.reason))
            for group in self.duplicates[:SHOWN_ROWS]
        ]
        rejected = [
            (row.row, shortened(_id_of(row) or "none"), "; ".join(shortened(str(at)) for at in row.problems))
            for row in self.rejected[:SHOWN_ROWS]
        ]
        explained = {problem for row in self.rejected for problem in row.problems}
        others = [problem for problem in self.problems if problem not in explained]
        odd = [(problem.record, shortened(str(problem))) for problem in others[:SHOWN_ROWS]]
        caption = f"Catalogue: {len(self.alignments)} courses, {counts} (edition {self.pathway})"
        course_heads = (
            "Course",
            "Id",
            "Relevance",
            "Level",
            "Themes",
            "Practice areas",
            "Normal training for",
        )
        role_heads = (
            "Role category",
            "Knowledge and skills named",
            "Only their theme taught",
            "Headings left out",
            "Practice areas left out",
        )
        return ("" if courses else f"<p>{as_html(caption)}</p>") + tables(
            (caption, course_heads, courses, len(self.alignments)),
            ("What the relevant courses name", role_heads, coverage, len(coverage)),
            (
                "One course, or one subject",
                ("Courses", "How alike", "Why"),
                repeats,
                len(self.duplicates),
            ),
            ("Rejected rows", ("Row", "Id", "Why"), rejected, len(self.rejected)),
            ("Read, with something odd", ("Row", "What"), odd, len(others)),
        )


def _duplicates(found: Iterable[CourseDuplicate]) -> dict[str, dict[str, None]]:
    """For each course the others that are the same course, each once."""
    result: dict[str, dict[str, None]] = {}
    for group in found:
        if group.kind not in ONE_COURSE:
            continue
        for one in group.courses:
            result.setdefault(one, {}).update((other, None) for other in group.courses if other != one)
    return result


def _id_of(one: RejectedRow) -> str | None:
    return one.course.id if one.course is not None else next((at.id for at in one.problems if at.id), None)


def _joined(items: Iterable[str]) -> str | None:
    return "; ".join(items) or None


def _topics(matches: Iterable[CourseMatch]) -> str:
    return ", ".join(_with_chance(shortened(match.id), match.confidence) for match in matches)


def _with_chance(words: str, confidence: float | None) -> str:
    """Words with how sure they are, where that was measured."""
    return words if confidence is None else f"{words} ({percent(confidence)})"


#: Each relevance in words.
RELEVANCE = {
    Relevance.RELEVANT: "relevant",
    Relevance.NOT_RELEVANT: "not relevant to adult social care",
    Relevance.UNSURE: "not clear",
}
