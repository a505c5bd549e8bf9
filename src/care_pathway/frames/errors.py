"""What is wrong with a table of the caller's, and how to mend it."""

from __future__ import annotations

from typing import Any

from care_pathway.errors import CarePathwayError, InvalidArgumentError, UnknownIdError

_LISTED = 40


class FrameError(CarePathwayError, ValueError):
    """A table that cannot be used as it is: what is wrong and how to mend it.

    Example:
        >>> raise FrameError("the table has no rows")
        Traceback (most recent call last):
        ...
        care_pathway.frames.errors.FrameError: the table has no rows
    """


class UnknownColumnError(UnknownIdError):
    """A column that a table does not have; the message names those that it has.

    Example:
        >>> str(UnknownColumnError("column", "job_tittle", ["id", "job_title"]))
        "unknown column 'job_tittle'; did you mean 'job_title'? The columns are 'id', 'job_title'"
    """

    def __str__(self) -> str:
        listed = ", ".join(map(repr, self.known[:_LISTED]))
        more = len(self.known) - _LISTED
        near = " or ".join(map(repr, self.nearest))
        hint = f"; did you mean {near}?" if near else "."
        further = f" and {more} more" if more > 0 else ""
        return f"unknown column {self.id!r}{hint} The columns are {listed or '(none)'}{further}"


def check_name(argument: str, column: Any) -> None:
    """Check for the name of a column.

    Raises:
        InvalidArgumentError: If it is no text, or none that a table can have.
    """
    if not isinstance(column, str) or not column.isprintable():
        raise InvalidArgumentError(argument, "the name of a column", column, given=type(column).__name__)
