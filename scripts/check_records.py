"""Say what is wrong with the records of ``data/records``, as the strict reader of documents says it.

    python scripts/check_records.py

Each slip comes out with its file and record, what was found and what is allowed: a reference to nothing, a
word that is none, a key that no record has, a document that is no JSON. `update_manifest.py` asks first.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

import care_pathway as cp
from care_pathway import model
from care_pathway.problems import Place, Problem
from care_pathway.serialise import structure
from check_tables import DATA, told

_AT = re.compile(r"(?P<name>\w+)\[(?P<at>\d+)\]\.?")
#: A digest is that of records that are in order.
_NO_DIGEST = "0" * 64


def problems(data: Path | None = None) -> list[Problem]:
    """Everything that is wrong with the records of the latest edition; earlier ones are cut from it."""
    documents, found = _read(data or DATA)
    return found or list(_of_the_latest(documents))


def _read(data: Path) -> tuple[dict[str, Any], list[Problem]]:
    """The documents by their names, and those that are no JSON."""
    documents: dict[str, Any] = {}
    found = []
    for path in sorted(data.rglob("*.json")):
        name = path.relative_to(data).as_posix()
        try:
            documents[name] = json.loads(path.read_text("utf-8"))
        except json.JSONDecodeError as error:
            place = Place(file=name, line=error.lineno)
            found.append(Problem(message=f"this is no JSON: {error.msg}", place=place))
        except UnicodeDecodeError:
            found.append(Problem(message="expected UTF-8; save the file so", place=Place(file=name)))
    return documents, [problem for problem in found if problem.file != "manifest.json"]


def _of_the_latest(documents: dict[str, Any]) -> Iterator[Problem]:
    edition = dict(documents["editions.json"][-1])
    whole = {"revision": edition.pop("revision"), "digest": _NO_DIGEST, "edition": edition}
    for field in attrs.fields(cp.Pathway):
        if (records := documents.get(f"records/{field.name}.json")) is not None:
            kind = field.metadata.get("records")
            whole[field.name] = records if kind is None else list(_standing(records, kind, edition["id"]))
    try:
        structure(whole, cp.Pathway)
    except cp.DataError as error:
        for problem in error.problems:
            path = problem.path or ""
            if at := _AT.match(path):
                id_ = str(whole[at["name"]][int(at["at"])].get("id"))
                yield problem.at(file=f"records/{at['name']}.json", id=id_, path=path[at.end() :])
            else:
                yield problem


def _standing(records: list[dict[str, Any]], kind: str, edition: str) -> Iterator[dict[str, Any]]:
    """The records that an edition has, with what only this edition says of them."""
    names_editions = "editions" in attrs.fields_dict(getattr(model, kind))
    for record in records:
        if edition in record.get("editions", ()):
            said = record | record.get("by_edition", {}).get(edition, {})
            yield {
                name: value
                for name, value in said.items()
                if name != "by_edition" and (name != "editions" or names_editions)
            }


def main() -> int:
    """Run the script; 1 means that a record is wrong."""
    return told(problems())


if __name__ == "__main__":
    sys.exit(main())
