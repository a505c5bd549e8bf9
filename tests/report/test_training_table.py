"""The table of training: a row for each person and course on file."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import care_pathway as cp
from care_pathway.interop import read_training
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


def test_a_person_of_two_jobs_has_one_row_a_course_and_is_counted_and_booked_once(tmp_path: Path) -> None:
    """Rule: one row per person and course on file."""
    on = date(2026, 11, 30)
    staff = "Staff ref,Job title\n1,Carer\n1,Senior carer\n2,HCA\n2,Carer\n"
    rows = "Staff ref,Course,Completed,Expires\n"
    rows += "".join(f"{who},Fire safety,01/11/2025,01/11/2026\n" for who in (1, 2))
    courses = "Course title,Cost per person,Description\nFire safety,10,Fire safety for care workers\n"
    inputs = read_inputs(
        io.StringIO(staff), training=io.StringIO(rows), catalogue=io.StringIO(courses), on=on
    )
    report = build(cp.load(), inputs.staff, catalogue=inputs.catalogue, on=on)
    report.write(tmp_path)
    with (tmp_path / "training.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = [(one["worker"], one["course"], one["status"]) for one in csv.DictReader(stream)]
    assert found == [("1", "Fire safety", "expired"), ("2", "Fire safety", "expired")]
    assert (report.summary.expired, report.front.expired) == (2, 2)
    assert [(one.worker.id, one.first) for one in report.judged][1::2] == [("1-row-2", "1"), ("2-row-4", "2")]
    assert "a further job of 1" in report.judged[1].summary.attention[0]
    assert report.bookings is not None
    booked = [place.worker for one in report.bookings.bookings for place in one.places]
    assert sorted(booked) == ["1", "2-row-4"], "of two jobs the first that is placed"


def training_of(rows: str, tmp_path: Path, **how: str) -> tuple[list[dict[str, str]], cp.Worker]:
    """The table of training of one carer, and the carer."""
    on = date(2026, 11, 30)
    staff = "Staff ref,Job title\n1,Carer\n"
    inputs = read_inputs(io.StringIO(staff), training=io.StringIO(rows), on=on, **how)  # type: ignore[arg-type]
    build(cp.load(), inputs.staff, on=on).write(tmp_path)
    with (tmp_path / "training.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream)), inputs.staff.workers[0]


def test_a_status_that_is_not_understood_keeps_the_day_and_credits_nothing(tmp_path: Path) -> None:
    """Rule: what is not understood changes no answer, and no day that is on file disappears."""
    rows = (
        "Staff ref,Course,Completed,Status,Expires\n1,Fire safety,01/02/2026,purple,01/02/2028\n"
        "1,Falls,,lilac,01/02/2028\n1,Choking,01/02/2020,mauve,01/02/2021\n"
    )
    found, worker = training_of(rows, tmp_path)
    assert [(one["status"], one["counts"], one["completed"], one["expires"]) for one in found] == [
        ("undated", "no", "2026-02-01", "2028-02-01"),
        ("undated", "no", "", "2028-02-01"),
        ("undated", "no", "2020-02-01", "2021-02-01"),
    ]
    assert all("status is not understood" in one["why"] and not one["refresh_by"] for one in found)
    assert cp.infer_evidence(cp.load(), worker, on=date(2026, 11, 30)) == ()
    matrix = (
        "Staff ref,Fire safety,Fire safety status,Falls,First aid\n1,01/02/2026,purple,01/02/2026,N/A\n"
        "2,01/02/2026,Completed,01/02/2026,01/03/2026\n"
    )
    found, _ = training_of(matrix, tmp_path, matrix_dates="completed")
    by_course = {one["course"]: (one["status"], one["counts"], one["completed"]) for one in found}
    assert by_course["Fire safety"] == ("undated", "no", "2026-02-01")
    assert by_course["Falls"][1:] == ("yes", "2026-02-01")


def test_a_completion_in_the_future_is_undated_and_does_not_count(tmp_path: Path) -> None:
    """Rule: a future day is a problem of the reading and counts for nothing."""
    rows = (
        "Staff ref,Course,Completed,Status,Expires\n1,Fire safety,01/02/2027,Completed,\n"
        "1,Falls,01/02/2027,,01/02/2028\n1,Choking,,,\n1,Autism,,Yes,\n1,Diabetes,01/02/2027,Booked,\n"
    )
    found, worker = training_of(rows, tmp_path)
    assert {one["course"]: (one["status"], one["counts"], one["refresh_by"]) for one in found} == {
        "Fire safety": ("undated", "no", ""),
        "Falls": ("undated", "no", ""),
        "Choking": ("undated", "no", ""),
        "Autism": ("undated", "yes", ""),
        "Diabetes": ("booked", "", ""),
    }
    shown = cp.infer_evidence(cp.load(), worker, on=date(2026, 11, 30))
    assert {str(one.state) for one in shown} <= {"claimed"}


def test_a_row_with_only_an_expiry_is_in_date_until_then_and_the_notice_says_so(tmp_path: Path) -> None:
    """Rule: notice and row agree: no row that counts is said to show nothing."""
    rows = "Staff ref,Course,Completed,Expires\n1,Fire safety,,01/03/2027\n1,Falls,,01/03/2026\n1,Choking,,\n"
    found, worker = training_of(rows, tmp_path)
    assert {one["course"]: (one["status"], one["counts"]) for one in found} == {
        "Fire safety": ("in-date", "yes"),
        "Falls": ("expired", "yes"),
        "Choking": ("undated", "no"),
    }
    assert cp.infer_evidence(cp.load(), worker, on=date(2026, 11, 30)) == ()
    notices = {one.message: one.column for one in read_training(io.StringIO(rows)).notices}
    assert "1 rows have neither a status nor a day; they show nothing" in notices
    (said,) = (message for message in notices if message.startswith("2 rows have a day of expiry"))
    assert "in date until that day" in said
    assert notices[said] == "Expires"
