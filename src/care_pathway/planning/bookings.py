"""What to book: training that is due first, then what makes practice unsafe, then what people wish for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from attrs import frozen

from care_pathway._arguments import check_day, check_kind
from care_pathway._record import Result
from care_pathway.alignment.course import align_course
from care_pathway.alignment.records import CatalogueAlignment
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.evidence.training import training_reader
from care_pathway.language.text import normalise
from care_pathway.model import (
    Course,
    CourseSession,
    CoverageRequirement,
    EvidenceState,
    HeldQualification,
    InductionRequirement,
    Judgement,
    Pathway,
    QualificationRequirement,
    Requirement,
    Strength,
    TrainingRecord,
    Worker,
)
from care_pathway.model._fields import Id
from care_pathway.planning.due import TrainingDue, days_after, due_on_file
from care_pathway.planning.funding import Claim
from care_pathway.planning.offers import Offer, offers_of
from care_pathway.planning.recommend import (
    ENOUGH_NODES,
    check_funding,
    check_limits,
    claim_of,
    is_for,
    price_basis,
    why_not,
)
from care_pathway.planning.records import OpenReason, PriceBasis
from care_pathway.planning.solver import load_solver
from care_pathway.planning.task import Choice, LearnerNeeds, Task, total, union
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.records import RequirementJudgement
from care_pathway.progression.requirements import judge, judge_requirement
from care_pathway.render.words import hours_text, people_text, pounds, sum_text, vat_text
from care_pathway.skills.engine import engine_of
from care_pathway.skills.gap import carried_out, tiers
from care_pathway.skills.records import Priority

#: Up to so many people the best choice is searched for; above, one course after another is taken.
EXACT_PEOPLE = 60


class NeedKind(StrEnum):
    """What a booking is for, the most pressing first."""

    OVERDUE = "overdue"
    """Training on file that is out of date."""
    STATUTORY = "statutory"
    """Training that the law asks of the role category, and that is not on file."""
    DUE = "due"
    """Training on file that will be out of date soon."""
    SAFE_PRACTICE = "safe-practice"
    """Knowledge and skills that are part of what makes practice safe."""
    NEXT_STEP = "next-step"
    """What the next step asks that the person wishes for."""
    EXPECTED = "expected"
    """Other knowledge and skills that the role category expects."""
    USEFUL = "useful"


@frozen(kw_only=True, repr=False, eq=False)
class BookedPlace(Result):
    """One person on a booked course, and what for.

    Attributes:
        worker: Reference of the person.
        kind: The most pressing thing that the place is for.
        renews: Training on file that it renews, by its title there.
        statutory: Requirements of the law that it meets, in words.
        towards: Requirements of the next step that it meets, in words.
        covers: Ids of the open competencies whose learning part it covers.
        by: The day by which the training that it renews runs out; the day asked about where it has.
    """

    worker: str
    kind: NeedKind
    renews: tuple[str, ...] = ()
    statutory: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    covers: tuple[Id, ...] = ()
    by: date | None = None

    _compare = ".kind == 'overdue'"


@frozen(kw_only=True, repr=False, eq=False)
class Booking(Result):
    """A course to book: who goes, what it costs, by when.

    Attributes:
        course: Id of the course.
        title: Its title.
        provider: Who offers it.
        places: Who goes, and what for.
        cost: What the booking costs as the provider lists it; ``None`` where the price is not known.
        vat: VAT that comes on top.
        vat_included: Whether `cost` includes VAT; ``None`` where the provider does not say.
        price_basis: Whether it is booked by the person or by the group.
        price: The price in the provider's words, where they are known.
        groups: How many groups are booked.
        hours: Hours for each person; ``None`` where they are not known.
        session: The date to book; ``None`` where no dates are known.
        by: The earliest day by which one of the places is needed; ``None`` where nothing runs out.
        claim: What a scheme may pay for each learner, where funding was asked about.
    """

    course: str
    title: str
    provider: str | None
    places: tuple[BookedPlace, ...]
    cost: float | None
    vat: float
    vat_included: bool | None
    price_basis: PriceBasis
    price: str | None = None
    groups: int = 0
    hours: float | None = None
    session: CourseSession | None = None
    by: date | None = None
    claim: Claim | None = None

    @property
    def learners(self) -> tuple[str, ...]:
        """References of those who go."""
        return tuple(place.worker for place in self.places)


@frozen(kw_only=True, repr=False, eq=False)
class Unbooked(Result):
    """Something that nothing is booked for, by name, and why.

    Attributes:
        kind: What sort of need it is.
        subject: What it is: the training on file, the requirement, or the topic of the competencies.
        workers: References of those who need it.
        reason: Why, in a word.
        why: Why, in a sentence.
        cheapest: Id of the cheapest course that would do; ``None`` where there is none with a known price.
        cheapest_title: Its title.
        cost: What one place of it costs with VAT.
    """

    kind: NeedKind
    subject: str
    workers: tuple[str, ...]
    reason: OpenReason
    why: str
    cheapest: str | None = None
    cheapest_title: str | None = None
    cost: float | None = None

    _compare = ".reason == 'not-offered'"


@frozen(kw_only=True, repr=False, eq=False)
class BookingPlan(Result):
    """What to book for a team under a budget, and what that leaves.

    Attributes:
        pathway: The edition and revision it was made with.
        on: The day it starts from.
        until: The day up to which training that runs out counts as due.
        bookings: The courses to book, the most pressing first.
        unbooked: What nothing is booked for, by name, the most pressing first.
        cost: What it costs as the providers list it; ``None`` where a price is not known.
        vat: VAT that comes on top.
        hours: How many hours it takes; ``None`` where a length is not known.
        budget: The most that it may cost with VAT.
        overdue: How many pieces of training are out of date today.
        due: How many more will be by `until`: with nothing booked, so many more are out of date then.
        renewed: How many of both the bookings renew.
        optimal: Whether the solver proved that no other choice is better.
        problems: What could not be used.
        summary: The plan in one sentence.
    """

    pathway: str
    on: date
    until: date
    bookings: tuple[Booking, ...]
    unbooked: tuple[Unbooked, ...]
    cost: float | None
    vat: float
    hours: float | None
    budget: float | None
    overdue: int
    due: int
    renewed: int
    optimal: bool
    problems: tuple[Problem, ...]
    summary: str

    _compare = ".bookings == ()"

    def _shown(self) -> Iterator[tuple[str, Any]]:
        for name in ("bookings", "unbooked"):
            yield name, len(getattr(self, name))
        yield "cost", self.cost
        yield "optimal", self.optimal

    def rows(self) -> list[dict[str, Any]]:
        """One row for each place that is booked, for a table."""
        return [
            {
                "course": booking.course,
                "title": booking.title,
                "provider": booking.provider,
                "day": booking.session.day if booking.session else None,
                "worker": place.worker,
                "kind": place.kind.value,
                "renews": "; ".join(place.renews),
                "statutory": "; ".join(place.statutory),
                "towards": "; ".join(place.towards),
                "covers": len(place.covers),
                "by": place.by,
                "price_basis": booking.price_basis.value,
                "booking_cost": booking.cost,
                "booking_vat": booking.vat,
                "pathway": self.pathway,
            }
            for booking in self.bookings
            for place in booking.places
        ]

    def explain(self) -> str:
        """The plan as plain lines."""
        limit = "no budget" if self.budget is None else f"a budget of {pounds(self.budget)}"
        best = "proved best" if self.optimal else "not proved best"
        known = sum(booking.cost or 0.0 for booking in self.bookings)
        lines = [
            self.summary,
            f"cost {sum_text(self.cost, known)}{vat_text(self.vat)}, hours {hours_text(self.hours)}; "
            f"{limit} ({best})",
        ]
        for booking in self.bookings:
            day = f" on {booking.session.day}" if booking.session and booking.session.day else ""
            by = f", needed by {booking.by}" if booking.by else ""
            provider = f", {booking.provider}" if booking.provider else ""
            lines.append(
                f"  {booking.course}: {booking.title}{provider}{day}, "
                f"{pounds(booking.cost)}{vat_text(booking.vat)} "
                f"({booking.price_basis.value.replace('-', ' ')}) for {people_text(booking.learners)}{by}"
            )
        if not self.bookings:
            lines.append("  nothing is booked")
        lines += [
            f"  open: {need.subject} for {people_text(need.workers)}: {need.why}" for need in self.unbooked
        ]
        lines += [f"problem: {problem}" for problem in self.problems]
        lines.append("a completed course is not competence: assessment and sign-off stay with the employer")
        return "\n".join(lines)


class _Need(NamedTuple):
    """Something that a person needs and a course can give.

    `key` says what it is for everybody: a topic that is renewed, or what a requirement asks.
    """

    key: tuple[str, str]
    kind: NeedKind
    subject: str
    by: date | None = None
    requirement: Requirement | None = None


class Learner(NamedTuple):
    """One person to book for, made with `learner_of`.

    Attributes:
        worker: The person.
        role: Id of the role category; ``None`` where it is not settled.
        needs: What the person needs beside competencies.
        competencies: The open competencies by tier.
        due: Training that is due.
    """

    worker: Worker
    role: str | None
    needs: tuple[_Need, ...]
    competencies: dict[NeedKind, int]
    due: tuple[TrainingDue, ...]


def plan_bookings(  # noqa: PLR0913  each is something that a manager may want to say
    pathway: Pathway,
    workers: Iterable[Worker],
    catalogue: Iterable[Course] | CatalogueAlignment,
    *,
    on: date,
    ahead: int = 90,
    budget: float | None = None,
    hours: float | None = None,
    hours_each: float | None = None,
    funding: str | None = None,
    renewals: Renewals | None = None,
    nodes: int | None = ENOUGH_NODES,
) -> BookingPlan:
    """What to book for a team: who goes where, at what price, by when, and what is left over and why.

    Training that is out of date comes first, with what the law asks; then training that runs out soon; then
    what makes practice unsafe; then what the next step asks that people wish for; then the rest of what their
    role categories expect. Each comes before the next, however cheap that is. Of equally good choices the
    least cost is taken: group prices where they are cheaper, several providers side by side. Nobody is sent
    on a course for another level or role.

    Args:
        pathway: The edition.
        workers: The team; any iterable, read once. A record that is there twice counts once.
        catalogue: Courses of all providers, or a catalogue that was aligned already.
        on: The day.
        ahead: How many days ahead training that runs out counts as due.
        budget: The most that everything may cost with VAT, in pounds.
        hours: The most hours for all people together.
        hours_each: The most hours for each person.
        funding: ``ldss`` to say with each booking what the Learning and Development Support Scheme may pay.
        renewals: After how long training is refreshed; the bundled table by default.
        nodes: The most nodes of the solver's search tree in each step; see `recommend_learning`.

    Raises:
        ValueError: If a limit is below nought, or the catalogue belongs to another edition.
        MissingExtraError: If highspy is not installed.
        SolverError: If the solver fails.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> fire = cp.TrainingRecord(title="Fire safety", completed=date(2024, 6, 1))
        >>> team = [
        ...     cp.Worker(id=f"w-{at}", role_category="care-or-support-worker", training=(fire,))
        ...     for at in range(3)
        ... ]
        >>> course = cp.Course(id="c-1", title="Fire safety", cost=30.0, group_cost=80.0, group_size=12)
        >>> plan = plan_bookings(cp.load(), team, [course], on=date(2026, 1, 1), budget=100)
        >>> [(one.course, one.learners, one.cost) for one in plan.bookings], plan.overdue, plan.renewed
        ([('c-1', ('w-0', 'w-1', 'w-2'), 80.0)], 3, 3)
    """
    check_day(on)
    until = days_after(on, ahead)

    def learners() -> Iterator[Learner]:
        for worker in workers:
            check_kind("workers", worker, Worker)
            comparison = RouteComparison(OnFile(pathway, worker, on, renewals=renewals))
            yield learner_of(comparison, until=until)

    return book_for(
        pathway,
        learners(),
        catalogue,
        on=on,
        until=until,
        budget=budget,
        hours=hours,
        hours_each=hours_each,
        funding=funding,
        nodes=nodes,
    )


def book_for(
    pathway: Pathway,
    learners: Iterable[Learner],
    catalogue: Iterable[Course] | CatalogueAlignment,
    *,
    on: date,
    until: date,
    budget: float | None = None,
    hours: float | None = None,
    hours_each: float | None = None,
    funding: str | None = None,
    nodes: int | None = ENOUGH_NODES,
) -> BookingPlan:
    """`plan_bookings` for people whose needs were worked out already, as `learner_of` does."""
    check_limits(budget=budget, hours=hours, hours_each=hours_each)
    check_funding(funding, on)
    load_solver()
    offers, problems = offers_of(pathway, catalogue, on=on, everything=True)
    people: list[Learner] = []
    seen: dict[str, Worker] = {}
    for person in learners:
        worker = person.worker
        if seen.get(worker.id) != worker:
            seen[worker.id] = worker
            people.append(person)
    problems += tuple(
        Problem(
            kind=ProblemKind.ROLE_NOT_KNOWN,
            place=Place(worker=person.worker.id),
            severity=Severity.NOTICE,
            message="the role category is not settled, so only training that is due is looked at",
        )
        for person in people
        if person.role is None
    )
    request = _Request(pathway, people, offers, on, funding)
    task = Task(
        request.learner_needs,
        offers,
        on=on,
        budget=budget,
        hours=hours,
        hours_each=hours_each,
        nodes=nodes,
    )
    choice = task.choose() if len(people) <= EXACT_PEOPLE else task.one_after_another()
    return request.plan(task, choice, until, problems)


# --- what people need ---------------------------------------------------------------------------------


def learner_of(comparison: RouteComparison, *, until: date, placed: bool = True) -> Learner:
    """What a person needs that courses may give: training due by a day, the law, the next step, the rest.

    Of somebody who is not `placed`, whatever the title says, only the training that is due.
    """
    on_file = comparison.on_file
    pathway, worker, on = on_file.pathway, on_file.worker, on_file.on
    due = due_on_file(on_file, until=until)
    needs = [
        _Need(
            key=("topic", topic) if topic else ("title", normalise(item.title)),
            kind=NeedKind.OVERDUE if item.overdue else NeedKind.DUE,
            subject=item.title,
            by=max(on, item.expires),
        )
        for item in due
        for topic in item.topics or ("",)
    ]
    role = on_file.role_category if placed else None
    if role is None:
        return Learner(worker, None, tuple(needs), {}, due)
    statutory = [
        judge(requirement, comparison.facts)
        for requirement in pathway.role_category(role).statutory_requirements
    ]
    needs += _of_requirements(statutory, NeedKind.STATUTORY)
    ways = comparison.ways
    steps = [comparison.compare(route) for route in ways.first] if ways.moving else []
    asked = [
        judged for step in steps for judged in step.requirements if judged.strength is not Strength.COULD
    ]
    needs += _of_requirements(asked, NeedKind.NEXT_STEP)
    engine, holdings = engine_of(pathway, role, EvidenceState.ASSESSED), on_file.holdings
    left = engine.expected & ~engine.gap(holdings).held
    gap = dict(tiers(engine, left, carried_out(pathway, worker)))
    order = order_of(pathway)
    masks = {
        NeedKind.SAFE_PRACTICE: gap[Priority.UNSAFE],
        NeedKind.NEXT_STEP: order.mask(
            competency
            for judged in _parts(asked)
            if isinstance(judged.requirement, CoverageRequirement)
            for competency in judged.open
        ),
        NeedKind.EXPECTED: gap[Priority.NEEDED],
        NeedKind.USEFUL: gap[Priority.NICE],
    }
    done = left & holdings.attended | order.stages[None]
    open_ = {kind: mask & ~done for kind, mask in masks.items()}
    most_pressing: dict[tuple[str, str], _Need] = {}
    for need in needs:
        most_pressing.setdefault(need.key, need)
    return Learner(worker, role, tuple(most_pressing.values()), open_, due)


def _parts(judgements: Iterable[RequirementJudgement]) -> Iterator[RequirementJudgement]:
    """Judgements that are not met, and their parts."""
    for judged in judgements:
        if judged.judgement is not Judgement.MET:
            yield judged
            yield from _parts(judged.parts)


def _of_requirements(judgements: Iterable[RequirementJudgement], kind: NeedKind) -> Iterator[_Need]:
    """Learning that requirements ask for and that is not on file."""
    for judged in _parts(judgements):
        one = judged.requirement
        if isinstance(one, QualificationRequirement | InductionRequirement):
            text = one.text.rstrip(". ")
            yield _Need(key=("requirement", one.id), kind=kind, subject=text, requirement=one)


# --- who could take what ------------------------------------------------------------------------------


class _Request:
    """The needs of a team as masks: those of competencies, and a bit more for each further need."""

    def __init__(
        self,
        pathway: Pathway,
        people: Sequence[Learner],
        offers: Sequence[Offer],
        on: date,
        funding: str | None,
    ) -> None:
        self.pathway = pathway
        self.people = people
        self.offers = offers
        self.on = on
        self.funding = funding
        self.order = order_of(pathway)
        first = len(self.order.ids)
        keys = dict.fromkeys(need.key for person in people for need in person.needs)
        self.bits = {key: 1 << first + at for at, key in enumerate(keys)}
        self.competencies = (1 << first) - 1
        needs = {need.key: need for person in people for need in person.needs}
        given: dict[tuple[str, str | None], int] = {}
        for offer in offers:
            name = (offer.title, _number(offer))
            if name not in given:
                given[name] = self._given_by(offer, needs)
        self._gives = [given[offer.title, _number(offer)] for offer in offers]
        self._titles: dict[str, tuple[int | None, frozenset[str]]] = {}

    def _given_by(self, offer: Offer, needs: dict[tuple[str, str], _Need]) -> int:
        """What a course gives beside competencies, once it is completed."""
        record = TrainingRecord(title=offer.title, completed=self.on)
        reading = training_reader(self.pathway).of(record)
        if reading.outside is not None:
            return 0
        title = normalise(offer.title)
        mask = 0
        for key, need in needs.items():
            sort, value = key
            if sort == "topic":
                gives = value in reading.renewals
            elif sort == "title":
                gives = value == title
            else:
                gives = need.requirement is not None and self._meets(offer, record, need.requirement)
            if gives:
                mask |= self.bits[key]
        return mask

    def _meets(self, offer: Offer, record: TrainingRecord, requirement: Requirement) -> bool:
        """Whether somebody with nothing but this course would meet a requirement."""
        held = HeldQualification(name=offer.title, number=_number(offer), achieved=self.on)
        reading = training_reader(self.pathway).of(record)
        if not (reading.learning or reading.themes or reading.topics or reading.qualification):
            return False
        qualifications = (held,) if reading.qualification is not None else ()
        somebody = Worker(id="somebody", training=(record,), qualifications=qualifications)
        judged = judge_requirement(self.pathway, somebody, requirement, on=self.on)
        return judged.judgement is Judgement.MET

    @cached_property
    def learner_needs(self) -> list[LearnerNeeds]:
        """Each person's needs by tier, and what each offer may be taken for."""
        masks = [offer.mask for offer in self.offers]
        #: By role category, what each offer speaks about for those who are in it.
        speaks = {
            role: [
                mask if role is not None and is_for(self.pathway, offer, role) else 0
                for offer, mask in zip(self.offers, masks, strict=True)
            ]
            for role in {person.role for person in self.people}
        }
        return [self._needs_of(person, speaks[person.role]) for person in self.people]

    def _needs_of(self, person: Learner, speaks: Sequence[int]) -> LearnerNeeds:
        tiers = {kind: person.competencies.get(kind, 0) for kind in NeedKind}
        open_ = union(tiers.values())
        reach = [mask & open_ for mask in speaks]
        for need in person.needs:
            bit = self.bits[need.key]
            tiers[need.kind] |= bit
            for at, gives in enumerate(self._gives):
                if gives & bit and self._suits(person, self.offers[at], need):
                    reach[at] |= bit
        return LearnerNeeds(person.worker.id, tuple(tiers.values()), tuple(reach))

    def _suits(self, person: Learner, offer: Offer, need: _Need) -> bool:
        """Whether a course is of the level and for the role of what it is taken for."""
        if need.kind is NeedKind.NEXT_STEP:
            return True  # it is what the next step asks for by name
        level, roles = self._meant(offer.title)
        own_level, own_roles = self._meant(need.subject)
        if need.requirement is None and roles and own_roles:
            # A course for trainers or managers renews nothing that carers took, and the other way round;
            # whether its title says so or whom it is offered to.
            return (
                not roles.isdisjoint(own_roles)
                and (level is None or own_level is None or level == own_level)
                and (not offer.roles or not offer.roles.isdisjoint((*own_roles, person.role)))
            )
        if not offer.roles or person.role is None:
            return True
        return not offer.roles.isdisjoint((person.role, *self.pathway.baseline_roles(person.role)))

    def _meant(self, title: str) -> tuple[int | None, frozenset[str]]:
        """The level that a title names, and for which role categories it is; each as far as it is known."""
        if title not in self._titles:
            found = align_course(self.pathway, Course(id="title", title=title))
            self._titles[title] = (found.level.number, frozenset(found.role_categories))
        return self._titles[title]

    # --- what comes out -------------------------------------------------------------------------------

    def plan(self, task: Task, choice: Choice, until: date, problems: tuple[Problem, ...]) -> BookingPlan:
        """The bookings, and what nothing is booked for."""
        bookings = sorted(
            (self._booking(task, choice, at, learners) for at, learners in choice.learners.items()),
            key=lambda booking: (
                min(_RANK[place.kind] for place in booking.places),
                booking.by or date.max,
                -len(booking.places),
                booking.course,
            ),
        )
        due = [item for person in self.people for item in person.due]
        overdue = sum(item.overdue for item in due)
        renewed = sum(
            self._renews(person, item, union(mine.values()))
            for person, mine in zip(self.people, choice.taken, strict=True)
            for item in person.due
        )
        return BookingPlan(
            pathway=self.pathway.ref,
            on=self.on,
            until=until,
            bookings=tuple(bookings),
            unbooked=self._unbooked(task, choice),
            cost=total(booking.cost for booking in bookings),
            vat=total(booking.vat for booking in bookings) or 0.0,
            hours=total(
                None if booking.hours is None else booking.hours * len(booking.places) for booking in bookings
            ),
            budget=task.budget,
            overdue=overdue,
            due=len(due) - overdue,
            renewed=renewed,
            optimal=choice.optimal,
            problems=problems,
            summary=(
                f"{overdue} pieces of training are out of date and {len(due) - overdue} more will be by "
                f"{until}; {len(bookings)} bookings would renew {renewed} of them."
            ),
        )

    def _renews(self, person: Learner, item: TrainingDue, taken: int) -> bool:
        """Whether everything that a piece of training is due for is booked."""
        keys = [("topic", topic) for topic in item.topics] or [("title", normalise(item.title))]
        return all(taken & self.bits[key] for key in keys)

    def _booking(self, task: Task, choice: Choice, at: int, learners: Sequence[int]) -> Booking:
        offer, bill = self.offers[at], task.bill(at, len(learners))
        places = tuple(self._place(self.people[person], choice.taken[person][at]) for person in learners)
        return Booking(
            course=offer.id,
            title=offer.title,
            provider=offer.provider,
            places=places,
            cost=bill.cost,
            vat=bill.vat,
            vat_included=offer.vat_included,
            price_basis=price_basis(offer, bill.groups, len(learners)),
            price=offer.course.price if offer.course else None,
            groups=bill.groups,
            hours=offer.hours,
            session=offer.session,
            by=min((place.by for place in places if place.by is not None), default=None),
            claim=claim_of(self.pathway, offer, bill, len(learners), on=self.on) if self.funding else None,
        )

    def _place(self, person: Learner, mask: int) -> BookedPlace:
        given = [need for need in person.needs if self.bits[need.key] & mask]
        kinds = [need.kind for need in given]
        kinds += [kind for kind, open_ in person.competencies.items() if open_ & mask]
        return BookedPlace(
            worker=person.worker.id,
            kind=min(kinds, key=lambda kind: _RANK[kind]),
            renews=_subjects(given, NeedKind.OVERDUE, NeedKind.DUE),
            statutory=_subjects(given, NeedKind.STATUTORY),
            towards=_subjects(given, NeedKind.NEXT_STEP),
            covers=self.order.decode(mask & self.competencies),
            by=min((need.by for need in given if need.by is not None), default=None),
        )

    def _unbooked(self, task: Task, choice: Choice) -> tuple[Unbooked, ...]:
        """What is left over, put together by what it is and why."""
        full = self._full(choice)
        spent = [task.bill(at, len(learners)) for at, learners in choice.learners.items()]
        money = (
            None
            if task.budget is None
            else task.budget - sum((bill.cost or 0.0) + bill.vat for bill in spent)
        )
        found: dict[tuple[NeedKind, str, bool], tuple[dict[str, None], set[int]]] = {}
        for person, mine, needs in zip(self.people, choice.taken, task.people, strict=True):
            taken = union(mine.values())
            offered = union(needs.reach)
            for kind, subject, bits in self._left_of(person, taken):
                able: set[int] = set()
                if offered & bits:
                    able = {at for at, reach in enumerate(needs.reach) if reach & bits}
                who, offers = found.setdefault((kind, subject, bool(able)), ({}, set()))
                who[person.worker.id] = None
                offers |= able
        return tuple(
            self._left(task, kind, subject, tuple(who), sorted(offers), full, money)
            for (kind, subject, _), (who, offers) in sorted(
                found.items(), key=lambda item: (_RANK[item[0][0]], -len(item[1][0]), item[0])
            )
        )

    def _left_of(self, person: Learner, taken: int) -> Iterator[tuple[NeedKind, str, int]]:
        """What nothing is booked for, of one person: kind, what it is, and its bits."""
        for need in person.needs:
            if not taken & self.bits[need.key]:
                yield need.kind, need.subject, self.bits[need.key]
        for kind in _NAMED_COMPETENCIES:
            left = person.competencies.get(kind, 0) & ~taken
            for theme in self.pathway.themes:
                if bits := self.order.themes.get(theme.id, 0) & left:
                    yield kind, theme.name, bits

    def _left(
        self,
        task: Task,
        kind: NeedKind,
        subject: str,
        workers: tuple[str, ...],
        able: Sequence[int],
        full: frozenset[int],
        money: float | None,
    ) -> Unbooked:
        free = [at for at in able if at not in full]
        bills = [
            (bill.cost + bill.vat, at) for at in free or able if (bill := task.bill(at, 1)).cost is not None
        ]
        cost, cheapest = min(bills, default=(None, None))
        if not able:
            reason, why = OpenReason.NOT_OFFERED, "nobody offers it"
            if subject in self._offered_topics:
                why = "what is offered speaks about other parts of it only"
        elif not free:
            reason, why = OpenReason.NO_SEATS, f"the places on {self._names(able)} are taken"
        elif cheapest is not None and cost is not None and money is not None and cost > money:
            offer = self.offers[cheapest]
            reason = OpenReason.OVER_BUDGET
            why = f"nothing cheaper closes it than {offer.title} ({offer.id}) at {pounds(cost)} a place"
        else:
            reason, why = why_not(task, able)
        return Unbooked(
            kind=kind,
            subject=subject,
            workers=workers,
            reason=reason,
            why=why,
            cheapest=None if cheapest is None else self.offers[cheapest].id,
            cheapest_title=None if cheapest is None else self.offers[cheapest].title,
            cost=cost,
        )

    def _full(self, choice: Choice) -> frozenset[int]:
        """The offers whose places are all taken once everything is booked."""
        learners = choice.learners
        return frozenset(
            at
            for at, offer in enumerate(self.offers)
            if offer.seats is not None and len(learners.get(at, ())) >= offer.seats
        )

    def _names(self, offers: Iterable[int]) -> str:
        return " and ".join(dict.fromkeys(self.offers[at].id for at in offers))

    @cached_property
    def _offered_topics(self) -> frozenset[str]:
        """Topics that some course speaks about."""
        offered = union(offer.mask for offer in self.offers)
        named = frozenset(theme for offer in self.offers for theme in offer.themes)
        return frozenset(
            theme.name
            for theme in self.pathway.themes
            if theme.id in named or self.order.themes.get(theme.id, 0) & offered
        )


_RANK = {kind: rank for rank, kind in enumerate(NeedKind)}
#: Competencies that are named where nothing is booked for them; the others are many and not pressing.
_NAMED_COMPETENCIES = (NeedKind.SAFE_PRACTICE, NeedKind.NEXT_STEP)


def _subjects(needs: Iterable[_Need], *kinds: NeedKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(need.subject for need in needs if need.kind in kinds))


def _number(offer: Offer) -> str | None:
    return offer.course.number if offer.course else None
