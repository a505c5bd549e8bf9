"""Where a person is on the Pathway, from everything on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from care_pathway._arguments import check_day, check_kind
from care_pathway.evidence.authorisations import Standing, standings_of
from care_pathway.evidence.reasons import Reason
from care_pathway.evidence.registrations import CQC, registered
from care_pathway.model import Judgement
from care_pathway.model._fields import Id
from care_pathway.model.pathway import Pathway
from care_pathway.model.work_context import WorkContext
from care_pathway.model.worker import Worker
from care_pathway.titles.normalise import normalise_title, without_setting
from care_pathway.titles.records import Placement, PlacementBasis, TitleCandidate, TitleMatch, TitleStatus
from care_pathway.titles.rules import NEW_TO_CARE


def place(pathway: Pathway, worker: Worker, *, on: date) -> Placement:
    """Which role category a person is in: the recorded answer, the duties, the title, the job role.

    The first of these that has an answer decides; the others are checked for agreement.

    Args:
        pathway: The edition to answer with.
        worker: The person and what is on file.
        on: The day for which to answer.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> worker = cp.Worker(id="w-1", job_title="Carer", role_category="enhanced-care-worker")
        >>> placement = cp.place(cp.load(), worker, on=date(2026, 1, 1))
        >>> str(placement.basis), placement.agrees
        ('recorded', False)
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("worker", worker, Worker)
    check_day(on)
    standings = standings_of(pathway, worker.id, worker.authorisations or (), on)
    return placement_of(pathway, worker, on, standings, registered(worker.registrations))


def placement_of(
    pathway: Pathway,
    worker: Worker,
    on: date,
    standings: Iterable[Standing],
    registrations: frozenset[Id] | None,
) -> Placement:
    """Where a person is, with the registrations on file and how each delegated authorisation stands."""
    context = _known_duties(pathway, worker, on, standings, registrations)
    roles = {role.id for role in pathway.role_categories}
    reasons: list[Reason] = []
    sources: list[tuple[PlacementBasis, tuple[TitleCandidate, ...]]] = []
    if worker.role_category is not None:
        if worker.role_category in roles:
            reasons.append(Reason("recorded", f"recorded: {worker.role_category}"))
            recorded = TitleCandidate(
                role_category=worker.role_category, confidence=1.0, reasons=("recorded for the person",)
            )
            sources.append((PlacementBasis.RECORDED, (recorded,)))
        else:
            unknown = f"recorded: {worker.role_category}, which this edition does not have"
            reasons.append(Reason("recorded-unknown", unknown))
    where = WorkContext(setting=context.setting)
    title = None if worker.job_title is None else normalise_title(pathway, worker.job_title, context=where)
    beside = _beside_job_role(pathway, worker, title, context)
    if beside is not None:
        outweighed = "duties: delegated healthcare alone does not outweigh the main job role"
        reasons.append(Reason("duties-outweighed", outweighed))
        sources += beside
    elif without_setting(context) is not None:
        duties = normalise_title(pathway, worker.job_title, context=context)
        if title is None or _answers(duties) != _answers(title):
            reasons += _why("duties", duties, slice(-1, None))
            if duties.candidates:
                sources.append((PlacementBasis.DUTIES, duties.candidates))
    if title is not None:
        _add_source("title", PlacementBasis.TITLE, title, sources, reasons)
    if worker.ascwds_job_role is not None:
        role = normalise_title(pathway, None, ascwds_job_role=worker.ascwds_job_role)
        _add_source("job role", PlacementBasis.JOB_ROLE, role, sources, reasons)
    if not sources:
        reasons.append(Reason("nothing", "nothing on file says"))
    basis, candidates = sources[0] if sources else (None, ())
    settled = candidates[0].role_category if len(candidates) == 1 else None
    return Placement(
        worker=worker.id,
        role_category=settled,
        candidates=candidates,
        basis=basis,
        agrees=_agree(pathway, sources),
        reasons=tuple(one.words for one in reasons),
        reason_codes=tuple(one.code for one in reasons),
        pathway=pathway.ref,
    )


def _beside_job_role(
    pathway: Pathway, worker: Worker, title: TitleMatch | None, context: WorkContext
) -> list[tuple[PlacementBasis, tuple[TitleCandidate, ...]]] | None:
    """What a bare answer on delegated healthcare says beside a main job role; ``None`` where it may decide.

    It only chooses between the role category that it points to and the one below it: of a job role of
    others it says nothing, and where the job role may be either, both are offered.
    """
    without = attrs.evolve(context, delegated_healthcare=None)
    bare = (
        context.delegated_healthcare is True
        and not normalise_title(pathway, None, context=without).candidates
    )
    untitled = title is None or title.status is TitleStatus.UNRECOGNISED
    if worker.ascwds_job_role is None or not (bare and untitled):
        return None
    usual = normalise_title(pathway, None, ascwds_job_role=worker.ascwds_job_role).candidates
    found = normalise_title(pathway, None, context=context).candidates
    pointed = found[0].role_category if found else None
    if not usual or pointed is None:
        return None
    baseline = pathway.role_category(pointed).baseline
    between = {pointed, *(() if baseline is None else baseline.role_categories)}
    if usual[0].role_category in between:
        return None
    if all(candidate.role_category not in between for candidate in usual):
        return []
    others = tuple(candidate for candidate in usual if candidate.role_category not in between)
    return [(PlacementBasis.JOB_ROLE, (*others, attrs.evolve(found[0], confidence=others[-1].confidence)))]


def _answers(match: TitleMatch) -> tuple[str | None, ...]:
    return tuple(candidate.role_category for candidate in match.candidates)


def _add_source(
    name: str,
    basis: PlacementBasis,
    match: TitleMatch,
    sources: list[tuple[PlacementBasis, tuple[TitleCandidate, ...]]],
    reasons: list[Reason],
) -> None:
    """Add what a title or a job role answers, if it was recognised, and why."""
    if match.status is not TitleStatus.UNRECOGNISED:
        sources.append((basis, match.candidates))
    reasons += _why(name, match, slice(1))


def _why(name: str, match: TitleMatch, which: slice) -> Iterator[Reason]:
    """Some reasons of a title, duties or a job role, with the source before the code and the words."""
    for code, words in zip(match.reason_codes[which], match.reasons[which], strict=True):
        yield Reason(f"{name.replace(' ', '-')}:{code}", f"{name}: {words}")


def _agree(pathway: Pathway, sources: list[tuple[PlacementBasis, tuple[TitleCandidate, ...]]]) -> bool | None:
    """Whether every source accepts the best answer of the first; ``None`` for fewer than two sources.

    A title says what somebody does, and not for how long: that of the work above accepts who is new to it.
    """
    if len(sources) < 2:
        return None
    best = sources[0][1][0].role_category
    accepted = {best}
    if best == NEW_TO_CARE:
        accepted |= {role.id for role in pathway.role_categories if best in role.baseline_roles}
    return all(
        any(candidate.role_category in accepted for candidate in candidates) for _, candidates in sources[1:]
    )


def _may_be_new(pathway: Pathway, worker: Worker) -> bool:
    """Whether days alone can make somebody new to care: only in a job role that people enter care by.

    A nurse, a cook or a manager in their first weeks is none of it; a title says for itself what it may be.
    """
    if worker.ascwds_job_role is None:
        return True
    usual = normalise_title(pathway, None, ascwds_job_role=worker.ascwds_job_role).candidates
    return any(candidate.role_category == NEW_TO_CARE for candidate in usual)


def _known_duties(
    pathway: Pathway,
    worker: Worker,
    on: date,
    standings: Iterable[Standing],
    registrations: frozenset[Id] | None,
) -> WorkContext:
    """The duties on file, with what registrations, authorisations and dates add where nobody answered."""
    context = worker.context
    if context.setting is None and worker.setting is not None:
        context = attrs.evolve(context, setting=worker.setting)
    if context.cqc_registered_manager is None and CQC in (registrations or ()):
        context = attrs.evolve(context, cqc_registered_manager=True)
    if context.delegated_healthcare is None and any(
        standing.judgement is Judgement.MET for standing in standings
    ):
        context = attrs.evolve(context, delegated_healthcare=True)
    started = worker.started_in_care
    first_role = started is not None and started == worker.started_in_role
    unsaid = context.months_in_first_care_role is None
    if started is not None and first_role and started <= on and unsaid and _may_be_new(pathway, worker):
        months = (on.year - started.year) * 12 + on.month - started.month - (on.day < started.day)
        context = attrs.evolve(context, months_in_first_care_role=months)
    return context
