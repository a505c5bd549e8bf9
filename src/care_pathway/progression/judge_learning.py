"""Requirements of learning: qualifications and inductions, their alternatives and what stands in for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import evolve

from care_pathway.evidence.completions import Counts
from care_pathway.evidence.registrations import names
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
    valid, unclear, expired = facts.training_about(rule.themes, topics, accredited=rule.accredited)
    if valid is not None:
        return answer(requirement, MET, f"{valid.text} is on file: {rule.why}.", (valid,))
    for barred, judgement in ((unclear, NOT_KNOWN), (expired, NOT_MET)):
        if barred is not None:
            return answer(requirement, judgement, barred.reason, (barred.used,))
    return None


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
    """Why the requirement cannot be judged: an unreliable or unreadable record, or a field not known."""
    learned, worker, ground = facts.learned, facts.worker, facts.ground
    for learning in wanted:
        if learning in learned.doubtful:
            used, reason = learned.doubtful[learning]
            return answer(requirement, NOT_KNOWN, reason, (used,))
    for text in others:
        judged = _other_alternative(requirement, text, facts)
        if judged is not None and judged.judgement is NOT_KNOWN:
            return judged
    if learned.unread and (wanted or level is not None):
        lowest = min((ground.levels.get(learning) or 0 for learning in wanted), default=level or 0)
        unread = [name for held, name in learned.unread if held is None or held >= lowest]
        if unread:
            reason = f"It is not clear what {min(unread)!r} on file stands for; look at the certificate."
            return answer(requirement, NOT_KNOWN, reason)
    # Any learning may be on file as a qualification; training shows all but qualifications.
    by_training = any(learning not in ground.qualifications for learning in wanted)
    by_training |= any(text in rules().other_alternatives for text in others)
    reason = ""
    if worker.qualifications is None and (wanted or level is not None):
        reason = "Nothing on file says what qualifications the person holds."
    elif worker.training is None and by_training:
        reason = "Nothing on file says what training the person has had."
    elif worker.authorisations is None and rules().training_of_authorisation in wanted:
        reason = "Nothing on file says what delegated healthcare the person was trained for."
    return answer(requirement, NOT_KNOWN, reason) if reason else None


def _lapsed(
    requirement: Learning, wanted: tuple[str, ...], others: tuple[str, ...], facts: Facts
) -> RequirementJudgement | None:
    """What is on file and does not count on the day: expired, or still in progress."""
    learned = facts.learned
    for learning in wanted:
        if learning in learned.expired:
            used, reason = learned.expired[learning]
            return answer(requirement, NOT_MET, reason, (used,))
    for text in others:
        judged = _other_alternative(requirement, text, facts)
        if judged is not None:
            return judged
    for learning in wanted:
        if learning in learned.in_progress:
            used = learned.in_progress[learning]
            reason = f"{used.text} is in progress{_expected(used)}, and not yet held."
            return answer(requirement, NOT_MET, reason, (used,))
    return None


def _any_induction(requirement: InductionRequirement, facts: Facts) -> RequirementJudgement:
    worker, words = facts.worker, rules().induction_words
    confirmed = [names(worker.confirmed, word) for word in words]
    for word, answered in zip(words, confirmed, strict=True):
        if answered:
            used = said(EvidenceKind.CONFIRMATION, word)
            return answer(requirement, MET, "The induction is confirmed.", (used,))
    named = [
        completion
        for completion in facts.on_file.training
        if any(word in plain(completion.record.title).split() for word in words)
    ]
    done = [completion.record for completion in named if completion.counts is Counts.ATTENDED]
    if done:
        record = min(done, key=lambda each: (each.title, each.completed or date.min))
        used = EvidenceUsed(kind=EvidenceKind.TRAINING, text=record.title, on=record.completed)
        return _on_file(requirement, (used,))
    unclear = next((completion for completion in named if completion.may_count), None)
    if unclear is not None:
        reason = f"It is not clear when {unclear.record.title} on file was completed."
        return answer(requirement, NOT_KNOWN, reason)
    if worker.training is None or None in confirmed:
        return answer(requirement, NOT_KNOWN, "Nothing on file says whether there was an induction.")
    return answer(requirement, NOT_MET, "No induction is among the training on file.")
