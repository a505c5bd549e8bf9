"""``publish``: the framework, and a catalogue laid over it, in the formats that other systems read."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from care_pathway._commands.common import (
    UsageError,
    columns_of,
    files_read,
    pathway_of,
    refuse_unused,
    review_of,
    show_guesses,
    show_plain_json,
    source,
)
from care_pathway._commands.console import Console
from care_pathway.model import Pathway


def run(args: argparse.Namespace, console: Console) -> int:
    """Write the framework; with a catalogue, its courses too."""
    from care_pathway.interop.publish.terms import BASE
    from care_pathway.report.folder import folder_named, writing

    if args.example and args.courses is not None:
        raise UsageError("give a course file or --example, not both")
    if not args.example and args.courses is None:
        refuse_unused(args, ("review", "column", "sheet"), "no course file is given")
    pathway = pathway_of(args)
    catalogue = _catalogue(args, console, pathway)
    review = review_of(args, console, pathway, catalogue)
    base = BASE if args.base is None else args.base
    with writing(folder_named(args.out), force=args.force, reads=files_read(args)) as folder:
        for name, text in _documents(pathway, catalogue, review, base):
            with folder.text(name) as stream:
                stream.write(text)
    files = folder.written().files
    if args.json:
        show_plain_json(console, {"folder": str(args.out), "files": list(files), "pathway": pathway.ref})
    console.note(f"wrote {', '.join(files)} into {args.out}")
    if args.base is None:
        console.note(f"addresses begin with {BASE}, which is reserved for examples; --base sets your own")
    return 0


def _catalogue(args: argparse.Namespace, console: Console, pathway: Pathway) -> Any:
    if not args.example and args.courses is None:
        return None
    from care_pathway.alignment import align_catalogue
    from care_pathway.interop import examples, tables

    given = examples.file("courses.csv") if args.example else source(args.courses)
    read = tables.read_courses(given, columns=columns_of(args), sheet=args.sheet)
    show_guesses(console, read.columns)
    for problem in read.problems:
        console.note(str(problem))
    return align_catalogue(pathway, read.courses)


def _documents(pathway: Pathway, catalogue: Any, review: Any, base: str) -> Iterator[tuple[str, str]]:
    from care_pathway.interop import publish

    yield "framework.case.json", _json(publish.to_case(pathway, base=base))
    yield "framework.skos.ttl", publish.to_skos(pathway, base=base)
    yield "framework.skos.jsonld", publish.to_skos(pathway, form="json-ld", base=base)
    yield "crosswalks.sssom.tsv", publish.to_sssom(pathway, base=base)
    if catalogue is not None:
        yield "courses.jsonld", _json(publish.to_jsonld(pathway, catalogue, review=review, base=base))
        yield (
            "courses.badges.json",
            _json(publish.to_openbadges(pathway, catalogue, review=review, base=base)),
        )
        yield "courses.sssom.tsv", publish.to_sssom(pathway, catalogue, review=review, base=base)


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
