"""What qualifications, training and authorisations show."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

import care_pathway as cp
from care_pathway.evidence import infer_evidence
from care_pathway.evidence.renewals import add_months
from care_pathway.skills import skill_gap
from tests.drawn import examples
from tests.each import each
from tests.skills.skill_samples import DELEGATED_SKILLS, FIRST, IDS, ON, PATHWAY, person, workers


def inferred(**fields):
    return infer_evidence(PATHWAY, person(**fields), on=ON)


def states(items) -> dict[str, str]:
    best: dict[str, cp.EvidenceState] = {}
    for one in items:
        best[one.competency] = max(best.get(one.competency, one.state), one.state)
    return {key: str(value) for key, value in best.items()}


def held(name="Level 3 Diploma in Adult Care", **fields):
    return cp.HeldQualification(name=name, **fields)


def course(title, completed=date(2025, 12, 1), **fields):
    return cp.TrainingRecord(title=title, completed=completed, **fields)


def test_an_assessed_qualification():
    items = inferred(qualifications=(held(achieved=date(2020, 7, 1)),))
    found = states(items)
    assert found["ks-csw-safeguarding-02"] == "assessed"
    assert "ks-csw-oliver-mcgowan-01" not in found
    one = items[0]
    assert one.on == date(2020, 7, 1)
    assert one.expires is None
    assert "Level 3 Diploma in Adult Care" in one.source
    assert "l3-diploma-adult-care" in one.source


@pytest.mark.parametrize(
    "fields", [{"working_towards": True}, {"achieved": date(2026, 2, 1)}, {"name": "Grade 8 trumpet"}]
)
def test_what_is_not_held_yet_or_not_known_shows_nothing(fields):
    assert inferred(qualifications=(held(**fields),)) == ()


def test_a_course_attended_is_never_competence():
    """Rule: a 10-hour theory course on positive behaviour support gives knowledge at attended."""
    title = "Positive behaviour support: theory, 10 hours"
    items = inferred(training=(course(title),))
    assert states(items) == {"ks-ntc-pbs-01": "attended"}
    assert all(PATHWAY.competency(one.competency).kind == "knowledge" for one in items)
    gap = skill_gap(PATHWAY, person(training=(course(title),)), target="new-to-care", on=ON)
    assert gap.held == ()
    assert "ks-ntc-pbs-01" in gap.partial


def test_insulin_elearning_leaves_the_delegated_task_open():
    """Rule: insulin e-learning without observed practice leaves the delegated task open."""
    worker = person(training=(course("Insulin e-learning"),))
    gap = skill_gap(PATHWAY, worker, target="enhanced-care-worker", on=ON)
    assert "ks-ecw-dha-kinds-02" in gap.partial
    assert "ks-ecw-dha-kinds-02" in gap.learned
    assert gap.held == ()


def test_a_signed_authorisation_closes_it():
    held_by = cp.DelegatedAuthorisation(
        activity="specialised-medication-administration",
        person="p-1",
        delegated_by="n-1",
        profession="registered-nurse",
        training_completed=date(2025, 5, 20),
        competency_assessed=date(2025, 6, 1),
        signed_off=date(2025, 6, 1),
        expires=date(2026, 1, 15),
    )
    items = infer_evidence(PATHWAY, person(authorisations=(held_by,)), on=ON)
    assert states(items) == {
        "ks-ecw-dha-kinds-02": "signed-off",
        "ks-ecw-delegation-07": "signed-off",
        "ks-pa-self-directed-05": "signed-off",
    }
    assert {one.by for one in items} == {"registered-nurse"}
    assert all(one.valid(ON) for one in items)
    later = skill_gap(
        PATHWAY, person(authorisations=(held_by,)), target="enhanced-care-worker", on=date(2026, 1, 16)
    )
    assert "ks-ecw-dha-kinds-02" in later.expired


def test_an_authorisation_that_is_not_signed_yet():
    fields: dict[str, Any] = {"person": "p-1", "delegated_by": "n-1", "profession": "registered-nurse"}
    trained = cp.DelegatedAuthorisation(
        activity="vital-signs-monitoring",
        signed_off=date(2026, 2, 1),
        training_completed=date(2025, 12, 1),
        **fields,
    )
    assert states(inferred(authorisations=(trained,))) == {"ks-ecw-dha-kinds-01": "attended"}
    planned = cp.DelegatedAuthorisation(activity="vital-signs-monitoring", signed_off=None, **fields)
    assert inferred(authorisations=(planned,)) == ()
    strange = cp.DelegatedAuthorisation(activity="open-heart-surgery", signed_off=date(2025, 1, 1), **fields)
    gap = skill_gap(PATHWAY, person(authorisations=(strange,)), target="new-to-care", on=ON)
    assert "activity that is not known" in str(gap.problems[0])


@given(worker=workers)
@settings(max_examples=examples(80), deadline=None)
def test_no_course_or_qualification_shows_a_delegated_skill_above_attended(worker):
    """Rule: delegated healthcare skills are shown above attended by a signed authorisation alone."""
    alone = person(qualifications=worker.qualifications, training=worker.training)
    for one in infer_evidence(PATHWAY, alone, on=ON):
        assert one.competency in IDS
        assert one.source
        if one.competency in DELEGATED_SKILLS:
            assert one.state <= cp.EvidenceState.ATTENDED
    assert all(one.on is None or one.on <= ON for one in infer_evidence(PATHWAY, worker, on=ON))


def test_training_is_attended_at_most():
    """Rule: completed with a day gives attended, whatever it was; what was achieved is a qualification."""
    for learning in PATHWAY.learning:
        for accredited in (True, False, None):
            record = course("whatever it is called", learning=learning.id, accredited=accredited)
            assert {str(one.state) for one in inferred(training=(record,))} <= {"attended"}, learning


def test_two_editions_of_the_level_5_diploma_are_one_requirement():
    """Rule: two editions of the same Level 5 diploma are one requirement; the closed one still counts."""
    old = held(
        "Level 5 Diploma in Leadership for Health and Social Care and Children and Young People's Services"
    )
    current = held("any", learning="l5-diploma-leadership-management")
    newer = held("any", learning="l5-diploma-leading-managing-service")
    gaps = [
        skill_gap(PATHWAY, person(qualifications=(one,)), target="registered-manager", on=ON)
        for one in (old, current, newer)
    ]
    assert len({gap.held for gap in gaps}) == 1
    assert {f"ks-rm-l5-{number:02d}" for number in range(1, 12)} <= set(gaps[0].held)
    both = skill_gap(PATHWAY, person(qualifications=(current, newer)), target="registered-manager", on=ON)
    assert both.held == gaps[0].held


def test_an_apprenticeship_that_includes_a_diploma():
    lead = states(inferred(qualifications=(held("any", learning="app-lead-adult-care-worker"),)))
    diploma = states(inferred(qualifications=(held(),)))
    assert diploma.items() <= lead.items()


def test_the_care_certificate_held_and_attended():
    whole = states(inferred(qualifications=(held("any", learning="care-certificate-standards"),)))
    assert whole["ks-ntc-moving-01"] == "assessed"
    attended = states(inferred(training=(course("Care Certificate"),)))
    assert set(attended.values()) == {"attended"}
    assert set(attended) == set(whole)


def test_qualifications_without_a_record():
    # A title of the national list that is no learning opportunity: its subject, as knowledge.
    found = states(inferred(qualifications=(held("Stroke awareness", level=2),)))
    assert found == {"ks-ecw-condition-support-01": "assessed", "ks-ecw-condition-support-02": "attended"}
    clinical = states(inferred(qualifications=(held("Clinical skills", level=3),)))
    assert clinical["ks-ecw-delegation-01"] == "assessed"
    assert clinical["ks-ecw-delegation-06"] == "attended"
    # The same title at several levels says too little without one.
    assert inferred(qualifications=(held("Clinical skills"),)) == ()
    # Understood, and no item of the lists: only the reading of its name is to be looked at.
    gap = skill_gap(
        PATHWAY,
        person(qualifications=(held("Awareness of End of Life Care", level=2),)),
        target="new-to-care",
        on=ON,
    )
    assert [one.kind.value for one in gap.problems] == ["unsure-reading"]


@each(
    ("category", "includes", "excludes"),
    [
        (6, "ks-ntc-fire-safety-01", "ks-csw-hs-topics-02"),
        (13, "ks-ntc-medication-05", "ks-ntc-medication-extra-02"),
        (20, "ks-csw-safeguarding-01", "ks-ntc-dignity-01"),
        (42, "ks-ntc-oliver-mcgowan-01", "ks-ntc-medication-01"),
        (41, "ks-ntc-conditions-04", "ks-ntc-oliver-mcgowan-01"),
        (32, "ks-ntc-conditions-04", "ks-ntc-oliver-mcgowan-01"),
    ],
)
def test_training_categories(category, includes, excludes):
    found = states(inferred(training=(course("as filed", ascwds_category=category),)))
    assert found[includes] == "attended"
    assert excludes not in found


@pytest.mark.parametrize("category", [21, 25, 999])
def test_categories_that_say_nothing(category):
    record = course("as filed", ascwds_category=category)
    assert inferred(training=(record,)) == ()
    gap = skill_gap(PATHWAY, person(training=(record,)), target="new-to-care", on=ON)
    assert "is not recognised" in str(gap.problems[0])


@each(
    ("title", "includes"),
    [
        ("MANUAL HANDLING (People) refresher", "ks-ntc-moving-01"),
        ("Moving and handling objects", "ks-csw-hs-topics-01"),
        ("Fire Warden", "ks-ntc-fire-safety-01"),
        ("Mental health first aid", "ks-sol-wellbeing-02"),
        ("OMMT Tier 2", "ks-csw-oliver-mcgowan-01"),
        ("PEG feeding", "ks-ecw-dha-kinds-06"),
        ("Cyber security", "ks-ntc-online-safety-03"),
        ("Train the Trainer", "ks-sol-wellbeing-03"),
    ],
)
def test_titles(title, includes):
    assert states(inferred(training=(course(title),)))[includes] == "attended"


def test_titles_that_only_look_alike():
    assert "ks-ntc-moving-01" not in states(inferred(training=(course("Moving and handling objects"),)))
    assert "ks-ntc-health-safety-04" not in states(inferred(training=(course("Mental health first aid"),)))
    assert inferred(training=(course("Forklift safeguarding"),)) == ()
    # Theory leaves the skills of its subject open.
    theory = states(inferred(training=(course("Moving and handling theory"),)))
    assert "ks-ntc-moving-03" in theory
    assert "ks-ntc-moving-01" not in theory
    sector = states(inferred(training=(course("Care Certificate e-learning"),)))
    assert all(PATHWAY.competency(one).kind == "knowledge" for one in sector)
    assert "ks-ntc-fire-safety-01" in states(inferred(training=(course("Fire safety e-learning"),)))


def test_validity():
    """Rule: an expiry on file counts; without one the customary interval does, and is said."""
    customary = inferred(training=(course("Fire safety", completed=date(2025, 1, 15)),))
    assert {one.expires for one in customary} == {date(2026, 1, 15)}
    assert "customarily refreshed after 12 months" in customary[0].source
    filed = inferred(training=(course("Fire safety", expires=date(2030, 1, 1)),))
    assert {one.expires for one in filed} == {date(2030, 1, 1)}
    assert "customarily" not in filed[0].source
    assert inferred(training=(course("Fire safety", completed=None),)) == ()
    undated = inferred(training=(course("Fire safety", completed=None, status="completed"),))
    assert {(str(one.state), one.expires) for one in undated} == {("claimed", None)}
    for_ever = inferred(training=(course("Coaching"),))
    assert {one.expires for one in for_ever} == {None}
    assert inferred(training=(course("Fire safety", completed=date(2026, 1, 16)),)) == ()


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 1), 24, date(2027, 12, 1)),
    ],
)
def test_adding_months(day, months, expected):
    assert add_months(day, months) == expected


def test_learning_of_another_edition_is_said():
    record = course("Fire safety", learning="no-such-learning")
    gap = skill_gap(PATHWAY, person(training=(record,)), target="new-to-care", on=ON)
    assert "which the edition does not have" in str(gap.problems[0])
    assert "ks-ntc-fire-safety-01" in gap.partial


def test_the_first_edition():
    worker = person(qualifications=(held(),), training=(course("Insulin"), course("Fire safety")))
    found = states(infer_evidence(FIRST, worker, on=ON))
    known = {one.id for one in FIRST.competencies}
    assert set(found) <= known
    assert found["ks-csw-safeguarding-02"] == "assessed"


def test_personas_are_understood():
    for persona in PATHWAY.personas:
        assert infer_evidence(PATHWAY, persona.worker, on=ON)


# --- what others add ----------------------------------------------------------------------------------


def overlaid():
    """The edition with an employer's own competency, course and award."""
    like = PATHWAY.competency("ks-ntc-pbs-01")
    provenance = cp.Provenance(basis="editorial", why="the employer's own")
    own = attrs.evolve(like, id="acme:ks-pbs", area=None, editions=("2025-04",))
    develops = cp.Develops(
        text="the employer's own learning",
        themes=("positive-behaviour-support", "delegated-healthcare"),
        practice_areas=("vital-signs",),
        competencies=("ks-ntc-dignity-01", "ks-ecw-delegation-06"),
        areas=("area-ntc-induction",),
        provenance=provenance,
    )
    award = cp.LearningOpportunity(
        id="acme:award", name="Acme award", kind="award", develops=(develops,), provenance=provenance
    )
    course = attrs.evolve(award, id="acme:course", name="Acme course", kind="training")
    silent = attrs.evolve(award, id="acme:silent", name="Acme silence", develops=())
    return attrs.evolve(
        PATHWAY,
        competencies=(*PATHWAY.competencies, own),
        learning=(*PATHWAY.learning, award, course, silent),
        overlays=("acme",),
    )


def test_an_overlays_learning_shows_what_it_is_recorded_to_develop():
    """Rule: named items are assessed by an award, themes are no more than attended, the ceiling holds."""
    pathway = overlaid()
    award = states(infer_evidence(pathway, person(qualifications=(held("x", learning="acme:award"),)), on=ON))
    assert award["ks-ntc-dignity-01"] == award["ks-ntc-induction-01"] == "assessed"
    assert award["ks-ntc-pbs-01"] == award["acme:ks-pbs"] == "attended"
    assert award["ks-ecw-delegation-06"] == award["ks-ecw-dha-kinds-01"] == "attended"
    taught = states(infer_evidence(pathway, person(training=(course("Acme course"),)), on=ON))
    assert set(taught.values()) == {"attended"}
    assert set(taught) == set(award)
    assert infer_evidence(pathway, person(training=(course("Acme silence"),)), on=ON) == ()


def test_a_name_of_the_national_list():
    found = states(inferred(qualifications=(held("Dementia care", level=2),)))
    assert found["ks-ntc-conditions-02"] == "assessed"


def test_a_qualification_filed_as_training():
    found = states(inferred(training=(course("Level 3 Award in Education and Training"),)))
    assert found["ks-sol-team-learning-02"] == "attended"
    assert set(found.values()) == {"attended"}


def test_theory_and_practice():
    both = states(inferred(training=(course("Moving and handling: theory and practical"),)))
    assert both["ks-ntc-moving-01"] == "attended"


# --- a part is not the whole, and what is for others shows nothing -------------------------------------


def shown_by(title, **fields):
    return set(states(inferred(training=(course(title, **fields),))))


def problems(**fields):
    gap = skill_gap(PATHWAY, person(**fields), target="care-or-support-worker", on=ON)
    return [one.message for one in gap.problems]


WHOLE = shown_by("Care Certificate")
BY_STANDARD = {number: shown_by(f"Care Certificate Standard {number}") for number in range(1, 17)}


def test_one_standard_is_not_the_whole_certificate():
    """Rule: a standard gives only what that standard covers."""
    assert len(WHOLE) > 60
    for number, shown in BY_STANDARD.items():
        of_others = {f"ks-pa-care-certificate-{other:02}" for other in range(1, 17) if other != number}
        assert f"ks-pa-care-certificate-{number:02}" in shown
        assert shown <= WHOLE
        assert not shown & of_others
        assert len(shown) < 20
    assert set().union(*BY_STANDARD.values()) == WHOLE


@each(
    ("title", "numbers"),
    [
        ("Care certificate - standard 3: duty of candour", {3}),
        ("CC Standard 15", {15}),
        ("Care Certificate Standards 3, 5 and 7-9", {3, 5, 7, 8, 9}),
        ("CARE  CERTIFICATE STANDARDS 1 to 16", set(range(1, 17))),
        ("Care Certificate Standard 11: Safeguarding children", {11}),
        ("Care Certificate Standard 3 - 12 May 2025", {3}),
        ("Care Certificate Standard 3, 5", {3}),
        ("Care Certificate Standard 99", set()),
    ],
)
def test_the_numbers_of_standards(title, numbers):
    assert shown_by(title) == set().union(*(BY_STANDARD[number] for number in numbers))


@pytest.mark.parametrize(
    "title",
    [
        "The Care Certificate",
        "Care Certificate course 2025",
        "Care Certificate (15 standards)",
        "Care Certificate",
    ],
)
def test_the_whole_certificate(title):
    assert shown_by(title) == WHOLE


@each(
    "title",
    [
        "Care Certificate refresher",
        "Care Certificate assessor training",
        "Introduction to the Care Certificate",
        "Care Certificate awareness",
        "Train the trainer: Care Certificate",
    ],
)
def test_what_is_about_the_certificate_is_not_the_certificate(title):
    assert len(shown_by(title)) < 15
    assert not shown_by(title) & {f"ks-pa-care-certificate-{number:02}" for number in range(1, 17)}


@pytest.mark.parametrize(
    "name", ["Care Certificate Standard 2", "Care Certificate Standard 15", "Care Certificate refresher"]
)
def test_a_part_of_the_certificate_is_no_qualification(name):
    assert inferred(qualifications=(held(name),)) == ()
    assert problems(qualifications=(held(name),))


def test_a_part_of_the_certificate_says_what_is_missing():
    assert problems(training=(course("Care Certificate refresher"),)) == [
        "training 'Care Certificate refresher' is not the whole certificate; name its standards by number"
    ]


FOR_OTHERS = [
    "Safeguarding Children - Designated Lead for Schools",
    "Record Keeping for Foster Carers",
    "Paediatric First Aid",
    "Mental Health First Aid for Schools and Colleges",
    "Communication with young people",
    "Infection control for dental nurses",
    "Best Interests Assessor annual update",
    "Mental Capacity Act for social workers",
    "Medicines: non-medical prescribing",
    "Safeguarding for elected members and councillors",
    "MSc Dementia Studies",
    "Door Supervisor with physical intervention",
    "Health and safety on construction sites: building site induction",
    "Achieving Food Hygiene Rating Level 5",
    "Canine first aid",
    "Autism awareness for teachers",
    "Supporting pupils with epilepsy",
    "Dementia care for GPs",
    "End of life care for nurses",
    "Health visitors: communication",
    "Infection control for tattooists",
    "Lone working for estate agents",
    "Conflict management for retail staff",
    "Foundation degree in dementia care",
    "GDPR for schools",
    "Safeguarding in sport",
    "Moving and handling for family carers",
    "Looked after children: trauma informed care",
]


@each("title", FOR_OTHERS)
def test_training_for_others_shows_nothing_and_says_so(title):
    """Rule: a training for other people, or of another trade, is no evidence, whatever its subject."""
    assert not shown_by(title)
    assert not shown_by(title, ascwds_category=20)
    (problem,) = problems(training=(course(title),))
    assert problem.startswith(f"training {title!r} shows nothing here, since it is ")
    # Someone who names the learning has said what it is.
    assert shown_by(title, learning="mental-health-first-aid")


@each(
    "title",
    [
        "Safeguarding adults and children",
        "Safeguarding Children and Adults Level 2",
        "Adult first aid",
        "Infection control for nursing homes: nurses and care assistants",
        "Insulin for care staff, delegated by nurses",
        "Food hygiene in care homes",
        "Record keeping for care workers in schools and care homes",
        "Childhood trauma and adults",
        "Supporting parents with a learning disability: communication",
        "Adverse childhood experiences",
        "Nurse call and health and safety",
        "Catheter care for nurses and care staff",
    ],
)
def test_training_for_both_worlds_counts(title):
    assert shown_by(title)
    assert not problems(training=(course(title),))


@each(
    ("written", "other"),
    [
        ("Moving & Handling", "Moving and Handling"),
        ("Health & Safety", "Health and Safety"),
        ("Health + Safety", "Health and Safety"),
        ("RESTORE2\u2122 training", "RESTORE2 training"),
        ("Fire", "Fire safety"),
        ("Lone Worker Training", "Lone working training"),
    ],
)
def test_the_same_title_in_other_signs(written, other):
    assert shown_by(written) == shown_by(other) != set()


@each("title", ["ANTT", "DSPT Workshop", "Hoarding", "Legionella", "Covid", "Helping people to move"])
def test_subjects_in_short(title):
    assert shown_by(title)


# --- qualifications without a record of their own -------------------------------------------------------


@each(
    "name",
    [
        "Level 2 Certificate in the Principles of Dementia Care",
        "NCFE CACHE Level 2 Certificate in the Principles of Dementia Care",
        "Certificate in the Principles of Dementia Care",
        "Level 2 Certificate in the Principles of Infection Control",
        "TQUK Level 2 Certificate in Principles of Equality and Diversity",
    ],
)
def test_a_qualification_on_one_subject(name):
    """Rule: an assessed qualification shows its subject; knowledge alone where it is on principles."""
    found = states(inferred(qualifications=(held(name, achieved=date(2024, 3, 1)),)))
    assert found
    assert set(found.values()) == {"assessed"}
    assert {PATHWAY.competency(one).kind for one in found} == {"knowledge"}
    assert not problems(qualifications=(held(name, achieved=date(2024, 3, 1)),))


def test_the_skills_of_a_subject_are_seen_at_work():
    found = states(inferred(qualifications=(held("Level 2 Certificate in Safeguarding"),)))
    assert {PATHWAY.competency(key).kind: state for key, state in found.items()} == {
        "knowledge": "assessed",
        "skill": "attended",
    }


@pytest.mark.parametrize(
    "name",
    [
        "Level 2 Certificate in Understanding Children and Young People's Mental Health",
        "Level 2 Award for Door Supervisors: physical intervention",
        "Grade 8 trumpet",
    ],
)
def test_a_qualification_of_another_world_shows_nothing(name):
    assert inferred(qualifications=(held(name),)) == ()
    assert problems(qualifications=(held(name),))


def test_a_level_that_is_missing_is_asked_for():
    """Rule: without its level a qualification shows what it shows at every level, and asks for it."""
    name = "Award in Awareness of Dementia"
    assert problems(qualifications=(held(name),)) == [
        f"qualification {name!r} names no level; it is known at level 2 or level 3: "
        "give the one that was achieved"
    ]
    at = [set(states(inferred(qualifications=(held(name, level=level),)))) for level in (2, 3)]
    assert set(states(inferred(qualifications=(held(name),)))) == at[0] & at[1] != set()
    assert not problems(qualifications=(held(name, level=2),))


def test_contradictory_levels_show_nothing():
    assert (
        inferred(qualifications=(held("Level 2 Certificate in the Principles of Dementia Care", level=3),))
        == ()
    )
