"""``ascwds check`` and ``ascwds fill``: files for the Adult Social Care Workforce Data Set."""

from __future__ import annotations

import argparse
from contextlib import suppress
from typing import Any

from care_pathway._commands.common import (
    day_of,
    in_words_of_the_command_line,
    pathway_of,
    refuse_another_format,
    refuse_to_write_over,
    show_plain_json,
    source,
)
from care_pathway._commands.console import Console

#: The columns of a check: as the service says it, then what we say of it.
_CHECK = ("file", "record", "line", "column", "code", "severity", "found", "message", "the service, or why")
#: How many references a message lists.
_LISTED = 10


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
                        "file": staff.file,
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
            (*_place(one), one.code, one.severity, one.found, one.message, one.service)
            for one in (*staff.problems, *staff.notices)
        ]
        rows += [
            (staff.file, one.record, one.line, None, None, "advice", one.worker, one.message, one.why)
            for one in advice
        ]
        console.table(_CHECK, rows)
    console.note(
        f"{staff.file}: {'a' if staff.kind.is_upload else 'an'} {str(staff.kind).replace('-', ' ')} file, "
        f"{_count(staff)} records, {len(staff.problems)} problems, "
        f"{len(staff.notices)} notices, {len(advice)} to look at"
    )
    if not staff.kind.is_upload:
        console.note(
            f"{staff.file}: the service checks upload files only; of this one, what is read was looked at"
        )
    if any(one.severity is ascwds.Severity.ERROR for one in staff.problems):
        return 1
    return 3 if any(ascwds.loses_an_answer(one) for one in staff.problems) else 0


def _read(path: str, on: Any) -> Any:
    """The file as what its header says it is."""
    from care_pathway.errors import refuse
    from care_pathway.interop import ascwds
    from care_pathway.interop.kinds import ascwds_kind, opened_or_book
    from care_pathway.tabular.grids import Book

    opened: Any = opened_or_book(source(path))
    kind = ascwds_kind(opened)
    if kind is None:
        name = opened.file if isinstance(opened, Book) else opened.name
        raise refuse("this is no ASC-WDS file: its header is another", file=name)
    if kind in (ascwds.FileKind.TRAINING, ascwds.FileKind.ANALYSIS_TRAINING):
        return ascwds.read_training(opened, on=on)
    if kind in (ascwds.FileKind.WORKPLACE, ascwds.FileKind.ANALYSIS_WORKPLACE):
        return ascwds.read_workplaces(opened, on=on)
    return ascwds.read_workers(opened, on=on)


def _place(one: Any) -> tuple[Any, ...]:
    return one.file, one.record, one.line, one.column


def _count(staff: Any) -> int:
    return (
        len(staff.records)
        + len(staff.workplaces if not staff.records else ())
        + (len(staff.training) if not staff.records else 0)
    )


def _plain(one: Any) -> dict[str, Any]:
    return {
        "severity": str(one.severity),
        "file": one.file,
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
    from care_pathway.problems import shown_reference

    refuse_another_format(args.out)
    refuse_to_write_over(args.out, args)
    on = day_of(args)
    pathway = pathway_of(args)
    staff = ascwds.read_workers(
        source(args.file), training=source(args.training), workplaces=source(args.workplace), on=on
    )
    filling = ascwds.fill(
        pathway,
        staff,
        on=on,
        likely=args.likely,
        replace_do_not_know=args.replace_do_not_know,
        without_code=args.personal_assistants,
        decisions=_decisions(pathway, args.decisions, staff, console),
    )
    target: Any = getattr(console.out, "buffer", console.out) if args.out == "-" else args.out
    written = ascwds.write_workers(
        staff,
        target,
        status=args.status,
        categories=filling.categories,
        without_code=args.personal_assistants,
    )
    for filled in filling.filled:
        console.note(f"{_who(filled)}: {_plainly(filled.answer)} ({filled.why})")
    for left in filling.left:
        console.note(f"{_who(left)}: left as it is; {left.why}")
    if filling.unused:
        names = ", ".join(shown_reference(name) or "" for name in filling.unused[:_LISTED])
        more = len(filling.unused) - _LISTED
        console.note(
            f"{filling.file}: decisions that are on no one person by UNIQUEWORKERID or DISPLAYID change "
            f"nothing: {names}{f' and {more:,} more' if more > 0 else ''}. One such as row-5 stands for a "
            "reference that may be a name: report --show-names writes it as it is"
        )
    for notice in written.notices:
        console.note(in_words_of_the_command_line(str(notice)))
    console.note(
        f"{len(filling.filled)} answers put into CWPCATEGORY, {len(filling.left)} left for a person, "
        f"{filling.already} answered already: {written.rows} rows. "
        f"Before, {filling.blank} were blank, {filling.do_not_know} said I do not know, "
        f"{filling.answered} had an answer, {filling.unreadable} a value that has to be looked at; "
        f"no other cell was touched{'' if args.status is None else ' but STATUS'}"
    )
    return 0


def _who(one: Any) -> str:
    from care_pathway.problems import shown_reference

    return f"{shown_reference(one.reference) or 'no reference'} (record {one.record}, line {one.line})"


def _plainly(answer: str) -> str:
    return answer.replace("-", " ")


def _decisions(pathway: Any, path: str | None, workers: Any, console: Console) -> dict[str, str]:
    """What a person decided: in a table to check, or as role categories of their own staff list."""
    if path is None:
        return {}
    from care_pathway.errors import DataError, refuse
    from care_pathway.interop import tables
    from care_pathway.interop.decisions import decisions_of_list, read_decisions
    from care_pathway.tabular.sheets import open_book

    book = open_book(source(path))  # what is damaged is refused here
    with suppress(DataError):  # no such columns: it is a staff list
        found = read_decisions(pathway, book)
        for problem in found.problems:
            console.note(str(problem))
        if not (found.by_reference or found.titles):
            console.note(f"{found.file}: no decision on a person or a job title is in it")
        return found.of(workers.workers)
    try:
        staff = tables.read_staff(book if path == "-" else path)
    except DataError as error:  # this command has no option that names a column
        message = (
            "these are no decisions: columns headed 'Staff ref' and 'Role category' are needed, or 'What', "
            "'Found' and 'Decision', as in to-check.xlsx"
        )
        raise refuse(message, file=book.file) from error
    for problem in staff.problems:
        console.note(str(problem))
    decided = decisions_of_list(staff, workers)
    if not decided:
        console.note(f"{staff.file}: no column of role categories, or none filled in, so it decides nothing")
    return decided


def run_upgrade(args: argparse.Namespace, console: Console) -> int:
    """Write a file of an earlier layout in today's."""
    from care_pathway.interop import ascwds

    refuse_another_format(args.out)
    refuse_to_write_over(args.out, args)
    staff = _read(args.file, day_of(args))
    target: Any = getattr(console.out, "buffer", console.out) if args.out == "-" else args.out
    written = ascwds.upgrade(staff, target)
    for notice in written.notices:
        console.note(str(notice))
    console.note(f"{written.rows} rows written in today's layout of a {staff.kind} file")
    return 0
