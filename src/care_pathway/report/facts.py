"""What a report says: the facts that page, tables, plans and workbook are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property

from attrs import evolve, frozen

from care_pathway._arguments import check_text
from care_pathway._record import NoTruthValue
from care_pathway.errors import UnknownIdError
from care_pathway.evidence.renewals import Renewals
from care_pathway.interop.adoption import AdoptionFile
from care_pathway.interop.record_dates import DateKind, KeptDate
from care_pathway.model import Pathway
from care_pathway.planning.booking_records import BookedPlace, Booking, BookingPlan
from care_pathway.problems import Problem, ProblemKind
from care_pathway.report.claims import FinishedClaim
from care_pathway.report.front import Front, front_of
from care_pathway.report.people import Judged
from care_pathway.report.records import DatedItem, GoesBack, NextRoute, ReportSummary

#: The share of training in date that a service aims at, where nobody says otherwise.
TARGET = 0.9


@frozen(kw_only=True, repr=False, eq=False)
class ReportFacts(NoTruthValue):
    """Everything that a report says, before it is a page, a table or a workbook.

    Attributes:
        pathway: The edition that answered.
        summary: Everything but the long tables; `care_pathway.dumps` makes ``report.json`` of it.
        judged: Everybody with all answers, in the order of the staff file.
        problems: Everything that needs a human.
        cells: The cells of the files that a person can settle, one by one.
        settled: Normal titles of training that a person decided to be outside the Pathway.
        renewals: The renewal table that was used; ``None`` for the bundled one.
        bookings: What to book first; ``None`` without a catalogue, or where it could not be worked out.
        finished: Learning finished so lately that it may still be claimed for.
        adoption: The checklist of adoption that was filled in.
        goes_back: What an ASC-WDS worker file would get; ``None`` where the staff file is another.
        dates: Dates of supervision, appraisal, DBS and right to work on file; shown, and never judged.
        service: The name of the service, for headings and printed pages.
        target: The share of training that should be in date, from 0 to 1.
        full: Whether everything is printed, and not the parts for a meeting alone.
    """

    pathway: Pathway
    summary: ReportSummary
    judged: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    cells: tuple[Problem, ...] = ()
    settled: frozenset[str] = frozenset()
    renewals: Renewals | None = None
    bookings: BookingPlan | None = None
    finished: tuple[FinishedClaim, ...] = ()
    adoption: AdoptionFile | None = None
    goes_back: tuple[GoesBack, ...] | None = None
    dates: tuple[KeptDate, ...] = ()
    service: str | None = None
    target: float = TARGET
    full: bool = False

    @cached_property
    def front(self) -> Front:
        """The first screen: what needs a manager first."""
        return front_of(self.pathway, self.summary, self.judged, self.bookings)

    @property
    def file_problems(self) -> int:
        """How many things in the files need mending."""
        return sum(one.kind in (ProblemKind.FILE, ProblemKind.COURSE) for one in self.problems)

    @cached_property
    def latest_dates(self) -> dict[str, dict[DateKind, KeptDate]]:
        """For each person the latest date of each kind."""
        found: dict[str, dict[DateKind, KeptDate]] = {}
        for one in sorted(self.dates, key=lambda one: (one.on or date.min, one.until or date.min)):
            if one.worker is not None:
                kinds = found.setdefault(one.worker, {})
                before = kinds.get(one.kind)
                # Where the next is noted elsewhere than the last, both are kept.
                kinds[one.kind] = evolve(one, until=one.until or (before.until if before else None))
        return found

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What people are called, where names were asked for; of equal names each with its reference."""
        names = {one.worker.id: one.summary.name for one in self.judged if one.summary.name}
        count = Counter(names.values())
        return {
            reference: name if count[name] == 1 else f"{name} ({reference})"
            for reference, name in names.items()
        }

    def who(self, reference: str) -> str:
        """A person as pages and tables call them: the name where names were asked for, else the reference."""
        check_text("reference", reference)
        return self.names.get(reference, reference)

    @cached_property
    def booked(self) -> Mapping[str, list[tuple[Booking, BookedPlace]]]:
        """What to book for each person."""
        found: dict[str, list[tuple[Booking, BookedPlace]]] = {}
        for booking in () if self.bookings is None else self.bookings.bookings:
            for place in booking.places:
                found.setdefault(place.worker, []).append((booking, place))
        return found

    def called(self, item: DatedItem) -> str:
        """What has an end, in words, as the head of a line: of evidence, what is shown."""
        name = item.name
        if item.what == "evidence":
            with suppress(UnknownIdError):
                name = self.pathway.competency(item.name).statement.rstrip(".")
        return name[:1].upper() + name[1:]

    @property
    def routes(self) -> Iterator[NextRoute]:
        """Every route onward of everybody, in the order of the staff file."""
        for one in self.judged:
            yield from one.routes
