"""A file without a header row: it is said, and no advice makes a heading of a record."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from care_pathway.errors import DataError
from care_pathway.interop import read_staff
from care_pathway.interop.tables import read_training
from tests.each import each


def refusal(read: Callable[..., Any], text: str) -> str:
    with pytest.raises(DataError) as refused:
        read(io.StringIO(text))
    return str(refused.value)


@each(
    "text",
    [
        "1,Care Assistant\n2,Senior Carer\n",
        "Care Assistant\nSenior Carer\n",
        "Ann Lee,Care Assistant\nBo Day,Senior Carer\n",
        "Ann Lee,Bank\nBo Day,Bank\n",
        "S1,Senior,01/02/2024\nS2,Bank,01/02/2025\n",
        "1,Home,Care Assistant\n2,Home,Senior Carer\n",
        "a@example.org,Bank\nb@example.org,Bank\n",
    ],
)
def test_a_staff_list_without_a_header_is_told_how_to_add_one(text: str) -> None:
    said = refusal(read_staff, text)
    assert "there is no header row" in said
    assert "Add a line above it that names the columns, such as: Staff ref,Job title" in said
    assert "name it" not in said
    for cell in ("Ann", "example.org", "Senior", "Assistant"):
        assert cell not in said


@pytest.mark.parametrize("first", ["7", "Ann Lee", "S012"])
def test_a_training_list_without_a_header_is_told_too(first: str) -> None:
    said = refusal(read_training, f"{first},Fire Safety,14/03/2026\n8,Moving and Handling,15/03/2026\n")
    assert "there is no header row" in said
    assert "name it" not in said


def test_headings_that_are_unknown_can_still_be_named() -> None:
    said = refusal(read_staff, "What they do,Which\nAll sorts,7\n")
    assert "name it: columns={'job_title': 'its heading'}" in said
    assert "If the first line is a record, and no header, add a line above it" in said


def test_beside_a_known_heading_the_advice_is_to_name_the_column() -> None:
    said = refusal(read_staff, "Staff ref,What they do\n1,All sorts\n")
    assert "name it: columns={'job_title': 'its heading'}" in said
    assert "record" not in said


def test_with_the_line_that_is_advised_everybody_is_read() -> None:
    """Rule: the advice, taken, loses nobody."""
    assert (
        len(read_staff(io.StringIO("Staff ref,Job title\n1,Care Assistant\n2,Senior Carer\n")).workers) == 2
    )


def test_a_matrix_without_a_column_of_people_is_not_told_to_have_no_header() -> None:
    """Rule: a record names one course; where several stand across, the column of people is to be named."""
    text = "Initials,Fire Safety completed,Falls completed\nAH,01/02/2026,01/02/2026\nBC,01/02/2026,\n"
    with pytest.raises(DataError) as caught:
        read_training(io.StringIO(text))
    assert "no header row" not in str(caught.value)
    assert "Each row has to say whom it is about" in str(caught.value)
    named = read_training(io.StringIO(text), columns={"worker": "Initials"})
    assert [row.reference for row in named.training] == ["AH", "AH", "BC"]
