"""Sign-offs by topic or course, and dates of supervision and checks."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl

import care_pathway as cp
from care_pathway.interop.applying import apply_evidence
from care_pathway.interop.evidence import read_evidence
from care_pathway.interop.templates import write_template

ON = date(2026, 11, 30)
HEAD = "Staff ref,Kind,Topic,Course,Competency,Date,Signed off by\n"


def test_a_sign_off_by_topic_is_one_of_every_item_of_the_own_role_category(pathway: cp.Pathway) -> None:
    theme = pathway.theme("safeguarding")
    text = (
        f"{HEAD}1,sign-off,{theme.name},,,01/02/2026,manager\n2,sign-off,safeguarding,,,01/02/2026,manager\n"
        "3,sign-off,purple things,,,01/02/2026,manager\n1,sign-off,,,,01/02/2026,manager\n"
        "1,sign-off,,Safeguarding Adults,,01/02/2026,\n"
    )
    read = read_evidence(io.StringIO(text))
    assert any("needs competency, topic or course" in str(problem) for problem in read.problems)
    workers = [
        cp.Worker(id=key, role_category=role) for key, role in (("1", "care-or-support-worker"), ("2", None))
    ]
    workers.append(cp.Worker(id="3", role_category="deputy-manager"))
    applied = apply_evidence(workers, read, pathway=pathway, on=ON)
    role = pathway.expectations("care-or-support-worker")
    wanted = {one.id for one in (*role.inherited, *role.own) if one.theme == theme.id}
    signed = {one.competency for one in applied.workers[0].evidence if one.state == "signed-off"}
    assert signed == wanted
    assert {str(one.state) for one in applied.workers[0].evidence} == {"signed-off", "claimed"}
    assert applied.workers[1].evidence == ()
    assert applied.workers[2].evidence == ()
    words = "\n".join(map(str, applied.problems))
    assert "role category of this person is not settled" in words
    assert "this topic is about nothing" in words


def test_a_day_to_come_of_a_sign_off_by_topic_is_one_warning(pathway: cp.Pathway) -> None:
    """Rule: what one row says is said to be wrong once, and counts for nothing."""
    text = (
        f"{HEAD}1,sign-off,safeguarding,,,01/02/2027,manager\n1,sign-off,communication,,,02/02/2027,manager\n"
    )
    worker = cp.Worker(id="1", role_category="care-or-support-worker")
    read = read_evidence(io.StringIO(text))
    worker = apply_evidence([worker], read, pathway=pathway, on=ON).workers[0]
    days = [one.on for one in worker.evidence]
    found = cp.skill_gap(pathway, worker, target="care-or-support-worker", on=ON)
    late = [one for one in found.problems if "later than 2026-11-30" in one.message]
    assert [one.message.rpartition(" (")[2] for one in late] == [
        f"{days.count(date(2027, 2, 1))} competencies)",
        f"{days.count(date(2027, 2, 2))} competencies)",
    ]
    assert min(days.count(day) for day in set(days)) > 1
    assert not found.held


def test_no_sign_off_by_topic_or_course_stands_for_a_delegated_authorisation(pathway: cp.Pathway) -> None:
    """'A delegation counts as signed off only where check_authorisation would say met.'"""
    text = (
        f"{HEAD}1,sign-off,Delegated healthcare,,,01/02/2026,manager\n"
        "1,sign-off,,Delegated healthcare tasks,,01/02/2026,manager\n"
        "1,sign-off,,Insulin administration,,01/02/2026,manager\n"
    )
    read = read_evidence(io.StringIO(text))
    worker = cp.Worker(id="1", role_category="enhanced-care-worker")
    applied = apply_evidence([worker], read, pathway=pathway, on=ON)
    activities = {item.id for item in pathway.competencies if item.area == "area-ecw-dha-kinds"}
    assert activities
    assert not activities & {one.competency for one in applied.workers[0].evidence}
    assert "as a delegated authorisation" in "\n".join(map(str, applied.problems))
    gap = cp.skill_gap(pathway, applied.workers[0], target="enhanced-care-worker", on=ON)
    assert not activities & set(gap.held)


def test_a_sign_off_that_cannot_be_spelt_out_is_said() -> None:
    read = read_evidence(io.StringIO(f"{HEAD}1,sign-off,safeguarding,,,01/02/2026,manager\n"))
    applied = apply_evidence([cp.Worker(id="1", role_category="care-or-support-worker")], read)
    assert applied.workers[0].evidence == ()
    assert "needs an edition" in "\n".join(map(str, applied.problems))


def test_dates_of_records_are_kept_and_never_judged(pathway: cp.Pathway) -> None:
    text = (
        "Staff ref,Kind,Date,Expires\n1,Supervision,01/02/2026,\n1,Appraisal,01/03/2026,\n1,DBS,01/04/2025,\n"
        "1,Right to work,01/05/2025,01/05/2027\n1,DBS,,\n"
    )
    read = read_evidence(io.StringIO(text))
    assert [(str(one.kind), one.on) for one in read.entries] == [
        ("supervision", date(2026, 2, 1)),
        ("appraisal", date(2026, 3, 1)),
        ("dbs", date(2025, 4, 1)),
        ("right-to-work", date(2025, 5, 1)),
    ]
    assert "never judged" in str(read.notices[-1])
    worker = cp.Worker(id="1", role_category="care-or-support-worker")
    assert apply_evidence([worker], read, pathway=pathway, on=ON).workers == (worker,)


def test_the_template_lets_topics_and_courses_be_chosen(tmp_path: Path, pathway: cp.Pathway) -> None:
    book = openpyxl.load_workbook(write_template("evidence", tmp_path / "evidence.xlsx"))
    lists = book["What may be signed off"]
    assert [lists.cell(row=2, column=1).value, lists.max_column] == [pathway.themes[0].name, 2]
    rules = [one.formula1 for one in book["evidence"].data_validations.dataValidation]
    assert sum("What may be signed off" in rule for rule in rules) == 2
    assert any("right-to-work" in rule for rule in rules)
