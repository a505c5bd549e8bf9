"""Who could take which course for what, as masks for the task; and the plan that comes of a choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from care_pathway.alignment.course import align_course
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.training import training_reader
from care_pathway.language.text import normalise
from care_pathway.model import (
    Course,
    HeldQualification,
    Judgement,
    Pathway,
    Requirement,
    TrainingRecord,
    Worker,
)
from care_pathway.planning.booking_records import BookedPlace, Booking, BookingPlan, NeedKind, Unbooked
from care_pathway.planning.due import TrainingDue
from care_pathway.planning.learners import Learner, Need
from care_pathway.planning.offers import Offer
from care_pathway.planning.recommend import (
    claim_of,
    is_for,
    price_basis,
    why_not,
)
from care_pathway.planning.records import OpenReason
from care_pathway.planning.task import Choice, LearnerNeeds, Task, total, union
from care_pathway.problems import Problem
from care_pathway.progression.requirements import judge_requirement
from care_pathway.render.words import pounds


class Request:
    """The needs of a team as masks: those of competencies, and a bit more for each further need."""

    def __init__(
        self,
        pathway: Pathway,
        people: Sequence[Learner],
        offers: Sequence[Offer],
        on: date,
        funding: str | None,
    ) -> None:
        self.pathway = pathway
        self.people = people
        self.offers = offers
        self.on = on
        self.funding = funding
        self.order = order_of(pathway)
        first = len(self.order.ids)
        keys = dict.fromkeys(need.key for person in people for need in person.needs)
        self.bits = {key: 1 << first + at for at, key in enumerate(keys)}
        self.competencies = (1 << first) - 1
        needs = {need.key: need for person in people for need in person.needs}
        given: dict[tuple[str, str | None], int] = {}
        for offer in offers:
            name = (offer.title, _number(offer))
            if name not in given:
                given[name] = self._given_by(offer, needs)
        #: By what is needed, the offers that give it.
        self._giving = {
            key: [at for at, offer in enumerate(offers) if given[offer.title, _number(offer)] & bit]
            for key, bit in self.bits.items()
        }
        self._topics = [
            (theme.name, mask) for theme in pathway.themes if (mask := self.order.themes.get(theme.id, 0))
        ]
        self._titles: dict[str, tuple[int | None, frozenset[str]]] = {}

    def _given_by(self, offer: Offer, needs: dict[tuple[str, str], Need]) -> int:
        """What a course gives beside competencies, once it is completed."""
        record = TrainingRecord(title=offer.title, completed=self.on)
        reading = training_reader(self.pathway).of(record)
        if reading.outside is not None:
            return 0
        title = normalise(offer.title)
        mask = 0
        for key, need in needs.items():
            sort, value = key
            if sort == "topic":
                gives = value in reading.renewals
            elif sort == "title":
                gives = value == title
            else:
                gives = need.requirement is not None and self._meets(offer, record, need.requirement)
            if gives:
                mask |= self.bits[key]
        return mask

    def _meets(self, offer: Offer, record: TrainingRecord, requirement: Requirement) -> bool:
        """Whether somebody with nothing but this course would meet a requirement."""
        held = HeldQualification(name=offer.title, number=_number(offer), achieved=self.on)
        reading = training_reader(self.pathway).of(record)
        if not (reading.learning or reading.themes or reading.topics or reading.qualification):
            return False
        qualifications = (held,) if reading.qualification is not None else ()
        somebody = Worker(id="somebody", training=(record,), qualifications=qualifications)
        judged = judge_requirement(self.pathway, somebody, requirement, on=self.on)
        return judged.judgement is Judgement.MET

    @cached_property
    def learner_needs(self) -> list[LearnerNeeds]:
        """Each person's needs by tier, and what each offer may be taken for."""
        masks = [offer.mask for offer in self.offers]
        #: By role category, what each offer covers for those who are in it.
        speaks = {
            role: [
                mask if role is not None and is_for(self.pathway, offer, role) else 0
                for offer, mask in zip(self.offers, masks, strict=True)
            ]
            for role in {person.role for person in self.people}
        }
        return [self._needs_of(person, speaks[person.role]) for person in self.people]

    def _needs_of(self, person: Learner, speaks: Sequence[int]) -> LearnerNeeds:
        tiers = {kind: person.competencies.get(kind, 0) for kind in _RANK}
        open_ = union(tiers.values())
        reach = [mask & open_ for mask in speaks]
        for need in person.needs:
            bit = self.bits[need.key]
            tiers[need.kind] |= bit
            for at in self._giving[need.key]:
                if self._suits(person, self.offers[at], need):
                    reach[at] |= bit
        return LearnerNeeds(person.worker.id, tuple(tiers.values()), tuple(reach))

    def _suits(self, person: Learner, offer: Offer, need: Need) -> bool:
        """Whether a course is of the level and for the role of what it is taken for."""
        if need.kind is NeedKind.NEXT_STEP:
            return True  # it is what the next step asks for by name
        level, roles = self._meant(offer.title)
        own_level, own_roles = self._meant(need.subject)
        if need.requirement is None and roles and own_roles:
            # A course for trainers or managers renews nothing that carers took, and the other way round;
            # whether its title says so or whom it is offered to.
            return (
                not roles.isdisjoint(own_roles)
                and (level is None or own_level is None or level == own_level)
                and (not offer.roles or not offer.roles.isdisjoint((*own_roles, person.role)))
            )
        if not offer.roles or person.role is None:
            return True
        return not offer.roles.isdisjoint((person.role, *self.pathway.baseline_roles(person.role)))

    def _meant(self, title: str) -> tuple[int | None, frozenset[str]]:
        """The level that a title names, and for which role categories it is; each as far as it is known."""
        if title not in self._titles:
            found = align_course(self.pathway, Course(id="title", title=title))
            self._titles[title] = (found.level.number, frozenset(found.role_categories))
        return self._titles[title]

    # --- what comes out -------------------------------------------------------------------------------

    def plan(self, task: Task, choice: Choice, until: date, problems: tuple[Problem, ...]) -> BookingPlan:
        """The bookings, and what nothing is booked for."""
        bookings = sorted(
            (self._booking(task, choice, at, learners) for at, learners in choice.learners.items()),
            key=lambda booking: (
                min(_RANK[place.kind] for place in booking.places),
                booking.by or date.max,
                -len(booking.places),
                booking.course,
            ),
        )
        due = [item for person in self.people for item in person.due]
        overdue = sum(item.overdue for item in due)
        renewals = [
            (item, day)
            for person, mine in zip(self.people, choice.taken, strict=True)
            for item in person.due
            if (day := self._renewed_on(item, mine)) is not None
        ]
        renewed = len(renewals)
        late = sum(not item.overdue and item.expires < day for item, day in renewals)
        return BookingPlan(
            pathway=self.pathway.ref,
            on=self.on,
            until=until,
            bookings=tuple(bookings),
            unbooked=self._unbooked(task, choice),
            cost=total(booking.cost for booking in bookings),
            vat=total(booking.vat for booking in bookings) or 0.0,
            hours=total(
                None if booking.hours is None else booking.hours * len(booking.places) for booking in bookings
            ),
            budget=task.budget,
            overdue=overdue,
            due=len(due) - overdue,
            renewed=renewed,
            optimal=choice.optimal,
            problems=problems,
            summary=(
                f"{overdue} pieces of training are out of date and {len(due) - overdue} more will be by "
                f"{until}; {len(bookings)} bookings would renew {renewed} of them"
                f"{f', {late} not before they run out' if late else ''}."
            ),
            late=late,
            after=sum(until < day for _, day in renewals),
        )

    def _renewed_on(self, item: TrainingDue, taken: Mapping[int, int]) -> date | None:
        """When everything is booked that a piece of training is due for; ``None`` where not all of it is.

        What has no day on the price list can be booked for today.
        """
        keys = [("topic", topic) for topic in item.topics] or [("title", normalise(item.title))]
        last = self.on
        for key in keys:
            days = [self._day(self.offers[at]) for at, mask in taken.items() if mask & self.bits[key]]
            if not days:
                return None
            last = max(last, min(days))
        return last

    def _day(self, offer: Offer) -> date:
        """The day of a course; today where it can be any."""
        return (offer.session.day if offer.session else None) or self.on

    def _booking(self, task: Task, choice: Choice, at: int, learners: Sequence[int]) -> Booking:
        offer, bill = self.offers[at], task.bill(at, len(learners))
        places = tuple(self._place(self.people[person], choice.taken[person][at]) for person in learners)
        return Booking(
            course=offer.id,
            title=offer.title,
            provider=offer.provider,
            places=places,
            cost=bill.cost,
            vat=bill.vat,
            vat_included=offer.vat_included,
            price_basis=price_basis(offer, bill.groups, len(learners)),
            price=offer.course.price if offer.course else None,
            groups=bill.groups,
            hours=offer.hours,
            session=offer.session,
            by=min((place.by for place in places if place.by is not None), default=None),
            claim=claim_of(self.pathway, offer, bill, len(learners), on=self.on) if self.funding else None,
        )

    def _place(self, person: Learner, mask: int) -> BookedPlace:
        given = [need for need in person.needs if self.bits[need.key] & mask]
        kinds = [need.kind for need in given]
        kinds += [kind for kind, open_ in person.competencies.items() if open_ & mask]
        return BookedPlace(
            worker=person.worker.id,
            kind=next(kind for kind in _RANK if kind in kinds),
            renews=_subjects(given, NeedKind.OVERDUE, NeedKind.DUE),
            statutory=_subjects(given, NeedKind.STATUTORY),
            towards=_subjects(given, NeedKind.NEXT_STEP),
            covers=self.order.decode(mask & self.competencies),
            by=min((need.by for need in given if need.by is not None), default=None),
        )

    def _unbooked(self, task: Task, choice: Choice) -> tuple[Unbooked, ...]:
        """What is left over, put together by what it is and why."""
        full = self._full(choice)
        spent = [task.bill(at, len(learners)) for at, learners in choice.learners.items()]
        money = (
            None
            if task.budget is None
            else task.budget - sum((bill.cost or 0.0) + bill.vat for bill in spent)
        )
        found: dict[tuple[NeedKind, str, bool], tuple[dict[str, None], set[int]]] = {}
        for person, mine, needs in zip(self.people, choice.taken, task.people, strict=True):
            taken = union(mine.values())
            offered = union(needs.reach)
            reaches = [(at, reach) for at, reach in enumerate(needs.reach) if reach]
            for kind, subject, bits in self._left_of(person, taken):
                able = offered & bits != 0
                who, offers = found.setdefault((kind, subject, able), ({}, set()))
                who[person.worker.id] = None
                if able:
                    offers.update([at for at, reach in reaches if reach & bits])
        return tuple(
            self._left(task, kind, subject, tuple(who), sorted(offers), full, money)
            for (kind, subject, _), (who, offers) in sorted(
                found.items(), key=lambda item: (_RANK[item[0][0]], -len(item[1][0]), item[0])
            )
        )

    def _left_of(self, person: Learner, taken: int) -> Iterator[tuple[NeedKind, str, int]]:
        """What nothing is booked for, of one person: kind, what it is, and its bits."""
        for need in person.needs:
            if not taken & self.bits[need.key]:
                yield need.kind, need.subject, self.bits[need.key]
        for kind in _NAMED_COMPETENCIES:
            left = person.competencies.get(kind, 0) & ~taken
            if left:
                for topic, mask in self._topics:
                    if bits := mask & left:
                        yield kind, topic, bits

    def _left(
        self,
        task: Task,
        kind: NeedKind,
        subject: str,
        workers: tuple[str, ...],
        able: Sequence[int],
        full: frozenset[int],
        money: float | None,
    ) -> Unbooked:
        free = [at for at in able if at not in full]
        bills = [
            (bill.cost + bill.vat, at) for at in free or able if (bill := task.bill(at, 1)).cost is not None
        ]
        cost, cheapest = min(bills, default=(None, None))
        if not able:
            reason, why = OpenReason.NOT_OFFERED, "nobody offers it"
            if subject in self._offered_topics:
                why = "what is offered covers other parts of it only"
        elif not free:
            reason, why = OpenReason.NO_SEATS, f"the places on {self._names(able)} are taken"
        elif cheapest is not None and cost is not None and money is not None and cost > money:
            offer = self.offers[cheapest]
            reason = OpenReason.OVER_BUDGET
            why = f"nothing cheaper closes it than {offer.title} ({offer.id}) at {pounds(cost)} a place"
        else:
            reason, why = why_not(task, able)
        return Unbooked(
            kind=kind,
            subject=subject,
            workers=workers,
            reason=reason,
            why=why,
            cheapest=None if cheapest is None else self.offers[cheapest].id,
            cheapest_title=None if cheapest is None else self.offers[cheapest].title,
            cost=cost,
        )

    def _full(self, choice: Choice) -> frozenset[int]:
        """The offers whose places are all taken once everything is booked."""
        learners = choice.learners
        return frozenset(
            at
            for at, offer in enumerate(self.offers)
            if offer.seats is not None and len(learners.get(at, ())) >= offer.seats
        )

    def _names(self, offers: Iterable[int]) -> str:
        return " and ".join(dict.fromkeys(self.offers[at].id for at in offers))

    @cached_property
    def _offered_topics(self) -> frozenset[str]:
        """Topics that some course covers."""
        offered = union(offer.mask for offer in self.offers)
        named = frozenset(theme for offer in self.offers for theme in offer.themes)
        return frozenset(
            theme.name
            for theme in self.pathway.themes
            if theme.id in named or self.order.themes.get(theme.id, 0) & offered
        )


_RANK = {kind: rank for rank, kind in enumerate(NeedKind)}
#: Competencies that are named where nothing is booked for them; the others are many and not pressing.
_NAMED_COMPETENCIES = (NeedKind.SAFE_PRACTICE, NeedKind.NEXT_STEP)


def _subjects(needs: Iterable[Need], *kinds: NeedKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys([need.subject for need in needs if need.kind in kinds]))


def _number(offer: Offer) -> str | None:
    return offer.course.number if offer.course else None
