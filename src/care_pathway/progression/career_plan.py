"""A career plan for a conversation: goals, next steps, by when, reviews and prompts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import pairwise
from typing import Any

from attrs import frozen

from care_pathway._record import Record
from care_pathway.evidence.holdings import add_months
from care_pathway.model import Aspiration, Pathway, ProgressionRoute, Worker
from care_pathway.model._fields import Id
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.progression import plan_steps
from care_pathway.progression.eligibility import Person
from care_pathway.progression.lexicon import AspirationRule, rules
from care_pathway.progression.plan_lexicon import material
from care_pathway.progression.records import PlanStep, Prompt, Review

_GROWTH = Aspiration.STAY_AND_GROW
_NOT_SAID = "none"


@frozen(kw_only=True, repr=False, eq=False)
class Goal(Record):
    """What a plan is for.

    Attributes:
        text: The goal.
        why: Why it is the goal.
        by: The day that the plan looks ahead to.
    """

    text: str
    why: str
    by: date

    def __str__(self) -> str:
        return self.text


@frozen(kw_only=True, repr=False, eq=False)
class CareerPlan(Record):
    """A proposal for a career conversation. It follows the person's wish and decides nothing.

    Attributes:
        pathway: The edition and revision it was made with.
        worker: The worker's reference.
        on: The day it starts from.
        role_category: Where the person is; ``None`` where that is not known.
        aspiration: What the person wants; ``None`` where nobody has said.
        target: Id of the role category or profession that was asked for, where the plan leads there.
        goals: What the plan is for.
        routes: The routes it looks at: side by side, or one after another where none leads straight there.
        steps: What to do, in order.
        reviews: When to look at it together.
        prompts: Questions for the conversation, in our own words.
        problems: What on file, or in what was asked, needs a person to look at it.
        summary: The plan in one plain sentence.
    """

    pathway: str
    worker: str
    on: date
    role_category: Id | None
    aspiration: Aspiration | None
    target: Id | None
    goals: tuple[Goal, ...]
    routes: tuple[ProgressionRoute, ...]
    steps: tuple[PlanStep, ...]
    reviews: tuple[Review, ...]
    prompts: tuple[Prompt, ...]
    problems: tuple[Problem, ...]
    summary: str

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "worker", self.worker
        yield "aspiration", self.aspiration
        yield "routes", tuple(route.id for route in self.routes)
        yield "steps", len(self.steps)
        yield "reviews", len(self.reviews)

    def rows(self) -> list[dict[str, Any]]:
        """One row for each step, for a table."""
        return [
            {
                "worker": self.worker,
                "order": one.order,
                "kind": one.kind.value,
                "text": one.text,
                "why": one.why,
                "by": one.by.isoformat() if one.by else None,
                "learning": _choices(one),
                "requirement": one.requirement,
                "strength": one.strength.value if one.strength else None,
                "route": one.route,
                "pathway": self.pathway,
            }
            for one in self.steps
        ]

    def explain(self) -> str:
        """The plan as plain lines, ready to print for the conversation."""
        lines = [self.summary, "", "Goals"]
        lines += [f"  {goal.text} (by {goal.by}): {goal.why}." for goal in self.goals]
        if self.routes:
            lines += ["", "Routes"]
            lines += [f"  {route.id}: {route.kind.value}, to {route.target}" for route in self.routes]
        lines += ["", "Next steps"]
        for one in self.steps:
            lines.append(f"  {one.order}. {one.text}{f', by {one.by}' if one.by else ''} ({one.kind.value})")
            lines.append(f"     {one.why}")
            if one.learning or one.alternatives:
                lines.append(f"     learning: {_choices(one)}")
        lines += ["", "Reviews"]
        lines += [f"  {review}" for review in self.reviews]
        lines += ["", "Questions for the conversation"]
        lines += [f"  {prompt.text}" for prompt in self.prompts]
        if self.problems:
            lines += ["", "To look at"]
            lines += [f"  {problem}" for problem in self.problems]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        steps = "".join(
            f'<tr><th scope="row">{one.order}</th><td style="text-align:left">{escape(one.text)}</td>'
            f"<td>{escape(one.kind.value)}</td><td>{one.by or ''}</td>"
            f'<td style="text-align:left">{escape(one.why)}</td><td>{escape(_choices(one))}</td></tr>'
            for one in self.steps
        )
        heads = "".join(
            f'<th scope="col">{name}</th>' for name in ("", "Step", "Kind", "By", "Why", "Learning")
        )
        parts = [
            f"<table><caption>{escape(self.summary)}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{steps}</tbody></table>",
            _list("Goals", [f"{goal.text} (by {goal.by})" for goal in self.goals]),
            _list("Reviews", [str(review) for review in self.reviews]),
            _list("Questions for the conversation", [prompt.text for prompt in self.prompts]),
        ]
        if self.problems:
            parts.append(_list("To look at", [str(problem) for problem in self.problems]))
        return "".join(parts)


def _choices(one: PlanStep) -> str:
    sets = [*one.learning, *(" with ".join(other) for other in one.alternatives)]
    return " or ".join(sets)


def _list(title: str, items: list[str]) -> str:
    return f"<p>{title}</p><ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"


def career_plan(pathway: Pathway, worker: Worker, *, on: date, target: str | None = None) -> CareerPlan:
    """A plan for the career conversation: goals, ordered next steps, by when, reviews and prompts.

    It follows the person's aspiration. Whoever wishes to stay and grow gets refreshers and topics of
    interest, and never a route out of the role, whatever the target; the plan then says so. Without an
    aspiration and a target it is about growing in the role.

    Args:
        pathway: The edition to plan with.
        worker: The person and what is on file.
        on: The day to start from.
        target: Id of a role category or profession to plan for; by aspiration where it is not given.

    Raises:
        UnknownIdError: If the target is neither a role category nor a profession that routes lead to.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> plan = career_plan(cp.load(), cp.load().persona("sam").worker, on=date(2026, 1, 1))
        >>> [route.kind.value for route in plan.routes], plan.steps[0].kind.value
        (['growth'], 'conversation')
    """
    if target is not None:
        pathway.check_end(target)
    person = Person(pathway, worker, on)
    routes, moving, notes = _routes(person, target)
    problems = (*person.problems, *notes)
    goes_there = target is not None and not notes
    steps, reviews = _steps_and_reviews(person, routes, moving=moving, problems=len(problems))
    goals = _goals(person, routes, target if goes_there else None, moving=moving)
    kinds = "growing in the role" if not moving else "the next move"
    return CareerPlan(
        pathway=pathway.ref,
        worker=worker.id,
        on=on,
        role_category=person.role,
        aspiration=worker.aspiration,
        target=target if goes_there else None,
        goals=goals,
        routes=routes,
        steps=steps,
        reviews=reviews,
        prompts=_prompts(worker.aspiration),
        problems=problems,
        summary=(
            "A proposal for a career conversation: it compares a person with published expectations, the "
            f"Pathway is voluntary, and the plan is about {kinds}, in {len(steps)} steps."
        ),
    )


def _routes(
    person: Person, target: str | None
) -> tuple[tuple[ProgressionRoute, ...], bool, tuple[Problem, ...]]:
    """The routes of a plan, whether it is about a move, and what has to be said about what was asked."""
    aspiration = person.worker.aspiration
    growth = person.growth()
    if aspiration is _GROWTH:
        if target is not None and target != person.role:
            return growth, False, (_wishes_to_stay(person, target),)
        return growth, False, ()
    if target is not None:
        if target == person.role:
            return growth, False, ()
        direct = person.routes_to(target) if person.role else ()
        return direct or person.way_to(target), True, ()
    if aspiration is None:
        return growth, False, ()
    routes = _by_aspiration(person, rules().aspirations[aspiration.value])
    return (routes, True, ()) if routes else (growth, False, ())


def _wishes_to_stay(person: Person, target: str) -> Problem:
    return Problem(
        kind=ProblemKind.ASPIRATION,
        place=Place(path="aspiration"),
        severity=Severity.WARNING,
        message=(
            f"the person wishes to stay and grow, so the plan does not lead to {person.map.name(target)}; "
            "change the aspiration first if the person has changed it"
        ),
    )


def _by_aspiration(person: Person, rule: AspirationRule) -> tuple[ProgressionRoute, ...]:
    onward = person.routes_onward()
    role, context = person.role, person.worker.context
    targets = rule.targets
    if rule.with_staff and context.manages_staff and role not in rule.with_staff:
        found = tuple(route for route in onward if route.target in rule.with_staff)
        if found:
            return found
    if role in targets:
        targets = (*targets, *rule.then)
    meant = [route for route in onward if route.target != role and route.kind.value in rule.kinds]
    found = tuple(route for route in meant if not targets or route.target in targets)
    if found or role is None:
        return found
    ahead = targets[targets.index(role) + 1 :] if role in targets else targets
    ways = [way for one in ahead if one in person.map.names for way in person.ways_to(one)]
    # The shortest; of equals the one that keeps to the kinds of route that the aspiration means.
    return min(ways, key=lambda way: (len(way), _strays(way, rule)), default=())


def _strays(way: tuple[ProgressionRoute, ...], rule: AspirationRule) -> int:
    return sum(route.kind.value not in rule.kinds for route in way)


def _steps_and_reviews(
    person: Person, routes: tuple[ProgressionRoute, ...], *, moving: bool, problems: int
) -> tuple[tuple[PlanStep, ...], tuple[Review, ...]]:
    pathway, facts, on, role = person.pathway, person.facts, person.on, person.role
    steps = list(plan_steps.opening(on, problems=problems))
    induction: tuple[PlanStep, ...] = ()
    due: date | None = None
    starting: list[PlanStep] = []
    if role is not None:
        starting = list(plan_steps.safe_practice(pathway, facts, role))
        induction, due = plan_steps.manager_induction(pathway, facts, role)
    steps += starting
    steps += plan_steps.refreshers(facts)
    steps += plan_steps.delegated(facts)
    steps += induction
    # One after another: only the first route is near enough to plan step by step.
    in_a_row = any(second.source == first.target for first, second in pairwise(routes))
    near = routes[:1] if in_a_row else routes
    of_routes = [] if role is None else list(plan_steps.own_statutory(pathway, facts, role))
    for route in near:
        of_routes += plan_steps.of_route(pathway, person.compare(route), on)
    asked = {one.id: one for route in near for one in person.map.parts(route.id)}
    if role is not None:
        asked |= {one.id: one for one in pathway.role_category(role).statutory_requirements}
    steps += plan_steps.once(of_routes, asked)
    if role is not None and not moving:
        steps += plan_steps.interests(pathway, facts, role)
    rhythm = "starting" if starting else "moving" if moving else "growing"
    return plan_steps.placed(steps), _reviews(on, due, rhythm)


def _reviews(on: date, due: date | None, rhythm: str) -> tuple[Review, ...]:
    reviews = material().reviews
    found: dict[date, str] = {}
    if due is not None:
        monthly = reviews["induction"]
        months = monthly.every_months
        while add_months(on, months) < due:
            found[add_months(on, months)] = monthly.about
            months += monthly.every_months
        found[due] = monthly.about
    usual = reviews[rhythm]
    for number in range(1, (usual.times or 1) + 1):
        found.setdefault(add_months(on, usual.every_months * number), usual.about)
    return tuple(Review(on=day, about=about) for day, about in sorted(found.items()))


def _goals(
    person: Person, routes: tuple[ProgressionRoute, ...], target: str | None, *, moving: bool
) -> tuple[Goal, ...]:
    by = add_months(person.on, material().months["horizon"])
    aspiration = person.worker.aspiration
    stay = rules().aspirations[_GROWTH.value]
    if target is not None and moving:
        name = person.map.name(target)
        return (Goal(text=f"Prepare for {name}", why="it was asked for", by=by),)
    if not moving:
        deeper = aspiration not in (None, _GROWTH)
        rule = rules().aspirations[aspiration.value] if aspiration is not None and deeper else stay
        why = f"{rule.why}; no route onward is published from here" if deeper else rule.why
        return (Goal(text=rule.goal, why=why, by=by),)
    rule = rules().aspirations[aspiration.value] if aspiration is not None else stay
    names = list(dict.fromkeys(person.map.name(route.target) for route in routes))
    return (Goal(text=f"{rule.goal}: {' or '.join(names)}", why=f"the person's own wish; {rule.why}", by=by),)


def _prompts(aspiration: Aspiration | None) -> tuple[Prompt, ...]:
    wanted = {"any", aspiration.value if aspiration is not None else _NOT_SAID}
    return tuple(prompt for meant_for, prompt in material().prompts if meant_for & wanted)
