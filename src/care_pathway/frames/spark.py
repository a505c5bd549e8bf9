"""The same answers on a cluster: Spark DataFrame in, Spark DataFrame out, on the caller's own session.

Nothing is run and nothing is collected here: each function adds to the plan. Answers follow from the
different values of a few columns, so these are judged on the workers, each once, and joined back. Spark sends
that table of different values to every worker, over the driver: about 100 bytes for each.
``broadcast=False`` joins without. Workers need care_pathway and pyarrow installed. Needs the extra ``spark``:
pyspark 3.5 or 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from json import loads
from typing import Any

from care_pathway._arguments import check_day, check_flag, check_kind, check_text
from care_pathway.evidence.renewals import Renewals
from care_pathway.frames import placing, titles
from care_pathway.frames.codes import (
    check_family,
    job_role_forms,
    recorded_forms,
    usual_role_categories,
)
from care_pathway.frames.errors import FrameError, UnknownColumnError, check_name
from care_pathway.frames.gaps import GAP
from care_pathway.frames.made import check_apart
from care_pathway.frames.on_file import FIELDS, NEEDED, OWN_ROLE, check_columns
from care_pathway.frames.routes import PERSON_COLUMNS, ROUTE
from care_pathway.frames.spark_codebook import in_one_pass
from care_pathway.frames.spark_frames import (
    as_array,
    as_cell,
    as_key,
    check,
    functions_of_spark,
    is_spark,
    looked_up,
    quoted,
    spelt_in,
)
from care_pathway.model import EvidenceState, Pathway
from care_pathway.skills.engine import threshold_of

_KEY, _LEAST, _MOST = "cwp_key_{}", "cwp_least", "cwp_most"
#: Types of the columns that are added.
_TYPES = {"cwp_confidence": "double", "cwp_job_role": "long"}
#: Types of the columns of answers about people, by the kind that they have in `frames`; all others are text.
_KINDS = {"whole": "bigint", "number": "double"}


def normalise_titles(
    pathway: Pathway,
    frame: Any,
    title: str,
    *,
    job_role: str | None = None,
    codebook: Any = None,
    broadcast: bool = True,
) -> Any:
    """The role category that each job title of a column points to, beside it.

    The same columns and answers as `frames.normalise_titles`; closed words are text here.

    Args:
        pathway: The edition to answer with.
        frame: A Spark DataFrame.
        title: Name of the column with the titles.
        job_role: Name of a column with the ASC-WDS main job role, as further evidence.
        codebook: Answers kept from earlier, as `title_codebook` makes them here or in `frames`; only titles
            that it lacks are judged. As a polars, pandas or pyarrow table it goes to the workers, and the
            rows are answered in one pass, which is fastest; one of another edition is refused. As a Spark
            DataFrame it is joined; answers of another edition are passed over.
        broadcast: Whether the different titles with their answers go to every worker. Turn it off above some
            millions of different titles.

    Raises:
        UnknownIdError: If a column is not there; the message names those that are.
        FrameError: If the titles are no text, a column would be replaced, the codebook is no such table, has
            more than two million titles and is no Spark DataFrame, or is given beside a job role.
        MissingExtraError: If pyspark is not installed.

    Example:
        >>> import care_pathway as cp
        >>> cp.frames.spark.normalise_titles(cp.load(), ["Carer"], "title")
        Traceback (most recent call last):
        ...
        care_pathway.errors.InvalidArgumentError: frame must be a Spark DataFrame, not list
    """
    check_kind("pathway", pathway, Pathway)
    columns = check(frame, {"title": title, "job_role": job_role}, titles.COLUMNS)
    title = columns["title"]
    _check_titles(frame, title)
    check_flag("broadcast", broadcast)
    judge = partial(_title_batches, pathway)
    if job_role is not None:
        if codebook is not None:
            raise FrameError(titles.NOT_BOTH)
        return _joined(frame, [title, columns["job_role"]], titles.COLUMNS, judge, broadcast)
    if codebook is not None and not is_spark(codebook):
        return in_one_pass(pathway, frame, title, codebook, _TYPES)
    kept = None if codebook is None else _kept(pathway, codebook)
    return _joined(frame, [title], titles.COLUMNS, judge, broadcast, kept)


def title_codebook(pathway: Pathway, frame: Any, title: str, *, codebook: Any = None) -> Any:
    """The different titles of a column with their answers: a table to keep as Parquet, and to use again.

    The same columns as `frames.title_codebook`, which reads it too.

    Args:
        pathway: The edition to answer with.
        frame: A Spark DataFrame.
        title: Name of the column with the titles.
        codebook: A Spark DataFrame kept from earlier, to extend: its answers stay as they are, new ones are
            added. Answers of another edition are left out.

    Raises:
        UnknownIdError: If the column is not there; the message names those that are.
        FrameError: If the titles are no text, or the codebook is no such table.
        MissingExtraError: If pyspark is not installed.

    Example:
        >>> import care_pathway as cp
        >>> cp.frames.spark.title_codebook(cp.load(), ["Carer"], "title")
        Traceback (most recent call last):
        ...
        care_pathway.errors.InvalidArgumentError: frame must be a Spark DataFrame, not list
    """
    check_kind("pathway", pathway, Pathway)
    title = check(frame, {"title": title}, ())["title"]
    _check_titles(frame, title)
    kept = None if codebook is None else _kept(pathway, codebook)
    book = _book(frame, [title], titles.COLUMNS, partial(_title_batches, pathway), kept)
    functions = functions_of_spark()
    key = functions.col(_KEY.format(0))
    edition = functions.lit(pathway.ref).alias(titles.EDITION)
    return book.where(key.isNotNull()).select(key.alias(title), *titles.COLUMNS, edition)


def _check_titles(frame: Any, title: str) -> None:
    """Refuse titles that are no text."""
    if dict(frame.dtypes)[title] not in {"string", "void"}:
        raise FrameError(f"column {title!r} holds {dict(frame.dtypes)[title]}, and job titles are text")


def _kept(pathway: Pathway, codebook: Any) -> Any:
    """The answers of a codebook that this edition gave, by title."""
    check(codebook, {}, (), "codebook")
    functions = functions_of_spark()
    spelt = spelt_in(codebook)
    known = {spelt(name): name for name in (*titles.COLUMNS, titles.EDITION)}
    codebook = codebook.toDF(*(known.get(spelt(name), name) for name in codebook.columns))
    own = titles.codebook_title(codebook.columns)
    key = _KEY.format(0)
    answers = [functions.col(name).cast(_TYPES.get(name, "string")).alias(name) for name in titles.COLUMNS]
    same = codebook.where(functions.col(titles.EDITION) == pathway.ref)
    text = functions.col(quoted(own)).cast("string").alias(key)
    # Two answers to one title are none: whoever runs the plan is told, as nothing is run here.
    answer = functions.struct(*answers)
    each = same.groupBy(text).agg(functions.min(answer).alias(_LEAST), functions.max(answer).alias(_MOST))
    twice = "codebook has a title twice, with different answers; leave one of them out"
    once = functions.when(functions.col(_LEAST) == functions.col(_MOST), functions.col(_LEAST))
    told = once.otherwise(functions.raise_error(functions.lit(twice))).alias(_LEAST)
    return each.select(key, told).select(key, *(f"{_LEAST}.{name}" for name in titles.COLUMNS))


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
    given = check(frame, keys, placing.COLUMNS)
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
        care_pathway.frames.errors.FrameError: name a column: job_role=, recorded= or both
    """
    check_kind("pathway", pathway, Pathway)
    check_family(codes)
    for argument, column in (("job_role", job_role), ("recorded", recorded)):
        if column is not None:
            check_name(argument, column)
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
    functions = functions_of_spark()
    try:
        found = [looked_up(functions, *part) for part in parts]
    except AssertionError:  # as Spark says that it is not running
        raise FrameError("a column of Spark needs a session; make one first") from None
    return functions.coalesce(*found).alias("cwp_role_category")


def _joined(
    frame: Any,
    keys: Sequence[str],
    added: Sequence[str],
    judge: Callable[[Iterable[Any]], Iterator[Any]],
    broadcast: bool,
    kept: Any = None,
) -> Any:
    """The frame with columns that follow from the different values of others."""
    functions = functions_of_spark()
    names = [_KEY.format(number) for number in range(len(keys))]
    book = _book(frame, keys, added, judge, kept)
    same = [
        frame[quoted(key)].cast("string").eqNullSafe(book[name])
        for key, name in zip(keys, names, strict=True)
    ]
    return frame.join(functions.broadcast(book) if broadcast else book, same, "left").drop(*names)


def _book(
    frame: Any,
    keys: Sequence[str],
    added: Sequence[str],
    judge: Callable[[Iterable[Any]], Iterator[Any]],
    kept: Any = None,
) -> Any:
    """The different values of columns with their answers; those that are kept are not judged again."""
    functions = functions_of_spark()
    names = [_KEY.format(number) for number in range(len(keys))]
    texts = [functions.col(quoted(key)).cast("string") for key in keys]
    asked = frame.select(*(text.alias(name) for text, name in zip(texts, names, strict=True)))
    if kept is not None:  # before the different ones are looked for: most rows end here
        asked = asked.join(functions.broadcast(kept.select(*names)), names, "left_anti")
    distinct = asked.distinct()
    columns = [f"{name} string" for name in names]
    columns += [f"{name} {_TYPES.get(name, 'string')}" for name in added]
    judged = distinct.mapInArrow(judge, ", ".join(columns))
    return judged if kept is None else kept.unionByName(judged)


def skill_gap(  # noqa: PLR0913 (one argument for each table)
    pathway: Pathway,
    people: Any,
    *,
    id: str,
    target: str = "own",
    on: date,
    qualifications: Any = None,
    training: Any = None,
    evidence: Any = None,
    authorisations: Any = None,
    columns: Mapping[str, str] | None = None,
    threshold: EvidenceState | str = EvidenceState.ASSESSED,
    renewals: Renewals | None = None,
) -> Any:
    """How much each person has, and has not, of what a role category expects: counts, a row for each person.

    The same columns and answers as `frames.skill_gap`. Rows of one person are brought together on one worker;
    each worker answers for its part of the people at a time.

    Args:
        pathway: The edition whose expectations are meant.
        people: A Spark DataFrame with a row for each person.
        id: The column with the person's reference, in `people` and in the long tables.
        target: Id of a role category, or ``own`` for each person's.
        on: The day for which to answer.
        qualifications: A Spark DataFrame, as for `frames.skill_gap`.
        training: A Spark DataFrame, as for `frames.skill_gap`.
        evidence: A Spark DataFrame, as for `frames.skill_gap`.
        authorisations: A Spark DataFrame, as for `frames.skill_gap`.
        columns: The column of a field, where it is not called so.
        threshold: The weakest evidence that counts as held.
        renewals: After how long training is refreshed where a record gives no expiry.

    Raises:
        UnknownIdError: If a column or the target is not there; the message names those that are.
        FrameError: If `id` is named as a column of the answer, or a column stands twice.
        MissingExtraError: If pyspark is not installed.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> cp.frames.spark.skill_gap(cp.load(), [], id="ref", on=date(2026, 1, 1))
        Traceback (most recent call last):
        ...
        care_pathway.errors.InvalidArgumentError: people must be a Spark DataFrame, not list
    """
    check_kind("pathway", pathway, Pathway)
    check(people, {}, (), "people")
    check_text("target", target)
    if target != "own":
        pathway.role_category(target)
    elif set(OWN_ROLE).isdisjoint(map(spelt_in(people), people.columns)):
        raise UnknownColumnError("column", OWN_ROLE[0], people.columns)
    tables = {
        "qualifications": qualifications,
        "training": training,
        "evidence": evidence,
        "authorisations": authorisations,
    }
    asked = {"target": target, "on": on, "renewals": renewals, "threshold": threshold_of(threshold)}
    return _answered(pathway, "skill_gap", people, id, tables, asked, columns, GAP)


def eligibility(  # noqa: PLR0913 (one argument for each table)
    pathway: Pathway,
    people: Any,
    *,
    id: str,
    target: str = "next",
    on: date,
    qualifications: Any = None,
    training: Any = None,
    evidence: Any = None,
    authorisations: Any = None,
    columns: Mapping[str, str] | None = None,
    renewals: Renewals | None = None,
) -> Any:
    """How each person compares with the routes onward: a row for each person and route.

    The same columns and answers as `frames.eligibility`. It is never a decision about a job.

    Args:
        pathway: The edition to compare with.
        people: A Spark DataFrame with a row for each person.
        id: The column with the person's reference, in `people` and in the long tables.
        target: ``next`` for every route onward, or the id of a role category or profession.
        on: The day for which to answer.
        qualifications: A Spark DataFrame, as for `frames.skill_gap`.
        training: A Spark DataFrame, as for `frames.skill_gap`.
        evidence: A Spark DataFrame, as for `frames.skill_gap`.
        authorisations: A Spark DataFrame, as for `frames.skill_gap`.
        columns: The column of a field, where it is not called so.
        renewals: After how long training is refreshed where a record gives no expiry.

    Raises:
        UnknownIdError: If a column or the target is not there; the message names those that are.
        FrameError: If `id` is named as a column of the answer, or a column stands twice.
        MissingExtraError: If pyspark is not installed.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> cp.frames.spark.eligibility(cp.load(), [], id="ref", on=date(2026, 1, 1))
        Traceback (most recent call last):
        ...
        care_pathway.errors.InvalidArgumentError: people must be a Spark DataFrame, not list
    """
    check_kind("pathway", pathway, Pathway)
    check_text("target", target)
    if target != "next":
        pathway.check_end(target)
    tables = {
        "qualifications": qualifications,
        "training": training,
        "evidence": evidence,
        "authorisations": authorisations,
    }
    asked = {"target": target, "on": on, "renewals": renewals}
    return _answered(pathway, "eligibility", people, id, tables, asked, columns, ROUTE)


def rows_of_nobody(
    people: Any,
    *,
    id: str,
    qualifications: Any = None,
    training: Any = None,
    evidence: Any = None,
    authorisations: Any = None,
    columns: Mapping[str, str] | None = None,
) -> Any:
    """How many rows of the long tables belong to nobody in the table of people.

    As nothing runs when `skill_gap` or `eligibility` is called, they cannot warn of such rows as those of
    `frames` do. This counts them, in the same tables.

    Args:
        people: As for `skill_gap`.
        id: As for `skill_gap`.
        qualifications: As for `skill_gap`.
        training: As for `skill_gap`.
        evidence: As for `skill_gap`.
        authorisations: As for `skill_gap`.
        columns: As for `skill_gap`.

    Returns:
        A Spark DataFrame with a row for each long table that has rows: ``table``, ``rows`` (all of them) and
        ``of_nobody``.

    Raises:
        UnknownIdError: If a column is not there; the message names those that are.
        FrameError: If no long table is given, or a column stands twice.
        MissingExtraError: If pyspark is not installed.

    Example:
        >>> rows_of_nobody([], id="ref")
        Traceback (most recent call last):
        ...
        care_pathway.errors.InvalidArgumentError: people must be a Spark DataFrame, not list
    """
    check_name("id", id)
    named = {} if columns is None else columns
    check_columns(named)
    tables = {
        "qualifications": qualifications,
        "training": training,
        "evidence": evidence,
        "authorisations": authorisations,
    }
    own = _key_of("people", people, id, named)
    functions = functions_of_spark()
    somebody = people.select(as_key(people.schema[own]).alias("key"), functions.lit(0).alias("of_nobody"))
    rows = None
    for kind, frame in tables.items():
        if frame is not None:
            key = as_key(frame.schema[_key_of(kind, frame, own, named)]).alias("key")
            part = frame.select(functions.lit(kind).alias("table"), key)
            rows = part if rows is None else rows.unionByName(part)
    if rows is None:
        raise FrameError("name at least one table: qualifications=, training=, evidence= or authorisations=")
    told = rows.join(somebody.distinct(), "key", "left").groupBy("table")
    nobody = functions.coalesce("of_nobody", functions.lit(1))
    return told.agg(functions.count("*").alias("rows"), functions.sum(nobody).alias("of_nobody"))


def _key_of(kind: str, frame: Any, reference: str, named: Mapping[str, str]) -> str:
    """The column of a table with the person's reference, as the frame spells it."""
    asked_for = reference if kind == "people" else named.get(f"{kind}.id", named.get("id", reference))
    return check(frame, {"id": asked_for}, (), kind)["id"]


def _answered(
    pathway: Pathway,
    function: str,
    people: Any,
    reference: str,
    tables: Mapping[str, Any],
    asked: Mapping[str, Any],
    columns: Mapping[str, str] | None,
    answer: Mapping[str, str],
) -> Any:
    """The answers of a function of frames, each worker for the people whose rows it has."""
    check_name("id", reference)
    check_day(asked["on"])
    named = {} if columns is None else columns
    check_columns(named)
    kinds = [(name, _KINDS.get(kind, "string")) for name, kind in answer.items()]
    functions = functions_of_spark()
    given = {"people": people, **{kind: frame for kind, frame in tables.items() if frame is not None}}
    parts = []
    for kind, frame in given.items():
        key = _key_of(kind, frame, reference, named)
        if kind == "people":
            reference = key
            check_apart([reference], answer, spelt_in(frame))
        spelt = spelt_in(frame)
        names = set(map(spelt, frame.columns))
        for field in NEEDED.get(kind, ()):
            column = named.get(f"{kind}.{field}", named.get(field, field))
            if spelt(column) not in names and spelt(field) not in names:
                raise UnknownColumnError("column", column, frame.columns)
        # Tables of any shape stand in one: whose a row is, of which table, and the row itself as JSON.
        wanted = {spelt(name): name for name in (*FIELDS.get(kind, PERSON_COLUMNS), *named.values())}
        cells = [as_cell(field).alias(wanted.get(spelt(field.name), field.name)) for field in frame.schema]
        row = functions.to_json(functions.struct(*cells), {"ignoreNullFields": "false"})
        own = functions.col(quoted(key)) if kind == "people" else functions.lit(None)  # as it is given back
        parts.append(
            frame.select(
                as_key(frame.schema[key]).alias("key"),
                own.cast("string").alias("own"),
                functions.lit(kind).alias("kind"),
                row.alias("row"),
            )
        )
    rows = parts[0]
    for part in parts[1:]:
        rows = rows.unionByName(part)
    schema = ", ".join(f"{quoted(name)} {kind}" for name, kind in (("key", "string"), *kinds))
    judge = partial(
        _people_batches, pathway, function, reference, tuple(given), asked, dict(named), tuple(kinds)
    )
    found = rows.repartition("key").mapInArrow(judge, schema)
    own_key = functions.col("key").cast(dict(people.dtypes)[reference]).alias(reference)
    return found.select(own_key, *(functions.col(name) for name, _ in kinds))


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
    types = {"double": pa.float64(), "long": pa.int64()}
    made = [
        pa.array(list(values), types.get(_TYPES.get(name, ""), pa.string()))
        for name, values in zip(names, columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays([*batch.columns, *made], [*batch.schema.names, *names])


def _people_batches(
    pathway: Pathway,
    function: str,
    id: str,
    given: Sequence[str],
    asked: Mapping[str, Any],
    named: Mapping[str, str],
    kinds: Sequence[tuple[str, str]],
    batches: Iterable[Any],
) -> Iterator[Any]:
    """The answers for the people whose rows are on this worker."""
    pa = import_module("pyarrow")
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in given}
    keys: dict[str, list[str]] = {kind: [] for kind in given}
    given_back: dict[str, str] = {}
    for batch in batches:
        for key, own, kind, row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            rows[kind].append(loads(row))
            keys[kind].append(key)
            if own is not None:
                given_back[key] = own
    if not rows["people"]:
        return
    here = set(keys["people"])
    tables = {}
    for kind in given:
        columns: dict[str, list[Any]] = {id: [key for key in keys[kind] if key in here]}
        kept = [row for key, row in zip(keys[kind], rows[kind], strict=True) if key in here]
        for name in dict.fromkeys(name for row in kept for name in row):
            if name not in columns:
                columns[name] = [row.get(name) for row in kept]
        tables[kind] = pa.table({name: as_array(pa, cells) for name, cells in columns.items()})
    for kind, needed in NEEDED.items():
        if kind in tables and not tables[kind].num_rows:  # a worker that has none of its rows
            tables[kind] = pa.table({name: pa.array([], pa.string()) for name in (id, *needed)})
    people = tables.pop("people")
    mapped = {
        field: name
        for field, name in named.items()
        if not field.endswith(".id") and _is_there(field, name, tables)
    }
    answer = getattr(import_module("care_pathway.frames"), function)
    found = answer(pathway, people, id=id, columns=mapped, **asked, **tables)
    types = {"string": pa.string(), "bigint": pa.int64(), "double": pa.float64()}
    answers = [pa.array(map(given_back.__getitem__, found.column(id).to_pylist()), pa.string())]
    answers += [found.column(name).cast(types[kind]) for name, kind in kinds]
    yield from pa.table(answers, names=["key", *(name for name, _ in kinds)]).to_batches()


def _is_there(field: str, name: str, tables: Mapping[str, Any]) -> bool:
    """Whether a mapped column is in the rows of this worker, which may have none of a table."""
    kind = field.rpartition(".")[0]
    several = [tables[kind]] if kind in tables else [] if kind else tables.values()
    return any(name in table.column_names for table in several)
