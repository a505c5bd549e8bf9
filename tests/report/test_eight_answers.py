"""A manager's eight questions, for the bundled example and for two services unlike it.

Each answer stands on the first screen or one click away, and is what the library's functions say.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import care_pathway as cp
from care_pathway.alignment import align_catalogue
from care_pathway.interop.ascwds import fill
from care_pathway.planning import plan_bookings, training_due
from care_pathway.report import Report, build, read_inputs
from care_pathway.report.inputs import EXAMPLE_DAY, Inputs, example_inputs, read_folder
from care_pathway.report.next_steps import cards_of
from care_pathway.report.plans import plan_page
from tests.report import services
from tests.report.outline import Outline


class Service(NamedTuple):
    """A service with its report, as Python has it and as it was written."""

    inputs: Inputs
    report: Report
    folder: Path
    page: str
    on: date

    def rows(self, name: str) -> list[dict[str, str]]:
        """A table of the folder."""
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))


def folder_inputs(folder: Path) -> Inputs:
    found = read_folder(folder)
    return read_inputs(
        found.staff,
        training=list(found.training),
        workplaces=found.workplace,
        catalogue=list(found.catalogue),
        on=services.ON,
    )


@pytest.fixture(scope="session", params=["example", "care home", "homecare"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("service")
    on = EXAMPLE_DAY if request.param == "example" else services.ON
    made: Any = {
        "example": example_inputs,
        "care home": lambda: folder_inputs(services.care_home(folder / "in")),
        "homecare": lambda: folder_inputs(services.homecare(folder / "in")),
    }[request.param]
    inputs = made()
    report = build(
        cp.load(),
        inputs.staff,
        on=on,
        evidence=inputs.evidence,
        catalogue=inputs.catalogue,
        budget=services.BUDGET,
        service=request.param,
    )
    report.write(folder / "out")
    text = Outline((folder / "out" / "report.html").read_text(encoding="utf-8")).text
    return Service(inputs, report, folder / "out", " ".join(text.split()), on)


def test_the_services_are_as_large_as_they_are_meant_to_be(service: Service) -> None:
    count = {"example": 46, "care home": 28, "homecare": 60}[service.report.service or ""]
    assert len(service.report.judged) == count
    assert any(one.trainings for one in service.report.judged)


def test_where_is_everyone(service: Service) -> None:
    front, pathway = service.report.front, service.report.pathway
    shown = {who: role.role_category for role in front.roles for who in role.people}
    for one in service.report.judged:
        assert shown.get(one.worker.id) == cp.place(pathway, one.worker, on=service.on).role_category
        assert one.worker.id in service.page
    for role in front.roles:
        assert f"{role.label} {len(role.people)}" in service.page


@pytest.mark.parametrize("target", ["supervisor-or-leader", "registered-manager"])
def test_who_could_become_team_leader_and_who_could_follow_me(service: Service, target: str) -> None:
    workers = [one.worker for one in service.report.judged if one.considered is not None]
    asked = cp.succession(service.report.pathway, workers, target=target, on=service.on)
    post = next(one for one in service.report.summary.succession if one.target == target)
    assert (post.ready_count, post.nearly_count) == (len(asked.ready), len(asked.nearly))
    assert [one.worker for one in post.ready] == [one.worker for one in asked.ready[:6]]
    assert [one.worker for one in post.nearly] == [one.worker for one in asked.nearly[:6]]
    near = {one.worker for each in service.report.summary.succession for one in (*each.ready, *each.nearly)}
    for step in service.report.front.steps:
        assert step.worker in near
        assert f"{step.worker}, " in service.page
        assert f"has shown {step.held} of the {step.expected} things" in service.page
    if target == "registered-manager":
        cover = next(one for one in service.report.front.posts if one.target == target)
        assert cover.ready == tuple(one.worker for one in post.ready)
        assert cover.in_post == tuple(asked.in_role)


def test_what_is_this_person_missing(service: Service) -> None:
    for one in service.report.judged:
        person = one.summary
        if person.role_category is None:
            continue
        gap = cp.skill_gap(service.report.pathway, one.worker, target=person.role_category, on=service.on)
        assert (person.held, person.partial, person.expired, person.missing) == (
            *(len(gap.held), len(gap.partial), len(gap.expired), len(gap.missing)),
        )
        assert person.not_known == len(gap.not_known)
        for item in person.dated:
            assert service.report.called(item) in service.page
        card = cards_of(service.report, [one.worker.id])[one.worker.id]
        left = {
            topic.label: topic.expected - len(topic.held)
            for topic in gap.by_theme
            if len(topic.held) < topic.expected
        }
        assert len(card.topics) + card.more == len(left)
        assert {
            line.text.rstrip(":"): int(line.why.split()[0]) for line in card.topics
        }.items() <= left.items()
        steps = plan_page(service.report, one).steps
        assert card.step == (steps[0] if steps else None), "the card and the plan begin alike"
        assert card.step is None or card.step.text in service.page


def test_what_expires_in_the_next_ninety_days(service: Service) -> None:
    """The page and the table name what `training_due` names, and nothing else as out of date or due."""
    wanted = set()
    for one in service.report.judged:
        if one.first is not None:
            continue  # a further job of somebody
        for item in training_due(service.report.pathway, one.worker, on=service.on, ahead=90):
            wanted.add((one.worker.id, item.expires))
            assert item.title in service.page
    dated = {
        (one.worker.id, item.expires)
        for one in service.report.judged
        for item in one.summary.dated
        if item.what == "training" and item.expires is not None
    }
    assert dated == wanted
    assert wanted
    in_table = {
        (row["worker"], date.fromisoformat(row["expires"] or row["refresh_by"]))
        for row in service.rows("training.csv")
        if row["status"] in ("due", "expired") and (row["expires"] or row["refresh_by"])
    }
    assert wanted <= in_table


def test_what_to_buy_for_four_thousand_pounds(service: Service) -> None:
    plan = service.report.bookings
    assert plan is not None
    assert service.inputs.catalogue is not None
    aligned = align_catalogue(service.report.pathway, service.inputs.catalogue.courses)
    # Everybody: what is out of date is renewed whatever somebody's job is.
    workers = [one.worker for one in service.report.judged if one.first is None]
    asked = plan_bookings(
        service.report.pathway, workers, aligned, on=service.on, budget=services.BUDGET, funding="ldss"
    )
    assert cp.to_plain(asked) == cp.to_plain(plan)
    assert 0 < sum((one.cost or 0) + (one.vat or 0) for one in plan.bookings) <= services.BUDGET
    roles = {one.worker.id: one.summary.role_category for one in service.report.judged}
    for booking in plan.bookings:
        assert booking.title in service.page
        if "Registered Managers" in booking.title or "Lead Practitioner" in booking.title:
            assert {roles[who] for who in booking.learners} <= {
                *("registered-manager", "deputy-manager", "practice-leader", "supervisor-or-leader"),
            }


def test_overdue_training_is_booked_before_anything_else(service: Service) -> None:
    """With what is overdue on the price list, the first bookings renew some of it."""
    front = service.report.front
    if front.mended:
        assert front.bookings[0].places[0].renews


def test_what_goes_back_to_asc_wds(service: Service) -> None:
    assert "What goes back to ASC-WDS" in service.page
    if service.report.service == "example":
        assert service.report.goes_back is None
        assert "The staff list is no worker file of ASC-WDS" in service.page
        return
    filling = fill(service.report.pathway, service.inputs.staff, on=service.on, replace_do_not_know=True)
    found = service.report.goes_back
    assert found
    assert [(one.worker, one.answer) for one in found] == [(one.worker, one.answer) for one in filling.filled]


def test_what_do_i_show_the_inspector(service: Service) -> None:
    page = Outline((service.folder / "report.html").read_text(encoding="utf-8"))
    assert "inspection/index.html" in [link.get("href") for link in page.all("a")]
    assert (service.folder / "inspection" / "index.html").is_file()
    assert {row["fact"] for row in service.rows("inspection/facts.csv")} == {
        fact.id for fact in service.report.inspection
    }
