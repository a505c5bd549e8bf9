"""What a source is before it is read as a table: opened once, and a file of ASC-WDS or not."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike

from care_pathway._arguments import check_day, check_kind, check_text
from care_pathway.errors import InvalidArgumentError
from care_pathway.interop.ascwds.layout import recognise
from care_pathway.tabular.files import Form, Opened, Source, open_source
from care_pathway.tabular.grids import Book
from care_pathway.tabular.sheets import as_csv, is_frame, open_book
from care_pathway.tabular.words import FileKind


def opened_or_book(
    source: Source | Opened | Book | object,
    *,
    columns: object = None,
    sheet: object = None,
    on: object = None,
) -> Opened | Book:
    """A source, read once: a file as bytes, a frame as a book, and so a Parquet file that is not of ASC-WDS.

    Args:
        source: What a reader was given.
        columns: Headings for fields, to be checked with it.
        sheet: The name of a sheet, to be checked with it.
        on: The day of reading, to be checked with it.

    Raises:
        InvalidArgumentError: If one of them is nothing that readers take.
    """
    check_kind("columns", columns, Mapping, optional=True)
    check_text("sheet", sheet, optional=True)
    check_day(on, optional=True)
    if isinstance(source, Opened | Book):
        return source
    rows = source if isinstance(source, list | tuple) else ()
    if is_frame(source) and (not rows or any(isinstance(one, Mapping | list) for one in rows)):
        return open_book(source)
    if not isinstance(source, str | PathLike) and not hasattr(source, "read"):
        raise InvalidArgumentError("source", "a path, an open file or a table", source)
    opened = open_source(source)  # type: ignore[arg-type]
    if opened.form is not Form.PARQUET:
        return opened
    book = open_book(opened)
    header = ",".join(next(iter(book.grid(None).rows), (0, ()))[1])
    return as_csv(book) if _is_of_ascwds(header) else book


def ascwds_kind(given: Opened | Book) -> FileKind | None:
    """The kind of ASC-WDS file that a file is, from its header; ``None`` where it is none."""
    if isinstance(given, Book) or given.form is not Form.TEXT:
        return None
    header = next((line for line in given.lines() if line.strip()), "")
    return recognise(header, file=given.name).kind if _is_of_ascwds(header) else None


def _is_of_ascwds(header: str) -> bool:
    start = header.lstrip(' "').casefold()
    return start.startswith("localestid") or "establishmentid" in start
