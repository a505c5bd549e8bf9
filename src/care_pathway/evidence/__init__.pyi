# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway.evidence.holdings import Holdings as Holdings
from care_pathway.evidence.infer import infer_evidence as infer_evidence
from care_pathway.evidence.placing import place as place
from care_pathway.evidence.renewals import Renewal as Renewal
from care_pathway.evidence.renewals import Renewals as Renewals
from care_pathway.evidence.renewals import bundled_renewals as bundled_renewals
from care_pathway.evidence.renewals import read_renewals as read_renewals
from care_pathway.evidence.ratings import AssessedEvidence as AssessedEvidence
from care_pathway.evidence.ratings import Rating as Rating
from care_pathway.evidence.ratings import SkillsAssessment as SkillsAssessment
from care_pathway.evidence.ratings import evidence_from_assessments as evidence_from_assessments

__all__ = [
    "AssessedEvidence",
    "Holdings",
    "Rating",
    "Renewal",
    "Renewals",
    "SkillsAssessment",
    "bundled_renewals",
    "evidence_from_assessments",
    "infer_evidence",
    "place",
    "read_renewals",
]
