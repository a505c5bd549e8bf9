"""The exact optimum: one small integer programme after another, each keeping what the ones before reached.

First as many needs as possible of each tier, the most pressing first; then the fewest places of unknown
price, the least cost, the fewest places, and the earliest in the order. HiGHS solves them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any, NamedTuple

from care_pathway.errors import MissingExtraError, SolverError

#: With powers of two as weights, this many places are put in order at once without losing precision.
_ORDERED_AT_ONCE = 12
#: Beyond this many places the order is settled by the sum of positions alone: block by block takes longer
#: than everything else there.
_ORDERED_AT_MOST = 120


class SeatOption(NamedTuple):
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


class GroupPrice(NamedTuple):
    """What one run of an option costs for a whole group.

    Attributes:
        cost: The cost of a run in whole units.
        size: The most people in it.
    """

    cost: int
    size: int


class Limits(NamedTuple):
    """What a choice must keep to; ``None`` is no limit."""

    cost: int | None
    hours: int | None
    hours_each: int | None
    seats: tuple[int | None, ...]

    @property
    def any(self) -> bool:
        """Whether people share anything that can run out."""
        return (
            self.cost is not None or self.hours is not None or any(seats is not None for seats in self.seats)
        )


class Solution(NamedTuple):
    """The places that are chosen, and whether the solver proved them best."""

    chosen: tuple[int, ...]
    optimal: bool


def load_solver() -> Any:
    """The solver, imported when it is first needed.

    Raises:
        MissingExtraError: If highspy is not installed.
    """
    try:
        return import_module("highspy")
    except ImportError:
        raise MissingExtraError(
            "highspy", extra="planning", purpose="choosing learning at least cost"
        ) from None


def scale_of(numbers: Sequence[float]) -> int:
    """By what numbers have to be multiplied to be whole; a millionth at the finest."""
    digits = 0
    for number in numbers:
        exponent = Decimal(str(number)).normalize().as_tuple().exponent
        digits = max(digits, -exponent if isinstance(exponent, int) else 0)
    return int(10 ** min(digits, 6))


def cheapest(people: int, single: int | None, group: GroupPrice | None) -> tuple[int | None, int]:
    """The least that some people cost on one option, and how many groups that takes.

    Args:
        people: How many.
        single: What one place costs; ``None`` where there is no such price.
        group: What a group costs, if there is such a price.

    Example:
        >>> cheapest(13, 50, GroupPrice(495, 12))
        (545, 1)
        >>> cheapest(13, None, GroupPrice(495, 12))
        (990, 2)
    """
    if group is None:
        return None if single is None else people * single, 0
    whole = -(-people // group.size)
    if single is None:
        return whole * group.cost, whole
    # The cost falls or rises evenly up to the last full group: the least is at an end, or before the last.
    return min(
        (groups * group.cost + max(0, people - groups * group.size) * single, groups)
        for groups in {0, max(0, whole - 1), whole}
    )


def choose(
    places: Sequence[SeatOption],
    tiers: Sequence[Sequence[int]],
    limits: Limits,
    *,
    groups: Mapping[int, GroupPrice] | None = None,
    ordered: bool = True,
    nodes: int | None = None,
) -> Solution:
    """The best choice of places.

    Args:
        places: What can be chosen, in the order that breaks ties.
        tiers: For each person, masks of needs, most pressing first.
        limits: What the choice must keep to.
        groups: Prices of whole groups, by the position of the option.
        ordered: Whether ties are broken by order.
        nodes: The most nodes of the search tree in each step; ``None`` searches until it is proved.
    """
    if not places:
        return Solution((), optimal=True)
    return _Programme(places, tiers, limits, groups or {}, nodes).solve(ordered=ordered)


class _Programme:
    """Variables: one for each place, one for each set of needs that the same places cover, then the prices.

    An option with a group price has two more: how many groups are booked, and how many single places.
    """

    def __init__(
        self,
        places: Sequence[SeatOption],
        tiers: Sequence[Sequence[int]],
        limits: Limits,
        groups: Mapping[int, GroupPrice],
        nodes: int | None,
    ) -> None:
        self._solver = load_solver()
        self._nodes = nodes
        self._places = places
        self._needs = _same_needs(places, tiers)
        self._depth = max(len(tier) for tier in tiers)
        self._limits = limits
        self._count = len(places)
        self._whole = [True] * self._count + [False] * len(self._needs)
        self._low: list[int] = [0] * len(self._whole)
        self._high: list[int] = [1] * len(self._whole)
        self._rows: list[dict[int, float]] = []
        self._upper: list[float] = []
        for position, (_, _, covering) in enumerate(self._needs):
            row = dict.fromkeys(covering, -1.0)
            row[self._count + position] = 1.0
            self._add(row, 0)
        #: What each variable costs.
        self._costs: dict[int, float] = {
            at: float(place.cost)
            for at, place in enumerate(places)
            if place.cost and place.option not in groups
        }
        self._of_option: dict[int, list[int]] = {}
        for at, place in enumerate(places):
            self._of_option.setdefault(place.option, []).append(at)
        self._groups = {option: price for option, price in groups.items() if option in self._of_option}
        for option, price in self._groups.items():
            self._price(self._of_option[option], price)
        self._limit()
        self._last = [0] * len(self._whole)

    def _add(self, row: dict[int, float], upper: float) -> None:
        self._rows.append(row)
        self._upper.append(upper)

    def _price(self, mine: list[int], price: GroupPrice) -> None:
        """Everybody who is sent has a single place, or a place in a group."""
        single = self._places[mine[0]].cost
        row = dict.fromkeys(mine, 1.0)
        for size, cost, most in (
            (price.size, price.cost, -(-len(mine) // price.size)),
            (1, single or 0, 0 if single is None else len(mine)),
        ):
            at = len(self._whole)
            self._whole.append(True)
            self._low.append(0)
            self._high.append(most)
            row[at] = -float(size)
            if cost:
                self._costs[at] = float(cost)
        self._add(row, 0)

    def _limit(self) -> None:
        # All numbers are whole: half a unit of room changes nothing but the rounding of the solver.
        limits = self._limits
        if limits.cost is not None:
            self._add(dict(self._costs), limits.cost + 0.5)
        if limits.hours is not None:
            hours = {at: float(place.hours or 0) for at, place in enumerate(self._places) if place.hours}
            self._add(hours, limits.hours + 0.5)
        if limits.hours_each is not None:
            each: dict[int, dict[int, float]] = {}
            for at, place in enumerate(self._places):
                each.setdefault(place.person, {})[at] = float(place.hours or 0)
            for row in each.values():
                self._add(row, limits.hours_each + 0.5)
        for option, mine in self._of_option.items():
            if (seats := limits.seats[option]) is not None:
                self._add(dict.fromkeys(mine, 1.0), seats + 0.5)

    def solve(self, *, ordered: bool) -> Solution:
        optimal = True
        values: list[int] = []
        for objective in (*self._objectives(), *(self._orders() if ordered else ())):
            found, values = self._minimise(objective)
            optimal &= found
        return Solution(tuple(at for at in range(self._count) if values[at]), optimal)

    def _objectives(self) -> list[dict[int, float]]:
        result: list[dict[int, float]] = [
            {
                self._count + position: -float(weight)
                for position, (at, weight, _) in enumerate(self._needs)
                if at == tier
            }
            for tier in range(self._depth)
        ]
        result.append(
            {
                at: 1.0
                for at, place in enumerate(self._places)
                if place.cost is None and place.option not in self._groups
            }
        )
        result.append(dict(self._costs))
        result.append(dict.fromkeys(range(self._count), 1.0))
        return [objective for objective in result if objective]

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
        """The chosen places that together break a limit, exactly reckoned."""
        limits, places = self._limits, self._places
        chosen = [at for at in range(self._count) if values[at]]
        if limits.cost is not None and self._cost(chosen) > limits.cost:
            return chosen
        by_person: dict[int, list[int]] = {}
        by_option: dict[int, list[int]] = {}
        for at in chosen:
            by_person.setdefault(places[at].person, []).append(at)
            by_option.setdefault(places[at].option, []).append(at)
        timed = [(chosen, limits.hours), *((mine, limits.hours_each) for mine in by_person.values())]
        for mine, most in timed:
            if most is not None and sum(places[at].hours or 0 for at in mine) > most:
                return mine
        for option, mine in by_option.items():
            seats = limits.seats[option]
            if seats is not None and len(mine) > seats:
                return mine
        return None

    def _cost(self, chosen: list[int]) -> int:
        """What places cost together at the cheapest."""
        counts: dict[int, list[int]] = {}
        for at in chosen:
            counts.setdefault(self._places[at].option, []).append(at)
        return sum(
            cheapest(len(mine), self._places[mine[0]].cost, self._groups.get(option))[0] or 0
            for option, mine in counts.items()
        )

    def _solved(self, objective: dict[int, float]) -> tuple[bool, list[int]]:
        """The solver's answer; where it was cut short before it found anything, the answer before."""
        # The class of the binding itself: the one above it prints a banner whenever it is made.
        highs = self._solver.Highs.__mro__[1]()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("threads", 1)  # the same answer each time
        if self._nodes is not None:
            highs.setOptionValue("mip_max_nodes", self._nodes)
        try:
            highs.passModel(self._model(objective))
            if any(self._last):
                start = self._solver.HighsSolution()  # what is good so far still fits
                start.col_value = [float(value) for value in self._last]
                highs.setSolution(start)
            failed = highs.run() == self._solver.HighsStatus.kError
        except Exception as error:  # whatever a package of another language may raise
            raise SolverError(f"the solver failed: {error}") from error
        if failed:
            raise SolverError(f"the solver failed: {highs.getModelStatus()}")
        if highs.getInfo().primal_solution_status != _FEASIBLE:
            return False, self._last
        self._last = [round(value) for value in highs.getSolution().col_value]
        return highs.getModelStatus() == self._solver.HighsModelStatus.kOptimal, self._last

    def _model(self, objective: dict[int, float]) -> Any:
        import numpy as np

        solver, width = self._solver, len(self._whole)
        model = solver.HighsLp()
        model.num_col_, model.num_row_ = width, len(self._rows)
        costs = np.zeros(width)
        costs[list(objective)] = list(objective.values())
        model.col_cost_ = costs
        model.col_lower_ = np.array(self._low, dtype=float)
        model.col_upper_ = np.array(self._high, dtype=float)
        model.row_lower_ = np.full(len(self._rows), -solver.kHighsInf)
        model.row_upper_ = np.array(self._upper, dtype=float)
        kinds = solver.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self._whole]
        matrix = model.a_matrix_
        matrix.format_ = solver.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = width, len(self._rows)
        matrix.start_ = np.cumsum([0, *map(len, self._rows)], dtype=np.int32)
        matrix.index_ = np.array([at for row in self._rows for at in row], dtype=np.int32)
        matrix.value_ = np.array([value for row in self._rows for value in row.values()], dtype=float)
        return model


#: The solver's word for a solution that keeps to all limits.
_FEASIBLE = 2


def _same_needs(
    places: Sequence[SeatOption], tiers: Sequence[Sequence[int]]
) -> list[tuple[int, int, tuple[int, ...]]]:
    """Needs that the same places cover, as tier, number of needs, and the places."""
    of_person: dict[int, list[int]] = {}
    for at, place in enumerate(places):
        of_person.setdefault(place.person, []).append(at)
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
