"""Training goes to the person it is about: what two people may share says of neither who it is."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.interop import read_staff
from care_pathway.interop.applying import apply_evidence
from care_pathway.interop.evidence import read_evidence
from care_pathway.interop.join import dates_on_file, join_training, same_people
from care_pathway.interop.staff import StaffFile
from care_pathway.interop.tables import read_training

HEAD = "ID,First name,Surname,Job title\n"


def joined(staff: str, training: str, matrix_dates: str | None = None) -> StaffFile:
    people = read_staff(io.StringIO(staff))
    return join_training(people, read_training(io.StringIO(training), matrix_dates=matrix_dates))


def titles(found: StaffFile) -> dict[str, list[str]]:
    return {worker.id: [one.title for one in worker.training or ()] for worker in found.workers}


def said(found: StaffFile) -> str:
    return "\n".join(map(str, found.problems))


def test_a_reference_written_otherwise_beside_the_name_of_somebody_else_is_not_joined_and_said() -> None:
    found = joined(
        HEAD + "8a,Cy,Fox,Care Assistant\n",
        "Staff ID,Name,Course,Completed\n"
        "8 A,Cy Fox,Fire Safety,14/03/2026\n8A,Xi Zed,Medication,14/03/2026\n",
    )
    assert titles(found) == {"8a": ["Fire Safety"]}
    assert "this reference under another name, so nobody has it" in said(found)
    assert "Zed" not in said(found)
    assert "Fox" not in said(found)


def test_two_spellings_of_a_reference_in_the_training_file_are_two_references() -> None:
    found = joined(
        "ID,Job title\n8a,Care Assistant\n",
        "Staff ID,Course,Completed\n8a,Fire Safety,14/03/2026\n8A,Medication,14/03/2026\n",
    )
    assert titles(found) == {"8a": ["Fire Safety"]}
    assert "may fit several people, so nobody has it" in said(found)


def test_the_same_person_under_two_spellings_is_found_by_the_name() -> None:
    found = joined(
        HEAD + "8a,Cy,Fox,Care Assistant\n",
        "Staff ID,Name,Course,Completed\n"
        "8-A,Cy Fox,Fire Safety,14/03/2026\n8A,Cy Fox,Medication,14/03/2026\n",
    )
    assert titles(found) == {"8a": ["Fire Safety", "Medication"]}
    assert not found.problems


@pytest.mark.parametrize("written", ["0457", "457.0", "457", "00457"])
def test_one_spelling_on_each_side_is_joined_with_names_and_without(written: str) -> None:
    for name in ("", "Lee Ann", "A. Lee", "Ann Marsh", "A L", "Annlee"):
        found = joined(
            HEAD + "457,Ann,Lee,Carer\n",
            f"Staff ID,Name,Course,Completed\n{written},{name},Fire Safety,14/03/2026\n",
        )
        assert titles(found) == {"457": ["Fire Safety"]}, name
        assert not found.problems, name


def test_an_exact_reference_with_the_name_of_another_of_the_list_is_credited_to_nobody() -> None:
    staff = HEAD + "7,Ann,Lee,Carer\n07,Bo,Day,Carer\n"
    found = joined(staff, "Staff ID,Name,Course,Completed\n7,Bo Day,Fire Safety,14/03/2026\n")
    assert titles(found) == {"7": [], "07": []}
    assert "this reference under another name, so nobody has it" in said(found)
    assert "Day" not in said(found)


def test_an_exact_reference_with_a_name_of_nobody_counts_and_is_said() -> None:
    found = joined(
        HEAD + "7,Ann,Lee,Carer\n", "Staff ID,Name,Course,Completed\n7,Bo Day,Fire Safety,14/03/2026\n"
    )
    assert titles(found) == {"7": ["Fire Safety"]}
    assert "it counts for the reference" in said(found)
    assert [one.severity.value for one in found.problems] == ["warning"]
    assert "Day" not in said(found)


def test_the_number_of_somebody_who_has_left_brings_whoever_has_it_now_nothing() -> None:
    found = joined(
        "ID,First name,Surname,Job title,Status\n7,Bo,Day,Carer,Left\n7,Ann,Lee,Carer,Current\n",
        "Staff ID,Name,Course,Completed\n7,Bo Day,Fire Safety,14/03/2026\n",
    )
    assert titles(found) == {"7": []}


def test_dates_of_a_matrix_follow_the_same_rule() -> None:
    found = joined(
        HEAD + "7,Ann,Lee,Carer\n07,Bo,Day,Carer\n",
        "Staff ID,Name,Fire Safety,Moving and Handling,Last supervision\n"
        "7,Bo Day,14/03/2026,14/03/2026,01/02/2026\n07,Bo Day,14/03/2026,14/03/2026,01/03/2026\n",
        matrix_dates="completed",
    )
    assert [(one.worker, str(one.on)) for one in dates_on_file(found)] == [("07", "2026-03-01")]


def test_evidence_follows_the_same_rule() -> None:
    staff = read_staff(io.StringIO(HEAD + "7,Ann,Lee,Carer\n07,Bo,Day,Carer\n"))
    rows = "Staff ID,Name,Kind,Competency,By,On\n7,{},sign-off,care-worker-1,Ruth Vale,01/02/2026\n"
    pathway = cp.load()
    one = pathway.competencies[0].id
    for name, changed, words in (
        ("Bo Day", (), "so nobody has it"),
        ("Cy Fox", ("7",), "it counts for the reference"),
        ("Ann Lee", ("7",), ""),
    ):
        evidence = read_evidence(io.StringIO(rows.replace("care-worker-1", str(one)).format(name)))
        applied = apply_evidence(staff.workers, evidence, staff=staff)
        assert applied.changed == changed
        found = " ".join(one.message for one in applied.problems)
        assert ("under another name" in found) == bool(words)
        assert words in found


def test_the_same_people_of_a_worker_file_follow_the_same_rule() -> None:
    one = read_staff(io.StringIO("ID,Job title\n8a,Carer\n"))
    other = read_staff(io.StringIO("ID,Job title\n8A,Carer\n8-A,Carer\n"))
    assert same_people(one, other) == {}


NAMES = st.sampled_from(["Ann Lee", "Bo Day", "Cy Fox", "Xi Zed"])
REFERENCES = st.sampled_from(["7", "07", "007", "8a", "8A", "8-a"])


@given(
    st.lists(st.tuples(REFERENCES, NAMES), min_size=1, unique_by=lambda one: one[0]),
    st.lists(st.tuples(REFERENCES, NAMES), min_size=1),
)
def test_nobody_gets_what_the_name_says_is_another_s(
    people: list[tuple[str, str]], rows: list[tuple[str, str]]
) -> None:
    """Rule: a name that one other person of the list has is never credited to who has the reference."""
    staff = "ID,Name,Job title\n" + "".join(f"{ref},{name},Carer\n" for ref, name in people)
    training = "Staff ID,Name,Course,Completed\n" + "".join(
        f"{ref},{name},Course {at} {name},14/03/2026\n" for at, (ref, name) in enumerate(rows)
    )
    named = dict(people)
    credited = titles(joined(staff, training))
    for ref, found in credited.items():
        for title in found:
            name = title.split(" ", 2)[2]
            assert name == named[ref] or list(named.values()).count(name) != 1


def test_a_file_that_writes_the_surname_first_is_read_so() -> None:
    """Rule: the column decides: where one name stands as the staff list has it, none is turned round."""
    staff = "Name,Job title\nAnn Able,Carer\nMrs Bob Bold,Carer\nCat de Cole,Carer\n"
    head = "Learner,Course,Completed\n"
    turned = joined(
        staff, f"{head}Able Ann,Fire,01/02/2026\nBOLD Bob,Fire,01/02/2026\nde Cole Cat,Falls,01/02/2026\n"
    )
    assert titles(turned) == {"row-1": ["Fire"], "row-2": ["Fire"], "row-3": ["Falls"]}
    assert "3 rows were matched by a name with the surname first" in str(
        [one.message for one in turned.notices]
    )
    mixed = joined(staff, f"{head}Able Ann,Fire,01/02/2026\nBob Bold,Fire,01/02/2026\n")
    assert titles(mixed) == {"row-1": [], "row-2": ["Fire"], "row-3": []}
    one = joined(staff, f"{head}Able Ann,Fire,01/02/2026\n")
    assert titles(one)["row-1"] == []
