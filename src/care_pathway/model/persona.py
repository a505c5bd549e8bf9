"""The published example people."""

from attrs import converters, field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    are_texts,
    as_tuple,
    is_id,
    is_record,
    is_text,
    is_text_or_none,
    is_whole_or_none,
    refers_to,
)
from care_pathway.model.provenance import Basis, Provenance
from care_pathway.model.worker import Worker


@frozen(kw_only=True, repr=False, eq=False)
class Persona(Record):
    """A fictional person from the Pathway's pages, as structured facts in our own words.

    Attributes:
        id: Their id, such as ``sam``.
        name: Their first name.
        role_category: Their role category.
        edition: The edition that shows them.
        job_title: Their job title.
        setting: Where they work.
        years_in_role: Whole years in the role; ``None`` where it is not said.
        years_in_sector: Whole years in adult social care; ``None`` where it is not said.
        qualifications_held: What they hold, as the source words it.
        qualifications: Ids of the learning that is.
        development: What they learn or do next.
        learning: Ids of the learning that is.
        learning_basis: How that list is known, where it differs.
        aspirations: What they want.
        teaches: What their story shows.
        worker: The same person as a ready `Worker`, without dates, since the sources give none.
        note: What a reader should know about them.
        provenance: Where they come from.

    Example:
        >>> import care_pathway as cp
        >>> cp.load("2025-04").persona("anton").worker.job_title
        'senior care co-ordinator'
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    role_category: Id = field(validator=is_id, metadata=refers_to("role_categories"))
    edition: Id = field(validator=is_id)
    job_title: str | None = field(default=None, validator=is_text_or_none)
    setting: str | None = field(default=None, validator=is_text_or_none)
    years_in_role: int | None = field(default=None, validator=is_whole_or_none)
    years_in_sector: int | None = field(default=None, validator=is_whole_or_none)
    qualifications_held: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    qualifications: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("learning")
    )
    development: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    learning: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("learning")
    )
    learning_basis: Basis | None = field(default=None, converter=converters.optional(Basis))
    aspirations: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    teaches: str = field(validator=is_text)
    worker: Worker = field(validator=is_record(Worker))
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))
