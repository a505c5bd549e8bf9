"""What is on file about one person on one day, arranged so that requirements can be judged against it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from care_pathway.evidence.authorisations import Standing
from care_pathway.evidence.completions import Completion, Counts
from care_pathway.evidence.days import happened
from care_pathway.evidence.held import HeldReading
from care_pathway.evidence.masks import CompetencyOrder, order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.registrations import CQC, names
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.model import (
    CoverageRequirement,
    HeldQualification,
    Judgement,
    LearningKind,
    Pathway,
    Stage,
)
from care_pathway.progression.lexicon import plain, rules
from care_pathway.progression.records import EvidenceKind, EvidenceUsed

#: Learning that is held as a qualification. A course of that name was attended, which is less.
_QUALIFICATIONS = (
    LearningKind.QUALIFICATION,
    LearningKind.AWARD,
    LearningKind.APPRENTICESHIP,
    LearningKind.FUNCTIONAL_SKILLS,
)
_ASSESSED = 3


class Barred(NamedTuple):
    """Something on file that does not count on the day, and why, in a sentence."""

    used: EvidenceUsed
    reason: str


class Learned(NamedTuple):
    """Learning on file by how it counts on the day, each id with what shows it."""

    held: dict[str, EvidenceUsed]
    in_progress: dict[str, EvidenceUsed]
    expired: dict[str, Barred]
    doubtful: dict[str, Barred]
    levels: tuple[tuple[int, EvidenceUsed], ...]
    unread: tuple[tuple[int | None, str], ...]


class Coverage(NamedTuple):
    """Competencies on file as masks: held, known not to be there, shown in part, disputed."""

    held: int
    missing: int
    partial: int
    disputed: int


class FactSource(NamedTuple):
    """What shows held competencies, put together by where it comes from."""

    text: str
    mask: int
    on: date | None
    expires: date | None

    def joined(self, mask: int, on: date | None, expires: date | None) -> FactSource:
        """With more competencies; a date is kept only where it is the same for all."""
        same_day = on if on == self.on else None
        same_end = expires if expires == self.expires else None
        return FactSource(self.text, self.mask | mask, same_day, same_end)


class Ground:
    """What all people compared with one pathway share. Make it with `ground_of`."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self.order: CompetencyOrder = order_of(pathway)
        self.levels = {opportunity.id: opportunity.level for opportunity in pathway.learning}
        #: Learning that no training record shows to be held.
        self.qualifications = frozenset(
            learning.id for learning in pathway.learning if learning.kind in _QUALIFICATIONS
        )
        self.topics = frozenset(pathway.practice_area_topics) - {"leadership", "management", "digital"}
        #: The minimum of each role category, and what it adds for going further.
        self._of_role: dict[str, tuple[int, int]] = {}
        for role in pathway.role_categories:
            expectations = pathway.expectations(role.id)
            own = self.order.mask(competency.id for competency in expectations.own)
            minimum = self.order.mask(competency.id for competency in expectations.minimum)
            self._of_role[role.id] = minimum, own & self.order.stages[Stage.PROGRESSION]

    def expected(self, requirement: CoverageRequirement) -> int:
        """Mask of the competencies that a requirement of coverage means."""
        mask = 0
        for role in requirement.role_categories:
            self.pathway.role_category(role)  # raises, with the nearest known ids
            minimum, further = self._of_role[role]
            mask |= further if requirement.stage is Stage.PROGRESSION else minimum
            if requirement.stage is None:
                mask |= further
        if not requirement.areas and not requirement.themes:
            return mask
        only = 0
        for area in requirement.areas:
            only |= self.order.areas.get(area, 0)
        for theme in requirement.themes:
            only |= self.order.themes.get(theme, 0)
        return mask & only if requirement.role_categories else only


def ground_of(pathway: Pathway) -> Ground:
    """The ground of a pathway, made once."""
    return pathway.derived(Ground)


class Facts:
    """One person on one day. Whatever a requirement needs is worked out when it is first asked for."""

    __slots__ = (
        "_coverage",
        "_learned",
        "_registered",
        "_sources",
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
        self._sources: list[FactSource] = []
        self._registered: dict[str, Judgement] = {}

    def registered(self, registration: str) -> Judgement:
        """Whether a registration is on file.

        One that is named says nothing of the others. Two answers that disagree leave it not known.
        """
        found = self._registered.get(registration)
        if found is None:
            listed = names(self.on_file.registrations, registration)
            answered = self.worker.context.cqc_registered_manager if registration == CQC else None
            if listed is None or answered is None:
                listed = answered if listed is None else listed
            elif answered is not listed:
                listed = None
            found = Judgement.NOT_KNOWN if listed is None else Judgement.MET if listed else Judgement.NOT_MET
            self._registered[registration] = found
        return found

    @property
    def learned(self) -> Learned:
        """Learning on file, by how it counts."""
        if self._learned is None:
            self._learned = self._learn()
        return self._learned

    def _learn(self) -> Learned:
        learned = Learned({}, {}, {}, {}, (), ())
        levels: list[tuple[int, EvidenceUsed]] = []
        unread: list[tuple[int | None, str]] = []
        for held, reading in self.on_file.qualifications:
            self._add_qualification(held, reading, learned)
            if not reading.readable:
                unread.append((reading.level, held.name))
            elif reading.level is not None and reading.achieved(held, self.on):
                levels.append((reading.level, _certificate(held)))
        for completion in self.on_file.training:
            self._add_training(completion, learned)
        for standing in self.standings:
            authorisation = standing.record
            done = authorisation.training_completed
            if standing.known and happened(done, self.on):
                text = f"training for {authorisation.activity}"
                used = EvidenceUsed(kind=EvidenceKind.AUTHORISATION, text=text, on=done)
                _keep(learned.held, rules().training_of_authorisation, used)
        return learned._replace(levels=tuple(levels), unread=tuple(unread))

    def _add_qualification(self, held: HeldQualification, reading: HeldReading, learned: Learned) -> None:
        used = _certificate(held)
        for learning in reading.learning:
            if reading.achieved(held, self.on):
                _keep(learned.held, learning, used)
            elif held.achieved is not None or reading.later(held, self.on):
                reason = f"The dates of {held.name} cannot be right; mend the record."
                _bar(learned.doubtful, learning, Barred(used, reason))
            elif held.overdue(self.on):
                reason = f"{held.name} was expected on {held.expected}; find out whether it was achieved."
                _bar(learned.doubtful, learning, Barred(used, reason))
            else:
                _keep(learned.in_progress, learning, used)

    def _add_training(self, completion: Completion, learned: Learned) -> None:
        reading, counts = completion.reading, completion.counts
        if counts is Counts.NOTHING:
            return
        named = reading.learning if reading.qualification is None else {reading.qualification}
        for learning in named:
            if learning in self.ground.qualifications:
                title = completion.record.title
                reason = f"{title} is filed as training; if it was achieved, file it as a qualification."
                _bar(learned.doubtful, learning, Barred(_course(completion), reason))
            elif counts is Counts.ATTENDED:
                _keep(learned.held, learning, _course(completion))
            elif counts is Counts.EXPIRED:
                _bar(learned.expired, learning, _barred(completion))
            else:
                _bar(learned.doubtful, learning, _barred(completion))

    def training_about(
        self, themes: frozenset[str], topics: frozenset[str], *, accredited: bool
    ) -> tuple[EvidenceUsed | None, Barred | None, Barred | None]:
        """Training on a subject: what counts on the day, what may, and what does not."""
        valid: list[EvidenceUsed] = []
        unclear: list[Barred] = []
        expired: list[Barred] = []
        for completion in self.on_file.training:
            record, counts = completion.record, completion.counts
            if counts is Counts.NOTHING or not completion.reading.suits(themes, topics):
                continue
            if accredited and not record.accredited:
                if record.accredited is None and counts is not Counts.EXPIRED:
                    reason = f"Nothing on file says whether {record.title} was accredited."
                    unclear.append(Barred(_course(completion), reason))
            elif counts is Counts.ATTENDED:
                valid.append(_course(completion))
            elif completion.may_count:
                unclear.append(_barred(completion))
            else:
                expired.append(_barred(completion))
        return _first(valid), _first_barred(unclear), _first_barred(expired)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Whether each delegated authorisation is valid."""
        return self.on_file.standings

    @property
    def coverage(self) -> Coverage:
        """Competencies by what is known of them.

        Known not to be there is what is marked so, and what was assessed and has expired. A course that
        has lapsed leaves the matter open: it never showed competence.
        """
        if self._coverage is None:
            self._coverage = self._cover()
        return self._coverage

    @property
    def perhaps_shown(self) -> int:
        """Mask of the competencies that records may show of which nobody knows whether there are any."""
        worker, crosswalks = self.worker, crosswalks_of(self.ground.pathway)
        if worker.qualifications is None or worker.training is None:
            return crosswalks.everything
        return crosswalks.authorised if worker.authorisations is None else 0

    def covered_by(self, coverage: Coverage) -> None:
        """Take coverage that was worked out before, such as for many people at once."""
        self._coverage = coverage

    def _cover(self) -> Coverage:
        held = claimed = lapsed = denied = 0
        sources: dict[str, FactSource] = {}
        for event in self.on_file.events:
            mask, day = event.mask, event.on
            if day is not None and day > self.on:
                continue
            if event.rank == 0:
                denied |= mask
            elif not event.valid(self.on):
                if event.rank >= _ASSESSED:
                    lapsed |= mask
            else:
                claimed |= mask
                if event.rank >= _ASSESSED:
                    held |= mask
                    text = event.source or (f"found by {event.by}" if event.by else "evidence on file")
                    known = sources.get(text)
                    if known is None:
                        sources[text] = FactSource(text, mask, day, event.expires)
                    else:
                        sources[text] = known.joined(mask, day, event.expires)
        disputed = 0
        if denied:
            # Something is marked as not yet there: what that takes away is worked out as for skill gaps.
            holdings = self.on_file.holdings
            held, claimed = holdings.assessed, holdings.claimed
            disputed = holdings.disputed & ~held
        self._sources = [sources[text] for text in sorted(sources)]
        missing = (denied & ~claimed | lapsed) & ~held & ~disputed
        return Coverage(held, missing, claimed & ~held, disputed)

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


def is_induction(completion: Completion) -> bool:
    """Whether a training record is of an induction, by its title, into work in adult social care."""
    words = plain(completion.record.title).split()
    return completion.reading.outside is None and any(word in words for word in rules().induction_words)


def _keep(into: dict[str, EvidenceUsed], learning: str, used: EvidenceUsed) -> None:
    """Keep the better of two for the same learning, whatever their order on file: the later, then by name."""
    present = into.get(learning)
    if present is None or _rank(used) < _rank(present):
        into[learning] = used


def _bar(into: dict[str, Barred], learning: str, barred: Barred) -> None:
    present = into.get(learning)
    if present is None or _rank(barred.used) < _rank(present.used):
        into[learning] = barred


def _rank(used: EvidenceUsed) -> tuple[int, int, str, str]:
    ends = used.expires or date.max
    return (-ends.toordinal(), -(used.on or date.min).toordinal(), used.text, used.kind.value)


def _first(found: list[EvidenceUsed]) -> EvidenceUsed | None:
    return min(found, key=_rank, default=None)


def _first_barred(found: list[Barred]) -> Barred | None:
    return min(found, key=lambda barred: _rank(barred.used), default=None)


def _certificate(held: HeldQualification) -> EvidenceUsed:
    on = held.achieved or held.expected
    return EvidenceUsed(kind=EvidenceKind.QUALIFICATION, text=held.name, on=on)


def _course(completion: Completion) -> EvidenceUsed:
    record = completion.record
    return EvidenceUsed(
        kind=EvidenceKind.TRAINING, text=record.title, on=record.completed, expires=completion.expiry.day
    )


def _barred(completion: Completion) -> Barred:
    title, expiry = completion.record.title, completion.expiry
    if completion.counts is Counts.CLAIMED:
        reason = f"{title} is on file as completed, without a day; find out when that was."
    elif completion.unclear is not None:
        reason = f"{title} cannot be relied on: {completion.unclear}."
    elif expiry.day is None or not completion.past:
        reason = f"{title} has expired, as the file says."
    else:
        reason = f"{title} expired on {expiry.day}{completion.why_expiry}."
    return Barred(_course(completion), reason)
