"""Write a worker file back: every cell as it was read, but for the answers that the caller names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import IO

from attrs import frozen

from care_pathway._arguments import check_kind, check_text, check_texts_by_text, word
from care_pathway._record import Result
from care_pathway.errors import DataError, UnknownIdError, refuse
from care_pathway.interop.ascwds.codes import category_codes, columns, upload_code
from care_pathway.interop.ascwds.layout import places_of
from care_pathway.interop.staff import StaffFile, StaffRecord
from care_pathway.problems import Place, Problem, Severity, document_problem
from care_pathway.tabular.atomic import replacing
from care_pathway.tabular.words import FileKind

_STATUSES = ("NEW", "UPDATE", "UNCHECKED", "NOCHANGE", "DELETE")
_END = "\r\n"
#: Statuses under which the service does not look at a row's answers.
_NOT_LOOKED_AT = frozenset({"UNCHECKED", "NOCHANGE", "DELETE"})


class WithoutCode(StrEnum):
    """What to do with a role category that has no code in ASC-WDS (personal assistant).

    Example:
        >>> WithoutCode("none-of-the-above")
        <WithoutCode.NONE_OF_THE_ABOVE: 'none-of-the-above'>
    """

    REFUSE = "refuse"
    NONE_OF_THE_ABOVE = "none-of-the-above"


@frozen(kw_only=True, repr=False, eq=False)
class WrittenFile(Result):
    """What was written.

    Attributes:
        file: The file's own name.
        rows: How many rows it holds.
        changed: Ids of the workers whose answer differs from the file that was read.
        notices: What somebody should know before uploading it.
    """

    file: str
    rows: int
    changed: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()


def write_workers(
    staff: StaffFile,
    path: str | os.PathLike[str] | IO[bytes],
    *,
    status: str | None = None,
    categories: Mapping[str, str | None] | None = None,
    without_code: WithoutCode | str = WithoutCode.REFUSE,
) -> WrittenFile:
    """Write a worker file for upload.

    Every cell is written as it was read, except ``CWPCATEGORY`` of the workers named in `categories`
    and, when it is given, ``STATUS``. UTF-8 without a mark, CRLF, every row at full length, cells quoted
    where they must be. The file appears in one step or not at all.

    Args:
        staff: A worker file that was read with `read_workers`.
        path: Where to write: a path, or an open binary file.
        status: The STATUS of every row, such as ``UPDATE``; ``None`` leaves it as read.
        categories: For each worker id a role category, ``none-of-the-above``, ``do-not-know``, or ``None``
            for a blank cell. ``None`` instead of a mapping leaves all answers as read.
        without_code: What to do with a personal assistant, whom ASC-WDS has no code for.

    Returns:
        What was written, who changed, and what to know before uploading.

    Raises:
        DataError: If the file is not an upload worker file, is older than the question, a row could not be
            read, or a role category has no code.
        UnknownIdError: If `categories` names a worker or a role category that does not exist.

    Example:
        >>> import io
        >>> from care_pathway.interop import examples
        >>> from care_pathway.interop.ascwds import read_workers
        >>> staff = read_workers(examples.file("ascwds-worker.csv"))
        >>> write_workers(staff, io.BytesIO(), categories={staff.workers[0].id: "registered-manager"}).rows
        44
    """
    check_kind("staff", staff, StaffFile)
    check_texts_by_text("categories", categories)
    check_text("status", status, optional=True)
    if staff.kind is not FileKind.WORKER:
        raise refuse(
            f"only an upload worker file can be written; this is a {staff.kind} file", file=staff.file
        )
    wanted, notices = _codes(staff, categories, word("without_code", without_code, WithoutCode))
    status = _status(status)
    changed: list[str] = []
    text = _text(staff, wanted, status, changed)
    lines = list(text)
    for record in staff.records:
        if record.worker in wanted and (status or record.raw("STATUS").strip().upper()) in _NOT_LOOKED_AT:
            notices.append(_not_looked_at(staff))
            break
    name = _put(lines, path)
    return WrittenFile(file=name, rows=len(lines) - 1, changed=tuple(changed), notices=tuple(notices))


def _put(lines: list[str], path: str | os.PathLike[str] | IO[bytes]) -> str:
    """Write lines in one step; gives the name for messages."""
    content = _END.join(lines).encode("utf-8")
    if hasattr(path, "write"):
        path.write(content)
        return "standard output"
    with replacing(path) as stream:
        stream.write(content)
    return os.path.basename(path)  # noqa: PTH119  a name for a message


def upgrade(staff: StaffFile, path: str | os.PathLike[str] | IO[bytes]) -> WrittenFile:
    """Write a worker, workplace or training file of an earlier layout in today's.

    Columns that were taken out are left out, columns that came later are blank, and every other cell is
    written as it was read.

    Args:
        staff: A file that was read with `read_workers`, `read_workplaces` or `read_training`.
        path: Where to write: a path, or an open binary file.

    Returns:
        What was written; the notices name what was left out and what is blank.

    Raises:
        DataError: If it is no upload file, or a row could not be read.

    Example:
        >>> import io
        >>> from care_pathway.interop import examples
        >>> from care_pathway.interop.ascwds import read_training
        >>> upgrade(read_training(examples.file("ascwds-training.csv")), io.BytesIO()).rows
        160
    """
    check_kind("staff", staff, StaffFile)
    if staff.kind not in (FileKind.WORKER, FileKind.WORKPLACE, FileKind.TRAINING):
        raise refuse("only an upload file of ASC-WDS has a layout of today", file=staff.file)
    _refuse_lost(staff)
    index = places_of(staff.names).of
    further = [name for name in staff.names if name.startswith("QUALACH")]
    today = [
        column.name for column in columns(str(staff.kind)) if not column.optional or column.name in index
    ]
    today += [name for name in further if name not in today]
    lines = [",".join(today)]
    for record in (*staff.records, *staff.workplaces, *staff.training):
        cells = (
            record.cells[index[name]] if index.get(name, len(record.cells)) < len(record.cells) else ""
            for name in today
        )
        lines.append(",".join(map(quoted, cells)))
    kept = {index[name] for name in today if name in index}
    dropped = [name for position, name in enumerate(staff.names) if position not in kept]
    added = [name for name in today if name not in index]
    notices = [
        Problem(message=f"{word} {', '.join(names)}", place=Place(file=staff.file), severity=Severity.NOTICE)
        for word, names in (
            ("left out, as today's upload has no place for it:", dropped),
            ("new and blank:", added),
        )
        if names
    ]
    return WrittenFile(file=_put(lines, path), rows=len(lines) - 1, notices=tuple(notices))


def _status(status: str | None) -> str | None:
    if status is None:
        return None
    if status.strip().upper() not in _STATUSES:
        raise UnknownIdError("status", status, _STATUSES)
    return status.strip().upper()


def _codes(
    staff: StaffFile, categories: Mapping[str, str | None] | None, without_code: WithoutCode
) -> tuple[dict[str, str], list[Problem]]:
    """The cell to write for each worker named."""
    if categories is not None and staff.old:
        raise refuse(
            "this file is from before the question about the Pathway (2025) and has no CWPCATEGORY; "
            "download a fresh file from ASC-WDS, or write this one in today's layout (ascwds upgrade), and "
            "fill that",
            file=staff.file,
        )
    cells: dict[str, str] = {}
    refused: list[str] = []
    notices: list[Problem] = []
    for worker, category in (categories or {}).items():
        record = staff.record_of(worker)
        code = None if category is None else upload_code(category)
        if category is not None and code is None:
            if without_code is WithoutCode.REFUSE:
                refused.append(worker)
                continue
            code = upload_code("none-of-the-above")
            notices.append(_no_code(staff, record, category, code))
        cells[record.worker or worker] = "" if code is None else str(code)
    if refused:
        labels = ", ".join(code.label.lower() for code in category_codes() if code.answer == "no-code")
        raise DataError(
            document_problem(
                f"ASC-WDS has no code for {labels}; leave this worker out, or pass "
                "without_code='none-of-the-above' to write 998",
                file=staff.file,
                path=f"record {staff.record_of(worker).record}",
            )
            for worker in refused
        )
    return cells, notices


def _no_code(staff: StaffFile, record: StaffRecord, category: str, code: int | None) -> Problem:
    return Problem(
        message=f"ASC-WDS has no code for {category}; {code} (none of the above) is written, "
        "and the answer cannot be read back",
        place=Place(file=staff.file, record=record.record, line=record.line, column="CWPCATEGORY"),
        severity=Severity.WARNING,
    )


def _not_looked_at(staff: StaffFile) -> Problem:
    return Problem(
        message="changed rows say UNCHECKED, NOCHANGE or DELETE: an upload passes over their answers. "
        "Write the file with status='UPDATE'",
        place=Place(file=staff.file, column="STATUS"),
        severity=Severity.WARNING,
    )


def _text(
    staff: StaffFile, wanted: Mapping[str, str], status: str | None, changed: list[str]
) -> Iterator[str]:
    """The lines without their ends."""
    _refuse_lost(staff)
    yield ",".join(staff.names)
    width = len(staff.names)
    at_status = staff.names.index("STATUS")
    at_category = staff.names.index("CWPCATEGORY") if "CWPCATEGORY" in staff.names else None
    for record in staff.records:
        cells = [*record.cells, *[""] * (width - len(record.cells))]
        if status is not None:
            cells[at_status] = status
        if record.worker is not None and record.worker in wanted and at_category is not None:
            cell = wanted[record.worker]
            if cells[at_category].strip() != cell:
                changed.append(record.worker)
                cells[at_category] = cell
        yield ",".join(map(quoted, cells))


def _refuse_lost(staff: StaffFile) -> None:
    """Refuse to write where a row could not be read: the service deletes what is missing."""
    if staff.lost:
        raise DataError(
            document_problem(
                "this row could not be read and would be missing; the service deletes "
                "what is missing. Mend it first",
                file=staff.file,
                path=f"line {line}",
            )
            for line in staff.lost
        )


def quoted(cell: str) -> str:
    """A cell as the service's export writes it: in quotes where it must be.

    Example:
        >>> quoted("Care, and more"), quoted("Care")
        ('"Care, and more"', 'Care')
    """
    if (
        "," in cell
        or '"' in cell
        or any((letter.isspace() and letter != " ") or letter == "\ufeff" for letter in cell)
    ):
        return '"' + cell.replace('"', '""') + '"'
    return cell
