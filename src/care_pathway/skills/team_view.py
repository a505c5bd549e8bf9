"""Team gaps as plain text and as an accessible heat table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from care_pathway.skills.view import heat_cell, percent

if TYPE_CHECKING:
    from care_pathway.skills.team_records import Coaching, TeamGap

_SHOWN = 8


def _and_more(items: tuple[object, ...]) -> list[str]:
    return [f"  and {len(items) - _SHOWN} more"] if len(items) > _SHOWN else []


def explain_team(gap: TeamGap) -> str:
    """A team's gap as plain text."""
    meant = gap.target or "each one's own role category"
    lines = [
        f"{len(gap.workers)} people against {meant} on {gap.on} "
        f"(edition {gap.pathway}, held from {gap.threshold} up)",
        f"held {percent(gap.coverage)}; minimum for safe practice {percent(gap.minimum_coverage)}",
    ]
    lines += [
        f"{member.worker}: held {percent(member.coverage)}, minimum {percent(member.minimum_coverage)}, "
        f"{len(member.unsafe)} unsafe to leave"
        for member in gap.members
    ]
    most = gap.most_lack
    if most:
        lines.append("what most lack")
        lines += [
            f"  {need.competency} ({need.priority}; {len(need.workers)} of {need.expected_of}): "
            f"{need.statement}"
            for need in most[:_SHOWN]
        ]
        lines += _and_more(most)
    if gap.coaching:
        lines.append("who could coach whom")
        lines += [
            f"  {coaching.label} ({len(coaching.lacks)} items): {', '.join(_coaches(coaching)[:3])} "
            f"for {', '.join(coaching.learners[:3])}"
            for coaching in gap.coaching[:_SHOWN]
        ]
        lines += _and_more(gap.coaching)
    if gap.single_holders:
        lines.append("held by one person only")
        lines += [
            f"  {holder.competency} ({holder.worker}): {holder.statement}"
            for holder in gap.single_holders[:_SHOWN]
        ]
        lines += _and_more(gap.single_holders)
    lines += [f"problem: {problem}" for problem in gap.problems]
    return "\n".join(lines)


def _coaches(one: Coaching) -> list[str]:
    """Who could coach all of it, then those who hold most of it."""
    in_part = [f"{coach} ({len(part.holds)} of them)" for part in one.in_part for coach in part.coaches]
    return [*one.coaches, *in_part]


def team_html(gap: TeamGap) -> str:
    """A team's gap as an accessible heat table, people by areas."""
    heads = "".join(f'<th scope="col">{escape(area.label)}</th>' for area in gap.areas)
    width = len(gap.areas)
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(worker)}</th>'
        + "".join(heat_cell(cell.coverage) for cell in gap.cells[place * width : (place + 1) * width])
        + "</tr>"
        for place, worker in enumerate(gap.workers)
    )
    meant = gap.target or "each one's own role category"
    return (
        f"<table><caption>Skills of {len(gap.workers)} people against {escape(meant)} on {gap.on}: "
        f"{escape(percent(gap.coverage))} held (edition {escape(gap.pathway)}; "
        f"held from {escape(gap.threshold)} up)</caption>"
        f'<thead><tr><th scope="col">Worker</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
