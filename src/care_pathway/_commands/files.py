"""``files``: what files are, before anything is made of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from care_pathway._commands.common import (
    in_words_of_the_command_line,
    recognised_words,
    show_json,
    source,
)
from care_pathway._commands.console import Console
from care_pathway.errors import DataError
from care_pathway.problems import shown


def run(args: argparse.Namespace, console: Console) -> int:
    """Recognise files and those in folders; one that is no table is said, and the others are answered."""
    from care_pathway.report.inputs import NOT_LOOKED_INTO, folders_in

    found: list[Any] = []
    refused = 0
    for path in _paths(args.paths):
        from care_pathway.interop.recognition import recognise

        try:
            found.append(recognise(source(path)))
        except DataError as error:
            refused += 1
            for problem in error.problems:
                console.error(str(problem))
    if args.json:
        show_json(console, found)
    else:
        for one in found:
            for sheet in (one, *one.others):
                _show(console, sheet)
    for path in args.paths:
        if path != "-" and Path(path).is_dir():
            for name in folders_in(path):
                console.note(f"{name}: {NOT_LOOKED_INTO}")
    return 1 if refused and not found else 0


def _paths(given: list[str]) -> Iterator[str]:
    from care_pathway.report.inputs import tables_in

    for path in given:
        if path != "-" and Path(path).is_dir():
            yield from (str(one) for one in tables_in(path) if one.is_file())
        else:
            yield path


def _show(console: Console, one: Any) -> None:
    console.line(recognised_words(one))
    if one.layout == "asc-wds":
        console.line(f"  {len(one.columns)} columns of ASC-WDS")
    for column in () if one.layout == "asc-wds" else one.columns:
        why = f" ({column.why})" if column.why else ""
        console.line(f"  {column.field.replace('_', ' ')}: {shown(column.header)!r}{why}")
    if one.left_out:
        console.line(f"  not read: {', '.join(repr(shown(name)) for name in one.left_out)}")
    if one.question:
        console.line(f"  to answer: {in_words_of_the_command_line(one.question)}")
    for notice in (*one.notices, *one.problems):
        console.line(f"  {in_words_of_the_command_line(notice.message)}")
