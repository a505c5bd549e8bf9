"""Why an answer about a person is so: every reason has a code, a judgement and words, from one table."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from care_pathway._data import read_csv
from care_pathway.model import Judgement


class Reason(NamedTuple):
    """One reason.

    Attributes:
        code: Its code in the table of reasons.
        words: Its words, as they are shown.
    """

    code: str
    words: str


@cache
def reason_codes() -> dict[str, tuple[Judgement | None, str]]:
    """Every code of a reason, with its judgement and its words; no judgement where it follows from the file.

    Example:
        >>> reason_codes()["registration-not-known"]
        (<Judgement.NOT_KNOWN: 'not-known'>, 'Nothing on file says whether this registration is there.')
    """
    return {
        row["code"]: (Judgement(row["judgement"]) if row["judgement"] else None, row["says"])
        for row in read_csv("lexicons/reasons.csv")
    }


def reason(code: str, **words: object) -> Reason:
    """The reason of a code, with its words filled in."""
    says = reason_codes()[code][1]
    return Reason(code, says.format(**words) if words else says)
