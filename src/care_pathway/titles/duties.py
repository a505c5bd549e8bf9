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
from care_pathway.titles.answers import Answer, Judge
from care_pathway.titles.records import TitleCandidate, TitleStatus
from care_pathway.titles.rules import OUT_OF_SCOPE

_NOTHING_KNOWN = WorkContext()


class Step(NamedTuple):
    """One step of the order of decision.

    Attributes:
        role_category: What a yes means.
        yes: Whether the duties say yes, no, or nothing.
        why: The duty, in words, with the number of the step.
    """

    role_category: str
    yes: bool | None
    why: str


def _either(*answers: bool | None) -> bool | None:
    """Yes if one is yes, no if all are no, else not known."""
    if any(answers):
        return True
    return None if None in answers else False


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return True if left and right else None


#: Decisions whose doubt is whether the work is with adults.
_FOR_ADULTS = frozenset({"D15", "D20"})

#: Decisions under which a title that is clearly out of scope names work with children or outside social care.
_ELSEWHERE = frozenset({"D52", "D54", "D42", "D27", "D17", "D4", "D6"})

#: Decisions under which the title itself names another world or a registered profession.
_FIRM = _ELSEWHERE | {"D46", "D50", "D51", "D49", "D40", "D39", "D34", "D33"}

#: From here on the words leave no doubt; below, an unknown word may be the name of a home.
_CLEAR = 0.9

#: The posts that come before registration in the order of decision.
_MANAGERS = ("registered-manager", "deputy-manager")

#: The posts of those who lead, from the top down.
_LEADERS = (*_MANAGERS, "supervisor-or-leader")


def steps(context: WorkContext) -> tuple[Step, ...]:
    """The steps 3 to 9 of the order of decision, as far as the duties answer them.

    Args:
        context: Duties and circumstances.
    """
    registered = context.cqc_registered_manager
    if context.regulated_service is False:
        registered = False
    months = context.months_in_first_care_role
    leads_practice = context.leads_a_specialism
    if leads_practice and context.manages_staff is not None:
        leads_practice = not context.manages_staff
    return (
        Step("registered-manager", registered, "step 3: registered with CQC as manager of the service"),
        Step(
            "deputy-manager",
            _both(context.manages_staff, context.deputises_for_manager),
            "step 4: manages staff and helps to run the whole service",
        ),
        Step(
            "supervisor-or-leader",
            _either(context.manages_staff, context.leads_shift),
            "step 5: supervises or manages staff, or leads shifts or a team",
        ),
        Step(
            "practice-leader",
            leads_practice,
            "step 6: leads practice in a specialism without line management",
        ),
        Step(
            "personal-assistant", context.directly_employed_by_individual, "step 7: works for one individual"
        ),
        Step("enhanced-care-worker", context.delegated_healthcare, "step 8: delegated or specialist support"),
        Step(
            "new-to-care",
            None if months is None else months <= 12,
            "step 9: first care role, up to 12 months",
        ),
    )


def weigh(
    judge: Judge, answer: Answer, context: WorkContext, job_role: str | None
) -> tuple[Answer, int | None]:
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


def _overridden(answer: Answer, role: str | None, why: str) -> Answer:
    """An answer that the duties alone decided."""
    before = answer.candidates[0].role_category if answer.candidates else None
    reasons = list(answer.reasons) if answer.candidates else []
    if answer.candidates and before == role:
        reasons.append(f"the duties agree ({why})")
    elif answer.candidates:
        reasons.append(f"the duties override the title: {_named(role)}, not {_named(before)} ({why})")
    else:
        reasons.append(f"the duties decide: {_named(role)} ({why})")
    candidate = TitleCandidate(role_category=role, confidence=0.97, reasons=(why,))
    return Judge.concluded((candidate,), answer.job_role, tuple(reasons), answer.decided, answer.concepts)


def _walk(judge: Judge, answer: Answer, context: WorkContext) -> tuple[Answer, int | None] | None:
    """Walk the order of decision; ``None`` when the duties change nothing."""
    ladder = [step for step in steps(context) if step.role_category in judge.roles]
    for role, why, job_role in _stops(judge, answer, context, ladder):
        return _overridden(answer, role, why), job_role
    if answer.status is TitleStatus.OUT_OF_SCOPE and answer.decided and answer.decided[0].decision in _FIRM:
        return _stays_out(answer, context, ladder)
    if context.professional_registration:
        # The title names a manager's post, or step 2 would have stopped; below it the registration counts.
        ladder = [
            step if step.role_category in _MANAGERS else step._replace(yes=False, why=_REGISTERED)
            for step in ladder
        ]
    return _narrowed(judge, answer, context, ladder)


_REGISTERED = "step 2: done under a professional registration"
_ELSE = "step 11: anything else"


def _stops(
    judge: Judge, answer: Answer, context: WorkContext, ladder: list[Step]
) -> Iterator[tuple[str | None, str, int | None]]:
    """The answers that stop the search whatever the title says, in their order.

    Role beats registration for managers; registration beats role below that.
    """
    if context.adult_service is False:
        yield None, "step 1: the service is not for adults", 42
    elsewhere = _names_another_world(answer, context)
    for step in ladder:
        if step.yes and step.role_category in _MANAGERS and not elsewhere:
            yield step.role_category, step.why, judge.guidance.duties[step.role_category]
    if context.professional_registration and not _is_a_managers(answer, ladder):
        yield None, _REGISTERED, None
    if (context.number_of_services or 0) > 1 and context.cqc_registered_manager is False:
        yield None, "D34: manages several services", 2


def _names_another_world(answer: Answer, context: WorkContext) -> bool:
    """Whether step 1 stops the search: the words say children, or work outside social care.

    Registration with CQC is no work outside social care, but its service may be one for children.
    """
    if answer.status is not TitleStatus.OUT_OF_SCOPE or not answer.decided:
        return False
    decision = answer.decided[0].decision
    if decision not in _ELSEWHERE or answer.candidates[0].confidence < _CLEAR:
        return False
    return not context.cqc_registered_manager or (decision == "D52" and not context.adult_service)


def _is_a_managers(answer: Answer, ladder: list[Step]) -> bool:
    """Whether the title's own post is a registered or deputy manager's, and no duty says that it is not."""
    denied = {step.role_category for step in ladder if step.yes is False}
    named = [one.role_category for one in answer.candidates]
    return (
        bool(named)
        and named[0] in _MANAGERS
        and any(role in _MANAGERS and role not in denied for role in named)
    )


def _stays_out(answer: Answer, context: WorkContext, ladder: list[Step]) -> tuple[Answer, int | None] | None:
    """A title that names another kind of work stays out of scope; what the duties would point to is said."""
    step = next((step for step in ladder if step.yes), None)
    if step is None and context.adult_service is None:
        return None
    reasons = list(answer.reasons)
    if step is not None:
        reasons.append(
            f"the duties point to {_named(step.role_category)} ({step.why}), "
            "but the title names another kind of work: look again at which is right"
        )
    if context.adult_service and answer.decided[0].decision == "D52":
        reasons.append("the service is said to be for adults, but the title is about children: look again")
    return answer._replace(reasons=tuple(reasons)), None


def _narrowed(
    judge: Judge, answer: Answer, context: WorkContext, ladder: list[Step]
) -> tuple[Answer, int | None] | None:
    """Keep what the duties leave open, in the title's order; a yes stops the search below it."""
    met = next((step for step in ladder if step.yes), None)
    open_roles = _left_open(context, ladder, answer)
    kept = [one for one in answer.candidates if one.role_category in open_roles]
    removed = [_named(one.role_category) for one in answer.candidates if one not in kept]
    if met is not None:
        if all(one.role_category != met.role_category for one in kept):
            kept.append(TitleCandidate(role_category=met.role_category, confidence=0.9, reasons=(met.why,)))
        if len(kept) == 1:
            job_role = judge.guidance.duties.get(met.role_category)
            return _overridden(answer, met.role_category, met.why), job_role
    elif removed and removed[0] == _named(answer.candidates[0].role_category) and not _in_scope(kept):
        kept = _rest(judge, answer, context, ladder, kept)
    if tuple(kept) == answer.candidates:
        return None if met is None else (_noted(answer, met), None)
    notes = [f"the duties rule out {' and '.join(removed)}"] if removed else []
    if met is not None:
        notes.append(f"the duties fit {_named(met.role_category)} ({met.why})")
    reasons = (*answer.reasons, *notes)
    candidates = _in_order(kept)
    return Judge.concluded(candidates, answer.job_role, reasons, answer.decided, answer.concepts), None


def _left_open(context: WorkContext, ladder: list[Step], answer: Answer) -> set[str | None]:
    """The answers that the duties do not rule out: none below the first yes, none that got a no."""
    order = [step.role_category for step in ladder]
    met = next((place for place, step in enumerate(ladder) if step.yes), None)
    left: set[str | None] = {step.role_category for step in ladder[: None if met is None else met + 1]}
    left -= {step.role_category for step in ladder if step.yes is False}
    if met is None:
        left |= {one.role_category for one in answer.candidates if one.role_category not in order}
        if context.adult_service and answer.decided and answer.decided[0].decision in _FOR_ADULTS:
            left.discard(None)
    return left


def _noted(answer: Answer, step: Step) -> Answer:
    return answer._replace(reasons=(*answer.reasons, f"the duties fit, but do not settle it ({step.why})"))


def _rest(
    judge: Judge,
    answer: Answer,
    context: WorkContext,
    ladder: list[Step],
    kept: list[TitleCandidate],
) -> list[TitleCandidate]:
    """What is left when the duties rule out every role category of the title.

    A post in direct care is still direct care (step 10). One who leads may lead at a lower step that nobody
    answered. A co-ordinator or manager who does neither is out of scope (step 11).
    """
    named = [one.role_category for one in answer.candidates if one.role_category is not None]
    out = kept or [TitleCandidate(role_category=None, confidence=0.5, reasons=(_ELSE,))]
    lower = next((step for step in _below(named, ladder) if step.yes is None), None)
    if lower is not None and context.regulated_service is not False:
        why = f"right only if the duties say so ({lower.why})"
        return [TitleCandidate(role_category=lower.role_category, confidence=0.7, reasons=(why,)), *out]
    direct = named[0] not in _MANAGERS and answer.job_role in _care_providing()
    if not direct or "care-or-support-worker" not in judge.roles or context.professional_registration:
        return kept or [TitleCandidate(role_category=None, confidence=0.85, reasons=(_ELSE,))]
    why = "step 10: direct care or support, since the duties rule out the rest"
    return _by_confidence(
        [TitleCandidate(role_category="care-or-support-worker", confidence=0.7, reasons=(why,)), *out]
    )


def _below(named: list[str], ladder: list[Step]) -> list[Step]:
    """The steps of those who lead, below the ones that a title names."""
    places = [_LEADERS.index(role) for role in named if role in _LEADERS]
    lower = _LEADERS[max(places) + 1 :] if places and named[0] in _LEADERS else ()
    return [step for step in ladder if step.role_category in lower]


@cache
def _care_providing() -> frozenset[int]:
    """Upload codes of the ASC-WDS job roles that provide care."""
    entries = read_json("crosswalks/ascwds/job-roles.json")["rows"]
    return frozenset(entry["code"] for entry in entries if entry["care_providing"])


def _by_confidence(candidates: Iterable[TitleCandidate]) -> list[TitleCandidate]:
    return sorted(candidates, key=lambda one: -one.confidence)


def _in_scope(candidates: list[TitleCandidate]) -> bool:
    return any(one.role_category is not None for one in candidates)


def _in_order(candidates: Iterable[TitleCandidate]) -> tuple[TitleCandidate, ...]:
    """Candidates in a new order: the surest of their confidences goes with the first, and so on."""
    ordered = tuple(candidates)
    chances = sorted((one.confidence for one in ordered), reverse=True)
    return tuple(attrs.evolve(one, confidence=chance) for one, chance in zip(ordered, chances, strict=True))


def _with_job_role(judge: Judge, answer: Answer, job_role: str) -> Answer:
    """Let a recorded ASC-WDS main job role speak: it orders what the title leaves open."""
    entry = judge.guidance.job_roles.get(job_role)
    if entry is None:
        return answer._replace(reasons=(*answer.reasons, f"{job_role} is no ASC-WDS main job role code"))
    named = f"ASC-WDS main job role {job_role} {entry['name']}"
    usual = [
        None if role == OUT_OF_SCOPE else role
        for role in entry["answers"]
        if role == OUT_OF_SCOPE or role in judge.roles
    ]
    if not usual:
        return answer._replace(reasons=(*answer.reasons, f"{named} has no role category in this edition"))
    if not answer.candidates:
        candidates = tuple(
            TitleCandidate(
                role_category=role, confidence=round(0.8 - 0.2 * place, 2), reasons=(f"from {named} alone",)
            )
            for place, role in enumerate(usual[:3])
        )
        return Judge.concluded(candidates, int(job_role), (f"decided by {named} alone",), (), answer.concepts)
    inside = [one for one in answer.candidates if one.role_category in usual]
    if not inside:
        note = f"{named} usually means {_named(usual[0])}: the title and the job role do not agree"
        return answer._replace(reasons=(*answer.reasons, note))
    rest = [one for one in answer.candidates if one.role_category not in usual]
    note = f"{named} agrees with {_named(inside[0].role_category)}"
    return answer._replace(candidates=_in_order((*inside, *rest)), reasons=(*answer.reasons, note))
