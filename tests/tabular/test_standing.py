"""What a cell says about training: words of status, days, both, and remarks behind them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.tabular.days import Days, written
from care_pathway.tabular.standing import standing, status_of
from tests.each import each

DAYS = Days([])
DAY, NEXT = date(2026, 2, 1), date(2027, 2, 1)


@each(
    ("cell", "status"),
    [
        ("Expires in 20 days", "completed"),
        ("Expired 12 days ago", "expired"),
        ("Overdue by 40 days", "overdue"),
        ("Overdue (120 days)", "overdue"),
        ("Due in 5 days", "due"),
        ("notStarted", "not-started"),
        ("IN_PROGRESS", "in-progress"),
        ("Cancelled by learner", "did-not-attend"),
        ("Exempt - RPL", "not-required"),
        ("N/A - not in role", "not-required"),
        ("Awaiting certificate", "in-progress"),
        ("Completed (achieved pass grade)", "completed"),
        ("Completed (did not achieve pass grade)", "failed"),
        ("Yes, online", "completed"),
        ("Passed (80%)", "completed"),
        ("Failed first attempt", "failed"),
        ("Refresher due", "due"),
        ("Refresher due soon", "completed"),
        ("50% complete", "in-progress"),
        ("0% complete", "not-started"),
        ("100% complete", "completed"),
        ("50% complete 01/02/2026", "in-progress"),
        ("Completed online", "completed"),
        ("Classroom - booked", "booked"),
        ("E-learning (expired)", "expired"),
    ],
)
def test_a_status_and_a_remark(cell: str, status: str) -> None:
    """Rule: a remark, or how many days, beside a status changes it only to one that shows less."""
    assert standing(cell, DAYS).status == status


@each(
    "cell",
    [
        "Completed (theory only)",
        "Attended - no assessment",
        "No expiry",
        "LTS 01/02/2026",
        "On leave, see file",
        "Completed (0%)",
        "Passed - 0 %",
        "Completed ✗",
        "Yes ❌",
        "~01/02/2026",
        "Completed 01/02/2026 (0%)",
        "01/02/2026 0%",
        "E-learning",
        "Level 2",
        "Level 2 Diploma 01/02/2026",
    ],
)
def test_what_is_not_understood_credits_nothing(cell: str) -> None:
    """Rule: what says completed counts only where all of the remark is understood."""
    assert not standing(cell, DAYS).understood


@each(
    ("cell", "status"),
    [
        ("LTS", None),
        ("Mat leave", None),
        ("On long-term sick", None),
        ("Maternity leave until 01/03/2027", None),
        ("Sabbatical, back on 1 May 2027", None),
        ("LTS - expired 01/02/2026", "expired"),
        ("Expired (mat leave)", "expired"),
        ("Not completed due to sickness", "not-started"),
        ("Booked 12/01/2027 (sick)", "booked"),
    ],
)
def test_absence_says_nothing_of_training(cell: str, status: str | None) -> None:
    """Rule: words of absence are understood and credit nothing; what else the cell says stands."""
    found = standing(cell, DAYS)
    assert found.understood
    assert (found.status, found.completed, found.bare) == (status, None, None)


def test_two_days_in_a_cell() -> None:
    """Rule: each day of a cell has its own words; what was done or ran out stays, whatever is planned."""
    found = standing("01/02/2026 (exp 01/02/2027)", DAYS)
    assert (found.status, found.completed, found.expires) == ("completed", DAY, NEXT)
    found = standing("valid until 01/02/2027, done 01/02/2026", DAYS)
    assert (found.completed, found.expires) == (DAY, NEXT)
    assert standing("01/02/2026 - booked 01/02/2027", DAYS).bare == DAY
    found = standing("Expired 01/02/2026, booked 01/02/2027", DAYS)
    assert (found.status, found.expires) == ("expired", DAY)
    assert standing("DNA 01/02/2026 - rebooked 01/02/2027", DAYS).status == "booked"
    assert not standing("01/02/2026 and 01/02/2027", DAYS).understood
    assert not standing("1/2/26 3/4/26 5/6/26", DAYS).understood


def test_days_of_a_week_and_of_a_month() -> None:
    """Rule: a week that is named is booked; a month and a year in figures are a day."""
    assert standing("w/c 12/1/27", DAYS).status == "booked"
    assert standing("exp 03/2027", DAYS).expires == date(2027, 3, 31)


def test_a_day_with_points_is_no_time_of_day() -> None:
    """Rule: 12.03.26 is a day though it could be a time; a time beside a day is cut."""
    assert written("12.03.26").day == date(2026, 3, 12)
    assert written("15.01.2026 09.30").day == written("09:30 15/01/2026").day == date(2026, 1, 15)


@pytest.mark.parametrize("cell", ["31/12/9999", "2999-12-31"])
def test_the_last_day_of_time_is_no_day(cell: str) -> None:
    """Rule: programs write such a day where there is none: it is not known, and no fault."""
    assert written(cell) == written("")


@given(st.sampled_from(["Not started", "Failed", "Expired", "Did not attend"]), st.text(max_size=30))
def test_no_remark_makes_completed_of_another_status(word: str, remark: str) -> None:
    """Rule: whatever stands behind a status that shows nothing, it never becomes completed."""
    assert status_of(f"{word} - {remark}") != "completed"
    assert status_of(f"{word} ({remark})") != "completed"


@pytest.mark.parametrize("cell", ["pass?", "Done?", "Completed?", "yes ?"])
def test_a_status_that_doubts_itself_is_not_understood(cell: str) -> None:
    assert status_of(cell) is None
    assert not standing(cell, Days([])).understood


@pytest.mark.parametrize(
    "cell",
    [
        *("E-learning 01/02/26", "L2 - 01/02/26", "Classroom 1.2.26", "Level 2: 01/02/2026", "F2F 1/2/26"),
        *(
            "01/02/26 (e-learning)",
            "01/02/26 L2",
            "Online L3 01/02/26",
            "01-02-26 - face to face",
            "Zoom 1/2/26",
        ),
    ],
)
def test_how_it_was_done_beside_a_day_leaves_it_a_day(cell: str) -> None:
    assert standing(cell, DAYS) == standing("01/02/26", DAYS)
    assert standing(cell.replace("26", "27"), DAYS).bare == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("cell", "status", "understood"),
    [
        *((f"01/02/2026 {mark}", None, True) for mark in ("✓", "✔", "✅", "*", "**", "†", "(*)", "✓*")),
        *((f"01/02/2026 {mark}", "not-started", True) for mark in ("✗", "✘", "☐", "(✗)", "❌")),
        *((f"{mark} 01/02/2026", None, False) for mark in ("🟥", "🔴", "≠", "!", "⚠")),
        ("✗ 01/02/2026", "not-started", True),
    ],
)
def test_marks_beside_a_day(cell: str, status: str | None, understood: bool) -> None:
    """Rule: a cross beside a day credits nothing, and no more does a mark that nobody knows."""
    found = standing(cell, DAYS)
    assert (found.status, found.understood) == (status, understood)
    assert (found.done is not None) is (understood and status is None)
