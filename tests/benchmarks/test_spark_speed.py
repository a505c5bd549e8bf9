"""What titles cost on Spark, beside sending the same rows through Python and back.

Run on purpose: ``pytest tests/benchmarks/test_spark_speed.py -s``; it needs pyspark, Java and Linux. Ratios
of the time that passes, and of the processor time of the driver, of Java and of the workers, which other work
moves less; taken in turns in one session on two cores. Nothing fails on seconds. The sizes come from
``CARE_PATHWAY_POSTS`` and ``CARE_PATHWAY_TURNS``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl
import pytest

import care_pathway as cp
from care_pathway import frames as cf
from tests.frames.libraries import spark_session, spark_warnings

from .test_titles_speed import distinct_titles

pytestmark = spark_warnings

POSTS = int(os.environ.get("CARE_PATHWAY_POSTS", "1000000"))
DISTINCT = POSTS // 20
TURNS = int(os.environ.get("CARE_PATHWAY_TURNS", "6"))
FILES = 4


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with spark_session() as made:
        yield made


def run(frame: Any) -> None:
    """Work a plan out to the last row and column, and keep nothing."""
    frame.write.format("noop").mode("overwrite").save()


def processor_time() -> float:
    """The processor time of this process and of all that it started, with what has ended of these."""
    times: dict[int, float] = {}
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        number = int(path.parent.name)
        times[number] = sum(map(int, after[11:15])) / os.sysconf("SC_CLK_TCK")
        children.setdefault(int(after[1]), []).append(number)
    found, rest = 0.0, [os.getpid()]
    while rest:
        number = rest.pop()
        found += times.get(number, 0.0)
        rest += children.get(number, [])
    return found


def in_turns(works: Mapping[str, Callable[[], Any]]) -> dict[str, tuple[float, float]]:
    """The median time and processor time of each, taken in turns: other work slows all of them alike.

    Each turn begins with another: what one leaves to clean up falls on the next. The first turn is
    for warming up.
    """
    passed: dict[str, list[float]] = {name: [] for name in works}
    spent: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for turn in range(TURNS + 1):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            start, before = perf_counter(), processor_time()
            run(works[name]())
            if turn:
                passed[name].append(perf_counter() - start)
                spent[name].append(processor_time() - before)
    return {name: (median(passed[name]), median(spent[name])) for name in works}


def test_titles(session: Any, pathway: cp.Pathway, tmp_path: Path) -> None:
    """Aimed at: a kept codebook at most 1.5 times the identity of the same data, cold at most 4 times."""
    chance = np.random.default_rng(1)
    titles = np.array(distinct_titles(DISTINCT))[chance.integers(0, DISTINCT, POSTS)]
    rows = pl.DataFrame({"post": np.arange(POSTS), "title": titles})
    (tmp_path / "posts").mkdir()
    for number, part in enumerate(rows.iter_slices(-(-POSTS // FILES))):
        part.write_parquet(tmp_path / "posts" / f"{number}.parquet")
    posts = session.read.parquet(str(tmp_path / "posts"))
    cf.spark.title_codebook(pathway, posts, "title").write.parquet(str(tmp_path / "book"))
    book = session.read.parquet(str(tmp_path / "book"))
    assert book.count() == DISTINCT
    at_hand = pl.read_parquet(tmp_path / "book" / "*.parquet")
    found = in_turns(
        {
            "identity": lambda: posts.mapInArrow(lambda batches: batches, posts.schema),
            "codebook at hand": lambda: cf.spark.normalise_titles(pathway, posts, "title", codebook=at_hand),
            "codebook in Spark": lambda: cf.spark.normalise_titles(pathway, posts, "title", codebook=book),
            "cold": lambda: cf.spark.normalise_titles(pathway, posts, "title"),
        }
    )
    plain = found["identity"]
    ratios = {
        name: [one / own for one, own in zip(times, plain, strict=True)] for name, times in found.items()
    }
    shown = "; ".join(
        f"{name} {found[name][0]:.2f} s ({passed:.2f}x), processor {found[name][1]:.2f} s ({spent:.2f}x)"
        for name, (passed, spent) in ratios.items()
    )
    load = os.getloadavg()[0]
    sys.stdout.write(f"\n{POSTS:,} titles of {DISTINCT:,} on local[2], load {load:.1f}: {shown}\n")
    assert ratios["codebook at hand"][1] < 2
    assert ratios["codebook in Spark"][1] < 5
    assert ratios["cold"][1] < 6
