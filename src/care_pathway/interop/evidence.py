"""Sign-offs, skills assessments and delegated authorisations: what ASC-WDS cannot carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from care_pathway._record import Result
from care_pathway.errors import DataError
from care_pathway.evidence.own_word import names_nobody
from care_pathway.interop.cells import activity_called
from care_pathway.interop.kinds import opened_or_book
from care_pathway.interop.layouts import columns_for
from care_pathway.interop.matching import Person
from care_pathway.interop.record_dates import DateColumns, KeptDate, is_without_end
from care_pathway.interop.rows import ReadTable, TableRow
from care_pathway.model import DelegatedAuthorisation, Evidence, EvidenceState, Worker
from care_pathway.problems import Problem, withheld
from care_pathway.tabular.cells import text
from care_pathway.tabular.columns import find_header, lists_delegations
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Book, Grid
from care_pathway.tabular.headings import ColumnGuess, fields_named, normal
from care_pathway.tabular.sheets import open_book


class EntryKind(StrEnum):
    """Kinds of row in an evidence file.

    Example:
        >>> EntryKind("sign-off")
        <EntryKind.SIGN_OFF: 'sign-off'>
    """

    SIGN_OFF = "sign-off"
    """A competency signed off in practice."""
    SKILLS_ASSESSMENT = "skills-assessment"
    """A competency rated by the worker, by the manager, or by both."""
    DELEGATED_AUTHORISATION = "delegated-authorisation"
    """A delegated activity with one person supported."""
    REGISTRATION = "registration"
    """A registration that the worker holds."""
    CONFIRMATION = "confirmation"
    """A condition that a responsible person has confirmed."""
    SUPERVISION = "supervision"
    """A supervision that took place; kept and shown, never judged."""
    APPRAISAL = "appraisal"
    """An appraisal that took place; kept and shown, never judged."""
    DBS = "dbs"
    """A DBS check; kept and shown, never judged."""
    RIGHT_TO_WORK = "right-to-work"
    """A check of the right to work; kept and shown, never judged."""


_TASKS_NAMED = 20
#: Kinds of record whose dates are kept and shown, and decide nothing.
_RECORDS = frozenset({EntryKind.SUPERVISION, EntryKind.APPRAISAL, EntryKind.DBS, EntryKind.RIGHT_TO_WORK})


@frozen(kw_only=True, repr=False, eq=False)
class EvidenceEntry(Result):
    """One row of an evidence file.

    Attributes:
        worker: Reference of the worker; ``None`` where only a name says who it is.
        kind: What kind of row.
        record: Number of the record.
        line: Physical line.
        evidence: What it shows of a competency; two where worker and manager both rate.
        authorisation: The authorisation, for that kind.
        item: Id of the registration or confirmed condition, for those kinds.
        topic: The topic that a sign-off is for, instead of a competency.
        course: The course whose content a sign-off is for, instead of a competency.
        on: The day of it.
        expires: The last day on which it is valid.
        by: Who signed off.
        file: The name of the file.
        person: Who the row is about, to join files; it shows nothing of it.
    """

    worker: str | None
    kind: EntryKind = field(converter=EntryKind)
    record: int
    line: int
    evidence: tuple[Evidence, ...] = ()
    authorisation: DelegatedAuthorisation | None = None
    item: str | None = None
    topic: str | None = None
    course: str | None = None
    on: date | None = None
    expires: date | None = None
    by: str | None = None
    file: str | None = None
    person: Person = field(factory=Person)

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "worker", self.worker
        yield "kind", str(self.kind)
        yield "record", self.record


@frozen(kw_only=True, repr=False, eq=False)
class EvidenceFile(Result):
    """What an evidence file held.

    Attributes:
        file: The file's own name.
        entries: Its rows.
        dates: Dates of supervision, appraisal, DBS and right to work, as rows or as columns.
        columns: Which column was taken for what.
        notices: What was read and how.
        problems: What is wrong; the rest was read all the same.
        to_check: The cells among these that a person can settle, one by one.
    """

    _compare = ".problems == ()"

    file: str
    entries: tuple[EvidenceEntry, ...] = ()
    dates: tuple[KeptDate, ...] = ()
    columns: tuple[ColumnGuess, ...] = ()
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    to_check: tuple[Problem, ...] = ()

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "file", self.file
        for name in ("entries", "notices", "problems"):
            if getattr(self, name):
                yield name, len(getattr(self, name))


@frozen(kw_only=True, repr=False, eq=False)
class AppliedEvidence(Result):
    """Workers with the evidence put beside them.

    Attributes:
        workers: All workers, in their order.
        changed: Ids of those who got something.
        entries: How many rows were used.
        problems: Rows that name nobody among the workers.
    """

    workers: tuple[Worker, ...]
    changed: tuple[str, ...] = ()
    entries: int = 0
    problems: tuple[Problem, ...] = ()


def read_evidence(
    source: Source | Book | object,
    *,
    layout: str | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    on: date | None = None,
    corrections: Mapping[tuple[int, str], str] | None = None,
) -> EvidenceFile:
    """Read a filled-in evidence template, CSV or XLSX.

    A table with a row for each person, and columns such as *Last supervision*, *Appraisal* or *DBS date*, is
    read too.

    Args:
        source: The file (a path or an open file), or a frame.
        layout: Name of a known layout; without it columns are known by headings and cells.
        columns: Headings for fields, where the guess is wrong, such as ``{"on": "Observed"}``.
        sheet: Name of the sheet of a workbook; without it the first visible one that fits.
        on: The day of reading.
        corrections: What cells should say instead, by line and heading, as somebody decided.

    Raises:
        DataError: If the file as a whole cannot be read.

    Example:
        >>> from care_pathway.interop import examples, read_evidence
        >>> read_evidence(examples.file("evidence.csv")).entries[0].kind
        <EntryKind.SIGN_OFF: 'sign-off'>
    """
    given = opened_or_book(source, columns=columns, sheet=sheet, on=on)
    columns = columns_for("evidence", layout, columns, given)
    if columns is None:
        book = open_book(given)
        grid = next((one for one in _grids(book, sheet) if has_record_dates(one)), None)
        if grid is not None:
            return _read_dates(book, grid.sheet, on, corrections)
        given = book
    table = ReadTable(given, "evidence", columns=columns, sheet=sheet, on=on, corrections=corrections)
    if lists_delegations(table.header.where):
        table.note("no column says the kind of evidence; read as delegated healthcare, as its columns say")
    rows = _without_doubtful_tasks(table.rows(), table)
    entries = [entry for row in rows if (entry := _entry(row, table)) is not None]
    table.say_how_days_were_read()
    table.name_what_is_left()
    kept = Counter(str(entry.kind) for entry in entries if entry.kind in _RECORDS)
    if kept:
        listed = ", ".join(f"{count} of {kind.replace('-', ' ')}" for kind, count in sorted(kept.items()))
        table.note(f"dates that are kept and shown, and never judged: {listed}")
    return EvidenceFile(
        file=table.file,
        entries=tuple(entries),
        dates=tuple(
            KeptDate(
                worker=one.worker,
                kind=str(one.kind),
                on=one.on,
                until=one.expires,
                file=table.file,
                line=one.line,
                person=one.person,
            )
            for one in entries
            if one.kind in _RECORDS
        ),
        columns=table.header.guesses,
        notices=table.all_notices,
        problems=table.all_problems,
        to_check=table.cells_to_check,
    )


def _without_doubtful_tasks(rows: Iterable[TableRow], table: ReadTable) -> Iterator[TableRow]:
    """Rows whose task is read as one kind of delegated healthcare, which is said.

    Of several tasks of one kind with one person supported each has a sign-off and an end of its own, which
    the kind would hide: they are asked about.
    """
    at = table.header.where.get("activity", -1)
    tasks: dict[tuple[Any, ...], set[str]] = {}
    read: dict[str, str] = {}
    found = []
    for row in rows:
        kind = row.values.get("activity")
        task = None if kind is None or activity_called(row.cells[at]) else row.cells[at]
        whose = (kind, row.values.get("worker"), row.person, row.values.get("person"))
        if kind is not None:
            tasks.setdefault(whose, set()).add("" if task is None else normal(task))
        found.append((row, task, whose))
    for row, task, whose in found:
        if task is not None and len(tasks[whose]) > 1:
            table.report(
                row.record,
                row.line,
                f"several tasks with this person are {whose[0]}, and each has a sign-off of its own; the row "
                "is left out. Write the kind in the row of the one that is to count",
                column=table.heading("activity"),
            )
            continue
        if task is not None:
            read[task] = str(whose[0])
        yield row
    if read:
        first = list(read.items())[:_TASKS_NAMED]
        listed = "; ".join(f"{withheld(task)!r} as {kind}" for task, kind in first)
        more = f"; and {len(read) - _TASKS_NAMED} more" if len(read) > _TASKS_NAMED else ""
        table.note(f"tasks were read as kinds of delegated healthcare: {listed}{more}")


def _grids(book: Book, sheet: str | None) -> Iterable[Grid]:
    return book.grids() if sheet is None else (book.grid(sheet),)


def has_record_dates(grid: Grid) -> bool:
    """Whether a sheet is a list of dates of supervision and the like: a row for each person, and no kinds."""
    try:
        header, _ = find_header(grid, "records")
    except DataError:
        return False
    fields = {field for name in header.names for field in fields_named(name, "evidence")}
    taken = {header.where.get("worker", -1), *header.personal}
    below = [tuple(map(text, cells)) for _, cells in grid.rows[header.row + 1 :]]
    return "kind" not in fields and bool(DateColumns(grid.file, header.names, below, taken).columns)


def _read_dates(
    book: Book,
    sheet: str | None,
    on: date | None,
    corrections: Mapping[tuple[int, str], str] | None,
) -> EvidenceFile:
    """A list of dates with a row for each person."""
    table = ReadTable(
        book,
        "records",
        sheet=sheet,
        on=on,
        corrections=corrections,
        beside_days=lambda _name, cell, _days: cell if is_without_end(cell) else None,
    )
    who = {name: at for name, at in table.header.where.items() if name == "worker"}
    below = [tuple(map(text, cells)) for _, cells in table.grid.rows[table.header.row + 1 :]]
    columns = DateColumns(table.file, table.header.names, below, {*who.values(), *table.header.personal})
    dates: list[KeptDate] = []
    for row in table.rows():
        reference = row.values.get("worker")
        if reference is None and row.person == Person():
            table.report(row.record, row.line, "the reference of the worker is missing; the row is left out")
        else:
            dates += columns.of_row(row.cells, worker=reference, person=row.person, line=row.line)
    table.notices += columns.notices(dates, told=table.header.where.values())
    table.name_what_is_left(besides=columns.read)
    return EvidenceFile(
        file=table.file,
        dates=tuple(dates),
        columns=table.header.guesses,
        notices=table.all_notices,
        problems=table.all_problems,
        to_check=table.cells_to_check,
    )


# --- rows --------------------------------------------------------------------------------------------

_NEEDED = {
    EntryKind.SKILLS_ASSESSMENT: ("competency",),
    EntryKind.DELEGATED_AUTHORISATION: ("activity", "person", "delegated_by", "profession"),
    EntryKind.REGISTRATION: ("item",),
    EntryKind.CONFIRMATION: ("item",),
}
_DAYS = ("on", "expires", "training_completed", "competency_assessed")
#: Kinds of entry that say something of the person, and are no evidence of an item.
REGISTERED_OR_CONFIRMED = (EntryKind.REGISTRATION, EntryKind.CONFIRMATION)
#: How a row counts where a day of it could not be read: it may be over, or still to come.
_COUNT_AS = {
    EntryKind.SIGN_OFF: "counts as claimed, not as signed off",
    EntryKind.SKILLS_ASSESSMENT: "counts as claimed",
    EntryKind.DELEGATED_AUTHORISATION: "is not signed off",
    EntryKind.REGISTRATION: "is left out",
    EntryKind.CONFIRMATION: "is left out",
}
_OWN = {"yes": EvidenceState.CLAIMED, "partly": EvidenceState.NOT_YET, "no": EvidenceState.NOT_YET}
_MANAGER = {"yes": EvidenceState.ASSESSED, "partly": EvidenceState.NOT_YET, "no": EvidenceState.NOT_YET}


def _missing(kind: EntryKind, values: Mapping[str, Any]) -> list[str]:
    """What a row of a kind lacks."""
    if kind is EntryKind.SIGN_OFF:
        return (
            [] if any(map(values.get, ("competency", "topic", "course"))) else ["competency, topic or course"]
        )
    if kind in _RECORDS:  # the last one, or the end of it
        return [] if any(map(values.get, ("on", "expires"))) else ["on"]
    return [name for name in _NEEDED[kind] if values.get(name) is None]


def _entry(row: TableRow, table: ReadTable) -> EvidenceEntry | None:
    delegations = lists_delegations(table.header.where)
    worker = row.values.get("worker")
    kind = EntryKind.DELEGATED_AUTHORISATION if delegations else row.values.get("kind")
    nobody = worker is None and row.person == Person()
    if nobody or kind is None:
        if nobody:
            table.report(row.record, row.line, "the reference of the worker is missing; the row is left out")
        elif (row.record, "kind") not in table.unreadable:
            table.report(row.record, row.line, "the kind of evidence is missing; the row is left out")
        return None
    kind = EntryKind(kind)
    missing = _missing(kind, row.values)
    if missing:
        # A cell that could not be read is told of already.
        blank = [name for name in missing if (row.record, name) not in table.unreadable]
        listed = ", ".join(table.heading(name) or name.replace("_", " ") for name in blank)
        if blank:
            table.report(row.record, row.line, f"a {kind} needs {listed}; the row is left out")
        return None
    expires, on = row.values.get("expires"), row.values.get("on")
    unread = any((row.record, name) in table.unreadable for name in _DAYS)
    if unread and kind in _COUNT_AS:
        table.report(row.record, row.line, f"a day of it could not be read, so it {_COUNT_AS[kind]}")
        if kind in REGISTERED_OR_CONFIRMED:
            return None
    if on is not None and expires is not None and expires < on:
        table.report(row.record, row.line, "it expires before its own date; look at both dates")
    return EvidenceEntry(
        worker=worker,
        kind=kind,
        record=row.record,
        line=row.line,
        evidence=_evidence(kind, row, table, unread=unread),
        authorisation=_authorisation(row, unread=unread)
        if kind is EntryKind.DELEGATED_AUTHORISATION
        else None,
        item=row.values.get("item"),
        topic=row.values.get("topic"),
        course=row.values.get("course"),
        on=on,
        expires=expires,
        by=None if unread else _by(kind, row.values),
        file=table.file,
        person=row.person,
    )


def _by(kind: EntryKind, values: Mapping[str, Any]) -> str | None:
    """Who a row names; of a sign-off nobody where the words name nobody."""
    by: str | None = values.get("by")
    return None if by is not None and kind is EntryKind.SIGN_OFF and names_nobody(by) else by


def _evidence(kind: EntryKind, row: TableRow, table: ReadTable, *, unread: bool) -> tuple[Evidence, ...]:
    """What a row shows; no more than a claim where a day of it could not be read."""
    values = row.values
    common: dict[str, Any] = {name: values.get(name) for name in ("competency", "on", "expires")}
    if kind is EntryKind.SIGN_OFF:
        by = _by(kind, values)
        if by is None:
            # A sign-off is by a named person; without one it is the worker's word.
            table.report(
                row.record, row.line, "nobody is named as signing off; read as claimed, not as signed off"
            )
        if values.get("competency") is None:
            return ()  # by topic or course: which items these are, the edition says
        state = EvidenceState.CLAIMED if by is None or unread else EvidenceState.SIGNED_OFF
        return (Evidence(**common, state=state, by=by, source="sign-off"),)
    if kind is not EntryKind.SKILLS_ASSESSMENT:
        return ()
    found = []
    for column, states, who in (("worker_rating", _OWN, "worker"), ("manager_rating", _MANAGER, "manager")):
        rating = values.get(column)
        if rating is not None:
            by = values.get("by") if who == "manager" and values.get("by") else who
            state = states[rating]
            if unread and state is EvidenceState.ASSESSED:
                state = EvidenceState.CLAIMED
            found.append(Evidence(**common, state=state, by=by, source="skills assessment"))
    if not found:
        table.report(
            row.record, row.line, "a skills assessment needs a rating by the worker or by the manager"
        )
    return tuple(found)


def _authorisation(row: TableRow, *, unread: bool) -> DelegatedAuthorisation:
    """An authorisation; not signed off where a day of it could not be read."""
    values = row.values
    return DelegatedAuthorisation(
        activity=values["activity"],
        person=values["person"],
        delegated_by=values["delegated_by"],
        profession=values["profession"],
        signed_off=None if unread else values.get("on"),
        expires=values.get("expires"),
        training_completed=values.get("training_completed"),
        competency_assessed=values.get("competency_assessed"),
    )
