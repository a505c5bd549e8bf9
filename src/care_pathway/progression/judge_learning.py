"""Requirements of learning: qualifications and inductions, their alternatives and what stands in for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import evolve

from care_pathway.model import InductionRequirement, QualificationRequirement
from care_pathway.progression.answers import MET, NOT_KNOWN, NOT_MET, WORDS_ONLY, answer, said
from care_pathway.progression.facts import Facts
from care_pathway.progression.lexicon import plain, rules
from care_pathway.progression.records import EvidenceKind, EvidenceUsed, RequirementJudgement

Sets = tuple[tuple[str, ...], ...]
Learning = QualificationRequirement | InductionRequirement


def qualification(requirement: QualificationRequirement, facts: Facts) -> RequirementJudgement:
    """Held, or in progress where that is enough; by itself, by an alternative or by what counts as it."""
    learned = facts.learned
    sets = facts.ground.sets(requirement.learning, requirement.alternatives)
    if not sets and requirement.level is None and not requirement.other_alternatives:
        return answer(requirement, NOT_KNOWN, WORDS_ONLY)
    used = _all_of_one_set(sets, learned.held)
    if used:
        return _on_file(requirement, used)
    if requirement.level is not None and not requirement.learning:
        found = [one for level, one in learned.levels if level >= requirement.level]
        if found:
            first = min(found, key=lambda one: (one.text, one.on or date.max))
            return answer(
                requirement, MET, f"{first.text} is at level {requirement.level} or above.", (first,)
            )
    if requirement.working_towards and learned.in_progress:
        used = _all_of_one_set(sets, {**learned.in_progress, **learned.held})
        if used:
            first = next(one for one in used if one in learned.in_progress.values())
            reason = f"{first.text} is in progress{_expected(first)}, and that is enough here."
            return answer(requirement, MET, reason, used)
    for text in requirement.other_alternatives:
        stands_in = _other_alternative(requirement, text, facts)
        if stands_in is not None and stands_in.judgement is MET:
            return stands_in
    return _not_shown(requirement, sets, facts)


def induction(requirement: InductionRequirement, facts: Facts) -> RequirementJudgement:
    """A set of standards completed, or learning that stands for it; or any induction by the employer."""
    sets = facts.ground.sets(requirement.learning, requirement.alternatives)
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
        for one in sets:
            if all(learning in held for learning in one):
                return tuple(dict.fromkeys(held[learning] for learning in one))
    return ()


def _on_file(requirement: Learning, used: Iterable[EvidenceUsed]) -> RequirementJudgement:
    used = tuple(used)
    return answer(requirement, MET, f"On file: {' and '.join(one.text for one in used)}.", used)


def _expected(used: EvidenceUsed) -> str:
    return f", expected {used.on}" if used.on else ""


def _other_alternative(requirement: Learning, text: str, facts: Facts) -> RequirementJudgement | None:
    """What stands in without a record of its own, such as suitable training of another name."""
    rule = rules().other_alternatives.get(text)
    if rule is None or not facts.worker.training:
        return None
    topics = facts.ground.topics if rule.any_topic else frozenset()
    valid, lapsed = facts.training_about(rule.themes, topics, accredited=rule.accredited)
    if valid is not None:
        return answer(requirement, MET, f"{valid.text} is on file: {rule.why}.", (valid,))
    if lapsed is not None:
        return answer(requirement, NOT_MET, _lapsed_reason(lapsed, facts.on), (lapsed,))
    return None


def _lapsed_reason(used: EvidenceUsed, on: date) -> str:
    if used.expires is not None and used.expires < on:
        return f"{used.text} expired on {used.expires}."
    return f"{used.text} is dated later than {on}."


def _not_shown(requirement: Learning, sets: Sets, facts: Facts) -> RequirementJudgement:
    """What to say where no learning on file meets a requirement: not known before not met."""
    wanted = tuple(dict.fromkeys(learning for one in sets for learning in one))
    others: tuple[str, ...] = ()
    level: int | None = None
    if isinstance(requirement, QualificationRequirement):
        others, level = requirement.other_alternatives, requirement.level
    open_ = _not_clear(requirement, wanted, others, level, facts)
    if open_ is None:
        open_ = _lapsed(requirement, wanted, others, facts)
    if open_ is None:
        open_ = answer(
            requirement, NOT_MET, "What is on file does not include it or anything that counts as it."
        )
    return open_


def _not_clear(
    requirement: Learning,
    wanted: tuple[str, ...],
    others: tuple[str, ...],
    level: int | None,
    facts: Facts,
) -> RequirementJudgement | None:
    """What keeps the matter open: a record that cannot be relied on or read, or nothing on file at all."""
    learned, worker, ground = facts.learned, facts.worker, facts.ground
    for one in wanted:
        if one in learned.doubtful:
            used = learned.doubtful[one]
            reason = f"The dates of {used.text} cannot be right; mend the record."
            return answer(requirement, NOT_KNOWN, reason, (used,))
    among_qualifications, among_training = ground.sources(wanted) if wanted else (True, level is None)
    among_training |= any(text in rules().other_alternatives for text in others)
    reason = ""
    if among_qualifications and learned.unread:
        lowest = min((ground.levels.get(one) or 0 for one in wanted), default=level or 0)
        unread = [name for held, name in learned.unread if held is None or held >= lowest]
        if unread:
            reason = f"It is not clear what {min(unread)!r} on file stands for."
    if not reason and among_qualifications and worker.qualifications is None:
        reason = "Nothing on file says what qualifications the person holds."
    if not reason and among_training and worker.training is None:
        reason = "Nothing on file says what training the person has had."
    return answer(requirement, NOT_KNOWN, reason) if reason else None


def _lapsed(
    requirement: Learning, wanted: tuple[str, ...], others: tuple[str, ...], facts: Facts
) -> RequirementJudgement | None:
    """What is on file and does not count on the day: expired, dated later, or still in progress."""
    learned = facts.learned
    for one in wanted:
        if one in learned.expired:
            used = learned.expired[one]
            return answer(requirement, NOT_MET, _lapsed_reason(used, facts.on), (used,))
    for text in others:
        judged = _other_alternative(requirement, text, facts)
        if judged is not None:
            return judged
    for one in wanted:
        if one in learned.in_progress:
            used = learned.in_progress[one]
            reason = f"{used.text} is in progress{_expected(used)}, and not yet held."
            return answer(requirement, NOT_MET, reason, (used,))
    return None


def _any_induction(requirement: InductionRequirement, facts: Facts) -> RequirementJudgement:
    worker, words = facts.worker, rules().induction_words
    for word in words:
        if worker.confirmed is not None and word in worker.confirmed:
            used = said(EvidenceKind.CONFIRMATION, word)
            return answer(requirement, MET, "The induction is confirmed.", (used,))
    done = [
        record
        for record in worker.training or ()
        if any(word in plain(record.title).split() for word in words)
        and (record.completed is None or record.completed <= facts.on)
    ]
    if done:
        record = min(done, key=lambda one: (one.title, one.completed or date.min))
        used = EvidenceUsed(kind=EvidenceKind.TRAINING, text=record.title, on=record.completed)
        return _on_file(requirement, (used,))
    if worker.training is None:
        return answer(requirement, NOT_KNOWN, "Nothing on file says whether there was an induction.")
    return answer(requirement, NOT_MET, "No induction is among the training on file.")
