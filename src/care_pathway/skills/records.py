"""The results about skills: gaps, what to do first, and tallies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import frozen

from care_pathway._record import NoTruthValue, Result
from care_pathway.model import Evidence, EvidenceState
from care_pathway.model._fields import Id
from care_pathway.problems import Problem
from care_pathway.render.html import bullets, table
from care_pathway.render.words import percent
from care_pathway.skills.view import heat_cell

#: How many items of a list the words of a gap name; the rest is counted.
LISTED = 8


class Priority(StrEnum):
    """What to do first."""

    UNSAFE = "unsafe-to-leave"
    """Part of what makes someone safe to practise, or a delegated activity without valid authorisation."""
    NEEDED = "needed"
    """A behaviour that people must show, or what the role category progresses to."""
    NICE = "nice-to-have"
    """Additional: useful across settings, or taken up when needed."""

    @property
    def words(self) -> str:
        """What it is called in print, where nobody is called unsafe."""
        return "for safe practice" if self is Priority.UNSAFE else str(self).replace("-", " ")


class GapState(NoTruthValue, StrEnum):
    """Where one expected competency stands."""

    HELD = "held"
    PARTIAL = "partial"
    EXPIRED = "expired"
    MISSING = "missing"


class NextStep(StrEnum):
    """What would close an open competency."""

    LEARN = "learn"
    """Learning first, then assessment or sign-off where the threshold asks for it."""
    SHOW = "show"
    """A behaviour: shown at work and seen by others, not learnt on a course."""
    ASSESS = "assess"
    """A course is on file; what remains is assessment or sign-off in practice."""
    RENEW = "renew"
    """The best that is on file has expired."""
    RESOLVE = "resolve"
    """What is on file disagrees."""


#: The older name of `Problem`, kept for one release.
SkillProblem = Problem


@frozen(kw_only=True, repr=False, eq=False)
class Tally(Result):
    """Expected competencies under one heading, and how many of them are held.

    Attributes:
        id: Id of the area or theme, or the word of the stage or expectation; ``None`` for behaviours among
            areas and themes, which they have none of.
        label: The heading.
        held: Ids that are held.
        partial: Ids that are partly there.
        expired: Ids that have expired.
        missing: Ids that nothing on file shows.
        coverage: The share that is held, from 0 to 1; ``None`` where nothing is expected.
    """

    id: str | None
    label: str
    held: tuple[Id, ...]
    partial: tuple[Id, ...]
    expired: tuple[Id, ...]
    missing: tuple[Id, ...]
    coverage: float | None

    @property
    def expected(self) -> int:
        """How many competencies are expected."""
        return len(self.held) + len(self.partial) + len(self.expired) + len(self.missing)

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "label", self.label
        for name in ("held", "partial", "expired", "missing"):
            yield name, len(getattr(self, name))


@frozen(kw_only=True, repr=False, eq=False)
class OpenItem(Result):
    """One open competency, with how pressing it is and what would close it.

    Attributes:
        competency: Its id.
        statement: What is expected.
        priority: How pressing it is.
        state: Partial, expired or missing.
        next: What would close it.
        inherited: Whether it comes from a baseline role category.
    """

    competency: Id
    statement: str
    priority: Priority
    state: GapState
    next: NextStep
    inherited: bool


@frozen(kw_only=True, repr=False, eq=False)
class SkillGap(Result):
    """What a person has shown, and what is missing, of what a role category expects.

    `held`, `partial`, `expired` and `missing` are disjoint and together are what is expected: all that is
    inherited and all that the role category names itself. What is additional is among them, and shown
    apart: `nice`, and the stage ``additional`` of `by_stage`. This compares what is on file with published
    expectations of a voluntary framework; it decides nothing about a job.

    Attributes:
        pathway: The edition and revision it was judged with.
        worker: The worker's id.
        role_category: The person's own role category; ``None`` where it is not known.
        target: The role category whose expectations are meant.
        on: The day.
        threshold: The weakest evidence that counts as held.
        held: Shown at the threshold or above, and valid.
        partial: Shown below the threshold, or shown and disputed.
        expired: The best that is on file has expired.
        missing: Nothing on file shows it.
        not_known: The part of `missing` about which nothing is on file.
        learned: The open ones with a completed course on file: only assessment or sign-off is left.
        coverage: Share of the expected that is held; ``None`` where nothing is expected.
        minimum_coverage: The same of what makes someone safe to practise: inherited and own minimum.
        inherited: What comes from the baseline role categories.
        own: What the role category names itself.
        by_area: The same under each published heading.
        by_theme: The same under each cross-category topic (editorial).
        by_stage: The same for minimum, progression and additional.
        by_expectation: The same for must, should and could.
        open: The open ones, most pressing first.
        evidence: What was used: evidence on file and what qualifications and training show.
        problems: What on file could not be used, or disagrees.
    """

    _compare = ".missing == ()"

    pathway: str
    worker: str
    role_category: Id | None
    target: Id
    on: date
    threshold: EvidenceState
    held: tuple[Id, ...]
    partial: tuple[Id, ...]
    expired: tuple[Id, ...]
    missing: tuple[Id, ...]
    not_known: tuple[Id, ...]
    learned: tuple[Id, ...]
    coverage: float | None
    minimum_coverage: float | None
    inherited: Tally
    own: Tally
    by_area: tuple[Tally, ...]
    by_theme: tuple[Tally, ...]
    by_stage: tuple[Tally, ...]
    by_expectation: tuple[Tally, ...]
    open: tuple[OpenItem, ...]
    evidence: tuple[Evidence, ...]
    problems: tuple[Problem, ...]

    def _at(self, priority: Priority) -> tuple[Id, ...]:
        return tuple(item.competency for item in self.open if item.priority is priority)

    @property
    def unsafe(self) -> tuple[Id, ...]:
        """Open, and part of what makes someone safe to practise."""
        return self._at(Priority.UNSAFE)

    @property
    def needed(self) -> tuple[Id, ...]:
        """Open, and expected of the role category beyond the minimum."""
        return self._at(Priority.NEEDED)

    @property
    def nice(self) -> tuple[Id, ...]:
        """Open, and additional."""
        return self._at(Priority.NICE)

    def rows(self) -> list[dict[str, Any]]:
        """The gap as a tidy table: one row for each expected competency."""
        item = {opened.competency: opened for opened in self.open}
        inherited = {competency for name in GapState for competency in getattr(self.inherited, name.value)}
        area, theme, stage = (
            _heading_of(tallies) for tallies in (self.by_area, self.by_theme, self.by_stage)
        )
        return [
            {
                "worker": self.worker,
                "role_category": self.role_category,
                "target": self.target,
                "on": self.on.isoformat(),
                "competency": competency,
                "area": area[competency],
                "theme": theme[competency],
                "stage": stage[competency],
                "inherited": competency in inherited,
                "state": state.value,
                "priority": item[competency].priority.value if competency in item else None,
                "next": item[competency].next.value if competency in item else None,
                "pathway": self.pathway,
            }
            for state in GapState
            for competency in getattr(self, state.value)
        ]

    def explain(self) -> str:
        """The gap as plain text, most pressing first."""
        expected = self.inherited.expected + self.own.expected
        lines = [
            f"{self.worker} against {self.target} on {self.on} "
            f"(edition {self.pathway}, held from {self.threshold} up)",
            f"held {len(self.held)} of {expected} ({percent(self.coverage)}); "
            f"minimum for safe practice {percent(self.minimum_coverage)}",
            f"partial {len(self.partial)}, expired {len(self.expired)}, missing {len(self.missing)} "
            f"(nothing on file about {len(self.not_known)})",
            f"inherited: held {len(self.inherited.held)} of {self.inherited.expected}; "
            f"own: held {len(self.own.held)} of {self.own.expected}",
        ]
        for title, ids in (
            (Priority.UNSAFE.words, self.unsafe),
            (Priority.NEEDED.words, self.needed),
            (Priority.NICE.words, self.nice),
        ):
            if not ids:
                continue
            lines.append(f"{title}: {len(ids)}")
            wanted = set(ids[:LISTED])
            lines += [
                f"  {item.competency} ({item.state}; {item.next}): {item.statement}"
                for item in self.open
                if item.competency in wanted
            ]
            if len(ids) > LISTED:
                lines.append(f"  and {len(ids) - LISTED} more")
        lines += [f"problem: {problem}" for problem in self.problems]
        lines.append("a comparison with a voluntary framework; it decides nothing about a job")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        caption = (
            f"Skill gap of {self.worker} against {self.target} on {self.on}: "
            f"{percent(self.coverage)} held, minimum {percent(self.minimum_coverage)} "
            f"(edition {self.pathway}; held from {self.threshold} up)"
        )
        heads = ("Area", "Coverage", "Held", "Partial", "Expired", "Missing")
        rows = [
            (
                tally.label,
                heat_cell(tally.coverage),
                *map(len, (tally.held, tally.partial, tally.expired, tally.missing)),
            )
            for tally in (self.inherited, self.own, *self.by_area)
        ]
        problems = "<p>Problems on file</p>" + bullets(self.problems) if self.problems else ""
        note = "<p>A comparison with a voluntary framework; it decides nothing about a job.</p>"
        return table(caption, rows, heads=heads) + problems + note

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "worker", self.worker
        yield "target", self.target
        for name in ("held", "partial", "expired", "missing"):
            yield name, len(getattr(self, name))


def _heading_of(tallies: tuple[Tally, ...]) -> dict[Id, str | None]:
    """From each competency to its heading."""
    return {
        competency: tally.id
        for tally in tallies
        for part in (tally.held, tally.partial, tally.expired, tally.missing)
        for competency in part
    }
