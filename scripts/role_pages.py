"""The page of one role category, written from the bundled data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from docs_text import (
    BASIS_WORDS,
    COLUMNS,
    GENERATED,
    asks,
    bullets,
    by_section,
    known,
    name_of_end,
    table,
    text,
)

if TYPE_CHECKING:
    import care_pathway as cp

_STAGES = {
    "minimum": ("Minimum", "What makes someone safe to practise in the role category."),
    "progression": ("Progression", "What people progress to."),
    "additional": ("Additional", "Useful across settings, or taken up when needed. Never passed upward."),
}


def role_page(pathway: cp.Pathway, role: cp.RoleCategory, earlier: Iterable[cp.Pathway] = ()) -> str:
    """The page of one role category; personas of earlier editions join those of this one."""
    parts = [
        f"---\ntitle: {role.name}\n---\n\n{GENERATED}\n# {text(role.name)}\n\n",
        _facts(pathway, role),
        _what_it_is(pathway, role),
        _expectations(pathway, role),
        _routes(pathway, role),
        _learning(pathway, role),
        _practice_areas(pathway, role),
        _personas([pathway, *earlier], role),
        _sources(pathway, role),
    ]
    return "".join(parts)


def _facts(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    counts = by_section(pathway, role)
    editorial = sum(count["editorial"] for _, count in counts)
    total = sum(sum(count.values()) for _, count in counts)
    out = (
        f"Role category {role.order} of {len(pathway.role_categories)} in edition {pathway.edition.id}. "
        f"Its id is `{role.id}`. First published {role.first_published:%-d %B %Y}. {known(role)}\n\n"
    )
    kind = "warning" if editorial * 2 > total else "note"
    said = (
        "**Most of this page is editorial.** The published lists could not be read; what stands here was "
        "put together from national standards and by us, and is not part of the official Pathway."
        if kind == "warning"
        else "Everything below says how it is known. Lines marked *editorial, ours* are decisions of "
        "this project and are not part of the official Pathway."
    )
    rows = [
        [text(section), *(str(count[basis]) for basis in COLUMNS), str(sum(count.values()))]
        for section, count in counts
    ]
    grid = table(["Section", *(BASIS_WORDS[basis] for basis in COLUMNS), "total"], rows)
    folded = "".join(f"    {line}\n" if line else "\n" for line in grid.splitlines())
    out += f'!!! {kind} "How this page is known"\n\n    {said}\n\n{folded}\n'
    notes = [note for note in pathway.notes if note.role_category == role.id]
    return out + bullets(f"{text(note.text)} {known(note)}" for note in notes)


def _what_it_is(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    out = "## What it is\n\n" + bullets(f"{text(line.text)} {known(line)}" for line in role.summary)
    out += table(["About", "What is known", "How"], _known_facts(pathway, role))
    out += _asked(role)
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


def _known_facts(pathway: cp.Pathway, role: cp.RoleCategory) -> list[list[str]]:
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
        names = ", ".join(name_of_end(pathway, base) for base in role.baseline_roles)
        rows.append(["Builds on", names, known(role.baseline)])
    return rows


def _asked(role: cp.RoleCategory) -> str:
    out = ""
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
    return out


def _requirement(requirement: Any) -> str:
    return f"*{requirement.strength}*: {text(requirement.text)} {known(requirement)}"


def _expectations(pathway: cp.Pathway, role: cp.RoleCategory) -> str:
    expected = pathway.expectations(role.id)
    out = "## Expectations\n\n"
    if expected.inherited:
        parts = ", ".join(
            f"{sum(base in one.role_categories for one in expected.inherited)} of "
            f"{name_of_end(pathway, base)}"
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
        content = f" <span class='cp-note'>content: {BASIS_WORDS[str(one.content_basis)]}</span>"
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
                name_of_end(pathway, end(route)),
                str(route.kind),
                asks(route),
                known(route),
            ]
            for route in routes
            if heading == "Onward" or str(route.kind) != "growth"
        ]
        if rows:
            out += f"### {heading}\n\n" + table([column, "Kind", "What the sources ask", "How known"], rows)
    return out


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


def _personas(editions: Iterable[cp.Pathway], role: cp.RoleCategory) -> str:
    personas = [
        persona
        for pathway in editions
        if role.id in pathway.edition.role_categories
        for persona in pathway.personas_for(role.id)
    ]
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
    for source_id in role.sources:
        source = pathway.source(source_id)
        out += f"- [{text(source.title)}](sources.md#{source_id}), {text(source.publisher)} (`{source_id}`)\n"
    return out + "\n"
