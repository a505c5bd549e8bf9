"""Choose what to learn next, for one person or a team, at least cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd, isfinite
from typing import NamedTuple

from care_pathway.alignment.records import CatalogueAlignment
from care_pathway.evidence.masks import CompetencyOrder, order_of
from care_pathway.evidence.shows import STATES, crosswalks_of
from care_pathway.model import Course, Pathway
from care_pathway.planning.options import Option, options_of
from care_pathway.planning.records import (
    ChosenLearning,
    CoveredNeed,
    LearningPlan,
    OpenNeed,
    OpenReason,
    PlanNeeds,
    SeatNeed,
)
from care_pathway.planning.solver import Limits, Place, Solution, choose, load_solver, scale_of
from care_pathway.problems import Problem
from care_pathway.skills import Priority, SkillGap, TeamGap


class _Person(NamedTuple):
    """One person's needs, in masks."""

    worker: str
    target: str
    tiers: tuple[int, ...]
    learned: int

    def goals(self, behaviours: int) -> tuple[int, ...]:
        """What learning can still do something about, most pressing first."""
        return tuple(mask & ~self.learned & ~behaviours for mask in self.tiers)


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
    nodes: int | None = ENOUGH_NODES,
) -> LearningPlan:
    """Choose learning so that the most pressing gaps close first, at least cost.

    The choice is an exact optimum, in this order: the most needs of what is unsafe to leave, of what is
    needed, of what is nice to have; the fewest places of unknown price; the least cost; the fewest places;
    the earliest ids. What a plan covers is the *learning part*: a course that is attended is not competence,
    and what still needs assessment or sign-off stays in `open`. Nothing of unknown price is chosen under a
    budget, and nothing of unknown length where hours are limited; both are said.

    Without a catalogue the learning that the Pathway names is used, whose prices are not known: what is
    required, suggested or optional for the target or its baseline role categories, and nothing that is
    only listed; an overlay's own courses stand beside it.

    Args:
        pathway: The edition that the gap was judged with.
        gap: The gap of a person or of a team.
        catalogue: Courses, or a catalogue that was aligned already. Its order and repeats do not matter.
        budget: The most that all places together may cost, in pounds.
        hours: The most hours that all people together may spend.
        hours_each: The most hours that each person may spend.
        nodes: The most nodes of the solver's search tree in each step. What is given proves the best choice
            for one person and for most teams; for a large team with few places the proof can take hours, and
            ``optimal`` says that it was cut short. ``None`` searches until it is proved.

    Raises:
        ValueError: If gap or catalogue belong to another edition, or a limit is below nought.
        MissingExtraError: If scipy is not installed.

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
    if gap.pathway != pathway.ref:
        raise ValueError(
            f"the gap was judged with {gap.pathway}, the pathway is {pathway.ref}; judge it again with that"
        )
    for name, limit in (("budget", budget), ("hours", hours), ("hours_each", hours_each)):
        if limit is not None and (isinstance(limit, bool) or not isfinite(limit) or limit < 0):
            raise ValueError(f"{name} takes a finite number of 0 or more, or None, not {limit!r}")
    load_solver()
    options, problems = options_of(pathway, catalogue)
    task = _Task(pathway, gap, options, budget=budget, hours=hours, hours_each=hours_each, nodes=nodes)
    return task.plan(problems)


class _Task:
    """One request, with everything counted in whole units."""

    def __init__(
        self,
        pathway: Pathway,
        gap: SkillGap | TeamGap,
        options: Sequence[Option],
        *,
        budget: float | None,
        hours: float | None,
        hours_each: float | None,
        nodes: int | None,
    ) -> None:
        self.pathway = pathway
        self.gap = gap
        self.options = options
        self.nodes = nodes
        self.budget, self.hours, self.hours_each = budget, hours, hours_each
        self.order: CompetencyOrder = order_of(pathway)
        self.behaviours = self.order.stages[None]
        self.people = _people(self.order, gap)
        self.goals = [one.goals(self.behaviours) for one in self.people]
        # Budgets and prices share a unit, and a coarser one where all prices allow it.
        self.cost_unit = scale_of([one.cost for one in options if one.cost is not None])
        self.hour_unit = scale_of([one.hours for one in options if one.hours is not None])
        self.costs = [_whole(one.cost, self.cost_unit) for one in options]
        self.lengths = [_whole(one.hours, self.hour_unit) for one in options]
        self.masks = [one.mask for one in options]
        self.reach = [self._reach(at) for at in range(len(self.people))]
        # Places for everybody who could use one are as good as no limit.
        wanted = [sum(bool(mine[at]) for mine in self.reach) for at in range(len(options))]
        self.seats = tuple(
            None if one.seats is None or one.seats >= want else one.seats
            for one, want in zip(options, wanted, strict=True)
        )

    # --- what can be chosen ---------------------------------------------------------------------------

    def _reach(self, person: int) -> list[int]:
        """For each option, the needs of a person that it may be chosen for."""
        goal = 0
        for mask in self.goals[person]:
            goal |= mask
        target = self.people[person].target
        roles = {target, *self.pathway.baseline_roles(target)}
        return [
            mask & goal if option.roles is None or option.roles & roles else 0
            for option, mask in zip(self.options, self.masks, strict=True)
        ]

    def _places(self, *, limited: bool) -> list[Place]:
        result = []
        for person in range(len(self.people)):
            mine = [
                Place(at, person, mask, self.costs[at], self.lengths[at])
                for at, mask in enumerate(self.reach[person])
                if mask and not (limited and self._ruled_out(at))
            ]
            result += self._undominated(mine, limited=limited)
        result.sort(key=lambda one: (one.option, one.person))
        return result

    def _ruled_out(self, option: int) -> bool:
        return (
            (self.budget is not None and self.costs[option] is None)
            or (self._hours_matter and self.lengths[option] is None)
            or self.options[option].seats == 0
        )

    @property
    def _hours_matter(self) -> bool:
        return self.hours is not None or self.hours_each is not None

    def _undominated(self, places: list[Place], *, limited: bool) -> list[Place]:
        """Leave out what another place does at least as well in every way."""

        def beats(other: Place, one: Place) -> bool:
            if one.mask & ~other.mask or (limited and self.seats[other.option] is not None):
                return False
            if limited and self._hours_matter and (other.hours or 0) > (one.hours or 0):
                return False
            price, others = _price(one), _price(other)
            return others < price or (others == price and other.option < one.option)

        return [one for one in places if not any(beats(other, one) for other in places if other is not one)]

    def _limits(self, *, limited: bool) -> Limits:
        if not limited:
            return Limits(None, None, None, (None,) * len(self.options))
        return Limits(
            _floor(self.budget, self.cost_unit),
            _floor(self.hours, self.hour_unit),
            _floor(self.hours_each, self.hour_unit),
            self.seats,
        )

    def _choose(self, *, limited: bool, ordered: bool) -> tuple[list[Place], bool]:
        places, limits = self._places(limited=limited), self._limits(limited=limited)
        places, limits = _coarser(places, limits)
        if limits.any:
            solution = choose(places, self.goals, limits, ordered=ordered, nodes=self.nodes)
            return [places[at] for at in solution.chosen], solution.optimal
        # Nothing is shared: everybody is a problem of their own, and the same problem is solved once.
        chosen: list[Place] = []
        optimal = True
        solved: dict[object, Solution] = {}
        for person, goals in enumerate(self.goals):
            mine = [one for one in places if one.person == person]
            key = (goals, tuple(one.option for one in mine), tuple(one.mask for one in mine))
            if key not in solved:
                own = [one._replace(person=0) for one in mine]
                solved[key] = choose(own, [goals], limits, ordered=ordered, nodes=self.nodes)
            chosen += [mine[at] for at in solved[key].chosen]
            optimal &= solved[key].optimal
        chosen.sort(key=lambda one: (one.option, one.person))
        return chosen, optimal

    # --- what comes out -------------------------------------------------------------------------------

    def plan(self, problems: tuple[Problem, ...]) -> LearningPlan:
        """The best plan, and what it leaves open."""
        chosen, optimal = self._choose(limited=True, ordered=True)
        taken: list[dict[int, int]] = [{} for _ in self.people]
        for place in chosen:
            taken[place.person][place.option] = place.mask
        covered, left = self._needs(taken)
        everything = None
        coverable = [_union(masks) for masks in self.reach]
        reached = [_union(mine.values()) for mine in taken]
        if any(can & ~has for can, has in zip(coverable, reached, strict=True)):
            everything = self._everything()
        costs = [self.costs[one.option] for one in chosen]
        lengths = [self.lengths[one.option] for one in chosen]
        return LearningPlan(
            pathway=self.pathway.ref,
            workers=tuple(one.worker for one in self.people),
            chosen=self._chosen(chosen),
            covered=covered,
            open=left,
            cost=_total(costs, self.cost_unit),
            known_cost=sum(one for one in costs if one is not None) / self.cost_unit,
            hours=_total(lengths, self.hour_unit),
            budget=self.budget,
            hours_limit=self.hours,
            hours_each_limit=self.hours_each,
            optimal=optimal,
            to_cover_everything=everything,
            problems=(*self.gap.problems, *problems),
        )

    def _chosen(self, chosen: list[Place]) -> tuple[ChosenLearning, ...]:
        result = []
        for at in dict.fromkeys(one.option for one in chosen):
            option = self.options[at]
            mine = [one for one in chosen if one.option == at]
            result.append(
                ChosenLearning(
                    course=option.id,
                    title=option.title,
                    provider=option.provider,
                    learners=tuple(self.people[one.person].worker for one in mine),
                    cost_each=option.cost,
                    hours_each=option.hours,
                    covers=self.order.decode(_union(one.mask for one in mine)),
                )
            )
        return tuple(result)

    def _everything(self) -> PlanNeeds:
        chosen, _ = self._choose(limited=False, ordered=False)
        used: dict[int, int] = {}
        for place in chosen:
            used[place.option] = used.get(place.option, 0) + 1
        seats = []
        for at, count in sorted(used.items()):
            free = self.options[at].seats
            if free is not None and free < count:
                seats.append(SeatNeed(course=self.options[at].id, places=count, seats=free))
        costs = [self.costs[one.option] for one in chosen]
        return PlanNeeds(
            cost=_total(costs, self.cost_unit),
            known_cost=sum(one for one in costs if one is not None) / self.cost_unit,
            hours=_total([self.lengths[one.option] for one in chosen], self.hour_unit),
            seats=tuple(seats),
            courses=tuple(self.options[at].id for at in sorted(used)),
            hours_each=self._most_hours(chosen),
        )

    def _most_hours(self, chosen: list[Place]) -> float | None:
        """The hours of the person who needs most; ``None`` where a length is not known."""
        by_person: dict[int, list[int | None]] = {}
        for place in chosen:
            by_person.setdefault(place.person, []).append(self.lengths[place.option])
        each = [_total(lengths, self.hour_unit) for lengths in by_person.values()]
        known = [hours for hours in each if hours is not None]
        return max(known, default=0.0) if len(known) == len(each) else None

    def _needs(self, taken: list[dict[int, int]]) -> tuple[tuple[CoveredNeed, ...], tuple[OpenNeed, ...]]:
        covered: list[CoveredNeed] = []
        left: list[OpenNeed] = []
        threshold = self.gap.threshold.rank
        ceiling = crosswalks_of(self.pathway).ceiling
        for at, person in enumerate(self.people):
            for priority, tier in zip(_PRIORITIES, person.tiers, strict=True):
                for competency in self.order.decode(tier):
                    bit = self.order.bit(competency)
                    by = [option for option, mask in taken[at].items() if mask & bit]
                    rank = max((self.options[option].rank(bit) for option in by), default=0)
                    if by:
                        covered.append(
                            CoveredNeed(
                                worker=person.worker,
                                competency=competency,
                                priority=priority,
                                by=tuple(self.options[option].id for option in by),
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
        able = [at for at, mask in enumerate(self.reach[person]) if mask & bit]
        if not able:
            return OpenReason.NOT_OFFERED, "nothing to choose from speaks about it"
        return self._why_not(able)

    def _why_not(self, able: list[int]) -> tuple[OpenReason, str]:
        """Why none of the options that would cover a need was chosen."""
        seated = [at for at in able if self.options[at].seats != 0]
        names = ", ".join(self.options[at].id for at in able[:3])
        if not seated:
            return OpenReason.NO_SEATS, f"{names} has no places left"
        if self.budget is not None:
            priced = [at for at in seated if self.costs[at] is not None]
            if not priced:
                return OpenReason.COST_NOT_KNOWN, f"the price of {names} is not known, and there is a budget"
            seated = priced
        if self._hours_matter:
            timed = [at for at in seated if self.lengths[at] is not None]
            if not timed:
                return (
                    OpenReason.HOURS_NOT_KNOWN,
                    f"the length of {names} is not known, and hours are limited",
                )
            seated = timed
        few = any(self.options[at].seats is not None for at in seated)
        binding = (self.budget is not None, self._hours_matter, few)
        reason, text = _BINDING.get(binding, (OpenReason.OVER_LIMITS, "does not fit the limits"))
        return reason, f"{names} {text} beside what is more pressing"


#: The reason where only one of budget, hours and places is limited.
_BINDING = {
    (True, False, False): (OpenReason.OVER_BUDGET, "does not fit the budget"),
    (False, True, False): (OpenReason.OVER_HOURS, "does not fit the hours"),
    (False, False, True): (OpenReason.NO_SEATS, "has too few places"),
}


def _people(order: CompetencyOrder, gap: SkillGap | TeamGap) -> list[_Person]:
    members = gap.members if isinstance(gap, TeamGap) else (gap,)
    return [
        _Person(
            one.worker,
            one.target,
            (order.mask(one.unsafe), order.mask(one.needed), order.mask(one.nice)),
            order.mask(one.learned),
        )
        for one in members
    ]


def _union(masks: Iterable[int]) -> int:
    result = 0
    for mask in masks:
        result |= mask
    return result


def _whole(number: float | None, unit: int) -> int | None:
    return None if number is None else round(number * unit)


def _floor(number: float | None, unit: int) -> int | None:
    # Exactly: a float such as 0.29 times 100 is a little less than 29.
    from decimal import Decimal

    return None if number is None else int(Decimal(str(number)) * unit)


def _total(units: list[int | None], unit: int) -> float | None:
    """The sum, or ``None`` where one of them is not known."""
    known = [one for one in units if one is not None]
    return sum(known) / unit if len(known) == len(units) else None


def _price(place: Place) -> tuple[bool, int]:
    return place.cost is None, place.cost or 0


def _coarser(places: list[Place], limits: Limits) -> tuple[list[Place], Limits]:
    """The same task in the largest unit that all prices and hours are whole in: small numbers are exact."""
    cost = gcd(*(one.cost for one in places if one.cost)) or 1
    hours = gcd(*(one.hours for one in places if one.hours)) or 1
    smaller = [
        one._replace(
            cost=None if one.cost is None else one.cost // cost,
            hours=None if one.hours is None else one.hours // hours,
        )
        for one in places
    ]
    return smaller, limits._replace(
        cost=None if limits.cost is None else limits.cost // cost,
        hours=None if limits.hours is None else limits.hours // hours,
        hours_each=None if limits.hours_each is None else limits.hours_each // hours,
    )
