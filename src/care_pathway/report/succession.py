"""Who could follow into each role category that leads or specialises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from care_pathway.model import Pathway, RouteKind
from care_pathway.report.people import Judged
from care_pathway.report.records import NextRoute, SuccessionSummary, Successor

_SHOWN = 8
#: With at most so many musts open, somebody is nearly there.
_NEARLY = 2


def summarise(pathway: Pathway, judged: Sequence[Judged], *, on: date) -> tuple[SuccessionSummary, ...]:
    """Succession for every role category that a step up or a specialism leads to."""
    del on
    roles = {role.id for role in pathway.role_categories}
    targets = [
        role
        for role in roles
        if any(
            route.target == role
            and route.kind in (RouteKind.VERTICAL, RouteKind.SPECIALIST)
            and route.source in roles
            for route in pathway.routes
        )
    ]
    return tuple(
        _of(role.id, judged) for role in pathway.role_categories if role.id in targets and role.order > 2
    )


def _of(target: str, judged: Sequence[Judged]) -> SuccessionSummary:
    ways: list[NextRoute] = []
    for one in judged:
        mine = [route for route in one.routes if route.target == target and route.kind != RouteKind.GROWTH]
        if mine and one.summary.role_category != target:
            ways.append(min(mine, key=lambda route: route.musts - route.met))
    ready = [way for way in ways if way.decision == "eligible"]
    nearly = [way for way in ways if way.decision != "eligible" and way.musts - way.met <= _NEARLY]
    in_post = sum(one.summary.role_category == target for one in judged)
    single = []
    if in_post == 1:
        single.append("one person is in post")
    if len(ready) == 1:
        single.append("one person is ready")
    return SuccessionSummary(
        target=target,
        in_post=in_post,
        ready=_successors(ready),
        ready_count=len(ready),
        nearly=_successors(nearly),
        nearly_count=len(nearly),
        later=len(ways) - len(ready) - len(nearly),
        single=tuple(single),
    )


def _successors(ways: Sequence[NextRoute]) -> tuple[Successor, ...]:
    ordered = sorted(ways, key=lambda way: way.musts - way.met)
    return tuple(
        Successor(worker=way.worker, role_category=way.role_category, open=way.open)
        for way in ordered[:_SHOWN]
    )
