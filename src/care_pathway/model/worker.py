"""A person at work, and what is on file about them.

Records of people stay with the caller: nothing is stored, logged or sent.
``None`` always means not known, and an empty tuple means known to be none.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from care_pathway._record import NoTruthValue, Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    are_records,
    are_texts,
    as_answer,
    as_tuple,
    as_tuple_or_none,
    as_whole,
    is_answer,
    is_day_or_none,
    is_flag,
    is_id,
    is_id_or_none,
    is_record,
    is_text,
    is_text_or_none,
    is_whole_or_none,
    is_word,
    member,
)
from care_pathway.model.work_context import WorkContext


class EvidenceState(NoTruthValue, StrEnum):
    """How well a competency is shown, weakest first.

    Example:
        >>> EvidenceState.ATTENDED < EvidenceState.ASSESSED
        True
    """

    NOT_YET = "not-yet"
    """Known not to be there yet."""
    CLAIMED = "claimed"
    """The person says so."""
    ATTENDED = "attended"
    """A course was completed; that is not competence."""
    ASSESSED = "assessed"
    """An assessor found the person competent, for example for a qualification."""
    SIGNED_OFF = "signed-off"
    """Signed off in practice by a named person."""

    @property
    def rank(self) -> int:
        """Its place from weakest (0) to strongest (4)."""
        return _STATE_ORDER.index(self)

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, EvidenceState) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self.rank <= other.rank if isinstance(other, EvidenceState) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self.rank > other.rank if isinstance(other, EvidenceState) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self.rank >= other.rank if isinstance(other, EvidenceState) else NotImplemented


_STATE_ORDER = tuple(EvidenceState)


class TrainingStatus(StrEnum):
    """What a file says of a course that a person was to do. Only one that is completed shows anything."""

    COMPLETED = "completed"
    """It was completed."""
    EXPIRED = "expired"
    """It was completed, and counts no longer."""
    IN_PROGRESS = "in-progress"
    """It has been started."""
    BOOKED = "booked"
    """It is booked or planned."""
    NOT_STARTED = "not-started"
    """It is assigned or due, and has not been started."""
    FAILED = "failed"
    """It was taken and not passed."""
    DID_NOT_ATTEND = "did-not-attend"
    """It was booked, and the person was not there."""
    NOT_REQUIRED = "not-required"
    """The person does not have to do it."""


#: What the record of a qualification says that is achieved, or on its way.
_HELD_OR_BEGUN = frozenset({None, TrainingStatus.COMPLETED, TrainingStatus.IN_PROGRESS})


class Aspiration(StrEnum):
    """What a person wants next. Staying and growing is a career of its own."""

    STAY_AND_GROW = "stay-and-grow"
    SPECIALISE = "specialise"
    LEAD = "lead"
    MANAGE = "manage"
    MOVE_TO_REGULATED_PROFESSION = "move-to-regulated-profession"


def _state(value: EvidenceState | str) -> EvidenceState:
    return member(EvidenceState, value)


def _status(value: TrainingStatus | str | None) -> TrainingStatus | None:
    return member(TrainingStatus, value)


def _aspiration(value: Aspiration | str | None) -> Aspiration | None:
    return member(Aspiration, value)


@frozen(kw_only=True, repr=False, eq=False)
class Evidence(Record):
    """What shows a competency, or that it is not there yet.

    Attributes:
        competency: Id of the competency.
        state: How well it is shown.
        on: The day of it.
        expires: The last day on which it is valid.
        by: Who found so: a role or a reference, such as ``manager``; what somebody found of themself is a
            claim. Without it the caller answers for who it was.
        source: What it comes from, such as a course or a qualification.
    """

    competency: Id = field(validator=is_id)
    state: EvidenceState = field(converter=_state, validator=is_word(EvidenceState))
    on: date | None = field(default=None, validator=is_day_or_none)
    expires: date | None = field(default=None, validator=is_day_or_none)
    by: str | None = field(default=None, validator=is_text_or_none)
    source: str | None = field(default=None, validator=is_text_or_none)

    def valid(self, on: date) -> bool:
        """Whether it has not expired; it is still valid on the last day itself."""
        return self.expires is None or on <= self.expires


@frozen(kw_only=True, repr=False, eq=False)
class HeldQualification(Record):
    """A qualification that a person holds or is working towards.

    Attributes:
        name: Its name as written on file.
        learning: Id of the learning opportunity, where it is known.
        number: Its Ofqual qualification number, such as ``610/4009/5``, where it is on file.
        level: Its level, where it is known.
        achieved: The day it was achieved.
        working_towards: Whether it is still in progress.
        expected: The day it is expected.
        status: What the file says of it beside its name; ``None`` where it says nothing.
        understood: Whether what the file says of it was understood; if not, it counts for nothing.
    """

    name: str = field(validator=is_text)
    learning: Id | None = field(default=None, validator=is_id_or_none)
    number: str | None = field(default=None, validator=is_text_or_none)
    level: int | None = field(default=None, converter=as_whole, validator=is_whole_or_none)
    achieved: date | None = field(default=None, validator=is_day_or_none)
    working_towards: bool = field(default=False, converter=as_answer, validator=is_flag)
    expected: date | None = field(default=None, validator=is_day_or_none)
    status: TrainingStatus | None = field(
        default=None, converter=_status, validator=is_word(TrainingStatus, optional=True)
    )
    understood: bool = field(default=True, validator=is_flag)

    @property
    def denied(self) -> bool:
        """Whether the record says that it is neither achieved nor in progress, or was not understood."""
        return not self.understood or self.status not in _HELD_OR_BEGUN

    @property
    def in_progress(self) -> bool:
        """Whether it is not there yet, as the record says: in progress, or expected and never achieved."""
        begun = self.working_towards or self.status is TrainingStatus.IN_PROGRESS
        return not self.denied and (begun or (self.achieved is None and self.expected is not None))

    def overdue(self, on: date) -> bool:
        """Whether it was expected by now, and nothing says that it was achieved or is still in progress."""
        return self.in_progress and self.achieved is None and self.expected is not None and self.expected < on


@frozen(kw_only=True, repr=False, eq=False)
class TrainingRecord(Record):
    """A course that a person did, or was to do.

    A record may contradict itself, as files do: each question that reads it says so and leaves it out.

    Attributes:
        title: Its title as written on file.
        learning: Id of the learning opportunity, where it is known.
        ascwds_category: Upload code of the training category of ASC-WDS.
        completed: The day it was completed.
        expires: The last day on which it counts.
        accredited: Whether it was accredited; ``None`` where not known.
        status: What the file says of it; ``None`` where it says nothing.
        understood: Whether what the file says of it was understood; if not, it shows nothing.
    """

    title: str = field(validator=is_text)
    learning: Id | None = field(default=None, validator=is_id_or_none)
    ascwds_category: int | None = field(default=None, converter=as_whole, validator=is_whole_or_none)
    completed: date | None = field(default=None, validator=is_day_or_none)
    expires: date | None = field(default=None, validator=is_day_or_none)
    accredited: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    status: TrainingStatus | None = field(
        default=None, converter=_status, validator=is_word(TrainingStatus, optional=True)
    )
    understood: bool = field(default=True, validator=is_flag)


@frozen(kw_only=True, repr=False, eq=False)
class DelegatedAuthorisation(Record):
    """A regulated professional's authorisation for one activity with one person supported.

    Attributes:
        activity: Id of the delegated healthcare activity.
        person: Reference of the person supported.
        delegated_by: Reference of the professional who delegates.
        profession: That professional's regulated profession, such as ``registered-nurse``.
        signed_off: The day it was signed off; ``None`` where that has not happened.
        expires: The last day on which it is valid.
        training_completed: The day the training for it was completed.
        competency_assessed: The day competence was assessed.
    """

    activity: Id = field(validator=is_id)
    person: str = field(validator=is_text)
    delegated_by: str = field(validator=is_text)
    profession: str = field(validator=is_text)
    signed_off: date | None = field(validator=is_day_or_none)
    expires: date | None = field(default=None, validator=is_day_or_none)
    training_completed: date | None = field(default=None, validator=is_day_or_none)
    competency_assessed: date | None = field(default=None, validator=is_day_or_none)


@frozen(kw_only=True, repr=False, eq=False)
class Worker(Record):
    """A person at work and what is on file about them. Use a reference as the id, not a name.

    Attributes:
        id: The caller's own reference.
        role_category: Id of the role category recorded for the person.
        job_title: Job title as the employer writes it.
        ascwds_job_role: Upload code of the main job role in ASC-WDS.
        setting: Where the person works, in words.
        started_in_role: First day in the present role.
        started_in_care: First day in adult social care.
        context: Duties and circumstances.
        aspiration: What the person wants next.
        qualifications: Held or in progress.
        training: Courses done.
        evidence: What shows single competencies.
        authorisations: Delegated healthcare authorisations.
        registrations: Registrations, by id such as ``cqc-registered-manager`` or in words such as "NMC PIN".
        confirmed: Ids of conditions that a responsible person has confirmed, such as ``good-character``.

    Example:
        >>> Worker(id="w-17", job_title="Care Assistant")
        Worker(id='w-17', job_title='Care Assistant')
    """

    id: str = field(validator=is_text)
    role_category: Id | None = field(default=None, validator=is_id_or_none)
    job_title: str | None = field(default=None, validator=is_text_or_none)
    ascwds_job_role: int | None = field(default=None, converter=as_whole, validator=is_whole_or_none)
    setting: str | None = field(default=None, validator=is_text_or_none)
    started_in_role: date | None = field(default=None, validator=is_day_or_none)
    started_in_care: date | None = field(default=None, validator=is_day_or_none)
    context: WorkContext = field(factory=WorkContext, validator=is_record(WorkContext))
    aspiration: Aspiration | None = field(
        default=None, converter=_aspiration, validator=is_word(Aspiration, optional=True)
    )
    qualifications: tuple[HeldQualification, ...] | None = field(
        default=None, converter=as_tuple_or_none, validator=are_records(HeldQualification)
    )
    training: tuple[TrainingRecord, ...] | None = field(
        default=None, converter=as_tuple_or_none, validator=are_records(TrainingRecord)
    )
    evidence: tuple[Evidence, ...] = field(default=(), converter=as_tuple, validator=are_records(Evidence))
    authorisations: tuple[DelegatedAuthorisation, ...] | None = field(
        default=None, converter=as_tuple_or_none, validator=are_records(DelegatedAuthorisation)
    )
    registrations: tuple[str, ...] | None = field(
        default=None, converter=as_tuple_or_none, validator=are_texts
    )
    confirmed: tuple[Id, ...] | None = field(default=None, converter=as_tuple_or_none, validator=are_ids)

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "id", self.id
        if self.role_category:
            yield "role_category", self.role_category
        if self.job_title:
            yield "job_title", self.job_title
