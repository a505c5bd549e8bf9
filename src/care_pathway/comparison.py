"""What changed between two editions."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import attrs
from attrs import frozen

from care_pathway._arguments import check_kind, check_text, word
from care_pathway._record import Record, Result
from care_pathway.model import COLLECTIONS, Pathway
from care_pathway.model._fields import are_records, as_tuple, is_text, is_text_or_none, is_whole
from care_pathway.model.pathway import all_records
from care_pathway.render.html import table
from care_pathway.render.words import shorten


class ChangeKind(StrEnum):
    """What happened to a record between two editions."""

    ADDED = "added"
    """Only the new edition has it."""
    RETIRED = "retired"
    """Only the old edition has it."""
    RENAMED = "renamed"
    """Its name, label or title differs."""
    MOVED = "moved"
    """It belongs somewhere else: other role categories, another area, theme, stage, order or letter."""
    REWORDED = "reworded"
    """Its text differs."""
    CHANGED = "changed"
    """Anything else about it differs."""


# Which kind of change a difference in a field is; every other field is a plain change.
_KIND_OF_FIELD = {
    **dict.fromkeys(("name", "label", "title"), ChangeKind.RENAMED),
    **dict.fromkeys(("statement", "text", "summary", "teaches"), ChangeKind.REWORDED),
    **dict.fromkeys(
        ("role_category", "role_categories", "area", "theme", "stage", "order", "letter", "baseline"),
        ChangeKind.MOVED,
    ),
    **dict.fromkeys(("source", "target", "first", "second", "topic", "edition"), ChangeKind.MOVED),
}


@frozen(kw_only=True, repr=False, eq=False)
class Change(Result):
    """One difference between two editions.

    Attributes:
        kind: What happened.
        collection: The collection of the record, such as ``role_categories``.
        id: Id of the record.
        name: Its name in the edition that has it, the new one first.
        field: The field that differs; ``None`` for a record that was added or retired.
        before: What the field held, as text.
        after: What it holds now, as text.
    """

    kind: ChangeKind = attrs.field(converter=ChangeKind)
    collection: str = attrs.field(validator=is_text)
    id: str = attrs.field(validator=is_text)
    name: str = attrs.field(validator=is_text)
    field: str | None = attrs.field(default=None, validator=is_text_or_none)
    before: str | None = attrs.field(default=None, validator=is_text_or_none)
    after: str | None = attrs.field(default=None, validator=is_text_or_none)

    def __str__(self) -> str:
        if self.field is None:
            return f"{self.kind}: {self.name} ({self.id})"
        before, after = (_shortened(text) for text in (self.before, self.after))
        return f"{self.kind}: {self.name} ({self.id}), {self.field.replace('_', ' ')}: {before} → {after}"


@frozen(kw_only=True, repr=False, eq=False)
class Unchanged(Result):
    """How many records of a collection are the same in both editions.

    Attributes:
        collection: The collection.
        count: How many.
    """

    collection: str = attrs.field(validator=is_text)
    count: int = attrs.field(validator=is_whole)


@frozen(kw_only=True, repr=False, eq=False)
class EditionDiff(Result):
    """What changed between two editions, record by record.

    Attributes:
        old: `Pathway.ref` of the old one.
        new: `Pathway.ref` of the new one.
        changes: Every difference, by collection and in published order.
        unchanged: How many records of each collection are the same.
    """

    _compare = ".changes == ()"

    old: str = attrs.field(validator=is_text)
    new: str = attrs.field(validator=is_text)
    changes: tuple[Change, ...] = attrs.field(default=(), converter=as_tuple, validator=are_records(Change))
    unchanged: tuple[Unchanged, ...] = attrs.field(
        default=(), converter=as_tuple, validator=are_records(Unchanged)
    )

    def of(self, kind: ChangeKind | str, collection: str | None = None) -> tuple[Change, ...]:
        """The changes of a kind, perhaps of one collection only."""
        wanted = word("kind", kind, ChangeKind)
        check_text("collection", collection, optional=True)
        return tuple(
            change
            for change in self.changes
            if change.kind is wanted and collection in (None, change.collection)
        )

    @property
    def added(self) -> tuple[Change, ...]:
        """Records that only the new edition has."""
        return self.of(ChangeKind.ADDED)

    @property
    def retired(self) -> tuple[Change, ...]:
        """Records that only the old edition has."""
        return self.of(ChangeKind.RETIRED)

    @property
    def renamed(self) -> tuple[Change, ...]:
        """Records with another name."""
        return self.of(ChangeKind.RENAMED)

    @property
    def moved(self) -> tuple[Change, ...]:
        """Records that belong somewhere else."""
        return self.of(ChangeKind.MOVED)

    @property
    def reworded(self) -> tuple[Change, ...]:
        """Records with another text."""
        return self.of(ChangeKind.REWORDED)

    def explain(self) -> str:
        """The changes as plain lines, collection by collection."""
        lines = [f"From {self.old} to {self.new}"]
        unchanged = {same.collection: same.count for same in self.unchanged}
        changed = {change.collection for change in self.changes}
        for collection in sorted(changed | unchanged.keys(), key=self._place):
            mine = [change for change in self.changes if change.collection == collection]
            same = unchanged.get(collection, 0)
            lines.append(f"{collection.replace('_', ' ')}: {len(mine)} changes, {same} unchanged")
            lines += [f"  {change}" for change in mine]
        return "\n".join(lines)

    @staticmethod
    def _place(collection: str) -> tuple[int, str]:
        at = COLLECTIONS.index(collection) if collection in COLLECTIONS else len(COLLECTIONS)
        return at, collection

    def rows(self) -> list[dict[str, Any]]:
        """One row a change, for a table."""
        names = ("kind", "collection", "id", "name", "field", "before", "after")
        return [
            {"old": self.old, "new": self.new}
            | {name: None if (value := getattr(change, name)) is None else str(value) for name in names}
            for change in self.changes
        ]

    def __repr__(self) -> str:
        return f"<EditionDiff {self.old} → {self.new}: {len(self.changes)} changes>"

    def _repr_html_(self) -> str:
        rows = [
            (
                change.kind,
                change.collection.replace("_", " "),
                change.name,
                change.field or "",
                _shortened(change.before),
                _shortened(change.after),
            )
            for change in self.changes
        ]
        heads = ("Change", "Kind", "Record", "Field", "Before", "After")
        return table(f"Changes from {self.old} to {self.new}", rows, heads=heads)


def compare(old: Pathway, new: Pathway) -> EditionDiff:
    """What changed from one edition to another: added, retired, renamed, moved, reworded, changed.

    Records are the same when their ids are. The list of editions that a record belongs to is left out of
    the comparison: it is the same in both.

    Args:
        old: The earlier one.
        new: The later one.

    Returns:
        Every difference; comparing an edition with itself gives none.

    Example:
        >>> import care_pathway as cp
        >>> diff = cp.compare(cp.load("2024-01"), cp.load("2025-04"))
        >>> [change.id for change in diff.of("added", "role_categories")]
        ['enhanced-care-worker', 'personal-assistant', 'deputy-manager', 'registered-manager']
        >>> next(one.count for one in diff.unchanged if one.collection == "values")
        7
    """
    check_kind("old", old, Pathway)
    check_kind("new", new, Pathway)
    changes: list[Change] = []
    unchanged: list[Unchanged] = []
    all_old, all_new = all_records(old), all_records(new)
    if old.edition.id != new.edition.id:
        del all_old["edition"], all_new["edition"]  # which the comparison is of
    for collection in all_old | all_new:
        before = {record.id: record for record in all_old.get(collection, ())}
        after = {record.id: record for record in all_new.get(collection, ())}
        differing = set()
        for id_, record in {**before, **after}.items():  # published order, records that went away first
            found = list(_changes(collection, before.get(id_), after.get(id_), record))
            if found:
                differing.add(id_)
            changes += found
        same = len([id_ for id_ in before if id_ in after and id_ not in differing])
        if same:
            unchanged.append(Unchanged(collection=collection, count=same))
    return EditionDiff(old=old.ref, new=new.ref, changes=changes, unchanged=unchanged)


def _changes(collection: str, before: Any, after: Any, record: Any) -> Iterator[Change]:
    about: dict[str, Any] = {"collection": collection, "id": record.id, "name": _name(record)}
    if before is None:
        yield Change(kind=ChangeKind.ADDED, **about)
    elif after is None:
        yield Change(kind=ChangeKind.RETIRED, **about)
    elif before != after:
        for field in attrs.fields(type(before)):
            old, new = getattr(before, field.name), getattr(after, field.name, None)
            if old != new and field.name != "editions":
                kind = _KIND_OF_FIELD.get(field.name, ChangeKind.CHANGED)
                yield Change(kind=kind, field=field.name, before=_text(old), after=_text(new), **about)


def _name(record: Any) -> str:
    names = (getattr(record, name, None) for name in ("name", "label", "title", "statement", "text", "id"))
    return str(next(name for name in names if name))


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        return "; ".join(_text(item) or "" for item in value)
    if isinstance(value, Record):
        shown = (
            getattr(value, field.name)
            for field in attrs.fields(type(value))
            if field.name not in ("id", "provenance")
        )
        return ", ".join(text for item in shown if item not in (None, ()) and (text := _text(item)))
    return str(value)


def _shortened(text: str | None, limit: int = 60) -> str:
    if not text:
        return "nothing"
    return shorten(text, limit)
