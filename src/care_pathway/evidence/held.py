"""What a qualification on file stands for and shows. Every question about qualifications asks this."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from attrs import evolve, frozen

from care_pathway._data import read_json
from care_pathway.evidence.days import happened
from care_pathway.evidence.not_done import Mark, mark_in, taught
from care_pathway.evidence.qualifications import (
    QualificationMatch,
    QualificationStatus,
    counts_as,
    lower_levels,
    numbered,
    resolve_qualification,
)
from care_pathway.evidence.shows import ASSESSED, ATTENDED, CLAIMED, Shown, crosswalks_of
from care_pathway.evidence.training import standards_in, training_reader
from care_pathway.language.text import normalise
from care_pathway.model import HeldQualification, Pathway
from care_pathway.model._fields import Id
from care_pathway.tabular.days import days_named

_REMEMBERED = 4096
#: Longer names are no names; what they say is read, and not remembered.
_LONGEST_REMEMBERED = 300
_STANDS_FOR = ("same", "predecessor")
_LEVELS = range(1, 9)


@frozen(kw_only=True)
class HeldReading:
    """What one qualification on file stands for, whatever its dates are.

    Attributes:
        learning: Learning that it is or counts as, lower levels of its line included.
        level: Its level; ``None`` where it is not known, or contradicts the rest.
        readable: Whether it could be read.
        shows: Competencies that it shows when it is achieved.
        problem: Why nothing, or not everything, on it could be read, and what to do.
        match: How its name was read, where the name decides.
        denied: Whether the record says that it is not there, in its status or its name.
        since: The first day of the latest year, month or day that stands in its name.
    """

    learning: frozenset[Id] = frozenset()
    level: int | None = None
    readable: bool = False
    shows: tuple[Shown, ...] = ()
    problem: str | None = None
    match: QualificationMatch | None = None
    denied: bool = False
    since: date | None = None

    def achieved(self, held: HeldQualification, on: date) -> bool:
        """Whether the qualification that was read so is achieved on a day."""
        if self.denied or held.in_progress or self.later(held, on):
            return False
        return held.achieved is None or happened(held.achieved, on)

    def later(self, held: HeldQualification, on: date) -> bool:
        """Whether nothing but its name says when it was, or will be, and that is still to come."""
        return held.achieved is None and self.since is not None and self.since > on


class HeldReader:
    """Reads qualifications on file. Make it with `held_reader`."""

    def __init__(self, pathway: Pathway) -> None:
        self._pathway = pathway
        self._crosswalks = crosswalks_of(pathway)
        self._training = training_reader(pathway)
        self._listed: dict[str, tuple[dict[str, Any], ...]] = {}
        for row in read_json("crosswalks/qualification-learning.json")["rows"]:
            key = normalise(row["name"])
            self._listed[key] = (*self._listed.get(key, ()), row)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._named)

    def of(self, held: HeldQualification) -> HeldReading:
        """What a qualification stands for. Its dates are not looked at."""
        if held.denied:
            # What the file says clearly is a no; what nobody understood may be anything.
            return HeldReading(level=held.level, readable=held.understood, denied=True)
        read = self._remembered if len(held.name) <= _LONGEST_REMEMBERED else self._named
        return read(held.name, held.learning, held.number, held.level, held.in_progress)

    def _named(
        self, name: str, learning: Id | None, number: str | None, level: int | None, in_progress: bool
    ) -> HeldReading:
        mark = None if in_progress else mark_in(name, training=False)
        if mark is not None:
            return _not_achieved(level, mark)
        reading = self._read(name, learning, number, level)
        since = max((named.first for named in days_named(name)), default=None)
        return reading if since is None else evolve(reading, since=since)

    def _read(self, name: str, learning: Id | None, number: str | None, level: int | None) -> HeldReading:
        held = HeldQualification(name=name, learning=learning, number=number, level=level)
        counted = counts_as(self._pathway, held)
        for counting in tuple(counted):
            counted |= lower_levels(self._pathway, counting)
        by_id = learning or numbered(self._pathway, held)
        own = self._crosswalks.opportunities.get(by_id or "")
        if own is not None:
            # What contradicts itself shows nothing, and says nothing about how high the qualification is.
            shows, understood = self._shows(held) if counted else ((), False)
            return HeldReading(
                learning=counted,
                level=(level or own.level) if counted else None,
                readable=bool(counted),
                shows=shows,
                problem=None if understood else "contradicts its level or number; look at the certificate",
            )
        match = resolve_qualification(self._pathway, name, level=level)
        if match.bare:
            return self._bare(match)
        shows, understood = self._shows(held)
        problem = None if understood else self._not_understood(held, match)
        if levels := self._possible_levels(held):
            known = " or ".join(f"level {possible}" for possible in levels)
            problem = f"names no level; it is known at {known}: give the one that was achieved"
        readable = match.status in (QualificationStatus.MATCHED, QualificationStatus.NO_RECORD)
        return HeldReading(
            learning=counted,
            level=None if match.problems else level or match.level,
            readable=readable and learning is None,
            shows=shows,
            problem=problem,
            match=match if learning is None else None,
        )

    def _bare(self, match: QualificationMatch) -> HeldReading:
        """A kind and a level without a subject of care, as a diploma in management: no more than a claim."""
        likely = match.candidates[0]
        shows = self._crosswalks.of_learning(likely.learning, CLAIMED) if likely.learning else ()
        return HeldReading(
            level=match.level,
            shows=tuple(shown._replace(why=f"perhaps as {likely.learning}: {shown.why}") for shown in shows),
            problem=f"names no subject of care; it may be {likely.name}: look at the certificate",
            match=match,
        )

    def _not_understood(self, held: HeldQualification, match: QualificationMatch) -> str | None:
        outside = self._training.outside(f" {normalise(held.name)} ")
        if outside is not None:
            return f"shows nothing here, since {outside}"
        if match.status is QualificationStatus.NO_RECORD:
            return None
        return "is not recognised; give the id of a learning opportunity"

    def _stands_for(self, held: HeldQualification) -> tuple[Id, ...]:
        """The learning that a qualification is or counts as, in published order.

        Two editions of the same diploma come out as the same ids, whether one of them is closed or not.
        """
        found = counts_as(self._pathway, held)
        if not found and held.learning is None:
            row = self._listed_as(held)
            if row is not None and row["relation"] in _STANDS_FOR:
                found = frozenset((row["learning"],))
        return tuple(learning for learning in self._crosswalks.opportunities if learning in found)

    def _listed_as(self, held: HeldQualification) -> dict[str, Any] | None:
        rows = self._listed.get(normalise(held.name), ())
        fitting = [row for row in rows if held.level is None or row["level"] in (None, held.level)]
        # The same title at several levels says too little where the level is not known.
        return fitting[0] if len(fitting) == 1 else None

    def _shows(self, held: HeldQualification) -> tuple[tuple[Shown, ...], bool]:
        """What a qualification shows, and whether it is understood."""
        found = self._stands_for(held)
        if found:
            shows = tuple(
                shown._replace(why=f"as {learning}: {shown.why}")
                for learning in found
                for shown in self._crosswalks.of_learning(learning)
            )
            return shows, True
        row = self._listed_as(held)
        if row is not None:
            themes, topics = tuple(row["themes"]), tuple(row["practice_areas"])
            mask = self._crosswalks.subject_mask(themes, topics)
            return self._on_a_subject(mask, ", ".join((*themes, *topics))), True
        levels = self._possible_levels(held)
        if levels:
            return tuple(self._at_any_level(held, levels)), True
        return self._by_its_words(held)

    def _by_its_words(self, held: HeldQualification) -> tuple[tuple[Shown, ...], bool]:
        """What a qualification without a record shows by the subject in its name."""
        reader = self._training
        words = f" {normalise(taught(held.name)[0])} "
        if held.learning is not None or not reader.says_qualification(words):
            return (), False
        # What its own words say of a course, such as "withdrawn" or "expired", is true of it as well.
        if standards_in(held.name) or reader.outside(words) or mark_in(held.name, training=True) is not None:
            return (), False
        if reader.less_than_whole(f" {normalise(held.name)} "):
            return (), False
        if resolve_qualification(self._pathway, held.name, level=held.level).problems:
            return (), False
        parts = reader.by_title(words, theory=reader.only_theory(words))
        mask = 0
        for part in parts:
            for shown in part.shows:
                mask |= shown.mask
        return self._on_a_subject(mask, "the subject in its name"), bool(parts)

    def _on_a_subject(self, mask: int, subject: str) -> tuple[Shown, ...]:
        knowledge, skills = mask & self._crosswalks.knowledge, mask & ~self._crosswalks.knowledge
        seen = f"a qualification on {subject}; practice is seen at work"
        shown = (
            Shown(knowledge, ASSESSED, f"a qualification on {subject}"),
            Shown(skills, ATTENDED, seen),
        )
        return tuple(part for part in shown if part.mask)

    def _possible_levels(self, held: HeldQualification) -> tuple[int, ...]:
        """The levels at which a qualification without one is on record, where it says only too little."""
        if held.learning is not None or held.level is not None or self._stands_for(held):
            return ()
        if resolve_qualification(self._pathway, held.name).level is not None:
            return ()
        return tuple(
            level for level in _LEVELS if self._stands_for(HeldQualification(name=held.name, level=level))
        )

    def _at_any_level(self, held: HeldQualification, levels: tuple[int, ...]) -> Iterator[Shown]:
        """What a qualification shows whatever its level is."""
        each = [self._shows(HeldQualification(name=held.name, level=level))[0] for level in levels]
        listed = ", ".join(map(str, levels))
        before = 0
        for rank in (ASSESSED, ATTENDED):
            mask = self._crosswalks.everything
            for shows in each:
                part = 0
                for shown in shows:
                    part |= shown.mask if shown.rank >= rank else 0
                mask &= part
            if mask & ~before:
                yield Shown(mask & ~before, rank, f"what it shows at each of the levels {listed}")
            before |= mask


def _not_achieved(level: int | None, mark: Mark) -> HeldReading:
    """The reading of a name that says itself that the qualification is not there: nothing."""
    problem = f"says {mark.words!r}, and counts for nothing; record it as working towards, or as achieved"
    return HeldReading(level=level, problem=problem, denied=True)


def held_reader(pathway: Pathway) -> HeldReader:
    """The reader of a pathway, made once."""
    return pathway.derived(HeldReader)
