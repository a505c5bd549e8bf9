"""How sure an answer about a course is: the share that was right of answers from the same kind of evidence.

The shares in ``confidence.csv`` were measured on labelled courses, each provider read by a lexicon without
the phrases that only that provider uses.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from care_pathway.alignment.tables import table


class CourseEvidence(StrEnum):
    """What an answer about a course goes by."""

    TITLE = "title"
    """Its title names the subject, or the people of another trade."""
    DESCRIPTION = "description"
    """Its audience or content does, and the title does not."""
    BESIDE_TITLE = "beside-title"
    """An item of the description does, beside another subject in the title."""
    ANYWHERE = "anywhere"
    """Title or description names a profession or office work, and nobody else."""
    DEGREE = "degree"
    """Its level is that of a degree."""
    FIXED_SET = "fixed-set"
    """It is a broad course, of which no units are named."""
    CROSSWALK = "crosswalk"
    """The crosswalk of learning says what the qualification develops."""
    PEOPLE = "people"
    """It is for people or settings of adult social care, and names no subject."""
    CATEGORY = "category"
    """The provider files it under the subject."""
    PASSING = "passing"
    """Everyday words that may name the subject, and nothing else does."""
    NOTHING = "nothing"
    """Nothing in it is known."""


@cache
def _measured() -> dict[tuple[str, str], float]:
    rows = table("confidence")
    return {(row["question"], row["evidence"]): float(row["confidence"]) for row in rows if row["confidence"]}


def chance(question: str, evidence: CourseEvidence | None) -> float | None:
    """The chance that an answer is right; ``None`` where none was measured.

    Args:
        question: ``relevant``, ``not-relevant`` or ``topic``.
        evidence: What the answer goes by; ``None`` where it is open.

    Example:
        >>> chance("topic", CourseEvidence.TITLE) > chance("topic", CourseEvidence.PASSING)
        True
        >>> chance("relevant", None) is None
        True
    """
    return None if evidence is None else _measured().get((question, evidence))
