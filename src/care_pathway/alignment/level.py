"""What a level on a course means: the same word stands for several schemes.

"Level 2" is a regulated qualification on an award, a core-skills level on safeguarding or resuscitation,
and nothing but the provider's own word on a one-day certificate. A tier never becomes a level.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

import attrs

from care_pathway._arguments import check_text
from care_pathway._data import read_csv
from care_pathway._record import Result
from care_pathway.language.text import plain


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
class CourseLevel(Result):
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


#: The level of a course that names none.
NO_LEVEL = CourseLevel()
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
#: Patterns that name their scheme.
_OWN_SCHEMES = ((_TIER, LevelScheme.TIER), (_SCQF, LevelScheme.SCQF), (_RQF, LevelScheme.RQF))
_LEVEL = re.compile(rf"\b(?:levels?|lvl|l(?=\d)){_IS}{_NUMBER}{_UP_TO}", re.I)
_BARE = re.compile(rf"^\s*(\d){_UP_TO}\s*\.?\s*$", re.I)
#: Without one of these a text gives no number; asked of lower-case text, which takes a third of the time.
#: Each choice begins with a letter and not with a set of them, so that other letters are passed over at once.
_HINT = re.compile("level|lvl|tier|scqf|svq|rqf|qcf|nvq|nqf|vrq|l[0-9]|t[0-9]")
_LENGTH = re.compile(r"\b(?:(?:one|1|half|two|2)[ -])?days?\b|\bhours?\b|\bminutes?\b")
#: So much of a title, of a level or a format is read, and of a description.
_READ, _READ_OF_DESCRIPTION = 400, 2000
_QUALIFICATION_NUMBER = r"\b[56]\d{2}/\d{3,4}/[\dx]\b|\bst0\d{3}\b"


@attrs.frozen(kw_only=True)
class _Patterns:
    """Patterns that say whose level it is, made from ``levels.csv``, for casefolded text."""

    qualification: re.Pattern[str]
    framework_subject: re.Pattern[str]
    own_words: re.Pattern[str]
    without_scheme: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words: dict[str, list[str]] = {}
    for row in read_csv("lexicons/courses/levels.csv"):
        words.setdefault(row["list"], []).append(row["words"])

    def any_of(*names: str, also: str = "") -> re.Pattern[str]:
        listed = sorted((word for name in names for word in words[name]), key=len, reverse=True)
        inner = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed)
        return re.compile(rf"\b(?:{inner})\b{also}")

    return _Patterns(
        qualification=any_of(
            "awarding_organisations", "qualification_words", also=f"|{_QUALIFICATION_NUMBER}"
        ),
        framework_subject=any_of("framework_subjects"),
        own_words=any_of("own_words"),
        without_scheme=any_of("words_without_a_scheme"),
    )


def read_level(
    *,
    title: str,
    level: str | None = None,
    format: str | None = None,
    description: str | None = None,
) -> CourseLevel:
    """The level of a course, and whose level it is: by its level column, else its title, else its format.

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
    check_text("title", title)
    for name, text in (("level", level), ("format", format), ("description", description)):
        check_text(name, text, optional=True)
    title = title[:_READ]
    stated = (level or "")[:_READ].strip()
    found = _number_in(stated, column=True)
    if found is None:
        found = _number_in(title, column=False)
    if found is None and format:
        found = _number_in(format[:_READ], column=False)
    if found is None:
        words = _word_in(stated) or stated or _word_in(title)
        return CourseLevel(words=words) if words else NO_LEVEL
    if found.scheme is not LevelScheme.NOT_KNOWN:
        return found
    texts = (title, stated, (format or "")[:_READ], (description or "")[:_READ_OF_DESCRIPTION])
    scheme = _scheme(*map(plain, texts))
    return CourseLevel(number=found.number, highest=found.highest, scheme=scheme, words=found.words)


def names_a_level(title: str) -> bool:
    """Whether a title gives the number of a level, whosever it is.

    Example:
        >>> names_a_level("Level 3 Diploma"), names_a_level("Dementia awareness")
        (True, False)
    """
    return _number_in(title[:_READ], column=False) is not None


def _word_in(text: str) -> str:
    """The first word of a text for a level without a number, if any."""
    if not text:
        return ""
    found = _patterns().without_scheme.search(plain(text))
    return found[0] if found else ""


def _number_in(text: str, *, column: bool) -> CourseLevel | None:
    """The level whose number a text gives; in a level column a number may stand alone."""
    if not text:
        return None
    hints = _HINT.findall(text.lower())
    if not hints and not (column and _BARE.match(text)):
        return None
    # "Level", "lvl" and "l" are in no name of a scheme.
    if not all(hint[0] == "l" for hint in hints):
        for pattern, scheme in _OWN_SCHEMES:
            found = pattern.search(text)
            if found:
                return _made(found, scheme)
    found = _LEVEL.search(text) or (_BARE.match(text) if column else None)
    return _made(found, LevelScheme.NOT_KNOWN) if found else None


def _scheme(title: str, stated: str, format: str, description: str) -> LevelScheme:
    """Whose level a plain "level 2" is: policy section 6, in its order."""
    patterns = _patterns()
    texts = (title, stated, format, description)
    if "scqf" in format or "scqf" in description:
        return LevelScheme.SCQF
    own = patterns.own_words.search(stated)
    if not own and any(map(patterns.qualification.search, texts)):
        return LevelScheme.RQF
    if patterns.framework_subject.search(title):
        return LevelScheme.CORE_SKILLS
    if own or any(map(_LENGTH.search, texts)):
        return LevelScheme.PROVIDER
    return LevelScheme.NOT_KNOWN


def _made(found: re.Match[str], scheme: LevelScheme) -> CourseLevel:
    number = _ROMAN.get(found[1].translate(_TURKISH).casefold()) or int(found[1])
    highest = int(found[2]) if found[2] else None
    if highest is not None and highest < number:
        number, highest = highest, number
    return CourseLevel(
        number=number,
        highest=highest if highest != number else None,
        scheme=scheme,
        words=" ".join(found[0].split()),
    )
