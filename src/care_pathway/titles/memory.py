"""What was worked out already, kept within bounds."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

#: How many answers are remembered before everything is forgotten and begun afresh.
_REMEMBERED = 100_000


class Memory(dict[K, V]):
    """Answers of a function that depends on nothing but its argument; safe to share between threads.

    A plain dictionary that fills itself: what it knows costs one look-up. Two threads that ask for the same
    new thing at once work out the same answer twice.
    """

    def __init__(self, work_out: Callable[[K], V]) -> None:
        self._work_out = work_out

    def __missing__(self, key: K) -> V:
        value = self._work_out(key)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = value
        return value
