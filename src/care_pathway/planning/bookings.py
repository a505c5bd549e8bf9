"""What to book: training that is due first, then what safe practice needs, then what people wish for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from care_pathway._arguments import check_amount, check_count, check_count_or_none, check_day, check_kind
from care_pathway.alignment.records import CatalogueAlignment
from care_pathway.errors import InvalidArgumentError
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.model import Course, Pathway, Worker
from care_pathway.planning.booking_records import BookingPlan
from care_pathway.planning.due import days_after
from care_pathway.planning.learners import Learner, learner_of
from care_pathway.planning.offers import offers_of
from care_pathway.planning.recommend import ENOUGH_NODES, check_funding
from care_pathway.planning.request import Request
from care_pathway.planning.solver import load_solver
from care_pathway.planning.task import Task
from care_pathway.problems import Place, Problem, ProblemKind, Severity
from care_pathway.progression.eligibility import RouteComparison

#: Up to so many people the best choice is searched for; above, one course after another is taken.
EXACT_PEOPLE = 60


def plan_bookings(  # noqa: PLR0913  each is something that a manager may want to say
    pathway: Pathway,
    workers: Iterable[Worker],
    catalogue: Iterable[Course] | CatalogueAlignment,
    *,
    on: date,
    ahead: int = 90,
    budget: float | None = None,
    hours: float | None = None,
    hours_each: float | None = None,
    funding: str | None = None,
    renewals: Renewals | None = None,
    nodes: int | None = ENOUGH_NODES,
) -> BookingPlan:
    """What to book for a team: who goes where, at what price, by when, and what is left over and why.

    Training that is out of date comes first, with what the law asks; then training that runs out soon; then
    what safe practice needs; then what the next step asks that people wish for; then the rest of what their
    role categories expect. Each comes before the next, however cheap that is. Of equally good choices the
    least cost is taken: group prices where they are cheaper, several providers side by side. Nobody is sent
    on a course for another level or role.

    Args:
        pathway: The edition.
        workers: The team; any iterable, read once. A record that is there twice counts once.
        catalogue: Courses of all providers, or a catalogue that was aligned already.
        on: The day.
        ahead: How many days ahead training that runs out counts as due.
        budget: The most that everything may cost with VAT, in pounds.
        hours: The most hours for all people together.
        hours_each: The most hours for each person.
        funding: ``ldss`` to say with each booking what the Learning and Development Support Scheme may pay.
        renewals: After how long training is refreshed; the bundled table by default.
        nodes: The most nodes of the solver's search tree in each step; see `recommend_learning`.

    Raises:
        ValueError: If a limit is below nought, or the catalogue belongs to another edition.
        MissingExtraError: If highspy is not installed.
        SolverError: If the solver fails.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> fire = cp.TrainingRecord(title="Fire safety", completed=date(2024, 6, 1))
        >>> team = [
        ...     cp.Worker(id=f"w-{at}", role_category="care-or-support-worker", training=(fire,))
        ...     for at in range(3)
        ... ]
        >>> course = cp.Course(id="c-1", title="Fire safety", cost=30.0, group_cost=80.0, group_size=12)
        >>> plan = plan_bookings(cp.load(), team, [course], on=date(2026, 1, 1), budget=100)
        >>> [(one.course, one.learners, one.cost) for one in plan.bookings], plan.overdue, plan.renewed
        ([('c-1', ('w-0', 'w-1', 'w-2'), 80.0)], 3, 3)
    """
    check_kind("pathway", pathway, Pathway)
    check_day(on)
    until = days_after(on, check_count("ahead", ahead))
    if isinstance(workers, str | bytes | Mapping | Worker) or not isinstance(workers, Iterable):
        raise InvalidArgumentError("workers", "a list of Worker records", workers)

    def learners() -> Iterator[Learner]:
        for worker in workers:
            check_kind("workers", worker, Worker)
            comparison = RouteComparison(OnFile(pathway, worker, on, renewals=renewals))
            yield learner_of(comparison, until=until)

    return book_for(
        pathway,
        learners(),
        catalogue,
        on=on,
        until=until,
        budget=budget,
        hours=hours,
        hours_each=hours_each,
        funding=funding,
        nodes=nodes,
    )


def book_for(
    pathway: Pathway,
    learners: Iterable[Learner],
    catalogue: Iterable[Course] | CatalogueAlignment,
    *,
    on: date,
    until: date,
    budget: float | None = None,
    hours: float | None = None,
    hours_each: float | None = None,
    funding: str | None = None,
    nodes: int | None = ENOUGH_NODES,
) -> BookingPlan:
    """`plan_bookings` for people whose needs were worked out already, as `learner_of` does."""
    budget, hours = check_amount("budget", budget), check_amount("hours", hours)
    hours_each = check_amount("hours_each", hours_each)
    nodes = check_count_or_none("nodes", nodes)
    check_funding(funding, on)
    load_solver()
    offers, problems = offers_of(pathway, catalogue, on=on, everything=True)
    people: list[Learner] = []
    seen: dict[str, Worker] = {}
    for person in learners:
        worker = person.worker
        if seen.get(worker.id) != worker:
            seen[worker.id] = worker
            people.append(person)
    problems += tuple(
        Problem(
            kind=ProblemKind.ROLE_NOT_KNOWN,
            place=Place(worker=person.worker.id),
            severity=Severity.NOTICE,
            message="the role category is not settled, so only training that is due is looked at",
        )
        for person in people
        if person.role is None
    )
    request = Request(pathway, people, offers, on, funding)
    task = Task(
        request.learner_needs,
        offers,
        on=on,
        budget=budget,
        hours=hours,
        hours_each=hours_each,
        nodes=nodes,
    )
    choice = task.choose() if len(people) <= EXACT_PEOPLE else task.one_after_another()
    return request.plan(task, choice, until, problems)
