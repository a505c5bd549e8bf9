"""The page about the rules of an ASC-WDS upload, from our own tables and the comparison that is kept."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from care_pathway._data import read_json
from docs_text import GENERATED, table, text

TABLE = Path(__file__).resolve().parent.parent / "docs" / "assets" / "ascwds-verdicts.csv"
_ORDER = ("covered", "covered otherwise", "not covered", "stricter")
_WORDS = {
    "covered": "covered",
    "covered otherwise": "covered, with another code or severity",
    "not covered": "not covered",
    "stricter": "stricter: we say something where the service is silent",
}


def verdict_page() -> str:
    """Which rules of the service are covered, where we are stricter, and which are not covered."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    count: Counter[str] = Counter()
    for row in rows:
        count[row["standing"]] += int(row["verdicts"])
    uploads = [row for row in rows if row["file"] == "upload"]
    compared = sum(int(row["verdicts"]) for row in uploads)
    out = (
        f"---\ntitle: Rules of an upload\n---\n\n{GENERATED}\n# Rules of an ASC-WDS upload\n\n"
        "`care-pathway ascwds check` says beforehand what the service would say of an upload: file, record, "
        "column, code and severity. To see how well, made-up uploads with one fault each were given to the "
        "service's own public validators, on 30 November 2026, and to this check. This page lists what came "
        "out, column by column; "
        "[the table as CSV](../assets/ascwds-verdicts.csv) has the numbers. It says nothing of rules that no "
        "upload of the comparison broke, and the service may have changed since.\n\n"
    )
    out += f"Of {compared:,} uploads, on whether the service would refuse it: " + ", ".join(
        f"{row['standing']} {int(row['verdicts']):,}" for row in uploads
    )
    out += ". Of the messages on them:\n\n"
    out += table(
        ["Standing", "Messages"], ([_WORDS[word], f"{count[word]:,}"] for word in _ORDER if count[word])
    )
    for document in read_json("crosswalks/ascwds/columns.json")["rows"]:
        out += _file(document, [row for row in rows if row["file"] == document["file"]])
    return out


def _file(document: dict[str, object], rows: list[dict[str, str]]) -> str:
    """The columns of one file."""
    columns: list[dict[str, str]] = document["columns"]  # type: ignore[assignment]
    labels = {column["name"]: column["label"] for column in columns}
    compared = dict.fromkeys(row["column"] for row in rows)
    lines = []
    for name in compared:
        found = [row for row in rows if row["column"] == name]
        known = [labels[part] for part in name.split("/") if part in labels]
        lines.append(
            [
                f"`{name}`" if name else "the row",
                text("; ".join(known)),
                *(_codes(found, word) for word in ("covered", "stricter", "not covered")),
            ]
        )
    named = {part for name in compared for part in name.split("/")}
    others = [f"`{name}`" for name in labels if name not in named]
    out = f"## {str(document['file']).capitalize()} file\n\n"
    out += table(["Column", "What it is", "Covered", "Stricter", "Not covered"], lines)
    if others:
        out += (
            "Checked by our rules, and broken by no upload of the comparison that was read: "
            f"{', '.join(others)}.\n\n"
        )
    return out


def _codes(rows: list[dict[str, str]], standing: str) -> str:
    """The service's codes of a standing; an error is marked, for it refuses the upload."""
    found = [
        f"{row['code']} ({row['severity']})" if row["code"] else f"a {row['severity']} of ours"
        for row in rows
        if row["standing"].removesuffix(" otherwise") == standing
    ]
    return ", ".join(dict.fromkeys(found))
