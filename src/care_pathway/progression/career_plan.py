"""A career plan for a conversation: goals, next steps, by when, reviews and prompts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any

from attrs import frozen

from care_pathway._arguments import check_kind, check_text
from care_pathway._record import Result
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals, add_months
from care_pathway.model import Aspiration, Pathway, ProgressionRoute, Worker
from care_pathway.model._fields import Id
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.progression import plan_steps
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.lexicon import rules
from care_pathway.progression.plan_lexicon import material
from care_pathway.progression.records import PlanStep, Prompt, Review
from care_pathway.progression.routes import RequirementIndex
from care_pathway.progression.ways import Ways, ways_to
from care_pathway.render.html import table

_GROWTH = Aspiration.STAY_AND_GROW
_NOT_SAID = "none"


@frozen(kw_only=True, repr=False, eq=False)
class Goal(Result):
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
class CareerPlan(Result):
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

    _compare = ".steps == ()"

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
                "order": step.order,
                "kind": step.kind.value,
                "text": step.text,
                "why": step.why,
                "by": step.by.isoformat() if step.by else None,
                "learning": _choices(step),
                "requirement": step.requirement,
                "strength": step.strength.value if step.strength else None,
                "route": step.route,
                "pathway": self.pathway,
            }
            for step in self.steps
        ]

    def explain(self) -> str:
        """The plan as plain lines, ready to print for the conversation."""
        lines = [self.summary, "", "Goals"]
        lines += [f"  {goal.text} (by {goal.by}): {goal.why}." for goal in self.goals]
        if self.routes:
            lines += ["", "Routes"]
            lines += [f"  {route.id}: {route.kind.value}, to {route.target}" for route in self.routes]
        lines += ["", "Next steps"]
        for step in self.steps:
            lines.append(
                f"  {step.order}. {step.text}{f', by {step.by}' if step.by else ''} ({step.kind.value})"
            )
            lines.append(f"     {step.why}")
            if step.learning or step.alternatives:
                lines.append(f"     learning: {_choices(step)}")
        lines += ["", "Reviews"]
        lines += [f"  {review}" for review in self.reviews]
        lines += ["", "Questions for the conversation"]
        lines += [f"  {prompt.text}" for prompt in self.prompts]
        if self.problems:
            lines += ["", "To look at"]
            lines += [f"  {problem}" for problem in self.problems]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        steps = [
            (step.order, step.text, step.kind.value, step.by or "", step.why, _choices(step))
            for step in self.steps
        ]
        parts = [
            table(self.summary, steps, heads=("", "Step", "Kind", "By", "Why", "Learning")),
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


def career_plan(
    pathway: Pathway,
    worker: Worker,
    *,
    on: date,
    target: str | None = None,
    renewals: Renewals | None = None,
) -> CareerPlan:
    """A plan for the career conversation: goals, ordered next steps, by when, reviews and prompts.

    It follows the person's aspiration. Whoever wishes to stay and grow gets refreshers and topics of
    interest, and never a route out of the role, whatever the target; the plan then says so. Without an
    aspiration and a target it is about growing in the role.

    Args:
        pathway: The edition to plan with.
        worker: The person and what is on file.
        on: The day to start from.
        target: Id of a role category or profession to plan for; by aspiration where it is not given.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Raises:
        UnknownIdError: If the target is neither a role category nor a profession that routes lead to.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> plan = career_plan(cp.load(), cp.load().persona("sam").worker, on=date(2026, 1, 1))
        >>> [route.kind.value for route in plan.routes], plan.steps[0].kind.value
        (['growth'], 'conversation')
    """
    check_kind("pathway", pathway, Pathway)
    check_text("target", target, optional=True)
    if target is not None:
        pathway.check_end(target)
    person = RouteComparison(OnFile(pathway, worker, on, renewals=renewals))
    ways, notes = _ways(person, target)
    problems = (*person.problems, *notes)
    goes_there = target if not notes else None
    steps, reviews = _steps_and_reviews(person, ways, problems=len(problems))
    kinds = "growing in the role" if not ways.moving else "the next move"
    return CareerPlan(
        pathway=pathway.ref,
        worker=worker.id,
        on=on,
        role_category=person.role,
        aspiration=worker.aspiration,
        target=goes_there,
        goals=_goals(person, ways, goes_there),
        routes=ways.next,
        steps=steps,
        reviews=reviews,
        prompts=_prompts(worker.aspiration),
        problems=problems,
        summary=(
            "A proposal for a career conversation: it compares a person with published expectations, the "
            f"Pathway is voluntary, and the plan is about {kinds}, in {len(steps)} steps."
        ),
    )


def _ways(person: RouteComparison, target: str | None) -> tuple[Ways, tuple[Problem, ...]]:
    """The routes of a plan, and what has to be looked at in what was asked."""
    ways = person.ways
    if target is None or (target == person.role and not ways.moving):
        return ways, ()
    if person.worker.aspiration is _GROWTH:
        message = (
            f"the person wishes to stay and grow, so the plan does not lead to {person.index.name(target)}; "
            "change the aspiration first if the person has changed it"
        )
        problem = Problem(
            kind=ProblemKind.ASPIRATION,
            place=Place(path="aspiration"),
            severity=Severity.WARNING,
            message=message,
        )
        return ways, (problem,)
    routes = ways_to(person.pathway, person.role, target)
    return Ways(routes, (), moving=target != person.role), ()


def _steps_and_reviews(
    person: RouteComparison, ways: Ways, *, problems: int
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
    of_routes = [] if role is None else list(plan_steps.own_statutory(pathway, facts, role))
    # One after another: only the first route is near enough to plan step by step.
    for route in ways.first:
        of_routes += plan_steps.of_route(pathway, person.compare(route), on)
    index = pathway.derived(RequirementIndex)
    asked = {requirement.id: requirement for route in ways.first for requirement in index.parts(route.id)}
    if role is not None:
        asked |= {
            requirement.id: requirement for requirement in pathway.role_category(role).statutory_requirements
        }
    steps += plan_steps.once(of_routes, asked)
    if role is not None and not ways.moving:
        steps += plan_steps.interests(pathway, facts, role)
    rhythm = "starting" if starting else "moving" if ways.moving else "growing"
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


def _goals(person: RouteComparison, ways: Ways, target: str | None) -> tuple[Goal, ...]:
    by = add_months(person.on, material().months["horizon"])
    aspiration = person.worker.aspiration
    rule = rules().aspirations[(aspiration or _GROWTH).value]
    if target is not None and ways.moving:
        return (Goal(text=f"Prepare for {person.index.name(target)}", why="it was asked for", by=by),)
    if not ways.moving:
        nowhere = "" if aspiration in (None, _GROWTH) else "; no route onward is published from here"
        return (Goal(text=rule.goal, why=f"{rule.why}{nowhere}", by=by),)
    names = list(dict.fromkeys(person.index.name(route.target) for route in ways.next))
    return (Goal(text=f"{rule.goal}: {' or '.join(names)}", why=f"the person's own wish; {rule.why}", by=by),)


def _prompts(aspiration: Aspiration | None) -> tuple[Prompt, ...]:
    wanted = {"any", aspiration.value if aspiration is not None else _NOT_SAID}
    return tuple(prompt for meant_for, prompt in material().prompts if meant_for & wanted)
