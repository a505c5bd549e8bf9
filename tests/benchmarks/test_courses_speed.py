"""How fast courses are aligned, beside TF-IDF fitted and applied to the same texts, in the same run.

Run on purpose: ``pytest -o addopts= tests/benchmarks/test_courses_speed.py -s``, with ``CARE_PATHWAY_LABELS``
naming a folder that holds ``courses/*.csv``. Seconds are those of the process; what holds is the ratio.
"""

import functools
import random
import subprocess
import sys
import time

import pytest

import care_pathway as cp
from care_pathway.alignment import align_catalogue
from care_pathway.alignment.course import Aligner, CourseTexts
from care_pathway.alignment.learners import Where
from care_pathway.alignment.vocabulary import course_lexicon
from tests.benchmarks import course_folds
from tests.benchmarks.labelled import needs_labels

COUNT = 10_000
SEED = 1


@functools.cache
def labelled():
    return [(row["title"], row["topic_facts"]) for row in course_folds.labelled()]


def shuffled():
    """Titles of real courses with the facts of others: no two alike."""
    titles, facts = zip(*labelled(), strict=True)
    every = [(title, other) for title in dict.fromkeys(titles) for other in dict.fromkeys(facts)]
    return random.Random(SEED).sample(every, COUNT)


def prose():
    """Real titles with descriptions in whole sentences, no two alike."""
    draw = random.Random(SEED)
    rows = []
    for _ in range(COUNT):
        title, _ = draw.choice(labelled())
        items = [draw.choice(labelled())[1] for _ in range(3)]
        rows.append(
            (
                title,
                f"This course gives care staff a clear understanding of {items[0]}. By the end of the day "
                f"you will be able to describe {items[1]} and to explain {items[2]} in your own workplace. "
                f"Group {draw.randint(1, 999)}, certificates are issued on completion.",
            )
        )
    return rows


def placed_and_dated():
    """Real courses, each listed for many places and days, as booking pages have them."""
    draw = random.Random(SEED)
    places = ("Leeds", "Bradford", "Hull", "Maidstone", "Truro", "Exeter", "Norwich", "Ipswich", "Derby")
    rows = []
    for _ in range(COUNT):
        title, facts = draw.choice(labelled())
        rows.append((f"{title} - {draw.choice(places)} - {draw.randint(1, 28)} May 2026", facts))
    return rows


def diplomas():
    """Diplomas whose descriptions list many units, no two of which are alike."""
    draw = random.Random(SEED)
    units = [title for title, _ in labelled()]
    openings = ("", "Understand ", "Principles of ", "Support individuals with ")
    rows = []
    for at in range(300):
        listed = (f"{draw.choice(openings)}{draw.choice(units)}, part {at}" for _ in range(25))
        rows.append(
            (f"Level {draw.choice((2, 3, 4, 5))} Diploma in Adult Care", "Units:\n" + "\n".join(listed))
        )
    return rows


def courses_of(rows):
    return [
        cp.Course(id=f"c{at}", title=title, description=facts, provider=f"Provider {at % 7}")
        for at, (title, facts) in enumerate(rows)
    ]


def seconds(work):
    began = time.process_time()
    work()
    return time.process_time() - began


def say(capsys, text):
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")


@needs_labels
def test_different_courses_a_second_with_nothing_kept(capsys, monkeypatch):
    aligner = Aligner(cp.load())
    texts = [
        CourseTexts.of(cp.Course(id="c", title=title, description=facts), title)
        for title, facts in labelled()
    ]
    aligner._read(texts[0])
    lexicon = course_lexicon()
    monkeypatch.setattr(lexicon, "items", lambda text: lexicon._in_items(text, Where.FIRST, Where.ITEM))
    learners = Where.AUDIENCE
    monkeypatch.setattr(lexicon, "of_learners", lambda text: lexicon._in_items(text, learners, learners))

    def cold():
        taken = 0.0
        for text in texts:
            lexicon.tokens.cache_clear()
            lexicon._remembered.cache_clear()
            aligner._items._touched.cache_clear()
            taken += seconds(lambda: aligner._read(text))  # noqa: B023
        return taken

    taken = min(cold() for _ in range(5))
    say(capsys, f"{len(texts)} labelled courses, nothing kept: {len(texts) / taken:,.0f} a second")
    assert len(texts) / taken >= 3_000


@needs_labels
def test_a_diploma_with_many_units_costs_as_much_a_character_as_any_course(capsys):
    aligner = Aligner(cp.load())

    def per_character(rows):
        texts = [
            CourseTexts.of(cp.Course(id="c", title=title, description=facts), title) for title, facts in rows
        ]
        taken = min(seconds(lambda: [aligner._read(text) for text in texts]) for _ in range(5))
        return taken / sum(len(title) + len(facts) for title, facts in rows), len(rows) / taken

    (plain, _), (units, rate) = per_character(labelled()), per_character(diplomas())
    say(
        capsys,
        f"a character of a plain course {plain * 1e9:,.0f} ns, of a diploma {units * 1e9:,.0f} ns; "
        f"{rate:,.0f} diplomas of 25 different units a second",
    )
    assert units < 1.5 * plain


@needs_labels
@pytest.mark.parametrize("rows", [shuffled, prose, placed_and_dated])
def test_aligning_beside_tfidf(rows, capsys):
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = rows()
    courses = courses_of(texts)
    words = [" ".join(text) for text in texts]

    def tfidf(**options):
        return lambda: TfidfVectorizer(**options).fit(words).transform(words)

    def whole():
        catalogue = align_catalogue(pathway, courses)
        return catalogue.coverage, catalogue.duplicates

    pathway = cp.load()
    align_catalogue(pathway, courses_of([("Level 3 Diploma in Adult Care", "dementia")]))
    # In turn, so that other work on the machine falls on both; each time with nothing kept of the texts.
    characters = one_by_one = float("inf")
    for _ in range(3):
        aligner = Aligner(pathway)
        one_by_one = min(one_by_one, seconds(lambda: [aligner.align(course) for course in courses]))  # noqa: B023
        characters = min(characters, seconds(tfidf(analyzer="char", ngram_range=(2, 4))))
    catalogue = seconds(whole)
    single = seconds(tfidf())
    say(
        capsys,
        f"{COUNT} courses, {len(set(words))} distinct ({rows.__name__}): aligned {one_by_one:.2f} s, "
        f"as a catalogue with coverage and duplicates {catalogue:.2f} s; TF-IDF of 2- to 4-grams of "
        f"characters {characters:.2f} s, of words {single:.2f} s; ratio {characters / one_by_one:.2f}",
    )
    assert characters >= one_by_one


@pytest.mark.parametrize("text", ["dementia care, ", "<p ", "care ", "&amp;", "level 2 ", ". a", "A b\n"])
def test_a_long_description_takes_time_in_proportion(text, capsys):
    """Ten times the text takes about ten times the time: far from the hundred times of a square."""
    aligner = Aligner(cp.load())

    def taken(size):
        course = cp.Course(id="c", title="Fire safety", description=text * (size // len(text)))
        return min(seconds(lambda: aligner.align(course)) for _ in range(3))

    long, short = taken(1_000_000), taken(100_000)
    say(capsys, f"1 MB of {text!r}: {long:.3f} s, 100 kB {short:.3f} s, {long / short:.1f} times")
    assert long < 30 * short


def test_loading_the_lexicon(capsys):
    code = (
        "import time, care_pathway.alignment.vocabulary as lexicon\n"
        "began = time.process_time(); lexicon.course_lexicon(); print(time.process_time() - began)"
    )
    taken = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
        for _ in range(5)
    )
    say(capsys, f"lexicon read and compiled in {taken * 1000:.1f} ms")
