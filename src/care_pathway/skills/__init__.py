"""Skills: what is on file, what it shows, what is missing, and what carries over."""

from care_pathway.skills.assessment import (
    AssessedEvidence,
    Rating,
    SkillsAssessment,
    evidence_from_assessments,
)
from care_pathway.skills.engine import GapEngine, GapMasks
from care_pathway.skills.events import Holdings
from care_pathway.skills.evidence import infer_evidence
from care_pathway.skills.gap import skill_gap
from care_pathway.skills.records import (
    GapState,
    NextStep,
    OpenItem,
    Priority,
    SkillGap,
    SkillProblem,
    Tally,
)

__all__ = [
    "AssessedEvidence",
    "GapEngine",
    "GapMasks",
    "GapState",
    "Holdings",
    "NextStep",
    "OpenItem",
    "Priority",
    "Rating",
    "SkillGap",
    "SkillProblem",
    "SkillsAssessment",
    "Tally",
    "evidence_from_assessments",
    "infer_evidence",
    "skill_gap",
]
