"""Made-up ASC-WDS files for tests, written as the service's export writes them."""

from __future__ import annotations

import io

from care_pathway.interop.ascwds import columns
from care_pathway.interop.ascwds.writer import quoted

WORKER = [column.name for column in columns("worker") if not column.optional]
WORKPLACE = [column.name for column in columns("workplace")]
TRAINING = [column.name for column in columns("training")]

_WORKER = {
    "LOCALESTID": "E1",
    "UNIQUEWORKERID": "W1",
    "STATUS": "UNCHECKED",
    "DISPLAYID": "W1",
    "NINUMBER": "Admin",
    "POSTCODE": "LS1 4AP",
    "DOB": "Admin",
    "STARTDATE": "01/02/2020",
    "STARTINSECT": "2018",
    "EMPLSTATUS": "1",
    "MAINJOBROLE": "8",
    "SCQUAL": "2",
    "CWPCATEGORY": "2",
}
_WORKPLACE = {
    "LOCALESTID": "E1",
    "STATUS": "UNCHECKED",
    "ESTNAME": "Example House",
    "ADDRESS1": "1 Example Road",
    "POSTCODE": "LS1 4AP",
    "ESTTYPE": "6",
    "REGTYPE": "2",
    "PROVNUM": "1-123456789",
    "LOCATIONID": "1-123456780",
    "MAINSERVICE": "8",
    "ALLSERVICES": "8",
    "TOTALPERMTEMP": "1",
}
_TRAINING = {"LOCALESTID": "E1", "UNIQUEWORKERID": "W1", "CATEGORY": "20", "DATECOMPLETED": "01/02/2024"}


def names(qualifications: int = 3) -> list[str]:
    more = [f"QUALACH{n:02}{end}" for n in range(4, qualifications + 1) for end in ("", "NOTES")]
    return [*WORKER, *more]


def row(qualifications: int = 3, **cells: str) -> list[str]:
    values = {**_WORKER, **cells}
    return [values.get(name, "") for name in names(qualifications)]


def workplace(**cells: str) -> list[str]:
    values = {**_WORKPLACE, **cells}
    return [values.get(name, "") for name in WORKPLACE]


def training(**cells: str) -> list[str]:
    values = {**_TRAINING, **cells}
    return [values.get(name, "") for name in TRAINING]


def text(header: list[str], *rows: list[str]) -> str:
    return "\r\n".join([",".join(header), *(",".join(map(quoted, cells)) for cells in rows)])


def file(content: str | bytes) -> io.BytesIO:
    return io.BytesIO(content.encode("utf-8") if isinstance(content, str) else content)


def workers(*rows: list[str], qualifications: int = 3) -> io.BytesIO:
    return file(text(names(qualifications), *rows))


def workplaces(*rows: list[str]) -> io.BytesIO:
    return file(text(WORKPLACE, *rows))


def trainings(*rows: list[str]) -> io.BytesIO:
    return file(text(TRAINING, *rows))
