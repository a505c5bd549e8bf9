"""An employer's or provider's own records on top of an edition.

An overlay adds and points. It never changes or hides what was published, and nothing in it can pass for
official: its ids carry its namespace and its basis is editorial.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

import attrs
from attrs import field, frozen

from care_pathway.errors import DataError, DataProblem
from care_pathway.model import (
    Basis,
    Course,
    DelegatedActivity,
    LearningOpportunity,
    LocalTitle,
    Pathway,
    Provenance,
    QualificationVersion,
    Source,
)
from care_pathway.model._fields import Id, are_records, as_tuple, is_id, is_text_or_none
from care_pathway.model._record import Record

#: What an overlay can add to.
ADDS_TO: tuple[str, ...] = (
    "sources",
    "local_titles",
    "learning",
    "qualification_versions",
    "courses",
    "delegated_activities",
)

#: The largest overlay file, in bytes; a larger one is refused before it is read.
MAX_FILE_BYTES = 8 * 1024 * 1024


@frozen(kw_only=True, repr=False, eq=False)
class Overlay(Record):
    """Own records under an own namespace.

    Attributes:
        namespace: The namespace, such as ``acme``; every id in the overlay starts with it and a colon.
        title: What the overlay is, in words.
        sources: Own documents, which own records can name.
        local_titles: Own job titles, each inside an official role category.
        learning: Own learning opportunities.
        qualification_versions: Other qualifications that count as one on record.
        courses: Own courses.
        delegated_activities: Further kinds of delegated healthcare activity.

    Example:
        >>> import care_pathway as cp
        >>> overlay = cp.Overlay(
        ...     namespace="acme",
        ...     local_titles=[
        ...         cp.LocalTitle(
        ...             id="acme:night-carer",
        ...             title="Night Owl",
        ...             role_category="care-or-support-worker",
        ...             provenance=cp.Provenance(basis="editorial", why="Our own name for night staff."),
        ...         )
        ...     ],
        ... )
        >>> cp.with_overlay(cp.load("2025-04"), overlay).ref
        '2025-04/r1+acme'
    """

    namespace: Id = field(validator=is_id)
    title: str | None = field(default=None, validator=is_text_or_none)
    sources: tuple[Source, ...] = field(default=(), converter=as_tuple, validator=are_records(Source))
    local_titles: tuple[LocalTitle, ...] = field(
        default=(), converter=as_tuple, validator=are_records(LocalTitle)
    )
    learning: tuple[LearningOpportunity, ...] = field(
        default=(), converter=as_tuple, validator=are_records(LearningOpportunity)
    )
    qualification_versions: tuple[QualificationVersion, ...] = field(
        default=(), converter=as_tuple, validator=are_records(QualificationVersion)
    )
    courses: tuple[Course, ...] = field(default=(), converter=as_tuple, validator=are_records(Course))
    delegated_activities: tuple[DelegatedActivity, ...] = field(
        default=(), converter=as_tuple, validator=are_records(DelegatedActivity)
    )


def with_overlay(pathway: Pathway, overlay: Overlay | str | PathLike[str]) -> Pathway:
    """A new pathway with an overlay's records added. The pathway given stays as it is.

    Args:
        pathway: The edition to add to, perhaps with other overlays already.
        overlay: The overlay, or the path of its JSON or TOML file.

    Returns:
        The pathway with the overlay named in its `ref`. An overlay without records changes nothing.

    Raises:
        DataError: With every clash: an id outside the namespace or in use, a namespace in use, a reference
            to nothing, a title in two role categories, a basis that would pass for official.

    Example:
        >>> import care_pathway as cp
        >>> course = cp.Course(id="acme:medicines-1", title="Safe handling of medicines")
        >>> pathway = cp.load("2025-04")
        >>> ours = cp.with_overlay(pathway, cp.Overlay(namespace="acme", courses=[course]))
        >>> ours.ref, len(ours.courses), len(pathway.courses)
        ('2025-04/r1+acme', 1, 0)
    """
    if not isinstance(overlay, Overlay):
        overlay = read_overlay(overlay)
    problems = list(_clashes(pathway, overlay))
    if problems:
        raise DataError(problems)
    if not any(getattr(overlay, name) for name in ADDS_TO):
        return pathway
    from care_pathway.serialise import dumps

    added: dict[str, Any] = {name: getattr(pathway, name) + getattr(overlay, name) for name in ADDS_TO}
    return attrs.evolve(
        pathway,
        overlays=(*pathway.overlays, overlay.namespace),
        digest=sha256((pathway.digest + dumps(overlay)).encode()).hexdigest(),
        **added,
    )


def read_overlay(path: str | PathLike[str]) -> Overlay:
    r"""An overlay from a JSON or TOML file.

    A record without provenance gets one that says that the overlay added it.

    Args:
        path: The file; its ending, ``.json`` or ``.toml``, says which it is.

    Raises:
        DataError: With every problem of the file.
        FileNotFoundError: If there is no such file.

    Example:
        >>> import care_pathway as cp, pathlib, tempfile
        >>> text = 'namespace = "acme"\n[[courses]]\nid = "acme:m1"\ntitle = "Medicines"'
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder, "acme.toml")
        ...     _ = file.write_text(text, "utf-8")
        ...     cp.read_overlay(file).courses
        (Course(id='acme:m1', title='Medicines'),)
    """
    from care_pathway.serialise import structure, without_schema_version

    file = Path(path)
    document = without_schema_version(_parse(file), file=file.name)
    if isinstance(document, dict):
        document = _with_provenance(document)
    return structure(document, Overlay, file=file.name)


def _parse(file: Path) -> Any:
    from care_pathway.serialise import parse_json

    def refuse(message: str) -> DataError:
        return DataError([DataProblem(message, file=file.name)])

    if file.suffix.lower() not in (".json", ".toml"):
        raise refuse("expected a file that ends in .json or .toml")
    if file.is_dir():
        raise refuse("expected a file, not a folder")
    if file.stat().st_size > MAX_FILE_BYTES:
        raise refuse(f"larger than {MAX_FILE_BYTES // 2**20} MiB; no overlay is")
    content = file.read_bytes()
    if file.suffix.lower() == ".json":
        return parse_json(content, file=file.name)
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refuse(f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise refuse(f"not TOML: {str(error).lower()}") from None
    except RecursionError:
        raise refuse("nested too deeply; no overlay is") from None


def _with_provenance(document: dict[str, Any]) -> dict[str, Any]:
    default = {"basis": "editorial", "why": f"Added by the overlay {document.get('namespace')}."}
    filled = dict(document)
    for name in ("local_titles", "learning", "qualification_versions", "delegated_activities"):
        if isinstance(filled.get(name), list):
            filled[name] = [
                {"provenance": default, **record} if isinstance(record, dict) else record
                for record in filled[name]
            ]
    return filled


def _clashes(pathway: Pathway, overlay: Overlay) -> Iterator[DataProblem]:
    from care_pathway._integrity import dangling
    from care_pathway.model import COLLECTIONS
    from care_pathway.serialise import to_plain

    if overlay.namespace in pathway.overlays:
        yield DataProblem(
            "namespace already in use; give each overlay its own", path="namespace", value=overlay.namespace
        )
    if ":" in overlay.namespace:
        yield DataProblem(
            "a namespace has no colon of its own; write 'acme'", path="namespace", value=overlay.namespace
        )
    known = {name: {record.id for record in getattr(pathway, name)} for name in COLLECTIONS}
    for name in ADDS_TO:
        for index, record in enumerate(getattr(overlay, name)):
            path = f"{name}[{index}]"
            if not record.id.startswith(f"{overlay.namespace}:"):
                message = f"id outside the namespace; write '{overlay.namespace}:{record.id.split(':')[-1]}'"
                yield DataProblem(message, path=f"{path}.id", value=record.id)
            if record.id in known[name]:
                yield DataProblem("id already in use; choose another", path=f"{path}.id", value=record.id)
            known[name].add(record.id)
            for where, provenance in _provenances(record, path):
                if provenance.basis is not Basis.EDITORIAL:
                    message = "an overlay's basis is editorial; only bundled data can be anything else"
                    yield DataProblem(message, path=f"{where}.basis", value=str(provenance.basis))
    yield from dangling(to_plain(overlay), Overlay, known)
    yield from _titles_in_two_places(pathway, overlay)


def _provenances(record: Record, path: str) -> Iterator[tuple[str, Provenance]]:
    """Every provenance in a record, those of its links included, with its path."""
    for one in attrs.fields(type(record)):
        value = getattr(record, one.name)
        items = enumerate(value) if isinstance(value, tuple) else [(None, value)]
        for index, item in items:
            where = f"{path}.{one.name}" if index is None else f"{path}.{one.name}[{index}]"
            if isinstance(item, Provenance):
                yield where, item
            elif isinstance(item, Record):
                yield from _provenances(item, where)


def _titles_in_two_places(pathway: Pathway, overlay: Overlay) -> Iterator[DataProblem]:
    places = {_folded(one.title): one.role_category for one in pathway.local_titles}
    for index, one in enumerate(overlay.local_titles):
        before = places.setdefault(_folded(one.title), one.role_category)
        if before != one.role_category:
            yield DataProblem(
                f"title already placed in {before}; a title has one role category",
                path=f"local_titles[{index}].title",
                value=one.title,
            )


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
