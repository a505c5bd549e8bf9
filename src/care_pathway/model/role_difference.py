"""What tells neighbouring role categories apart."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import Id, is_id, is_record, is_text, refers_to
from care_pathway.model.provenance import Provenance


@frozen(kw_only=True, repr=False, eq=False)
class RoleDifference(Record):
    """What tells two neighbouring role categories apart.

    Attributes:
        id: Its id.
        first: One role category.
        second: The other.
        text: The difference, in our own words.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    first: Id = field(validator=is_id, metadata=refers_to("role_categories"))
    second: Id = field(validator=is_id, metadata=refers_to("role_categories"))
    text: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))
