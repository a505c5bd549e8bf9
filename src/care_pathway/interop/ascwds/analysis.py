"""The analysts' files: pipes, other column names, other codes for the same answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import attrs

from care_pathway._data import read_json
from care_pathway.errors import refuse
from care_pathway.interop.ascwds import codes, people
from care_pathway.interop.ascwds.cells import Issue
from care_pathway.interop.ascwds.rows import Findings, Upload
from care_pathway.interop.staff import RowRecord, StaffFile, StaffRecord, TrainingRow, WorkplaceRecord
from care_pathway.model import HeldQualification, TrainingRecord, Worker
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.tabular.words import PathwayAnswer

_DATE = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})\Z")
_WHOLE = re.compile(r"-?[0-9]{1,9}\Z")
#: Missing values: -1 not answered, -2 do not know.
_MISSING = (-1, -2)
_YES_NO: Mapping[int | None, bool] = {1: True, 0: False}
_PERIOD = re.compile(r"M[0-9]{6}\Z")


@cache
def _columns() -> Mapping[str, str]:
    rows = read_json("crosswalks/ascwds/analysis-columns.json")["rows"]
    return {row["field"]: row["column"] for row in rows}


@cache
def _answers() -> Mapping[int, codes.CategoryCode]:
    return {code.analysis_code: code for code in codes.category_codes() if code.analysis_code is not None}


class _Row:
    """One row by field name; a cell that cannot be read is reported and counts as not known."""

    def __init__(
        self, cells: tuple[str, ...], index: Mapping[str, int], place: tuple[int, int], findings: Findings
    ):
        self.cells = cells
        self.index = index
        self.record, self.line = place
        self._findings = findings

    def text(self, column: str) -> str:
        position = self.index.get(column)
        return "" if position is None or position >= len(self.cells) else self.cells[position].strip()

    def field(self, name: str) -> str:
        return self.text(_columns()[name])

    def whole(self, name: str, allowed: frozenset[int] | None = None) -> int | None:
        """A code or a number; ``None`` where it is missing, or no code of this column."""
        column, text = _columns()[name], self.field(name)
        if not text:
            return None
        number = int(text) if _WHOLE.match(text) else None
        if number in _MISSING:
            return None
        if number is None or (allowed is not None and number not in allowed):
            self.report(column, "not a code of this column in an analysis file", text)
            return None
        return number

    def day(self, name: str) -> date | None:
        column, text = _columns()[name], self.field(name)
        found = _DATE.match(text)
        try:
            day = date(int(found[3]), int(found[2]), int(found[1])) if found else None
        except ValueError:
            day = None
        if text and day is None:
            self.report(column, "expected a real date as DD/MM/YYYY", text)
        return day

    def report(self, column: str, message: str, value: str | None = None) -> None:
        self._findings.add(
            Issue("error", message), record=self.record, line=self.line, column=column, value=shown(value)
        )


def read_analysis(upload: Upload, *, on: date | None = None) -> StaffFile:
    """Read the analysis worker file whose header `upload` has recognised."""
    layout, findings = upload.layout, upload.findings
    index = layout.index
    missing = [column for column in ("establishmentid", "workerid", "mainjrid") if column not in index]
    if missing:
        raise refuse(f"the analysis worker file has no column {', '.join(missing)}", file=upload.file)
    asked = _columns()["category"] in index
    if not asked:
        findings.keep(
            Problem(
                message="no column careworkforcepathway: from before the question was asked",
                place=Place(file=upload.file, line=1),
                severity=Severity.NOTICE,
            )
        )
    rows = _rows(upload)
    several = len({row.field("period") for row in rows}) > 1
    if several:
        findings.keep(
            Problem(
                message="the file holds several periods; the period stands before each worker's id",
                place=Place(file=upload.file),
                severity=Severity.NOTICE,
            )
        )
    records, workers, taken = [], [], set()
    for row in rows:
        worker_id = row.field("worker")
        if several and worker_id:
            worker_id = f"{row.field('period')}/{worker_id}"
        if not worker_id or worker_id in taken:
            row.report("workerid", "a second row of this worker" if worker_id else "the worker id is missing")
            worker_id = ""
        taken.add(worker_id)
        answer, role_category = _answer(row) if asked else (PathwayAnswer.NOT_ASKED, None)
        records.append(
            StaffRecord(
                record=row.record,
                line=row.line,
                names=layout.names,
                cells=row.cells,
                values=(),
                worker=worker_id or None,
                workplace=row.field("workplace") or None,
                reference=row.field("worker") or None,
                answer=answer,
                role_category=role_category,
            )
        )
        if worker_id:
            workers.append(_worker(worker_id, row, role_category, on))
    return StaffFile(
        file=upload.file,
        kind=layout.kind,
        names=layout.names,
        old=not asked,
        lost=tuple(findings.lost),
        workers=tuple(workers),
        records=tuple(records),
        notices=tuple(findings.notices),
        problems=tuple(findings.problems),
    )


def read_analysis_training(upload: Upload, *, on: date | None = None) -> StaffFile:
    """Read the analysis training file whose header `upload` has recognised: one row for each training."""
    _require(upload, "training", "workerid")
    rows = []
    for row in _rows(upload):
        title = row.field("training_title") or None
        code = row.whole("training_category", frozenset(_training_codes()))
        completed = row.day("training_completed")
        if completed is not None and on is not None and completed > on:
            row.report(
                _columns()["training_completed"], "lies in the future", row.field("training_completed")
            )
            completed = None
        made = None
        expires = row.day("training_expires")
        if title is not None or code is not None:
            made = people.training(
                None if code is None else _training_codes()[code],
                title,
                completed,
                expires,
                row.whole("training_months"),
                row.whole("training_accredited", frozenset({0, 1, 2})),
                unread=expires is None and bool(row.field("training_expires")),
            )
        else:
            row.report("training_name", "the training has neither a title nor a category")
        rows.append(
            TrainingRow(
                record=row.record,
                line=row.line,
                names=upload.layout.names,
                cells=row.cells,
                workplace=row.field("workplace") or None,
                reference=row.field("worker") or None,
                training=made,
            )
        )
    return _made(upload, training=tuple(rows))


def read_analysis_workplaces(upload: Upload) -> StaffFile:
    """Read the analysis workplace file whose header `upload` has recognised."""
    _require(upload, "workplace", "mainstid")
    index = upload.layout.index
    activities = [one.id for one in codes.delegated_activities()]
    found = []
    for row in _rows(upload):
        awareness = row.whole("awareness", frozenset({0, 1, 2, 3}))
        use = row.whole("use", frozenset({0, 1}))
        total = row.whole("total_staff")
        found.append(
            WorkplaceRecord(
                record=row.record,
                line=row.line,
                names=upload.layout.names,
                cells=row.cells,
                reference=row.field("workplace") or None,
                main_service=next(
                    (
                        one.code
                        for one in codes.service_types()
                        if str(one.analysis_code) == row.field("main_service")
                    ),
                    None,
                ),
                regulated={"2": True, "0": False}.get(row.field("regulated")),
                delegated_healthcare=_YES_NO.get(row.whole("delegating", frozenset({0, 1}))),
                activities=tuple(
                    one for number, one in enumerate(activities, 1) if _chosen(row, index, "dhatype", number)
                ),
                # The codes of uploads, whichever file they come from.
                awareness=4 if awareness == 0 else awareness,
                use=2 if use == 0 else use,
                use_reasons=tuple(
                    number for number in range(1, 11) if _chosen(row, index, "cwpreason", number)
                ),
                total_staff=total,
            )
        )
    return _made(upload, workplaces=tuple(found))


def _chosen(row: _Row, index: Mapping[str, int], prefix: str, number: int) -> bool:
    """Whether one of several answers was chosen: its column holds its own number."""
    name = f"{prefix}{number}"
    return name in index and row.text(name) == str(number)


def _require(upload: Upload, kind: str, *names: str) -> None:
    missing = [name for name in ("establishmentid", *names) if name not in upload.layout.index]
    if missing:
        raise refuse(f"the analysis {kind} file has no column {', '.join(missing)}", file=upload.file)


def _made(upload: Upload, **parts: Any) -> StaffFile:
    return StaffFile(
        file=upload.file,
        kind=upload.layout.kind,
        names=upload.layout.names,
        lost=tuple(upload.findings.lost),
        notices=tuple(upload.findings.notices),
        problems=tuple(upload.findings.problems),
        **parts,
    )


def join_analysis(
    staff: StaffFile, *, training: StaffFile | None = None, workplaces: StaffFile | None = None
) -> StaffFile:
    """Put the analysts' training and workplaces beside their workers, period by period."""
    by_person: dict[tuple[str, str | None], list[TrainingRecord]] = {}
    for row in () if training is None else training.training:
        if row.training is not None:
            by_person.setdefault((_period(row), row.reference), []).append(row.training)
    places = () if workplaces is None else workplaces.workplaces
    by_place = {(_period(place), place.reference): place for place in places}
    made = {worker.id: worker for worker in staff.workers}
    for record in staff.records:
        worker = made.get(record.worker or "")
        if worker is None:
            continue
        mine = by_person.pop((_period(record), record.reference), [])
        place = by_place.get((_period(record), record.workplace))
        # The worker file holds the latest of each category; the training file holds all of them.
        listed = {(one.ascwds_category, one.completed) for one in mine}
        kept = [
            one
            for one in worker.training or ()
            if one.ascwds_category is None or (one.ascwds_category, one.completed) not in listed
        ]
        made[worker.id] = attrs.evolve(
            worker,
            training=(*kept, *mine) or worker.training,
            setting=people.setting(place) or worker.setting,
        )
    others = [one for one in (training, workplaces) if one is not None]
    nobody = sum(map(len, by_person.values()))
    notices = [one for other in others for one in other.notices]
    if nobody and training is not None:
        notices.append(
            Problem(
                message=f"{nobody:,} records of training are of nobody in the worker file",
                place=Place(file=training.file),
                severity=Severity.NOTICE,
            )
        )
    return attrs.evolve(
        staff,
        workers=tuple(made.values()),
        training=staff.training if training is None else training.training,
        workplaces=staff.workplaces if workplaces is None else workplaces.workplaces,
        joined=staff.joined if training is None else (*staff.joined, training.file),
        notices=(*staff.notices, *notices),
        problems=(*staff.problems, *(one for other in others for one in other.problems)),
    )


def _period(row: RowRecord) -> str:
    return row.raw("period") if "period" in row.names else ""


@cache
def _training_codes() -> Mapping[int, int]:
    """Training categories: the upload code for the analysis code."""
    rows = read_json("crosswalks/ascwds/training-categories.json")["rows"]
    return {row["analysis_code"]: row["code"] for row in rows}


def _rows(upload: Upload) -> list[_Row]:
    """The rows of the right length."""
    found = []
    width = len(upload.layout.names)
    number = 0
    for line, cells in upload.raw():
        number += 1
        if not cells:
            continue
        if tuple(cell.strip().casefold() for cell in cells) == upload.layout.names:
            issue = Issue("error", "the header stands here again; two files may have been put together")
            upload.findings.add(issue, record=number, line=line)
            continue
        if len(cells) != width:
            issue = Issue(
                "error", f"the row has {len(cells)} cells, {width} are expected. The row is left out"
            )
            upload.findings.add(issue, record=number, line=line)
            upload.findings.lost.append(line)
            continue
        found.append(_Row(tuple(cells), upload.layout.index, (number, line), upload.findings))
    return found


def _answer(row: _Row) -> tuple[PathwayAnswer, str | None]:
    text = row.field("category")
    if not text:
        return PathwayAnswer.NOT_ANSWERED, None
    code = _answers().get(int(text)) if _WHOLE.match(text) else None
    if code is None:
        meant = {"998": "none of the above, 8", "999": "do not know, -2"}.get(text)
        message = (
            f"{text} is the upload code; an analysis file writes {meant}"
            if meant
            else "not a code of this column; expected 1 to 8, -1 or -2"
        )
        row.report(_columns()["category"], message, text)
        return PathwayAnswer.UNREADABLE, None
    return PathwayAnswer(code.answer), code.role_category


@cache
def _job_roles() -> frozenset[int]:
    return frozenset(role.code for role in codes.job_roles())


def _worker(worker_id: str, row: _Row, role_category: str | None, on: date | None) -> Worker:
    role = row.whole("job_role", _job_roles())
    retired = next((one.becomes for one in codes.job_roles() if one.retired and one.code == role), None)
    role = role if retired is None else retired
    started = row.day("start_date")
    if started is not None and on is not None and started > on:
        row.report(_columns()["start_date"], "lies in the future", row.field("start_date"))
        started = None
    service = next(
        (one for one in codes.service_types() if str(one.analysis_code) == row.field("main_service")), None
    )
    regulated = {"2": True, "0": False}.get(row.field("regulated"))
    base = people.context(_delegated(row), role)
    return Worker(
        id=worker_id,
        role_category=role_category,
        ascwds_job_role=role,
        setting=None if service is None else service.setting,
        started_in_role=started,
        started_in_care=people.started_in_care(_year(row.field("start_in_sector")), started),
        context=type(base)(
            delegated_healthcare=base.delegated_healthcare,
            adult_service=False
            if service is not None and service.adult_service is False
            else base.adult_service,
            regulated_service=regulated,
        ),
        qualifications=_qualifications(row),
        training=_training(row),
    )


def _delegated(row: _Row) -> int | None:
    answer = row.whole("delegated_healthcare", frozenset({0, 1}))
    return None if answer is None else (1 if answer == 1 else 2)


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isdecimal() and text >= "1900" else None


def _qualifications(row: _Row) -> tuple[HeldQualification, ...] | None:
    """Held is what has a year, or a flag of one or more in a column that can be trusted."""
    listed = []
    for known in codes.qualifications():
        year = _year(row.text(known.analysis_year)) if known.analysis_year else None
        flag = row.text(known.analysis_flag) if known.analysis_flag else ""
        if year is not None or (flag.isdecimal() and int(flag) >= 1):
            listed.append((known.code, year))
    return people.qualifications(tuple(listed), l2_certificate=_l2(row))


def _l2(row: _Row) -> tuple[int, int | None] | None:
    code = row.whole("l2_care_certificate", frozenset({1, 2, 3}))
    return (
        None if code is None else (code, _year(row.field("l2_care_certificate_year")) if code == 1 else None)
    )


@cache
def _training_columns() -> tuple[tuple[codes.TrainingCategory, str], ...]:
    prefixes: dict[int, Any] = {
        row["code"]: row["analysis_prefix"]
        for row in read_json("crosswalks/ascwds/training-categories.json")["rows"]
    }
    return tuple((category, prefixes[category.code]) for category in codes.training_categories())


def _training(row: _Row) -> tuple[TrainingRecord, ...] | None:
    """The latest training of each category, and the Care Certificate."""
    found = []
    certificate = people.care_certificate(row.whole("care_certificate", frozenset({1, 2, 3})))
    if certificate is not None:
        found.append(certificate)
    for category, prefix in _training_columns():
        flag, latest = row.text(f"{prefix}flag"), row.text(f"{prefix}latestdate")
        day = _DATE.match(latest)
        if flag == "1" or day:
            completed = _real(latest)
            found.append(people.training(category.code, None, completed, None, None, None))
    return tuple(found) or None


def _real(text: str) -> date | None:
    found = _DATE.match(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
