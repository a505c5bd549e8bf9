"""What a level on a course means: the same word stands for several schemes.

"Level 2" is a regulated qualification on an award, a core-skills level on safeguarding or resuscitation,
and nothing but the provider's own word on a one-day certificate. A tier never becomes a level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

import attrs

from care_pathway._data import read_json
from care_pathway._record import Record
from care_pathway.alignment.text import parts_of_title


class LevelScheme(StrEnum):
    """Whose level it is."""

    RQF = "RQF"
    """A regulated qualification or an apprenticeship in England (earlier QCF and NVQ)."""
    CORE_SKILLS = "core-skills"
    """Depth by job in the Core Skills Training Framework or an intercollegiate document; no qualification."""
    TIER = "tier"
    """A tier of the dementia, autism or learning disability frameworks, or of Oliver McGowan training."""
    SCQF = "SCQF"
    """Scotland's framework: 5 is near RQF 2, 6 near 3, 7 near 4."""
    PROVIDER = "provider"
    """The provider's own word."""
    NOT_KNOWN = "not-known"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CourseLevel(Record):
    """A level with the scheme that gives it meaning.

    Attributes:
        number: The level or tier; ``None`` where only words are given. Of a range, the lower end.
        highest: The upper end of a range such as ``RQF 3/4``; otherwise ``None``.
        scheme: Whose level it is.
        words: The words that say so.

    Example:
        >>> read_level(title="Safeguarding Adults Level 2").scheme
        <LevelScheme.CORE_SKILLS: 'core-skills'>
    """

    number: int | None = None
    highest: int | None = None
    scheme: LevelScheme = LevelScheme.NOT_KNOWN
    words: str = ""

    def __str__(self) -> str:
        if self.number is None:
            return f"{self.words} ({self.scheme})" if self.words else str(self.scheme)
        span = f"{self.number}" if self.highest is None else f"{self.number} to {self.highest}"
        return f"{span} ({self.scheme})"


class Depth(NamedTuple):
    """What of a level matters for what a course is about and for whom it is.

    Attributes:
        number: The level or tier, if any.
        regulated: Whether it is that of a regulated qualification, which names its units.
        core_skills: Whether it is a level of depth by job.
    """

    number: int | None
    regulated: bool
    core_skills: bool


_NO_DEPTH = Depth(None, False, False)


def depth_of(level: CourseLevel) -> Depth:
    """What of a level matters for the rest of an answer.

    Example:
        >>> depth_of(read_level(title="Level 3 Diploma in Adult Care"))
        Depth(number=3, regulated=True, core_skills=False)
    """
    number, scheme = level.number, level.scheme
    if number is None:
        return _NO_DEPTH
    return Depth(number, scheme is LevelScheme.RQF, scheme is LevelScheme.CORE_SKILLS)


#: A pattern that ignores case takes these for an i.
_TURKISH = str.maketrans("İı", "ii")
_ROMAN = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
#: No part of a longer number, and no length: "Level 5, 2 days" is one level. A full stop ends it.
_NO_LENGTH = r"(?!\w|\.\w|[\s-]*(?:hours?|hrs?|minutes?|mins?|days?|weeks?|months?|years?|credits?)\b)"
_NUMBER = rf"(\d|one|two|three|four|five|iii|ii|iv|i|v){_NO_LENGTH}"
_AND = r"\s*(?:-|–|/|&|,|and|to|or)\s*(?:level\s*|l|tier\s*)?"
#: The last of several: "2, 3 and 4".
_UP_TO = rf"(?:(?:{_AND}\d{_NO_LENGTH})*{_AND}(\d){_NO_LENGTH})?"
_IS = r"\s*[-:]?\s*"
_TIER = re.compile(rf"\b(?:tier|t(?=\d)){_IS}{_NUMBER}{_UP_TO}", re.I)
_SCQF = re.compile(rf"\b(?:scqf|svq)\s*(?:level|l)?{_IS}{_NUMBER}{_UP_TO}", re.I)
_RQF = re.compile(rf"\b(?:rqf|qcf|nvq|nqf|vrq)\s*(?:level|l)?{_IS}{_NUMBER}{_UP_TO}", re.I)
#: Patterns that name their scheme, each with what a text must hold to be looked through for it.
_OWN_SCHEMES = (
    ("tier", _TIER, LevelScheme.TIER),
    *((hint, _SCQF, LevelScheme.SCQF) for hint in ("scqf", "svq")),
    *((hint, _RQF, LevelScheme.RQF) for hint in ("rqf", "qcf", "nvq", "nqf", "vrq")),
)
_LEVEL = re.compile(rf"\b(?:levels?|lvl|l(?=\d)){_IS}{_NUMBER}{_UP_TO}", re.I)
_BARE = re.compile(rf"^\s*(\d){_UP_TO}\s*\.?\s*$", re.I)
# From here on for lower-case text: a pattern that ignores case takes three times as long.
#: Without one of these, or "L3", a text gives no number.
_HINTS = ("level", "lvl", *(hint for hint, _, _ in _OWN_SCHEMES))
_SHORT_HINT = re.compile(r"[lt]\d")
_LENGTH = re.compile(r"\b(?:(?:one|1|half|two|2)[ -])?days?\b|\bhours?\b|\bminutes?\b")
#: So much of a title, of each of its parts, of a level or a format is read.
_READ = 400
_QUALIFICATION_NUMBER = r"\b[56]\d{2}/\d{3,4}/[\dx]\b|\bst0\d{3}\b"


@attrs.frozen(kw_only=True)
class _Telling:
    """Patterns that tell whose level it is, made from the bundled words, for casefolded text."""

    qualification: re.Pattern[str]
    subject: re.Pattern[str]
    own: re.Pattern[str]
    words: re.Pattern[str]
    starts: tuple[str, ...]
    """A word without a scheme can only stand in a text that holds one of these."""


@cache
def _telling() -> _Telling:
    data = read_json("lexicons/courses/levels.json")

    def any_of(*names: str, also: str = "") -> re.Pattern[str]:
        words = sorted((word for name in names for word in data[name]), key=len, reverse=True)
        inner = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
        return re.compile(rf"\b(?:{inner})\b{also}")

    return _Telling(
        qualification=any_of(
            "awarding_organisations", "qualification_words", also=f"|{_QUALIFICATION_NUMBER}"
        ),
        subject=any_of("framework_subjects"),
        own=any_of("own_words"),
        words=any_of("words_without_a_scheme"),
        starts=tuple(sorted({word[:5] for word in data["words_without_a_scheme"]})),
    )


def read_level(
    *,
    title: str,
    level: str | None = None,
    format: str | None = None,
    description: str | None = None,
) -> CourseLevel:
    """The level of a course, and whose level it is.

    Args:
        title: The course's title.
        level: What its level column says.
        format: Delivery, length, credits, as stated.
        description: Facts on content; only the first 2,000 characters are read.

    Example:
        >>> str(read_level(title="Diploma in Adult Care", level="RQF 3/4"))
        '3 to 4 (RQF)'
        >>> str(read_level(title="Oliver McGowan Tier 2"))
        '2 (tier)'
        >>> str(read_level(title="Level 2 food hygiene"))
        '2 (not-known)'
    """
    parts = parts_of_title(title[:_READ])
    told = told_by_title(parts) if any(map(may_hold_number, parts)) else None
    worded = level_in_words(next(filter(None, map(word_for_level, parts)), ""))
    if told is None and not level:
        return worded
    return level_of(title, told, worded, level=level, format=format, description=description)


def level_of(
    title: str,
    told: Told | None,
    worded: CourseLevel,
    *,
    level: str | None,
    format: str | None,
    description: str | None,
) -> CourseLevel:
    """The level of a course: what the level column says goes before what the title says.

    Args:
        title: Its title.
        told: What `told_by_title` says of its parts, if `may_hold_number` is true of one of them.
        worded: The level for what `word_for_level` says of the title.
        level: As for `read_level`.
        format: As for `read_level`.
        description: As for `read_level`.
    """
    # The whole title, for a dash may stand before the number.
    found = (_number_in(title[:_READ], False) if told is not None else None) or worded
    stated = level[:_READ].strip() if level else ""
    if stated:
        number = _number_in(stated, True)
        if number is not None:
            found = number
        elif found.number is None:
            found = level_in_words(word_for_level(stated) or stated)
    if found.number is None or found.scheme is not LevelScheme.NOT_KNOWN:
        return found
    told = told or told_by_title(parts_of_title(title[:_READ]))
    scheme = _scheme(told, stated, (format or "")[:_READ], (description or "")[:2000])
    return _level(found.number, found.highest, scheme, found.words)


class Told(NamedTuple):
    """What a title says about whose level it is.

    Attributes:
        qualification: Whether it names a qualification or an awarding organisation.
        framework_subject: Whether it names a subject whose levels are depth by job.
        length: Whether it says how long the course is.
    """

    qualification: bool
    framework_subject: bool
    length: bool


def told_by_title(parts: Sequence[str]) -> Told:
    """What the parts of a title say about whose level it is; the place and the date are other ones ever anew.

    Example:
        >>> told_by_title(["level 3 diploma", "leeds"])
        Told(qualification=True, framework_subject=False, length=False)
    """
    return Told(
        qualification=True in map(_names_qualification, parts),
        framework_subject=True in map(_names_framework_subject, parts),
        length=True in map(_names_length, parts),
    )


def may_hold_number(part: str) -> bool:
    """Whether the number of a level may stand in a part of a title, in lower case.

    Example:
        >>> may_hold_number("fire safety"), may_hold_number("l3 diploma")
        (False, True)
    """
    part = part[:_READ]
    for hint in _HINTS:
        if hint in part:
            return True
    return _SHORT_HINT.search(part) is not None


def word_for_level(text: str) -> str:
    """The first word of a text that tells of a level without a number, if any.

    Example:
        >>> word_for_level("Fire safety refresher"), word_for_level("Fire safety")
        ('refresher', '')
    """
    lower = text[:_READ].casefold()
    telling = _telling()
    for start in telling.starts:
        if start in lower:
            found = telling.words.search(lower)
            return found[0] if found else ""
    return ""


@lru_cache(maxsize=1024)
def level_in_words(words: str) -> CourseLevel:
    """The level that is given in words only, if at all; courses of which they say the same share it."""
    return CourseLevel(words=words)


@lru_cache(maxsize=4_096)
def _number_in(text: str, column: bool) -> CourseLevel | None:
    """The level whose number a text gives; in a level column a number may stand alone."""
    lower = text.lower()
    short = _SHORT_HINT.search(lower) is not None
    for hint, pattern, scheme in _OWN_SCHEMES:
        if (short or hint in lower) and (found := pattern.search(text)):
            return _made(found, scheme)
    found = _LEVEL.search(text) or (_BARE.match(text) if column else None)
    return _made(found, LevelScheme.NOT_KNOWN) if found else None


@lru_cache(maxsize=1024)
def _level(number: int, highest: int | None, scheme: LevelScheme, words: str) -> CourseLevel:
    """A level; courses of which the same is said share the record."""
    return CourseLevel(number=number, highest=highest, scheme=scheme, words=words)


def _scheme(told: Told, stated: str, format: str, description: str) -> LevelScheme:
    """Whose level a plain "level 2" is: policy section 6, in its order."""
    rest = (stated, format, description)
    if "scqf" in format.casefold() or "scqf" in description.casefold():
        return LevelScheme.SCQF
    own = _names_own(stated)
    if not own and (told.qualification or any(map(_names_qualification, rest))):
        return LevelScheme.RQF
    if told.framework_subject:
        return LevelScheme.CORE_SKILLS
    if own or told.length or any(map(_names_length, rest)):
        return LevelScheme.PROVIDER
    return LevelScheme.NOT_KNOWN


@lru_cache(maxsize=4_096)
def _names_own(text: str) -> bool:
    return _telling().own.search(text.casefold()) is not None


@lru_cache(maxsize=4_096)
def _names_qualification(text: str) -> bool:
    return _telling().qualification.search(text.casefold()) is not None


@lru_cache(maxsize=4_096)
def _names_framework_subject(text: str) -> bool:
    return _telling().subject.search(text.casefold()) is not None


@lru_cache(maxsize=4_096)
def _names_length(text: str) -> bool:
    return _LENGTH.search(text.casefold()) is not None


def _made(found: re.Match[str], scheme: LevelScheme) -> CourseLevel:
    number = _ROMAN.get(found[1].translate(_TURKISH).casefold()) or int(found[1])
    highest = int(found[2]) if found[2] else None
    if highest is not None and highest < number:
        number, highest = highest, number
    return _level(number, highest if highest != number else None, scheme, " ".join(found[0].split()))
