"""The closed words of the model."""

from __future__ import annotations

import inspect
from enum import StrEnum

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway import model
from care_pathway._record import Record
from care_pathway.model._fields import valid_id
from tests.each import each

ENUMS = [
    one for name in model.__all__ if inspect.isclass(one := getattr(model, name)) and issubclass(one, StrEnum)
]


@each("words", ENUMS)
def test_words_are_kebab_case_and_explained(words: type[StrEnum]) -> None:
    assert words.__doc__
    assert all(valid_id(str(word)) for word in words)
    assert len({str(word) for word in words}) == len(words)


def test_no_enum_names_role_categories(edition: cp.Pathway) -> None:
    """DESIGN: no enum of role ids; editions change them."""
    ids = {role.id for role in edition.role_categories}
    assert not any(str(word) in ids for words in ENUMS for word in words)


@each("words", ENUMS)
def test_constructors_accept_the_plain_word(words: type[StrEnum]) -> None:
    """Every field of a closed word is made with the enum as its converter."""
    users = [
        (kind, field)
        for name in model.__all__
        if inspect.isclass(kind := getattr(model, name)) and issubclass(kind, Record) and attrs.has(kind)
        for field in attrs.fields(kind)
        if field.type is words
    ]
    for kind, field in users:
        assert all(field.converter(str(word)) is word for word in words)
        with pytest.raises(ValueError, match=r"is not a valid|must be one of"):
            field.validator(kind, field, field.converter("no such word"))


def test_evidence_states_run_from_weakest_to_strongest() -> None:
    """DESIGN: not-yet, claimed, attended, assessed, signed-off."""
    assert [str(state) for state in cp.EvidenceState] == [
        "not-yet",
        "claimed",
        "attended",
        "assessed",
        "signed-off",
    ]


@given(st.sampled_from(cp.EvidenceState), st.sampled_from(cp.EvidenceState))
def test_evidence_states_are_ordered_by_strength_and_not_by_letters(
    one: cp.EvidenceState, other: cp.EvidenceState
) -> None:
    order = list(cp.EvidenceState)
    assert (one < other) is (order.index(one) < order.index(other))
    assert (one <= other) is (order.index(one) <= order.index(other))
    assert (one > other) is (other < one)
    assert (one >= other) is (other <= one)
    assert one.rank == order.index(one)


def test_evidence_states_do_not_compare_with_plain_words() -> None:
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        assert getattr(cp.EvidenceState.CLAIMED, compare)("claimed") is NotImplemented


def test_only_statutory_and_must_bind() -> None:
    """DESIGN: should and could never block."""
    assert {word for word in cp.Strength if word.binding} == {cp.Strength.STATUTORY, cp.Strength.MUST}


def test_only_what_was_read_on_gov_uk_is_official() -> None:
    """Nothing editorial is ever shown as official."""
    assert [word for word in cp.Basis if word.official] == [cp.Basis.PUBLISHED]


def test_attending_is_not_assessed() -> None:
    """DESIGN: completing a course is not competence."""
    assert {str(kind) for kind in cp.LearningKind if kind.assessed} == {
        "apprenticeship",
        "award",
        "qualification",
    }


def test_listed_is_the_weakest_relation_and_never_suggested() -> None:
    """DESIGN: ``listed`` is a catalogue tag only, never shown as suggested."""
    assert list(cp.LearningRelation)[-1] is cp.LearningRelation.LISTED
    provenance = cp.Provenance(basis="secondary")
    learning = cp.LearningOpportunity(
        id="l",
        name="n",
        kind="training",
        links=[
            cp.LearningLink(role_category=relation, relation=relation, words="w", provenance=provenance)
            for relation in cp.LearningRelation
        ],
        provenance=provenance,
    )
    assert learning.suggested_for == ("required", "suggested")


def test_evidence_is_valid_on_its_last_day() -> None:
    """DESIGN: expired is computed from ``on``; valid on the day itself."""
    from datetime import date

    evidence = cp.Evidence(competency="c", state="assessed", expires=date(2026, 3, 31))
    assert evidence.valid(date(2026, 3, 31))
    assert not evidence.valid(date(2026, 4, 1))
    assert cp.Evidence(competency="c", state="assessed").valid(date(2999, 1, 1))
