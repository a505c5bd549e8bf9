"""Catalogues of courses: any table with a column of titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen

from care_pathway._record import Result
from care_pathway.interop.kinds import opened_or_book
from care_pathway.interop.layouts import columns_for
from care_pathway.interop.rows import Table
from care_pathway.model import Course
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Book
from care_pathway.tabular.headings import ColumnGuess, normal


@frozen(kw_only=True, repr=False, eq=False)
class CourseFile(Result):
    """A provider's catalogue as it was read.

    Attributes:
        file: The file's own name.
        courses: The courses.
        columns: Which column was taken for what.
        notices: What was read and how.
        problems: What is wrong; the rest was read all the same.
    """

    _compare = ".problems == ()"

    file: str
    courses: tuple[Course, ...] = ()
    columns: tuple[ColumnGuess, ...] = ()
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "file", self.file
        for name in ("courses", "notices", "problems"):
            if getattr(self, name):
                yield name, len(getattr(self, name))


def read_courses(
    source: Source | Book | object,
    *,
    layout: str | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> CourseFile:
    """Read a course catalogue: any CSV or XLSX with a column of course titles.

    A unit in a heading (``Duration (mins)``) is that of bare numbers below it. Columns that were not
    understood are named among the notices.

    Args:
        source: The file (a path or an open file), or a frame.
        layout: Name of a known layout; without it columns are known by headings and cells.
        columns: Headings for fields, where the guess is wrong, such as ``{"cost": "Delegate rate"}``.
        sheet: Name of the sheet of a workbook.

    Raises:
        DataError: If the file as a whole cannot be read.

    Example:
        >>> from care_pathway.interop import examples, read_courses
        >>> read_courses(examples.file("courses.csv")).courses[0].title
        'Safeguarding Adults - Awareness (Level 2)'
    """
    from care_pathway.tabular.course_columns import unit_of
    from care_pathway.tabular.courses import course_from_fields

    given = opened_or_book(source)
    columns = columns_for("courses", layout, columns, given)
    table = Table(given, "courses", columns=columns, sheet=sheet)
    _look_again(table)
    _name_what_is_left(table)
    units = {name: unit_of(name, table.heading(name) or "") for name in ("cost", "hours")}
    courses = []
    numbered = table.heading("id") is None
    if numbered:
        message = "no column of course codes; courses are called by their rows: row-1, row-2 and so on"
        table.notices.append(Problem(message=message, place=Place(file=table.file), severity=Severity.NOTICE))
    for row in table.rows():
        own = {"id": f"row-{row.record}"} if numbered else {}
        fields = own | {name: value for name, value in row.values.items() if value is not None}
        read = course_from_fields(fields, units, number=row.record)
        for problem in read.problems:
            table.report(
                row.record,
                row.line,
                problem.message,
                column=table.heading(problem.column or "") or problem.column,
                value=shown(problem.found),
            )
        if read.course is not None:
            courses.append(read.course)
    return CourseFile(
        file=table.file,
        courses=tuple(courses),
        columns=table.header.guesses,
        notices=table.all_notices,
        problems=table.all_problems,
    )


def _look_again(table: Table) -> None:
    """Find columns whose headings say more than the field, such as ``Price inc VAT``."""
    from care_pathway.tabular.course_columns import column_of, is_foreign

    header = table.header
    where = dict(header.where)
    how = {one.field: one.how for one in header.guesses}
    if "cost" in where and how["cost"] != "given" and is_foreign(header.names[where["cost"]]):
        del where["cost"]
    for position, name in enumerate(header.names):
        column = column_of(name)
        if column is not None and column.field not in where and position not in where.values():
            where[column.field], how[column.field] = position, "like"
    guesses = tuple(
        ColumnGuess(
            field=one.field,
            header=shown(header.names[where[one.field]]) if one.field in where else None,
            how=how[one.field] if one.field in where else "none",
        )
        for one in header.guesses
    )
    table.header = attrs.evolve(header, where=where, guesses=guesses)


def _name_what_is_left(table: Table) -> None:
    """Name each column with something in it that is not read."""
    from care_pathway.tabular.course_columns import NOT_UNDERSTOOD, column_of

    names, where = table.header.names, table.header.where
    rows = [cells for _, cells in table.grid.rows[table.header.row + 1 :]]
    read = {normal(names[position]) for position in where.values()}
    for position, name in enumerate(names):
        # Of columns that are headed alike it is said already that the first is read.
        if normal(name) in read or not any(
            position < len(cells) and str(cells[position] or "").strip() for cells in rows
        ):
            continue
        column, message = column_of(name), NOT_UNDERSTOOD
        if column is not None and column.field in where:
            message = (
                f"{shown(names[where[column.field]])!r} was read as {column.field}; this one is not read"
            )
        table.notices.append(
            Problem(
                message=message,
                place=Place(file=table.file, column=shown(name or f"column {position + 1}")),
                severity=Severity.NOTICE,
            )
        )
