"""Matrices with courses down and people across: they are turned, and then read as the others are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from attrs import evolve, frozen

from care_pathway.evidence.title_topics import topics_in
from care_pathway.evidence.training import title_rows
from care_pathway.tabular.cells import is_code, is_name, text
from care_pathway.tabular.days import looks_like_a_day
from care_pathway.tabular.grids import Book, Grid, Row, notice
from care_pathway.tabular.headings import fields_named, is_heading, normal
from care_pathway.tabular.standing import status_of

_MOST_ABOVE = 25
#: Fewer people across, or fewer courses down, are no matrix.
_FEWEST = 2
_MOST = 0.6
_STANDARD = re.compile(r"(?:care certificate )?(?:standard|std) \d{1,2}\b")
_SOME = 0.3


@frozen(kw_only=True)
class Turned:
    """A matrix that was turned.

    Attributes:
        grid: The table with people down.
        lines: For each of its columns the line of the file on which that course stands.
        above: The place of the header among the rows of the file.
    """

    grid: Grid
    lines: Mapping[int, int]
    above: int


def turned(grid: Grid) -> Turned | None:
    """A table with people down, where the file has them across; ``None`` where it has not.

    A row of headings is one of people where most are names or references and hardly one is a course, while
    the first column is headed as courses are, or most of it names subjects of training.

    Example:
        >>> rows = ("Course", "Ann Quill", "Bob Rowe"), ("First aid", "Yes"), ("Dementia", "No")
        >>> turned(Grid(file="m.csv", rows=tuple(enumerate(rows, start=1)))).grid.rows[1][1]
        ('Ann Quill', 'Yes', 'No')
    """
    head: tuple[int, int] | None = None
    for row, (_, cells) in enumerate(grid.rows[:_MOST_ABOVE]):
        names = [text(cell) for cell in cells]
        at = next((at for at in range(min(3, len(names))) if _is_turned(grid, row, names, at)), None)
        if at is not None:
            head = row, at
        elif head is not None:  # of rows of people above one another the last
            break
    return None if head is None else _turn(grid, *head)


def people_down(book: Book, sheet: str | None = None) -> Book:
    """A file with people down, where its sheet has them across and says what their jobs are; else as it is.

    Example:
        >>> rows = ("Course", "Ann Quill", "Bob Rowe"), ("Role", "Carer", "Cook"), ("First aid", "Yes", "No")
        >>> grid = Grid(file="m.csv", rows=tuple(enumerate(rows, start=1)))
        >>> people_down(Book("m.csv", lambda _: grid)).grid(None).rows[1][1]
        ('Ann Quill', 'Carer', 'Yes')
    """
    grid = next(book.grids(), None) if sheet is None else book.grid(sheet)
    across = None if grid is None or len(grid.rows) < _FEWEST else turned(grid)
    if grid is None or across is None:
        return book
    if not any("job_title" in fields_named(text(head), "staff") for head in across.grid.rows[0][1]):
        return book
    line = grid.rows[across.above][0]
    said = notice(book.file, "people stand across and courses down; it was turned", line=line)
    made = evolve(across.grid, notices=(*grid.notices, said))
    return Book(book.file, lambda _: made, names=(grid.sheet,), notices=book.notices)


def _is_turned(grid: Grid, row: int, names: Sequence[str], at: int) -> bool:
    across = [name for name in names[at + 1 :] if name]
    if any(looks_like_a_day(name) or status_of(name) is not None for name in across):
        return False  # a row about somebody
    people = [name for name in across if (_is_person(name) or is_code(name)) and not is_heading(name)]
    if len(people) < _FEWEST or len(people) < _MOST * len(across) or _share_of_courses(people) >= _SOME:
        return False
    below = [text(cells[at]) for _, cells in grid.rows[row + 1 :] if at < len(cells) and len(cells) > at + 1]
    below = [cell for cell in below if cell]
    if len(below) < _FEWEST:
        return False
    headed = "title" in fields_named(names[at], "training")
    return headed or _share_of_courses(below) >= _MOST


def _is_person(name: str) -> bool:
    """Whether a heading is a name as people write it, with capitals."""
    parts = re.findall(r"[^\W\d_][\w'’.-]*", name)
    return is_name(name) and all(part[0].isupper() for part in (parts[0], parts[-1]))


def _share_of_courses(names: Iterable[str]) -> float:
    found = [names_a_course(normal(name)) for name in names]
    return sum(found) / len(found) if found else 0.0


def names_a_course(words: str) -> bool:
    """Whether words name a subject that care workers are trained in."""
    padded = f" {words} "
    return (
        _STANDARD.match(words) is not None
        or next(topics_in(words), None) is not None
        or any(f" {word} " in padded for word in _words())
    )


@cache
def _words() -> frozenset[str]:
    return frozenset(normal(word) for row in title_rows() for word in row.words)


def _turn(grid: Grid, row: int, at: int) -> Turned:
    """The table with its rows as columns; rows with nothing but a first cell are headings of groups."""
    head = row
    while head and _is_of_people(grid.rows[head - 1][1], grid.rows[row][1], at):
        head -= 1
    rows = [
        (line, cells)
        for place, (line, cells) in enumerate(grid.rows[head:], start=head)
        if place <= row or sum(1 for cell in cells if text(cell)) > 1
    ]
    width = max(len(cells) for _, cells in rows)
    line = grid.rows[row][0]
    made: list[Row] = []
    for column in range(at, width):
        cells = tuple(cells[column] if column < len(cells) else None for _, cells in rows)
        if column == at:
            # What stands above the courses names no column of people.
            heads = (_head_of(found, at) for _, found in rows[: row - head + 1])
            cells = (*heads, *cells[row - head + 1 :])
        if any(map(text, cells)):
            made.append((line, cells))
    return Turned(
        grid=evolve(grid, rows=tuple(made)),
        lines={place: number for place, (number, _) in enumerate(rows)},
        above=row,
    )


def _head_of(cells: Sequence[object], at: int) -> str:
    """The heading of a column that was a row of people."""
    found = [text(cell) for cell in cells[at + 1 :] if text(cell)]
    return "Staff ref" if sum(map(is_code, found)) * 2 > len(found) else "Name"


def _is_of_people(cells: Sequence[object], below: Sequence[object], at: int) -> bool:
    """Whether a row above the header says more of the same people, such as their references."""
    pairs = [
        text(cells[place]) if place < len(cells) else ""
        for place in range(at + 1, len(below))
        if text(below[place])
    ]
    filled = [cell for cell in pairs if cell]
    return len(filled) >= _FEWEST and sum(is_code(cell) or is_name(cell) for cell in filled) >= _MOST * len(
        pairs
    )
