"""Each rule of a cell: what passes, what is an issue, and what the service would do."""

from __future__ import annotations

from datetime import date

from care_pathway.interop.ascwds import Marker, columns
from care_pathway.interop.ascwds.cells import checker
from tests.each import each

ON = date(2026, 6, 30)
BAD = Marker.UNREADABLE
UNKNOWN = Marker.DO_NOT_KNOW


def check(name: str, cell: str, file: str = "worker", on: date | None = ON):
    column = next(column for column in columns(file) if column.name == name)
    return checker(column, on=on)(cell)


@each(
    ("name", "cell", "value"),
    [
        ("CWPCATEGORY", "2", 2),
        ("CWPCATEGORY", " 998 ", 998),
        ("CWPCATEGORY", "999", 999),
        ("CWPCATEGORY", "", None),
        ("STATUS", "unchecked", "UNCHECKED"),
        ("UNIQUEWORKERID", "KHC 12", "KHC12"),
        ("NINUMBER", "QQ 12 34 56 C", "QQ123456C"),
        ("NINUMBER", "admin", Marker.WITHHELD),
        ("DOB", "Admin", Marker.WITHHELD),
        ("DOB", "29/02/1984", date(1984, 2, 29)),
        ("POSTCODE", "LS1 4AP", "LS1 4AP"),
        ("STARTDATE", "30/06/2026", date(2026, 6, 30)),
        ("STARTINSECT", "999", UNKNOWN),
        ("STARTINSECT", "2020", 2020),
        ("YEAROFENTRY", "1999", 1999),
        ("CARECERT", "3", 3),
        ("L2CARECERT", "1", (1, None)),
        ("L2CARECERT", "1;", (1, None)),
        ("L2CARECERT", "1;2025", (1, 2025)),
        ("L2CARECERT", "2", (2, None)),
        ("L2CARECERT", "3", (3, None)),
        ("DAYSSICK", "3.5", 3.5),
        ("DAYSSICK", "999", UNKNOWN),
        ("CONTHOURS", "37.5", 37.5),
        ("CONTHOURS", "999.0", UNKNOWN),
        ("SALARY", "31251.00", 31251),
        ("HOURLYRATE", "13.05", 13.05),
        ("MAINJOBROLE", "23", 23),
        ("NMCREG", "01", 1),
        ("SCQUAL", "1;3", (1, 3)),
        ("SCQUAL", "1;0", (1, 0)),
        ("SCQUAL", "1;999", (1, None)),
        ("SCQUAL", "2", (2, None)),
        ("NONSCQUAL", "1", (1, None)),
        ("NONSCQUAL", "999", (999, None)),
        ("QUALACH01", "54;2019", (54, 2019)),
        ("QUALACH01", "81;", BAD),
        ("NATIONALITY", "998", 998),
    ],
)
def test_worker_cells_that_pass(name: str, cell: str, value: object) -> None:
    found, issue = check(name, cell)
    assert found == value
    assert (issue is None) == (value is not BAD)


@each(
    ("name", "cell", "words"),
    [
        ("CWPCATEGORY", "8", "analysis code"),
        ("CWPCATEGORY", "-2", "999"),
        ("CWPCATEGORY", "-1", "blank cell"),
        ("CWPCATEGORY", "0", "not a code"),
        ("CWPCATEGORY", "9", "Corporate management"),
        ("CWPCATEGORY", "17", "not confirmed"),
        ("CWPCATEGORY", "2.9", "plain digits"),
        ("CWPCATEGORY", "3x", "plain digits"),
        ("CWPCATEGORY", "Deputy manager", "plain digits"),
        ("STATUS", "REPLACE", "NEW, UPDATE"),
        ("UNIQUEWORKERID", "x" * 50, "at most 49"),
        ("NINUMBER", "12345", "two letters"),
        ("POSTCODE", "LS14AP", "one space"),
        ("DOB", "1982-12-10", "DD/MM/YYYY"),
        ("DOB", "10-12-1982", "DD/MM/YYYY"),
        ("DOB", "01/01/0001", "DD/MM/YYYY"),
        ("STARTDATE", "31/02/2003", "real date"),
        ("STARTDATE", "01/07/2026", "future"),
        ("STARTINSECT", "2027", "future"),
        ("STARTINSECT", "99", "YYYY"),
        ("STARTINSECT", "20x0", "plain digits"),
        ("YEAROFENTRY", "0999", "YYYY"),
        ("L2CARECERT", "4", "expected 1"),
        ("L2CARECERT", "2;2025", "only 1"),
        ("L2CARECERT", "3;2025", "only 1"),
        ("DAYSSICK", "367", "0 to 366"),
        ("CONTHOURS", "37.25", "halves"),
        ("CONTHOURS", "lots", "halves"),
        ("SALARY", "400", "500"),
        ("SALARY", "£20,000", "digits only"),
        ("HOURLYRATE", "13.055", "two decimals"),
        ("MAINJOBROLE", "22", "moved to code 27"),
        ("MAINJOBROLE", "41", "moved to code 40"),
        ("MAINJOBROLE", "99", "not a code"),
        ("SCQUAL", "3", "1;level"),
        ("QUALACH01", "7;2019", "145"),
        ("QUALACH01", "abc", "145"),
        ("GENDER", "12345678901234567", "one of"),
    ],
)
def test_worker_cells_that_do_not(name: str, cell: str, words: str) -> None:
    value, issue = check(name, cell)
    assert value is BAD
    assert issue is not None
    assert words in issue.message
    assert issue.service


@each(
    ("name", "cell", "value", "code"),
    [
        ("L2CARECERT", "1;2023", (1, None), "5620"),
        ("L2CARECERT", "1;2027", (1, None), "5630"),
        ("L2CARECERT", "1;soon", (1, None), "5640"),
        ("SCQUAL", "1", (1, None), "1360"),
        ("SCQUAL", "1;9", (1, None), "1360"),
        ("QUALACH01", "54;1900", (54, None), "5015"),
        ("QUALACH01", "54;2027", (54, None), "5015"),
        ("QUALACH01", "54;last year", (54, None), "5015"),
        ("QUALACH01", "54;", (54, None), "5015"),
        ("QUALACH01", "54", (54, None), "5015"),
        ("QUALACH01", "54; 2019", (54, None), "5015"),
    ],
)
def test_cells_of_which_a_part_is_kept(name: str, cell: str, value: object, code: str) -> None:
    found, issue = check(name, cell)
    assert found == value
    assert issue is not None
    assert issue.code == code


def test_leading_zeros_pass_with_a_notice_but_not_where_text_is_compared() -> None:
    value, issue = check("CWPCATEGORY", "02")
    assert value == 2
    assert issue is not None
    assert issue.severity == "notice"
    value, issue = check("CWPAWARE", "01", "workplace")
    assert value is BAD
    assert issue is not None
    assert "leading zeros" in issue.message


def test_what_the_service_would_have_read_is_said() -> None:
    """Rule: where it takes what we do not, that is said, and nothing says that it refuses the upload."""
    for name, cell in (("ETHNICITY", "0"), ("NATIONALITY", "000")):
        issue = check(name, cell)[1]
        assert (issue.severity, issue.code) == ("warning", None)
        assert "accepts" in issue.service
    issue = check("POSTCODE", "LS98AB", "workplace")[1]
    assert (issue.severity, issue.code) == ("warning", None)
    assert (
        check("POSTCODE", "LS98AB")[1].severity == check("POSTCODE", "XX", "workplace")[1].severity == "error"
    )
    assert check("GENDER", "0")[1].severity == "error"
    assert check("QUALACH01", "54; 2019")[1].severity == "error"
    assert check("QUALACH01", "54;2019 ") == ((54, 2019), None)
    assert check("CWPCATEGORY", "2.9")[1].service == "it reads 2"
    assert check("CWPCATEGORY", "x")[1].service == "it drops the answer with a warning"


@each(
    ("name", "cell", "value"),
    [
        ("CWPAWARE", "4", 4),
        ("CWPUSE", "1", (1, ())),
        ("CWPUSE", "1;2;5;10;2", (1, (2, 5, 10))),
        ("CWPUSE", "2", (2, ())),
        ("CWPUSE", "999", (999, ())),
        ("SICKPAY", "Unknown", "unknown"),
        ("SICKPAY", "0", 0),
        ("MAINSERVICE", "8", 8),
        ("ALLSERVICES", "2;77;76", (2, 74, 75)),
        ("ALLSERVICES", "2;0", (2,)),
        ("CAPACITY", "40;;2", (40, None, 2)),
        ("STARTERS", "999", UNKNOWN),
        ("STARTERS", "3;0", (3, 0)),
        ("DHAACTIVITIES", "1;8", (1, 8)),
        ("DHAACTIVITIES", "999", UNKNOWN),
        ("SERVICEDESC", "; a day club", ("", "a day club")),
        ("PROVNUM", "1-123456789", "1-123456789"),
        ("TOTALPERMTEMP", "0", 0),
        ("ACTUALCONT", "5.5", 5.5),
        ("HOLIDAY", "28", 28),
        ("TTDIFFRATE", "12.21", 12.21),
    ],
)
def test_workplace_cells_that_pass(name: str, cell: str, value: object) -> None:
    assert check(name, cell, "workplace") == (value, None)


@each(
    ("name", "cell", "value"),
    [
        ("CWPUSE", "3", BAD),
        ("CWPUSE", "1;", (1, ())),
        ("CWPUSE", "1;11;2", (1, (2,))),
        ("CWPUSE", "1; 2", (1, ())),
        ("CWPUSE", "2;4", (2, ())),
        ("SICKPAY", "maybe", BAD),
        ("ALLSERVICES", "2;99;x", (2,)),
        ("SERVICEUSERS", "1;99", (1,)),
        ("CAPACITY", "many", BAD),
        ("CAPACITY", "99999", BAD),
        ("SERVICEDESC", "x" * 121, BAD),
        ("PROVNUM", "1-12", BAD),
        ("TOTALPERMTEMP", "1000", BAD),
        ("TOTALPERMTEMP", "12 or so", BAD),
        ("ACTUALCONT", "2", BAD),
        ("HOLIDAY", "28.5", BAD),
        ("ESTNAME", "", None),
    ],
)
def test_workplace_cells_that_do_not(name: str, cell: str, value: object) -> None:
    found, issue = check(name, cell, "workplace")
    assert found == value
    assert issue is not None


def test_export_service_code_is_read_with_a_notice() -> None:
    value, issue = check("MAINSERVICE", "77", "workplace")
    assert value == 74
    assert issue is not None
    assert issue.severity == "notice"


@each(
    ("name", "cell", "value"),
    [
        ("CATEGORY", "51", 51),
        ("CATEGORY", "24", BAD),
        ("VALIDITY", "12", 12),
        ("VALIDITY", "none", "none"),
        ("VALIDITY", "None", BAD),
        ("VALIDITY", "0", BAD),
        ("EXPIRYDATE", "01/01/2030", date(2030, 1, 1)),
        ("DATECOMPLETED", "01/01/2030", BAD),
        ("ACCREDITED", "0", 0),
        ("ACCREDITED", "2", BAD),
        ("PROVIDERNAME", "999", 999),
    ],
)
def test_training_cells(name: str, cell: str, value: object) -> None:
    assert check(name, cell, "training")[0] == value


def test_without_a_day_nothing_lies_in_the_future() -> None:
    assert check("STARTDATE", "01/01/2099", on=None)[1] is None
    assert check("L2CARECERT", "1;2099", on=None) == ((1, 2099), None)
    assert check("QUALACH01", "54;2099", on=None) == ((54, 2099), None)


def test_gaps() -> None:
    assert check("MAINJOBROLE", "")[1].severity == "error"
    assert (check("SCQUAL", "")[1].severity, check("SCQUAL", "")[1].code) == ("warning", "3360")
    assert [check(name, "")[1].code for name in ("POSTCODE", "STARTDATE", "STARTINSECT")] == [
        "3070",
        "2000",
        "3200",
    ]
    assert check("GENDER", "") == (None, None)
