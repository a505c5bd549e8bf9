"""An employer's or provider's own records on top of an edition.

An overlay adds and points. It never changes or hides what was published, and nothing in it can pass for
official: its ids carry its namespace and its basis is editorial.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any

import attrs
from attrs import field, frozen

from care_pathway._arguments import check_kind
from care_pathway._record import Record
from care_pathway.errors import DataError, refuse
from care_pathway.model import (
    Basis,
    Course,
    DelegatedActivity,
    LearningOpportunity,
    LocalTitle,
    Pathway,
    QualificationVersion,
    Source,
)
from care_pathway.model._fields import Id, are_records, as_tuple, is_id, is_text_or_none
from care_pathway.problems import Problem, document_problem
from care_pathway.titles.judge import judge_of

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
        '2025-04/r2+acme'
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
        ('2025-04/r2+acme', 1, 0)
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("overlay", overlay, (Overlay, str, PathLike))
    from care_pathway.serialise import dumps, structure, to_plain

    problems: list[Problem] = []
    file = None
    if isinstance(overlay, Overlay):
        document = to_plain(overlay)
    else:
        file, document = Path(overlay).name, _document(overlay)
        try:
            overlay = structure(document, Overlay)
        except DataError as error:
            problems += error.problems
    problems += _clashes(pathway, document)
    if problems or not isinstance(overlay, Overlay):
        raise DataError(problem.at(file=file) for problem in problems)
    if not any(getattr(overlay, name) for name in ADDS_TO):
        return pathway
    added: dict[str, Any] = {name: getattr(pathway, name) + getattr(overlay, name) for name in ADDS_TO}
    return attrs.evolve(
        pathway,
        overlays=(*pathway.overlays, overlay.namespace),
        digest=sha256((pathway.digest + dumps(overlay, indent=1)).encode()).hexdigest(),
        **added,
    )


def read_overlay(path: str | PathLike[str]) -> Overlay:
    r"""An overlay from a JSON or TOML file.

    A record without provenance is marked as added by the overlay.

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
    from care_pathway.serialise import structure

    check_kind("path", path, (str, PathLike))
    return structure(_document(path), Overlay, file=Path(path).name)


def _document(path: str | PathLike[str]) -> Any:
    """The plain document of an overlay's file, every record with a provenance."""
    from care_pathway.serialise import without_schema_version

    file = Path(path)
    document = without_schema_version(_parse(file), file=file.name)
    return _with_provenance(document) if isinstance(document, dict) else document


def _parse(file: Path) -> Any:
    from care_pathway.serialise import parse_json

    refused = partial(refuse, file=file.name)
    if file.suffix.lower() not in (".json", ".toml"):
        raise refused("expected a file that ends in .json or .toml")
    if file.is_dir():
        raise refused("expected a file, not a folder")
    if file.stat().st_size > MAX_FILE_BYTES:
        raise refused(f"larger than {MAX_FILE_BYTES // 2**20} MiB; no overlay is")
    content = file.read_bytes()
    if file.suffix.lower() == ".json":
        return parse_json(content, file=file.name)
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refused(f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise refused(f"not TOML: {str(error).lower()}") from None
    except ValueError:
        raise refused("a number with more digits than anything of ours has") from None
    except RecursionError:
        raise refused("nested too deeply; no overlay is") from None


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


def _clashes(pathway: Pathway, document: Any) -> Iterator[Problem]:
    """What in an overlay's document clashes with the pathway; what is no record was reported already."""
    from care_pathway._integrity import dangling
    from care_pathway.model import COLLECTIONS

    namespace = document.get("namespace") if isinstance(document, dict) else None
    if not isinstance(namespace, str):
        return
    known = {name: {record.id for record in getattr(pathway, name)} for name in COLLECTIONS}
    known["topics"] = set(pathway.practice_area_topics)
    yield from _namespace_clashes(pathway, namespace)
    for name in ADDS_TO:
        for path, record in _objects(document.get(name), name):
            yield from _id_clashes(record.get("id"), f"{path}.id", namespace, known[name])
            for where, basis in _bases(record, path):
                if basis != Basis.EDITORIAL:
                    message = "an overlay's basis is editorial; only bundled data can be anything else"
                    yield document_problem(message, path=where, value=basis)
    yield from dangling(document, Overlay, known)
    yield from _titles_in_two_places(pathway, document)


def _namespace_clashes(pathway: Pathway, namespace: str) -> Iterator[Problem]:
    if namespace in pathway.overlays:
        message = "namespace already in use; give each overlay its own"
        yield document_problem(message, path="namespace", value=namespace)
    if ":" in namespace:
        message = "a namespace has no colon of its own; write 'acme'"
        yield document_problem(message, path="namespace", value=namespace)


def _id_clashes(given: Any, path: str, namespace: str, known: set[str]) -> Iterator[Problem]:
    if not isinstance(given, str):
        return
    if not given.startswith(f"{namespace}:"):
        message = f"id outside the namespace; write '{namespace}:{given.split(':')[-1]}'"
        yield document_problem(message, path=path, value=given)
    if given in known:
        yield document_problem("id already in use; choose another", path=path, value=given)
    known.add(given)


def _objects(items: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list with their paths."""
    for index, item in enumerate(items if isinstance(items, list | tuple) else ()):
        if isinstance(item, dict):
            yield f"{path}[{index}]", item


def _bases(record: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """The basis of every provenance in a record, those of its links included, with its path."""
    for name, value in record.items():
        where = f"{path}.{name}"
        if name == "provenance":
            basis = value.get("basis") if isinstance(value, dict) else None
            if isinstance(basis, str):
                yield f"{where}.basis", basis
        elif isinstance(value, dict):
            yield from _bases(value, where)
        else:
            for inner, item in _objects(value, where):
                yield from _bases(item, inner)


def _titles_in_two_places(pathway: Pathway, document: dict[str, Any]) -> Iterator[Problem]:
    # Titles that are read alike are the same title: "Deputy-managers" and "Deputy manager".
    read = judge_of(pathway).key

    def key(title: str) -> tuple[str, int]:
        words, shifts = read(title)
        return words or title, shifts

    # The name of a role category is published: as a title it can mean no other.
    places: dict[Any, Any] = {key(role.name): role.id for role in pathway.role_categories}
    places |= {key(local.title): local.role_category for local in pathway.local_titles}
    for path, record in _objects(document.get("local_titles"), "local_titles"):
        title, role = record.get("title"), record.get("role_category")
        if isinstance(title, str):
            before = places.setdefault(key(title), role)
            if before != role:
                message = f"title already placed in {before}; a title has one role category"
                yield document_problem(message, path=f"{path}.title", value=title)
