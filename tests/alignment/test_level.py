"""Whose level a level is."""

from hypothesis import given
from hypothesis import strategies as st

from care_pathway.alignment import LevelScheme, read_level
from tests.each import each


@each(
    ("title", "level", "rest", "number", "scheme"),
    [
        ("Level 2 Certificate in Dementia Care", None, "", 2, "RQF"),
        ("L5 Diploma Leadership in Health & Social Care", None, "", 5, "RQF"),
        ("Lead Adult Care Worker", "Level 3", "apprenticeship ST0006", 3, "RQF"),
        ("Care", "2", "QRN 603/2552/5", 2, "RQF"),
        ("NVQ 3 in Health and Social Care", None, "", 3, "RQF"),
        ("Safeguarding Adults Level 3", None, "", 3, "core-skills"),
        ("Resuscitation", "Level 2", "", 2, "core-skills"),
        ("Moving and Handling Level Two", None, "", 2, "core-skills"),
        ("Level 2 Award in Moving and Handling", None, "", 2, "RQF"),
        ("Oliver McGowan Tier 2", None, "", 2, "tier"),
        ("Become a T1 Trainer", None, "", 1, "tier"),
        ("Caring for Smiles", "SCQF 5", "", 5, "SCQF"),
        ("Falls", "Level 6", "credit rated SCQF", 6, "SCQF"),
        ("Diabetes technology", "level 2 (local)", "", 2, "provider"),
        ("Mental Health Awareness", "Level 1", "4 hours", 1, "provider"),
        ("Stoma Nursing", None, "20 credits at level 7", 7, "RQF"),
        ("Level 2 food hygiene", None, "", 2, "not-known"),
        ("Fire safety", "awareness", "", None, "not-known"),
        ("Asbestos Awareness", "Category A", "", None, "not-known"),
        ("First aid in 2 hours", None, "", None, "not-known"),
    ],
)
def test_the_same_words_mean_different_schemes(title, level, rest, number, scheme):
    found = read_level(title=title, level=level, format=rest)
    assert (found.number, found.scheme) == (number, LevelScheme(scheme))


def test_a_range_keeps_both_ends():
    found = read_level(title="Diploma", level="RQF 3/4")
    assert (found.number, found.highest, str(found)) == (3, 4, "3 to 4 (RQF)")
    assert read_level(title="Diploma", level="Level 4-2").number == 2
    assert read_level(title="Diploma", level="Level 3/3").highest is None


@each(
    ("title", "level", "span"),
    [
        ("Diploma in Adult Care Level 3.", None, "3 (RQF)"),
        ("Level: 2 Award in Dementia", None, "2 (RQF)"),
        ("Safeguarding level 2. One day", None, "2 (core-skills)"),
        ("Diploma", "Level 3.", "3 (RQF)"),
        ("Diploma", "Level: 3", "3 (RQF)"),
        ("Diploma", "5 or 6", "5 to 6 (RQF)"),
        ("Diploma", "Level 2, 3 and 4", "2 to 4 (RQF)"),
        ("Diploma", "Level 5, 2 days", "5 (RQF)"),
        ("Safeguarding", "Level 1 and 2 days", "1 (core-skills)"),
        ("Safeguarding", "Level 2 - 3 hours", "2 (core-skills)"),
        ("Safeguarding Level 2.5", None, "not-known"),
    ],
)
def test_marks_and_lengths_around_a_level_change_nothing(title, level, span):
    assert str(read_level(title=title, level=level)) == span


def test_words_without_a_scheme_stay_words():
    assert str(read_level(title="Fire safety", level="basic awareness")) == "basic awareness (not-known)"
    assert str(read_level(title="Fire safety")) == "not-known"
    assert read_level(title="Autism", level="Category A").words == "Category A"


@given(st.text(max_size=60), st.text(max_size=20), st.integers(1, 3))
def test_a_tier_never_becomes_a_level(before, after, tier):
    """Rule: "Tier" never becomes "Level"."""
    found = read_level(title=f"{before} Tier {tier} {after}")
    assert found.scheme is LevelScheme.TIER or not found.words.casefold().startswith("tier")


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=200))
def test_any_text_has_an_answer(title, level, description):
    """Rule: free text of any kind is read without an error."""
    found = read_level(title=title, level=level, description=description)
    assert found.number is None or 0 <= found.number <= 9
