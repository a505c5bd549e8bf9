"""Delegated healthcare: whether an authorisation on file is valid on a day, judged here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from care_pathway._data import read_csv, read_json
from care_pathway.evidence.days import happened, too_early
from care_pathway.evidence.not_done import mark_in, taught
from care_pathway.evidence.own_word import is_own, names_nobody
from care_pathway.evidence.reasons import Reason, reason
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.evidence.title_topics import repaired
from care_pathway.evidence.training import title_rows
from care_pathway.language.text import normalise
from care_pathway.model import DelegatedAuthorisation, EvidenceState, Judgement, Pathway
from care_pathway.model._fields import Id

#: What takes the worth of an assessment away with the delegation.
_NO_DELEGATION = frozenset({"delegation-taken-over", "delegation-by-self"})


class Standing(NamedTuple):
    """Whether one authorisation on file is valid on a day, and why.

    Attributes:
        judgement: ``met`` only where it is valid in every respect.
        reasons: Why, each with its code.
        record: The authorisation.
        clear: Whether nothing of it has to be found out.
        known: Whether the edition has its activity.
    """

    judgement: Judgement
    reasons: tuple[Reason, ...]
    record: DelegatedAuthorisation
    clear: bool = False
    known: bool = True

    @property
    def ended(self) -> bool:
        """Whether nothing speaks against it but the end of its term, however much of it is not known."""
        return [one.code for one in self.reasons] == ["delegation-expired"]

    def shows(self, on: date) -> EvidenceState | None:
        """The state in which it shows its competencies: only one that is valid is, or was, a sign-off."""
        if self.judgement is Judgement.MET or (self.ended and self.clear):
            return EvidenceState.SIGNED_OFF
        return EvidenceState.ATTENDED if happened(self.record.training_completed, on) else None

    def assessed(self, on: date) -> Judgement:
        """Whether the assessment of competence counts on a day, signed off or not: by who may delegate."""
        record, codes = self.record, {one.code for one in self.reasons}
        day, may = record.competency_assessed, may_delegate(record.profession)
        over = record.expires is not None and record.expires < on
        if day is None or day > on or over or may is False or codes & _NO_DELEGATION:
            return Judgement.NOT_MET
        return Judgement.MET if may and self.known and happened(day, on) else Judgement.NOT_KNOWN


def may_delegate(profession: str) -> bool | None:
    """Whether a profession may delegate healthcare; ``None`` for one that is not known here.

    Example:
        >>> may_delegate("Community Nurse"), may_delegate("care manager"), may_delegate("wizard")
        (True, False, None)
    """
    return _professions().get(normalise(profession))


@cache
def _professions() -> dict[str, bool]:
    return {normalise(row["name"]): row["delegates"] == "yes" for row in read_csv("lexicons/professions.csv")}


def activities_named(task: str) -> tuple[Id, ...]:
    """The activities that the name of a task is one of; none where it says that it is not signed off.

    Example:
        >>> activities_named("PEG feeding"), activities_named("Massage")
        (('feeding-and-digestive-care',), ())
    """
    if mark_in(task, training=True) is not None or taught(task)[1]:
        return ()
    words = f" {repaired(normalise(task))} "
    topics = {
        topic
        for row in title_rows()
        if any(f" {phrase} " in words for phrase in row.words)
        and not any(f" {phrase} " in words for phrase in row.unless)
        for topic in row.topics
    }
    listed = read_json("records/delegated_activities.json")
    return tuple(one["id"] for one in listed if one["practice_area"] in topics)


def standings_of(
    pathway: Pathway,
    worker: Id,
    records: Iterable[DelegatedAuthorisation],
    on: date,
    delegated_by: str | None = None,
) -> tuple[Standing, ...]:
    """Whether each authorisation of a worker is valid on a day.

    A change of delegator counts per activity and person. What a worker gave themself is no delegation, so it
    takes none over either.
    """
    records = tuple(records)
    given = tuple(record for record in records if not is_own(record.delegated_by, worker))
    # A selection of an edition that lists no activity knows those that the crosswalk does.
    listed = {activity.id for activity in pathway.delegated_activities}
    known = listed or crosswalks_of(pathway).activities
    return tuple(
        Standing(Judgement.NOT_MET, (reason("delegation-by-self"),), record, known=record.activity in known)
        if is_own(record.delegated_by, worker)
        else _standing(record, given, on, delegated_by, known)
        for record in records
    )


def best_of(standings: Iterable[Standing]) -> Standing | None:
    """The standing that counts: met before not known before not met, then the longest, whatever the order."""
    order = (Judgement.MET, Judgement.NOT_KNOWN, Judgement.NOT_MET)

    def key(standing: Standing) -> tuple[int, int, int, str, tuple[str, ...]]:
        record = standing.record
        ends, signed = record.expires or date.max, record.signed_off or date.min
        # The rest only makes sure that the order on file never matters.
        rest = (record.activity, record.person, record.profession, *(one.words for one in standing.reasons))
        judged = order.index(standing.judgement)
        return (judged, -ends.toordinal(), -signed.toordinal(), record.delegated_by, rest)

    return min(standings, key=key, default=None)


def _standing(
    record: DelegatedAuthorisation,
    records: tuple[DelegatedAuthorisation, ...],
    on: date,
    delegated_by: str | None,
    known: Collection[str],
) -> Standing:
    against = tuple(_against(record, records, on, delegated_by))
    unclear = tuple(_open(record, records, known))
    if against:
        return Standing(Judgement.NOT_MET, against, record, not unclear, record.activity in known)
    if unclear:
        return Standing(Judgement.NOT_KNOWN, unclear, record, known=record.activity in known)
    valid = reason(
        "delegation-valid",
        by=record.delegated_by,
        profession=record.profession,
        signed=record.signed_off,
        trained=record.training_completed,
        assessed=record.competency_assessed,
        until=f"until {record.expires}" if record.expires else "with no end recorded",
    )
    return Standing(Judgement.MET, (valid,), record)


def _against(
    record: DelegatedAuthorisation,
    records: tuple[DelegatedAuthorisation, ...],
    on: date,
    delegated_by: str | None,
) -> Iterator[Reason]:
    """What speaks against an authorisation on a day."""
    profession = normalise(record.profession)
    if may_delegate(profession) is False:
        yield reason("delegation-not-regulated", profession=profession)
    if delegated_by is not None and normalise(record.delegated_by) != normalise(delegated_by):
        yield reason("delegation-other-delegator", by=record.delegated_by, now=delegated_by)
    signed = record.signed_off
    if signed is None:
        yield reason("delegation-not-signed", by=record.delegated_by)
        return
    if signed > on:
        yield reason("delegation-later", signed=signed)
    if record.expires is not None and record.expires < on:
        yield reason("delegation-expired", day=record.expires)
    for day, what in (
        (record.training_completed, "the training"),
        (record.competency_assessed, "the competency assessment"),
    ):
        if day is not None and day > signed:
            yield reason("delegation-too-early", signed=signed, what=what, day=day)
    for other in records:
        if (
            _other_delegator(other, record)
            and other.signed_off is not None
            and signed < other.signed_off <= on
        ):
            yield reason("delegation-taken-over", by=other.delegated_by, day=other.signed_off)


def _open(
    record: DelegatedAuthorisation, records: tuple[DelegatedAuthorisation, ...], known: Collection[str]
) -> Iterator[Reason]:
    """What has to be found out before an authorisation can be relied on."""
    for code, open_ in (
        ("activity-not-known", record.activity not in known),
        ("names-nobody", names_nobody(record.delegated_by) or names_nobody(record.person)),
        ("profession-not-known", may_delegate(record.profession) is None),
        ("training-not-known", record.training_completed is None),
        ("assessment-not-known", record.competency_assessed is None),
    ):
        if open_:
            yield reason(f"delegation-{code}")
    signed = record.signed_off
    for day in (signed, record.training_completed, record.competency_assessed):
        if too_early(day):
            yield reason("delegation-day-wrong", day=day)
    for other in records:
        if _other_delegator(other, record) and other.signed_off is None:
            days = [day for day in (other.training_completed, other.competency_assessed) if day is not None]
            if signed is None or not days or max(days) > signed:
                yield reason("delegation-delegator-not-known", by=other.delegated_by)


def _other_delegator(one: DelegatedAuthorisation, other: DelegatedAuthorisation) -> bool:
    """Whether somebody else delegates the same activity with the same person."""
    same_task = (one.activity, one.person) == (other.activity, other.person)
    return same_task and normalise(one.delegated_by) != normalise(other.delegated_by)
