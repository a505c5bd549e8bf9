"""The one evaluator of requirements. Rules are data; this reads them against the facts of one person.

`all-of` and `any-of` follow Kleene's strong logic of three values: what is not known stays open unless
the other parts settle the matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

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
from care_pathway.progression.authorisation import best_of
from care_pathway.progression.facts import Coverage, Facts, ground_of
from care_pathway.progression.lexicon import plain, rules
from care_pathway.progression.records import EvidenceKind, EvidenceUsed, RequirementJudgement

_MET, _NOT_MET, _NOT_KNOWN = Judgement.MET, Judgement.NOT_MET, Judgement.NOT_KNOWN
_CQC = "cqc-registered-manager"
_DELEGATED = "delegated-activity"
_ASSESSMENT = "competency-assessment"


class _Answer(NamedTuple):
    judgement: Judgement
    reason: str
    evidence: tuple[EvidenceUsed, ...] = ()
    open: tuple[str, ...] = ()
    parts: tuple[RequirementJudgement, ...] = ()


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
    return judge(requirement, Facts(ground_of(pathway), worker, on))


def judge(requirement: Requirement, facts: Facts) -> RequirementJudgement:
    """Compare one requirement with the facts of one person."""
    answer = _JUDGES[type(requirement)](requirement, facts)
    return RequirementJudgement(
        requirement=requirement,
        judgement=answer.judgement,
        reason=answer.reason,
        evidence=answer.evidence,
        open=answer.open,
        parts=answer.parts,
    )


def all_of(judgements: Iterable[Judgement]) -> Judgement:
    """Kleene's and: one not met settles it, then one not known leaves it open.

    Example:
        >>> all_of((Judgement.MET, Judgement.NOT_KNOWN)).value
        'not-known'
    """
    seen = set(judgements)
    if _NOT_MET in seen:
        return _NOT_MET
    return _NOT_KNOWN if _NOT_KNOWN in seen else _MET


def any_of(judgements: Iterable[Judgement]) -> Judgement:
    """Kleene's or: one met settles it, then one not known leaves it open.

    Example:
        >>> any_of((Judgement.NOT_MET, Judgement.NOT_KNOWN)).value
        'not-known'
    """
    seen = set(judgements)
    if _MET in seen:
        return _MET
    return _NOT_KNOWN if _NOT_KNOWN in seen else _NOT_MET


# --- learning -----------------------------------------------------------------------------------------


def _qualification(requirement: QualificationRequirement, facts: Facts) -> _Answer:
    learned = facts.learned
    sets = (*((one,) for one in requirement.learning), *requirement.alternatives)
    answer = _met_by_learning(sets, learned.held)
    if answer is not None:
        return answer
    if not requirement.learning and requirement.level is not None:
        level = requirement.level
        found = [used for held, used in learned.levels if held >= level]
        if found:
            used = min(found, key=lambda one: one.text)
            return _Answer(_MET, f"{used.text} is at level {level} or above.", (used,))
    if requirement.working_towards:
        answer = _met_by_learning(sets, {**learned.held, **learned.in_progress})
        if answer is not None:
            used = answer.evidence[0]
            when = f", expected {used.on}" if used.on else ""
            return _Answer(
                _MET, f"{used.text} is in progress{when}, and that is enough here.", answer.evidence
            )
    for text in requirement.other_alternatives:
        answer = _other_alternative(text, facts)
        if answer is not None and answer.judgement is _MET:
            return answer
    return _without_learning(requirement, sets, facts)


def _met_by_learning(sets: Iterable[tuple[str, ...]], held: dict[str, EvidenceUsed]) -> _Answer | None:
    for one in sets:
        if one and all(learning in held for learning in one):
            used = tuple(dict.fromkeys(held[learning] for learning in one))
            names = " and ".join(item.text for item in used)
            return _Answer(_MET, f"On file: {names}.", used)
    return None


def _other_alternative(text: str, facts: Facts) -> _Answer | None:
    """What stands in without a record of its own, such as suitable training of another name."""
    rule = rules().other_alternatives.get(text)
    if rule is None:
        return None
    topics = facts.ground.topics if rule.any_topic else frozenset()
    valid, lapsed = facts.training_about(rule.themes, topics, accredited=rule.accredited)
    if valid is not None:
        return _Answer(_MET, f"{valid.text} is on file: {rule.why}.", (valid,))
    if lapsed is not None:
        return _Answer(_NOT_MET, _lapsed_reason(lapsed, facts.on), (lapsed,))
    return None


def _lapsed_reason(used: EvidenceUsed, on: date) -> str:
    if used.expires is not None and used.expires < on:
        return f"{used.text} expired on {used.expires}."
    return f"{used.text} is dated later than {on}."


def _without_learning(
    requirement: QualificationRequirement | InductionRequirement,
    sets: tuple[tuple[str, ...], ...],
    facts: Facts,
) -> _Answer:
    """What to say where no learning on file meets a requirement: not known before not met."""
    wanted = tuple(dict.fromkeys(learning for one in sets for learning in one))
    others: tuple[str, ...] = ()
    level: int | None = None
    if isinstance(requirement, QualificationRequirement):
        others, level = requirement.other_alternatives, requirement.level
    return (
        _not_clear(wanted, others, level, facts)
        or _lapsed_learning(wanted, others, facts)
        or _Answer(_NOT_MET, "What is on file does not include it or anything that counts as it.")
    )


def _not_clear(
    wanted: tuple[str, ...], others: tuple[str, ...], level: int | None, facts: Facts
) -> _Answer | None:
    """What keeps the matter open: a record that cannot be relied on or read, or nothing on file at all."""
    learned, worker, ground = facts.learned, facts.worker, facts.ground
    for one in wanted:
        if one in learned.doubtful:
            used = learned.doubtful[one]
            return _Answer(_NOT_KNOWN, f"The dates of {used.text} cannot be right; mend the record.", (used,))
    among_qualifications, among_training = ground.sources(wanted)
    if not wanted:
        among_qualifications, among_training = True, level is None
    among_training |= any(text in rules().other_alternatives for text in others)
    lowest = min((ground.levels.get(one) or 0 for one in wanted), default=level or 0)
    unread = [name for held, name in learned.unread if held is None or held >= lowest]
    reason = None
    if unread and among_qualifications:
        reason = f"It is not clear what {min(unread)!r} on file stands for."
    elif among_qualifications and worker.qualifications is None:
        reason = "Nothing on file says what qualifications the person holds."
    elif among_training and worker.training is None:
        reason = "Nothing on file says what training the person has had."
    return None if reason is None else _Answer(_NOT_KNOWN, reason)


def _lapsed_learning(wanted: tuple[str, ...], others: tuple[str, ...], facts: Facts) -> _Answer | None:
    """What is on file and does not count on the day: expired, dated later, or still in progress."""
    learned = facts.learned
    for one in wanted:
        if one in learned.expired:
            used = learned.expired[one]
            return _Answer(_NOT_MET, _lapsed_reason(used, facts.on), (used,))
    for text in others:
        answer = _other_alternative(text, facts)
        if answer is not None:
            return answer
    for one in wanted:
        if one in learned.in_progress:
            used = learned.in_progress[one]
            when = f", expected {used.on}" if used.on else ""
            return _Answer(_NOT_MET, f"{used.text} is in progress{when}, and not yet held.", (used,))
    return None


def _induction(requirement: InductionRequirement, facts: Facts) -> _Answer:
    sets = (*((one,) for one in requirement.learning), *requirement.alternatives)
    if sets:
        answer = _met_by_learning(sets, facts.learned.held)
        if answer is not None:
            return answer
        answer = _without_learning(requirement, sets, facts)
    else:
        answer = _any_induction(facts)
    if answer.judgement is not _MET and requirement.within_months is not None:
        within = f" It is normally done within {requirement.within_months} months of taking up the post."
        answer = answer._replace(reason=answer.reason + within)
    return answer


def _any_induction(facts: Facts) -> _Answer:
    worker, words = facts.worker, rules().induction_words
    for word in words:
        if worker.confirmed is not None and word in worker.confirmed:
            return _Answer(_MET, "The induction is confirmed.", (_confirmed(word),))
    done = [
        record
        for record in worker.training or ()
        if any(word in plain(record.title).split() for word in words)
        and (record.completed is None or record.completed <= facts.on)
    ]
    if done:
        record = min(done, key=lambda one: (one.title, one.completed or date.min))
        used = EvidenceUsed(kind=EvidenceKind.TRAINING, text=record.title, on=record.completed)
        return _Answer(_MET, f"On file: {record.title}.", (used,))
    if worker.training is None:
        return _Answer(_NOT_KNOWN, "Nothing on file says whether there was an induction.")
    return _Answer(_NOT_MET, "No induction is among the training on file.")


# --- competencies -------------------------------------------------------------------------------------


def _coverage(requirement: CoverageRequirement, facts: Facts) -> _Answer:
    expected = facts.ground.expected(requirement)
    count = expected.bit_count()
    if not count:
        return _Answer(_NOT_KNOWN, "This edition lists nothing to compare with.")
    coverage = facts.coverage
    held = expected & coverage.held
    evidence = _shown_by(coverage, held, facts)
    if held == expected:
        return _Answer(_MET, f"All {count} competencies are shown by assessment or sign-off.", evidence)
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
    ids = facts.ground.order.decode(expected & ~held)
    return _Answer(_NOT_MET if missing else _NOT_KNOWN, reason + ".", evidence, ids)


def _shown_by(coverage: Coverage, held: int, facts: Facts) -> tuple[EvidenceUsed, ...]:
    """What shows the held competencies, one item for each source."""
    sources: dict[str, list[Any]] = {}
    for event in coverage.events:
        mask = event.mask & held
        if not mask:
            continue
        source = event.source or (f"found by {event.by}" if event.by else "evidence on file")
        present = sources.get(source)
        if present is None:
            sources[source] = [mask, event.on, event.expires]
        else:
            present[0] |= mask
            if present[1] != event.on:
                present[1] = None
            if present[2] != event.expires:
                present[2] = None
    decode = facts.ground.order.decode
    return tuple(
        EvidenceUsed(
            kind=EvidenceKind.COMPETENCY, text=source, on=on, expires=expires, competencies=decode(mask)
        )
        for source, (mask, on, expires) in sorted(sources.items())
    )


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


def _experience(requirement: ExperienceRequirement, facts: Facts) -> _Answer:
    months, exact, used = _months(requirement.experience_in, facts)
    least, most = requirement.at_least_months, requirement.at_most_months
    if months is None:
        return _Answer(_NOT_KNOWN, "Nothing reliable on file says how long it has been.")
    time = f"{months} month{'' if months == 1 else 's'}"
    if least is not None and months < least:
        if not exact:
            return _Answer(_NOT_KNOWN, f"At least {time} are on file, and it may be longer.", used)
        return _Answer(_NOT_MET, f"It has been {time}, less than {least}.", used)
    if most is not None:
        if months > most:
            return _Answer(_NOT_MET, f"It has been {time}, more than {most}.", used)
        if not exact:
            return _Answer(_NOT_KNOWN, f"At least {time} are on file, and it may be longer.", used)
    return _Answer(_MET, f"It has been {time}.", used)


def _months(what: ExperienceIn, facts: Facts) -> tuple[int | None, bool, tuple[EvidenceUsed, ...]]:
    """Months of experience, whether they are exact, and what shows them."""
    worker, on = facts.worker, facts.on
    in_role, in_care = worker.started_in_role, worker.started_in_care
    first = worker.context.months_in_first_care_role
    if what is ExperienceIn.FIRST_CARE_ROLE and first is not None:
        used = EvidenceUsed(kind=EvidenceKind.DUTY, text=f"{first} months in a first care role")
        return first, True, (used,)
    start, text, exact = in_care, "started in care", True
    if what is ExperienceIn.ROLE:
        start, text = in_role, "started in the role"
    elif what is ExperienceIn.FIRST_CARE_ROLE:
        # Care may have begun in an earlier role, unless this one began with it.
        exact = in_care == in_role
    elif in_care is None:
        start, text, exact = in_role, "started in the role", False
    wrong = in_role is not None and in_care is not None and in_role < in_care
    if start is None or start > on or wrong:
        return None, False, ()
    return whole_months(start, on), exact, (_dated(text, start),)


def _dated(text: str, day: date) -> EvidenceUsed:
    return EvidenceUsed(kind=EvidenceKind.DATE, text=text, on=day)


def _registration(requirement: RegistrationRequirement, facts: Facts) -> _Answer:
    judgement = registered(requirement.registration, facts.worker)
    if judgement is _MET:
        used = EvidenceUsed(kind=EvidenceKind.REGISTRATION, text=requirement.registration)
        return _Answer(_MET, f"Registration with the {requirement.regulator} is on file.", (used,))
    if judgement is _NOT_MET:
        return _Answer(
            _NOT_MET, f"The file says that there is no registration with the {requirement.regulator}."
        )
    return _Answer(_NOT_KNOWN, "Nothing on file says whether this registration is there.")


def registered(registration: str, worker: Worker) -> Judgement:
    """Whether a registration is on file. Two answers that contradict each other leave it not known."""
    listed = None if worker.registrations is None else registration in worker.registrations
    answered = worker.context.cqc_registered_manager if registration == _CQC else None
    answers = {one for one in (listed, answered) if one is not None}
    if len(answers) != 1:
        return _NOT_KNOWN
    return _MET if answers.pop() else _NOT_MET


def _fitness(requirement: FitnessRequirement, facts: Facts) -> _Answer:
    worker = facts.worker
    if worker.confirmed is not None and requirement.condition in worker.confirmed:
        return _Answer(_MET, "It is confirmed on file.", (_confirmed(requirement.condition),))
    implied = requirement.implied_by
    if implied is not None and registered(implied, worker) is _MET:
        used = EvidenceUsed(kind=EvidenceKind.REGISTRATION, text=implied)
        return _Answer(_MET, "The registration on file is given only when this is satisfied.", (used,))
    if worker.confirmed is None:
        return _Answer(_NOT_KNOWN, "Nothing on file says whether this is confirmed.")
    return _Answer(_NOT_MET, "It is not among what is confirmed on file.")


def _confirmed(condition: str) -> EvidenceUsed:
    return EvidenceUsed(kind=EvidenceKind.CONFIRMATION, text=condition)


def _sign_off(requirement: SignOffRequirement, facts: Facts) -> _Answer:
    if requirement.what == _DELEGATED:
        return _delegated(facts)
    worker = facts.worker
    if worker.confirmed is not None and requirement.what in worker.confirmed:
        return _Answer(_MET, "It is signed off on file.", (_confirmed(requirement.what),))
    by_authorisation = requirement.what == _ASSESSMENT
    if by_authorisation:
        assessed = [
            one
            for one in worker.authorisations or ()
            if one.competency_assessed is not None
            and one.competency_assessed <= facts.on
            and (one.expires is None or facts.on <= one.expires)
        ]
        if assessed:
            latest = max(assessed, key=lambda one: (one.competency_assessed or date.min, one.activity))
            used = EvidenceUsed(
                kind=EvidenceKind.AUTHORISATION,
                text=latest.activity,
                on=latest.competency_assessed,
                expires=latest.expires,
            )
            return _Answer(_MET, f"Competence was assessed on {latest.competency_assessed}.", (used,))
    if worker.confirmed is None or (by_authorisation and worker.authorisations is None):
        return _Answer(_NOT_KNOWN, "Nothing on file says whether this is signed off.")
    return _Answer(_NOT_MET, "It is not among what is signed off on file.")


def _delegated(facts: Facts) -> _Answer:
    if facts.worker.authorisations is None:
        return _Answer(_NOT_KNOWN, "Nothing on file says whether anything has been delegated.")
    best = best_of(facts.standings)
    if best is None:
        return _Answer(_NOT_MET, "Nothing has been delegated.")
    record = best.record
    used = EvidenceUsed(
        kind=EvidenceKind.AUTHORISATION, text=record.activity, on=record.signed_off, expires=record.expires
    )
    return _Answer(best.judgement, best.reasons[0], (used,))


def _duty(requirement: DutyRequirement, facts: Facts) -> _Answer:
    answer = getattr(facts.worker.context, requirement.duty, None)
    said = requirement.duty.replace("_", " ")
    if not isinstance(answer, bool):
        return _Answer(_NOT_KNOWN, f"Nothing on file answers: {said}?")
    used = EvidenceUsed(kind=EvidenceKind.DUTY, text=f"{said}: {'yes' if answer else 'no'}")
    judgement = _MET if answer is requirement.expected else _NOT_MET
    return _Answer(judgement, f"The file says {'yes' if answer else 'no'} to: {said}.", (used,))


# --- combinations -------------------------------------------------------------------------------------


def _all_of(requirement: AllOfRequirement, facts: Facts) -> _Answer:
    parts = tuple(judge(one, facts) for one in requirement.requirements)
    judgement = all_of(part.judgement for part in parts)
    return _combined(judgement, f"{_count(parts)} of {len(parts)} parts are met; all are needed.", parts)


def _any_of(requirement: AnyOfRequirement, facts: Facts) -> _Answer:
    parts = tuple(judge(one, facts) for one in requirement.requirements)
    judgement = any_of(part.judgement for part in parts)
    if judgement is _MET:
        reason = next(part.reason for part in parts if part.judgement is _MET)
    else:
        reason = f"None of {len(parts)} ways to meet it is shown; one is needed."
    return _combined(judgement, reason, parts)


def _combined(judgement: Judgement, reason: str, parts: tuple[RequirementJudgement, ...]) -> _Answer:
    wanted = [part for part in parts if part.judgement is judgement]
    evidence = tuple(dict.fromkeys(used for part in wanted for used in part.evidence))
    still_open = (
        tuple(dict.fromkeys(one for part in parts for one in part.open)) if judgement is not _MET else ()
    )
    return _Answer(judgement, reason, evidence, still_open, parts)


def _count(parts: tuple[RequirementJudgement, ...]) -> int:
    return sum(part.judgement is _MET for part in parts)


_JUDGES: dict[type[Requirement], Callable[[Any, Facts], _Answer]] = {
    QualificationRequirement: _qualification,
    ExperienceRequirement: _experience,
    CoverageRequirement: _coverage,
    InductionRequirement: _induction,
    RegistrationRequirement: _registration,
    FitnessRequirement: _fitness,
    SignOffRequirement: _sign_off,
    DutyRequirement: _duty,
    AllOfRequirement: _all_of,
    AnyOfRequirement: _any_of,
}
