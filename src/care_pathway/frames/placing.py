"""Where each person of a table is on the Pathway, and the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sized
from datetime import date, datetime
from typing import Any

from attrs import evolve

from care_pathway._arguments import check_day, check_kind
from care_pathway.errors import UnknownIdError
from care_pathway.evidence.placing import place as _place_one
from care_pathway.frames.codes import (
    ANY_DAY,
    Recorded,
    check_family,
    delegated_of,
    is_missing,
    job_role_of,
    recorded_forms,
    recorded_of,
    seen,
)
from care_pathway.frames.errors import FrameError
from care_pathway.frames.new_columns import NewColumn
from care_pathway.frames.tables import Table
from care_pathway.frames.titles import title_column
from care_pathway.model import Pathway, WorkContext, Worker
from care_pathway.tabular.words import PathwayAnswer
from care_pathway.titles.records import PlacementBasis

#: The columns that `place` adds.
COLUMNS = ("cwp_role_category", "cwp_likely", "cwp_basis", "cwp_answer", "cwp_confidence")

_DUTIES = "context."

#: What a cell of a table of people may fill: fields of `Worker`, and answers of `WorkContext`.
FIELDS = (
    "id",
    "role_category",
    "job_title",
    "ascwds_job_role",
    "setting",
    "started_in_role",
    "started_in_care",
)


def place(
    pathway: Pathway,
    frame: Any,
    *,
    title: str | None = None,
    job_role: str | None = None,
    recorded: str | None = None,
    delegated: str | None = None,
    codes: str = "upload",
    on: date | None = None,
) -> Any:
    """Which role category each row is in, from what is recorded, the duties, the title and the job role.

    Adds ``cwp_role_category`` (null if out of scope or not settled), ``cwp_likely`` (the first candidate),
    ``cwp_basis`` (what decided), ``cwp_answer`` (which kind of answer is recorded; ``not-asked`` without
    `recorded`) and ``cwp_confidence``. The answers are those of `care_pathway.place`.

    Args:
        pathway: The edition to answer with.
        frame: A polars, pandas or pyarrow table, or a DuckDB relation.
        title: Name of the column with job titles.
        job_role: Name of the column with the ASC-WDS main job role, as a code or a label.
        recorded: Name of the column with the answer to the question about the Pathway: codes, labels or ids.
        delegated: Name of the column that says whether the person carries out delegated healthcare: codes
            or true and false.
        codes: ``upload`` or ``analysis``: the family of files that the codes are of.
        on: The day for which to answer; nothing in these columns depends on it.

    Raises:
        UnknownIdError: If a column is not there; the message names those that are.
        FrameError: If no column is named, the titles are no text, or a column would be replaced.

    Example:
        >>> import care_pathway as cp, polars
        >>> posts = polars.DataFrame({"title": ["Carer", "Carer", None], "answer": ["3", "999", "998"]})
        >>> placed = place(cp.load(), posts, title="title", recorded="answer")
        >>> placed.select("cwp_basis", "cwp_answer").rows()
        [('recorded', 'category'), ('title', 'do-not-know'), (None, 'none-of-the-above')]
        >>> placed["cwp_role_category"].to_list()
        ['enhanced-care-worker', 'care-or-support-worker', None]
    """
    check_kind("pathway", pathway, Pathway)
    check_family(codes)
    day = ANY_DAY if on is None else on
    check_day(day)
    table = Table(frame)
    keys = {"title": title, "job_role": job_role, "recorded": recorded, "delegated": delegated}
    for argument, column in keys.items():
        if column is not None:
            table.check(column, argument)
    if title is not None:
        title_column(table, title)
    given = {argument: column for argument, column in keys.items() if column is not None}
    if not given:
        raise FrameError("name at least one column: title=, job_role=, recorded= or delegated=")

    def judge(rows: list[tuple[Any, ...]]) -> list[NewColumn]:
        return answer_columns(pathway, [dict(zip(given, row, strict=True)) for row in rows], codes, on=day)

    return table.with_columns(list(given.values()), COLUMNS, judge)


def worker_from(
    cells: Mapping[str, Any], forms: Mapping[str, Recorded], family: str
) -> tuple[PathwayAnswer, Worker]:
    """The kind of recorded answer, and a worker with what else decides."""
    recorded = Recorded(answer=PathwayAnswer.NOT_ASKED)
    if "recorded" in cells:
        recorded = recorded_of(forms, cells["recorded"])
    if recorded.role_category is not None:  # it decides, whatever else is on file
        return recorded.answer, Worker(id="row", role_category=recorded.role_category)
    title = cells.get("title")
    worker = Worker(
        id="row",
        job_title=title if isinstance(title, str) and title.strip() else None,
        ascwds_job_role=job_role_of(cells.get("job_role")),
        context=WorkContext(delegated_healthcare=delegated_of(cells.get("delegated"), family)),
    )
    return recorded.answer, worker


def answer_columns(
    pathway: Pathway, cells: list[dict[str, Any]], family: str, *, on: date = ANY_DAY
) -> list[NewColumn]:
    """The columns that answers fill, from the different cells by argument of `place`."""
    forms = recorded_forms(pathway, family)
    rows = [worker_from(one, forms, family) for one in cells]
    placed = {worker: _place_one(pathway, worker, on=on) for worker in dict.fromkeys(row[1] for row in rows)}
    placements = [placed[worker] for _, worker in rows]
    firsts = [placement.candidates[0] if placement.candidates else None for placement in placements]
    roles = tuple(role.id for role in pathway.role_categories)
    bases = [None if placement.basis is None else str(placement.basis) for placement in placements]
    return [
        NewColumn(
            name="cwp_role_category",
            values=[placement.role_category for placement in placements],
            kind="words",
            words=roles,
        ),
        NewColumn(
            name="cwp_likely",
            values=[None if first is None else first.role_category for first in firsts],
            kind="words",
            words=roles,
        ),
        NewColumn(name="cwp_basis", values=bases, kind="words", words=tuple(map(str, PlacementBasis))),
        NewColumn(
            name="cwp_answer",
            values=[str(answer) for answer, _ in rows],
            kind="words",
            words=tuple(map(str, PathwayAnswer)),
        ),
        NewColumn(
            name="cwp_confidence",
            values=[None if first is None else first.confidence for first in firsts],
            kind="number",
        ),
    ]


def to_workers(
    pathway: Pathway, frame: Any, columns: Mapping[str, str], *, codes: str = "upload"
) -> Iterator[Worker]:
    """The rows of a table as `Worker` records, one after the other.

    Args:
        pathway: The edition whose role categories are recorded.
        frame: A polars, pandas or pyarrow table, or a DuckDB relation.
        columns: The column of each field: ``id`` (needed), ``role_category`` (codes, labels or ids),
            ``job_title``, ``ascwds_job_role``, ``setting``, ``started_in_role``, ``started_in_care``, and
            duties as ``context.delegated_healthcare`` and so on.
        codes: ``upload`` or ``analysis``: the family of files that the codes are of.

    Raises:
        UnknownIdError: If a field or a column is not there.
        FrameError: If ``id`` has no column; when a row is reached that cannot be read.

    Example:
        >>> import care_pathway as cp, polars
        >>> posts = polars.DataFrame({"workerid": [7], "mainjrid": ["8"], "answer": ["3"]})
        >>> columns = {"id": "workerid", "ascwds_job_role": "mainjrid", "role_category": "answer"}
        >>> next(to_workers(cp.load(), posts, columns, codes="analysis")).role_category
        'enhanced-care-worker'
    """
    check_kind("pathway", pathway, Pathway)
    check_family(codes)
    check_kind("columns", columns, Mapping)
    table = Table(frame)
    readers = worker_readers(pathway, table, columns, codes)
    if "id" not in columns:
        raise FrameError("name the column with the reference of each person: columns={'id': ...}")
    return _workers(table, dict(columns), readers)


def _workers(
    table: Table, columns: Mapping[str, str], readers: Mapping[str, Callable[[Any], Any]]
) -> Iterator[Worker]:
    names = list(dict.fromkeys(columns.values()))  # one column may fill several fields
    places = {field: names.index(column) for field, column in columns.items()}
    for number, row in enumerate(table.rows(names), start=1):
        yield worker_of({field: row[place] for field, place in places.items()}, readers, number)


def worker_of(cells: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]], number: int) -> Worker:
    """A worker from the cells of a row, by field."""
    found: dict[str, Any] = {}
    for field, cell in cells.items():
        try:
            found[field] = readers[field](cell)
        except (ValueError, TypeError) as error:
            raise FrameError(f"row {number}: {field}: {error}") from None
    if found.get("id") is None:
        raise FrameError(f"row {number} has no id")
    duties = {name.removeprefix(_DUTIES): found.pop(name) for name in list(found) if name.startswith(_DUTIES)}
    worker = Worker(**found)
    return evolve(worker, context=WorkContext(**duties)) if duties else worker


def worker_readers(
    pathway: Pathway, table: Table, columns: Mapping[str, str], codes: str
) -> dict[str, Callable[[Any], Any]]:
    """How the cells of each field are read; refuses fields and columns that are not there."""
    forms = recorded_forms(pathway, codes)
    readers: dict[str, Callable[[Any], Any]] = dict.fromkeys(FIELDS, _text_or_none)
    readers["role_category"] = lambda cell: recorded_of(forms, cell).role_category
    readers["ascwds_job_role"] = job_role_of
    readers["started_in_role"] = readers["started_in_care"] = day_of
    for duty in WorkContext.__attrs_attrs__:
        whole = duty.name in {"number_of_services", "months_in_first_care_role"}
        readers[_DUTIES + duty.name] = _whole_or_none if whole else (lambda cell: delegated_of(cell, codes))
    for field, column in columns.items():
        if field not in readers:
            raise UnknownIdError("field of a worker", str(field), readers)
        table.check(column, f"columns[{field!r}]")
    return readers


def day_of(cell: Any) -> date | None:
    """A day of a table.

    Raises:
        ValueError: If it is text that is no ISO date, or a moment that is no whole day.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        raise ValueError(
            f"expected a date, or text as YYYY-MM-DD, not {type(cell).__name__}; parse the column first"
        ) from None


def _text_or_none(cell: Any) -> str | None:
    if is_missing(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip() or None


def _whole_or_none(cell: Any) -> int | None:
    return None if is_missing(cell) or not str(cell).strip() else whole(cell)


def whole(value: Any) -> int:
    """A number of a table, as a number or text.

    Raises:
        ValueError: If it is no whole number of 0 or more.
    """
    try:
        is_one = isinstance(value, str) or not isinstance(value, Sized)  # a list of one number is no number
        number = float(value) if is_one else -1.0
    except (ValueError, TypeError, OverflowError):
        number = -1.0
    if not number.is_integer() or number < 0:
        raise ValueError(f"expected a whole number of 0 or more, not {seen(value)}")
    return int(number)
