"""The ways from one role category to another, and out to regulated professions."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_records,
    as_tuple,
    is_id,
    is_id_or_none,
    is_record,
    is_record_or_none,
    is_text,
    is_text_or_none,
    is_whole_or_none,
)
from care_pathway.model.provenance import Provenance
from care_pathway.model.requirement import Requirement

#: The source of a route that starts from any role category.
ANY_ROLE_CATEGORY = "any"


class RouteKind(StrEnum):
    """What sort of move a route is. None of them is required of anyone."""

    ENTRY = "entry"
    VERTICAL = "vertical"
    LATERAL = "lateral"
    SPECIALIST = "specialist"
    GROWTH = "growth"
    """Growing inside the same role category."""
    EXTERNAL = "external"
    """Out to a regulated profession."""


@frozen(kw_only=True, repr=False, eq=False)
class ExternalProfession(Record):
    """A regulated profession outside the Pathway.

    Attributes:
        name: The profession.
        regulator: Its regulator.
        level: Level of the programme that leads to it.
    """

    name: str = field(validator=is_text)
    regulator: str = field(validator=is_text)
    level: int | None = field(default=None, validator=is_whole_or_none)


@frozen(kw_only=True, repr=False, eq=False)
class ProgressionRoute(Record):
    """A way onward: up, sideways, into a specialism, out to a profession, or growth in the same role.

    Attributes:
        id: Its id, such as ``rt-csw-sol``.
        source: Id of the role category (or profession) it starts from; ``None`` for entry into care and
            ``any`` for every role category.
        target: Id of the role category or profession it leads to.
        kind: What sort of move it is.
        requirements: What the sources ask for on this route, in their order. The statutory requirements
            of the target role category join them.
        external: The profession it leads to, for a route out of the Pathway.
        note: What a reader should know about it.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    source: Id | None = field(default=None, validator=is_id_or_none)
    target: Id = field(validator=is_id)
    kind: RouteKind = field(converter=RouteKind)
    requirements: tuple[Requirement, ...] = field(
        default=(), converter=as_tuple, validator=are_records(Requirement)
    )
    external: ExternalProfession | None = field(default=None, validator=is_record_or_none(ExternalProfession))
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "id", self.id
        yield "source", self.source
        yield "target", self.target

    def starts_from(self, role_category: str) -> bool:
        """Whether someone in a role category can take it."""
        return self.source == ANY_ROLE_CATEGORY or (
            isinstance(role_category, str | None) and self.source == role_category
        )
