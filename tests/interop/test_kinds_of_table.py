"""Staff lists, training lists and matrices as people have them; and who is who between them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from care_pathway.errors import DataError, UnknownIdError
from care_pathway.interop import examples, join_training, read_staff, read_training, recognise
from care_pathway.interop.matching import Entry, Matcher, Person, plain_reference
from care_pathway.interop.saved_mapping import mapping_of
from care_pathway.interop.staff import LeftOut, StaffFile, further_jobs
from tests.each import each

ON = date(2026, 11, 30)


def staff(text: str, **options: Any) -> StaffFile:
    return read_staff(io.StringIO(text), **options)


def training(text: str, **options: Any) -> StaffFile:
    return read_training(io.StringIO(text), **options)


def records(text: str, **options: Any) -> list[tuple[Any, ...]]:
    return [
        (
            row.reference,
            row.training.title,
            row.training.status and str(row.training.status),
            row.training.completed,
            row.training.expires,
        )
        for row in training(text, **options).training
        if row.training is not None
    ]


def said(found: StaffFile) -> str:
    return "\n".join(map(str, (*found.notices, *found.problems)))


# --- training lists ----------------------------------------------------------------------------------


def test_only_what_is_completed_has_a_day_that_counts() -> None:
    """Rule: a status that is not completed shows nothing, and how the column was read is said."""
    text = (
        "Learner ID,Module,Outcome,Enrolled on,Passed on,Valid until\n"
        "7,Falls,Passed,01/02/2026,03/02/2026,02/02/2027\n8,Falls,Not yet started,01/02/2026,,\n"
        "9,Falls,No show,01/02/2026,,\n10,Falls,Resit,01/02/2026,04/02/2026,\n11,Falls,N/A,,,\n"
        "12,Falls,Overdue,,03/02/2024,\n13,Falls,Overdue,,,\n14,Falls,Waitlisted,,,\n15,Falls,Booked,,,\n"
        "16,Falls,Complete,,,\n17,Falls,expired,,02/02/2024,02/02/2025\n18,Falls,purple,,02/02/2024,\n"
    )
    found = records(text)
    day = date(2024, 2, 3)
    assert [row[2] for row in found] == [
        *("completed", "not-started", "did-not-attend", "failed", "not-required", "expired", "not-started"),
        *("not-started", "booked", "completed", "expired", None),
    ]
    assert found[0][3:] == (date(2026, 2, 3), date(2027, 2, 2))
    assert found[5][3] == day
    assert found[11][3] == date(2024, 2, 2), "a day beside a status that is not understood is kept"
    words = said(training(text))
    assert "only what is completed shows anything" in words
    assert "status is not understood" in words
    assert "'purple'" in words
    assert "1 rows say completed without a day" in words


def test_a_yes_never_beats_a_day_and_a_code_never_beats_a_title() -> None:
    found = training(
        "Staff ref,Course code,Course,Course title,Completed,Completion date\n"
        "7,F1,F1,Falls,Yes,01/02/2026\n8,F1,F1,Falls,No,\n"
    )
    assert {one.field: one.header for one in found.columns if one.header} == {
        "worker": "Staff ref",
        "title": "Course title",
        "completed": "Completion date",
        "status": "Completed",
    }
    assert [row.training and row.training.status for row in found.training] == ["completed", "not-started"]
    assert "'Course code'" in said(found)


def test_a_due_date_is_no_expiry_unless_it_lies_well_after() -> None:
    """Rule: beside a status or an enrolment, or near the completion, due is the day it had to be done by."""
    near = "Staff ref,Course,Date completed,Due date\n7,Falls,01/02/2026,10/02/2026\n"
    status = "Staff ref,Course,Status,Date completed,Due\n7,Falls,Completed,01/02/2026,01/02/2027\n"
    later = "Staff ref,Course,Date completed,Due date\n7,Falls,01/02/2026,01/02/2027\n8,Falls,,01/02/2027\n"
    assert records(near)[0][4] is None
    assert records(status)[0][4] is None
    assert records(later)[0][4] == date(2027, 2, 1)
    assert records(near, columns={"expires": "Due date"})[0][4] == date(2026, 2, 10)
    assert records("Staff ref,Course,Done on,Renewal due\n7,Falls,01/02/2026,10/02/2026\n")[0][4] == date(
        2026, 2, 10
    )
    assert "not as an expiry" in said(training(near))


COMPLETED = (
    *("Passed on", "Last completed", "Date of Training", "Attended", "Time completed", "date_completed"),
    *("Completion Date (DD/MM/YYYY)", "Course date", "Award date", "completion_timestamp"),
)
EXPIRES = (
    *("Valid until", "Renewal due", "Expiry", "Next due date", "Certificate expires", "Refresher due"),
    *("Recertification date", "Date of expiry", "Due again", "expiry_timestamp"),
)


@each(
    ("heading", "field"),
    [
        *((heading, "completed") for heading in COMPLETED),
        *((heading, "expires") for heading in EXPIRES),
        *((heading, "due") for heading in ("Due", "Due date", "Complete by", "Deadline")),
        *((heading, "enrolled") for heading in ("Enrolment date", "Date assigned", "Start date")),
    ],
)  # fmt: skip
def test_the_grammar_of_headings_of_days(heading: str, field: str) -> None:
    found = training(f"Staff ref,Course,{heading},Status\n7,Falls,01/02/2026,Completed\n")
    assert next(one.header for one in found.columns if one.field == field) == heading


def test_progress_and_scores() -> None:
    text = "Staff ref,Course,Progress,Score\n7,Falls,100%,82\n8,Falls,45%,\n9,Falls,0%,\n"
    assert [row[2] for row in records(text)] == ["completed", "in-progress", "not-started"]
    assert records("Staff ref,Course,Score\n7,Falls,82%\n")[0][2:] == (None, None, None)
    assert "neither a status nor a day" in said(training("Staff ref,Course\n7,Falls\n"))


def test_days_after_the_day_of_the_answer_are_said() -> None:
    text = "Staff ref,Course,Completed,Expires\n7,Falls,01/02/2027,\n8,Falls,01/02/2026,01/02/2025\n"
    words = said(training(text, on=ON))
    assert "completed after 2026-11-30" in words
    assert "it expires before it was completed" in words


def test_a_day_to_come_beside_booked_is_no_day_of_completion() -> None:
    """Rule: the day for which something is planned is neither a completion nor a fault."""
    text = "Staff ref,Course,Status,Date taken\n" + "".join(
        f"{at},Falls,{status},{day}\n"
        for at, (status, day) in enumerate(
            (("Booked", "01/02/2027"), ("In progress", "01/02/2027"), ("Booked", "01/02/2025"))
        )
    )
    found = training(text, on=ON)
    assert [row.training and row.training.completed for row in found.training] == [
        None,
        None,
        date(2025, 2, 1),
    ]
    assert not found.problems


@each(
    ("status", "read"),
    [
        *((word, "completed") for word in ("Successful", "Completed Equivalent", "Meets requirement")),
        *((word, "expired") for word in ("Does not meet", "Superseded", "Invalid")),
        *((word, "not-started") for word in ("Subscribed", "Untrained", "Pending approval", "Not taken")),
        ("Apologies", "did-not-attend"),
        ("Exemption", "not-required"),
    ],
)
def test_the_words_of_status_of_more_systems(status: str, read: str) -> None:
    assert records(f"Staff ref,Course,Status,Completed\n7,Falls,{status},01/02/2026\n")[0][2] == read


def test_equal_problems_of_a_column_are_one_line() -> None:
    rows = "".join(f"{at},Falls,soon {at}\n" for at in range(100))
    found = training("Staff ref,Course,Date completed\n" + rows)
    assert len(found.problems) == 1
    assert "(100 rows: lines 2, 3, 4, 5, 6 and 95 more; found soon 0, soon 1, soon 2 and others)" in str(
        found.problems[0]
    )


# --- matrices ----------------------------------------------------------------------------------------

GRID = (
    "Payroll no,Job title,Falls,Fire safety,First aid at work,Medication,DBS\n"
    "7,Carer,14/03/2026,Expired 01/09/2025,N/A,Booked 12/3,01/01/2020\n"
    "8,Cook,Booked 12/01/2027,10/10/2025,,DUE,02/01/2020\n"
    "9,Carer,Yes,82%,Failed,In progress,03/01/2020\n"
    "Total,3,2,2,0,1,3\n"
)


def test_a_matrix_asks_what_its_days_are() -> None:
    """Rule: the days may be of completion or of expiry; that is asked for, never guessed."""
    with pytest.raises(DataError, match="matrix_dates='completed'"):
        training(GRID)
    with pytest.raises(UnknownIdError, match="matrix_dates"):
        training(GRID, matrix_dates="both")
    found = records(GRID, matrix_dates="completed")
    assert found == [
        ("7", "Falls", "completed", date(2026, 3, 14), None),
        ("7", "Fire safety", "expired", None, date(2025, 9, 1)),
        ("7", "First aid at work", "not-required", None, None),
        ("7", "Medication", "booked", None, None),
        ("8", "Falls", "booked", None, None),
        ("8", "Fire safety", "completed", date(2025, 10, 10), None),
        ("8", "Medication", "not-started", None, None),
        ("9", "Falls", "completed", None, None),
        ("9", "Fire safety", None, None, None),
        ("9", "First aid at work", "failed", None, None),
        ("9", "Medication", "in-progress", None, None),
    ]
    expiry = records(GRID, matrix_dates="expires")
    assert expiry[0] == ("7", "Falls", "completed", None, date(2026, 3, 14))
    words = said(training(GRID, matrix_dates="completed"))
    assert "days of completion" in words
    assert "'DBS'" in words
    assert "1 rows name nobody" in words


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "All dates are expiry dates,,\nName,Falls,Fire\nAnn Quill,01/02/2027,\nBob Zed,,03/04/2027\n",
            "expires",
        ),
        ("Date of completion,,\nName,Falls,Fire\nAnn Quill,01/02/2025,\nBob Zed,,03/04/2025\n", "completed"),
        ("Name,Falls (expiry),Fire - expires\nAnn Quill,01/02/2027,\nBob Zed,,03/04/2027\n", "expires"),
        (
            "Name,Falls,,Fire,\n,Completed,Expires,Completed,Expires\n"
            "Ann Quill,,01/02/2027,,\nBob Zed,,,,03/04/2027\n",
            "expires",
        ),
    ],
)
def test_a_matrix_that_says_what_its_days_are_is_not_asked(text: str, dates: str) -> None:
    found = training(text)
    rows = [(one.title, getattr(one, dates)) for row in found.training if (one := row.training)]
    assert [title for title, _ in rows] == ["Falls", "Fire"]
    assert all(day is not None for _, day in rows)


def test_legends_groups_teams_and_qualifications() -> None:
    text = (
        "Key: X = completed,,,,,\nR = not required,,,,,\n"
        "Name,Role,Falls,Fire,NVQ,Care Certificate\n"
        "Night team,,,,,\nAnn Quill,Carer,X,R,Level 2 (2019),Yes\n"
        "Day team,,,,,\nName,Role,Choking,Fire,NVQ,Care Certificate\n"
        "Bob Zed,Carer,,X,No,\nCas Oak,Cook,X,odd,In progress,\n"
    )
    found = training(text)
    assert [(row.training.title, str(row.training.status)) for row in found.training if row.training] == [
        ("Falls", "completed"),
        ("Fire", "not-required"),
        ("Care Certificate", "completed"),
        ("Fire", "completed"),
        ("Choking", "completed"),
    ]
    held = [row.qualification for row in found.training if row.qualification]
    assert [(one.level, one.working_towards) for one in held] == [(2, False), (None, True)]
    assert "marks were read as its legend says: 'x' as completed, 'r' as not-required" in said(found)
    assert "this cell is not understood" in said(found)
    joined = join_training(staff("Name,Job title\nAnn Quill,Carer\nBob Zed,Carer\nCas Oak,Cook\n"), found)
    assert len(joined.workers[0].training or ()) == 3
    assert [one.level for one in joined.workers[0].qualifications or ()][:1] == [2]


def test_a_tracker_of_the_fifteen_standards_is_a_matrix() -> None:
    heads = ",".join(f"Standard {number}" for number in range(1, 16))
    text = f"Staff ref,{heads}\n7,{','.join(['01/02/2026'] * 15)}\n8,{','.join(['Yes', *[''] * 14])}\n"
    found = records(text, matrix_dates="completed")
    assert len(found) == 16
    assert found[0][1] == "Care Certificate standard 1"


def test_a_category_that_names_none_of_asc_wds_is_left_out_by_name() -> None:
    """Rule: a column headed Category that says Mandatory is no fault of each row."""
    text = "Staff ref,Course,Category,Completed\n1,Falls,Mandatory,01/02/2026\n2,Falls,Core,01/02/2026\n"
    found = training(text)
    assert not found.problems
    assert found.left_out == ("Category",)
    named = training(text.replace("Core", "Fire safety"))
    assert named.training[1].training is not None
    assert named.training[1].training.ascwds_category == 6
    assert len(named.problems) == 1
    assert training(text.replace("Category", "ASC-WDS category")).problems


def test_a_column_headed_as_caregivers_holds_names() -> None:
    found = training("Care giver,Course,Completed\nAnn Quill,Falls,01/02/2026\nBob Zed,Falls,01/02/2026\n")
    people = staff("Caregiver,Job title\nAnn Quill,Carer\nBob Zed,Carer\n")
    joined = join_training(people, found)
    assert all(one.training for one in joined.workers)


# --- staff lists -------------------------------------------------------------------------------------


def test_who_is_not_at_work_on_the_day_is_left_out_and_listed() -> None:
    text = (
        "Staff ref,Job title,Start date,Employee status,Termination date\n"
        "1,Carer,01/01/2024,Active,\n2,Carer,01/01/2024,Resigned,01/06/2025\n3,Carer,01/01/2024,,01/06/2025\n"
        "4,Carer,01/01/2027,,\n5,VACANT - Carer,,,\n6,Carer,01/01/2024,Maternity leave,\n"
        "7,Carer,01/01/2024,Leaver,31/12/2026\n1,Carer,01/01/2024,Active,\n"
    )
    found = staff(text, on=ON)
    assert [worker.id for worker in found.workers] == ["1", "6", "7"]
    assert [record.left_out for record in found.records] == [
        *(None, LeftOut.LEAVER, LeftOut.LEAVER, LeftOut.STARTER, LeftOut.VACANCY, None, None, LeftOut.AGAIN)
    ]
    assert "2 people who have left on 2026-11-30 left out of the counts (lines 3, 4)" in said(found)
    assert [worker.id for worker in staff(text, on=ON, include_leavers=True).workers] == list("1234567")
    assert [worker.id for worker in staff(text).workers] == ["1", "3", "4", "6"]
    assert "without a day nobody is left out" in said(staff(text))


def test_a_remark_beside_a_title_or_a_name_says_who_is_not_at_work() -> None:
    rows = [
        *(
            "Ann Quill,Leaver - Carer",
            "Bob Zed (left),Carer",
            "LEAVER: Cas Oak,Carer",
            "Dee Fir - left 01/02/2026,Cook",
        ),
        *(
            "Eve Elm (starts 01/01/2027),Carer",
            "Flo Ash,Carer - new starter 01/01/2027",
            "Gus Bay - VACANT,Carer",
        ),
        *(
            "Hal Yew (leaving 31/12/2026),Carer",
            "Ivy Low (new starter 01/02/2026),Carer",
            "Jo May (Left Bank),Carer",
        ),
    ]
    found = staff("Name,Job title\n" + "\n".join(rows) + "\n", on=ON)
    kinds = [*[LeftOut.LEAVER] * 4, *[LeftOut.STARTER] * 2, LeftOut.VACANCY, None, None, None]
    assert [record.left_out for record in found.records] == kinds


def test_people_of_two_jobs_and_two_people_of_one_reference() -> None:
    text = "Staff ref,Name,Job title\n1,Ann Quill,Carer\n1,Ann Quill,Cook\n2,Bob Zed,Carer\n2,Cas Oak,Carer\n"
    found = staff(text)
    assert [worker.id for worker in found.workers] == ["1", "1-row-2", "2", "2-row-4"]
    assert "with another job" in str(found.problems[0])
    assert "two people may share it" in str(found.problems[1])
    joined = join_training(found, training("Staff ref,Course,Completed\n1,Falls,01/02/2026\n"))
    assert [len(worker.training or ()) for worker in joined.workers] == [1, 1, 0, 0]
    assert further_jobs(joined) == {"1-row-2": "1"}
    assert [one.line for one in joined.to_check] == [5], "a further job is nothing to settle"


@pytest.mark.parametrize(
    "heads",
    [
        ("Job title", "Job title 2", "Job title 3"),
        ("Primary role", "Second job", "Other role"),
        ("Role 1", "Role 2", "Additional position held"),
        ("Job title", "Job title", "Third post"),
        ("Post", "", "Further role"),
    ],
)
def test_several_jobs_in_one_row_are_those_of_one_person(heads: tuple[str, str, str]) -> None:
    """Rule: they are read as several rows of one person are; what else the row says is about the first."""
    text = (
        f"Staff ref,Full name,{','.join(heads)},Start date,Manages staff,NVQ\n"
        "1,Ann Quill,Carer,Cook,carer,01/02/2020,yes,3\n2,Bob Zed,Carer,Cleaner,Team leader,01/02/2021,no,\n"
        "3,Cas Oak,,Driver,None,,,\n4,Dee Fir,Carer,n/a,N/A,,,\n"
        "5,Eve Elm,Carer,Cook,,,,\n5,Eve Elm,Cook,Carer,,,,\n"
    )
    found = staff(text, on=ON)
    jobs = ("Cleaner", "Team leader") if heads[1] else ("Team leader", "Cleaner")
    assert [(one.id, one.job_title) for one in found.workers] == [
        *(
            ("1", "Carer"),
            ("2", "Carer"),
            ("3", "Driver"),
            ("4", "Carer"),
            ("5", "Carer"),
            ("5-row-6", "Cook"),
        ),
        *(("1-job-2", "Cook"), ("2-job-2", jobs[0]), ("2-job-3", jobs[1])),
    ]
    first, second = found.workers[0], found.workers[6]
    assert first.context.manages_staff is True
    assert second.context.manages_staff is None
    assert second.started_in_role is None
    assert first.qualifications
    assert second.qualifications == first.qualifications
    assert "2 people have a further job in the same row" in said(found)
    assert "not read" not in said(found)
    joined = join_training(found, training("Staff ref,Course,Completed\n1,Falls,01/02/2026\n"))
    assert [one.id for one in joined.workers if one.training] == ["1", "1-job-2"]
    assert further_jobs(joined)["1-job-2"] == "1"
    assert found.record_of("1-job-2").line == 2


def test_several_jobs_in_one_row_of_a_list_of_names() -> None:
    found = staff("Full name,Job title,Job title 2\nAnn Quill,Carer,Cook\nBob Zed,Carer,\n")
    assert [one.id for one in found.workers] == ["row-1", "row-2", "row-1-job-2"]
    joined = join_training(found, training("Full name,Course,Completed\nAnn Quill,Falls,01/02/2026\n"))
    assert [one.id for one in joined.workers if one.training] == ["row-1", "row-1-job-2"]
    assert further_jobs(joined) == {"row-1-job-2": "row-1"}


@pytest.mark.parametrize("heading", ["Job title", "", "Job title 2"])
def test_a_further_job_is_read_again_by_a_mapping_that_was_kept(heading: str) -> None:
    """Rule: what has no heading is found by its cells again; it cannot be named."""
    text = f"Ref,Job title,{heading},Start\n1,Carer,Cook,01/02/2020\n2,Carer,,01/02/2021\n"
    kept = mapping_of("staff.csv", "staff", staff(text).columns)
    assert [one.job_title for one in staff(text, columns=kept.columns).workers] == ["Carer", "Carer", "Cook"]


def test_who_has_left_has_no_further_job() -> None:
    rows = "1,Carer,Cook,01/02/2020\n2,VACANT,Cook,\n3,Carer,Vacant,\n"
    text = f"Staff ref,Job title,Second job,Leaving date\n{rows}"
    assert [one.id for one in staff(text, on=ON).workers] == ["3"]
    assert "1 person who has left" in said(staff(text, on=ON))
    kept = staff(text, on=ON, include_leavers=True).workers
    assert [one.id for one in kept] == ["1", "2", "3", "1-job-2", "2-job-2"]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Second job", "Yes|No"), ("Other role", "12|14"), ("Additional post", "01/02/2026|")],
)
def test_a_column_of_further_jobs_that_names_none_is_said(heading: str, cells: str) -> None:
    one, other = cells.split("|")
    found = staff(f"Staff ref,Job title,{heading}\n1,Carer,{one}\n2,Carer,{other}\n")
    assert len(found.workers) == 2
    assert f"1 column is not read: '{heading}'" in said(found)
    mixed = staff("Staff ref,Job title,Second job\n1,Carer,Yes\n2,Carer,Cook\n3,Cook,Driver\n")
    assert [one.id for one in mixed.workers] == ["1", "2", "3", "2-job-2", "3-job-2"]
    assert "expected the title of a further job" in said(mixed)


def test_a_title_on_several_lines_is_one_title() -> None:
    """Rule: where a cell breaks its lines says nothing."""
    found = staff('Staff ref,Job title,Service\n1,"Team\nLeader","Elm\nHouse"\n2,"Registered\r\nManager ",\n')
    assert [worker.job_title for worker in found.workers] == ["Team Leader", "Registered Manager"]
    assert found.workers[0].setting == "Elm House"


def test_courses_of_a_matrix_that_is_the_staff_list_too_are_read() -> None:
    """Rule: no column is said not to be read that is read."""
    text = "Staff ref,Job title,Shoe,Falls,Fire safety\n1,Carer,7,01/02/2026,Expired\n2,Cook,8,01/02/2026,\n"
    joined = join_training(staff(text), training(text, matrix_dates="completed"))
    words = said(joined)
    assert "1 column is not read: 'Shoe'" in words
    assert "not read: 'Falls'" not in words
    assert "2 columns" not in words
    assert joined.left_out == ("Shoe",)
    kept = recognise(io.StringIO(text))
    assert kept.left_out == ("Shoe",)
    assert ("job_title", "Job title") in [(one.field, one.header) for one in kept.columns]


def test_sites_settings_and_names_only() -> None:
    text = "Full name,Job title,Home\nAnn Quill,Carer,Oak\nBob Zed,Cook,Elm\n"
    found = staff(text, setting="nursing home")
    assert [worker.id for worker in found.workers] == ["row-1", "row-2"]
    assert [worker.setting for worker in found.workers] == ["nursing home", "nursing home"]
    assert [record.site for record in found.records] == ["Oak", "Elm"]
    words = said(found)
    assert "2 sites or teams" in words
    assert "names serve only to join files" in words
    assert "Quill" not in words + repr(found) + repr(found.records[0]) + str(found.records[0].person)


def test_a_column_of_references_that_are_names_is_judged_as_a_column() -> None:
    text = "Staff,Job title\nAnn Quill,Carer\nOrla Zed (2),Carer\nJ Smith 2,Cook\n"
    assert [worker.id for worker in staff(text).workers] == ["row-1", "row-2", "row-3"]
    text = "Staff,Job title\nann@example.org,Carer\nbob@example.org,Carer\n"
    assert [worker.id for worker in staff(text).workers] == ["row-1", "row-2"]


def test_a_list_without_a_header_shows_nobody() -> None:
    for text in (
        "1,Ann Quill,QQ123456C,13/07/1971,Trainee\n",
        "Ann Quill,Trainee,Worker\n",
        "Ann Quill,ann@example.org,Manager,Staff\n",
    ):
        with pytest.raises(DataError) as caught:
            staff(text)
        assert "Quill" not in str(caught.value)


# --- who is who --------------------------------------------------------------------------------------


def test_people_are_matched_by_reference_then_by_name_or_address() -> None:
    """Rule: exactly, then by a normalised reference, then by name or e-mail where unique on both sides."""
    people = staff(
        "Staff ref,First name,Surname,Email,Job title\n"
        "00124,Ann,Quill,a@x.org,Carer\nS-7,Bob,Zed,b@x.org,Carer\n"
        "9,Cas,Oak,,Carer\n10,Cas,Oak,,Carer\n"
    )
    trained = training(
        "Learner,Learner email,Emp no,Course,Completed\n,,124.0,Falls,01/02/2026\n,,s 7,Falls,01/02/2026\n"
        '"Quill, Ann",,,Fire,01/02/2026\nMr Bob Zed,,,Fire,01/02/2026\nSomebody,A@X.org,,Choking,01/02/2026\n'
        "Cas Oak,,,Fire,01/02/2026\nNobody Known,,,Fire,01/02/2026\n"
    )
    joined = join_training(people, trained)
    assert [[one.title for one in worker.training or ()] for worker in joined.workers] == [
        ["Falls", "Fire", "Choking"],
        ["Falls", "Fire"],
        [],
        [],
    ]
    words = said(joined)
    assert "2 rows were matched by a name" in words
    assert "2 rows were matched by a reference that is written otherwise" in words
    assert words.count("fit several people") == 1
    assert [one.line for one in joined.problems] == [7, 8], "one message for one cause"
    for name in ("Quill", "Zed", "Known", "x.org"):
        assert name.casefold() not in words.casefold()


def test_a_name_that_several_learners_have_is_not_matched() -> None:
    people = staff("Staff ref,Full name,Job title\n1,Ann Quill,Carer\n")
    trained = training(
        "User ID,Full name,Course,Completed\n7,Ann Quill,Falls,01/02/2026\n8,Ann Quill,Fire,01/02/2026\n"
    )
    joined = join_training(people, trained)
    assert joined.workers[0].training is None
    assert [one.message.startswith("by its name in this file") for one in joined.problems] == [True]


def test_training_of_people_who_have_left_is_no_problem() -> None:
    people = staff("Staff ref,Job title,Leaving date\n1,Carer,\n2,Carer,01/01/2020\n", on=ON)
    joined = join_training(
        people, training("Staff ref,Course,Completed\n2,Falls,01/02/2019\n3,Falls,01/02/2019\n")
    )
    assert "1 rows are about people who are left out of the counts" in said(joined)
    assert len(joined.problems) == 1


def test_the_matcher_alone() -> None:
    assert [plain_reference(text) for text in ("007", "7.0", "E/007-B", "--")] == ["7", "7", "e7b", ""]
    people = Matcher([Entry("a", "1", Person(name="x y")), Entry("b", "01", Person(name="x y"))])
    assert people.find("001", Person()) == ()
    assert people.find(None, Person(name="x y")) == ()
    assert "by its reference that is written otherwise" in people.why_not("001", Person())
    assert "by its name" in people.why_not(None, Person(name="x y"))
    assert people.why_not("3", Person()) == "no worker has this reference"
    assert people.why_not(None, Person(name="z")) == "nobody in the staff list has this name"
    assert people.find("1", Person()) == ("a",)


# --- recognition -------------------------------------------------------------------------------------


@each(
    ("text", "kind"),
    [
        ("Staff ref,Job title\n1,Carer\n", "staff"),
        ("Staff ref,Course,Completed\n1,Falls,01/02/2026\n", "training-list"),
        (GRID, "training-matrix"),
        ("Staff ref,Kind,Competency,Date\n1,sign-off,a:b,01/02/2026\n", "evidence"),
        ("Course title,Price,Duration\nFalls,£5,2 hours\n", "courses"),
        ("What,Else\na,b\n", "unknown"),
        (
            "LOCALESTID,UNIQUEWORKERID,CATEGORY,DESCRIPTION,DATECOMPLETED,EXPIRYDATE,ACCREDITED,NOTES\n",
            "ascwds-training",
        ),
        ("period|establishmentid|x\n", "ascwds-analysis"),
    ],
)
def test_kinds_of_file(text: str, kind: str) -> None:
    found = recognise(io.StringIO(text))
    assert found.kind == kind
    assert (found.question is not None) == (kind in ("unknown", "training-matrix"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("staff.csv", "staff"),
        ("training.csv", "training-list"),
        ("evidence.csv", "evidence"),
        ("courses.csv", "courses"),
    ],
)
def test_the_bundled_files_are_what_they_are(name: str, kind: str) -> None:
    """Duties answered with yes and no are no courses, and the days of an authorisation are none either."""
    assert recognise(examples.file(name)).kind == kind


def test_a_course_named_as_a_duty_is_one_where_it_holds_days() -> None:
    text = "Staff ref,Delegated healthcare,Fire safety\nS1,01/02/2026,02/02/2026\nS2,03/02/2026,04/02/2026\n"
    found = recognise(io.StringIO(text))
    assert found.kind == "training-matrix"
    assert {one.header for one in found.columns} >= {"Delegated healthcare", "Fire safety"}


def test_what_is_recognised_says_why_and_what_is_left_out() -> None:
    found = recognise(io.StringIO("Emp no,Surname,Role,Shoe size\n1,Quill,Carer,7\n2,Zed,Cook,8\n"))
    assert [(one.field, one.header, one.why) for one in found.columns] == [
        ("id", "Emp no", "headed so"),
        ("job_title", "Role", "headed so"),
        ("name (last)", "Surname", "only used to join files"),
    ]
    assert found.left_out == ("Shoe size",)
    with pytest.raises(DataError, match="PDF"):
        recognise(io.BytesIO(b"%PDF-1.7"))


@each("heading", ["User", "Learner", "Student", "Delegate", "Attendee", "Candidate"])
def test_whoever_learns_may_be_called_by_a_code(heading: str) -> None:
    """Rule: what the cells hold says whether such a column has references or names; names are for joining."""
    text = f"{heading},Course,Completion date\n{{}},Falls,01/02/2026\n{{}},Fire,02/02/2026\n"
    assert [row.reference for row in training(text.format("u101", "u102")).training] == ["u101", "u102"]
    named = training(text.format("Ann Quill", "Bob Vole")).training
    assert [(row.reference, row.person.name) for row in named] == [(None, "ann quill"), (None, "bob vole")]
