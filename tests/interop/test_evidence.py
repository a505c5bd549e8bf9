"""Evidence in: sign-offs, skills assessments, delegated authorisations."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from attrs import evolve

import care_pathway as cp
from care_pathway.interop import cells as _values
from care_pathway.interop import examples, read_training, recognise
from care_pathway.interop.applying import apply_evidence
from care_pathway.interop.evidence import EvidenceFile, read_evidence
from care_pathway.interop.staff import StaffFile
from care_pathway.interop.tables import read_staff, template_columns
from care_pathway.model import Worker
from care_pathway.report import build
from care_pathway.tabular.days import Days
from care_pathway.tabular.headings import fields
from care_pathway.tabular.standing import standing
from tests.each import each

FIELDS = [one.field for one in fields("evidence")]
NAMES = dict(zip(FIELDS, template_columns("evidence"), strict=True))


def read(*rows: dict[str, str]) -> EvidenceFile:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(NAMES.values())
    for row in rows:
        writer.writerow([row.get(name, "") for name in NAMES])
    return read_evidence(io.StringIO(out.getvalue()))


SIGN_OFF = {
    "worker": "1",
    "kind": "Sign-off",
    "competency": "ks-ntc-moving-01",
    "on": "01/02/2026",
    "by": "manager",
}
DELEGATED = {
    "worker": "1",
    "kind": "delegated authorisation",
    "activity": "Feeding and digestive care",
    "person": "P1",
    "delegated_by": "N1",
    "profession": "Registered nurse",
    "on": "01/02/2026",
    "expires": "31/01/2027",
    "training_completed": "01/01/2026",
}


def test_a_sign_off() -> None:
    entry = read(SIGN_OFF).entries[0]
    (evidence,) = entry.evidence
    assert (evidence.state, evidence.on, evidence.by) == ("signed-off", date(2026, 2, 1), "manager")


_DELEGATIONS = [
    "Staff ref,Staff name,Resident,Task,Delegated by,Profession,Training completed,Signed off,Review date\n"
    "1,Ada Quill,R12,Feeding and digestive care,N1,registered nurse,01/01/2026,01/02/2026,31/01/2027\n",
    "Ref,Clinical task,Client initials,Delegating nurse,Profession,Trained on,Date signed off,Review due\n"
    "1,feeding-and-digestive-care,R12,N1,registered nurse,01/01/2026,01/02/2026,31/01/2027\n",
]


@pytest.mark.parametrize("text", _DELEGATIONS)
def test_a_list_of_delegations_needs_no_kind(text: str) -> None:
    """Its columns say what it is: it is neither training, nor a matrix of it, nor a staff list."""
    assert recognise(io.StringIO(text)).kind == "evidence"
    found = read_evidence(io.StringIO(text))
    assert found.problems == ()
    assert any("no column says the kind" in notice.message for notice in found.notices)
    authorisation = found.entries[0].authorisation
    assert authorisation is not None
    assert (authorisation.activity, authorisation.person) == ("feeding-and-digestive-care", "R12")
    assert (authorisation.delegated_by, authorisation.profession) == ("N1", "registered-nurse")
    assert (authorisation.signed_off, authorisation.expires) == (date(2026, 2, 1), date(2027, 1, 31))
    assert authorisation.training_completed == date(2026, 1, 1)


def test_a_list_of_delegations_that_lacks_something_says_what() -> None:
    """A task of no kind that ASC-WDS has, and a row without the person supported, authorise nobody."""
    found = read_evidence(
        io.StringIO(
            "Ref,Task,Resident,Delegated by,Profession,Signed off\n"
            "1,Cooking,R1,N1,registered nurse,01/02/2026\n"
            "2,Feeding and digestive care,,N1,registered nurse,01/02/2026\n"
        )
    )
    assert found.entries == ()
    said = [problem.message for problem in found.problems]
    assert any("feeding-and-digestive-care" in message for message in said)
    assert any("needs Resident" in message for message in said)


def test_a_task_is_read_as_the_kind_of_delegated_healthcare_that_it_is() -> None:
    """It is said; a task of no kind or of two, or not signed off by its own words, is asked about."""
    tasks = (
        *("PEG feeding", "Insulin administration", "Cathter care", "Massage", "PEG and stoma care"),
        *("Stoma care (not signed off)", "Medication", "Oxygen, not suction"),
    )
    lines = (f'{n},"{task}",R{n},N1,registered nurse,01/01/2026,01/02/2026\n' for n, task in enumerate(tasks))
    found = read_evidence(
        io.StringIO("Ref,Task,Resident,Delegated by,Profession,Trained on,Signed off\n" + "".join(lines))
    )
    assert [one.authorisation and one.authorisation.activity for one in found.entries] == [
        *("feeding-and-digestive-care", "specialised-medication-administration", "bladder-and-bowel-care")
    ]
    assert [one.found for one in found.to_check] == list(tasks[3:])
    assert "it may be feeding-and-digestive-care or bladder-and-bowel-care" in found.to_check[1].message
    assert any("'PEG feeding' as feeding-and-digestive-care" in one.message for one in found.notices)


def test_several_tasks_of_one_kind_with_one_person_are_asked_about() -> None:
    """Each has an end of its own: one that has run out must not hide behind one that has not."""
    head = "Ref,Task,Resident,Delegated by,Profession,Trained on,Signed off,Expires\n"
    rest = "R1,N1,registered nurse,01/01/2026,01/02/2026"
    rows = f"1,Insulin,{rest},01/03/2026\n1,Buccal midazolam,{rest},01/03/2027\n2,Insulin,{rest},01/03/2027\n"
    found = read_evidence(io.StringIO(head + rows))
    assert [one.worker for one in found.entries] == ["2"]
    assert "each has a sign-off of its own" in found.problems[0].message
    named = (
        f"1,Specialised medication administration,{rest},01/03/2026\n1,Buccal midazolam,{rest},01/03/2027\n"
    )
    (kept,) = read_evidence(io.StringIO(head + named)).entries
    assert kept.expires == date(2026, 3, 1)


def test_sign_offs_of_tasks_that_say_not_what_they_are_are_asked_about() -> None:
    """Signed off by a nurse is no job title, and a task is no course."""
    asked = recognise(
        io.StringIO("Name,Task,Signed off by,Date\nAda Quill,Stoma care,Nurse Osei,22/03/2026\n")
    )
    assert asked.kind == "unknown"
    assert asked.question is not None
    assert "Delegated by, Profession and Person supported" in asked.question
    course = "Name,Activity,Date completed,Assessor\nAda Quill,Fire safety,22/03/2026,J. Doe\n"
    assert recognise(io.StringIO(course)).kind == "training-list"


@pytest.mark.parametrize(
    "by",
    [
        "TBC",
        "not signed",
        "n/a",
        "-",
        "?",
        "pending",
        "awaiting J. Doe",
        "J. Doe (not signed)",
        "yes",
        "\u2717",
    ],
)
def test_what_names_nobody_signs_nothing(by: str) -> None:
    """Nothing unsigned counts, in the file, the library and the report alike; it is said."""
    rows = [
        SIGN_OFF | {"by": by},
        {k: v for k, v in SIGN_OFF.items() if k != "competency"} | {"topic": "safeguarding", "by": by},
        DELEGATED | {"delegated_by": by},
        {"worker": "1", "kind": "confirmation", "item": "good-character", "by": by},
    ]
    found = read(*rows)
    assert any("nobody is named" in problem.message for problem in found.problems)
    pathway = cp.load()
    worker = cp.Worker(id=str(found.entries[0].worker), role_category="care-or-support-worker")
    applied = apply_evidence([worker], found, pathway=pathway, on=date(2026, 6, 1))
    assert any("nobody is named as confirming" in problem.message for problem in applied.problems)
    (found_worker,) = applied.workers
    signed = evolve(
        found_worker,
        evidence=(
            *found_worker.evidence,
            cp.Evidence(competency="ks-ntc-moving-01", state="signed-off", by=by, on=date(2026, 2, 1)),
        ),
    )
    assert not found_worker.confirmed
    gap = cp.skill_gap(pathway, signed, target=None, on=date(2026, 6, 1))
    assert gap.held == ()
    assert "ks-ntc-moving-01" in gap.partial
    (delegated,) = signed.authorisations or ()
    judged = cp.check_authorisation(
        pathway, signed, activity=delegated.activity, person=delegated.person, on=date(2026, 6, 1)
    )
    assert judged.authorised == "not-known"
    report = build(pathway, StaffFile(file="s.csv", kind="table", workers=(signed,)), on=date(2026, 6, 1))
    assert report.summary.people[0].held == 0


@each("by", ["manager", "1042", "Sarah N", "M. X", "Grace Due", "N1"])
def test_a_name_or_a_reference_signs(by: str) -> None:
    assert read(SIGN_OFF | {"by": by}).entries[0].evidence[0].state == "signed-off"


@pytest.mark.parametrize("word", ["Expired", "lapsed", "OVERDUE", "ran out"])
def test_a_column_of_expiry_is_read_where_none_of_its_cells_is_a_day(word: str) -> None:
    """It says that all of it has run out: passed over, it would count."""
    (entry,) = read_evidence(
        [{NAMES[name]: cell for name, cell in (SIGN_OFF | {"expires": word}).items()}]
    ).entries
    assert entry.evidence[0].state == "claimed"
    row = {"Staff ref": "1", "Course": "Fire safety", "Completed": "01/05/2026", "Expires": word}
    record = read_training([row]).training[0].training
    assert record is not None
    assert record.status == "expired"


def test_what_doubts_itself_is_not_read() -> None:
    """A question mark behind an answer, a rating or a role, or beside a day, makes it none."""
    for reader, cell in ((_values.answer, "yes?"), (_values.choice("rating"), "competent ?")):
        with pytest.raises(_values.NotUnderstoodError, match="question mark"):
            reader(cell)
    with pytest.raises(_values.NotUnderstoodError, match="question mark"):
        _values.category("Deputy manager?")
    assert _values.answer("?") is None
    rated = {"worker": "1", "kind": "skills-assessment", "competency": "ks-ntc-moving-01"}
    assert all(one.evidence == () for one in read(rated | {"manager_rating": "competent?"}).entries)
    assert not standing("01/05/2026?", Days([])).understood


def test_a_sign_off_by_nobody_is_a_claim() -> None:
    found = read({**SIGN_OFF, "by": ""})
    assert found.entries[0].evidence[0].state == "claimed"
    assert "nobody is named" in found.problems[0].message


@pytest.mark.parametrize("field", ["on", "expires"])
def test_a_row_with_a_day_that_cannot_be_read_credits_nothing(field: str) -> None:
    """It may have run out, or be still to come: what is not understood changes no answer, and is said."""
    rated = {"worker": "1", "kind": "skills-assessment", "competency": "ks-ntc-moving-01"}
    rows = [
        SIGN_OFF,
        rated | {"manager_rating": "competent", "by": "manager"},
        rated | {"manager_rating": "not yet", "by": "manager"},
        DELEGATED | {"competency_assessed": "02/01/2026"},
        {"worker": "1", "kind": "registration", "item": "CQC"},
        {"worker": "1", "kind": "confirmation", "item": "good-character"},
    ]
    found = read(*(row | {field: "31/02/2026"} for row in rows))
    (worker,) = apply_evidence([Worker(id="1")], found, on=date(2026, 3, 1)).workers
    assert [str(one.state) for one in worker.evidence] == ["claimed", "claimed", "not-yet"]
    (held,) = worker.authorisations or ()
    assert held.signed_off is None
    assert (worker.registrations, worker.confirmed) == (None, None)
    said = [one.message for one in found.problems if "could not be read" in one.message]
    assert len(said) == 4  # alike rows are told once
    assert "(2 rows: lines 3, 4)" in said[1]
    assert "is left out (2 rows: lines 6, 7)" in said[3]


@each(
    ("days", "counts"),
    [
        ({}, True),
        ({"expires": "01/03/2026"}, True),
        ({"expires": "28/02/2026"}, False),
        ({"on": "01/03/2026"}, True),
        ({"on": "02/03/2026"}, False),
    ],
)
def test_a_registration_counts_within_its_days(days: dict[str, str], counts: bool) -> None:
    rows = [
        {"worker": "1", "kind": "registration", "item": "CQC"} | days,
        {"worker": "1", "kind": "confirmation", "item": "good-character"} | days,
    ]
    applied = apply_evidence([Worker(id="1")], read(*rows), on=date(2026, 3, 1))
    (worker,) = applied.workers
    assert (worker.registrations is not None, worker.confirmed is not None) == (counts, counts)
    assert len(applied.problems) == (0 if counts else 2)


@pytest.mark.parametrize("by", ["1", "self"])
def test_nobody_confirms_a_condition_of_themself(by: str) -> None:
    row = {"worker": "1", "kind": "confirmation", "item": "good-character", "by": by}
    applied = apply_evidence([Worker(id="1")], read(row), on=date(2026, 3, 1))
    assert applied.workers[0].confirmed is None
    assert "nobody confirms this of themself" in applied.problems[0].message
    other = apply_evidence([Worker(id="1")], read(row | {"by": "manager"}), on=date(2026, 3, 1))
    assert other.workers[0].confirmed == ("good-character",)


STAFF = "Staff ID,Name,Job title\n0017,Ann Other,Carer\n18,Bo Else,Carer\n"


@pytest.mark.parametrize("by", ["0017", "17", "Other, Ann"])
def test_what_people_sign_for_themselves_is_their_word(by: str) -> None:
    """Nothing unsigned counts: a person cannot sign off, assess or delegate to themself."""
    staff = read_staff(io.StringIO(STAFF))
    rated = {"kind": "skills-assessment", "competency": "ks-ntc-moving-01", "manager_rating": "competent"}
    rows = [{**SIGN_OFF, "worker": who, "by": by, "delegated_by": ""} for who in ("0017", "18")] + [
        {**rated, "worker": "0017", "by": by},
        {**DELEGATED, "worker": "0017", "delegated_by": by},
    ]
    applied = apply_evidence(staff.workers, read(*rows), staff=staff)
    own, other = applied.workers
    assert [(one.state, one.by) for one in own.evidence] == [("claimed", None)] * 2
    assert [(one.state, one.by) for one in other.evidence] == [("signed-off", by)]
    assert [one.delegated_by for one in own.authorisations or ()] == [own.id]
    said = {problem.message for problem in applied.problems}
    assert [any(word in one for one in said) for word in ("signing off", "who delegates")] == [True, True]
    assert applied.entries == 4
    assert not any("Other" in str(problem) for problem in applied.problems)


@pytest.mark.parametrize(
    ("worker", "manager", "states"),
    [
        ("yes", "yes", ["claimed", "assessed"]),
        ("yes", "partly", ["claimed", "not-yet"]),
        ("no", "", ["not-yet"]),
        ("", "competent", ["assessed"]),
    ],
)
def test_ratings_by_worker_and_manager(worker: str, manager: str, states: list[str]) -> None:
    row = {
        **SIGN_OFF,
        "kind": "skills-assessment",
        "worker_rating": worker,
        "manager_rating": manager,
        "by": "",
    }
    evidence = read(row).entries[0].evidence
    assert [item.state for item in evidence] == states


def test_a_delegated_authorisation() -> None:
    authorisation = read(DELEGATED).entries[0].authorisation
    assert authorisation is not None
    assert authorisation.activity == "feeding-and-digestive-care"
    assert authorisation.profession == "registered-nurse"
    assert authorisation.expires == date(2027, 1, 31)
    assert authorisation.competency_assessed is None


@each(
    ("row", "words"),
    [
        ({**SIGN_OFF, "worker": ""}, "reference of the worker"),
        ({**SIGN_OFF, "kind": ""}, "kind of evidence"),
        ({**SIGN_OFF, "kind": "gossip"}, "expected one of sign-off"),
        ({**SIGN_OFF, "competency": ""}, "needs competency"),
        ({**DELEGATED, "person": "", "profession": ""}, "needs Person supported, Profession"),
        ({"worker": "1", "kind": "registration"}, "needs Registration or confirmed condition"),
    ],
)
def test_rows_that_cannot_be_used(row: dict[str, str], words: str) -> None:
    found = read(row)
    assert found.entries == ()
    assert words in found.problems[0].message
    assert len(found.problems) == 1


def test_rows_to_look_at() -> None:
    found = read({**SIGN_OFF, "expires": "01/01/2025"}, {**SIGN_OFF, "kind": "skills assessment"})
    assert [
        "look at both dates" in found.problems[0].message,
        "needs a rating" in found.problems[1].message,
    ] == [True, True]
    assert len(found.entries) == 2


def test_applying_evidence_keeps_what_was_there_and_says_what_changed() -> None:
    evidence = read(
        SIGN_OFF,
        SIGN_OFF,
        DELEGATED,
        {"worker": "1", "kind": "registration", "item": "cqc-registered-manager"},
        {"worker": "1", "kind": "confirmation", "item": "good-character"},
        {**SIGN_OFF, "worker": "9"},
    )
    applied = apply_evidence(
        [Worker(id="1", registrations=("nmc-registered-nurse",)), Worker(id="2")], evidence
    )
    first, second = applied.workers
    assert len(first.evidence) == 1
    assert len(first.authorisations or ()) == 1
    assert first.registrations == ("nmc-registered-nurse", "cqc-registered-manager")
    assert first.confirmed == ("good-character",)
    assert second == Worker(id="2")
    assert second.authorisations is None
    assert (applied.changed, applied.entries) == (("1",), 5)
    assert "no worker" in applied.problems[0].message
    again = apply_evidence(applied.workers, evidence)
    assert again.workers == applied.workers


def test_the_bundled_evidence_names_things_that_exist() -> None:
    pathway = cp.load()
    found = read_evidence(examples.file("evidence.csv"))
    competencies = {one.id for one in pathway.competencies}
    assert {item.competency for entry in found.entries for item in entry.evidence} <= competencies
    assert {problem.record for problem in found.problems} == {22, 23}
    assert "EvidenceEntry(worker='S001'" in repr(found.entries[0])
    assert "entries=22" in repr(found)


def test_a_day_that_cannot_be_read_is_told_once() -> None:
    """Rule: one message per cause; the missing fields of a row name the headings of the file."""
    found = read({"worker": "1", "kind": "supervision", "on": "31/02/2026"})
    assert [(one.line, one.column) for one in found.problems] == [(2, NAMES["on"])]
    found = read({"worker": "1", "kind": "supervision"})
    assert f"needs {NAMES['on']}" in found.problems[0].message
    table = "Staff ref,Last supervision,DBS date\n1,31/02/2026,01/01/2026\n2,01/02/2026,03/02/2025\n"
    found = read_evidence(io.StringIO(table + "3,01/03/2026,03/02/2025\n"))
    assert [(one.line, one.column) for one in found.problems] == [(2, "Last supervision")]
    assert not any("not kept" in one.message for one in found.notices)
    assert len(found.dates) == 5
