"""What to learn next: the exact optimum, and what it says."""

from __future__ import annotations

import sys
from datetime import date
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import align_catalogue
from care_pathway.planning import LearningPlan, PlanNeeds
from care_pathway.planning import solver as plan_solver
from care_pathway.planning.offers import offers_of
from care_pathway.planning.recommend import recommend_learning
from care_pathway.planning.records import OpenReason
from care_pathway.planning.solver import Limits, SeatOption, choose, scale_of
from care_pathway.render.words import pounds
from care_pathway.skills import skill_gap, team_gap
from tests.drawn import examples
from tests.each import each

PATHWAY = cp.load("2025-04")
ON = date(2026, 1, 15)
TITLES = (
    "Safeguarding adults",
    "Fire safety",
    "Moving and handling of people",
    "Food hygiene for care",
    "Safeguarding and moving and handling",
    "Infection prevention and control",
    "Barista skills",
    "Insulin administration",
)


def gap_of(target="new-to-care", **fields):
    return skill_gap(PATHWAY, cp.Worker(id="w-1", **fields), target=target, on=ON)


def course(id, title, **fields):
    return cp.Course(id=id, title=title, **fields)


SAFE = course("c-safe", "Safeguarding adults", cost=40.0, hours=4)
FIRE = course("c-fire", "Fire safety", cost=25.0, hours=2)
FOOD = course("c-food", "Food hygiene for care", cost=10.0, hours=6)


def all_of(plan: LearningPlan) -> PlanNeeds:
    """What covering everything would take."""
    assert plan.to_cover_everything is not None
    return plan.to_cover_everything


# --- proved against brute force -----------------------------------------------------------------------

courses = st.builds(
    cp.Course,
    id=st.integers(0, 9).map("c-{}".format),
    title=st.sampled_from(TITLES),
    cost=st.none() | st.sampled_from([0, 10, 12.5, 25, 25.01, 40]),
    hours=st.none() | st.sampled_from([0.5, 1, 2, 7]),
    seats=st.none() | st.integers(0, 2),
)


def brute_force(gap, catalogue, budget, hours, hours_each):
    """Every choice there is, and the best of them by the order that the documentation states."""
    options, _ = offers_of(PATHWAY, catalogue)
    members = getattr(gap, "members", (gap,))
    learnt = [set(one.learned) for one in members]
    tiers = [(set(one.unsafe), set(one.needed), set(one.nice)) for one in members]
    ids = [one.id for one in PATHWAY.competencies]
    speaks = [{key for at, key in enumerate(ids) if one.mask >> at & 1} for one in options]
    places = [
        (at, person)
        for at, option in enumerate(options)
        for person in range(len(members))
        if speaks[at] & (set().union(*tiers[person]) - learnt[person])
        and not (budget is not None and option.cost is None)
        and not ((hours is not None or hours_each is not None) and option.hours is None)
    ]
    best = None
    for picks in product((1, 0), repeat=len(places)):
        taken = [place for place, pick in zip(places, picks, strict=True) if pick]
        cents = sum(round((options[at].cost or 0) * 100) for at, _ in taken)
        halves = [0] * len(members)
        for at, person in taken:
            halves[person] += round((options[at].hours or 0) * 2)
        if budget is not None and cents > round(budget * 100):
            continue
        if hours is not None and sum(halves) > hours * 2:
            continue
        if hours_each is not None and max(halves, default=0) > hours_each * 2:
            continue
        if any(
            option.seats is not None and sum(at == one for at, _ in taken) > option.seats
            for one, option in enumerate(options)
        ):
            continue
        covered = [
            set().union(*(speaks[at] for at, who in taken if who == person)) for person in range(len(members))
        ]
        reached = tuple(
            -sum(
                len(tiers[person][tier] & covered[person] - learnt[person]) for person in range(len(members))
            )
            for tier in range(3)
        )
        unknown = sum(options[at].cost is None for at, _ in taken)
        key = (*reached, unknown, cents, len(taken), tuple(-pick for pick in picks))
        if best is None or key < best[0]:
            best = (key, {(options[at].id, members[person].worker) for at, person in taken})
    assert best is not None
    return best[1]


def picked(plan):
    return {(one.course, learner) for one in plan.chosen for learner in one.learners}


limits = st.none() | st.sampled_from([0, 10, 25, 35, 37.5, 50, 65.01, 200])
short = st.none() | st.sampled_from([0, 0.5, 2, 3.5, 8])


@given(
    catalogue=st.lists(courses, max_size=6, unique_by=lambda one: one.id),
    budget=limits,
    hours=short,
    hours_each=short,
    target=st.sampled_from(["new-to-care", "enhanced-care-worker"]),
)
@settings(max_examples=examples(120), deadline=None)
def test_best_for_a_person(catalogue, budget, hours, hours_each, target):
    """Rule: the plan is optimal, ties broken in a stable order; proved against brute force."""
    gap = gap_of(target)
    plan = recommend_learning(PATHWAY, gap, catalogue, budget=budget, hours=hours, hours_each=hours_each)
    assert plan.optimal
    assert picked(plan) == brute_force(gap, catalogue, budget, hours, hours_each)


@given(
    catalogue=st.lists(courses, max_size=4, unique_by=lambda one: one.id),
    budget=limits,
    hours=short,
    each=short,
)
@settings(max_examples=examples(80), deadline=None)
def test_best_for_a_team(catalogue, budget, hours, each):
    """Rule: the same for people who share a budget, hours and places."""
    people = (
        cp.Worker(id="w-1"),
        cp.Worker(id="w-2", training=(cp.TrainingRecord(title="Fire safety"),)),
    )
    gap = team_gap(PATHWAY, people, target="new-to-care", on=ON)
    plan = recommend_learning(PATHWAY, gap, catalogue, budget=budget, hours=hours, hours_each=each)
    assert plan.optimal
    assert picked(plan) == brute_force(gap, catalogue, budget, hours, each)


@given(
    catalogue=st.lists(courses, max_size=8),
    budget=limits,
    hours=short,
    random=st.randoms(use_true_random=False),
)
@settings(max_examples=examples(60), deadline=None)
def test_never_over_the_limits_and_nothing_lost(catalogue, budget, hours, random):
    """Rule: never over the budget; covered and open account for the gap; order and repeats do not matter."""
    gap = gap_of()
    plan = recommend_learning(PATHWAY, gap, catalogue, budget=budget, hours=hours)
    if budget is not None:
        assert plan.cost is not None
        assert plan.cost <= budget
        assert sum((one.cost_each or 0) * len(one.learners) for one in plan.chosen) <= budget + 1e-9
    if hours is not None:
        assert plan.hours <= hours
    gaps = {one.competency for one in gap.open}
    covered = {one.competency for one in plan.covered}
    closed = {one.competency for one in plan.covered if one.closes}
    left = {one.competency for one in plan.open}
    assert covered <= gaps
    assert left == gaps - closed
    assert {one for each in plan.chosen for one in each.covers} == covered
    for one in plan.open:
        assert one.why
        if one.competency in covered:
            assert one.reason is OpenReason.NEEDS_SIGN_OFF
    shuffled = [*catalogue, *catalogue]
    random.shuffle(shuffled)
    again = recommend_learning(PATHWAY, gap, shuffled, budget=budget, hours=hours)
    assert picked(again) == picked(plan)
    assert again == plan


@given(catalogue=st.lists(courses, max_size=8, unique_by=lambda one: one.id))
@settings(max_examples=examples(40), deadline=None)
def test_without_limits_everything_coverable_is_covered(catalogue):
    """Rule: with an unlimited budget everything is closed that can be closed."""
    unlimited = [attrs.evolve(one, seats=None) for one in catalogue]
    gap = gap_of()
    plan = recommend_learning(PATHWAY, gap, unlimited)
    options, _ = offers_of(PATHWAY, unlimited)
    coverable = 0
    for one in options:
        coverable |= one.mask
    ids = {one.id for at, one in enumerate(PATHWAY.competencies) if coverable >> at & 1}
    open_ids = {one.competency for one in gap.open}
    assert {one.competency for one in plan.covered} == ids & open_ids
    assert plan.to_cover_everything is None
    # A budget that is large enough is as good as none, where prices are known.
    priced = [attrs.evolve(one, cost=one.cost or 5.0) for one in unlimited]
    rich = recommend_learning(PATHWAY, gap, priced, budget=10_000)
    assert picked(rich) == picked(recommend_learning(PATHWAY, gap, priced))


# --- the solver alone ---------------------------------------------------------------------------------


def test_a_tie_goes_to_the_earlier():
    places = [SeatOption(at, 0, 0b11, 5, None) for at in range(30)]
    found = choose(places, [[0b11, 0, 0]], Limits(None, None, None, (None,) * 30))
    assert found == ((0,), True)


def test_very_many_places_are_ordered_by_position():
    count = plan_solver._ORDERED_AT_MOST + 5
    places = [SeatOption(at, 0, 1 << (at // 5), 3, None) for at in range(count)]
    found = choose(places, [[(1 << (count // 5 + 1)) - 1, 0, 0]], Limits(None, None, None, (None,) * count))
    assert found.optimal
    assert found.chosen == tuple(range(0, count, 5))


def test_a_choice_that_rounding_let_through_is_ruled_out(monkeypatch):
    """Rule: limits are checked in whole numbers, whatever the solver's tolerance lets through."""
    places = [SeatOption(at, 0, 1 << at, 10, None) for at in range(3)]
    limits = Limits(20, None, None, (None,) * 3)
    real = plan_solver._Programme._solved
    lied: list[bool] = []

    def careless(self, objective):
        optimal, values = real(self, objective)
        if not lied:
            lied.append(True)
            return optimal, [1, 1, 1, *values[3:]]
        return optimal, values

    monkeypatch.setattr(plan_solver._Programme, "_solved", careless)
    found = choose(places, [[0b111, 0, 0]], limits)
    assert lied
    assert len(found.chosen) == 2


def test_nothing_to_choose():
    assert choose([], [], Limits(None, None, None, ())) == ((), True)


@each(("numbers", "unit"), [([], 1), ([10, 2.0], 1), ([12.5], 10), ([0.01, 3], 100), ([1 / 3], 10**6)])
def test_unit(numbers, unit):
    assert scale_of(numbers) == unit


# --- what a plan says ---------------------------------------------------------------------------------


def reasons(plan):
    return {one.competency: one.reason for one in plan.open}


def test_a_course_leaves_sign_off_open():
    """Rule: a completed course is not competence; sign-off stays open and is said."""
    plan = recommend_learning(PATHWAY, gap_of(), [SAFE])
    covered = {one.competency: one for one in plan.covered}
    one = covered["ks-ntc-safeguarding-01"]
    assert (one.by, str(one.gives), one.closes) == (("c-safe",), "attended", False)
    assert reasons(plan)["ks-ntc-safeguarding-01"] is OpenReason.NEEDS_SIGN_OFF
    assert reasons(plan)["ks-ntc-moving-01"] is OpenReason.NOT_OFFERED
    assert reasons(plan)["beh-ntc-1"] is OpenReason.SHOWN_AT_WORK
    assert plan.cost == 40.0
    assert plan.hours == 4


def test_a_lower_threshold_is_closed_by_a_course():
    gap = skill_gap(PATHWAY, cp.Worker(id="w-1"), target="new-to-care", on=ON, threshold="attended")
    plan = recommend_learning(PATHWAY, gap, [SAFE])
    assert all(one.closes for one in plan.covered)
    assert "ks-ntc-safeguarding-01" not in reasons(plan)


def test_a_qualification_closes():
    diploma = course("c-l3", "Level 3 Diploma in Adult Care", cost=900.0)
    plan = recommend_learning(PATHWAY, gap_of("care-or-support-worker"), [diploma])
    covered = {one.competency: one for one in plan.covered}
    assert covered["ks-csw-safeguarding-02"].closes
    assert "ks-csw-safeguarding-02" not in reasons(plan)


def test_learning_on_file_is_not_bought_again():
    gap = gap_of(training=(cp.TrainingRecord(title="Safeguarding adults", completed=date(2025, 12, 1)),))
    plan = recommend_learning(PATHWAY, gap, [SAFE])
    assert plan.chosen == ()
    assert plan.cost == 0
    why = {one.competency: one.why for one in plan.open}
    assert why["ks-ntc-safeguarding-01"] == "learning is on file; assessment or sign-off in practice is left"
    lapsed = gap_of(training=(cp.TrainingRecord(title="Safeguarding adults", completed=date(2023, 1, 1)),))
    assert [one.course for one in recommend_learning(PATHWAY, lapsed, [SAFE]).chosen] == ["c-safe"]


def test_a_delegated_activity_needs_its_professional():
    insulin = course("c-insulin", "Insulin administration for care staff", cost=50.0)
    plan = recommend_learning(PATHWAY, gap_of("enhanced-care-worker"), [insulin])
    one = next(one for one in plan.open if one.competency == "ks-ecw-dha-kinds-02")
    assert one.reason is OpenReason.NEEDS_SIGN_OFF
    assert "delegating professional" in one.why


def test_unknown_prices():
    """Rule: nothing of unknown price is chosen under a budget, and that is said."""
    unpriced = attrs.evolve(SAFE, cost=None)
    free = recommend_learning(PATHWAY, gap_of(), [unpriced, FIRE])
    assert free.cost is None
    assert free.known_cost == 25.0
    tight = recommend_learning(PATHWAY, gap_of(), [unpriced, FIRE], budget=1000)
    assert [one.course for one in tight.chosen] == ["c-fire"]
    assert reasons(tight)["ks-ntc-safeguarding-01"] is OpenReason.COST_NOT_KNOWN
    assert all_of(tight).cost is None
    assert all_of(tight).known_cost == 25.0
    assert "£25 and places of unknown price" in tight.explain()
    assert "cost £25 and places of unknown price" in free.explain()
    assert "cost not known" in recommend_learning(PATHWAY, gap_of(), [unpriced]).explain()
    assert "cost nothing" in recommend_learning(PATHWAY, gap_of(), [attrs.evolve(SAFE, cost=0)]).explain()
    # A known price is preferred to an unknown one.
    dear = course("c-zzz", "Safeguarding adults", cost=400.0)
    assert [one.course for one in recommend_learning(PATHWAY, gap_of(), [unpriced, dear]).chosen] == ["c-zzz"]


def test_unknown_lengths():
    plan = recommend_learning(PATHWAY, gap_of(), [attrs.evolve(SAFE, hours=None)], hours=100)
    assert reasons(plan)["ks-ntc-safeguarding-01"] is OpenReason.HOURS_NOT_KNOWN
    assert all_of(plan).hours is None


def test_what_would_make_it_possible():
    """Rule: what does not fit is said, with what would make it fit."""
    plan = recommend_learning(PATHWAY, gap_of(), [SAFE, FIRE, FOOD], budget=30)
    assert [one.course for one in plan.chosen] == ["c-fire"]
    assert reasons(plan)["ks-ntc-safeguarding-01"] is OpenReason.OVER_BUDGET
    assert all_of(plan).cost == 75.0
    assert all_of(plan).courses == ("c-fire", "c-food", "c-safe")
    assert "£45 more than the budget" in plan.explain()
    assert reasons(recommend_learning(PATHWAY, gap_of(), [SAFE], hours=1))["ks-ntc-safeguarding-01"] is (
        OpenReason.OVER_HOURS
    )
    both = recommend_learning(PATHWAY, gap_of(), [SAFE], budget=1, hours=1)
    assert reasons(both)["ks-ntc-safeguarding-01"] is OpenReason.OVER_LIMITS


def test_hours_that_each_person_needs():
    """Rule: what does not fit is said, with what would make it fit: for each person too."""
    people = tuple(cp.Worker(id=f"w-{at}") for at in range(3))
    team = team_gap(PATHWAY, people, target="new-to-care", on=ON)
    three, two = attrs.evolve(SAFE, hours=3.0), attrs.evolve(FIRE, hours=2.0)
    plan = recommend_learning(PATHWAY, team, [three, two], hours_each=1)
    assert (all_of(plan).hours, all_of(plan).hours_each) == (15.0, 5.0)
    assert "takes 15 h (up to 5 h each, the limit is 1 h)" in plan.explain()
    assert "hours each 1 h" in plan.explain()
    assert "takes 15 h (up to 5 h each)" in recommend_learning(PATHWAY, team, [three, two], hours=1).explain()
    assert "takes 5 h\n" in recommend_learning(PATHWAY, gap_of(), [three, two], hours=1).explain()
    unknown = recommend_learning(PATHWAY, team, [three, attrs.evolve(FIRE, hours=None)], hours_each=3)
    assert all_of(unknown).hours_each is None
    assert "each" not in unknown.explain().split("covering everything")[1]


def test_places():
    full = attrs.evolve(SAFE, seats=0)
    plan = recommend_learning(PATHWAY, gap_of(), [full])
    assert reasons(plan)["ks-ntc-safeguarding-01"] is OpenReason.NO_SEATS
    assert "no places left" in next(
        one.why for one in plan.open if one.competency == "ks-ntc-safeguarding-01"
    )
    people = tuple(cp.Worker(id=f"w-{at}") for at in range(3))
    gap = team_gap(PATHWAY, people, target="new-to-care", on=ON)
    plan = recommend_learning(PATHWAY, gap, [attrs.evolve(SAFE, seats=2)])
    (one,) = plan.chosen
    assert one.learners == ("w-0", "w-1")
    (needed,) = all_of(plan).seats
    assert (needed.course, needed.places, needed.seats) == ("c-safe", 3, 2)
    assert "needs 3 places on c-safe (2 left)" in plan.explain()
    short_of = [one for one in plan.open if one.worker == "w-2" and one.reason is OpenReason.NO_SEATS]
    assert len(short_of) == len(one.covers)


def test_the_most_pressing_first():
    """Rule: what safe practice needs closes before what is nice, however cheap that is."""
    plan = recommend_learning(PATHWAY, gap_of(), [SAFE, FOOD], budget=40)
    assert [one.course for one in plan.chosen] == ["c-safe"]


def test_people_with_the_same_needs_are_solved_once(monkeypatch):
    from care_pathway.planning import task

    calls = []

    def counted(*args: Any, **more: Any) -> Any:
        calls.append(1)
        return plan_solver.choose(*args, **more)

    monkeypatch.setattr(task, "choose", counted)
    people = tuple(cp.Worker(id=f"w-{at}") for at in range(5))
    gap = team_gap(PATHWAY, people, target="new-to-care", on=ON)
    plan = recommend_learning(PATHWAY, gap, [SAFE, FIRE])
    assert len(calls) == 1
    assert [len(one.learners) for one in plan.chosen] == [5, 5]
    assert plan.cost == 5 * 65


# --- what there is to choose from ---------------------------------------------------------------------


@pytest.mark.parametrize("role", [role.id for role in PATHWAY.role_categories])
def test_the_learning_that_the_pathway_names(role):
    """Rule: without a catalogue the named learning is used; nothing that is only listed is recommended."""
    plan = recommend_learning(PATHWAY, gap_of(role), None)
    assert plan.optimal
    assert plan.cost is None
    roles = {role, *PATHWAY.baseline_roles(role)}
    for one in plan.chosen:
        links = PATHWAY.learning_opportunity(one.course).links
        assert any(
            link.role_category in roles and link.relation in ("required", "suggested", "optional")
            for link in links
        )
    assert plan.covered
    strict = recommend_learning(PATHWAY, gap_of(role), None, budget=500)
    assert strict.chosen == ()
    assert OpenReason.COST_NOT_KNOWN in reasons(strict).values()


def test_an_aligned_catalogue_is_the_same():
    aligned = align_catalogue(PATHWAY, [SAFE, FIRE])
    assert recommend_learning(PATHWAY, gap_of(), aligned) == recommend_learning(
        PATHWAY, gap_of(), [FIRE, SAFE]
    )
    other = align_catalogue(cp.load("2024-01"), [SAFE])
    with pytest.raises(ValueError, match="must be aligned again"):
        recommend_learning(PATHWAY, gap_of(), other)


def test_an_id_that_stands_for_two_courses_is_said():
    plan = recommend_learning(PATHWAY, gap_of(), [SAFE, attrs.evolve(FIRE, id="c-safe")])
    assert len(plan.chosen) == 1
    assert "stands for" in str(plan.problems[0])


def test_an_empty_catalogue():
    plan = recommend_learning(PATHWAY, gap_of(), [])
    assert plan.chosen == plan.covered == ()
    assert plan.cost == plan.hours == 0
    assert set(reasons(plan).values()) == {OpenReason.NOT_OFFERED, OpenReason.SHOWN_AT_WORK}
    assert "nothing is chosen" in plan.explain()


def test_nothing_open():
    everything = tuple(cp.Evidence(competency=one.id, state="signed-off") for one in PATHWAY.competencies)
    plan = recommend_learning(PATHWAY, gap_of(evidence=everything), [SAFE])
    assert plan.chosen == plan.open == plan.covered == ()


# --- wrong use ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{"budget": -1}, {"hours": float("nan")}, {"hours_each": True}])
def test_limits_that_cannot_be(fields):
    with pytest.raises(ValueError, match="must be a finite number of 0 or more"):
        recommend_learning(PATHWAY, gap_of(), [SAFE], **fields)


def test_another_edition():
    with pytest.raises(ValueError, match="must be judged again"):
        recommend_learning(cp.load("2024-01"), gap_of(), [SAFE])


def test_without_the_solver(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(cp.MissingExtraError, match=r'pip install "care-pathway\[planning\]"'):
        recommend_learning(PATHWAY, gap_of(), [SAFE])


# --- looks --------------------------------------------------------------------------------------------


def test_looks():
    odd = course("c-odd", "Safeguarding adults <script>", cost=0, hours=1.5, provider="A & B")
    people = tuple(cp.Worker(id=f"<{at}>") for at in range(10))
    gap = team_gap(PATHWAY, people, target="new-to-care", on=ON)
    plan = recommend_learning(PATHWAY, gap, [odd, FIRE], budget=100)
    text = plan.explain()
    assert "and 2 more" in text
    assert "(free each, 1.5 h)" in text
    assert "budget £100" in text
    html = plan._repr_html_()
    assert "<script>" not in html
    assert "A &amp; B" in html
    assert html.count("<table>") == 2
    assert len(repr(plan)) < 200
    assert cp.loads(cp.dumps(plan), type(plan)) == plan
    assert hash(plan) == hash(recommend_learning(PATHWAY, gap, [FIRE, odd], budget=100))


@pytest.mark.parametrize(
    ("amount", "words"), [(None, "not known"), (0, "free"), (1540.0, "£1,540"), (0.5, "£0.50")]
)
def test_money(amount, words):
    assert pounds(amount) == words


def test_an_overlays_courses_stand_beside_the_named_learning():
    pathway = attrs.evolve(PATHWAY, courses=(SAFE,), overlays=("acme",))
    gap = skill_gap(pathway, cp.Worker(id="w-1"), target="new-to-care", on=ON)
    plan = recommend_learning(pathway, gap, budget=100)
    assert [one.course for one in plan.chosen] == ["c-safe"]


def test_a_search_that_is_cut_short_says_so(monkeypatch):
    """Rule: what was not proved is not called optimal, and still keeps to every limit."""
    places = [SeatOption(at, 0, 1 << at, 10, None) for at in range(3)]
    limits = Limits(20, None, None, (None,) * 3)
    real = plan_solver._Programme._solved
    calls = []

    def hasty(self, objective):
        """A solver that gives up after its first answer."""
        assert self._nodes == 7
        calls.append(1)
        return real(self, objective) if len(calls) == 1 else (False, self._last)

    monkeypatch.setattr(plan_solver._Programme, "_solved", hasty)
    found = choose(places, [[0b111, 0, 0]], limits, nodes=7)
    assert not found.optimal
    assert len(found.chosen) == 2
    plan = recommend_learning(PATHWAY, gap_of(), [SAFE, FIRE], budget=50, nodes=7)
    assert not plan.optimal
    assert "not proved best" in plan.explain()
    assert "not proved best" in plan._repr_html_()


def test_rows():
    """Rule: the table has one row for each person and open need."""
    people = (cp.Worker(id="w-1"), cp.Worker(id="w-2"))
    gap = team_gap(PATHWAY, people, target="care-or-support-worker", on=ON)
    plan = recommend_learning(PATHWAY, gap, [SAFE, course("c-l3", "Level 3 Diploma in Adult Care", cost=9.0)])
    rows = cp.to_rows(plan)
    assert len(rows) == sum(len((*one.unsafe, *one.needed, *one.nice)) for one in gap.members)
    by_need = {(row["worker"], row["competency"]): row for row in rows}
    assert len(by_need) == len(rows)
    closed = by_need["w-2", "ks-csw-safeguarding-02"]
    assert (closed["learning"], closed["gives"], closed["open"]) == ("c-l3", "assessed", None)
    attended = by_need["w-1", "ks-ntc-safeguarding-06"]
    assert attended["learning"]
    assert by_need["w-1", "beh-core-1"]["open"] == "shown-at-work"


# --- what a plan promises -----------------------------------------------------------------------------


@given(catalogue=st.lists(courses, max_size=6, unique_by=lambda one: one.id), budget=limits)
@settings(max_examples=examples(40), deadline=None)
def test_what_is_covered_is_on_file_when_it_is_done(catalogue, budget):
    """Rule: once the chosen courses are completed, the learning part of what was covered is done."""
    worker = cp.Worker(id="w-1")
    gap = skill_gap(PATHWAY, worker, target="enhanced-care-worker", on=ON)
    plan = recommend_learning(PATHWAY, gap, catalogue, budget=budget)
    done = attrs.evolve(
        worker,
        training=tuple(cp.TrainingRecord(title=one.title, completed=ON) for one in plan.chosen),
    )
    after = skill_gap(PATHWAY, done, target="enhanced-care-worker", on=ON)
    assert {one.competency for one in plan.covered} <= {*after.learned, *after.held}
    assert recommend_learning(PATHWAY, after, catalogue, budget=budget).covered == () or budget is not None


def shows(title, **fields):
    (option,) = offers_of(PATHWAY, [course("c-1", title, **fields)])[0]
    ids = [one.id for one in PATHWAY.competencies]
    return {ids[at]: rank for mask, rank in option.shows for at in range(len(ids)) if mask >> at & 1}


def test_a_part_of_a_theme_is_not_the_whole():
    first_aid = shows("Emergency First Aid at Work")
    assert set(first_aid) == {"ks-ntc-health-safety-04", "ks-csw-hs-general-02"}
    assert "ks-ntc-oliver-mcgowan-01" not in shows("Learning disability and autism awareness")


def test_a_description_adds_nothing_that_the_record_will_not_show():
    """Rule: what a plan covers is what the completed course will show; a record carries the title alone."""
    described = shows("Safeguarding adults", description="Also: duty of candour and whistleblowing")
    assert described == shows("Safeguarding adults")
    assert "ks-ntc-candour-01" in shows("Safeguarding adults, duty of candour and whistleblowing")


SUBJECTS = (
    *(
        "Moving & Handling",
        "Health & Safety",
        "ANTT",
        "DSPT",
        "Hoarding",
        "Lone Worker",
        "Legionella",
        "Fire",
    ),
    *("Intensive Interaction", "RESTORE2™", "Covid", "Mandatory", "Sensory loss", "Care Certificate"),
    *("Care Certificate Standard 4", "Lead Adult Care Worker Level 3", "Adult Care Worker – Level 2"),
    *("Level 2 Adult Social Care Certificate (610/4009/5)", "QCF in Health and Social Care Level 3"),
    *("Level 2 Mental Health", "Safer recruitment", "Epilepsy and buccal midazolam", "Dementias", "GDPR"),
    *("Level 2 Certificate in the Principles of Dementia Care", "Stroke", "Oral health", "Autism", "PBS"),
    *("People moving people", "Mental Health Act", "Helping people to take medicines", "Train the trainer"),
    *(one.name for one in PATHWAY.learning),
)
FRAMES = ("{}", "{} training", "Free {} workshop", "{} awareness", "Introduction to {}", "{} refresher 2025")
FOLLOWING = (
    "",
    " and dignity",
    " for care homes",
    " (e-learning)",
    " - practical",
    " for schools",
    " Level 2",
)


@given(subject=st.sampled_from(SUBJECTS), frame=st.sampled_from(FRAMES), following=st.sampled_from(FOLLOWING))
@settings(max_examples=examples(250), deadline=None)
def test_a_record_shows_what_the_plan_promised(subject, frame, following):
    """Rule: what a plan covers is what the completed course will show when it is on file."""
    title = frame.format(subject) + following
    options, _ = offers_of(PATHWAY, [course("c-1", title)])
    record = cp.TrainingRecord(title=title, completed=ON)
    on_file = cp.infer_evidence(PATHWAY, cp.Worker(id="w-1", training=(record,)), on=ON)
    ids = [one.id for one in PATHWAY.competencies]
    promised = {ids[at] for one in options for at in range(len(ids)) if one.mask >> at & 1}
    assert promised <= {one.competency for one in on_file}
    if any(rank > 2 for one in options for _, rank in one.shows):
        # What is assessed is promised of the qualification, which is filed as one.
        held = cp.HeldQualification(name=title, achieved=ON)
        as_held = cp.infer_evidence(PATHWAY, cp.Worker(id="w-1", qualifications=(held,)), on=ON)
        best = {one.competency: one.state.rank for one in reversed(as_held)}
        assert all(best[key] >= rank for key, rank in shows(title).items())


def test_a_single_delegated_activity_is_not_delegation_in_general():
    insulin = shows("Insulin administration for care staff")
    assert insulin["ks-ecw-dha-kinds-02"] == 2
    assert not {"ks-ecw-delegation-01", "ks-ntc-medication-05"} & set(insulin)
    continence = offers_of(PATHWAY, [course("c-1", "Continence promotion and pads")])[0]
    assert continence == ()


def test_a_level_on_a_short_course_is_no_qualification():
    assert set(shows("Level 2 Mental Health Awareness").values()) == {2}
    assert 3 in shows("Level 2 Certificate in Mental Health Awareness").values()
    assert set(shows("Care Certificate").values()) == {2}
