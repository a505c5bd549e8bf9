"""Who is named as help and who as audience; letters nobody sees; cells that are not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import Relevance, align_catalogue, align_course
from care_pathway.alignment.parse import words_of_title
from care_pathway.alignment.vocabulary import course_lexicon
from care_pathway.tabular.courses import course_from_row
from tests.each import each

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u00ad"


def aligned(title: str, description: str | None = None) -> cp.CourseAlignment:
    return align_course(cp.load(), cp.Course(id="c", title=title, description=description))


@each(
    ("title", "facts"),
    [
        ("Applying Compression Hosiery", "delegated by community nurse, measuring"),
        ("24 Hour Postural Care", "night time positioning, physio"),
        ("Autism Awareness", "delivered by social workers"),
        ("Catheter Care", "under a district nurse"),
        ("Falls", "referral to GP, physio and OT"),
        ("Nutrition in Care Homes", "dietitian support"),
        ("Unconscious Bias", "bias, fairness"),
        ("Undertake a Research Project in Adult Care", None),
        ("Ladder Safety", "working at height, any workplace"),
    ],
)
def test_people_who_delegate_or_teach_are_no_audience(title: str, facts: str | None) -> None:
    assert aligned(title, facts).relevance is Relevance.RELEVANT


@each(
    ("title", "facts"),
    [
        ("Domiciliary Dental Care", "dentists, DCPs"),
        ("Wound Care", "nurses"),
        ("Wound Care", "open to nurses"),
        ("Ear Care", "GP practice nurses and HCAs"),
        ("Epilepsy Awareness", "staff from GP surgeries"),
        ("Equine First Aid", "horse owners"),
        ("Personal Assistant Course", "diary management"),
        ("Dementia Awareness", "police officers"),
    ],
)
def test_a_named_audience_outside_care_decides(title: str, facts: str) -> None:
    """Policy 2.1: learners who are only outside the workforce make a course not relevant."""
    assert aligned(title, facts).relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "themes", "areas"),
    [
        ("Taking Swabs and Specimens", {"delegated-healthcare"}, {"other-delegated"}),
        ("Oxygen Safety in the Home", {"delegated-healthcare"}, {"airways-and-breathing"}),
        ("Reflective Supervision", {"supervision", "reflective-practice"}, {"leadership"}),
        ("eMAR System Training", {"medication", "digital"}, set()),
        ("Self-Advocacy: Supporting People to Speak Up", {"advocacy"}, set()),
        ("Deafblind Awareness", set(), {"sensory-impairment"}),
        ("Sensory Loss", {"communication"}, {"sensory-impairment"}),
    ],
)
def test_topics_that_were_missed_or_guessed(title: str, themes: set[str], areas: set[str]) -> None:
    found = aligned(title)
    assert {one.id for one in found.themes} == themes
    assert {one.id for one in found.practice_areas} == areas


@given(st.lists(st.tuples(st.integers(0, 19), st.sampled_from(INVISIBLE)), max_size=8))
def test_letters_that_nobody_sees_change_nothing(marks: list[tuple[int, str]]) -> None:
    """Bidi marks and zero-width characters are stripped wherever they stand."""
    text = "Safeguarding Adults"
    for at, mark in marks:
        text = text[:at] + mark + text[at:]
    assert words_of_title(text) == ("safeguarding", "adults")


def test_letters_of_two_alphabets_are_not_read() -> None:
    title = "D\u0435m\u0435ntia Awareness"
    assert aligned(title).relevance is Relevance.UNSURE


class NotThere:
    """Stands for pandas' NA, which cannot be compared."""

    def __eq__(self, other: object) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __hash__(self) -> int:
        return 0

    def __str__(self) -> str:
        return "<NA>"


@pytest.mark.parametrize("blank", [float("nan"), NotThere(), None, " "])
def test_a_cell_that_is_not_there_is_blank(blank: object) -> None:
    row = {"id": "c1", "title": "Dementia", "description": blank, "cost": blank, "level": blank}
    parsed = course_from_row(row, number=1)
    assert parsed.course == cp.Course(id="c1", title="Dementia")
    assert not parsed.problems
    assert not align_catalogue(cp.load(), [row]).rejected


@pytest.mark.parametrize("word", ["care", "dementia", "nurse", "fire safety"])
def test_a_long_item_is_not_all_phrases(word: str) -> None:
    """A phrase repeated in one item is told twice at most, so that the answer stays small."""
    hits = course_lexicon().find((f"{word} " * 5_000).split()).hits
    assert len(hits) <= 2


@each(
    ("title", "facts", "theme"),
    [
        ("Counselling Skills", "adults", "communication"),
        ("Care Certificate Standards 5 and 6", None, "care-certificate"),
        ("Wellbeing", "oxygen", "health-and-wellbeing"),
        ("Care Course", "oxygen and wound", "delegated-healthcare"),
        ("Dementia", "care planning; stress", "condition-awareness"),
    ],
)
def test_a_subject_named_in_passing_is_told_with_less_confidence(
    title: str, facts: str | None, theme: str
) -> None:
    found = aligned(title, facts)
    assert found.relevance is Relevance.RELEVANT
    assert [one.id for one in found.themes] == [theme]


@each(
    ("title", "facts", "themes"),
    [
        ("Insulin Refresher", "community nurse led; pens, sites", {"delegated-healthcare", "medication"}),
        ("Delegation in Home Care", "accountability, insurance", {"delegated-healthcare"}),
        ("Reducing Double-Ups", "OTs and homecare agencies; gantry hoist", {"moving-and-assisting"}),
        ("Standard 10", "safeguarding adults", {"safeguarding", "care-certificate"}),
        ("Looking After Ourselves", "care teams", {"wellbeing-and-resilience"}),
        ("Culturally Sensitive Care", "care homes", {"equality-and-inclusion"}),
        ("Time-Critical Meds", "care homes", {"medication"}),
        ("1-2-1s for New Seniors", "agenda, notes", {"supervision"}),
        ("Safeguarding Children", "those who work in adult services", {"safeguarding"}),
        ("Principles of Care Planning", "sleep", {"support-planning"}),
        ("Access and Use Information about Services", "", {"information-and-guidance"}),
    ],
)
def test_subjects_in_the_words_of_providers(title: str, facts: str, themes: set[str]) -> None:
    found = aligned(title, facts)
    assert found.relevance is Relevance.RELEVANT
    assert themes <= {one.id for one in found.themes}


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ("Animal Care Assistant", "handling, restraint, kennels"),
        ("IT Support and Digital Skills", "service desk, networks"),
        ("Wound Care", "nurse-led clinics"),
    ],
)
def test_other_trades_that_share_words_with_care(title: str, facts: str) -> None:
    assert aligned(title, facts).relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "facts", "relevance"),
    [
        ("Behaviour that Challenges", "kinship carers, adopters", Relevance.NOT_RELEVANT),
        ("Quality in Care Homes", "contract officers and commissioners", Relevance.NOT_RELEVANT),
        ("Infection Control", "tattooists and piercers", Relevance.NOT_RELEVANT),
        ("Hospital Domestic Assistant", "cleaners", Relevance.NOT_RELEVANT),
        ("Team Leader Apprenticeship", "all sectors: retail, logistics", Relevance.NOT_RELEVANT),
        ("Passenger Assistants", "school transport, seat belts", Relevance.NOT_RELEVANT),
        ("Care Certificate Classroom Days", "new starters", Relevance.RELEVANT),
        ("Assessing Competence", "new assessors, any sector", Relevance.RELEVANT),
        ("Oral Health in Care Homes", "community dental service, dentures", Relevance.RELEVANT),
        ("Mental Capacity", "provider and council staff", Relevance.RELEVANT),
        ("DSPT for Care Providers", "managers and administrators", Relevance.RELEVANT),
    ],
)
def test_who_learns_and_who_only_helps(title: str, facts: str, relevance: Relevance) -> None:
    assert aligned(title, facts).relevance is relevance
