"""Answers that look odd together. Advice for a person to look; nothing is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from attrs import frozen

from care_pathway._arguments import check_day, check_kind
from care_pathway._data import read_json
from care_pathway._record import Result
from care_pathway.interop.ascwds.codes import job_roles
from care_pathway.interop.staff import StaffFile, StaffRecord
from care_pathway.model import Worker
from care_pathway.tabular.words import PathwayAnswer


@frozen(kw_only=True, repr=False, eq=False)
class Advice(Result):
    """Something that somebody should look at.

    Attributes:
        rule: Id of the rule.
        worker: Id of the worker.
        record: Number of the record.
        line: Physical line.
        message: What looks odd.
        why: Why it does.
    """

    rule: str
    worker: str
    record: int
    line: int
    message: str
    why: str


@frozen(kw_only=True)
class _Rule:
    id: str
    job_roles: frozenset[int]
    not_job_roles: frozenset[int]
    role_categories: frozenset[str]
    answers: frozenset[str]
    delegated_healthcare: bool | None
    months_in_care_below: int | None
    months_in_care_from: int | None
    message: str
    why: str


@cache
def _rules() -> tuple[_Rule, ...]:
    made = []
    for row in read_json("crosswalks/ascwds/advice.json")["rows"]:
        when: dict[str, Any] = row["when"]
        made.append(
            _Rule(
                id=row["id"],
                job_roles=frozenset(when.get("job_roles", ())),
                not_job_roles=frozenset(when.get("not_job_roles", ())),
                role_categories=frozenset(when.get("role_categories", ())),
                answers=frozenset(when.get("answers", ())),
                delegated_healthcare=when.get("delegated_healthcare"),
                months_in_care_below=when.get("months_in_care_below"),
                months_in_care_from=when.get("months_in_care_from"),
                message=row["message"],
                why=row["why"],
            )
        )
    return tuple(made)


def advise(staff: StaffFile, *, on: date | None = None) -> tuple[Advice, ...]:
    """What looks odd between the answer about the Pathway and the other answers of a person.

    The service does not compare them, so a registered manager may be filed as new to care.

    Args:
        staff: Staff that was read.
        on: The day, for rules about time in care; without it those are left out.

    Returns:
        Advice in the order of the file. None of it is certain, and no answer is changed.

    Example:
        >>> from care_pathway.interop import examples
        >>> from care_pathway.interop.ascwds import read_workers
        >>> staff = read_workers(examples.file("ascwds-worker.csv"))
        >>> [advice.rule for advice in advise(staff, on=date(2026, 1, 31))][:2]
        ['no-category-for-care-role', 'registered-manager-elsewhere']
    """
    check_kind("staff", staff, StaffFile)
    check_day(on, optional=True)
    made = {worker.id: worker for worker in staff.workers}
    return tuple(
        advice
        for record in staff.records
        if record.worker in made
        for advice in advice_for(record, made[record.worker], on)
    )


def advice_for(record: StaffRecord, worker: Worker, on: date | None) -> Iterator[Advice]:
    """What looks odd about one person."""
    for rule in _rules():
        if _fits(rule, record, worker, on):
            yield Advice(
                rule=rule.id,
                worker=worker.id,
                record=record.record,
                line=record.line,
                message=rule.message.format(
                    job_role=_label(worker.ascwds_job_role), role_category=_filed(record, worker)
                ),
                why=rule.why,
            )


def _filed(record: StaffRecord, worker: Worker) -> str:
    return (worker.role_category or str(record.answer)).replace("-", " ")


def _label(code: int | None) -> str:
    return next((role.label.lower() for role in job_roles() if role.code == code), "job role not known")


def _fits(rule: _Rule, record: StaffRecord, worker: Worker, on: date | None) -> bool:
    if rule.job_roles and worker.ascwds_job_role not in rule.job_roles:
        return False
    if rule.not_job_roles and worker.ascwds_job_role in rule.not_job_roles:
        return False
    if rule.role_categories and worker.role_category not in rule.role_categories:
        return False
    if rule.answers and (record.answer is PathwayAnswer.CATEGORY or str(record.answer) not in rule.answers):
        return False
    delegated = worker.context.delegated_healthcare
    if rule.delegated_healthcare is not None and delegated is not rule.delegated_healthcare:
        return False
    return _time_fits(rule, record, worker, on)


def _time_fits(rule: _Rule, record: StaffRecord, worker: Worker, on: date | None) -> bool:
    if rule.months_in_care_below is None and rule.months_in_care_from is None:
        return True
    latest = worker.started_in_care
    if on is None or latest is None or latest > on:
        return False
    if rule.months_in_care_from is not None:
        # The least time in care that the file allows.
        return _months(latest, on) >= rule.months_in_care_from
    # The most time in care that the file allows: ASC-WDS gives only the year.
    year = record.value("STARTINSECT") if "STARTINSECT" in record.names else None
    earliest = date(year, 1, 1) if isinstance(year, int) else latest
    return _months(earliest, on) < (rule.months_in_care_below or 0)


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
