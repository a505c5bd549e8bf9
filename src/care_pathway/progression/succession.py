"""Who could follow into a role category, ranked by what each has shown, and what rests on one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import evolve, frozen

from care_pathway._arguments import check_day, check_kind, check_text, several, texts
from care_pathway._record import NoTruthValue, Result
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.model import Aspiration, Judgement, Pathway, RouteKind, Strength, Worker
from care_pathway.model._fields import Id
from care_pathway.problems import Problem
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.plan_lexicon import material
from care_pathway.progression.records import Decision, Eligibility, RequirementJudgement
from care_pathway.progression.routes import RouteIndex
from care_pathway.render.html import bullets, table


class Readiness(NoTruthValue, StrEnum):
    """How near someone is to a role category, compared with what is published."""

    READY = "ready"
    """Everything statutory and every must is met; where the sources state no must, every should. Where they
    ask nothing but what the law asks, the whole minimum of knowledge and skills is shown."""
    NEARLY = "nearly"
    """A route leads straight there and no more than two of these are open; and something is met or shown, or
    the person wishes for it: that little is asked is not being near."""
    LATER = "later"
    """More is open, nothing is shown, or no route leads straight there."""


class SinglePointKind(StrEnum):
    """What sort of thing rests on one person, or on nobody."""

    NOBODY_IN_ROLE = "nobody-in-role"
    ONE_IN_ROLE = "one-in-role"
    """One person is in the role and nobody is ready to follow."""
    ONE_READY = "one-ready"
    NOBODY_READY = "nobody-ready"
    ONE_AUTHORISED = "one-authorised"
    """One person alone is signed off for a delegated task."""


@frozen(kw_only=True, repr=False, eq=False)
class Successor(Result):
    """One person who could follow, and what is open.

    Attributes:
        worker: The worker's reference.
        role_category: Where the person is.
        readiness: How near they are.
        decision: How the person compares with the best route.
        route: Id of that route.
        missing: What is open, in words: what binds, and where nothing does what is called should.
        not_known: How many of these are not known rather than not met.
        held: How many competencies of the target's minimum the person has shown by assessment or sign-off.
        expected: How many the minimum has, what it builds on included.
        wishes: The aspiration on file; ``None`` where nobody has said.
        wished: Whether that aspiration leads to the target; ``None`` where nobody has said.
        problems: What on file needs a person to look at it.
    """

    worker: str
    role_category: Id | None
    readiness: Readiness
    decision: Decision
    route: Id | None
    missing: tuple[str, ...] = ()
    not_known: int = 0
    held: int = 0
    expected: int = 0
    wishes: Aspiration | None = None
    wished: bool | None = None
    problems: tuple[Problem, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class SinglePoint(Result):
    """Something that rests on one person, or on nobody.

    Attributes:
        kind: What sort of thing it is.
        text: What it is, in words.
        workers: References of those it rests on.
        activity: Id of the delegated activity, for ``one-authorised``.
        person: Reference of the person supported, for ``one-authorised``.
    """

    kind: SinglePointKind
    text: str
    workers: tuple[str, ...] = ()
    activity: Id | None = None
    person: str | None = None


@frozen(kw_only=True, repr=False, eq=False)
class Succession(Result):
    """Who could follow into a role category. It compares people with what is published, and decides nothing.

    Attributes:
        pathway: The edition and revision that answered.
        target: Id of the role category.
        on: The day for which it answers.
        in_role: References of those who are in it now.
        ready: Ready now, whoever has shown most of the target's minimum first.
        nearly: Nearly, with what is missing; in the same order.
        later: Later; in the same order, those still to be placed last.
        outside: References of those whose work is outside the Pathway; they are not compared.
        staying: References of those who wish to stay and grow where they are; they are not counted.
        single_points: What rests on one person, or on nobody.
        then: The same for the role category that the target builds on, whose people could move up.
        summary: The comparison in one plain sentence.
    """

    pathway: str
    target: Id
    on: date
    in_role: tuple[str, ...]
    ready: tuple[Successor, ...]
    nearly: tuple[Successor, ...]
    later: tuple[Successor, ...]
    staying: tuple[str, ...]
    outside: tuple[str, ...] = ()
    single_points: tuple[SinglePoint, ...]
    then: Succession | None = None
    summary: str

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "target", self.target
        for name in ("in_role", "ready", "nearly", "later", "staying", "outside", "single_points"):
            yield name, len(getattr(self, name))

    def rows(self) -> list[dict[str, Any]]:
        """One row for each person who could follow, for a table."""
        return [
            {
                "worker": successor.worker,
                "role_category": successor.role_category,
                "target": self.target,
                "readiness": successor.readiness.value,
                "decision": successor.decision.value,
                "route": successor.route,
                "missing": "; ".join(successor.missing),
                "not_known": successor.not_known,
                "held": successor.held,
                "expected": successor.expected,
                "wishes": successor.wishes.value if successor.wishes else None,
                "wished": successor.wished,
                "pathway": self.pathway,
            }
            for successor in (*self.ready, *self.nearly, *self.later)
        ]

    def explain(self) -> str:
        """Everybody and what is missing as plain lines."""
        lines = [self.summary]
        for title, found in (("ready now", self.ready), ("nearly", self.nearly), ("later", self.later)):
            for successor in found:
                missing = f": open {'; '.join(successor.missing)}" if successor.missing else ""
                lines.append(
                    f"  {title}: {successor.worker} ({successor.role_category or 'role not known'}){missing}"
                )
        if self.staying:
            lines.append(f"  wish to stay and grow: {', '.join(self.staying)}")
        if self.outside:
            lines.append(f"  work outside the Pathway, not compared: {', '.join(self.outside)}")
        lines += [f"  rests on few: {point.text}" for point in self.single_points]
        if self.then is not None:
            lines += ["", self.then.explain()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            (
                successor.worker,
                successor.readiness.value,
                successor.role_category or "not known",
                f"{successor.held} of {successor.expected}",
                "; ".join(successor.missing),
            )
            for successor in (*self.ready, *self.nearly, *self.later)
        ]
        shown = table(self.summary, rows, heads=("Who", "How near", "Now", "Minimum shown", "Open"))
        return shown + (bullets(point.text for point in self.single_points) if self.single_points else "")


@frozen(kw_only=True, repr=False, eq=False)
class TaskCover(Result):
    """One delegated task: an activity with one person supported, and who is signed off for it.

    Attributes:
        activity: Id of the activity.
        person: Reference of the person supported.
        authorised: References of those who are signed off for it.
        not_yet: References of those who have a record for it that does not stand on the day.
        elsewhere: References of those who are signed off for the activity with somebody else. They know it,
            and each needs a sign-off of their own for this person.
    """

    activity: Id
    person: str
    authorised: tuple[str, ...]
    not_yet: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class Cover(Result):
    """Who could follow in each post that leads or specialises, and who covers each delegated task.

    Attributes:
        pathway: The edition and revision that answered.
        on: The day for which it answers.
        posts: Succession for each role category asked about.
        tasks: Every delegated task on file.
        single_points: What rests on one person, or on nobody.
    """

    pathway: str
    on: date
    posts: tuple[Succession, ...]
    tasks: tuple[TaskCover, ...]
    single_points: tuple[SinglePoint, ...]


class Considered:
    """A person compared once, for any number of targets. Make it with `consider`.

    A person who was decided to be `outside` is named for no post; their delegated tasks count all the same.
    """

    __slots__ = (
        "_asked",
        "aspiration",
        "counted",
        "id",
        "not_yet",
        "outside",
        "role",
        "tasks",
        "towards",
        "worker",
    )

    def __init__(
        self,
        comparison: RouteComparison,
        targets: Iterable[str],
        *,
        outside: bool = False,
        only_placed: bool = False,
    ) -> None:
        worker = comparison.worker
        self.worker = worker
        self.outside = outside
        targets = tuple(targets)
        self._asked = (comparison.pathway.ref, comparison.on, frozenset(targets))
        self.id = worker.id
        self.role = None if outside else comparison.role
        self.aspiration = None if outside else worker.aspiration
        #: Delegated tasks that the person is signed off for, and those with a record that does not stand.
        self.tasks: tuple[tuple[str, str], ...] = ()
        self.not_yet: tuple[tuple[str, str], ...] = ()
        if worker.authorisations:
            tasks: dict[tuple[str, str], bool] = {}
            for standing in comparison.on_file.standings:
                task = (standing.record.activity, standing.record.person)
                tasks[task] = tasks.get(task, False) or standing.judgement is Judgement.MET
            self.tasks = tuple(task for task, met in tasks.items() if met)
            self.not_yet = tuple(task for task, met in tasks.items() if not met)
        follows = not outside and self.aspiration is not Aspiration.STAY_AND_GROW
        #: Whether the person would stand among the later ones, and is counted there without being compared:
        #: where somebody is has to be settled first, whatever the comparison says.
        self.counted = only_placed and follows and comparison.role is None and not comparison.outside
        #: The person as successor, by target.
        self.towards: Mapping[str, Successor] = {}
        if follows and not self.counted:
            self.towards = {
                target: _successor(comparison, target) for target in targets if target != self.role
            }

    def answers(self, pathway: Pathway, targets: Iterable[str], on: date) -> bool:
        """Whether the person was compared with these targets, with an edition and on a day."""
        ref, day, asked = self._asked
        return (ref, day) == (pathway.ref, on) and asked.issuperset(targets)


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


class _Minimums:
    """The minimum of each role category as a mask. Made with `Pathway.derived`."""

    def __init__(self, pathway: Pathway) -> None:
        order = order_of(pathway)
        self.of_role = {
            role.id: order.mask(item.id for item in pathway.expectations(role.id).minimum)
            for role in pathway.role_categories
        }


def _rank(one: Successor) -> tuple[bool, bool, float, int]:
    """Who is placed, has a route and has shown most comes first, then who has least open; else as given."""
    return (
        one.role_category is None,
        one.route is None,
        -one.held / one.expected if one.expected else 0.0,
        len(one.missing),
    )


def _successor(comparison: RouteComparison, target: str) -> Successor:
    compared = comparison.best(target)
    minimum = comparison.pathway.derived(_Minimums).of_role[target]
    held, expected = (comparison.facts.coverage.held & minimum).bit_count(), minimum.bit_count()
    asked = _asked(compared)
    open_ = _open(compared, asked)
    missing = tuple(judged.requirement.text for judged in open_)
    wishes = comparison.worker.aspiration
    wished = None if wishes is None else any(route.target == target for route in comparison.ways.next)
    readiness = Readiness.LATER
    if compared.decision is Decision.NO_ROUTE:
        missing = ("no route leads straight there",)
    elif compared.decision is Decision.PLACE_FIRST:
        missing = ("where the person is has to be settled first",)
    elif compared.decision is Decision.OUTSIDE:
        missing = ("this work is outside the Pathway",)  # left out of who could follow, and named apart
    elif not asked and held < expected:
        missing = (*missing, f"{held} of {expected} minimum knowledge and skills are shown")
    elif not open_:
        readiness = Readiness.READY
    elif len(open_) <= material().nearly and (held or wished or _begun(asked)):
        readiness = Readiness.NEARLY
    return Successor(
        worker=comparison.worker.id,
        role_category=compared.role_category,
        readiness=readiness,
        decision=compared.decision,
        route=compared.route.id if compared.route else None,
        missing=missing,
        not_known=sum(judged.judgement is Judgement.NOT_KNOWN for judged in open_),
        held=held,
        expected=expected,
        wishes=wishes,
        wished=wished,
        problems=compared.problems,
    )


def _asked(compared: Eligibility) -> tuple[RequirementJudgement, ...]:
    """What the sources ask beside the law: every must, and where they state none every should."""
    musts, shoulds = (
        tuple(judged for judged in compared.requirements if judged.strength is strength)
        for strength in (Strength.MUST, Strength.SHOULD)
    )
    return musts or shoulds


def _begun(asked: Iterable[RequirementJudgement]) -> bool:
    """Whether any of what is asked is met."""
    return any(judged.judgement is Judgement.MET for judged in asked)


def _open(compared: Eligibility, asked: tuple[RequirementJudgement, ...]) -> tuple[RequirementJudgement, ...]:
    statutory = (judged for judged in compared.requirements if judged.strength is Strength.STATUTORY)
    return tuple(judged for judged in (*statutory, *asked) if judged.judgement is not Judgement.MET)


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
