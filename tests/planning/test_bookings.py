"""Bookings: what is due first, who goes where, at what price, and what is left over and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.planning import BookingPlan, NeedKind, plan_bookings, training_due
from care_pathway.planning import bookings as bookings_module
from care_pathway.planning.records import OpenReason, PriceBasis
from tests.drawn import examples

PATHWAY = cp.load("2025-04")
ON = date(2026, 1, 15)
OVERDUE = cp.TrainingRecord(title="Fire safety", completed=date(2024, 6, 1))
SOON = cp.TrainingRecord(title="Moving and handling", completed=date(2025, 2, 20))
FIRE = cp.Course(id="fire", title="Fire safety", cost=30.0, hours=2)
MOVING = cp.Course(id="moving", title="Moving and handling of people", cost=40.0, hours=4)
SAFE = cp.Course(id="safe", title="Safeguarding adults", cost=20.0)
AUTISM = cp.Course(id="autism", title="Learning disability and autism awareness", cost=15.0)


def carer(at: int = 0, *training: cp.TrainingRecord, **known: Any) -> cp.Worker:
    return cp.Worker(
        **{"id": f"w-{at:02}", "role_category": "care-or-support-worker", "training": training, **known}
    )


def plan(team: list[cp.Worker], courses: list[cp.Course], **more: Any) -> BookingPlan:
    return plan_bookings(PATHWAY, team, courses, on=ON, **more)


def booked(found: BookingPlan) -> dict[str, tuple[str, ...]]:
    return {one.course: one.learners for one in found.bookings}


def test_what_is_overdue_comes_before_what_is_due_and_that_before_the_rest() -> None:
    """Overdue and soon-due training first, then what makes practice unsafe, however cheap that is."""
    team = [carer(0, OVERDUE, SOON)]
    courses = [FIRE, MOVING, SAFE]
    assert list(booked(plan(team, courses, budget=30))) == ["fire"]
    assert list(booked(plan(team, courses, budget=40))) == ["fire"]
    assert list(booked(plan(team, courses, budget=70))) == ["fire", "moving"]
    everything = plan(team, courses)
    assert list(booked(everything)) == ["fire", "moving", "safe"]
    fire, moving, safe = (one.places[0] for one in everything.bookings)
    assert (fire.kind, fire.renews, fire.by) == (NeedKind.OVERDUE, ("Fire safety",), ON)
    assert (moving.kind, moving.by) == (NeedKind.DUE, date(2026, 2, 20))
    assert safe.kind is NeedKind.SAFE_PRACTICE
    assert safe.covers
    assert (everything.overdue, everything.due, everything.renewed) == (1, 1, 2)


def test_what_the_law_asks_comes_with_what_is_overdue() -> None:
    found = plan([carer(0, OVERDUE)], [FIRE, AUTISM, SAFE], budget=45)
    assert list(booked(found)) == ["fire", "autism"]
    (place,) = found.bookings[1].places
    assert place.kind is NeedKind.STATUTORY
    assert place.statutory


def test_training_that_is_valid_is_not_bought_again() -> None:
    done = cp.TrainingRecord(title="Fire safety", completed=date(2026, 1, 2))
    assert "fire" not in booked(plan([carer(0, OVERDUE, done)], [FIRE]))


def test_a_group_is_booked_for_those_who_need_it() -> None:
    offer = cp.Course(id="fire", title="Fire safety", price="£80 per 12", group_cost=80.0, group_size=12)
    single = attrs.evolve(FIRE, id="single")
    (one,) = plan([carer(at, OVERDUE) for at in range(5)], [offer, single]).bookings
    assert (one.cost, one.price, one.price_basis) == (80.0, "£80 per 12", PriceBasis.GROUP)
    assert len(one.places) == 5
    (two,) = plan([carer(at, OVERDUE) for at in range(2)], [offer, single]).bookings
    assert (two.course, two.cost, two.price_basis) == ("single", 60.0, PriceBasis.PER_PERSON)


def test_nobody_is_sent_on_a_course_for_another_level_or_role() -> None:
    """Rule: never a course for another level or role: one for trainers renews nothing that carers took."""
    trainer = cp.Course(id="trainer", title="Moving and handling train the trainer", cost=1.0)
    managers = cp.Course(id="managers", title="Leadership and management in care", cost=1.0)
    level_3 = cp.Course(id="level-3", title="Safeguarding adults level 3", cost=1.0)
    old = cp.TrainingRecord(title="Safeguarding adults", completed=date(2024, 1, 1))
    assert booked(plan([carer(0, SOON, old)], [trainer, managers, level_3])) == {}


def test_an_audience_of_managers_sends_no_carer() -> None:
    """Rule: never a course for another role, whether its title says so or its audience."""
    theirs = attrs.evolve(FIRE, audience="Registered managers and deputies", cost=1.0)
    manager = cp.Worker(id="m", role_category="registered-manager", training=(OVERDUE,))
    assert booked(plan([carer(0, OVERDUE), manager], [theirs])) == {"fire": ("m",)}
    mixed = attrs.evolve(FIRE, audience="Registered managers, deputies and all care staff")
    assert booked(plan([carer(0, OVERDUE), manager], [mixed])) == {"fire": ("w-00", "m")}


def test_what_the_next_step_asks_is_booked_for_who_wishes_it() -> None:
    diploma = cp.Course(id="l3", title="Level 3 Diploma in Adult Care", cost=900.0)
    (one,) = plan([carer(0, aspiration="lead", qualifications=())], [diploma]).bookings
    assert one.places[0].towards == ("Level 3 diploma helpful",) or one.places[0].towards
    stays = plan([carer(0, aspiration="stay-and-grow", qualifications=())], [diploma])
    assert all(place.towards == () for booking in stays.bookings for place in booking.places)


def test_what_is_left_over_is_named_with_the_reason() -> None:
    """ "Nothing cheaper closes it", "nobody offers it", "the places are taken": said by name."""
    own = cp.TrainingRecord(title="Lone working scheme", completed=date(2024, 1, 1), expires=ON)
    team = [carer(0, OVERDUE, own), carer(1, OVERDUE)]
    found = {one.subject: one for one in plan(team, [FIRE], budget=50).unbooked}
    assert found["Lone working scheme"].reason is OpenReason.NOT_OFFERED
    assert found["Lone working scheme"].why == "nobody offers it"
    fire = found["Fire safety"]
    assert (fire.reason, fire.cheapest, fire.cost) == (OpenReason.OVER_BUDGET, "fire", 30.0)
    assert len(fire.workers) == 1
    assert "nothing cheaper closes it than Fire safety (fire) at £30 a place" in fire.why
    full = {one.subject: one for one in plan(team, [attrs.evolve(FIRE, seats=1)]).unbooked}
    assert full["Fire safety"].reason is OpenReason.NO_SEATS
    short = {one.subject: one for one in plan(team, [FIRE], hours=2).unbooked}
    assert short["Fire safety"].reason is OpenReason.OVER_HOURS


def test_training_without_a_topic_is_renewed_by_a_course_of_the_same_name() -> None:
    own = cp.TrainingRecord(title="Lone working scheme", completed=date(2024, 1, 1), expires=date(2025, 1, 1))
    course = cp.Course(id="lone", title="Lone Working Scheme", cost=5.0)
    assert booked(plan([carer(0, own)], [course])) == {"lone": ("w-00",)}


def test_people_without_a_role_category_renew_what_is_on_file() -> None:
    chef = cp.Worker(id="chef", job_title="Chef", training=(OVERDUE,))
    found = plan([chef], [FIRE, SAFE])
    assert booked(found) == {"fire": ("chef",)}
    assert found.problems[0].worker == "chef"


def test_a_record_that_is_there_twice_is_one_person() -> None:
    assert booked(plan([carer(0, OVERDUE)] * 2, [FIRE])) == {"fire": ("w-00",)}


def test_funding_is_said_with_each_booking() -> None:
    (one,) = plan([carer(0, OVERDUE)], [FIRE], funding="ldss").bookings
    assert one.claim is not None
    assert one.claim.year == "2025-26"
    with pytest.raises(ValueError, match="ldss"):
        plan([], [], funding="other")


def test_a_session_is_booked() -> None:
    sessions = (cp.CourseSession(day=date(2026, 2, 3), seats=1), cp.CourseSession(day=date(2026, 3, 3)))
    found = plan([carer(at, OVERDUE) for at in range(2)], [attrs.evolve(FIRE, sessions=sessions)])
    days = sorted(one.session.day for one in found.bookings if one.session and one.session.day)
    assert days in ([date(2026, 3, 3)], [date(2026, 2, 3), date(2026, 3, 3)])


@pytest.mark.parametrize("budget", [0, None])
def test_nothing_to_book(budget: float | None) -> None:
    """A budget of nothing, no courses, nobody: an honest plan, and never an error."""
    nothing = plan([carer(0, OVERDUE)], [FIRE], budget=0)
    assert (nothing.bookings, nothing.cost, nothing.renewed) == ((), 0, 0)
    assert "nothing is booked" in nothing.explain()
    assert plan([], [FIRE], budget=budget).summary.startswith("0 pieces of training are out of date")
    assert plan([carer(0, OVERDUE)], [], budget=budget).unbooked[0].why == "nobody offers it"


def test_looks() -> None:
    found = plan([carer(0, OVERDUE, SOON)], [FIRE, attrs.evolve(MOVING, vat_included=False)], budget=200)
    text = found.explain()
    assert "1 pieces of training are out of date and 1 more" in text
    assert "£40 and £8 VAT" in text
    assert "proved best" in text
    assert cp.loads(cp.dumps(found), BookingPlan) == found
    rows = cp.to_rows(found)
    assert {row["course"] for row in rows} == {"fire", "moving"}
    with pytest.raises(TypeError, match="no truth value"):
        bool(found)
    assert repr(found).startswith("BookingPlan(bookings=2")


training = st.builds(
    cp.TrainingRecord,
    title=st.sampled_from(["Fire safety", "Moving and handling", "Safeguarding adults", "First aid"]),
    completed=st.dates(date(2023, 1, 1), ON),
)
people = st.lists(st.lists(training, max_size=3).map(tuple), max_size=5)
catalogues = st.lists(
    st.builds(
        cp.Course,
        id=st.integers(0, 9).map("c-{}".format),
        title=st.sampled_from(
            ["Fire safety", "Moving and handling", "Safeguarding adults", "Emergency first aid"]
        ),
        cost=st.none() | st.sampled_from([0, 10, 25.5, 60]),
        group_cost=st.none() | st.sampled_from([50, 99.99]),
        group_size=st.integers(2, 4),
        vat_included=st.sampled_from([None, True, False]),
        seats=st.none() | st.integers(0, 3),
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)


@given(people, catalogues, st.none() | st.sampled_from([0, 30, 75.5, 200]), st.booleans())
@settings(max_examples=examples(40), deadline=None)
def test_no_limit_is_broken_and_nothing_is_lost(
    team: list[tuple[cp.TrainingRecord, ...]], courses: list[cp.Course], budget: float | None, many: bool
) -> None:
    """Never over the budget with VAT, never over the places; what is due is renewed or named as left over."""
    workers = [carer(at, *mine) for at, mine in enumerate(team)]
    limit = bookings_module.EXACT_PEOPLE
    try:
        bookings_module.EXACT_PEOPLE = 0 if many else limit
        found = plan(workers, courses, budget=budget)
    finally:
        bookings_module.EXACT_PEOPLE = limit
    if budget is not None:
        assert found.cost is not None
        assert found.cost + found.vat <= budget + 1e-6
    by_id = {one.id: one for one in courses}
    for one in found.bookings:
        assert len(set(one.learners)) == len(one.places)
        seats = by_id[one.course].seats
        assert seats is None or len(one.places) <= seats
    renewed = {
        (place.worker, title) for one in found.bookings for place in one.places for title in place.renews
    }
    left = {(worker, one.subject) for one in found.unbooked for worker in one.workers}
    due = {(worker.id, item.title) for worker in workers for item in training_due(PATHWAY, worker, on=ON)}
    assert due <= renewed | left
    assert found.renewed <= found.overdue + found.due == len(due)


@given(people, catalogues, st.randoms(use_true_random=False))
@settings(max_examples=examples(20), deadline=None)
def test_the_order_of_the_catalogue_changes_nothing(
    team: list[tuple[cp.TrainingRecord, ...]], courses: list[cp.Course], random: Any
) -> None:
    workers = [carer(at, *mine) for at, mine in enumerate(team)]
    shuffled = [*courses, *courses]
    random.shuffle(shuffled)
    assert plan(workers, shuffled, budget=100) == plan(workers, courses, budget=100)


@pytest.mark.parametrize(
    ("day", "late", "after"),
    [
        (date(2026, 2, 20), 0, 0),  # the last day itself
        (date(2026, 2, 21), 1, 0),
        (date(2026, 6, 1), 1, 1),  # training that runs out by 15 April is renewed after that
        (None, 0, 0),
    ],
)
def test_what_is_renewed_too_late_is_told_apart(day: date | None, late: int, after: int) -> None:
    course = attrs.evolve(MOVING, sessions=(cp.CourseSession(day=day),) if day else ())
    found = plan([carer(0, SOON)], [course])
    assert (found.due, found.renewed, found.late, found.after) == (1, 1, late, after)
    assert ("not before they run out" in found.summary) is bool(late)


def test_what_is_out_of_date_already_is_not_late_once_more() -> None:
    course = attrs.evolve(FIRE, sessions=(cp.CourseSession(day=date(2026, 3, 3)),))
    found = plan([carer(0, OVERDUE)], [course])
    assert (found.overdue, found.renewed, found.late, found.after) == (1, 1, 0, 0)
