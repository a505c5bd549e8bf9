"""What succession answers with: who could follow, how near they are, and what rests on few."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import frozen

from care_pathway._record import NoTruthValue, Result
from care_pathway.model import Aspiration
from care_pathway.model._fields import Id
from care_pathway.problems import Problem
from care_pathway.progression.records import Decision
from care_pathway.render.html import bullets, table


class Readiness(NoTruthValue, StrEnum):
    """How near someone is to a role category, compared with what is published."""

    READY = "ready"
    """Everything statutory and every must is met; where the sources state no must, every should. Where they
    ask nothing but what the law asks, the whole minimum of knowledge and skills is shown; where they state no
    must on a route that passes over the role category which the target builds on, its minimum too."""
    NEARLY = "nearly"
    """A route leads straight there and no more than two of these are open; and something is met or shown, or
    the person wishes for it: that little is asked is not being near. Whoever would pass over a step whose
    minimum is not shown is near by their own wish alone."""
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
