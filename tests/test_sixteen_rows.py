"""One question, one answer, whichever room is asked; and never an answer that errs on the dangerous side."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest

import care_pathway as cp
from tests.each import each

ON = date(2026, 3, 1)
PATHWAY = cp.load()
STATUTORY = "learning disability and autism"
ACTIVITY = "vital-signs-monitoring"
DELEGATED = ("ks-ecw-delegation-07", "ks-ecw-dha-kinds-01")


def worker(**fields: Any) -> cp.Worker:
    return cp.Worker(**({"id": "w-1"} | fields))


def eligibility(target: str = "supervisor-or-leader", **fields: Any) -> cp.Eligibility:
    return cp.check_eligibility(PATHWAY, worker(**fields), target=target, on=ON)


def statutory(answer: cp.Eligibility) -> list[str]:
    return [str(one.judgement) for one in answer.requirements if one.strength == "statutory"]


SOUND: dict[str, Any] = {
    "activity": ACTIVITY,
    "person": "p-4",
    "delegated_by": "n-2",
    "profession": "registered nurse",
    "training_completed": date(2026, 1, 5),
    "competency_assessed": date(2026, 1, 9),
    "signed_off": date(2026, 1, 9),
    "expires": date(2026, 7, 9),
}
AUTISM = cp.TrainingRecord(title="Oliver McGowan Mandatory Training Tier 2", completed=date(2026, 1, 1))


@each(
    ("changes", "stands"),
    [
        ({}, True),
        ({"profession": "care manager"}, False),
        ({"signed_off": date(2026, 1, 2)}, False),
        ({"profession": "hedge wizard"}, False),
        ({"expires": date(2026, 2, 1)}, False),
    ],
)
def test_row_1_a_delegation_stands_everywhere_or_nowhere(changes: dict[str, Any], stands: bool) -> None:
    held = cp.DelegatedAuthorisation(**(SOUND | changes))
    person = worker(role_category="enhanced-care-worker", authorisations=(held,))
    answer = cp.check_authorisation(PATHWAY, person, activity=ACTIVITY, person="p-4", on=ON)
    assert (answer.authorised is cp.Judgement.MET) is stands
    gap = cp.skill_gap(PATHWAY, person, target="enhanced-care-worker", on=ON)
    held_ids = set(gap.held)
    assert set(DELEGATED) <= held_ids if stands else held_ids.isdisjoint(DELEGATED)
    # What has expired is said to have been signed off, and until when; it is not valid on the day.
    valid = [one for one in cp.infer_evidence(PATHWAY, person, on=ON) if one.valid(ON)]
    shown = {one.competency: str(one.state) for one in valid}
    assert all((shown.get(one) == "signed-off") is stands for one in DELEGATED)
    placed = cp.place(PATHWAY, worker(job_title="Support Worker", authorisations=(held,)), on=ON)
    assert (placed.role_category == "enhanced-care-worker") is stands


@pytest.mark.parametrize(
    "title",
    [
        "Autism awareness for foster carers",
        "Learning disability awareness for school staff",
        "Autism training for nursery nurses",
        "Children with autism: play and learning",
    ],
)
def test_row_2_training_for_others_meets_nothing(title: str) -> None:
    record = cp.TrainingRecord(title=title, completed=date(2026, 1, 1))
    fields: dict[str, Any] = {
        "role_category": "care-or-support-worker",
        "training": (record,),
        "qualifications": (),
    }
    assert "met" not in statutory(eligibility(**fields))
    gap = cp.skill_gap(PATHWAY, worker(**fields), target="care-or-support-worker", on=ON)
    assert gap.held == gap.partial == ()
    assert cp.align_course(PATHWAY, cp.Course(id="c", title=title)).relevance == "not-relevant"


@each(
    "fields",
    [
        {"status": "not-started"},
        {"status": "failed"},
        {"status": "booked", "completed": None},
        {"status": "in-progress"},
        {"status": "did-not-attend"},
        {"status": "not-required"},
        {},
        {"status": "completed"},
    ],
)
def test_row_3_what_was_not_done_meets_no_must(fields: dict[str, Any]) -> None:
    record = cp.TrainingRecord(title=AUTISM.title, **fields)
    person: dict[str, Any] = {
        "role_category": "care-or-support-worker",
        "training": (record,),
        "qualifications": (),
    }
    assert "met" not in statutory(eligibility(**person))
    shown = cp.infer_evidence(PATHWAY, worker(**person), on=ON)
    strongest = {str(one.state) for one in shown}
    assert strongest <= ({"claimed"} if fields.get("status") == "completed" else {"not-yet"})


def test_rows_4_and_5_a_newer_row_without_a_day_never_outweighs_and_one_renewal_rule_holds() -> None:
    expired = cp.TrainingRecord(title="Fire Safety", completed=date(2024, 1, 10), expires=date(2025, 1, 10))
    again = cp.TrainingRecord(title="Fire Safety", status="in-progress")
    old = cp.TrainingRecord(title="Fire Safety", completed=date(2019, 1, 10))

    def expired_ids(*records: cp.TrainingRecord) -> set[str]:
        person = worker(role_category="care-or-support-worker", training=records, qualifications=())
        return set(cp.skill_gap(PATHWAY, person, target="care-or-support-worker", on=ON).expired)

    assert expired_ids(expired)
    assert expired_ids(expired, again) == expired_ids(expired)
    assert expired_ids(old) == expired_ids(expired)


@pytest.mark.parametrize(
    ("title", "decision"),
    [
        ("Chef", "outside"),
        ("Maintenance worker", "outside"),
        ("Registered nurse", "outside"),
        ("Zyglot operative", "place-first"),
    ],
)
def test_row_6_work_outside_and_unknown_titles_are_not_compared(title: str, decision: str) -> None:
    fields: dict[str, Any] = {"job_title": title, "training": (AUTISM,), "qualifications": ()}
    assert str(eligibility(**fields).decision) == decision


def test_row_7_somebody_in_the_role_is_already_there() -> None:
    answer = eligibility(
        target="supervisor-or-leader", role_category="supervisor-or-leader", training=(AUTISM,)
    )
    assert str(answer.decision) == "already-there"


def test_row_8_naming_one_registration_claims_nothing_of_the_others() -> None:
    def judged(**fields: Any) -> dict[str, str]:
        answer = eligibility("registered-manager", role_category="deputy-manager", **fields)
        return {one.requirement.id: str(one.judgement) for one in answer.requirements}

    unknown, named, none = judged(), judged(registrations=("NMC PIN",)), judged(registrations=())
    cqc = [name for name in unknown if none[name] == "not-met" and unknown[name] == "not-known"]
    assert cqc
    assert all(named[name] == "not-known" for name in cqc)
    for words in ("CQC", "registered with CQC"):
        assert all(judged(registrations=(words,))[name] == "met" for name in cqc)


def test_rows_9_and_10_not_known_is_never_no_and_a_bare_diploma_meets_no_must() -> None:
    open_ = eligibility(role_category="care-or-support-worker", training=(), qualifications=None)
    assert statutory(open_) == ["not-known"]
    bare = cp.HeldQualification(name="Diploma", level=5, achieved=date(2020, 1, 1))
    answer = eligibility(
        "registered-manager", role_category="deputy-manager", qualifications=(bare,), training=()
    )
    qualified = [one for one in answer.requirements if one.requirement.kind == "qualification"]
    assert qualified
    assert all(str(one.judgement) != "met" for one in qualified)
    assert any(str(one.judgement) == "not-known" and "Diploma" in one.reason for one in qualified)


def test_row_11_no_result_has_a_truth_value() -> None:
    held = cp.DelegatedAuthorisation(**SOUND)
    person = worker(role_category="enhanced-care-worker", authorisations=(held,))
    results: list[Any] = [
        cp.check_authorisation(PATHWAY, person, activity=ACTIVITY, person="p-4", on=ON),
        eligibility(role_category="care-or-support-worker"),
        eligibility(role_category="care-or-support-worker").decision,
        cp.Judgement.NOT_KNOWN,
        cp.place(PATHWAY, person, on=ON),
        cp.normalise_title(PATHWAY, "Carer"),
        cp.skill_gap(PATHWAY, person, target="enhanced-care-worker", on=ON),
        cp.align_course(PATHWAY, cp.Course(id="c", title="Dementia")),
    ]
    for result in results:
        with pytest.raises(TypeError, match=r"compare|look at"):
            bool(result)
    assert cp.eligible_routes(PATHWAY, person, on=ON)


def test_row_12_who_wishes_to_stay_is_not_shown_promotion() -> None:
    for role in PATHWAY.role_categories:
        person = worker(role_category=role.id, aspiration="stay-and-grow")
        plan = cp.career_plan(PATHWAY, person, on=ON)
        ahead = {route.target for route in plan.routes if route.kind in ("vertical", "entry")}
        assert not ahead, role.id


@pytest.mark.parametrize(("retired", "now"), [(41, 40), (22, 27)])
def test_row_13_a_retired_job_role_answers_as_the_one_that_replaced_it(retired: int, now: int) -> None:
    def answers(code: int) -> list[str | None]:
        return [
            one.role_category for one in cp.normalise_title(PATHWAY, None, ascwds_job_role=code).candidates
        ]

    assert answers(retired) == answers(now)


def test_row_16_a_bundled_pathway_travels_by_name() -> None:
    assert len(pickle.dumps(PATHWAY)) < 2_000
    assert pickle.loads(pickle.dumps(PATHWAY)) is PATHWAY
