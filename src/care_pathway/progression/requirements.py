"""The evaluator of requirements: rules are data, read here against what is on file about one person.

Each answer has a code from the table of reasons, which gives its judgement and its words. `all-of` and
`any-of` follow Kleene's strong logic of three values: what is not known stays open unless the other parts
settle the matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from attrs import evolve

from care_pathway._arguments import check_kind, several, word
from care_pathway.evidence.authorisations import best_of
from care_pathway.evidence.completions import Counts
from care_pathway.evidence.days import happened
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.reasons import reason_codes
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
from care_pathway.progression.facts import Facts, ground_of, is_induction
from care_pathway.progression.lexicon import rules
from care_pathway.progression.records import EvidenceKind, EvidenceUsed, RequirementJudgement
from care_pathway.render.words import counted

MET, NOT_MET, NOT_KNOWN = Judgement.MET, Judgement.NOT_MET, Judgement.NOT_KNOWN
#: Which judgement of the parts decides, if there is one: Kleene's "and", and his "or".
_ALL_OF = (NOT_MET, NOT_KNOWN, MET)
_ANY_OF = (MET, NOT_KNOWN, NOT_MET)
_DELEGATED = "delegated-activity"
_ASSESSMENT = "competency-assessment"
Sets = tuple[tuple[str, ...], ...]
Learning = QualificationRequirement | InductionRequirement


def _answer(
    requirement: Requirement,
    code: str,
    *used: EvidenceUsed,
    judgement: Judgement | None = None,
    still_open: tuple[str, ...] = (),
    parts: tuple[RequirementJudgement, ...] = (),
    **words: object,
) -> RequirementJudgement:
    """An answer to one requirement: its code gives the judgement and the words."""
    usual, says = reason_codes()[code]
    if judgement is None:
        judgement = NOT_KNOWN if usual is None else usual
    return RequirementJudgement(
        requirement=requirement,
        judgement=judgement,
        reason=says.format(**words) if words else says,
        reason_code=code,
        evidence=used,
        open=still_open,
        parts=parts,
    )


def _said(kind: EvidenceKind, text: str) -> EvidenceUsed:
    """Evidence without a date."""
    return EvidenceUsed(kind=kind, text=text)


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
    check_kind("pathway", pathway, Pathway)
    check_kind("requirement", requirement, Requirement)
    return judge(requirement, Facts(ground_of(pathway), OnFile(pathway, worker, on)))


def judge(requirement: Requirement, facts: Facts) -> RequirementJudgement:
    """Compare one requirement with the facts of one person."""
    return _JUDGES[type(requirement)](requirement, facts)


def all_of(judgements: Iterable[Judgement | str]) -> Judgement:
    """Whether all are met: one not met is a no, else one not known leaves it open (Kleene's "and").

    Example:
        >>> all_of((Judgement.MET, Judgement.NOT_KNOWN)).value
        'not-known'
    """
    return _first_of(_ALL_OF, list(_judgements(judgements)))


def any_of(judgements: Iterable[Judgement | str]) -> Judgement:
    """Whether any is met: one met is a yes, else one not known leaves it open (Kleene's "or").

    Example:
        >>> any_of((Judgement.NOT_MET, Judgement.NOT_KNOWN)).value
        'not-known'
    """
    return _first_of(_ANY_OF, list(_judgements(judgements)))


def _first_of(order: tuple[Judgement, ...], judgements: list[Judgement]) -> Judgement:
    """The first of the order that is among some judgements; the last, where none is."""
    return next((judgement for judgement in order[:-1] if judgement in judgements), order[-1])


def _judgements(judgements: Iterable[Judgement | str]) -> Iterator[Judgement]:
    """Judgements, of which a plain word is one too; what is none is refused, and never taken for a yes."""
    for judgement in several("judgements", judgements):
        is_one = isinstance(judgement, Judgement)
        yield judgement if is_one else word("judgements", judgement, Judgement)


# --- competencies -------------------------------------------------------------------------------------


def _coverage(requirement: CoverageRequirement, facts: Facts) -> RequirementJudgement:
    expected = facts.ground.expected(requirement)
    count = expected.bit_count()
    if not count:
        return _answer(requirement, "nothing-listed")
    coverage = facts.coverage
    held = expected & coverage.held
    evidence = facts.shown_by(held)
    if held == expected:
        return _answer(requirement, "all-shown", *evidence, count=count)
    missing = expected & coverage.missing
    sure = missing & ~facts.perhaps_shown
    partial = expected & (coverage.partial | coverage.disputed) & ~missing
    counts = f"{held.bit_count()} of {count} competencies are shown by assessment or sign-off"
    if missing:
        counts += f", {missing.bit_count()} are marked as not yet there or have expired"
    if partial:
        counts += f", {partial.bit_count()} are shown in part or disputed"
    nothing = expected & ~held & ~missing & ~partial
    if nothing:
        counts += f", and on {nothing.bit_count()} nothing on file says enough"
    if missing and not sure:
        counts += "; what else is there may show them, and not all of it is on file"
    still_open = facts.ground.order.decode(expected & ~held)
    code = "some-missing" if sure else "some-open"
    return _answer(requirement, code, *evidence, still_open=still_open, counts=counts)


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
        return _answer(requirement, "time-not-known")
    time = counted(months, "month")
    code, limit = "time-enough", least
    if most is not None and months > most:
        code, limit = "time-too-long", most
    elif not exact and (most is not None or (least is not None and months < least)):
        code = "time-may-differ"
    elif least is not None and months < least:
        code = "time-too-short"
    return _answer(requirement, code, *used, time=time, limit=limit)


def _months(what: ExperienceIn, facts: Facts) -> tuple[int | None, bool, tuple[EvidenceUsed, ...]]:
    """Months of experience, whether they are exact, and what shows them."""
    worker, on = facts.worker, facts.on
    in_role, in_care = worker.started_in_role, worker.started_in_care
    first = worker.context.months_in_first_care_role
    if what is ExperienceIn.FIRST_CARE_ROLE and first is not None:
        return first, True, (_said(EvidenceKind.DUTY, f"{first} months in a first care role"),)
    start, text, exact = in_care, "started in care", True
    if what is ExperienceIn.ROLE:
        start, text = in_role, "started in the role"
    elif what is ExperienceIn.FIRST_CARE_ROLE:
        # Care that began with the present role is the first care role; else nothing says how long that was.
        start = in_care if in_care == in_role else None
    elif in_care is None:
        start, text, exact = in_role, "started in the role", False
    wrong = in_role is not None and in_care is not None and in_role < in_care
    if start is None or not happened(start, on) or wrong:
        return None, False, ()
    used = EvidenceUsed(kind=EvidenceKind.DATE, text=text, on=start)
    return whole_months(start, on), exact, (used,)


def _registration(requirement: RegistrationRequirement, facts: Facts) -> RequirementJudgement:
    judgement = facts.registered(requirement.registration)
    if judgement is MET:
        used = _said(EvidenceKind.REGISTRATION, requirement.registration)
        return _answer(requirement, "registered", used, regulator=requirement.regulator)
    if judgement is NOT_MET:
        return _answer(requirement, "not-registered", regulator=requirement.regulator)
    return _answer(requirement, "registration-not-known")


def _fitness(requirement: FitnessRequirement, facts: Facts) -> RequirementJudgement:
    confirmed = names(facts.worker.confirmed, requirement.condition)
    if confirmed:
        used = _said(EvidenceKind.CONFIRMATION, requirement.condition)
        return _answer(requirement, "confirmed", used)
    implied = requirement.implied_by
    if implied is not None and facts.registered(implied) is MET:
        used = _said(EvidenceKind.REGISTRATION, implied)
        return _answer(requirement, "confirmed-by-registration", used)
    if confirmed is None or (implied is not None and facts.registered(implied) is NOT_KNOWN):
        return _answer(requirement, "confirmation-not-known")
    return _answer(requirement, "not-confirmed")


def _sign_off(requirement: SignOffRequirement, facts: Facts) -> RequirementJudgement:
    if requirement.what == _DELEGATED:
        return _delegated(requirement, facts)
    worker = facts.worker
    confirmed = names(worker.confirmed, requirement.what)
    if confirmed:
        used = _said(EvidenceKind.CONFIRMATION, requirement.what)
        return _answer(requirement, "signed-off", used)
    by_authorisation = requirement.what == _ASSESSMENT
    if by_authorisation:
        assessed = _latest_assessment(facts)
        if assessed is not None:
            return _answer(requirement, "assessed", assessed, day=assessed.on)
        unclear = any(standing.assessed(facts.on) is NOT_KNOWN for standing in facts.standings)
    if confirmed is None or (by_authorisation and (worker.authorisations is None or unclear)):
        return _answer(requirement, "sign-off-not-known")
    return _answer(requirement, "not-signed-off")


def _latest_assessment(facts: Facts) -> EvidenceUsed | None:
    """The latest competency assessment that counts on the day."""
    assessed = [
        EvidenceUsed(
            kind=EvidenceKind.AUTHORISATION,
            text=record.activity,
            on=record.competency_assessed,
            expires=record.expires,
        )
        for record in (one.record for one in facts.standings if one.assessed(facts.on) is MET)
    ]
    return max(
        assessed, key=lambda used: (used.on or date.min, used.expires or date.max, used.text), default=None
    )


def _delegated(requirement: SignOffRequirement, facts: Facts) -> RequirementJudgement:
    if facts.worker.authorisations is None:
        return _answer(requirement, "delegation-not-known")
    best = best_of(facts.standings)
    if best is None:
        return _answer(requirement, "nothing-delegated")
    record = best.record
    used = EvidenceUsed(
        kind=EvidenceKind.AUTHORISATION, text=record.activity, on=record.signed_off, expires=record.expires
    )
    why = best.reasons[0]
    return RequirementJudgement(
        requirement=requirement,
        judgement=best.judgement,
        reason=why.words,
        reason_code=why.code,
        evidence=(used,),
    )


def _duty(requirement: DutyRequirement, facts: Facts) -> RequirementJudgement:
    found = getattr(facts.worker.context, requirement.duty, None)
    duty = requirement.duty.replace("_", " ")
    if found is not True and found is not False:
        return _answer(requirement, "duty-not-known", duty=duty)
    word = "yes" if found else "no"
    code = "duty-as-asked" if found is requirement.expected else "duty-otherwise"
    used = _said(EvidenceKind.DUTY, f"{duty}: {word}")
    return _answer(requirement, code, used, answer=word, duty=duty)


# --- learning ------------------------------------------------------------------------------------------


def sets_of(requirement: Learning) -> Sets:
    """Sets of learning any one of which is enough: each item by itself, then the alternatives."""
    return (*((item,) for item in requirement.learning), *filter(None, requirement.alternatives))


def _qualification(requirement: QualificationRequirement, facts: Facts) -> RequirementJudgement:
    """Held, or in progress where that is enough; by itself, by an alternative or by what counts as it."""
    learned = facts.learned
    sets = sets_of(requirement)
    if not sets and requirement.level is None and not requirement.other_alternatives:
        return _answer(requirement, "words-only")
    used = _all_of_one_set(sets, learned.held)
    if used:
        return _on_file(requirement, used)
    if requirement.level is not None and not requirement.learning:
        found = [item for level, item in learned.levels if level >= requirement.level]
        if found:
            first = min(found, key=lambda used: (used.text, used.on or date.max))
            return _answer(requirement, "level-reached", first, what=first.text, level=requirement.level)
    if requirement.working_towards and learned.in_progress:
        used = _all_of_one_set(sets, {**learned.in_progress, **learned.held})
        if used:
            first = next(item for item in used if item in learned.in_progress.values())
            expected = _expected(first)
            return _answer(requirement, "in-progress-enough", *used, what=first.text, expected=expected)
    standing_in = (_other_alternative(requirement, text, facts) for text in requirement.other_alternatives)
    others = tuple([judged for judged in standing_in if judged is not None])
    for judged in others:
        if judged.judgement is MET:
            return judged
    return _not_shown(requirement, sets, facts, others)


def _induction(requirement: InductionRequirement, facts: Facts) -> RequirementJudgement:
    """A set of standards completed, or learning that stands for it; or any induction by the employer."""
    sets = sets_of(requirement)
    if sets:
        used = _all_of_one_set(sets, facts.learned.held)
        judged = _on_file(requirement, used) if used else _not_shown(requirement, sets, facts)
    else:
        judged = _any_induction(requirement, facts)
    if judged.judgement is not MET and requirement.within_months is not None:
        within = f" It is normally done within {requirement.within_months} months of taking up the post."
        judged = evolve(judged, reason=judged.reason + within)
    return judged


def _all_of_one_set(sets: Sets, held: dict[str, EvidenceUsed]) -> tuple[EvidenceUsed, ...]:
    """What shows all of the first set that is on file in full; nothing if none is."""
    if held:
        for choice in sets:
            if all(learning in held for learning in choice):
                return tuple(dict.fromkeys(held[learning] for learning in choice))
    return ()


def _on_file(requirement: Learning, used: Iterable[EvidenceUsed]) -> RequirementJudgement:
    used = tuple(used)
    return _answer(requirement, "on-file", *used, what=" and ".join(item.text for item in used))


def _expected(used: EvidenceUsed) -> str:
    return f", expected {used.on}" if used.on else ""


def _other_alternative(requirement: Learning, text: str, facts: Facts) -> RequirementJudgement | None:
    """What stands in without a record of its own, such as suitable training of another name."""
    rule = rules().other_alternatives.get(text)
    if rule is None or not facts.worker.training:
        return None
    topics = facts.ground.topics if rule.any_topic else frozenset()
    valid, unclear, expired = facts.training_about(rule.themes, topics, accredited=rule.accredited)
    if valid is not None:
        return _answer(requirement, "stands-in", valid, what=valid.text, why=rule.why)
    for barred, code in ((unclear, "record-unclear"), (expired, "expired")):
        if barred is not None:
            return _answer(requirement, code, barred.used, reason=barred.reason)
    return None


def _not_shown(
    requirement: Learning, sets: Sets, facts: Facts, others: tuple[RequirementJudgement, ...] = ()
) -> RequirementJudgement:
    """What to say where no learning on file meets a requirement: not known before not met."""
    wanted = tuple(dict.fromkeys([learning for choice in sets for learning in choice]))
    open_ = _not_clear(requirement, wanted, others, facts)
    if open_ is None:
        open_ = _lapsed(requirement, wanted, others, facts)
    if open_ is None:
        open_ = _answer(requirement, "not-on-file")
    return open_


def _not_clear(
    requirement: Learning,
    wanted: tuple[str, ...],
    others: tuple[RequirementJudgement, ...],
    facts: Facts,
) -> RequirementJudgement | None:
    """Why the requirement cannot be judged: an unreliable or unreadable record, or a field not known."""
    learned, worker, ground = facts.learned, facts.worker, facts.ground
    level: int | None = getattr(requirement, "level", None)  # an induction has none
    for learning in wanted:
        if learning in learned.doubtful:
            used, reason = learned.doubtful[learning]
            return _answer(requirement, "record-unclear", used, reason=reason)
    for judged in others:
        if judged.judgement is NOT_KNOWN:
            return judged
    if learned.unread and (wanted or level is not None):
        lowest = min((ground.levels.get(learning) or 0 for learning in wanted), default=level or 0)
        unread = [name for held, name in learned.unread if held is None or held >= lowest]
        if unread:
            return _answer(requirement, "certificate-unclear", what=repr(min(unread)))
    code = None
    # Any learning may be on file as a qualification; training shows all but qualifications.
    if worker.qualifications is None and (wanted or level is not None):
        code = "qualifications-not-known"
    elif worker.training is None and (
        any(learning not in ground.qualifications for learning in wanted)
        or any(text in rules().other_alternatives for text in getattr(requirement, "other_alternatives", ()))
    ):
        code = "training-not-known"
    elif worker.authorisations is None and rules().training_of_authorisation in wanted:
        code = "delegated-training-not-known"
    return _answer(requirement, code) if code else None


def _lapsed(
    requirement: Learning,
    wanted: tuple[str, ...],
    others: tuple[RequirementJudgement, ...],
    facts: Facts,
) -> RequirementJudgement | None:
    """What is on file and does not count on the day: expired, or still in progress."""
    learned = facts.learned
    for learning in wanted:
        if learning in learned.expired:
            used, reason = learned.expired[learning]
            return _answer(requirement, "expired", used, reason=reason)
    if others:
        return others[0]
    for learning in wanted:
        if learning in learned.in_progress:
            used = learned.in_progress[learning]
            return _answer(requirement, "in-progress", used, what=used.text, expected=_expected(used))
    return None


def _any_induction(requirement: InductionRequirement, facts: Facts) -> RequirementJudgement:
    worker, words = facts.worker, rules().induction_words
    confirmed = [names(worker.confirmed, said) for said in words]
    for said, answered in zip(words, confirmed, strict=True):
        if answered:
            used = _said(EvidenceKind.CONFIRMATION, said)
            return _answer(requirement, "induction-confirmed", used)
    named = [completion for completion in facts.on_file.training if is_induction(completion)]
    done = [completion.record for completion in named if completion.counts is Counts.ATTENDED]
    if done:
        record = min(done, key=lambda each: (each.title, each.completed or date.min))
        used = EvidenceUsed(kind=EvidenceKind.TRAINING, text=record.title, on=record.completed)
        return _on_file(requirement, (used,))
    unclear = next((completion for completion in named if completion.may_count), None)
    if unclear is not None:
        return _answer(requirement, "induction-unclear", what=unclear.record.title)
    if worker.training is None or None in confirmed:
        return _answer(requirement, "induction-not-known")
    return _answer(requirement, "no-induction")


# --- combinations -------------------------------------------------------------------------------------


def _all_of(requirement: AllOfRequirement, facts: Facts) -> RequirementJudgement:
    if not requirement.requirements:
        return _without_parts(requirement)
    parts = tuple([_JUDGES[type(one)](one, facts) for one in requirement.requirements])
    judgements = [part.judgement for part in parts]
    judgement = _first_of(_ALL_OF, judgements)
    words = {"met": judgements.count(MET), "count": len(parts)}
    return _combined(requirement, judgement, parts, "parts", words)


def _any_of(requirement: AnyOfRequirement, facts: Facts) -> RequirementJudgement:
    if not requirement.requirements:
        return _without_parts(requirement)
    parts = tuple([_JUDGES[type(one)](one, facts) for one in requirement.requirements])
    judgement = _first_of(_ANY_OF, [part.judgement for part in parts])
    combined = _combined(requirement, judgement, parts, "no-way-shown", {"count": len(parts)})
    shown = next((part for part in parts if part.judgement is MET), None)
    if shown is None:
        return combined
    return evolve(combined, reason=shown.reason, reason_code=shown.reason_code)


def _without_parts(requirement: Requirement) -> RequirementJudgement:
    """A requirement of which only the words are left, as `Pathway.only` may leave it, is met by nobody."""
    return _answer(requirement, "words-only")


def _combined(
    requirement: Requirement,
    judgement: Judgement,
    parts: tuple[RequirementJudgement, ...],
    code: str,
    words: dict[str, int],
) -> RequirementJudgement:
    evidence: list[EvidenceUsed] = []
    still_open: list[str] = []
    for part in parts:
        if part.judgement is judgement:
            evidence += [used for used in part.evidence if used not in evidence]
        if judgement is not MET:
            still_open += part.open
    unique = tuple(dict.fromkeys(still_open)) if still_open else ()
    return _answer(requirement, code, *evidence, judgement=judgement, still_open=unique, parts=parts, **words)


_JUDGES: dict[type[Requirement], Callable[[Any, Facts], RequirementJudgement]] = {
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
