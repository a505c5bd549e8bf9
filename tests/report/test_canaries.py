"""What names a person by its form is shown nowhere, in whatever cell it stands."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from itertools import count
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.cli import main
from care_pathway.interop.staff import StaffFile
from care_pathway.problems import WITHHELD, withheld
from care_pathway.report import build
from tests.each import each
from tests.report.test_privacy import everything

#: A National Insurance number, written in two ways, an e-mail address, and a day of birth.
FORMS = (
    *("QQ{0}{1}99C", "qq {0} {1} 99 d", "zed.{0}.{1}@example.org", "{0}o\u2019z{1}@example.org"),
    *("{0}/12/19{1}", "{0} March 19{1}", "March {0}, 19{1}", "{0} 03 19{1}", "{0}Mar19{1}"),
)
ON = date(2026, 11, 1)
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
    assert f"({WITHHELD})" not in text


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
    assert f"({WITHHELD})" not in out + err


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


@each(
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
        *("Level 3 Sepsis 60 minutes", "Module 5 Decisions 45", "Unit 4 May 60 minutes", "May 2009"),
        *("Part 2 Marketing 1999", "3 Mayday 80", "5-10-60 min", "Session 1 - 2 - 60"),
    ],
)
def test_what_names_nobody_is_shown(text: str) -> None:
    assert withheld(text) == text


@each(
    "written",
    [
        *("12/03/1971", "12.03.71", "12 03 1971", "12 - 03 - 1971", "12\\03\\1971", "1971-03-12"),
        *("March 12, 1971", "Mar. 12th 1971", "12th of March 1971", "12th March, 1971", "1971 March 12"),
        *("12/Mar/1971", "12-Sept-71", "12Mar1971", "12 mar '71", "o\u2019brien@example.org"),
    ],
)
def test_a_day_of_birth_and_an_address_are_withheld_however_written(written: str) -> None:
    """Within brackets too, which are then not written twice."""
    assert withheld(f"Carer {written}, nights") == "Carer (withheld), nights"
    assert withheld(f"Carer ({written})") == "Carer (withheld)"


def test_people_are_judged_by_what_is_written_and_only_what_is_shown_is_withheld(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A day that may be one of birth stands in names of qualifications too: report and library agree."""
    pathway = cp.load()
    workers = [
        cp.Worker(
            id=f"S{number}",
            role_category="care-or-support-worker",
            qualifications=(cp.HeldQualification(name=name),),
            training=(cp.TrainingRecord(title=name, completed=date(2026, 5, 1)),),
        )
        for number, name in enumerate(
            (
                "Level 3 Diploma in Adult Care 12/05/2009",
                "NVQ level 2 health and social care (2009-05-12)",
                "NVQ 3 12 May 2009",
                "Autism awareness 12 May 2009",
            )
        )
    ]
    report = build(pathway, StaffFile(file="s.csv", kind="table", workers=tuple(workers)), on=ON)
    for worker, one in zip(workers, report.judged, strict=True):
        gap = cp.skill_gap(pathway, worker, target=None, on=ON)
        assert (one.summary.held, one.summary.partial) == (len(gap.held), len(gap.partial))
        found = cp.eligible_routes(pathway, worker, on=ON)
        assert [one.decision for one in one.routes] == [str(each.decision) for each in found]
    assert {one.summary.held + one.summary.partial > 0 for one in report.judged} == {True}
    report.write(tmp_path / "out", plans=True, calendar=True)
    text = everything(tmp_path / "out")
    assert not re.search("12/05/2009|12 May 2009", text)
    assert WITHHELD in text
    assert f"({WITHHELD})" not in text
    (tmp_path / "staff.csv").write_text(
        "Staff ref,Job title,Qualifications\nS1,Carer,NVQ 3 care; Level 2 Diploma zed@example.org\n"
    )
    assert main(["gap", str(tmp_path / "staff.csv"), "--target", "care-or-support-worker", "--json"]) == 0
    (found,) = json.loads(capfd.readouterr().out)
    assert len(found["held"]) > 100
    assert "'Level 2 Diploma (withheld)'" in found["problems"][0]["message"]
