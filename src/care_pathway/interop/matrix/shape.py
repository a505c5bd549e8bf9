"""A matrix that was found: where its people and courses stand, and what has to be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from care_pathway.errors import refuse
from care_pathway.interop.matrix.counts import CountColumns
from care_pathway.interop.matrix.headings import MatrixPart, part_of
from care_pathway.interop.matrix.standards import never_expires
from care_pathway.interop.record_dates import DateColumns
from care_pathway.problems import shown
from care_pathway.tabular.cells import text
from care_pathway.tabular.days import Days
from care_pathway.tabular.grids import Book, Grid
from care_pathway.tabular.headings import Holds, named
from care_pathway.tabular.standing import standing


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

    @property
    def holds(self) -> str | None:
        """What its days are, from its heading or its nature: the Care Certificate has no expiry."""
        return self.part or (MatrixPart.COMPLETED if never_expires(self.course) else None)


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
        return bool({column.at for column in self.courses} & set(named(heading, self.names)))

    def refuse_unused(self, columns: Mapping[str, str]) -> None:
        """Refuse columns that a caller names and that a matrix has not: it takes them for no field.

        Raises:
            DataError: If there is such a column.
        """
        for name, heading in columns.items():
            if name == "worker" and not named(heading, self.names):
                raise refuse(
                    f"no column is headed {shown(heading)!r}; it was named for worker", file=self.book.file
                )
            if name not in ("worker", "title"):
                raise refuse(
                    f"this is a training matrix, with a course in each column, and none is taken for {name}; "
                    "leave it out, or, of a list, name its titles too: columns={'title': 'its heading'}",
                    file=self.book.file,
                )

    @property
    def counts(self) -> CountColumns:
        """Which of its columns hold so many of so many."""
        headings = {column.at: column.course for column in self.courses if not column.qualification}
        return CountColumns.of(self.grid.rows[self.row + 1 :], headings)

    @property
    def bare_days(self) -> int:
        """How many cells are a day of which nothing says what it is."""
        days = Days(())
        seen: dict[Any, bool] = {None: False}  # the same few words and days stand in most cells
        found, counts = 0, self.counts
        for _, cells in self.grid.rows[self.row + 1 :]:
            said = cells[self.part_column : self.part_column + 1] if self.part_column is not None else ()
            if any(part_of(text(cell)) is not None for cell in said):
                continue
            for column in self.courses:
                if column.holds is None and not column.qualification and column.at < len(cells):
                    cell = cells[column.at]
                    if counts.said(column.at, cell) is not None:
                        continue
                    if cell not in seen:
                        seen[cell] = standing(cell, days, self.legend).bare is not None
                    found += seen[cell]
        return found

    @property
    def question(self) -> str | None:
        """What has to be asked before it can be read; ``None`` where nothing has."""
        bare = 0 if self.dates is not None else self.bare_days
        if not bare:
            return None
        return (
            f"are the days in this training matrix ({bare:,} of them) those on which training was "
            "completed, or those on which it expires? "
            "Say so: matrix_dates='completed' or matrix_dates='expires'"
        )
