"""Decisions of a person about what could not be settled, read back so that they hold for good.

A table to check lists doubtful job titles, training that was not recognised, and cells that could not be
read, each with a column *Decision*. What is filled in there is applied wherever the same title, course or
cell stands.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from enum import StrEnum
from typing import Any, TypeVar

import attrs
from attrs import field, frozen

from care_pathway.errors import refuse
from care_pathway.interop import cells as _values
from care_pathway.interop.ascwds import codes
from care_pathway.interop.matching import Matcher
from care_pathway.interop.staff import StaffFile, entries_of
from care_pathway.model import Pathway, TrainingRecord, Worker
from care_pathway.problems import Place, Problem, Severity, shown, withheld
from care_pathway.render.words import shorten
from care_pathway.tabular.cells import text
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Book, Grid
from care_pathway.tabular.headings import normal
from care_pathway.tabular.sheets import open_book

#: The answer for a job outside the Pathway.
_OUTSIDE = "none-of-the-above"
_TITLE_LETTERS = 120
_T = TypeVar("_T")


class Check(StrEnum):
    """What is to be checked.

    Example:
        >>> Check("title")
        <Check.TITLE: 'title'>
    """

    TITLE = "title"
    """A job title: the role category of everybody who has it."""
    PERSON = "person"
    """Somebody without a job title, by reference: their role category."""
    COURSE = "course"
    """Training that was not recognised: the learning that it is."""
    CELL = "cell"
    """A cell that could not be read: what it should say."""


#: The headings of a table to check.
HEADINGS = ("What", "Found", "File", "Line", "Column", "People", "Suggested", "Decision", "Why", "References")
#: What the column of references is headed with in a table of people.
_REFERENCE = ("reference", "worker", "staff ref", "uniqueworkerid", "displayid")
#: So many letters of references go into one cell; whoever is left stands in a further row of the same title.
_LONGEST = 30_000
#: The sheet of a workbook that holds it.
SHEET = "To check"


@frozen(kw_only=True)
class ToCheck:
    """One thing to check.

    Attributes:
        what: What it is.
        found: The title, the course or the cell as it stands.
        file: The file of a cell.
        line: Its line.
        column: Its column.
        people: How many people it is about.
        suggested: The best answer that could be worked out.
        choices: Possible answers, best first.
        why: Why it is open.
        references: Those whom it is about, so that another file of the same people can be joined.
    """

    what: Check = field(converter=Check)
    found: str
    file: str | None = None
    line: int | None = None
    column: str | None = None
    people: int | None = None
    suggested: str | None = None
    choices: tuple[str, ...] = ()
    why: str = ""
    references: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Its rows of the table, with nothing decided; more than one where there are many references."""
        place = (self.file, self.line, self.column)
        for references in _in_cells(self.references):
            decide = (self.people, self.suggested, None, self.why)
            yield (str(self.what), self.found, *place, *decide, references)


def _in_cells(references: tuple[str, ...]) -> list[str | None]:
    """References listed in as many cells as hold them."""
    cells: list[str | None] = []
    for one in references:
        last = cells[-1] if cells else None
        if last is not None and len(last) + len(one) < _LONGEST:
            cells[-1] = f"{last}; {_quoted(one)}"
        else:
            cells.append(_quoted(one))
    return cells or [None]


def _quoted(reference: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow([reference])
    return out.getvalue()


def _listed(cell: str) -> list[str]:
    """The references that a cell lists."""
    try:
        rows = list(csv.reader(cell.splitlines(keepends=True), delimiter=";", skipinitialspace=True))
    except csv.Error:  # longer than what we write
        rows = [cell.split(";")]
    return [one.strip() for row in rows for one in row if one.strip()]


def listed_as(title: str) -> str:
    """A title as it is listed for somebody to decide: on one line, not too long, and naming nobody.

    Example:
        >>> listed_as("Carer  (zed@example.org)")
        'Carer (withheld)'
    """
    return shorten(withheld(" ".join(title.split())), _TITLE_LETTERS)


def keys_of(title: str) -> tuple[str, str]:
    """What a decision about a title may stand under: its own words, or as it was listed."""
    return normal(title), normal(listed_as(title))


def _decided(titles: Mapping[str, _T], title: str) -> _T | None:
    return next((titles[key] for key in keys_of(title) if key in titles), None)


@frozen(kw_only=True)
class Corrections:
    """What was decided.

    Attributes:
        titles: Role categories by job title; ``none-of-the-above`` for one outside the Pathway.
        courses: Ids of learning by the title of training.
        categories: Training categories of ASC-WDS by the title of training.
        outside_courses: Titles of training that nothing in the Pathway is about: they are asked for no more.
        cells: What cells should say, by file, line and column.
        people: Role categories by reference, of people who were decided one by one, as in ``pack.xlsx``.
        of_titles: Role categories by reference, of those whose title was decided: for files without titles.
        problems: Decisions that could not be read.
        file: The name of the table.
    """

    titles: Mapping[str, str] = field(factory=dict)
    courses: Mapping[str, str] = field(factory=dict)
    categories: Mapping[str, int] = field(factory=dict)
    outside_courses: frozenset[str] = frozenset()
    cells: Mapping[tuple[str, int, str], str] = field(factory=dict)
    people: Mapping[str, str] = field(factory=dict)
    of_titles: Mapping[str, str] = field(factory=dict)
    problems: tuple[Problem, ...] = ()
    file: str = ""

    @property
    def by_reference(self) -> dict[str, str]:
        """The role category of everybody whom the table names, as `ascwds.fill` takes it."""
        return {**self.of_titles, **self.people}

    def of(self, workers: Iterable[Worker]) -> dict[str, str]:
        """The same, with those of workers whose job title, as their own file has it, was decided."""
        titled = {one.id: found for one in workers if (found := self._decided(one)) is not None}
        return {**self.of_titles, **titled, **self.people}

    def cells_of(self, file: str) -> dict[tuple[int, str], str]:
        """What cells of a file should say, by line and column."""
        return {(line, column): value for (name, line, column), value in self.cells.items() if name == file}

    def _decided(self, worker: Worker) -> str | None:
        found = self.people.get(worker.id)
        if found is None and worker.role_category is None:
            found = _decided(self.titles, worker.job_title or "")
        return found

    def outside(self, workers: Iterable[Worker]) -> tuple[str, ...]:
        """References of those whose job was decided to be outside the Pathway."""
        return tuple(one.id for one in workers if self._decided(one) == _OUTSIDE)

    def worker(self, worker: Worker) -> Worker:
        """A worker with what was decided about the job title and the training."""
        category = self._decided(worker)
        if category is not None and category != _OUTSIDE:
            worker = attrs.evolve(worker, role_category=category)
        if (self.courses or self.categories) and worker.training:
            made = tuple(map(self._training, worker.training))
            worker = attrs.evolve(worker, training=made)
        return worker

    def _training(self, record: TrainingRecord) -> TrainingRecord:
        learning = _decided(self.courses, record.title)
        if record.learning is None and learning is not None:
            return attrs.evolve(record, learning=learning)
        category = _decided(self.categories, record.title)
        if record.ascwds_category is None and category is not None:
            return attrs.evolve(record, ascwds_category=category)
        return record

    def staff(self, staff: StaffFile) -> StaffFile:
        """Staff with what was decided."""
        return attrs.evolve(
            staff,
            workers=tuple(map(self.worker, staff.workers)),
            problems=staff.problems + self.problems,
        )


def read_decisions(pathway: Pathway, source: Source | Book | object) -> Corrections:
    """Read a table to check that somebody filled in: a workbook with the sheet *To check*, or CSV.

    What is decided may be a title, a course, a cell or a person, as in ``to-check.xlsx``, or people one by
    one, as in ``pack.xlsx`` or any table with columns Reference and Decision.

    Args:
        pathway: The edition, whose role categories and learning can be named.
        source: The file.

    Raises:
        DataError: If it is no such table.

    Example:
        >>> import care_pathway as cp
        >>> rows = [{"What": "title", "Found": "HCA", "Decision": "Care or support worker"}]
        >>> read_decisions(cp.load(), rows).titles
        {'hca': 'care-or-support-worker'}
    """
    book = open_book(source)
    grid, at = _table(book)
    made = _DecisionReading(pathway, book.file)
    for line, row in filled_rows(grid, at, HEADINGS):
        reference = next((row[name] for name in _REFERENCE if row.get(name)), "")
        if reference:
            row.update(what=Check.PERSON, found=reference)
        if row["found"]:
            made.add(line, row)
    return made.corrections()


class _DecisionReading:
    """Decisions as they are read."""

    def __init__(self, pathway: Pathway, file: str) -> None:
        self._learning = {normal(word): one.id for one in pathway.learning for word in (one.id, one.name)}
        self._file = file
        self._roles: dict[Check, dict[str, str]] = {Check.TITLE: {}, Check.PERSON: {}}
        self._courses: dict[str, str] = {}
        self._categories: dict[str, int] = {}
        self._outside: set[str] = set()
        self._cells: dict[tuple[str, int, str], str] = {}
        self._holders: dict[str, list[str]] = {}
        self._problems: list[Problem] = []

    def add(self, line: int, row: Mapping[str, str]) -> None:
        """A row."""
        what, found, decision = row["what"], row["found"], row["decision"]
        if what == Check.TITLE:
            self._holders.setdefault(normal(found), []).extend(_listed(row["references"]))
        if not decision:
            return
        if what in (Check.TITLE, Check.PERSON):
            try:
                category = _values.category(decision)
            except _values.NotUnderstoodError as error:
                self._wrong(line, decision, str(error))
                return
            if category is not None and category != "do-not-know":
                self._roles[Check(what)][found if what == Check.PERSON else normal(found)] = category
        elif what == Check.COURSE:
            self._course(line, normal(found), decision)
        elif what == Check.CELL:
            if row["line"].isdecimal():
                self._cells[row["file"], int(row["line"]), row["column"]] = decision
        else:
            self._wrong(line, what, f"expected {', '.join(Check)} in the column What")

    def _course(self, line: int, title: str, decision: str) -> None:
        """What training is: learning of the Pathway, a training category, or nothing that it is about."""
        known = self._learning.get(normal(decision))
        if known is not None:
            self._courses[title] = known
            return
        labels = {normal(one.label): one.code for one in codes.training_categories()}
        if normal(decision) in labels:
            self._categories[title] = labels[normal(decision)]
            return
        with suppress(_values.NotUnderstoodError):
            if _values.category(decision) == _OUTSIDE:
                self._outside.add(title)
                return
        self._wrong(
            line,
            decision,
            "expected the name or the id of learning that the Pathway names, the name of a training category "
            "of ASC-WDS, or 'Outside the Pathway'",
        )

    def _wrong(self, line: int, found: str, message: str) -> None:
        place = Place(file=self._file, line=line, column="Decision")
        problem = Problem(message=message, place=place, found=shown(found), severity=Severity.WARNING)
        self._problems.append(problem)

    def corrections(self) -> Corrections:
        """What was decided."""
        titles = self._roles[Check.TITLE]
        return Corrections(
            titles=titles,
            courses=self._courses,
            categories=self._categories,
            outside_courses=frozenset(self._outside),
            cells=self._cells,
            people=self._roles[Check.PERSON],
            of_titles={one: titles[title] for title in titles for one in self._holders[title]},
            problems=tuple(self._problems),
            file=self._file,
        )


def decisions_of_list(own: StaffFile, staff: StaffFile) -> dict[str, str]:
    """The role categories of somebody's own staff list, as `care_pathway.interop.ascwds.fill` takes them.

    Args:
        own: The list, with a column of role categories.
        staff: The worker file that is filled: where only a name is on the list, who shows it there.

    Returns:
        Role categories by reference, or by the id of the worker where a name says who it is.

    Example:
        >>> from care_pathway.interop import ascwds, examples, read_staff
        >>> own = read_staff([{"Ref": "W003", "Job title": "Carer", "Role category": "Deputy manager"}])
        >>> decisions_of_list(own, ascwds.read_workers(examples.file("ascwds-worker.csv")))
        {'W003': 'deputy-manager'}
    """
    matcher = Matcher(entries_of(staff.workers, staff))
    found: dict[str, str] = {}
    for entry, worker in zip(entries_of(own.workers, own), own.workers, strict=True):
        if worker.role_category is not None:
            # What stands for the person of several jobs in one row is no reference of theirs.
            none = (None, f"row-{own.record_of(worker.id).record}")
            named = matcher.find(None, entry.person) if entry.reference in none else ()
            found[named[0] if len(named) == 1 else worker.id] = worker.role_category
    return found


def _table(book: Book) -> tuple[Grid, int]:
    """The sheet that is to be checked, and the place of its header."""
    people = ({one, "decision"} for one in _REFERENCE)
    found = filled_table(book, SHEET, {"what", "found", "decision"}, *people)
    if found is None:
        raise refuse(
            "this is no table of decisions: columns 'What', 'Found' and 'Decision' are needed, as in "
            "to-check.xlsx, or 'Reference' and 'Decision', as in pack.xlsx",
            file=book.file,
        )
    return found


def filled_table(book: Book, sheet: str, *needed: Set[str]) -> tuple[Grid, int] | None:
    """The table that somebody filled in, and the place of its header.

    Args:
        book: The file.
        sheet: The sheet that holds it; where there is none of this name, any may.
        needed: Normal headings of which it has one of these sets.
    """
    names = [name for name in book.names if name is not None and normal(name) == normal(sheet)]
    for name in names or book.names:
        grid = book.grid(name)
        for at, (_, cells) in enumerate(grid.rows[:20]):
            heads = {normal(cell) for cell in cells if cell is not None}
            if any(one <= heads for one in needed):
                return grid, at
    return None


def filled_rows(grid: Grid, at: int, headings: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below a header, by their normal headings; a column that is not there is blank."""
    names = [normal(cell) for cell in grid.rows[at][1]]
    for line, cells in grid.rows[at + 1 :]:
        row = dict.fromkeys(map(normal, headings), "")
        row.update({name: text(cell) for name, cell in zip(names, cells, strict=False)})
        yield line, row
