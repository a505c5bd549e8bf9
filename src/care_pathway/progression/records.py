"""What progression answers with: small frozen records that say how they came about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import frozen

from care_pathway._arguments import word
from care_pathway._record import NoTruthValue, Result
from care_pathway.model import Judgement, ProgressionRoute, Provenance, Requirement, Strength
from care_pathway.model._fields import Id
from care_pathway.problems import Problem
from care_pathway.render.html import bullets, table

#: How each judgement looks in text: a sign and a word, so that colour is never the only sign.
SIGNS = {Judgement.MET: "✓ met", Judgement.NOT_MET: "✗ not met", Judgement.NOT_KNOWN: "? not known"}


class EvidenceKind(StrEnum):
    """What sort of thing on file a judgement used."""

    QUALIFICATION = "qualification"
    TRAINING = "training"
    COMPETENCY = "competency"
    AUTHORISATION = "authorisation"
    REGISTRATION = "registration"
    CONFIRMATION = "confirmation"
    DUTY = "duty"
    DATE = "date"


@frozen(kw_only=True, repr=False, eq=False)
class EvidenceUsed(Result):
    """Something on file that a judgement rests on.

    Attributes:
        kind: What sort of thing it is.
        text: What it is, in words.
        on: The day of it.
        expires: The last day on which it counts.
        competencies: Ids of the competencies that it shows, for a judgement of coverage.
    """

    kind: EvidenceKind
    text: str
    on: date | None = None
    expires: date | None = None
    competencies: tuple[Id, ...] = ()

    def __str__(self) -> str:
        return self.text


@frozen(kw_only=True, repr=False, eq=False)
class RequirementJudgement(Result):
    """One requirement compared with what is on file about a person.

    Attributes:
        requirement: The requirement.
        judgement: ``met``, ``not-met`` or ``not-known``.
        reason: Why, in one sentence.
        reason_code: The code of it in the table of reasons.
        evidence: What on file it rests on.
        open: Ids of competencies that are still open, for a requirement of coverage.
        parts: The judgements of the parts, for all-of and any-of.
    """

    _compare = ".judgement == 'met'"

    requirement: Requirement
    judgement: Judgement
    reason: str
    reason_code: str = ""
    evidence: tuple[EvidenceUsed, ...] = ()
    open: tuple[Id, ...] = ()
    parts: tuple[RequirementJudgement, ...] = ()

    @property
    def provenance(self) -> Provenance:
        """Where the requirement comes from."""
        return self.requirement.provenance

    @property
    def strength(self) -> Strength:
        """How binding the requirement is."""
        return self.requirement.strength

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "requirement", self.requirement.id
        yield "judgement", self.judgement
        yield "reason", self.reason

    def explain(self, indent: str = "") -> str:
        """The judgement and its parts as plain lines."""
        origin = self.provenance.source or "no single source"
        head = (
            f"{indent}{SIGNS[self.judgement]} ({self.strength.value}): {self.requirement.text} {self.reason} "
            f"[{self.provenance.basis.value}, {origin}]"
        )
        return "\n".join((head, *(part.explain(indent + "  ") for part in self.parts)))


_NO_REQUIREMENT = (
    "requirement",
    "text",
    "strength",
    "judgement",
    "reason",
    "reason_code",
    "evidence",
    "basis",
    "source",
)


class Decision(NoTruthValue, StrEnum):
    """How a person compares with what is published for a route, the better first. Never about a job."""

    ELIGIBLE = "eligible"
    """There is at least one statutory or must requirement, and all are met."""
    NOTHING_REQUIRED = "nothing-required"
    """The sources state no must for the route; the shoulds are judged and shown."""
    NEEDS_EVIDENCE = "needs-evidence"
    """No statutory or must requirement is unmet, and some are not known."""
    NOT_YET = "not-yet"
    """A statutory or must requirement is not met."""
    ALREADY_THERE = "already-there"
    """The target is the role category that the person is in."""
    PLACE_FIRST = "place-first"
    """Nothing settles where the person is: no title, or one that is unknown or ambiguous."""
    OUTSIDE = "outside"
    """The person's work is outside the Pathway, so it is not compared."""
    NO_ROUTE = "no-route"
    """The sources show no route from where the person is."""


@frozen(kw_only=True, repr=False, eq=False)
class Eligibility(Result):
    """A person compared with the published expectations of a route. Never a decision about a job.

    Attributes:
        pathway: The edition and revision that answered.
        worker: The worker's reference.
        on: The day for which it answers.
        role_category: Where the person is; ``None`` where that is not known.
        target: Id of the role category or profession compared with.
        route: The route that was compared; ``None`` where there is none.
        decision: How the person compares.
        requirements: Every requirement of the route with its judgement, in published order, and the
            statutory ones of the target.
        problems: What on file needs a person to look at it.
        candidates: Ids of the role categories that the person may be in, for ``place-first``.
        onward: Ids of the routes named instead: from work outside the Pathway, or round about to the target.
        summary: The comparison in one plain sentence.
    """

    _compare = ".decision == 'eligible'"

    pathway: str
    worker: str
    on: date
    role_category: Id | None
    target: Id
    route: ProgressionRoute | None
    decision: Decision
    requirements: tuple[RequirementJudgement, ...] = ()
    problems: tuple[Problem, ...] = ()
    candidates: tuple[Id, ...] = ()
    onward: tuple[Id, ...] = ()
    summary: str

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "worker", self.worker
        yield "target", self.target
        yield "route", self.route.id if self.route else None
        yield "decision", self.decision
        yield "requirements", self.requirements
        yield "problems", self.problems

    def rows(self) -> list[dict[str, Any]]:
        """One row for each requirement, for a table; one row where there is none."""
        base = {
            "worker": self.worker,
            "on": self.on.isoformat(),
            "role_category": self.role_category,
            "target": self.target,
            "route": self.route.id if self.route else None,
            "decision": self.decision.value,
        }
        found: list[dict[str, Any]] = [
            {
                "requirement": judged.requirement.id,
                "text": judged.requirement.text,
                "strength": judged.strength.value,
                "judgement": judged.judgement.value,
                "reason": judged.reason,
                "reason_code": judged.reason_code,
                "evidence": "; ".join(used.text for used in judged.evidence),
                "basis": judged.provenance.basis.value,
                "source": judged.provenance.source,
            }
            for judged in self.requirements
        ]
        end = {
            "candidates": "; ".join(self.candidates),
            "onward": "; ".join(self.onward),
            "problems": "; ".join(map(str, self.problems)),
            "pathway": self.pathway,
        }
        return [base | one | end for one in found or [dict.fromkeys(_NO_REQUIREMENT)]]

    def with_judgement(self, judgement: Judgement | str) -> tuple[RequirementJudgement, ...]:
        """The requirements judged so."""
        wanted = word("judgement", judgement, Judgement)
        return tuple(judged for judged in self.requirements if judged.judgement is wanted)

    @property
    def open(self) -> tuple[RequirementJudgement, ...]:
        """Statutory and must requirements that are not met or not known."""
        return tuple(
            judged
            for judged in self.requirements
            if judged.strength.binding and judged.judgement is not Judgement.MET
        )

    def explain(self) -> str:
        """The comparison, every requirement and every problem as plain lines."""
        lines = [self.summary, f"Decision: {self.decision.value}."]
        if self.route is not None:
            lines.append(f"Route: {self.route.id}, {self.route.kind.value}.")
        if self.candidates:
            lines.append(f"The person may be: {', '.join(self.candidates)}.")
        if self.onward:
            lines.append(f"Routes to look at instead: {', '.join(self.onward)}.")
        lines += [judged.explain("  ") for judged in self.requirements]
        lines += [f"  Look at {problem}" for problem in self.problems]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            (
                judged.requirement.text,
                judged.strength.value,
                SIGNS[judged.judgement],
                judged.reason,
                judged.provenance.basis.value,
            )
            for judged in self.requirements
        ]
        heads = ("Requirement", "Strength", "Judgement", "Reason", "Basis")
        shown = table(self.summary, rows, heads=heads)
        return shown + ("<p>To look at</p>" + bullets(self.problems) if self.problems else "")


@frozen(kw_only=True, repr=False, eq=False)
class Authorisation(Result):
    """Whether a person is authorised for one delegated healthcare activity with one person supported.

    Attributes:
        pathway: The edition and revision that answered.
        worker: The worker's reference.
        activity: Id of the activity.
        person: Reference of the person supported.
        on: The day for which it answers.
        authorised: ``met``, ``not-met`` or ``not-known``.
        reasons: Why, line by line.
        reason_codes: The code of each reason, in the same order.
        until: The last day of the authorisation; ``None`` where there is none or no end is recorded.
        delegated_by: Reference of the professional whose sign-off it rests on.
        knowledge: Earlier training and authorisations that count as knowledge, never as authorisation.
    """

    _compare = ".authorised == 'met'"

    pathway: str
    worker: str
    activity: Id
    person: str
    on: date
    authorised: Judgement
    reasons: tuple[str, ...]
    reason_codes: tuple[str, ...] = ()
    until: date | None = None
    delegated_by: str | None = None
    knowledge: tuple[str, ...] = ()

    def explain(self) -> str:
        """The answer and its reasons as plain lines."""
        lines = [f"{self.activity} with {self.person} on {self.on}: {SIGNS[self.authorised]}"]
        lines += [f"  {reason}" for reason in self.reasons]
        lines += [f"  Knowledge: {line}" for line in self.knowledge]
        return "\n".join(lines)


class StepKind(StrEnum):
    """What sort of step a plan has."""

    CONVERSATION = "conversation"
    REFRESHER = "refresher"
    LEARNING = "learning"
    EXPERIENCE = "experience"
    ASSESSMENT = "assessment"
    EVIDENCE = "evidence"
    """Bring something on file: it may be there already."""
    INTEREST = "interest"


@frozen(kw_only=True, repr=False, eq=False)
class PlanStep(Result):
    """One step of a career plan.

    Attributes:
        order: Its place, from 1.
        kind: What sort of step it is.
        text: What to do.
        why: Why it is in the plan.
        by: The day to have done it by; ``None`` where nothing presses.
        learning: Ids of learning that serves, any one of which is enough.
        alternatives: Further sets of learning; each set together can stand in.
        competencies: Ids of the competencies that it is about.
        requirement: Id of the requirement that it answers.
        strength: How binding that requirement is.
        route: Id of the route that it belongs to; ``None`` for a step of every plan.
    """

    order: int
    kind: StepKind
    text: str
    why: str
    by: date | None = None
    learning: tuple[Id, ...] = ()
    alternatives: tuple[tuple[Id, ...], ...] = ()
    competencies: tuple[Id, ...] = ()
    requirement: Id | None = None
    strength: Strength | None = None
    route: Id | None = None

    def __str__(self) -> str:
        return self.text


@frozen(kw_only=True, repr=False, eq=False)
class Review(Result):
    """A date to look at the plan together.

    Attributes:
        on: The day.
        about: What to look at.
    """

    on: date
    about: str

    def __str__(self) -> str:
        return f"{self.on}: {self.about}"


@frozen(kw_only=True, repr=False, eq=False)
class Prompt(Result):
    """A question for the career conversation, in our own words.

    Attributes:
        id: Its id.
        text: The question.
        why: What it is for.
    """

    id: Id
    text: str
    why: str

    def __str__(self) -> str:
        return self.text
