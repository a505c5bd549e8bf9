"""Files of ASC-WDS as Parquet: read as the CSV that they would be."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.errors import DataError
from care_pathway.interop import ascwds, examples, read_staff, recognise
from care_pathway.problems import Problem
from tests.interop import ascwds_build as build

ON = date(2026, 6, 30)
DAYS = ("STARTDATE", "DATECOMPLETED", "EXPIRYDATE")
SAID = "this is a Parquet file; read as the CSV that it would be"


def csv_of(rows: Sequence[Sequence[str]]) -> io.BytesIO:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return io.BytesIO(out.getvalue().encode())


def parquet_of(names: Sequence[str], columns: Sequence[Sequence[Any]], types: Any = None) -> io.BytesIO:
    out = io.BytesIO()
    types = types or [pl.String] * len(names)
    pl.DataFrame(
        [
            pl.Series(name, column, dtype=kind)
            for name, column, kind in zip(names, columns, types, strict=True)
        ]
    ).write_parquet(out)
    out.seek(0)
    return out


def example(name: str) -> list[list[str]]:
    """The rows of a bundled file, each with all its cells."""
    found = list(csv.reader(io.StringIO(examples.file(name).read().decode(), newline="")))
    return [[*row, *[""] * (len(found[0]) - len(row))][: len(found[0])] for row in found]


def told(problems: Sequence[Problem]) -> list[Problem]:
    return [one for one in problems if one.message != SAID]


def same(one: ascwds.StaffFile, other: ascwds.StaffFile) -> None:
    """The Parquet file says the same as the CSV, and that it is one."""
    assert one.problems == other.problems
    assert told(one.notices) == told(other.notices)
    assert [notice.message for notice in other.notices].count(SAID) == 1
    assert one.workers == other.workers
    assert [row.cells for row in one.records] == [row.cells for row in other.records]
    assert [row.training for row in one.training] == [row.training for row in other.training]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("ascwds-worker.csv", ascwds.read_workers),
        ("ascwds-training.csv", ascwds.read_training),
        ("ascwds-workplace.csv", ascwds.read_workplaces),
    ],
)
def test_the_bundled_files_say_the_same_as_parquet(name: str, read: Any) -> None:
    names, *rows = example(name)
    cells = [[cell or None for cell in column] for column in zip(*rows, strict=True)]
    same(read(csv_of([names, *rows]), on=ON), read(parquet_of(names, cells), on=ON))


WHOLE = st.none() | st.integers(-2, 1200)
PEOPLE = st.lists(
    st.tuples(st.none() | st.dates(date(1950, 1, 1), date(2030, 1, 1)), WHOLE, WHOLE, WHOLE), max_size=4
)


@given(people=PEOPLE, number=st.sampled_from([pl.Int16, pl.Float64, pl.String]))
def test_typed_cells_are_what_the_csv_would_have(people: list[tuple[Any, ...]], number: Any) -> None:
    """Whole numbers have no .0, days are DD/MM/YYYY, nulls are blank, blank rows are said."""
    names = build.names()
    typed = dict.fromkeys(("STARTINSECT", "MAINJOBROLE", "CWPCATEGORY"), number) | {"STARTDATE": pl.Date}
    rows: list[dict[str, Any]] = []
    for at, (day, since, role, category) in enumerate(people, start=1):
        cells: dict[str, Any] = dict(zip(names, build.row(UNIQUEWORKERID=f"W{at}"), strict=True))
        cells |= {"STARTDATE": day, "STARTINSECT": since, "MAINJOBROLE": role, "CWPCATEGORY": category}
        rows.append(cells)
    if rows:
        rows.insert(1, dict.fromkeys(names))
        rows.append(dict(zip(names, build.row(UNIQUEWORKERID="last"), strict=True)) | dict.fromkeys(typed))
    text = [
        ["" if (cell := row[name]) is None else f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
         for name in names]
        for row in rows
    ]  # fmt: skip
    columns = [
        [None if row[name] is None or number is not pl.String else str(row[name]) for row in rows]
        if typed.get(name) is pl.String
        else [row[name] for row in rows]
        for name in names
    ]
    parquet = parquet_of(names, columns, [typed.get(name, pl.String) for name in names])
    same(ascwds.read_workers(csv_of([names, *text]), on=ON), ascwds.read_workers(parquet, on=ON))


def test_the_analysts_file_and_readers_of_any_list_take_it_too() -> None:
    names = ["period", "establishmentid", "workerid", "mainjrid", "careworkforcepathway"]
    parquet = parquet_of(names, [["M202610"], [12], [7], [8], [2]], [pl.String, *[pl.Int64] * 4])
    found = recognise(parquet)
    assert (found.kind, found.rows, [one.header for one in found.columns]) == ("ascwds-analysis", 1, names)
    parquet.seek(0)
    staff = read_staff(parquet)
    assert (staff.kind, staff.problems) == (ascwds.FileKind.ANALYSIS_WORKER, ())
    assert staff.workers[0].role_category == "care-or-support-worker"
    plain = parquet_of(["Staff ref", "Job title"], [[1], ["Carer"]], [pl.Int64, pl.String])
    assert read_staff(plain).kind is ascwds.FileKind.TABLE


def test_what_is_no_asc_wds_file_or_damaged_is_refused() -> None:
    whole = parquet_of(["Staff ref", "Job title"], [["1"], ["Carer"]]).getvalue()
    for content, said in (
        (whole, "not a file of ASC-WDS.*LOCALESTID"),
        (whole[:40] + whole[60:], "the Parquet file is damaged; write it again"),
        (parquet_of(["LOCALESTID", "UNIQUEWORKERID"], [["1"], ["2"]]).getvalue(), "has no column STATUS"),
    ):
        with pytest.raises(DataError, match=said):
            ascwds.read_workers(io.BytesIO(content))
