"""The analysts' worker file: decided by header, other codes, flags that cannot be trusted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from care_pathway.errors import DataError
from care_pathway.interop import join_training, recognise
from care_pathway.interop.ascwds import (
    FileKind,
    PathwayAnswer,
    StaffFile,
    join,
    read_training,
    read_workers,
    read_workplaces,
    training_categories,
    write_workers,
)
from tests.each import each
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


@each(
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


# --- training and workplaces -------------------------------------------------------------------------

TRAINING = (
    "period|establishmentid|workerid|mainjrid|mainstid|careworkforcepathway|training_name|training_category|"
    "accredited_training|training_valid_months|training_completion_date|training_expiry_date"
)
WORKPLACE = (
    "period|establishmentid|regtype|totalstaff|mainstid|cwpawareness|cwpuse|cwpreason1|cwpreason2|cwpreason10|"
    "dhaconducted|dhatype1|dhatype8"
)


def trained(*rows: str, on: date | None = None) -> StaffFile:
    return read_training(build.file("\n".join((TRAINING, *rows)) + "\n"), on=on)


def placed(*rows: str) -> StaffFile:
    return read_workplaces(build.file("\n".join((WORKPLACE, *rows)) + "\n"))


def test_an_analysis_training_file() -> None:
    """Rule: one row for each training, with the analysts' codes; an expiry follows from the months."""
    found = trained(
        "M202606|100|7|8|2|2|Hoist training|20|1|12|01/02/2026|",
        "M202606|100|8|8|2|2||6|-1||01/02/2026|01/02/2028",
        "M202606|100|8|8|2|2|Falls|-1|2||31/02/2026|",
        on=date(2026, 11, 30),
    )
    assert str(found.kind) == "analysis-training"
    rows: list[Any] = [row.training for row in found.training]
    first, second, third = rows
    assert (first.title, first.accredited, first.expires) == ("Hoist training", True, date(2027, 1, 31))
    codes_of = {one.code for one in training_categories()}
    assert {first.ascwds_category, second.ascwds_category} <= codes_of
    assert second.title == next(
        one.label for one in training_categories() if one.code == second.ascwds_category
    )
    assert (third.ascwds_category, third.accredited, third.completed) == (None, None, None)
    assert [(one.line, one.column) for one in found.problems] == [(4, "training_completion_date")]


def test_codes_that_no_analysis_file_has() -> None:
    """Rule: a code of another list, a future day and a training without a subject are problems; rows stay."""
    found = trained(
        "M202606|100|7|8|2|2||999|7||01/02/2027|",
        "M202606|100|7|8|2|2|Falls||||01/02/2027|",
        on=date(2026, 11, 30),
    )
    assert len(found.training) == 2
    assert [one.column for one in found.problems] == [
        "training_category",
        "training_completion_date",
        "training_name",
        "training_completion_date",
    ]


def test_an_analysis_workplace_file() -> None:
    """Rule: the answers about the Pathway have the codes of uploads, whichever file they are from."""
    first, second = placed("M202606|100|2|30|2|0|1|1||10|1|1|", "M202606|101|0|-1|2|-2|0||||0||").workplaces
    assert (first.awareness, first.use, first.use_reasons) == (4, 1, (1, 10))
    assert (first.delegated_healthcare, first.activities) == (True, ("vital-signs-monitoring",))
    assert (first.regulated, first.total_staff) == (True, 30)
    assert (second.awareness, second.use, second.delegated_healthcare) == (None, 2, False)
    assert (second.regulated, second.total_staff) == (False, None)


def test_the_analysts_files_are_joined_period_by_period() -> None:
    """Rule: training goes to the worker of its own period, and replaces what the worker file says of it."""
    staff = read(
        {"period": "M202605", "tr20flag": "1", "tr20latestdate": "01/02/2026"},
        {"period": "M202606", "mainstid": ""},
    )
    more = trained(
        "M202605|100|7|8|2|2|Hoists|20|1||01/02/2026|",
        "M202606|100|7|8|2|2|Falls|-1|0||03/03/2026|",
        "M202606|100|9|8|2|2|Falls|-1|0||03/03/2026|",
    )
    joined = join(staff, training=more, workplaces=placed("M202606|100|2|30|2|1|1||||1||"))
    may, june = joined.workers
    assert [one.title for one in may.training or ()] == ["Hoists"]
    assert [one.title for one in june.training or ()] == ["Falls"]
    assert june.setting is not None
    assert "1 records of training are of nobody" in joined.notices[-1].message
    assert join_training(staff, more).workers[0].training == may.training


def test_analysis_files_that_lack_a_column_or_are_others() -> None:
    """Rule: the wrong analysis file, or one without its keys, is refused by name."""
    with pytest.raises(DataError, match="training file has no column establishmentid"):
        read_training(build.file("period|workerid|training_name|training_category|mainstid\n"))
    with pytest.raises(DataError, match="perhaps of leavers"):
        read_workers(build.file("period|establishmentid|workerid|leavedate\n"))
    with pytest.raises(DataError, match="read it with read_training"):
        read_workplaces(build.file(TRAINING + "\n"))
    with pytest.raises(
        DataError, match=r"expected an analysis-training file.*Take all files from one export"
    ):
        join(read({}), training=placed("M202606|100|2|30|2|0|1|1||10|1|1|"))


def test_the_analysts_files_are_recognised() -> None:
    """Rule: each column of a file with pipes is named."""
    found = recognise(build.file(TRAINING + "\nM202606|100|7|8|2|2|Falls|-1|0||03/03/2026|\n"))
    assert found.kind == "ascwds-analysis"
    assert len(found.columns) == len(TRAINING.split("|"))
