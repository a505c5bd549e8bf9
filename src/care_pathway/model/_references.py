"""References between records: found through the mark that their fields carry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from care_pathway.model._record import Record


@cache
def fields_of(kind: Any) -> tuple[tuple[str, str | None], ...]:
    """The fields of a record class, each with the collection it refers to, if any."""
    return tuple((field.name, field.metadata.get("refers_to")) for field in attrs.fields(kind))


def flatten(value: Any) -> Iterator[Any]:
    """The single values of a field: those of a tuple, or of a tuple of tuples."""
    if isinstance(value, tuple):
        for item in value:
            yield from flatten(item)
    elif value is not None:
        yield value


def references(record: Record, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Every reference in a record and in the records inside it: path, collection, id."""
    for name, collection in fields_of(type(record)):
        value = getattr(record, name)
        here = f"{path}.{name}" if path else name
        if collection is not None:
            for target in flatten(value):
                yield here, collection, target
        elif isinstance(value, Record):
            yield from references(value, here)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    yield from references(item, f"{here}[{index}]")
