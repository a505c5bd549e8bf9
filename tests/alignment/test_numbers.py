"""A course is recognised by its Ofqual number first, then by its title: by align and by a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.alignment.course import title_read
from care_pathway.evidence.qualifications import counts_as

ON = date(2026, 11, 30)


def course(title: str, number: str | None = None, **fields: Any) -> cp.Course:
    return cp.Course(id="c1", title=title, number=number, **fields)


def answer(pathway: cp.Pathway, one: cp.Course) -> tuple[object, ...]:
    found = cp.align_course(pathway, one)
    return (found.relevance, found.themes, found.practice_areas, found.competencies, found.role_categories)


@pytest.mark.parametrize("number", ["610/0103/6", "61001036", "QN 610 0103 6"])
def test_a_number_says_what_a_bare_title_does_not(pathway: cp.Pathway, number: str) -> None:
    whole = answer(pathway, course("Level 3 Diploma in Adult Care"))
    assert answer(pathway, course("Diploma, evening group", number)) == whole
    assert answer(pathway, course("Diploma, evening group")) != whole
    aligned = cp.align_course(pathway, course("Diploma, evening group", number))
    assert aligned.reasons[-1] == "its number is that of Level 3 Diploma in Adult Care"
    assert aligned.course.title == "Diploma, evening group"


def test_every_number_answers_as_the_name_does(pathway: cp.Pathway) -> None:
    """One question to two rooms: a held qualification and a course of the same number are the same thing."""
    numbered = [one for one in pathway.learning if one.numbers]
    assert len(numbered) > 5
    for learning in numbered:
        for number in (one.number for one in learning.numbers):
            assert title_read(pathway, course("Diploma", number)) == learning.name, number
            held = cp.HeldQualification(name="Diploma", number=number, achieved=None)
            assert learning.id in counts_as(pathway, held)


@pytest.mark.parametrize(
    "title", ["Dementia awareness", "Level 5 Diploma in Leadership and Management for Adult Care"]
)
def test_a_title_that_says_otherwise_is_not_overruled(pathway: cp.Pathway, title: str) -> None:
    """An awareness hour covers no more for a number beside it; that of another diploma decides nothing."""
    assert answer(pathway, course(title, "610/0103/6")) == answer(pathway, course(title))


@pytest.mark.parametrize("number", ["", "610", "999/9999/9", "see website"])
def test_a_number_that_is_not_known_changes_nothing(pathway: cp.Pathway, number: str) -> None:
    assert answer(pathway, course("Diploma", number)) == answer(pathway, course("Diploma"))


def test_a_plan_offers_what_the_number_says(pathway: cp.Pathway) -> None:
    gap = cp.skill_gap(
        pathway,
        cp.Worker(id="w", qualifications=(), training=()),
        target="care-or-support-worker",
        on=ON,
    )
    by_name = cp.recommend_learning(pathway, gap, [course("Level 2 Diploma in Care", cost=400.0)])
    number = next(one.numbers[0].number for one in pathway.learning if one.id == "l2-diploma-care")
    by_number = cp.recommend_learning(pathway, gap, [course("Diploma", number, cost=400.0)])
    assert by_number.covered == by_name.covered != ()
