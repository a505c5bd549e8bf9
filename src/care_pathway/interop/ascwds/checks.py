"""Checks across cells, rows and files, as the service makes them.

They report; they never change an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from care_pathway.interop.ascwds import codes, people
from care_pathway.interop.ascwds.cells import Issue, Marker
from care_pathway.interop.ascwds.rows import Findings, ends_in_nothing
from care_pathway.interop.problems import FileProblem, Severity
from care_pathway.interop.staff import RowRecord, StaffFile, StaffRecord, TrainingRow, WorkplaceRecord

_REFUSED = "it refuses the upload"
_IGNORED = "it ignores the answer with a warning"
_YOUNGEST = 14

#: Job roles called 'other', which need a description.
_OTHER_ROLES = frozenset({23, 27})
_NURSE, _SOCIAL_WORKER, _REGISTERED_MANAGER = 16, 6, 4


class _Row:
    """Values of a row by name, markers left out, and a way to report on it."""

    def __init__(self, record: RowRecord, findings: Findings) -> None:
        self._record = record
        self._findings = findings

    @property
    def names(self) -> tuple[str, ...]:
        return self._record.names

    def __getitem__(self, name: str) -> Any:
        value = self.checked(name)
        return None if isinstance(value, Marker) else value

    def checked(self, name: str) -> Any:
        return self._record.value(name) if name in self._record.names else None

    def ends_in_nothing(self) -> bool:
        return ends_in_nothing(self._record.names, self._record.cells)

    def report(self, severity: str, column: str, message: str, service: str, code: str | None = None) -> None:
        self._findings.add(
            Issue(severity, message, service, code),
            record=self._record.record,
            line=self._record.line,
            column=column,
        )


def worker(record: StaffRecord, findings: Findings) -> None:
    """Answers of one worker that do not go together."""
    row = _Row(record, findings)
    role = row["MAINJOBROLE"]
    _description(row, role)
    _pay(row)
    if role == _NURSE and row.checked("NMCREG") is None:
        row.report(
            "warning", "NMCREG", "a registered nurse needs the part of the register", "it warns", "3340"
        )
    if role is not None and role != _NURSE and row["NMCREG"] is not None:
        row.report(
            "warning", "NMCREG", "only a registered nurse has a part of the register", _IGNORED, "3340"
        )
    if role is not None and role != _SOCIAL_WORKER and row["AMHP"] is not None:
        row.report("warning", "AMHP", "only a social worker can be one", _IGNORED, "3380")
    if row["DHA"] is not None and role in _cannot_delegate():
        row.report(
            "warning",
            "DHA",
            "the service does not ask this job role about delegated healthcare",
            _IGNORED,
            "5661",
        )
    started, in_care = row["STARTDATE"], row["STARTINSECT"]
    if isinstance(started, date) and isinstance(in_care, int) and in_care > started.year:
        row.report("warning", "STARTINSECT", "later than the start in the main job role", _IGNORED, "3200")
    _two_l2_answers(row)
    _notes_alone(row)


def _notes_alone(row: _Row) -> None:
    """Gaps among the qualifications: the last trace of cells that a bare comma has shifted."""
    columns = _qualification_columns(row)
    filled = [row.checked(name) is not None for name in columns]
    for name, here in zip(columns, filled, strict=True):
        if not here and row.checked(f"{name}NOTES") is not None:
            message = "a note without its qualification; look whether the cells of this row are shifted"
            row.report("warning", f"{name}NOTES", message, "it drops it")
    if True in filled and False in filled[: len(filled) - filled[::-1].index(True)]:
        name = columns[filled.index(False)]
        message = (
            "blank, though later qualifications are given; look whether the cells of this row are shifted"
        )
        row.report("warning", name, message, "it reads them all the same")
    if row.ends_in_nothing():
        row.report(
            "warning", columns[-1], "the row ends in an empty qualification; look at its cells", "it reads it"
        )


def _cannot_delegate() -> frozenset[int]:
    return frozenset(role.code for role in codes.job_roles() if role.delegated_healthcare is False)


def _description(row: _Row, role: int | None) -> None:
    described = row.checked("MAINJRDESC") is not None
    if role in _OTHER_ROLES and not described:
        row.report("error", "MAINJRDESC", "an 'other' job role needs a description", _REFUSED, "1290")
    if role is not None and role not in _OTHER_ROLES and described:
        row.report("warning", "MAINJRDESC", "only an 'other' job role takes a description", _IGNORED, "3290")


def _pay(row: _Row) -> None:
    interval = row["SALARYINT"]
    for column, wanted, code in (("SALARY", 1, "1251"), ("HOURLYRATE", 3, "1252")):
        if row[column] is None or interval == wanted:
            continue
        if interval == 999:
            row.report("warning", column, "the pay interval is do not know", _IGNORED, "3260")
        else:
            row.report("error", column, f"SALARYINT is not {wanted}", _REFUSED, code)


def _two_l2_answers(row: _Row) -> None:
    answer = row["L2CARECERT"]
    listed = any(
        value is not None and value[0] == people.L2_CERTIFICATE_CODE
        for value in (row[name] for name in _qualification_columns(row))
    )
    if listed and (answer is None or answer[0] != 1):
        row.report(
            "notice",
            "L2CARECERT",
            "the certificate is listed among the qualifications, but not as completed here",
            "it keeps both",
        )


def _qualification_columns(row: _Row) -> list[str]:
    names = row.names
    return [name for name in names if name.startswith("QUALACH") and not name.endswith("NOTES")]


def worker_in_workplace(record: StaffRecord, place: WorkplaceRecord | None, findings: Findings) -> None:
    """A worker against the workplace."""
    row = _Row(record, findings)
    if place is None:
        row.report(
            "error", "LOCALESTID", "no workplace with this reference in the workplace file", _REFUSED, "997"
        )
        return
    if row["MAINJOBROLE"] == _REGISTERED_MANAGER and place.regulated is False:
        message = "a registered manager needs a workplace that CQC regulates"
        row.report("error", "MAINJOBROLE", message, _REFUSED, "1280")
    if row["DHA"] is not None and place.delegated_healthcare is False:
        row.report("warning", "DHA", "the workplace says that it does none", _IGNORED, "5663")
    service = next((one for one in codes.service_types() if one.code == place.main_service), None)
    if row["DHA"] is not None and service is not None and not service.delegated_healthcare:
        row.report(
            "warning", "DHA", "the main service cannot carry out delegated healthcare", _IGNORED, "5662"
        )


def totals(placed: StaffFile, staff: StaffFile, findings: Findings) -> None:
    """The number of staff that each workplace names against its rows."""
    rows = Counter(
        record.workplace
        for record in staff.records
        if record.raw("STATUS").strip().upper() in ("NEW", "UPDATE")
    )
    for place in placed.workplaces:
        found = rows.get(place.reference, 0)
        # An export marks every row UNCHECKED; then the service compares with nothing.
        if found and place.total_staff is not None and place.total_staff != found:
            findings.keep(
                FileProblem(
                    message=f"the workplace names {place.total_staff} staff; the worker file has {found} "
                    "rows for it with NEW or UPDATE",
                    file=placed.file,
                    record=place.record,
                    line=place.line,
                    column="TOTALPERMTEMP",
                    severity=Severity.WARNING,
                    service="it warns",
                    code="2200",
                )
            )


def workplaces(places: Sequence[WorkplaceRecord], findings: Findings) -> None:
    """Answers of a workplace that do not go together, and references that stand twice."""
    seen: set[str] = set()
    for place in places:
        row = _Row(place, findings)
        if place.reference is not None and place.reference in seen:
            row.report("error", "LOCALESTID", "a second workplace with this reference", _REFUSED, "998")
        seen.add(place.reference or "")
        if place.main_service is not None and place.services and place.main_service not in place.services:
            row.report("error", "ALLSERVICES", "the main service is not among them", _REFUSED, "1121")
        if row["CWPUSEDESC"] is not None and 10 not in place.use_reasons:
            row.report("warning", "CWPUSEDESC", "only reason 10 takes a description", _IGNORED, "2500")
        if place.activities and place.delegated_healthcare is not True:
            row.report("warning", "DHAACTIVITIES", "only DHA 1 takes activities", _IGNORED, "2530")


def training(row: TrainingRow, findings: Findings) -> None:
    """Dates of a training that do not go together."""
    at = _Row(row, findings)
    completed, expires, validity = at["DATECOMPLETED"], at["EXPIRYDATE"], at["VALIDITY"]
    if completed is not None and expires is not None and expires <= completed:
        at.report("error", "EXPIRYDATE", "not after the date completed", _REFUSED, "1030")
    if expires is not None and validity == "none":
        at.report("warning", "VALIDITY", "none, but an expiry date is given", "it warns", "2110")
    if completed is not None and expires is not None and isinstance(validity, int):
        due = people.expiry(completed, validity)
        if due != expires:
            message = "not the date that the months of VALIDITY give; the date written here is kept"
            at.report("warning", "EXPIRYDATE", message, "it warns", "2110")
    if at["PROVIDERNAME"] is not None and at["WHODELIVERED"] != 2:
        at.report(
            "warning", "PROVIDERNAME", "only an external provider has one (WHODELIVERED 2)", _IGNORED, "2090"
        )


def training_of(row: TrainingRow, person: StaffRecord, file: str, findings: Findings) -> None:
    """A training against the person: nobody completes it before the age of 14."""
    born = person.value("DOB")
    completed = row.training.completed if row.training is not None else None
    if isinstance(born, date) and completed is not None:
        age = completed.year - born.year - ((completed.month, completed.day) < (born.month, born.day))
        if age < _YOUNGEST:
            findings.keep(
                FileProblem(
                    message=f"completed before the age of {_YOUNGEST}",
                    file=file,
                    record=row.record,
                    line=row.line,
                    column="DATECOMPLETED",
                    service=_REFUSED,
                    code="1080",
                )
            )
