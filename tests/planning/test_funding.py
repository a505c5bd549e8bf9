"""What the Learning and Development Support Scheme may pay: each rule as it was read, and no promise."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.planning import ClaimAnswer, claim_for, claim_list, funding_rules, funding_years
from tests.each import each

PATHWAY = cp.load()
ON = date(2026, 1, 15)
PAID = date(2026, 1, 10)
DIPLOMA = "603/2797/2"
CARER = cp.Worker(id="w-1", role_category="care-or-support-worker")


def claim(course: Any = DIPLOMA, **more: Any):
    return claim_for(PATHWAY, course, **{"on": ON, "paid": PAID, "worker": CARER, **more})


def test_the_tables_are_whole() -> None:
    years = funding_years()
    assert all(one.paid_to < other.paid_from for one, other in pairwise(years))
    ids = {rule.id for rule in funding_rules()}
    assert all(rule.contradicts in ids for rule in funding_rules() if rule.contradicts)
    assert all(
        rule.source and rule.basis in ("published", "service", "secondary") for rule in funding_rules()
    )
    assert len(claim_list()) == len({line.code for line in claim_list()})


@pytest.mark.parametrize(
    ("paid", "year"), [("2025-03-31", "2024-25"), ("2025-04-01", "2025-26"), ("2026-04-01", "2026-27")]
)
def test_the_day_of_payment_decides_the_year(paid: str, year: str) -> None:
    assert claim(paid=date.fromisoformat(paid)).year == year


def test_a_day_of_payment_that_is_not_known_leaves_it_open() -> None:
    for paid in (None, date(2031, 1, 1), date(2023, 1, 1)):
        assert claim(paid=paid).answer is ClaimAnswer.NOT_KNOWN


def test_a_qualification_is_claimed_in_two_parts_with_windows_of_three_months() -> None:
    """60% within three months of the later of payment and start; 40% within three of completion."""
    found = claim(cost=500.0, started=date(2026, 1, 5))
    assert found.answer is ClaimAnswer.YES
    assert [(part.share, part.by, part.at_most, part.guaranteed) for part in found.parts] == [
        (60.0, date(2026, 4, 10), 300.0, False),
        (40.0, None, 200.0, False),
    ]
    late = claim(cost=500.0, started=date(2026, 1, 5), on=date(2026, 4, 11))
    assert late.answer is ClaimAnswer.NOT_KNOWN
    done = claim(started=date(2026, 1, 5), completed=date(2026, 1, 20), on=date(2026, 4, 21))
    assert done.answer is ClaimAnswer.NO
    assert done.parts == ()


def test_two_sources_contradict_each_other_and_neither_is_decided() -> None:
    (line,) = claim().contradictions
    assert "no choice to wait" in line
    assert "chooses to wait" in line
    assert claim("Lead to Succeed").contradictions == ()


def test_a_course_is_claimed_whole_after_completion() -> None:
    found = claim("Lead to Succeed", cost=450.0, completed=date(2025, 12, 1))
    assert [(part.share, part.by) for part in found.parts] == [(100.0, date(2026, 3, 1))]
    assert claim("Lead to Succeed", completed=date(2025, 10, 1)).answer is ClaimAnswer.NO


def test_a_cap_holds_for_its_year_only() -> None:
    """The caps of the list are of 2024: for other years the cap is not known, and that is said."""
    found = claim(cost=900.0)
    assert (found.cap, found.older_cap, found.at_most) == (None, 600.0, 900.0)
    assert any("not known" in warning for warning in found.warnings)
    assert any("£600 is of an older list" in warning for warning in found.warnings)
    then = claim(cost=900.0, paid=date(2025, 2, 1), on=date(2025, 2, 2))
    assert (then.cap, then.older_cap, then.at_most) == (600.0, None, 600.0)
    certificate = claim("Level 2 Adult Social Care Certificate", cost=2000.0)
    assert (certificate.answer, certificate.cap, certificate.at_most) == (ClaimAnswer.YES, 1540.0, 1540.0)
    assert len(certificate.parts) == 2


def test_the_deadline_of_a_year() -> None:
    assert claim(paid=date(2025, 2, 1)).answer is ClaimAnswer.NO


@each(
    ("worker", "answer"),
    [
        (cp.Worker(id="w", role_category="registered-manager"), "yes"),
        (cp.Worker(id="w", job_title="Registered Nurse"), "no"),
        (cp.Worker(id="w", job_title="Chef"), "not-known"),
        (cp.Worker(id="w"), "not-known"),
        (
            cp.Worker(
                id="w",
                role_category="personal-assistant",
                context=cp.WorkContext(directly_employed_by_individual=True),
            ),
            "no",
        ),
    ],
)
def test_for_whom_it_pays(worker: cp.Worker, answer: str) -> None:
    assert claim(worker=worker).answer == answer
    assert claim("Oliver McGowan Mandatory Training Tier 1", worker=worker).answer is ClaimAnswer.YES


def test_oliver_mcgowan_training_has_a_fund_and_amounts_of_its_own() -> None:
    found = claim("Oliver McGowan Mandatory Training Tier 2", cost=100.0)
    assert (found.fund, found.cap, found.at_most) == ("oliver-mcgowan", 90.0, 90.0)
    in_house = claim("Oliver McGowan Mandatory Training Tier 2", in_house=True)
    assert (in_house.cap, in_house.at_most) == (50.0, 50.0)
    assert claim("Oliver McGowan Mandatory Training").answer is ClaimAnswer.NOT_KNOWN


def test_what_the_list_does_not_name_is_left_open() -> None:
    found = claim("Advanced whittling")
    assert (found.answer, found.line, found.fund) == (ClaimAnswer.NOT_KNOWN, None, None)
    course = cp.Course(id="c-1", title="Diploma", number="60327972", cost=10.0)
    assert claim(course).line == DIPLOMA
    record = cp.TrainingRecord(title="Moving up")
    assert claim(record).line == "MU"
    with pytest.raises((TypeError, ValueError)):
        claim(7)


def test_it_is_never_a_promise() -> None:
    found = claim()
    assert "the fund is limited" in found.warnings[0]
    with pytest.raises(TypeError, match="no truth value"):
        bool(found)
    assert cp.loads(cp.dumps(found), type(found)) == found
