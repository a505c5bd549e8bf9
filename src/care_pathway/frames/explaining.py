"""The full record behind the answers of one row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from care_pathway._arguments import check_day, check_kind
from care_pathway.errors import InvalidArgumentError
from care_pathway.evidence.placing import place as _place_one
from care_pathway.evidence.renewals import Renewals
from care_pathway.frames.codes import (
    ANY_DAY,
    check_family,
    is_missing,
    job_role_of,
    recorded_forms,
)
from care_pathway.frames.errors import FrameError, UnknownColumnError, check_name
from care_pathway.frames.on_file import LongTable, People, as_key, check_columns
from care_pathway.frames.placing import worker_from
from care_pathway.frames.routes import person_fields
from care_pathway.frames.tables import Table, narwhals
from care_pathway.model import Pathway, WorkContext, Worker
from care_pathway.progression.eligibility import check_eligibility, eligible_routes
from care_pathway.progression.records import Eligibility
from care_pathway.skills.gap import skill_gap
from care_pathway.skills.records import SkillGap
from care_pathway.titles.normalise import normalise_title
from care_pathway.titles.records import Placement, TitleMatch


def explain(  # noqa: PLR0913 (one argument for each column and table)
    pathway: Pathway,
    row: Any,
    *,
    title: str | None = None,
    job_role: str | None = None,
    recorded: str | None = None,
    delegated: str | None = None,
    codes: str = "upload",
    on: date | None = None,
    id: str | None = None,
    people: Any = None,
    qualifications: Any = None,
    training: Any = None,
    evidence: Any = None,
    authorisations: Any = None,
    columns: Mapping[str, str] | None = None,
    renewals: Renewals | None = None,
) -> TitleMatch | Placement | SkillGap | Eligibility:
    """The full record behind the answers of one row: its reasons, candidates and problems.

    Args:
        pathway: The edition that answered.
        row: The row: a mapping of columns to values (as ``frame.row(0, named=True)`` gives in polars and
            ``frame.iloc[0]`` in pandas), or a table of one row.
        title: Name of the column with the title, as it was given before. May be left out where the row has
            one column that is called so (``title``, ``job_title``).
        job_role: Name of the column with the main job role.
        recorded: Name of the column with the recorded answer.
        delegated: Name of the column on delegated healthcare.
        codes: ``upload`` or ``analysis``.
        on: The day for which to answer.
        id: For a row of `skill_gap` or `eligibility`: the column with the person's reference.
        people: For a row of `eligibility`: the table of people that was given.
        qualifications: The long table that was given, and so with the others.
        training: As `qualifications`.
        evidence: As `qualifications`.
        authorisations: As `qualifications`.
        columns: As it was given.
        renewals: As it was given.

    Returns:
        A `TitleMatch` for a row of `normalise_titles`, a `Placement` for one of `place`, a `SkillGap` or an
        `Eligibility` for one of those.

    Raises:
        UnknownIdError: If a column is not in the row.
        FrameError: If no column is named and none can be told, or the person is not in the table.

    Example:
        >>> import care_pathway as cp, polars
        >>> answered = cp.frames.normalise_titles(cp.load(), polars.DataFrame({"job": ["Key Worker"]}), "job")
        >>> print(explain(cp.load(), answered.row(0, named=True), title="job").explain())
        'Key Worker' is a care or support worker.
        D3 (key worker): the Level 2 standard lists key workers.
    """
    check_kind("pathway", pathway, Pathway)
    check_family(codes)
    cells = _row(row)
    if "decision" in cells or "minimum_coverage" in cells:
        tables = {
            "qualifications": qualifications,
            "training": training,
            "evidence": evidence,
            "authorisations": authorisations,
        }
        return _of_person(
            pathway, cells, id, on, people, tables, {} if columns is None else columns, renewals
        )
    keys = {"title": title, "job_role": job_role, "recorded": recorded, "delegated": delegated}
    if all(column is None for column in keys.values()):
        keys["title"] = _title_among(cells)
    given = {argument: _cell(cells, column) for argument, column in keys.items() if column is not None}
    if "cwp_basis" not in cells and set(given) <= {"title", "job_role"}:
        text = given.get("title")
        code = job_role_of(given.get("job_role"))
        return normalise_title(pathway, text if isinstance(text, str) else None, ascwds_job_role=code)
    _, worker = worker_from(given, recorded_forms(pathway, codes), codes)
    return _place_one(pathway, worker, on=ANY_DAY if on is None else on)


def _of_person(
    pathway: Pathway,
    cells: Mapping[str, Any],
    id: str | None,
    on: date | None,
    people: Any,
    tables: Mapping[str, Any],
    columns: Mapping[str, str],
    renewals: Renewals | None,
) -> SkillGap | Eligibility:
    """The record behind a row about a person: from their rows in the tables that were given."""
    if id is None:
        raise InvalidArgumentError("id", "the column with the person's reference", id)
    check_day(on)
    check_columns(columns)
    assert isinstance(on, date)  # noqa: S101 (as check_day has made sure)
    key = as_key(_cell(cells, id))
    own = _Single(str(key))
    records: dict[str, Any] = {
        kind: tuple(_records(kind, frame, id, own, columns))
        for kind, frame in tables.items()
        if frame is not None
    }
    target = cells.get("target")
    if "decision" not in cells:
        if is_missing(target):
            raise FrameError("this person's role category is not known, so there is no gap to explain")
        worker = Worker(id=str(key), **records)
        return skill_gap(pathway, worker, target=target, on=on, renewals=renewals)
    if people is None:
        raise InvalidArgumentError("people", "the table of people that was given", people)
    found = _rows_of(people, id, own, "people")
    fields = person_fields(People(found, id).table)
    if not fields:
        raise FrameError("people has no row of this person")
    duties = {name: fields.pop(name) for name in list(fields) if hasattr(WorkContext(), name)}
    worker = Worker(id=str(key), context=WorkContext(**duties), **fields, **records)
    for one in eligible_routes(pathway, worker, on=on, renewals=renewals):
        if one.route is not None and one.route.id == cells.get("route"):
            return one
    if target is None:
        raise FrameError("this person has no route onward, so there is nothing to explain")
    return check_eligibility(pathway, worker, target=target, on=on, renewals=renewals)


class _Single:
    """One person in place of a table of people."""

    def __init__(self, key: str) -> None:
        self.id = "id"
        self.key = key
        self.index = {key: 0}


def _records(kind: str, frame: Any, id: str, own: _Single, columns: Mapping[str, str]) -> list[Any]:
    """The records of one person in a long table."""
    name = columns.get(f"{kind}.id", columns.get("id", id))
    found = _rows_of(frame, name, own, kind)
    table = LongTable(kind, found, own, {**columns, f"{kind}.id": name})
    return [record for row in range(len(table.person)) if (record := table.record(row)) is not None]


def _rows_of(frame: Any, id: str, own: _Single, name: str) -> Any:
    """The rows of one person, as a table of the same library."""
    table = Table(frame, name)
    table.check(id, f"{name}: id")
    nw = narwhals()
    rows = nw.from_native(table.native)
    keys = nw.col(id).cast(nw.String)
    texts = Table(rows.select(keys.alias("key")).to_native()).distinct("key")
    same = [own.key, *(text for text in texts if as_key(text) == own.key)]  # never none, which has no type
    return rows.filter(keys.is_in(same)).to_native()


def _row(row: Any) -> dict[str, Any]:
    """A row as a plain mapping."""
    if isinstance(row, Mapping):
        return dict(row)
    if hasattr(row, "to_dict") and hasattr(row, "index") and not hasattr(row, "columns"):
        return dict(row.to_dict())  # a row of pandas
    table = Table(row, "row")
    rows = list(table.rows(table.columns))
    if len(rows) != 1:
        raise FrameError(f"row must be one row, not {len(rows)}; for example frame.row(0, named=True)")
    return dict(zip(table.columns, rows[0], strict=True))


def _cell(cells: Mapping[str, Any], column: str) -> Any:
    check_name("the name of a column", column)
    if column not in cells:
        raise UnknownColumnError("column", str(column), map(str, cells))
    value = cells[column]
    return None if is_missing(value) else value


def _title_among(cells: Mapping[str, Any]) -> str:
    found = [name for name in cells if str(name).casefold().replace(" ", "_") in {"title", "job_title"}]
    if len(found) != 1:
        raise FrameError("name the column that was read, for example title='job_title'")
    return found[0]
