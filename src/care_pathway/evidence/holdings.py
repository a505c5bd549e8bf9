"""From what is on file to dated events, and from events to what is held on a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from typing import NamedTuple

from care_pathway.evidence.authorisations import Standing
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.shows import ATTENDED, SIGNED_OFF, Crosswalks, crosswalks_of
from care_pathway.evidence.words import padded
from care_pathway.model import (
    Evidence,
    EvidenceState,
    HeldQualification,
    Pathway,
    TrainingRecord,
    Worker,
)

#: Ranks of the states that say that something is there: claimed, attended, assessed, signed off.
POSITIVE = (1, 2, 3, 4)


class Event(NamedTuple):
    """One thing on file that speaks about some competencies."""

    mask: int
    rank: int
    on: date | None
    expires: date | None
    by: str | None
    source: str | None


class Holdings(NamedTuple):
    """What a person has on a day, as masks over the order of the edition's competencies.

    Attributes:
        claimed: Shown at least by the person's own word, and valid.
        attended: Shown at least by a completed course, and valid.
        assessed: Shown at least by an assessment, and valid.
        signed_off: Signed off, and valid.
        expired: The best that is on file has expired, and what is valid is weaker.
        disputed: A newer not-yet stands against the best that is on file.
        on_file: Anything on file speaks about it, be it that it is not there yet.
    """

    claimed: int
    attended: int
    assessed: int
    signed_off: int
    expired: int
    disputed: int
    on_file: int

    def at_least(self, rank: int) -> int:
        """The mask of what is shown in the state of a rank or a stronger one."""
        return self[rank - 1]


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _later(day: date | None, on: date) -> bool:
    return day is not None and day > on


def of_evidence(pathway: Pathway, evidence: Iterable[Evidence]) -> Iterator[Event]:
    """The events of evidence that names its competency."""
    bit = order_of(pathway).bit
    for one in evidence:
        mask = bit(one.competency)
        if mask:
            yield Event(mask, one.state.rank, one.on, one.expires, one.by, one.source)


def of_records(pathway: Pathway, worker: Worker, on: date, standings: Iterable[Standing]) -> Iterator[Event]:
    """The events of a worker's qualifications, training and authorisations up to a day."""
    crosswalks = crosswalks_of(pathway)
    for held in worker.qualifications or ():
        yield from _of_qualification(crosswalks, held, on)
    for record in worker.training or ():
        yield from _of_training(crosswalks, record, on)
    for standing in standings:
        yield from _of_standing(crosswalks, standing, on)


def _of_qualification(crosswalks: Crosswalks, held: HeldQualification, on: date) -> Iterator[Event]:
    # In progress shows nothing yet, and neither does what is dated later than the day asked about.
    if held.working_towards or _later(held.achieved, on):
        return
    for shown in crosswalks.of_qualification(held) or ():
        if shown.mask:
            source = f"qualification {held.name!r}, {shown.why}"
            yield Event(shown.mask, shown.rank, held.achieved, None, None, source)


def _of_training(crosswalks: Crosswalks, record: TrainingRecord, on: date) -> Iterator[Event]:
    if _later(record.completed, on):
        return
    for shown in crosswalks.of_training(record) or ():
        if not shown.mask:
            continue
        expires, source = record.expires, f"training {record.title!r}, {shown.why}"
        if expires is None and record.completed is not None and shown.months is not None:
            expires = add_months(record.completed, shown.months)
            source += f" (no expiry on file: customarily refreshed after {shown.months} months)"
        yield Event(shown.mask, shown.rank, record.completed, expires, None, source)


def _of_standing(crosswalks: Crosswalks, standing: Standing, on: date) -> Iterator[Event]:
    held = standing.record
    found = crosswalks.of_activity(held.activity)
    state = standing.shows(on)
    if found is None or state is None:
        return
    mask, why = found
    if state is EvidenceState.SIGNED_OFF:
        for part, reason in ((mask, why), crosswalks.any_activity):
            if part:
                source = f"authorisation for {held.activity}: {reason}"
                yield Event(part, SIGNED_OFF, held.signed_off, held.expires, held.profession, source)
    else:
        source = f"training for {held.activity}, not a valid sign-off"
        yield Event(mask, ATTENDED, held.training_completed, None, None, source)


def not_understood(pathway: Pathway, worker: Worker) -> Iterator[tuple[str, str]]:
    """Records that show nothing because nobody can say what they are: what, and what to try."""
    crosswalks = crosswalks_of(pathway)
    for held in worker.qualifications or ():
        if problem := _problem_of_qualification(crosswalks, held):
            yield f"qualification {held.name!r}", problem
    known = {one.id for one in pathway.learning}
    for record in worker.training or ():
        if problem := _problem_of_training(crosswalks, record, known):
            yield f"training {record.title!r}", problem
    for authorisation in worker.authorisations or ():
        if crosswalks.of_activity(authorisation.activity) is None:
            yield f"authorisation for {authorisation.activity!r}", "names an activity that is not known"
    order = order_of(pathway)
    for one in worker.evidence:
        if not order.bit(one.competency):
            yield f"evidence for {one.competency!r}", "names a competency that the edition does not have"


def _problem_of_qualification(crosswalks: Crosswalks, held: HeldQualification) -> str | None:
    if levels := crosswalks.possible_levels(held):
        known = " or ".join(f"level {one}" for one in levels)
        return f"names no level; it is known at {known}: give the one that was achieved"
    if crosswalks.of_qualification(held) is None:
        return "is not recognised; give the id of a learning opportunity"
    return None


def _problem_of_training(crosswalks: Crosswalks, record: TrainingRecord, known: Set[str]) -> str | None:
    if record.learning is not None and record.learning not in known:
        return f"names learning {record.learning!r}, which the edition does not have"
    if others := crosswalks.not_for_us(record):
        return f"shows nothing here, since {others}"
    if crosswalks.of_training(record) is None:
        if crosswalks.less_than_whole(padded(record.title)):
            return "is not the whole certificate; name its standards by number"
        return "is not recognised; give the id of a learning opportunity or a training category"
    return None


def holdings_of(events: Sequence[Event], on: date) -> Holdings:
    """What events amount to on a day.

    Something dated after the day does not count yet. Evidence is valid on its last day itself. A not-yet
    takes away what is dated the same day or earlier, or has no date; an undated not-yet takes away
    everything. What it takes away is disputed: known, shown, and not relied on.
    """
    current = [one for one in events if one.on is None or one.on <= on]
    against = [one for one in current if one.rank == 0]
    valid = [0, 0, 0, 0, 0]
    lapsed = [0, 0, 0, 0, 0]
    taken = [0, 0, 0, 0, 0]
    on_file = 0
    for mask, rank, day, expires, _, _ in current:
        on_file |= mask
        if not rank:
            continue
        for no in against:
            if no.mask & mask and (no.on is None or day is None or day <= no.on):
                if expires is None or on <= expires:
                    taken[rank] |= mask & no.mask
                mask &= ~no.mask  # noqa: PLW2901
        if expires is None or on <= expires:
            valid[rank] |= mask
        else:
            lapsed[rank] |= mask
    expired = disputed = 0
    for rank in (4, 3, 2, 1):
        if rank < 4:
            valid[rank] |= valid[rank + 1]
        expired |= lapsed[rank] & ~valid[rank]
        disputed |= taken[rank] & ~valid[rank]
    return Holdings(valid[1], valid[2], valid[3], valid[4], expired, disputed, on_file)
