"""What there is to choose from: a catalogue, or the learning that the Pathway names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from care_pathway.alignment.course import align_course
from care_pathway.alignment.records import CatalogueAlignment, CourseAlignment, Relevance
from care_pathway.evidence.shows import ATTENDED, crosswalks_of
from care_pathway.evidence.training import training_reader
from care_pathway.model import Course, LearningRelation, Pathway
from care_pathway.problems import Place, Problem, ProblemKind, Severity

_MEANT_FOR = (LearningRelation.REQUIRED, LearningRelation.SUGGESTED, LearningRelation.OPTIONAL)


class Option(NamedTuple):
    """Something that a person can take.

    Attributes:
        id: Id of the course or learning opportunity.
        title: Its title.
        provider: Who offers it.
        cost: Cost of one place, if known.
        hours: Hours, if known.
        seats: Places left, if limited.
        shows: What completing it shows: masks with the rank of the state.
        roles: Role categories that it is required, suggested or optional for; ``None`` for a course.
    """

    id: str
    title: str
    provider: str | None
    cost: float | None
    hours: float | None
    seats: int | None
    shows: tuple[tuple[int, int], ...]
    roles: frozenset[str] | None

    @property
    def mask(self) -> int:
        """All competencies whose learning part it covers."""
        mask = 0
        for part, rank in self.shows:
            if rank >= ATTENDED:
                mask |= part
        return mask

    def rank(self, bit: int) -> int:
        """The rank of the strongest state that it shows one competency in."""
        return max((rank for part, rank in self.shows if part & bit), default=0)


def options_of(
    pathway: Pathway, catalogue: Iterable[Course] | CatalogueAlignment | None
) -> tuple[tuple[Option, ...], tuple[Problem, ...]]:
    """Everything that can be chosen, in a stable order, and what could not be used.

    Courses come in the order of their ids, so that the order of a catalogue changes nothing.
    """
    if catalogue is None:
        # An overlay's own courses stand beside the learning that the Pathway names.
        own, problems = options_of(pathway, pathway.courses) if pathway.courses else ((), ())
        return (*own, *_bundled(pathway)), problems
    if isinstance(catalogue, CatalogueAlignment):
        if catalogue.pathway != pathway.ref:
            raise ValueError(
                f"the catalogue was aligned with {catalogue.pathway}, the pathway is {pathway.ref}; "
                "align it again with align_catalogue"
            )
        alignments = list(catalogue.alignments)
    else:
        alignments = [align_course(pathway, course) for course in dict.fromkeys(catalogue)]
    options: dict[str, Option] = {}
    refused = []
    # Within one id the order is that of the content, so that the order of the catalogue changes nothing.
    for one in sorted(alignments, key=lambda each: (each.course.id, each.course.title, _all_of(each.course))):
        if one.course.id in options:
            if options[one.course.id] != (made := _of_course(pathway, one)):
                text = f"stands for {made.title!r} too; only {options[made.id].title!r} is used"
                refused.append(
                    Problem(
                        kind=ProblemKind.COURSE,
                        message=text,
                        place=Place(id=made.id),
                        severity=Severity.WARNING,
                    )
                )
            continue
        options[one.course.id] = _of_course(pathway, one)
    return tuple(one for one in options.values() if one.shows), tuple(refused)


def _all_of(course: Course) -> str:
    return (
        f"{course.provider} {course.level} {course.cost} {course.hours} {course.seats} {course.description}"
    )


def _of_course(pathway: Pathway, alignment: CourseAlignment) -> Option:
    course = alignment.course
    shows: tuple[tuple[int, int], ...] = ()
    if alignment.relevance is Relevance.RELEVANT:
        # What a plan covers is what the completed course will show when it is on file, and no more.
        shows = tuple(
            (one.mask, one.rank) for one in training_reader(pathway).of_course(course.title) if one.mask
        )
    return Option(
        id=course.id,
        title=course.title,
        provider=course.provider,
        cost=course.cost,
        hours=course.hours,
        seats=course.seats,
        shows=shows,
        roles=None,
    )


def _bundled(pathway: Pathway) -> tuple[Option, ...]:
    crosswalks = crosswalks_of(pathway)
    result = []
    for learning in pathway.learning:
        shows = tuple((one.mask, one.rank) for one in crosswalks.of_learning(learning.id))
        if shows:
            result.append(
                Option(
                    id=learning.id,
                    title=learning.name,
                    provider=learning.owner,
                    cost=None,
                    hours=None,
                    seats=None,
                    shows=shows,
                    roles=frozenset(
                        link.role_category for link in learning.links if link.relation in _MEANT_FOR
                    ),
                )
            )
    return tuple(result)
