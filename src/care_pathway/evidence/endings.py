"""Until when what is on file counts: training, evidence and delegated authorisations, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from care_pathway.evidence.authorisations import Standing
from care_pathway.evidence.completions import Completion, Counts
from care_pathway.evidence.holdings import is_reliable
from care_pathway.evidence.own_word import state_of
from care_pathway.evidence.shows import ASSESSED, ATTENDED, CLAIMED
from care_pathway.evidence.training import category_rows
from care_pathway.language.text import normalise
from care_pathway.model import EvidenceState, Judgement, Worker

TRAINING = "training"


class Ending(NamedTuple):
    """Until when something on file counts.

    Attributes:
        what: ``training``, ``evidence`` or ``authorisation``.
        name: Its name.
        since: The day of it.
        day: The last day on which it counts; ``None`` where no expiry is known.
        expired: Whether it has expired, even on a day that is not known.
        months: The customary months that the day was worked out from; ``None`` where it is on file.
        topics: Topics of the renewal table for which this is what counts longest.
    """

    what: str
    name: str
    since: date | None
    day: date | None
    expired: bool
    months: int | None = None
    topics: tuple[str, ...] = ()


def endings_of(
    training: Iterable[Completion], worker: Worker, standings: Iterable[Standing], on: date
) -> tuple[Ending, ...]:
    """Until when each thing counts. Of the same thing only what counts longest is kept."""
    longest: dict[tuple[str, str], Ending] = {}
    for subject, ending in (
        *_of_training(training, on),
        *_of_evidence(worker, on),
        *_of_standings(standings, on),
    ):
        known = longest.get((ending.what, subject))
        if known is None or _counts_longer(ending, known):
            longest[ending.what, subject] = ending
    topics: dict[int, list[str]] = {}
    for (_, subject), ending in longest.items():
        topics.setdefault(id(ending), []).append(subject)
    each = {id(ending): ending for ending in longest.values()}
    return tuple(
        # Nearly always it is what counts longest for all of its topics.
        ending
        if len(ending.topics) in (0, len(topics[key]))
        else ending._replace(topics=tuple(sorted(topics[key])))
        for key, ending in each.items()
    )


def _of_training(training: Iterable[Completion], on: date) -> Iterator[tuple[str, Ending]]:
    """Each record under each of its subjects, so that a later one on the same subject takes its place."""
    for completion in training:
        record, counts, day = completion.record, completion.counts, completion.expiry.day
        if not record.understood or not (
            counts in (Counts.ATTENDED, Counts.CLAIMED, Counts.EXPIRED) or completion.may_count
        ):
            continue
        expired = counts is Counts.EXPIRED
        if expired and day is not None and day >= on:
            day = None  # what is said to have expired has, whatever day is given for it
        topics = tuple(sorted(completion.reading.renewals))
        ending = Ending(
            TRAINING, record.title, record.completed, day, expired, completion.expiry.months, topics
        )
        yield from ((subject, ending) for subject in topics or (_subject(completion),))


def _subject(completion: Completion) -> str:
    """What else is the same thing: the learning that it is, its category, or a title that is alike."""
    record, reading = completion.record, completion.reading
    if record.learning is not None or len(reading.learning) == 1:
        return record.learning or next(iter(reading.learning))
    # What is for others takes the place of nothing but itself, nor does what is only called "Other".
    row = category_rows().get(record.ascwds_category or 0)
    if row is not None and row.is_about and reading.outside is None:
        return f"category {record.ascwds_category}"
    return normalise(record.title)


def _of_evidence(worker: Worker, on: date) -> Iterator[tuple[str, Ending]]:
    """Of each competency what shows most, assessed and signed off as one: no claim takes the place of it."""
    shown: dict[int, dict[str, list[Ending]]] = {rank: {} for rank in (CLAIMED, ATTENDED, ASSESSED)}
    for item in worker.evidence:
        state = state_of(item, worker.id)
        counts = state is not EvidenceState.NOT_YET and is_reliable(item)
        if counts and (item.on is None or item.on <= on):
            ending = Ending("evidence", item.competency, item.on, item.expires, not item.valid(on))
            by_competency = shown[min(state.rank, ASSESSED)]
            by_competency.setdefault(item.competency, []).append(ending)
    for competency, endings in (shown[CLAIMED] | shown[ATTENDED] | shown[ASSESSED]).items():
        yield from ((competency, ending) for ending in endings)


def _of_standings(standings: Iterable[Standing], on: date) -> Iterator[tuple[str, Ending]]:
    """Of each task what is authorised; what has expired, only where nothing else authorises the task."""
    for standing in standings:
        held, met = standing.record, standing.judgement is Judgement.MET
        if met or standing.ended:
            # The person supported stays out of the name: a reference of theirs is personal.
            task, name = f"{held.activity} {held.person}", held.activity.replace("-", " ")
            yield task, Ending("authorisation", name, held.signed_off, held.expires, not met)


def _counts_longer(ending: Ending, than: Ending) -> bool:
    """Whether the first counts for longer, or where an end is not known was done later.

    What has no day never outweighs what has one, be that expired.
    """
    undated, other_undated = (each.day is None and each.since is None for each in (ending, than))
    if undated or other_undated:
        return ending.expired > than.expired if undated and other_undated else other_undated
    if ending.expired is not than.expired:
        return than.expired
    ends, others_end = ending.day, than.day
    if ends is None or others_end is None:
        ends, others_end = ending.since or date.min, than.since or date.min
    if ends != others_end:
        return ends > others_end
    # Of equals the later one, one whose end is known, the first by name: the order on file changes nothing.
    mine, other = ((each.since or date.min, each.day is not None) for each in (ending, than))
    return mine > other or (mine == other and ending.name < than.name)
