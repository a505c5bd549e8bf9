"""Write the manifest of the bundled data, or with ``--check`` say whether it is up to date.

A slip in a table or a record (`check_tables.py`, `check_records.py`) is named, and nothing is written. Every
JSON file is brought into canonical form first. The digest of an edition is the SHA-256 over the records that
it has. Run it after every change of data, and note the change under "Data" in CHANGELOG.md.
A correction to an edition's records raises its ``revision`` in ``editions.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import check_records
import check_tables
from care_pathway._data import fingerprint
from check_tables import DATA

MANIFEST = DATA / "manifest.json"


def canonical(document: object) -> str:
    """The one form of bundled JSON: sorted keys, one item a line."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def read(path: Path) -> Any:
    """A bundled JSON file."""
    return json.loads(path.read_text("utf-8"))


def records_of(edition: str) -> dict[str, list[dict[str, Any]]]:
    """The records of an edition by collection, with what only this edition says of them."""
    found = {}
    for path in sorted((DATA / "records").glob("*.json")):
        document = read(path)
        found[path.stem] = [
            record | {"editions": [], "by_edition": record.get("by_edition", {}).get(edition)}
            for record in (document if isinstance(document, list) else [document])
            if edition in record.get("editions", [edition])
        ]
    return found


def build() -> dict[str, Any]:
    """The manifest of what is there now."""
    files = {}
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path != MANIFEST:
            content = path.read_bytes()
            name = path.relative_to(DATA).as_posix()
            files[name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    editions = {}
    for edition in read(DATA / "editions.json"):
        id_, records = edition["id"], records_of(edition["id"])
        editions[id_] = {
            "counts": {name: len(found) for name, found in records.items() if name != "adoption"},
            "digest": sha256(canonical([edition, records]).encode()).hexdigest(),
            "revision": edition["revision"],
        }
    manifest = {"editions": editions, "files": files, "schema_version": 1}
    return manifest | {"digest": fingerprint(manifest)}


def main() -> int:
    """Run the script; 1 means that a table or a record is wrong, or the manifest out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    arguments = parser.parse_args()
    if check_tables.main() + check_records.main():
        return 1
    stale = []
    for path in sorted(DATA.rglob("*.json")):
        if path != MANIFEST:
            text = path.read_text("utf-8")
            wanted = canonical(json.loads(text))
            if text != wanted:
                stale.append(path)
                if not arguments.check:
                    path.write_text(wanted, "utf-8")
    wanted = canonical(build())
    if not MANIFEST.exists() or MANIFEST.read_text("utf-8") != wanted:
        stale.append(MANIFEST)
        if not arguments.check:
            MANIFEST.write_text(wanted, "utf-8")
    for path in stale:
        print(f"{'out of date' if arguments.check else 'written'}: {path.relative_to(DATA)}")
    return int(arguments.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
