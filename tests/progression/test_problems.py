"""What on file cannot be relied on is reported, and never silently met."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

import care_pathway as cp
from care_pathway import Problem
from tests.each import each
from tests.progression.people import BEFORE, ON, authorisation, held, worker

LATER = date(2026, 2, 1)
ANCIENT = date(1900, 1, 1)
ONE = "ks-ntc-dignity-01"


def problems(pathway: cp.Pathway, person: cp.Worker) -> tuple[Problem, ...]:
    return cp.check_eligibility(pathway, person, target="care-or-support-worker", on=ON).problems


def one_competency(pathway: cp.Pathway) -> str:
    return pathway.expectations("new-to-care").minimum[0].id


CASES = {
    "role": ({"role_category": "carer"}, "role_category", "unknown-id"),
    "start after the day": ({"started_in_role": LATER}, "started_in_role", "later-than-asked"),
    "care after the day": ({"started_in_care": LATER}, "started_in_care", "later-than-asked"),
    "start long ago": ({"started_in_care": ANCIENT}, "started_in_care", "impossible-date"),
    "role before care": (
        {"started_in_role": BEFORE, "started_in_care": ON},
        "started_in_role",
        "impossible-date",
    ),
    "registration": ({"registrations": ("cgc",)}, "registrations", "unknown-id"),
    "register": ({"registrations": ("nmc-pin",)}, "registrations", "unsure-reading"),
    "condition": ({"confirmed": ("good-charakter",)}, "confirmed", "unknown-id"),
    "registered and not": (
        {"registrations": (), "context": cp.WorkContext(cqc_registered_manager=True)},
        "registrations",
        "contradictory",
    ),
    "achieved after the day": (
        {"qualifications": (held("NVQ3 H&SC", achieved=LATER),)},
        "qualifications[0]",
        "later-than-asked",
    ),
    "achieved long ago": (
        {"qualifications": (held("NVQ3 H&SC", achieved=ANCIENT),)},
        "qualifications[0]",
        "impossible-date",
    ),
    "achieved and in progress": (
        {"qualifications": (held("NVQ3 H&SC", achieved=BEFORE, working_towards=True),)},
        "qualifications[0]",
        "contradictory",
    ),
    "completed and in progress": (
        {"qualifications": (held("NVQ3 H&SC", status="completed", working_towards=True),)},
        "qualifications[0]",
        "contradictory",
    ),
    "not started and in progress": (
        {"qualifications": (held("NVQ3 H&SC", status="not-started", working_towards=True),)},
        "qualifications[0]",
        "contradictory",
    ),
    "expected in the past": (
        {"qualifications": (held("NVQ3 H&SC", expected=BEFORE, working_towards=True),)},
        "qualifications[0]",
        "impossible-date",
    ),
    "unknown learning": (
        {"qualifications": (held("NVQ3", learning="nvq-3"),)},
        "qualifications[0]",
        "unknown-id",
    ),
    "another level": (
        {"qualifications": (held("NVQ3", learning="l3-diploma-adult-care", level=2),)},
        "qualifications[0]",
        "contradictory",
    ),
    "a level against the name": (
        {"qualifications": (held("NVQ3 H&SC", level=2),)},
        "qualifications[0]",
        "contradictory",
    ),
    "unrecognised": ({"qualifications": (held("Grade 8 trumpet"),)}, "qualifications[0]", "unrecognised"),
    "ambiguous": ({"qualifications": (held("Dementia level 2"),)}, "qualifications[0]", "unrecognised"),
    "unsure": ({"qualifications": (held("QCF level 2"),)}, "qualifications[0]", "unsure-reading"),
    "the same twice": ({"qualifications": (held("NVQ3 H&SC"),) * 2}, "qualifications", "duplicate"),
    "training after the day": (
        {"training": (cp.TrainingRecord(title="Autism", completed=LATER),)},
        "training[0]",
        "later-than-asked",
    ),
    "training long ago": (
        {"training": (cp.TrainingRecord(title="Autism", completed=ANCIENT),)},
        "training[0]",
        "impossible-date",
    ),
    "training expires first": (
        {"training": (cp.TrainingRecord(title="Autism", completed=ON, expires=BEFORE),)},
        "training[0]",
        "impossible-date",
    ),
    "training of unknown learning": (
        {"training": (cp.TrainingRecord(title="Autism", learning="omt-tier-9"),)},
        "training[0]",
        "unknown-id",
    ),
    "training twice": ({"training": (cp.TrainingRecord(title="Autism"),) * 2}, "training", "duplicate"),
    "authorisation of unknown activity": (
        {"authorisations": (authorisation(activity="juggling"),)},
        "authorisations[0]",
        "unknown-id",
    ),
    "authorisation after the day": (
        {"authorisations": (authorisation(signed_off=LATER),)},
        "authorisations[0]",
        "later-than-asked",
    ),
    "authorisation expires first": (
        {"authorisations": (authorisation(expires=BEFORE),)},
        "authorisations[0]",
        "impossible-date",
    ),
    "unknown profession": (
        {"authorisations": (authorisation(profession="wizard"),)},
        "authorisations[0]",
        "unrecognised",
    ),
}


@each("name", CASES)
def test_each_is_reported_where_it_is(pathway: cp.Pathway, name: str) -> None:
    known: Any
    known, where, kind = CASES[name]
    found = problems(pathway, worker(**{"role_category": "new-to-care", **known}))
    assert (where, kind) in {(problem.where, problem.kind.value) for problem in found}, found
    assert all(str(problem).startswith(problem.where) for problem in found)


@each(
    ("records", "kind"),
    [
        ([{"state": "signed-off", "on": LATER}], "later-than-asked"),
        ([{"state": "signed-off", "on": ANCIENT}], "impossible-date"),
        ([{"state": "signed-off", "on": ON, "expires": BEFORE}], "impossible-date"),
        ([{"state": "signed-off"}, {"state": "signed-off"}], "duplicate"),
        ([{"state": "signed-off"}, {"state": "not-yet"}], "contradictory"),
        ([{"state": "signed-off", "on": BEFORE}, {"state": "not-yet", "on": BEFORE}], "contradictory"),
        ([{"state": "signed-off", "competency": "ks-nothing-01"}], "unknown-id"),
    ],
)
def test_evidence_that_cannot_be_relied_on(
    pathway: cp.Pathway, records: list[dict[str, Any]], kind: str
) -> None:
    usual = one_competency(pathway)
    evidence = tuple(cp.Evidence(**{"competency": usual, **record}) for record in records)
    found = problems(pathway, worker(role_category="new-to-care", evidence=evidence))
    assert [problem.kind.value for problem in found] == [kind]


def test_a_clean_file_has_no_problems(pathway: cp.Pathway) -> None:
    usual = one_competency(pathway)
    person = worker(
        role_category="new-to-care",
        started_in_role=BEFORE,
        started_in_care=BEFORE,
        registrations=("nmc-registered-nurse",),
        confirmed=("good-character",),
        qualifications=(held("NVQ3 H&SC", achieved=BEFORE), held("First aid at work")),
        training=(cp.TrainingRecord(title="Autism", completed=BEFORE, expires=LATER, learning="omt-tier-1"),),
        evidence=(
            cp.Evidence(competency=usual, state="claimed", on=BEFORE),
            cp.Evidence(competency=usual, state="signed-off", on=ON, expires=LATER),
        ),
        authorisations=(authorisation(), authorisation(person="p-9", profession="team leader", expires=None)),
    )
    assert problems(pathway, person) == ()


@pytest.mark.parametrize("day", [None, "2026-01-01", 20260101, datetime(2026, 1, 1)])
def test_a_day_that_is_none_is_refused_and_never_travels_into_an_answer(day: Any) -> None:
    """Every "when" is a `datetime.date`: a text would give an answer that cannot be dumped."""
    pathway = cp.load()
    worker = cp.Worker(id="w-1", role_category="care-or-support-worker")
    target = "supervisor-or-leader"
    activity = "vital-signs-monitoring"
    questions = (
        lambda: cp.check_eligibility(pathway, worker, target=target, on=day),
        lambda: cp.eligible_routes(pathway, worker, on=day),
        lambda: cp.check_authorisation(pathway, worker, activity=activity, person="p-1", on=day),
        lambda: cp.career_plan(pathway, worker, on=day),
        lambda: cp.succession(pathway, [], target=target, on=day),
        lambda: cp.skill_gap(pathway, worker, target=target, on=day),
        lambda: cp.team_gap(pathway, [], target=target, on=day),
        lambda: cp.infer_evidence(pathway, worker, on=day),
        lambda: cp.place(pathway, worker, on=day),
    )
    for ask in questions:
        with pytest.raises(TypeError, match=r"on must be a day \(datetime\.date\), not "):
            ask()


def test_a_persona_is_not_its_worker() -> None:
    persona: Any = cp.load().persona("sam")
    with pytest.raises(TypeError, match=r"worker must be a Worker, such as .*, not a Persona"):
        cp.check_eligibility(cp.load(), persona, target="supervisor-or-leader", on=date(2026, 1, 1))
