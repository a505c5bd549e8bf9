"""Words that are no subject where they stand: verbs, laws, endorsers; and whose law a course follows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import DuplicateKind, align_catalogue, align_course
from tests.each import each

PATHWAY = cp.load("2025-04")


def aligned(title: str, description: str = "") -> cp.CourseAlignment:
    return align_course(PATHWAY, cp.Course(id="c1", title=title, description=description))


def themes(title: str, description: str = "") -> list[str]:
    return [match.id for match in aligned(title, description).themes]


@each(
    ("title", "wanted"),
    [
        ("Prevent Falls", ["falls-prevention"]),
        ("How to Prevent Falls in Care Homes", ["falls-prevention"]),
        ("Prevent Pressure Ulcers", ["health-and-wellbeing"]),
        ("Prevent Infection", ["infection-prevention"]),
        ("Prevent the Spread of Infection", ["infection-prevention"]),
        ("Prevent Burnout", ["wellbeing-and-resilience"]),
    ],
)
def test_to_prevent_something_is_not_the_prevent_duty(title: str, wanted: list[str]) -> None:
    assert themes(title) == wanted


@each(
    "title",
    [
        *(
            "Prevent",
            "Prevent Duty",
            "Prevent Awareness",
            "Prevent Training for Care Staff",
            "PREVENT (online)",
        ),
        *(
            "Prevent and Safeguarding",
            "Prevent: an Introduction",
            "Prevent Level 2",
            "Safeguarding and Prevent",
        ),
    ],
)
def test_the_prevent_duty_is_still_safeguarding(title: str) -> None:
    assert themes(title) == ["safeguarding"]


@each("title", ["Housing Act", "Housing Act Awareness", "The Housing Act 2004 for Landlords"])
def test_an_act_of_another_field_is_not_its_everyday_word(title: str) -> None:
    assert aligned(title).relevance is not cp.Relevance.RELEVANT


@each("title", ["Care Act", "Human Rights Act", "Modern Slavery Act", "Data Protection Act"])
def test_acts_of_the_field_stay(title: str) -> None:
    assert aligned(title).relevance is cp.Relevance.RELEVANT


@each("title", ["Driving Coaches", "Coach Holidays", "Coach Driver CPC"])
def test_coaches_on_the_road_are_no_coaching(title: str) -> None:
    assert aligned(title).relevance is cp.Relevance.NOT_RELEVANT


@each("title", ["Becoming a Coach", "Coach and Mentor Skills", "PBS Coach"])
def test_those_who_coach_at_work_are(title: str) -> None:
    assert "coaching" in themes(title)


@each("field", ["Care", "Health and Social Care", "Social Services", "Healthcare Practice"])
def test_higher_nationals_are_read_alike(field: str) -> None:
    """Neither is a degree, a postgraduate course or a registration (policy, section 2)."""
    certificate, diploma = (aligned(f"{name} {field}") for name in ("HNC", "HND"))
    assert certificate.relevance is diploma.relevance is cp.Relevance.RELEVANT
    assert themes(f"HNC {field}") == themes(f"HND {field}")


ENDORSERS = (
    *("Training Qualifications UK", "Open College Network", "Royal College of Nursing", "RSPH", "ILM", "CMI"),
    *("CPD", "Skills for Care", "Alzheimer's Society"),
)
PLACES = (
    *("Accredited by {}.", "{} accredited", "{} Endorsed", "Endorsed by the {}", "{} approved course"),
    *("Accreditation: {}", "This course is endorsed by {}.", "{} Endorsed Provider"),
)


@given(
    st.sampled_from(ENDORSERS), st.sampled_from(PLACES), st.sampled_from(["Fire Safety", "Juggling Workshop"])
)
def test_who_endorses_a_course_is_no_subject(endorser: str, place: str, title: str) -> None:
    """What is said of accreditation says nothing of the learners and nothing of the content."""
    plain, endorsed = aligned(title), aligned(title, place.format(endorser))
    assert endorsed.relevance is plain.relevance
    assert themes(title, place.format(endorser)) == themes(title)


def test_who_endorses_it_says_nothing_in_a_title_either() -> None:
    assert themes("Royal College of Nursing accredited: Wound Care") == themes("Wound Care")
    assert aligned("Open College Network Level 2 Award in Fire Safety").relevance is cp.Relevance.RELEVANT


def test_what_is_recognised_is_still_taught() -> None:
    assert themes("Half-day course", "How abuse is recognised") == ["safeguarding"]


@each(
    ("title", "other", "law"),
    [
        ("Safeguarding Adults", "Adult Support and Protection", "scotland"),
        ("Safeguarding Adults", "Safeguarding Adults - Scottish Law", "scotland"),
        ("Mental Capacity Act", "Adults with Incapacity (Scotland) Act 2000", "scotland"),
        ("Mental Capacity Act", "Adults with Incapacity", "scotland"),
        ("Mental Health Act", "Mental Health (Care and Treatment) (Scotland) Act 2003", "scotland"),
        ("Care Act", "Social Services and Well-being (Wales) Act", "wales"),
        ("Duty of Candour", "Duty of Candour: Scottish legislation", "scotland"),
        ("Health and Safety", "Health and Safety (NI)", "ireland"),
    ],
)
def test_one_subject_by_the_law_of_another_country(title: str, other: str, law: str) -> None:
    courses = [cp.Course(id=str(at), title=one) for at, one in enumerate((title, other))]
    (found,) = align_catalogue(PATHWAY, courses).duplicates
    assert found.kind is DuplicateKind.OTHER_COUNTRY
    assert found.reason.endswith(f"no country named, {law}")


def test_two_ways_to_name_scotland_are_one() -> None:
    courses = [
        cp.Course(id=str(at), title=title)
        for at, title in enumerate(("Fire Safety Scotland", "Fire Safety (Scottish law)"))
    ]
    assert [one.kind for one in align_catalogue(PATHWAY, courses).duplicates] == [DuplicateKind.SAME_COURSE]


@each(
    ("title", "wanted"),
    [
        ("What Is Duty of Care?", ["duty-of-care"]),
        ("Care Act Duties for Care Providers", ["professional-practice"]),
        ("Right to Work Checks", ["management"]),
        ("Your Rights at Work in Care", ["role-and-development"]),
        ("Human Rights", ["equality-and-inclusion"]),
        ("Medication Induction", ["medication"]),
        ("Moving and Handling Induction (2 days)", ["moving-and-assisting"]),
        ("Care Worker Induction", ["role-and-development"]),
        ("Suicide Prevention: Having the Conversation", ["condition-awareness"]),
        ("Making Every Contact Count", ["health-and-wellbeing"]),
        ("Stay Safe Online", ["digital"]),
        ("Absence, Capability and Disciplinary Basics for Home Managers", ["management", "supervision"]),
        ("Body Mechanics for Carers", ["moving-and-assisting"]),
        ("Helping People to Stand", ["moving-and-assisting"]),
        ("The Role of the Keyworker in Care", ["role-and-development"]),
    ],
)
def test_words_that_are_one_subject_and_not_its_neighbour(title: str, wanted: list[str]) -> None:
    assert themes(title) == wanted


@each(
    "title",
    [
        *("Endoscopy Decontamination", "Infection Control in Radiology"),
        *("First Aid for Pets", "Manual Handling of Livestock", "Ski Patrol First Aid", "Outdoor First Aid"),
    ],
)
def test_departments_of_hospitals_animals_and_the_outdoors_are_another_trade(title: str) -> None:
    assert aligned(title).relevance is cp.Relevance.NOT_RELEVANT


@each(
    ("title", "description", "not_named"),
    [
        ("Diabetes", "Insulin is not covered; see Insulin Delegation.", "delegated-healthcare"),
        ("Assessor Award", "Who takes it? People in care, construction and first aid.", "health-and-safety"),
        ("PEG Feeding and the Stoma Site", "", "bladder-and-bowel"),
        ("Loads in Care Settings", "Moving people isn't part of this module.", "moving-and-assisting"),
        ("Loads in Care Settings", "Moving people isn\u2019t covered.", "moving-and-assisting"),
        ("Falls: Strength and Balance Instructor", "", "learning-of-others"),
    ],
)
def test_what_stands_elsewhere_or_only_for_whom_is_not_taught(
    title: str, description: str, not_named: str
) -> None:
    found = aligned(title, description)
    assert not_named not in {match.id for match in (*found.themes, *found.practice_areas)}


@each(
    ("title", "description"),
    [
        ("Information Governance Lead", "Tutor background: legal and banking."),
        ("Domestic Abuse", "Open to all agencies: care, housing, GPs, police."),
        ("Assessor Award", "Who takes it? Trainers in care, construction, beauty and security."),
        ("Safeguarding Adults", "School staff: see Keeping Children Safe in Education."),
        ("Health and Safety for Home Care", "Also in our library: H&S for Schools, H&S for Farms."),
        ("Active Support", "Booked by: councils, special schools."),
    ],
)
def test_others_beside_care_and_those_who_teach_are_not_who_learns(title: str, description: str) -> None:
    assert aligned(title, description).relevance is cp.Relevance.RELEVANT


SUBJECTS = (
    *("Dementia", "Autism", "Epilepsy", "Medication", "Moving and Handling", "Safeguarding Adults", "Abuse"),
    *("Mental Capacity", "End of Life", "Fire Safety", "Lone Working", "Sleep", "Retention", "Enablement"),
    *(
        "Care Plans",
        "Catheter Care",
        "Supervision",
        "CQC",
        "Falls Prevention",
        "Health and Safety",
        "Diversity",
    ),
)
FRAMES = (
    *("Understanding {}", "{} for Care Staff", "{} for Carers", "{} for Support Workers", "{} in Care Homes"),
    *("{} in Adult Social Care", "Getting {} Right", "Principles of {}", "An Overview of {}", "{} and You"),
    *("{} for Seniors and Team Leaders", "{} at Home", "What is {}?", "{} (Refresher)", "Introduction to {}"),
)


@each("subject", SUBJECTS)
@each("frame", FRAMES)
def test_words_around_a_subject_take_nothing_from_it(subject: str, frame: str) -> None:
    """A phrase of the tables over "for" or "of" is not that of the title, which names one subject."""
    assert set(themes(subject)) <= set(themes(frame.format(subject)))


@each("condition", ["Dementia", "Autism", "Epilepsy", "a Learning Disability", "Sight Loss"])
@each("frame", ["Supporting People with {}", "Caring for Someone with {}", "Living with {}"])
def test_a_condition_of_people_is_the_subject(condition: str, frame: str) -> None:
    found, bare = aligned(frame.format(condition)), aligned(condition)
    assert found.relevance is cp.Relevance.RELEVANT
    assert {one.id for one in bare.practice_areas} <= {one.id for one in found.practice_areas}


@each("where", ["in Marinas and Boatyards", "for Zoos", "in Mosques", "for Yacht Skippers"])
@each("subject", ["Fire Safety", "First Aid", "Dementia"])
def test_places_and_people_that_nobody_knows_make_a_title_unsure(subject: str, where: str) -> None:
    assert aligned(f"{subject} {where}").relevance is not cp.Relevance.RELEVANT


@each("title", ["Dementia: Caring for Couples", "Dementia Tier 3 for Leads"])
def test_people_cared_for_and_those_who_lead_are_no_strangers(title: str) -> None:
    assert aligned(title).relevance is cp.Relevance.RELEVANT
