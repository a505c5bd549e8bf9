"""What the workforce report says, as records: everything that the page shows and `report.json` holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from care_pathway._record import NoTruthValue, Result
from care_pathway.model import Judgement
from care_pathway.model._fields import as_tuple
from care_pathway.planning.records import PriceBasis
from care_pathway.problems import Problem
from care_pathway.progression import Successor, TaskCover
from care_pathway.tabular.words import PathwayAnswer


class Placed(NoTruthValue, StrEnum):
    """Whether it is settled where a person is on the Pathway.

    Example:
        >>> Placed("doubtful").words
        'to check by hand'
    """

    PLACED = "placed"
    """One role category."""
    DOUBTFUL = "doubtful"
    """Several answers are possible; a person has to look."""
    OUT_OF_SCOPE = "out-of-scope"
    """A job that has no role category on the Pathway."""
    NOT_RECOGNISED = "not-recognised"
    """Nothing on file says what the job is."""

    @property
    def words(self) -> str:
        """The word as people say it."""
        return _PLACED_WORDS[self]


_PLACED_WORDS = {
    Placed.PLACED: "placed",
    Placed.DOUBTFUL: "to check by hand",
    Placed.OUT_OF_SCOPE: "outside the Pathway",
    Placed.NOT_RECOGNISED: "title not recognised",
}


#: The older name of `Problem`, kept for one release.
ReportProblem = Problem


@frozen(kw_only=True, repr=False, eq=False)
class Candidate(Result):
    """A role category that a person may be in.

    Attributes:
        role_category: Its id; ``None`` is outside the Pathway.
        confidence: The chance that an informed coder accepts it.
        reason: Why, in one sentence.
    """

    role_category: str | None
    confidence: float
    reason: str = ""


@frozen(kw_only=True, repr=False, eq=False)
class OpenRequirement(Result):
    """A statutory or must requirement that is not met or not known.

    Attributes:
        text: The requirement.
        judgement: ``not-met`` or ``not-known``.
        items: How many competencies of it are open.
    """

    text: str
    judgement: Judgement
    items: int = 0

    def __str__(self) -> str:
        count = f"; {self.items} things still to be shown" if self.items else ""
        return f"{self.text} ({self.judgement.value.replace('-', ' ')}{count})"


@frozen(kw_only=True, repr=False, eq=False)
class NextRoute(Result):
    """One route onward for one person, compared with what the sources ask.

    Attributes:
        worker: Reference of the person.
        role_category: Where the person is.
        route: Id of the route.
        target: Id of the role category or profession.
        kind: What sort of move.
        decision: How the person compares, as `care_pathway.progression.Decision` words it.
        musts: How many statutory and must requirements there are.
        met: How many of them are met.
        open: The statutory and must requirements that are not met or not known.
        shoulds_open: How many things called should are not met or not known; they never stand in the way.
        summary: The comparison in one sentence.
    """

    worker: str
    role_category: str | None
    route: str | None
    target: str
    kind: str | None
    decision: str
    musts: int = 0
    met: int = 0
    open: tuple[OpenRequirement, ...] = ()
    shoulds_open: int = 0
    summary: str = ""


class When(StrEnum):
    """Whether something has run out or soon will.

    Example:
        >>> When("expired")
        <When.EXPIRED: 'expired'>
    """

    EXPIRED = "expired"
    EXPIRING = "expiring"


@frozen(kw_only=True, repr=False, eq=False)
class DatedItem(Result):
    """Something on file that has expired, or will soon.

    Attributes:
        worker: Reference of the person.
        what: ``training``, ``evidence`` or ``authorisation``.
        name: Its name.
        expires: The last day on which it counts; ``None`` for what has expired on a day that is not on file.
        when: Expired or expiring.
        months: The customary months that the day was worked out from; ``None`` where it is on file.
    """

    worker: str
    what: str
    name: str
    expires: date | None
    when: When = field(converter=When)
    months: int | None = None


@frozen(kw_only=True, repr=False, eq=False)
class PersonSummary(Result):
    """Where one person is, what is missing and what could come next, in short.

    Attributes:
        worker: Reference; never a name unless names were asked for.
        name: The name, only where names were asked for.
        record: Number of the record in the staff file.
        line: Physical line in it.
        job_title: The job title as written.
        setting: Where the person works, in words.
        site: The home, branch or team, as the file has it.
        placed: Whether it is settled where the person is.
        role_category: Id of the role category, where it is settled.
        basis: What decided: ``recorded``, ``duties``, ``title`` or ``job-role``.
        agrees: Whether everything on file agrees; ``None`` where one thing speaks.
        candidates: Possible answers, best first.
        reasons: Why.
        reason_codes: The code of each of these, as `Placement.reason_codes`.
        expected: How many competencies the role category expects.
        held: How many are shown and valid.
        partial: How many are shown in part.
        expired: How many have expired.
        missing: How many nothing on file shows.
        not_known: The part of these on which there is nothing on file at all.
        coverage: Held as a share of expected.
        minimum_coverage: The same for what makes someone safe to practise.
        first: Statements of what to look at first.
        routes: Routes onward, the nearest first.
        routes_more: How many further routes there are.
        dated: What has expired or will soon.
        no_expiry: How many training records count without a known expiry.
        attention: Why a human should look at this person.
    """

    worker: str
    name: str | None = None
    record: int | None = None
    line: int | None = None
    job_title: str | None = None
    setting: str | None = None
    site: str | None = None
    placed: Placed = field(converter=Placed)
    role_category: str | None = None
    basis: str | None = None
    agrees: bool | None = None
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()
    reason_codes: tuple[str, ...] = ()
    expected: int = 0
    held: int = 0
    partial: int = 0
    expired: int = 0
    missing: int = 0
    not_known: int = 0
    coverage: float | None = None
    minimum_coverage: float | None = None
    first: tuple[str, ...] = ()
    routes: tuple[NextRoute, ...] = ()
    routes_more: int = 0
    dated: tuple[DatedItem, ...] = ()
    no_expiry: int = 0
    attention: tuple[str, ...] = ()

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "worker", self.worker
        yield "placed", str(self.placed)
        if self.role_category:
            yield "role_category", self.role_category


@frozen(kw_only=True, repr=False, eq=False)
class RoleCount(Result):
    """How many people are in one role category, and how well their file shows what it expects.

    Attributes:
        role_category: Its id; ``None`` for people who are in none.
        label: Its name, or why they are in none.
        people: How many.
        recorded: How many of them the employer recorded so.
        coverage: Mean share of expected competencies that is held.
        minimum_coverage: The same for what makes someone safe to practise.
    """

    role_category: str | None
    label: str
    people: int
    recorded: int = 0
    coverage: float | None = None
    minimum_coverage: float | None = None


@frozen(kw_only=True, repr=False, eq=False)
class DoubtfulTitle(Result):
    """A job title that a person has to look at, once for all who have it.

    Attributes:
        job_title: The title as written; ``None`` where there is none.
        placed: Doubtful, outside the Pathway, or not recognised.
        people: How many have it.
        workers: References of the first of them.
        candidates: Possible answers, best first.
        reasons: Why it is open.
        reason_codes: The code of each of these, as `Placement.reason_codes`.
    """

    job_title: str | None
    placed: Placed = field(converter=Placed)
    people: int
    workers: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()
    reason_codes: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class RouteCount(Result):
    """How the people in one role category compare with what a route asks.

    Attributes:
        route: Id of the route.
        role_category: Where it starts.
        target: Where it leads.
        kind: What sort of move.
        people: How many people were compared.
        eligible: All musts are met.
        nothing_required: The sources state no must.
        needs_evidence: Nothing is unmet, something is not known.
        not_yet: A must is not met.
        already_there: The route stays in the role category.
        hold_back: The must that is open for most of them, with how many.
    """

    route: str
    role_category: str
    target: str
    kind: str
    people: int
    eligible: int = 0
    nothing_required: int = 0
    needs_evidence: int = 0
    not_yet: int = 0
    already_there: int = 0
    hold_back: str | None = None


@frozen(kw_only=True, repr=False, eq=False)
class HeatCell(Result):
    """How much of what one role category expects on one topic is on file.

    Attributes:
        role_category: The role category.
        people: How many people.
        expected: Competencies times people.
        held: How many are shown and valid.
        part: How many are shown in part, or have expired.
    """

    role_category: str
    people: int
    expected: int
    held: int
    part: int

    @property
    def share(self) -> float | None:
        """Held as a share of expected."""
        return self.held / self.expected if self.expected else None

    @property
    def part_share(self) -> float | None:
        """In part as a share of expected."""
        return self.part / self.expected if self.expected else None


@frozen(kw_only=True, repr=False, eq=False)
class HeatRow(Result):
    """One topic of the gap table, over all role categories that have people.

    Attributes:
        theme: Id of the theme; ``None`` for behaviours.
        label: Its name.
        cells: One for each role category, in published order.
        open: Competencies times people that are not held.
        unsafe: How many people still have something open that safe practice needs.
    """

    theme: str | None
    label: str
    cells: tuple[HeatCell, ...]
    open: int
    unsafe: int


@frozen(kw_only=True, repr=False, eq=False)
class LearningChoice(Result):
    """Learning that the plan chose.

    Attributes:
        course: Id of the course or learning opportunity.
        title: Its title.
        provider: Who offers it.
        people: How many take it.
        workers: References of those who take it.
        cost: Cost for all of them as the provider lists it; ``None`` where it is not known.
        vat: VAT that comes on top.
        price_basis: Whether it is booked by the person or by the group, where it is booked.
        hours: Hours for all of them; ``None`` where they are not known.
        covers: How many open items it covers, over all of them.
        topics: The topics of these, most often first.
        why: What to know about it.
    """

    course: str
    title: str
    provider: str | None = None
    people: int = 0
    workers: tuple[str, ...] = ()
    cost: float | None = None
    vat: float = 0.0
    price_basis: PriceBasis | None = None
    hours: float | None = None
    covers: int = 0
    topics: tuple[str, ...] = ()
    why: str = ""


@frozen(kw_only=True, repr=False, eq=False)
class LearningSummary(Result):
    """What learning closes most, for what money.

    Attributes:
        basis: What was chosen from, in words.
        chosen: The choice: the bookings, what is most pressing first; without any, what closes most first.
        cost: What it costs in pounds; ``None`` where no price is known.
        vat: VAT that comes on top.
        hours: Learning hours; ``None`` where none are known.
        people: How many people learn something.
        covered: Open items that it covers.
        open: Open items that nothing chosen covers.
        still_open: Topics of these, most often first.
        optimal: Whether no cheaper choice closes as much; ``None`` where that was not worked out.
        notes: What to know about it.
    """

    basis: str
    chosen: tuple[LearningChoice, ...] = ()
    cost: float | None = None
    vat: float = 0.0
    hours: float | None = None
    people: int = 0
    covered: int = 0
    open: int = 0
    still_open: tuple[str, ...] = ()
    optimal: bool | None = None
    notes: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class SuccessionSummary(Result):
    """Who could follow into one role category.

    Attributes:
        target: The role category.
        in_post: How many are in it now.
        ready: Everything that the sources ask is on file.
        nearly: Little is open.
        later: How many others are further away.
        staying: How many wish to stay and grow where they are; they are not counted on.
        single: What rests on one person or on nobody, in words.
    """

    target: str
    in_post: int
    ready: tuple[Successor, ...] = ()
    ready_count: int = 0
    nearly: tuple[Successor, ...] = ()
    nearly_count: int = 0
    later: int = 0
    staying: int = 0
    single: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False, eq=False)
class GoesBack(Result):
    """An answer that ``ascwds fill`` would put into the worker file.

    Attributes:
        worker: Reference.
        said: What the file says: ``not-answered`` or ``do-not-know``.
        answer: Id of the role category, or ``none-of-the-above``.
        why: What the answer rests on.
    """

    worker: str
    said: PathwayAnswer
    answer: str
    why: str = ""


@frozen(kw_only=True, repr=False, eq=False)
class InputFile(Result):
    """A file that the report was made from.

    Attributes:
        role: What it was read as, such as ``staff``.
        file: Its own name.
        kind: Which kind of file.
        rows: How many rows could be used.
        columns: For plain tables, which column was taken for what.
        notices: How many notices.
        problems: How many problems.
    """

    role: str
    file: str
    kind: str
    rows: int
    columns: tuple[str, ...] = ()
    notices: int = 0
    problems: int = 0


@frozen(kw_only=True, repr=False, eq=False)
class Moved(Result):
    """Somebody who is elsewhere on the Pathway than last time.

    Attributes:
        worker: Reference.
        before: Id of the role category last time; ``None`` where that was open.
        after: Id of the role category now; ``None`` where that is open.
    """

    worker: str
    before: str | None = None
    after: str | None = None


@frozen(kw_only=True, repr=False, eq=False)
class Since(Result):
    """What changed since an earlier report.

    Attributes:
        last: The day of the earlier report.
        pathway: The edition and revision of the earlier report, where it is another one: what is held is not
            compared then.
        joined: References of people who were not in it.
        left: References of people who are not in this one, or names where they were asked for.
        moved: People who are elsewhere on the Pathway.
        closed: What was out of date or running out, and counts for longer now.
        slipped: What is out of date now, and was not then.
        gone: What was out of date or running out, and is no longer on file.
        more: How many people hold more of what their role category expects.
        fewer: How many people hold less.
        not_compared: How many people have no reference of their own that stays the same.
    """

    last: date
    pathway: str | None = None
    joined: tuple[str, ...] = field(default=(), converter=as_tuple)
    left: tuple[str, ...] = field(default=(), converter=as_tuple)
    moved: tuple[Moved, ...] = field(default=(), converter=as_tuple)
    closed: tuple[DatedItem, ...] = field(default=(), converter=as_tuple)
    slipped: tuple[DatedItem, ...] = field(default=(), converter=as_tuple)
    gone: tuple[DatedItem, ...] = field(default=(), converter=as_tuple)
    more: int = 0
    fewer: int = 0
    not_compared: int = 0


@frozen(kw_only=True, repr=False, eq=False)
class ReportSummary(Result):
    """The whole report but for the long tables: what `report.json` holds.

    It compares what is on file with published expectations of a voluntary framework. It decides nothing.

    Attributes:
        pathway: The edition and revision that answered.
        edition: Label of the edition.
        on: The day for which it answers.
        title: Heading of the report.
        files: What it was made from.
        rows: How many rows of staff were read.
        people: Everybody who could be read, those who need a look first.
        roles: How many people are where, role categories first.
        titles: Titles to check by hand.
        disagreements: How many people's records point to different role categories.
        route_counts: The routes onward, with how people compare.
        heat: The gap table.
        learning: What learning closes most.
        succession: Who could follow.
        single_points: Delegated activities that rest on one person.
        tasks: Every delegated task on file, with who is signed off for it.
        expired: How many things have expired.
        expiring: How many will within the days of `ahead`.
        ahead: How many days ahead were looked at.
        no_expiry: How many training records count without a known expiry.
        evidence_changed: What the evidence file changed, in words.
        catalogue: What the course catalogue covers, in words.
        problem_count: How many lines ``problems.csv`` has.
        not_this: What the report is not.
        sources: Titles of the sources.
        since: What changed since an earlier report, where one was given.
    """

    pathway: str
    edition: str
    on: date
    title: str
    files: tuple[InputFile, ...] = ()
    rows: int = 0
    people: tuple[PersonSummary, ...] = ()
    roles: tuple[RoleCount, ...] = ()
    titles: tuple[DoubtfulTitle, ...] = ()
    disagreements: int = 0
    route_counts: tuple[RouteCount, ...] = ()
    heat: tuple[HeatRow, ...] = ()
    learning: LearningSummary | None = None
    succession: tuple[SuccessionSummary, ...] = ()
    single_points: tuple[str, ...] = ()
    tasks: tuple[TaskCover, ...] = ()
    expired: int = 0
    expiring: int = 0
    ahead: int = 90
    no_expiry: int = 0
    evidence_changed: tuple[str, ...] = ()
    catalogue: tuple[str, ...] = ()
    problem_count: int = 0
    not_this: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: Since | None = None

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "on", self.on
        yield "people", len(self.people)
        yield "pathway", self.pathway
