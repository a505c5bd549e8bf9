"""Record classes by name, and the types of their fields, where a file only names a kind."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import attrs


def kind_named(name: str) -> Any:
    """A record class of the model; its file is imported now, if it was not before."""
    return getattr(import_module("care_pathway.model"), name)


@cache
def fields_of(kind: Any) -> tuple[attrs.Attribute[Any], ...]:
    """The fields of a record class with their types, also of kinds that its file only names."""
    attrs.resolve_types(kind)
    return tuple([_typed(field) for field in attrs.fields(kind)])


def _typed(field: attrs.Attribute[Any]) -> attrs.Attribute[Any]:
    kind: Any
    if "records" in field.metadata:
        kind = kind_named(field.metadata["records"])
        return field.evolve(type=tuple[kind, ...])
    if "record" in field.metadata:
        kind = kind_named(field.metadata["record"])
        return field.evolve(type=kind | None)
    return field
