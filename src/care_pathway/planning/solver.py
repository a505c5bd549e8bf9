"""The exact optimum: one small integer programme after another, each keeping what the ones before reached.

First as many needs as possible of what is unsafe to leave, then of what is needed, then of what is nice;
then the fewest places of unknown price, the least cost, the fewest places, and the earliest in the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any, NamedTuple

from care_pathway.errors import MissingExtraError

#: With powers of two as weights, this many places are put in order at once without losing precision.
_ORDERED_AT_ONCE = 12
#: Beyond this many places the order is settled by the sum of positions alone.
_ORDERED_AT_MOST = 480


class Place(NamedTuple):
    """One option for one person.

    Attributes:
        option: Position of the option.
        person: Position of the person.
        mask: The person's needs that it covers.
        cost: Its cost in whole units; ``None`` where it is not known.
        hours: Its hours in whole units; ``None`` where they are not known.
    """

    option: int
    person: int
    mask: int
    cost: int | None
    hours: int | None


class Limits(NamedTuple):
    """What a choice must keep to; ``None`` is no limit."""

    cost: int | None
    hours: int | None
    hours_each: int | None
    seats: tuple[int | None, ...]

    @property
    def any(self) -> bool:
        """Whether people share anything that can run out."""
        return self.cost is not None or self.hours is not None or any(one is not None for one in self.seats)


class Solution(NamedTuple):
    """The places that are chosen, and whether the solver proved them best."""

    chosen: tuple[int, ...]
    optimal: bool


def load_solver() -> Any:
    """The solver, imported when it is first needed.

    Raises:
        MissingExtraError: If scipy is not installed.
    """
    try:
        return import_module("scipy.optimize")
    except ImportError:
        raise MissingExtraError(
            "scipy", extra="planning", purpose="choosing learning at least cost"
        ) from None


def scale_of(numbers: Sequence[float]) -> int:
    """By what numbers have to be multiplied to be whole; a millionth at the finest."""
    digits = 0
    for number in numbers:
        exponent = Decimal(str(number)).normalize().as_tuple().exponent
        digits = max(digits, -exponent if isinstance(exponent, int) else 0)
    return int(10 ** min(digits, 6))


def choose(
    places: Sequence[Place],
    tiers: Sequence[Sequence[int]],
    limits: Limits,
    *,
    ordered: bool = True,
    nodes: int | None = None,
) -> Solution:
    """The best choice of places.

    Args:
        places: What can be chosen, in the order that breaks ties.
        tiers: For each person, masks of needs, most pressing first.
        limits: What the choice must keep to.
        ordered: Whether ties are broken by order.
        nodes: The most nodes of the search tree in each step; ``None`` searches until it is proved.
    """
    if not places:
        return Solution((), optimal=True)
    return _Programme(places, tiers, limits, nodes).solve(ordered=ordered)


class _Programme:
    """Variables: one for each place, then one for each group of needs that the same places cover."""

    def __init__(
        self,
        places: Sequence[Place],
        tiers: Sequence[Sequence[int]],
        limits: Limits,
        nodes: int | None = None,
    ) -> None:
        self._optimize = load_solver()
        self._options = {"mip_rel_gap": 0.0} | ({} if nodes is None else {"node_limit": nodes})
        self._places = places
        self._groups = _groups(places, tiers)
        self._depth = max(len(one) for one in tiers)
        self._count = len(places)
        self._width = len(places) + len(self._groups)
        self._last = [0] * self._width
        self._low, self._high = [0] * self._width, [1] * self._width
        self._rows: list[dict[int, float]] = []
        self._upper: list[float] = []
        for position, (_, _, covering) in enumerate(self._groups):
            row = dict.fromkeys(covering, -1.0)
            row[self._count + position] = 1.0
            self._add(row, 0)
        first = len(self._rows)
        self._limit(limits)
        self._checked = list(zip(self._rows[first:], self._upper[first:], strict=True))

    def _add(self, row: dict[int, float], upper: float) -> None:
        self._rows.append(row)
        self._upper.append(upper)

    def _limit(self, limits: Limits) -> None:
        # All numbers are whole: half a unit of room changes nothing but the rounding of the solver.
        if limits.cost is not None:
            costs = {at: float(one.cost or 0) for at, one in enumerate(self._places) if one.cost}
            self._add(costs, limits.cost + 0.5)
        if limits.hours is not None:
            hours = {at: float(one.hours or 0) for at, one in enumerate(self._places) if one.hours}
            self._add(hours, limits.hours + 0.5)
        if limits.hours_each is not None:
            each: dict[int, dict[int, float]] = {}
            for at, one in enumerate(self._places):
                each.setdefault(one.person, {})[at] = float(one.hours or 0)
            for row in each.values():
                self._add(row, limits.hours_each + 0.5)
        seated: dict[int, dict[int, float]] = {}
        for at, one in enumerate(self._places):
            if limits.seats[one.option] is not None:
                seated.setdefault(one.option, {})[at] = 1.0
        for option, row in seated.items():
            self._add(row, (limits.seats[option] or 0) + 0.5)

    def solve(self, *, ordered: bool) -> Solution:
        optimal = True
        values: list[int] = []
        for objective in self._objectives():
            found, values = self._minimise(objective)
            optimal &= found
        if ordered:
            for objective in self._orders():
                found, values = self._minimise(objective)
                optimal &= found
        return Solution(tuple(at for at in range(self._count) if values[at]), optimal)

    def _objectives(self) -> list[dict[int, float]]:
        result: list[dict[int, float]] = [
            {
                self._count + position: -float(weight)
                for position, (at, weight, _) in enumerate(self._groups)
                if at == tier
            }
            for tier in range(self._depth)
        ]
        result.append({at: 1.0 for at, one in enumerate(self._places) if one.cost is None})
        result.append({at: float(one.cost) for at, one in enumerate(self._places) if one.cost})
        result.append(dict.fromkeys(range(self._count), 1.0))
        return [one for one in result if one]

    def _orders(self) -> list[dict[int, float]]:
        """Earliest first: the first block of places as early as possible, then the next."""
        if self._count > _ORDERED_AT_MOST:
            return [{at: float(at) for at in range(self._count)}]
        return [
            {
                at: -float(2 ** (_ORDERED_AT_ONCE - 1 - (at - start)))
                for at in range(start, min(start + _ORDERED_AT_ONCE, self._count))
            }
            for start in range(0, self._count, _ORDERED_AT_ONCE)
        ]

    def _minimise(self, objective: dict[int, float]) -> tuple[bool, list[int]]:
        """Minimise, and hold on to what was reached."""
        optimal, values = self._solved(objective)
        while (broken := self._broken(values)) is not None:
            # Rounding let too much in: rule this very choice out, and whatever contains it.
            self._add(dict.fromkeys(broken, 1.0), len(broken) - 1)
            optimal, values = self._solved(objective)
        best = {at: int(weight < 0) for at, weight in objective.items()}
        if all(values[at] == wanted for at, wanted in best.items()):
            # Nothing is left to be had: each is held on its own, which tells the solver more than their sum.
            for at, wanted in best.items():
                self._low[at] = self._high[at] = wanted
        else:
            reached = sum(weight * values[at] for at, weight in objective.items())
            self._add(dict(objective), reached + 0.5)
        return optimal, values

    def _broken(self, values: list[int]) -> list[int] | None:
        """The chosen places of the first limit that they break, exactly reckoned."""
        for row, upper in self._checked:
            chosen = [at for at in row if values[at]]
            if sum(row[at] for at in chosen) > upper:
                return chosen
        return None

    def _solved(self, objective: dict[int, float]) -> tuple[bool, list[int]]:
        optimize = self._optimize
        cost = [0.0] * self._width
        for at, weight in objective.items():
            cost[at] = weight
        entries = [(row, at, value) for row, cells in enumerate(self._rows) for at, value in cells.items()]
        matrix = import_module("scipy.sparse").csr_array(
            (
                [value for _, _, value in entries],
                ([row for row, _, _ in entries], [at for _, at, _ in entries]),
            ),
            shape=(len(self._rows), self._width),
        )
        found = optimize.milp(
            cost,
            integrality=[1] * self._count + [0] * len(self._groups),
            bounds=optimize.Bounds(self._low, self._high),
            constraints=optimize.LinearConstraint(matrix, ub=self._upper),
            options=dict(self._options),  # scipy takes them apart
        )
        if found.x is None:  # the search was cut short before it found anything: what was there stays good
            return False, self._last
        self._last = [round(float(value)) for value in found.x]
        return bool(found.status == 0), self._last


def _groups(
    places: Sequence[Place], tiers: Sequence[Sequence[int]]
) -> list[tuple[int, int, tuple[int, ...]]]:
    """Needs that the same places cover, as tier, number of needs, and the places."""
    of_person: dict[int, list[int]] = {}
    for at, one in enumerate(places):
        of_person.setdefault(one.person, []).append(at)
    result = []
    for person, mine in of_person.items():
        for tier, mask in enumerate(tiers[person]):
            # Split the needs by each place in turn: what is left apart has different places to cover it.
            parts: list[tuple[int, tuple[int, ...]]] = [(mask, ())]
            for at in mine:
                covered = places[at].mask
                split = []
                for part, by in parts:
                    inside = part & covered
                    outside = part & ~covered
                    if inside:
                        split.append((inside, (*by, at)))
                    if outside:
                        split.append((outside, by))
                parts = split
            result += [(tier, part.bit_count(), by) for part, by in parts if by]
    return result
