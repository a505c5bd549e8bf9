"""A whole catalogue: coverage, duplicates, and rows that cannot be used."""

import csv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import DuplicateKind, Relevance, align_catalogue
from tests.each import each


@pytest.fixture(scope="module")
def pathway():
    return cp.load("2025-04")


def course(number, title, **rest):
    return cp.Course(id=f"c{number}", title=title, **rest)


def test_an_empty_catalogue_covers_nothing_and_is_no_error(pathway):
    catalogue = align_catalogue(pathway, [])
    assert catalogue.alignments == catalogue.duplicates == catalogue.rejected == ()
    assert {one.role_category for one in catalogue.coverage} == {role.id for role in pathway.role_categories}
    for one in catalogue.coverage:
        assert one.covered == ()
        assert one.coverage == (0 if one.competencies else 1)
    assert catalogue.explain().startswith("0 courses aligned")


def test_coverage_names_what_is_left_open(pathway):
    before = align_catalogue(pathway, [course(1, "Barista skills")])
    after = align_catalogue(
        pathway, [course(1, "Barista skills"), course(2, "Fire safety"), course(3, "Dementia care")]
    )
    new_to_care = {one.role_category: one for one in after.coverage}["new-to-care"]
    assert "area-ntc-fire-safety" not in new_to_care.uncovered_areas
    assert "area-ntc-safeguarding" in new_to_care.uncovered_areas
    assert "dementia" not in new_to_care.uncovered_practice_areas
    assert "autism" in new_to_care.uncovered_practice_areas
    assert "other" not in new_to_care.uncovered_practice_areas
    assert not any(one.covered for one in before.coverage)
    assert len(after.relevant) == 2
    assert "nothing on" in after.explain()


def test_the_same_course_of_two_providers_stays_two_rows_and_is_reported(pathway):
    catalogue = align_catalogue(
        pathway,
        [
            course(1, "Fire Safety Training", provider="A"),
            course(2, "fire safety (online)", provider="B"),
            course(3, "Infection control", provider="A"),
            course(4, "Infection Control", provider="A"),
            course(5, "Positive Behaviour Support Skills", provider="A"),
            course(6, "Positive Behaviour Support", provider="C"),
        ],
    )
    assert len(catalogue.alignments) == 6
    kinds = {duplicate.courses: duplicate.kind for duplicate in catalogue.duplicates}
    assert kinds == {
        ("c1", "c2"): DuplicateKind.SAME_COURSE,
        ("c3", "c4"): DuplicateKind.SAME_COURSE,
        ("c5", "c6"): DuplicateKind.OTHER_WORDS,
    }
    assert "other-words: c5, c6" in catalogue.explain()


@each(
    ("one", "other", "kind", "reason"),
    [
        ("Fire Safety", "Fire Safety - Leeds - 12 May 2026", "elsewhere-or-another-day", "leeds"),
        ("Fire Safety run 7", "Fire Safety run 8", "elsewhere-or-another-day", "run 7"),
        ("Safeguarding Adults", "Safeguarding Adults (Wales)", "other-country", "wales"),
        ("Mental Capacity Act", "Mental Capacity Act Northern Ireland", "other-country", "ireland"),
        ("First Aid at Work", "First Aid at Work Requalification", "refresher", "for those who did it"),
        ("Medication Refresher", "Medication Training", "refresher", "“Medication Refresher” is for"),
        ("Safeguarding Adults Level 1", "Safeguarding Adults Level 2", "other-depth", "2 (core-skills)"),
        (
            "Level 2 Certificate in Dementia Care",
            "Level 3 Certificate in Dementia Care",
            "other-depth",
            "RQF",
        ),
        ("Oliver McGowan Tier 1 Training", "Oliver McGowan Tier 2 Training", "other-depth", "tier"),
        ("Epilepsy Awareness", "Epilepsy", "other-depth", "awareness"),
        ("Manual Handling of People", "Moving and Assisting", "other-words", "by other words"),
        ("Safeguarding Adults", "SOVA", "other-words", "by other words"),
        ("Infection Prevention and Control", "Infection Control", "other-words", "by other words"),
    ],
)
def test_courses_of_one_subject_say_how_they_are_alike(pathway, one, other, kind, reason):
    (found,) = align_catalogue(pathway, [course(1, one), course(2, other)]).duplicates
    assert found.kind == kind
    assert reason.casefold() in found.reason.casefold()


@each(
    ("one", "other"),
    [
        ("Award in Awareness of Dementia", "Certificate in the Principles of Dementia Care"),
        ("Moving and Handling People Theory", "Moving and Handling People Practical"),
        ("Safe Handling of Medicines", "Safe Handling of Medicines Train the Trainer"),
        ("Medication administration in care homes", "Medication administration in home care"),
        ("Diabetes Awareness for Carers", "Epilepsy Awareness for Carers"),
        ("Catheter care and management", "Stoma care and management"),
        ("PEG feeding practical competency", "NG feeding practical competency"),
        ("Hearing loss awareness training day", "Sight loss awareness training day"),
        ("Depression awareness in older people", "Psychosis awareness in older people"),
        ("Male catheter care", "Female catheter care"),
        ("Dementia care for cooks", "Dementia care for carers"),
        ("Insulin administration by staff", "Insulin refusal by staff"),
        ("Infection control in day care", "Infection control in care"),
    ],
)
def test_courses_that_only_look_alike_are_not_duplicates(pathway, one, other):
    assert align_catalogue(pathway, [course(1, one), course(2, other)]).duplicates == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Safe handling of medicines in care homes", "Medicines: safe handling in a care home"),
        ("Moving and Handling of People", "People moving and handling"),
        ("Effective record keeping and reporting", "Record keeping and reporting"),
        ("Understanding end of life care", "End of life care"),
    ],
)
def test_words_that_carry_no_subject_and_their_order_tell_nothing_apart(pathway, one, other):
    assert len(align_catalogue(pathway, [course(1, one), course(2, other)]).duplicates) == 1


@each(
    ("one", "other", "duplicates"),
    [
        ("Level 2", "Level 2", 1),
        ("awareness", "Awareness", 1),
        ("Level 2", "Tier 2", 0),
        ("RQF Level 2", "SCQF 2", 0),
        ("Level 2", "Level 2-3", 0),
        ("awareness", "advanced", 0),
    ],
)
def test_a_level_is_the_same_with_its_scheme_and_its_upper_end(pathway, one, other, duplicates):
    """Rule: the same number means different things in different schemes (policy section 6)."""
    courses = [course(1, "Dementia care", level=one), course(2, "Dementia care", level=other)]
    (found,) = align_catalogue(pathway, courses).duplicates
    assert (found.kind is DuplicateKind.SAME_COURSE) == bool(duplicates)


def test_the_same_title_for_other_learners_is_another_course(pathway):
    courses = [
        course(1, "Medication awareness", description="foster carers"),
        course(2, "Medication awareness", description="care staff"),
    ]
    assert align_catalogue(pathway, courses).duplicates == ()


def test_bad_rows_come_back_with_reasons_and_the_good_ones_are_aligned(pathway):
    rows: list[Any] = [
        {"id": "a", "title": "Fire safety", "cost": "£1,540", "hours": "30-60 min", "level": "RQF 3/4"},
        {"id": "a", "title": "Infection control"},
        {"id": "b", "title": ""},
        {"title": "Dementia", "cost": "-3", "themes": "safeguarding; no-such-theme"},
        "not a row",
        cp.Course(id="d", title="First aid", cost=2.0),
    ]
    catalogue = align_catalogue(pathway, rows)
    assert [one.course.id for one in catalogue.alignments] == ["a", "row-4", "d"]
    assert [row.row for row in catalogue.rejected] == [2, 3, 5]
    assert catalogue.rejected[0].course is not None
    assert catalogue.rejected[1].cells == (("id", "b"),)
    assert [(one.record, one.column) for one in catalogue.problems] == [
        (2, "id"),
        (3, "title"),
        (4, "id"),
        (4, "cost"),
        (4, "themes"),
        (5, None),
    ]
    assert "the id is taken by row 1" in catalogue.explain()
    first = catalogue.alignments[0].course
    assert (first.cost, first.hours) == (1540.0, 1.0)


def test_rows_of_a_csv_file_with_missing_columns(pathway):
    rows = csv.DictReader(["Course title;x".replace(";", ","), "Fire safety,1"])
    catalogue = align_catalogue(pathway, rows)
    assert catalogue.alignments[0].relevance is Relevance.RELEVANT
    assert catalogue.pathway == pathway.ref


def test_a_catalogue_is_serialisable(pathway):
    catalogue = align_catalogue(pathway, [course(1, "Fire safety"), course(2, "Fire safety")])
    assert '"duplicates"' in cp.dumps(catalogue)


titles = st.sampled_from(
    ["Fire safety", "Fire Safety!", "Dementia care", "Barista", "Module 3", " ", "Infection control day"]
)
row = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", "", None]), "title": titles}, optional={"cost": st.text()}
)


@given(st.lists(row, max_size=12))
def test_rows_in_and_rows_out_agree(rows):
    """Rule: nothing lost: every row is aligned or rejected with reasons, and aligned ids differ."""
    catalogue = align_catalogue(cp.load("2025-04"), rows)
    assert len(catalogue.alignments) + len(catalogue.rejected) == len(rows)
    assert all(rejected.problems for rejected in catalogue.rejected)
    ids = [one.course.id for one in catalogue.alignments]
    assert len(ids) == len(set(ids))
    assert {one for duplicate in catalogue.duplicates for one in duplicate.courses} <= set(ids)


def test_pairs_are_with_the_first_plain_course_of_a_subject(pathway):
    courses = [
        course(1, "Emergency First Aid at Work requalification"),
        course(2, "Emergency First Aid at Work"),
        course(3, "EFAW"),
    ]
    found = align_catalogue(pathway, courses).duplicates
    assert [(one.kind, one.courses) for one in found] == [
        (DuplicateKind.REFRESHER, ("c1", "c2")),
        (DuplicateKind.OTHER_WORDS, ("c2", "c3")),
    ]


def test_the_law_of_england_is_that_of_no_country_named(pathway):
    courses = [
        course(1, "Diploma in Adult Care Level 3"),
        course(2, "Diploma in Adult Care Level 3 (England)"),
    ]
    assert [one.kind for one in align_catalogue(pathway, courses).duplicates] == [DuplicateKind.SAME_COURSE]


@pytest.mark.parametrize("title", ["Diogelu oedolion", "Szkolenie BHP dla opiekunów", "Курсы по уходу"])
def test_another_language_is_not_read_as_not_relevant(pathway, title):
    found = cp.align_course(pathway, course(1, title))
    assert (found.relevance, found.confidence) == (Relevance.UNSURE, None)
