"""Which column of a plain table is what: guessed from its heading, shown, and overridable."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from attrs import frozen

from care_pathway._data import read_json
from care_pathway._record import Result
from care_pathway.errors import UnknownIdError, refuse
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.tabular.sheets import Grid

#: How many lines may stand above the header.
_MOST_ABOVE = 15
#: What stands in a column ``Title`` beside a person's name: it is no job title then.
_HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "rev", "sir", "lady", "sr"}
)
_LOOKED_AT = 50


@frozen(kw_only=True, repr=False, eq=False)
class ColumnGuess(Result):
    """Which column of a plain table was taken for which field.

    Attributes:
        field: The field.
        header: The column's own heading; ``None`` where no column was found.
        how: ``given``, ``exact``, ``like`` or ``none``.
    """

    field: str
    header: str | None = None
    how: str = "exact"


@frozen(kw_only=True)
class TableField:
    """A field of a plain table."""

    field: str
    label: str
    kind: str
    headings: tuple[str, ...]
    help: str = ""
    required: bool = False


@frozen(kw_only=True)
class Header:
    """The header that was found.

    Attributes:
        row: Its place among the rows of the grid.
        names: Its headings.
        where: For each field that was found, the position of its column.
        guesses: The same to be shown.
        personal: Positions of columns that are never read.
    """

    row: int
    names: tuple[str, ...]
    where: Mapping[str, int]
    guesses: tuple[ColumnGuess, ...]
    personal: frozenset[int]


@cache
def _lexicon() -> dict[str, Any]:
    found: dict[str, Any] = read_json("crosswalks/table-columns.json")
    return found


@cache
def fields(table: str) -> tuple[TableField, ...]:
    """The fields of a table: ``staff``, ``training``, ``evidence`` or ``courses``."""
    found = {row["table"]: row["fields"] for row in _lexicon()["tables"]}
    if table not in found:
        raise UnknownIdError("table", table, found)
    return tuple(
        TableField(**{**row, "headings": tuple(normal(heading) for heading in row["headings"])})
        for row in found[table]
    )


@cache
def words(kind: str) -> Mapping[str, str]:
    """Words that people write in cells of a kind, with what they mean."""
    lexicon = _lexicon()["words"]
    if kind == "answer":
        return {word: meaning for meaning in ("yes", "no", "unknown") for word in lexicon[meaning]}
    return {normal(word): meaning for word, meaning in lexicon[kind].items()}


@cache
def _personal() -> frozenset[str]:
    return frozenset(normal(heading) for heading in _lexicon()["personal"])


@cache
def _personal_squeezed() -> frozenset[str]:
    return frozenset(map(squeezed, _personal()))


def normal(heading: object) -> str:
    """A heading without case, punctuation and surplus spaces.

    Example:
        >>> normal("Job-Title ")
        'job title'
    """
    return " ".join(
        re.sub(r"[^\w]+", " ", str(heading).casefold().replace("'", "").replace("’", "")).split()
    ).replace("_", " ")


def find_header(
    grid: Grid, table: str, columns: Mapping[str, str] | None
) -> tuple[Header, tuple[Problem, ...]]:
    """The header of a table, perhaps below a few lines of text.

    Args:
        grid: The table.
        table: Which table.
        columns: Headings that the caller names for fields.

    Raises:
        DataError: If a required field has no column, or a heading that was named does not exist.
    """
    known = fields(table)
    given = dict(columns or {})
    for name in given:
        if name not in {one.field for one in known}:
            raise UnknownIdError("field", name, [one.field for one in known])
    best = max(
        range(min(_MOST_ABOVE, len(grid.rows))),
        key=lambda position: (_score(grid.rows[position][1], known, given), -position),
    )
    # A catalogue holds no people, so that a column 'Name' of it is no name of one.
    header = _header(grid, best, known, given, people=table != "courses")
    notices = []
    if best:
        notices.append(
            Problem(
                message=f"{best} line{'s' if best > 1 else ''} above the header left out",
                place=Place(file=grid.file, line=grid.rows[best][0]),
                severity=Severity.NOTICE,
            )
        )
    missing = [one for one in known if one.required and one.field not in header.where]
    if missing and "localestid" in map(normal, header.names):
        raise refuse("this looks like a file of ASC-WDS saved as a workbook; save it as CSV", file=grid.file)
    if missing:
        raise refuse(*(_no_column(one, header) for one in missing), file=grid.file)
    return header, tuple(notices)


def _score(cells: Sequence[Any], known: Sequence[TableField], given: Mapping[str, str]) -> int:
    found = {normal(cell) for cell in cells if cell not in (None, "")}
    wanted = {normal(heading) for heading in given.values()}
    exact = sum(1 for one in known if found & set(one.headings))
    return (
        10 * len(found & wanted)
        + 3 * exact
        + len(found & _personal())
        + bool(found and not exact and len(cells) > 1)
    )


def _header(
    grid: Grid, row: int, known: Sequence[TableField], given: Mapping[str, str], *, people: bool
) -> Header:
    names = tuple("" if cell is None else str(cell).strip() for cell in grid.rows[row][1])
    plain = [normal(name) for name in names]
    personal = frozenset(
        position
        for position, name in enumerate(plain)
        if people
        and (squeezed(name) in _personal_squeezed() or (name == "title" and _honorific(grid, row, position)))
    )
    where: dict[str, int] = {}
    how: dict[str, str] = {}
    for name, heading in given.items():
        if normal(heading) not in plain:
            raise refuse(f"no column is headed {heading!r}; it was named for {name}", file=grid.file)
        where[name], how[name] = plain.index(normal(heading)), "given"
    for match, word in ((_is, "exact"), (_is_like, "like")):
        for one in known:
            if one.field in where:
                continue
            position = match(one, plain, taken=personal | frozenset(where.values()))
            if position is not None:
                where[one.field], how[one.field] = position, word
    guesses = tuple(
        ColumnGuess(
            field=one.field,
            header=shown(names[where[one.field]]) if one.field in where else None,
            how=how.get(one.field, "none"),
        )
        for one in known
    )
    return Header(row=row, names=names, where=where, guesses=guesses, personal=personal)


def _is(one: TableField, plain: Sequence[str], taken: frozenset[int]) -> int | None:
    for heading in one.headings:
        for position, name in enumerate(plain):
            if position not in taken and (name == heading or squeezed(name) == squeezed(heading)):
                return position
    return None


def squeezed(heading: str) -> str:
    """A heading without its spaces: ``JobTitle`` and ``N.I. No.`` are known too."""
    return heading.replace(" ", "")


def _honorific(grid: Grid, row: int, position: int) -> bool:
    """Whether a column holds how people are addressed, such as Mrs, and not what they do."""
    below = [cells[position] for _, cells in grid.rows[row + 1 : row + _LOOKED_AT] if position < len(cells)]
    filled = [normal(cell) for cell in below if cell is not None and normal(cell)]
    return bool(filled) and 2 * sum(cell in _HONORIFICS for cell in filled) > len(filled)


def _is_like(one: TableField, plain: Sequence[str], taken: frozenset[int]) -> int | None:
    """A heading that holds all words of a known one of two words or more: ``Job title (current)``."""
    for heading in one.headings:
        wanted = heading.split()
        for position, name in enumerate(plain):
            if len(wanted) > 1 and position not in taken and set(wanted) <= set(name.split()):
                return position
    return None


def _no_column(one: TableField, header: Header) -> str:
    message = f"no column looks like {one.label.lower()}; name it: columns={{'{one.field}': 'its heading'}}"
    if header.where:
        # Some headings were recognised, so this is a header and not a row about somebody.
        listed = ", ".join(repr(shown(name)) for name in header.names[:20] if name)
        message += f". The columns are {listed}"
    return message
