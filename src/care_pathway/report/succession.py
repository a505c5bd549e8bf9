"""Who could follow into each role category that leads or specialises, as `care_pathway.progression` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from attrs import evolve

from care_pathway.model import Pathway
from care_pathway.progression import Cover, SinglePointKind, Succession, Successor, TaskCover, cover
from care_pathway.report.people import Judged
from care_pathway.report.records import SuccessionSummary

_SHOWN = 6


def summarise(
    pathway: Pathway, judged: Sequence[Judged], *, on: date
) -> tuple[tuple[SuccessionSummary, ...], tuple[str, ...], tuple[TaskCover, ...]]:
    """Who could follow into what a step up or a specialism leads to, what rests on one person, and each task.

    Args:
        pathway: The edition.
        judged: Everybody.
        on: The day.
    """
    if not judged:
        return (), (), ()
    found = cover(pathway, [one.considered for one in judged], on=on)
    names = {one.worker.id: one.summary.name or one.worker.id for one in judged}
    counted = len({one.worker.id for one in judged if one.considered.counted})
    posts = tuple(_summary(post, counted) for post in found.posts)
    return posts, _authorised(found, names), found.tasks


def _summary(found: Succession, counted: int) -> SuccessionSummary:
    return SuccessionSummary(
        target=found.target,
        in_post=len(found.in_role),
        ready=_shown(found.ready),
        ready_count=len(found.ready),
        nearly=_shown(found.nearly),
        nearly_count=len(found.nearly),
        later=len(found.later) + counted,
        staying=len(found.staying),
        single=tuple(
            point.text for point in found.single_points if point.kind is not SinglePointKind.ONE_AUTHORISED
        ),
    )


def _shown(found: Sequence[Successor]) -> tuple[Successor, ...]:
    """The first few, without what stands among the problems already."""
    return tuple(evolve(one, problems=()) for one in found[:_SHOWN])


def _authorised(found: Cover, names: Mapping[str, str]) -> tuple[str, ...]:
    """Delegated activities that rest on one person; the person supported is not named."""
    alone: dict[str, dict[str, None]] = {}
    for point in found.single_points:
        if point.activity is not None:
            alone.setdefault(point.activity, {}).update(dict.fromkeys(point.workers))
    return tuple(
        f"{activity.replace('-', ' ')}: somebody supported relies on "
        f"{', '.join(names.get(one, one) for one in workers)} alone"
        for activity, workers in alone.items()
    )
