"""From a path, a pipe or a stream to text: read once, known by its content, never by its name.

What a file is, its first bytes say: CSV in any common encoding, an Excel or ODS workbook, a web page,
JSON, Parquet. What cannot be read is refused by name, with what to do about it.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TypeAlias

from attrs import evolve, frozen

from care_pathway.errors import DataError, InvalidArgumentError, refuse
from care_pathway.problems import Place, Problem, Severity

#: What readers take: a path, or an open file (text or binary), such as standard input.
Source: TypeAlias = str | os.PathLike[str] | IO[bytes] | IO[str]

#: Said of a line whose quoted cell never ends.
UNCLOSED = 'a cell in this line opens with a double quote (") that is never closed; the line is left out'
#: Said of a cell that is longer than a table may hold.
TOO_LONG = "a cell in this line has more than 131,072 letters; its first 131,000 are read"

#: Raises the limit below, in megabytes.
LIMIT = "CARE_PATHWAY_MOST_MB"
_MOST_MB = 512
#: A part of a zip archive that is large expands so many times at most; a sheet of Excel's does ten times.
_MOST_TIMES, _LARGE = 200, 10_000_000
_HEAD = 4096
#: Of so many bytes of a file with a control character, one may stand in text.
_ODD = 20
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b"))


class Form(StrEnum):
    """How a file holds its rows.

    Example:
        >>> Form("workbook")
        <Form.WORKBOOK: 'workbook'>
    """

    TEXT = "text"
    """Lines of cells, such as CSV."""
    WORKBOOK = "workbook"
    """An Excel workbook, .xlsx or .xlsm."""
    OLD_WORKBOOK = "old-workbook"
    """An Excel workbook from before 2007, .xls."""
    OPEN_DOCUMENT = "open-document"
    """A workbook of LibreOffice, .ods."""
    WEB_PAGE = "web-page"
    """HTML, which many programs save as .xls."""
    JSON = "json"
    """JSON, or JSON Lines."""
    PARQUET = "parquet"
    """Apache Parquet."""


@frozen(kw_only=True)
class Opened:
    """A file whose bytes are at hand and whose form and encoding are known.

    Attributes:
        name: Its own name, for messages.
        data: Its bytes, unpacked.
        form: How it holds its rows.
        encoding: How its text is written.
        bom: Whether it starts with a byte order mark.
        notices: What somebody should know about how it was read.
    """

    name: str
    data: bytes
    form: Form = Form.TEXT
    encoding: str = "utf-8"
    bom: bool = False
    notices: tuple[Problem, ...] = ()

    @property
    def spreadsheet(self) -> bool:
        """Whether its rows stand in sheets."""
        return self.form in (Form.WORKBOOK, Form.OLD_WORKBOOK, Form.OPEN_DOCUMENT)

    def binary(self) -> IO[bytes]:
        """The bytes, from the start."""
        return io.BytesIO(self.data)

    def text(self) -> str:
        """All of the text, without the byte order mark."""
        return self.data.decode(self.encoding, _BYTE_BY_BYTE).replace("\0", "")

    def lines(self) -> Iterator[str]:
        """The physical lines with their line ends, without the byte order mark."""
        with io.TextIOWrapper(
            self.binary(), encoding=self.encoding, errors=_BYTE_BY_BYTE, newline=""
        ) as text:
            for line in text:
                yield line.replace("\0", "") if "\0" in line else line


def open_source(source: Source | Opened) -> Opened:
    """Read a file, once, and look at what it is.

    Args:
        source: A path (a pipe or a device too), or an open file. What was opened before comes back.

    Raises:
        InvalidArgumentError: If the source is neither a path nor an open file.
        DataError: If there is no such file, it is a folder, it is empty, or it is no table.

    Example:
        >>> import io
        >>> open_source(io.StringIO("Staff ref;Job title")).form
        <Form.TEXT: 'text'>
    """
    if isinstance(source, Opened):
        return source
    name, data = _read(source)
    if data.startswith(_GZIP):
        name, data = name.removesuffix(".gz"), _unpacked(data, name)
    form = _form(data, name)
    if form is not Form.TEXT:
        return _noted(Opened(name=name, data=data, form=form))
    opened = _text(name, data)
    if not opened.data.strip() or not opened.text().strip():
        raise refuse("the file is empty; expected a header line and rows", file=name)
    start = opened.text()[:_HEAD].lstrip().casefold()
    # A table may hold descriptions in HTML; a page begins with it.
    if start.startswith(_PAGE) or (start.startswith("<") and "<table" in start):
        return _noted(evolve(opened, form=Form.WEB_PAGE))
    if start.startswith(("<?xml", "<workbook")):
        raise refuse(
            "this is XML (perhaps 'XML Spreadsheet 2003'); open it in Excel and save it as .xlsx or CSV",
            file=name,
        )
    if start.startswith(("[", "{")) and _is_json(start):
        return evolve(opened, form=Form.JSON)
    return opened


def _is_json(start: str) -> bool:
    """Whether text that opens with a bracket is JSON: a word in square brackets may be a heading."""
    return re.match(r'[\[{]\s*(?:["\[{\]}]|\Z|-?\d|true|false|null)', start) is not None


_NOTED = {
    Form.WEB_PAGE: "this is a web page, perhaps saved as .xls; the tables in it were read",
    Form.OPEN_DOCUMENT: "this is an OpenDocument workbook; read as it is",
    Form.OLD_WORKBOOK: "this is an old .xls workbook; read as it is",
}


def _noted(opened: Opened) -> Opened:
    message = _NOTED.get(opened.form)
    if message is None:
        return opened
    return evolve(opened, notices=(*opened.notices, _notice(opened.name, message)))


# --- bytes -------------------------------------------------------------------------------------------


def most_bytes() -> int:
    """How many bytes a file may have, unpacked: 512 MB, or what the environment says."""
    written = os.environ.get(LIMIT, "")
    return (int(written) if written.isdecimal() and len(written) < 8 else _MOST_MB) * 1_000_000


def too_large(name: str) -> DataError:
    """The refusal of a file that is larger than the limit."""
    return refuse(
        f"this holds more than {most_bytes() // 1_000_000:,} MB; if that is meant, raise the limit: "
        f"set the environment variable {LIMIT}",
        file=name,
    )


def _read(source: Source) -> tuple[str, bytes]:
    """Everything that a source holds, read once and from start to end: it may be a pipe."""
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        if "\0" in str(path):
            raise refuse("this is no name of a file", file=str(path).replace("\0", "?"))
        name = _shown(path.name)
        try:
            if path.is_dir():
                raise refuse("this is a folder; expected a file", file=str(path))
            if not path.exists():
                raise refuse("no such file; check the path", file=_shown(str(path)))
            with path.open("rb") as stream:
                return name, _at_most(stream, name)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise refuse(f"the file cannot be opened: {reason}", file=name) from error
    if not hasattr(source, "read"):
        raise InvalidArgumentError("source", "a path or an open file", source)
    given = getattr(source, "name", None)
    name = Path(given).name if isinstance(given, str) and not given.startswith("<") else "standard input"
    return name, _at_most(source, name)


#: No system takes longer names.
_LONGEST_NAME = 255


def _shown(name: str) -> str:
    """A name of a file that can be written everywhere, whatever letters it was made with."""
    plain = name.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[:_LONGEST_NAME]}…"


def _at_most(stream: IO[bytes] | IO[str], name: str) -> bytes:
    content = stream.read(most_bytes() + 1)
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(data) > most_bytes():
        raise too_large(name)
    return data


_GZIP = b"\x1f\x8b"


def _unpacked(data: bytes, name: str) -> bytes:
    """The content of a gzip file: one or several members, one after the other."""
    found = bytearray()
    while data.startswith(_GZIP):
        inflate = zlib.decompressobj(wbits=31)
        try:
            found += inflate.decompress(data, most_bytes() + 1 - len(found))
        except zlib.error as error:
            raise refuse("the gzip file is damaged; fetch it again", file=name) from error
        if len(found) > most_bytes():
            raise too_large(name)
        if not inflate.eof:
            raise refuse("the gzip file ends too early; fetch it again", file=name)
        data = inflate.unused_data
    return bytes(found)


# --- what it is --------------------------------------------------------------------------------------

_PAGE = ("<!doctype html", "<html", "<table", "<head", "<body")
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: First bytes of kinds of file that hold no table, with what to do.
_OTHERS = (
    (b"%PDF", "this is a PDF; export the table as CSV or XLSX from the program that made it"),
    (b"{\\rtf", "this is a text document (RTF); copy its table into Excel and save that as .xlsx or CSV"),
    (b"BZh", "this is packed (bzip2); unpack it and try again"),
    (b"\xfd7zXZ", "this is packed (xz); unpack it and try again"),
    (b"7z\xbc\xaf", "this is packed (7-Zip); unpack it and try again"),
    (b"Rar!", "this is packed (RAR); unpack it and try again"),
    (b"\x89PNG", "this is a picture; a table is needed: CSV or XLSX"),
    (b"\xff\xd8\xff", "this is a picture; a table is needed: CSV or XLSX"),
    (b"GIF8", "this is a picture; a table is needed: CSV or XLSX"),
    (b"SQLite format", "this is a database; export the table as CSV"),
)
#: A part that tells what a zip file is, with what to do where it holds no table.
_PARTS = (
    ("word/", "this is a Word document; copy its table into Excel and save that as .xlsx or CSV"),
    ("ppt/", "these are PowerPoint slides; copy the table into Excel and save that as .xlsx or CSV"),
    ("Index/", "this is an Apple Numbers file; export it to Excel or CSV"),
    ("xl/workbook.bin", "this is a binary workbook (.xlsb); open it in Excel and save it as .xlsx or CSV"),
)
#: What stands early in tables of XML that are no workbook of today, with what to do.
_XML_TABLES = (
    (
        b"urn:schemas-microsoft-com:office:spreadsheet",
        "this is an XML spreadsheet as Excel 2003 wrote it; open it in Excel and save it as .xlsx or CSV",
    ),
    (
        b"urn:oasis:names:tc:opendocument:xmlns:office",
        "this is an OpenDocument workbook in one piece (.fods); save it as .xlsx or CSV",
    ),
)
_XML_HEAD = 4096
_NO_TABLE = (
    "this is neither a text file nor a workbook, or it is damaged; open it in the program that made it and "
    "save it as .xlsx or CSV, or fetch it again"
)
_BAD_WORKBOOK = "the workbook is damaged, or is no .xlsx file; open it in Excel and save it again"


def _form(data: bytes, name: str) -> Form:
    for start, message in _OTHERS:
        if data.startswith(start):
            raise refuse(message, file=name)
    if data.startswith(b"PAR1") and data.endswith(b"PAR1"):
        return Form.PARQUET
    if data.startswith(_COMPOUND):
        return _compound(data, name)
    if data.startswith(_ZIP):
        return _zipped(data, name)
    if data[:100].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml"):
        for sign, message in _XML_TABLES:
            if sign in data[:_XML_HEAD]:
                raise refuse(message, file=name)
    return Form.TEXT


def _compound(data: bytes, name: str) -> Form:
    """An old container of Microsoft: a protected workbook, an old workbook, or a Word document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refuse(
            "this workbook is protected by a password; "
            "open it in Excel, take the password off and save it as .xlsx or CSV",
            file=name,
        )
    if "WordDocument".encode("utf-16-le") in data:
        raise refuse(_PARTS[0][1], file=name)
    return Form.OLD_WORKBOOK


def _zipped(data: bytes, name: str) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = parts.namelist()
            size = sum(part.file_size for part in parts.infolist())
            bomb = any(
                part.file_size > max(_LARGE, _MOST_TIMES * part.compress_size) for part in parts.infolist()
            )
            kind = parts.read("mimetype")[:100] if "mimetype" in names else b""
    except Exception as error:  # a damaged archive fails in many ways, all of them the same to a user
        raise refuse(_BAD_WORKBOOK, file=name) from error
    if size > most_bytes():
        raise too_large(name)
    if bomb:
        raise refuse(
            f"a part of it expands to more than {_MOST_TIMES} times its size, which no table does; "
            "open it in the program that it comes from and save it again",
            file=name,
        )
    if b"opendocument.spreadsheet" in kind:
        return Form.OPEN_DOCUMENT
    if b"opendocument" in kind:
        raise refuse(
            "this is a text document (OpenDocument); copy its table into a workbook and save that",
            file=name,
        )
    for part, message in _PARTS:
        if any(one.startswith(part) for one in names):
            raise refuse(message, file=name)
    if not any(one.startswith("xl/") or one == "[Content_Types].xml" for one in names):
        raise refuse("this is a zip archive; unpack it and give the files in it", file=name)
    return Form.WORKBOOK


# --- encodings ---------------------------------------------------------------------------------------

#: Name of our handler of bytes that are no UTF-8.
_BYTE_BY_BYTE = "care-pathway-windows-1252"
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _windows_1252(error: UnicodeError) -> tuple[str | bytes, int]:
    """Read the bytes that are no UTF-8 as Windows-1252, which Excel writes; the rest stays as it is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if error.encoding.startswith("utf-16"):
        return "\ufffd", error.end
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error(_BYTE_BY_BYTE, _windows_1252)


def _text(name: str, data: bytes) -> Opened:
    """A file of text: which encoding, and what to say about it."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            return _converted(name, data[len(mark) :], encoding)
    head = data[:_HEAD]
    if len(head) > 5 and b"\0" in head:
        halves = (head[::2].count(0), head[1::2].count(0))
        if max(halves) * 4 > len(head) // 2 and min(halves) * 4 < max(halves):
            return _converted(name, data, "utf-16-be" if halves[0] > halves[1] else "utf-16-le")
    if sum(map(head.count, _CONTROL)) * _ODD > len(head):
        raise refuse(_NO_TABLE, file=name)
    bom = data.startswith(codecs.BOM_UTF8)
    encoding = "utf-8-sig" if bom else "utf-8"
    notices = []
    if b"\0" in data:
        notices.append(_notice(name, "the file holds null characters, which no table has; they are left out"))
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        if re.search(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data):
            message = (
                "most of the text is UTF-8, and some of it Windows-1252; each was read for what it is. "
                "Look at accented letters, and save as 'CSV UTF-8' next time"
            )
        else:
            message = (
                "the text is not UTF-8; read as Windows-1252, which Excel writes. "
                "Look at accented letters, and save as 'CSV UTF-8' next time"
            )
            encoding = "utf-8"
        notices.append(_notice(name, message, service="it would replace such letters by question marks"))
    return Opened(name=name, data=data, encoding=encoding, bom=bom, notices=tuple(notices))


def _converted(name: str, data: bytes, encoding: str) -> Opened:
    notice = _notice(
        name, "this is 'Unicode text' (UTF-16); read so", service="it would refuse it; save as 'CSV UTF-8'"
    )
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return Opened(name=name, data=text.encode("utf-8", "replace"), notices=(notice,))


def _notice(name: str, message: str, *, service: str | None = None) -> Problem:
    return Problem(message=message, place=Place(file=name), severity=Severity.NOTICE, service=service)


# --- lines and records -------------------------------------------------------------------------------


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
    too_long: Callable[[int], None] = lambda _line: None,
) -> Iterator[tuple[int, list[str]]]:
    """The records of a table with the physical line on which each starts; blank lines are skipped.

    A quote that is opened and never closed would swallow the rest of a file. Its line is reported
    to `unclosed`, given up, and reading goes on with the next line.

    Args:
        lines: The lines.
        delimiter: What stands between cells.
        plausible: Whether a row has a length that a row may have.
        unclosed: Called with the line on which such a quote opens.
        too_long: Called with the line of a cell that is longer than a table may hold.
    """
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.taken.clear()
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = None
            cut = _cut_short(lines, delimiter) if "field limit" in str(error) else None
            if cut is not None:
                too_long(start)
                reader = csv.reader(lines, delimiter=delimiter)
                yield start, cut
                continue
        if cells is None or _swallowed(lines.taken, cells, delimiter, plausible):
            unclosed(start)
            lines.give_back()
            reader = csv.reader(lines, delimiter=delimiter)
            yield start, []
        elif len(cells) > 1 or (cells and cells[0].strip()):
            yield start, cells


#: So much is kept of a cell that is longer than the reader takes, and so much is read in search of its end.
_KEPT, _SEARCHED = 131_000, 4_000_000


def _cut_short(lines: Lines, delimiter: str) -> list[str] | None:
    """The cells of the record that the lines hold, the long ones cut; ``None`` where a quote never ends."""
    text = "".join(lines.taken)
    if _ends_open(text, delimiter):
        quotes, size = text.count('"'), len(text)
        while quotes % 2 and size < _SEARCHED:
            line = next(lines, None)
            if line is None:
                break
            quotes, size = quotes + line.count('"'), size + len(line)
        text = "".join(lines.taken)
        if quotes % 2 or _ends_open(text, delimiter):
            return None
    before = csv.field_size_limit(len(text) + 1)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    finally:
        csv.field_size_limit(before)
    return [cell[:_KEPT] for cell in rows[0]] if len(rows) == 1 else None


def _swallowed(
    taken: list[str], cells: list[str], delimiter: str, plausible: Callable[[list[str]], bool]
) -> bool:
    if len(taken) == 1 and taken[0].count('"') % 2 == 0:
        return False
    text = "".join(taken)
    if _ends_open(text, delimiter):
        return True
    if len(taken) == 1:
        return False
    # Over several lines, letters behind a closing quote show that it was the opening one of a later cell.
    if _TEXT_BEHIND_QUOTE.search(_CLOSED.sub("\0", text)):
        return True
    if plausible(cells):
        return False
    # Too long or too short, over several lines: if one of them alone is a whole row, a quote swallowed it.
    return any(plausible(row) for line in taken[1:] for row in csv.reader([line], delimiter=delimiter))


#: A quoted cell from its first quote to its last; a zero character stands in for it.
_CLOSED = re.compile(r'(?:\A|(?<=[,;\t|\n\r]))"[^"]*(?:""[^"]*)*"')
_TEXT_BEHIND_QUOTE = re.compile(r"\0 *[^,;\t|\n\r\0 ]")


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
