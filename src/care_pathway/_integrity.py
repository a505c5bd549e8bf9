"""What has to hold between the records of a pathway, checked on the plain document.

Checked before records are made, so that a wrong reference and a wrong word are reported together.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from care_pathway._record import Record, fields_of
from care_pathway.model import COLLECTIONS, REQUIREMENT_KINDS, Pathway, Requirement
from care_pathway.model._fields import flatten
from care_pathway.problems import Problem, document_problem

_requirement_kinds = {str(kind.kind): kind for kind in REQUIREMENT_KINDS}


def integrity_problems(document: Any) -> list[Problem]:
    """Ids named twice, references to nothing, and role categories that build on themselves."""
    if not isinstance(document, dict):
        return []
    known = {name: _ids(document.get(name)) for name in COLLECTIONS}
    problems = []
    for name, ids in known.items():
        seen: set[str] = set()
        for index, id_ in enumerate(ids):
            if isinstance(id_, str):
                if id_ in seen:
                    problems.append(
                        document_problem(
                            "id named twice; every id is used once", path=f"{name}[{index}].id", value=id_
                        )
                    )
                seen.add(id_)
    targets = {name: {id_ for id_ in ids if isinstance(id_, str)} for name, ids in known.items()}
    targets["topics"] = {str(area.get("topic")) for _, area in _objects(document.get("practice_areas"))}
    problems += dangling(document, Pathway, targets)
    problems += _cycles(document.get("role_categories"))
    problems += _route_ends(document.get("routes"), targets["role_categories"])
    problems += _edition_roles(document, targets["role_categories"])
    problems += _people(document.get("personas"), targets["role_categories"])
    problems += _stages(document.get("competencies"))
    problems += _repeated_requirements(document)
    return problems


def dangling(document: Any, kind: type[Record], known: dict[str, set[str]]) -> Iterator[Problem]:
    """References in a plain document to records that are not known."""
    wider = known | {"themes": known["themes"] | known.get("further_themes", set())}
    for path, collection, target in _references(document, kind, ""):
        if target not in wider[collection]:
            message = f"no record of {collection.replace('_', ' ')} has this id"
            yield document_problem(message, path=path, value=target)


def _ids(records: Any) -> list[Any]:
    if not isinstance(records, list):
        return []
    return [record.get("id") if isinstance(record, dict) else None for record in records]


@cache
def _shape(kind: Any) -> tuple[tuple[str, str | None, Any], ...]:
    """Fields of a record class: name, the collection it refers to, the class of records inside it."""
    return tuple(
        (field.name, field.metadata.get("refers_to"), _record_class(field.type)) for field in fields_of(kind)
    )


def _record_class(kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, Record):
        return kind
    return next((found for part in get_args(kind) if (found := _record_class(part)) is not None), None)


def _references(document: Any, kind: Any, path: str) -> Iterator[tuple[str, str, str]]:
    if not isinstance(document, dict):
        return
    if kind is Requirement:
        kind = _requirement_kinds.get(str(document.get("kind")), Requirement)
    for name, collection, inner in _shape(kind):
        value = document.get(name)
        here = f"{path}.{name}" if path else name
        if collection is not None:
            yield from ((here, collection, target) for target in _texts(value))
        elif inner is not None:
            items = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, item in items:
                yield from _references(item, inner, here if index is None else f"{here}[{index}]")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        yield from (text for text in flatten(value) if isinstance(text, str))


def _cycles(roles: Any) -> Iterator[Problem]:
    """Role categories that build on themselves, however long the way round."""
    bases: dict[str, list[str]] = {}
    for role in roles if isinstance(roles, list) else ():
        if isinstance(role, dict) and isinstance(role.get("id"), str):
            baseline = role.get("baseline")
            below = baseline.get("role_categories") if isinstance(baseline, dict) else None
            bases[role["id"]] = (
                [base for base in below if isinstance(base, str)] if isinstance(below, list) else []
            )
    for index, start in enumerate(bases):
        reached: set[str] = set()
        queue = list(bases[start])
        while queue:
            base = queue.pop()
            if base not in reached:
                reached.add(base)
                queue += bases.get(base, [])
        if start in reached:
            yield document_problem(
                "builds on itself; a baseline may not come round to its own role category",
                path=f"role_categories[{index}].baseline",
                value=start,
            )


def _route_ends(routes: Any, roles: set[str]) -> Iterator[Problem]:
    """A route that is not external joins two role categories."""
    for index, route in enumerate(routes if isinstance(routes, list) else ()):
        if not isinstance(route, dict) or route.get("kind") == "external":
            continue
        for end in ("source", "target"):
            value = route.get(end)
            if isinstance(value, str) and value not in roles and not (end == "source" and value == "any"):
                yield document_problem(
                    "no record of role categories has this id", path=f"routes[{index}].{end}", value=value
                )


def _edition_roles(document: dict[str, Any], roles: set[str]) -> Iterator[Problem]:
    """An edition lists each of its role categories, once."""
    edition = document.get("edition")
    listed = edition.get("role_categories") if isinstance(edition, dict) else None
    if isinstance(listed, list) and all(isinstance(role, str) for role in listed):
        path = "edition.role_categories"
        for role in sorted({role for role in listed if listed.count(role) > 1}):
            yield document_problem("listed twice; every role category is listed once", path=path, value=role)
        for role in sorted(roles.difference(listed)):
            yield document_problem("not listed; every role category of the edition is", path=path, value=role)


def _people(personas: Any, roles: set[str]) -> Iterator[Problem]:
    """The worker of a persona is in a role category of the edition, where one is on file."""
    for index, persona in _objects(personas):
        worker = persona.get("worker")
        role = worker.get("role_category") if isinstance(worker, dict) else None
        if isinstance(role, str) and role not in roles:
            path = f"personas[{index}].worker.role_category"
            yield document_problem("no record of role categories has this id", path=path, value=role)


def _stages(competencies: Any) -> Iterator[Problem]:
    """Knowledge and skills have a stage, behaviours have none."""
    for index, competency in _objects(competencies):
        stage, path = competency.get("stage"), f"competencies[{index}].stage"
        if competency.get("kind") == "behaviour" and stage is not None:
            yield document_problem("a behaviour has no stage; leave it out", path=path, value=stage)
        elif competency.get("kind") in ("knowledge", "skill") and stage is None:
            yield document_problem("missing; knowledge and skills have a stage", path=path)


def _repeated_requirements(document: dict[str, Any]) -> Iterator[Problem]:
    """Within one route or role category every requirement has an id of its own."""
    for name in ("role_categories", "routes"):
        for index, record in _objects(document.get(name)):
            seen: set[str] = set()
            for field in ("requirements", "statutory_requirements"):
                for path, id_ in _requirement_ids(record.get(field), f"{name}[{index}].{field}"):
                    if id_ in seen:
                        message = "id named twice; every requirement has its own"
                        yield document_problem(message, path=f"{path}.id", value=id_)
                    seen.add(id_)


def _requirement_ids(requirements: Any, path: str) -> Iterator[tuple[str, str]]:
    for index, requirement in _objects(requirements):
        here = f"{path}[{index}]"
        if isinstance(requirement.get("id"), str):
            yield here, requirement["id"]
        yield from _requirement_ids(requirement.get("requirements"), f"{here}.requirements")


def _objects(items: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a list with their positions; what is none has been reported already."""
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item
