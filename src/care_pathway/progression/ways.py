"""What comes next for a person, worked out here and nowhere else: by their wish, nearest first."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from care_pathway._arguments import check_flag, check_kind, check_text, texts, word
from care_pathway.model import ANY_ROLE_CATEGORY, Aspiration, Pathway, ProgressionRoute
from care_pathway.progression.lexicon import AspirationRule, rules
from care_pathway.progression.routes import RouteIndex, find_routes, shortest_route

Routes = tuple[ProgressionRoute, ...]


class Ways(NamedTuple):
    """The routes onward from where a person is.

    Attributes:
        next: The routes of a plan: what the person's wish leads to, side by side and nearest first, or one
            after another where no route leads straight there. Growth in the role where there is no wish.
        others: The other routes from there, nearest first; none for whoever wishes to stay and grow.
        moving: Whether `next` leads to another place.
    """

    next: Routes
    others: Routes
    moving: bool

    @property
    def first(self) -> Routes:
        """The routes of `next` that can be taken now: only the first where they follow one another."""
        return self.next[:1] if in_a_row(self.next) else self.next

    @property
    def all(self) -> Routes:
        """Every route that can be taken now, what the person wishes for before the others."""
        return (*self.first, *self.others)


def ways_onward(
    pathway: Pathway,
    role: str | None,
    *,
    aspiration: Aspiration | str | None = None,
    manages_staff: bool | None = None,
    likely: tuple[str, ...] = (),
) -> Ways:
    """What comes next from a role category, by the person's wish.

    Args:
        pathway: The edition whose routes are meant.
        role: Id of the person's role category; ``None`` where it is not settled.
        aspiration: What the person wishes; ``None`` where nobody has said.
        manages_staff: Whether the person manages staff, where that is known.
        likely: Ids of the role categories the person may be in, where `role` is ``None``.

    Raises:
        UnknownIdError: If there is no such role category.
        InvalidArgumentError: If the wish is none of `Aspiration`.

    Example:
        >>> import care_pathway as cp
        >>> ways = ways_onward(cp.load(), "care-or-support-worker", aspiration=cp.Aspiration.LEAD)
        >>> [route.target for route in ways.next]
        ['supervisor-or-leader', 'practice-leader']
    """
    check_kind("pathway", pathway, Pathway)
    check_text("role", role, optional=True)
    wish = None if aspiration is None else word("aspiration", aspiration, Aspiration)
    check_flag("manages_staff", manages_staff, optional=True)
    texts("likely", likely)
    if role is not None and role not in pathway.derived(RouteIndex).onward:
        pathway.routes_from(role)  # raises, with the nearest known ids
    onward = _onward(pathway, role, likely)
    growth = tuple(route for route in onward if role is not None and route.source == route.target)
    if wish is Aspiration.STAY_AND_GROW:
        return Ways(growth, (), moving=False)
    wanted: Routes = ()
    if wish is not None:
        rule = rules().aspirations[wish.value]
        wanted = _wanted(pathway, role, onward, rule, manages_staff=manages_staff)
    ways = Ways(wanted or growth, (), moving=bool(wanted))
    return ways._replace(others=tuple(route for route in onward if route not in ways.first))


def ways_to(pathway: Pathway, role: str | None, target: str) -> Routes:
    """The routes of a plan for a target: each that leads straight there, else the shortest way.

    Example:
        >>> import care_pathway as cp
        >>> [route.id for route in ways_to(cp.load(), "supervisor-or-leader", "registered-manager")]
        ['rt-sol-rm']
    """
    check_kind("pathway", pathway, Pathway)
    check_text("role", role, optional=True)
    check_text("target", target)
    to = pathway.derived(RouteIndex).to.get(target, ())
    straight = tuple(route for route in to if role is not None and route.starts_from(role))
    return straight or shortest_route(pathway, role, target)


def in_a_row(routes: Routes) -> bool:
    """Whether routes follow one another, and do not stand side by side."""
    return any(second.source == first.target for first, second in pairwise(routes))


def _onward(pathway: Pathway, role: str | None, likely: tuple[str, ...]) -> Routes:
    """Every route from where the person is, or may be; with nothing on file, entry into care."""
    index = pathway.derived(RouteIndex)
    if role is not None:
        return index.nearest_first(index.onward[role], role)
    starts = {*likely, ANY_ROLE_CATEGORY} if likely else {None, ANY_ROLE_CATEGORY}
    return index.nearest_first((route for route in index.routes if route.source in starts), None)


def _wanted(
    pathway: Pathway,
    role: str | None,
    onward: Routes,
    rule: AspirationRule,
    *,
    manages_staff: bool | None,
) -> Routes:
    """The routes that a wish leads to; from one that has none, the shortest way round."""
    if manages_staff and role not in rule.with_staff:
        nearer = tuple(route for route in onward if route.target in rule.with_staff)
        if nearer:
            return nearer
    targets = _targets(rule, role)
    straight = tuple(
        route
        for route in onward
        if route.target != role
        and route.kind.value in rule.kinds
        and (not rule.targets or route.target in targets)
    )
    if straight or role is None:
        return straight
    names = pathway.derived(RouteIndex).names
    ahead = targets[targets.index(role) + 1 :] if role in targets else targets
    ways = [way for target in ahead if target in names for way in _shortest(pathway, role, target)]
    # Of equally short ways the one that keeps to the kinds of route that the wish means.
    return min(ways, key=lambda way: (len(way), _strays(way, rule)), default=())


def _targets(rule: AspirationRule, role: str | None) -> tuple[str, ...]:
    """Where a wish leads: from a target to the next place after it as well, and from there one by one."""
    if role in rule.then:
        following = rule.then.index(role) + 1
        return rule.then[following : following + 1]
    return (*rule.targets, *rule.then[:1]) if role in rule.targets else rule.targets


def _shortest(pathway: Pathway, role: str, target: str) -> tuple[Routes, ...]:
    steps = len(shortest_route(pathway, role, target))
    return find_routes(pathway, role, target, at_most=steps) if steps else ()


def _strays(way: Routes, rule: AspirationRule) -> int:
    return sum(route.kind.value not in rule.kinds for route in way)
