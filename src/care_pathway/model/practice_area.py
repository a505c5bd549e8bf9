"""Areas of practice that people can add, and delegated healthcare activities."""

from enum import StrEnum

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    as_tuple,
    is_id,
    is_id_or_none,
    is_record,
    is_text,
    is_text_or_none,
    refers_to,
)
from care_pathway.model.provenance import Provenance


class LearningStatus(StrEnum):
    """Whether learning was named for a practice area."""

    LISTED = "listed"
    NONE_IDENTIFIED = "none-identified"
    """The page said that no learning had been identified at the time."""


@frozen(kw_only=True, repr=False, eq=False)
class PracticeArea(Record):
    """An area that someone in a role category can specialise in. Always a could, never a must.

    Attributes:
        id: Its id, such as ``pa-ntc-dementia``.
        role_category: The role category it is offered in.
        topic: The topic across role categories, such as ``dementia``.
        label: The published heading.
        suggested_learning: Ids of the learning that the page suggests; empty where it names none.
        framework: Id of the framework that the page links.
        learning_status: Whether learning was named at all.
        editions: Editions that have it.
        note: What a reader should know about it.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    role_category: Id = field(validator=is_id, metadata=refers_to("role_categories"))
    topic: Id = field(validator=is_id)
    label: str = field(validator=is_text)
    suggested_learning: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("learning")
    )
    framework: Id | None = field(default=None, validator=is_id_or_none, metadata=refers_to("learning"))
    learning_status: LearningStatus = field(converter=LearningStatus)
    editions: tuple[Id, ...] = field(converter=as_tuple, validator=are_ids)
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class DelegatedActivity(Record):
    """A kind of delegated healthcare activity, as the national data set groups them.

    Attributes:
        id: Kebab-case of the name, such as ``specialised-medication-administration``.
        name: The name.
        practice_area: The topic of the matching practice area.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    practice_area: Id | None = field(default=None, validator=is_id_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))
