"""What a course names, and of what it only teaches the theme; coverage counts what is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import (
    CourseEvidence,
    MatchStrength,
    RoleCoverage,
    align_catalogue,
    align_course,
)
from care_pathway.alignment.competencies import Items
from care_pathway.alignment.tables import ids, table
from care_pathway.language.phrases import variants
from tests.each import each

PATHWAY = cp.load("2025-04")
ROLES = {role.id for role in PATHWAY.role_categories}


def aligned(title: str, description: str = "", **rest: Any) -> cp.CourseAlignment:
    return align_course(PATHWAY, cp.Course(id="c1", title=title, description=description, **rest))


def named(title: str, description: str = "", **rest: Any) -> frozenset[str]:
    matches = aligned(title, description, **rest).competencies
    return frozenset(match.id for match in matches if match.strength is MatchStrength.NAMED)


def coverage(*titles: str, **rest: Any) -> dict[str, RoleCoverage]:
    courses = [cp.Course(id=f"c{at}", title=title, **rest) for at, title in enumerate(titles)]
    return {one.role_category: one for one in align_catalogue(PATHWAY, courses).coverage}


def management() -> frozenset[str]:
    """Items of those who run a service alone."""
    managing = {"deputy-manager", "registered-manager"}
    return frozenset(item.id for item in PATHWAY.competencies if set(item.role_categories) <= managing)


def items_of_role(role: str) -> list[str]:
    return [item.id for item in PATHWAY.competencies if item.theme and role in item.role_categories]


# --- the absurdities ----------------------------------------------------------------------------------


def test_an_hour_on_police_checks_covers_nothing_of_a_deputy_manager() -> None:
    found = coverage("DBS Awareness", hours=1)["deputy-manager"]
    assert found.coverage == 0
    assert found.theme_only


def test_catheter_care_covers_one_item_of_an_enhanced_care_worker() -> None:
    found = coverage("Catheter Care")["enhanced-care-worker"]
    assert found.covered == ("ks-ecw-dha-kinds-07",)
    assert found.coverage < 0.1


def test_the_level_5_diploma_covers_most_of_a_registered_manager() -> None:
    """What is left is the fitness for registration, which no diploma gives."""
    found = coverage("Level 5 Diploma in Leadership and Management for Adult Care")["registered-manager"]
    assert found.coverage > 0.8
    assert set(items_of_role("registered-manager")) - set(found.covered) <= {
        item.id for item in PATHWAY.competencies if item.area == "area-rm-role"
    }


def test_basic_life_support_names_what_is_in_it_and_nothing_else() -> None:
    matches = aligned("Basic Life Support").competencies
    assert named("Basic Life Support") == {"ks-ntc-health-safety-04", "ks-csw-hs-general-02"}
    assert all(match.words == ("basic life support",) for match in matches)
    assert {match.strength for match in matches} == {MatchStrength.NAMED, MatchStrength.THEME}


@pytest.mark.parametrize("title", ["Leadership Awareness", "Introduction to CQC", "Budget overview"])
def test_an_awareness_hour_never_covers_a_management_standard(title: str) -> None:
    assert not named(title) & management()
    assert not named(title.replace("Awareness", ""), hours=1) & management()


# --- the laws -----------------------------------------------------------------------------------------


def written(words: Iterable[str]) -> str:
    return " ".join(words).replace(" ,", ":")


def phrases() -> Iterator[str]:
    return (row["phrase"] for name in ("topic", "broad") for row in table(f"{name}_phrases"))


@cache
def titles() -> tuple[str, ...]:
    """Each phrase of the lexicon as a title, in one of its variants."""
    return tuple(dict.fromkeys(written(next(iter(variants(phrase)))) for phrase in phrases()))


@cache
def every_title() -> tuple[str, ...]:
    """Each variant of each phrase."""
    return tuple(dict.fromkeys(written(variant) for phrase in phrases() for variant in variants(phrase)))


TITLES = st.sampled_from(titles())


@given(st.lists(TITLES, min_size=1, max_size=5, unique=True), TITLES)
def test_adding_a_course_lowers_nothing(before: list[str], added: str) -> None:
    """Law: adding a course lowers nothing."""
    some, more = coverage(*before), coverage(*before, added)
    for role in ROLES:
        assert set(some[role].covered) <= set(more[role].covered)
        assert some[role].coverage <= more[role].coverage
        assert set(some[role].uncovered_areas) >= set(more[role].uncovered_areas)
        assert set(some[role].uncovered_practice_areas) >= set(more[role].uncovered_practice_areas)


DIPLOMAS = (
    "Level 2 Diploma in Care",
    "Level 3 Diploma in Adult Care",
    "Level 5 Diploma in Leadership and Management for Adult Care",
    "Level 2 Certificate in the Principles of Dementia Care",
)


def lost_as_units(diploma: str, units: Iterable[str]) -> dict[str, set[str]]:
    """What units name as single courses and the diploma that lists them does not.

    A unit is one that serves adult social care, alone and in the diploma. A whole qualification of a higher
    level is no unit: what the crosswalk says that it develops comes after the diploma.
    """
    own = [unit for unit in units if is_relevant(unit) and is_relevant(diploma, f"Units:\n- {unit}")]
    whole = named(diploma, "Units:\n" + "\n".join(f"- {unit}" for unit in own))
    lost = {
        unit: {
            match.id
            for match in aligned(unit).competencies
            if match.strength is MatchStrength.NAMED
            and not (match.evidence is CourseEvidence.CROSSWALK and highest_level(unit) > level_of(diploma))
        }
        - whole
        for unit in own
    }
    return {unit: items for unit, items in lost.items() if items}


def is_relevant(title: str, description: str = "") -> bool:
    return aligned(title, description).relevance is cp.Relevance.RELEVANT


def level_of(diploma: str) -> int:
    number = aligned(diploma).level.number
    assert number is not None
    return number


def highest_level(title: str) -> int:
    """The highest level of the learning on record that a title names; 0 where it names none."""
    learning = PATHWAY.derived(Items).learning_of(title)
    return max((PATHWAY.learning_opportunity(one).level or 0 for one in learning), default=0)


def with_a_comma(title: str, at: int) -> str:
    """A title with a comma after one of its words, as providers list what a unit is about."""
    words = title.split(" ")
    place = at % len(words)
    return title if place == 0 else f"{' '.join(words[:place])}, {' '.join(words[place:])}"


UNITS = st.builds(with_a_comma, TITLES, st.integers(0, 5))


@given(st.sampled_from(DIPLOMAS), st.lists(UNITS, min_size=1, max_size=4))
@example("Level 2 Diploma in Care", ["Care Certificate"])
@example("Level 3 Diploma in Adult Care", ["Moving, handling", "Level 2 Diploma in Care"])
def test_a_diploma_covers_at_least_what_its_units_cover_as_courses(diploma: str, units: list[str]) -> None:
    """Law: a diploma covers at least what its own units as single courses cover."""
    assert lost_as_units(diploma, units) == {}


@each(
    ("diploma", "unit"),
    [
        ("Level 2 Diploma in Care", "Care Certificate"),
        ("Level 3 Diploma in Adult Care", "Level 2 Diploma in Care"),
        ("Level 3 Diploma in Adult Care", "moving, handling"),
        ("Level 3 Diploma in Adult Care", "Duty, of care"),
        ("Level 3 Diploma in Adult Care", "positive, behaviour support"),
        ("Level 3 Diploma in Adult Care", "bariatric, handling"),
    ],
)
def test_units_with_a_comma_and_whole_qualifications_count_as_units(diploma: str, unit: str) -> None:
    """The same law, where only the crosswalk names the items, and where a comma parts the words."""
    assert named(unit)
    assert lost_as_units(diploma, [unit]) == {}


def by_crosswalk(title: str, description: str = "") -> set[str]:
    matches = aligned(title, description).competencies
    return {match.id for match in matches if match.evidence is CourseEvidence.CROSSWALK}


@pytest.mark.parametrize(
    "text",
    [
        "Units:\n- Level 5 Diploma in Leadership and Management for Adult Care",
        "Many who took part over the years had already done a Level 5 Diploma in Leadership and Management.",
        "Progression: Level 3 Diploma in Adult Care",
    ],
)
def test_a_qualification_that_comes_after_or_stands_in_prose_is_no_unit(text: str) -> None:
    """A Level 2 diploma that speaks of a Level 5 diploma develops nothing that a manager learns."""
    assert by_crosswalk("Level 2 Diploma in Care", text) == by_crosswalk("Level 2 Diploma in Care")


@pytest.mark.exhaustive
@pytest.mark.parametrize("diploma", DIPLOMAS)
@pytest.mark.parametrize("comma", [0, 1])
def test_every_phrase_counts_as_a_unit_of_a_diploma(diploma: str, comma: int) -> None:
    """The same law, for each phrase of the lexicon by itself, as it is and with a comma."""
    units = (with_a_comma(title, comma) for title in titles())
    assert {unit: lost for unit in units if (lost := lost_as_units(diploma, [unit]))} == {}


#: How a title says that a course only makes aware of another, or introduces it.
AWARENESS = (
    *(
        "{} Awareness",
        "Awareness of {}",
        "Introduction to {}",
        "An Introduction to {}",
        "{}: an Introduction",
    ),
    *("{} Overview", "Basic {} Awareness", "{} Awareness Training", "{} Awareness Level 1", "{} Taster"),
    *("Raising Awareness of {}", "{} (Awareness)", "{} - Introductory", "{} briefing", "{} Intro"),
)
#: Bare words that name a subject weakly or broadly, and with a word for awareness another phrase.
BARE = (
    *("stress", "seizure", "research", "restraint", "workplace mental health", "adult care"),
    *(
        "adult social care",
        "domiciliary care",
        "health and care",
        "health and social care",
        "health social care",
    ),
)


def more_than_the_course(title: str, form: str) -> frozenset[str]:
    """What an awareness names and the course that it is an awareness of does not."""
    return named(form.format(title)) - named_by_title(title)


named_by_title = cache(named)


@given(st.sampled_from(every_title()), st.sampled_from(AWARENESS), st.text("abc ", max_size=5))
def test_awareness_covers_no_more_than_the_course_it_is_an_awareness_of(
    title: str, form: str, beside: str
) -> None:
    """Law: awareness never more than the course it is an awareness of."""
    assert not more_than_the_course(f"{title} {beside}", form)


@each("title", BARE)
def test_awareness_of_a_bare_word_covers_no_more_than_the_word(title: str) -> None:
    """The same law where only the awareness is a phrase of its own."""
    assert not any(more_than_the_course(title, form) for form in AWARENESS)


def test_awareness_still_names_what_its_course_names() -> None:
    """The law is kept by reading the course, not by naming nothing."""
    assert named("Falls Prevention Awareness") == named("Falls Prevention")
    assert named("Introduction to Safeguarding Adults")


@pytest.mark.exhaustive
@pytest.mark.parametrize("form", AWARENESS[:6])
def test_no_awareness_of_any_phrase_covers_more_than_the_phrase(form: str) -> None:
    """The same law, for every variant of every phrase of the lexicon."""
    assert {title: more for title in every_title() if (more := more_than_the_course(title, form))} == {}


# --- the table ----------------------------------------------------------------------------------------


def test_every_row_names_topics_and_items_of_the_pathway() -> None:
    topics = {row["topic"] for row in table("topics")} | {row["course"] for row in table("broad_courses")}
    known = {item.id for item in PATHWAY.competencies} | {area.id for area in PATHWAY.areas}
    for row in table("named_items"):
        assert row["topic"] in topics
        assert set(ids(row["items"])) <= known
        assert row["whole course"] in {"", "yes"}


def test_what_a_manager_does_is_named_by_a_qualification_only() -> None:
    skills = {item.id for item in PATHWAY.competencies if item.kind == "skill"} & management()
    assert not skills.intersection(*[ids(row["items"]) for row in table("named_items")])


def test_words_are_worth_showing() -> None:
    for match in aligned("Infection Prevention & Control", "hand hygiene").competencies:
        assert set(match.words) <= {"infection prevention and control", "hand hygiene"}
    shown = aligned("Level 3 Diploma in Adult Care").competencies[0].words
    assert any("diploma" in words.casefold() or "subject" in words.casefold() for words in shown)


def test_items_of_an_overlay_are_named_by_their_own_words() -> None:
    """An employer's own items stand in no table."""
    own = aligned("Fire Safety")
    assert all(":" not in match.id for match in own.competencies)
