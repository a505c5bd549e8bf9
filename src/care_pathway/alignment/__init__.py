"""What a course covers: the parts of its text, its level, whether it serves adult social care, its topics."""

from care_pathway.alignment.catalogue import align_catalogue
from care_pathway.alignment.chances import CourseEvidence
from care_pathway.alignment.course import align_course
from care_pathway.alignment.duplicates import find_duplicates
from care_pathway.alignment.level import CourseLevel, LevelScheme, read_level
from care_pathway.alignment.parts import Passage, TextPart, parts_of
from care_pathway.alignment.records import (
    CatalogueAlignment,
    CourseAlignment,
    CourseDuplicate,
    CourseMatch,
    DuplicateKind,
    MatchStrength,
    RejectedRow,
    Relevance,
    RoleCoverage,
)

__all__ = [
    "CatalogueAlignment",
    "CourseAlignment",
    "CourseDuplicate",
    "CourseEvidence",
    "CourseLevel",
    "CourseMatch",
    "DuplicateKind",
    "LevelScheme",
    "MatchStrength",
    "Passage",
    "RejectedRow",
    "Relevance",
    "RoleCoverage",
    "TextPart",
    "align_catalogue",
    "align_course",
    "find_duplicates",
    "parts_of",
    "read_level",
]
