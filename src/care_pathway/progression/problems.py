"""Duties that do not go with the role category recorded."""

from __future__ import annotations

from care_pathway.evidence.problems import problem
from care_pathway.model import Pathway, Worker
from care_pathway.problems import Problem, ProblemKind
from care_pathway.progression.lexicon import DutyRule, rules


class DutyChecks:
    """What to look at when duties do not go with the role category recorded. Made with `Pathway.derived`."""

    def __init__(self, pathway: Pathway) -> None:
        names = {role.id: role.name.lower() for role in pathway.role_categories}
        self._checks = {
            role: [
                (rule.answers, _mismatch(rule, name, names[rule.offers], routes.get(rule.offers)))
                for rule in rules().duties
                # A role category that the edition does not have is never offered.
                if role in rule.role_categories and rule.offers in names
            ]
            for role, name in names.items()
            for routes in [{route.target: route.id for route in pathway.routes_from(role)}]
        }

    def mismatches(self, worker: Worker) -> tuple[Problem, ...]:
        """Duties on file that do not go with the role category recorded, each with one to look at instead."""
        return tuple(
            problem
            for answers, problem in self._checks[worker.role_category or ""]
            if all(getattr(worker.context, duty) is answer for duty, answer in answers)
        )


def _mismatch(rule: DutyRule, recorded: str, offered: str, route: str | None) -> Problem:
    by = f" by {route}" if route is not None else ""
    message = f"recorded as {recorded}, and {rule.says}: look at {offered}{by} ({rule.why})"
    return problem(ProblemKind.ROLE_MISMATCH, "role_category", message, offers=rule.offers)
