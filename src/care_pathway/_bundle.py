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


def read_editions(content: bytes) -> tuple[Edition, ...]:
    """The editions of the Pathway, oldest first."""
    read = _reader(Edition)
    return tuple(
        [
            read({name: edition[name] for name in edition.keys() - {"revision"}})
            for edition in json.loads(content)
        ]
    )


def read_pathway(edition: Edition, contents: dict[str, bytes], *, cut: bool, **known: Any) -> Pathway:
    """A pathway over the bytes of the files; each is made into records when it is first looked at.

    Every record stands in the files once, with the editions that have it, as the latest of them has it.

    Args:
        edition: The edition to read.
        contents: JSON by the field that it fills.
        cut: Whether there is a later edition, so that records are cut to what this one has.
        known: The fields that are not in files.
    """
    fields = attrs.fields_dict(Pathway)
    ids = _Ids(edition.id, contents)

    def read(name: str) -> Any:
        about = fields[name].metadata
        if "record" in about:
            return _reader(getattr(model, about["record"]))(json.loads(contents[name]))
        kind: Any = getattr(model, about["records"])
        names_editions = "editions" in attrs.fields_dict(kind)
        make, documents = _reader(kind), _documents(contents[name], edition.id)
        for document in documents:
            document.update(document.pop("by_edition", {}).get(edition.id, {}))
            if not names_editions:
                del document["editions"]
        if not cut:
            return tuple(map(make, documents))

        from care_pathway.model._selection import without_lost

        return tuple([without_lost(make(_so_far(document, edition.id)), ids) for document in documents])

    return Pathway.unread(contents.keys(), read, edition=edition, **known)


def _documents(content: bytes, edition: str) -> list[dict[str, Any]]:
    """The records of a file that an edition has, as plain JSON."""
    return [document for document in json.loads(content) if edition in document["editions"]]


def _so_far(document: dict[str, Any], edition: str) -> dict[str, Any]:
    """A record without the lines that a later edition added."""
    return {
        name: [line for line in value if not (isinstance(line, dict) and line.get("edition", "") > edition)]
        if isinstance(value, list)
        else value
        for name, value in document.items()
    }


class _Ids(dict[str, set[str]]):
    """The ids of an edition by collection, read when a record that names one of them is cut."""

    def __init__(self, edition: str, contents: dict[str, bytes]) -> None:
        super().__init__()
        self._edition = edition
        self._contents = contents

    def __missing__(self, name: str) -> set[str]:
        files = {"topics": ["practice_areas"], "themes": ["themes", "further_themes"]}.get(name, [name])
        key = "topic" if name == "topics" else "id"
        documents = [
            document for file in files for document in _documents(self._contents[file], self._edition)
        ]
        self[name] = {document[key] for document in documents}
        return self[name]


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
