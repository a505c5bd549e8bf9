"""CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import IO, Any, Protocol
from unicodedata import category

from care_pathway.errors import InvalidArgumentError

#: A spreadsheet takes a cell that starts so for a formula.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def csv_safe(value: object) -> object:
    """A value that no spreadsheet takes for a formula; numbers, days and harmless text stay as they are.

    Example:
        >>> csv_safe("=HYPERLINK(1)"), csv_safe(-5), csv_safe("-5.2"), csv_safe("Senior carer")
        ("'=HYPERLINK(1)", -5, '-5.2', 'Senior carer')
    """
    if not isinstance(value, str):
        return value
    if not (value.startswith(_DANGEROUS) or _seen(value) in _DANGEROUS):
        return value
    return value if _is_number(value) else f"'{value}"


def _seen(text: str) -> str:
    """The first character that is seen: spreadsheets pass over spaces, controls and marks of direction."""
    return next((sign for sign in text if category(sign)[0] not in "ZC"), "")


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").removeprefix("+")
    return digits.replace(".", "", 1).isdecimal() and digits.isascii()


class CsvWriter(Protocol):
    """What `safe_csv_writer` gives."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one row."""

    def writerows(self, rows: Iterable[Iterable[object]], /) -> object:
        """Write several rows."""

    def writealike(self, rows: Iterable[tuple[object, ...]], own: int, /) -> object:
        """Write rows of which many are alike but for their first cells, of which each has `own`."""


class _SafeWriter:
    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._writer = csv.writer(stream, lineterminator=_LINE_END)

    def writerow(self, row: Iterable[object], /) -> object:
        return self._writer.writerow(_safe(row))

    def writerows(self, rows: Iterable[Iterable[object]], /) -> object:
        self._writer.writerows(map(_safe, rows))
        return None

    def writealike(self, rows: Iterable[tuple[object, ...]], own: int, /) -> object:
        # The first cells are put into CSV once where they follow each other, and each end of a row once. In a
        # report on 20,000 people 490,000 rows have 600 ends of up to 400 letters: a fifth of the time.
        ends: dict[tuple[object, ...], str] = {}
        for first, alike in groupby(rows, itemgetter(slice(own))):
            begin = _line(first).removesuffix(_LINE_END)
            lines = []
            for row in alike:
                end = row[own:]
                if end not in ends:
                    ends[end] = f",{_line(end)}"
                lines.append(begin + ends[end])
            self._stream.write("".join(lines))
        return None


_LINE_END = "\r\n"


class _Text:
    """A stream that gives back what is written, so that the writer gives a line as text."""

    @staticmethod
    def write(text: str) -> str:
        return text


_TEXT: Any = csv.writer(_Text(), lineterminator=_LINE_END)


def _line(row: Iterable[object]) -> str:
    line: str = _TEXT.writerow(_safe(row))
    return line


def _safe(row: Iterable[object]) -> list[object]:
    """A row with safe cells; nearly all begin with a letter or a digit, and need no closer look."""
    return [value if not isinstance(value, str) or value[:1].isalnum() else csv_safe(value) for value in row]


def safe_csv_writer(stream: IO[str]) -> CsvWriter:
    r"""A CSV writer whose cells no spreadsheet takes for formulas.

    Args:
        stream: An open text file; open it with ``newline=""``.

    Example:
        >>> import io
        >>> out = io.StringIO()
        >>> _ = safe_csv_writer(out).writerow(["W1", "@SUM(A1)"])
        >>> out.getvalue()
        "W1,'@SUM(A1)\r\n"
    """
    if not hasattr(stream, "write"):
        raise InvalidArgumentError("stream", "an open text file", stream)
    return _SafeWriter(stream)
