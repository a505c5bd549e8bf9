"""Columns of every kind that libraries have: each answers, or is refused by name; and counts are right."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway.frames.codes import is_missing, job_role_forms
from care_pathway.frames.on_file import as_key
from tests.each import each

from .libraries import cells, rows

DAY = date(2026, 11, 30)
MOMENT = datetime(2026, 1, 1, 5)
ZONED = datetime(2026, 1, 1, 5, tzinfo=UTC)
#: Five cells of each kind, as polars holds them; the other libraries take them from there.
ODD = {
    "text": pl.Series(["a", "b", None, "a", " "]),
    "whole": pl.Series([1, 2, 3, 4, 5]),
    "narrow": pl.Series([1, 2, None, 3, 1], dtype=pl.UInt8),
    "float": pl.Series([1.0, float("nan"), None, float("inf"), 1.0]),
    "decimal": pl.Series([Decimal("1.5")] * 5),
    "large": pl.Series([10**20 + at for at in range(5)], dtype=pl.Decimal(38, 0)),
    "flag": pl.Series([True, False, None, True, True]),
    "categories": pl.Series(["x", "y", None, "x", "x"], dtype=pl.Categorical),
    "enum": pl.Series(["x", "y", None, "x", "x"], dtype=pl.Enum(["x", "y", "z"])),
    "day": pl.Series([DAY, DAY, None, DAY, DAY]),
    "moment": pl.Series([MOMENT, MOMENT, None, MOMENT, MOMENT]),
    "zoned": pl.Series([ZONED] * 5),
    "null": pl.Series([None] * 5),
    "list": pl.Series([[1], [2], None, [1], [1]]),
    "array": pl.Series([[1, 2]] * 5, dtype=pl.Array(pl.Int64, 2)),
    "struct": pl.Series([{"a": 1}] * 5),
    "time": pl.Series([time(1)] * 5),
    "span": pl.Series([timedelta(days=1)] * 5),
    "bytes": pl.Series([b"x"] * 5),
}
MAKERS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars-lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas-pyarrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}
WORKERS = ("role_category", "job_title", "ascwds_job_role", "setting", "started_in_role")
DUTIES = ("context.manages_staff", "context.number_of_services")
PEOPLE = ("ascwds_job_role", "started_in_care", "aspiration", "registrations", "confirmed", "manages_staff")
LONG = {
    "qualifications": (("name", "level", "achieved", "working_towards", "status"), {"name": "Diploma"}),
    "training": (
        ("title", "completed", "expires", "ascwds_category", "understood"),
        {"title": "Fire safety"},
    ),
    "evidence": (("competency", "state", "on", "by"), {"competency": "ks", "state": "claimed"}),
    "authorisations": (
        ("activity", "person", "signed_off"),
        {"activity": "a", "person": "p", "delegated_by": "n", "profession": "registered-nurse"},
    ),
}


def calls(
    pathway: cp.Pathway, make: Callable[[pl.DataFrame], Any], odd: pl.Series
) -> Iterator[Callable[[], Any]]:
    """Every function over a table with an odd column, in each place where it may stand."""
    posts = pl.DataFrame(
        {"id": list("abcde"), "role_category": ["new-to-care"] * 5, "t": ["Carer"] * 5, "v": odd}
    )
    frame, people = make(posts), make(posts.select("id", "role_category"))
    asked: dict[str, Any] = {"id": "id", "on": DAY}
    yield partial(cf.normalise_titles, pathway, frame, "v")
    yield partial(cf.normalise_titles, pathway, frame, "t", job_role="v")
    yield partial(cf.title_codebook, pathway, make(posts.select("v")))
    for argument in ("title", "job_role", "recorded", "delegated"):
        named: dict[str, Any] = {argument: "v"}
        yield partial(cf.place, pathway, frame, **named)
    for columns in ({"id": "v"}, *({"id": "id", field: "v"} for field in (*WORKERS, *DUTIES))):
        yield lambda columns=columns: list(cf.to_workers(pathway, frame, columns))  # type: ignore[misc]
    yield partial(cf.skill_gap, pathway, frame, target="deputy-manager", **asked | {"id": "v"})
    yield partial(cf.team_gap, pathway, frame, by=["v", "t"], **asked)
    yield partial(cf.eligibility, pathway, frame, **asked | {"id": "v"})
    for field in PEOPLE:
        yield partial(cf.eligibility, pathway, make(posts.rename({"v": field})), **asked)
    values = [(1, -1), ("x", "q"), (DAY, MOMENT), (MOMENT, DAY), (ZONED, -1)]
    for measure in (
        cf.mean("v"),
        cf.rate("v", "v", not_known=[999, "x"]),
        *(cf.share("v", value, not_known=other) for value, other in values),
    ):
        yield partial(cf.summarise, frame, by="t", measures=measure)
    yield partial(cf.summarise, frame, by=["v", "t"], measures=cf.count(), suppress=cf.Suppress(3))
    for kind, (fields, needed) in LONG.items():
        for field in fields:
            rest = {name: [cell] * 5 for name, cell in needed.items() if name != field}
            long = make(pl.DataFrame({"id": list("abcde"), **rest, field: odd}))
            yield partial(cf.skill_gap, pathway, people, **asked | {kind: long})


def answered_or_refused(kind: str, library: str, pathway: cp.Pathway, every: int) -> list[str]:
    """What any of the calls raises that is none of ours; of the calls, each so many'th."""
    # Each call meets each kind of column in some library, and each library with some kinds.
    first = (list(MAKERS).index(library) + list(ODD).index(kind)) % every
    strangers = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cf.PeopleWarning)
        for number, call in enumerate(calls(pathway, MAKERS[library], ODD[kind])):
            if number % every != first:
                continue
            try:
                found = call()
                if not isinstance(found, list):
                    cells(found)
            except cp.CarePathwayError:
                pass
            except Exception as error:  # noqa: BLE001  what is not ours is the fault looked for
                strangers.append(f"{library}, call {number}: {type(error).__name__}: {str(error)[:200]}")
    return strangers


@pytest.mark.parametrize("kind", ODD)
def test_every_kind_of_column_answers_or_is_refused(kind: str, pathway: cp.Pathway) -> None:
    """DESIGN: every error that this package raises on purpose is one of its own."""
    assert [said for name in MAKERS for said in answered_or_refused(kind, name, pathway, len(MAKERS))] == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ODD)
def test_every_kind_of_column_in_every_call_of_every_library(kind: str, pathway: cp.Pathway) -> None:
    assert [said for name in MAKERS for said in answered_or_refused(kind, name, pathway, 1)] == []


# --- counts ----------------------------------------------------------------------------------------------

#: The same answers: yes, not known, another, yes, missing.
ANSWERS = {
    "text": pl.Series(["1", "-1", "2", "1", None]),
    "beside gaps": pl.Series(["1.0", "-1.0", "2.0", "1.0", None]),
    "with a nought": pl.Series(["01", "-1", "02", "01", None]),
    "categories": pl.Series(["1", "-1", "2", "1", None], dtype=pl.Categorical),
    "enum": pl.Series(["1", "-1", "2", "1", None], dtype=pl.Enum(["1", "-1", "2"])),
    "whole": pl.Series([1, -1, 2, 1, None]),
    "narrow": pl.Series([1, -1, 2, 1, None], dtype=pl.Int8),
    "float": pl.Series([1.0, -1.0, 2.0, 1.0, None]),
    "decimal": pl.Series([Decimal(1), Decimal(-1), Decimal(2), Decimal(1), None], dtype=pl.Decimal(9, 2)),
}


#: A code and one that says that nothing is known, named in every way.
NAMED = [("1", "-1"), (1, -1), (1.0, -1.0), (["1"], ["-1", 10]), (1, "-1")]


@pytest.mark.parametrize("library", MAKERS)
@pytest.mark.parametrize("kind", ANSWERS)
def test_codes_that_are_not_known_never_count(kind: str, library: str) -> None:
    """However a column holds its codes, and however they are named."""
    frame = MAKERS[library](pl.DataFrame({"g": ["a", "a", "b", "b", "b"], "v": ANSWERS[kind]}))
    measures = {
        f"m{place}": cf.share("v", yes, not_known=unknown) for place, (yes, unknown) in enumerate(NAMED)
    }
    found = rows(cf.summarise(frame, by="g", measures=measures))
    wrong = {}
    for place, named in enumerate(NAMED):
        first = 1 + 3 * place
        answer = [(row[0], *row[first : first + 3]) for row in found]
        if answer != [("a", 1.0, 1, 1), ("b", 0.5, 2, 1)]:
            wrong[str(named)] = answer
    assert wrong == {}


@pytest.mark.parametrize("library", MAKERS)
def test_no_number_that_is_infinite_enters_a_mean_or_a_rate(library: str) -> None:
    frame = MAKERS[library](pl.DataFrame({"g": ["a"] * 5, "v": ODD["float"]}))
    found = cf.summarise(frame, by="g", measures={"m": cf.mean("v"), "r": cf.rate("v")})
    assert rows(found) == [("a", 1.0, 2, 3, 1.0, 2, 3)]


@each("library", MAKERS)
def test_a_rate_of_hours_is_not_rounded(library: str) -> None:
    frame = MAKERS[library](pl.DataFrame({"g": ["a"] * 3, "v": [1.5] * 3}))
    assert rows(cf.summarise(frame, by="g", measures=cf.rate("v"))) == [("a", 1.5, 3, 0)]


#: A column of moments or days, a value of it, and one that is none of its kind.
OF_TIME = [("day", DAY, MOMENT), ("moment", MOMENT, ZONED), ("zoned", ZONED, MOMENT), ("moment", MOMENT, "x")]


@each(
    ("library", "kind", "value", "refused"),
    # pandas has no days, but moments alone
    [(name, *case) for name in MAKERS for case in OF_TIME if (name, case[0]) != ("pandas", "day")],
)
def test_days_and_moments_are_counted_as_they_are(library: str, kind: str, value: Any, refused: Any) -> None:
    frame = MAKERS[library](pl.DataFrame({"g": ["a"] * 5, "v": ODD[kind]}))
    ((_, share, *_),) = rows(cf.summarise(frame, by="g", measures=cf.share("v", value)))
    assert share == 1.0
    with pytest.raises(cf.FrameError, match=r"holds days or moments, and none of .* is such a value"):
        cf.summarise(frame, by="g", measures=cf.share("v", refused))


@each("library", MAKERS)
def test_moments_keep_their_time_zone_in_groups(library: str) -> None:
    frame = MAKERS[library](pl.DataFrame({"v": ODD["zoned"]}))
    ((moment, number),) = rows(cf.summarise(frame, by="v", measures=cf.count()))
    assert (moment == ZONED, number) == (True, 5)


@each("library", MAKERS)
@each("kind", ["whole", "float", "large", "text", "categories"])
def test_references_of_every_kind_are_matched_and_given_back(
    kind: str, library: str, pathway: cp.Pathway
) -> None:
    """7, 7.0 and "7" are one reference; one too large for a column of numbers is given back as text."""
    ids = [10**20 + at for at in range(3)] if kind == "large" else [1, 2, 3]
    types: dict[str, Any] = {
        "whole": pl.Int16,
        "float": pl.Float32,
        "large": pl.Decimal(38, 0),
        "text": pl.String,
    }
    column = pl.Series("ref", list(map(str, ids))).cast(types.get(kind, pl.Categorical))
    people = MAKERS[library](pl.DataFrame([column]))
    training = pl.DataFrame({"ref": [f" {ids[1]} "], "title": ["Fire safety"], "completed": [DAY]})
    gap = cf.skill_gap(pathway, people, id="ref", target="new-to-care", on=DAY, training=training)
    assert [as_key(key) for key in cells(gap)["ref"]] == list(map(str, ids))
    assert [part > 0 for part in cells(gap)["partial"]] == [False, True, False]


def test_what_is_no_number_is_no_reference() -> None:
    assert [as_key(value) for value in (7, 7.0, Decimal("7.00"), " 7 ", "")] == ["7"] * 4 + [None]
    assert as_key(float("nan")) is as_key(Decimal("nan")) is as_key(Decimal("sNaN")) is None
    assert [as_key(value) for value in (float("inf"), Decimal("-Infinity"))] == ["inf", "-Infinity"]
    assert all(map(is_missing, (None, float("nan"), Decimal("nan"))))


# --- what is known ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow", "duckdb"])
def test_a_blank_cell_of_registrations_is_not_known(library: str, pathway: cp.Pathway) -> None:
    """Not known is never read as none: only the word none says so."""
    said = [None, "", "  ", ";", "none", "cqc-registered-manager"]
    people = pl.DataFrame({"ref": range(6), "role_category": ["deputy-manager"] * 6, "registrations": said})
    found = cf.eligibility(pathway, MAKERS[library](people), id="ref", target="registered-manager", on=DAY)
    one_by_one = [
        cp.check_eligibility(
            pathway,
            cp.Worker(id="w", role_category="deputy-manager", registrations=registrations),
            target="registered-manager",
            on=DAY,
        )
        for registrations in (None, (), ("cqc-registered-manager",))
    ]
    decisions = cells(found)["decision"]
    wanted = [str(one.decision) for one in one_by_one]
    opened = [
        "; ".join(f"{each.requirement.id}: {each.judgement}" for each in one.open) for one in one_by_one
    ]
    assert decisions == [wanted[0]] * 4 + wanted[1:]
    assert cells(found)["reasons"] == [opened[0]] * 4 + opened[1:]


@pytest.mark.parametrize("kind", ["training", "qualifications"])
def test_a_blank_cell_of_a_long_table_says_nothing(kind: str, pathway: cp.Pathway) -> None:
    people = pl.DataFrame({"ref": ["a"], "role_category": ["new-to-care"]})
    blank = {"status": ["  "], "understood": [" "], "learning": ["\t"]}
    needed = {"training": "title", "qualifications": "name"}[kind]
    own: dict[str, Any] = {"ref": ["a"], needed: ["Level 2 Diploma in Care"]}
    for more in ({"level": [" "]}, {"ascwds_category": [" "]}, {"completed": ["  "]}, {"achieved": [" "]}):
        asked: dict[str, Any] = {"id": "ref", "on": DAY}
        plain = cf.skill_gap(pathway, people, **asked | {kind: pl.DataFrame(own)})
        found = cf.skill_gap(pathway, people, **asked | {kind: pl.DataFrame(own | blank | more)})
        assert found.equals(plain)


@pytest.mark.parametrize("name", ["group", "heading", "people", "held"])
def test_a_group_named_as_a_column_of_the_answer_is_refused(name: str, pathway: cp.Pathway) -> None:
    people = pl.DataFrame({"ref": ["a"], "role_category": ["new-to-care"], name: ["N"]})
    with pytest.raises(cf.FrameError, match=f"columns of its own named '{name}'; rename yours first"):
        cf.team_gap(pathway, people, by=name, id="ref", on=DAY)


def test_what_may_be_a_name_is_in_no_message(pathway: cp.Pathway) -> None:
    people = pl.DataFrame({"ref": ["a"], "role_category": ["Zed Quiet"], "confirmed": ["Zed Quiet"]})
    with pytest.warns(cf.PeopleWarning, match=r"does not know: \(withheld\)$"):
        cf.skill_gap(pathway, people, id="ref", on=DAY)
    with pytest.raises(cf.FrameError, match=r"expected ids with ; between, not \(withheld\)$"):
        cf.eligibility(pathway, people, id="ref", on=DAY)


def test_a_number_with_a_fraction_is_no_count_of_services(pathway: cp.Pathway) -> None:
    for cell in (2.5, float("inf"), "two"):
        frame = pl.DataFrame({"id": ["a"], "n": [cell]})
        with pytest.raises(cf.FrameError, match=r"row 1: .*expected a whole number of 0 or more"):
            list(cf.to_workers(pathway, frame, {"id": "id", "context.number_of_services": "n"}))


def test_forms_of_job_roles_are_made_once() -> None:
    """A column with job roles asks for them with each different row."""
    assert job_role_forms() is job_role_forms()


@pytest.mark.parametrize("numbers", [[8, 41, -1, 22], [8.0, 41.0, -1.0, 22.0]])
def test_categories_of_numbers_count_as_numbers_do(numbers: list[float]) -> None:
    """Rule: a code that stands for no answer enters no figure, and one that is asked for is found."""
    frame = pd.DataFrame({"code": pd.Categorical(numbers)})
    for values, unknown in (([8, 41], [-1]), (["8", "41"], ["-1"])):
        measure = cf.share("code", values, not_known=unknown)
        assert rows(cf.summarise(frame, by=[], measures={"x": measure})) == [(2 / 3, 3, 1)]


def test_to_duckdb_small_and_capital_letters_are_one_name(pathway: cp.Pathway) -> None:
    """Else it takes one column for the other, and the answer would hold cells of the caller's."""
    taken: Any = duckdb.sql("SELECT 'Carer' AS t, 'x' AS CWP_STATUS, 'y' AS CWP_KEY_1")
    with pytest.raises(cf.FrameError, match="already has 'cwp_status', and no column is replaced"):
        cf.normalise_titles(pathway, taken, "t")
    free = cf.normalise_titles(pathway, taken.project("t, CWP_KEY_1, t AS CWP_KEY_0"), "t")
    assert cells(free, "CWP_KEY_0", "cwp_status") == {"CWP_KEY_0": ["Carer"], "cwp_status": ["matched"]}
    people = duckdb.sql("SELECT 'a' AS ref, 'b' AS Target, 'c' AS Held, 'new-to-care' AS role_category")
    asked: dict[str, Any] = {"id": "Target", "on": DAY}
    with pytest.raises(cf.FrameError, match="columns of its own named 'Target'; rename yours first"):
        cf.eligibility(pathway, people, **asked)
    with pytest.raises(cf.FrameError, match="columns of its own named 'Target'"):
        cf.skill_gap(pathway, people, **asked)
    with pytest.raises(cf.FrameError, match="columns of its own named 'Held'"):
        cf.team_gap(pathway, people, by="Held", **asked)
    with pytest.raises(cf.FrameError, match="'REF', 'ref' would stand twice"):
        cf.summarise(people, by="ref", measures={"REF": cf.count()})
    with pytest.raises(cf.FrameError, match="columns of its own named 'CWP_STATUS'"):
        cf.title_codebook(pathway, taken.project("CWP_STATUS"))


@pytest.mark.parametrize("blank", [None, "", " ", "   ", "\t", "NaN", float("nan")])
def test_a_blank_answer_is_not_answered_in_every_way_of_asking(blank: Any, pathway: cp.Pathway) -> None:
    for frame in (pl.DataFrame({"r": [blank]}), pl.DataFrame({"r": [blank]}).lazy()):
        asked = cells(frame.select(cf.expr.answer(pathway, recorded="r")))["cwp_answer"]
        placed = cells(cf.place(pathway, frame, recorded="r"), "cwp_answer")["cwp_answer"]
        assert asked == placed == ["not-answered"]
