"""Words in a title or a name that say that it was not done, or counts no longer, or what is left out."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import NamedTuple

from care_pathway._data import items_of, read_csv
from care_pathway.evidence.title_topics import repaired
from care_pathway.language.text import normalise

NOT_DONE = "not-done"
EXPIRED = "expired"
_LEFT_OUT = "left-out"
#: Signs for no, a share or a part that was completed; of a qualification also a question, or any share.
_NO = re.compile(
    r"[\u2610\u2612\u2715-\u2718\u274c\u274e]|\[\s*\]|(?:[:=(\[]|\s[-\u2013])\s*(?:0|n|x|nil|none)\s*[)\]]?\s*$"
    r"|(?<!\d)(?<!\d[.,])(?:0+(?:[.,]0+)?\s?%|\d\d?(?:[.,]\d+)?\s?%\s*(?:complete|done))"
    r"|\b(?:part|session|day|module|unit|week)s?\s(?:(\d{1,2})\s?of\s?(?!\1\b)\d{1,2}|\d{1,2}\sonly)\b"
    r"|\b(\d{1,2})\s?(?:of|out of|/)\s?(?!\2\b)\d{1,2}\s(?:part|session|day|module|unit|week)s\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\?|\s0\s*$|(?<!\d)(?<!\d[.,])\d\d?(?:[.,]\d+)?\s?%")
#: *No* or *not* behind a mark.
_BARE_NO = re.compile(r"[(\[,;:|-]\s*not?\b")
#: What parts a name.
_PART = re.compile(r"[|(),]")


class Mark(NamedTuple):
    """What the words of a name say of it.

    Attributes:
        words: The words.
        means: ``not-done`` or ``expired``.
    """

    words: str
    means: str


def mark_in(name: str, *, training: bool) -> Mark | None:
    """The words of a name that say that it was not done, or counts no longer; ``None`` if none do.

    Args:
        name: The title of a training record, or the name of a qualification.
        training: Which of the two.

    Example:
        >>> mark_in("Autism awareness (did not attend)", training=True)
        Mark(words='did not', means='not-done')
        >>> mark_in("NVQ 3 in care, in progress", training=False).words
        'in progress'
        >>> mark_in("Getting started in care", training=True) is None
        True
        >>> mark_in("NVQ 3 in care (?)", training=False).words
        '?'
        >>> mark_in("NVQ 3 in care, not complted", training=False).words
        'not completed'
    """
    sign = _NO.search(name) or (None if training else _OPEN.search(name))
    if sign is not None:
        return Mark(sign[0].strip(" ([])"), NOT_DONE)
    parts = normalise(name, keep="|(),")
    # "Not complted": what was not done is often typed wrongly too.
    about = "training" if training else "qualifications"
    return _said_in(parts, about) or _said_in(repaired(parts), about)


def says_not_done(words: str) -> bool:
    """Whether words beside something else say that it was not done, or ask whether it was."""
    return "?" in words or _said_in(normalise(words, keep="|(),"), "both") is not None


def _said_in(text: str, about: str) -> Mark | None:
    """The words of a text with its marks, all of it and part by part."""
    spaced = " ".join(_PART.sub(" ", text).split())
    by_word = _by_word()
    places = [by_word[word] for word in set(spaced.split()) if word in by_word]
    if not places:
        return None
    parts = {" ".join(part.split()) for part in _PART.split(text)}
    words = f" ^ {spaced} $ "
    for phrase, unless, scope, means in map(_phrases().__getitem__, sorted(chain.from_iterable(places))):
        if scope in (about, "both") and means != _LEFT_OUT:
            alone = phrase.endswith(" $") and phrase[:-2] in parts
            if (alone or f" {phrase} " in words) and not any(f" {other} " in words for other in unless):
                return Mark(phrase.strip("^ $"), means)
    return None


def taught(title: str) -> tuple[str, str]:
    """A title without what it says is not in it, and that; *no* and *not* say so only behind a mark.

    Example:
        >>> taught("Health and safety (not including first aid)")
        ('Health and safety', 'first aid')
    """
    # The pattern takes twenty times as long as to see that none of its words is there.
    if title.isascii() and not _may_leave_out(title.lower()):
        return title, ""
    found = list(_left_out().finditer(title))
    if not found:
        return title, ""
    return " ".join(_left_out().sub(" ", title).split()), "; ".join(one[1].strip() for one in found)


@cache
def _left_out() -> re.Pattern[str]:
    words = "|".join(phrase for phrase, _, _, means in _phrases() if means == _LEFT_OUT)
    return re.compile(
        rf"(?:[(\[]?\s*\b(?:{words})|(?:[(\[,;:|]|\s[-\u2013\u2014])\s*(?:not|no))\b\.?:?([^()\[\];|]*)[)\]]?",
        re.IGNORECASE,
    )


def _may_leave_out(lower: str) -> bool:
    """Whether a title in lower case has a word by which it may leave something out: not that of Norwich."""
    for hint in _left_out_hints():
        if hint in lower:
            return True
    return "no" in lower and _BARE_NO.search(lower) is not None


@cache
def _left_out_hints() -> tuple[str, ...]:
    """Parts of words without which a title leaves nothing out."""
    words = {phrase.split()[-1] for phrase, _, _, means in _phrases() if means == _LEFT_OUT}
    return tuple(word for word in words if not any(other in word for other in words - {word}))


@cache
def _by_word() -> dict[str, list[int]]:
    """The places of the phrases by their longest word, without which a text has none of them."""
    found: dict[str, list[int]] = {}
    for place, (phrase, *_) in enumerate(_phrases()):
        found.setdefault(max(phrase.split(), key=len), []).append(place)
    return found


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...], str, str], ...]:
    return tuple(
        (phrase, items_of(row["unless"]), row["about"], row["means"])
        for row in read_csv("lexicons/not-done.csv")
        for phrase in items_of(row["words"])
    )
