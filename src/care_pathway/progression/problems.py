"""What on file needs a person to look at it, before anyone relies on a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from care_pathway.model import EvidenceState, HeldQualification, Judgement, Pathway, Worker
from care_pathway.progression.evaluate import registered
from care_pathway.progression.facts import Facts
from care_pathway.progression.lexicon import DutyRule, plain, rules
from care_pathway.progression.records import Problem, ProblemKind
from care_pathway.skills.qualifications import (
    QualificationMatch,
    QualificationStatus,
    counts_as,
    resolve_qualification,
)

_SURE = 0.9
_CQC = "cqc-registered-manager"


def problems_of(facts: Facts) -> tuple[Problem, ...]:
    """Every problem with what is on file about a person, in the order of the record's fields."""
    return (
        *_role(facts),
        *_dates(facts),
        *_answers(facts),
        *_qualifications(facts),
        *_training(facts),
        *_evidence(facts),
        *_authorisations(facts),
    )


def _late(where: str, what: str, on: date) -> Problem:
    return Problem(
        kind=ProblemKind.LATER_THAN_ASKED,
        where=where,
        message=f"{what} is later than {on}, the day asked about; it does not count yet",
    )


def _impossible(where: str, message: str) -> Problem:
    return Problem(kind=ProblemKind.IMPOSSIBLE_DATE, where=where, message=message)


def _contradictory(where: str, message: str) -> Problem:
    return Problem(kind=ProblemKind.CONTRADICTORY, where=where, message=message)


def _unknown(where: str, id: str, what: str) -> Problem:
    return Problem(
        kind=ProblemKind.UNKNOWN_ID,
        where=where,
        message=f"{id!r} is not {what} known here; it counts for nothing",
    )


def _duplicates(where: str, count: int) -> Problem:
    entries = "entry repeats another" if count == 1 else "entries repeat others"
    return Problem(kind=ProblemKind.DUPLICATE, where=where, message=f"{count} {entries}; each counts once")


def _early(day: date | None) -> bool:
    return day is not None and day.year < rules().earliest_year


def _role(facts: Facts) -> Iterator[Problem]:
    role = facts.worker.role_category
    if role is not None and role not in facts.ground.roles:
        yield _unknown("role_category", role, "a role category of this edition, or otherwise")


def _dates(facts: Facts) -> Iterator[Problem]:
    worker, on = facts.worker, facts.on
    in_role, in_care = worker.started_in_role, worker.started_in_care
    if in_role is None and in_care is None:
        return
    for where, day in (("started_in_role", in_role), ("started_in_care", in_care)):
        if day is not None and day > on:
            yield _late(where, f"the start on {day}", on)
        elif _early(day):
            yield _impossible(where, f"a start on {day} cannot be right")
    if in_role is not None and in_care is not None and in_role < in_care:
        yield _impossible("started_in_role", f"the role started on {in_role}, before care did on {in_care}")


def _answers(facts: Facts) -> Iterator[Problem]:
    worker, known = facts.worker, rules()
    for one in worker.registrations or ():
        if one not in known.registrations and one not in facts.ground.registrations:
            yield _unknown("registrations", one, "a registration")
    for one in worker.confirmed or ():
        if one not in known.confirmations and one not in facts.ground.confirmations:
            yield _unknown("confirmed", one, "a condition or sign-off")
    answered = worker.context.cqc_registered_manager
    if (
        answered is not None
        and worker.registrations is not None
        and registered(_CQC, worker) is Judgement.NOT_KNOWN
    ):
        yield _contradictory(
            "registrations",
            "the registrations and the duties disagree on registration with CQC as manager",
        )


def _qualifications(facts: Facts) -> Iterator[Problem]:
    held = facts.worker.qualifications
    if not held:
        return
    pathway = facts.ground.pathway
    for place, one in enumerate(held):
        where = f"qualifications[{place}]"
        yield from _achievement(where, one, facts.on)
        if one.learning is None:
            yield from _reading(where, resolve_qualification(pathway, one.name, level=one.level))
        elif one.learning not in facts.ground.kinds:
            yield _unknown(where, one.learning, "a learning opportunity")
        elif not counts_as(pathway, one):
            yield _contradictory(where, f"{one.learning!r} is not at the level {one.level} on file")
    if len(set(held)) < len(held):
        yield _duplicates("qualifications", len(held) - len(set(held)))


def _achievement(where: str, held: HeldQualification, on: date) -> Iterator[Problem]:
    day = held.achieved
    if day is not None:
        if day > on:
            yield _late(where, f"the achievement on {day}", on)
        elif held.working_towards:
            yield _contradictory(where, f"{held.name!r} is both achieved on {day} and still in progress")
        elif _early(day):
            yield _impossible(where, f"an achievement on {day} cannot be right")
    if held.working_towards and held.expected is not None and held.expected < on:
        message = f"{held.name!r} was expected on {held.expected}; find out whether it was achieved"
        yield _impossible(where, message)


def _reading(where: str, match: QualificationMatch) -> Iterator[Problem]:
    name = match.text
    if match.problems:
        yield _contradictory(where, f"{name!r}: {match.problems[0]}")
    elif match.status is QualificationStatus.UNRECOGNISED:
        yield Problem(
            kind=ProblemKind.UNRECOGNISED,
            where=where,
            message=f"{name!r} is not recognised and counts for nothing; name the learning opportunity",
        )
    elif match.status is QualificationStatus.AMBIGUOUS:
        readings = " or ".join(one.name for one in match.candidates[:3])
        yield Problem(
            kind=ProblemKind.UNRECOGNISED,
            where=where,
            message=f"{name!r} can be read as {readings}; look at the certificate",
        )
    elif match.status is QualificationStatus.MATCHED and match.confidence < _SURE:
        yield Problem(
            kind=ProblemKind.UNSURE_READING,
            where=where,
            message=f"{name!r} is read as {match.candidates[0].name}; look at the certificate",
        )


def _training(facts: Facts) -> Iterator[Problem]:
    training = facts.worker.training
    if not training:
        return
    on = facts.on
    for place, one in enumerate(training):
        where = f"training[{place}]"
        if one.completed is not None:
            if one.completed > on:
                yield _late(where, f"the completion on {one.completed}", on)
            elif _early(one.completed):
                yield _impossible(where, f"a completion on {one.completed} cannot be right")
            if one.expires is not None and one.expires < one.completed:
                yield _impossible(
                    where, f"it expires on {one.expires}, before its completion on {one.completed}"
                )
        if one.learning is not None and one.learning not in facts.ground.kinds:
            yield _unknown(where, one.learning, "a learning opportunity")
    if len(set(training)) < len(training):
        yield _duplicates("training", len(training) - len(set(training)))


def _evidence(facts: Facts) -> Iterator[Problem]:
    evidence = facts.worker.evidence
    known = facts.ground.order.position
    for place, one in enumerate(evidence):
        if one.competency not in known:
            yield _unknown(f"evidence[{place}]", one.competency, "a competency")
        if one.on is not None:
            yield from _evidence_dates(place, one.on, one.expires, facts.on)
    if len({one.competency for one in evidence}) < len(evidence):
        different = len(set(evidence))
        if different < len(evidence):
            yield _duplicates("evidence", len(evidence) - different)
    if any(one.state is EvidenceState.NOT_YET for one in evidence):
        for competency in facts.ground.order.decode(facts.coverage.disputed):
            message = f"{competency!r} is marked as not yet there and also as shown; find out which is right"
            yield _contradictory("evidence", message)


def _evidence_dates(place: int, day: date, ends: date | None, on: date) -> Iterator[Problem]:
    if day > on:
        yield _late(f"evidence[{place}]", f"the evidence of {day}", on)
    elif _early(day):
        yield _impossible(f"evidence[{place}]", f"evidence of {day} cannot be right")
    if ends is not None and ends < day:
        yield _impossible(f"evidence[{place}]", f"it expires on {ends}, before the day of it, {day}")


def _authorisations(facts: Facts) -> Iterator[Problem]:
    authorisations = facts.worker.authorisations
    if not authorisations:
        return
    on, known = facts.on, rules()
    for place, one in enumerate(authorisations):
        where = f"authorisations[{place}]"
        if one.activity not in facts.ground.activities:
            yield _unknown(where, one.activity, "a delegated healthcare activity")
        if one.signed_off is not None:
            if one.signed_off > on:
                yield _late(where, f"the sign-off on {one.signed_off}", on)
            if one.expires is not None and one.expires < one.signed_off:
                yield _impossible(
                    where, f"it expires on {one.expires}, before its sign-off on {one.signed_off}"
                )
        profession = plain(one.profession)
        if profession not in known.professions and profession not in known.not_delegating:
            yield Problem(
                kind=ProblemKind.UNRECOGNISED,
                where=where,
                message="the profession given is not one that is known here; look at its register",
            )


def mismatches(pathway: Pathway, worker: Worker, role: str, routes: dict[str, str]) -> Iterator[Problem]:
    """Duties that do not go with a role category, with the role category to look at instead.

    Args:
        pathway: The edition; a role category that it does not have is never offered.
        worker: The person and their duties.
        role: The role category recorded.
        routes: From target to the id of the route that leads there from `role`.
    """
    names = {one.id: one.name for one in pathway.role_categories}
    for rule in rules().duties:
        if role in rule.role_categories and rule.offers in names and _applies(rule, worker):
            route = routes.get(rule.offers)
            by = f" by {route}" if route else ""
            yield Problem(
                kind=ProblemKind.ROLE_MISMATCH,
                where="role_category",
                message=(
                    f"recorded as {names.get(role, role).lower()}, and {rule.says}: look at "
                    f"{names[rule.offers].lower()}{by} ({rule.why})"
                ),
                offers=rule.offers,
            )


def _applies(rule: DutyRule, worker: Worker) -> bool:
    return all(getattr(worker.context, duty) is answer for duty, answer in rule.answers)
