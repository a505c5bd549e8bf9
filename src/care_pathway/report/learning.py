"""What learning closes most for what money: an exact plan for a team, a ranking for a large workforce."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from care_pathway.alignment.records import ONE_COURSE, CatalogueAlignment, Relevance
from care_pathway.errors import MissingExtraError, SolverError
from care_pathway.evidence.masks import order_of
from care_pathway.interop.course_lists import CourseFile
from care_pathway.model import Pathway
from care_pathway.planning.booking_records import BookingPlan
from care_pathway.planning.bookings import book_for
from care_pathway.planning.due import days_after
from care_pathway.planning.offers import Offer, offers_of
from care_pathway.planning.recommend import is_for, recommend_learning
from care_pathway.planning.records import LearningPlan, OpenReason
from care_pathway.problems import Problem, ProblemKind, Severity
from care_pathway.render.words import counted, pounds, vat_text
from care_pathway.report.people import Judged
from care_pathway.report.records import LearningChoice, LearningSummary
from care_pathway.skills import team_gap

#: Up to so many people the exact plan is worked out; above, learning is ranked by how much it covers.
EXACT_PEOPLE = 60
#: With many people and few places a proof can take hours: the search ends here, and the page says so.
_NODES = 100
#: How the problem begins that says why.
NOTHING_CHOSEN = "no learning was chosen"
_TOPICS = 5
_RANKED = 40
#: The scheme that is asked what it may pay towards each booking.
_SCHEME = "ldss"
_BUNDLED = "the learning that the Pathway names (its prices are not known)"


def choose(
    pathway: Pathway,
    judged: Sequence[Judged],
    catalogue: CourseFile | None,
    courses: CatalogueAlignment | None,
    *,
    on: date,
    ahead: int,
    budget: float | None,
    hours: float | None,
) -> tuple[BookingPlan | None, LearningSummary | None, list[Problem]]:
    """What to book, what learning that is, and what could not be worked out.

    With a catalogue the learning is that of the bookings, so that one budget is spent once. Without one there
    is nothing to book, and the learning that the Pathway names is looked through.

    Args:
        pathway: The edition.
        judged: Everybody.
        catalogue: Courses to choose from; without it the learning that the Pathway names.
        courses: The same, aligned.
        on: The day.
        ahead: How many days ahead to look for what runs out.
        budget: Most to spend, in pounds.
        hours: Most hours.
    """
    placed = [one for one in judged if one.gap is not None]
    try:
        if courses is not None:
            plan = _plan(pathway, judged, courses, on=on, ahead=ahead, budget=budget, hours=hours)
            if plan is None or not placed:
                return plan, None, []
            everything = None
            if len(judged) <= EXACT_PEOPLE and not (budget is None and hours is None):
                everything = _plan(pathway, judged, courses, on=on, ahead=ahead)
            return plan, _from_bookings(pathway, plan, everything, placed, _basis(catalogue)), []
        if not placed:
            return None, None, []
        if len(placed) <= EXACT_PEOPLE:
            gap = team_gap(pathway, [one.worker for one in placed], target=None, on=on)
            named = recommend_learning(pathway, gap, budget=budget, hours=hours, nodes=_NODES)
            return None, _from_plan(pathway, named, _basis(None)), []
    except (MissingExtraError, SolverError) as error:
        message = f"{NOTHING_CHOSEN}: {error}"
        return None, None, [Problem(kind=ProblemKind.NOT_DONE, message=message, severity=Severity.NOTICE)]
    return None, _ranked(pathway, placed), []


def _plan(
    pathway: Pathway,
    judged: Sequence[Judged],
    courses: CatalogueAlignment,
    *,
    on: date,
    ahead: int,
    budget: float | None = None,
    hours: float | None = None,
) -> BookingPlan | None:
    """What to book for everybody: training that is out of date is renewed whatever somebody's job is."""
    # Nobody is booked twice: of the jobs of one person the first that is placed counts.
    people: dict[str, Judged] = {}
    for one in judged:
        who = one.first or one.worker.id
        if people.setdefault(who, one).gap is None and one.gap is not None:
            people[who] = one
    learners = [one.learner for one in people.values() if one.learner is not None]
    if not learners:
        return None
    until = days_after(on, ahead)
    return book_for(
        pathway, learners, courses, on=on, until=until, budget=budget, hours=hours, funding=_SCHEME
    )


def _basis(catalogue: CourseFile | None) -> str:
    return (
        _BUNDLED
        if catalogue is None
        else f"the {counted(len(catalogue.courses), 'course')} of {catalogue.file}"
    )


# --- the exact plan ----------------------------------------------------------------------------------


def _from_plan(pathway: Pathway, plan: LearningPlan, basis: str) -> LearningSummary:
    label = _labels(pathway)
    items = Counter[str]()
    topics: dict[str, Counter[str]] = {}
    for need in plan.covered:
        for course in need.by:
            items[course] += 1
            topics.setdefault(course, Counter())[label[need.competency]] += 1
    chosen = [
        LearningChoice(
            course=one.course,
            title=one.title,
            provider=one.provider,
            people=len(one.learners),
            workers=one.learners,
            cost=one.cost,
            hours=None if one.hours_each is None else one.hours_each * len(one.learners),
            covers=items[one.course],
            topics=_most(topics.get(one.course, Counter())),
        )
        for one in plan.chosen
    ]
    not_offered = Counter(label[one.competency] for one in plan.open if one.reason is OpenReason.NOT_OFFERED)
    return LearningSummary(
        basis=basis,
        chosen=tuple(sorted(chosen, key=lambda one: (-one.covers, one.course))),
        cost=plan.cost,
        hours=plan.hours,
        people=len({worker for one in plan.chosen for worker in one.learners}),
        covered=len(plan.covered),
        open=len(plan.open),
        still_open=_most(not_offered),
        optimal=plan.optimal,
        notes=tuple(_plan_notes(plan)),
    )


def _from_bookings(
    pathway: Pathway,
    plan: BookingPlan,
    everything: BookingPlan | None,
    placed: Sequence[Judged],
    basis: str,
) -> LearningSummary:
    """The learning that the bookings are: what each covers of what is open."""
    label = _labels(pathway)
    chosen = []
    for booking in plan.bookings:
        topics = Counter[str]()
        for covers, people in Counter(place.covers for place in booking.places).items():
            for competency in covers:
                topics[label[competency]] += people
        chosen.append(
            LearningChoice(
                course=booking.course,
                title=booking.title,
                provider=booking.provider,
                people=len(booking.places),
                workers=booking.learners,
                cost=booking.cost,
                vat=booking.vat,
                price_basis=booking.price_basis,
                hours=None if booking.hours is None else booking.hours * len(booking.places),
                covers=topics.total(),
                topics=_most(topics),
            )
        )
    covered = sum(one.covers for one in chosen)
    left = sum(
        (one.engine.expected & ~one.gap.held).bit_count()
        for one in placed
        if one.engine is not None and one.gap is not None
    )
    not_offered = Counter[str]()
    for need in plan.unbooked:
        if need.reason is OpenReason.NOT_OFFERED:
            not_offered[need.subject] += len(need.workers)
    return LearningSummary(
        basis=basis,
        chosen=tuple(chosen),
        cost=plan.cost,
        vat=plan.vat,
        hours=plan.hours,
        people=len({worker for booking in plan.bookings for worker in booking.learners}),
        covered=covered,
        open=left - covered,
        still_open=_most(not_offered),
        optimal=plan.optimal,
        notes=tuple(_booking_notes(plan, everything)),
    )


def _booking_notes(plan: BookingPlan, everything: BookingPlan | None) -> Iterator[str]:
    if not plan.optimal:
        yield "So many people share so few places that the search was cut short: a better choice may exist."
    yield _NOT_COMPETENCE
    if everything is not None and everything.bookings != plan.bookings:
        cost = everything.cost
        yield (
            "What it would cost to cover everything that is offered is not known: some prices are not."
            if cost is None
            else f"To cover everything that is offered would cost {pounds(cost)}{vat_text(everything.vat)}."
        )


_NOT_COMPETENCE = (
    "A completed course is not competence: what is learned still has to be assessed or signed off."
)
_REASONS = {
    OpenReason.NEEDS_SIGN_OFF: "need assessment or sign-off, their learning part being planned or on file",
    OpenReason.SHOWN_AT_WORK: "are behaviours, shown at work and seen by others",
    OpenReason.NOT_OFFERED: "are on topics that nothing here covers",
    OpenReason.COST_NOT_KNOWN: "are only in learning of unknown price",
    OpenReason.HOURS_NOT_KNOWN: "are only in learning of unknown length",
    OpenReason.NO_SEATS: "are in courses that are full",
    OpenReason.OVER_BUDGET: "are beyond the budget",
    OpenReason.OVER_HOURS: "are beyond the hours",
    OpenReason.OVER_LIMITS: "are beyond what budget, hours and places allow",
}


def _plan_notes(plan: LearningPlan) -> Iterable[str]:
    if plan.optimal and plan.chosen:
        yield "No other choice closes more of what is most pressing, and none that closes as much costs less."
    elif not plan.optimal:
        yield "So many people share so few places that the search was cut short: a better choice may exist."
    yield _NOT_COMPETENCE
    for reason, count in Counter(one.reason for one in plan.open).most_common():
        yield f"Gaps that {_REASONS[reason]}: {count:,}."
    needs = plan.to_cover_everything
    if needs is not None:
        if needs.cost is None:
            yield "What it would cost to cover everything coverable is not known: some prices are not."
        else:
            yield f"To cover everything that can be covered would cost {pounds(needs.cost)}."
        for seat in needs.seats:
            yield f"Course {seat.course} would need {seat.places} places and has {seat.seats}."


# --- the ranking -------------------------------------------------------------------------------------


def _ranked(pathway: Pathway, placed: Sequence[Judged]) -> LearningSummary:
    """Each course on its own: for how many people it covers how much that is open."""
    order = order_of(pathway)
    label = _labels(pathway)
    behaviours = order.stages[None]
    offers, _ = offers_of(pathway, None)
    # What is open, once for all who have the same open: people are many, their gaps are fewer.
    wants = Counter(
        (one.engine.target, one.engine.expected & ~one.gap.held & ~behaviours)
        for one in placed
        if one.gap is not None and one.engine is not None
    )
    choices = []
    covered_by: dict[tuple[str, int], int] = dict.fromkeys(wants, 0)
    for offer in offers:
        people = covers = 0
        topics = Counter[str]()
        masks = Counter[int]()
        for (target, open_), count in wants.items():
            mine = open_ & offer.mask if is_for(pathway, offer, target) else 0
            if mine:
                people += count
                covers += mine.bit_count() * count
                masks[mine] += count
                covered_by[target, open_] |= mine
        for mask, count in masks.items():
            for competency in order.decode(mask):
                topics[label[competency]] += count
        if people:
            choices.append(_choice(offer, people, covers, topics))
    choices.sort(key=lambda one: (-one.covers, one.course))
    covered = sum(mask.bit_count() * wants[key] for key, mask in covered_by.items())
    total = sum(open_.bit_count() * count for (_, open_), count in wants.items())
    return LearningSummary(
        basis=_basis(None),
        chosen=tuple(choices[:_RANKED]),
        people=len(placed),
        covered=covered,
        open=total - covered,
        notes=(
            f"With more than {EXACT_PEOPLE} people each course stands on its own here: for how many of them "
            "it covers something open. Several courses may cover the same; "
            "the places are not added up.",
            _NOT_COMPETENCE,
        ),
    )


def _choice(offer: Offer, people: int, covers: int, topics: Counter[str]) -> LearningChoice:
    return LearningChoice(
        course=offer.id,
        title=offer.title,
        provider=offer.provider,
        people=people,
        cost=None if offer.cost is None else offer.cost * people,
        hours=None if offer.hours is None else offer.hours * people,
        covers=covers,
        topics=_most(topics),
    )


def _labels(pathway: Pathway) -> dict[str, str]:
    """The topic of each competency in words."""
    themes = {theme.id: theme.name for theme in pathway.themes}
    return {one.id: themes.get(one.theme or "", "Behaviours") for one in pathway.competencies}


def _most(topics: Counter[str]) -> tuple[str, ...]:
    return tuple(topic for topic, _ in topics.most_common(_TOPICS))


# --- the catalogue -----------------------------------------------------------------------------------


def catalogue_words(aligned: CatalogueAlignment | None) -> tuple[str, ...]:
    """What a catalogue covers, in words."""
    if aligned is None:
        return ()
    count = Counter(one.relevance for one in aligned.alignments)
    lines = [
        f"{len(aligned.alignments):,} courses: {count[Relevance.RELEVANT]:,} for this workforce, "
        f"{count[Relevance.NOT_RELEVANT]:,} not relevant, {count[Relevance.UNSURE]:,} not clear."
    ]
    left_out = [one.course.title for one in aligned.alignments if one.relevance is Relevance.NOT_RELEVANT]
    if left_out:
        shown = "; ".join(left_out[:_TOPICS])
        more = len(left_out) - _TOPICS
        lines.append(f"Left out as not relevant: {shown}{f'; and {more} more' if more > 0 else ''}.")
    lines += [f"Listed more than once: {one.reason}." for one in aligned.duplicates if one.kind in ONE_COURSE]
    return tuple(lines)
