"""Titles over columns: the same answers as one by one, in every library, with the caller's own type back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway.frames import titles as own
from care_pathway.titles.normalise import settled_titles
from tests.each import each

from .libraries import LIBRARIES, cells, rows, table

CASES = Path(__file__).parent.parent / "titles" / "cases.csv"
ADDED = list(own.COLUMNS)
FEW = ["Carer", None, "Reg Mgr", "Chef", "", "Carer", "Snr Care Asst (nights)", "qwzx"]


@pytest.fixture(scope="module")
def many() -> list[str | None]:
    """Some hundreds of real and odd titles, with repeats."""
    with CASES.open(encoding="utf-8", newline="") as file:
        titles: list[str | None] = [row["title"] for row in csv.DictReader(file)]
    return [*titles, None, "", " ", "\u00a0", "Ünïcode Carer", "a" * 500, *titles[:50]]


def expected(pathway: cp.Pathway, titles: list[Any]) -> Iterator[tuple[Any, ...]]:
    for match in cp.normalise_titles(pathway, titles):
        first = match.candidates[0] if match.candidates else None
        yield (
            match.status,
            match.role_category,
            None if first is None else first.role_category,
            None if first is None else first.confidence,
            match.ascwds_job_role,
        )


@pytest.mark.parametrize("library", LIBRARIES)
def test_answers_are_those_of_one_by_one_in_order(
    library: str, pathway: cp.Pathway, many: list[str | None]
) -> None:
    """One meaning, written once: answers equal to one by one, rows in order, no column replaced."""
    frame = table(library, {"n": range(len(many)), "title": many})
    answered = cf.normalise_titles(pathway, frame, "title")
    assert type(answered) is type(frame)
    found = cells(answered)
    assert list(found) == ["n", "title", *ADDED]
    assert found["n"] == list(range(len(many)))
    assert found["title"] == many
    assert rows(answered, *ADDED[:5]) == list(expected(pathway, many))


@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.sampled_from(FEW)), max_size=12))
def test_any_text_gives_the_same_answers(titles: list[str | None]) -> None:
    pathway = cp.load()
    frame = pl.DataFrame({"title": pl.Series(titles, dtype=pl.String)})
    answered = cf.normalise_titles(pathway, frame, "title")
    assert rows(answered, *ADDED[:5]) == list(expected(pathway, titles))


@each("library", LIBRARIES)
def test_an_empty_table_gets_the_columns(library: str, pathway: cp.Pathway) -> None:
    frame = table(library, {"title": pa.array([], pa.string()) if library != "pandas" else []})
    if library.startswith("polars"):
        frame = frame.cast(pl.String)
    answered = cf.normalise_titles(pathway, frame, "title")
    assert cells(answered) == {name: [] for name in ("title", *ADDED)}


def test_words_of_closed_lists_have_types_of_their_own(pathway: cp.Pathway) -> None:
    """Dictionary or Enum types for categories, whatever the titles are, so that tables can be joined."""
    roles = [role.id for role in pathway.role_categories]
    left = cf.normalise_titles(pathway, pl.DataFrame({"t": ["Carer"]}), "t")
    right = cf.normalise_titles(pathway, pl.DataFrame({"t": ["Chef", None]}), "t")
    assert left.schema["cwp_role_category"] == pl.Enum(roles)
    assert pl.concat([left, right]).height == 3
    frame = cf.normalise_titles(pathway, pd.DataFrame({"t": ["Carer"]}), "t")
    assert list(frame["cwp_role_category"].cat.categories) == roles
    assert str(frame["cwp_job_role"].dtype) == "Int64"
    arrow = cf.normalise_titles(pathway, pa.table({"t": ["Carer"]}), "t")
    assert pa.types.is_dictionary(arrow.schema.field("cwp_status").type)
    relation = cf.normalise_titles(pathway, duckdb.sql("SELECT 'Carer' AS t"), "t")
    assert str(relation.types[1]).startswith("ENUM")


@pytest.mark.parametrize("index", [["b", "a", "b"], [9, 7, 8]])
def test_the_index_of_pandas_is_kept(index: list[Any], pathway: cp.Pathway) -> None:
    frame = pd.DataFrame({"t": ["Chef", "Carer", None]}, index=pd.Index(index, name="post"))
    before = frame.copy()
    answered = cf.normalise_titles(pathway, frame, "t")
    assert list(answered.index) == index
    assert answered.index.name == "post"
    assert answered["cwp_likely"].tolist()[1] == "care-or-support-worker"
    pd.testing.assert_frame_equal(frame, before)


def test_columns_of_categories_and_wide_strings_are_read(pathway: cp.Pathway) -> None:
    """Traps that were met: `string` against `large_string`, Categorical against String."""
    wanted = list(expected(pathway, FEW))
    columns = [
        pl.DataFrame({"t": pl.Series(FEW, dtype=pl.Categorical)}),
        pl.DataFrame(
            {"t": pl.Series(FEW, dtype=pl.Enum([one for one in dict.fromkeys(FEW) if one is not None]))}
        ),
        pl.LazyFrame({"t": pl.Series(FEW, dtype=pl.Categorical)}),
        pa.table({"t": pa.array(FEW, pa.large_string())}),
        pa.table({"t": pa.chunked_array([FEW[:3], FEW[3:]], pa.string()).dictionary_encode()}),
        pa.table({"t": pa.chunked_array([FEW[:3], [], FEW[3:]], pa.string())}),
        pd.DataFrame({"t": pd.Categorical(FEW)}),
        pd.DataFrame({"t": pd.array(FEW, dtype="string")}),
    ]
    for frame in columns:
        assert rows(cf.normalise_titles(pathway, frame, "t"), *ADDED[:5]) == wanted


def test_a_column_without_any_title_says_nothing(pathway: cp.Pathway) -> None:
    for frame in (
        pl.DataFrame({"t": [None, None]}),
        pd.DataFrame({"t": [float("nan"), float("nan")]}),
        pd.DataFrame({"t": [None, 3]}, dtype=object),
        pa.table({"t": pa.nulls(2)}),
    ):
        assert (
            cells(cf.normalise_titles(pathway, frame, "t"), "cwp_status")["cwp_status"]
            == ["unrecognised"] * 2
        )


def test_a_lazy_plan_stays_lazy_and_streams(pathway: cp.Pathway, tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    pl.DataFrame({"n": range(5000), "t": [FEW[n % len(FEW)] for n in range(5000)]}).write_parquet(path)
    answered = cf.normalise_titles(pathway, pl.scan_parquet(path), "t")
    assert isinstance(answered, pl.LazyFrame)
    answered.sink_parquet(tmp_path / "answered.parquet")
    kept = pl.read_parquet(tmp_path / "answered.parquet")
    assert kept["n"].to_list() == list(range(5000))
    assert kept.rows()[:8] == answered.collect().rows()[:8]


def test_a_frame_of_narwhals_comes_back_as_one(pathway: cp.Pathway) -> None:
    frame = nw.from_native(pl.DataFrame({"t": ["Carer"]}))
    answered = cf.normalise_titles(pathway, frame, "t")
    assert isinstance(answered, nw.DataFrame)
    assert answered["cwp_status"].to_list() == ["matched"]


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow", "duckdb"])
def test_a_recorded_job_role_is_further_evidence(library: str, pathway: cp.Pathway) -> None:
    """Codes stand as numbers with gaps, as text and as labels; retired ones answer as the later code."""
    titles = ["Senior Carer", "Senior Carer", None, None, "Carer"]
    for codes in (
        [7.0, None, 45.0, 41.0, 8.0],
        ["7", None, "45", "41", "08"],
        ["senior_care_worker", None, "Team leader", "care_navigator", "care_worker"],
    ):
        answered = cf.normalise_titles(pathway, table(library, {"t": titles, "j": codes}), "t", job_role="j")
        wanted = [
            cp.normalise_title(pathway, title, ascwds_job_role=code)
            for title, code in zip(titles, [7, None, 45, 40, 8], strict=True)
        ]
        assert rows(answered, "cwp_status", "cwp_role_category") == [
            (match.status, match.role_category) for match in wanted
        ]


# --- codebooks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow", "duckdb"])
def test_a_codebook_has_the_different_titles(library: str, pathway: cp.Pathway) -> None:
    frame = table(library, {"job": FEW})
    titles = frame.project("job") if library == "duckdb" else frame["job"]
    book = cf.title_codebook(pathway, titles)
    found = cells(book)
    name = "title" if library == "pyarrow" else "job"  # arrays of pyarrow have no name
    assert found[name] == list(dict.fromkeys(one for one in FEW if one is not None))
    assert list(found) == [name, *ADDED, "cwp_pathway"]
    assert set(found["cwp_pathway"]) == {pathway.ref}


def test_a_list_of_titles_gives_a_codebook_too(pathway: cp.Pathway) -> None:
    book = cf.title_codebook(pathway, ["Carer", "Chef", "Carer", None])
    assert book["title"].to_list() == ["Carer", "Chef"]


def test_a_kept_codebook_is_used_and_extended(
    pathway: cp.Pathway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cf.title_codebook(pathway, pl.Series("t", FEW)).write_parquet(tmp_path / "book.parquet")
    kept = pl.read_parquet(tmp_path / "book.parquet")
    judged: list[Any] = []
    judge = settled_titles

    def watched(pathway: cp.Pathway, titles: list[Any]) -> Any:
        judged.extend(titles)
        return judge(pathway, titles)

    monkeypatch.setattr(own, "settled_titles", watched)
    frame = pl.DataFrame({"t": [*FEW, "Deputy Manager"]})
    answered = cf.normalise_titles(pathway, frame, "t", codebook=kept)
    assert judged in ([None, "Deputy Manager"], ["Deputy Manager", None])
    assert rows(answered, *ADDED[:5]) == list(expected(pathway, frame["t"].to_list()))
    judged.clear()
    longer = cf.title_codebook(pathway, frame["t"], codebook=kept)
    assert judged == ["Deputy Manager"]
    assert longer["t"].to_list() == [*kept["t"].to_list(), "Deputy Manager"]
    for other in (kept.to_pandas(), kept.to_arrow(), kept.lazy()):
        assert cells(cf.normalise_titles(pathway, frame, "t", codebook=other)) == cells(answered)


def test_a_codebook_of_another_edition_is_refused(pathway: cp.Pathway, first_edition: cp.Pathway) -> None:
    """Mixed editions: a clear error before the run."""
    book = cf.title_codebook(first_edition, pl.Series("t", FEW))
    frame = pl.DataFrame({"t": FEW})
    with pytest.raises(cf.FrameError, match=f"made with {first_edition.ref}, not with {pathway.ref}"):
        cf.normalise_titles(pathway, frame, "t", codebook=book)
    with pytest.raises(cf.FrameError, match="codebook is not as title_codebook made it"):
        cf.normalise_titles(pathway, frame, "t", codebook=frame)


def test_a_codebook_is_refused_beside_a_job_role(pathway: cp.Pathway) -> None:
    """Its answers are to titles alone; passed over in silence, corrections by hand would be lost."""
    posts = pl.DataFrame({"t": ["Carer"], "j": ["8"]})
    book = cf.title_codebook(pathway, posts["t"])
    with pytest.raises(cf.FrameError, match="leave out codebook= or job_role="):
        cf.normalise_titles(pathway, posts, "t", job_role="j", codebook=book)


def test_a_codebook_corrected_by_hand_is_read_with_care(pathway: cp.Pathway) -> None:
    """Its answers hold where they are answers; a title with two of them has none."""
    frame = pl.DataFrame({"t": ["Carer", "Chef"]})
    book = cf.title_codebook(pathway, frame["t"])
    text = book.with_columns(pl.col("cwp_status", "cwp_role_category", "cwp_likely").cast(pl.String))
    own = pl.col("t") == "Carer"
    changed = text.with_columns(
        pl.when(own).then(pl.lit("personal-assistant")).otherwise(name).alias(name)
        for name in ("cwp_role_category", "cwp_likely")
    )
    answered = cf.normalise_titles(pathway, frame, "t", codebook=changed)
    assert answered["cwp_role_category"].to_list() == ["personal-assistant", None]
    assert cells(cf.normalise_titles(pathway, frame, "t", codebook=pl.concat([book, book]))) == cells(
        cf.normalise_titles(pathway, frame, "t")
    )
    half = text.with_columns(cwp_likely=pl.when(own).then(pl.lit("deputy-manager")).otherwise("cwp_likely"))
    for wrong, said in (
        (
            text.with_columns(cwp_status=pl.lit("yes")),
            r"row 1 of codebook \('Carer'\) has the status 'yes', not m",
        ),
        (text.with_columns(cwp_likely=pl.lit("boss")), "'Carer'.* has 'boss', which is no role category"),
        (text.with_columns(cwp_likely=pl.lit("Zed Quiet")), r"has \(withheld\), which is no role category"),
        (
            text.with_columns(cwp_status=pl.lit("matched")),
            "'Chef'.* has a role category where it is matched, and",
        ),
        (
            text.with_columns(cwp_status=pl.lit("out-of-scope")),
            "'Carer'.* a role category where it is matched",
        ),
        (half, "has the role category care-or-support-worker and as the likely one deputy-manager"),
        (text.with_columns(cwp_confidence=pl.lit(7.0)), "has a confidence that is no number from 0 to 1"),
        (text.with_columns(cwp_confidence=pl.lit("sure")), "has a confidence that is no number from 0 to 1"),
        (text.with_columns(cwp_job_role=pl.lit(99)), "has '99', which is no main job role"),
        (text.with_columns(t=pl.lit(7)), "holds no text"),
        (
            pl.concat([text, changed]),
            "row 3 of codebook .'Carer'.* stands there twice, with different answers",
        ),
    ):
        with pytest.raises(cf.FrameError, match=said):
            cf.normalise_titles(pathway, frame, "t", codebook=wrong)
    lists = text.with_columns(cwp_rule=pl.concat_list(pl.col("cwp_rule").cast(pl.String)))
    for library in (lists, lists.to_arrow(), lists.to_pandas()):
        with pytest.raises(cf.FrameError, match=r"column 'cwp_rule' holds .*no text, number"):
            cf.normalise_titles(pathway, frame, "t", codebook=library)
    name = text.with_columns(t=pl.lit("Zed Quiet"), cwp_status=pl.lit("yes"))
    with pytest.raises(cf.FrameError, match=r"row 1 of codebook \(\(withheld\)\) has"):
        cf.normalise_titles(pathway, frame, "t", codebook=name)


# --- bad input -------------------------------------------------------------------------------------------


@each("wrong", [["Carer"], ("Carer",), "Carer", {"t": ["Carer"]}, 7, None])
def test_what_is_no_table_is_refused(wrong: Any, pathway: cp.Pathway) -> None:
    with pytest.raises(TypeError, match=r"frame must be a table of polars .*, not "):
        cf.normalise_titles(pathway, wrong, "t")


def test_a_table_where_titles_are_meant_is_refused(pathway: cp.Pathway) -> None:
    frame = pl.DataFrame({"a": ["Carer"], "b": ["Carer"]})
    with pytest.raises(cf.FrameError, match=r"titles has 2 columns; .*frame\['job_title'\]"):
        cf.title_codebook(pathway, frame)
    with pytest.raises(TypeError, match="not one text"):
        cf.title_codebook(pathway, "Carer")


@each("library", LIBRARIES)
def test_an_unknown_column_is_named_with_those_there_are(library: str, pathway: cp.Pathway) -> None:
    frame = table(library, {"id": [1], "job_title": ["Carer"]})
    with pytest.raises(cp.UnknownIdError) as caught:
        cf.normalise_titles(pathway, frame, "job_tittle")
    assert str(caught.value) == (
        "unknown column 'job_tittle'; did you mean 'job_title'? The columns are 'id', 'job_title'"
    )
    with pytest.raises(TypeError, match="title must be the name of a column, not int"):
        cf.normalise_titles(pathway, frame, 3)  # type: ignore[arg-type]


def test_columns_of_the_wrong_type_are_refused(pathway: cp.Pathway) -> None:
    wrong = (
        pl.DataFrame({"t": [1, 2]}),
        pl.DataFrame({"t": [True]}),
        pl.DataFrame({"t": [["a"]]}),
        pd.DataFrame({"t": [1.5, None]}),
        pd.DataFrame({"t": pd.to_datetime(["2026-01-01"])}),
        pa.table({"t": [b"Carer"]}),
        duckdb.sql("SELECT 3 AS t"),
        pd.DataFrame({"t": [["Carer"]]}),
        pd.DataFrame({"t": [b"Carer"]}),
    )
    for frame in wrong:
        with pytest.raises(cf.FrameError, match=r"text|bytes"):
            cf.normalise_titles(pathway, frame, "t")


@pytest.mark.parametrize("column", ["rec", "jr"])
def test_columns_of_lists_and_objects_tell_no_rows_apart(column: str, pathway: cp.Pathway) -> None:
    named = {"rec": "recorded", "jr": "job_role"}[column]
    with pytest.raises(cf.FrameError, match=f"column '{column}' holds no text, numbers"):
        cf.place(pathway, pl.DataFrame({column: [[1], [2]]}), **{named: column})  # type: ignore[arg-type]
    objects = pl.DataFrame({column: pl.Series([1, "a"], dtype=pl.Object)})
    with pytest.raises(cf.FrameError, match=f"column '{column}' holds objects of Python"):
        cf.place(pathway, objects, **{named: column})  # type: ignore[arg-type]


def test_columns_that_are_there_are_not_replaced(pathway: cp.Pathway) -> None:
    frame = pd.DataFrame({"t": ["Carer"], "cwp_status": ["mine"]})
    with pytest.raises(cf.FrameError, match="already has 'cwp_status'"):
        cf.normalise_titles(pathway, frame, "t")
    twice = pd.DataFrame([["Carer", "Chef"]], columns=["t", "t"])
    with pytest.raises(cf.FrameError, match="more than one column named 't'"):
        cf.normalise_titles(pathway, twice, "t")


def test_the_pathway_comes_first(pathway: cp.Pathway) -> None:
    frame = pl.DataFrame({"t": ["Carer"]})
    with pytest.raises(TypeError, match="pathway"):
        cf.normalise_titles(frame, pathway, "t")  # type: ignore[arg-type]
