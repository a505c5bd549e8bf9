"""The files that a report was made from: what each was read as, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from care_pathway.interop.adoption import AdoptionFile
from care_pathway.interop.ascwds import advise
from care_pathway.interop.course_lists import CourseFile
from care_pathway.interop.evidence import AppliedEvidence, EvidenceFile
from care_pathway.interop.staff import StaffFile
from care_pathway.problems import Place, Problem, ProblemKind, Severity, shown
from care_pathway.report.names import Scrubber
from care_pathway.report.records import (
    InputFile,
)
from care_pathway.tabular.headings import ColumnGuess


def input_files(
    staff: StaffFile,
    upload: StaffFile | None,
    evidence: EvidenceFile | None,
    catalogue: CourseFile | None,
    adoption: AdoptionFile | None,
) -> tuple[InputFile, ...]:
    """The files, what each was read as, and how much is to be said of it."""
    files = [_input("staff", staff, str(staff.kind), len(staff.workers))]
    if staff.training:
        files.append(
            InputFile(
                role="training",
                file=" and ".join(staff.joined) or staff.file,
                kind="training",
                rows=len(staff.training),
                notices=sum(one.file in _joined(staff) for one in staff.notices),
                problems=sum(one.file in _joined(staff) for one in staff.problems),
            )
        )
    if upload is not None:
        files.append(_input("ASC-WDS", upload, str(upload.kind), len(upload.workers)))
    if staff.workplaces:
        files.append(
            InputFile(
                role="workplaces",
                file="the workplace file of ASC-WDS",
                kind="workplace",
                rows=len(staff.workplaces),
            )
        )
    if evidence is not None:
        files.append(_input("evidence", evidence, "table", len(evidence.entries)))
    if catalogue is not None:
        files.append(_input("courses", catalogue, "table", len(catalogue.courses)))
    if adoption is not None:
        files.append(
            InputFile(
                role="adoption",
                file=adoption.file,
                kind="table",
                rows=sum(one.done is not None for one in adoption.items),
                notices=len(adoption.notices),
                problems=len(adoption.problems),
            )
        )
    return tuple(files)


def _input(role: str, file: StaffFile | EvidenceFile | CourseFile, kind: str, rows: int) -> InputFile:
    joined = _joined(file)
    return InputFile(
        role=role,
        file=file.file,
        kind=kind,
        rows=rows,
        columns=guessed(file.columns),
        notices=sum(one.file not in joined for one in file.notices),
        problems=sum(one.file not in joined for one in file.problems),
    )


def _joined(file: StaffFile | EvidenceFile | CourseFile) -> set[str]:
    """The training files that a staff list also tells of: what is said of them is theirs."""
    return set(file.joined) - {file.file} if isinstance(file, StaffFile) else set()


def guessed(columns: Iterable[ColumnGuess]) -> tuple[str, ...]:
    """Which column was taken for what, in words.

    Example:
        >>> guessed([ColumnGuess(field="job_title", header="Post held", how="like")])
        ("job title: 'Post held' (guessed)",)
    """
    how = {"like": " (guessed)", "given": " (given)"}
    said = (
        f"{one.field.replace('_', ' ')}: {shown(one.header)!r}{how.get(one.how, '')}"
        for one in columns
        if one.header is not None
    )
    return tuple(dict.fromkeys(said))


def file_problems(
    files: Iterable[StaffFile | EvidenceFile | CourseFile | AdoptionFile | None],
    applied: AppliedEvidence | None,
    scrub: Scrubber,
) -> Iterator[Problem]:
    """What is wrong with files, and how they were read; no personal reference in it."""
    for file in files:
        if file is None:
            continue
        kind = ProblemKind.COURSE if isinstance(file, CourseFile) else ProblemKind.FILE
        for problem in file.problems:
            yield from_file(problem, kind, scrub)
        for notice in file.notices:
            yield from_file(notice, ProblemKind.NOTICE, scrub)
    if applied is not None:
        for problem in applied.problems:
            yield from_file(problem, ProblemKind.FILE, scrub)


def from_file(problem: Problem, kind: ProblemKind, scrub: Scrubber) -> Problem:
    """What a reader said of a file, without personal references."""
    notice = problem.severity is Severity.NOTICE
    return Problem(
        kind=ProblemKind.NOTICE if notice else kind,
        message=scrub(problem.message) or "",
        place=Place(file=problem.file, record=problem.record, line=problem.line, column=problem.column),
        severity=problem.severity,
        service=problem.service,
        found=scrub(problem.found),
    )


def advice_of(staff: StaffFile, on: date, references: Mapping[str, str]) -> Iterator[Problem]:
    """What ASC-WDS would advise on a worker file."""
    if not staff.kind.is_upload:
        return
    for advice in advise(staff, on=on):
        yield Problem(
            kind=ProblemKind.ADVICE,
            message=f"{advice.message}: {advice.why}",
            place=Place(
                worker=references.get(advice.worker, advice.worker),
                file=staff.file,
                record=advice.record,
                line=advice.line,
            ),
            severity=Severity.NOTICE,
        )
