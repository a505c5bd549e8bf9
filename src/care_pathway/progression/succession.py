"""Who could follow into a role category, ranked by what each has shown, and what rests on one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from care_pathway._arguments import check_day, check_kind, check_text, several, texts
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.model import Aspiration, Pathway, RouteKind, Worker
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.records import Decision
from care_pathway.progression.routes import RouteIndex
from care_pathway.progression.succession_records import (
    Cover,
    Readiness,
    SinglePoint,
    SinglePointKind,
    Succession,
    Successor,
    TaskCover,
)
from care_pathway.progression.successors import Considered


def consider(
    pathway: Pathway,
    worker: Worker,
    *,
    targets: Iterable[str],
    on: date,
    renewals: Renewals | None = None,
) -> Considered:
    """A person compared once, to hand to `succession` and `cover` for several targets.

    Args:
        pathway: The edition to compare with.
        worker: The person and what is on file.
        targets: Ids of role categories.
        on: The day for which to answer.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> pathway, day = cp.load(), date(2026, 1, 1)
        >>> targets = ("deputy-manager", "registered-manager")
        >>> team = [consider(pathway, one.worker, targets=targets, on=day) for one in pathway.personas]
        >>> [len(succession(pathway, team, target=target, on=day).in_role) for target in targets]
        [1, 0]
    """
    check_kind("pathway", pathway, Pathway)
    wanted = texts("targets", targets)
    for target in wanted:
        pathway.role_category(target)
    return Considered(RouteComparison(OnFile(pathway, worker, on, renewals=renewals)), wanted)


def succession(
    pathway: Pathway,
    workers: Iterable[Worker | Considered],
    *,
    target: str,
    on: date,
    renewals: Renewals | None = None,
) -> Succession:
    """Compare a team with what is published for a role category: who could follow, and what is missing.

    People who wish to stay and grow are named and not counted on. Within each group whoever has shown most of
    the target's minimum of knowledge and skills comes first; that nothing is required makes nobody ready. A
    record that is there twice counts once. `then` answers the same for the role category that the target
    builds on: when the deputy follows the manager, somebody has to follow the deputy.

    Args:
        pathway: The edition to compare with.
        workers: The team; any iterable, read once. People compared already, by `consider`, are not compared
            again where that was with the same edition and day, and with these targets.
        target: Id of the role category.
        on: The day for which to answer.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Raises:
        UnknownIdError: If there is no such role category.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> team = [persona.worker for persona in cp.load().personas]
        >>> result = succession(cp.load(), team, target="deputy-manager", on=date(2026, 1, 1))
        >>> result.in_role, result.staying, result.then.target
        (('anton',), ('sam',), 'supervisor-or-leader')
    """
    check_kind("pathway", pathway, Pathway)
    check_text("target", target)
    pathway.role_category(target)  # raises, with the nearest known ids
    check_day(on)
    behind = _builds_on(pathway, target)
    targets = (target,) if behind is None else (target, behind)
    team = several("workers", workers, (Worker, Considered))
    people = _each_once(pathway, team, targets, on, renewals)
    found = _succession(pathway, people, target, on)
    if behind is None:
        return found
    then = evolve(_succession(pathway, people, behind, on), single_points=())
    return evolve(found, then=then)


def cover(
    pathway: Pathway,
    workers: Iterable[Worker | Considered],
    *,
    targets: Iterable[str] | None = None,
    on: date,
    renewals: Renewals | None = None,
) -> Cover:
    """Who could follow in each post that leads or specialises, and who covers each delegated task.

    Args:
        pathway: The edition to compare with.
        workers: The team; any iterable, read once. People compared already, by `consider`, are not compared
            again.
        targets: Ids of role categories; by default those that people step up or specialise into.
        on: The day for which to answer.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Raises:
        UnknownIdError: If a target is no role category.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> team = [persona.worker for persona in cp.load().personas]
        >>> found = cover(cp.load(), team, targets=["registered-manager"], on=date(2026, 1, 1))
        >>> [str(point.kind) for point in found.single_points]
        ['nobody-in-role']
    """
    check_day(on)
    wanted = posts_of(pathway) if targets is None else tuple(texts("targets", targets))
    for target in wanted:
        pathway.role_category(target)
    team = several("workers", workers, (Worker, Considered))
    people = _each_once(pathway, team, tuple(wanted), on, renewals)
    posts = tuple(_succession(pathway, people, target, on) for target in wanted)
    points = [
        point
        for post in posts
        for point in post.single_points
        if point.kind is not SinglePointKind.ONE_AUTHORISED
    ]
    return Cover(
        pathway=pathway.ref,
        on=on,
        posts=posts,
        tasks=_tasks(people),
        single_points=(*points, *_one_authorised(people)),
    )


def posts_of(pathway: Pathway) -> tuple[str, ...]:
    """Role categories that people step up or specialise into, in published order; not from entry.

    Example:
        >>> import care_pathway as cp
        >>> posts_of(cp.load("2024-01"))
        ('supervisor-or-leader', 'practice-leader')
    """
    check_kind("pathway", pathway, Pathway)
    roles = {role.id for role in pathway.role_categories}
    entries = {route.target for route in pathway.routes if route.source is None}
    led_to = {
        route.target
        for route in pathway.routes
        if route.kind in (RouteKind.VERTICAL, RouteKind.SPECIALIST)
        and route.source in roles
        and route.source not in entries
    }
    return tuple(role.id for role in pathway.role_categories if role.id in led_to)


def _builds_on(pathway: Pathway, target: str) -> str | None:
    """The role category nearest to a target among those that it builds on."""
    baseline = pathway.role_category(target).baseline_roles
    return max(baseline, key=lambda role: pathway.role_category(role).order, default=None)


def _each_once(
    pathway: Pathway,
    workers: Iterable[Worker | Considered],
    targets: tuple[str, ...],
    on: date,
    renewals: Renewals | None,
) -> list[Considered]:
    people: list[Considered] = []
    seen: dict[str, Worker] = {}
    for person in workers:
        worker = person.worker if isinstance(person, Considered) else person
        check_kind("workers", worker, Worker)
        if seen.get(worker.id) == worker:
            continue  # the same record again is the same person, and must not hide that only one is ready
        seen[worker.id] = worker
        if isinstance(person, Considered) and person.answers(pathway, targets, on):
            people.append(person)
        else:
            outside = isinstance(person, Considered) and person.outside
            comparison = RouteComparison(OnFile(pathway, worker, on, renewals=renewals))
            people.append(Considered(comparison, targets, outside=outside))
    return people


def _succession(pathway: Pathway, people: list[Considered], target: str, on: date) -> Succession:
    in_role = tuple(person.id for person in people if person.role == target)
    staying = tuple(
        person.id
        for person in people
        if person.role != target and person.aspiration is Aspiration.STAY_AND_GROW
    )
    asked = [person.towards[target] for person in people if target in person.towards]
    outside = tuple(one.worker for one in asked if one.decision is Decision.OUTSIDE)
    towards = sorted((one for one in asked if one.decision is not Decision.OUTSIDE), key=_rank)
    ready, nearly, later = (
        tuple(successor for successor in towards if successor.readiness is readiness)
        for readiness in Readiness
    )
    name = pathway.derived(RouteIndex).name(target)
    return Succession(
        pathway=pathway.ref,
        target=target,
        on=on,
        in_role=in_role,
        ready=ready,
        nearly=nearly,
        later=later,
        staying=staying,
        outside=outside,
        single_points=(*_points(name, in_role, ready, nearly), *_one_authorised(people)),
        summary=(
            "This compares people with published expectations, and the Pathway is voluntary: "
            f"for {name} {len(in_role)} in the role, {len(ready)} ready now, {len(nearly)} nearly, "
            f"{len(later)} later, {len(staying)} wish to stay where they are."
        ),
    )


def _rank(one: Successor) -> tuple[bool, bool, float, int]:
    """Who is placed, has a route and has shown most comes first, then who has least open; else as given."""
    return (
        one.role_category is None,
        one.route is None,
        -one.held / one.expected if one.expected else 0.0,
        len(one.missing),
    )


# --- what rests on one person -------------------------------------------------------------------------


def _points(
    name: str, in_role: tuple[str, ...], ready: tuple[Successor, ...], nearly: tuple[Successor, ...]
) -> Iterator[SinglePoint]:
    if not in_role:
        yield SinglePoint(kind=SinglePointKind.NOBODY_IN_ROLE, text=f"nobody in this list is {name} now")
    if len(in_role) == 1 and not ready:
        also = "; some are nearly there" if nearly else ""
        yield SinglePoint(
            kind=SinglePointKind.ONE_IN_ROLE,
            text=f"{name} rests on one person, and nobody is ready to follow{also}",
            workers=in_role,
        )
    if len(ready) == 1:
        yield SinglePoint(
            kind=SinglePointKind.ONE_READY,
            text=f"only one person is ready for {name}",
            workers=(ready[0].worker,),
        )
    if len(in_role) > 1 and not ready:
        yield SinglePoint(kind=SinglePointKind.NOBODY_READY, text=f"nobody is ready to follow for {name}")


def _one_authorised(people: Iterable[Considered]) -> tuple[SinglePoint, ...]:
    return tuple(
        SinglePoint(
            kind=SinglePointKind.ONE_AUTHORISED,
            text=f"only one person is authorised for {task.activity.replace('-', ' ')} with {task.person}",
            workers=task.authorised,
            activity=task.activity,
            person=task.person,
        )
        for task in _tasks(people)
        if len(task.authorised) == 1
    )


def _tasks(people: Iterable[Considered]) -> tuple[TaskCover, ...]:
    """Every delegated task on file, with who is signed off for it."""
    authorised: dict[tuple[str, str], dict[str, None]] = {}
    not_yet: dict[tuple[str, str], dict[str, None]] = {}
    knows: dict[str, dict[str, None]] = {}
    for one in people:
        for task in one.tasks:
            authorised.setdefault(task, {})[one.id] = None
            knows.setdefault(task[0], {})[one.id] = None
        for task in one.not_yet:
            not_yet.setdefault(task, {})[one.id] = None
    return tuple(
        TaskCover(
            activity=activity,
            person=person,
            authorised=tuple(authorised.get((activity, person), ())),
            not_yet=tuple(not_yet.get((activity, person), ())),
            elsewhere=tuple(
                one for one in knows.get(activity, ()) if one not in authorised.get((activity, person), ())
            ),
        )
        for activity, person in sorted({*authorised, *not_yet})
    )
