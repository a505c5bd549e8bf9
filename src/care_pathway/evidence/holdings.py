"""From what is on file to dated events, and from events to what is held on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from care_pathway.evidence.authorisations import Standing
from care_pathway.evidence.completions import Completion, Counts
from care_pathway.evidence.days import ends_first, too_early
from care_pathway.evidence.held import HeldReading
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.own_word import is_claim
from care_pathway.evidence.shows import ATTENDED, CLAIMED, SIGNED_OFF, crosswalks_of
from care_pathway.model import Evidence, EvidenceState, HeldQualification, Pathway
from care_pathway.model._fields import Id


class Event(NamedTuple):
    """One thing on file about some competencies.

    Attributes:
        mask: Which.
        rank: The rank of the state that it shows.
        on: The day of it.
        expires: The last day on which it is valid.
        by: Who found so.
        source: What it comes from.
        lapsed: Whether it is known to be no longer valid, on whatever day that was.
    """

    mask: int
    rank: int
    on: date | None
    expires: date | None
    by: str | None
    source: str | None
    lapsed: bool = False

    def valid(self, on: date) -> bool:
        """Whether it is valid on a day; the last day itself counts."""
        return not self.lapsed and (self.expires is None or on <= self.expires)


class Holdings(NamedTuple):
    """What a person has on a day, as masks over the order of the edition's competencies.

    Attributes:
        claimed: Shown at least by the person's own word, and valid.
        attended: Shown at least by a completed course, and valid.
        assessed: Shown at least by an assessment, and valid.
        signed_off: Signed off, and valid.
        expired: The best that is on file has expired, and what is valid is weaker.
        disputed: A newer not-yet stands against the best that is on file.
        on_file: Something is on file about it, even if only a not-yet.
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


def of_evidence(pathway: Pathway, evidence: Iterable[Evidence], worker: Id) -> Iterator[Event]:
    """The events of evidence about a worker that names its competency.

    What a worker signs for themself, or nobody does, is a claim, and so is a sign-off of a delegated
    activity: only a delegated authorisation that stands shows more. What ends before it begins, or began on a
    day that cannot be right, shows nothing; a not-yet is one all the same, on whatever day.
    """
    bit, authorised = order_of(pathway).bit, crosswalks_of(pathway).authorised
    own: dict[str | None, bool] = {}
    for item in evidence:
        mask, day, expires, rank = bit(item.competency), item.on, item.expires, item.state.rank
        if rank > CLAIMED:
            if item.by not in own:
                own[item.by] = is_claim(item.by, worker)
            if own[item.by] or beyond_evidence(mask, item, authorised):
                rank = CLAIMED
        if day is not None and not is_reliable(item):
            if rank:
                continue
            day = expires = None
        if mask:
            yield Event(mask, rank, day, expires, item.by, item.source)


def is_reliable(item: Evidence) -> bool:
    """Whether the days of evidence can be right."""
    return not (ends_first(item.on, item.expires) or too_early(item.on))


def beyond_evidence(mask: int, item: Evidence, authorised: int) -> bool:
    """Whether evidence says of a delegated activity what only an authorisation can say."""
    return bool(mask & authorised) and item.state.rank > ATTENDED


def of_qualification(held: HeldQualification, reading: HeldReading, on: date) -> Iterator[Event]:
    """The events of a qualification up to a day. One that is in progress shows nothing yet."""
    if not reading.achieved(held, on):
        return
    for shown in reading.shows:
        source = f"qualification {held.name!r}, {shown.why}"
        yield Event(shown.mask, shown.rank, held.achieved, None, None, source)


def of_training(completion: Completion) -> Iterator[Event]:
    """The events of a training record, as far as it says that it was completed."""
    record, counts = completion.record, completion.counts
    if counts in (Counts.UNCLEAR, Counts.NOTHING):
        return
    lapsed = counts is Counts.EXPIRED
    for shown in completion.reading.shows:
        rank = CLAIMED if counts is Counts.CLAIMED else shown.rank
        source = f"training {record.title!r}, {shown.why}{completion.why_expiry}"
        yield Event(shown.mask, rank, record.completed, completion.expiry.day, None, source, lapsed)


def of_standing(pathway: Pathway, standing: Standing, on: date) -> Iterator[Event]:
    """The events of a delegated authorisation: signed off only where it is valid, else at most attended."""
    crosswalks = crosswalks_of(pathway)
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


def holdings_of(events: Sequence[Event], on: date) -> Holdings:
    """What events amount to on a day.

    Something dated after the day does not count yet. Evidence is valid on its last day itself. A not-yet
    takes away what is dated the same day or earlier, or has no date; an undated not-yet takes away
    everything. What it takes away is disputed: known, shown, and not relied on.
    """
    current = [event for event in events if event.on is None or event.on <= on]
    against = [event for event in current if event.rank == 0]
    valid = [0, 0, 0, 0, 0]
    lapsed = [0, 0, 0, 0, 0]
    taken = [0, 0, 0, 0, 0]
    on_file = 0
    for event in current:
        mask, rank, day = event.mask, event.rank, event.on
        on_file |= mask
        if not rank:
            continue
        is_valid = event.valid(on)
        for no in against:
            if no.mask & mask and (no.on is None or day is None or day <= no.on):
                if is_valid:
                    taken[rank] |= mask & no.mask
                mask &= ~no.mask
        if is_valid:
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
