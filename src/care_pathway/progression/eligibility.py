"""A person compared with the published expectations of routes, requirement by requirement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from care_pathway.evidence.on_file import OnFile
from care_pathway.model import (
    ANY_ROLE_CATEGORY,
    AllOfRequirement,
    Judgement,
    Pathway,
    ProgressionRoute,
    Requirement,
    Strength,
    Worker,
)
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.progression.evaluate import judge
from care_pathway.progression.facts import Facts, ground_of
from care_pathway.progression.problems import duty_checks, mismatches, problems_of
from care_pathway.progression.records import Decision, Eligibility, RequirementJudgement
from care_pathway.progression.routes import find_routes, shortest_route

_RANK = {decision: rank for rank, decision in enumerate(Decision)}
_NOT_STRUCTURE = frozenset({"id", "text", "note", "provenance", "strength"})
_ROLE_NOT_KNOWN = Problem(
    kind=ProblemKind.ROLE_NOT_KNOWN,
    place=Place(path="role_category"),
    severity=Severity.WARNING,
    message="nothing on file settles the role category; every route that may apply is compared",
)
_PREAMBLE = "This compares a person with published expectations, and the Pathway is voluntary"


def check_eligibility(pathway: Pathway, worker: Worker, *, target: str, on: date) -> Eligibility:
    """Compare a person with what is published for a role category or profession, requirement by requirement.

    The routes from where the person is are looked at; if that is not known, every route to the target is.
    The best is the one with the better decision, then with fewer statutory and must requirements open,
    then the first published. Statutory requirements of the target belong to every route to it. Should and
    could are reported and never stand in the way. It is a comparison and never a decision about a job: the
    Pathway is voluntary.

    Args:
        pathway: The edition to compare with.
        worker: The person and what is on file.
        target: Id of the role category, or of a regulated profession.
        on: The day for which to answer.

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
    pathway.check_end(target)
    return Person(pathway, worker, on).best(target)


def eligible_routes(pathway: Pathway, worker: Worker, *, on: date) -> tuple[Eligibility, ...]:
    """Compare a person with every route onward from where they are, in published order.

    Growth in the same role category and ways out to regulated professions are among them; none is required
    of anyone. Where the role category is not known, the routes from every likely one are compared, and with
    nothing on file the entry into care and the routes that start anywhere.

    Args:
        pathway: The edition to compare with.
        worker: The person and what is on file.
        on: The day for which to answer.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> worker = cp.Worker(id="w-1", role_category="practice-leader")
        >>> routes = eligible_routes(cp.load(), worker, on=date(2026, 1, 1))
        >>> [one.target for one in routes][:3]
        ['supervisor-or-leader', 'deputy-manager', 'practice-leader']
    """
    person = Person(pathway, worker, on)
    return tuple(person.compare(route) for route in person.routes_onward())


class Person:
    """One person on one day, placed once and read once for all routes."""

    def __init__(self, pathway: Pathway, worker: Worker, on: date) -> None:
        on_file = OnFile(pathway, worker, on)
        self.pathway = pathway
        self.worker = worker
        self.on = on
        self.map = _route_map(pathway)
        self.facts = Facts(self.map.ground, on_file)
        self.likely: tuple[str, ...] = ()
        problems = problems_of(self.facts)
        recorded = worker.role_category
        if recorded is not None and recorded in self.map.names:
            self.role: str | None = recorded
            problems += mismatches(self.map.duties[recorded], worker)
        else:
            placement = on_file.placement
            self.role = placement.role_category
            self.likely = tuple(
                one.role_category for one in placement.candidates if one.role_category is not None
            )
            if self.role is None:
                problems += (_ROLE_NOT_KNOWN,)
        self.problems: tuple[Problem, ...] = problems

    def routes_to(self, target: str) -> tuple[ProgressionRoute, ...]:
        """The routes to compare for a target."""
        to = self.map.to.get(target, ())
        if self.role is None:
            # Growth is for those who are there; whether this person is, nobody has said.
            arriving = tuple(route for route in to if route.source != route.target)
            likely = tuple(route for route in arriving if route.source in self.likely)
            return likely or arriving or to
        direct = tuple(route for route in to if route.starts_from(self.role))
        if direct or self.role != target:
            return direct
        # Someone who is there already, where no growth route is published: what people arrive with.
        return to

    def routes_onward(self) -> tuple[ProgressionRoute, ...]:
        """Every route onward from where the person is, or may be."""
        if self.role is not None:
            return self.map.onward[self.role]
        starts = {*self.likely, ANY_ROLE_CATEGORY} if self.likely else {None, ANY_ROLE_CATEGORY}
        return tuple(route for route in self.pathway.routes if route.source in starts)

    def growth(self) -> tuple[ProgressionRoute, ...]:
        """The routes that stay in the role category."""
        return tuple(route for route in self.map.to.get(self.role or "", ()) if route.source == self.role)

    def ways_to(self, target: str) -> tuple[tuple[ProgressionRoute, ...], ...]:
        """Every shortest way to a target, several routes in a row where it takes them."""
        shortest = len(self.way_to(target))
        return find_routes(self.pathway, self.role, target, at_most=shortest) if shortest else ()

    def way_to(self, target: str) -> tuple[ProgressionRoute, ...]:
        """The shortest way to a target; empty if there is none."""
        return shortest_route(self.pathway, self.role, target)

    def best(self, target: str) -> Eligibility:
        """The person compared with the best route to a target."""
        routes = self.routes_to(target)
        if not routes:
            return self.no_route(target)
        if len(routes) == 1:
            return self.compare(routes[0])
        compared = (self.compare(route) for route in routes)
        return min(compared, key=lambda one: (_RANK[one.decision], len(one.open)))

    def compare(self, route: ProgressionRoute) -> Eligibility:
        """The person compared with one route."""
        asked = self.map.asked[route.id]
        facts = self.facts
        judgements = tuple([judge(one, facts) for one in asked.requirements])
        binding = [one.judgement for one, binds in zip(judgements, asked.binding, strict=True) if binds]
        return Eligibility(
            pathway=self.map.ref,
            worker=self.worker.id,
            on=self.on,
            role_category=self.role,
            target=route.target,
            route=route,
            decision=_decision(binding),
            requirements=judgements,
            problems=self.problems,
            summary=_summary(asked.name, binding),
        )

    def no_route(self, target: str) -> Eligibility:
        """The answer where no route leads from where the person is to the target."""
        name = self.map.name(target)
        way = self.way_to(target) if self.role else ()
        onward = ""
        if way:
            stops = ", ".join(self.map.name(route.target) for route in way[:-1])
            onward = f"; the shortest published way there goes by {stops}"
        start = self.map.name(self.role) if self.role else "where the person is"
        return Eligibility(
            pathway=self.map.ref,
            worker=self.worker.id,
            on=self.on,
            role_category=self.role,
            target=target,
            route=None,
            decision=Decision.NO_ROUTE,
            problems=self.problems,
            summary=f"{_PREAMBLE}: the sources show no route from {start} straight to {name}{onward}.",
        )


def decide(judgements: Iterable[RequirementJudgement]) -> Decision:
    """The decision that judgements lead to. Should and could never count.

    Example:
        >>> decide(()).value
        'nothing-required'
    """
    return _decision([one.judgement for one in judgements if one.strength.binding])


def _decision(binding: list[Judgement]) -> Decision:
    if not binding:
        return Decision.NOTHING_REQUIRED
    if Judgement.NOT_MET in binding:
        return Decision.NOT_YET
    return Decision.NEEDS_EVIDENCE if Judgement.NOT_KNOWN in binding else Decision.ELIGIBLE


def _summary(name: str, binding: list[Judgement]) -> str:
    if not binding:
        return f"{_PREAMBLE}: for {name} the sources state no must on this route."
    met, against = binding.count(Judgement.MET), binding.count(Judgement.NOT_MET)
    return (
        f"{_PREAMBLE}: for {name} {met} of {len(binding)} statutory and must requirements "
        f"{'is' if met == 1 else 'are'} met, {against} not met and {len(binding) - met - against} not known."
    )


class Asked(NamedTuple):
    """What a route asks in all, which of it binds, and the target's name in words."""

    requirements: tuple[Requirement, ...]
    binding: tuple[bool, ...]
    name: str


class RouteMap:
    """The routes of a pathway by their ends, each with everything it asks."""

    def __init__(self, pathway: Pathway) -> None:
        self.ref = pathway.ref
        self.names = {role.id: role.name for role in pathway.role_categories}
        self._professions = {
            route.target: route.external.name for route in pathway.routes if route.external is not None
        }
        self.onward = {role: pathway.routes_from(role) for role in self.names}
        self.to: dict[str, tuple[ProgressionRoute, ...]] = {}
        for route in pathway.routes:
            self.to[route.target] = (*self.to.get(route.target, ()), route)
        self.ground = ground_of(pathway)
        self.asked = {route.id: self._asked(pathway, route) for route in pathway.routes}
        self.duties = {
            role: duty_checks(pathway, role, {route.target: route.id for route in routes})
            for role, routes in self.onward.items()
        }

    def _asked(self, pathway: Pathway, route: ProgressionRoute) -> Asked:
        requirements = requirements_of(pathway, route)
        binding = tuple(one.strength.binding for one in requirements)
        return Asked(requirements, binding, self.name(route.target))

    def parts(self, route: str) -> Iterable[Requirement]:
        """Every requirement of a route, parts included."""
        queue = list(self.asked[route].requirements)
        while queue:
            one = queue.pop(0)
            yield one
            queue += getattr(one, "requirements", ())

    def name(self, id: str) -> str:
        """A role category or profession in words."""
        return (self.names.get(id) or self._professions.get(id) or id.replace("-", " ")).lower()


def _route_map(pathway: Pathway) -> RouteMap:
    return pathway.derived(RouteMap)


def requirements_of(pathway: Pathway, route: ProgressionRoute) -> tuple[Requirement, ...]:
    """What a route asks, and the statutory requirements of its target that it does not ask already.

    Growth in the same role category is for those who are in it, so what its page asks of them joins too.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load()
        >>> [one.id for one in requirements_of(pathway, pathway.route("rt-csw-dm"))]
        ['rt-csw-dm-1']
    """
    roles = {role.id: role for role in pathway.role_categories}
    target = roles.get(route.target)
    if target is None:
        return route.requirements
    asked = {
        structure_of(part)
        for one in route.requirements
        if one.strength is Strength.STATUTORY
        for part in _conjuncts(one)
    }
    of_page = target.requirements if route.source == route.target else ()
    # A note such as "no registration duty of its own" stands among them with a weaker strength.
    joining = tuple(
        one
        for one in target.statutory_requirements
        if not all(structure_of(part) in asked for part in _conjuncts(one))
    )
    return (*route.requirements, *of_page, *joining)


def _conjuncts(requirement: Requirement) -> Iterable[Requirement]:
    if isinstance(requirement, AllOfRequirement):
        for part in requirement.requirements:
            yield from _conjuncts(part)
    else:
        yield requirement


def structure_of(requirement: Requirement) -> tuple[object, ...]:
    """What a requirement asks, without how it is worded or known."""
    import attrs

    values: list[object] = [requirement.kind]
    for field in attrs.fields(type(requirement)):
        if field.name in _NOT_STRUCTURE:
            continue
        value = getattr(requirement, field.name)
        if isinstance(value, tuple) and value and isinstance(value[0], Requirement):
            value = tuple(structure_of(part) for part in value)
        values.append((field.name, value))
    return tuple(values)
