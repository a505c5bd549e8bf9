"""Progression: may someone go for a role category, which routes lead there, and what to do next."""

from care_pathway.evidence.reasons import reason_codes
from care_pathway.problems import Problem, ProblemKind
from care_pathway.progression.authorisation import check_authorisation
from care_pathway.progression.career_plan import CareerPlan, Goal, career_plan
from care_pathway.progression.eligibility import check_eligibility, decide, eligible_routes
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
from care_pathway.progression.requirements import all_of, any_of, judge_requirement
from care_pathway.progression.routes import find_routes, requirements_of, route_map, shortest_route
from care_pathway.progression.succession import consider, cover, posts_of, succession
from care_pathway.progression.succession_records import (
    Cover,
    Readiness,
    SinglePoint,
    SinglePointKind,
    Succession,
    Successor,
    TaskCover,
)
from care_pathway.progression.successors import Considered
from care_pathway.progression.ways import Ways, ways_onward, ways_to

__all__ = [
    "Authorisation",
    "CareerPlan",
    "Considered",
    "Cover",
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
    "SinglePointKind",
    "StepKind",
    "Succession",
    "Successor",
    "TaskCover",
    "Ways",
    "all_of",
    "any_of",
    "career_plan",
    "check_authorisation",
    "check_eligibility",
    "consider",
    "cover",
    "decide",
    "eligible_routes",
    "find_routes",
    "judge_requirement",
    "posts_of",
    "reason_codes",
    "requirements_of",
    "route_map",
    "shortest_route",
    "succession",
    "ways_onward",
    "ways_to",
]
