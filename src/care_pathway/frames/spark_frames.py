"""Spark DataFrames as they are given: which columns they have, as Spark tells their names apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from care_pathway.errors import InvalidArgumentError, MissingExtraError
from care_pathway.frames.tables import FrameError, UnknownColumnError, check_name


def functions_of_spark() -> Any:
    """The functions of Spark's columns.

    Raises:
        MissingExtraError: If pyspark is not installed.
    """
    try:
        return import_module("pyspark.sql.functions")
    except ImportError:
        raise MissingExtraError("pyspark", extra="spark", purpose="answering on a cluster") from None


def is_spark(frame: Any) -> bool:
    """Whether something is a Spark DataFrame."""
    known = import_module("narwhals.dependencies")
    return bool(known.is_pyspark_dataframe(frame) or known.is_pyspark_connect_dataframe(frame))


def spelt_in(frame: Any) -> Callable[[str], str]:
    """How Spark tells names of columns apart: unless set otherwise, small and capital letters are one."""
    sensitive = str(frame.sparkSession.conf.get("spark.sql.caseSensitive", "false")).casefold() == "true"
    return str if sensitive else str.casefold


def check(
    frame: Any, columns: Mapping[str, str | None], added: Sequence[str], name: str = "frame"
) -> dict[str, str]:
    """The columns that are meant, by argument, as the frame spells them.

    Args:
        frame: The DataFrame.
        columns: The column that each argument names.
        added: The columns that will be added.
        name: How messages name the frame.

    Raises:
        InvalidArgumentError: If it is no Spark DataFrame.
        UnknownColumnError: If a column is not there.
        FrameError: If a column stands twice, or would be replaced.
    """
    functions_of_spark()
    if not is_spark(frame):
        raise InvalidArgumentError(name, "a Spark DataFrame", frame, given=type(frame).__name__)
    spelt = spelt_in(frame)
    names = list(map(spelt, frame.columns))
    twice = [column for column in frame.columns if names.count(spelt(column)) > 1]
    if twice:
        raise FrameError(f"{name} has more than one column named {', '.join(map(repr, twice))}")
    found = {}
    for argument, column in columns.items():
        if column is None:
            continue
        check_name(argument, column)
        if spelt(column) not in names:
            raise UnknownColumnError("column", column, frame.columns)
        found[argument] = frame.columns[names.index(spelt(column))]
    taken = [column for column in added if spelt(column) in names]
    if taken:
        raise FrameError(
            f"frame already has {', '.join(map(repr, taken))}, and no column is replaced; "
            "drop or rename what is there first"
        )
    return found


def quoted(name: str) -> str:
    """A name as Spark takes it whatever it holds, such as a dot."""
    return "`" + name.replace("`", "``") + "`"
