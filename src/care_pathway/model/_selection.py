"""`Pathway.only`: keeping what is known in a certain way."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import attrs

from care_pathway._arguments import word
from care_pathway._record import Record
from care_pathway.model._fields import flatten
from care_pathway.model.provenance import Basis, Confidence, Provenance
from care_pathway.model.requirement import (
    AllOfRequirement,
    CoverageRequirement,
    InductionRequirement,
    QualificationRequirement,
)

W = TypeVar("W", bound=StrEnum)

# What a field of a basis beside a record's own speaks about; the field goes when the basis does not pass.
_BASIS_FIELDS = {"label_basis": "label", "learning_basis": "learning"}

# What a second provenance of a record speaks about; these fields go with it.
_PROVENANCE_FIELDS: dict[str, dict[str, Any]] = {
    "mapping_provenance": {"maps_to": (), "external": (), "mapping_note": None}
}

# Stands for a value that a record cannot be without.
_LOST = object()


def select(pathway: Any, collections: Iterable[str], *, basis: Any, confidence: Any) -> Any:
    """The pathway with the records of its collections that pass; see `Pathway.only`."""
    bases = _words("basis", Basis, basis)
    grades = _words("confidence", Confidence, confidence)

    def passes(provenance: Provenance) -> bool:
        return (bases is None or provenance.basis in bases) and (
            grades is None or provenance.confidence is None or provenance.confidence in grades
        )

    kept: dict[str, list[Any]] = {}
    for name in collections:
        kept[name] = [
            _blank(record, passes, bases)
            for record in getattr(pathway, name)
            if not hasattr(record, "provenance") or passes(record.provenance)
        ]
    drop_lost_references(kept)
    adoption = pathway.adoption
    changes: dict[str, Any] = {name: tuple(records) for name, records in kept.items()}
    changes["adoption"] = (
        _blank(adoption, passes, bases) if adoption is not None and passes(adoption.provenance) else None
    )
    known = {role.id for role in changes["role_categories"]}
    changes["edition"] = attrs.evolve(
        pathway.edition,
        role_categories=tuple(role for role in pathway.edition.role_categories if role in known),
    )
    return attrs.evolve(pathway, selection=_described(pathway.selection, bases, grades), **changes)


def _words(name: str, kind: type[W], given: str | Iterable[str] | None) -> frozenset[W] | None:
    if given is None:
        return None
    words: list[str] = [given] if isinstance(given, str) or not isinstance(given, Iterable) else [*given]
    return frozenset([word(name, one, kind) for one in words])


def _described(before: str | None, *filters: frozenset[StrEnum] | None) -> str | None:
    parts = [before] if before else []
    parts += ["/".join(sorted(map(str, words))) for words in filters if words is not None]
    return ", ".join(parts) or None


def _blank(record: Record, passes: Callable[[Provenance], bool], bases: frozenset[Basis] | None) -> Record:
    """The record without the fields whose own provenance does not pass."""
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if isinstance(value, Record) and not isinstance(value, Provenance):
            own = getattr(value, "provenance", None)
            changes[field.name] = (
                None if own is not None and not passes(own) else _blank(value, passes, bases)
            )
        elif isinstance(value, tuple) and any(isinstance(item, Record) for item in value):
            changes[field.name] = tuple(
                _blank(item, passes, bases)
                for item in value
                if getattr(item, "provenance", None) is None or passes(item.provenance)
            )
        elif field.name in _BASIS_FIELDS and value is not None and bases is not None and value not in bases:
            about = _BASIS_FIELDS[field.name]
            changes[field.name] = None
            changes[about] = () if isinstance(getattr(record, about), tuple) else None
        elif field.name in _PROVENANCE_FIELDS and value is not None and not passes(value):
            changes |= {field.name: None, **_PROVENANCE_FIELDS[field.name]}
    return _not_easier(record, attrs.evolve(record, **changes)) if changes else record


def drop_lost_references(kept: dict[str, list[Any]]) -> None:
    """Drop references to records that went, and records that need such a reference, until none is left.

    Sources are left as they are: a provenance names its source even where the list of sources was not
    filtered, and sources have no basis of their own.
    """
    changed = True
    while changed:
        changed = False
        known = {name: {record.id for record in records} for name, records in kept.items()}
        known["themes"] |= known["further_themes"]
        known["topics"] = {area.topic for area in kept["practice_areas"]}
        for name, records in kept.items():
            mended = [without_lost(record, known) for record in records]
            kept[name] = [record for record in mended if record is not None and _ends_known(record, known)]
            changed = changed or kept[name] != records


def _not_easier(before: Record, after: Record) -> Record:
    """A requirement that lost a part of what it asks for keeps its words only: a part is easier to meet.

    One of several ways to meet it may go; the others still count. Without any way left, and without one
    of the parts that are all needed, there is nothing to compare a person with.
    """
    changes: dict[str, Any] = {}
    if isinstance(before, AllOfRequirement) and isinstance(after, AllOfRequirement):
        if len(after.requirements) < len(before.requirements):
            changes = {"requirements": ()}
    elif isinstance(before, CoverageRequirement) and isinstance(after, CoverageRequirement):
        fields = ("role_categories", "areas", "themes")
        if any(len(getattr(after, name)) < len(getattr(before, name)) for name in fields):
            changes = dict.fromkeys(fields, ())
    elif isinstance(before, QualificationRequirement) and isinstance(after, QualificationRequirement):
        if _lost_learning(before, after):
            changes = {"level": None}  # which speaks of that learning; alone it would admit any of the level
    elif (
        isinstance(before, InductionRequirement)
        and isinstance(after, InductionRequirement)
        and _lost_learning(before, after)
    ):
        # An induction that names no learning would be met by any induction.
        return AllOfRequirement(
            id=after.id,
            strength=after.strength,
            text=after.text,
            note=after.note,
            provenance=after.provenance,
            requirements=(),
        )
    return attrs.evolve(after, **changes) if changes else after


def _lost_learning(
    before: QualificationRequirement | InductionRequirement,
    after: QualificationRequirement | InductionRequirement,
) -> bool:
    return bool(before.learning or before.alternatives) and not (after.learning or after.alternatives)


def _ends_known(record: Any, known: dict[str, set[str]]) -> bool:
    """A route goes when a role category at one of its ends went; professions are no role categories."""
    if type(record).__name__ != "ProgressionRoute":
        return True
    roles = known["role_categories"]
    if record.external is not None or record.kind == "external":
        return True
    return (record.source is None or record.source in roles) and record.target in roles


def without_lost(record: Any, known: Mapping[str, Container[str]]) -> Any:
    """The record without references to what went; ``None`` where it needs such a reference."""
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        mended = _mended(value, field, known)
        if mended is _LOST:
            return None
        if mended != value:
            changes[field.name] = mended
    return _not_easier(record, attrs.evolve(record, **changes)) if changes else record


def _mended(value: Any, field: Any, known: Mapping[str, Container[str]]) -> Any:
    collection = field.metadata.get("refers_to")
    if collection is not None:
        lost = {target for target in flatten(value) if target not in known[collection]}
        if isinstance(value, tuple):
            return tuple(item for item in value if lost.isdisjoint(flatten(item)))
        return value if not lost else None if field.default is None else _LOST
    if isinstance(value, Record):
        inner = without_lost(value, known)
        return _LOST if inner is None and field.default is not None else inner
    if isinstance(value, tuple) and any(isinstance(item, Record) for item in value):
        return tuple(kept for item in value if (kept := without_lost(item, known)) is not None)
    return value
