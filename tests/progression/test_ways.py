"""What comes next is worked out in one place: plan, report, routes and succession say the same."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given

import care_pathway as cp
from care_pathway.progression import ways_onward, ways_to
from care_pathway.report.people import PeopleJudge
from tests.progression.people import ON, worker
from tests.progression.test_properties import PATHWAY, workers

ROLES = [role.id for role in PATHWAY.role_categories]
ORDER = {role.id: role.order for role in PATHWAY.role_categories}


def next_in_report(pathway: cp.Pathway, person: cp.Worker) -> list[str | None]:
    """The routes that the report shows with a person, in its order."""
    return [one.route for one in PeopleJudge(pathway, on=ON, ahead=90).judge(person).summary.routes]


def agrees(pathway: cp.Pathway, person: cp.Worker) -> None:
    plan = cp.career_plan(pathway, person, on=ON)
    planned = [route.id for route in plan.routes]
    offered = [one.route.id for one in cp.eligible_routes(pathway, person, on=ON) if one.route]
    # Of routes one after another only the first can be taken now.
    now = [route.id for route in ways_of(pathway, person)]
    assert set(now) <= set(planned)
    assert offered[: len(now)] == now
    if person.aspiration is not None:
        shown = next_in_report(pathway, person)
        assert shown == now[:4]
    if person.aspiration is cp.Aspiration.STAY_AND_GROW:
        assert all(pathway.route(one).source == pathway.route(one).target for one in offered)


def ways_of(pathway: cp.Pathway, person: cp.Worker) -> tuple[cp.ProgressionRoute, ...]:
    ways = ways_onward(
        pathway,
        person.role_category,
        aspiration=person.aspiration,
        manages_staff=person.context.manages_staff,
    )
    return ways.first


def test_the_next_route_of_the_report_is_among_the_routes_of_the_plan(edition: cp.Pathway) -> None:
    """8 role categories and 5 aspirations, routes out of care included: no contradiction."""
    for role in edition.role_categories:
        for aspiration in (None, *cp.Aspiration):
            for manages in (None, True, False):
                context = cp.WorkContext(manages_staff=manages)
                agrees(edition, worker(role_category=role.id, aspiration=aspiration, context=context))


@given(workers)
def test_plan_report_and_routes_agree_for_anybody(person: cp.Worker) -> None:
    """What comes next is worked out in one place; plan, report, routes and succession cannot disagree."""
    for aspiration in cp.Aspiration:
        if person.role_category is not None:
            agrees(PATHWAY, attrs.evolve(person, aspiration=aspiration))


@given(workers)
def test_succession_compares_with_the_route_of_check_eligibility(person: cp.Worker) -> None:
    for target in ("supervisor-or-leader", "deputy-manager", "registered-manager"):
        compared = cp.check_eligibility(PATHWAY, person, target=target, on=ON)
        found = cp.succession(PATHWAY, [person], target=target, on=ON)
        for one in (*found.ready, *found.nearly, *found.later):
            assert one.decision is compared.decision
            assert one.route == (compared.route.id if compared.route else None)
        if compared.route is not None and person.role_category is not None:
            plan = cp.career_plan(PATHWAY, person, target=target, on=ON)
            assert compared.route in plan.routes


def test_whoever_wants_to_lead_is_shown_the_next_step_and_not_a_leap(pathway: cp.Pathway) -> None:
    """A care or support worker who wants to lead: supervisor or practice leader, not deputy manager."""
    person = worker(role_category="care-or-support-worker", aspiration="lead")
    assert next_in_report(pathway, person) == ["rt-csw-sol", "rt-csw-pl"]
    assert [one.id for one in cp.career_plan(pathway, person, on=ON).routes] == ["rt-csw-sol", "rt-csw-pl"]


def test_whoever_wishes_to_stay_is_never_shown_promotion(pathway: cp.Pathway) -> None:
    for role in ROLES:
        person = worker(role_category=role, aspiration="stay-and-grow")
        offered = cp.eligible_routes(pathway, person, on=ON)
        assert all(one.target == role for one in offered)
        assert set(next_in_report(pathway, person)) == {one.route.id for one in offered if one.route}


def test_routes_are_offered_nearest_first(pathway: cp.Pathway) -> None:
    """Routes from a role category are offered nearest first; ways out of care come last."""
    for role in ROLES:
        targets = [one.target for one in cp.eligible_routes(pathway, worker(role_category=role), on=ON)]
        distance = [abs(ORDER[one] - ORDER[role]) if one in ORDER else 99 for one in targets]
        assert distance == sorted(distance)
    carer = cp.eligible_routes(pathway, worker(role_category="care-or-support-worker"), on=ON)
    targets = [one.target for one in carer]
    assert targets.index("supervisor-or-leader") < targets.index("deputy-manager")


def test_ways_to_a_target_lead_straight_there_or_round_about(pathway: cp.Pathway) -> None:
    assert [one.id for one in ways_to(pathway, "deputy-manager", "registered-manager")] == ["rt-dm-rm"]
    assert [one.target for one in ways_to(pathway, "new-to-care", "deputy-manager")] == [
        "care-or-support-worker",
        "deputy-manager",
    ]


@pytest.fixture
def with_a_ninth(pathway: cp.Pathway) -> cp.Pathway:
    """A pathway with a ninth role category and a route to it, as further ones are announced."""
    leader = pathway.role_category("supervisor-or-leader")
    assert leader.baseline is not None
    ninth = attrs.evolve(
        leader,
        id="care-coordinator",
        name="Care coordinator",
        order=9,
        baseline=attrs.evolve(leader.baseline, role_categories=(leader.id,)),
    )
    route = attrs.evolve(pathway.route("rt-csw-sol"), id="rt-sol-cc", source=leader.id, target=ninth.id)
    return attrs.evolve(
        pathway, role_categories=(*pathway.role_categories, ninth), routes=(*pathway.routes, route)
    )


def test_nothing_fails_on_a_ninth_role_category(with_a_ninth: cp.Pathway) -> None:
    """No enum of role ids: nothing in code may fail on a ninth."""
    pathway = with_a_ninth
    for role in ("care-coordinator", "supervisor-or-leader"):
        for aspiration in (None, *cp.Aspiration):
            person = worker(role_category=role, aspiration=aspiration, context=cp.WorkContext())
            agrees(pathway, person)
            for target in (*(one.id for one in pathway.role_categories), *pathway.professions):
                assert cp.check_eligibility(pathway, person, target=target, on=ON).summary
                cp.career_plan(pathway, person, target=target, on=ON)
    team = [
        worker(id="a", role_category="care-coordinator"),
        worker(id="b", role_category="supervisor-or-leader"),
    ]
    found = cp.succession(pathway, team, target="care-coordinator", on=ON)
    assert found.in_role == ("a",)
    assert found.then is not None
    assert found.then.target == "supervisor-or-leader"
    offered = cp.eligible_routes(pathway, team[1], on=ON)
    assert "care-coordinator" in {one.target for one in offered}


def test_work_with_one_post_says_who_follows_behind(pathway: cp.Pathway) -> None:
    """Succession says who follows the deputy too."""
    team = [worker(id=role, role_category=role) for role in ("deputy-manager", "supervisor-or-leader")]
    found = cp.succession(pathway, team, target="registered-manager", on=ON)
    assert found.then is not None
    assert (found.then.target, found.then.in_role) == ("deputy-manager", ("deputy-manager",))
    assert [one.worker for one in found.then.later] == ["supervisor-or-leader"]
    assert "for deputy manager 1 in the role" in found.explain()
