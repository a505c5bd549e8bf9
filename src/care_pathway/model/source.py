"""The documents that facts were taken from."""

from enum import StrEnum

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import Id, is_id, is_text, is_text_or_none


class SourceKind(StrEnum):
    """What sort of document a source is."""

    OFFICIAL = "official"
    STANDARD = "standard"
    SECONDARY = "secondary"
    SEED = "seed"


@frozen(kw_only=True, repr=False, eq=False)
class Source(Record):
    """A document that facts were taken from.

    Attributes:
        id: Its id, used in `Provenance.source`.
        title: Its title.
        publisher: Who published it.
        url: Its address; ``None`` where it has none.
        dates: Its dates in words: published, updated, or undated.
        licence: The licence of its text, in words.
        kind: What sort of document it is.
    """

    id: Id = field(validator=is_id)
    title: str = field(validator=is_text)
    publisher: str = field(validator=is_text)
    url: str | None = field(default=None, validator=is_text_or_none)
    dates: str | None = field(default=None, validator=is_text_or_none)
    licence: str | None = field(default=None, validator=is_text_or_none)
    kind: SourceKind = field(converter=SourceKind)
