"""What the Care Quality Commission looks at: its quality statements, and the draft to replace them."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from attrs import field, frozen

from care_pathway._data import items_of, read_csv
from care_pathway._record import Result
from care_pathway.model._fields import as_tuple


class Framework(StrEnum):
    """What the pack is laid out by.

    Example:
        >>> Framework("draft-2026").label
        'Lines of enquiry, draft of 24 March 2026'
    """

    STATEMENTS_2023 = "2023"
    """The quality statements that are in force."""
    DRAFT_2026 = "draft-2026"
    """The draft lines of enquiry that are to replace them."""

    @property
    def label(self) -> str:
        """Its name in words."""
        return _LABELS[self]


_LABELS = {
    Framework.STATEMENTS_2023: "Quality statements, in force since 2023",
    Framework.DRAFT_2026: "Lines of enquiry, draft of 24 March 2026",
}


@frozen(kw_only=True, repr=False, eq=False)
class QualityStatement(Result):
    """A quality statement, or a line of enquiry, and the facts that speak to it.

    Attributes:
        number: Its place in the framework.
        question: The key question: safe, effective, caring, responsive or well-led.
        title: Its title.
        facts: Ids of facts of the pack.
    """

    number: int
    question: str
    title: str
    facts: tuple[str, ...] = field(default=(), converter=as_tuple)


@cache
def statements(framework: Framework) -> tuple[QualityStatement, ...]:
    """The statements of a framework, in its order.

    Example:
        >>> statements(Framework.STATEMENTS_2023)[2].title
        'Safeguarding'
    """
    return tuple(
        QualityStatement(
            number=int(row["number"]),
            question=row["question"],
            title=row["title"],
            facts=items_of(row["facts"]),
        )
        for row in read_csv("crosswalks/cqc.csv")
        if row["framework"] == framework
    )
