"""The older home of the readers of plain tables: use `care_pathway.interop` instead.

Kept for one release; every name here is one of `care_pathway.interop`.
"""

from care_pathway.interop.applying import apply_evidence
from care_pathway.interop.course_lists import CourseFile, read_courses
from care_pathway.interop.evidence import AppliedEvidence, EvidenceFile, read_evidence
from care_pathway.interop.join import join_training
from care_pathway.interop.staff_lists import read_staff
from care_pathway.interop.templates import template_columns, write_template
from care_pathway.interop.training_lists import read_training
from care_pathway.tabular.safe_csv import CsvWriter, csv_safe, safe_csv_writer

__all__ = [
    "AppliedEvidence",
    "CourseFile",
    "CsvWriter",
    "EvidenceFile",
    "apply_evidence",
    "csv_safe",
    "join_training",
    "read_courses",
    "read_evidence",
    "read_staff",
    "read_training",
    "safe_csv_writer",
    "template_columns",
    "write_template",
]
