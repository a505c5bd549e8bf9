"""New columns, and what each library makes of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from attrs import frozen

#: What stands before the name of every column that is added.
PREFIX = "cwp_"


@frozen(kw_only=True)
class NewColumn:
    """A column to add, as one value for each distinct key.

    Attributes:
        name: Its name.
        values: A value for each distinct key, in their order.
        kind: ``words`` of a closed list, ``labels`` (words of an open one), ``text``, ``whole``, ``number``,
            ``flag``, ``day``, ``moment``, or ``own`` for a type of the library's.
        words: The closed list.
        picks: For each row the place of its value, where there are more rows than values.
        zone: The time zone of moments that have one.
        own: The type of the library's, where the kind is ``own``.
    """

    name: str
    values: Sequence[Any]
    kind: str
    words: tuple[str, ...] = ()
    picks: array[int] | None = None
    zone: str | None = None
    own: Any = None


def polars_series(pl: Any, column: NewColumn) -> Any:
    """A new column as a polars series."""
    types = {
        "labels": pl.Categorical,
        "text": pl.String,
        "whole": pl.Int64,
        "number": pl.Float64,
        "flag": pl.Boolean,
        "day": pl.Date,
        "moment": pl.Datetime("us", column.zone),
    }
    kind = pl.Enum(column.words) if column.kind == "words" else types[column.kind]
    series = pl.Series(column.name, column.values, dtype=kind)
    return (
        series if column.picks is None else series.gather(pl.Series(column.picks.tolist(), dtype=pl.UInt32))
    )


def pandas_array(pd: Any, column: NewColumn) -> Any:
    """A new column as a pandas array."""
    values = _pandas_values(pd, column)
    if column.picks is None:
        return values
    return values.take(import_module("numpy").frombuffer(column.picks, dtype="int32"))


def _pandas_values(pd: Any, column: NewColumn) -> Any:
    if column.kind == "own":
        return _pandas_own(pd, column)
    if column.kind == "words":
        return pd.Categorical(column.values, categories=list(column.words))
    if column.kind == "labels":
        return pd.Categorical(column.values)
    types = {
        "text": "string",
        "whole": "Int64",
        "number": "float64",
        "flag": "boolean",
        "day": "datetime64[s]",
        "moment": f"datetime64[us, {column.zone}]" if column.zone else "datetime64[us]",
    }
    return pd.array(list(column.values), dtype=types[column.kind])


def _pandas_own(pd: Any, column: NewColumn) -> Any:
    """Values in the type that a column of the caller's has."""
    kind: Any = getattr(column.own, "pyarrow_dtype", None)
    pa: Any = import_module("pyarrow") if kind is not None else None
    if kind is None or not pa.types.is_dictionary(kind):
        return pd.array(list(column.values), dtype=column.own)
    # Earlier releases of pyarrow make no dictionary of a type that is given.
    made = pa.array(list(column.values), kind.value_type).dictionary_encode()
    codes = made.indices.cast(kind.index_type)
    return pd.arrays.ArrowExtensionArray(
        pa.DictionaryArray.from_arrays(codes, made.dictionary, ordered=kind.ordered)
    )


def pyarrow_array(pa: Any, column: NewColumn) -> Any:
    """A new column as a pyarrow array."""
    values = _pyarrow_values(pa, column)
    if column.picks is None:
        return values
    buffers = [None, pa.py_buffer(column.picks)]
    return values.take(pa.Array.from_buffers(pa.int32(), len(column.picks), buffers))


def _pyarrow_values(pa: Any, column: NewColumn) -> Any:
    if column.kind in {"words", "labels"}:
        words = column.words or tuple(dict.fromkeys(value for value in column.values if value is not None))
        place = {word: number for number, word in enumerate(words)}
        codes = pa.array([None if value is None else place[value] for value in column.values], pa.int16())
        return pa.DictionaryArray.from_arrays(codes, pa.array(words, pa.string()), ordered=bool(column.words))
    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "day": pa.date32(),
        "moment": pa.timestamp("us", column.zone),
    }
    return pa.array(column.values, types[column.kind])


_SQL = {
    "labels": "VARCHAR",
    "text": "VARCHAR",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "day": "DATE",
    "moment": "TIMESTAMP",
}


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def sql_type(column: NewColumn) -> str:
    """The SQL type of a new column."""
    if column.kind != "words":
        return f"{_SQL[column.kind]}{' WITH TIME ZONE' if column.zone else ''}"
    words = ", ".join("'" + word.replace("'", "''") + "'" for word in column.words)
    return f"ENUM({words})"


def _expanded(column: NewColumn) -> list[Any]:
    """The values of a column, one for each row."""
    values = list(column.values)
    return values if column.picks is None else [values[place] for place in column.picks]


def duckdb_relation(table: Any, columns: Sequence[NewColumn]) -> Any:
    """Columns as a relation of the same connection: it has no function that makes one from Python values."""
    constant = table.module.ConstantExpression
    single = table.native.limit(0).aggregate("count(*) AS n")
    lists = single.project(*(constant(_expanded(column)).alias(column.name) for column in columns))
    return lists.project(
        ", ".join(f"unnest({quoted(one.name)})::{sql_type(one)} AS {quoted(one.name)}" for one in columns)
    )


def unused(columns: Iterable[Any], count: int) -> list[str]:
    """Names that no column has, for columns that are there for a moment."""
    taken = {str(column).casefold() for column in columns}
    names: list[str] = []
    number = 0
    while len(names) < count:
        name = f"{PREFIX}key_{number}"
        number += 1
        if name not in taken:
            names.append(name)
    return names
