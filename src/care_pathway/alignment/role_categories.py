"""For which role categories a course is normal training: a guide by content and level, from data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from care_pathway._data import read_json
from care_pathway.alignment.level import Depth
from care_pathway.alignment.records import CourseMatch

#: Core-skills levels from this one up are for those who lead or assess.
LEADING_LEVEL = 3


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = read_json("lexicons/courses/roles.json")
    return found


def role_categories_of(
    themes: Sequence[CourseMatch],
    practice_areas: Sequence[CourseMatch],
    broad: str | None,
    depth: Depth,
) -> tuple[str, ...]:
    """Role categories by fixed set, else by the main theme, else by the main practice area.

    Example:
        >>> activity = CourseMatch(id="delegated-healthcare", confidence=1)
        >>> role_categories_of([activity], [], None, Depth(None, False, False))
        ('enhanced-care-worker', 'personal-assistant')
    """
    data = _data()
    group = None
    if broad is not None:
        by_level = data["broad"][broad]
        group = by_level.get(str(depth.number), by_level[""])
    elif themes:
        group = data["themes"].get(themes[0].id, "everyone")
        # Without lists or generators, which take longer than all the rest.
        for area in practice_areas:
            if area.id == "leadership":
                group = "team-leading"
        for theme in themes:
            if theme.id == "learning-of-others":
                group = "leading"
    elif practice_areas:
        group = data["practice_areas"].get(practice_areas[0].id, "practice")
    if depth.core_skills and (depth.number or 0) >= LEADING_LEVEL:
        return _in_groups("team-leading", "managing")
    return _in_groups(group) if group else ()


@cache
def _in_groups(*groups: str) -> tuple[str, ...]:
    """The role categories of some of the groups of the data, which are few."""
    return tuple(dict.fromkeys(role for group in groups for role in _data()["groups"][group]))
