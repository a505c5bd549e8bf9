"""The workbook to work with, and decisions read back from it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import care_pathway as cp
from care_pathway.interop import ascwds, examples
from care_pathway.interop.staff import StaffFile
from care_pathway.report import Report, build, read_inputs
from care_pathway.report.decisions import read_decisions
from care_pathway.report.workbook import MATRIX_PEOPLE, sheets, write_pack

ON = date(2026, 11, 1)
SHEETS = [
    "Start here",
    "Staff",
    "Training",
    "Due",
    "Bookings",
    "To check",
    "Careers",
    "Succession",
    "ASC-WDS",
    "Problems",
]


@pytest.fixture(scope="module")
def report(pathway: cp.Pathway) -> Report:
    inputs = read_inputs(
        examples.file("staff.csv"),
        training=examples.file("training.csv"),
        catalogue=examples.file("courses.csv"),
        on=ON,
    )
    return build(pathway, inputs.staff, on=ON, catalogue=inputs.catalogue)


@pytest.fixture(scope="module")
def pack(report: Report) -> bytes:
    made = io.BytesIO()
    write_pack(report, made)
    return made.getvalue()


def rows(pack: bytes, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(pack))[name].iter_rows(values_only=True))


def test_the_sheets_and_how_they_are_set_up(pack: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(pack))
    assert book.sheetnames == SHEETS
    for page in book:
        assert page.freeze_panes is not None
        assert page.auto_filter.ref
        assert page.print_title_rows
    assert book["To check"].data_validations.dataValidation[0].formula1.startswith('"New to care,')


def test_every_sheet_is_laid_out_to_be_read_and_printed(pack: bytes) -> None:
    """Rule: nothing is cut: text wraps, its row is as high as it needs, and a side is A4 with its number."""
    book = openpyxl.load_workbook(io.BytesIO(pack))
    for page in book:
        head = int(page.print_title_rows.split(":")[-1].strip("$"))
        widths = [page.column_dimensions[cell.column_letter].width for cell in page[head]]
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
        assert page.page_setup.fitToWidth == -(-sum(widths) // 190)
        assert "Workforce report, 1 November 2026" in page.oddFooter.left.text
        assert page.oddFooter.right.text == "&P of &N"
        for cell in page[head]:
            assert cell.font.b
            assert cell.font.name == "Calibri", "a font without a name is another one in LibreOffice"
            assert cell.alignment.wrap_text
        for number, row in enumerate(page.iter_rows(min_row=head), start=head):
            for cell, width in zip(row, widths, strict=True):
                if isinstance(cell.value, str):
                    assert cell.alignment.wrap_text
                    height = page.row_dimensions[number].height or 15
                    assert len(cell.value) <= width * 1.1 * height / 15, cell.coordinate


def test_a_sheet_without_rows_says_why(pathway: cp.Pathway) -> None:
    """Rule: never an empty chart."""
    worker = cp.Worker(id="S1", job_title="Carer")
    made = {
        one.name: one
        for one in sheets(build(pathway, StaffFile(file="s.csv", kind="table", workers=(worker,)), on=ON))
    }
    assert made["Training"].says == ("No training is on file.",)
    assert "No expiry is known" in made["Due"].says[0]
    assert "is no worker file of ASC-WDS" in made["ASC-WDS"].says[0]
    assert "--catalogue" in made["Bookings"].says[0]
    assert made["To check"].says == ("It is settled where everybody is.",)
    assert made["Succession"].says == ("Nobody is near another post by what is on file.",)


def test_the_numbers_are_those_of_the_page(report: Report, pack: bytes) -> None:
    front = report.front
    start = {str(row[0]): row[1] for row in rows(pack, "Start here") if row[0]}
    assert start["Training records out of date"] == front.expired
    assert start["People to place by hand"] == len(front.to_place)
    due = [row for row in rows(pack, "Due") if row[2] in ("expired", "due")]
    assert sum(row[2] == "expired" for row in due) == sum(
        item.what == "training" and item.when == "expired"
        for one in report.summary.people
        for item in one.dated
    )
    assert report.bookings is not None
    assert len(rows(pack, "Bookings")) - 3 == len(report.bookings.bookings)
    staff = rows(pack, "Staff")
    assert len(staff) - 1 == len(report.judged)


def test_above_so_many_lines_what_is_due_is_told_by_course(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sums are those of the lines, and where the lines are is said."""
    lines = list(next(sheet for sheet in sheets(report) if sheet.name == "Due").rows)
    assert len(lines) > 20
    monkeypatch.setattr("care_pathway.report.workbook.DUE_ROWS", len(lines) - 1)
    short = next(sheet for sheet in sheets(report) if sheet.name == "Due")
    assert "training.csv" in " ".join(short.says)
    counted = {row[0].casefold(): tuple(row[1:]) for row in short.rows}
    assert len(counted) == len({line[0].casefold() for line in lines}) > 3
    for course, told in counted.items():
        mine = [line for line in lines if line[0].casefold() == course]
        due = [line[3] for line in mine if line[2] == "due"]
        assert told == (len(mine) - len(due), len(due), min(due, default=None))


def test_each_colour_has_its_word(pack: bytes) -> None:
    page = openpyxl.load_workbook(io.BytesIO(pack))["Training"]
    words = ("in date", "due", "expired", "booked", "in progress", "no date", "never", "not required")
    coloured = [
        cell
        for row in page.iter_rows(min_row=4)
        for cell in row
        if cell.fill.fgColor.rgb not in ("00000000",)
    ]
    assert len(coloured) > 100
    assert all(str(cell.value).startswith(words) for cell in coloured)


def test_days_are_days_and_text_is_text(pathway: cp.Pathway) -> None:
    attack = '=HYPERLINK("https://example.org","x")'
    record = cp.TrainingRecord(title=attack, expires=date(2026, 1, 1), status="expired")
    worker = cp.Worker(id="S1", job_title=attack, training=[record])
    made = io.BytesIO()
    write_pack(build(pathway, StaffFile(file="s.csv", kind="table", workers=(worker,)), on=ON), made)
    book = openpyxl.load_workbook(io.BytesIO(made.getvalue()))
    for page in book:
        for row in page.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    days = [cell for row in book["Due"].iter_rows() for cell in row if cell.is_date]
    assert [cell.value.date() for cell in days] == [date(2026, 1, 1)]


def test_above_a_number_of_people_the_matrix_is_left_out_and_says_so(pathway: cp.Pathway) -> None:
    workers = tuple(cp.Worker(id=f"S{n}", job_title="Carer") for n in range(MATRIX_PEOPLE + 1))
    made = build(pathway, StaffFile(file="s.csv", kind="table", workers=workers), on=ON)
    sheet = next(sheet for sheet in sheets(made) if sheet.name == "Training")
    assert "Left out" in sheet.says[0]
    assert not list(sheet.rows)


def test_decisions_settle_who_was_doubtful(
    report: Report, pack: bytes, pathway: cp.Pathway, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(pack))
    page = book["To check"]
    asked = [row[0].value for row in page.iter_rows(min_row=4) if row[0].value]
    assert sorted(map(str, asked)) == sorted(report.front.to_place)
    page["D4"], page["D5"], page["D6"] = "Deputy manager", "Outside the Pathway", "Head of fun"
    path = tmp_path / "decided.xlsx"
    book.save(path)
    decisions = read_decisions(pathway, path)
    assert decisions.places == {asked[0]: "deputy-manager", asked[1]: None}
    assert "expected the name of a role category" in decisions.problems[0].message
    staff = read_inputs(examples.file("staff.csv"), on=ON).staff
    again = {one.worker.id: one.summary for one in build(pathway, staff, on=ON, decisions=decisions).judged}
    assert again[str(asked[0])].role_category == "deputy-manager"
    assert str(again[str(asked[1])].placed) == "out-of-scope"
    assert str(again[str(asked[2])].placed) != "placed"


def test_a_file_without_decisions_is_refused(pathway: cp.Pathway) -> None:
    with pytest.raises(cp.DataError, match="'Reference' and 'Decision'"):
        read_decisions(pathway, io.StringIO("Name,Job\na,b\n"))


def test_what_goes_back_to_the_workforce_data_set(pathway: cp.Pathway) -> None:
    staff = ascwds.read_workers(examples.file("ascwds-worker.csv"))
    sheet = next(sheet for sheet in sheets(build(pathway, staff, on=ON)) if sheet.name == "ASC-WDS")
    found = list(sheet.rows)
    assert found
    assert {row[2] for row in found} <= {"blank", "I do not know"}


def test_text_like_formulas_beside_other_cells_stays_text(pathway: cp.Pathway) -> None:
    """Also where the same text stands in several rows, beside other text."""
    titles = ("=1+1", "=HYPERLINK(1)", "#REF!", "=1+1", "=HYPERLINK(1)", "#REF!", "=1+1")
    workers = tuple(cp.Worker(id=f"={number}", job_title=title) for number, title in enumerate(titles))
    staff = StaffFile(file="x.csv", kind="table", workers=workers)
    out = io.BytesIO()
    write_pack(build(pathway, staff, on=ON, show_names=True), out)
    rows = openpyxl.load_workbook(io.BytesIO(out.getvalue()))["Staff"].iter_rows(min_row=2)
    cells = [cell for row in rows for cell in row if isinstance(cell.value, str) and cell.value[:1] in "=#"]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert sorted(cell.value for cell in cells if cell.column_letter == "B") == sorted(titles)
