"""Where a person is, from everything on file."""

from __future__ import annotations

from datetime import date

import pytest

import care_pathway as cp
from care_pathway.evidence.placing import place
from care_pathway.model import DelegatedAuthorisation, WorkContext, Worker
from tests.each import each
from tests.titles.editions import small_pathway

PATHWAY = small_pathway("2025-04")
DAY = date(2026, 1, 15)


def placed(**facts):
    return place(PATHWAY, Worker(id="w-1", **facts), on=DAY)


def test_recorded_answer_decides_and_the_rest_is_heard():
    found = placed(role_category="deputy-manager", job_title="Deputy Manager", ascwds_job_role=43)
    assert (found.role_category, found.basis, found.agrees) == ("deputy-manager", "recorded", True)
    found = placed(role_category="deputy-manager", job_title="Care Assistant")
    assert (found.role_category, found.basis, found.agrees) == ("deputy-manager", "recorded", False)


def test_duties_decide_before_the_title():
    found = placed(
        job_title="senior care co-ordinator",
        context=WorkContext(manages_staff=True, deputises_for_manager=True, cqc_registered_manager=False),
    )
    assert (found.role_category, found.basis, found.agrees) == ("deputy-manager", "duties", True)


def test_title_and_job_role():
    assert placed(job_title="Carer").basis == "title"
    assert placed(job_title="Carer").agrees is None
    assert placed(job_title="Carer", ascwds_job_role=16).agrees is False
    found = placed(ascwds_job_role=43)
    assert (found.role_category, found.basis) == ("deputy-manager", "job-role")
    found = placed(job_title="xyzzy", ascwds_job_role=43)
    assert (found.role_category, found.basis) == ("deputy-manager", "job-role")


def test_an_open_question_stays_open():
    found = placed(job_title="Senior Carer")
    assert found.role_category is None
    assert len(found.candidates) == 3


def test_nothing_on_file():
    found = placed()
    assert (found.role_category, found.basis, found.candidates) == (None, None, ())
    assert "nothing on file says" in found.reasons


def test_a_recorded_answer_that_the_edition_lacks_is_said():
    worker = Worker(id="w-1", role_category="deputy-manager", job_title="Team Leader - Care")
    found = place(small_pathway("2024-01"), worker, on=DAY)
    assert (found.role_category, found.basis) == ("supervisor-or-leader", "title")
    assert any("does not have" in reason for reason in found.reasons)


def test_registrations_count_as_duties():
    found = placed(job_title="Service Manager", registrations=("cqc-registered-manager",))
    assert (found.role_category, found.basis) == ("registered-manager", "duties")


@each(
    ("signed_off", "expires", "wanted"),
    [
        (date(2025, 6, 1), None, "enhanced-care-worker"),
        (date(2025, 6, 1), DAY, "enhanced-care-worker"),
        (date(2025, 6, 1), date(2026, 1, 14), "care-or-support-worker"),
        (date(2026, 2, 1), None, "care-or-support-worker"),
        (None, None, "care-or-support-worker"),
    ],
)
def test_authorisations_in_force_count_as_duties(signed_off, expires, wanted):
    held = DelegatedAuthorisation(
        activity="specialised-medication-administration",
        person="p-1",
        delegated_by="n-1",
        profession="registered-nurse",
        training_completed=date(2025, 5, 1),
        competency_assessed=date(2025, 5, 9),
        signed_off=signed_off,
        expires=expires,
    )
    assert placed(job_title="Care Assistant", authorisations=(held,)).role_category == wanted


@pytest.mark.parametrize(
    ("started", "wanted"),
    [
        (date(2025, 9, 1), "new-to-care"),
        (date(2020, 9, 1), "care-or-support-worker"),
        (date(2026, 2, 1), "care-or-support-worker"),
    ],
)
def test_a_first_care_role_is_read_from_the_dates(started, wanted):
    found = placed(job_title="Carer", started_in_care=started, started_in_role=started)
    assert found.role_category == wanted


@each("code", [4, 16, 25, 26, 37, 43])
def test_first_weeks_make_nobody_new_to_care_who_does_no_care(code: int) -> None:
    """Rule: days alone choose between a care worker and somebody new to care, and of no other job."""
    first = date(2026, 9, 1)
    pathway, on = cp.load(), date(2026, 11, 30)
    there = place(
        pathway,
        Worker(id="w", ascwds_job_role=code, started_in_role=first, started_in_care=first),
        on=on,
    )
    assert there.role_category == place(pathway, Worker(id="w", ascwds_job_role=code), on=on).role_category
    assert "new-to-care" not in [one.role_category for one in there.candidates]
    new = Worker(id="w", ascwds_job_role=8, started_in_role=first, started_in_care=first)
    care_worker = place(pathway, new, on=on)
    assert care_worker.role_category == "new-to-care"


def test_the_title_of_a_care_worker_agrees_with_new_to_care() -> None:
    """Rule: a title says nothing of how long somebody has been there; another job still disagrees."""
    pathway, on = cp.load(), date(2026, 11, 30)
    new = Worker(id="w", role_category="new-to-care", job_title="Care assistant")
    assert place(pathway, new, on=on).agrees is True
    first = date(2026, 9, 1)
    dated = Worker(id="w", job_title="Care assistant", started_in_role=first, started_in_care=first)
    assert (place(pathway, dated, on=on).role_category, place(pathway, dated, on=on).agrees) == (
        "new-to-care",
        True,
    )
    manager = Worker(id="w", role_category="new-to-care", job_title="Registered Manager")
    assert place(pathway, manager, on=on).agrees is False
    above = Worker(id="w", role_category="care-or-support-worker", job_title="Team Leader")
    assert place(pathway, above, on=on).agrees is False
