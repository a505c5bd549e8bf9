"""Names that are imported when they are first used."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # as in typing, without the cost of importing it
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def lazy_names(
    package: str, homes: dict[str, str], modules: tuple[str, ...] = (), made: tuple[str, ...] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """The ``__getattr__``, ``__dir__`` and ``__all__`` of a package whose names live in its modules.

    Args:
        package: Full name of the package.
        homes: The names that a module holds, separated by spaces, by the name of the module.
        modules: Modules that are reached as attributes themselves.
        made: Further public names, which the package makes itself.
    """
    home_of = {name: module for module, names in homes.items() for name in names.split()}
    public = sorted({*home_of, *modules, *made})

    def get(name: str) -> Any:
        if name in modules:
            return import_module(f"{package}.{name}")
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)  # the next use is a plain look-up
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *public})

    return get, names, public
