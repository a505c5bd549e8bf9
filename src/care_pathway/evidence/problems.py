"""What on file about a person needs somebody to look at it. One list, whatever the question was.

Nothing named here counts in anyone's favour until it is mended.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from attrs import evolve

from care_pathway.evidence.authorisations import Standing, may_delegate
from care_pathway.evidence.completions import Completion, Counts
from care_pathway.evidence.days import ends_first, happened, too_early
from care_pathway.evidence.held import HeldReading
from care_pathway.evidence.holdings import Event, beyond_evidence
from care_pathway.evidence.masks import CompetencyOrder
from care_pathway.evidence.own_word import is_own, state_of
from care_pathway.evidence.qualifications import QualificationMatch, QualificationStatus
from care_pathway.evidence.registrations import (
    CQC,
    KnownAnswers,
    names,
    registered,
    registrations_in,
    without_number,
)
from care_pathway.evidence.shows import Crosswalks
from care_pathway.model import (
    DelegatedAuthorisation,
    Evidence,
    HeldQualification,
    Judgement,
    TrainingStatus,
    Worker,
)
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.render.words import counted

#: The code of a problem with a title of training, which somebody may decide to be outside the Pathway.
UNKNOWN_TITLE = "unknown-title"
#: From this confidence up the name of a qualification is read without doubt.
_SURE = 0.9
#: What nobody completes; that a course was failed, or is not required, may have a day.
_NOT_DONE = frozenset(
    {
        TrainingStatus.IN_PROGRESS,
        TrainingStatus.BOOKED,
        TrainingStatus.NOT_STARTED,
        TrainingStatus.DID_NOT_ATTEND,
    }
)
#: Beside these statuses somebody may be working towards a qualification.
_BEGUN = frozenset({None, TrainingStatus.IN_PROGRESS, TrainingStatus.BOOKED})


def problem(
    kind: ProblemKind,
    path: str,
    message: str,
    *,
    severity: Severity = Severity.WARNING,
    offers: str | None = None,
    code: str | None = None,
) -> Problem:
    """A problem at a place in what is on file about a person."""
    return Problem(
        kind=kind, place=Place(path=path), message=message, severity=severity, offers=offers, code=code
    )


def _late(path: str, what: str, on: date) -> Problem:
    message = f"{what} is later than {on}, the day asked about; it does not count yet"
    return problem(ProblemKind.LATER_THAN_ASKED, path, message)


def _impossible(path: str, message: str) -> Problem:
    return problem(ProblemKind.IMPOSSIBLE_DATE, path, message)


def _contradictory(path: str, message: str) -> Problem:
    return problem(ProblemKind.CONTRADICTORY, path, message)


def unknown_id(path: str, id: str, what: str) -> Problem:
    """An id that is not known here."""
    message = f"{id!r} is {what} which the edition does not have; it counts for nothing"
    return problem(ProblemKind.UNKNOWN_ID, path, message)


def _duplicates(path: str, entries: Sequence[object]) -> Iterator[Problem]:
    count = len(entries) - len(set(entries))
    if count:
        words = "entry repeats another" if count == 1 else "entries repeat others"
        yield problem(ProblemKind.DUPLICATE, path, f"{count} {words}; each counts once")


def of_dates(worker: Worker, on: date) -> Iterator[Problem]:
    """Problems with when the person started."""
    in_role, in_care = worker.started_in_role, worker.started_in_care
    for path, day in (("started_in_role", in_role), ("started_in_care", in_care)):
        if day is not None and day > on:
            yield _late(path, f"the start on {day}", on)
        elif too_early(day):
            yield _impossible(path, f"a start on {day} cannot be right")
    if in_role is not None and in_care is not None and in_role < in_care:
        yield _impossible("started_in_role", f"the role started on {in_role}, before care did on {in_care}")


def of_answers(worker: Worker, known: KnownAnswers) -> Iterator[Problem]:
    """Problems with the registrations and conditions on file."""
    for registration in worker.registrations or ():
        possible, words = registrations_in(registration), without_number(registration)
        if len(possible) > 1:
            message = f"{words!r} names a register; give the part of it: {' or '.join(possible)}"
            yield problem(ProblemKind.UNSURE_READING, "registrations", message)
        elif not possible and registration not in known.registrations:
            yield unknown_id("registrations", words, "a registration")
    for condition in worker.confirmed or ():
        if condition not in known.conditions:
            yield unknown_id("confirmed", condition, "a condition or sign-off")
    answered, listed = worker.context.cqc_registered_manager, registered(worker.registrations)
    if answered is not None and names(listed, CQC) is (not answered):
        message = "the registrations and the duties disagree on registration with CQC as manager"
        yield _contradictory("registrations", message)


# --- qualifications -----------------------------------------------------------------------------------


def of_qualifications(
    held: Sequence[tuple[HeldQualification, HeldReading]], known: Collection[str], on: date
) -> Iterator[Problem]:
    """Problems with qualifications, each with its reading."""
    for number, (record, reading) in enumerate(held):
        path = f"qualifications[{number}]"
        yield from _achievement(path, record, on)
        if reading.later(record, on) and not record.in_progress:
            yield _late(path, "the day in its name", on)
        if not record.understood:
            message = f"qualification {record.name!r}: its status is not understood, so it counts for nothing"
            yield problem(
                ProblemKind.UNRECOGNISED, path, f"{message}; write completed, in-progress or failed"
            )
        elif record.denied:
            continue
        elif record.learning is not None and record.learning not in known:
            yield unknown_id(path, record.learning, "a learning opportunity")
        elif record.learning is not None and not reading.learning:
            yield _contradictory(
                path, f"{record.learning!r} is not what the name, the number or the level says"
            )
        elif reading.match is None and reading.problem is not None:
            yield _contradictory(path, f"qualification {record.name!r} {reading.problem}")
        elif reading.match is not None:
            yield from _name(path, reading, reading.match)
    yield from _duplicates("qualifications", [record for record, _ in held])


def _achievement(path: str, held: HeldQualification, on: date) -> Iterator[Problem]:
    day = held.achieved
    if day is not None:
        if day > on:
            yield _late(path, f"the achievement on {day}", on)
        elif held.in_progress:
            yield _contradictory(path, f"{held.name!r} is both achieved on {day} and still in progress")
        elif held.denied and held.understood:
            message = f"its status is {held.status}, and it was achieved on {day}; find out which is right"
            yield _contradictory(path, message)
        elif too_early(day):
            yield _impossible(path, f"an achievement on {day} cannot be right")
    if held.working_towards and held.status not in _BEGUN and (day is None or not held.in_progress):
        message = f"its status is {held.status}, and it is being worked towards; find out which is right"
        yield _contradictory(path, message)
    if held.overdue(on):
        message = f"{held.name!r} was expected on {held.expected}; find out whether it was achieved"
        yield _impossible(path, message)


def _name(path: str, reading: HeldReading, match: QualificationMatch) -> Iterator[Problem]:
    name = match.text
    if match.problems:
        yield _contradictory(path, f"{name!r}: {match.problems[0]}")
    elif reading.problem is not None:
        kind = ProblemKind.UNSURE_READING if match.bare else ProblemKind.UNRECOGNISED
        yield problem(kind, path, f"qualification {name!r} {reading.problem}")
    elif match.status is QualificationStatus.AMBIGUOUS:
        readings = " or ".join(candidate.name for candidate in match.candidates[:3])
        message = f"{name!r} can be read as {readings}; look at the certificate"
        yield problem(ProblemKind.UNRECOGNISED, path, message)
    elif match.status is QualificationStatus.MATCHED and match.confidence < _SURE:
        message = f"{name!r} is read as {match.candidates[0].name}; look at the certificate"
        yield problem(ProblemKind.UNSURE_READING, path, message)


# --- training -----------------------------------------------------------------------------------------


def of_training(completions: Sequence[Completion], known: Collection[str], on: date) -> Iterator[Problem]:
    """Problems with training, and how many records say too little of when they were completed."""
    for number, completion in enumerate(completions):
        path, record, reading = f"training[{number}]", completion.record, completion.reading
        yield from _completion(path, completion, on)
        if record.learning is not None and record.learning not in known:
            yield unknown_id(path, record.learning, "a learning opportunity")
        elif reading.problem is not None:
            message = f"training {record.title!r} {reading.problem}"
            yield problem(ProblemKind.UNRECOGNISED, path, message, code=UNKNOWN_TITLE)
        if reading.read_as is not None:
            message = f"training {record.title!r} is read as {reading.read_as!r}"
            yield problem(ProblemKind.NOTICE, path, message, severity=Severity.NOTICE)
        if reading.mark is not None and record.status in (None, TrainingStatus.COMPLETED):
            words, means = reading.mark
            message = f"the title {record.title!r} says {words!r}, so it is read as {means}"
            yield problem(ProblemKind.NOTICE, path, message, severity=Severity.NOTICE)
        if reading.outside is not None:
            message = f"training {record.title!r} shows nothing here, since {reading.outside}"
            yield problem(ProblemKind.NOTICE, path, message, severity=Severity.NOTICE)
    undated = sum(
        each.counts is Counts.UNCLEAR and each.record.completed is None and each.record.understood
        for each in completions
    )
    if undated:
        yield _count(undated, "neither a day of completion nor a status", "show", "nothing")
    claimed = sum(each.counts is Counts.CLAIMED for each in completions)
    if claimed:
        yield _count(claimed, "no day of completion", "count", "at most as claimed")
    yield from _duplicates("training", [completion.record for completion in completions])


def _completion(path: str, completion: Completion, on: date) -> Iterator[Problem]:
    record = completion.record
    if record.completed is not None and record.completed > on:
        yield _late(path, f"the completion on {record.completed}", on)
    elif not record.understood:
        yield problem(ProblemKind.UNRECOGNISED, path, f"training {record.title!r}: {completion.unclear}")
    elif record.completed is not None and completion.unclear is not None:
        yield _impossible(path, completion.unclear)
    if record.status in _NOT_DONE and happened(record.completed, on):
        message = f"its status is {record.status}, and it was completed on {record.completed}; find out which"
        yield _contradictory(path, f"{message} is right")
    if record.status is TrainingStatus.EXPIRED and record.expires is not None and record.expires >= on:
        message = f"its status is expired, and it counts until {record.expires}; find out which is right"
        yield _contradictory(path, message)


def _count(count: int, lacks: str, verb: str, as_what: str) -> Problem:
    has, verb = ("has", f"{verb}s") if count == 1 else ("have", verb)
    message = f"{counted(count, 'record')} {has} {lacks}, and {verb} {as_what}; give the day"
    return problem(ProblemKind.NOTICE, "training", message, severity=Severity.NOTICE)


# --- evidence -----------------------------------------------------------------------------------------


def of_evidence(
    order: CompetencyOrder,
    worker: Worker,
    on: date,
    events: Iterable[Event],
    disputed: int,
    unauthorised: int,
) -> Iterator[Problem]:
    """Problems with evidence, and the competencies on which it contradicts itself.

    Of delegated activities it is said where a sign-off has no authorisation that stands. The day of a
    sign-off of several items at once, as by topic, is said to be wrong once.
    """
    days: dict[tuple[object, ...], list[Problem]] = {}
    for number, item in enumerate(worker.evidence):
        path = f"evidence[{number}]"
        if not order.bit(item.competency):
            yield unknown_id(path, item.competency, "a competency")
        elif item.on is not None:
            for wrong in _evidence_days(path, item, item.on, on):
                days.setdefault((wrong.message, item.state, item.by, item.source), []).append(wrong)
        if item.by is not None and state_of(item, worker.id) is not item.state:
            who = "the worker is named" if is_own(item.by, worker.id) else "nobody is named"
            message = f"{who} as finding {item.competency!r} {item.state}; it counts as claimed"
            yield problem(ProblemKind.RECORD, path, message)
        elif beyond_evidence(order.bit(item.competency), item, unauthorised):
            message = (
                f"{item.competency!r} is {item.state} here, and no valid authorisation shows it, so it "
                "counts as claimed; file the authorisation: the activity, the person supported, who delegates"
            )
            yield problem(ProblemKind.RECORD, path, message)
    for first, *others in days.values():
        said = f"{first.message} ({1 + len(others)} competencies)" if others else first.message
        yield evolve(first, message=said)
    yield from _duplicates("evidence", worker.evidence)
    if disputed:
        yield from _contradictions(order, on, events, disputed)


def _contradictions(
    order: CompetencyOrder, on: date, events: Iterable[Event], disputed: int
) -> Iterator[Problem]:
    against = [event for event in events if not event.rank and event.mask & disputed]
    for competency in order.decode(disputed):
        bit = order.bit(competency)
        days = [event.on for event in against if event.mask & bit and (event.on is None or event.on <= on)]
        newest = max((day for day in days if day is not None), default=None)
        when, hint = f"a not-yet of {newest}", "assess it again, or correct what is wrong"
        if None in days:
            when, hint = "an undated not-yet", "give its date"
        yield Problem(
            kind=ProblemKind.CONTRADICTORY,
            place=Place(path="evidence", id=competency),
            message=f"has {when} against evidence that is not newer; {hint}",
            severity=Severity.WARNING,
        )


def _evidence_days(path: str, item: Evidence, day: date, on: date) -> Iterator[Problem]:
    if ends_first(day, item.expires):
        message = f"it expires on {item.expires}, before the day of it, {day}; mend one of the two days"
        yield _impossible(path, message)
    elif too_early(day):
        yield _impossible(path, f"evidence of {day} cannot be right")
    elif day > on:
        yield _late(path, f"the evidence of {day}", on)


# --- delegated authorisations -------------------------------------------------------------------------


def of_duties(worker: Worker, standings: Iterable[Standing]) -> Iterator[Problem]:
    """Where the duties deny what a valid authorisation shows."""
    stands = any(standing.judgement is Judgement.MET for standing in standings)
    if stands and worker.context.delegated_healthcare is False:
        message = "a delegated authorisation is valid, and the duties say that none is carried out"
        yield _contradictory("authorisations", message)


def of_authorisations(
    records: Sequence[DelegatedAuthorisation], crosswalks: Crosswalks, known: Collection[str], on: date
) -> Iterator[Problem]:
    """Problems with delegated authorisations. One that is not valid is no problem of the record."""
    for number, record in enumerate(records):
        path = f"authorisations[{number}]"
        if record.activity not in known and crosswalks.of_activity(record.activity) is None:
            message = f"names an activity that is not known: {record.activity!r}; it counts for nothing"
            yield problem(ProblemKind.UNKNOWN_ID, path, message)
        yield from _sign_off_days(path, record, on)
        if may_delegate(record.profession) is None:
            message = "the profession given is not one that is known here; look at its register"
            yield problem(ProblemKind.UNRECOGNISED, path, message)


def _sign_off_days(path: str, record: DelegatedAuthorisation, on: date) -> Iterator[Problem]:
    signed = record.signed_off
    before = (
        (record.training_completed, "the training"),
        (record.competency_assessed, "the competency assessment"),
    )
    for day in dict.fromkeys((signed, *(day for day, _ in before))):
        if too_early(day):
            yield _impossible(path, f"the day {day} cannot be right; mend it")
    if signed is None:
        return
    if signed > on:
        yield _late(path, f"the sign-off on {signed}", on)
    if ends_first(signed, record.expires):
        yield _impossible(path, f"it expires on {record.expires}, before its sign-off on {signed}")
    for day, what in before:
        if day is not None and day > signed:
            yield _impossible(path, f"it was signed off on {signed}, before {what} on {day}")
