"""What a person has to settle: doubtful titles, unknown training, cells that could not be read.

A workbook with drop-downs, and the same as CSV; both are read back with ``--decisions``.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from care_pathway.evidence.training import training_reader
from care_pathway.interop.decisions import HEADINGS, SHEET, Check, ToCheck
from care_pathway.model import Pathway
from care_pathway.problems import WITHHELD, Problem, ProblemKind
from care_pathway.report.people import Judged
from care_pathway.report.records import Placed, ReportSummary
from care_pathway.tabular.grids import openpyxl_module
from care_pathway.tabular.safe_csv import csv_safe

_OUTSIDE = "Outside the Pathway"
_WIDTHS = (10, 38, 22, 8, 20, 9, 30, 34, 70)
#: No file holds the moment at which it was made, so that one answer is always the same bytes.
_MADE = "2000-01-01T00:00:00Z"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def checks_of(
    pathway: Pathway, summary: ReportSummary, judged: Iterable[Judged], problems: Iterable[Problem]
) -> Iterator[ToCheck]:
    """Everything of a report that a person has to settle."""
    names = {role.id: role.name for role in pathway.role_categories}
    for title in summary.titles:
        if title.placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED) and title.job_title is not None:
            choices = tuple(names.get(one.role_category or "", _OUTSIDE) for one in title.candidates)
            yield ToCheck(
                what=Check.TITLE,
                found=title.job_title,
                people=title.people,
                suggested=choices[0] if choices else None,
                choices=choices,
                why="; ".join(title.reasons),
            )
    yield from _courses(pathway, judged)
    for problem in problems:
        if problem.kind is not ProblemKind.FILE or problem.line is None or problem.column is None:
            continue
        if problem.found in (None, WITHHELD):
            continue
        yield ToCheck(
            what=Check.CELL,
            found=str(problem.found),
            file=problem.file,
            line=problem.line,
            column=problem.column,
            why=problem.message,
        )


def _courses(pathway: Pathway, judged: Iterable[Judged]) -> Iterator[ToCheck]:
    """Training that nothing was recognised in, once for each title."""
    reader = training_reader(pathway)
    people: dict[str, set[str]] = {}
    why: dict[str, str] = {}
    for one in judged:
        for record in one.worker.training or ():
            reading = reader.of(record)
            if reading.problem is not None and not reading.shows:
                people.setdefault(record.title, set()).add(one.worker.id)
                why[record.title] = reading.problem
    for title in sorted(people):
        yield ToCheck(what=Check.COURSE, found=title, people=len(people[title]), why=why[title])


def workbook(pathway: Pathway, checks: Sequence[ToCheck]) -> bytes:
    """The table as a workbook whose decisions can be chosen.

    Raises:
        MissingExtraError: If openpyxl is not installed.
    """
    purpose = "writing a workbook"
    book = openpyxl_module(purpose).Workbook()
    bold = openpyxl_module(purpose, "openpyxl.styles").Font(bold=True)
    letter_of = openpyxl_module(purpose, "openpyxl.utils").get_column_letter
    rule_of = openpyxl_module(purpose, "openpyxl.worksheet.datavalidation").DataValidation
    sheet = book.active
    sheet.title = SHEET
    sheet.append(HEADINGS)
    for one in checks:
        sheet.append([csv_safe(cell) for cell in one.row()])
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[letter_of(number)].width = width
        sheet.cell(row=1, column=number).font = bold
    sheet.freeze_panes = "A2"
    lists = book.create_sheet("Choices")
    choices = {
        Check.TITLE: [*(role.name for role in pathway.role_categories), _OUTSIDE],
        Check.COURSE: sorted(one.name for one in pathway.learning),
    }
    decision = letter_of(HEADINGS.index("Decision") + 1)
    for column, (what, words) in enumerate(choices.items(), start=1):
        letter = letter_of(column)
        for row, word in enumerate((str(what), *words), start=1):
            lists.cell(row=row, column=column, value=csv_safe(word))
        rule = rule_of(
            type="list", formula1=f"Choices!${letter}$2:${letter}${len(words) + 1}", allow_blank=True
        )
        cells = [row for row, one in enumerate(checks, start=2) if one.what is what]
        for row in cells:
            rule.add(f"{decision}{row}")
        if cells:
            sheet.add_data_validation(rule)
    out = io.BytesIO()
    book.save(out)
    return _without_the_moment(out.getvalue())


def _without_the_moment(content: bytes) -> bytes:
    """The same workbook, without the moment at which it was made."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _MADE.encode() + rb"\g<2>", data)
            after.writestr(zipfile.ZipInfo(part.filename, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
