"""From a table of transcribed statements to a proposed revision: the records, and what they change.

    python scripts/transcribe.py statements.csv                  # what would change
    python scripts/transcribe.py statements.csv --out proposal   # and the records, to be carried over

The table has the columns of `care_pathway.statements.COLUMNS`. The records are written in the form of
``data/records`` and have ids as the records there; a page that is a source already stays that source. Give
them a theme where they have none, then follow CONTRIBUTING.md, "Correct a record".
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

import care_pathway as cp
from care_pathway.model import Area, Competency, PracticeArea, Source
from care_pathway.report.folder import writing
from care_pathway.statements import NAMESPACE

COLLECTIONS = ("areas", "competencies", "practice_areas", "sources")
R = TypeVar("R", Area, Competency, PracticeArea, Source)
#: An id of the user's namespace, in any text.
THEIRS = re.compile(rf"\b{NAMESPACE}:[a-z0-9-]+")


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
        names = own_ids(pathway, proposed)
        print(renamed(cp.compare(pathway, proposed).explain(), names))
        if arguments.out is not None:
            _write(arguments.out, proposed, names, force=arguments.force)
    except cp.DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def own_ids(pathway: cp.Pathway, proposed: cp.Pathway) -> dict[str, str]:
    """For each id of the user's namespace the one that stands for it in the data.

    It is made as those of the data are: ``ks-ecw-delegation-01`` is the first statement under a heading. One
    that a record of any edition has is passed over, since an id never comes to mean something else.
    """
    taken = _bundled()
    short = {area.role_category: area.id.split("-")[1] for area in pathway.areas}
    pages = {source.url: source.id for source in pathway.sources if source.url}
    names: dict[str, str] = {}

    def give(theirs: str, form: str, *, plain: str | None = None) -> None:
        """The first that is free: `plain` if there is one, then the numbers in turn."""
        numbered = (form.format(number) for number in count(1 if plain is None else 2))
        names[theirs] = next(one for one in chain(filter(None, [plain]), numbered) if one not in taken)
        taken.add(names[theirs])

    for source in _theirs(proposed.sources):
        if source.url in pages:
            names[source.id] = pages[source.url]
        else:
            give(source.id, "transcribed-page-{}")
    for area in _theirs(proposed.areas):
        start = f"area-{short[area.role_category]}-{_words(area.label)}"
        give(area.id, start + "-{}", plain=start)
    for item in _theirs(proposed.competencies):
        if item.area is None:
            give(item.id, f"beh-{short[item.role_categories[0]]}-{{}}")
        else:
            give(item.id, names[item.area].replace("area-", "ks-", 1) + "-{:02}")
    for place in _theirs(proposed.practice_areas):
        if THEIRS.match(place.topic):
            names[place.topic] = _words(place.label)
        start = f"pa-{short[place.role_category]}-{names.get(place.topic, place.topic)}"
        give(place.id, start + "-{}", plain=start)
    return names


def renamed(text: str, names: dict[str, str]) -> str:
    """A text with the ids that stand in the data."""
    return THEIRS.sub(lambda found: names.get(found[0], found[0]), text)


def _bundled() -> set[str]:
    """The ids of the records of every edition."""
    editions = [cp.load(edition.id) for edition in cp.editions()]
    return {record.id for each in editions for name in COLLECTIONS for record in getattr(each, name)}


def _theirs(records: tuple[R, ...]) -> list[R]:
    return [record for record in records if THEIRS.match(record.id)]


def _words(label: str) -> str:
    """The words of a label, as an id has them."""
    return "-".join(re.findall("[a-z0-9]+", label.lower())) or "other"


def _write(out: Path, proposed: cp.Pathway, names: dict[str, str], *, force: bool) -> None:
    """Write what the data does not have yet."""
    document, bundled = json.loads(cp.dumps(proposed)), _bundled()
    added = {theirs for theirs, ours in names.items() if ours not in bundled}
    with writing(out, force=force) as folder:
        for name in COLLECTIONS:
            records = [record for record in document[name] if record["id"] in added]
            for record in records:
                record["editions"] = [proposed.edition.id]
            text = json.dumps(records, indent=1, sort_keys=True, ensure_ascii=False)
            with folder.text(f"{name}.json") as stream:
                stream.write(f"{renamed(text, names)}\n")


if __name__ == "__main__":
    sys.exit(main())
