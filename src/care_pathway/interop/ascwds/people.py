"""From the answers of a worker row to a `Worker`."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from care_pathway.interop.ascwds import codes
from care_pathway.interop.ascwds.cells import Marker
from care_pathway.model import HeldQualification, TrainingRecord, WorkContext
from care_pathway.tabular.words import PathwayAnswer

CARE_CERTIFICATE = "care-certificate-standards"
L2_CERTIFICATE = "l2-adult-social-care-certificate"
#: The code under which the Level 2 certificate may also be listed among the qualifications.
L2_CERTIFICATE_CODE = 158
_CHILDREN = 42


@cache
def _answers() -> Mapping[int, codes.CategoryCode]:
    return {code.upload_code: code for code in codes.category_codes() if code.upload_code is not None}


@cache
def qualifications_by_code() -> Mapping[int, codes.Qualification]:
    """Qualifications by upload code."""
    return {qualification.code: qualification for qualification in codes.qualifications()}


@cache
def training_by_code() -> Mapping[int, codes.TrainingCategory]:
    """Training categories by upload code."""
    return {category.code: category for category in codes.training_categories()}


def pathway_answer(value: object) -> tuple[PathwayAnswer, str | None]:
    """What a checked CWPCATEGORY cell says."""
    if value is None:
        return PathwayAnswer.NOT_ANSWERED, None
    code = _answers().get(value) if isinstance(value, int) else None
    if code is None:
        return PathwayAnswer.UNREADABLE, None
    return PathwayAnswer(code.answer), code.role_category


def job_role(value: object) -> int | None:
    """A job role that can be used: retired ones under the code that took them over."""
    return value if isinstance(value, int) else None


def started_in_care(year: object, started: date | None) -> date | None:
    """The latest day that the year leaves open: never more experience than the file shows."""
    if not isinstance(year, int):
        return None
    last = date(year, 12, 31)
    return min(last, started) if started is not None else last


def held(value: tuple[int, int | None]) -> HeldQualification:
    """A listed qualification. Only its year is on file, so it is dated on the first of January."""
    code, year = value
    known = qualifications_by_code()[code]
    return HeldQualification(
        name=known.label,
        learning=known.learning,
        level=known.level,
        achieved=None if year is None else date(year, 1, 1),
    )


def qualifications(
    listed: tuple[tuple[int, int | None], ...],
    *,
    l2_certificate: tuple[int, int | None] | None = None,
    social_care: tuple[int, int | None] | None = None,
    other: tuple[int, int | None] | None = None,
) -> tuple[HeldQualification, ...] | None:
    """All that is held; ``None`` where the file says nothing, ``()`` where it says there is none.

    Args:
        listed: Codes and years of the QUALACH columns.
        l2_certificate: Code and year of L2CARECERT.
        social_care: Code and level of SCQUAL.
        other: Code and level of NONSCQUAL.
    """
    found = [held(value) for value in listed]
    if l2_certificate is not None and all(code != L2_CERTIFICATE_CODE for code, _ in listed):
        code, year = l2_certificate
        known = qualifications_by_code()[L2_CERTIFICATE_CODE]
        if code in (1, 2):
            found.append(
                HeldQualification(
                    name=known.label,
                    learning=L2_CERTIFICATE,
                    level=known.level,
                    achieved=None if year is None else date(year, 1, 1),
                    working_towards=code == 2,
                )
            )
    if social_care is not None and social_care[0] == 1 and social_care[1] is not None:
        level = social_care[1]
        if all(item.working_towards or item.level is None or item.level < level for item in found):
            found.append(
                HeldQualification(name=f"Social care qualification at level {level}, not named", level=level)
            )
    if found:
        return tuple(found)
    none = social_care is not None and social_care[0] == 2 and other is not None and other[0] == 2
    return () if none else None


def care_certificate(value: object) -> TrainingRecord | None:
    """The completed Care Certificate: training, not a qualification."""
    return TrainingRecord(title="Care Certificate", learning=CARE_CERTIFICATE) if value == 1 else None


def context(
    delegated: object, job_role: int | None, nursing_register: object = None, workplace: Any = None
) -> WorkContext:
    """What the answers say of duties and circumstances."""
    service = services_by_code().get(workplace.main_service) if workplace is not None else None
    adult = (
        False if job_role == _CHILDREN or (service is not None and service.adult_service is False) else None
    )
    return WorkContext(
        delegated_healthcare={1: True, 2: False}.get(delegated) if isinstance(delegated, int) else None,
        professional_registration=True if isinstance(nursing_register, int) else None,
        adult_service=adult,
        regulated_service=None if workplace is None else workplace.regulated,
    )


def may_delegate(workplace: Any) -> bool:
    """Whether the service keeps what workers of a workplace answer on delegated healthcare."""
    service = services_by_code().get(workplace.main_service)
    return workplace.delegated_healthcare is not False and (service is None or service.delegated_healthcare)


def setting(workplace: Any) -> str | None:
    """Our short word for the main service of a workplace."""
    service = None if workplace is None else services_by_code().get(workplace.main_service)
    return None if service is None else service.setting


@cache
def services_by_code() -> Mapping[int | None, codes.ServiceType]:
    """Main services by upload code."""
    return {service.code: service for service in codes.service_types()}


def training(
    category: int | None,
    title: str | None,
    completed: date | None,
    expires: date | None,
    validity: object,
    accredited: object,
    *,
    status: str | None = None,
    understood: bool = True,
    unread: bool = False,
) -> TrainingRecord:
    """A training record; where only months are given, the expiry that the service works out.

    Where a day of expiry is on file and `unread`, it may have run out, and shows nothing.
    """
    known = training_by_code().get(category) if category is not None else None
    if expires is None and completed is not None and isinstance(validity, int):
        expires = expiry(completed, validity)
    return TrainingRecord(
        title=title or (known.label if known else "training"),
        learning=known.is_learning if known else None,
        ascwds_category=category,
        completed=completed,
        expires=expires,
        accredited={0: False, 1: True}.get(accredited) if isinstance(accredited, int) else None,
        status=status,
        understood=understood and not (unread and expires is None),
    )


def expiry(completed: date, months: int) -> date | None:
    """Completed, plus months, less a day, as the service works it out; ``None`` past the end of the calendar.

    Example:
        >>> expiry(date(2024, 2, 29), 12)
        datetime.date(2025, 2, 27)
    """
    total = completed.year * 12 + completed.month - 1 + months
    year, month = divmod(total, 12)
    if year > date.max.year:
        return None
    day = min(completed.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day) - timedelta(days=1)


def readable(value: object) -> Any:
    """A value, or ``None`` in place of a marker."""
    return None if isinstance(value, Marker) else value
