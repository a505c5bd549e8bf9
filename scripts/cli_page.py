"""The page about the command line, written from its parser."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from docs_text import GENERATED, table, text


def cli_page(parser: argparse.ArgumentParser) -> str:
    """Every command with its help as it is shown."""
    commands = list(_commands(parser))
    out = (
        f"---\ntitle: Command line\n---\n\n{GENERATED}\n# Command line\n\n"
        "`care-pathway` comes with the package; the extra `cli` brings what it needs. Everything stays "
        "on your computer.\n\n"
    )
    out += table(
        ["Command", "What it does"],
        ([f"[`{name}`](#{_anchor(name)})", text(made.description or "")] for name, made in commands),
    )
    out += (
        "## Exit codes\n\n"
        "- `0`: done, even where some rows have problems; they are listed.\n"
        "- `1`: the input could not be used, or `validate` or `ascwds check` found problems.\n"
        "- `2`: wrong usage.\n\n"
        "In a pipe the output is plain and stable: UTF-8, no colour, no progress. `--json` gives what the "
        "Python functions give, with a `schema_version`.\n\n"
    )
    for name, made in commands:
        out += f"## {name} {{ #{_anchor(name)} }}\n\n```text\n{_help(made)}\n```\n\n"
    return out


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for made in action.choices.values():
                inner = list(_commands(made))
                yield from inner or [(made.prog, made)]


def _help(parser: argparse.ArgumentParser) -> str:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "88"  # the width that argparse folds its lines at
    try:
        return parser.format_help().strip()
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
