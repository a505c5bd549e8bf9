"""What is on file about one person on one day, arranged so that requirements can be judged against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from functools import lru_cache, partial
from typing import NamedTuple

from care_pathway.evidence.authorisations import Standing
from care_pathway.evidence.holdings import Event, holdings_of, of_evidence, of_records
from care_pathway.evidence.masks import CompetencyOrder, order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.qualifications import (
    QualificationStatus,
    counts_as,
    lower_levels,
    resolve_qualification,
)
from care_pathway.evidence.training import About, training_reader
from care_pathway.model import (
    AllOfRequirement,
    AnyOfRequirement,
    CoverageRequirement,
    EvidenceState,
    FitnessRequirement,
    HeldQualification,
    Judgement,
    LearningKind,
    Pathway,
    RegistrationRequirement,
    Requirement,
    SignOffRequirement,
    Stage,
    TrainingRecord,
)
from care_pathway.progression.lexicon import rules
from care_pathway.progression.records import EvidenceKind, EvidenceUsed

#: Learning that is written down among qualifications, and not among training.
_QUALIFIES = (
    LearningKind.QUALIFICATION,
    LearningKind.AWARD,
    LearningKind.APPRENTICESHIP,
    LearningKind.FUNCTIONAL_SKILLS,
)
#: Learning that people write down in either place.
_EITHER = (LearningKind.STANDARD, LearningKind.FRAMEWORK)
_ASSESSED = 3
_RANKS = {state: state.rank for state in EvidenceState}
#: The registration that a duty answers as well.
CQC = "cqc-registered-manager"


class Reading(NamedTuple):
    """A qualification on file, read once: what it stands for, its level, and whether it could be read."""

    learning: frozenset[str]
    level: int | None
    readable: bool


class Learned(NamedTuple):
    """Learning on file by how it stands on the day, each id with what shows it."""

    held: dict[str, EvidenceUsed]
    in_progress: dict[str, EvidenceUsed]
    expired: dict[str, EvidenceUsed]
    doubtful: dict[str, EvidenceUsed]
    levels: tuple[tuple[int, EvidenceUsed], ...]
    unread: tuple[tuple[int | None, str], ...]


class Coverage(NamedTuple):
    """Competencies on file as masks: held, known not to be there, shown in part, disputed."""

    held: int
    missing: int
    partial: int
    disputed: int


class EvidenceProblem(Enum):
    """Why a piece of evidence needs a look."""

    UNKNOWN = "unknown"
    LATE = "late"
    EARLY = "early"
    ENDS_FIRST = "ends-first"
    SEEN = "seen"
    """Another piece speaks about the same competency; that may be a repeat."""


class Source(NamedTuple):
    """What shows held competencies, put together by where it comes from."""

    text: str
    mask: int
    on: date | None
    expires: date | None

    def joined(self, mask: int, on: date | None, expires: date | None) -> Source:
        """With more competencies; a date is kept only where it is the same for all."""
        same_day = on if on == self.on else None
        same_end = expires if expires == self.expires else None
        return Source(self.text, self.mask | mask, same_day, same_end)


class Ground:
    """What all people compared with one pathway share. Make it with `ground_of`."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self.order: CompetencyOrder = order_of(pathway)
        self.bits = {one: 1 << place for place, one in enumerate(self.order.ids)}
        self.kinds = {one.id: one.kind for one in pathway.learning}
        self.levels = {one.id: one.level for one in pathway.learning}
        self.roles = frozenset(one.id for one in pathway.role_categories)
        self.activities = frozenset(one.id for one in pathway.delegated_activities)
        asked = tuple(_requirements(pathway))
        self.registrations = frozenset(
            one.registration for one in asked if isinstance(one, RegistrationRequirement)
        )
        self.confirmations = frozenset(
            one.condition if isinstance(one, FitnessRequirement) else one.what
            for one in asked
            if isinstance(one, FitnessRequirement | SignOffRequirement)
        )
        self.topics = frozenset(pathway.practice_area_topics) - {"leadership", "management", "digital"}
        #: What a qualification on file stands for, lower levels of its line included.
        self.qualification = lru_cache(maxsize=4096)(partial(_read, pathway))
        self._masks: dict[tuple[object, ...], int] = {}
        self._sets: dict[tuple[object, ...], tuple[tuple[str, ...], ...]] = {}

    def expected(self, requirement: CoverageRequirement) -> int:
        """Mask of the competencies that a requirement of coverage means."""
        key = (requirement.role_categories, requirement.stage, requirement.areas, requirement.themes)
        mask = self._masks.get(key)
        if mask is None:
            mask = 0
            for role in requirement.role_categories:
                expectations = self.pathway.expectations(role)
                if requirement.stage is Stage.PROGRESSION:
                    ids = [one.id for one in expectations.own if one.stage is Stage.PROGRESSION]
                else:
                    ids = [one.id for one in expectations.minimum]
                    if requirement.stage is None:
                        ids += [one.id for one in expectations.own if one.stage is Stage.PROGRESSION]
                mask |= self.order.mask(ids)
            only = 0
            for area in requirement.areas:
                only |= self.order.areas.get(area, 0)
            for theme in requirement.themes:
                only |= self.order.themes.get(theme, 0)
            if requirement.areas or requirement.themes:
                mask = mask & only if requirement.role_categories else only
            if len(self._masks) < _REMEMBERED_MASKS:
                self._masks[key] = mask
        return mask

    def sets(
        self, learning: tuple[str, ...], alternatives: tuple[tuple[str, ...], ...]
    ) -> tuple[tuple[str, ...], ...]:
        """Sets of learning any one of which is enough: each item by itself, then the alternatives."""
        key = (learning, alternatives)
        found = self._sets.get(key)
        if found is None:
            found = (*((one,) for one in learning), *(one for one in alternatives if one))
            if len(self._sets) < _REMEMBERED_MASKS:
                self._sets[key] = found
        return found

    def sources(self, learning: Iterable[str]) -> tuple[bool, bool]:
        """Where such learning is written down: whether among qualifications, and whether among training."""
        among_qualifications = among_training = False
        for one in learning:
            kind = self.kinds.get(one)
            if kind in _QUALIFIES or kind in _EITHER:
                among_qualifications = True
            if kind not in _QUALIFIES:
                among_training = True
        return among_qualifications, among_training


_REMEMBERED_MASKS = 1024


def _requirements(pathway: Pathway) -> Iterator[Requirement]:
    """Every requirement of a pathway, parts included."""
    queue = [one for route in pathway.routes for one in route.requirements]
    for role in pathway.role_categories:
        queue += (*role.requirements, *role.statutory_requirements)
    while queue:
        one = queue.pop()
        yield one
        if isinstance(one, AllOfRequirement | AnyOfRequirement):
            queue += one.requirements


def ground_of(pathway: Pathway) -> Ground:
    """The ground of a pathway, made once."""
    return pathway.derived(Ground)


def _read(pathway: Pathway, name: str, learning: str | None, level: int | None) -> Reading:
    held = HeldQualification(name=name, learning=learning, level=level)
    counted = counts_as(pathway, held)
    for one in tuple(counted):
        counted |= lower_levels(pathway, one)
    if learning is not None:
        own = ground_of(pathway).levels.get(learning)
        # A level that contradicts the learning says nothing about how high the qualification is.
        clash = not counted and learning in ground_of(pathway).kinds
        return Reading(counted, None if clash else level or own, bool(counted))
    match = resolve_qualification(pathway, name, level=level)
    readable = match.status in (QualificationStatus.MATCHED, QualificationStatus.NO_RECORD)
    return Reading(counted, None if match.problems else level or match.level, readable)


class Facts:
    """One person on one day. Whatever a requirement needs is worked out when it is first asked for."""

    __slots__ = (
        "_coverage",
        "_learned",
        "_registered",
        "_sources",
        "evidence_problems",
        "ground",
        "on",
        "on_file",
        "worker",
    )

    def __init__(self, ground: Ground, on_file: OnFile) -> None:
        self.ground = ground
        self.on_file = on_file
        self.worker = on_file.worker
        self.on = on_file.on
        self._learned: Learned | None = None
        self._coverage: Coverage | None = None
        self._sources: list[Source] = []
        self._registered: dict[str, Judgement] = {}
        #: Places in the evidence that cannot be relied on, filled when coverage is worked out.
        self.evidence_problems: list[tuple[int, EvidenceProblem]] = []

    def registered(self, registration: str) -> Judgement:
        """Whether a registration is on file. Two answers that contradict each other leave it not known."""
        found = self._registered.get(registration)
        if found is None:
            worker = self.worker
            listed = None if worker.registrations is None else registration in worker.registrations
            answered = worker.context.cqc_registered_manager if registration == CQC else None
            if listed is None:
                listed = answered
            if listed is None or (answered is not None and answered is not listed):
                found = Judgement.NOT_KNOWN
            else:
                found = Judgement.MET if listed else Judgement.NOT_MET
            self._registered[registration] = found
        return found

    @property
    def learned(self) -> Learned:
        """Learning on file, by how it stands."""
        if self._learned is None:
            self._learned = self._learn()
        return self._learned

    def _learn(self) -> Learned:
        worker = self.worker
        learned = Learned({}, {}, {}, {}, (), ())
        levels: list[tuple[int, EvidenceUsed]] = []
        unread: list[tuple[int | None, str]] = []
        for held in worker.qualifications or ():
            self._add_qualification(held, learned, levels, unread)
        if worker.training:
            reader = training_reader(self.ground.pathway)
            for record in worker.training:
                self._add_training(reader.of(record), record, learned)
        for authorisation in worker.authorisations or ():
            done = authorisation.training_completed
            if done is not None and done <= self.on:
                text = f"training for {authorisation.activity}"
                used = EvidenceUsed(kind=EvidenceKind.AUTHORISATION, text=text, on=done)
                _keep(learned.held, rules().training_of_authorisation, used)
        return learned._replace(levels=tuple(levels), unread=tuple(unread))

    def _add_qualification(
        self,
        held: HeldQualification,
        learned: Learned,
        levels: list[tuple[int, EvidenceUsed]],
        unread: list[tuple[int | None, str]],
    ) -> None:
        reading = self.ground.qualification(held.name, held.learning, held.level)
        achieved = held.achieved
        used = EvidenceUsed(kind=EvidenceKind.QUALIFICATION, text=held.name, on=achieved or held.expected)
        if not reading.readable:
            unread.append((reading.level, held.name))
        if achieved is not None and (achieved > self.on or held.working_towards):
            into = learned.doubtful
        elif held.working_towards:
            into = learned.in_progress
        else:
            into = learned.held
            if reading.level is not None and reading.readable:
                levels.append((reading.level, used))
        for one in reading.learning:
            _keep(into, one, used)

    def _add_training(self, about: About, record: TrainingRecord, learned: Learned) -> None:
        if not about.learning:
            return
        used = _used(record)
        into = learned.held
        if _impossible(record) or (record.completed is not None and record.completed > self.on):
            into = learned.doubtful
        elif record.expires is not None and record.expires < self.on:
            into = learned.expired
        for one in about.learning:
            _keep(into, one, used)

    def training_about(
        self, themes: frozenset[str], topics: frozenset[str], *, accredited: bool
    ) -> tuple[EvidenceUsed | None, EvidenceUsed | None]:
        """Training on a subject: what is valid on the day, and what has expired or cannot be relied on."""
        reader = training_reader(self.ground.pathway)
        valid: list[EvidenceUsed] = []
        other: list[EvidenceUsed] = []
        for record in self.worker.training or ():
            about: About = reader.of(record)
            if not (about.themes & themes or about.topics & topics) or (accredited and not record.accredited):
                continue
            late = record.completed is not None and record.completed > self.on
            past = record.expires is not None and record.expires < self.on
            (other if late or past or _impossible(record) else valid).append(_used(record))
        return _first(valid), _first(other)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How each delegated authorisation stands."""
        return self.on_file.standings

    @property
    def coverage(self) -> Coverage:
        """Competencies by how they stand.

        Known not to be there is what is marked so, and what was assessed and has expired. A course that
        has lapsed leaves the matter open: it never showed competence.
        """
        if self._coverage is None:
            self._coverage = self._cover()
        return self._coverage

    def _cover(self) -> Coverage:
        held = claimed = lapsed = denied = 0
        sources: dict[str, Source] = {}
        for mask, state, day, ends, text in self._shown():
            if state == 0:
                denied |= mask
            elif ends is not None and ends < self.on:
                if state >= _ASSESSED:
                    lapsed |= mask
            else:
                claimed |= mask
                if state >= _ASSESSED:
                    held |= mask
                    known = sources.get(text)
                    if known is None:
                        sources[text] = Source(text, mask, day, ends)
                    else:
                        sources[text] = known.joined(mask, day, ends)
        disputed = 0
        if denied:
            # Something is marked as not yet there: what that takes away is worked out as for skill gaps.
            holdings = holdings_of(self._events(), self.on)
            held, claimed = holdings.assessed, holdings.claimed
            disputed = holdings.disputed & ~held
        self._sources = [sources[text] for text in sorted(sources)]
        missing = (denied & ~claimed | lapsed) & ~held & ~disputed
        return Coverage(held, missing, claimed & ~held, disputed)

    def _shown(self) -> Iterator[tuple[int, int, date | None, date | None, str]]:
        """What speaks about competencies on the day: mask, state from 0 to 4, day, expiry and source."""
        on, bits, problems = self.on, self.ground.bits, self.evidence_problems
        earliest = rules().earliest_year
        problems.clear()
        seen = 0
        for place, one in enumerate(self.worker.evidence):
            mask = bits.get(one.competency, 0)
            day, ends = one.on, one.expires
            if mask & seen or not mask:
                problems.append((place, EvidenceProblem.SEEN if mask else EvidenceProblem.UNKNOWN))
            seen |= mask
            if day is not None:
                if ends is not None and ends < day:
                    problems.append((place, EvidenceProblem.ENDS_FIRST))
                    continue
                if day > on:
                    problems.append((place, EvidenceProblem.LATE))
                    continue
                if day.year < earliest:
                    problems.append((place, EvidenceProblem.EARLY))
            text = one.source or (f"found by {one.by}" if one.by else "evidence on file")
            yield mask, _RANKS[one.state], day, ends, text
        for event in of_records(self.ground.pathway, self.worker, on, self.standings):
            yield event.mask, event.rank, event.on, event.expires, event.source or "records on file"

    def _events(self) -> list[Event]:
        pathway = self.ground.pathway
        possible = [one for one in self.worker.evidence if not _ends_before_it_starts(one.on, one.expires)]
        return [*of_evidence(pathway, possible), *of_records(pathway, self.worker, self.on, self.standings)]

    def shown_by(self, held: int) -> tuple[EvidenceUsed, ...]:
        """What shows some held competencies, one item for each source."""
        decode = self.ground.order.decode
        return tuple(
            EvidenceUsed(
                kind=EvidenceKind.COMPETENCY,
                text=source.text,
                on=source.on,
                expires=source.expires,
                competencies=decode(source.mask & held),
            )
            for source in self._sources
            if source.mask & held
        )


def _keep(into: dict[str, EvidenceUsed], learning: str, used: EvidenceUsed) -> None:
    """Keep the better of two for the same learning, whatever their order on file: the later, then by name."""
    present = into.get(learning)
    if present is None or _rank(used) < _rank(present):
        into[learning] = used


def _rank(used: EvidenceUsed) -> tuple[int, int, str, str]:
    ends = used.expires or date.max
    return (-ends.toordinal(), -(used.on or date.min).toordinal(), used.text, used.kind.value)


def _first(found: list[EvidenceUsed]) -> EvidenceUsed | None:
    return min(found, key=_rank, default=None)


def _used(record: TrainingRecord) -> EvidenceUsed:
    return EvidenceUsed(
        kind=EvidenceKind.TRAINING, text=record.title, on=record.completed, expires=record.expires
    )


def _impossible(record: TrainingRecord) -> bool:
    return _ends_before_it_starts(record.completed, record.expires)


def _ends_before_it_starts(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and end < start
