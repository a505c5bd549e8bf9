"""What the report says about the bundled example and about single people."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.evidence.on_file import OnFile
from care_pathway.interop.staff import StaffFile
from care_pathway.interop.tables import CourseFile
from care_pathway.problems import ProblemKind
from care_pathway.report import Report, build
from care_pathway.report.decisions import Decisions, RecordedDecision
from care_pathway.report.files import guessed
from care_pathway.report.inputs import EXAMPLE_DAY, example_inputs
from care_pathway.report.people import PeopleJudge, dated_items
from care_pathway.report.records import Placed, ReportSummary, When
from care_pathway.report.succession import summarise
from care_pathway.tabular.headings import ColumnGuess

ON = date(2026, 2, 1)


def one(*workers: cp.Worker) -> StaffFile:
    return StaffFile(file="staff.csv", kind="table", workers=workers)


# --- the example -------------------------------------------------------------------------------------


def test_everybody_comes_back_once(example: Report) -> None:
    inputs = example_inputs()
    assert sorted(person.worker for person in example.summary.people) == sorted(
        one.id for one in inputs.staff.workers
    )
    assert sum(row.people for row in example.summary.roles) == len(inputs.staff.workers)


def test_every_role_category_and_every_kind_of_doubt_is_there(example: Report) -> None:
    """At least 40 people, every role category, out-of-scope staff, expired training, faults."""
    people = {row.role_category: row.people for row in example.summary.roles if row.role_category}
    assert len(example.summary.people) >= 40
    assert all(count > 0 for count in people.values())
    assert {row.placed for row in example.summary.titles} == {
        Placed.DOUBTFUL,
        Placed.OUT_OF_SCOPE,
        Placed.NOT_RECOGNISED,
    }
    assert example.summary.expired > 0
    assert example.summary.expiring > 0
    assert sum(one.kind is ProblemKind.FILE and one.severity == "error" for one in example.problems) >= 3


def test_what_is_recorded_and_what_the_title_says_may_disagree(pathway: cp.Pathway) -> None:
    """Rule: only what cannot both be so is shown; a care worker who is new to care is no such thing."""
    workers = (
        cp.Worker(id="A1", role_category="care-or-support-worker", job_title="Registered Manager"),
        cp.Worker(id="B2", role_category="new-to-care", job_title="Care assistant"),
    )
    report = build(pathway, one(*workers), on=ON)
    assert [person.worker for person in report.summary.people if person.agrees is False] == ["A1"]
    assert report.summary.disagreements == 1


def test_those_who_need_a_look_stand_first(example: Report) -> None:
    needs = [bool(person.attention) for person in example.summary.people]
    assert needs == sorted(needs, reverse=True)
    assert example.summary.people[0].placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED)


def test_a_person_agrees_with_the_functions_of_the_library(example: Report) -> None:
    """The report says what `skill_gap` and `eligible_routes` say."""
    for judged in example.judged[:12]:
        if judged.gap is None:
            continue
        summary = judged.summary
        gap = cp.skill_gap(example.pathway, judged.worker, target=summary.role_category, on=EXAMPLE_DAY)
        assert (summary.held, summary.partial, summary.expired, summary.missing, summary.not_known) == (
            len(gap.held),
            len(gap.partial),
            len(gap.expired),
            len(gap.missing),
            len(gap.not_known),
        )
        routes = cp.eligible_routes(example.pathway, judged.worker, on=EXAMPLE_DAY)
        assert Counter((route.target, route.decision) for route in judged.routes) == Counter(
            (route.target, route.decision.value) for route in routes
        )


def test_the_heat_table_adds_up(example: Report) -> None:
    expected = sum(cell.expected for row in example.summary.heat for cell in row.cells)
    assert expected == sum(person.expected for person in example.summary.people)
    held = sum(cell.held for row in example.summary.heat for cell in row.cells)
    assert held == sum(person.held for person in example.summary.people)
    empty = [cell for row in example.summary.heat for cell in row.cells if not cell.expected]
    assert {(cell.share, cell.part_share) for cell in empty} == {(None, None)}


def test_learning_keeps_to_the_budget(example: Report) -> None:
    learning = example.summary.learning
    assert learning is not None
    assert learning.cost is not None
    assert 0 < learning.cost <= 1000
    assert learning.optimal
    assert any("cover everything" in note for note in learning.notes)
    assert example.summary.catalogue[0].startswith("36 courses")


def test_the_evidence_file_is_said_to_have_changed_something(example: Report) -> None:
    assert example.summary.evidence_changed[0].startswith("21 rows of evidence were used")
    assert any("more signed off" in line for line in example.summary.evidence_changed)


def test_the_summary_is_the_same_after_json(example: Report) -> None:
    assert cp.loads(cp.dumps(example.summary), ReportSummary) == example.summary
    assert repr(example) == f"<Report 2026-11-01: 46 people, {example.pathway.ref}>"
    assert repr(example.summary).startswith("ReportSummary(")
    assert "worker='S0" in repr(example.summary.people[0])


def test_the_same_answers_each_time(example: Report) -> None:
    inputs = example_inputs()
    again = build(
        example.pathway,
        inputs.staff,
        on=EXAMPLE_DAY,
        evidence=inputs.evidence,
        catalogue=inputs.catalogue,
        budget=1000,
    )
    assert cp.dumps(again.summary) == cp.dumps(example.summary)


def test_succession_says_what_the_library_says(example: Report) -> None:
    """The report compares nobody twice, and says what `succession` says."""
    placed = [one for one in example.judged if one.considered is not None]
    workers = [one.worker for one in placed]
    assert len(example.summary.succession) >= 4
    for found in example.summary.succession:
        asked = cp.succession(example.pathway, workers, target=found.target, on=EXAMPLE_DAY)
        assert found.in_post == len(asked.in_role)
        assert [one.worker for one in found.ready] == [one.worker for one in asked.ready[:6]]
        assert [one.missing for one in found.nearly] == [one.missing for one in asked.nearly[:6]]
        assert (found.later, found.staying) == (len(asked.later), len(asked.staying))
        assert set(found.single) <= {point.text for point in asked.single_points}
    assert summarise(example.pathway, [], on=EXAMPLE_DAY) == ((), (), ())


def test_the_first_edition_answers_too(first_edition: cp.Pathway) -> None:
    inputs = example_inputs()
    report = build(first_edition, inputs.staff, on=EXAMPLE_DAY, evidence=inputs.evidence)
    assert report.summary.pathway.startswith("2024-01")
    assert {row.role_category for row in report.summary.roles} == {
        None,
        *(role.id for role in first_edition.role_categories),
    }


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    inputs = example_inputs()
    build(cp.load(), inputs.staff, on=EXAMPLE_DAY, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 46)
    assert told[-1] == (46, 46)


# --- single people -----------------------------------------------------------------------------------


def test_what_a_person_wants_stands_first(pathway: cp.Pathway) -> None:
    for aspiration, kind in (
        ("stay-and-grow", "growth"),
        ("move-to-regulated-profession", "external"),
        ("lead", "vertical"),
    ):
        worker = cp.Worker(id="W1", role_category="care-or-support-worker", aspiration=aspiration)
        (found,) = build(pathway, one(worker), on=ON).judged
        assert found.routes[0].kind == kind
    worker = cp.Worker(id="W1", role_category="care-or-support-worker")
    (found,) = build(pathway, one(worker), on=ON).judged
    assert found.routes[-1].kind == "external"


def test_open_musts_are_said_in_words(pathway: cp.Pathway) -> None:
    worker = cp.Worker(id="W1", role_category="deputy-manager", registrations=())
    (found,) = build(pathway, one(worker), on=ON).judged
    route = next(route for route in found.routes if route.target == "registered-manager")
    assert any(str(one) == "CQC registration as manager (not met)" for one in route.open)
    assert route.musts - route.met == len(route.open)


def test_a_title_that_leaves_it_open_is_judged_no_further(pathway: cp.Pathway) -> None:
    report = build(pathway, one(cp.Worker(id="W1", job_title="Care Manager")), on=ON)
    (person,) = report.summary.people
    assert person.placed is Placed.DOUBTFUL
    assert person.expected == 0
    assert person.routes == ()
    assert person.attention == ("to check by hand",)
    assert report.problems[0].kind is ProblemKind.TITLE
    assert "may be" in report.problems[0].message
    assert report.summary.learning is None


def test_nonsense_is_said_to_be_nonsense(pathway: cp.Pathway) -> None:
    report = build(pathway, one(cp.Worker(id="W1", job_title="xqzt 77")), on=ON)
    assert report.summary.people[0].placed is Placed.NOT_RECOGNISED
    assert report.problems[0].message.endswith("it was not recognised")


def test_a_very_long_title_is_cut_to_a_line(pathway: cp.Pathway) -> None:
    report = build(pathway, one(cp.Worker(id="W1", job_title="Care Assistant\n" + "x" * 5000)), on=ON)
    title = report.summary.people[0].job_title
    assert title is not None
    assert len(title) == 120
    assert "\n" not in title


def test_evidence_for_nobody_and_for_many(pathway: cp.Pathway) -> None:
    from care_pathway.interop.evidence import EvidenceEntry, EvidenceFile

    def entry(worker: str) -> EvidenceEntry:
        shown = cp.Evidence(competency="ks-ntc-safeguarding-03", state="signed-off", on=date(2026, 1, 1))
        return EvidenceEntry(worker=worker, kind="sign-off", record=1, line=2, evidence=(shown,))

    workers = [cp.Worker(id=f"W{number}", job_title="Carer") for number in range(45)]
    nobody = EvidenceFile(file="e.csv", entries=(entry("X1"),))
    found = build(pathway, one(*workers), on=ON, evidence=nobody)
    assert found.summary.evidence_changed[0].startswith("The evidence file changed nothing")
    assert any(problem.file == "e.csv" for problem in found.problems)
    many = EvidenceFile(file="e.csv", entries=tuple(entry(worker.id) for worker in workers))
    assert (
        build(pathway, one(*workers), on=ON, evidence=many).summary.evidence_changed[-1]
        == "And 5 more people."
    )


def test_evidence_may_settle_where_somebody_is(pathway: cp.Pathway) -> None:
    from care_pathway.interop.evidence import EvidenceEntry, EvidenceFile

    entry = EvidenceEntry(worker="W1", kind="registration", record=1, line=2, item="cqc-registered-manager")
    file = EvidenceFile(file="e.csv", entries=(entry,))
    report = build(pathway, one(cp.Worker(id="W1", job_title="Care Manager")), on=ON, evidence=file)
    assert report.summary.people[0].role_category == "registered-manager"
    assert report.summary.evidence_changed[1] == "W1: placed as registered manager."


def test_advice_about_an_asc_wds_file_is_among_the_problems(pathway: cp.Pathway) -> None:
    from care_pathway.interop import examples
    from care_pathway.report import read_inputs

    inputs = read_inputs(
        examples.file("ascwds-worker.csv"),
        training=examples.file("ascwds-training.csv"),
        workplaces=examples.file("ascwds-workplace.csv"),
        on=EXAMPLE_DAY,
    )
    report = build(pathway, inputs.staff, on=EXAMPLE_DAY)
    advice = [problem for problem in report.problems if problem.kind is ProblemKind.ADVICE]
    assert advice
    assert all(problem.worker for problem in advice)
    assert [file.role for file in report.summary.files] == ["staff", "training", "workplaces"]
    assert "Advice" in report.html()


def test_a_workplace_file_goes_with_its_own_kind() -> None:
    from care_pathway.interop import examples
    from care_pathway.report import read_inputs

    with pytest.raises(cp.DataError, match="goes with an ASC-WDS worker file"):
        read_inputs(examples.file("staff.csv"), workplaces=examples.file("ascwds-workplace.csv"))


def test_without_the_solver_the_rest_is_answered(
    pathway: cp.Pathway, monkeypatch: pytest.MonkeyPatch
) -> None:
    from care_pathway.planning import solver as plan_solver

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(plan_solver, "import_module", missing)
    report = build(pathway, one(cp.Worker(id="W1", job_title="Carer")), on=ON)
    assert report.summary.learning is None
    assert any(problem.kind is ProblemKind.NOT_DONE for problem in report.problems)
    assert "care-pathway[planning]" in report.html()


def test_without_the_solver_nobody_is_asked_for_the_price_list_again(
    pathway: cp.Pathway, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In the page, the pack and the workbook alike; other things that were left out are not the reason."""
    from care_pathway.planning import solver as plan_solver

    def missing(name: str) -> None:
        raise ImportError(name)

    courses = CourseFile(file="c.csv", courses=(cp.Course(id="c-1", title="Fire safety", cost=40.0),))
    staff = one(cp.Worker(id="W1", job_title="Carer"))
    nobody = Decisions(file="d.csv", made=[RecordedDecision(reference="W9", role_category=None)])
    without = build(pathway, staff, on=ON, decisions=nobody)
    assert "Nothing was chosen" not in without.html()
    monkeypatch.setattr(plan_solver, "import_module", missing)
    report = build(pathway, staff, on=ON, catalogue=courses, decisions=nobody)
    (fact,) = (one for one in report.inspection if one.id == "development")
    report.write(tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "pack.xlsx")
    cells = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    for said in (fact.missing, cells, report.html()):
        assert "Nothing was chosen: choosing learning at least cost needs" in said
        assert "--catalogue" not in said


def test_a_solver_that_fails_costs_the_learning_section_only(
    pathway: cp.Pathway, monkeypatch: pytest.MonkeyPatch
) -> None:
    from care_pathway.planning import solver as plan_solver

    def broken(*args: object) -> None:
        raise ValueError("Buffer dtype mismatch")

    monkeypatch.setattr(plan_solver._Programme, "_model", broken)
    report = build(pathway, one(cp.Worker(id="W1", job_title="Carer")), on=ON)
    assert report.summary.learning is None
    assert any("Buffer dtype mismatch" in problem.message for problem in report.problems)
    assert report.summary.people


def test_a_catalogue_for_a_large_team(pathway: cp.Pathway) -> None:
    courses = (
        cp.Course(id="c-1", title="Safeguarding adults level 2", cost=40.0, hours=3.0),
        cp.Course(id="c-2", title="Forklift refresher", cost=10.0),
    )
    workers = [cp.Worker(id=f"W{number}", job_title="Carer") for number in range(61)]
    report = build(pathway, one(*workers), on=ON, catalogue=CourseFile(file="c.csv", courses=courses))
    learning = report.summary.learning
    assert learning is not None
    assert [(one.course, one.people, one.cost, one.hours) for one in learning.chosen] == [
        ("c-1", 61, 2440.0, 183.0)
    ]


def test_guesses_are_said() -> None:
    columns = [
        ColumnGuess(field="job_title", header="Post", how="given"),
        ColumnGuess(field="id", header=None, how="none"),
        ColumnGuess(field="setting", header="Site", how="exact"),
    ]
    assert guessed(columns) == ("job title: 'Post' (given)", "setting: 'Site'")


# --- dates -------------------------------------------------------------------------------------------


def items(*training: cp.TrainingRecord, evidence: tuple[cp.Evidence, ...] = ()) -> list[tuple[str, str]]:
    worker = cp.Worker(id="W1", training=training, evidence=evidence)
    on_file = OnFile(cp.load(), worker, ON)
    return [(item.name, str(item.when)) for item in dated_items(on_file, until=ON + timedelta(days=90))]


def test_the_last_day_itself_is_still_valid() -> None:
    assert items(cp.TrainingRecord(title="Fire", expires=ON)) == [("Fire", "expiring")]
    assert items(cp.TrainingRecord(title="Fire", expires=ON - timedelta(days=1))) == [("Fire", "expired")]
    assert items(cp.TrainingRecord(title="Fire", expires=ON + timedelta(days=90))) == [("Fire", "expiring")]
    assert items(cp.TrainingRecord(title="Fire", expires=ON + timedelta(days=91))) == []


def test_of_the_same_thing_only_the_newest_counts() -> None:
    old = cp.TrainingRecord(title="Fire & safety", completed=date(2024, 1, 1), expires=date(2025, 1, 1))
    new = cp.TrainingRecord(title="FIRE AND SAFETY", completed=date(2026, 1, 1))
    assert items(old, new) == items(new, old) == []
    assert items(old) == [("Fire & safety", "expired")]
    first = cp.TrainingRecord(title="A", ascwds_category=6, expires=date(2025, 1, 1))
    second = cp.TrainingRecord(title="B", ascwds_category=6, expires=date(2026, 3, 1))
    assert items(first, second) == [("B", "expiring")]


def test_evidence_and_authorisations_run_out_too() -> None:
    shown = cp.Evidence(competency="ks-ntc-safeguarding-03", state="signed-off", expires=date(2026, 1, 1))
    assert items(evidence=(shown,)) == [("ks-ntc-safeguarding-03", "expired")]
    held = cp.DelegatedAuthorisation(
        activity="vital-signs-monitoring",
        person="P1",
        delegated_by="N1",
        profession="registered-nurse",
        signed_off=date(2025, 1, 1),
        expires=date(2026, 1, 1),
    )
    (item,) = dated_items(OnFile(cp.load(), cp.Worker(id="W1", authorisations=[held]), ON), until=ON)
    assert (item.what, item.name, item.when) == ("authorisation", "vital signs monitoring", When.EXPIRED)


@given(st.permutations([0, 1, 2, 3]), st.integers(0, 3))
def test_the_order_of_records_does_not_matter(order: list[int], again: int) -> None:
    """Order and repeats on file change nothing about what has run out."""
    records = [
        cp.TrainingRecord(title="A", completed=date(2024, 1, 1), expires=date(2025, 1, 1)),
        cp.TrainingRecord(title="A", completed=date(2025, 1, 2), expires=date(2026, 1, 2)),
        cp.TrainingRecord(title="B", completed=date(2023, 1, 1), expires=date(2024, 1, 1)),
        cp.TrainingRecord(title="C"),
    ]
    assert items(*(records[at] for at in order), records[again]) == [("B", "expired"), ("A", "expired")]


def test_the_end_of_the_calendar(pathway: cp.Pathway) -> None:
    judge = PeopleJudge(pathway, on=date(9999, 12, 1), ahead=90)
    assert judge.until == date.max


def test_the_same_person_is_placed_once(pathway: cp.Pathway) -> None:
    judge = PeopleJudge(pathway, on=ON, ahead=90)
    for number in range(5):
        judge.judge(cp.Worker(id=f"W{number}", job_title="Carer"))
    assert len(judge._placements) == 1


def test_who_differs_in_one_thing_is_placed_apart(pathway: cp.Pathway) -> None:
    """One question put to two rooms: the report remembers placements, and says what `place` says."""
    first = cp.Worker(id="A", job_title="HCA")
    own: dict[str, Any] = {
        "setting": "care home",
        "role_category": "deputy-manager",
        "ascwds_job_role": 8,
        "context": cp.WorkContext(regulated_service=True, delegated_healthcare=True),
        "registrations": ("nmc",),
        "started_in_role": ON,
    }
    people = [first, *(attrs.evolve(first, id=name, **{name: value}) for name, value in own.items())]
    judge = PeopleJudge(pathway, on=ON, ahead=90)
    for worker in people:
        said = judge.judge(worker).summary.role_category
        assert said == cp.place(pathway, worker, on=ON).role_category, worker.id


def test_a_plan_that_is_not_proved_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from care_pathway.report import learning

    pathway = cp.load()
    gap = cp.skill_gap(pathway, cp.Worker(id="w-1"), target="new-to-care", on=date(2026, 1, 1))
    plan = cp.recommend_learning(pathway, gap, [])
    assert not any("cut short" in note for note in learning._plan_notes(plan))
    assert any("cut short" in note for note in learning._plan_notes(attrs.evolve(plan, optimal=False)))
