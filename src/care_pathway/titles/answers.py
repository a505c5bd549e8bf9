"""The judge of titles for one edition: everything that is the same for all titles, made once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, reduce
from itertools import starmap
from operator import or_
from typing import Any, NamedTuple, cast

import attrs

from care_pathway.model.pathway import Pathway
from care_pathway.titles.cleaning import Cleaner
from care_pathway.titles.memory import Memory
from care_pathway.titles.parse import UNKNOWN, UNKNOWN_BEFORE, UNKNOWN_CARE, Job, TitleReading, read
from care_pathway.titles.policy import OUT_OF_SCOPE, TitleDecision, policy
from care_pathway.titles.records import TitleCandidate, TitleQualifiers, TitleStatus
from care_pathway.titles.rules import Outcome, TitleRule, rules
from care_pathway.titles.vocabulary import PERSON_ENDINGS, lexicon

#: How the ids of routes out of the Pathway begin.
_ONWARD = "rt-ext-"


class Because(NamedTuple):
    """A reason: its code, and its words."""

    code: str
    words: str


#: A setting in words is shown up to this length.
_LONGEST_SHOWN = 40

#: Of the bits of reading, those that stay when unknown words are passed over.
_READ = ~(UNKNOWN | UNKNOWN_BEFORE | UNKNOWN_CARE)
#: Titles of more words are not compared with care titles one letter away.
_MOST_WORDS_NEAR = 12

#: The kind of evidence of an answer that hangs on a word that is not known.
_HANGS = "unknown word decides"
_UNKNOWN_WORD = Because("unknown-word", "the answer hangs on a word that is not known")
_NO_QUALIFIERS = TitleQualifiers()
_CUT = Because("first-line", "only the first line was judged: the text is longer than a job title")
_TOO_LITTLE = Because("too-little", "it says what the job is not, or too little to tell a job")
_NO_JOB = Because("no-job-read", "no job could be read from it")


class TitleAnswer(NamedTuple):
    """The part of a match that titles of the same cleaned words share."""

    status: TitleStatus
    role_category: str | None
    candidates: tuple[TitleCandidate, ...]
    job_role: int | None
    reasons: tuple[Because, ...]
    rule: TitleRule | None
    concepts: int
    evidence: str = ""

    @property
    def decision(self) -> TitleDecision | None:
        """The decision of the policy behind it."""
        return None if self.rule is None else self.rule.decision


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


class Settled(NamedTuple):
    """An answer with what cleaning found: all that titles of the same words and shifts share.

    Attributes:
        cleaned: The cleaned words, with what the answer depends on besides them.
        answer: The answer.
        reasons: Its reasons, with what cleaning adds.
        qualifiers: What the title says besides the job.
        fields: The fields of the match, without the title and the pathway.
    """

    cleaned: str
    answer: TitleAnswer
    reasons: tuple[Because, ...]
    qualifiers: TitleQualifiers
    fields: dict[str, Any]


class TitleJudge:
    """Judges cleaned titles for the role categories of one edition and the titles of its overlays.

    What it keeps is only what it would work out again.
    """

    def __init__(self, pathway: Pathway) -> None:
        self.lexicon = lexicon()
        self.rules = rules()
        self.policy = policy()
        self.roles = frozenset(role.id for role in pathway.role_categories)
        self._pathway = pathway
        self.cleaner = Cleaner(self.lexicon)
        flags = self.lexicon.flags
        self._plural = flags["plural"]
        self._cut = flags["cut"]
        self._shift = _joined(flags[name] for name in self.lexicon.shift_names)
        self._presence = _joined(flags[name] for name in self.lexicon.presence)
        self._at_night = self._presence | flags["nights"]
        at_night = (*self.lexicon.presence, "nights")
        self._marks = [(flags[name], name.replace("-", " ")) for name in at_night]
        self._marks.append((self._plural, self.lexicon.several_posts))
        self._may_matter = _joined(flag for flag, _ in self._marks)
        self._by_day = self._plural | self._cut | flags["repaired"]
        self._evidence = self._by_day | (self._shift if pathway.local_titles else self._at_night)
        self._local: dict[str, list[tuple[int, str, str]]] = {}
        for own in pathway.local_titles:
            cleaned, shifts = self.key(own.title)
            if own.role_category in self.roles and cleaned:
                self._local.setdefault(self._singular(cleaned), []).append(
                    (shifts, own.role_category, own.id)
                )
        tables = (self.lexicon.settings, self.lexicon.specialisms, self.lexicon.seniorities)
        self._tables = [(table, _joined(table)) for table in tables]
        self._shown = _joined(any_of_it for _, any_of_it in self._tables)
        self._where = _joined((*self.lexicon.settings, *self.lexicon.worlds))
        self.settled: Memory[tuple[str, int, int], Settled] = Memory(self._settle)
        self._by_rules: Memory[Meaning, TitleAnswer] = Memory(self._decide)

    @cached_property
    def _routes(self) -> frozenset[str]:
        # Read only when a title points to one: most do not, and the first answer need not wait for them.
        return frozenset(route.id for route in self._pathway.routes if route.id.startswith(_ONWARD))

    def key(self, title: str) -> tuple[str, int]:
        """What makes two titles one: the cleaned words, and the shifts."""
        cleaned, flags = self.cleaner.clean(title)
        return cleaned, flags & self._shift

    def setting_of(self, words: str) -> int:
        """The concepts of a setting in words, as bits; nothing if the words say none that is known."""
        cleaned, _ = self.cleaner.clean(words)
        return read(self.lexicon, cleaned or words).all & self._where

    def setting_reason(self, found: tuple[str, int], words: str, setting: int) -> Because:
        """What a setting did to the answer."""
        shown = " ".join(words.replace("-", " ").split())
        if len(shown) > _LONGEST_SHOWN:
            shown = f"{shown[: _LONGEST_SHOWN - 1]}…"
        if not setting:
            return Because("setting-unknown", f"the setting {shown!r} is not known, and changes nothing")
        alone, there = (
            [candidate.role_category for candidate in self.settled[(*found, bits)].answer.candidates]
            for bits in (0, setting)
        )
        if alone == there:
            return Because("setting-agrees", f"the setting {shown!r} leaves the answer as it is")
        return Because("setting", f"the setting {shown!r} settles what the title leaves open")

    def _settle(self, question: tuple[str, int, int]) -> Settled:
        """The answer for cleaned words, the flags that came with them and a setting."""
        cleaned, flags, setting = question
        # Shifts decide only where hardly a word stands beside them.
        alone = " " not in cleaned or cleaned in self.lexicon.by_night
        decisive = flags & (self._evidence if alone or self._local else self._by_day)
        reading = self._read(cleaned, setting)
        answer = self._answer(cleaned, reading, decisive, setting)
        reasons = (*answer.reasons, _CUT) if flags & self._cut else answer.reasons
        if decisive & self._may_matter:
            cleaned = self._with_marks(cleaned, reading, decisive, answer)
        qualifiers = self._qualifiers(answer.concepts & self._shown, flags & self._shift)
        return Settled(cleaned, answer, reasons, qualifiers, fields_of(cleaned, answer, qualifiers, reasons))

    def _read(self, cleaned: str, setting: int) -> TitleReading:
        """What cleaned words say, in a setting."""
        reading = read(self.lexicon, cleaned)
        if not setting:
            return reading
        return reading._replace(jobs=tuple(job._replace(all=job.all | setting) for job in reading.jobs))

    def _with_marks(self, cleaned: str, reading: TitleReading, flags: int, answer: TitleAnswer) -> str:
        """Cleaned words with the marks that the answer depends on, so that the same words have one answer."""
        matters = []
        for flag, mark in self._marks:
            if flags & flag:
                without = self._first_answer(cleaned, reading, flags & ~flag)
                if (without.candidates, without.job_role) != (answer.candidates, answer.job_role):
                    matters.append(mark)
        return " - ".join([cleaned, *matters] if cleaned else matters)

    def _answer(self, cleaned: str, reading: TitleReading, flags: int, setting: int) -> TitleAnswer:
        """The answer for cleaned words; one out of scope that one letter would change is open."""
        answer = self._first_answer(cleaned, reading, flags)
        out = answer.status is TitleStatus.OUT_OF_SCOPE
        out = out and (answer.rule is None or answer.rule.first == OUT_OF_SCOPE)
        unread = answer.status is TitleStatus.UNRECOGNISED and answer.reasons[0] is not _TOO_LITTLE
        if not (out or unread) or cleaned.count(" ") >= _MOST_WORDS_NEAR:
            return answer
        meant = self._one_letter_away(answer, cleaned, reading, flags, setting)
        return answer if meant is None else self._open(answer, *meant)

    def _one_letter_away(
        self, answer: TitleAnswer, cleaned: str, reading: TitleReading, flags: int, setting: int
    ) -> tuple[str, str, str] | None:
        """The care title that is one letter away: the word, the title and its role category."""
        words = cleaned.split()
        named = answer.rule is not self.rules.anywhere[-1] and any(
            job.head not in self.rules.general for job in reading.jobs
        )
        for place, word in enumerate(words):
            if named and word in self.lexicon.known:
                continue  # "head chef" names its own trade; that "head" is near "help" says nothing
            for near in self.lexicon.speller.near(word):
                other = " ".join([*words[:place], near, *words[place + 1 :]])
                meant = self._read(other, setting)
                if not meant.unknown and meant.jobs:
                    best = self._first_answer(other, meant, flags).candidates
                    if best and best[0].role_category is not None:
                        return word, other, best[0].role_category
        return None

    def _open(self, answer: TitleAnswer, word: str, other: str, role_category: str) -> TitleAnswer:
        """An answer with that of a title one letter away as a further candidate."""
        chances = self.policy.chances
        right_if = self.policy.answers[role_category].right_if
        slip = answer.status is TitleStatus.UNRECOGNISED and self._may_be_a_slip(word)
        kind = "likely a slip" if slip else "one letter away"
        role = TitleCandidate(
            role_category=role_category,
            confidence=chances[kind],
            reasons=(f"{other!r} is one letter away: {right_if}",),
        )
        reasons = (*answer.reasons, Because("one-letter-away", f"one letter away is {other!r}"))
        out = attrs.evolve(
            answer.candidates[0] if answer.candidates else TitleCandidate(role_category=None, confidence=0),
            confidence=chances[f"{kind} out"],
        )
        if slip:
            return answer._replace(candidates=(role, out), reasons=reasons, evidence=kind)
        candidates = (out, *answer.candidates[1:], role)
        if answer.status is TitleStatus.UNRECOGNISED:
            return answer._replace(candidates=candidates, reasons=reasons, evidence=kind)
        return concluded(candidates, answer.job_role, reasons, answer.rule, answer.concepts, kind)

    def _may_be_a_slip(self, word: str) -> bool:
        """Whether a word is on no list at all."""
        return word not in self.lexicon.known and not self.lexicon.speller.is_own(word)

    def _first_answer(self, cleaned: str, reading: TitleReading, flags: int) -> TitleAnswer:
        """The answer for cleaned words and what they say."""
        own = self._local and self._local.get(self._singular(cleaned))
        if own:
            fitting = [entry for entry in own if entry[0] & flags == entry[0]]
            if fitting:
                return self._own(max(fitting, key=lambda entry: entry[0].bit_count()), reading)
        if flags & self._at_night and cleaned in self.lexicon.by_night:
            return self._by_name(self.lexicon.by_night[cleaned], reading, flags)
        if reading.all & self.lexicon.negated or cleaned in self.lexicon.too_little:
            return _unrecognised(_TOO_LITTLE)
        if not reading.jobs:
            return self._without_job(cleaned, reading, flags)
        answer = self._by_rules[_meaning(reading, flags)]
        out = answer.status is TitleStatus.OUT_OF_SCOPE or answer.evidence == _HANGS
        return self._of_other_work(answer, reading) if out and reading.other else answer

    def _decide(self, meaning: Meaning) -> TitleAnswer:
        """The answer of the rules for what a title means."""
        outcome = self.rules.decide(meaning.jobs, plural=bool(meaning.flags & self._plural))
        answer = self._stated(cast("Outcome", outcome), meaning)
        return self._unsettled(answer, meaning) if answer.status is TitleStatus.OUT_OF_SCOPE else answer

    def _of_other_work(self, answer: TitleAnswer, reading: TitleReading) -> TitleAnswer:
        """An answer with the word that names another occupation as a further reason."""
        word = reading.other[-1]
        group = self.lexicon.other_work[word]
        words = f"{word!r} is a word of other occupations (SOC 2020 minor group {group})"
        return answer._replace(reasons=(*answer.reasons, Because("other-work", words)))

    def _unsettled(self, answer: TitleAnswer, meaning: Meaning) -> TitleAnswer:
        """An answer out of scope that hangs on an unknown word is open: the word may be a slip."""
        last = answer.rule is self.rules.anywhere[-1]
        jobs = meaning.jobs
        telling = not last and any(job.head not in self.rules.general for job in jobs)
        if telling or not any(job.own & UNKNOWN for job in jobs):
            return answer
        jobs = tuple(job._replace(own=job.own & _READ, all=job.all & _READ) for job in jobs)
        outcome = self.rules.decide(jobs, plural=bool(meaning.flags & self._plural))
        roles = [] if outcome is None else [outcome.first, *outcome.also]
        pairs, _ = self._cut_to_edition([(role, 0.0) for role in roles if role != OUT_OF_SCOPE])
        chances = self.policy.chances
        out = attrs.evolve(answer.candidates[0], confidence=chances["unknown word out"])
        others = tuple(
            TitleCandidate(
                role_category=role,
                confidence=chances["unknown word role"],
                reasons=(f"{self.policy.answers[role].right_if}, if the unknown word changes nothing",),
            )
            for role, _ in pairs
            if role != OUT_OF_SCOPE
        )
        reasons = (*answer.reasons, _UNKNOWN_WORD)
        if others:
            return concluded((out, *others), answer.job_role, reasons, answer.rule, answer.concepts, _HANGS)
        return answer._replace(
            status=TitleStatus.UNRECOGNISED,
            candidates=(out,),
            reasons=reasons,
            evidence=_HANGS,
        )

    def _singular(self, cleaned: str) -> str:
        """Cleaned words with the plurals folded that no list has: an employer's own."""
        return " ".join(
            word if word in self.lexicon.known else word.removesuffix("s").removesuffix("e")
            for word in cleaned.split()
        )

    def _own(self, entry: tuple[int, str, str], reading: TitleReading) -> TitleAnswer:
        _, role, id_ = entry
        reason = Because("own-title", f"the employer's own title {id_} is placed here")
        candidate = TitleCandidate(
            role_category=role,
            confidence=self.policy.chances["employer's own title"],
            reasons=(reason.words,),
        )
        outcome = self.rules.decide(reading.jobs, plural=False)
        job_role = outcome.job_role if outcome else None
        return TitleAnswer(TitleStatus.MATCHED, role, (candidate,), job_role, (reason,), None, reading.all)

    def _without_job(self, cleaned: str, reading: TitleReading, flags: int) -> TitleAnswer:
        """A title that names no known job: a shift only, a job of another world by its ending, or nothing."""
        if not reading.known and not reading.other and flags & self._presence and reading.unknown <= 1:
            return self._by_name("shift-alone", reading, flags)
        if not reading.known and not reading.other:
            return self._unknown(cleaned)
        rule = self.rules.named["no-job" if reading.known else "other-work"]
        reason = self._because(rule)
        sure = self.policy.chances["another occupation named" if reading.other else "no job named"]
        candidate = TitleCandidate(role_category=None, confidence=sure, reasons=(reason.words,))
        return TitleAnswer(TitleStatus.OUT_OF_SCOPE, None, (candidate,), None, (reason,), rule, reading.all)

    def _unknown(self, cleaned: str) -> TitleAnswer:
        """Words that no list has; one that ends as the nouns of people do may be another line of work."""
        if not any(
            word.isascii() and len(word) > 5 and word.endswith(PERSON_ENDINGS) for word in cleaned.split()
        ):
            return _unrecognised(_NO_JOB)
        rule = self.rules.named["by-ending"]
        reason = self._because(rule)
        chance = self.policy.chances["unknown word out"]
        candidate = TitleCandidate(role_category=None, confidence=chance, reasons=(reason.words,))
        return _unrecognised(reason)._replace(candidates=(candidate,), rule=rule, evidence=_HANGS)

    def _by_name(self, name: str, reading: TitleReading, flags: int) -> TitleAnswer:
        """The answer of a rule for titles without a noun."""
        rule = self.rules.named[name]
        return self._stated(Outcome(rule.first, rule.also, rule.job_role, (rule,)), _meaning(reading, flags))

    def _because(self, rule: TitleRule) -> Because:
        return Because(rule.id, f"{rule.decision.number} ({rule.decision.says}): {rule.because}")

    def _stated(self, outcome: Outcome, meaning: Meaning) -> TitleAnswer:
        """The answer that an outcome makes, in words."""
        evidence = self._evidence_of(outcome, meaning)
        chances = self.policy.chances
        sure = chances[evidence]
        reasons = [self._because(rule) for rule in outcome.rules]
        pairs: list[tuple[str, float]] = [(outcome.first, sure)]
        for place, answer in enumerate(outcome.also, 1):
            pairs.append((answer, min(sure, chances[f"also {min(place, 3)}"])))
        pairs, notes = self._cut_to_edition(pairs)
        cited = outcome.rules[0].decision.number
        candidates = tuple(
            TitleCandidate(
                role_category=None if answer == OUT_OF_SCOPE else answer,
                confidence=chance,
                reasons=(f"{cited}: {self.policy.answers[answer].right_if}",),
            )
            for answer, chance in pairs
        )
        reasons += notes
        reasons += self._onward(outcome)
        rule = outcome.rules[0]
        return concluded(candidates, outcome.job_role, tuple(reasons), rule, meaning.concepts, evidence)

    def _evidence_of(self, outcome: Outcome, meaning: Meaning) -> str:
        """The kind of evidence that an answer stands on, for which its confidence was measured."""
        unknown = _unknown_words(meaning)
        kinds = {
            "doubtful rule and an unknown word": outcome.rules[0].doubtful and unknown,
            "doubtful rule": outcome.rules[0].doubtful,
            "unknown word before the noun": unknown == UNKNOWN_BEFORE,
            "unknown word beside the noun": unknown == UNKNOWN,
            "repaired": meaning.flags & self.lexicon.flags["repaired"],
            "another occupation named": meaning.other and outcome.first == OUT_OF_SCOPE,
            "unknown word elsewhere": meaning.unknown or meaning.other,
            "several jobs": len(outcome.rules) > 1,
            "long text": meaning.flags & self._cut,
        }
        return next((kind for kind, present in kinds.items() if present), "whole title known")

    def _cut_to_edition(
        self, pairs: list[tuple[str, float]]
    ) -> tuple[list[tuple[str, float]], list[Because]]:
        """Answers that the edition has; where it lacks one, its equivalent or a word that it lacks it."""
        kept: dict[str, float] = {}
        notes: list[Because] = []
        for answer, chance in pairs:
            if answer == OUT_OF_SCOPE or answer in self.roles:
                kept.setdefault(answer, chance)
                continue
            meaning = self.policy.answers[answer]
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
        route = self.policy.onward.get(rule.id) or self.policy.onward.get(str(rule.job_role))
        if route is None or (self._routes and route not in self._routes):
            return []
        return [Because("onward", f"the Pathway points to it as an onward career: see route {route}")]

    def _qualifiers(self, concepts: int, flags: int) -> TitleQualifiers:
        """What a title says besides the job."""
        words = self.lexicon
        if not concepts and not flags:
            return _NO_QUALIFIERS

        def shown(table: dict[int, str], any_of_it: int) -> tuple[str, ...]:
            if not concepts & any_of_it:
                return ()
            return tuple(dict.fromkeys([name for bit, name in table.items() if concepts & bit]))

        settings, specialism, seniority = starmap(shown, self._tables)
        noted = [name for name in words.shift_names if flags & words.flags[name]] if flags else []
        contract = [name for name in noted if name in words.contracts]
        contract += [name for name in settings if name in words.contract_settings]
        return TitleQualifiers(
            setting=settings,
            specialism=specialism,
            seniority=seniority,
            contract=tuple(contract),
            shift=tuple(name for name in noted if name not in words.contracts),
        )


def _meaning(reading: TitleReading, flags: int) -> Meaning:
    """What an answer depends on of a reading, and of what cleaning found."""
    return Meaning(reading.jobs, reading.all, reading.unknown > 0, bool(reading.other), flags)


def _unknown_words(meaning: Meaning) -> int:
    """Whether words that no list has stand before the noun of a job, or beside it."""
    if not meaning.unknown:
        return 0
    if meaning.concepts & UNKNOWN_BEFORE:
        return UNKNOWN_BEFORE
    return UNKNOWN if any(job.own & UNKNOWN for job in meaning.jobs) else 0


def _unrecognised(reason: Because) -> TitleAnswer:
    return TitleAnswer(TitleStatus.UNRECOGNISED, None, (), None, (reason,), None, 0)


def concluded(
    candidates: tuple[TitleCandidate, ...],
    job_role: int | None,
    reasons: tuple[Because, ...],
    rule: TitleRule | None,
    concepts: int,
    evidence: str,
) -> TitleAnswer:
    """The answer that candidates make: a single one is an answer, several are a question."""
    if len(candidates) > 1:
        return TitleAnswer(
            TitleStatus.AMBIGUOUS, None, candidates, job_role, reasons, rule, concepts, evidence
        )
    role = candidates[0].role_category
    status = TitleStatus.OUT_OF_SCOPE if role is None else TitleStatus.MATCHED
    return TitleAnswer(status, role, candidates, job_role, reasons, rule, concepts, evidence)


def fields_of(
    cleaned: str,
    answer: TitleAnswer,
    qualifiers: TitleQualifiers,
    reasons: tuple[Because, ...],
) -> dict[str, Any]:
    """The fields of a match, without its title, its pathway and the job role of duties."""
    best = answer.candidates[0] if answer.candidates else None
    return {
        "cleaned": cleaned,
        "status": answer.status,
        "role_category": answer.role_category,
        "likely": None if best is None else best.role_category,
        "confidence": None if best is None else best.confidence,
        "decision": None if answer.rule is None else answer.rule.decision.number,
        "rule": None if answer.rule is None else answer.rule.id,
        "evidence": answer.evidence or None,
        "candidates": answer.candidates,
        "ascwds_job_role": answer.job_role,
        "qualifiers": qualifiers,
        "reasons": tuple([reason.words for reason in reasons]),
        "reason_codes": tuple([reason.code for reason in reasons]),
    }


def _joined(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def judge_of(pathway: Pathway) -> TitleJudge:
    """The judge of a pathway's role categories and local titles."""
    return pathway.derived(TitleJudge)
