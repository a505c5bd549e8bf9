"""Which counts of a table to hide, so that no small one can be read or worked out.

A count is small if it is less than the least that may be shown, and not nought. Small counts are hidden.
Whoever knows how counts add up (to a total, a row, a column) can work out a hidden one from the others, so
further counts are hidden until what is known leaves every small one open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

#: Equations between whole numbers are solved over the whole numbers below this prime: exactly, no fractions.
_PRIME = (1 << 61) - 1

#: How often bounds are tightened; they settle after a few rounds or not at all.
_ROUNDS = 50

#: Factors of equations that bounds are tightened by; larger ones stand for fractions.
_LARGEST = 8

#: The part of the counts that has to be left for any to be shown: in a table of which hardly any is left,
#: there are more ways to work one out than are looked for.
_LEAST_LEFT = 0.25

#: What is known of counts: the factor of each count by its place, for a sum that somebody knows.
Known = Mapping[int, int]


def hidden_counts(
    values: Sequence[int],
    known: Iterable[Known],
    *,
    under: int,
    least: Sequence[int],
    unseen: Set[int] = frozenset(),
    groups: Sequence[int] = (),
    dear: Set[int] = frozenset(),
) -> frozenset[int]:
    """The counts to hide.

    Args:
        values: The counts, nought or more.
        known: Sums of counts that somebody may know: factors by place in `values`. With the factors 1, 1 and
            -1 it says that the third count is the sum of the first two.
        under: Counts from 1 to one below this are small.
        least: What everybody knows each count to be at least: 1 for the rows of a group, 0 for others.
        unseen: Places of counts that are shown nowhere, and are not to be worked out where they are small.
        groups: For each count a number of its group; further counts are hidden in few groups.
        dear: Places of counts that are hidden after all others.

    Returns:
        Places in `values`: the small counts, and further ones found by a simple search. All of them where
        the totals themselves give a small count away, or hardly any would be left.

    Example:
        >>> total = dict.fromkeys(range(4), 1)
        >>> sorted(hidden_counts([3, 40, 12, 7], [total], under=5, least=[1] * 4))
        [0, 3]
        >>> sorted(hidden_counts([1, 1, 40], [dict.fromkeys(range(3), 1)], under=5, least=[1] * 3))
        [0, 1, 2]
    """
    sums = [dict(one) for one in known]
    groups = groups or range(len(values))
    small = frozenset(place for place, value in enumerate(values) if 0 < value < under)
    hidden = small | unseen
    seen = sum(value > 0 for place, value in enumerate(values) if place not in unseen)
    while True:
        left = seen - sum(values[place] > 0 for place in hidden - unseen)
        if left < _LEAST_LEFT * seen:
            return frozenset(range(len(values)))
        told = worked_out(values, sums, hidden, least)
        open_ = sorted(small & set(told))
        if not open_:
            return hidden
        used = {groups[place] for place in hidden - unseen}
        cost = [
            (place in dear, groups[place] not in used, value, place) for place, value in enumerate(values)
        ]
        further = {_further(values, place, told[place], sums, hidden, least, cost) for place in open_} - {
            None
        }
        if not further:
            return frozenset(range(len(values)))
        hidden |= {place for place in further if place is not None}


def worked_out(
    values: Sequence[int],
    sums: Sequence[Known],
    hidden: Set[int],
    least: Sequence[int],
) -> dict[int, Mapping[int, int] | None]:
    """The hidden counts whose value follows from the sums, from what is shown and from the rule itself.

    Args:
        values: The counts.
        sums: What somebody may know.
        hidden: The places that are not shown.
        least: What each count is known to be at least.

    Returns:
        By place, the factors of the sums that together give the count; ``None`` where bounds settle it.

    Example:
        >>> worked_out([3, 40, 12], [dict.fromkeys(range(3), 1)], {0}, [1] * 3)
        {0: {0: 1}}
    """
    equations: dict[tuple[tuple[int, int], ...], int] = {}
    for number, line in enumerate(sums):
        unknown = tuple(sorted((place, factor) for place, factor in line.items() if place in hidden))
        if unknown:
            equations.setdefault(unknown, number)
    found: dict[int, Mapping[int, int] | None] = {}
    lines = set(equations)
    for pivot, row in _reduced(equations).items():
        unknown = tuple(sorted((place, _signed(factor)) for place, factor in row.items() if place >= 0))
        lines.add(unknown)
        if len(unknown) == 1:
            found[pivot] = {-1 - number: factor for number, factor in row.items() if number < 0}
    small = sorted(line for line in lines if all(abs(factor) <= _LARGEST for _, factor in line))
    for place in sorted(_squeezed(values, small, hidden, least)):
        found.setdefault(place, None)
    return found


def _signed(factor: int) -> int:
    """A factor as the whole number nearest to nought that it stands for."""
    return factor - _PRIME if factor > _PRIME // 2 else factor


def _further(
    values: Sequence[int],
    place: int,
    factors: Mapping[int, int] | None,
    sums: Sequence[Known],
    hidden: Set[int],
    least: Sequence[int],
    cost: Sequence[tuple[bool, bool, int, int]],
) -> int | None:
    """The count of least cost to hide as well, so that a small one no longer follows; ``None`` if none is.

    A sum of sums gives the small count because all else in it is shown, so one of those has to go. Bounds
    reach further, from sum to sum over what is hidden, so the nearest count that is shown has to go. A nought
    is hidden where nothing else can be.
    """
    weights: dict[int, int] = {}
    for number, factor in (factors or {}).items():
        for other, own in sums[number].items():
            weights[other] = (weights.get(other, 0) + factor * own) % _PRIME
    found = {other for other, weight in weights.items() if weight and other not in hidden}
    reached, left = {place}, list(sums)
    while True:
        for some in ([one for one in found if values[one]], [one for one in found if not least[one]]):
            if some:
                return min(some, key=cost.__getitem__)
        near = [line for line in left if not reached.isdisjoint(line)]
        if not near:
            return None
        left = [line for line in left if reached.isdisjoint(line)]
        found = {other for line in near for other in line if other not in hidden}
        reached |= {other for line in near for other in line if other in hidden}


def _reduced(equations: Mapping[tuple[tuple[int, int], ...], int]) -> dict[int, dict[int, int]]:
    """Equations that follow, each by the one unknown that stands in no other.

    Places below nought hold the factors of the equations that a row is made of.
    """
    rows: dict[int, dict[int, int]] = {}
    where: dict[int, set[int]] = {}  # the equations in which an unknown stands beside that one
    for unknown, number in equations.items():
        row = {place: factor % _PRIME for place, factor in unknown}
        row[-1 - number] = 1
        for place in [one for one in row if one in rows]:
            _subtract(row, rows[place], row[place])
        pivot = min(
            (place for place in row if place >= 0),
            key=lambda place: (len(where.get(place, ())), place),
            default=None,
        )
        if pivot is None:
            continue
        inverse = pow(row[pivot], -1, _PRIME)
        row = {place: factor * inverse % _PRIME for place, factor in row.items()}
        for other in where.pop(pivot, set()):
            before = set(rows[other])
            _subtract(rows[other], row, rows[other][pivot])
            for place in before ^ set(rows[other]):
                if place != pivot and place >= 0:
                    where.setdefault(place, set()).symmetric_difference_update({other})
        rows[pivot] = row
        for place in row:
            if place != pivot and place >= 0:
                where.setdefault(place, set()).add(pivot)
    return rows


def _subtract(row: dict[int, int], other: Mapping[int, int], factor: int) -> None:
    """Take a multiple of one equation from another."""
    for place, value in other.items():
        left = (row.get(place, 0) - factor * value) % _PRIME
        if left:
            row[place] = left
        else:
            row.pop(place, None)


def _squeezed(
    values: Sequence[int],
    equations: Iterable[tuple[tuple[int, int], ...]],
    hidden: Set[int],
    at_least: Sequence[int],
) -> frozenset[int]:
    """The unknowns that bounds settle: each has a least value, and at most what a sum leaves for it."""
    least, most = {place: at_least[place] for place in hidden}, dict.fromkeys(hidden, sum(values))
    totals = {unknown: sum(factor * values[place] for place, factor in unknown) for unknown in equations}
    for _ in range(_ROUNDS):
        changed = False
        for unknown, total in totals.items():
            low = sum(factor * (least if factor > 0 else most)[place] for place, factor in unknown)
            high = sum(factor * (most if factor > 0 else least)[place] for place, factor in unknown)
            for place, factor in unknown:
                own_low, own_high = sorted((factor * least[place], factor * most[place]))
                bottom, top = total - (high - own_high), total - (low - own_low)
                if factor < 0:
                    bottom, top = -top, -bottom
                size = abs(factor)
                under, over = max(least[place], -(-bottom // size)), min(most[place], top // size)
                if (under, over) != (least[place], most[place]):
                    changed = True
                    low += min(factor * under, factor * over) - own_low
                    high += max(factor * under, factor * over) - own_high
                    least[place], most[place] = under, over
        if not changed:
            break
    return frozenset(place for place in hidden if least[place] == most[place])
