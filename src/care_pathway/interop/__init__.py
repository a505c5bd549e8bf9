"""Files and standards of others: ASC-WDS, plain tables.

Nothing here is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

_MODULES = ("ascwds", "evidence", "examples", "tables", "templates")

__all__ = ["ascwds", "evidence", "examples", "tables", "templates"]


def __getattr__(name: str) -> ModuleType:
    if name in _MODULES:
        return import_module(f"care_pathway.interop.{name}")
    raise AttributeError(f"module 'care_pathway.interop' has no attribute {name!r}")
