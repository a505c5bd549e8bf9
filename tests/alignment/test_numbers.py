"""A course is recognised by its Ofqual number first, then by its title: by align and by a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.alignment import LevelScheme
from care_pathway.alignment.course import title_read
from care_pathway.evidence.qualifications import counts_as
from care_pathway.planning import claim_list

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


# --- the claim list -----------------------------------------------------------------------------------


CLAIMED = tuple(line for line in claim_list() if line.number)


def test_every_number_of_the_claim_list_is_known(pathway: cp.Pathway) -> None:
    """A title that says nothing is read as the qualification of its number."""
    assert len(CLAIMED) > 200
    for line in CLAIMED:
        bare = course("Evening group", line.number)
        assert title_read(pathway, bare) != bare.title, line
        assert cp.align_course(pathway, bare).reasons[-1].startswith("its number is that of ")


def test_a_qualification_on_the_claim_list_alone_has_its_level_and_size(pathway: cp.Pathway) -> None:
    found = cp.align_course(pathway, course("Evening group", "600/4763/X"))
    assert (found.level.scheme, found.level.number) == (LevelScheme.RQF, 3)
    assert found.reasons[-1] == "its number is that of Level 3 Certificate in Stroke Care Management"


def test_a_number_of_the_claim_list_answers_as_its_title_does(pathway: cp.Pathway) -> None:
    for line in CLAIMED:
        title = title_read(pathway, course("Evening group", line.number))
        assert answer(pathway, course("Evening group", line.number)) == answer(pathway, course(title)), line


def test_a_title_on_another_subject_is_not_overruled_by_the_claim_list(pathway: cp.Pathway) -> None:
    """603/4453/2 is on autism: a course on fire safety with it contradicts itself, and its title stands."""
    assert answer(pathway, course("Fire Safety", "603/4453/2")) == answer(pathway, course("Fire Safety"))
    own = course("Understanding Autism, Tuesdays", "603/4453/2")
    assert title_read(pathway, own) == "Level 2 Certificate in Introduction to Autistic Spectrum Conditions"


@pytest.mark.parametrize(
    "title", ["Level 2 Award in Forklifts", "Hairdressing Diploma", "Early Years Diploma"]
)
def test_a_number_does_not_overrule_a_title_of_another_trade(pathway: cp.Pathway, title: str) -> None:
    found = cp.align_course(pathway, course(title, "610/0103/6"))
    assert found.relevance is cp.Relevance.NOT_RELEVANT
