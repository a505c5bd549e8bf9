"""The judge of titles for one edition: everything that is the same for all titles, made once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property, reduce
from operator import or_
from typing import Any, NamedTuple

from care_pathway._data import read_json
from care_pathway.model.pathway import Pathway
from care_pathway.titles.cleaning import Cleaner
from care_pathway.titles.memory import Memory
from care_pathway.titles.parse import Job, Reading, read
from care_pathway.titles.records import TitleCandidate, TitleQualifiers, TitleStatus
from care_pathway.titles.rules import OUT_OF_SCOPE, Outcome, Rule, decide, rules
from care_pathway.titles.vocabulary import PERSON_ENDINGS, lexicon

_CONTRACTS = frozenset(
    (
        "bank",
        "relief",
        "agency",
        "casual",
        "sessional",
        "temporary",
        "fixed-term",
        "permanent",
        "zero-hours",
        "full-time",
        "part-time",
    )
)


_CUT = "only the first line was judged: the text is longer than a job title"


class Answer(NamedTuple):
    """The part of a match that titles of the same cleaned words share."""

    status: TitleStatus
    role_category: str | None
    candidates: tuple[TitleCandidate, ...]
    job_role: int | None
    reasons: tuple[str, ...]
    decided: tuple[Rule, ...]
    concepts: int


class Settled(NamedTuple):
    """An answer with what cleaning said: all that titles of the same words and shifts share."""

    answer: Answer
    reasons: tuple[str, ...]
    qualifiers: TitleQualifiers


class Guidance(NamedTuple):
    """The texts and figures that go with answers, as bundled data."""

    decisions: dict[str, str]
    answers: dict[str, str]
    external_routes: dict[str, str]
    equivalents: dict[str, dict[str, str]]
    duties: dict[str, int]
    confidence: dict[str, Any]
    job_roles: dict[str, dict[str, Any]]


@cache
def guidance() -> Guidance:
    """The bundled guidance."""
    return Guidance(**read_json("lexicons/titles/decisions.json"))


class Judge:
    """Judges cleaned titles for the role categories of one edition and the titles of its overlays.

    What it remembers is only what it would work out again.
    """

    def __init__(self, pathway: Pathway) -> None:
        self.lexicon = lexicon()
        self.rules = rules()
        self.guidance = guidance()
        self.roles = frozenset(role.id for role in pathway.role_categories)
        self._pathway = pathway
        self.cleaner = Cleaner(self.lexicon)
        flags = self.lexicon.flags
        self._plural = flags["plural"]
        self._cut = flags["cut"]
        self._shift = _joined(flags[name] for name in self.lexicon.shift_names)
        self._presence = flags["waking-night"] | flags["sleep-in"]
        self._at_night = self._presence | flags["nights"]
        self._evidence = self._plural | self._cut | flags["repaired"]
        self._evidence |= self._shift if pathway.local_titles else self._at_night
        self._local: dict[str, list[tuple[int, str, str]]] = {}
        for own in pathway.local_titles:
            cleaned, shifts = self.key(own.title)
            if own.role_category in self.roles and cleaned:
                self._local.setdefault(self._singular(cleaned), []).append(
                    (shifts, own.role_category, own.id)
                )
        told = (self.lexicon.settings, self.lexicon.specialisms, self.lexicon.seniorities)
        self._told = _joined(bit for table in told for bit in table)
        self.settled: Memory[tuple[str, int], Settled] = Memory(self._settle)
        self._answers: Memory[tuple[str, int], Answer] = Memory(self._answer)
        self._outcomes: Memory[tuple[tuple[Job, ...], bool], Outcome | None] = Memory(
            lambda asked: decide(self.rules, asked[0], plural=asked[1])
        )
        self._told_outcomes: Memory[tuple[Outcome, float], Answer] = Memory(self._tell)
        self._qualifiers: Memory[tuple[int, int], TitleQualifiers] = Memory(self._work_out_qualifiers)

    @cached_property
    def _routes(self) -> frozenset[str]:
        # Read only when a title points to one: most do not, and the first answer need not wait for them.
        return frozenset(route.id for route in self._pathway.routes if route.id.startswith("rt-ext-"))

    def key(self, title: str) -> tuple[str, int]:
        """What makes two titles one: the cleaned words, and the shifts."""
        cleaned, flags = self.cleaner.clean(title)
        return cleaned, flags & self._shift

    def _settle(self, cleaned_and_flags: tuple[str, int]) -> Settled:
        """The answer for cleaned words and the flags that came with them, and what else they say."""
        cleaned, flags = cleaned_and_flags
        answer = self._answers[cleaned, flags & self._evidence]
        reasons = (*answer.reasons, _CUT) if flags & self._cut else answer.reasons
        return Settled(answer, reasons, self._qualifiers[answer.concepts & self._told, flags & self._shift])

    def _answer(self, cleaned_and_evidence: tuple[str, int]) -> Answer:
        cleaned, flags = cleaned_and_evidence
        own = self._local and self._local.get(self._singular(cleaned))
        reading = read(self.lexicon, cleaned)
        if own:
            fitting = [one for one in own if one[0] & flags == one[0]]
            if fitting:
                return self._own(max(fitting, key=lambda one: one[0].bit_count()), reading)
        if flags & self._at_night and cleaned in self.lexicon.by_night:
            return self._told_alone(self.lexicon.by_night[cleaned], reading, flags)
        if reading.all & self.lexicon.negated or cleaned in self.lexicon.too_little:
            reason = "it says what the job is not, or too little to tell a job"
            return Answer(TitleStatus.UNRECOGNISED, None, (), None, (reason,), (), 0)
        outcome = self._outcomes[reading.jobs, bool(flags & self._plural)]
        if outcome is None:
            return self._without_job(cleaned, reading, flags)
        return self._told_outcome(outcome, reading, flags)

    def _singular(self, cleaned: str) -> str:
        """Cleaned words with the plurals folded that no list has: an employer's own."""
        return " ".join(
            word if word in self.lexicon.known else word.removesuffix("s").removesuffix("e")
            for word in cleaned.split()
        )

    def _own(self, entry: tuple[int, str, str], reading: Reading) -> Answer:
        _, role, id_ = entry
        reason = f"the employer's own title {id_} is placed here"
        candidate = TitleCandidate(role_category=role, confidence=1.0, reasons=(reason,))
        outcome = self._outcomes[reading.jobs, False]
        job_role = outcome.job_role if outcome else None
        return Answer(TitleStatus.MATCHED, role, (candidate,), job_role, (reason,), (), reading.all)

    def _without_job(self, cleaned: str, reading: Reading, flags: int) -> Answer:
        """A title that names no known job: a shift only, a job of another world by its ending, or nothing."""
        confidence = self.guidance.confidence
        if not reading.known and flags & self._presence and reading.unknown <= 1:
            return self._told_alone("shift-alone", reading, flags)
        name = "no-job"
        if not reading.known:
            name = "by-ending"
            if not any(
                word.isascii() and len(word) > 5 and word.endswith(PERSON_ENDINGS) for word in cleaned.split()
            ):
                return Answer(
                    TitleStatus.UNRECOGNISED, None, (), None, ("no job could be read from it",), (), 0
                )
        rule = self.rules.named[name]
        sure: float = confidence["recovered"]
        reasons = (self._because(rule),)
        candidate = TitleCandidate(role_category=None, confidence=sure, reasons=reasons)
        return Answer(TitleStatus.OUT_OF_SCOPE, None, (candidate,), None, reasons, (rule,), reading.all)

    def _told_alone(self, name: str, reading: Reading, flags: int) -> Answer:
        """The answer of a rule for titles without a noun."""
        rule = self.rules.named[name]
        return self._told_outcome(Outcome(rule.first, rule.also, rule.job_role, (rule,)), reading, flags)

    def _because(self, rule: Rule) -> str:
        return f"{rule.decision} ({self.guidance.decisions[rule.decision]}): {rule.because}"

    def _told_outcome(self, outcome: Outcome, reading: Reading, flags: int) -> Answer:
        told = self._told_outcomes[outcome, self._confidence(outcome, reading, flags)]
        return told._replace(concepts=reading.all)

    def _tell(self, outcome_and_sure: tuple[Outcome, float]) -> Answer:
        """The answer that an outcome makes, in words, when the first answer is so sure."""
        outcome, sure = outcome_and_sure
        reasons = [self._because(rule) for rule in outcome.rules]
        pairs: list[tuple[str, float]] = [(outcome.first, sure)]
        also: list[float] = self.guidance.confidence["also"]
        for place, answer in enumerate(outcome.also):
            pairs.append((answer, min(sure, also[min(place, len(also) - 1)])))
        pairs, notes = self._cut_to_edition(pairs)
        cited = outcome.rules[0].decision
        candidates = tuple(
            TitleCandidate(
                role_category=None if answer == OUT_OF_SCOPE else answer,
                confidence=chance,
                reasons=(f"{cited}: {self.guidance.answers[answer]}",),
            )
            for answer, chance in pairs
        )
        reasons += notes
        reasons += self._onward(outcome)
        return self.concluded(candidates, outcome.job_role, tuple(reasons), outcome.rules, 0)

    @staticmethod
    def concluded(
        candidates: tuple[TitleCandidate, ...],
        job_role: int | None,
        reasons: tuple[str, ...],
        decided: tuple[Rule, ...],
        concepts: int,
    ) -> Answer:
        """The answer that candidates make: one is an answer, several are a question."""
        if len(candidates) > 1:
            return Answer(TitleStatus.AMBIGUOUS, None, candidates, job_role, reasons, decided, concepts)
        role = candidates[0].role_category
        status = TitleStatus.OUT_OF_SCOPE if role is None else TitleStatus.MATCHED
        return Answer(status, role, candidates, job_role, reasons, decided, concepts)

    def _confidence(self, outcome: Outcome, reading: Reading, flags: int) -> float:
        """How sure the first answer is: by how firm the rule is and how good the evidence."""
        table = self.guidance.confidence
        rule = outcome.rules[0]
        sure: float = table["single"] if not outcome.also else table["first"]
        if rule.confidence is not None:
            sure = rule.confidence
        if len(outcome.rules) > 1:
            sure *= table["two_jobs"]
        if flags & self.lexicon.flags["repaired"]:
            sure *= table["repaired"]
        if flags & self.lexicon.flags["cut"]:
            sure *= table["long"]
        if reading.all & self.lexicon.bits["unknown_before"]:
            sure *= table["strange_head"]
        elif any(job.own & self.lexicon.bits["unknown"] for job in reading.jobs):
            sure *= table["unknown_words"]
        elif reading.unknown:
            sure *= table["unknown_elsewhere"]
        return round(sure, 3)

    def _cut_to_edition(self, pairs: list[tuple[str, float]]) -> tuple[list[tuple[str, float]], list[str]]:
        """Answers that the edition has; where it lacks one, its equivalent or a word that it lacks it."""
        kept: dict[str, float] = {}
        notes: list[str] = []
        for answer, chance in pairs:
            if answer == OUT_OF_SCOPE or answer in self.roles:
                kept.setdefault(answer, chance)
                continue
            other = self.guidance.equivalents.get(answer)
            words = answer.replace("-", " ")
            if other and other["role_category"] in self.roles:
                kept.setdefault(other["role_category"], chance)
                notes.append(other["because"])
            else:
                notes.append(f"{words} would be an answer, but this edition has no such role category")
        if not kept:
            kept[OUT_OF_SCOPE] = pairs[0][1]
        return list(kept.items()), notes

    def _onward(self, outcome: Outcome) -> list[str]:
        """For a regulated profession, where the Pathway points onward."""
        if outcome.first != OUT_OF_SCOPE or outcome.rules[0].decision != "D46":
            return []
        rule = outcome.rules[0]
        table = self.guidance.external_routes
        route = table.get(rule.id) or table.get(str(rule.job_role))
        if route is None or (self._routes and route not in self._routes):
            return []
        return [f"the Pathway points to it as an onward career: see route {route}"]

    def _work_out_qualifiers(self, concepts_and_shifts: tuple[int, int]) -> TitleQualifiers:
        """What a title says besides the job."""
        concepts, flags = concepts_and_shifts
        words = self.lexicon

        def told(table: dict[int, str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(name for bit, name in table.items() if concepts & bit))

        noted = [name for name in words.shift_names if flags & words.flags[name]]
        contract = tuple(name for name in noted if name in _CONTRACTS)
        settings = told(words.settings)
        return TitleQualifiers(
            setting=settings,
            specialism=told(words.specialisms),
            seniority=told(words.seniorities),
            contract=(*contract, "live-in") if "live-in" in settings else contract,
            shift=tuple(name for name in noted if name not in _CONTRACTS),
        )


def _joined(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


def judge_of(pathway: Pathway) -> Judge:
    """The judge of a pathway's role categories and local titles."""
    return pathway.derived(Judge)
