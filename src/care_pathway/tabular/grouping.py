"""Equal problems of a column as one line, with how many there are and where the first ones stand."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from care_pathway.problems import WITHHELD, Problem

_NAMED = 5
_SHOWN = 3


def grouped(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in their order; where several of a column are equal, the first stands for all.

    Args:
        problems: The problems of one file.

    Example:
        >>> from care_pathway.problems import Place
        >>> rows = [Problem(message="no day", place=Place(line=n), found=str(n)) for n in range(2, 9)]
        >>> print(*grouped(rows))
        line 2: no day (7 rows: lines 2, 3, 4, 5, 6 and 2 more; found 2, 3, 4 and others)
    """
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for one in problems:
        key = (one.message, one.file, one.column, one.severity, one.code, one.kind)
        groups.setdefault(key, []).append(one)
    made: list[Problem] = []
    for group in groups.values():
        if len(group) == 1:
            made += group
        else:
            made.append(evolve(group[0], message=group[0].message + _how_many(group), found=None))
    return tuple(made)


def _how_many(group: list[Problem]) -> str:
    lines = list(dict.fromkeys(str(one.line) for one in group if one.line is not None))
    named = ", ".join(lines[:_NAMED])
    more = f" and {len(lines) - _NAMED:,} more" if len(lines) > _NAMED else ""
    values = list(dict.fromkeys(one.found for one in group if one.found not in (None, WITHHELD)))
    found = ""
    if values:
        found = f"; found {', '.join(map(str, values[:_SHOWN]))}" + (
            " and others" if len(values) > _SHOWN else ""
        )
    where = f": lines {named}{more}" if lines else ""
    return f" ({len(group):,} rows{where}{found})"
