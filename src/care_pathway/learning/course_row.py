"""One row of a course catalogue, as people really write it, read into a `Course`.

``£1,540`` is 1540, ``free`` is 0, ``30-60 min`` is one hour (of a range the longer end: a plan must
have room for it), ``half day`` is 3.5 hours. What a person would not understand either is a
`RowProblem` with its row, column and value; the rest of the row is kept.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import attrs

from care_pathway.model.course import Course

_T = TypeVar("_T")

#: Hours in a day of training when a row only says days.
HOURS_IN_A_DAY = 7.0
#: No course costs more than this; a larger number is a slip of the keyboard.
MOST_COST = 1_000_000.0
#: No course takes more hours than this (five years of full-time study).
MOST_HOURS = 10_000.0
MOST_SEATS = 1_000_000

#: Headings that catalogues use for each field, compared without case, spaces and punctuation.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "courseid", "coursecode", "code", "ref", "reference", "courseref", "coursereference"),
    "title": ("title", "coursetitle", "course", "coursename", "name"),
    "provider": ("provider", "trainingprovider", "learningprovider", "supplier", "organisation"),
    "level": ("level", "courselevel", "qualificationlevel"),
    "format": ("format", "delivery", "deliverymethod", "mode", "deliverymode"),
    "description": (
        "description",
        "topicfacts",
        "details",
        "summary",
        "content",
        "about",
        "coursedescription",
    ),
    "outcomes": ("outcomes", "learningoutcomes", "outcome", "objectives"),
    "cost": ("cost", "price", "fee", "costgbp", "pricegbp", "coursefee", "costperperson", "priceperperson"),
    "hours": ("hours", "duration", "length", "learninghours", "time", "durationhours", "hrs"),
    "seats": ("seats", "places", "capacity", "availableplaces", "maximumplaces", "maxlearners"),
}
_FIELD_OF = {heading: field for field, headings in COLUMNS.items() for heading in headings}

_FREE = frozenset({"free", "free of charge", "no cost", "no charge", "nil", "none", "fully funded", "funded"})
_UNKNOWN = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "n/a",
        "na",
        "tbc",
        "tba",
        "tbd",
        "not known",
        "unknown",
        "not stated",
        "poa",
        "ask",
        "?",
    }
    | {
        "price on application",
        "on application",
        "on request",
        "contact us",
        "various",
        "varies",
        "nan",
        "null",
    }
)
#: What a table writes for a cell that is not there: NaN, pandas' NaT and NA.
_NO_CELL = frozenset({"nan", "nat", "<na>"})
_AMOUNT = re.compile(
    r"(?P<minus>[-−–]\s*)?(?P<pounds>£|gbp\s*)?\s*(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)\s*(?P<k>k\b)?", re.I
)
_COST_WORDS = re.compile(
    r"\b(from|about|approx(?:imately)?|around|circa|c|up|to|and|between|per|person|learner|delegate|head|each|pp|p|plus|vat|"
    r"inc|incl|including|excl?|excluding|only|gbp|pounds?|a|place|candidate|ex|member|members|non|course|staff)\b|[£+~().:/,*-]|[–—−]",
    re.I,
)
_UNIT_HOURS: tuple[tuple[str, float], ...] = (
    (r"min(?:ute)?s?", 1 / 60),
    (r"h(?:ou)?rs?|h", 1.0),
    (r"days?", HOURS_IN_A_DAY),
)
_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
_PART = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?:(?:-|–|—|to|or)\s*(?P<high>{_NUMBER}))?\s*"
    r"(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|h|days?)(?![a-z])",
)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_WORD_NUMBERS = (
    (re.compile(r"\bhalf[ -]an?[ -]hour\b"), "0.5 hours"),
    (re.compile(r"\bhalf[ -]a?[ -]?day\b"), "0.5 days"),
    (re.compile(r"\b(?:full|whole|all)[ -]?day\b"), "1 day"),
    (re.compile(r"\b(?:an|one) hour\b"), "1 hour"),
    (re.compile(r"\b(?:a|one)[ -]day\b"), "1 day"),
    (re.compile(r"\btwo\b"), "2"),
    (re.compile(r"\bthree\b"), "3"),
    (re.compile(r"\bfour\b"), "4"),
    (re.compile(r"\bfive\b"), "5"),
    (re.compile(r"\bsix\b"), "6"),
    (re.compile(r"(\d)\s*½"), r"\1.5"),
    (re.compile(r"½"), "0.5"),
)
_HOUR_FILLER = re.compile(
    r"\b(about|approx(?:imately)?|around|circa|up to|and|plus|of|learning|in total|total|training|course|"
    r"long|per|session|classroom|online|e-learning|guided|minimum|maximum|max|c)\b|[~+,.()&]"
)


@attrs.frozen(kw_only=True)
class RowProblem:
    """Something in one row of a catalogue that could not be used as it stands.

    Attributes:
        row: The row's number in the catalogue, from 1 (a heading is not counted).
        id: The course's id, where the row has one.
        column: The field that is wrong.
        value: What was found, shortened.
        message: What was wrong, what was expected.

    Example:
        >>> problem = RowProblem(row=2, id="c2", column="cost", value="-5", message="cost is below zero")
        >>> str(problem)
        "row 2 (c2), cost: cost is below zero (found '-5')"
    """

    row: int
    id: str | None = None
    column: str | None = None
    value: str | None = None
    message: str

    def __str__(self) -> str:
        who = f"row {self.row}" + (f" ({self.id})" if self.id else "")
        where = f", {self.column}" if self.column else ""
        found = "" if self.value is None else f" (found {self.value!r})"
        return f"{who}{where}: {self.message}{found}"


@attrs.frozen(kw_only=True)
class ParsedRow:
    """What one row gave: a course, or none, and every problem on the way.

    Attributes:
        row: The row's number in the catalogue, from 1.
        course: The course; ``None`` when the row cannot be one (it has no title).
        problems: What could not be read; a course with problems has ``None`` in those fields.
        cells: The row as found, heading and text, so that nothing is lost.
    """

    row: int
    course: Course | None = None
    problems: tuple[RowProblem, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()


def course_from_row(row: Mapping[str, object], *, number: int) -> ParsedRow:
    """Read one row of a catalogue (a plain mapping, as `csv.DictReader` gives) into a `Course`.

    Headings are matched without case, spaces and punctuation (``Course title``, ``Price (GBP)``).
    A row without an id becomes ``row-<number>`` and says so; a row without a title has no course.

    Args:
        row: Heading to cell; cells may be text, numbers, dates, lists or ``None``.
        number: The row's number, counted from 1, for problems.

    Returns:
        The course, its problems, and the cells as found.

    Example:
        >>> parsed = course_from_row(
        ...     {"id": "c1", "Course title": "First aid", "Cost": "£1,540", "Hours": "30-60 min"}, number=1
        ... )
        >>> parsed.course.cost, parsed.course.hours, parsed.problems
        (1540.0, 1.0, ())
    """
    fields: dict[str, object] = {}
    for heading, cell in row.items():
        field = _FIELD_OF.get(re.sub(r"[^a-z]", "", str(heading).casefold()))
        if field is not None and _given(cell) and field not in fields:
            fields[field] = cell
    cells = tuple((str(heading), _text(cell)) for heading, cell in row.items() if _given(cell))
    identifier = _text(fields.get("id")).strip() or None
    problems: list[RowProblem] = []

    def problem(column: str, value: object, message: str) -> None:
        shown = None if value is None else _shortened(_text(value))
        problems.append(RowProblem(row=number, id=identifier, column=column, value=shown, message=message))

    title = " ".join(_text(fields.get("title")).split())
    if not title:
        problem("title", None, "the row has no title; a title was expected")
        return ParsedRow(row=number, problems=tuple(problems), cells=cells)
    if identifier is None:
        problem("id", None, f"the row has no id; it is called row-{number} here")
    course = Course(
        id=identifier or f"row-{number}",
        title=title,
        provider=_optional(fields.get("provider")),
        level=_optional(fields.get("level")),
        format=_optional(fields.get("format")),
        description=_optional(fields.get("description")),
        outcomes=parse_outcomes(fields.get("outcomes")),
        cost=_read("cost", parse_cost, fields, problem),
        hours=_read("hours", parse_hours, fields, problem),
        seats=_read("seats", parse_seats, fields, problem),
    )
    return ParsedRow(row=number, course=course, problems=tuple(problems), cells=cells)


def parse_cost(value: object) -> float | None:
    """A price in pounds: ``"£1,540"``, ``"free"``, ``"from £20 pp + VAT"``; the upper end of a range.

    Returns:
        Pounds; ``None`` for words that say the price is not known (``TBC``, ``POA``).

    Raises:
        ValueError: If a person could not read a price from it, or it is below zero.

    Example:
        >>> parse_cost("£1,540"), parse_cost("free"), parse_cost("TBC"), parse_cost("£20 - £35 pp")
        (1540.0, 0.0, None, 35.0)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _in_range(float(value), "cost", MOST_COST)
    text = " ".join(_text(value).casefold().split())
    if text in _UNKNOWN:
        return None
    if text in _FREE or re.fullmatch(r"free\b[^£\d]*", text):
        return 0.0
    amounts = list(_AMOUNT.finditer(text))
    left = _COST_WORDS.sub(" ", _AMOUNT.sub(" ", text)).replace("free", " ").strip()
    if not amounts or left:
        msg = "expected a price such as 45, £1,540 or free"
        raise ValueError(msg)
    if amounts[0]["minus"]:
        msg = "cost is below zero; expected 0 or more"
        raise ValueError(msg)
    numbers = [float(found["number"].replace(",", "")) * (1000 if found["k"] else 1) for found in amounts]
    return _in_range(max(numbers), "cost", MOST_COST)


def parse_hours(value: object) -> float | None:
    """Length in hours: ``"30-60 min"``, ``"1h 30"``, ``"half day"``, ``"2 days"``; the upper end of a range.

    A day is counted as seven hours.

    Raises:
        ValueError: If a person could not read a length from it, or it is below zero.

    Example:
        >>> parse_hours("30-60 min"), parse_hours("1 hour 30 minutes"), parse_hours("half day")
        (1.0, 1.5, 3.5)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _in_range(float(value), "hours", MOST_HOURS)
    text = " ".join(_text(value).casefold().split())
    if text in _UNKNOWN:
        return None
    if re.match(r"[-−]\s*\d", text):
        msg = "hours are below zero; expected 0 or more"
        raise ValueError(msg)
    for pattern, plain in _WORD_NUMBERS:
        text = pattern.sub(plain, text)
    clock = _CLOCK.fullmatch(text)
    if clock:
        return _in_range(int(clock[1]) + int(clock[2]) / 60, "hours", MOST_HOURS)
    text = re.sub(r"(\d)\s*(?:h|hrs?|hours?)\s*(\d{1,2})$", r"\1 h \2 min", text)
    bare = re.fullmatch(rf"(?:{_NUMBER}\s*(?:-|–|to)\s*)?({_NUMBER})", text)
    if bare:
        return _in_range(float(bare[1]), "hours", MOST_HOURS)
    total = 0.0
    found = False
    for part in _PART.finditer(text):
        found = True
        number = max(float(part["low"]), float(part["high"] or part["low"]))
        total += number * _unit(part["unit"])
    left = _HOUR_FILLER.sub(" ", _PART.sub(" ", text)).strip(" -–:;/")
    if not found or left:
        msg = "expected a length such as 2, 90 minutes, half day or 30-60 min"
        raise ValueError(msg)
    return _in_range(round(total, 4), "hours", MOST_HOURS)


def parse_seats(value: object) -> int | None:
    """Places on a course: ``12``, ``"max 12"``, ``"6-12"`` (the upper end); ``None`` for unlimited.

    Raises:
        ValueError: If a person could not read a number of places from it, or it is below zero.

    Example:
        >>> parse_seats("max 12"), parse_seats("unlimited"), parse_seats(8)
        (12, None, 8)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = _in_range(float(value), "seats", MOST_SEATS)
        if not number.is_integer():
            msg = "expected a whole number of places"
            raise ValueError(msg)
        return int(number)
    text = " ".join(_text(value).casefold().split())
    if text in _UNKNOWN or text in {"unlimited", "no limit", "any"}:
        return None
    found = re.fullmatch(
        r"(?:max(?:imum)?|up to|limited to|about)?\.?\s*(?:of )?(?:\d+\s*(?:-|–|to)\s*)?(\d+)(?:\.0+)?"
        r"\s*(?:places?|seats?|learners?|people|delegates?|max(?:imum)?|spaces?)?(?: left| available| max)?",
        text,
    )
    if not found:
        below = re.match(r"[-−]\s*\d", text)
        msg = (
            "seats are below zero; expected 0 or more" if below else "expected a number of places such as 12"
        )
        raise ValueError(msg)
    return int(_in_range(float(found[1]), "seats", MOST_SEATS))


def parse_outcomes(value: object) -> tuple[str, ...]:
    r"""Learning outcomes as a tuple: from a list, or from text with one on each line or between semicolons.

    Example:
        >>> parse_outcomes("Spot abuse; report it\nkeep records")
        ('Spot abuse', 'report it', 'keep records')
    """
    if value is None:
        return ()
    if isinstance(value, str):
        parts: Iterable[object] = re.split(r"[;\n•|]+", value)
    elif isinstance(value, Iterable):
        parts = value
    else:
        parts = (value,)
    return tuple(text for text in (" ".join(_text(part).split()) for part in parts) if text)


def _read(
    column: str,
    parse: Callable[[object], _T | None],
    fields: Mapping[str, object],
    problem: Callable[[str, object, str], None],
) -> _T | None:
    """A cell through its parser; what the parser refuses becomes a problem and `None`."""
    cell = fields.get(column)
    if cell is None:
        return None
    try:
        return parse(cell)
    except ValueError as error:
        problem(column, cell, str(error))
        return None


def _unit(word: str) -> float:
    return next(hours for pattern, hours in _UNIT_HOURS if re.fullmatch(pattern, word))


def _in_range(number: float, what: str, most: float) -> float:
    if math.isnan(number) or number < 0:
        msg = f"{what} is below zero or no number; expected 0 or more"
        raise ValueError(msg)
    if number > most:
        msg = f"{what} is beyond belief; expected at most {most:,.0f}"
        raise ValueError(msg)
    return number


def _given(cell: object) -> bool:
    text = _text(cell).strip()
    return bool(text) and (isinstance(cell, str) or text.casefold() not in _NO_CELL)


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)


def _optional(value: object) -> str | None:
    return _text(value).strip() or None


def _shortened(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
