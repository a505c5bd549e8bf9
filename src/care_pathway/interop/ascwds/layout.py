"""Which file is this? Decided from the header alone: the two families share numbers, not meanings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from attrs import frozen

from care_pathway.errors import DataError, refuse
from care_pathway.interop.ascwds.codes import Column, columns
from care_pathway.problems import Place, Problem, document_problem, shown
from care_pathway.tabular.words import FileKind

#: Most qualifications that a worker file can hold.
MOST_QUALIFICATIONS = 99

_DELIMITERS = {",": "commas", ";": "semicolons", "|": "pipes", "\t": "tabs"}
_ANALYSIS_NAMES = frozenset({"period", "establishmentid", "workerid", "careworkforcepathway", "mainjrid"})
_QUALIFICATION = re.compile(r"QUALACH(\d\d)(NOTES)?")
_SERVICE_REFUSES = "it does not recognise the file"


@frozen(kw_only=True)
class Layout:
    """The columns of a file at hand.

    Attributes:
        kind: Which file.
        names: Column names in the order of the file.
        columns: The rule of each column; empty for analysis files.
        old: Whether it is older than the question about the Pathway.
        delimiter: What stands between cells.
        problems: What is wrong with the header though it can be understood.
    """

    kind: FileKind
    names: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    old: bool = False
    delimiter: str = ","
    problems: tuple[Problem, ...] = ()

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each column stands."""
        return {name: position for position, name in enumerate(self.names)}

    @cached_property
    def lengths(self) -> frozenset[int]:
        """How many cells a row may have: a worker row may stop after any whole pair from the third on."""
        full = len(self.names)
        third = self.index.get("QUALACH03NOTES")
        return frozenset({full}) if third is None else frozenset(range(third + 1, full + 1, 2))


def recognise(header: str, *, file: str, line: int = 1) -> Layout:
    """The layout that a header line announces.

    Raises:
        DataError: If it is no file of ASC-WDS, mixes both families, or columns are missing, added or moved.
    """
    delimiter = _delimiter(header)
    names = [_cleaned(name) for name in header.strip().split(delimiter)]
    lower = {name.casefold() for name in names}
    upload = "LOCALESTID" in names or {"localestid", "uniqueworkerid"} <= lower
    analysis = len(_ANALYSIS_NAMES & lower) >= 2
    if upload and _ANALYSIS_NAMES & lower:
        mixed = ", ".join(sorted(_ANALYSIS_NAMES & lower))
        raise refuse(
            "the header mixes upload columns (LOCALESTID …) with analysis columns "
            f"({mixed}); the two families use different codes, so take one file from one of them",
            file=file,
        )
    if analysis:
        return _analysis(names, delimiter)
    if not upload:
        raise refuse(
            "this is not a file of ASC-WDS: the header names neither LOCALESTID (upload files) "
            "nor period and establishmentid (analysis files); a plain table is read with tables.read_staff",
            file=file,
        )
    if delimiter != ",":
        raise refuse(
            f"the cells are separated by {_DELIMITERS[delimiter]}; upload files are separated by commas. "
            "Save the file as 'CSV (comma delimited)'",
            file=file,
        )
    return _upload(header, names, file, line)


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=lambda mark: (header.count(mark), mark == ","))


def _cleaned(name: str) -> str:
    return name.strip().strip('"').strip()


def _analysis(names: Sequence[str], delimiter: str) -> Layout:
    lower = tuple(name.casefold() for name in names)
    worker = "mainjrid" in lower and "workerid" in lower and "training_category" not in lower
    kind = FileKind.ANALYSIS_WORKER if worker else FileKind.ANALYSIS_OTHER
    return Layout(kind=kind, names=lower, delimiter=delimiter)


def _upload(header: str, names: list[str], file: str, line: int) -> Layout:
    upper = [name.upper() for name in names]
    kind = _kind(upper)
    expected, old = _expected(kind, upper)
    want = [column.name for column in expected]
    if upper != want:
        raise DataError(
            document_problem(message, file=file, path="header") for message in _differences(upper, want, kind)
        )
    problems = []
    if header.strip().split(",") != want:
        problems.append(
            Problem(
                message="column names must be upper case, without quotes or spaces",
                place=Place(file=file, line=line),
                service=_SERVICE_REFUSES,
            )
        )
    return Layout(kind=kind, names=tuple(want), columns=tuple(expected), old=old, problems=tuple(problems))


def _kind(names: Sequence[str]) -> FileKind:
    found = set(names)
    if "UNIQUEWORKERID" not in found:
        return FileKind.WORKPLACE
    training = len(found & {"CATEGORY", "TRAININGNAME", "DATECOMPLETED", "WHODELIVERED"})
    return FileKind.TRAINING if training >= 2 else FileKind.WORKER


def _expected(kind: FileKind, names: Sequence[str]) -> tuple[list[Column], bool]:
    """The columns that this very file should have, and whether it is of the old layout."""
    here = set(names)
    every = columns(str(kind))
    pathway = [column for column in every if column.pathway]
    old = bool(pathway) and not any(column.name in here for column in pathway)
    expected = [
        column
        for column in every
        if column.name in here or not (column.optional or (old and (column.pathway or column.since)))
    ]
    if kind is FileKind.WORKER:
        expected += _further_qualifications(here)
    return expected, old


def _further_qualifications(here: set[str]) -> list[Column]:
    """Columns of the fourth qualification and on, as far as the header goes without a gap."""
    rules = {column.name: column for column in columns("worker")}
    more: list[Column] = []
    for number in range(4, MOST_QUALIFICATIONS + 1):
        if f"QUALACH{number:02}" not in here:
            break
        for ending in ("", "NOTES"):
            rule = rules[f"QUALACH03{ending}"]
            more.append(
                Column(
                    name=f"QUALACH{number:02}{ending}",
                    label=rule.label,
                    kind=rule.kind,
                    severity=rule.severity,
                    max=rule.max,
                    personal=rule.personal,
                )
            )
    return more


def _differences(names: Sequence[str], want: Sequence[str], kind: FileKind) -> list[str]:
    messages = []
    missing = [name for name in want if name not in names]
    if missing:
        messages.append(f"the {kind} file has no column {_listed(missing)}")
    added = [name for name in dict.fromkeys(names) if name and name not in want]
    if added:
        messages.append(f"the {kind} file has no place for column {_listed(added)}")
    if "" in names:
        messages.append(
            "a column has no name; take away the comma at the end of the header, or the empty column"
        )
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        messages.append(f"column {_listed(repeated)} stands in the header more than once")
    if not messages:
        first = next(position for position, name in enumerate(names) if name != want[position])
        messages.append(
            f"the columns are not in order: column {first + 1} is {names[first]}, expected {want[first]}"
        )
    return messages


def _listed(names: Sequence[str], limit: int = 8) -> str:
    listed = ", ".join(str(shown(name)) for name in names[:limit])
    return listed if len(names) <= limit else f"{listed} and {len(names) - limit} more"
