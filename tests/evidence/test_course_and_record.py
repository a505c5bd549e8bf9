"""One title as a course and as the record of it: both speak about something, or a reason is written."""

from __future__ import annotations

import pytest

import care_pathway as cp
from care_pathway.evidence.training import training_reader
from care_pathway.language.text import normalise
from tests.each import each
from tests.skills.skill_samples import ON, PATHWAY

ALIKE = (
    "Safeguarding adults at risk",
    "Moving and handling of people",
    "Fire warden training",
    "Infection prevention and control",
    "COSHH awareness",
    "Safe handling of medicines",
    "Insulin administration",
    "PEG feeding",
    "Catheter care",
    "Dementia awareness",
    "Autism awareness",
    "Autism awareness for foster carers",
    "Learning disability awareness for school staff",
    "Oliver McGowan Tier 1",
    "Positive behaviour support",
    "Breakaway techniques",
    "Mental Capacity Act and DoLS",
    "End of life care",
    "Equality and diversity",
    "Cyber security for care staff",
    "Mouth care matters",
    "Epilepsy awareness",
    "Parkinson's awareness",
    "Supervision skills for managers",
    "Train the trainer: moving and handling",
    "CQC inspection readiness",
    "Level 2 Diploma in Care",
    "Care Certificate",
    "Forklift truck refresher",
    "Food hygiene level 2",
    "Excel for beginners",
    "Door supervisor licence",
    "Early years safeguarding",
    "Nurse prescribing update",
    "Welcome day",
    "Palliative care graduate diploma",
)
#: Titles that a course and the record of it are read differently for, and why that is meant.
DIFFERENT = {
    "Mandatory refresher": "a catalogue names the usual set of subjects; a record has to say which were done",
    "Essentials of care": "a catalogue names the usual set of subjects; a record has to say which were done",
    "Safeguarding of children: advanced": "the record of training on children shows nothing for adults",
}


def says(title: str) -> tuple[bool, bool]:
    """Whether the record and the course of a title speak about anything."""
    record = training_reader(PATHWAY).of(cp.TrainingRecord(title=title))
    course = cp.align_course(PATHWAY, cp.Course(id="c", title=title))
    about = course.relevance != "not-relevant" and bool(course.themes or course.practice_areas)
    return record.outside is None and record.problem is None, about


@each("title", ALIKE)
def test_a_course_and_the_record_of_it_are_read_alike(title: str) -> None:
    record, course = says(title)
    assert record is course


@pytest.mark.parametrize("title", DIFFERENT)
def test_where_they_differ_the_record_says_less(title: str) -> None:
    assert DIFFERENT[title]
    assert not says(title)[0]


@each(
    ("typed", "meant"),
    [
        ("Safegaurding adults", "Safeguarding adults"),
        ("Manual Handeling", "Manual Handling"),
        ("Medicaton administration", "Medication administration"),
        ("Demetia awarness", "Dementia awareness"),
        ("Learning Disabilty", "Learning Disability"),
        ("Safeguarding chidren", "Safeguarding children"),
        ("Care certficate", "Care certificate"),
        ("Oliver McGowen Tier 1", "Oliver McGowan Tier 1"),
    ],
)
def test_a_title_typed_wrongly_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    """REDESIGN: words are spelt in one place; a slip hides neither a subject nor that it is for others."""
    first, second = (training_reader(PATHWAY).of(cp.TrainingRecord(title=one)) for one in (typed, meant))
    facts = [(one.themes, one.topics, one.learning, one.outside, one.renewals) for one in (first, second)]
    assert facts[0] == facts[1]
    assert [shown.mask for shown in first.shows] == [shown.mask for shown in second.shows]


@each("title", ["Meditation", "Autumn fair", "Careers day", "Infusion of tea", "Dimensions"])
def test_a_word_of_its_own_is_no_slip(title: str) -> None:
    reading = training_reader(PATHWAY).of(cp.TrainingRecord(title=title))
    assert (reading.shows, reading.read_as) == ((), None)


def test_what_a_title_was_read_as_is_said() -> None:
    record = cp.TrainingRecord(title="Safegaurding adults", completed=ON)
    gap = cp.skill_gap(PATHWAY, cp.Worker(id="w", training=[record]), target="new-to-care", on=ON)
    (said,) = gap.problems
    assert str(said.severity) == "notice"
    assert said.message == "training 'Safegaurding adults' is read as 'safeguarding adults'"


@pytest.mark.parametrize("learning", ["omt-tier-1", "omt-tier-2"])
def test_a_name_of_learning_that_was_typed_wrongly_is_said(learning: str) -> None:
    name = next(one.name for one in PATHWAY.learning if one.id == learning)
    reader = training_reader(PATHWAY)
    exact, typed = (
        reader.of(cp.TrainingRecord(title=one)) for one in (name, name.replace("Mandatory", "Mandatry"))
    )
    assert exact.read_as is None
    assert (typed.learning, typed.shows) == (exact.learning, exact.shows)
    assert typed.read_as == normalise(name)
