"""Registrations as people write them, and what naming one says of the others."""

from __future__ import annotations

import pytest

import care_pathway as cp
from care_pathway._data import items_of, read_csv
from care_pathway.evidence.registrations import KnownAnswers, registrations_in
from care_pathway.language.text import normalise
from care_pathway.progression import judge_requirement
from tests.each import each
from tests.skills.skill_samples import ON, PATHWAY

ALL = sorted(PATHWAY.derived(KnownAnswers).registrations)


@each(
    ("words", "found"),
    [
        ("CQC", ["cqc-registered-manager"]),
        ("registered with CQC", ["cqc-registered-manager"]),
        ("registered-with-cqc", ["cqc-registered-manager"]),
        ("Care Quality Commission", ["cqc-registered-manager"]),
        ("NMC PIN", ["nmc-registered-nurse", "nmc-nursing-associate"]),
        ("Nursing & Midwifery Council", ["nmc-registered-nurse", "nmc-nursing-associate"]),
        ("Registered Nurse", ["nmc-registered-nurse"]),
        ("Social Work England", ["swe-social-worker"]),
        ("nmc-registered-nurse", ["nmc-registered-nurse"]),
        ("golf club", []),
        ("CQC?", []),
        ("CQC \u2717", []),
        ("CQC 50%", []),
    ],
)
def test_words_people_write(words: str, found: list[str]) -> None:
    assert list(registrations_in(words)) == found


def judged(worker: cp.Worker, registration: str) -> str:
    requirement = cp.RegistrationRequirement(
        id="r-1",
        registration=registration,
        regulator="the regulator",
        text="Registered.",
        strength="must",
        provenance=cp.Provenance(basis="editorial", why="a test"),
    )
    return judge_requirement(PATHWAY, worker, requirement, on=ON).judgement.value


@pytest.mark.parametrize("named", ["cqc", "nmc-pin", "swe-social-worker", "golf-club"])
def test_naming_one_claims_nothing_of_the_others(named: str) -> None:
    """DESIGN: naming one registration or document never claims the absence of others."""
    worker = cp.Worker(id="w", registrations=(named,))
    found = {registration: judged(worker, registration) for registration in ALL}
    surely = registrations_in(named) if len(registrations_in(named)) == 1 else ()
    assert found == {one: "met" if one in surely else "not-known" for one in ALL}
    nobody = cp.Worker(id="w", registrations=())
    assert {judged(nobody, registration) for registration in ALL} == {"not-met"}


def test_cqc_in_words_is_the_duty_too() -> None:
    worker = cp.Worker(id="w", job_title="Manager", registrations=("cqc",))
    assert cp.place(PATHWAY, worker, on=ON).role_category == "registered-manager"


def test_the_table_names_only_what_is_asked_for_or_known() -> None:
    rows = read_csv("lexicons/registrations.csv")
    words = [word for row in rows for word in items_of(row["words"])]
    assert len(words) == len(set(words))
    assert all(normalise(word) == word for word in words)
    assert {one for row in rows for one in items_of(row["registrations"])} <= set(ALL)
    assert all(row["why"] for row in rows)


@each(
    ("words", "found"),
    [
        ("NMC PIN 12A3456E", 2),
        ("NMC PIN: 98I7654O", 2),
        ("Registered nurse (12A3456E)", 1),
        ("Social Work England SW12345", 1),
        ("not registered with NMC", 0),
        ("NMC PIN 12A3456E lapsed", 0),
        ("formerly CQC registered manager", 0),
        ("CQC registered manager 2015-2019", 0),
        ("applied to CQC", 0),
    ],
)
def test_a_number_on_a_register_is_passed_over_and_never_shown(words: str, found: int) -> None:
    """What is not understood changes no answer and is said; no personal data in output."""
    assert len(registrations_in(words)) == found
    worker = cp.Worker(id="w", role_category="deputy-manager", registrations=(words,))
    result = cp.check_eligibility(PATHWAY, worker, target="registered-manager", on=ON)
    assert result.decision == "needs-evidence"
    assert bool(result.problems) is (found != 1)
    assert not any(number in cp.dumps(result) for number in ("3456", "7654", "12345"))
