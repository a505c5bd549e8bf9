"""Whose word something on file is: nobody signs off themself, or delegates to themself."""

from __future__ import annotations

from functools import cache

from care_pathway._data import items_of, read_csv
from care_pathway.language.text import normalise
from care_pathway.model import Evidence, EvidenceState
from care_pathway.model._fields import Id


def is_own(by: str | None, worker: Id) -> bool:
    """Whether who found or gave something is the worker, by reference or by a word such as "self".

    Example:
        >>> [is_own(by, "w-1") for by in ("W-1", "Self-assessed", "manager", None)]
        [True, True, False, False]
    """
    if by is None:
        return False
    named = normalise(by)
    return named == normalise(worker) or named in _words()


def state_of(item: Evidence, worker: Id) -> EvidenceState:
    """The state in which evidence counts: what a worker found of themself is their word, a claim.

    Example:
        >>> item = Evidence(competency="ks-ntc-pbs-01", state="signed-off", by="w-1")
        >>> state_of(item, "w-1").value, state_of(item, "w-2").value
        ('claimed', 'signed-off')
    """
    own = item.state > EvidenceState.CLAIMED and is_own(item.by, worker)
    return EvidenceState.CLAIMED if own else item.state


@cache
def _words() -> frozenset[str]:
    return frozenset(word for row in read_csv("lexicons/own-word.csv") for word in items_of(row["words"]))
