"""How good the answers for job titles are, split by source, against what a user would build instead.

Run on purpose: ``CARE_PATHWAY_LABELS=<folder> pytest tests/benchmarks/test_titles_accuracy.py -s``. The
folder holds ``titles/dev.csv`` with columns title, role_category, acceptable, asc_wds_job_role_code and
source. The baselines learn from all other sources and are judged on the one left out.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import care_pathway as cp

OUT = "out-of-scope"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def labels() -> list[dict[str, str]]:
    folder = os.environ.get("CARE_PATHWAY_LABELS")
    if not folder:
        pytest.fail("set CARE_PATHWAY_LABELS to a folder that holds titles/dev.csv")
    return list(
        csv.DictReader((Path(folder) / "titles" / "dev.csv").read_text(encoding="utf-8").splitlines())
    )


def accepted(row: dict[str, str]) -> set[str]:
    return {row["role_category"], *filter(None, row["acceptable"].split(";"))}


def first_answer(match: cp.TitleMatch) -> str:
    return (match.candidates[0].role_category or OUT) if match.candidates else OUT


def figures(rows: list[dict[str, str]], answers: list[str]) -> tuple[float, float, float, float]:
    """First label, acceptable, out-of-scope titles given a role, in-scope titles lost: all in per cent."""
    pairs = list(zip(rows, answers, strict=True))
    clear_out = [answer for row, answer in pairs if accepted(row) == {OUT}]
    clear_in = [answer for row, answer in pairs if OUT not in accepted(row)]

    def share(hits: int, of: int) -> float:
        return 100 * hits / of if of else float("nan")

    return (
        share(sum(answer == row["role_category"] for row, answer in pairs), len(pairs)),
        share(sum(answer in accepted(row) for row, answer in pairs), len(pairs)),
        share(sum(answer != OUT for answer in clear_out), len(clear_out)),
        share(sum(answer == OUT for answer in clear_in), len(clear_in)),
    )


def by_lr(train: list[dict[str, str]], rows: list[dict[str, str]]) -> list[str]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        LogisticRegression(C=10, max_iter=500),
    )
    model.fit([row["title"] for row in train], [row["role_category"] for row in train])
    return [str(label) for label in model.predict([row["title"] for row in rows])]


def by_wratio(train: list[dict[str, str]], rows: list[dict[str, str]]) -> list[str]:
    from rapidfuzz import fuzz, process, utils

    titles = [row["title"] for row in train]
    nearest = [
        process.extractOne(row["title"], titles, scorer=fuzz.WRatio, processor=utils.default_process)
        for row in rows
    ]
    return [train[found[2]]["role_category"] for found in nearest]


def test_accuracy_by_source(pathway: cp.Pathway) -> None:
    rows = labels()
    matches = cp.normalise_titles(pathway, [row["title"] for row in rows])
    ours = dict(zip(map(id, rows), matches, strict=True))
    sources = defaultdict(list)
    for row in rows:
        sources[row["source"]].append(row)
    say("\nfirst label / acceptable / out-of-scope given a role / in-scope lost (%)")
    gathered: dict[str, list[str]] = defaultdict(list)
    judged: list[dict[str, str]] = []
    for source, own in sources.items():
        train = [row for row in rows if row["source"] != source]
        answers = {
            "care_pathway": [first_answer(ours[id(row)]) for row in own],
            "TF-IDF + LR": by_lr(train, own),
            "WRatio": by_wratio(train, own),
        }
        judged += own
        say(f"{source} ({len(own)})")
        for name, found in answers.items():
            gathered[name] += found
            say(f"  {name:14}" + "".join(f"{figure:7.1f}" for figure in figures(own, found)))
    say(f"all ({len(rows)})")
    for name, found in gathered.items():
        say(f"  {name:14}" + "".join(f"{figure:7.1f}" for figure in figures(judged, found)))
    first, acceptable, given, lost = figures(judged, gathered["care_pathway"])
    assert first >= 93
    assert acceptable >= 98
    assert given <= 2
    assert lost <= 2


def test_job_roles(pathway: cp.Pathway) -> None:
    rows = [row for row in labels() if row["role_category"] != OUT]
    matches = cp.normalise_titles(pathway, [row["title"] for row in rows])
    found = [
        (str(match.ascwds_job_role or ""), row["asc_wds_job_role_code"])
        for row, match in zip(rows, matches, strict=True)
        if first_answer(match) != OUT
    ]
    right = sum(ours == theirs for ours, theirs in found) / len(found)
    say(f"\nASC-WDS main job role right in {right:.1%} of {len(found)}")
    assert right >= 0.9


def test_reliability(pathway: cp.Pathway) -> None:
    """Of the answers given with a confidence, as many are acceptable."""
    rows = labels()
    bins: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for row, match in zip(rows, cp.normalise_titles(pathway, [row["title"] for row in rows]), strict=True):
        for candidate in match.candidates:
            right = (candidate.role_category or OUT) in accepted(row)
            bins[round(candidate.confidence, 1)].append((candidate.confidence, right))
    total = sum(map(len, bins.values()))
    error = 0.0
    say("\nconfidence  answers  mean confidence  acceptable")
    for bin_, answers in sorted(bins.items()):
        mean = sum(confidence for confidence, _ in answers) / len(answers)
        right = sum(good for _, good in answers) / len(answers)
        error += abs(mean - right) * len(answers) / total
        say(f"{bin_:10.1f} {len(answers):8d} {mean:16.3f} {right:11.3f}")
    say(f"calibration error {error:.3f}")
    assert error <= 0.08
