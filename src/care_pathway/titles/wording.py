"""From what the rules decide to an answer in words: candidates, how sure they are, and the reasons."""

from __future__ import annotations

from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from care_pathway.model.pathway import Pathway
from care_pathway.titles.answers import Because, TitleAnswer, concluded
from care_pathway.titles.parse import (
    OTHER_TRADE,
    OTHER_WORK,
    UNKNOWN,
    UNKNOWN_BEFORE,
    Job,
    TitleReading,
)
from care_pathway.titles.policy import OUT_OF_SCOPE, TitleDecision, policy
from care_pathway.titles.records import TitleCandidate
from care_pathway.titles.rules import Outcome, TitleRule, rules
from care_pathway.titles.vocabulary import lexicon

#: How the ids of routes out of the Pathway begin.
_ONWARD = "rt-ext-"
#: Kinds of evidence of a rank without a word of care: beside another trade, a name, and what is not known.
RANK_IN_TRADE, RANK_AND_NAME, _RANK_ALONE = (
    "rank and another trade",
    "rank and a name",
    "rank and an unknown word",
)
#: Why an answer is open that hangs on a word that is not known.
UNKNOWN_WORD = Because("unknown-word", "the answer hangs on a word that is not known")


class Meaning(NamedTuple):
    """What an answer by the rules depends on: titles in other words may mean the same.

    Attributes:
        jobs: The jobs that the title names.
        concepts: Every concept in it, as bits.
        unknown: Whether it has words that no list has.
        other: Whether it has words of other occupations.
        flags: Of what cleaning found, that which may decide.
    """

    jobs: tuple[Job, ...]
    concepts: int
    unknown: bool
    other: bool
    flags: int


class Wording:
    """Puts what the rules decide in words, in the role categories that an edition has."""

    def __init__(self, pathway: Pathway) -> None:
        self.roles = frozenset(role.id for role in pathway.role_categories)
        self._pathway = pathway
        self._policy = policy()
        flags = lexicon().flags
        self._repaired, self._cut, self._name = flags["repaired"], flags["cut"], flags["name"]
        self._care_named = lexicon().care_named
        self._other_worlds = lexicon().other_worlds
        self._of_others = rules().named["other-work"]
        #: Titles share what the tables make: no more than rules, and answers with their chances, in them.
        self._reasons: dict[str, Because] = {}
        self._candidates: dict[tuple[str, float, str], TitleCandidate] = {}

    @cached_property
    def _routes(self) -> frozenset[str]:
        # Read only when a title points to one: most do not, and the first answer need not wait for them.
        return frozenset(route.id for route in self._pathway.routes if route.id.startswith(_ONWARD))

    def answer(self, outcome: Outcome, meaning: Meaning) -> TitleAnswer:
        """The answer that an outcome makes, in words."""
        rank = self._is_no_word_of_care(meaning)
        if rank:
            outcome = self._outside(outcome, meaning)
        in_trade = rank and self._is_beside_other_work(outcome, meaning)
        evidence = self._evidence_of(outcome, meaning, rank=rank, in_trade=in_trade)
        chances = self._policy.chances
        sure = chances[evidence]
        # Whatever comes first: a trade that is named speaks no more for a role than a word that is not known.
        role_at_most = chances[RANK_IN_TRADE] if in_trade else sure
        reasons = [self.because(rule) for rule in outcome.rules]
        pairs: list[tuple[str, float]] = []
        for place, answer in enumerate((outcome.first, *outcome.also)):
            chance = min(sure, chances[f"also {min(place, 3)}"]) if place else sure
            pairs.append((answer, chance if answer == OUT_OF_SCOPE else min(chance, role_at_most)))
        if evidence in (RANK_IN_TRADE, _RANK_ALONE):
            if OUT_OF_SCOPE not in (outcome.first, *outcome.also):
                pairs.append((OUT_OF_SCOPE, chances[f"{_RANK_ALONE} out"]))
            if meaning.unknown:
                reasons.append(UNKNOWN_WORD)
        pairs, notes = self.in_edition(pairs)
        candidates = tuple(
            [self._candidate(answer, chance, _behind(answer, outcome)) for answer, chance in pairs]
        )
        reasons += notes
        reasons += self._onward(outcome)
        rule = outcome.rules[0]
        return concluded(candidates, outcome.job_role, tuple(reasons), rule, meaning.concepts, evidence)

    def because(self, rule: TitleRule) -> Because:
        """The decision of the policy behind a rule, as a reason."""
        found = self._reasons.get(rule.id)
        if found is None:
            words = f"{rule.decision.number} ({rule.decision.says}): {rule.because}"
            found = self._reasons[rule.id] = Because(rule.id, words)
        return found

    def _candidate(self, answer: str, chance: float, decision: TitleDecision) -> TitleCandidate:
        """An answer by a decision of the policy, with the chance that it is right."""
        key = (answer, chance, decision.number)
        found = self._candidates.get(key)
        if found is None:
            found = self._candidates[key] = TitleCandidate(
                role_category=None if answer == OUT_OF_SCOPE else answer,
                confidence=chance,
                reasons=(f"{decision.number}: {self._policy.answers[answer].right_if}",),
            )
        return found

    def _is_no_word_of_care(self, meaning: Meaning) -> bool:
        """Whether neither the words nor the setting say by themselves that the work is care."""
        said = reduce(or_, (job.all for job in meaning.jobs), meaning.concepts)
        return not said & self._care_named

    def _is_beside_other_work(self, outcome: Outcome, meaning: Meaning) -> bool:
        """Whether words name another line of work, or another job is certainly out of scope."""
        return meaning.concepts & self._other_worlds > 0 or any(map(_is_certainly_out, outcome.rules))

    def _outside(self, outcome: Outcome, meaning: Meaning) -> Outcome:
        """An outcome that credits no rank beside another trade: "Supervisor - Welder"."""
        if outcome.first == OUT_OF_SCOPE:
            return outcome
        trade = next(filter(_is_another_trade, outcome.rules), None)
        if trade is None and meaning.concepts & OTHER_TRADE:
            trade = self._of_others
        if trade is None:
            return outcome
        also = tuple(answer for answer in (outcome.first, *outcome.also) if answer != OUT_OF_SCOPE)
        rules = dict.fromkeys((trade, *outcome.rules))
        return Outcome(OUT_OF_SCOPE, also, trade.job_role, tuple(rules))

    def _evidence_of(self, outcome: Outcome, meaning: Meaning, *, rank: bool, in_trade: bool) -> str:
        """The kind of evidence that an answer stands on, for which its confidence was measured."""
        unknown = _unknown_words(meaning)
        role = outcome.first != OUT_OF_SCOPE
        rank = rank and role
        kinds = {
            RANK_IN_TRADE: in_trade and (role or outcome.rules[0] is self._of_others),
            _RANK_ALONE: rank and meaning.unknown,
            RANK_AND_NAME: rank and meaning.flags & self._name,
            "doubtful rule and an unknown word": outcome.rules[0].doubtful and unknown,
            "doubtful rule": outcome.rules[0].doubtful,
            "unknown word before the noun": unknown == UNKNOWN_BEFORE,
            "unknown word beside the noun": unknown == UNKNOWN,
            "repaired": meaning.flags & self._repaired,
            "another occupation named": meaning.other and not role,
            "unknown word elsewhere": meaning.unknown or meaning.other,
            "several jobs": len(outcome.rules) > 1,
            "long text": meaning.flags & self._cut,
        }
        return next((kind for kind, present in kinds.items() if present), "whole title known")

    def in_edition(self, pairs: list[tuple[str, float]]) -> tuple[list[tuple[str, float]], list[Because]]:
        """Answers that the edition has; where it lacks one, its equivalent or a word that it lacks it."""
        kept: dict[str, float] = {}
        notes: list[Because] = []
        for answer, chance in pairs:
            if answer == OUT_OF_SCOPE or answer in self.roles:
                kept.setdefault(answer, chance)
                continue
            meaning = self._policy.answers[answer]
            if meaning.equivalent in self.roles:
                kept.setdefault(meaning.equivalent, chance)
                notes.append(Because("edition-equivalent", meaning.because))
            else:
                words = answer.replace("-", " ")
                words += " would be an answer, but this edition has no such role category"
                notes.append(Because("edition-lacks", words))
        if pairs and not kept:
            kept[OUT_OF_SCOPE] = pairs[0][1]
        return list(kept.items()), notes

    def _onward(self, outcome: Outcome) -> list[Because]:
        """For a regulated profession, where the Pathway points onward."""
        rule = outcome.rules[0]
        if outcome.first != OUT_OF_SCOPE or rule.decision.beside != "profession":
            return []
        route = self._policy.onward.get(rule.id) or self._policy.onward.get(str(rule.job_role))
        if route is None or (self._routes and route not in self._routes):
            return []
        return [Because("onward", f"the Pathway points to it as an onward career: see route {route}")]


def meaning_of(reading: TitleReading, flags: int) -> Meaning:
    """What an answer depends on of a reading, and of what cleaning found."""
    return Meaning(reading.jobs, reading.all, reading.unknown > 0, bool(reading.other), flags)


def _is_certainly_out(rule: TitleRule) -> bool:
    """Whether a job is out of scope and nothing else."""
    return rule.first == OUT_OF_SCOPE and not rule.also


def _is_another_trade(rule: TitleRule) -> bool:
    """Whether a job is certainly one of another trade."""
    return _is_certainly_out(rule) and rule.decision.beside == "another trade"


def _behind(answer: str, outcome: Outcome) -> TitleDecision:
    """The decision behind an answer of an outcome: of the job that it answers first, or may answer."""
    if len(outcome.rules) == 1:
        return outcome.rules[0].decision
    first = (rule for rule in outcome.rules if rule.first == answer)
    also = (rule for rule in outcome.rules if answer in rule.also)
    return next(chain(first, also), outcome.rules[0]).decision


def _unknown_words(meaning: Meaning) -> int:
    """Whether words of no list, or of other occupations, stand before the noun of a job, or beside it."""
    if not (meaning.unknown or meaning.other):
        return 0
    if meaning.concepts & UNKNOWN_BEFORE:
        return UNKNOWN_BEFORE
    return UNKNOWN if any(job.own & (UNKNOWN | OTHER_WORK) for job in meaning.jobs) else 0
