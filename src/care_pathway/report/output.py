"""The report as a whole: its summary, its long tables, and writing all of it in one step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from care_pathway._record import NoTruthValue
from care_pathway.evidence.renewals import Renewals
from care_pathway.model import Pathway
from care_pathway.planning.bookings import BookingPlan
from care_pathway.problems import Problem
from care_pathway.report import rows
from care_pathway.report.folder import Written, folder_named, writing
from care_pathway.report.front import Front, front_of
from care_pathway.report.people import Judged
from care_pathway.report.records import NextRoute, ReportSummary
from care_pathway.tabular.words import PathwayAnswer

#: The share of training in date that a service aims at, where nobody says otherwise.
TARGET = 0.9
#: The files of a report, in the order in which they are written.
FILES = (
    *("report.html", "people.csv", "gaps.csv", "routes.csv", "training.csv", "learning.csv", "problems.csv"),
    *("pack.xlsx", "report.json"),
)


@frozen(kw_only=True, repr=False, eq=False)
class Report(NoTruthValue):
    """A workforce report: made by `build`, looked at in Python, or written as a page and tables.

    Attributes:
        pathway: The edition that answered.
        summary: Everything but the long tables; `care_pathway.dumps` makes ``report.json`` of it.
        judged: Everybody with all answers, in the order of the staff file.
        problems: Everything that needs a human.
        renewals: The renewal table that was used; ``None`` for the bundled one.
        bookings: What to book first; ``None`` without a catalogue, or where it could not be worked out.
        answers: What an ASC-WDS file says of each person, in the order of `judged`; ``None`` for other files.
        service: The name of the service, for headings and printed pages.
        target: The share of training that should be in date, from 0 to 1.
        full: Whether everything is printed, and not the parts for a meeting alone.
    """

    pathway: Pathway
    summary: ReportSummary
    judged: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    renewals: Renewals | None = None
    bookings: BookingPlan | None = None
    answers: tuple[PathwayAnswer | None, ...] = ()
    service: str | None = None
    target: float = TARGET
    full: bool = False

    def __repr__(self) -> str:
        return f"<Report {self.summary.on}: {len(self.judged)} people, {self.summary.pathway}>"

    @property
    def front(self) -> Front:
        """The first screen: what needs a manager first."""
        return front_of(self.pathway, self.summary, self.judged, self.bookings)

    @property
    def routes(self) -> Iterator[NextRoute]:
        """Every route onward of everybody, in the order of the staff file."""
        for one in self.judged:
            yield from one.routes

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

        return render_plans(self, people)

    def write(
        self,
        out: str | os.PathLike[str],
        *,
        plans: bool = False,
        people: Sequence[str] | None = None,
        force: bool = False,
        reads: Iterable[str | os.PathLike[str]] = (),
    ) -> Written:
        """Write the page, the tables and the workbook into a folder. All of it appears, or nothing changes.

        Without openpyxl the workbook is left out.

        Args:
            out: The folder; it is made where it does not exist. Other files in it are left alone.
            plans: Write ``plans.html`` too.
            people: References of those to plan for; ``None`` for everybody who is placed.
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
        from care_pathway.serialise import dumps

        environment()  # before anything is written
        with writing(folder_named(out), force=force, reads=map(Path, reads)) as folder:
            with folder.text("report.html") as stream:
                stream.write(self.html())
            for name, headings, table in rows.tables(self):
                with folder.csv(name) as writer:
                    writer.writerow(headings)
                    writer.writerows(table)
            if has_openpyxl():
                with folder.binary("pack.xlsx") as book:
                    write_pack(self, book)
            with folder.text("report.json") as stream:
                stream.write(dumps(self.summary))
            if plans:
                with folder.text("plans.html") as stream:
                    stream.write(self.plans_html(people))
        return folder.written()
