"""Notes on the Pathway as a whole."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import Id, is_id, is_id_or_none, is_record, is_text, refers_to
from care_pathway.model.provenance import Provenance


@frozen(kw_only=True, repr=False, eq=False)
class Note(Record):
    """Something the sources say about the Pathway as a whole, or that a reader of the data should know.

    Attributes:
        id: Its id, such as ``stage-minimum``.
        about: The collection it is about, such as ``competencies``.
        text: The note, in our own words.
        role_category: The role category it is about, if it is about one.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    about: str = field(validator=is_text)
    text: str = field(validator=is_text)
    role_category: Id | None = field(
        default=None, validator=is_id_or_none, metadata=refers_to("role_categories")
    )
    provenance: Provenance = field(validator=is_record(Provenance))
