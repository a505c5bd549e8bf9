"""Columns of results in lists of training, beside that of the status: the worst of all counts."""

from __future__ import annotations

import re

from care_pathway.tabular.cells import Cells
from care_pathway.tabular.columns import Header
from care_pathway.tabular.grids import Grid
from care_pathway.tabular.headings import bare, normal, words
from care_pathway.tabular.standing import TrainingStanding, status_of

#: A number is a score, which says nothing of whether it was passed; a lone 0 may be a no.
_NUMBER = re.compile(r"(?!0\Z)\d{1,4}(?:\.\d+)?\s*(?:%|(?:/|out of)\s*\d{1,4}(?:\.\d+)?)?")
_GRADE = re.compile(
    r"\b(?:(?:final|course|training|test|exam|quiz|assessment|pass) )?(?:scores?|marks?|grades?)\Z"
)
#: Longer cells are running text, as outcomes of learning are.
_LONGEST = 40
#: Of two statuses that one shows less which stands further on.
_BEST_FIRST = (
    *(None, "completed", "due", "not-required", "booked", "in-progress", "not-started"),
    *("overdue", "expired", "did-not-attend", "failed"),
)


def result_columns(grid: Grid, header: Header) -> tuple[int, ...]:
    """Positions of columns of results that were taken for nothing else.

    A grade may be one of pay: it is read where one of its cells is a score or a word of status.
    """
    cells = Cells(grid, header.row)
    taken = {at for name, at in header.where.items() if name != "score"} | set(header.personal)
    return tuple(
        at
        for at, name in enumerate(header.names)
        if at not in taken and (kind := _kind_of(name)) is not None and _fits(cells, at, kind)
    )


def is_grade(heading: str, *, of_course: bool = False) -> bool:
    """Whether a column holds grades or scores.

    Args:
        heading: The heading.
        of_course: Whether it may name a course before.

    Example:
        >>> is_grade("Test score"), is_grade("Falls score"), is_grade("Falls score", of_course=True)
        (True, False, True)
    """
    found = _GRADE.search(normal(heading))
    return found is not None and (of_course or found.start() == 0)


def is_result(heading: str) -> bool:
    """Whether a column holds grades, scores or results, of whatever course.

    Example:
        >>> is_result("Grade"), is_result("Result"), is_result("Course complete")
        (True, True, False)
    """
    return is_grade(heading) or words("result-heading").get(normal(heading)) == "result"


def is_score(cell: str) -> bool:
    """Whether a cell is a number, a share or so many of so many, or says that there is none.

    Example:
        >>> is_score("82%"), is_score("17 out of 20"), is_score("Failed")
        (True, True, False)
    """
    return _NUMBER.fullmatch(cell) is not None or _NONE.fullmatch(normal(cell)) is not None


_NONE = re.compile(r"(?:(?:not|un) ?(?:graded|scored|marked)|no (?:grade|score|mark))")


def is_below(score: str | None, mark: str | None) -> bool:
    """Whether a score is below the pass mark; not where both are not plainly numbers of one kind.

    Example:
        >>> is_below("60%", "80"), is_below("0.9", "80%"), is_below("17/20", "80")
        (True, False, False)
    """
    if score is None or mark is None:
        return False
    found, needed = _SHARE.fullmatch(score), _SHARE.fullmatch(mark)
    if found is None or needed is None:
        return False
    one, other = float(found[1]), float(needed[1])
    if one <= 1 < other and not found[2]:  # a cell that Excel shows as per cent
        return 0 < one < 1 and one * 100 < other
    return one < other


_SHARE = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*(%?)")


def _kind_of(name: str) -> str | None:
    """What a heading of results says: ``result`` or ``grade``."""
    return words("result-heading").get(normal(name)) or words("result-heading").get(normal(bare(name)))


def _fits(cells: Cells, at: int, kind: str) -> bool:
    if kind == "grade":
        return any(
            is_score(cell) or status_of(cell) is not None or len(cell) == 1 for cell in cells.texts(at)
        )
    return cells.share(at, lambda cell: len(cell) > _LONGEST) < 1 / 2 or not cells.texts(at)


def worse(said: TrainingStanding, result: TrainingStanding) -> TrainingStanding:
    """What a row says with a result: the worse status, and the days of the first that has them.

    A result that is not needed says nothing. What is not understood of one changes nothing where the other
    shows nothing already.

    Example:
        >>> passed, failed = TrainingStanding(status="completed"), TrainingStanding(status="failed")
        >>> worse(passed, failed).status, worse(passed, TrainingStanding(understood=False)).understood
        ('failed', False)
    """
    if result.status == "not-required":
        return said
    status = max(said.status, result.status, key=_BEST_FIRST.index)
    shows_nothing = _BEST_FIRST.index(status) > _BEST_FIRST.index("due")
    return said._replace(
        status=status,
        completed=said.completed or result.completed,
        expires=said.expires or result.expires,
        understood=shows_nothing or (said.understood and result.understood),
    )
