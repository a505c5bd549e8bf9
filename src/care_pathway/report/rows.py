"""The long tables of a report, row by row; nothing is kept that is only written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from care_pathway.evidence.completions import NOT_COMPLETED, Completion, Counts
from care_pathway.language.text import normalise
from care_pathway.planning.due import days_after
from care_pathway.report.facts import ReportFacts
from care_pathway.report.people import Judged
from care_pathway.report.records import PersonSummary, Since, When
from care_pathway.skills import GapEngine, GapMasks
from care_pathway.tabular.safe_csv import CsvWriter

Row = tuple[Any, ...]


class ReportTable(NamedTuple):
    """A CSV table of a report.

    Attributes:
        file: The name of its file.
        headings: Its headings.
        rows: Its rows.
        own: How many of its first cells are a row's own, where all others are the same for many people.
    """

    file: str
    headings: tuple[str, ...]
    rows: Iterable[Row]
    own: int | None = None

    def write(self, writer: CsvWriter) -> None:
        """Write it, headings first."""
        writer.writerow(self.headings)
        if self.own is None:
            writer.writerows(self.rows)
        else:
            writer.writealike(self.rows, self.own)


def tables(report: ReportFacts) -> Iterator[ReportTable]:
    """Every CSV table of a report."""
    yield _named(report, "people.csv", PEOPLE, map(person_row, report.summary.people))
    yield _named(report, "gaps.csv", GAPS, gap_rows(report), own=1)
    yield _named(report, "routes.csv", ROUTES, route_rows(report), own=1)
    yield _named(report, "training.csv", TRAINING, training_rows(report))
    yield _named(report, "learning.csv", LEARNING, learning_rows(report))
    yield _named(report, "problems.csv", PROBLEMS, problem_rows(report))
    if report.summary.since is not None:
        changes = since_rows(report.summary.since)
        yield ReportTable("since.csv", SINCE, ((row[0], report.who(row[1]), *row[2:]) for row in changes))
    if report.dates:
        yield _named(report, "dates.csv", DATES, date_rows(report))


def _named(
    report: ReportFacts,
    file: str,
    headings: tuple[str, ...],
    rows: Iterable[Row],
    *,
    own: int | None = None,
) -> ReportTable:
    """A table with names behind its references, where names were asked for."""
    if not report.names:
        return ReportTable(file, headings, rows, own)
    several = "workers" in headings
    at = headings.index("workers" if several else "worker") + 1

    def named(row: Row) -> Row:
        who = (row[at - 1] or "").split("; ") if several else [row[at - 1]]
        return (*row[:at], "; ".join(report.names.get(one, "") for one in who), *row[at:])

    headings = (*headings[:at], "names" if several else "name", *headings[at:])
    return ReportTable(file, headings, map(named, rows), None if own is None else own + 1)


PEOPLE = (
    "worker",
    "record",
    "line",
    "job_title",
    "setting",
    "placed",
    "role_category",
    "basis",
    "agrees",
    "confidence",
    "candidates",
    "reasons",
    "expected",
    "held",
    "partial",
    "expired",
    "missing",
    "not_known",
    "coverage",
    "minimum_coverage",
    "first_to_look_at",
    "next_route",
    "next_decision",
    "next_open",
    "items_expired",
    "items_expiring",
    "attention",
)


def person_row(person: PersonSummary) -> Row:
    """One person."""
    best = person.candidates[0] if person.candidates else None
    first = person.routes[0] if person.routes else None
    gap: tuple[Any, ...] = ("",) * 6
    if person.role_category is not None:
        gap = (person.expected, person.held, person.partial, person.expired, person.missing, person.not_known)
    return (
        person.worker,
        person.record,
        person.line,
        person.job_title,
        person.setting,
        str(person.placed),
        person.role_category,
        person.basis,
        _yes(person.agrees),
        None if best is None else best.confidence,
        "; ".join(f"{one.role_category or 'out of scope'} ({one.confidence:g})" for one in person.candidates),
        "; ".join(person.reasons),
        *gap,
        person.coverage,
        person.minimum_coverage,
        "; ".join(person.first),
        None if first is None else first.target,
        None if first is None else first.decision,
        None if first is None else "; ".join(map(str, first.open)),
        _dated(person, When.EXPIRED),
        _dated(person, When.EXPIRING),
        "; ".join(person.attention),
    )


def _dated(person: PersonSummary, when: When) -> str:
    return "; ".join(
        f"{item.name} ({item.expires or 'no day on file'})" for item in person.dated if item.when is when
    )


def _yes(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


GAPS = (
    "worker",
    "role_category",
    "area",
    "heading",
    "expected",
    "held",
    "partial",
    "expired",
    "missing",
    "not_known",
    "unsafe_to_leave",
    "open_competencies",
)


def gap_rows(report: ReportFacts) -> Iterator[Row]:
    """For each person, each published heading under which something is open."""
    known: dict[tuple[str, GapMasks], tuple[Row, ...]] = {}
    for one in report.judged:
        if one.gap is None or one.engine is None:
            continue
        key = one.engine.target, one.gap
        if key not in known:
            known[key] = tuple(_gaps_of(one.engine, one.gap))
        for row in known[key]:
            yield one.worker.id, *row


def _gaps_of(engine: GapEngine, gap: GapMasks) -> Iterator[Row]:
    """The rows of everybody who has this gap, without the person."""
    left = engine.expected & ~gap.held
    for heading in engine.by_area:
        mask = heading.mask
        open_ = left & mask
        if not open_:
            continue
        yield (
            engine.target,
            heading.id,
            heading.label,
            mask.bit_count(),
            (gap.held & mask).bit_count(),
            (gap.partial & mask).bit_count(),
            (gap.expired & mask).bit_count(),
            (gap.missing & mask).bit_count(),
            (gap.not_known & mask).bit_count(),
            (open_ & engine.minimum).bit_count(),
            "; ".join(engine.ids(open_)),
        )


ROUTES = (
    "worker",
    "role_category",
    "route",
    "target",
    "kind",
    "decision",
    "musts",
    "met",
    "open_musts",
    "shoulds_open",
    "summary",
)


def route_rows(report: ReportFacts) -> Iterator[Row]:
    """Every route onward of everybody."""
    for route in report.routes:
        yield (
            route.worker,
            route.role_category,
            route.route,
            route.target,
            route.kind,
            route.decision,
            route.musts,
            route.met,
            "; ".join(map(str, route.open)),
            route.shoulds_open,
            route.summary,
        )


TRAINING = (
    *("worker", "course", "topic", "status", "completed", "expires", "refresh_by", "why"),
    *("counts", "also_on_file"),
)
#: Where somebody has several records of a course, the first of these stands for all.
_BEST_FIRST = (
    *("in-date", "due", "expired", "booked", "in-progress", "undated", "not-required"),
    *("not-started", "failed", "did-not-attend"),
)


class CourseOnFile(NamedTuple):
    """How one person stands on one course.

    Attributes:
        found: The record that stands for all of the course.
        status: How it stands on the day, as in ``training.csv``.
        counts: Whether it is what counts for its subject; ``None`` for training that was not completed. A
            newer course on the same subject takes the place of an older one.
        also: How further records of the same course stand.
    """

    found: Completion
    status: str
    counts: bool | None
    also: tuple[str, ...] = ()


def courses_on_file(report: ReportFacts, one: Judged) -> Iterator[CourseOnFile]:
    """Each course that a person has on file, once."""
    until = days_after(report.summary.on, report.summary.ahead)
    counting = {(ending.name, ending.since) for ending in one.trainings}
    courses: dict[str, list[CourseOnFile]] = {}
    for found in one.completions:
        record, status = found.record, standing_of(found, until=until)
        counts = None
        if record.status not in NOT_COMPLETED:
            counts = status != "undated" or found.counts is Counts.CLAIMED
            counts = counts and (record.title, record.completed) in counting
        courses.setdefault(normalise(record.title), []).append(CourseOnFile(found, status, counts))
    for records in courses.values():
        if len(records) == 1:
            yield records[0]
        else:
            first = min(records, key=_place)
            yield first._replace(also=tuple(each.status for each in records if each is not first))


def _place(one: CourseOnFile) -> tuple[bool, int, int]:
    """Where a record of a course stands: what counts first, then the best, then what counts longest."""
    last = (one.found.expiry.day or date.min).toordinal()
    return not one.counts, _BEST_FIRST.index(one.status), -last


def training_rows(report: ReportFacts) -> Iterator[Row]:
    """Every course on file for everybody: how it stands on the day.

    ``expires`` is the day on file; where there is none, ``refresh_by`` is the customary one of its topic.
    """
    for one in report.judged:
        for found, status, counts, also in courses_on_file(report, one) if one.first is None else ():
            record, reading = found.record, found.reading
            # What was not done, or does not count yet, is refreshed on no day.
            done = found.counts is not Counts.NOTHING and status != "undated"
            yield (
                one.worker.id,
                record.title,
                "; ".join(sorted(reading.themes | reading.topics)),
                status,
                record.completed,
                record.expires,
                found.expiry.day if done and found.expiry.months is not None else None,
                found.unclear or (found.why_expiry.strip(" ()") if done else ""),
                _yes(counts),
                "; ".join(also),
            )


DATES = ("worker", "kind", "on", "until", "file", "line")


def date_rows(report: ReportFacts) -> Iterator[Row]:
    """Every date of supervision, appraisal, DBS and right to work on file."""
    for one in report.dates:
        yield one.worker, str(one.kind), one.on, one.until, one.file, one.line


def standing_of(found: Completion, *, until: date) -> str:
    """The word for how a training record stands: ``in-date``, ``due`` up to a day, ``undated`` and so on."""
    status = found.record.status
    if status is not None and status in NOT_COMPLETED:
        return str(status)
    if found.counts is Counts.EXPIRED:
        return "expired"
    ends = found.may_count and found.expiry.day is not None
    dated = found.counts is Counts.ATTENDED or (ends and found.record.understood)
    if not dated:
        return "undated"
    return "due" if found.expiry.day is not None and found.expiry.day <= until else "in-date"


LEARNING = (
    "course",
    "title",
    "provider",
    "people",
    "workers",
    "cost",
    "vat",
    "price_basis",
    "hours",
    "covers",
    "cost_per_item",
    "topics",
)


def learning_rows(report: ReportFacts) -> Iterator[Row]:
    """The learning that was chosen."""
    learning = report.summary.learning
    for one in () if learning is None else learning.chosen:
        yield (
            one.course,
            one.title,
            one.provider,
            one.people,
            "; ".join(one.workers),
            one.cost,
            one.vat,
            None if one.price_basis is None else str(one.price_basis).replace("-", " "),
            one.hours,
            one.covers,
            None if one.cost is None or not one.covers else round(one.cost / one.covers, 2),
            "; ".join(one.topics),
        )


PROBLEMS = ("kind", "severity", "worker", "file", "record", "line", "column", "value", "message", "service")


def problem_rows(report: ReportFacts) -> Iterator[Row]:
    """Everything that needs a human."""
    for one in report.problems:
        yield (
            str(one.kind),
            one.severity,
            one.worker,
            one.file,
            one.record,
            one.line,
            one.column,
            one.found,
            one.message,
            one.service,
        )


SINCE = ("change", "worker", "what", "name", "before", "after")


def since_rows(since: Since) -> Iterator[Row]:
    """What changed since an earlier report, one thing a row."""
    for change, people in (("joined", since.joined), ("left", since.left)):
        yield from ((change, worker, "person", "", "", "") for worker in people)
    for one in since.moved:
        yield "moved", one.worker, "role category", "", one.before, one.after
    for change in ("closed", "slipped", "gone"):
        for item in getattr(since, change):
            yield change, item.worker, item.what, item.name, item.expires, ""
