"""Which file is this? Decided from the header alone: the two families share numbers, not meanings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from attrs import evolve, frozen

from care_pathway.errors import DataError, refuse
from care_pathway.interop.ascwds.codes import Column, RetiredColumn, columns, retired_columns
from care_pathway.problems import Place, Problem, Severity, document_problem, shown
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
        until: The month up to which the service wrote this layout; ``None`` for today's.
        unknown: Columns that no layout known here has; they are kept as read.
        delimiter: What stands between cells.
        problems: What is wrong with the header though it can be understood.
    """

    kind: FileKind
    names: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    old: bool = False
    until: str | None = None
    unknown: tuple[str, ...] = ()
    delimiter: str = ","
    problems: tuple[Problem, ...] = ()

    @cached_property
    def places(self) -> Places:
        """The places of its columns."""
        return places_of(self.names)

    @property
    def index(self) -> dict[str, int]:
        """Where each column stands."""
        return self.places.of

    @cached_property
    def lengths(self) -> frozenset[int]:
        """How many cells a row may have: all, or those up to any whole pair from the third on."""
        full = len(self.names)
        third = self.index.get("QUALACH03NOTES")
        return frozenset({full} if third is None else {full, *range(third + 1, full + 1, 2)})

    @cached_property
    def short_lengths(self) -> frozenset[int]:
        """Lengths that no export writes and that lose nothing: a row that stops before its qualifications."""
        first, third = self.index.get("QUALACH01"), self.index.get("QUALACH03NOTES")
        return frozenset() if first is None or third is None else frozenset(range(first, third, 2))


class Places(NamedTuple):
    """Where each column stands, and which are of qualifications, without their notes."""

    of: dict[str, int]
    qualifications: tuple[str, ...]


def places_of(names: tuple[str, ...]) -> Places:
    """The places of a header's columns; one that took the place of another is found under both names."""
    found = {name: position for position, name in enumerate(names)}
    for kind in ("worker", "workplace", "training"):
        for column in retired_columns(kind):
            if column.becomes and column.becomes not in found and column.name in found:
                found[column.becomes] = found[column.name]
    qualifications = (name for name in names if name.startswith("QUALACH") and not name.endswith("NOTES"))
    return Places(found, tuple(qualifications))


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
    kind = FileKind.ANALYSIS_OTHER
    if "training_category" in lower or "training_name" in lower:
        kind = FileKind.ANALYSIS_TRAINING
    elif "mainjrid" in lower and "workerid" in lower:
        kind = FileKind.ANALYSIS_WORKER
    elif "workerid" not in lower and {"mainstid", "cwpawareness", "totalstaff"} & set(lower):
        kind = FileKind.ANALYSIS_WORKPLACE
    return Layout(kind=kind, names=lower, delimiter=delimiter)


def _upload(header: str, names: list[str], file: str, line: int) -> Layout:
    upper = [name.upper() for name in names]
    kind = _kind(upper)
    found = _columns_of(kind, upper)
    want = tuple(column.name for column in found.columns)
    if tuple(upper) != want:
        raise DataError(
            document_problem(message, file=file, path="header")
            for message in _differences(upper, [name for name in want if name not in found.unknown], kind)
        )
    return Layout(
        kind=kind,
        names=want,
        columns=found.columns,
        old=found.old,
        until=found.until,
        unknown=found.unknown,
        problems=tuple(_header_problems(header, found, Place(file=file, line=line))),
    )


def _kind(names: Sequence[str]) -> FileKind:
    found = set(names)
    if "UNIQUEWORKERID" not in found:
        return FileKind.WORKPLACE
    training = len(found & {"CATEGORY", "TRAININGNAME", "DATECOMPLETED", "WHODELIVERED"})
    return FileKind.TRAINING if training >= 2 else FileKind.WORKER


@frozen(kw_only=True)
class _Found:
    """The columns of one header, in its order.

    Attributes:
        columns: The rule of each; columns that were taken out, or are not known here, take any text.
        later: Columns that files of this time did not have yet.
        retired: Columns that were taken out since.
        unknown: Names that no layout known here has.
    """

    columns: tuple[Column, ...]
    later: tuple[Column, ...]
    retired: tuple[RetiredColumn, ...]
    unknown: tuple[str, ...]

    @property
    def old(self) -> bool:
        """Whether the file is older than the question about the Pathway."""
        return any(column.pathway for column in self.later) and not any(c.pathway for c in self.columns)

    @property
    def until(self) -> str | None:
        """The month or year up to which the service wrote such files."""
        return min((*(c.until for c in self.retired), *(str(c.since) for c in self.later)), default=None)


def _columns_of(kind: FileKind, names: Sequence[str]) -> _Found:
    """The columns that this very file should have: today's in order, with what is older or newer between."""
    here = set(names)
    every = columns(str(kind))
    retired = {column.name: column for column in retired_columns(str(kind))}
    replaced = {column.becomes for column in retired.values() if column.name in here}
    known = [
        column
        for column in every
        if column.name in here
        or not (column.optional or column.since or column.pathway or column.name in replaced)
    ]
    if kind is FileKind.WORKER:
        known += _further_qualifications(here)
    later = tuple(c for c in every if c.name not in here and not c.optional and c.name not in replaced)
    if later or not here.isdisjoint(retired):  # older files have an order of their own
        known.sort(key=lambda column: names.index(column.name) if column.name in here else len(names))
    mine = {column.name for column in known}
    rules = {column.name: column for column in every}
    waiting = iter(known)
    made: list[Column] = []
    for position, name in enumerate(names):
        if name and name not in mine and names.index(name) == position:
            made.append(_as_it_is(retired.get(name), rules, name))
        else:
            made.extend(column for column in [next(waiting, None)] if column is not None)
    return _Found(
        columns=(*made, *waiting),
        later=later,
        retired=tuple(column for name, column in retired.items() if name in here),
        unknown=tuple(name for name in dict.fromkeys(names) if name and name not in {*mine, *retired}),
    )


def _as_it_is(retired: RetiredColumn | None, rules: dict[str, Column], name: str) -> Column:
    """The rule of a column that today's upload has no place for: the one that took its place, or any text."""
    if retired is not None and retired.becomes:
        return evolve(rules[retired.becomes], name=name)
    label = name.lower() if retired is None else retired.label
    return Column(name=name, label=label, kind="text", severity="warning", personal=True)


def _header_problems(header: str, found: _Found, place: Place) -> Iterator[Problem]:
    want = [column.name for column in found.columns]
    if found.until is not None:
        parts = []
        if found.retired:
            parts.append(f"it has {_listed([column.name for column in found.retired])}")
        if found.later:
            parts.append(f"it has no {_listed([column.name for column in found.later])}")
        yield Problem(
            message=f"an old layout, of {found.until} at the latest, read as it is: {' and '.join(parts)}",
            place=place,
            severity=Severity.NOTICE,
            service="it now refuses such files",
        )
        yield Problem(
            message="today's upload has other columns; care-pathway ascwds upgrade writes them",
            place=place,
            service=_SERVICE_REFUSES,
        )
    if found.unknown:
        yield Problem(
            message=f"no layout known here has column {_listed(found.unknown)}; kept as read",
            place=place,
            service=_SERVICE_REFUSES,
        )
    if header.strip().split(",") != want:
        yield Problem(
            message="column names must be upper case, without quotes or spaces",
            place=place,
            service=_SERVICE_REFUSES,
        )


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
                    severity="warning",
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
