"""Files of ASC-WDS, the Adult Social Care Workforce Data Set of England.

Read worker, workplace and training files, see what is wrong with them, and write a worker file back
with answers to the question about the Care Workforce Pathway.

Example:
    >>> from care_pathway.interop import ascwds, examples
    >>> staff = ascwds.read_workers(
    ...     examples.file("ascwds-worker.csv"), training=examples.file("ascwds-training.csv")
    ... )
    >>> len(staff.workers)
    43
"""

from care_pathway.interop.ascwds.advice import Advice, advise
from care_pathway.interop.ascwds.cells import Marker, loses_an_answer
from care_pathway.interop.ascwds.codes import (
    ActivityCode,
    CareCertificateCode,
    CategoryCode,
    Column,
    JobRole,
    Qualification,
    RetiredColumn,
    ServiceType,
    TrainingCategory,
    care_certificate_codes,
    category_codes,
    columns,
    delegated_activities,
    job_roles,
    provisional_categories,
    qualifications,
    retired_columns,
    service_types,
    training_categories,
    upload_code,
)
from care_pathway.interop.ascwds.filling import FilledAnswer, Filling, LeftBecause, LeftForAPerson, fill
from care_pathway.interop.ascwds.reader import join, read_training, read_workers, read_workplaces
from care_pathway.interop.ascwds.writer import WithoutCode, WrittenFile, upgrade, write_workers
from care_pathway.interop.staff import StaffFile, StaffRecord, TrainingRow, WorkplaceRecord
from care_pathway.problems import FileProblem, Severity
from care_pathway.tabular.words import FileKind, PathwayAnswer

#: The same under the name of the one file that it reads.
read_workplace = read_workplaces

__all__ = [
    "ActivityCode",
    "Advice",
    "CareCertificateCode",
    "CategoryCode",
    "Column",
    "FileKind",
    "FileProblem",
    "FilledAnswer",
    "Filling",
    "JobRole",
    "LeftBecause",
    "LeftForAPerson",
    "Marker",
    "PathwayAnswer",
    "Qualification",
    "RetiredColumn",
    "ServiceType",
    "Severity",
    "StaffFile",
    "StaffRecord",
    "TrainingCategory",
    "TrainingRow",
    "WithoutCode",
    "WorkplaceRecord",
    "WrittenFile",
    "advise",
    "care_certificate_codes",
    "category_codes",
    "columns",
    "delegated_activities",
    "fill",
    "job_roles",
    "join",
    "loses_an_answer",
    "provisional_categories",
    "qualifications",
    "read_training",
    "read_workers",
    "read_workplace",
    "read_workplaces",
    "retired_columns",
    "service_types",
    "training_categories",
    "upgrade",
    "upload_code",
    "write_workers",
]
