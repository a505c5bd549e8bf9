"""Which column is what, kept in a file and used again for the next export of the same program."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from care_pathway.errors import refuse
from care_pathway.tabular.atomic import replacing
from care_pathway.tabular.files import open_source
from care_pathway.tabular.headings import ColumnGuess

_SCHEMA = 1


@frozen(kw_only=True)
class FileMapping:
    """How one file was read.

    Attributes:
        file: The file's own name.
        given_as: What it was given as: ``staff``, ``training``, ``evidence`` or ``catalogue``.
        columns: Headings for fields.
        sheet: The sheet that was read, where it was named.
        matrix_dates: What the days of a matrix are.
    """

    file: str
    given_as: str
    columns: Mapping[str, str]
    sheet: str | None = None
    matrix_dates: str | None = None


def mapping_of(
    file: str,
    given_as: str,
    columns: Iterable[ColumnGuess],
    *,
    sheet: str | None = None,
    matrix_dates: str | None = None,
) -> FileMapping:
    """How a file was read, from the columns that a reader gives back."""
    taken = {
        one.field: one.header
        for one in columns
        if one.header and one.field not in ("course", "qualification")
    }
    return FileMapping(file=file, given_as=given_as, columns=taken, sheet=sheet, matrix_dates=matrix_dates)


def save_mapping(path: str | os.PathLike[str], files: Iterable[FileMapping]) -> Path:
    """Write how files were read, as JSON that can be edited.

    Raises:
        DataError: If the file cannot be written.
    """
    document = {
        "schema": _SCHEMA,
        "files": [
            {
                "file": one.file,
                "given_as": one.given_as,
                "columns": dict(one.columns),
                "sheet": one.sheet,
                "matrix_dates": one.matrix_dates,
            }
            for one in files
        ],
    }
    target = Path(path)
    with replacing(target) as stream:
        stream.write((json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))
    return target


def read_mapping(path: str | os.PathLike[str]) -> tuple[FileMapping, ...]:
    """Read what `save_mapping` wrote.

    Raises:
        DataError: If it is no such file.
    """
    opened = open_source(path)
    try:
        document = json.loads(opened.text())
        return tuple(
            FileMapping(
                file=_text(one["file"]),
                given_as=_text(one["given_as"]),
                columns={name: _text(heading) for name, heading in one["columns"].items()},
                sheet=_text(one.get("sheet"), optional=True),
                matrix_dates=_text(one.get("matrix_dates"), optional=True),
            )
            for one in [*document["files"]]
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise refuse(
            "this is no mapping; write one with --save-mapping and edit that", file=opened.name
        ) from None


def _text(value: Any, *, optional: bool = False) -> Any:
    """A text of a mapping; whatever else stands there makes it none."""
    if isinstance(value, str) or (value is None and optional):
        return value
    raise TypeError


def mapping_for(
    files: Iterable[FileMapping], file: str, given_as: str, *, before: int = 0
) -> FileMapping | None:
    """The mapping of a file: by its name, else the only one of its kind.

    Args:
        files: The mappings.
        file: The file's own name.
        given_as: What it is given as.
        before: How many were given so before under the same name, such as sheets of one workbook.
    """
    of_kind = [one for one in files if one.given_as == given_as]
    named = [one for one in of_kind if one.file == file]
    if named:
        return named[min(before, len(named) - 1)]
    return of_kind[0] if len(of_kind) == 1 else None
