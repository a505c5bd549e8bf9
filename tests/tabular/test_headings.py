"""Headings are compared by one rule, whichever way of it is the shorter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from care_pathway.tabular.headings import bare, forms, is_heading, known, normal, squeezed

HEADINGS = st.text("aZ9 _-'’.()[]/éß\u0130", max_size=12)


@given(HEADINGS)
def test_a_word_alone_is_normal_as_it_is_between_spaces(text: str) -> None:
    """Rule: a heading is without case, punctuation and surplus spaces; one plain word needs no pattern."""
    assert normal(text) == normal(f" {text} ")


@given(HEADINGS)
def test_the_forms_of_a_heading_are_with_and_without_what_stands_in_brackets(text: str) -> None:
    assert set(forms(text)) == {squeezed(normal(text)), squeezed(normal(bare(text)))}


def test_what_heads_a_column_of_some_table_is_a_heading() -> None:
    for table in ("staff", "training", "evidence", "courses", "records"):
        assert all(map(is_heading, known(table))), table
    assert not any(map(is_heading, ("", "()", "Zed Quiet")))
