"""What was worked out before, kept from the second time on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

#: How many answers are kept, and of how many things that came once it is known that they came.
_KEPT, _MET = 4_096, 65_536


class Memory(dict[K, V]):
    """Answers of a function that depends on nothing but its argument, kept once that has come again.

    Many texts of a large catalogue come once. To keep what follows from them takes time that no look-up ever
    saves, and the garbage collector would pass over all of it ever again.

    Example:
        >>> sizes = Memory(len)
        >>> sizes["care"], "care" in sizes, sizes["care"], "care" in sizes
        (4, False, 4, True)
    """

    def __init__(self, work_out: Callable[[K], V]) -> None:
        self._work_out = work_out
        self._met: set[int] = set()

    def __missing__(self, key: K) -> V:
        value = self._work_out(key)
        mark = hash(key)
        if mark in self._met:
            if len(self) >= _KEPT:
                self.clear()
            self[key] = value
        else:
            if len(self._met) >= _MET:
                self._met.clear()
            self._met.add(mark)
        return value

    def forget(self) -> None:
        """Begin afresh."""
        self.clear()
        self._met.clear()
