"""The parts of a course's description, and that nothing but title, audience and content decides."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import Relevance, TextPart, align_course, parts_of
from care_pathway.alignment.parts import lines_of_html, passages_of
from care_pathway.alignment.tables import table
from tests.alignment.pages import HELD_OUT, OPEN, Wordings, page
from tests.each import each

PATHWAY = cp.load("2025-04")


def aligned(title: str, description: str = "", **rest: Any) -> cp.CourseAlignment:
    return align_course(PATHWAY, cp.Course(id="c1", title=title, description=description, **rest))


def topics(alignment: cp.CourseAlignment) -> tuple[list[str], list[str]]:
    return [match.id for match in alignment.themes], [match.id for match in alignment.practice_areas]


def told(text: str) -> list[tuple[str, str]]:
    return [(passage.part.value, passage.text) for passage in passages_of(text)]


@each(
    ("title", "description"),
    [
        ("Dementia Awareness", "Course tutor is a registered nurse."),
        ("Medication Administration", "For care workers and nurses in care homes."),
        ("Moving and Handling", "We work with care homes, schools and hospitals."),
        ("Safeguarding Adults Level 2", "Also available: Safeguarding Children, Paediatric First Aid."),
        ("Level 3 Diploma in Adult Care", "Progression: foundation degree, nursing, social work degree"),
        (
            "Care Certificate",
            "Entry requirements: none. Progression: Level 2 Diploma; Level 3 early years",
        ),
    ],
)
def test_one_incidental_sentence_throws_no_course_out(title: str, description: str) -> None:
    """Ruling 2: what is said of tutor, entry, progression and other courses says nothing of the learners."""
    alignment = aligned(title, description)
    assert alignment.relevance is Relevance.RELEVANT
    assert topics(alignment) == topics(aligned(title))


@each(
    "beside",
    [
        "Related courses: Dementia Awareness, Medication Administration, Mental Capacity Act.",
        "Tags: care home, dementia, medication",
        "Prerequisites: Safeguarding Adults, Moving and Handling.",
        "You may also like: Moving and Handling",
        "We also deliver dementia, diabetes and stroke training.",
    ],
)
def test_what_stands_after_such_words_is_not_taught_in_this_course(beside: str) -> None:
    alignment = aligned("Fire Safety", f"Evacuation routes and extinguishers. {beside}")
    assert topics(alignment) == (["health-and-safety"], [])


SUBJECTS = "safeguarding adults, moving and handling"


@each(
    "beside",
    [
        *("What is not covered: {}.", "What's not covered\n- {}", "Not included: {}.", "Exclusions: {}"),
        *("This course does not cover: {}.", "Topics not covered: {}", "Outside the scope: {}"),
        *("It does not include {}.", "This course doesn't cover {}.", "You will not learn about {}."),
        *("This course won't cover {}", "Excluding {}.", "Nothing on {}.", "Without {}"),
        *(
            "Alarms, but not {}.",
            "Alarms (not {}), extinguishers",
            "Extinguishers; {} are not covered; alarms",
        ),
        *(
            "{} (not included)",
            "{} are excluded.",
            "No {} is covered here.",
            "This is not a course on {} training.",
        ),
        *(
            "You need {} before this course.",
            "Delegates need {} before attending.",
            "Assumes knowledge of {}.",
        ),
        *(
            "{} must be completed first.",
            "Prior {} training is needed.",
            "{}: a prerequisite for this course.",
        ),
        *("For {}, see our other course.",),
    ],
)
def test_what_a_course_leaves_out_or_asks_before_is_not_taught_in_it(beside: str) -> None:
    """Rule: a course is credited with nothing that its text says is not in it."""
    text = f"Evacuation routes and extinguishers.\n{beside.format(SUBJECTS)}"
    assert topics(aligned("Fire Safety", text)) == (["health-and-safety"], [])
    assert topics(aligned("Fire Safety", outcomes=(beside.format(SUBJECTS),))) == (["health-and-safety"], [])


@each(
    "text",
    [
        "Topics include, but are not limited to: {}.",
        "This course does not just cover fire; it covers {}.",
        "Kits are not included in the price; {}",
        "Fire; first aid is not included; {}",
        "Evacuation (not first aid), {}",
        "What is and is not abuse, {}",
    ],
)
def test_what_is_said_beside_what_is_left_out_is_taught(text: str) -> None:
    assert {"safeguarding", "moving-and-assisting"} <= set(
        topics(aligned("Fire Safety", text.format(SUBJECTS)))[0]
    )


@pytest.mark.parametrize(
    "title",
    ["Fire Safety (not including medication)", "Fire safety, no medication", "Fire Safety excl. medication"],
)
def test_a_title_may_leave_something_out_too(title: str) -> None:
    assert topics(aligned(title)) == (["health-and-safety"], [])


@each(
    ("text", "expected"),
    [
        ("Who should book?\nCare staff", [("audience", "Care staff")]),
        ("Our experts\nNurses from Leeds hospital\n", [("tutor", "Nurses from Leeds hospital")]),
        (
            "Hoists\n\nMeet your trainer\n* Jo was a midwife and then taught in a school.",
            [("content", "Hoists"), ("tutor", "Jo was a midwife and then taught in a school.")],
        ),
        ("Who should attend?\nCare staff", [("audience", "Care staff")]),
        ("Target audience: carers, nurses", [("audience", "carers, nurses")]),
        (
            "This course is suitable for all care staff.",
            [("audience", "This course is suitable for all care staff.")],
        ),
        ("<h3>Next steps</h3><ul><li>Degree</li></ul>", [("progression", "Degree")]),
        ("Units: hoists; slings", [("content", "hoists; slings")]),
        ("Trainer: Jo, RGN\nHoists and slings", [("tutor", "Jo, RGN"), ("content", "Hoists and slings")]),
        (
            "Testimonials\nMy school loved it\n\nYou will learn about hoists.",
            [("praise", "My school loved it"), ("content", "about hoists . ")],
        ),
        ("Hoists | Price: £45 | Slings", [("content", "Hoists"), ("practical", "£45 | Slings")]),
        (
            "Assessment\n- Assessment\n- Planning",
            [("content", line) for line in ("Assessment", "Assessment", "Planning")],
        ),
        ("", []),
    ],
)
def test_parts_are_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@each(
    ("text", "kept"),
    [
        ("<script>var school = 1;</script>Hoists", ["Hoists"]),
        ("<!-- nursery -->Hoists<style>.teacher{}</style>", ["Hoists"]),
        ("<nav><ul><li>Childcare</li></ul></nav><p>Hoists</p>", ["Hoists"]),
        ("&lt;p&gt;Hoists &amp;amp; slings&lt;/p&gt;", ["Hoists & slings"]),
        ("<script>never closed Hoists", ["never closed Hoists"]),
        ("a < b and c > d", ["a < b and c > d"]),
    ],
)
def test_scripts_comments_and_navigation_are_no_text(text: str, kept: list[str]) -> None:
    assert [line.strip() for line in lines_of_html(text).splitlines() if line.strip()] == kept


def test_columns_are_parts() -> None:
    course = cp.Course(
        id="c",
        title="Wound care",
        audience="registered nurses",
        category="Clinical",
        entry="NMC registration",
        description="dressings",
        outcomes=("choose a dressing",),
    )
    assert [passage.part for passage in parts_of(course)] == [
        TextPart.TITLE,
        TextPart.AUDIENCE,
        TextPart.CONTEXT,
        TextPart.ENTRY,
        TextPart.CONTENT,
        TextPart.CONTENT,
    ]
    assert align_course(PATHWAY, course).relevance is Relevance.NOT_RELEVANT


def test_a_named_audience_decides_over_people_in_the_content() -> None:
    """Rule: a care audience in a list wins over others; the content then says nothing of learners."""
    for audience in ("nurses, care workers", "teachers, prison staff and support workers", "carers"):
        assert aligned("Epilepsy", "working with parents; foster carers", audience=audience).relevance is (
            Relevance.RELEVANT
        )
    assert aligned("Epilepsy", "helping care staff", audience="teachers").relevance is Relevance.NOT_RELEVANT


@pytest.mark.parametrize("everyone", ["all employees", "employees in all sectors", "any workplace", "anyone"])
def test_an_audience_of_everyone_is_as_if_none_were_named(everyone: str) -> None:
    """Ruling 2: "all employees", "all sectors", "any workplace", no industry and no other function named."""
    assert aligned("Fire Safety", everyone).relevance is Relevance.RELEVANT
    assert aligned("Forklift Truck", everyone).relevance is Relevance.NOT_RELEVANT
    assert aligned("Equality", f"{everyone}, HR and managers").relevance is Relevance.NOT_RELEVANT


def test_a_title_against_one_weak_word_is_unsure_and_shows_both_sides() -> None:
    alignment = aligned("Dementia Awareness", "District nurses visit every week")
    assert alignment.relevance is Relevance.UNSURE
    assert "dementia awareness" in alignment.reasons[0]
    assert "district nurses" in alignment.reasons[0]


@pytest.mark.parametrize(
    ("title", "category", "theme"),
    [
        ("First step to foundation", "Positive Behavioural Support", "positive-behaviour-support"),
        ("Working with partners", "Support for leaders and managers", "management"),
        ("Fire Safety", "Medication", "health-and-safety"),
        ("Principles of Commissioning for Wellbeing", "Commissioning", "management"),
    ],
)
def test_a_category_is_context_and_weaker_than_the_title(title: str, category: str, theme: str) -> None:
    alignment = aligned(title, category=category)
    assert alignment.relevance is Relevance.RELEVANT
    assert [match.id for match in alignment.themes] == [theme]


COURSES = (
    ("Dementia Awareness", "care staff; types of dementia, communication"),
    ("Moving and Handling of People", "hoists, slings, slide sheets; care workers, nurses"),
    ("Medication Administration", "MAR charts, controlled drugs, storage"),
    ("Complex Decision Making", "best interests, Court of Protection"),
    ("Level 3 Diploma in Adult Care", "safeguarding, duty of care"),
    ("Leading a Shift", "senior carers; delegation, handover"),
    ("Catheter Care", "infection signs, bag changes; personal assistants"),
    ("Wound care", "registered nurses"),
    ("Medication awareness", "foster carers"),
    ("Barista Skills", "espresso, latte art"),
    ("Drugs and Alcohol Awareness", "HR managers of retail firms"),
    ("Safeguarding Adults", "abuse, neglect; teachers, support workers"),
)


@pytest.mark.parametrize("form", ["list", "html", "prose"])
@pytest.mark.parametrize("wordings", [OPEN, HELD_OUT], ids=["open", "held-out"])
def test_a_page_around_a_course_changes_no_answer(wordings: Wordings, form: str) -> None:
    """Rule: audience, title and content decide, however much else a provider writes."""
    for seed in range(12):
        for title, facts in COURSES:
            plain = aligned(title, facts)
            written = aligned(title, page(title, facts, seed=seed, wordings=wordings, form=form))
            assert written.relevance is plain.relevance, (title, seed)
            assert set(topics(written)[0]) == set(topics(plain)[0]), (title, seed)


@given(st.text(max_size=200))
def test_no_word_of_a_plain_text_is_lost_but_labels_and_what_introduces(text: str) -> None:
    """Rule: every passage stands in the text."""
    for passage in passages_of(text):
        assert passage.text


def test_every_line_of_the_table_names_a_part() -> None:
    parts = {part.value for part in TextPart}
    for row in table("parts"):
        if row["found by"] == "element":
            assert row["part"] in {"none", "heading", "line"}
        else:
            assert row["part"] in parts
            assert row["found by"] in {
                "heading",
                "label",
                "start",
                "sentence",
                "end",
                "clause",
                "rest",
                "instead",
                "learners",
            }


def test_what_learners_are_said_to_learn_is_content() -> None:
    (who, taught) = passages_of("Staff in services for adults will learn to de-escalate.")
    assert (who.part, taught.part) == (TextPart.AUDIENCE, TextPart.CONTENT)
    assert taught.text == "de-escalate."
