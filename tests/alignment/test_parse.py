"""What stands in a title and in a description: numbers of runs, parts, items and repaired words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import Relevance, align_course
from care_pathway.alignment.parse import parse_items, parse_title, split_run, split_title
from care_pathway.alignment.vocabulary import course_lexicon
from tests.each import each

PATHWAY = cp.load("2025-04")


def aligned(title: str, facts: str = "") -> cp.CourseAlignment:
    return align_course(PATHWAY, cp.Course(id="c1", title=title, description=facts))


def themes(title: str, facts: str = "") -> list[str]:
    return [match.id for match in aligned(title, facts).themes]


@each(
    ("title", "subject", "run"),
    [
        ("Fire Safety 35", "Fire Safety", " 35"),
        ("Fire Safety (cohort 3)", "Fire Safety", " (cohort 3)"),
        ("Fire Safety - No. 12", "Fire Safety", " - No. 12"),
        ("Autism Level 2", "Autism Level 2", ""),
        ("Care Certificate Standard 13", "Care Certificate Standard 13", ""),
        ("Covid 19", "Covid 19", ""),
        ("42", "42", ""),
        ("", "", ""),
    ],
)
def test_the_number_of_a_run_is_no_level(title: str, subject: str, run: str) -> None:
    assert split_run(title) == (subject, run)


@given(st.text(max_size=60).filter(lambda text: "<" not in text and "&" not in text))
def test_no_letter_of_a_title_is_lost(title: str) -> None:
    kept = sorted("".join("".join(split_title(title)).split()))
    assert kept == sorted("".join(title.split()))


@each("joint", [" - ", ": ", " (", " | ", " – "])
def test_a_place_and_a_date_say_nothing_of_a_course(joint: str) -> None:
    """Rule: what stands behind a dash or in brackets and is no subject changes nothing."""
    for title in ("Fire Safety", "Epilepsy and Buccal Midazolam", "Paediatric First Aid"):
        one, other = aligned(title), aligned(f"{title}{joint}Leeds, 12 May 2026")
        assert (one.relevance, one.themes) == (other.relevance, other.themes)


def test_a_comma_parts_nothing_in_a_title() -> None:
    assert themes("Moving, handling") == ["moving-and-assisting"]


@pytest.mark.parametrize("title", ["Catheter care: nurse", "Wound care - community nurse"])
def test_a_professional_named_in_a_title_is_whom_it_is_for(title: str) -> None:
    """Rule: in a description one professional alone may be who helps; a part of a title says for whom."""
    assert aligned(title).relevance is Relevance.NOT_RELEVANT
    assert aligned("Catheter care", "nurse").relevance is Relevance.RELEVANT


@pytest.mark.parametrize("text", ["hoists. slings", "hoists; slings", "hoists - slings", "hoists\nslings"])
def test_items_end_at_stops_dashes_and_breaks(text: str) -> None:
    assert [[hit.words for hit in found.hits] for found in parse_items(text)] == [["hoists"], ["slings"]]


def test_a_long_title_is_read_like_a_short_one() -> None:
    title = "Fire Safety: " + "something else besides " * 20
    assert [hit.words for hit in parse_title(title).hits][:1] == ["fire safety"]


@pytest.mark.parametrize("word", ["zażółć", "naïvetéx", "qwérty"])
def test_an_unknown_word_counts_whatever_its_letters(word: str) -> None:
    assert parse_title(word).unknown == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("safegaurding", "safeguarding"), ("medicaton", "medication"), ("mangement", "management")],
)
def test_slips_of_the_keyboard_are_repaired(typed: str, meant: str) -> None:
    assert course_lexicon().tokens(typed) == (meant,)


@each("word", ["meditation", "mediation", "undertake", "dietetic", "xylophonist"])
def test_another_word_is_no_slip(word: str) -> None:
    assert course_lexicon().tokens(word) == (word,)
