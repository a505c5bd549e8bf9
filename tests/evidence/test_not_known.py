"""Not known is never no: a requirement is not met only where every field that it accepts is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations, product
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.evidence.registrations import KnownAnswers
from care_pathway.progression import judge_requirement
from tests.skills.skill_samples import ON, PATHWAY

DONE = date(2025, 12, 1)
KNOWN = PATHWAY.derived(KnownAnswers)

#: For each field a value that meets whatever the field can meet, and the value that says that there is none.
MOST: dict[str, Any] = {
    "qualifications": tuple(
        cp.HeldQualification(name=one.name, learning=one.id, achieved=DONE) for one in PATHWAY.learning
    ),
    "training": tuple(
        cp.TrainingRecord(title=one.name, learning=one.id, completed=DONE, accredited=True)
        for one in PATHWAY.learning
    )
    + tuple(
        cp.TrainingRecord(title=title, completed=DONE, accredited=True)
        for title in ("Autism", "Learning disability", "Company induction", "Dementia")
    ),
    "authorisations": tuple(
        cp.DelegatedAuthorisation(
            activity=one.id,
            person="p",
            delegated_by="n",
            profession="registered-nurse",
            training_completed=DONE,
            competency_assessed=DONE,
            signed_off=DONE,
        )
        for one in PATHWAY.delegated_activities
    ),
    "registrations": tuple(sorted(KNOWN.registrations)),
    "confirmed": tuple(sorted(KNOWN.conditions)),
}
FIELDS = tuple(MOST)
SUBSETS = [frozenset(subset) for size in range(6) for subset in combinations(FIELDS, size)]


def requirements() -> Iterator[cp.Requirement]:
    """Every requirement of the edition once, parts included; coverage goes by evidence, never unknown."""
    listed = chain(
        chain.from_iterable(route.requirements for route in PATHWAY.routes),
        chain.from_iterable(role.requirements for role in PATHWAY.role_categories),
        chain.from_iterable(role.statutory_requirements for role in PATHWAY.role_categories),
    )
    queue, seen = list(listed), set()
    while queue:
        one = queue.pop()
        queue += getattr(one, "requirements", ())
        if one.id not in seen and not isinstance(one, cp.CoverageRequirement):
            seen.add(one.id)
            yield one


def judged(requirement: cp.Requirement, **known: Any) -> str:
    worker = cp.Worker(id="w", role_category="care-or-support-worker", **known)
    return judge_requirement(PATHWAY, worker, requirement, on=ON).judgement.value


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_no_requirement_is_not_met_where_an_unknown_field_could_meet_it(step: int) -> None:
    """DESIGN: `not-met` only where every field that the requirement accepts is known; with one `None`,
    and some value of it that would give another judgement, it is `not-known`."""
    asked, met = 0, set()
    for requirement in list(requirements())[::step]:
        answers = {
            (none, most): judged(
                requirement,
                **{name: () for name in FIELDS if name not in none and name not in most},
                **{name: MOST[name] for name in most},
            )
            for none, most in product(SUBSETS, SUBSETS)
            if not none & most
        }
        for (none, most), answer in answers.items():
            asked += 1
            if answer != "not-met":
                continue
            for more in SUBSETS:
                if more <= none:
                    # Some of what is not known comes to be known, the rest to be none.
                    assert answers[frozenset(), most | more] != "met", (requirement.id, none, more)
        met |= {requirement.id} if "met" in answers.values() else set()
    assert asked > 5_000 / step
    assert len(met) > 20 / step


@pytest.mark.parametrize("state", ["expired", "not-yet"])
def test_coverage_is_not_met_only_where_no_unknown_record_could_show_it(state: str) -> None:
    """A qualification shows competencies as assessed, so with qualifications not known it may be there."""
    requirement = next(
        one
        for role in PATHWAY.routes
        for one in role.requirements
        if isinstance(one, cp.CoverageRequirement) and one.role_categories == ("care-or-support-worker",)
    )
    fields = (
        {"state": "assessed", "on": DONE, "expires": DONE} if state == "expired" else {"state": "not-yet"}
    )
    evidence = tuple(
        cp.Evidence(competency=one.id, **fields)
        for one in PATHWAY.expectations("care-or-support-worker").minimum
    )
    known = {"qualifications": (), "training": (), "authorisations": ()}
    assert judged(requirement, evidence=evidence, **known) == "not-met"
    for field in ("qualifications", "training"):
        assert judged(requirement, evidence=evidence, **known | {field: None}) == "not-known"


def test_knowing_nothing_is_never_no() -> None:
    for requirement in requirements():
        assert judged(requirement) != "not-met", requirement.id


@pytest.mark.parametrize("field", ["registrations", "confirmed"])
def test_naming_one_thing_says_nothing_of_the_others(field: str) -> None:
    for requirement in requirements():
        if isinstance(
            requirement, cp.RegistrationRequirement | cp.FitnessRequirement | cp.SignOffRequirement
        ):
            others = {name: () for name in FIELDS if name != field}
            for named in MOST[field]:
                answer = judged(requirement, **others, **{field: (named,)})
                nothing = judged(requirement, **others, **{field: None})
                assert answer in ("met", nothing), (requirement.id, named)


def test_the_statutory_requirement_with_training_none_and_qualifications_not_known() -> None:
    requirement = PATHWAY.role_category("new-to-care").statutory_requirements[0]
    regulated = cp.WorkContext(regulated_service=True)
    assert judged(requirement, training=(), context=regulated) == "not-known"
    assert judged(requirement, training=(), qualifications=(), context=regulated) == "not-met"


def test_a_bare_diploma_meets_no_must() -> None:
    """A bare "Diploma" at a level is not enough to meet a must: not known, with what to look at."""
    held = cp.HeldQualification(name="Diploma", level=5)
    requirement = next(
        one
        for one in requirements()
        if isinstance(one, cp.QualificationRequirement) and "l5-diploma-leadership-management" in one.learning
    )
    worker = cp.Worker(id="w", role_category="deputy-manager", qualifications=(held,), training=())
    answer = judge_requirement(PATHWAY, worker, requirement, on=ON)
    assert answer.judgement == "not-known"
    assert "look at the certificate" in answer.reason
    (problem,) = cp.check_eligibility(PATHWAY, worker, target="registered-manager", on=ON).problems
    assert (problem.path, str(problem.kind)) == ("qualifications[0]", "unsure-reading")
    assert {str(item.state) for item in cp.infer_evidence(PATHWAY, worker, on=ON)} == {"claimed"}
