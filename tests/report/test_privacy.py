"""Names, National Insurance numbers and dates of birth never reach an output unless names are asked for."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.interop import examples
from care_pathway.interop.staff import StaffFile
from care_pathway.report import build, read_inputs
from care_pathway.report.names import Scrubber, looks_personal, names_of, shown_references
from tests.each import each

ON = date(2026, 11, 1)
NAMES = ("Zebedee Quux", "Araminta Plugh", "Thaddeus Xyzzy")
SECRETS = (
    *NAMES,
    "Zebedee",
    "Quux",
    "QQ123456C",
    "QQ 12 34 56 C",
    "12/03/1971",
    "1971-03-12",
    "Mrs Frobisher",
    "Nurse Grault",
)


def staff_csv() -> io.BytesIO:
    rows = [
        "Staff ref,Full name,NI number,Date of birth,Job title,Start date,Manages staff,Role category",
        f"S001,{NAMES[0]},QQ123456C,12/03/1971,Care Assistant,01/02/2020,no,",
        f"S002,{NAMES[1]},QQ 12 34 56 C,12/03/1971,Deputy Manager,99/99/2020,perhaps,{NAMES[1]}",
        f"S002,{NAMES[2]},QQ123456C,1971-03-12,Care Manager,01/02/2020,,",
    ]
    return io.BytesIO("\r\n".join(rows).encode())


def evidence_csv() -> io.BytesIO:
    columns = examples.file("evidence.csv").read().decode().splitlines()[0]
    rows = [
        columns,
        "S001,sign-off,ks-ntc-safeguarding-03,10/02/2026,01/12/2026,Nurse Grault,,,,,,,,,",
        "S001,delegated-authorisation,,10/02/2026,01/12/2026,,,,vital-signs-monitoring,Mrs Frobisher,"
        "Nurse Grault,registered-nurse,01/02/2026,05/02/2026,",
    ]
    return io.BytesIO("\r\n".join(rows).encode())


def everything(folder: Path) -> str:
    return "\n".join(map(_text, sorted(path for path in folder.rglob("*") if path.is_file())))


def _text(file: Path) -> str:
    if file.suffix != ".xlsx":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as book:
        return "\n".join(book.read(name).decode("utf-8") for name in book.namelist())


def test_no_personal_cell_reaches_any_output(pathway: cp.Pathway, tmp_path: Path) -> None:
    inputs = read_inputs(staff_csv(), evidence=evidence_csv(), on=ON)
    report = build(pathway, inputs.staff, on=ON, evidence=inputs.evidence)
    report.write(tmp_path, plans=True)
    text = everything(tmp_path)
    for secret in SECRETS:
        assert secret not in text
    assert "S001" in text
    assert "vital signs monitoring" in text


def test_names_are_shown_when_they_are_asked_for_and_nothing_else(
    pathway: cp.Pathway, tmp_path: Path
) -> None:
    inputs = read_inputs(staff_csv(), on=ON)
    build(pathway, inputs.staff, on=ON, show_names=True).write(tmp_path, plans=True)
    text = everything(tmp_path)
    for name in NAMES:
        assert name in text
    for secret in ("QQ123456C", "12/03/1971", "1971-03-12"):
        assert secret not in text


def test_the_names_of_an_asc_wds_file_stay_there(pathway: cp.Pathway, tmp_path: Path) -> None:
    content = examples.file("ascwds-worker.csv").read().decode()
    content = content.replace(",W001,Admin,LS1 4AP,Admin,", ",Zebedee Quux,QQ123456C,LS1 4AP,12/03/1971,", 1)
    assert "Zebedee" in content
    staff = read_inputs(io.BytesIO(content.encode()), on=ON).staff
    build(pathway, staff, on=ON).write(tmp_path / "without", plans=True)
    text = everything(tmp_path / "without")
    for secret in ("Zebedee", "QQ123456C", "12/03/1971"):
        assert secret not in text
    build(pathway, staff, on=ON, show_names=True).write(tmp_path / "with")
    shown = everything(tmp_path / "with")
    assert "Zebedee Quux" in shown
    assert "QQ123456C" not in shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("Quux, Zebedee", "Zebedee Quux"),
        ("Zebedee Quux", "Zebedee Quux"),
        ("Quux,", "Quux,"),
        ("A, B, C", "A, B, C"),
    ],
)
def test_a_name_is_shown_as_it_is_spoken(cell: str, shown: str) -> None:
    """Where people are listed, a comma inside a name would make two people of one."""
    staff = read_inputs(io.BytesIO(f'Ref,Name,Job title\nS001,"{cell}",Carer\n'.encode()), on=ON).staff
    assert names_of(staff) == {"S001": shown}


def test_a_name_in_place_of_a_reference_gives_way_to_the_row(pathway: cp.Pathway, tmp_path: Path) -> None:
    """People use the name as the reference; a row number stands in for it everywhere, in messages too."""
    rows = [
        "Worker,Job title,Start date",
        "Zebedee Quux,Care Assistant,01/02/2020",
        "Zebedee Quux,Deputy Manager,01/02/2020",
        "S003,Care Assistant,01/02/2020",
    ]
    staff = read_inputs(io.BytesIO("\r\n".join(rows).encode()), on=ON).staff
    evidence = io.BytesIO(evidence_csv().read().replace(b"S001", b"ZebedeeQuux"))
    read = read_inputs(io.BytesIO("\r\n".join(rows).encode()), evidence=evidence, on=ON)
    report = build(pathway, staff, on=ON, evidence=read.evidence)
    report.write(tmp_path, plans=True)
    text = everything(tmp_path)
    assert "Zebedee" not in text
    assert "row-1" in text
    assert "S003" in text


@pytest.mark.parametrize("heading", ["Employee", "Colleague", "Staff name", "Staff", "Emp. name"])
def test_a_column_of_names_is_one_whatever_its_heading(
    heading: str, pathway: cp.Pathway, tmp_path: Path
) -> None:
    """Without --show-names none anywhere; with it in every table with a person in it."""
    people = {f"P{number}": f"Zebedee Quux{letter}" for number, letter in enumerate("abc", start=1)}
    staff = f"Payroll no,{heading},Job title\n" + "".join(
        f"{ref},{name},Carer\n" for ref, name in people.items()
    )
    rows = "Payroll no,Course,Completed\n" + "".join(f"{ref},Fire safety,01/02/2024\n" for ref in people)
    courses = "Course title,Provider,Cost per person\nFire safety,Otter,20\n"
    inputs = read_inputs(
        *(io.StringIO(staff),), training=io.StringIO(rows), catalogue=io.StringIO(courses), on=ON
    )
    for shown in (False, True):
        out = tmp_path / str(shown)
        report = build(pathway, inputs.staff, on=ON, catalogue=inputs.catalogue, show_names=shown)
        report.write(out, plans=True)
        for path in sorted(path for path in out.rglob("*.*") if path.is_file()):
            found = "Zebedee" in _text(path)
            empty = path.name in ("to-check.csv", "to-check.xlsx", "problems.csv", ".care-pathway")
            assert found is (shown and not empty), path.name


def test_forenames_and_surnames_are_put_together() -> None:
    rows = ["Staff ref,Forename,Surname,Job title", "S1,Zebedee,Quux,Carer", "S2,,,Carer"]
    staff = read_inputs(io.BytesIO("\r\n".join(rows).encode())).staff
    assert names_of(staff) == {"S1": "Zebedee Quux"}


@each("reference", ["S001", "W-17", "WILLOW1/W001", "row-3", "000123"])
def test_references_that_are_shown(reference: str) -> None:
    assert not looks_personal(reference)


@each(
    "reference",
    [
        "JaneSmith",
        "JaneSmith-job-2",
        "JaneSmith-row-3-job-2",
        "jane.smith2@example.org",
        "QQ123456C",
        "WILLOW/QQ123456C",
        "Jane",
        "12/03/1971",
        "-",
    ],
)
def test_references_that_are_not(reference: str) -> None:
    assert looks_personal(reference)


def test_what_stands_in_is_nobody_elses_reference() -> None:
    workers = (cp.Worker(id="Jane"), cp.Worker(id="row-0"))
    shown = shown_references(StaffFile(file="x.csv", kind="table", workers=workers))
    assert shown == {"Jane": "row-0-a"}
    second = shown_references(StaffFile(file="x.csv", kind="table", workers=(cp.Worker(id="Jane-job-2"),)))
    assert second == {"Jane-job-2": "row-0-job-2"}


@given(st.lists(st.text(alphabet="abcXYZ ", min_size=1, max_size=6), unique=True, max_size=5))
def test_scrubbing_leaves_no_reference(references: list[str]) -> None:
    """Whatever the references are, none of them is left in a text that names them all."""
    shown = {reference: f"row-{number}" for number, reference in enumerate(references)}
    text = Scrubber(shown)("|".join(references))
    assert text == "|".join(shown[reference] for reference in references)
    assert Scrubber(shown)(None) is None
