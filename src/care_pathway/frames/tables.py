"""The caller's own table: of which library it is, what its columns hold, and new columns beside them.

Answers follow from the different values of a few columns. So these values are taken once, judged once, and
the answers go back to every row: by codes in pandas and pyarrow, by a join in polars and DuckDB. No library
is imported here; the one that made the table is used.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from care_pathway.errors import InvalidArgumentError, MissingExtraError
from care_pathway.frames.errors import FrameError, UnknownColumnError, check_name
from care_pathway.frames.new_columns import (
    NewColumn,
    duckdb_relation,
    pandas_array,
    polars_series,
    pyarrow_array,
    quoted,
    sql_type,
    unused,
)
from care_pathway.frames.numbers import CODES, ROWS, dictionary, encoded_by_pandas, encoded_by_pyarrow

_LIBRARIES = "polars (DataFrame, LazyFrame), pandas, pyarrow (Table) or DuckDB (relation)"
_BATCH = 65_536
#: Whole numbers that every library holds as such.
_WHOLE = range(-(2**63), 2**63)


#: Makes the new columns from the distinct keys, each a tuple with the value of each key column.
Judge = Callable[[list[tuple[Any, ...]]], list[NewColumn]]


def narwhals() -> Any:
    """Narwhals' stable interface.

    Raises:
        MissingExtraError: If it is not installed.
    """
    try:
        return import_module("narwhals.stable.v2")
    except ImportError:
        raise MissingExtraError("narwhals", extra="frames", purpose="answering over columns") from None


class Table:
    """A table of the caller's, of whichever library.

    Args:
        frame: A polars, pandas or pyarrow table, a DuckDB relation, or a narwhals frame of one of them.
        name: How messages name it.

    Raises:
        InvalidArgumentError: If it is no table, or of a library that is not served.
        FrameError: If a column name stands twice.
    """

    def __init__(self, frame: Any, name: str = "frame") -> None:
        self.name = name
        nw = narwhals()
        self._narwhals = isinstance(frame, nw.DataFrame | nw.LazyFrame)
        native = frame.to_native() if self._narwhals else frame
        self.library = _library(native, name)
        self.native = native
        self.module: Any = import_module(_MODULES[self.library])  # loaded already: the table is of it
        self.columns: list[Any] = list(self._names())
        twice = sorted({str(column) for column in self.columns if self.columns.count(column) > 1})
        if twice:
            raise FrameError(f"{name} has more than one column named {', '.join(map(repr, twice))}")

    @property
    def lazy(self) -> bool:
        """Whether it is a plan that nothing has run yet."""
        return self.library in {"polars-lazy", "duckdb"}

    def spelt(self, column: Any) -> Any:
        """A name as the library tells names apart: to DuckDB small and capital letters are one."""
        return str(column).casefold() if self.library == "duckdb" else column

    def _names(self) -> Iterable[Any]:
        if self.library == "polars-lazy":
            names: Iterable[Any] = self.native.collect_schema().names()
        elif self.library == "pyarrow":
            names = self.native.column_names
        else:
            names = self.native.columns
        return names

    def check(self, column: Any, argument: str) -> None:
        """Refuse a column that is not there.

        Args:
            column: Its name.
            argument: The argument that named it, for the message.
        """
        check_name(argument, column)
        if column not in self.columns:
            raise UnknownColumnError("column", column, map(str, self.columns))
        if self.library.startswith("polars") and self.kind(column) == "object":
            raise FrameError(f"{self.name}: column {column!r} holds objects of Python; make it text first")

    def check_plain(self, column: str) -> None:
        """Refuse a column of lists and the like, which tell no rows apart."""
        if self.kind(column) == "other":
            raise FrameError(f"{self.name}: column {column!r} holds no text, numbers, days or truth values")

    def kind(self, column: str) -> str:
        """What a column holds: ``text``, ``number``, ``flag``, ``day``, ``object``, ``null`` or ``other``."""
        nw = narwhals()
        series = nw.from_native(self.native).collect_schema()[column]
        if series in {nw.String, nw.Categorical, nw.Enum} or isinstance(series, nw.Enum):
            return "text"
        if series == nw.Object:
            return "object"
        if series.is_numeric():
            return "number"
        if series == nw.Boolean:
            return "flag"
        if series in {nw.Date, nw.Datetime} or isinstance(series, nw.Datetime):
            return "day"
        return "null" if series == nw.Unknown and self._is_empty(column) else "other"

    def _is_empty(self, column: str) -> bool:
        """Whether a column of no known type has no values at all."""
        if self.library.startswith("polars"):
            return bool(self.native.collect_schema()[column] == self.module.Null)
        if self.library == "duckdb":
            return str(self.native.types[self.columns.index(column)]) == '"NULL"'
        own = self.native.schema.field(column).type if self.library == "pyarrow" else self._in_arrow(column)
        return own is not None and bool(import_module("pyarrow").types.is_null(own))

    def _in_arrow(self, column: str) -> Any:
        """The type in which Arrow keeps a column of pandas; ``None`` where it does not."""
        return getattr(self.native[column].dtype, "pyarrow_dtype", None) if self.library == "pandas" else None

    def _type(self, column: str) -> Any:
        return narwhals().from_native(self.native).collect_schema()[column]

    def is_float(self, column: str) -> bool:
        """Whether a column can hold the number that stands for none."""
        return bool(self._type(column).is_float())

    def is_whole(self, column: str) -> bool:
        """Whether a column holds whole numbers alone."""
        return bool(self._type(column).is_integer())

    def can_hold(self, column: str, number: float) -> bool:
        """Whether a column of whole numbers is wide enough for one, and takes its sign."""
        kind = self._type(column)
        signed = kind.is_signed_integer()
        bits = next((int(size) for size in ("128", "64", "32", "16", "8") if str(kind).endswith(size)), 64)
        return bool(-(2 ** (bits - 1)) * signed <= number < 2 ** (bits - signed))

    def is_day(self, column: str) -> bool:
        """Whether a column holds days, and not moments."""
        return bool(self._type(column) == narwhals().Date)

    def zone(self, column: str) -> str | None:
        """The time zone of a column of moments; ``None`` where it has none."""
        return getattr(self._type(column), "time_zone", None)

    def to_group(self, column: str) -> Any:
        """A column as an expression to group by: categories that Arrow keeps for pandas are text."""
        nw = narwhals()
        cells = nw.col(column)
        in_arrow = self._in_arrow(column) is not None
        return cells.cast(nw.String) if in_arrow and self.kind(column) == "text" else cells

    def to_compare(self, column: str) -> Any:
        """A column as an expression to compare: categories may be numbers, or refuse words of other lists."""
        nw = narwhals()
        cells = nw.col(column)
        kinds = nw.Categorical | nw.Enum
        return cells.cast(nw.String) if isinstance(self._type(column), kinds) else cells

    def codes(self, columns: Sequence[str]) -> list[tuple[array[int], list[Any]]]:
        """Columns as numbers, one for each row, with the values that the numbers stand for.

        Args:
            columns: Their names.

        Raises:
            FrameError: If a column holds lists and the like.
        """
        for column in columns:
            self.check_plain(column)
        return CODES[self.library](self, list(columns))

    def numbered(self, columns: Sequence[str]) -> tuple[list[int], list[tuple[Any, ...]]]:
        """A number for each row, with the values of some columns that each number stands for.

        Args:
            columns: Their names.

        Raises:
            FrameError: If a column holds lists and the like.
        """
        for column in columns:
            self.check_plain(column)
        return ROWS[self.library](self, list(columns))

    def words(self, column: str) -> tuple[str, ...]:
        """The closed list of words of a column, in its order; empty where it has none."""
        kind = self._type(column)
        if self.library != "pyarrow":
            return tuple(getattr(kind, "categories", ()))
        cells = self.native.column(column)
        if not getattr(cells.type, "ordered", False) or not cells.num_chunks:
            return ()
        return tuple(map(str, cells.unify_dictionaries().chunk(0).dictionary.to_pylist()))

    def like_column(self, column: str, values: Sequence[Any]) -> NewColumn:
        """Values as a new column of the name and type of one that is there."""
        nw = narwhals()
        if self.library == "pandas":
            return NewColumn(name=column, values=values, kind="own", own=self.native[column].dtype)
        kind = nw.from_native(self.native).collect_schema()[column]
        if words := self.words(column):
            return NewColumn(name=column, values=values, kind="words", words=words)
        if kind == nw.Categorical:
            return NewColumn(name=column, values=values, kind="labels")
        kinds = {"flag": "flag", "day": "day" if kind == nw.Date else "moment"}
        known = self.kind(column)
        if known == "number" and not kind.is_float():
            values = [
                None if value is None else int(value) if value == int(value) else value for value in values
            ]
            if all(value is None or (isinstance(value, int) and value in _WHOLE) for value in values):
                return NewColumn(name=column, values=values, kind="whole")
            known = "object"  # decimals, and numbers that no library holds as whole ones
        if known == "number":
            return NewColumn(name=column, values=values, kind="number")
        if known == "object":
            values = [None if value is None else str(value) for value in values]
        return NewColumn(name=column, values=values, kind=kinds.get(known, "text"), zone=self.zone(column))

    def rows(self, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows of some columns as Python values; what is missing is ``None``."""
        native, chosen = self.native, list(columns)
        if self.library == "polars-lazy":
            native = native.select(chosen).collect(engine="streaming")
        if self.library in {"polars", "polars-lazy"}:
            polars_rows: Iterator[tuple[Any, ...]] = native.select(chosen).iter_rows()
            return polars_rows
        if self.library == "duckdb":
            return _fetched(native.project(", ".join(map(quoted, chosen))))
        if self.library == "pyarrow":
            batches = native.select(chosen).to_batches(max_chunksize=_BATCH)
            return (
                row
                for batch in batches
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
            )
        missing = self.module.isna
        return (
            tuple(None if missing(value) is True else value for value in row)
            for row in native[chosen].itertuples(index=False, name=None)
        )

    def distinct(self, column: str) -> list[Any]:
        """The different values of a column, as Python values in the order in which they come."""
        native = self.native
        if self.library in {"polars", "polars-lazy"}:
            found = native.select(self.module.col(column).unique(maintain_order=True))
            values: list[Any] = (found.collect() if self.lazy else found).to_series().to_list()
            return values
        if self.library == "duckdb":
            name = quoted(column)
            first = native.project(f"{name} AS v, row_number() OVER () AS n").aggregate("v, min(n) AS n", "v")
            return [row[0] for row in first.order("n").fetchall()]
        if self.library == "pyarrow":
            return dictionary(self.module, import_module("pyarrow.compute"), native.column(column))[1]
        return [row[0] for row in encoded_by_pandas(self, [column])[1]]

    def given_back(self, native: Any) -> Any:
        """A result in the caller's own type."""
        return narwhals().from_native(native) if self._narwhals else native

    def with_columns(self, keys: Sequence[str], names: Sequence[str], judge: Judge) -> Any:
        """The table with new columns that follow from the values of others; rows in order.

        Args:
            keys: The columns that decide.
            names: The columns that `judge` makes.
            judge: Makes them from the distinct keys.

        Raises:
            FrameError: If a new column is there already.
        """
        there = set(map(self.spelt, self.columns))
        taken = [name for name in names if self.spelt(name) in there]
        if taken:
            raise FrameError(
                f"{self.name} already has {', '.join(map(repr, taken))}, and no column is replaced; "
                "drop or rename what is there first"
            )
        for key in keys:
            self.check_plain(key)
        return self.given_back(_WITH_COLUMNS[self.library](self, keys, judge))


_MODULES = {
    "polars": "polars",
    "polars-lazy": "polars",
    "pandas": "pandas",
    "pyarrow": "pyarrow",
    "duckdb": "duckdb",
}


def _library(frame: Any, name: str) -> str:
    """Of which library a table is, asked without importing any."""
    known = import_module("narwhals.dependencies")
    if known.is_polars_dataframe(frame):
        return "polars"
    if known.is_polars_lazyframe(frame):
        return "polars-lazy"
    if known.is_pandas_dataframe(frame):
        return "pandas"
    if known.is_pyarrow_table(frame):
        return "pyarrow"
    if known.is_duckdb_relation(frame):
        return "duckdb"
    expected = f"a table of {_LIBRARIES}"
    if known.is_pyspark_dataframe(frame) or known.is_pyspark_connect_dataframe(frame):
        expected += "; for Spark use the same function of care_pathway.frames.spark"
    elif isinstance(frame, str | bytes | Iterable):
        expected += "; for a list use the function of the same name in care_pathway"
    raise InvalidArgumentError(name, expected, frame, given=type(frame).__name__)


def _fetched(relation: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a relation one after the other; older versions of DuckDB have no iterator of them."""
    iterate = getattr(type(relation), "iter_rows", None)
    return iter(relation.fetchall() if iterate is None else iterate(relation))


# --- polars ----------------------------------------------------------------------------------------------


def _by_polars(table: Table, keys: Sequence[str], judge: Judge) -> Any:
    pl, frame = table.module, table.native
    if len(keys) == 1 and not table.lazy and hasattr(pl, "Categories"):
        return _by_dictionary(pl, frame, keys[0], judge)
    names = unused(table.columns, len(keys))
    texts = [pl.col(key).cast(pl.String).alias(name) for key, name in zip(keys, names, strict=True)]
    distinct = frame.select(texts).unique()
    if table.lazy:
        distinct = distinct.collect(engine="streaming")
    made = judge(distinct.rows())
    book = distinct.with_columns(polars_series(pl, column) for column in made)
    return (
        frame.with_columns(texts)
        .join(
            book.lazy() if table.lazy else book,
            on=names,
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        .drop(names)
    )


def _by_dictionary(pl: Any, frame: Any, key: str, judge: Judge) -> Any:
    """By the numbers of a dictionary of its own, which costs less than a join."""
    column = frame.get_column(key).cast(pl.String).cast(pl.Categorical(pl.Categories.random()))
    codes = column.to_physical()
    present = column.gather(_firsts(pl, codes))
    values: list[Any] = [None] * len(present)
    for code, value in zip(present.to_physical().to_list(), present.cast(pl.String).to_list(), strict=True):
        values[code] = value
    if column.null_count():
        codes, values = codes.fill_null(len(values)), [*values, None]
    made = judge([(value,) for value in values])
    return frame.with_columns(polars_series(pl, one).gather(codes) for one in made)


def _firsts(pl: Any, codes: Any) -> Any:
    """A row of each number of a dictionary: as a rule they come in turn, each as the largest so far."""
    numbers = pl.int_range(0, (codes.max() if codes.count() else -1) + 1, dtype=codes.dtype, eager=True)
    rows = codes.fill_null(0).cum_max().set_sorted().search_sorted(numbers)
    if not codes.gather(rows).eq_missing(numbers).all():
        rows = codes.arg_unique()
        rows = rows.filter(codes.gather(rows).is_not_null())
    return rows


# --- pandas ----------------------------------------------------------------------------------------------


def _by_pandas(table: Table, keys: Sequence[str], judge: Judge) -> Any:
    pd, frame = table.module, table.native
    found, rows = encoded_by_pandas(table, keys)
    made = judge(rows)
    result = frame.copy(deep=False)
    for column in made:
        result[column.name] = pandas_array(pd, column).take(found)
    return result


# --- pyarrow ---------------------------------------------------------------------------------------------


def _by_pyarrow(table: Table, keys: Sequence[str], judge: Judge) -> Any:
    pa, result = table.module, table.native
    pc = import_module("pyarrow.compute")
    found, rows = encoded_by_pyarrow(table, keys)
    for column in judge(rows):
        result = result.append_column(column.name, pc.take(pyarrow_array(pa, column), found))
    return result


# --- DuckDB ----------------------------------------------------------------------------------------------


def _by_duckdb(table: Table, keys: Sequence[str], judge: Judge) -> Any:
    names = unused(table.columns, len(keys) + 1)
    order, texts = quoted(names.pop()), [quoted(name) for name in names]
    pairs = list(zip(keys, texts, strict=True))
    distinct = table.native.project(", ".join(f"{quoted(key)}::VARCHAR AS {text}" for key, text in pairs))
    rows = distinct.distinct().fetchall()
    made = judge(rows)
    if not rows:
        added = ", ".join(f"NULL::{sql_type(column)} AS {quoted(column.name)}" for column in made)
        return table.native.project(f"*, {added}")
    listed = [
        NewColumn(name=name, values=[row[place] for row in rows], kind="text")
        for place, name in enumerate(names)
    ]
    book = duckdb_relation(table, [*listed, *made])
    left = table.native.project(f"*, row_number() OVER () AS {order}").set_alias("posts")
    same = " AND ".join(
        f"posts.{quoted(key)}::VARCHAR IS NOT DISTINCT FROM book.{text}" for key, text in pairs
    )
    shown = [quoted(name) for name in (*table.columns, *(column.name for column in made))]
    joined = left.join(book.set_alias("book"), same, how="left")
    # A join may turn the rows around; the running number brings their order back.
    return joined.project(", ".join([*shown, order])).order(order).project(", ".join(shown))


_WITH_COLUMNS: Mapping[str, Callable[[Table, Sequence[str], Judge], Any]] = {
    "polars": _by_polars,
    "polars-lazy": _by_polars,
    "pandas": _by_pandas,
    "pyarrow": _by_pyarrow,
    "duckdb": _by_duckdb,
}
