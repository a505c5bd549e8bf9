"""Whatever stands in a cell, the command ends with words, and a bad row loses no good one."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway import interop
from care_pathway.cli import main
from care_pathway.interop import ascwds, examples

DIGITS = "9" * 4301
#: Nothing here stands for a person; each has broken a program somewhere.
HOSTILE = (
    *(DIGITS, f"-{DIGITS}", f"1;{DIGITS}", f"{DIGITS};2020", f"Level {DIGITS}", f"£{DIGITS}", "9" * 310),
    *("nan", "inf", "-inf", "1e999", "1e-300", "0x10", "-1", "-0", "00", "1_000", "²", "٣", "१२", "Ⅳ", "½"),
    *(
        "31/02/2024",
        "00/00/0000",
        "01/01/0001",
        "31/12/9999",
        "32/13/2024",
        "2024-13-45",
        "10000-01-01",
        "29/02/1900",
    ),
    *(";", ";;;;", "1;", ";2020", "1;2;3;4", "130;abcd", "130;-1", "998", "999", "-9", "8.0", "8.5", "1,2,3"),
    *("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "#REF!", "NULL", "None", "n/a", "TBC", "TRUE", "-"),
    *(
        "\u202e2024",
        "\u200b",
        "\ufeff=1",
        "a\u0300" * 50,
        "é" * 300,
        "\U0001f642",
        "\x07\x1b]0;X",
        "\t",
        "ÿþ",
        "İ",
    ),
    *(
        "a" * 5000,
        "(" * 3000,
        "1." * 2000,
        "&amp;" * 500,
        "{{7*7}}",
        "<script>",
        "%s%n",
        "../../etc/passwd",
        "a\nb",
    ),
)
#: What each example file is read by.
COMMANDS = {
    "staff.csv": (["report"], ["titles"], ["gap"], ["files"]),
    "training.csv": (["report", "staff.csv", "--training"], ["files"]),
    "evidence.csv": (["report", "staff.csv", "--evidence"], ["files"]),
    "courses.csv": (["align"], ["report", "staff.csv", "--catalogue"]),
    "ascwds-worker.csv": (["ascwds", "check"], ["report"], ["ascwds", "fill", "--out", "filled.csv"]),
    "ascwds-workplace.csv": (["ascwds", "check"],),
    "ascwds-training.csv": (["ascwds", "check"], ["report", "ascwds-worker.csv", "--training"]),
}


def rows_of(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(examples.file(name).read().decode())))


def text_of(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def spoilt(name: str, chance: random.Random, share: float) -> tuple[str, int]:
    """A bundled file with something hostile in this share of its cells, and how many those are."""
    rows, count = rows_of(name), 0
    for row in rows[1:]:
        for at in range(len(row)):
            if chance.random() < share:
                row[at] = chance.choice(HOSTILE)
                count += 1
    return text_of(rows), count


def runs(cells: int) -> Iterator[int]:
    """Run every command on spoilt files, until so many cells were tried; the cells of each run."""
    chance = random.Random(11)  # noqa: S311  the same each time, and nobody's secret
    while cells > 0:
        for name, commands in COMMANDS.items():
            text, count = spoilt(name, chance, chance.choice((0.02, 0.2, 0.9)))
            Path(name).write_text(text, "utf-8", newline="")
            for command in commands:
                code = main(
                    [*command, name, *(["--out", "out"] if command[0] in {"report", "align"} else [])]
                )
                assert code in (0, 1, 2, 3), (name, command)
            Path(name).write_bytes(examples.file(name).read())
            cells -= count
            yield count


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in COMMANDS:
        Path(name).write_bytes(examples.file(name).read())


@pytest.mark.usefixtures("_files")
def test_no_cell_ends_a_command_with_a_traceback() -> None:
    """Property, seeded: a traceback would come out of `main` as the exception that it is."""
    assert sum(runs(1)) > 200


@pytest.mark.exhaustive
@pytest.mark.usefixtures("_files")
def test_ten_thousand_hostile_cells_end_no_command_with_a_traceback() -> None:
    assert sum(runs(10_000)) >= 10_000


def others_than(ref: str, rows: list[list[str]]) -> set[cp.Worker]:
    """The people of a staff list, without one."""
    return {one for one in interop.read_staff(io.StringIO(text_of(rows))).workers if one.id != ref}


def test_bad_cells_lose_no_good_row() -> None:
    """Every cell of one person holds something hostile; the others are read as they were."""
    rows = rows_of("staff.csv")
    good = others_than(rows[3][0], rows)
    width = len(rows[3]) - 1
    for start in range(0, len(HOSTILE), 3):  # each of them in several columns
        wrong = [rows[3][0], *(HOSTILE[(start + at) % len(HOSTILE)] for at in range(width))]
        assert good <= others_than(rows[3][0], [*rows[:3], wrong, *rows[4:]]), start


@pytest.mark.exhaustive
def test_a_bad_cell_loses_no_good_row() -> None:
    """Every column of one person holds it in turn."""
    rows = rows_of("staff.csv")
    good = others_than(rows[3][0], rows)
    for cell in HOSTILE:
        for at in range(1, len(rows[3])):
            wrong = [*rows[3][:at], cell, *rows[3][at + 1 :]]
            assert good <= others_than(rows[3][0], [*rows[:3], wrong, *rows[4:]]), (rows[0][at], cell[:20])


def test_a_bad_cell_of_a_coded_file_loses_no_good_row() -> None:
    """Each column of the ASC-WDS worker file holds something hostile, in one row."""
    rows = rows_of("ascwds-worker.csv")
    chance = random.Random(3)  # noqa: S311
    before = ascwds.read_workers(io.StringIO(text_of(rows))).workers
    mixed = [[chance.choice(HOSTILE) for _ in rows[5][2:]] for _ in range(20)]
    for cells in mixed:
        wrong = [*rows[5][:2], *cells]
        after = ascwds.read_workers(io.StringIO(text_of([*rows[:5], wrong, *rows[6:]]))).workers
        assert set(before[:4] + before[5:]) <= set(after)
