"""Two made-up services, unlike the bundled example: the files that a manager would have in a folder.

``python -m tests.report.services FOLDER`` writes both, to look at.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.interop.ascwds_build import WORKPLACE, names, row, text, workplace

#: The day on which both are looked at.
ON = date(2026, 11, 30)
BUDGET = 4000.0
_FIRST = ("Ada", "Bo", "Cleo", "Dag", "Esme", "Femi", "Gus", "Hana", "Ivo", "Jun", "Kit", "Lea")
_LAST = ("Quill", "Rook", "Sedge", "Thorne", "Umber", "Vetch", "Wren", "Yarrow", "Zeal", "Ash")


class Person(NamedTuple):
    """Somebody made up: reference, name, ASC-WDS main job role, role category and qualifications."""

    reference: str
    name: str
    job_role: int
    category: str
    qualification: str
    started: date


def _people(prefix: str, jobs: Sequence[tuple[int, int]], draw: random.Random) -> list[Person]:
    """People of so many jobs each; some have their role category on file, some not, some 'I do not know'."""
    names_ = [f"{first} {last}" for last in _LAST for first in _FIRST]
    codes = {8: "2", 52: "2", 7: "4", 5: "4", 45: "4", 43: "6", 4: "7", 26: "998", 25: "998"}
    made: list[Person] = []
    for job_role in (job for job, count in jobs for _ in range(count)):
        number = len(made) + 1
        recorded = codes.get(job_role, "") if draw.random() < 0.7 else draw.choice(("", "999"))
        held = draw.choice(("", "130;2021", "130;2019", "")) if job_role in (5, 7, 8, 43, 45, 52) else ""
        started = ON - timedelta(days=draw.randint(40, 4000))
        made.append(Person(f"{prefix}{number:02}", names_[number], job_role, recorded, held, started))
    return made


def _workers(people: Iterable[Person], site: str) -> str:
    rows = [
        row(
            LOCALESTID=site,
            UNIQUEWORKERID=one.reference,
            DISPLAYID=one.name,
            MAINJOBROLE=str(one.job_role),
            CWPCATEGORY=one.category,
            STARTDATE=f"{one.started:%d/%m/%Y}",
            STARTINSECT=str(one.started.year - 1),
            NMCREG="1" if one.job_role == 16 else "",
            QUALACH01=one.qualification,
            SCQUAL="1;3" if one.qualification else "2",
        )
        for one in people
    ]
    return text(names(), *rows)


def _table(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def _day(draw: random.Random, first: int, last: int) -> str:
    """A day so many days ago at least and at most."""
    return f"{ON - timedelta(days=draw.randint(first, last)):%d/%m/%Y}"


def care_home(folder: Path) -> Path:
    """A care home of 28: a matrix by name with days of completion, a Moodle export, price lists in pounds."""
    draw = random.Random(28)  # noqa: S311
    jobs = ((4, 1), (43, 1), (7, 4), (8, 16), (34, 1), (26, 3), (25, 1), (16, 1))
    people = _people("AH", jobs, draw)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "workers from ASC-WDS.csv").write_text(_workers(people, "ALDER1"), encoding="utf-8")
    place = workplace(LOCALESTID="ALDER1", ESTNAME="Alder House", MAINSERVICE="2", ALLSERVICES="2", CWPUSE="")
    (folder / "workplace from ASC-WDS.csv").write_text(text(WORKPLACE, place), encoding="utf-8")
    courses = (
        "Fire Safety",
        "Moving and Handling",
        "Safeguarding Adults",
        "Infection Control",
        "Dementia Care",
    )
    matrix: list[Sequence[object]] = [("Training matrix: date completed",), ("Staff name", *courses)]
    for one in people:
        cells = [
            draw.choice(("Booked", "", "N/A")) if draw.random() < 0.15 else _day(draw, 5, 520)
            for _ in courses
        ]
        matrix.append((one.name, *cells))
    _table(folder / "training matrix.csv", matrix)
    head: tuple[str, ...] = (
        "User's full name",
        "Username",
        "Email address",
        "Course full name",
        "Time enrolled",
    )
    lms: list[Sequence[object]] = [(*head, "Time completed", "Completion status")]
    for one in people:
        for course in draw.sample(("Food Hygiene Level 2", "Medication Awareness", "Mental Capacity Act"), 2):
            done = draw.random() < 0.8
            lms.append(
                (
                    *(one.name, one.reference.lower(), f"{one.reference.lower()}@alder.example", course),
                    *(_day(draw, 600, 700), _day(draw, 10, 590) if done else "", "Complete" if done else ""),
                )
            )
    _table(folder / "moodle.csv", lms)
    head = (
        "Course code",
        "Course title",
        "Provider",
        "Price per group",
        "Group size",
        "Duration",
        "Audience",
    )
    _table(
        folder / "Marsh Lane Training prices.csv",
        [
            head,
            ("ML1", "Fire Safety", "Marsh Lane", "£360 + VAT", "12", "3 hours", "All care staff"),
            (
                "ML2",
                "Moving and Handling of People",
                "Marsh Lane",
                "£495 + VAT",
                "10",
                "1 day",
                "All care staff",
            ),
            (
                "ML3",
                "Safeguarding Adults Level 2",
                "Marsh Lane",
                "£320 + VAT",
                "15",
                "half day",
                "Care staff",
            ),
            (
                "ML4",
                "Leadership for Registered Managers",
                "Marsh Lane",
                "£900 + VAT",
                "8",
                "3 days",
                "Managers",
            ),
        ],
    )
    head = ("Ref", "Course", "Provider", "Cost per person", "VAT", "Hours", "Level")
    _table(
        folder / "Heron online price list.csv",
        [
            head,
            ("H-10", "Infection Prevention and Control", "Heron Online", "18.00", "included", "2", ""),
            ("H-11", "Dementia Awareness", "Heron Online", "15.00", "included", "2", ""),
            ("H-12", "Food Safety Level 2", "Heron Online", "12.50", "included", "3", "Level 2"),
            ("H-13", "Fire Safety Awareness", "Heron Online", "14.00", "included", "1", ""),
            ("H-14", "Mental Capacity Act and Consent", "Heron Online", "20.00", "included", "3", ""),
        ],
    )
    return folder


def homecare(folder: Path) -> Path:
    """A homecare service of 60: a matrix by reference with days of expiry, a list of training by status."""
    draw = random.Random(60)  # noqa: S311
    jobs = ((4, 1), (43, 1), (40, 3), (45, 4), (5, 2), (8, 38), (52, 6), (25, 4), (1, 1))
    people = _people("FS", jobs, draw)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "worker.csv").write_text(_workers(people, "FEN1"), encoding="utf-8")
    courses = ("Moving & Handling", "Medication Administration", "Basic Life Support", "Lone Working", "GDPR")
    matrix: list[Sequence[object]] = [("Worker ID", *(f"{course} expiry date" for course in courses))]
    for one in people:
        if one.job_role in (25, 1):
            continue
        cells = [
            "" if draw.random() < 0.2 else f"{ON + timedelta(days=draw.randint(-150, 500)):%d/%m/%Y}"
            for _ in courses
        ]
        matrix.append((one.reference, *cells))
    _table(folder / "matrix.csv", matrix)
    head: tuple[str, ...] = (
        "Employee Number",
        "Forename",
        "Surname",
        "Course Title",
        "Course Status",
        "Date Attended",
    )
    lms: list[Sequence[object]] = [(*head, "Renewal Date")]
    for one in people:
        first, last = one.name.split()
        for course in draw.sample(
            ("Safeguarding Adults", "Infection Control", "Catheter Care", "Epilepsy"), 2
        ):
            status = draw.choice(("Attended", "Attended", "Booked", "Did not attend"))
            attended = _day(draw, 20, 800) if status == "Attended" else ""
            lms.append((one.reference, first, last, course, status, attended, ""))
    _table(folder / "learning export.csv", lms)
    head = ("Code", "Title", "Provider", "Cost", "Places", "Hours", "Description")
    _table(
        folder / "county offer.csv",
        [
            head,
            (
                "C1",
                "Moving and Handling for Homecare",
                "County",
                "£45 per person",
                "10",
                "6",
                "Hoists, slide sheets",
            ),
            ("C2", "Medication Administration", "County", "£60 per person", "12", "6", "Level 2, practical"),
            ("C3", "Basic Life Support", "County", "£38 per person", "12", "4", ""),
            (
                "C4",
                "Level 4 Lead Practitioner Diploma",
                "County",
                "£1,450 per person",
                "",
                "",
                "Practice leaders",
            ),
        ],
    )
    head = ("Course code", "Course title", "Provider", "Group price", "Group size", "VAT", "Hours")
    _table(
        folder / "Otter Training 2026.csv",
        [
            head,
            ("OT-1", "Basic Life Support", "Otter Training", "£420", "12", "plus VAT", "4"),
            ("OT-2", "Safeguarding Adults", "Otter Training", "£380", "16", "plus VAT", "3"),
            ("OT-3", "Infection Prevention and Control", "Otter Training", "£300", "16", "plus VAT", "3"),
        ],
    )
    return folder


if __name__ == "__main__":
    where = Path(sys.argv[1])
    care_home(where / "care-home")
    homecare(where / "homecare")
