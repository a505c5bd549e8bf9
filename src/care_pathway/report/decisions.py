"""What a person decided about doubtful titles, read back from the workbook or a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from attrs import field, frozen

from care_pathway._record import Result
from care_pathway.interop import decisions as interop
from care_pathway.model import Pathway
from care_pathway.model._fields import as_tuple
from care_pathway.problems import Problem
from care_pathway.tabular.files import Source

#: How a job outside the Pathway is decided.
OUTSIDE_ANSWER = "none-of-the-above"


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
        outside_courses: Normal titles of training that nothing in the Pathway is about.
        problems: What could not be read.
    """

    file: str
    made: tuple[RecordedDecision, ...] = field(default=(), converter=as_tuple)
    outside_courses: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = field(default=(), converter=as_tuple)

    @property
    def places(self) -> Mapping[str, str | None]:
        """The role category of each reference; ``None`` for a job outside the Pathway."""
        return {one.reference: one.role_category for one in self.made}


def read_decisions(pathway: Pathway, source: Source) -> Decisions:
    """Read decisions about people: the sheet *To check* of ``pack.xlsx``, or any table with a reference.

    A blank decision decides nothing. `care_pathway.interop.decisions` reads those of titles too.

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
    found = interop.read_decisions(pathway, source)
    return attrs.evolve(decisions_on_people(found), problems=found.problems)


def decisions_on_people(corrections: interop.Corrections, outside: Iterable[str] = ()) -> Decisions:
    """What was decided of people one by one, as `build` takes it; the staff file tells of the problems.

    Args:
        corrections: Everything that was decided.
        outside: Further references of people whose title was decided to be outside the Pathway.

    Example:
        >>> decisions_on_people(interop.Corrections(), ["S1"]).places
        {'S1': None}
    """
    places = {**dict.fromkeys(outside, OUTSIDE_ANSWER), **corrections.people}
    made = tuple(
        RecordedDecision(reference=one, role_category=None if category == OUTSIDE_ANSWER else category)
        for one, category in places.items()
    )
    return Decisions(file=corrections.file, made=made, outside_courses=corrections.outside_courses)
