"""Every bundled table as rows: one for each collection, and one for what records hold in lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from care_pathway.model import COLLECTIONS, Pathway, Requirement

Table = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]

#: Where a fact comes from and how it is known: the same columns in every table, at its end.
PROVENANCE = ("basis", "source", "locator", "confidence", "status_in_2025", "why", "pathway")


def tables(pathway: Pathway) -> Iterator[Table]:
    """The tables of an edition, each with basis and source, and the code lists of ASC-WDS."""
    for name in COLLECTIONS:
        records = getattr(pathway, name)
        if records:
            yield _table(name, pathway, records)
    yield _links(pathway)
    yield _requirements(pathway)
    yield _competency_roles(pathway)
    yield from code_lists()


def documents(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """The same as JSON documents, and the whole edition in one."""
    from care_pathway.serialise import canonical, dumps, to_plain

    yield "pathway", dumps(pathway)
    for name in COLLECTIONS:
        records = getattr(pathway, name)
        if records:
            yield name, canonical({"pathway": pathway.ref, name: to_plain(records)})
    for name, headings, rows in code_lists():
        yield name, canonical({name: [dict(zip(headings, row, strict=True)) for row in rows]})


def _table(name: str, pathway: Pathway, records: Iterable[Any]) -> Table:
    from care_pathway.serialise import to_rows

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
    for of, id, requirements in owners:
        for one in requirements:
            rows += list(_parts(of, id, one, None, pathway))
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
    rows = []
    for one in pathway.competencies:
        known = {evidence.role_category: evidence.provenance for evidence in one.evidence}
        for role in one.role_categories:
            rows.append(
                (
                    one.id,
                    role,
                    str(one.kind),
                    str(one.expectation),
                    None if one.stage is None else str(one.stage),
                    one.area,
                    one.theme,
                    one.statement,
                    *_from(known.get(role, one.provenance), pathway),
                )
            )
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


def code_lists() -> Iterator[Table]:
    """The code lists of ASC-WDS that are bundled, as crosswalks."""
    from care_pathway.interop import ascwds
    from care_pathway.serialise import to_rows

    lists: dict[str, Iterable[Any]] = {
        "ascwds_role_categories": ascwds.category_codes(),
        "ascwds_job_roles": ascwds.job_roles(),
        "ascwds_qualifications": ascwds.qualifications(),
        "ascwds_training_categories": ascwds.training_categories(),
        "ascwds_service_types": ascwds.service_types(),
        "ascwds_delegated_activities": ascwds.delegated_activities(),
        "ascwds_care_certificate": ascwds.care_certificate_codes(),
    }
    for name, records in lists.items():
        rows = to_rows(tuple(records))
        headings = tuple(rows[0])
        extra = tuple(column for column in ("basis", "source") if column not in headings)
        fill = tuple({"basis": "standard", "source": "ASC-WDS code list"}[column] for column in extra)
        yield name, (*headings, *extra), [(*(row[key] for key in headings), *fill) for row in rows]
