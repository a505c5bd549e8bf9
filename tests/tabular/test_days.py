"""Days: one reader; which of day and month comes first is decided for a column."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.tabular.days import DayPart, Days, NotADayError, Order, looks_like_a_day, written
from tests.each import each

JANUARY = date(2026, 1, 15)
#: One day as people and programs write it.
FORMS = [
    "15/01/2026",
    "15/1/26",
    "15.01.2026",
    "15-01-2026",
    "15 01 2026",
    "15/01/2026 09:30",
    "15/01/2026 9.30am",
    "15/01/2026 00:00:00",
    "15.01.26 14:05",
    "15.01.26 14.05",
    "15.01.26, 2.05 pm",
    "15.01.26 14:05:59",
    "2026-01-15",
    "2026/01/15",
    "2026-01-15T09:30:00+00:00",
    "2026-01-15 23:59:59.123Z",
    "20260115",
    "46037",
    "46037.4",
    "Thursday, 15 January 2026, 9:30 AM",
    "Thu Jan 15 2026 09:30:00 GMT+0100 (British Summer Time)",
    "Thu 15 Jan 2026",
    "15 January 2026",
    "15th of January 2026",
    "15-Jan-26",
    "15 Jan '26",
    "Jan 15, 2026",
    "January 15 2026",
    date(2026, 1, 15),
    datetime(2026, 1, 15, 23, 59),
]
MONTHS = ["Oct-26", "October 2026", "Oct 2026", "10/2026", "2026-10", "10/26"]
NO_DAYS = [
    "31/02/2026",
    "13/13/2026",
    "soon",
    "yes",
    "01/01/1066",
    "31/12/2712",
    "12/1",
    "1",
    "x" * 500,
    "30 Foo 2026",
]


@each("cell", FORMS)
def test_one_day_in_every_form(cell: object) -> None:
    assert written(cell).day == JANUARY
    assert written(cell).part is DayPart.DAY


def test_months_and_years_give_their_last_day() -> None:
    """Rule: nobody is credited with more time than the file shows."""
    assert {written(cell).day for cell in MONTHS} == {date(2026, 10, 31)}
    assert {written(cell).part for cell in MONTHS} == {DayPart.MONTH}
    assert written("2026")[:3:2] == (date(2026, 12, 31), DayPart.YEAR)


def test_a_year_in_which_something_was_done_gives_its_first_day() -> None:
    """Rule: nobody is credited with more time than the file shows."""
    days = Days(())
    assert days.day("2025", done=True) == date(2025, 1, 1)
    assert days.day("2025") == date(2025, 12, 31)
    for cell in (*MONTHS, *FORMS, None, "n/a"):
        assert days.day(cell, done=True) == days.day(cell)


def test_a_time_behind_a_day_with_dots_and_two_figures_decides_nothing() -> None:
    """Rule: with a time behind it a day is read as without."""
    for cell in ("03.03.26", "13.03.26", "03.13.26", "04.05.26"):
        assert written(f"{cell} 14:05") == written(cell)
    assert written("31.02.26 14:05").day is None


def test_what_is_no_day() -> None:
    for cell in NO_DAYS:
        with pytest.raises(NotADayError):
            Days(()).day(cell)
    for nothing in (None, "", " ", "n/a", "Unknown", "TBC", "-"):
        assert Days(()).day(nothing) is None


def test_the_order_is_decided_by_cells_that_allow_one_reading() -> None:
    """Rule: per column, from cells that allow one reading only; contradictions leave the others unread."""
    us = Days(["01/25/2026", "04/05/2026"])
    assert (us.order, us.day("04/05/2026")) == (Order.MONTH_FIRST, date(2026, 4, 5))
    uk = Days(["25/01/2026", "04/05/2026"])
    assert (uk.order, uk.day("04/05/2026")) == (Order.DAY_FIRST, date(2026, 5, 4))
    assert Days(["04/05/2026"]).day("04/05/2026") == date(2026, 5, 4)
    both = Days(["25/01/2026", "01/26/2026", "04/05/2026", "05/05/2026"])
    assert both.order is Order.BOTH
    assert both.day("25/01/2026") == date(2026, 1, 25)
    assert both.day("01/26/2026") == date(2026, 1, 26)
    assert both.day("05/05/2026") == date(2026, 5, 5)
    with pytest.raises(NotADayError, match="day first or month first"):
        both.day("04/05/2026")


@given(st.dates(date(1930, 1, 1), date(2049, 12, 31)), st.data())
def test_a_day_written_is_the_day_read(day: date, data: st.DataObject) -> None:
    forms = [
        day.strftime("%d/%m/%Y"),
        day.isoformat(),
        day.strftime("%d %B %Y"),
        day.strftime("%d-%b-%Y"),
        day.strftime("%A, %d %B %Y, %I:%M %p"),
    ]
    if day > date(1955, 1, 1):
        forms.append(str((day - date(1899, 12, 30)).days))
    assert Days(()).day(data.draw(st.sampled_from(forms))) == day


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_a_clear_refusal(text: str) -> None:
    with suppress(NotADayError):
        found = Days((text,)).day(text)
        assert found is None or date(1920, 1, 1) <= found <= date(2100, 12, 31)


def test_bare_numbers_do_not_look_like_days() -> None:
    assert not any(map(looks_like_a_day, ("46037", "2026", "12", "", None, "Carer", "82%")))
    assert all(map(looks_like_a_day, ("14/03/2026", "Oct-2026", JANUARY)))
    assert timedelta(days=1)


def test_a_message_names_the_order_of_its_column() -> None:
    """Rule: advice is doable as written: a column that is month first is not told to be day first."""
    with pytest.raises(NotADayError, match="MM/DD/YYYY, as the other cells"):
        Days(["01/25/2026"]).day("02/30/2026")
    with pytest.raises(NotADayError, match="DD/MM/YYYY, the day first"):
        Days(["25/01/2026"]).day("30/02/2026")
