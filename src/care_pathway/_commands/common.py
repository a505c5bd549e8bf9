"""What several commands share: the pathway, the day, people from files, JSON."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import attrs

from care_pathway._commands.console import Console
from care_pathway.catalogue import load
from care_pathway.errors import UnknownIdError, refuse
from care_pathway.evidence.renewals import Renewals
from care_pathway.model import Pathway, WorkContext, Worker
from care_pathway.tabular.atomic import real

#: Days that somebody can mean.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST_NUMBER = 10


def pathway_of(args: argparse.Namespace) -> Pathway:
    """The edition that was asked for, with its overlays and statements."""
    pathway = load(args.edition)
    for path in args.overlay or ():
        from care_pathway.overlay import read_overlay, with_overlay

        try:
            pathway = with_overlay(pathway, read_overlay(path))
        except FileNotFoundError as error:
            raise refuse("no such file; check the path", file=str(path)) from error
    if args.statements is not None:
        from care_pathway.statements import with_statements

        pathway = with_statements(pathway, args.statements)
    return pathway


def day_of(args: argparse.Namespace, default: date | None = None) -> date:
    """The day that was asked for; today where none was. Only the command line reads the clock."""
    given: date | None = args.on
    if given is not None:
        return given
    return date.today() if default is None else default


def day(text: str) -> date:
    """A day from the command line."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        from datetime import datetime

        try:
            found = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        if _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found
    raise argparse.ArgumentTypeError(
        f"{text!r} is no day of {_FIRST_YEAR} to {_LAST_YEAR}; write 2026-01-31 or 31/01/2026"
    )


def renewals_of(args: argparse.Namespace) -> Renewals | None:
    """The renewal table that ``--renewals`` names; ``None`` for the bundled one."""
    if args.renewals is None:
        return None
    from care_pathway.evidence.renewals import read_renewals

    return read_renewals(args.renewals)


def amount(text: str) -> float:
    """An amount of money or hours from the command line."""
    try:
        number = float(text.replace("£", "").replace(",", ""))
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no amount; write a number of 0 or more")
    return number


def source(path: str | None) -> Any:
    """What a reader takes for a path; ``-`` is standard input."""
    return standard_input().buffer if path == "-" else path


def standard_input() -> TextIO:
    """Standard input, where the shell did not close it."""
    if sys.stdin is None:
        raise UsageError("standard input is closed; name a file")
    return sys.stdin


def refuse_standard_input_twice(args: argparse.Namespace) -> None:
    """Refuse to read several files from standard input: the second would be empty."""
    found = [
        name.replace("_", "-")
        for name, value in vars(args).items()
        if name not in (*_WRITTEN, "titles")
        for one in (value if isinstance(value, list) else [value])
        if one == "-"
    ]
    if len(found) > 1:
        raise UsageError(f"only one file can come from standard input, not {' and '.join(found)}")


#: The options that name what is written.
_WRITTEN = ("out", "save_mapping")


def files_read(args: argparse.Namespace) -> list[Path]:
    """The files that a command reads: whatever is named, by any option, but what is written.

    Of a folder of staff files those in it; and the file that the shell gives as standard input.
    """
    given = (value for name, value in vars(args).items() if name not in _WRITTEN)
    words = [word for one in given for word in (one if isinstance(one, list) else [one])]
    names = (name for word in words if isinstance(word, str) for name in (word, word.partition("=")[2]))
    files = [Path(name) for name in names if os.path.isfile(name)]  # noqa: PTH113
    staff = getattr(args, "staff", None)
    if staff is not None and os.path.isdir(staff):  # noqa: PTH112
        from care_pathway.report.folder import made_here
        from care_pathway.report.inputs import tables_in

        ours = made_here(Path(staff))
        files += (one for one in tables_in(staff) if one.name not in ours)
    if "-" in words:
        files.append(Path("/dev/stdin"))
    return files


def files_left(args: argparse.Namespace) -> list[Path]:
    """The files that a folder that is written leaves alone: those that are read, and a mapping just saved."""
    saved = [] if args.save_mapping is None else [Path(args.save_mapping)]
    return files_read(args) + saved


def refuse_to_write_over(written: str, args: argparse.Namespace) -> None:
    """Refuse what is read, whatever is asked, and without ``--force`` any other file that is here already.

    Standard output and what is no regular file, such as a pipe, are written into.
    """
    target = real(written)
    if written == "-" or not target.is_file():
        return
    for read in files_read(args):
        with suppress(OSError):
            if target.samefile(read):
                raise UsageError(f"{written} is read and would be written over; write to another file")
    if not getattr(args, "force", False):
        force = ", or --force to write over it" if hasattr(args, "force") else ""
        raise UsageError(f"{written} is here already; choose another name{force}")


#: Endings of names that say another format than CSV, which other programs would then take a file for.
_NO_CSV = {".parquet", ".xlsx", ".xls", ".xlsm", ".ods", ".json", ".feather", ".arrow", ".gz", ".zip"}


def refuse_another_format(written: str | None) -> None:
    """Refuse a name whose ending says another format than the CSV that is written."""
    path = Path(written or "-")
    if path.suffix.lower() in _NO_CSV:
        raise UsageError(f"what is written is CSV; name it {path.with_suffix('.csv')}")


def refuse_unused(args: argparse.Namespace, names: Iterable[str], why: str) -> None:
    """Refuse what is given and would change nothing: whoever gives it means something by it."""
    for name in names:
        if getattr(args, name, None):
            option = {"staff": "STAFF", "start": "--from"}.get(name, f"--{name.replace('_', '-')}")
            raise UsageError(f"{why}, and {option} would not be used; leave it out")


def columns_of(args: argparse.Namespace, of: str = "") -> dict[str, str] | None:
    """Headings for fields, where the guess is wrong: of the main file, or of another kind."""
    option = f"--{of}-column" if of else "--column"
    pairs = {}
    for text in getattr(args, f"{of}_column" if of else "column", None) or ():
        field, _, heading = text.partition("=")
        if not heading:
            raise UsageError(f"{option} {text!r}: write FIELD=HEADING, such as job_title='Post held'")
        pairs[field.strip().replace("-", "_").replace(" ", "_")] = heading.strip()
    return pairs or None


def in_words_of_the_command_line(text: str) -> str:
    """A message of the library as somebody at the command line needs it: options instead of arguments.

    Example:
        >>> in_words_of_the_command_line("say so: matrix_dates='completed'")
        'say so: --matrix-dates completed'
    """
    text = re.sub(r"(?:(\w+)_)?columns=\{'(\w+)': 'its heading'\}", _column_option, text)
    for python, plain in _INSTEAD_OF_PYTHON.items():
        text = text.replace(python, plain)
    text = re.sub(r"(matrix_dates|status)='(\w+)'", _option, text)
    return text.replace("Name the sheet, or the column", "Name the sheet with --sheet, or the column")


#: What names a function, and what to do at the command line instead.
_INSTEAD_OF_PYTHON = {
    "read it with read_workers": "give it as the file of staff",
    "read it with read_workplaces": "give it with --workplace",
    "read it with read_training": "give it with --training",
    "a plain table is read with tables.read_staff": "report reads a plain table",
    "pass without_code='none-of-the-above'": "give --personal-assistants none-of-the-above",
    "force=True": "--force",
}


def _column_option(found: re.Match[str]) -> str:
    option = "--column" if found[1] is None else f"--{found[1]}-column"
    return f'{option} {found[2]}="its heading"'


def _option(found: re.Match[str]) -> str:
    return f"--{found[1].replace('_', '-')} {found[2]}"


class UsageError(Exception):
    """Something on the command line that cannot be meant."""


def duties(words: Sequence[str] | None) -> WorkContext | None:
    """Duties from the command line: ``leads_shift``, ``manages_staff=no``, ``number_of_services=2``."""
    if not words:
        return None
    known = {field.name for field in attrs.fields(WorkContext)}
    answers: dict[str, Any] = {}
    for word in words:
        name, _, value = word.replace("-", "_").partition("=")
        if name not in known:
            raise UnknownIdError("duty", name, sorted(known))
        if name in ("number_of_services", "months_in_first_care_role"):
            if not (value.isascii() and value.isdecimal() and len(value) < _LONGEST_NUMBER):
                raise UsageError(f"--duty {word!r}: write a whole number, such as {name}=2")
            answers[name] = int(value)
        elif name == "setting" and value:
            answers[name] = value.replace("_", " ")
        elif value.lower() in ("", "yes", "no"):
            answers[name] = value.lower() != "no"
        else:
            raise UsageError(f"--duty {word!r}: write {name}=yes or {name}=no")
    return WorkContext(**answers)


def inputs_of(args: argparse.Namespace, console: Console, *, on: date) -> Any:
    """Staff and what goes with it, from files, from a folder of them, or the bundled example."""
    from care_pathway.interop.saved_mapping import read_mapping, save_mapping
    from care_pathway.report.inputs import example_inputs, read_inputs

    if args.example:
        if args.staff is not None:
            raise UsageError("give a staff file or --example, not both")
        refuse_unused(args, (*_OF_FILES, *_HOW_FILES_ARE_READ), "--example has files of its own")
        return _with_records(args, example_inputs(on=on, decisions=decisions_of(args)))
    if args.staff is None:
        raise UsageError("give a staff file, or --example for the bundled made-up one")
    if args.save_mapping is not None:
        _refuse_place_of_mapping(args.save_mapping, args)
    sources = _sources(args, console)
    for kind, options in _OF_KINDS.items():
        if not sources[kind]:
            refuse_unused(args, options, f"there is no file of {kind}")
    inputs = read_inputs(
        **sources,
        on=on,
        columns=columns_of(args),
        sheet=args.sheet,
        hows=_hows(args),
        matrix_dates=args.matrix_dates,
        setting=args.setting,
        include_leavers=args.include_leavers,
        mappings=() if args.mapping is None else read_mapping(args.mapping),
        decisions=decisions_of(args),
    )
    if args.save_mapping is not None:
        save_mapping(args.save_mapping, inputs.mappings)
        console.note(f"wrote which column is what into {args.save_mapping}")
    inputs = _in_words(_with_records(args, inputs))
    show_guesses(console, inputs.staff.columns)
    for notice in inputs.staff.notices:
        console.note(str(notice))
    return inputs


def _refuse_place_of_mapping(path: str, args: argparse.Namespace) -> None:
    """Refuse a place for a mapping that is none, before anything is read."""
    if path == "-":
        raise UsageError("a mapping is not written to standard output; name a file for --save-mapping")
    refuse_to_write_over(path, args)
    if real(path) == real(getattr(args, "out", None) or "."):
        raise UsageError(f"{path} is the folder to write into; name a file for --save-mapping")


def _in_words(inputs: Any) -> Any:
    """What was read, with everything that is said of it in words of the command line."""

    def of(file: Any) -> Any:
        if file is None:
            return None
        parts = {name: tuple(map(worded, getattr(file, name))) for name in ("notices", "problems")}
        return attrs.evolve(file, **parts)

    def worded(one: Any) -> Any:
        return attrs.evolve(one, message=in_words_of_the_command_line(one.message))

    files = {name: of(getattr(inputs, name)) for name in ("staff", "evidence", "catalogue")}
    return attrs.evolve(inputs, **files)


def _with_records(args: argparse.Namespace, inputs: Any) -> Any:
    """What was read, with the records that people brought along, by their references here."""
    if not args.record:
        return inputs
    from care_pathway.interop.own_records import join_own_records, read_own_record

    found = {}
    for text in args.record:
        reference, _, path = text.partition("=")
        if not reference or not path:
            raise UsageError(f"--record {text!r}: write REFERENCE=FILE, such as S101=record.json")
        if reference in found:
            raise UsageError(f"--record names {reference!r} twice; a person brings one record")
        found[reference] = read_own_record(path)
    return attrs.evolve(inputs, staff=join_own_records(inputs.staff, found))


def decisions_of(args: argparse.Namespace) -> Any:
    """What somebody filled in into a table to check."""
    from care_pathway.interop.decisions import read_decisions

    return None if args.decisions is None else read_decisions(pathway_of(args), args.decisions)


def review_of(args: argparse.Namespace, console: Console, pathway: Pathway, catalogue: Any) -> Any:
    """What somebody decided about the suggestions for a catalogue; what no longer fits is said."""
    if args.review is None:
        return None
    from care_pathway.interop.review_table import read_review

    review = read_review(pathway, catalogue, source(args.review))
    for problem in review.problems:
        console.note(str(problem))
    console.note(f"{len(review.decisions):,} decisions of {review.file} hold")
    return review


_OF_FILES = ("training", "workplace", "ascwds", "evidence", "catalogue", "adoption")
#: Options that are about files of a kind.
_OF_KINDS = {
    "training": ("training_column", "training_sheet", "matrix_dates"),
    "evidence": ("evidence_column", "evidence_sheet"),
    "catalogue": ("catalogue_column", "catalogue_sheet"),
}
#: Options that say how files are read.
_HOW_FILES_ARE_READ = (
    *("column", "sheet", *(name for options in _OF_KINDS.values() for name in options)),
    *("setting", "include_leavers", "mapping", "save_mapping"),
)
#: Everything that is about people in files.
OF_PEOPLE_IN_FILES = (
    *("staff", "example", *_OF_FILES, *_HOW_FILES_ARE_READ),
    *("record", "person", "decisions", "show_names"),
)


def _sources(args: argparse.Namespace, console: Console) -> dict[str, Any]:
    """What was given for each kind of file; a folder is looked through."""
    given = {name: getattr(args, name, None) for name in _OF_FILES}
    lists = {name: [value] if isinstance(value, str) else value or [] for name, value in given.items()}
    found: dict[str, Any] = {name: [source(one) for one in values] for name, values in lists.items()}
    found["staff"] = source(args.staff)
    if args.staff != "-" and os.path.isdir(args.staff):  # noqa: PTH112
        from care_pathway.report.inputs import read_folder

        folder = read_folder(args.staff)
        for one in folder.recognised:
            console.note(recognised_words(one))
        for notice in folder.notices:
            console.note(str(notice))
        found["staff"] = folder.staff
        for name in ("training", "evidence", "catalogue"):
            found[name] = [*getattr(folder, name), *found[name]]
        for name, of in (("workplace", "workplace"), ("ascwds", "upload"), ("adoption", "adoption")):
            found[name] = found[name] or [getattr(folder, of)]
    return {
        "staff": found["staff"],
        "training": found["training"],
        "evidence": found["evidence"],
        "catalogue": found["catalogue"],
        "workplaces": next((one for one in found["workplace"] if one is not None), None),
        "upload": next((one for one in found["ascwds"] if one is not None), None),
        "adoption": next((one for one in found["adoption"] if one is not None), None),
    }


def _hows(args: argparse.Namespace) -> dict[str, Any]:
    from care_pathway.report.inputs import How

    return {
        kind: How(columns=columns_of(args, kind), sheet=getattr(args, f"{kind}_sheet", None))
        for kind in ("training", "evidence", "catalogue")
    }


def recognised_words(one: Any) -> str:
    """What a file was taken for, on one line."""
    sheet = "" if one.sheet is None else f", sheet {one.sheet!r}" + (" (hidden)" if one.hidden else "")
    layout = "" if one.layout is None else f" in the layout of {one.layout}"
    return f"{one.file}{sheet}: {str(one.kind).replace('-', ' ')}{layout}, {one.rows:,} rows"


def show_guesses(console: Console, columns: Iterable[Any]) -> None:
    """Say which column was taken for what."""
    from care_pathway.report.files import guessed

    found = guessed(columns)
    if found:
        console.note(f"columns: {'; '.join(found)}")


def people_of(
    args: argparse.Namespace, console: Console, pathway: Pathway, *, on: date
) -> tuple[Worker, ...]:
    """The people a command is about: a persona, somebody in a file, or everybody in it."""
    if args.persona:
        return personas_of(args, pathway)
    from care_pathway.report.names import Pseudonyms, shown_references

    inputs = inputs_of(args, console, on=on)
    called, pseudonyms = shown_references(inputs.staff), Pseudonyms()
    return tuple(
        pseudonyms.worker(one, called.get(one.id, one.id))
        for one in people_in(args, console, pathway, inputs, on=on)
    )


def personas_of(args: argparse.Namespace, pathway: Pathway) -> tuple[Worker, ...]:
    """The published example people that were named."""
    refuse_unused(args, OF_PEOPLE_IN_FILES, "--persona names people who are in no file")
    return tuple(pathway.persona(persona).worker for persona in args.persona)


def people_in(
    args: argparse.Namespace, console: Console, pathway: Pathway, inputs: Any, *, on: date
) -> tuple[Worker, ...]:
    """The people in what was read who were named, or all of them, with the evidence on them."""
    from care_pathway.interop.applying import apply_evidence

    workers: tuple[Worker, ...] = inputs.staff.workers
    if inputs.evidence is not None:
        workers = apply_evidence(workers, inputs.evidence, staff=inputs.staff, pathway=pathway, on=on).workers
    if inputs.staff.problems:
        console.note(
            f"{len(inputs.staff.problems)} problems in {inputs.staff.file}; the good rows are answered"
        )
    if not args.person:
        return workers
    by_id = {worker.id: worker for worker in workers}
    for reference in args.person:
        if reference not in by_id:
            raise UnknownIdError("person", reference, by_id)
    return tuple(by_id[reference] for reference in args.person)


def show_json(console: Console, records: Iterable[Any]) -> None:
    """Records as one JSON list, the same bytes each time."""
    from care_pathway.serialise import SCHEMA_VERSION, to_plain

    plain = [{"schema_version": SCHEMA_VERSION, **to_plain(record)} for record in records]
    console.write(json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n")


def show_plain_json(console: Console, document: Mapping[str, Any] | Sequence[Any]) -> None:
    """Plain data as JSON."""
    from care_pathway.serialise import canonical

    console.write(canonical(document))
