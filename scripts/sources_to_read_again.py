"""Prints every source of the bundled data as a Markdown checklist, to be read again once a year.

    python scripts/sources_to_read_again.py

The day on which each was last read stands in ``sources_read.csv``, which its reader keeps up to date. What
changed in a source is carried over as a new revision of the edition: see CONTRIBUTING.md.
"""

from __future__ import annotations

import csv
from pathlib import Path

import care_pathway as cp

READ = Path(__file__).parent / "sources_read.csv"


def last_read() -> dict[str, tuple[str, str]]:
    """When each source was read, such as ``2026-08-21`` or ``by 2026-11-22``, and what it is."""
    lines = [line for line in READ.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {row["source"]: (row["read"], row["about"]) for row in csv.DictReader(lines)}


def checklist() -> str:
    """One line a source: the day it was read, publisher, title, its own dates, and where it is."""
    pathway, read = cp.load(), last_read()
    lines = [f"# Sources of edition {pathway.edition.id}, revision {pathway.revision}", ""]
    for source in sorted(pathway.sources, key=lambda source: (source.publisher, source.id)):
        where = f" <{source.url}>" if source.url else ""
        dates = source.dates or "undated"
        when, _ = read[source.id]
        lines.append(f"- [ ] read {when}: `{source.id}` {source.publisher}: {source.title} ({dates}){where}")
    lines += ["", "## What other tables were made from", ""]
    lines += [f"- [ ] read {when}: {about} (`data/{path}`)" for path, (when, about) in read.items() if about]
    return "\n".join(lines)


if __name__ == "__main__":
    print(checklist())
