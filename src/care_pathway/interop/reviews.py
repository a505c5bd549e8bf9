"""What a person says of the suggestions for a catalogue: accepted, rejected, or added, with name and day.

A table to review lists every suggestion with the words of the course that it goes by. What is filled in there
is read back with the catalogue: what was confirmed stands apart from what is suggested, and a decision that
no longer fits the catalogue is said and not used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

import attrs
from attrs import field, frozen

from care_pathway._arguments import check_kind
from care_pathway._record import Result
from care_pathway.alignment.catalogue import coverage_of  # the one count of what a catalogue covers
from care_pathway.alignment.records import (
    CatalogueAlignment,
    CourseAlignment,
    CourseMatch,
    MatchStrength,
    Relevance,
    match_of,
)
from care_pathway.errors import InvalidArgumentError
from care_pathway.model import Pathway
from care_pathway.model._fields import as_tuple
from care_pathway.problems import Problem
from care_pathway.tabular.headings import normal


class ReviewVerdict(StrEnum):
    """What a person says of a suggestion.

    Example:
        >>> ReviewVerdict("accept")
        <ReviewVerdict.ACCEPT: 'accept'>
    """

    ACCEPT = "accept"
    """The suggestion is right."""
    REJECT = "reject"
    """It is not."""
    ADD = "add"
    """Nothing suggested it, and the course teaches it."""


class ReviewedPart(StrEnum):
    """What a suggestion is about.

    Example:
        >>> ReviewedPart("theme")
        <ReviewedPart.THEME: 'theme'>
    """

    RELEVANCE = "relevance"
    """Whether the course is for the adult social care workforce; its id is ``relevant``."""
    THEME = "theme"
    """A theme."""
    PRACTICE_AREA = "practice-area"
    """The topic of a practice area."""
    COMPETENCY = "competency"
    """An item of knowledge or skill."""


_DONE = {ReviewVerdict.ACCEPT: "Confirmed", ReviewVerdict.REJECT: "Rejected", ReviewVerdict.ADD: "Added"}
#: Where an alignment keeps what is suggested, and what it is called in the table.
PARTS = {
    ReviewedPart.THEME: ("themes", "Theme"),
    ReviewedPart.PRACTICE_AREA: ("practice_areas", "Practice area"),
    ReviewedPart.COMPETENCY: ("competencies", "Item"),
}
#: A part and an id: something that can be said of a course.
Claim = tuple[ReviewedPart, str]


@frozen(kw_only=True, repr=False, eq=False)
class ReviewDecision(Result):
    """What a person said of one suggestion.

    Attributes:
        course: The id of the course.
        part: What the suggestion is about.
        id: What was suggested: the id of a theme or an item, the topic of a practice area, or ``relevant``.
        verdict: What was said; of ``relevant``, whether the course is for the adult social care workforce.
        reviewer: Who said so.
        on: When.
    """

    _compare = ".verdict == 'accept'"

    course: str
    part: ReviewedPart = field(converter=ReviewedPart)
    id: str
    verdict: ReviewVerdict = field(converter=ReviewVerdict)
    reviewer: str
    on: date

    @property
    def words(self) -> str:
        """Who said what, in words.

        Example:
            >>> decision = ReviewDecision(
            ...     course="c1",
            ...     part="theme",
            ...     id="safeguarding",
            ...     verdict="add",
            ...     reviewer="A lead",
            ...     on=date(2026, 1, 31),
            ... )
            >>> decision.words
            'Added by A lead on 2026-01-31.'
        """
        done = {
            ReviewVerdict.ACCEPT: "Confirmed",
            ReviewVerdict.REJECT: "Rejected",
            ReviewVerdict.ADD: "Added",
        }
        return f"{done[self.verdict]} by {self.reviewer} on {self.on.isoformat()}."


@frozen(kw_only=True, repr=False, eq=False)
class CatalogueReview(Result):
    """The decisions of a person about a catalogue.

    Attributes:
        file: The file's own name.
        decisions: The decisions, in the order of the file.
        problems: What could not be read or no longer fits; it changes no answer.
    """

    _compare = ".problems == ()"

    file: str
    decisions: tuple[ReviewDecision, ...] = field(default=(), converter=as_tuple)
    problems: tuple[Problem, ...] = field(default=(), converter=as_tuple)

    def applied(self, pathway: Pathway, catalogue: CatalogueAlignment) -> CatalogueAlignment:
        """The catalogue as reviewed: without what was rejected, with what was added.

        What a person added has no words of the course and no measured confidence. Applied twice, it is the
        same.

        Args:
            pathway: The edition with which the catalogue was aligned.
            catalogue: What `align_catalogue` gives.

        Raises:
            InvalidArgumentError: If the catalogue is another edition's.
        """
        check_aligned(pathway, catalogue)
        of_course: dict[str, list[ReviewDecision]] = defaultdict(list)
        for one in self.decisions:
            of_course[one.course].append(one)
        alignments = tuple(_reviewed(one, of_course[one.course.id]) for one in catalogue.alignments)
        work_out: dict[str, Callable[[], object]] = {
            "coverage": partial(coverage_of, pathway, alignments),
            "duplicates": lambda: catalogue.duplicates,
        }
        return CatalogueAlignment.unread(
            work_out,
            lambda name: work_out[name](),
            pathway=catalogue.pathway,
            alignments=alignments,
            rejected=catalogue.rejected,
            problems=catalogue.problems,
        )


def check_aligned(pathway: Pathway, catalogue: CatalogueAlignment) -> None:
    """Refuse a catalogue that was not aligned with this very pathway.

    Raises:
        InvalidArgumentError: If it is no aligned catalogue, or one of another edition, revision or overlay.
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("catalogue", catalogue, CatalogueAlignment)
    if catalogue.pathway != pathway.ref:
        raise InvalidArgumentError("catalogue", f"a catalogue aligned with {pathway.ref}", catalogue.pathway)


def _reviewed(alignment: CourseAlignment, decisions: Sequence[ReviewDecision]) -> CourseAlignment:
    if not decisions:
        return alignment
    whole = next((one for one in decisions if one.part is ReviewedPart.RELEVANCE), None)
    if whole is not None:
        said = Relevance.NOT_RELEVANT if whole.verdict is ReviewVerdict.REJECT else Relevance.RELEVANT
        if said is not alignment.relevance:
            is_for = "is" if said is Relevance.RELEVANT else "is not"
            reason = f"{whole.reviewer} said on {whole.on.isoformat()} that it {is_for} for adult social care"
            alignment = attrs.evolve(
                alignment, relevance=said, confidence=None, evidence=None, reasons=(reason,)
            )
    if alignment.relevance is Relevance.NOT_RELEVANT:
        return attrs.evolve(alignment, themes=(), practice_areas=(), competencies=(), role_categories=())
    changed: dict[str, Any] = {
        name: _matches(getattr(alignment, name), [one for one in decisions if one.part is part])
        for part, (name, _) in PARTS.items()
    }
    return attrs.evolve(alignment, **changed)


def _matches(found: tuple[CourseMatch, ...], decisions: Iterable[ReviewDecision]) -> tuple[CourseMatch, ...]:
    said = {one.id: one.verdict for one in decisions}
    named = {one.id for one in found if one.strength is MatchStrength.NAMED}
    added = [one for one, verdict in said.items() if verdict is ReviewVerdict.ADD and one not in named]
    kept = [one for one in found if said.get(one.id) is not ReviewVerdict.REJECT and one.id not in added]
    return (*(match_of(one, None, ()) for one in added), *kept)


def claims(pathway: Pathway) -> dict[Claim, str]:
    """What can be said of a course, in words, by part and id.

    Example:
        >>> import care_pathway as cp
        >>> claims(cp.load())[ReviewedPart.THEME, "safeguarding"]
        'Theme: Safeguarding'
    """
    found: dict[Claim, str] = {}
    records = {
        ReviewedPart.THEME: [(one.id, one.name) for one in (*pathway.themes, *pathway.further_themes)],
        ReviewedPart.PRACTICE_AREA: [(one.topic, one.label) for one in pathway.practice_areas],
        ReviewedPart.COMPETENCY: [(one.id, one.statement) for one in pathway.competencies],
    }
    taken: set[str] = set()
    for part, named in records.items():
        for key, name in named:
            if (part, key) not in found:
                words = f"{PARTS[part][1]}: {name}"
                found[part, key] = words if normal(words) not in taken else f"{words} ({key})"
                taken.add(normal(words))
    return found


def suggestions(alignment: CourseAlignment) -> Iterator[tuple[Claim, str, float | None]]:
    """What is suggested of a course, with the words that it goes by and the measured confidence."""
    yield (
        (ReviewedPart.RELEVANCE, "relevant"),
        "; ".join(alignment.reasons),
        alignment.confidence,
    )
    for part, (name, _) in PARTS.items():
        for match in getattr(alignment, name):
            if match.strength is MatchStrength.NAMED:
                yield (part, match.id), "; ".join(match.words), match.confidence
