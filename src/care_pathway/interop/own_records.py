"""One person's own record to take along: what the next employer may count, and as what.

Qualifications carry over, and training with its day. Assessments and sign-offs are the person's word at the
next employer. Delegations never carry over: the delegating professional and the person supported are new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import evolve, field, frozen

from care_pathway._arguments import check_day, check_kind
from care_pathway._record import Result
from care_pathway.errors import UnknownIdError
from care_pathway.evidence.holdings import is_reliable
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.own_word import state_of
from care_pathway.interop.applying import joined
from care_pathway.interop.staff import StaffFile
from care_pathway.model import (
    Evidence,
    EvidenceState,
    HeldQualification,
    Pathway,
    TrainingRecord,
    TrainingStatus,
    Worker,
)
from care_pathway.model._fields import (
    Id,
    are_records,
    as_tuple,
    is_day,
    is_id_or_none,
    is_text,
    is_text_or_none,
)
from care_pathway.problems import shown_reference
from care_pathway.render.words import counted
from care_pathway.serialise import parse_json, structure, without_schema_version
from care_pathway.tabular.files import Source, open_source
from care_pathway.tabular.grids import notice

_DONE = (None, TrainingStatus.COMPLETED, TrainingStatus.EXPIRED)


@frozen(kw_only=True, repr=False, eq=False)
class OwnRecord(Result):
    """One person's own record, made by one employer to be read by the next.

    Attributes:
        pathway: The edition and revision that the employer read it with.
        worker: The employer's reference of the person.
        on: The day of it.
        name: The name, only where it was asked for.
        service: The name of the service.
        job_title: The job title there.
        role_category: Id of the role category there; the next employer settles its own.
        qualifications: Qualifications, as they were on file.
        training: Training that was completed, with its days.
        evidence: What was assessed, signed off or claimed, and counts as the person's word from here on.
    """

    pathway: str = field(validator=is_text)
    worker: str = field(validator=is_text)
    on: date = field(validator=is_day)
    name: str | None = field(default=None, validator=is_text_or_none)
    service: str | None = field(default=None, validator=is_text_or_none)
    job_title: str | None = field(default=None, validator=is_text_or_none)
    role_category: Id | None = field(default=None, validator=is_id_or_none)
    qualifications: tuple[HeldQualification, ...] = field(
        default=(), converter=as_tuple, validator=are_records(HeldQualification)
    )
    training: tuple[TrainingRecord, ...] = field(
        default=(), converter=as_tuple, validator=are_records(TrainingRecord)
    )
    evidence: tuple[Evidence, ...] = field(default=(), converter=as_tuple, validator=are_records(Evidence))

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "worker", self.worker
        for name in ("qualifications", "training", "evidence"):
            yield name, len(getattr(self, name))


def own_record(
    pathway: Pathway, worker: Worker, *, on: date, name: str | None = None, service: str | None = None
) -> OwnRecord:
    """The record that a person takes along; `care_pathway.dumps` writes it.

    Args:
        pathway: The edition to read what is on file with.
        worker: The person and what is on file.
        on: The day.
        name: The person's name, where the record is to bear it.
        service: The name of the service.

    Example:
        >>> import care_pathway as cp
        >>> signed = cp.Evidence(competency="ks-ntc-safeguarding-03", state="signed-off", by="manager")
        >>> fire = cp.TrainingRecord(title="Fire safety", completed=date(2025, 6, 1))
        >>> worker = cp.Worker(id="w-1", training=(fire,), evidence=(signed,))
        >>> record = own_record(cp.load(), worker, on=date(2026, 1, 1))
        >>> record.training == (fire,), record.evidence[0].state
        (True, <EvidenceState.CLAIMED: 'claimed'>)
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("worker", worker, Worker)
    check_day(on)
    return OwnRecord(
        pathway=pathway.ref,
        worker=worker.id,
        on=on,
        name=name,
        service=service,
        job_title=worker.job_title,
        role_category=OnFile(pathway, worker, on).role_category,
        qualifications=worker.qualifications or (),
        training=_done(worker.training or ()),
        evidence=tuple(_claims(worker.evidence, worker.id, on)),
    )


def read_own_record(source: Source) -> OwnRecord:
    """Read the record that somebody brings along.

    Args:
        source: The file (a path or an open file).

    Raises:
        DataError: With every problem of the file: what was found where, and what is allowed.

    Example:
        >>> import io
        >>> text = '{"pathway": "2025-04/r1", "worker": "w-1", "on": "2026-01-01"}'
        >>> read_own_record(io.StringIO(text)).worker
        'w-1'
    """
    opened = open_source(source)
    document = without_schema_version(parse_json(opened.data, file=opened.name), file=opened.name)
    return structure(document, OwnRecord, file=opened.name)


def with_own_record(worker: Worker, record: OwnRecord) -> Worker:
    """A person with what their own record adds; what is on file already stays.

    Whatever the record says, evidence counts as claimed, and it holds no delegation.

    Example:
        >>> import care_pathway as cp
        >>> held = cp.HeldQualification(name="Level 3 Diploma in Adult Care")
        >>> record = OwnRecord(
        ...     pathway="2025-04/r1", worker="w-1", on=date(2026, 1, 1), qualifications=[held]
        ... )
        >>> with_own_record(cp.Worker(id="n-7"), record).qualifications == (held,)
        True
    """
    check_kind("worker", worker, Worker)
    check_kind("record", record, OwnRecord)
    return evolve(
        worker,
        qualifications=joined(worker.qualifications, record.qualifications),
        training=joined(worker.training, _done(record.training)),
        evidence=joined(worker.evidence, tuple(_claims(record.evidence, record.worker, record.on))) or (),
    )


def join_own_records(staff: StaffFile, records: Mapping[str, OwnRecord]) -> StaffFile:
    """A staff list with the records that people brought along.

    Args:
        staff: The staff.
        records: The record of each, by the reference in this staff list.

    Raises:
        UnknownIdError: If nobody in the list has such a reference.

    Example:
        >>> from care_pathway.interop import examples, read_staff
        >>> fire = TrainingRecord(title="Fire safety", completed=date(2025, 6, 1))
        >>> record = OwnRecord(pathway="2025-04/r1", worker="w-1", on=date(2026, 1, 1), training=[fire])
        >>> staff = join_own_records(read_staff(examples.file("staff.csv")), {"S039": record})
        >>> fire in next(one for one in staff.workers if one.id == "S039").training
        True
    """
    check_kind("staff", staff, StaffFile)
    check_kind("records", records, Mapping)
    known = {worker.id for worker in staff.workers}
    for reference in records:
        if reference not in known:
            raise UnknownIdError("person", reference, known)
    notices = [
        notice(
            staff.file,
            f"{shown_reference(reference)} brought a record along, made on {one.on}: "
            f"{counted(len(one.qualifications), 'qualification')}, "
            f"{counted(len(one.training), 'training record')}, "
            f"and as claimed {counted(len(one.evidence), 'thing')} shown",
        )
        for reference, one in records.items()
    ]
    return evolve(
        staff,
        workers=tuple(
            with_own_record(worker, records[worker.id]) if worker.id in records else worker
            for worker in staff.workers
        ),
        notices=(*staff.notices, *notices),
    )


def _done(training: Iterable[TrainingRecord]) -> tuple[TrainingRecord, ...]:
    """What was completed; what the last employer booked or asked is not the next one's."""
    return tuple(record for record in training if record.status in _DONE)


def _claims(evidence: Iterable[Evidence], worker: str, on: date) -> Iterator[Evidence]:
    """What stands on the day, as the person's word. Who found so stays behind: it names somebody else."""
    items = [one for one in evidence if (one.on is None or one.on <= on) and is_reliable(one)]
    no = [one for one in evidence if one.state is EvidenceState.NOT_YET]
    # A not-yet whose days cannot be right stands all the same, on whatever day.
    against = [one if is_reliable(one) else evolve(one, on=None) for one in no]
    against = [one for one in against if one.on is None or one.on <= on]
    for one in items:
        if (
            one.state is EvidenceState.NOT_YET
            or not one.valid(on)
            or any(_stands_against(no, one) for no in against)
        ):
            continue
        state = state_of(one, worker)
        said = one.source if state is EvidenceState.CLAIMED else f"{state.value} at an earlier employer"
        yield evolve(one, state=EvidenceState.CLAIMED, by=None, source=said)


def _stands_against(no: Evidence, one: Evidence) -> bool:
    """Whether a not-yet takes something away, as it does in `care_pathway.evidence`."""
    return no.competency == one.competency and (no.on is None or one.on is None or one.on <= no.on)
