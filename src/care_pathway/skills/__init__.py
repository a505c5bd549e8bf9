"""Skills: what is on file, what it shows, what is missing, and what carries over."""

from care_pathway.evidence.holdings import Holdings
from care_pathway.evidence.infer import infer_evidence
from care_pathway.evidence.ratings import (
    AssessedEvidence,
    Rating,
    SkillsAssessment,
    evidence_from_assessments,
)
from care_pathway.skills.engine import GapEngine, GapMasks
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
from care_pathway.skills.team import team_gap
from care_pathway.skills.team_records import (
    Coaching,
    PartCoaching,
    SingleHolder,
    TeamArea,
    TeamCell,
    TeamGap,
    TeamMember,
    TeamNeed,
)
from care_pathway.skills.transfer import ThemeTransfer, Transfer, transferable

__all__ = [
    "AssessedEvidence",
    "Coaching",
    "GapEngine",
    "GapMasks",
    "GapState",
    "Holdings",
    "NextStep",
    "OpenItem",
    "PartCoaching",
    "Priority",
    "Rating",
    "SingleHolder",
    "SkillGap",
    "SkillProblem",
    "SkillsAssessment",
    "Tally",
    "TeamArea",
    "TeamCell",
    "TeamGap",
    "TeamMember",
    "TeamNeed",
    "ThemeTransfer",
    "Transfer",
    "evidence_from_assessments",
    "infer_evidence",
    "skill_gap",
    "team_gap",
    "transferable",
]
