"""How far a service has taken the Pathway up: a short checklist, blank as a template and read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from attrs import evolve, field, frozen

from care_pathway._data import read_csv
from care_pathway._record import Result
from care_pathway.interop.rows import ReadTable
from care_pathway.model._fields import as_tuple
from care_pathway.problems import Problem, Severity, shown
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Book
from care_pathway.tabular.headings import normal


@frozen(kw_only=True, repr=False, eq=False)
class AdoptionItem(Result):
    """One line of the checklist. Editorial: a help to remember, and nobody's requirement.

    Attributes:
        step: Id of the step, such as ``explore``.
        depth: Id of the depth: ``light``, ``medium`` or ``full``.
        what: What may be done.
        done: ``yes``, ``partly`` or ``no``; ``None`` where nothing is said.
        on: The day of it.
    """

    step: str
    depth: str
    what: str
    done: str | None = None
    on: date | None = None


@frozen(kw_only=True, repr=False, eq=False)
class AdoptionFile(Result):
    """A checklist that was filled in.

    Attributes:
        file: The file's own name.
        items: Every line of the checklist, in its order.
        notices: How it was read.
        problems: What could not be read; the rest was.
    """

    _compare = ".problems == ()"

    file: str
    items: tuple[AdoptionItem, ...] = field(default=(), converter=as_tuple)
    notices: tuple[Problem, ...] = field(default=(), converter=as_tuple)
    problems: tuple[Problem, ...] = field(default=(), converter=as_tuple)

    def _shown(self) -> Iterator[tuple[str, Any]]:
        yield "file", self.file
        yield "done", sum(one.done == "yes" for one in self.items)


@cache
def adoption_checklist() -> tuple[AdoptionItem, ...]:
    """The blank checklist, step by step.

    Example:
        >>> [(one.step, one.depth) for one in adoption_checklist()][:2]
        [('explore', 'light'), ('explore', 'medium')]
    """
    return tuple(
        AdoptionItem(step=row["step"], depth=row["depth"], what=row["what"])
        for row in read_csv("tables/adoption.csv")
    )


def read_adoption(source: Source | Book | object, *, on: date | None = None) -> AdoptionFile:
    r"""Read a checklist that was filled in: ``care-pathway template adoption`` writes a blank one.

    Args:
        source: The file (a path or an open file), or a frame.
        on: The day of reading.

    Raises:
        DataError: If the file as a whole cannot be read.

    Example:
        >>> import io
        >>> table = io.StringIO("Step,How far,Done,Day\nExplore,Light,yes,01/09/2026\n")
        >>> read_adoption(table).items[0].done
        'yes'
    """
    table = ReadTable(source, "adoption", on=on)
    items = {(one.step, one.depth): one for one in adoption_checklist()}
    for row in table.rows():
        said = [row.values.get(name) for name in ("step", "depth")]
        key = (normal(said[0] or ""), normal(said[1] or ""))
        if key not in items:
            table.report(
                row.record,
                row.line,
                "no line of the checklist; keep its steps (explore, prepare, plan, adopt, understand) and "
                "how far they go (light, medium, full) as the blank one has them",
                value=shown(" ".join(filter(None, said))),
                severity=Severity.WARNING,
            )
            continue
        items[key] = evolve(items[key], done=row.values.get("done"), on=row.values.get("on"))
    table.name_what_is_left(besides=("What",))
    return AdoptionFile(
        file=table.file,
        items=tuple(items.values()),
        notices=table.all_notices,
        problems=table.all_problems,
    )
