"""The rows of a table as numbers, and what the numbers stand for: by a column each, or by some together."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

from care_pathway.frames.errors import FrameError
from care_pathway.frames.new_columns import unused

_BATCH = 65_536


class _Table(Protocol):
    """What is asked of a table here."""

    @property
    def module(self) -> Any:
        """Its library."""

    @property
    def native(self) -> Any:
        """The library's own table."""

    @property
    def lazy(self) -> bool:
        """Whether it is a plan that nothing has run yet."""

    def rows(self, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows of some columns as Python values."""


def encoded_by_pandas(table: _Table, keys: Sequence[str]) -> tuple[Any, list[tuple[Any, ...]]]:
    """A number for each row, and the distinct key that each number stands for."""
    pd, frame = table.module, table.native
    found: Any = None
    rows: list[tuple[Any, ...]] = []
    for key in keys:
        try:
            codes, values = pd.factorize(frame[key], use_na_sentinel=False)
        except TypeError:
            raise FrameError(f"column {key!r} holds values that are no text, number or date") from None
        own = [
            None if pd.api.types.is_scalar(value) and pd.isna(value) else value for value in values.tolist()
        ]
        if found is None:
            found, rows = codes, [(value,) for value in own]
            continue
        width = max(len(own), 1)
        found, pairs = pd.factorize(found * width + codes)
        rows = [(*rows[pair // width], own[pair % width]) for pair in pairs.tolist()]
    return found, rows


def encoded_by_pyarrow(table: _Table, keys: Sequence[str]) -> tuple[Any, list[tuple[Any, ...]]]:
    """A number for each row, and the distinct key that each number stands for."""
    pc = import_module("pyarrow.compute")
    pa = table.module
    found: Any = None
    rows: list[tuple[Any, ...]] = []
    for key in keys:
        column = table.native.column(key)
        try:
            codes, own = dictionary(pa, pc, column)
        except pa.ArrowNotImplementedError:
            raise FrameError(f"column {key!r} holds {column.type}, not text or numbers") from None
        if found is None:
            found, rows = codes, [(value,) for value in own]
            continue
        width = max(len(own), 1)
        both = pc.add(pc.multiply(pc.cast(found, pa.int64()), width), pc.cast(codes, pa.int64()))
        found, pairs = dictionary(pa, pc, both)
        rows = [(*rows[pair // width], own[pair % width]) for pair in pairs]
    return found, rows


def dictionary(pa: Any, pc: Any, column: Any) -> tuple[Any, list[Any]]:
    """A column as numbers and the values they stand for; what is missing has a number too."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_null(column.type):
        column = column.cast(pa.string())
    encoded = pc.dictionary_encode(column).unify_dictionaries()
    values = encoded.chunk(0).dictionary.to_pylist() if encoded.num_chunks else []
    codes = pa.chunked_array([chunk.indices for chunk in encoded.chunks], type=pa.int32())
    if column.null_count:
        codes = pc.fill_null(codes, len(values))
        values = [*values, None]
    return codes, values


# --- each column for itself ---------------------------------------------------------------------------


def _codes_by_polars(table: _Table, columns: list[str]) -> list[tuple[array[int], list[Any]]]:
    pl = table.module
    frame = table.native.select(list(dict.fromkeys(columns)))
    frame = frame.collect() if table.lazy else frame
    found = []
    for name in columns:
        values = frame.get_column(name).unique(maintain_order=True)
        book = pl.DataFrame([values.alias("value"), pl.Series("code", range(len(values)), dtype=pl.Int32)])
        column = frame.select(pl.col(name).alias("value"))
        # Not every polars joins on decimals.
        key = pl.col("value").cast(pl.String) if values.dtype == pl.Decimal else pl.col("value")
        joined = column.join(book, on=key, how="left", nulls_equal=True, maintain_order="left")
        codes = array("i")
        for part in joined.get_column("code").to_frame().iter_slices(_BATCH):
            codes.extend(part.to_series().to_list())
        found.append((codes, values.to_list()))
    return found


def _codes_by_pandas(table: _Table, columns: list[str]) -> list[tuple[array[int], list[Any]]]:
    found = []
    for name in columns:
        codes, rows = encoded_by_pandas(table, [name])
        numbers = array("i")
        numbers.frombytes(codes.astype("int32").tobytes())
        found.append((numbers, [_plain_day(value) for (value,) in rows]))
    return found


def _plain_day(value: Any) -> Any:
    """A moment of pandas as Python's own."""
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value


def _codes_by_pyarrow(table: _Table, columns: list[str]) -> list[tuple[array[int], list[Any]]]:
    pc = import_module("pyarrow.compute")
    found = []
    for name in columns:
        codes, values = dictionary(table.module, pc, table.native.column(name))
        numbers = array("i")
        for chunk in codes.chunks:
            numbers.extend(chunk.to_pylist())
        found.append((numbers, values))
    return found


def _codes_by_rows(table: _Table, columns: list[str]) -> list[tuple[array[int], list[Any]]]:
    found: list[tuple[array[int], dict[Any, int]]] = [(array("i"), {}) for _ in columns]
    for row in table.rows(columns):
        for value, (codes, numbers) in zip(row, found, strict=True):
            codes.append(numbers.setdefault(value, len(numbers)))
    return [(codes, list(numbers)) for codes, numbers in found]


CODES: Mapping[str, Callable[[_Table, list[str]], list[tuple[array[int], list[Any]]]]] = {
    "polars": _codes_by_polars,
    "polars-lazy": _codes_by_polars,
    "pandas": _codes_by_pandas,
    "pyarrow": _codes_by_pyarrow,
    "duckdb": _codes_by_rows,
}


# --- some columns together -------------------------------------------------------------------------------


def _rows_by_polars(table: _Table, columns: list[str]) -> tuple[list[int], list[tuple[Any, ...]]]:
    pl = table.module
    rows = table.native.select(columns)
    rows = rows.collect() if table.lazy else rows
    different = rows.unique(maintain_order=True)
    (own,) = unused(columns, 1)
    # Not every polars joins on decimals.
    keys = [
        pl.col(name).cast(pl.String) if kind == pl.Decimal else pl.col(name)
        for name, kind in rows.schema.items()
    ]
    book = different.with_row_index(own)
    joined = rows.join(book, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined.get_column(own).to_list(), different.rows()


def _rows_by_pandas(table: _Table, columns: list[str]) -> tuple[list[int], list[tuple[Any, ...]]]:
    found, rows = encoded_by_pandas(table, columns)
    return found.tolist(), rows


def _rows_by_pyarrow(table: _Table, columns: list[str]) -> tuple[list[int], list[tuple[Any, ...]]]:
    found, rows = encoded_by_pyarrow(table, columns)
    return found.to_pylist(), rows


def _rows_one_by_one(table: _Table, columns: list[str]) -> tuple[list[int], list[tuple[Any, ...]]]:
    numbers: dict[tuple[Any, ...], int] = {}
    found = [numbers.setdefault(row, len(numbers)) for row in table.rows(columns)]
    return found, list(numbers)


ROWS: Mapping[str, Callable[[_Table, list[str]], tuple[list[int], list[tuple[Any, ...]]]]] = {
    "polars": _rows_by_polars,
    "polars-lazy": _rows_by_polars,
    "pandas": _rows_by_pandas,
    "pyarrow": _rows_by_pyarrow,
    "duckdb": _rows_one_by_one,
}
