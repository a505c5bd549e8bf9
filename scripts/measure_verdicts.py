"""Compare our check of ASC-WDS uploads with what the service's own validators said of the same faulty files.

``CARE_PATHWAY_LABELS=<folder> python scripts/measure_verdicts.py`` reads ``asc-wds/service_verdicts.jsonl``
of that folder and writes ``docs/assets/ascwds-verdicts.csv``, from which the page on covered rules is made;
with ``--check`` it only says whether the table is up to date. Its lines are uploads: the first holds files
without a fault, each other one the files that differ and the verdicts on them.
"""

from __future__ import annotations

import argparse
import base64
import csv
import io
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from care_pathway.errors import CarePathwayError
from care_pathway.interop import ascwds

TABLE = Path(__file__).resolve().parent.parent / "docs" / "assets" / "ascwds-verdicts.csv"
HEADINGS = ("file", "column", "code", "severity", "standing", "verdicts")
ON = date(2026, 11, 30)
KINDS = ("worker", "training", "workplace")
#: What one column is called in a message of ours and in one of the service.
_SAME = {"VACANCY": "VACANCIES"}


class Comparison:
    """What we say of each upload beside what the service said.

    Attributes:
        verdicts: File, column, code, severity and standing, with how many verdicts have them.
        uploads: Whether we agree on the refusal of an upload, with how many.
    """

    def __init__(self, path: Path) -> None:
        self.verdicts: Counter[tuple[str, str, str, str, str]] = Counter()
        self.uploads: Counter[str] = Counter()
        first, *cases = map(json.loads, path.read_text("utf-8").splitlines())
        for case in cases:
            self._add(case, first["files"] | case["files"])

    def _add(self, case: dict[str, Any], files: dict[str, Any]) -> None:
        said, refused = _ours(files)
        blocked = bool(case["not_recognised"]) or any(one["severity"] == "error" for one in case["verdicts"])
        we_block = refused or any(severity == "error" for *_, severity in said)
        self.uploads[
            "agreed"
            if blocked == we_block
            else "the service refuses, we do not"
            if blocked
            else "we refuse, the service does not"
        ] += 1
        if case["not_recognised"] or case["crashes"]:
            return
        left = list(said)
        for verdict in case["verdicts"]:
            fits = [
                one
                for one in left
                if one[:2] == (verdict["file"], verdict["record"])
                and _columns(one[2]) & _columns(verdict["column"])
            ]
            best = max(
                fits, key=lambda one: (one[3] == verdict["code"], one[4] == verdict["severity"]), default=None
            )
            standing = "not covered"
            if best is not None:
                left.remove(best)
                same = best[3] == verdict["code"] and best[4] == verdict["severity"]
                standing = "covered" if same else "covered otherwise"
            self.verdicts[
                (verdict["file"], verdict["column"], verdict["code"], verdict["severity"], standing)
            ] += 1
        for file, _, column, code, severity in left:
            if severity != "notice":
                self.verdicts[(file, column, code or "", severity, "stricter")] += 1

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The table: first the uploads, then the verdicts."""
        for words in sorted(self.uploads):
            yield "upload", "", "", "", words, self.uploads[words]
        for key in sorted(self.verdicts):
            yield (*key, self.verdicts[key])


def _ours(files: dict[str, Any]) -> tuple[list[tuple[str, int | None, str, str | None, str]], bool]:
    """File, record, column, code and severity of each of our messages, and whether we refuse the file."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {kind: Path(folder) / f"{kind}.csv" for kind in KINDS}
        for kind, path in paths.items():
            given = files[kind]
            path.write_bytes(
                base64.b64decode(given["base64"]) if isinstance(given, dict) else given.encode("utf-8")
            )
        try:
            staff = ascwds.read_workers(
                paths["worker"], training=paths["training"], workplaces=paths["workplace"], on=ON
            )
        except CarePathwayError:
            return [], True
    return [
        (
            next((kind for kind in KINDS if str(one.file).startswith(kind)), "worker"),
            one.record,
            one.column or "",
            one.code,
            str(one.severity),
        )
        for one in (*staff.problems, *staff.notices)
    ], False


def _columns(names: str) -> set[str]:
    return {_SAME.get(name, name) for name in names.split("/") if name}


def compared() -> Comparison:
    """The comparison with the verdicts of the folder that ``CARE_PATHWAY_LABELS`` names."""
    return Comparison(Path(os.environ["CARE_PATHWAY_LABELS"]) / "asc-wds" / "service_verdicts.jsonl")


def written(comparison: Comparison) -> str:
    """The table as it is kept."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(comparison.rows())
    return made.getvalue()


def main() -> int:
    """Run the script; 1 means that the table is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the table is up to date")
    arguments = parser.parse_args()
    comparison = compared()
    for words, number in sorted(comparison.uploads.items()):
        print(f"{number:5} uploads: {words}")
    wanted = written(comparison)
    if TABLE.exists() and TABLE.read_text("utf-8") == wanted:
        return 0
    print(f"{'out of date' if arguments.check else 'written'}: {TABLE.name}")
    if not arguments.check:
        TABLE.write_text(wanted, "utf-8")
    return int(arguments.check)


if __name__ == "__main__":
    sys.exit(main())
