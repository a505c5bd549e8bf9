"""Files that are not what they should be: a clear message, and good rows are still answered."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_pathway.errors import DataError
from care_pathway.interop.ascwds import read_training, read_workers, read_workplaces
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.tabular import files as _files
from care_pathway.tabular.atomic import replacing
from tests.each import each
from tests.interop import ascwds_build as build


@each(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"PK\x03\x04rest", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "Excel workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"\n<!DOCTYPE html><html>", "web page"),
        ("LOCALESTID".encode("utf-16"), "no column"),
        (b"\x00\x01\x02", "neither a text file nor a workbook"),
        (b"name,salary\nA,1\n", "not a file of ASC-WDS"),
        (build.text([";".join(build.WORKER)], []).encode(), "semicolons"),
        ("|".join(build.WORKER).encode(), "pipes"),
        (",".join([*build.WORKER, "careworkforcepathway"]).encode(), "mixes"),
        (b"period|establishmentid|LOCALESTID\n", "mixes"),
    ],
)
def test_files_that_cannot_be_used(content: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_workers(io.BytesIO(content))


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_workers(tmp_path / "nothing.csv")
    with pytest.raises(DataError, match="folder"):
        read_workers(tmp_path)


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(b"x")

    def refuse(self: Path, mode: str = "r") -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match="permission denied"):
        read_workers(path)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([*build.WORKER, ""], "comma at the end"),
        ([name for name in build.WORKER if name != "STATUS"], "no column STATUS"),
        ([build.WORKER[1], build.WORKER[0], *build.WORKER[2:]], "not in order"),
        ([*build.WORKER, "GENDER"], "more than once"),
    ],
)
def test_headers_that_are_wrong(names: list[str], words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_workers(build.file(",".join(names)))


def test_header_in_lower_case_with_quotes_is_read_with_a_problem() -> None:
    header = ",".join(f'"{name.lower()}"' for name in build.WORKER)
    staff = read_workers(build.file(header + "\n" + ",".join(build.row())))
    assert len(staff.workers) == 1
    assert "upper case" in staff.problems[0].message


def test_the_wrong_kind_of_upload_file_is_named() -> None:
    with pytest.raises(DataError, match="read_workplaces"):
        read_workers(build.workplaces(build.workplace()))
    with pytest.raises(DataError, match="read_training"):
        read_workers(build.trainings(build.training()))
    with pytest.raises(DataError, match="read_workers"):
        read_training(build.workers(build.row()))
    with pytest.raises(DataError, match="read_workers"):
        read_workplaces(build.workers(build.row()))
    with pytest.raises(DataError, match="read it with read_training"):
        read_workers(build.file("period|establishmentid|training_category\n"))


def test_windows_1252_is_read_with_a_notice() -> None:
    content = build.text(build.names(), build.row(QUALACH01NOTES="Café £5")).encode("cp1252")
    staff = read_workers(build.file(content))
    assert staff.records[0].raw("QUALACH01NOTES") == "Café £5"
    assert "Windows-1252" in staff.notices[0].message


def test_mark_is_read_and_reported_for_workplaces_only() -> None:
    mark = "\ufeff"
    staff = read_workers(build.file(mark + build.text(build.names(), build.row())))
    assert len(staff.workers) == 1
    assert not staff.problems
    places = read_workplaces(build.file(mark + build.text(build.WORKPLACE, build.workplace())))
    assert "byte order mark" in places.problems[0].message
    assert len(places.workplaces) == 1


def test_text_streams_and_names_of_streams(tmp_path: Path) -> None:
    text = build.text(build.names(), build.row())
    assert read_workers(io.StringIO(text)).file == "standard input"
    path = tmp_path / "2026-01-01-sfc-bulk-upload-staff.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_workers(path).file == path.name
    with path.open("rb") as stream:
        assert read_workers(stream).file == path.name


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    text = (
        build.text(build.names(), build.row(), build.row(UNIQUEWORKERID="W2")).replace("\r\n", end) + end * 3
    )
    assert [worker.id for worker in read_workers(build.file(text)).workers] == ["W1", "W2"]


def test_record_numbers_and_physical_lines_drift_apart() -> None:
    text = build.text(
        build.names(), build.row(QUALACH01NOTES="two\nlines"), build.row(UNIQUEWORKERID="W2", CWPCATEGORY="8")
    ).replace("\r\n", "\n")
    first, second = text.split("\n", 1)
    staff = read_workers(build.file(first + "\n\n" + second))
    problem = staff.problems[0]
    assert (problem.record, problem.line) == (2, 5)
    assert staff.records[0].raw("QUALACH01NOTES") == "two\nlines"


def test_an_unclosed_quote_loses_only_its_own_line() -> None:
    rows = [build.row(UNIQUEWORKERID=f"W{n}") for n in range(5)]
    lines = build.text(build.names(), *rows).split("\r\n")
    lines[3] = lines[3].replace("Admin", '"Admin', 1)
    staff = read_workers(build.file("\r\n".join(lines)))
    assert [worker.id for worker in staff.workers] == ["W0", "W1", "W3", "W4"]
    assert staff.problems[0].line == 4
    assert "never closed" in staff.problems[0].message
    assert staff.lost == (4,)


def test_an_unclosed_quote_that_a_later_one_closes() -> None:
    rows = [build.row(UNIQUEWORKERID=f"W{n}") for n in range(4)]
    rows.append(build.row(UNIQUEWORKERID="W4", QUALACH01NOTES="a, b"))
    lines = build.text(build.names(), *rows).split("\r\n")
    lines[2] = lines[2].replace("Admin", '"Admin', 1)
    staff = read_workers(build.file("\r\n".join(lines)))
    assert [worker.id for worker in staff.workers] == ["W0", "W2", "W3", "W4"]


def test_an_unclosed_quote_in_a_huge_file() -> None:
    rows = [build.row(UNIQUEWORKERID=f"W{n}") for n in range(1500)]
    lines = build.text(build.names(), *rows).split("\r\n")
    lines[1] = lines[1].replace("Admin", '"Admin', 1)
    staff = read_workers(build.file("\r\n".join(lines)))
    assert len(staff.workers) == 1499


def test_an_unclosed_quote_in_the_last_line() -> None:
    lines = build.text(build.names(), build.row(), build.row(UNIQUEWORKERID="W2")).split("\r\n")
    lines[2] = lines[2] + '"x'
    assert len(read_workers(build.file("\r\n".join(lines))).workers) == 1


def test_quotes_in_the_middle_of_a_cell_are_letters() -> None:
    lines = build.text(build.names(), build.row(UNIQUEWORKERID='5"', LOCALESTID="E")).replace('"5"""', '5"')
    assert read_workers(build.file(lines)).workers[0].id == '5"'


@given(st.binary(max_size=300))
def test_junk_gives_a_clear_error_or_rows_and_never_anything_else(junk: bytes) -> None:
    """Must hold: any bytes are read, or refused with a DataError."""
    header = ",".join(build.WORKER).encode()
    for content in (junk, header + b"\n" + junk):
        with suppress(DataError):
            read_workers(io.BytesIO(content))


@given(st.text(alphabet='a"\n,;', max_size=40))
def test_whether_text_ends_inside_quotes(text: str) -> None:
    """The check for an open quote agrees with the strict CSV parser."""
    import csv

    if not text:
        return
    try:
        list(csv.reader([text], strict=True))
        ends_open = False
    except csv.Error as error:
        if "unexpected end" not in str(error):
            return
        ends_open = True
    assert _files._ends_open(text, ",") == ends_open


def test_atomic_writing(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    with replacing(target) as stream:
        stream.write(b"old")
    target.chmod(0o640)

    def interrupted() -> None:
        with replacing(target) as stream:
            stream.write(b"half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    (tmp_path / ".out.csv.0.care-pathway-part").touch()
    with replacing(target) as stream:
        stream.write(b"new")
    assert target.read_bytes() == b"new"
    if os.name == "posix":  # elsewhere there are no rights of this kind
        assert target.stat().st_mode & 0o777 == 0o640


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="folder"), replacing(tmp_path):
        pass
    with pytest.raises(DataError, match="cannot write here"), replacing(tmp_path / "no" / "out.csv"):
        pass


def test_problems_show_where_they_are() -> None:
    place = Place(file="a.csv", record=2, line=3, column="X")
    problem = Problem(message="expected 1", place=place, found="9", service="it drops it")
    assert str(problem) == "a.csv, record 2, line 3, X: expected 1 (found '9'); the service: it drops it"
    assert str(Problem(message="bad")) == "bad"
    assert problem.severity is Severity.ERROR
    assert shown(None) is None
    assert shown("Jo Bloggs", personal=True) == "(withheld)"
