"""Small pieces of Markdown that the generated pages share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import care_pathway as cp

GENERATED = "<!-- Written from the bundled data by scripts/generate_docs.py. Do not edit. -->\n"

BASIS_WORDS = {
    "published": "published",
    "seed": "starting document",
    "secondary": "reported",
    "standard": "national standard",
    "editorial": "editorial, ours",
}
COLUMNS = ("published", "seed", "secondary", "standard", "editorial")


def text(words: object) -> str:
    """Words as Markdown that shows them as they are."""
    escaped = str(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"([\\`*_\[\]|])", r"\\\1", escaped)
    return re.sub(r"\s+", " ", escaped)


def badge(basis: object) -> str:
    """How a fact is known, as a small label; colour is never its only sign."""
    word = str(basis)
    return f'<span class="cp-basis cp-{word}">{BASIS_WORDS[word]}</span>'


def known(record: Any) -> str:
    """The badge of a record, with its confidence where that is not high."""
    provenance = record.provenance
    shown = badge(provenance.basis)
    if provenance.confidence and str(provenance.confidence) != "high":
        shown += f' <span class="cp-note">{provenance.confidence} confidence</span>'
    return shown


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; empty text where there is no row."""
    head, body = list(head), [list(row) for row in rows]
    if not body:
        return ""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cell or "–" for cell in line) + " |" for line in lines) + "\n\n"


def bullets(lines: Iterable[str]) -> str:
    """A Markdown list."""
    shown = "".join(f"- {line}\n" for line in lines)
    return shown + "\n" if shown else ""


def name_of_end(pathway: cp.Pathway, end: str | None) -> str:
    """An end of a route in words, with a link to its page where it has one."""
    if end is None:
        return "Entry into care"
    if end == "any":
        return "Any role category"
    for role in pathway.role_categories:
        if role.id == end:
            return f"[{text(role.name)}]({role.id}.md)"
    return text(end.replace("-", " ").capitalize())


def asks(route: Any) -> str:
    """What the sources ask for on a route, one line for each."""
    lines = [f"*{one.strength}*: {text(one.text)}{if_editorial(one)}" for one in route.requirements]
    return "<br>".join(lines) if lines else "nothing stated"


def if_editorial(record: Any) -> str:
    """The badge of an editorial record; nothing for any other."""
    return f" {badge('editorial')}" if str(record.provenance.basis) == "editorial" else ""


def by_section(pathway: cp.Pathway, role: cp.RoleCategory) -> list[tuple[str, Counter[str]]]:
    """Records about a role category by section and basis."""
    own = pathway.expectations(role.id).own

    def of(records: Iterable[Any]) -> Counter[str]:
        return Counter(str(one.provenance.basis) for one in records)

    behaviours = (
        next((evidence for evidence in one.evidence if evidence.role_category == role.id), one)
        for one in own
        if one.stage is None
    )
    return [
        ("behaviours", of(behaviours)),
        ("knowledge and skills", of(one for one in own if one.stage is not None)),
        ("practice areas", of(pathway.practice_areas_for(role.id))),
        ("learning links", of(one.link for one in pathway.learning_for(role.id))),
        ("personas", of(pathway.personas_for(role.id))),
        ("routes", of(route for route in pathway.routes if role.id in (route.source, route.target))),
    ]
