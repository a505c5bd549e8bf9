"""Samples and strategies for the tests of skills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

import care_pathway as cp

PATHWAY = cp.load("2025-04")
FIRST = cp.load("2024-01")
ON = date(2026, 1, 15)
ROLES = tuple(role.id for role in PATHWAY.role_categories)
IDS = tuple(one.id for one in PATHWAY.competencies)
DELEGATED_SKILLS = tuple(
    one.id for one in PATHWAY.competencies if one.theme == "delegated-healthcare" and one.kind == "skill"
)

roles = st.sampled_from(ROLES)
competencies = st.sampled_from(IDS)
days = st.none() | st.integers(-900, 400).map(lambda offset: ON + timedelta(days=offset))
past_days = st.none() | st.integers(-900, 0).map(lambda offset: ON + timedelta(days=offset))
states = st.sampled_from(list(cp.EvidenceState))
positive_states = st.sampled_from([one for one in cp.EvidenceState if one.rank])
thresholds = positive_states

evidence = st.builds(cp.Evidence, competency=competencies, state=states, on=days, expires=days)
positive_evidence = st.builds(
    cp.Evidence, competency=competencies, state=positive_states, on=days, expires=days
)
qualifications = st.builds(
    cp.HeldQualification,
    name=st.sampled_from([one.name for one in PATHWAY.learning]),
    learning=st.none() | st.sampled_from([one.id for one in PATHWAY.learning]),
    achieved=past_days,
    working_towards=st.booleans(),
)
training = st.builds(
    cp.TrainingRecord,
    title=st.sampled_from(
        [
            "Moving and handling",
            "Insulin e-learning",
            "PBS theory",
            "Fire safety",
            "Medication",
            "Nothing known",
        ]
    ),
    learning=st.none() | st.sampled_from([one.id for one in PATHWAY.learning]),
    ascwds_category=st.none() | st.integers(1, 51),
    completed=days,
    expires=days,
    accredited=st.none() | st.booleans(),
)
authorisations = st.builds(
    cp.DelegatedAuthorisation,
    activity=st.sampled_from([one.id for one in PATHWAY.delegated_activities]),
    person=st.just("p-1"),
    delegated_by=st.just("n-1"),
    profession=st.just("registered-nurse"),
    signed_off=days,
    expires=days,
    training_completed=days,
)
workers = st.builds(
    cp.Worker,
    id=st.just("w-1"),
    role_category=roles,
    evidence=st.lists(evidence, max_size=25).map(tuple),
    qualifications=st.none() | st.lists(qualifications, max_size=3).map(tuple),
    training=st.none() | st.lists(training, max_size=4).map(tuple),
    authorisations=st.none() | st.lists(authorisations, max_size=2).map(tuple),
)

#: A valid authorisation for every delegated activity; no sign-off of its item stands in for one.
AUTHORISED = tuple(
    cp.DelegatedAuthorisation(
        activity=one.id,
        person="p-1",
        delegated_by="n-1",
        profession="registered-nurse",
        training_completed=ON,
        competency_assessed=ON,
        signed_off=ON,
    )
    for one in PATHWAY.delegated_activities
)


def person(**fields: Any) -> cp.Worker:
    """A worker in care or support, unless it is said otherwise."""
    return cp.Worker(**({"id": "w-1", "role_category": "care-or-support-worker"} | fields))


def shown(ids: Iterable[str], state: str = "assessed", **fields: Any) -> tuple[cp.Evidence, ...]:
    """The same evidence for several competencies."""
    return tuple(cp.Evidence(competency=one, state=state, **fields) for one in ids)


def expected_of(role: str) -> set[str]:
    """What a role category expects: inherited and own."""
    expectations = PATHWAY.expectations(role)
    return {one.id for one in (*expectations.inherited, *expectations.own)}
