"""An employer's own records on top of an edition: they add and point, and never change or hide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

import care_pathway as cp
from care_pathway import overlay as module
from care_pathway.model import COLLECTIONS
from care_pathway.testing import courses
from tests.drawn import examples

WHY = cp.Provenance(basis="editorial", why="Ours.")


def title(
    local: str = "night-carer", words: str = "Night Owl", role: str = "care-or-support-worker"
) -> cp.LocalTitle:
    return cp.LocalTitle(id=f"acme:{local}", title=words, role_category=role, provenance=WHY)


def learning(**changes: Any) -> cp.LearningOpportunity:
    fields: dict[str, Any] = {
        "id": "acme:induction",
        "name": "Our induction",
        "kind": "training",
        "provenance": WHY,
    }
    return cp.LearningOpportunity(**(fields | changes))


def acme(**records: Any) -> cp.Overlay:
    return cp.Overlay(namespace="acme", **records)


def problems(pathway: cp.Pathway, overlay: object) -> list[tuple[str | None, str]]:
    with pytest.raises(cp.DataError) as caught:
        cp.with_overlay(pathway, overlay)  # type: ignore[arg-type]
    assert caught.value.__cause__ is None
    return [(one.path, one.message) for one in caught.value.problems]


def test_an_overlay_adds_and_changes_nothing_official(edition: cp.Pathway) -> None:
    ours = cp.with_overlay(edition, acme(local_titles=[title()], learning=[learning()]))
    for name in COLLECTIONS:
        before, after = getattr(edition, name), getattr(ours, name)
        assert after[: len(before)] == before
        assert all(record.id.startswith("acme:") for record in after[len(before) :])
    assert ours.learning_opportunity("acme:induction").name == "Our induction"
    assert edition.local_titles == ()


def test_the_result_names_the_overlay(edition: cp.Pathway) -> None:
    ours = cp.with_overlay(edition, acme(local_titles=[title()]))
    assert ours.ref == f"{edition.ref}+acme"
    assert ours.digest != edition.digest
    assert ours != edition
    two = cp.with_overlay(ours, cp.Overlay(namespace="north", courses=[cp.Course(id="north:c", title="T")]))
    assert two.ref == f"{edition.ref}+acme+north"


def test_an_empty_overlay_changes_nothing(edition: cp.Pathway) -> None:
    assert cp.with_overlay(edition, acme()) is edition


@settings(max_examples=examples(15))
@given(courses())
def test_any_course_can_be_added_under_the_namespace(course: cp.Course) -> None:
    mine = attrs.evolve(course, id="acme:c-1")
    pathway = cp.load("2024-01")
    ours = cp.with_overlay(pathway, acme(courses=[mine]))
    assert ours.courses == (mine,)
    assert cp.loads(cp.dumps(ours), cp.Pathway) == ours
    assert cp.loads(cp.dumps(acme(courses=[mine])), cp.Overlay) == acme(courses=[mine])


def test_own_learning_can_point_at_what_is_official_and_at_its_own(pathway: cp.Pathway) -> None:
    source = cp.Source(id="acme:handbook", title="Handbook", publisher="Acme", kind="secondary")
    link = cp.LearningLink(
        role_category="new-to-care",
        relation="suggested",
        words="in our induction",
        provenance=cp.Provenance(basis="editorial", source="acme:handbook"),
    )
    ours = cp.with_overlay(pathway, acme(sources=[source], learning=[learning(links=[link])]))
    assert ours.source("acme:handbook") == source
    assert any(one.learning.id == "acme:induction" for one in ours.learning_for("new-to-care"))


def test_an_id_outside_the_namespace_is_refused(pathway: cp.Pathway) -> None:
    other = attrs.evolve(title(), id="other:night-carer")
    assert problems(pathway, acme(local_titles=[other])) == [
        ("local_titles[0].id", "id outside the namespace; write 'acme:night-carer'")
    ]


def test_an_official_record_cannot_be_replaced(pathway: cp.Pathway) -> None:
    stolen = attrs.evolve(pathway.learning[0], name="Ours now", provenance=WHY, links=(), develops=())
    found = problems(pathway, acme(learning=[stolen]))
    assert ("learning[0].id", "id already in use; choose another") in found


@pytest.mark.parametrize("basis", [basis for basis in cp.Basis if basis is not cp.Basis.EDITORIAL])
def test_nothing_in_an_overlay_can_pass_for_official(pathway: cp.Pathway, basis: cp.Basis) -> None:
    """Nothing editorial is ever shown as official: not a record, and not a link inside one."""
    false = cp.Provenance(basis=basis, source="govuk-landing")
    link = cp.LearningLink(role_category="new-to-care", relation="required", words="must", provenance=false)
    develops = cp.Develops(text="induction", provenance=false)
    found = problems(pathway, acme(learning=[learning(links=[link], develops=[develops], provenance=false)]))
    assert {path for path, _ in found} == {
        "learning[0].provenance.basis",
        "learning[0].links[0].provenance.basis",
        "learning[0].develops[0].provenance.basis",
    }


def test_all_clashes_are_reported_together(pathway: cp.Pathway) -> None:
    """Issue: all clashes reported together."""
    overlay = acme(
        local_titles=[
            title(),
            title(role="no-such-role", local="a"),
            title(words="night  owl", role="new-to-care", local="b"),
            title(),
        ],
        courses=[cp.Course(id="theirs", title="T")],
        qualification_versions=[
            cp.QualificationVersion(
                id="acme:q", name="Q", counts_as="nothing", relation="equivalent", provenance=WHY
            )
        ],
    )
    assert {path for path, _ in problems(pathway, overlay)} == {
        "local_titles[1].role_category",
        "local_titles[1].title",
        "local_titles[2].title",
        "local_titles[3].id",
        "courses[0].id",
        "qualification_versions[0].counts_as",
    }


def test_a_namespace_is_used_once_and_is_one_word(pathway: cp.Pathway) -> None:
    ours = cp.with_overlay(pathway, acme(local_titles=[title()]))
    assert problems(ours, acme(courses=[cp.Course(id="acme:c", title="T")]))[0] == (
        "namespace",
        "namespace already in use; give each overlay its own",
    )
    found = problems(pathway, cp.Overlay(namespace="a:b", courses=[cp.Course(id="a:b:c", title="T")]))
    assert ("namespace", "a namespace has no colon of its own; write 'acme'") in found


# --- files -----------------------------------------------------------------------------------------------

PLAIN = {
    "namespace": "acme",
    "title": "Acme Care",
    "local_titles": [
        {"id": "acme:night-carer", "title": "Night Owl", "role_category": "care-or-support-worker"}
    ],
}
TOML = """
namespace = "acme"
title = "Acme Care"

[[local_titles]]
id = "acme:night-carer"
title = "Night Owl"
role_category = "care-or-support-worker"
"""


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", json.dumps(PLAIN)), ("a.toml", TOML), ("a.TOML", "\ufeff" + TOML)]
)
def test_json_and_toml_are_read_alike(tmp_path: Path, pathway: cp.Pathway, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    overlay = cp.read_overlay(file)
    (local,) = overlay.local_titles
    assert local.provenance == cp.Provenance(basis="editorial", why="Added by the overlay acme.")
    assert cp.with_overlay(pathway, file) == cp.with_overlay(pathway, str(file))
    assert cp.with_overlay(pathway, file).local_titles == (local,)


def test_a_dumped_overlay_is_read_again(tmp_path: Path) -> None:
    overlay = acme(local_titles=[title()], learning=[learning()])
    file = tmp_path / "acme.json"
    file.write_text(cp.dumps(overlay), "utf-8")
    assert cp.read_overlay(file) == overlay


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b'{"namespace": "acme"', "a.json: line 1 column 21: not JSON"),
        ("a.toml", b"namespace = ", "a.toml: not TOML"),
        ("a.toml", b"namespace = '\xe9'", "a.toml: not UTF-8 at byte 13"),
        ("a.json", b'"\xff"', "a.json: not UTF-8 at byte 1"),
        ("a.toml", b"a = " + b"[" * 5000, "a.toml: nested too deeply"),
        ("a.json", b"[" * 50_000, "a.json: nested too deeply"),
        ("a.json", b"[]", "a.json: expected an object with the fields of Overlay"),
        ("a.yaml", b"namespace: acme", "a.yaml: expected a file that ends in .json or .toml"),
        ("a.toml", b"namespace = 'acme'\ncolour = 1", "a.toml: colour: unknown key"),
        (
            "a.toml",
            b"namespace = 'acme'\nschema_version = 9",
            "a.toml: schema_version: expected a schema_version",
        ),
        ("a.toml", b"namespace = 'acme'\n[[courses]]\nid = 'acme:c'\ntitle = 3", "a.toml: courses[0].title"),
        ("a.toml", b"namespace = 'acme'\nlocal_titles = [3]", "a.toml: local_titles[0]: expected an object"),
        ("a.toml", b"namespace = 'acme'\ntitle = 2026-01-01T00:00:00", "a.toml: title: expected text"),
    ],
)
def test_broken_files_say_where(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """Broken overlays of every kind: a clear `DataError` with the file's name."""
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(cp.DataError) as caught:
        cp.read_overlay(file)
    assert message in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


HUGE = b"0x" + b"f" * 5000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"title = " + HUGE, "title: expected text in quotes (found a number with thousands of digits)"),
        (b"title = " + b"9" * 5000, "a number with more digits than anything of ours has"),
        (
            b"[[courses]]\nid = 'acme:c'\ntitle = 'a'\nseats = " + HUGE,
            "courses[0].seats: expected a whole number",
        ),
        (
            b"[[courses]]\nid = 'acme:c'\ntitle = 'a'\ncost = " + HUGE,
            "courses[0].cost: expected a whole number",
        ),
    ],
)
def test_huge_numbers_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"namespace = 'acme'\n" + content)
    with pytest.raises(cp.DataError) as caught:
        cp.read_overlay(file)
    assert message in str(caught.value)


def test_everything_wrong_with_a_file_is_reported_at_once(tmp_path: Path, pathway: cp.Pathway) -> None:
    """All clashes reported together, with what is wrong with the records, each with the file."""
    file = tmp_path / "a.json"
    course = pathway.learning[0].id
    records = [{"id": "other:x", "title": "a"}, {"id": "acme:c", "title": 1}, 3, {"id": 4, "title": "b"}]
    titles = [
        {"id": "acme:t", "title": "Registered manager", "role_category": "new-to-care"},
        {"id": "acme:u", "title": 5, "role_category": "nobody", "provenance": {"basis": "published"}},
    ]
    links = [{"role_category": "new-to-care", "relation": "suggested", "provenance": {"basis": "seed"}}]
    learning = [{"id": course, "name": "n", "links": links}]
    document = {"namespace": "acme", "courses": records, "local_titles": titles, "learning": learning}
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(cp.DataError) as caught:
        cp.with_overlay(pathway, file)
    found = caught.value.problems
    assert {one.file for one in found} == {"a.json"}
    assert {one.path for one in found} >= {
        "courses[0].id",
        "courses[1].title",
        "courses[2]",
        "courses[3].id",
        "local_titles[0].title",
        "local_titles[1].title",
        "local_titles[1].role_category",
        "local_titles[1].provenance.basis",
        "learning[0].id",
        "learning[0].links[0].provenance.basis",
    }


@pytest.mark.parametrize("document", [[], {}, {"namespace": 3, "courses": 4}])
def test_a_file_that_is_no_overlay_at_all(tmp_path: Path, pathway: cp.Pathway, document: object) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(cp.DataError, match=r"a\.json"):
        cp.with_overlay(pathway, file)


def test_a_junk_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A 100 MB file takes no space here: it is all hole."""
    file = tmp_path / "junk.json"
    with file.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    with pytest.raises(cp.DataError, match=r"junk\.json: larger than 8 MiB; no overlay is"):
        cp.read_overlay(file)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "a.json"
    folder.mkdir()
    with pytest.raises(cp.DataError, match="expected a file, not a folder"):
        cp.read_overlay(folder)
    with pytest.raises(FileNotFoundError):
        cp.read_overlay(tmp_path / "none.json")


def test_what_can_be_added_to_is_part_of_a_pathway() -> None:
    assert set(module.ADDS_TO) <= set(COLLECTIONS)


OURS = cp.Provenance(basis="editorial", why="Our own words.")


def placed(*titles: tuple[str, str]) -> cp.Overlay:
    """An overlay with titles and their role categories."""
    return cp.Overlay(
        namespace="acme",
        local_titles=[
            cp.LocalTitle(id=f"acme:t{at}", title=title, role_category=role, provenance=OURS)
            for at, (title, role) in enumerate(titles)
        ],
    )


@pytest.mark.parametrize(
    "title", ["Registered  Manager", "Registered-Manager.", "registered managers", "Registered Manager (x2)"]
)
def test_the_name_of_a_role_category_cannot_be_given_to_another(title: str) -> None:
    """An overlay can add and point, never change or hide what was published."""
    pathway = cp.load("2025-04")
    with pytest.raises(cp.DataError, match="already placed in registered-manager"):
        cp.with_overlay(pathway, placed((title, "care-or-support-worker")))
    ours = cp.with_overlay(pathway, placed((title, "registered-manager")))
    assert cp.normalise_title(ours, "Registered manager").role_category == "registered-manager"


def test_titles_that_are_read_alike_are_one(pathway: cp.Pathway) -> None:
    with pytest.raises(cp.DataError, match="already placed in new-to-care"):
        cp.with_overlay(pathway, placed(("Blue Owl", "new-to-care"), ("Blue-Owl (x2)", "practice-leader")))
    apart = placed(
        ("Owl", "new-to-care"),
        ("Night Owl", "practice-leader"),
        ("(", "new-to-care"),
        (")", "deputy-manager"),
    )
    ours = cp.with_overlay(pathway, apart)
    found = [cp.normalise_title(ours, title).role_category for title in ("Owl", "Night Owl")]
    assert found == ["new-to-care", "practice-leader"]
