"""Learning plans as plain text and as accessible tables."""

from __future__ import annotations

from collections import Counter
from html import escape

from care_pathway.planning.records import ChosenLearning, LearningPlan, OpenReason, PlanNeeds, PriceBasis
from care_pathway.planning.words import hours_text, people_text, pounds, sum_text, vat_text
from care_pathway.skills import Priority


def price_words(one: ChosenLearning) -> str:
    """How a booking is priced, in words.

    Example:
        >>> price_words(
        ...     ChosenLearning(
        ...         course="c-1", title="Fire safety", provider=None, learners=("w-1",), cost_each=None,
        ...         hours_each=2.0, covers=(), cost=495.0, price_basis=PriceBasis.GROUP, groups=1,
        ...     )
        ... )
        '£495 for 1 group'
    """
    if one.price_basis in (PriceBasis.GROUP, PriceBasis.MIXED):
        more = " and single places" if one.price_basis is PriceBasis.MIXED else ""
        return f"{pounds(one.cost)} for {one.groups} group{'' if one.groups == 1 else 's'}{more}"
    return f"{pounds(one.cost_each)} each"


def _left(plan: LearningPlan) -> list[tuple[Priority, OpenReason, int]]:
    """How many needs are left open, by priority and reason."""
    counts = Counter((need.priority, need.reason) for need in plan.open)
    return [
        (priority, reason, counts[priority, reason])
        for priority in Priority
        for reason in OpenReason
        if counts[priority, reason]
    ]


def _for_each(plan: LearningPlan, needs: PlanNeeds) -> str:
    """What one person needs, where the hours of each are limited or the plan is for several."""
    limit = plan.hours_each_limit
    if needs.hours_each is None or (limit is None and len(plan.workers) < 2):
        return ""
    over = limit is not None and needs.hours_each > limit
    return (
        f" (up to {hours_text(needs.hours_each)} each{f', the limit is {hours_text(limit)}' if over else ''})"
    )


def explain_plan(plan: LearningPlan) -> str:
    """A plan as plain text."""
    best = "proved best" if plan.optimal else "not proved best"
    lines = [
        f"learning for {people_text(plan.workers)} (edition {plan.pathway}; {best})",
        f"cost {sum_text(plan.cost, plan.known_cost)}{vat_text(plan.vat)}, hours {hours_text(plan.hours)}; "
        f"limits: budget {'none' if plan.budget is None else pounds(plan.budget)}, "
        f"hours {'none' if plan.hours_limit is None else hours_text(plan.hours_limit)}"
        + ("" if plan.hours_each_limit is None else f", hours each {hours_text(plan.hours_each_limit)}"),
    ]
    lines += [
        f"  {course.course}: {course.title} ({price_words(course)}, {hours_text(course.hours_each)}) "
        f"for {people_text(course.learners)}; covers {len(course.covers)} items"
        for course in plan.chosen
    ]
    if not plan.chosen:
        lines.append("  nothing is chosen")
    closed = sum(need.closes for need in plan.covered)
    lines.append(
        f"learning part covered: {len(plan.covered)} needs, of which {closed} are closed by it alone; "
        f"still open afterwards: {len(plan.open)}"
    )
    lines += [f"  {count} {priority}: {reason}" for priority, reason, count in _left(plan)]
    needs = plan.to_cover_everything
    if needs is not None:
        parts = [f"costs {sum_text(needs.cost, needs.known_cost)}"]
        if plan.budget is not None and needs.known_cost > plan.budget:
            parts.append(f"{pounds(round(needs.known_cost - plan.budget, 2))} more than the budget")
        parts.append(f"takes {hours_text(needs.hours)}" + _for_each(plan, needs))
        parts += [f"needs {seat.places} places on {seat.course} ({seat.seats} left)" for seat in needs.seats]
        lines.append("covering everything that can be covered " + ", ".join(parts))
    lines += [f"problem: {problem}" for problem in plan.problems]
    lines.append("a completed course is not competence: assessment and sign-off stay with the employer")
    return "\n".join(lines)


def plan_html(plan: LearningPlan) -> str:
    """A plan as accessible tables."""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(course.title)}</th>'
        f"<td>{escape(course.provider or '')}</td><td>{escape(people_text(course.learners))}</td>"
        f"<td>{escape(price_words(course))}</td><td>{escape(hours_text(course.hours_each))}</td>"
        f"<td>{len(course.covers)}</td></tr>"
        for course in plan.chosen
    )
    heads = "".join(
        f'<th scope="col">{word}</th>'
        for word in ("Learning", "Provider", "For", "Price", "Hours each", "Items covered")
    )
    left = "".join(
        f"<tr><td>{escape(priority)}</td><td>{escape(reason)}</td><td>{count}</td></tr>"
        for priority, reason, count in _left(plan)
    )
    return (
        "<table><caption>Learning plan: cost "
        f"{escape(sum_text(plan.cost, plan.known_cost) + vat_text(plan.vat))}, "
        f"hours {escape(hours_text(plan.hours))}, "
        f"{'proved best' if plan.optimal else 'not proved best'} (edition {escape(plan.pathway)})</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        "<table><caption>Still open when all of it is completed</caption>"
        '<thead><tr><th scope="col">Priority</th>'
        f'<th scope="col">Why</th><th scope="col">Needs</th></tr></thead><tbody>{left}</tbody></table>'
        "<p>A completed course is not competence: assessment and sign-off stay with the employer.</p>"
    )
