"""Columns against one by one: every answer of 100,000 random people and 50,000 titles, in every library.

Run on purpose: ``pytest tests/benchmarks/test_frames_equal.py -s``. The sizes come from the variables
``CARE_PATHWAY_EQUAL`` (people), ``CARE_PATHWAY_SEED`` (the first of the seeds that people are made with) and
``CARE_PATHWAY_TITLES``. The properties in ``tests/frames`` prove the same on few.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import polars as pl

import care_pathway as cp
from care_pathway import frames as cf
from tests.frames.libraries import LIBRARIES, rows, table
from tests.frames.test_people import ALL, COUNTS, DAY, Made, gap_of, routes_of, unknown_words

from .test_titles_speed import distinct_titles

PEOPLE = int(os.environ.get("CARE_PATHWAY_EQUAL", "100000"))
SEED = int(os.environ.get("CARE_PATHWAY_SEED", "1000"))
TITLES = int(os.environ.get("CARE_PATHWAY_TITLES", "50000"))
AT_ONCE = 5000
ADDED = ("cwp_status", "cwp_role_category", "cwp_likely", "cwp_confidence", "cwp_job_role")
GAP = ("ref", "target", *COUNTS, "coverage", "minimum_coverage")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def test_titles(pathway: cp.Pathway) -> None:
    """All titles, each different, in every library."""
    titles = distinct_titles(TITLES)
    fields = ("status", "role_category", "likely", "confidence", "ascwds_job_role")
    matches = [cp.normalise_title(pathway, title) for title in titles]
    wanted = [tuple(getattr(one, name) for name in fields) for one in matches]
    for library in LIBRARIES:
        found = rows(cf.normalise_titles(pathway, table(library, {"t": titles}), "t"), *ADDED)
        assert found == wanted, library
    say(f"{TITLES:,} titles: the same one by one and in {', '.join(LIBRARIES)}")


@unknown_words
def test_people(pathway: cp.Pathway) -> None:
    """All people, with every table, gaps and routes onward; each part in every library."""
    for number, start in enumerate(range(0, PEOPLE, AT_ONCE)):
        upto = min(start + AT_ONCE, PEOPLE)
        made = Made(pathway, SEED + number, upto - start)
        people = pl.DataFrame(made.people)
        tables: dict[str, Any] = {kind: pl.DataFrame(columns) for kind, columns in made.tables.items()}
        gaps = rows(cf.skill_gap(pathway, people, id="ref", on=DAY, **tables), *GAP)
        routes = rows(cf.eligibility(pathway, people, id="ref", on=DAY, **tables))
        own: dict[str, list[tuple[Any, ...]]] = {}
        for ref, *answer in routes:
            own.setdefault(ref, []).append(tuple(answer))
        for worker, gap in zip(made.workers(ALL), gaps, strict=True):
            assert gap == (worker.id, *gap_of(pathway, worker, None)), worker
            assert own[worker.id] == routes_of(pathway, worker, "next"), worker
        for library in LIBRARIES:
            others: dict[str, Any] = {kind: table(library, columns) for kind, columns in made.tables.items()}
            given = table(library, made.people)
            assert rows(cf.skill_gap(pathway, given, id="ref", on=DAY, **others), *GAP) == gaps, library
            assert rows(cf.eligibility(pathway, given, id="ref", on=DAY, **others)) == routes, library
        say(f"{upto:,} people: the same one by one and in every library")
