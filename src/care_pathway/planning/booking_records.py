"""What a plan of bookings says: who goes where, at what price, and what nothing is booked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import frozen

from care_pathway._record import Result
from care_pathway.model import (
    CourseSession,
)
from care_pathway.model._fields import Id
from care_pathway.planning.funding import Claim
from care_pathway.planning.records import OpenReason, PriceBasis
from care_pathway.problems import Problem
from care_pathway.render.words import hours_text, people_text, pounds, sum_text, vat_text


class NeedKind(StrEnum):
    """What a booking is for, the most pressing first."""

    OVERDUE = "overdue"
    """Training on file that is out of date."""
    STATUTORY = "statutory"
    """Training that the law asks of the role category, and that is not on file."""
    DUE = "due"
    """Training on file that will be out of date soon."""
    SAFE_PRACTICE = "safe-practice"
    """Knowledge and skills that are part of what makes practice safe."""
    NEXT_STEP = "next-step"
    """What the next step asks that the person wishes for."""
    EXPECTED = "expected"
    """Other knowledge and skills that the role category expects."""
    USEFUL = "useful"


@frozen(kw_only=True, repr=False, eq=False)
class BookedPlace(Result):
    """One person on a booked course, and what for.

    Attributes:
        worker: Reference of the person.
        kind: The most pressing thing that the place is for.
        renews: Training on file that it renews, by its title there.
        statutory: Requirements of the law that it meets, in words.
        towards: Requirements of the next step that it meets, in words.
        covers: Ids of the open competencies whose learning part it covers.
        by: The day by which the training that it renews runs out; the day asked about where it has.
    """

    worker: str
    kind: NeedKind
    renews: tuple[str, ...] = ()
    statutory: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    covers: tuple[Id, ...] = ()
    by: date | None = None

    _compare = ".kind == 'overdue'"


@frozen(kw_only=True, repr=False, eq=False)
class Booking(Result):
    """A course to book: who goes, what it costs, by when.

    Attributes:
        course: Id of the course.
        title: Its title.
        provider: Who offers it.
        places: Who goes, and what for.
        cost: What the booking costs as the provider lists it; ``None`` where the price is not known.
        vat: VAT that comes on top.
        vat_included: Whether `cost` includes VAT; ``None`` where the provider does not say.
        price_basis: Whether it is booked by the person or by the group.
        price: The price in the provider's words, where they are known.
        groups: How many groups are booked.
        hours: Hours for each person; ``None`` where they are not known.
        session: The date to book; ``None`` where no dates are known.
        by: The earliest day by which one of the places is needed; ``None`` where nothing runs out.
        claim: What a scheme may pay for each learner, where funding was asked about.
    """

    course: str
    title: str
    provider: str | None
    places: tuple[BookedPlace, ...]
    cost: float | None
    vat: float
    vat_included: bool | None
    price_basis: PriceBasis
    price: str | None = None
    groups: int = 0
    hours: float | None = None
    session: CourseSession | None = None
    by: date | None = None
    claim: Claim | None = None

    @property
    def learners(self) -> tuple[str, ...]:
        """References of those who go."""
        return tuple(place.worker for place in self.places)


@frozen(kw_only=True, repr=False, eq=False)
class Unbooked(Result):
    """Something that nothing is booked for, by name, and why.

    Attributes:
        kind: What sort of need it is.
        subject: What it is: the training on file, the requirement, or the topic of the competencies.
        workers: References of those who need it.
        reason: Why, in a word.
        why: Why, in a sentence.
        cheapest: Id of the cheapest course that would do; ``None`` where there is none with a known price.
        cheapest_title: Its title.
        cost: What one place of it costs with VAT.
    """

    kind: NeedKind
    subject: str
    workers: tuple[str, ...]
    reason: OpenReason
    why: str
    cheapest: str | None = None
    cheapest_title: str | None = None
    cost: float | None = None

    _compare = ".reason == 'not-offered'"


@frozen(kw_only=True, repr=False, eq=False)
class BookingPlan(Result):
    """What to book for a team under a budget, and what that leaves.

    Attributes:
        pathway: The edition and revision it was made with.
        on: The day it starts from.
        until: The day up to which training that runs out counts as due.
        bookings: The courses to book, the most pressing first.
        unbooked: What nothing is booked for, by name, the most pressing first.
        cost: What it costs as the providers list it; ``None`` where a price is not known.
        vat: VAT that comes on top.
        hours: How many hours it takes; ``None`` where a length is not known.
        budget: The most that it may cost with VAT.
        overdue: How many pieces of training are out of date today.
        due: How many more will be by `until`: with nothing booked, so many more are out of date then.
        renewed: How many of both the bookings renew.
        late: How many of these are in date today and run out before the day on which they are renewed.
        after: How many of these are renewed only after `until`.
        optimal: Whether the solver proved that no other choice is better.
        problems: What could not be used.
        summary: The plan in one sentence.
    """

    pathway: str
    on: date
    until: date
    bookings: tuple[Booking, ...]
    unbooked: tuple[Unbooked, ...]
    cost: float | None
    vat: float
    hours: float | None
    budget: float | None
    overdue: int
    due: int
    renewed: int
    optimal: bool
    problems: tuple[Problem, ...]
    summary: str
    late: int = 0
    after: int = 0

    _compare = ".bookings == ()"

    def _shown(self) -> Iterator[tuple[str, Any]]:
        for name in ("bookings", "unbooked"):
            yield name, len(getattr(self, name))
        yield "cost", self.cost
        yield "optimal", self.optimal

    def rows(self) -> list[dict[str, Any]]:
        """One row for each place that is booked, for a table."""
        return [
            {
                "course": booking.course,
                "title": booking.title,
                "provider": booking.provider,
                "day": booking.session.day if booking.session else None,
                "worker": place.worker,
                "kind": place.kind.value,
                "renews": "; ".join(place.renews),
                "statutory": "; ".join(place.statutory),
                "towards": "; ".join(place.towards),
                "covers": len(place.covers),
                "by": place.by,
                "price_basis": booking.price_basis.value,
                "booking_cost": booking.cost,
                "booking_vat": booking.vat,
                "pathway": self.pathway,
            }
            for booking in self.bookings
            for place in booking.places
        ]

    def explain(self) -> str:
        """The plan as plain lines."""
        limit = "no budget" if self.budget is None else f"a budget of {pounds(self.budget)}"
        best = "proved best" if self.optimal else "not proved best"
        known = sum(booking.cost or 0.0 for booking in self.bookings)
        lines = [
            self.summary,
            f"cost {sum_text(self.cost, known)}{vat_text(self.vat)}, hours {hours_text(self.hours)}; "
            f"{limit} ({best})",
        ]
        for booking in self.bookings:
            day = f" on {booking.session.day}" if booking.session and booking.session.day else ""
            by = f", needed by {booking.by}" if booking.by else ""
            provider = f", {booking.provider}" if booking.provider else ""
            lines.append(
                f"  {booking.course}: {booking.title}{provider}{day}, "
                f"{pounds(booking.cost)}{vat_text(booking.vat)} "
                f"({booking.price_basis.value.replace('-', ' ')}) for {people_text(booking.learners)}{by}"
            )
        if not self.bookings:
            lines.append("  nothing is booked")
        lines += [
            f"  open: {need.subject} for {people_text(need.workers)}: {need.why}" for need in self.unbooked
        ]
        lines += [f"problem: {problem}" for problem in self.problems]
        lines.append("a completed course is not competence: assessment and sign-off stay with the employer")
        return "\n".join(lines)
