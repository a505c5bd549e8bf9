"""For which role categories a course is normal training: a guide by content and level, from data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from care_pathway.alignment.level import CourseLevel, LevelScheme
from care_pathway.alignment.records import CourseMatch
from care_pathway.alignment.tables import ids, table

#: Core-skills levels from this one up are for those who lead or assess.
LEADING_LEVEL = 3


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    return {row["group"]: ids(row["role categories"]) for row in table("role_groups")}


@cache
def _group_of() -> dict[tuple[str, str, str], str]:
    """The group for a kind, an id and a level."""
    return {(row["kind"], row["id"], row["level"]): row["group"] for row in table("role_categories")}


def role_categories_for(
    themes: Sequence[CourseMatch],
    practice_areas: Sequence[CourseMatch],
    broad: str | None,
    level: CourseLevel,
) -> tuple[str, ...]:
    """Role categories by fixed set, else by the main theme, else by the main practice area.

    Example:
        >>> activity = CourseMatch(id="delegated-healthcare", confidence=1)
        >>> role_categories_for([activity], [], None, CourseLevel())
        ('enhanced-care-worker', 'personal-assistant')
    """
    if level.scheme is LevelScheme.CORE_SKILLS and (level.number or 0) >= LEADING_LEVEL:
        groups: tuple[str, ...] = ("team-leading", "managing")
    else:
        groups = _group(themes, practice_areas, broad, level)
    known = _groups()
    if len(groups) == 1:
        return known[groups[0]]
    return tuple(dict.fromkeys(role for group in groups for role in known[group]))


def _group(
    themes: Sequence[CourseMatch],
    practice_areas: Sequence[CourseMatch],
    broad: str | None,
    level: CourseLevel,
) -> tuple[str, ...]:
    known = _group_of()
    if broad is not None:
        return (known.get(("broad course", broad, str(level.number))) or known["broad course", broad, ""],)
    if themes:
        if any(theme.id == "learning-of-others" for theme in themes):
            return ("leading",)
        if any(area.id == "leadership" for area in practice_areas):
            return ("team-leading",)
        return (known.get(("theme", themes[0].id, ""), "everyone"),)
    if practice_areas:
        return (known.get(("practice area", practice_areas[0].id, ""), "practice"),)
    return ()
