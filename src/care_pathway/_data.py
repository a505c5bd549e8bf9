"""The one door to the bundled data: bytes, plain JSON and the manifest that proves them.

Standard library only, and it works from a zip file as well as from a folder.
"""

from __future__ import annotations

import json
import os
from functools import cache
from importlib import import_module

from care_pathway.errors import DataError, refuse

TYPE_CHECKING = False  # as in typing, without the cost of importing it
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.abc import ResourceLoader
    from typing import Any


def _hash() -> Callable[[bytes], Any]:
    """SHA-256 of Python itself, as `random` takes it: to load OpenSSL takes longer than to prove the data."""
    for name in ("_sha2", "_sha256", "hashlib"):
        try:
            found: Callable[[bytes], Any] = import_module(name).sha256
        except ImportError:
            continue
        return found
    raise ImportError("sha256")


_sha256 = _hash()
_ROOT = os.path.join(os.path.dirname(__file__), "data")
_MANIFEST = "manifest.json"


def read_bytes(name: str) -> bytes:
    """The bytes of one bundled file, which are those that the manifest names.

    Args:
        name: Its path under ``data/``, with forward slashes.

    Raises:
        DataError: If the installation is damaged.
    """
    content = _content(name)
    if _sha256(content).hexdigest() != _digests().get(name):
        raise _damaged(name, "differs from the manifest")
    return content


def read_json(name: str) -> Any:
    """A bundled JSON file as plain lists and dictionaries; a fresh copy at each call."""
    return json.loads(read_bytes(name))


def read_csv(name: str) -> list[dict[str, str]]:
    """A bundled CSV table as rows by heading; a line that begins with ``#`` is a remark."""
    import csv

    lines = (line for line in read_bytes(name).decode().splitlines() if line and not line.startswith("#"))
    rows = csv.reader(lines, skipinitialspace=True)
    heads = [head.strip() for head in next(rows)]
    return [dict(zip(heads, map(str.strip, row), strict=True)) for row in rows]


def items_of(cell: str) -> tuple[str, ...]:
    """The items of a cell of a bundled table, parted by semicolons."""
    return tuple(filter(None, map(str.strip, cell.split(";"))))


def manifest() -> dict[str, Any]:
    """The manifest: SHA-256 and size of every bundled file; digest, revision and counts of the editions."""
    text = _manifest_text()
    try:
        result: dict[str, Any] = json.loads(text)
        whole = result["digest"] == fingerprint(result)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        whole = False
    if not whole:
        raise _damaged(_MANIFEST, "is not the one that was installed")
    return result


def fingerprint(manifest: dict[str, Any]) -> str:
    """The digest of a manifest: over those of its editions and files."""
    lines = [f"{name} {about['revision']} {about['digest']}" for name, about in manifest["editions"].items()]
    lines += [f"{name} {about['sha256']}" for name, about in manifest["files"].items()]
    digest: str = _sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return digest


@cache
def _manifest_text() -> bytes:
    return _content(_MANIFEST)


@cache
def _digests() -> dict[str, str]:
    return {name: about["sha256"] for name, about in manifest()["files"].items()}


def _content(name: str) -> bytes:
    # The module's own loader reads from a folder and from a zip file alike, and importing
    # importlib.resources for it would take longer than reading the data.
    loader: ResourceLoader = __spec__.loader  # type: ignore[assignment]
    try:
        return loader.get_data(os.path.join(_ROOT, *name.split("/")))
    except OSError:
        raise _damaged(name, "is missing") from None


def _damaged(name: str, what: str) -> DataError:
    message = f"{what}; the installation is damaged, install care-pathway again"
    return refuse(message, file=name)
