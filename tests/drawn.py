"""Records of each kind, drawn once for all the properties that look at them."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings

from care_pathway._record import Record
from care_pathway.testing import records


@cache
def drawn(kind: Any) -> tuple[Any, ...]:
    """Six records of a kind (three with the profile of fewer examples); the same ones at each run."""
    found: list[Record] = []

    @settings(max_examples=max(3, examples(6)))
    @given(records(kind))
    def draw(record: Record) -> None:
        found.append(record)

    draw()
    return tuple(found)


def examples(count: int) -> int:
    """So many examples; fewer where the profile asks for fewer."""
    return max(1, count * settings().max_examples // 30)
