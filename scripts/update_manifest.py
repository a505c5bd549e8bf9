"""Write the manifest of the bundled data, or with ``--check`` say whether it is up to date.

Every file is brought into canonical form first. The digest of an edition is the SHA-256 over the names
and digests of its files. Run it after every change of data, and note the change under "Data" in CHANGELOG.md.
A correction to an edition's records bumps its revision: ``--revise 2025-04``.
"""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "care_pathway" / "data"
MANIFEST = DATA / "manifest.json"


def canonical(document: object) -> str:
    """The one form of bundled JSON: sorted keys, one item a line."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def build(revise: str | None) -> dict[str, object]:
    """The manifest of what is there now."""
    before = json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {"editions": {}}
    files = {}
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path != MANIFEST:
            content = path.read_bytes()
            name = path.relative_to(DATA).as_posix()
            files[name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    editions = {}
    for folder in sorted((DATA / "editions").iterdir()):
        mine = {name: about for name, about in files.items() if name.startswith(f"editions/{folder.name}/")}
        digest = sha256("".join(f"{name} {about['sha256']}\n" for name, about in mine.items()).encode())
        counts = {}
        for path in sorted(folder.glob("*.json")):
            document = json.loads(path.read_text("utf-8"))
            if isinstance(document, list):
                counts[path.stem] = len(document)
        revision = before["editions"].get(folder.name, {}).get("revision", 1)
        editions[folder.name] = {
            "counts": counts,
            "digest": digest.hexdigest(),
            "revision": revision + (revise == folder.name),
        }
    return {"editions": editions, "files": files, "schema_version": 1}


def main() -> int:
    """Run the script; 1 means that the manifest is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    parser.add_argument("--revise", metavar="EDITION", help="bump the revision of an edition")
    arguments = parser.parse_args()
    stale = []
    for path in sorted(DATA.rglob("*.json")):
        if path != MANIFEST:
            text = path.read_text("utf-8")
            wanted = canonical(json.loads(text))
            if text != wanted:
                stale.append(path)
                if not arguments.check:
                    path.write_text(wanted, "utf-8")
    wanted = canonical(build(arguments.revise))
    if not MANIFEST.exists() or MANIFEST.read_text("utf-8") != wanted:
        stale.append(MANIFEST)
        if not arguments.check:
            MANIFEST.write_text(wanted, "utf-8")
    for path in stale:
        print(f"{'out of date' if arguments.check else 'written'}: {path.relative_to(DATA)}")
    return int(arguments.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
