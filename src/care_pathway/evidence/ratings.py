"""Skills assessment: how a worker and a manager rate single competencies, as evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from care_pathway._arguments import check_kind, several
from care_pathway._record import NoTruthValue, Record, Result
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.model import Evidence, EvidenceState, Pathway
from care_pathway.model._fields import Id, is_day_or_none, is_id, is_text_or_none, is_word, member
from care_pathway.problems import Place, Problem, ProblemKind, Severity


class Rating(NoTruthValue, StrEnum):
    """How a competency is rated in a skills assessment."""

    NOT_YET = "not-yet"
    DEVELOPING = "developing"
    MEETS = "meets"


def _rating(value: Rating | str | None) -> Rating | None:
    return member(Rating, value)


@frozen(kw_only=True, repr=False, eq=False)
class SkillsAssessment(Record):
    """One competency, rated by the worker, by a manager, or by both.

    Attributes:
        competency: Id of the competency.
        own: The worker's own rating; ``None`` where there is none.
        manager: The manager's rating; ``None`` where there is none.
        on: The day of it.
        expires: The last day on which it is valid.
        by: Who rated as manager: a role or a reference.

    Example:
        >>> SkillsAssessment(competency="ks-ntc-pbs-01", own="meets", manager="developing").agrees
        False
    """

    competency: Id = field(validator=is_id)
    own: Rating | None = field(default=None, converter=_rating, validator=is_word(Rating, optional=True))
    manager: Rating | None = field(default=None, converter=_rating, validator=is_word(Rating, optional=True))
    on: date | None = field(default=None, validator=is_day_or_none)
    expires: date | None = field(default=None, validator=is_day_or_none)
    by: str | None = field(default=None, validator=is_text_or_none)

    @property
    def agrees(self) -> bool | None:
        """Whether both rate alike; ``None`` where only one of them rated."""
        return None if self.own is None or self.manager is None else self.own is self.manager


@frozen(kw_only=True, repr=False, eq=False)
class AssessedEvidence(Result):
    """Ratings as evidence.

    Attributes:
        pathway: The edition and revision it was read with.
        evidence: The evidence, in published order of competencies.
        problems: Where worker and manager disagree, and competencies that the edition does not have.
    """

    pathway: str
    evidence: tuple[Evidence, ...]
    problems: tuple[Problem, ...]


def evidence_from_assessments(pathway: Pathway, assessments: Iterable[SkillsAssessment]) -> AssessedEvidence:
    """Ratings as evidence: the weaker rating counts, and disagreement is reported.

    The worker's own ``meets`` is ``claimed``. A manager's ``meets`` is ``assessed``, unless the worker says
    less. ``developing`` is ``claimed``. A ``not-yet`` counts beside whatever the other says, so that the
    competency is disputed and never held. A manager cannot authorise a delegated healthcare activity:
    there a rating is never more than ``claimed``.

    Args:
        pathway: The edition whose competencies are rated.
        assessments: The ratings; their order and repeats do not matter.

    Example:
        >>> import care_pathway as cp
        >>> rated = SkillsAssessment(competency="ks-ntc-pbs-01", own="meets", manager="meets", by="manager")
        >>> [str(one.state) for one in evidence_from_assessments(cp.load(), [rated]).evidence]
        ['claimed', 'assessed']
    """
    check_kind("pathway", pathway, Pathway)
    order = order_of(pathway)
    ceiling = crosswalks_of(pathway).ceiling
    evidence: dict[Evidence, None] = {}
    problems: dict[Problem, None] = {}
    ordered = sorted(
        set(several("assessments", assessments, SkillsAssessment)),
        key=lambda rating: (order.position.get(rating.competency, -1), rating.competency, repr(rating)),
    )
    for rating in ordered:
        bit = order.bit(rating.competency)
        if not bit:
            text = "is rated, and the edition does not have it"
            problems[_problem(ProblemKind.UNKNOWN_ID, rating.competency, text)] = None
            continue
        if rating.agrees is False:
            text = f"is rated {rating.own} by the worker and {rating.manager} by the manager; talk it through"
            problems[_problem(ProblemKind.DISAGREES, rating.competency, text)] = None
        for state, by in _states(rating, delegated=bool(bit & ceiling)):
            evidence[
                Evidence(
                    competency=rating.competency,
                    state=state,
                    on=rating.on,
                    expires=rating.expires,
                    by=by,
                    source="skills assessment",
                )
            ] = None
    return AssessedEvidence(pathway=pathway.ref, evidence=tuple(evidence), problems=tuple(problems))


def _problem(kind: ProblemKind, competency: str, message: str) -> Problem:
    return Problem(kind=kind, message=message, place=Place(id=competency), severity=Severity.WARNING)


def _states(rating: SkillsAssessment, *, delegated: bool) -> list[tuple[EvidenceState, str]]:
    manager = rating.by or "manager"
    result: list[tuple[EvidenceState, str]] = []
    if rating.own is Rating.NOT_YET:
        result.append((EvidenceState.NOT_YET, "worker"))
    elif rating.own is not None:
        result.append((EvidenceState.CLAIMED, "worker"))
    if rating.manager is Rating.NOT_YET:
        result.append((EvidenceState.NOT_YET, manager))
    elif rating.manager is Rating.MEETS and rating.own is not Rating.DEVELOPING and not delegated:
        result.append((EvidenceState.ASSESSED, manager))
    elif rating.manager is not None:
        result.append((EvidenceState.CLAIMED, manager))
    return result
