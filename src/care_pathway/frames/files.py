"""The analysts' worker file as a lazy table, by its header."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from glob import escape, glob
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import Any, NoReturn

from attrs import define, field

from care_pathway._arguments import check_kind
from care_pathway.errors import MissingExtraError, UnknownIdError, refuse
from care_pathway.frames.new_columns import quoted

#: Columns without which it is no worker file of the analysts.
_NEEDED = ("establishmentid", "workerid", "mainjrid")
_UPLOAD = ("localestid", "uniqueworkerid")
_LIBRARIES = ("polars", "duckdb")
_PARQUET = b"PAR1"


def scan_ascwds(path: str | PathLike[str], *, library: str = "polars") -> Any:
    r"""The analysts' worker file of ASC-WDS, read lazily: only the columns and rows that are asked for.

    The header decides: names are matched without regard to case and come out in lower case; commas and pipes
    are told apart. Every cell of a CSV file is text, as written (see `expr.role_category` for the codes).
    A Parquet file keeps its types. A row with fewer cells than the header is blank at its end.

    Args:
        path: A CSV or Parquet file; with ``*``, several of the same layout.
        library: ``polars`` for a LazyFrame, ``duckdb`` for a relation.

    Raises:
        FileNotFoundError: If there is no such file.
        DataError: If it is no worker file of the analysts, or a row does not fit its header; the message says
            what is wrong, and how to mend it.
        MissingExtraError: If the library is not installed.

    Example:
        >>> from pathlib import Path
        >>> _ = Path("worker.csv").write_text("period|establishmentid|workerid|mainjrid\nM202610|1|2|8\n")
        >>> scan_ascwds("worker.csv").select("workerid", "mainjrid").collect().row(0)
        ('2', '8')
    """
    check_kind("path", path, (str, PathLike))
    if not isinstance(library, str) or library not in _LIBRARIES:
        raise UnknownIdError("library", str(library), _LIBRARIES)
    found = sorted(glob(str(path).replace("[", "[[]"))) if "*" in str(path) else [str(path)]  # noqa: PTH207
    if not found:
        raise FileNotFoundError(f"no file fits {str(path)!r}")
    first = Path(found[0])
    parquet = _is_parquet(first)
    try:
        module = import_module(library)
    except ImportError:
        raise MissingExtraError(library, extra="frames", purpose="reading a file lazily") from None
    files = [str(Path(one).absolute()) for one in found]
    read = _from_parquet if parquet else _from_csv
    table, names = read(
        module, files if library == "polars" else list(map(escape, files)), list(map(Path, found))
    )
    lower = _checked(names, first.name)
    if library == "polars":
        return table.rename(dict(zip(names, lower, strict=True)))
    pairs = zip(map(quoted, names), map(quoted, lower), strict=True)
    return table.project(", ".join(f"{name} AS {new}" for name, new in pairs))


def _from_parquet(module: Any, files: list[str], paths: list[Path]) -> tuple[Any, list[str]]:
    """Parquet files as a lazy table, with the names of its columns."""
    polars = module.__name__ == "polars"
    broken = module.exceptions.PolarsError if polars else module.Error
    names: list[str] = []
    for file, path in zip(files, paths, strict=True):
        try:
            table = module.scan_parquet(file, glob=False) if polars else module.read_parquet(file)
            own = table.collect_schema().names() if polars else table.columns
        except broken as error:
            raise refuse(f"this Parquet file cannot be read: {error}", file=path.name) from error
        names = names or own
        if set(own) != set(names):
            raise refuse("its columns are others than those of the first file", file=path.name)
    return module.scan_parquet(files, glob=False) if polars else module.read_parquet(files), names


def _from_csv(module: Any, files: list[str], paths: list[Path]) -> tuple[Any, list[str]]:
    """CSV files as a lazy table, with the names of its columns."""
    names, separator = _header(paths[0])
    looked = [_looked_at(path, names, separator) for path in paths]
    if module.__name__ == "polars":
        table = module.scan_csv(
            files,
            separator=separator,
            infer_schema=False,
            encoding="utf8-lossy",
            null_values=[""],
            glob=False,
        )
        # To polars a line without anything is a row.
        blank = any(one.blank for one in looked)
        return table.filter(~module.all_horizontal(module.all().is_null())) if blank else table, names
    for path, one in zip(paths, looked, strict=True):
        if not one.text:
            raise refuse("this is no UTF-8; save it so, or read it with polars", file=path.name)
    short = any(one.short for one in looked)
    table = module.read_csv(
        files,
        sep=separator,
        header=True,
        all_varchar=True,
        auto_detect=False,
        columns=dict.fromkeys(names, "VARCHAR"),
        quotechar='"',
        escapechar='"',
        null_padding=short,
        parallel=not short,
    )
    return table, names


#: How files begin that hold others, or a workbook.
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")


def _is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does."""
    try:
        with path.open("rb") as file:
            begin = file.read(4)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:  # a folder, or what no file can be called
        raise refuse("this is no file that can be opened", file=ascii(path.name[:80])) from error
    if begin.startswith(_PACKED):
        raise refuse("this is a packed file or a workbook; unpack it, or save it as CSV", file=path.name)
    return begin == _PARQUET


def _looked_at(path: Path, names: list[str], separator: str) -> _Rows:
    """The rows of a file; those of several have the same header."""
    if _header(path) != (names, separator):
        raise refuse("its header is another than that of the first file", file=path.name)
    rows = _Rows(file=path.name, width=len(names), separator=separator)
    rows.look(path)
    return rows


def _header(path: Path) -> tuple[list[str], str]:
    """The names in the first line, and what separates them."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        line = file.readline()
    if "\0" in line:
        raise refuse("this is UTF-16 or no text; save it as CSV in UTF-8", file=path.name)
    if line.endswith("\r"):
        raise refuse("its lines end as on a very old Mac; save it as CSV in UTF-8", file=path.name)
    separator = max("|,;\t", key=line.count)
    try:
        return next(csv.reader([line], delimiter=separator), []), separator
    except csv.Error as error:
        raise refuse(f"the first line is no header: {error}", file=path.name) from None


#: So much of a file is looked at as one.
_CHUNK = 1 << 20
#: A cell in quotes may go over so many lines.
_LINES = 1_000


@define
class _Rows:
    """The rows of a file, looked at before a library reads them, which would speak in its own words."""

    file: str
    width: int
    separator: str
    line: int = 0
    #: Whether some rows have fewer cells than the header.
    short: bool = False
    text: bool = True
    #: Whether some lines have nothing.
    blank: bool = False
    _open: list[bytes] = field(factory=list)

    def look(self, path: Path) -> None:
        """Look at all of them.

        Raises:
            DataError: If a row has more cells than the header, or a quote that is not closed as it should be.
        """
        mark = self.separator.encode()
        others = bytes(set(range(256)) - set(mark + b"\n"))
        even = mark * (self.width - 1) + b"\n"
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                chunk += stream.readline()
                self.text = self.text and (chunk.isascii() or _is_text(chunk))
                quotes, count = b'"' in chunk, chunk.count(b"\n")
                # Most files have nothing but whole rows: separators and line ends alone say so at once.
                if not self._open and not quotes and chunk.translate(None, others) == even * count:
                    self.line += count
                    continue
                lines = chunk.splitlines(keepends=True)
                if self._open or quotes:
                    for one in lines:
                        self._quoted(one)
                    continue
                counts = [one.count(mark) for one in lines]
                if max(counts) >= self.width:
                    at = next(at for at, count in enumerate(counts) if count >= self.width)
                    self._refuse(self.line + at + 1, counts[at] + 1)
                self.short = self.short or min(counts) < self.width - 1
                self.blank = self.blank or not all(map(bytes.strip, lines))
                self.line += len(lines)
        if self._open:
            self._refuse(self.line - len(self._open) + 1)

    def _quoted(self, line: bytes) -> None:
        """A line of a row with quotes, whose end may lie further down."""
        self.line += 1
        self._open.append(line.removeprefix(BOM_UTF8) if self.line == 1 else line)
        row = b"".join(self._open)
        self.blank = self.blank or not row.strip()
        begun = self.line - len(self._open) + 1
        if row.count(b'"') % 2 and len(self._open) < _LINES:
            return
        mark = re.escape(self.separator.encode())
        bare = rb'[^"%b\r\n]*' % mark
        if (
            re.fullmatch(rb"(?:%b|%b)(?:%b(?:%b|%b))*[\r\n]*" % (_QUOTED, bare, mark, _QUOTED, bare), row)
            is None
        ):
            self._refuse(begun)
        cells = re.sub(_QUOTED, b"", row).count(self.separator.encode()) + 1
        if cells > self.width:
            self._refuse(begun, cells)
        self.short = self.short or cells < self.width
        self._open.clear()

    def _refuse(self, line: int, cells: int | None = None) -> NoReturn:
        if cells is None:
            said = "has a quote that is not closed, or inside a cell without quotes: double it in quotes"
        else:
            said = f"has {cells} cells, the header {self.width}: put one with {self.separator!r} in quotes"
        raise refuse(f"line {line:,} {said}, or write the file again", file=self.file)


_QUOTED = rb'"[^"]*(?:""[^"]*)*"'


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _checked(names: list[str], file: str) -> list[str]:
    lower = [name.strip().lower() for name in names]
    twice = sorted({name for name in lower if lower.count(name) > 1})
    if twice:
        raise refuse(f"the header names {', '.join(twice)} more than once", file=file)
    if set(_UPLOAD) <= set(lower):
        raise refuse(
            "this is an upload file, not the analysts' worker file; read it with interop.ascwds.read_workers",
            file=file,
        )
    missing = [name for name in _NEEDED if name not in lower]
    if missing:
        shown = ", ".join(lower[:20]) or "(none)"
        raise refuse(
            f"the analysts' worker file has {', '.join(_NEEDED)}; {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not there. The columns are {shown}",
            file=file,
        )
    return lower
