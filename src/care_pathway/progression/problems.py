"""What on file needs a person to look at it, before anyone relies on a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from care_pathway.evidence.authorisations import may_delegate
from care_pathway.evidence.qualifications import (
    QualificationMatch,
    QualificationStatus,
    counts_as,
    resolve_qualification,
)
from care_pathway.model import (
    DelegatedAuthorisation,
    HeldQualification,
    Judgement,
    Pathway,
    TrainingRecord,
    Worker,
)
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.progression.facts import CQC, EvidenceProblem, Facts
from care_pathway.progression.lexicon import DutyRule, rules

_SURE = 0.9


def problems_of(facts: Facts) -> tuple[Problem, ...]:
    """Every problem with what is on file about a person, in the order of the record's fields."""
    worker = facts.worker
    found: list[Problem] = []
    if worker.role_category is not None and worker.role_category not in facts.ground.roles:
        found.append(_unknown("role_category", worker.role_category, "a role category of this edition"))
    if worker.started_in_role is not None or worker.started_in_care is not None:
        found += _dates(facts)
    if worker.registrations or worker.confirmed or worker.context.cqc_registered_manager is not None:
        found += _answers(facts)
    if worker.qualifications:
        found += _qualifications(facts, worker.qualifications)
    if worker.training:
        found += _training(facts, worker.training)
    if worker.evidence:
        found += _evidence(facts)
    if worker.authorisations:
        found += _authorisations(facts, worker.authorisations)
    return tuple(found)


def _problem(kind: ProblemKind, where: str, message: str, offers: str | None = None) -> Problem:
    place = Place(path=where)
    return Problem(kind=kind, place=place, message=message, severity=Severity.WARNING, offers=offers)


def _late(where: str, what: str, on: date) -> Problem:
    return _problem(
        ProblemKind.LATER_THAN_ASKED,
        where,
        f"{what} is later than {on}, the day asked about; it does not count yet",
    )


def _impossible(where: str, message: str) -> Problem:
    return _problem(ProblemKind.IMPOSSIBLE_DATE, where, message)


def _contradictory(where: str, message: str) -> Problem:
    return _problem(ProblemKind.CONTRADICTORY, where, message)


def _unknown(where: str, id: str, what: str) -> Problem:
    return _problem(ProblemKind.UNKNOWN_ID, where, f"{id!r} is not {what} known here; it counts for nothing")


def _duplicates(where: str, count: int) -> Problem:
    entries = "entry repeats another" if count == 1 else "entries repeat others"
    return _problem(ProblemKind.DUPLICATE, where, f"{count} {entries}; each counts once")


def _early(day: date | None) -> bool:
    return day is not None and day.year < rules().earliest_year


def _dates(facts: Facts) -> Iterator[Problem]:
    worker, on = facts.worker, facts.on
    in_role, in_care = worker.started_in_role, worker.started_in_care
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
    both = answered is not None and worker.registrations is not None
    if both and facts.registered(CQC) is Judgement.NOT_KNOWN:
        yield _contradictory(
            "registrations",
            "the registrations and the duties disagree on registration with CQC as manager",
        )


def _qualifications(facts: Facts, held: tuple[HeldQualification, ...]) -> Iterator[Problem]:
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
    if len(held) > 1 and len(set(held)) < len(held):
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
        yield _problem(
            ProblemKind.UNRECOGNISED,
            where,
            f"{name!r} is not recognised and counts for nothing; name the learning opportunity",
        )
    elif match.status is QualificationStatus.AMBIGUOUS:
        readings = " or ".join(one.name for one in match.candidates[:3])
        yield _problem(
            ProblemKind.UNRECOGNISED, where, f"{name!r} can be read as {readings}; look at the certificate"
        )
    elif match.status is QualificationStatus.MATCHED and match.confidence < _SURE:
        yield _problem(
            ProblemKind.UNSURE_READING,
            where,
            f"{name!r} is read as {match.candidates[0].name}; look at the certificate",
        )


def _training(facts: Facts, training: tuple[TrainingRecord, ...]) -> Iterator[Problem]:
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
    if len(training) > 1 and len(set(training)) < len(training):
        yield _duplicates("training", len(training) - len(set(training)))


def _evidence(facts: Facts) -> Iterator[Problem]:
    disputed = facts.coverage.disputed
    evidence = facts.worker.evidence
    repeats = False
    for place, what in facts.evidence_problems:
        where, one = f"evidence[{place}]", evidence[place]
        if what is EvidenceProblem.SEEN:
            repeats = True
        elif what is EvidenceProblem.UNKNOWN:
            yield _unknown(where, one.competency, "a competency")
        elif what is EvidenceProblem.LATE:
            yield _late(where, f"the evidence of {one.on}", facts.on)
        elif what is EvidenceProblem.EARLY:
            yield _impossible(where, f"evidence of {one.on} cannot be right")
        else:
            yield _impossible(where, f"it expires on {one.expires}, before the day of it, {one.on}")
    if repeats and (count := len(evidence) - len(set(evidence))):
        yield _duplicates("evidence", count)
    for competency in facts.ground.order.decode(disputed):
        message = f"{competency!r} is marked as not yet there and also as shown; find out which is right"
        yield _contradictory("evidence", message)


def _authorisations(facts: Facts, authorisations: tuple[DelegatedAuthorisation, ...]) -> Iterator[Problem]:
    on = facts.on
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
        if may_delegate(one.profession) is None:
            yield _problem(
                ProblemKind.UNRECOGNISED,
                where,
                "the profession given is not one that is known here; look at its register",
            )


class DutyChecks:
    """What to look at when duties do not go with the role category recorded. Made with `Pathway.derived`."""

    def __init__(self, pathway: Pathway) -> None:
        names = {role.id: role.name.lower() for role in pathway.role_categories}
        self._checks = {
            role: [
                (rule.answers, _mismatch(rule, name, names[rule.offers], routes.get(rule.offers)))
                for rule in rules().duties
                # A role category that the edition does not have is never offered.
                if role in rule.role_categories and rule.offers in names
            ]
            for role, name in names.items()
            for routes in [{route.target: route.id for route in pathway.routes_from(role)}]
        }

    def mismatches(self, worker: Worker) -> tuple[Problem, ...]:
        """Duties on file that do not go with the role category recorded, each with one to look at instead."""
        return tuple(
            problem
            for answers, problem in self._checks[worker.role_category or ""]
            if all(getattr(worker.context, duty) is answer for duty, answer in answers)
        )


def _mismatch(rule: DutyRule, recorded: str, offered: str, route: str | None) -> Problem:
    by = f" by {route}" if route is not None else ""
    message = f"recorded as {recorded}, and {rule.says}: look at {offered}{by} ({rule.why})"
    return _problem(ProblemKind.ROLE_MISMATCH, "role_category", message, offers=rule.offers)
