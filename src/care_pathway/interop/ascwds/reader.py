"""Read ASC-WDS files: worker, workplace and training uploads, and the analysts' worker file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any, TypeAlias

import attrs

from care_pathway._arguments import check_kind
from care_pathway.errors import refuse
from care_pathway.interop.ascwds import checks, people
from care_pathway.interop.ascwds.analysis import (
    join_analysis,
    read_analysis,
    read_analysis_training,
    read_analysis_workplaces,
)
from care_pathway.interop.ascwds.cells import Issue, Marker
from care_pathway.interop.ascwds.codes import delegated_activities, not_asked_to_delegate
from care_pathway.interop.ascwds.layout import Layout
from care_pathway.interop.ascwds.rows import Findings, Row, Upload
from care_pathway.interop.matching import Person
from care_pathway.interop.staff import StaffFile, StaffRecord, TrainingRow, WorkplaceRecord
from care_pathway.model import HeldQualification, TrainingRecord, Worker
from care_pathway.problems import Place, Problem
from care_pathway.tabular.files import Source
from care_pathway.tabular.words import FileKind, PathwayAnswer

#: A file that was read already, or where to read it.
FileOrSource: TypeAlias = StaffFile | Source

_WRONG_FILE = {
    FileKind.WORKER: "a worker file; read it with read_workers",
    FileKind.WORKPLACE: "a workplace file; read it with read_workplaces",
    FileKind.TRAINING: "a training file; read it with read_training",
    FileKind.ANALYSIS_WORKER: "an analysis worker file; read it with read_workers",
    FileKind.ANALYSIS_TRAINING: "an analysis training file; read it with read_training",
    FileKind.ANALYSIS_WORKPLACE: "an analysis workplace file; read it with read_workplaces",
    FileKind.ANALYSIS_OTHER: "an analysis file that is not read, perhaps of leavers; "
    "worker, training and workplace files are read",
}


def read_workers(
    source: Source,
    *,
    training: FileOrSource | None = None,
    workplaces: FileOrSource | None = None,
    on: date | None = None,
) -> StaffFile:
    """Read an upload worker file, or the analysis worker file; the header decides which it is.

    Args:
        source: The file: a path, or an open file.
        training: The training file of the same upload; its records join their workers.
        workplaces: The workplace file of the same upload; it gives setting and regulation.
        on: The day of reading, so that dates in the future can be told; without it they pass.

    Returns:
        Workers, every row with its raw cells, notices and problems. A bad row never loses the good ones.

    Raises:
        DataError: If the file as a whole cannot be read: missing, empty, another kind of file.

    Example:
        >>> from care_pathway.interop import examples
        >>> staff = read_workers(examples.file("ascwds-worker.csv"))
        >>> staff.kind, staff.workers[0].ascwds_job_role
        (<FileKind.WORKER: 'worker'>, 4)
    """
    upload = Upload(source, on=on)
    if upload.layout.kind is FileKind.ANALYSIS_WORKER:
        staff = read_analysis(upload, on=on)
    else:
        _expect(upload, FileKind.WORKER)
        staff = _workers(upload)
    if training is not None or workplaces is not None:
        return join(staff, training=training, workplaces=workplaces, on=on)
    return staff


def read_workplaces(source: Source, *, on: date | None = None) -> StaffFile:
    """Read an upload workplace file, or the analysis workplace file; the header decides which it is.

    Args:
        source: The file: a path, or an open file.
        on: The day of reading.

    Raises:
        DataError: If the file as a whole cannot be read.

    Example:
        >>> from care_pathway.interop import examples
        >>> read_workplaces(examples.file("ascwds-workplace.csv")).workplaces[0].use_reasons
        (2, 4, 5)
    """
    upload = Upload(source, on=on)
    if upload.layout.kind is FileKind.ANALYSIS_WORKPLACE:
        return read_analysis_workplaces(upload)
    _expect(upload, FileKind.WORKPLACE)
    rows = [_workplace(row, upload.layout) for row in upload.rows()]
    checks.workplaces(rows, upload.findings)
    return _file(upload, workplaces=tuple(rows))


def read_training(source: Source, *, on: date | None = None) -> StaffFile:
    """Read an upload training file, or the analysis training file; the header decides which it is.

    Args:
        source: The file: a path, or an open file.
        on: The day of reading, so that training completed in the future can be told.

    Raises:
        DataError: If the file as a whole cannot be read.

    Example:
        >>> from care_pathway.interop import examples
        >>> read_training(examples.file("ascwds-training.csv")).training[0].training.ascwds_category
        15
    """
    upload = Upload(source, on=on)
    if upload.layout.kind is FileKind.ANALYSIS_TRAINING:
        return read_analysis_training(upload, on=on)
    _expect(upload, FileKind.TRAINING)
    rows = []
    for row in upload.rows():
        made = _training(row, upload.layout)
        checks.training(made, upload.findings)
        rows.append(made)
    return _file(upload, training=tuple(rows))


def join(
    staff: StaffFile,
    *,
    training: FileOrSource | None = None,
    workplaces: FileOrSource | None = None,
    on: date | None = None,
) -> StaffFile:
    """Put training and workplaces of the same upload beside its workers.

    Args:
        staff: A worker file that was read.
        training: The training file.
        workplaces: The workplace file.
        on: The day of reading.

    Returns:
        The same staff with their training, setting and regulation; rows that fit nobody are problems.
    """
    check_kind("staff", staff, StaffFile)
    findings = Findings(staff.file)
    if staff.kind is FileKind.ANALYSIS_WORKER:
        return join_analysis(
            staff,
            training=_read(training, FileKind.ANALYSIS_TRAINING, on),
            workplaces=_read(workplaces, FileKind.ANALYSIS_WORKPLACE, on),
        )
    trained = _read(training, FileKind.TRAINING, on)
    placed = _read(workplaces, FileKind.WORKPLACE, on)
    if staff.kind is not FileKind.WORKER:
        raise refuse("only an upload worker file can be joined with training and workplaces", file=staff.file)
    known = {(record.workplace, record.reference): record for record in staff.records}
    by_place = {place.reference: place for place in placed.workplaces} if placed is not None else None
    places = {workplace for workplace, _ in known} if by_place is None else set(by_place)
    by_person = _training_by_person(trained, known, places, findings)
    workers = []
    made = {worker.id: worker for worker in staff.workers}
    for record in staff.records:
        worker = made.get(record.worker or "")
        if worker is None:
            continue
        mine = by_person.get((record.workplace, record.reference), ())
        place = None if by_place is None else by_place.get(record.workplace)
        if by_place is not None:
            checks.worker_in_workplace(record, place, findings)
        workers.append(_joined(worker, mine, place))
    if placed is not None:
        checks.totals(placed, staff, findings)
    others = [other for other in (trained, placed) if other is not None]
    return attrs.evolve(
        staff,
        workers=tuple(workers),
        training=trained.training if trained is not None else staff.training,
        joined=staff.joined if trained is None else (*staff.joined, trained.file),
        workplaces=placed.workplaces if placed is not None else staff.workplaces,
        problems=staff.problems + _all(other.problems for other in others) + tuple(findings.problems),
        notices=staff.notices + _all(other.notices for other in others) + tuple(findings.notices),
    )


def _all(groups: Iterable[tuple[Problem, ...]]) -> tuple[Problem, ...]:
    return tuple(problem for group in groups for problem in group)


def _read(given: FileOrSource | None, kind: FileKind, on: date | None) -> StaffFile | None:
    if given is None:
        return None
    if isinstance(given, StaffFile):
        read = given
    else:
        trains = kind in (FileKind.TRAINING, FileKind.ANALYSIS_TRAINING)
        read = (read_training if trains else read_workplaces)(given, on=on)
    if read.kind is not kind:
        raise refuse(
            f"expected {'an' if kind.startswith('a') else 'a'} {kind} file; "
            f"this is {_WRONG_FILE.get(read.kind, 'a plain table').partition(';')[0]}. "
            "Take all files from one export",
            file=read.file,
        )
    return read


def _expect(upload: Upload, kind: FileKind) -> None:
    found = upload.layout.kind
    if found is not kind:
        raise refuse(f"expected a {kind} file; this is {_WRONG_FILE[found]}", file=upload.file)


def _file(upload: Upload, **parts: Any) -> StaffFile:
    return StaffFile(
        file=upload.file,
        kind=upload.layout.kind,
        names=upload.layout.names,
        old=upload.layout.old,
        lost=tuple(upload.findings.lost),
        notices=tuple(upload.findings.notices),
        problems=tuple(upload.findings.problems),
        **parts,
    )


# --- workers ---------------------------------------------------------------------------------------


def _workers(upload: Upload) -> StaffFile:
    layout, findings = upload.layout, upload.findings
    rows = list(upload.rows())
    references = [_reference(row, layout) for row in rows]
    ambiguous = _repeated_across_workplaces(references)
    taken: set[tuple[str | None, str | None]] = set()
    records, workers = [], []
    for row, (workplace, reference) in zip(rows, references, strict=True):
        values = _Values(layout, row.values)
        worker_id = f"{workplace}/{reference}" if ambiguous else reference
        usable = reference is not None and (workplace, reference) not in taken
        if reference is not None and not usable:
            issue = Issue(
                "error",
                "a second record with this reference in the same workplace; the first one counts",
                "it refuses the upload",
                "998",
            )
            findings.add(
                issue, record=row.record, line=row.line, column="UNIQUEWORKERID", value=_short(reference)
            )
        if usable and values["STATUS"] == "DELETE":
            usable = False
            issue = Issue("notice", "the record is to be deleted; it is not read as a worker")
            findings.add(issue, record=row.record, line=row.line, column="STATUS", value="DELETE")
        taken.add((workplace, reference))
        answer, role_category = _answer(values, layout)
        record = StaffRecord(
            record=row.record,
            line=row.line,
            names=layout.names,
            cells=row.cells,
            values=row.values,
            worker=worker_id if usable else None,
            workplace=workplace,
            reference=reference,
            answer=answer,
            role_category=role_category,
            person=_person(values["DISPLAYID"]),
        )
        checks.worker(record, findings)
        records.append(record)
        if usable and worker_id is not None:
            workers.append(_worker(worker_id, values, role_category))
    checks.between_workers(records, findings)
    return _file(upload, workers=tuple(workers), records=tuple(records))


def _person(shown: Any) -> Person:
    """Who a row is about, where what the service shows of them is a name and no code."""
    name = str(shown or "")
    return Person() if any(map(str.isdigit, name)) else Person.of(whole=name)


def _reference(row: Row, layout: Layout) -> tuple[str | None, str | None]:
    values = _Values(layout, row.values)
    return values["LOCALESTID"], values["UNIQUEWORKERID"]


def _repeated_across_workplaces(references: list[tuple[str | None, str | None]]) -> bool:
    """Whether a worker reference alone would name two people; it is unique only within its workplace."""
    counts = Counter(reference for _, reference in set(references) if reference is not None)
    return any(count > 1 for count in counts.values())


def _short(reference: str) -> str:
    return reference if len(reference) <= 12 else f"{reference[:11]}…"


class _Values:
    """Values by column name, with ``None`` for blank cells, absent columns and cells that cannot be read."""

    def __init__(self, layout: Layout, values: tuple[Any, ...]) -> None:
        self._index, self._qualifications = layout.places
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return people.readable(self.checked(name))

    def checked(self, name: str) -> Any:
        """The value with its markers."""
        position = self._index.get(name)
        return None if position is None or position >= len(self._values) else self._values[position]

    def listed(self) -> tuple[tuple[int, int | None], ...]:
        """Codes and years of all qualifications."""
        found = map(self.__getitem__, self._qualifications)
        return tuple(value for value in found if value is not None)


def _answer(values: _Values, layout: Layout) -> tuple[PathwayAnswer, str | None]:
    if layout.old:
        return PathwayAnswer.NOT_ASKED, None
    return people.pathway_answer(values.checked("CWPCATEGORY"))


def _worker(worker_id: str, values: _Values, role_category: str | None) -> Worker:
    role = people.job_role(values["MAINJOBROLE"])
    started = values["STARTDATE"]
    held: tuple[HeldQualification, ...] | None = people.qualifications(
        values.listed(),
        l2_certificate=values["L2CARECERT"],
        social_care=values["SCQUAL"],
        other=values["NONSCQUAL"],
    )
    certificate = people.care_certificate(values["CARECERT"])
    return Worker(
        id=worker_id,
        role_category=role_category,
        job_title=" ".join((values["MAINJRDESC"] or "").split()) or None,
        ascwds_job_role=role,
        started_in_role=started,
        started_in_care=people.started_in_care(values["STARTINSECT"], started),
        # What the service drops says nothing.
        context=people.context(
            None if role in not_asked_to_delegate() else values["DHA"], role, values["NMCREG"]
        ),
        qualifications=held,
        training=None if certificate is None else (certificate,),
    )


def _joined(worker: Worker, training: tuple[TrainingRecord, ...], place: WorkplaceRecord | None) -> Worker:
    context = worker.context
    if place is not None:
        extra = people.context(None, worker.ascwds_job_role, None, place)
        context = attrs.evolve(
            context,
            regulated_service=extra.regulated_service,
            adult_service=extra.adult_service,
            delegated_healthcare=context.delegated_healthcare if people.may_delegate(place) else None,
        )
    return attrs.evolve(
        worker,
        setting=people.setting(place) or worker.setting,
        context=context,
        training=(worker.training or ()) + training if training else worker.training,
    )


def _training_by_person(
    trained: StaffFile | None,
    known: Mapping[tuple[str | None, str | None], StaffRecord],
    places: Set[str | None],
    findings: Findings,
) -> dict[tuple[str | None, str | None], tuple[TrainingRecord, ...]]:
    found: dict[tuple[str | None, str | None], list[TrainingRecord]] = {}
    for row in trained.training if trained is not None else ():
        key = (row.workplace, row.reference)
        if key not in known:
            findings.keep(_of_nobody(row, trained.file if trained is not None else "", places))
        elif row.training is not None:
            checks.training_of(row, known[key], trained.file if trained is not None else "", findings)
            found.setdefault(key, []).append(row.training)
    return {key: tuple(records) for key, records in found.items()}


def _of_nobody(row: TrainingRow, file: str, places: Set[str | None]) -> Problem:
    """A training that fits no worker: of an unknown workplace, or of an unknown person in a known one."""
    unknown_place = row.workplace is None or row.workplace not in places
    column = "LOCALESTID" if unknown_place else "UNIQUEWORKERID"
    message = (
        "no workplace with this reference in the upload"
        if unknown_place
        else "no worker with this reference in this workplace of the worker file"
    )
    found = row.workplace if unknown_place else row.reference
    return Problem(
        message=message,
        place=Place(file=file, record=row.record, line=row.line, column=column),
        service="it refuses the upload",
        code="997" if unknown_place else "996",
        found=None if found is None else _short(found),
    )


# --- workplaces and training -----------------------------------------------------------------------


def _workplace(row: Row, layout: Layout) -> WorkplaceRecord:
    values = _Values(layout, row.values)
    activities = values["DHAACTIVITIES"] or ()
    use = values["CWPUSE"]
    reasons = use[1] if use is not None else ()
    by_code = {activity.code: activity.id for activity in delegated_activities()}
    return WorkplaceRecord(
        record=row.record,
        line=row.line,
        names=layout.names,
        cells=row.cells,
        values=row.values,
        reference=values["LOCALESTID"],
        main_service=values["MAINSERVICE"],
        services=values["ALLSERVICES"] or (),
        regulated={0: False, 2: True}.get(values["REGTYPE"]),
        delegated_healthcare={1: True, 2: False}.get(values["DHA"]),
        activities=tuple(by_code[code] for code in activities),
        awareness=values["CWPAWARE"],
        use=None if use is None else use[0],
        use_reasons=reasons,
        use_description=values["CWPUSEDESC"] if 10 in reasons else None,
        total_staff=values["TOTALPERMTEMP"],
    )


def _training(row: Row, layout: Layout) -> TrainingRow:
    values = _Values(layout, row.values)
    record = None
    if values["CATEGORY"] is not None or values["TRAININGNAME"] is not None:
        record = people.training(
            values["CATEGORY"],
            values["TRAININGNAME"],
            values["DATECOMPLETED"],
            values["EXPIRYDATE"],
            values["VALIDITY"],
            values["ACCREDITED"],
            unread=values.checked("EXPIRYDATE") is Marker.UNREADABLE,
        )
    return TrainingRow(
        record=row.record,
        line=row.line,
        names=layout.names,
        cells=row.cells,
        values=row.values,
        workplace=values["LOCALESTID"],
        reference=values["UNIQUEWORKERID"],
        training=record,
    )
