"""Reading everything that a report is made from, with the readers of `care_pathway.interop`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from care_pathway._record import NoTruthValue
from care_pathway.errors import refuse
from care_pathway.interop import ascwds, examples, tables
from care_pathway.interop.course_lists import CourseFile
from care_pathway.interop.evidence import EvidenceFile
from care_pathway.interop.staff import StaffFile
from care_pathway.tabular.files import Source
from care_pathway.tabular.words import FileKind

#: The day on which the bundled example is meant to be looked at.
EXAMPLE_DAY = date(2026, 11, 1)


@frozen(kw_only=True)
class Inputs(NoTruthValue):
    """What was read.

    Attributes:
        staff: Staff, with training and workplaces joined.
        evidence: Sign-offs, assessments and authorisations.
        catalogue: Courses.
    """

    staff: StaffFile
    evidence: EvidenceFile | None = None
    catalogue: CourseFile | None = None


def read_inputs(
    staff: Source,
    *,
    training: Source | None = None,
    workplaces: Source | None = None,
    evidence: Source | None = None,
    catalogue: Source | None = None,
    on: date | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Inputs:
    """Read a staff file of any kind that can be read, and what goes with it.

    Args:
        staff: An ASC-WDS worker file, or any CSV or XLSX with a column of job titles.
        training: Training of the same people.
        workplaces: The ASC-WDS workplace file of the same upload.
        evidence: A filled-in evidence template.
        catalogue: A course catalogue.
        on: The day of reading.
        columns: Headings for fields of the staff file, where the guess is wrong.
        sheet: Name of the sheet of a staff workbook.

    Raises:
        DataError: If a file as a whole cannot be read, or files do not go together.

    Example:
        >>> from care_pathway.report import read_inputs
        >>> inputs = read_inputs(examples.file("staff.csv"), evidence=examples.file("evidence.csv"))
        >>> inputs.staff.workers[0].id, len(inputs.evidence.entries) > 0
        ('S001', True)
    """
    people = tables.read_staff(staff, columns=columns, sheet=sheet, on=on)
    if training is not None:
        people = tables.join_training(people, tables.read_training(training, on=on))
    if workplaces is not None:
        if people.kind is not FileKind.WORKER:
            raise refuse(
                "a workplace file goes with an ASC-WDS worker file; the staff file is another kind",
                file=people.file,
            )
        people = ascwds.join(people, workplaces=workplaces, on=on)
    return Inputs(
        staff=people,
        evidence=None if evidence is None else tables.read_evidence(evidence),
        catalogue=None if catalogue is None else tables.read_courses(catalogue),
    )


def example_inputs(*, on: date = EXAMPLE_DAY) -> Inputs:
    """The bundled made-up staff, training, evidence and courses.

    Example:
        >>> from care_pathway.report.inputs import example_inputs
        >>> len(example_inputs().staff.workers)
        46
    """
    return read_inputs(
        examples.file("staff.csv"),
        training=examples.file("training.csv"),
        evidence=examples.file("evidence.csv"),
        catalogue=examples.file("courses.csv"),
        on=on,
    )
