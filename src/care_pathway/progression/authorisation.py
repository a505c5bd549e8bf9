"""Delegated healthcare: authorised for one activity, with one person, until a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from care_pathway._arguments import check_kind, check_text
from care_pathway.evidence.authorisations import best_of, standings_of
from care_pathway.evidence.completions import Counts
from care_pathway.evidence.days import happened
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.reasons import Reason, reason
from care_pathway.evidence.training import TrainingReading
from care_pathway.model import DelegatedAuthorisation, Judgement, Pathway, Worker
from care_pathway.progression.lexicon import plain, rules
from care_pathway.progression.records import Authorisation


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
    check_kind("pathway", pathway, Pathway)
    check_text("activity", activity)
    check_text("person", person)
    check_text("delegated_by", delegated_by, optional=True)
    on_file = OnFile(pathway, worker, on)
    pathway.delegated_activity(activity)  # raises, with the nearest known ids
    knowledge = tuple(_knowledge(on_file, activity, person))
    until: date | None = None
    by: str | None = None
    reasons: tuple[Reason, ...]
    if worker.authorisations is None:
        judgement, reasons = Judgement.NOT_KNOWN, (reason("authorisation-not-known"),)
    else:
        same = [
            record
            for record in worker.authorisations
            if (record.activity, record.person) == (activity, person)
        ]
        standings = standings_of(pathway, worker.id, same, on, delegated_by)
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
        reasons=tuple(one.words for one in reasons),
        reason_codes=tuple(one.code for one in reasons),
        until=until,
        delegated_by=by,
        knowledge=knowledge,
    )


def _nothing_for(records: tuple[DelegatedAuthorisation, ...], activity: str, person: str) -> Reason:
    if any(record.activity == activity for record in records):
        return reason("other-person", person=person)
    if any(record.person == person for record in records):
        return reason("other-activity", person=person)
    return reason("no-authorisation")


def _clinical(reading: TrainingReading, title: str) -> bool:
    """Whether training is about clinical tasks, so that it counts as knowledge for a delegation."""
    known = rules()
    return reading.outside is None and (
        known.training_of_authorisation in reading.learning
        or reading.suits(known.clinical_themes, known.clinical_topics)
        or _clinical_name(title)
    )


def _clinical_name(name: str) -> bool:
    """Whether a name on file speaks of clinical tasks."""
    padded = f" {plain(name)} "
    return any(f" {word} " in padded for word in rules().clinical_words)


def _knowledge(on_file: OnFile, activity: str, person: str) -> Iterator[str]:
    """Earlier learning that counts as knowledge, never as authorisation."""
    worker, on = on_file.worker, on_file.on
    for completion in on_file.training:
        done = completion.counts in (Counts.ATTENDED, Counts.EXPIRED)
        if done and _clinical(completion.reading, completion.record.title):
            yield f"Earlier training counts as knowledge: {completion.record.title}."
    for held, reading in on_file.qualifications:
        if reading.achieved(held, on) and _clinical_name(held.name):
            yield f"Earlier learning counts as knowledge: {held.name}."
    elsewhere = {
        (record.training_completed, record.person)
        for record in worker.authorisations or ()
        if record.activity == activity
        and record.person != person
        and record.training_completed is not None
        and happened(record.training_completed, on)
    }
    for day, other in sorted(elsewhere):
        yield f"Training on {day} for the same activity with {other} counts as knowledge."
