"""What is read once and kept changes no answer, and the quick ways read what the plain ways read."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Iterable
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import DuplicateKind, Relevance, align_catalogue, align_course, find_duplicates
from care_pathway.alignment.level import Depth, read_level
from care_pathway.alignment.memory import Memory
from care_pathway.alignment.parse import course_reader, split_run
from care_pathway.alignment.phrases import Hit
from care_pathway.alignment.text import BREAK, items_of, parts_of_title, plain, words_of, words_of_item
from care_pathway.alignment.tokens import word_list
from care_pathway.alignment.topics import _added, _added_once, _match, _opening, _opening_once
from care_pathway.alignment.vocabulary import course_lexicon

SUBJECTS = (
    "Fire Safety",
    "Dementia Awareness",
    "Autism",
    "Care Certificate",
    "Care Certificate Standard 6: Communication",
    "Level 3 Diploma in Adult Care",
    "Leadership skills",
    "for supervisors",
    "registered managers",
    "end of life care",
    "medication, MAR charts",
    "stress",
    "nurses",
    "a short talk on falls and on medication for everybody who works with older people at home or in a home",
)

PIECES = ("care", "dementia", "people", "safe", "-", "'", "/", "&", ".", " ", "2", "é")

odd_words = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
parts_of_a_title = st.sampled_from((*SUBJECTS, "Leeds", "12 March", "Care Cert"))
texts = st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=4)


def course(titles: list[str], facts: list[str]) -> cp.Course:
    return cp.Course(id="c", title=" ".join(titles), description="; ".join(facts))


@given(texts, texts, texts, texts)
def test_what_was_read_before_changes_no_answer(
    titles: list[str], facts: list[str], other_titles: list[str], other_facts: list[str]
) -> None:
    """Rule: nothing in an answer depends on other courses."""
    pathway = cp.load()
    align_course(pathway, course(other_titles, other_facts))
    align_course(pathway, course(titles, other_facts))
    # A longer text is judged anew each time.
    long = cp.Course(id="c", title=" ".join(titles), description="; ".join(facts) + ";" * 2_000)
    known = align_course(pathway, course(titles, facts))
    for kept in (_match, _opening_once, _added_once):
        kept.cache_clear()
    anew = align_course(pathway, long)
    for name in ("relevance", "confidence", "themes", "practice_areas", "role_categories", "reasons"):
        assert getattr(known, name) == getattr(anew, name)


@given(texts)
def test_what_is_kept_is_what_would_be_worked_out(titles: list[str]) -> None:
    """Rule: the same title always means the same."""
    found = course_reader().title(" ".join(titles))
    opening = _opening(found, None, 0, Depth(None, False, False))
    assert _opening_once(found, None, 0, Depth(None, False, False)) == opening
    assert _added_once(found, opening.beside, 0, 0) == _added(found, opening.beside, 0, 0)


def test_a_text_too_long_to_be_kept_is_read_all_the_same() -> None:
    title = "Dementia Awareness " + "and care " * 40
    before = _opening_once.cache_info().currsize
    assert [one.id for one in align_course(cp.load(), cp.Course(id="c", title=title)).themes] == [
        "condition-awareness"
    ]
    assert _opening_once.cache_info().currsize == before


def title_words(text: str) -> list[str]:
    """All words of a title in one row, with a break between its parts."""
    first, *others = map(words_of_item, parts_of_title(text))
    return [*first, *(word for words in others for word in (BREAK, *words))]


def told(hits: Iterable[Hit]) -> list[tuple[object, str]]:
    return [(hit.meaning, hit.words) for hit in hits]


@given(st.lists(parts_of_a_title, min_size=1, max_size=5), st.data())
def test_a_title_says_what_its_parts_say(parts: list[str], data: st.DataObject) -> None:
    """Rule: a title is put together from its parts; only a standard of the Care Certificate is one phrase
    with the part before it."""
    between = [data.draw(st.sampled_from((" - ", ": ", " – ", " (", "; "))) for _ in parts]
    title = "".join(part + mark for part, mark in zip(parts, between, strict=True))
    whole = course_lexicon().scan(title_words(title))
    found = course_reader().title(title)
    assert list(dict.fromkeys(told(found.hits))) == list(dict.fromkeys(told(whole.hits)))
    assert found.strange == whole.strange


@given(odd_words)
def test_words_are_read_with_and_without_their_marks(text: str) -> None:
    """Rule: a mark inside a word parts it or is left out, whoever takes it out."""
    lexicon = course_lexicon()
    assert lexicon.scan(text.split()) == lexicon.scan(words_of_item(text))


def test_few_words_of_texts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of any number and length leave no more behind than the bound."""
    monkeypatch.setattr("care_pathway.alignment.phrases._WORDS_KEPT", 100)
    letters = course_lexicon().letters
    letters.clear()
    for at in range(1_000):
        course_lexicon().scan([f"word{at}", "x" * 1_000 + str(at)])
        assert len(letters) <= 100
    assert max(map(len, letters)) < 100


def test_a_memory_keeps_what_comes_again_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("care_pathway.alignment.memory._KEPT", 10)
    monkeypatch.setattr("care_pathway.alignment.memory._MET", 30)
    asked: list[int] = []
    memory = Memory[int, int](lambda number: asked.append(number) or -number)
    for at in range(100):
        assert [memory[at] for _ in range(3)] == [-at] * 3
        assert len(memory) <= 10
    assert asked == [at for at in range(100) for _ in range(2)]
    memory.forget()
    assert memory[99] == -99
    assert not memory


@pytest.mark.parametrize("joint", [" - ", ": ", " "])
@pytest.mark.parametrize("place", ["", " - Leeds - 3 May 2026", " (Bradford, 12:30)"])
def test_a_place_and_a_date_say_nothing_of_a_course(joint: str, place: str) -> None:
    """Rule: what stands behind a dash or in brackets and is no subject changes nothing."""
    title = f"Safeguarding Adults{joint}Level 2"
    one, other = (align_course(cp.load(), cp.Course(id="c", title=each)) for each in (title, title + place))
    assert (other.themes, other.practice_areas, other.relevance) == (
        one.themes,
        one.practice_areas,
        one.relevance,
    )
    assert (other.level.number, other.level.scheme) == (2, one.level.scheme)


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Moving , Handling", "moving-and-assisting"),
        ("First , Aid - Leeds", "health-and-safety"),
        ("Care Certificate, Standard 10", "safeguarding"),
        ("Fire - Care Certificate , Standard 10", "safeguarding"),
    ],
)
def test_a_comma_parts_nothing_in_a_title(title: str, theme: str) -> None:
    found = align_course(cp.load(), cp.Course(id="c", title=title))
    assert theme in [one.id for one in found.themes]


@pytest.mark.parametrize(
    "title", ["Fire Safety - GP", "Safeguarding (GP)", "GP: Fire Safety", "Autism; nurse"]
)
def test_a_professional_named_in_a_title_is_whom_it_is_for(title: str) -> None:
    """Rule: in a description one professional alone may be who helps; a part of a title says for whom."""
    assert align_course(cp.load(), cp.Course(id="c", title=title)).relevance is Relevance.NOT_RELEVANT
    helped = cp.Course(id="c", title="Fire Safety", description="extinguishers; GP")
    assert align_course(cp.load(), helped).relevance is Relevance.RELEVANT


def test_only_parts_that_may_belong_together_are_read_together() -> None:
    """A part before the Care Certificate is as long as before, and each of its subjects is told."""
    first = "Deprivation of Liberty (DoLS), DoLS referrals, DoLS reviews, DoLS paperwork, best interests"
    alone, beside = (
        course_reader().title(title) for title in (first, f"{first} - Care Certificate: Standard 10")
    )
    assert told(beside.hits)[: len(alone.hits)] == told(alone.hits)
    assert beside.hits[-1].words == "care certificate , standard 10"


@pytest.mark.parametrize("letter", ["İ", "ı", "I", "i"])
def test_every_letter_i_is_a_level(letter: str) -> None:
    assert read_level(title="Care", level=f"Level {letter}").number == 1
    assert (
        align_course(cp.load(), cp.Course(id="c", title=f"SVQ {letter} 3", level="SVQ 3")).level.number == 3
    )


@pytest.mark.parametrize(
    ("titles", "same"),
    [
        (("Fire Safety &#8211; Care Homes", "Fire Safety – Care Homes"), True),
        (("Manager&#8217;s Toolkit for Supervision", "Manager’s Toolkit for Supervision"), True),
        (("<a href='/c?id=20413'>Fire Safety</a>", "<a href='/c?id=20414'>Fire Safety</a>"), True),
        (("<a href='/c?id=20413'>Fire Safety</a>", "Fire Safety 20413"), False),
        (("Fire Safety Run 7", "Fire Safety (run 7)"), True),
        (("Unit A1234 Care Planning", "Unit 1234 Care Planning"), False),
        (("Fire Safety A1234", "Fire Safety S1234"), False),
        (("Fire Safety 1001A", "Fire Safety 1001"), False),
    ],
)
def test_the_same_title_in_other_signs_is_a_duplicate_and_another_code_is_none(
    titles: tuple[str, str], same: bool
) -> None:
    courses = [cp.Course(id=str(at), title=title) for at, title in enumerate(titles)]
    assert bool(align_catalogue(cp.load(), courses).duplicates) is same


@pytest.mark.parametrize("word", ["ikebana", "🎓", "basics°", "प्रशिक्षण", "caf\u00e9"])
def test_a_word_with_strange_marks_is_a_word(word: str) -> None:
    """Rule: a word that the lexicon does not know counts as unknown, whatever its letters."""
    assert course_lexicon().scan([word]) == course_lexicon().scan([f"{word}"], title=True)
    assert course_lexicon().scan([word]).strange == 1


def test_what_many_words_come_to_is_told_once_and_not_kept() -> None:
    between = product(("of", "the", "and", "for", "in", "on"), repeat=3)
    items = "; ".join(f"moving {' '.join(small)} handling" for small in between)
    found = align_course(cp.load(), cp.Course(id="c", title="Care", description=items))
    before = _match.cache_info().currsize
    again = align_course(cp.load(), cp.Course(id="c", title="Care", description=f"{items}; y"))
    assert [one.id for one in found.themes] == [one.id for one in again.themes] == ["moving-and-assisting"]
    assert _match.cache_info().currsize == before


def test_a_long_title_is_read_like_a_short_one() -> None:
    tail = " - " + "and more on the day " * 20
    for title in ("Dementia Awareness - Level 2", "Care Certificate - Standard 6: Communication"):
        short, long = (
            align_course(cp.load(), cp.Course(id="c", title=each)) for each in (title, title + tail)
        )
        assert [one.id for one in long.themes] == [one.id for one in short.themes]
        assert (long.level.number, long.relevance) == (short.level.number, short.relevance)


@given(texts)
def test_what_a_catalogue_works_out_later_is_what_it_would_have_worked_out_at_once(titles: list[str]) -> None:
    """Rule: only the time of the first look tells it apart, whether copied, compared or sent elsewhere."""
    courses = [course([title], []) for title in titles]
    courses = [cp.Course(id=str(at), title=one.title) for at, one in enumerate(courses)]
    looked_at, other = (align_catalogue(cp.load(), courses) for _ in range(2))
    assert looked_at.coverage
    assert looked_at.duplicates == find_duplicates(looked_at.alignments)
    assert pickle.loads(pickle.dumps(other)) == copy.copy(other) == other == looked_at
    misspelt = "covrage"
    with pytest.raises(AttributeError, match=misspelt):
        getattr(other, misspelt)


@pytest.mark.parametrize(
    ("title", "facts", "themes"),
    [
        ("Dementia", "falls; fire safety, falls prevention", ["condition-awareness"]),
        ("Care Certificate and Care Certificate Standard 6: Communication", "", ["communication"]),
    ],
)
def test_each_theme_comes_once(title: str, facts: str, themes: list[str]) -> None:
    found = [one.id for one in align_course(cp.load(), course([title], [facts])).themes]
    assert len(found) == len(set(found))
    assert found[: len(themes)] == themes


odd = st.text(st.sampled_from("ab1 -–—.,;:()'’\n\t\x0b\u00a0\u2028éß²½&<>"), max_size=30)

ENDS = re.compile(r"[,;:|•·\n\r\t!?…()\[\]{}—–]|\.(?=\s|$)|\s[-–—]\s")


@given(odd)
def test_items_end_at_stops_dashes_and_breaks(text: str) -> None:
    """Rule: an item ends at a break, at a stop before a space, and at a dash between spaces."""
    slow = [words_of_item(item) for item in ENDS.split(plain(text))]
    quick = [words_of_item(item) for item in items_of(text)]
    assert [words for words in quick if words] == [words for words in slow if words]


@given(odd)
def test_words_alone_are_read_as_words_beside_punctuation(text: str) -> None:
    """Rule: a mark that stands apart changes no word."""
    assert words_of(text) == words_of(f'{text} "')
    assert [word for word in title_words(text) if word != BREAK] == [
        word for word in title_words(f"{text} ;") if word != BREAK
    ]


WORDS = ("dementia", "overview", "skill", "update", "autism", "2024", "advanced", "effective", "carer")
different_titles = st.lists(
    st.frozensets(st.sampled_from(WORDS), min_size=1, max_size=5), max_size=9, unique=True
)


@given(different_titles)
def test_near_duplicates_differ_by_a_word_that_does_not_tell_them_apart(titles: list[frozenset[str]]) -> None:
    """Rule: titles of three words or more on the same topics that differ by one word are near duplicates,
    each of the first that is like both, if the word carries no subject and does not tell courses apart."""
    courses = [cp.Course(id=str(at), title=" ".join(sorted(words))) for at, words in enumerate(titles)]
    catalogue = align_catalogue(cp.load(), courses)
    assert catalogue.duplicates == find_duplicates(catalogue.alignments)
    near = {one.courses for one in catalogue.duplicates if one.kind is DuplicateKind.NEAR_DUPLICATE}
    about = [
        (
            one.relevance,
            one.level.number,
            one.level.words,
            [match.id for match in (*one.themes, *one.practice_areas)],
        )
        for one in catalogue.alignments
    ]
    for one, other in combinations(range(len(titles)), 2):
        left, right = titles[one] - titles[other], titles[other] - titles[one]
        free = course_lexicon().generic - word_list("telling_apart")
        telling = any(not word.isalpha() or word not in free for word in left | right)
        short = min(len(titles[one]), len(titles[other])) < 3
        alike = len(left) <= 1 >= len(right) and bool(left | right) and not telling and not short
        pair = str(one), str(other)
        if pair in near:
            assert alike
            assert about[one] == about[other]
        elif alike and about[one] == about[other]:
            assert any({(str(at), pair[0]), (str(at), pair[1])} <= near for at in range(one))


def test_titles_of_words_of_delivery_alone_are_no_duplicates() -> None:
    courses = [cp.Course(id=str(at), title="Online training course") for at in range(2)]
    assert align_catalogue(cp.load(), courses).duplicates == ()


@pytest.mark.parametrize(
    ("title", "subject", "run"),
    [
        ("Fire Safety run 7", "Fire Safety", " run 7"),
        ("Fire Safety (Cohort 3)", "Fire Safety", " (Cohort 3)"),
        ("Dementia Care - no. 5", "Dementia Care", " - no. 5"),
        ("Fire Safety #45 ", "Fire Safety", " #45 "),
        ("Fire Safety 123", "Fire Safety", " 123"),
        ("Fire Safety Level 2", "Fire Safety Level 2", ""),
        ("Fire Safety 7", "Fire Safety 7", ""),
        ("NEWS 2", "NEWS 2", ""),
        ("Section 117", "Section 117", ""),
        ("Covid-19", "Covid-19", ""),
        ("Session 3", "Session 3", ""),
        ("99", "99", ""),
        ("Care (run)", "Care (run)", ""),
        ("", "", ""),
    ],
)
def test_the_number_of_a_run_is_told_from_a_level(title: str, subject: str, run: str) -> None:
    assert split_run(title) == (subject, run)


@given(st.text(alphabet="aA run0129 .,:([#)-–", max_size=60))
def test_no_letter_of_a_title_is_lost(title: str) -> None:
    subject, run = split_run(title)
    assert subject + run == title
    assert subject or not run


def test_another_run_of_a_course_is_about_the_same() -> None:
    pathway = cp.load()
    one, *others = (
        cp.align_course(pathway, cp.Course(id="c", title=f"Moving and Handling Level 2{run}"))
        for run in ("", " run 1", " (cohort 31)", " - 418", " [session 2]")
    )
    for other in others:
        assert (other.themes, other.level, other.relevance) == (one.themes, one.level, one.relevance)


def test_runs_of_a_course_are_no_duplicates_of_each_other() -> None:
    """A catalogue lists each of its runs on purpose."""
    courses = [cp.Course(id=f"c{at}", title=f"Moving and handling of people run {at % 3}") for at in range(6)]
    found = align_catalogue(cp.load(), courses).duplicates
    assert {(one.kind.value, one.courses) for one in found} == {
        ("duplicate", ("c0", "c3")),
        ("duplicate", ("c1", "c4")),
        ("duplicate", ("c2", "c5")),
    }
