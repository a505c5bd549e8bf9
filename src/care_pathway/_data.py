"""The one door to the bundled data: bytes, plain JSON and the manifest.

Standard library only, and it works from a zip file as well as from a folder.
"""

from __future__ import annotations

import json
import os
from functools import cache

TYPE_CHECKING = False  # as in typing, without the cost of importing it
if TYPE_CHECKING:
    from importlib.abc import ResourceLoader
    from typing import Any

_ROOT = os.path.join(os.path.dirname(__file__), "data")


def read_bytes(name: str) -> bytes:
    """The bytes of one bundled file.

    Args:
        name: Its path under ``data/``, with forward slashes.

    Raises:
        FileNotFoundError: If the package holds no such file.
    """
    # The module's own loader reads from a folder and from a zip file alike, and importing
    # importlib.resources for it would take longer than reading the data.
    loader: ResourceLoader = __spec__.loader  # type: ignore[assignment]
    return loader.get_data(os.path.join(_ROOT, *name.split("/")))


def read_json(name: str) -> Any:
    """A bundled JSON file as plain lists and dictionaries; a fresh copy at each call."""
    return json.loads(read_bytes(name))


@cache
def _manifest_text() -> bytes:
    return read_bytes("manifest.json")


def manifest() -> dict[str, Any]:
    """The manifest: SHA-256 and size of every bundled file, editions, revisions and counts."""
    result: dict[str, Any] = json.loads(_manifest_text())
    return result
