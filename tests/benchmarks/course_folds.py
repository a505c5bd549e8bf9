"""Labelled courses read without what was learnt from them: twenty folds by provider and family of titles.

A fold holds whole providers, and all titles that are nearly the same. For each fold the lexicon loses every
phrase that stands in the rows of that fold, in no other row and nowhere in the labelling policy: as if
whoever wrote it had never seen them. That is harsher than a new provider, whose words are partly known, in
words; the rules of grammar, which were written with these rows in view, stay.

``python -m tests.benchmarks.course_folds --write`` measures, and writes ``confidence.csv``.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import care_pathway as cp
from care_pathway.alignment import Relevance, competencies, duplicates, parse, vocabulary
from care_pathway.alignment.course import Aligner
from care_pathway.alignment.tables import canonical, word_list
from care_pathway.language.phrases import variants
from care_pathway.language.text import words_of
from tests.benchmarks.labelled import folder

Row = dict[str, str]
Labels = frozenset[str]
FOLDS = 20
#: Titles that share so much of their words are one family.
ALIKE = 0.8
#: A share of few answers is drawn towards that of all with the weight of so many.
WEIGHT = 4
#: And as if so many more had been wrong: no answer is certain, and rules of grammar were written with these
#: courses in view.
UNSEEN = 1
TABLE = Path(cp.__file__).parent / "data" / "lexicons" / "courses" / "confidence.csv"


def labelled() -> list[Row]:
    """The labelled courses: all files of the folder that ``CARE_PATHWAY_LABELS`` names."""
    rows = []
    for path in sorted((folder() / "courses").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += [row | {"file": path.stem} for row in csv.DictReader(file)]
    return rows


def policy() -> str:
    """The labelling policy."""
    return (folder() / "courses" / "POLICY.md").read_text("utf-8")


def ids(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def labels(row: Row) -> Labels:
    return frozenset(
        {f"theme {one}" for one in ids(row["themes"])} | {f"area {one}" for one in ids(row["practice_areas"])}
    )


def answer(alignment: cp.CourseAlignment) -> Labels:
    if alignment.relevance is not Relevance.RELEVANT:
        return frozenset()
    themes = {f"theme {match.id}" for match in alignment.themes}
    return frozenset(themes | {f"area {match.id}" for match in alignment.practice_areas})


def plain(row: Row) -> cp.Course:
    return cp.Course(
        id=row["id"],
        title=row["title"],
        provider=row["provider"],
        level=row["level"],
        format=row["format"],
        description=row["topic_facts"],
    )


def _folded(text: str) -> str:
    tokens = vocabulary.course_lexicon().tokens
    return " ".join(token for word in words_of(text) for token in tokens(word))


def _phrases(row: Row) -> frozenset[str]:
    """The phrases of the lexicon that stand in a row."""
    items = (*parse.parse_items(row["topic_facts"]), *parse.parse_items(row["level"]))
    found = (parse.parse_title(row["title"]), *items)
    return frozenset(_folded(hit.words) for one in found for hit in one.hits)


def folds(rows: list[Row]) -> list[list[Row]]:
    """The rows in folds; providers and families of titles are never parted."""
    parent = {row["id"]: row["id"] for row in rows}

    def root(row_id: str) -> str:
        while parent[row_id] != row_id:
            row_id = parent[row_id] = parent[parent[row_id]]
        return row_id

    by_provider: dict[str, str] = {}
    words = {row["id"]: frozenset(_folded(row["title"]).split()) for row in rows}
    for at, row in enumerate(rows):
        parent[root(row["id"])] = root(by_provider.setdefault(row["provider"], row["id"]))
        for other in rows[:at]:
            both = words[row["id"]] | words[other["id"]]
            if both and len(words[row["id"]] & words[other["id"]]) / len(both) >= ALIKE:
                parent[root(row["id"])] = root(other["id"])
    families: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        families[root(row["id"])].append(row)
    result: list[list[Row]] = [[] for _ in range(FOLDS)]
    for family in sorted(families.values(), key=len, reverse=True):
        min(result, key=len).extend(family)
    return result


@contextmanager
def without(phrases: frozenset[str]) -> Iterator[Aligner]:
    """Courses read by a lexicon that lacks some phrases."""
    entries = [
        (entry, " ".join(variant))
        for entry, phrase in vocabulary._entries()
        for variant in variants(phrase)
        if " ".join(token for word in variant for token in canonical(word)) not in phrases
    ]
    lexicon = vocabulary.CourseLexicon(entries, word_list("generic"))
    rooms: tuple[Any, ...] = (parse, competencies, duplicates)
    whole = vocabulary.course_lexicon
    for room in rooms:
        room.course_lexicon = lambda: lexicon
    try:
        yield Aligner(cp.load())
    finally:
        for room in rooms:
            room.course_lexicon = whole


def left_out(
    rows: list[Row], course: Callable[[Row], cp.Course] = plain
) -> list[tuple[Row, cp.CourseAlignment]]:
    """Each row with the answer of a lexicon that does not know its fold."""
    known = {row["id"]: _phrases(row) for row in rows}
    ruled = f" {_folded(policy())} "
    found = []
    for fold in folds(rows):
        out = {row["id"] for row in fold}
        elsewhere = frozenset[str]().union(*[known[row["id"]] for row in rows if row["id"] not in out])
        own = frozenset[str]().union(*[known[row["id"]] for row in fold]) - elsewhere
        with without(frozenset(phrase for phrase in own if f" {phrase} " not in ruled)) as aligner:
            found += [(row, aligner.align(course(row))) for row in fold]
    return found


def figures(answers: Iterable[tuple[Row, cp.CourseAlignment]]) -> dict[str, float]:
    """Relevance, errors of both kinds, and micro precision, recall and F1 of themes and practice areas."""
    count: Counter[str] = Counter()
    for row, alignment in answers:
        truth = row["relevance"] == "relevant"
        count["rows"] += 1
        count["others"] += not truth
        count["right"] += alignment.relevance is (Relevance.RELEVANT if truth else Relevance.NOT_RELEVANT)
        count["accepted"] += not truth and alignment.relevance is Relevance.RELEVANT
        count["thrown out"] += truth and alignment.relevance is Relevance.NOT_RELEVANT
        given, wanted = answer(alignment), labels(row)
        count["hits"] += len(given & wanted)
        count["given"] += len(given)
        count["wanted"] += len(wanted)
    precision, recall = count["hits"] / count["given"], count["hits"] / count["wanted"]
    return {
        "rows": count["rows"],
        "relevance": count["right"] / count["rows"],
        "accepted": count["accepted"] / count["others"],
        "thrown out": count["thrown out"] / (count["rows"] - count["others"]),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall),
    }


def measured(answers: Iterable[tuple[Row, cp.CourseAlignment]]) -> dict[tuple[str, str], tuple[int, int]]:
    """How many answers of each kind of evidence were right, and of how many."""
    right: Counter[tuple[str, str]] = Counter()
    of: Counter[tuple[str, str]] = Counter()
    for row, alignment in answers:
        truth = row["relevance"] == "relevant"
        if alignment.evidence is None:
            continue
        relevant = alignment.relevance is Relevance.RELEVANT
        key = alignment.relevance.value, alignment.evidence.value
        of[key] += 1
        right[key] += relevant is truth
        if relevant:
            for kind, matches in (("theme", alignment.themes), ("area", alignment.practice_areas)):
                for match in matches:
                    if match.evidence is not None:
                        key = "topic", match.evidence.value
                        of[key] += 1
                        right[key] += f"{kind} {match.id}" in labels(row)
    return {key: (right[key], of[key]) for key in sorted(of)}


def table(found: dict[tuple[str, str], tuple[int, int]]) -> list[tuple[str, str, int, int, float]]:
    """The lines of ``confidence.csv``."""
    all_right: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    for (question, _), (right, of) in found.items():
        all_right[question] += right
        all_of[question] += of
    lines = []
    for (question, evidence), (right, of) in found.items():
        overall = all_right[question] / all_of[question]
        drawn = (right + WEIGHT * overall) / (of + WEIGHT + UNSEEN)
        lines.append((question, evidence, right, of, round(drawn, 2)))
    return lines


ABOUT = (
    "How often answers about courses are right, by the kind of evidence that they go by.",
    "Measured on labelled courses: each fold of providers and of titles that are nearly the same was read by",
    "a lexicon without the phrases that stand in its rows, in no other row and not in the labelling policy.",
    f"confidence: the share, drawn towards that of all answers to the question with the weight of {WEIGHT},",
    f"and as if {UNSEEN} more had been wrong: no answer is certain.",
)


def main() -> None:
    rows = labelled()
    answers = left_out(rows)
    lines = table(measured(answers))
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{figures(answers)}\n")
    if "--write" in sys.argv:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            file.writelines(f"# {line}\n" for line in ABOUT)
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("question", "evidence", "right", "of", "confidence"))
            writer.writerows(lines)


if __name__ == "__main__":
    main()
