"""The bundled files themselves: canonical, sorted, in the manifest, and small."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway import _data
from care_pathway.serialise import canonical

DATA = Path(cp.__file__).parent / "data"
FILES = sorted(path for path in DATA.rglob("*") if path.is_file() and path.name != "manifest.json")
MANIFEST = _data.manifest()


def name_of(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


def test_the_manifest_names_exactly_what_is_there() -> None:
    assert sorted(MANIFEST["files"]) == [name_of(path) for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_has_the_digest_and_size_of_the_manifest(path: Path) -> None:
    content = path.read_bytes()
    assert MANIFEST["files"][name_of(path)] == {
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
    }


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".json"], ids=name_of)
def test_every_file_is_canonical_json(path: Path) -> None:
    """Canonical JSON: sorted keys, one item a line, UTF-8, so that a change shows line by line."""
    text = path.read_text("utf-8")
    assert text == canonical(json.loads(text))
    assert "\r" not in text
    assert not text.startswith("\ufeff")


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
    prefix = f"editions/{edition}/"
    mine = {name: file for name, file in MANIFEST["files"].items() if name.startswith(prefix)}
    lines = "".join(f"{name} {file['sha256']}\n" for name, file in sorted(mine.items()))
    assert about["digest"] == sha256(lines.encode()).hexdigest() == cp.load(edition).digest
    assert about["revision"] == cp.load(edition).revision
    for name, count in about["counts"].items():
        assert len(json.loads((DATA / "editions" / edition / f"{name}.json").read_text("utf-8"))) == count
        assert len(getattr(cp.load(edition), name)) == count


def test_the_data_is_small() -> None:
    """Wheel under 1 MB: the data packs to well below that."""
    import zlib

    assert sum(len(zlib.compress(path.read_bytes())) for path in FILES) < 700_000
