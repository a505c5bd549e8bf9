"""Each kind of requirement, judged by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import care_pathway as cp
from care_pathway.progression import judge_requirement, reason_codes
from tests.each import each
from tests.progression.people import BEFORE, NOTHING_ELSE, ON, authorisation, held, shown, worker

OURS = cp.Provenance(basis="editorial", why="a test")


def ask(kind: type, person: cp.Worker, **asked: Any) -> Any:
    requirement = kind(id="x-1", strength="must", text="A test.", provenance=OURS, **asked)
    return judge_requirement(cp.load("2025-04"), person, requirement, on=ON)


def judged(kind: type, person: cp.Worker, **asked: Any) -> str:
    return str(ask(kind, person, **asked).judgement)


# --- qualifications -----------------------------------------------------------------------------------

L3 = {"learning": ("l3-diploma-adult-care",)}


@each(
    ("qualifications", "answer"),
    [
        (None, "not-known"),
        ((), "not-met"),
        ((held("Level 3 Diploma in Adult Care"),), "met"),
        ((held("NVQ3 H&SC"),), "met"),
        ((held("Level 4 Diploma in Adult Care"),), "met"),  # a higher level of the same line
        ((held("Registered Manager’s Award"),), "met"),
        ((held("Lead Adult Care Worker apprenticeship"),), "met"),  # it includes the diploma
        ((held("Level 2 Diploma in Care"),), "not-met"),
        ((held("Diploma in Adult Care", level=3),), "met"),
        ((held("Diploma in Adult Care", level=2),), "not-met"),
        ((held("Anything", learning="l3-diploma-adult-care"),), "met"),
        ((held("Anything", learning="l3-diploma-adult-care", level=2),), "not-known"),  # contradictory
        ((held("Anything", learning="l3-diploma"),), "not-known"),  # unknown id
        ((held("Level 3 Diploma in Adult Care", level=5),), "not-known"),  # contradictory
        ((held("Level 3 Diploma in Adult Care", working_towards=True),), "not-met"),
        ((held("Level 3 Diploma in Adult Care", achieved=BEFORE),), "met"),
        ((held("Level 3 Diploma in Adult Care", achieved=ON),), "met"),
        ((held("Level 3 Diploma in Adult Care", achieved=date(2026, 1, 16)),), "not-known"),
        ((held("Level 3 Diploma in Adult Care", achieved=BEFORE, working_towards=True),), "not-known"),
        ((held("Level 3 Diploma in Adult Care", working_towards=True), held("NVQ 3 care")), "met"),
        ((held("NVQ 3"),), "not-known"),  # no subject
        ((held("Diploma", level=3),), "not-known"),  # no subject
        ((held("Diploma", number="603/2523/9"),), "met"),
        ((held("Diploma (603/2523/9)"),), "met"),
        ((held("Diploma", number="603/2523/9", level=2),), "not-known"),  # contradictory
        ((held("Level 2 Diploma in Care", number="603/2523/9"),), "not-known"),  # contradictory
        ((held("Level 3 Diploma in Adult Care", number="999/9999/9"),), "met"),  # no number that is known
        ((held("Grade 8 trumpet"),), "not-known"),
        ((held("Level 2 trumpet"),), "not-met"),  # too low, whatever it is
        ((held("First aid at work"),), "not-met"),  # known, and stands for no diploma
        ((held("Level 3 Certificate in Preparing to Work in Adult Social Care"),), "not-met"),
        ((held("BTEC Level 3 Health and Social Care"),), "not-met"),
        ((held("Level 3 Diploma in Childcare"),), "not-met"),
    ],
)
def test_a_qualification(qualifications: tuple[cp.HeldQualification, ...] | None, answer: str) -> None:
    assert judged(cp.QualificationRequirement, worker(qualifications=qualifications), **L3) == answer


def test_working_towards_counts_only_where_the_rule_says_so() -> None:
    person = worker(qualifications=(held("Level 3 Diploma in Adult Care", working_towards=True),))
    assert judged(cp.QualificationRequirement, person, **L3, working_towards=True) == "met"
    both = {"alternatives": (("l3-diploma-adult-care", "lead-to-succeed"),), "working_towards": True}
    assert judged(cp.QualificationRequirement, person, **both) == "not-known"
    led = cp.TrainingRecord(title="Lead to Succeed", completed=BEFORE)
    person = worker(qualifications=person.qualifications, training=(led,))
    answer = ask(cp.QualificationRequirement, person, **both)
    assert answer.judgement.value == "met"
    assert {one.text for one in answer.evidence} == {"Level 3 Diploma in Adult Care", "Lead to Succeed"}


def test_any_qualification_of_a_level() -> None:
    for name, answer in (("L5 dip L&M", "met"), ("NVQ 2 care", "not-met"), ("Grade 8 trumpet", "not-known")):
        person = worker(qualifications=(held(name),))
        assert judged(cp.QualificationRequirement, person, level=3) == answer, name
    assert judged(cp.QualificationRequirement, worker(), level=3) == "not-known"


def test_sets_of_alternatives_count_only_as_a_whole() -> None:
    asked = {"learning": ("omt-tier-1",), "alternatives": (("lead-to-succeed", "well-led"),)}
    one = cp.TrainingRecord(title="Lead to Succeed", completed=BEFORE)
    two = cp.TrainingRecord(title="Well Led", completed=BEFORE)
    assert (
        judged(cp.QualificationRequirement, worker(qualifications=(), training=(one,)), **asked) == "not-met"
    )
    assert judged(cp.QualificationRequirement, worker(training=(one, two)), **asked) == "met"


@each(
    ("record", "answer"),
    [
        ({"title": "Learning disability awareness", "completed": BEFORE}, "met"),
        ({"title": "Learning disability awareness"}, "not-known"),
        ({"title": "Learning disability awareness", "status": "completed"}, "not-known"),
        ({"title": "Learning disability awareness", "status": "not-started"}, "not-met"),
        ({"title": "Learning disability awareness", "status": "failed", "completed": BEFORE}, "not-met"),
        ({"title": "Autism awareness for foster carers", "completed": BEFORE}, "not-met"),
        ({"title": "Anything", "learning": "omt-tier-2", "completed": BEFORE}, "met"),
        ({"title": "Anything", "learning": "omt-tier-9"}, "not-met"),
        ({"title": "Anything", "ascwds_category": 999}, "not-met"),
        ({"title": "Moving and handling"}, "not-met"),
        ({"title": "Autism", "completed": BEFORE, "expires": ON}, "met"),
        ({"title": "Autism", "expires": BEFORE}, "not-met"),
        ({"title": "Autism", "completed": date(2026, 2, 1)}, "not-met"),
        ({"title": "Autism", "completed": ON, "expires": BEFORE}, "not-met"),
        ({"title": "Oliver McGowan Tier 2", "completed": date(2026, 2, 1)}, "not-known"),
        ({"title": "Oliver McGowan Tier 2", "expires": BEFORE}, "not-met"),
    ],
)
def test_suitable_training_of_another_name(pathway: cp.Pathway, record: dict[str, Any], answer: str) -> None:
    requirement = pathway.role_category("new-to-care").statutory_requirements[0]
    regulated = cp.WorkContext(regulated_service=True)
    person = worker(qualifications=(), training=(cp.TrainingRecord(**record),), context=regulated)
    result = judge_requirement(pathway, person, requirement, on=ON)
    assert result.judgement.value == answer
    unregulated = worker(context=cp.WorkContext(regulated_service=False))
    assert judge_requirement(pathway, unregulated, requirement, on=ON).judgement.value == "met"


def test_a_training_category_counts_by_its_subject(pathway: cp.Pathway) -> None:
    from care_pathway.evidence.training import category_rows

    rows = category_rows().values()
    code = next(row.category for row in rows if "learning-disability-and-autism" in row.themes)
    suitable = pathway.role_category("new-to-care").statutory_requirements[0]
    assert isinstance(suitable, cp.AnyOfRequirement)
    requirement = suitable.requirements[1]
    person = worker(training=(cp.TrainingRecord(title="refresher", ascwds_category=code, completed=BEFORE),))
    assert judge_requirement(pathway, person, requirement, on=ON).judgement.value == "met"


def test_condition_specific_training_has_to_be_accredited(pathway: cp.Pathway) -> None:
    requirement = pathway.route("rt-csw-ecw").requirements[0]
    for accredited, answer in ((True, "met"), (False, "not-met"), (None, "not-known")):
        record = cp.TrainingRecord(title="Dementia care", completed=BEFORE, accredited=accredited)
        person = worker(qualifications=(), training=(record,), authorisations=())
        result = judge_requirement(pathway, person, requirement, on=ON)
        assert result.judgement.value == answer
    delegated = worker(authorisations=(authorisation(),))
    assert judge_requirement(pathway, delegated, requirement, on=ON).judgement.value == "met"


# --- inductions ---------------------------------------------------------------------------------------


def test_an_induction_by_its_standards_or_its_certificate() -> None:
    asked = {"learning": ("care-certificate-standards",), "within_months": 3}
    for name in ("Care Certificate", "Level 2 Adult Social Care Certificate"):
        assert judged(cp.InductionRequirement, worker(qualifications=(held(name),)), **asked) == "met"
    training = worker(training=(cp.TrainingRecord(title="Care Certificate", completed=BEFORE),))
    assert judged(cp.InductionRequirement, training, **asked) == "met"
    answer = ask(cp.InductionRequirement, worker(qualifications=(), training=()), **asked)
    assert answer.judgement.value == "not-met"
    assert "within 3 months" in answer.reason
    assert judged(cp.InductionRequirement, worker(qualifications=()), **asked) == "not-known"


def test_the_standards_are_not_the_level_2_certificate() -> None:
    person = worker(qualifications=(held("Care Certificate"),), training=())
    asked = {"learning": ("l2-adult-social-care-certificate",)}
    assert judged(cp.QualificationRequirement, person, **asked) == "not-met"


def test_any_induction_by_the_employer() -> None:
    assert judged(cp.InductionRequirement, worker()) == "not-known"
    assert judged(cp.InductionRequirement, worker(training=())) == "not-known"
    assert judged(cp.InductionRequirement, worker(training=(), confirmed=())) == "not-met"
    assert judged(cp.InductionRequirement, worker(training=(), confirmed=("right-values",))) == "not-known"
    assert judged(cp.InductionRequirement, worker(confirmed=("induction",))) == "met"
    done = worker(training=(cp.TrainingRecord(title="Company induction", completed=BEFORE),))
    assert judged(cp.InductionRequirement, done) == "met"
    late = worker(
        training=(cp.TrainingRecord(title="Company induction", completed=date(2026, 2, 1)),), confirmed=()
    )
    assert judged(cp.InductionRequirement, late) == "not-met"


# --- experience ---------------------------------------------------------------------------------------

JANUARY = date(2025, 1, 15)


@each(
    ("known", "asked", "answer"),
    [
        ({}, {"experience_in": "role", "at_least_months": 12}, "not-known"),
        ({"started_in_role": JANUARY}, {"experience_in": "role", "at_least_months": 12}, "met"),
        ({"started_in_role": JANUARY}, {"experience_in": "role", "at_least_months": 13}, "not-met"),
        ({"started_in_role": date(2026, 2, 1)}, {"experience_in": "role", "at_least_months": 1}, "not-known"),
        ({"started_in_care": JANUARY}, {"experience_in": "care", "at_least_months": 12}, "met"),
        ({"started_in_role": JANUARY}, {"experience_in": "care", "at_least_months": 12}, "met"),
        ({"started_in_role": JANUARY}, {"experience_in": "care", "at_least_months": 24}, "not-known"),
        ({"started_in_role": JANUARY}, {"experience_in": "care", "at_most_months": 24}, "not-known"),
        ({"started_in_role": JANUARY}, {"experience_in": "care", "at_most_months": 6}, "not-met"),
        (
            {"started_in_role": JANUARY, "started_in_care": ON},
            {"experience_in": "care", "at_least_months": 1},
            "not-known",  # the role before care: one of the dates is wrong
        ),
        (
            {"started_in_role": JANUARY, "started_in_care": JANUARY},
            {"experience_in": "first-care-role", "at_most_months": 12},
            "met",
        ),
        (
            {"started_in_role": JANUARY, "started_in_care": date(2020, 1, 1)},
            {"experience_in": "first-care-role", "at_most_months": 12},
            "not-known",
        ),
        (
            {"context": cp.WorkContext(months_in_first_care_role=13)},
            {"experience_in": "first-care-role", "at_most_months": 12},
            "not-met",
        ),
        (
            {"context": cp.WorkContext(months_in_first_care_role=1)},
            {"experience_in": "first-care-role", "at_most_months": 12},
            "met",
        ),
    ],
)
def test_experience(known: dict[str, Any], asked: dict[str, Any], answer: str) -> None:
    assert judged(cp.ExperienceRequirement, worker(**known), **asked) == answer


# --- competencies -------------------------------------------------------------------------------------


def test_coverage_of_a_stage_an_area_and_a_theme(pathway: cp.Pathway) -> None:
    role = "new-to-care"
    expectations = pathway.expectations(role)
    minimum = [one.id for one in expectations.minimum]
    progression = [one.id for one in expectations.own if one.stage is cp.Stage.PROGRESSION]
    person = worker(evidence=shown(pathway, minimum))
    asked = {"role_categories": (role,)}
    assert judged(cp.CoverageRequirement, person, **asked, stage="minimum") == "met"
    answer = ask(cp.CoverageRequirement, person, **asked, stage="progression")
    assert answer.judgement.value == "not-known"
    assert set(answer.open) == set(progression)
    assert judged(cp.CoverageRequirement, person, **asked) == "not-known"
    everything = worker(evidence=shown(pathway, [*minimum, *progression]))
    assert judged(cp.CoverageRequirement, everything, **asked) == "met"
    area = next(one for one in pathway.areas if one.role_category == role and one.stage is cp.Stage.MINIMUM)
    inside = [one.id for one in pathway.competencies if one.area == area.id]
    only = worker(evidence=shown(pathway, inside))
    assert judged(cp.CoverageRequirement, only, **asked, areas=(area.id,)) == "met"
    assert judged(cp.CoverageRequirement, only, areas=(area.id,)) == "met"
    themed = [one.id for one in pathway.competencies if one.theme == "safeguarding"]
    assert judged(
        cp.CoverageRequirement, worker(evidence=shown(pathway, themed)), themes=("safeguarding",)
    ) == ("met")


def test_coverage_of_nothing_is_not_known() -> None:
    asked = {"role_categories": ("new-to-care",), "themes": ("management",)}
    assert judged(cp.CoverageRequirement, worker(), **asked) == "not-known"


@each(
    ("records", "answer"),
    [
        ([{"state": "assessed"}], "met"),
        ([{"state": "attended"}], "not-known"),
        ([{"state": "claimed"}], "not-known"),
        ([{"state": "not-yet"}], "not-met"),
        ([{"state": "assessed", "expires": ON}], "met"),
        ([{"state": "assessed", "expires": BEFORE}], "not-met"),
        ([{"state": "attended", "expires": BEFORE}], "not-known"),
        ([{"state": "assessed", "expires": BEFORE}, {"state": "signed-off"}], "met"),
        ([{"state": "assessed", "on": date(2026, 2, 1)}], "not-known"),
        ([{"state": "assessed", "on": ON, "expires": BEFORE}], "not-known"),  # impossible
        ([{"state": "assessed"}, {"state": "not-yet"}], "not-known"),  # contradictory
        ([{"state": "assessed", "on": ON}, {"state": "not-yet", "on": BEFORE}], "met"),  # learnt since
        ([{"state": "assessed", "on": BEFORE}, {"state": "not-yet", "on": ON}], "not-known"),
        ([{"state": "attended", "on": ON}, {"state": "not-yet", "on": BEFORE}], "not-known"),
    ],
)
def test_what_evidence_does_to_coverage(
    pathway: cp.Pathway, records: list[dict[str, Any]], answer: str
) -> None:
    themed = [one.id for one in pathway.competencies if one.theme == "oral-health"]
    evidence = [cp.Evidence(competency=one, **record) for one in themed for record in records]
    known = worker(evidence=evidence, **NOTHING_ELSE)
    assert judged(cp.CoverageRequirement, known, themes=("oral-health",)) == answer
    # A qualification that nobody has asked about may show what is missing: not known is never no.
    open_ = worker(evidence=evidence)
    assert judged(cp.CoverageRequirement, open_, themes=("oral-health",)) == answer.replace(
        "not-met", "not-known"
    )


def test_coverage_says_where_it_comes_from(pathway: cp.Pathway) -> None:
    minimum = [one.id for one in pathway.expectations("new-to-care").minimum]
    evidence = (
        *shown(pathway, minimum[:3], source="observation", on=BEFORE),
        *shown(pathway, minimum[3:4], source="observation", on=ON, expires=date(2027, 1, 1)),
        *shown(pathway, minimum[4:5], by="manager"),
        *shown(pathway, minimum[5:6]),
        *shown(pathway, minimum[6:7], "not-yet"),
        *shown(pathway, minimum[7:8], "attended"),
    )
    person = worker(evidence=evidence, qualifications=(held("Level 3 Diploma in Adult Care"),))
    answer = ask(cp.CoverageRequirement, person, role_categories=("new-to-care",), stage="minimum")
    texts = [one.text for one in answer.evidence]
    assert {"observation", "found by manager", "evidence on file"} <= set(texts)
    assert any("Level 3 Diploma" in text for text in texts)
    observed = answer.evidence[texts.index("observation")]
    assert (observed.on, observed.expires, len(observed.competencies)) == (None, None, 4)
    assert "shown in part or disputed" in answer.reason
    alone = ask(
        cp.CoverageRequirement, worker(evidence=evidence), role_categories=("new-to-care",), stage="minimum"
    )
    assert "1 are marked as not yet there or have expired" in alone.reason


# --- registration, fitness, sign-off, duty ------------------------------------------------------------

CQC = {"registration": "cqc-registered-manager", "regulator": "Care Quality Commission"}


@each(
    ("listed", "answered", "answer"),
    [
        (None, None, "not-known"),
        (("cqc-registered-manager",), None, "met"),
        ((), None, "not-met"),
        (None, True, "met"),
        (None, False, "not-met"),
        (("cqc-registered-manager",), True, "met"),
        (("cqc-registered-manager",), False, "not-known"),
        ((), True, "not-known"),
    ],
)
def test_a_registration_by_the_list_and_by_the_duties(
    listed: tuple[str, ...] | None, answered: bool | None, answer: str
) -> None:
    person = worker(registrations=listed, context=cp.WorkContext(cqc_registered_manager=answered))
    assert judged(cp.RegistrationRequirement, person, **CQC) == answer
    other = {"registration": "swe-social-worker", "regulator": "Social Work England"}
    # Naming one registration says nothing of the others; only an empty list says that there is none.
    assert judged(cp.RegistrationRequirement, person, **other) == ("not-met" if listed == () else "not-known")


def test_sign_offs() -> None:
    asked = {"what": "specialism-developed"}
    assert judged(cp.SignOffRequirement, worker(), **asked) == "not-known"
    assert judged(cp.SignOffRequirement, worker(confirmed=()), **asked) == "not-met"
    assert judged(cp.SignOffRequirement, worker(confirmed=("specialism-developed",)), **asked) == "met"


@each(
    ("known", "answer"),
    [
        ({}, "not-known"),
        ({"authorisations": ()}, "not-known"),
        ({"authorisations": (), "confirmed": ()}, "not-met"),
        ({"confirmed": ("competency-assessment",)}, "met"),
        ({"authorisations": (authorisation(),)}, "met"),
        ({"authorisations": (authorisation(expires=BEFORE),), "confirmed": ()}, "not-met"),
        ({"authorisations": (authorisation(competency_assessed=None),), "confirmed": ()}, "not-met"),
    ],
)
def test_continuing_competency_assessment(known: dict[str, Any], answer: str) -> None:
    assert judged(cp.SignOffRequirement, worker(**known), what="competency-assessment") == answer


@each(
    ("authorisations", "answer"),
    [
        (None, "not-known"),
        ((), "not-met"),
        ((authorisation(),), "met"),
        ((authorisation(expires=BEFORE, signed_off=BEFORE), authorisation(person="p-9")), "met"),
        ((authorisation(training_completed=None),), "not-known"),
        ((authorisation(signed_off=None),), "not-met"),
    ],
)
def test_delegation_of_any_activity(
    authorisations: tuple[cp.DelegatedAuthorisation, ...] | None, answer: str
) -> None:
    assert judged(
        cp.SignOffRequirement, worker(authorisations=authorisations), what="delegated-activity"
    ) == (answer)


def test_duties() -> None:
    yes = worker(context=cp.WorkContext(manages_staff=True, number_of_services=2))
    assert judged(cp.DutyRequirement, yes, duty="manages_staff") == "met"
    assert judged(cp.DutyRequirement, yes, duty="manages_staff", expected=False) == "not-met"
    assert judged(cp.DutyRequirement, worker(), duty="manages_staff") == "not-known"
    assert judged(cp.DutyRequirement, yes, duty="number_of_services") == "not-known"
    assert judged(cp.DutyRequirement, yes, duty="no_such_duty") == "not-known"


def test_every_reason_has_a_code_with_its_judgement(pathway: cp.Pathway) -> None:
    """Reasons have codes as fields beside their words, listed in one table."""
    table = reason_codes()
    seen: set[str] = set()

    def look(judged: cp.RequirementJudgement) -> None:
        usual, _ = table[judged.reason_code]
        assert usual is None or usual is judged.judgement
        seen.add(judged.reason_code)
        for part in judged.parts:
            look(part)

    full = worker(
        qualifications=(held("NVQ3 H&SC"), held("Level 5 Diploma", working_towards=True)),
        training=(cp.TrainingRecord(title="Company induction", completed=BEFORE),),
        authorisations=(authorisation(),),
        registrations=("cqc-registered-manager",),
        context=cp.WorkContext(manages_staff=True, regulated_service=True),
    )
    empty = worker(qualifications=(), training=(), authorisations=(), registrations=(), confirmed=())
    for person in (full, empty, worker()):
        for route in pathway.routes:
            for requirement in route.requirements:
                look(judge_requirement(pathway, person, requirement, on=ON))
    assert len(seen) > 20
