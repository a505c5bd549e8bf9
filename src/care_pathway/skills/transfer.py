"""What carries over from one role category to another, and what is new."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from care_pathway._arguments import check_kind, check_text
from care_pathway._record import Result
from care_pathway.model import Pathway
from care_pathway.model._fields import Id
from care_pathway.render.html import table
from care_pathway.render.words import percent
from care_pathway.skills.engine import GapEngine, engine_of, threshold_of


@frozen(kw_only=True, repr=False, eq=False)
class ThemeTransfer(Result):
    """One topic across both role categories (editorial).

    Attributes:
        theme: Id of the theme; ``None`` for behaviours.
        label: Its name.
        carries_over: What both expect.
        new: What only the target expects.
        prepared: Whether the source has learning on the topic of its own, so that the new is a next step.
    """

    theme: Id | None
    label: str
    carries_over: tuple[Id, ...]
    new: tuple[Id, ...]
    prepared: bool


@frozen(kw_only=True, repr=False, eq=False)
class Transfer(Result):
    """What somebody who meets one role category's expectations brings to another.

    Attributes:
        pathway: The edition and revision it was judged with.
        source: The role category that somebody comes from.
        target: The role category that they go to.
        carries_over: Expected in both, in published order.
        new: Expected in the target alone.
        left: Expected in the source alone.
        builds_on: The part of `new` on a topic in which the source has expectations too.
        coverage: Share of the target's expectations that carries over; ``None`` where it has none.
        by_theme: The same by topic.
    """

    pathway: str
    source: Id
    target: Id
    carries_over: tuple[Id, ...]
    new: tuple[Id, ...]
    left: tuple[Id, ...]
    builds_on: tuple[Id, ...]
    coverage: float | None
    by_theme: tuple[ThemeTransfer, ...]

    def rows(self) -> list[dict[str, Any]]:
        """The comparison as a tidy table: one row for each competency that the target expects."""
        builds_on = set(self.builds_on)
        return [
            {
                "source": self.source,
                "target": self.target,
                "competency": competency,
                "theme": topic.theme,
                "carries_over": carried,
                "builds_on_topic": carried or competency in builds_on,
                "pathway": self.pathway,
            }
            for topic in self.by_theme
            for carried, ids in ((True, topic.carries_over), (False, topic.new))
            for competency in ids
        ]

    def explain(self) -> str:
        """What carries over, and what is new, as plain text."""
        lines = [
            f"from {self.source} to {self.target} (edition {self.pathway})",
            f"carries over {len(self.carries_over)} ({percent(self.coverage)} of what is expected), "
            f"new {len(self.new)}, of which {len(self.builds_on)} build on a familiar topic; "
            f"{len(self.left)} not asked for there",
        ]
        lines += [
            f"  {topic.label}: {len(topic.carries_over)} carry over, {len(topic.new)} new"
            f"{' (builds on the same topic)' if topic.prepared and topic.new else ''}"
            for topic in self.by_theme
        ]
        lines.append("expectations are compared, not a person: see skill_gap for what somebody has")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        caption = (
            f"From {self.source} to {self.target}: {percent(self.coverage)} carries over "
            f"(edition {self.pathway})"
        )
        rows = [
            (topic.label, len(topic.carries_over), len(topic.new), "yes" if topic.prepared else "no")
            for topic in self.by_theme
        ]
        return table(caption, rows, heads=("Topic", "Carries over", "New", "Familiar topic"))


def transferable(pathway: Pathway, source: str, target: str) -> Transfer:
    """What carries over from one role category to another, and what is new.

    Args:
        pathway: The edition whose expectations are compared.
        source: Id of the role category that somebody comes from.
        target: Id of the role category that they go to.

    Raises:
        UnknownIdError: If there is no such role category.

    Example:
        >>> import care_pathway as cp
        >>> transfer = transferable(cp.load(), "care-or-support-worker", "supervisor-or-leader")
        >>> len(transfer.carries_over), len(transfer.new)
        (153, 37)
    """
    check_kind("pathway", pathway, Pathway)
    check_text("source", source)
    check_text("target", target)
    state = threshold_of("assessed")
    here, there = engine_of(pathway, source, state), engine_of(pathway, target, state)
    new = there.expected & ~here.expected
    themes = _themes(here, there)
    builds_on = 0
    for topic, mask in themes:
        if topic.prepared and topic.theme is not None:
            builds_on |= mask & new
    both = there.expected & here.expected
    return Transfer(
        pathway=pathway.ref,
        source=source,
        target=target,
        carries_over=there.ids(both),
        new=there.ids(new),
        left=there.ids(here.expected & ~there.expected),
        builds_on=there.ids(builds_on),
        coverage=both.bit_count() / there.expected.bit_count() if there.expected else None,
        by_theme=tuple(topic for topic, _ in themes),
    )


def _themes(here: GapEngine, there: GapEngine) -> list[tuple[ThemeTransfer, int]]:
    known = {heading.id for heading in here.by_theme}
    return [
        (
            ThemeTransfer(
                theme=heading.id,
                label=heading.label,
                carries_over=there.ids(heading.mask & here.expected),
                new=there.ids(heading.mask & ~here.expected),
                prepared=heading.id in known,
            ),
            heading.mask,
        )
        for heading in there.by_theme
    ]
