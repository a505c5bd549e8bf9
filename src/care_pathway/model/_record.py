"""How every record looks at the terminal and in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from html import escape
from typing import Any

import attrs

_SHOWN_ITEMS = 12
_NAMING_FIELDS = ("name", "label", "title", "statement", "text")


@attrs.frozen(repr=False)
class Record:
    """Base of all records: a short repr, and an accessible table in notebooks.

    A record is an attrs class: frozen, compared and hashed by value.
    """

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={_short(value)}" for name, value in self._shown())
        return f"{type(self).__name__}({shown})"

    def _shown(self) -> Iterator[tuple[str, Any]]:
        """The few fields that tell one record from another."""
        fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(type(self))
        names = [field.name for field in fields]
        if "id" in names:
            yield "id", getattr(self, names[names.index("id")])
            for name in _NAMING_FIELDS:
                if name in names:
                    yield name, getattr(self, name)
                    return
            return
        for field in fields:
            value = getattr(self, field.name)
            if value != field.default and value not in (None, ()):
                yield field.name, value

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(field.name.replace("_", " "))}</th>'
            f'<td style="text-align:left">{html_of(getattr(self, field.name))}</td></tr>'
            for field in attrs.fields(type(self))
            if getattr(self, field.name) not in (None, ())
        )
        return f"<table><caption>{escape(type(self).__name__)}</caption><tbody>{rows}</tbody></table>"


def html_of(value: object) -> str:
    """A value as safe HTML: everything that is text is escaped."""
    if isinstance(value, tuple | frozenset):
        items = sorted(value, key=str) if isinstance(value, frozenset) else list(value)
        shown = "; ".join(html_of(item) for item in items[:_SHOWN_ITEMS])
        more = len(items) - _SHOWN_ITEMS
        return f"{shown}; and {more} more" if more > 0 else shown
    if isinstance(value, Record):
        names = [field.name for field in attrs.fields(type(value))]
        for name in ("id", *_NAMING_FIELDS):
            if name in names and getattr(value, name):
                return escape(str(getattr(value, name)))
        return escape(repr(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape(str(value))


def _short(value: object, limit: int = 60) -> str:
    if isinstance(value, Enum):
        return repr(str(value.value))
    if isinstance(value, tuple) and len(value) > 3:
        return f"<{len(value)} items>"
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
