"""The skill gap of one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from care_pathway._arguments import check_kind, check_text
from care_pathway.errors import InvalidArgumentError
from care_pathway.evidence.holdings import Event, Holdings, beyond_evidence
from care_pathway.evidence.infer import evidence_of
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.ratings import SkillsAssessment, evidence_from_assessments
from care_pathway.evidence.renewals import Renewals
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.model import EvidenceState, Pathway, Worker
from care_pathway.problems import Problem
from care_pathway.skills.engine import GapEngine, GapMasks, Heading, engine_of, threshold_of
from care_pathway.skills.records import GapState, NextStep, OpenItem, Priority, SkillGap, Tally


def skill_gap(
    pathway: Pathway,
    worker: Worker,
    *,
    target: str | None,
    on: date,
    threshold: EvidenceState | str = EvidenceState.ASSESSED,
    assessments: Iterable[SkillsAssessment] = (),
    renewals: Renewals | None = None,
) -> SkillGap:
    """What a worker has shown, and what is missing, of what a role category expects.

    Evidence on file counts together with what qualifications, training and authorisations show
    (`infer_evidence`). Completing a course is not competence: by default a competency is held from
    ``assessed`` up and partial below. Evidence is valid on its last day itself. A ``not-yet`` takes away
    what is dated the same day or earlier: such a competency is never held, and is named in `problems`.

    Args:
        pathway: The edition whose expectations are meant.
        worker: The person and what is on file.
        target: Id of the role category; ``None`` for the person's own.
        on: The day for which to answer.
        threshold: The weakest evidence that counts as held.
        assessments: Ratings by the worker and by a manager, which count as evidence too.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Raises:
        UnknownIdError: If there is no such role category.
        ValueError: If the target is ``None`` and the person's own role category is not known.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> pathway = cp.load()
        >>> sam = pathway.persona("sam").worker
        >>> gap = skill_gap(pathway, sam, target="care-or-support-worker", on=date(2026, 1, 1))
        >>> len(gap.held) > 50, "ks-csw-safeguarding-02" in gap.held, len(gap.unsafe) > 0
        (True, True, True)
    """
    check_kind("pathway", pathway, Pathway)
    check_text("target", target, optional=True)
    assessed = evidence_from_assessments(pathway, assessments)
    on_file = OnFile(pathway, worker, on, assessed=assessed.evidence, renewals=renewals)
    state = threshold_of(threshold)
    own = on_file.role_category
    if target is None and own is None:
        raise InvalidArgumentError(
            "target", "given, since nothing on file settles the worker's own role category", target
        )
    engine = engine_of(pathway, str(own) if target is None else target, state)
    events, holdings = on_file.events, on_file.holdings
    problems = (*on_file.problems, *assessed.problems)
    return _report(engine, worker, own, on, holdings, events, problems)


def _tally(engine: GapEngine, gap: GapMasks, heading: Heading) -> Tally:
    ids, mask = engine.ids, heading.mask
    return Tally(
        id=heading.id,
        label=heading.label,
        held=ids(gap.held & mask),
        partial=ids(gap.partial & mask),
        expired=ids(gap.expired & mask),
        missing=ids(gap.missing & mask),
        coverage=share(gap.held & mask, mask),
    )


def share(part: int, whole: int) -> float | None:
    """The share of a mask in another; ``None`` where there is nothing to share."""
    return part.bit_count() / whole.bit_count() if whole else None


def _report(
    engine: GapEngine,
    worker: Worker,
    own: str | None,
    on: date,
    holdings: Holdings,
    events: Sequence[Event],
    problems: tuple[Problem, ...],
) -> SkillGap:
    gap = engine.gap(holdings)
    left = engine.expected & ~gap.held
    used = [
        event._replace(mask=event.mask & engine.expected)
        for event in events
        if event.mask & engine.expected and (event.on is None or event.on <= on)
    ]

    def tallies(headings: tuple[Heading, ...]) -> tuple[Tally, ...]:
        return tuple(_tally(engine, gap, heading) for heading in headings)

    return SkillGap(
        pathway=engine.pathway.ref,
        worker=worker.id,
        role_category=own,
        target=engine.target,
        on=on,
        threshold=engine.threshold,
        held=engine.ids(gap.held),
        partial=engine.ids(gap.partial),
        expired=engine.ids(gap.expired),
        missing=engine.ids(gap.missing),
        not_known=engine.ids(gap.not_known),
        learned=engine.ids(left & holdings.attended),
        coverage=share(gap.held, engine.expected),
        minimum_coverage=share(gap.held & engine.minimum, engine.minimum),
        inherited=_tally(engine, gap, Heading("inherited", "From baseline roles", engine.inherited)),
        own=_tally(engine, gap, Heading("own", "Named by the role category itself", engine.own)),
        by_area=tallies(engine.by_area),
        by_theme=tallies(engine.by_theme),
        by_stage=tallies(engine.by_stage),
        by_expectation=tallies(engine.by_expectation),
        open=_open_items(engine, gap, holdings, carried_out(engine.pathway, worker)),
        evidence=evidence_of(engine.pathway, used, on),
        problems=problems,
    )


def carried_out(pathway: Pathway, worker: Worker) -> int:
    """Delegated activities that the person is on file for, validly authorised or not, as a mask."""
    crosswalks, bit, mask = crosswalks_of(pathway), order_of(pathway).bit, 0
    for item in worker.evidence:
        mine = bit(item.competency)
        if beyond_evidence(mine, item, crosswalks.authorised):
            mask |= mine
    for authorisation in worker.authorisations or ():
        mask |= (crosswalks.of_activity(authorisation.activity) or (0, ""))[0]
    return mask


def tiers(engine: GapEngine, left: int, carried: int = 0) -> tuple[tuple[Priority, int], ...]:
    """What is open, parted by how pressing it is."""
    unsafe = left & (engine.minimum | carried)
    nice = left & engine.additional & ~unsafe
    return (
        (Priority.UNSAFE, unsafe),
        (Priority.NEEDED, left & ~unsafe & ~nice),
        (Priority.NICE, nice),
    )


def _open_items(engine: GapEngine, gap: GapMasks, holdings: Holdings, carried: int) -> tuple[OpenItem, ...]:
    left = engine.expected & ~gap.held
    competencies = engine.pathway.competencies
    result = []
    for priority, mask in tiers(engine, left, carried):
        for competency in (*engine.ids(mask & engine.first), *engine.ids(mask & ~engine.first)):
            position = engine.order.position[competency]
            bit = 1 << position
            state = (
                GapState.PARTIAL
                if gap.partial & bit
                else GapState.EXPIRED
                if gap.expired & bit
                else GapState.MISSING
            )
            if holdings.disputed & bit:
                step = NextStep.RESOLVE
            elif state is GapState.EXPIRED:
                step = NextStep.RENEW
            elif engine.behaviours & bit:
                step = NextStep.SHOW
            else:
                step = NextStep.ASSESS if holdings.attended & bit else NextStep.LEARN
            result.append(
                OpenItem(
                    competency=competency,
                    statement=competencies[position].statement,
                    priority=priority,
                    state=state,
                    next=step,
                    inherited=bool(engine.inherited & bit),
                )
            )
    return tuple(result)
