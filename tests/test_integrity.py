"""What has to hold between records: ids used once, references that lead somewhere, no circles."""

from __future__ import annotations

import json
import re
from typing import Any

import attrs
import pytest

import care_pathway as cp
from care_pathway._record import Record
from care_pathway.model import COLLECTIONS
from care_pathway.model._fields import flatten, valid_id
from care_pathway.serialise import structure, to_plain


def walk(record: Any, path: str = "") -> Any:
    """Every record inside a record with its path, itself first."""
    if isinstance(record, Record):
        yield path, record
        for field in attrs.fields(type(record)):
            yield from walk(getattr(record, field.name), f"{path}.{field.name}")
    elif isinstance(record, tuple):
        for index, item in enumerate(record):
            yield from walk(item, f"{path}[{index}]")


def problems_of(document: object) -> list[tuple[str | None, str | None]]:
    with pytest.raises(cp.DataError) as caught:
        structure(document, cp.Pathway)
    return [(one.path, one.found) for one in caught.value.problems]


@pytest.fixture(scope="session")
def dumped(first_edition: cp.Pathway) -> str:
    return cp.dumps(first_edition)


@pytest.fixture
def document(dumped: str) -> dict[str, Any]:
    """A plain copy of the first edition, to be broken."""
    plain: dict[str, Any] = json.loads(dumped)
    return plain | {"schema_version": 1}


@pytest.fixture
def broken(document: dict[str, Any]) -> dict[str, Any]:
    del document["schema_version"]
    return document


# --- the bundled editions ----------------------------------------------------------------------------------


def test_every_reference_leads_somewhere(edition: cp.Pathway) -> None:
    """No dangling reference in any edition, checked here without the code that checks it."""
    known = {name: {record.id for record in getattr(edition, name)} for name in COLLECTIONS}
    known["themes"] |= known["further_themes"]
    known["topics"] = set(edition.practice_area_topics)
    for path, record in walk(edition):
        for field in attrs.fields(type(record)):
            collection = field.metadata.get("refers_to")
            if collection is not None:
                for target in flatten(getattr(record, field.name)):
                    assert target in known[collection], f"{path}.{field.name}: {target}"


def test_the_ends_of_routes_are_known(edition: cp.Pathway) -> None:
    roles = {role.id for role in edition.role_categories} | set(edition.professions) | {"any", None}
    for route in edition.routes:
        assert {route.source, route.target} <= roles


def test_ids_are_used_once_across_requirements(edition: cp.Pathway) -> None:
    ids = [record.id for _, record in walk(edition) if isinstance(record, cp.Requirement)]
    assert len(ids) == len(set(ids))
    assert all(valid_id(one) for one in ids)


def test_ids_mean_the_same_in_every_edition(pathway: cp.Pathway, first_edition: cp.Pathway) -> None:
    """DESIGN: ids are the same in every edition."""
    for name in ("values", "role_categories", "competencies", "areas", "learning", "sources"):
        later = {record.id: record for record in getattr(pathway, name)}
        for record in getattr(first_edition, name):
            if record.id in later:
                assert type(record) is type(later[record.id])
                for words in ("name", "label", "statement", "title"):
                    assert getattr(record, words, None) == getattr(later[record.id], words, None) or (
                        name == "values"
                    )


def test_records_are_cut_to_their_edition(edition: cp.Pathway) -> None:
    """DESIGN: a record is cut to its edition: its role list, its personas, routes whose both ends exist."""
    roles = {role.id for role in edition.role_categories}
    assert edition.edition.role_categories == tuple(role.id for role in edition.role_categories)
    assert {persona.edition for persona in edition.personas} == {edition.edition.id}
    for competency in edition.competencies:
        assert edition.edition.id in competency.editions
        assert competency.role_categories
        assert set(competency.role_categories) <= roles
    for role in edition.role_categories:
        assert (role.letter is not None) is (edition.edition.id == "2024-01")


def test_everything_but_sources_and_courses_has_a_provenance(edition: cp.Pathway) -> None:
    """DESIGN: every bundled record has one."""
    for name in COLLECTIONS:
        if name not in ("sources", "courses"):
            assert all(isinstance(one.provenance, cp.Provenance) for one in getattr(edition, name))
    for path, record in walk(edition):
        if isinstance(record, cp.Provenance):
            assert record.source or record.basis is cp.Basis.EDITORIAL, path


def test_what_is_editorial_says_why_or_where_from(edition: cp.Pathway) -> None:
    """An editorial decision has a reason, a source, a note beside it, or all of them."""
    for name in COLLECTIONS:
        for record in getattr(edition, name):
            provenance = getattr(record, "provenance", None)
            if provenance is not None and provenance.basis is cp.Basis.EDITORIAL:
                said = provenance.why or provenance.source or getattr(record, "note", None)
                assert said or name == "notes", record


def test_no_machine_path_or_file_name_of_a_source_is_shipped(edition: cp.Pathway) -> None:
    """A seed is named by its title."""
    text = cp.dumps(edition)
    for trace in (".txt", ".yaml", "NOTES", "/work", "shared/"):
        assert trace not in text


def test_kinds_have_what_belongs_to_them(edition: cp.Pathway) -> None:
    """DESIGN: stage, area and theme for knowledge and skills; label and scope for behaviours."""
    for one in edition.competencies:
        behaviour = one.kind is cp.CompetencyKind.BEHAVIOUR
        assert (one.stage is None, one.area is None, one.theme is None) == (behaviour,) * 3
        assert (one.label is not None, one.scope is not None) == (behaviour,) * 2
        assert behaviour or one.expectation is cp.Expectation.SHOULD
        if not behaviour and one.area is not None:
            assert edition.area(one.area).role_category in one.role_categories


# --- broken documents ----------------------------------------------------------------------------------


def test_a_whole_edition_is_read(broken: dict[str, Any], first_edition: cp.Pathway) -> None:
    assert structure(broken, cp.Pathway) == first_edition


def test_an_id_named_twice_is_refused(broken: dict[str, Any]) -> None:
    broken["values"].append(broken["values"][0])
    broken["values"].append(broken["values"][0])
    assert problems_of(broken) == [
        ("values[7].id", repr(broken["values"][0]["id"])),
        ("values[8].id", repr(broken["values"][0]["id"])),
    ]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda d: d["competencies"][40].update(area="area-none"), "competencies[40].area"),
        (lambda d: d["competencies"][40].update(theme="none"), "competencies[40].theme"),
        (
            lambda d: d["competencies"][40]["role_categories"].append("none"),
            "competencies[40].role_categories",
        ),
        (
            lambda d: d["competencies"][40]["provenance"].update(source="none"),
            "competencies[40].provenance.source",
        ),
        (
            lambda d: d["learning"][0]["links"][0].update(role_category="none"),
            "learning[0].links[0].role_category",
        ),
        (lambda d: d["edition"]["role_categories"].append("none"), "edition.role_categories"),
        (lambda d: d["personas"][0].update(role_category="none"), "personas[0].role_category"),
        (lambda d: d["routes"][1].update(target="none"), "routes[1].target"),
        (lambda d: d["routes"][1].update(source="none"), "routes[1].source"),
        (lambda d: d["adoption"]["provenance"].update(source="none"), "adoption.provenance.source"),
    ],
)
def test_a_reference_to_nothing_is_refused(broken: dict[str, Any], change: Any, path: str) -> None:
    change(broken)
    assert problems_of(broken) == [(path, "'area-none'" if path.endswith(".area") else "'none'")]


def test_a_reference_inside_requirements_of_requirements_is_found(
    broken: dict[str, Any], first_edition: cp.Pathway
) -> None:
    at = next(index for index, one in enumerate(broken["routes"]) if one.get("requirements"))
    duty = {"kind": "qualification", "strength": "must", "text": "t", "provenance": {"basis": "seed"}}
    inner = {
        **duty,
        "id": "q",
        "learning": ["nothing-1"],
        "alternatives": [["care-certificate-standards", "nothing-2"]],
    }
    outer = {**duty, "id": "o", "kind": "any-of", "requirements": [inner]}
    broken["routes"][at]["requirements"] = [outer]
    path = f"routes[{at}].requirements[0].requirements[0]"
    assert problems_of(broken) == [
        (f"{path}.learning", "'nothing-1'"),
        (f"{path}.alternatives", "'nothing-2'"),
    ]


def test_role_categories_that_build_on_themselves_are_refused(broken: dict[str, Any]) -> None:
    """Issue: cycles in baselines."""
    roles = {role["id"]: role for role in broken["role_categories"]}
    roles["new-to-care"]["baseline"]["role_categories"] = ["practice-leader"]
    found = problems_of(broken)
    assert [path for path, _ in found] == [f"role_categories[{index}].baseline" for index in range(4)]
    roles["new-to-care"]["baseline"]["role_categories"] = ["new-to-care"]
    assert problems_of(broken) == [("role_categories[0].baseline", "'new-to-care'")]


def test_wrong_words_and_wrong_references_are_told_together(broken: dict[str, Any]) -> None:
    """All problems of a document at once, whichever of the two checks finds them."""
    broken["values"][0]["name"] = 7
    broken["values"][1]["provenance"]["source"] = "none"
    broken["learning"][0]["kind"] = "workshop"
    assert {path for path, _ in problems_of(broken)} == {
        "values[0].name",
        "values[1].provenance.source",
        "learning[0].kind",
    }


PARTS = (*COLLECTIONS, "edition", "adoption")
JUNK: list[Any] = [None, 3, "text", [3], [None], [{}], {"id": "x"}, [{"id": []}], [[]]]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_everywhere_is_refused_by_name(broken: dict[str, Any], junk: object) -> None:
    """Each part that holds it is named, all at once; an edition may have no adoption."""
    wrong = set(PARTS) - ({"adoption"} if junk is None else set())
    found = {re.split(r"[.\[]", str(path))[0] for path, _ in problems_of(broken | dict.fromkeys(wrong, junk))}
    assert wrong <= found


@pytest.mark.exhaustive
@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("name", PARTS)
def test_junk_anywhere_is_refused_clearly(broken: dict[str, Any], name: str, junk: object) -> None:
    if name == "adoption" and junk is None:
        return  # an edition may have none
    assert problems_of(broken | {name: junk})


def test_plain_and_back_again(edition: cp.Pathway) -> None:
    assert structure(to_plain(edition), cp.Pathway) == edition


def test_an_edition_lists_each_of_its_role_categories_once(broken: dict[str, Any]) -> None:
    listed = broken["edition"]["role_categories"]
    broken["edition"]["role_categories"] = [listed[0], listed[0], *listed[2:]]
    path = "edition.role_categories"
    assert problems_of(broken) == [(path, repr(listed[0])), (path, repr(listed[1]))]


def test_the_worker_of_a_persona_is_somewhere_on_the_pathway(broken: dict[str, Any]) -> None:
    broken["personas"][0]["worker"]["role_category"] = "nobody"
    assert problems_of(broken) == [("personas[0].worker.role_category", "'nobody'")]


def test_knowledge_and_skills_have_a_stage_and_behaviours_have_none(broken: dict[str, Any]) -> None:
    kinds = [one["kind"] for one in broken["competencies"]]
    behaviour, skill = kinds.index("behaviour"), kinds.index("skill")
    broken["competencies"][behaviour]["stage"] = "minimum"
    del broken["competencies"][skill]["stage"]
    expected = {(f"competencies[{behaviour}].stage", "'minimum'"), (f"competencies[{skill}].stage", None)}
    assert set(problems_of(broken)) == expected


def test_every_requirement_of_a_route_has_an_id_of_its_own(broken: dict[str, Any]) -> None:
    at = next(index for index, one in enumerate(broken["routes"]) if one.get("requirements"))
    first = broken["routes"][at]["requirements"][0]
    group = {**first, "id": "both", "kind": "any-of", "requirements": [first]}
    broken["routes"][at]["requirements"] = [first, {name: group[name] for name in _GROUP}]
    assert (f"routes[{at}].requirements[1].requirements[0].id", repr(first["id"])) in problems_of(broken)


_GROUP = ("kind", "id", "strength", "text", "provenance", "requirements")


def test_a_revision_counts_from_one(broken: dict[str, Any]) -> None:
    broken["revision"] = 0
    assert problems_of(broken) == [("revision", "0")]
