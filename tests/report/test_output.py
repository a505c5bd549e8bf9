"""Writing: everything or nothing, and tables that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.interop.staff import StaffFile
from care_pathway.report import Report, build, read_inputs
from care_pathway.report import rows as rows_module
from care_pathway.report.folder import writing
from care_pathway.report.output import FILES
from care_pathway.tabular.atomic import lock

ON = date(2026, 2, 1)
ATTACKS = ("=HYPERLINK(1)", "+1+cmd", "@SUM(A1)", "-2+3", "\t=1", "|calc", "%0A=1")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_files_are_there(written: Path) -> None:
    made = {file.relative_to(written).as_posix() for file in written.rglob("*") if file.is_file()}
    assert made == {*FILES, "plans.html", ".care-pathway"}


def test_the_tables_agree_with_the_summary(example: Report, written: Path) -> None:
    people = read(written / "people.csv")
    assert [row["worker"] for row in people] == [person.worker for person in example.summary.people]
    routes = read(written / "routes.csv")
    assert len(routes) == sum(1 for _ in example.routes)
    gaps = read(written / "gaps.csv")
    by_worker: dict[str, int] = {}
    for row in gaps:
        by_worker[row["worker"]] = by_worker.get(row["worker"], 0) + int(row["expected"]) - int(row["held"])
        assert len(row["open_competencies"].split("; ")) == int(row["expected"]) - int(row["held"])
    for person in example.summary.people:
        assert by_worker.get(person.worker, 0) >= person.expected - person.held
    assert len(read(written / "problems.csv")) == example.summary.problem_count == len(example.problems)
    document = json.loads((written / "report.json").read_text(encoding="utf-8"))
    assert document["schema_version"] == 1
    assert len(document["people"]) == len(people)
    learning = read(written / "learning.csv")
    assert sum(float(row["cost"]) for row in learning) <= 1000


def test_no_cell_is_taken_for_a_formula(pathway: cp.Pathway, tmp_path: Path) -> None:
    workers = tuple(
        cp.Worker(
            id=f"{attack}{number}",
            job_title=f"{attack} Carer",
            setting=attack,
            training=[cp.TrainingRecord(title=attack, expires=date(2026, 1, 1))],
        )
        for number, attack in enumerate(ATTACKS)
    )
    build(pathway, StaffFile(file="x.csv", kind="table", workers=workers), on=ON).write(tmp_path)
    for name in FILES:
        if name.endswith(".csv"):
            with (tmp_path / name).open(encoding="utf-8-sig", newline="") as stream:
                for row in csv.reader(stream):
                    for cell in row:
                        assert not cell.lstrip(" ").startswith(("=", "+", "@", "|", "%", "\t", "\r"))
                        assert not cell.startswith("-") or cell[1:].replace(".", "").isdigit()


def test_names_make_a_column_only_when_there_are_some(pathway: cp.Pathway) -> None:
    inputs = read_inputs(io.BytesIO(b"Staff ref,Colleague,Job title\r\nS1,Zebedee Quux,Carer\r\n"))
    for shown in (False, True):
        report = build(pathway, inputs.staff, on=ON, show_names=shown)
        for file, headings, table, _ in rows_module.tables(report):
            assert any(name in headings for name in ("name", "names")) is shown, file
            assert all(len(row) == len(headings) for row in table), file


def test_a_stop_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("before", encoding="utf-8")
    (out / "mine.txt").write_text("mine", encoding="utf-8")

    def stopped() -> None:
        with writing(out) as folder:
            with folder.text("report.html") as stream:
                stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert sorted(file.name for file in out.iterdir()) == ["mine.txt", "report.html"]
    assert (out / "report.html").read_text(encoding="utf-8") == "before"


def test_a_stop_leaves_no_new_folder(
    tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: Any) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("care_pathway.serialise.write_json", stop)
    with pytest.raises(KeyboardInterrupt):
        example.write(tmp_path / "deep" / "out")
    assert list(tmp_path.iterdir()) == []


def test_folders_are_made_and_other_files_left_alone(tmp_path: Path, pathway: cp.Pathway) -> None:
    out = tmp_path / "a" / "b"
    report = build(pathway, StaffFile(file="x.csv", kind="table"), on=ON)
    assert report.write(out).files == FILES
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    assert report.write(out).folder == out
    assert (out / "mine.txt").exists()


def test_runs_at_the_same_moment_do_not_mix_their_files(tmp_path: Path) -> None:
    """Rule: what lies in the folder is of one run, the last; none of them fails."""
    names = [f"{number}.txt" for number in range(12)]
    with writing(tmp_path):
        pass  # a folder that is there already
    start = threading.Barrier(3)

    def run(mark: str) -> None:
        for _ in range(8):
            with writing(tmp_path) as folder:
                for name in names:
                    with folder.text(name) as stream:
                        stream.write(mark)
                start.wait(timeout=60)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, "abc"))
    assert len({(tmp_path / name).read_text(encoding="utf-8") for name in names}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, ".care-pathway"])


def test_a_folder_that_is_not_held_yet_is_swept_by_no_other_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rule: what one run has just made is not what a killed run left."""

    def another() -> None:
        with writing(tmp_path):
            pass

    others = [threading.Thread(target=another)]

    def late(handle: int) -> None:
        if others:
            one = others.pop()
            one.start()
            one.join(0.3)  # it would have swept by then
        lock(handle)

    monkeypatch.setattr("care_pathway.report.folder.lock", late)
    with writing(tmp_path) as folder, folder.text("mine.txt") as stream:
        stream.write("kept")
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("place", ["file.txt", "file.txt/deeper", "file.txt/a/b"])
def test_a_file_in_the_way(tmp_path: Path, place: str) -> None:
    (tmp_path / "file.txt").write_text("", encoding="utf-8")
    with pytest.raises(cp.DataError, match="folder"), writing(tmp_path / place):
        pass


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: Any) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    with pytest.raises(cp.DataError, match="permission denied; choose a folder"), writing(tmp_path / "out"):
        pass


def test_a_full_disk_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    def fill() -> None:
        with writing(tmp_path / "out"):
            raise OSError(28, os.strerror(28))

    with pytest.raises(cp.DataError, match="no space left"):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "out" / "people.csv" / "x").mkdir(parents=True)
    with (
        pytest.raises(cp.DataError, match="is a folder here"),
        writing(tmp_path / "out") as folder,
        folder.csv("people.csv") as writer,
    ):
        writer.writerow(["a"])


@pytest.mark.parametrize("on", [True, False])
def test_pythons_collector_is_as_it_was(example: Report, tmp_path: Path, on: bool) -> None:
    """Rule: whoever makes a report finds Python's collector as it was, also where the report is refused."""
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        example.write(tmp_path / "out")
        assert gc.isenabled() is on
        with pytest.raises(cp.CarePathwayError):
            example.write(tmp_path / "out" / "report.html")
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()
