"""The judge of titles for one edition: which answer a cleaned title gets, and what leaves it open."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import cast

import attrs

from care_pathway.language.text import normalise
from care_pathway.model.pathway import Pathway
from care_pathway.titles.answers import Because, Settled, TitleAnswer, concluded, unrecognised
from care_pathway.titles.cleaning import Cleaner
from care_pathway.titles.memory import Memory
from care_pathway.titles.parse import UNKNOWN, UNKNOWN_BEFORE, UNKNOWN_CARE, Job, TitleReading, read
from care_pathway.titles.policy import OUT_OF_SCOPE, policy
from care_pathway.titles.qualifiers import QualifierTables
from care_pathway.titles.records import TitleCandidate, TitleStatus
from care_pathway.titles.rules import Outcome, rules
from care_pathway.titles.vocabulary import PERSON_ENDINGS, lexicon
from care_pathway.titles.wording import (
    RANK_AND_NAME,
    RANK_IN_TRADE,
    UNKNOWN_WORD,
    Meaning,
    Wording,
    meaning_of,
)
from care_pathway.titles.words import NEARLY, REMARK, SAYS_NOTHING

#: A setting in words is shown up to this length.
_LONGEST_SHOWN = 40

#: Of the bits of reading, those that stay when unknown words are passed over.
_READ = ~(UNKNOWN | UNKNOWN_BEFORE | UNKNOWN_CARE)
#: Titles of more words are not compared with care titles one letter away.
_MOST_WORDS_NEAR = 12

#: The kind of evidence of an answer that hangs on a word that is not known.
_HANGS = "unknown word decides"
_TOO_LITTLE = Because("too-little", "it says what the job is not, or too little to tell a job")
_BENEFITS_ALONE = Because("benefits-alone", "it says only what is offered besides pay")
_SAID_TOO_LITTLE = frozenset({_TOO_LITTLE, _BENEFITS_ALONE})
_NO_JOB = Because("no-job-read", "no job could be read from it")


class TitleJudge:
    """Judges cleaned titles for the role categories of one edition and the titles of its overlays.

    What it keeps is only what it would work out again.
    """

    def __init__(self, pathway: Pathway) -> None:
        self.lexicon = lexicon()
        self.rules = rules()
        self.policy = policy()
        self._wording = Wording(pathway)
        self.roles = self._wording.roles
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
        self._by_day = self._plural | self._cut | flags["repaired"] | flags["name"]
        self._evidence = self._by_day | (self._shift if pathway.local_titles else self._at_night)
        self._local: dict[str, list[tuple[int, str, str]]] = {}
        for own in pathway.local_titles:
            cleaned, shifts = self.key(own.title)
            if own.role_category in self.roles and cleaned:
                self._local.setdefault(self._singular(cleaned), []).append(
                    (shifts, own.role_category, own.id)
                )
        self._qualifiers = QualifierTables(self.lexicon)
        self._worlds = _joined(self.lexicon.worlds)
        self._where = _joined(self.lexicon.settings) | self._worlds
        self._no_job = self._where | self.lexicon.where_or_whom | ~_READ
        self.settled: Memory[tuple[str, int, int], Settled] = Memory(self._settle)
        self._by_rules: Memory[tuple[tuple[Job, ...], int, bool, bool, int], TitleAnswer] = Memory(
            lambda meaning: self._decide(Meaning(*meaning))
        )

    def key(self, title: str) -> tuple[str, int]:
        """What makes two titles one: the cleaned words, and the shifts."""
        cleaned, flags = self.cleaner.clean(title)
        return cleaned, flags & self._shift

    def setting_of(self, words: str) -> int:
        """The concepts of a setting in words, as bits; nothing if the words say none that is known."""
        cleaned, _ = self.cleaner.clean(words)
        # As it stands too: cleaning a title takes the end off "live in".
        either = (read(self.lexicon, said).all & self._where for said in (cleaned, normalise(words)))
        return next(filter(None, either), 0)

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
        decisive = flags & self._by_day
        if flags != decisive and (" " not in cleaned or self._local or cleaned in self.lexicon.by_night):
            # Shifts decide only where hardly a word stands beside them: most are only noted.
            decisive = flags & self._evidence
        if flags != decisive:
            return self.settled[cleaned, decisive, setting].with_flags(flags)
        return (self._in_setting if setting else self._judged)(cleaned, flags, setting)

    def _in_setting(self, cleaned: str, flags: int, setting: int) -> Settled:
        """The answer for cleaned words with the flags that may decide, in a setting."""
        settled = self._judged(cleaned, flags, setting)
        if setting & self._worlds:
            return settled
        # Work in care settles what the words leave open. It opens nothing, and takes nobody out of care.
        of_title = self.settled[cleaned, flags, 0]
        of_words, there = (
            {candidate.role_category for candidate in one.answer.candidates} for one in (of_title, settled)
        )
        open_ = of_title.answer.status is TitleStatus.UNRECOGNISED or len(of_words) > 1
        open_ = open_ or of_title.answer.evidence == RANK_AND_NAME
        narrows = there <= of_words or not of_words
        return settled if open_ and narrows and there - {None} else of_title

    def _judged(self, cleaned: str, flags: int, setting: int) -> Settled:
        """The answer for cleaned words with what was found in them, in a setting."""
        reading = self._read(cleaned, setting)
        answer = self._first_answer(cleaned, reading, flags)
        other = _speaks_against(answer, reading)
        meant = self._meant(answer, reading, flags, setting) if reading.marks & NEARLY else None
        if meant is not None:
            answer = self._open(answer.of_other_work(self.lexicon, other) if other else answer, *meant)
            other = ""
        if flags & self._may_matter:
            cleaned = self._with_marks(cleaned, reading, flags, answer)
        return Settled(cleaned, answer, self._qualifiers, flags, other)

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

    def _meant(
        self, answer: TitleAnswer, reading: TitleReading, flags: int, setting: int
    ) -> tuple[str, str, str] | None:
        """What a title out of scope, or not read, may mean that is one letter away: its answer is open."""
        if len(reading.words) > _MOST_WORDS_NEAR:
            return None
        if answer.status is TitleStatus.OUT_OF_SCOPE:
            near = answer.rule is None or answer.rule.first == OUT_OF_SCOPE
        else:
            near = answer.status is TitleStatus.UNRECOGNISED and answer.reasons[0] not in _SAID_TOO_LITTLE
        return self._one_letter_away(answer, reading, flags, setting) if near else None

    def _one_letter_away(
        self, answer: TitleAnswer, reading: TitleReading, flags: int, setting: int
    ) -> tuple[str, str, str] | None:
        """The care title that is one letter away: the word, the title and its role category."""
        words = reading.words
        # A title one letter away has no word that is not known: of two such words one always stays.
        index = self.lexicon.words
        strange = {word for word in words if index[word].marks & SAYS_NOTHING} if reading.unknown else set()
        if len(strange) > 1:
            return None
        named = answer.rule is not self.rules.last and self.rules.general.isdisjoint(
            job.head for job in reading.jobs
        )
        for place, word in enumerate(words):
            if not index[word].marks & NEARLY or (strange and word not in strange):
                continue
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
            return unrecognised(_TOO_LITTLE)
        if reading.marks & REMARK and self.lexicon.are_benefits(reading.words):
            return unrecognised(_BENEFITS_ALONE)
        if not reading.jobs:
            return self._without_job(cleaned, reading, flags)
        # What a `Meaning` has; only for those that are new one is made.
        meaning = (reading.jobs, reading.all, reading.unknown > 0, bool(reading.other), flags)
        return self._by_rules[meaning]

    def _decide(self, meaning: Meaning) -> TitleAnswer:
        """The answer of the rules for what a title means."""
        outcome = self.rules.decide(meaning.jobs, plural=bool(meaning.flags & self._plural))
        answer = self._wording.answer(cast("Outcome", outcome), meaning)
        return self._unsettled(answer, meaning) if answer.status is TitleStatus.OUT_OF_SCOPE else answer

    def _unsettled(self, answer: TitleAnswer, meaning: Meaning) -> TitleAnswer:
        """An answer out of scope that hangs on an unknown word is open: the word may be a slip."""
        last = answer.rule is self.rules.last
        jobs = meaning.jobs
        if last and not meaning.concepts & ~self._no_job:
            # "EMI residential": where somebody works, or for whom, and no job.
            return answer._replace(status=TitleStatus.UNRECOGNISED)
        telling = not last and any(job.head not in self.rules.general for job in jobs)
        if telling or not any(job.own & UNKNOWN for job in jobs):
            return answer
        jobs = tuple(job._replace(own=job.own & _READ, all=job.all & _READ) for job in jobs)
        outcome = self.rules.decide(jobs, plural=bool(meaning.flags & self._plural))
        roles = [] if outcome is None else [outcome.first, *outcome.also]
        pairs, _ = self._wording.in_edition([(role, 0.0) for role in roles if role != OUT_OF_SCOPE])
        chances = self.policy.chances
        first = answer.candidates[0]
        out = TitleCandidate(
            role_category=first.role_category, confidence=chances["unknown word out"], reasons=first.reasons
        )
        others = tuple(
            TitleCandidate(
                role_category=role,
                confidence=chances["unknown word role"],
                reasons=(f"{self.policy.answers[role].right_if}, if the unknown word changes nothing",),
            )
            for role, _ in pairs
            if role != OUT_OF_SCOPE
        )
        reasons = (*answer.reasons, UNKNOWN_WORD)
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
        reason = self._wording.because(rule)
        sure = self.policy.chances["another occupation named" if reading.other else "no job named"]
        candidate = TitleCandidate(role_category=None, confidence=sure, reasons=(reason.words,))
        only_where = not reading.all & ~self._no_job
        if not reading.other and (reading.unknown or only_where):
            # What is not known, or was taken for the name of a place, may be the job.
            return unrecognised(reason)._replace(candidates=(candidate,), rule=rule, concepts=reading.all)
        return TitleAnswer(TitleStatus.OUT_OF_SCOPE, None, (candidate,), None, (reason,), rule, reading.all)

    def _unknown(self, cleaned: str) -> TitleAnswer:
        """Words that no list has; one that ends as the nouns of people do may be another line of work."""
        if not any(
            word.isascii() and len(word) > 5 and word.endswith(PERSON_ENDINGS) for word in cleaned.split()
        ):
            return unrecognised(_NO_JOB)
        rule = self.rules.named["by-ending"]
        reason = self._wording.because(rule)
        chance = self.policy.chances["unknown word out"]
        candidate = TitleCandidate(role_category=None, confidence=chance, reasons=(reason.words,))
        return unrecognised(reason)._replace(candidates=(candidate,), rule=rule, evidence=_HANGS)

    def _by_name(self, name: str, reading: TitleReading, flags: int) -> TitleAnswer:
        """The answer of a rule for titles without a noun."""
        rule = self.rules.named[name]
        return self._wording.answer(
            Outcome(rule.first, rule.also, rule.job_role, (rule,)), meaning_of(reading, flags)
        )


def _speaks_against(answer: TitleAnswer, reading: TitleReading) -> str:
    """The word of another occupation that is a further reason for an answer; nothing if none is."""
    if not (reading.other and reading.jobs):
        return ""
    out = answer.status is TitleStatus.OUT_OF_SCOPE or answer.evidence in (_HANGS, RANK_IN_TRADE)
    return reading.other[-1] if out else ""


def _joined(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def judge_of(pathway: Pathway) -> TitleJudge:
    """The judge of a pathway's role categories and local titles."""
    return pathway.derived(TitleJudge)
