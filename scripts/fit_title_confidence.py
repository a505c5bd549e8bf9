"""Measure how often answers for job titles are accepted, by the kind of evidence, and write it down as data.

    CARE_PATHWAY_LABELS=FOLDER python scripts/fit_title_confidence.py

Measured on labelled titles that were kept aside while most rules were written, on titles of the SOC 2020
index that are plainly not care, and on slips of the hand made in the labelled titles. The rates are drawn
towards the prior in the table, the more the fewer titles there are, and put in falling order of the kinds
(isotonic regression), since better evidence is never less sure. Writes ``evidence.csv`` of the lexicon.

The table there was written when about half of the errors of the titles kept aside had been read. They are no
longer unseen (``tests/benchmarks/labelled.py``): for another run name a folder with a set that no rule was
written from.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.labelled import OUT, halves, labelled, plainly_not_care, slips, soc_titles  # noqa: E402

import care_pathway as cp  # noqa: E402
from care_pathway.titles.policy import rows_of  # noqa: E402

TABLE = ROOT / "src" / "care_pathway" / "data" / "lexicons" / "titles" / "evidence.csv"
REMARK = """\
# How sure an answer is, by the kind of evidence. chance: the share accepted of the titles of this kind, drawn
# towards prior where they are few, and below that of a better kind. titles, accepted: how many there were,
# weighted (scripts/fit_title_confidence.py), of labelled titles kept aside while most rules were written.
"""
#: How many titles the prior in the table counts for.
PRIOR = 6.0
#: What titles of the index, and slips, count for beside a labelled title: they are many, and of one kind.
INDEX, SLIP = 0.002, 0.02
#: The kinds of a first answer, the best first; each may be at most as sure as the one before.
ORDERED = (
    "whole title known",
    "another occupation named",
    "several jobs",
    "long text",
    "repaired",
    "unknown word elsewhere",
    "unknown word beside the noun",
    "unknown word before the noun",
    "doubtful rule",
    "doubtful rule and an unknown word",
    "rank and a name",
    "rank and an unknown word",
    "rank and another trade",
)
#: The further answers, the second first.
FURTHER = ("also 1", "also 2", "also 3")
#: The least difference between two kinds.
STEP = 0.004
HIGHEST = 0.99


def counted(pathway: cp.Pathway) -> dict[str, tuple[float, float]]:
    """Titles and accepted answers for each kind of evidence, with their weights."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    def add(match: cp.TitleMatch, accepted: frozenset[str], weight: float) -> None:
        for place, candidate in enumerate(match.candidates):
            kind = str(match.evidence)
            out = candidate.role_category is None
            if kind == "unknown word decides":
                kind = "unknown word out" if out else "unknown word role"
            elif kind in ("one letter away", "likely a slip"):
                kind = f"{kind} out" if out else kind
            elif place:
                kind = f"also {min(place, 3)}"
            found[kind][0] += weight
            found[kind][1] += weight * ((candidate.role_category or OUT) in accepted)

    _, aside = halves(labelled("dev2"))
    for row, match in zip(aside, cp.normalise_titles(pathway, [row.title for row in aside]), strict=True):
        add(match, row.accepted, 1)
    made = list(slips([row.title for row in aside], 3))
    for (place, _, _), match in zip(
        made, cp.normalise_titles(pathway, [text for *_, text in made]), strict=True
    ):
        if match.evidence in ("repaired", "likely a slip", "one letter away", "unknown word decides"):
            add(match, aside[place].accepted, SLIP)
    index = [title for title, groups in soc_titles().items() if plainly_not_care(groups)]
    for match in cp.normalise_titles(pathway, index):
        add(match, frozenset({OUT}), INDEX)
    return {kind: (titles, accepted) for kind, (titles, accepted) in found.items()}


def falling(rates: list[tuple[float, float]]) -> list[float]:
    """Rates with weights, made to fall by pooling neighbours that rise."""
    pools: list[list[float]] = []
    for rate, weight in rates:
        pools.append([rate, weight, 1])
        while len(pools) > 1 and pools[-2][0] < pools[-1][0]:
            last, before = pools.pop(), pools.pop()
            both = last[1] + before[1]
            pools.append([(last[0] * last[1] + before[0] * before[1]) / both, both, last[2] + before[2]])
    return [pool[0] for pool in pools for _ in range(int(pool[2]))]


def main() -> None:
    """Measure, and write the table."""
    found = counted(cp.load())
    before = {row["evidence"]: float(row["prior"]) for row in rows_of("evidence")}
    rates = {}
    for kind, prior in before.items():
        titles, accepted = found.get(kind, (0.0, 0.0))
        rates[kind] = ((accepted + PRIOR * prior) / (titles + PRIOR), titles + PRIOR)
    chances = {kind: rate for kind, (rate, _) in rates.items()}
    for kinds in (ORDERED, FURTHER):
        highest = HIGHEST
        for kind, value in zip(kinds, falling([rates[kind] for kind in kinds]), strict=True):
            chances[kind] = highest = min(value, highest - STEP)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write(REMARK)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["evidence", "chance", "titles", "accepted", "prior"])
        for kind, prior in before.items():
            titles, accepted = found.get(kind, (0.0, 0.0))
            writer.writerow([kind, f"{chances[kind]:.3f}", f"{titles:.1f}", f"{accepted:.1f}", f"{prior:g}"])


if __name__ == "__main__":
    main()
