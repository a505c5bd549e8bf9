"""Courses and learning: what a course covers, what a catalogue leaves open, what to learn next."""

from care_pathway.learning.alignment import align_course
from care_pathway.learning.catalogue import align_catalogue
from care_pathway.learning.course_row import ParsedRow, RowProblem, course_from_row
from care_pathway.learning.duplicates import find_duplicates
from care_pathway.learning.level import CourseLevel, LevelScheme, read_level
from care_pathway.learning.plan_records import LearningPlan
from care_pathway.learning.recommend import recommend_learning
from care_pathway.learning.records import (
    CatalogueAlignment,
    CourseAlignment,
    CourseDuplicate,
    CourseMatch,
    DuplicateKind,
    RejectedRow,
    Relevance,
    RoleCoverage,
)

__all__ = [
    "CatalogueAlignment",
    "CourseAlignment",
    "CourseDuplicate",
    "CourseLevel",
    "CourseMatch",
    "DuplicateKind",
    "LearningPlan",
    "LevelScheme",
    "ParsedRow",
    "RejectedRow",
    "Relevance",
    "RoleCoverage",
    "RowProblem",
    "align_catalogue",
    "align_course",
    "course_from_row",
    "find_duplicates",
    "read_level",
    "recommend_learning",
]
