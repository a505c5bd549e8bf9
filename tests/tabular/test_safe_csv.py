"""No cell that we write is taken for a formula."""

from __future__ import annotations

from care_pathway.tabular.safe_csv import csv_safe
from tests.each import each


@each(
    "before",
    ["", " ", "\u00a0", "\ufeff", "\u200b", "\u202e", "\x00", "\x0b", "\u3000", "\u2003", "\t", "\r\n"],
)
def test_what_begins_like_a_formula_is_text(before: str) -> None:
    for sign in ("=", "+", "-", "@", "|", "%", "＝", "＠"):
        cell = f"{before}{sign}HYPERLINK(1)"
        assert csv_safe(cell) == f"'{cell}"


@each("value", ["", " ", "Senior carer", "\ufeffCarer", "-5.2", -5, None, "a=b", "3%"])
def test_what_is_harmless_stays_as_it_is(value: object) -> None:
    assert csv_safe(value) == value
