"""What a level on a course means: the same word stands for several schemes.

"Level 2" is a regulated qualification on an award, a core-skills level on safeguarding or resuscitation,
and nothing but the provider's own word on a one-day certificate. A tier never becomes a level.
"""

from __future__ import annotations

import re
from enum import StrEnum

import attrs


class LevelScheme(StrEnum):
    """Whose level it is."""

    RQF = "RQF"
    """A regulated qualification or an apprenticeship in England (earlier QCF and NVQ)."""
    CORE_SKILLS = "core-skills"
    """Depth by job in the Core Skills Training Framework or an intercollegiate document; not a qualification."""
    TIER = "tier"
    """A tier of the dementia, autism or learning disability frameworks, or of Oliver McGowan training."""
    SCQF = "SCQF"
    """Scotland's framework: 5 is near RQF 2, 6 near 3, 7 near 4."""
    PROVIDER = "provider"
    """The provider's own word."""
    NOT_KNOWN = "not-known"


@attrs.frozen(kw_only=True)
class CourseLevel:
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


_ROMAN = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NUMBER = r"(\d|one|two|three|four|five|iii|ii|iv|i|v)(?![\w.]|\s*(?:hours?|hrs?|days?|weeks?|months?|years?|credits?)\b)"
_UP_TO = r"(?:\s*(?:-|–|/|&|,|and|to|or)\s*(?:level\s*|l|tier\s*)?(\d)(?!\d))?"
_TIER = re.compile(rf"\b(?:tier|t(?=\d))\s*-?\s*{_NUMBER}{_UP_TO}", re.I)
_SCQF = re.compile(rf"\b(?:scqf|svq)\s*(?:level\s*|l)?{_NUMBER}{_UP_TO}", re.I)
_RQF = re.compile(rf"\b(?:rqf|qcf|nvq|nqf|vrq)\s*(?:level\s*|l)?{_NUMBER}{_UP_TO}", re.I)
_LEVEL = re.compile(rf"\b(?:levels?|lvl|l(?=\d))\s*-?\s*{_NUMBER}{_UP_TO}", re.I)
_BARE = re.compile(r"^\s*(\d)(?:\s*(?:-|–|/|to|and|&)\s*(\d))?\s*$")
_QUALIFICATION = re.compile(
    r"\b(award|certificate|diploma|nvq|qcf|rqf|svq|vrq|ofqual|qrn|qan|glh|tqt|credits?|apprenticeship|apprentice|"
    r"st0\d{3}|btec|qualification|regulated|extended|functional skills|gcse|adult care worker|leader in adult care|"
    r"lead practitioner in adult care|care leadership|healthcare support worker)\b|\b[56]\d{2}/\d{3,4}/[\dx]\b",
    re.I,
)
_AWARDING = re.compile(
    r"\b(ncfe|cache|city\s*(?:&|and)\s*guilds|c&g|highfield|pearson|edexcel|tquk|ocr|aqa|aim qualifications|gateway|"
    r"ncc|nocn|innovate awarding|futurequals|focus awards|otHM|ascentis|open awards|vtct|itc first|qualsafe|ofqual|"
    r"cpcab|icq|iao|qnuk|qualifi|laser|skillsfirst|active iq|ymca awards|agored|sfjawards|sfj|cieh|rsph|train\w* qualifications)\b",
    re.I,
)
_FRAMEWORK_SUBJECT = re.compile(
    r"\b(safeguard\w*|adult protection|adult support and protection|resuscitation|basic life support|life support|"
    r"moving (?:and|&) handling|manual handling|moving (?:and|&) assisting|infection (?:prevention|control)|ipc|conflict resolution|"
    r"radicalisation|prevent|fire safety|information governance|data security|mental capacity|mca|dols|health,? safety|"
    r"equality|cstf|core skills)\b",
    re.I,
)
_SCOTLAND = re.compile(r"\b(scotland|scottish|sssc|sqa)\b", re.I)
_OWN = re.compile(r"\b(local|provider|in-?house|own)\b", re.I)
_WORDS = re.compile(
    r"\b(basic awareness|awareness|foundation|introduct\w+|intermediate|advanced|refresher|update|practitioner|management|"
    r"essentials?|specialist|expert|train the trainer|mandatory|framework stage \d|entry level(?: \d)?|all levels)\b",
    re.I,
)
_DEGREE = re.compile(r"\b(degree|bsc|msc|postgraduate|master|bachelor)\b", re.I)


def read_level(
    *, title: str, level: str | None = None, format: str | None = None, description: str | None = None  # noqa: A002  the column's name
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
    stated = (level or "")[:400]
    heading = title[:400]
    around = f"{heading} | {stated} | {(format or '')[:400]} | {(description or '')[:2000]}"
    for text in (stated, heading):
        for pattern, scheme in ((_TIER, LevelScheme.TIER), (_SCQF, LevelScheme.SCQF), (_RQF, LevelScheme.RQF)):
            found = pattern.search(text)
            if found:
                return _made(found, scheme)
        found = _LEVEL.search(text) or (_BARE.match(text) if text is stated else None)
        if found:
            return _made(found, _scheme(heading, stated, around))
    word = _WORDS.search(stated) or _WORDS.search(heading)
    return CourseLevel(words=word[0].casefold() if word else stated.strip())


def _scheme(title: str, stated: str, around: str) -> LevelScheme:
    """Whose level a plain "level 2" is: policy section 6, in its order."""
    subject = _FRAMEWORK_SUBJECT.search(title)
    qualification = _QUALIFICATION.search(around) or _AWARDING.search(around)
    own = _OWN.search(stated)
    if qualification and not own:
        return LevelScheme.RQF
    if subject:
        return LevelScheme.CORE_SKILLS
    if own:
        return LevelScheme.PROVIDER
    if re.search(r"\bscqf\b", around, re.I):
        return LevelScheme.SCQF
    if re.search(r"\b(?:one|1|half|two|2)[ -]days?\b|\bday\b|\bhours?\b|\bminutes?\b", around, re.I):
        return LevelScheme.PROVIDER
    return LevelScheme.NOT_KNOWN


def _made(found: re.Match[str], scheme: LevelScheme) -> CourseLevel:
    number = _ROMAN.get(found[1].casefold()) or int(found[1])
    highest = int(found[2]) if found[2] else None
    if highest is not None and highest < number:
        number, highest = highest, number
    return CourseLevel(
        number=number,
        highest=highest if highest != number else None,
        scheme=scheme,
        words=" ".join(found[0].split()),
    )
