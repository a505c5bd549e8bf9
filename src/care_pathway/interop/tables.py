"""Plain tables, CSV or XLSX: staff, training, courses, evidence; and safe CSV out.

Columns are known by their headings. What was taken for what stands in `.columns` and can be overridden.
A file of ASC-WDS that is given here is recognised by its header and read as what it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import IO, Any, Protocol

import attrs
from attrs import frozen

from care_pathway._record import Result
from care_pathway.interop import ascwds
from care_pathway.interop.ascwds import people
from care_pathway.interop.ascwds.layout import recognise
from care_pathway.interop.cells import is_whole_date
from care_pathway.interop.evidence import AppliedEvidence, EvidenceFile, apply_evidence, read_evidence
from care_pathway.interop.rows import Table, TableRow
from care_pathway.interop.staff import StaffFile, StaffRecord, TrainingRow
from care_pathway.interop.templates import template_columns, write_template
from care_pathway.model import Aspiration, Course, TrainingRecord, WorkContext, Worker
from care_pathway.problems import Place, Problem, Severity, shown, shown_reference
from care_pathway.tabular.files import Source, open_source
from care_pathway.tabular.headings import ColumnGuess, normal
from care_pathway.tabular.words import FileKind, PathwayAnswer

__all__ = [
    "AppliedEvidence",
    "CourseFile",
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

_CONTEXT = tuple(one.name for one in attrs.fields(WorkContext))
_ANSWERS = frozenset({PathwayAnswer.NONE_OF_THE_ABOVE, PathwayAnswer.DO_NOT_KNOW})


# --- staff -------------------------------------------------------------------------------------------


def read_staff(
    source: Source,
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    on: date | None = None,
) -> StaffFile:
    """Read a list of staff: any CSV or XLSX with a column of job titles, or an ASC-WDS worker file.

    Args:
        source: The file: a path, or an open file.
        columns: Headings for fields, where the guess is wrong, such as ``{"job_title": "Post held"}``.
        sheet: Name of the sheet of a workbook.
        on: The day of reading, for ASC-WDS files.

    Returns:
        Workers, rows, the columns that were guessed, notices and problems. No bad row loses the good ones.

    Raises:
        DataError: If the file as a whole cannot be read.
        UnknownIdError: If `columns` names a field that does not exist.

    Example:
        >>> from care_pathway.interop import examples
        >>> staff = read_staff(examples.file("staff.csv"))
        >>> staff.workers[0].job_title, staff.columns[1].header
        ('Registered Manager', 'Job title')
    """
    source, kind = kind_of(source)
    if kind is not None and not columns:
        return ascwds.read_workers(source, on=on)
    table = Table(source, "staff", columns=columns, sheet=sheet)
    records: list[StaffRecord] = []
    workers: list[Worker] = []
    taken: set[str] = set()
    for row in table.rows():
        worker_id = _id(row, table, taken)
        taken.add(worker_id)
        answer, category = _answer(row, table)
        if row.values.get("job_title") is None and category is None:
            message = "the job title is blank"
            table.report(
                row.record, row.line, message, column=table.heading("job_title"), severity=Severity.WARNING
            )
        records.append(
            StaffRecord(
                record=row.record,
                line=row.line,
                names=row.names,
                cells=row.cells,
                worker=worker_id,
                reference=row.values.get("id"),
                answer=answer,
                role_category=category,
            )
        )
        workers.append(_worker(worker_id, row, table, category))
    if not records:
        table.problems.append(
            Problem(message="there is a header, but no rows below it", place=Place(file=table.file))
        )
    return StaffFile(
        file=table.file,
        kind=FileKind.TABLE,
        names=table.header.names,
        workers=tuple(workers),
        records=tuple(records),
        columns=table.header.guesses,
        notices=tuple(table.notices),
        problems=tuple(table.problems),
    )


class _Again:
    """A stream that was read once to look at it, given on from its start."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data

    def read(self, _size: int = -1) -> bytes:
        return self._data


def kind_of(source: Source) -> tuple[Any, FileKind | None]:
    """The kind of ASC-WDS file that a source is, if it is one; and the source, still to be read."""
    opened = open_source(source)
    again = source if opened.data is None else _Again(opened.name, opened.data)
    if opened.spreadsheet:
        return again, None
    for line in opened.lines():
        if line.strip():
            start = line.lstrip(' "').casefold()
            if start.startswith("localestid") or "establishmentid" in start:
                return again, recognise(line, file=opened.name).kind
            break
    return again, None


def _id(row: TableRow, table: Table, taken: set[str]) -> str:
    """The row's own reference, or its number where it has none of its own."""
    reference: str | None = row.values.get("id")
    if reference is None:
        if table.heading("id") is not None:
            message = f"no reference; called row-{row.record}"
            table.report(row.record, row.line, message, column=table.heading("id"), severity=Severity.WARNING)
        return f"row-{row.record}"
    if reference in taken:
        table.report(
            row.record,
            row.line,
            f"an earlier row has this reference too; this one is called {shown(reference)}-row-{row.record}",
            column=table.heading("id"),
            value=shown(reference),
        )
        return f"{reference}-row-{row.record}"
    return reference


def _answer(row: TableRow, table: Table) -> tuple[PathwayAnswer, str | None]:
    if table.heading("role_category") is None:
        return PathwayAnswer.NOT_ASKED, None
    category = row.values.get("role_category")
    if category is None:
        bad = (row.record, "role_category") in table.unreadable
        return (PathwayAnswer.UNREADABLE if bad else PathwayAnswer.NOT_ANSWERED), None
    if category in {str(answer) for answer in _ANSWERS}:
        return PathwayAnswer(category), None
    return PathwayAnswer.CATEGORY, category


def _in_care(row: TableRow, table: Table) -> date | None:
    """First day in care: the latest that a year or month leaves open, but never after the role began."""
    latest: date | None = row.values.get("started_in_care")
    role: date | None = row.values.get("started_in_role")
    position = table.header.where.get("started_in_care")
    if latest is None or role is None or position is None or is_whole_date(row.cells[position]):
        return latest
    return min(latest, role) if (latest.year, latest.month) >= (role.year, role.month) else latest


def _worker(worker_id: str, row: TableRow, table: Table, category: str | None) -> Worker:
    values = row.values
    aspiration = values.get("aspiration")
    return Worker(
        id=worker_id,
        role_category=category,
        job_title=values.get("job_title"),
        ascwds_job_role=values.get("ascwds_job_role"),
        setting=values.get("setting"),
        started_in_role=values.get("started_in_role"),
        started_in_care=_in_care(row, table),
        context=WorkContext(**{name: values.get(name) for name in _CONTEXT}),
        aspiration=None if aspiration is None else Aspiration(aspiration),
        qualifications=values.get("qualifications"),
    )


# --- training ----------------------------------------------------------------------------------------


def read_training(
    source: Source,
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    on: date | None = None,
) -> StaffFile:
    """Read a list of training: any CSV or XLSX with a reference and a title, or an ASC-WDS training file.

    Args:
        source: The file: a path, or an open file.
        columns: Headings for fields, where the guess is wrong.
        sheet: Name of the sheet of a workbook.
        on: The day of reading, for ASC-WDS files.

    Raises:
        DataError: If the file as a whole cannot be read.

    Example:
        >>> from care_pathway.interop import examples
        >>> read_training(examples.file("training.csv")).training[0].reference
        'S001'
    """
    source, kind = kind_of(source)
    if kind is not None and not columns:
        return ascwds.read_training(source, on=on)
    table = Table(source, "training", columns=columns, sheet=sheet)
    rows = []
    for row in table.rows():
        reference, title = row.values.get("worker"), row.values.get("title")
        if reference is None:
            table.report(
                row.record, row.line, "the reference of the worker is missing", column=table.heading("worker")
            )
        if title is None and row.values.get("category") is None:
            table.report(row.record, row.line, "the training has no title", column=table.heading("title"))
            training = None
        else:
            training = _training(row, table)
        rows.append(
            TrainingRow(
                record=row.record,
                line=row.line,
                names=row.names,
                cells=row.cells,
                reference=reference,
                training=training,
            )
        )
    return StaffFile(
        file=table.file,
        kind=FileKind.TABLE,
        names=table.header.names,
        training=tuple(rows),
        columns=table.header.guesses,
        notices=tuple(table.notices),
        problems=tuple(table.problems),
    )


def _training(row: TableRow, table: Table) -> TrainingRecord:
    values = row.values
    completed, expires = values.get("completed"), values.get("expires")
    if completed is not None and expires is not None and expires < completed:
        table.report(row.record, row.line, "it expires before it was completed; look at both dates")
    made = people.training(values.get("category"), values.get("title"), completed, expires, None, None)
    return attrs.evolve(made, accredited=values.get("accredited"))


def join_training(staff: StaffFile, training: StaffFile) -> StaffFile:
    """Put training beside the people it is about.

    Args:
        staff: Staff that was read.
        training: Training that was read.

    Returns:
        The same staff with their training; rows that name nobody are problems.

    Example:
        >>> from care_pathway.interop import examples
        >>> trained = read_training(examples.file("training.csv"))
        >>> staff = join_training(read_staff(examples.file("staff.csv")), trained)
        >>> len(staff.workers[0].training)
        5
    """
    if staff.kind is FileKind.WORKER and training.kind is FileKind.TRAINING:
        return ascwds.join(staff, training=training)
    known = {worker.id for worker in staff.workers}
    by_reference = {record.reference: record.worker for record in staff.records if record.worker in known}
    found: dict[str, list[TrainingRecord]] = {}
    problems = []
    for row in training.training:
        worker = row.reference if row.reference in known else by_reference.get(row.reference)
        if worker is None:
            problems.append(
                Problem(
                    message="no worker has this reference",
                    place=Place(file=training.file, record=row.record, line=row.line),
                    found=shown_reference(row.reference),
                )
            )
        elif row.training is not None:
            found.setdefault(worker, []).append(row.training)
    workers = tuple(
        attrs.evolve(worker, training=(worker.training or ()) + tuple(found[worker.id]))
        if worker.id in found
        else worker
        for worker in staff.workers
    )
    return attrs.evolve(
        staff,
        workers=workers,
        training=training.training,
        notices=staff.notices + training.notices,
        problems=staff.problems + training.problems + tuple(problems),
    )


# --- courses -----------------------------------------------------------------------------------------


@frozen(kw_only=True, repr=False, eq=False)
class CourseFile(Result):
    """A provider's catalogue as it was read.

    Attributes:
        file: The file's own name.
        courses: The courses.
        columns: Which column was taken for what.
        notices: What was read and how.
        problems: What is wrong; the rest was read all the same.
    """

    _compare = ".problems == ()"

    file: str
    courses: tuple[Course, ...] = ()
    columns: tuple[ColumnGuess, ...] = ()
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "file", self.file
        for name in ("courses", "notices", "problems"):
            if getattr(self, name):
                yield name, len(getattr(self, name))


def read_courses(
    source: Source, *, columns: Mapping[str, str] | None = None, sheet: str | None = None
) -> CourseFile:
    """Read a course catalogue: any CSV or XLSX with a column of course titles.

    A unit in a heading (``Duration (mins)``) is that of bare numbers below it. Columns that were not
    understood are named among the notices.

    Args:
        source: The file: a path, or an open file.
        columns: Headings for fields, where the guess is wrong, such as ``{"cost": "Delegate rate"}``.
        sheet: Name of the sheet of a workbook.

    Raises:
        DataError: If the file as a whole cannot be read.

    Example:
        >>> from care_pathway.interop import examples
        >>> read_courses(examples.file("courses.csv")).courses[0].title
        'Safeguarding Adults - Awareness (Level 2)'
    """
    from care_pathway.tabular.course_columns import unit_of
    from care_pathway.tabular.courses import course_from_fields

    table = Table(source, "courses", columns=columns, sheet=sheet)
    _look_again(table)
    _name_what_is_left(table)
    units = {name: unit_of(name, table.heading(name) or "") for name in ("cost", "hours")}
    courses = []
    numbered = table.heading("id") is None
    if numbered:
        message = "no column of course codes; courses are called by their rows: row-1, row-2 and so on"
        table.notices.append(Problem(message=message, place=Place(file=table.file), severity=Severity.NOTICE))
    for row in table.rows():
        own = {"id": f"row-{row.record}"} if numbered else {}
        fields = own | {name: value for name, value in row.values.items() if value is not None}
        read = course_from_fields(fields, units, number=row.record)
        for problem in read.problems:
            table.report(
                row.record,
                row.line,
                problem.message,
                column=table.heading(problem.column or "") or problem.column,
                value=shown(problem.found),
            )
        if read.course is not None:
            courses.append(read.course)
    return CourseFile(
        file=table.file,
        courses=tuple(courses),
        columns=table.header.guesses,
        notices=tuple(table.notices),
        problems=tuple(table.problems),
    )


def _look_again(table: Table) -> None:
    """Find columns whose headings say more than the field, such as ``Price inc VAT``."""
    from care_pathway.tabular.course_columns import column_of, is_foreign

    header = table.header
    where = dict(header.where)
    how = {one.field: one.how for one in header.guesses}
    if "cost" in where and how["cost"] != "given" and is_foreign(header.names[where["cost"]]):
        del where["cost"]
    for position, name in enumerate(header.names):
        column = column_of(name)
        if column is not None and column.field not in where and position not in where.values():
            where[column.field], how[column.field] = position, "like"
    guesses = tuple(
        ColumnGuess(
            field=one.field,
            header=shown(header.names[where[one.field]]) if one.field in where else None,
            how=how[one.field] if one.field in where else "none",
        )
        for one in header.guesses
    )
    table.header = attrs.evolve(header, where=where, guesses=guesses)


def _name_what_is_left(table: Table) -> None:
    """Name each column with something in it that is not read."""
    from care_pathway.tabular.course_columns import NOT_UNDERSTOOD, column_of

    names, where = table.header.names, table.header.where
    rows = [cells for _, cells in table.grid.rows[table.header.row + 1 :]]
    read = {normal(names[position]) for position in where.values()}
    for position, name in enumerate(names):
        # Of columns that are headed alike it is said already that the first is read.
        if normal(name) in read or not any(
            position < len(cells) and str(cells[position] or "").strip() for cells in rows
        ):
            continue
        column, message = column_of(name), NOT_UNDERSTOOD
        if column is not None and column.field in where:
            message = (
                f"{shown(names[where[column.field]])!r} was read as {column.field}; this one is not read"
            )
        table.notices.append(
            Problem(
                message=message,
                place=Place(file=table.file, column=shown(name or f"column {position + 1}")),
                severity=Severity.NOTICE,
            )
        )


# --- safe CSV out ------------------------------------------------------------------------------------

#: A spreadsheet takes a cell that starts so for a formula.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def csv_safe(value: object) -> object:
    """A value that no spreadsheet takes for a formula; numbers, days and harmless text stay as they are.

    Example:
        >>> csv_safe("=HYPERLINK(1)"), csv_safe(-5), csv_safe("-5.2"), csv_safe("Senior carer")
        ("'=HYPERLINK(1)", -5, '-5.2', 'Senior carer')
    """
    if not isinstance(value, str) or not value.lstrip(" \u00a0").startswith(_DANGEROUS):
        return value
    return value if _is_number(value) else f"'{value}"


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").removeprefix("+")
    return digits.replace(".", "", 1).isdecimal() and digits.isascii()


class CsvWriter(Protocol):
    """What `safe_csv_writer` gives."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one row."""

    def writerows(self, rows: Iterable[Iterable[object]], /) -> object:
        """Write several rows."""


class _SafeWriter:
    def __init__(self, stream: IO[str]) -> None:
        self._writer = csv.writer(stream, lineterminator="\r\n")

    def writerow(self, row: Iterable[object], /) -> object:
        return self._writer.writerow([csv_safe(value) for value in row])

    def writerows(self, rows: Iterable[Iterable[object]], /) -> object:
        for row in rows:
            self.writerow(row)
        return None


def safe_csv_writer(stream: IO[str]) -> CsvWriter:
    r"""A CSV writer whose cells no spreadsheet takes for formulas.

    Args:
        stream: An open text file; open it with ``newline=""``.

    Example:
        >>> import io
        >>> out = io.StringIO()
        >>> _ = safe_csv_writer(out).writerow(["W1", "@SUM(A1)"])
        >>> out.getvalue()
        "W1,'@SUM(A1)\r\n"
    """
    return _SafeWriter(stream)
