"""The same columns as a table of each library, and back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

Columns = Mapping[str, Sequence[Any]]

#: How a table is made in each library; pandas with its own arrays and with those of pyarrow.
MAKERS: dict[str, Callable[[Columns], Any]] = {
    "polars": lambda columns: pl.DataFrame(dict(columns), strict=False),
    "polars-lazy": lambda columns: pl.LazyFrame(dict(columns), strict=False),
    "pandas": lambda columns: pd.DataFrame(dict(columns)),
    "pandas-object": lambda columns: pd.DataFrame(
        {name: pd.Series(list(cells), dtype=object) for name, cells in columns.items()}
    ),
    "pandas-pyarrow": lambda columns: pa.table(dict(columns)).to_pandas(types_mapper=pd.ArrowDtype),
    "pyarrow": lambda columns: pa.table(dict(columns)),
    "duckdb": lambda columns: duckdb.from_arrow(pa.table(dict(columns))),
}

LIBRARIES = sorted(MAKERS)


def table(library: str, columns: Columns) -> Any:
    return MAKERS[library](columns)


def cells(frame: Any, *names: str) -> dict[str, list[Any]]:
    """The columns of a table as plain values; what is missing is ``None``."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        found = frame.to_dict(as_series=False)
    elif isinstance(frame, pa.Table):
        found = {name: frame.column(name).to_pylist() for name in frame.column_names}
    elif isinstance(frame, pd.DataFrame):
        found = {
            name: [None if pd.isna(value) is True else value for value in frame[name].tolist()]
            for name in frame.columns
        }
    else:
        rows = frame.fetchall()
        found = {name: [row[place] for row in rows] for place, name in enumerate(frame.columns)}
    return {name: found[name] for name in names} if names else found


def rows(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*cells(frame, *names).values(), strict=True))


#: Warnings are errors here too, but for these of others: Spark's own code, and sockets that it leaves open.
spark_warnings = pytest.mark.filterwarnings(
    r"ignore:is_(categorical|datetime64tz)_dtype is deprecated::pyspark\.sql\.pandas\.",
    r"ignore:distutils Version classes are deprecated:DeprecationWarning:pyspark\.",
    r"ignore:The distutils package is deprecated:DeprecationWarning:pyspark\.",
    r"ignore:PySpark does not yet fully support pandas:FutureWarning:pyspark\.",
    "ignore:unclosed <socket:ResourceWarning",
)


@contextmanager
def spark_session(**settings: Any) -> Iterator[Any]:
    """A session on two cores, as a caller would make it, with further settings."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # else the workers take the first python3 of the path
    interrupted = signal.getsignal(signal.SIGINT)
    made = (
        SparkSession.builder.master("local[2]")
        .appName("care_pathway tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")  # what a task gives back is fetched from there
        .config(map=settings)
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    signal.signal(signal.SIGINT, interrupted)  # Spark's own outlives its session, and fails after it
    try:
        yield made
    finally:
        made.stop()
