"""One question put to two rooms: what is on file about a person is read once, and every answer agrees."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway._data import items_of, read_csv
from care_pathway.evidence import SkillsAssessment
from care_pathway.evidence.not_done import mark_in
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewal, Renewals, add_months, bundled_renewals, read_renewals
from care_pathway.interop.own_records import own_record
from care_pathway.interop.staff import StaffFile
from care_pathway.language.text import normalise
from care_pathway.progression import cover, judge_requirement, reason_codes
from care_pathway.report import build
from care_pathway.report.people import PeopleJudge
from care_pathway.report.plans import plan_page
from tests.each import each
from tests.skills.skill_samples import ON, PATHWAY

ACTIVITIES = [one.id for one in PATHWAY.delegated_activities]

# --- delegation ---------------------------------------------------------------------------------------

around = st.none() | st.integers(-900, 60).map(lambda days: ON + timedelta(days))
delegations = st.builds(
    cp.DelegatedAuthorisation,
    activity=st.sampled_from(ACTIVITIES[:3]),
    person=st.sampled_from(("p-1", "p-2")),
    delegated_by=st.sampled_from(("n-1", "n-2", "w")),
    profession=st.sampled_from(("registered-nurse", "Community Nurse", "care manager", "wizard")),
    signed_off=around,
    expires=around,
    training_completed=around,
    competency_assessed=around,
)


def shown(worker: cp.Worker, on: date) -> set[str]:
    """Competencies that are signed off and valid, by `infer_evidence`."""
    items = cp.infer_evidence(PATHWAY, worker, on=on)
    return {one.competency for one in items if one.state == "signed-off" and one.valid(on)}


def signs_off(activity: str) -> set[str]:
    """What a delegation of this activity signs off where nothing is wrong with it."""
    days: dict[str, Any] = {"training_completed": ON, "competency_assessed": ON, "signed_off": ON}
    sound = cp.DelegatedAuthorisation(
        activity=activity, person="p", delegated_by="n", profession="registered-nurse", **days
    )
    return shown(cp.Worker(id="w", authorisations=(sound,)), ON)


SIGNED = {activity: signs_off(activity) for activity in ACTIVITIES}


def test_every_activity_signs_something_off() -> None:
    assert all(SIGNED.values())


@given(held=st.lists(delegations, max_size=4).map(tuple))
def test_a_delegation_is_signed_off_only_where_it_is_authorised(held: tuple[Any, ...]) -> None:
    """DESIGN: counts as signed off only where `check_authorisation` would say met; else at most as training.

    The same standing decides placement, gaps, eligibility and the report.
    """
    worker = cp.Worker(id="w", job_title="Support Worker", authorisations=held)
    tasks = {(one.activity, one.person) for one in held}
    met = {
        activity
        for activity, person in tasks
        if cp.check_authorisation(PATHWAY, worker, activity=activity, person=person, on=ON).authorised
        == "met"
    }
    wanted: set[str] = set().union(*(SIGNED[one] for one in met))
    assert shown(worker, ON) == wanted
    gap = cp.skill_gap(PATHWAY, worker, target="enhanced-care-worker", on=ON)
    assert set(gap.held) == wanted & {*gap.held, *gap.partial, *gap.expired, *gap.missing}
    placed = cp.place(PATHWAY, worker, on=ON)
    assert (placed.role_category == "enhanced-care-worker") is bool(met)


def test_a_care_manager_cannot_move_anybody_to_enhanced_care() -> None:
    held = cp.DelegatedAuthorisation(
        activity="vital-signs-monitoring",
        person="p-4",
        delegated_by="n-2",
        profession="care manager",
        training_completed=date(2025, 1, 5),
        competency_assessed=date(2025, 1, 9),
        signed_off=date(2025, 1, 9),
    )
    worker = cp.Worker(id="w", job_title="Support Worker", authorisations=(held,))
    states = {one.state for one in cp.infer_evidence(PATHWAY, worker, on=ON)}
    assert states == {cp.EvidenceState.ATTENDED}
    assert cp.skill_gap(PATHWAY, worker, target="enhanced-care-worker", on=ON).held == ()
    assert cp.place(PATHWAY, worker, on=ON).role_category == "care-or-support-worker"


@pytest.mark.parametrize("by", ["w", " W "])
def test_nobody_delegates_to_themself_in_any_room(by: str) -> None:
    """A sound record that names the worker as the one who delegates counts as its training and no more."""
    day = ON - timedelta(30)
    sound = cp.DelegatedAuthorisation(
        activity="vital-signs-monitoring",
        person="p",
        delegated_by="n",
        profession="registered-nurse",
        training_completed=day,
        competency_assessed=day,
        signed_off=day,
    )
    own = attrs.evolve(sound, delegated_by=by)
    trained_only = attrs.evolve(sound, competency_assessed=None, signed_off=None)
    given, self_given, only = (
        cp.Worker(id="w", job_title="Support Worker", authorisations=(one,))
        for one in (sound, own, trained_only)
    )
    assert _answers(self_given) == _answers(only) != _answers(given)
    asked: dict[str, Any] = {"activity": sound.activity, "person": "p", "on": ON}
    assert cp.check_authorisation(PATHWAY, self_given, **asked).reason_codes == ("delegation-by-self",)
    # It takes a delegation that stands over from nobody.
    both = attrs.evolve(given, authorisations=(attrs.evolve(own, signed_off=ON), sound))
    assert cp.check_authorisation(PATHWAY, both, **asked).authorised == "met"
    # The report judges under other references, and a person who looks alike is another.
    mate = cp.Worker(id="other", job_title="Support Worker", authorisations=(own,))
    for wanted in ("w", "12/03/1980"):
        who = attrs.evolve(own, delegated_by=wanted)
        staff = StaffFile(
            file="s.csv",
            kind="table",
            workers=(attrs.evolve(self_given, id=wanted, authorisations=(who,)), mate),
        )
        for names in (True, False):
            first, second = build(PATHWAY, staff, on=ON, show_names=names).judged
            assert first.summary.role_category == "care-or-support-worker"
            assert second.summary.role_category == "enhanced-care-worker"


def _answers(worker: cp.Worker, on: date = ON) -> dict[str, Any]:
    """What each room says of somebody and delegated healthcare, without words and problems."""
    target = "enhanced-care-worker"
    gap = cp.skill_gap(PATHWAY, worker, target=target, on=on)
    compared = cp.check_eligibility(PATHWAY, worker, target=target, on=on)
    follows = cp.succession(PATHWAY, [worker], target=target, on=on)
    columns = cf.skill_gap(
        PATHWAY,
        pl.DataFrame({"id": [worker.id]}),
        id="id",
        target=target,
        on=on,
        evidence=pl.DataFrame(
            {
                "id": [worker.id for _ in worker.evidence],
                "competency": [one.competency for one in worker.evidence],
                "state": [one.state.value for one in worker.evidence],
                "by": [one.by for one in worker.evidence],
                "on": [one.on for one in worker.evidence],
            }
        ),
        authorisations=pl.DataFrame(
            [{"id": worker.id} | attrs.asdict(one, recurse=False) for one in worker.authorisations]
        )
        if worker.authorisations
        else None,
    )
    assert columns.select("held", "partial", "expired", "missing").row(0) == tuple(
        len(part) for part in (gap.held, gap.partial, gap.expired, gap.missing)
    )
    return {
        "gap": (gap.held, gap.partial, gap.expired, gap.missing, gap.not_known),
        "team": cp.team_gap(PATHWAY, [worker], target=target, on=on).members[0].held,
        "place": cp.place(PATHWAY, worker, on=on).role_category,
        "authorised": [
            cp.check_authorisation(PATHWAY, worker, activity=one, person="p", on=on).authorised
            for one in ACTIVITIES
        ],
        "requirements": [(one.requirement.id, one.judgement) for one in compared.requirements],
        "decision": compared.decision,
        "succession": [
            (one.readiness, one.held, one.missing)
            for one in (*follows.ready, *follows.nearly, *follows.later)
        ],
    }


@given(
    item=st.sampled_from(sorted(set().union(*SIGNED.values()))),
    state=st.sampled_from(("assessed", "signed-off")),
    by=st.sampled_from((None, "registered manager", "community nurse N-2")),
    held=st.none() | st.lists(delegations, max_size=2).map(tuple),
)
def test_a_sign_off_of_the_item_itself_is_a_claim_in_every_room(
    item: str, state: str, by: str | None, held: tuple[Any, ...] | None
) -> None:
    """DESIGN: a delegation counts as signed off only where `check_authorisation` would say met."""

    def person(said: str) -> cp.Worker:
        row = cp.Evidence(competency=item, state=said, on=ON, by=by, source="sign-off")
        return cp.Worker(id="w", job_title="Support Worker", authorisations=held, evidence=(row,))

    signed, claimed = person(state), person("claimed")
    assert _answers(signed) == _answers(claimed)
    stands = item in shown(attrs.evolve(signed, evidence=()), ON)
    gap = cp.skill_gap(PATHWAY, signed, target="enhanced-care-worker", on=ON)
    assert stands or item not in gap.held
    said = [one for one in gap.problems if one.path == "evidence[0]" and "authorisation" in one.message]
    assert len(said) == (0 if stands else 1)
    # What somebody is signed off for without an authorisation is perhaps done today.
    if not stands and item in gap.partial:
        assert item in gap.unsafe


def test_a_selection_without_activities_takes_no_unknown_one() -> None:
    """A selection is never more generous than its edition: nobody knows juggling."""
    cut = PATHWAY.only(basis="published")
    assert cut.delegated_activities == ()
    for activity, answer in ((ACTIVITIES[0], True), ("juggling", False)):
        held = cp.DelegatedAuthorisation(
            activity=activity,
            person="p",
            delegated_by="n",
            profession="registered-nurse",
            training_completed=ON,
            competency_assessed=ON,
            signed_off=ON,
        )
        worker = cp.Worker(id="w", job_title="Support Worker", authorisations=(held,))
        for pathway in (PATHWAY, cut):
            (task,) = cover(pathway, [worker], targets=(), on=ON).tasks
            assert bool(task.authorised) is answer
            placed = cp.place(pathway, worker, on=ON)
            assert (placed.role_category == "enhanced-care-worker") is answer


MINIMUM = [one.id for one in PATHWAY.expectations("care-or-support-worker").minimum]


@given(
    item=st.sampled_from(MINIMUM),
    state=st.sampled_from(("attended", "assessed", "signed-off")),
    by=st.sampled_from(("w", " W ", "worker", "Self", "self-assessed", "Myself", "Herself", "Self-declared")),
)
def test_what_people_sign_for_themselves_is_a_claim_in_every_room(item: str, state: str, by: str) -> None:
    """Evidence that names the worker, or nobody but themself, as who found it is the person's word."""

    def person(said: str, named: str | None) -> cp.Worker:
        row = cp.Evidence(competency=item, state=said, on=ON, by=named)
        return cp.Worker(id="w", role_category="care-or-support-worker", evidence=(row,))

    own, claimed, other = person(state, by), person("claimed", None), person(state, "manager")
    assert _answers(own) == _answers(claimed)
    assert state == "attended" or _answers(own) != _answers(other)
    gap = cp.skill_gap(PATHWAY, own, target="care-or-support-worker", on=ON)
    assert [one.path for one in gap.problems if "counts as claimed" in one.message] == ["evidence[0]"]
    # One room more: the record that somebody takes along does not call it a sign-off.
    (carried,) = own_record(PATHWAY, own, on=ON).evidence
    assert carried.source is None
    rated = SkillsAssessment(competency=item, own="meets", manager="meets", on=ON, by=by)
    gap = cp.skill_gap(
        PATHWAY, attrs.evolve(own, evidence=()), target="care-or-support-worker", on=ON, assessments=[rated]
    )
    assert item in gap.partial
    # The report, with names and without.
    for names in (True, False):
        staff = StaffFile(file="s.csv", kind="table", workers=(own, attrs.evolve(other, id="x")))
        first, second = build(PATHWAY, staff, on=ON, show_names=names).judged
        assert (first.summary.held, second.summary.held) == (0, int(state != "attended"))


# --- days that cannot be right ------------------------------------------------------------------------

EARLY = date(1900, 1, 1)


def test_a_day_that_cannot_be_right_credits_nothing_in_any_room() -> None:
    """The first days of a spreadsheet's calendar are no days: what bears one is said, and shows nothing."""
    l5 = "l5-diploma-leadership-management"
    held = cp.HeldQualification(name="Level 5", learning=l5, achieved=EARLY)
    done = cp.TrainingRecord(title="Oliver McGowan Tier 2", completed=EARLY, expires=date(2030, 1, 1))
    shows = cp.Evidence(competency=MINIMUM[0], state="assessed", on=EARLY, by="manager")
    given = cp.DelegatedAuthorisation(
        activity=ACTIVITIES[0],
        person="p",
        delegated_by="n",
        profession="registered-nurse",
        training_completed=EARLY,
        competency_assessed=EARLY,
        signed_off=EARLY,
    )
    worker = cp.Worker(
        id="w",
        job_title="Support Worker",
        started_in_care=EARLY,
        started_in_role=EARLY,
        qualifications=(held,),
        training=(done,),
        evidence=(shows,),
        authorisations=(given,),
    )
    gap = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON)
    assert (gap.held, gap.partial, gap.expired) == ((), (), ())
    assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()
    assert cp.place(PATHWAY, worker, on=ON).role_category == "care-or-support-worker"
    asked = cp.check_authorisation(PATHWAY, worker, activity=ACTIVITIES[0], person="p", on=ON)
    assert asked.reason_codes == ("delegation-day-wrong",) * 3
    for target in ("registered-manager", "enhanced-care-worker", "supervisor-or-leader"):
        compared = cp.check_eligibility(PATHWAY, worker, target=target, on=ON)
        assert all(one.judgement != "met" for one in compared.requirements)
        said = {one.path for one in compared.problems if "cannot be right" in one.message}
        records = {"qualifications[0]", "training[0]", "evidence[0]", "authorisations[0]"}
        assert said == {"started_in_role", "started_in_care", *records}


def test_a_not_yet_takes_away_whatever_its_days_are() -> None:
    """A not-yet that contradicts itself has no day: it counts against, in gaps and in requirements."""
    dates: list[dict[str, Any]] = [{"on": ON, "expires": ON - timedelta(9)}, {"on": EARLY}]
    for days in dates:
        evidence = [cp.Evidence(competency=one, state="assessed", on=ON, by="manager") for one in MINIMUM]
        against = cp.Evidence(competency=MINIMUM[0], state="not-yet", by="manager", **days)
        worker = cp.Worker(id="w", role_category="care-or-support-worker", evidence=(*evidence, against))
        gap = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON)
        assert set(gap.held) == {*MINIMUM[1:]}
        compared = cp.check_eligibility(PATHWAY, worker, target="supervisor-or-leader", on=ON)
        (covers,) = (one for one in compared.requirements if one.requirement.id == "rt-csw-sol-1")
        assert covers.judgement == "not-known"
        assert MINIMUM[0] in covers.open
        assert MINIMUM[1] not in covers.open


def test_what_was_expected_and_is_overdue_is_not_in_progress() -> None:
    """An expected day that has passed leaves open whether it was achieved or given up."""
    l5 = "l5-diploma-leadership-management"
    requirement = next(
        one
        for route in PATHWAY.routes
        for one in route.requirements
        if isinstance(one, cp.QualificationRequirement) and l5 in one.learning and one.working_towards
    )
    for expected, answer in ((ON, "met"), (None, "met"), (ON - timedelta(1), "not-known")):
        held = cp.HeldQualification(name="L5", learning=l5, working_towards=True, expected=expected)
        worker = cp.Worker(id="w", role_category="deputy-manager", qualifications=(held,))
        assert judge_requirement(PATHWAY, worker, requirement, on=ON).judgement == answer
        columns = cf.eligibility(
            PATHWAY,
            pl.DataFrame({"id": ["w"], "role_category": ["deputy-manager"]}),
            id="id",
            target="registered-manager",
            on=ON,
            qualifications=pl.DataFrame([{"id": "w"} | attrs.asdict(held)]),
        )
        assert (f"{requirement.id}: " in columns["reasons"][0]) is (answer != "met")


def test_a_year_to_come_in_a_name_is_no_achievement() -> None:
    """Without a day the year in the name says when: one that is to come is said, and credits nothing."""
    for name, answer in (
        (f"Level 5 Diploma in Leadership and Management for Adult Care {ON.year}", "met"),
        (f"Level 5 Diploma in Leadership and Management for Adult Care {ON.year + 1}", "not-known"),
        (f"Level 5 Diploma in Leadership and Management for Adult Care {ON:%b %Y}", "met"),
        (f"Level 5 Diploma in Leadership and Management for Adult Care Dec {ON.year}", "not-known"),
        (
            f"Level 5 Diploma in Leadership and Management for Adult Care (by {ON:%d}/12/{ON.year})",
            "not-known",
        ),
    ):
        held = cp.HeldQualification(name=name)
        worker = cp.Worker(id="w", role_category="deputy-manager", qualifications=(held,), training=())
        compared = cp.check_eligibility(PATHWAY, worker, target="registered-manager", on=ON)
        (asked,) = (one for one in compared.requirements if one.requirement.id == "rt-dm-rm-3")
        assert asked.judgement == answer
        assert bool(cp.infer_evidence(PATHWAY, worker, on=ON)) is (answer == "met")
        assert [str(one.kind) for one in compared.problems] == (
            ["later-than-asked"] if answer != "met" else []
        )
        columns = cf.eligibility(
            PATHWAY,
            pl.DataFrame({"id": ["w"], "role_category": ["deputy-manager"]}),
            id="id",
            target="registered-manager",
            on=ON,
            qualifications=pl.DataFrame({"id": ["w"], "name": [name]}),
        )
        assert ("rt-dm-rm-3: not-known" in columns["reasons"][0]) is (answer != "met")


# --- records that contradict themselves ---------------------------------------------------------------


@pytest.mark.parametrize("status", ["in-progress", "booked", "not-started", "did-not-attend"])
def test_a_day_of_completion_beside_a_status_that_denies_it_is_said(status: str) -> None:
    record = cp.TrainingRecord(title="Oliver McGowan Tier 2", completed=ON, status=status)
    worker = cp.Worker(id="w", role_category="care-or-support-worker", training=(record,))
    for problems in (
        cp.skill_gap(PATHWAY, worker, target=None, on=ON).problems,
        cp.check_eligibility(PATHWAY, worker, target="supervisor-or-leader", on=ON).problems,
    ):
        (problem,) = (one for one in problems if one.path == "training[0]")
        assert str(problem.kind) == "contradictory"
        assert f"its status is {status}" in problem.message
    assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()


def test_duties_that_deny_a_valid_delegation_are_said() -> None:
    held = cp.DelegatedAuthorisation(
        activity=ACTIVITIES[0],
        person="p",
        delegated_by="n",
        profession="registered-nurse",
        training_completed=ON,
        competency_assessed=ON,
        signed_off=ON,
    )
    for answer, said in ((False, 1), (True, 0), (None, 0)):
        context = cp.WorkContext(delegated_healthcare=answer)
        worker = cp.Worker(id="w", job_title="Support Worker", authorisations=(held,), context=context)
        problems = cp.skill_gap(PATHWAY, worker, target="new-to-care", on=ON).problems
        assert [str(one.kind) for one in problems] == ["contradictory"] * said


# --- what runs out ------------------------------------------------------------------------------------


def test_only_a_delegation_that_stands_or_stood_runs_out() -> None:
    """The same standing decides what the report lists as running out."""
    sound = cp.DelegatedAuthorisation(
        activity=ACTIVITIES[0],
        person="p",
        delegated_by="n-1",
        profession="registered-nurse",
        training_completed=ON - timedelta(60),
        competency_assessed=ON - timedelta(60),
        signed_off=ON - timedelta(60),
        expires=ON + timedelta(20),
    )
    over = attrs.evolve(sound, expires=ON - timedelta(1))
    renewed = attrs.evolve(sound, delegated_by="n-2", signed_off=ON - timedelta(1))

    def listed(*held: cp.DelegatedAuthorisation) -> list[str]:
        judged = PeopleJudge(PATHWAY, on=ON, ahead=90).judge(cp.Worker(id="w", authorisations=held))
        return [str(one.when) for one in judged.summary.dated]

    assert listed(sound) == ["expiring"]
    assert listed(over) == ["expired"]
    assert listed(over, renewed) == ["expiring"]
    nothing: list[dict[str, Any]] = [{"profession": "care manager"}, {"delegated_by": "w"}]
    for change in nothing:
        assert listed(attrs.evolve(sound, **change)) == listed(attrs.evolve(over, **change)) == []
    less: list[dict[str, Any]] = [{"profession": "wizard"}, {"competency_assessed": None}]
    for change in less:
        assert listed(attrs.evolve(sound, **change)) == []
        assert listed(attrs.evolve(over, **change)) == ["expired"]


def test_no_claim_hides_that_a_sign_off_has_expired() -> None:
    """What the gap shows as expired, the report lists as expired."""
    old = cp.Evidence(
        competency=MINIMUM[0], state="signed-off", on=date(2024, 1, 1), expires=date(2025, 1, 1), by="manager"
    )
    later: list[dict[str, Any]] = [
        {"state": "claimed", "on": ON},
        {"state": "not-yet", "on": date(2023, 1, 1)},
        {"state": "signed-off", "on": ON + timedelta(9), "by": "manager"},
        {"state": "signed-off", "on": ON, "by": "w"},
    ]
    for more in later:
        new = cp.Evidence(competency=MINIMUM[0], **more)
        worker = cp.Worker(id="w", role_category="care-or-support-worker", evidence=(old, new))
        judged = PeopleJudge(PATHWAY, on=ON, ahead=90).judge(worker)
        assert judged.summary.expired == 1
        assert [str(one.when) for one in judged.summary.dated] == ["expired"]
    attended = attrs.evolve(old, state="attended")
    claim = cp.Evidence(competency=MINIMUM[0], state="claimed", on=ON)
    judged = PeopleJudge(PATHWAY, on=ON, ahead=90).judge(attrs.evolve(worker, evidence=(attended, claim)))
    assert [str(one.when) for one in judged.summary.dated] == ["expired"]
    renewed = attrs.evolve(old, on=ON, expires=None, state="assessed")
    worker = attrs.evolve(worker, evidence=(old, renewed))
    judged = PeopleJudge(PATHWAY, on=ON, ahead=90).judge(worker)
    assert (judged.summary.expired, judged.summary.dated) == (0, ())


def test_training_for_others_takes_the_place_of_nothing() -> None:
    """Of two records in one category, one for foster carers renews nothing."""
    old = cp.TrainingRecord(
        title="A", ascwds_category=28, completed=date(2024, 1, 1), expires=date(2025, 1, 1)
    )
    other = [
        attrs.evolve(one, ascwds_category=21) for one in (old, attrs.evolve(old, title="B", expires=None))
    ]
    judged = PeopleJudge(PATHWAY, on=ON, ahead=90).judge(cp.Worker(id="w", training=other))
    assert [one.name for one in judged.summary.dated] == ["A"], "what is called other is no subject"
    for title, listed in (("Autism for foster carers", ["expired"]), ("B", [])):
        new = cp.TrainingRecord(title=title, ascwds_category=28, completed=ON)
        worker = cp.Worker(id="w", role_category="care-or-support-worker", training=(old, new))
        judged = PeopleJudge(PATHWAY, on=ON, ahead=90).judge(worker)
        assert [str(one.when) for one in judged.summary.dated] == listed, title


# --- training -----------------------------------------------------------------------------------------

DONE = date(2025, 12, 1)
STATUTORY = PATHWAY.role_category("new-to-care").statutory_requirements[0]
REGULATED = cp.WorkContext(regulated_service=True)


def course(title: str, **more: Any) -> cp.TrainingRecord:
    return cp.TrainingRecord(**{"title": title, "completed": DONE, **more})


def trained(*records: cp.TrainingRecord) -> cp.Worker:
    return cp.Worker(
        id="w",
        role_category="care-or-support-worker",
        qualifications=(),
        training=records,
        authorisations=(),
        context=REGULATED,
    )


def statutory(worker: cp.Worker, on: date = ON) -> str:
    return judge_requirement(PATHWAY, worker, STATUTORY, on=on).judgement.value


OUTSIDE = (
    "Autism awareness for foster carers",
    "Learning disability awareness for school staff",
    "Autism training for nursery nurses",
    "Children with autism: play and learning",
    "Autism and ADHD in early years settings",
    "Learning disability nursing: a refresher for registered nurses",
)
SUITABLE = ("Autism awareness", "Learning disability awareness", "Oliver McGowan Tier 2", "OMMT Tier 1")


@each("title", OUTSIDE)
def test_training_for_others_shows_nothing_and_meets_nothing(title: str) -> None:
    """DESIGN: What is not understood changes no answer and is said; one reading for gaps and requirements."""
    worker = trained(course(title))
    assert statutory(worker) == "not-met"
    assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()
    gap = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON)
    assert (gap.held, gap.partial, gap.expired) == ((), (), ())
    routes = cp.check_eligibility(PATHWAY, worker, target="supervisor-or-leader", on=ON)
    for problems in (gap.problems, routes.problems):
        assert any("shows nothing here" in problem.message for problem in problems)


def test_a_category_for_others_puts_a_record_outside() -> None:
    """A record in the category of children's training shows nothing, whatever its title says."""
    worker = trained(course("Autism awareness", ascwds_category=25))
    assert statutory(worker) == "not-met"
    assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()
    (problem,) = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON).problems
    assert "children's services: training category" in problem.message


@pytest.mark.parametrize("title", SUITABLE)
def test_suitable_training_meets_the_statutory_requirement(title: str) -> None:
    assert statutory(trained(course(title))) == "met"


STATUSES = [None, *cp.TrainingStatus]
record_days = st.none() | st.integers(-1200, 90).map(lambda days: ON + timedelta(days))
records = st.builds(
    cp.TrainingRecord,
    title=st.sampled_from((*SUITABLE, *OUTSIDE, "Fire safety", "Safeguarding adults", "Nothing known")),
    completed=record_days,
    expires=record_days,
    status=st.sampled_from(STATUSES),
)


@given(record=records)
def test_a_training_record_counts_only_as_far_as_it_says_so(record: cp.TrainingRecord) -> None:
    """Attended only where it was completed on a day that is given; any other status shows nothing."""
    worker = trained(record)
    states = {str(item.state) for item in cp.infer_evidence(PATHWAY, worker, on=ON) if item.valid(ON)}
    done = record.status in (None, "completed") and record.completed is not None and record.completed <= ON
    undated = record.status == "completed" and record.completed is None
    assert states <= ({"attended"} if done else {"claimed"} if undated else set())
    gap = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON)
    assert gap.held == ()
    if record.status not in (None, "completed", "expired"):
        assert (gap.partial, gap.expired) == ((), ())
    if statutory(worker) == "met":
        assert done
        assert states == {"attended"}


@given(record=records, others=st.lists(records, max_size=3))
def test_more_training_lowers_nothing(record: cp.TrainingRecord, others: list[cp.TrainingRecord]) -> None:
    """A newer enrolment or an undated row never outweighs a dated one, and takes nothing away."""
    before, after = trained(record), trained(record, *others)
    rank = {"not-met": 0, "not-known": 1, "met": 2}
    assert rank[statutory(after)] >= rank[statutory(before)]
    least = cp.EvidenceState.CLAIMED
    first, second = (
        set(cp.skill_gap(PATHWAY, one, target="care-or-support-worker", on=ON, threshold=least).held)
        for one in (before, after)
    )
    assert first <= second


@given(
    st.lists(
        st.builds(
            cp.Evidence,
            competency=st.just("ks-ntc-safeguarding-03"),
            state=st.sampled_from(["claimed", "attended", "assessed", "signed-off"]),
            on=st.sampled_from([None, date(2019, 1, 1), date(2025, 6, 1)]),
            expires=st.sampled_from([None, date(2025, 12, 1), date(2027, 1, 1)]),
        ),
        min_size=2,
        max_size=4,
    )
)
def test_until_when_evidence_counts_depends_on_no_order(evidence: list[cp.Evidence]) -> None:
    """One standing: of the same thing the same one counts longest, whatever the order on file."""
    first, second = (
        OnFile(PATHWAY, cp.Worker(id="w", evidence=items), ON).endings for items in (evidence, evidence[::-1])
    )
    assert first == second


@each("status", [one for one in STATUSES if one != "expired"])
def test_a_new_enrolment_hides_no_expired_training(status: str | None) -> None:
    old = course("Fire Safety", completed=date(2024, 1, 2), expires=date(2025, 1, 2))
    new = course("Fire Safety", completed=None, status=status)
    alone, both = (
        cp.skill_gap(PATHWAY, trained(*records), target="care-or-support-worker", on=ON)
        for records in ((old,), (old, new))
    )
    assert alone.expired
    assert (both.expired, both.partial) == (alone.expired, alone.partial)


def test_what_is_said_to_have_expired_is_shown_as_expired() -> None:
    for record in (
        course("Fire safety", completed=None, status="expired"),
        course("Fire safety", status="expired"),
        course("Fire safety", status="expired", expires=date(2030, 1, 1)),
    ):
        gap = cp.skill_gap(PATHWAY, trained(record), target="care-or-support-worker", on=ON)
        assert gap.expired
        assert gap.partial == ()


def test_rows_without_a_day_are_counted() -> None:
    worker = trained(
        course("Fire safety", completed=None, status="completed"),
        course("Autism", completed=None, status="completed"),
        course("Dementia", completed=None),
    )
    gap = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON)
    assert [str(problem) for problem in gap.problems] == [
        "training: 1 record has neither a day of completion nor a status, and shows nothing; give the day",
        "training: 2 records have no day of completion, and count at most as claimed; give the day",
    ]


# --- words that say that it was not done --------------------------------------------------------------


@each(
    "words",
    [
        "did not attend",
        "booked",
        "DNA",
        "N/A",
        "not completed",
        "in progress",
        "failed",
        "Cancelled",
        "enrolled on",
        "DNA'd",
        "60% complete",
        "0%",
        "to be attended",
        "dropped out",
        "unsuccessful",
        "paused",
        "invitation sent",
        "ongoing",
        "did not finsh",
        "didn't take the test",
        "awaiting certificate",
        "cert awaited",
        "not signed off",
        "nto completed",
        "no certificate",
        "rescheduled",
        "faild",
        "boked",
        "module 2 of 5",
        "3/5 units",
        "day 1 only",
        "complete by June",
        "no evidence",
        "to be signed off",
        "nearly done",
        "waiting for place",
        "missed",
    ],
)
def test_a_title_that_says_it_was_not_done_credits_nothing(words: str) -> None:
    """Status never credits what was not done, wherever the file says so."""
    for title in (f"Autism awareness ({words})", f"Oliver McGowan Tier 2 - {words}"):
        worker = trained(course(title))
        assert statutory(worker) == "not-met"
        assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()
        (problem,) = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON).problems
        assert "read as not-done" in problem.message
    assert statutory(trained(course("Getting started: autism awareness"))) == "met"


@each(
    ("typed", "says"),
    [
        ("not complted", "not completed"),
        ("- not comleted", "not completed"),
        ("(not atended)", "not attended"),
        ("cancled", "canceled"),
        ("expird", "expired"),
        ("- lasped", "lapsed"),
        ("(imcomplete)", "incomplete"),
        ("awating", "awaiting"),
    ],
)
def test_what_says_that_it_was_not_done_may_be_typed_wrongly(typed: str, says: str) -> None:
    """What is not understood changes no answer, and is said: a slip makes nothing done."""
    for subject, meant in (
        ("Autism awareness", "autism awareness"),
        ("Safegaurding adults", "safeguarding adults"),
    ):
        worker = trained(course(f"{subject} {typed}"))
        gap = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON)
        assert (gap.held, gap.partial) == ((), ())
        read_as, marked = (problem.message for problem in gap.problems)
        assert f"is read as '{meant} {says}'" in read_as
        assert f"says {says!r}, so it is read as" in marked


@pytest.mark.parametrize(
    "words", ["expires 12/2027", "expire 12/2027", "refresh yearly", "completes the set"]
)
def test_another_form_of_such_a_word_is_no_slip(words: str) -> None:
    worker = trained(course(f"Autism awareness {words}"))
    assert statutory(worker) == "met"
    assert not cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON).problems


@each(
    ("share", "done"),
    [
        *(("100%", True), ("100.0%", True), ("(100.00% complete)", True), ("95.0%", True), ("100,0 %", True)),
        *(("0%", False), ("0.0%", False), ("00 %", False), ("95.0% complete", False), ("5% complete", False)),
    ],
)
def test_a_share_is_read_as_a_whole(share: str, done: bool) -> None:
    """ "100.0%" does not say "0%"."""
    assert (mark_in(f"Fire safety {share}", training=True) is None) is done
    assert statutory(trained(course(f"Autism awareness {share}"))) == ("met" if done else "not-met")


def test_a_title_about_people_who_left_something_says_nothing_of_the_training() -> None:
    for title in (
        "Supporting people who dropped out of school",
        "Supporting people awaiting surgery",
        "Talking with adults who have not been heard",
    ):
        assert mark_in(title, training=True) is None
    marked = mark_in("Autism awareness, dropped out", training=True)
    assert marked is not None
    assert marked.means == "not-done"


def test_a_title_that_says_it_expired_is_shown_as_expired() -> None:
    gap = cp.skill_gap(PATHWAY, trained(course("Fire safety - EXPIRED")), target="new-to-care", on=ON)
    assert gap.expired
    assert gap.partial == ()


@each(
    "name",
    [
        "Level 3 Diploma in Adult Care (working towards)",
        "Level 3 Diploma in Adult Care - in progress",
        "NVQ 3 care not completed",
        "NVQ3 H&SC started 2024",
        "Units of Level 3 Diploma in Adult Care",
        "No NVQ 3 care",
        "Level 3 Diploma in Adult Care?",
        "NVQ 3 care (?)",
        "Level 3 Diploma in Adult Care \u2717",
        "\u2610 Level 3 Diploma in Adult Care",
        "[ ] Level 3 Diploma in Adult Care",
        "Paused: Level 3 Diploma in Adult Care?",
        "Level 3 Diploma in Adult Care: 0",
        "Level 3 Diploma in Adult Care 50%",
        "Level 3 Diploma in Adult Care 0",
        "Level 3 Diploma in Adult Care to complete",
        "Level 3 Diploma in Adult Care (paused)",
        "Level 3 Diploma in Adult Care - dropped out",
        "Level 3 Diploma in Adult Care awaiting",
        "Level 3 Diploma in Adult Care not complted",
        "Level 3 Diploma in Adult Care - did not finsh",
        "Level 3 Diploma in Adult Care, awating certificate",
    ],
)
def test_a_name_that_says_it_is_not_there_credits_nothing(name: str) -> None:
    requirement = cp.QualificationRequirement(
        id="r-1",
        learning=("l3-diploma-adult-care",),
        text="A diploma.",
        strength="must",
        provenance=cp.Provenance(basis="editorial", why="a test"),
    )
    held = cp.HeldQualification(name=name)
    worker = cp.Worker(id="w", role_category="care-or-support-worker", qualifications=(held,), training=())
    assert judge_requirement(PATHWAY, worker, requirement, on=ON).judgement == "not-known"
    assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()
    (problem,) = cp.skill_gap(PATHWAY, worker, target=None, on=ON).problems
    assert "counts for nothing" in problem.message


@each(
    "words",
    ["(not including {})", "excluding {}", ", no {}", "but not {}", "(excl. {})", "without {}", "- not {}"],
)
def test_what_a_title_leaves_out_is_not_credited(words: str) -> None:
    """Training and qualifications alike; what counts only as a whole is then not there at all."""

    def about(title: str) -> tuple[cp.Evidence, ...]:
        return cp.infer_evidence(PATHWAY, trained(course(title)), on=ON)

    def held(name: str) -> tuple[cp.Evidence, ...]:
        worker = cp.Worker(id="w", qualifications=(cp.HeldQualification(name=name),))
        return cp.infer_evidence(PATHWAY, worker, on=ON)

    out = words.format("medication")
    known = {one.competency for one in about("Safeguarding adults")}
    assert {one.competency for one in about(f"Safeguarding adults {out}")} == known
    assert not about(f"Care Certificate {words.format('standard 3')}")
    assert not about(f"Level 3 Diploma in Adult Care {out}")
    assert not held(f"Level 3 Diploma in Adult Care {out}")
    assert not held(f"Care Certificate {out}")
    assert held(f"Level 2 Award in Fire Safety {out}")
    assert not {one.competency for one in held(f"Level 2 Award in Fire Safety {out}")} & {
        one.competency for one in about("Medication")
    }
    standards = {one.source for one in about(f"Care Certificate standards 1-3 {words.format('2')}")}
    assert not any("standard 2" in str(source) for source in standards)


@each("words", ["Outstanding", "Paused", "Due", "Withdrawn", "Planned", "Begun", "None"])
def test_what_is_said_before_a_colon_or_in_brackets_is_said_of_the_record(words: str) -> None:
    for name in (f"{words}: Level 2 Award in Fire Safety", f"Level 2 Award in Fire Safety ({words.lower()})"):
        if words != "None" or "(" in name:
            held = cp.Worker(id="w", qualifications=(cp.HeldQualification(name=name),))
            assert cp.infer_evidence(PATHWAY, trained(course(name)), on=ON) == ()
            assert cp.infer_evidence(PATHWAY, held, on=ON) == ()
    for title in (
        "When care is declined: dementia",
        "Level 2 Award in Fire Safety 603/2958/X",
        "Day 2 of 2: dementia",
    ):
        assert mark_in(title, training=True) is None


def test_the_words_are_a_table_of_plain_words() -> None:
    rows = read_csv("lexicons/not-done.csv")
    words = [(row["about"], word) for row in rows for word in items_of(row["words"])]
    assert len(words) == len(set(words))
    for row in rows:
        assert row["why"]
        assert row["about"] in ("training", "qualifications", "both")
        assert row["means"] in ("not-done", "expired", "left-out")
        for word in (*items_of(row["words"]), *items_of(row["unless"])):
            assert normalise(word) == word.strip("^ $")
    names = [one.name for one in PATHWAY.learning]
    assert not [name for name in names if mark_in(name, training=True) or mark_in(name, training=False)]


# --- renewals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title", ["Autism awareness", "Learning disability awareness", "Oliver McGowan Tier 2"]
)
def test_one_renewal_rule_in_every_answer(title: str) -> None:
    """Where no expiry is on file, the renewal period of the topic counts, the same in every answer."""
    done = date(2022, 6, 1)
    worker = trained(course(title, completed=done))
    months = 36 if "Oliver" in title else 24
    last = add_months(done, months)
    for day, valid in ((last, True), (last + timedelta(1), False)):
        items = cp.infer_evidence(PATHWAY, worker, on=day)
        assert {item.expires for item in items} == {last}
        assert (statutory(worker, day) == "met") is valid
        gap = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=day)
        assert (gap.expired == ()) is valid
        assert (gap.partial != ()) is valid


def test_the_renewal_table_can_be_replaced() -> None:
    worker = trained(course("Fire safety", completed=date(2024, 1, 15)))
    ours = bundled_renewals().replaced_by(Renewals(rows=(Renewal(topic="fire-safety", months=36),)))
    usual = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON)
    replaced = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON, renewals=ours)
    assert usual.expired
    assert replaced.expired == ()
    assert replaced.partial == usual.expired
    assert {item.expires for item in cp.infer_evidence(PATHWAY, worker, on=ON, renewals=ours)} == {
        date(2027, 1, 15)
    }


# --- problems -----------------------------------------------------------------------------------------


def test_one_list_of_problems() -> None:
    """A record that one answer calls a problem is a problem in all."""
    worker = cp.Worker(
        id="w-1",
        role_category="care-or-support-worker",
        qualifications=(
            cp.HeldQualification(name="Grade 8 trumpet"),
            cp.HeldQualification(name="QCF level 2"),
        ),
        training=(
            course("Fire safety", completed=date(2026, 5, 1)),
            course("Fire safety", expires=date(2024, 1, 1)),
            course("Juggling"),
            course("Autism", learning="no-such-learning"),
        ),
        evidence=(
            cp.Evidence(competency="ks-none-01", state="assessed"),
            cp.Evidence(competency="ks-ntc-pbs-01", state="assessed", on=DONE),
            cp.Evidence(competency="ks-ntc-pbs-01", state="not-yet"),
        ),
        authorisations=(
            cp.DelegatedAuthorisation(
                activity="juggling", person="p", delegated_by="n", profession="wizard", signed_off=DONE
            ),
        ),
    )
    gap = cp.skill_gap(PATHWAY, worker, target=None, on=ON).problems
    assert len(gap) == 10
    team = cp.team_gap(PATHWAY, [worker], target=None, on=ON).problems
    assert tuple(problem.at(worker=None) for problem in team) == gap
    routes = cp.check_eligibility(PATHWAY, worker, target="supervisor-or-leader", on=ON).problems
    assert set(gap) <= set(routes)


def test_the_renewal_table_counts_in_plans_routes_succession_and_report(tmp_path: Path) -> None:
    """One renewal rule in every answer, and the user's own table in every answer."""
    path = tmp_path / "ours.csv"
    path.write_text("topic,months,why\nlearning-disability-and-autism,60,our policy\n", "utf-8")
    ours = read_renewals(path)
    worker = trained(course("Autism awareness", completed=date(2022, 6, 1)))
    target = "supervisor-or-leader"
    for renewals, expired in ((None, True), (ours, False)):
        more: dict[str, Any] = {"on": ON, "renewals": renewals}
        asked = cp.check_eligibility(PATHWAY, worker, target=target, **more)
        routes = {route.target: route for route in cp.eligible_routes(PATHWAY, worker, **more)}
        assert asked.decision is routes[target].decision
        assert (asked.decision == "not-yet") is expired
        plan = cp.career_plan(PATHWAY, worker, **more)
        assert any("it expired on 2024-06-01" in step.why for step in plan.steps) is expired
        found = cp.succession(PATHWAY, [worker], target=target, **more)
        assert found.in_role == ()
        judged = PeopleJudge(PATHWAY, on=ON, ahead=90, renewals=renewals).judge(worker)
        assert [(item.expires, item.months) for item in judged.summary.dated] == (
            [(date(2024, 6, 1), 24)] if expired else []
        )


def test_where_no_expiry_is_known_that_is_said() -> None:
    worker = trained(course("Coaching"), course("Autism", completed=None, status="expired"))
    summary = PeopleJudge(PATHWAY, on=ON, ahead=90).judge(worker).summary
    assert summary.no_expiry == 1
    assert [(item.name, item.expires, str(item.when)) for item in summary.dated] == [
        ("Autism", None, "expired")
    ]


# --- reasons ------------------------------------------------------------------------------------------


@given(held=st.none() | st.lists(delegations, max_size=3).map(tuple))
def test_every_reason_of_an_authorisation_has_its_code(held: tuple[Any, ...] | None) -> None:
    """Issue: reasons have codes as fields beside their words; the judgement of the code is the answer."""
    worker = cp.Worker(id="w", authorisations=held)
    for activity in ACTIVITIES[:3]:
        answer = cp.check_authorisation(PATHWAY, worker, activity=activity, person="p-1", on=ON)
        assert len(answer.reason_codes) == len(answer.reasons) > 0
        assert {reason_codes()[code][0] for code in answer.reason_codes} == {answer.authorised}


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, ("nothing",)),
        ({"role_category": "new-to-care"}, ("recorded",)),
        ({"role_category": "x", "job_title": "Deputy Manager"}, ("recorded-unknown", "title:deputy")),
        ({"ascwds_job_role": 4}, ("job-role:job-role-alone",)),
    ],
)
def test_every_reason_of_a_placement_has_its_code(fields: dict[str, Any], codes: tuple[str, ...]) -> None:
    placed = cp.place(PATHWAY, cp.Worker(id="w", **fields), on=ON)
    assert placed.reason_codes == codes
    assert len(placed.reasons) == len(codes)


# --- qualifications -----------------------------------------------------------------------------------

LEADERS = "Level 5 Diploma in Leadership and Management for Adult Care"
HAS = cp.HeldQualification(name=LEADERS)
NOT_ACHIEVED = (
    cp.HeldQualification(name=LEADERS, expected=date(2027, 6, 1)),
    cp.HeldQualification(name=LEADERS, working_towards=True),
    cp.HeldQualification(name=LEADERS, achieved=date(2030, 1, 1)),
    cp.HeldQualification(name=f"{LEADERS} (not completed)"),
    cp.HeldQualification(name=LEADERS, achieved=date(2020, 1, 1), understood=False),
    *(
        cp.HeldQualification(name=LEADERS, status=status, achieved=day, number=number)
        for status in set(cp.TrainingStatus) - {cp.TrainingStatus.COMPLETED}
        for day in (None, date(2020, 1, 1))
        for number in (None, "610/0150/8")
    ),
)


@each("held", NOT_ACHIEVED)
def test_a_qualification_that_is_not_achieved_is_achieved_nowhere(held: cp.HeldQualification) -> None:
    """DESIGN: status never credits what was not done; one reading of what is on file in every room."""
    worker = cp.Worker(id="w", role_category="deputy-manager", qualifications=(held,), training=())
    assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()
    gap = cp.skill_gap(PATHWAY, worker, target="deputy-manager", on=ON)
    assert (gap.held, gap.partial) == ((), ())
    # In a table beside somebody who has it.
    rows = [attrs.asdict(one) | {"id": key} for key, one in (("v", HAS), ("w", held))]
    people, table = pl.DataFrame({"id": ["v", "w"]}), pl.DataFrame(rows)
    counted = cf.skill_gap(PATHWAY, people, id="id", target="deputy-manager", on=ON, qualifications=table)
    first, second = counted["held"]
    assert (first > 0, second) == (True, 0)
    report = build(PATHWAY, StaffFile(file="staff.csv", kind="table", workers=(worker,)), on=ON)
    found = {fact.id: fact for fact in report.inspection}["qualifications"]
    assert found.found.startswith("0 people with a qualification on file")
    assert plan_page(report, report.judged[0]).qualifications == ()


@each("status", cp.TrainingStatus)
def test_the_status_of_a_qualification_decides_beside_its_name(status: cp.TrainingStatus) -> None:
    """A status that is clear is a clear answer, in a table too; one that contradicts the day is said."""
    held = cp.HeldQualification(name=LEADERS, status=status, achieved=date(2020, 1, 1))
    worker = cp.Worker(id="w", role_category="deputy-manager", qualifications=(held,), training=())
    compared = cp.check_eligibility(PATHWAY, worker, target="registered-manager", on=ON)
    (asked,) = (one for one in compared.requirements if one.requirement.id == "rt-dm-rm-3")
    achieved, begun = status is cp.TrainingStatus.COMPLETED, status is cp.TrainingStatus.IN_PROGRESS
    assert asked.judgement == ("met" if achieved else "not-known" if begun else "not-met")
    assert [str(one.kind) for one in compared.problems] == ([] if achieved else ["contradictory"])
    columns = cf.eligibility(
        PATHWAY,
        pl.DataFrame({"id": ["w"], "role_category": ["deputy-manager"]}),
        id="id",
        target="registered-manager",
        on=ON,
        qualifications=pl.DataFrame(
            [{"id": "w", "name": LEADERS, "status": str(status), "achieved": "2020-01-01"}]
        ),
    )
    assert ("rt-dm-rm-3" in columns["reasons"][0]) is not achieved


def test_a_number_of_something_else_than_the_name_says_counts_for_nothing() -> None:
    for name in ("Food hygiene certificate", "Level 3 Certificate in Adult Care", "First aid at work"):
        held = cp.HeldQualification(name=name, number="610/4009/5")
        worker = cp.Worker(id="w", qualifications=(held,))
        assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()
        (problem,) = cp.skill_gap(PATHWAY, worker, target="new-to-care", on=ON).problems
        assert "look at the certificate" in problem.message


# --- where people are ---------------------------------------------------------------------------------


@each("setting", ["hospital", "domiciliary", "care home", None])
@each("title", ["Carer", "Team leader", "Support Worker", "Nurse"])
def test_where_the_work_is_done_counts_in_a_table_as_anywhere(title: str, setting: str | None) -> None:
    """DESIGN: the person's work is outside the Pathway: not compared."""
    worker = cp.Worker(id="w", job_title=title, setting=setting)
    asked = cp.check_eligibility(PATHWAY, worker, target="deputy-manager", on=ON)
    people = pl.DataFrame({"id": ["w"], "job_title": [title], "setting": [setting]})
    table = cf.eligibility(PATHWAY, people, id="id", target="deputy-manager", on=ON)
    assert table["decision"].to_list() == [asked.decision.value]


# --- assessment of competence and induction -----------------------------------------------------------


def _requirement(what: str) -> cp.Requirement:
    route = next(route for route in PATHWAY.routes if any(what in one.id for one in route.requirements))
    return next(one for one in route.requirements if what in one.id)


@each(
    ("change", "judgement"),
    [
        ({}, "met"),
        ({"signed_off": None}, "met"),
        ({"profession": "care manager"}, "not-met"),
        ({"profession": "wizard"}, "not-known"),
        ({"profession": "wizard", "signed_off": None}, "not-known"),
        ({"expires": DONE}, "not-met"),
        ({"signed_off": None, "expires": DONE}, "not-met"),
        ({"competency_assessed": date(2030, 1, 1)}, "not-met"),
    ],
)
def test_an_assessment_counts_only_by_who_may_delegate(change: dict[str, Any], judgement: str) -> None:
    """DESIGN: the same standing decides placement, gaps, eligibility and the report."""
    usual = {
        "activity": ACTIVITIES[0],
        "person": "p",
        "delegated_by": "n",
        "profession": "registered-nurse",
        "training_completed": DONE,
        "competency_assessed": DONE,
        "signed_off": DONE,
    }
    held = cp.DelegatedAuthorisation(**{**usual, **change})
    worker = cp.Worker(id="w", authorisations=(held,), confirmed=())
    answer = judge_requirement(PATHWAY, worker, _requirement("rt-csw-ecw-3"), on=ON)
    assert answer.judgement == judgement


def test_an_activity_that_nobody_knows_counts_for_nothing() -> None:
    """DESIGN: What is not understood changes no answer and is said."""
    days = {"training_completed": DONE, "competency_assessed": DONE, "signed_off": DONE}
    held = cp.DelegatedAuthorisation(
        activity="juggling", person="p", delegated_by="n", profession="registered-nurse", **days
    )
    worker = cp.Worker(id="w", job_title="Support Worker", authorisations=(held,), confirmed=())
    assert cp.place(PATHWAY, worker, on=ON).role_category == "care-or-support-worker"
    assert cp.skill_gap(PATHWAY, worker, target="enhanced-care-worker", on=ON).held == ()
    compared = cp.check_eligibility(PATHWAY, worker, target="enhanced-care-worker", on=ON)
    assert "met" not in {one.judgement.value for one in compared.requirements}
    assert any("it counts for nothing" in problem.message for problem in compared.problems)


@pytest.mark.parametrize("title", ["Warehouse induction", "Induction loop systems", "Nursery induction"])
def test_an_induction_into_other_work_is_none_in_any_room(title: str) -> None:
    worker = attrs.evolve(trained(course(title)), confirmed=())
    assert judge_requirement(PATHWAY, worker, _requirement("rt-entry-ntc-2"), on=ON).judgement == "not-met"
    assert cp.infer_evidence(PATHWAY, worker, on=ON) == ()
    own = attrs.evolve(worker, training=(course("Induction"),))
    assert judge_requirement(PATHWAY, own, _requirement("rt-entry-ntc-2"), on=ON).judgement == "met"


@each(
    "words",
    [
        *("overdue", "- outstanding", "(no show)", "TBC", "not yet", "partially completed", "left early"),
        *("declined", "due", "awaiting results", "- never attended", "withdrawn", "required"),
        *("policy", "policy read", "- read and understood"),
    ],
)
def test_the_state_at_the_end_of_a_title_is_no_completion(words: str) -> None:
    """DESIGN: a training record counts only as far as it says so."""
    worker = trained(course(f"Autism awareness {words}"))
    assert statutory(worker) == "not-met"
    gap = cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=ON)
    assert (gap.held, gap.partial) == ((), ())
    (problem,) = gap.problems
    assert "so it is read as" in problem.message


def test_a_course_named_after_such_a_word_is_a_course() -> None:
    for title in (
        "Autism: from good to outstanding",
        "Autism: never events",
        "Autism and required reading",
        "Autism: policy and practice",
    ):
        assert mark_in(title, training=True) is None


@pytest.mark.parametrize("status", ["expired", "completed", None])
def test_a_qualification_filed_as_training_is_looked_at_in_a_table_too(status: str | None) -> None:
    """DESIGN: one rule, two evaluators that must agree; a qualification does not lapse."""
    filed = {"title": "Physiotherapy", "learning": "app-physiotherapist", "status": status}
    worker = cp.Worker(
        id="w",
        role_category="practice-leader",
        qualifications=(),
        training=(cp.TrainingRecord(**filed),),  # type: ignore[arg-type]
    )
    one = {
        f"{judged.requirement.id}: {judged.judgement}"
        for route in cp.eligible_routes(PATHWAY, worker, on=ON)
        if route.route is not None and route.route.id == "rt-ext-physiotherapist"
        for judged in route.requirements
        if judged.judgement is not cp.Judgement.MET
    }
    columns = cf.eligibility(
        PATHWAY,
        pl.DataFrame({"id": ["w", "x"], "role_category": ["practice-leader"] * 2}),
        id="id",
        on=ON,
        qualifications=pl.DataFrame({"id": ["x"], "name": ["NVQ 3 care"]}),
        training=pl.DataFrame([{"id": "w"} | filed]),
    )
    (row,) = columns.filter(pl.col("id") == "w", pl.col("route") == "rt-ext-physiotherapist").rows(named=True)
    assert set(row["reasons"].split("; ")) == one
