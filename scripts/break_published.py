"""Breaks what is published, one fault to a file: every validator of CI has to refuse its broken file.

python scripts/break_published.py PUBLISHED BROKEN
"""

from __future__ import annotations

import sys
from pathlib import Path

#: A file, the first text in it that is changed, and what it becomes.
FAULTS = (
    ("courses.sssom.tsv", "semapv:LexicalMatching", "semapv:Guessed"),
    ("crosswalks.sssom.tsv", "\tsemapv:", "\tsemap:"),
    ("crosswalks.sssom.tsv", "\tpredicate_id\t", "\tpredikate_id\t"),
    ("framework.skos.ttl", "skos:prefLabel", "skos:altLabel"),
    ("courses.badges.json", '"targetName"', '"targetNmae"'),
    ("courses.jsonld", '"name"', '"nmae"'),
    ("courses.jsonld", '"price": "', '"price": {"@type": "Place"}, "name": "'),
)


def main(published: Path, broken: Path) -> int:
    """Writes each fault into a folder of its own, beside files without one."""
    for number, (name, right, wrong) in enumerate(FAULTS):
        folder = broken / str(number)
        folder.mkdir(parents=True)
        for file in published.iterdir():
            text = file.read_text("utf-8")
            if file.name == name:
                if right not in text:
                    raise SystemExit(f"{name} has no {right}")
                text = text.replace(right, wrong, 1)
            (folder / file.name).write_text(text, "utf-8")
        print(folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
