"""Lists of training, one row for each person and course, as learning systems export them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from care_pathway.evidence.renewals import add_months
from care_pathway.interop import ascwds
from care_pathway.interop.ascwds import people
from care_pathway.interop.kinds import ascwds_kind, opened_or_book
from care_pathway.interop.layouts import columns_for
from care_pathway.interop.matrix import find_matrix, read_matrix
from care_pathway.interop.rows import ReadTable, TableRow
from care_pathway.interop.staff import StaffFile, TrainingRow
from care_pathway.interop.training_results import is_below, is_score, result_columns, worse
from care_pathway.model import TrainingRecord
from care_pathway.problems import Place, Problem, Severity, shown
from care_pathway.render.words import counted
from care_pathway.tabular.cells import text
from care_pathway.tabular.collecting import without_collecting
from care_pathway.tabular.days import Days
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Book
from care_pathway.tabular.headings import normal, words
from care_pathway.tabular.periods import is_period, months_of, unit_in
from care_pathway.tabular.sheets import open_book
from care_pathway.tabular.standing import CONTRADICTION, TrainingStanding, standing
from care_pathway.tabular.words import FileKind

#: A due date so many days after the completion is a day of renewal.
_RENEWAL = 60
_MOST = 0.8


@without_collecting()
def read_training(
    source: Source | Book | object,
    *,
    layout: str | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    on: date | None = None,
    matrix_dates: str | None = None,
    corrections: Mapping[tuple[int, str], str] | None = None,
) -> StaffFile:
    """Read training: a list, a matrix with courses across, or an ASC-WDS training file.

    A record says what the file says and no more: one that is booked, failed or not started has that status,
    and a day by which something has to be done is no expiry.

    Args:
        source: The file (a path or an open file), or a frame.
        layout: Name of a known layout; without it columns are known by headings and cells.
        columns: Headings for fields, where the guess is wrong.
        sheet: Name of the sheet of a workbook; without it the first visible one that fits.
        on: The day of reading: what was completed after it is a problem.
        matrix_dates: What the days in a matrix are, ``completed`` or ``expires``, where it does not say so.
        corrections: What cells should say instead, by line and heading, as somebody decided.

    Returns:
        Rows of training, the columns that were guessed, notices and problems.

    Raises:
        DataError: If the file as a whole cannot be read, or it is a matrix whose days could be either.

    Example:
        >>> from care_pathway.interop import examples, read_training
        >>> read_training(examples.file("training.csv")).training[0].reference
        'S001'
    """
    given = opened_or_book(source, columns=columns, sheet=sheet, on=on)
    if not columns and ascwds_kind(given) is not None:
        return ascwds.read_training(given, on=on)  # type: ignore[arg-type]
    book = open_book(given)
    asked = columns
    columns = columns_for("training", layout, asked, given)
    named = None if columns is None else columns.get("title")
    matrix = find_matrix(book, sheet=sheet, columns=columns, said=matrix_dates is not None)
    if matrix is not None and (named is None or matrix.has_course(named)):
        matrix.refuse_unused(asked or {})
        return read_matrix(matrix, matrix_dates=matrix_dates, on=on, corrections=corrections)
    table = ReadTable(
        book,
        "training",
        columns=columns,
        sheet=sheet,
        on=on,
        corrections=corrections,
        beside_days=_in_day,
    )
    made = _TrainingList(table)
    for row in table.rows():
        made.add(row)
    if not made.rows:
        message = "there is a header, but no rows below it"
        table.problems.append(Problem(message=message, place=Place(file=table.file)))
    made.say()
    left_out = table.name_what_is_left(besides=[made.heading(at) for at in made.results])
    return StaffFile(
        file=table.file,
        kind=FileKind.TABLE,
        names=table.header.names,
        training=tuple(made.rows),
        columns=table.header.guesses,
        left_out=left_out,
        notices=table.all_notices,
        problems=table.all_problems,
        to_check=table.cells_to_check,
    )


#: Fields whose column of days may hold a word of status instead.
_DATED = ("completed", "expires", "due", "booked")


#: With these a day to come is the day for which something is planned.
_AHEAD = ("booked", "not-started", "in-progress")


def _in_day(name: str, cell: str, days: Days) -> TrainingStanding | None:
    """What a cell says that stands in a column of days and is none, such as ``Booked 12/01/2027``."""
    if normal(cell) in words("no-expiry"):
        return TrainingStanding(status="not-required")
    if name == "expires" and is_period(cell):
        return TrainingStanding(period=cell)
    found = standing(cell, days)
    return found if found.understood else None


class _TrainingList:
    """A list of training in the making."""

    def __init__(self, table: ReadTable) -> None:
        self.table = table
        self.rows: list[TrainingRow] = []
        self._status: Counter[str] = Counter()
        self._undated = 0
        self._only_expiry = 0
        self._days = Days(table.column("status")) if "status" in table.header.where else Days(())
        self._progress = _is_progress(table.heading("score"))
        self._due_renews = self._due_is_renewal()
        #: Positions of columns of results, with the order of their days.
        self.results = {at: Days(table.cells_at(at)) for at in result_columns(table.grid, table.header)}
        self._read: dict[tuple[int, str], TrainingStanding] = {}
        self._periods: dict[str, int] = {}
        self._other_periods: dict[str, None] = {}
        self._renewed = 0
        self._no_expiry_read = 0
        self._below = 0

    def add(self, row: TableRow) -> None:
        """Read a row."""
        table, values = self.table, row.values
        reference, title = values.get("worker"), values.get("title")
        if reference is None and row.person.name is None and row.person.email is None:
            message = (
                "the reference of the worker is missing, so the row counts for nobody; if it goes with the "
                "row above, write the reference in each"
            )
            table.report(row.record, row.line, message, column=table.heading("worker"))
        training = None
        if title is None and values.get("category") is None:
            table.report(row.record, row.line, "the training has no title", column=table.heading("title"))
        else:
            training = self._training(row)
        self.rows.append(
            TrainingRow(
                record=row.record,
                line=row.line,
                names=row.names,
                cells=row.cells,
                person=row.person,
                reference=reference,
                training=training,
            )
        )

    # --- due dates ----------------------------------------------------------------------------------

    def _due_is_renewal(self) -> bool:
        """Whether the due date is when training has to be done again, and so an expiry.

        Not beside a status or an enrolment, and not where it lies close to the completion: there it is
        the day by which it had to be done.
        """
        table = self.table
        where = table.header.where
        if "due" not in where or "expires" in where or "completed" not in where:
            return False
        if "status" in where or "enrolled" in where:
            return False
        after = []
        for done, due in zip(table.column("completed"), table.column("due"), strict=True):
            try:
                pair = table.days["completed"].day(done), table.days["due"].day(due)
            except ValueError:
                continue
            if pair[0] is not None and pair[1] is not None:
                after.append((pair[1] - pair[0]).days >= _RENEWAL)
        return bool(after) and sum(after) >= _MOST * len(after)

    # --- one row ------------------------------------------------------------------------------------

    def _training(self, row: TableRow) -> TrainingRecord:
        table = self.table
        values, beside = _apart(row.values)
        completed, expires = values.get("completed"), values.get("expires")
        if expires is None and self._due_renews:
            expires = values.get("due")
        said = self._said(row)
        said = self._with_expiry(row, said, beside.get("expires"))
        status = said.status or _status_beside(beside)
        if completed is None:
            completed = said.completed or (said.done if status in (None, "completed") else None)
        completed = self._done(completed, status)
        expires = expires or said.expires
        if not said.understood:
            status = None  # its days are kept, and show nothing
        elif status in ("overdue", "due"):
            with_day = "expired" if status == "overdue" else "completed"
            status = with_day if completed is not None else "not-started"
        elif status is None and completed is None and values.get("booked") is not None:
            status = "booked"
        if completed is not None and expires is not None and expires < completed:
            message = "it expires before it was completed; look at both dates"
            table.report(row.record, row.line, message, severity=Severity.WARNING)
        if completed is not None and table.on is not None and completed > table.on:
            table.report(
                row.record,
                row.line,
                f"completed after {table.on}, the day of the answer; it does not count yet",
                column=table.heading("completed"),
                value=completed.isoformat(),
                severity=Severity.WARNING,
            )
        if expires is None and completed is not None and status in (None, "completed"):
            expires = self._renewal(completed, said.period or values.get("renewed"))
        dated = completed is not None or expires is not None
        nothing = "not understood" if not said.understood else "" if dated else "nothing"
        self._status[status or nothing] += 1
        self._only_expiry += said.understood and status is None and completed is None and dated
        self._undated += status == "completed" and completed is None
        return people.training(
            values.get("category"),
            values.get("title"),
            completed,
            expires,
            None,
            values.get("accredited"),
            status=status,
            understood=said.understood,
        )

    def _with_expiry(
        self, row: TableRow, said: TrainingStanding, ends: TrainingStanding | None
    ) -> TrainingStanding:
        """What a row says, with what stands in place of its day of expiry.

        Where that cannot be read the training may have run out, and shows nothing.
        """
        table = self.table
        if ends is not None and ends.only_completed:
            column, warning = table.heading("expires"), Severity.WARNING
            table.report(row.record, row.line, CONTRADICTION, column=column, severity=warning)
            return said._replace(understood=False)
        if (row.record, "expires") in table.unreadable and said.status in (None, "completed", "due"):
            self._no_expiry_read += 1
            return said._replace(understood=False)
        return said if ends is None else said._replace(period=ends.period)

    def _done(self, completed: date | None, status: str | None) -> date | None:
        """The day of completion: not one to come for which something is planned."""
        on = self.table.on
        ahead = completed is not None and on is not None and completed > on and status in _AHEAD
        return None if ahead else completed

    def _renewal(self, completed: date, period: str | None) -> date | None:
        """The day of expiry that a period on file gives, where none is on file itself."""
        months = None if period is None else months_of(period, unit_in(self.table.heading("renewed") or ""))
        if period is None or months is None:
            if period is not None and not is_period(period):
                self._other_periods[period] = None
            return None
        self._periods[period] = months
        self._renewed += 1
        return add_months(completed, months)

    def _said(self, row: TableRow) -> TrainingStanding:
        """What the status and the results of a row say: the worst of them counts."""
        cell = row.values.get("status")
        if cell is not None:
            found = self._said_at(row, self.table.header.where["status"], cell, self._days)
        else:  # a share of progress counts as a status
            found = self._from_progress(row.values.get("score")) if self._progress else TrainingStanding()
        if cell is not None and self._progress and found.status in (None, "completed") and found.understood:
            found = self._beside_progress(row, found)
        for at, days in self.results.items():
            if at < len(row.cells) and row.cells[at] and not is_score(row.cells[at]):
                found = worse(found, self._said_at(row, at, row.cells[at], days))
        if not self._progress and is_below(row.values.get("score"), row.values.get("pass_mark")):
            self._below += 1
            found = worse(found, TrainingStanding(status="failed"))
        return found

    def _beside_progress(self, row: TableRow, found: TrainingStanding) -> TrainingStanding:
        """What a status says beside a share of progress: completed by a part only contradicts itself."""
        share = self._from_progress(row.values.get("score")).status
        if share in (None, "completed"):
            return found
        table = self.table
        table.report(
            row.record,
            row.line,
            "completed by its status, and not by the progress beside it; the row shows nothing. Correct one",
            column=table.heading("score"),
            value=str(row.values.get("score"))[:60],
            severity=Severity.WARNING,
        )
        return found._replace(understood=False)

    def _said_at(self, row: TableRow, at: int, cell: str, days: Days) -> TrainingStanding:
        """What the cell of a status or a result says; where it is not understood, that is said."""
        table = self.table
        if (at, cell) not in self._read:  # the same few words stand in most rows
            self._read[at, cell] = self._status_of(cell, self.heading(at), days)
        found = self._read[at, cell]
        if not found.understood:
            table.report(
                row.record,
                row.line,
                "this status is not understood, so the row shows nothing; expected completed, expired, "
                "booked, in progress, not started, failed, did not attend or not required",
                column=self.heading(at),
                value=str(cell)[:60],
                severity=Severity.WARNING,
            )
        return found

    def heading(self, at: int) -> str:
        """The heading of a column."""
        return shown(self.table.header.names[at]) or ""

    def _status_of(self, cell: str, heading: str, days: Days) -> TrainingStanding:
        """What a cell of a column of status or of results says."""
        plain = normal(cell)
        colour = words("rag").get(plain)
        if colour is not None:  # amber says nothing that the days do not say
            return TrainingStanding(status=None if colour == "unknown" else colour)
        if words("answer").get(plain) == "no" and _COMPLIANCE.search(normal(heading)):
            return TrainingStanding(status="overdue")  # whatever was done no longer counts
        found = standing(cell, days)
        if found.status is None and found.score is not None and _is_progress(heading, _STATES):
            return self._from_progress(found.score)
        return found

    def _from_progress(self, cell: Any) -> TrainingStanding:
        digits = str(cell or "").replace("%", "").strip()
        try:
            share = float(digits)
        except ValueError:
            return TrainingStanding()
        if share >= 100 or share == 1.0:
            return TrainingStanding(status="completed")
        return TrainingStanding(status="in-progress" if share > 0 else "not-started")

    # --- what to say --------------------------------------------------------------------------------

    def say(self) -> None:
        """Say how status and due dates were read, and how many rows show nothing."""
        table = self.table
        if "status" in table.header.where or self._progress:
            read = ", ".join(
                f"{count:,} {name}"
                for name, count in sorted(self._status.items())
                if name and name != "nothing"
            )
            column = table.heading("status") or table.heading("score")
            table.note(f"read as: {read or 'nothing'}; only what is completed shows anything", column=column)
        self._say_results()
        table.say_how_days_were_read()
        if self._no_expiry_read:
            table.note(
                f"{counted(self._no_expiry_read, 'row')} with a day of expiry that cannot be read: nothing "
                "is shown until it can; blank it where there is none",
                column=table.heading("expires"),
            )
        if self._undated:
            table.note(
                f"{self._undated:,} rows say completed without a day; they count as claimed at most",
                column=table.heading("completed"),
            )
        if self._status["nothing"]:
            table.note(f"{self._status['nothing']:,} rows have neither a status nor a day; they show nothing")
        if self._only_expiry:
            table.note(
                f"{self._only_expiry:,} rows have a day of expiry, and neither a status nor a day of "
                "completion; they are in date until that day, and are no proof of a competency",
                column=table.heading("expires"),
            )
        self._say_periods()
        if "due" in table.header.where:
            table.note(
                "most lie well after the completion; read as the day of renewal, so as the expiry"
                if self._due_renews
                else "read as the day by which it has to be done, not as an expiry; "
                "if it is one, name it: columns={'expires': 'its heading'}",
                column=table.heading("due"),
            )

    def _say_results(self) -> None:
        """Say how columns of results and scores were read."""
        table = self.table
        for at in self.results:
            scores = all(is_score(cell) for one in table.cells_at(at) if normal(cell := text(one)))
            if scores and "pass_mark" in table.header.where:
                continue
            table.note(
                "scores alone, without a pass mark, change nothing"
                if scores
                else "read as a result beside the status; of all of them the worst counts",
                column=self.heading(at),
            )
        if "pass_mark" in table.header.where:
            below = f"{counted(self._below, 'row')} with a score below it: failed, whatever the status says"
            table.note(below, column=table.heading("pass_mark"))

    def _say_periods(self) -> None:
        """Say how often training was taken to be renewed."""
        table = self.table
        if self._periods:
            listed = ", ".join(
                f"{shown(said)!r} as {counted(months, 'month')}"
                for said, months in list(self._periods.items())[:8]
            )
            table.note(
                f"how often training is renewed was read: {listed}; "
                f"{counted(self._renewed, 'day')} of expiry worked out from it",
                column=table.heading("renewed"),
            )
        if self._other_periods:
            listed = ", ".join(repr(shown(said)) for said in list(self._other_periods)[:8])
            table.note(
                f"how often training is renewed was not understood: {listed}; the customary period counts. "
                "Write such as 12 months",
                column=table.heading("renewed"),
            )


def _apart(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, TrainingStanding]]:
    """The days of a row, and what its columns of days say in words."""
    beside = {name: values[name] for name in _DATED if isinstance(values.get(name), TrainingStanding)}
    days = {**values, **{name: said.bare for name, said in beside.items()}}
    for name in ("completed", "expires"):
        for said in beside.values():
            days[name] = days[name] if days.get(name) is not None else getattr(said, name)
    return days, beside


def _status_beside(beside: Mapping[str, TrainingStanding]) -> str | None:
    """The status that columns of days say in words; what is said of an expiry credits nothing."""
    for name, said in beside.items():
        if said.status is None or (name != "completed" and said.status in ("completed", "not-required")):
            continue
        return said.status
    return None


#: Words of a heading below which a share is one of progress, and no score.
_PROGRESS = frozenset({"progress", "complete", "completion"})
_STATES = _PROGRESS | {"status", "state", "completed"}
#: Headings of a status below which a plain *No* is said of today, and not of the day on which it was done.
_COMPLIANCE = re.compile(r"\b(?:complian(?:t|ce)|meets|requirement|match|in date|valid|current|up to date)\b")


def _is_progress(heading: str | None, words_: frozenset[str] = _PROGRESS) -> bool:
    return not words_.isdisjoint(normal(heading or "").split())
