"""The answers of job-title normalisation, as records that explain themselves."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from care_pathway._record import NoTruthValue, Result
from care_pathway.model._lazy import LazyRecord
from care_pathway.titles.occupations import occupations_for
from care_pathway.titles.policy import OUT_OF_SCOPE, in_words


class TitleStatus(NoTruthValue, StrEnum):
    """What became of a title.

    Example:
        >>> TitleStatus("matched")
        <TitleStatus.MATCHED: 'matched'>
    """

    MATCHED = "matched"
    """One role category."""
    AMBIGUOUS = "ambiguous"
    """Several answers are acceptable; the candidates are in order."""
    OUT_OF_SCOPE = "out-of-scope"
    """A job that has no role category in the Pathway."""
    UNRECOGNISED = "unrecognised"
    """No job could be read from it."""


def _status(value: TitleStatus | str) -> TitleStatus:
    return value if type(value) is TitleStatus else TitleStatus(value)


@frozen(kw_only=True, repr=False, eq=False)
class TitleCandidate(Result):
    """One possible answer for a title.

    Attributes:
        role_category: Id of the role category; ``None`` is out of scope.
        confidence: The chance that an informed coder accepts this answer; the candidates need not sum to one.
        reasons: Why, with the number of the labelling decision.

    Example:
        >>> TitleCandidate(role_category="deputy-manager", confidence=0.97)
        TitleCandidate(role_category='deputy-manager', confidence=0.97)
    """

    role_category: str | None
    confidence: float
    reasons: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class TitleQualifiers(Result):
    """What a title says besides the job. None of it changes the answer, save where the policy says so.

    Attributes:
        setting: Where, such as ``care-home`` or ``homecare``.
        specialism: With whom or what, such as ``dementia``.
        seniority: Words of level, such as ``senior`` or ``deputy``.
        contract: Such as ``bank`` or ``part-time``.
        shift: Such as ``nights`` or ``sleep-in``.

    Example:
        >>> TitleQualifiers(shift=("nights",))
        TitleQualifiers(shift=('nights',))
    """

    setting: tuple[str, ...] = ()
    specialism: tuple[str, ...] = ()
    seniority: tuple[str, ...] = ()
    contract: tuple[str, ...] = ()
    shift: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class SocCandidate(Result):
    """An official occupation that an answer may be counted under. Editorial: ours, not official.

    Attributes:
        code: A unit group of SOC 2020, such as ``6135``, or an extended group, such as ``6135/02``.
        label: Its name.
        relation: How it relates to the answer, as SKOS: ``closeMatch``, ``broadMatch``, ``narrowMatch``,
            ``relatedMatch``.
        basis: ``editorial``.
        why: Why, in a few words.

    Example:
        >>> SocCandidate(code="6135", label="Care workers and home carers", relation="closeMatch").basis
        'editorial'
    """

    code: str
    label: str
    relation: str
    basis: str = "editorial"
    why: str = ""


@frozen(kw_only=True, repr=False, eq=False)
class TitleMatch(Result, LazyRecord):
    """The answer for one job title.

    Attributes:
        title: The title as sent; empty for a missing one.
        cleaned: Its words in their known spelling, without pay, hours, shifts, places and other noise.
        status: ``matched``, ``ambiguous``, ``out-of-scope`` or ``unrecognised``.
        role_category: Id of the role category; only when matched.
        likely: Id of the first candidate's role category; ``None`` if it is out of scope, or there is none.
        confidence: The chance that an informed coder accepts the first candidate; ``None`` without one.
        decision: Number of the decision of the title policy behind the answer, such as ``D10``.
        evidence: The kind of evidence, for which the confidence was measured, such as ``whole title known``.
        rule: Id of the rule that decided, as the first of `reason_codes` has it.
        candidates: Possible answers, best first; none when unrecognised.
        ascwds_job_role: The ASC-WDS main job role that the words of the title point to, as an upload code.
        duties_job_role: The ASC-WDS main job role that the duties point to, where they decided.
        qualifiers: What the title says besides the job.
        reasons: Why, in plain sentences, with the number of the decision.
        reason_codes: The code of each reason, in the same order: the id of a rule, or a word such as
            ``duties-override``.
        pathway: The edition and revision that answered.

    Example:
        >>> import care_pathway as cp
        >>> match = cp.normalise_title(cp.load(), "Snr Care Asst (nights)")
        >>> str(match.status), match.candidates[0].role_category, match.ascwds_job_role
        ('ambiguous', 'supervisor-or-leader', 7)
    """

    _compare = ".status == 'matched'"

    title: str
    cleaned: str
    status: TitleStatus = field(converter=_status)
    role_category: str | None = None
    likely: str | None = None
    confidence: float | None = None
    decision: str | None = None
    rule: str | None = None
    evidence: str | None = None
    candidates: tuple[TitleCandidate, ...] = ()
    ascwds_job_role: int | None = None
    duties_job_role: int | None = None
    qualifiers: TitleQualifiers = TitleQualifiers()
    reasons: tuple[str, ...] = ()
    reason_codes: tuple[str, ...] = ()
    pathway: str

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "title", self.title
        yield "status", self.status
        if self.role_category is not None:
            yield "role_category", self.role_category

    @property
    def soc2020(self) -> tuple[SocCandidate, ...]:
        """Candidates for the official occupation, by SOC 2020; for joining answers with statistics.

        Example:
            >>> import care_pathway as cp
            >>> cp.normalise_title(cp.load(), "Care Assistant - Care Home").soc2020[0].code
            '6135/03'
        """
        if self.status is TitleStatus.UNRECOGNISED:
            return ()
        found = occupations_for(self.likely, self.ascwds_job_role, self.qualifiers.setting)
        return tuple(
            SocCandidate(code=row.code, label=row.label, relation=row.relation, why=row.why) for row in found
        )

    def rows(self) -> list[dict[str, Any]]:
        """The answer as one row of a table; an answer out of scope is named like the others."""
        row: dict[str, Any] = {
            "title": self.title,
            "cleaned": self.cleaned,
            "status": str(self.status),
            "role_category": self.role_category,
            "likely": self.likely,
            "confidence": self.confidence,
            "decision": self.decision,
            "rule": self.rule,
            "evidence": self.evidence,
            "candidates": "; ".join(candidate.role_category or OUT_OF_SCOPE for candidate in self.candidates),
            "confidences": "; ".join(f"{candidate.confidence:g}" for candidate in self.candidates),
            "ascwds_job_role": self.ascwds_job_role,
            "duties_job_role": self.duties_job_role,
            "soc2020": "; ".join(candidate.code for candidate in self.soc2020),
        }
        for name in ("setting", "specialism", "seniority", "contract", "shift"):
            row[f"qualifiers_{name}"] = "; ".join(getattr(self.qualifiers, name))
        row["reasons"] = "; ".join(self.reasons)
        row["reason_codes"] = "; ".join(self.reason_codes)
        row["pathway"] = self.pathway
        return [row]

    def explain(self) -> str:
        """A few plain lines: what the answer is, why, and what would settle it.

        Example:
            >>> import care_pathway as cp
            >>> print(cp.normalise_title(cp.load(), "Key Worker").explain())
            'Key Worker' is a care or support worker.
            D3 (key worker): the Level 2 standard lists key workers.
        """
        shown = self.title if len(self.title) <= 80 else f"{self.title[:79]}…"
        if self.status is TitleStatus.UNRECOGNISED:
            lines = [f"{shown!r} was not recognised as a job title."]
        elif self.status is TitleStatus.MATCHED:
            lines = [f"{shown!r} is {in_words(self.role_category)}."]
        elif self.status is TitleStatus.OUT_OF_SCOPE:
            lines = [f"{shown!r} is out of scope: the Pathway has no role category for it."]
        else:
            best, *rest = self.candidates
            others = " or ".join(in_words(candidate.role_category) for candidate in rest)
            lines = [f"{shown!r} is most likely {in_words(best.role_category)}; it may be {others}."]
        lines += [f"{reason[:1].upper()}{reason[1:]}." for reason in self.reasons]
        if self.status is TitleStatus.AMBIGUOUS:
            lines += [
                f"- {in_words(candidate.role_category)}: {reason}."
                for candidate in self.candidates
                for reason in candidate.reasons[-1:]
            ]
        return "\n".join(lines)


class PlacementBasis(StrEnum):
    """What decided where a person is.

    Example:
        >>> PlacementBasis("duties")
        <PlacementBasis.DUTIES: 'duties'>
    """

    RECORDED = "recorded"
    """The role category recorded for the person."""
    DUTIES = "duties"
    """The person's duties."""
    TITLE = "title"
    """The job title."""
    JOB_ROLE = "job-role"
    """The ASC-WDS main job role."""


@frozen(kw_only=True, repr=False, eq=False)
class Placement(Result):
    """Where a person is on the Pathway, from everything on file.

    Attributes:
        worker: The worker's reference.
        role_category: Id of the role category; ``None`` if out of scope or not settled.
        candidates: Possible answers, best first.
        basis: What decided: ``recorded``, ``duties``, ``title`` or ``job-role``; ``None`` if nothing did.
        agrees: Whether everything on file agrees; ``None`` when only one thing speaks.
        reasons: What each thing on file says.
        reason_codes: The code of each reason, in the same order: ``recorded``, ``recorded-unknown``,
            ``duties-outweighed``, ``nothing``, or the source before a code of `TitleMatch.reason_codes`, such
            as ``title:carer``.
        pathway: The edition and revision that answered.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> worker = cp.Worker(id="w-1", job_title="Deputy Manager")
        >>> cp.place(cp.load(), worker, on=date(2026, 1, 1)).role_category
        'deputy-manager'
    """

    _compare = ".role_category is not None"

    worker: str
    role_category: str | None = None
    candidates: tuple[TitleCandidate, ...] = ()
    basis: PlacementBasis | None = None
    agrees: bool | None = None
    reasons: tuple[str, ...] = ()
    reason_codes: tuple[str, ...] = ()
    pathway: str
