"""Ratings by worker and manager as evidence."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from care_pathway.evidence import Rating, SkillsAssessment, evidence_from_assessments
from care_pathway.skills import skill_gap
from tests.each import each
from tests.skills.skill_samples import ON, PATHWAY, person

ONE = "ks-csw-choice-01"
DAY = date(2025, 5, 1)


def rated(own, manager, competency=ONE, **fields):
    return SkillsAssessment(competency=competency, own=own, manager=manager, on=DAY, **fields)


@each(
    ("own", "manager", "expected"),
    [
        ("meets", "meets", "held"),
        (None, "meets", "held"),
        ("developing", "meets", "partial"),
        ("meets", "developing", "partial"),
        ("developing", "developing", "partial"),
        ("meets", None, "partial"),
        ("developing", None, "partial"),
        ("not-yet", "meets", "partial"),
        ("meets", "not-yet", "partial"),
        ("developing", "not-yet", "partial"),
        ("not-yet", "not-yet", "missing"),
        ("not-yet", None, "missing"),
        (None, "not-yet", "missing"),
        (None, None, "missing"),
    ],
)
def test_the_weaker_voice_counts(own, manager, expected):
    """Rule: agreeing or not, ratings are evidence, and disagreement is never resolved to held."""
    gap = skill_gap(
        PATHWAY, person(), target="care-or-support-worker", on=ON, assessments=[rated(own, manager)]
    )
    assert ONE in getattr(gap, expected)
    disagree = None not in (own, manager) and own != manager
    assert any("talk it through" in str(one) for one in gap.problems) is disagree


def test_order_and_repeats_do_not_matter():
    items = [rated(own, manager) for own, manager in product([None, *Rating], repeat=2)]
    items.append(rated("meets", "meets", competency="ks-ntc-pbs-01"))
    one = evidence_from_assessments(PATHWAY, items)
    assert evidence_from_assessments(PATHWAY, [*reversed(items), *items]) == one
    assert one.evidence[0].competency == "ks-ntc-pbs-01"


def test_a_manager_cannot_authorise_a_delegated_activity():
    """Rule: a delegated healthcare skill is signed off by the delegating professional alone."""
    found = evidence_from_assessments(
        PATHWAY, [rated("meets", "meets", competency="ks-ecw-dha-kinds-02", by="m-7")]
    )
    assert [(str(one.state), one.by) for one in found.evidence] == [("claimed", "worker"), ("claimed", "m-7")]


def test_what_is_kept():
    (item,) = evidence_from_assessments(
        PATHWAY, [rated(None, "meets", by="m-7", expires=date(2026, 5, 1))]
    ).evidence
    assert (item.on, item.expires, item.by, item.source) == (
        DAY,
        date(2026, 5, 1),
        "m-7",
        "skills assessment",
    )


def test_an_unknown_competency_is_reported():
    found = evidence_from_assessments(PATHWAY, [rated("meets", "meets", competency="juggling")])
    assert found.evidence == ()
    assert "the edition does not have it" in str(found.problems[0])


def test_agreement():
    assert rated("meets", "meets").agrees is True
    assert rated("meets", "not-yet").agrees is False
    assert rated("meets", None).agrees is None
    with pytest.raises(ValueError, match="brilliant"):
        rated("brilliant", None)
