"""Spark DataFrames as they are given: which columns they have, as Spark tells their names apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from care_pathway.errors import InvalidArgumentError, MissingExtraError
from care_pathway.frames.errors import FrameError, UnknownColumnError, check_name


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


def as_cell(field: Any) -> Any:
    """A column as workers get its cells: of a moment its day, and nothing for what is no number."""
    functions, cell = functions_of_spark(), quoted(field.name)
    kind = field.dataType.typeName()
    if kind.startswith("timestamp"):
        return functions.to_date(cell)
    if kind in _FRACTIONS:
        return functions.when(~functions.isnan(cell), functions.col(cell))
    return functions.col(cell)


def as_key(field: Any) -> Any:
    """A column of references as text, as `on_file.as_key` has it: 7, 7.0 and "7" are one."""
    functions = functions_of_spark()
    cell = functions.col(quoted(field.name))
    text = cell.cast("string")
    if field.dataType.typeName() in _FRACTIONS:
        is_whole = (functions.abs(cell) < _MOST) & (cell % 1 == 0)
        whole = functions.when(is_whole, cell.cast("decimal(38,0)").cast("string"))
        text = functions.coalesce(whole, functions.when(~functions.isnan(cell), text))
    return functions.regexp_replace(functions.trim(text), r"^(-?\d+)\.0+$", "$1")


_FRACTIONS = {"float", "double"}
#: No number from here on is a reference, and one of so many digits may not be read as one of decimals.
_MOST = 1e37


def looked_up(functions: Any, column: str, found: Mapping[str, str]) -> Any:
    """A column looked up in a table of its forms, as one test for each answer: sets of text are hashed."""
    text = functions.col(quoted(column)).cast("string")
    forms: dict[str, list[str]] = {}
    for form, answer in found.items():
        forms.setdefault(answer, []).append(form)
    answers = iter(forms.items())
    answer, own = next(answers)
    result = functions.when(text.isin(own), functions.lit(answer))
    for answer, own in answers:
        result = result.when(text.isin(own), functions.lit(answer))
    return result


def as_array(pa: Any, cells: list[Any]) -> Any:
    """Cells of JSON as an array; where their types differ, as text."""
    try:
        return pa.array(cells)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
