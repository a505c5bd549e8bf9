"""What readers of staff, workplaces and training give back, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from attrs import field, frozen
from attrs.converters import optional

from care_pathway._arguments import check_text
from care_pathway._record import Result
from care_pathway.errors import UnknownIdError
from care_pathway.interop.matching import Entry, Person
from care_pathway.interop.record_dates import KeptDate
from care_pathway.model import HeldQualification, TrainingRecord, Worker
from care_pathway.problems import Problem
from care_pathway.render.html import table
from care_pathway.tabular.headings import ColumnGuess, Holds
from care_pathway.tabular.words import FileKind, PathwayAnswer


@frozen(kw_only=True, repr=False, eq=False)
class RowRecord(Result):
    """A row with its raw cells beside their values.

    Attributes:
        record: Number of the record, the first after the header being 1.
        line: Physical line on which it starts.
        names: Column names, the same for all rows of a file.
        cells: The text of every cell as read.
        values: What each cell means; ``None`` where it is blank.
        person: Who the row is about, to join files; it shows nothing of it.
    """

    record: int
    line: int
    names: tuple[str, ...]
    cells: tuple[str, ...]
    values: tuple[Any, ...] = ()
    person: Person = field(factory=Person)

    def raw(self, column: str) -> str:
        """The text of a cell as read; empty where the row stops before it.

        Raises:
            UnknownIdError: If the file has no such column.
        """
        position = self._position(column)
        return self.cells[position] if position < len(self.cells) else ""

    def value(self, column: str) -> Any:
        """What a cell means: a value, a `Marker`, or ``None`` where it is blank.

        Raises:
            UnknownIdError: If the file has no such column.
        """
        position = self._position(column)
        return self.values[position] if position < len(self.values) else None

    def _position(self, column: str) -> int:
        try:
            return self.names.index(column)
        except ValueError:
            raise UnknownIdError("column", column, self.names) from None

    def _shown(self) -> Iterator[tuple[str, Any]]:
        # Never the cells: they hold names, National Insurance numbers and dates of birth.
        yield "record", self.record
        yield "line", self.line

    def _repr_html_(self) -> str:
        return f"<p>{type(self).__name__} {self.record} (line {self.line})</p>"


class LeftOut(StrEnum):
    """Why a row of a staff list counts as nobody at work on the day.

    Example:
        >>> LeftOut("leaver")
        <LeftOut.LEAVER: 'leaver'>
    """

    LEAVER = "leaver"
    """The person has left."""
    STARTER = "starter"
    """The person has not started yet."""
    VACANCY = "vacancy"
    """A post that nobody holds."""
    AGAIN = "again"
    """An earlier row is about the same person in the same job."""


@frozen(kw_only=True, repr=False, eq=False)
class StaffRecord(RowRecord):
    """A row about one person.

    Attributes:
        worker: Id of the `Worker` made from it; ``None`` where none could be made.
        workplace: The employer's reference of the workplace.
        reference: The employer's reference of the worker, without white space; of several jobs in a row that
            has none, the id of the worker of the first.
        answer: What the row says to the question about the Pathway.
        role_category: The role category, where the answer is one.
        site: The home, branch or team, in the file's own words.
        left_out: Why the row counts as nobody at work; ``None`` where it counts.
    """

    worker: str | None = None
    workplace: str | None = None
    reference: str | None = None
    answer: PathwayAnswer = field(default=PathwayAnswer.NOT_ASKED, converter=PathwayAnswer)
    role_category: str | None = None
    site: str | None = None
    left_out: LeftOut | None = field(default=None, converter=optional(LeftOut))


@frozen(kw_only=True, repr=False, eq=False)
class WorkplaceRecord(RowRecord):
    """A row about one workplace.

    Attributes:
        reference: The employer's reference, without white space.
        main_service: Upload code of the main service.
        services: Upload codes of all services.
        regulated: Whether CQC regulates it.
        delegated_healthcare: Whether its staff carry out delegated healthcare.
        activities: Ids of the kinds of delegated healthcare.
        awareness: Answer to how aware it is of the Pathway, as upload code.
        use: Answer to whether it uses the Pathway, as upload code.
        use_reasons: Codes of the reasons.
        use_description: The reason in words.
        total_staff: How many staff it says it has.
    """

    reference: str | None = None
    main_service: int | None = None
    services: tuple[int, ...] = ()
    regulated: bool | None = None
    delegated_healthcare: bool | None = None
    activities: tuple[str, ...] = ()
    awareness: int | None = None
    use: int | None = None
    use_reasons: tuple[int, ...] = ()
    use_description: str | None = None
    total_staff: int | None = None


@frozen(kw_only=True, repr=False, eq=False)
class TrainingRow(RowRecord):
    """A row about one training.

    Attributes:
        workplace: The employer's reference of the workplace.
        reference: The employer's reference of the worker, without white space.
        training: The training.
        qualification: The qualification, where a column of a matrix is about one.
    """

    workplace: str | None = None
    reference: str | None = None
    training: TrainingRecord | None = None
    qualification: HeldQualification | None = None


@frozen(kw_only=True, repr=False, eq=False)
class StaffFile(Result):
    """Everything that a file held: people, workplaces, training, and what is wrong with it.

    Rows keep their raw cells so that a file can be written back, and cells hold names, National
    Insurance numbers and dates of birth. Show and store `workers`, `notices` and `problems`, which hold
    none of these; never dump the rows.

    Attributes:
        file: The file's own name.
        kind: Which kind of file.
        names: Column names in the order of the file.
        old: Whether the file is older than the question about the Pathway.
        workers: One record for each person who could be read.
        records: Every row about a person, readable or not.
        workplaces: Every row about a workplace.
        training: Every row about a training.
        named: Positions of the columns that hold names or addresses, with what they hold.
        dates: Dates of supervision, appraisal, DBS and right to work, which columns of it hold.
        joined: Names of the training files that were put beside it.
        columns: For plain tables, which column was taken for what.
        left_out: Headings of columns of a list that are not read.
        lost: Physical lines of records that could not be read at all; each has a problem.
        notices: What was read and how; nothing is wrong.
        problems: What is wrong; the rest was read all the same.
        to_check: The cells among these that a person can settle, one by one.
    """

    _compare = ".problems == ()"

    file: str
    kind: FileKind = field(converter=FileKind)
    names: tuple[str, ...] = ()
    old: bool = False
    workers: tuple[Worker, ...] = ()
    records: tuple[StaffRecord, ...] = ()
    workplaces: tuple[WorkplaceRecord, ...] = ()
    training: tuple[TrainingRow, ...] = ()
    named: tuple[tuple[int, Holds], ...] = ()
    dates: tuple[KeptDate, ...] = ()
    joined: tuple[str, ...] = ()
    columns: tuple[ColumnGuess, ...] = ()
    left_out: tuple[str, ...] = ()
    lost: tuple[int, ...] = ()
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    to_check: tuple[Problem, ...] = ()

    @cached_property
    def _by_worker(self) -> Mapping[str, StaffRecord]:
        return {record.worker: record for record in self.records if record.worker is not None}

    @cached_property
    def _by_reference(self) -> Mapping[str, tuple[StaffRecord, ...]]:
        found: dict[str, tuple[StaffRecord, ...]] = {}
        for record in self._by_worker.values():
            if record.reference is not None:
                found[record.reference] = (*found.get(record.reference, ()), record)
        return found

    def record_of(self, worker: str) -> StaffRecord:
        """The row behind a worker.

        Args:
            worker: The worker's id, or the employer's own reference where only one worker has it.

        Raises:
            UnknownIdError: If no worker has that id.
        """
        check_text("worker", worker)
        wanted = "".join(worker.split())
        found = self._by_worker.get(worker, self._by_worker.get(wanted))
        if found is not None:
            return found
        named = self._by_reference.get(wanted, ())
        if len(named) == 1:
            return named[0]
        raise UnknownIdError("worker", worker, self._by_worker)

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "file", self.file
        yield "kind", str(self.kind)
        for name in ("workers", "workplaces", "training", "notices", "problems"):
            count = len(getattr(self, name))
            if count:
                yield name, count

    def _repr_html_(self) -> str:
        return table(type(self).__name__, self._shown())


def further_jobs(staff: StaffFile) -> dict[str, str]:
    """Workers of a staff list who are a further job of somebody above, with the worker of that row.

    Rows with one reference are one person, unless their names differ; in a file of ASC-WDS a reference may
    be that of another person in another workplace.

    Example:
        >>> from care_pathway.interop import read_staff
        >>> further_jobs(read_staff([{"Ref": "7", "Job title": job} for job in ("Carer", "Cook")]))
        {'7-row-2': '7'}
    """
    if staff.kind is not FileKind.TABLE:
        return {}
    first: dict[tuple[str, str | None], str] = {}
    found: dict[str, str] = {}
    for record in staff.records:
        if record.worker is not None and record.reference is not None:
            before = first.setdefault((record.reference, record.person.name), record.worker)
            if before != record.worker:
                found[record.worker] = before
    return found


def entries_of(workers: Iterable[Worker], staff: StaffFile | None) -> Iterator[Entry]:
    """Workers as entries, with the references and names of the list that they come from."""
    records = {} if staff is None else {record.worker: record for record in staff.records}
    for worker in workers:
        record = records.get(worker.id)
        if record is None:
            yield Entry(worker.id, worker.id, Person())
        else:
            yield Entry(worker.id, record.reference, record.person)
