"""What a person decided about doubtful titles, read back from the workbook or a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs
from attrs import field, frozen

from care_pathway._record import Result
from care_pathway.errors import refuse
from care_pathway.model import Pathway
from care_pathway.model._fields import as_tuple
from care_pathway.problems import Place, Problem, shown
from care_pathway.report.workbook import DECISION, OUTSIDE
from care_pathway.tabular.files import Source
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.headings import normal
from care_pathway.tabular.sheets import open_book

_SHEET = "To check"
_REFERENCE = frozenset({"reference", "worker", "staff ref", "uniqueworkerid", "displayid"})
_OUTSIDE = frozenset({normal(OUTSIDE), "none of the above", "out of scope"})


@frozen(kw_only=True, repr=False, eq=False)
class RecordedDecision(Result):
    """Where somebody is, as a person decided.

    Attributes:
        reference: The reference of the worker.
        role_category: Id of the role category; ``None`` for a job outside the Pathway.
    """

    reference: str
    role_category: str | None


@frozen(kw_only=True, repr=False, eq=False)
class Decisions(Result):
    """What was decided.

    Attributes:
        file: The file's own name.
        made: The decisions, in the order of the file.
        problems: What could not be read.
    """

    file: str
    made: tuple[RecordedDecision, ...] = field(default=(), converter=as_tuple)
    problems: tuple[Problem, ...] = field(default=(), converter=as_tuple)

    @property
    def places(self) -> Mapping[str, str | None]:
        """The role category of each reference; ``None`` for a job outside the Pathway."""
        return {one.reference: one.role_category for one in self.made}


def decided_outside(decisions: Decisions | None, references: Iterable[str]) -> Decisions | None:
    """Decisions with those of people whose title was decided to be outside the Pathway.

    Args:
        decisions: What was decided of each person, if anything.
        references: From `care_pathway.interop.decisions.Corrections.outside`.

    Example:
        >>> decided_outside(None, ["S1"]).places
        {'S1': None}
    """
    made = tuple(RecordedDecision(reference=one, role_category=None) for one in references)
    if not made:
        return decisions
    known = Decisions(file="decisions") if decisions is None else decisions
    return attrs.evolve(known, made=made + known.made)


def read_decisions(pathway: Pathway, source: Source) -> Decisions:
    """Read decisions: the sheet *To check* of ``pack.xlsx``, or any table with a reference and a decision.

    A blank decision decides nothing.

    Args:
        pathway: The edition whose role categories are named.
        source: The file.

    Raises:
        DataError: If the file has no such columns.

    Example:
        >>> import io
        >>> import care_pathway as cp
        >>> table = io.StringIO("Reference,Decision" + chr(10) + "S1,Deputy manager" + chr(10))
        >>> [(one.reference, one.role_category) for one in read_decisions(cp.load(), table).made]
        [('S1', 'deputy-manager')]
    """
    book = open_book(source)
    name = _SHEET if _SHEET in book.names else book.names[0]
    grid = book.grid(name)
    for position, (_, cells) in enumerate(grid.rows):
        headings = [normal(cell) for cell in cells]
        where = next((place for place, heading in enumerate(headings) if heading in _REFERENCE), None)
        what = headings.index(normal(DECISION)) if normal(DECISION) in headings else None
        if where is not None and what is not None:
            found = list(_read(pathway, grid, position + 1, where, what))
            return Decisions(
                file=book.file,
                made=tuple(one for one in found if isinstance(one, RecordedDecision)),
                problems=tuple(one for one in found if isinstance(one, Problem)),
            )
    raise refuse(
        f"no columns 'Reference' and '{DECISION}' in it; expected the sheet '{_SHEET}' of pack.xlsx, "
        "or a table with these two headings",
        file=book.file,
    )


def _read(
    pathway: Pathway, grid: Grid, first: int, where: int, what: int
) -> Iterator[RecordedDecision | Problem]:
    known: dict[str, str | None] = dict.fromkeys(_OUTSIDE)
    for role in pathway.role_categories:
        known |= {normal(role.name): role.id, normal(role.id): role.id, role.id: role.id}
    for line, cells in grid.rows[first:]:
        reference = str(cells[where] or "").strip() if where < len(cells) else ""
        said = str(cells[what] or "").strip() if what < len(cells) else ""
        if not said or not reference:
            continue
        if normal(said) in known:
            yield RecordedDecision(reference=reference, role_category=known[normal(said)])
            continue
        names = ", ".join(role.name for role in pathway.role_categories)
        yield Problem(
            message=f"not a decision that is known; expected one of {names}, {OUTSIDE}",
            place=Place(file=grid.file, line=line, column=DECISION),
            found=shown(said),
        )


def as_answer(decision: RecordedDecision) -> str:
    """A decision as `care_pathway.interop.ascwds.fill` takes it.

    Example:
        >>> as_answer(RecordedDecision(reference="S1", role_category=None))
        'none-of-the-above'
    """
    return decision.role_category or "none-of-the-above"
