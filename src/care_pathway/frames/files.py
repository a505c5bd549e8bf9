"""The analysts' worker file as a lazy table, by its header."""

from __future__ import annotations

import csv
from glob import glob
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import Any

from care_pathway._arguments import check_kind
from care_pathway.errors import MissingExtraError, UnknownIdError, refuse

#: Columns without which it is no worker file of the analysts.
_NEEDED = ("establishmentid", "workerid", "mainjrid")
_UPLOAD = ("localestid", "uniqueworkerid")
_LIBRARIES = ("polars", "duckdb")
_PARQUET = b"PAR1"


def scan_ascwds(path: str | PathLike[str], *, library: str = "polars") -> Any:
    r"""The analysts' worker file of ASC-WDS, read lazily: only the columns and rows that are asked for.

    The header decides: names are matched without regard to case and come out in lower case; commas and pipes
    are told apart. Every cell of a CSV file is text, as written (see `expr.role_category` for the codes).
    A Parquet file keeps its types.

    Args:
        path: A CSV or Parquet file; with ``*``, several of the same layout.
        library: ``polars`` for a LazyFrame, ``duckdb`` for a relation.

    Raises:
        FileNotFoundError: If there is no such file.
        DataError: If it is no worker file of the analysts; the message says what it lacks.
        MissingExtraError: If the library is not installed.

    Example:
        >>> from pathlib import Path
        >>> _ = Path("worker.csv").write_text("period|establishmentid|workerid|mainjrid\nM202610|1|2|8\n")
        >>> scan_ascwds("worker.csv").select("workerid", "mainjrid").collect().row(0)
        ('2', '8')
    """
    check_kind("path", path, (str, PathLike))
    if library not in _LIBRARIES:
        raise UnknownIdError("library", str(library), _LIBRARIES)
    found = sorted(glob(str(path))) if "*" in str(path) else [str(path)]  # noqa: PTH207
    if not found:
        raise FileNotFoundError(f"no file fits {str(path)!r}")
    with Path(found[0]).open("rb") as file:
        parquet = file.read(4) == _PARQUET
    try:
        module = import_module(library)
    except ImportError:
        raise MissingExtraError(library, extra="frames", purpose="reading a file lazily") from None
    where = str(path)
    if parquet:
        table = module.scan_parquet(where) if library == "polars" else module.read_parquet(where)
        names = table.collect_schema().names() if library == "polars" else table.columns
    else:
        names, separator = _header(Path(found[0]))
        if library == "polars":
            table = module.scan_csv(where, separator=separator, infer_schema=False, encoding="utf8-lossy")
        else:
            table = module.read_csv(where, sep=separator, header=True, all_varchar=True)
    lower = _checked(names, Path(found[0]).name)
    if library == "polars":
        return table.rename(dict(zip(names, lower, strict=True)))
    quoted = [name.replace('"', '""') for name in names]
    return table.project(", ".join(f'"{name}" AS "{name.lower()}"' for name in quoted))


def _header(path: Path) -> tuple[list[str], str]:
    """The names in the first line, and what separates them."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        line = file.readline()
    separator = max("|,;\t", key=line.count)
    try:
        return next(csv.reader([line], delimiter=separator), []), separator
    except csv.Error as error:
        raise refuse(f"the first line is no header: {error}", file=path.name) from None


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
