"""Which column of a table is what: known by its heading and by its cells, shown, and overridable."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from attrs import frozen

from care_pathway.errors import DataError, UnknownIdError, refuse
from care_pathway.problems import Problem, shown
from care_pathway.render.words import counted
from care_pathway.tabular.cells import Cells, is_capitalised, is_of_record, text
from care_pathway.tabular.grids import Book, Grid, notice
from care_pathway.tabular.header_rows import header_rows
from care_pathway.tabular.headings import (
    KINDS,
    ColumnGuess,
    Holds,
    TableField,
    fields,
    forms,
    holds,
    is_heading,
    is_of_headings,
    known,
    named,
    normal,
    squeezed,
    words,
)

#: So large a share of the cells of a column has to fit.
_FITS = 0.4
#: Kinds of field that no column is taken for whose cells are words of another kind.
_NEEDS_FIT = frozenset({"day", "score", "whole"})
#: Kinds of field that no column of days or numbers is taken for.
_OF_WORDS = frozenset({"status", "employment", "period", "further-job"})


@frozen(kw_only=True)
class Header:
    """The header that was found.

    Attributes:
        row: The place of its last row among the rows of the grid.
        names: Its headings.
        where: For each field that was found, the position of its column.
        guesses: The same to be shown.
        personal: Positions of columns about who somebody is, with what they hold.
        rows: How many rows it takes.
        mixed: Position of a column that is headed as references and holds names; codes in it are references.
    """

    row: int
    names: tuple[str, ...]
    where: Mapping[str, int]
    guesses: tuple[ColumnGuess, ...]
    personal: Mapping[int, Holds]
    rows: int = 1
    mixed: int | None = None

    @property
    def first_row(self) -> int:
        """The place of its first row."""
        return self.row - self.rows + 1


# --- the sheet ---------------------------------------------------------------------------------------


def choose(
    book: Book,
    table: str,
    *,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    fits: Callable[[Grid], bool] | None = None,
) -> tuple[Grid, Header, tuple[Problem, ...]]:
    """The sheet of a file that holds a table, and its header: the first visible sheet that fits.

    Args:
        book: The file.
        table: Which table: ``staff``, ``training``, ``evidence`` or ``courses``.
        sheet: Its sheet, where the caller names it.
        columns: Headings that the caller names for fields.
        fits: A further test of a sheet.

    Raises:
        DataError: If no sheet fits; the message is about the first visible one, and names them all.
        UnknownIdError: If `columns` names a field that does not exist.
    """
    known_fields = {one.field for one in fields(table)}
    for name in columns or ():
        if name not in known_fields:
            others = [other for other in KINDS if any(one.field == name for one in fields(other))]
            where = f" (files of {' and '.join(others)} have it: name it for that file)" if others else ""
            raise UnknownIdError(f"field of the {table} file{where}", name, sorted(known_fields))
    if sheet is not None:
        grid = book.grid(sheet)
        if not grid.rows:
            raise refuse(f"the sheet {sheet!r} is empty", file=book.file)
        return grid, *find_header(grid, table, columns)
    failed: DataError | None = None
    looked: list[str] = []
    for grid in book.grids():
        try:
            header, notices = find_header(grid, table, columns)
        except DataError as error:
            failed = failed or error
            looked.append(grid.sheet or "")
            continue
        if fits is not None and not fits(grid):
            continue
        return grid, header, (*which_sheet(book, grid), *notices)
    if failed is None:
        empty = "every sheet of the workbook is empty" if book.names[0] is not None else _EMPTY
        raise refuse(empty, file=book.file)
    if len(book.names) > 1:
        sheets = ", ".join(repr(name) for name in looked)
        raise refuse(
            *(one.message for one in failed.problems),
            f"no sheet fits; looked at {sheets}. Name the sheet, or the column",
            file=book.file,
        ) from failed
    raise failed


_EMPTY = "the file is empty; expected a header line and rows"


def which_sheet(book: Book, grid: Grid, *, also: Container[str] = ()) -> Iterator[Problem]:
    """What is said of which of several sheets was read; of others something may be read `also`."""
    others = [str(name) for name in book.names if name != grid.sheet and str(name) not in also]
    if not others:
        return
    listed = ", ".join(f"{name!r} (hidden)" if name in book.hidden else repr(name) for name in others[:12])
    message = f"sheet {grid.sheet!r} was read; not read from here: {listed}"
    if grid.hidden:
        message = f"the hidden {message}; no visible sheet fits"
    yield notice(book.file, message)


# --- the header --------------------------------------------------------------------------------------


def find_header(
    grid: Grid, table: str, columns: Mapping[str, str] | None = None
) -> tuple[Header, tuple[Problem, ...]]:
    """The header of a table, perhaps below a few lines of text, perhaps of two rows.

    Args:
        grid: The table.
        table: Which table.
        columns: Headings that the caller names for fields.

    Raises:
        DataError: If a required field has no column, or a heading that was named does not exist.
    """
    given = dict(columns or {})
    row, rows, names = header_rows(grid, table, given)
    header = _header(grid, table, row, rows, names, given)
    notices = []
    if header.first_row:
        above = header.first_row
        notices.append(
            notice(
                grid.file,
                f"{counted(above, 'line')} above the header left out",
                line=grid.rows[above][0],
            )
        )
    missing = [one for one in fields(table) if one.required and not _is_there(one, header, table)]
    if missing and "localestid" in map(normal, header.names):
        raise refuse("this looks like a file of ASC-WDS saved as a workbook; save it as CSV", file=grid.file)
    if missing and _is_record(header, Cells(grid, header.row), table):
        raise refuse(_no_header(missing[0], table), file=grid.file)
    if missing:
        raise refuse(*(_no_column(one, header, grid) for one in missing), file=grid.file)
    return header, tuple(notices)


def _is_there(one: TableField, header: Header, table: str) -> bool:
    """Whether a table says what a field is for: people may be known by a name instead of a reference."""
    if one.field in header.where:
        return True
    if table == "training" and one.field == "title":
        return "category" in header.where
    if table == "staff" and one.field == "job_title":
        said = {"id", "role_category"} <= header.where.keys()
        return said and "localestid" not in map(normal, header.names)
    if table == "evidence" and one.field == "kind":
        return lists_delegations(header.where)
    return one.field == "worker" and any(kind is not Holds.OTHER for kind in header.personal.values())


def lists_delegations(where: Iterable[str]) -> bool:
    """Whether columns of evidence are those of delegated healthcare, so that no column has to say the kind.

    Example:
        >>> lists_delegations(["worker", "activity", "delegated_by", "on"])
        True
        >>> lists_delegations(["worker", "kind", "activity", "delegated_by", "on"])
        False
    """
    found = set(where)
    return "kind" not in found and {"activity", "delegated_by"} <= found and len(found & _OF_DELEGATIONS) > 0


#: What a list of tasks lacks.
TASKS = (
    "this looks like sign-offs of tasks; for delegated healthcare add columns Delegated by, Profession and "
    "Person supported, for other sign-offs a column Kind that says sign-off and a column Topic"
)
#: What a list of delegated healthcare says too: a day, whom it is for, or what went before.
_OF_DELEGATIONS = frozenset(
    {"person", "on", "by", "expires", "profession", "training_completed", "competency_assessed"}
)


def _header(
    grid: Grid,
    table: str,
    row: int,
    rows: int,
    names: tuple[str, ...],
    given: Mapping[str, str],
) -> Header:
    plain = [normal(name) for name in names]
    headings = [_heading(name, table) for name in names]
    cells = Cells(grid, row)
    where: dict[str, int] = {}
    guesses: dict[str, tuple[str, str]] = {}
    for name, heading in given.items():
        there = named(heading, names)
        if not there:
            raise refuse(
                f"no column is headed {heading!r}; it was named for {name}. {_listed(names, cells)}".rstrip(),
                file=grid.file,
            )
        kind = next(one.kind for one in fields(table) if one.field == name)
        fitting = [at for at in there if cells.fit(kind, at) >= _FITS] or there
        if len({names[at] for at in fitting}) > 1:
            raise refuse(
                f"several columns are headed much like {shown(heading)!r}, which was named for {name}; "
                "write the heading as it stands in the file",
                file=grid.file,
            )
        where[name] = fitting[0]
        guesses[name] = ("given", "you named it")
    # A catalogue holds no people, so that a column 'Name' of it is no name of one.
    personal = {} if table == "courses" else _personal(names, plain, cells, frozenset(where.values()))
    for how in ("exact", "like"):
        for one in fields(table):
            if one.field not in where:
                taken = frozenset(where.values()) | personal.keys()
                found = _column_of(one, names, plain, headings, cells, taken, how, table)
                if found is not None:
                    where[one.field] = found[0]
                    guesses[one.field] = (how, found[1])
    for name, at, why in (
        *_spoken(table, plain, cells, where, personal),
        *_beside_the_first(table, plain, cells, where, personal),
    ):
        where[name] = at
        guesses[name] = ("cells", why)
    return Header(
        row=row,
        names=names,
        where=where,
        guesses=tuple(
            ColumnGuess(
                field=one.field,
                header=names[where[one.field]] if one.field in where else None,
                how=guesses.get(one.field, ("none", ""))[0],
                why=guesses.get(one.field, ("none", ""))[1],
            )
            for one in fields(table)
        ),
        personal=personal,
        rows=rows,
        mixed=next(
            (at for at, kind in personal.items() if kind is Holds.WHOLE and holds(names[at]) is None), None
        ),
    )


def _spoken(
    table: str, plain: Sequence[str], cells: Cells, where: Mapping[str, int], personal: Mapping[int, Holds]
) -> Iterator[tuple[str, int, str]]:
    """A field that no heading names: beside people the one column that speaks of jobs, or of courses."""
    name, kind, what = _SPEAKS.get(table, ("", "", ""))
    if not name or name in where or not (personal or {"id", "worker"} & where.keys()):
        return
    taken = {*where.values(), *personal}
    found = [at for at, head in enumerate(plain) if head and at not in taken and cells.speak(at, kind)]
    if len(found) == 1:
        yield name, found[0], f"its cells are {what}"


def _beside_the_first(
    table: str, plain: Sequence[str], cells: Cells, where: Mapping[str, int], personal: Mapping[int, Holds]
) -> Iterator[tuple[str, int, str]]:
    """A further job, in a column of jobs with no heading or the same one, right behind that of the first."""
    at = where.get("job_title", len(plain)) + 1
    name = next((one for one in ("second_job", "third_job") if one not in where), None)
    if table == "staff" and name is not None and at < len(plain):
        free = at not in where.values() and at not in personal and plain[at] in ("", plain[at - 1])
        if free and cells.speak(at, "job"):
            yield name, at, "its cells are job titles, beside those of the first job"


def _column_of(
    one: TableField,
    names: Sequence[str],
    plain: Sequence[str],
    headings: Sequence[_Heading],
    cells: Cells,
    taken: frozenset[int],
    how: str,
    table: str,
) -> tuple[int, str] | None:
    """The column of a field and why: of several the one whose cells fit, then the one headed most plainly."""
    ranks = list(_exact(one, headings, table) if how == "exact" else _like(one, plain, table))
    found = sorted(
        (cells.fit(one.kind, at) < _FITS, rank, at) for at, rank in ranks if at not in taken and plain[at]
    )
    for misfit, _, at in found:
        says_so = one.field == "expires" and cells.say_expired(at)  # which no reader may pass over
        if misfit and (one.kind in _OF_WORDS or (one.kind in _NEEDS_FIT and cells.are_words(at) > says_so)):
            continue
        if one.field == "title" and table == "training" and cells.are_words(at):
            continue  # a column headed Certificate that holds Yes and No
        if one.field == "setting" and plain[at] == "service" and not cells.are_settings(at):
            continue  # a column headed Service that holds names of homes
        if one.kind == "training-category" and not cells.fit(one.kind, at) and "wds" not in plain[at]:
            continue  # a column headed Category that says Mandatory
        if one.kind == "status" and cells.speak(at, "course") and not cells.are_words(at):
            continue  # a column headed Training completed that says which
        if misfit and one.kind == "day" and cells.are_times(at):
            continue  # when a shift starts
        others = [shown(names[other]) for _, _, other in found if other != at]
        why = "headed so" if how == "exact" else "headed nearly so"
        if others:
            why += (
                f", and its cells fit better than those of {' and '.join(map(repr, others[:3]))}"
                if any(bad for bad, _, other in found if other != at)
                else f"; the plainest of {len(found)} headings"
            )
        return at, why
    return None


class _Heading(NamedTuple):
    """The forms in which a heading may be known: as a whole, and what stands beside slashes in it."""

    forms: tuple[str, ...]
    parts: tuple[str, ...]


def _heading(name: str, table: str) -> _Heading:
    known_as = forms(name)
    if table == "staff":  # of several jobs, each in a column of its own, the first
        known_as += (squeezed(normal(name).removesuffix(" 1")),)
    parts = tuple([squeezed(normal(part)) for part in name.split("/")]) if "/" in name else known_as[:1]
    return _Heading(tuple(dict.fromkeys(known_as)), parts)


def _exact(one: TableField, headings: Sequence[_Heading], table: str) -> Iterator[tuple[int, int]]:
    places = known(table)
    for at, heading in enumerate(headings):
        for key in heading.forms:
            rank = next((rank for field, rank in places.get(key, ()) if field == one.field), None)
            if rank is not None:
                yield at, rank
                break
        else:
            # Role/Job title: each part is a heading of the field.
            if len(heading.parts) > 1 and all(
                any(field == one.field for field, _ in places.get(part, ())) for part in heading.parts
            ):
                yield at, len(one.headings)


def _like(one: TableField, plain: Sequence[str], table: str) -> Iterator[tuple[int, int]]:
    """A heading that holds all words of a known one of two words or more: ``Job title at present``."""
    for at, name in enumerate(plain):
        mine = frozenset(name.split())
        if one.kind == "day" and table == "staff" and mine & _OF_TRAINING:
            continue  # when a course started, not a job
        for rank, wanted, size in one.phrases:
            if len(mine) <= size + 3 and wanted <= mine:
                yield at, rank
                break


#: What is known by the words of cells where no heading says it.
_SPEAKS = {"staff": ("job_title", "job", "job titles"), "training": ("title", "course", "courses")}

#: Words of headings that are about training, and not about the job.
_OF_TRAINING = frozenset(
    {"competence", "competency", "course", "training", "module", "learning", "certificate", "certification"}
)


def _personal(
    names: Sequence[str], plain: Sequence[str], cells: Cells, given: frozenset[int]
) -> dict[int, Holds]:
    """Columns about who somebody is. A column of references that are names is one of names."""
    found: dict[int, Holds] = {}
    places = known("staff")
    for at, name in enumerate(names):
        if at in given:
            continue
        kind = holds(name)
        reference = any(field == "id" for field, _ in places.get(squeezed(plain[at]), ()))
        named = normal(name).endswith("name") and not reference
        if kind is Holds.WHOLE and cells.are_references(at) and not named:
            continue
        if kind is None and plain[at] == "title" and cells.are_honorifics(at):
            kind = Holds.OTHER
        if kind is None and reference:
            kind = Holds.EMAIL if cells.are_addresses(at) else Holds.WHOLE if cells.are_names(at) else None
        if kind is not None:
            found[at] = kind
    return found


# --- words -------------------------------------------------------------------------------------------


def _listed(names: Iterable[str], cells: Cells) -> str:
    """The headings, without those that may be somebody's name: in a list without a header they are people."""
    safe = [
        repr(shown(name))
        for at, name in enumerate(names)
        if name
        and (is_heading(name) or not is_capitalised(name) or is_of_headings(name))
        and not (cells.texts(at) and is_capitalised(name) and cells.are_names(at) and not is_heading(name))
    ]
    return f"The columns are {', '.join(safe[:20])}" if safe else ""


def _no_column(one: TableField, header: Header, grid: Grid) -> str:
    message = f"no column looks like {one.label.lower()}"
    if one in fields("adoption"):
        return f"{message}; fill in the blank checklist (template adoption), and keep its headings"
    message += f"; name it: columns={{'{one.field}': 'its heading'}}"
    if one.field == "kind" and "activity" in header.where:
        message += f". {TASKS[0].upper()}{TASKS[1:]}"
    if one.field == "worker":
        message += ". Each row has to say whom it is about, by a reference, a name or an e-mail address"
    if not header.where and not header.personal:
        # Who named a cell of a record would lose the record.
        message += (
            ". If the first line is a record, and no header, add a line above it that names the columns"
        )
    if _is_surely_header(header):
        message += f". {_listed(header.names, Cells(grid, header.row))}"
    return message


def _no_header(one: TableField, table: str) -> str:
    headings = dict.fromkeys((fields(table)[0].label, one.label))
    return (
        f"no column looks like {one.label.lower()}: there is no header row, and the first line looks like a "
        f"record. Add a line above it that names the columns, such as: {','.join(headings)}"
    )


def _is_record(header: Header, cells: Cells, table: str) -> bool:
    """Whether what stands where a header would be looks like the rows below it."""
    filled = [(at, name) for at, name in enumerate(header.names) if name]
    if not filled:
        return True  # every row has more days than headings
    if header.where or header.personal:
        return is_of_record(filled[0][1])
    spoken = words(_SPEAKS[table][1]).keys() if table in _SPEAKS else frozenset()
    speak = [name for _, name in filled if not spoken.isdisjoint(normal(name).split())]
    # A record names one course; several stand across a matrix.
    return len(speak) == 1 or any(
        is_of_record(name)
        or (is_capitalised(name) and not is_of_headings(name) and cells.texts(at) and cells.are_names(at))
        for at, name in filled
    )


def _is_surely_header(header: Header) -> bool:
    """Whether a row may be shown: it is no row about somebody, whose cells would be personal."""
    if any(is_of_record(name) for name in header.names if name):
        return False
    return bool(set(header.where.values()) | header.personal.keys())


def left_out(grid: Grid, header: Header) -> tuple[str, ...]:
    """Headings of columns with something in them that are not read, names and the like included."""
    used = set(header.where.values())
    filled: set[int] = set()
    for _, cells in grid.rows[header.row + 1 :]:
        filled.update(
            at for at, cell in enumerate(cells) if cell is not None and at not in filled and text(cell)
        )
    return tuple(
        shown(header.names[at] if at < len(header.names) and header.names[at] else f"column {at + 1}") or ""
        for at in sorted(filled)
        if at not in used and at < len(header.names)
    )
