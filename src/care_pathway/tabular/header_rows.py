"""Where the header of a table stands: perhaps below a few lines of text, perhaps in two rows.

In two rows the upper one groups the lower one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

from care_pathway.tabular.cells import text
from care_pathway.tabular.days import DayPart, looks_like_a_day, written
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.headings import forms, holds, is_heading, known, named, normal, squeezed

#: How many lines may stand above the header.
_MOST_ABOVE = 25


def header_rows(
    grid: Grid, table: str, given: Mapping[str, str] | None = None
) -> tuple[int, int, tuple[str, ...]]:
    """Where the header is: the place of its last row, how many rows it takes, and its headings."""
    wanted = frozenset((given or {}).values())
    best: tuple[int, int, int] = (-1, 0, 0)
    found: tuple[int, int, tuple[str, ...]] = (0, 1, ())
    singles = [
        tuple(text(cell) for cell in cells) for _, cells in grid.rows[: min(_MOST_ABOVE, len(grid.rows)) + 1]
    ]
    for at, names in enumerate(singles[:_MOST_ABOVE]):
        score = (_score(names, table, wanted), -at, 0)
        if score > best and not (score[0] < _SURE_HEADER and best[0] > 0 and _is_below(found[2], names)):
            best, found = score, (at, 1, names)
    head = found[2] if best[0] > 0 else ()
    for at, (upper, lower) in enumerate(pairwise(singles)):
        if at + 1 < len(singles) and _can_be_second(upper, lower) and not _is_below(head, upper):
            names = _joined(upper, lower, table)
            score = (_score(names, table, wanted), -at, -1)
            if score[0] > best[0]:
                best, found = score, (at + 1, 2, names)
    return found


#: A row with two known headings is a header, whatever stands above.
_SURE_HEADER = 6


def _is_below(header: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a row stands below a header: where that is headed as people are, it has no heading."""
    return any(
        holds(head) is not None and bool(name) and not is_heading(name)
        for head, name in zip(header, names, strict=False)
    )


def _score(names: Sequence[str], table: str, wanted: frozenset[str]) -> int:
    """How much a row looks like the header of a table."""
    places = known(table)
    filled = [name for name in names if name]
    # A title merged over the whole table is one heading, not many.
    of_each = [forms(name) for name in dict.fromkeys(filled)]
    keys = {whole for whole, *_ in of_each}
    exact = {field for key in chain.from_iterable(of_each) for field, _ in places.get(key, ())[:1]}
    personal = sum(holds(name) is not None for name in dict.fromkeys(filled)) if table != "courses" else 0
    # A month may head a column.
    days = sum(looks_like_a_day(name) and written(name).part is DayPart.DAY for name in filled)
    return (
        10 * sum(bool(named(heading, filled)) for heading in wanted)
        + 3 * len(exact)
        + personal
        + bool(keys and not exact and len(keys) > 1)
        - 3 * days
    )


def _can_be_second(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row may be the lower half of a header: short words, and no day or bare number."""
    filled = [name for name in lower if name]
    if not filled or sum(map(bool, upper)) < 2:
        return False
    return not any(
        name.replace(".", "", 1).isdecimal() or len(name) > 60 or looks_like_a_day(name) for name in filled
    )


def _joined(upper: Sequence[str], lower: Sequence[str], table: str) -> tuple[str, ...]:
    """Headings of two rows: an upper one goes with each heading below it, up to the next."""
    names = []
    above = ""
    places = known(table)
    for at in range(max(len(upper), len(lower))):
        over = upper[at] if at < len(upper) else ""
        under = lower[at] if at < len(lower) else ""
        above = over or (above if under else "")
        if not under or not above or normal(above) == normal(under):
            names.append(under or over)
        else:
            both = f"{above} {under}"
            alone = squeezed(normal(under))
            plain = alone in places or holds(under) is not None
            names.append(under if plain and squeezed(normal(both)) not in places else both)
    return tuple(names)
