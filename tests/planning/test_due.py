"""What training is due: by the day on file, else by custom; of the same subject the newest counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import care_pathway as cp
from care_pathway.evidence.renewals import Renewal, Renewals
from care_pathway.planning import training_due

ON = date(2026, 1, 15)


def due(*training: cp.TrainingRecord, **more: Any) -> list[tuple[str, bool, int | None]]:
    worker = cp.Worker(id="w-1", training=training)
    found = training_due(cp.load(), worker, on=ON, **more)
    return [(one.title, one.overdue, one.months) for one in found]


def test_where_no_expiry_is_on_file_the_customary_period_counts() -> None:
    """Training completed in 2019 without an expiry column has run out by custom."""
    assert due(cp.TrainingRecord(title="Fire safety", completed=date(2019, 5, 1))) == [
        ("Fire safety", True, 12)
    ]
    assert due(cp.TrainingRecord(title="Fire safety", completed=date(2025, 2, 1))) == [
        ("Fire safety", False, 12)
    ]
    assert due(cp.TrainingRecord(title="Whittling", completed=date(2019, 5, 1))) == []


def test_a_newer_enrolment_or_an_undated_row_never_outweighs_a_dated_one() -> None:
    """Fire safety expired in January 2025, then an undated new enrolment: still expired."""
    old = cp.TrainingRecord(title="Fire safety", completed=date(2024, 1, 1), expires=date(2025, 1, 1))
    for newer in (
        cp.TrainingRecord(title="Fire safety", status="booked"),
        cp.TrainingRecord(title="Fire safety", status="in-progress"),
        cp.TrainingRecord(title="Fire safety"),
        cp.TrainingRecord(title="Fire safety", status="completed"),
    ):
        assert due(old, newer) == due(newer, old) == [("Fire safety", True, None)]
    done = cp.TrainingRecord(title="Fire awareness", completed=date(2026, 1, 1))
    assert due(old, done) == []


def test_one_record_on_two_subjects_is_due_for_what_no_newer_one_covers() -> None:
    both = cp.TrainingRecord(title="Fire safety and first aid", completed=date(2024, 6, 1))
    fire = cp.TrainingRecord(title="Fire safety", completed=date(2026, 1, 1))
    worker = cp.Worker(id="w-1", training=(both, fire))
    (one,) = training_due(cp.load(), worker, on=ON)
    assert (one.title, one.topics) == ("Fire safety and first aid", ("first-aid",))


def test_the_renewal_table_can_be_replaced() -> None:
    ours = Renewals(rows=(Renewal(topic="fire-safety", months=36, basis="our policy"),))
    fire = cp.TrainingRecord(title="Fire safety", completed=date(2024, 6, 1))
    assert due(fire) == [("Fire safety", True, 12)]
    assert due(fire, renewals=ours) == []


def test_the_end_of_the_calendar() -> None:
    fire = cp.TrainingRecord(title="Fire safety", completed=date(9999, 6, 1))
    worker = cp.Worker(id="w-1", training=(fire,))
    (one,) = training_due(cp.load(), worker, on=date(9999, 12, 31), ahead=1_000_000_000)
    assert (one.expires, one.overdue) == (date.max, False)
