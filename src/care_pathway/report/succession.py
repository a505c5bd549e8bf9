"""Who could follow into each role category that leads or specialises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from care_pathway.model import Aspiration, Pathway, RouteKind
from care_pathway.progression import Succession, succession
from care_pathway.report.people import Judged
from care_pathway.report.records import NextRoute, SuccessionSummary, Successor

#: Up to so many people the full answer is asked for; above, the routes already compared tell as much.
FULL_PEOPLE = 400
_SHOWN = 6
_NEARLY = 2
_AUTHORISED = "only one person is authorised for "


def summarise(
    pathway: Pathway, judged: Sequence[Judged], *, on: date
) -> tuple[tuple[SuccessionSummary, ...], tuple[str, ...]]:
    """Who could follow into what a step up or a specialism leads to; and what rests on one person.

    Args:
        pathway: The edition.
        judged: Everybody.
        on: The day.
    """
    placed = [one for one in judged if one.gap is not None]
    if not placed:
        return (), ()
    targets = _targets(pathway)
    if len(placed) > FULL_PEOPLE:
        return tuple(_from_routes(target, placed) for target in targets), ()
    workers = [one.worker for one in placed]
    found = [succession(pathway, workers, target=target, on=on) for target in targets]
    return tuple(_from_succession(one) for one in found), _authorised(found)


def _targets(pathway: Pathway) -> list[str]:
    """Role categories that people step up or specialise into, in published order; not from entry."""
    roles = {role.id for role in pathway.role_categories}
    entries = {route.target for route in pathway.routes if route.source is None}
    kinds = (RouteKind.VERTICAL, RouteKind.SPECIALIST)
    led_to = {
        route.target
        for route in pathway.routes
        if route.kind in kinds and route.source in roles and route.source not in entries
    }
    return [role.id for role in pathway.role_categories if role.id in led_to]


def _from_succession(found: Succession) -> SuccessionSummary:
    return SuccessionSummary(
        target=found.target,
        in_post=len(found.in_role),
        ready=tuple(_successor(one.worker, one.role_category, one.missing) for one in found.ready[:_SHOWN]),
        ready_count=len(found.ready),
        nearly=tuple(_successor(one.worker, one.role_category, one.missing) for one in found.nearly[:_SHOWN]),
        nearly_count=len(found.nearly),
        later=len(found.later),
        staying=len(found.staying),
        single=tuple(point.text for point in found.single_points if not point.text.startswith(_AUTHORISED)),
    )


def _successor(worker: str, role_category: str | None, missing: Sequence[str]) -> Successor:
    return Successor(
        worker=worker, role_category=role_category, open=tuple(text.rstrip(".") for text in missing)
    )


def _authorised(found: Sequence[Succession]) -> tuple[str, ...]:
    """Delegated activities that rest on one person; the person supported is not named."""
    said: dict[str, list[str]] = {}
    for one in found[:1]:  # the same for every target
        for point in one.single_points:
            if point.text.startswith(_AUTHORISED):
                activity = point.text.removeprefix(_AUTHORISED).partition(" with ")[0]
                said.setdefault(activity, []).extend(point.workers)
    return tuple(
        f"{activity}: somebody supported relies on {', '.join(dict.fromkeys(workers))} alone"
        for activity, workers in said.items()
    )


# --- a large workforce -------------------------------------------------------------------------------


def _from_routes(target: str, placed: Sequence[Judged]) -> SuccessionSummary:
    """The same rule as `care_pathway.succession`, on comparisons that were made already."""
    ready: list[NextRoute] = []
    nearly: list[NextRoute] = []
    later = in_post = staying = 0
    for one in placed:
        if one.summary.role_category == target:
            in_post += 1
        elif one.worker.aspiration is Aspiration.STAY_AND_GROW:
            staying += 1
        else:
            ways = [route for route in one.routes if route.target == target]
            best = min(ways, key=_open) if ways else None
            if best is None or _open(best) > _NEARLY:
                later += 1
            elif _open(best):
                nearly.append(best)
            else:
                ready.append(best)
    single = []
    if not in_post:
        single.append("nobody in this list is in the role now")
    if len(ready) == 1:
        single.append("only one person is ready")
    if in_post and not ready:
        single.append("nobody is ready to follow")
    return SuccessionSummary(
        target=target,
        in_post=in_post,
        ready=tuple(_successor(way.worker, way.role_category, way.open) for way in ready[:_SHOWN]),
        ready_count=len(ready),
        nearly=tuple(_successor(way.worker, way.role_category, way.open) for way in nearly[:_SHOWN]),
        nearly_count=len(nearly),
        later=later,
        staying=staying,
        single=tuple(single),
    )


def _open(route: NextRoute) -> int:
    """How much is open: musts, or shoulds where the sources state no must."""
    return route.shoulds_open if route.decision == "nothing-required" else route.musts - route.met
