"""What a source is before it is read as a table: opened once, and a file of ASC-WDS or not."""

from __future__ import annotations

from care_pathway.interop.ascwds.layout import recognise
from care_pathway.tabular.files import Form, Opened, Source, open_source
from care_pathway.tabular.grids import Book
from care_pathway.tabular.sheets import is_frame, open_book
from care_pathway.tabular.words import FileKind


def opened_or_book(source: Source | Opened | Book | object) -> Opened | Book:
    """A source, read once: a file as bytes, a frame as a book."""
    if isinstance(source, Opened | Book):
        return source
    if is_frame(source):
        return open_book(source)
    return open_source(source)  # type: ignore[arg-type]


def ascwds_kind(opened: Opened) -> FileKind | None:
    """The kind of ASC-WDS file that a file is, from its header; ``None`` where it is none."""
    if opened.form is not Form.TEXT:
        return None
    for line in opened.lines():
        if line.strip():
            start = line.lstrip(' "').casefold()
            if start.startswith("localestid") or "establishmentid" in start:
                return recognise(line, file=opened.name).kind
            break
    return None
