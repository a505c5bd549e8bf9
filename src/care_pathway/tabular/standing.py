"""What a cell says about training: a word of status, a day, or both, such as ``Booked 12/01/2027``.

The words and what they mean are a table (``data/tables/words.csv``, kinds ``status`` and ``with-day``).
Words of absence (kind ``away``), such as *LTS* or *Mat leave*, say nothing of training.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from care_pathway.tabular.days import DayPart, Days, NotADayError, day_done, written
from care_pathway.tabular.headings import normal, words

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?"
#: Somewhere in a cell: a day in any of the ways that `days` reads.
_DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}\S*)?"
    r"|\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ \-]{_MONTH}[ \-]'?(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|{_MONTH}[ \-/]*(?:\d{{1,2}},? )?'?(?:\d{{4}}|\d{{2}})(?!\d)"
    r"|(?<![\d/.\-])\d{1,2}[/.\-](?:19|20)\d{2}(?!\d)|(?<![\d/.\-])(?:19|20)\d{2}[/.\-]\d{1,2}(?![\d/.\-])"
    r"|(?<![\d/.\-])\d{1,2}/\d{1,2}(?![\d/])",
    re.I,
)
_SCORE = re.compile(r"\b\d{1,3}(?:\.\d+)?\s*%|\b\d{1,3}\s*/\s*(?:10|20|25|30|40|50|100)\b")
#: So much of it is done; and nothing of it, which no cell says that also says completed.
_PROGRESS = re.compile(r"\b(\d{1,3}(?:\.\d+)?)\s*%\s*(?:complete|completed|done|finished)\b", re.I)
_NOTHING = re.compile(r"(?<![\d.])0+(?:\.0+)?\s*%")
#: ``in 20 days``, ``12 days ago``: when, beside what.
_SPAN = re.compile(
    r"(?:\b(?:in|by|for|within|since)\s+)?\b\d{1,4}\s*(?:day|week|month|year)s?(?:\(s\))?\b"
    r"(?:\s*(?:ago|left|remaining|time)\b)?",
    re.I,
)
#: ``notStarted`` is two words.
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_REMARK = re.compile(r"[(\[;:,]|\s[-–—]\s|\s(?=by\b|due to\b|because\b|via\b)")
_LONGEST = 200
#: What people write where there is nothing to write.
_BLANK = frozenset(
    {"-", "–", "—", "--", "?", "n/k", "nk", "tbc", "tba", "not known", "unknown", ".", "/", "*"}
)


class TrainingStanding(NamedTuple):
    """What a cell says.

    Attributes:
        status: A word of status: one of those of `TrainingStatus`, or ``overdue``, or ``due``.
        completed: The day it was done.
        expires: The last day on which it counts.
        bare: A day of which the cell does not say what it is.
        other: A day of something else: booked, due, started.
        score: A score, which says nothing of whether it was passed.
        understood: Whether all of it was understood.
        part: How much of its day is written.
        period: After how long it ends, where it says that instead of a day.
    """

    status: str | None = None
    completed: date | None = None
    expires: date | None = None
    bare: date | None = None
    other: date | None = None
    score: str | None = None
    understood: bool = True
    part: DayPart = DayPart.DAY
    period: str | None = None

    @property
    def done(self) -> date | None:
        """The bare day, as that on which something was done."""
        return day_done(self.bare, self.part)

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return self == TrainingStanding()

    @property
    def only_completed(self) -> bool:
        """Whether its one day is, in its own words, that of completion."""
        return self.completed is not None and self.expires is None


#: What is said of a cell whose one day is of completion, where days are of expiry.
CONTRADICTION = (
    "days are of expiry here, and this cell says that its day is one of completion; it shows nothing. Write "
    "the day of expiry alone; a day of completion needs a column of its own"
)
NOT_UNDERSTOOD = TrainingStanding(understood=False)


def standing(  # noqa: PLR0911  one kind of cell after the other, the plainest first
    cell: Any, days: Days, legend: tuple[tuple[str, str], ...] = ()
) -> TrainingStanding:
    """Read a cell.

    Args:
        cell: The cell.
        days: The column's order of day and month.
        legend: What short marks mean, where the file says so.

    Example:
        >>> days = Days([])
        >>> standing("Booked 12/01/2027", days).status, standing("14/03/2026", days).bare
        ('booked', datetime.date(2026, 3, 14))
        >>> standing("82%", days).score, standing("purple", days).understood
        ('82%', False)
    """
    if isinstance(cell, date):
        return TrainingStanding(bare=cell)
    text = "" if cell is None else str(cell).strip()
    if not text or text in _BLANK or text.casefold() in _BLANK:
        return TrainingStanding()
    if len(text) > _LONGEST or is_failed_formula(text):
        return NOT_UNDERSTOOD
    for mark, meaning in legend:
        if text.casefold() == mark:
            return _said(meaning)
    found = _DAY.search(text)
    word = status_of(text) if found is None else _progress_of(text)
    if word is not None:
        return _said(word)
    whole = written(text)
    if whole.day is not None:
        return _with_day("", text, days)._replace(part=whole.part)
    if found is None:
        return _without_day(text)
    return _with_found(text, found, days)


def _with_found(text: str, found: re.Match[str], days: Days) -> TrainingStanding:
    """What a cell with a day, and with something beside it, says."""
    rest = _SCORE.sub(" ", _beside(text[: found.start()], text[found.end() :]))
    if _DAY.search(rest):
        return _of_two_days(text, days)
    if _NOTHING.search(text):
        return NOT_UNDERSTOOD  # a day on which nothing of it was done
    said = _with_day(rest, found[0], days)
    dated = said.completed or said.expires or said.bare
    return said if dated is None else said._replace(part=written(found[0]).part)


def is_failed_formula(text: str) -> bool:
    """Whether a cell holds what stands where a formula has no result; ``#N/A`` is no *not applicable*.

    Example:
        >>> is_failed_formula("#N/A"), is_failed_formula("N/A")
        (True, False)
    """
    return text.startswith("#") and text.rstrip("!?").upper() in _FAILED


_FAILED = frozenset({"#N/A", "#REF", "#VALUE", "#NAME", "#DIV/0", "#NULL", "#NUM", "#SPILL", "#CALC"})


def _beside(before: str, after: str) -> str:
    """What stands beside a day; how it was done, such as *(online)* or *Level 2 -*, is left out."""
    if not normal(before) and normal(after) in words("remark"):
        return ""
    return f"{_without_mode(before)} {_without_mode(after)}"


@cache
def _mode() -> re.Pattern[str]:
    """How something is done, as people write it: ``E-learning``, ``L2``; the longest first."""
    listed = sorted(words("mode"), key=len, reverse=True)
    found = "|".join(re.escape(one).replace(r"\ ", r"[\s\-]*") for one in listed)
    return re.compile(rf"(?<![\w%])(?:{found})(?!\w)", re.I)


def _without_mode(text: str) -> str:
    """A text without how something is done, where that stands in it by itself."""
    return _mode().sub(" ", text)


def day_in(text: str) -> tuple[date, str] | None:
    """The one day in a text, and the text without it.

    Example:
        >>> day_in("Left on 01/02/2026")
        (datetime.date(2026, 2, 1), 'Left on ')
    """
    found = list(_DAY.finditer(text[:_LONGEST]))
    day = written(found[0][0]).day if len(found) == 1 else None
    return None if day is None else (day, text[: found[0].start()] + text[found[0].end() :])


def _of_two_days(text: str, days: Days) -> TrainingStanding:
    """A cell with two days, such as ``01/02/2026 (expires 01/02/2027)``: each has its own words before it."""
    found = list(_DAY.finditer(text))
    if len(found) != 2:
        return NOT_UNDERSTOOD
    before, between = text[: found[0].start()], text[found[0].end() : found[1].start()]
    after = text[found[1].end() :]
    if not normal(before) and not normal(after) and normal(between) in ("", "to", "until", "till"):
        return _from_to(found[0][0], found[1][0], days)
    first, second = _with_day(before, found[0][0], days), _with_day(between + after, found[1][0], days)
    if not first.understood or not second.understood:
        return NOT_UNDERSTOOD
    done, ends = (second, first) if first.expires is not None else (first, second)
    day = done.completed or done.bare
    if day is not None and ends.expires is not None and ends.status is None:
        return TrainingStanding(status="completed", completed=day, expires=ends.expires)
    # What was done, or ran out, stays so whatever is planned next.
    planned = [one for one in (first, second) if one.status in ("booked", "not-started")]
    if len(planned) != 1:
        return NOT_UNDERSTOOD
    other = second if planned[0] is first else first
    return planned[0] if other.other is not None else other


def _from_to(first: str, second: str, days: Days) -> TrainingStanding:
    """Two days with nothing but a dash between: a course of some days, or from when to when it is valid."""
    try:
        start, end = days.day(first), days.day(second)
    except NotADayError:
        return NOT_UNDERSTOOD
    length = (end - start).days if start is not None and end is not None else -1
    if 0 <= length <= _COURSE:
        return TrainingStanding(bare=end)
    if length >= _VALID:
        return TrainingStanding(status="completed", completed=start, expires=end)
    return NOT_UNDERSTOOD


#: A course takes so many days at most; what is valid is so for so many at least.
_COURSE, _VALID = 14, 60


def _said(meaning: str) -> TrainingStanding:
    return TrainingStanding() if meaning == AWAY else TrainingStanding(status=meaning)


#: What words of absence are read as.
AWAY = "away"


@cache
def _away() -> re.Pattern[str]:
    """Words of absence in normal words, the longest first."""
    listed = sorted(words("away"), key=len, reverse=True)
    return re.compile(rf"\b(?:on )?(?:{'|'.join(map(re.escape, listed))})\b")


def _without_absence(plain: str) -> str | None:
    """Normal words without those of absence; ``None`` where there are none."""
    rest, count = _away().subn(" ", plain)
    return " ".join(rest.split()) if count else None


def _without_day(text: str) -> TrainingStanding:
    score = _SCORE.search(text)
    if score is None:
        if re.fullmatch(r"0?\.\d+|1\.0", text):  # a cell that Excel shows as per cent
            return TrainingStanding(score=f"{float(text):.0%}")
        return NOT_UNDERSTOOD
    rest = _SCORE.sub(" ", text)
    if not normal(rest) or normal(rest) in ("score", "scored", "mark", "grade"):
        return TrainingStanding(score=score[0])
    word = status_of(rest)
    sure = word is not None and not (word == "completed" and _contradicts(text))
    return TrainingStanding(status=word, score=score[0]) if sure else NOT_UNDERSTOOD


#: What words beside a day are read as: the status, and what the day is of. A yes says nothing of its day,
#: which may be that of expiry.
_MEANINGS: Mapping[str, tuple[str | None, str]] = {
    "": (None, "bare"),
    AWAY: (None, "other"),
    "completed": ("completed", "completed"),
    "held": ("completed", "bare"),
    "expires": (None, "expires"),
    "expired": ("expired", "expires"),
}


def _with_day(rest: str, text: str, days: Days) -> TrainingStanding:
    if "?" in rest:
        return NOT_UNDERSTOOD  # it doubts itself
    plain = normal(re.sub(r"[()\[\]:;,\-–—]", " ", rest))
    meaning = words("with-day").get(plain) if plain else _of_marks(rest)
    if meaning is None:
        beside = _without_absence(plain)
        meaning = status_of(rest.strip(" ,;:-–—")) if beside is None else words("with-day").get(beside)
        if beside in words("away-day"):
            meaning = AWAY  # when somebody went, or will be back
        if meaning is None or beside == "":
            return NOT_UNDERSTOOD  # a day beside a mere absence may be of either
    try:
        day = days.day(text)
    except NotADayError:
        # A day without a year (12/3) says when, but not in which year: what was booked stays booked.
        return _said(_status_of_meaning(meaning)) if meaning and not _needs_a_day(meaning) else NOT_UNDERSTOOD
    status, of = _MEANINGS.get(meaning) or (_status_of_meaning(meaning), "other")
    dated: dict[str, Any] = {of: day}
    return TrainingStanding(status=status, **dated)


def _of_marks(rest: str) -> str | None:
    """What marks beside a day mean: a tick leaves it a day, and a cross says that it was not done."""
    marks = set(_PLAIN_MARKS.sub("", rest))
    said = {words("status").get(mark) for mark in marks}
    if None in said:
        return None
    return "" if said <= {"completed"} else "not-started"


#: Marks that say nothing.
_PLAIN_MARKS = re.compile(
    r"""[\s()\[\]:;,.\-\u2013\u2014*/|'"\u2018\u2019\u201c\u201d_&+#\u2020\u2021\u2022\ufe0f]"""
)


def _status_of_meaning(meaning: str) -> str:
    return "not-started" if meaning == "due" else meaning


def _needs_a_day(meaning: str) -> bool:
    return meaning in ("completed", "held", "expires")


def status_of(text: str) -> str | None:
    """The status that words stand for; ``None`` where they are not understood, or doubt themselves.

    Example:
        >>> status_of("Not yet started"), status_of("N/A"), status_of("purple"), status_of("Done?")
        ('not-started', 'not-required', None, None)
        >>> status_of("On mat leave"), status_of("LTS - expired")
        ('away', 'expired')
        >>> status_of("40% complete"), status_of("Completed (0%)"), status_of("Completed online")
        ('in-progress', None, 'completed')
    """
    if len(text) > _LONGEST or "?" in text:
        return None
    progress = _progress_of(text)
    if progress is not None:
        return progress
    found = _status_of(text)
    if found is None and (rest := _without_mode(text)) != text:
        found = _status_of(rest)
    return None if found == "completed" and _contradicts(text) else found


def _contradicts(text: str) -> bool:
    """Whether what says completed also says that nothing of it was done, or bears a cross."""
    return _NOTHING.search(text) is not None or not _crosses().isdisjoint(text)


@cache
def _crosses() -> frozenset[str]:
    """Marks that stand for something not done."""
    known = words("status")
    return frozenset(
        mark for mark in known if len(mark) == 1 and not mark.isalnum() and known[mark] != "completed"
    )


def _progress_of(text: str) -> str | None:
    """What ``40% complete`` says: in progress, or not started; nothing of what is done."""
    found = _PROGRESS.search(text)
    if found is None or float(found[1]) >= _ALL:
        return None
    return "in-progress" if float(found[1]) else "not-started"


#: Per cent.
_ALL = 100


def _status_of(text: str) -> str | None:
    known = words("status")
    spaced = _HUMP.sub(" ", text)
    plain = normal(spaced)
    if not plain:
        return known.get(text.strip())
    found = known.get(plain) or known.get(normal(_SPAN.sub(" ", spaced))) or _with_remark(spaced)
    if found is not None:
        return found
    beside = _without_absence(plain)
    return None if beside is None else known.get(beside, AWAY if not beside else None)


def _with_remark(text: str) -> str | None:
    """A status with a remark behind it, such as ``Exempt - RPL``; of two statuses the lesser.

    What says completed counts so only where all of the remark is understood.
    """
    known = words("status")
    text = _SPAN.sub(" ", text)
    mark = _REMARK.search(text)
    head, rest = (text[: mark.start()], text[mark.end() :]) if mark else (text, "")
    remark = normal(_SCORE.sub(" ", rest))
    status = known.get(normal(head))
    if status is not None and remark:
        second = known.get(remark)
        if status != "completed":
            return status
        how = remark in words("remark") or not normal(_without_mode(remark))
        return second or ("completed" if how else None)
    if status is None:
        plain = normal(head).split()
        starts = (words("begins").get(" ".join(plain[:end])) for end in range(min(4, len(plain)), 0, -1))
        return next((found for found in starts if found is not None), None)
    return status
