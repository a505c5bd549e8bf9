"""Rows of an upload file: right length, each cell checked, shifted cells put back where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import attrs

from care_pathway._arguments import check_day
from care_pathway.errors import refuse
from care_pathway.interop.ascwds import codes
from care_pathway.interop.ascwds.cells import Check, Checked, Issue, checker
from care_pathway.interop.ascwds.codes import Column
from care_pathway.interop.ascwds.layout import Layout, Places, places_of, recognise
from care_pathway.problems import WITHHELD, Place, Problem, Severity, shown
from care_pathway.tabular.files import UNCLOSED, Form, Lines, Opened, Source, open_source, records
from care_pathway.tabular.sheets import as_csv, open_book
from care_pathway.tabular.words import FileKind

#: Kinds of cell whose texts repeat from row to row, so that each text is checked once.
_REPEATING = frozenset(
    {"code", "codes", "date", "l2-care-certificate", "qualification", "qualification-level"}
) | {
    "status",
    "year",
    "year-or-999",
    "half-steps-or-999",
    "validity",
    "whole",
}
_MOST_SHIFT = 12
_TOTALS = frozenset({"total", "totals", "grand total", "sum", "count"})
#: Only these job roles ('other') have a description that a comma could tear apart.
_DESCRIBED = frozenset({"23", "27"})
_STATUSES = frozenset({"NEW", "UPDATE", "UNCHECKED", "NOCHANGE", "DELETE"})
_PASSED_OVER = _STATUSES - {"NEW", "UPDATE"}
#: Columns that the service checks whatever the status of a row.
_ALWAYS_CHECKED = frozenset({"LOCALESTID", "UNIQUEWORKERID", "CHGUNIQUEWRKID", "STATUS", "DISPLAYID"})
NOT_RECOGNISED = "it does not recognise the file"
_NUMBERS = re.compile(r"[0-9;.,+\-\s]{1,16}\Z")
_NOT_PERSONAL_KINDS = frozenset({"text", "texts", "reference", "cqc-id", "date", "year", "year-or-999"})


class Row(NamedTuple):
    """A row that can be read."""

    record: int
    line: int
    cells: tuple[str, ...]
    values: tuple[Any, ...]


class Findings:
    """Problems and notices as they are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        #: Physical lines of records that could not be read at all.
        self.lost: list[int] = []
        self._places: dict[tuple[str, ...], Places] = {}

    def places_of(self, names: tuple[str, ...]) -> Places:
        """The places of the columns of a header, which all rows of a file share."""
        known = self._places.get(names)
        if known is None:
            known = self._places[names] = places_of(names)
        return known

    def add(
        self, issue: Issue, *, record: int, line: int, column: str | None = None, value: str | None = None
    ) -> None:
        """Note an issue with its place."""
        problem = Problem(
            message=issue.message,
            place=Place(file=self.file, record=record, line=line, column=column),
            severity=Severity(issue.severity),
            service=issue.service,
            code=issue.code,
            found=value,
        )
        self.keep(problem)

    def keep(self, problem: Problem) -> None:
        """Note a problem, or a notice if it is one."""
        (self.notices if problem.severity is Severity.NOTICE else self.problems).append(problem)

    def take_back(self, record: int, column: str) -> None:
        """Forget what was noted of one cell, because another rule decides."""
        for noted in (self.problems, self.notices):
            position = len(noted)
            while position and noted[position - 1].record == record:
                position -= 1
                if noted[position].column == column:
                    del noted[position]


class Upload:
    """An upload file, its layout known and its rows ready to be read once."""

    def __init__(self, source: Source, *, on: date | None = None) -> None:
        check_day(on, optional=True)
        opened = open_source(source)
        if opened.form is Form.PARQUET:
            opened = as_csv(open_book(opened))
        if opened.form is not Form.TEXT:
            what = "a web page" if opened.form is Form.WEB_PAGE else "an Excel workbook"
            what = what if opened.spreadsheet or opened.form is Form.WEB_PAGE else f"a {opened.form} file"
            raise refuse(
                f"this is {what}; files of ASC-WDS are CSV. Save it as CSV, "
                "or read it as an ordinary list with read_staff",
                file=opened.name,
            )
        self.findings = Findings(opened.name)
        self.file = opened.name
        for notice in opened.notices:
            self.findings.keep(notice)
        self._lines = Lines(opened.lines())
        self.layout = _layout(self._lines, opened)
        for problem in self.layout.problems:
            self.findings.keep(problem)
        self._warn_of_mark(opened)
        self._on = on

    def _warn_of_mark(self, opened: Opened) -> None:
        if opened.bom and self.layout.kind is FileKind.WORKPLACE:
            self.findings.keep(
                Problem(
                    message="the file starts with a byte order mark; save it as UTF-8 without one",
                    place=Place(file=opened.name, line=1),
                    service="it does not recognise a workplace file that starts so",
                )
            )

    def raw(self) -> Iterator[tuple[int, list[str]]]:
        """Physical line and cells of every row after the header."""
        lengths = self.layout.lengths

        def unclosed(line: int) -> None:
            self.findings.lost.append(line)
            self.findings.keep(
                Problem(
                    message=UNCLOSED,
                    place=Place(file=self.file, line=line),
                    service="it cannot read the file from here on",
                )
            )

        return records(
            self._lines,
            self.layout.delimiter,
            plausible=lambda cells: len(cells) in lengths,
            unclosed=unclosed,
        )

    def rows(self) -> Iterator[Row]:
        """The rows that can be read; what is wrong with them and with the others goes to `findings`."""
        checks = _checks(self.layout, self._on)
        number = 0
        for line, cells in self.raw():
            number += 1
            if not cells:
                continue
            row = self._row(number, line, cells, checks)
            if row is not None:
                yield row
        if not number:
            self.findings.keep(
                Problem(
                    message="there is a header, but no rows below it",
                    place=Place(file=self.file, line=1),
                    severity=Severity.WARNING,
                )
            )

    def _row(self, number: int, line: int, cells: list[str], checks: Sequence[Check]) -> Row | None:
        idle = _idle(cells, self.layout)
        if idle:
            self.findings.add(Issue("error", idle, "it refuses the upload"), record=number, line=line)
            return None
        checked = [check(cell) for check, cell in zip(checks, cells, strict=False)]
        if len(cells) not in self.layout.lengths or _suspect(self.layout, cells, checked):
            aligned = _align(self.layout, cells, checks)
            if aligned.issue is not None:
                self.findings.add(aligned.issue, record=number, line=line, column=aligned.column)
            if aligned.cells is None:
                self.findings.lost.append(line)
                return None
            cells = aligned.cells
            checked = [check(cell) for check, cell in zip(checks, cells, strict=False)]
        looked_at = is_looked_at(self.layout.names, cells)
        for column, cell, (_, issue) in zip(self.layout.columns, cells, checked, strict=False):
            if issue is not None:
                self.findings.add(
                    issue if looked_at or column.name in _ALWAYS_CHECKED else as_update(issue),
                    record=number,
                    line=line,
                    column=column.name,
                    value=as_shown(column, cell),
                )
        return Row(number, line, tuple(cells), tuple(value for value, _ in checked))


def is_looked_at(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the service checks the answers of a row: it passes over rows that are not NEW or UPDATE."""
    if "STATUS" not in names:
        return True
    position = names.index("STATUS")
    status = cells[position].strip().upper() if position < len(cells) else ""
    return status not in _PASSED_OVER


def as_update(issue: Issue) -> Issue:
    """What the service would make of it, were the row an UPDATE: as it stands, it passes over the row."""
    severity = "warning" if issue.severity == "error" else issue.severity
    service = f"with STATUS UPDATE {issue.service}" if issue.service else None
    return issue._replace(severity=severity, service=service)


def _layout(lines: Lines, opened: Opened) -> Layout:
    for line in lines:
        if line.strip():
            found = recognise(line, file=opened.name, line=lines.number)
            return attrs.evolve(found, problems=(*found.problems, *_form_of(line, lines.number, opened)))
    raise refuse("the file is empty; expected a header line and rows", file=opened.name)


def _form_of(header: str, number: int, opened: Opened) -> Iterator[Problem]:
    """What in the form of the text keeps the service from recognising the file."""
    place = Place(file=opened.name, line=number)
    if number > 1:
        message = "the header has to be the first line; take out the blank lines above it"
        yield Problem(message=message, place=place, service=NOT_RECOGNISED)
    if header.endswith("\r"):
        message = "the lines end in CR alone, as old programs write them; save the file as CSV again"
        yield Problem(message=message, place=place, service=NOT_RECOGNISED)


def _checks(layout: Layout, on: date | None) -> list[Check]:
    found = []
    for column in layout.columns:
        check = checker(column, on=on)
        found.append(cache(check) if column.kind in _REPEATING else check)
    return found


def _idle(cells: Sequence[str], layout: Layout) -> str | None:
    """Why a row is no record at all."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return "the row holds only commas; take it out"
    if [cell.strip().upper() for cell in cells[: len(layout.names)]] == list(layout.names)[: len(cells)]:
        return "the header stands here again; two files may have been pasted together"
    if filled[0].casefold().rstrip(":") in _TOTALS and len(filled) <= len(layout.names) // 2:
        return "this looks like a line of totals, not a record; take it out"
    return None


def _broken(checked: Sequence[Checked]) -> int:
    """How many cells break their rule."""
    return sum(1 for _, issue in checked if issue is not None and issue.severity != "notice")


def ends_in_nothing(names: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a short row ends in an empty qualification, which no export writes: a sign of shifted cells."""
    if len(cells) >= len(names) or not names[len(cells) - 1].startswith("QUALACH"):
        return False
    return names[len(cells) - 1] != "QUALACH03NOTES" and not cells[-2].strip()


def _suspect(layout: Layout, cells: Sequence[str], checked: Sequence[Checked]) -> bool:
    """Whether a row of the right length looks shifted."""
    if ends_in_nothing(layout.names, cells):
        return True
    if not _broken(checked):
        return False
    status = layout.index.get("STATUS")
    if status is not None and cells[status].strip().upper() not in _STATUSES:
        return any(cell.strip().upper() in _STATUSES for cell in cells[status + 1 : status + _MOST_SHIFT])
    described = layout.index.get("MAINJRDESC")
    return described is not None and _broken(checked[described:]) > 1


class _Aligned(NamedTuple):
    cells: list[str] | None
    issue: Issue | None
    column: str | None = None


def _align(layout: Layout, cells: list[str], checks: Sequence[Check]) -> _Aligned:
    """A row of the right length: cells torn apart by a bare comma joined again, if only one way does it."""
    full, found = len(layout.names), len(cells)
    as_it_is = _score(layout, cells, checks)
    if found > full and not as_it_is and not any(cell.strip() for cell in cells[full:]):
        issue = Issue(
            "notice", f"{found - full} empty cells at the end of the row are left out", "it ignores them"
        )
        return _Aligned(cells[:full], issue)
    ways = sorted(_ways(layout, cells, checks))
    if ways and ways[0][0] <= 2 and ways[0][0] < as_it_is and (len(ways) == 1 or ways[1][0] > ways[0][0]):
        _, name, shift = ways[0]
        message = f"a comma in {name} without quotes around the cell tears the row apart; read as one cell"
        return _Aligned(
            _joined(layout, cells, name, shift), Issue("error", message, "it reads shifted cells"), name
        )
    if found in layout.lengths:
        return _Aligned(cells, None)
    return _too_long(layout, cells, as_it_is, ways) if found > full else _too_short(layout, cells, as_it_is)


def _too_long(layout: Layout, cells: list[str], as_it_is: int, ways: list[tuple[int, str, int]]) -> _Aligned:
    full, found = len(layout.names), len(cells)
    if not as_it_is:
        message = f"{found - full} cells too many at the end of the row"
        return _Aligned(cells[:full], Issue("warning", message, "it ignores them"))
    likely = ways[0][1] if ways else next((c.name for c in layout.columns if c.never_quoted), layout.names[0])
    message = (
        f"the row has {found} cells, {full} are allowed; "
        f"there may be a comma in a cell without quotes, probably {likely}. The row is left out"
    )
    return _Aligned(None, Issue("error", message, "it reads shifted cells"), likely)


def _too_short(layout: Layout, cells: list[str], as_it_is: int) -> _Aligned:
    full, found = len(layout.names), len(cells)
    stop = layout.names[found]
    if found in layout.short_lengths and not as_it_is:
        message = f"the row stops before {stop}; read as if the rest were blank"
        return _Aligned(cells, Issue("warning", message, "it reads it so"), stop)
    message = f"the row stops before {stop}: it has {found} cells, {full} are expected. The row is left out"
    return _Aligned(None, Issue("error", message, "it may stop the whole upload"), stop)


def _score(layout: Layout, cells: list[str], checks: Sequence[Check]) -> int:
    """How much speaks against reading a row so."""
    checked = [check(cell) for check, cell in zip(checks, cells, strict=False)]
    return _broken(checked) + ends_in_nothing(layout.names, cells)


def _ways(layout: Layout, cells: list[str], checks: Sequence[Check]) -> Iterator[tuple[int, str, int]]:
    """Ways to join torn cells, as (cells that still break their rule, column, how many commas)."""
    for column in layout.columns:
        if not column.never_quoted or layout.index[column.name] >= len(cells) - 1:
            continue
        if column.name == "MAINJRDESC" and cells[layout.index["MAINJOBROLE"]].strip() not in _DESCRIBED:
            continue
        scores = []
        for shift in range(1, min(_MOST_SHIFT, len(cells)) + 1):
            joined = _joined(layout, cells, column.name, shift)
            if len(joined) in layout.lengths:
                scores.append((_score(layout, joined, checks), column.name, shift))
        if scores:
            yield min(scores)


def _joined(layout: Layout, cells: list[str], name: str, shift: int) -> list[str]:
    position = layout.index[name]
    return [
        *cells[:position],
        ",".join(cells[position : position + shift + 1]),
        *cells[position + shift + 1 :],
    ]


def as_shown(column: Column, cell: str) -> str | None:
    """A cell as a message may repeat it.

    A row may be shifted, so a name or a date of birth can stand in any column: words are repeated only
    where they are words of a code list, and dates only in columns of dates.
    """
    text = cell.strip()
    if not text:
        return None
    if column.personal:
        return shown(text, personal=True)
    if column.kind in _NOT_PERSONAL_KINDS:
        day = column.kind != "date" or column.name in ("STARTDATE", "DATECOMPLETED", "EXPIRYDATE")
        return shown(text) if day and len(text) <= 12 else shown(text, personal=True)
    if _NUMBERS.match(text) or len(text) <= 3 or text.casefold() in _vocabulary():
        return shown(text)
    return WITHHELD


@cache
def _vocabulary() -> frozenset[str]:
    lists = ("role-categories", "job-roles", "training-categories")
    return frozenset(label.casefold() for name in lists for _, label in codes.labels(name)) | {
        code.role_category for code in codes.category_codes() if code.role_category
    }
