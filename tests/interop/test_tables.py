"""Plain tables: columns guessed, shown and overridable; bad cells become problems; CSV out is safe."""

from __future__ import annotations

import csv
import io
import sys
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.errors import DataError, MissingExtraError, UnknownIdError
from care_pathway.evidence.held import held_reader
from care_pathway.evidence.qualifications import counts_as
from care_pathway.interop import cells as _values
from care_pathway.interop import examples, tables
from care_pathway.interop.ascwds import FileKind, PathwayAnswer
from care_pathway.interop.staff import StaffFile
from care_pathway.tabular import sheets as _sheets
from care_pathway.tabular.headings import fields, normal
from tests.each import each
from tests.interop import ascwds_build as build


def staff(text: str, **options) -> StaffFile:
    return tables.read_staff(io.StringIO(text), **options)


def said(found: StaffFile) -> list[str]:
    return [problem.message for problem in found.problems]


# --- columns ---------------------------------------------------------------------------------------


@each(
    "heading",
    ["Job Title", "job_title", "TITLE", "Post", "Role", "Job title (current)", "Position", "Post held"],
)
def test_headings_of_a_title_are_known(heading: str) -> None:
    found = staff(f"{heading}\nCare Assistant\n")
    assert found.workers[0].job_title == "Care Assistant"
    assert found.workers[0].id == "row-1"
    assert {guess.field: guess.header for guess in found.columns}["job_title"] == heading


def test_headings_can_be_named() -> None:
    text = "What they do,Code\nCarer,7\n"
    with pytest.raises(DataError, match="no column looks like job title"):
        staff(text)
    found = staff(text, columns={"job_title": "what they do", "id": "CODE"})
    assert (found.workers[0].id, found.workers[0].job_title) == ("7", "Carer")
    assert [guess.how for guess in found.columns if guess.header] == ["given", "given"]
    with pytest.raises(DataError, match="no column is headed"):
        staff(text, columns={"job_title": "Nope"})
    with pytest.raises(UnknownIdError, match="field"):
        staff(text, columns={"shoe_size": "Code"})


def test_a_file_without_a_header_does_not_show_its_first_row() -> None:
    with pytest.raises(DataError) as caught:
        staff("Josephine Bloggs,Carer,12\nB,C,13\n")
    assert "Josephine" not in str(caught.value)
    with pytest.raises(DataError, match="The columns are 'Staff ref'"):
        staff("Staff ref,What\n1,2\n")


def test_names_are_never_read() -> None:
    found = staff("Name,Job title,Date of birth\nJosephine Bloggs,Carer,01/01/1980\n")
    assert found.workers[0].id == "row-1"
    assert "Josephine" not in repr(found) + repr(found.records) + str(found.workers)


def test_lines_above_the_header_and_a_repeated_header() -> None:
    found = staff(
        "Staff list 2026,,\n\nStaff ref,Job title,Start date\n1,Carer,\n"
        "Staff ref,Job title,Start date\n2,Chef,\n"
    )
    assert [worker.id for worker in found.workers] == ["1", "2"]
    assert "1 line above the header" in found.notices[0].message
    assert "header stands here again" in said(found)[0]


def test_a_line_of_totals() -> None:
    found = staff("Staff ref,Job title,Start date\n1,Carer,\nTotal,1,\nTotal staff: 1,,\n")
    assert len(found.workers) == 1
    assert all("totals" in message for message in said(found))
    assert [one.message.endswith("left out (2 rows: lines 3, 4)") for one in found.problems] == [True]


def test_two_columns_with_one_heading() -> None:
    found = staff("Job title,Start date,Job title\nCarer,01/02/2020,Chef\n")
    assert found.workers[0].job_title == "Carer"
    assert "more than one column" in found.notices[0].message


def test_300_columns() -> None:
    names = ",".join(f"c{n}" for n in range(300))
    found = staff(f"Job title,{names}\nCarer{',x' * 300}\n")
    assert found.workers[0].job_title == "Carer"


def test_cells_beyond_the_header() -> None:
    found = staff("Staff ref,Job title\n1,Carer, nights,\n2,Chef,,\n")
    assert "4 cells" in said(found)[0]
    assert len(found.problems) == 1
    assert len(found.workers) == 2


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_delimiters_are_read_with_a_notice(mark: str) -> None:
    found = staff(f'Staff ref{mark}Job title\n1{mark}"Carer{mark} nights"\n')
    title = f"Carer{mark} nights"
    assert found.workers[0].job_title == " ".join(title.split())
    assert "separated by" in found.notices[0].message


def test_windows_1252_and_an_unclosed_quote() -> None:
    found = tables.read_staff(build.file("Job title\nCaf\xe9 assistant\n".encode("cp1252")))
    assert found.workers[0].job_title == "Café assistant"
    found = staff('Staff ref,Job title\n1,"Carer\n2,Chef\n')
    assert [worker.job_title for worker in found.workers] == ["Chef"]
    assert "never closed" in said(found)[0]


# --- rows ------------------------------------------------------------------------------------------


def test_references() -> None:
    found = staff("Staff ref,Job title\n 1 2,Carer\n12,Chef\n,Cook\n")
    assert [worker.id for worker in found.workers] == ["12", "12-row-2", "row-3"]
    assert "earlier row" in said(found)[0]
    assert "no reference" in said(found)[1]


def test_blank_titles_and_no_rows() -> None:
    assert "job title is blank" in said(staff("Staff ref,Job title\n1,\n"))[0]
    assert "no rows" in said(staff("Staff ref,Job title\n"))[0]


def test_every_field_of_a_worker() -> None:
    names = [one.label for one in fields("staff")]
    cells = [
        "S1",
        "Deputy",
        "",
        "Willow",
        "01/02/2020",
        "2015",
        "",
        "Current",
        "yes",
        "y",
        "TRUE",
        "no",
        "2",
        "n",
        "?",
        "",
        "7",
    ]
    cells += ["N/K", "x", "yes", "43", "Deputy manager"]
    cells += ["NVQ 3 (2010); working towards Level 5 Diploma in Leadership and Management"]
    cells += ["", "", "", "", "Manage"]
    out = io.StringIO()
    csv.writer(out).writerows([names, cells])
    found = staff(out.getvalue())
    assert not found.problems
    worker = found.workers[0]
    assert worker.context.manages_staff is True
    assert worker.context.cqc_registered_manager is False
    assert worker.context.leads_a_specialism is None
    assert worker.context.directly_employed_by_individual is None
    assert worker.context.number_of_services == 2
    assert worker.started_in_care == date(2015, 12, 31)
    assert worker.ascwds_job_role == 43
    assert worker.aspiration == "manage"
    # "NVQ 3" names no subject, so it counts as nothing until somebody has looked at the certificate.
    assert [len(counts_as(cp.load(), q)) for q in worker.qualifications or ()] == [0, 2]
    assert (worker.qualifications or ())[1].working_towards
    assert found.records[0].answer is PathwayAnswer.CATEGORY


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("none of the above", "none-of-the-above"),
        ("I do not know", "do-not-know"),
        ("", "not-answered"),
        ("7", "unreadable"),
    ],
)
def test_answers_of_a_plain_table(cell: str, answer: str) -> None:
    found = staff(f"Job title,Pathway category\nCarer,{cell}\n")
    assert found.records[0].answer is PathwayAnswer(answer)
    assert found.workers[0].role_category is None


def test_cells_nobody_would_understand_are_problems_and_the_rest_stays() -> None:
    found = staff(
        "Job title,Start date,Manages staff,Number of services,ASC-WDS job role,Aspiration,Pathway category\n"
        "Carer,31/02/2020,perhaps,some,99,fly,boss\n"
    )
    assert len(found.problems) == 6
    assert found.workers[0].job_title == "Carer"
    assert {problem.found for problem in found.problems} == {
        "31/02/2020",
        "perhaps",
        "some",
        "99",
        "fly",
        "boss",
    }


def test_formulas_in_cells_are_text() -> None:
    found = staff('Job title\n"=HYPERLINK(""x"")"\n@carer\n+Senior\n')
    assert [worker.job_title for worker in found.workers] == ['=HYPERLINK("x")', "@carer", "+Senior"]
    assert all("formula" in notice.message for notice in found.notices)
    assert ["3 rows: lines 2, 3, 4" in one.message for one in found.notices] == [True]


def test_an_ascwds_file_is_recognised(tmp_path: Path) -> None:
    content = build.text(build.names(), build.row())
    assert staff(content).kind is FileKind.WORKER
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    assert tables.read_staff(path).kind is FileKind.WORKER
    assert tables.read_training(build.trainings(build.training())).kind is FileKind.TRAINING


# --- values ----------------------------------------------------------------------------------------


@each(
    ("cell", "day"),
    [
        ("01/02/2020", date(2020, 2, 1)),
        ("1.2.2020", date(2020, 2, 1)),
        ("1-2-20", date(2020, 2, 1)),
        ("1/2/99", date(1999, 2, 1)),
        ("2020-02-01", date(2020, 2, 1)),
        ("2020-02-01 00:00:00", date(2020, 2, 1)),
        ("1st February 2020", date(2020, 2, 1)),
        ("12 Sept 2020", date(2020, 9, 12)),
        ("Feb 2020", date(2020, 2, 29)),
        ("2020", date(2020, 12, 31)),
        (date(2020, 2, 1), date(2020, 2, 1)),
        ("n/k", None),
        ("-", None),
    ],
)
def test_days(cell: object, day: date | None) -> None:
    assert _values.day(cell) == day


@each("cell", ["31/02/2020", "13/13/2020", "yes", "soon", "01/01/1066", "1 Foo 2020"])
def test_days_nobody_would_understand(cell: str) -> None:
    with pytest.raises(_values.NotUnderstoodError):
        _values.day(cell)


@given(st.dates(date(1921, 1, 1), date(2099, 12, 31)))
def test_a_day_written_in_any_usual_way_is_that_day(day: date) -> None:
    """Day first, as in Britain."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y"):
        assert _values.day(day.strftime(pattern)) == day


def test_qualifications_as_people_write_them() -> None:
    assert _values.qualifications("none") == ()
    assert _values.qualifications("n/k") is None
    held = (
        _values.qualifications("L3 Diploma in Adult Care [2019]\nSomething Level 4, 2020;(2018);in progress")
        or ()
    )
    assert [(q.name, q.level, q.achieved, q.working_towards) for q in held] == [
        ("L3 Diploma in Adult Care", 3, date(2019, 1, 1), False),
        ("Something Level 4", 4, date(2020, 1, 1), False),
        ("(2018)", None, None, False),
        ("in progress", None, None, True),
    ]


@each(
    "beside",
    ["(failed 2019)", "(not completed)", "[withdrawn 2020]", "(revoked)", "(childcare)", "(overseas, 2011)"],
)
def test_what_is_said_in_brackets_belongs_to_a_qualification(beside: str) -> None:
    """One reading: a cell of a staff list counts as what the same words count as anywhere."""
    (held,) = _values.qualifications(f"Level 3 Diploma in Adult Care {beside}") or ()
    reading = held_reader(cp.load()).of(held)
    assert (reading.learning, reading.shows) == (frozenset(), ())


@pytest.mark.parametrize("name", ["NVQ 3", "L5 Diploma", "Level 2 NVQ", "Diploma (Level 5)"])
def test_a_bare_kind_and_level_on_a_staff_list_meets_nothing(name: str) -> None:
    """DESIGN: a bare "Diploma" at a level is not enough to meet a must."""
    (held,) = _values.qualifications(name) or ()
    assert held_reader(cp.load()).of(held).learning == frozenset()


@each(
    ("beside", "day"),
    [
        ("(expected 2025)", date(2025, 12, 31)),
        ("in progress, due 2025", date(2025, 12, 31)),
        ("[enrolled 2025]", date(2025, 12, 31)),
        ("(expected June 2025)", date(2025, 6, 30)),
        ("- due 12/06/2025", date(2025, 6, 12)),
    ],
)
def test_what_is_expected_on_a_staff_list_is_not_achieved(beside: str, day: date) -> None:
    """What is expected in a year or a month is not overdue before that is over."""
    (held,) = _values.qualifications(f"Level 3 Diploma in Adult Care {beside}") or ()
    assert (held.name, held.in_progress) == ("Level 3 Diploma in Adult Care", True)
    assert (held.achieved, held.expected) == (None, day)


@each(
    ("beside", "day"),
    [
        ("(aug 2026)", date(2026, 8, 1)),
        ("12/05/2026", date(2026, 5, 12)),
        ("- June 2024", date(2024, 6, 1)),
        ("2019-2021", date(2021, 12, 31)),
        ("2019/20", date(2020, 12, 31)),
        ("(2019-20)", date(2020, 12, 31)),
        ("2026-08", date(2026, 8, 1)),
        ("2026-08-12", date(2026, 8, 12)),
        ("(2015)", date(2015, 1, 1)),
        ("1999", date(1999, 1, 1)),
    ],
)
def test_when_a_qualification_was_achieved_is_read_as_far_as_it_is_written(beside: str, day: date) -> None:
    """A month or a day beside a name is its date, and no part of the name."""
    (held,) = _values.qualifications(f"Level 3 Diploma in Adult Care {beside}") or ()
    assert (held.name, held.achieved) == ("Level 3 Diploma in Adult Care", day)


def test_names_and_codes() -> None:
    assert _values.job_role("Team leader") == 45
    assert _values.training_category("20") == 20
    assert _values.activity("Feeding and digestive care") == "feeding-and-digestive-care"
    assert _values.activity("feeding-and-digestive-care") == "feeding-and-digestive-care"
    assert _values.category("Personal assistant") == "personal-assistant"
    assert _values.category("practice-leader") == "practice-leader"
    assert _values.identifier("Registered Nurse") == "registered-nurse"
    for read in (
        _values.job_role,
        _values.activity,
        _values.category,
        _values.identifier,
        _values.choice("rating"),
    ):
        assert read("") is None
    for read in (_values.activity, _values.identifier, _values.answer, _values.choice("rating")):
        with pytest.raises(_values.NotUnderstoodError):
            read("§§")
    assert _values.whole("n/a") is None


# --- training --------------------------------------------------------------------------------------


def training(text: str) -> StaffFile:
    return tables.read_training(io.StringIO(text))


def test_plain_training_joins_plain_staff() -> None:
    people = staff("Staff ref,Job title\n1,Carer\n2,Chef\n")
    done = training(
        "Staff ref,Course,Category,Date completed,Expiry date,Accredited\n"
        "1,Fire,6,01/02/2025,01/02/2024,yes\n9,Fire,,,,\n,Fire,,,,\n2,,,,,\n2,,Fire safety,,,\n"
    )
    joined = tables.join_training(people, done)
    assert [len(worker.training or ()) for worker in joined.workers] == [1, 1]
    first = (joined.workers[0].training or ())[0]
    assert (first.ascwds_category, first.accredited) == (6, True)
    messages = " ".join(said(joined))
    for words in ("expires before", "no worker has", "reference of the worker is missing", "has no title"):
        assert words in messages


def test_upload_files_join_by_workplace_and_worker() -> None:
    people = tables.read_staff(build.workers(build.row()))
    joined = tables.join_training(people, tables.read_training(build.trainings(build.training())))
    assert len(joined.workers[0].training or ()) == 1
    plain = training("Staff ref,Course\nW1,Fire\n")
    assert len(tables.join_training(people, plain).workers[0].training or ()) == 1


# --- courses ----------------------------------------------------------------------------------------


def test_a_catalogue() -> None:
    found = tables.read_courses(
        io.StringIO(
            'Code,Course,Price,Duration\nA,Fire safety,"£1,540",30-60 min\nB,,free,1 day\nC,Falls,-5,2 h\n'
        )
    )
    first = found.courses[0]
    assert (first.id, first.title, first.cost, first.hours) == ("A", "Fire safety", 1540, 1)
    assert {problem.record for problem in found.problems} == {2, 3}
    assert "CourseFile(file='standard input'" in repr(found)


def test_the_bundled_catalogue() -> None:
    found = tables.read_courses(examples.file("courses.csv"))
    assert len(found.courses) >= 34
    assert found.problems


# --- workbooks -------------------------------------------------------------------------------------


def workbook(path: Path, *sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "staff.xlsx",
        [["", ""]],
        [
            ["Staff ref", "Job title", "Start date", "Manages staff", "Number of services", "Service"],
            [1.0, "Carer", datetime(2020, 2, 1), True, 2, time(9, 30)],
            [None, None],
            [2.5, "Chef", None, False, None, "A"],
        ],
        [["Job title"], ["Nurse"]],
    )
    found = tables.read_staff(path)
    assert [worker.id for worker in found.workers] == ["1", "2.5"]
    assert found.workers[0].started_in_role == date(2020, 2, 1)
    assert found.workers[0].context.manages_staff is True
    assert found.records[1].line == 4
    assert "sheet 'Sheet 1' was read" in found.notices[0].message
    assert tables.read_staff(path, sheet="Sheet 2").workers[0].job_title == "Nurse"
    with pytest.raises(DataError, match="no sheet is called"):
        tables.read_staff(path, sheet="Sheet 9")
    with path.open("rb") as stream:
        assert len(tables.read_staff(stream).workers) == 2


def test_an_upload_saved_as_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="save it as CSV"):
        tables.read_staff(workbook(tmp_path / "upload.xlsx", [build.WORKER, build.row()]))


def test_formulas_in_a_workbook(tmp_path: Path) -> None:
    found = tables.read_staff(workbook(tmp_path / "a.xlsx", [["Staff ref", "Job title"], [1, '="Car"&"er"']]))
    assert "formulas" in found.notices[0].message
    assert found.workers[0].job_title is None


def test_workbooks_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="every sheet"):
        tables.read_staff(workbook(tmp_path / "empty.xlsx", [[]]))
    good = workbook(tmp_path / "good.xlsx", [["Job title"], ["Carer"]]).read_bytes()
    for cut in (200, len(good) // 2, len(good) - 30):
        with pytest.raises(DataError, match="damaged"):
            tables.read_staff(build.file(good[:cut]))
    zipped = io.BytesIO()
    import zipfile

    with zipfile.ZipFile(zipped, "w") as parts:
        parts.writestr("hello.txt", "hello")
    with pytest.raises(DataError, match="zip archive"):
        tables.read_staff(build.file(zipped.getvalue()))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"care-pathway\[xlsx\]"):
        tables.read_staff(build.file(good))


@given(st.binary(max_size=200))
def test_junk_is_refused_or_read(junk: bytes) -> None:
    """Must hold: any bytes are read, or refused with a DataError."""
    for content in (junk, b"Job title,Start date\n" + junk, b"PK\x03\x04" + junk):
        with suppress(DataError):
            tables.read_staff(build.file(content))


# --- templates -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["staff", "training", "evidence", "courses"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_templates_are_read_back_with_every_column_known(tmp_path: Path, kind: str, ending: str) -> None:
    path = tables.write_template(kind, tmp_path / f"blank.{ending}")
    grid = _sheets.read_grid(path)
    assert grid.rows[0][1] == tables.template_columns(kind)
    from care_pathway.interop.rows import ReadTable

    table = ReadTable(path, kind)
    assert [guess.header for guess in table.header.guesses if guess.header] == list(
        tables.template_columns(kind)
    )


def test_templates_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match=r"not in \.docx"):
        tables.write_template("staff", tmp_path / "a.docx")
    with pytest.raises(ValueError, match="shoes"):
        tables.write_template("shoes", tmp_path / "a.csv")
    monkeypatch.setitem(sys.modules, "openpyxl.styles", None)
    with pytest.raises(MissingExtraError):
        tables.write_template("staff", tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


# --- safe CSV --------------------------------------------------------------------------------------


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(allow_nan=False), st.none()))
def test_no_cell_that_is_written_starts_a_formula(value: object) -> None:
    """CSV output is safe against spreadsheet formula injection."""
    out = io.StringIO()
    tables.safe_csv_writer(out).writerows([[value]])
    cell = next(csv.reader(io.StringIO(out.getvalue(), newline="")), [""])
    text = cell[0] if cell else ""
    if isinstance(value, str) and text.strip(" \u00a0")[:1] in tuple("=+-@\t\r"):
        assert text.strip(" \u00a0") == "" or text.lstrip("+-").replace(".", "", 1).isdigit()


@given(st.lists(st.tuples(*[st.one_of(st.text(max_size=5), st.none())] * 3), max_size=8), st.integers(1, 2))
def test_rows_that_end_alike_are_written_as_all_others(rows: list[tuple[Any, ...]], own: int) -> None:
    """Rows whose ends are put into CSV once read back as those that are written one by one."""
    alike, each = io.StringIO(), io.StringIO()
    tables.safe_csv_writer(alike).writealike(rows, own)
    tables.safe_csv_writer(each).writerows(rows)
    read = [list(csv.reader(io.StringIO(out.getvalue(), newline=""))) for out in (alike, each)]
    assert read[0] == read[1]


def test_harmless_cells_stay() -> None:
    for value in ("Carer", "", "07/2020", "-5", "+44", "1-2", 3, None, -2.5):
        assert tables.csv_safe(value) == value
    for value in ("=1", "@x", "+x", "-x", " =1", "\t=1", "＝1"):
        assert tables.csv_safe(value) == f"'{value}"


def test_the_bundled_tables() -> None:
    found = tables.read_staff(examples.file("staff.csv"))
    assert len(found.workers) == 46
    assert {problem.record for problem in found.problems} == {44, 45, 46}
    joined = tables.join_training(found, tables.read_training(examples.file("training.csv")))
    applied = tables.apply_evidence(joined.workers, tables.read_evidence(examples.file("evidence.csv")))
    assert len(applied.changed) > 8
    assert any(worker.context.directly_employed_by_individual for worker in joined.workers)
    expired = [t for w in joined.workers for t in w.training or () if t.expires and t.expires < examples.DAY]
    assert len(expired) > 10
    assert normal("Job-Title ") == "job title"
    with pytest.raises(UnknownIdError):
        fields("shoes")


@each(
    "header",
    ["Course", "Title,Price", "Name,Level", "Module,Fee", "Qualification title,Awarding body", "CourseTitle"],
)
def test_a_catalogue_needs_no_course_codes(header: str) -> None:
    cells = ["Fire safety", "20"][: header.count(",") + 1]
    found = tables.read_courses(io.BytesIO(f"{header}\n{','.join(cells)}\n".encode()))
    assert [(one.id, one.title) for one in found.courses] == [("row-1", "Fire safety")]
    assert not found.problems
    assert "row-1" in found.notices[0].message


@each(
    ("header", "row", "title"),
    [
        ("Title,Forename,Surname,Position", "Mrs,Jane,Doe,Carer", "Carer"),
        ("Title,Forename,Surname,Role", "Miss,Jane,Doe,Carer", "Carer"),
        ("First name,Last name,Title", "Jane,Doe,Carer", "Carer"),
        ("Ref,JobTitle", "1,Carer", "Carer"),
        ("Ref,Post-Title", "1,Carer", "Carer"),
    ],
)
def test_how_people_are_addressed_is_no_job_title(header: str, row: str, title: str) -> None:
    found = tables.read_staff(io.BytesIO(f"{header}\n{row}\n".encode()))
    assert [one.job_title for one in found.workers] == [title]


def test_only_forms_of_address_are_no_column_of_job_titles() -> None:
    with pytest.raises(DataError, match="no column looks like job title"):
        tables.read_staff(io.BytesIO(b"Title,Forename,Surname\nMrs,Jane,Doe\nMr,Bob,Ray\n"))


def test_one_and_true_are_not_the_same_cell() -> None:
    book = openpyxl.Workbook()
    for cells in (["Ref", "Job title", "Manages staff"], [1, "Carer", True], [True, "Carer", 1]):
        book.active.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    found = tables.read_staff(stream)
    assert len({one.id for one in found.workers}) == 2
    assert not any("earlier row" in one.message for one in found.problems)


def test_a_name_that_names_nobody_is_not_repeated() -> None:
    staff = tables.read_staff(io.BytesIO(b"Staff,Job title\nJane Doe,Carer\n"))
    training = tables.read_training(io.BytesIO(b"Staff,Training\nZed Quiet,Fire safety\nS9,First aid\n"))
    found = tables.join_training(staff, training).problems
    assert [one.found for one in found] == [None, "S9"]


def test_headings_of_courses_that_say_more_than_the_field() -> None:
    """Rule: a unit in the heading is the unit of bare numbers in the column; columns left are named once."""
    header = "Course,Duration (mins),Price inc VAT,Price ex VAT,Cost per group,,Empty,Themes"
    found = tables.read_courses(io.StringIO(f"{header}\nFire,90,54,45,500,x,,care\nFalls,1 day,1 540,,,,,\n"))
    assert [(one.hours, one.cost) for one in found.courses] == [(1.5, 54.0), (7.0, 1540.0)]
    assert {one.field: one.how for one in found.columns if one.field in ("cost", "hours")} == {
        "cost": "like",
        "hours": "exact",
    }
    assert [(one.column, str(one.severity)) for one in found.notices if one.column] == [
        (name, "notice") for name in ("Price ex VAT", "column 6", "Themes")
    ]
    assert "'Price inc VAT' was read as cost" in found.notices[0].message
    assert found.problems == ()


def test_prices_that_are_not_in_pounds_are_read_only_where_they_are_named() -> None:
    text = "Course,Cost (€),Minutes long\nFire,45,30\n"
    found = tables.read_courses(io.StringIO(text))
    assert (found.courses[0].cost, found.courses[0].hours) == (None, None)
    assert [one.column for one in found.notices if one.column] == ["Cost (€)", "Minutes long"]
    given = tables.read_courses(io.StringIO(text), columns={"cost": "Cost (€)", "hours": "Minutes long"})
    assert (given.courses[0].cost, given.courses[0].hours) == (45.0, 0.5)


@each(
    ("in_care", "in_role", "expected"),
    [
        ("2020", "01/06/2020", date(2020, 6, 1)),
        ("June 2020", "03/06/2020", date(2020, 6, 3)),
        ("2018", "01/06/2020", date(2018, 12, 31)),
        ("31/12/2020", "01/06/2020", date(2020, 12, 31)),
        ("2020", "", date(2020, 12, 31)),
    ],
)
def test_a_year_of_starting_in_care_never_contradicts_the_role(
    in_care: str, in_role: str, expected: date
) -> None:
    """A year or month alone leaves days open, so it is no contradiction; a full date is kept as written."""
    found = staff(f"Job title,In care since,Started in role\nCarer,{in_care},{in_role}\n")
    assert found.workers[0].started_in_care == expected


def test_what_learners_learn_is_read_from_the_words_that_providers_use() -> None:
    found = tables.read_courses(io.StringIO("Course,Overview,What you learn\nSafe hands,Hygiene,Wash; Dry\n"))
    assert found.courses[0].description == "Hygiene"
    assert found.courses[0].outcomes == ("Wash", "Dry")
