"""What names a person by its form is shown nowhere, in whatever cell it stands."""

from __future__ import annotations

import csv
import io
import re
from itertools import count
from pathlib import Path

import pytest

from care_pathway.cli import main
from care_pathway.problems import WITHHELD, withheld
from tests.report.test_privacy import everything

#: A National Insurance number, written in two ways, an e-mail address, and a day of birth.
FORMS = ("QQ{0}{1}99C", "qq {0} {1} 99 d", "zed.{0}.{1}@example.org", "{0}/12/19{1}", "{0} March 19{1}")
#: Tables with a cell of each kind that is read; in days nobody can tell what they are days of.
TABLES = {
    "staff.csv": {
        "Staff ref": "S{}",
        "Job title": "Senior carer",
        "Service": "Oak House",
        "Service type": "Care home",
        "Pathway role category": "",
        "Qualifications": "Level 2 Diploma in Care",
        "Working towards": "",
        "Aspiration": "Deputy manager",
        "Employment status": "Employee",
        "Manages staff": "no",
        "Number of services": "1",
        "ASC-WDS job role": "8",
        "Notes": "",
    },
    "training.csv": {
        "Staff ref": "S{}",
        "Training": "Fire safety",
        "Status": "Completed",
        "Score": "90%",
        "Renewed": "yearly",
        "Accredited": "yes",
        "Comments": "",
    },
    "evidence.csv": {
        "Staff ref": "S{}",
        "Kind": "sign-off",
        "Topic": "Safeguarding",
        "Course": "",
        "Worker's rating": "",
        "Signed off by": "manager",
        "Delegated activity": "",
        "Person supported": "",
        "Delegated by": "",
        "Profession": "",
    },
}


def seeded(table: dict[str, str], numbers: count[int]) -> tuple[str, dict[str, str]]:
    """A table with a canary of each form in every column, alone and behind what stands there; and those."""
    out, canaries = io.StringIO(), {}
    rows = csv.writer(out)
    rows.writerow(table)
    for column in table:
        for form in FORMS:
            for also in ("{}", "{} ({})"):
                number = next(numbers)
                canary = form.format(f"{number % 28 + 1:02d}", f"{40 + number // 28:02d}")
                canaries[canary] = column
                cells = {name: cell.format(len(canaries)) for name, cell in table.items()}
                cells[column] = also.format(*([canary] if also == "{}" else [cells[column], canary]))
                rows.writerow(cells.values())
    return out.getvalue(), canaries


@pytest.fixture
def canaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Seeded files in the current folder; each canary with its column."""
    monkeypatch.chdir(tmp_path)
    found: dict[str, str] = {}
    numbers = count()
    for name, table in TABLES.items():
        text, seeds = seeded(table, numbers)
        Path(name).write_text(text, "utf-8")
        found |= seeds
    return found


@pytest.mark.parametrize("names", [(), ("--show-names",)])
def test_no_canary_reaches_a_report(
    canaries: dict[str, str], names: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    """With names neither: a number of National Insurance is no name. References are then as they are."""
    more = ("--training", "training.csv", "--evidence", "evidence.csv", "--plans", "--calendar", *names)
    assert main(["report", "staff.csv", *more, "--on", "2026-11-01", "--out", "out"]) == 0
    out, err = capfd.readouterr()
    text = "\n".join((out, err, everything(Path("out"))))
    found = {one for one in canaries if one in text}
    assert {one for one in found if not names or canaries[one] != "Staff ref"} == set()
    assert WITHHELD in text


@pytest.mark.parametrize("command", ["gap", "eligibility", "routes", "files"])
def test_no_canary_reaches_a_terminal(
    canaries: dict[str, str], command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    more: tuple[str, ...] = (
        () if command == "files" else ("--training", "training.csv", "--evidence", "evidence.csv")
    )
    more += ("--target", "deputy-manager") if command in ("gap", "eligibility") else ()
    assert main([command, "staff.csv", *more]) == 0
    out, err = capfd.readouterr()
    assert {one for one in canaries if one in out + err} == set()


def test_no_canary_in_a_heading_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("staff.csv").write_text("Staff ref,Job title QQ123456C,Notes zed@example.org\nS1,Carer,x\n", "utf-8")
    for command in ("report", "gap", "files"):
        assert main([command, "staff.csv", *(("--out", "out") if command == "report" else ())]) == 0
    out, err = capfd.readouterr()
    text = "\n".join((out, err, everything(Path("out"))))
    assert not re.search("QQ123456C|zed@example", text)


@pytest.mark.parametrize(
    "text",
    [
        *("Fire safety (01/02/2026)", "603/2954/4", "Level 2, 12-15 hours", "CQC 1-123456789", "AB123456"),
        *(
            "10.15.20 London Road",
            "Oliver McGowan Tier 1 (April 2023)",
            "5-10-15 kg",
            "S001",
            "Room @ Oak House",
        ),
    ],
)
def test_what_names_nobody_is_shown(text: str) -> None:
    assert withheld(text) == text
