"""Putting files about the same people together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from care_pathway._arguments import check_kind
from care_pathway.interop import ascwds
from care_pathway.interop.evidence import EvidenceFile
from care_pathway.interop.matching import Entry, Matcher, Person
from care_pathway.interop.record_dates import KeptDate, joined_dates
from care_pathway.interop.rows import not_read
from care_pathway.interop.staff import LeftOut, StaffFile, TrainingRow, entries_of, further_jobs
from care_pathway.model import HeldQualification, TrainingRecord, Worker
from care_pathway.problems import Place, Problem, Severity, shown, shown_reference
from care_pathway.render.words import counted
from care_pathway.tabular.collecting import without_collecting
from care_pathway.tabular.grids import notice
from care_pathway.tabular.grouping import grouped
from care_pathway.tabular.headings import normal
from care_pathway.tabular.words import FileKind

#: Files of ASC-WDS that go together.
_OF_ASCWDS = (
    (FileKind.WORKER, FileKind.TRAINING),
    (FileKind.ANALYSIS_WORKER, FileKind.ANALYSIS_TRAINING),
)


@without_collecting()
def join_training(staff: StaffFile, training: StaffFile) -> StaffFile:
    """Put training beside the people it is about.

    People are matched by reference as it is written, then by the reference without leading zeros, case and
    marks where that is one reference in each file, then by name or e-mail address where one person in each
    file has it. A row whose name is plainly of somebody else than its reference is said. No name is shown.

    Args:
        staff: Staff that was read.
        training: Training that was read.

    Returns:
        The same staff with their training; rows that name nobody are problems.

    Example:
        >>> from care_pathway.interop import examples, read_staff, read_training
        >>> staff = read_staff(examples.file("staff.csv"))
        >>> joined = join_training(staff, read_training(examples.file("training.csv")))
        >>> len(joined.workers[0].training)
        5
    """
    check_kind("staff", staff, StaffFile)
    check_kind("training", training, StaffFile)
    if (staff.kind, training.kind) in _OF_ASCWDS:
        return ascwds.join(staff, training=training)
    beside = [(row.reference, row.person) for row in training.training]
    matcher = Matcher(entries_of(staff.workers, staff), beside)
    away = _left_out(staff)
    dates = (one for one in training.dates if matcher.is_of_somebody(one.worker, one.person))
    found: dict[str, list[TrainingRecord]] = {}
    held: dict[str, list[HeldQualification]] = {}
    nobody: dict[int, Problem] = {}
    elsewhere = 0
    for row in training.training:
        workers, problem = _whom(row, training.file, matcher, away)
        if problem is not None:  # a row of a matrix is several records of training
            nobody.setdefault(row.record, problem)
        elsewhere += problem is None and not workers and bool(away.find(row.reference, row.person))
        for worker in workers:
            if row.training is not None:
                found.setdefault(worker, []).append(row.training)
            if row.qualification is not None:
                held.setdefault(worker, []).append(row.qualification)
    workers_ = tuple(
        attrs.evolve(
            worker,
            training=_with(worker.training, found.get(worker.id)),
            qualifications=_with_other(worker.qualifications, held.get(worker.id)),
        )
        if worker.id in found or worker.id in held
        else worker
        for worker in staff.workers
    )
    staff, training = _apart(staff, training)
    return attrs.evolve(
        staff,
        workers=workers_,
        training=staff.training + training.training,
        dates=(*staff.dates, *dates),
        joined=(*staff.joined, training.file),
        notices=staff.notices + training.notices + tuple(_said(matcher, training.file, elsewhere)),
        problems=staff.problems + training.problems + grouped(nobody.values()),
        to_check=staff.to_check + training.to_check,
    )


def _apart(staff: StaffFile, training: StaffFile) -> tuple[StaffFile, StaffFile]:
    """Two readings of one file, neither of which says that columns are not read which the other reads."""
    if staff.file != training.file:
        return staff, training
    return _without_read(staff, training), _without_read(training, staff)


def _without_read(one: StaffFile, other: StaffFile) -> StaffFile:
    read = {shown(guess.header) for guess in other.columns}
    left = tuple(name for name in one.left_out if name not in read)
    if left == one.left_out:
        return one
    before, now = not_read(one.left_out), [notice(one.file, not_read(left))] if left else []
    kept = [said for said in one.notices if said.message != before]
    return attrs.evolve(one, left_out=left, notices=(*kept, *now))


def join_upload(staff: StaffFile, upload: StaffFile) -> StaffFile:
    """Put what a worker file of ASC-WDS says beside the people of another staff list.

    People are matched as `join_training` matches them. What the staff list says stays; the worker file adds
    job roles, recorded role categories, qualifications, and whatever else the list leaves open. Of somebody
    with several jobs what it says of the job goes with the first.

    Args:
        staff: A staff list of the service's own.
        upload: The worker file of the same people.

    Returns:
        The people of the staff list; whoever is in the worker file alone is a problem.

    Example:
        >>> from care_pathway.interop import ascwds, examples, read_staff
        >>> upload = ascwds.read_workers(examples.file("ascwds-worker.csv"))
        >>> staff = read_staff([{"Staff ref": upload.workers[0].id, "Job title": "Carer"}])
        >>> joined = join_upload(staff, upload)
        >>> joined.workers[0].job_title, joined.workers[0].ascwds_job_role is not None
        ('Carer', True)
    """
    same = same_people(staff, upload)
    further = further_jobs(staff)
    answers = {
        who: _of_person(worker) if who in further else worker
        for worker in upload.workers
        for who in same.get(worker.id, ())
    }
    sites = {record.worker: record.site for record in staff.records}
    away = _left_out(staff)
    rows = [upload.record_of(worker.id) for worker in upload.workers if worker.id not in same]
    alone = [record for record in rows if not away.find(record.reference, record.person)]
    problems = [
        Problem(
            message="in the worker file of ASC-WDS, and not on the staff list; not counted",
            place=Place(file=upload.file, record=record.record, line=record.line),
            found=shown_reference(record.reference),
            severity=Severity.WARNING,
        )
        for record in alone
    ]
    missing = len(staff.workers) - len(answers)
    said = (
        f"the people of {staff.file} are answered for, with what this file says of {len(answers):,} of them"
    )
    notices = [notice(upload.file, said)]
    if missing:
        notices.append(notice(upload.file, f"{missing:,} people of {staff.file} are not in it"))
    return attrs.evolve(
        staff,
        workers=tuple(
            _answered(worker, answers[worker.id], sites.get(worker.id)) if worker.id in answers else worker
            for worker in staff.workers
        ),
        workplaces=staff.workplaces + upload.workplaces,
        notices=(*staff.notices, *upload.notices, *notices),
        problems=(*staff.problems, *upload.problems, *grouped(problems)),
    )


def same_people(staff: StaffFile, upload: StaffFile) -> dict[str, tuple[str, ...]]:
    """Ids of a worker file with the ids of the same people on a staff list.

    Example:
        >>> from care_pathway.interop import read_staff
        >>> one, other = ([{"Staff ref": ref, "Job title": "Carer"}] for ref in ("0012", "12"))
        >>> same_people(read_staff(one), read_staff(other))
        {'12': ('0012',)}
    """
    theirs = [*entries_of(upload.workers, upload)]
    matcher = Matcher(entries_of(staff.workers, staff), [(entry.reference, entry.person) for entry in theirs])
    found = {entry.worker: matcher.find(entry.reference, entry.person) for entry in theirs}
    return {worker: same for worker, same in found.items() if same}


def _of_person(worker: Worker) -> Worker:
    """What a worker file says of somebody in whatever job: all else is of the main job."""
    more = {
        name: getattr(worker, name) for name in ("started_in_care", "qualifications", "training", "setting")
    }
    return Worker(id=worker.id, aspiration=worker.aspiration, registrations=worker.registrations, **more)


#: What a worker file may say of somebody of whom the staff list does not.
_ANSWERS = (
    *("role_category", "ascwds_job_role", "started_in_role", "started_in_care", "aspiration"),
    *("authorisations", "registrations"),
)


def _answered(worker: Worker, answers: Worker, site: str | None) -> Worker:
    """Somebody on the staff list, with what the worker file says where the list says nothing."""
    more = {name: getattr(answers, name) for name in _ANSWERS if getattr(worker, name) is None}
    if worker.setting is None or worker.setting == site:  # a team is where somebody works for want of better
        more["setting"] = answers.setting or worker.setting
    for name in ("qualifications", "training"):
        said = getattr(answers, name)
        if said is not None:
            more[name] = _with(getattr(worker, name), list(said))
    duties = {
        one.name: getattr(answers.context, one.name)
        for one in attrs.fields(type(worker.context))
        if getattr(worker.context, one.name) is None
    }
    return attrs.evolve(worker, context=attrs.evolve(worker.context, **duties), **more)


def dates_on_file(staff: StaffFile, evidence: EvidenceFile | None = None) -> tuple[KeptDate, ...]:
    """Dates of supervision, appraisal, DBS and right to work of the people of a staff file.

    They come from columns of the staff list, of matrices that were joined to it, and from evidence. They are
    facts to be shown, and decide nothing.

    Args:
        staff: Staff that was read, with its training joined.
        evidence: Evidence that was read.

    Returns:
        Each date once, with the id of the worker that it is about.

    Example:
        >>> from care_pathway.interop import read_staff
        >>> staff = read_staff([{"Staff ref": "7", "Job title": "Carer", "Last supervision": "01/10/2026"}])
        >>> dates_on_file(staff)
        (KeptDate(worker='7', kind='supervision', on=datetime.date(2026, 10, 1)),)
    """
    check_kind("staff", staff, StaffFile)
    check_kind("evidence", evidence, EvidenceFile, optional=True)
    more = () if evidence is None else evidence.dates
    return joined_dates((*staff.dates, *more), entries_of(staff.workers, staff))


def _with(before: tuple[Any, ...] | None, more: list[Any] | None) -> tuple[Any, ...] | None:
    return before if more is None else (before or ()) + tuple(more)


def _with_other(
    before: tuple[HeldQualification, ...] | None, more: list[HeldQualification] | None
) -> tuple[HeldQualification, ...] | None:
    """Qualifications with those that are not there yet, however they are capitalised: one file is both."""
    if before is None or more is None:
        return _with(before, more)
    there = {attrs.evolve(one, name=normal(one.name)) for one in before}
    return _with(
        before, [one for one in more if attrs.evolve(one, name=normal(one.name)) not in there] or None
    )


def _left_out(staff: StaffFile) -> Matcher:
    """People of the list who are left out of the counts: their training is about nobody here."""
    return Matcher(
        Entry(f"left-{record.record}", record.reference, record.person)
        for record in staff.records
        if record.left_out is not None and record.left_out is not LeftOut.AGAIN and record.worker is None
    )


def _whom(
    row: TrainingRow, file: str, matcher: Matcher, away: Matcher
) -> tuple[tuple[str, ...], Problem | None]:
    """Whom a row is about, and what is to be said of it."""
    workers = matcher.find(row.reference, row.person)
    why = matcher.doubt(row.reference, row.person)
    if why is not None and away.find(None, row.person):
        return (), None  # it is about somebody who is left out, whose number another has now
    if not workers and (row.reference is not None or row.person != Person()):
        if away.find(row.reference, row.person):
            return (), None
        why = matcher.why_not(row.reference, row.person)
    if why is None:
        return workers, None
    return workers, Problem(
        message=why,
        place=Place(file=file, record=row.record, line=row.line),
        found=shown_reference(row.reference),
        severity=Severity.WARNING if workers else Severity.ERROR,
    )


def _said(matcher: Matcher, file: str, elsewhere: int) -> Iterable[Problem]:
    for what, count in sorted(matcher.by.items()):
        were = f"{counted(count, 'row')} {'was' if count == 1 else 'were'}"
        yield notice(file, f"{were} matched by {what}; names and addresses are not shown")
    if elsewhere:
        yield notice(file, f"{elsewhere:,} rows are about people who are left out of the counts")
