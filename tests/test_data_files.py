"""The bundled files themselves: canonical, sorted, in the manifest, and small."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway import _data
from care_pathway.model import COLLECTIONS
from care_pathway.model._selection import without_lost
from care_pathway.serialise import canonical
from tests.each import each

DATA = Path(cp.__file__).parent / "data"
FILES = sorted(path for path in DATA.rglob("*") if path.is_file() and path.name != "manifest.json")
MANIFEST = _data.manifest()


def name_of(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


def test_the_manifest_names_exactly_what_is_there() -> None:
    assert sorted(MANIFEST["files"]) == [name_of(path) for path in FILES]


def test_every_file_has_the_digest_and_size_of_the_manifest() -> None:
    for path in FILES:
        content = path.read_bytes()
        found = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        assert MANIFEST["files"][name_of(path)] == found, name_of(path)


def test_every_file_is_canonical_json() -> None:
    """Canonical JSON: sorted keys, one item a line, UTF-8, so that a change shows line by line."""
    for path in (path for path in FILES if path.suffix == ".json"):
        text = path.read_text("utf-8")
        assert text == canonical(json.loads(text)), name_of(path)
        assert "\r" not in text, name_of(path)
        assert not text.startswith("\ufeff"), name_of(path)


def test_a_table_is_read_as_it_is_but_for_remarks_and_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'# why\nid,   words\n\nfire, "safety, fire"\n# more\naid,\n'
    monkeypatch.setattr(_data, "read_bytes", lambda name: text)
    assert _data.read_csv("any.csv") == [
        {"id": "fire", "words": "safety, fire"},
        {"id": "aid", "words": ""},
    ]
    monkeypatch.setattr(_data, "read_bytes", lambda name: b"id,words\nfire\n")
    with pytest.raises(ValueError, match="zip"):
        _data.read_csv("any.csv")


@pytest.mark.parametrize("edition", ["2024-01", "2025-04"])
def test_the_counts_and_the_digest_of_an_edition_are_right(edition: str) -> None:
    about: dict[str, Any] = MANIFEST["editions"][edition]
    pathway = cp.load(edition)
    assert (about["digest"], about["revision"]) == (pathway.digest, pathway.revision)
    for name, count in about["counts"].items():
        assert len(records_of(edition, name)) == count == len(getattr(pathway, name))


def records_of(edition: str, collection: str) -> list[dict[str, Any]]:
    """The records of a collection that an edition has, read without the loader."""
    document = json.loads((DATA / "records" / f"{collection}.json").read_text("utf-8"))
    return [record for record in document if edition in record["editions"]]


def test_the_manifest_is_what_the_script_writes() -> None:
    script = Path(__file__).parent.parent / "scripts" / "update_manifest.py"
    subprocess.run([sys.executable, script, "--check"], check=True, capture_output=True)


@each("collection", COLLECTIONS)
def test_a_record_stands_in_the_files_once_with_its_editions(collection: str) -> None:
    path = DATA / "records" / f"{collection}.json"
    if not path.exists():
        return  # of an overlay only
    document = json.loads(path.read_text("utf-8"))
    ids = [record["id"] for record in document]
    assert len(set(ids)) == len(ids)
    editions = [edition.id for edition in cp.editions()]
    for record in document:
        assert record["editions"] == [one for one in editions if one in record["editions"]] != [], record[
            "id"
        ]
        by_edition = record.get("by_edition", {})
        assert set(by_edition) <= set(record["editions"])
        for fields in by_edition.values():
            assert set(fields).isdisjoint(record), f"{record['id']} says it for one edition and for all"


def test_the_latest_edition_has_every_record_as_it_stands() -> None:
    """Only earlier editions are cut to what they have; so nothing that the latest says can be lost unseen."""
    pathway = cp.load()
    known: dict[str, set[str]] = {name: {one.id for one in getattr(pathway, name)} for name in COLLECTIONS}
    known["themes"] |= known["further_themes"]
    known["topics"] = set(pathway.practice_area_topics)
    for name in COLLECTIONS:
        for record in getattr(pathway, name):
            assert without_lost(record, known) == record, record.id


def test_an_earlier_edition_names_only_what_it_has() -> None:
    first, latest = cp.load("2024-01"), cp.load("2025-04")
    behaviour = first.competency("beh-core-1")
    roles = {one.id for one in first.role_categories}
    assert set(behaviour.role_categories) == set(latest.competency("beh-core-1").role_categories) & roles
    assert {one.role_category for one in behaviour.evidence} <= roles
    assert first.role_category("new-to-care").letter == "A"
    assert latest.role_category("new-to-care").letter is None
    assert first.role_category("new-to-care").typical_duration is None
    assert {line.edition for line in first.role_category("practice-leader").summary} == {"2024-01"}


def test_the_data_is_small() -> None:
    """Wheel under 1 MB: the data packs to well below that."""
    import zlib

    assert sum(len(zlib.compress(path.read_bytes())) for path in FILES) < 700_000


@pytest.mark.parametrize("table", ["headings", "words", "personal"])
def test_no_choice_of_a_heading_or_word_stands_in_another(table: str) -> None:
    """Rule: what is written so is read as other words than those that are meant."""
    rows = _data.read_csv(f"tables/{table}.csv")
    nested = re.compile(r"\([^)]*[\[(]|\[[^\]]*[\[(]")
    assert not [cell for row in rows for cell in row.values() if cell and nested.search(cell)]
