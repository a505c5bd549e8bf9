"""Write the snapshot of answers, or with ``--check`` say whether it is up to date.

A change of data shows twice: as changed records under ``src/care_pathway/data`` and here as changed answers.
Review both. Run it after every change of data.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import care_pathway as cp

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "snapshots"


def answers(pathway: cp.Pathway) -> dict[str, Any]:
    """What a pathway answers, counted where a list would be long."""
    return {
        "counts": {
            name: len(found)
            for name in sorted(dir(type(pathway)))
            if not name.startswith("_") and isinstance(found := getattr(pathway, name), tuple)
        },
        "role categories": {role.id: _role(pathway, role) for role in pathway.role_categories},
        "routes": {
            route.id: {
                "way": f"{route.source or 'entry'} → {route.target}",
                "kind": str(route.kind),
                "requirements": [f"{one.id}: {one.kind}, {one.strength}" for one in route.requirements],
            }
            for route in pathway.routes
        },
        "only": {
            str(basis): {
                name: len(getattr(only, name))
                for name in ("values", "role_categories", "competencies", "areas", "learning", "routes")
            }
            for basis in cp.Basis
            for only in [pathway.only(basis=basis)]
        },
    }


def _role(pathway: cp.Pathway, role: cp.RoleCategory) -> dict[str, Any]:
    expectations = pathway.expectations(role.id)
    relations = Counter(str(one.link.relation) for one in pathway.learning_for(role.id))
    return {
        "baseline": list(pathway.baseline_roles(role.id)),
        "inherited": len(expectations.inherited),
        "own": len(expectations.own),
        "minimum": len(expectations.minimum),
        "behaviours": len(expectations.behaviours),
        "learning": dict(sorted(relations.items())),
        "required learning": [
            one.learning.id for one in pathway.learning_for(role.id, relation=cp.LearningRelation.REQUIRED)
        ],
        "practice areas": [area.topic for area in pathway.practice_areas_for(role.id)],
        "personas": [persona.id for persona in pathway.personas_for(role.id)],
        "routes from": [route.id for route in pathway.routes_from(role.id)],
        "routes to": [route.id for route in pathway.routes_to(role.id)],
        "statutory": [one.id for one in role.statutory_requirements],
    }


def _changes(diff: cp.EditionDiff) -> dict[str, Any]:
    counted = Counter(f"{change.kind} {change.collection.replace('_', ' ')}" for change in diff.changes)
    return {"from": diff.old, "to": diff.new, "changes": dict(sorted(counted.items()))}


def snapshots() -> dict[str, dict[str, Any]]:
    """The name and content of every snapshot."""
    loaded = [cp.load(edition.id) for edition in cp.editions()]
    found = {f"{pathway.edition.id}.json": answers(pathway) for pathway in loaded}
    found["changes.json"] = _changes(cp.compare(loaded[0], loaded[-1]))
    return found


def text_of(content: dict[str, Any]) -> str:
    """The one form of a snapshot."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Run the script; 1 means that a snapshot is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether they are up to date")
    check = parser.parse_args().check
    stale = []
    for name, content in snapshots().items():
        path = FOLDER / name
        if not path.exists() or path.read_text("utf-8") != text_of(content):
            stale.append(name)
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text_of(content), "utf-8")
    for name in stale:
        print(f"{'out of date' if check else 'written'}: {name}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
