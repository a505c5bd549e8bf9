"""The rules and phrases as a workbook for somebody who knows the domain, and back as a proposed change.

    python scripts/review_workbook.py review.xlsx                        # write the workbook
    python scripts/review_workbook.py review.xlsx --back                 # which answers would change
    python scripts/review_workbook.py review.xlsx --back --out proposal  # and the change, to be applied

In the workbook each table is a sheet, a row for each line. Change cells, move rows, add rows (leave *line*
empty), take rows out. The way back compares the workbook with this checkout, asks the package the same
questions with the old tables and with the new ones, and lists every answer that differs. The questions are
the titles of the tests, the names and courses that are bundled, and the personas; ``--titles`` and
``--courses`` add your own, one a line. The folder then holds ``change.patch`` for ``git apply`` and
``answers.csv``. The checkout stays as it is, and the tests have the last word on a change.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

import care_pathway as cp
import check_tables
from care_pathway._data import fingerprint
from care_pathway.report.folder import writing

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(cp.__file__).parent
DATA = PACKAGE / "data"
#: What people judge, by the name of its sheet. What is measured or derived is not among them.
TABLES = {
    "title rules": "lexicons/titles/rules.csv",
    "title phrases": "lexicons/titles/phrases.csv",
    "title spellings": "lexicons/titles/spellings.csv",
    "title words": "lexicons/titles/words.csv",
    "title lists": "lexicons/titles/named.csv",
    "title pairs": "lexicons/titles/pairs.csv",
    "title decisions": "lexicons/titles/decisions.csv",
    "duties decide": "lexicons/titles/steps.csv",
    "job roles": "lexicons/titles/job_roles.csv",
    "course topics": "lexicons/courses/topics.csv",
    "course phrases": "lexicons/courses/topic_phrases.csv",
    "broad courses": "lexicons/courses/broad_courses.csv",
    "broad course phrases": "lexicons/courses/broad_phrases.csv",
    "courses name items": "lexicons/courses/named_items.csv",
    "course people": "lexicons/courses/people_phrases.csv",
    "courses for whom": "lexicons/courses/role_categories.csv",
    "training titles": "crosswalks/training-titles.csv",
    "training outside": "crosswalks/training-outside.csv",
    "training categories": "crosswalks/training-categories.csv",
    "not done": "lexicons/not-done.csv",
    "renewals": "renewals.csv",
    "professions": "lexicons/professions.csv",
    "registrations": "lexicons/registrations.csv",
    "aspirations": "lexicons/aspirations.csv",
    "duties and roles": "lexicons/duties.csv",
}
LINE, REMARK = "line", "your remark"
ABOUT = """\
Each sheet is a table of rules or phrases that this package reads as it stands here.
Change cells, move rows, add rows (leave the line empty), or take rows out.
The order of rows counts where the note above a table says so.
The column "your remark" is for you: it changes nothing, and is listed when the workbook is read back.
Read it back with: python scripts/review_workbook.py WORKBOOK --back
"""
#: Fixed, so that the same tables give the same answers on any day.
ON = date(2026, 3, 1)
_SHOWN = 25
_WIDEST = 60


class UnusableError(Exception):
    """A workbook that cannot be read back, with all that is wrong with it."""


class Row(NamedTuple):
    """A row of a table: its line in the file (none for a new one) and its cells."""

    line: int | None
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A bundled table: its lines as they stand, its headings, and its rows."""

    lines: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def spaced(self) -> bool:
        """Whether a blank follows the commas of the file."""
        return ", " in self.lines[self.first - 1]

    @property
    def first(self) -> int:
        """The line of the headings, counted from 1."""
        return next(n for n, line in enumerate(self.lines, 1) if line and not line.startswith("#"))


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a line, as `care_pathway._data.read_csv` reads them."""
    return tuple(cell.strip() for cell in next(csv.reader([line], skipinitialspace=True)))


def table_of(text: str) -> Table:
    """A table, with what its remarks say."""
    lines = tuple(text.splitlines())
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    (first, heads), *rest = numbered
    notes = tuple(line.lstrip("# ") for line in lines[: first - 1])
    return Table(lines, cells_of(heads), tuple(Row(n, cells_of(line)) for n, line in rest), notes)


def line_of(cells: Iterable[str], *, spaced: bool) -> str:
    """Cells as a line of a table, in the hand of the file."""
    parts = []
    for cell in cells:
        made = io.StringIO()
        csv.writer(made, lineterminator="").writerow([cell, ""])  # alone, an empty cell would stand in quotes
        parts.append(made.getvalue()[:-1])
    return (", " if spaced else ",").join(parts).rstrip()


# --- out ------------------------------------------------------------------------------------------------


def write(path: Path) -> None:
    """Write every table into a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    about = book.create_sheet("read me")
    about.column_dimensions["A"].width = 120
    for line in (*ABOUT.splitlines(), "", *(f"{sheet}: {name}" for sheet, name in TABLES.items())):
        about.append([line])
    for sheet, name in TABLES.items():
        table = table_of((DATA / name).read_text("utf-8"))
        made = book.create_sheet(sheet)
        for note in table.notes:
            made.append([note])
        made.append([LINE, *table.heads, REMARK])
        top = made.max_row
        for row in table.rows:
            made.append([row.line])
            for column, cell in enumerate(row.cells, 2):
                # As text, whatever it looks like: a rule begins with @, a chance is no number to sum up.
                put = made.cell(made.max_row, column)
                put.value, put.data_type, put.number_format = cell or None, "s" if cell else "n", "@"
        for column, head in enumerate([LINE, *table.heads, REMARK], 1):
            letter = get_column_letter(column)
            cells = (row.cells[column - 2] for row in table.rows) if 1 < column < len(table.heads) + 2 else ()
            made.column_dimensions[letter].width = min(_WIDEST, max(map(len, chain((head,), cells))) + 2)
            made.cell(top, column).font = Font(bold=True)
            made.cell(top, column).fill = PatternFill("solid", fgColor="DDDDDD")
            for cells_down in made.iter_rows(min_row=top, min_col=column, max_col=column):
                cells_down[0].alignment = Alignment(wrap_text=column > 1, vertical="top")
        made.freeze_panes = made.cell(top + 1, 2)
        made.auto_filter.ref = f"A{top}:{get_column_letter(len(table.heads) + 2)}{made.max_row}"
    book.save(path)


# --- back -----------------------------------------------------------------------------------------------


def read(path: Path) -> tuple[dict[str, str], list[str], list[str]]:
    """The tables that the workbook changes, the remarks in it, and the sheets that it lacks.

    Raises:
        UnusableError: With everything that is wrong with the workbook.
    """
    try:
        book = openpyxl.load_workbook(path)
    except Exception as error:  # openpyxl lets through what zipfile and the parser of XML raise
        raise UnusableError(f"{path}: cannot be read as an Excel workbook (.xlsx)") from error
    changed, remarks, problems = {}, [], []
    for sheet, name in TABLES.items():
        if sheet not in book.sheetnames:
            continue
        text = (DATA / name).read_text("utf-8")
        table = table_of(text)
        try:
            rows, said = _rows(sheet, table, book[sheet].iter_rows())
        except UnusableError as error:
            problems.append(str(error))
            continue
        remarks += said
        new = _text(table, rows)
        if new != text:
            changed[name] = new
    if not set(TABLES) & set(book.sheetnames):
        problems.append(f"{path}: none of its sheets is one of this script's, such as {next(iter(TABLES))!r}")
    if problems:
        raise UnusableError("\n".join(problems))
    return changed, remarks, [sheet for sheet in TABLES if sheet not in book.sheetnames]


def _rows(sheet: str, table: Table, found: Iterable[tuple[Any, ...]]) -> tuple[list[Row], list[str]]:
    """The rows of a sheet and the remarks beside them."""
    heads = (LINE, *table.heads)
    known = {str(row.line): row.line for row in table.rows}
    rows: list[Row] = []
    remarks, problems = [], []
    begun = False
    for at in found:
        texts = [_cell(cell.value) for cell in at] + [""] * (len(heads) + 1 - len(at))
        if not begun:
            begun = texts[: len(heads)] == list(heads)
            continue
        where = f"{sheet}, row {at[0].row}"
        line, *cells = texts[: len(heads)]
        if said := texts[len(heads)]:
            remarks.append(f"{where}: {said}")
        if line and line not in known:
            problems.append(
                f"{where}: line {line!r} is not here, or stands twice; leave it empty for a new row"
            )
        if any(cells) or line:
            problems += _problems(where, table.heads, cells, [cell.data_type for cell in at[1:]])
            rows.append(Row(known.pop(line, None), tuple(cells)))
    if not begun:
        problems.append(f"{sheet}: the headings are not there; they are {', '.join(heads)}")
    if problems:
        raise UnusableError("\n".join(problems))
    return rows, remarks


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()


def _problems(where: str, heads: Iterable[str], cells: list[str], kinds: Iterable[str]) -> Iterator[str]:
    """What a table cannot hold."""
    if not any(cells):
        yield f"{where}: has a line and no cells; take the whole row out to remove it"
    elif cells[0].startswith("#"):
        yield f"{where}: begins with #, which would make it a remark"
    for head, cell, kind in zip(heads, cells, kinds, strict=False):
        if kind == "f":
            yield f"{where}, {head}: is a formula; write the text itself"
        elif len(cell.splitlines()) > 1:
            yield f"{where}, {head}: has a line break; write it in one line"


def _text(table: Table, rows: list[Row]) -> str:
    """The file with these rows; a row that stayed as it was keeps its line to the letter."""
    before = {row.line: row for row in table.rows}
    kept = list(table.lines[: table.first])
    # Remarks between rows go with the row below them.
    above: dict[int | None, list[str]] = {}
    waiting: list[str] = []
    for n, line in enumerate(table.lines[table.first :], table.first + 1):
        if n in before:
            above[n], waiting = waiting, []
        else:
            waiting.append(line)
    for row in rows:
        kept += above.get(row.line, [])
        if row.line is not None and before[row.line].cells == row.cells:
            kept.append(table.lines[row.line - 1])
        else:
            kept.append(line_of(row.cells, spaced=table.spaced))
    return "\n".join((*kept, *waiting)) + "\n"


# --- what changes ---------------------------------------------------------------------------------------


def questions(titles: Iterable[str], courses: Iterable[str]) -> dict[str, list[str]]:
    """What is asked before and after, by kind."""
    pathway = cp.load()
    tests = ROOT / "tests" / "titles"
    found = {"title": [*titles], "course": [*courses], "training": []}
    with (tests / "cases.csv").open(encoding="utf-8") as stream:
        found["title"] += [row["title"] for row in csv.DictReader(stream)]
    for name in ("care_work.txt", "other_work.txt"):
        found["title"] += (tests / name).read_text("utf-8").splitlines()
    names = [record.name for record in pathway.learning]
    with (DATA / "examples" / "courses.csv").open(encoding="utf-8") as stream:
        found["course"] += [row["Course title"] for row in csv.DictReader(stream)] + names
    with (DATA / "examples" / "training.csv").open(encoding="utf-8") as stream:
        found["training"] += [row["Training"] for row in csv.DictReader(stream)] + names
    found["training"] += found["course"]
    return {kind: [*dict.fromkeys(filter(None, map(str.strip, texts)))] for kind, texts in found.items()}


def answers(asked: dict[str, list[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Each question with its answer: kind, text, what is answered, the answer."""
    pathway = cp.load()
    for title, match in zip(asked["title"], cp.normalise_titles(pathway, asked["title"]), strict=True):
        roles = " or ".join(one.role_category or "out-of-scope" for one in match.candidates)
        yield "title", title, "role category", f"{match.status}: {roles}" if roles else str(match.status)
        yield "title", title, "reasons", " ".join(match.reasons)
    for title in asked["course"]:
        course = cp.align_course(pathway, cp.Course(id="c", title=title))
        yield "course", title, "relevance", str(course.relevance)
        for name in ("themes", "practice_areas", "competencies"):
            yield "course", title, name.replace("_", " "), ", ".join(one.id for one in getattr(course, name))
        yield "course", title, "role categories", ", ".join(course.role_categories)
    for title in asked["training"]:
        record = cp.TrainingRecord(title=title, completed=ON)
        shown = cp.infer_evidence(pathway, cp.Worker(id="w", training=(record,)), on=ON)
        until = {one: "" if one.expires is None else f" until {one.expires}" for one in shown}
        texts = (f"{one.competency} {one.state}{until[one]}" for one in shown)
        yield "training", title, "shows", ", ".join(texts)
    for persona in pathway.personas:
        for row in cp.to_rows(cp.eligible_routes(pathway, persona.worker, on=ON)):
            what = f"{row['route']} {row['requirement'] or ''}".strip()
            yield "persona", persona.id, what, f"{row['decision']}: {row['judgement']}"


def asked_of(package: Path, asked: dict[str, list[str]]) -> list[list[str]]:
    """The answers that the package at this place gives, asked in a process of its own.

    Raises:
        UnusableError: If its tables do not hold together.
    """
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--answer"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(package.parent), "PYTHONUTF8": "1"},
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise UnusableError(
            "with these tables the package gives no answer: " + (said[-1] if said else "it ended")
        )
    result: list[list[str]] = json.loads(done.stdout)
    return result


def differences(changed: dict[str, str], asked: dict[str, list[str]]) -> list[tuple[str, str, str, str, str]]:
    """Every answer that the changed tables change: kind, text, what of it, before, after.

    Raises:
        UnusableError: If the tables do not hold what they should, or do not hold together.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "care_pathway"
        shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
        for name, text in changed.items():
            (package / "data" / name).write_text(text, "utf-8", newline="\n")
        if problems := check_tables.problems(package / "data"):
            raise UnusableError("\n".join(map(str, problems)))
        _renew_manifest(package / "data", changed)
        after = asked_of(package, asked)  # first: they may not hold together
        before = asked_of(PACKAGE, asked)
    old = {tuple(key): answer for *key, answer in before}
    new = {tuple(key): answer for *key, answer in after}
    keys = dict.fromkeys((*old, *new))
    return [(*key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key) != new.get(key)]  # type: ignore[misc]


def _renew_manifest(data: Path, changed: Iterable[str]) -> None:
    """Have the manifest of a copy name the changed tables."""
    manifest = json.loads((data / "manifest.json").read_text("utf-8"))
    for name in changed:
        content = (data / name).read_bytes()
        manifest["files"][name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    manifest["digest"] = fingerprint(manifest)
    (data / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def patch(changed: dict[str, str]) -> str:
    """The change as ``git apply`` takes it."""
    parts: list[str] = []
    for name, text in changed.items():
        path = f"src/care_pathway/data/{name}"
        old = (DATA / name).read_text("utf-8")
        parts += difflib.unified_diff(
            old.splitlines(keepends=True), text.splitlines(keepends=True), f"a/{path}", f"b/{path}"
        )
    return "".join(parts)


def back(path: Path, out: Path | None, titles: list[str], courses: list[str], *, force: bool = False) -> None:
    """Read a workbook back and say what it changes.

    Raises:
        UnusableError: With everything that is wrong with the workbook.
    """
    changed, remarks, missing = read(path)
    for sheet in missing:
        print(f"no sheet {sheet!r}: its table stays as it is")
    for remark in remarks:
        print(f"remark: {remark}")
    if not changed:
        print("nothing is changed")
        return
    proposed = patch(changed)
    print(proposed, end="")
    found = differences(changed, questions(titles, courses))
    print(f"\n{len(changed)} tables, {len(found)} answers change")
    for kind, text, what, before, after in found[:_SHOWN]:
        print(f"  {kind} {text!r}, {what}\n    before: {before or '-'}\n    after:  {after or '-'}")
    if len(found) > _SHOWN:
        print(f"  and {len(found) - _SHOWN} more{'' if out else '; --out FOLDER lists them all'}")
    if out is None:
        return
    with writing(out, force=force) as folder:
        with folder.text("change.patch") as stream:
            stream.write(proposed)
        with folder.csv("answers.csv") as writer:
            writer.writerow(["kind", "text", "what", "before", "after"])
            writer.writerows(found)
    print(
        f"wrote {out / 'change.patch'} (git apply) and {out / 'answers.csv'}; then scripts/update_manifest.py"
    )


def _lines(path: Path | None) -> list[str]:
    return path.read_text("utf-8-sig").splitlines() if path else []


def main() -> int:
    """Run the script; 1 means that the workbook cannot be used as it stands."""
    if sys.argv[1:] == ["--answer"]:
        json.dump(list(answers(json.load(sys.stdin))), sys.stdout)
        return 0
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workbook", type=Path, help="the workbook, .xlsx")
    parser.add_argument("--back", action="store_true", help="read it back instead of writing it")
    parser.add_argument("--out", type=Path, help="folder for the proposed change")
    parser.add_argument("--titles", type=Path, help="your own job titles to ask, one a line")
    parser.add_argument("--courses", type=Path, help="your own course titles to ask, one a line")
    parser.add_argument("--force", action="store_true", help="write over what is there already")
    arguments = parser.parse_args()
    if not arguments.back:
        if arguments.workbook.exists() and not arguments.force:
            print(f"{arguments.workbook} is here already; --force writes over it", file=sys.stderr)
            return 1
        write(arguments.workbook)
        print(f"wrote {arguments.workbook}")
        return 0
    try:
        own = (_lines(arguments.titles), _lines(arguments.courses))
        back(arguments.workbook, arguments.out, *own, force=arguments.force)
    except (UnusableError, cp.DataError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
