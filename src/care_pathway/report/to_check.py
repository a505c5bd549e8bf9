"""What a person has to settle: doubtful titles, unknown training, cells that could not be read.

A workbook with drop-downs, and the same as CSV; both are read back with ``--decisions``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from care_pathway.evidence.training import training_reader
from care_pathway.interop.ascwds.codes import training_categories
from care_pathway.interop.decisions import HEADINGS, SHEET, Check, ToCheck, keys_of, listed_as
from care_pathway.model import Pathway
from care_pathway.report.facts import ReportFacts
from care_pathway.report.page import plainly
from care_pathway.report.records import Candidate, Placed
from care_pathway.tabular.choices import DropDown, decision_workbook, runs
from care_pathway.tabular.headings import normal

_OUTSIDE = "Outside the Pathway"
_WIDTHS = (10, 38, 22, 8, 20, 9, 30, 34, 70, 30)
#: What stands for a reference that may be a name, or behind one of a person with several jobs.
_OURS = re.compile(r"(?:(?:\A|-)row-\d+|-job-\d+)(?:-a)*\Z")
#: So many cells with the same problem are listed.
_MOST_ALIKE = 200


def checks_of(report: ReportFacts) -> Iterator[ToCheck]:
    """Everything of a report that a person has to settle."""
    yield from _titles(report)
    yield from _courses(report)
    alike: Counter[tuple[object, ...]] = Counter()
    for problem in report.cells:
        kind = (problem.message, problem.file, problem.column)
        alike[kind] += 1
        if alike[kind] <= _MOST_ALIKE:
            yield ToCheck(
                what=Check.CELL,
                found=str(problem.found),
                file=problem.file,
                line=problem.line,
                column=problem.column,
                why=problem.message,
            )


def _titles(report: ReportFacts) -> Iterator[ToCheck]:
    """Doubtful job titles, and one by one those who have none."""
    names = {role.id: role.name for role in report.pathway.role_categories}

    def choices(candidates: Iterable[Candidate]) -> tuple[str, ...]:
        return tuple(names.get(one.role_category or "", _OUTSIDE) for one in candidates)

    open_ = [one for one in report.judged if one.summary.placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED)]
    holders: dict[str, list[str]] = {}
    jobs = Counter(_OURS.sub("", one.worker.id) for one in report.judged)
    for one in open_:
        # Of several jobs of a person nobody knows which another file is about.
        if one.worker.job_title is not None and jobs[one.worker.id] == 1 and not _OURS.search(one.worker.id):
            holders.setdefault(normal(listed_as(one.worker.job_title)), []).append(one.worker.id)
    titled = {one.worker.id for one in open_ if one.worker.job_title is not None}
    for title in report.summary.titles:
        if titled.intersection(title.workers):
            found = choices(title.candidates)
            yield ToCheck(
                what=Check.TITLE,
                found=title.job_title or "",
                people=title.people,
                suggested=next(iter(found), None),
                choices=found,
                why="; ".join(map(plainly, title.reasons)),
                references=tuple(holders.pop(normal(title.job_title or ""), ())),
            )
    for one in open_:
        if one.worker.job_title is None:
            job = one.summary.job_title or "no job title"
            found = choices(one.summary.candidates)
            yield ToCheck(
                what=Check.PERSON,
                found=one.worker.id,
                people=1,
                suggested=next(iter(found), None),
                choices=found,
                why=f"{job}: {' or '.join(found) or 'nothing on file says'}",
            )


def _courses(report: ReportFacts) -> Iterator[ToCheck]:
    """Training that nothing was recognised in and nobody settled, once for each title."""
    reader = training_reader(report.pathway)
    people: dict[str, set[str]] = {}
    why: dict[str, str] = {}
    for one in report.judged:
        for record in one.worker.training or ():
            reading = reader.of(record)
            if (
                reading.problem is not None
                and not reading.shows
                and report.settled.isdisjoint(keys_of(record.title))
            ):
                title = listed_as(record.title)
                people.setdefault(title, set()).add(one.first or one.worker.id)
                why[title] = reading.problem
    for title in sorted(people):
        yield ToCheck(what=Check.COURSE, found=title, people=len(people[title]), why=why[title])


def workbook(pathway: Pathway, checks: Sequence[ToCheck]) -> bytes:
    """The table as a workbook whose decisions can be chosen.

    Raises:
        MissingExtraError: If openpyxl is not installed.
    """
    words = {
        (Check.TITLE, Check.PERSON): [*(role.name for role in pathway.role_categories), _OUTSIDE],
        (Check.COURSE,): [
            _OUTSIDE,
            *sorted({one.name for one in pathway.learning} | {one.label for one in training_categories()}),
        ],
    }
    rows = [(one, row) for one in checks for row in one.rows()]
    choices = [
        DropDown(
            heading="Decision",
            words=known,
            rows=runs(at for at, (one, _) in enumerate(rows) if one.what in what),
        )
        for what, known in words.items()
    ]
    return decision_workbook(SHEET, HEADINGS, (row for _, row in rows), widths=_WIDTHS, choices=choices)
