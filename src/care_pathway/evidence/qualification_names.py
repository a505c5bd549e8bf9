"""From the name of a qualification to the levels, kinds and subjects it names, by the bundled lexicon."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain
from typing import Any

from attrs import field, frozen

from care_pathway._data import read_json
from care_pathway.language.spelling import Speller

_LEXICON = "lexicons/qualifications.json"
_SHORTEST_REPAIRED = 5
_LONG_WORD = 8
#: A text with more unknown words than this is no name of a qualification.
_MOST_REPAIRED = 8
_CONFIDENCE = 0.95

Phrase = tuple[str, ...]


@frozen(kw_only=True)
class QualificationReading:
    """One reading of the lexicon: what has to be in a name for it to apply."""

    id: str
    learning: str | None
    name: str | None
    any: frozenset[str]
    all: frozenset[str]
    allowed: frozenset[str]
    kinds: frozenset[str]
    not_kinds: frozenset[str]
    levels: frozenset[int]
    needs_level: bool
    level_optional: bool
    needs_kind: bool
    bare: bool
    relation: str
    confidence: float
    why: str


@frozen(kw_only=True)
class QualificationLexicon:
    """The bundled lexicon, made ready."""

    rewrites: dict[Phrase, Phrase]
    phrases: dict[Phrase, tuple[str, str]] = field(repr=False)
    vague: frozenset[Phrase]
    longest: int
    levels: dict[str, int]
    level_words: frozenset[str]
    not_level_words: frozenset[str]
    readings: tuple[QualificationReading, ...]
    penalties: dict[str, float]
    lines: tuple[tuple[frozenset[str], ...], ...]
    words: frozenset[str]
    speller: Speller = field(repr=False)


@cache
def lexicon() -> QualificationLexicon:
    """The bundled lexicon, read once."""
    raw: dict[str, Any] = read_json(_LEXICON)
    rewrites = {tuple(row["from"].split()): tuple(row["to"].split()) for row in raw["rewrites"]}
    # A phrase that is right already is left alone, although a shorter form of it would be rewritten.
    rewrites |= {target: target for target in tuple(rewrites.values())}
    phrases: dict[Phrase, tuple[str, str]] = {(word,): ("noise", word) for word in raw["noise"]}
    for kind in ("kinds", "subjects"):
        for group in raw[kind]:
            phrases |= {tuple(phrase.split()): (kind, group["id"]) for phrase in group["phrases"]}
    vague = frozenset(tuple(phrase.split()) for phrase in raw["vague_subjects"])
    known = frozenset(chain(*rewrites, *rewrites.values(), *phrases, raw["level_words"], raw["levels"]))
    return QualificationLexicon(
        rewrites=rewrites,
        phrases=phrases,
        vague=vague,
        longest=max(len(phrase) for phrase in (*phrases, *rewrites)),
        levels=raw["levels"],
        level_words=frozenset(raw["level_words"]),
        not_level_words=frozenset(raw["not_level_words"]),
        readings=tuple(_reading(row) for row in raw["readings"]),
        penalties=raw["penalties"],
        lines=tuple(tuple(frozenset(step) for step in line["steps"]) for line in raw["lines"]),
        words=known,
        speller=Speller(known, shortest=_SHORTEST_REPAIRED, two_from=_LONG_WORD),
    )


def _reading(raw: dict[str, Any]) -> QualificationReading:
    any_, all_ = frozenset(raw.get("any", ())), frozenset(raw.get("all", ()))
    return QualificationReading(
        id=raw["id"],
        learning=raw.get("learning"),
        name=raw.get("name"),
        any=any_,
        all=all_,
        allowed=any_ | all_ | frozenset(raw.get("also", ())),
        kinds=frozenset(raw.get("kinds", ())),
        not_kinds=frozenset(raw.get("not_kinds", ())),
        levels=frozenset(raw.get("levels", ())),
        needs_level=raw.get("needs_level", False),
        level_optional=raw.get("level_optional", False),
        needs_kind=raw.get("needs_kind", False),
        bare=raw.get("bare", False),
        relation=raw.get("relation", "same"),
        confidence=raw.get("confidence", _CONFIDENCE),
        why=raw["why"],
    )


# --- from text to features ----------------------------------------------------------------------------

_apostrophes = re.compile(r"['’`´]")
_initials = re.compile(r"\b(?:[a-z]\.){2,}")
_words = re.compile(r"[a-z]+|\d+")
#: The number of a qualification in the national register says nothing of its level: 610/4009/5, 610 4009 5.
_register = re.compile(r"(?<![\w/])\d{3}(?:\s*[/-]\s*| ?)\d{4}(?:\s*[/-]\s*| ?)[\dx](?![\w/])", re.I)
#: The same with the word for it before it, as in "QAN: 610/4009/5".
_labelled = re.compile(
    r"(?:\b(?:(?:qualification|ofqual)\s+)?(?:number|no|qn|qan|ref|reference)\b[\s.:#]*)?"
    + _register.pattern,
    re.I,
)
_chunks = re.compile(r"[a-z0-9]+")
LEVELS = range(1, 9)


def number_in(text: str) -> str | None:
    """The number in the national register that a text holds, without its strokes and spaces.

    Example:
        >>> number_in("Level 2 Adult Social Care Certificate (610/4009/5)"), number_in("NVQ 3")
        ('61040095', None)
        >>> number_in("QN: 610 4009 5"), number_in("61040095 (NCFE)")
        ('61040095', '61040095')
    """
    found = _register.search(text)
    return plain_number(found[0]) if found else None


def plain_number(number: str) -> str:
    """A number of the national register without strokes, spaces and case.

    Example:
        >>> plain_number(" 603 / 0974 / x")
        '6030974X'
    """
    return "".join(letter for letter in number.upper() if letter.isalnum())


def tokens_of(text: str, words: QualificationLexicon) -> list[str]:
    """The words and numbers of a name, in lower case."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").replace("+", " and ")
    plain = _labelled.sub(" ", _apostrophes.sub("", plain))
    plain = _initials.sub(lambda found: found[0].replace(".", ""), plain)
    tokens: list[str] = []
    for chunk in _chunks.findall(plain):
        tokens += (chunk,) if chunk in words.words else _words.findall(chunk)
    return tokens


def rewritten(tokens: list[str], words: QualificationLexicon) -> list[str]:
    """The tokens with short forms written out, the longest form first."""
    result: list[str] = []
    at = 0
    while at < len(tokens):
        for size in range(min(words.longest, len(tokens) - at), 0, -1):
            target = words.rewrites.get(tuple(tokens[at : at + size]))
            if target is not None:
                result += target
                at += size
                break
        else:
            result.append(tokens[at])
            at += 1
    return result


def repaired(tokens: list[str], words: QualificationLexicon) -> tuple[list[str], tuple[str, ...]]:
    """Mend the spelling of unknown words that are one slip (two in long words) away from one known word."""
    unknown = [
        token
        for token in tokens
        if token not in words.words and len(token) >= _SHORTEST_REPAIRED and token.isalpha()
    ]
    if not unknown or len(unknown) > _MOST_REPAIRED:
        return tokens, ()
    mended = {token: word for token in unknown if (word := words.speller.correct(token)) is not None}
    reasons = tuple(f"{wrong!r} is read as {right!r}" for wrong, right in mended.items())
    return [mended.get(token, token) for token in tokens], reasons


@frozen(kw_only=True)
class Features:
    """What a name says, and its unknown words; `vague` where no subject is named that is only one of care."""

    levels: frozenset[int]
    kinds: frozenset[str]
    subjects: frozenset[str]
    vague: bool
    left_over: tuple[str, ...]


def features_of(tokens: list[str], words: QualificationLexicon) -> Features:
    """The levels, kinds and subjects that tokens name."""
    levels: set[int] = set()
    found: dict[str, set[str]] = {"kinds": set(), "subjects": set(), "noise": set()}
    left_over: list[str] = []
    vague = True
    at, after_level_word = 0, False
    while at < len(tokens):
        token = tokens[at]
        for size in range(min(words.longest, len(tokens) - at), 0, -1):
            phrase = tuple(tokens[at : at + size])
            what = words.phrases.get(phrase)
            if what is not None and not (after_level_word and size == 1 and token in words.levels):
                found[what[0]].add(what[1])
                vague = vague and (what[0] != "subjects" or phrase in words.vague)
                at += size
                # "NVQ III": a kind may be followed by a level as the word itself may.
                after_level_word = what[0] == "kinds" or token in words.level_words
                break
        else:
            at += 1
            if token.isdecimal():
                # "Grade 8", "unit 3" and "tier 1" are no levels of a qualification; neither is a long number.
                if len(token) == 1 and (at < 2 or tokens[at - 2] not in words.not_level_words):
                    levels |= {int(token)} & set(LEVELS)
            elif after_level_word and token in words.levels:
                levels.add(words.levels[token])
            elif token not in words.level_words:
                left_over.append(token)
            after_level_word = token in words.level_words
    return Features(
        levels=frozenset(levels),
        kinds=frozenset(found["kinds"]),
        subjects=frozenset(found["subjects"]),
        vague=vague,
        left_over=tuple(left_over),
    )
