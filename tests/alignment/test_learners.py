"""For whom a course is, where its words are not in the lexicon: by how people are named.

The rules are those of the labelling policy, section 2: only learners who are all outside the workforce make a
course not relevant, and what is not understood settles nothing.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import Relevance, TextPart, align_course
from care_pathway.alignment.learners import Where, opening_people, work_at_the_end
from care_pathway.alignment.parts import passages_of
from tests.each import each

PATHWAY = cp.load("2025-04")
INVENTED = Path(__file__).parent / "invented.csv"


def aligned(title: str, description: str = "", **rest: Any) -> cp.CourseAlignment:
    return align_course(PATHWAY, cp.Course(id="c1", title=title, description=description or None, **rest))


@each(
    ("title", "description"),
    [
        ("Infection Control", "IPC nurses, ward sisters"),
        ("Stoma Care", "ward and community nurses"),
        ("Catheter Care", "newly qualified hospital nurses; anatomy"),
        ("Fire Safety", "hotel and spa managers"),
        ("Resilience", "fitness and dance instructors"),
        ("Falls", "for orthopaedic and trauma nurses"),
        ("Pressure Ulcers", "tissue viability link nurses and podiatrists"),
        ("Pressure Ulcers", "This day suits the whole dental team."),
        ("Pressure Ulcers", "A day written with trauma nurses in mind"),
    ],
)
def test_people_who_end_an_item_are_who_it_is_about(title: str, description: str) -> None:
    """Rule: a profession or trade at the end of an item names learners, whatever stands before it."""
    assert aligned(title, description).relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "description"),
    [
        ("Infection Control", "IPC champions, liaison with ward sisters"),
        ("Stoma Care", "when to call the district nurses"),
        ("Catheter Care", "working with hospital nurses"),
        ("Fire Safety", "wardens, marshals and fire officers"),
        ("Falls", "escape routes, footwear, telling the GPs"),
        ("Falls", "working with your pharmacist and GPs"),
        ("Supervision", "motivating staff, supporting managers"),
    ],
)
def test_people_whom_something_is_done_to_or_with_are_no_learners(title: str, description: str) -> None:
    assert aligned(title, description).relevance is Relevance.RELEVANT


@each(
    ("title", "description"),
    [
        ("Cyber Security", "astrologers, portfolio managers"),
        ("Data Protection for Genealogists", ""),
        ("First Aid for Zipline Operators", ""),
        ("Equality and Diversity", "aquarium and planetarium staff"),
        ("Health and Safety", "council drainage officers"),
        ("Workplace Mental Health for HR", ""),
        ("Stress Awareness", "Who should attend? Analysts and surfers"),
    ],
)
def test_learners_of_an_unknown_kind_leave_it_open(title: str, description: str) -> None:
    """Rule: what is not understood is said, and neither accepts nor throws out."""
    alignment = aligned(title, description)
    assert alignment.relevance is Relevance.UNSURE
    assert "others" in alignment.reasons[0]


@each(
    ("title", "description"),
    [
        ("Data Protection", "all new staff"),
        ("First Aid", "night and weekend teams"),
        ("Equality and Diversity", "gallery staff, care home staff"),
        ("Health and Safety", "permanent and agency workers"),
        ("Food Hygiene Level 2", "food handlers"),
        ("Fire Safety for Fire Marshals", ""),
        ("Dementia", "residential and hospice staff"),
        ("Leadership", "newly appointed managers"),
    ],
)
def test_people_who_may_be_anybody_speak_against_nothing(title: str, description: str) -> None:
    """Ruling 2: "all employees" is as if none were named; who does what is taught is no other trade."""
    assert aligned(title, description).relevance is Relevance.RELEVANT


@each(
    ("title", "description"),
    [
        ("Prevent", "teachers, nurses, volunteers"),
        ("Hoarding", "housing officers, care providers, firefighters"),
        ("Fire Safety", "doctors, receptionists, support staff"),
        ("FGM", "police officers, teachers, home care"),
        ("Suicide Awareness", "paramedics, social workers, health staff"),
    ],
)
def test_only_a_list_of_none_but_outsiders_is_not_relevant(title: str, description: str) -> None:
    """Ruling 2: one audience of care staff and others beside it."""
    assert aligned(title, description).relevance is Relevance.RELEVANT


@each(
    ("title", "description"),
    [
        ("Prevent", "teachers, nurses, lecturers"),
        ("Hoarding", "housing officers, firefighters"),
        ("Fire Safety", "doctors, receptionists, hospital porters"),
        ("FGM", "police officers, teachers, midwives"),
        ("Palliative care", "nurses in care homes"),
        ("Palliative care", "care home nurses"),
    ],
)
def test_a_list_of_none_but_outsiders_is_not_relevant(title: str, description: str) -> None:
    assert aligned(title, description).relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "description", "relevance"),
    [
        ("Alcohol Awareness", "managers and HR", Relevance.NOT_RELEVANT),
        ("Menopause Awareness", "HR, procurement and managers", Relevance.NOT_RELEVANT),
        ("Stress Awareness", "line managers, procurement teams", Relevance.NOT_RELEVANT),
        ("Modern Slavery", "This course is for HR and supply chain teams.", Relevance.NOT_RELEVANT),
        ("Running a Care Business", "recruitment, HR, finance, marketing", Relevance.RELEVANT),
        ("Registered Manager Programme", "budgets, HR", Relevance.RELEVANT),
        ("Safer Recruitment", "care home managers and HR", Relevance.RELEVANT),
        ("Level 5 Diploma in Leadership and Management for Adult Care", "finance, HR", Relevance.RELEVANT),
        ("HR Essentials for Care Providers", "contracts, absence", Relevance.RELEVANT),
    ],
)
def test_an_office_beside_people_is_an_audience_and_else_a_subject(
    title: str, description: str, relevance: Relevance
) -> None:
    """Policy: "all industries: HR and managers" are others; leading a care service takes HR and finance."""
    assert aligned(title, description).relevance is relevance


@each(
    ("description", "relevance"),
    [
        ("Teachers and nurses will learn to see the signs early and to report them.", Relevance.NOT_RELEVANT),
        ("Every school and nursery needs a lead for it, and this day prepares them.", Relevance.NOT_RELEVANT),
        ("GPs and practice pharmacists will update what they know in one long day.", Relevance.NOT_RELEVANT),
        ("Hospital doctors often feel they have no time for it, and here is how.", Relevance.NOT_RELEVANT),
        (
            "Parents of small children want to know what to look out for and whom to ask.",
            Relevance.NOT_RELEVANT,
        ),
        ("Carers will learn to see the signs early and what teachers and nurses do.", Relevance.RELEVANT),
        ("Every care home and hospital needs a lead for it, and this day prepares them.", Relevance.RELEVANT),
        (
            "You will learn to see the signs early and to report them to nurses and doctors.",
            Relevance.RELEVANT,
        ),
        ("A GP will see the person soon, but what can be done until the doctor comes?", Relevance.RELEVANT),
        (
            "We look at what nurses and police officers do when you have told them of abuse.",
            Relevance.RELEVANT,
        ),
    ],
)
def test_a_sentence_that_begins_with_learners_says_whom_it_is_for(
    description: str, relevance: Relevance
) -> None:
    assert aligned("Safeguarding Awareness", description).relevance is relevance


@each(
    ("title", "description", "relevance"),
    [
        ("Food Safety", "kitchen staff", Relevance.UNSURE),
        ("Allergens", "chefs and cooks", Relevance.UNSURE),
        ("Food Hygiene", "catering staff", Relevance.UNSURE),
        ("Food Hygiene", "cooks and carers", Relevance.RELEVANT),
        ("Food Hygiene", "care home kitchen staff", Relevance.RELEVANT),
        ("Food Hygiene", "kitchen staff, all care staff", Relevance.RELEVANT),
        ("COSHH", "kitchen and domestic staff", Relevance.RELEVANT),
        ("Manual Handling", "laundry and kitchen staff", Relevance.RELEVANT),
    ],
)
def test_a_kitchen_may_be_of_a_restaurant(title: str, description: str, relevance: Relevance) -> None:
    """Policy: food safety is one of care's subjects, but not for food businesses only."""
    assert aligned(title, description).relevance is relevance


@each(
    ("title", "description", "relevance"),
    [
        ("Smart Fleet Spending Toolkit", "finance, procurement", Relevance.UNSURE),
        ("Winning Venture Pitches", "marketing, tendering", Relevance.UNSURE),
        ("Boosting Quarterly Turnover", "recruitment, HR", Relevance.UNSURE),
        ("Boosting Quarterly Turnover", "recruitment, care home managers", Relevance.RELEVANT),
        ("Taking Bold Strides", "falls, fractures", Relevance.RELEVANT),
        ("Being a Good Boss", "direct payments", Relevance.RELEVANT),
    ],
)
def test_business_under_a_strange_title_may_be_any_business(
    title: str, description: str, relevance: Relevance
) -> None:
    """Policy, rule 3: leadership and management *of care services*."""
    assert aligned(title, description).relevance is relevance


def test_an_audience_is_no_broad_course() -> None:
    """Policy, section 6: the fixed set is of a course, not of who comes."""
    alignment = aligned("Pressure Sores", "health care assistants; risk")
    assert not {"person-centred-practice", "delegated-healthcare"} & {one.id for one in alignment.themes}


# --- the parts ----------------------------------------------------------------------------------------


@each(
    ("words", "place", "told", "expected"),
    [
        ("account managers", Where.ITEM, [False, True], (True, False)),
        ("for account managers", Where.ITEM, [None, False, True], (True, False)),
        ("training for account managers", Where.TITLE, [None, None, False, True], (True, False)),
        ("all new staff", Where.ITEM, [None, None, None], (False, True)),
        ("practitioners", Where.ITEM, [None], (False, False)),
        ("infection control leads", Where.ITEM, [True, True, None], (False, False)),
    ],
)
def test_people_are_named_by_their_work(
    words: str, place: int, told: list[bool | None], expected: tuple[bool, bool]
) -> None:
    work = work_at_the_end(words.split(), place, told)
    assert work is not None
    assert (work.unknown, work.anyone) == expected


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("motivating staff", Where.ITEM),
        ("account managers", Where.TITLE),
        ("liaison with account managers", Where.ITEM),
        ("one two three four five managers", Where.ITEM),
    ],
)
def test_and_these_words_name_no_learners(words: str, place: int) -> None:
    told: list[bool | None] = [False] * len(words.split())
    assert work_at_the_end(words.split(), place, told) is None


@given(
    st.lists(
        st.sampled_from(
            ["nurses", "will", "learn", "to", "staff", "and", "of", "the", "school", "often", "feel"]
        ),
        max_size=20,
    )
)
def test_no_more_people_begin_a_sentence_than_it_names(words: list[str]) -> None:
    places = [(at, at) for at, word in enumerate(words) if word in {"nurses", "school"}]
    assert 0 <= opening_people(words, places, Where.FIRST)[0] <= len(places)


@given(st.sampled_from(["Fire Safety", "Dementia", "Medication"]), st.text(max_size=60))
def test_care_staff_in_the_audience_are_never_outvoted(title: str, other: str) -> None:
    """Rule: one audience of care staff, whatever stands beside it, and the course is not thrown out."""
    alignment = aligned(title, audience=f"care home staff\n{other}")
    assert alignment.relevance is not Relevance.NOT_RELEVANT


@each(
    ("description", "relevance"),
    [
        ("Bus drivers meet many people who have it, and may be the first to notice.", Relevance.UNSURE),
        (
            "Personal trainers and gym instructors can make their clients feel welcome.",
            Relevance.NOT_RELEVANT,
        ),
        ("Care homes and hospitals look after many people who have it.", Relevance.RELEVANT),
        ("Nurses and carers look after many people who have it.", Relevance.RELEVANT),
        (
            "People who have it often stay at home, so that district nurses see them only very seldom.",
            Relevance.RELEVANT,
        ),
    ],
)
def test_the_first_people_of_a_description_are_likely_its_learners(
    description: str, relevance: Relevance
) -> None:
    """Rule: where a description begins with other people and names nobody else, the course is in doubt."""
    assert aligned("Dementia", description).relevance is relevance


@each(
    "words",
    [
        *(
            "Explore the causes of behaviour",
            "Privacy and dignity",
            "Contact with families",
            "Ask and listen",
        ),
        *("Resources for carers", "Location of pain", "Time is short at the end of life", "Look at hoists"),
        *("Certificate of death", "Phone skills", "They are at risk of falls", "We will talk about grief"),
        *("Categories of abuse", "See the person", "People may also need help", "Try activities together"),
    ],
)
def test_what_is_taught_is_no_practical_matter(words: str) -> None:
    assert [passage.part for passage in passages_of(words)] == [TextPart.CONTENT]


# --- invented courses ---------------------------------------------------------------------------------


def invented() -> list[dict[str, str]]:
    lines = INVENTED.read_text("utf-8").splitlines(keepends=True)
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def ids(cell: str) -> set[str]:
    return {part.strip() for part in cell.split(";") if part.strip()}


def test_invented_courses_get_the_labels_of_the_policy() -> None:
    """Hand-written beside the rules: they show that kinds of fault are mended, not how often others occur."""
    count: Counter[str] = Counter()
    wrong = []
    for row in invented():
        rest = {name: row[name] or None for name in ("level", "format")}
        alignment = aligned(row["title"], row["description"], **rest)
        relevant = row["relevance"] == "relevant"
        count["rows"] += 1
        count["right"] += alignment.relevance.value == row["relevance"]
        if alignment.relevance is (Relevance.NOT_RELEVANT if relevant else Relevance.RELEVANT):
            wrong.append((row["title"], row["description"], alignment.reasons))
        if relevant:
            given_ids = {match.id for match in (*alignment.themes, *alignment.practice_areas)}
            wanted = ids(row["themes"]) | ids(row["practice_areas"])
            count["hits"] += len(given_ids & wanted)
            count["all"] += len(given_ids) + len(wanted)
    assert not wrong
    assert count["rows"] > 300
    assert count["right"] / count["rows"] >= 0.97
    assert 2 * count["hits"] / count["all"] >= 0.95


@each("ending", ["", " Course", " Awareness", " Training (online)", " Refresher"])
def test_how_a_course_is_taught_does_not_hide_whom_it_is_for(ending: str) -> None:
    """Rule: words at the end of a title that tell of its form or depth change nothing about its learners."""
    assert aligned(f"Health and Safety for Homeworkers{ending}").relevance is Relevance.UNSURE
    assert aligned(f"Dementia for Estate Agents{ending}").relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "description"),
    [
        ("Custody Awareness", "support workers, care workers; self-harm"),
        ("Police Mental Health Awareness", "police officers and support workers"),
        ("Safeguarding: Working with the Fire Service", "for care workers"),
        ("Trustee Safeguarding", "care workers, trustees"),
    ],
)
def test_one_outside_word_of_a_title_yields_to_care_staff_among_the_learners(
    title: str, description: str
) -> None:
    """Rule: only a list of none but outsiders makes a course not relevant."""
    assert aligned(title, description).relevance is Relevance.RELEVANT


@each(
    ("title", "description", "expected"),
    [
        ("Trustees: Overseeing Care Workers", "", Relevance.UNSURE),
        ("The Police: Care Workers as Witnesses", "", Relevance.UNSURE),
        ("Suicide Prevention for the Police and Care Staff", "", Relevance.RELEVANT),
        ("Working with Custody Staff", "suitable for support workers", Relevance.RELEVANT),
    ],
)
def test_care_staff_who_are_only_spoken_of_are_no_learners(
    title: str, description: str, expected: Relevance
) -> None:
    """Rule: doubtful is unsure; care staff in a list of learners outweigh the others in it."""
    assert aligned(title, description).relevance is expected


@each(
    ("title", "description"),
    [
        ("Custody Awareness", "custody officers"),
        ("Police Support Workers", "safeguarding"),
        ("Sepsis", "maternity support workers"),
        ("Medicines for Pharmacy Support Staff", ""),
    ],
)
def test_support_workers_of_another_trade_are_no_care_staff(title: str, description: str) -> None:
    """Rule: support workers of the police, of maternity wards and the like are people of that trade."""
    assert aligned(title, description).relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "description", "wanted"),
    [
        ("Self-Harm", "support workers, mental health staff", ["condition-awareness"]),
        ("Eating Disorders", "care staff and mental health workers", ["condition-awareness"]),
        ("Protecting the Mental Health of Staff", "", ["wellbeing-and-resilience"]),
        ("The Mental Health of Staff", "", ["wellbeing-and-resilience"]),
        ("Mental Health of Carers", "for managers", ["wellbeing-and-resilience"]),
        ("Dementia", "for mental health staff", ["condition-awareness"]),
        ("Move and Position Individuals in Accordance with Their Care Plan", "", ["moving-and-assisting"]),
        ("Following the Care Plan", "", ["support-planning"]),
        ("Loneliness", "activity coordinators", ["health-and-wellbeing"]),
        ("Activity Coordinator Training", "", ["activities-and-engagement"]),
        ("Appraising Your Team", "deputy managers", ["supervision"]),
        ("Custody Healthcare Awareness", "care workers; self-harm", ["condition-awareness"]),
        ("Health and Social Care Awareness", "", ["role-and-development"]),
        ("Medication", "competency checks on colleagues", ["medication", "learning-of-others"]),
        ("Medication", "signing off staff as competent", ["medication", "learning-of-others"]),
    ],
)
def test_who_learns_and_how_a_task_is_done_are_no_subject(
    title: str, description: str, wanted: list[str]
) -> None:
    """Rule: staff of mental health services are learners, and a care plan that is kept to is not taught."""
    assert [match.id for match in aligned(title, description).themes] == wanted
