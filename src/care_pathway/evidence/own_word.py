"""Whose word something on file is: nobody signs off, or delegates to, themself, and somebody has to."""

from __future__ import annotations

from functools import cache

from care_pathway._data import items_of, read_csv
from care_pathway.evidence.not_done import says_not_done
from care_pathway.language.text import normalise
from care_pathway.model import Evidence, EvidenceState
from care_pathway.model._fields import Id
from care_pathway.tabular.days import looks_like_a_day


def is_own(by: str | None, worker: Id) -> bool:
    """Whether who found or gave something is the worker, by reference or by a word such as "self".

    Example:
        >>> [is_own(by, "w-1") for by in ("W-1", "Self-assessed", "manager", None)]
        [True, True, False, False]
    """
    if by is None:
        return False
    named = normalise(by)
    return named == normalise(worker) or named in _words("own")


def names_nobody(by: str) -> bool:
    """Whether what stands in place of a name names nobody, or says that nobody has signed.

    Example:
        >>> [names_nobody(by) for by in ("TBC", "J. Doe (not signed)", "-", "1042", "Sarah N")]
        [True, True, True, False, False]
    """
    named = normalise(by)
    return not named or named in _words("nobody") or looks_like_a_day(by) or says_not_done(by)


def is_claim(by: str | None, worker: Id) -> bool:
    """Whether what is said to have been found was found by the worker, or by nobody."""
    return by is not None and (is_own(by, worker) or names_nobody(by))


def state_of(item: Evidence, worker: Id) -> EvidenceState:
    """The state in which evidence counts: what a worker found of themself, or nobody did, is a claim.

    Example:
        >>> item = Evidence(competency="ks-ntc-pbs-01", state="signed-off", by="w-1")
        >>> state_of(item, "w-1").value, state_of(item, "w-2").value
        ('claimed', 'signed-off')
    """
    claim = item.state > EvidenceState.CLAIMED and is_claim(item.by, worker)
    return EvidenceState.CLAIMED if claim else item.state


@cache
def _words(means: str) -> frozenset[str]:
    rows = read_csv("lexicons/own-word.csv")
    return frozenset(word for row in rows if row["means"] == means for word in items_of(row["words"]))
