"""Who could follow into a role category: ready now, nearly, later. Plain records, and no scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from html import escape
from typing import Any

from attrs import frozen

from care_pathway._record import Record
from care_pathway.model import Aspiration, Judgement, Pathway, Worker
from care_pathway.model._fields import Id, check_day, check_kind
from care_pathway.problems import Problem
from care_pathway.progression.eligibility import Person
from care_pathway.progression.records import Decision, Eligibility

_NEARLY = 2


class Readiness(StrEnum):
    """How near someone is to a role category, compared with what is published."""

    READY = "ready"
    """Everything statutory and must is met; where the sources state none, everything they call should."""
    NEARLY = "nearly"
    """A route leads straight there and no more than two of these are open."""
    LATER = "later"
    """More is open, or no route leads straight there."""


@frozen(kw_only=True, repr=False, eq=False)
class Successor(Record):
    """One person who could follow, and what is open.

    Attributes:
        worker: The worker's reference.
        role_category: Where the person is.
        readiness: How near they are.
        decision: How the person compares with the best route.
        route: Id of that route.
        missing: What is open, in words: what binds, and where nothing does what is called should.
        not_known: How many of these are not known rather than not met.
        wishes: The aspiration on file; ``None`` where nobody has said.
        problems: What on file needs a person to look at it.
    """

    worker: str
    role_category: Id | None
    readiness: Readiness
    decision: Decision
    route: Id | None
    missing: tuple[str, ...] = ()
    not_known: int = 0
    wishes: Aspiration | None = None
    problems: tuple[Problem, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class SinglePoint(Record):
    """Something that rests on one person, or on nobody.

    Attributes:
        text: What it is.
        workers: References of those it rests on.
    """

    text: str
    workers: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class Succession(Record):
    """Who could follow into a role category. It compares and never ranks people.

    Attributes:
        pathway: The edition and revision that answered.
        target: Id of the role category.
        on: The day for which it answers.
        in_role: References of those who are in it now.
        ready: Ready now, in the order given.
        nearly: Nearly, with what is missing.
        later: Later.
        staying: References of those who wish to stay and grow where they are; they are not counted.
        single_points: What rests on one person, or on nobody.
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
    single_points: tuple[SinglePoint, ...]
    summary: str

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "target", self.target
        for name in ("in_role", "ready", "nearly", "later", "staying", "single_points"):
            yield name, len(getattr(self, name))

    def rows(self) -> list[dict[str, Any]]:
        """One row for each person who could follow, for a table."""
        return [
            {
                "worker": one.worker,
                "role_category": one.role_category,
                "target": self.target,
                "readiness": one.readiness.value,
                "decision": one.decision.value,
                "route": one.route,
                "missing": "; ".join(one.missing),
                "not_known": one.not_known,
                "wishes": one.wishes.value if one.wishes else None,
                "pathway": self.pathway,
            }
            for one in (*self.ready, *self.nearly, *self.later)
        ]

    def explain(self) -> str:
        """Everybody and what is missing as plain lines."""
        lines = [self.summary]
        for title, found in (("ready now", self.ready), ("nearly", self.nearly), ("later", self.later)):
            for one in found:
                missing = f": open {'; '.join(one.missing)}" if one.missing else ""
                lines.append(f"  {title}: {one.worker} ({one.role_category or 'role not known'}){missing}")
        if self.staying:
            lines.append(f"  wish to stay and grow: {', '.join(self.staying)}")
        lines += [f"  rests on few: {point.text}" for point in self.single_points]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(one.worker)}</th>'
            f"<td>{escape(one.readiness.value)}</td><td>{escape(one.role_category or 'not known')}</td>"
            f'<td style="text-align:left">{escape("; ".join(one.missing))}</td></tr>'
            for one in (*self.ready, *self.nearly, *self.later)
        )
        points = "".join(f"<li>{escape(point.text)}</li>" for point in self.single_points)
        heads = "".join(f'<th scope="col">{name}</th>' for name in ("Who", "How near", "Now", "Open"))
        return (
            f"<table><caption>{escape(self.summary)}</caption><thead><tr>{heads}</tr></thead>"
            f"<tbody>{rows}</tbody></table>" + (f"<ul>{points}</ul>" if points else "")
        )


def succession(pathway: Pathway, workers: Iterable[Worker], *, target: str, on: date) -> Succession:
    """Compare a team with what is published for a role category: who could follow, and what is missing.

    People who wish to stay and grow are named and not counted on. Within each group people stay in the
    order given: nobody is ranked. A record that is there twice counts once.

    Args:
        pathway: The edition to compare with.
        workers: The team; any iterable, read once.
        target: Id of the role category.
        on: The day for which to answer.

    Raises:
        UnknownIdError: If there is no such role category.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> team = [persona.worker for persona in cp.load().personas]
        >>> result = succession(cp.load(), team, target="deputy-manager", on=date(2026, 1, 1))
        >>> result.in_role, result.staying
        (('anton',), ('sam',))
    """
    pathway.role_category(target)  # raises, with the nearest known ids
    check_day(on)
    groups: dict[Readiness, list[Successor]] = {one: [] for one in Readiness}
    in_role: list[str] = []
    staying: list[str] = []
    covered: Counter[tuple[str, str]] = Counter()
    covers: dict[tuple[str, str], str] = {}
    seen: dict[str, Worker] = {}
    for worker in workers:
        check_kind("workers", worker, Worker)
        if seen.get(worker.id) == worker:
            continue  # the same record again is the same person, and must not hide that only one is ready
        seen[worker.id] = worker
        person = Person(pathway, worker, on)
        for standing in person.facts.standings:
            if standing.judgement is Judgement.MET:
                task = (standing.record.activity, standing.record.person)
                if covers.get(task) != worker.id:
                    covered[task] += 1
                    covers[task] = worker.id
        if person.role == target:
            in_role.append(worker.id)
        elif worker.aspiration is Aspiration.STAY_AND_GROW:
            staying.append(worker.id)
        else:
            found = _successor(worker, person.best(target))
            groups[found.readiness].append(found)
    ready, nearly = groups[Readiness.READY], groups[Readiness.NEARLY]
    name = pathway.role_category(target).name.lower()
    points = list(_points(name, in_role, ready, nearly))
    points += [
        SinglePoint(
            text=f"only one person is authorised for {task[0].replace('-', ' ')} with {task[1]}",
            workers=(covers[task],),
        )
        for task in sorted(covered)
        if covered[task] == 1
    ]
    return Succession(
        pathway=pathway.ref,
        target=target,
        on=on,
        in_role=tuple(in_role),
        ready=tuple(ready),
        nearly=tuple(nearly),
        later=tuple(groups[Readiness.LATER]),
        staying=tuple(staying),
        single_points=tuple(points),
        summary=(
            "This compares people with published expectations, and the Pathway is voluntary: "
            f"for {name} {len(in_role)} in the role, {len(ready)} ready now, {len(nearly)} nearly, "
            f"{len(groups[Readiness.LATER])} later, {len(staying)} wish to stay where they are."
        ),
    )


def _successor(worker: Worker, compared: Eligibility) -> Successor:
    if compared.decision is Decision.NOTHING_REQUIRED:
        open_ = tuple(
            one
            for one in compared.requirements
            if one.strength.value == "should" and one.judgement is not Judgement.MET
        )
    else:
        open_ = compared.open
    if compared.decision is Decision.NO_ROUTE:
        readiness = Readiness.LATER
    elif not open_:
        readiness = Readiness.READY
    else:
        readiness = Readiness.NEARLY if len(open_) <= _NEARLY else Readiness.LATER
    missing = tuple(one.requirement.text for one in open_)
    if compared.decision is Decision.NO_ROUTE:
        missing = ("no route leads straight there",)
    return Successor(
        worker=worker.id,
        role_category=compared.role_category,
        readiness=readiness,
        decision=compared.decision,
        route=compared.route.id if compared.route else None,
        missing=missing,
        not_known=sum(one.judgement is Judgement.NOT_KNOWN for one in open_),
        wishes=worker.aspiration,
        problems=compared.problems,
    )


def _points(
    name: str, in_role: list[str], ready: list[Successor], nearly: list[Successor]
) -> Iterable[SinglePoint]:
    if not in_role:
        yield SinglePoint(text=f"nobody in this list is {name} now")
    if len(in_role) == 1 and not ready:
        also = "; some are nearly there" if nearly else ""
        yield SinglePoint(
            text=f"{name} rests on one person, and nobody is ready to follow{also}", workers=tuple(in_role)
        )
    if len(ready) == 1:
        yield SinglePoint(text=f"only one person is ready for {name}", workers=(ready[0].worker,))
    if len(in_role) > 1 and not ready:
        yield SinglePoint(text=f"nobody is ready to follow for {name}")
