"""A table of cases as one test fails where a row does, and says which rows those are."""

from __future__ import annotations

import inspect

import pytest

from tests.each import each


@each("number", [1, 3, 4, 6])
@each("most", [5, 3])
def small_and_odd(number: int, most: int, base: int = 0) -> None:
    assert number % 2, "even"
    if number + base > most:
        pytest.fail("large")


def test_every_row_that_fails_is_told_with_what_is_wrong() -> None:
    with pytest.raises(BaseExceptionGroup) as caught:
        small_and_odd()
    rows = {error.__notes__[0]: error for error in caught.value.exceptions}
    assert list(rows) == ["in the row number=4", "in the row number=6"]
    inner = rows["in the row number=4"]
    assert isinstance(inner, BaseExceptionGroup)
    assert [(str(one).partition("\n")[0], one.__notes__) for one in inner.exceptions] == [
        ("even", ["in the row most=5"]),
        ("even", ["in the row most=3"]),
    ]


def test_what_fails_on_purpose_is_a_failure_too() -> None:
    with pytest.raises(BaseExceptionGroup, match="2 of 2 rows"):
        small_and_odd(base=10)


def test_what_is_no_column_is_a_fixture() -> None:
    assert list(inspect.signature(small_and_odd).parameters) == ["base"]


def test_a_table_that_cannot_fail_is_refused() -> None:
    with pytest.raises(AssertionError, match="can never fail"):
        each("number", [])
    with pytest.raises(AssertionError, match="no such argument"):
        each("other", [1])(small_and_odd)
