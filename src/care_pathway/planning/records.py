"""The result about what to learn next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from attrs import frozen

from care_pathway._record import Result
from care_pathway.model import CourseSession, EvidenceState
from care_pathway.model._fields import Id
from care_pathway.planning.funding import Claim
from care_pathway.problems import Problem
from care_pathway.render.html import table
from care_pathway.render.words import counted, hours_text, people_text, pounds, sum_text, vat_text
from care_pathway.skills import Priority


class OpenReason(StrEnum):
    """Why something stays open after a plan."""

    NEEDS_SIGN_OFF = "needs-sign-off"
    """The learning part is done or planned; assessment or sign-off in practice is left."""
    SHOWN_AT_WORK = "shown-at-work"
    """A behaviour: no course shows it."""
    NOT_OFFERED = "not-offered"
    """Nothing to choose from covers it."""
    COST_NOT_KNOWN = "cost-not-known"
    """Only learning of unknown cost covers it, and there is a budget."""
    HOURS_NOT_KNOWN = "hours-not-known"
    """Only learning of unknown length covers it, and hours are limited."""
    NO_SEATS = "no-seats"
    """The places are taken."""
    OVER_BUDGET = "over-budget"
    """The budget does not reach that far, once what is more pressing is paid."""
    OVER_HOURS = "over-hours"
    """The hours do not reach that far, once what is more pressing is done."""
    OVER_LIMITS = "over-limits"
    """Budget, hours and places together do not reach that far."""


class PriceBasis(StrEnum):
    """How a booking is priced."""

    PER_PERSON = "per-person"
    GROUP = "group"
    MIXED = "mixed"
    """Whole groups, and single places for whoever is left over."""
    NOT_KNOWN = "not-known"


@frozen(kw_only=True, repr=False, eq=False)
class ChosenLearning(Result):
    """Learning that a plan chooses, with who takes it.

    Attributes:
        course: Id of the course, or of the learning opportunity.
        title: Its title.
        provider: Who offers it.
        learners: Ids of the workers who take it.
        cost_each: Cost of one place as the provider lists it; ``None`` where there is no such price.
        hours_each: Hours of one place; ``None`` where they are not known.
        covers: Ids of the competencies whose learning part it covers, for one learner or more.
        cost: Cost of all its places as the provider lists them; ``None`` where it is not known.
        vat: VAT that comes on top of `cost`.
        vat_included: Whether `cost` includes VAT; ``None`` where the provider does not say.
        price_basis: Whether it is booked by the person or by the group.
        groups: How many groups are booked.
        session: The date to book; ``None`` where no dates are known.
        claim: What a scheme may pay for each learner, where funding was asked about.
    """

    course: str
    title: str
    provider: str | None
    learners: tuple[str, ...]
    cost_each: float | None
    hours_each: float | None
    covers: tuple[Id, ...]
    cost: float | None = None
    vat: float = 0.0
    vat_included: bool | None = None
    price_basis: PriceBasis = PriceBasis.NOT_KNOWN
    groups: int = 0
    session: CourseSession | None = None
    claim: Claim | None = None

    @property
    def price(self) -> str:
        """How it is priced, in words.

        Example:
            >>> ChosenLearning(
            ...     course="c-1", title="Fire safety", provider=None, learners=("w-1",), cost_each=None,
            ...     hours_each=2.0, covers=(), cost=495.0, price_basis=PriceBasis.GROUP, groups=1,
            ... ).price
            '£495 for 1 group'
        """
        if self.price_basis in (PriceBasis.GROUP, PriceBasis.MIXED):
            more = " and single places" if self.price_basis is PriceBasis.MIXED else ""
            return f"{pounds(self.cost)} for {counted(self.groups, 'group')}{more}"
        return f"{pounds(self.cost_each)} each"


@frozen(kw_only=True, repr=False, eq=False)
class CoveredNeed(Result):
    """An open competency of one person whose learning part a plan covers.

    Attributes:
        worker: The worker's id.
        competency: Its id.
        priority: How pressing it is.
        by: Ids of the chosen learning that covers it.
        gives: What completing it shows.
        closes: Whether that alone reaches the threshold of the gap.
    """

    worker: str
    competency: Id
    priority: Priority
    by: tuple[str, ...]
    gives: EvidenceState
    closes: bool


@frozen(kw_only=True, repr=False, eq=False)
class OpenNeed(Result):
    """A competency of one person that is still open when everything planned is completed.

    Attributes:
        worker: The worker's id.
        competency: Its id.
        priority: How pressing it is.
        reason: Why, in a word.
        why: Why, in a sentence.
    """

    worker: str
    competency: Id
    priority: Priority
    reason: OpenReason
    why: str


@frozen(kw_only=True, repr=False, eq=False)
class SeatNeed(Result):
    """Places that would be needed on a course.

    Attributes:
        course: Its id.
        places: How many would be needed.
        seats: How many are left.
    """

    course: str
    places: int
    seats: int


@frozen(kw_only=True, repr=False, eq=False)
class PlanNeeds(Result):
    """What would make it possible to cover everything that can be covered: the cheapest such plan.

    Attributes:
        cost: What it costs with VAT on top; ``None`` where a price is not known.
        known_cost: What the part with a known price costs.
        hours: How many hours it takes; ``None`` where a length is not known.
        seats: Courses that have too few places for it.
        courses: Ids of the learning in it.
        hours_each: The most hours that one person needs for it; ``None`` where a length is not known.
    """

    cost: float | None
    known_cost: float
    hours: float | None
    seats: tuple[SeatNeed, ...]
    courses: tuple[str, ...]
    hours_each: float | None = None


@frozen(kw_only=True, repr=False, eq=False)
class LearningPlan(Result):
    """What to learn next: the most pressing gaps first, at least cost.

    A plan covers the *learning part* of a gap. A course that is attended is not competence: what still needs
    assessment or sign-off stays in `open`, and says so.

    Attributes:
        pathway: The edition and revision it was made with.
        workers: Ids of the people it is for.
        chosen: The learning, with who takes it.
        covered: Needs whose learning part is covered, and by what.
        open: What is still open when all of it is completed, and why.
        cost: What it costs as the providers list it; ``None`` where a price among it is not known.
        known_cost: What the part with a known price costs.
        vat: VAT that comes on top of that.
        hours: How many hours it takes; ``None`` where a length among it is not known.
        budget: The budget it was made under.
        hours_limit: The hours it was made under, for all people together.
        hours_each_limit: The hours it was made under, for each person.
        optimal: Whether the solver proved that no other choice is better.
        to_cover_everything: What would cover everything that can be; ``None`` where the plan does already.
        problems: What could not be used.
    """

    _compare = ".open == ()"

    pathway: str
    workers: tuple[str, ...]
    chosen: tuple[ChosenLearning, ...]
    covered: tuple[CoveredNeed, ...]
    open: tuple[OpenNeed, ...]
    cost: float | None
    known_cost: float
    hours: float | None
    budget: float | None
    hours_limit: float | None
    hours_each_limit: float | None
    optimal: bool
    to_cover_everything: PlanNeeds | None
    problems: tuple[Problem, ...]
    vat: float = 0.0

    def rows(self) -> list[dict[str, Any]]:
        """The plan as a tidy table: one row for each person and need, covered or left open."""
        left = {(need.worker, need.competency): need for need in self.open}

        def row(
            need: CoveredNeed | OpenNeed, learning: str | None, gives: str | None, open_: OpenNeed | None
        ) -> dict[str, Any]:
            return {
                "worker": need.worker,
                "competency": need.competency,
                "priority": need.priority.value,
                "learning": learning,
                "gives": gives,
                "open": None if open_ is None else open_.reason.value,
                "why": None if open_ is None else open_.why,
                "pathway": self.pathway,
            }

        covered = [
            row(need, "; ".join(need.by), need.gives.value, left.pop((need.worker, need.competency), None))
            for need in self.covered
        ]
        return covered + [row(need, None, None, need) for need in left.values()]

    def explain(self) -> str:
        """The plan as plain text."""
        best = "proved best" if self.optimal else "not proved best"
        lines = [
            f"learning for {people_text(self.workers)} (edition {self.pathway}; {best})",
            f"cost {sum_text(self.cost, self.known_cost)}{vat_text(self.vat)}, "
            f"hours {hours_text(self.hours)}; "
            f"limits: budget {'none' if self.budget is None else pounds(self.budget)}, "
            f"hours {'none' if self.hours_limit is None else hours_text(self.hours_limit)}"
            + ("" if self.hours_each_limit is None else f", hours each {hours_text(self.hours_each_limit)}"),
        ]
        lines += [
            f"  {course.course}: {course.title} ({course.price}, {hours_text(course.hours_each)}) "
            f"for {people_text(course.learners)}; covers {len(course.covers)} items"
            for course in self.chosen
        ]
        if not self.chosen:
            lines.append("  nothing is chosen")
        closed = sum(need.closes for need in self.covered)
        lines.append(
            f"learning part covered: {len(self.covered)} needs, of which {closed} are closed by it alone; "
            f"still open afterwards: {len(self.open)}"
        )
        lines += [f"  {count} {priority.words}: {reason}" for priority, reason, count in self._left()]
        needs = self.to_cover_everything
        if needs is not None:
            parts = [f"costs {sum_text(needs.cost, needs.known_cost)}"]
            if self.budget is not None and needs.known_cost > self.budget:
                parts.append(f"{pounds(round(needs.known_cost - self.budget, 2))} more than the budget")
            parts.append(f"takes {hours_text(needs.hours)}" + self._for_each(needs))
            parts += [
                f"needs {seat.places} places on {seat.course} ({seat.seats} left)" for seat in needs.seats
            ]
            lines.append("covering everything that can be covered " + ", ".join(parts))
        lines += [f"problem: {problem}" for problem in self.problems]
        lines.append("a completed course is not competence: assessment and sign-off stay with the employer")
        return "\n".join(lines)

    def _left(self) -> list[tuple[Priority, OpenReason, int]]:
        """How many needs are left open, by priority and reason."""
        counts = Counter((need.priority, need.reason) for need in self.open)
        return [
            (priority, reason, counts[priority, reason])
            for priority in Priority
            for reason in OpenReason
            if counts[priority, reason]
        ]

    def _for_each(self, needs: PlanNeeds) -> str:
        """What one person needs, where the hours of each are limited or the plan is for several."""
        limit = self.hours_each_limit
        if needs.hours_each is None or (limit is None and len(self.workers) < 2):
            return ""
        over = limit is not None and needs.hours_each > limit
        words = f", the limit is {hours_text(limit)}" if over else ""
        return f" (up to {hours_text(needs.hours_each)} each{words})"

    def _repr_html_(self) -> str:
        caption = (
            f"Learning plan: cost {sum_text(self.cost, self.known_cost)}{vat_text(self.vat)}, "
            f"hours {hours_text(self.hours)}, {'proved best' if self.optimal else 'not proved best'} "
            f"(edition {self.pathway})"
        )
        chosen = [
            (
                course.title,
                course.provider or "",
                people_text(course.learners),
                course.price,
                hours_text(course.hours_each),
                len(course.covers),
            )
            for course in self.chosen
        ]
        heads = ("Learning", "Provider", "For", "Price", "Hours each", "Items covered")
        return (
            table(caption, chosen, heads=heads)
            + table(
                "Still open when all of it is completed", self._left(), heads=("Priority", "Why", "Needs")
            )
            + "<p>A completed course is not competence: assessment and sign-off stay with the employer.</p>"
        )

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "workers", len(self.workers)
        for name in ("chosen", "covered", "open"):
            yield name, len(getattr(self, name))
        yield "cost", self.cost
