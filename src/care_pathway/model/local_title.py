"""An employer's own job titles."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import Id, is_id, is_record, is_text, refers_to
from care_pathway.model.provenance import Provenance


@frozen(kw_only=True, repr=False, eq=False)
class LocalTitle(Record):
    """An employer's own job title, placed inside an official role category.

    Attributes:
        id: Its id under the overlay's namespace, such as ``acme:night-carer``.
        title: The job title as the employer writes it.
        role_category: Id of the official role category.
        provenance: Who placed it there.
    """

    id: Id = field(validator=is_id)
    title: str = field(validator=is_text)
    role_category: Id = field(validator=is_id, metadata=refers_to("role_categories"))
    provenance: Provenance = field(validator=is_record(Provenance))
