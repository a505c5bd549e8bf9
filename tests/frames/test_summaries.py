"""Figures by group, and what is hidden of them: no small count can be read or worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from random import Random
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy.optimize import linprog

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway.frames.disclosure import hidden_counts, worked_out
from tests.each import each

from .libraries import LIBRARIES, cells, rows, table

POSTS: dict[str, list[Any]] = {
    "region": ["N", "N", "N", "S", "S", None, "N"],
    "level": ["3", "2", "-1", "4", None, "3", "10"],
    "vacant": [1, 0, None, 1, 1, 0, 0],
    "left": [1, 0, 2, -1, 1, 0, None],
    "staff": [2, 1, 4, 3, None, 1, 5],
    "pay": [12.0, 14.0, None, 13.5, 999.0, 11.0, 12.5],
}
MEASURES = {
    "posts": cf.count(),
    "level3": cf.share("level", ["3", "4"], not_known=["-1", "10"]),
    "vacancy": cf.share("vacant"),
    "turnover": cf.rate("left", "staff", not_known=[-1]),
    "each": cf.rate("left", not_known=[-1]),
    "pay": cf.mean("pay", not_known=[999]),
}
#: Worked out by hand: known and not known apart, and -1 or 999 in no figure.
WANTED = {
    "region": ["N", "S", None],
    "posts": [4, 2, 1],
    "level3": [0.5, 1.0, 1.0],
    "level3_known": [2, 1, 1],
    "level3_not_known": [2, 1, 0],
    "vacancy": [1 / 3, 1.0, 0.0],
    "vacancy_known": [3, 2, 1],
    "vacancy_not_known": [1, 0, 0],
    "turnover": [3 / 7, None, 0.0],
    "turnover_known": [3, 0, 1],
    "turnover_not_known": [1, 2, 0],
    "each": [1.0, 1.0, 0.0],
    "each_known": [3, 1, 1],
    "each_not_known": [1, 1, 0],
    "pay": [38.5 / 3, 13.5, 11.0],
    "pay_known": [3, 1, 1],
    "pay_not_known": [1, 1, 0],
}


@pytest.mark.parametrize("library", LIBRARIES)
def test_known_and_not_known_are_shown_apart(library: str) -> None:
    frame = table(library, POSTS)
    if library == "pandas-object":
        frame = frame.astype(dict.fromkeys(("vacant", "left", "staff", "pay"), "float64"))
    found = cf.summarise(frame, by="region", measures=MEASURES)
    assert type(found) is type(frame)
    shown = cells(found)
    assert list(shown) == list(WANTED)
    for name, values in WANTED.items():
        assert shown[name] == pytest.approx(values) if name in MEASURES else shown[name] == values, name


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow", "duckdb", "polars-lazy"])
def test_groups_keep_their_type_and_order(library: str, pathway: cp.Pathway) -> None:
    """Role categories come in the order of the Pathway where the library knows it; missing is a group."""
    frame = table(library, {"t": ["Reg Mgr", "Carer", "Chef", "Carer"], "n": [1, 2, 1, 1]})
    placed = cf.place(pathway, frame, title="t")
    by = ["cwp_role_category", "n"]
    found = cf.summarise(placed, by=by, measures=cf.count())
    assert Counter(rows(found, *by, "count")) == Counter(
        [
            ("care-or-support-worker", 1, 1),
            ("care-or-support-worker", 2, 1),
            ("registered-manager", 1, 1),
            (None, 1, 1),
        ]
    )
    if library == "polars":
        assert found.schema["cwp_role_category"] == placed.schema["cwp_role_category"]
        assert found["cwp_role_category"].to_list()[0] == "care-or-support-worker"
    if library == "pandas":
        assert found["cwp_role_category"].dtype == placed["cwp_role_category"].dtype


def test_words_of_a_closed_list_are_in_its_order(pathway: cp.Pathway) -> None:
    """In every library, and again where the answer is summed up; all other words are sorted."""
    posts = {"t": ["Deputy Manager", "Carer", None, "Carer", "Supervisor"]}
    published = [role.id for role in pathway.role_categories]
    for library in LIBRARIES:
        placed = cf.place(pathway, table(library, posts), title="t")
        first = cf.summarise(placed, by="cwp_role_category", measures=cf.count())
        for found in (first, cf.summarise(first, by="cwp_role_category", measures=cf.count())):
            *told, last = cells(found)["cwp_role_category"]
            assert told == sorted(told, key=published.index) != sorted(told), library
            assert last is None
        (*told, last) = cells(cf.summarise(placed, by="t", measures=cf.count()))["t"]
        assert (told, last) == (sorted(told), None), library
    bare = pa.table({"g": pa.array(["y", "x"]).dictionary_encode()})
    assert cells(cf.summarise(bare, by="g", measures=cf.count()))["g"] == ["x", "y"]
    assert cells(cf.summarise(bare.slice(0, 0), by="g", measures=cf.count()))["g"] == []


def test_all_rows_may_be_one_group() -> None:
    frame = pl.DataFrame(POSTS)
    assert cells(cf.summarise(frame, by=[], measures=[cf.count(), cf.mean("pay", not_known=[999])])) == {
        "count": [7],
        "mean_pay": [pytest.approx(63 / 5)],
        "mean_pay_known": [5],
        "mean_pay_not_known": [2],
    }
    assert cells(cf.summarise(frame.clear(), by=[], measures=cf.count())) == {"count": [0]}
    assert cells(cf.summarise(frame.clear(), by="region", measures=cf.share("vacant")))["region"] == []


def test_days_and_flags_group_and_count() -> None:
    frame = pd.DataFrame({"on": pd.to_datetime(["2026-01-01", "2026-01-01"]), "yes": [True, False]})
    found = cf.summarise(frame, by="on", measures=cf.share("yes"))
    assert str(found["on"].iloc[0])[:10] == "2026-01-01"
    assert found["share_yes"].tolist() == [0.5]
    relation = duckdb.sql("SELECT DATE '2026-01-01' AS d, true AS yes")
    assert cells(cf.summarise(relation, by="yes", measures=cf.count())) == {"yes": [True], "count": [1]}


# --- what is hidden --------------------------------------------------------------------------------------


def test_small_counts_are_hidden_and_others_rounded() -> None:
    """A suppressed cell is null; with one small cell a second goes, since the total is public."""
    frame = pl.DataFrame({"g": ["a"] * 3 + ["b"] * 12 + ["c"] * 48})
    shown = cells(cf.summarise(frame, by="g", measures=cf.count(), suppress=cf.Suppress(5, 5)))
    assert shown["count"] == [None, None, 50]
    alone = cf.Suppress(under=5, round_to=1, secondary=False)
    assert cells(cf.summarise(frame, by="g", measures=cf.count(), suppress=alone))["count"] == [None, 12, 48]


def test_a_share_that_tells_a_small_count_is_hidden() -> None:
    """1 of 50 is 2 %, so the share tells the one; so does 98 %."""
    frame = pl.DataFrame(
        {"g": ["a"] * 50 + ["b"] * 50 + ["c"] * 50, "v": [1] + [0] * 49 + [1, 0] * 25 + [1] * 50}
    )
    shown = cells(cf.summarise(frame, by="g", measures=cf.share("v"), suppress=cf.Suppress(5)))
    assert shown["share_v"][0] is None
    assert shown["share_v"].count(None) == 2
    assert shown["share_v_known"] == [50, 50, 50]


def test_measures_of_one_table_do_not_tell_on_each_other() -> None:
    """A count that is hidden stays hidden in the known of a share, and cannot be added up again."""
    frame = pl.DataFrame(
        {"g": ["a"] * 3 + ["b"] * 20 + ["c"] * 40, "v": [1, 0, 1] + [1, 0] * 10 + [None] * 2 + [1, 0] * 19}
    )
    measures = [cf.count(), cf.share("v"), cf.mean("v")]
    shown = cells(cf.summarise(frame, by="g", measures=measures, suppress=cf.Suppress(5)))
    for name in ("count", "share_v", "share_v_known", "mean_v", "mean_v_known"):
        assert shown[name][0] is None, name
    assert shown["share_v_not_known"][2] is None  # 2 of 40
    assert shown["share_v_known"][2] is None or shown["count"][2] is None


def random_counts(seed: int) -> tuple[list[str], dict[tuple[int, ...], int]]:
    random = Random(seed)  # noqa: S311
    sizes = [random.randint(2, 5) for _ in range(random.choice([1, 2, 2, 3]))]
    mean = random.choice([5, 15, 40])
    counts = {key: int(random.expovariate(1 / mean)) for key in product(*map(range, sizes))}
    return [f"k{place}" for place in range(len(sizes))], {key: n for key, n in counts.items() if n}


@pytest.mark.parametrize("seeds", [range(40), pytest.param(range(40, 120), marks=pytest.mark.exhaustive)])
def test_no_hidden_count_can_be_worked_out(seeds: range) -> None:
    """What an outsider can do with the total, all shown cells, and the tables by fewer columns: nothing.

    The least and the greatest value that a small hidden count can have are looked for by linear programming.
    """
    suppress = cf.Suppress(5)
    tried = 0
    for seed in seeds:
        by, counts = random_counts(seed)
        frame = pl.DataFrame(
            [dict(zip(by, key, strict=True)) for key, count in counts.items() for _ in range(count)]
        )
        if frame.is_empty():
            continue
        shown = {
            row[:-1]: row[-1]
            for row in rows(cf.summarise(frame, by=by, measures=cf.count(), suppress=suppress))
        }
        hidden = [key for key, count in shown.items() if count is None]
        assert {key for key, count in counts.items() if count < 5} <= set(hidden)
        assert all(count in {None, counts[key]} for key, count in shown.items())
        if not hidden or len(hidden) == len(shown):
            continue
        known: list[tuple[list[tuple[int, ...]], int]] = [(list(shown), frame.height)]
        for size in range(1, len(by)):
            for kept in combinations(range(len(by)), size):
                fewer = cf.summarise(
                    frame, by=[by[place] for place in kept], measures=cf.count(), suppress=suppress
                )
                for *group, count in rows(fewer):
                    if count is not None:
                        inside = [key for key in shown if [key[place] for place in kept] == group]
                        known.append((inside, count))
        left = np.array([[float(key in inside) for key in hidden] for inside, _ in known])
        right = np.array([count - sum(shown[key] or 0 for key in inside) for inside, count in known])
        for place, key in enumerate(hidden):
            if counts[key] >= 5:
                continue
            tried += 1
            goal = np.zeros(len(hidden))
            goal[place] = 1
            ends = [
                linprog(sign * goal, A_eq=left, b_eq=right, bounds=[(1, None)] * len(hidden)).fun * sign
                for sign in (1, -1)
            ]
            assert ends[1] - ends[0] > 0.5, (seed, key)
    assert tried > 30


def test_a_table_that_its_totals_give_away_shows_nothing() -> None:
    assert hidden_counts([1, 1, 1], [dict.fromkeys(range(3), 1)], under=5, least=[1] * 3) == {0, 1, 2}
    assert hidden_counts([3], [{0: 1}], under=5, least=[1]) == {0}


def test_what_follows_from_equations_and_bounds_is_found() -> None:
    """A row and a column give what neither gives alone; all-ones follow from a small sum."""
    values = [2, 9, 9, 40]
    lines = [{0: 1, 1: 1}, {2: 1, 3: 1}, {0: 1, 2: 1}, {1: 1, 3: 1}]
    assert set(worked_out(values, lines, {0, 1, 2, 3}, [1] * 4)) == set()
    assert set(worked_out(values, lines, {0, 1, 2}, [1] * 4)) == {0, 1, 2}
    assert set(worked_out([1, 1, 40], [{0: 1, 1: 1, 2: 1}], {0, 1}, [1] * 3)) == {0, 1}
    assert set(worked_out([1, 1, 40], [{0: 1, 1: 1, 2: 1}], {0, 1}, [0] * 3)) == set()
    assert set(worked_out([3, 3, 6], [{0: 1, 1: 1, 2: -1}], {0, 1, 2}, [1] * 3)) == set()


def three_groups(**columns: list[Any]) -> pl.DataFrame:
    """Three groups of fifty rows; a column is given for the first, and is half and half in the others."""
    plain = {name: [*cells, *(cells[:1] + cells[-1:]) * 50] for name, cells in columns.items()}
    return pl.DataFrame({"g": ["a"] * 50 + ["b"] * 50 + ["c"] * 50} | plain)


@pytest.mark.parametrize("measure", [cf.share("v"), cf.rate("v"), cf.mean("v")], ids=lambda one: one.kind)
@pytest.mark.parametrize("ones", [1, 49])
@pytest.mark.parametrize("kind", [pl.Int64, pl.Float64, pl.Boolean])
def test_one_of_fifty_is_hidden_whichever_figure_would_tell_it(measure: Any, ones: int, kind: Any) -> None:
    """The mean of a yes or no is its share, and so is its rate; 98 % tells the one that is not."""
    frame = three_groups(v=[1] * ones + [0] * (50 - ones)).with_columns(pl.col("v").cast(kind))
    shown = cells(cf.summarise(frame, by="g", measures={"v": measure}, suppress=cf.Suppress(5)))
    assert shown["v"][0] is None
    assert shown["v"].count(None) == 2
    assert shown["v_known"] == [50, 50, 50]


def test_a_rate_of_one_workplace_is_hidden() -> None:
    """Rule: no figure is shown that rests on less rows than may be shown, however much they add up to."""
    frame = pl.DataFrame(
        {"g": ["a"] + ["b"] * 30 + ["c"] * 40, "left": [30] + [5] * 70, "staff": [60] + [15] * 70}
    )
    measures = {"turnover": cf.rate("left", "staff"), "each": cf.rate("left")}
    shown = cells(cf.summarise(frame, by="g", measures=measures, suppress=cf.Suppress(5)))
    assert shown["turnover"] == [None, None, pytest.approx(1 / 3)]
    assert shown["each"] == [None, None, 5]


def test_shares_of_one_column_do_not_tell_what_is_left_between_them() -> None:
    """40 % and 58 % of 50 leave one; so does a share of two values less that of one of these."""
    frame = three_groups(level=["3"] * 20 + ["4"] * 29 + ["5"])
    frame = frame.with_columns(level=pl.Series([*frame["level"][:50], *["3", "4", "4", "5", "5"] * 20]))
    for others in (["4"], ["3", "4"]):
        measures = {"three": cf.share("level", "3"), "others": cf.share("level", others)}
        shown = cells(cf.summarise(frame, by="g", measures=measures, suppress=cf.Suppress(5)))
        assert None in (shown["three"][0], shown["others"][0])
    apart = {"all": cf.share("level", "3"), "less": cf.share("level", "3", not_known=["5"])}
    shown = cells(cf.summarise(frame, by="g", measures=apart, suppress=cf.Suppress(5)))
    assert None in (shown["all_known"][0], shown["less_known"][0])


Line = np.ndarray[Any, Any]


def random_shares(random: Random) -> dict[str, cf.Measure]:
    measures: dict[str, cf.Measure] = {"rows": cf.count()}
    for number in range(random.randint(1, 3)):
        asked = random.sample(["1", "2", "3", "-1"], random.randint(1, 2))
        unknown = random.choice([[], ["-1"], ["-1"], ["3", "-1"]])
        measures[f"m{number}"] = cf.share("v", asked, not_known=unknown)
    return measures


def what_is_said(measures: dict[str, cf.Measure], values: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Each figure that tells how many rows have one of some values, by the column that tells it."""
    for name, measure in measures.items():
        if measure.kind == "count":
            yield name, values
            continue
        known = [value for value in values if value is not None and value not in measure.not_known]
        yield f"{name}_known", known
        yield f"{name}_not_known", [value for value in values if value not in known]
        yield name, [value for value in known if value in measure.values]
        yield name, [value for value in known if value not in measure.values]


@pytest.mark.parametrize("seeds", [range(start, start + 20) for start in range(0, 80, 20)])
def test_nothing_is_worked_out_from_several_figures_of_one_column(seeds: range) -> None:
    """From all shares, knowns and totals at once, as somebody outside would: how many have which value."""
    tried = 0
    for seed in seeds:
        random = Random(seed)  # noqa: S311
        cells = list(product("abcd"[: random.randint(2, 4)], ["1", "2", "3", "-1", None]))
        sizes = [random.choice([0, random.randint(0, 9), random.randint(10, 200)]) for _ in cells]
        counts = np.array(sizes)
        frame = pl.DataFrame(
            [cell for cell, size in zip(cells, sizes, strict=True) for _ in range(size)],
            schema={"g": pl.String, "v": pl.String},
            orient="row",
        )
        measures = random_shares(random)
        figures = {
            row["g"]: row
            for row in cf.summarise(frame, by="g", measures=measures, suppress=cf.Suppress(5)).rows(
                named=True
            )
        }
        known: list[Line] = []
        sums: list[Line] = []
        for column, values in what_is_said(measures, ["1", "2", "3", "-1", None]):
            lines = {g: np.array([float(g == own and v in values) for own, v in cells]) for g in figures}
            known += [line for g, line in lines.items() if figures[g][column] is not None]
            known.append(sum(lines.values(), np.zeros(len(cells))))
            sums += lines.values()
        if all(list(row.values())[1:] == [None] * (len(row) - 1) for row in figures.values()):
            continue
        sums += [one - other for one, other in product(sums, sums) if (one >= other).all()]
        rows_there = -np.array([[float(g == own) for own, _ in cells] for g in figures])
        for line in {tuple(line): line for line in sums if 0 < line @ counts < 5}.values():
            tried += 1
            ends = [
                linprog(
                    sign * line,
                    A_eq=np.array(known),
                    b_eq=np.array(known) @ counts,
                    A_ub=rows_there,
                    b_ub=-np.ones(len(figures)),
                ).fun
                * sign
                for sign in (1, -1)
            ]
            assert ends[1] - ends[0] > 0.5, (seed, line)
    assert tried > 10


def test_a_mean_does_not_tell_a_count_that_was_rounded() -> None:
    """12.3469... times 49 is a sum of pence, and times 50 or 51 it is none: so the decimals are cut."""
    pay = [12.34] * 48 + [12.68]
    frame = pl.DataFrame(
        {"g": ["a"] * 49 + ["b"] * 500, "pay": [*pay, *[12.5, 12.52] * 250], "big": [25_000.0] * 549}
    )
    measures = {"pay": cf.mean("pay"), "big": cf.mean("big")}
    shown = cells(cf.summarise(frame, by="g", measures=measures, suppress=cf.Suppress(5, 5)))
    assert shown["pay"] == [12.3, 12.51]
    assert shown["big"] == [25_000, 25_000]
    exact = cells(cf.summarise(frame, by="g", measures=measures, suppress=cf.Suppress(5)))
    assert exact["pay"] == [pytest.approx(sum(pay) / 49), pytest.approx(12.51)]


# --- bad input -------------------------------------------------------------------------------------------


@each("flags", [[True, False, None], [1, 0, None], [1.0, 0.0, None]])
@each("library", LIBRARIES)
def test_truth_values_count_however_a_table_holds_them(library: str, flags: list[Any]) -> None:
    """Beside a gap pandas keeps true and false as objects."""
    found = cf.summarise(table(library, {"v": flags}), by=[], measures={"v": cf.share("v")})
    assert rows(found) == [(0.5, 2, 1)]


def test_values_that_a_column_cannot_hold_are_refused() -> None:
    """A share of nothing would look like a figure, and a code of no answer would enter one."""
    frame = pl.DataFrame({"n": [1, 2, -1], "t": ["1", "2", "-1"], "f": [True, False, None]})
    for column in "nt":
        for values, unknown in ((["1"], ["-1"]), ([1], [-1])):
            measure = cf.share(column, values, not_known=unknown)
            assert cf.summarise(frame, by=[], measures={"x": measure}).rows() == [(0.5, 2, 1)]
    wrong: list[tuple[cf.Measure, str]] = [
        (cf.share("t"), "column 't' holds text; name the values that count"),
        (cf.share("n", ["one"]), "column 'n' holds numbers, and none of 'one' is such a value"),
        (cf.share("n", [2.5]), "column 'n' holds numbers"),
        (cf.share("f", ["yes"]), "column 'f' holds true and false"),
        (cf.mean("n", not_known=["none"]), "column 'n' holds numbers, and none of 'none'"),
    ]
    for measure, said in wrong:
        with pytest.raises(cf.FrameError, match=said):
            cf.summarise(frame, by=[], measures=[measure])
    with pytest.raises(cf.FrameError, match="column 'z' holds no text, numbers"):
        cf.summarise(frame.with_columns(z=pl.lit([1])), by="z", measures=cf.count())


def test_bad_measures_are_refused() -> None:
    frame = pl.DataFrame(POSTS)
    wrong: list[tuple[Any, type[Exception], str]] = [
        ({"by": "region", "measures": []}, cf.FrameError, "names no figure"),
        ({"by": "region", "measures": ["count"]}, TypeError, "made by frames.count"),
        ({"by": "area", "measures": cf.count()}, cp.UnknownIdError, "unknown column 'area'"),
        ({"by": "region", "measures": cf.mean("wage")}, cp.UnknownIdError, "unknown column 'wage'"),
        ({"by": "region", "measures": cf.mean("level")}, cf.FrameError, "'level' holds no numbers"),
        ({"by": "region", "measures": [cf.mean("pay"), cf.mean("pay")]}, cf.FrameError, "name them"),
        ({"by": "region", "measures": {"region": cf.count()}}, cf.FrameError, "'region' would stand twice"),
        ({"by": ["region"] * 9, "measures": cf.count()}, cf.FrameError, "up to 8"),
        ({"by": "region", "measures": cf.count(), "suppress": 5}, TypeError, "frames.Suppress, not int"),
    ]
    for arguments, error, said in wrong:
        with pytest.raises(error, match=said):
            cf.summarise(frame, **arguments)
    for under, step in ((-1, 1), (5, 0), (True, 1), (5, 2.5)):
        with pytest.raises(cp.InvalidArgumentError, match=r"^Suppress\.\w+ must be a whole number"):
            cf.Suppress(under, step)
