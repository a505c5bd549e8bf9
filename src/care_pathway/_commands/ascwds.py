"""``ascwds check`` and ``ascwds fill``: files for the Adult Social Care Workforce Data Set."""

from __future__ import annotations

import argparse
from typing import Any

from care_pathway._commands.common import day_of, pathway_of, refuse_same_file, show_plain_json, source
from care_pathway._commands.console import Console

#: The most likely of several answers is put in, where that was asked for, from this chance up.
_LIKELY = 0.8


def run_check(args: argparse.Namespace, console: Console) -> int:
    """What is wrong with a file, and what looks odd in it."""
    from care_pathway.interop import ascwds

    on = day_of(args)
    staff = _read(args.file, on)
    if args.training is not None or args.workplace is not None:
        staff = ascwds.join(staff, training=source(args.training), workplaces=source(args.workplace), on=on)
    advice = ascwds.advise(staff, on=on) if staff.kind is ascwds.FileKind.WORKER else ()
    if args.json:
        show_plain_json(
            console,
            {
                "file": staff.file,
                "kind": str(staff.kind),
                "records": _count(staff),
                "problems": [_plain(one) for one in staff.problems],
                "notices": [_plain(one) for one in staff.notices],
                "advice": [
                    {
                        "rule": one.rule,
                        "worker": one.worker,
                        "record": one.record,
                        "message": one.message,
                        "why": one.why,
                    }
                    for one in advice
                ],
            },
        )
    else:
        rows = [
            (one.severity, one.record, one.line, one.column, one.found, one.message, one.service)
            for one in (*staff.problems, *staff.notices)
        ]
        rows += [("advice", one.record, one.line, None, one.worker, one.message, one.why) for one in advice]
        console.table(["what", "record", "line", "column", "found", "message", "the service, or why"], rows)
    console.note(
        f"{staff.file}: a {str(staff.kind).replace('-', ' ')} file, {_count(staff)} records, "
        f"{len(staff.problems)} problems, {len(staff.notices)} notices, {len(advice)} to look at"
    )
    return 1 if staff.problems else 0


def _read(path: str, on: Any) -> Any:
    """The file as what its header says it is."""
    from care_pathway.errors import refuse
    from care_pathway.interop import ascwds, tables
    from care_pathway.tabular.files import open_source

    opened, kind = tables.kind_of(source(path))
    if kind is None:
        name = open_source(opened).name
        raise refuse("this is no ASC-WDS file: its header is another", file=name)
    if kind is ascwds.FileKind.TRAINING:
        return ascwds.read_training(opened, on=on)
    if kind is ascwds.FileKind.WORKPLACE:
        return ascwds.read_workplaces(opened, on=on)
    return ascwds.read_workers(opened, on=on)


def _count(staff: Any) -> int:
    return (
        len(staff.records)
        + len(staff.workplaces if not staff.records else ())
        + (len(staff.training) if not staff.records else 0)
    )


def _plain(one: Any) -> dict[str, Any]:
    return {
        "severity": str(one.severity),
        "record": one.record,
        "line": one.line,
        "column": one.column,
        "value": one.found,
        "message": one.message,
        "service": one.service,
        "code": one.code,
    }


def run_fill(args: argparse.Namespace, console: Console) -> int:
    """Put our answers into CWPCATEGORY where the file has none; every other cell stays."""
    from care_pathway.interop import ascwds

    refuse_same_file(args.file, args.out)
    on = day_of(args)
    pathway = pathway_of(args)
    staff = ascwds.read_workers(
        source(args.file), training=source(args.training), workplaces=source(args.workplace), on=on
    )
    categories, left = _answers(pathway, staff, on, instead=args.personal_assistants, likely=args.likely)
    target: Any = getattr(console.out, "buffer", console.out) if args.out == "-" else args.out
    written = ascwds.write_workers(
        staff, target, status=args.status, categories=categories, without_code=args.personal_assistants
    )
    for line in left:
        console.note(line)
    for notice in written.notices:
        console.note(str(notice))
    console.note(
        f"{len(written.changed)} answers put into CWPCATEGORY of {written.rows} rows; "
        f"{len(left)} left for a person; "
        f"no other cell was touched{'' if args.status is None else ' but STATUS'}"
    )
    return 0


def _answers(
    pathway: Any, staff: Any, on: Any, *, instead: str, likely: bool
) -> tuple[dict[str, str | None], list[str]]:
    """Our answer for everybody without one, and whom we leave to a person, and why."""
    from care_pathway.evidence.placing import place
    from care_pathway.interop.ascwds import PathwayAnswer, upload_code
    from care_pathway.report.people import SURE_ENOUGH

    keep = (PathwayAnswer.CATEGORY, PathwayAnswer.NONE_OF_THE_ABOVE)
    categories: dict[str, str | None] = {}
    left = []
    by_id = {worker.id: worker for worker in staff.workers}
    for record in staff.records:
        if record.worker is None or record.worker not in by_id or record.answer in keep:
            continue
        found = place(pathway, by_id[record.worker], on=on)
        best = found.candidates[0] if found.candidates else None
        where = f"record {record.record}, line {record.line}"
        open_ = len(found.candidates) > 1 and not (likely and best is not None and best.confidence >= _LIKELY)
        if best is None or open_ or best.confidence < SURE_ENOUGH:
            options = " or ".join(
                (one.role_category or "none of the above").replace("-", " ") for one in found.candidates
            )
            left.append(f"{where}: left as it is; it may be {options or 'anything'}")
        elif best.role_category is None:
            categories[record.worker] = "none-of-the-above"
        elif upload_code(best.role_category) is None and instead == "refuse":
            left.append(
                f"{where}: left as it is; ASC-WDS has no code for {best.role_category.replace('-', ' ')}. "
                "To write 998 (none of the above): --personal-assistants none-of-the-above"
            )
        else:
            categories[record.worker] = best.role_category
    return categories, left
