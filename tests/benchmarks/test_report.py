"""A staff file of 20,000 rows: from the file to the report, in a process of its own.

Run on purpose: ``pytest tests/benchmarks/test_report.py -s``. There is no package to compare
with, so time and memory are printed beside the bounds that the project set itself: 60 seconds and 1 GB on
two cores.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path

ROWS = 20_000
SECONDS = 60.0
MEGABYTES = 1024.0

_RUN = """
import resource, sys, time
from datetime import date
start = time.perf_counter()
import care_pathway as cp
from care_pathway.report import build, read_inputs
staff, training, courses, out = sys.argv[1:]
inputs = read_inputs(staff, training=training, catalogue=courses, on=date(2026, 11, 1))
read = time.perf_counter()
report = build(cp.load(), inputs.staff, on=date(2026, 11, 1), catalogue=inputs.catalogue)
built = time.perf_counter()
report.write(out)
written = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(len(report.summary.people), read - start, built - read, written - built, peak)
"""

_TITLES = (
    "Care Assistant",
    "Senior Care Assistant",
    "Support Worker",
    "Team Leader",
    "Deputy Manager",
    "Registered Manager",
    "Healthcare Assistant (nights)",
    "Personal Assistant",
    "Cook",
    "Care Co-ordinator",
    "Domiciliary Care Worker",
    "Complex Care Support Worker",
    "Trainee Care Assistant",
    "Practice Lead - Dementia",
    "Activities Co-ordinator",
)
_PLACES = ("Leeds", "Hull", "York", "Wigan", "Stoke", "Derby")
_COURSES = (
    "Safeguarding Adults",
    "Fire Safety",
    "Moving and Handling",
    "Infection Prevention and Control",
    "Basic Life Support",
    "Medication Management",
    "Dementia Awareness",
    "Food Hygiene Level 2",
)
_QUALIFICATIONS = (
    "",
    "",
    "NVQ 2",
    "Level 2 Diploma in Care",
    "Level 3 Diploma in Adult Care (2019)",
    "NVQ level 3 H&SC",
)


def write_files(folder: Path, rows: int) -> tuple[Path, Path]:
    """A made-up staff file and training file; people differ in title, dates, qualifications and training."""
    draw = random.Random(20_000)
    staff, training = folder / "staff.csv", folder / "training.csv"
    with staff.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            [
                "Staff ref",
                "Job title",
                "Service",
                "Start date",
                "Manages staff",
                "Qualifications",
                "Full name",
            ]
        )
        for number in range(rows):
            title = draw.choice(_TITLES)
            if draw.random() < 0.3:
                title += f" - {draw.choice(_PLACES)} {draw.randint(10, 40)}hrs"
            writer.writerow(
                [
                    f"S{number:05}",
                    title,
                    f"{draw.choice(_PLACES)} care home",
                    f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{draw.randint(2005, 2025)}",
                    draw.choice(("yes", "no", "")),
                    draw.choice(_QUALIFICATIONS),
                    f"Canary Name{number}",
                ]
            )
    with training.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Staff ref", "Training", "Completed", "Expires"])
        for number in range(rows):
            for course in draw.sample(_COURSES, 4):
                year, month, day = draw.randint(2023, 2026), draw.randint(1, 9), draw.randint(1, 28)
                writer.writerow(
                    [
                        f"S{number:05}",
                        course,
                        f"{day:02}/{month:02}/{year}",
                        f"{day:02}/{month:02}/{year + 1}",
                    ]
                )
    return staff, training


def test_twenty_thousand_rows(tmp_path: Path) -> None:
    """A 20,000-row staff file: report data in under 60 s on two cores and under 1 GB."""
    from care_pathway.interop import examples

    staff, training = write_files(tmp_path, ROWS)
    courses = tmp_path / "courses.csv"
    courses.write_bytes(examples.file("courses.csv").read())
    out = tmp_path / "report"
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(staff), str(training), str(courses), str(out)],
        check=True,
        capture_output=True,
        text=True,
    )
    people, read, built, written, peak = (float(number) for number in done.stdout.split())
    page = (out / "report.html").stat().st_size / 2**20
    sys.stdout.write(
        f"\n{people:,.0f} people, {4 * ROWS:,} training records: read {read:.1f} s, judged {built:.1f} s, "
        f"written {written:.1f} s; together {read + built + written:.1f} s of {SECONDS:.0f}; "
        f"peak {peak:,.0f} MB of {MEGABYTES:,.0f}; page {page:.2f} MB\n"
    )
    for file in sorted(path for path in out.rglob("*") if path.is_file()):
        sys.stdout.write(f"  {file.name}: {file.stat().st_size / 2**20:.1f} MB\n")
    assert people == ROWS
    assert page < 3
    assert peak < MEGABYTES
    assert read + built < SECONDS
