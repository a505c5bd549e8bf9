"""The rule of one cell: text in, value and perhaps an issue out.

The service reads leniently and drops what it cannot use; this reader accepts only what was meant,
and says what the service would have made of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import partial
from typing import NamedTuple, TypeAlias

from care_pathway._arguments import check_kind
from care_pathway.interop.ascwds import codes
from care_pathway.interop.ascwds.codes import Column
from care_pathway.problems import Problem


class Marker(StrEnum):
    """What stands in place of a value."""

    WITHHELD = "withheld"
    """``Admin``: kept back in a sanitised download; the service keeps what it has."""
    DO_NOT_KNOW = "do-not-know"
    """999 in a number; it must not enter an average."""
    UNREADABLE = "unreadable"
    """Not a value of this column."""


class Issue(NamedTuple):
    """What is wrong with a cell."""

    severity: str
    message: str
    service: str | None = None
    code: str | None = None


#: A year for L2CARECERT cannot be earlier: the qualification is not older.
FIRST_L2_YEAR = 2024
_EARLIEST_YEAR = 1900
_DIGITS = re.compile(r"[0-9]+\Z")
_LENIENT = re.compile(r"\s*([+-]?[0-9]+)")
_LOOSE_DATE = re.compile(r"(?:[0-2]?[0-9]|30)[/.-](?:0?[1-9]|1[0-2])[/.-](?:[0-9]{2}){1,2}\Z")
_DATE = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})\Z")
_NI = re.compile(r"[A-Za-z]{2}[0-9]{6}[A-Za-z]?\Z")
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9][A-Za-z]{2}\Z")
_CQC = re.compile(r"[0-9]-[0-9]{8,12}\Z")
_HALVES = re.compile(r"[0-9]{1,9}(\.[0-9])?\Z")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?\Z")
_MONEY = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?\Z")
_STATUSES = ("NEW", "UPDATE", "UNCHECKED", "NOCHANGE", "DELETE")

Value: TypeAlias = object
Checked: TypeAlias = tuple[Value, Issue | None]
Check: TypeAlias = Callable[[str], Checked]

_ERROR = "it refuses the upload"
_DROPPED = "it drops the answer with a warning"
_IN_SILENCE = "it loses this in silence"
#: Said where nothing is lost.
WARNS = "it warns of the gap"
_ACCEPTED = "it accepts this, but may read something else into it"


#: What the service does to an answer that it does not keep.
_LOSSES = ("it drops", "it ignores the answer", "it loses", "it passes over it")


def loses_an_answer(problem: Problem) -> bool:
    """Whether the service takes the upload and does not keep this answer.

    Example:
        >>> loses_an_answer(Problem(message="not a code", service="it drops the answer with a warning"))
        True
    """
    check_kind("problem", problem, Problem)
    return problem.service is not None and problem.service.startswith(_LOSSES)


def checker(column: Column, *, on: date | None = None) -> Check:
    """The check of one column.

    Args:
        column: Its rule.
        on: The day of reading, for 'not in the future'; without it that is not checked.
    """
    rule = _RULES[column.kind]
    return partial(_cell, column, partial(rule, column, on))


def _cell(column: Column, rule: Check, cell: str) -> Checked:
    text = cell.strip()
    if text:
        return rule(text)
    if column.required == "no":
        return None, None
    severity = "error" if column.required == "always" else "warning"
    service = _ERROR if severity == "error" else WARNS
    return None, Issue(
        severity, f"{column.label} is missing", service, column.blank_code or column.service_code
    )


def _issue(column: Column, message: str, service: str | None = None) -> Checked:
    outcome = service or (_ERROR if column.severity == "error" else _DROPPED)
    if re.fullmatch(r"QUALACH(0[4-9]|[1-9][0-9])(NOTES)?", column.name):
        return Marker.UNREADABLE, Issue("warning", message, _IN_SILENCE)
    return Marker.UNREADABLE, Issue(column.severity, message, outcome, column.service_code)


def _stricter(message: str, service: str = _ACCEPTED) -> Checked:
    """An issue of ours alone: the service lets the cell pass."""
    return Marker.UNREADABLE, Issue("warning", message, service)


def _text(column: Column, _on: date | None, text: str) -> Checked:
    if column.max is not None and len(text) > column.max:
        return _issue(column, f"{column.label} has {len(text)} characters; at most {column.max} are allowed")
    return text, None


def _reference(column: Column, on: date | None, text: str) -> Checked:
    value, issue = _text(column, on, text)
    return (value if issue else "".join(text.split())), issue


def _status(column: Column, _on: date | None, text: str) -> Checked:
    if text.upper() in _STATUSES:
        return text.upper(), None
    return _issue(column, f"expected one of {', '.join(_STATUSES)}")


def _plain_number(
    column: Column, text: str, allowed: str, passes: Callable[[int], bool]
) -> tuple[int | None, Issue | None]:
    """A whole number in plain digits; leading zeros pass with a notice.

    The service reads the digits that a cell starts with; `passes` says whether it takes that number.
    """
    if _DIGITS.match(text):
        number = int(text) if len(text) < 12 else -1
        if text == str(number) or column.padded:
            return number, None
        if column.exact:
            _, issue = _issue(column, f"leading zeros are not allowed here; expected {allowed}")
            return None, issue
        return number, Issue("notice", f"read as {number}, without the leading zero")
    message = f"expected {allowed} in plain digits"
    found = None if column.exact else digits_in_front(text)
    if found is not None and passes(found):
        return None, Issue("warning", message, f"it reads {found}")
    _, issue = _issue(column, message)
    return None, issue


def digits_in_front(text: str) -> int | None:
    """The number that a cell starts with, which is what the service reads of it.

    Example:
        >>> digits_in_front("4.0"), digits_in_front("four")
        (4, None)
    """
    found = _LENIENT.match(text)
    return int(found[1]) if found and len(found[1]) < 12 else None


#: Of these the service looks up what is not nought.
_NOUGHT_PASSES = ("ETHNICITY", "NATIONALITY")


def _code(column: Column, _on: date | None, text: str) -> Checked:
    known = _codes_of(column)
    allowed = _allowed(column)
    if text.casefold() in known.words:
        return text.casefold(), None
    number, issue = _plain_number(column, text, allowed, known.numbers.__contains__)
    if number is not None and number in known.numbers:
        return number, issue
    special = _explained(column, text)
    if column.name in _NOUGHT_PASSES and text and not text.strip("0"):
        return _stricter(f"not a code of {column.label}; expected {allowed}")
    if special is None and number is None and issue is not None:
        return Marker.UNREADABLE, issue
    return _issue(column, special or f"not a code of {column.label}; expected {allowed}")


class _Known(NamedTuple):
    numbers: frozenset[int]
    words: frozenset[str]


def _codes_of(column: Column) -> _Known:
    listed = codes.labels(column.list or "")
    numbers = frozenset(code for code, _ in listed if isinstance(code, int))
    return _Known(numbers, frozenset(code for code, _ in listed if isinstance(code, str)))


def _allowed(column: Column) -> str:
    listed = [str(code) for code, _ in codes.labels(column.list or "")]
    if len(listed) <= 20:
        return f"one of {', '.join(listed)}"
    return f"one of the {len(listed)} codes of {column.label}"


def _explained(column: Column, text: str) -> str | None:
    """What a wrong code of the Pathway question, or of the job role, was probably meant to be."""
    if column.name == "MAINJOBROLE":
        role = next((role for role in codes.job_roles() if role.retired and str(role.code) == text), None)
        if role is None:
            return None
        return f"{role.label} ({role.code}) is retired; its records moved to code {role.becomes}"
    if column.name != "CWPCATEGORY":
        return None
    meant = {
        "8": "none of the above, 998",
        "-2": "do not know, 999",
        "-1": "not answered, a blank cell",
        "0": None,
    }
    if meant.get(text):
        return f"{text} is the analysis code; an upload file writes {meant[text]}"
    if text.isdecimal() and len(text) <= 2 and 9 <= int(text) <= 17:
        name = codes.provisional_categories()[int(text) - 9]
        return f"{text} was announced for '{name}' but is not confirmed; expected {_allowed(column)}"
    return None


def _codes(column: Column, _on: date | None, text: str) -> Checked:
    known = _codes_of(column).numbers
    wrong: list[str] = []
    found: list[int] = []
    for part in (part.strip() for part in text.split(";")):
        number = int(part) if _DIGITS.match(part) and len(part) < 6 else None
        number = _upload_service(column, number)
        if number is not None and number in known:
            found.append(number)
        elif number is not None and number == column.unknown:
            return Marker.DO_NOT_KNOW, None
        elif not (column.zero and number == 0):
            wrong.append(part)
    if wrong:
        listed = ", ".join(repr(part[:20]) for part in wrong[:5])
        _, issue = _issue(column, f"not codes of {column.label}: {listed}; the others are kept")
        return tuple(found), issue
    return tuple(found), None


def _upload_service(column: Column, number: int | None) -> int | None:
    """The service's export writes two kinds of service under numbers that its upload refuses."""
    if column.list != "service-types" or number is None:
        return number
    moved = {service.export_code: service.code for service in codes.service_types()}
    known = {service.code for service in codes.service_types()}
    return moved.get(number, number) if number not in known else number


def _main_service(column: Column, on: date | None, text: str) -> Checked:
    number = int(text) if _DIGITS.match(text) and len(text) < 6 else None
    moved = _upload_service(column, number)
    if number is not None and moved != number:
        return moved, Issue(
            "notice", f"read as {moved}, the upload code of what the export writes as {number}"
        )
    return _code(column, on, text)


def _texts(column: Column, _on: date | None, text: str) -> Checked:
    parts = tuple(part.strip() for part in text.split(";"))
    if column.max is not None and any(len(part) > column.max for part in parts):
        return _issue(column, f"a part has more than {column.max} characters")
    return parts, None


def _counts(column: Column, _on: date | None, text: str) -> Checked:
    top = int(column.top or 0)
    values: list[int | None] = []
    for part in (part.strip() for part in text.split(";")):
        if part and not (_DIGITS.match(part) and len(part) < 6 and int(part) <= top):
            return _issue(column, f"expected whole numbers up to {top}, separated by semicolons")
        values.append(int(part) if part else None)
    if column.top == 999 and values == [999]:
        return Marker.DO_NOT_KNOW, None
    return tuple(values), None


def _date(column: Column, on: date | None, text: str) -> Checked:
    if column.withheld and text.casefold() == "admin":
        return Marker.WITHHELD, None
    found = _DATE.match(text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        day = None
    if day is None or day.year < _EARLIEST_YEAR:
        message = "expected a real date as DD/MM/YYYY"
        if column.name == "DOB" and _LOOSE_DATE.match(text):
            return _stricter(message)
        service = (
            "it may let an impossible date slip through" if column.name == "STARTDATE" and found else None
        )
        return _issue(column, message, service)
    if on is not None and day > on and column.name != "EXPIRYDATE":
        return _issue(column, f"{column.label} lies in the future")
    least, most = column.min, column.top or 0
    if on is not None and least is not None and not least <= whole_years(day, on) <= most:
        _, issue = _issue(column, f"expected an age from {least:g} to {most:g}")
        return day, issue
    return day, None


def whole_years(start: date, end: date) -> int:
    """Whole years from one day to another.

    Example:
        >>> whole_years(date(2000, 5, 2), date(2014, 5, 1))
        13
    """
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _year(column: Column, on: date | None, text: str) -> Checked:
    newest = 9999 if on is None else on.year
    number, issue = _plain_number(
        column, text, "a year as YYYY", lambda year: _EARLIEST_YEAR <= year <= newest
    )
    if number is None or len(text) != 4 or number < _EARLIEST_YEAR:
        return (Marker.UNREADABLE, issue) if number is None else _issue(column, "expected a year as YYYY")
    if on is not None and number > on.year:
        return _issue(column, f"{column.label} lies in the future")
    return number, None


def _year_or_999(column: Column, on: date | None, text: str) -> Checked:
    return (Marker.DO_NOT_KNOW, None) if text == "999" else _year(column, on, text)


def _half_steps(column: Column, _on: date | None, text: str) -> Checked:
    message = f"expected 0 to {column.top:g} in halves with at most one decimal, or 999 for do not know"
    if _HALVES.match(text):
        if float(text) == 999:
            return Marker.DO_NOT_KNOW, None
        if (column.min or 0) <= float(text) <= (column.top or 0) and float(text) * 2 % 1 == 0:
            return float(text), None
        if int(float(text)) == 999:
            return _stricter(message)
    return _issue(column, message)


def _whole(column: Column, _on: date | None, text: str) -> Checked:
    top = "" if column.top is None else f" to {column.top:g}"
    number, issue = _plain_number(
        column,
        text,
        f"a whole number from {column.min or 0:g}{top}",
        # Of whole numbers the service reads only months leniently.
        lambda value: column.kind == "validity" and (column.min or 0) <= value <= (column.top or 0),
    )
    if number is None:
        return Marker.UNREADABLE, issue
    if number < (column.min or 0) or (column.top is not None and number > column.top):
        return _issue(column, f"expected a whole number from {column.min or 0:g}{top}")
    return number, issue


def _decimal(column: Column, _on: date | None, text: str) -> Checked:
    number = float(text) if _NUMBER.match(text) else -1.0
    if (column.min or 0) <= number <= (column.top or 0) and not (column.above and number == column.min):
        return number, None
    least = f"above {column.min:g}" if column.above else f"from {column.min:g}"
    return _issue(column, f"expected a number {least} to {column.top:g} with a decimal point")


def _salary(column: Column, _on: date | None, text: str) -> Checked:
    if _NUMBER.match(text) and (column.min or 0) <= int(float(text)) <= (column.top or 0):
        return int(float(text)), None
    return _issue(column, f"expected pounds a year from {column.min:g} to {column.top:g}, digits only")


def _money(column: Column, _on: date | None, text: str) -> Checked:
    if _MONEY.match(text):
        return float(text), None
    return _issue(column, "expected pounds with up to two decimals, digits and a point only")


def _ni_number(column: Column, _on: date | None, text: str) -> Checked:
    if text.casefold() == "admin":
        return Marker.WITHHELD, None
    joined = "".join(text.split())
    if _NI.match(joined):
        return joined.upper(), None
    return _issue(column, "expected two letters, six digits and perhaps a letter")


def _postcode(column: Column, _on: date | None, text: str) -> Checked:
    if _POSTCODE.match(text):
        return text, None
    message = "expected a postcode with exactly one space in the middle"
    if not column.personal and _POSTCODE.match(f"{text[:-3]} {text[-3:]}"):
        return _stricter(message)  # of a workplace it takes one without
    return _issue(column, message)


def _cqc_id(column: Column, _on: date | None, text: str) -> Checked:
    if _CQC.match(text):
        return text, None
    return _issue(column, "expected one digit, a hyphen and 8 to 12 digits")


def _l2_care_certificate(column: Column, on: date | None, text: str) -> Checked:
    """``1``, ``1;``, ``1;YYYY``, ``2`` or ``3``; value: code and year."""
    code, _, rest = (part.strip() for part in text.partition(";"))
    year, more, _ = (part.strip() for part in rest.partition(";"))
    if code not in ("1", "2", "3"):
        return _issue(column, "expected 1, 1;YYYY, 2 or 3 (2 is started, 3 is no)")
    if not year:
        issue = Issue("warning", "expected 1, 1;YYYY, 2 or 3, and one semicolon", _ACCEPTED) if more else None
        return (int(code), None), issue
    if code != "1":
        number = "5600" if code == "2" else "5610"
        message = "only 1 (completed) takes a year"
        return Marker.UNREADABLE, Issue(
            "warning", message, "it drops the whole answer with a warning", number
        )
    plain = _DIGITS.match(year) and len(year) <= 4
    late = plain and on is not None and int(year) > on.year
    if not plain:
        number, message = "5640", "the year is not a year as YYYY"
    elif int(year) < FIRST_L2_YEAR:
        number, message = "5620", f"the year is before {FIRST_L2_YEAR}, when the qualification began"
    elif late:
        number, message = "5630", "the year lies in the future"
    else:
        return (1, int(year)), None
    return (1, None), Issue(
        "warning", f"{message}; completed is kept without it", "it drops the year", number
    )


def _qualification_level(column: Column, _on: date | None, text: str) -> Checked:
    """``1;level``, ``2`` or ``999``; value: code and level, the level ``None`` where it is not known."""
    code, _, level = (part.strip() for part in text.partition(";"))
    if code in ("2", "999"):
        issue = Issue("warning", f"a level after {code} says nothing", "it passes over it") if level else None
        return (int(code), None), issue
    if code != "1":
        return _issue(column, "expected 1;level, 2 or 999")
    if not level:
        message = "1 should be followed by ;level"
        service = "its export writes this, its upload refuses it"
        issue = Issue(column.severity, message, service, column.service_code)
        return (1, None), issue if column.name == "SCQUAL" else None
    levels = {str(number) for number, _ in codes.labels("qualification-levels")}
    if level not in levels:
        message = f"not a level; expected one of {', '.join(sorted(levels, key=int))}"
        dropped = Issue("warning", message, "it drops the level", column.service_code)
        return (1, None), dropped if _DIGITS.match(level) else _issue(column, message)[1]
    return (1, None if level == "999" else int(level)), None


def _qualification(column: Column, on: date | None, text: str) -> Checked:
    """``code;YYYY`` or ``code;``; value: code and year."""
    code, _, rest = (part.strip() for part in text.partition(";"))
    year, more, _ = (part.strip() for part in rest.partition(";"))
    known = {number for number, _ in codes.labels("qualifications")}
    if not (_DIGITS.match(code) and len(code) < 6 and int(code) in known):
        return _issue(column, f"not one of the {len(known)} codes of qualifications; expected code;YYYY")
    reported = column.service_code is not None
    if not year:
        issue = Issue("warning", "the year is missing; expected code;YYYY", WARNS, column.year_code)
        return (int(code), None), issue if reported else None
    spaced = text.partition(";")[2][:1].isspace()  # which it reads as no year
    newest = 9999 if on is None else on.year
    oldest = _EARLIEST_YEAR if on is None else on.year - 100
    if spaced or not (_DIGITS.match(year) and len(year) == 4 and oldest <= int(year) <= newest):
        message = (
            "a space stands before the year; expected code;YYYY"
            if spaced
            else "the year is not a year as YYYY within the last 100 years"
        )
        issue = Issue(column.severity, message, _ERROR, column.year_code)
        return (int(code), None), issue if reported else Issue("warning", message, _IN_SILENCE)
    if more:
        _, extra = _stricter("more than a code and a year; expected code;YYYY")
        return (int(code), int(year)), extra
    return (int(code), int(year)), None


def _cwp_use(column: Column, _on: date | None, text: str) -> Checked:
    """``1``, ``1;reason;reason``, ``2`` or ``999``; value: code and reasons."""
    code, semicolon, rest = text.partition(";")
    if code not in ("1", "2", "999"):
        return _issue(column, "expected 1, 1;reasons, 2 or 999")
    if code != "1":
        issue = (
            Issue("warning", f"reasons after {code} say nothing", "it drops them in silence")
            if semicolon
            else None
        )
        return (int(code), ()), issue
    known = [str(number) for number, _ in codes.labels("cwp-use-reasons")]
    parts = rest.split(";") if semicolon else []
    reasons = tuple(int(part) for part in dict.fromkeys(parts) if part in known)
    if all(part in known for part in parts):
        return (1, reasons), None
    message = "an unknown or empty reason; expected 1 to 10 without spaces; the others are kept"
    return (1, reasons), Issue("warning", message, "it drops the unknown ones", "2490")


def _validity(column: Column, on: date | None, text: str) -> Checked:
    return ("none", None) if text == "none" else _whole(column, on, text)


_RULES: dict[str, Callable[[Column, date | None, str], Checked]] = {
    "code": lambda column, on, text: (_main_service if column.name == "MAINSERVICE" else _code)(
        column, on, text
    ),
    "codes": _codes,
    "counts": _counts,
    "cqc-id": _cqc_id,
    "cwp-use": _cwp_use,
    "date": _date,
    "decimal": _decimal,
    "half-steps-or-999": _half_steps,
    "l2-care-certificate": _l2_care_certificate,
    "money": _money,
    "ni-number": _ni_number,
    "postcode": _postcode,
    "qualification": _qualification,
    "qualification-level": _qualification_level,
    "reference": _reference,
    "salary": _salary,
    "status": _status,
    "text": _text,
    "texts": _texts,
    "validity": _validity,
    "whole": _whole,
    "year": _year,
    "year-or-999": _year_or_999,
}
