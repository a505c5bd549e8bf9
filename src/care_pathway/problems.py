"""The one record for something that a person has to look at: in a file, a document or on file about somebody.

No message ever holds a name, a National Insurance number or a date of birth: the cells of personal
columns are never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from care_pathway._record import Record
from care_pathway.render.words import shorten

#: Shown instead of the content of a personal cell.
WITHHELD = "(withheld)"

_SHOWN = 60
#: So far are names, paths in a document, and messages shown: those of a hostile file have a million letters.
_NAMED, _SAID = 500, 5_000
_LOOKED_AT = 1_000


#: Months as they are written, whole or shortened: "sep" begins a month, and "sepsis" too.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
#: Years in which somebody who works now was born; of two digits where nothing is counted in them.
_BORN = r"(?:19\d\d|200\d|2010)"
_ENDS = r"(?!\d|\s?(?:%|min|h(?:ou)?rs?\b|days?\b|weeks?\b|kgs?\b|mgs?\b|mls?\b))"
_YEAR = rf"(?:{_BORN}(?!\d)|'?[4-9]\d{_ENDS})"
_DAY = r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_MARK = r"\s?[/.\\_\u2013-]\s?"
_BETWEEN = r"[\s,/.\\_\u2013-]{0,3}"
#: All that names a person by its form has one of these; most texts have none.
_MAY_NAME = re.compile(r"@|\d\d")
_NAMES = rf"""(?<![a-z0-9])[a-z]{{2}}[ .-]?(?:\d\d[ .-]?){{3}}[a-d](?![a-z0-9])
    | (?<![\w.+'\u2019-])[\w.+'\u2019-]{{1,64}}@[\w-]+(?:\.[\w-]+)+
    | {_DAY}{_MARK}\d{{1,2}}{_MARK}{_BORN}(?!\d)
    | {_DAY}[/.-]\d{{1,2}}[/.-][4-9]\d{_ENDS}
    | {_DAY}\s\d{{1,2}}\s{_BORN}(?!\d)
    | (?<!\d){_BORN}{_MARK}\d{{1,2}}{_MARK}\d{{1,2}}(?!\d)
    | {_DAY}{_BETWEEN}(?:(?:day\s)?of\s)?{_MONTH}{_BETWEEN}{_YEAR}
    | (?<![a-z]){_MONTH}{_BETWEEN}{_DAY}{_BETWEEN}(?<!\d){_YEAR}
    | (?<!\d){_BORN}{_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}(?!\d)"""


@cache
def _personal() -> re.Pattern[str]:
    """What names a person by its form, in whatever cell it stands.

    A National Insurance number, an e-mail address, a day on which somebody who works may have been born.
    """
    return re.compile(_NAMES, re.IGNORECASE | re.VERBOSE)


def names_somebody(text: str) -> bool:
    """Whether a text has what names a person by its form.

    Example:
        >>> names_somebody("Carer, born 12 Mar 1971"), names_somebody("Carer, since 2024")
        (True, False)
    """
    return _MAY_NAME.search(text) is not None and _personal().search(text) is not None


def withheld(text: str) -> str:
    """Text without numbers of National Insurance, e-mail addresses and days of birth, known by their form.

    Example:
        >>> withheld("Carer QQ 12 34 56 C, born 12/03/1971 (March 12, 1971), zed@example.org")
        'Carer (withheld), born (withheld) (withheld), (withheld)'
        >>> withheld("Level 3 Sepsis 60 minutes (01/02/2026), 603/2954/4")
        'Level 3 Sepsis 60 minutes (01/02/2026), 603/2954/4'
    """
    if _MAY_NAME.search(text) is None:
        return text
    found = _personal().sub(WITHHELD, text)
    return text if found == text else found.replace(f"({WITHHELD})", WITHHELD)


class Severity(StrEnum):
    """How bad it is.

    Example:
        >>> Severity("error")
        <Severity.ERROR: 'error'>
    """

    ERROR = "error"
    """The row, the cell or the whole upload cannot be used as it stands."""
    WARNING = "warning"
    """An answer is dropped, or would be."""
    NOTICE = "notice"
    """It could be read; somebody should know how."""


class ProblemKind(StrEnum):
    """What sort of thing is wrong.

    Example:
        >>> ProblemKind("impossible-date")
        <ProblemKind.IMPOSSIBLE_DATE: 'impossible-date'>
    """

    FILE = "file"
    """A file or a cell that could not be used as it stands."""
    DOCUMENT = "document"
    """A document that breaks its rules, or a file that cannot be used at all."""
    COURSE = "course"
    """A row of a course catalogue, or a course."""
    NOTICE = "notice"
    """It could be read; somebody should know how."""
    RECORD = "record"
    """Something on file about a person that could not be used, or contradicts something else."""
    UNKNOWN_ID = "unknown-id"
    """An id that the edition does not have."""
    IMPOSSIBLE_DATE = "impossible-date"
    """A date that cannot be right."""
    LATER_THAN_ASKED = "later-than-asked"
    """Something dated after the day asked about; it does not count yet."""
    CONTRADICTORY = "contradictory"
    """Two things on file that cannot both be right."""
    DUPLICATE = "duplicate"
    """The same thing on file more than once."""
    UNRECOGNISED = "unrecognised"
    """Words that were not recognised; they count for nothing."""
    UNSURE_READING = "unsure-reading"
    """Words that were recognised, but not surely."""
    ROLE_MISMATCH = "role-mismatch"
    """Duties that do not go with the role category on file."""
    ROLE_NOT_KNOWN = "role-not-known"
    """Nothing on file says where the person is."""
    ASPIRATION = "aspiration"
    """What the person wishes for, and what is published, do not meet."""
    TITLE = "title"
    """A job title that leaves open where a person is."""
    DISAGREES = "disagrees"
    """What is on file about a person points to different role categories."""
    ADVICE = "advice"
    """Answers in an ASC-WDS file that look odd together."""
    NOT_DONE = "not-done"
    """Something that was left out, and why."""


@frozen(kw_only=True, repr=False, eq=False)
class Place(Record):
    """Where something is: in a file, in a document, or in what is on file about a person.

    Attributes:
        worker: Reference of the person.
        file: The file's own name, without its folder.
        record: Number of the record in the file, the first after the header being 1.
        id: Id of the record there, such as that of a course or a competency.
        line: Physical line in the file, the first being 1.
        column: Name of the column.
        path: Path in a document or in a worker record, such as ``competencies[3].stage``; empty for the
            document itself.

    Example:
        >>> str(Place(file="staff.csv", record=3, line=4, column="job title"))
        'staff.csv, record 3, line 4, job title'
        >>> str(Place(file="a.json", path="values[0].name"))
        'a.json: values[0].name'
    """

    worker: str | None = None
    file: str | None = None
    record: int | None = None
    id: str | None = None
    line: int | None = None
    column: str | None = None
    path: str | None = None

    def __str__(self) -> str:
        record = None if self.record is None else f"record {self.record}"
        if record and self.id:
            record = f"{record} ({self.id})"
        line = None if self.line is None else f"line {self.line}"
        parts = [self.worker, self.file, record or self.id, line, self.column]
        place = ", ".join(shorten(part, _NAMED) for part in parts if part)
        return ": ".join(filter(None, (place, shorten(self.path or "", _NAMED))))


_NOWHERE = Place()
#: What older records of this kind called the same thing; kept for one release.
_OLDER_NAMES = {"value": "found", "row": "record", "about": "where"}


@frozen(kw_only=True, repr=False, eq=False)
class Problem(Record):
    """Something that a person has to look at. It never counts in anyone's favour.

    The parts of the place can be read on the problem itself: ``problem.file``, ``problem.line``.

    Attributes:
        message: What is wrong, what is allowed and what to try; lower case.
        kind: What sort of thing is wrong.
        place: Where it is.
        severity: Error, warning or notice.
        found: What was found, shortened; withheld where it may be personal.
        code: Number or word of the message, where it has one.
        service: What the ASC-WDS service would do with it, where that is known.
        offers: Id of a role category to look at instead, where duties do not go with the one on file.

    Example:
        >>> place = Place(record=3, column="CWPCATEGORY")
        >>> print(Problem(message="expected a whole number", place=place, found="2.9"))
        record 3, CWPCATEGORY: expected a whole number (found '2.9')
    """

    message: str
    kind: ProblemKind = field(default=ProblemKind.FILE, converter=ProblemKind)
    place: Place = _NOWHERE
    severity: Severity = field(default=Severity.ERROR, converter=Severity)
    found: str | None = None
    code: str | None = None
    service: str | None = None
    offers: str | None = None

    def at(self, **parts: Any) -> Problem:
        """The same problem, with other parts of its place.

        Example:
            >>> print(Problem(message="is rated twice").at(worker="w-1"))
            w-1: is rated twice
        """
        return evolve(self, place=evolve(self.place, **parts))

    @property
    def where(self) -> str:
        """The place in words; empty where there is none."""
        return str(self.place)

    @property
    def file(self) -> str | None:
        """The file's own name, without its folder."""
        return self.place.file

    @property
    def worker(self) -> str | None:
        """Reference of the person."""
        return self.place.worker

    @property
    def record(self) -> int | None:
        """Number of the record in the file, the first after the header being 1."""
        return self.place.record

    @property
    def id(self) -> str | None:
        """Id of the record there, such as that of a course or a competency."""
        return self.place.id

    @property
    def line(self) -> int | None:
        """Physical line in the file, the first being 1."""
        return self.place.line

    @property
    def column(self) -> str | None:
        """Name of the column."""
        return self.place.column

    @property
    def path(self) -> str | None:
        """Path in a document or in a worker record."""
        return self.place.path

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in _OLDER_NAMES:
                return getattr(self, _OLDER_NAMES[name])
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}", name=name, obj=self)

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "kind", self.kind
        if self.where:
            yield "where", self.where
        yield "message", self.message

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        # What stands in a document is shown as it is written there: 3 is not "3".
        quoted = self.found if self.kind is ProblemKind.DOCUMENT else repr(self.found)
        found = "" if self.found is None else f" (found {quoted})"
        service = "" if self.service is None else f"; the service: {self.service}"
        return f"{where}{shorten(self.message, _SAID)}{found}{service}"


#: The older names of `Problem`, kept for one release.
DataProblem = FileProblem = Problem


def document_problem(
    message: str, *, file: str | None = None, path: str = "", value: object = None
) -> Problem:
    """A problem of a document, with the value found as it is written there.

    Example:
        >>> print(document_problem("expected text", file="a.json", path="values[0].name", value=3))
        a.json: values[0].name: expected text (found 3)
    """
    place = Place(file=file, path=path)
    return Problem(kind=ProblemKind.DOCUMENT, message=message, place=place, found=_written(value))


def shown(value: object, *, personal: bool = False) -> str | None:
    """A cell as a message may show it.

    Example:
        >>> shown("QQ123456C", personal=True)
        '(withheld)'
        >>> shown("x" * 100)[-3:]
        'xx…'
    """
    if value is None:
        return None
    text = str(value)
    if personal and text.strip():
        return WITHHELD
    return shorten(withheld(text[:_LOOKED_AT]), _SHOWN)


def shown_reference(reference: str | None) -> str | None:
    """A reference as a message may repeat it: one without a digit may be somebody's name.

    Example:
        >>> shown_reference("S012"), shown_reference("JaneDoe")
        ('S012', '(withheld)')
    """
    if reference is None:
        return None
    return shown(reference[:12], personal=not any(letter.isdigit() for letter in reference))


def _written(value: object, limit: int = 80) -> str | None:
    """A value as a document has it, never longer than `limit`."""
    if value is None:
        return None
    try:
        text = repr(value[: limit + 1] if isinstance(value, str | bytes) else value)
    except ValueError:  # Python writes no number of more than a few thousand digits
        return "a number with thousands of digits"
    return shorten(text, limit)
