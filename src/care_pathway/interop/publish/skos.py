"""The framework as a SKOS concept scheme, in Turtle or JSON-LD."""

from __future__ import annotations

import json
from typing import Any, Literal

from care_pathway._arguments import check_kind, check_text
from care_pathway.errors import InvalidArgumentError
from care_pathway.interop.publish.terms import (
    BASE,
    FRAMEWORK,
    LICENCE,
    NOT_OFFICIAL,
    PublishedTerm,
    address,
    check_base,
    document,
    terms,
)
from care_pathway.model.pathway import Pathway

_PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
_LANGUAGE = "en-GB"


def to_skos(pathway: Pathway, *, form: Literal["turtle", "json-ld"] = "turtle", base: str = BASE) -> str:
    """The framework as a concept scheme: a concept for each term, what is broader, and its basis as a note.

    Args:
        pathway: The edition to publish.
        form: ``turtle`` or ``json-ld``.
        base: What all addresses begin with.

    Returns:
        The text of the file, in UTF-8 when written.

    Raises:
        InvalidArgumentError: If the base is no absolute address, the form another, or the pathway none.

    Source: W3C SKOS Reference, 18 August 2009.

    Example:
        >>> import care_pathway as cp
        >>> print(to_skos(cp.load()).splitlines()[3])
        <https://example.org/care-pathway/2025-04> a skos:ConceptScheme ;
    """
    check_kind("pathway", pathway, Pathway)
    base = check_base(base)
    nodes = [_scheme(pathway, base), *(_concept(pathway, base, term) for term in terms(pathway, base))]
    check_text("form", form)
    if form == "turtle":
        return _turtle(nodes)
    if form == "json-ld":
        return json.dumps({"@context": _PREFIXES, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"
    raise InvalidArgumentError("form", "'turtle' or 'json-ld'", form)


def _words(text: str) -> dict[str, str]:
    return {"@value": text, "@language": _LANGUAGE}


def _scheme(pathway: Pathway, base: str) -> dict[str, Any]:
    return {
        "@id": document(pathway, base),
        "@type": "skos:ConceptScheme",
        "dcterms:title": _words(f"{FRAMEWORK}, edition {pathway.edition.id}"),
        "dcterms:description": _words(NOT_OFFICIAL),
        "dcterms:license": {"@id": LICENCE},
        "dcterms:hasVersion": pathway.ref,
    }


def _concept(pathway: Pathway, base: str, term: PublishedTerm) -> dict[str, Any]:
    scheme = {"@id": document(pathway, base)}
    node: dict[str, Any] = {
        "@id": term.uri,
        "@type": "skos:Concept",
        "skos:inScheme": scheme,
        "skos:notation": term.id,
        "skos:prefLabel": _words(term.name),
        "skos:editorialNote": _words(term.basis_note),
    }
    if term.text and term.text != term.name:
        node["skos:definition"] = _words(term.text)
    if term.source:
        node["dcterms:source"] = {"@id": term.source}
    if term.broader:
        node["skos:broader"] = [{"@id": address(pathway, base, kind, one)} for kind, one in term.broader]
    else:
        node["skos:topConceptOf"] = scheme
    return node


def _turtle(nodes: list[dict[str, Any]]) -> str:
    lines = [f"@prefix {name}: <{uri}> ." for name, uri in _PREFIXES.items()]
    lines.append("")
    for node in nodes:
        facts = [f"<{node['@id']}> a {node['@type']}"]
        for name, value in node.items():
            if not name.startswith("@"):
                values = value if isinstance(value, list) else [value]
                facts.append(f"    {name} {', '.join(_turtle_value(one) for one in values)}")
        lines.append(" ;\n".join(facts) + " .")
    return "\n".join(lines) + "\n"


def _turtle_value(value: Any) -> str:
    # What JSON escapes in a string, Turtle escapes in the same way.
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if "@id" in value:
        return f"<{value['@id']}>"
    return f"{json.dumps(value['@value'], ensure_ascii=False)}@{value['@language']}"
