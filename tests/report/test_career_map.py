"""The career map: a picture that says in words what it shows."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import attrs
import pytest

import care_pathway as cp
from care_pathway.report import career_map, career_map_text

SVG = "{http://www.w3.org/2000/svg}"


def root_of(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314  our own picture


def parts(picture: str, tag: str) -> list[ET.Element]:
    return list(root_of(picture).iter(SVG + tag))


def test_it_is_well_formed_and_names_every_role_category(edition: cp.Pathway) -> None:
    picture = career_map(edition)
    shown = " ".join("".join(text.itertext()) for text in parts(picture, "text"))
    for role in edition.role_categories:
        assert all(word in shown for word in role.name.split())


def test_it_has_a_title_and_a_description_that_it_points_to(edition: cp.Pathway) -> None:
    root = root_of(career_map(edition, id_prefix="map-1"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "map-1-title map-1-desc"
    assert {element.get("id") for element in root if element.get("id")} == {"map-1-title", "map-1-desc"}
    (description,) = parts(career_map(edition), "desc")
    assert description.text == " ".join(career_map_text(edition))


def test_one_arrow_for_each_way_between_role_categories(edition: cp.Pathway) -> None:
    roles = {role.id for role in edition.role_categories}
    ways = {
        (frozenset((route.source, route.target)), route.kind)
        for route in edition.routes
        if route.source in roles and route.target in roles and route.source != route.target
    }
    arrows = [
        path
        for path in parts(career_map(edition), "path")
        if (path.get("marker-end") or "").startswith("url(#career-map-")
        and path.get("class") in ("route vertical", "route specialist", "route lateral")
    ]
    legend = len({kind for _, kind in ways})
    assert len(arrows) - legend == len(ways)


def test_kinds_differ_by_more_than_colour(pathway: cp.Pathway) -> None:
    (style,) = parts(career_map(pathway), "style")
    text = style.text or ""
    for kind in ("specialist", "lateral", "external"):
        rule = text.split(f".{kind}{{")[1].split("}")[0]
        assert "stroke-dasharray" in rule
    assert "prefers-color-scheme:dark" in text


def test_counts_are_shown_and_left_out(pathway: cp.Pathway) -> None:
    picture = career_map(pathway, counts={"new-to-care": 1, "deputy-manager": 1200})
    assert "1 person<" in picture
    assert "1,200 people<" in picture
    assert "people<" not in career_map(pathway).replace("Regulated professions", "")


def test_nothing_comes_from_anywhere(edition: cp.Pathway) -> None:
    picture = career_map(edition).replace("http://www.w3.org/2000/svg", "")
    assert "http" not in picture
    assert "url(" in picture
    assert "@import" not in picture


def test_text_of_the_data_is_escaped(pathway: cp.Pathway) -> None:
    first, *rest = pathway.role_categories
    odd = attrs.evolve(first, name="<b>&</b>")
    picture = career_map(attrs.evolve(pathway, role_categories=(odd, *rest)), id_prefix='"><script>')
    assert "<b>" not in picture
    assert "<script>" not in picture
    root_of(picture)


def test_the_text_alternative_names_every_route(edition: cp.Pathway) -> None:
    lines = career_map_text(edition, counts={})
    roles = {role.id: role.name for role in edition.role_categories}
    by_role = {line.partition(":")[0]: line for line in lines}
    for route in edition.routes:
        if route.source in roles and route.target in roles and route.source != route.target:
            assert roles[route.target].lower() in by_role[roles[route.source]]
    assert "0 people" in lines[0]
    assert lines[-1].startswith("From any role category")


def test_role_categories_that_share_a_place_move_apart(pathway: cp.Pathway) -> None:
    """An edition without routes has no order to draw; nothing may lie on top of anything else."""
    bare = attrs.evolve(pathway, routes=())
    boxes = [
        (box.get("x"), box.get("y")) for box in parts(career_map(bare), "rect") if box.get("class") == "box"
    ]
    assert len(boxes) == len(set(boxes)) == len(pathway.role_categories)
    assert career_map_text(bare)[0].endswith("no route is known.")


@pytest.mark.parametrize("name", ["nothing", "builds"])
def test_unknown_names_of_the_package(name: str) -> None:
    from care_pathway import report

    with pytest.raises(AttributeError, match=name):
        getattr(report, name)


@pytest.mark.parametrize(("people", "dots"), [(0, 0), (1, 1), (21, 21), (5000, 0)])
def test_people_are_dots_where_they_fit(pathway: cp.Pathway, people: int, dots: int) -> None:
    """Rule: one dot for each person; of very many the number alone."""
    picture = career_map(pathway, counts={"new-to-care": people})
    assert picture.count('class="person"') == dots
    assert f"{people:,} {'person' if people == 1 else 'people'}" in picture
