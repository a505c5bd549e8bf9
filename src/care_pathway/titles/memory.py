"""What was worked out already, kept within a small bound."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

#: How many answers are kept before all are forgotten. It bounds what texts of callers stay in the process.
_KEPT = 8192


class Memory(dict[K, V]):
    """Answers of a function that depends on nothing but its argument; safe to share between threads.

    A plain dictionary that fills itself: what it knows costs one look-up. Two threads that ask for the same
    new thing at once work out the same answer twice.
    """

    def __init__(self, work_out: Callable[[K], V]) -> None:
        self._work_out = work_out

    def __missing__(self, key: K) -> V:
        value = self._work_out(key)
        if len(self) >= _KEPT:
            self.clear()
        self[key] = value
        return value
