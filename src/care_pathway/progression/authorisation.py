"""Delegated healthcare: authorised for one activity, with one person, until a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from care_pathway.evidence.training import training_reader
from care_pathway.model import DelegatedAuthorisation, Judgement, Pathway, Worker
from care_pathway.model._fields import check_day, check_kind
from care_pathway.progression.lexicon import plain, rules
from care_pathway.progression.records import Authorisation


class Standing(NamedTuple):
    """How one authorisation on file stands on a day, and why."""

    judgement: Judgement
    reasons: tuple[str, ...]
    record: DelegatedAuthorisation


def check_authorisation(
    pathway: Pathway,
    worker: Worker,
    *,
    activity: str,
    person: str,
    on: date,
    delegated_by: str | None = None,
) -> Authorisation:
    """Whether a person is authorised for one delegated activity with one person supported, on a day.

    Authorised only if training and a competency assessment were followed by the sign-off of a named
    regulated professional, and the day is within its dates; the last day itself counts. It lapses when it
    expires and when another professional takes over the delegation, and it never passes to another person
    supported. Earlier training and other authorisations count as knowledge only.

    Args:
        pathway: The edition whose activities are meant; an overlay can add some.
        worker: The person and what is on file.
        activity: Id of the activity, such as ``specialised-medication-administration``.
        person: Reference of the person supported.
        on: The day for which to answer.
        delegated_by: The professional who delegates now, where that is known.

    Raises:
        UnknownIdError: If there is no such activity.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> held = cp.DelegatedAuthorisation(
        ...     activity="vital-signs-monitoring",
        ...     person="p-4",
        ...     delegated_by="nurse-2",
        ...     profession="registered-nurse",
        ...     training_completed=date(2026, 1, 5),
        ...     competency_assessed=date(2026, 1, 9),
        ...     signed_off=date(2026, 1, 9),
        ...     expires=date(2026, 7, 9),
        ... )
        >>> worker = cp.Worker(id="w-1", authorisations=(held,))
        >>> def ask(person, on):
        ...     return check_authorisation(
        ...         cp.load(), worker, activity="vital-signs-monitoring", person=person, on=on
        ...     ).authorised.value
        >>> ask("p-4", date(2026, 7, 9)), ask("p-4", date(2026, 7, 10)), ask("p-5", date(2026, 2, 1))
        ('met', 'not-met', 'not-met')
    """
    check_kind("worker", worker, Worker)
    check_day(on)
    pathway.delegated_activity(activity)  # raises, with the nearest known ids
    knowledge = tuple(_knowledge(pathway, worker, activity, person, on))
    until: date | None = None
    by: str | None = None
    if worker.authorisations is None:
        judgement = Judgement.NOT_KNOWN
        reasons: tuple[str, ...] = ("Nothing on file says whether there is an authorisation.",)
    else:
        same = [one for one in worker.authorisations if (one.activity, one.person) == (activity, person)]
        standings = standings_of(same, on, delegated_by)
        best = best_of(standings)
        if best is None:
            judgement = Judgement.NOT_MET
            reasons = (_nothing_for(worker.authorisations, activity, person),)
        else:
            judgement, reasons = best.judgement, best.reasons
            if judgement is Judgement.MET:
                until, by = best.record.expires, best.record.delegated_by
    return Authorisation(
        pathway=pathway.ref,
        worker=worker.id,
        activity=activity,
        person=person,
        on=on,
        authorised=judgement,
        reasons=reasons,
        until=until,
        delegated_by=by,
        knowledge=knowledge,
    )


def standings_of(
    records: Iterable[DelegatedAuthorisation], on: date, delegated_by: str | None = None
) -> tuple[Standing, ...]:
    """How each authorisation stands on a day. A change of delegator is looked for per activity and person."""
    records = tuple(records)
    return tuple(_standing(one, records, on, delegated_by) for one in records)


def best_of(standings: Iterable[Standing]) -> Standing | None:
    """The standing that counts: met before not known before not met, then the longest, whatever the order."""
    order = (Judgement.MET, Judgement.NOT_KNOWN, Judgement.NOT_MET)

    def key(one: Standing) -> tuple[int, int, int, str, tuple[str, ...]]:
        record = one.record
        ends, signed = record.expires or date.max, record.signed_off or date.min
        # The rest only makes sure that the order on file never matters.
        rest = (record.activity, record.person, record.profession, *one.reasons)
        judged = order.index(one.judgement)
        return (judged, -ends.toordinal(), -signed.toordinal(), record.delegated_by, rest)

    return min(standings, key=key, default=None)


def _standing(
    record: DelegatedAuthorisation,
    records: tuple[DelegatedAuthorisation, ...],
    on: date,
    delegated_by: str | None,
) -> Standing:
    against = tuple(_against(record, records, on, delegated_by))
    if against:
        return Standing(Judgement.NOT_MET, against, record)
    open_ = tuple(_open(record, records))
    if open_:
        return Standing(Judgement.NOT_KNOWN, open_, record)
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
    known = rules()
    profession = plain(record.profession)
    if profession not in known.professions and profession in known.not_delegating:
        yield f"It was given by a {profession}, and {known.not_delegating_why}."
    if delegated_by is not None and record.delegated_by != delegated_by:
        yield f"It was given by {record.delegated_by}, and {delegated_by} delegates now, so it has lapsed."
    signed = record.signed_off
    if signed is None:
        yield f"{record.delegated_by} has not signed it off yet."
        return
    if signed > on:
        yield f"It is signed off only from {signed}."
    if record.expires is not None and record.expires < on:
        yield f"It expired on {record.expires}."
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


def _open(record: DelegatedAuthorisation, records: tuple[DelegatedAuthorisation, ...]) -> Iterator[str]:
    """What has to be found out before an authorisation can be relied on."""
    known = rules()
    if plain(record.profession) not in known.professions:
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


def _nothing_for(records: tuple[DelegatedAuthorisation, ...], activity: str, person: str) -> str:
    if any(one.activity == activity for one in records):
        return f"There is an authorisation for the activity, but not with {person}; it never passes on."
    if any(one.person == person for one in records):
        return f"There is an authorisation with {person}, but not for this activity; it never passes on."
    return "There is no authorisation on file for this activity and person."


def _knowledge(pathway: Pathway, worker: Worker, activity: str, person: str, on: date) -> Iterator[str]:
    """Earlier learning that counts as knowledge, never as authorisation."""
    reader = training_reader(pathway)
    for record in worker.training or ():
        if (record.completed is None or record.completed <= on) and reader.clinical(record):
            yield f"Earlier training counts as knowledge: {record.title}."
    for held in worker.qualifications or ():
        if (held.achieved is None or held.achieved <= on) and reader.clinical_name(held.name):
            yield f"Earlier learning counts as knowledge: {held.name}."
    elsewhere = {
        (one.training_completed, one.person)
        for one in worker.authorisations or ()
        if one.activity == activity
        and one.person != person
        and one.training_completed is not None
        and one.training_completed <= on
    }
    for day, other in sorted(elsewhere):
        yield f"Training on {day} for the same activity with {other} counts as knowledge."
