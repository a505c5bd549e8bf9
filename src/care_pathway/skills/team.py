"""The skill gap of a team: who has what, what most lack, who could coach whom, what only one person holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from care_pathway._arguments import check_day, check_kind, check_text, several
from care_pathway.evidence.holdings import Holdings
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.ratings import SkillsAssessment, evidence_from_assessments
from care_pathway.evidence.renewals import Renewals
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.model import EvidenceState, Pathway, Worker
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.skills.engine import GapEngine, GapMasks, engine_of, threshold_of
from care_pathway.skills.gap import carried_out, share, tiers
from care_pathway.skills.records import Priority
from care_pathway.skills.team_records import (
    Coaching,
    PartCoaching,
    SingleHolder,
    TeamArea,
    TeamCell,
    TeamGap,
    TeamMember,
    TeamNeed,
)


class _Person(NamedTuple):
    """One member of the team, in masks."""

    worker: Worker
    role_category: str | None
    engine: GapEngine
    holdings: Holdings
    gap: GapMasks
    tiers: tuple[tuple[Priority, int], ...]

    @property
    def left(self) -> int:
        return self.engine.expected & ~self.gap.held

    @property
    def has(self) -> int:
        """Everything held, expected of this person or not."""
        return self.holdings.at_least(self.engine.threshold.rank)


def team_gap(
    pathway: Pathway,
    workers: Iterable[Worker],
    *,
    target: str | None,
    on: date,
    threshold: EvidenceState | str = EvidenceState.ASSESSED,
    assessments: Mapping[str, Iterable[SkillsAssessment]] | None = None,
    renewals: Renewals | None = None,
) -> TeamGap:
    """What a team has shown, and what is missing, of what a role category expects.

    Colleagues coach knowledge and skills that they hold themselves. Delegated healthcare skills are left out
    of coaching: they are trained and signed off for one person by a regulated professional.

    Args:
        pathway: The edition whose expectations are meant.
        workers: The people and what is on file about each.
        target: Id of the role category for everybody; ``None`` for each person's own.
        on: The day for which to answer.
        threshold: The weakest evidence that counts as held.
        assessments: Ratings by each worker and by a manager, by the worker's id; they count as evidence too.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Raises:
        UnknownIdError: If there is no such role category.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> pathway = cp.load()
        >>> team = [persona.worker for persona in pathway.personas]
        >>> gap = team_gap(pathway, team, target="care-or-support-worker", on=date(2026, 1, 1))
        >>> gap.workers
        ('sam', 'richard', 'anton')
        >>> len(gap.rows()) == len(gap.workers) * len(gap.areas)
        True
    """
    check_kind("pathway", pathway, Pathway)
    check_text("target", target, optional=True)
    check_kind("assessments", assessments, Mapping, optional=True)
    check_day(on)
    state = threshold_of(threshold)
    if target is not None:
        pathway.role_category(target)
    people: list[_Person] = []
    problems: list[Problem] = []
    team = several("workers", workers, Worker)
    for name, count in Counter(worker.id for worker in team).items():
        if count > 1:
            problems.append(
                Problem(
                    kind=ProblemKind.DUPLICATE,
                    message=f"is in the team {count} times",
                    place=Place(worker=name),
                    severity=Severity.WARNING,
                )
            )
    rated = {
        name: evidence_from_assessments(pathway, ratings) for name, ratings in (assessments or {}).items()
    }
    problems += [
        Problem(
            kind=ProblemKind.RECORD,
            message="is rated, and not in the team",
            place=Place(worker=name),
            severity=Severity.WARNING,
        )
        for name in sorted(rated.keys() - {worker.id for worker in team})
    ]
    for worker in team:
        ratings = rated.get(worker.id)
        assessed = () if ratings is None else ratings.evidence
        on_file = OnFile(pathway, worker, on, assessed=assessed, renewals=renewals)
        own = on_file.role_category
        meant = target or own
        if meant is None:
            text = "has no role category on file and no target is given; left out"
            problems.append(
                Problem(
                    kind=ProblemKind.ROLE_NOT_KNOWN,
                    message=text,
                    place=Place(worker=worker.id),
                    severity=Severity.WARNING,
                )
            )
            continue
        engine = engine_of(pathway, meant, state)
        holdings = on_file.holdings
        gap = engine.gap(holdings)
        left = engine.expected & ~gap.held
        people.append(
            _Person(worker, own, engine, holdings, gap, tiers(engine, left, carried_out(pathway, worker)))
        )
        found = (*on_file.problems, *(() if ratings is None else ratings.problems))
        problems += [problem.at(worker=worker.id) for problem in found]
    return _report(pathway, people, target, on, state, problems)


def _report(
    pathway: Pathway,
    people: list[_Person],
    target: str | None,
    on: date,
    threshold: EvidenceState,
    problems: list[Problem],
) -> TeamGap:
    areas = _areas(pathway, people)
    expected = sum(member.engine.expected.bit_count() for member in people)
    minimum = sum(member.engine.minimum.bit_count() for member in people)
    held = sum(member.gap.held.bit_count() for member in people)
    safe = sum((member.gap.held & member.engine.minimum).bit_count() for member in people)
    return TeamGap(
        pathway=pathway.ref,
        target=target,
        on=on,
        threshold=threshold,
        workers=tuple(member.worker.id for member in people),
        areas=tuple(TeamArea(id=key, label=label) for key, label, _ in areas),
        members=tuple(_member(member) for member in people),
        cells=tuple(_cell(member, key, label, mask) for member in people for key, label, mask in areas),
        lacking=_lacking(pathway, people),
        coaching=_coaching(pathway, people, areas),
        single_holders=_single_holders(pathway, people),
        coverage=held / expected if expected else None,
        minimum_coverage=safe / minimum if minimum else None,
        problems=tuple(dict.fromkeys(problems)),
    )


def _areas(pathway: Pathway, people: list[_Person]) -> list[tuple[str | None, str, int]]:
    order = order_of(pathway)
    anyone = 0
    for member in people:
        anyone |= member.engine.expected
    behaviours = order.stages[None] & anyone
    result: list[tuple[str | None, str, int]] = [(None, "Behaviours", behaviours)] if behaviours else []
    for area in pathway.areas:
        mask = order.areas.get(area.id, 0) & anyone
        if mask:
            result.append((area.id, area.label, mask))
    return result


def _member(member: _Person) -> TeamMember:
    ids = member.engine.ids
    open_by = dict(member.tiers)
    return TeamMember(
        worker=member.worker.id,
        role_category=member.role_category,
        target=member.engine.target,
        held=ids(member.gap.held),
        partial=ids(member.gap.partial),
        expired=ids(member.gap.expired),
        missing=ids(member.gap.missing),
        not_known=ids(member.gap.not_known),
        learned=ids(member.left & member.holdings.attended),
        unsafe=ids(open_by[Priority.UNSAFE]),
        needed=ids(open_by[Priority.NEEDED]),
        nice=ids(open_by[Priority.NICE]),
        coverage=share(member.gap.held, member.engine.expected),
        minimum_coverage=share(member.gap.held & member.engine.minimum, member.engine.minimum),
    )


def _cell(member: _Person, key: str | None, label: str, mask: int) -> TeamCell:
    mask &= member.engine.expected
    gap = member.gap
    return TeamCell(
        worker=member.worker.id,
        area=key,
        label=label,
        expected=mask.bit_count(),
        held=(gap.held & mask).bit_count(),
        partial=(gap.partial & mask).bit_count(),
        expired=(gap.expired & mask).bit_count(),
        missing=(gap.missing & mask).bit_count(),
        coverage=share(gap.held & mask, mask),
    )


_URGENCY = tuple(Priority)


def _lacking(pathway: Pathway, people: list[_Person]) -> tuple[TeamNeed, ...]:
    who: dict[int, list[str]] = {}
    urgency: dict[int, int] = {}
    expected: Counter[int] = Counter()
    order = order_of(pathway)
    for member in people:
        for competency in member.engine.ids(member.engine.expected):
            expected[order.position[competency]] += 1
        for priority, mask in member.tiers:
            for competency in member.engine.ids(mask):
                place = order.position[competency]
                who.setdefault(place, []).append(member.worker.id)
                urgency[place] = min(urgency.get(place, len(_URGENCY)), _URGENCY.index(priority))
    ranked = sorted(who, key=lambda place: (urgency[place], -len(who[place]) / expected[place], place))
    return tuple(
        TeamNeed(
            competency=order.ids[place],
            statement=pathway.competencies[place].statement,
            priority=_URGENCY[urgency[place]],
            workers=tuple(who[place]),
            expected_of=expected[place],
        )
        for place in ranked
    )


def _coaching(
    pathway: Pathway, people: list[_Person], areas: list[tuple[str | None, str, int]]
) -> tuple[Coaching, ...]:
    never = crosswalks_of(pathway).ceiling
    decode = order_of(pathway).decode
    result = []
    for key, label, mask in areas:
        if key is None:
            continue
        learners: dict[int, list[str]] = {}
        for member in people:
            lacks = member.left & mask & ~never
            if lacks:
                learners.setdefault(lacks, []).append(member.worker.id)
        for lacks, who in learners.items():
            able: dict[int, list[str]] = {}
            for member in people:
                if lacks & member.has:
                    able.setdefault(lacks & member.has, []).append(member.worker.id)
            coaches = tuple(able.pop(lacks, ()))
            if coaches or able:
                result.append(
                    Coaching(
                        area=key,
                        label=label,
                        lacks=decode(lacks),
                        learners=tuple(who),
                        coaches=coaches,
                        in_part=tuple(
                            PartCoaching(holds=decode(part), coaches=tuple(able[part]))
                            for part in sorted(able, key=int.bit_count, reverse=True)
                        ),
                    )
                )
    return tuple(result)


def _single_holders(pathway: Pathway, people: list[_Person]) -> tuple[SingleHolder, ...]:
    if len(people) < 2:
        return ()
    once = twice = anyone = 0
    for member in people:
        twice |= once & member.has
        once |= member.has
        anyone |= member.engine.expected
    alone = once & ~twice & anyone
    order = order_of(pathway)
    holder = {
        competency: member.worker.id for member in people for competency in order.decode(member.has & alone)
    }
    return tuple(
        SingleHolder(
            competency=competency,
            statement=pathway.competencies[order.position[competency]].statement,
            worker=holder[competency],
        )
        for competency in order.decode(alone)
    )
