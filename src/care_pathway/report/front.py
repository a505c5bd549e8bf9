"""The first screen of a report: what a manager asks first, as facts that page, workbook and tests share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from attrs import field, frozen

from care_pathway._record import Result
from care_pathway.evidence.endings import Ending
from care_pathway.language.text import normalise
from care_pathway.model import Aspiration, Pathway
from care_pathway.model._fields import as_tuple
from care_pathway.planning.booking_records import Booking, BookingPlan
from care_pathway.planning.due import days_after
from care_pathway.report.people import Judged
from care_pathway.report.records import Placed, ReportSummary

#: Months ahead that the strip of renewals shows.
MONTHS = 6
_BOOKINGS, _STEPS, _MISSING = 3, 3, 3


@frozen(kw_only=True, repr=False, eq=False)
class RolePeople(Result):
    """Who is in one role category.

    Attributes:
        role_category: Its id.
        label: Its name.
        people: References.
    """

    role_category: str
    label: str
    people: tuple[str, ...] = field(default=(), converter=as_tuple)


@frozen(kw_only=True, repr=False, eq=False)
class CourseDates(Result):
    """How the records of one course stand on the day: of the same subject a person's newest counts.

    Attributes:
        course: The course, as most have it on file.
        people: How many people have it on file.
        in_date: How many of them have it in date.
        due: How many of these run out within the days looked ahead.
        expired: How many have it out of date.
        undated: How many have it without any last day that is known.
        months: How many run out in each of the coming calendar months, this one first.
        expired_people: References of those who have it out of date.
    """

    course: str
    people: int
    in_date: int
    due: int
    expired: int
    undated: int
    months: tuple[int, ...] = field(default=(), converter=as_tuple)
    expired_people: tuple[str, ...] = field(default=(), converter=as_tuple)

    @property
    def share(self) -> float:
        """In date as a share of those who have it on file."""
        return self.in_date / self.people if self.people else 0.0


@frozen(kw_only=True, repr=False, eq=False)
class StepUp(Result):
    """Somebody who could step up, with what has been shown and what is open.

    Attributes:
        worker: Reference.
        role_category: Where the person is.
        target: Where the step leads.
        held: Competencies of the target's minimum that are assessed or signed off.
        expected: How many the minimum has.
        open: What the sources ask that is not on file.
        wished: Whether the person wishes for it; ``None`` where nobody has said.
    """

    worker: str
    role_category: str | None
    target: str
    held: int
    expected: int
    open: tuple[str, ...] = field(default=(), converter=as_tuple)
    wished: bool | None = None


@frozen(kw_only=True, repr=False, eq=False)
class PostCover(Result):
    """Who covers a post that leads, if its holder goes.

    Attributes:
        target: The role category.
        in_post: References of those in it.
        likely: References of those whose title may mean it, and whose place is still to be settled.
        ready: References of those who have all that the sources ask on file.
        nearest: The person nearest to it besides them; ``None`` where nobody is.
        open: What is open for that person.
        before: References of those on the step before who do not wish to stay there, where nobody is near.
    """

    target: str
    in_post: tuple[str, ...] = field(default=(), converter=as_tuple)
    likely: tuple[str, ...] = field(default=(), converter=as_tuple)
    ready: tuple[str, ...] = field(default=(), converter=as_tuple)
    nearest: str | None = None
    open: tuple[str, ...] = field(default=(), converter=as_tuple)
    before: tuple[str, ...] = field(default=(), converter=as_tuple)


@frozen(kw_only=True, repr=False, eq=False)
class SiteDates(Result):
    """How one site or team stands.

    Attributes:
        site: The site, as the staff list names it.
        people: How many people work there.
        to_place: How many of them a person has to place.
        records: How many training records they have.
        in_date: How many of these are in date.
        due: How many of these run out within the days looked ahead.
        expired: How many are out of date.
    """

    site: str
    people: int
    to_place: int
    records: int
    in_date: int
    due: int
    expired: int

    @property
    def share(self) -> float:
        """In date as a share of all records."""
        return self.in_date / self.records if self.records else 0.0


@frozen(kw_only=True, repr=False, eq=False)
class Front(Result):
    """The first screen.

    Attributes:
        roles: Who is where, in the order of the Pathway.
        to_place: References of people whose place a person has to settle.
        outside: References of people in jobs outside the Pathway.
        courses: Training by course, those with most out of date first.
        months: The first days of the calendar months that the strips show.
        expired: Training records out of date.
        due: Training records that run out within the days looked ahead.
        until: The last of these days.
        bookings: The bookings to make first.
        renewing: How many of them renew what is out of date or soon will be.
        mended: How many of the records that are out of date or soon will be these bookings renew.
        steps: Who could step up.
        sites: Sites or teams side by side, where there are several.
        posts: Cover for the posts that run the service.
        without_training: How many placed people have no training on file.
        without_dates: How many training records have no last day that is known.
        without_qualifications: How many placed people have nothing on file on qualifications.
    """

    roles: tuple[RolePeople, ...] = ()
    to_place: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    courses: tuple[CourseDates, ...] = ()
    months: tuple[date, ...] = ()
    expired: int = 0
    due: int = 0
    until: date
    bookings: tuple[Booking, ...] = ()
    renewing: int = 0
    mended: int = 0
    steps: tuple[StepUp, ...] = ()
    sites: tuple[SiteDates, ...] = ()
    posts: tuple[PostCover, ...] = ()
    without_training: int = 0
    without_dates: int = 0
    without_qualifications: int = 0

    @property
    def dated(self) -> bool:
        """Whether of any training a last day, or that it has passed, is known."""
        return any(course.undated < course.people for course in self.courses)


def front_of(
    pathway: Pathway, summary: ReportSummary, judged: Sequence[Judged], plan: BookingPlan | None
) -> Front:
    """The first screen of a report.

    Args:
        pathway: The edition that answered.
        summary: The report in short.
        judged: Everybody.
        plan: What to book; ``None`` where it could not be worked out.
    """
    until = days_after(summary.on, summary.ahead)
    months = tuple(_months_from(summary.on))
    courses = tuple(_courses(judged, summary.on, until, months))
    placed = [one for one in judged if one.summary.placed is Placed.PLACED]
    return Front(
        roles=tuple(_roles(pathway, placed)),
        to_place=tuple(
            one.worker.id for one in judged if one.summary.placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED)
        ),
        outside=tuple(one.worker.id for one in judged if one.summary.placed is Placed.OUT_OF_SCOPE),
        courses=courses,
        months=months,
        expired=sum(course.expired for course in courses),
        due=sum(course.due for course in courses),
        until=until,
        bookings=_first(plan),
        renewing=sum(_renewed(booking) > 0 for booking in _first(plan)),
        mended=0 if plan is None else sum(_renewed(booking) for booking in _first(plan)),
        steps=tuple(_steps(pathway, summary)),
        sites=_sites(judged, until),
        posts=tuple(_posts(pathway, summary, judged)),
        without_training=sum(not one.worker.training for one in placed),
        without_dates=sum(course.undated for course in courses),
        without_qualifications=sum(one.worker.qualifications is None for one in placed),
    )


def _roles(pathway: Pathway, placed: Iterable[Judged]) -> Iterable[RolePeople]:
    people: dict[str, list[str]] = {}
    for one in placed:
        people.setdefault(one.summary.role_category or "", []).append(one.worker.id)
    for role in pathway.role_categories:
        if people.get(role.id):
            yield RolePeople(role_category=role.id, label=role.name, people=tuple(people[role.id]))


def _months_from(on: date) -> Iterable[date]:
    for number in range(on.month - 1, on.month - 1 + MONTHS):
        year = on.year + number // 12
        if year <= date.max.year:
            yield date(year, number % 12 + 1, 1)


def _courses(
    judged: Iterable[Judged], on: date, until: date, months: Sequence[date]
) -> Iterable[CourseDates]:
    """Training by subject, in the words that most people have on file."""
    found: dict[str, list[tuple[str, Ending]]] = {}
    for one in judged:
        for ending in one.trainings:
            subject = ending.topics[0] if ending.topics else normalise(ending.name)
            found.setdefault(subject, []).append((one.worker.id, ending))
    made = []
    for endings in found.values():
        days = [ending.day for _, ending in endings if ending.day is not None and not ending.expired]
        names = Counter(" ".join(ending.name.split()) for _, ending in endings)
        expired = tuple(dict.fromkeys(who for who, ending in endings if ending.expired))
        undated = sum(ending.day is None and not ending.expired for _, ending in endings)
        made.append(
            CourseDates(
                course=names.most_common(1)[0][0],
                people=len(endings),
                in_date=len(days),
                due=sum(day <= until for day in days),
                expired=len(endings) - len(days) - undated,
                undated=undated,
                months=tuple(sum(_same_month(day, month) for day in days if day >= on) for month in months),
                expired_people=expired,
            )
        )
    return sorted(made, key=lambda course: (-course.expired, -course.due, course.course.casefold()))


def _sites(judged: Iterable[Judged], until: date) -> tuple[SiteDates, ...]:
    """Each site in the order of its name, and people of none last; nothing where there is one alone."""
    found: dict[str, list[Judged]] = {}
    for one in judged:
        found.setdefault(one.summary.site or "", []).append(one)
    if len(found.keys() - {""}) < 2:
        return ()
    made = []
    for site in sorted(found, key=lambda site: (not site, site.casefold())):
        endings = [ending for one in found[site] for ending in one.trainings]
        days = [ending.day for ending in endings if ending.day is not None and not ending.expired]
        made.append(
            SiteDates(
                site=site or "no site on file",
                people=len(found[site]),
                to_place=sum(
                    one.summary.placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED) for one in found[site]
                ),
                records=len(endings),
                in_date=len(days),
                due=sum(day <= until for day in days),
                expired=sum(ending.expired for ending in endings),
            )
        )
    return tuple(made)


def _same_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def _first(plan: BookingPlan | None) -> tuple[Booking, ...]:
    """The bookings that renew most, and then those that are due first."""
    if plan is None:
        return ()
    order = sorted(plan.bookings, key=lambda booking: (-_renewed(booking), booking.by or date.max))
    return tuple(order[:_BOOKINGS])


def _renewed(booking: Booking) -> int:
    """How many records that are out of date, or soon will be, a booking renews."""
    return sum(len(place.renews) for place in booking.places)


def _steps(pathway: Pathway, summary: ReportSummary) -> Iterable[StepUp]:
    """The people nearest to a post above theirs who have shown something of it; of each the next one up."""
    order = {role.id: role.order for role in pathway.role_categories}
    made: dict[str, StepUp] = {}

    def far(step: StepUp) -> tuple[bool, bool, int]:
        return (step.wished is False, bool(step.open), order.get(step.target, 0))

    for post in summary.succession:
        for one in (*post.ready, *post.nearly):
            if one.expected and not one.held:
                continue  # that nothing is required is not being ready
            if order.get(post.target, 0) <= order.get(one.role_category or "", 0):
                continue  # a move sideways is no step up
            step = StepUp(
                worker=one.worker,
                role_category=one.role_category,
                target=post.target,
                held=one.held,
                expected=one.expected,
                open=one.missing[:_MISSING],
                wished=one.wished,
            )
            known = made.get(one.worker)
            if known is None or far(step) < far(known):
                made[one.worker] = step
    return sorted(made.values(), key=_nearness)[:_STEPS]


def _nearness(step: StepUp) -> tuple[bool, int, float, str]:
    """Whoever does not wish for it last; then fewest things open; then most shown."""
    share = step.held / step.expected if step.expected else 0.0
    return (step.wished is False, len(step.open), -share, step.worker)


def _posts(pathway: Pathway, summary: ReportSummary, judged: Sequence[Judged]) -> Iterable[PostCover]:
    """The posts that run a service: those that other people may follow into and that stand highest."""
    order = {role.id: role.order for role in pathway.role_categories}
    posts = sorted(summary.succession, key=lambda post: -order.get(post.target, 0))[:2]
    for post in posts:
        nearest = post.nearly[0] if post.nearly else None
        step = max(pathway.role_category(post.target).baseline_roles, key=order.__getitem__, default=None)
        near = bool(post.ready or post.nearly)
        yield PostCover(
            target=post.target,
            in_post=tuple(one.worker.id for one in judged if one.summary.role_category == post.target),
            likely=tuple(
                one.worker.id
                for one in judged
                if one.summary.placed is Placed.DOUBTFUL
                and one.summary.candidates[0].role_category == post.target
            ),
            ready=tuple(one.worker for one in post.ready),
            nearest=None if nearest is None else nearest.worker,
            open=() if nearest is None else nearest.missing[:_MISSING],
            before=tuple(
                one.worker.id
                for one in judged
                if not near and step is not None and one.summary.role_category == step
                if one.considered.aspiration is not Aspiration.STAY_AND_GROW
            ),
        )
