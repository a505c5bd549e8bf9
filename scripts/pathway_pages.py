"""The pages of the documentation that are written from the bundled data: Markdown from records.

Pure functions from a `Pathway` to text. Whatever is not official is marked where it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import care_pathway as cp

GENERATED = "<!-- Written from the bundled data by scripts/generate_docs.py. Do not edit. -->\n"

_BASIS_WORDS = {
    "published": "published",
    "seed": "starting document",
    "secondary": "reported",
    "standard": "national standard",
    "editorial": "editorial, ours",
}
_STAGES = {
    "minimum": ("Minimum", "What makes someone safe to practise in the role category."),
    "progression": ("Progression", "What people progress to."),
    "additional": ("Additional", "Useful across settings, or taken up when needed. Never passed upward."),
}
_COLUMNS = ("published", "seed", "secondary", "standard", "editorial")


# --- small pieces ------------------------------------------------------------------------------------


def text(words: object) -> str:
    """Words as Markdown that shows them as they are."""
    escaped = str(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"([\\`*_\[\]|])", r"\\\1", escaped)
    return re.sub(r"\s+", " ", escaped)


def badge(basis: object) -> str:
    """How a fact is known, as a small label; colour is never its only sign."""
    word = str(basis)
    return f'<span class="cp-basis cp-{word}">{_BASIS_WORDS[word]}</span>'


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


def _name_of_end(pathway: cp.Pathway, end: str | None) -> str:
    if end is None:
        return "Entry into care"
    if end == "any":
        return "Any role category"
    for role in pathway.role_categories:
        if role.id == end:
            return f"[{text(role.name)}]({role.id}.md)"
    return text(end.replace("-", " ").capitalize())


# --- one page per role category ----------------------------------------------------------------------


def role_page(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    """The page of one role category."""
    parts = [
        f"---\ntitle: {role.name}\n---\n\n{GENERATED}\n# {text(role.name)}\n\n",
        _facts(pathway, role),
        _what_it_is(pathway, role),
        _expectations(pathway, role),
        _routes(pathway, role),
        _learning(pathway, role),
        _practice_areas(pathway, role),
        _personas(pathway, role),
        _sources(pathway, role),
    ]
    return "".join(parts)


def _facts(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    counts = _by_section(pathway, role)
    editorial = sum(count["editorial"] for _, count in counts)
    total = sum(sum(count.values()) for _, count in counts)
    out = (
        f"Role category {role.order} of {len(pathway.role_categories)} in edition {pathway.edition.id}. "
        f"Its id is `{role.id}`. First published {role.first_published:%-d %B %Y}. {known(role)}\n\n"
    )
    kind = "warning" if editorial * 2 > total else "note"
    said = (
        "**Most of this page is editorial.** The published lists could not be read; what stands here was put "
        "together from national standards and by us, and is not part of the official Pathway."
        if kind == "warning"
        else "Everything below says how it is known. Lines marked *editorial, ours* are modelling decisions of "
        "this project and are not part of the official Pathway."
    )
    rows = [
        [text(section), *(str(count[basis]) for basis in _COLUMNS), str(sum(count.values()))]
        for section, count in counts
    ]
    grid = table(["Section", *(_BASIS_WORDS[basis] for basis in _COLUMNS), "total"], rows)
    folded = "".join(f"    {line}\n" if line else "\n" for line in grid.splitlines())
    return f'{out}!!! {kind} "How this page is known"\n\n    {said}\n\n{folded}\n'


def _what_it_is(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    out = "## What it is\n\n" + bullets(f"{text(line.text)} {known(line)}" for line in role.summary)
    rows: list[list[str]] = []
    if role.settings:
        rows.append(["Where", text("; ".join(role.settings.places)), known(role.settings)])
    if role.typical_duration:
        duration = role.typical_duration
        words = f"usually at most {duration.at_most_months} months ({text(duration.strength)})"
        rows.append(["How long", words, known(duration)])
    for label, finding in (
        ("Manages people", role.people_management),
        ("Delegated healthcare", role.delegated_healthcare),
    ):
        if finding:
            words = text(finding.words) + (f". {text(finding.note)}" if finding.note else "")
            rows.append([label, words, known(finding)])
    if role.digital_skills:
        digital = role.digital_skills
        words = f"level 1: {digital.level_1}; level 2: {digital.level_2}".replace("not-known", "not known")
        rows.append(["Digital skills", words, known(digital)])
    if role.baseline and role.baseline_roles:
        names = ", ".join(_name_of_end(pathway, base) for base in role.baseline_roles)
        rows.append(["Builds on", names, known(role.baseline)])
    out += table(["About", "What is known", "How"], rows)
    if role.requirements:
        out += "### What its page asks\n\n" + bullets(_requirement(one) for one in role.requirements)
    if role.statutory_requirements:
        out += "### What law or regulator asks\n\nThese join every route to the role category.\n\n"
        out += bullets(_requirement(one) for one in role.statutory_requirements)
        if role.law:
            out += f"Law: {text(role.law)}\n\n"
    elif role.statutory_note:
        note = role.statutory_note
        out += f"### What law or regulator asks\n\n{text(note.text)} {known(note)}\n\n"
    if role.terms:
        out += "### Terms\n\n" + bullets(
            f"**{text(term.name)}**: {text(term.text)} {known(term)}" for term in role.terms
        )
    if role.typical_titles:
        out += "### Job titles that sources give\n\nExamples, never proof: a title alone cannot decide.\n\n"
        out += bullets(f"{text(title.title)} {known(title)}" for title in role.typical_titles)
    differences = pathway.differences_for(role.id)
    if differences:
        out += "### Against its neighbours\n\n" + bullets(
            f"**{text(pathway.role_category(one.second if one.first == role.id else one.first).name)}**: "
            f"{text(one.text)} {known(one)}"
            for one in differences
        )
    return out


def _requirement(requirement: Any) -> str:
    return f"*{requirement.strength}*: {text(requirement.text)} {known(requirement)}"


def _expectations(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    expected = pathway.expectations(role.id)
    out = "## Expectations\n\n"
    if expected.inherited:
        parts = ", ".join(
            f"{sum(base in one.role_categories for one in expected.inherited)} of {_name_of_end(pathway, base)}"
            for base in reversed(pathway.baseline_roles(role.id))
        )
        out += (
            f"Expectations are cumulative: {len(expected.inherited)} are inherited ({parts}), and "
            f"{len(expected.own)} are its own. Only its own are listed here.\n\n"
        )
    else:
        out += f"It inherits none; {len(expected.own)} expectations are its own.\n\n"
    if expected.behaviours:
        out += f"### Behaviours: what people must show\n\n{len(expected.behaviours)} behaviours.\n\n"
        out += bullets(_behaviour(one, role.id) for one in expected.behaviours)
    for stage, (label, meaning) in _STAGES.items():
        here = [one for one in expected.own if one.stage and str(one.stage) == stage]
        if not here:
            continue
        knowledge = sum(str(one.kind) == "knowledge" for one in here)
        out += (
            f"### {label}\n\n{meaning} {len(here)} items: {knowledge} of knowledge and "
            f"{len(here) - knowledge} of skills. People *should* have them.\n\n"
        )
        by_area: dict[str | None, list[cp.Competency]] = {}
        for one in here:
            by_area.setdefault(one.area, []).append(one)
        for area, items in by_area.items():
            heading = text(pathway.area(area).label) if area else "Without a heading"
            mark = f" {known(pathway.area(area))}" if area else ""
            out += f'#### {heading}{mark} {{ data-toc-label="{heading}" }}\n\n'
            out += bullets(_item(one, area and pathway.area(area)) for one in items)
    return out


def _behaviour(one: cp.Competency, role: str) -> str:
    here = next((evidence for evidence in one.evidence if evidence.role_category == role), one)
    label = f"**{text(one.label)}**: " if one.label else ""
    return f"{label}{text(one.statement)} {known(here)}"


def _item(one: cp.Competency, area: Any) -> str:
    words = f"{text(one.statement)} <span class='cp-note'>{one.kind}</span>"
    content = ""
    if one.content_basis and one.content_basis != one.provenance.basis:
        content = f" <span class='cp-note'>content: {_BASIS_WORDS[str(one.content_basis)]}</span>"
    same = area and area.provenance.basis == one.provenance.basis and not content
    return words + ("" if same and str(one.provenance.basis) != "editorial" else f" {known(one)}{content}")


def _routes(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    out = "## Routes\n\nNone is required of anyone: staying and growing is a career of its own.\n\n"
    sections: tuple[tuple[str, tuple[Any, ...], str, Callable[[Any], str | None]], ...] = (
        ("Onward", pathway.routes_from(role.id), "To", lambda route: route.target),
        ("Into it", pathway.routes_to(role.id), "From", lambda route: route.source),
    )
    for heading, routes, column, end in sections:
        rows = [
            [
                _name_of_end(pathway, end(route)),
                str(route.kind),
                _asks(route),
                known(route),
            ]
            for route in routes
            if heading == "Onward" or str(route.kind) != "growth"
        ]
        if rows:
            out += f"### {heading}\n\n" + table([column, "Kind", "What the sources ask", "How known"], rows)
    return out


def _asks(route: Any) -> str:
    lines = [
        f"*{one.strength}*: {text(one.text)}{_if_editorial(one)}" for one in route.requirements
    ]
    return "<br>".join(lines) if lines else "nothing stated"


def _if_editorial(record: Any) -> str:
    return f" {badge('editorial')}" if str(record.provenance.basis) == "editorial" else ""


def _learning(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    linked = pathway.learning_for(role.id)
    if not linked:
        return ""
    out = (
        "## Learning\n\nStrongest relation first. *Listed* means only that a catalogue carries a tag for the "
        "role category: it is not a suggestion. Completing a course is not competence.\n\n"
    )
    return out + table(
        ["Learning", "Relation", "Level", "Owner", "How known"],
        (
            [
                text(one.learning.name),
                str(one.link.relation),
                _level(one.learning),
                text(one.learning.owner or ""),
                known(one.link),
            ]
            for one in linked
        ),
    )


def _level(learning: Any) -> str:
    if learning.level is None:
        return ""
    return f"{learning.level}" + (f" to {learning.level_to}" if learning.level_to else "")


def _practice_areas(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    areas = pathway.practice_areas_for(role.id)
    if not areas:
        return ""
    out = "## Areas of practice\n\nThings people *could* add. Never a must.\n\n"
    return out + table(
        ["Area", "Suggested learning", "How known"],
        (
            [
                text(area.label),
                "; ".join(text(pathway.learning_opportunity(one).name) for one in area.suggested_learning)
                or ("none identified yet" if str(area.learning_status) == "none-identified" else ""),
                known(area),
            ]
            for area in areas
        ),
    )


def _personas(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    personas = pathway.personas_for(role.id)
    if not personas:
        return "## Personas\n\nNo persona of this role category could be read.\n\n"
    out = "## Personas\n\nFictional people of the Pathway's pages, as facts in our own words.\n\n"
    for persona in personas:
        rows = [["Works as", text(persona.job_title or "")], ["Where", text(persona.setting or "")]]
        if persona.years_in_role is not None:
            rows.append(["Years in the role", str(persona.years_in_role)])
        rows += [
            ["Holds", text("; ".join(persona.qualifications_held))],
            ["Does next", text("; ".join(persona.development))],
            ["Wants", text("; ".join(persona.aspirations))],
            ["Shows", text(persona.teaches)],
        ]
        out += f"### {text(persona.name)}\n\nShown by edition {persona.edition}. {known(persona)}\n\n"
        out += table(["About", persona.name], rows)
        if persona.note:
            out += f"{text(persona.note)}\n\n"
    return out


def _sources(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    out = "## Sources\n\n"
    for id in role.sources:
        source = pathway.source(id)
        out += f"- [{text(source.title)}](sources.md#{id}), {text(source.publisher)} (`{id}`)\n"
    return out + "\n"


# --- pages about the whole ---------------------------------------------------------------------------


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
                _name_of_end(pathway, role.id),
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
                _name_of_end(pathway, route.source),
                _name_of_end(pathway, route.target),
                str(route.kind),
                _asks(route),
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
        "How many records each edition holds, by how the identity of the record is known. A field that is known "
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
            rows.append([label, *(str(count[basis]) for basis in _COLUMNS), str(len(records))])
        out += f"## Edition {pathway.edition.id}\n\n"
        out += f"Revision {pathway.revision}, digest `{pathway.digest[:16]}…`.\n\n"
        out += table(["Collection", *(_BASIS_WORDS[basis] for basis in _COLUMNS), "total"], rows)
        out += f"### By role category, edition {pathway.edition.id}\n\n"
        out += (
            "Behaviours by the evidence for that role category, learning by the link, routes by either end. "
            "Sources are documents and have no basis.\n\n"
        )
        out += table(
            ["Role category", "Section", *(_BASIS_WORDS[basis] for basis in _COLUMNS), "total"],
            (
                [
                    _name_of_end(pathway, role.id),
                    text(section),
                    *(str(count[basis]) for basis in _COLUMNS),
                    str(sum(count.values())),
                ]
                for role in pathway.role_categories
                for section, count in _by_section(pathway, role)
            ),
        )
    return out


def _by_section(pathway: cp.Pathway, role: cp.RoleCategory) -> list[tuple[str, Counter[str]]]:
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


def title_decisions_page(document: dict[str, Any]) -> str:
    """The numbered decisions on titles, from the data that the code reads."""
    out = (
        f"---\ntitle: Decisions on titles\n---\n\n{GENERATED}\n# Decisions on titles\n\n"
        "The reasons of `cp.normalise_title` name a decision by its number. These are all of them, from the data "
        "that the code reads. They are *editorial*: ours, not part of the official Pathway. What lies behind "
        "them is in [the title policy](../explanation/title-policy.md).\n\n"
    )
    decisions = sorted(document["decisions"].items(), key=lambda item: int(item[0][1:]))
    out += table(["Decision", "Titles"], ([number, text(words)] for number, words in decisions))
    out += "## What settles an ambiguous title\n\n"
    return out + table(
        ["Answer", "It is"], ([f"`{answer}`", text(words)] for answer, words in document["answers"].items())
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
