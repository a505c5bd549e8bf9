"""What changed between two editions."""

from __future__ import annotations

from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.comparison import ChangeKind
from care_pathway.model import COLLECTIONS
from care_pathway.testing import pathways
from tests.drawn import examples


@pytest.fixture(scope="module")
def diff(first_edition: cp.Pathway, pathway: cp.Pathway) -> cp.EditionDiff:
    return cp.compare(first_edition, pathway)


def test_the_four_new_role_categories_are_reported(diff: cp.EditionDiff) -> None:
    """Issue: 2024-01 → 2025-04 must report the four new role categories."""
    assert [change.id for change in diff.of("added", "role_categories")] == [
        "enhanced-care-worker",
        "personal-assistant",
        "deputy-manager",
        "registered-manager",
    ]
    assert diff.of("retired", "role_categories") == ()


def test_the_lost_letters_are_reported(diff: cp.EditionDiff) -> None:
    """Issue: the lost letters."""
    letters = [change for change in diff.changes if change.field == "letter"]
    assert [(change.before, change.after) for change in letters] == [(letter, None) for letter in "ABCD"]


def test_seven_unchanged_values_are_reported(diff: cp.EditionDiff) -> None:
    """Issue: seven unchanged values."""
    assert {one.collection: one.count for one in diff.unchanged}["values"] == 7
    assert not any(change.collection == "values" for change in diff.changes)


def test_kinds_are_the_words_of_the_issue(diff: cp.EditionDiff) -> None:
    assert {str(kind) for kind in ChangeKind} == {
        "added", "retired", "renamed", "moved", "reworded", "changed",
    }  # fmt: skip
    for name in ("added", "retired", "renamed", "moved", "reworded"):
        assert getattr(diff, name) == diff.of(name)
    assert sum(len(diff.of(kind)) for kind in ChangeKind) == len(diff.changes)


@settings(max_examples=examples(6))
@given(pathways(), pathways())
def test_every_record_is_added_retired_changed_or_unchanged(old: cp.Pathway, new: cp.Pathway) -> None:
    """Nothing is lost in a comparison: each record of either is counted exactly once."""
    diff = cp.compare(old, new)
    unchanged = {one.collection: one.count for one in diff.unchanged}
    for name in COLLECTIONS:
        before = {record.id for record in getattr(old, name)}
        after = {record.id for record in getattr(new, name)}
        mine = [change for change in diff.changes if change.collection == name]
        assert {change.id for change in mine if change.kind is ChangeKind.ADDED} == after - before
        assert {change.id for change in mine if change.kind is ChangeKind.RETIRED} == before - after
        differing = {change.id for change in mine if change.field is not None}
        assert differing <= before & after
        assert unchanged.get(name, 0) == len(before & after) - len(differing)


@given(st.sampled_from(["2024-01", "2025-04"]))
def test_an_edition_does_not_differ_from_itself(edition: str) -> None:
    diff = cp.compare(cp.load(edition), cp.load(edition))
    assert diff.changes == ()


def test_comparing_the_other_way_round_turns_added_into_retired(
    diff: cp.EditionDiff, first_edition: cp.Pathway, pathway: cp.Pathway
) -> None:
    back = cp.compare(pathway, first_edition)
    assert {change.id for change in back.retired} == {change.id for change in diff.added}
    assert {change.id for change in back.added} == {change.id for change in diff.retired}


def test_a_renamed_a_moved_and_a_reworded_record(pathway: cp.Pathway) -> None:
    learning = attrs.evolve(pathway.learning[0], name="Another name", note="n")
    theme = pathway.themes[0].id
    competencies = list(pathway.competencies)
    at = next(index for index, one in enumerate(competencies) if one.theme not in (None, theme))
    competencies[at] = attrs.evolve(competencies[at], theme=theme, statement="Other words.")
    changed = attrs.evolve(
        pathway, learning=(learning, *pathway.learning[1:]), competencies=tuple(competencies)
    )
    diff = cp.compare(pathway, changed)
    assert [change.id for change in diff.renamed] == [learning.id]
    assert [change.after for change in diff.moved] == [theme]
    assert [change.after for change in diff.reworded] == ["Other words."]
    assert [change.field for change in diff.of("changed")] == ["note"]


def test_adoption_and_the_edition_itself_are_compared_too(pathway: cp.Pathway) -> None:
    assert pathway.adoption is not None
    steps = (attrs.evolve(pathway.adoption.steps[0], name="Look around"), *pathway.adoption.steps[1:])
    changed = attrs.evolve(
        pathway,
        adoption=attrs.evolve(pathway.adoption, steps=steps, pilots=()),
        edition=attrs.evolve(pathway.edition, label="Another label"),
    )
    diff = cp.compare(pathway, changed)
    assert [(one.collection, one.after) for one in diff.renamed] == [
        ("edition", "Another label"),
        ("adoption_steps", "Look around"),
    ]
    assert {one.collection for one in diff.retired} == {"adoption_pilots"}
    assert "adoption steps: 1 changes, 4 unchanged" in diff.explain()
    assert not cp.compare(cp.load("2024-01"), pathway).of("renamed", "edition")
    without = cp.compare(pathway, attrs.evolve(pathway, adoption=None))
    assert {one.collection.split("_")[0] for one in without.changes} == {"adoption"}


def test_it_reads_as_text_and_as_data(diff: cp.EditionDiff) -> None:
    text = diff.explain()
    assert text.splitlines()[0] == f"From {diff.old} to {diff.new}"
    assert "added: Deputy manager (deputy-manager)" in text
    assert "values: 0 changes, 7 unchanged" in text
    rows = cp.to_rows(diff)
    assert len(rows) == len(diff.changes)
    assert {row["new"] for row in rows} == {diff.new}
    assert repr(diff) == f"<EditionDiff {diff.old} → {diff.new}: {len(diff.changes)} changes>"
    assert cp.loads(cp.dumps(diff), cp.EditionDiff) == diff
    assert any("nothing" in str(change) for change in diff.changes if change.field == "letter")


def test_its_table_is_accessible_and_escaped(diff: cp.EditionDiff) -> None:
    evil = attrs.evolve(diff.changes[0], name="<script>alert(1)</script>")
    html = attrs.evolve(diff, changes=(evil, *diff.changes[1:]))._repr_html_()
    assert "<script>" not in html
    scopes: list[str | None] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: (  # type: ignore[assignment,method-assign]
        scopes.append(dict(attributes).get("scope")) if tag == "th" else None
    )
    parser.feed(html)
    assert set(scopes) == {"row", "col"}
    assert "<caption>" in html
