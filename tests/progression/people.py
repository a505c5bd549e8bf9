"""People for the tests of progression."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import care_pathway as cp

ON = date(2026, 1, 15)
BEFORE = date(2025, 6, 1)
CONDITIONS = (
    "good-character",
    "able-to-carry-out-tasks",
    "necessary-qualifications-and-experience",
    "documents-supplied",
)
#: Whoever has no other record than the ones given.
NOTHING_ELSE: dict[str, Any] = {"qualifications": (), "training": (), "authorisations": ()}
SUITABLE = cp.TrainingRecord(title="Oliver McGowan Mandatory Training, Tier 2", completed=BEFORE)


def worker(**known: Any) -> cp.Worker:
    return cp.Worker(**{"id": "w-1", **known})


def held(name: str, **more: Any) -> cp.HeldQualification:
    return cp.HeldQualification(name=name, **more)


def shown(
    pathway: cp.Pathway, ids: Iterable[str], state: str = "signed-off", **more: Any
) -> tuple[cp.Evidence, ...]:
    return tuple(cp.Evidence(competency=one, state=state, **more) for one in ids)


def authorisation(**changed: Any) -> cp.DelegatedAuthorisation:
    usual: dict[str, Any] = {
        "activity": "specialised-medication-administration",
        "person": "p-4",
        "delegated_by": "nurse-1",
        "profession": "registered-nurse",
        "training_completed": date(2025, 11, 3),
        "competency_assessed": date(2025, 11, 10),
        "signed_off": date(2025, 11, 10),
        "expires": date(2026, 5, 10),
    }
    return cp.DelegatedAuthorisation(**{**usual, **changed})
