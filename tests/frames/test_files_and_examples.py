"""The analysts' file read lazily, made-up posts, and what is imported when."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import care_pathway as cp
from care_pathway import frames as cf
from care_pathway import interop
from care_pathway.frames import examples, made

from .libraries import MAKERS, cells, table

HEADER = "period|establishmentid|workerid|mainjrid|careworkforcepathway|ccQ2status"
ROW = "M202610|12|7|8|-1|2"


@pytest.mark.parametrize("library", ["polars", "duckdb"])
@pytest.mark.parametrize("separator", ["|", ","])
def test_the_header_decides(library: str, separator: str, tmp_path: Path) -> None:
    """Names are matched without regard to case; every cell is text."""
    path = tmp_path / "worker.csv"
    path.write_text(f"\ufeff{HEADER}\n{ROW}\n".replace("|", separator).upper(), "utf-8")
    found = cf.scan_ascwds(path, library=library)
    assert isinstance(found, pl.LazyFrame if library == "polars" else duckdb.DuckDBPyRelation)
    assert cells(found) == dict(
        zip(HEADER.lower().split("|"), ([cell] for cell in ROW.split("|")), strict=True)
    )


@pytest.mark.parametrize("library", ["polars", "duckdb"])
def test_parquet_and_several_files(library: str, tmp_path: Path) -> None:
    for number in (1, 2):
        frame = pl.DataFrame({"establishmentid": ["1"], "workerid": [str(number)], "mainjrid": ["8"]})
        frame.write_parquet(tmp_path / f"{number}.parquet")
    found = cells(cf.scan_ascwds(tmp_path / "*.parquet", library=library))
    assert found["workerid"] == ["1", "2"]


def test_what_is_no_worker_file_of_the_analysts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for text, said in (
        ("LOCALESTID,UNIQUEWORKERID,STATUS\n", "an upload file.*read_workers"),
        ("establishmentid|workerid\n", "mainjrid is not there. The columns are establishmentid, workerid"),
        ("", r"are not there. The columns are \(none\)"),
        (f"{HEADER}|workerid\n", "names workerid more than once"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(cp.DataError, match=said):
            cf.scan_ascwds(path)
    with pytest.raises(FileNotFoundError):
        cf.scan_ascwds(tmp_path / "none.csv")
    with pytest.raises(FileNotFoundError, match="no file fits"):
        cf.scan_ascwds(tmp_path / "none*.csv")
    with pytest.raises(cp.UnknownIdError):
        cf.scan_ascwds(path, library="pandas")


@pytest.mark.parametrize("library", ["polars", "duckdb"])
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [ROW, f"{ROW}|9|10", "M202610|12"],
            r"worker\.csv: line 3 has 8 cells, the header 6: put one",
        ),
        ([ROW] * 30_000 + ["M202610", f"{ROW}|9"], r"line 30,003 has 7 cells"),
        ([f'{ROW}"', ROW], r"line 2 has a quote that is not closed, or inside a cell"),
        ([ROW, f'"{ROW}', ROW], r"line 3 has a quote that is not closed"),
        ([ROW, f'"a\nb"|{ROW}'], r"line 3 has 7 cells"),
    ],
)
def test_rows_that_do_not_fit_are_refused_with_their_line(
    library: str, rows: list[str], said: str, tmp_path: Path
) -> None:
    """Rule: in words of ours when the file is looked at, and not in those of a library when it is read."""
    path = tmp_path / "worker.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    with pytest.raises(cp.DataError, match=said):
        cf.scan_ascwds(path, library=library)


@pytest.mark.parametrize("library", ["polars", "duckdb"])
def test_quotes_lines_within_them_and_blank_ends_are_read(library: str, tmp_path: Path) -> None:
    path = tmp_path / "worker.csv"
    head = "|".join(f'"{name}"' for name in HEADER.split("|"))
    path.write_text(f'\ufeff{head}\nM202610|12|"a|""b\nc"|8|-1|2\nM202610|13|7\n', "utf-8")
    found = cells(cf.scan_ascwds(path, library=library))
    assert (found["workerid"], found["mainjrid"]) == (['a|"b\nc', "7"], ["8", None])


@pytest.mark.parametrize("library", ["polars", "duckdb"])
def test_a_line_without_anything_is_no_row_and_a_quoted_blank_is_blank(library: str, tmp_path: Path) -> None:
    """Rule: a file has the same rows and cells in both libraries, also where it ends in blank lines."""
    path = tmp_path / "worker.csv"
    path.write_text(f'{HEADER}\n{ROW}\n\n"M202610"|12|8|""||\r\n\n\n', "utf-8")
    found = cells(cf.scan_ascwds(path, library=library))
    assert (found["workerid"], found["mainjrid"]) == (["7", "8"], ["8", None])


@pytest.mark.parametrize("library", ["polars", "duckdb"])
@pytest.mark.parametrize("name", ["[2026] w.csv", "w?.csv", "~w.csv", "w{1}.csv"])
def test_a_name_is_a_name_whatever_it_holds(library: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "[2026]").mkdir()
    for other in ("[2026] w.csv", "w2.csv", name):
        (tmp_path / "[2026]" / other).write_text(f"{HEADER}\n{ROW}\n", "utf-8")
    assert cells(cf.scan_ascwds(tmp_path / "[2026]" / name, library=library))["workerid"] == ["7"]
    found = cells(cf.scan_ascwds(tmp_path / "[2026]" / "*.csv", library=library))["workerid"]
    assert len(found) == len({"[2026] w.csv", "w2.csv", name})


@pytest.mark.parametrize("library", ["polars", "duckdb"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{HEADER}\n{ROW}\n".encode("utf-16"), "UTF-16 or no text"),
        (f"{HEADER}\r{ROW}\r".encode(), "lines end as on a very old Mac"),
        (b"\x1f\x8b\x08\x00...", "a packed file or a workbook"),
        (b"PK\x03\x04...", "a packed file or a workbook"),
    ],
)
def test_files_that_are_no_text_are_refused(library: str, content: bytes, said: str, tmp_path: Path) -> None:
    """The lines of an old Mac gave no rows, and no word."""
    path = tmp_path / "worker.csv"
    path.write_bytes(content)
    with pytest.raises(cp.DataError, match=said):
        cf.scan_ascwds(path, library=library)


@pytest.mark.parametrize("library", ["polars", "duckdb"])
def test_parquet_files_of_other_columns_are_refused(library: str, tmp_path: Path) -> None:
    frame = pl.DataFrame({"establishmentid": ["1"], "workerid": ["2"], "mainjrid": ["8"]})
    frame.write_parquet(tmp_path / "a.parquet")
    frame.with_columns(more=1).write_parquet(tmp_path / "b.parquet")
    with pytest.raises(cp.DataError, match=r"b\.parquet: its columns are others"):
        cf.scan_ascwds(tmp_path / "*.parquet", library=library)


def test_text_that_is_no_utf_8_and_headers_that_differ(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEADER}\n{ROW}é\n".encode("cp1252"))
    assert cells(cf.scan_ascwds(path))["workerid"] == ["7"]
    with pytest.raises(cp.DataError, match="no UTF-8"):
        cf.scan_ascwds(path, library="duckdb")
    (tmp_path / "b.csv").write_text(f"{HEADER}|more\n{ROW}|1\n", "utf-8")
    with pytest.raises(cp.DataError, match=r"b\.csv: its header is another"):
        cf.scan_ascwds(tmp_path / "*.csv")


@pytest.mark.parametrize("library", sorted(MAKERS))
def test_readers_take_frames_of_every_library(library: str) -> None:
    """Rule: a cell without anything is blank, however a library marks it; pandas has marks of its own."""
    staff = interop.read_staff(
        table(library, {"Staff ref": ["1", "2", None], "Job title": ["Carer", None, "Chef"]})
    )
    assert [(one.id, one.job_title) for one in staff.workers] == [
        ("1", "Carer"),
        ("2", None),
        ("row-3", "Chef"),
    ]
    days: dict[str, list[Any]] = {
        "Completed": [datetime(2026, 1, 2, 9), None],
        "Expiry": [None, date(2027, 1, 1)],
    }
    done: dict[str, list[Any]] = {
        "Staff ref": [1.0, 2.0],
        "Course": ["Fire safety", "First aid"],
        "Status": [None, "Booked"],
    }
    training = interop.read_training(table(library, done | days))
    assert [
        (row.reference, row.training.completed, row.training.expires, row.training.status)
        for row in training.training
        if row.training is not None
    ] == [("1", date(2026, 1, 2), None, None), ("2", None, date(2027, 1, 1), "booked")]


def test_the_index_of_pandas_is_read_where_it_is_named() -> None:
    """References stand there; and columns that stand twice are refused in words of ours."""
    frame = pd.DataFrame({"Job title": ["Carer"]}, index=pd.Index(["x1"], name="Staff ref"))
    assert [one.id for one in interop.read_staff(frame).workers] == ["x1"]
    assert [one.id for one in interop.read_staff(frame.reset_index()).workers] == ["x1"]
    twice = pd.DataFrame([["1", "Carer", "Chef"]], columns=["Staff ref", "Job title", "Job title"])
    with pytest.raises(cp.DataError, match="'Job title' stands more than once"):
        interop.read_staff(twice)


def test_made_up_posts_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same seed gives the same posts, in every library; another seed gives others."""
    found = {}
    for name in ("polars", "pandas", "pyarrow"):
        module = sys.modules[name]
        monkeypatch.setattr(made, "_any_library", lambda name=name, module=module: (name, module))
        posts = cf.example_posts(200, seed=1)
        assert type(posts) in {pl.DataFrame, pd.DataFrame, pa.Table}
        found[name] = cells(posts)
        found[name]["strtdate"] = [str(day)[:10] for day in found[name]["strtdate"]]
    assert found["polars"] == found["pandas"] == found["pyarrow"]
    assert cells(cf.example_posts(200, seed=2)) != cells(cf.example_posts(200, seed=1))
    assert len(set(found["polars"]["workerid"])) == 200


def test_made_up_posts_use_known_codes(pathway: cp.Pathway) -> None:
    posts = cf.example_posts(5000, seed=3)
    answers = cf.place(pathway, posts, recorded="careworkforcepathway", codes="analysis")
    assert "unreadable" not in cells(answers)["cwp_answer"]
    assert cells(cf.example_posts(0, seed=1))["job_title"] == []
    with pytest.raises(ValueError, match="0 or more"):
        examples.example_posts(-1, seed=1)
    with pytest.raises(TypeError, match="seed must be a whole number"):
        examples.example_posts(1, seed="x")  # type: ignore[arg-type]


# --- what is imported ------------------------------------------------------------------------------------

LIBRARIES = ("duckdb", "narwhals", "pandas", "polars", "pyarrow", "pyspark")
POSTS = {
    "polars": "polars.DataFrame({'t': ['Carer']})",
    "pandas": "pandas.DataFrame({'t': ['Carer']})",
    "pyarrow": "pyarrow.table({'t': ['Carer']})",
    "duckdb": "duckdb.sql(\"SELECT 'Carer' AS t\")",
}


def loaded_by(*programs: str) -> list[set[str]]:
    """The libraries that are there after each of some programs, which run in one process after another."""
    shown = f"import json, sys; print('loaded', json.dumps([n for n in {LIBRARIES!r} if n in sys.modules]))"
    code = "\n".join(f"{program}\n{shown}" for program in programs)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("loaded ")]
    return [set(json.loads(line.removeprefix("loaded "))) for line in lines]


def test_nothing_is_imported_with_the_names() -> None:
    named = "from care_pathway import frames as cf; cf.normalise_titles; cf.expr; cf.place"
    assert loaded_by(named) == [set()]


@pytest.mark.parametrize("library", POSTS)
def test_no_frame_library_is_imported_on_the_users_behalf(library: str) -> None:
    program = f"""
import {library}
import care_pathway as cp
from care_pathway import frames as cf
pathway = cp.load()
posts = {POSTS[library]}
cf.normalise_titles(pathway, posts, "t")
cf.place(pathway, posts, title="t")
cf.title_codebook(pathway, posts)
cf.code_table(pathway, "job-roles", like=posts)
list(cf.to_workers(pathway, posts, {{"id": "t"}}))
"""
    # Older versions of DuckDB look for others themselves, as soon as they are given a list.
    itself = "duckdb.ConstantExpression(['Carer'])" if library == "duckdb" else POSTS[library]
    alone, with_us = loaded_by(f"import {library}\n{itself}", program)
    assert with_us == alone | {"narwhals"}


def test_without_narwhals_the_message_is_the_command_that_installs_it() -> None:
    program = """
import sys
sys.modules["narwhals"] = sys.modules["narwhals.stable.v2"] = None
import care_pathway as cp, polars
try:
    cp.frames.normalise_titles(cp.load(), polars.DataFrame({"t": []}), "t")
except cp.MissingExtraError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert 'pip install "care-pathway[frames]"' in done.stdout
