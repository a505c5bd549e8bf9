"""From a path or a stream to records of text: encodings, kinds of file, quoted line breaks.

Rows are read one by one, so that a large file never stands in memory twice.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TypeAlias

from attrs import frozen

from care_pathway.errors import refuse
from care_pathway.problems import Place, Problem, Severity

#: What readers take: a path, or an open file (text or binary), such as standard input.
Source: TypeAlias = str | os.PathLike[str] | IO[bytes] | IO[str]

#: Said of a line whose quoted cell never ends.
UNCLOSED = 'a cell in this line opens with a double quote (") that is never closed; the line is left out'

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_HEAD = 4096


@frozen(kw_only=True)
class Opened:
    """A file whose bytes are at hand and whose encoding is known.

    Attributes:
        name: Its own name, for messages.
        spreadsheet: Whether it is an Excel workbook.
        encoding: How its text is written.
        bom: Whether it starts with a byte order mark.
        notices: What somebody should know about how it was read.
        data: Its bytes where they came from a stream.
        path: Its path otherwise.
    """

    name: str
    spreadsheet: bool = False
    encoding: str = "utf-8"
    bom: bool = False
    notices: tuple[Problem, ...] = ()
    data: bytes | None = None
    path: Path | None = None

    def binary(self) -> IO[bytes]:
        """The bytes, from the start."""
        if self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.data or b"")

    def lines(self) -> Iterator[str]:
        """The physical lines with their line ends, without the byte order mark."""
        with io.TextIOWrapper(self.binary(), encoding=self.encoding, errors="replace", newline="") as text:
            yield from text


def open_source(source: Source) -> Opened:
    """Look at a file before it is read.

    Raises:
        DataError: If there is no such file, it is a folder, it is empty, or it is no table of text.
    """
    name, path, data = _locate(source)
    head = data[:_HEAD] if data is not None else _head(path, name)
    if head.startswith(_ZIP):
        return Opened(name=name, spreadsheet=True, path=path, data=data)
    _refuse_other_kinds(head, name)
    bom = head.startswith(codecs.BOM_UTF8)
    opened = Opened(name=name, path=path, data=data, bom=bom, encoding="utf-8-sig" if bom else "utf-8")
    text, blank = _is_text(opened)
    if blank:
        raise refuse("the file is empty; expected a header line and rows", file=name)
    if not text:
        notice = Problem(
            message="the text is not UTF-8; read as Windows-1252, which Excel writes. "
            "Look at accented letters, and save as 'CSV UTF-8' next time",
            place=Place(file=name),
            severity=Severity.NOTICE,
            service="it would replace such letters by question marks",
        )
        return Opened(name=name, path=path, data=data, encoding="cp1252", notices=(notice,))
    return opened


def _locate(source: Source) -> tuple[str, Path | None, bytes | None]:
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        if path.is_dir():
            raise refuse("this is a folder; expected a file", file=str(path))
        if not path.exists():
            raise refuse("no such file; check the path", file=str(path))
        return path.name, path, None
    content = source.read()
    name = getattr(source, "name", None)
    shown = Path(name).name if isinstance(name, str) and not name.startswith("<") else "standard input"
    return shown, None, content.encode("utf-8") if isinstance(content, str) else content


def _head(path: Path | None, name: str) -> bytes:
    if path is None:  # pragma: no cover - only streams have no path, and they have data
        return b""
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError as error:
        raise refuse(
            f"the file cannot be opened: {(error.strerror or 'unknown reason').lower()}", file=name
        ) from error


def _refuse_other_kinds(head: bytes, name: str) -> None:
    if head.startswith(_COMPOUND):
        raise refuse(
            "this workbook is protected by a password, or is an old .xls file; "
            "open it in Excel, take the password off and save it as .xlsx or CSV",
            file=name,
        )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refuse("this is 'Unicode text' (UTF-16); save it as 'CSV UTF-8' and try again", file=name)
    if head.startswith(b"%PDF"):
        raise refuse("this is a PDF; expected CSV or XLSX", file=name)
    if head.lstrip(codecs.BOM_UTF8 + b" \r\n\t").lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise refuse("this is a web page, not a table; download the file itself and try again", file=name)
    if b"\0" in head:
        raise refuse("this is not a text file; expected CSV or XLSX", file=name)


def _is_text(opened: Opened) -> tuple[bool, bool]:
    """Whether all of a file is UTF-8, and whether nothing but white space is in it."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    blank = True
    with opened.binary() as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                return False, False
            blank = blank and not text.strip()
            if not chunk:
                return True, blank


class Lines:
    """Physical lines, counted, with a memory of those that the present record took."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = iter(lines)
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Give back all lines of the present record but its first."""
        back = self.taken[1:]
        self._again.extendleft(reversed(back))
        self.number -= len(back)
        del self.taken[1:]


def records(
    lines: Lines,
    delimiter: str = ",",
    *,
    plausible: Callable[[list[str]], bool],
    unclosed: Callable[[int], None],
) -> Iterator[tuple[int, list[str]]]:
    """The records of a table with the physical line on which each starts; blank lines are skipped.

    A quote that is opened and never closed would swallow the rest of a file. Its line is reported
    to `unclosed`, given up, and reading goes on with the next line.

    Args:
        lines: The lines.
        delimiter: What stands between cells.
        plausible: Whether a row has a length that a row may have.
        unclosed: Called with the line on which such a quote opens.
    """
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.taken.clear()
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        if cells is None or _swallowed(lines.taken, cells, delimiter, plausible):
            unclosed(start)
            lines.give_back()
            reader = csv.reader(lines, delimiter=delimiter)
            yield start, []
        elif len(cells) > 1 or (cells and cells[0].strip()):
            yield start, cells


def _swallowed(
    taken: list[str], cells: list[str], delimiter: str, plausible: Callable[[list[str]], bool]
) -> bool:
    if len(taken) == 1 and taken[0].count('"') % 2 == 0:
        return False
    if _ends_open("".join(taken), delimiter):
        return True
    if len(taken) == 1 or plausible(cells):
        return False
    # Too long or too short, over several lines: if one of them alone is a whole row, a quote swallowed it.
    return any(plausible(row) for line in taken[1:] for row in csv.reader([line], delimiter=delimiter))


def _ends_open(text: str, delimiter: str) -> bool:
    """Whether text ends inside a quoted cell."""
    quoted, at_start, position = False, True, 0
    while position < len(text):
        letter = text[position]
        if quoted:
            if letter == '"':
                if text[position + 1 : position + 2] == '"':
                    position += 1
                else:
                    quoted = False
        elif letter == '"' and at_start:
            quoted, at_start = True, False
        else:
            at_start = letter in (delimiter, "\n", "\r")
        position += 1
    return quoted
