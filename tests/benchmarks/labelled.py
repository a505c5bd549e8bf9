"""Labels for measuring, read from a folder that the user names; none are part of this project.

``CARE_PATHWAY_LABELS`` is the folder. For job titles it holds ``titles/dev.csv`` and ``titles/dev2.csv`` with
columns title, role_category, acceptable, asc_wds_job_role_code and source, and
``crosswalks/soc2020_v13_index_full.csv.gz``, the SOC 2020 coding index with columns SOC_2020 and
INDEXOCC-natural_word_order. For courses it holds ``courses/*.csv`` and ``courses/POLICY.md``, for checks of
ASC-WDS files ``asc-wds/service_verdicts.jsonl``.

Rows are split by family, so that near-duplicates are never on both sides. While most rules were written,
one half of the second set was kept aside and looked at only as figures. After that its errors were read
as well: no row of these sets is unseen any more.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

import care_pathway as cp

#: Marks what needs the folder: where none is named it is left out, and that is said.
needs_labels = pytest.mark.skipif(
    not os.environ.get("CARE_PATHWAY_LABELS"), reason="needs labels: CARE_PATHWAY_LABELS names no folder"
)
OUT = "out-of-scope"
#: Unit groups of care work, and of its managers.
CARE = ("6135", "6136", "1232")
#: Minor groups and unit groups near to care: health, welfare, teaching, childcare, animals, cleaning.
_NEAR_GROUPS = ("22", "32", "61", "115", "117", "124", "231", "232")
_NEAR_UNITS = (
    *("1231", "1232", "1233", "1259", "2461", "2462", "2463", "2464", "3231", "3240", "6240"),
    *("9223", "9224", "9229"),
)
_ALIKE = 0.6


class Labelled(NamedTuple):
    """A title with its label: the first answer, all that are accepted, and the ASC-WDS job role."""

    title: str
    first: str
    accepted: frozenset[str]
    job_role: str
    source: str


def folder() -> Path:
    """The folder of labelled sets."""
    named = os.environ.get("CARE_PATHWAY_LABELS")
    if not named:
        raise FileNotFoundError(
            "set CARE_PATHWAY_LABELS to a folder of labels, see tests/benchmarks/labelled.py"
        )
    return Path(named)


def labelled(name: str) -> list[Labelled]:
    """The rows of one labelled set."""
    text = (folder() / "titles" / f"{name}.csv").read_text("utf-8")
    return [
        Labelled(
            row["title"],
            row["role_category"],
            frozenset({row["role_category"], *filter(None, row["acceptable"].split(";"))}),
            row["asc_wds_job_role_code"],
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    ]


def _stems(title: str) -> list[str]:
    """The beginnings of the different words of a title."""
    return sorted(word[:5] for word in set(re.findall("[a-z]+", title.lower())) if len(word) > 2)


def families(rows: list[Labelled]) -> list[int]:
    """The family of each row: titles that share most of their words are of one family."""
    words = [set(_stems(row.title)) for row in rows]
    parent = list(range(len(rows)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    for at, mine in enumerate(words):
        for before in range(at):
            theirs = words[before]
            if mine and theirs and len(mine & theirs) >= _ALIKE * len(mine | theirs):
                parent[root(at)] = root(before)
    return [root(at) for at in range(len(rows))]


def halves(rows: list[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """By family: rows that rules were written from, and those kept aside until their errors were read."""
    seen: list[Labelled] = []
    aside: list[Labelled] = []
    for row, family in zip(rows, families(rows), strict=True):
        odd = sha256(" ".join(_stems(rows[family].title)).encode()).digest()[0] % 2
        (seen if odd else aside).append(row)
    return seen, aside


def soc_titles() -> dict[str, set[str]]:
    """The titles of the SOC 2020 coding index, each with its unit groups."""
    text = gzip.decompress((folder() / "crosswalks" / "soc2020_v13_index_full.csv.gz").read_bytes()).decode()
    found: dict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader(text.splitlines()):
        found[row["INDEXOCC-natural_word_order"].strip()].add(row["SOC_2020"])
    found.pop("", None)
    return found


def plainly_not_care(groups: set[str]) -> bool:
    """Whether every unit group of a title is far from care work."""
    return not any(group.startswith(_NEAR_GROUPS) or group in _NEAR_UNITS for group in groups)


def first_answer(match: cp.TitleMatch) -> str:
    """The first answer, or out of scope where there is none."""
    return match.likely or OUT


def slips(titles: list[str], times: int, seed: int = 7) -> Iterator[tuple[int, str, str]]:
    """Titles with a slip of the hand: the place of the title, the kind of slip, and what it becomes."""
    chance = random.Random(seed)
    for place, title in enumerate(titles):
        pairs = [at for at in range(len(title) - 1) if title[at : at + 2].isalpha()]
        unequal = [at for at in pairs if title[at] != title[at + 1]]
        if not unequal:
            continue
        for _ in range(times):
            at = chance.choice(unequal)
            yield place, "swap", title[:at] + title[at + 1] + title[at] + title[at + 2 :]
            at = chance.choice(pairs)
            yield place, "drop", title[:at] + title[at + 1 :]
            at = chance.choice(pairs)
            yield place, "double", title[:at] + title[at] + title[at:]
