"""The framework as a package of CASE 1.0 (1EdTech Competencies and Academic Standards Exchange)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from care_pathway._arguments import check_kind
from care_pathway.interop.publish.terms import (
    BASE,
    FRAMEWORK,
    NOT_OFFICIAL,
    PublishedTerm,
    address,
    check_base,
    document,
    terms,
)
from care_pathway.model.pathway import Pathway

if TYPE_CHECKING:
    from collections.abc import Iterable

_ITEM_TYPES = {
    "role-category": "Role category",
    "value": "Value",
    "theme": "Topic",
    "area": "Heading",
    "competency": "Competency",
    "practice-area": "Practice area",
}


def to_case(pathway: Pathway, *, earlier: Pathway | None = None, base: str = BASE) -> dict[str, Any]:
    """The framework as a CASE package: one document, its items, and how they belong together.

    Identifiers are UUIDs of version 5 over the addresses, so that they are the same in every export with the
    same base. Items that belong to several role categories are children of each. The note of each item says
    its basis. CASE asks each record for the time of its last change: it is the day on which the edition was
    published, for nothing finer is known. Whether anybody adopted the framework is not said.

    Args:
        pathway: The edition to publish.
        earlier: An earlier edition: its items of the same id are said to be replaced by those of this one.
        base: What all addresses begin with.

    Returns:
        ``CFDocument``, ``CFItems`` and ``CFAssociations``, ready for ``json.dump``.

    Raises:
        InvalidArgumentError: If the base is no absolute address, or a pathway is none.

    Source: 1EdTech CASE Service 1.0.

    Example:
        >>> import care_pathway as cp
        >>> package = to_case(cp.load("2025-04"))
        >>> package["CFItems"][0]["fullStatement"], package["CFItems"][0]["CFItemType"]
        ('New to care', 'Role category')
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("earlier", earlier, Pathway, optional=True)
    base = check_base(base)
    found = tuple(terms(pathway, base))
    whole = document(pathway, base)
    changed = f"{pathway.edition.published.isoformat()}T00:00:00+00:00"
    title = f"{FRAMEWORK}, edition {pathway.edition.id}"
    link = _link(whole, title)
    return {
        "CFDocument": {
            "identifier": link["identifier"],
            "uri": whole,
            "creator": "care_pathway, from pages of DHSC and Skills for Care",
            "title": title,
            "lastChangeDateTime": changed,
            "description": NOT_OFFICIAL,
            "language": "en-GB",
            "version": pathway.ref,
        },
        "CFItems": [_item(term, changed) for term in found],
        "CFAssociations": [
            *_children(pathway, base, found, link, changed),
            *(_replaced(earlier, pathway, base, found, link, changed) if earlier is not None else ()),
        ],
    }


def _link(uri: str, title: str) -> dict[str, str]:
    return {"title": title, "identifier": str(uuid5(NAMESPACE_URL, uri)), "uri": uri}


def _item(term: PublishedTerm, changed: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "identifier": str(uuid5(NAMESPACE_URL, term.uri)),
        "uri": term.uri,
        "fullStatement": term.text or term.name,
        "CFItemType": _ITEM_TYPES[term.kind],
        "humanCodingScheme": term.id,
        "language": "en-GB",
        "lastChangeDateTime": changed,
        "notes": f"{term.basis_note} Source: {term.source}" if term.source else term.basis_note,
    }
    if term.text and term.text != term.name:
        item["abbreviatedStatement"] = term.name
    return item


def _association(
    kind: str, origin: dict[str, str], destination: dict[str, str], link: dict[str, str], changed: str
) -> dict[str, Any]:
    uri = f"{link['uri']}/association/{kind}/{origin['identifier']}/{destination['identifier']}"
    return {
        "identifier": str(uuid5(NAMESPACE_URL, uri)),
        "uri": uri,
        "associationType": kind,
        "originNodeURI": origin,
        "destinationNodeURI": destination,
        "lastChangeDateTime": changed,
    }


def _children(
    pathway: Pathway, base: str, found: Iterable[PublishedTerm], link: dict[str, str], changed: str
) -> list[dict[str, Any]]:
    """Each item below what it belongs to; what belongs to nothing stands below the document."""
    names = {(term.kind, term.id): term.name for term in found}
    result = []
    for term in found:
        parents = [
            _link(address(pathway, base, kind, identifier), names[kind, identifier])
            for kind, identifier in term.broader
            if (kind, identifier) in names
        ]
        origin = _link(term.uri, term.name)
        result += [_association("isChildOf", origin, parent, link, changed) for parent in parents or [link]]
    return result


def _replaced(
    earlier: Pathway,
    pathway: Pathway,
    base: str,
    found: Iterable[PublishedTerm],
    link: dict[str, str],
    changed: str,
) -> list[dict[str, Any]]:
    if earlier.edition.published >= pathway.edition.published:
        return []
    now = {(term.kind, term.id): term for term in found}
    return [
        _association(
            "replacedBy", _link(before.uri, before.name), _link(after.uri, after.name), link, changed
        )
        for before in terms(earlier, base)
        if (after := now.get((before.kind, before.id))) is not None
    ]
