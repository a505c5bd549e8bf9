"""``title`` and ``titles``: job titles to role categories."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from typing import IO, Any

import attrs

from care_pathway._commands.common import (
    UsageError,
    duties,
    pathway_of,
    refuse_another_format,
    refuse_to_write_over,
    show_json,
    source,
    standard_input,
)
from care_pathway._commands.console import Console, Step
from care_pathway.model import Pathway, WorkContext
from care_pathway.problems import shown

HEADINGS = ("title", "status", "role_category", "confidence", "candidates", "ascwds_job_role", "why")
#: The columns that ``titles`` adds.
ADDED = tuple(f"cwp_{heading}" for heading in HEADINGS[1:])
_KEPT = 200_000
#: So long is no line of titles; what is longer is no text.
_LONGEST = 1_000_000
_EVERY = 500


def run_title(args: argparse.Namespace, console: Console) -> int:
    """One title or several, or one a line from standard input."""
    from care_pathway.titles import normalise_title

    pathway = pathway_of(args)
    context = duties(args.duty)
    if args.setting is not None:
        context = attrs.evolve(context or WorkContext(), setting=args.setting)
    matches = [
        normalise_title(pathway, title, context=context, ascwds_job_role=args.job_role)
        for title in _titles(args.titles)
    ]
    if args.json:
        show_json(console, matches)
    elif console.terminal:
        console.line("\n\n".join(match.explain() for match in matches))
    else:
        console.table(HEADINGS, [(match.title, *answer(match)) for match in matches])
    return 0


def _titles(given: list[str]) -> Iterator[str]:
    for title in given:
        if title == "-":
            yield from _lines(standard_input())
        else:
            yield title


def _lines(stream: IO[str]) -> Iterator[str]:
    for line in iter(lambda: stream.readline(_LONGEST), ""):
        if len(line) == _LONGEST:
            raise UsageError(f"a line of {_LONGEST:,} letters is no job title; write one title a line")
        if line.strip():
            yield line.rstrip("\r\n")


def answer(match: Any) -> tuple[Any, ...]:
    """The answer for a title as cells of a table."""
    best = match.candidates[0] if match.candidates else None
    return (
        str(match.status),
        match.role_category or "",
        "" if best is None else f"{best.confidence:g}",
        "; ".join(one.role_category or "out of scope" for one in match.candidates),
        "" if match.ascwds_job_role is None else match.ascwds_job_role,
        "; ".join(match.reasons),
    )


def run_titles(args: argparse.Namespace, console: Console) -> int:
    """A whole file, row by row: every column is kept and the answers are added."""
    pathway = pathway_of(args)
    refuse_another_format(args.out)
    if args.out is not None:
        refuse_to_write_over(args.out, args)
    with console.progress("reading titles") as step:
        table = _Stream(args.file, args.column, args.sheet, step)
        if args.out in (None, "-"):
            count = _write(table, pathway, console.out, raw=args.raw, setting=args.setting)
        else:
            count = _write_file(table, pathway, args.out, raw=args.raw, setting=args.setting)
    for notice in table.notices:
        console.note(str(notice))
    if table.setting_at is not None:
        heading = shown(table.names[table.setting_at])
        console.note(f"settings in column {heading!r} settle what a title leaves open")
    console.note(f"{count:,} rows; titles in column {shown(table.heading)!r}; added {', '.join(ADDED)}")
    return 0


def _write_file(table: _Stream, pathway: Pathway, out: str, *, raw: bool, setting: str | None) -> int:
    from care_pathway.tabular.atomic import replacing

    with replacing(out) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        count = _write(table, pathway, text, raw=raw, setting=setting)
        text.detach()  # flushes, and leaves closing to the block
    return count


def _write(table: _Stream, pathway: Pathway, out: IO[str], *, raw: bool, setting: str | None) -> int:
    import csv

    from care_pathway.interop.cells import line
    from care_pathway.tabular.safe_csv import safe_csv_writer
    from care_pathway.titles import normalise_title

    writer: Any = csv.writer(out, lineterminator="\r\n") if raw else safe_csv_writer(out)
    writer.writerow([*table.names, *ADDED])
    known: dict[tuple[str, str | None], tuple[Any, ...]] = {}
    count = 0
    for cells in table.rows():
        title = line(cells[table.at]) if table.at < len(cells) else ""
        where = table.setting_of(cells) or setting
        found = known.get((title, where))
        if found is None:
            if len(known) >= _KEPT:
                known.clear()
            context = None if where is None else WorkContext(setting=where)
            found = known[title, where] = answer(normalise_title(pathway, title, context=context))
        writer.writerow([*cells, *[""] * (len(table.names) - len(cells)), *found])
        count += 1
    return count


class _Stream:
    """A table read row by row, whose column of titles is known."""

    def __init__(self, file: str, column: str | None, sheet: str | None, step: Step) -> None:
        from care_pathway.tabular.cells import text
        from care_pathway.tabular.columns import choose
        from care_pathway.tabular.sheets import open_book

        book = open_book(source(file))
        columns = None if column is None else {"job_title": column.removeprefix("job_title=")}
        grid, header, notices = choose(book, "staff", sheet=sheet, columns=columns)
        self._step = step
        self._rows = grid.rows[header.row + 1 :]
        self._due, self._height = grid.rows[header.row][0] + 1, grid.height
        self._text = text
        self.notices: list[Any] = [*book.notices, *grid.notices, *grid.problems, *notices]
        self.names = [name or f"column {at}" for at, name in enumerate(header.names, start=1)]
        self.at = header.where["job_title"]
        self.heading = self.names[self.at]
        self.setting_at = header.where.get("setting")

    def setting_of(self, cells: list[str]) -> str | None:
        """Where the person of a row works, as the file says."""
        at = self.setting_at
        return (cells[at] or None) if at is not None and at < len(cells) else None

    def rows(self) -> Iterator[list[str]]:
        """The rows below the header; of a file whose rows are no lines of text blank ones too."""
        total, due = len(self._rows), self._due
        for number, (line, cells) in enumerate(self._rows):
            if number % _EVERY == 0:
                self._step(number, total)
            if self._height is not None:
                yield from ([] for _ in range(due, line))
                due = line + 1
            yield [cell if isinstance(cell, str) else self._text(cell) for cell in cells]
        if self._height is not None:
            yield from ([] for _ in range(due, self._height + 1))
