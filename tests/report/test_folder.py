"""A folder as it is: the service's own staff list and the worker file of ASC-WDS side by side."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.cli import main
from care_pathway.interop import read_staff
from care_pathway.interop.ascwds import fill, read_workers
from care_pathway.interop.join import join_upload
from care_pathway.report import Report, build
from care_pathway.report.inputs import Inputs, read_folder, read_inputs
from tests.interop.ascwds_build import names, row, text, workers, workplace, workplaces

ON = date(2026, 11, 30)
HR = """Payroll no,Forename,Surname,Position,Unit,Start date,Leaving date
001,Ada,Quill,HCA,Rowan,01/02/2020,
002,Bo,Rook,Senior Carer,Rowan,01/02/2020,
003,Cleo,Sedge,Head chef,Hawthorn,01/02/2020,
004,Dag,Thorne,HCA,Hawthorn,01/02/2020,01/10/2026
006,Esme,Umber,HCA,Hawthorn,01/11/2026,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        row(UNIQUEWORKERID="1", DISPLAYID="Ada Quill", MAINJOBROLE="8", CWPCATEGORY="2"),
        row(UNIQUEWORKERID="2", DISPLAYID="Bo Rook", MAINJOBROLE="7", CWPCATEGORY="4"),
        row(UNIQUEWORKERID="3", DISPLAYID="Cleo Sedge", MAINJOBROLE="26", CWPCATEGORY=""),
        row(UNIQUEWORKERID="4", DISPLAYID="Dag Thorne", MAINJOBROLE="8", CWPCATEGORY="2"),
        row(UNIQUEWORKERID="9", DISPLAYID="Gone", MAINJOBROLE="8", CWPCATEGORY="2"),
    ]
    (tmp_path / "HR.csv").write_text(HR, encoding="utf-8")
    (tmp_path / "workers.csv").write_text(text(names(), *rows), encoding="utf-8")
    return tmp_path


@pytest.fixture
def inputs(folder: Path) -> Inputs:
    found = read_folder(folder)
    return read_inputs(found.staff, upload=found.upload, on=ON)


@pytest.fixture
def report(inputs: Inputs) -> Report:
    return build(cp.load(), inputs.staff, on=ON, upload=inputs.upload)


def test_the_people_are_those_of_the_own_list_and_placed_by_both(report: Report) -> None:
    """Rule: who works here is what the own list says; what was recorded for them settles an open title."""
    found = {one.worker: one.role_category for one in report.summary.people}
    assert found == {"001": "care-or-support-worker", "002": "supervisor-or-leader", "003": None, "006": None}


def test_whoever_is_in_one_file_alone_is_said(inputs: Inputs) -> None:
    """Rule: nobody disappears; whoever has left is in the worker file by right."""
    (alone,) = [one for one in inputs.staff.problems if "not on the staff list" in one.message]
    assert alone.found == "9"
    assert any("1 people of HR.csv are not in it" in one.message for one in inputs.staff.notices)


def test_what_goes_back_is_what_the_command_writes(report: Report, inputs: Inputs) -> None:
    assert inputs.upload is not None
    filling = fill(cp.load(), inputs.upload, on=ON, replace_do_not_know=True)
    assert report.goes_back is not None
    assert [one.answer for one in report.goes_back] == [one.answer for one in filling.filled]
    assert [one.worker for one in report.goes_back] == ["003"]


def test_one_command_on_the_folder(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(folder), "--on", "2026-11-30", "--out", str(tmp_path / "out"), "-q"]) == 0
    assert "Care or support worker" in capsys.readouterr().out
    listed = [str(folder / "HR.csv"), "--ascwds", str(folder / "workers.csv")]
    assert main(["report", *listed, "--on", "2026-11-30", "--out", str(tmp_path / "two"), "-q"]) == 0
    assert (tmp_path / "two" / "people.csv").read_bytes() == (tmp_path / "out" / "people.csv").read_bytes()


def test_two_worker_files_are_refused(folder: Path) -> None:
    with pytest.raises(cp.DataError, match="one worker file"):
        read_inputs(folder / "workers.csv", upload=folder / "workers.csv", on=ON)


def test_names_stay_in_the_files(report: Report, folder: Path, tmp_path: Path) -> None:
    report.write(tmp_path / "pack")
    for file in (tmp_path / "pack").rglob("*"):
        if file.is_file() and file.suffix != ".xlsx":
            assert "Quill" not in file.read_text(encoding="utf-8")
    assert read_staff(folder / "HR.csv").workers


def test_folders_and_second_files_of_one_kind_are_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rule: whatever is left out is left out by name, but for what is hidden and what we made."""
    for name in ("2025", ".git"):
        (folder / name).mkdir()
    for name in ("one.csv", "two.csv"):
        (folder / name).write_text(workplace_text(), encoding="utf-8")
    found = "\n".join(map(str, read_folder(folder).notices))
    assert "2025: left out: folders in a folder are not looked into" in found
    assert ".git" not in found
    assert "two.csv: left out: one file of its kind is read, and that is one.csv" in found
    assert main(["files", str(folder)]) == 0
    assert "2025: left out" in capsys.readouterr().err


def workplace_text() -> str:
    return workplaces(workplace()).getvalue().decode()


@pytest.mark.parametrize(
    "people", ["Ref,Job title,Second job\n1,Carer,Cook\n", "Ref,Job title\n1,Carer\n1,Cook\n"]
)
def test_of_several_jobs_the_upload_answers_for_the_first(people: str) -> None:
    """Rule: the national data set records the main job; a further one is not what is recorded for that."""
    worker = row(UNIQUEWORKERID="1", MAINJOBROLE="8", CWPCATEGORY="2", DHA="1", STARTINSECT="2015")
    joined = join_upload(read_staff(io.StringIO(people)), read_workers(workers(worker)))
    carer, cook = joined.workers
    assert (carer.role_category, carer.ascwds_job_role) == ("care-or-support-worker", 8)
    assert carer.context.delegated_healthcare is True
    assert (cook.role_category, cook.ascwds_job_role, cook.context.delegated_healthcare) == (None, None, None)
    assert cook.started_in_care == carer.started_in_care is not None
