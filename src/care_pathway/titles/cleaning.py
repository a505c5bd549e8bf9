"""Cleaning: from a title as sent to the words that matter, in one known spelling, and what was taken out.

Cleaning twice is cleaning once, and the time is linear in the length of the title. Words are settled part by
part, for the parts of titles repeat: "Leeds", "full time", "care assistant".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from care_pathway.language.text import BREAK, normalise, untagged
from care_pathway.language.words import initials
from care_pathway.titles.figures import (
    AMONG_NUMBERS,
    DASHES,
    DIGIT,
    REFERENCE_ENDS,
    goes_with,
    number_with,
    with_ages,
    without_first_reference,
    without_last_reference,
)
from care_pathway.titles.memory import Memory
from care_pathway.titles.segments import LONGEST, settle
from care_pathway.titles.vocabulary import TitleLexicon

#: The marks between the parts of a title that `normalise` keeps; a break of any kind is then a dash.
_KEPT = f"{BREAK}/,()$"
#: The longest short form that is looked for in the words beside it.
_MOST_INITIALS = 5


#: Two titles glued together: "Deputy ManagerCare Team Leader"; not "McDonald".
_CAPITAL_INSIDE = re.compile("[a-z][A-Z][a-z]")
_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")


#: A text of more letters may have too many words.
_LONG_TEXT = 2 * LONGEST
#: How long the mark is that opens a cleaned text.
_OPENING = len(" - ")
#: Words that are the job or its pay, as other parts say.
_PAY_OR_JOB = frozenset({"pa", "ot"})


class _Aside(NamedTuple):
    """What is not common in what stands between two dashes of a title.

    Attributes:
        last: The text of its parts in brackets, which come last in the title.
        last_known: The same without parts that only name a place or a home.
        brackets: Whether there are brackets.
        short: Its parts that are one short word, as initials are.
        first: Whether it reads so only where nothing stands before it.
        entangled: Whether it bears on more than itself.
    """

    last: str = ""
    last_known: str = ""
    brackets: bool = False
    short: tuple[str, ...] = ()
    first: bool = False
    entangled: bool = False


#: What stands between two dashes of a title, read by itself: the text of its parts outside brackets; the same
#: without parts that only name a place or a home; what was found or taken out; and what is not common in it.
_Chunk = tuple[str, str, int, _Aside | None]

#: Stands for the text of a title whose parts bear on each other.
_WHOLE = "\0"
_ENTANGLED: _Chunk = ("", "", 0, _Aside(entangled=True))


class Cleaner:
    """Cleans titles. What becomes of a part is worked out once, for the titles that share it."""

    def __init__(self, lexicon: TitleLexicon) -> None:
        self.lexicon = lexicon
        #: Titles repeat their pieces more often than themselves: most of the time of a title is saved.
        self._chunks: Memory[str, _Chunk] = Memory(self._of_chunk)

    def clean(self, title: str) -> tuple[str, int]:
        """The cleaned text of a title and the flags of what was found or taken out.

        Args:
            title: The title as sent.
        """
        if len(title) > _LONG_TEXT:
            return self._as_a_whole(title)
        if title.replace(" ", "").isalpha():  # one part, and nothing but words
            text, known, flags, aside = self._chunks[title]
            text = _WHOLE if aside is not None and aside.entangled else known or text
        elif title.isprintable() and "<" not in title:
            text, flags = self._joined(title)
        else:
            return self._as_a_whole(title)
        if text == _WHOLE:
            return self._as_a_whole(title)
        return self._not_too_long(text, flags) if len(text) > _LONG_TEXT else (text[_OPENING:], flags)

    def _joined(self, title: str) -> tuple[str, int]:
        """The text of the parts of a title, if each can be read by itself, and the flags."""
        text = known = last = last_known = ""
        brackets = False
        short: tuple[str, ...] = ()
        flags = 0
        # What stands between dashes and commas, with the comma that opens it.
        parts = title.replace(", ", " - , ").split(" - ")
        if parts[0].partition(" ")[0][-1:] in REFERENCE_ENDS:
            parts[0] = without_first_reference(self.lexicon, parts[0])
        for place, part in enumerate(parts):
            if part[-1:] in REFERENCE_ENDS:
                part = parts[place] = without_last_reference(self.lexicon, part)  # noqa: PLW2901
            own, own_known, own_flags, aside = self._chunks[part]
            text += own
            known += own_known
            flags |= own_flags
            if aside is not None:
                if aside.entangled or (aside.first and place):
                    return _WHOLE, 0
                last += aside.last
                last_known += aside.last_known
                brackets |= aside.brackets
                short += aside.short
        if brackets and short and self._has_initials(parts, short):
            return _WHOLE, 0
        # A part that only names a place or a home goes if another says more.
        return known + last_known or text + last, flags

    def _has_initials(self, parts: list[str], short: tuple[str, ...]) -> bool:
        """Whether a short part is the initials of words in another: "Physician Associate (PA)"."""
        pieces = [
            piece
            for part in parts
            for side in _pieces(self.lexicon, _normal(part).split())[:2]
            for piece in side
        ]
        found = " ".join([initials(piece[1:]) for piece in pieces])
        return any(word in found for word in short)

    def _as_a_whole(self, title: str) -> tuple[str, int]:
        """The same for a title whose parts bear on each other."""
        text, flags = _first_line(self.lexicon, title)
        text, more = self._settled(_normal(text))
        return text, flags | more

    def _of_chunk(self, chunk: str) -> _Chunk:
        """A piece of a title between dashes.

        It bears on more than itself if its brackets do not close in it, or if an age may follow.
        """
        text = _normal(chunk)
        words = text.split()
        if not self.lexicon.age_marks.isdisjoint(words):
            marks = self.lexicon.age_words
            if words[-1] in marks["person"] or not marks["before"].isdisjoint(words):
                return _ENTANGLED
        if text.replace(" ", "").isalpha():  # as most are
            text, known, flags = settle(self.lexicon, "-", words)
            if len(words) == 1 and 1 < len(words[0]) <= _MOST_INITIALS:
                return text, known, flags, _Aside(short=(words[0],))
            return text, known, flags, None
        # "25,000 PA": the job or its pay, as what stands before it says.
        first = not _PAY_OR_JOB.isdisjoint(words) and DIGIT.search(text) is not None
        words = with_ages(self.lexicon, text, words)
        outside, inside, closed = _pieces(self.lexicon, words)
        if not closed:
            return _ENTANGLED
        text, known, flags = self._text_of(outside)
        short = tuple([piece[1] for piece in outside + inside if _may_be_initials(piece)])
        if not (inside or short or first):
            return text, known, flags, None
        last, last_known, more = self._text_of(inside)
        return text, known, flags | more, _Aside(last, last_known, bool(inside), short, first)

    def _text_of(self, pieces: list[list[str]]) -> tuple[str, str, int]:
        """The text of pieces, that of those that say more than a place, and the flags."""
        text = known = ""
        flags = 0
        for mark, *words in pieces:
            if words:
                own, own_known, own_flags = settle(self.lexicon, mark, words)
                text += own
                known += own_known
                flags |= own_flags
        return text, known, flags

    def _settled(self, text: str) -> tuple[str, int]:
        """Plain text with its parts settled."""
        words = with_ages(self.lexicon, text, text.split())
        outside, inside, _ = _pieces(self.lexicon, words)
        pieces = outside + inside
        flags = 0
        if len(words) > LONGEST and sum(map(len, pieces)) > LONGEST:
            pieces = _first_words(pieces)
            flags = self.lexicon.flags["cut"]
        if "(" in text:
            pieces = _without_initials(pieces)
        cleaned, known, more = self._text_of(pieces)
        return self._not_too_long(known or cleaned, flags | more)

    def _not_too_long(self, text: str, flags: int) -> tuple[str, int]:
        """The text without the mark that opens it; words spelt out may have made it too long again."""
        text = text[_OPENING:]
        if len(text) > 2 * LONGEST and text.count(" ") >= LONGEST:
            text, more = self._settled(text)
            flags |= more
        return text, flags


def _normal(text: str) -> str:
    """A text as `normalise` reads it, with its breaks as dashes."""
    if not (text[1:].islower() or text.istitle()) and _CAPITAL_INSIDE.search(text):
        text = _GLUED.sub(" - ", text)
    return normalise(text, keep=_KEPT).replace(BREAK, "-")


def _pieces(lexicon: TitleLexicon, words: list[str]) -> tuple[list[list[str]], list[list[str]], bool]:
    """The words of each part after the mark that opens it: outside brackets, inside, and whether all close.

    Pay, hours, references and other numbers go, with what they are counted in.
    """
    outside = [["-"]]
    inside: list[list[str]] = []
    here = outside
    deep = 0
    closed = True
    number = ""
    for place, word in enumerate(words, 1):
        if number and (word in lexicon.pay_words or word in AMONG_NUMBERS):
            if word == "x":
                number = ""  # "2 x": what is counted follows, not what is paid
                continue
            if goes_with(lexicon, number, words, place, outside):
                continue
        if word.isalpha():
            here[-1].append(word)
        elif word in DASHES:
            _open(here, word)
        elif word == "(":
            deep += 1
            here = inside
            _open(here, "-")
        elif word == ")":
            closed = closed and deep > 0
            deep = max(0, deep - 1)
            here = here if deep else outside
        elif word in lexicon.known or (
            word in lexicon.numbers and words[place : place + 1] == [lexicon.numbers[word]]
        ):
            here[-1].append(word)
        else:
            number = number_with(number, word)
            continue
        number = ""
    return outside, inside, closed and not deep


def _open(pieces: list[list[str]], mark: str) -> None:
    """Begin a piece, in place of one that has no words."""
    if pieces and len(pieces[-1]) == 1:
        pieces[-1][0] = mark
    else:
        pieces.append([mark])


def _may_be_initials(piece: list[str]) -> bool:
    """Whether a piece is one short word."""
    return len(piece) == 2 and 1 < len(piece[1]) <= _MOST_INITIALS


def _without_initials(pieces: list[list[str]]) -> list[list[str]]:
    """The pieces without one that is only the initials of words in another: "Physician Associate (PA)"."""
    return [
        piece
        for piece in pieces
        if not _may_be_initials(piece)
        or not any(piece[1] in initials(other[1:]) for other in pieces if len(other) > len(piece[1]))
    ]


def _first_words(pieces: list[list[str]]) -> list[list[str]]:
    """The first pieces, with as many words as a title needs."""
    kept = []
    room = LONGEST
    for piece in pieces:
        if room <= 0:
            break
        kept.append(piece[:room])
        room -= len(piece)
    return kept


def _first_line(lexicon: TitleLexicon, text: str) -> tuple[str, int]:
    """The first line that says something, and the flag for more lines."""
    if "<" in text:
        text = untagged(text)
    if "\n" not in text and "\r" not in text:
        return text, 0
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    return (lines[0] if lines else ""), (lexicon.flags["cut"] if len(lines) > 1 else 0)
