"""The results about teams."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from attrs import frozen

from care_pathway._record import Result
from care_pathway.model import EvidenceState
from care_pathway.model._fields import Id
from care_pathway.problems import Problem
from care_pathway.render.html import table
from care_pathway.render.words import percent
from care_pathway.skills.records import LISTED, GapState, Priority
from care_pathway.skills.view import heat_cell


@frozen(kw_only=True, repr=False, eq=False)
class TeamArea(Result):
    """One column of the matrix.

    Attributes:
        id: Id of the area; ``None`` for behaviours.
        label: Its heading.
    """

    id: Id | None
    label: str


@frozen(kw_only=True, repr=False, eq=False)
class TeamCell(Result):
    """One person in one area: counts of expected competencies.

    Attributes:
        worker: The worker's id.
        area: Id of the area; ``None`` for behaviours.
        label: Its heading.
        expected: How many are expected of this person; 0 where the area is not theirs.
        held: How many are held.
        partial: How many are partly there.
        expired: How many have expired.
        missing: How many nothing on file shows.
        coverage: The share that is held; ``None`` where nothing is expected.
    """

    worker: str
    area: Id | None
    label: str
    expected: int
    held: int
    partial: int
    expired: int
    missing: int
    coverage: float | None

    @property
    def state(self) -> GapState | None:
        """The cell in a word: held if all of it is, else the weakest that occurs."""
        if not self.expected:
            return None
        if self.missing:
            return GapState.MISSING
        if self.expired:
            return GapState.EXPIRED
        return GapState.PARTIAL if self.partial else GapState.HELD


@frozen(kw_only=True, repr=False, eq=False)
class TeamMember(Result):
    """One person's gap, without its headings.

    Attributes:
        worker: The worker's id.
        role_category: Their own role category; ``None`` where it is not known.
        target: The role category whose expectations are meant.
        held: Shown at the threshold or above, and valid.
        partial: Shown below it, or disputed.
        expired: The best on file has expired.
        missing: Nothing on file shows it.
        not_known: The part of missing about which nothing is on file.
        learned: Open, with a completed course on file.
        unsafe: Open, and part of what makes someone safe to practise.
        needed: Open, and expected beyond the minimum.
        nice: Open, and additional.
        coverage: Share of the expected that is held.
        minimum_coverage: The same of the minimum.
    """

    worker: str
    role_category: Id | None
    target: Id
    held: tuple[Id, ...]
    partial: tuple[Id, ...]
    expired: tuple[Id, ...]
    missing: tuple[Id, ...]
    not_known: tuple[Id, ...]
    learned: tuple[Id, ...]
    unsafe: tuple[Id, ...]
    needed: tuple[Id, ...]
    nice: tuple[Id, ...]
    coverage: float | None
    minimum_coverage: float | None

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "worker", self.worker
        yield "target", self.target
        for name in ("held", "partial", "expired", "missing"):
            yield name, len(getattr(self, name))


@frozen(kw_only=True, repr=False, eq=False)
class TeamNeed(Result):
    """One competency that somebody in the team lacks.

    Attributes:
        competency: Its id.
        statement: What is expected.
        priority: How pressing it is, for the person for whom it is most.
        workers: Who lacks it.
        expected_of: Of how many people it is expected.
    """

    competency: Id
    statement: str
    priority: Priority
    workers: tuple[str, ...]
    expected_of: int

    @property
    def share(self) -> float:
        """The share of those concerned who lack it."""
        return len(self.workers) / self.expected_of


@frozen(kw_only=True, repr=False, eq=False)
class PartCoaching(Result):
    """Who could coach some of what others lack in an area.

    Attributes:
        holds: The part of it.
        coaches: Who holds exactly that part.
    """

    holds: tuple[Id, ...]
    coaches: tuple[str, ...]


@frozen(kw_only=True, repr=False, eq=False)
class Coaching(Result):
    """Who could coach whom in one area. Coaching never replaces assessment or sign-off.

    Attributes:
        area: Id of the area.
        label: Its heading.
        lacks: What the learners lack.
        learners: Who lacks exactly that.
        coaches: Who holds all of it.
        in_part: Who holds some of it, and what; the largest part first.
    """

    area: Id
    label: str
    lacks: tuple[Id, ...]
    learners: tuple[str, ...]
    coaches: tuple[str, ...]
    in_part: tuple[PartCoaching, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class SingleHolder(Result):
    """A competency that only one person in the team holds.

    Attributes:
        competency: Its id.
        statement: What it is.
        worker: The only one who holds it.
    """

    competency: Id
    statement: str
    worker: str


@frozen(kw_only=True, repr=False, eq=False)
class TeamGap(Result):
    """What a team has shown, and what is missing, of what is expected.

    Attributes:
        pathway: The edition and revision it was judged with.
        target: The role category for everybody; ``None`` where it was each person's own.
        on: The day.
        threshold: The weakest evidence that counts as held.
        workers: Ids of the people, in the order given.
        areas: The columns of the matrix, in published order.
        members: Each person's gap.
        cells: The matrix, people by areas, row after row.
        lacking: What somebody lacks, most pressing and most widely lacked first.
        coaching: Who could coach whom.
        single_holders: What only one person in the team holds.
        coverage: Share of all that is expected in the team that is held.
        minimum_coverage: The same of the minimum.
        problems: What on file could not be used, or disagrees.
    """

    _compare = ".members == ()"

    pathway: str
    target: Id | None
    on: date
    threshold: EvidenceState
    workers: tuple[str, ...]
    areas: tuple[TeamArea, ...]
    members: tuple[TeamMember, ...]
    cells: tuple[TeamCell, ...]
    lacking: tuple[TeamNeed, ...]
    coaching: tuple[Coaching, ...]
    single_holders: tuple[SingleHolder, ...]
    coverage: float | None
    minimum_coverage: float | None
    problems: tuple[Problem, ...]

    @property
    def most_lack(self) -> tuple[TeamNeed, ...]:
        """What more than half of those concerned lack."""
        return tuple(need for need in self.lacking if need.share > 0.5)

    def rows(self) -> list[dict[str, Any]]:
        """The matrix as a tidy table: one row for each person and area."""
        member = {one.worker: one for one in self.members}
        return [
            {
                "worker": cell.worker,
                "role_category": member[cell.worker].role_category,
                "target": member[cell.worker].target,
                "area": cell.area,
                "label": cell.label,
                "expected": cell.expected,
                "held": cell.held,
                "partial": cell.partial,
                "expired": cell.expired,
                "missing": cell.missing,
                "coverage": cell.coverage,
                "state": None if cell.state is None else cell.state.value,
                "on": self.on.isoformat(),
                "pathway": self.pathway,
            }
            for cell in self.cells
        ]

    def explain(self) -> str:
        """The team's gap as plain text."""
        meant = self.target or "each one's own role category"
        lines = [
            f"{len(self.workers)} people against {meant} on {self.on} "
            f"(edition {self.pathway}, held from {self.threshold} up)",
            f"held {percent(self.coverage)}; minimum for safe practice {percent(self.minimum_coverage)}",
        ]
        lines += [
            f"{member.worker}: held {percent(member.coverage)}, minimum {percent(member.minimum_coverage)}, "
            f"{len(member.unsafe)} open for safe practice"
            for member in self.members
        ]
        most = self.most_lack
        if most:
            lines.append("what most lack")
            lines += [
                f"  {item.competency} ({item.priority.words}; {len(item.workers)} of {item.expected_of}): "
                f"{item.statement}"
                for item in most[:LISTED]
            ]
            lines += _and_more(most)
        if self.coaching:
            lines.append("who could coach whom")
            lines += [
                f"  {item.label} ({len(item.lacks)} items): {', '.join(_coaches(item)[:3])} "
                f"for {', '.join(item.learners[:3])}"
                for item in self.coaching[:LISTED]
            ]
            lines += _and_more(self.coaching)
        if self.single_holders:
            lines.append("held by one person only")
            lines += [
                f"  {item.competency} ({item.worker}): {item.statement}"
                for item in self.single_holders[:LISTED]
            ]
            lines += _and_more(self.single_holders)
        lines += [f"problem: {problem}" for problem in self.problems]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        meant = self.target or "each one's own role category"
        caption = (
            f"Skills of {len(self.workers)} people against {meant} on {self.on}: "
            f"{percent(self.coverage)} held (edition {self.pathway}; held from {self.threshold} up)"
        )
        width = len(self.areas)
        rows = [
            (worker, *(heat_cell(cell.coverage) for cell in self.cells[place * width : (place + 1) * width]))
            for place, worker in enumerate(self.workers)
        ]
        return table(caption, rows, heads=("Worker", *(area.label for area in self.areas)))

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "target", self.target
        yield "workers", len(self.workers)
        yield "coverage", self.coverage


def _and_more(items: tuple[object, ...]) -> list[str]:
    return [f"  and {len(items) - LISTED} more"] if len(items) > LISTED else []


def _coaches(coaching: Coaching) -> list[str]:
    """Who could coach all of it, then those who hold most of it."""
    in_part = [f"{coach} ({len(part.holds)} of them)" for part in coaching.in_part for coach in part.coaches]
    return [*coaching.coaches, *in_part]
