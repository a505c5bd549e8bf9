"""Files and standards of others: ASC-WDS, plain tables.

Nothing here is imported until it is used.
"""

from care_pathway._lazy import lazy_names

_HOMES = {
    "staff_lists": "read_staff",
    "training_lists": "read_training",
    "course_lists": "CourseFile read_courses",
    "adoption": "AdoptionFile AdoptionItem adoption_checklist read_adoption",
    "evidence": "AppliedEvidence EntryKind EvidenceEntry EvidenceFile read_evidence",
    "matching": "Person",
    "saved_mapping": "FileMapping",
    "staff": "LeftOut",
    "join": "dates_on_file join_training",
    "record_dates": "DateKind KeptDate",
    "reviews": "CatalogueReview ReviewDecision ReviewedPart ReviewVerdict",
    "review_table": "read_review review_rows review_workbook",
    "own_records": "OwnRecord join_own_records own_record read_own_record with_own_record",
    "recognition": "Recognised TableKind recognise",
}
_ROOMS = ("ascwds", "crosswalks", "evidence", "examples", "publish", "tables", "templates")

__getattr__, __dir__, __all__ = lazy_names(__name__, _HOMES, _ROOMS)
