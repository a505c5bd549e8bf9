"""Texts that carry their own provenance."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import Id, is_id_or_none, is_record, is_text
from care_pathway.model.provenance import Provenance


@frozen(kw_only=True, repr=False, eq=False)
class Statement(Record):
    """One sentence or phrase with a provenance of its own, such as a line of a role category's summary.

    Attributes:
        text: The words; our own unless the basis says otherwise.
        edition: The edition whose pages the line comes from; ``None`` where it is not tied to one.
        provenance: Where it comes from.
    """

    text: str = field(validator=is_text)
    edition: Id | None = field(default=None, validator=is_id_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))
