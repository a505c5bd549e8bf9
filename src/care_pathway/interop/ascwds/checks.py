"""Checks across cells, rows and files, as the service makes them.

They report; they never change an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from care_pathway._data import read_json
from care_pathway.interop.ascwds import codes, people
from care_pathway.interop.ascwds.cells import WARNS, Issue, Marker, whole_years
from care_pathway.interop.ascwds.rows import Findings, as_update, ends_in_nothing, is_looked_at
from care_pathway.interop.staff import RowRecord, StaffFile, StaffRecord, TrainingRow, WorkplaceRecord
from care_pathway.problems import Place, Problem

_REFUSED = "it refuses the upload"
_IGNORED = "it ignores the answer with a warning"
_YOUNGEST = 14

_SENIOR_MANAGER, _REGISTERED_MANAGER = 1, 4
#: A code of no job role, of which the service says all the same that it is not asked.
_NOT_ASKED = ("12",)
#: Contracted hours a week from which somebody is full-time.
_FULL_TIME = 37
_PER_SERVICE = ("CAPACITY", "UTILISATION", "SERVICEDESC")
#: Counts for each job role: column, message of a refusal, message where the number is odd.
_PER_JOB_ROLE = (("STARTERS", "1310", "2310"), ("LEAVERS", "1320", "2320"), ("VACANCIES", "1300", "2300"))
_NONE = (("",), ("0",), ("999",))
_ASKED_BY_SERVICE = (
    ("SLEEPINS", "sleep-ins", "2561"),
    ("SLEEPINPAY", "sleep-ins", "2571"),
    ("TRAVELTIME", "travel-time", "2581"),
    ("TTDIFFRATE", "travel-time", "2591"),
)
_HIGHEST_SALARY = 200_000
_MOST_HOURS = 75


class _CheckRule(NamedTuple):
    """Answers of one row that have to go together."""

    column: str
    rule: str
    when: tuple[tuple[str, tuple[object, ...]], ...]
    severity: str
    code: str
    message: str
    service: str
    first: bool
    unreadable_is_no: bool


class _CheckedRow:
    """Values of a row by name, markers left out, and a way to report on it."""

    def __init__(self, record: RowRecord, findings: Findings) -> None:
        self._record = record
        self._findings = findings
        self._looked_at = is_looked_at(record.names, record.cells)
        self._index, self.qualifications = findings.places_of(record.names)

    def __getitem__(self, name: str) -> Any:
        value = self.checked(name)
        return None if isinstance(value, Marker) else value

    def checked(self, name: str) -> Any:
        position = self._index.get(name)
        values = self._record.values
        return None if position is None or position >= len(values) else values[position]

    def ends_in_nothing(self) -> bool:
        return ends_in_nothing(self._record.names, self._record.cells)

    @property
    def looked_at(self) -> bool:
        """Whether the service checks the answers of this row."""
        return self._looked_at

    def parts(self, name: str) -> tuple[str, ...]:
        """The parts of a cell as written; a blank cell is one blank part."""
        position = self._index.get(name)
        cells = self._record.cells
        text = cells[position] if position is not None and position < len(cells) else ""
        return tuple(part.strip() for part in text.split(";"))

    def report(self, severity: str, column: str, message: str, service: str, code: str | None = None) -> None:
        issue = Issue(severity, message, service, code)
        self._findings.add(
            issue if self._looked_at else as_update(issue),
            record=self._record.record,
            line=self._record.line,
            column=column,
        )

    def take_back(self, column: str) -> None:
        """Forget what was noted of the cell itself, because another rule decides."""
        self._findings.take_back(self._record.record, column)


def worker(record: StaffRecord, findings: Findings) -> None:
    """Answers of one worker that do not go together."""
    row = _CheckedRow(record, findings)
    role = row["MAINJOBROLE"]
    _together("worker", row)
    _salary(row, role)
    _zero_hours(row)
    _ages(row)
    if row["DHA"] is not None and (
        role in codes.not_asked_to_delegate() or row.parts("MAINJOBROLE") == _NOT_ASKED
    ):
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


def _notes_alone(row: _CheckedRow) -> None:
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
def _rules(file: str) -> tuple[_CheckRule, ...]:
    rows = read_json("crosswalks/ascwds/row-rules.json")["rows"]
    return tuple(
        _CheckRule(
            column=row["column"],
            rule=row["rule"],
            when=tuple((name, tuple(values)) for name, values in row["when"].items()),
            severity=row["severity"],
            code=row["code"],
            message=row["message"],
            service=row["service"],
            first=row.get("first", False),
            unreadable_is_no=row.get("unreadable_is_no", False),
        )
        for row in rows
        if row["file"] == file
    )


def _together(file: str, row: _CheckedRow) -> None:
    """The rules about answers that have to go together; of each column the first that is broken."""
    reported = set()
    for rule in _rules(file):
        if rule.column not in reported and _breaks(rule, row):
            reported.add(rule.column)
            if rule.first:
                row.take_back(rule.column)
            row.report(rule.severity, rule.column, rule.message, rule.service, rule.code)


def _breaks(rule: _CheckRule, row: _CheckedRow) -> bool:
    if rule.rule in ("same-number", "described"):
        return _parts_break(rule, row)
    own = row.checked(rule.column)
    others = [row.checked(name) for name, _ in rule.when]
    if (own is None) is not (rule.rule == "needed-when"):
        return False
    if isinstance(own, Marker) and not (rule.first and own is Marker.UNREADABLE):
        return False
    if rule.unreadable_is_no and Marker.UNREADABLE in others:
        return True
    if any(isinstance(other, Marker) for other in others):
        return False
    holds = all(other in values for other, (_, values) in zip(others, rule.when, strict=True))
    return holds is not (rule.rule == "only-when")


def _parts_break(rule: _CheckRule, row: _CheckedRow) -> bool:
    """Rules about the parts of a cell beside the parts of another."""
    name, values = rule.when[0]
    others, own = row.parts(name), row.parts(rule.column)
    if rule.rule == "same-number":
        return len(own) != len(others)
    wanted = {str(value) for value in values}
    return any(code in wanted and not text for code, text in zip(others, own, strict=False))


def _salary(row: _CheckedRow, role: int | None) -> None:
    if (row["SALARY"] or 0) > _HIGHEST_SALARY and role != _SENIOR_MANAGER:
        message = f"above {_HIGHEST_SALARY} is accepted only for senior management"
        row.report("error", "SALARY", message, _REFUSED, "1260")


def _zero_hours(row: _CheckedRow) -> None:
    hours, zero = row["CONTHOURS"], row.checked("ZEROHRCONT")
    if hours is None or isinstance(zero, Marker):
        return
    if hours > 0 and zero in (1, 999):
        message = "hours are contracted, so that it is no zero-hours contract"
        row.report("error", "CONTHOURS/ZEROHRCONT", message, _REFUSED, "1230")
    if hours > 0 and zero is None:
        row.report("warning", "ZEROHRCONT", "blank, though contracted hours are given", WARNS, "3230")
    if hours == 0 and zero == 2:
        row.report("warning", "CONTHOURS/ZEROHRCONT", "no, but the contracted hours are 0", WARNS, "3230")


def _ages(row: _CheckedRow) -> None:
    """Years against the year of birth; the message never says which year that is."""
    born, started, entered = row["DOB"], row["STARTDATE"], row["YEAROFENTRY"]
    if isinstance(born, date):
        if isinstance(row["STARTINSECT"], int) and row["STARTINSECT"] < born.year + _YOUNGEST:
            row.report("warning", "STARTINSECT", f"before the age of {_YOUNGEST}", _IGNORED, "3200")
        if isinstance(started, date) and whole_years(born, started) < _YOUNGEST:
            row.report("warning", "STARTDATE", f"before the age of {_YOUNGEST}", _IGNORED, "3190")
        if entered is not None and entered < born.year:
            row.report("error", "YEAROFENTRY", "before the year of birth", _REFUSED, "1380")
    if isinstance(started, date) and entered is not None and started.year < entered:
        row.report("warning", "STARTDATE", "before the year of entry to the UK", _IGNORED, "3190")


def between_workers(records: Sequence[StaffRecord], findings: Findings) -> None:
    """Answers of several workers that do not go together."""
    rows = [_CheckedRow(record, findings) for record in records]
    _shared_numbers(rows)
    _part_time_pay(rows)
    _new_references(rows)


def _shared_numbers(rows: Sequence[_CheckedRow]) -> None:
    """One National Insurance number on rows that together work more hours than a week of one person has."""
    message = f"the same number as in another row; together more than {_MOST_HOURS} hours a week"
    # The service compares the text as written, of contracted hours alone, in the rows that it looks at.
    written = _grouped((row.parts("NINUMBER")[0], row) for row in rows if row.looked_at and row["NINUMBER"])
    refused = [row for same in written if _hours(same, "CONTHOURS") > _MOST_HOURS for row in same]
    for row in refused:
        row.report("error", "NINUMBER", message, _REFUSED, "5570")
    for same in _grouped((row["NINUMBER"], row) for row in rows if row["NINUMBER"]):
        if _hours(same, "CONTHOURS", "AVGHOURS") > _MOST_HOURS:
            for row in same:
                if row not in refused:
                    row.report("warning", "NINUMBER", message, "it does not notice")


def _grouped(rows: Iterable[tuple[str, _CheckedRow]]) -> Iterator[list[_CheckedRow]]:
    """Rows that share a number, where there are several."""
    groups: dict[str, list[_CheckedRow]] = {}
    for number, row in rows:
        groups.setdefault(number, []).append(row)
    return (same for same in groups.values() if len(same) > 1)


def _hours(rows: Iterable[_CheckedRow], *columns: str) -> float:
    """All hours a week together: of each row the first of the columns that is filled."""
    return sum(next((row[name] for name in columns if row[name]), 0) for row in rows)


def _part_time_pay(rows: Sequence[_CheckedRow]) -> None:
    """Yearly pay of part-time staff that equals that of somebody full-time in the same job role."""
    full_time = {_pay(row) for row in rows if row.looked_at and (row["CONTHOURS"] or 0) >= _FULL_TIME}
    for row in rows:
        if row["SALARY"] is not None and 0 < (row["CONTHOURS"] or 0) < _FULL_TIME and _pay(row) in full_time:
            message = "the same yearly pay as somebody full-time in this job role; give what is really paid"
            row.report("warning", "SALARY", message, "it warns", "1260")


def _pay(row: _CheckedRow) -> tuple[object, ...]:
    return row["LOCALESTID"], row["MAINJOBROLE"], row["SALARY"]


def _new_references(rows: Sequence[_CheckedRow]) -> None:
    taken = {(row["LOCALESTID"], row["UNIQUEWORKERID"]) for row in rows}
    for row in rows:
        new = row["CHGUNIQUEWRKID"]
        if new is not None and (row["LOCALESTID"], "".join(new.split())) in taken:
            message = "another record has this reference already"
            row.report("error", "CHGUNIQUEWRKID", message, _REFUSED, "998")


def _two_l2_answers(row: _CheckedRow) -> None:
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
    row = _CheckedRow(record, findings)
    if place is None:
        row.report(
            "error", "LOCALESTID", "no workplace with this reference in the workplace file", _REFUSED, "997"
        )
        return
    service = _Service(_CheckedRow(place, findings))
    if row["MAINJOBROLE"] == _REGISTERED_MANAGER and (place.regulated is False or service.unregulated):
        message = "a registered manager needs a workplace that CQC regulates"
        row.report("error", "MAINJOBROLE", message, _REFUSED, "1280")
    if row["DHA"] is None:
        return
    if place.delegated_healthcare is False:
        row.report("warning", "DHA", "the workplace says that it does none", _IGNORED, "5663")
    if service.known is not None and not service.known.delegated_healthcare:
        message = "the main service cannot carry out delegated healthcare"
        row.report("warning", "DHA", message, _IGNORED, "5662")


class _Service:
    """What the service makes of the main service of a workplace."""

    def __init__(self, row: _CheckedRow) -> None:
        written = row.parts("MAINSERVICE")[0]
        # An upload takes no code that only the export writes; a row that is passed over is not asked.
        meant = written if row.looked_at else str(row["MAINSERVICE"])
        self.known = _services_by_code().get(meant)
        #: Whether a number is given that the service does not know.
        self.unknown = self.known is None and written.isdecimal()

    @property
    def unregulated(self) -> bool:
        """Whether CQC cannot regulate it."""
        return self.unknown or (self.known is not None and self.known.regulated is False)

    @property
    def exempt(self) -> bool:
        """Whether it may be regulated or not, such as a head office."""
        return self.known is None or self.known.regulated is None

    def asks(self, question: str) -> bool:
        """Whether a question on pay is asked of it."""
        return (self.known is None and not self.unknown) or (
            self.known is not None and question in self.known.asked
        )


@cache
def _services_by_code() -> dict[str, codes.ServiceType]:
    return {str(service.code): service for service in codes.service_types()}


def totals(placed: StaffFile, staff: StaffFile, findings: Findings) -> None:
    """The number of staff that each workplace names against its rows, and its registered manager."""
    rows = Counter(record.workplace for record in staff.records if is_looked_at(record.names, record.cells))
    managed = {
        record.workplace
        for record in staff.records
        if record.raw("MAINJOBROLE").strip() == str(_REGISTERED_MANAGER)
        and record.raw("STATUS").strip().upper() != "DELETE"
    }
    own = Findings(placed.file)
    for place in placed.workplaces:
        found = rows.get(place.reference, 0)
        row = _CheckedRow(place, own)
        # An export marks every row UNCHECKED; then the service compares with nothing.
        if row.looked_at and (place.total_staff or 0) != found:
            message = f"the workplace names {place.total_staff or 'no'} staff; the worker file has {found} "
            row.report(
                "warning", "TOTALPERMTEMP", f"{message}rows for it with NEW or UPDATE", "it warns", "2200"
            )
        if place.regulated and place.reference not in managed and not _vacant(row, _REGISTERED_MANAGER):
            message = "neither a registered manager in the worker file nor a vacancy for one (job role 4)"
            row.report("warning", "VACANCIES", message, "it warns", "2301")
    for problem in (*own.problems, *own.notices):
        findings.keep(problem)


def _vacant(row: _CheckedRow, role: int) -> bool:
    pairs = zip(row.parts("ALLJOBROLES"), row.parts("VACANCIES"), strict=False)
    return any(code == str(role) and count not in ("", "0") for code, count in pairs)


def workplaces(places: Sequence[WorkplaceRecord], findings: Findings) -> None:
    """Answers of a workplace that do not go together, and references that stand twice."""
    seen: set[str] = set()
    locations: set[str] = set()
    for place in places:
        row = _CheckedRow(place, findings)
        if place.reference is not None and place.reference in seen:
            row.report("error", "LOCALESTID", "a second workplace with this reference", _REFUSED, "998")
        seen.add(place.reference or "")
        location = row["LOCATIONID"]
        if location in locations:
            row.report("error", "LOCATIONID", "a second workplace with this location", _REFUSED, "998")
        locations.update({location} - {None})
        if row["CWPUSEDESC"] is not None and 10 not in place.use_reasons:
            row.report("warning", "CWPUSEDESC", "only reason 10 takes a description", _IGNORED, "2500")
        _services(row, place)
        _job_roles(row)
        _together("workplace", row)
        _questions(row)


def _services(row: _CheckedRow, place: WorkplaceRecord) -> None:
    """The main service, the other services, and what CQC regulates."""
    service = _Service(row)
    listed = row.parts("ALLSERVICES")
    main = row.parts("MAINSERVICE")[0]
    if service.unknown and row.looked_at:
        row.take_back("MAINSERVICE")
        row.report("error", "MAINSERVICE", "not a code that an upload takes", _REFUSED, "1000")
    _listed_services(row, listed, main)
    if len(listed) == 1:
        for name in ("CAPACITY", "UTILISATION"):
            if row.checked(name) is Marker.UNREADABLE:
                row.take_back(name)
                row.report("warning", name, "expected a whole number", "it passes over it")
    if (place.regulated and service.unregulated) or (
        place.regulated is False and not service.exempt and not service.unregulated
    ):
        message = "CQC regulation and the main service do not go together"
        row.report("error", "REGTYPE/MAINSERVICE", message, _REFUSED, "1100")
    head_office = service.known is not None and service.known.regulated is None
    if row["TOTALPERMTEMP"] == 0 and not head_office:
        row.report("error", "TOTALPERMTEMP", "only a head office has no staff", _REFUSED, "1200")


def _listed_services(row: _CheckedRow, listed: tuple[str, ...], main: str) -> None:
    """All services, and what is given for each of them."""
    if "0" in listed:
        message = "0 says that there is no service, and there is one"
        row.report("error", "ALLSERVICES", message, _REFUSED, "1121")
    known = all(part == "0" or part in _services_by_code() for part in listed)
    if not known and row.looked_at and row.checked("ALLSERVICES") is not None:
        row.take_back("ALLSERVICES")
        row.report("error", "ALLSERVICES", "not all are codes that an upload takes", _REFUSED, "1120")
    elif main and any(listed) and main not in listed:
        row.report("error", "ALLSERVICES", "the main service is not among them", _REFUSED, "1120")
    if known and any(len(row.parts(name)) != len(listed) for name in _PER_SERVICE):
        message = "as many parts are expected in CAPACITY, UTILISATION and SERVICEDESC as in ALLSERVICES"
        row.report("error", "ALLSERVICES/CAPACITY/UTILISATION/SERVICEDESC", message, _REFUSED, "1120")


def _job_roles(row: _CheckedRow) -> None:
    """Starters, leavers and vacancies of each job role, and the reasons for leaving."""
    roles, staff = row.parts("ALLJOBROLES"), row["TOTALPERMTEMP"]
    for column, refused, warned in _PER_JOB_ROLE:
        parts = row.parts(column)
        if any(roles) and parts not in (("999",), ("0",)) and len(parts) != len(roles):
            message = f"as many parts are expected in {column} as in ALLJOBROLES"
            row.report("error", f"ALLJOBROLES/{column}", message, _REFUSED, refused)
        elif row.checked(column) is not None or any(parts):
            count = _total(row[column])
            most = None if staff is None or count is None else (count > staff, count >= staff)
            if most is not None and count and most[column != "STARTERS"]:
                message = f"{count} of {staff} staff; look whether that is right"
                row.report("warning", column, message, "it warns", warned)
    if not any(roles) and any(row.parts(column) not in _NONE for column, _, _ in _PER_JOB_ROLE):
        message = "blank, though starters, leavers or vacancies are given"
        row.report("error", "ALLJOBROLES", message, _REFUSED, "1280")
    left, reasons = _total(row["LEAVERS"]), row.parts("REASONS")
    numbers = row.parts("REASONNOS")
    if any(reasons) and len(numbers) != len(reasons):
        message = "as many parts are expected in REASONNOS as in REASONS"
        row.report("error", "REASONS/REASONNOS", message, _REFUSED, "1360")
    elif any(reasons) and left is not None and _total(row["REASONNOS"]) != left:
        message = "the numbers of reasons do not add up to the leavers"
        row.report("error", "REASONNOS/LEAVERS", message, _REFUSED, "1360")


def _total(counts: object) -> int | None:
    """What the parts of a cell add up to; ``None`` where they are not numbers."""
    if not isinstance(counts, tuple) or any(not isinstance(count, int) for count in counts):
        return None
    return sum(counts)


def _questions(row: _CheckedRow) -> None:
    """Questions that the service does not ask of this main service."""
    service = _Service(row)
    for column, question, code in _ASKED_BY_SERVICE:
        if row.parts(column) != ("",) and not service.asks(question):
            row.take_back(column)
            row.report("warning", column, "not asked of this main service", _IGNORED, code)
    if row["DHA"] is not None and service.known is not None and not service.known.delegated_healthcare:
        message = "the main service cannot carry out delegated healthcare"
        row.report("warning", "DHA", message, _IGNORED, "2520")


def training(row: TrainingRow, findings: Findings) -> None:
    """Dates of a training that do not go together."""
    at = _CheckedRow(row, findings)
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
    if isinstance(born, date) and completed is not None and whole_years(born, completed) < _YOUNGEST:
        findings.keep(
            Problem(
                message=f"completed before the age of {_YOUNGEST}",
                place=Place(file=file, record=row.record, line=row.line, column="DATECOMPLETED"),
                service=_REFUSED,
                code="1080",
            )
        )
