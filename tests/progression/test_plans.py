"""Career plans beside the personas: aspirations, routes in a row, steps, looks."""

from __future__ import annotations

from datetime import date

import pytest

import care_pathway as cp
from care_pathway.progression import StepKind
from tests.each import each
from tests.progression.people import BEFORE, ON, SUITABLE, authorisation, held, worker

ASPIRATIONS = {
    ("care-or-support-worker", "specialise"): ["rt-csw-ecw", "rt-csw-pl"],
    ("care-or-support-worker", "lead"): ["rt-csw-sol", "rt-csw-pl"],
    ("care-or-support-worker", "manage"): ["rt-csw-dm"],
    ("supervisor-or-leader", "lead"): ["rt-sol-pl", "rt-sol-dm"],
    ("supervisor-or-leader", "manage"): ["rt-sol-dm", "rt-sol-rm"],
    ("supervisor-or-leader", "specialise"): ["rt-sol-pl"],
    ("deputy-manager", "manage"): ["rt-dm-rm"],
    ("deputy-manager", "lead"): ["rt-dm-rm"],
    ("deputy-manager", "specialise"): [],
    ("registered-manager", "lead"): ["rt-rm-growth"],
    ("registered-manager", "manage"): ["rt-rm-growth"],
    ("new-to-care", "manage"): ["rt-ntc-csw", "rt-csw-dm"],
    ("new-to-care", "specialise"): ["rt-ntc-csw", "rt-csw-ecw"],
    ("enhanced-care-worker", "manage"): ["rt-ecw-sol", "rt-sol-dm"],
    ("deputy-manager", "stay-and-grow"): [],
}


@each(("role", "aspiration"), ASPIRATIONS)
def test_the_routes_follow_the_aspiration(pathway: cp.Pathway, role: str, aspiration: str) -> None:
    plan = cp.career_plan(pathway, worker(role_category=role, aspiration=aspiration), on=ON)
    assert [route.id for route in plan.routes] == ASPIRATIONS[role, aspiration]


def test_a_regulated_profession_is_a_way_out_from_anywhere(pathway: cp.Pathway) -> None:
    for role in (None, *(one.id for one in pathway.role_categories)):
        person = worker(role_category=role, aspiration="move-to-regulated-profession")
        plan = cp.career_plan(pathway, person, on=ON)
        assert {"nursing-associate", "registered-nurse", "occupational-therapist", "social-worker"} <= {
            route.target for route in plan.routes
        }


def test_a_specialist_with_line_management_gets_the_supervisor_route(pathway: cp.Pathway) -> None:
    def routes(*, manages: bool) -> set[str]:
        context = cp.WorkContext(leads_a_specialism=True, manages_staff=manages)
        person = worker(role_category="enhanced-care-worker", aspiration="specialise", context=context)
        return {route.target for route in cp.career_plan(pathway, person, on=ON).routes}

    assert routes(manages=False) == {"practice-leader"}
    assert routes(manages=True) == {"supervisor-or-leader"}


def test_a_far_target_is_planned_one_route_at_a_time(pathway: cp.Pathway) -> None:
    plan = cp.career_plan(pathway, worker(role_category="new-to-care"), target="registered-manager", on=ON)
    assert [route.target for route in plan.routes] == [
        "care-or-support-worker",
        "supervisor-or-leader",
        "registered-manager",
    ]
    assert {one.route for one in plan.steps} == {None, "rt-ntc-csw"}
    assert plan.target == "registered-manager"


def test_what_several_routes_ask_is_one_step(pathway: cp.Pathway) -> None:
    person = worker(role_category="care-or-support-worker", aspiration="lead")
    plan = cp.career_plan(pathway, person, on=ON)
    training = [one for one in plan.steps if "learning disability and autism" in one.text]
    assert len(training) == 1
    assert training[0].by == date(2026, 4, 15)
    assert training[0].learning == ("omt-tier-1", "omt-tier-2")


def test_steps_name_learning_with_alternatives_experience_and_assessment(pathway: cp.Pathway) -> None:
    person = worker(
        role_category="care-or-support-worker",
        aspiration="lead",
        training=(SUITABLE,),
        qualifications=(
            held("Level 3 Diploma in Adult Care", working_towards=True, expected=date(2026, 9, 1)),
        ),
    )
    plan = cp.career_plan(pathway, person, on=ON)
    diploma = next(one for one in plan.steps if one.requirement == "rt-csw-sol-2")
    assert diploma.by == date(2026, 9, 1)
    assert diploma.learning == ("l3-diploma-adult-care",)
    assert diploma.alternatives == (("app-lead-adult-care-worker",),)
    assert diploma.text.startswith("Work on")
    baseline = [one for one in plan.steps if one.requirement == "rt-csw-sol-1"]
    assert [one.kind for one in baseline] == [StepKind.LEARNING, StepKind.ASSESSMENT]
    assert baseline[0].competencies
    deputy = cp.career_plan(pathway, worker(role_category="supervisor-or-leader", aspiration="manage"), on=ON)
    assert StepKind.EXPERIENCE in {one.kind for one in deputy.steps}
    after = next(one for one in deputy.steps if one.requirement == "rt-sol-dm-2")
    assert after.text.startswith("After taking up the post")
    assert after.by is None


def test_an_authorisation_that_runs_out_is_renewed_and_one_that_lapsed_is_trained_again(
    pathway: cp.Pathway,
) -> None:
    person = worker(
        role_category="enhanced-care-worker",
        authorisations=(authorisation(), authorisation(person="p-7", expires=BEFORE, signed_off=BEFORE)),
    )
    texts = {one.text: one.by for one in cp.career_plan(pathway, person, on=ON).steps}
    assert texts["Renew the sign-off for specialised medication administration with p-4"] == date(2026, 5, 10)
    assert "Bespoke training for specialised medication administration with p-7" in texts


def test_problems_on_file_become_a_step(pathway: cp.Pathway) -> None:
    person = worker(role_category="care-or-support-worker", qualifications=(held("Grade 8 trumpet"),))
    plan = cp.career_plan(pathway, person, on=ON)
    assert plan.steps[1].kind is StepKind.EVIDENCE
    assert plan.steps[1].why == "1 point on file needs a look"
    assert "trumpet" in plan.explain()


def test_a_target_in_place_is_growth(pathway: cp.Pathway) -> None:
    person = worker(role_category="care-or-support-worker", aspiration="lead")
    plan = cp.career_plan(pathway, person, target="care-or-support-worker", on=ON)
    assert [route.kind.value for route in plan.routes] == ["growth"]
    stays = worker(role_category="care-or-support-worker", aspiration="stay-and-grow")
    assert cp.career_plan(pathway, stays, target="care-or-support-worker", on=ON).problems == ()


def test_without_a_role_category_there_is_still_a_plan(pathway: cp.Pathway) -> None:
    plan = cp.career_plan(pathway, worker(aspiration="lead"), target="deputy-manager", on=ON)
    assert plan.role_category is None
    assert plan.steps[0].kind is StepKind.CONVERSATION
    assert any("settles the role category" in problem.message for problem in plan.problems)


def test_unknown_targets_are_refused(pathway: cp.Pathway) -> None:
    with pytest.raises(cp.UnknownIdError, match="deputy-manager"):
        cp.career_plan(pathway, worker(), target="deputy", on=ON)


def test_the_prompts_are_our_own_and_follow_the_wish(pathway: cp.Pathway) -> None:
    for aspiration in (None, *cp.Aspiration):
        plan = cp.career_plan(pathway, worker(aspiration=aspiration), on=ON)
        assert 5 <= len(plan.prompts) <= 8
        assert all(prompt.text.endswith("?") for prompt in plan.prompts)
    assert len({prompt.id for prompt in plan.prompts}) == len(plan.prompts)


def test_looks(pathway: cp.Pathway) -> None:
    person = worker(
        role_category="care-or-support-worker",
        aspiration="manage",
        qualifications=(held("<script>"),),
    )
    plan = cp.career_plan(pathway, person, on=ON)
    html = plan._repr_html_()
    assert "<script>" not in html
    assert '<th scope="col">By</th>' in html
    assert "To look at" in html
    assert "To look at" not in cp.career_plan(pathway, pathway.persona("anton").worker, on=ON)._repr_html_()
    assert len(repr(plan)) < 300
    assert str(plan.steps[0]) == plan.steps[0].text
    assert str(plan.prompts[0]) == plan.prompts[0].text
    assert str(plan.goals[0]) == plan.goals[0].text
    assert str(plan.reviews[0]).startswith("2026-")
    rows = cp.to_rows(plan)
    assert len(rows) == len(plan.steps)
    assert rows[0]["order"] == 1
    for word in ("approved", "promot"):
        assert word not in plan.explain().casefold()


def test_no_step_is_due_before_the_plan_begins(pathway: cp.Pathway) -> None:
    """A day on file that cannot be right, or that has passed, is nothing to plan by."""
    l5 = "l5-diploma-leadership-management"
    unclear = cp.HeldQualification(name="L5", learning=l5, achieved=date(2020, 1, 1), working_towards=True)
    late = cp.HeldQualification(name="L5", learning=l5, working_towards=True, expected=BEFORE)
    for one in (unclear, late):
        person = worker(role_category="registered-manager", qualifications=(one,))
        plan = cp.career_plan(pathway, person, on=ON)
        assert all(step.by is None or step.by >= ON for step in plan.steps)


def test_a_requirement_known_in_words_only_is_still_a_step(pathway: cp.Pathway) -> None:
    published = pathway.only(basis="published")
    person = worker(role_category="deputy-manager")
    plan = cp.career_plan(published, person, target="registered-manager", on=ON)
    assert "rt-dm-rm-2" in {step.requirement for step in plan.steps}
