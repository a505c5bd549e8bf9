"""Records and results as flat rows for a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_origin

import attrs

from care_pathway._record import Record, Result, fields_of
from care_pathway.errors import InvalidArgumentError
from care_pathway.model import Pathway, ProgressionRoute
from care_pathway.model.pathway import all_records
from care_pathway.problems import Problem


def to_rows(result: Any) -> list[dict[str, Any]]:
    """A record, a result or a sequence of them as flat rows for a table.

    A record gives one row, a sequence one row each, a `Pathway` one row per bundled record. A result
    that has a table of its own, such as `TeamGap`, gives that. Fields of a record inside a record get
    its field name as a prefix. Lists become text with ``; `` between the items; records in lists, their ids;
    parts of a result, a column for each thing said of them (``themes``, ``themes_confidence``).

    Args:
        result: What to show.

    Returns:
        Rows with the same columns; values are text, numbers, ``True``, ``False`` or ``None``.

    Example:
        >>> import care_pathway as cp
        >>> rows = cp.to_rows(cp.load("2025-04").values)
        >>> rows[2]["name"], rows[2]["provenance_basis"]
        ('Respect', 'published')
    """
    if isinstance(result, Pathway):
        return _pathway_rows(result)
    if isinstance(result, Record):
        own_rows = getattr(result, "rows", None)
        return list(own_rows()) if callable(own_rows) else [_row(result)]
    if isinstance(result, Mapping | str | bytes) or not isinstance(result, Iterable):
        raise InvalidArgumentError("result", "a record or a sequence of records", result)
    rows = [row for item in result for row in to_rows(item)]
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in columns} for row in rows]


def _pathway_rows(pathway: Pathway) -> list[dict[str, Any]]:
    rows = []
    for collection, records in all_records(pathway).items():
        for record in records:
            provenance = getattr(record, "provenance", None)
            rows.append(
                {
                    "collection": collection,
                    "id": record.id,
                    "text": _words_of(record),
                    "basis": str(provenance.basis) if provenance else None,
                    "confidence": provenance and provenance.confidence and str(provenance.confidence),
                    "source": provenance and provenance.source,
                    "pathway": pathway.ref,
                }
            )
    return rows


_NAMES = ("name", "label", "title", "statement", "text")


def _words_of(record: Any) -> str | None:
    """The words that name a record; a route is named by its ends."""
    if isinstance(record, ProgressionRoute):
        return f"{record.source or 'entry'} → {record.target}"
    return next((text for name in _NAMES if (text := getattr(record, name, None))), None)


def _row(record: Record, prefix: str = "") -> dict[str, Any]:
    row: dict[str, Any] = {}
    kind: Any = type(record)
    for field in fields_of(kind):
        name = prefix + field.name.lstrip("_")
        value = getattr(record, field.name)
        if isinstance(value, Record):
            row |= _row(value, f"{name}_")
        elif (parts := _named_parts(field.type)) is not None:
            row |= _columns(name, parts, value or ())
        else:
            row[name] = _cell(value)
    return row


#: What names a part of a result, the first that it has.
_NAMING = ("id", "role_category")


def _named_parts(kind: Any) -> tuple[str, ...] | None:
    """The fields of the parts that a field of a result lists, the naming one first."""
    part = next(iter(get_args(kind)), None) if get_origin(kind) is tuple else None
    if not (isinstance(part, type) and issubclass(part, Result)):
        return None
    names = [field.name for field in attrs.fields(part)]
    naming = next((name for name in _NAMING if name in names), None)
    return None if naming is None else (naming, *(name for name in names if name != naming))


def _columns(name: str, parts: tuple[str, ...], items: tuple[Any, ...]) -> dict[str, Any]:
    """Parts of a result side by side: a column of their names, and one for each thing said of them."""
    columns = {}
    for part in parts:
        cells = [_cell(getattr(item, part)) for item in items]
        if part == "role_category":
            cells = ["out-of-scope" if cell is None else cell for cell in cells]
        column = name if part == parts[0] else f"{name}_{part}"
        columns[column] = "; ".join("" if cell is None else str(cell).replace("; ", ", ") for cell in cells)
    return columns


def _cell(value: Any) -> Any:
    if isinstance(value, StrEnum | date | Problem):
        return str(value)
    if isinstance(value, frozenset):
        return "; ".join(sorted(str(_cell(item)) for item in value))
    if isinstance(value, tuple):
        return "; ".join(str(_cell(item)) for item in value)
    if isinstance(value, Record):
        for name in ("id", *_NAMES):
            if getattr(value, name, None):
                return str(getattr(value, name))
        return "; ".join(f"{name}: {item}" for name, item in _row(value).items() if item not in (None, ""))
    return value
