"""What a reader says of a file: problems, notices, and where they are.

No message ever holds a name, a National Insurance number or a date of birth: the cells of personal
columns are never repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.errors import DataError, DataProblem

#: Shown instead of the content of a personal cell.
WITHHELD = "(withheld)"

_SHOWN = 60


class Severity(StrEnum):
    """How bad it is.

    Example:
        >>> Severity("error")
        <Severity.ERROR: 'error'>
    """

    ERROR = "error"
    """The row, the cell or the whole upload cannot be used as it stands."""
    WARNING = "warning"
    """An answer is dropped, or would be."""
    NOTICE = "notice"
    """It could be read; somebody should know how."""


@frozen(kw_only=True, repr=False)
class FileProblem(Record):
    """One thing about one place of a file.

    Attributes:
        message: What is wrong and what is allowed; lower case.
        file: The file's own name, without its folder.
        record: Number of the record, the first after the header being 1.
        line: Physical line in the file, the first being 1.
        column: Name of the column.
        value: The cell as found, shortened; withheld in personal columns.
        severity: Error, warning or notice.
        service: What the data service would do with it, where that is known.
        code: Number of the service's own message, where there is one.

    Example:
        >>> FileProblem(message="expected a whole number", record=3, column="CWPCATEGORY", value="2.9")
        FileProblem(record=3, column='CWPCATEGORY', message='expected a whole number')
    """

    message: str
    file: str | None = None
    record: int | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = field(default=Severity.ERROR, converter=Severity)
    service: str | None = None
    code: str | None = None

    def _shown(self) -> Iterator[tuple[str, Any]]:
        for name in ("file", "record", "line", "column", "message"):
            if getattr(self, name) is not None:
                yield name, getattr(self, name)

    def __str__(self) -> str:
        place = [part for part in (self.file,) if part]
        if self.record is not None:
            place.append(f"record {self.record}")
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(self.column)
        found = "" if self.value is None else f" (found {self.value!r})"
        after = "" if self.service is None else f"; the service: {self.service}"
        where = ", ".join(place)
        return f"{where}: {self.message}{found}{after}" if where else f"{self.message}{found}{after}"


def shown(value: object, *, personal: bool = False) -> str | None:
    """A cell as a message may show it.

    Example:
        >>> shown("QQ123456C", personal=True)
        '(withheld)'
        >>> shown("x" * 100)[-3:]
        'xx…'
    """
    if value is None:
        return None
    text = str(value)
    if personal and text.strip():
        return WITHHELD
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def refuse(*messages: str, file: str | None = None, value: object = None) -> DataError:
    """A `DataError` for a file that cannot be used at all."""
    return DataError(DataProblem(message, file=file, value=value) for message in messages)


def shown_reference(reference: str | None) -> str | None:
    """A reference as a message may repeat it: one without a digit may be somebody's name.

    Example:
        >>> shown_reference("S012"), shown_reference("JaneDoe")
        ('S012', '(withheld)')
    """
    if reference is None:
        return None
    return shown(reference[:12], personal=not any(letter.isdigit() for letter in reference))
