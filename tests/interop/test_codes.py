"""The code lists agree with each other and with the Pathway."""

from __future__ import annotations

import pytest

import care_pathway as cp
from care_pathway import _data
from care_pathway.errors import UnknownIdError
from care_pathway.interop import ascwds
from care_pathway.interop.ascwds import codes

EDITORIAL_THEMES = {
    "activities-and-engagement",
    "conflict-and-physical-intervention",
    "falls-prevention",
    "functional-skills",
    "personal-care",
}

LISTS = (
    "advice",
    "analysis-columns",
    "care-certificate",
    "code-lists",
    "columns",
    "delegated-healthcare",
    "job-roles",
    "qualifications",
    "role-categories",
    "service-types",
    "training-categories",
)


def test_lists_have_the_documented_sizes() -> None:
    assert len(ascwds.qualifications()) == 145
    assert len(ascwds.training_categories()) == 48
    assert len(ascwds.delegated_activities()) == 8
    assert len(ascwds.service_types()) == 36
    assert len(ascwds.job_roles()) == 39
    assert [len(ascwds.columns(file)) for file in ("worker", "workplace", "training")] == [46, 44, 12]


def test_codes_of_the_pathway_question_in_both_families() -> None:
    upload = {c.upload_code: c.role_category or c.answer for c in ascwds.category_codes() if c.upload_code}
    assert upload == {
        1: "new-to-care",
        2: "care-or-support-worker",
        3: "enhanced-care-worker",
        4: "supervisor-or-leader",
        5: "practice-leader",
        6: "deputy-manager",
        7: "registered-manager",
        998: "none-of-the-above",
        999: "do-not-know",
    }
    analysis = {c.analysis_code: c.answer for c in ascwds.category_codes() if c.answer != "category"}
    assert analysis == {8: "none-of-the-above", -2: "do-not-know", -1: "not-answered", None: "no-code"}


def test_personal_assistant_has_no_code() -> None:
    assert ascwds.upload_code("personal-assistant") is None
    assert ascwds.upload_code("none-of-the-above") == 998
    with pytest.raises(UnknownIdError, match="carer"):
        ascwds.upload_code("carer")


def test_two_and_three_are_the_other_way_round() -> None:
    states = {(c.column, c.upload_code): c.state for c in ascwds.care_certificate_codes()}
    assert states["CARECERT", 2] == states["L2CARECERT", 3] == "no"
    assert states["CARECERT", 3] == states["L2CARECERT", 2] == "in-progress"


def test_provisional_categories_are_marked_and_never_codes() -> None:
    listed = _data.read_json("crosswalks/ascwds/role-categories.json")["provisional_2026"]
    assert listed["status"] == "unconfirmed"
    upload = {c.upload_code for c in ascwds.category_codes()}
    assert not upload & {row["provisional_upload_code"] for row in listed["rows"]}
    pathway = cp.load()
    assert not {row["id"] for row in listed["rows"]} & {role.id for role in pathway.role_categories}


def test_every_mapping_ends_at_something_that_exists() -> None:
    pathway = cp.load()
    learning = {one.id for one in pathway.learning}
    themes = {one.id for one in pathway.themes} | EDITORIAL_THEMES
    roles = {role.id for role in pathway.role_categories}
    areas = {area.topic for area in pathway.practice_areas}
    for category in ascwds.training_categories():
        assert set(category.learning) <= learning
        assert set(category.themes) <= themes
        assert set(category.practice_areas) <= areas
        assert category.why
    for qualification in ascwds.qualifications():
        assert {qualification.learning, qualification.nearest} - {None} <= learning
        assert set(qualification.themes) <= themes
        assert set(qualification.practice_areas) <= areas
        assert qualification.why
    assert {role.usual_role_category for role in ascwds.job_roles()} - {None} <= roles
    assert {c.role_category for c in ascwds.category_codes()} - {None} == roles
    assert {c.learning for c in ascwds.care_certificate_codes()} <= learning


def test_activities_are_those_of_the_pathway() -> None:
    assert {one.id for one in ascwds.delegated_activities()} == {
        one.id for one in cp.load().delegated_activities
    }


def test_only_same_and_predecessor_say_that_learning_is_held() -> None:
    for qualification in ascwds.qualifications():
        assert (qualification.learning is not None) == (qualification.relation in codes.HELD_RELATIONS)


@pytest.mark.parametrize(
    ("code", "learning"), [(132, "l5-diploma-leadership-management"), (64, None), (145, None)]
)
def test_some_qualifications(code: int, learning: str | None) -> None:
    assert next(q for q in ascwds.qualifications() if q.code == code).learning == learning


def test_codes_94_and_95_have_their_levels_the_right_way_round() -> None:
    levels = {q.code: q.level for q in ascwds.qualifications()}
    assert (levels[94], levels[95]) == (2, 3)


def test_flags_that_cannot_be_trusted_are_left_out() -> None:
    assert sum(q.analysis_flag is not None for q in ascwds.qualifications()) == 36


def test_unknown_lists_are_refused() -> None:
    with pytest.raises(UnknownIdError, match="upload file"):
        ascwds.columns("leaver")
    with pytest.raises(UnknownIdError, match="code list"):
        codes.labels("worker.SHOESIZE")
    assert dict(codes.labels("cwp-use-reasons"))[10] == "For something else"


def test_every_column_has_a_list_that_exists() -> None:
    for file in ("worker", "workplace", "training"):
        for column in ascwds.columns(file):
            if column.list:
                assert codes.labels(column.list), column.name


def test_every_crosswalk_is_versioned_with_a_basis_and_canonical() -> None:
    import json

    names = ["qualification-learning", *(f"ascwds/{name}" for name in LISTS)]
    for name in names:
        raw = _data.read_bytes(f"crosswalks/{name}.json").decode("utf-8")
        data = json.loads(raw)
        assert data["version"]
        assert data["basis"] in {"editorial", "secondary"}
        assert raw == json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n", name
