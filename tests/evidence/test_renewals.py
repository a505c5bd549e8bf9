"""The renewal table: what is in it, and one of the user's own laid over it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.evidence.renewals import add_months, bundled_renewals, expiry_of, read_renewals
from care_pathway.evidence.training import category_rows, title_rows


def test_every_period_has_a_basis_and_a_reason() -> None:
    table = bundled_renewals()
    assert len(table.topics) == len(table.rows)
    for row in table.rows:
        assert row.months is not None
        assert 12 <= row.months <= 36
        assert row.basis == "editorial"
        assert row.why


def test_every_topic_is_used() -> None:
    used = {row.renewal for row in title_rows()} | {row.renewal for row in category_rows().values()}
    assert bundled_renewals().topics <= used


def test_an_own_table_is_laid_over_the_bundled_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("# ours\nTopic, Months, Basis\nfire-safety, 24, policy\ncoshh,,\n\n", "utf-8")
    ours = read_renewals(path)
    assert ours.months(["fire-safety"]) == 24
    assert ours.months(["coshh"]) is None
    assert ours.months(["safeguarding"]) == 12
    assert {row.basis for row in ours.rows if row.topic == "fire-safety"} == {"policy"}
    assert {row.basis for row in ours.rows if row.topic == "coshh"} == {"own table"}


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("topic,years\nfire-safety,2\n", ["expected the columns topic and months"]),
        (
            "topic,months\nfire-saftey,12\ncoshh,often\nfire-safety,12\nfire-safety,24\nmedication,"
            + "9" * 5000,
            ["not a topic", "a whole number of months", "listed twice", "a whole number of months"],
        ),
        ("topic,months\ncoshh,0\ncoshh,-3\ncoshh,1.5\n", ["a whole number"] * 3),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path, text: str, messages: list[str]) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(cp.DataError) as caught:
        read_renewals(path)
    found = caught.value.problems
    assert len(found) == len(messages)
    for problem, message in zip(found, messages, strict=True):
        assert message in problem.message
        assert problem.file == "ours.csv"
    assert len(str(caught.value)) < 5000


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(cp.DataError, match="no such file"):
        read_renewals(tmp_path / "none.csv")


def test_a_workbook_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(b"PK\x03\x04 a workbook")
    with pytest.raises(cp.DataError, match=r"ours\.xlsx"):
        read_renewals(path)


def test_the_day_on_file_comes_first() -> None:
    table, done = bundled_renewals(), date(2025, 1, 1)
    assert expiry_of(done, date(2030, 1, 1), ["fire-safety"], table) == (date(2030, 1, 1), None)
    assert expiry_of(done, None, ["fire-safety", "food-safety"], table) == (date(2026, 1, 1), 12)
    assert expiry_of(done, None, ["no-such-topic"], table) == (None, None)


def test_days_at_the_edge() -> None:
    assert add_months(date.max, 600) == date.max
    assert add_months(date.min, 1) == date(1, 2, 1)
