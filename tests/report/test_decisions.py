"""What a person decided is read back and settles the same title, course and cell for good."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import care_pathway as cp
from care_pathway.errors import DataError
from care_pathway.interop.decisions import Corrections, read_decisions
from care_pathway.report import build, read_inputs

ON = date(2026, 11, 30)
STAFF = "Staff ref,Job title,Start date\n1,HCA,01/01/2020\n2,Carer,31/02/2020\n3,HCA,01/01/2020\n"
TRAINING = "Staff ref,Course,Completed\n1,Zorbing for carers,01/02/2026\n2,Fire safety,soon\n"


class Named(io.BytesIO):
    """An open file with a name."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text.encode())
        self.name = name


def written(pathway: cp.Pathway, folder: Path, decisions: Corrections | None = None) -> Path:
    inputs = read_inputs(
        Named("staff.csv", STAFF), training=Named("training.csv", TRAINING), on=ON, decisions=decisions
    )
    build(pathway, inputs.staff, on=ON).write(folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_is_open_is_listed_once_and_settled_for_good(pathway: cp.Pathway, tmp_path: Path) -> None:
    first = written(pathway, tmp_path / "first")
    found = rows(first / "to-check.csv")
    assert [(one["What"], one["Found"], one["People"]) for one in found] == [
        ("title", "HCA", "2"),
        ("course", "Zorbing for carers", "1"),
        ("cell", "31/02/2020", ""),
        ("cell", "soon", ""),
    ]
    book = openpyxl.load_workbook(first / "to-check.xlsx")
    sheet = book["To check"]
    assert len(sheet.data_validations.dataValidation) == 2
    answers = {"HCA": "Care or support worker", "31/02/2020": "28/02/2020", "soon": "01/02/2026"}
    for row in sheet.iter_rows(min_row=2):
        row[7].value = answers.get(str(row[1].value))
    out = io.BytesIO()
    book.save(out)
    decided = read_decisions(pathway, io.BytesIO(out.getvalue()))
    assert decided.titles == {"hca": "care-or-support-worker"}
    second = written(pathway, tmp_path / "second", decided)
    assert [one["Found"] for one in rows(second / "to-check.csv")] == ["Zorbing for carers"]
    assert {one["role_category"] for one in rows(second / "people.csv")} == {"care-or-support-worker"}
    assert {one["completed"] for one in rows(second / "training.csv")} == {"2026-02-01"}
    again = written(pathway, tmp_path / "again")
    assert (again / "to-check.xlsx").read_bytes() == (first / "to-check.xlsx").read_bytes()


def test_decisions_that_cannot_be_read_are_said(pathway: cp.Pathway) -> None:
    table = [
        {"What": "title", "Found": "HCA", "Decision": "moon walker"},
        {"What": "course", "Found": "Zorbing", "Decision": "more zorbing"},
        {"What": "shoe", "Found": "Left", "Decision": "right"},
        {"What": "title", "Found": "Cook", "Decision": "outside the Pathway"},
        {"What": "course", "Found": "The certificate", "Decision": pathway.learning[0].id},
        {"What": "title", "Found": "Carer", "Decision": ""},
    ]
    found = read_decisions(pathway, table)
    assert len(found.problems) == 3
    assert found.titles == {"cook": "none-of-the-above"}
    worker = cp.Worker(id="1", training=(cp.TrainingRecord(title="The Certificate"),))
    assert found.worker(worker).training[0].learning == pathway.learning[0].id
    with pytest.raises(DataError, match="no table of decisions"):
        read_decisions(pathway, io.StringIO("Staff ref,Job title\n1,Carer\n"))
