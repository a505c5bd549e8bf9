"""Staff lists as people keep them: any table with a column of job titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

import attrs
from attrs import define, evolve, field

from care_pathway.interop import ascwds
from care_pathway.interop.held_cells import held_in
from care_pathway.interop.kinds import ascwds_kind, opened_or_book
from care_pathway.interop.layouts import columns_for
from care_pathway.interop.matching import Person
from care_pathway.interop.people_across import people_down
from care_pathway.interop.record_dates import DateColumns, KeptDate
from care_pathway.interop.rows import ReadTable, TableRow
from care_pathway.interop.staff import LeftOut, StaffFile, StaffRecord
from care_pathway.model import Aspiration, WorkContext, Worker
from care_pathway.problems import Severity, shown, shown_reference
from care_pathway.tabular.cells import may_be_personal
from care_pathway.tabular.collecting import without_collecting
from care_pathway.tabular.days import DayPart, written
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Book
from care_pathway.tabular.headings import Holds, normal, words
from care_pathway.tabular.sheets import open_book
from care_pathway.tabular.standing import AWAY, day_in, status_of
from care_pathway.tabular.words import FileKind, PathwayAnswer

_CONTEXT = tuple(one.name for one in attrs.fields(WorkContext))
_ANSWERS = frozenset({PathwayAnswer.NONE_OF_THE_ABOVE, PathwayAnswer.DO_NOT_KNOW})


#: A list of fewer columns has rows of one cell that are people.
_FEWEST_COLUMNS = 3
_REMARK = re.compile(r"\s[-–—]\s|[(\[;:,]")
_NAMES = (Holds.WHOLE, Holds.FIRST, Holds.LAST)
_FURTHER = ("second_job", "third_job")
_AWAY = ("leaver", "vacancy", "starter")


@without_collecting()
def read_staff(
    source: Source | Book | object,
    *,
    layout: str | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    on: date | None = None,
    setting: str | None = None,
    include_leavers: bool = False,
    corrections: Mapping[tuple[int, str], str] | None = None,
) -> StaffFile:
    """Read a list of staff: any table with a column of job titles, or an ASC-WDS worker file.

    Leavers, people who start after the day, and vacant posts are left out of `workers` and counted in the
    notices; rows that repeat a person in the same job are read once.

    Args:
        source: The file (a path or an open file), or a frame.
        layout: Name of a known layout; without it columns are known by headings and cells.
        columns: Headings for fields, where the guess is wrong, such as ``{"job_title": "Post held"}``.
        sheet: Name of the sheet of a workbook; without it the first visible one that fits.
        on: The day of reading: who has left by then, or not started yet, is left out.
        setting: Where people work, such as ``care-home``, for those of whom the file does not say.
        include_leavers: Keep leavers, later starters and vacancies in.
        corrections: What cells should say instead, by line and heading, as somebody decided.

    Returns:
        Workers, rows, the columns that were guessed, notices and problems. No bad row loses the good ones.

    Raises:
        DataError: If the file as a whole cannot be read.
        UnknownIdError: If `columns` names a field that does not exist, or there is no such layout.

    Example:
        >>> from care_pathway.interop import examples, read_staff
        >>> staff = read_staff(examples.file("staff.csv"))
        >>> staff.workers[0].job_title, staff.columns[1].header
        ('Registered Manager', 'Job title')
    """
    given = opened_or_book(source, columns=columns, sheet=sheet, on=on)
    if not columns and ascwds_kind(given) is not None:
        return ascwds.read_workers(given, on=on)  # type: ignore[arg-type]
    columns = columns_for("staff", layout, columns, given)
    book = open_book(given)
    down = people_down(book, sheet)
    # In a file with people across a line is nobody's own, so that no cell can be corrected by its line.
    corrections = corrections if down is book else None
    table = ReadTable(
        down,
        "staff",
        columns=columns,
        sheet=sheet,
        on=on,
        corrections=corrections,
    )
    made = _StaffList(table, setting=setting, include=include_leavers)
    for row in table.rows():
        if not made.is_heading(row):
            made.add(row)
    made.add_further_jobs()
    if not made.records:
        table.problems.append(_no_rows(table))
    made.say()
    table.say_how_days_were_read(("qualification_achieved",))
    left_out = table.name_what_is_left(besides=made.dated.read)
    return StaffFile(
        file=table.file,
        kind=FileKind.TABLE,
        names=table.header.names,
        named=tuple(table.header.personal.items()),
        workers=tuple(made.workers),
        records=tuple(made.records),
        dates=tuple(made.dates),
        columns=table.header.guesses,
        left_out=left_out,
        notices=table.all_notices,
        problems=table.all_problems,
        to_check=table.cells_to_check,
    )


def _no_rows(table: ReadTable) -> Any:
    from care_pathway.problems import Place, Problem

    return Problem(message="there is a header, but no rows below it", place=Place(file=table.file))


_Who = tuple[str | None, str | None]


@define
class _StaffList:
    """A staff list in the making."""

    table: ReadTable
    setting: str | None
    include: bool
    records: list[StaffRecord] = field(factory=list)
    workers: list[Worker] = field(factory=list)
    dates: list[KeptDate] = field(factory=list)
    dated: DateColumns = field(init=False)
    #: For each reference that was read, the jobs and names under it.
    _taken: dict[str, list[tuple[str | None, str | None]]] = field(factory=dict)
    _again: set[tuple[Any, ...]] = field(factory=set)
    #: Lines that are headings of groups, and what the present one says of the people below it.
    _headings: list[int] = field(factory=list)
    _group: str | None = None
    #: What an employment column says that is not understood, with the lines.
    _unknown: dict[str, list[int]] = field(factory=dict)
    #: People by reference and name, the jobs they have, and further jobs that stand in the row of the first.
    _people: dict[_Who, Worker] = field(factory=dict)
    _held: set[tuple[str | None, str | None, str]] = field(factory=set)
    _further: list[tuple[StaffRecord, Worker | None, str]] = field(factory=list)
    _jobs: set[str] = field(factory=set)

    #: Whether a column holds further jobs.
    _has_further: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.dated = self.table.date_columns()
        self._has_further = not self.table.header.where.keys().isdisjoint(_FURTHER)

    def is_heading(self, row: TableRow) -> bool:
        """Whether a row is the heading of a group, such as *Night staff* or *Leavers*, and no person.

        It has nothing but one cell, in words that name a group. Leavers, starters and vacancies below such a
        heading are what it says.
        """
        filled = [cell for cell in row.cells if cell]
        if len(filled) != 1 or len(row.names) < _FEWEST_COLUMNS or row.values.get("job_title"):
            return False
        plain = normal(filled[0]).split()
        if not plain or not (words("group").keys() & set(plain) or _is_capitals(filled[0])):
            return False
        self._headings.append(row.line)
        self._group = next((said for word in plain if (said := words("employment").get(word)) in _AWAY), None)
        return True

    def add(self, row: TableRow) -> None:
        """Read a row; what other jobs it holds of the person is kept until all rows are read."""
        table = self.table
        jobs = _jobs(row) if self._has_further else ()
        if jobs and row.values.get("job_title") is None:
            row = evolve(row, values={**row.values, "job_title": jobs[0]})
        answer, category = _answer(row, table)
        left = self._left_out(row)
        worker_id: str | None = None
        if left is None and self._is_nobody(row):
            message = "neither a reference, a name nor a job is in this row; it is about nobody and left out"
            table.report(row.record, row.line, message, severity=Severity.WARNING)
        elif left is None or (self.include and left is not LeftOut.AGAIN):
            worker_id = self._id(row)
            if row.values.get("job_title") is None and category is None:
                message = "the job title is blank"
                where = table.heading("job_title")
                table.report(row.record, row.line, message, column=where, severity=Severity.WARNING)
            self.workers.append(self._worker(worker_id, row, category))
            self.dates += self.dated.of_row(row.cells, worker=worker_id, person=row.person, line=row.line)
        # Of several jobs in a row without a reference the first stands for the person.
        reference = row.values.get("id") or (worker_id if len(jobs) > 1 else None)
        record = StaffRecord(
            record=row.record,
            line=row.line,
            names=row.names,
            cells=row.cells,
            person=row.person,
            worker=worker_id,
            reference=reference,
            answer=answer,
            role_category=category,
            site=row.values.get("site"),
            left_out=left,
        )
        self.records.append(record)
        if self._has_further and (worker_id is not None or left is LeftOut.AGAIN):
            made = None if worker_id is None else self.workers[-1]
            self._take(record, made, jobs)

    def _take(self, record: StaffRecord, made: Worker | None, jobs: Sequence[str]) -> None:
        """Keep who it is, in which job, and in which others."""
        who = (record.reference, record.person.name)
        if made is not None:
            self._people.setdefault(who, made)
        self._held.update((*who, normal(job)) for job in jobs[:1])
        self._further += [(record, made, job) for job in jobs[1:]]

    def add_further_jobs(self) -> None:
        """Further jobs that stand in the row of the first, as further rows of the person would.

        What else a row says of a job is taken to be about the first.
        """
        lines: dict[int, None] = {}
        for record, made, job in self._further:
            who = (record.reference, record.person.name)
            like = made or self._people.get(who)
            if like is None or (*who, normal(job)) in self._held:
                continue
            self._held.add((*who, normal(job)))
            if _is_vacant(job):
                self.records.append(evolve(record, worker=None, left_out=LeftOut.VACANCY))
                continue
            number = next(n for n in count(2) if f"{like.id}-job-{n}" not in self._jobs)
            called = f"{like.id}-job-{number}"
            self._jobs.add(called)
            lines[record.line] = None
            asked = record.answer is not PathwayAnswer.NOT_ASKED
            self.records.append(
                evolve(
                    record,
                    worker=called,
                    answer=PathwayAnswer.NOT_ANSWERED if asked else PathwayAnswer.NOT_ASKED,
                    role_category=None,
                    left_out=None,
                )
            )
            self.workers.append(
                evolve(
                    like,
                    id=called,
                    job_title=job,
                    role_category=None,
                    ascwds_job_role=None,
                    started_in_role=None,
                    context=WorkContext(),
                )
            )
        if lines:
            several = "1 person has" if len(lines) == 1 else f"{len(lines):,} people have"
            self.table.note(
                f"{several} a further job in the same row; each job is looked at for itself, and what else "
                f"the row says of a job is taken to be about the first ({_listed([*lines])})"
            )

    @staticmethod
    def _is_nobody(row: TableRow) -> bool:
        """Whether a row says nothing of who it is, and nothing of a job, such as one of sums."""
        said = ("id", "job_title", "role_category", "ascwds_job_role")
        return row.person == Person() and all(row.values.get(name) is None for name in said)

    # --- who counts ---------------------------------------------------------------------------------

    def _left_out(self, row: TableRow) -> LeftOut | None:
        """Why a row is about nobody at work on the day, if it is."""
        values, on = row.values, self.table.on
        left, started = values.get("left"), values.get("started_in_role")
        said = self._employment(values.get("employment"), row.line) or self._group
        said = said or next(filter(None, map(self._of_remark, self._remarked(row))), None)
        said_of_post = (values.get("job_title"), row.person.name, self._cell_of_reference(row))
        if said == "vacancy" or any(map(_is_vacant, said_of_post)):
            return LeftOut.VACANCY
        # Who leaves later is still at work, whatever the status says.
        gone = None if on is None or left is None else left < on
        if gone or (gone is None and said == "leaver"):
            return LeftOut.LEAVER
        if (on is not None and started is not None and started > on) or (
            said == "starter" and started is None
        ):
            return LeftOut.STARTER
        return LeftOut.AGAIN if self._is_again(row) else None

    def _cell_of_reference(self, row: TableRow) -> str | None:
        """A cell of references as it is written: a rota has *Open shift* there."""
        at = self.table.header.where.get("id")
        return None if at is None or at >= len(row.cells) else row.cells[at]

    def _is_again(self, row: TableRow) -> bool:
        """Whether an earlier row is about the same person in the same job, as in a rota."""
        values = row.values
        who = values.get("id") or row.person.name
        if who is None:
            return False
        # Where anything differs it may be another job, or another person: it is not left out.
        job = normal(values.get("job_title") or "")
        kept = (values.get(name) for name in ("started_in_role", "site", "setting", "role_category"))
        key = (who, row.person.name, job, *kept)
        again = key in self._again
        self._again.add(key)
        return again

    def _employment(self, cell: str | None, line: int) -> str | None:
        """What a cell of a status column says: leaver, vacancy, starter or current."""
        if cell is None:
            return None
        plain = normal(cell)
        answer = words("answer").get(cell.casefold())
        if answer in ("yes", "no"):
            heading = normal(self.table.heading("employment"))
            leaving = "leav" in heading or "left" in heading
            return "leaver" if (answer == "yes") == leaving else "current"
        known = words("employment")
        found = known.get(plain) or self._with_day(cell)
        if found is None:
            parts = [known.get(normal(part)) for part in _REMARK.split(cell)]
            said = [part for part in parts if part is not None]
            # Somebody who is inactive, and on a career break, has not left.
            found = "current" if "current" in said and said[0] != "vacancy" else next(iter(said), None)
        if found is None:
            first = known.get(plain.split(" ", 1)[0]) if plain else None
            found = first if first in ("leaver", "vacancy") else None
        if found is None and status_of(cell) == AWAY:
            found = "current"  # on leave of any kind
        if found is None:
            self._unknown.setdefault(cell, []).append(line)
        return found

    def _remarked(self, row: TableRow) -> Iterator[str]:
        """What may have a remark beside it that says who is not at work: the title, and the name."""
        yield row.values.get("job_title") or ""
        for at, kind in self.table.header.personal.items():
            if kind in _NAMES and at < len(row.cells):
                yield row.cells[at]

    def _of_remark(self, text: str) -> str | None:
        """Whether a remark beside a title or a name says that somebody has left, or will start.

        Such as *Carer (left 01/02/2026)*, *Leaver - Carer*, or *Ann Quill (starts 01/01/2027)*.
        """
        parts = _REMARK.split(text)
        if len(parts) == 1:
            return None
        said = [
            words("employment").get(plain) or self._with_day(part)
            for part in parts
            if (plain := normal(part))
        ]
        if len(said) < 2:
            return None
        return "leaver" if "leaver" in said else "starter" if "starter" in said[1:] else None

    def _with_day(self, cell: str) -> str | None:
        """What a status with a day in it says, such as *Left 01/02/2026* or *Starting 01/01/2027*."""
        found = day_in(cell)
        if found is None:
            return None
        day, rest = found
        plain = re.sub(r"\s*\b(?:on|until|till|from|since|by|to|due|date)\Z", "", normal(rest))
        said = words("employment").get(plain) or ("current" if status_of(plain) == AWAY else None)
        on = self.table.on
        if said == "leaver" or plain in ("leaving", "leaves"):
            return (
                "leaver" if (on is None and said == "leaver") or (on is not None and day < on) else "current"
            )
        if said == "starter" or plain in words("starting"):
            return "starter" if on is None or day > on else "current"
        return said

    def say(self) -> None:
        """Say who was left out, by kind, and what that rests on."""
        table = self.table
        day = "" if table.on is None else f" on {table.on}"
        for kind, what, when in (
            (LeftOut.LEAVER, ("person who has left", "people who have left"), day),
            (LeftOut.STARTER, ("person who has not started", "people who have not started"), day),
            (LeftOut.VACANCY, ("vacant post", "vacant posts"), ""),
            (
                LeftOut.AGAIN,
                ("row that repeats a person in the same job", "rows that repeat a person in the same job"),
                "",
            ),
        ):
            lines = [record.line for record in self.records if record.left_out is kind]
            if lines:
                how = (
                    "kept in, as asked"
                    if self.include and kind is not LeftOut.AGAIN
                    else "left out of the counts"
                )
                if kind is LeftOut.AGAIN:
                    how = "read once"
                table.note(f"{len(lines):,} {what[len(lines) > 1]}{when} {how} ({_listed(lines)})")
        table.notices += self.dated.notices(self.dates)
        if self._headings:
            table.note(f"read as headings of groups, not as people: {_listed(self._headings)}")
        for cell, lines in self._unknown.items():
            table.note(
                f"this employment status is not understood; who has it counts as at work ({_listed(lines)})",
                column=table.heading("employment"),
                found=None if may_be_personal(cell) else shown(cell),
            )
        if table.on is None and table.heading("left") is not None:
            table.note("without a day nobody is left out for a leaving date", column=table.heading("left"))
        if table.heading("id") is None and any(record.person.name for record in self.records):
            table.note(
                "no column of references; people are called by their rows, and names serve only to join files"
            )
        sites = {record.site for record in self.records if record.site}
        if len(sites) > 1:
            table.note(f"{len(sites):,} sites or teams; kept with each person", column=table.heading("site"))

    # --- one person ---------------------------------------------------------------------------------

    def _id(self, row: TableRow) -> str:
        """The row's own reference, or its number where it has none of its own."""
        table, reference = self.table, row.values.get("id")
        if reference is None:
            if table.heading("id") is not None:
                message = f"no reference; called row-{row.record}"
                where = table.heading("id")
                table.report(row.record, row.line, message, column=where, severity=Severity.WARNING)
            return f"row-{row.record}"
        earlier = self._taken.setdefault(reference, [])
        earlier.append((row.person.name, row.values.get("job_title")))
        if len(earlier) == 1:
            return str(reference)
        names = {name for name, _ in earlier if name}
        what = (
            "under another name; two people may share it"
            if len(names) > 1
            else "with another job; each job is looked at for itself"
        )
        called = f"{reference}-row-{row.record}"
        table.report(
            row.record,
            row.line,
            f"an earlier row has this reference too, {what}. This one is called by its row",
            column=table.heading("id"),
            # A further job is nothing for a person to settle.
            value=shown_reference(reference) if len(names) > 1 else None,
            severity=Severity.ERROR if len(names) > 1 else Severity.WARNING,
        )
        return called

    def _worker(self, worker_id: str, row: TableRow, category: str | None) -> Worker:
        values = row.values
        aspiration = values.get("aspiration")
        return Worker(
            id=worker_id,
            role_category=category,
            job_title=values.get("job_title"),
            ascwds_job_role=values.get("ascwds_job_role"),
            setting=values.get("setting") or self.setting or values.get("site"),
            started_in_role=values.get("started_in_role"),
            started_in_care=_in_care(row, self.table),
            context=WorkContext(**{name: values.get(name) for name in _CONTEXT}),
            aspiration=None if aspiration is None else Aspiration(aspiration),
            qualifications=held_in(row, self.table),
        )


def _is_capitals(cell: str) -> bool:
    """Whether a cell is one word in capitals, and no reference."""
    return cell.isupper() and len(cell.split()) == 1 and not any(map(str.isdigit, cell))


def _listed(lines: Sequence[int]) -> str:
    """Lines as a message names them."""
    some = ", ".join(map(str, lines[:8]))
    more = f" and {len(lines) - 8:,} more" if len(lines) > 8 else ""
    return f"{'line' if len(lines) == 1 else 'lines'} {some}{more}"


def _jobs(row: TableRow) -> list[str]:
    """The titles of a row, each once."""
    titles: dict[str, str] = {}
    for name in ("job_title", *_FURTHER):
        title = row.values.get(name)
        if title:
            titles.setdefault(normal(title), title)
    return [*titles.values()]


def _is_vacant(cell: str | None) -> bool:
    """Whether a title, a name or a reference says that nobody holds the post or has the shift."""
    plain = normal(cell or "").split()
    known = words("vacancy")
    return any(word in known for word in plain) or " ".join(filter(str.isalpha, plain)) in known


def _answer(row: TableRow, table: ReadTable) -> tuple[PathwayAnswer, str | None]:
    if table.heading("role_category") is None:
        return PathwayAnswer.NOT_ASKED, None
    category = row.values.get("role_category")
    if category is None:
        bad = (row.record, "role_category") in table.unreadable
        return (PathwayAnswer.UNREADABLE if bad else PathwayAnswer.NOT_ANSWERED), None
    if category in {str(answer) for answer in _ANSWERS}:
        return PathwayAnswer(category), None
    return PathwayAnswer.CATEGORY, category


def _in_care(row: TableRow, table: ReadTable) -> date | None:
    """First day in care: the latest that a year or month leaves open, but never after the role began."""
    latest: date | None = row.values.get("started_in_care")
    role: date | None = row.values.get("started_in_role")
    position = table.header.where.get("started_in_care")
    if latest is None or role is None or position is None:
        return latest
    if written(row.cells[position]).part is DayPart.DAY:
        return latest
    return min(latest, role) if (latest.year, latest.month) >= (role.year, role.month) else latest
