"""Parses a published concept scheme with rdflib: Turtle and JSON-LD have to say the same, and hang together.

python scripts/check_published.py FOLDER    needs rdflib
"""

from __future__ import annotations

import sys
from pathlib import Path

from rdflib import RDF, SKOS, Graph  # type: ignore[import-not-found,unused-ignore]
from rdflib.compare import isomorphic  # type: ignore[import-not-found,unused-ignore]


def main(folder: Path) -> int:
    """Checks the two files of the scheme."""
    turtle = Graph().parse(folder / "framework.skos.ttl", format="turtle")
    json_ld = Graph().parse(folder / "framework.skos.jsonld", format="json-ld")
    concepts = set(turtle.subjects(RDF.type, SKOS.Concept))
    faults = []
    if not isomorphic(turtle, json_ld):
        faults.append("Turtle and JSON-LD do not say the same")
    if not concepts:
        faults.append("no concept")
    faults += [
        f"{concept} has no label" for concept in concepts if (concept, SKOS.prefLabel, None) not in turtle
    ]
    faults += [
        f"{broader} is no concept"
        for broader in turtle.objects(None, SKOS.broader)
        if broader not in concepts
    ]
    print("\n".join(faults) or f"{len(concepts)} concepts, {len(turtle)} statements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
