"""From a table of transcribed statements to a proposed revision: the records, and what they change.

    python scripts/transcribe.py statements.csv                  # what would change
    python scripts/transcribe.py statements.csv --out proposal   # and the records, to be carried over

The table has the columns of `care_pathway.statements.COLUMNS`. The records are written in the form of
``data/records``; give them ids of their own and a theme, then follow CONTRIBUTING.md, "Correct a record".
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import care_pathway as cp
from care_pathway.report.folder import writing
from care_pathway.statements import NAMESPACE

COLLECTIONS = ("areas", "competencies", "practice_areas", "sources")


def main() -> int:
    """Run the script; 1 means that the table cannot be used as it stands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("table", type=Path, help="the statements, as CSV or XLSX")
    parser.add_argument("--edition", default="latest", help="edition whose lists they are")
    parser.add_argument("--out", type=Path, help="folder for the proposed records")
    parser.add_argument("--force", action="store_true", help="write over what was changed there")
    arguments = parser.parse_args()
    pathway = cp.load(arguments.edition)
    try:
        proposed = cp.with_statements(pathway, arguments.table)
    except cp.DataError as error:
        print(error, file=sys.stderr)
        return 1
    print(cp.compare(pathway, proposed).explain())
    if arguments.out is not None:
        try:
            _write(arguments.out, json.loads(cp.dumps(proposed)), pathway.edition.id, force=arguments.force)
        except cp.DataError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


def _write(out: Path, document: dict[str, Any], edition: str, *, force: bool) -> None:
    with writing(out, force=force) as folder:
        for name in COLLECTIONS:
            records = [record for record in document[name] if record["id"].startswith(f"{NAMESPACE}:")]
            for record in records:
                record["editions"] = [edition]
            with folder.text(f"{name}.json") as stream:
                stream.write(json.dumps(records, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
