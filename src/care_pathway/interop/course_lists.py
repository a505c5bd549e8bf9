"""Catalogues of courses: price lists, exports of shops and learning systems, pages with JSON-LD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen

from care_pathway._record import Result
from care_pathway.errors import DataError
from care_pathway.interop.jsonld_courses import book_of_jsonld
from care_pathway.interop.kinds import opened_or_book
from care_pathway.interop.layouts import columns_for
from care_pathway.interop.rows import ReadTable, TableRow
from care_pathway.model import Course
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.tabular.course_columns import NOT_UNDERSTOOD, column_of, is_foreign, unit_of, vat_of
from care_pathway.tabular.courses import course_from_fields
from care_pathway.tabular.files import Opened, Source
from care_pathway.tabular.grids import Book
from care_pathway.tabular.headings import ColumnGuess, normal
from care_pathway.tabular.sheets import open_book


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
    """Read a course catalogue: any table with a column of course titles, or JSON-LD of a provider's pages.

    A unit in a heading (``Duration (mins)``) is that of bare numbers below it. Rows of one course with
    several dates or places are one course with sessions. All visible sheets of a brochure are read. Columns
    that were not understood are named among the notices.

    Args:
        source: The file (a path or an open file), or a frame.
        layout: Name of a known layout; without it columns are known by headings and cells.
        columns: Headings for fields, where the guess is wrong, such as ``{"cost": "Delegate rate"}``.
        sheet: Name of the sheet of a workbook; without it all visible ones that fit.

    Raises:
        DataError: If the file as a whole cannot be read.

    Example:
        >>> from care_pathway.interop import examples, read_courses
        >>> read_courses(examples.file("courses.csv")).courses[0].title
        'Safeguarding Adults - Awareness (Level 2)'
    """
    given = opened_or_book(source)
    book = (book_of_jsonld(given) if isinstance(given, Opened) else None) or open_book(given)
    columns = columns_for("courses", layout, columns, given)
    tables = [ReadTable(book, "courses", columns=columns, sheet=sheet)]
    if sheet is None:
        tables += _other_sheets(book, tables[0], columns)
    files = [_sheet(table, several=len(tables) > 1) for table in tables]
    if len(files) == 1:
        return files[0]
    listed = ", ".join(repr(table.grid.sheet) for table in tables)
    note = Problem(
        message=f"all sheets of courses were read: {listed}",
        place=Place(file=book.file),
        severity=Severity.NOTICE,
    )
    return attrs.evolve(
        files[0],
        courses=tuple(course for one in files for course in one.courses),
        notices=(
            note,
            *(said for one in files for said in one.notices if "not read from here" not in said.message),
        ),
        problems=tuple(said for one in files for said in one.problems),
    )


def _other_sheets(book: Book, first: ReadTable, columns: Mapping[str, str] | None) -> Iterator[ReadTable]:
    """The further visible sheets that hold courses."""
    for name in book.names:
        if name == first.grid.sheet or name is None or name in book.hidden:
            continue
        try:
            yield ReadTable(book, "courses", columns=columns, sheet=name)
        except DataError:
            continue


def _sheet(table: ReadTable, *, several: bool) -> CourseFile:
    """The courses of one sheet."""
    _look_again(table)
    _name_what_is_left(table)
    rows = _rows(table)
    made = list(_courses(table, rows, several=several))
    return CourseFile(
        file=table.file,
        courses=tuple(_with_sessions(table, made)),
        columns=table.header.guesses,
        notices=table.all_notices,
        problems=table.all_problems,
    )


# --- rows that are no courses ------------------------------------------------------------------------

_PAGE = re.compile(r"(?:page|p\.?)\s*\d+(?:\s*(?:of|/)\s*\d+)?\Z|\d{1,3}\Z", re.I)
_FOOTNOTE = re.compile(
    r"[*†‡¹²³]|(?:all )?(?:prices?|costs?|fees)\b.*|"
    r"(?:please|note|nb|terms|subject to|for more|to book|contact|call|email|tel|"
    r"www\.|https?:|©|copyright)\b.*",
    re.I,
)
_SECTION = re.compile(
    r".*\b(?:courses|training|modules|programmes|qualifications|e-?learning|workshops|subjects|topics)"
    r"\s*:?\Z",
    re.I,
)
_OPEN_END = re.compile(r"(?:\b(?:of|and|for|in|the|to|with|on|a|an|or|at|by|from|including)|[&,/–-])\Z", re.I)
_OPEN_START = re.compile(r"(?:[a-z(&/–-]|(?:and|of|for|in|to|with|or)\b)")
#: So many rows have to hold more than a title before a title alone is no course, or may be none.
_MOST, _SOME = 0.5, 0.2


def _rows(table: ReadTable) -> list[TableRow]:
    """The rows about courses: headings, footnotes and page numbers are left out, split titles put together.

    Only in a table whose rows mostly hold more than a title, as in a price list pasted from a PDF.
    """
    rows = list(table.rows())
    others = [name for name in table.header.where if name not in ("title", "id")]
    filled = [any(row.values.get(name) is not None for name in others) for row in rows]
    share = sum(filled) / len(rows) if rows and sum(filled) > 1 else 0.0
    made: list[TableRow] = []
    section: str | None = None
    just_above = False
    for row, full in zip(rows, filled, strict=True):
        title = row.values.get("title")
        what = "course"
        if not full and share >= _SOME and title is not None and row.values.get("id") is None:
            what = _what_is(title, str(made[-1].values.get("title") or "") if made and just_above else None)
        if what == "unsure" and share < _MOST:
            what = "course"
            table.report(
                row.record,
                row.line,
                "only a title; is it a heading? It is read as a course",
                column=table.heading("title"),
                value=shown(title),
                severity=Severity.WARNING,
            )
        if what == "course":
            values = dict(row.values)
            if section is not None and values.get("category") is None:
                values["category"] = section
            made.append(attrs.evolve(row, values=values))
            just_above = full
            continue
        if what == "rest":
            above = made[-1]
            made[-1] = attrs.evolve(
                above, values={**above.values, "title": f"{above.values['title']} {title}"}
            )
            message = "only a title; read as the rest of the title above"
        else:
            just_above = False
            section = title if what == "section" else section
            message = _ONLY_A_TITLE[what]
        table.report(
            row.record,
            row.line,
            message,
            column=table.heading("title"),
            value=shown(title),
            severity=Severity.NOTICE if what != "unsure" else Severity.WARNING,
        )
    return made


_ONLY_A_TITLE = {
    "page": "the number of a page; left out",
    "note": "a footnote, not a course; left out",
    "section": "only a title; read as the heading of the courses below, not as a course",
    "unsure": "only a title; is it a heading? It is left out; give it a price or a length if it is a course",
}


def _what_is(title: str, above: str | None) -> str:
    """What a row with nothing but a title is, beside the title above it."""
    if _PAGE.match(title):
        return "page"
    if _FOOTNOTE.match(title):
        return "note"
    if title.isupper() or title.endswith(":") or _SECTION.match(title):
        return "section"
    if above is not None and (
        _OPEN_END.search(above) or _OPEN_START.match(title) or (len(above.split()) == 1 and len(above) < 15)
    ):
        return "rest"
    return "note" if title.endswith(".") else "unsure"


# --- one course from a row ---------------------------------------------------------------------------


def _courses(
    table: ReadTable, rows: Iterable[TableRow], *, several: bool
) -> Iterator[tuple[TableRow, Course]]:
    units = {name: unit_of(name, table.heading(name) or "") for name in ("cost", "hours")}
    vat = vat_of(table.heading("cost") or "")
    numbered = table.heading("id") is None
    before = (
        f"{re.sub(r'[^a-z0-9]+', '-', (table.grid.sheet or '').casefold()).strip('-')}-" if several else ""
    )
    if numbered:
        called = f"{before}row-1, {before}row-2"
        table.note(f"no column of course codes; courses are called by their rows: {called} and so on")
    titles: dict[str, str] = {}
    for row in rows:
        own = {"id": f"{before}row-{row.record}"} if numbered else {}
        fields: dict[str, Any] = own | {
            name: value for name, value in row.values.items() if value is not None
        }
        code = fields.get("id")
        if code is not None and "title" in fields:
            titles.setdefault(code, fields["title"])
        elif code in titles:
            fields["title"] = titles[code]  # a further variant of an article has no title of its own
        if vat is not None:
            fields.setdefault("vat", table.heading("cost"))
        if several and "category" not in fields and table.grid.sheet:
            fields["category"] = table.grid.sheet
        read = course_from_fields(fields, units, number=row.record)
        for problem in read.problems:
            table.report(
                row.record,
                row.line,
                problem.message,
                column=table.heading(problem.column or "") or problem.column,
                value=shown(problem.found),
                severity=problem.severity,
            )
        if read.course is not None:
            yield row, read.course


# --- sessions ----------------------------------------------------------------------------------------


def _with_sessions(table: ReadTable, rows: list[tuple[TableRow, Course]]) -> Iterator[Course]:
    """One course for rows that differ in date and place only; its runs are its sessions."""
    groups: dict[Any, list[tuple[TableRow, Course]]] = {}
    for row, course in rows:
        groups.setdefault(_same_course(table, row, course), []).append((row, course))
    joined = 0
    for group in groups.values():
        courses = [course for _, course in group]
        if len(courses) == 1 or not any(course.sessions for course in courses):
            yield from courses
            continue
        joined += len(courses) - 1
        yield _one_course(courses)
    if joined:
        table.note(f"{joined:,} rows are further dates or places of a course; kept as its sessions")


def _same_course(table: ReadTable, row: TableRow, course: Course) -> Any:
    """What rows of one course share: the article that they are variants of, their code, else their title."""
    parent = row.values.get("parent")
    if parent:
        return "code", str(parent).removeprefix("id:").strip()
    if row.values.get("option") is not None or table.heading("parent") is not None:
        return "code", course.id
    if course.sessions:
        return "title", normal(course.title), course.level, course.provider, course.format
    return "code", course.id, normal(course.title)


def _one_course(courses: list[Course]) -> Course:
    """Several rows as one course: what is the same stays, and each run keeps its own price and places."""
    first = courses[0]
    costs = [course.cost for course in courses if course.cost is not None]
    usual = Counter(costs).most_common(1)[0][0] if costs else None
    sessions = tuple(
        attrs.evolve(
            session,
            cost=course.cost if course.cost is not None and course.cost != usual else None,
            seats=course.seats,
        )
        for course in courses
        for session in course.sessions
    )
    seats = [course.seats for course in courses if course.sessions and course.seats is not None]
    whole = {
        name: next(
            (getattr(course, name) for course in courses if getattr(course, name) not in (None, ())), None
        )
        for name in (
            "description",
            "hours",
            "group_cost",
            "group_size",
            "vat_included",
            "price",
            "audience",
            "category",
        )
    }
    return attrs.evolve(
        first,
        cost=usual,
        seats=sum(seats) if seats else first.seats,
        sessions=sessions,
        **{
            name: value for name, value in whole.items() if getattr(first, name) is None and value is not None
        },
    )


# --- columns -----------------------------------------------------------------------------------------


def _look_again(table: ReadTable) -> None:
    """Find columns whose headings say more than the field, such as ``Price inc VAT``."""
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
            why=one.why if one.field in where else "",
        )
        for one in header.guesses
    )
    table.header = attrs.evolve(header, where=where, guesses=guesses)
    table.look_at_days()


def _name_what_is_left(table: ReadTable) -> None:
    """Name each column with something in it that is not read."""
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
        table.note(message, column=shown(name or f"column {position + 1}"))
