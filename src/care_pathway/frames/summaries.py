"""Counts, shares, rates and means by group, with known and not known apart, safe to publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from math import floor, isfinite, log10
from typing import Any

from attrs import field, frozen

from care_pathway._arguments import check_count, check_flag, several, texts
from care_pathway._record import Record
from care_pathway.errors import InvalidArgumentError
from care_pathway.frames.codes import number_forms
from care_pathway.frames.errors import FrameError
from care_pathway.frames.made import frame_of
from care_pathway.frames.new_columns import NewColumn
from care_pathway.frames.tables import Table, narwhals
from care_pathway.frames.weighing import Added, Common, counts_behind, where_shown

_TOO_DEEP = 8


@frozen(kw_only=True, repr=False, eq=False)
class Measure(Record):
    """One figure of a summary; made by `count`, `share`, `rate` and `mean`.

    Attributes:
        kind: ``count``, ``share``, ``rate`` or ``mean``.
        column: The column that it is about.
        over: The column that a rate is out of.
        values: The values that a share counts.
        not_known: Values that stand for no answer, besides what is missing.

    Example:
        >>> count().kind
        'count'
    """

    kind: str
    column: str | None = None
    over: str | None = None
    values: tuple[Any, ...] = ()
    not_known: tuple[Any, ...] = ()

    @property
    def label(self) -> str:
        """Its name in a table where none is given.

        Example:
            >>> mean("hrlyrate").label
            'mean_hrlyrate'
        """
        return self.kind if self.column is None else f"{self.kind}_{self.column}"


def _under(value: object) -> int:
    return check_count("Suppress.under", value)


def _step(value: object) -> int:
    return check_count("Suppress.round_to", value, least=1)


@frozen
class Suppress:
    """How a summary is made safe to publish.

    Attributes:
        under: Counts from 1 to one below this are not shown, nor any figure that rests on them.
        round_to: Counts are rounded to a multiple of this; shares and rates are of the rounded counts, and
            means have so few figures that they tell no count.
        secondary: Whether further counts are hidden, so that no small one can be worked out from the others,
            from other figures of the table, from the total, which is taken as public, or from tables by
            fewer of the columns.

    Example:
        >>> Suppress(10, 5)
        Suppress(under=10, round_to=5, secondary=True)
    """

    under: int = field(converter=_under)
    round_to: int = field(default=1, converter=_step)
    secondary: bool = True

    def __attrs_post_init__(self) -> None:
        check_flag("Suppress.secondary", self.secondary)


#: What a share counts where no values are named.
YES = (True, 1)


def count() -> Measure:
    """How many rows a group has.

    Example:
        >>> count().label
        'count'
    """
    return Measure(kind="count")


def share(column: str, values: Any = YES, *, not_known: Any = ()) -> Measure:
    """Which part of the rows with a known answer has one of some values.

    Gives the share (0 to 1), and beside it how many answers are known (``…_known``) and how many are not
    (``…_not_known``).

    Args:
        column: The column with the answers.
        values: The value or values to count; true or 1 where left out, and name them for a column of text.
        not_known: Values that stand for no answer, such as -1; what is missing is never an answer.

    Example:
        >>> share("levelscqheld", ["3", "4", "5"], not_known=["-1", "10"]).label
        'share_levelscqheld'
    """
    return Measure(kind="share", column=column, values=_several(values), not_known=_several(not_known))


def rate(column: str, over: str | None = None, *, not_known: Any = ()) -> Measure:
    """The sum of one column over the sum of another, such as leavers over employees.

    Only rows in which both are known count. Beside the rate stand the rows that are known (``…_known``) and
    those that are not (``…_not_known``).

    Args:
        column: The column to add up, whole numbers such as leavers or vacancies.
        over: The column that it is out of; the rows themselves where left out.
        not_known: Values that stand for no answer.

    Example:
        >>> rate("leavers", "employees", not_known=[999]).over
        'employees'
    """
    return Measure(kind="rate", column=column, over=over, not_known=_several(not_known))


def mean(column: str, *, not_known: Any = ()) -> Measure:
    """The mean of the known values of a column, such as pay.

    Beside it stand how many values are known (``…_known``) and not (``…_not_known``).

    Args:
        column: A column of numbers.
        not_known: Values that stand for no answer, such as 999; they never enter a mean.

    Example:
        >>> mean("averagehours", not_known=[-1, -2]).not_known
        (-1, -2)
    """
    return Measure(kind="mean", column=column, not_known=_several(not_known))


def summarise(
    frame: Any,
    *,
    by: str | Sequence[str],
    measures: Measure | Sequence[Measure] | Mapping[str, Measure],
    suppress: Suppress | None = None,
) -> Any:
    """A table of figures by group, with what is not known shown apart.

    Args:
        frame: A polars, pandas or pyarrow table, or a DuckDB relation.
        by: The column or columns to group by; a missing value is a group of its own.
        measures: The figures: one, several, or by the name that their column is to have.
        suppress: How small counts are hidden, for a table that is to be published.

    Returns:
        A table of the caller's library, sorted by the groups: a row for each. Words of a closed list (Enum,
        categories of pandas, ordered dictionary of pyarrow) are in its order. What is suppressed is null.

    Raises:
        UnknownIdError: If a column is not there; the message names those that are.
        FrameError: If a column cannot be added up, or two columns would have one name.

    Example:
        >>> import polars
        >>> posts = polars.DataFrame({"region": ["N", "N", "S", "S"], "vacant": [1, 0, 0, None]})
        >>> summarise(posts, by="region", measures=[count(), share("vacant")]).rows()
        [('N', 2, 0.5, 2, 0), ('S', 2, 0.0, 1, 1)]
    """
    table = Table(frame)
    groups = [by] if isinstance(by, str) else texts("by", by)
    named = _named(measures)
    if suppress is not None and not isinstance(suppress, Suppress):
        raise InvalidArgumentError("suppress", "frames.Suppress", suppress, given=type(suppress).__name__)
    if len(groups) > _TOO_DEEP:
        raise FrameError(f"by names {len(groups)} columns; up to {_TOO_DEEP} can be grouped by")
    for group in groups:
        table.check(group, "by")
        table.check_plain(group)
    names = [*groups, *(name for label, one in named.items() for name in _columns_of(label, one))]
    spelt = list(map(table.spelt, names))
    twice = sorted({name for name in names if spelt.count(table.spelt(name)) > 1})
    if twice:
        raise FrameError(f"{', '.join(map(repr, twice))} would stand twice; give the measures other names")
    try:
        keys, added = _grouped(table, groups, named, apart=suppress is not None and suppress.secondary)
    except TypeError:  # only pandas has such columns
        if not any(table.kind(group) == "object" for group in groups):
            raise
        raise FrameError(
            "a column of by holds lists or values of several kinds; make it text first"
        ) from None
    columns = [*_group_columns(table, groups, keys), *_columns(named, added, keys, suppress)]
    return frame_of(columns, like=table)


def _several(values: Any) -> tuple[Any, ...]:
    return (values,) if isinstance(values, str) or not hasattr(values, "__iter__") else tuple(values)


def _named(measures: Any) -> dict[str, Measure]:
    if isinstance(measures, Measure):
        measures = [measures]
    named = dict(measures) if isinstance(measures, Mapping) else None
    if named is None:
        listed = several("measures", measures)
        named = {one.label: one for one in listed if isinstance(one, Measure)}
        if all(isinstance(one, Measure) for one in listed) and len(named) < len(listed):
            raise FrameError("two measures are of one column; name them: measures={'name': ...}")
        if len(named) < len(listed):
            named = dict(enumerate(listed))
    if not named:
        raise FrameError("measures names no figure; for example measures=[frames.count()]")
    for one in named.values():
        if not isinstance(one, Measure):
            raise InvalidArgumentError(
                "measures",
                "made by frames.count, share, rate or mean",
                one,
                given=type(one).__name__,
            )
    return named


def _columns_of(label: str, measure: Measure) -> tuple[str, ...]:
    return (label,) if measure.kind == "count" else (label, f"{label}_known", f"{label}_not_known")


# --- adding up -------------------------------------------------------------------------------------------


def _grouped(
    table: Table, groups: list[str], named: Mapping[str, Measure], *, apart: bool
) -> tuple[list[tuple[Any, ...]], Added]:
    """The groups, sorted, with what is added up for each.

    `apart` asks how many rows the figures of one column have in common.
    """
    nw = narwhals()
    frame = nw.from_native(table.native)
    missing = nw.col(table.columns[0]).is_null()  # a bare 1 would be one row in a table without any
    parts: list[Any] = [(missing | ~missing).cast(nw.Int64).alias("cwp_rows")]
    for number, measure in enumerate(named.values()):
        if measure.kind != "count":
            parts += _parts(nw, table, measure, f"cwp_{number}")
    keys = [f"cwp_by_{place}" for place in range(len(groups))]
    picked = frame.select(
        *(table.to_group(group).alias(key) for group, key in zip(groups, keys, strict=True)), *parts
    )
    added = [name for name in picked.collect_schema().names() if name not in keys]
    # A column of nothing has one group, and pandas sorts it not in every version.
    sorting = [key for group, key in zip(groups, keys, strict=True) if table.kind(group) != "null"]
    summed = _summed(picked, keys, added)
    if sorting and table.library != "pyarrow":
        summed = summed.sort(*sorting, nulls_last=True)
    rows = list(Table(summed.to_native()).rows([*keys, *added]))
    if table.library == "pyarrow":  # it does not sort columns of categories in every version
        ranks = [{word: number for number, word in enumerate(table.words(group))} for group in groups]
        rows.sort(
            key=lambda row: [
                (cell is None, rank.get(cell, cell)) for cell, rank in zip(row, ranks, strict=False)
            ]
        )
    if not keys and rows and rows[0][0] is None:
        rows = [tuple(0 for _ in added)]  # no row at all
    place = {name: len(keys) + number for number, name in enumerate(added)}
    found: dict[str, list[tuple[int, int, Any, Any]]] = {}
    for number, (label, measure) in enumerate(named.items()):
        cells = [place["cwp_rows"]] * 4
        if measure.kind != "count":
            cells[1:] = [place[f"cwp_{number}_{part}"] for part in ("known", "sum", "base")]
        found[label] = [tuple(row[cell] for cell in cells) for row in rows]
    own = [row[: len(keys)] for row in rows]
    common = list(_common(picked, keys, own, named)) if apart else []
    return own, Added(sums=found, common=tuple(common))


def _summed(picked: Any, keys: list[str], added: list[str]) -> Any:
    """Columns added up by groups; one row where there are no groups."""
    totals = [narwhals().col(name).sum() for name in added]
    return picked.group_by(*keys).agg(*totals) if keys else picked.select(*totals)


def _common(
    picked: Any, keys: list[str], groups: list[tuple[Any, ...]], named: Mapping[str, Measure]
) -> Iterator[Common]:
    """How many rows the figures of one column have in common, and how many each has for itself."""
    numbers = {label: number for number, label in enumerate(named)}
    columns = dict.fromkeys(
        one for measure in named.values() for one in (measure.column, measure.over) if one
    )
    place = {_same(key): row for row, key in enumerate(groups)}
    for column in columns:
        labels = [label for label, one in named.items() if column in (one.column, one.over)]
        if len(labels) < 2:
            continue
        marks = [f"cwp_{numbers[label]}_known" for label in labels]
        marks += [f"cwp_{numbers[label]}_sum" for label in labels if named[label].kind == "share"]
        rows = _summed(picked, [*keys, *marks], ["cwp_rows"])
        found: dict[tuple[int, ...], list[int]] = {}
        for row in Table(rows.to_native()).rows([*keys, *marks, "cwp_rows"]):
            counts = found.setdefault(tuple(map(int, row[len(keys) : -1])), [0] * len(groups))
            counts[place[_same(row[: len(keys)])]] += int(row[-1])
        shares = [label for label in labels if named[label].kind == "share"]
        parts = [*((label, "known") for label in labels), *((label, "top") for label in shares)]
        yield Common(parts=tuple(parts), counts=found)


def _same(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """A group by which it is found again: the number that stands for none is not equal to itself."""
    return tuple("nan" if cell != cell else cell for cell in key)  # noqa: PLR0124


def _parts(nw: Any, table: Table, measure: Measure, name: str) -> Iterator[Any]:
    """The columns to add up for a measure."""
    column = measure.column
    table.check(column, f"{measure.kind}(…)")
    for one in (column, measure.over):
        if one is not None:
            table.check(one, f"{measure.kind}(…)")
            if measure.kind != "share" and table.kind(one) not in {"number", "flag", "null"}:
                raise FrameError(f"column {one!r} holds no numbers, so it has no {measure.kind}")
    known = _known(nw, table, str(column), measure.not_known)
    if measure.over is not None:
        known = known & _known(nw, table, measure.over, measure.not_known)
    yield known.cast(nw.Int64).alias(f"{name}_known")
    if measure.kind == "share":
        hit = _is_one_of(nw, table, str(column), measure.values)
        yield (hit & known).fill_null(value=False).cast(nw.Int64).alias(f"{name}_sum")
        yield known.cast(nw.Int64).alias(f"{name}_base")
        return
    nought = nw.lit(0.0)
    yield nw.when(known).then(nw.col(column).cast(nw.Float64)).otherwise(nought).alias(f"{name}_sum")
    base = nw.lit(1.0) if measure.over is None else nw.col(measure.over).cast(nw.Float64)
    yield nw.when(known).then(base).otherwise(nought).alias(f"{name}_base")


def _known(nw: Any, table: Table, column: str, not_known: Sequence[Any]) -> Any:
    """Whether a row has an answer in a column; never null."""
    answered = ~nw.col(column).is_null()
    if table.is_float(column):  # an infinite number is no answer either
        answered = answered & nw.col(column).is_finite().fill_null(value=False)
    return answered & ~_is_one_of(nw, table, column, not_known) if not_known else answered


def _is_one_of(nw: Any, table: Table, column: str, values: Sequence[Any]) -> Any:
    """Whether a row has one of some values in a column; never null.

    No library compares text with numbers, or days with moments: values are taken as the column holds them.

    Raises:
        FrameError: If there are values and the column can hold none, so that nothing would count.
    """
    kind = table.kind(column)
    cells, found = table.to_compare(column), _HELD[kind](table, column, values) if kind in _HELD else []
    if values and not found and kind != "null":
        listed = ", ".join(map(repr, values))
        raise FrameError(f"column {column!r} holds {_HOLDS[kind]}, and none of {listed} is such a value")
    if not found:
        return nw.lit(value=False)
    if kind == "number" and not all(isinstance(value, int) for value in found):
        cells = cells.cast(nw.Float64)  # no decimal number is compared with another kind everywhere
    return cells.is_in(found).fill_null(value=False)


def _flags(_: Table, __: str, values: Sequence[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, bool)]


def _numbers(table: Table, column: str, values: Sequence[Any]) -> list[Any]:
    """Numbers, also as text; whole ones for a column of whole numbers."""
    numbers = sorted({number for value in values if (number := _number(value)) is not None})
    if table.is_whole(column):
        return [int(number) for number in numbers if number.is_integer() and table.can_hold(column, number)]
    return numbers


def _texts(_: Table, column: str, values: Sequence[Any]) -> list[Any]:
    """Text; a number is meant however files write it."""
    if tuple(values) == YES:
        raise FrameError(f"column {column!r} holds text; name the values that count")
    found: dict[str, None] = {}
    for value in values:
        if not isinstance(value, bool):
            number = _number(value)
            whole = number is not None and number.is_integer()
            found |= dict.fromkeys((str(value), *(number_forms(int(number or 0)) if whole else ())))
    return list(found)


def _days(table: Table, column: str, values: Sequence[Any]) -> list[Any]:
    """Days for a column of days; for one of moments those of its kind, with a time zone or without."""
    if table.is_day(column):
        return [value for value in values if isinstance(value, date) and not isinstance(value, datetime)]
    zoned = table.zone(column) is not None
    moments = [
        value if isinstance(value, datetime) or zoned else datetime.combine(value, time())
        for value in values
        if isinstance(value, date)
    ]
    return [value for value in moments if isinstance(value, datetime) and (value.tzinfo is not None) is zoned]


def _anything(table: Table, column: str, values: Sequence[Any]) -> list[Any]:
    """What a column of pandas with anything in it may hold."""
    texts = [] if tuple(values) == YES else _texts(table, column, values)
    return [*values, *texts, *(number for value in values if (number := _number(value)) is not None)]


#: Which of some values a column of each kind can hold.
_HELD = {"flag": _flags, "number": _numbers, "text": _texts, "day": _days, "object": _anything}
_HOLDS = {
    "flag": "true and false",
    "number": "numbers",
    "text": "text",
    "day": "days or moments",
    "object": "something else",
    "other": "no text, numbers, days or truth values",
}


def _number(value: Any) -> float | None:
    if isinstance(value, date | bytes):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def _group_columns(table: Table, groups: list[str], keys: list[tuple[Any, ...]]) -> list[NewColumn]:
    """The groups as columns of the type that they had."""
    columns = []
    for place, group in enumerate(groups):
        values = [key[place] for key in keys]
        columns.append(table.like_column(group, values))
    return columns


# --- figures ---------------------------------------------------------------------------------------------


def _columns(
    named: Mapping[str, Measure], added: Added, keys: list[tuple[Any, ...]], suppress: Suppress | None
) -> Iterator[NewColumn]:
    """The columns of all measures."""
    behind = counts_behind(named, added, 0 if suppress is None else suppress.under)
    shown = where_shown(behind, keys, suppress)
    step = 1 if suppress is None else suppress.round_to

    def whole(name: str, label: str, part: str) -> NewColumn:
        pairs = zip(behind.counts[label, part], shown[label, part], strict=True)
        cells = [_rounded(value, step) if ok else None for value, ok in pairs]
        return NewColumn(name=name, values=cells, kind="whole")

    for label, measure in named.items():
        if measure.kind == "count":
            yield whole(label, label, "rows")
            continue
        parts = [part for (own, part) in behind.counts if own == label and part not in {"rows", "not_known"}]
        allowed = map(all, zip(*(shown[label, part] for part in parts), strict=True))
        figures = (_figure(measure, *one[1:], step) for one in added.sums[label])
        cells = [figure if ok else None for figure, ok in zip(figures, allowed, strict=True)]
        yield NewColumn(name=label, values=cells, kind="number")
        yield whole(f"{label}_known", label, "known")
        yield whole(f"{label}_not_known", label, "not_known")


def _figure(measure: Measure, known: int, total: float, base: float, step: int) -> float | None:
    """A share, rate or mean; ``None`` where it has no base."""
    if measure.kind == "mean":
        return _cut(total / known, known) if known and step > 1 else total / known if known else None
    if step > 1:  # of the rounded counts; else hours and the like are no whole numbers
        total, base = _rounded(round(total), step), _rounded(round(base), step)
    return total / base if base else None


def _rounded(value: int, step: int) -> int:
    """To the nearest multiple, halves up."""
    return (2 * value + step) // (2 * step) * step


def _cut(mean: float, known: int) -> float:
    """A mean with so few figures that it does not tell of how many values it is: for 10 one more, and so on.

    Times any number of values near theirs it is a sum that there may be.
    """
    places = int(log10(known))
    size = floor(log10(abs(mean))) if mean else 0
    return round(mean, min(places, places + 1 - size))
