"""Where a command writes: tables and progress on a terminal, plain and stable text in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import IO, Any

#: What a running command is told: how much is done, and how much there is (0 where nobody knows).
Step = Callable[[int, int], None]


class Console:
    """Standard output for answers, standard error for everything else.

    Attributes:
        terminal: Whether a person reads the output as it comes.
    """

    def __init__(
        self, *, quiet: bool = False, out: IO[str] | None = None, err: IO[str] | None = None
    ) -> None:
        self.out = sys.stdout if out is None else out
        self.err = sys.stderr if err is None else err
        self.quiet = quiet
        self.terminal = bool(getattr(self.out, "isatty", lambda: False)())
        self._rich = _rich() if self.terminal else None

    def write(self, text: str) -> None:
        """Text as it is; on a terminal without what could steer it."""
        self.out.write(harmless(text) if self.terminal else text)

    def line(self, text: str = "") -> None:
        """A line of the answer."""
        self.write(f"{text}\n")

    def note(self, text: str) -> None:
        """Something to know, beside the answer; nothing when quiet."""
        if not self.quiet:
            self.err.write(f"{harmless(text)}\n")

    def error(self, text: str) -> None:
        """Why a command stopped; also when quiet."""
        self.err.write(f"care-pathway: {harmless(text)}\n")

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "") -> None:
        """A table: drawn on a terminal, tab-separated with a heading in a pipe."""
        cells = [[_cell(value) for value in row] for row in rows]
        if self._rich is None:
            if self.terminal:
                self._aligned(headings, cells, title)
                return
            self.line("\t".join(headings))
            for row in cells:
                self.line("\t".join(row))
            return
        table = self._rich.table.Table(title=title or None, title_justify="left", header_style="bold")
        for number, heading in enumerate(headings):
            numbers = all(_is_number(row[number]) for row in cells)
            table.add_column(heading, justify="right" if cells and numbers else "left", overflow="fold")
        for row in cells:
            table.add_row(*(self._rich.text.Text(cell) for cell in row))
        self._rich.console.Console(file=self.out).print(table)

    def _aligned(self, headings: Sequence[str], cells: Sequence[Sequence[str]], title: str) -> None:
        """A table on a terminal without rich."""
        if title:
            self.line(title)
        widths = [
            max(len(heading), *(len(row[number]) for row in cells), 0) if cells else len(heading)
            for number, heading in enumerate(headings)
        ]
        for row in (headings, ["-" * width for width in widths], *cells):
            self.line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    @contextmanager
    def progress(self, label: str) -> Iterator[Step]:
        """A progress bar on a terminal; nothing in a pipe, without rich, or when quiet."""
        rich = _rich() if not self.quiet and getattr(self.err, "isatty", lambda: False)() else None
        if rich is None:
            yield lambda _done, _total: None
            return
        bar = rich.progress.Progress(console=rich.console.Console(file=self.err), transient=True)
        with bar:
            task = bar.add_task(label, total=None)

            def step(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total or None)

            yield step


class _Rich:
    """The parts of rich that are used."""

    def __init__(self) -> None:
        self.console = import_module("rich.console")
        self.progress = import_module("rich.progress")
        self.table = import_module("rich.table")
        self.text = import_module("rich.text")


def _rich() -> _Rich | None:
    """rich, where it is installed; plain text is as good an answer."""
    try:
        return _Rich()
    except ImportError:
        return None


def harmless(text: str) -> str:
    """Text that came from files, without the control characters that steer a terminal.

    Example:
        >>> harmless("S1" + chr(27) + "]0;X")
        'S1�]0;X'
    """
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "\ufffd" for letter in text)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    # What breaks a line of a table goes too.
    return "".join(letter if letter.isprintable() else " " for letter in str(value))


def _is_number(cell: str) -> bool:
    return not cell or cell.replace(".", "", 1).replace(",", "").isdigit()
