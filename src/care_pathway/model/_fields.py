"""What fields of records have in common: checks, converters and the mark of a reference.

A record checks itself when it is made, so a wrong value never travels.
Messages say what was wrong, what was expected and, for ids, what an id looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar, cast

from attrs import Attribute

from care_pathway.errors import NOT_EMPTY, InvalidRecordError, is_plain_word

#: A kebab-case id such as ``care-or-support-worker``; an overlay's carry a namespace: ``acme:night-carer``.
Id = Annotated[str, "kebab-case id"]

_W = TypeVar("_W", bound=StrEnum)

ID_PATTERN = r"^([a-z0-9]+(-[a-z0-9]+)*:)?[a-z0-9]+(-[a-z0-9]+)*$"

#: How an id is described wherever one is refused.
ID_RULE = "a kebab-case id such as 'care-or-support-worker'"


def valid_id(value: object) -> bool:
    """Whether a value is a well-formed id."""
    if not isinstance(value, str):
        return False
    # As the pattern says, without the time to compile it at each start.
    words = value.replace(":", "-", 1).split("-")
    return value.isascii() and value == value.lower() and all(map(str.isalnum, words))


def _refuse(
    instance: object, attribute: Attribute[Any], expected: str, value: object, *, shown: bool = False
) -> None:
    # The converter of documents asks with the class, for it has no record yet.
    kind = instance if isinstance(instance, type) else type(instance)
    raise InvalidRecordError(kind.__name__, attribute.name, value, expected, shown=shown)


def is_id(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for an id."""
    if not valid_id(value):
        _refuse(instance, attribute, ID_RULE, value)


def is_id_or_none(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for an id or ``None``."""
    if value is not None and not valid_id(value):
        _refuse(instance, attribute, f"{ID_RULE} or None", value)


def _items(instance: object, attribute: Attribute[Any], value: object, expected: str) -> tuple[Any, ...]:
    """The items of a tuple; ``None``, where a field allows it, has none."""
    if value is None:
        return ()
    if not isinstance(value, tuple):
        _refuse(instance, attribute, f"{expected}; write ('…',) for a single item", value)
    return cast("tuple[Any, ...]", value)


def are_ids(instance: object, attribute: Attribute[Any], value: tuple[object, ...] | None) -> None:
    """Check for a tuple of ids; ``None`` passes where the field allows it."""
    for item in _items(instance, attribute, value, "a tuple of ids"):
        if not valid_id(item):
            _refuse(instance, attribute, f"a tuple of ids, each {ID_RULE}", item)


def are_id_sets(instance: object, attribute: Attribute[Any], value: tuple[object, ...]) -> None:
    """Check for a tuple of tuples of ids."""
    for item in _items(instance, attribute, value, "a tuple of tuples of ids"):
        if not isinstance(item, tuple):
            _refuse(instance, attribute, "a tuple of tuples of ids", item)
        are_ids(instance, attribute, item)


def _is_text(value: object) -> bool:
    """Whether a value is text that a file can hold; half of a pair of surrogates is in no file."""
    if not isinstance(value, str):
        return False
    try:
        return value.isascii() or bool(value.encode())
    except UnicodeEncodeError:
        return False


#: How text is described wherever it is refused because it cannot be written.
_TEXT = "text that can be written as UTF-8"


def is_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for text with something in it."""
    if not isinstance(value, str) or not value.strip():
        _refuse(instance, attribute, NOT_EMPTY, value)
    if not _is_text(value):
        _refuse(instance, attribute, _TEXT, value)


def is_text_or_none(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for text or ``None``."""
    if value is not None and not _is_text(value):
        _refuse(instance, attribute, f"{_TEXT if isinstance(value, str) else 'text'} or None", value)


def are_texts(instance: object, attribute: Attribute[Any], value: tuple[object, ...] | None) -> None:
    """Check for a tuple of texts."""
    for item in _items(instance, attribute, value, "a tuple of texts"):
        if not _is_text(item):
            expected = f"a tuple of texts, each {_TEXT}" if isinstance(item, str) else "a tuple of texts"
            _refuse(instance, attribute, expected, item)


def is_day(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for a calendar day: `datetime.date`, and not a moment."""
    if not isinstance(value, date) or isinstance(value, datetime):
        _refuse(instance, attribute, "a datetime.date", value)


def is_day_or_none(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for a calendar day or ``None``."""
    if value is not None:
        is_day(instance, attribute, value)


def is_whole(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for a whole number of nought or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        _refuse(instance, attribute, "a whole number of 0 or more", value)


def is_counted(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for a whole number of one or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        _refuse(instance, attribute, "a whole number of 1 or more", value)


def is_whole_or_none(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for a whole number of nought or more, or ``None``."""
    if value is not None:
        is_whole(instance, attribute, value)


def is_number_or_none(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for a finite number of nought or more, or ``None``."""
    if value is not None and (
        not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < float("inf")
    ):
        _refuse(instance, attribute, "a finite number of 0 or more, or None", value)


def is_answer(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for yes (``True``), no (``False``) or not known (``None``)."""
    if value is not None and not isinstance(value, bool):
        _refuse(instance, attribute, "True, False or None (not known)", value)


def is_flag(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Check for ``True`` or ``False``."""
    if not isinstance(value, bool):
        _refuse(instance, attribute, "True or False", value)


def is_record(kind: type | tuple[type, ...]) -> Callable[[object, Attribute[Any], object], None]:
    """Check for a record of a kind."""
    name = kind.__name__ if isinstance(kind, type) else " or ".join(one.__name__ for one in kind)

    def check(instance: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, kind):
            _refuse(instance, attribute, f"a {name}", value)

    return check


def is_record_or_none(kind: type) -> Callable[[object, Attribute[Any], object], None]:
    """Check for a record of a kind, or ``None``."""

    def check(instance: object, attribute: Attribute[Any], value: object) -> None:
        if value is not None and not isinstance(value, kind):
            _refuse(instance, attribute, f"a {kind.__name__} or None", value)

    return check


def are_records(kind: type) -> Callable[[object, Attribute[Any], tuple[object, ...] | None], None]:
    """Check for a tuple of records of a kind; ``None`` passes where the field allows it."""

    def check(instance: object, attribute: Attribute[Any], value: tuple[object, ...] | None) -> None:
        expected = f"a tuple of {kind.__name__}"
        for item in _items(instance, attribute, value, expected):
            if not isinstance(item, kind):
                _refuse(instance, attribute, expected, item)

    return check


def member(words: type[_W], value: object) -> _W:
    """The member of an enumeration for a plain word; what is none is left for `is_word` to refuse."""
    found = words._value2member_map_.get(value, value) if isinstance(value, str) else value
    return cast("_W", found)


def is_word(
    words: type[StrEnum], *, optional: bool = False
) -> Callable[[object, Attribute[Any], object], None]:
    """Check for a word of an enumeration, or ``None`` where it is optional."""

    def check(instance: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, words) and not (optional and value is None):
            listed = ", ".join(repr(str(each)) for each in words)
            expected = f"one of {listed}{' or None' if optional else ''}"
            _refuse(instance, attribute, expected, value, shown=is_plain_word(value))

    return check


def as_whole(value: Any) -> int | None:
    """A whole number as tables hold it: 8.0 in a column with gaps, NaN where there is none."""
    if value is None or isinstance(value, bool | int | str):
        return value  # type: ignore[return-value]  # what is no number is left for the check to refuse
    if str(value) in ("nan", "<NA>", "NaT"):
        return None
    try:
        whole = int(value)
    except (TypeError, ValueError, OverflowError):
        return value  # type: ignore[no-any-return]
    return whole if whole == value else value


def as_answer(value: bool | None) -> bool | None:
    """Yes, no or not known as tables hold it: numpy has a true and a false of its own."""
    if value is None or isinstance(value, bool):
        return value
    if type(value).__module__ == "numpy" and type(value).__name__ in ("bool", "bool_"):
        return bool(value)
    return None if not isinstance(value, str) and str(value) in ("nan", "<NA>", "NaT") else value


def as_tuple(value: Iterable[Any] | None) -> tuple[Any, ...]:
    """Any iterable but text, mappings and tables as a tuple; ``None`` is an empty one.

    Text would fall apart into letters, a mapping into its keys and a table into the names of its columns:
    they are left for the field's check to refuse, as is what is no iterable.
    """
    if isinstance(value, tuple):
        return value
    if value is None:
        return ()
    apart = isinstance(value, str | bytes | Mapping) or hasattr(value, "columns")
    if apart or not isinstance(value, Iterable):
        return cast("tuple[Any, ...]", value)
    return tuple(value)


def as_tuple_or_none(value: Iterable[Any] | None) -> tuple[Any, ...] | None:
    """Like `as_tuple`, and ``None`` stays ``None``: not known differs from known to be none."""
    return None if value is None else as_tuple(value)


def refers_to(collection: str) -> dict[str, str]:
    """Mark a field as naming records of a collection of the pathway, or ``topics`` of practice areas.

    The loader checks such references, and `Pathway.only` drops those whose record is gone.
    """
    return {"refers_to": collection}


def flatten(value: Any) -> Iterator[Any]:
    """The single values of a field: those of a tuple, or of a tuple of tuples."""
    if isinstance(value, tuple):
        for item in value:
            yield from flatten(item)
    elif value is not None:
        yield value
