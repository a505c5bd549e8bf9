"""Files that say little or odd things: an honest page, never an empty chart or "nothing has expired"."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.report import Report, build, read_inputs
from tests.report.outline import Outline

ON = date(2026, 11, 30)
STAFF = "Staff name,Job title\nAda Quill,Carer\nBo Rook,Senior Carer\nCleo Sedge,Registered Manager\n"
OLD = (
    "Staff name,Course,Completed,Expires\nAda Quill,Fire safety,01/01/2020,01/01/2021\n"
    "Bo Rook,Fire safety,01/01/2020,01/01/2021\nCleo Sedge,Moving and handling,01/01/2020,01/01/2021\n"
)
NOTHING = ("Nothing with a known expiry has expired", "0 more run out", "0% 0 of")


def made(staff: str, training: str | None = None, catalogue: str | None = None, **more: float) -> Report:
    inputs = read_inputs(
        io.StringIO(staff),
        training=None if training is None else io.StringIO(training),
        catalogue=None if catalogue is None else io.StringIO(catalogue),
        on=ON,
    )
    return build(cp.load(), inputs.staff, on=ON, catalogue=inputs.catalogue, **more)  # type: ignore[arg-type]


def page(report: Report) -> str:
    return " ".join(Outline(report.html()).text.split())


def test_nothing_but_names_and_titles() -> None:
    text = page(made(STAFF))
    assert "No training is on file, so that nothing can be said about what is in date." in text
    assert "No training is on file, so that no expiry is known. Add a training list or matrix" in text
    assert not any(words in text for words in NOTHING)
    assert "Quill" not in text


def test_a_training_list_of_other_people_is_not_asked_for_again() -> None:
    text = page(made(STAFF, "Staff name,Course,Completed\nZed Yarrow,Fire safety,01/02/2026\n"))
    assert "No completed training is on file, though a training list was read: see why." in text
    assert "Add a training list" not in text
    assert not any(words in text for words in NOTHING)


def test_no_dates_at_all() -> None:
    training = "Staff name,Course,Status\nAda Quill,Ukulele,Completed\nBo Rook,Fire safety,Completed\n"
    text = page(made(STAFF, training))
    assert "No expiry is known for any of 2 training records" in text
    assert (
        "No expiry is known. Add days of completion or expiry to the training list; --renewals sets" in text
    )
    assert "no expiry known for 1" in text
    assert "run out in each coming month" not in text, "a strip without a number is an empty chart"
    assert not any(words in text for words in NOTHING)


def test_everything_expired() -> None:
    report = made(STAFF, OLD)
    assert report.front.expired == 3
    text = page(report)
    assert "3 training records are out of date; no more run out by 28 February 2027." in text
    assert "run out in each coming month" not in text


def test_one_person_and_one_record() -> None:
    training = "Staff name,Course,Completed,Expires\nAda Quill,Fire safety,01/01/2026,01/01/2027\n"
    text = page(made("Staff name,Job title\nAda Quill,Carer\n", training))
    assert "1 person compared" in text
    assert "No training with a known last day is out of date; 1 runs out by 28 February 2027." in text


def test_a_budget_of_nothing_buys_what_is_free_only() -> None:
    prices = "Course title,Provider,Cost per person\nFire safety,Otter,20\nSafeguarding adults,Trust,0\n"
    report = made(STAFF, OLD, prices, budget=0)
    assert report.bookings is not None
    assert {booking.title for booking in report.bookings.bookings} <= {"Safeguarding adults"}
    assert "nothing cheaper closes it than Fire safety" in page(report)


def test_prices_without_vat_say_so() -> None:
    text = page(
        made(STAFF, OLD, "Course title,Provider,Cost per person\nFire safety,Otter,20\n", budget=4000)
    )
    assert "£40 (VAT not said)" in text


def test_a_catalogue_of_another_trade() -> None:
    prices = (
        "Course title,Provider,Cost per person\nForklift refresher,Otter,20\nBricklaying level 2,Otter,900\n"
    )
    report = made(STAFF, OLD, prices, budget=4000)
    assert report.bookings is not None
    assert report.bookings.bookings == ()
    text = page(report)
    assert "Nothing on the price list could be booked for what is needed: Fire safety" in text
    assert "Nothing needs booking" not in text
    assert "Nothing was chosen: nothing of it covers what is open" in text
    assert "No other choice closes more" not in text


@pytest.mark.parametrize("what", ["training", "catalogue"])
def test_thousands_of_courses(what: str, tmp_path: Path) -> None:
    count = 1000 if what == "training" else 2000
    names = [f"Course {number} on topic {number % 97}" for number in range(count)]
    training = OLD + "".join(f"Ada Quill,{name},01/02/2026,01/02/2027\n" for name in names)
    prices = "Course title,Provider,Cost per person\n" + "".join(f"{name},Otter,20\n" for name in names)
    report = made(STAFF, training) if what == "training" else made(STAFF, OLD, prices, budget=4000)
    report.write(tmp_path)
    assert (tmp_path / "report.html").stat().st_size < 2 * 2**20
    assert len(report.front.courses) == (count + 2 if what == "training" else 2)
