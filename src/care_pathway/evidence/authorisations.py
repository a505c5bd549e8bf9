"""Delegated healthcare: whether an authorisation on file is valid on a day, judged here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from care_pathway._data import read_csv
from care_pathway.language.text import normalise
from care_pathway.model import DelegatedAuthorisation, EvidenceState, Judgement

_WHO_MAY = "delegation has to come from a regulated healthcare professional"


class Standing(NamedTuple):
    """Whether one authorisation on file is valid on a day, and why.

    Attributes:
        judgement: ``met`` only where it is valid in every respect.
        reasons: Why, in sentences.
        record: The authorisation.
        lapsed: Whether nothing but the end of its term speaks against it.
    """

    judgement: Judgement
    reasons: tuple[str, ...]
    record: DelegatedAuthorisation
    lapsed: bool = False

    def shows(self, on: date) -> EvidenceState | None:
        """The state in which it shows its competencies: only one that is valid is, or was, a sign-off."""
        if self.judgement is Judgement.MET or self.lapsed:
            return EvidenceState.SIGNED_OFF
        trained = self.record.training_completed
        return EvidenceState.ATTENDED if trained is not None and trained <= on else None


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


def standings_of(
    records: Iterable[DelegatedAuthorisation], on: date, delegated_by: str | None = None
) -> tuple[Standing, ...]:
    """Whether each authorisation is valid on a day. A change of delegator counts per activity and person."""
    records = tuple(records)
    return tuple(_standing(record, records, on, delegated_by) for record in records)


def best_of(standings: Iterable[Standing]) -> Standing | None:
    """The standing that counts: met before not known before not met, then the longest, whatever the order."""
    order = (Judgement.MET, Judgement.NOT_KNOWN, Judgement.NOT_MET)

    def key(standing: Standing) -> tuple[int, int, int, str, tuple[str, ...]]:
        record = standing.record
        ends, signed = record.expires or date.max, record.signed_off or date.min
        # The rest only makes sure that the order on file never matters.
        rest = (record.activity, record.person, record.profession, *standing.reasons)
        judged = order.index(standing.judgement)
        return (judged, -ends.toordinal(), -signed.toordinal(), record.delegated_by, rest)

    return min(standings, key=key, default=None)


def _standing(
    record: DelegatedAuthorisation,
    records: tuple[DelegatedAuthorisation, ...],
    on: date,
    delegated_by: str | None,
) -> Standing:
    against = tuple(_against(record, records, on, delegated_by))
    unclear = tuple(_open(record, records))
    if against:
        return Standing(Judgement.NOT_MET, against, record, not unclear and against == (_expired(record),))
    if unclear:
        return Standing(Judgement.NOT_KNOWN, unclear, record)
    until = f"until {record.expires}" if record.expires else "with no end recorded"
    reason = (
        f"Signed off by {record.delegated_by} ({record.profession}) on {record.signed_off} after training on "
        f"{record.training_completed} and an assessment on {record.competency_assessed}, {until}."
    )
    return Standing(Judgement.MET, (reason,), record)


def _against(
    record: DelegatedAuthorisation,
    records: tuple[DelegatedAuthorisation, ...],
    on: date,
    delegated_by: str | None,
) -> Iterator[str]:
    """What speaks against an authorisation on a day."""
    profession = normalise(record.profession)
    if may_delegate(profession) is False:
        yield f"It was given by a {profession}, and {_WHO_MAY}."
    if delegated_by is not None and record.delegated_by != delegated_by:
        yield f"It was given by {record.delegated_by}, and {delegated_by} delegates now, so it has lapsed."
    signed = record.signed_off
    if signed is None:
        yield f"{record.delegated_by} has not signed it off yet."
        return
    if signed > on:
        yield f"It is signed off only from {signed}."
    if record.expires is not None and record.expires < on:
        yield _expired(record)
    for day, what in (
        (record.training_completed, "the training"),
        (record.competency_assessed, "the competency assessment"),
    ):
        if day is not None and day > signed:
            yield f"It was signed off on {signed}, before {what} on {day}."
    for other in records:
        if (
            _same_task(other, record)
            and other.delegated_by != record.delegated_by
            and other.signed_off is not None
            and signed < other.signed_off <= on
        ):
            yield f"It lapsed when {other.delegated_by} took over the delegation on {other.signed_off}."


def _expired(record: DelegatedAuthorisation) -> str:
    return f"It expired on {record.expires}."


def _open(record: DelegatedAuthorisation, records: tuple[DelegatedAuthorisation, ...]) -> Iterator[str]:
    """What has to be found out before an authorisation can be relied on."""
    if may_delegate(record.profession) is None:
        yield "Nothing here says that the profession given is a regulated one; look at its register."
    if record.training_completed is None:
        yield "Nothing on file says when the training for it was completed."
    if record.competency_assessed is None:
        yield "Nothing on file says when competence was assessed."
    signed = record.signed_off
    for other in records:
        if (
            _same_task(other, record)
            and other.delegated_by != record.delegated_by
            and other.signed_off is None
        ):
            days = [day for day in (other.training_completed, other.competency_assessed) if day is not None]
            if signed is None or not days or max(days) > signed:
                yield (
                    f"{other.delegated_by} is named for the same activity and person without a sign-off; "
                    "find out who delegates now."
                )


def _same_task(one: DelegatedAuthorisation, other: DelegatedAuthorisation) -> bool:
    return (one.activity, one.person) == (other.activity, other.person)
