"""Evidence put beside the people it is about: whose it is, whether it counts, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from care_pathway._arguments import check_day, check_kind, several
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.own_word import is_own, names_nobody
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.evidence.training import training_reader
from care_pathway.interop.evidence import (
    REGISTERED_OR_CONFIRMED,
    AppliedEvidence,
    EntryKind,
    EvidenceEntry,
    EvidenceFile,
)
from care_pathway.interop.matching import Matcher
from care_pathway.interop.staff import StaffFile, entries_of
from care_pathway.model import Evidence, EvidenceState, Pathway, Worker
from care_pathway.problems import Place, Problem, Severity, shown_reference
from care_pathway.tabular.grouping import grouped
from care_pathway.tabular.headings import normal


def apply_evidence(
    workers: Iterable[Worker],
    evidence: EvidenceFile,
    *,
    staff: StaffFile | None = None,
    pathway: Pathway | None = None,
    on: date | None = None,
) -> AppliedEvidence:
    """Put evidence beside the workers it is about; what they had stays.

    Args:
        workers: The workers.
        evidence: What was read.
        staff: The list that they come from; it says by which names rows can be matched too.
        pathway: The edition; with it a sign-off by topic or course is one of every item of the person's own
            role category that the topic or the course is about.
        on: The day, to place people whose role category is not on file, and to leave out registrations and
            confirmations that have expired.

    Returns:
        All workers, who of them got something, and rows that name nobody among them.

    Example:
        >>> from care_pathway.interop import examples, read_evidence
        >>> applied = apply_evidence([Worker(id="S001")], read_evidence(examples.file("evidence.csv")))
        >>> applied.changed
        ('S001',)
    """
    check_kind("evidence", evidence, EvidenceFile)
    check_kind("staff", staff, StaffFile, optional=True)
    check_kind("pathway", pathway, Pathway, optional=True)
    check_day(on, optional=True)
    people = tuple(several("workers", workers, Worker))
    beside = [(entry.worker, entry.person) for entry in evidence.entries]
    matcher = Matcher(entries_of(people, staff), beside)
    mine: dict[str, list[EvidenceEntry]] = {}
    problems: list[Problem] = []
    nobody = 0
    for entry in evidence.entries:
        found = matcher.find(entry.worker, entry.person)
        for worker in found:
            own, said = _own_word(entry, worker, matcher)
            said = _not_on_the_day(entry, on) or said
            mine.setdefault(worker, []).append(
                own if said is None or entry.kind not in REGISTERED_OR_CONFIRMED else _left(own)
            )
            if said is not None:
                problems.append(
                    Problem(
                        message=said,
                        place=Place(file=entry.file or evidence.file, record=entry.record, line=entry.line),
                        severity=Severity.WARNING,
                    )
                )
        doubt = matcher.doubt(entry.worker, entry.person)
        if not found or doubt is not None:
            nobody += not found
            problems.append(
                Problem(
                    message=doubt or matcher.why_not(entry.worker, entry.person),
                    place=Place(file=entry.file or evidence.file, record=entry.record, line=entry.line),
                    found=shown_reference(entry.worker),
                    severity=Severity.WARNING if found else Severity.ERROR,
                )
            )
    used = len(evidence.entries) - nobody
    signed = SignOffs(pathway, on, evidence.file)
    made = tuple(
        _with(worker, [signed.spelt_out(worker, entry) for entry in mine.get(worker.id, [])])
        for worker in people
    )
    problems += signed.problems
    return AppliedEvidence(
        workers=made,
        changed=tuple(worker.id for worker in people if worker.id in mine),
        entries=used,
        problems=grouped(problems),
    )


class SignOffs:
    """Sign-offs by topic or course, spelt out as items of the person's own role category.

    Args:
        pathway: The edition; without it such a sign-off cannot be spelt out, and is a problem.
        on: The day.
        file: The file of the sign-offs.
    """

    def __init__(self, pathway: Pathway | None, on: date | None, file: str) -> None:
        self._pathway = pathway
        self._on = on
        self._file = file
        self.problems: list[Problem] = []

    def spelt_out(self, worker: Worker, entry: EvidenceEntry) -> EvidenceEntry:
        """An entry with evidence for each item that it is about."""
        if entry.kind is not EntryKind.SIGN_OFF or entry.evidence:
            return entry
        if self._pathway is None:
            return self._refused(
                entry,
                "a sign-off by topic or course needs an edition, pathway=, to say which items it is about",
            )
        role = worker.role_category or self._placed(worker)
        if role is None:
            return self._refused(
                entry, "the role category of this person is not settled, so it counts for nothing"
            )
        expected = (*self._pathway.expectations(role).inherited, *self._pathway.expectations(role).own)
        pathway = self._pathway
        if entry.topic:
            found = self._by_topic(pathway, entry.topic, expected)
        else:
            found = self._by_course(pathway, entry.course or "", expected)
        order, delegated = order_of(pathway), crosswalks_of(pathway).authorised
        kept = tuple(one for one in found if not delegated & order.bit(one))
        if kept != found:
            found = kept
            self._refused(
                entry,
                "delegated healthcare is signed off for one activity and one person, as a delegated "
                "authorisation: its items were left out",
            )
            if not found:
                return entry
        if not found:
            what = "topic" if entry.topic else "course"
            return self._refused(
                entry, f"this {what} is about nothing that the person's role category expects"
            )
        state = EvidenceState.CLAIMED if entry.by is None else EvidenceState.SIGNED_OFF
        made = tuple(
            Evidence(
                competency=one,
                state=state,
                on=entry.on,
                expires=entry.expires,
                by=entry.by,
                source="sign-off",
            )
            for one in found
        )
        return attrs.evolve(entry, evidence=made)

    def _placed(self, worker: Worker) -> str | None:
        if self._pathway is None or self._on is None:
            return None
        return OnFile(self._pathway, worker, self._on).role_category

    @staticmethod
    def _by_topic(pathway: Pathway, topic: str, expected: Iterable[Any]) -> tuple[str, ...]:
        names = {normal(word): one.id for one in pathway.themes for word in (one.id, one.name)}
        theme = names.get(normal(topic))
        return tuple(one.id for one in expected if theme is not None and one.theme == theme)

    @staticmethod
    def _by_course(pathway: Pathway, course: str, expected: Iterable[Any]) -> tuple[str, ...]:
        order = order_of(pathway)
        mask = 0
        for shown in training_reader(pathway).of_course(course):
            mask |= shown.mask
        return tuple(one.id for one in expected if mask & order.bit(one.id))

    def _refused(self, entry: EvidenceEntry, message: str) -> EvidenceEntry:
        place = Place(file=entry.file or self._file, record=entry.record, line=entry.line)
        self.problems.append(Problem(message=message, place=place, found=entry.topic or entry.course))
        return entry


def _own_word(entry: EvidenceEntry, worker: str, matcher: Matcher) -> tuple[EvidenceEntry, str | None]:
    """An entry as it counts for a worker, and what to say: what people sign for themselves is their word."""
    if entry.kind is EntryKind.CONFIRMATION and entry.by is not None and names_nobody(entry.by):
        return entry, "nobody is named as confirming it; left out"
    held = entry.authorisation
    if held is not None and matcher.is_called(worker, held.delegated_by):
        own = attrs.evolve(entry, authorisation=attrs.evolve(held, delegated_by=worker))
        return own, "the worker is named as the one who delegates; nobody can delegate to themself"
    if entry.by is None or not (matcher.is_called(worker, entry.by) or is_own(entry.by, worker)):
        return entry, None
    if entry.kind is EntryKind.CONFIRMATION:
        return entry, "the worker is named as confirming it; left out, since nobody confirms this of themself"
    if entry.kind is EntryKind.REGISTRATION:
        return entry, None
    claims = tuple(
        attrs.evolve(one, state=EvidenceState.CLAIMED, by=None)
        if one.by == entry.by and one.state is not EvidenceState.NOT_YET
        else one
        for one in entry.evidence
    )
    own = attrs.evolve(entry, by=None, evidence=claims)
    return own, "the worker is named as signing off; read as claimed, not as signed off"


def _not_on_the_day(entry: EvidenceEntry, on: date | None) -> str | None:
    """Why a registration or confirmation does not count on the day; ``None`` where it does."""
    if entry.kind not in REGISTERED_OR_CONFIRMED or on is None:
        return None
    if entry.expires is not None and entry.expires < on:
        return f"this {entry.kind} expired on {entry.expires}; left out"
    if entry.on is not None and entry.on > on:
        return f"this {entry.kind} is of {entry.on}, later than {on}, the day asked about; left out"
    return None


def _left(entry: EvidenceEntry) -> EvidenceEntry:
    """A registration or confirmation that counts for nothing."""
    return attrs.evolve(entry, item=None)


def _with(worker: Worker, entries: list[EvidenceEntry]) -> Worker:
    if not entries:
        return worker
    shown = tuple(item for entry in entries for item in entry.evidence)
    authorised = tuple(entry.authorisation for entry in entries if entry.authorisation is not None)
    registered = tuple(entry.item for entry in entries if entry.kind is EntryKind.REGISTRATION and entry.item)
    confirmed = tuple(entry.item for entry in entries if entry.kind is EntryKind.CONFIRMATION and entry.item)
    return attrs.evolve(
        worker,
        evidence=joined(worker.evidence, shown) or (),
        authorisations=joined(worker.authorisations, authorised),
        registrations=joined(worker.registrations, registered),
        confirmed=joined(worker.confirmed, confirmed),
    )


def joined(before: tuple[Any, ...] | None, more: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Both, each once; not known stays not known where nothing comes."""
    return tuple(dict.fromkeys((before or ()) + more)) if more else before
