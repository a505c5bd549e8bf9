"""What a file is, before it is read: its kind, its layout, which column is what and why, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from attrs import evolve, field, frozen

from care_pathway._record import Result
from care_pathway.errors import DataError
from care_pathway.interop.adoption import adoption_checklist
from care_pathway.interop.ascwds.layout import recognise as layout_of_ascwds
from care_pathway.interop.evidence import has_record_dates
from care_pathway.interop.jsonld_courses import book_of_courses
from care_pathway.interop.kinds import ascwds_kind, opened_or_book
from care_pathway.interop.layouts import layout_of
from care_pathway.interop.matrix import Matrix, matrix_of
from care_pathway.interop.record_dates import DateColumns
from care_pathway.interop.training_results import result_columns
from care_pathway.problems import Problem, shown
from care_pathway.tabular.cells import Cells, text
from care_pathway.tabular.columns import TASKS, Header, find_header, left_out, lists_delegations
from care_pathway.tabular.files import Opened, Source
from care_pathway.tabular.grids import Book, Grid
from care_pathway.tabular.header_rows import header_rows
from care_pathway.tabular.headings import (
    ColumnGuess,
    Holds,
    fields_named,
    holds,
    known,
    normal,
    squeezed,
    words,
)
from care_pathway.tabular.sheets import open_book
from care_pathway.tabular.words import FileKind


class TableKind(StrEnum):
    """Kinds of table that can be read.

    Example:
        >>> TableKind("training-matrix").table
        'training'
    """

    STAFF = "staff"
    TRAINING_LIST = "training-list"
    TRAINING_MATRIX = "training-matrix"
    EVIDENCE = "evidence"
    COURSES = "courses"
    ADOPTION = "adoption"
    ASCWDS_WORKER = "ascwds-worker"
    ASCWDS_WORKPLACE = "ascwds-workplace"
    ASCWDS_TRAINING = "ascwds-training"
    ASCWDS_ANALYSIS = "ascwds-analysis"
    UNKNOWN = "unknown"
    """None of these."""

    @property
    def table(self) -> str | None:
        """What it is given as: staff, training, evidence, catalogue, workplace or adoption."""
        return _GIVEN_AS.get(self.value)


_GIVEN_AS = {
    "staff": "staff",
    "ascwds-worker": "staff",
    "training-list": "training",
    "training-matrix": "training",
    "ascwds-training": "training",
    "evidence": "evidence",
    "courses": "catalogue",
    "adoption": "adoption",
    "ascwds-workplace": "workplace",
}
_OF_ASCWDS = {
    FileKind.WORKER: TableKind.ASCWDS_WORKER,
    FileKind.WORKPLACE: TableKind.ASCWDS_WORKPLACE,
    FileKind.TRAINING: TableKind.ASCWDS_TRAINING,
    FileKind.ANALYSIS_WORKER: TableKind.ASCWDS_ANALYSIS,
    FileKind.ANALYSIS_TRAINING: TableKind.ASCWDS_ANALYSIS,
    FileKind.ANALYSIS_WORKPLACE: TableKind.ASCWDS_ANALYSIS,
    FileKind.ANALYSIS_OTHER: TableKind.ASCWDS_ANALYSIS,
}


@frozen(kw_only=True, repr=False, eq=False)
class Recognised(Result):
    """What a file, or a sheet of it, was taken for.

    Attributes:
        file: The file's own name.
        kind: Which kind of table.
        layout: The program whose layout it has, where that is known.
        sheet: The sheet, in a workbook.
        hidden: Whether the sheet is hidden.
        rows: How many rows stand below the header.
        columns: Which column is what, and why.
        left_out: Headings of columns that are not read.
        question: What has to be answered before it can be read; ``None`` where nothing has.
        also_staff: Whether training has job titles too, so that it can be read as the staff list.
        others: The other sheets of the file.
        notices: How the file was read.
        problems: What is wrong with it as a whole.
    """

    _compare = ".kind == 'staff'"

    file: str
    kind: TableKind = field(converter=TableKind)
    layout: str | None = None
    sheet: str | None = None
    hidden: bool = False
    rows: int = 0
    columns: tuple[ColumnGuess, ...] = ()
    left_out: tuple[str, ...] = ()
    question: str | None = None
    also_staff: bool = False
    others: tuple[Recognised, ...] = ()
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    def _shown(self) -> Iterator[tuple[str, Any]]:
        for name in ("file", "sheet", "kind", "layout", "rows", "question"):
            if getattr(self, name) is not None:
                yield name, getattr(self, name)


def recognise(source: Source | Book | object) -> Recognised:
    """Say what a file is, which column of it is what and why, and what would be left out.

    Args:
        source: A path, an open file, or a frame.

    Returns:
        What it was taken for. A workbook is taken for its first visible sheet that is anything; its other
        sheets are `others`.

    Raises:
        DataError: If it is no table at all, such as a PDF.

    Example:
        >>> from care_pathway.interop import examples, recognise
        >>> found = recognise(examples.file("training.csv"))
        >>> found.kind, found.columns[0].field, found.question
        (<TableKind.TRAINING_LIST: 'training-list'>, 'worker', None)
    """
    given = opened_or_book(source)
    if isinstance(given, Opened) and (kind := ascwds_kind(given)) is not None:
        return _upload(given, kind)
    book = book_of_courses(given, plain=False) or open_book(given)
    sheets: list[Recognised] = []
    problems: list[Problem] = []
    for name in sorted(book.names, key=lambda one: one in book.hidden):
        try:
            grid = book.grid(name)
        except DataError as error:
            problems += error.problems
            continue
        if grid.rows:
            sheets.append(sheet_of(book, grid))
    if not sheets:
        if problems:
            raise DataError(problems)
        return Recognised(
            file=book.file,
            kind=TableKind.UNKNOWN,
            question="the file is empty; expected a header line and rows",
            notices=book.notices,
        )
    known = [one for one in sheets if one.kind is not TableKind.UNKNOWN]
    first = next(iter(known or sheets))
    others = tuple(one for one in sheets if one is not first)
    return evolve(
        first, others=others, notices=(*book.notices, *first.notices), problems=(*first.problems, *problems)
    )


def _upload(opened: Opened, kind: FileKind) -> Recognised:
    header = next((line for line in opened.lines() if line.strip()), "").strip()
    names = header.split(layout_of_ascwds(header, file=opened.name).delimiter)
    return Recognised(
        file=opened.name,
        kind=_OF_ASCWDS[kind],
        layout="asc-wds",
        rows=max(0, sum(1 for line in opened.lines() if line.strip()) - 1),
        columns=tuple(
            ColumnGuess(field=name.strip('" ').lower(), header=name.strip('" '), why="a column of ASC-WDS")
            for name in names
        ),
        notices=opened.notices,
    )


def sheet_of(book: Book, grid: Grid) -> Recognised:
    """What one sheet is."""
    signed = _signed(grid)
    matrix = None if signed else matrix_of(book, grid)
    if matrix is not None:
        return _matrix(matrix)
    found: list[tuple[int, int, TableKind, Header]] = []
    for order, kind in enumerate((TableKind.EVIDENCE,) if signed else _TABLES):
        table = "training" if kind is TableKind.TRAINING_LIST else kind.value
        try:
            header, _ = find_header(grid, table)
        except DataError:
            continue
        if _fits(kind, grid, header):
            found.append((len(header.where) + len(header.personal), -order, kind, header))
    if not found and has_record_dates(grid):
        return _dates(book, grid)
    if not found:
        return Recognised(
            file=book.file,
            kind=TableKind.UNKNOWN,
            sheet=grid.sheet,
            hidden=grid.hidden,
            rows=len(grid.rows),
            question=TASKS if signed else _unknown(book, grid),
        )
    # A list of who did which course may have job titles too: it is still one of training.
    staff = next((one[3] for one in found if one[2] is TableKind.STAFF), None)
    if not any(one[2] is TableKind.EVIDENCE for one in found):
        sure = [one for one in found if one[2] is TableKind.TRAINING_LIST and _names_courses(one[3])]
        found = sure or found
    _, _, kind, header = max(found, key=lambda one: one[:2])
    kept = tuple(_kept(header.names, _date_columns(grid, header))) if kind is TableKind.STAFF else ()
    read = {shown(one.header) for one in (*_names(header), *kept)}
    if kind is TableKind.TRAINING_LIST:
        read |= {shown(header.names[at]) for at in result_columns(grid, header)}
    also = staff if kind is TableKind.TRAINING_LIST else None
    at = None if also is None else also.where.get("job_title")
    titles = () if also is None or at is None else (also.names[at],)
    read |= {shown(one) for one in titles}
    layout = layout_of(grid, kind.table or "") if kind.table in ("staff", "training") else None
    layout = layout or (layout_of(grid, "courses") if kind is TableKind.COURSES else None)
    return Recognised(
        file=book.file,
        kind=kind,
        layout=None if layout is None else layout.id,
        sheet=grid.sheet,
        hidden=grid.hidden,
        rows=len(grid.rows) - header.row - 1,
        columns=(
            *(one for one in header.guesses if one.header is not None),
            *kept,
            *_names(header),
            *(ColumnGuess(field="job_title", header=one, why=_ALSO) for one in titles),
        ),
        left_out=tuple(name for name in left_out(grid, header) if name not in read),
        also_staff=also is not None,
        notices=grid.notices,
        problems=grid.problems,
    )


def _signed(grid: Grid) -> bool:
    """Whether a sheet says who was signed off for which task: it is no list of courses or of jobs then."""
    _, _, names = header_rows(grid, "evidence")
    fields = [fields_named(name, "evidence") for name in names]
    named = frozenset().union(*fields)
    if lists_delegations(named):
        return True
    # A task stands for no course; an activity may.
    tasks = [
        name
        for name, mine in zip(names, fields, strict=True)
        if "activity" in mine and "title" not in fields_named(name, "training")
    ]
    return "kind" not in named and "by" in named and bool(tasks)


def _unknown(book: Book, grid: Grid) -> str:
    """Why a table is none that is known, and what it lacks where it is nearly one."""
    _, _, names = header_rows(grid, "training")
    if "localestid" in map(normal, names):
        return "this looks like a file of ASC-WDS saved as a workbook; save it as CSV"
    people = any(map(_is_of_people, names)) or any(holds(name) in _NAMES for name in names)
    fields = {field for name in names for field in fields_named(name, "training")}
    if matrix_of(book, grid, said=True) is not None:
        return (
            "this may be a training matrix, but no heading names a course; write 'Training matrix' above the "
            "header, or give it as training and say what its days are: matrix_dates='completed' or "
            "matrix_dates='expires'"
        )
    if "title" in fields and people and not fields & _DONE:
        return (
            "this looks like training, but no column says whether or when it was done; add one that is "
            "headed Completed or Status, or name it"
        )
    if "title" in fields and fields & _OF_TRAINING:
        return (
            "this looks like training, but no column says whose it is; write the staff reference in each "
            "row, in a column that is headed Staff ref"
        )
    return (
        "this is no table that is known: staff have job titles, training has people and courses, a catalogue "
        "has titles of courses"
    )


#: Why a column of job titles is named in a file of training.
_ALSO = "read where this is the staff list too"
#: In which order kinds are preferred where a sheet fits several equally well.
_TABLES = (
    TableKind.EVIDENCE,
    TableKind.STAFF,
    TableKind.TRAINING_LIST,
    TableKind.COURSES,
    TableKind.ADOPTION,
)
_DONE = frozenset({"completed", "expires", "status", "due", "enrolled", "booked"})
_OF_A_COURSE = frozenset(
    {
        "id",
        "provider",
        "level",
        "format",
        "description",
        "outcomes",
        "cost",
        "hours",
        "seats",
        "audience",
        "category",
    }
)


def _fits(kind: TableKind, grid: Grid, header: Header) -> bool:
    """Whether a sheet with the columns of a kind is of that kind, from its cells too."""
    where = header.where
    cells = Cells(grid, header.row)
    if kind is TableKind.EVIDENCE:
        if lists_delegations(where):
            return True
        known = words("evidence-kind")
        return (
            bool(cells.texts(where["kind"]))
            and cells.share(where["kind"], lambda cell: normal(cell) in known) >= 0.5
        )
    if kind is TableKind.ADOPTION:
        steps = {one.step for one in adoption_checklist()}
        return cells.share(where["step"], lambda cell: normal(cell) in steps) >= 0.5
    if kind is TableKind.TRAINING_LIST:
        return bool(where.keys() & _DONE)
    if kind is TableKind.COURSES:
        title = where["title"]
        return (
            not any(map(_is_of_people, header.names))
            and not any(map(_is_of_training, header.names))
            and cells.fit("line", title) >= 0.5
            and bool(where.keys() & _OF_A_COURSE or _is_course(header))
        )
    kind_of, said = ("line", "job_title") if "job_title" in where else ("category", "role_category")
    return cells.fit(kind_of, where[said]) >= 0.4


#: Headings of references that courses have too.
_OF_BOTH = frozenset({"id", "ref", "reference", "id number", "idnumber"})
_OF_TRAINING = frozenset({"completed", "expires", "status"})
#: Headings that say when training was done where there are people, and something else in a catalogue.
_OF_CATALOGUES = frozenset(
    {"date", "status", "state", "course date", "training date", "session date", "event date"}
)


def _is_of_people(name: str) -> bool:
    """Whether a heading is about people, whom no catalogue has."""
    plain = normal(name)
    held = holds(name)
    about = (
        any(field == "id" for field, _ in known("staff").get(squeezed(plain), ())) and plain not in _OF_BOTH
    )
    return plain == "job title" or about or (held in _NAMES and not _in_catalogues(plain))


_NAMES = (Holds.WHOLE, Holds.FIRST, Holds.LAST, Holds.EMAIL)


def _is_of_training(name: str) -> bool:
    """Whether a heading says that somebody has done something."""
    plain = normal(name)
    found = {field for field, _ in known("training").get(squeezed(plain), ())}
    return bool(found & _OF_TRAINING) and plain not in _OF_CATALOGUES and not _in_catalogues(plain)


def _in_catalogues(plain: str) -> bool:
    return bool(known("courses").get(squeezed(plain)))


def _names_courses(header: Header) -> bool:
    """Whether a column is surely headed as one of courses, beside one of when or whether they were done."""
    title = normal(header.names[header.where["title"]]).split()
    return bool(_COURSES & set(title)) and bool(header.where.keys() & _OF_TRAINING)


_COURSES = frozenset(
    {"course", "training", "module", "competence", "competency", "certification", "elearning"}
)


def _is_course(header: Header) -> bool:
    return "course" in normal(header.names[header.where["title"]]).split()


def _names(header: Header) -> Iterator[ColumnGuess]:
    """Columns of names and addresses, which only join files."""
    for at, kind in header.personal.items():
        if kind is not Holds.OTHER:
            yield ColumnGuess(field=f"name ({kind})", header=header.names[at], why="only used to join files")


def _date_columns(grid: Grid, header: Header) -> DateColumns:
    below = [tuple(map(text, cells)) for _, cells in grid.rows[header.row + 1 :]]
    return DateColumns(grid.file, header.names, below, {*header.where.values(), *header.personal})


def _kept(names: Sequence[str], dates: DateColumns | None) -> Iterator[ColumnGuess]:
    """Columns of dates that are kept and shown."""
    for at, (kind, ends) in () if dates is None else dates.columns.items():
        what = f"{kind.label}, next or last day" if ends else kind.label
        yield ColumnGuess(field=what, header=names[at], why="a date that is kept and shown, and never judged")


def _dates(book: Book, grid: Grid) -> Recognised:
    """A list of dates of supervision and the like."""
    header, _ = find_header(grid, "records")
    dates = [one for one in header.guesses if one.header is not None]
    known_ = {shown(one.header) for one in (*dates, *_names(header))}
    return Recognised(
        file=book.file,
        kind=TableKind.EVIDENCE,
        sheet=grid.sheet,
        hidden=grid.hidden,
        rows=len(grid.rows) - header.row - 1,
        columns=(*dates, *_names(header)),
        left_out=tuple(name for name in left_out(grid, header) if name not in known_),
        notices=grid.notices,
        problems=grid.problems,
    )


def _matrix(matrix: Matrix) -> Recognised:
    columns = []
    if matrix.reference is not None:
        columns.append(
            ColumnGuess(field="worker", header=matrix.names[matrix.reference], why="holds references")
        )
    joins = {at: holds for at, holds in matrix.personal.items() if holds is not Holds.OTHER}
    columns += [
        ColumnGuess(field=f"name ({holds})", header=matrix.names[at], why="only used to join files")
        for at, holds in joins.items()
    ]
    columns += [
        ColumnGuess(
            field="qualification" if column.qualification else "course",
            header=matrix.names[column.at],
            how="cells",
            why="its cells are days and words of training",
        )
        for column in matrix.courses
    ]
    columns += _kept(matrix.names, matrix.records)
    also_staff = "job_title" in matrix.fields
    own = matrix.fields if also_staff else {}
    columns += [ColumnGuess(field=name, header=matrix.names[at], why=_ALSO) for name, at in own.items()]
    kept = set(own.values()) | {column.at for column in matrix.courses} | set(joins) | {matrix.reference}
    kept |= set(matrix.records.columns) if matrix.records is not None else set()
    return Recognised(
        file=matrix.book.file,
        kind=TableKind.TRAINING_MATRIX,
        sheet=matrix.grid.sheet,
        hidden=matrix.grid.hidden,
        rows=len(matrix.grid.rows) - matrix.row - 1,
        columns=tuple(columns),
        left_out=tuple(shown(name) or "" for at, name in enumerate(matrix.names) if name and at not in kept),
        question=matrix.question,
        also_staff=also_staff,
        notices=matrix.grid.notices,
        problems=matrix.grid.problems,
    )
