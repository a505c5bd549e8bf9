"""The crosswalks are whole: every row has a reason and names only what exists."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

import care_pathway
from care_pathway._data import items_of, read_csv, read_json
from care_pathway.evidence.renewals import bundled_renewals
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.evidence.training import category_rows, title_rows
from care_pathway.interop.ascwds import training_categories
from care_pathway.language.text import normalise
from tests.skills.skill_samples import FIRST, IDS, PATHWAY

OWN = ("learning-competencies", "subject-competencies")
AREAS = {one.id for one in PATHWAY.areas}
LEARNING = {one.id for one in PATHWAY.learning}
THEMES = {one.id for one in (*PATHWAY.themes, *PATHWAY.further_themes)}


@cache
def data(name):
    return read_json(f"crosswalks/{name}.json")


@pytest.mark.parametrize("name", OWN)
def test_canonical(name):
    path = Path(care_pathway.__file__).parent / "data" / "crosswalks" / f"{name}.json"
    text = path.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert data(name)["basis"] == "editorial"
    assert data(name)["notes"]


def test_every_learning_opportunity_has_one_row_with_a_reason():
    rows = data("learning-competencies")["rows"]
    assert [row["learning"] for row in rows] == [one.id for one in PATHWAY.learning]
    for row in rows:
        assert row["why"]
        assert row["renewal"] is None or row["renewal"] in bundled_renewals().topics
        for gives in row["gives"]:
            assert gives["why"]
            assert set(gives["areas"]) <= AREAS
            assert set(gives["competencies"]) <= set(IDS)
            assert gives["state"] in ("attended", "assessed")
            assert set(gives["kinds"]) <= {"knowledge", "skill"}


def test_only_assessed_learning_gives_assessed():
    """Rule: attended for a course, assessed where competence was assessed."""
    by_employer = {"care-certificate-standards"}  # each standard is assessed in the workplace
    for row in data("learning-competencies")["rows"]:
        if any(gives["state"] == "assessed" for gives in row["gives"]):
            learning = PATHWAY.learning_opportunity(row["learning"])
            assert learning.kind.assessed or learning.id in by_employer, learning.id


def test_every_theme_and_topic_has_one_row_with_a_reason():
    subjects = data("subject-competencies")
    assert sorted(row["theme"] for row in subjects["themes"]) == sorted(THEMES)
    topics = {row["topic"] for row in subjects["practice_areas"]}
    assert topics == set(PATHWAY.practice_area_topics) - {"other"}
    for row in (*subjects["themes"], *subjects["practice_areas"], *subjects["training_categories"]):
        assert row["why"]
        assert set(row.get("areas", ())) <= AREAS
        assert set(row["competencies"]) <= set(IDS)


def test_activities_and_ceiling():
    subjects = data("subject-competencies")
    listed = [row["activity"] for row in subjects["authorisations"]["activities"]]
    assert listed == [one.id for one in PATHWAY.delegated_activities]
    assert subjects["ceiling"]["state"] == "attended"
    assert subjects["ceiling"]["why"]


def test_titles_name_only_what_exists():
    rows = title_rows()
    phrases = [word for row in rows for word in row.words]
    assert len(phrases) == len(set(phrases))
    for row in rows:
        assert row.why
        assert set(row.themes) <= THEMES
        assert set(row.topics) <= set(PATHWAY.practice_area_topics)
        assert set(row.learning) <= LEARNING
        assert set(row.competencies) <= set(IDS)
        assert row.renewal is None or row.renewal in bundled_renewals().topics
        for word in (*row.words, *row.unless):
            assert normalise(word) == word


def test_categories_name_only_what_exists():
    assert [row.category for row in category_rows().values()] == [one.code for one in training_categories()]
    for row in category_rows().values():
        assert row.why
        assert set(row.themes) <= THEMES
        assert set(row.topics) <= set(PATHWAY.practice_area_topics)
        assert {row.learning} <= {None, *LEARNING}
        assert (row.relation is None) is (row.learning is None)
        assert row.relation in (None, "is", "same-subject", "near")
        assert row.renewal is None or row.renewal in bundled_renewals().topics


def test_themes_that_no_row_knows_stand_for_themselves():
    crosswalks = crosswalks_of(PATHWAY)
    assert crosswalks.theme_mask("no-such-theme") == 0
    assert crosswalks.topic_mask("no-such-topic") == 0
    assert crosswalks.of_learning("no-such-learning") == ()
    # The first edition lacks some competencies; rows that name them are simply smaller there.
    assert crosswalks_of(FIRST).theme_mask("delegated-healthcare") == 0


def test_what_puts_a_title_outside_has_a_reason():
    rows = read_csv("crosswalks/training-outside.csv")
    for row in rows:
        assert row["why"].startswith("it is ")
        for word in (*items_of(row["words"]), *items_of(row["unless"])):
            assert normalise(word) == word
    words = [word for row in rows for word in items_of(row["words"])]
    assert len(words) == len(set(words))


def test_every_standard_of_the_care_certificate_has_a_row():
    standards = read_csv("crosswalks/care-certificate-standards.csv")
    known = [one.id for one in PATHWAY.standards if one.id.startswith("cc-")]
    assert [f"cc-{int(row['number']):02}" for row in standards] == known
    for row in standards:
        assert row["subject"]
        assert set(items_of(row["areas"])) <= AREAS
        assert set(items_of(row["competencies"])) <= set(IDS)
        own = {PATHWAY.competency(one).standard for one in items_of(row["competencies"])} - {None}
        assert own == {f"cc-{int(row['number']):02}"}
