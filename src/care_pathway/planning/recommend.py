"""Choose what to learn next, for one person or a team, at least cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from care_pathway._arguments import check_amount, check_count_or_none, check_day, check_kind
from care_pathway.alignment.records import CatalogueAlignment
from care_pathway.errors import InvalidArgumentError
from care_pathway.evidence.masks import CompetencyOrder, order_of
from care_pathway.evidence.shows import STATES, crosswalks_of
from care_pathway.model import Course, Pathway, Worker
from care_pathway.planning.funding import SCHEMES, Claim, claim_for
from care_pathway.planning.offers import Offer, offers_of
from care_pathway.planning.records import (
    ChosenLearning,
    CoveredNeed,
    LearningPlan,
    OpenNeed,
    OpenReason,
    PlanNeeds,
    PriceBasis,
    SeatNeed,
)
from care_pathway.planning.solver import load_solver
from care_pathway.planning.task import Bill, Choice, LearnerNeeds, Task, total, union
from care_pathway.problems import Problem
from care_pathway.skills import Priority, SkillGap, TeamGap

_PRIORITIES = tuple(Priority)

#: With these, a plan for twenty people and sixty courses with few places is there in a quarter of a minute;
#: ten times as many found nothing better there.
ENOUGH_NODES = 300


def recommend_learning(
    pathway: Pathway,
    gap: SkillGap | TeamGap,
    catalogue: Iterable[Course] | CatalogueAlignment | None = None,
    *,
    budget: float | None = None,
    hours: float | None = None,
    hours_each: float | None = None,
    funding: str | None = None,
    on: date | None = None,
    nodes: int | None = ENOUGH_NODES,
) -> LearningPlan:
    """Choose learning so that the most pressing gaps close first, at least cost.

    The choice is an exact optimum, in this order: the most needs of what safe practice needs, of what is
    needed, of what is nice to have; the fewest places of unknown price; the least cost; the fewest places;
    the earliest ids. What a plan covers is the *learning part*: a course that is attended is not competence,
    and what still needs assessment or sign-off stays in `open`. Nothing of unknown price is chosen under a
    budget, and nothing of unknown length where hours are limited; both are said.

    Without a catalogue the learning that the Pathway names is used, whose prices are not known: what is
    required, suggested or optional for the target or its baseline role categories, and nothing that is
    only listed; an overlay's own courses stand beside it.

    A course is chosen for somebody only where it is for their target, or for a role category that this builds
    on: nobody is sent on a course for another level or role. A price for a group is used where it is cheaper;
    VAT that comes on top counts in the budget. A course with dates is booked on one of them.

    Args:
        pathway: The edition that the gap was judged with.
        gap: The gap of a person or of a team.
        catalogue: Courses, or a catalogue that was aligned already. Its order and repeats do not matter.
        budget: The most that all places together may cost with VAT, in pounds.
        hours: The most hours that all people together may spend.
        hours_each: The most hours that each person may spend.
        funding: ``ldss`` to say with each course what the Learning and Development Support Scheme may pay.
        on: The day; dates of courses before it are left out. All dates count without it.
        nodes: The most nodes of the solver's search tree in each step. What is given proves the best choice
            for one person and for most teams; for a large team with few places the proof can take hours, and
            ``optimal`` says that it was cut short. ``None`` searches until it is proved.

    Raises:
        ValueError: If gap or catalogue belong to another edition, or a limit is below nought.
        MissingExtraError: If highspy is not installed.
        SolverError: If the solver fails.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> from care_pathway.skills import skill_gap
        >>> pathway = cp.load()
        >>> gap = skill_gap(pathway, cp.Worker(id="w-1"), target="new-to-care", on=date(2026, 1, 1))
        >>> courses = [
        ...     cp.Course(id="c-1", title="Safeguarding adults", cost=40.0),
        ...     cp.Course(id="c-2", title="Fire safety", cost=25.0),
        ...     cp.Course(id="c-3", title="Safeguarding adults level 1", cost=30.0),
        ... ]
        >>> plan = recommend_learning(pathway, gap, courses, budget=60)
        >>> [one.course for one in plan.chosen], plan.cost, plan.optimal
        (['c-2', 'c-3'], 55.0, True)
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("gap", gap, (SkillGap, TeamGap))
    if gap.pathway != pathway.ref:
        again = f"judged again, with {pathway.ref}"
        raise InvalidArgumentError("gap", again, gap, given=f"with {gap.pathway}")
    budget, hours = check_amount("budget", budget), check_amount("hours", hours)
    hours_each = check_amount("hours_each", hours_each)
    check_day(on, optional=True)
    check_funding(funding, on)
    nodes = check_count_or_none("nodes", nodes)
    load_solver()
    offers, problems = offers_of(pathway, catalogue, on=on)
    request = _Recommendation(pathway, gap, offers, on, budget, hours, hours_each, nodes)
    return request.plan(problems, funding=funding)


def check_funding(funding: str | None, on: date | None) -> None:
    """Refuse a scheme that is not known, and funding without a day: the day of payment decides the year."""
    if funding is not None and not (isinstance(funding, str) and funding in SCHEMES):
        raise InvalidArgumentError("funding", f"{' or '.join(map(repr, SCHEMES))}, or None", funding)
    if funding is not None and on is None:
        raise InvalidArgumentError(
            "on", "given with funding: the day of payment decides the year and its caps", on
        )


class _PersonNeeds(NamedTuple):
    """One person's needs, in masks."""

    worker: str
    target: str
    tiers: tuple[int, ...]
    learned: int


class _Recommendation:
    """The choice for a gap, and what it leaves open."""

    def __init__(
        self,
        pathway: Pathway,
        gap: SkillGap | TeamGap,
        offers: Sequence[Offer],
        on: date | None,
        budget: float | None,
        hours: float | None,
        hours_each: float | None,
        nodes: int | None,
    ) -> None:
        self.pathway = pathway
        self.gap = gap
        self.offers = offers
        self.order: CompetencyOrder = order_of(pathway)
        self.behaviours = self.order.stages[None]
        self.people = _people(self.order, gap)
        self.task = Task(
            [self._needs_of(person) for person in self.people],
            offers,
            on=on,
            budget=budget,
            hours=hours,
            hours_each=hours_each,
            nodes=nodes,
        )

    def _needs_of(self, person: _PersonNeeds) -> LearnerNeeds:
        """What learning can still do something about, and by which offer."""
        tiers = tuple(mask & ~person.learned & ~self.behaviours for mask in person.tiers)
        goal = union(tiers)
        reach = tuple(
            offer.mask & goal if is_for(self.pathway, offer, person.target) else 0 for offer in self.offers
        )
        return LearnerNeeds(person.worker, tiers, reach)

    def plan(self, problems: tuple[Problem, ...], *, funding: str | None) -> LearningPlan:
        """The best plan, and what it leaves open."""
        task = self.task
        choice = task.choose()
        covered, left = self._needs(choice)
        everything = None
        coverable = [union(person.reach) for person in task.people]
        reached = [union(mine.values()) for mine in choice.taken]
        if any(can & ~has for can, has in zip(coverable, reached, strict=True)):
            everything = self._everything()
        chosen = self._chosen(choice, funding=funding)
        return LearningPlan(
            pathway=self.pathway.ref,
            workers=tuple(person.worker for person in self.people),
            chosen=chosen,
            covered=covered,
            open=left,
            cost=total(course.cost for course in chosen),
            known_cost=total(course.cost or 0.0 for course in chosen) or 0.0,
            vat=total(course.vat for course in chosen) or 0.0,
            hours=self._hours(choice),
            budget=task.budget,
            hours_limit=task.hours,
            hours_each_limit=task.hours_each,
            optimal=choice.optimal,
            to_cover_everything=everything,
            problems=(*self.gap.problems, *problems),
        )

    def _chosen(self, choice: Choice, *, funding: str | None) -> tuple[ChosenLearning, ...]:
        result = []
        for at, learners in choice.learners.items():
            offer, bill = self.offers[at], self.task.bill(at, len(learners))
            result.append(
                ChosenLearning(
                    course=offer.id,
                    title=offer.title,
                    provider=offer.provider,
                    learners=tuple(self.people[person].worker for person in learners),
                    cost_each=offer.cost,
                    hours_each=offer.hours,
                    covers=self.order.decode(union(choice.taken[person][at] for person in learners)),
                    cost=bill.cost,
                    vat=bill.vat,
                    vat_included=offer.vat_included,
                    price_basis=price_basis(offer, bill.groups, len(learners)),
                    groups=bill.groups,
                    session=offer.session,
                    claim=claim_of(self.pathway, offer, bill, len(learners), on=self.task.on)
                    if funding
                    else None,
                )
            )
        return tuple(result)

    def _hours(self, choice: Choice) -> float | None:
        return total(self.offers[at].hours for mine in choice.taken for at in mine)

    def _everything(self) -> PlanNeeds:
        choice = self.task.choose(limited=False, ordered=False)
        seats = []
        bills = []
        for at, learners in choice.learners.items():
            free = self.offers[at].seats
            if free is not None and free < len(learners):
                seats.append(SeatNeed(course=self.offers[at].id, places=len(learners), seats=free))
            bills.append(self.task.bill(at, len(learners)))
        costs = [None if bill.cost is None else bill.cost + bill.vat for bill in bills]
        each = [total(self.offers[at].hours for at in mine) for mine in choice.taken if mine]
        return PlanNeeds(
            cost=total(costs),
            known_cost=total(cost or 0.0 for cost in costs) or 0.0,
            hours=self._hours(choice),
            seats=tuple(seats),
            courses=tuple(dict.fromkeys(self.offers[at].id for at in choice.learners)),
            hours_each=None if None in each else max((hours or 0.0 for hours in each), default=0.0),
        )

    def _needs(self, choice: Choice) -> tuple[tuple[CoveredNeed, ...], tuple[OpenNeed, ...]]:
        covered: list[CoveredNeed] = []
        left: list[OpenNeed] = []
        threshold = self.gap.threshold.rank
        ceiling = crosswalks_of(self.pathway).ceiling
        for at, person in enumerate(self.people):
            for priority, tier in zip(_PRIORITIES, person.tiers, strict=True):
                for competency in self.order.decode(tier):
                    bit = self.order.bit(competency)
                    by = [offer for offer, mask in choice.taken[at].items() if mask & bit]
                    rank = max((self.offers[offer].rank(bit) for offer in by), default=0)
                    if by:
                        covered.append(
                            CoveredNeed(
                                worker=person.worker,
                                competency=competency,
                                priority=priority,
                                by=tuple(self.offers[offer].id for offer in by),
                                gives=STATES[rank],
                                closes=rank >= threshold,
                            )
                        )
                    if rank >= threshold:
                        continue
                    reason, why = self._why(at, bit, ceiling, planned=bool(by))
                    left.append(
                        OpenNeed(
                            worker=person.worker,
                            competency=competency,
                            priority=priority,
                            reason=reason,
                            why=why,
                        )
                    )
        return tuple(covered), tuple(left)

    def _why(self, person: int, bit: int, ceiling: int, *, planned: bool) -> tuple[OpenReason, str]:
        if planned or bit & self.people[person].learned:
            when = "learning is planned" if planned else "learning is on file"
            if bit & ceiling:
                return (
                    OpenReason.NEEDS_SIGN_OFF,
                    f"{when}; the delegating professional signs it off for the person supported",
                )
            return OpenReason.NEEDS_SIGN_OFF, f"{when}; assessment or sign-off in practice is left"
        if bit & self.behaviours:
            return OpenReason.SHOWN_AT_WORK, "a behaviour is shown at work and seen by others"
        able = [at for at, mask in enumerate(self.task.people[person].reach) if mask & bit]
        if not able:
            return OpenReason.NOT_OFFERED, "nothing to choose from covers it"
        return why_not(self.task, able)


def claim_of(
    pathway: Pathway, offer: Offer, bill: Bill, people: int, *, on: date | None, worker: Worker | None = None
) -> Claim | None:
    """What the scheme may pay for each learner of a booking that is paid on the day."""
    if offer.course is None or on is None:
        return None
    cost = None if bill.cost is None else round((bill.cost + bill.vat) / people, 2)
    return claim_for(pathway, offer.course, on=on, paid=on, cost=cost, worker=worker)


def is_for(pathway: Pathway, offer: Offer, target: str) -> bool:
    """Whether an offer is for a role category, or for one that it builds on; where not known, it is.

    A course is for those that it names and those that build straight on them: an induction for people new to
    care is nothing for a manager. What the Pathway names itself is for all that build on its role categories.
    """
    if offer.roles is None:
        return True
    if offer.course is None:
        return bool(offer.roles & {target, *pathway.baseline_roles(target)})
    return bool(offer.roles & {target, *pathway.role_category(target).baseline_roles})


def price_basis(offer: Offer, groups: int, people: int) -> PriceBasis:
    """How a booking is priced."""
    if not offer.priced:
        return PriceBasis.NOT_KNOWN
    if groups:
        return PriceBasis.MIXED if groups * (offer.group_size or 0) < people else PriceBasis.GROUP
    return PriceBasis.PER_PERSON


def why_not(task: Task, able: Sequence[int]) -> tuple[OpenReason, str]:
    """Why none of the offers that would cover a need was chosen."""
    offers = task.offers
    seated = [at for at in able if offers[at].seats != 0]
    ids = list(dict.fromkeys(offers[at].id for at in able))
    names, several = ", ".join(ids[:3]), len(ids) > 1
    if not seated:
        return OpenReason.NO_SEATS, f"{names} {'have' if several else 'has'} no places left"
    if task.budget is not None:
        priced = [at for at in seated if offers[at].priced]
        if not priced:
            return OpenReason.COST_NOT_KNOWN, f"the price of {names} is not known, and there is a budget"
        seated = priced
    if task.hours_matter:
        timed = [at for at in seated if offers[at].hours is not None]
        if not timed:
            return OpenReason.HOURS_NOT_KNOWN, f"the length of {names} is not known, and hours are limited"
        seated = timed
    few = any(offers[at].seats is not None for at in seated)
    binding = (task.budget is not None, task.hours_matter, few)
    if binding == (False, False, True):
        return (
            OpenReason.NO_SEATS,
            f"{names} {'have' if several else 'has'} too few places beside {_PRESSING}",
        )
    reason, limit = _BINDING.get(binding, (OpenReason.OVER_LIMITS, "the limits"))
    return reason, f"{names} {'do' if several else 'does'} not fit {limit} beside {_PRESSING}"


_PRESSING = "what is more pressing"
#: The reason where only budget or hours are limited.
_BINDING = {
    (True, False, False): (OpenReason.OVER_BUDGET, "the budget"),
    (False, True, False): (OpenReason.OVER_HOURS, "the hours"),
}


def _people(order: CompetencyOrder, gap: SkillGap | TeamGap) -> list[_PersonNeeds]:
    members = gap.members if isinstance(gap, TeamGap) else (gap,)
    return [
        _PersonNeeds(
            person.worker,
            person.target,
            (order.mask(person.unsafe), order.mask(person.needed), order.mask(person.nice)),
            order.mask(person.learned),
        )
        for person in members
    ]
