"""``editions``, ``show``, ``compare``, ``export``, ``template``, ``validate``: the data itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from care_pathway._commands.common import (
    UsageError,
    files_read,
    pathway_of,
    refuse_to_write_over,
    show_json,
    source,
)
from care_pathway._commands.console import Console
from care_pathway.catalogue import editions, load
from care_pathway.errors import DataError, UnknownIdError, refuse
from care_pathway.model import COLLECTIONS, Pathway, Stage
from care_pathway.render.words import counted


def run_editions(args: argparse.Namespace, console: Console) -> int:
    """The bundled editions."""
    found = editions()
    if args.json:
        show_json(console, found)
        return 0
    console.table(
        ["edition", "label", "published", "role categories", "ref"],
        [(one.id, one.label, one.published, len(one.role_categories), load(one.id).ref) for one in found],
    )
    return 0


# --- one record --------------------------------------------------------------------------------------


def run_show(args: argparse.Namespace, console: Console) -> int:
    """A role category, or any other record by its id."""
    pathway = pathway_of(args)
    roles = {role.id: role for role in pathway.role_categories}
    role = _role_id(pathway, args.id)
    if role in roles:
        if args.json:
            show_json(console, [roles[role]])
        else:
            for line in (*_about(pathway, role), *_expected(pathway, role), *_onward(pathway, role)):
                console.line(line)
        return 0
    found = [record for name in COLLECTIONS for record in getattr(pathway, name) if record.id == args.id]
    if not found:
        known = [record.id for name in COLLECTIONS for record in getattr(pathway, name)]
        raise UnknownIdError("record", args.id, known)
    if args.json:
        show_json(console, found)
        return 0
    from care_pathway.rows import to_rows

    for row in to_rows(found):
        for name, value in row.items():
            if value not in (None, ""):
                console.line(f"{name.replace('_', ' ')}: {value}")
    return 0


def _role_id(pathway: Pathway, text: str) -> str:
    """A role category by its id, its name, or its letter in the first edition."""
    folded = text.strip().casefold()
    for role in pathway.role_categories:
        if folded in (role.id, role.name.casefold(), (role.letter or "").casefold() or role.id):
            return role.id
    return text


def _about(pathway: Pathway, id: str) -> Iterator[str]:
    role = pathway.role_category(id)
    yield f"{role.name} ({role.id}), {pathway.edition.label}, {pathway.ref}"
    for statement in role.summary:
        yield f"  {statement.text} [{statement.provenance.basis}]"
    if role.typical_titles:
        yield f"Titles: {', '.join(title.title for title in role.typical_titles)} (evidence, never proof)"
    if role.baseline_roles:
        inherited = len(pathway.expectations(id).inherited)
        yield f"Builds on: {', '.join(role.baseline_roles)} ({inherited} inherited items)"


def _expected(pathway: Pathway, id: str) -> Iterator[str]:
    role, own = pathway.role_category(id), pathway.expectations(id).own
    for words, stage in (("Behaviours", None), *((str(stage).capitalize(), stage) for stage in Stage)):
        mine = [one for one in own if one.stage is stage]
        if mine:
            yield f"{words} ({len(mine)}):"
            for one in mine:
                yield f"  {one.expectation} {one.statement} [{one.id}; {one.provenance.basis}]"
    for requirement in (*role.statutory_requirements, *role.requirements):
        yield f"Asks ({requirement.strength}): {requirement.text} [{requirement.provenance.basis}]"


def _onward(pathway: Pathway, id: str) -> Iterator[str]:
    for route in pathway.routes_from(id):
        yield f"Route {route.id} ({route.kind}) to {route.target} [{route.provenance.basis}]"
    for linked in pathway.learning_for(id):
        if linked.link.relation != "listed":
            basis = linked.link.provenance.basis
            yield f"Learning ({linked.link.relation}): {linked.learning.name} [{basis}]"
    for persona in pathway.personas_for(id):
        yield f"Persona: {persona.name} ({persona.id})"
    for source_id in pathway.role_category(id).sources:
        known = pathway.source(source_id)
        yield f"Source: {known.title}, {known.publisher}{f', {known.url}' if known.url else ''}"


def run_compare(args: argparse.Namespace, console: Console) -> int:
    """What changed between two editions."""
    from care_pathway.comparison import compare

    found = compare(load(args.old), load(args.new))
    if args.json:
        show_json(console, [found])
        return 0
    console.table(
        ["change", "collection", "id", "name", "field", "before", "after"],
        [
            (
                str(one.kind),
                one.collection,
                one.id,
                one.name,
                one.field,
                _shortened(one.before, console),
                _shortened(one.after, console),
            )
            for one in found.changes
        ],
        title=f"From {found.old} to {found.new}",
    )
    same = sum(one.count for one in found.unchanged)
    console.note(f"{len(found.changes)} changes; {same} records are the same in both")
    return 0


def _shortened(text: str | None, console: Console) -> str | None:
    if text is None or not console.terminal or len(text) <= 60:
        return text
    return f"{text[:59]}…"


# --- all records -------------------------------------------------------------------------------------


def run_export(args: argparse.Namespace, console: Console) -> int:
    """Every bundled table, with how each fact is known and where from."""
    from care_pathway._commands.export import documents, tables
    from care_pathway.report.folder import folder_named, writing

    pathway = pathway_of(args)
    with writing(folder_named(args.out), force=args.force, reads=files_read(args)) as folder:
        if args.format == "csv":
            for name, headings, rows in tables(pathway):
                with folder.csv(f"{name}.csv") as writer:
                    writer.writerow(headings)
                    writer.writerows(rows)
        else:
            for name, text in documents(pathway):
                with folder.text(f"{name}.json") as stream:
                    stream.write(text)
    files = folder.written().files
    if args.json:
        from care_pathway._commands.common import show_plain_json

        show_plain_json(console, {"folder": str(args.out), "files": list(files), "pathway": pathway.ref})
    console.note(f"wrote {len(files)} files of {pathway.ref} into {args.out}: {', '.join(files)}")
    return 0


def run_template(args: argparse.Namespace, console: Console) -> int:
    """A blank table to fill in."""
    from care_pathway.interop.templates import template_text, write_template

    if args.out in (None, "-"):
        console.write(template_text(args.kind))
        if console.terminal:
            console.note("write it to a file with --out evidence.xlsx or --out evidence.csv")
        return 0
    refuse_to_write_over(args.out, args)
    console.note(f"wrote {write_template(args.kind, args.out)}")
    return 0


def run_validate(args: argparse.Namespace, console: Console) -> int:
    """An overlay, or a record in JSON: every problem with its place."""
    try:
        what = _validated(args)
    except DataError as error:
        if args.json:
            from care_pathway._commands.common import show_plain_json

            show_plain_json(
                console,
                {
                    "valid": False,
                    "problems": [
                        {"file": one.file, "path": one.path, "value": one.found, "message": one.message}
                        for one in error.problems
                    ],
                },
            )
        else:
            for problem in error.problems:
                console.line(str(problem))
            console.note(counted(len(error.problems), "problem"))
        return 1
    if args.json:
        from care_pathway._commands.common import show_plain_json

        show_plain_json(console, {"valid": True, "what": what, "problems": []})
    else:
        console.line(f"{args.file}: nothing is wrong ({what})")
    return 0


def _validated(args: argparse.Namespace) -> str:
    import care_pathway
    from care_pathway._record import Record
    from care_pathway.overlay import ADDS_TO, read_overlay, with_overlay
    from care_pathway.serialise import parse_json, structure, without_schema_version

    path = Path(args.file)
    if args.file != "-":
        if path.is_dir():
            raise refuse("this is a folder; expected a file", file=args.file)
        if not path.exists():
            raise refuse("no such file; check the path", file=args.file)
    document: Any = None
    if path.suffix.lower() != ".toml":
        content = source("-").read() if args.file == "-" else path.read_bytes()
        document = parse_json(content, file=path.name)
    wanted = args.kind
    if wanted == "Overlay" or (wanted is None and _is_overlay(path, document)):
        overlay = read_overlay(path)
        with_overlay(pathway_of(args), overlay)
        counts = [
            f"{len(getattr(overlay, name))} {name.replace('_', ' ')}"
            for name in ADDS_TO
            if getattr(overlay, name)
        ]
        return f"overlay {overlay.namespace}: {', '.join(counts) or 'no records'}"
    if document is None:
        raise UsageError("a TOML file can only be an overlay")
    kind = getattr(care_pathway, wanted or _guess(document), None)
    if not (isinstance(kind, type) and issubclass(kind, Record)):
        raise UsageError(
            f"--as {wanted}: expected the name of a record class, such as Overlay, Pathway, Worker or Course"
        )
    if isinstance(document, list):
        for item in document:
            structure(without_schema_version(item, file=path.name), kind, file=path.name)
        return f"{len(document)} × {kind.__name__}"
    structure(without_schema_version(document, file=path.name), kind, file=path.name)
    return kind.__name__


def _is_overlay(path: Path, document: Any) -> bool:
    return path.suffix.lower() == ".toml" or (isinstance(document, dict) and "namespace" in document)


def _guess(document: Any) -> str:
    first = document[0] if isinstance(document, list) and document else document
    if isinstance(first, dict):
        if "role_categories" in first and "edition" in first:
            return "Pathway"
        if "title" in first:
            return "Course"
        if "competency" in first:
            return "Evidence"
    return "Worker"
