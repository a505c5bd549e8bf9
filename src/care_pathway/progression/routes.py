"""The routes of a pathway: by their ends, as ways from one place to another, and as Mermaid text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from math import inf

from care_pathway._arguments import check_count, check_kind, check_text, several, word
from care_pathway.model import ANY_ROLE_CATEGORY, Pathway, ProgressionRoute, RouteKind

_ENTRY = "entry"
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
        self._by_name = {name.casefold(): profession for profession, name in self._professions.items()}

    def name(self, id: str) -> str:
        """A role category or profession in words."""
        return (self.names.get(id) or self._professions.get(id) or id.replace("-", " ")).lower()

    def profession(self, name: str) -> str | None:
        """The profession of that name to or from which routes lead."""
        return self._by_name.get(name.strip().casefold())

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
    check_count("at_most", at_most)
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
    reached: dict[str | None, tuple[ProgressionRoute, ...]] = {source: ()}
    queue: deque[str | None] = deque((source,))
    while queue:
        here = queue.popleft()
        for route in _onward(pathway, here):
            if route.target not in reached:
                reached[route.target] = (*reached[here], route)
                if route.target == target:
                    return reached[target]
                queue.append(route.target)
    return ()


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
        for end in dict.fromkeys(one for route in routes for one in (route.source, route.target))
        if end is not None and end not in names and end != ANY_ROLE_CATEGORY
    ]
    lines += [
        f"    {route.source or _ENTRY} {_ARROWS[route.kind]}|{route.kind.value}| {route.target}"
        for route in routes
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return text.replace('"', "#quot;")
