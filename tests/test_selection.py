"""`Pathway.only`: what is known in a certain way."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway._record import Record
from care_pathway.model import COLLECTIONS
from care_pathway.model._fields import flatten
from care_pathway.progression import judge_requirement
from tests.drawn import examples
from tests.each import each

bases = st.sets(st.sampled_from(cp.Basis), max_size=5)
grades = st.sets(st.sampled_from(cp.Confidence), max_size=3)
loaded = st.sampled_from(["2024-01", "2025-04"]).map(cp.load)

#: Fields that say how another field is known; whatever they speak of is gone with them.
SIDE_BASES = ("label_basis", "learning_basis")


def walk(record: Any) -> Any:
    if isinstance(record, Record):
        yield record
        for field in attrs.fields(type(record)):
            yield from walk(getattr(record, field.name))
    elif isinstance(record, tuple):
        for item in record:
            yield from walk(item)


def test_the_seven_values_stay_published_without_their_statements(edition: cp.Pathway) -> None:
    """DESIGN: the seven values stay in ``only(basis={"published"})``, without their statements."""
    published = edition.only(basis={"published"})
    assert [value.id for value in published.values] == [value.id for value in edition.values]
    assert {value.statement for value in published.values} == {None}
    assert {value.name for value in published.values} == {value.name for value in edition.values}


def test_a_ladder_without_editorial_keeps_its_levels_and_loses_our_mapping(pathway: cp.Pathway) -> None:
    """The levels are a training provider's (seed); mapping them to role categories is ours (editorial)."""
    before, after = pathway.ladders[0], pathway.only(basis={"published", "seed"}).ladders[0]
    assert [level.name for level in after.levels] == [level.name for level in before.levels]
    assert any(level.maps_to for level in before.levels)
    for level in after.levels:
        assert (level.maps_to, level.external, level.mapping_note) == ((), (), None)
        assert level.mapping_provenance is None


def test_role_categories_stay_published_with_fewer_fields(edition: cp.Pathway) -> None:
    published = edition.only(basis="published")
    assert [role.id for role in published.role_categories] == [role.id for role in edition.role_categories]
    assert published.edition.role_categories == edition.edition.role_categories


@settings(max_examples=examples(20))
@given(loaded, bases | st.none(), grades | st.none())
def test_nothing_outside_the_filter_remains_anywhere(
    pathway: cp.Pathway, basis: set[cp.Basis] | None, confidence: set[cp.Confidence] | None
) -> None:
    """A field known differently from its record has its own provenance, and goes when that does not pass."""
    selected = pathway.only(basis=basis, confidence=confidence)
    for name in (*COLLECTIONS, "adoption"):
        for record in walk(getattr(selected, name)):
            if isinstance(record, cp.Provenance):
                assert basis is None or record.basis in basis
                assert confidence is None or record.confidence in {None, *confidence}
            elif basis is not None:
                for side in SIDE_BASES:
                    assert getattr(record, side, None) in {None, *basis}


@settings(max_examples=examples(20))
@given(loaded, bases, grades | st.none())
def test_references_are_intact_or_dropped(
    pathway: cp.Pathway, basis: set[cp.Basis], confidence: set[cp.Confidence] | None
) -> None:
    """A reference to a record that went is dropped; a record that cannot be without it goes too."""
    selected = pathway.only(basis=basis, confidence=confidence)
    known = {name: {record.id for record in getattr(selected, name)} for name in COLLECTIONS}
    known["themes"] |= known["further_themes"]
    known["topics"] = set(selected.practice_area_topics)
    for name in COLLECTIONS:
        for record in walk(getattr(selected, name)):
            for field in attrs.fields(type(record)):
                collection = field.metadata.get("refers_to")
                if collection is not None:
                    assert set(flatten(getattr(record, field.name))) <= known[collection]
    for route in selected.routes:
        if route.kind is not cp.RouteKind.EXTERNAL:
            assert route.target in known["role_categories"]
            assert route.source in known["role_categories"] | {None, "any"}


@settings(max_examples=examples(10))
@given(loaded, bases | st.none(), grades | st.none())
def test_selecting_again_changes_nothing_but_the_name(
    pathway: cp.Pathway, basis: set[cp.Basis] | None, confidence: set[cp.Confidence] | None
) -> None:
    """Idempotent."""
    once = pathway.only(basis=basis, confidence=confidence)
    twice = once.only(basis=basis, confidence=confidence)
    assert attrs.evolve(twice, selection=once.selection) == once


@settings(max_examples=examples(10))
@given(loaded, bases, bases)
def test_a_wider_filter_keeps_at_least_as_much(
    pathway: cp.Pathway, narrow: set[cp.Basis], more: set[cp.Basis]
) -> None:
    less, wide = pathway.only(basis=narrow), pathway.only(basis=narrow | more)
    for name in COLLECTIONS:
        assert {one.id for one in getattr(less, name)} <= {one.id for one in getattr(wide, name)}


def test_a_filter_that_everything_passes_changes_only_the_name(edition: cp.Pathway) -> None:
    everything = edition.only(basis=list(cp.Basis), confidence=list(cp.Confidence))
    assert attrs.evolve(everything, selection=None) == edition
    assert attrs.evolve(edition.only(), selection=None) == edition
    assert edition.only().ref == edition.ref


def test_a_filter_that_nothing_passes_leaves_sources_only(edition: cp.Pathway) -> None:
    nothing = edition.only(basis=())
    assert {name for name in COLLECTIONS if getattr(nothing, name)} == {"sources"}
    assert nothing.adoption is None
    assert nothing.edition.id == edition.edition.id


def test_the_selection_is_named_in_ref(edition: cp.Pathway) -> None:
    """Every result names `pathway.ref`; a cut pathway cannot pass for the whole."""
    published = edition.only(basis="published")
    assert published.ref == f"{edition.ref} only published"
    both = edition.only(basis={"published", "seed"}, confidence="high")
    assert both.ref == f"{edition.ref} only published/seed, high"
    assert published != edition


def test_nothing_editorial_is_left_when_it_is_not_asked_for(pathway: cp.Pathway) -> None:
    """Nothing editorial is ever shown as official."""
    official = pathway.only(basis={"published"})
    assert official.themes == official.further_themes == ()
    assert all(one.provenance.basis.official for one in official.competencies)
    assert {one.theme for one in official.competencies} <= {None}


def test_ungraded_records_pass_every_grade(edition: cp.Pathway) -> None:
    """A record whose confidence was never graded passes every filter of confidence."""
    low = edition.only(confidence="low")
    assert low.role_categories == () or all(
        role.provenance.confidence in (None, "low") for role in low.role_categories
    )
    assert len(low.values) == 7


@each("wrong", ["official", "Published", ["seed", "rumour"], 3, [3]])
def test_an_unknown_basis_is_refused(pathway: cp.Pathway, wrong: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        pathway.only(basis=wrong)
    with pytest.raises((ValueError, TypeError)):
        pathway.only(confidence=wrong)


def test_a_cut_pathway_still_answers_and_survives_a_round_trip(edition: cp.Pathway) -> None:
    seed = edition.only(basis={"published", "seed", "secondary"})
    for role in seed.role_categories:
        assert isinstance(seed.expectations(role.id), cp.Expectations)
        seed.routes_from(role.id)
        seed.learning_for(role.id)
    assert cp.loads(cp.dumps(seed), cp.Pathway) == seed


NOTHING_SHOWN: dict[str, Any] = {
    "qualifications": (cp.HeldQualification(name="Level 3 Diploma in Early Years", level=3),),
    "training": (cp.TrainingRecord(title="Induction"),),
}


@settings(max_examples=examples(30), deadline=None)
@given(bases, st.data())
def test_a_selection_never_makes_a_requirement_easier(chosen: set[cp.Basis], data: st.DataObject) -> None:
    """A requirement that lost a part is not known: what the whole edition does not call met is not met."""
    whole = cp.load("2025-04")
    cut = whole.only(basis=chosen)
    roles = [role.id for role in cut.role_categories]
    if not roles:
        return
    source, target = (data.draw(st.sampled_from(roles)) for _ in range(2))
    worker = cp.Worker(id="w-1", role_category=source, **NOTHING_SHOWN)
    day = date(2026, 6, 1)
    found = cp.check_eligibility(cut, worker, target=target, on=day)
    if found.route is None:
        return
    before = whole.route(found.route.id).requirements + whole.role_category(target).requirements
    originals = {one.id: one for one in before + whole.role_category(target).statutory_requirements}
    for one in found.requirements:
        if one.judgement is cp.Judgement.MET:
            original = judge_requirement(whole, worker, originals[one.requirement.id], on=day)
            assert original.judgement is cp.Judgement.MET, one.requirement.id


def test_the_fitness_conditions_are_not_met_by_an_empty_list(pathway: cp.Pathway) -> None:
    """Never silently met: their parts are editorial, and go from what is published."""
    worker = cp.Worker(id="w-1", role_category="deputy-manager")
    published = pathway.only(basis="published")
    found = cp.check_eligibility(published, worker, target="registered-manager", on=date(2026, 6, 1))
    assert {one.judgement for one in found.requirements} == {cp.Judgement.NOT_KNOWN}
    assert found.decision is cp.Decision.NEEDS_EVIDENCE


def test_a_requirement_without_its_learning_does_not_admit_any_learning_of_the_level() -> None:
    """`level` alone would mean any qualification of that level; it goes with the learning it speaks of."""
    cut = cp.load("2025-04").only(basis={"published", "seed"})
    for route in cut.routes:
        for one in route.requirements:
            if isinstance(one, cp.QualificationRequirement) and not (one.learning or one.alternatives):
                assert one.level is None, one.id


def test_an_induction_that_lost_its_learning_is_not_any_induction() -> None:
    """An induction that names no learning means any induction by the employer."""
    whole, cut = cp.load("2025-04"), cp.load("2025-04").only(basis={"published", "editorial"})
    named = {
        one.id
        for route in whole.routes
        for one in route.requirements
        if isinstance(one, cp.InductionRequirement) and one.learning
    }
    left = {one.id: one for route in cut.routes for one in route.requirements if one.id in named}
    assert left
    assert all(isinstance(one, cp.AllOfRequirement) and not one.requirements for one in left.values())
