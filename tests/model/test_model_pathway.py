"""Looking up and walking relations on a pathway."""

from __future__ import annotations

from typing import Any

import pytest

import care_pathway as cp
from care_pathway.model import COLLECTIONS
from tests.each import each

LOOK_UPS = {
    "values": "value",
    "role_categories": "role_category",
    "differences": "difference",
    "competencies": "competency",
    "areas": "area",
    "themes": "theme",
    "further_themes": "theme",
    "standards": "standard",
    "practice_areas": "practice_area",
    "delegated_activities": "delegated_activity",
    "learning": "learning_opportunity",
    "personas": "persona",
    "routes": "route",
    "ladders": "ladder",
    "resources": "resource",
    "sources": "source",
}


@each(("collection", "method"), LOOK_UPS.items())
def test_every_record_is_found_by_its_id(edition: cp.Pathway, collection: str, method: str) -> None:
    for record in getattr(edition, collection):
        assert getattr(edition, method)(record.id) is record


@pytest.mark.parametrize("wrong", ["no-such-thing-anywhere", "", None, 3, [], {}])
def test_an_unknown_id_raises_and_never_gives_none(edition: cp.Pathway, wrong: Any) -> None:
    """Give back the record or raise `UnknownIdError`."""
    for method in set(LOOK_UPS.values()):
        with pytest.raises(cp.UnknownIdError, match="unknown"):
            getattr(edition, method)(wrong)


def test_the_message_names_the_nearest_known_ids(pathway: cp.Pathway) -> None:
    with pytest.raises(cp.UnknownIdError, match="did you mean 'care-or-support-worker'") as caught:
        pathway.role_category("care-worker")
    assert caught.value.kind == "role category"
    assert caught.value.nearest[0] == "care-or-support-worker"
    with pytest.raises(LookupError):
        pathway.theme("safegarding")


def test_a_role_category_of_the_other_edition_is_unknown_here(first_edition: cp.Pathway) -> None:
    with pytest.raises(cp.UnknownIdError):
        first_edition.role_category("deputy-manager")
    with pytest.raises(cp.UnknownIdError):
        first_edition.expectations("deputy-manager")


@each(
    "walk",
    [
        "expectations",
        "baseline_roles",
        "routes_from",
        "routes_to",
        "learning_for",
        "practice_areas_for",
        "personas_for",
        "areas_for",
        "differences_for",
    ],
)
def test_walking_from_an_unknown_role_category_raises(edition: cp.Pathway, walk: str) -> None:
    with pytest.raises(cp.UnknownIdError, match="unknown role category 'care-worker'"):
        getattr(edition, walk)("care-worker")


# --- expectations ----------------------------------------------------------------------------------------


def test_baselines_are_those_of_the_pathway(pathway: cp.Pathway, first_edition: cp.Pathway) -> None:
    """B builds on A, C on B, D on B and C; enhanced on B, deputy on supervisor, registered on deputy."""
    assert {role.id: role.baseline_roles for role in first_edition.role_categories} == {
        "new-to-care": (),
        "care-or-support-worker": ("new-to-care",),
        "supervisor-or-leader": ("care-or-support-worker",),
        "practice-leader": ("care-or-support-worker", "supervisor-or-leader"),
    }
    assert {role.id: role.baseline_roles for role in pathway.role_categories} == {
        **{role.id: role.baseline_roles for role in first_edition.role_categories},
        "enhanced-care-worker": ("care-or-support-worker",),
        "personal-assistant": (),
        "deputy-manager": ("supervisor-or-leader",),
        "registered-manager": ("deputy-manager",),
    }


def test_baselines_are_followed_all_the_way_down(pathway: cp.Pathway) -> None:
    assert pathway.baseline_roles("registered-manager") == (
        "new-to-care",
        "care-or-support-worker",
        "supervisor-or-leader",
        "deputy-manager",
    )


def test_inherited_is_minimum_and_progression_of_the_baseline_and_never_additional(
    edition: cp.Pathway,
) -> None:
    """DESIGN: inherited is minimum and progression of the baseline roles, transitively; never additional."""
    for role in edition.role_categories:
        expectations = edition.expectations(role.id)
        below = set(edition.baseline_roles(role.id))
        wanted = [
            one
            for one in edition.competencies
            if one.stage in ("minimum", "progression")
            and below & set(one.role_categories)
            and role.id not in one.role_categories
        ]
        assert list(expectations.inherited) == wanted
        assert not any(one.stage == "additional" for one in expectations.inherited)
        assert not any(one.kind == "behaviour" for one in expectations.inherited)


def test_inherited_and_own_never_overlap_and_own_is_what_the_role_names(edition: cp.Pathway) -> None:
    for role in edition.role_categories:
        expectations = edition.expectations(role.id)
        assert set(expectations.inherited).isdisjoint(expectations.own)
        assert list(expectations.own) == [
            one for one in edition.competencies if role.id in one.role_categories
        ]
        assert {one.kind for one in expectations.behaviours} == {cp.CompetencyKind.BEHAVIOUR}


def test_minimum_coverage_is_inherited_plus_own_minimum(edition: cp.Pathway) -> None:
    """DESIGN: minimum coverage is over inherited plus own minimum."""
    for role in edition.role_categories:
        expectations = edition.expectations(role.id)
        own_minimum = [one for one in expectations.own if one.stage == "minimum"]
        assert list(expectations.minimum) == [*expectations.inherited, *own_minimum]


def test_new_to_care_inherits_nothing(edition: cp.Pathway) -> None:
    assert edition.expectations("new-to-care").inherited == ()


def test_a_role_category_inherits_at_least_what_its_baselines_inherit(edition: cp.Pathway) -> None:
    """Expectations are cumulative."""
    for role in edition.role_categories:
        mine = edition.expectations(role.id)
        expected = set(mine.inherited) | set(mine.own)
        for base in edition.baseline_roles(role.id):
            assert set(edition.expectations(base).inherited) <= expected


# --- routes ----------------------------------------------------------------------------------------------


def test_every_route_is_found_from_both_ends(edition: cp.Pathway) -> None:
    for route in edition.routes:
        assert route in edition.routes_to(route.target)
        if route.source == cp.ANY_ROLE_CATEGORY:
            assert all(route in edition.routes_from(role.id) for role in edition.role_categories)
        elif route.source is not None:
            assert route in edition.routes_from(route.source)


def test_routes_from_a_role_category_start_there_or_anywhere(edition: cp.Pathway) -> None:
    for role in edition.role_categories:
        routes = edition.routes_from(role.id)
        assert routes
        assert all(route.source in (role.id, "any") for route in routes)
        assert list(routes) == [one for one in edition.routes if one in routes], "published order"


def test_routes_into_care_start_from_nowhere(edition: cp.Pathway) -> None:
    entries = [route for route in edition.routes if route.kind == "entry"]
    assert entries
    assert all(route.source is None for route in entries)
    assert not any(
        route in edition.routes_from(role.id) for role in edition.role_categories for route in entries
    )


def test_growth_stays_in_the_role_category(edition: cp.Pathway) -> None:
    """Growth for the same-category routes, external for routes to a regulated profession."""
    for route in edition.routes:
        assert (route.kind == "growth") is (route.source == route.target)
        assert (route.kind == "external") is (route.target in edition.professions)
        assert route.external is None or route.kind == "external"


def test_professions_are_the_ends_outside_the_pathway(edition: cp.Pathway) -> None:
    roles = {role.id for role in edition.role_categories}
    assert edition.professions
    assert roles.isdisjoint(edition.professions)
    for profession in edition.professions:
        edition.check_end(profession)
        assert edition.routes_to(profession)
        assert all(route.source == profession for route in edition.routes_from(profession))


def test_the_first_edition_has_no_route_of_a_later_role_category(first_edition: cp.Pathway) -> None:
    """DESIGN: a record is cut to its edition: routes whose both ends exist."""
    known = {role.id for role in first_edition.role_categories} | set(first_edition.professions)
    for route in first_edition.routes:
        assert route.target in known
        assert route.source is None or route.source in known | {"any"}


# --- learning, practice areas, personas, values ----------------------------------------------------------


def test_learning_for_a_role_category_carries_its_relation_strongest_first(edition: cp.Pathway) -> None:
    order = list(cp.LearningRelation)
    for role in edition.role_categories:
        linked = edition.learning_for(role.id)
        relations = [order.index(one.link.relation) for one in linked]
        assert relations == sorted(relations)
        assert all(one.link.role_category == role.id for one in linked)
        assert all(one.link in one.learning.links for one in linked)
        assert len(linked) == sum(
            link.role_category == role.id for learning in edition.learning for link in learning.links
        )


@each("relation", list(cp.LearningRelation))
def test_learning_can_be_asked_by_relation(edition: cp.Pathway, relation: cp.LearningRelation) -> None:
    for role in edition.role_categories:
        wanted = [one for one in edition.learning_for(role.id) if one.link.relation is relation]
        assert list(edition.learning_for(role.id, relation=relation)) == wanted
        assert list(edition.learning_for(role.id, relation=str(relation))) == wanted


def test_an_unknown_relation_is_refused(pathway: cp.Pathway) -> None:
    with pytest.raises(ValueError, match="recommended"):
        pathway.learning_for("new-to-care", relation="recommended")


def test_relations_by_role_category_partition_the_records(edition: cp.Pathway) -> None:
    roles = [role.id for role in edition.role_categories]
    assert sum(len(edition.practice_areas_for(role)) for role in roles) == len(edition.practice_areas)
    assert sum(len(edition.personas_for(role)) for role in roles) == len(edition.personas)
    assert sum(len(edition.areas_for(role)) for role in roles) == len(edition.areas)
    assert sum(len(edition.differences_for(role)) for role in roles) == 2 * len(edition.differences)


def test_topics_of_practice_areas_come_once_each(edition: cp.Pathway) -> None:
    topics = edition.practice_area_topics
    assert len(set(topics)) == len(topics)
    assert set(topics) == {area.topic for area in edition.practice_areas}
    assert "dementia" in topics


def test_further_themes_are_found_like_themes(edition: cp.Pathway) -> None:
    assert edition.theme("falls-prevention").further
    assert not edition.theme("safeguarding").further


def test_themes_are_always_editorial(edition: cp.Pathway) -> None:
    """DESIGN: a theme is our cross-category topic, editorial."""
    assert {theme.provenance.basis for theme in edition.themes + edition.further_themes} == {
        cp.Basis.EDITORIAL
    }


def test_every_persona_carries_a_ready_worker(edition: cp.Pathway) -> None:
    """DESIGN: a `Persona` carries a ready `worker`, so every example runs."""
    for persona in edition.personas:
        assert isinstance(persona.worker, cp.Worker)
        assert persona.worker.role_category == persona.role_category
        assert persona.worker.id == persona.id
        for held in persona.worker.qualifications or ():
            if held.learning is not None:
                edition.learning_opportunity(held.learning)


def test_ref_names_edition_and_revision(edition: cp.Pathway) -> None:
    assert edition.ref == f"{edition.edition.id}/r{edition.revision}"
    assert repr(edition) == f"<Pathway {edition.ref}: {len(edition.role_categories)} role categories>"


def test_every_collection_is_a_tuple_of_records_with_ids_or_empty(edition: cp.Pathway) -> None:
    for name in COLLECTIONS:
        collection = getattr(edition, name)
        assert isinstance(collection, tuple)
        assert len({record.id for record in collection}) == len(collection)


def test_a_pathway_is_pretty_printed_short(edition: cp.Pathway) -> None:
    from types import SimpleNamespace

    written: list[str] = []
    edition._repr_pretty_(SimpleNamespace(text=written.append), cycle=False)
    assert written == [repr(edition)]


@pytest.mark.parametrize("wrong", [[], None, 3, "nobody"])
def test_what_is_no_id_is_unknown(pathway: cp.Pathway, wrong: Any) -> None:
    for ask in (pathway.routes_to, pathway.routes_from, pathway.expectations, pathway.baseline_roles):
        with pytest.raises(cp.UnknownIdError, match="unknown role category"):
            ask(wrong)
