"""Prices by the person and by the group, VAT, dates, and who a course is for."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.planning.offers import offers_of, vat_rate
from care_pathway.planning.records import PriceBasis
from care_pathway.planning.solver import GroupPrice, Limits, SeatOption, cheapest, choose
from care_pathway.skills import team_gap
from tests.drawn import examples
from tests.each import each

PATHWAY = cp.load("2025-04")
ON = date(2026, 1, 15)


def team(count: int, role: str = "new-to-care") -> cp.TeamGap:
    people = [cp.Worker(id=f"w-{at:02}") for at in range(count)]
    return team_gap(PATHWAY, people, target=role, on=ON)


def course(**known: Any) -> cp.Course:
    return cp.Course(**{"id": "c-1", "title": "Safeguarding adults", **known})


def chosen(gap: cp.TeamGap, *courses: cp.Course, **limits: Any) -> dict[str, tuple[int, float | None]]:
    plan = cp.recommend_learning(PATHWAY, gap, courses, on=ON, **limits)
    assert plan.optimal
    return {one.course: (len(one.learners), one.cost) for one in plan.chosen}


# --- the solver ---------------------------------------------------------------------------------------

group_prices = st.builds(GroupPrice, st.integers(1, 60), st.integers(1, 4))


@given(
    masks=st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=1, max_size=4),
    singles=st.lists(st.none() | st.integers(1, 30), min_size=2, max_size=2),
    groups=st.lists(st.none() | group_prices, min_size=2, max_size=2),
    budget=st.none() | st.integers(0, 120),
)
@settings(max_examples=examples(60), deadline=None)
def test_group_prices_against_brute_force(masks, singles, groups, budget):
    """Rule: most needs first, then least cost, then fewest places; proved against every choice there is."""
    places = [
        SeatOption(option, person, mask, singles[option], None)
        for option in range(2)
        for person, mine in enumerate(masks)
        if (mask := mine[option]) and (singles[option] is not None or groups[option] is not None)
    ]
    prices = {at: one for at, one in enumerate(groups) if one is not None}
    tiers = [(7, 0)] * len(masks)
    found = choose(places, tiers, Limits(budget, None, None, (None, None)), groups=prices)
    assert found.optimal

    def key(picks: tuple[int, ...]) -> tuple[int, int, int] | None:
        taken = [one for one, pick in zip(places, picks, strict=True) if pick]
        cost = 0
        for option in range(2):
            count = sum(one.option == option for one in taken)
            cost += cheapest(count, singles[option], prices.get(option))[0] or 0 if count else 0
        if budget is not None and cost > budget:
            return None
        covered = [0] * len(masks)
        for one in taken:
            covered[one.person] |= one.mask
        return (-sum(mask.bit_count() for mask in covered), cost, len(taken))

    keys = [key(picks) for picks in product((0, 1), repeat=len(places))]
    best = min(one for one in keys if one is not None)
    assert key(tuple(int(at in found.chosen) for at in range(len(places)))) == best


# --- plans --------------------------------------------------------------------------------------------


def test_a_group_is_booked_where_it_is_cheaper():
    """£495 per 12: a group for thirteen and one single place; two people go at the single price."""
    offer = course(cost=50.0, group_cost=495.0, group_size=12)
    plan = cp.recommend_learning(PATHWAY, team(13), [offer], on=ON)
    (one,) = plan.chosen
    assert (one.cost, one.groups, one.price_basis) == (545.0, 1, PriceBasis.MIXED)
    assert plan.cost == 545.0
    (few,) = cp.recommend_learning(PATHWAY, team(2), [offer], on=ON).chosen
    assert (few.cost, few.groups, few.price_basis) == (100.0, 0, PriceBasis.PER_PERSON)
    (only,) = cp.recommend_learning(PATHWAY, team(3), [course(group_cost=495.0, group_size=12)], on=ON).chosen
    assert (only.cost, only.cost_each, only.price_basis) == (495.0, None, PriceBasis.GROUP)


def test_of_several_providers_the_cheaper_for_so_many_is_booked():
    single = course(id="a", provider="A", cost=40.0)
    group = course(id="b", provider="B", group_cost=300.0, group_size=12)
    assert chosen(team(5), single, group) == {"a": (5, 200.0)}
    assert chosen(team(10), single, group) == {"b": (10, 300.0)}


def test_a_budget_that_a_group_does_not_fit_sends_whom_it_can():
    offer = course(cost=50.0, group_cost=495.0, group_size=12)
    assert chosen(team(12), offer, budget=494) == {"c-1": (9, 450.0)}
    assert chosen(team(12), offer, budget=495) == {"c-1": (12, 495.0)}


def test_vat_on_top_counts_in_the_budget_and_is_said_apart():
    offer = course(cost=50.0, vat_included=False)
    plan = cp.recommend_learning(PATHWAY, team(2), [offer], on=ON, budget=119)
    (one,) = plan.chosen
    assert (len(one.learners), one.cost, one.vat, plan.cost, plan.vat) == (1, 50.0, 10.0, 50.0, 10.0)
    assert plan.to_cover_everything is not None
    assert plan.to_cover_everything.cost == 120.0
    included = cp.recommend_learning(PATHWAY, team(2), [course(cost=50.0, vat_included=True)], budget=119)
    assert (included.cost, included.vat) == (100.0, 0.0)
    assert "and £10 VAT" in plan.explain()
    assert vat_rate(None) == vat_rate(ON) == 0.2


def test_a_course_with_dates_is_booked_on_one_of_them():
    sessions = (
        cp.CourseSession(day=date(2025, 12, 1), seats=20),
        cp.CourseSession(day=date(2026, 2, 1), seats=2),
        cp.CourseSession(day=date(2026, 3, 1), seats=9, cost=60.0),
    )
    plan = cp.recommend_learning(PATHWAY, team(4), [course(cost=50.0, sessions=sessions)], on=ON)
    chosen: list[Any] = [one for one in plan.chosen if one.session]
    assert [(one.session.day.month, len(one.learners), one.cost) for one in chosen] == [
        (2, 2, 100.0),
        (3, 2, 120.0),
    ]
    past = course(cost=50.0, sessions=sessions[:1])
    (one,) = cp.recommend_learning(PATHWAY, team(1), [past], on=ON).chosen
    assert one.session is None
    (early,) = cp.recommend_learning(PATHWAY, team(1), [past]).chosen
    assert early.session == sessions[0]


@each(
    ("role", "title", "taken"),
    [
        ("care-or-support-worker", "Leadership and management in care", False),
        ("care-or-support-worker", "Safeguarding adults level 3", False),
        ("care-or-support-worker", "Safeguarding adults", True),
        ("deputy-manager", "Leadership and management in care", True),
        ("deputy-manager", "Care Certificate", False),
        ("new-to-care", "Care Certificate", True),
    ],
)
def test_nobody_is_sent_on_a_course_for_another_level_or_role(role: str, title: str, taken: bool):
    """Rule: never a course for another level or role."""
    assert bool(chosen(team(1, role), course(title=title, cost=10.0))) is taken


@pytest.mark.parametrize("price", [1e-300, 1e300, 0.001])
def test_a_price_that_cannot_be_right_is_as_good_as_not_known(price: float):
    offers, problems = offers_of(PATHWAY, [course(cost=price)])
    assert offers[0].cost is None
    assert "cannot be right" in problems[0].message
    assert cp.recommend_learning(PATHWAY, team(2), [course(cost=price)]).cost is None
    assert chosen(team(2), course(cost=price), budget=100) == {}


def test_a_group_price_without_a_size_is_said():
    offers, problems = offers_of(PATHWAY, [course(cost=5.0, group_cost=495.0)])
    assert offers[0].group_cost is None
    assert "no group size" in problems[0].message


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]):
    """What is printed by a package of another language would stand among the answers of the command."""
    chosen(team(3), course(cost=10.0), budget=25)
    assert capfd.readouterr() == ("", "")


def test_funding_says_what_the_scheme_may_pay():
    offer = course(title="Level 2 Diploma in Care", cost=450.0)
    gap = team(1, "care-or-support-worker")
    (one,) = cp.recommend_learning(PATHWAY, gap, [offer], on=ON, funding="ldss").chosen
    assert one.claim is not None
    assert (one.claim.year, one.claim.older_cap, one.claim.at_most) == ("2025-26", 600.0, 450.0)
    (without,) = cp.recommend_learning(PATHWAY, gap, [offer], on=ON).chosen
    assert without.claim is None
    with pytest.raises(ValueError, match="on must be given with funding"):
        cp.recommend_learning(PATHWAY, team(1), [offer], funding="ldss")
    with pytest.raises(ValueError, match="'ldss'"):
        cp.recommend_learning(PATHWAY, team(1), [offer], on=ON, funding="wdf")


@given(st.integers(0, 90), st.integers(0, 60), st.integers(0, 600), st.integers(1, 15))
def test_the_least_that_people_cost_is_that_of_all_numbers_of_groups(
    people: int, single: int, group: int, size: int
) -> None:
    """Three numbers of groups are looked at, and none of the others costs less, or as little with fewer."""
    every = (
        (groups * group + max(0, people - groups * size) * single, groups)
        for groups in range(-(-people // size) + 1)
    )
    assert cheapest(people, single, GroupPrice(group, size)) == min(every)
