"""Rules and phrases go out as a workbook and come back as a change, with every answer that it changes."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "review_workbook.py"
sys.path.insert(0, str(ROOT / "scripts"))
FEW = {"title pairs", "broad course phrases", "renewals"}


@pytest.fixture(scope="module")
def script() -> Any:
    spec = spec_from_file_location("review_workbook", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(script: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook with few tables: it is the same code for each."""
    path = tmp_path_factory.mktemp("review") / "review.xlsx"
    whole = dict(script.TABLES)
    script.TABLES = {sheet: name for sheet, name in whole.items() if sheet in FEW}
    script.write(path)
    script.TABLES = whole
    return path


@pytest.fixture
def changed(written: Path, tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """The workbook as somebody saved it."""

    def saved(change: Callable[[Any], None]) -> Path:
        book = openpyxl.load_workbook(written)
        change(book)
        path = tmp_path / "changed.xlsx"
        book.save(path)
        return path

    return saved


def row_of(sheet: Any, *cells: str) -> int:
    return next(
        int(row[0].row)
        for row in sheet.iter_rows()
        if tuple(cell.value for cell in row[1 : len(cells) + 1]) == cells
    )


def test_every_table_comes_back_to_the_letter(script: Any) -> None:
    """A row that nobody touched keeps its line; a row that is written anew says the same."""
    assert len(script.TABLES) > 20
    assert all(len(sheet) <= 31 for sheet in script.TABLES), "Excel takes no longer name"
    for name in script.TABLES.values():
        text = (script.DATA / name).read_text("utf-8")
        table = script.table_of(text)
        assert script._text(table, list(table.rows)) == text, name
        for row in table.rows:
            again = script.line_of(row.cells, spaced=table.spaced)
            assert script.cells_of(again) == row.cells, (name, again)


def test_a_workbook_that_nobody_changed_changes_nothing(
    script: Any, written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables, remarks, missing = script.read(written)
    assert (tables, remarks) == ({}, [])
    assert set(missing) == set(script.TABLES) - FEW
    script.back(written, None, [], [])
    assert capsys.readouterr().out.endswith("nothing is changed\n")


def test_a_change_comes_back_with_the_answers_that_it_changes(
    script: Any,
    changed: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A phrase added, one taken out, a period changed, a remark; the patch applies to the tables."""

    def change(book: Any) -> None:
        book["broad course phrases"].append([None, "care-certificate", "forgetful folk"])
        sheet = book["broad course phrases"]
        sheet.delete_rows(row_of(sheet, "care-certificate", "all 15 standard"))
        sheet = book["renewals"]
        at = row_of(sheet, "fire-safety")
        sheet.cell(at, 3).value = 24  # typed as a number
        sheet.cell(at, 6).value = "every two years?"

    out = tmp_path / "proposal"
    script.back(changed(change), out, [], ["A day on forgetful folk"])
    said = capsys.readouterr().out
    assert "remark: renewals, row" in said
    assert "every two years?" in said
    assert "no sheet 'title rules': its table stays as it is" in said
    with (out / "answers.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = {
            (row["kind"], row["text"], row["what"]): (row["before"], row["after"])
            for row in csv.DictReader(stream)
        }
    assert "care-certificate" in found["course", "A day on forgetful folk", "themes"][1]
    before, after = found["training", "Fire Safety", "shows"]
    assert "until 2027-03-01" in before
    assert "until 2028-03-01" in after
    assert f"{len(found)} answers change" in said
    patch = (out / "change.patch").read_text("utf-8")
    assert "+care-certificate,forgetful folk\n" in patch
    assert sum(line.startswith("-") for line in patch.splitlines()) == 4, "two headers and two lines"
    # The tables as the patch was made from them, in a folder of its own.
    for name in ("lexicons/courses/broad_phrases.csv", "renewals.csv"):
        copy = tmp_path / "src" / "care_pathway" / "data" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((script.DATA / name).read_bytes())
    subprocess.run(["git", "apply", str(out / "change.patch")], cwd=tmp_path, check=True)  # noqa: S607
    assert "care-certificate,forgetful folk" in (
        tmp_path / "src/care_pathway/data/lexicons/courses/broad_phrases.csv"
    ).read_text("utf-8")


def test_rows_may_be_moved(script: Any, changed: Callable[..., Path]) -> None:
    """The order of rows is the order of the sheet, and a remark of the file goes with the row below it."""

    def change(book: Any) -> None:
        sheet = book["title pairs"]
        top = row_of(sheet, "office-assistant")
        cells = [cell.value for cell in sheet[top]]
        sheet.delete_rows(top)
        sheet.append(cells)

    tables, _, _ = script.read(changed(change))
    (text,) = tables.values()
    old = (script.DATA / "lexicons/titles/pairs.csv").read_text("utf-8")
    assert text.splitlines()[-1].startswith("office-assistant,")
    assert sorted(text.splitlines()) == sorted(old.splitlines())


def test_everything_wrong_is_said_at_once(script: Any, changed: Callable[..., Path]) -> None:
    def change(book: Any) -> None:
        sheet = book["broad course phrases"]
        at = row_of(sheet, "care-certificate", "all 15 standard")
        sheet.cell(at, 3).value = "=A1"
        sheet.cell(at + 1, 3).value = "two\nlines"
        sheet.cell(at + 2, 1).value = sheet.cell(at + 3, 1).value
        sheet.append([99999, "care-certificate", "x"])
        sheet.append([None, "#care-certificate", "x"])
        sheet = book["renewals"]
        sheet.cell(row_of(sheet, "fire-safety") - 1, 1).value = None
        for row in sheet.iter_rows():
            if row[0].value == "line":
                row[1].value = "subject"

    with pytest.raises(script.UnusableError) as caught:
        script.read(changed(change))
    said = str(caught.value)
    for words in (
        "phrase: is a formula",
        "phrase: has a line break",
        "stands twice",
        "line '99999' is not here",
        "begins with #",
        "renewals: the headings are not there; they are line, topic",
    ):
        assert words in said


def test_tables_that_do_not_hold_together_are_refused(
    script: Any, changed: Callable[..., Path], tmp_path: Path
) -> None:
    def change(book: Any) -> None:
        book["broad course phrases"].append([None, "no-such-course", "forgetful folk"])

    expected = "expected what stands in lexicons/courses/broad_courses.csv, course"
    with pytest.raises(script.UnusableError, match=rf"line \d+, course: {expected} .*'no-such-course'"):
        script.back(changed(change), tmp_path / "proposal", [], [])
    assert not (tmp_path / "proposal").exists()


@pytest.mark.parametrize("content", [b"", b"Job title\nCarer\n", b"PK\x03\x04 damaged"])
def test_what_is_no_workbook_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(content)
    run = [sys.executable, str(SCRIPT), str(path)]
    done = subprocess.run([*run, "--back"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be read as an Excel workbook" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_workbook_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(b"mine")
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "is here already" in done.stderr
    assert path.read_bytes() == b"mine"
