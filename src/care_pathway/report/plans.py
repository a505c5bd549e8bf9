"""A page for each person: where they are and what could come next, to print and talk about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from care_pathway.errors import UnknownIdError
from care_pathway.progression.career_plan import career_plan
from care_pathway.report.facts import ReportFacts
from care_pathway.report.people import Judged
from care_pathway.report.records import Placed

#: A page has room for so many steps, questions and points to look at.
_STEPS = 11
_PROMPTS = 5
_PROBLEMS = 3
_REVIEWS = 4


def render_plans(report: ReportFacts, people: Sequence[str] | None = None) -> str:
    """The plans of a report as one HTML document.

    Args:
        report: The report.
        people: References of those to plan for; ``None`` for everybody whose place is settled.

    Raises:
        UnknownIdError: If a reference is nobody's.
    """
    from care_pathway.report.page import assets, environment, role_names

    chosen = _chosen(report, people)
    pathway, summary = report.pathway, report.summary
    names = {one.id: one.name for one in pathway.learning}
    return (
        environment()
        .get_template("plans.html.j2")
        .render(
            **assets(),
            full=False,
            foot=None,
            role_names=role_names(pathway),
            s=summary,
            plans=[_page(report, one, names) for one in chosen],
            left_out=0 if people is not None else len(report.judged) - len(chosen),
            names_shown=any(one.summary.name for one in chosen),
        )
    )


def _chosen(report: ReportFacts, people: Sequence[str] | None) -> list[Judged]:
    if people is None:
        return [one for one in report.judged if one.summary.placed is Placed.PLACED]
    by_id = {one.worker.id: one for one in report.judged}
    for reference in people:
        if reference not in by_id:
            raise UnknownIdError("person", reference, by_id)
    return [by_id[reference] for reference in dict.fromkeys(people)]


def _page(report: ReportFacts, one: Judged, names: dict[str, str]) -> dict[str, Any]:
    plan = career_plan(report.pathway, one.worker, on=report.summary.on, renewals=report.renewals)
    return {
        "person": one.summary,
        "plan": plan,
        "steps": [(step, _learning(step, names)) for step in plan.steps[:_STEPS]],
        "more_steps": max(0, len(plan.steps) - _STEPS),
        "reviews": plan.reviews[:_REVIEWS],
        "prompts": plan.prompts[:_PROMPTS],
        "problems": [problem.message for problem in plan.problems[:_PROBLEMS]],
    }


def _learning(step: Any, names: dict[str, str]) -> str:
    """What learning serves a step, in words."""
    sets = [(one,) for one in step.learning] + list(step.alternatives)
    return " or ".join(" with ".join(names.get(one, one) for one in each) for each in sets)
