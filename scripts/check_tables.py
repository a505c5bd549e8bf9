"""Say whether the tables of ``data/`` hold what `tables.csv`, beside this script, says that they hold.

    python scripts/check_tables.py

Each slip comes out with its file, line and column, what was found, what is allowed and how to mend it: a row
with a cell too many, a topic that no table has, a misspelt word, a bracket without its partner, a line given
twice. `update_manifest.py` asks first, so that no such table comes to be read.
"""

from __future__ import annotations

import csv
import difflib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import attrs

import care_pathway
from care_pathway.language.phrases import variants
from care_pathway.model import WorkContext
from care_pathway.problems import Place, Problem, shown

_SOURCE = Path(__file__).resolve().parent.parent / "src" / "care_pathway"
#: That of this checkout; where its source is taken away, as in tests of the sdist, the installed one.
DATA = (_SOURCE if _SOURCE.exists() else Path(care_pathway.__file__).parent) / "data"
HELD = Path(__file__).resolve().parent / "tables.csv"
#: What a short list of allowed words may hold to be shown whole.
_LISTED = 12
#: Files that the readers of files read, not tables of rules.
_EXAMPLES = "examples/"


class Row(NamedTuple):
    """A row of a table: its line in the file, and its cells by heading."""

    line: int
    cells: dict[str, str]


class Held(NamedTuple):
    """A column: what is allowed, what parts the items, whether it may be empty, whether it stands once."""

    holds: tuple[str, ...]
    apart: str
    empty: bool
    once: bool


def problems(data: Path | None = None) -> list[Problem]:
    """Everything that is wrong with the tables of a folder, that of this checkout if none is given."""
    return list(_Tables(data or DATA).problems())


def read(path: Path) -> tuple[list[Row], list[Problem]]:
    """The rows of a table, as `care_pathway._data.read_csv` reads them, and rows that it could not read."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return [], [Problem(message="expected UTF-8; save the file so", place=Place(line=line))]
    rows: list[Row] = []
    found: list[Problem] = []
    heads: list[str] | None = None
    for line, content in enumerate(text.splitlines(), 1):
        if not content or content.startswith("#"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([content], skipinitialspace=True))]
        if heads is None:
            heads = cells
        elif len(cells) != len(heads):
            message = (
                f"expected {len(heads)} cells ({', '.join(heads)}); put a cell with a comma into quotes, and "
                "write a comma for each cell that is empty"
            )
            found.append(Problem(message=message, place=Place(line=line), found=f"{len(cells)} cells"))
        else:
            rows.append(Row(line, dict(zip(heads, cells, strict=True))))
    if heads is None:
        found.append(Problem(message="expected a line of headings"))
    return rows, found


@cache
def held() -> dict[str, dict[str, Held]]:
    """What each column of each table holds."""
    found: dict[str, dict[str, Held]] = defaultdict(dict)
    for _, row in read(HELD)[0]:
        for column in _items(row["columns"], ";"):
            found[row["table"]][column] = Held(
                tuple(_items(row["holds"], ";")), row["apart"], row["empty"] == "yes", row["once"] == "yes"
            )
    return dict(found)


def _items(cell: str, apart: str) -> list[str]:
    """The items of a cell."""
    if not apart:
        return [cell] if cell else []
    return [item for item in map(str.strip, cell.split(None if apart == "space" else apart)) if item]


def _reference(holds: str) -> tuple[str, str, str]:
    """Of a reference: what stands in front of each item, the table or collection, and the column."""
    front, _, rest = holds.partition("=")
    table, _, column = rest.strip().partition(" ")
    return front, table, column


def _is_number(item: str) -> str | None:
    try:
        float(item)
    except ValueError:
        return "expected a number"
    return None


def _is_day(item: str) -> str | None:
    try:
        date.fromisoformat(item)
    except ValueError:
        return "expected a day such as 2026-11-30"
    return None


def _is_phrase(item: str) -> str | None:
    try:
        words = " ".join(next(variants(item), ()))
    except ValueError:
        words = item
    alone = set("()[]|") & set(words)
    return (
        "expected each bracket to have its partner: (a|b) is a choice, [a] may be left out" if alone else None
    )


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "a text": lambda item: None,
    "a number": _is_number,
    "a day": _is_day,
    "a phrase": _is_phrase,
}


class _Tables:
    """The tables of a folder, each read once."""

    def __init__(self, data: Path) -> None:
        self.data = data
        names = (path.relative_to(data).as_posix() for path in sorted(data.rglob("*.csv")))
        self.read = {name: read(data / name) for name in names if not name.startswith(_EXAMPLES)}
        #: What refers to one of these is not judged: what it holds is not known.
        self.unread = {name for name, (_, found) in self.read.items() if found}
        self._known: dict[tuple[str, ...], frozenset[str]] = {}

    def problems(self) -> Iterator[Problem]:
        """What is wrong, table by table."""
        for name in sorted(self.read.keys() ^ held().keys()):
            message = "no such table" if name in held() else "no line says what this table holds"
            yield Problem(message=f"{message}; mend scripts/tables.csv", place=Place(file=name))
        for name, (rows, found) in self.read.items():
            for problem in (*found, *self._of(name, rows, held().get(name, {}))):
                yield problem.at(file=name)

    def _of(self, name: str, rows: list[Row], columns: dict[str, Held]) -> Iterator[Problem]:
        heads = list(rows[0].cells) if rows else list(columns)
        for column in sorted(set(heads) ^ set(columns)):
            what = "no such column" if column in columns else "no line says what this column holds"
            message = f"{what}; expected {', '.join(columns)}, as scripts/tables.csv has them"
            yield Problem(message=message, place=Place(column=column))
        known = {column: about for column, about in columns.items() if column in heads}
        once = [column for column, about in known.items() if about.once]
        seen: dict[tuple[str, ...], int] = {}
        for line, cells in rows:
            for column, about in known.items():
                for problem in self._in_cell(cells[column], about):
                    yield problem.at(line=line, column=column)
            key = tuple(cells[column] for column in once)
            if once and seen.setdefault(key, line) != line:
                message = f"given in line {seen[key]} already; take one of them out"
                place = Place(line=line, column=", ".join(once))
                yield Problem(message=message, place=place, found=shown(", ".join(filter(None, key))))

    def _in_cell(self, cell: str, about: Held) -> Iterator[Problem]:
        items = _items(cell, about.apart)
        if not items and not about.empty:
            yield Problem(message=f"missing; expected {self._in_words(about)}")
        for item in items:
            if message := self._wrong(item, about):
                yield Problem(message=message, found=shown(item))

    def _wrong(self, item: str, about: Held) -> str | None:
        """What is wrong with an item of a cell."""
        if check := _CHECKS.get(about.holds[0]):
            return check(item)
        allowed = self._allowed(about.holds)
        if item in allowed or not self.unread.isdisjoint(_reference(each)[1] for each in about.holds):
            return None
        near = difflib.get_close_matches(item, sorted(allowed), 3)
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near and len(allowed) > _LISTED else ""
        return f"expected {self._in_words(about)}{hint}"

    def _in_words(self, about: Held) -> str:
        """What is allowed, with where more of it may be added."""
        words = [each for each in about.holds if "=" not in each]
        parts = [self._referred(each) for each in about.holds if "=" in each]
        if words:
            parts.append(words[0] if len(words) == 1 else f"one of {', '.join(words)}")
        return ", or ".join(parts)

    @staticmethod
    def _referred(holds: str) -> str:
        front, table, column = _reference(holds)
        after = f"{front!r} and " if front else ""
        return f"{after}what stands in {table}, {column}"

    def _allowed(self, holds: tuple[str, ...]) -> frozenset[str]:
        """The items that the alternatives allow."""
        if holds not in self._known:
            found = {each for each in holds if "=" not in each}
            for front, table, column in (_reference(each) for each in holds if "=" in each):
                found |= {f"{front}{item}" for item in self._column(table, column) if item}
            self._known[holds] = frozenset(found)
        return self._known[holds]

    def _column(self, table: str, column: str) -> Iterator[str]:
        if table == "WorkContext":
            yield from (field.name for field in attrs.fields(WorkContext))
        elif table.endswith(".csv"):
            apart = held()[table][column].apart
            for row in self.read[table][0]:
                yield from _items(row.cells.get(column, ""), apart)
        else:
            for name in (table, f"further_{table}"):
                path = self.data / "records" / f"{name}.json"
                records: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
                yield from (record[column] for record in records)


def told(found: list[Problem]) -> int:
    """Print problems; 1 if there are any."""
    for problem in found:
        print(problem)
    return int(bool(found))


def main() -> int:
    """Run the script; 1 means that a table is wrong."""
    return told(problems())


if __name__ == "__main__":
    sys.exit(main())
