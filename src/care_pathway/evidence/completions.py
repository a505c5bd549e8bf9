"""How a training record counts on a day: only as far as it says that the training was completed."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import NamedTuple

from care_pathway.evidence.days import too_early
from care_pathway.evidence.not_done import EXPIRED, NOT_DONE
from care_pathway.evidence.renewals import Expiry, Renewals, expiry_of
from care_pathway.evidence.training import TrainingReading
from care_pathway.model import TrainingRecord, TrainingStatus

#: Statuses of training that was not completed.
NOT_COMPLETED = frozenset(TrainingStatus) - {TrainingStatus.COMPLETED, TrainingStatus.EXPIRED}


class Counts(Enum):
    """How a training record counts on a day."""

    ATTENDED = "attended"
    """Completed on a day that is given, and not expired."""
    CLAIMED = "claimed"
    """Completed, as the file says, without a day: it is somebody's word."""
    EXPIRED = "expired"
    """Completed once, and no longer valid."""
    UNCLEAR = "unclear"
    """It contradicts itself, or says neither a day nor a status: it shows nothing until that is mended."""
    NOTHING = "nothing"
    """Not completed, or not required: it shows nothing, and nothing is asked."""


class Completion(NamedTuple):
    """A training record with its reading, and how it counts on a day.

    Attributes:
        record: The record.
        reading: What it is about.
        counts: How it counts.
        expiry: Until when.
        past: Whether its last day is over.
        unclear: What is wrong with it, and what to do, where it is unclear.
    """

    record: TrainingRecord
    reading: TrainingReading
    counts: Counts
    expiry: Expiry
    past: bool = False
    unclear: str | None = None

    @property
    def may_count(self) -> bool:
        """Whether it may count as soon as something is known: its day, or what its status means."""
        open_ = self.record.completed is None or not self.record.understood
        return (self.counts is Counts.UNCLEAR and open_) or self.counts is Counts.CLAIMED

    @property
    def why_expiry(self) -> str:
        """What to add to words about its expiry; nothing where the day is on file."""
        if self.expiry.months is None:
            return ""
        return f" (no expiry on file: customarily refreshed after {self.expiry.months} months)"


def completion_of(
    record: TrainingRecord, reading: TrainingReading, on: date, renewals: Renewals
) -> Completion:
    """How a training record counts on a day."""
    expiry = expiry_of(record.completed, record.expires, reading.renewals, renewals)
    unclear = _unclear(record, on)
    marked = None if reading.mark is None else reading.mark.means
    past = expiry.day is not None and expiry.day < on
    done = record.status not in NOT_COMPLETED
    if not done or marked == NOT_DONE:
        counts = Counts.NOTHING
    elif EXPIRED in (record.status, marked) or (past and unclear is None):
        counts = Counts.EXPIRED
    elif unclear is not None:
        counts = Counts.UNCLEAR
    elif record.completed is not None:
        counts = Counts.ATTENDED
    else:
        counts = Counts.CLAIMED
    return Completion(record, reading, counts, expiry, past, unclear)


def _unclear(record: TrainingRecord, on: date) -> str | None:
    """Why a record cannot be relied on, with what to do."""
    completed, expires = record.completed, record.expires
    if not record.understood:
        return (
            "its status is not understood, or its day of expiry, so it shows nothing; write it as completed, "
            "expired, or not, and days as DD/MM/YYYY"
        )
    if completed is not None and completed > on:
        return f"the completion on {completed} is later than {on}, the day asked about; it does not count yet"
    if too_early(completed):
        return f"a completion on {completed} cannot be right; mend the day"
    if completed is not None and expires is not None and expires < completed:
        return f"it expires on {expires}, before its completion on {completed}; mend one of the two days"
    if record.status is None and completed is None and (expires is None or expires >= on):
        return "it says neither when it was completed nor whether it was; give the day, or a status"
    return None
