"""Compare what is read from a title as a training record and as a course, for titles of a CSV file.

A record and the course of the same title should speak about something, or not, alike. Where they differ, one
of the two lexicons lacks something, or there is a reason: see ``tests/evidence/test_course_and_record.py``.
Run it as ``python scripts/compare_training_readings.py FILE [COLUMN]``; the column is ``title`` by default.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import care_pathway as cp
from care_pathway.evidence.training import training_reader


def main() -> int:
    """Run the script; 1 means that some titles are read differently."""
    path, column = Path(sys.argv[1]), (sys.argv[2:] or ["title"])[0]
    pathway = cp.load()
    reader = training_reader(pathway)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        titles = list(dict.fromkeys(row[column] for row in csv.DictReader(stream) if row[column]))
    differ = 0
    for title in titles:
        record = reader.of(cp.TrainingRecord(title=title))
        course = cp.align_course(pathway, cp.Course(id="c", title=title))
        says_record = record.outside is None and record.problem is None
        says_course = course.relevance != "not-relevant" and bool(course.themes or course.practice_areas)
        if says_record is not says_course:
            differ += 1
            why = record.outside or record.problem or ", ".join(sorted(record.themes | record.topics))
            print(f"{title!r}: record {says_record} ({why}), course {says_course} ({course.relevance})")
    print(f"{differ} of {len(titles)} titles are read differently")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
