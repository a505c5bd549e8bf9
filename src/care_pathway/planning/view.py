"""Learning plans as plain text and as accessible tables."""

from __future__ import annotations

from collections import Counter
from html import escape

from care_pathway.planning.bookings import BookingPlan
from care_pathway.planning.records import ChosenLearning, LearningPlan, OpenReason, PlanNeeds, PriceBasis
from care_pathway.skills import Priority

_SHOWN = 8


def pounds(amount: float | None) -> str:
    """An amount of money in words."""
    if amount is None:
        return "not known"
    return "free" if amount == 0 else f"£{amount:,.2f}".removesuffix(".00")


def _sum(cost: float | None, known: float) -> str:
    """A sum in words; where a price is not known, what is known of it."""
    if cost is not None:
        return "nothing" if cost == 0 else pounds(cost)
    return f"{pounds(known)} and places of unknown price" if known else "not known"


def _vat(amount: float) -> str:
    return f" and {pounds(amount)} VAT" if amount else ""


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


def _hours(amount: float | None) -> str:
    return "not known" if amount is None else f"{amount:g} h"


def _people(names: tuple[str, ...]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _left(plan: LearningPlan) -> list[tuple[Priority, OpenReason, int]]:
    """How many needs are left open, by priority and reason."""
    counts = Counter((one.priority, one.reason) for one in plan.open)
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
    return f" (up to {_hours(needs.hours_each)} each{f', the limit is {_hours(limit)}' if over else ''})"


def explain_plan(plan: LearningPlan) -> str:
    """A plan as plain text."""
    best = "proved best" if plan.optimal else "not proved best"
    lines = [
        f"learning for {_people(plan.workers)} (edition {plan.pathway}; {best})",
        f"cost {_sum(plan.cost, plan.known_cost)}{_vat(plan.vat)}, hours {_hours(plan.hours)}; "
        f"limits: budget {'none' if plan.budget is None else pounds(plan.budget)}, "
        f"hours {'none' if plan.hours_limit is None else _hours(plan.hours_limit)}"
        + ("" if plan.hours_each_limit is None else f", hours each {_hours(plan.hours_each_limit)}"),
    ]
    lines += [
        f"  {one.course}: {one.title} ({price_words(one)}, {_hours(one.hours_each)}) "
        f"for {_people(one.learners)}; covers {len(one.covers)} items"
        for one in plan.chosen
    ]
    if not plan.chosen:
        lines.append("  nothing is chosen")
    closed = sum(one.closes for one in plan.covered)
    lines.append(
        f"learning part covered: {len(plan.covered)} needs, of which {closed} are closed by it alone; "
        f"still open afterwards: {len(plan.open)}"
    )
    lines += [f"  {count} {priority}: {reason}" for priority, reason, count in _left(plan)]
    needs = plan.to_cover_everything
    if needs is not None:
        parts = [f"costs {_sum(needs.cost, needs.known_cost)}"]
        if plan.budget is not None and needs.known_cost > plan.budget:
            parts.append(f"{pounds(round(needs.known_cost - plan.budget, 2))} more than the budget")
        parts.append(f"takes {_hours(needs.hours)}" + _for_each(plan, needs))
        parts += [f"needs {one.places} places on {one.course} ({one.seats} left)" for one in needs.seats]
        lines.append("covering everything that can be covered " + ", ".join(parts))
    lines += [f"problem: {problem}" for problem in plan.problems]
    lines.append("a completed course is not competence: assessment and sign-off stay with the employer")
    return "\n".join(lines)


def explain_bookings(plan: BookingPlan) -> str:
    """Bookings as plain text."""
    limit = "no budget" if plan.budget is None else f"a budget of {pounds(plan.budget)}"
    best = "proved best" if plan.optimal else "not proved best"
    known = sum(one.cost or 0.0 for one in plan.bookings)
    lines = [
        plan.summary,
        f"cost {_sum(plan.cost, known)}{_vat(plan.vat)}, hours {_hours(plan.hours)}; {limit} ({best})",
    ]
    for one in plan.bookings:
        day = f" on {one.session.day}" if one.session and one.session.day else ""
        by = f", needed by {one.by}" if one.by else ""
        provider = f", {one.provider}" if one.provider else ""
        lines.append(
            f"  {one.course}: {one.title}{provider}{day}, {pounds(one.cost)}{_vat(one.vat)} "
            f"({one.price_basis.value.replace('-', ' ')}) for {_people(one.learners)}{by}"
        )
    if not plan.bookings:
        lines.append("  nothing is booked")
    lines += [f"  open: {one.subject} for {_people(one.workers)}: {one.why}" for one in plan.unbooked]
    lines += [f"problem: {problem}" for problem in plan.problems]
    lines.append("a completed course is not competence: assessment and sign-off stay with the employer")
    return "\n".join(lines)


def plan_html(plan: LearningPlan) -> str:
    """A plan as accessible tables."""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(one.title)}</th>'
        f"<td>{escape(one.provider or '')}</td><td>{escape(_people(one.learners))}</td>"
        f"<td>{escape(price_words(one))}</td><td>{escape(_hours(one.hours_each))}</td>"
        f"<td>{len(one.covers)}</td></tr>"
        for one in plan.chosen
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
        f"<table><caption>Learning plan: cost {escape(_sum(plan.cost, plan.known_cost) + _vat(plan.vat))}, "
        f"hours {escape(_hours(plan.hours))}, "
        f"{'proved best' if plan.optimal else 'not proved best'} (edition {escape(plan.pathway)})</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        "<table><caption>Still open when all of it is completed</caption>"
        '<thead><tr><th scope="col">Priority</th>'
        f'<th scope="col">Why</th><th scope="col">Needs</th></tr></thead><tbody>{left}</tbody></table>'
        "<p>A completed course is not competence: assessment and sign-off stay with the employer.</p>"
    )
