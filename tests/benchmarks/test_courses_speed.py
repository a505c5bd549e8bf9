"""How fast a catalogue is aligned, beside TF-IDF fitted and applied to the same texts, in the same run.

Run on purpose: ``pytest tests/benchmarks/test_courses_speed.py -s``, with ``CARE_PATHWAY_LABELS`` naming a
folder that holds ``courses/dev.csv`` for the catalogues of real courses. Nothing here is a gate on seconds.
"""

import csv
import functools
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.alignment import align_catalogue, align_course, duplicates, level, text, topics
from care_pathway.alignment import course as alignment
from care_pathway.alignment import parse as reading
from care_pathway.alignment import relevance as decision
from care_pathway.alignment.memory import Memory
from care_pathway.alignment.parse import course_reader
from care_pathway.alignment.vocabulary import course_lexicon

COUNT = 10_000
SUBJECTS = """
Fire Safety
Moving and Handling of People
Safeguarding Adults Level 2
Dementia Awareness
Medication Administration
Infection Prevention and Control
Mental Capacity Act and DoLS
Positive Behaviour Support
Epilepsy and Buccal Midazolam
Level 3 Diploma in Adult Care
Level 2 Certificate in Understanding Autism
Barista Skills
Paediatric First Aid
End of Life Care
Falls Prevention
Oral Health
Effective Supervision
CQC Inspection Preparation
Catheter Care
Record Keeping
Equality, Diversity and Inclusion
Food Hygiene
Diabetes Awareness
Lone Working
Report Writing
""".strip().splitlines()
FACTS = """
care staff, e-learning
hoists, slide sheets
abuse, neglect, reporting
capacity principles, best interests
MAR charts, controlled drugs, storage
causes, symptoms, communication
home visits, emergencies
care home managers
""".strip().splitlines()


SEED = 1


def mixed():
    """Every text different: a title with two descriptions, drawn at random."""
    draw = random.Random(SEED)
    facts = [*FACTS, *(subject.casefold() for subject in SUBJECTS)]
    texts = {}
    while len(texts) < COUNT:
        chosen = draw.sample(facts, 3)
        texts[draw.choice(SUBJECTS), "; ".join(chosen)] = None
    return list(texts)


def repeated():
    """The same courses again and again, as catalogues of many providers have them."""
    return [(SUBJECTS[at % len(SUBJECTS)], FACTS[at % len(FACTS)]) for at in range(COUNT)]


def numbered():
    """The same courses, every title different by the number of the run."""
    return [(f"{title} run {at}", facts) for at, (title, facts) in enumerate(repeated())]


@functools.cache
def labelled():
    folder = os.environ.get("CARE_PATHWAY_LABELS")
    if not folder:
        pytest.fail("set CARE_PATHWAY_LABELS to a folder that holds courses/dev.csv, the labelled courses")
    with (Path(folder) / "courses" / "dev.csv").open(encoding="utf-8", newline="") as file:
        return [(row["title"], row["topic_facts"]) for row in csv.DictReader(file)]


def labelled_in_runs():
    """Real courses, each in some fifty runs."""
    rows = labelled()
    return [
        (f"{rows[at % len(rows)][0]} run {at // len(rows)}", rows[at % len(rows)][1]) for at in range(COUNT)
    ]


def labelled_shuffled():
    """Titles of real courses with the facts of others: no two alike, and less alike than a real catalogue."""
    draw = random.Random(SEED)
    titles, facts = zip(*labelled(), strict=True)
    return draw.sample(
        [(title, other) for title in dict.fromkeys(titles) for other in dict.fromkeys(facts)], COUNT
    )


PLACES = ("Leeds", "Bradford", "Hull", "Maidstone", "Truro", "Exeter", "Norwich", "Ipswich", "Derby", "Luton")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "September", "October", "November")


def placed_and_dated():
    """Real courses, each listed for many places and days, as booking pages have them."""
    draw = random.Random(SEED)
    rows = []
    for _ in range(COUNT):
        title, facts = draw.choice(labelled())
        day = f"{draw.randint(1, 28)} {draw.choice(MONTHS)} 2026"
        rows.append((f"{title} - {draw.choice(PLACES)} - {day}", facts))
    return rows


def words_exchanged():
    """Titles and items of real courses with words of others in them: hardly a phrase comes again."""
    draw = random.Random(SEED)
    titles, facts = zip(*labelled(), strict=True)
    items = sorted({item.strip() for text in facts for item in text.replace(";", ",").split(",")} - {""})
    words = sorted({word for item in items for word in item.split()})

    def exchanged(item):
        return " ".join(word if draw.random() > 0.25 else draw.choice(words) for word in item.split())

    return [
        (
            f"{draw.choice(titles)} {draw.choice(words)}",
            "; ".join(exchanged(one) for one in draw.sample(items, 4)),
        )
        for _ in range(COUNT)
    ]


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


def catalogue(rows):
    return [
        cp.Course(id=f"c{at}", title=title, description=facts, provider=f"Provider {at % 7}")
        for at, (title, facts) in enumerate(rows)
    ]


ROOMS = (alignment, decision, duplicates, level, reading, text, topics)
#: Whatever is kept of texts is bounded; what is not bounded holds bundled data only.
KEPT = [
    kept
    for room in ROOMS
    for kept in vars(room).values()
    if hasattr(kept, "cache_parameters") and kept.cache_parameters()["maxsize"] is not None
]
MEMORIES = [kept for room in ROOMS for kept in vars(room).values() if isinstance(kept, Memory)]


def forget():
    """Every run starts cold: nothing is known of the texts but the lexicon."""
    for kept in (*KEPT, course_reader, course_lexicon().tokens):
        kept.cache_clear()
    for memory in MEMORIES:
        memory.forget()
    course_lexicon().letters.clear()
    align_course(cp.load(), cp.Course(id="warm", title="Fire safety"))


def look_at(alignments):
    for one in alignments:
        _ = one.themes, one.practice_areas, one.role_categories, one.level


def look_at_all(catalogue):
    look_at(catalogue.alignments)
    _ = catalogue.coverage, catalogue.duplicates


WORK = {
    "aligned": lambda pathway, courses: [align_course(pathway, one) for one in courses],
    "aligned as a catalogue, topics and level looked at": lambda pathway, courses: look_at(
        align_catalogue(pathway, courses).alignments
    ),
    "the same with coverage and duplicates": lambda pathway, courses: look_at_all(
        align_catalogue(pathway, courses)
    ),
}


def best_of_three(work):
    seconds = []
    for _ in range(3):
        forget()
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


CATALOGUES = (
    mixed,
    repeated,
    numbered,
    labelled_in_runs,
    placed_and_dated,
    labelled_shuffled,
    prose,
    words_exchanged,
)


@pytest.mark.parametrize("rows", CATALOGUES)
def test_aligning_beside_tfidf(rows, capsys):
    from sklearn.feature_extraction.text import TfidfVectorizer

    pathway = cp.load()
    texts = rows()
    courses = catalogue(texts)
    words = [" ".join(text) for text in texts]
    tfidf = best_of_three(lambda: TfidfVectorizer().fit(words).transform(words))
    lines = [f"{COUNT} courses, {len(set(words))} distinct texts ({rows.__name__}): TF-IDF {tfidf:.3f} s"]
    for name, work in WORK.items():
        seconds = best_of_three(functools.partial(work, pathway, courses))
        lines.append(f"  {name}: {seconds:.3f} s, ratio {tfidf / seconds:.2f}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n  (above 1 is faster than TF-IDF)\n")


@pytest.mark.parametrize("text", ["dementia care, ", "<p ", "care ", "&amp;", "level 2 "])
def test_a_description_of_a_megabyte(text, capsys):
    """Ten times the text takes about ten times the time: far from the hundred times of a square."""
    pathway = cp.load()
    long, short = (
        best_of_three(
            lambda size=size: (
                align_course(
                    pathway, cp.Course(id="c", title="Fire safety", description=text * (size // len(text)))
                ).themes
            )
        )
        for size in (1_000_000, 100_000)
    )
    with capsys.disabled():
        sys.stdout.write(
            f"\n1 MB of {text!r}: {long:.3f} s, 100 kB {short:.3f} s, {long / short:.1f} times\n"
        )


def test_loading_the_lexicon(capsys):
    code = (
        "import time, care_pathway.alignment.vocabulary as lexicon\n"
        "began = time.perf_counter(); lexicon.course_lexicon(); print(time.perf_counter() - began)"
    )
    seconds = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
        for _ in range(5)
    )
    with capsys.disabled():
        sys.stdout.write(f"\nlexicon read and compiled in {seconds * 1000:.1f} ms\n")
