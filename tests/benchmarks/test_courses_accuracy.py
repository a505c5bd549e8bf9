"""How well courses are aligned, beside what a user would try instead, on providers left out.

Run on purpose, with ``CARE_PATHWAY_LABELS`` naming a folder that holds ``courses/*.csv`` and the policy:
``pytest -o addopts= tests/benchmarks/test_courses_accuracy.py -s``.

Three figures are told apart. *As shipped*: the lexicon, whose phrases were revised with these rows in view.
*Left out*: each fold read without the phrases that only its own rows have (`tests.benchmarks.course_folds`).
*Written as a page*: the rows with much else around them, which must cost at most two points.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache

import pytest

import care_pathway as cp
from care_pathway.alignment import Relevance, align_course
from care_pathway.alignment.tables import table
from tests.alignment.pages import HELD_OUT, OPEN, page
from tests.benchmarks import course_folds
from tests.benchmarks.course_folds import Row, figures, labelled, labels, left_out, plain
from tests.benchmarks.labelled import needs_labels

pytestmark = needs_labels

Answer = tuple[bool, frozenset[str]]


@cache
def rows() -> list[Row]:
    return labelled()


@cache
def rows_left_out():
    return left_out(rows())


def say(capsys, name, found):
    with capsys.disabled():
        told = "  ".join(f"{key} {value:.3f}" for key, value in found.items() if key != "rows")
        sys.stdout.write(f"\n{name:34} {found['rows']} courses  {told}")


def as_shipped(wanted, course=plain):
    return [(row, align_course(cp.load(), course(row))) for row in wanted]


def test_as_shipped(capsys):
    for name in sorted({row["file"] for row in rows()}):
        say(
            capsys, f"as shipped, {name}", figures(as_shipped([row for row in rows() if row["file"] == name]))
        )
    found = figures(as_shipped(rows()))
    say(capsys, "as shipped, all", found)
    assert found["relevance"] >= 0.97
    assert found["accepted"] <= 0.02
    assert found["thrown out"] <= 0.02
    assert found["precision"] >= 0.92
    assert found["f1"] >= 0.92


def test_left_out(capsys):
    found = figures(rows_left_out())
    say(capsys, "left out", found)
    assert found["relevance"] >= 0.97
    assert found["accepted"] <= 0.02
    assert found["thrown out"] <= 0.02
    assert found["precision"] >= 0.92
    assert found["f1"] >= 0.92


@pytest.mark.parametrize("form", ["list", "html", "prose"])
@pytest.mark.parametrize("wordings", [OPEN, HELD_OUT], ids=["open", "held-out"])
def test_written_as_a_page(wordings, form, capsys):
    def written(row: Row) -> cp.Course:
        seed = sum(map(ord, row["id"]))
        text = page(row["title"], row["topic_facts"], seed=seed, wordings=wordings, form=form)
        return cp.Course(
            id=row["id"], title=row["title"], level=row["level"], format=row["format"], description=text
        )

    which = f"{form}, {'open' if wordings is OPEN else 'held out'}"
    before, after = figures(as_shipped(rows())), figures(as_shipped(rows(), written))
    say(capsys, f"written as a page, {which}", after)
    unseen = figures(left_out(rows(), written))
    say(capsys, f"left out, as a page, {which}", unseen)
    for name in ("relevance", "f1"):
        assert after[name] >= before[name] - 0.02
    assert unseen["accepted"] <= 0.02
    assert unseen["thrown out"] <= 0.02


def test_the_table_of_confidence_is_what_is_measured():
    measured = course_folds.table(course_folds.measured(rows_left_out()))
    shipped = [tuple(row.values()) for row in table("confidence")]
    assert shipped == [tuple(map(str, line)) for line in measured]


# --- what a user would try instead --------------------------------------------------------------------


def text(row: Row) -> str:
    return f"{row['title']} {row['level']} {row['format']} {row['topic_facts']}"


def tfidf_and_regression(known: Sequence[Row], asked: Sequence[Row]) -> list[Answer]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    matrix = words.fit_transform(map(text, known))
    relevance = LogisticRegression(C=10, class_weight="balanced").fit(
        matrix, [row["relevance"] == "relevant" for row in known]
    )
    relevant = [at for at, row in enumerate(known) if row["relevance"] == "relevant"]
    binary = MultiLabelBinarizer()
    targets = binary.fit_transform([labels(known[at]) for at in relevant])
    topics = OneVsRestClassifier(LogisticRegression(C=30, class_weight="balanced")).fit(
        matrix[relevant], targets
    )
    new = words.transform(map(text, asked))
    found = binary.inverse_transform((topics.predict_proba(new) > 0.5).astype(int))
    kept = relevance.predict(new)
    return [(bool(keep), frozenset(ids)) for keep, ids in zip(kept, found, strict=True)]


def nearest_neighbour(known: Sequence[Row], asked: Sequence[Row]) -> list[Answer]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    matrix = words.fit_transform(map(text, known))
    best = (words.transform(map(text, asked)) @ matrix.T).toarray().argmax(axis=1)
    return [(known[at]["relevance"] == "relevant", labels(known[at])) for at in best]


@pytest.mark.parametrize("method", [tfidf_and_regression, nearest_neighbour])
def test_alignment_beats_what_a_user_would_try(method, capsys):
    right = hits = given = wanted = 0
    for fold in course_folds.folds(rows()):
        out = {row["id"] for row in fold}
        known = [row for row in rows() if row["id"] not in out]
        for row, (relevant, ids) in zip(fold, method(known, fold), strict=True):
            right += relevant is (row["relevance"] == "relevant")
            said = ids if relevant else frozenset()
            hits += len(said & labels(row))
            given += len(said)
            wanted += len(labels(row))
    f1 = 2 * hits / (given + wanted)
    with capsys.disabled():
        sys.stdout.write(f"\n{method.__name__:34} relevance {right / len(rows()):.3f}  f1 {f1:.3f}")
    ours = figures(rows_left_out())
    assert ours["f1"] > f1
    assert ours["relevance"] > right / len(rows())


def test_answers_are_open_or_one_of_two():
    assert {alignment.relevance for _, alignment in rows_left_out()} <= set(Relevance)
