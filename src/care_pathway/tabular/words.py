"""Closed words that readers share."""

from __future__ import annotations

from enum import StrEnum


class PathwayAnswer(StrEnum):
    """What a record says to the question about the Pathway; five kinds of it name no role category.

    Example:
        >>> PathwayAnswer("do-not-know") is PathwayAnswer.NOT_ANSWERED
        False
    """

    CATEGORY = "category"
    """One of the role categories."""
    NONE_OF_THE_ABOVE = "none-of-the-above"
    """A role outside the Pathway: a real answer, not missing data."""
    DO_NOT_KNOW = "do-not-know"
    """The employer does not know."""
    NOT_ANSWERED = "not-answered"
    """The cell is blank."""
    NOT_ASKED = "not-asked"
    """The file is older than the question."""
    UNREADABLE = "unreadable"
    """A value that is no code; the service drops it."""


class FileKind(StrEnum):
    """Kinds of file that can be read.

    Example:
        >>> FileKind("worker").is_upload
        True
    """

    WORKER = "worker"
    WORKPLACE = "workplace"
    TRAINING = "training"
    ANALYSIS_WORKER = "analysis-worker"
    ANALYSIS_TRAINING = "analysis-training"
    ANALYSIS_WORKPLACE = "analysis-workplace"
    ANALYSIS_OTHER = "analysis-other"
    TABLE = "table"

    @property
    def is_upload(self) -> bool:
        """Whether employers upload such files."""
        return self in (FileKind.WORKER, FileKind.WORKPLACE, FileKind.TRAINING)
