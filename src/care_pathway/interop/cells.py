"""Cells of plain tables as people write them: days, yes and no, names of things."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from care_pathway.evidence.authorisations import activities_named
from care_pathway.interop.ascwds import codes
from care_pathway.model import HeldQualification
from care_pathway.tabular.days import Days, NotADayError, days_named
from care_pathway.tabular.days import written as written_day
from care_pathway.tabular.headings import normal, words
from care_pathway.tabular.standing import status_of

_WORKING_TOWARDS = re.compile(
    r"\b(working towards|in progress|started|enrolled|ongoing|currently doing|studying|expected|due)\b", re.I
)
_LEVEL = re.compile(r"\b(?:level|lvl|l|nvq)\s*([1-8])\b", re.I)
# The innermost brackets, and a run of marks from its start: whatever a cell repeats, it is gone through once.
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
#: An empty box: what stands beside it is not there.
_BOX = re.compile(r"\[\s*\]")
_EMPTY = re.compile(r"[(\[][^\w()\[\]]*[)\]]")
_LOOSE_ENDS = re.compile(r"(?<=[(\[])[\s,;:–-]+|(?<![\s,;:–-])[\s,;:–-]+(?=[)\]])")


class NotUnderstoodError(ValueError):
    """A cell that a person would not understand either; the message says what is expected."""


def text(cell: Any) -> str:
    """The text of a cell."""
    return "" if cell is None else str(cell).strip()


def line(cell: Any) -> str:
    r"""The text of a cell on one line: where a cell breaks its lines says nothing.

    Example:
        >>> line("Registered  \r\n manager")
        'Registered manager'
    """
    return " ".join(text(cell).split())


def day(cell: Any, *, done: bool = False) -> date | None:
    """A day, by itself. Day first, as in Britain; of a month, and of a year to come, it is the last."""
    try:
        return Days(()).day(cell, done=done)
    except NotADayError as error:
        raise NotUnderstoodError(str(error)) from None


def years_alone(cell: Any) -> date | None:
    """When something was achieved, of a cell with a year or a range of years alone; a range at its end.

    Example:
        >>> years_alone("2025"), years_alone("2025-27"), years_alone("2025 (failed)")
        (datetime.date(2025, 1, 1), datetime.date(2027, 12, 31), None)
    """
    written = text(cell)
    return next((named.first for named in days_named(written) if named.words == written), None)


def answer(cell: Any) -> bool | None:
    """Yes, no, or not known."""
    written = _sure(cell)
    found = _said(written)
    if found is None:
        raise NotUnderstoodError("expected yes, no, or a blank cell where it is not known")
    return {"yes": True, "no": False, "unknown": None}[found]


def _sure(cell: Any) -> str:
    """The text of a cell that does not doubt itself; a question mark alone is an answer."""
    written = text(cell)
    if written.endswith("?") and normal(written):
        raise NotUnderstoodError("the question mark says that this is not sure; write it without, or nothing")
    return written


def _said(written: str) -> str | None:
    """``yes``, ``no`` or ``unknown``, where a cell says one of them."""
    known = words("answer")
    return known.get(written.casefold()) or (known.get(normal(written)) if normal(written) else None)


def whole(cell: Any) -> int | None:
    """A whole number."""
    written = text(cell)
    if _said(written) == "unknown":
        return None
    if not re.fullmatch(r"\d{1,6}", written):
        raise NotUnderstoodError("expected a whole number")
    return int(written)


def further_job(cell: Any) -> str | None:
    """The title of a further job; nothing where a cell says that there is none."""
    written = line(cell)
    if not written or _said(written) in ("no", "unknown") or status_of(written) == "not-required":
        return None
    if (
        sum(map(str.isalpha, written)) < 3
        or _said(written) is not None
        or written_day(written).day is not None
    ):
        raise NotUnderstoodError("expected the title of a further job, or a blank cell where there is none")
    return written


def choice(kind: str) -> Callable[[Any], str | None]:
    """A reader of the words of one kind."""

    def read(cell: Any) -> str | None:
        written = normal(_sure(cell))
        if not text(cell):
            return None
        found = words(kind).get(written)
        if found is None:
            raise NotUnderstoodError(f"expected one of {', '.join(dict.fromkeys(words(kind).values()))}")
        return found

    return read


@cache
def _categories() -> Mapping[str, str]:
    found = {}
    for code in codes.category_codes():
        name = code.role_category or code.answer
        if name not in ("not-answered", "no-code"):
            found[normal(name)] = found[normal(code.label)] = name
    for said in ("none of these categories", "not applicable", "outside the pathway", "out of scope"):
        found[said] = "none-of-the-above"
    for said in ("dont know", "do not know", "not known", "unknown", "not sure"):
        found[said] = "do-not-know"
    return found


def category(cell: Any) -> str | None:
    """A role category, ``none-of-the-above`` or ``do-not-know``; numbers are not guessed at."""
    written = normal(_sure(cell).replace("-", " "))
    if not text(cell):
        return None
    found = _categories().get(written)
    if found is None:
        hint = " (a number could be either of two code lists)" if written.isdecimal() else ""
        raise NotUnderstoodError(f"expected the name of a role category, such as 'Deputy manager'{hint}")
    return found


def job_role(cell: Any) -> int | None:
    """A main job role by code or name."""
    return _coded(cell, {role.code: role.label for role in codes.job_roles()}, "a main job role of ASC-WDS")


def training_category(cell: Any) -> int | None:
    """A training category by code or name."""
    return _coded(
        cell, {one.code: one.label for one in codes.training_categories()}, "a training category of ASC-WDS"
    )


def _coded(cell: Any, labels: Mapping[int, str], what: str) -> int | None:
    written = normal(_sure(cell))
    if not text(cell):
        return None
    if written.isdecimal() and len(written) < 6 and int(written) in labels:
        return int(written)
    found = [code for code, label in labels.items() if normal(label) == written]
    if not found:
        raise NotUnderstoodError(f"expected the code or the name of {what}")
    return found[0]


def activity(cell: Any) -> str | None:
    """A kind of delegated healthcare, by id or name, or by the name of a task that is of one kind alone."""
    if not text(cell):
        return None
    known = activity_called(cell)
    named = (known,) if known else activities_named(text(cell))
    if len(named) == 1:
        return named[0]
    listed = ", ".join(one.id for one in codes.delegated_activities())
    may = f"; it may be {' or '.join(named)}" if named else ""
    raise NotUnderstoodError(f"expected one of {listed}{may}")


def activity_called(cell: Any) -> str | None:
    """A kind of delegated healthcare that is called by its own id or name."""
    written = normal(text(cell).replace("-", " "))
    for one in codes.delegated_activities():
        if written in (normal(one.id.replace("-", " ")), normal(one.label)):
            return one.id
    return None


def identifier(cell: Any) -> str | None:
    """An id, kebab-case; words are joined."""
    written = text(cell).casefold()
    if not written:
        return None
    made = re.sub(r"[\s_]+", "-", written)
    if not re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*:)?[a-z0-9]+(-[a-z0-9]+)*", made):
        raise NotUnderstoodError("expected an id in lower case with hyphens")
    return made


def qualifications(cell: Any, *, towards: bool = False) -> tuple[HeldQualification, ...] | None:
    """Qualifications separated by semicolons, each perhaps with a year in brackets.

    ``none`` is known to be none; a blank cell is not known. With `towards` all of them are in progress.
    """
    written = text(cell)
    if normal(written) in ("none", "no", "nil", "none held"):
        return ()
    if _said(written) == "unknown":
        return None
    parts = [part.strip() for part in re.split(r"[;\n]", written) if part.strip()]
    return tuple(_qualification(part, towards=towards) for part in parts) or None


def _qualification(written: str, *, towards: bool) -> HeldQualification:
    """A name with what is said of it beside it. What the name means is for the reading of qualifications."""
    written = _BOX.sub("\u2610", written)
    named = next(filter(None, map(days_named, (*_BRACKETED.findall(written), written))), ())
    towards = towards or bool(_WORKING_TOWARDS.search(written))
    # Only days and the words of progress are taken away: "(failed)" and "(childcare)" belong to it.
    name = _WORKING_TOWARDS.sub(" ", written)
    for day in named:
        name = name.replace(day.words, " ", 1)
    name = " ".join(_LOOSE_ENDS.sub("", _EMPTY.sub(" ", name)).split()).strip(" ,-–:")
    if not name:  # a day alone names no qualification, and nobody can tell what it is the day of
        name, named = written, ()
    found = _LEVEL.search(name)
    latest = max(named, key=lambda day: day.last, default=None)
    return HeldQualification(
        name=name,
        level=int(found[1]) if found else None,
        achieved=None if towards or latest is None else latest.first,
        working_towards=towards,
        expected=latest.last if towards and latest else None,
    )
