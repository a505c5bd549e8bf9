"""The analysts' worker file: decided by header, other codes, flags that cannot be trusted."""

from __future__ import annotations

from datetime import date

import pytest

from care_pathway.errors import DataError
from care_pathway.interop.ascwds import FileKind, PathwayAnswer, StaffFile, read_workers, write_workers
from tests.interop import ascwds_build as build

NAMES = [
    "period",
    "establishmentid",
    "workerid",
    "regtype",
    "mainstid",
    "mainjrid",
    "strtdate",
    "startsec",
    "ccstatus",
    "ccQ2status",
    "ccQ2status_year",
    "ql54achq3",
    "ql54year3",
    "ql28achq4",
    "ql28year4",
    "tr20flag",
    "tr20latestdate",
    "tr06flag",
    "tr06latestdate",
    "careworkforcepathway",
    "delegatedhealthcareactivities",
]
BASE = {
    "period": "M202606",
    "establishmentid": "100",
    "workerid": "7",
    "regtype": "2",
    "mainstid": "2",
    "mainjrid": "8",
    "strtdate": "01/02/2020",
    "startsec": "2018",
    "ccstatus": "-1",
    "ccQ2status": "-1",
    "careworkforcepathway": "2",
    "delegatedhealthcareactivities": "0",
}


def read(
    *rows: dict[str, str], names: list[str] = NAMES, on: date | None = None, mark: str = "|"
) -> StaffFile:
    lines = [mark.join(names), *(mark.join({**BASE, **row}.get(name, "") for name in names) for row in rows)]
    return read_workers(build.file("\n".join(lines) + "\n"), on=on)


@pytest.mark.parametrize(
    ("cell", "answer", "role_category"),
    [
        ("7", "category", "registered-manager"),
        ("8", "none-of-the-above", None),
        ("-2", "do-not-know", None),
        ("-1", "not-answered", None),
        ("", "not-answered", None),
        ("998", "unreadable", None),
        ("999", "unreadable", None),
        ("x", "unreadable", None),
    ],
)
def test_the_answer_has_codes_of_its_own(cell: str, answer: str, role_category: str | None) -> None:
    staff = read({"careworkforcepathway": cell})
    assert staff.records[0].answer is PathwayAnswer(answer)
    assert staff.workers[0].role_category == role_category
    assert bool(staff.problems) == (answer == "unreadable")


def test_an_upload_code_is_explained() -> None:
    assert "upload code" in read({"careworkforcepathway": "998"}).problems[0].message


def test_what_a_row_becomes() -> None:
    staff = read({"ccstatus": "1", "ccQ2status": "1", "ccQ2status_year": "2025"}, on=date(2026, 6, 30))
    worker = staff.workers[0]
    assert staff.kind is FileKind.ANALYSIS_WORKER
    assert worker.id == "7"
    assert worker.setting == "care-home"
    assert worker.started_in_role == date(2020, 2, 1)
    assert worker.started_in_care == date(2018, 12, 31)
    assert worker.context.delegated_healthcare is False
    assert worker.context.regulated_service is True
    assert [t.title for t in worker.training or ()] == ["Care Certificate"]
    assert [q.learning for q in worker.qualifications or ()] == ["l2-adult-social-care-certificate"]


def test_missing_values() -> None:
    worker = read(
        {"mainjrid": "-1", "startsec": "-2", "strtdate": "", "delegatedhealthcareactivities": "-2"}
    ).workers[0]
    assert worker.ascwds_job_role is None
    assert worker.started_in_care is None
    assert worker.context.delegated_healthcare is None
    assert worker.training is None
    assert worker.qualifications is None


def test_retired_roles_are_read_as_what_took_them_over() -> None:
    assert [
        w.ascwds_job_role for w in read({"mainjrid": "22"}, {"mainjrid": "41", "workerid": "8"}).workers
    ] == [27, 40]


def test_a_flag_counts_only_where_it_can_be_trusted() -> None:
    """Held is what has a year, or a flag of 1 or more in a column marked reliable."""
    assert read({"ql54achq3": "1"}).workers[0].qualifications is None
    held = read({"ql54year3": "2019", "ql28achq4": "2"}).workers[0].qualifications or ()
    assert [(q.name, q.achieved) for q in held] == [
        ("Any registered nursing qualification", None),
        ("Health and social care: generic pathway", date(2019, 1, 1)),
    ]


def test_the_latest_training_of_each_category() -> None:
    cells = {"tr20flag": "1", "tr20latestdate": "31/02/2024", "tr06flag": "0", "tr06latestdate": "01/03/2024"}
    training = read(cells).workers[0].training or ()
    assert [(t.ascwds_category, t.completed) for t in training] == [(6, date(2024, 3, 1)), (20, None)]


def test_cells_that_cannot_be_read() -> None:
    staff = read(
        {"mainjrid": "99", "strtdate": "2020-02-01", "delegatedhealthcareactivities": "yes"},
        {"workerid": "8", "strtdate": "01/01/2030"},
        on=date(2026, 6, 30),
    )
    assert [p.column for p in staff.problems] == [
        "mainjrid",
        "strtdate",
        "delegatedhealthcareactivities",
        "strtdate",
    ]
    assert staff.workers[1].started_in_role is None


def test_rows_that_are_no_records() -> None:
    lines = ["|".join(NAMES), "|".join(NAMES), "a|b", '"open|x', "|".join({**BASE}.get(n, "") for n in NAMES)]
    staff = read_workers(build.file("\n".join(lines)))
    assert len(staff.workers) == 1
    assert len(staff.problems) == 3
    assert len(staff.lost) == 2


def test_the_same_worker_twice_and_without_an_id() -> None:
    staff = read({}, {}, {"workerid": ""})
    assert len(staff.workers) == 1
    assert [p.message for p in staff.problems] == ["a second row of this worker", "the worker id is missing"]


def test_several_periods() -> None:
    staff = read({}, {"period": "M202607"})
    assert [worker.id for worker in staff.workers] == ["M202606/7", "M202607/7"]
    assert "several periods" in staff.notices[0].message


def test_old_extracts_and_commas() -> None:
    staff = read({}, names=[name for name in NAMES if name != "careworkforcepathway"], mark=",")
    assert staff.old
    assert staff.records[0].answer is PathwayAnswer.NOT_ASKED
    assert len(staff.workers) == 1


def test_columns_that_must_be_there_and_no_writing() -> None:
    with pytest.raises(DataError, match="no column establishmentid"):
        read({}, names=["period", "workerid", "mainjrid"])
    with pytest.raises(DataError, match="analysis-worker"):
        write_workers(read({}), "nowhere.csv")


def test_children_services() -> None:
    assert read({"mainstid": "75"}).workers[0].context.adult_service is False
