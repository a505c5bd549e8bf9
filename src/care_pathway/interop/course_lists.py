"""Catalogues of courses: price lists, exports of shops and learning systems, pages with JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from attrs import frozen

from care_pathway._record import Result
from care_pathway.alignment.parse import parse_title
from care_pathway.errors import DataError, refuse
from care_pathway.interop.course_sessions import (
    on_its_days,
    with_dates_of_other_sheets,
    with_own_codes,
    with_sessions,
)
from care_pathway.interop.jsonld_courses import book_of_courses
from care_pathway.interop.kinds import opened_or_book
from care_pathway.interop.layouts import columns_for
from care_pathway.interop.rows import ReadTable, TableRow
from care_pathway.model import Course
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.tabular.course_columns import NOT_UNDERSTOOD, column_of, is_foreign, unit_of, vat_of
from care_pathway.tabular.courses import course_from_fields
from care_pathway.tabular.files import Form, Opened, Source
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
    given = opened_or_book(source, columns=columns, sheet=sheet)
    book = book_of_courses(given) or open_book(given)
    columns = columns_for("courses", layout, columns, given)
    try:
        tables = [ReadTable(book, "courses", columns=columns, sheet=sheet)]
    except DataError:
        _refuse_lines(book)
        raise
    if sheet is None:
        tables += _other_sheets(book, tables[0], columns)
    records = isinstance(given, Opened) and given.form is Form.JSON
    files = [_sheet(table, several=len(tables) > 1, records=records) for table in tables]
    if len(files) == 1:
        return files[0]
    listed = ", ".join(repr(table.grid.sheet) for table in tables)
    note = Problem(
        message=f"all sheets of courses were read: {listed}",
        place=Place(file=book.file),
        severity=Severity.NOTICE,
    )
    courses, dated = with_dates_of_other_sheets(one.courses for one in files)
    dates = f"{dated:,} courses have their dates on another sheet; kept as their sessions"
    return attrs.evolve(
        files[0],
        courses=courses,
        notices=(
            note,
            *([attrs.evolve(note, message=dates)] if dated else []),
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


_PRICED = re.compile(r"£\s?\d|\b\d+(?:\.\d+)?\s*(?:hours?|hrs?|days?|mins?|minutes?)\b", re.I)


def _refuse_lines(book: Book) -> None:
    """Refuse lines that were copied from a page: nothing divides title, length and price."""
    for grid in book.grids():
        lines = [line for line, cells in grid.rows if len(cells) == 1 and _PRICED.search(str(cells[0]))]
        if len(lines) > 1 and all(len(cells) == 1 for _, cells in grid.rows):
            raise refuse(
                f"the {len(grid.rows):,} lines are not divided into columns, as when a price list is copied "
                f"from a PDF (the first with a price or length is line {lines[0]}); write a tab between "
                "title, length and price, below a line of headings with tabs",
                file=book.file,
            )


def _sheet(table: ReadTable, *, several: bool, records: bool = False) -> CourseFile:
    """The courses of one sheet; records of JSON are no lines of a page."""
    _look_again(table)
    _name_what_is_left(table)
    rows = _offered(table, list(table.rows()) if records else _rows(table))
    rows = [_described(table, row) for row in rows]
    made = list(_courses(table, rows, several=several))
    return CourseFile(
        file=table.file,
        courses=tuple(with_own_codes(table, with_sessions(table, made))),
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
_LONGEST_HALF = 15
#: So many rows have to hold more than a title before a title alone is no course, or may be none.
_MOST, _SOME = 0.5, 0.2


def _rows(table: ReadTable) -> list[TableRow]:
    """The rows about courses: headings, footnotes and page numbers are left out, split titles put together.

    Only in a table whose rows mostly hold more than a title, as in a price list pasted from a PDF.
    """
    rows = [row for row in table.rows() if not _is_a_note(table, row)]
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
            value=shown(title, personal="@" in str(title)),
            severity=Severity.NOTICE if what != "unsure" else Severity.WARNING,
        )
    return made


def _is_a_note(table: ReadTable, row: TableRow) -> bool:
    """Whether a row is a footnote that does not stand in the column of titles."""
    filled = [cell for cell in row.cells if cell.strip()]
    if row.values.get("title") is not None or len(filled) != 1 or not _FOOTNOTE.fullmatch(filled[0]):
        return False
    table.problems = [one for one in table.problems if one.line != row.line]
    table.notices = [one for one in table.notices if one.line != row.line]
    found = shown(filled[0], personal="@" in filled[0])
    table.report(row.record, row.line, _ONLY_A_TITLE["note"], value=found, severity=Severity.NOTICE)
    return True


#: How programs write that something is not on offer.
_NOT_OFFERED = frozenset({"0", "false", "no", "n", "draft", "archived", "hidden", "private", "trash"})
_CALLED_OFF = frozenset({"cancelled", "canceled", "withdrawn", "discontinued"})


def _offered(table: ReadTable, rows: Iterable[TableRow]) -> list[TableRow]:
    """The rows of what is on offer: drafts, hidden courses and cancelled dates are left out, and said."""
    kept = []
    columns = _columns_of(table, "offered")
    for row in rows:
        cells = [(at, row.cells[at]) for at in columns if at < len(row.cells)]
        said = next(((at, cell) for at, cell in cells if _is_not_offered(cell)), None)
        if said is None:
            kept.append(row)
            continue
        table.report(
            row.record,
            row.line,
            "not on offer; the row is left out",
            column=shown(table.header.names[said[0]]),
            value=shown(said[1]),
            severity=Severity.WARNING,
        )
    return kept


def _is_not_offered(cell: str) -> bool:
    return normal(cell) in _NOT_OFFERED | _CALLED_OFF or cell.strip() == "-1"


def _columns_of(table: ReadTable, field: str) -> list[int]:
    """The places of all columns for a field: a shop has a short description and a long one."""
    first = table.header.where.get(field)
    others = [
        at
        for at, name in enumerate(table.header.names)
        if at != first and (column := column_of(name)) is not None and column.field == field
    ]
    return others if first is None else [first, *others]


def _described(table: ReadTable, row: TableRow) -> TableRow:
    """A row with all that describes its course."""
    columns = _columns_of(table, "description")
    if len(columns) < 2:
        return row
    cells = dict.fromkeys(row.cells[at].strip() for at in columns if at < len(row.cells))
    return attrs.evolve(row, values={**row.values, "description": "\n".join(filter(None, cells)) or None})


_OF_PRICES = re.compile(r"\b(?:prices?|costs?|fees|rates)\b", re.I)
_VAT = re.compile(r"\bvat\b", re.I)


def _vat_said(table: ReadTable) -> str | None:
    """What a line above the header, or a footnote, says of VAT for the whole table."""
    for line, cells in table.grid.rows:
        filled = [str(cell) for cell in cells if cell is not None and str(cell).strip()]
        words = filled[0] if len(filled) == 1 else ""
        found = vat_of(words) if _OF_PRICES.search(words) and _VAT.search(words) else None
        if found is not None:
            table.note(f"all prices {'include' if found else 'exclude'} VAT, as this line says", line=line)
            return words
    return None


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
        _OPEN_END.search(above) or _OPEN_START.match(title) or _is_half_a_title(above, title)
    ):
        return "rest"
    return "note" if title.endswith(".") else "unsure"


def _is_half_a_title(above: str, title: str) -> bool:
    """Whether one short word is no course by itself, or means one thing with the words below it.

    "Buccal" goes on with "Midazolam & Epilepsy"; "Autism" does not go on with "Dementia".
    """
    if len(above.split()) > 1 or len(above) >= _LONGEST_HALF:
        return False
    whole = parse_title(f"{above} {title}")
    across = [hit for hit in whole.hits if hit.words.startswith(f"{above.casefold()} ")]
    return bool(across) or not any(parse_title(above).strong)


# --- one course from a row ---------------------------------------------------------------------------


def _courses(
    table: ReadTable, rows: Iterable[TableRow], *, several: bool
) -> Iterator[tuple[TableRow, Course]]:
    units = {name: unit_of(name, table.heading(name) or "") for name in ("cost", "hours")}
    vat = table.heading("cost") if vat_of(table.heading("cost") or "") is not None else _vat_said(table)
    size = re.search(r"\d{1,3}", table.heading("group_cost") or "")
    for_groups = _is_for_groups(table)
    numbered = table.heading("id") is None
    before = (
        f"{re.sub(r'[^a-z0-9]+', '-', (table.grid.sheet or '').casefold()).strip('-')}-" if several else ""
    )
    if numbered:
        called = f"{before}row-1, {before}row-2"
        table.note(f"no column of course codes; courses are called by their rows: {called} and so on")
    titles: dict[str, str] = {}
    usual = {"vat": vat, "category": table.grid.sheet if several else None}
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
        if "group_cost" in fields and size is not None:
            fields.setdefault("group_size", size[0])
        fields = {name: value for name, value in usual.items() if value} | fields
        unclear = fields.pop("cost") if for_groups and _BARE.fullmatch(str(fields.get("cost", ""))) else None
        read = course_from_fields(fields, units, number=row.record)
        problems = list(read.problems) + ([] if unclear is None else [_for_whom(unclear)])
        for problem in problems:
            table.report(
                row.record,
                row.line,
                problem.message,
                column=table.heading(problem.column or "") or problem.column,
                value=shown(problem.found),
                severity=problem.severity,
            )
        if read.course is not None:
            course = read.course if unclear is None else attrs.evolve(read.course, price=str(unclear))
            yield from ((row, dated) for dated in on_its_days(table, row, course))


def _for_whom(price: Any) -> Problem:
    message = "other prices of this column are for a group; say 'per person' or 'per group'; it is not used"
    place = Place(column="cost")
    return Problem(message=message, place=place, found=shown(price), severity=Severity.WARNING)


_BARE = re.compile(r"£?\s*\d[\d,]*(?:\.\d+)?")


def _is_for_groups(table: ReadTable) -> bool:
    """Whether a column of prices has some of a group, and none that is said to be for one person."""
    if table.heading("cost") is None or _PERSON.search(table.heading("cost") or ""):
        return False
    cells = [str(cell) for cell in table.column("cost") if cell is not None]
    return any(_OF_A_GROUP.search(cell) for cell in cells) and not any(map(_PERSON.search, cells))


_PERSON = re.compile(r"\bpp\b|\dpp\b|\b(?:person|delegate|learner|head|place|each)\b", re.I)
_OF_A_GROUP = re.compile(
    r"\b(?:per|for|a)\s+(?:group|class|cohort|session|course|team|up to \d+|\d+)\b|\bup to \d+", re.I
)


# --- columns -----------------------------------------------------------------------------------------


#: Below the heading "Group" stands a heading of courses, or what a group pays.
_PRICE = re.compile(r"£\s*\d.*|poa|tbc", re.I)
#: Below "In-house" may stand whether it is offered.
_NO_AMOUNT = re.compile(r"\D*")
#: How a learning system lays out a page; it says nothing of how a course is taught.
_PAGE_FORMAT = re.compile(r"topics|weeks|weekly|social|singleactivity|single activity|scorm|grid|tiles", re.I)
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]m)?"
_TIME = re.compile(rf"{_CLOCK}(?:\s*(?:-|–|to)\s*{_CLOCK})?", re.I)
#: Headings of times of a day, where the cells below are some.
_TIMES = {"start": "times", "from": "times", "finish": "end_time", "end": "end_time", "to": "end_time"}
#: The same headings, where the cells below are days.
_DAYS = {"start": "day", "from": "day", "finish": "until", "end": "until", "to": "until"}
_DATE = re.compile(
    r"(?:[a-z]+,?\s+)?\d{1,2}(?:st|nd|rd|th)?[\s/.-]+\w+[\s/.-]+\d{2,4}|\d{4}-\d{2}-\d{2}.*|tbc|tba", re.I
)


def _are(table: ReadTable, position: int, pattern: re.Pattern[str]) -> bool:
    """Whether the cells of a column are all of a kind."""
    cells = [
        text
        for _, cells in table.grid.rows[table.header.row + 1 :]
        if position < len(cells) and (text := str(cells[position] or "").strip())
    ]
    return bool(cells) and all(map(pattern.fullmatch, cells))


def _take_back(table: ReadTable, where: dict[str, int], how: dict[str, str]) -> set[int]:
    """Take back columns whose cells are something else than the heading says; those that are nothing else."""
    mistaken = set()
    for field, cells in (("category", _PRICE), ("format", _PAGE_FORMAT), ("group_cost", _NO_AMOUNT)):
        if field in where and how[field] != "given" and _are(table, where[field], cells):
            position = where.pop(field)
            if cells is _PRICE and "group_cost" not in where:
                where["group_cost"], how["group_cost"] = position, "like"
            else:
                mistaken.add(position)
    return mistaken


def _look_again(table: ReadTable) -> None:
    """Find columns whose headings say more than the field, such as ``Price inc VAT``."""
    header = table.header
    where = dict(header.where)
    how = {one.field: one.how for one in header.guesses}
    if "cost" in where and how["cost"] != "given" and is_foreign(header.names[where["cost"]]):
        del where["cost"]
    mistaken = _take_back(table, where, how)
    for position, name in enumerate(header.names):
        if position in where.values() or position in mistaken:
            continue
        parts = [name, *(name.split("/") if "/" in name else ())]
        fields = [column.field for part in parts if (column := column_of(part)) is not None]
        if normal(name) in _TIMES and _are(table, position, _TIME):
            fields.append(_TIMES[normal(name)])
        if normal(name) in _DAYS and _are(table, position, _DATE):
            fields.append(_DAYS[normal(name)])
        for field in fields:
            if field not in where:
                where[field], how[field] = position, "like"
                break
    guesses = tuple(
        ColumnGuess(
            field=one.field,
            header=header.names[where[one.field]] if one.field in where else None,
            how=how[one.field] if one.field in where else "none",
            why=one.why if one.field in where else "",
        )
        for one in header.guesses
    )
    table.header = attrs.evolve(header, where=where, guesses=guesses)
    table.look_at_days()


#: Fields that are read from all of their columns.
_READ_FROM_ALL = frozenset({"description", "offered"})


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
        if column is not None and column.field in _READ_FROM_ALL:
            continue
        if column is not None and column.field in where:
            message = (
                f"{shown(names[where[column.field]])!r} was read as {column.field}; this one is not read"
            )
        table.note(message, column=shown(name or f"column {position + 1}"))
