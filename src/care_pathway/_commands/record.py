"""``record``: one person's own record, to take along to the next employer."""

from __future__ import annotations

import argparse

from attrs import evolve

from care_pathway._commands.common import (
    UsageError,
    day_of,
    files_left,
    inputs_of,
    pathway_of,
    people_in,
    personas_of,
)
from care_pathway._commands.console import Console
from care_pathway.render.words import counted


def run(args: argparse.Namespace, console: Console) -> int:
    """Write the record as JSON, which the next employer reads, and as a page."""
    from care_pathway.interop.own_records import own_record
    from care_pathway.report.folder import folder_named, writing
    from care_pathway.report.names import names_of, plain, shown_references
    from care_pathway.report.own_record import own_record_html
    from care_pathway.report.page import environment
    from care_pathway.serialise import dumps

    environment()  # what is missing is said before anything is read
    if len(args.person or args.persona or ()) != 1:
        raise UsageError("name one person: --person REFERENCE")
    pathway, on = pathway_of(args), day_of(args)
    name = None
    if args.persona:
        (worker,) = personas_of(args, pathway)
    else:
        inputs = inputs_of(args, console, on=on)
        (worker,) = people_in(args, console, pathway, inputs, on=on)
        if args.show_names:
            name = names_of(inputs.staff).get(worker.id)
        else:
            worker = evolve(worker, id=shown_references(inputs.staff).get(worker.id, worker.id))
    record = plain(own_record(pathway, worker, on=on, name=name, service=args.service), worker)
    text = dumps(record, indent=1)
    with writing(folder_named(args.out), force=args.force, reads=files_left(args)) as folder:
        with folder.text("record.json") as stream:
            stream.write(text)
        with folder.text("record.html") as stream:
            stream.write(own_record_html(pathway, record))
    if args.json:
        console.write(text)
        return 0
    console.line(
        f"{counted(len(record.qualifications), 'qualification')}, "
        f"{counted(len(record.training), 'training record')}; as the person's own word elsewhere "
        f"{counted(len(record.evidence), 'thing')} shown; "
        "no delegation goes along"
    )
    console.note(f"wrote {', '.join(folder.written().files)} into {args.out}")
    return 0
