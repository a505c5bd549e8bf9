"""Delegated healthcare: one activity, one person supported, one professional, until a date."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from tests.each import each
from tests.progression.people import BEFORE, ON, authorisation, worker

ACTIVITY = "specialised-medication-administration"


def ask(pathway: cp.Pathway, *records: cp.DelegatedAuthorisation, **more: Any) -> cp.Authorisation:
    asked = {"activity": ACTIVITY, "person": "p-4", "on": ON, **more}
    return cp.check_authorisation(pathway, worker(authorisations=records), **asked)


def test_signed_off_after_training_and_assessment_within_dates(pathway: cp.Pathway) -> None:
    answer = ask(pathway, authorisation())
    assert answer.authorised.value == "met"
    assert answer.until == date(2026, 5, 10)
    assert "nurse-1 (registered-nurse)" in answer.reasons[0]
    assert "✓ met" in answer.explain()


def test_nothing_on_file_is_not_known_and_none_is_no(pathway: cp.Pathway) -> None:
    nothing = cp.check_authorisation(pathway, worker(), activity=ACTIVITY, person="p-4", on=ON)
    assert nothing.authorised.value == "not-known"
    assert ask(pathway).authorised.value == "not-met"


@each(
    ("changed", "answer"),
    [
        ({"expires": ON}, "met"),
        ({"expires": date(2026, 1, 14)}, "not-met"),
        ({"expires": None}, "met"),
        ({"person": "p-5"}, "not-met"),
        ({"activity": "vital-signs-monitoring"}, "not-met"),
        ({"activity": "vital-signs-monitoring", "person": "p-5"}, "not-met"),
        ({"signed_off": None}, "not-met"),
        ({"signed_off": date(2026, 1, 16)}, "not-met"),
        ({"signed_off": date(2025, 11, 4)}, "not-met"),  # before the assessment
        ({"training_completed": date(2025, 12, 1)}, "not-met"),  # after the sign-off
        ({"training_completed": None}, "not-known"),
        ({"competency_assessed": None}, "not-known"),
        ({"profession": "Care Manager"}, "not-met"),
        ({"profession": "Community Nurse"}, "met"),
        ({"profession": "wizard"}, "not-known"),
        ({"expires": date(2025, 1, 1), "signed_off": date(2025, 11, 10)}, "not-met"),
    ],
)
def test_what_each_field_does(pathway: cp.Pathway, changed: dict[str, Any], answer: str) -> None:
    result = ask(pathway, authorisation(**changed))
    assert result.authorised.value == answer
    assert (result.until is None) or answer == "met"


def test_an_end_before_the_sign_off_is_never_met(pathway: cp.Pathway) -> None:
    wrong = authorisation(expires=date(2026, 5, 1), signed_off=date(2026, 5, 10), competency_assessed=BEFORE)
    assert ask(pathway, wrong, on=date(2026, 5, 10)).authorised.value == "not-met"
    right = authorisation(expires=date(2026, 5, 20), signed_off=date(2026, 5, 10), competency_assessed=BEFORE)
    assert ask(pathway, right, on=date(2026, 5, 15)).authorised.value == "met"


def test_it_lapses_when_another_professional_takes_over(pathway: cp.Pathway) -> None:
    first = authorisation()
    taken_over = authorisation(
        delegated_by="nurse-2", signed_off=date(2025, 12, 1), expires=date(2025, 12, 31)
    )
    result = ask(pathway, first, taken_over)
    assert result.authorised.value == "not-met"
    lapsed = ask(pathway, taken_over, first)
    assert lapsed.authorised == result.authorised
    assert lapsed.reasons == result.reasons
    valid = authorisation(delegated_by="nurse-2", signed_off=date(2025, 12, 1))
    assert ask(pathway, first, valid).delegated_by == "nurse-2"


def test_it_lapses_for_a_delegator_who_no_longer_delegates(pathway: cp.Pathway) -> None:
    assert ask(pathway, authorisation(), delegated_by="nurse-2").authorised.value == "not-met"
    assert ask(pathway, authorisation(), delegated_by="nurse-1").authorised.value == "met"


def test_an_unsigned_record_of_another_professional_has_to_be_looked_at(pathway: cp.Pathway) -> None:
    unsigned = authorisation(
        delegated_by="nurse-2", signed_off=None, training_completed=None, competency_assessed=None
    )
    assert ask(pathway, authorisation(), unsigned).authorised.value == "not-known"
    earlier_attempt = authorisation(
        delegated_by="nurse-0", signed_off=None, training_completed=BEFORE, competency_assessed=None
    )
    assert ask(pathway, authorisation(), earlier_attempt).authorised.value == "met"


def test_an_overlay_can_add_an_activity(pathway: cp.Pathway) -> None:
    own = cp.DelegatedActivity(
        id="acme:eye-drops", name="Eye drops", provenance=cp.Provenance(basis="editorial", why="an overlay")
    )
    wider = attrs.evolve(pathway, delegated_activities=(*pathway.delegated_activities, own))
    record = authorisation(activity="acme:eye-drops")
    assert ask(wider, record, activity="acme:eye-drops").authorised.value == "met"


def test_an_unknown_activity_is_refused(pathway: cp.Pathway) -> None:
    with pytest.raises(cp.UnknownIdError, match="vital-signs-monitoring"):
        ask(pathway, activity="vital-sign-monitoring")


@given(
    others=st.lists(
        st.builds(
            authorisation,
            person=st.sampled_from(["p-5", "p-6"]),
            expires=st.sampled_from([None, BEFORE, date(2027, 1, 1)]),
        ),
        max_size=4,
    )
)
def test_authorisation_never_passes_to_another_person(others: list[cp.DelegatedAuthorisation]) -> None:
    """Delegated healthcare is authorised only for a named activity with a named person supported."""
    pathway = cp.load("2025-04")
    assert ask(pathway, *others).authorised.value == "not-met"


def test_it_goes_to_json_and_back(pathway: cp.Pathway) -> None:
    result = ask(pathway, authorisation())
    assert cp.loads(cp.dumps(result), cp.Authorisation) == result


@pytest.mark.parametrize(
    "profession",
    ["Diabetes specialist nurse", "practice nurse", "Parkinson's Nurse", "clinical nurse specialist"],
)
def test_nurses_are_known_by_the_names_of_their_work(pathway: cp.Pathway, profession: str) -> None:
    """Richard's diabetes nurse is a named regulated professional, whatever her post is called."""
    assert ask(pathway, authorisation(profession=profession)).authorised is cp.Judgement.MET


@pytest.mark.parametrize("profession", ["health care assistant", "Senior carer"])
def test_care_workers_delegate_no_healthcare(pathway: cp.Pathway, profession: str) -> None:
    assert ask(pathway, authorisation(profession=profession)).authorised is cp.Judgement.NOT_MET
