"""Gaps of many people on masks."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.evidence.masks import order_of
from care_pathway.skills import GapEngine, skill_gap, transferable
from tests.drawn import examples
from tests.skills.skill_samples import IDS, ON, PATHWAY, ROLES, person, roles, shown, thresholds, workers


@given(people=st.lists(workers, min_size=1, max_size=4), role=roles, threshold=thresholds)
@settings(max_examples=examples(40), deadline=None)
def test_many_as_one(people, role, threshold):
    """Rule: the gaps of many people are the gaps of each."""
    engine = GapEngine(PATHWAY, target=role, threshold=threshold)
    holdings = [engine.holdings(one, on=ON) for one in people]
    for worker, masks in zip(people, engine.gaps(holdings), strict=True):
        gap = skill_gap(PATHWAY, worker, target=role, on=ON, threshold=threshold)
        for name in ("held", "partial", "expired", "missing", "not_known"):
            assert engine.ids(getattr(masks, name)) == getattr(gap, name)
            assert getattr(masks, name).bit_count() == len(getattr(gap, name))
        assert engine.gap(engine.holdings(worker, on=ON)) == masks


@given(ids=st.sets(st.sampled_from(IDS)))
def test_masks_there_and_back(ids):
    """Rule: a mask holds exactly its ids, in published order."""
    order = order_of(PATHWAY)
    mask = order.mask(ids)
    assert mask.bit_count() == len(ids)
    assert order.decode(mask) == tuple(one for one in IDS if one in ids)
    assert order.mask([*ids, "no-such-competency"]) == mask


def test_order():
    order = order_of(PATHWAY)
    assert order.decode(order.everything) == IDS
    assert order.bit("no-such-competency") == 0
    assert order_of(PATHWAY) is order


def test_a_role_category_that_is_not_there():
    with pytest.raises(cp.UnknownIdError):
        GapEngine(PATHWAY, target="carer")


def test_a_pathway_with_nothing_expected():
    """Rule: where nothing is expected nothing is said to be covered."""
    bare = attrs.evolve(PATHWAY, competencies=())
    gap = skill_gap(bare, person(evidence=shown(IDS)), target=ROLES[0], on=ON)
    assert gap.coverage is gap.minimum_coverage is None
    assert gap.held == gap.open == ()
    assert "nothing expected" in gap.explain()
    assert "nothing expected" in gap._repr_html_()
    transfer = transferable(bare, ROLES[0], ROLES[1])
    assert transfer.coverage is None


def test_a_selection_of_what_is_published():
    """Rule: a selection has gaps of its own; rows that name what it left out are smaller there."""
    published = PATHWAY.only(basis={"published"})
    worker = person(qualifications=(cp.HeldQualification(name="Level 3 Diploma in Adult Care"),))
    gap = skill_gap(published, worker, target="new-to-care", on=ON)
    assert {one.label for one in gap.by_area} == {"Behaviours"}
    assert gap.minimum_coverage is None
