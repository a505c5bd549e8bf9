"""Courses written and labelled by the policy before anything was run on them, and the faults they showed.

The figures are floors: both sets were read after their first run, whose figures stand in the table below.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import care_pathway as cp
from care_pathway.alignment import Relevance, align_course
from tests.each import each

PATHWAY = cp.load("2025-04")
FRESH = Path(__file__).parent / "fresh.csv"
#: Relevance, accepted of not relevant, thrown out, precision and F1 of each set before it was read.
FIRST_RUN = {
    "first": (0.983, 0.033, 0.011, 0.917, 0.931),
    "second": (0.958, 0.100, 0.0, 0.822, 0.876),
    "third": (0.937, 0.071, 0.039, 0.772, 0.812),
    "fourth": (0.792, 0.310, 0.125, 0.761, 0.798),
    "fifth": (0.934, 0.111, 0.041, 0.830, 0.886),
    "sixth": (0.911, 0.031, 0.085, 0.872, 0.850),
    "seventh": (0.932, 0.074, 0.065, 0.825, 0.867),
    "eighth": (0.922, 0.136, 0.034, 0.589, 0.716),
    "ninth": (0.941, 0.048, 0.033, 0.862, 0.893),
    "tenth": (0.898, 0.150, 0.034, 0.870, 0.870),
    "eleventh": (0.963, 0.037, 0.019, 0.956, 0.967),
    "twelfth": (0.903, 0.091, 0.075, 0.948, 0.844),
    "thirteenth": (0.944, 0.129, 0.0, 0.770, 0.844),
    "fourteenth": (0.985, 0.0, 0.024, 0.877, 0.905),
    "fifteenth": (0.932, 0.115, 0.042, 0.784, 0.840),
    "sixteenth": (0.935, 0.0, 0.058, 0.895, 0.901),
    "seventeenth": (0.900, 0.045, 0.107, 0.868, 0.876),
    "eighteenth": (0.947, 0.069, 0.0, 0.771, 0.826),
    "nineteenth": (0.898, 0.179, 0.032, 0.698, 0.787),
    "twentieth": (0.970, 0.029, 0.030, 0.850, 0.791),
    "twenty-first": (1.0, 0.0, 0.0, 0.865, 0.900),
    "twenty-second": (0.973, 0.037, 0.021, 0.914, 0.931),
    "twenty-third": (0.988, 0.0, 0.020, 0.913, 0.941),
    "twenty-fourth": (0.962, 0.0, 0.040, 0.973, 0.935),
    "twenty-fifth": (0.920, 0.138, 0.043, 0.844, 0.839),
    "twenty-sixth": (0.892, 0.103, 0.067, 0.855, 0.781),
    "twenty-seventh": (0.971, 0.0, 0.024, 0.945, 0.914),
    "twenty-eighth": (0.912, 0.103, 0.026, 0.886, 0.918),
    "twenty-ninth": (0.908, 0.074, 0.079, 0.806, 0.857),
    "thirtieth": (0.953, 0.071, 0.028, 0.922, 0.901),
    "thirty-first": (0.906, 0.107, 0.056, 0.720, 0.771),
    "thirty-second": (0.938, 0.071, 0.0, 0.890, 0.915),
}
#: Courses and those not relevant of each set, then floors: relevance, accepted, thrown out, precision, F1.
FLOORS = {
    "first": (120, 30, 1.0, 0, 0, 0.97, 0.96),
    "second": (120, 30, 1.0, 0, 0, 0.95, 0.96),
    "third": (79, 28, 1.0, 0, 0, 0.85, 0.89),
    "fourth": (77, 29, 0.94, 3, 1, 0.91, 0.93),
    "fifth": (76, 27, 1.0, 0, 0, 0.89, 0.94),
    "sixth": (79, 32, 0.97, 0, 1, 0.95, 0.94),
    "seventh": (73, 27, 0.98, 1, 0, 0.89, 0.93),
    "eighth": (51, 22, 0.96, 2, 0, 0.88, 0.89),
    "ninth": (51, 21, 0.96, 1, 1, 0.89, 0.91),
    "tenth": (49, 20, 0.95, 1, 0, 0.90, 0.92),
    "eleventh": (81, 27, 1.0, 0, 0, 0.98, 0.98),
    "twelfth": (62, 22, 0.96, 1, 0, 0.97, 0.97),
    "thirteenth": (71, 31, 1.0, 0, 0, 0.89, 0.93),
    "fourteenth": (68, 26, 1.0, 0, 0, 0.92, 0.94),
    "fifteenth": (74, 26, 0.98, 0, 0, 0.95, 0.97),
    "sixteenth": (155, 52, 0.96, 0, 3, 0.93, 0.94),
    "seventeenth": (50, 22, 1.0, 0, 0, 0.92, 0.95),
    "eighteenth": (76, 29, 0.98, 0, 0, 0.88, 0.91),
    "nineteenth": (59, 28, 0.94, 3, 0, 0.79, 0.85),
    "twentieth": (67, 34, 1.0, 0, 0, 0.89, 0.92),
    "twenty-first": (78, 27, 1.0, 0, 0, 0.93, 0.95),
    "twenty-second": (75, 27, 1.0, 0, 0, 0.94, 0.95),
    "twenty-third": (80, 29, 1.0, 0, 0, 0.92, 0.95),
    "twenty-fourth": (78, 28, 1.0, 0, 0, 0.97, 0.96),
    "twenty-fifth": (75, 29, 0.98, 1, 0, 0.86, 0.88),
    "twenty-sixth": (74, 29, 0.95, 0, 0, 0.90, 0.92),
    "twenty-seventh": (70, 29, 1.0, 0, 0, 0.94, 0.93),
    "twenty-eighth": (68, 29, 0.98, 0, 0, 0.94, 0.97),
    "twenty-ninth": (65, 27, 1.0, 0, 0, 0.91, 0.93),
    "thirtieth": (64, 28, 0.98, 0, 1, 0.98, 0.95),
    "thirty-first": (64, 28, 1.0, 0, 0, 0.89, 0.91),
    "thirty-second": (64, 28, 0.98, 0, 0, 0.92, 0.94),
}


def rows() -> list[dict[str, str]]:
    lines = FRESH.read_text("utf-8").splitlines(keepends=True)
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def ids(cell: str) -> set[str]:
    return {part.strip() for part in cell.split(";") if part.strip()}


def aligned(title: str, description: str = "", **rest: Any) -> cp.CourseAlignment:
    return align_course(PATHWAY, cp.Course(id="c1", title=title, description=description, **rest))


def themes(title: str, description: str = "") -> list[str]:
    return [match.id for match in aligned(title, description).themes]


@pytest.mark.parametrize("name", FIRST_RUN)
def test_fresh_courses(name: str) -> None:
    count: Counter[str] = Counter()
    for row in (row for row in rows() if row["set"] == name):
        found = aligned(row["title"], row["description"], level=row["level"] or None, format=row["format"])
        relevant = row["relevance"] == "relevant"
        count["rows"] += 1
        count["others"] += not relevant
        count["right"] += found.relevance.value == row["relevance"]
        count["accepted"] += not relevant and found.relevance is Relevance.RELEVANT
        count["thrown out"] += relevant and found.relevance is Relevance.NOT_RELEVANT
        given = {f"t {one.id}" for one in found.themes} | {f"a {one.id}" for one in found.practice_areas}
        given = given if found.relevance is Relevance.RELEVANT else set()
        wanted = {f"t {one}" for one in ids(row["themes"])} | {
            f"a {one}" for one in ids(row["practice_areas"])
        }
        count["hits"] += len(given & wanted)
        count["given"] += len(given)
        count["wanted"] += len(wanted)
    size, others, right, accepted, thrown_out, precision, f1 = FLOORS[name]
    assert (count["rows"], count["others"]) == (size, others)
    assert count["right"] / count["rows"] >= right
    assert count["accepted"] <= accepted
    assert count["thrown out"] <= thrown_out
    assert count["hits"] / count["given"] >= precision
    assert 2 * count["hits"] / (count["given"] + count["wanted"]) >= f1


# --- kinds of fault that they showed ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Customer Retention", "follow-up calls"),
        ("Aftercare for Vehicle Sales: Customer Retention", "loyalty"),
        ("Security Guarding and Physical Intervention", "licence"),
        ("Manual Handling in Construction (CPD)", "kerbs, blocks"),
    ],
)
def test_words_of_a_trade_make_no_course_of_care(title: str, description: str) -> None:
    assert aligned(title, description).relevance is not Relevance.RELEVANT


@each(
    ("title", "description", "not_named"),
    [
        ("Rota Planning and Capacity in Homecare", "travel time", "mental-capacity"),
        ("Team Leader in Care", "leading a shift, delegation, motivating your team", "delegated-healthcare"),
        ("Safeguarding Children for Adult Care Workers", "home visits", "role-and-development"),
        ("Oliver McGowan Tier 1", "Co-delivered by trainers with lived experience.", "learning-of-others"),
        ("Ligature Risk", "Staff of mental health units", "wellbeing-and-resilience"),
        ("Health and Safety Level 2 in the Care Workplace", "RIDDOR", "duty-of-care"),
    ],
)
def test_words_that_mean_another_thing_there(title: str, description: str, not_named: str) -> None:
    assert themes(title, description)
    assert not_named not in themes(title, description)


@each(
    ("title", "wanted"),
    [
        ("Being a Registered Manager", "management"),
        ("Working as a PA: Boundaries", "role-and-development"),
        ("Administration of Eye, Ear and Nose Drops", "medication"),
        ("Falls Champion", "practice-leadership"),
        ("Outcome-Focused Reviews", "support-planning"),
        ("Leading with Compassion", "management"),
        ("Safe Delegation in Home Care", "delegated-healthcare"),
        ("Staff Retention", "management"),
    ],
)
def test_words_that_name_a_theme(title: str, wanted: str) -> None:
    assert wanted in themes(title)


def test_those_by_whom_it_is_done_are_no_learners() -> None:
    assert aligned("Domestic Abuse in Later Life", "coercive control by family carers").relevance is (
        Relevance.RELEVANT
    )
    assert aligned("Support for Family Carers", "coping").relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "description"),
    [
        ("Falls: Everybody's Business", ""),
        ("Recruiting Well", "For owners of homecare businesses."),
        ("Fire Safety", "For offices, small shops and cafes as well as care homes."),
        ("Grief", "when parents die"),
        ("Fire Marshal", "All businesses with stairs need one."),
        ("Dementia", "For those who work in education or social care, or have a family member with it."),
        ("Working with Interpreters", ""),
        ("A Happy Staff Room", "For home managers and team leaders."),
        ("The Art of Facilitation", ""),
        ("Oliver McGowan Tier 2", "Not suitable for schools."),
        ("Responding to Allegations", ""),
        ("Assessor Award", "In your own trade, be it hairdressing or construction."),
        ("Fire Doors in Care Homes", ""),
        ("Dementia: Caring for Couples Without Children", ""),
        ("Depression", "Benefits: raise your confidence and boost your CV for jobs in nursing or schools."),
        ("Safeguarding", "Our academy has been a trainer in childcare and construction for 20 years."),
        ("Care Certificate", "Our other bundles: schools, dental practices, early years."),
        ("Assessor Award", "We have candidates from hairdressing and construction."),
        ("Medication", "Our last cohort: a plumber and a teacher."),
        ("Epilepsy", "Training for schools can be arranged separately."),
        ("Pre-Employment: a Career in Care", "Free for unemployed residents."),
        ("Telecare", "Sensors, pendants, voice assistants."),
        ("Capability and Probation", ""),
        ("Ageing with a Learning Disability", "Moving home, parents who die."),
        ("Helping Someone to Wash and Dress", ""),
        ("Armchair Yoga", ""),
        ("Hearing Aids: Cleaning, Batteries", ""),
        ("Telephone Manner for Care Offices", ""),
        ("Safeguarding Adults Lead", "If you work with children, book our other course instead."),
        ("Preventing Falls", "Created with the county's falls team, paramedics and opticians."),
        ("Food Hygiene", "Sister courses exist for restaurants, childminders and butchers."),
        ("Recruiting People", "A master class for home care owners."),
        ("Trauma-Informed Environments", "For hostel staff."),
        ("Care Certificate", "For people new to care. Childcare version also available."),
        ("Hoarding", "housing officers, social workers and care providers"),
        ("Moving People", "occupational therapists, domiciliary supervisors and trainers"),
        ("STOMP", "autism providers, families and pharmacists"),
        ("Preparing for CQC", "evidence, what inspectors ask staff"),
        ("Helping with Medicines", "reminders, levels of help"),
        ("Supported Living: Court of Protection", "providers and commissioners"),
        ("Breakaway", "staff in learning disability hospitals and homes"),
        ("DoLS for Managing Authorities", "reviews; not for supervisory bodies"),
    ],
)  # fmt: skip
def test_words_of_others_that_speak_of_nobody_else(title: str, description: str) -> None:
    assert aligned(title, description).relevance is Relevance.RELEVANT


@each(
    ("title", "description"),
    [
        ("Addiction Counselling Diploma Level 4", ""),
        ("An Introduction to Counselling", ""),
        ("Food Safety", "For anyone working in restaurants and bars."),
        ("Safeguarding Lead (Education)", ""),
        ("Insulin for Community Nursing Teams", "how to delegate it to care workers"),
        ("Stage Dancing Instructor", ""),
        ("Family Therapy Certificate", ""),
        ("Display Screens", "Office teams who work from home."),
        ("Chairing Safeguarding Reviews", ""),
        ("Lone Worker Policies for SMEs", ""),
        ("Pharmacy Assistant Apprenticeship", ""),
        ("Fire Alarm Installer NVQ", ""),
        ("Living Well with Dementia: for the Newly Diagnosed", ""),
        ("Safeguarding Meetings", "For council team managers and senior social workers."),
        ("Cleaning Principles", "COSHH, washrooms"),
        ("Counselling Skills Level 2", "listening, boundaries"),
        ("Autism in the Classroom", ""),
        ("Communication for Managers in Engineering", ""),
        ("Health and Safety NVQ", "Site advisers, construction and civil engineering."),
        ("Foot Health Practitioner Diploma", ""),
        ("Security: Searching and Restraint", ""),
        (
            "Door Supervisor",
            "Conflict, first aid. Other jobs for which we train: care workers, fire marshals.",
        ),
        ("Learning Support Assistants: Epilepsy", ""),
        ("Special Constables: Conflict Management", ""),
        ("Dementia Support", "Talks for people whose husband, wife or parent has it."),
        ("Pass It On", "Mentoring for newly qualified teachers."),
        ("First on Scene", "CPR for motorsport marshals."),
        ("Customer Service and Dealing with Complaints", "tone of voice"),
        ("Safeguarding Adults Reviews", "minute takers and business support staff"),
        ("Absence and Grievance", "HR advisers and line managers from every industry"),
        ("Leading in Adult Social Care", "councillors on the scrutiny committee"),
        ("Payroll Essentials", "statutory sick pay, RTI"),
        ("Playground First Aid", "midday assistants"),
        ("Counselling Supervision Diploma", ""),
        ("Solution-Focused Therapy", ""),
        ("HR Apprenticeship", ""),
        ("Housing Law Update", "possession, homelessness duties"),
        ("Exam Time: Managing Stress", "sixth formers"),
        ("Cyber Security Analyst Bootcamp", ""),
    ],
)
def test_learners_and_trades_that_are_others(title: str, description: str) -> None:
    assert aligned(title, description).relevance is Relevance.NOT_RELEVANT


@each(
    ("title", "description", "not_named"),
    [
        ("Moving People", "Law: LOLER, PUWER", "health-and-safety"),
        ("Safeguarding Adults", "making safeguarding personal", "person-centred-practice"),
        ("First Aid", "asthma, diabetes, stroke", "specialist-support"),
        ("Falls Prevention", "shoes, eyesight, medicines, blood pressure", "delegated-healthcare"),
        ("Your Role as a Nominated Individual", "assurance", "role-and-development"),
        ("Epilepsy for Personal Assistants", "", "self-directed-support"),
        ("A Great Team in Care", "handling disagreements", "moving-and-assisting"),
        ("Medication", "Other train-the-trainer courses: fire marshal, hoists", "health-and-safety"),
        ("Medication", "Next courses: Makaton.", "communication"),
        ("Medication", "Also on this month: Makaton.", "communication"),
        ("Moving People (unit of the Level 3 Diploma in Adult Care)", "", "role-and-development"),
        ("Insulin", "sites, pens, hypos", "specialist-support"),
        ("Supervising Food Safety", "", "supervision"),
        ("Essential Skills for Supervisions", "", "functional-skills"),
        ("Starting Work in Care", "DBS, travel", "management"),
        ("Diabetes", "Medicines (insulin administration is a separate course)", "delegated-healthcare"),
        ("Moving People with Complex Needs", "", "delegated-healthcare"),
        ("Meaningful Activities", "groups and one-to-one", "supervision"),
        ("Infection Control", "PPE; personal hygiene", "personal-care"),
        ("Depression", "anxiety, PTSD", "trauma-informed-care"),
        ("Quality Assurance in Care", "For nominated individuals", "regulation"),
        ("Stress: Looking after Ourselves at Work in Care", "", "role-and-development"),
        ("Simple Wound Dressings", "aseptic technique", "infection-prevention"),
        ("Fire Safety at Home", "oxygen, hoarding", "safeguarding"),
        ("End of Life Care", "mouth care, syringe drivers", "oral-health"),
        ("Suicide: Starting the Conversation", "", "communication"),
        ("Workplace Assessor: Giving Feedback", "", "supervision"),
        ("Level 3 Food Safety Supervision", "", "supervision"),
        ("Mentoring New Managers", "", "management"),
        ("Payroll for PA Employers", "", "management"),
        ("Working Safely with Oxygen at Home", "", "health-and-safety"),
        ("Autism: Masking and Burnout", "", "wellbeing-and-resilience"),
        ("Dementia through Virtual Reality", "", "digital"),
        ("Insulin: Pens and Hypos", "", "specialist-support"),
        ("Life Story Work", "interviewing, memory boxes", "management"),
        ("Team Leader Apprenticeship for Care", "", "safeguarding"),
        ("Apprenticeship in Health Care Support", "Minimum entry: GCSE maths", "functional-skills"),
        (
            "Skin Integrity",
            "risk; heat; shear; equipment; nutrition; turning; records",
            "nutrition-and-hydration",
        ),
    ],
)
def test_what_is_part_of_a_subject_or_beside_it_is_no_second_one(
    title: str, description: str, not_named: str
) -> None:
    assert not_named not in themes(title, description)


@each(
    ("title", "wanted"),
    [
        ("Safe Use of Insulin", "delegated-healthcare"),
        ("Talking about Dying", "communication"),
        ("Good Days: Activities in Care Homes", "activities-and-engagement"),
        ("Wheelchair Awareness", "moving-and-assisting"),
        ("Mental Health for Line Managers", "wellbeing-and-resilience"),
        ("Medicines: the Manager's Role", "management"),
        ("Digital Champion", "practice-leadership"),
        ("Building a Resilient Team", "management"),
        ("Conflict within Your Team", "management"),
        ("Supervising New Carers", "supervision"),
        ("Diet and Diabetes", "nutrition-and-hydration"),
        ("Delivering Manual Handling Training", "learning-of-others"),
        ("Assessing Risk in People Moving", "health-and-safety"),
        ("Helping People Manage Their Money", "information-and-guidance"),
        ("Care Planning and Documentation", "information-and-data"),
        ("Customer Care for Health and Social Care Staff", "communication"),
        ("Communication and Dementia", "condition-awareness"),
        ("Oral Health Champions", "practice-leadership"),
        ("Faith, Belief and Culture in Care", "equality-and-inclusion"),
        ("Delegation of Healthcare Activities", "delegated-healthcare"),
        ("H&S, IPC and Fire", "health-and-safety"),
        ("Rota Stands", "moving-and-assisting"),
        ("Thresholds and Referrals: Adults", "safeguarding"),
        ("Understanding Care Home Accounts", "management"),
        ("Stroke and Care Planning", "support-planning"),
        ("Stroke and Care Planning", "specialist-support"),
        ("Mental Capacity and Sexual Relationships", "dignity-and-choice"),
        ("Induction for Managers New to Adult Social Care", "management"),
        ("Friendship, Dating and Relationships", "dignity-and-choice"),
    ],
)
def test_words_of_a_title_that_are_its_subject(title: str, wanted: str) -> None:
    assert wanted in themes(title)


def test_a_unit_of_a_diploma_counts_as_the_course_that_it_would_be() -> None:
    units = "Optional units\nDementia\nMedication\nSupport individuals to eat and drink"
    assert {"medication", "nutrition-and-hydration"} <= set(themes("Level 3 Diploma in Adult Care", units))


def test_a_duty_of_any_work_under_a_strange_title_is_unsure() -> None:
    assert aligned("Bouncy Castles and Inflatables: Risk Assessment").relevance is Relevance.UNSURE
    assert aligned("Risk Assessment", "hazards, controls").relevance is Relevance.RELEVANT


def test_what_is_in_a_fixed_set_names_no_specialism() -> None:
    found = aligned("Care Certificate", "All standards, among them learning disability and autism.")
    assert not found.practice_areas


def test_one_of_many_items_is_touched_and_a_few_are_taught() -> None:
    few = "positioning; modified textures; safeguarding"
    many = f"signs; causes; charts; teamwork; {few}"
    assert "safeguarding" in themes("Choking", few)
    assert "safeguarding" not in themes("Choking", many)
    assert "safeguarding" in themes("Choking", f"{many}; safeguarding adults")
    assert "safeguarding" in themes("Mandatory Training Bundle", many)


def test_a_description_is_led_by_the_subject_that_it_names_first() -> None:
    assert themes("Upright!", "Preventing falls: medicines, footwear") == ["falls-prevention"]
    assert set(themes("Days", "communication, medication, self-care")) > {"communication", "medication"}


@each(
    ("title", "is_moving_and_assisting"),
    [
        ("Assisting Individuals to Move", True),
        ("Helping Residents to Move Safely", True),
        ("Helping People to Move House", False),
        ("Supporting People to Move On from Homelessness", False),
    ],
)
def test_to_help_somebody_to_move_is_not_to_help_with_a_move(
    title: str, is_moving_and_assisting: bool
) -> None:
    found = {match.id for match in aligned(title, "").themes}
    assert ("moving-and-assisting" in found) is is_moving_and_assisting
