"""Tables of our own, in the library of the caller's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any

from care_pathway.errors import MissingExtraError
from care_pathway.frames.errors import FrameError
from care_pathway.frames.new_columns import (
    NewColumn,
    duckdb_relation,
    pandas_array,
    polars_series,
    pyarrow_array,
)
from care_pathway.frames.tables import Table


def check_apart(columns: Iterable[str], own: Iterable[str], spelt: Callable[[Any], Any] = str) -> None:
    """Refuse columns of the caller's that are named as those of the answer.

    Args:
        columns: Columns that stand in the answer as they are.
        own: The columns of the answer itself.
        spelt: How the library tells names apart.
    """
    names = set(map(spelt, own))
    taken = [name for name in columns if spelt(name) in names]
    if taken:
        raise FrameError(
            f"the answer has columns of its own named {', '.join(map(repr, taken))}; rename yours first"
        )


def frame_of(columns: Sequence[NewColumn], *, like: Any = None) -> Any:
    """Columns as a table of a library.

    Args:
        columns: The columns; their values are one for each row.
        like: A table of the library to make it in (lazy as that is); left out, the library imported already,
            or else the first that is installed: polars, pandas, pyarrow.

    Raises:
        MissingExtraError: If none is installed.
    """
    if like is not None:
        table = like if isinstance(like, Table) else Table(like, "like")
        return table.given_back(_made(table.library, table.module, columns, table))
    library, module = _any_library()
    return _made(library, module, columns, None)


def _made(library: str, module: Any, columns: Sequence[NewColumn], table: Any) -> Any:
    if library in {"polars", "polars-lazy"}:
        frame = module.DataFrame([polars_series(module, column) for column in columns])
        return frame.lazy() if library == "polars-lazy" else frame
    if library == "pandas":
        return module.DataFrame({column.name: pandas_array(module, column) for column in columns})
    if library == "pyarrow":
        return module.table({column.name: pyarrow_array(module, column) for column in columns})
    return duckdb_relation(table, columns)


def _any_library() -> tuple[str, Any]:
    """A library for a table that follows no table of the caller's: one that is imported, else installed."""
    choice = ("polars", "pandas", "pyarrow")
    for name in [*(name for name in choice if name in sys.modules), *choice]:
        try:
            return name, import_module(name)
        except ImportError:
            continue
    raise MissingExtraError("polars", extra="frames", purpose="making a table")
