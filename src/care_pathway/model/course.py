"""A course of a training provider."""

from datetime import date

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    are_records,
    are_texts,
    as_tuple,
    as_whole,
    is_answer,
    is_day_or_none,
    is_number_or_none,
    is_text,
    is_text_or_none,
    is_whole_or_none,
)


def _level_words(value: str | int | None) -> str | None:
    """A level given as a plain number is the same as its word."""
    whole = None if isinstance(value, str) else as_whole(value)
    return str(whole) if type(whole) is int and whole >= 0 else value  # type: ignore[return-value]


@frozen(kw_only=True, repr=False, eq=False)
class CourseSession(Record):
    """One date on which a course runs. Whatever is not given here is as in the course.

    Attributes:
        id: The provider's own reference of it.
        day: Its day, or its first day.
        until: Its last day, where it runs over several.
        times: When it starts and ends, in words, such as ``9:30 to 16:30``.
        place: Where it takes place; ``online`` where it is live on the screen.
        cost: Cost of one place in pounds.
        seats: Places left.
    """

    id: str | None = field(default=None, validator=is_text_or_none)
    day: date | None = field(default=None, validator=is_day_or_none)
    until: date | None = field(default=None, validator=is_day_or_none)
    times: str | None = field(default=None, validator=is_text_or_none)
    place: str | None = field(default=None, validator=is_text_or_none)
    cost: float | None = field(default=None, validator=is_number_or_none)
    seats: int | None = field(default=None, validator=is_whole_or_none)


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
        audience: Who it is for, in the provider's words.
        category: Where the provider files it, such as ``Mandatory training``.
        entry: What learners need beforehand, in the provider's words.
        number: Its Ofqual qualification number, where it leads to a qualification.
        size: How large the qualification is, in words, such as ``TQT 370; 37 credits``; no length.
        outcomes: What learners can do afterwards.
        cost: Cost of one place in pounds; ``None`` where it is not known.
        group_cost: Cost in pounds of one run for a whole group; ``None`` where none is offered.
        group_size: The most learners that the group price is for.
        vat_included: Whether the costs include VAT; ``None`` where the provider does not say.
        price: The price as the provider words it, such as ``£495 per 12 + VAT``.
        hours: Learning hours; ``None`` where they are not known.
        seats: Places left; ``None`` where there is no known limit.
        sessions: The dates on which it runs, where they are known.
    """

    id: str = field(validator=is_text)
    title: str = field(validator=is_text)
    provider: str | None = field(default=None, validator=is_text_or_none)
    level: str | None = field(default=None, converter=_level_words, validator=is_text_or_none)
    format: str | None = field(default=None, validator=is_text_or_none)
    description: str | None = field(default=None, validator=is_text_or_none)
    audience: str | None = field(default=None, validator=is_text_or_none)
    category: str | None = field(default=None, validator=is_text_or_none)
    entry: str | None = field(default=None, validator=is_text_or_none)
    number: str | None = field(default=None, validator=is_text_or_none)
    size: str | None = field(default=None, validator=is_text_or_none)
    outcomes: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    cost: float | None = field(default=None, validator=is_number_or_none)
    group_cost: float | None = field(default=None, validator=is_number_or_none)
    group_size: int | None = field(default=None, validator=is_whole_or_none)
    vat_included: bool | None = field(default=None, validator=is_answer)
    price: str | None = field(default=None, validator=is_text_or_none)
    hours: float | None = field(default=None, validator=is_number_or_none)
    seats: int | None = field(default=None, validator=is_whole_or_none)
    sessions: tuple[CourseSession, ...] = field(
        default=(), converter=as_tuple, validator=are_records(CourseSession)
    )
