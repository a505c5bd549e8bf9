"""A published edition of the Pathway."""

from datetime import date

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    as_tuple,
    is_day,
    is_id,
    is_record,
    is_text,
    is_text_or_none,
    refers_to,
)
from care_pathway.model.provenance import Provenance


@frozen(kw_only=True, repr=False, eq=False)
class Edition(Record):
    """What was published on a day. Our transcription of it has a revision of its own.

    Attributes:
        id: Year and month of publication, such as ``2025-04``.
        label: Its name in words.
        published: The day it was published.
        role_categories: Ids of its role categories in published order.
        note: What a reader should know about it.
        provenance: Where this is stated.

    Example:
        >>> import care_pathway as cp
        >>> [edition.id for edition in cp.editions()]
        ['2024-01', '2025-04']
    """

    id: Id = field(validator=is_id)
    label: str = field(validator=is_text)
    published: date = field(validator=is_day)
    role_categories: tuple[Id, ...] = field(
        converter=as_tuple, validator=are_ids, metadata=refers_to("role_categories")
    )
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))
