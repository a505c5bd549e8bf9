"""Another body's levels, mapped to role categories."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    are_records,
    are_texts,
    as_tuple,
    is_id,
    is_record,
    is_record_or_none,
    is_text,
    is_text_or_none,
    is_whole,
    refers_to,
)
from care_pathway.model.provenance import Provenance


@frozen(kw_only=True, repr=False, eq=False)
class LadderLevel(Record):
    """One level of another body's ladder.

    Attributes:
        level: Its number on that ladder; the Pathway itself counts no levels.
        name: Its name there.
        roles: Example roles there.
        entry: What that body says about getting in.
        focus: What that body says it is about.
        maps_to: Ids of the role categories that we map it to (editorial).
        external: Ids of professions that we map it to (editorial).
        mapping_note: What does not fit.
        provenance: Where the level comes from.
        mapping_provenance: How the mapping is known; ``None`` where it was left out with the mapping.
    """

    level: int = field(validator=is_whole)
    name: str = field(validator=is_text)
    roles: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    entry: str | None = field(default=None, validator=is_text_or_none)
    focus: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    maps_to: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("role_categories")
    )
    external: tuple[Id, ...] = field(default=(), converter=as_tuple, validator=are_ids)
    mapping_note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))
    mapping_provenance: Provenance | None = field(default=None, validator=is_record_or_none(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Ladder(Record):
    """Another body's table of levels, mapped to role categories. It is not the Pathway.

    Attributes:
        id: Its id.
        name: Its name.
        owner: Whose table it is.
        levels: Its levels, lowest first.
        unmapped: Ids of role categories that it leaves out.
        note: What a reader should know about it.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    owner: str = field(validator=is_text)
    levels: tuple[LadderLevel, ...] = field(converter=as_tuple, validator=are_records(LadderLevel))
    unmapped: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("role_categories")
    )
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))
