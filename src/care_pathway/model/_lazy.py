"""Records whose fields are read when they are first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Self

import attrs

from care_pathway._record import Record


class LazyRecord(Record):
    """A record that may leave fields unread; nothing but the time of the first look tells it apart.

    Such a field has an empty slot until it is looked at. Comparing, copying and pickling look at every field.
    What reads it gives a field the same value each time.
    """

    __slots__ = ("_read",)

    @classmethod
    def unread(cls, names: Iterable[str], read: Callable[[str], Any], **known: Any) -> Self:
        """A record whose named fields are read later; what is neither named nor known has its default."""
        record = cls.__new__(cls)
        left = frozenset(names)
        for field in attrs.fields(cls):
            if field.name not in left:
                object.__setattr__(record, field.name, known.get(field.name, field.default))
        object.__setattr__(record, "_read", _Kept(read))
        return record

    if not TYPE_CHECKING:  # a type checker shall go on finding names that are misspelt

        def __getattr__(self, name: str) -> Any:
            """Called for an empty slot, and for a name that there is not."""
            if not any(field.name == name for field in attrs.fields(type(self))):
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}") from None
            value = self._read(name)
            object.__setattr__(self, name, value)
            return value


class _Kept:
    """Reads each field once."""

    __slots__ = ("_made", "_read")

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read
        self._made: dict[str, Any] = {}

    def __call__(self, name: str) -> Any:
        # No lock, which a fork could leave shut: the first thread's value is kept.
        return self._made.setdefault(name, self._read(name))
