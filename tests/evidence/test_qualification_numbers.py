"""A qualification is recognised by its Ofqual number first, however written, then by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

import care_pathway as cp
from care_pathway.evidence.qualification_names import number_in
from care_pathway.evidence.qualifications import counts_as
from care_pathway.planning import claim_for
from tests.each import each

PATHWAY = cp.load()
ON = date(2026, 11, 30)
NUMBERS = [(one.number, learning.id) for learning in PATHWAY.learning for one in learning.numbers]
LEVEL_3 = "l3-diploma-adult-care"
WAYS: dict[str, Callable[[str], str]] = {
    "as published": lambda number: number,
    "no strokes": lambda number: number.replace("/", ""),
    "spaces": lambda number: number.replace("/", " "),
    "hyphens": lambda number: number.replace("/", "-"),
    "spaced strokes": lambda number: f" {number.replace('/', ' / ').lower()} ",
    "words before": lambda number: f"QN: {number}",
    "words after": lambda number: f"{number.replace('/', '')} (City & Guilds)",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_number_is_recognised_however_it_is_written(way: str) -> None:
    """Rule: 'by number first, then by name; withdrawn versions still count as held'."""
    for number, learning in NUMBERS:
        written = WAYS[way](number)
        assert learning in counts_as(PATHWAY, cp.HeldQualification(name="Certificate", number=written)), (
            written
        )
        assert learning in counts_as(PATHWAY, cp.HeldQualification(name=f"Certificate {written}")), written


def test_the_number_decides_where_the_name_says_little() -> None:
    for name in ("Diploma", "Level 3", "care qual", "see certificate"):
        held = cp.HeldQualification(name=name, number="61001036")
        assert counts_as(PATHWAY, held) == {LEVEL_3}, name


def test_a_number_against_the_name_counts_for_nothing() -> None:
    other = cp.HeldQualification(name="Level 2 Certificate in Dementia Care", number="610/0103/6")
    level = cp.HeldQualification(name="Diploma", number="610/0103/6", level=5)
    assert counts_as(PATHWAY, other) == counts_as(PATHWAY, level) == frozenset()


@each(
    "held",
    [
        cp.HeldQualification(name="Level 2 Diploma in Care", learning=LEVEL_3),
        cp.HeldQualification(name="Level 2 Diploma in Care", learning=LEVEL_3, level=3),
        cp.HeldQualification(name="Registered Nurse degree", learning=LEVEL_3),
        cp.HeldQualification(name="see certificate", learning=LEVEL_3, number="610/4009/5"),
        cp.HeldQualification(name="Level 3 Diploma in Adult Care (QAN 610/4009/5)"),
        cp.HeldQualification(name="Level 3 Diploma in Adult Care, number: 610/4009/5"),
    ],
)
def test_id_number_and_name_that_disagree_count_for_nothing_and_are_said(held: cp.HeldQualification) -> None:
    """A record that contradicts itself is a problem of the reading: nobody can tell which part is right."""
    assert counts_as(PATHWAY, held) == frozenset()
    worker = cp.Worker(id="w", role_category="care-or-support-worker", qualifications=(held,), training=())
    gap = cp.skill_gap(PATHWAY, worker, target=None, on=ON)
    assert (gap.held, gap.partial) == ((), ())
    assert [str(one.kind) for one in gap.problems] == ["contradictory"]
    for route in cp.eligible_routes(PATHWAY, worker, on=ON):
        for judged in route.requirements:
            if LEVEL_3 in getattr(judged.requirement, "learning", ()):
                assert judged.judgement == "not-known"


def test_an_id_agrees_with_every_name_that_the_edition_has_for_it() -> None:
    for learning in PATHWAY.learning:
        assert counts_as(PATHWAY, cp.HeldQualification(name=learning.name, learning=learning.id))
    for version in PATHWAY.qualification_versions:
        meant = version.learning or version.counts_as
        assert counts_as(PATHWAY, cp.HeldQualification(name=version.name, learning=meant)), version.name


@each("text", ["0113 496 0103", "31/01/2026", "2026-01-31", "6100103612", "610/0103", "NVQ 3", "a610/0103/6"])
def test_other_numbers_are_none_of_the_register(text: str) -> None:
    assert number_in(text) not in {number.replace("/", "") for number, _ in NUMBERS}


@pytest.mark.parametrize("written", ["610/0103/6", "61001036", "610 0103 6"])
def test_one_question_to_each_that_reads_a_number(written: str) -> None:
    """Evidence, eligibility and funding answer for a number as they answer for the name."""
    by_name = cp.HeldQualification(name="Level 3 Diploma in Adult Care", achieved=date(2022, 6, 1))
    by_number = cp.HeldQualification(name="Diploma", number=written, achieved=date(2022, 6, 1))
    workers = [
        cp.Worker(id="w", role_category="care-or-support-worker", qualifications=(held,))
        for held in (by_name, by_number)
    ]
    gaps = [cp.skill_gap(PATHWAY, one, target="care-or-support-worker", on=ON) for one in workers]
    assert (gaps[0].held, gaps[0].partial) == (gaps[1].held, gaps[1].partial)
    assert gaps[1].held or gaps[1].partial
    decisions = [
        cp.check_eligibility(PATHWAY, one, target="supervisor-or-leader", on=ON).decision for one in workers
    ]
    assert decisions[0] == decisions[1]
    claims = [
        claim_for(PATHWAY, course, on=ON)
        for course in (
            cp.Course(id="c", title="Diploma", number=written),
            cp.Course(id="c", title="Diploma", number="610/0103/6"),
        )
    ]
    assert claims[0].line is not None
    assert (claims[0].line, claims[0].answer) == (claims[1].line, claims[1].answer)
    assert claim_for(PATHWAY, f"Diploma ({written})", on=ON).line == claims[0].line


def test_withdrawn_versions_still_count_as_held() -> None:
    for version in PATHWAY.qualification_versions:
        found = counts_as(PATHWAY, cp.HeldQualification(name=version.name))
        assert (version.learning or version.counts_as) in found, version.name
