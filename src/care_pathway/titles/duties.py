"""Duties against words: the policy's order of decision, where the first yes stops the search.

Not known is never read as no: a step that nobody answered leaves the words of the title standing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import attrs

from care_pathway._data import read_json
from care_pathway.model.work_context import WorkContext
from care_pathway.titles import policy
from care_pathway.titles.answers import Because, TitleAnswer, concluded
from care_pathway.titles.judge import TitleJudge
from care_pathway.titles.policy import OUT_OF_SCOPE
from care_pathway.titles.records import TitleCandidate, TitleStatus

_NOTHING_KNOWN = WorkContext()

#: Worlds that stop the search at step 1.
_ELSEWHERE = frozenset({"children", "elsewhere"})


class StepAnswer(NamedTuple):
    """One step of the order of decision.

    Attributes:
        role_category: What a yes means.
        yes: Whether the duties say yes, no, or nothing.
        why: The duty, in words, with the number of the step.
        post: ``manager`` for the posts that come before registration, ``leader`` for others who lead.
    """

    role_category: str
    yes: bool | None
    why: str
    post: str


def steps(context: WorkContext) -> tuple[StepAnswer, ...]:
    """The steps 3 to 9 of the order of decision, as far as the duties answer them.

    Args:
        context: Duties and circumstances.
    """
    return tuple(
        StepAnswer(step.role_category, _answered(step, context), step.why, step.post)
        for step in policy.policy().steps
        if step.all or step.any
    )


def _answered(step: policy.StepRule, context: WorkContext) -> bool | None:
    """Whether the duties say yes to a step, no, or nothing."""
    if step.needs and getattr(context, step.needs) is False:
        return False
    if step.up_to is not None:
        number = getattr(context, step.all[0])
        return None if number is None else number <= step.up_to
    every = [getattr(context, name) for name in step.all]
    some = [getattr(context, name) for name in step.any]
    if False in every:
        return False
    if some and any(some):
        some = []
    if None in every or None in some:
        return None
    if some:
        return False  # all of them are no
    unless = getattr(context, step.unless) if step.unless else None
    return unless is not True


def weigh(
    judge: TitleJudge, answer: TitleAnswer, context: WorkContext, job_role: str | None
) -> tuple[TitleAnswer, int | None]:
    """An answer for the words, weighed against the duties and the recorded job role.

    Args:
        judge: The judge that gave the answer.
        answer: The answer for the title alone.
        context: Duties and circumstances.
        job_role: Upload code of the ASC-WDS main job role.

    Returns:
        The answer, and the ASC-WDS main job role that the duties point to where they decided.
    """
    if job_role is not None:
        answer = _with_job_role(judge, answer, job_role)
    walked = None if context == _NOTHING_KNOWN else _walk(judge, answer, context)
    return walked if walked is not None else (answer, None)


def _named(role: str | None) -> str:
    return "out of scope" if role is None else role.replace("-", " ")


def _with(answer: TitleAnswer, *reasons: Because) -> TitleAnswer:
    return answer._replace(reasons=(*answer.reasons, *reasons))


def _overridden(judge: TitleJudge, answer: TitleAnswer, role: str | None, why: str) -> TitleAnswer:
    """An answer that the duties alone decided."""
    before = answer.candidates[0].role_category if answer.candidates else None
    reasons = list(answer.reasons) if answer.candidates else []
    if answer.candidates and before == role:
        reasons.append(Because("duties-agree", f"the duties agree ({why})"))
    elif answer.candidates:
        words = f"the duties override the title: {_named(role)}, not {_named(before)} ({why})"
        reasons.append(Because("duties-override", words))
    else:
        reasons.append(Because("duties-decide", f"the duties decide: {_named(role)} ({why})"))
    chance = judge.policy.chances["duties decide"]
    candidate = TitleCandidate(role_category=role, confidence=chance, reasons=(why,))
    return concluded((candidate,), answer.job_role, tuple(reasons), answer.rule, answer.concepts, "duties")


def _walk(
    judge: TitleJudge, answer: TitleAnswer, context: WorkContext
) -> tuple[TitleAnswer, int | None] | None:
    """Walk the order of decision; ``None`` when the duties change nothing."""
    ladder = [step for step in steps(context) if step.role_category in judge.roles]
    for role, why, job_role in _stops(judge, answer, context, ladder):
        return _overridden(judge, answer, role, why), job_role
    if answer.status is TitleStatus.OUT_OF_SCOPE and answer.decision is not None and answer.decision.world:
        return _stays_out(answer, context, ladder)
    if context.professional_registration:
        # The title names a manager's post, or step 2 would have stopped; below it the registration counts.
        why = judge.policy.stops["registration"].why
        ladder = [step if step.post == "manager" else step._replace(yes=False, why=why) for step in ladder]
    return _narrowed(judge, answer, context, ladder)


def _stops(
    judge: TitleJudge, answer: TitleAnswer, context: WorkContext, ladder: list[StepAnswer]
) -> Iterator[tuple[str | None, str, int | None]]:
    """The answers that stop the search whatever the title says, in their order.

    Role beats registration for managers; registration beats role below that.
    """
    stops = judge.policy.stops
    if context.adult_service is False:
        yield None, stops["not adult"].why, stops["not adult"].job_role
    elsewhere = _names_another_world(judge, answer, context)
    for step in ladder:
        if step.yes and step.post == "manager" and not elsewhere:
            yield step.role_category, step.why, judge.policy.answers[step.role_category].job_role
    if context.professional_registration and not _is_a_managers(answer, ladder):
        yield None, stops["registration"].why, stops["registration"].job_role
    if (context.number_of_services or 0) > 1 and context.cqc_registered_manager is False:
        yield None, stops["several services"].why, stops["several services"].job_role


def _names_another_world(judge: TitleJudge, answer: TitleAnswer, context: WorkContext) -> bool:
    """Whether step 1 stops the search: the words say children, or work outside social care.

    Registration with CQC is no work outside social care, but its service may be one for children.
    """
    if answer.status is not TitleStatus.OUT_OF_SCOPE or answer.decision is None:
        return False
    world = answer.decision.world
    if world not in _ELSEWHERE or answer.candidates[0].confidence < judge.policy.chances["no doubt"]:
        return False
    return not context.cqc_registered_manager or (world == "children" and not context.adult_service)


def _is_a_managers(answer: TitleAnswer, ladder: list[StepAnswer]) -> bool:
    """Whether the title's own post is a registered or deputy manager's, and no duty says that it is not."""
    managers = {step.role_category for step in ladder if step.post == "manager"}
    denied = {step.role_category for step in ladder if step.yes is False}
    named = [candidate.role_category for candidate in answer.candidates]
    return (
        bool(named)
        and named[0] in managers
        and any(role in managers and role not in denied for role in named)
    )


def _stays_out(
    answer: TitleAnswer, context: WorkContext, ladder: list[StepAnswer]
) -> tuple[TitleAnswer, int | None] | None:
    """A title that names another kind of work stays out of scope; reasons name what the duties say."""
    step = next((step for step in ladder if step.yes), None)
    if step is None and context.adult_service is None:
        return None
    if step is not None:
        words = (
            f"the duties point to {_named(step.role_category)} ({step.why}), "
            "but the title names another kind of work: look again at which is right"
        )
        answer = _with(answer, Because("duties-differ", words))
    if context.adult_service and answer.decision is not None and answer.decision.world == "children":
        words = "the service is said to be for adults, but the title is about children: look again"
        answer = _with(answer, Because("service-differs", words))
    return answer, None


def _narrowed(
    judge: TitleJudge, answer: TitleAnswer, context: WorkContext, ladder: list[StepAnswer]
) -> tuple[TitleAnswer, int | None] | None:
    """Keep what the duties leave open, in the title's order; a yes stops the search below it."""
    met = next((step for step in ladder if step.yes), None)
    open_roles = _left_open(context, ladder, answer)
    kept = [candidate for candidate in answer.candidates if candidate.role_category in open_roles]
    removed = [_named(candidate.role_category) for candidate in answer.candidates if candidate not in kept]
    if met is not None:
        if all(candidate.role_category != met.role_category for candidate in kept):
            chance = judge.policy.chances["duties fit"]
            kept.append(
                TitleCandidate(role_category=met.role_category, confidence=chance, reasons=(met.why,))
            )
        if len(kept) == 1:
            job_role = judge.policy.answers[met.role_category].job_role
            return _overridden(judge, answer, met.role_category, met.why), job_role
    elif removed and removed[0] == _named(answer.candidates[0].role_category) and not _in_scope(kept):
        kept = _rest(judge, answer, context, ladder, kept)
    if tuple(kept) == answer.candidates:
        return None if met is None else (_noted(answer, met), None)
    notes = []
    if removed:
        notes.append(Because("duties-rule-out", f"the duties rule out {' and '.join(removed)}"))
    if met is not None:
        notes.append(Because("duties-fit", f"the duties fit {_named(met.role_category)} ({met.why})"))
    reasons = (*answer.reasons, *notes)
    return concluded(
        in_order(kept), answer.job_role, reasons, answer.rule, answer.concepts, answer.evidence
    ), None


def _left_open(context: WorkContext, ladder: list[StepAnswer], answer: TitleAnswer) -> set[str | None]:
    """The answers that the duties do not rule out: none below the first yes, none that got a no."""
    order = [step.role_category for step in ladder]
    met = next((place for place, step in enumerate(ladder) if step.yes), None)
    left: set[str | None] = {step.role_category for step in ladder[: None if met is None else met + 1]}
    left -= {step.role_category for step in ladder if step.yes is False}
    if met is None:
        left |= {
            candidate.role_category for candidate in answer.candidates if candidate.role_category not in order
        }
        if context.adult_service and answer.decision is not None and answer.decision.doubt == "adults?":
            left.discard(None)
    return left


def _noted(answer: TitleAnswer, step: StepAnswer) -> TitleAnswer:
    return _with(answer, Because("duties-fit", f"the duties fit, but do not settle it ({step.why})"))


def _rest(
    judge: TitleJudge,
    answer: TitleAnswer,
    context: WorkContext,
    ladder: list[StepAnswer],
    kept: list[TitleCandidate],
) -> list[TitleCandidate]:
    """What is left when the duties rule out every role category of the title.

    A post in direct care is still direct care (step 10). One who leads may lead at a lower step that nobody
    answered. A co-ordinator or manager who does neither is out of scope (step 11).
    """
    chances = judge.policy.chances
    anything_else = judge.policy.stops["else"].why
    named = [
        candidate.role_category for candidate in answer.candidates if candidate.role_category is not None
    ]
    out = kept or [
        TitleCandidate(role_category=None, confidence=chances["nothing else"], reasons=(anything_else,))
    ]
    lower = next((step for step in _below(named, ladder) if step.yes is None), None)
    if lower is not None and context.regulated_service is not False:
        why = f"right only if the duties say so ({lower.why})"
        chance = chances["duties leave open"]
        return [
            TitleCandidate(role_category=lower.role_category, confidence=chance, reasons=(why,)),
            *out,
        ]
    managers = {step.role_category for step in ladder if step.post == "manager"}
    last = next(step for step in judge.policy.steps if step.post == "direct")
    direct = named[0] not in managers and answer.job_role in _care_providing()
    if not direct or last.role_category not in judge.roles or context.professional_registration:
        chance = chances["duties rule out the rest"]
        return kept or [TitleCandidate(role_category=None, confidence=chance, reasons=(anything_else,))]
    chance = chances["duties leave open"]
    return _by_confidence(
        [TitleCandidate(role_category=last.role_category, confidence=chance, reasons=(last.why,)), *out]
    )


def _below(named: list[str], ladder: list[StepAnswer]) -> list[StepAnswer]:
    """The steps of those who lead, below the ones that a title names."""
    leaders = [step.role_category for step in ladder if step.post in ("manager", "leader")]
    places = [leaders.index(role) for role in named if role in leaders]
    lower = leaders[max(places) + 1 :] if places and named[0] in leaders else []
    return [step for step in ladder if step.role_category in lower]


@cache
def _care_providing() -> frozenset[int]:
    """Upload codes of the ASC-WDS job roles that provide care."""
    entries = read_json("crosswalks/ascwds/job-roles.json")["rows"]
    return frozenset(entry["code"] for entry in entries if entry["care_providing"])


def _by_confidence(candidates: Iterable[TitleCandidate]) -> list[TitleCandidate]:
    return sorted(candidates, key=lambda candidate: -candidate.confidence)


def _in_scope(candidates: list[TitleCandidate]) -> bool:
    return any(candidate.role_category is not None for candidate in candidates)


def in_order(candidates: Iterable[TitleCandidate]) -> tuple[TitleCandidate, ...]:
    """Candidates in a new order: the highest of their confidences goes with the first, and so on."""
    ordered = tuple(candidates)
    chances = sorted((candidate.confidence for candidate in ordered), reverse=True)
    return tuple(
        attrs.evolve(candidate, confidence=chance) for candidate, chance in zip(ordered, chances, strict=True)
    )


def _with_job_role(judge: TitleJudge, answer: TitleAnswer, code: str) -> TitleAnswer:
    """Let a recorded ASC-WDS main job role weigh in: it orders what the title leaves open."""
    job_role = judge.policy.job_roles.get(code)
    if job_role is None:
        return _with(answer, Because("job-role-unknown", f"{code} is no ASC-WDS main job role code"))
    named = f"ASC-WDS main job role {code} {job_role.name}"
    usual = [
        None if role == OUT_OF_SCOPE else role
        for role in job_role.answers
        if role == OUT_OF_SCOPE or role in judge.roles
    ]
    if not usual:
        words = f"{named} has no role category in this edition"
        return _with(answer, Because("job-role-lacks", words))
    if not answer.candidates:
        candidates = tuple(
            TitleCandidate(
                role_category=role,
                confidence=judge.policy.chances[f"job role alone {place}"],
                reasons=(f"from {named} alone",),
            )
            for place, role in enumerate(usual[:3], 1)
        )
        reason = Because("job-role-alone", f"decided by {named} alone")
        return concluded(candidates, job_role.code, (reason,), None, answer.concepts, "job role alone")
    inside = [candidate for candidate in answer.candidates if candidate.role_category in usual]
    if not inside:
        words = f"{named} usually means {_named(usual[0])}: the title and the job role do not agree"
        return _with(answer, Because("job-role-differs", words))
    rest = [candidate for candidate in answer.candidates if candidate.role_category not in usual]
    words = f"{named} agrees with {_named(inside[0].role_category)}"
    return _with(answer, Because("job-role-agrees", words))._replace(candidates=in_order((*inside, *rest)))
