"""Which columns of a matrix say who a row is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from care_pathway.interop.held_cells import FRAMEWORK
from care_pathway.interop.matrix.courses import holds_standings
from care_pathway.tabular.cells import Cells
from care_pathway.tabular.days import looks_like_a_day
from care_pathway.tabular.headings import Holds, fields, fields_named, holds, named


def people_of(
    names: Sequence[str], cells: Cells, given: Mapping[str, str]
) -> tuple[int | None, dict[int, Holds], dict[str, int]]:
    """Which columns say who a row is about, and what else of a staff list stands beside."""
    reference = next(iter(named(given.get("worker", ""), names)), None)
    personal: dict[int, Holds] = {}
    fields: dict[str, int] = {}
    for at, name in enumerate(names):
        if at == reference:
            continue
        kind = holds(name)
        places = set(fields_named(name, "staff"))
        if kind in (None, Holds.WHOLE) and ("id" in places or kind is Holds.WHOLE):
            kind = _who(cells, at, named=kind is Holds.WHOLE)
            if kind is None and reference is None:
                reference = at
                continue
        if kind is not None:
            personal[at] = kind
        elif (
            places
            and not (places == {"qualifications"} and FRAMEWORK.search(name))
            and (places & _DAYS_OF_STAFF or _answers(places, cells, at) or not holds_standings(cells, at, ()))
        ):
            fields[min(places)] = at
    if reference is None and not any(kind is not Holds.OTHER for kind in personal.values()):
        reference = _first_column(names, cells, personal)
    return reference, personal, fields


def _answers(places: set[str], cells: Cells, at: int) -> bool:
    """Whether a column asks about a duty and is answered with yes and no; with days it is about training."""
    asked = {one.field for one in fields("staff") if one.kind == "answer"}
    return bool(places & asked) and not any(map(looks_like_a_day, cells.texts(at)))


_DAYS_OF_STAFF = frozenset({"started_in_role", "left", "started_in_care"})


def _who(cells: Cells, at: int, *, named: bool) -> Holds | None:
    """What a column that says who a row is about holds; ``None`` for references."""
    if cells.are_names(at):
        return Holds.WHOLE
    if cells.are_addresses(at):
        return Holds.EMAIL
    return Holds.WHOLE if named and not cells.are_references(at) else None


def _first_column(names: Sequence[str], cells: Cells, personal: dict[int, Holds]) -> int | None:
    """Who rows are about where nothing is headed so: the first column with anything in it."""
    first = next((at for at in range(min(3, len(names))) if cells.texts(at)), None)
    if first is None:
        return None
    if cells.are_names(first):
        personal[first] = Holds.WHOLE
        return None
    return first if not names[first] and cells.are_references(first) else None
