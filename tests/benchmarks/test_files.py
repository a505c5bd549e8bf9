"""Reading files of a large employer, beside pandas reading the same files.

Run on purpose: ``pytest -o addopts= tests/benchmarks/test_files.py -s``. 50,000 people and 150,000 rows of
training are recognised, read and joined; pandas reads the same two files with their days and joins them by
reference. ``CARE_PATHWAY_ROWS`` says of how many rows the hostile files are.
"""

from __future__ import annotations

import csv
import io
import os
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from care_pathway.errors import CarePathwayError
from care_pathway.interop import join_training, read_courses, read_staff, read_training, recognise

from .memory import forget_peak, peak_megabytes

PEOPLE = 50_000
ROWS = int(os.environ.get("CARE_PATHWAY_ROWS", "100000"))
MOST_SECONDS = 15.0
MOST_MEGABYTES = 600
ON = date(2026, 11, 30)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    chance = random.Random(1)
    folder = tmp_path_factory.mktemp("large")
    titles = ("Care Assistant", "Senior Carer", "Support Worker", "Team Leader", "Cook")
    courses = ("Fire safety", "Safeguarding Adults", "Moving and Handling", "Medication", "First aid")
    first = date(2018, 1, 1)
    with (folder / "staff.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Employee No", "Name", "Job title", "Start date", "Status", "Site"])
        for number in range(PEOPLE):
            day = first + timedelta(days=chance.randrange(3000))
            row = [
                f"{number:06d}",
                f"Ann Quill{number}",
                chance.choice(titles),
                f"{day:%d/%m/%Y}",
                "Active",
                "Oak",
            ]
            writer.writerow(row)
    with (folder / "training.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Emp no", "Course", "Status", "Enrolled", "Completed", "Expires"])
        for _ in range(3 * PEOPLE):
            day = first + timedelta(days=chance.randrange(3000))
            status = chance.choice(("Completed", "In progress", "Not started"))
            ends = day + timedelta(days=365)
            writer.writerow(
                [
                    *(f"{chance.randrange(PEOPLE):06d}", chance.choice(courses), status),
                    *(f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y} 09:30", f"{ends:%d/%m/%Y}"),
                ]
            )
    return folder


def test_a_large_employer(files: Path, capsys) -> None:
    forget_peak()
    start = time.process_time()
    for name in ("staff.csv", "training.csv"):
        recognise(files / name)
    staff = read_staff(files / "staff.csv", on=ON)
    joined = join_training(staff, read_training(files / "training.csv", on=ON))
    ours = time.process_time() - start
    most = peak_megabytes()
    assert len(joined.workers) == PEOPLE
    assert sum(len(worker.training or ()) for worker in joined.workers) == 3 * PEOPLE
    pandas = pytest.importorskip("pandas")
    start = time.process_time()
    people = pandas.read_csv(files / "staff.csv", dtype=str)
    trained = pandas.read_csv(files / "training.csv", dtype=str)
    for frame, names in ((people, ["Start date"]), (trained, ["Enrolled", "Completed", "Expires"])):
        for name in names:
            frame[name] = pandas.to_datetime(frame[name], dayfirst=True, format="mixed")
    people.merge(trained, left_on="Employee No", right_on="Emp no", how="left")
    theirs = time.process_time() - start
    with capsys.disabled():
        sys.stdout.write(
            f"\nread and joined {ours:.1f} s, {most:.0f} MB; pandas {theirs:.1f} s; ratio {ours / theirs:.1f}"
        )
    assert ours < MOST_SECONDS
    assert most < MOST_MEGABYTES


HOSTILE = {
    "quotes": lambda number: f'{number},"x\n',
    "doubled quotes": lambda number: f'{number},"a""b\n',
    "wide": lambda number: f"{number}{',x' * 40}\n",
    "digits": lambda number: f"{number},{'9' * 60}\n",
    "prices": lambda number: f"{number},{'£1 ' * 20}\n",
    "days": lambda number: f"{number},{number % 40}/{number % 14}/20{number % 90}\n",
    "nested": lambda number: f"{number},{'(' * 40}\n",
}


#: So much more may five times as many rows cost: a little more than five times, for lists grow in steps.
MOST_RATIO = 6.5
READERS = (
    (read_staff, "Staff ref,Job title,Start date\n"),
    (read_training, "Staff ref,Course,Completed\n"),
    (read_training, "Staff ref,Fire safety,First aid\n1,Yes,No\n2,No,Yes\n"),
    (read_courses, "Course title,Price,Duration\n"),
)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_rows_cost_linear_time(kind: str, capsys) -> None:
    """A hundred thousand rows take about five times as long as a fifth of them, whatever is in them."""

    def seconds(rows: int) -> float:
        below = "".join(map(HOSTILE[kind], range(rows)))
        start = time.process_time()
        for read, head in READERS:
            try:
                read(io.StringIO(head + below))
            except CarePathwayError:
                continue
        return time.process_time() - start

    few, many = seconds(ROWS // 5), seconds(ROWS)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kind}: {ROWS // 5:,} rows {few:.1f} s, {ROWS:,} rows {many:.1f} s, ratio {many / few:.1f}"
        )
    assert many < MOST_RATIO * few + 0.5
