"""Rows of Spark answered from a codebook of the driver's, in one pass.

What crosses between Spark and Python costs most. So a row comes back with the number of its answer alone, and
Spark looks the number up among the different answers, which stand in the plan. Only an answer that has none
comes back itself, as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from json import dumps
from typing import Any

from care_pathway.frames import titles
from care_pathway.frames.errors import FrameError
from care_pathway.frames.new_columns import unused
from care_pathway.frames.spark_frames import functions_of_spark, quoted
from care_pathway.model import Pathway

#: The most titles of a codebook that travels with a plan: about 200 MB.
_MOST_TITLES = 2_000_000
#: The most answers that stand in a plan: about 2 MB. A codebook that was made here has some hundreds.
_MOST_ANSWERS = 10_000
#: A codebook is made ready for look-ups once for so many rows, or so many bytes of them.
_ROWS_AT_ONCE, _BYTES_AT_ONCE = 250_000, 32_000_000


def in_one_pass(pathway: Pathway, frame: Any, title: str, codebook: Any, types: Mapping[str, str]) -> Any:
    """The frame with the answers of a codebook, which goes to the workers with the plan.

    Args:
        pathway: The edition to answer with.
        frame: A Spark DataFrame.
        title: Its column with the titles.
        codebook: The codebook, as a polars, pandas or pyarrow table.
        types: The types of the columns that are added.

    Raises:
        FrameError: If it is no codebook of this edition, or has too many titles.
    """
    known, answers = titles.numbered_codebook(pathway, codebook)
    if len(known) > _MOST_TITLES:
        raise FrameError(
            f"codebook has {len(known):,} titles, and {_MOST_TITLES:,} at most go to the workers; "
            "give it as a Spark DataFrame"
        )
    kinds = import_module("pyspark.sql.types")
    book = _book(list(known), list(known.values()), answers, _MOST_ANSWERS)
    # Names that the caller has not: Spark would take one for the other, and a name with a dot for two.
    *names, number, answer, every = unused(frame.columns, len(frame.columns) + 3)
    plain = frame.toDF(*names)
    schema = kinds.StructType(list(plain.schema.fields))
    schema.add(number, kinds.IntegerType()).add(answer, kinds.ArrayType(kinds.StringType()))
    answered = plain.mapInArrow(partial(answered_batches, pathway, frame.columns.index(title), book), schema)
    told_as = {name: types.get(name, "string") for name in titles.COLUMNS}
    numbered = answered.select("*", _in_plan(answers[:_MOST_ANSWERS], told_as).alias(every))
    own = [f"{name} as {quoted(given)}" for name, given in zip(names, frame.columns, strict=True)]
    # In SQL: a call to Spark for each part of each column costs more than all of the look-ups.
    told = [
        f"coalesce({every}.{name}[{number}], cast({answer}[{place}] as {kind})) as {name}"
        for place, (name, kind) in enumerate(told_as.items())
    ]
    return numbered.selectExpr(*own, *told)


def _in_plan(answers: list[titles.Answer], types: Mapping[str, str]) -> Any:
    """The different answers as one value in the plan: by column, the cells in the order of their numbers."""
    functions = functions_of_spark()
    cells = {name: [answer[place] for answer in answers] for place, name in enumerate(types)}
    kind = ", ".join(f"{name}: array<{own}>" for name, own in types.items())
    return functions.from_json(functions.lit(dumps(cells)), f"struct<{kind}>")


def _book(texts: Iterable[str], numbers: Iterable[int], answers: list[titles.Answer], most: int) -> list[Any]:
    """Titles, the numbers of their answers, and from the number `most` on the answers as text: of pyarrow."""
    pa = import_module("pyarrow")
    own = pa.array(numbers, pa.int32())
    told = [
        None if number < most else [None if cell is None else str(cell) for cell in answer]
        for number, answer in enumerate(answers)
    ]
    return [
        pa.array(texts, pa.string()),
        pa.array([number if number < most else None for number in range(len(answers))], pa.int32()).take(own),
        pa.array(told, pa.list_(pa.string())).take(own),
    ]


# --- on the workers --------------------------------------------------------------------------------------


def answered_batches(pathway: Pathway, place: int, book: list[Any], batches: Iterable[Any]) -> Iterator[Any]:
    """Whole rows with their answers: looked up in a codebook, which takes up the titles that it lacks."""
    pa, pc = import_module("pyarrow"), import_module("pyarrow.compute")
    for several in _several(batches):
        texts = pa.chunked_array([batch.column(place).cast(pa.string()) for batch in several], pa.string())
        places = pc.index_in(texts, value_set=book[0]).combine_chunks()
        if places.null_count:
            lacking = texts.filter(pc.is_null(places)).unique().to_pylist()
            judged = _book(lacking, range(len(lacking)), titles.answers_of(pathway, lacking, {}), 0)
            book = [pa.concat_arrays(both) for both in zip(book, judged, strict=True)]
            places = pc.index_in(texts, value_set=book[0]).combine_chunks()
        start = 0
        for batch in several:
            own = places.slice(start, batch.num_rows)
            start += batch.num_rows
            answers = [column.take(own) for column in book[1:]]
            yield pa.RecordBatch.from_arrays(
                [*batch.columns, *answers], [*batch.schema.names, "number", "answer"]
            )


def _several(batches: Iterable[Any]) -> Iterator[list[Any]]:
    """Batches that follow each other, as many as are worth one look-up."""
    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if (
            sum(one.num_rows for one in held) >= _ROWS_AT_ONCE
            or sum(one.nbytes for one in held) >= _BYTES_AT_ONCE
        ):
            yield held
            held = []
    if held:
        yield held
