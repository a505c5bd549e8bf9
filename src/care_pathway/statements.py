"""Published lists that could not be read here, as a user transcribes them from the page.

Of four role categories only the openings of their pages could be read. Whoever has a page open can write its
statements into a table, in own words or under the Open Government Licence, and need not wait for a release.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from os import PathLike
from typing import Any

import attrs
from attrs import field, frozen

from care_pathway._arguments import check_kind
from care_pathway._record import Record
from care_pathway.errors import DataError
from care_pathway.model import (
    Area,
    Competency,
    Pathway,
    PracticeArea,
    Provenance,
    Source,
    Stage,
    StatusIn2025,
)
from care_pathway.model._fields import Id, is_day, is_id, is_id_or_none, is_text, is_text_or_none, valid_id
from care_pathway.model._selection import drop_lost_references
from care_pathway.model.pathway import COLLECTIONS
from care_pathway.problems import Place, Problem, shown
from care_pathway.tabular.sheets import read_grid

#: The columns of the table, in the order in which they are best written; ``theme`` may be left out.
COLUMNS = ("role_category", "heading", "stage", "kind", "statement", "page", "read_on", "theme")
_ALSO_CALLED = {"day": "read_on"}
KINDS = ("behaviour", "knowledge", "skill", "practice-area")
#: The namespace of what is added.
NAMESPACE = "statements"

_STAGED = ("knowledge", "skill")
_REQUIRED = frozenset(COLUMNS) - {"heading", "stage", "theme"}


@frozen(kw_only=True, repr=False, eq=False)
class TranscribedStatement(Record):
    """One line of a published list, as a user transcribed it.

    Attributes:
        role_category: Id of the role category whose page has it.
        kind: ``behaviour``, ``knowledge``, ``skill`` or ``practice-area``.
        heading: The heading it stands under; knowledge and skills have one.
        stage: ``minimum``, ``progression`` or ``additional``; knowledge and skills have one.
        statement: What is expected, or the area of practice.
        theme: Id of the theme, or the topic of a practice area, where the user knows it.
        page: Address of the page.
        read_on: The day it was read.
    """

    role_category: Id = field(validator=is_id)
    kind: str = field(validator=is_text)
    heading: str | None = field(default=None, validator=is_text_or_none)
    stage: Stage | None = field(default=None, converter=attrs.converters.optional(Stage))
    statement: str = field(validator=is_text)
    theme: Id | None = field(default=None, validator=is_id_or_none)
    page: str = field(validator=is_text)
    read_on: date = field(validator=is_day)

    @property
    def collection(self) -> str:
        """The list that it belongs to; each is replaced as a whole."""
        return {"behaviour": "behaviours", "practice-area": "practice areas"}.get(
            self.kind, "knowledge and skills"
        )


def with_statements(pathway: Pathway, path: str | PathLike[str]) -> Pathway:
    """A new pathway in which transcribed statements count instead of the editorial ones.

    For each role category and list in the file (behaviours, knowledge and skills, areas of practice) the
    statements of the file replace those of the pathway. They are marked as the user's transcription: their
    basis is ``secondary``, their ids start with ``statements:``, and `Pathway.ref` names them. A statement
    without a theme is shown by no training, only by evidence of its own. The pathway given stays as it is.

    Args:
        pathway: The edition to add to.
        path: A CSV file or a workbook with the columns of `COLUMNS`; days are written ``2026-11-30``.

    Raises:
        DataError: With every row that does not have the form: line, column, what was found and is allowed.

    Example:
        >>> import care_pathway as cp, pathlib, tempfile
        >>> text = '''role_category,heading,stage,kind,statement,page,read_on
        ... enhanced-care-worker,Delegation,minimum,knowledge,Knows who delegates,https://www.gov.uk/x,2026-11-30
        ... '''
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder, "statements.csv")
        ...     _ = file.write_text(text, "utf-8")
        ...     ours = cp.with_statements(cp.load("2025-04"), file)
        >>> ours.ref
        '2025-04/r2+statements'
        >>> [item.statement for item in ours.expectations("enhanced-care-worker").own if item.stage]
        ['Knows who delegates']
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("path", path, (str, PathLike))
    statements = read_statements(pathway, path)
    kept: dict[str, list[Any]] = {name: list(getattr(pathway, name)) for name in COLLECTIONS}
    for role, collection in dict.fromkeys((each.role_category, each.collection) for each in statements):
        _take_out(kept, role, collection)
    for name, records in _records(pathway, statements).items():
        kept[name] += records
    drop_lost_references(kept)
    lines = "\n".join(map(str, map(attrs.astuple, statements)))
    changes: dict[str, Any] = {name: tuple(records) for name, records in kept.items()}
    return attrs.evolve(
        pathway,
        overlays=(*pathway.overlays, NAMESPACE),
        digest=sha256(f"{pathway.digest}\n{lines}".encode()).hexdigest(),
        **changes,
    )


def read_statements(pathway: Pathway, path: str | PathLike[str]) -> tuple[TranscribedStatement, ...]:
    """The statements of a file; see `with_statements`.

    Raises:
        DataError: With every row that does not have the form.
    """
    grid = read_grid(path)
    (line, heads), *rows = grid.rows
    names = ["_".join(str(head or "").lower().split()) for head in heads]
    names = [_ALSO_CALLED.get(name, name) for name in names]
    problems = [*grid.problems, *_heading_problems(names, grid.file, line)]
    if NAMESPACE in pathway.overlays:
        problems.append(Problem(message="the pathway has statements already; give it one file"))
    statements: list[TranscribedStatement] = []
    if not problems:
        seen: set[tuple[str, ...]] = set()
        for line, cells in rows:
            row = dict(zip(names, cells, strict=False))
            found = [problem.at(file=grid.file, line=line) for problem in _problems(pathway, row, seen)]
            problems += found
            if not found:
                statements.append(_statement(row))
    if problems:
        raise DataError(problems)
    return tuple(statements)


# --- reading -----------------------------------------------------------------------------------------


def _heading_problems(names: list[str], file: str, line: int) -> Iterator[Problem]:
    place = Place(file=file, line=line)
    for name in COLUMNS:
        if name not in names and name != "theme":
            yield Problem(message=f"no column {name}; expected {', '.join(COLUMNS)}", place=place)
    for name in filter(None, names):
        if name not in COLUMNS:
            message = f"unknown column; expected {', '.join(COLUMNS)}"
            yield Problem(message=message, place=place, found=shown(name))
        elif names.count(name) > 1:
            yield Problem(message="a column given twice", place=place, found=name)


def _problems(pathway: Pathway, row: dict[str, Any], seen: set[tuple[str, ...]]) -> Iterator[Problem]:
    """What is wrong with a row, column by column."""
    key = tuple(_text(row, column).casefold() for column in ("role_category", "kind", "statement"))
    checks: dict[str, str | None] = {
        "role_category": _role_problem(pathway, row),
        "kind": None if _text(row, "kind") in KINDS else f"expected one of {', '.join(KINDS)}",
        "heading": _heading_problem(row),
        "stage": _stage_problem(row),
        "statement": "given twice for this role category" if key in seen else None,
        "page": None if _text(row, "page").startswith("https://") else "expected an https:// address",
        "read_on": None if _day(row.get("read_on")) else "expected a day such as 2026-11-30",
        "theme": _theme_problem(pathway, row),
    }
    seen.add(key)
    for column, wrong in checks.items():
        given = _text(row, column)
        message = "missing" if column in _REQUIRED and not given else wrong
        if message:
            yield Problem(message=message, place=Place(column=column), found=shown(given) if given else None)


def _role_problem(pathway: Pathway, row: dict[str, Any]) -> str | None:
    """Lists that were read on their page are not transcribed again."""
    unread = _unread(pathway)
    known = _text(row, "role_category") in unread
    return None if known else f"expected a role category whose lists were not read: {', '.join(unread)}"


def _heading_problem(row: dict[str, Any]) -> str | None:
    missing = _text(row, "kind") in _STAGED and not _text(row, "heading")
    return "missing; knowledge and skills stand under a heading" if missing else None


def _stage_problem(row: dict[str, Any]) -> str | None:
    kind, stage = _text(row, "kind"), _text(row, "stage")
    if kind in _STAGED:
        return None if stage in tuple(Stage) else f"expected one of {', '.join(Stage)}"
    return f"a {kind} has no stage; leave the cell empty" if stage and kind in KINDS else None


def _theme_problem(pathway: Pathway, row: dict[str, Any]) -> str | None:
    theme, themes = _text(row, "theme"), [each.id for each in pathway.themes]
    if not theme:
        return None
    if _text(row, "kind") == "practice-area":
        return None if valid_id(theme) else "expected a topic such as dementia"
    return None if theme in themes else f"expected a theme: {', '.join(themes)}"


def _unread(pathway: Pathway) -> tuple[Id, ...]:
    """The role categories whose published lists were not read."""
    not_read = {
        role
        for item in pathway.competencies
        if item.provenance.status_in_2025 is StatusIn2025.NOT_READ
        for role in item.role_categories
    }
    return tuple(role.id for role in pathway.role_categories if role.id in not_read)


def _text(row: dict[str, Any], column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value).strip()


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip())
    except ValueError:
        return None


def _statement(row: dict[str, Any]) -> TranscribedStatement:
    values: dict[str, Any] = {column: _text(row, column) or None for column in COLUMNS}
    return TranscribedStatement(**values | {"read_on": _day(row["read_on"])})


# --- the pathway -------------------------------------------------------------------------------------


def _take_out(kept: dict[str, list[Any]], role: Id, collection: str) -> None:
    """Leave out what a role category has in a list; what it shares with others stays theirs."""
    if collection == "practice areas":
        kept["practice_areas"] = [area for area in kept["practice_areas"] if area.role_category != role]
        return
    behaviours = collection == "behaviours"
    if not behaviours:
        kept["areas"] = [area for area in kept["areas"] if area.role_category != role]
    items = []
    for item in kept["competencies"]:
        if role not in item.role_categories or (item.kind == "behaviour") is not behaviours:
            items.append(item)
        elif others := tuple(other for other in item.role_categories if other != role):
            evidence = tuple(each for each in item.evidence if each.role_category != role)
            items.append(attrs.evolve(item, role_categories=others, evidence=evidence))
    kept["competencies"] = items


def _records(pathway: Pathway, statements: tuple[TranscribedStatement, ...]) -> dict[str, list[Any]]:
    """The records that the statements make."""
    pages = {
        page: Source(
            id=f"{NAMESPACE}:page-{number}",
            title="Published page, as transcribed by the user",
            publisher="own transcription",
            url=page,
            licence="own words, or Open Government Licence v3.0",
            kind="secondary",
        )
        for number, page in enumerate(dict.fromkeys(each.page for each in statements), 1)
    }
    made: dict[str, list[Any]] = {"sources": [*pages.values()], "areas": [], "competencies": []}
    made["practice_areas"] = []
    areas: dict[tuple[Id, str | None, Stage | None], Area] = {}
    for number, each in enumerate(statements, 1):
        provenance = Provenance(
            source=pages[each.page].id,
            basis="secondary",
            why=f"Transcribed from the page by the user, who read it on {each.read_on.isoformat()}.",
        )
        id_ = f"{NAMESPACE}:{each.role_category}-{number}"
        shared: dict[str, Any] = {"editions": (pathway.edition.id,), "provenance": provenance}
        if each.kind == "practice-area":
            made["practice_areas"].append(
                PracticeArea(
                    id=id_,
                    role_category=each.role_category,
                    topic=each.theme or f"{NAMESPACE}:{number}",
                    label=each.statement,
                    learning_status="none-identified",
                    note="What the page says about learning for it was not transcribed.",
                    **shared,
                )
            )
            continue
        area = None
        if each.kind != "behaviour":
            area = areas.setdefault(
                (each.role_category, each.heading, each.stage),
                Area(
                    id=f"{NAMESPACE}:{each.role_category}-heading-{len(areas) + 1}",
                    label=str(each.heading),
                    role_category=each.role_category,
                    stage=str(each.stage),
                    provenance=provenance,
                ),
            )
        made["competencies"].append(
            Competency(
                id=id_,
                kind=each.kind,
                statement=each.statement,
                expectation="must" if each.kind == "behaviour" else "should",
                stage=each.stage,
                area=None if area is None else area.id,
                theme=each.theme,
                role_categories=(each.role_category,),
                **shared,
            )
        )
    made["areas"] = [*areas.values()]
    return made
