"""Prints every source of the bundled data as a Markdown checklist, to be read again once a year.

    python scripts/sources_to_read_again.py

What changed in a source is carried over as a new revision of the edition: see CONTRIBUTING.md.
"""

from __future__ import annotations

import care_pathway as cp


def checklist() -> str:
    """One line a source: publisher, title, its own dates, and where it is."""
    pathway = cp.load()
    lines = [f"# Sources of edition {pathway.edition.id}, revision {pathway.revision}", ""]
    for source in sorted(pathway.sources, key=lambda source: (source.publisher, source.id)):
        where = f" <{source.url}>" if source.url else ""
        dates = source.dates or "undated"
        lines.append(f"- [ ] `{source.id}` {source.publisher}: {source.title} ({dates}){where}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(checklist())
