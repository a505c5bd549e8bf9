"""Files of any make: read once, known by their bytes, and every failure one clear refusal."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import re
import threading
import time
import tracemalloc
import warnings
import zipfile
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from care_pathway.errors import CarePathwayError, DataError
from care_pathway.interop import read_staff, read_training
from care_pathway.tabular import files
from care_pathway.tabular.files import Form, open_source
from care_pathway.tabular.sheets import delimiter_of, fill_merged, open_book, read_grid
from tests.each import each

LIST = "Staff ref,Job title\n1,Carer\n2,Café manager\n"


def titles(source: Any, **options: Any) -> list[tuple[str, str | None]]:
    return [(worker.id, worker.job_title) for worker in read_staff(source, **options).workers]


CARERS = [("1", "Carer"), ("2", "Café manager")]


def book(*sheets: list[Any], edit: Any = None) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    if edit is not None:
        edit(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            text = before.read(info)
            if re.fullmatch(part, info.filename):
                assert old.encode() in text, (info.filename, text[:300])
                text = text.replace(old.encode(), new.encode())
            after.writestr(info.filename, text)
    return out.getvalue()


STAFF: list[Any] = [["Staff ref", "Job title"], [1, "Carer"], [2, "Café manager"]]


# --- text --------------------------------------------------------------------------------------------


@each(
    "content",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("cp1252"),
        LIST.replace(",", "\t").encode("utf-16"),
        LIST.encode("utf-16-le"),
        LIST.encode("utf-16-be"),
        LIST.replace("\n", "\r").encode(),
        LIST.replace(",", ";").encode(),
        gzip.compress(LIST.encode(), mtime=0),
        gzip.compress(LIST[:20].encode(), mtime=0) + gzip.compress(LIST[20:].encode(), mtime=0),
        LIST.replace("Carer", "Ca\0rer").encode(),
    ],
)
def test_text_in_any_encoding(content: bytes) -> None:
    assert titles(io.BytesIO(content)) == CARERS


def test_bytes_of_windows_1252_mend_only_themselves() -> None:
    content = "Staff ref,Job title\n1,Senior – nights\n2,Café\n".encode() + b"3,Caf\xe9\n"
    found = read_staff(io.BytesIO(content))
    assert [worker.job_title for worker in found.workers] == ["Senior – nights", "Café", "Café"]
    assert "each was read for what it is" in found.notices[0].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of this kind are POSIX")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(LIST.encode()))
    writer.start()
    assert titles(pipe) == CARERS
    writer.join()


def test_commas_above_the_header_do_not_decide() -> None:
    """Rule: the heading line decides what separates cells, not a sentence above it."""
    text = "Staff list, Oak House, Leeds, 1 January 2026\n" + LIST.replace(",", ";")
    assert titles(io.StringIO(text)) == CARERS
    assert delimiter_of(open_source(io.StringIO("a|b\n1|2\n"))) == "|"
    assert delimiter_of(open_source(io.StringIO("Job title\nCarer; nights\nCook; days\n"))) in ",;"


def test_a_quote_that_swallows_a_row_is_named() -> None:
    found = read_staff(io.StringIO('Staff ref,Job title\nS1,"Cook ""a"" \nS2,"Manager\nS3,Carer\n'))
    assert [worker.id for worker in found.workers] == ["S3"]
    assert ["never closed" in one.message and "2 rows" in one.message for one in found.problems] == [True]


@pytest.mark.parametrize(
    "cell",
    [
        "x" * 140_000,
        '"' + 'x ""y"" ' * 40_000 + '"',
        '"' + "a line of text\n" * 40_000 + '"',
        'x "y" ' * 40_000,
        'x"' + "y" * 140_000,
        '"' + "x" * 130_990 + '"' + "y" * 200,
    ],
)
def test_of_a_cell_that_is_too_long_the_beginning_is_read_and_that_is_said(cell: str) -> None:
    """A megabyte in one cell, quoted or over many lines, costs no row, neither its own nor the next."""
    lines = cell.count("\n")
    found = read_staff(io.StringIO(f"Staff ref,Job title,Notes\nS1,Carer,{cell}\nS2,Carer,\n"))
    assert [worker.id for worker in found.workers] == ["S1", "S2"]
    said = [one for one in found.problems if "131,072" in one.message]
    assert [(one.line, "first 131,000" in one.message) for one in said] == [(2, True)], lines


def test_a_quote_that_never_ends_before_a_long_text_is_still_named() -> None:
    found = read_staff(
        io.StringIO(f'Staff ref,Job title\nS1,"Carer\n{"S2,Carer" + chr(10)}' + "x,y\n" * 50_000)
    )
    assert "never closed" in found.problems[0].message
    assert "S2" in [worker.id for worker in found.workers]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x89PNG\r\n", "picture"),
        (b"BZh91AY", "bzip2"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"<html><body>hello</body></html>", "web page without a table"),
        (gzip.compress(LIST.encode(), mtime=0)[:-9], "ends too early"),
        (b"\x1f\x8bnonsense", "damaged"),
        (b'{"a": [', "fault"),
        (b'{"a": 1, "b": {"c": 2}}', "without a list of rows"),
        (b"[" * 100_000, "JSON"),
        (b"PAR1 nonsense PAR1", "Parquet"),
        ("EncryptedPackage".encode("utf-16-le").join((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"")), "password"),
        ("WordDocument".encode("utf-16-le").join((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"")), "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old .xls"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_staff(io.BytesIO(content))


@each(
    ("part", "words"),
    [
        ("word/document.xml", "Word"),
        ("ppt/slides.xml", "PowerPoint"),
        ("Index/Tables.iwa", "Numbers"),
        ("xl/workbook.bin", "xlsb"),
        ("hello.txt", "zip archive"),
    ],
)
def test_other_zip_files_are_refused_by_name(part: str, words: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(part, "x")
    with pytest.raises(DataError, match=words):
        read_staff(io.BytesIO(out.getvalue()))


def test_the_limit_of_size_can_be_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    content = LIST.encode() + b"3,Cook\n" * 200_000
    monkeypatch.setenv(files.LIMIT, "1")
    for given in (content, gzip.compress(content)):
        with pytest.raises(DataError, match=files.LIMIT):
            open_source(io.BytesIO(given))
    monkeypatch.setenv(files.LIMIT, "2")
    assert open_source(io.BytesIO(gzip.compress(content))).form is Form.TEXT


# --- web pages, JSON, frames -------------------------------------------------------------------------


def test_a_web_page_saved_as_a_workbook() -> None:
    page = (
        "<html><body><p>Staff, all</p><table><tr><th>Staff ref</th><th>Job title</th></tr>"
        "<tr><td>1</td><td>Carer</td></tr><tr><td>2<td>Caf&eacute; manager</table><script>1</script></html>"
    )
    found = read_staff(io.BytesIO(page.encode()))
    assert [(worker.id, worker.job_title) for worker in found.workers] == CARERS
    assert "web page" in found.notices[0].message


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"Staff ref": 1, "Job title": "Carer"}, {"Job title": "Café manager", "Staff ref": "2"}]),
        json.dumps(
            {
                "people": [
                    {"Staff ref": 1, "Job title": "Carer"},
                    {"Staff ref": 2, "Job title": "Café manager"},
                ]
            }
        ),
        '{"Staff ref": 1, "Job title": "Carer"}\n\n{"Staff ref": 2, "Job title": "Café manager"}\n',
        json.dumps([["Staff ref", "Job title"], [1, "Carer"], [2, "Café manager"]]),
    ],
)
def test_json_rows(text: str) -> None:
    assert titles(io.StringIO(text)) == CARERS


def test_a_line_that_is_no_json_is_left_out() -> None:
    text = '{"Staff ref": 1, "Job title": "Carer"}\nnonsense\n{"Staff ref": 2, "Job title": "Café manager"}\n'
    found = read_staff(io.StringIO(text))
    assert len(found.workers) == 2
    assert (found.problems[0].line, "no JSON" in found.problems[0].message) == (2, True)


def test_rows_that_are_given_as_they_are() -> None:
    rows = [{"Staff ref": 1, "Job title": "Carer"}, {"Staff ref": 2.0, "Job title": "Café manager"}]
    assert titles(rows) == CARERS
    training = read_training([{"Staff ref": "1", "Course": "Fire", "Completed": date(2026, 1, 2)}])
    assert [row.training and row.training.completed for row in training.training] == [date(2026, 1, 2)]
    with pytest.raises(DataError, match="frame is expected"):
        read_staff(type("Odd", (), {"columns": ["a"]})())


# --- workbooks ---------------------------------------------------------------------------------------


def test_the_size_that_a_workbook_claims_is_not_believed() -> None:
    content = book(STAFF)
    for claim in ("A1", "A1:B2", "A1:XFD1048576"):
        assert (
            titles(io.BytesIO(changed(content, "xl/worksheets/sheet1.xml", 'ref="A1:B3"', f'ref="{claim}"')))
            == CARERS
        )


def test_rows_of_spaces_and_a_coloured_cell_far_away() -> None:
    def edit(made: Any) -> None:
        sheet = made.worksheets[0]
        sheet["XFD30000"].fill = PatternFill("solid", fgColor="FF0000")
        sheet["A4"] = "   "
        sheet["ZZ2"] = " "

    assert titles(io.BytesIO(book(STAFF, edit=edit))) == CARERS


def test_the_first_visible_sheet_that_fits() -> None:
    def edit(made: Any) -> None:
        made.worksheets[0].sheet_state = "veryHidden"

    hidden = [["Staff ref", "Job title"], ["H", "Cook"]]
    content = book(hidden, [["How to use this workbook"]], STAFF, edit=edit)
    found = read_staff(io.BytesIO(content))
    assert [(worker.id, worker.job_title) for worker in found.workers] == CARERS
    assert "sheet 'Sheet 2' was read" in found.notices[0].message
    assert "'Sheet 0' (hidden)" in found.notices[0].message
    assert titles(io.BytesIO(content), sheet="Sheet 0") == [("H", "Cook")]
    with pytest.raises(DataError, match="no sheet is called 'Nope'; the sheets are 'Sheet 0'"):
        read_staff(io.BytesIO(content), sheet="Nope")
    with pytest.raises(DataError, match="no sheet fits; looked at 'Sheet 0', 'Sheet 1'"):
        read_staff(io.BytesIO(book([["What"], ["x"]], [["Else"], ["y"]])))


def test_merged_cells_go_with_each_of_theirs() -> None:
    """Rule: a merged heading goes with each heading below it, a merged reference with each row."""

    def heading(made: Any) -> None:
        for cells in ("A1:D1", "A2:B2", "C2:D2"):
            made.worksheets[0].merge_cells(cells)

    rows = [
        ["Staff", None, None, None],
        ["Employee", None, "Role", None],
        ["No.", "Surname", "Title", "Start"],
    ]
    found = read_staff(io.BytesIO(book([*rows, ["7", "Quill", "Cook", datetime(2024, 1, 2)]], edit=heading)))
    assert [(one.id, one.job_title, one.started_in_role) for one in found.workers] == [
        ("7", "Cook", date(2024, 1, 2))
    ]

    def person(made: Any) -> None:
        made.worksheets[0].merge_cells("A2:A3")

    rows = [
        ["Staff ref", "Course", "Completed"],
        ["7", "Fire", datetime(2024, 1, 2)],
        [None, "Falls", datetime(2024, 2, 2)],
    ]
    trained = read_training(io.BytesIO(book(rows, edit=person)))
    assert [one.reference for one in trained.training] == ["7", "7"]


def test_a_second_heading_row_below_without_merging() -> None:
    rows = [
        ["Staff no", "Job title", "Dates", None],
        [None, None, "Started", "Left"],
        ["7", "Cook", datetime(2024, 1, 2), None],
    ]
    found = read_staff(io.BytesIO(book(rows)))
    assert [(one.id, one.started_in_role) for one in found.workers] == [("7", date(2024, 1, 2))]
    assert not found.problems


def test_formulas_without_results_are_said() -> None:
    found = read_staff(io.BytesIO(book([*STAFF, ["=1+2", "Cook"]])))
    assert any("1 have none and are blank" in one.message for one in found.notices)
    assert len(found.workers) == 3


def test_strict_open_xml() -> None:
    content = book([*STAFF, [3, "Cook"]])
    main, rel = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "officeDocument/2006/relationships",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            text = before.read(info).decode()
            text = text.replace(main, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            text = text.replace(
                f"http://schemas.openxmlformats.org/{rel}",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            after.writestr(info.filename, text)
    assert titles(io.BytesIO(out.getvalue())) == [*CARERS, ("3", "Cook")]


def test_entities_and_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = book(STAFF)
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet '
    with pytest.raises(DataError, match="entity"):
        read_staff(io.BytesIO(changed(content, "xl/worksheets/sheet1.xml", "<worksheet ", entity)))
    monkeypatch.setenv(files.LIMIT, "20")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", b"")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 21_000_000)
    with pytest.raises(DataError, match=files.LIMIT):
        open_source(io.BytesIO(bomb.getvalue()))


NOISE = random.Random(4).randbytes(150_000).hex().encode()  # noqa: S311


def with_texts(content: bytes, texts: bytes) -> io.BytesIO:
    """A workbook with these shared texts."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    out = io.BytesIO(changed(content, r"\[Content_Types\]\.xml", "</Types>", told))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b'<sst xmlns="%b">%b</sst>' % (space, texts))
    return io.BytesIO(out.getvalue())


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (b"<si/>" * 4_000_000, "expands to more than 200 times its size"),  # 34 kB that took 450 MB once
        (b"<si><t>%b</t></si>" % (b"a" * 20_000_000), "expands to more than 200 times its size"),
        (NOISE + b"<si/><t/>" * 2_200_000, "more different texts than Excel has rows"),
    ],
    ids=["many texts", "a long text", "many texts that hardly expand"],
)
def test_shared_texts_that_expand_enormously_are_refused(texts: bytes, said: str) -> None:
    """In little time and memory: nothing is read of them but how many they are."""
    bomb = with_texts(book(STAFF), texts)
    before = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=said):
            read_staff(bomb)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert time.process_time() - before < 5


def test_shared_texts_are_read() -> None:
    assert titles(with_texts(book(STAFF), b"<si><t>Carer</t></si>" * 1000)) == CARERS


def test_a_row_far_below_costs_nothing() -> None:
    content = changed(book(STAFF), "xl/worksheets/sheet1.xml", '<row r="3"', '<row r="999999999"')
    content = changed(content, "xl/worksheets/sheet1.xml", 'r="A3"', 'r="A999999999"')
    content = changed(content, "xl/worksheets/sheet1.xml", 'r="B3"', 'r="B999999999"')
    assert titles(io.BytesIO(content))[0] == CARERS[0]


CELLS = ["nan", "inf", "1e999", "0x", "", "-1", "9" * 5000, "&#0;", "TRUE", "é", "1" * 40]


@pytest.mark.parametrize("count", [150, pytest.param(2000, marks=pytest.mark.exhaustive)])
def test_every_failure_of_a_reader_is_our_own_error(count: int) -> None:
    """Property: whatever is changed in a workbook, it is read or refused; nothing else escapes."""
    content = book(STAFF, [["Staff ref", "Course", "Completed"], [1, "Fire", datetime(2026, 1, 2)]])
    chance = random.Random(7)  # noqa: S311  the same each time, and nobody's secret
    read = refused = 0
    for number in range(count):
        changing = bytearray(content)
        if number % 3:
            for _ in range(chance.choice((1, 1, 3, 20))):
                changing[chance.randrange(len(changing))] = chance.randrange(256)
            if number % 7 == 0:
                del changing[chance.randrange(len(changing)) :]
            given = bytes(changing)
        else:
            given = _with_another_cell(content, chance)
        for reader in (read_staff, read_training):
            try:
                reader(io.BytesIO(given))
                read += 1
            except CarePathwayError:
                refused += 1
    assert read > count / 10
    assert refused > count / 3


def _with_another_cell(content: bytes, chance: random.Random) -> bytes:
    """A workbook one of whose parts holds something odd in the place of a value or an attribute."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        names = before.namelist()
        wanted = chance.choice(names)
        for name in names:
            text = before.read(name).decode()
            if name == wanted:
                places = [found.span(1) for found in re.finditer(r'(?:>|=")([^<>"]+)(?=[<"])', text)]
                if places:
                    start, end = chance.choice(places)
                    text = text[:start] + chance.choice(CELLS) + text[end:]
            after.writestr(name, text)
    return out.getvalue()


def test_a_grid_of_a_named_sheet_and_an_empty_one() -> None:
    content = book([[]], STAFF)
    assert read_grid(io.BytesIO(content)).sheet == "Sheet 1"
    with pytest.raises(DataError, match="empty"):
        read_grid(io.BytesIO(content), sheet="Sheet 0")
    with pytest.raises(DataError, match="no sheets"):
        open_book(io.StringIO(LIST)).grid("Staff")


def test_open_document_workbooks() -> None:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in STAFF
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Staff">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", content)
        parts.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    given = io.BytesIO(out.getvalue())
    if find_spec("python_calamine") is None:  # the optional reader: without it refused by name
        with pytest.raises(DataError, match="calamine"):
            titles(given)
    else:
        assert titles(given) == CARERS
        cut = io.BytesIO(changed(out.getvalue(), "content.xml", "</table:table>", ""))
        with pytest.raises(DataError, match="damaged"):  # once it was waited for, and for ever
            titles(cut)


def test_merged_cells_of_an_old_workbook() -> None:
    """Rule: a merged cell goes with each row that holds anything else; a huge range is decoration."""
    rows: list[list[Any]] = [["101", "Fire"], ["", "Falls"], ["", ""], ["102", "Fire"]]
    assert fill_merged(rows, [((0, 0), (2, 0)), ((9, 0), (9, 1)), ((0, 0), (60_000, 9))]) == 1
    assert rows == [["101", "Fire"], ["101", "Falls"], ["", ""], ["102", "Fire"]]
    assert fill_merged(rows, [((2, 0), (3, 0))]) == 0


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/styles.xml", "<fill><patternFill /></fill>", "<fill/>"),
        ("xl/styles.xml", "<fonts", '<fonts><font><b val="perhaps"/></font></fonts><fonts'),
        ("docProps/core.xml", "</cp:coreProperties>", "<x"),
    ],
)
def test_what_a_workbook_looks_like_does_not_keep_it_from_being_read(
    part: str, before: str, after: str
) -> None:
    """Rule: fonts, fills and properties that some programs write wrongly cost nothing, and days stay days."""
    content = book([["Staff ref", "Job title", "Start date"], ["1", "Carer", date(2024, 1, 1)]])
    found = read_staff(io.BytesIO(changed(content, part, before, after)))
    assert [(one.id, one.started_in_role) for one in found.workers] == [("1", date(2024, 1, 1))]


@pytest.mark.parametrize(
    ("space", "said"),
    [
        ("urn:schemas-microsoft-com:office:spreadsheet", "XML spreadsheet as Excel 2003"),
        ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "OpenDocument workbook in one piece"),
    ],
)
def test_spreadsheets_of_one_xml_file_are_refused_by_name(space: str, said: str) -> None:
    page = f'<?xml version="1.0"?>\n<Workbook xmlns="{space}"><Table><Row/></Table></Workbook>'
    with pytest.raises(DataError, match=said):
        read_staff(io.BytesIO(page.encode()))


def test_what_openpyxl_warns_of_reaches_nobody(tmp_path: Path) -> None:
    """Its warnings name a file of its own; what matters to a user is a notice of ours."""

    def odd(made: openpyxl.Workbook) -> None:
        made.worksheets[0]["C2"].number_format = "dd/mm/yyyy"

    content = book([["Staff ref", "Job title", "Start date"], ["1", "Carer", 1e10]], edit=odd)
    lists = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    content = changed(content, "xl/worksheets/sheet1.xml", "</worksheet>", lists)
    path = tmp_path / "odd.xlsx"
    path.write_bytes(content)
    with warnings.catch_warnings(record=True) as theirs:
        warnings.simplefilter("always")
        loaded = openpyxl.load_workbook(path, read_only=True)
        rows = list(loaded.worksheets[0].iter_rows(values_only=True))
        loaded.close()
    assert len(rows) == 2
    said = " ".join(str(one.message) for one in theirs)
    assert "Data Validation extension" in said
    assert "outside the limits for dates" in said
    with warnings.catch_warnings(record=True) as ours:
        warnings.simplefilter("always")
        assert titles(path) == [("1", "Carer")]
        assert [cells[0] for _, cells in read_grid(path).rows] == ["Staff ref", "1"]
    assert [str(one.message) for one in ours] == []


def test_a_formula_that_failed_is_no_value() -> None:
    """Rule: #N/A is neither somebody's reference nor *not applicable*: it says nothing, and that is said."""
    found = read_staff(io.StringIO("Staff ref,Job title\n#N/A,Carer\n#REF!,Carer\n3,#VALUE!\n"))
    assert [(one.id, one.job_title) for one in found.workers] == [
        ("row-1", "Carer"),
        ("row-2", "Carer"),
        ("3", None),
    ]
    assert "a formula without a result" in str(found.problems)
    head = "Staff ref,Course,Completed,Expires,Status\n"
    listed = f"{head}1,Fire,01/02/2020,#N/A,\n2,Fire,01/02/2026,01/02/2027,#N/A\n"
    rows = read_training(io.StringIO(listed))
    assert [row.training and row.training.status for row in rows.training] == [None, None]
    assert {one.column for one in rows.problems} == {"Expires", "Status"}
    grid = "Staff ref,Fire,Falls\n1,#N/A,01/02/2026\n2,01/02/2026,N/A\n"
    matrix = read_training(io.StringIO(grid), matrix_dates="completed")
    said = {
        (row.reference, row.training.title): row.training.status for row in matrix.training if row.training
    }
    assert said.get(("1", "Fire")) is None
    assert said["2", "Falls"] == "not-required"
