"""Reading a matrix: a row of training for each person and course with something in its cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, evolve, field

from care_pathway.errors import UnknownIdError, refuse
from care_pathway.evidence.renewals import add_months
from care_pathway.interop.matching import Person, parts_of_person
from care_pathway.interop.matrix.cells import CourseSaid, day_text, of_colour, qualification_of
from care_pathway.interop.matrix.counts import DOUBTFUL, CountColumns
from care_pathway.interop.matrix.headings import MatrixPart, of_heading, part_of
from care_pathway.interop.matrix.legend import is_note
from care_pathway.interop.matrix.often import renewed_after
from care_pathway.interop.matrix.shape import CourseColumn, Matrix
from care_pathway.interop.record_dates import KeptDate
from care_pathway.interop.rows import cells_to_check, corrected
from care_pathway.interop.staff import StaffFile, TrainingRow
from care_pathway.interop.training_results import is_grade, is_result, is_score
from care_pathway.model import HeldQualification, TrainingRecord
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.render.words import counted
from care_pathway.tabular.cells import is_code, may_be_personal, name_and_code, text
from care_pathway.tabular.days import DayPart, Days, Order, parts_read
from care_pathway.tabular.grids import notice
from care_pathway.tabular.grouping import grouped
from care_pathway.tabular.headings import ColumnGuess, Holds, is_of_sums, normal, words
from care_pathway.tabular.periods import is_period
from care_pathway.tabular.standing import AWAY, CONTRADICTION, TrainingStanding, standing, status_of
from care_pathway.tabular.words import FileKind

#: So many columns are named.
_LISTED = 8
_DATES = ("completed", "expires")


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
        yield ColumnGuess(field="worker", header=matrix.names[matrix.reference], why="holds references")
    for column in matrix.courses:
        yield ColumnGuess(
            field="qualification" if column.qualification else "course",
            header=matrix.names[column.at],
            how="cells",
            why="its cells are days and words of training",
        )


_WARNING = Severity.WARNING
_UNKNOWN_CELL = (
    "this cell is not understood; it shows nothing. Expected a day, or a "
    "word such as expired, booked, in progress, not started, failed or n/a"
)

_PERHAPS_EXPIRY = ". If the days are days of expiry, say matrix_dates='expires'"


@define
class _OfPerson:
    """What the rows of one person say, until all of them are read."""

    record: int
    line: int
    written: tuple[str, ...]
    reference: str | None
    person: Person
    courses: dict[str, list[tuple[CourseColumn, TrainingStanding]]] = field(factory=dict)


_COUNT = re.compile(r"\d{1,4}(?:\.\d+)?")


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
    #: How many days are of completion because the Care Certificate has no expiry.
    _certified: int = 0
    #: For each course the words and the months after which it is renewed, and how many days that gave.
    _often: Mapping[str, tuple[str, int]] = field(factory=dict)
    _renewed: int = 0
    _orders: dict[int, Days] = field(factory=dict)
    _of_many: CountColumns = field(factory=CountColumns)
    #: For each column how many of its cells name how much of a day.
    _parts: dict[int, Counter[DayPart]] = field(factory=dict)
    #: What the cells of each column say: the same few words and days stand in most of them.
    _seen: dict[tuple[int, Any], TrainingStanding] = field(factory=dict)

    def read(self) -> None:
        """Read every row about a person."""
        matrix = self.matrix
        below = matrix.grid.rows[matrix.row + 1 :]
        self._orders = self._order_of_days(below)
        self._of_many = matrix.counts
        self._often = renewed_after(matrix.grid, matrix.row, matrix.names, matrix.courses)
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
                if is_note(cells) or sum(map(bool, written)) <= 1:
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
        return (
            len(written) > 1
            and all(_COUNT.fullmatch(cell) and cell not in marks for cell in written)
            and not set(written) <= {"0", "1"}  # a person, with marks that nothing explains
        ) or (any(normal(cell) not in words("status") for cell in written) and all(map(is_period, written)))

    def _part_of(self, written: Sequence[str]) -> str | None:
        """What the days of a row are, where a column of the file says so."""
        at = self.matrix.part_column
        part = part_of(written[at]) if at is not None and at < len(written) else None
        return MatrixPart.COMPLETED if part == MatrixPart.DATE else part

    def _order_of_days(self, rows: Sequence[tuple[int, tuple[Any, ...]]]) -> dict[int, Days]:
        found = {
            column.at: Days(day_text(cells[column.at]) for _, cells in rows if column.at < len(cells))
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
                course, part = of_heading(written[at])
                if not column.course.startswith("Care Certificate standard "):
                    found[at] = evolve(column, course=course, part=part)
        return found

    def _who(self, written: Sequence[str]) -> tuple[str | None, Person]:
        matrix = self.matrix
        reference = None
        if matrix.reference is not None and matrix.reference < len(written):
            reference = "".join(written[matrix.reference].split()) or None
        parts = parts_of_person(written, matrix.personal)
        if reference is None and is_code(parts.get(Holds.WHOLE, "")):
            reference = parts.pop(Holds.WHOLE)  # a reference in a column of names
        elif reference is None and Holds.WHOLE in parts:
            parts[Holds.WHOLE], reference = name_and_code(parts[Holds.WHOLE])
        at, start = next(((at, cell) for at, cell in enumerate(written) if cell), (0, ""))
        if status_of(start) and any(column.at == at for column in matrix.courses):
            start = ""  # a word of status of a course, and no label of a row of sums
        first = normal(reference or parts.get(Holds.WHOLE) or parts.get(Holds.FIRST) or "")
        if is_of_sums(start) or is_of_sums(first, begins=True):
            return None, Person()
        return reference, Person.of_parts(parts)

    def _cells(
        self, one: _OfPerson, cells: tuple[Any, ...], names: Mapping[int, CourseColumn], part: str | None
    ) -> None:
        """The cells of a row, course by course."""
        for at, column in names.items():
            cell = cells[at] if at < len(cells) else None
            if cell is None or not text(cell):
                continue
            if column.qualification:
                held = qualification_of(column.course, cell, self._orders[at], self.matrix.legend)
                if held is not None:
                    self.rows.append(self._row(one, qualification=held))
                    self._counts["qualification"] += 1
                continue
            if (at, cell) not in self._seen:
                self._seen[at, cell] = self._said(at, cell)
            found = self._seen[at, cell]
            if not found.understood:
                doubtful = at in self._of_many.doubtful and self._of_many.said(at, cell) is not None
                self._warn(DOUBTFUL if doubtful else _UNKNOWN_CELL, one, at, cell)
            if found.part is not DayPart.DAY:
                self._parts.setdefault(at, Counter())[found.part] += 1
            self._counts["of somebody away"] += found.blank and status_of(text(cell)) == AWAY
            kept = column if part is None else evolve(column, part=part)
            if (kept.holds or self.dates) == MatrixPart.EXPIRES and found.only_completed:
                self._warn(CONTRADICTION, one, at, cell)
                found = found._replace(understood=False)
            one.courses.setdefault(column.course, []).append((kept, found))

    def _said(self, at: int, cell: Any) -> TrainingStanding:
        """What a cell says."""
        counted = self._of_many.said(at, cell)
        found = counted or standing(cell, self._orders[at], self.matrix.legend)
        return found if found.understood else of_colour(cell) or self._graded(at, cell) or found

    def _graded(self, at: int, cell: Any) -> TrainingStanding | None:
        """What a number says in a column of grades: nothing of whether it was passed."""
        score = is_grade(self.matrix.names[at], of_course=True) and is_score(text(cell))
        return TrainingStanding(score=text(cell)) if score else None

    def _warn(self, message: str, one: _OfPerson, at: int, cell: Any) -> None:
        """A warning about a cell."""
        written = text(cell)
        value = shown(written, personal=may_be_personal(written))
        place = self._place(one, at)
        self.problems.append(Problem(message=message, place=place, found=value, severity=_WARNING))

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
        said = CourseSaid()
        for column, cell in found:
            # A yes with its day in a column of status has the day that the answer says.
            in_status = column.holds == MatrixPart.STATUS and cell.status is not None
            said.add(cell, (self.dates if in_status else None) or column.holds or self.dates)
            self._certified += cell.bare is not None and column.part is None and column.holds is not None
        if not said.anything:
            return None
        completed, expires = said.completed, said.expires
        status, understood = said.answer()
        if completed is not None and expires is None and status == "completed" and course in self._often:
            expires = add_months(completed, self._often[course][1])
            self._renewed += 1
        place = self._place(one, found[0][0].at)
        if completed is not None and self.on is not None and completed > self.on:
            self.problems.append(
                Problem(
                    message=f"completed after {self.on}, the day of the answer; it does not count yet"
                    + ("" if all(column.holds for column, _ in found) else _PERHAPS_EXPIRY),
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
        yield from self._of_days()
        read = ", ".join(f"{number:,} {name}" for name, number in sorted(self._counts.items()) if number)
        if read:
            yield notice(file, f"its cells were read as: {read}; a blank cell says nothing")
        if matrix.legend:
            listed = ", ".join(f"{mark!r} as {meaning}" for mark, meaning in matrix.legend)
            yield notice(file, f"marks were read as its legend says: {listed}")
        if self._of_many.totals:
            listed = ", ".join(repr(shown(matrix.names[at])) for at in sorted(self._of_many.totals))
            yield notice(
                file, f"so many of so many (12/15) are how far somebody is, not months, below {listed}"
            )
        if matrix.records is not None:
            yield from matrix.records.notices(self.kept)
        yield from self._of_columns(courses)
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

    def _of_columns(self, courses: Sequence[CourseColumn]) -> Iterator[Problem]:
        """Which columns are not read, and which were read with another."""
        matrix, file = self.matrix, self.matrix.book.file
        if matrix.unread:
            yield notice(file, f"not read, as they are no training: {', '.join(map(repr, matrix.unread))}")
        results = {shown(matrix.names[one.at]) for one in courses if one.part == MatrixPart.STATUS}
        behind = ", ".join(sorted(repr(name) for name in results if name and part_of(name)))
        if behind:
            said = "was read with the course before it; of all that is said of a course the worst counts"
            yield notice(file, f"{behind} {said}")
        graded = ", ".join(repr(name) for name in matrix.unread if is_result(name))
        if graded:
            yield notice(
                file,
                f"{graded} may say that a course was failed, and names none; head it with the course "
                "(Fire safety grade), so that it is read with it",
            )

    def _of_days(self) -> Iterator[Problem]:
        """What its days were read as."""
        file = self.matrix.book.file
        if self.dates is not None:
            what = "days of completion" if self.dates == MatrixPart.COMPLETED else "days of expiry"
            yield notice(file, f"its days were read as {what}")
        months_first = [
            at for at, days in self._orders.items() if days.order is Order.MONTH_FIRST and days.proved
        ]
        if months_first:
            listed = ", ".join(repr(shown(self.matrix.names[at])) for at in months_first[:_LISTED])
            where = "" if self.matrix.lines else f" below {listed}"
            yield notice(
                file, f"days{where} were read with the month first, some can only be so; look at them"
            )
        for column in self.matrix.courses:
            done = (column.holds or self.dates) != MatrixPart.EXPIRES
            read_so = parts_read(self._parts.get(column.at, {}), done=done)
            if read_so is not None:
                place = None if self.matrix.lines else shown(self.matrix.names[column.at])
                yield notice(file, read_so, column=place)
        if self._often:
            often = dict.fromkeys(self._often.values())
            listed = ", ".join(f"{shown(said)!r} as {counted(months, 'month')}" for said, months in often)
            yield notice(
                file,
                f"how often training is renewed was read: {listed}; "
                f"{counted(self._renewed, 'day')} of expiry worked out from it",
            )
        if self._certified and self.dates != MatrixPart.COMPLETED:
            yield notice(
                file,
                f"the Care Certificate has no expiry: {counted(self._certified, 'day')} of it and its "
                "standards read as of completion",
            )
