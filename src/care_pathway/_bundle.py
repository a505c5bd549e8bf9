"""Records from bundled data that the manifest has proved.

The strict converter gathers every problem of a document, with its path. Bundled data has none: its digests
are those of the files that the tests have put through that converter. So it is read here without cattrs,
which takes half the time, and a collection only when it is first looked at. Every record still checks itself
when it is made; a test holds the readers alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, get_args, get_origin

import attrs

from care_pathway import model
from care_pathway._record import Record
from care_pathway.model import Edition, Pathway, Provenance

Reader = Callable[[Any], Any]


def read_pathway(contents: dict[str, bytes], **known: Any) -> Pathway:
    """A pathway over the bytes of its files; each is made into records when it is first looked at.

    Args:
        contents: JSON by the field that it fills, the edition among them.
        known: The fields that are not in files.
    """
    fields = attrs.fields_dict(Pathway)

    def read(name: str) -> Any:
        about, document = fields[name].metadata, json.loads(contents[name])
        if "record" in about:
            return _reader(getattr(model, about["record"]))(document)
        return tuple(map(_reader(getattr(model, about["records"])), document))

    edition = _reader(Edition)(json.loads(contents["edition"]))
    return Pathway.unread(contents.keys() - {"edition"}, read, edition=edition, **known)


@cache
def _reader(kind: Any) -> Reader:
    """What makes a record of a kind: only records, days and lists of lists need a hand."""
    readers = {
        field.name: reader
        for field in attrs.fields(kind)
        if (reader := _value_reader(field.type)) is not None
    }

    def read(document: dict[str, Any]) -> Any:
        values = {
            name: readers[name](value) if name in readers and value is not None else value
            for name, value in document.items()
        }
        return kind(**values)

    return _shared(read) if kind is Provenance else read


def _shared(read: Reader) -> Reader:
    """The same record for the same document: a few hundred provenances serve thousands of records."""
    made: dict[tuple[Any, ...], Any] = {}

    def read_once(document: dict[str, Any]) -> Any:
        key = tuple(document.items())
        if key not in made:
            made[key] = read(document)
        return made[key]

    return read_once


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)


@cache
def _requirement_kinds() -> dict[str, Any]:
    return {str(kind.kind): kind for kind in model.REQUIREMENT_KINDS}


def _read_requirement(document: dict[str, Any]) -> Any:
    rest = dict(document)
    return _reader(_requirement_kinds()[rest.pop("kind")])(rest)


def _value_reader(kind: Any) -> Reader | None:
    """What a value of a type needs; ``None`` where the record takes it as it is."""
    if kind is date:
        return date.fromisoformat
    if _is_record(kind) and kind.__name__ == "Requirement":
        return _read_requirement
    if _is_record(kind):
        return _reader(kind)
    parts = get_args(kind)
    if get_origin(kind) is tuple:
        item = tuple if get_origin(parts[0]) is tuple else _value_reader(parts[0])
        return None if item is None else lambda items: tuple([item(one) for one in items])
    return next((reader for part in parts if (reader := _value_reader(part)) is not None), None)
