"""The bundled editions: their list, and loading."""

from __future__ import annotations

import copyreg
from functools import cache
from typing import Any

from care_pathway import _data
from care_pathway._bundle import read_editions, read_pathway
from care_pathway.errors import EditionNotFoundError, refuse
from care_pathway.model import COLLECTIONS, Edition, Pathway

LATEST = "latest"

_loaded: dict[str, Pathway] = {}


def editions() -> tuple[Edition, ...]:
    """The bundled editions of the Pathway, oldest first.

    Returns:
        Editions with the day they were published and the ids of their role categories.

    Example:
        >>> import care_pathway as cp
        >>> [(edition.id, len(edition.role_categories)) for edition in cp.editions()]
        [('2024-01', 4), ('2025-04', 8)]
    """
    return _editions()


def load(edition: str = LATEST) -> Pathway:
    """One edition of the Pathway: offline, immutable, and the same object each time.

    The files are read and proved now; the records of a collection are made when it is first looked at.

    Args:
        edition: Id of a bundled edition, such as ``2025-04``, or ``latest``.

    Raises:
        EditionNotFoundError: If it is not bundled; the message names those that are.

    Example:
        >>> import care_pathway as cp
        >>> cp.load("2024-01")
        <Pathway 2024-01/r2: 4 role categories>
        >>> try:
        ...     cp.load("2023-01")
        ... except cp.EditionNotFoundError as error:
        ...     print(error)
        unknown edition '2023-01'; bundled editions are 2024-01, 2025-04
    """
    known = [each.id for each in _editions()]
    if isinstance(edition, str) and edition == LATEST:
        edition = known[-1]
    if not isinstance(edition, str) or edition not in known:
        raise EditionNotFoundError("edition", edition, known)
    if edition not in _loaded:
        # No lock, which a fork could leave shut: the first thread's value is kept.
        _loaded.setdefault(edition, _read(edition))
    return _loaded[edition]


@cache
def _editions() -> tuple[Edition, ...]:
    return read_editions(_data.read_bytes("editions.json"))


def _read(id: str) -> Pathway:
    manifest = _data.manifest()
    about = manifest["editions"][id]
    contents = {
        name: _data.read_bytes(file)
        for name in ("adoption", *COLLECTIONS)
        if (file := f"records/{name}.json") in manifest["files"]
    }
    edition = next(each for each in _editions() if each.id == id)
    cut = edition is not _editions()[-1]
    return read_pathway(edition, contents, cut=cut, revision=about["revision"], digest=about["digest"])


# --- pickling ----------------------------------------------------------------------------------------


def _pickled(pathway: Pathway) -> Any:
    """What a pickle holds: of a bundled edition its name and digest, of any other pathway its records."""
    edition = pathway.edition.id
    if _loaded.get(edition) is pathway:
        return _bundled, (edition, pathway.revision, pathway.digest)
    return pathway.__reduce__()


def _bundled(edition: str, revision: int, digest: str) -> Pathway:
    """The bundled edition that a pickle names."""
    pathway = load(edition)
    if pathway.digest != digest:
        raise refuse(
            f"this pickle was made with edition {edition}, revision {revision} (digest {digest[:12]}); this "
            f"package has revision {pathway.revision} (digest {pathway.digest[:12]}); load the edition and "
            f"work the answers out again, or install the version of care-pathway that made the pickle"
        )
    return pathway


copyreg.pickle(Pathway, _pickled)
