"""Progression: may someone go for a role category, which routes lead there, and what to do next."""

from care_pathway.problems import Problem, ProblemKind
from care_pathway.progression.authorisation import check_authorisation
from care_pathway.progression.career_plan import CareerPlan, Goal, career_plan
from care_pathway.progression.eligibility import check_eligibility, decide, eligible_routes, requirements_of
from care_pathway.progression.evaluate import all_of, any_of, judge_requirement
from care_pathway.progression.records import (
    Authorisation,
    Decision,
    Eligibility,
    EvidenceKind,
    EvidenceUsed,
    PlanStep,
    Prompt,
    RequirementJudgement,
    Review,
    StepKind,
)
from care_pathway.progression.routes import find_routes, route_map, shortest_route
from care_pathway.progression.succession import Readiness, SinglePoint, Succession, Successor, succession

__all__ = [
    "Authorisation",
    "CareerPlan",
    "Decision",
    "Eligibility",
    "EvidenceKind",
    "EvidenceUsed",
    "Goal",
    "PlanStep",
    "Problem",
    "ProblemKind",
    "Prompt",
    "Readiness",
    "RequirementJudgement",
    "Review",
    "SinglePoint",
    "StepKind",
    "Succession",
    "Successor",
    "all_of",
    "any_of",
    "career_plan",
    "check_authorisation",
    "check_eligibility",
    "decide",
    "eligible_routes",
    "find_routes",
    "judge_requirement",
    "requirements_of",
    "route_map",
    "shortest_route",
    "succession",
]
