"""One question put to two rooms: what is on file about a person is read once, and every answer agrees."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from tests.skills.skill_samples import ON, PATHWAY

ACTIVITIES = [one.id for one in PATHWAY.delegated_activities]

# --- delegation ---------------------------------------------------------------------------------------

around = st.none() | st.integers(-900, 60).map(lambda days: ON + timedelta(days))
delegations = st.builds(
    cp.DelegatedAuthorisation,
    activity=st.sampled_from(ACTIVITIES[:3]),
    person=st.sampled_from(("p-1", "p-2")),
    delegated_by=st.sampled_from(("n-1", "n-2")),
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
    days = {"training_completed": ON, "competency_assessed": ON, "signed_off": ON}
    sound = cp.DelegatedAuthorisation(
        activity=activity, person="p", delegated_by="n", profession="registered-nurse", **days
    )
    return shown(cp.Worker(id="w", authorisations=(sound,)), ON)


SIGNED = {activity: signs_off(activity) for activity in ACTIVITIES}


def test_every_activity_signs_something_off() -> None:
    assert all(SIGNED.values())


@given(held=st.lists(delegations, max_size=4).map(tuple))
def test_a_delegation_is_signed_off_only_where_it_is_authorised(held: tuple) -> None:
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
