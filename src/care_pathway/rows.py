"""Records and results as flat rows for a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from care_pathway._record import Record
from care_pathway.errors import InvalidArgumentError
from care_pathway.model import Pathway, ProgressionRoute
from care_pathway.model.pathway import all_records


def to_rows(result: Any) -> list[dict[str, Any]]:
    """A record, a result or a sequence of them as flat rows for a table.

    A record gives one row, a sequence one row each, a `Pathway` one row per bundled record. A result
    that has a table of its own, such as `TeamGap`, gives that. Fields of a record inside a record get
    its field name as a prefix. Lists become text with ``; `` between the items; records in lists, their ids.

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
    for field in attrs.fields(type(record)):
        name = prefix + field.name.lstrip("_")
        value = getattr(record, field.name)
        if isinstance(value, Record):
            row |= _row(value, f"{name}_")
        else:
            row[name] = _cell(value)
    return row


def _cell(value: Any) -> Any:
    if isinstance(value, StrEnum | date):
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
