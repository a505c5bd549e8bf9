"""What there is to choose from: the offers of a catalogue, or the learning that the Pathway names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from attrs import astuple

from care_pathway._arguments import several
from care_pathway._data import read_csv
from care_pathway.alignment.course import align_course, title_read
from care_pathway.alignment.records import (
    CatalogueAlignment,
    CourseAlignment,
    MatchStrength,
    Relevance,
)
from care_pathway.errors import InvalidArgumentError
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.shows import ATTENDED, crosswalks_of
from care_pathway.evidence.training import training_reader
from care_pathway.model import Course, CourseSession, LearningRelation, Pathway
from care_pathway.problems import Place, Problem, ProblemKind, Severity

_MEANT_FOR = (LearningRelation.REQUIRED, LearningRelation.SUGGESTED, LearningRelation.OPTIONAL)
#: Prices in a millionth of a pound, above which a float no longer counts exactly; and the least price.
_LARGEST_PRICE = 2**53 / 10**6
_LEAST_PRICE = 0.01


class Offer(NamedTuple):
    """Something that a person can take: a course, one date of a course, or learning that the Pathway names.

    Attributes:
        id: Id of the course or learning opportunity.
        title: Its title.
        provider: Who offers it.
        cost: Cost of one place as the provider lists it, if known.
        hours: Hours, if known.
        seats: Places left, if limited.
        shows: What completing it shows: masks with the rank of the state.
        roles: Role categories that it is for; ``None`` where that is not known.
        group_cost: Cost of one run for a group as the provider lists it, if there is such a price.
        group_size: The most people in a group.
        vat_included: Whether the costs include VAT; ``None`` where the provider does not say.
        session: The date on which it runs, if it is known.
        course: The course, where it is one.
        themes: Themes that its text names.
    """

    id: str
    title: str
    provider: str | None
    cost: float | None
    hours: float | None
    seats: int | None
    shows: tuple[tuple[int, int], ...]
    roles: frozenset[str] | None
    group_cost: float | None = None
    group_size: int | None = None
    vat_included: bool | None = None
    session: CourseSession | None = None
    course: Course | None = None
    themes: frozenset[str] = frozenset()

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

    @property
    def priced(self) -> bool:
        """Whether any price of it is known."""
        return self.cost is not None or self.group_cost is not None

    def vat_on(self, amount: float, on: date | None) -> float:
        """VAT that comes on top of an amount; nothing where it is included, or the provider does not say."""
        return round(amount * vat_rate(on), 6) if self.vat_included is False else 0.0


def vat_rate(on: date | None) -> float:
    """The standard rate of VAT on a day, such as 0.2; without a day the latest.

    Example:
        >>> vat_rate(date(2026, 1, 1))
        0.2
    """
    rates = _vat_rates()
    return next((rate for start, rate in rates if on is None or start <= on), rates[-1][1])


@cache
def _vat_rates() -> tuple[tuple[date, float], ...]:
    """Rates with the day from which they hold, the latest first."""
    rows = [(date.fromisoformat(row["from"]), float(row["rate"])) for row in read_csv("funding/vat.csv")]
    return tuple(sorted(rows, reverse=True))


def offers_of(
    pathway: Pathway,
    catalogue: Iterable[Course] | CatalogueAlignment | None,
    *,
    on: date | None = None,
    everything: bool = False,
) -> tuple[tuple[Offer, ...], tuple[Problem, ...]]:
    """Everything that can be chosen, in a stable order, and what could not be used.

    Courses come in the order of their ids, so that the order of a catalogue changes nothing. A course with
    dates is one offer for each date that is not past.

    Args:
        pathway: The edition.
        catalogue: Courses, or a catalogue that was aligned already; ``None`` for what the Pathway names.
        on: The day; dates before it are left out.
        everything: Whether to offer courses as well that show no competency, such as a refresher.
    """
    if catalogue is None:
        # An overlay's own courses stand beside the learning that the Pathway names.
        own, refused = offers_of(pathway, pathway.courses, on=on) if pathway.courses else ((), ())
        return (*own, *_bundled(pathway)), refused
    if isinstance(catalogue, CatalogueAlignment):
        if catalogue.pathway != pathway.ref:
            again = f"aligned again, with {pathway.ref}"
            raise InvalidArgumentError("catalogue", again, catalogue, given=f"with {catalogue.pathway}")
        alignments = list(catalogue.alignments)
    else:
        alignments = [
            align_course(pathway, course) for course in dict.fromkeys(several("catalogue", catalogue, Course))
        ]
    offers: list[Offer] = []
    problems: list[Problem] = []
    kept: dict[str, Course] = {}
    # Within one id the order is that of the content, so that the order of the catalogue changes nothing.
    for alignment in sorted(alignments, key=lambda each: (each.course.id, _content(each.course))):
        course = alignment.course
        known = kept.setdefault(course.id, course)
        if known is not course:
            if known != course:
                text = f"stands for {course.title!r} too; only {known.title!r} is used"
                problems.append(_problem(course, text))
            continue
        shows = _shows(pathway, alignment)
        if shows or (everything and alignment.relevance is not Relevance.NOT_RELEVANT):
            problems += _prices_that_cannot_be(course)
            offers += _offers(alignment, shows, on)
    return tuple(offers), tuple(problems)


def _content(record: Course | CourseSession) -> str:
    return str(astuple(record))


def _problem(course: Course, message: str) -> Problem:
    return Problem(
        kind=ProblemKind.COURSE,
        place=Place(id=course.id),
        severity=Severity.WARNING,
        message=message,
    )


def _shows(pathway: Pathway, alignment: CourseAlignment) -> tuple[tuple[int, int], ...]:
    """What a plan covers: what the course names, as far as a record of it will show that, and no more."""
    if alignment.relevance is not Relevance.RELEVANT:
        return ()
    named = order_of(pathway).mask(
        match.id for match in alignment.competencies if match.strength is MatchStrength.NAMED
    )
    shown = training_reader(pathway).of_course(title_read(pathway, alignment.course))
    return tuple((item.mask & named, item.rank) for item in shown if item.mask & named)


def _possible(price: float | None) -> float | None:
    """A price that can be reckoned with; any other is as good as not known."""
    if price is None or price == 0:
        return price
    return price if _LEAST_PRICE <= price <= _LARGEST_PRICE else None


def _prices_that_cannot_be(course: Course) -> Iterator[Problem]:
    prices = (course.cost, course.group_cost, *(session.cost for session in course.sessions))
    for price in prices:
        if price is not None and _possible(price) is None:
            yield _problem(course, f"a price of £{price:g} cannot be right; it is taken as not known")
    if course.group_cost is not None and not course.group_size:
        yield _problem(course, "has a group price and no group size; the group price is not used")


def _offers(
    alignment: CourseAlignment, shows: tuple[tuple[int, int], ...], on: date | None
) -> Iterator[Offer]:
    course = alignment.course
    grouped = course.group_size is not None and course.group_size > 0
    whole = Offer(
        id=course.id,
        title=course.title,
        provider=course.provider,
        cost=_possible(course.cost),
        hours=course.hours,
        seats=course.seats,
        shows=shows,
        roles=frozenset(alignment.role_categories) or None,
        themes=frozenset(match.id for match in alignment.themes),
        group_cost=_possible(course.group_cost) if grouped else None,
        group_size=course.group_size if grouped else None,
        vat_included=course.vat_included,
        course=course,
    )
    ahead = [session for session in course.sessions if session.day is None or on is None or session.day >= on]
    if not ahead:
        yield whole
    for session in sorted(set(ahead), key=lambda session: (session.day or date.max, _content(session))):
        yield whole._replace(
            session=session,
            cost=whole.cost if session.cost is None else _possible(session.cost),
            seats=whole.seats if session.seats is None else session.seats,
        )


def _bundled(pathway: Pathway) -> tuple[Offer, ...]:
    crosswalks = crosswalks_of(pathway)
    result = []
    for learning in pathway.learning:
        shows = tuple((item.mask, item.rank) for item in crosswalks.of_learning(learning.id))
        if shows:
            result.append(
                Offer(
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
