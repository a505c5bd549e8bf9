"""One title as a course and as the record of it: both speak about something, or a reason is written."""

from __future__ import annotations

import pytest

import care_pathway as cp
from care_pathway.evidence.training import training_reader
from tests.skills.skill_samples import PATHWAY

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


@pytest.mark.parametrize("title", ALIKE)
def test_a_course_and_the_record_of_it_are_read_alike(title: str) -> None:
    record, course = says(title)
    assert record is course


@pytest.mark.parametrize("title", DIFFERENT)
def test_where_they_differ_the_record_says_less(title: str) -> None:
    assert DIFFERENT[title]
    assert not says(title)[0]
