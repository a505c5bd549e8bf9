"""The pages about the Pathway as a whole, written from the bundled data.

Pure functions from a `Pathway` to Markdown. Whatever is not official is marked where it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docs_text import (
    BASIS_WORDS,
    COLUMNS,
    GENERATED,
    asks,
    badge,
    bullets,
    by_section,
    known,
    name_of_end,
    table,
    text,
)

if TYPE_CHECKING:
    import care_pathway as cp
    from care_pathway.titles.policy import Policy


def index_page(pathway: cp.Pathway) -> str:
    """The Pathway at a glance: values, role categories, how a fact is known."""
    out = (
        f"---\ntitle: The Pathway\n---\n\n{GENERATED}\n# The Pathway in this package\n\n"
        f"Edition {pathway.edition.id}, revision {pathway.revision}: published "
        f"{pathway.edition.published:%-d %B %Y}. The Pathway is voluntary. These pages are written from the "
        "bundled data each time the site is built.\n\n"
        "## How to read the labels\n\n"
    )
    meanings = {
        "published": "read in official text on GOV.UK",
        "seed": "stated in one of the documents this project started from",
        "secondary": "reported or reproduced by another source",
        "standard": "taken from the national standard that the Pathway names",
        "editorial": "a modelling decision of this project; never part of the official Pathway",
    }
    out += table(["Label", "Basis", "Meaning"], ([badge(b), f"`{b}`", m] for b, m in meanings.items()))
    out += "## Role categories\n\n" + table(
        ["Role category", "Since", "Own expectations", "Inherited", "Routes onward", "Learning"],
        (
            [
                name_of_end(pathway, role.id),
                f"{role.first_published:%B %Y}",
                str(len(pathway.expectations(role.id).own)),
                str(len(pathway.expectations(role.id).inherited)),
                str(len(pathway.routes_from(role.id))),
                str(len(pathway.learning_for(role.id))),
            ]
            for role in pathway.role_categories
        ),
    )
    out += "## Values\n\nThe same in every role category and in both editions. Order carries no meaning.\n\n"
    for value in pathway.values:
        out += f"- **{text(value.name)}** {known(value)}"
        if value.statement:
            out += f": {text(value.statement.text)} {known(value.statement)}"
        out += "\n"
    return out + "\n"


def map_page(pathway: cp.Pathway, picture: str) -> str:
    """The career map as a picture, and the same as a table."""
    one_line = re.sub(r"\s*\n\s*", " ", picture)
    out = (
        f"---\ntitle: Career map\n---\n\n{GENERATED}\n# Career map\n\n"
        "Every role category and the ways between them, made from the data when this site is built. "
        "The table below says the same in words.\n\n"
        f'<div class="site-map" tabindex="0" role="region" aria-label="Career map">{one_line}</div>\n\n'
        "## All routes\n\n"
    )
    out += table(
        ["From", "To", "Kind", "What the sources ask", "How known"],
        (
            [
                name_of_end(pathway, route.source),
                name_of_end(pathway, route.target),
                str(route.kind),
                asks(route),
                known(route),
            ]
            for route in pathway.routes
        ),
    )
    return out


def catalogue_page(editions: Iterable[cp.Pathway], collections: Iterable[str]) -> str:
    """How many records there are of each kind, by how they are known."""
    out = (
        f"---\ntitle: Data catalogue\n---\n\n{GENERATED}\n# Data catalogue\n\n"
        "How many records each edition holds, by how the identity of the record is known. A field known "
        "differently carries a basis of its own. `pathway.only(basis=...)` filters by it, and "
        "`care-pathway export` writes every table with its basis and source.\n\n"
    )
    for pathway in editions:
        rows = []
        for name in collections:
            records = getattr(pathway, name)
            if not records:
                continue
            count = Counter(
                str(one.provenance.basis) if hasattr(one, "provenance") else "" for one in records
            )
            label = f"`{name}`"
            rows.append([label, *(str(count[basis]) for basis in COLUMNS), str(len(records))])
        out += f"## Edition {pathway.edition.id}\n\n"
        out += f"Revision {pathway.revision}, digest `{pathway.digest[:16]}…`.\n\n"
        out += table(["Collection", *(BASIS_WORDS[basis] for basis in COLUMNS), "total"], rows)
        out += f"### By role category, edition {pathway.edition.id}\n\n"
        out += (
            "Behaviours by the evidence for that role category, learning by the link, routes by either end. "
            "Sources are documents and have no basis.\n\n"
        )
        out += table(
            ["Role category", "Section", *(BASIS_WORDS[basis] for basis in COLUMNS), "total"],
            (
                [
                    name_of_end(pathway, role.id),
                    text(section),
                    *(str(count[basis]) for basis in COLUMNS),
                    str(sum(count.values())),
                ]
                for role in pathway.role_categories
                for section, count in by_section(pathway, role)
            ),
        )
    general = [note for note in pathway.notes if note.role_category is None]
    out += "## What a reader should know\n\n"
    return out + bullets(f"`{note.about}`: {text(note.text)} {known(note)}" for note in general)


def sources_page(pathway: cp.Pathway) -> str:
    """All documents, each with an anchor of its own."""
    out = (
        f"---\ntitle: Sources\n---\n\n{GENERATED}\n# Sources\n\n"
        "The documents that facts were taken from. Facts, titles and names only: no sentence of theirs is "
        "reproduced, except as the Open Government Licence allows.\n\n"
    )
    kinds: dict[str, list[Any]] = {}
    for source in pathway.sources:
        kinds.setdefault(str(source.kind), []).append(source)
    names = {
        "official": "Official pages",
        "standard": "National standards",
        "secondary": "Other sources",
        "seed": "Documents this project started from",
    }
    for kind, name in names.items():
        out += f"## {name}\n\n"
        for source in kinds.get(kind, ()):
            link = f"[{text(source.title)}]({source.url})" if source.url else text(source.title)
            out += f'<a id="{source.id}"></a>**{link}**  \n'
            about = [text(source.publisher), text(source.dates or ""), text(source.licence or "")]
            out += f"`{source.id}` · " + " · ".join(part for part in about if part) + "\n\n"
    return out


def title_decisions_page(policy: Policy) -> str:
    """The numbered decisions on titles, from the data that the code reads."""
    out = (
        f"---\ntitle: Decisions on titles\n---\n\n{GENERATED}\n# Decisions on titles\n\n"
        "The reasons of `cp.normalise_title` name a decision by its number. These are all, from the data "
        "that the code reads. They are *editorial*: ours, not part of the official Pathway. What lies behind "
        "them is in [the title policy](../explanation/title-policy.md).\n\n"
    )
    out += table(
        ["Decision", "Titles"],
        ([decision.number, text(decision.says)] for decision in policy.decisions.values()),
    )
    out += "## What settles an ambiguous title\n\n"
    return out + table(
        ["Answer", "It is"],
        ([f"`{answer}`", text(meaning.right_if)] for answer, meaning in policy.answers.items()),
    )


def editions_page(old: cp.Pathway, new: cp.Pathway, diff: cp.EditionDiff) -> str:
    """What changed from one edition to the next."""
    out = (
        f"---\ntitle: What the editions changed\n---\n\n{GENERATED}\n"
        f"# What changed from {old.edition.id} to {new.edition.id}\n\n"
        f"`cp.compare(cp.load('{old.edition.id}'), cp.load('{new.edition.id}'))`, record by record: "
        f"{len(diff.changes)} differences from `{diff.old}` to `{diff.new}`.\n\n"
    )
    kinds = list(dict.fromkeys(str(change.kind) for change in diff.changes))
    collections = list(dict.fromkeys(change.collection for change in diff.changes))
    unchanged = {one.collection: one.count for one in diff.unchanged}
    every = list(dict.fromkeys([*collections, *unchanged]))
    out += table(
        ["Collection", *kinds, "unchanged"],
        (
            [
                f"`{name}`",
                *(
                    str(sum(c.collection == name and str(c.kind) == kind for c in diff.changes))
                    for kind in kinds
                ),
                str(unchanged.get(name, 0)),
            ]
            for name in every
        ),
    )
    for name in collections:
        out += f"## {name.replace('_', ' ').capitalize()}\n\n"
        rows = [
            [
                str(change.kind),
                f"{text(_short(change.name))} `{change.id}`",
                text((change.field or "").replace("_", " ")),
                text(_short(change.before or "")),
                text(_short(change.after or "")),
            ]
            for change in diff.changes
            if change.collection == name
        ]
        simple = all(not row[2] for row in rows)
        head = ["What", "Record", "Field", "Before", "After"]
        out += table(head[:2] if simple else head, (row[:2] if simple else row for row in rows))
    return out


def _short(words: str, limit: int = 110) -> str:
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"
