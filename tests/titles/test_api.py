"""What callers give and get: fields, codes, settings, and arguments that are refused by name."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.cli import SETTINGS
from care_pathway.model import WorkContext, Worker
from care_pathway.titles import TitleMatch, normalise_title, normalise_titles
from tests.drawn import examples
from tests.each import each
from tests.titles.editions import small_pathway
from tests.titles.test_properties import TITLES, anything

PATHWAY = small_pathway("2025-04")


def answer(match: TitleMatch) -> tuple[object, ...]:
    return (match.status, [each.role_category for each in match.candidates], match.ascwds_job_role)


def test_the_first_candidate_is_at_hand() -> None:
    for title in TITLES:
        match = normalise_title(PATHWAY, title)
        assert match.likely == match.candidates[0].role_category, title
        assert match.confidence == match.candidates[0].confidence, title
        assert match.reasons[0].startswith(f"{match.decision} "), title
        assert match.rule == match.reason_codes[0], title
        assert len(match.reasons) == len(match.reason_codes), title


def test_nothing_is_likely_where_nothing_was_read() -> None:
    match = normalise_title(PATHWAY, "qqq")
    assert (match.likely, match.confidence, match.decision, match.rule) == (None, None, None, None)
    assert match.reason_codes == ("no-job-read",)


def test_a_row_keeps_the_answer_out_of_scope() -> None:
    row, other = cp.to_rows(normalise_titles(PATHWAY, ["Team Leader", "Chef"]))
    assert row["likely"] == "supervisor-or-leader"
    assert row["candidates"] == "supervisor-or-leader; out-of-scope"
    assert len(row["confidences"].split("; ")) == 2
    assert other["likely"] is None
    assert other["candidates"] == "out-of-scope"
    assert other["confidence"] > 0.9
    assert list(row) == list(other)


def test_each_title_with_its_own_job_role() -> None:
    found = normalise_titles(PATHWAY, ["Senior Carer", "Senior Carer", None], ascwds_job_roles=[8, None, 7.0])  # type: ignore[list-item]
    assert [match.likely for match in found] == [
        "care-or-support-worker",
        "supervisor-or-leader",
        "supervisor-or-leader",
    ]
    assert found[0] == normalise_title(PATHWAY, "Senior Carer", ascwds_job_role=8)
    with pytest.raises(ValueError, match="one job role for each of 1 titles, not 2 job roles"):
        normalise_titles(PATHWAY, ["Carer"], ascwds_job_roles=[8, 8])


@each("was", ["Former", "Ex", "Retired", "Aspiring", "Applicant"])
def test_what_somebody_was_or_would_be_is_no_job(was: str) -> None:
    """A former manager is not already there: what is not understood changes no answer."""
    assert normalise_title(PATHWAY, f"{was} registered manager").status == "unrecognised"
    worker = cp.Worker(id="w", job_title=f"{was} registered manager")
    assert cp.place(PATHWAY, worker, on=date(2026, 11, 30)).role_category is None


@pytest.mark.parametrize(("retired", "now"), [(41, 40), (22, 27)])
def test_retired_job_roles_answer_as_those_that_replaced_them(retired: int, now: int) -> None:
    old, new = (normalise_title(PATHWAY, None, ascwds_job_role=code) for code in (retired, now))
    assert answer(old) == answer(new)
    assert old.ascwds_job_role == now


class Table:
    """Like a data frame: it has columns, and falls apart into their names."""

    columns = ("title",)

    def __iter__(self):
        return iter(self.columns)


@pytest.mark.parametrize(
    ("titles", "says"),
    [
        (Table(), "not a whole Table"),
        ({"title": ["Carer"]}, "not a dict"),
        (7, "titles must be a list or one column, not an int"),
    ],
)
def test_a_table_is_refused_where_a_list_is_meant(titles: object, says: str) -> None:
    with pytest.raises(TypeError, match=says):
        normalise_titles(PATHWAY, titles)  # type: ignore[arg-type]


def test_a_text_for_a_pathway_is_refused() -> None:
    ask: Any
    for ask in (normalise_title, normalise_titles):
        with pytest.raises(TypeError, match="pathway must be a Pathway"):
            ask("2025-04", "Carer")


def test_a_day_says_nothing() -> None:
    match = normalise_title(PATHWAY, date(2026, 1, 1))  # type: ignore[arg-type]
    assert str(match.status) == "unrecognised"


@settings(deadline=None, max_examples=examples(300))
@given(anything)
def test_cleaned_titles_keep_their_answer(title: str) -> None:
    """Cleaning its own output changes nothing, and the same cleaned words have the same answer."""
    match = normalise_title(PATHWAY, title)
    if match.cleaned and "first-line" not in match.reason_codes:
        again = normalise_title(PATHWAY, match.cleaned)
        assert again.cleaned == match.cleaned
        assert answer(again) == answer(match)


@settings(deadline=None, max_examples=examples(200))
@given(st.lists(anything, max_size=6))
def test_the_same_cleaned_title_has_the_same_answer(titles: list[str]) -> None:
    answers: dict[str, Any] = {}
    for match in normalise_titles(PATHWAY, [*titles, *TITLES[:200]]):
        assert answers.setdefault(match.cleaned, answer(match)) == answer(match)


@each(
    ("title", "setting", "likely", "out"),
    [
        ("HCA", "care-home", "care-or-support-worker", False),
        ("HCA", "Nursing home", "care-or-support-worker", False),
        ("HCA", "homecare", "care-or-support-worker", False),
        ("HCA", "live-in", "care-or-support-worker", False),
        ("Team Leader", "Live in", "supervisor-or-leader", False),
        ("HCA", "NHS hospital", None, True),
        ("HCA", None, "care-or-support-worker", True),
        ("HCA", "somewhere", "care-or-support-worker", True),
        ("Chef", "care-home", None, True),
    ],
)
def test_a_setting_settles_what_a_title_leaves_open(
    title: str, setting: str | None, likely: str | None, out: bool
) -> None:
    """D4: with care home, nursing home or homecare no out of scope; with hospital nothing else."""
    match = normalise_title(PATHWAY, title, context=WorkContext(setting=setting))
    assert match.likely == likely
    assert (None in [each.role_category for each in match.candidates]) == out
    if setting is not None:
        assert match.reason_codes[-1].startswith("setting")
        assert setting.replace("-", " ") in match.reasons[-1]


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_care_setting_opens_nothing_that_a_title_settles(setting: str) -> None:
    """Rule: it narrows what the words leave open, to a part of that, and takes nobody out of care."""
    context = WorkContext(setting=setting)
    more = ("Support Worker", "Care Home Manager", "Hospital Manager", "Veterinary care assistant", "PA")
    alone = normalise_titles(PATHWAY, [*more, *TITLES[:600]])
    for words, there in zip(
        alone, normalise_titles(PATHWAY, [*more, *TITLES[:600]], context=context), strict=True
    ):
        before, now = ({one.role_category for one in each.candidates} for each in (words, there))
        if words.status in ("matched", "out-of-scope"):
            assert (there.status, now) == (words.status, before), words.title
        elif before:
            assert now <= before, words.title
            assert there.status in ("matched", "ambiguous"), words.title


def test_the_setting_on_file_counts_for_a_person() -> None:
    worker = Worker(id="w-1", job_title="HCA", setting="care-home")
    placed = cp.place(PATHWAY, worker, on=date(2026, 1, 1))
    assert (placed.role_category, str(placed.basis)) == ("care-or-support-worker", "title")


def test_little_of_what_was_asked_stays_in_memory() -> None:
    """Titles keep at most 20 MB, however many were asked: a full memory is forgotten and begins again."""
    pathway = small_pathway("2025-04")
    normalise_title(pathway, "Carer")
    base = TITLES[::9]
    gc.collect()
    tracemalloc.start()
    kept = []
    for number in range(6_000):
        normalise_title(pathway, f"{base[number % len(base)]} - Xyz{number} House")
        if number % 1_500 == 0:
            gc.collect()
            kept.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert max(kept) < 10e6
    assert kept[-1] < max(kept) or kept[-1] < 5e6
