"""Courses written and labelled by the policy before anything was run on them, and the faults they showed.

The figures are floors: both sets were read after their first run, whose figures stand in the table below.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.alignment import Relevance, align_course

PATHWAY = cp.load("2025-04")
FRESH = Path(__file__).parent / "fresh.csv"
#: Relevance, accepted of not relevant, thrown out, precision and F1 of each set before it was read.
FIRST_RUN = {"first": (0.983, 0.033, 0.011, 0.917, 0.931), "second": (0.958, 0.100, 0.0, 0.822, 0.876)}


def rows() -> list[dict[str, str]]:
    lines = FRESH.read_text("utf-8").splitlines(keepends=True)
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def ids(cell: str) -> set[str]:
    return {part.strip() for part in cell.split(";") if part.strip()}


def aligned(title: str, description: str = "", **rest: Any) -> cp.CourseAlignment:
    return align_course(PATHWAY, cp.Course(id="c1", title=title, description=description, **rest))


def themes(title: str, description: str = "") -> list[str]:
    return [match.id for match in aligned(title, description).themes]


@pytest.mark.parametrize("name", FIRST_RUN)
def test_fresh_courses(name: str) -> None:
    count: Counter[str] = Counter()
    for row in (row for row in rows() if row["set"] == name):
        found = aligned(row["title"], row["description"], level=row["level"] or None, format=row["format"])
        relevant = row["relevance"] == "relevant"
        count["rows"] += 1
        count["others"] += not relevant
        count["right"] += found.relevance.value == row["relevance"]
        count["accepted"] += not relevant and found.relevance is Relevance.RELEVANT
        count["thrown out"] += relevant and found.relevance is Relevance.NOT_RELEVANT
        given = {f"t {one.id}" for one in found.themes} | {f"a {one.id}" for one in found.practice_areas}
        given = given if found.relevance is Relevance.RELEVANT else set()
        wanted = {f"t {one}" for one in ids(row["themes"])} | {
            f"a {one}" for one in ids(row["practice_areas"])
        }
        count["hits"] += len(given & wanted)
        count["given"] += len(given)
        count["wanted"] += len(wanted)
    assert (count["rows"], count["others"]) == (120, 30)
    assert count["right"] / count["rows"] >= 0.97
    assert count["accepted"] <= 1
    assert count["thrown out"] == 0
    assert count["hits"] / count["given"] >= 0.92
    assert 2 * count["hits"] / (count["given"] + count["wanted"]) >= 0.94


# --- kinds of fault that they showed ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Customer Retention", "follow-up calls"),
        ("Aftercare for Vehicle Sales: Customer Retention", "loyalty"),
        ("Security Guarding and Physical Intervention", "licence"),
        ("Manual Handling in Construction (CPD)", "kerbs, blocks"),
    ],
)
def test_words_of_a_trade_make_no_course_of_care(title: str, description: str) -> None:
    assert aligned(title, description).relevance is not Relevance.RELEVANT


@pytest.mark.parametrize(
    ("title", "description", "not_named"),
    [
        ("Rota Planning and Capacity in Homecare", "travel time", "mental-capacity"),
        ("Team Leader in Care", "leading a shift, delegation, motivating your team", "delegated-healthcare"),
        ("Safeguarding Children for Adult Care Workers", "home visits", "role-and-development"),
        ("Oliver McGowan Tier 1", "Co-delivered by trainers with lived experience.", "learning-of-others"),
        ("Ligature Risk", "Staff of mental health units", "wellbeing-and-resilience"),
        ("Health and Safety Level 2 in the Care Workplace", "RIDDOR", "duty-of-care"),
    ],
)
def test_words_that_mean_another_thing_there(title: str, description: str, not_named: str) -> None:
    assert themes(title, description)
    assert not_named not in themes(title, description)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Being a Registered Manager", "management"),
        ("Working as a PA: Boundaries", "role-and-development"),
        ("Administration of Eye, Ear and Nose Drops", "medication"),
        ("Falls Champion", "practice-leadership"),
        ("Outcome-Focused Reviews", "support-planning"),
        ("Leading with Compassion", "management"),
        ("Safe Delegation in Home Care", "delegated-healthcare"),
        ("Staff Retention", "management"),
    ],
)
def test_words_that_name_a_theme(title: str, wanted: str) -> None:
    assert wanted in themes(title)


def test_those_by_whom_it_is_done_are_no_learners() -> None:
    assert aligned("Domestic Abuse in Later Life", "coercive control by family carers").relevance is (
        Relevance.RELEVANT
    )
    assert aligned("Support for Family Carers", "coping").relevance is Relevance.NOT_RELEVANT
