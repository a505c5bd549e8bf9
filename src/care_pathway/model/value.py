"""The values that everyone in adult social care shares."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    are_texts,
    as_tuple,
    is_id,
    is_record,
    is_record_or_none,
    is_text,
    is_whole,
    refers_to,
)
from care_pathway.model.provenance import Provenance
from care_pathway.model.statement import Statement


@frozen(kw_only=True, repr=False, eq=False)
class Value(Record):
    """One of the seven universal values. They hold for every role category.

    Attributes:
        id: Its id, such as ``proud-and-positive``.
        order: Its place on the GOV.UK pages; order carries no meaning.
        name: The published name.
        statement: What it means, in our own words, with a provenance of its own.
        cues: Words in which the value shows.
        editions: Editions that name it.
        corroborated_by: Further sources that agree.
        provenance: Where the name comes from.
    """

    id: Id = field(validator=is_id)
    order: int = field(validator=is_whole)
    name: str = field(validator=is_text)
    statement: Statement | None = field(default=None, validator=is_record_or_none(Statement))
    cues: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    editions: tuple[Id, ...] = field(converter=as_tuple, validator=are_ids)
    corroborated_by: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("sources")
    )
    provenance: Provenance = field(validator=is_record(Provenance))
