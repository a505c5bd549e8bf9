"""Plans to sign: what a side says is what the library's functions say, and nothing is cut off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.interop.staff import StaffFile
from care_pathway.report import Report, build
from care_pathway.report.inputs import EXAMPLE_DAY
from care_pathway.report.plans import plan_page
from care_pathway.report.records import When
from tests.report.outline import Outline

ON = date(2026, 2, 1)


def report_of(pathway: cp.Pathway, *workers: cp.Worker) -> Report:
    return build(pathway, StaffFile(file="staff.csv", kind="table", workers=workers), on=ON)


def test_a_side_for_everybody_who_is_placed_or_for_those_who_are_named(
    example: Report, written: Path
) -> None:
    page = Outline((written / "plans.html").read_text(encoding="utf-8"))
    placed = [one for one in example.summary.people if one.role_category is not None]
    plans = [attributes for attributes in page.all("section") if attributes.get("class") == "plan"]
    assert len(plans) == len(placed)
    assert "are left out" in page.text
    chosen = Outline(example.plans_html(["S001", "S012", "S001"]))
    assert len([one for one in chosen.all("section") if one.get("class") == "plan"]) == 2
    with pytest.raises(cp.UnknownIdError, match="S999"):
        example.plans_html(["S999"])


def test_a_side_says_what_the_functions_say(example: Report) -> None:
    """Rule: a plan, the report and the library never disagree on a person."""
    pathway = example.pathway
    assert example.bookings is not None
    to_book = {
        (place.worker, booking.title) for booking in example.bookings.bookings for place in booking.places
    }
    placed = set()
    said = set()
    for one in example.judged:
        if one.summary.role_category is None:
            continue
        placed.add(one.worker.id)
        page = plan_page(example, one)
        dated = one.summary.dated
        assert len(page.expired) == sum(item.when is When.EXPIRED for item in dated)
        assert len(page.due) == sum(item.when is When.EXPIRING for item in dated)
        assert page.plan == cp.career_plan(pathway, one.worker, on=EXAMPLE_DAY)
        assert 1 <= len(page.steps) <= 3
        gap = cp.skill_gap(pathway, one.worker, target=one.summary.role_category, on=EXAMPLE_DAY)
        themes = {theme.name for theme in pathway.themes}
        for topic in page.topics:
            name, _, count = topic.text.rpartition(": ")
            assert name in themes | {"Behaviours"}
            assert 0 < int(count.split(" of ")[0]) <= len(gap.held)
        said |= {(one.worker.id, line.text) for line in page.learning if line.why.startswith("to book")}
    assert said == {(who, title) for who, title in to_book if who in placed}


def test_nothing_is_cut_off(pathway: cp.Pathway) -> None:
    """Rule: whoever signs sees every line; a longer list takes a second side."""
    names = [f"Course {number} {'of what this service asks ' * (number % 5)}".strip() for number in range(24)]
    training = tuple(
        cp.TrainingRecord(title=name, completed=date(2020, 1, 1), expires=date(2021, 1, 1)) for name in names
    )
    worker = cp.Worker(id="W1", role_category="care-or-support-worker", training=training)
    text = " ".join(Outline(report_of(pathway, worker).plans_html()).text.split())
    assert [name for name in names if f"{name}, last day 1 January 2021" not in text] == []


def test_a_wish_leads_to_a_step_and_what_the_law_asks_comes_first(pathway: cp.Pathway) -> None:
    worker = cp.Worker(id="W1", role_category="care-or-support-worker", aspiration="lead")
    report = report_of(pathway, worker)
    page = plan_page(report, report.judged[0])
    first, topic, wish = page.steps
    steps = {step.text: step for step in page.plan.steps}
    assert steps[first.text].strength == "statutory"
    assert topic.text.endswith("learn it, then show it at work")
    assert steps[wish.text].route is not None
    assert "My wish on file: to lead." in Outline(report.plans_html()).text


def test_somebody_whose_place_is_open_is_planned_for_when_named(pathway: cp.Pathway) -> None:
    report = report_of(pathway, cp.Worker(id="W1", job_title="Care Co-ordinator"))
    assert "There is nobody to plan for" in Outline(report.plans_html()).text
    text = Outline(report.plans_html(["W1"])).text
    assert "To check by hand: perhaps" in text
    assert "before the place on the Pathway is settled" in text


def test_help_is_named_only_where_the_edition_names_it(pathway: cp.Pathway) -> None:
    worker = cp.Worker(id="W1", role_category="care-or-support-worker")
    help_ = "Career conversations toolkit and Strength match workbook"
    assert help_ in Outline(report_of(pathway, worker).plans_html()).text
    without = pathway.only(basis="published")
    assert help_ not in Outline(report_of(without, worker).plans_html()).text


def test_what_ran_out_is_said_in_words_with_its_day(pathway: cp.Pathway) -> None:
    """No ids on what people sign; a customary day is called so."""
    item = pathway.competency("ks-csw-safeguarding-02")
    worker = cp.Worker(
        id="W1",
        role_category="care-or-support-worker",
        evidence=[cp.Evidence(competency=item.id, state="assessed", expires=date(2026, 1, 5))],
        training=[
            cp.TrainingRecord(title="Fire safety", completed=date(2024, 12, 1)),
            cp.TrainingRecord(title="First aid", status="expired"),
        ],
    )
    report = report_of(pathway, worker)
    said = {line.text: (line.why, line.by) for line in plan_page(report, report.judged[0]).expired}
    assert said == {
        item.statement.rstrip("."): ("last day", date(2026, 1, 5)),
        "Fire safety": ("customary last day", date(2025, 12, 1)),
        "First aid": ("on a day that is not on file", None),
    }
    assert item.id not in report.plans_html() + report.html() + report.calendar()
