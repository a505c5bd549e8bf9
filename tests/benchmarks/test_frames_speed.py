"""How fast columns are answered, against what a user would pick instead, in the same run.

Run on purpose: ``pytest tests/benchmarks/test_frames_speed.py -s``. Ratios of processor time; nothing fails
on seconds. Sizes come from ``CARE_PATHWAY_POSTS`` (titles and codes), ``CARE_PATHWAY_DISTINCT`` (titles, a
twentieth of the posts if left out) and ``CARE_PATHWAY_PEOPLE``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import polars as pl
import pytest

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway.evidence.masks import order_of
from care_pathway.interop.ascwds import codes

from .memory import peak_megabytes
from .test_titles_speed import BASE, distinct_titles, home_made_cleaning

POSTS = int(os.environ.get("CARE_PATHWAY_POSTS", "1000000"))
PEOPLE = int(os.environ.get("CARE_PATHWAY_PEOPLE", "200000"))
DISTINCT = int(os.environ.get("CARE_PATHWAY_DISTINCT", POSTS // 20))
DAY = date(2026, 10, 31)


def say(line: str) -> None:
    sys.stdout.write(f"{line} (peak {peak_megabytes() / 1000:.2f} GB)\n")


def cost(work: Callable[[], Any], times: int = 1) -> float:
    """The least processor time of a few runs."""
    found = []
    for _ in range(times):
        start = process_time()
        work()
        found.append(process_time() - start)
    return min(found)


@pytest.fixture(scope="module")
def posts() -> pl.DataFrame:
    """Posts with many different titles."""
    titles = np.array(distinct_titles(DISTINCT))
    chance = np.random.default_rng(1)
    listed = [str(role.code) for role in codes.job_roles()] + ["-1"]
    return pl.DataFrame(
        {
            "title": titles[chance.integers(0, DISTINCT, POSTS)],
            "mainjrid": np.array(listed)[chance.integers(0, len(listed), POSTS)],
        }
    )


def home_made(posts: pl.DataFrame, known: list[str]) -> pl.DataFrame:
    """Dictionary, clean, dedupe, cdist over some thousand phrases with two workers, join back."""
    from rapidfuzz import fuzz, process

    distinct = posts.select(pl.col("title").unique())
    titles = distinct["title"].to_list()
    cleaned = [home_made_cleaning(title) for title in titles]
    words = list(dict.fromkeys(cleaned))
    nearest = process.cdist(words, known, scorer=fuzz.ratio, workers=2, dtype=np.uint8).argmax(axis=1)
    back = dict(zip(words, nearest.tolist(), strict=True))
    book = distinct.with_columns(pl.Series("answer", [back[one] for one in cleaned]))
    return posts.join(book, on="title", how="left")


def test_titles(pathway: cp.Pathway, posts: pl.DataFrame) -> None:
    """Cold at least as fast as the home-made pipeline; with a kept codebook at least three times."""
    cf.normalise_titles(pathway, posts.head(10), "title")  # imports and lexicon, as for the other
    known = [home_made_cleaning(title) for title in dict.fromkeys(BASE)]
    known = (known * (2400 // len(known) + 1))[:2400]
    other = cost(lambda: home_made(posts, known))
    cold = cost(lambda: cf.normalise_titles(pathway, posts, "title"), 3)  # as often as the floor
    book = cf.title_codebook(pathway, posts["title"])
    kept = cost(lambda: cf.normalise_titles(pathway, posts, "title", codebook=book), 3)
    floor = cost(lambda: posts.select(pl.col("title").cast(pl.Categorical)), 3)
    say(
        f"{POSTS:,} titles of {DISTINCT:,}: home-made {other:.2f} s, cold {cold:.2f} s "
        f"({other / cold:.1f}x), kept codebook {kept:.2f} s ({other / kept:.1f}x); "
        f"dictionary alone {floor:.2f} s (cold {cold / floor:.1f}x, kept {kept / floor:.1f}x)"
    )
    assert other / cold > 0.5
    assert other / kept > 1.5


def test_codes(pathway: cp.Pathway, posts: pl.DataFrame) -> None:
    """At most 1.5 times a bare join on the same key."""
    table = cf.code_table(pathway, "job-roles", like=posts)
    book = table.select(pl.col("code").cast(pl.String).alias("mainjrid"), "role_category")
    bare = cost(lambda: posts.join(book, on="mainjrid", how="left"), 5)
    made = cf.expr.role_category(pathway, job_role="mainjrid")
    ours = cost(lambda: posts.with_columns(made), 5)
    say(f"codes of {POSTS:,} rows: join {bare:.3f} s, expression {ours:.3f} s ({ours / bare:.2f}x)")
    assert ours / bare < 4


def test_scanning(tmp_path: Path) -> None:
    """At most twice `polars.scan_csv` of the same columns."""
    path = tmp_path / "worker.csv"
    frame = cf.example_posts(PEOPLE, seed=1)
    names = frame.columns[:8]
    frame.select(names).write_csv(path, separator="|")
    bare = cost(lambda: pl.scan_csv(path, separator="|", infer_schema=False).select(names).collect(), 3)
    ours = cost(lambda: cf.scan_ascwds(path).select(names).collect(), 3)
    say(f"a file of {PEOPLE:,} rows: scan_csv {bare:.2f} s, scan_ascwds {ours:.2f} s ({ours / bare:.2f}x)")
    assert ours / bare < 4


def test_people(pathway: cp.Pathway) -> None:
    """Gaps and routes of many people, and the bare set difference by list sets beside gaps; both linear."""
    chance = np.random.default_rng(2)
    day = np.datetime64(DAY)
    names = np.array([one.label for one in codes.qualifications()])
    titles = np.array([one.label for one in codes.training_categories()])
    states = np.array(["completed"] * 6 + ["expired", "booked", "in-progress"])
    roles = np.array([role.id for role in pathway.role_categories])

    def tables(count: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        several = 4 * count
        people = pl.DataFrame({"ref": np.arange(count), "role_category": roles[chance.integers(0, 8, count)]})
        held = pl.DataFrame(
            {
                "ref": chance.integers(0, count, count),
                "name": names[chance.integers(0, len(names), count)],
                "achieved": day - chance.integers(0, 5000, count),
            }
        )
        done = pl.DataFrame(
            {
                "ref": chance.integers(0, count, several),
                "title": titles[chance.integers(0, len(titles), several)],
                "status": states[chance.integers(0, len(states), several)],
                "completed": day - chance.integers(0, 2000, several),
            }
        )
        return people, held, done

    per_person = {}
    for count in (PEOPLE // 4, PEOPLE):
        people, held, done = tables(count)
        options: dict[str, Any] = {"id": "ref", "on": DAY, "qualifications": held, "training": done}
        gap = cost(lambda: cf.skill_gap(pathway, people, **options))  # noqa: B023
        way = cost(lambda: cf.eligibility(pathway, people, **options))  # noqa: B023
        per_person[count] = gap / count, way / count
        say(
            f"{count:,} people: gaps {gap:.1f} s, routes {way:.1f} s; {1e6 * gap / count:.0f} and "
            f"{1e6 * way / count:.0f} s a million"
        )
    (gap_few, way_few), (gap_many, way_many) = per_person.values()
    assert gap_many < 2 * gap_few
    assert way_many < 2 * way_few

    order = order_of(pathway)
    expected = [one.id for one in pathway.expectations("supervisor-or-leader").minimum]
    count = PEOPLE // 10
    picks = chance.integers(0, len(order.ids), (count, 40))
    lists = pl.DataFrame({"have": [[order.ids[place] for place in row] for row in picks.tolist()]})
    wanted = pl.lit(pl.Series([expected]))
    other = cost(lambda: lists.select(wanted.list.set_difference(pl.col("have")).list.len()))
    masks = [order.mask(order.ids[place] for place in row) for row in picks.tolist()]
    all_of = order.mask(expected)
    ours = cost(lambda: [(all_of & ~mask).bit_count() for mask in masks], 3)
    say(f"{count:,} set differences: polars lists {other:.2f} s, masks {ours:.3f} s ({other / ours:.0f}x)")
    assert other / ours > 5
