"""Checks across cells, rows and files, as the service makes them.

They report; they never change an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from care_pathway._data import read_json
from care_pathway.interop.ascwds import codes, people
from care_pathway.interop.ascwds.cells import Issue, Marker
from care_pathway.interop.ascwds.rows import Findings, ends_in_nothing
from care_pathway.interop.staff import RowRecord, StaffFile, StaffRecord, TrainingRow, WorkplaceRecord
from care_pathway.problems import Place, Problem, Severity

_REFUSED = "it refuses the upload"
_IGNORED = "it ignores the answer with a warning"
_YOUNGEST = 14

_SENIOR_MANAGER, _REGISTERED_MANAGER = 1, 4
_HIGHEST_SALARY = 200_000
_MOST_HOURS = 75


class _Rule(NamedTuple):
    """Answers of one row that have to go together."""

    column: str
    rule: str
    when: tuple[tuple[str, tuple[object, ...]], ...]
    severity: str
    code: str
    message: str
    service: str


@cache
def _index(names: tuple[str, ...]) -> dict[str, int]:
    return {name: position for position, name in enumerate(names)}


@cache
def qualification_columns(names: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of qualifications among others, without their notes."""
    return tuple(name for name in names if name.startswith("QUALACH") and not name.endswith("NOTES"))


class _Row:
    """Values of a row by name, markers left out, and a way to report on it."""

    def __init__(self, record: RowRecord, findings: Findings) -> None:
        self._record = record
        self._findings = findings
        self._index = _index(record.names)
        self.qualifications = qualification_columns(record.names)

    def __getitem__(self, name: str) -> Any:
        value = self.checked(name)
        return None if isinstance(value, Marker) else value

    def checked(self, name: str) -> Any:
        position = self._index.get(name)
        values = self._record.values
        return None if position is None or position >= len(values) else values[position]

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
    _together("worker", row)
    _salary(row, role)
    _zero_hours(row)
    _ages(row)
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
    columns = row.qualifications
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


@cache
def _cannot_delegate() -> frozenset[int]:
    return frozenset(role.code for role in codes.job_roles() if role.delegated_healthcare is False)


@cache
def _rules(file: str) -> tuple[_Rule, ...]:
    rows = read_json("crosswalks/ascwds/row-rules.json")["rows"]
    return tuple(
        _Rule(
            column=row["column"],
            rule=row["rule"],
            when=tuple((name, tuple(values)) for name, values in row["when"].items()),
            severity=row["severity"],
            code=row["code"],
            message=row["message"],
            service=row["service"],
        )
        for row in rows
        if row["file"] == file
    )


def _together(file: str, row: _Row) -> None:
    """The rules about answers that have to go together; of each column the first that is broken."""
    reported = set()
    for rule in _rules(file):
        if rule.column not in reported and _breaks(rule, row):
            reported.add(rule.column)
            row.report(rule.severity, rule.column, rule.message, rule.service, rule.code)


def _breaks(rule: _Rule, row: _Row) -> bool:
    own = row.checked(rule.column)
    if own is None and rule.rule != "needed-when":
        return False
    others = [row.checked(name) for name, _ in rule.when]
    if isinstance(own, Marker) or any(isinstance(other, Marker) for other in others):
        return False
    if rule.rule == "same-number":
        # A single 0 says that there were none.
        return own != (0,) and len(own) != len(others[0] or ())
    holds = all(other in values for other, (_, values) in zip(others, rule.when, strict=True))
    if rule.rule == "needed-when":
        return own is None and holds
    return holds == (rule.rule == "ignored-when")


def _salary(row: _Row, role: int | None) -> None:
    if (row["SALARY"] or 0) > _HIGHEST_SALARY and role != _SENIOR_MANAGER:
        message = f"above {_HIGHEST_SALARY} is accepted only for senior management"
        row.report("error", "SALARY", message, _REFUSED, "1260")


def _zero_hours(row: _Row) -> None:
    hours, zero = row["CONTHOURS"], row["ZEROHRCONT"]
    if hours is None or row["EMPLSTATUS"] not in (1, 2, None):
        return
    if hours > 0 and zero == 999:
        row.report("error", "ZEROHRCONT", "do not know, but contracted hours are given", _REFUSED, "1230")
    if hours == 0 and zero == 2:
        row.report("warning", "ZEROHRCONT", "no, but the contracted hours are 0", "it warns", "3230")


def _ages(row: _Row) -> None:
    """Years against the year of birth; the message never says which year that is."""
    born, started, entered = row["DOB"], row["STARTDATE"], row["YEAROFENTRY"]
    if isinstance(born, date):
        if isinstance(row["STARTINSECT"], int) and row["STARTINSECT"] < born.year + _YOUNGEST:
            row.report("warning", "STARTINSECT", f"before the age of {_YOUNGEST}", _IGNORED, "3200")
        if isinstance(started, date) and _age(born, started) < _YOUNGEST:
            row.report("warning", "STARTDATE", f"before the age of {_YOUNGEST}", _IGNORED, "3190")
        if entered is not None and entered < born.year:
            row.report("error", "YEAROFENTRY", "before the year of birth", _REFUSED, "1380")
    if isinstance(started, date) and entered is not None and started.year < entered:
        row.report("warning", "STARTDATE", "before the year of entry to the UK", _IGNORED, "3190")


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def shared_numbers(records: Sequence[StaffRecord], findings: Findings) -> None:
    """One National Insurance number on rows that together work more hours than a week of one person has."""
    rows: dict[str, list[_Row]] = {}
    for record in records:
        row = _Row(record, findings)
        if row["NINUMBER"] is not None:
            rows.setdefault(row["NINUMBER"], []).append(row)
    for same in rows.values():
        hours = sum(row["CONTHOURS"] or row["AVGHOURS"] or 0 for row in same)
        if len(same) > 1 and hours > _MOST_HOURS:
            for row in same:
                message = f"the same number as in another row; together more than {_MOST_HOURS} hours a week"
                row.report("error", "NINUMBER", message, _REFUSED, "5570")


def _two_l2_answers(row: _Row) -> None:
    answer = row["L2CARECERT"]
    listed = any(
        value is not None and value[0] == people.L2_CERTIFICATE_CODE
        for value in (row[name] for name in row.qualifications)
    )
    if listed and (answer is None or answer[0] != 1):
        row.report(
            "notice",
            "L2CARECERT",
            "the certificate is listed among the qualifications, but not as completed here",
            "it keeps both",
        )


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
                Problem(
                    message=f"the workplace names {place.total_staff} staff; the worker file has {found} "
                    "rows for it with NEW or UPDATE",
                    place=Place(
                        file=placed.file, record=place.record, line=place.line, column="TOTALPERMTEMP"
                    ),
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
        _together("workplace", row)


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
    _together("training", at)


def training_of(row: TrainingRow, person: StaffRecord, file: str, findings: Findings) -> None:
    """A training against the person: nobody completes it before the age of 14."""
    born = person.value("DOB")
    completed = row.training.completed if row.training is not None else None
    if isinstance(born, date) and completed is not None and _age(born, completed) < _YOUNGEST:
        findings.keep(
            Problem(
                message=f"completed before the age of {_YOUNGEST}",
                place=Place(file=file, record=row.record, line=row.line, column="DATECOMPLETED"),
                service=_REFUSED,
                code="1080",
            )
        )
