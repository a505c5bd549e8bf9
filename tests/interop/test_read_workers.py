"""Worker, workplace and training uploads become people, with every oddity of the format."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.errors import DataError, UnknownIdError
from care_pathway.interop import ascwds, examples
from care_pathway.interop.ascwds import (
    FileKind,
    Marker,
    PathwayAnswer,
    StaffFile,
    join,
    read_training,
    read_workers,
    read_workplaces,
)
from care_pathway.interop.ascwds.cells import WARNS
from care_pathway.interop.ascwds.people import expiry
from tests.each import each
from tests.interop import ascwds_build as build

ON = date(2026, 6, 30)


def one(**cells: Any) -> Any:
    staff = read_workers(build.workers(build.row(**cells)), on=ON)
    return staff.workers[0]


def messages(staff: StaffFile) -> list[str]:
    return [problem.message for problem in staff.problems]


@each(
    ("cell", "answer", "role_category"),
    [
        ("3", "category", "enhanced-care-worker"),
        ("998", "none-of-the-above", None),
        ("999", "do-not-know", None),
        ("", "not-answered", None),
        ("8", "unreadable", None),
    ],
)
def test_the_answer_and_its_kinds_of_non_answer(cell: str, answer: str, role_category: str | None) -> None:
    staff = read_workers(build.workers(build.row(CWPCATEGORY=cell)))
    record = staff.records[0]
    assert (record.answer, record.role_category) == (PathwayAnswer(answer), role_category)
    assert staff.workers[0].role_category == role_category
    assert record.raw("CWPCATEGORY") == cell


def test_an_old_layout_was_not_asked() -> None:
    later = ("CWPCATEGORY", "DHA", "L2CARECERT")
    keep = [position for position, name in enumerate(build.WORKER) if name not in later]
    rows = [[cells[position] for position in keep] for cells in (build.WORKER, build.row())]
    staff = read_workers(build.file(build.text(*rows)))
    assert staff.old
    assert staff.records[0].answer is PathwayAnswer.NOT_ASKED
    assert "old layout" in staff.notices[0].message
    assert staff.workers[0].role_category is None


def test_what_a_worker_row_becomes() -> None:
    worker = one(
        MAINJOBROLE="23",
        MAINJRDESC="Dementia lead, nights",
        DHA="1",
        STARTDATE="15/03/2019",
        STARTINSECT="2019",
    )
    assert worker.job_title == "Dementia lead, nights"
    assert worker.ascwds_job_role == 23
    assert worker.context.delegated_healthcare is True
    assert worker.started_in_role == date(2019, 3, 15)
    # Never more experience than the file shows.
    assert worker.started_in_care == date(2019, 3, 15)
    assert one(STARTINSECT="2010").started_in_care == date(2010, 12, 31)
    assert one(STARTINSECT="2010", STARTDATE="").started_in_care == date(2010, 12, 31)
    assert one(STARTINSECT="999").started_in_care is None


@pytest.mark.parametrize(("cell", "answer"), [("1", True), ("2", False), ("999", None), ("", None)])
def test_delegated_healthcare_is_three_valued(cell: str, answer: bool | None) -> None:
    assert one(DHA=cell).context.delegated_healthcare is answer


def test_registered_nurses_are_known_by_their_register() -> None:
    assert one(MAINJOBROLE="16", NMCREG="01").context.professional_registration is True
    assert one().context.professional_registration is None
    assert one(MAINJOBROLE="42").context.adult_service is False


def test_qualifications_from_the_fourth_on_and_short_rows() -> None:
    header = build.names(5)
    long = build.row(5, QUALACH01="54;2019", QUALACH04="100;2020", QUALACH05="7;2020")
    short = build.row(3, UNIQUEWORKERID="W2", QUALACH01="132;")
    staff = read_workers(build.file(build.text(header, long, short)))
    assert [q.learning for q in staff.workers[0].qualifications or ()] == [
        "l3-diploma-adult-care",
        "l3-award-end-of-life",
    ]
    assert [q.achieved for q in staff.workers[1].qualifications or ()] == [None]
    problem = staff.problems[0]
    assert problem.column == "QUALACH05"
    assert problem.service == "with STATUS UPDATE it loses this in silence"


def test_no_qualification_and_not_known_differ() -> None:
    assert one(SCQUAL="2", NONSCQUAL="2").qualifications == ()
    assert one(SCQUAL="2", NONSCQUAL="999").qualifications is None
    assert one(SCQUAL="", NONSCQUAL="").qualifications is None


def test_a_level_without_a_name_is_still_on_file() -> None:
    held = one(SCQUAL="1;4", QUALACH01="54;2010").qualifications or ()
    assert [(q.name, q.level) for q in held] == [
        ("Health and social care: generic pathway", 3),
        ("Social care qualification at level 4, not named", 4),
    ]
    assert len(one(SCQUAL="1;3", QUALACH01="54;2010").qualifications or ()) == 1


def test_the_two_care_certificates() -> None:
    certificate = one(CARECERT="1", L2CARECERT="3")
    assert [t.learning for t in certificate.training or ()] == ["care-certificate-standards"]
    assert certificate.qualifications is None
    assert one(CARECERT="2").training is None
    assert one(CARECERT="3").training is None
    completed = one(L2CARECERT="1;2025").qualifications[0]
    assert (completed.learning, completed.achieved) == ("l2-adult-social-care-certificate", date(2025, 1, 1))
    started = one(L2CARECERT="2").qualifications[0]
    assert started.working_towards
    assert one(L2CARECERT="3").qualifications is None


def test_the_level_2_certificate_recorded_twice_counts_once() -> None:
    staff = read_workers(build.workers(build.row(L2CARECERT="1;2025", QUALACH01="158;2025")))
    assert len(staff.workers[0].qualifications or ()) == 1
    staff = read_workers(build.workers(build.row(L2CARECERT="3", QUALACH01="158;2025")))
    assert "listed among the qualifications" in staff.notices[-1].message


def test_references_repeat_only_within_their_workplace() -> None:
    rows = [build.row(), build.row(LOCALESTID="E 2"), build.row(UNIQUEWORKERID="W 9")]
    staff = read_workers(build.workers(*rows))
    assert [worker.id for worker in staff.workers] == ["E1/W1", "E2/W1", "E1/W9"]
    staff = read_workers(build.workers(build.row(), build.row(CWPCATEGORY="7")))
    assert [worker.role_category for worker in staff.workers] == ["care-or-support-worker"]
    assert staff.problems[0].code == "998"
    assert len(staff.records) == 2


def test_rows_without_a_reference_or_to_be_deleted_are_no_workers() -> None:
    rows = [build.row(UNIQUEWORKERID=""), build.row(UNIQUEWORKERID="W2", STATUS="delete")]
    staff = read_workers(build.workers(*rows))
    assert staff.workers == ()
    assert len(staff.records) == 2
    assert staff.problems[0].column == "UNIQUEWORKERID"


def test_rows_that_are_no_records() -> None:
    total = ["Total", *[""] * (len(build.WORKER) - 2), "2"]
    staff = read_workers(build.workers(build.row(), build.WORKER, [""] * len(build.WORKER), total))
    assert len(staff.workers) == 1
    assert [message.split(";")[0].split(",")[0] for message in messages(staff)] == [
        "the header stands here again",
        "the row holds only commas",
        "this looks like a line of totals",
    ]


def test_a_header_without_rows() -> None:
    staff = read_workers(build.workers())
    assert "no rows" in staff.problems[0].message


def test_row_cut_before_the_pathway_answer() -> None:
    staff = read_workers(build.workers(build.row()[:30], build.row(UNIQUEWORKERID="W2")))
    assert [worker.id for worker in staff.workers] == ["W2"]
    problem = staff.problems[0]
    assert "stops before CONTHOURS" in problem.message.replace("AVGHOURS", "CONTHOURS") or problem.column
    assert staff.lost == (2,)


def torn(**cells: Any) -> bytes:
    """A row as the export writes it: LOCALESTID and MAINJRDESC never in quotes."""
    return "\r\n".join([",".join(build.WORKER), ",".join(build.row(**cells))]).encode()


@pytest.mark.parametrize(
    ("column", "text"),
    [("LOCALESTID", "Willow, Leeds"), ("MAINJRDESC", "Cook, driver"), ("MAINJRDESC", "a, b, c, d")],
)
def test_a_bare_comma_is_put_right_and_reported(column: str, text: str) -> None:
    staff = read_workers(build.file(torn(**{"MAINJOBROLE": "27", "MAINJRDESC": "x", column: text})))
    assert staff.records[0].raw(column) == text
    assert staff.problems[0].column == column
    assert "comma" in staff.problems[0].message
    assert staff.workers[0].role_category == "care-or-support-worker"


def test_a_bare_comma_in_a_row_that_looks_long_enough() -> None:
    header = ",".join(build.names(4))
    row = ",".join(
        build.row(3, MAINJOBROLE="23", MAINJRDESC="cook, driver, gardener", SCQUAL="1;3", QUALACH01="54;2019")
    )
    staff = read_workers(build.file(header + "\r\n" + row))
    assert staff.workers[0].job_title == "cook, driver, gardener"
    header = ",".join(build.names(4))
    row = ",".join(build.row(3, LOCALESTID="Willow, House, Leeds"))
    staff = read_workers(build.file(header + "\r\n" + row))
    assert staff.records[0].workplace == "Willow,House,Leeds"


def test_a_row_that_cannot_be_put_right_is_left_out() -> None:
    cells = build.row(MAINJOBROLE="8", GENDER="x", ETHNICITY="y", DISABLED="z")
    staff = read_workers(build.file(",".join(build.WORKER) + "\n" + ",".join([*cells[:9], "q", *cells[9:]])))
    assert staff.workers == ()
    assert "left out" in staff.problems[0].message
    assert staff.problems[0].found is None


def test_extra_cells_at_the_end() -> None:
    cells = build.row(SCQUAL="1;3")
    text = "\n".join(
        [",".join(build.WORKER), ",".join([*cells, "", ""]), ",".join([*build.row(UNIQUEWORKERID="W2"), "x"])]
    )
    staff = read_workers(build.file(text))
    assert len(staff.workers) == 2
    assert any("empty cells" in notice.message for notice in staff.notices)
    assert "too many" in staff.problems[0].message


def test_optional_columns_after_the_reference() -> None:
    header = [*build.WORKER[:2], "CHGUNIQUEWRKID", "TRANSFERSTAFFRECORD", *build.WORKER[2:]]
    cells = build.row()
    staff = read_workers(build.file(build.text(header, [*cells[:2], "W8", "", *cells[2:]])))
    assert staff.workers[0].id == "W1"
    assert not staff.problems


@each(
    ("cells", "column", "code"),
    [
        ({"MAINJOBROLE": "23"}, "MAINJRDESC", "1290"),
        ({"MAINJRDESC": "x"}, "MAINJRDESC", "3290"),
        ({"MAINJOBROLE": "16"}, "NMCREG", "3340"),
        ({"NMCREG": "01"}, "NMCREG", "3340"),
        ({"AMHP": "1"}, "AMHP", "3380"),
        ({"SALARYINT": "3", "SALARY": "20000"}, "SALARY", "1251"),
        ({"SALARYINT": "1", "HOURLYRATE": "12"}, "HOURLYRATE", "1252"),
        ({"SALARYINT": "999", "HOURLYRATE": "12"}, "HOURLYRATE", "3270"),
        ({"MAINJOBROLE": "16", "NMCREG": "01", "DHA": "1"}, "DHA", "5661"),
        ({"STARTINSECT": "2024"}, "STARTINSECT", "3200"),
        ({"DOB": "01/01/2005"}, "STARTINSECT", "3200"),
        ({"DOB": "01/03/2006", "STARTINSECT": "999"}, "STARTDATE", "3190"),
        ({"DOB": "01/03/1990", "YEAROFENTRY": "1980", "COUNTRYOFBIRTH": "356"}, "YEAROFENTRY", "1380"),
        ({"YEAROFENTRY": "2021", "COUNTRYOFBIRTH": "356"}, "STARTDATE", "3190"),
        ({"YEAROFENTRY": "2001", "COUNTRYOFBIRTH": "826"}, "YEAROFENTRY", "3380"),
        ({"NATIONALITY": "826", "BRITISHCITIZENSHIP": "1"}, "BRITISHCITIZENSHIP", "3120"),
        ({"INOUTUK": "1"}, "INOUTUK", "5580"),
        ({"CONTHOURS": "20", "EMPLSTATUS": "4", "ZEROHRCONT": "2"}, "CONTHOURS", "3300"),
        ({"CONTHOURS": "20", "ZEROHRCONT": "999"}, "CONTHOURS/ZEROHRCONT", "1230"),
        ({"CONTHOURS": "20"}, "ZEROHRCONT", "3230"),
        ({"CONTHOURS": "0", "ZEROHRCONT": "2"}, "CONTHOURS/ZEROHRCONT", "3230"),
        ({"MAINJOBROLE": "6"}, "AMHP", "3380"),
        ({"NATIONALITY": "250", "BRITISHCITIZENSHIP": "1", "HANDCVISA": "1"}, "HANDCVISA", "5570"),
        ({"NATIONALITY": "998", "HANDCVISA": "1"}, "HANDCVISA", "5570"),
        ({"NATIONALITY": "826", "BRITISHCITIZENSHIP": "x"}, "BRITISHCITIZENSHIP", "3120"),
        ({"AVGHOURS": "20", "ZEROHRCONT": "2"}, "AVGHOURS", "3310"),
        ({"SALARYINT": "1", "SALARY": "210000"}, "SALARY", "1260"),
    ],
)
def test_answers_that_do_not_go_together(cells: dict[str, Any], column: str, code: str) -> None:
    staff = read_workers(build.workers(build.row(**cells)))
    assert [(p.column, p.code) for p in staff.problems] == [(column, code)]


def test_answers_that_do_go_together() -> None:
    rows = [
        build.row(EMPLSTATUS="4", AVGHOURS="20", CONTHOURS="999"),
        build.row(UNIQUEWORKERID="W2", SALARYINT="1", SALARY="210000", MAINJOBROLE="1", CWPCATEGORY="998"),
        build.row(UNIQUEWORKERID="W3", MAINJOBROLE="x", NMCREG="01"),
    ]
    staff = read_workers(build.workers(*rows))
    assert [(p.column, p.found) for p in staff.problems] == [("MAINJOBROLE", "x")]
    places = read_workplaces(
        build.workplaces(build.workplace(STARTERS="0", ALLJOBROLES="8;7", LEAVERS="999", VACANCIES="0;0"))
    )
    assert not places.problems


def test_one_national_insurance_number_on_too_many_hours() -> None:
    updated: dict[str, Any] = {"STATUS": "UPDATE", "ZEROHRCONT": "2"}
    rows = [
        build.row(UNIQUEWORKERID=f"W{n}", NINUMBER="QQ123456C", CONTHOURS="40", **updated) for n in (1, 2)
    ]
    problems = read_workers(build.workers(*rows)).problems
    assert [(p.record, p.column, p.code, p.found) for p in problems] == [
        (1, "NINUMBER", "5570", None),
        (2, "NINUMBER", "5570", None),
    ]
    # The service compares what is written; a number in another spelling is ours to notice.
    rows[1] = build.row(UNIQUEWORKERID="W2", NINUMBER="QQ 12 34 56 C", CONTHOURS="40", **updated)
    assert {(p.severity, p.code) for p in read_workers(build.workers(*rows)).problems} == {("warning", None)}
    rows[1] = build.row(UNIQUEWORKERID="W2", NINUMBER="QQ 12 34 56 C", CONTHOURS="20", **updated)
    assert not read_workers(build.workers(*rows)).problems


def test_names_numbers_and_birthdays_never_reach_a_message() -> None:
    """Must hold: names, National Insurance numbers and dates of birth never reach errors."""
    secret = ["Josephine Bloggs", "QQ123456C9", "31/02/1980", "LS1 4APX"]
    row = build.row(
        DISPLAYID=secret[0] * 5,
        NINUMBER=secret[1],
        DOB=secret[2],
        POSTCODE=secret[3],
        GENDER=secret[0],
        CWPCATEGORY=secret[0],
        STATUS=secret[0],
        QUALACH01=secret[0],
        QUALACH01NOTES=secret[0] * 10,
        DAYSSICK="12/12/1980",
    )
    staff = read_workers(build.workers(row, row[:40], [*row, "x"]))
    said = (
        "".join(map(str, staff.problems + staff.notices))
        + repr(staff)
        + repr(staff.records)
        + staff._repr_html_()
    )
    for text in secret:
        assert text not in said
    assert "12/12/1980" not in said
    assert staff.records[0].raw("DISPLAYID").startswith("Josephine")
    assert "Josephine" not in staff.records[0]._repr_html_()


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=30), min_size=44))
def test_any_cells_are_read_without_failing(cells: list[str]) -> None:
    """A bad row never stops the reader, and never disappears: it is a record, or it is a problem."""
    staff = read_workers(build.workers(cells, build.row(UNIQUEWORKERID="good")))
    assert any(worker.id == "good" for worker in staff.workers) or staff.problems
    assert len(staff.records) + len(staff.problems) >= 1


def test_records_give_raw_text_and_value() -> None:
    staff = read_workers(build.workers(build.row(UNIQUEWORKERID="W 1", NINUMBER="Admin", CONTHOURS="999")))
    record = staff.record_of("W1")
    assert (record.raw("UNIQUEWORKERID"), record.value("UNIQUEWORKERID")) == ("W 1", "W1")
    assert record.value("NINUMBER") is Marker.WITHHELD
    assert record.value("CONTHOURS") is Marker.DO_NOT_KNOW
    with pytest.raises(UnknownIdError):
        record.raw("SHOESIZE")
    with pytest.raises(UnknownIdError, match="worker"):
        staff.record_of("W2")


# --- workplaces, training, and all three together --------------------------------------------------


def test_workplace_answers() -> None:
    places = read_workplaces(
        build.workplaces(
            build.workplace(
                MAINSERVICE="2",
                ALLSERVICES="2;77",
                DHA="1",
                DHAACTIVITIES="2;8",
                CWPAWARE="1",
                CWPUSE="1;2;10",
                CWPUSEDESC="supervision, mostly",
            )
        )
    )
    place = places.workplaces[0]
    assert place.services == (2, 74)
    assert place.activities == (
        "specialised-medication-administration",
        "other-delegated-healthcare-activities",
    )
    assert (place.awareness, place.use, place.use_reasons) == (1, 1, (2, 10))
    assert place.use_description == "supervision, mostly"
    assert place.regulated is True
    assert places.kind is FileKind.WORKPLACE


@each(
    ("cells", "code"),
    [
        ({"ALLSERVICES": "2"}, "1120"),
        ({"CWPUSEDESC": "x"}, "2500"),
        ({"DHAACTIVITIES": "1"}, "2530"),
        ({"PROVNUM": ""}, "1105"),
        ({"OTHERTYPE": "x"}, "2070"),
        ({"CAPACITY": "1;2"}, "1120"),
        ({"STARTERS": "3;4", "ALLJOBROLES": "8"}, "1310"),
        ({"ACTUALCONT": "5"}, "2541"),
    ],
)
def test_workplace_answers_that_do_not_go_together(cells: dict[str, Any], code: str) -> None:
    assert [p.code for p in read_workplaces(build.workplaces(build.workplace(**cells))).problems] == [code]


def test_a_row_that_the_service_passes_over_says_what_an_update_would_do() -> None:
    """Verdicts respect STATUS: an export marks every row UNCHECKED, and its upload refuses none of them."""
    cells: dict[str, Any] = {"GENDER": "x", "CWPCATEGORY": "8"}
    export = read_workers(build.workers(build.row(**cells))).problems
    assert [(p.severity, p.code) for p in export] == [("warning", "1090"), ("warning", "5650")]
    assert all(str(p.service).startswith("with STATUS UPDATE it ") for p in export)
    update = read_workers(build.workers(build.row(STATUS="UPDATE", **cells))).problems
    assert [(p.severity, p.code) for p in update] == [("error", "1090"), ("warning", "5650")]


@each(
    ("cells", "found"),
    [
        ({"ALLJOBROLES": "8;4", "STARTERS": "", "LEAVERS": "0", "VACANCIES": "0"}, {"1310"}),
        ({"ALLJOBROLES": "", "STARTERS": "1"}, {"1280"}),
        (
            {"ALLJOBROLES": "8", "STARTERS": "0", "LEAVERS": "2", "VACANCIES": "9", "REASONS": "26"},
            {"1360", "2300", "2320"},
        ),
        ({"SERVICEUSERS": "1;25"}, {"1130"}),
        ({"SERVICEUSERS": "3"}, {"2130"}),
        ({"SERVICEUSERS": "99"}, {"1130"}),
        ({"MAINSERVICE": "77", "ALLSERVICES": "77"}, {"1000", "1100", "1120"}),
        ({"MAINSERVICE": "72", "ALLSERVICES": "72", "TOTALPERMTEMP": "0"}, set()),
        ({"TOTALPERMTEMP": "0"}, {"1200"}),
        ({"LOCATIONID": ""}, {"1110"}),
        ({"MAINSERVICE": "6", "ALLSERVICES": "6"}, {"1100"}),
        ({"REGTYPE": "0", "PROVNUM": "", "LOCATIONID": ""}, {"1100"}),
        ({"MAINSERVICE": "2", "ALLSERVICES": "2", "TRAVELTIME": "1"}, {"2581"}),
        ({"SLEEPINS": "2", "SLEEPINPAY": "1"}, {"2572"}),
        ({"DHA": "3", "DHAACTIVITIES": "1"}, {"2510", "2530"}),
        ({"ACTUALCONT": "3", "PENSION": "1"}, {"2540"}),
        ({"CAPACITY": "x"}, {None}),
    ],
)  # fmt: skip
def test_a_workplace_is_judged_as_the_service_judges_it(
    cells: dict[str, str], found: set[str | None]
) -> None:
    problems = read_workplaces(build.workplaces(build.workplace(STATUS="UPDATE", **cells))).problems
    assert {problem.code for problem in problems} == found


def test_between_workers() -> None:
    updated: dict[str, Any] = {"STATUS": "UPDATE", "ZEROHRCONT": "2", "SALARYINT": "1", "SALARY": "21000"}
    rows = [build.row(CONTHOURS="37", **updated), build.row(UNIQUEWORKERID="W2", CONTHOURS="20", **updated)]
    assert [(p.record, p.code) for p in read_workers(build.workers(*rows)).problems] == [(2, "1260")]
    header = [*build.WORKER[:2], "CHGUNIQUEWRKID", *build.WORKER[2:]]
    cells = build.row(STATUS="UPDATE")
    taken = [*cells[:2], "W2", *cells[2:]]
    other = build.row(UNIQUEWORKERID="W2", STATUS="UPDATE")
    staff = read_workers(build.file(build.text(header, taken, [*other[:2], "", *other[2:]])))
    assert [(p.record, p.column, p.code) for p in staff.problems] == [(1, "CHGUNIQUEWRKID", "998")]


def test_a_registered_manager_or_a_vacancy_for_one() -> None:
    place = build.workplace(STATUS="UPDATE")
    worker = build.row(STATUS="UPDATE")
    codes = [p.code for p in read_workers(build.workers(worker), workplaces=build.workplaces(place)).problems]
    assert codes == ["2301"]
    place = build.workplace(STATUS="UPDATE", ALLJOBROLES="4", VACANCIES="1", STARTERS="0", LEAVERS="0")
    staff = read_workers(build.workers(worker), workplaces=build.workplaces(place))
    assert [p.code for p in staff.problems if p.code == "2301"] == []


def test_training_of_an_unknown_workplace_or_an_unknown_person() -> None:
    rows = [build.training(LOCALESTID="E9"), build.training(UNIQUEWORKERID="W9")]
    staff = read_workers(build.workers(build.row()), training=build.trainings(*rows))
    assert [(p.record, p.column, p.code) for p in staff.problems] == [
        (1, "LOCALESTID", "997"),
        (2, "UNIQUEWORKERID", "996"),
    ]


def test_what_the_service_drops_of_delegated_healthcare_says_nothing() -> None:
    """5661 to 5663: it drops the answer of a role, a main service or a workplace that cannot delegate."""
    assert one(MAINJOBROLE="25", DHA="1").context.delegated_healthcare is None
    for cells in ({"DHA": "2"}, {"MAINSERVICE": "13", "ALLSERVICES": "13"}):
        staff = read_workers(
            build.workers(build.row(DHA="1")), workplaces=build.workplaces(build.workplace(**cells))
        )
        assert staff.workers[0].context.delegated_healthcare is None


LAYOUTS = {
    "worker": [
        ("2024-06", {"NURSESPEC"}, {"L2CARECERT", "HANDCVISA", "INOUTUK", "DHA", "CWPCATEGORY"}),
        ("2025-05", {"NURSESPEC"}, {"DHA", "CWPCATEGORY"}),
        ("2026-07", {"NURSESPEC"}, set()),
    ],
    "workplace": [
        (
            "2025-05",
            {"ADVERTISING", "INTERVIEWS", "ACCEPTCARECERT", "BENEFITS"},
            {"CWPAWARE", "CWPUSE", "CWPUSEDESC"},
        ),
        ("2026-07", {"ACCEPTCARECERT", "BENEFITS"}, set()),
    ],
    "training": [
        (
            "2025-11",
            {"DESCRIPTION"},
            {"TRAININGNAME", "VALIDITY", "WHODELIVERED", "PROVIDERNAME", "HOWDELIVERED"},
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", LAYOUTS)
def test_older_layouts_are_read_with_a_notice_of_their_time(kind: str) -> None:
    made: Any = {"worker": build.row, "workplace": build.workplace, "training": build.training}[kind]
    today = {"worker": build.WORKER, "workplace": build.WORKPLACE, "training": build.TRAINING}[kind]
    reader = {"worker": read_workers, "workplace": read_workplaces, "training": read_training}[kind]
    cells = dict(zip(today, made(), strict=True))
    for until, retired, later in LAYOUTS[kind]:
        header = [name for name in today if name not in later]
        header[5:5] = sorted(retired)
        row = ["Moving people" if name == "DESCRIPTION" else cells.get(name, "") for name in header]
        read = reader(build.file(build.text(header, row)))
        assert (len(read.records) + len(read.workplaces) + len(read.training)) == 1
        assert f"an old layout, of {min(until, '2024') if 'HANDCVISA' in later else until[:4]}" in str(
            read.notices[0]
        )
        assert "it now refuses" in str(read.notices[0])
        # The whole upload cannot be used as it stands.
        assert [p.severity for p in read.problems if p.line == 1] == ["error"]
    if kind == "training":
        assert read.training[0].training is not None
        assert read.training[0].training.title == "Moving people"


def test_a_column_of_the_future_is_kept_as_read_and_said() -> None:
    header = [*build.WORKER[:38], "CWPGROUP", *build.WORKER[38:]]
    cells = build.row()
    staff = read_workers(build.file(build.text(header, [*cells[:38], "4", *cells[38:]])))
    assert staff.records[0].raw("CWPGROUP") == "4"
    assert staff.workers[0].role_category == "care-or-support-worker"
    assert "CWPGROUP; kept as read" in staff.problems[0].message


@pytest.mark.parametrize("at_the_end", ["", "4"])
def test_a_column_of_the_future_at_the_end_is_kept_as_read(at_the_end: str) -> None:
    """Every row has all cells of the header, whatever stands in the last."""
    staff = read_workers(build.file(build.text([*build.WORKER, "CWPGROUP"], [*build.row(), at_the_end])))
    assert staff.records[0].raw("CWPGROUP") == at_the_end
    assert staff.workers[0].role_category == "care-or-support-worker"
    before_notes = [*build.WORKER[:-1], "CWPGROUP", build.WORKER[-1]]
    row = build.row()
    between = read_workers(build.file(build.text(before_notes, [*row[:-1], at_the_end, row[-1]])))
    assert between.records[0].raw("CWPGROUP") == at_the_end


def test_what_keeps_the_service_from_recognising_a_file() -> None:
    good = build.text(build.WORKER, build.row(STATUS="UPDATE"))
    for text, word in ((f"\r\n{good}", "first line"), (good.replace("\r\n", "\r"), "CR alone")):
        problems = read_workers(build.file(text)).problems
        assert [(p.severity, p.service) for p in problems] == [("error", "it does not recognise the file")]
        assert word in problems[0].message


def test_two_workplaces_with_one_reference() -> None:
    assert read_workplaces(build.workplaces(build.workplace(), build.workplace())).problems[0].code == "998"


def test_a_comma_in_a_workplace_description() -> None:
    cells = build.workplace(
        MAINSERVICE="52", ALLSERVICES="52", REGTYPE="0", PROVNUM="", LOCATIONID="", SERVICEDESC="day, night"
    )
    staff = read_workplaces(build.file(",".join(build.WORKPLACE) + "\r\n" + ",".join(cells)))
    assert staff.workplaces[0].raw("SERVICEDESC") == "day, night"
    assert staff.problems[0].column == "SERVICEDESC"


def test_an_old_workplace_file() -> None:
    keep = [n for n, name in enumerate(build.WORKPLACE) if not name.startswith("CWP")]
    rows = [[cells[n] for n in keep] for cells in (build.WORKPLACE, build.workplace())]
    staff = read_workplaces(build.file(build.text(*rows)))
    assert staff.old
    assert staff.workplaces[0].awareness is None


@each(
    ("cells", "expires"),
    [
        ({"VALIDITY": "12"}, date(2025, 1, 31)),
        ({"VALIDITY": "12", "EXPIRYDATE": "01/03/2025"}, date(2025, 3, 1)),
        ({"VALIDITY": "none"}, None),
        ({}, None),
        ({"VALIDITY": "12", "DATECOMPLETED": ""}, None),
    ],
)
def test_expiry_of_training(cells: dict[str, Any], expires: date | None) -> None:
    training = read_training(build.trainings(build.training(**cells))).training[0].training
    assert training is not None
    assert training.expires == expires
    assert training.understood


@pytest.mark.parametrize(("cells", "counts"), [({}, False), ({"VALIDITY": "12"}, True)])
def test_training_whose_expiry_cannot_be_read_shows_nothing(cells: dict[str, Any], counts: bool) -> None:
    """Rule: it may have run out, unless its months say when."""
    found = read_training(build.trainings(build.training(EXPIRYDATE="31/02/2025", **cells)))
    training = found.training[0].training
    assert training is not None
    assert training.understood is counts
    assert "EXPIRYDATE" in str(found.problems)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 999))
def test_expiry_is_completed_plus_months_less_a_day(completed: date, months: int) -> None:
    """VALIDITY: expiry becomes completed + months - 1 day."""
    last = expiry(completed, months)
    assert last is not None
    following = last.toordinal() + 1
    day = date.fromordinal(following)
    assert (day.year * 12 + day.month) - (completed.year * 12 + completed.month) == months
    assert day.day <= completed.day


def test_expiry_beyond_the_calendar_is_not_known() -> None:
    assert expiry(date(9999, 6, 1), 12) is None


@each(
    ("cells", "code"),
    [
        ({"EXPIRYDATE": "01/01/2024"}, "1030"),
        ({"EXPIRYDATE": "01/01/2025", "VALIDITY": "none"}, "2110"),
        ({"EXPIRYDATE": "01/03/2025", "VALIDITY": "12"}, "2110"),
        ({"PROVIDERNAME": "7"}, "2090"),
        ({"NOTES": "x" * 1001}, "1070"),
    ],
)
def test_training_that_does_not_go_together(cells: dict[str, Any], code: str) -> None:
    assert [p.code for p in read_training(build.trainings(build.training(**cells))).problems] == [code]


def test_training_by_name_only_and_by_nothing() -> None:
    rows = [build.training(CATEGORY="", TRAININGNAME="Makaton"), build.training(CATEGORY="")]
    staff = read_training(build.trainings(*rows))
    assert staff.training[0].training is not None
    assert staff.training[0].training.title == "Makaton"
    assert staff.training[1].training is None
    tier = read_training(build.trainings(build.training(CATEGORY="43", ACCREDITED="1"))).training[0].training
    assert tier is not None
    assert (tier.learning, tier.accredited) == ("omt-tier-2", True)


def test_training_joins_its_worker() -> None:
    staff = read_workers(
        build.workers(build.row(CARECERT="1", DOB="01/01/2012"), build.row(UNIQUEWORKERID="W2")),
        training=build.trainings(
            build.training(), build.training(UNIQUEWORKERID="W3"), build.training(CATEGORY="")
        ),
    )
    assert [len(worker.training or ()) for worker in staff.workers] == [2, 0]
    assert staff.workers[1].training is None
    assert {p.code for p in staff.problems} == {"996", "1080", "1050", "3190", "3200"}


def test_workplaces_give_setting_and_regulation() -> None:
    staff = read_workers(
        build.workers(
            build.row(MAINJOBROLE="4", DHA="1", STATUS="UPDATE"),
            build.row(UNIQUEWORKERID="W2", LOCALESTID="E9"),
        ),
        workplaces=build.workplaces(
            build.workplace(
                REGTYPE="0",
                PROVNUM="",
                LOCATIONID="",
                MAINSERVICE="10",
                ALLSERVICES="10",
                DHA="2",
                TOTALPERMTEMP="5",
            )
        ),
    )
    assert staff.workers[0].context.regulated_service is False
    assert {p.code for p in staff.problems} == {"1280", "2520", "5662", "5663", "997"}
    home = read_workers(
        build.workers(build.row()),
        workplaces=read_workplaces(build.workplaces(build.workplace(MAINSERVICE="2", ALLSERVICES="2"))),
    )
    assert home.workers[0].setting == "care-home"
    children = read_workers(
        build.workers(build.row()),
        workplaces=build.workplaces(
            build.workplace(MAINSERVICE="75", ALLSERVICES="75", REGTYPE="0", PROVNUM="", LOCATIONID="")
        ),
    )
    assert children.workers[0].context.adult_service is False


def test_only_files_that_fit_are_joined() -> None:
    staff = read_workers(build.workers(build.row()))
    training = read_training(build.trainings(build.training()))
    with pytest.raises(DataError, match="expected a workplace file"):
        join(staff, workplaces=training)
    with pytest.raises(DataError, match="only an upload worker file"):
        join(training)


def test_the_bundled_upload() -> None:
    staff = read_workers(
        examples.file("ascwds-worker.csv"),
        training=examples.file("ascwds-training.csv"),
        workplaces=examples.file("ascwds-workplace.csv"),
        on=examples.DAY,
    )
    assert len(staff.workers) == 43
    assert len(staff.records) == 44
    lost = [problem for problem in staff.problems if problem.service != f"with STATUS UPDATE {WARNS}"]
    assert {problem.record for problem in lost if problem.file == "ascwds-worker.csv"} == {42, 43, 44}
    assert len(staff.problems) - len(lost) == 9
    assert {worker.role_category for worker in staff.workers} >= {
        "practice-leader",
        "registered-manager",
        None,
    }
    assert {worker.setting for worker in staff.workers} == {"care-home", "homecare"}
    with pytest.raises(UnknownIdError):
        examples.file("nothing.csv")


_bare = st.text(alphabet="ab ,'.", min_size=1, max_size=12).filter(lambda text: text.strip(" ,"))


@given(
    st.sampled_from(["LOCALESTID", "MAINJRDESC"]),
    _bare,
    st.integers(0, 6),
    st.sampled_from(["", "1;3", "2"]),
    st.sampled_from(["", "2", "998"]),
)
def test_a_torn_row_is_never_misread_in_silence(
    column: str, text: str, held: int, level: str, category: str
) -> None:
    """The export never quotes two columns: a comma there is put right, or said; never another answer."""
    cells = {
        "MAINJOBROLE": "27",
        "MAINJRDESC": "cook",
        "SCQUAL": level,
        "CWPCATEGORY": category,
        column: text,
    }
    cells |= {f"QUALACH{n:02}": "54;2019" for n in range(1, held + 1)}
    count = max(3, held)
    content = ",".join(build.names(6)) + "\r\n" + ",".join(build.row(count, **cells))
    staff = read_workers(build.file(content))
    if staff.lost or staff.problems:
        return
    record = staff.records[0]
    assert record.raw(column).strip(" ,") == text.strip(" ,")  # bare commas at the end leave no trace
    assert record.raw("CWPCATEGORY") == category


def test_a_note_without_its_qualification_is_reported() -> None:
    staff = read_workers(build.workers(build.row(QUALACH01NOTES="2")))
    assert staff.problems[0].column == "QUALACH01NOTES"
    assert staff.problems[0].found is None


def test_a_workplace_file_is_read_under_either_name() -> None:
    assert ascwds.read_workplace is ascwds.read_workplaces
