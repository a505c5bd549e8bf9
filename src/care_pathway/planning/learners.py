"""What each person needs that a course may give: training due, the law, the next step, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from care_pathway.evidence.masks import order_of
from care_pathway.language.text import normalise
from care_pathway.model import (
    CoverageRequirement,
    EvidenceState,
    InductionRequirement,
    Judgement,
    QualificationRequirement,
    Requirement,
    Strength,
    Worker,
)
from care_pathway.planning.booking_records import NeedKind
from care_pathway.planning.due import TrainingDue, due_on_file
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.records import RequirementJudgement
from care_pathway.skills.engine import engine_of
from care_pathway.skills.gap import carried_out, tiers
from care_pathway.skills.records import Priority


class Need(NamedTuple):
    """Something that a person needs and a course can give.

    `key` says what it is for everybody: a topic that is renewed, or what a requirement asks.
    """

    key: tuple[str, str]
    kind: NeedKind
    subject: str
    by: date | None = None
    requirement: Requirement | None = None


class Learner(NamedTuple):
    """One person to book for, made with `learner_of`.

    Attributes:
        worker: The person.
        role: Id of the role category; ``None`` where it is not settled.
        needs: What the person needs beside competencies.
        competencies: The open competencies by tier.
        due: Training that is due.
    """

    worker: Worker
    role: str | None
    needs: tuple[Need, ...]
    competencies: dict[NeedKind, int]
    due: tuple[TrainingDue, ...]


def learner_of(comparison: RouteComparison, *, until: date, placed: bool = True) -> Learner:
    """What a person needs that courses may give: training due by a day, the law, the next step, the rest.

    Of somebody who is not `placed`, whatever the title says, only the training that is due.
    """
    on_file = comparison.on_file
    pathway, worker, on = on_file.pathway, on_file.worker, on_file.on
    due = due_on_file(on_file, until=until)
    needs = [
        Need(
            key=("topic", topic) if topic else ("title", normalise(item.title)),
            kind=NeedKind.OVERDUE if item.overdue else NeedKind.DUE,
            subject=item.title,
            by=max(on, item.expires),
        )
        for item in due
        for topic in item.topics or ("",)
    ]
    role = on_file.role_category if placed else None
    if role is None:
        return Learner(worker, None, tuple(needs), {}, due)
    statutory = map(comparison.judge, pathway.role_category(role).statutory_requirements)
    needs += _of_requirements(statutory, NeedKind.STATUTORY)
    ways = comparison.ways
    steps = [comparison.compare(route) for route in ways.first] if ways.moving else []
    asked = [
        judged for step in steps for judged in step.requirements if judged.strength is not Strength.COULD
    ]
    needs += _of_requirements(asked, NeedKind.NEXT_STEP)
    engine, holdings = engine_of(pathway, role, EvidenceState.ASSESSED), on_file.holdings
    left = engine.expected & ~engine.gap(holdings).held
    gap = dict(tiers(engine, left, carried_out(pathway, worker)))
    order = order_of(pathway)
    masks = {
        NeedKind.SAFE_PRACTICE: gap[Priority.UNSAFE],
        NeedKind.NEXT_STEP: order.mask(
            competency
            for judged in _parts(asked)
            if isinstance(judged.requirement, CoverageRequirement)
            for competency in judged.open
        ),
        NeedKind.EXPECTED: gap[Priority.NEEDED],
        NeedKind.USEFUL: gap[Priority.NICE],
    }
    done = left & holdings.attended | order.stages[None]
    open_ = {kind: mask & ~done for kind, mask in masks.items()}
    most_pressing: dict[tuple[str, str], Need] = {}
    for need in needs:
        most_pressing.setdefault(need.key, need)
    return Learner(worker, role, tuple(most_pressing.values()), open_, due)


def _parts(judgements: Iterable[RequirementJudgement]) -> Iterator[RequirementJudgement]:
    """Judgements that are not met, and their parts."""
    for judged in judgements:
        if judged.judgement is not Judgement.MET:
            yield judged
            yield from _parts(judged.parts)


def _of_requirements(judgements: Iterable[RequirementJudgement], kind: NeedKind) -> Iterator[Need]:
    """Learning that requirements ask for and that is not on file."""
    for judged in _parts(judgements):
        one = judged.requirement
        if isinstance(one, QualificationRequirement | InductionRequirement):
            text = one.text.rstrip(". ")
            yield Need(key=("requirement", one.id), kind=kind, subject=text, requirement=one)
