"""The reading of words: one normaliser, one finder of phrases, one speller."""

from __future__ import annotations

import tracemalloc
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.language.phrases import Phrases, variants
from care_pathway.language.spelling import Speller, edits_between, slip_between
from care_pathway.language.text import MARKS, items_of, mixes_scripts, normalise, plain, words_of
from care_pathway.language.words import initials, number_of, singular, singulars
from tests.each import each

WORDS = [
    "manager",
    "management",
    "assistant",
    "support",
    "supporter",
    "medication",
    "meditation",
    "safeguarding",
]


@each(
    ("text", "words"),
    [
        ("Moving & handling", "moving and handling"),
        ("Moving + Handling", "moving and handling"),
        ("Moving&amp;handling", "moving and handling"),
        ("Moving &amp;amp; handling", "moving and handling"),
        ("<p>Caf&eacute; <b>Care</b></p>", "cafe care"),
        ("people\u2019s / people's", "peoples peoples"),
        ("Children?s home? Yes", "childrens home yes"),
        ("R.G.N. or R.M.N", "rgn or rmn"),
        ("co-ordinator \u2013 nights", "co ordinator nights"),
        ("Â£12.50 â€“ nights", "12 50 nights"),
        ("Z\u0365a\u0301lgo\u0301 \u200bcare\u00ad worker", "zalgo care worker"),
        ("\u0421\u0442\u0430\u0440\u0448\u0430\u044f", "\u0441\u0442\u0430\u0440\u0448\u0430\u044f"),
        ("\ud83d\ude00 Carer \ud83d\ude00", "carer"),
        ("line one\nline\ttwo", "line one line two"),
        ("", ""),
        ("...", ""),
    ],
)
def test_normalise(text: str, words: str) -> None:
    assert normalise(text.encode("utf-16", "surrogatepass").decode("utf-16")) == words


@given(st.text(max_size=60), st.sets(st.sampled_from(MARKS)).map(lambda marks: "".join(sorted(marks))))
def test_normalising_twice_is_normalising_once(text: str, keep: str) -> None:
    once = normalise(text, keep=keep)
    assert normalise(once, keep=keep) == once
    assert once == " ".join(once.split())
    assert not set(once) & set("&'\"<>;:\n")


def test_marks_are_kept_apart() -> None:
    assert normalise("Carer/Driver (nights) - Leeds, \u00a310", keep="/(),|$") == (
        "carer / driver ( nights ) | leeds , $10"
    )
    assert normalise("One. Two.", keep=".") == "one . two ."
    assert plain("A: b") == "a| b"


def test_items_end_at_marks() -> None:
    assert items_of("\u2022 Falls; fire safety\n\u2022 First aid (adults)") == [
        "falls",
        "fire safety",
        "first aid",
        "adults",
    ]
    assert words_of("one/two") == ["one", "two"]


def test_letters_of_two_scripts() -> None:
    assert mixes_scripts("d\u0435mentia")
    assert not mixes_scripts("\u0434\u0435 mentia")


def test_time_grows_with_the_length_alone() -> None:
    for unit in ("a", "<a", "a.", "& ", "-", "\u0301", "&amp;", "(", "\u00e9", "\ud55c", "<b "):
        started = process_time()
        normalise(unit * 100_000, keep=MARKS)
        assert process_time() - started < 5, unit


def test_plurals_numbers_and_initials() -> None:
    assert [singular(word) for word in ("nurses", "classes", "diabetes", "bus")] == [
        "nurse",
        "class",
        "diabete",
        "bus",
    ]
    assert singulars("men") == ("man",)
    assert singulars("chef") == ()
    assert number_of("9" * 30) is None
    assert number_of("v") is None
    assert number_of("v", roman=True) == 5
    assert initials(["home", "care", "worker"]) == "hcw"


def test_the_longest_phrase_counts() -> None:
    phrases = Phrases({"care": 1, "care home": 2, "care home manager": 3, "home manager": 4})
    assert [
        tuple(found)
        for found in phrases.find(["a", "care", "home", "care", "home", "manager", "home", "manager"])
    ] == [
        (1, 3, 2),
        (3, 6, 3),
        (6, 8, 4),
    ]
    assert Phrases.of([("[old] (car|care)", "x"), ("car", "y")]).meanings == {
        "old car": "x",
        "car": "x",
        "old care": "x",
        "care": "x",
    }
    with pytest.raises(ValueError, match="without its partner"):
        list(variants("(a|b"))


@each(
    ("word", "right"),
    [
        ("mangaer", "manager"),  # swapped
        ("mangement", "management"),  # dropped
        ("assisstant", "assistant"),  # doubled
        ("assistent", "assistant"),  # changed
        ("suport", "support"),
        ("supporte", None),  # support or supporter
        ("manager", None),  # known
        ("chef", None),
        ("medtiation", "meditation"),
        ("meditatin", "meditation"),
        ("safegaurdign", None),  # two slips, where one is allowed
        ("x" * 40, None),
    ],
)
def test_one_slip_is_repaired(word: str, right: str | None) -> None:
    assert Speller(WORDS).correct(word) == right


def test_the_limits_are_arguments() -> None:
    assert Speller(WORDS, two_from=8).correct("safegaurdign") == "safeguarding"
    assert Speller(WORDS, changed_from=11).correct("assistent") is None
    assert Speller(WORDS, changed_from=11).correct("assitsant") == "assistant"
    assert Speller(["care"], shortest=4).correct("crae") == "care"
    assert Speller(["care"]).correct("crae") is None
    assert Speller(["care", "worker", "support"], shortest=4).parted("supportworker") == ("support", "worker")
    assert Speller(["care"], shortest=4).parted("careless") is None
    assert Speller(["care"], shortest=4).parted("x" * 10_000) is None


_letters = st.text("abcd", min_size=1, max_size=8)


@given(_letters, _letters)
def test_one_slip_is_one_edit(word: str, right: str) -> None:
    """Two ways to the same answer: the quick test for one slip, and the full distance."""
    edits = edits_between(word, right, most=2)
    assert (slip_between(word, right) is not None) == (edits == 1)
    assert (word == right) == (edits == 0)
    assert edits == edits_between(right, word, most=2)


@given(st.sets(_letters, max_size=20), _letters)
def test_the_index_finds_what_comparing_with_each_word_finds(known: set[str], word: str) -> None:
    speller = Speller(known, shortest=1, two_from=1)
    expected = {} if word in known else {each: edits_between(word, each, most=2) for each in known}
    assert {near.word: near.edits for near in speller.near(word)} == {
        each: edits for each, edits in expected.items() if edits <= 2
    }


def test_looking_up_keeps_nothing() -> None:
    speller = Speller(WORDS)
    speller.correct("mangaer")
    tracemalloc.start()
    for number in range(20_000):
        speller.correct(f"mangaer{number}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 50_000
