"""How fast titles are judged, against the pipeline a user would build: deduplicate, clean, cdist, look back.

Run on purpose: ``pytest tests/benchmarks/test_titles_speed.py -s``. Ratios of the same run; nothing fails on
seconds.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

import attrs

import care_pathway as cp
from care_pathway.titles.vocabulary import Words
from tests.benchmarks.labelled import labelled, needs_labels, soc_titles

CASES = Path(__file__).parents[1] / "titles" / "cases.csv"
BASE = [row["title"] for row in csv.DictReader(CASES.read_text(encoding="utf-8").splitlines())]
PLACES = ["Leeds", "Hull", "Bath Road", "Oakwood House", "North Cheam", "Kings Lynn", "St Ives", "Xanadu"]
EXTRAS = ["", "£11.50 per hour", "£12.10 ph", "(nights)", "- 37.5 hrs", "Part Time", "URGENT"]

_pay = re.compile(r"£?\d[\d.,]*\s*(?:k|ph|pw|p/h|per hour|hrs?|hours?)?")
_other = re.compile(r"[^a-z ]+")
_spaces = re.compile(r" +")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def distinct_titles(count: int) -> list[str]:
    chance = random.Random(3)
    found: dict[str, None] = {}
    while len(found) < count:
        parts = (chance.choice(BASE), "-", chance.choice(PLACES), chance.choice(EXTRAS))
        found[f"{' '.join(parts)} REF{chance.randrange(9999)}"] = None
    return list(found)


def home_made_cleaning(title: str) -> str:
    return _spaces.sub(" ", _other.sub(" ", _pay.sub(" ", title.lower()))).strip()


def home_made(titles: list[str], known: list[str]) -> list[int]:
    from rapidfuzz import fuzz, process

    cleaned = {title: home_made_cleaning(title) for title in dict.fromkeys(titles)}
    distinct = list(dict.fromkeys(cleaned.values()))
    nearest = process.cdist(distinct, known, scorer=fuzz.ratio, workers=1).argmax(axis=1)
    back = dict(zip(distinct, nearest.tolist(), strict=True))
    return [back[cleaned[title]] for title in titles]


def own_phrases() -> list[str]:
    """What the home-made pipeline would look titles up in: all words and phrases of the bundled lexicon."""
    words = Words()
    found = {phrase for concept in words.concepts.values() for phrase in concept.phrases}
    found |= {phrase for name in ("noise", "places", "streets", "buildings") for phrase in words.lists[name]}
    found |= {phrase for phrases in words.named["shifts"].values() for phrase in phrases}
    found |= set(words.spellings) | {form for forms in words.spellings.values() for form in forms}
    return sorted(found)


def labelled_titles() -> list[str]:
    return sorted({home_made_cleaning(row.title) for row in labelled("dev")})


def best_of(times: int, run: Callable[[], object]) -> float:
    found = []
    for _ in range(times):
        start = process_time()
        run()
        found.append(process_time() - start)
    return min(found)


def fresh(pathway: cp.Pathway) -> cp.Pathway:
    """An equal pathway from which nothing follows yet: no title was read with it."""
    return attrs.evolve(pathway)


def first_answers(pathway: cp.Pathway, titles: list[str]) -> list[str | None]:
    return [match.likely for match in cp.normalise_titles(pathway, titles)]


def of_different_words() -> dict[str, list[str]]:
    """Titles of which hardly two share their words, plain and with a number in front."""
    chance = random.Random(5)
    plain = list(soc_titles())
    return {
        "different words": plain,
        "the same with a number": [f"{chance.randrange(10_000, 99_999)} {title}" for title in plain],
    }


@needs_labels
def test_distinct_titles(pathway: cp.Pathway) -> None:
    """Titles judged each second, against the whole home-made pipeline; each run beside its own."""
    phrases = own_phrases()
    some = sorted(random.Random(1).sample(phrases, 2_400))
    kinds = {"places, pay and numbers": distinct_titles(20_000)} | of_different_words()
    say("\nratio: cdist over 2,400 phrases with their cleaning, to our time; middle of five runs in turn")
    cp.normalise_titles(fresh(pathway), kinds["different words"][:500])
    for name, titles in kinds.items():
        runs = []
        for _ in range(5):
            mine = best_of(1, partial(first_answers, fresh(pathway), titles))
            runs.append((best_of(1, partial(home_made, titles, some)) / mine, mine))
        ratio, mine = sorted(runs)[2]
        say(f"{name:24} {len(titles)} titles, {mine / len(titles) * 1e6:5.1f} µs a title, ratio {ratio:.2f}")


@needs_labels
def test_other_lexicons(pathway: cp.Pathway) -> None:
    """Against all phrases of the lexicon, and against labelled titles."""
    from rapidfuzz import fuzz, process

    titles = distinct_titles(20_000)
    cleaned = list(dict.fromkeys(home_made_cleaning(title) for title in titles))
    mine = best_of(3, lambda: cp.normalise_titles(fresh(pathway), titles))
    say(f"\n{mine / len(titles) * 1e6:.1f} µs a title, {len(titles)} titles ({len(cleaned)} cleaned)")
    for name, known in (("phrases", own_phrases()), ("labelled titles", labelled_titles())):
        whole = best_of(2, partial(home_made, titles, known))
        alone = best_of(2, partial(process.cdist, cleaned, known, scorer=fuzz.ratio, workers=1))
        say(
            f"against {len(known)} {name}: cdist {alone / mine:.2f} x our time,"
            f" with their cleaning {whole / mine:.2f} x"
        )


def test_a_million_titles(pathway: cp.Pathway) -> None:
    distinct = distinct_titles(50_000)
    chance = random.Random(5)
    titles = [chance.choice(distinct) for _ in range(1_000_000)]
    known = own_phrases()
    mine = best_of(1, lambda: cp.normalise_titles(fresh(pathway), titles))
    theirs = best_of(1, lambda: home_made(titles, known))
    say(f"\na million titles: {mine:.2f} s; home-made {theirs:.2f} s: {mine / theirs:.2f} x the time")


def test_memory(pathway: cp.Pathway) -> None:
    distinct = distinct_titles(50_000)
    chance = random.Random(5)
    tracemalloc.start()
    titles = [f"{chance.choice(distinct)}" for _ in range(1_000_000)]
    given = sys.getsizeof(titles) + sum(map(sys.getsizeof, titles))
    pathway = fresh(pathway)
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    matches = cp.normalise_titles(pathway, titles)
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    say(f"\nmemory: {peak / 1e6:.0f} MB on top of {given / 1e6:.0f} MB given, {len(matches)} answers")


def test_time_is_linear_in_the_length(pathway: cp.Pathway) -> None:
    for piece in (
        "care ",
        "(",
        "- ",
        "carer nights ",
        "full nights time ",
        "é",
        "x/",
        "a",
        "\u0327\u0301",
        "the 1 pa ",
        "9 old ",
    ):
        short, long = (piece * (length // len(piece)) for length in (20_000, 100_000))
        first = best_of(3, partial(cp.normalise_title, pathway, short))
        last = best_of(3, partial(cp.normalise_title, pathway, long))
        say(f"{piece!r:20} {first * 1000:7.2f} ms for 20,000 letters, {last * 1000:7.2f} ms for 100,000")
        assert last < 25 * first + 0.01
