"""A person compared with the published expectations of routes, requirement by requirement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from care_pathway._arguments import check_kind, check_text, several
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.model import (
    Aspiration,
    Judgement,
    Pathway,
    ProgressionRoute,
    Requirement,
    Worker,
)
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.progression.facts import Facts, ground_of
from care_pathway.progression.problems import DutyChecks
from care_pathway.progression.records import Decision, Eligibility, RequirementJudgement
from care_pathway.progression.requirements import judge
from care_pathway.progression.routes import RequirementIndex, RouteIndex, RouteRequirements
from care_pathway.progression.shared import Answers, Findings, SharedAnswers
from care_pathway.progression.ways import Ways, ways_onward

_RANK = {decision: rank for rank, decision in enumerate(Decision)}
_PREAMBLE = "This compares a person with published expectations, and the Pathway is voluntary"


def check_eligibility(
    pathway: Pathway, worker: Worker, *, target: str, on: date, renewals: Renewals | None = None
) -> Eligibility:
    """Compare a person with what is published for a role category or profession, requirement by requirement.

    The routes from where the person is are looked at. The best is the one with the better decision, then
    with fewer statutory and must requirements open, then the first published. Statutory requirements of the
    target belong to every route to it. Should and could are reported and never stand in the way. It is a
    comparison and never a decision about a job: the Pathway is voluntary.

    Somebody who is in the target already is ``already-there``. Where nothing settles where the person is,
    the decision is ``place-first``, the role categories they may be in are named, and the requirements of the
    most open route are judged all the same. Work outside the Pathway is ``outside``: it is not compared, and
    the route onward from it is named.

    Args:
        pathway: The edition to compare with.
        worker: The person and what is on file.
        target: Id of the role category, or of a regulated profession.
        on: The day for which to answer.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Raises:
        UnknownIdError: If the target is neither a role category nor a profession that routes lead to.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> worker = cp.Worker(id="w-1", role_category="deputy-manager")
        >>> result = check_eligibility(cp.load(), worker, target="registered-manager", on=date(2026, 1, 1))
        >>> result.decision.value, result.route.id, len(result.requirements)
        ('needs-evidence', 'rt-dm-rm', 3)
    """
    check_kind("pathway", pathway, Pathway)
    check_text("target", target)
    pathway.check_end(target)
    return RouteComparison(OnFile(pathway, worker, on, renewals=renewals)).best(target)


def eligible_routes(
    pathway: Pathway, worker: Worker, *, on: date, renewals: Renewals | None = None
) -> tuple[Eligibility, ...]:
    """Compare a person with every route onward from where they are.

    What the person wishes for comes first, then the rest, nearest first, and ways out to regulated
    professions last. Whoever wishes to stay and grow gets growth in the role category, and no other route.
    None is required of anyone. Where it is not settled where the person is, the routes from every likely role
    category are shown as ``place-first``; with nothing on file, entry into care and the routes that start
    anywhere.

    Args:
        pathway: The edition to compare with.
        worker: The person and what is on file.
        on: The day for which to answer.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> worker = cp.Worker(id="w-1", role_category="practice-leader")
        >>> routes = eligible_routes(cp.load(), worker, on=date(2026, 1, 1))
        >>> [one.target for one in routes][:3]
        ['practice-leader', 'supervisor-or-leader', 'deputy-manager']
    """
    check_kind("pathway", pathway, Pathway)
    comparison = RouteComparison(OnFile(pathway, worker, on, renewals=renewals))
    return tuple(comparison.compare(route) for route in comparison.ways.all)


class RouteComparison:
    """One person on one day, placed once and read once for all routes.

    Args:
        on_file: The person.
        problems: Whether answers say what is wrong with the records; no judgement depends on it.
        shared: The answers that many people share, where many are compared.
    """

    def __init__(
        self, on_file: OnFile, *, problems: bool = True, shared: SharedAnswers | None = None
    ) -> None:
        self.on_file = on_file
        self.pathway = pathway = on_file.pathway
        self.worker = on_file.worker
        self.on = on_file.on
        self.index = pathway.derived(RouteIndex)
        self.facts = Facts(ground_of(pathway), on_file)
        self.role = on_file.role_category
        #: Where that is not settled, the role categories that the person may be in.
        self.candidates: tuple[str, ...] = ()
        #: Whether the person's work is outside the Pathway.
        self.outside = False
        self._made: dict[str, Eligibility] = {}
        self._shared: frozenset[int] = frozenset() if shared is None else shared.requirements
        self._answers: Answers = {} if shared is None else shared.of(self.facts)
        self._findings: Findings = {} if shared is None else shared.findings
        if self.role is None:
            found = [candidate.role_category for candidate in on_file.placement.candidates]
            self.candidates = tuple(role for role in found if role is not None)
            self.outside = bool(found) and not self.candidates
        self.problems = self._problems() if problems else ()

    def _problems(self) -> tuple[Problem, ...]:
        found = self.on_file.problems
        if self.role is None:
            return (*found, self._not_placed())
        if self.role == self.worker.role_category:
            return (*found, *self.pathway.derived(DutyChecks).mismatches(self.worker))
        return found

    def _not_placed(self) -> Problem:
        message = "nothing on file settles the role category; record it, or the duties"
        if self.outside:
            message = "this work is outside the Pathway, so it is not compared with its routes"
        elif self.candidates:
            message = f"it may be {self._candidates_in_words()}; record the role category, or the duties"
        return Problem(
            kind=ProblemKind.ROLE_NOT_KNOWN,
            place=Place(path="role_category"),
            severity=Severity.WARNING,
            message=message,
        )

    def _candidates_in_words(self) -> str:
        return " or ".join(map(self.index.name, self.candidates))

    # --- routes ---------------------------------------------------------------------------------------

    @cached_property
    def ways(self) -> Ways:
        """What comes next for the person."""
        aspiration = self.worker.aspiration
        if self.outside:
            onward = () if aspiration is Aspiration.STAY_AND_GROW else self.onward
            return Ways(onward if aspiration else (), () if aspiration else onward, moving=False)
        return ways_onward(
            self.pathway,
            self.role,
            aspiration=aspiration,
            manages_staff=self.worker.context.manages_staff,
            likely=self.candidates,
        )

    @property
    def onward(self) -> tuple[ProgressionRoute, ...]:
        """From work outside the Pathway: the routes from that profession, else entry into care."""
        profession = self.index.profession(self.worker.job_title or "")
        from_profession = tuple(
            route for route in self.index.routes if profession is not None and route.source == profession
        )
        return from_profession or tuple(route for route in self.index.routes if route.source is None)

    def routes_to(self, target: str) -> tuple[ProgressionRoute, ...]:
        """The routes to compare for a target: from where the person is, or may be."""
        to = self.index.to.get(target, ())
        if self.role is not None:
            return tuple(route for route in to if route.starts_from(self.role))
        # Growth is for those who are there; whether this person is, nobody has said.
        arriving = tuple(route for route in to if route.source != route.target)
        likely = tuple(route for route in arriving if route.source in self.candidates)
        return likely or arriving or to

    # --- comparisons ----------------------------------------------------------------------------------

    def without_route(self, target: str) -> Decision | None:
        """The decision where there is nothing to compare: the work is outside, or no route leads there."""
        if self.outside:
            return Decision.OUTSIDE
        return None if target == self.role or self.routes_to(target) else Decision.NO_ROUTE

    def best(self, target: str) -> Eligibility:
        """The person compared with the best route to a target."""
        if self.outside:
            return self._outside(target, None)
        routes = self.routes_to(target)
        if not routes:
            return self._already_there(target) if target == self.role else self._no_route(target)
        compared = [self.compare(route) for route in routes]
        if len(compared) == 1:
            return compared[0]
        return min(compared, key=_nearness)

    def compare(self, route: ProgressionRoute) -> Eligibility:
        """The person compared with one route; with each once."""
        if route.id not in self._made:
            if self.outside:
                self._made[route.id] = self._outside(route.target, route)
            else:
                asked = self.pathway.derived(RequirementIndex).of_route[route.id]
                self._made[route.id] = self._compared(route.target, route, asked)
        return self._made[route.id]

    def judge(self, requirement: Requirement) -> RequirementJudgement:
        """The person compared with one requirement."""
        key = id(requirement)
        if key not in self._shared:
            return judge(requirement, self.facts)
        if key not in self._answers:
            self._answers[key] = judge(requirement, self.facts)
        return self._answers[key]

    def _already_there(self, target: str) -> Eligibility:
        """Somebody in a role category that no growth route is published for: what its page asks of them."""
        return self._compared(target, None, self.pathway.derived(RequirementIndex).of_role[target])

    def _compared(self, target: str, route: ProgressionRoute | None, asked: RouteRequirements) -> Eligibility:
        judgements = tuple([self.judge(requirement) for requirement in asked.requirements])
        binding = [judged.judgement for judged, binds in zip(judgements, asked.binding, strict=True) if binds]
        key = (self.role, target, self.candidates, *[one.value for one in binding])
        if key not in self._findings:
            self._findings[key] = self._finding(target, binding)
        decision, finding = self._findings[key]
        return self._answer(
            target,
            route,
            decision,
            finding,
            requirements=judgements,
            candidates=self.candidates if self.role is None else (),
        )

    def _finding(self, target: str, binding: list[Judgement]) -> tuple[Decision, str]:
        """The decision on a target, and why, in words."""
        name = self.index.name(target)
        decision, about = _decision(binding), f"for {name} "
        if self.role is None:
            may_be = f", and it may be {self._candidates_in_words()}" if self.candidates else ""
            decision = Decision.PLACE_FIRST
            about = f"nothing on file settles where the person is{may_be}; {about}"
        elif self.role == target:
            decision, about = Decision.ALREADY_THERE, f"the person is {name} already; "
        return decision, about + _counted(binding)

    def _outside(self, target: str, route: ProgressionRoute | None) -> Eligibility:
        """The answer for work that the Pathway is not about: nothing is compared."""
        onward = self.onward
        ways = " or ".join(f"{route.kind.value} to {self.index.name(route.target)}" for route in onward)
        return self._answer(
            target,
            route,
            Decision.OUTSIDE,
            "this work is outside the Pathway and is not compared with "
            f"{self.index.name(target)}{f'; the published route onward is {ways}' if ways else ''}",
            onward=tuple(route.id for route in onward),
        )

    def _no_route(self, target: str) -> Eligibility:
        """The answer where no route leads from where the person is to the target."""
        name = self.index.name(target)
        way = self.index.shortest_from(self.role).get(target, ()) if self.role else ()
        round_by = ""
        if way:
            stops = ", ".join(self.index.name(route.target) for route in way[:-1])
            round_by = f"; the shortest published way there goes by {stops}"
        start = self.index.name(self.role) if self.role else "where the person is"
        return self._answer(
            target,
            None,
            Decision.NO_ROUTE,
            f"the sources show no route from {start} straight to {name}{round_by}",
            onward=tuple(route.id for route in way),
        )

    def _answer(
        self,
        target: str,
        route: ProgressionRoute | None,
        decision: Decision,
        finding: str,
        *,
        requirements: tuple[RequirementJudgement, ...] = (),
        candidates: tuple[str, ...] = (),
        onward: tuple[str, ...] = (),
    ) -> Eligibility:
        return Eligibility(
            pathway=self.pathway.ref,
            worker=self.worker.id,
            on=self.on,
            role_category=self.role,
            target=target,
            route=route,
            decision=decision,
            requirements=requirements,
            problems=self.problems,
            candidates=candidates,
            onward=onward,
            summary=f"{_PREAMBLE}: {finding}.",
        )


def decide(judgements: Iterable[RequirementJudgement]) -> Decision:
    """The decision that judgements lead to. Should and could never count.

    Example:
        >>> decide(()).value
        'nothing-required'
    """
    judged_ = several("judgements", judgements, RequirementJudgement)
    return _decision([one.judgement for one in judged_ if one.strength.binding])


def _nearness(compared: Eligibility) -> tuple[int, int]:
    """What the judgements lead to, whatever stands in the way of the decision; then how much is open."""
    binding = [one.judgement for one in compared.requirements if one.strength.binding]
    return _RANK[_decision(binding)], len(binding) - binding.count(Judgement.MET)


def _decision(binding: list[Judgement]) -> Decision:
    if not binding:
        return Decision.NOTHING_REQUIRED
    if Judgement.NOT_MET in binding:
        return Decision.NOT_YET
    return Decision.NEEDS_EVIDENCE if Judgement.NOT_KNOWN in binding else Decision.ELIGIBLE


def _counted(binding: list[Judgement]) -> str:
    if not binding:
        return "the sources state no must"
    met, against = binding.count(Judgement.MET), binding.count(Judgement.NOT_MET)
    return (
        f"{met} of {len(binding)} statutory and must requirements "
        f"{'is' if met == 1 else 'are'} met, {against} not met and {len(binding) - met - against} not known"
    )
