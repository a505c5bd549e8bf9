# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway.evidence.holdings import Holdings as Holdings
from care_pathway.evidence.infer import infer_evidence as infer_evidence
from care_pathway.evidence.placing import place as place
from care_pathway.evidence.ratings import AssessedEvidence as AssessedEvidence
from care_pathway.evidence.ratings import Rating as Rating
from care_pathway.evidence.ratings import SkillsAssessment as SkillsAssessment
from care_pathway.evidence.ratings import evidence_from_assessments as evidence_from_assessments

__all__ = [
    "AssessedEvidence",
    "Holdings",
    "Rating",
    "SkillsAssessment",
    "evidence_from_assessments",
    "infer_evidence",
    "place",
]
