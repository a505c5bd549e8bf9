"""Results beside a status in lists of training: the worst of all columns counts."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.interop import read_training, recognise
from care_pathway.interop.staff import StaffFile
from care_pathway.model import TrainingRecord
from tests.each import each

ON = date(2026, 11, 30)
DONE = date(2026, 3, 1)


def table(*rows: tuple[str, ...]) -> io.StringIO:
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    made.seek(0)
    return made


def of_row(**cells: str) -> tuple[TrainingRecord, StaffFile]:
    """One row of training, done on a day, with further columns, and what is said of it."""
    heads = [name.replace("_", " ") for name in cells]
    rows = (
        ["Staff ref", "Course", "Completed on", *heads],
        ["7", "Fire safety", "01/03/2026", *cells.values()],
    )
    found = read_training(table(*map(tuple, rows)), on=ON)
    (row,) = found.training
    assert row.training is not None
    return row.training, found


@each(
    ("cells", "status"),
    [
        ({"Status": "Completed", "Result": "Failed"}, "failed"),
        ({"Status": "Failed", "Result": "Passed"}, "failed"),
        ({"Status": "Completed", "Assessment_outcome": "Not competent"}, "failed"),
        ({"Assessment_outcome": "Not competent"}, "failed"),
        ({"Completion_Status": "Complete", "Certification_Status": "Expired"}, "expired"),
        ({"Completion_Status": "Complete", "Certification_Status": "Certified"}, "completed"),
        ({"Status": "Completed", "Attendance": "Did not attend"}, "did-not-attend"),
        ({"Status": "Completed", "Compliant": "No"}, "expired"),
        ({"Status": "Completed", "Result": "Passed", "Final_grade": "Fail"}, "failed"),
        ({"Grade": "Fail"}, "failed"),
        ({"Score": "Fail"}, "failed"),
        ({"Mark": "Failed (45%)"}, "failed"),
        ({"Status": "Completed", "Test_score": "Did not pass"}, "failed"),
        ({"Status": "Completed", "Progress": "100%"}, "completed"),
        ({"Status": "50% complete"}, "in-progress"),
        ({"Status": "Completed", "Score": "60", "Pass_mark": "80"}, "failed"),
        ({"Status": "Completed", "Score": "85%", "Pass_mark": "80"}, "completed"),
        ({"Status": "Completed", "Score": "0.6", "Passing_score": "80%"}, "failed"),
        ({"Status": "Completed", "Score": "", "Pass_mark": "80"}, "completed"),
        ({"Competence_Match": "Match", "Meets_Requirement": "Yes"}, "completed"),
        ({"Competence_Match": "Match", "Meets_Requirement": "No"}, "expired"),
        ({"Competence_Match": "No Match"}, "expired"),
        ({"Status": "Completed", "Result": "Awaiting results"}, "in-progress"),
        ({"Status": "Completed", "Result": ""}, "completed"),
        ({"Status": "Completed", "Result": "N/A"}, "completed"),
        ({"Status": "Completed", "Result": "85%"}, "completed"),
        ({"Status": "Completed", "Grade": "17 out of 20"}, "completed"),
        ({"Status": "Completed", "Grade": "Merit"}, "completed"),
        ({"Status": "Completed", "Score": "Not graded"}, "completed"),
        ({"Status": "Completed", "Grade": "Ungraded"}, "completed"),
        ({"Status": "Completed", "Grade": "Band 5"}, "completed"),
        ({"Status": "N/A", "Result": "Passed"}, "not-required"),
        ({"Status": "Purple", "Result": "Failed"}, "failed"),
    ],
)
def test_the_worst_of_all_results_decides(cells: dict[str, str], status: str) -> None:
    """Rule: every column that is a result, an outcome, a grade or a certification status is read."""
    training, found = of_row(**cells)
    assert (training.status, training.understood, training.completed) == (status, True, DONE)
    read = [name.replace("_", " ") for name in cells if cells[name] and cells[name] != "Band 5"]
    assert not set(read) & set(found.left_out)


@pytest.mark.parametrize(
    "cells",
    [
        {"Status": "Completed", "Result": "Purple"},
        {"Result": "Passed", "Grade": "B"},
        {"Exam_result": "Lilac"},
    ],
)
def test_a_result_that_is_not_understood_is_said_and_credits_nothing(cells: dict[str, str]) -> None:
    """Rule: what is not understood changes no answer and is said."""
    training, found = of_row(**cells)
    assert (training.status, training.understood, training.completed) == (None, False, DONE)
    (problem,) = found.problems
    heading = list(cells)[-1]
    assert (problem.column, problem.found) == (heading.replace("_", " "), cells[heading])
    assert "not understood" in problem.message


def test_what_is_learned_is_no_result() -> None:
    """Rule: running text is no result, and a column that is not read is named."""
    outcome = "Learners know how a fire starts, and what to do when it does"
    training, found = of_row(Status="Completed", Course_outcome=outcome)
    assert training.status == "completed"
    assert found.left_out == ("Course outcome",)


def test_columns_of_results_are_told_and_recognised() -> None:
    rows = (
        ("Staff ref", "Course", "Status", "Result", "Room"),
        ("7", "Fire safety", "Completed", "Passed", "3"),
    )
    found = read_training(table(*rows), on=ON)
    assert [one.column for one in found.notices if "the worst counts" in one.message] == ["Result"]
    assert recognise(table(*rows)).left_out == found.left_out == ("Room",)


WORDS: dict[str, Any] = {
    **dict.fromkeys(("Completed", "Passed", "", "90%"), True),
    **dict.fromkeys(
        ("Failed", "Expired", "Absent", "Not competent", "In progress", "Booked", "No", "Lilac"), False
    ),
}


@given(
    st.dictionaries(st.sampled_from(("Status", "Result", "Outcome", "Exam_grade")), st.sampled_from([*WORDS]))
)
def test_a_row_counts_only_where_every_column_lets_it(cells: dict[str, str]) -> None:
    """Rule: the worst decides, whichever column it stands in."""
    training, _ = of_row(**cells)
    counts = training.understood and training.status in (None, "completed")
    # A grade of which nothing is understood may be one of pay.
    said = [word for name, word in cells.items() if (name, word) != ("Exam_grade", "Lilac")]
    assert counts is all(WORDS[word] for word in said)


@pytest.mark.parametrize(
    "cells",
    [
        {"Status": "Completed (0%)"},
        {"Status": "Completed", "Progress": "0%"},
        {"Status": "Completed", "Progress": "50"},
        {"Status": "Passed", "Completion %": "20%"},
    ],
)
def test_a_status_that_contradicts_itself_is_not_credited_and_said(cells: dict[str, str]) -> None:
    training, found = of_row(**cells)
    assert (training.status, training.understood, training.completed) == (None, False, DONE)
    assert "the row shows nothing" in str(found.problems[0])


def test_scores_alone_change_nothing_and_that_is_said() -> None:
    training, found = of_row(Score="12")
    assert (training.status, training.understood) == (None, True)
    assert "without a pass mark, change nothing" in str(found.notices)


@pytest.mark.parametrize("cell", ["31/02/2027", "purple", "see certificate", "01/13/2027 or later"])
def test_training_whose_expiry_cannot_be_read_shows_nothing(cell: str) -> None:
    """Rule: it may have run out; no renewal period stands in for a day that is on file."""
    training, found = of_row(Expires=cell)
    assert (training.expires, training.understood, training.completed) == (None, False, DONE)
    assert len(found.problems) == 1
    assert "cannot be read" in str(found.notices)
    assert of_row(Status="Failed", Expires=cell)[0].status == "failed"
    for none in ("", "N/A", "no expiry", "lifetime"):
        assert of_row(Expires=none)[0].understood


@pytest.mark.parametrize(("cell", "year"), [("12 months", 2027), ("annual", 2027), ("3 years", 2029)])
def test_an_expiry_may_say_after_how_long(cell: str, year: int) -> None:
    training, found = of_row(Expires=cell)
    assert (training.expires, training.understood) == (date(year, 3, 1), True)
    assert not found.problems
    assert "how often training is renewed was read" in str(found.notices)


@pytest.mark.parametrize("heading", ["Valid for", "Frequency", "Validity", "Valid for (months)", "How often"])
def test_how_often_training_is_renewed_is_read_or_said(heading: str) -> None:
    cell = "12" if "months" in heading else "12 months"
    training, found = of_row(**{heading: cell})
    assert training.expires == date(2027, 3, 1)
    assert heading not in found.left_out
    rows = [("1", "01/03/2026", cell), ("2", "01/03/2026", "now and then")]
    made = read_training(
        table(("Staff ref", "Completed on", heading, "Course"), *((*one, "Falls") for one in rows))
    )
    assert "was not understood: 'now and then'" in "".join(map(str, made.notices))
