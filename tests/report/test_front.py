"""The first screen answers a manager's questions with the library's own facts."""

from __future__ import annotations

import re
from datetime import date

import pytest

import care_pathway as cp
from care_pathway.interop import examples, tables
from care_pathway.interop.staff import StaffFile
from care_pathway.planning import training_due
from care_pathway.report import Report, build, read_inputs
from tests.report.outline import Outline

ON = date(2026, 11, 1)
TRAINING = "training"


@pytest.fixture(scope="module")
def report(pathway: cp.Pathway) -> Report:
    inputs = read_inputs(
        examples.file("staff.csv"),
        training=examples.file("training.csv"),
        catalogue=examples.file("courses.csv"),
        on=ON,
    )
    return build(
        pathway, inputs.staff, on=ON, catalogue=inputs.catalogue, service="Willow & Brook", budget=4000
    )


@pytest.fixture(scope="module")
def page(report: Report) -> Outline:
    return Outline(report.html())


def staff(*workers: cp.Worker) -> StaffFile:
    return StaffFile(file="staff.csv", kind="table", names=(), workers=workers)


def test_where_is_everyone(report: Report, page: Outline) -> None:
    front = report.front
    shown = [who for role in front.roles for who in role.people] + [*front.to_place, *front.outside]
    assert sorted(shown) == sorted(one.worker.id for one in report.judged)
    for role in front.roles:
        for who in role.people:
            placed = next(one.worker for one in report.judged if one.worker.id == who)
            assert cp.place(report.pathway, placed, on=ON).role_category == role.role_category
    assert all(who in page.text for role in front.roles for who in role.people[:12])


def test_what_is_out_of_date_and_what_will_be(report: Report, pathway: cp.Pathway) -> None:
    """The counts are those of `training_due`, and of no second rule."""
    overdue = due = 0
    for one in report.judged:
        if one.first is not None:
            continue  # a further job of somebody
        for item in training_due(pathway, one.worker, on=ON, ahead=90):
            overdue += item.overdue
            due += not item.overdue
    front = report.front
    undated_expired = sum(e.expired and e.day is None for one in report.judged for e in one.trainings)
    assert (front.expired, front.due) == (overdue + undated_expired, due)
    assert f"{front.expired} training records are out of date; {due} more run out" in re.sub(
        r"\s+", " ", Outline(report.html()).text
    )


def test_the_month_strip_counts_what_runs_out(report: Report) -> None:
    front = report.front
    assert [month.day for month in front.months] == [1] * 6
    for number, month in enumerate(front.months):
        days = [
            ending.day
            for one in report.judged
            for ending in one.trainings
            if ending.day is not None and not ending.expired and ending.day >= ON
        ]
        wanted = sum((day.year, day.month) == (month.year, month.month) for day in days)
        assert sum(course.months[number] for course in front.courses) == wanted


def test_what_to_book_first(report: Report, page: Outline) -> None:
    plan = report.bookings
    assert plan is not None
    assert plan.cost is None or plan.cost + plan.vat <= 4000
    assert len(report.front.bookings) == 3
    for booking in report.front.bookings:
        assert booking in plan.bookings
        assert booking.title in page.text
    assert report.front.mended <= plan.renewed


def test_who_could_follow_and_who_covers(report: Report) -> None:
    front = report.front
    order = {role.id: role.order for role in report.pathway.role_categories}
    posts = {post.target: post for post in report.summary.succession}
    for step in front.steps:
        post = posts[step.target]
        assert step.worker in {one.worker for one in (*post.ready, *post.nearly)}
        assert step.held > 0, "that nothing is required is not being ready"
        assert order[step.target] > order[str(step.role_category)], "a step up, and no move sideways"
    assert [post.target for post in front.posts] == ["registered-manager", "deputy-manager"]
    for cover in front.posts:
        assert len(cover.in_post) == posts[cover.target].in_post


def test_no_policy_number_and_no_id_reaches_a_manager(page: Outline) -> None:
    assert not re.search(r"\bD\d{1,3}\b", page.text)
    assert not re.search(r"\b(?:ks|beh|rt)-[a-z]+-", page.text)
    assert not re.search(r"\d %", page.text), "one way to write per cents"
    assert "Willow & Brook" in page.text


def test_nothing_but_titles_is_an_honest_page(pathway: cp.Pathway) -> None:
    report = build(pathway, staff(cp.Worker(id="S1", job_title="Care Assistant")), on=ON)
    text = re.sub(r"\s+", " ", Outline(report.html()).text)
    assert "No training is on file, so that nothing can be said about what is in date" in text
    assert "--catalogue" in text
    assert "1 person without any training on file" in text
    assert "is out of date" not in text


def test_training_without_any_day(pathway: cp.Pathway) -> None:
    records = (cp.TrainingRecord(title="Quokka handling", completed=date(2025, 1, 1)),)
    report = build(pathway, staff(cp.Worker(id="S1", job_title="Carer", training=records)), on=ON)
    assert report.front.without_dates == 1
    assert "No expiry is known for the only training record" in re.sub(
        r"\s+", " ", Outline(report.html()).text
    )


def test_names_stand_in_place_of_references_where_they_were_asked_for(pathway: cp.Pathway) -> None:
    read = tables.read_staff(examples.file("staff.csv"))
    assert not any(one.summary.name for one in build(pathway, read, on=ON).judged)


def test_a_target_and_everything_to_print(pathway: cp.Pathway) -> None:
    read = tables.read_staff(examples.file("staff.csv"))
    html = build(pathway, read, on=ON, target=0.5, full=True, service='A "B" </style>').html()
    assert "data-full" in html
    assert "</style>" not in html[html.index("@page{@bottom-left") : html.index("@bottom-right")]


def test_a_post_whose_title_is_open_is_not_called_empty() -> None:
    """Rule: what is doubtful is said; it is never read as nobody."""
    workers = (
        cp.Worker(id="D1", job_title="Deputy Manager/Clinical Lead"),
        cp.Worker(id="C1", job_title="Care assistant"),
    )
    report = build(cp.load(), StaffFile(file="s.csv", kind="table", workers=workers), on=date(2026, 11, 30))
    (post,) = (one for one in report.front.posts if one.target == "deputy-manager")
    assert (post.in_post, post.likely, post.nearest) == ((), ("D1",), None)
    assert "perhaps D1" in " ".join(Outline(report.html()).text.split())


def test_where_nobody_is_near_those_on_the_step_before_are_named() -> None:
    """Whoever asks who could follow looks at the deputy first; a wish to stay is kept."""
    wish = {"D2": "stay-and-grow"}
    workers = tuple(
        cp.Worker(id=one, role_category=role, aspiration=wish.get(one))
        for one, role in (("M1", "registered-manager"), ("D1", "deputy-manager"), ("D2", "deputy-manager"))
    )
    report = build(cp.load(), StaffFile(file="s.csv", kind="table", workers=workers), on=ON)
    (post,) = (one for one in report.front.posts if one.target == "registered-manager")
    assert (post.ready, post.nearest, post.before) == ((), None, ("D1",))
    assert "nobody is near by what is on file; on the step before: D1." in " ".join(
        Outline(report.html()).text.split()
    )
