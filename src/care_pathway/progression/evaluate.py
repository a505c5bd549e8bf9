"""The one evaluator of requirements. Rules are data; this reads them against the facts of one person.

`all-of` and `any-of` follow Kleene's strong logic of three values: what is not known stays open unless
the other parts settle the matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from care_pathway.evidence.authorisations import best_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.registrations import names
from care_pathway.model import (
    AllOfRequirement,
    AnyOfRequirement,
    CoverageRequirement,
    DutyRequirement,
    ExperienceIn,
    ExperienceRequirement,
    FitnessRequirement,
    InductionRequirement,
    Judgement,
    Pathway,
    QualificationRequirement,
    RegistrationRequirement,
    Requirement,
    SignOffRequirement,
    Worker,
)
from care_pathway.progression import judge_learning
from care_pathway.progression.answers import MET, NOT_KNOWN, NOT_MET, WORDS_ONLY, answer, said
from care_pathway.progression.facts import Facts, ground_of
from care_pathway.progression.records import EvidenceKind, EvidenceUsed, RequirementJudgement

_DELEGATED = "delegated-activity"
_ASSESSMENT = "competency-assessment"


def judge_requirement(
    pathway: Pathway, worker: Worker, requirement: Requirement, *, on: date
) -> RequirementJudgement:
    """Compare one requirement with what is on file about a person, on a day.

    Args:
        pathway: The edition whose records the requirement names.
        worker: The person and what is on file.
        requirement: The requirement, of any kind.
        on: The day for which to answer.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> requirement = cp.load().role_category("registered-manager").statutory_requirements[0]
        >>> judged = judge_requirement(cp.load(), cp.Worker(id="w-1"), requirement, on=date(2026, 1, 1))
        >>> judged.judgement.value, judged.reason
        ('not-known', 'Nothing on file says whether this registration is there.')
    """
    return judge(requirement, Facts(ground_of(pathway), OnFile(pathway, worker, on)))


def judge(requirement: Requirement, facts: Facts) -> RequirementJudgement:
    """Compare one requirement with the facts of one person."""
    return _JUDGES[type(requirement)](requirement, facts)


def all_of(judgements: Iterable[Judgement]) -> Judgement:
    """Kleene's and: one not met settles it, then one not known leaves it open.

    Example:
        >>> all_of((Judgement.MET, Judgement.NOT_KNOWN)).value
        'not-known'
    """
    found = MET
    for one in judgements:
        if one is NOT_MET:
            return NOT_MET
        if one is NOT_KNOWN:
            found = NOT_KNOWN
    return found


def any_of(judgements: Iterable[Judgement]) -> Judgement:
    """Kleene's or: one met settles it, then one not known leaves it open.

    Example:
        >>> any_of((Judgement.NOT_MET, Judgement.NOT_KNOWN)).value
        'not-known'
    """
    found = NOT_MET
    for one in judgements:
        if one is MET:
            return MET
        if one is NOT_KNOWN:
            found = NOT_KNOWN
    return found


# --- competencies -------------------------------------------------------------------------------------


def _coverage(requirement: CoverageRequirement, facts: Facts) -> RequirementJudgement:
    expected = facts.ground.expected(requirement)
    count = expected.bit_count()
    if not count:
        return answer(requirement, NOT_KNOWN, "This edition lists nothing to compare with.")
    coverage = facts.coverage
    held = expected & coverage.held
    evidence = facts.shown_by(held)
    if held == expected:
        reason = f"All {count} competencies are shown by assessment or sign-off."
        return answer(requirement, MET, reason, evidence)
    missing = expected & coverage.missing
    partial = expected & (coverage.partial | coverage.disputed) & ~missing
    reason = f"{held.bit_count()} of {count} competencies are shown by assessment or sign-off"
    if missing:
        reason += f", {missing.bit_count()} are marked as not yet there or have expired"
    if partial:
        reason += f", {partial.bit_count()} are shown in part or disputed"
    nothing = expected & ~held & ~missing & ~partial
    if nothing:
        reason += f", and on {nothing.bit_count()} nothing on file says enough"
    still_open = facts.ground.order.decode(expected & ~held)
    return answer(requirement, NOT_MET if missing else NOT_KNOWN, reason + ".", evidence, still_open)


# --- time, registration, conditions, duties -----------------------------------------------------------


def whole_months(start: date, end: date) -> int:
    """Whole months from one day to another.

    Example:
        >>> whole_months(date(2025, 1, 31), date(2025, 2, 28))
        0
        >>> whole_months(date(2025, 1, 15), date(2026, 1, 15))
        12
    """
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _experience(requirement: ExperienceRequirement, facts: Facts) -> RequirementJudgement:
    months, exact, used = _months(requirement.experience_in, facts)
    least, most = requirement.at_least_months, requirement.at_most_months
    if months is None:
        return answer(requirement, NOT_KNOWN, "Nothing reliable on file says how long it has been.")
    time = f"{months} month{'' if months == 1 else 's'}"
    judgement, reason = MET, f"It has been {time}."
    if most is not None and months > most:
        judgement, reason = NOT_MET, f"It has been {time}, more than {most}."
    elif not exact and (most is not None or (least is not None and months < least)):
        judgement, reason = NOT_KNOWN, f"At least {time} are on file, and it may be another time."
    elif least is not None and months < least:
        judgement, reason = NOT_MET, f"It has been {time}, less than {least}."
    return answer(requirement, judgement, reason, used)


def _months(what: ExperienceIn, facts: Facts) -> tuple[int | None, bool, tuple[EvidenceUsed, ...]]:
    """Months of experience, whether they are exact, and what shows them."""
    worker, on = facts.worker, facts.on
    in_role, in_care = worker.started_in_role, worker.started_in_care
    first = worker.context.months_in_first_care_role
    if what is ExperienceIn.FIRST_CARE_ROLE and first is not None:
        return first, True, (said(EvidenceKind.DUTY, f"{first} months in a first care role"),)
    start, text, exact = in_care, "started in care", True
    if what is ExperienceIn.ROLE:
        start, text = in_role, "started in the role"
    elif what is ExperienceIn.FIRST_CARE_ROLE:
        # Care that began with the present role is the first care role; else nothing says how long that was.
        start = in_care if in_care == in_role else None
    elif in_care is None:
        start, text, exact = in_role, "started in the role", False
    wrong = in_role is not None and in_care is not None and in_role < in_care
    if start is None or start > on or wrong:
        return None, False, ()
    used = EvidenceUsed(kind=EvidenceKind.DATE, text=text, on=start)
    return whole_months(start, on), exact, (used,)


def _registration(requirement: RegistrationRequirement, facts: Facts) -> RequirementJudgement:
    judgement = facts.registered(requirement.registration)
    if judgement is MET:
        used = said(EvidenceKind.REGISTRATION, requirement.registration)
        return answer(requirement, MET, f"Registration with the {requirement.regulator} is on file.", (used,))
    if judgement is NOT_MET:
        reason = f"The file says that there is no registration with the {requirement.regulator}."
        return answer(requirement, NOT_MET, reason)
    return answer(requirement, NOT_KNOWN, "Nothing on file says whether this registration is there.")


def _fitness(requirement: FitnessRequirement, facts: Facts) -> RequirementJudgement:
    confirmed = names(facts.worker.confirmed, requirement.condition)
    if confirmed:
        used = said(EvidenceKind.CONFIRMATION, requirement.condition)
        return answer(requirement, MET, "It is confirmed on file.", (used,))
    implied = requirement.implied_by
    if implied is not None and facts.registered(implied) is MET:
        used = said(EvidenceKind.REGISTRATION, implied)
        reason = "The registration on file is given only when this is satisfied."
        return answer(requirement, MET, reason, (used,))
    if confirmed is None or (implied is not None and facts.registered(implied) is NOT_KNOWN):
        return answer(requirement, NOT_KNOWN, "Nothing on file says whether this is confirmed.")
    return answer(requirement, NOT_MET, "It is not among what is confirmed on file.")


def _sign_off(requirement: SignOffRequirement, facts: Facts) -> RequirementJudgement:
    if requirement.what == _DELEGATED:
        return _delegated(requirement, facts)
    worker = facts.worker
    confirmed = names(worker.confirmed, requirement.what)
    if confirmed:
        used = said(EvidenceKind.CONFIRMATION, requirement.what)
        return answer(requirement, MET, "It is signed off on file.", (used,))
    by_authorisation = requirement.what == _ASSESSMENT
    if by_authorisation:
        assessed = _latest_assessment(facts)
        if assessed is not None:
            return answer(requirement, MET, f"Competence was assessed on {assessed.on}.", (assessed,))
    if confirmed is None or (by_authorisation and worker.authorisations is None):
        return answer(requirement, NOT_KNOWN, "Nothing on file says whether this is signed off.")
    return answer(requirement, NOT_MET, "It is not among what is signed off on file.")


def _latest_assessment(facts: Facts) -> EvidenceUsed | None:
    """The latest competency assessment for an authorisation that has not expired."""
    on = facts.on
    assessed = [
        EvidenceUsed(
            kind=EvidenceKind.AUTHORISATION,
            text=one.activity,
            on=one.competency_assessed,
            expires=one.expires,
        )
        for one in facts.worker.authorisations or ()
        if one.competency_assessed is not None
        and one.competency_assessed <= on
        and (one.expires is None or on <= one.expires)
    ]
    return max(
        assessed, key=lambda one: (one.on or date.min, one.expires or date.max, one.text), default=None
    )


def _delegated(requirement: SignOffRequirement, facts: Facts) -> RequirementJudgement:
    if facts.worker.authorisations is None:
        return answer(requirement, NOT_KNOWN, "Nothing on file says whether anything has been delegated.")
    best = best_of(facts.standings)
    if best is None:
        return answer(requirement, NOT_MET, "Nothing has been delegated.")
    record = best.record
    used = EvidenceUsed(
        kind=EvidenceKind.AUTHORISATION, text=record.activity, on=record.signed_off, expires=record.expires
    )
    return answer(requirement, best.judgement, best.reasons[0], (used,))


def _duty(requirement: DutyRequirement, facts: Facts) -> RequirementJudgement:
    found = getattr(facts.worker.context, requirement.duty, None)
    duty = requirement.duty.replace("_", " ")
    if found is not True and found is not False:
        return answer(requirement, NOT_KNOWN, f"Nothing on file answers: {duty}?")
    word = "yes" if found else "no"
    judgement = MET if found is requirement.expected else NOT_MET
    used = said(EvidenceKind.DUTY, f"{duty}: {word}")
    return answer(requirement, judgement, f"The file says {word} to: {duty}.", (used,))


# --- combinations -------------------------------------------------------------------------------------


def _all_of(requirement: AllOfRequirement, facts: Facts) -> RequirementJudgement:
    if not requirement.requirements:
        return _without_parts(requirement)
    parts = tuple([_JUDGES[type(one)](one, facts) for one in requirement.requirements])
    judgements = [part.judgement for part in parts]
    judgement = all_of(judgements)
    reason = f"{judgements.count(MET)} of {len(parts)} parts are met; all are needed."
    return _combined(requirement, judgement, reason, parts)


def _any_of(requirement: AnyOfRequirement, facts: Facts) -> RequirementJudgement:
    if not requirement.requirements:
        return _without_parts(requirement)
    parts = tuple([_JUDGES[type(one)](one, facts) for one in requirement.requirements])
    judgement = any_of([part.judgement for part in parts])
    if judgement is MET:
        reason = next(part.reason for part in parts if part.judgement is MET)
    else:
        reason = f"None of {len(parts)} ways to meet it is shown; one is needed."
    return _combined(requirement, judgement, reason, parts)


def _without_parts(requirement: Requirement) -> RequirementJudgement:
    """A requirement of which only the words are left, as `Pathway.only` may leave it, is met by nobody."""
    return answer(requirement, NOT_KNOWN, WORDS_ONLY)


def _combined(
    requirement: Requirement, judgement: Judgement, reason: str, parts: tuple[RequirementJudgement, ...]
) -> RequirementJudgement:
    evidence: list[EvidenceUsed] = []
    still_open: list[str] = []
    for part in parts:
        if part.judgement is judgement:
            evidence += [used for used in part.evidence if used not in evidence]
        if judgement is not MET:
            still_open += part.open
    unique = tuple(dict.fromkeys(still_open)) if still_open else ()
    return answer(requirement, judgement, reason, tuple(evidence), unique, parts)


_JUDGES: dict[type[Requirement], Callable[[Any, Facts], RequirementJudgement]] = {
    QualificationRequirement: judge_learning.qualification,
    ExperienceRequirement: _experience,
    CoverageRequirement: _coverage,
    InductionRequirement: judge_learning.induction,
    RegistrationRequirement: _registration,
    FitnessRequirement: _fitness,
    SignOffRequirement: _sign_off,
    DutyRequirement: _duty,
    AllOfRequirement: _all_of,
    AnyOfRequirement: _any_of,
}
