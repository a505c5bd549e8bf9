"""A course of a training provider."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    are_texts,
    as_tuple,
    is_number_or_none,
    is_text,
    is_text_or_none,
    is_whole_or_none,
)


def _level_words(value: str | int | None) -> str | None:
    """A level given as a plain number is the same as its word."""
    return str(value) if type(value) is int and value >= 0 else value  # type: ignore[return-value]


@frozen(kw_only=True, repr=False, eq=False)
class Course(Record):
    """A course that somebody offers.

    Attributes:
        id: The provider's own reference.
        title: Its title.
        provider: Who offers it.
        level: Its level as the provider words it, such as ``RQF 3/4``.
        format: How it is taught, in words.
        description: What it covers.
        outcomes: What learners can do afterwards.
        cost: Cost of one place in pounds; ``None`` where it is not known.
        hours: Learning hours; ``None`` where they are not known.
        seats: Places left; ``None`` where there is no known limit.
    """

    id: str = field(validator=is_text)
    title: str = field(validator=is_text)
    provider: str | None = field(default=None, validator=is_text_or_none)
    level: str | None = field(default=None, converter=_level_words, validator=is_text_or_none)
    format: str | None = field(default=None, validator=is_text_or_none)
    description: str | None = field(default=None, validator=is_text_or_none)
    outcomes: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    cost: float | None = field(default=None, validator=is_number_or_none)
    hours: float | None = field(default=None, validator=is_number_or_none)
    seats: int | None = field(default=None, validator=is_whole_or_none)
