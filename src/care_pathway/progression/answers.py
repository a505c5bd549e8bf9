"""What judges of requirements share: how an answer is made, and evidence that is said again and again."""

from __future__ import annotations

from functools import lru_cache

from care_pathway.model import Judgement, Requirement
from care_pathway.progression.records import EvidenceKind, EvidenceUsed, RequirementJudgement

MET, NOT_MET, NOT_KNOWN = Judgement.MET, Judgement.NOT_MET, Judgement.NOT_KNOWN

#: Said of a requirement of which a selection of the pathway left only the words.
WORDS_ONLY = "This selection of the pathway has the words of it and nothing to compare with."


def answer(
    requirement: Requirement,
    judgement: Judgement,
    reason: str,
    evidence: tuple[EvidenceUsed, ...] = (),
    still_open: tuple[str, ...] = (),
    parts: tuple[RequirementJudgement, ...] = (),
) -> RequirementJudgement:
    """An answer to one requirement."""
    return RequirementJudgement(
        requirement=requirement,
        judgement=judgement,
        reason=reason,
        evidence=evidence,
        open=still_open,
        parts=parts,
    )


@lru_cache(maxsize=256)
def said(kind: EvidenceKind, text: str) -> EvidenceUsed:
    """Evidence without a date: the same few words for everybody."""
    return EvidenceUsed(kind=kind, text=text)
