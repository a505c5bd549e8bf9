"""The solver asked once for one problem: many tests report on the bundled example, always with one plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pytest

from care_pathway.planning import task
from care_pathway.planning.solver import GroupPrice, Limits, SeatOption, Solution, choose

_SOLVED: dict[object, Solution] = {}


def _remembered(
    places: Sequence[SeatOption],
    tiers: Sequence[Sequence[int]],
    limits: Limits,
    *,
    groups: Mapping[int, GroupPrice] | None = None,
    ordered: bool = True,
    nodes: int | None = None,
) -> Solution:
    """What `choose` answers, which is the same each time (`tests/planning` says so)."""
    problem = (
        *(tuple(places), tuple(map(tuple, tiers)), limits),
        *(tuple((groups or {}).items()), ordered, nodes),
    )
    if problem not in _SOLVED:
        _SOLVED[problem] = choose(places, tiers, limits, groups=groups, ordered=ordered, nodes=nodes)
    return _SOLVED[problem]


@contextmanager
def solved_once() -> Iterator[None]:
    """While this is open, a problem that was solved before is not solved again."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(task, "choose", _remembered)
        yield
