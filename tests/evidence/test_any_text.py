"""Whatever is on file, there is an answer: long numbers, long titles, days at the edge, contradictions."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.evidence import not_done
from care_pathway.evidence.held import held_reader
from care_pathway.evidence.training import training_reader
from tests.drawn import examples
from tests.skills.skill_samples import ON, PATHWAY

DIGITS = "9" * 4301
TEXTS = (
    DIGITS,
    f"Level {DIGITS} Diploma in Care",
    f"NVQ {DIGITS}",
    f"Care Certificate standard {DIGITS}",
    f"Care Certificate standards 1-{DIGITS}, 3 and {DIGITS}",
    f"Oliver McGowan Tier {DIGITS}",
)


def ask(worker: cp.Worker, on: date = ON) -> list[Any]:
    """Every question about the person."""
    return [
        cp.place(PATHWAY, worker, on=on),
        cp.infer_evidence(PATHWAY, worker, on=on),
        cp.skill_gap(PATHWAY, worker, target="care-or-support-worker", on=on),
        cp.team_gap(PATHWAY, [worker], target="care-or-support-worker", on=on),
        cp.check_eligibility(PATHWAY, worker, target="supervisor-or-leader", on=on),
        cp.eligible_routes(PATHWAY, worker, on=on),
        cp.career_plan(PATHWAY, worker, on=on),
        cp.succession(PATHWAY, [worker], target="deputy-manager", on=on),
    ]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:24])
def test_a_long_number_ends_no_run(text: str) -> None:
    worker = cp.Worker(
        id="w-1",
        role_category="care-or-support-worker",
        qualifications=(cp.HeldQualification(name=text, number=text),),
        training=(cp.TrainingRecord(title=text, completed=ON),),
    )
    assert len(ask(worker)) == 8


#: What grows with the square of a length takes 25 times as long for five times the letters.
MOST_FOR_FIVE_TIMES = 12


PARTS = ("1.", "£1 ", "care certificate standard 1, ", "&amp; ", "diplomma ", "(")


@pytest.mark.parametrize(
    ("part", "letters"),
    [
        *((part, 20_000) for part in PARTS[1::2]),
        *(pytest.param(part, 120_000, marks=pytest.mark.exhaustive) for part in PARTS),
    ],
)
def test_a_title_of_a_hundred_thousand_letters_is_read(part: str, letters: int) -> None:
    """Time in proportion to the length: 120,000 letters took 45 seconds once."""

    def seconds(length: int) -> float:
        before = time.process_time()
        title = (part * length)[:length]
        training_reader(PATHWAY).of(cp.TrainingRecord(title=title))
        held_reader(PATHWAY).of(cp.HeldQualification(name=title))
        return time.process_time() - before

    assert seconds(letters) < MOST_FOR_FIVE_TIMES * seconds(letters // 5) + 0.2
    # What is so long is not kept in memory.
    assert training_reader(PATHWAY)._remembered.cache_info().maxsize == 4096
    assert held_reader(PATHWAY)._remembered.cache_info().maxsize == 4096


days = st.sampled_from([None, date.min, date(1900, 1, 1), date(2025, 6, 1), ON, date(2026, 6, 1), date.max])
statuses = st.sampled_from([None, *cp.TrainingStatus])
workers = st.builds(
    cp.Worker,
    id=st.just("w-1"),
    role_category=st.sampled_from([None, "care-or-support-worker", "no-such-role"]),
    started_in_role=days,
    started_in_care=days,
    qualifications=st.lists(
        st.builds(
            cp.HeldQualification,
            name=st.sampled_from(["NVQ 3 care", "Diploma", "x"]),
            achieved=days,
            working_towards=st.booleans(),
            expected=days,
            level=st.none() | st.integers(0, 99),
        ),
        max_size=2,
    ).map(tuple),
    training=st.lists(
        st.builds(
            cp.TrainingRecord,
            title=st.sampled_from(["Fire safety", "Autism", "x"]),
            completed=days,
            expires=days,
            status=statuses,
        ),
        max_size=3,
    ).map(tuple),
    evidence=st.lists(
        st.builds(
            cp.Evidence,
            competency=st.sampled_from(["ks-ntc-pbs-01", "ks-none"]),
            state=st.sampled_from(list(cp.EvidenceState)),
            on=days,
            expires=days,
        ),
        max_size=2,
    ).map(tuple),
    authorisations=st.lists(
        st.builds(
            cp.DelegatedAuthorisation,
            activity=st.just("vital-signs-monitoring"),
            person=st.just("p-1"),
            delegated_by=st.just("n-1"),
            profession=st.sampled_from(["registered-nurse", "wizard"]),
            signed_off=days,
            expires=days,
            training_completed=days,
            competency_assessed=days,
        ),
        max_size=1,
    ).map(tuple),
)


@given(worker=workers, on=st.sampled_from([date.min, ON, date.max]))
@settings(max_examples=examples(60), deadline=None)
def test_contradictions_are_problems_and_never_exceptions(worker: cp.Worker, on: date) -> None:
    """Records that contradict themselves can be made; they are problems of the reading."""
    gap, routes = ask(worker, on)[2], ask(worker, on)[4]
    assert set(gap.problems) <= set(routes.problems)
    assert all(problem.path for problem in gap.problems)
    contradictory = [
        f"training[{number}]"
        for number, record in enumerate(worker.training or ())
        if record.completed is not None
        and record.status in (None, "completed")
        and (record.completed > on or (record.expires is not None and record.expires < record.completed))
    ]
    assert set(contradictory) <= {problem.path for problem in gap.problems}


WORDS = ("no", "Not", "NO.", "Norwich", "excluding", "without", "but not", "fire safety", "first aid")
MARKS = (" ", " - ", "-", ": ", ", ", " (", ") ", "|", "; ", "[", "] ", "/")


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), min_size=1, max_size=5))
@settings(max_examples=examples(200))
def test_what_a_title_leaves_out_is_never_passed_over(parts: list[tuple[str, str]]) -> None:
    """Nothing that is left out counts: the quick look agrees with the pattern that it saves."""
    title = "".join(f"{word}{mark}" for word, mark in parts)
    if not_done._left_out().search(title):
        assert not_done._may_leave_out(title.lower())
