"""The routes of a pathway: by their ends, what each asks, ways from place to place, and a picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import NamedTuple

from care_pathway._arguments import check_count_or_none, check_kind, check_text, several, word
from care_pathway.model import (
    ANY_ROLE_CATEGORY,
    AllOfRequirement,
    Pathway,
    ProgressionRoute,
    Requirement,
    RouteKind,
    Strength,
)

_ENTRY = "entry"
_NOT_STRUCTURE = frozenset({"id", "text", "note", "provenance", "strength"})
#: How each kind of route is drawn; the word beside it says the same.
_ARROWS = {
    RouteKind.ENTRY: "==>",
    RouteKind.VERTICAL: "-->",
    RouteKind.LATERAL: "-.->",
    RouteKind.SPECIALIST: "-->",
    RouteKind.GROWTH: "-->",
    RouteKind.EXTERNAL: "-.->",
}


class RouteIndex:
    """The routes of a pathway by their ends. Make it with ``pathway.derived(RouteIndex)``."""

    def __init__(self, pathway: Pathway) -> None:
        self.names = {role.id: role.name for role in pathway.role_categories}
        self.routes = pathway.routes
        self.onward = {role: pathway.routes_from(role) for role in self.names}
        self.to: dict[str, tuple[ProgressionRoute, ...]] = {}
        for route in pathway.routes:
            self.to[route.target] = (*self.to.get(route.target, ()), route)
        self._orders = {role.id: role.order for role in pathway.role_categories}
        self._professions = {
            route.target: route.external.name for route in pathway.routes if route.external is not None
        }
        self._pathway = pathway
        self._shortest: dict[str | None, dict[str | None, tuple[ProgressionRoute, ...]]] = {}
        self._by_name = {name.casefold(): profession for profession, name in self._professions.items()}

    def name(self, id: str) -> str:
        """A role category or profession in words."""
        return (self.names.get(id) or self._professions.get(id) or id.replace("-", " ")).lower()

    def profession(self, name: str) -> str | None:
        """The profession of that name to or from which routes lead."""
        return self._by_name.get(name.strip().casefold())

    def shortest_from(self, source: str | None) -> Mapping[str | None, tuple[ProgressionRoute, ...]]:
        """The shortest way from a place to each other that can be reached; worked out once for each."""
        if source not in self._shortest:
            reached: dict[str | None, tuple[ProgressionRoute, ...]] = {source: ()}
            queue: deque[str | None] = deque((source,))
            while queue:
                here = queue.popleft()
                for route in _onward(self._pathway, here):
                    if route.target not in reached:
                        reached[route.target] = (*reached[here], route)
                        queue.append(route.target)
            self._shortest[source] = reached
        return self._shortest[source]

    def nearest_first(
        self, routes: Iterable[ProgressionRoute], role: str | None
    ) -> tuple[ProgressionRoute, ...]:
        """Routes by how far apart their ends are in the published order; ways out of care come last."""

        def distance(route: ProgressionRoute) -> float:
            start = self._orders.get(role or route.source or "", 0)
            end = self._orders.get(route.target)
            return inf if end is None else abs(end - start)

        return tuple(sorted(routes, key=distance))


def find_routes(
    pathway: Pathway, source: str | None, target: str, *, at_most: int | None = None
) -> tuple[tuple[ProgressionRoute, ...], ...]:
    """Every way from one role category to another that passes no place twice, shortest first.

    Ways of the same length come in published order. From a place to itself, growth in the same role
    category is the way. None of them is required of anyone.

    Args:
        pathway: The edition whose routes are meant.
        source: Id of the role category or profession to start from; ``None`` for entry into care.
        target: Id of the role category or regulated profession to reach.
        at_most: The most routes in a row; ``None`` for any number.

    Raises:
        UnknownIdError: If either end is neither a role category nor a profession that routes lead to.

    Example:
        >>> import care_pathway as cp
        >>> for way in find_routes(cp.load(), "supervisor-or-leader", "registered-manager")[:2]:
        ...     print([route.id for route in way])
        ['rt-sol-rm']
        ['rt-sol-dm', 'rt-dm-rm']
    """
    check_kind("pathway", pathway, Pathway)
    check_text("source", source, optional=True)
    check_text("target", target)
    at_most = check_count_or_none("at_most", at_most)
    if source is not None:
        pathway.check_end(source)
    pathway.check_end(target)
    if source == target:
        return tuple((route,) for route in pathway.routes if route.source == route.target == target)
    ways = _ways(pathway, source, target, (), {source}, at_most)
    return tuple(sorted(ways, key=len))


def _ways(
    pathway: Pathway,
    here: str | None,
    target: str,
    taken: tuple[ProgressionRoute, ...],
    seen: set[str | None],
    at_most: int | None,
) -> Iterator[tuple[ProgressionRoute, ...]]:
    if at_most is not None and len(taken) >= at_most:
        return
    for route in _onward(pathway, here):
        if route.target == target:
            yield (*taken, route)
        elif route.target not in seen:
            yield from _ways(pathway, route.target, target, (*taken, route), seen | {route.target}, at_most)


def _onward(pathway: Pathway, here: str | None) -> tuple[ProgressionRoute, ...]:
    if here is None:
        return tuple(route for route in pathway.routes if route.source is None)
    return pathway.routes_from(here)


def shortest_route(pathway: Pathway, source: str | None, target: str) -> tuple[ProgressionRoute, ...]:
    """The shortest way from one role category to another; the first published of several, empty if none.

    Example:
        >>> import care_pathway as cp
        >>> [route.target for route in shortest_route(cp.load(), "new-to-care", "registered-manager")]
        ['care-or-support-worker', 'supervisor-or-leader', 'registered-manager']
    """
    check_kind("pathway", pathway, Pathway)
    check_text("source", source, optional=True)
    check_text("target", target)
    if source is not None:
        pathway.check_end(source)
    pathway.check_end(target)
    if source == target:
        return next(iter(find_routes(pathway, source, target)), ())
    return pathway.derived(RouteIndex).shortest_from(source).get(target, ())


def route_map(pathway: Pathway, *, kinds: Iterable[RouteKind | str] | None = None) -> str:
    """The routes as Mermaid text, which GitHub, notebooks and wikis draw.

    Args:
        pathway: The edition whose routes are meant.
        kinds: Only these kinds of route; all by default.

    Example:
        >>> import care_pathway as cp
        >>> print(route_map(cp.load("2024-01"), kinds=["vertical"]))
        flowchart LR
            new-to-care["New to care"]
            care-or-support-worker["Care or support worker"]
            supervisor-or-leader["Supervisor or leader"]
            new-to-care -->|vertical| care-or-support-worker
            care-or-support-worker -->|vertical| supervisor-or-leader
    """
    check_kind("pathway", pathway, Pathway)
    wanted = tuple(RouteKind)
    if kinds is not None:
        wanted = tuple(word("kinds", kind, RouteKind) for kind in several("kinds", kinds))
    routes = [route for route in pathway.routes if route.kind in wanted]
    names = {role.id: role.name for role in pathway.role_categories}
    professions = {route.target: route.external.name for route in routes if route.external}
    used = {end for route in routes for end in (route.source or _ENTRY, route.target)}
    lines = ["flowchart LR"]
    if _ENTRY in used:
        lines.append(f'    {_ENTRY}(["Entry into care"])')
    lines += [f'    {end}["{_quoted(name)}"]' for end, name in names.items() if end in used]
    if ANY_ROLE_CATEGORY in used:
        lines.append(f'    {ANY_ROLE_CATEGORY}(["Any role category"])')
    lines += [
        f'    {end}[["{_quoted(professions.get(end, end))}"]]'
        for end in dict.fromkeys(end for route in routes for end in (route.source, route.target))
        if end is not None and end not in names and end != ANY_ROLE_CATEGORY
    ]
    lines += [
        f"    {route.source or _ENTRY} {_ARROWS[route.kind]}|{route.kind.value}| {route.target}"
        for route in routes
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return text.replace('"', "#quot;")


# --- what routes ask ----------------------------------------------------------------------------------


class RouteRequirements(NamedTuple):
    """What a route asks in all, and which of it binds."""

    requirements: tuple[Requirement, ...]
    binding: tuple[bool, ...]


class RequirementIndex:
    """What each route asks, and each role category of those who are in it. Made with `Pathway.derived`."""

    def __init__(self, pathway: Pathway) -> None:
        self.of_route = {route.id: _of(requirements_of(pathway, route)) for route in pathway.routes}
        self.of_role = {
            role.id: _of((*role.requirements, *role.statutory_requirements))
            for role in pathway.role_categories
        }

    def parts(self, route: str) -> Iterable[Requirement]:
        """Every requirement of a route, parts included."""
        queue = list(self.of_route[route].requirements)
        while queue:
            one = queue.pop(0)
            yield one
            queue += getattr(one, "requirements", ())


def _of(requirements: tuple[Requirement, ...]) -> RouteRequirements:
    return RouteRequirements(
        requirements, tuple(requirement.strength.binding for requirement in requirements)
    )


def requirements_of(pathway: Pathway, route: ProgressionRoute) -> tuple[Requirement, ...]:
    """What a route asks, and the statutory requirements of its target that it does not ask already.

    Growth in the same role category is for those who are in it, so what its page asks of them joins too.

    Example:
        >>> import care_pathway as cp
        >>> pathway = cp.load()
        >>> [one.id for one in requirements_of(pathway, pathway.route("rt-csw-dm"))]
        ['rt-csw-dm-1']
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("route", route, ProgressionRoute)
    roles = {role.id: role for role in pathway.role_categories}
    target = roles.get(route.target)
    if target is None:
        return route.requirements
    asked = {
        structure_of(part)
        for requirement in route.requirements
        if requirement.strength is Strength.STATUTORY
        for part in _conjuncts(requirement)
    }
    of_page = target.requirements if route.source == route.target else ()
    # A note such as "no registration duty of its own" stands among them with a weaker strength.
    joining = tuple(
        requirement
        for requirement in target.statutory_requirements
        if not all(structure_of(part) in asked for part in _conjuncts(requirement))
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
