"""The classes that public functions hand out, found by their annotations."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints

import attrs

import care_pathway as cp

#: The rooms whose names are public beside those of the package itself.
ROOMS: tuple[ModuleType, ...] = (
    cp,
    *(
        import_module(f"care_pathway.{name}")
        for name in (
            "titles",
            "evidence",
            "skills",
            "progression",
            "alignment",
            "planning",
            "interop",
            "interop.ascwds",
            "interop.tables",
            "report",
        )
    ),
)


def public_functions() -> dict[str, Any]:
    """Every public function once, by its shortest name."""
    found: dict[Any, str] = {}
    for room in ROOMS:
        for name in room.__all__:
            value = getattr(room, name)
            if inspect.isfunction(value) and value.__module__.startswith("care_pathway"):
                found.setdefault(value, f"{room.__name__}.{name}")
    return {name: value for value, name in found.items()}


def _own(hint: Any) -> Iterator[type]:
    """Our classes in an annotation."""
    for part in get_args(hint):
        yield from _own(part)
    kind = get_origin(hint) or hint
    if inspect.isclass(kind) and kind.__module__.startswith("care_pathway"):
        yield kind


def _parts(kind: type) -> Iterator[Any]:
    """Annotations of what an object of a class holds and gives."""
    if attrs.has(kind):
        for name, hint in get_type_hints(kind).items():
            if not name.startswith("_"):
                yield hint
    for name, member in vars(kind).items():
        function = member
        if isinstance(member, property):
            function = member.fget
        elif isinstance(member, cached_property):
            function = member.func
        if not name.startswith("_") and inspect.isfunction(function):
            yield get_type_hints(function).get("return")


def handed_out() -> dict[type, str]:
    """Every class of ours that a public function returns, or that hangs on such a result; and which one."""
    found: dict[type, str] = {}
    for name, function in public_functions().items():
        todo = list(_own(get_type_hints(function).get("return")))
        while todo:
            kind = todo.pop()
            if kind not in found:
                found[kind] = name
                todo.extend(own for part in _parts(kind) for own in _own(part))
    return found
