"""A staff file of 20,000 rows: from the file to the report, in a process of its own.

Run on purpose: ``pytest tests/benchmarks/test_report.py -s``. There is no package to compare
with, so time and memory are printed beside the bounds that the project set itself: 30 seconds of one
processor and 700 MB for the whole pack, and a page under 2 MB. A processor that is shared may be half as slow
again, and fails nothing.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
from pathlib import Path

ROWS = 20_000
SECONDS = 30.0
MEGABYTES = 700.0
PAGE = 2.0

_RUN = """
import sys, time
from datetime import date
start = time.process_time()
import care_pathway as cp
from care_pathway.report import build, read_inputs
staff, training, courses, out = sys.argv[1:]
inputs = read_inputs(staff, training=training, catalogue=courses, on=date(2026, 11, 1))
read = time.process_time()
report = build(cp.load(), inputs.staff, on=date(2026, 11, 1), catalogue=inputs.catalogue)
built = time.process_time()
report.write(out)
written = time.process_time()
from tests.benchmarks.memory import peak_megabytes
peak = peak_megabytes()
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
    """A 20,000-row staff file: the pack in under 30 s of a processor that is not shared, and 700 MB."""
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
    assert page < PAGE
    assert peak < MEGABYTES
    assert read + built + written < 1.5 * SECONDS


def test_twenty_eight_people(tmp_path: Path) -> None:
    """28 people: the pack, with a workbook and bookings within a budget, in under 5 s from a cold start."""
    from tests.report import services

    folder, out = services.care_home(tmp_path / "in"), tmp_path / "out"
    program = "import sys; from care_pathway.cli import main; sys.exit(main())"
    asked = ["report", str(folder), "--on", "2026-11-30", "--budget", "4000", "--out", str(out), "--quiet"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program, *asked], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sys.stdout.write(f"\n28 people: the pack in {seconds:.1f} s of 5\n")
    assert (out / "pack.xlsx").is_file()
    assert seconds < 5
