"""The counts behind the figures of a summary, and in which groups they may be shown.

A figure rests on counts: a share on how many are known, how many of these have a value and how many have not.
Counts add up to each other and to totals, so all those of a table are weighed together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from attrs import evolve, frozen

from care_pathway.frames.disclosure import hidden_counts

#: What a count is of: the name of a measure and a part of it, such as ``known``.
Part = tuple[str, str]
#: Parts that only figures rest on, and those that stand beside them; given up in this order.
_GIVEN_UP = ({"top", "rest", "base"}, {"known", "not_known"})


@frozen(kw_only=True)
class Common:
    """How many rows some measures have in common, and how many each has for itself.

    Attributes:
        parts: The parts of measures that a row may count for.
        counts: How many rows of each group count for which of these parts: 1 for each part they count for.
    """

    parts: tuple[Part, ...]
    counts: Mapping[tuple[int, ...], list[int]]


@frozen(kw_only=True)
class Added:
    """What is added up for each group.

    Attributes:
        sums: By measure: the rows, and of the rows that are known how many, their sum, and what it is out of.
        common: What the measures of one column have in common.
    """

    sums: Mapping[str, Sequence[tuple[int, int, Any, Any]]]
    common: tuple[Common, ...] = ()


@frozen(kw_only=True)
class Behind:
    """All counts behind the figures of a table.

    Attributes:
        counts: Each count, for each group.
        sums: Which count is the sum of which others, in every group.
        unseen: Counts that no figure rests on, and that nobody may work out either.
    """

    counts: Mapping[Part, list[int]]
    sums: tuple[tuple[Part, tuple[Part, ...]], ...]
    unseen: frozenset[Part] = frozenset()


def counts_behind(measures: Mapping[str, Any], added: Added, under: int) -> Behind:
    """The counts behind the figures of measures.

    Args:
        measures: The measures by name.
        added: What was added up for them.
        under: Counts from 1 to one below this are small.
    """
    counts: dict[Part, list[int]] = {}
    sums: list[tuple[Part, tuple[Part, ...]]] = []
    for label, measure in measures.items():
        own = dict(_counts(measure.kind, added.sums[label]))
        counts |= {(label, name): values for name, values in own.items()}
        base = "base" if "base" in own else "known"
        for whole, parts in (("rows", ("known", "not_known")), (base, ("top", "rest"))):
            if set(parts) <= set(own):
                sums.append(((label, whole), tuple((label, part) for part in parts)))
    unseen: list[Part] = []
    for number, common in enumerate(added.common):
        whole = f"common {number}"
        pieces = {which: (whole, str(which)) for which in common.counts}
        counts |= {piece: common.counts[which] for which, piece in pieces.items()}
        unseen += pieces.values()
        told = {
            part: frozenset(which for which in pieces if which[at]) for at, part in enumerate(common.parts)
        }
        told[common.parts[0][0], "rows"] = frozenset(pieces)
        sums += [(part, tuple(map(pieces.__getitem__, inside))) for part, inside in told.items()]
        for inside in _left_over(told.values()):
            together = [sum(numbers) for numbers in zip(*map(common.counts.__getitem__, inside), strict=True)]
            if any(0 < value < under for value in together):
                counts[whole, str(sorted(inside))] = together
                unseen.append((whole, str(sorted(inside))))
                sums.append((unseen[-1], tuple(map(pieces.__getitem__, inside))))
    return Behind(counts=counts, sums=tuple(sums), unseen=frozenset(unseen))


_Inside = frozenset[tuple[int, ...]]


def _left_over(told: Iterable[_Inside]) -> Iterable[_Inside]:
    """What is left of figures when others are taken from them, and again of that, if of several pieces."""
    start = found = set(told)
    for _ in range(2):
        found = found | {whole - part for whole, part in product(found, start) if part < whole}
    return [inside for inside in sorted(found - start, key=sorted) if len(inside) > 1]


def _counts(kind: str, sums: Sequence[tuple[int, int, Any, Any]]) -> Iterator[tuple[str, list[int]]]:
    """The counts behind the figures of one measure, by what they count."""
    yield "rows", [rows for rows, *_ in sums]
    if kind == "count":
        return
    yield "known", [known for _, known, _, _ in sums]
    yield "not_known", [rows - known for rows, known, _, _ in sums]
    totals = [total for _, _, total, _ in sums]
    if kind == "mean" and not all(total >= 0 and total == int(total) for total in totals):
        return  # what has such a sum is no count
    top, base = [_whole(total) for total in totals], [_whole(base) for *_, base in sums]
    yield "top", top
    if kind == "rate":
        yield "base", base
    # What is out of something, as leavers out of employees are, leaves a rest that counts something too.
    if all(0 <= part <= whole for part, whole in zip(top, base, strict=True)):
        yield "rest", [whole - part for part, whole in zip(top, base, strict=True)]


def _whole(total: float) -> int:
    """A sum as a count that is no larger: what is there at all is 1 at least."""
    return max(int(total), int(total > 0))


def where_shown(
    behind: Behind, keys: Sequence[tuple[Any, ...]], suppress: Any
) -> Mapping[Part, Sequence[bool]]:
    """In which groups each count may be shown.

    Where hardly any would be left, shares, rates and means are given up before counts are.

    Args:
        behind: The counts, a value for each group.
        keys: The groups, each with its value of every column.
        suppress: How small counts are hidden.
    """
    if suppress is None:
        return {part: [True] * len(keys) for part in behind.counts}
    given_up: frozenset[Part] = frozenset()
    for names in ((), *_GIVEN_UP):
        given_up |= {part for part in behind.counts if part[1] in names}
        shown = _shown(evolve(behind, unseen=behind.unseen | given_up), keys, suppress)
        if any(map(any, shown.values())):
            break
    return shown


def _shown(behind: Behind, keys: Sequence[tuple[Any, ...]], suppress: Any) -> Mapping[Part, Sequence[bool]]:
    """Where each count may be shown, but for those that are not to be seen at all."""
    columns = list(dict.fromkeys(map(tuple, behind.counts.values())))  # what counts alike is one
    start = {values: place * len(keys) for place, values in enumerate(columns)}
    first = {part: start[tuple(values)] for part, values in behind.counts.items()}
    known: list[dict[int, int]] = []
    if suppress.secondary:
        known = [*_parts_of_a_group(behind, len(keys), first), *_totals(behind, keys, first, suppress)]
    # A group that is there has a row at least; its other counts may be nought.
    rows = {first[part] for part in behind.counts if part[1] == "rows"}
    least = [int(start[values] in rows) for values in columns for _ in values]
    flat = [value for values in columns for value in values]
    seen = {first[part] for part in behind.counts if part not in behind.unseen}
    dear = {first[part] for part in behind.counts if part[1] not in _GIVEN_UP[0]}

    def places(begins: Iterable[int]) -> frozenset[int]:
        return frozenset(begin + row for begin in begins for row in range(len(keys)))

    hidden = hidden_counts(
        flat,
        known,
        under=suppress.under,
        least=least,
        unseen=places(set(start.values()) - seen),
        groups=[*range(len(keys))] * len(columns),
        dear=places(dear),
    )
    return {
        part: [part not in behind.unseen and first[part] + row not in hidden for row in range(len(keys))]
        for part in behind.counts
    }


def _parts_of_a_group(behind: Behind, height: int, first: Mapping[Part, int]) -> Iterator[dict[int, int]]:
    """How the counts of one group add up: known and not known to its rows, a share and its rest to known."""
    for whole, parts in behind.sums:
        for row in range(height):
            line = {first[whole] + row: -1}
            for part in parts:
                line[first[part] + row] = line.get(first[part] + row, 0) + 1
            yield {place: factor for place, factor in line.items() if factor}


def _totals(
    behind: Behind, keys: Sequence[tuple[Any, ...]], first: Mapping[Part, int], suppress: Any
) -> Iterator[dict[int, int]]:
    """Totals that somebody may know: of all, and those that tables by fewer of the columns would show."""
    pieces = {part for part in behind.unseen if part[0].startswith("common ")}
    for begin in dict.fromkeys(place for part, place in first.items() if part not in pieces):
        yield dict.fromkeys(range(begin, begin + len(keys)), 1)
    depth = len(keys[0]) if keys else 0
    for size in range(1, depth):
        for kept in combinations(range(depth), size):
            rows_of: dict[tuple[Any, ...], list[int]] = {}
            for row, key in enumerate(keys):
                rows_of.setdefault(tuple(key[place] for place in kept), []).append(row)
            added = {
                part: [sum(values[row] for row in rows) for rows in rows_of.values()]
                for part, values in behind.counts.items()
            }
            shown = where_shown(
                evolve(behind, counts=added, unseen=frozenset(pieces)), list(rows_of), suppress
            )
            for part, allowed in shown.items():
                for rows, ok in zip(rows_of.values(), allowed, strict=True):
                    if ok:
                        yield dict.fromkeys((first[part] + row for row in rows), 1)
