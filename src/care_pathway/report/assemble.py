"""From files that were read to the report: everybody judged, counted and put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from care_pathway._arguments import check_count, check_day, check_flag, check_kind, check_share
from care_pathway.alignment import align_catalogue
from care_pathway.errors import InvalidArgumentError
from care_pathway.evidence.renewals import Renewals
from care_pathway.interop.adoption import AdoptionFile
from care_pathway.interop.applying import apply_evidence
from care_pathway.interop.ascwds import fill
from care_pathway.interop.course_lists import CourseFile
from care_pathway.interop.evidence import EvidenceFile
from care_pathway.interop.join import dates_on_file, same_people
from care_pathway.interop.staff import StaffFile, further_jobs
from care_pathway.model import Pathway
from care_pathway.problems import Place, Problem, ProblemKind, Severity, shown_reference
from care_pathway.report import learning as learning_part
from care_pathway.report import succession as succession_part
from care_pathway.report.changes import changes_of
from care_pathway.report.claims import finished_claims
from care_pathway.report.decisions import Decisions
from care_pathway.report.facts import TARGET
from care_pathway.report.files import advice_of, file_problems, from_file, input_files
from care_pathway.report.names import Pseudonyms, Scrubber, Withholder, names_of, shown_references
from care_pathway.report.output import Report
from care_pathway.report.people import Judged, PeopleJudge
from care_pathway.report.records import (
    DoubtfulTitle,
    GoesBack,
    PersonSummary,
    Placed,
    ReportSummary,
    When,
)
from care_pathway.report.since import since
from care_pathway.report.tally import TallyOfPeople
from care_pathway.tabular.collecting import without_collecting
from care_pathway.tabular.words import FileKind

#: Called now and then with how many people are done, and how many there are.
Progress = Callable[[int, int], None]

_WORKERS_NAMED = 8
_EVERY = 200

#: What the report is not, said on every page.
NOT_THIS = (
    "This report compares what is on file with published expectations. "
    "It decides nothing about a job, pay or a person.",
    "The Care Workforce Pathway is voluntary. "
    "Nothing in it is a legal requirement unless it is marked statutory.",
    "What is not on file is called not known. Not known never means no.",
    "A completed course is not competence: an expectation counts as held when it was assessed or signed off.",
    "This is not an official product of government or of any public body.",
)


@without_collecting()
def build(  # noqa: PLR0913  each is something that a caller may want to say
    pathway: Pathway,
    staff: StaffFile,
    *,
    on: date,
    upload: StaffFile | None = None,
    evidence: EvidenceFile | None = None,
    catalogue: CourseFile | None = None,
    adoption: AdoptionFile | None = None,
    ahead: int = 90,
    budget: float | None = None,
    hours: float | None = None,
    title: str = "Workforce report",
    service: str | None = None,
    target: float = TARGET,
    full: bool = False,
    decisions: Decisions | None = None,
    show_names: bool = False,
    progress: Progress | None = None,
    renewals: Renewals | None = None,
    last: ReportSummary | None = None,
) -> Report:
    """The workforce report for a staff file. Pure: it reads no file and no clock.

    Args:
        pathway: The edition to answer with.
        staff: Staff that was read, with training and workplaces joined.
        on: The day for which to answer.
        upload: The worker file of ASC-WDS that was joined to another staff list.
        evidence: Sign-offs, assessments and authorisations that were read.
        catalogue: Courses to choose learning from; without it the learning that the Pathway names is used.
        adoption: The checklist of how far the Pathway was taken up.
        ahead: How many days ahead to look for what runs out.
        budget: Most to spend on learning, in pounds.
        hours: Most hours of learning.
        title: Heading of the report.
        service: The name of the service, for headings and printed pages.
        target: The share of training that should be in date, from 0 to 1.
        full: Print everything, and not only the parts for a meeting.
        decisions: What a person decided about doubtful titles; it goes before everything on file.
        show_names: Show names beside references. Otherwise no name leaves the file.
        progress: Called now and then with how many people are done, and how many there are.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.
        last: An earlier report to compare with, from `read_report`.

    Returns:
        The report: its summary, its tables, and `write` for the page and the files.

    Example:
        >>> import care_pathway as cp
        >>> from care_pathway.interop import examples, tables
        >>> from care_pathway.report import build
        >>> staff = tables.read_staff(examples.file("staff.csv"))
        >>> report = build(cp.load(), staff, on=date(2026, 10, 1))
        >>> len(report.summary.people) == len(staff.workers)
        True
    """
    check_kind("pathway", pathway, Pathway)
    check_kind("staff", staff, StaffFile)
    check_day(on)
    for name, value, kind in (
        ("upload", upload, StaffFile),
        ("evidence", evidence, EvidenceFile),
        ("catalogue", catalogue, CourseFile),
        ("adoption", adoption, AdoptionFile),
        ("decisions", decisions, Decisions),
        ("last", last, ReportSummary),
    ):
        check_kind(name, value, kind, optional=True)
    ahead, target = check_count("ahead", ahead), check_share("target", target)
    check_flag("full", full)
    check_flag("show_names", show_names)
    if progress is not None and not callable(progress):
        raise InvalidArgumentError("progress", "a function or None", progress)
    references = {} if show_names else shown_references(staff)
    scrub = Scrubber(references)
    pseudonyms = Pseudonyms()
    decided = {} if decisions is None else decisions.places
    settled = frozenset() if decisions is None else decisions.outside_courses
    withhold = Withholder()
    judge = PeopleJudge(
        pathway,
        on=on,
        ahead=ahead,
        renewals=renewals,
        booking=catalogue is not None,
        settled=settled,
        withhold=withhold,
    )
    applied = (
        None
        if evidence is None
        else apply_evidence(staff.workers, evidence, staff=staff, pathway=pathway, on=on)
    )
    workers = staff.workers if applied is None else applied.workers
    names = names_of(staff) if show_names else {}
    judged: list[Judged] = []
    tally = TallyOfPeople(pathway, judge)
    rows = {record.worker: record for record in staff.records if record.worker is not None}
    further = further_jobs(staff)
    for number, worker in enumerate(workers):
        if progress is not None and number % _EVERY == 0:
            progress(number, len(workers))
        row = rows.get(worker.id)
        if decided.get(worker.id) is not None:
            worker = attrs.evolve(worker, role_category=decided[worker.id])  # noqa: PLW2901
        shown = worker if show_names else pseudonyms.worker(worker, references.get(worker.id, worker.id))
        found = judge.judge(
            shown,
            record=None if row is None else row.record,
            line=None if row is None else row.line,
            name=names.get(worker.id),
            site=None if row is None else row.site or row.workplace,
            outside=worker.id in decided and decided[worker.id] is None,
            first=references.get(further.get(worker.id, ""), further.get(worker.id)),
        )
        tally.add(found)
        judged.append(found)
    if progress is not None:
        progress(len(workers), len(workers))
    problems = [
        *file_problems((staff, evidence, catalogue, adoption), applied, scrub),
        *(() if decisions is None else _of_decisions(decisions, staff)),
        *advice_of(staff, on, references),
        *_sorted(problem for one in judged for problem in one.problems),
    ]
    changed = changes_of(
        judge, staff, applied, judged, references | names, dates=evidence is not None and bool(evidence.dates)
    )
    aligned = None if catalogue is None else align_catalogue(pathway, catalogue.courses)
    bookings, learning, learning_problems = learning_part.choose(
        pathway,
        judged,
        catalogue,
        aligned,
        on=on,
        ahead=ahead,
        budget=budget,
        hours=hours,
    )
    naming = tuple(one.worker for one in judged if withhold.is_named_in(one.worker))
    problems += withhold(tuple(learning_problems), *naming)
    following, single_points, tasks = succession_part.summarise(pathway, judged, on=on)
    people = tuple(sorted((one.summary for one in judged), key=_needs_a_look))
    summary = ReportSummary(
        pathway=pathway.ref,
        edition=pathway.edition.label,
        on=on,
        title=title,
        files=input_files(staff, upload, evidence, catalogue, adoption),
        rows=len(staff.records),
        people=people,
        roles=tally.roles(),
        titles=_doubtful(people),
        disagreements=sum(one.agrees is False for one in people),
        route_counts=tally.routes(),
        heat=tally.heat(),
        learning=learning,
        succession=following,
        single_points=single_points,
        tasks=tasks,
        expired=sum(item.when is When.EXPIRED for one in people for item in one.dated),
        expiring=sum(item.when is When.EXPIRING for one in people for item in one.dated),
        ahead=ahead,
        no_expiry=sum(one.no_expiry for one in people),
        evidence_changed=changed,
        catalogue=learning_part.catalogue_words(aligned),
        problem_count=len(problems),
        not_this=NOT_THIS,
        sources=tuple(f"{source.title}, {source.publisher}" for source in pathway.sources),
        since=None
        if last is None
        else since(pathway, last, judged, on=on, show_names=show_names, renewals=renewals),
    )
    return Report(
        pathway=pathway,
        summary=summary,
        judged=tuple(judged),
        problems=tuple(problems),
        cells=tuple(
            from_file(one, ProblemKind.FILE, scrub)
            for file in (staff, evidence)
            if file is not None
            for one in file.to_check
        ),
        settled=settled,
        renewals=renewals,
        bookings=withhold(bookings, *naming),
        finished=withhold(finished_claims(pathway, judged, on=on), *naming),
        adoption=adoption,
        goes_back=_goes_back(pathway, staff, upload, on, decided, references),
        dates=tuple(
            attrs.evolve(one, worker=references.get(one.worker or "", one.worker))
            for one in dates_on_file(staff, evidence)
        ),
        service=service,
        target=target,
        full=full,
    )


def _of_decisions(decisions: Decisions, staff: StaffFile) -> Iterator[Problem]:
    """What could not be read of decisions, and how many are about nobody here."""
    yield from decisions.problems
    here = {worker.id for worker in staff.workers}
    unused = [one.reference for one in decisions.made if one.reference not in here]
    if unused:
        yield Problem(
            message=f"{len(unused):,} decisions are on references that nobody in the staff file has, and "
            "change nothing; where references may be names, --show-names writes them as they are",
            kind=ProblemKind.NOT_DONE,
            place=Place(file=decisions.file),
            severity=Severity.WARNING,
            found=shown_reference(unused[0]),
        )


def _goes_back(
    pathway: Pathway,
    staff: StaffFile,
    upload: StaffFile | None,
    on: date,
    decided: Mapping[str, str | None],
    references: Mapping[str, str],
) -> tuple[GoesBack, ...] | None:
    """What `ascwds.fill` puts into a worker file; nothing where there is no such file."""
    decisions = {worker: role or "none-of-the-above" for worker, role in decided.items()}
    if upload is not None:
        same = same_people(staff, upload)
        decisions = {
            worker: decisions[who] for worker, found in same.items() for who in found if who in decisions
        }
        called = {worker: references.get(found[0], found[0]) for worker, found in same.items()}
        references = (shown_references(upload) if references else {}) | called
        staff = upload
    if staff.kind is not FileKind.WORKER:
        return None
    said = {record.worker: record.answer for record in staff.records}
    filling = fill(pathway, staff, on=on, replace_do_not_know=True, decisions=decisions)
    return tuple(
        GoesBack(
            worker=references.get(one.worker, one.worker),
            said=said[one.worker],
            answer=one.answer,
            why=one.why,
        )
        for one in filling.filled
    )


# --- who and what first ------------------------------------------------------------------------------


def _needs_a_look(person: PersonSummary) -> tuple[int, int, int]:
    """People who need a human first: doubtful places, then most that has run out."""
    doubtful = person.placed in (Placed.DOUBTFUL, Placed.NOT_RECOGNISED)
    order = 0 if doubtful else 1 if person.agrees is False else 2 if person.attention else 3
    return (order, -len(person.dated), person.record or 0)


def _doubtful(people: Iterable[PersonSummary]) -> tuple[DoubtfulTitle, ...]:
    groups: dict[tuple[Any, ...], list[PersonSummary]] = {}
    for person in people:
        if person.placed is not Placed.PLACED:
            groups.setdefault((person.placed, person.job_title, person.candidates), []).append(person)
    made = [
        DoubtfulTitle(
            job_title=first.job_title,
            placed=first.placed,
            people=len(group),
            workers=tuple(one.worker for one in group[:_WORKERS_NAMED]),
            candidates=first.candidates,
            reasons=first.reasons,
            reason_codes=first.reason_codes,
        )
        for group in groups.values()
        for first in group[:1]
    ]
    order = [Placed.DOUBTFUL, Placed.NOT_RECOGNISED, Placed.OUT_OF_SCOPE]
    return tuple(sorted(made, key=lambda one: (order.index(one.placed), -one.people, one.job_title or "")))


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    order = [ProblemKind.TITLE, ProblemKind.DISAGREES, ProblemKind.RECORD]
    return sorted(problems, key=lambda one: order.index(one.kind))
