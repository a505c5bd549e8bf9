"""Gaps as plain text and as accessible tables: every colour has a word and a sign beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from care_pathway.skills.records import SkillGap, Tally

_SHOWN = 8
#: Sign, word and background, from nothing to everything.
_BANDS = (
    (0.0, "○", "none", "#f6d5d5"),
    (0.5, "◔", "under half", "#fbe6cc"),
    (1.0, "◑", "half or more", "#fdf6c9"),
)
_FULL = ("●", "all", "#d5ecd4")


def percent(share: float | None) -> str:
    """A share in words; never rounded up to all, nor down to nothing."""
    if share is None:
        return "nothing expected"
    if 0 < share < 0.01:
        return "under 1 %"
    return f"{int(share * 100)} %"


def band(share: float | None) -> tuple[str, str, str]:
    """Sign, word and background colour of a share."""
    if share is None:
        return "–", "nothing expected", "#eeeeee"
    if share >= 1:
        return _FULL
    if share <= 0:
        return _BANDS[0][1:]
    return next((sign, word, colour) for upto, sign, word, colour in _BANDS if share < upto)


def explain_gap(gap: SkillGap) -> str:
    """A gap as plain text."""
    expected = gap.inherited.expected + gap.own.expected
    lines = [
        f"{gap.worker} against {gap.target} on {gap.on} "
        f"(edition {gap.pathway}, held from {gap.threshold} up)",
        f"held {len(gap.held)} of {expected} ({percent(gap.coverage)}); "
        f"minimum for safe practice {percent(gap.minimum_coverage)}",
        f"partial {len(gap.partial)}, expired {len(gap.expired)}, missing {len(gap.missing)} "
        f"(nothing on file about {len(gap.not_known)})",
        f"inherited: held {len(gap.inherited.held)} of {gap.inherited.expected}; "
        f"own: held {len(gap.own.held)} of {gap.own.expected}",
    ]
    for title, ids in (
        ("unsafe to leave", gap.unsafe),
        ("needed", gap.needed),
        ("nice to have", gap.nice),
    ):
        if not ids:
            continue
        lines.append(f"{title}: {len(ids)}")
        wanted = set(ids[:_SHOWN])
        lines += [
            f"  {item.competency} ({item.state}; {item.next}): {item.statement}"
            for item in gap.open
            if item.competency in wanted
        ]
        if len(ids) > _SHOWN:
            lines.append(f"  and {len(ids) - _SHOWN} more")
    lines += [f"problem: {problem}" for problem in gap.problems]
    lines.append("a comparison with a voluntary framework; it decides nothing about a job")
    return "\n".join(lines)


def heat_cell(share: float | None) -> str:
    """One cell of a heat table: sign, share and word, with the colour on top."""
    sign, word, colour = band(share)
    return (
        f'<td style="background:{colour};color:#111;text-align:left">'
        f'<span aria-hidden="true">{sign}</span> {escape(percent(share))} ({word})</td>'
    )


def _row(tally: Tally) -> str:
    counts = "".join(
        f"<td>{len(part)}</td>" for part in (tally.held, tally.partial, tally.expired, tally.missing)
    )
    return (
        f'<tr><th scope="row" style="text-align:left">{escape(tally.label)}</th>'
        f"{heat_cell(tally.coverage)}{counts}</tr>"
    )


def gap_html(gap: SkillGap) -> str:
    """A gap as an accessible heat table."""
    heads = "".join(
        f'<th scope="col">{word}</th>'
        for word in ("Area", "Coverage", "Held", "Partial", "Expired", "Missing")
    )
    parts = "".join(_row(tally) for tally in (gap.inherited, gap.own))
    areas = "".join(_row(tally) for tally in gap.by_area)
    problems = "".join(f"<li>{escape(str(problem))}</li>" for problem in gap.problems)
    return (
        f"<table><caption>Skill gap of {escape(gap.worker)} against {escape(gap.target)} on {gap.on}: "
        f"{escape(percent(gap.coverage))} held, minimum {escape(percent(gap.minimum_coverage))} "
        f"(edition {escape(gap.pathway)}; held from {escape(gap.threshold)} up)</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{parts}</tbody><tbody>{areas}</tbody></table>"
        + (f"<p>Problems on file</p><ul>{problems}</ul>" if problems else "")
        + "<p>A comparison with a voluntary framework; it decides nothing about a job.</p>"
    )
