"""Lines below the people that sum them up are nobody, on the staff list as in the training matrix."""

from __future__ import annotations

import io

import pytest

from care_pathway.interop import read_staff
from care_pathway.interop.staff import StaffFile
from care_pathway.interop.tables import read_training
from care_pathway.tabular.headings import is_of_sums

HEAD = "Staff No,Job Role,Safeguarding,Fire Safety\n"
PEOPLE = "1,Care Assistant,14/03/2026,14/03/2026\n2,Senior Carer,14/03/2026,\n"
LABELS = (
    ("% compliance", "100%", "50%"),
    ("Percentage complete", "100%", "50%"),
    ("Number trained", "2", "1"),
    ("Outstanding", "0", "1"),
    ("Total", "2", "1"),
    ("Average", "1.00", "0.5"),
    ("Staff trained", "2 of 2", "1/2"),
    ("No. in date", "2", "1"),
    ("No expired", "0", "0"),
    ("Out of date", "0", "1"),
)


def staff(text: str) -> StaffFile:
    return read_staff(io.StringIO(text))


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("before", ["{},,", ",{},"])
def test_one_file_as_staff_and_as_training_has_the_same_people(
    label: tuple[str, str, str], before: str
) -> None:
    text = HEAD + PEOPLE + before.format(label[0]) + f"{label[1]},{label[2]}\n"
    people = staff(text)
    assert [worker.id for worker in people.workers] == ["1", "2"]
    assert [one.place.line for one in people.problems if "line of totals" in one.message] == [4]
    training = read_training(io.StringIO(text), matrix_dates="completed")
    assert {row.reference for row in training.training} == {"1", "2"}


@pytest.mark.parametrize(
    "row",
    [
        ",Key Worker,2,1",
        ",Trainer,2,1",
        ",Target support worker,2,1",
        ",Outstanding,14/03/2026,",
        ",Number trained,,",
        "3,Average,2,1",
        "3,Total,100%,50%",
        "Key,Care Assistant,14/03/2026,",
        "Count,Carer,2,1",
    ],
)
def test_a_row_with_a_person_or_a_job_stays(row: str) -> None:
    """Rule: a job alone, or a reference with a job, is a person; a label of sums needs sums and nobody."""
    assert len(staff(HEAD + PEOPLE + row + "\n").workers) == 3


def test_names_that_are_labels_too_stay() -> None:
    found = staff("Surname,First name,Job title\nKey,Ann,Carer\nCount,Bo,Carer\nSum,Yee,Cook\n")
    assert len(found.workers) == 3


def test_a_list_of_titles_alone_keeps_all_of_them() -> None:
    assert len(staff("Job title\nTrainer\nKey worker\n").workers) == 2


@pytest.mark.parametrize("label", ["Ann Lee", "Key Worker", "S001", "Carer", "Totally Ann"])
def test_no_label_of_sums(label: str) -> None:
    assert not is_of_sums(label)
