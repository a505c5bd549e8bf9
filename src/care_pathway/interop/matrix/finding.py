"""Finding the matrix in a file: which sheet is one, and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import evolve

from care_pathway.interop.matrix.courses import courses_of
from care_pathway.interop.matrix.headings import MatrixPart, header_of, part_of
from care_pathway.interop.matrix.legend import is_key, legend_of, with_marks
from care_pathway.interop.matrix.people import people_of
from care_pathway.interop.matrix.shape import Matrix
from care_pathway.interop.matrix.standards import says_certificate
from care_pathway.interop.people_across import names_a_course, turned
from care_pathway.interop.record_dates import DateColumns
from care_pathway.tabular.cells import Cells, text
from care_pathway.tabular.columns import which_sheet
from care_pathway.tabular.grids import Book, Grid
from care_pathway.tabular.header_rows import header_rows
from care_pathway.tabular.headings import Holds, fields_named, normal

#: Fewer columns of courses are no matrix.
_FEWEST = 2


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
        if found is not None and sheet is None:
            keys = [str(name) for name in book.names if is_key(str(name))]
            which = which_sheet(book, grid, also=keys)
            return evolve(found, grid=evolve(found.grid, notices=(*which, *found.grid.notices)))
        if found is not None:
            return found
        if sheet is None and _is_list(grid):
            return None
    return None


def _is_list(grid: Grid) -> bool:
    """Whether a sheet has the columns of a list of training: a title, and when or whether it was done."""
    _, _, names = header_rows(grid, "training")
    fields = {one for name in names for one in fields_named(name, "training")}
    return "title" in fields and bool(fields & {"completed", "expires", "status", "due", "enrolled"})


def _is_evidence(names: Sequence[str]) -> bool:
    """Whether headings are those of a filled-in evidence template."""
    fields = {one for name in names for one in fields_named(name, "evidence")}
    return fields >= {"kind", "competency", "worker"}


def _is_catalogue(names: Sequence[str]) -> bool:
    """Whether headings are those of a catalogue of courses, whose names are no people."""
    fields = {one for name in names for one in fields_named(name, "courses")}
    return "title" in fields and bool(fields & {"cost", "description", "outcomes"}) and len(fields) > 3


def matrix_of(
    book: Book, grid: Grid, *, columns: Mapping[str, str] | None = None, said: bool = False
) -> Matrix | None:
    """The matrix in a sheet, if it is one."""
    if len(grid.rows) < 2 or _is_list(grid):
        return None
    grid = with_marks(grid)
    across = turned(grid)
    if across is not None:
        found = _matrix_of(book, across.grid, columns, said=said)
        if found is not None:
            legend, dates = legend_of(grid, across.above, book)
            return evolve(
                found, lines=across.lines, legend=(*found.legend, *legend), dates=found.dates or dates
            )
    return _matrix_of(book, grid, columns, said=said)


def _matrix_of(book: Book, grid: Grid, columns: Mapping[str, str] | None, *, said: bool) -> Matrix | None:
    header = header_of(grid, columns)
    row, names = header.row, header.names
    if _is_catalogue(names) or _is_evidence(names):
        return None
    cells = Cells(grid, row)
    reference, personal, fields = people_of(names, cells, columns or {})
    if reference is None and not any(kind is not Holds.OTHER for kind in personal.values()):
        return None
    legend, dates = legend_of(grid, row, book)
    taken = {*fields.values(), *personal, *(() if reference is None else (reference,))}
    records = DateColumns(book.file, names, [found for _, found in grid.rows[row + 1 :]], taken)
    taken |= records.columns.keys()
    part_column = _part_column(names, cells, taken)
    taken |= {part_column} - {None}
    certificate = says_certificate(grid, row, book.file)
    courses, unread = courses_of(header, cells, taken, legend, certificate=certificate)
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
        found = {part for cell in cells.texts(at) if (part := part_of(cell)) is not None}
        if {MatrixPart.COMPLETED, MatrixPart.DATE} & found and MatrixPart.EXPIRES in found:
            return at if cells.share(at, part_of) >= 0.8 else None
    return None
