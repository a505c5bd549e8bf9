"""What training is out of date or will be: of the same subject the newest record counts."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

from care_pathway._arguments import check_count, check_kind
from care_pathway._record import Result
from care_pathway.evidence.endings import TRAINING
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.model import Pathway, Worker


@frozen(kw_only=True, repr=False, eq=False)
class TrainingDue(Result):
    """Training on file that is out of date, or will be soon.

    Attributes:
        worker: Reference of the person.
        title: The training, as it is on file.
        topics: Its topics in the renewal table that are due; empty where it is about none of them.
        completed: The day it was completed, if that is on file.
        expires: The last day on which it counts.
        months: The customary months that this was worked out from; ``None`` where the day is on file.
        overdue: Whether that day is past.
    """

    worker: str
    title: str
    topics: tuple[str, ...]
    completed: date | None
    expires: date
    months: int | None
    overdue: bool

    _compare = ".overdue"


def training_due(
    pathway: Pathway, worker: Worker, *, on: date, ahead: int = 90, renewals: Renewals | None = None
) -> tuple[TrainingDue, ...]:
    """What training of a person is out of date, or will be within some days; what is due first comes first.

    The last day is the one on file, else it follows from the renewal table. Training without either is never
    due: no expiry of it is known.

    Args:
        pathway: The edition to read the records with.
        worker: The person and what is on file.
        on: The day for which to answer.
        ahead: How many days ahead to look.
        renewals: After how long training is refreshed; the bundled table by default.

    Example:
        >>> import care_pathway as cp
        >>> fire = cp.TrainingRecord(title="Fire safety", completed=date(2025, 1, 31))
        >>> (due,) = training_due(
        ...     cp.load(), cp.Worker(id="w-1", training=(fire,)), on=date(2026, 1, 1)
        ... )
        >>> str(due.expires), due.months, due.overdue
        ('2026-01-31', 12, False)
    """
    check_kind("pathway", pathway, Pathway)
    ahead = check_count("ahead", ahead)
    return due_on_file(OnFile(pathway, worker, on, renewals=renewals), until=days_after(on, ahead))


def due_on_file(on_file: OnFile, *, until: date) -> tuple[TrainingDue, ...]:
    """What training is due by a day, from what is on file."""
    due = [
        TrainingDue(
            worker=on_file.worker.id,
            title=ending.name,
            topics=ending.topics,
            completed=ending.since,
            expires=ending.day,
            months=ending.months,
            overdue=ending.expired,
        )
        for ending in on_file.endings
        if ending.what == TRAINING and ending.day is not None and ending.day <= until
    ]
    return tuple(sorted(due, key=lambda each: (each.expires, each.title)))


def days_after(day: date, days: int) -> date:
    """The day some days later, and never beyond the end of the calendar.

    Example:
        >>> days_after(date(9999, 12, 1), 1_000_000_000)
        datetime.date(9999, 12, 31)
    """
    return day + timedelta(days=min((date.max - day).days, days))
