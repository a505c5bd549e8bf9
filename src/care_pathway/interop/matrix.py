"""Training matrices: people down, courses across, and in the cells days, words, or both.

What the days are (of completion, or of expiry) is read from the headings or a legend, or asked for; it is
never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from attrs import define, evolve, field, frozen

from care_pathway.errors import UnknownIdError, refuse
from care_pathway.interop import cells as _values
from care_pathway.interop.matching import Person
from care_pathway.interop.people_across import names_a_course, turned
from care_pathway.interop.record_dates import DateColumns, KeptDate
from care_pathway.interop.rows import cells_to_check, corrected
from care_pathway.interop.staff import StaffFile, TrainingRow
from care_pathway.model import HeldQualification, TrainingRecord
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.tabular.columns import Cells, header_rows, may_be_personal, name_and_code, text
from care_pathway.tabular.days import Days, Order, looks_like_a_day, written
from care_pathway.tabular.grids import Book, Grid, notice
from care_pathway.tabular.grouping import grouped
from care_pathway.tabular.headings import (
    ColumnGuess,
    Holds,
    bare,
    fields,
    holds,
    known,
    normal,
    squeezed,
    words,
)
from care_pathway.tabular.standing import TrainingStanding, standing, status_of
from care_pathway.tabular.words import FileKind

#: Fewer columns of courses are no matrix.
_FEWEST = 2
_ENOUGH = 0.5
_SOME = 0.3
_LONGEST_HEADING = 200
#: Headings of a list with several courses or days in each row.
_NUMBERED = re.compile(r"(?:date|course|training|module|day|session) \d{1,2}")
_DATES = ("completed", "expires")
_LEGEND = re.compile(r"(\S{1,12})\s*(?:=|:|–|—| - )\s*(\S.{1,60})\Z")
_STANDARD = re.compile(r"(?:(?:care certificate )?(?:standard|std|cc|s) ?)?(\d{1,2})\b ?(.*)\Z")
_MOST_STANDARDS = 16


class MatrixPart:
    """What a column under a course holds, in the words of its heading."""

    COMPLETED = "completed"
    EXPIRES = "expires"
    DATE = "date"
    STATUS = "status"
    BOOKED = "booked"
    OTHER = "other"


@frozen(kw_only=True)
class CourseColumn:
    """A column of a matrix.

    Attributes:
        at: Its position.
        course: The course, as it is headed.
        part: What its days are, or that it holds a status, where the heading says so, else ``None``.
        qualification: Whether it is about a qualification.
    """

    at: int
    course: str
    part: str | None = None
    qualification: bool = False


@frozen(kw_only=True)
class Matrix:
    """A matrix that was found.

    Attributes:
        book: The file.
        grid: The sheet.
        row: The place of the last row of its header.
        names: Its headings.
        reference: Position of the column of references.
        personal: Positions of columns about who somebody is.
        courses: Its columns of courses.
        dates: What its days are, where the file says so.
        legend: What short marks in it mean.
        unread: Columns that are no courses and are not read.
        fields: Columns of a staff list beside.
        part_column: A column that says of each row what its days are, such as Completed above Expires.
        lines: For each column the line of its course, in a file with people across.
        records: Its columns of dates of supervision and the like.
    """

    book: Book
    grid: Grid
    row: int
    names: tuple[str, ...]
    reference: int | None
    personal: Mapping[int, Holds]
    courses: tuple[CourseColumn, ...]
    dates: str | None = None
    legend: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()
    fields: Mapping[str, int] = field(factory=dict)
    part_column: int | None = None
    lines: Mapping[int, int] = field(factory=dict)
    records: DateColumns | None = None

    def has_course(self, heading: str) -> bool:
        """Whether a column of a course is headed so: it is no column of titles, as in a list."""
        return any(normal(self.names[column.at]) == normal(heading) for column in self.courses)

    @property
    def bare_days(self) -> int:
        """How many cells are a day of which nothing says what it is."""
        days = Days(())
        return sum(
            standing(cells[column.at], days, self.legend).bare is not None
            for _, cells in self.grid.rows[self.row + 1 :]
            for column in self.courses
            if column.part is None
            and not column.qualification
            and column.at < len(cells)
            and (self.part_column is None or _part(text(cells[self.part_column])) is None)
        )

    @property
    def question(self) -> str | None:
        """What has to be asked before it can be read; ``None`` where nothing has."""
        if self.dates is not None or not self.bare_days:
            return None
        return (
            f"are the days in this training matrix ({self.bare_days:,} of them) those on which training was "
            "completed, or those on which it expires? "
            "Say so: matrix_dates='completed' or matrix_dates='expires'"
        )


# --- finding -----------------------------------------------------------------------------------------


def find_matrix(
    book: Book,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    said: bool = False,
) -> Matrix | None:
    """The first visible sheet that is a matrix; nothing where a list comes before it, or there is none.

    Args:
        book: The file.
        sheet: Its sheet, where the caller names it.
        columns: Headings for fields.
        said: Whether the caller says that it is one, though no heading names a course.
    """
    grids = book.grids() if sheet is None else iter((book.grid(sheet),))
    for grid in grids:
        found = matrix_of(book, grid, columns=columns, said=said)
        if found is not None:
            return found
        if sheet is None and _is_list(grid):
            return None
    return None


def _is_list(grid: Grid) -> bool:
    """Whether a sheet has the columns of a list of training: a title, and when or whether it was done."""
    _, _, names = header_rows(grid, "training")
    fields = {one for name in names for one, _ in known("training").get(squeezed(normal(name)), ())}
    return "title" in fields and bool(fields & {"completed", "expires", "status", "due", "enrolled"})


def _is_evidence(names: Sequence[str]) -> bool:
    """Whether headings are those of a filled-in evidence template."""
    fields = {one for name in names for one, _ in known("evidence").get(squeezed(normal(name)), ())}
    return fields >= {"kind", "competency", "worker"}


def _is_catalogue(names: Sequence[str]) -> bool:
    """Whether headings are those of a catalogue of courses, whose names are no people."""
    fields = {one for name in names for one, _ in known("courses").get(squeezed(normal(name)), ())}
    return "title" in fields and bool(fields & {"cost", "description", "outcomes"}) and len(fields) > 3


def matrix_of(
    book: Book, grid: Grid, *, columns: Mapping[str, str] | None = None, said: bool = False
) -> Matrix | None:
    """The matrix in a sheet, if it is one."""
    if len(grid.rows) < 2 or _is_list(grid):
        return None
    across = turned(grid)
    if across is not None:
        found = _matrix_of(book, across.grid, columns, said=said)
        if found is not None:
            legend, dates = _legend(grid, across.above)
            return evolve(
                found, lines=across.lines, legend=(*found.legend, *legend), dates=found.dates or dates
            )
    return _matrix_of(book, grid, columns, said=said)


def _matrix_of(book: Book, grid: Grid, columns: Mapping[str, str] | None, *, said: bool) -> Matrix | None:
    given = {name: normal(heading) for name, heading in (columns or {}).items()}
    row, names, titles, parts = _header(grid, columns)
    if _is_catalogue(names) or _is_evidence(names):
        return None
    cells = Cells(grid, row)
    reference, personal, fields = _people(names, cells, given)
    if reference is None and not any(kind is not Holds.OTHER for kind in personal.values()):
        return None
    legend, dates = _legend(grid, row)
    taken = {*fields.values(), *personal, *(() if reference is None else (reference,))}
    records = DateColumns(book.file, names, [found for _, found in grid.rows[row + 1 :]], taken)
    taken |= records.columns.keys()
    part_column = _part_column(names, cells, taken)
    courses, unread = _courses(
        names, titles, parts, cells, taken | ({part_column} if part_column is not None else set()), legend
    )
    if len(courses) < _FEWEST or not (
        said
        or dates is not None
        or any(_is_about_training(column.course) for column in courses)
        or _says_training(grid, row)
    ):
        return None  # days of other things, as in a list of staff or a rota
    return Matrix(
        book=book,
        grid=grid,
        row=row,
        names=names,
        reference=reference,
        personal=personal,
        courses=courses,
        dates=dates,
        legend=legend,
        unread=unread,
        fields=fields,
        part_column=part_column,
        records=records,
    )


def _is_about_training(course: str) -> bool:
    """Whether the heading of a column names a course."""
    return names_a_course(normal(course)) or _TRAINING.search(normal(course)) is not None


def _says_training(grid: Grid, row: int) -> bool:
    """Whether the name of the sheet, or a line above the header, says that this is about training."""
    above = (text(cell) for _, cells in grid.rows[:row] for cell in cells)
    return any(_TRAINING.search(normal(one)) for one in (grid.sheet or "", *above))


_TRAINING = re.compile(
    r"\b(?:training|trained|course|courses|induction|awareness|care certificate|certificate|nvq|diploma|"
    r"fire|first aid|safeguarding|medication|meds|handling|hygiene|safety|competency|competence|e ?learning|"
    r"standard \d+|std \d+|cc ?\d+|matrix)\b"
)


def _part_column(names: Sequence[str], cells: Cells, taken: set[int]) -> int | None:
    """The column that says of each row what its days are, in files with several rows a person."""
    for at in range(min(5, len(names))):
        if at in taken or not cells.texts(at):
            continue
        found = {part for cell in cells.texts(at) if (part := _part(cell)) is not None}
        if {MatrixPart.COMPLETED, MatrixPart.DATE} & found and MatrixPart.EXPIRES in found:
            return at if cells.share(at, _part) >= 0.8 else None
    return None


def _header(
    grid: Grid, columns: Mapping[str, str] | None
) -> tuple[int, tuple[str, ...], tuple[str, ...], tuple[str | None, ...]]:
    """The last row of the header, its headings, their courses, and what the columns under a course hold."""
    row, rows, names = header_rows(grid, "staff", columns)
    below = tuple(map(text, grid.rows[row + 1][1])) if row + 1 < len(grid.rows) else ()
    if rows == 1 and _is_under_groups(names, below):
        titles, parts = _of_headings(tuple(under or over for over, under in _pairs(names, below)))
        return row + 1, titles, titles, parts
    if sum(_part(name) is not None for name in below) >= 2 and not any(map(looks_like_a_day, below)):
        upper = tuple(map(text, grid.rows[row][1])) if rows == 2 else names
        found, parts = _by_parts(upper, below)
        return row + 1, found, found, parts
    if rows == 2:
        upper, lower = (tuple(map(text, grid.rows[at][1])) for at in (row - 1, row))
        if any(_part(name) for name in lower):
            found, parts = _by_parts(upper, lower)
            return row, found, found, parts
        names = tuple(under or over for over, under in _pairs(upper, lower))
    titles, parts = _of_headings(names)
    return row, names, titles, parts


def _is_under_groups(names: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row holds the courses of groups above: headings where the row above has mostly none.

    What stands below the columns of people is blank, or the same again where both rows are merged. The name
    of a group stands over its first column, or over each where these are merged. Nothing in the row is a day
    or a word of status.
    """
    above = [*names, *[""] * (len(below) - len(names))]
    filled = [at for at, name in enumerate(below) if name and name != above[at]]
    if all(_part(below[at]) is not None for at in filled):
        return False  # what each course's columns hold, not courses
    groups = {name for name, following in pairwise(above) if name == following}
    blank = [at for at in filled if not above[at] or above[at] in groups]
    if len(filled) < 3 or len(blank) * 2 < len(filled):
        return False
    if any(looks_like_a_day(below[at]) or status_of(below[at]) for at in filled):
        return False
    return not any(holds(above[at]) is not None for at in filled)


def _of_headings(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """The course and the part of each heading of one row.

    The last word of a course may look like a part (*First aid refresher*): it is one only where another
    column is about the same course.
    """
    read = list(_behind_courses([_of_heading(name) for name in names]))
    courses = Counter(normal(course) for course, _ in read)
    sure = [
        part is None
        or (
            part in (MatrixPart.COMPLETED, MatrixPart.EXPIRES, MatrixPart.DATE, MatrixPart.STATUS)
            and normal(name).rsplit(" ", 1)[-1] not in _LAST_WORDS
        )
        or courses[normal(course)] > 1
        for name, (course, part) in zip(names, read, strict=True)
    ]
    titles = tuple(
        course if good else name for name, (course, _), good in zip(names, read, sure, strict=True)
    )
    parts = tuple(part if good else None for (_, part), good in zip(read, sure, strict=True))
    return titles, _with_dates(titles, parts)


def _behind_courses(read: Sequence[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
    """Headings such as *Expires* that stand again and again: each belongs to the course before it."""
    alone = [_part(name) if part is None and name else None for name, part in read]
    often = Counter(alone)
    course: str | None = None
    for (name, part), own in zip(read, alone, strict=True):
        if own is not None and often[own] > 1 and course is not None:
            yield course, own
            continue
        if name and part is None and own is None:
            course = name
        yield name, part


#: Last words of a heading that are part of the name of many courses.
_LAST_WORDS = frozenset({"refresher", "refresh", "update", "renewal", "review", "training", "retraining"})


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at in range(max(len(upper), len(lower))):
        yield upper[at] if at < len(upper) else "", lower[at] if at < len(lower) else ""


def _by_parts(upper: Sequence[str], lower: Sequence[str]) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    """A course above each group of columns, and below it what each holds."""
    names: list[str] = []
    parts: list[str | None] = []
    above = ""
    for over, under in _pairs(upper, lower):
        part = _part(under)
        above = over or (above if part is not None else "")
        names.append(above if part is not None and above else (under or over))
        parts.append(part if above else None)
    return tuple(names), _with_dates(names, parts)


def _with_dates(names: Sequence[str], parts: Sequence[str | None]) -> tuple[str | None, ...]:
    """A plain *Date* is of completion where the same course has a column of expiry, and open elsewhere."""
    expire = {normal(name) for name, part in zip(names, parts, strict=True) if part == MatrixPart.EXPIRES}
    dated = MatrixPart.DATE
    return tuple(
        (MatrixPart.COMPLETED if name and normal(name) in expire else None) if part in (None, dated) else part
        for name, part in zip(names, parts, strict=True)
    )


def _part(name: str) -> str | None:
    """What a heading below a course says that its column holds."""
    if not name:
        return None
    places = known("training").get(squeezed(normal(name)), ()) or known("training").get(
        squeezed(normal(bare(name))), ()
    )
    found = {one for one, _ in places}
    if "completed" in found:
        return MatrixPart.COMPLETED if normal(name) != "date" else MatrixPart.DATE
    for field_, part in _PARTS.items():
        if field_ in found:
            return part
    return None


_PARTS = {
    "expires": MatrixPart.EXPIRES,
    "status": MatrixPart.STATUS,
    "booked": MatrixPart.BOOKED,
    "due": MatrixPart.OTHER,
    "enrolled": MatrixPart.OTHER,
    "score": MatrixPart.OTHER,
}


def _of_heading(name: str) -> tuple[str, str | None]:
    """A course and what its days are, from one heading, such as ``Fire safety (expiry)``."""
    if _part(name) is not None:
        return name, None
    for pattern in _HEADINGS if len(name) <= _LONGEST_HEADING else ():
        found = pattern.match(name)
        if found is not None and normal(found[1]):
            part = _part(found[2])
            if part is not None:
                return found[1], part
    return name, None


#: A course, and behind it what its column holds: in brackets, after a mark, or in its last words.
_HEADINGS = (
    re.compile(r"(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*\Z"),
    re.compile(r"(.+?)\s*[-–—:/|]\s*([^-–—:/|]+)\Z"),
    re.compile(r"(.+?)\s+(\S+\s+\S+\s+\S+)\Z"),
    re.compile(r"(.+?)\s+(\S+\s+\S+)\Z"),
    re.compile(r"(.+?)\s+(\S+)\Z"),
)


def _people(
    names: Sequence[str], cells: Cells, given: Mapping[str, str]
) -> tuple[int | None, dict[int, Holds], dict[str, int]]:
    """Which columns say who a row is about, and what else of a staff list stands beside."""
    wanted = given.get("worker")
    reference = next((at for at, name in enumerate(names) if wanted and normal(name) == wanted), None)
    personal: dict[int, Holds] = {}
    fields: dict[str, int] = {}
    for at, name in enumerate(names):
        if at == reference:
            continue
        kind = holds(name)
        places = {one for one, _ in known("staff").get(squeezed(normal(name)), ())}
        if kind in (None, Holds.WHOLE) and ("id" in places or kind is Holds.WHOLE):
            kind = _who(cells, at, named=kind is Holds.WHOLE)
            if kind is None and reference is None:
                reference = at
                continue
        if kind is not None:
            personal[at] = kind
        elif places and (
            places & _DAYS_OF_STAFF or _answers(places, cells, at) or not _holds_standings(cells, at, ())
        ):
            fields[min(places)] = at
    if reference is None and not any(kind is not Holds.OTHER for kind in personal.values()):
        reference = _first_column(names, cells, personal)
    return reference, personal, fields


def _answers(places: set[str], cells: Cells, at: int) -> bool:
    """Whether a column asks about a duty and is answered with yes and no; with days it is about training."""
    asked = {one.field for one in fields("staff") if one.kind == "answer"}
    return bool(places & asked) and not any(map(looks_like_a_day, cells.texts(at)))


_DAYS_OF_STAFF = frozenset({"started_in_role", "left", "started_in_care"})


def _who(cells: Cells, at: int, *, named: bool) -> Holds | None:
    """What a column that says who a row is about holds; ``None`` for references."""
    if cells.are_names(at):
        return Holds.WHOLE
    if cells.are_addresses(at):
        return Holds.EMAIL
    return Holds.WHOLE if named and not cells.are_references(at) else None


def _first_column(names: Sequence[str], cells: Cells, personal: dict[int, Holds]) -> int | None:
    """Who rows are about where nothing is headed so: the first column with anything in it."""
    first = next((at for at in range(min(3, len(names))) if cells.texts(at)), None)
    if first is None:
        return None
    if cells.are_names(first):
        personal[first] = Holds.WHOLE
        return None
    return first if not names[first] and cells.are_references(first) else None


def _holds_standings(cells: Cells, at: int, legend: tuple[tuple[str, str], ...]) -> bool:
    """Whether most cells of a column are days or words of training."""
    share = _share_of_standings(cells, at, legend)
    return share is not None and share >= _ENOUGH


def _share_of_standings(cells: Cells, at: int, legend: tuple[tuple[str, str], ...]) -> float | None:
    """How many cells of a column are days or words of training; nothing where it is empty."""
    raw = cells.raw(at)
    days = Days(())
    return sum(_is_standing(cell, days, legend) for cell in raw) / len(raw) if raw else None


def _is_standing(cell: Any, days: Days, legend: tuple[tuple[str, str], ...]) -> bool:
    found = standing(cell, days, legend)
    return found.understood and not (
        found.bare is not None and str(cell).strip().isdecimal() and len(str(cell).strip()) < 5
    )


_QUALIFICATION = re.compile(r"\b(?:nvq|qcf|rqf|diploma|qualifications?|degree|foundation degree|svq|btec)\b")
_NOT_TRAINING = re.compile(
    r"\b(?:dbs|supervisions?|appraisals?|right to work|probation|dob|contract|hours|visa|passport|"
    r"driving licen[cs]e|mot|insurance|pin|nmc|references|interview|start|started|"
    r"compliance|totals?|comments?|notes?|age)\b|^(?:sign(?:ed)? off|certificate|assessor|verifie[rd]|iqa)\b"
)


def _courses(
    names: Sequence[str],
    titles: Sequence[str],
    parts: Sequence[str | None],
    cells: Cells,
    taken: set[int],
    legend: tuple[tuple[str, str], ...],
) -> tuple[tuple[CourseColumn, ...], tuple[str, ...]]:
    """The columns of courses, and those that are neither courses nor about the person."""
    found: list[CourseColumn] = []
    unread: dict[int, str] = {}
    maybe: list[tuple[CourseColumn, float]] = []
    numbered = _numbered(names, taken)
    for at, name in enumerate(names):
        if at in taken or not name or _NUMBERED.fullmatch(normal(name)):
            continue
        part = parts[at] if at < len(parts) else None
        course = " ".join((numbered.get(at) or titles[at]).split())
        plain = normal(name)
        if numbered and normal(course) == "certificate" and part is MatrixPart.COMPLETED:
            course = plain = "Care Certificate"  # behind its standards
        column = CourseColumn(at=at, course=course, part=part)
        share = _share_of_standings(cells, at, legend)
        unread[at] = shown(name) or ""
        if _NOT_TRAINING.search(plain) or part is MatrixPart.OTHER or (part is None and _part(name)):
            continue
        if _QUALIFICATION.search(plain) and "certificate" not in plain:
            found.append(evolve(column, qualification=True))
        elif share is not None and share >= _ENOUGH:
            found.append(column)
        else:
            named = share is None or names_a_course(plain)
            maybe.append((column, 1.0 if named else share or 0.0))
    training = [column for column in found if not column.qualification]
    if len(training) < _FEWEST:
        return (), ()
    # Beside courses that are sure, a column of a few days is one too; and whatever stands beside the days of
    # a course is about it, though it be not understood.
    sure = {normal(column.course) for column in training if column.part is not None}
    found += [
        evolve(column, part=MatrixPart.STATUS) if share < _SOME else column
        for column, share in maybe
        if share >= _SOME or normal(column.course) in sure
    ]
    for column in found:
        del unread[column.at]
    return tuple(sorted(found, key=lambda one: one.at)), tuple(unread.values())


def _numbered(names: Sequence[str], taken: set[int]) -> dict[int, str]:
    """The standards of the Care Certificate, where they stand across as numbers."""
    found: dict[int, tuple[int, str]] = {}
    for at, name in enumerate(names):
        match = None if at in taken else _STANDARD.match(normal(name))
        if match is not None and 1 <= int(match[1]) <= _MOST_STANDARDS:
            found[at] = (int(match[1]), match[2])
    numbers = [number for number, _ in found.values()]
    if len(numbers) < 10 or len(set(numbers)) != len(numbers):
        return {}
    return {
        at: f"Care Certificate standard {number}" + (f": {rest}" if rest else "")
        for at, (number, rest) in found.items()
    }


def _legend(grid: Grid, row: int) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """What short marks mean and what the days are, from lines that say so."""
    marks: dict[str, str] = {}
    dates: set[str] = set()
    sheet = [grid.sheet] if grid.sheet else []
    lines = [cells for at, (_, cells) in enumerate(grid.rows) if at < row or _is_note(cells)]
    for cell in (*sheet, *(text(cell) for cells in lines for cell in cells)):
        plain = normal(cell)
        for part in re.split(r"[;,\n|]", re.sub(r"(?i)\A\s*(?:key|legend)\s*[:\-–]?\s*", "", cell)):
            found = _LEGEND.match(part.strip())
            if found is None:
                continue
            meaning = status_of(found[2]) or _meaning(normal(found[2]))
            if meaning == "due" and re.search(r"\b(?:in|within)\b.*\d", found[2]):
                meaning = "completed"  # what falls due within some months is in date
            if meaning is not None and "day" not in normal(found[1]).split():
                marks.setdefault(found[1].casefold(), meaning)
        what = words("matrix-dates")
        dates |= {what[key] for key in what if f" {key} " in f" {plain} "}
    return tuple(marks.items()), dates.pop() if len(dates) == 1 else None


def _meaning(plain: str) -> str | None:
    """The meaning of a legend's words: the longest beginning that is a word of status."""
    parts = plain.split()
    for end in range(len(parts), 0, -1):
        found = status_of(" ".join(parts[:end]))
        if found is not None:
            return found
    return None


def _is_note(cells: Sequence[Any]) -> bool:
    """Whether a row is no person: a legend or a remark, with one or two cells of text."""
    filled = [text(cell) for cell in cells if text(cell)]
    return len(filled) <= 2 and any(
        _LEGEND.match(cell) or len(cell) > 25 or normal(cell) in ("key", "legend") for cell in filled
    )


# --- reading -----------------------------------------------------------------------------------------


def read_matrix(
    matrix: Matrix,
    *,
    matrix_dates: str | None = None,
    on: date | None = None,
    corrections: Mapping[tuple[int, str], str] | None = None,
) -> StaffFile:
    """The training in a matrix, one row for each person and course with something in its cell.

    Args:
        matrix: The matrix.
        matrix_dates: What its days are: ``completed`` or ``expires``.
        on: The day of reading.
        corrections: What cells should say instead, by line and heading, as somebody decided.

    Raises:
        DataError: If the days could be either and nobody says which.
        UnknownIdError: If `matrix_dates` is another word.
    """
    if matrix_dates is not None and matrix_dates not in _DATES:
        raise UnknownIdError("answer to matrix_dates", matrix_dates, _DATES)
    if not matrix.lines:  # in a file with people across a heading is a person, and cannot be named
        matrix = evolve(matrix, grid=corrected(matrix.grid, matrix.names, matrix.row, corrections))
    question = matrix.question
    if question is not None and matrix_dates is None:
        raise refuse(question, file=matrix.book.file)
    made = _Reader(matrix=matrix, dates=matrix_dates or matrix.dates, on=on)
    made.read()
    return StaffFile(
        file=matrix.book.file,
        kind=FileKind.TABLE,
        names=matrix.names,
        training=tuple(made.rows),
        dates=tuple(made.kept),
        columns=tuple(_guesses(matrix)),
        notices=grouped((*matrix.book.notices, *matrix.grid.notices, *made.notices())),
        problems=grouped((*matrix.grid.problems, *made.problems)),
        to_check=cells_to_check(made.problems),
    )


def _guesses(matrix: Matrix) -> Iterator[ColumnGuess]:
    if matrix.reference is not None:
        yield ColumnGuess(
            field="worker", header=shown(matrix.names[matrix.reference]), why="holds references"
        )
    for column in matrix.courses:
        yield ColumnGuess(
            field="qualification" if column.qualification else "course",
            header=shown(matrix.names[column.at]),
            how="cells",
            why="its cells are days and words of training",
        )


_WARNING = Severity.WARNING
_UNKNOWN_CELL = (
    "this cell is not understood; it shows nothing. Expected a day, or a "
    "word such as expired, booked, in progress, not started, failed or n/a"
)


@define
class _OfPerson:
    """What the rows of one person say, until all of them are read."""

    record: int
    line: int
    written: tuple[str, ...]
    reference: str | None
    person: Person
    courses: dict[str, list[tuple[CourseColumn, TrainingStanding]]] = field(factory=dict)


@define
class _Said:
    """What the cells of one person and course say together."""

    completed: date | None = None
    expires: date | None = None
    status: str | None = None
    booked: bool = False
    score: bool = False
    unknown: bool = False

    def add(self, cell: TrainingStanding, dates: str | None) -> None:
        """A cell, and what the days of its column are."""
        self.status = _lesser(self.status, cell.status)
        self.completed = _later(self.completed, cell.completed)
        self.expires = _later(self.expires, cell.expires)
        self.score = self.score or cell.score is not None
        self.unknown = self.unknown or not cell.understood
        if cell.bare is None or cell.status is not None:
            return
        if dates == MatrixPart.EXPIRES:
            self.expires = _later(self.expires, cell.bare)
        elif dates == MatrixPart.BOOKED:
            self.booked = True
        elif dates != MatrixPart.STATUS:
            self.completed = _later(self.completed, cell.bare)

    @property
    def anything(self) -> bool:
        """Whether they say anything that was understood."""
        dated = self.completed is not None or self.expires is not None
        return dated or self.status is not None or self.booked or self.score

    def answer(self) -> tuple[str | None, bool]:
        """The status, and whether it is understood.

        Where a cell is not understood, it might say that the training was failed, or has lapsed: the days are
        kept, and show nothing, unless something else counts against the person.
        """
        dated = self.completed is not None or self.expires is not None
        status = self.status
        if status == "overdue":
            status = "expired" if dated else "not-started"
        elif status == "due":
            status = "completed" if dated else "not-started"
        elif status is None:
            status = "completed" if dated else "booked" if self.booked else None
        if self.unknown and status in (None, "completed"):
            return None, False
        return status, True


def _later(first: date | None, second: date | None) -> date | None:
    """Of two days of one course the later: the same course may have two columns."""
    return max((day for day in (first, second) if day is not None), default=None)


def _lesser(first: str | None, second: str | None) -> str | None:
    """Of two statuses of one course the one that shows less; a plain completed gives way to any other."""
    if first is None or second is None:
        return first or second
    return second if first == "completed" else first


_COUNT = re.compile(r"\d{1,4}(?:\.\d+)?")
_HOW_OFTEN = re.compile(r"(?:every |each )?\d{1,2} ?(?:months?|years?|yrs?|y|m)(?:ly)?")


@define
class _Reader:
    """A matrix in the making of rows."""

    matrix: Matrix
    dates: str | None
    on: date | None
    rows: list[TrainingRow] = field(factory=list)
    kept: list[KeptDate] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    _counts: Counter[str] = field(factory=Counter)
    _skipped: list[int] = field(factory=list)
    _groups: list[int] = field(factory=list)
    _orders: dict[int, Days] = field(factory=dict)

    def read(self) -> None:
        """Read every row about a person."""
        matrix = self.matrix
        below = matrix.grid.rows[matrix.row + 1 :]
        self._orders = self._order_of_days(below)
        names = {column.at: column for column in matrix.courses}
        last: _OfPerson | None = None
        for record, (line, cells) in enumerate(below, start=1):
            written = tuple(map(text, cells))
            if self._is_header(written):
                names = self._renamed(written, names)
                continue
            part = self._part_of(written)
            reference, person = self._who(written)
            if reference is None and person == Person():
                if part is not None and last is not None:  # a further row of the person above
                    self._cells(last, cells, names, part)
                else:
                    self._skipped.append(line)
                continue
            if matrix.records is not None:
                self.kept += matrix.records.of_row(cells, worker=reference, person=person, line=line)
            if not any(at < len(written) and written[at] for at in names):
                if _is_note(cells) or sum(map(bool, written)) <= 1:
                    self._groups.append(line)
                continue
            if self._is_about_courses([written[at] for at in names if at < len(written) and written[at]]):
                self._skipped.append(line)
                continue
            if part is None or last is None or (reference, person) != (last.reference, last.person):
                self._end(last)
                last = _OfPerson(record, line, written, reference, person)
            self._cells(last, cells, names, part)
        self._end(last)

    def _is_about_courses(self, written: Sequence[str]) -> bool:
        """Whether the cells of a row are about the courses and nobody: counts, or how often they are due."""
        marks = {mark for mark, _ in self.matrix.legend}
        often = words("duration")
        return (
            len(written) > 1 and all(_COUNT.fullmatch(cell) and cell not in marks for cell in written)
        ) or all(normal(cell) in often or _HOW_OFTEN.fullmatch(normal(cell)) for cell in written)

    def _part_of(self, written: Sequence[str]) -> str | None:
        """What the days of a row are, where a column of the file says so."""
        at = self.matrix.part_column
        part = _part(written[at]) if at is not None and at < len(written) else None
        return MatrixPart.COMPLETED if part == MatrixPart.DATE else part

    def _order_of_days(self, rows: Sequence[tuple[int, tuple[Any, ...]]]) -> dict[int, Days]:
        found = {
            column.at: Days(_day_text(cells[column.at]) for _, cells in rows if column.at < len(cells))
            for column in self.matrix.courses
        }
        proved = {days.order for days in found.values() if days.proved}
        usual = proved.pop() if len(proved) == 1 else Order.DAY_FIRST
        for days in found.values():
            if not days.proved:
                days.order = usual
        return found

    def _is_header(self, written: Sequence[str]) -> bool:
        """Whether the header stands here again, above the people of another team."""
        matrix = self.matrix
        heads = [at for at in (matrix.reference, *matrix.personal) if at is not None]
        return any(
            at < len(written) and written[at] and normal(written[at]) == normal(matrix.names[at])
            for at in heads
        )

    def _renamed(self, written: Sequence[str], names: Mapping[int, CourseColumn]) -> dict[int, CourseColumn]:
        """The columns as a further header names them."""
        found = dict(names)
        for at, column in names.items():
            if at < len(written) and written[at] and column.part is None:
                course, part = _of_heading(written[at])
                if not column.course.startswith("Care Certificate standard "):
                    found[at] = evolve(column, course=course, part=part)
        return found

    def _who(self, written: Sequence[str]) -> tuple[str | None, Person]:
        matrix = self.matrix
        reference = None
        if matrix.reference is not None and matrix.reference < len(written):
            reference = "".join(written[matrix.reference].split()) or None
        parts: dict[Holds, str] = {}
        for at, kind in matrix.personal.items():
            if at < len(written) and written[at] and kind is not Holds.OTHER:
                parts.setdefault(kind, written[at])
        if reference is None and Holds.WHOLE in parts:
            parts[Holds.WHOLE], reference = name_and_code(parts[Holds.WHOLE])
        first = normal(reference or parts.get(Holds.WHOLE) or parts.get(Holds.FIRST) or "")
        start = normal(next(filter(None, written), ""))
        if (
            "%" in next(filter(None, written), "")
            or start in words("totals")
            or first in words("totals")
            or first.split(" ", 1)[0] in words("totals")
        ):
            return None, Person()
        person = Person.of(
            whole=parts.get(Holds.WHOLE),
            first=parts.get(Holds.FIRST),
            last=parts.get(Holds.LAST),
            email=parts.get(Holds.EMAIL),
        )
        return reference, person

    def _cells(
        self, one: _OfPerson, cells: tuple[Any, ...], names: Mapping[int, CourseColumn], part: str | None
    ) -> None:
        """The cells of a row, course by course."""
        for at, column in names.items():
            cell = cells[at] if at < len(cells) else None
            if cell is None or not text(cell):
                continue
            if column.qualification:
                held = _qualification(column.course, cell, self._orders[at], self.matrix.legend)
                if held is not None:
                    self.rows.append(self._row(one, qualification=held))
                    self._counts["qualification"] += 1
                continue
            found = standing(cell, self._orders[at], self.matrix.legend)
            found = found if found.understood else _of_colour(cell) or found
            if not found.understood:
                place = self._place(one, at)
                written = text(cell)
                value = shown(written, personal=may_be_personal(written))
                self.problems.append(
                    Problem(message=_UNKNOWN_CELL, place=place, found=value, severity=_WARNING)
                )
            kept = column if part is None else evolve(column, part=part)
            one.courses.setdefault(column.course, []).append((kept, found))

    def _place(self, one: _OfPerson, at: int | None = None) -> Place:
        """Where a cell stands. In a file with people across the heading is a person, and is not shown."""
        matrix = self.matrix
        if matrix.lines:
            return Place(file=matrix.book.file, line=matrix.lines.get(-1 if at is None else at, one.line))
        heading = None if at is None else shown(matrix.names[at])
        return Place(file=matrix.book.file, record=one.record, line=one.line, column=heading)

    def _end(self, one: _OfPerson | None) -> None:
        """The training of a person whose rows are all read."""
        if one is None:
            return
        for course, found in one.courses.items():
            training = self._training(course, found, one)
            if training is not None:
                self.rows.append(self._row(one, training=training))

    def _training(
        self, course: str, found: Sequence[tuple[CourseColumn, TrainingStanding]], one: _OfPerson
    ) -> TrainingRecord | None:
        """What the columns of one course say together."""
        said = _Said()
        for column, cell in found:
            said.add(cell, column.part or self.dates)
        if not said.anything:
            return None
        completed, expires = said.completed, said.expires
        status, understood = said.answer()
        place = self._place(one, found[0][0].at)
        if completed is not None and self.on is not None and completed > self.on:
            self.problems.append(
                Problem(
                    message=f"completed after {self.on}, the day of the answer; it does not count yet. "
                    "If the days are days of expiry, say matrix_dates='expires'",
                    place=place,
                    found=completed.isoformat(),
                    severity=Severity.WARNING,
                )
            )
        if completed is not None and expires is not None and expires < completed:
            message = "it expires before it was completed; look at both dates"
            self.problems.append(Problem(message=message, place=place, severity=Severity.WARNING))
        self._counts[status or ("a score only" if understood else "not understood")] += 1
        return TrainingRecord(
            title=course, completed=completed, expires=expires, status=status, understood=understood
        )

    def _row(
        self,
        one: _OfPerson,
        *,
        training: TrainingRecord | None = None,
        qualification: HeldQualification | None = None,
    ) -> TrainingRow:
        return TrainingRow(
            record=one.record,
            line=one.line,
            names=self.matrix.names,
            cells=one.written,
            person=one.person,
            reference=one.reference,
            training=training,
            qualification=qualification,
        )

    def notices(self) -> Iterator[Problem]:
        """How the matrix was read."""
        matrix, file = self.matrix, self.matrix.book.file
        courses = [column for column in matrix.courses if not column.qualification]
        count = len(dict.fromkeys(column.course for column in courses))
        across = "down, and people across: it was turned" if matrix.lines else "across"
        yield notice(file, f"this is a training matrix with {count} courses {across}")
        if self.dates is not None:
            what = "days of completion" if self.dates == MatrixPart.COMPLETED else "days of expiry"
            yield notice(file, f"its days were read as {what}")
        if self._counts:
            read = ", ".join(f"{number:,} {name}" for name, number in sorted(self._counts.items()))
            yield notice(file, f"its cells were read as: {read}; a blank cell says nothing")
        if matrix.legend:
            listed = ", ".join(f"{mark!r} as {meaning}" for mark, meaning in matrix.legend)
            yield notice(file, f"marks were read as its legend says: {listed}")
        if matrix.records is not None:
            yield from matrix.records.notices(self.kept)
        if matrix.unread:
            yield notice(file, f"not read, as they are no training: {', '.join(map(repr, matrix.unread))}")
        if matrix.grid.sheet is not None:
            yield notice(file, "colours of cells are not read; only what is written counts")
        if self._groups:
            yield notice(
                file, f"{len(self._groups)} headings of groups or blank people left out", line=self._groups[0]
            )
        if self._skipped:
            yield notice(
                file,
                f"{len(self._skipped)} rows name nobody (totals, legends, how often) and are left out",
                line=self._skipped[0],
            )


def _of_colour(cell: Any) -> TrainingStanding | None:
    """What the name of a colour says; amber says nothing that the days do not say."""
    said = words("rag").get(normal(text(cell)))
    return None if said is None else TrainingStanding(status=None if said == "unknown" else said)


def _day_text(cell: Any) -> Any:
    """The day in a cell, for deciding the order of day and month."""
    if not isinstance(cell, str) or written(cell).day is not None:
        return cell
    found = re.search(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}", cell)
    return None if found is None else found[0]


def _qualification(
    heading: str, cell: Any, days: Days, legend: tuple[tuple[str, str], ...]
) -> HeldQualification | None:
    """A qualification from a column about one; nothing where the cell says that it is not held."""
    said = standing(cell, days, legend)
    written_out = text(cell)
    if said.understood and not (said.bare is not None and written_out.isdecimal() and len(written_out) == 4):
        if said.status in ("in-progress", "booked"):
            name = heading
            return HeldQualification(name=name, level=_level(heading), working_towards=True)
        day = said.completed or said.bare
        if day is None and said.status != "completed":
            return None
        return HeldQualification(name=heading, level=_level(heading), achieved=day)
    if re.fullmatch(r"(?:19|20)\d{2}", written_out):
        return HeldQualification(name=heading, level=_level(heading), achieved=date(int(written_out), 1, 1))
    generic = normal(heading) in words("qualification-heading")
    found = _values.qualifications(
        written_out if generic or _QUALIFICATION.search(normal(written_out)) else f"{heading} {written_out}"
    )
    return found[0] if found else None


def _level(heading: str) -> int | None:
    found = re.search(r"\b(?:level|lvl|l|nvq)\s*([1-8])\b", heading, re.I)
    return int(found[1]) if found else None
