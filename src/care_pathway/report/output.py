"""The report as a whole: its summary, its long tables, and writing all of it in one step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from attrs import frozen

from care_pathway._arguments import check_flag, check_kind, several, texts, word
from care_pathway.interop.decisions import HEADINGS
from care_pathway.report import ics, rows, to_check
from care_pathway.report.facts import ReportFacts
from care_pathway.report.folder import Written, folder_named, writing
from care_pathway.report.inspection import InspectionFact, inspection_facts
from care_pathway.report.inspection_page import FACTS, inspection_rows, render_inspection
from care_pathway.report.quality import Framework
from care_pathway.tabular.collecting import without_collecting

#: The files of a report, in the order in which they are written.
FILES = (
    *("report.html", "people.csv", "gaps.csv", "routes.csv", "training.csv", "learning.csv", "problems.csv"),
    *("inspection/index.html", "inspection/facts.csv"),
    *("pack.xlsx", "to-check.csv", "to-check.xlsx", "report.json"),
)


@frozen(kw_only=True, repr=False, eq=False)
class Report(ReportFacts):
    """A workforce report: made by `build`, looked at in Python, or written as a page and tables.

    Its attributes are those of `ReportFacts`.
    """

    def __repr__(self) -> str:
        return f"<Report {self.summary.on}: {len(self.judged)} people, {self.summary.pathway}>"

    @cached_property
    def inspection(self) -> tuple[InspectionFact, ...]:
        """The facts of the inspection pack."""
        return inspection_facts(self)

    def html(self) -> str:
        """The page, one self-contained HTML document.

        Raises:
            MissingExtraError: If jinja2 is not installed.
        """
        from care_pathway.report.page import render

        return render(self)

    def plans_html(self, people: Sequence[str] | None = None) -> str:
        """A page with a plan for each person, to print.

        Args:
            people: References of those to plan for; ``None`` for everybody who is placed.

        Raises:
            UnknownIdError: If a reference is nobody's.
            MissingExtraError: If jinja2 is not installed.
        """
        from care_pathway.report.plans import render_plans

        return render_plans(self, None if people is None else texts("people", people))

    def calendar(self) -> str:
        """A calendar file (iCalendar) of what has expired and what will; with names where they are shown."""
        return ics.calendar(self)

    @without_collecting()
    def write(
        self,
        out: str | os.PathLike[str],
        *,
        plans: bool = False,
        people: Sequence[str] | None = None,
        calendar: bool = False,
        framework: Framework | str = Framework.STATEMENTS_2023,
        force: bool = False,
        reads: Iterable[str | os.PathLike[str]] = (),
    ) -> Written:
        """Write the page, the tables and the workbook into a folder. All of it appears, or nothing changes.

        Without openpyxl the workbook is left out.

        Args:
            out: The folder; it is made where it does not exist. Other files in it are left alone.
            plans: Write ``plans.html`` too.
            people: References of those to plan for; ``None`` for everybody who is placed.
            calendar: Write ``calendar.ics`` too, with what has expired and what will.
            framework: What the inspection pack is laid out by: ``2023`` or ``draft-2026``.
            force: Write over files that we did not make. Those that we made are named in ``.care-pathway``.
            reads: Files that the report was made from; they are never written over.

        Returns:
            The folder and the names of the files.

        Raises:
            DataError: If the folder cannot be written, or somebody else's file stands in the way.
            MissingExtraError: If jinja2 is not installed; nothing is written then.
        """
        from care_pathway.report.page import environment
        from care_pathway.report.workbook import has_openpyxl, write_pack
        from care_pathway.serialise import write_json

        environment()  # before anything is written
        framework = word("framework", framework, Framework)
        for name, flag in (("plans", plans), ("calendar", calendar), ("force", force)):
            check_flag(name, flag)
        read = several("reads", reads)
        for one in read:
            check_kind("reads", one, (str, os.PathLike))
        with writing(folder_named(out), force=force, reads=map(Path, read)) as folder:
            with folder.text("report.html") as stream:
                stream.write(self.html())
            for table in rows.tables(self):
                with folder.csv(table.file) as writer:
                    table.write(writer)
            with folder.text("inspection/index.html") as stream:
                stream.write(render_inspection(self, self.inspection, framework))
            with folder.csv("inspection/facts.csv") as writer:
                writer.writerow(FACTS)
                writer.writerows(inspection_rows(self.inspection, framework))
            if has_openpyxl():
                with folder.binary("pack.xlsx") as book:
                    write_pack(self, book)
            checks = tuple(to_check.checks_of(self))
            with folder.csv("to-check.csv") as writer:
                writer.writerow(HEADINGS)
                writer.writerows(row for one in checks for row in one.rows())
            if has_openpyxl():
                with folder.binary("to-check.xlsx") as book:
                    book.write(to_check.workbook(self.pathway, checks))
            with folder.text("report.json") as stream:
                write_json(self.summary, stream)
            if plans:
                with folder.text("plans.html") as stream:
                    stream.write(self.plans_html(people))
            if calendar:
                with folder.text("calendar.ics") as stream:
                    stream.write(self.calendar())
        return folder.written()
