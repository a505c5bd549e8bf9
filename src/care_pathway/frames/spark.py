"""The same answers on a cluster: Spark DataFrame in, Spark DataFrame out, on the caller's own session.

Nothing is run and nothing is collected here: each function adds to the plan. Answers follow from the
different values of a few columns, so these are judged on the workers, each once, and joined back. Spark sends
that table of different values to every worker, over the driver: about 100 bytes for each.
``broadcast=False`` joins without. Workers need care_pathway and pyarrow installed. Needs the extra ``spark``:
pyspark 3.5 or 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from care_pathway._arguments import check_kind
from care_pathway.errors import InvalidArgumentError, MissingExtraError
from care_pathway.frames import placing, titles
from care_pathway.frames.codes import (
    check_family,
    job_role_forms,
    recorded_forms,
    usual_role_categories,
)
from care_pathway.frames.tables import FrameError, UnknownColumnError
from care_pathway.model import Pathway

_KEY = "cwp_key_{}"
#: Types of the columns that are added.
_TYPES = {"cwp_confidence": "double", "cwp_job_role": "bigint"}


def normalise_titles(
    pathway: Pathway, frame: Any, title: str, *, job_role: str | None = None, broadcast: bool = True
) -> Any:
    """The role category that each job title of a column points to, beside it.

    The same columns and answers as `frames.normalise_titles`; closed words are text here.

    Args:
        pathway: The edition to answer with.
        frame: A Spark DataFrame.
        title: Name of the column with the titles.
        job_role: Name of a column with the ASC-WDS main job role, as further evidence.
        broadcast: Whether the different titles with their answers go to every worker. Turn it off above some
            millions of different titles.

    Raises:
        UnknownIdError: If a column is not there; the message names those that are.
        FrameError: If the titles are no text, or a column would be replaced.
        MissingExtraError: If pyspark is not installed.

    Example:
        >>> import care_pathway as cp
        >>> cp.frames.spark.normalise_titles(cp.load(), ["Carer"], "title")
        Traceback (most recent call last):
        ...
        care_pathway.errors.InvalidArgumentError: frame must be a Spark DataFrame, not list
    """
    check_kind("pathway", pathway, Pathway)
    _check(frame, {"title": title, "job_role": job_role}, titles.COLUMNS)
    if dict(frame.dtypes)[title] not in {"string", "void"}:
        raise FrameError(f"column {title!r} holds {dict(frame.dtypes)[title]}, and job titles are text")
    keys = [title] if job_role is None else [title, job_role]
    return _joined(frame, keys, titles.COLUMNS, partial(_title_batches, pathway), broadcast)


def place(
    pathway: Pathway,
    frame: Any,
    *,
    title: str | None = None,
    job_role: str | None = None,
    recorded: str | None = None,
    delegated: str | None = None,
    codes: str = "upload",
    broadcast: bool = True,
) -> Any:
    """Which role category each row is in, from what is recorded, the duties, the title and the job role.

    The same columns and answers as `frames.place`; closed words are text here.

    Args:
        pathway: The edition to answer with.
        frame: A Spark DataFrame.
        title: Name of the column with job titles.
        job_role: Name of the column with the ASC-WDS main job role.
        recorded: Name of the column with the answer to the question about the Pathway.
        delegated: Name of the column that says whether the person carries out delegated healthcare.
        codes: ``upload`` or ``analysis``: the family of files that the codes are of.
        broadcast: Whether the different rows with their answers go to every worker.

    Raises:
        UnknownIdError: If a column is not there; the message names those that are.
        FrameError: If no column is named, or a column would be replaced.
        MissingExtraError: If pyspark is not installed.

    Example:
        >>> import care_pathway as cp
        >>> cp.frames.spark.place(cp.load(), {}, title="title")
        Traceback (most recent call last):
        ...
        care_pathway.errors.InvalidArgumentError: frame must be a Spark DataFrame, not dict
    """
    check_kind("pathway", pathway, Pathway)
    check_family(codes)
    keys = {"title": title, "job_role": job_role, "recorded": recorded, "delegated": delegated}
    _check(frame, keys, placing.COLUMNS)
    given = {argument: column for argument, column in keys.items() if column is not None}
    if not given:
        raise FrameError("name at least one column: title=, job_role=, recorded= or delegated=")
    judge = partial(_place_batches, pathway, tuple(given), codes)
    return _joined(frame, list(given.values()), placing.COLUMNS, judge, broadcast)


def role_category(
    pathway: Pathway, job_role: str | None = None, *, recorded: str | None = None, codes: str = "upload"
) -> Any:
    """The role category that is recorded, else the one that the main job role usually means: a Spark column.

    The same meaning as `frames.expr.role_category`. Codes are compared in Spark itself; no Python runs on the
    workers.

    Args:
        pathway: The edition to answer with.
        job_role: Name of the column with the ASC-WDS main job role.
        recorded: Name of the column with the answer to the question about the Pathway.
        codes: ``upload`` or ``analysis``: the family of files that the recorded codes are of.

    Returns:
        A column named ``cwp_role_category``.

    Raises:
        FrameError: If no column is named.
        MissingExtraError: If pyspark is not installed.

    Example:
        >>> import care_pathway as cp
        >>> cp.frames.spark.role_category(cp.load())
        Traceback (most recent call last):
        ...
        care_pathway.frames.tables.FrameError: name a column: job_role=, recorded= or both
    """
    check_kind("pathway", pathway, Pathway)
    check_family(codes)
    parts: list[tuple[str, dict[str, str]]] = []
    if recorded is not None:
        forms = recorded_forms(pathway, codes)
        parts.append(
            (recorded, {form: one.role_category for form, one in forms.items() if one.role_category})
        )
    if job_role is not None:
        usual = pathway.derived(usual_role_categories)
        named = {form: usual[code] for form, code in job_role_forms().items()}
        parts.append((job_role, {form: role for form, role in named.items() if role}))
    if not parts:
        raise FrameError("name a column: job_role=, recorded= or both")
    functions = _functions()
    return functions.coalesce(*(_looked_up(functions, *part) for part in parts)).alias("cwp_role_category")


def _looked_up(functions: Any, column: str, found: Mapping[str, str]) -> Any:
    """A column looked up in a table of its forms, as one test for each answer: sets of text are hashed."""
    text = functions.col(column).cast("string")
    forms: dict[str, list[str]] = {}
    for form, answer in found.items():
        forms.setdefault(answer, []).append(form)
    answers = iter(forms.items())
    answer, own = next(answers)
    result = functions.when(text.isin(own), functions.lit(answer))
    for answer, own in answers:
        result = result.when(text.isin(own), functions.lit(answer))
    return result


def _functions() -> Any:
    try:
        return import_module("pyspark.sql.functions")
    except ImportError:
        raise MissingExtraError("pyspark", extra="spark", purpose="answering on a cluster") from None


def _check(frame: Any, columns: Mapping[str, str | None], added: Sequence[str]) -> None:
    """Refuse what is no Spark DataFrame, columns that are not there and columns that would be replaced."""
    _functions()
    known = import_module("narwhals.dependencies")
    if not (known.is_pyspark_dataframe(frame) or known.is_pyspark_connect_dataframe(frame)):
        raise InvalidArgumentError("frame", "a Spark DataFrame", frame, given=type(frame).__name__)
    for argument, column in columns.items():
        if column is None:
            continue
        if not isinstance(column, str):
            raise InvalidArgumentError(argument, "the name of a column", column, given=type(column).__name__)
        if column not in frame.columns:
            raise UnknownColumnError("column", column, frame.columns)
    taken = [name for name in added if name in frame.columns]
    if taken:
        raise FrameError(
            f"frame already has {', '.join(map(repr, taken))}, and no column is replaced; "
            "drop or rename what is there first"
        )


def _joined(
    frame: Any,
    keys: Sequence[str],
    added: Sequence[str],
    judge: Callable[[Iterable[Any]], Iterator[Any]],
    broadcast: bool,
) -> Any:
    """The frame with columns that follow from the different values of others."""
    functions = _functions()
    names = [_KEY.format(number) for number in range(len(keys))]
    texts = [functions.col(f"`{key}`").cast("string") for key in keys]
    distinct = frame.select(*(text.alias(name) for text, name in zip(texts, names, strict=True))).distinct()
    columns = [f"{name} string" for name in names]
    columns += [f"{name} {_TYPES.get(name, 'string')}" for name in added]
    book = distinct.mapInArrow(judge, ", ".join(columns))
    same = [
        frame[f"`{key}`"].cast("string").eqNullSafe(book[name]) for key, name in zip(keys, names, strict=True)
    ]
    return frame.join(functions.broadcast(book) if broadcast else book, same, "left").drop(*names)


# --- on the workers --------------------------------------------------------------------------------------


def _title_batches(pathway: Pathway, batches: Iterable[Any]) -> Iterator[Any]:
    for batch in batches:
        keys = [column.to_pylist() for column in batch.columns]
        if len(keys) == 1:
            answers = titles.answers_of(pathway, keys[0], {})
        else:
            answers = [titles.with_job_role(pathway, *row) for row in zip(*keys, strict=True)]
        yield _batch(batch, [*zip(*answers, strict=True)] or [()] * len(titles.COLUMNS), titles.COLUMNS)


def _place_batches(
    pathway: Pathway, given: Sequence[str], family: str, batches: Iterable[Any]
) -> Iterator[Any]:
    for batch in batches:
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        found = placing.answer_columns(pathway, [dict(zip(given, row, strict=True)) for row in rows], family)
        yield _batch(batch, [column.values for column in found], placing.COLUMNS)


def _batch(batch: Any, columns: Sequence[Sequence[Any]], names: Sequence[str]) -> Any:
    """A batch of keys with the columns of their answers."""
    pa = import_module("pyarrow")
    types = {"double": pa.float64(), "bigint": pa.int64()}
    made = [
        pa.array(list(values), types.get(_TYPES.get(name, ""), pa.string()))
        for name, values in zip(names, columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays([*batch.columns, *made], [*batch.schema.names, *names])
