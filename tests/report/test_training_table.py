"""The table of training: a row for each person and course on file."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import care_pathway as cp
from care_pathway.report import build, read_inputs


def test_the_table_of_training_has_a_row_for_each_person_and_course(tmp_path: Path) -> None:
    """Rule: days as ISO; a cell that only says Expired is a row with expired and no day."""
    staff = "Staff ref,Job title\n1,Carer\n2,Carer\n"
    rows = (
        "Staff ref,Course,Status,Completed,Expires\n"
        "1,Falls,Completed,01/11/2026,01/11/2027\n1,Choking,Completed,01/01/2026,01/01/2027\n"
        "1,Fire safety,Completed,01/01/2020,\n1,Diabetes,Expired,,\n1,Dementia,Booked,,\n"
        "1,Autism,Yes,,\n"
        "2,Falls,In progress,,\n2,Choking,Not started,,\n2,Fire safety,Failed,,\n2,Diabetes,DNA,,\n"
        "2,Dementia,N/A,,\n"
    )
    on = date(2026, 11, 30)
    inputs = read_inputs(io.StringIO(staff), training=io.StringIO(rows), on=on)
    build(cp.load(), inputs.staff, on=on).write(tmp_path)
    with (tmp_path / "training.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert list(found[0])[:6] == ["worker", "course", "topic", "status", "completed", "expires"]
    assert [(one["worker"], one["course"], one["status"]) for one in found] == [
        ("1", "Falls", "in-date"),
        ("1", "Choking", "due"),
        ("1", "Fire safety", "expired"),
        ("1", "Diabetes", "expired"),
        ("1", "Dementia", "booked"),
        ("1", "Autism", "undated"),
        ("2", "Falls", "in-progress"),
        ("2", "Choking", "not-started"),
        ("2", "Fire safety", "failed"),
        ("2", "Diabetes", "did-not-attend"),
        ("2", "Dementia", "not-required"),
    ]
    assert (found[0]["completed"], found[0]["expires"]) == ("2026-11-01", "2027-11-01")
    assert (found[3]["completed"], found[3]["expires"]) == ("", "")
    assert found[2]["refresh_by"].startswith("202")
