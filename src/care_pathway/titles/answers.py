"""What an answer to a title is: its candidates, its reasons, and the kind of evidence that it stands on."""

from __future__ import annotations

from typing import Any, NamedTuple

from care_pathway.titles.policy import TitleDecision
from care_pathway.titles.qualifiers import QualifierTables
from care_pathway.titles.records import TitleCandidate, TitleMatch, TitleQualifiers, TitleStatus
from care_pathway.titles.rules import TitleRule
from care_pathway.titles.vocabulary import TitleLexicon

#: What puts a field into a frozen match.
_put_title, _put_pathway, _put_status, _put_likely, _put_read = (
    getattr(TitleMatch, name).__set__ for name in ("title", "pathway", "status", "likely", "_read")
)


class Because(NamedTuple):
    """A reason: its code, and its words."""

    code: str
    words: str


_CUT = Because("first-line", "only the first line was judged: the text is longer than a job title")


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

    def of_other_work(self, lexicon: TitleLexicon, word: str) -> TitleAnswer:
        """The same answer with the word that names another occupation as a further reason."""
        group = lexicon.other_work.get(word)
        words = f"{word!r} ends as words of other occupations do"
        if group is not None:
            words = f"{word!r} is a word of other occupations (SOC 2020 minor group {group})"
        return self._replace(reasons=(*self.reasons, Because("other-work", words)))

    @property
    def decision(self) -> TitleDecision | None:
        """The decision of the policy behind it."""
        return None if self.rule is None else self.rule.decision


class Settled:
    """An answer with what cleaning found: all that titles of the same words and shifts share.

    Called with the name of a field of the match it gives its value. Fields are made when one is asked for.

    Attributes:
        cleaned: The cleaned words, with what the answer depends on besides them.
    """

    __slots__ = ("_answer", "_fields", "_flags", "_other", "_tables", "cleaned")

    def __init__(
        self, cleaned: str, answer: TitleAnswer, tables: QualifierTables, flags: int, other: str
    ) -> None:
        self.cleaned = cleaned
        self._answer = answer
        self._tables = tables
        self._flags = flags
        self._other = other
        self._fields: dict[str, Any] | None = None

    def with_flags(self, flags: int) -> Settled:
        """The same for a title with other contracts and shifts, which only say more of it."""
        return Settled(self.cleaned, self._answer, self._tables, flags, self._other)

    @property
    def answer(self) -> TitleAnswer:
        """The answer."""
        return self._answer.of_other_work(self._tables.lexicon, self._other) if self._other else self._answer

    @property
    def reasons(self) -> tuple[Because, ...]:
        """Its reasons, with what cleaning adds."""
        reasons = self.answer.reasons
        return (*reasons, _CUT) if self._flags & self._tables.lexicon.flags["cut"] else reasons

    @property
    def qualifiers(self) -> TitleQualifiers:
        """What the title says besides the job."""
        return self._tables.of(self._answer.concepts, self._flags)

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the match, without the title and the pathway."""
        if self._fields is None:  # two threads may both make them; they make the same
            self._fields = fields_of(self.cleaned, self.answer, self.qualifiers, self.reasons)
        return self._fields

    def __call__(self, name: str) -> Any:
        """The value of a field of the match that nobody looked at yet."""
        return self.fields.get(name)

    def match(self, title: str, ref: str) -> TitleMatch:
        """The match of a title, with most of its fields still unread.

        Args:
            title: The title as sent.
            ref: The edition and revision that answer.
        """
        match = TitleMatch.__new__(TitleMatch)
        candidates = self._answer.candidates
        _put_title(match, title)
        _put_pathway(match, ref)
        _put_status(match, self._answer.status)
        _put_likely(match, candidates[0].role_category if candidates else None)
        _put_read(match, self)
        return match


def unrecognised(reason: Because) -> TitleAnswer:
    """The answer to a title from which no job can be read."""
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
