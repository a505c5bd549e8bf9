"""What is on file about a person, read once: where they are, and what their records show."""

from care_pathway._lazy import lazy_names

#: Every public name of this room, by the file it lives in.
_HOMES = {
    "holdings": "Holdings",
    "infer": "infer_evidence",
    "placing": "place",
    "renewals": "Renewal Renewals bundled_renewals read_renewals",
    "ratings": "AssessedEvidence Rating SkillsAssessment evidence_from_assessments",
}

__getattr__, __dir__, __all__ = lazy_names(__name__, _HOMES)
