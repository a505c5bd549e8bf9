"""For which role categories a course is normal training: a guide by content and level, from data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from care_pathway.alignment.level import CourseLevel, LevelScheme
from care_pathway.alignment.records import CourseMatch
from care_pathway.alignment.tables import canonical, ids, table

#: Core-skills levels from this one up are for those who lead or assess.
LEADING_LEVEL = 3
_PEOPLE = re.compile(r"[,;/&\n]|\band\b|\bor\b")
#: Words beside people that name nobody else.
_BESIDE = frozenset({"for", "all", "only", "any", "our", "your", "the", "aimed", "at", "suitable"})


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    return {row["group"]: ids(row["role categories"]) for row in table("role_groups")}


@cache
def _group_of() -> dict[tuple[str, str, str], str]:
    """The group for a kind, an id and a level."""
    return {(row["kind"], row["id"], row["level"]): row["group"] for row in table("role_categories")}


@cache
def _named() -> dict[str, tuple[str, ...]]:
    return {
        _plain(words): _groups()[row["group"]]
        for row in table("audience_roles")
        for words in ids(row["words"])
    }


def _plain(people: str) -> str:
    """People as they are looked up, without words that name nobody else."""
    words = (word for word in re.findall(r"[a-z]+", people) if word not in _BESIDE)
    return " ".join(one for word in words for one in canonical(word))


def roles_named(audience: str) -> tuple[str, ...]:
    """The role categories that an audience names; none where anybody else may be meant too.

    Example:
        >>> roles_named("Registered managers and deputies")
        ('registered-manager', 'deputy-manager')
        >>> roles_named("Managers, and anybody with an interest")
        ()
    """
    found: dict[str, None] = {}
    for part in filter(None, map(str.strip, _PEOPLE.split(audience.casefold()))):
        roles = _named().get(_plain(part))
        if roles is None:
            return ()
        found |= dict.fromkeys(roles)
    return tuple(found)


def role_categories_for(
    themes: Sequence[CourseMatch],
    practice_areas: Sequence[CourseMatch],
    broad: str | None,
    level: CourseLevel,
    audience: str = "",
) -> tuple[str, ...]:
    """Role categories by fixed set, else by the main theme, else by the main practice area.

    An audience that names nobody but people of some role categories narrows them; a course without a level
    that is for others by its content is theirs.

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
    by_content = tuple(dict.fromkeys(role for group in groups for role in known[group]))
    named = roles_named(audience) if audience else ()
    if not named:
        return by_content
    both = tuple(role for role in by_content if role in named)
    return both or (named if by_content and level.number is None else by_content)


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
