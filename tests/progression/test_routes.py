"""Routes as a graph."""

from __future__ import annotations

import pytest

import care_pathway as cp
from care_pathway.progression import shortest_route


def ids(ways: tuple[tuple[cp.ProgressionRoute, ...], ...]) -> list[list[str]]:
    return [[route.id for route in way] for way in ways]


def test_every_simple_way_is_found_once_shortest_first(edition: cp.Pathway) -> None:
    """A simple way passes no place twice, starts at the source, ends at the target, and hangs together."""
    roles = [role.id for role in edition.role_categories]
    for source in (None, *roles):
        for target in (*roles, *edition.professions):
            if source == target:
                continue
            ways = cp.find_routes(edition, source, target)
            assert len(set(ids_of(ways))) == len(ways)
            assert shortest_route(edition, source, target) == next(iter(ways), ())
            assert [len(way) for way in ways] == sorted(len(way) for way in ways)
            for way in ways:
                ends = [source, *(route.target for route in way)]
                assert len(set(ends)) == len(ends)
                assert ends[-1] == target
                for start, route in zip(ends, way, strict=False):
                    assert route.source in (start, "any")


def ids_of(ways: tuple[tuple[cp.ProgressionRoute, ...], ...]) -> list[tuple[str, ...]]:
    return [tuple(route.id for route in way) for way in ways]


def test_from_a_place_to_itself_growth_is_the_way(pathway: cp.Pathway) -> None:
    assert ids(cp.find_routes(pathway, "practice-leader", "practice-leader")) == [["rt-pl-growth"]]
    assert cp.find_routes(pathway, "deputy-manager", "deputy-manager") == ()
    assert [route.id for route in shortest_route(pathway, "practice-leader", "practice-leader")] == [
        "rt-pl-growth"
    ]


def test_entry_professions_and_limits(pathway: cp.Pathway) -> None:
    assert ids(cp.find_routes(pathway, None, "new-to-care")) == [["rt-entry-ntc"]]
    assert ids(cp.find_routes(pathway, "nursing-associate", "registered-nurse")) == [
        ["rt-nursing-associate-registered-nurse"]
    ]
    nurse = ids(cp.find_routes(pathway, "deputy-manager", "registered-nurse", at_most=2))
    assert nurse[0] == ["rt-ext-registered-nurse"]
    assert ["rt-ext-nursing-associate", "rt-nursing-associate-registered-nurse"] in nurse
    assert cp.find_routes(pathway, "registered-manager", "new-to-care") == ()
    assert shortest_route(pathway, "registered-manager", "new-to-care") == ()
    assert cp.find_routes(pathway, "new-to-care", "registered-manager", at_most=2) == ()


def test_unknown_ends_are_refused(pathway: cp.Pathway) -> None:
    for source, target in (("carer", "new-to-care"), ("new-to-care", "carer")):
        with pytest.raises(cp.UnknownIdError):
            cp.find_routes(pathway, source, target)
        with pytest.raises(cp.UnknownIdError):
            shortest_route(pathway, source, target)


def test_the_map_draws_every_route_with_its_kind_in_words(edition: cp.Pathway) -> None:
    lines = cp.route_map(edition).splitlines()
    assert lines[0] == "flowchart LR"
    drawn = [line for line in lines if "|" in line]
    assert len(drawn) == len(edition.routes)
    for route in edition.routes:
        assert any(f"|{route.kind.value}| {route.target}" in line for line in drawn)
    nodes = {line.strip().split("[")[0].split("(")[0] for line in lines[1:] if "|" not in line}
    ends = {end for route in edition.routes for end in (route.source or "entry", route.target)}
    assert nodes == ends


def test_the_map_can_show_some_kinds_only(pathway: cp.Pathway) -> None:
    text = cp.route_map(pathway, kinds=["external"])
    assert 'any(["Any role category"])' in text
    assert "entry" not in text
    assert "care-or-support-worker" not in text
    with pytest.raises(ValueError, match="sideways"):
        cp.route_map(pathway, kinds=["sideways"])
