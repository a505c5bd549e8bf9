"""Every record of the dossier is here: counts per kind, basis and role category, kept as constants.

The tables count what was transcribed. A change of data that loses or adds a record changes a number here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import care_pathway as cp
from tests.each import each

BASES = ("published", "seed", "secondary", "standard", "editorial")

# Per section: how many records each basis has, in the order of BASES.
SECTIONS = ("behaviours", "knowledge and skills", "practice areas", "learning links", "personas", "routes")
TABLE = """
new-to-care            | 4 0 4 0 0   | 0 0 103 0 0 | 0 0 6 0 0   | 0 0 32 0 0  | 0 0 1 0 0   | 0 2 1 0 1
care-or-support-worker | 5 0 3 0 0   | 0 0 59 0 0  | 0 0 7 0 0   | 0 2 21 0 0  | 0 1 1 0 0   | 0 2 3 0 3
enhanced-care-worker   | 0 0 0 0 12  | 0 0 0 2 18  | 0 0 0 0 9   | 1 1 0 0 0   | 0 1 0 0 0   | 0 0 1 0 3
personal-assistant     | 0 0 0 0 11  | 0 0 0 16 5  | 0 0 0 0 2   | 0 0 1 0 1   | 0 0 0 0 0   | 0 0 0 0 3
supervisor-or-leader   | 4 0 4 0 0   | 0 0 37 0 0  | 0 0 10 0 0  | 0 2 27 0 0  | 0 0 1 0 0   | 0 0 4 0 2
practice-leader        | 1 0 6 0 0   | 0 0 85 0 0  | 0 0 10 0 0  | 0 0 23 0 1  | 0 0 1 0 0   | 0 0 5 0 1
deputy-manager         | 0 0 0 0 12  | 0 0 0 22 4  | 0 0 0 0 1   | 1 3 4 0 11  | 0 1 0 0 0   | 1 0 2 0 1
registered-manager     | 0 0 0 0 13  | 0 0 0 22 5  | 0 1 0 0 0   | 1 10 6 0 2  | 0 0 0 0 0   | 1 1 1 0 0
"""
ROWS = {
    role.strip(): tuple(tuple(map(int, section.split())) for section in sections)
    for role, *sections in (line.split("|") for line in TABLE.strip().splitlines())
}

# Per kind: how many records each basis has over both editions, in the order of BASES.
KINDS = {
    "values": (7, 0, 0, 0, 0),
    "behaviours": (10, 0, 13, 0, 16),
    "knowledge and skills": (0, 0, 284, 51, 32),
    "practice areas": (0, 1, 33, 0, 12),
    "learning": (1, 9, 66, 12, 0),
    "personas": (0, 3, 4, 0, 0),
    "routes": (1, 7, 13, 0, 7),
}

COUNTS = {
    "2024-01": {
        "values": 7, "role_categories": 4, "differences": 3, "competencies": 307, "areas": 69, "themes": 37,
        "further_themes": 5, "standards": 0, "practice_areas": 33, "delegated_activities": 8, "learning": 88,
        "qualification_versions": 21, "personas": 4, "routes": 15, "ladders": 1, "resources": 7,
        "benefits": 36, "sources": 64,
    },
    "2025-04": {
        "values": 7, "role_categories": 8, "differences": 10, "competencies": 406, "areas": 79, "themes": 43,
        "further_themes": 5, "standards": 31, "practice_areas": 46, "delegated_activities": 8, "learning": 88,
        "qualification_versions": 21, "personas": 3, "routes": 28, "ladders": 1, "resources": 7,
        "benefits": 36, "sources": 69,
    },
}  # fmt: skip


def spread(bases: Iterable[str]) -> tuple[int, ...]:
    counted = Counter(str(basis) for basis in bases)
    assert counted.keys() <= set(BASES)
    return tuple(counted[basis] for basis in BASES)


def both(collection: str, first: cp.Pathway, later: cp.Pathway) -> list[Any]:
    """The records of both editions, each id once, as the later edition has it."""
    found = {record.id: record for record in getattr(first, collection)}
    found |= {record.id: record for record in getattr(later, collection)}
    return list(found.values())


@each("role", ROWS)
def test_counts_per_role_category_section_and_basis(
    role: str, pathway: cp.Pathway, first_edition: cp.Pathway
) -> None:
    """Behaviours counted by the evidence for that category; learning by the link; routes by either end."""
    behaviours: list[Any] = []
    others: list[Any] = []
    for one in pathway.competencies:
        if role in one.role_categories:
            known = {evidence.role_category: evidence.provenance.basis for evidence in one.evidence}
            basis = known.get(role, one.provenance.basis)
            (behaviours if one.kind == "behaviour" else others).append(basis)
    personas = [one for one in both("personas", first_edition, pathway) if one.role_category == role]
    found = (
        spread(behaviours),
        spread(others),
        spread(one.provenance.basis for one in pathway.practice_areas_for(role)),
        spread(one.link.provenance.basis for one in pathway.learning_for(role)),
        spread(one.provenance.basis for one in personas),
        spread(one.provenance.basis for one in pathway.routes if role in (one.source, one.target)),
    )
    assert dict(zip(SECTIONS, found, strict=True)) == dict(zip(SECTIONS, ROWS[role], strict=True))


def test_counts_per_kind_and_basis(pathway: cp.Pathway, first_edition: cp.Pathway) -> None:
    competencies = both("competencies", first_edition, pathway)
    found = {
        "values": pathway.values,
        "behaviours": [one for one in competencies if one.kind == "behaviour"],
        "knowledge and skills": [one for one in competencies if one.kind != "behaviour"],
        "practice areas": both("practice_areas", first_edition, pathway),
        "learning": both("learning", first_edition, pathway),
        "personas": both("personas", first_edition, pathway),
        "routes": both("routes", first_edition, pathway),
    }
    assert {name: spread(one.provenance.basis for one in records) for name, records in found.items()} == KINDS
    assert {name: sum(spread_) for name, spread_ in KINDS.items()} == {
        "values": 7, "behaviours": 39, "knowledge and skills": 367, "practice areas": 46, "learning": 88,
        "personas": 7, "routes": 28,
    }  # fmt: skip


def test_counts_per_edition(edition: cp.Pathway) -> None:
    expected = COUNTS[edition.edition.id]
    assert {name: len(getattr(edition, name)) for name in expected} == expected


def test_kinds_and_stages(pathway: cp.Pathway) -> None:
    kinds = Counter(str(one.kind) for one in pathway.competencies)
    assert kinds == {"behaviour": 39, "knowledge": 213, "skill": 154}
    stages = Counter(str(one.stage) for one in pathway.competencies if one.stage)
    assert stages == {"minimum": 110, "progression": 231, "additional": 26}


def test_knowledge_and_skills_of_the_first_edition_per_role_category(first_edition: cp.Pathway) -> None:
    """25, 16, 8 and 20 areas; 103, 59, 37 and 85 items."""
    areas = [len(first_edition.areas_for(role.id)) for role in first_edition.role_categories]
    items = [
        sum(one.kind != "behaviour" for one in first_edition.expectations(role.id).own)
        for role in first_edition.role_categories
    ]
    assert (areas, items) == ([25, 16, 8, 20], [103, 59, 37, 85])


def test_letters_belong_to_the_first_edition(pathway: cp.Pathway, first_edition: cp.Pathway) -> None:
    assert [role.letter for role in first_edition.role_categories] == ["A", "B", "C", "D"]
    assert {role.letter for role in pathway.role_categories} == {None}


def test_personas_of_both_editions(pathway: cp.Pathway, first_edition: cp.Pathway) -> None:
    assert [persona.id for persona in first_edition.personas] == ["laura", "paul", "poonam", "kelly"]
    assert sorted(persona.id for persona in pathway.personas) == ["anton", "richard", "sam"]


def test_the_named_standards(pathway: cp.Pathway) -> None:
    """16 Care Certificate standards; the others are named by their own bodies."""
    sets = Counter(standard.id.split("-")[0] for standard in pathway.standards)
    assert sets["cc"] == 16
    assert sum(sets.values()) == 31


def test_adoption(edition: cp.Pathway) -> None:
    """Five steps; light, medium and full; the ten reasons that ASC-WDS asks about."""
    adoption = edition.adoption
    assert adoption is not None
    assert [step.name for step in adoption.steps] == ["Explore", "Prepare", "Plan", "Adopt", "Understand"]
    assert [depth.label.lower() for depth in adoption.depths] == ["light", "medium", "full"]
    assert len(adoption.reasons) == 10
    assert len(adoption.capabilities) > 0
    assert all(one.challenge and one.offer and one.action and one.impact for one in adoption.capabilities)
    assert len(adoption.pilots) == 4
    assert len(adoption.early_uses) == 3
    assert len(adoption.terms) == 3


def test_the_six_level_ladder(pathway: cp.Pathway) -> None:
    (ladder,) = pathway.ladders
    assert [level.level for level in ladder.levels] == [1, 2, 3, 4, 5, 6]
    assert len(ladder.unmapped) == 2


def test_benefits_by_group(edition: cp.Pathway) -> None:
    groups = Counter(str(benefit.group) for benefit in edition.benefits)
    assert groups == {
        "staff": 7, "employers": 11, "commissioners": 7, "sector": 5, "people-who-draw-on-care": 3,
        "communities": 3,
    }  # fmt: skip
    assert {benefit.provenance.basis for benefit in edition.benefits} == {cp.Basis.SEED}


def test_kinds_of_route(pathway: cp.Pathway) -> None:
    kinds = Counter(str(route.kind) for route in pathway.routes)
    assert kinds["growth"] == 5
    assert kinds["external"] == 6
    assert sum(kinds.values()) == 28


def test_relations_of_learning(pathway: cp.Pathway) -> None:
    """150 links; a catalogue tag is weaker than suggested and stays so."""
    links = [link for learning in pathway.learning for link in learning.links]
    assert len(links) == 150
    assert sum(link.words == "catalogue tag" for link in links) == 36
    assert all(link.relation == "listed" for link in links if link.words == "catalogue tag")
    assert len({link.words for link in links}) == 17


def test_basis_confidence_source_and_reason_survive(pathway: cp.Pathway, first_edition: cp.Pathway) -> None:
    """What the transcription was graded with stays on the record."""
    items = [one for one in both("competencies", first_edition, pathway) if one.kind != "behaviour"]
    assert all(one.provenance.confidence and one.provenance.source for one in items)
    assert sum(one.provenance.why is not None for one in items) == 24
    assert sum(one.content_basis is not None for one in items) == 24
    assert sum(one.standard is not None for one in items) == 51
    status = Counter(
        str(one.provenance.status_in_2025) for one in both("competencies", first_edition, pathway)
    )
    assert status["verified"] == 5
    assert status["not-read"] > 0
    assert sum(status.values()) == 406
    routes = both("routes", first_edition, pathway)
    assert sum(len(route.requirements) for route in routes) == 52
    assert all(one.provenance.source for route in routes for one in route.requirements)


def test_typical_titles_and_summaries(pathway: cp.Pathway) -> None:
    assert sum(len(role.typical_titles) for role in pathway.role_categories) == 33
    assert sum(len(role.summary) for role in pathway.role_categories) == 20
    assert all(role.settings and role.people_management and role.baseline for role in pathway.role_categories)
