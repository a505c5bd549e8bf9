"""What a person has to settle: doubtful titles, unknown training, cells that could not be read.

A workbook with drop-downs, and the same as CSV; both are read back with ``--decisions``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from care_pathway.evidence.training import training_reader
from care_pathway.interop.decisions import HEADINGS, SHEET, Check, ToCheck
from care_pathway.model import Pathway
from care_pathway.problems import WITHHELD, Problem, ProblemKind
from care_pathway.report.people import Judged
from care_pathway.report.records import Placed, ReportSummary
from care_pathway.tabular.choices import DropDown, decision_workbook, runs

_OUTSIDE = "Outside the Pathway"
_WIDTHS = (10, 38, 22, 8, 20, 9, 30, 34, 70)


def checks_of(
    pathway: Pathway, summary: ReportSummary, judged: Collection[Judged], problems: Iterable[Problem]
) -> Iterator[ToCheck]:
    """Everything of a report that a person has to settle."""
    names = {role.id: role.name for role in pathway.role_categories}
    # Whoever has no title is settled one by one, in pack.xlsx.
    titled = {one.worker.id for one in judged if one.worker.job_title is not None}
    for title in summary.titles:
        if title.placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED) and titled.intersection(title.workers):
            choices = tuple(names.get(one.role_category or "", _OUTSIDE) for one in title.candidates)
            yield ToCheck(
                what=Check.TITLE,
                found=title.job_title or "",
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
    words = {
        Check.TITLE: [*(role.name for role in pathway.role_categories), _OUTSIDE],
        Check.COURSE: sorted(one.name for one in pathway.learning),
    }
    choices = [
        DropDown(
            heading="Decision",
            words=known,
            rows=runs(row for row, one in enumerate(checks) if one.what is what),
        )
        for what, known in words.items()
    ]
    return decision_workbook(SHEET, HEADINGS, (one.row() for one in checks), widths=_WIDTHS, choices=choices)
