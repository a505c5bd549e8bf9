"""Every bundled table as rows: one for each collection, and one for what records hold in lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from care_pathway._data import manifest, read_json
from care_pathway.model import COLLECTIONS, Competency, Pathway, Provenance, Requirement

Table = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]

#: Where a fact comes from and how it is known: the same columns in every table, at its end.
PROVENANCE = ("basis", "source", "locator", "confidence", "status_in_2025", "why", "pathway")

#: What an adoption holds.
ADOPTION = ("terms", "steps", "depths", "reasons", "capabilities", "pilots", "early_uses")


def tables(pathway: Pathway) -> Iterator[Table]:
    """The tables of an edition, each with basis and source, and the crosswalks."""
    for name in COLLECTIONS:
        records = getattr(pathway, name)
        if records:
            yield _table(name, pathway, records)
    yield _links(pathway)
    yield _requirements(pathway)
    yield _competency_roles(pathway)
    for name in ADOPTION:
        records = getattr(pathway.adoption, name, ())
        if records:
            yield _table(f"adoption_{name}", pathway, records)
    yield from crosswalks()


def documents(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """The same as JSON documents, and the whole edition in one."""
    from care_pathway.serialise import canonical, dumps, to_plain

    yield "pathway", dumps(pathway, indent=1)
    for name in COLLECTIONS:
        records = getattr(pathway, name)
        if records:
            yield name, canonical({"pathway": pathway.ref, name: to_plain(records)})
    for name, headings, rows in crosswalks():
        yield name, canonical({name: [dict(zip(headings, row, strict=True)) for row in rows]})


def _table(name: str, pathway: Pathway, records: Iterable[Any]) -> Table:
    from care_pathway.rows import to_rows

    rows = to_rows(tuple(records))
    own = [key for key in rows[0] if not key.startswith("provenance_") and key != "source"]
    if name == "routes":  # the start of a route, which is no source of a fact
        own.insert(own.index("id") + 1, "source")
    headings = tuple("from" if key == "source" else key for key in own)
    return (
        name,
        (*headings, *PROVENANCE),
        [(*(row[key] for key in own), *_known(row), pathway.ref) for row in rows],
    )


def _known(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(f"provenance_{name}") for name in PROVENANCE[:-1])


def _from(provenance: Any, pathway: Pathway) -> tuple[Any, ...]:
    values = [getattr(provenance, name) for name in PROVENANCE[:-1]]
    return (*(None if value is None else str(value) for value in values), pathway.ref)


def _links(pathway: Pathway) -> Table:
    rows = [
        (
            learning.id,
            learning.name,
            link.role_category,
            str(link.relation),
            link.words,
            *_from(link.provenance, pathway),
        )
        for learning in pathway.learning
        for link in learning.links
    ]
    return "learning_links", ("learning", "name", "role_category", "relation", "words", *PROVENANCE), rows


def _requirements(pathway: Pathway) -> Table:
    rows = []
    owners = [("route", route.id, route.requirements) for route in pathway.routes]
    for role in pathway.role_categories:
        owners.append(("role category", role.id, role.requirements))
        owners.append(("role category, statutory", role.id, role.statutory_requirements))
    for of, owner, requirements in owners:
        for one in requirements:
            rows += list(_parts(of, owner, one, None, pathway))
    return (
        "requirements",
        ("of", "of_id", "id", "part_of", "kind", "strength", "text", "note", *PROVENANCE),
        rows,
    )


def _parts(
    of: str, id: str, one: Requirement, part_of: str | None, pathway: Pathway
) -> Iterator[tuple[Any, ...]]:
    yield (
        of,
        id,
        one.id,
        part_of,
        str(one.kind),
        str(one.strength),
        one.text,
        one.note,
        *_from(one.provenance, pathway),
    )
    for part in getattr(one, "requirements", ()):
        yield from _parts(of, id, part, one.id, pathway)


def _competency_roles(pathway: Pathway) -> Table:
    """One row for each competency and role category that names it, with its own provenance."""
    rows = [
        (
            one.id,
            role,
            str(one.kind),
            str(one.expectation),
            None if one.stage is None else str(one.stage),
            one.area,
            one.theme,
            one.statement,
            *_from(_known_for(one, role), pathway),
        )
        for one in pathway.competencies
        for role in one.role_categories
    ]
    headings = (
        "competency",
        "role_category",
        "kind",
        "expectation",
        "stage",
        "area",
        "theme",
        "statement",
        *PROVENANCE,
    )
    return "competency_role_categories", headings, rows


def _known_for(one: Competency, role: str) -> Provenance:
    """How a competency is known for one role category."""
    return next((known.provenance for known in one.evidence if known.role_category == role), one.provenance)


def crosswalks() -> Iterator[Table]:
    """The bundled crosswalks: code lists of ASC-WDS, and what learning is about."""
    for file in sorted(manifest()["files"]):
        if file.startswith("crosswalks/") and file.endswith(".json"):
            document = read_json(file)
            rows = document.get("rows")
            if isinstance(rows, list) and rows:
                stem = file.removeprefix("crosswalks/").removesuffix(".json")
                yield _crosswalk(stem.replace("/", "_").replace("-", "_"), document, rows)


def _crosswalk(name: str, document: dict[str, Any], rows: list[dict[str, Any]]) -> Table:
    flat = [item for row in rows for item in _exploded(row)]
    own = tuple(dict.fromkeys(key for row in flat for key in row if key not in ("basis", "source")))
    source = document.get("source") or document.get("subject_source")
    table = [
        (
            *(_text(row.get(key)) for key in own),
            row.get("basis") or document.get("basis"),
            source,
            document.get("locator"),
            document.get("version"),
        )
        for row in flat
    ]
    return name, (*own, "basis", "source", "locator", "version"), table


def _exploded(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for each item of the one list of records that a row may hold, such as the codes of a list."""
    for key, value in row.items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and len(row) == 2:
            rest = {name: other for name, other in row.items() if name != key}
            yield from ({**rest, **item} for item in value)
            return
    yield row


def _text(value: Any) -> Any:
    """A value of a crosswalk as a cell."""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return "; ".join(map(str, value))
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return value
