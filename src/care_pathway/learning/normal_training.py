"""For which role categories a course is normal training: a guide by content and level, from data."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from care_pathway._data import read_json
from care_pathway.learning.level import CourseLevel, LevelScheme

#: Core-skills levels from this one up are for those who lead or assess.
LEADING_LEVEL = 3


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = read_json("lexicons/courses/roles.json")
    return found


@lru_cache(maxsize=16_384)
def role_categories_of(
    themes: tuple[str, ...], practice_areas: tuple[str, ...], broad: str | None, level: CourseLevel
) -> tuple[str, ...]:
    """Role categories by fixed set, else by the main theme, else by the main practice area.

    Example:
        >>> role_categories_of(("delegated-healthcare",), ("vital-signs",), None, CourseLevel())
        ('enhanced-care-worker', 'personal-assistant')
    """
    data = _data()
    groups: list[str] = []
    if broad is not None:
        by_level = data["broad"][broad]
        groups.append(by_level.get(str(level.number), by_level[""]))
    elif themes:
        groups.append(data["themes"].get(themes[0], "everyone"))
        if "learning-of-others" in themes:
            groups = ["leading"]
        elif "leadership" in practice_areas:
            groups = ["team-leading"]
    elif practice_areas:
        groups.append(data["practice_areas"].get(practice_areas[0], "practice"))
    if level.scheme is LevelScheme.CORE_SKILLS and (level.number or 0) >= LEADING_LEVEL:
        groups = ["team-leading", "managing"]
    found = [role for group in groups for role in data["groups"][group]]
    return tuple(dict.fromkeys(found))
