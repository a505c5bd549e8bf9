"""Cleaning: from a title as sent to the words that matter, in one known spelling, and what was taken out.

Cleaning twice is cleaning once, and the time is linear in the length of the title. Words are settled part by
part, for the parts of titles repeat: "Leeds", "full time", "care assistant".
"""

from __future__ import annotations

from functools import partial
from itertools import chain

from care_pathway.titles.lexicon import Lexicon
from care_pathway.titles.memory import Memory
from care_pathway.titles.part import LONGEST, Part, settle

#: Stands for money of any kind; the next to it is a number.
_MONEY = "\x01"
#: Marks between the parts of a title.
_DASHES = frozenset("-/,")
#: Latin letters with accents, and what stands for them; written out for the first answer to come sooner
#: than the tables of Unicode are loaded.
_ACCENTS = ("aªàáâãäå", "cç", "eèéêë", "iìíîï", "nñ", "oºòóôõö", "uùúûü", "yýÿ", "1¹¼½", "2²", "3³¾")
_KEPT = {mark: mark for mark in "-/,()&"}
_KEPT |= {"+": "&", "\\": "/", "[": "(", "{": "(", "]": ")", "}": ")", "$": _MONEY, "£": _MONEY}
_KEPT |= dict.fromkeys(":;*|·", "|")
_KEPT |= {letter: letters[0] for letters in _ACCENTS for letter in letters[1:]}
#: What becomes of each Latin character: a small letter, a digit, a mark that matters, or a space.
_TABLE = "".join(
    lower if lower.isascii() and lower.isalnum() else _KEPT.get(lower, " ")
    for lower in (chr(number).lower() for number in range(256))
).encode("ascii")
#: Marks inside abbreviations and words: they go without a space.
_GONE = b".'`\xad\xb4"
#: Marks outside Latin script that mean something.
_WIDE_TABLE = str.maketrans({**dict.fromkeys("–—•", " | "), **dict.fromkeys("’‘\u200b", ""), "€": "£"})
#: Marks that get room or become words, in this order.
_MARKS = (
    ("&", " and "),
    ("|", " - "),
    ("/", " / "),
    (",", " , "),
    ("(", " ( "),
    (")", " ) "),
    (_MONEY, f" {_MONEY}"),
    (" -", " \x00 "),
    ("- ", " \x00 "),
    ("-", " "),
    ("\x00", "-"),
)


class Cleaner:
    """Cleans titles. What becomes of a part is worked out once, for the titles that share it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._parts: Memory[str, Part] = Memory(partial(settle, lexicon))

    def clean(self, title: str) -> tuple[str, int]:
        """The cleaned text of a title and the flags of what was found or taken out.

        Args:
            title: The title as sent.
        """
        text, flags = _first_line(self.lexicon, title)
        text, more = self._settled(_plain(self.lexicon, text))
        return text, flags | more

    def _settled(self, text: str) -> tuple[str, int]:
        """Plain text with its parts settled."""
        words = text.split()
        # Without one of these in it, a text tells no age.
        if "16" in text or "18" in text or " old" in text or " age" in text:
            words = _ages(self.lexicon, words)
        pieces = _pieces(self.lexicon, words)
        flags = 0
        if len(words) > LONGEST and sum(map(len, pieces)) > LONGEST:
            pieces = _first_words(pieces)
            flags = self.lexicon.flags["cut"]
        parts = [self._parts[" ".join(piece)] for piece in pieces]
        named = False
        for _, known, more in parts:
            flags |= more
            named = named or known
        # A part that only names a place or a home goes if another says more.
        text = "".join([text for text, known, _ in parts if known or not named])[len(" - ") :]
        if len(text) > 2 * LONGEST and text.count(" ") >= LONGEST:
            text, more = self._settled(text)  # words spelt out made it too long again
            flags |= more
        return text, flags


def _pieces(lexicon: Lexicon, words: list[str]) -> list[list[str]]:
    """The words of each part after the mark that opens it; what stands in brackets comes last.

    Pay, hours, references and other numbers go, with what they are counted in.
    """
    outside = [["-"]]
    inside: list[list[str]] = []
    here = outside
    deep = 0
    number = False
    for word in words:
        if number and word in lexicon.pay_words:
            continue
        number = False
        if word.isalpha():
            here[-1].append(word)
        elif word in _DASHES:
            _open(here, word)
        elif word == "(":
            deep += 1
            here = inside
            _open(here, "-")
        elif word == ")":
            deep = max(0, deep - 1)
            here = here if deep else outside
        elif word in lexicon.known:
            here[-1].append(word)
        else:
            number = True
    return outside + inside


def _open(pieces: list[list[str]], mark: str) -> None:
    """Begin a piece, in place of one that has no words."""
    if pieces and len(pieces[-1]) == 1:
        pieces[-1][0] = mark
    else:
        pieces.append([mark])


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


def _first_line(lexicon: Lexicon, text: str) -> tuple[str, int]:
    """The first line that says something, and the flag for more lines."""
    if "\n" not in text and "\r" not in text:
        return text, 0
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    return (lines[0] if lines else ""), (lexicon.flags["cut"] if len(lines) > 1 else 0)


def _plain(lexicon: Lexicon, text: str) -> str:
    """Lower-case letters, digits and a few marks, each mark between spaces."""
    if not text.isascii():
        text = text.replace("£", "$")  # by far the commonest; both are money of any kind
    if not text.isascii() or ("&" in text and ";" in text):
        text = _put(text, lexicon.characters)
    try:
        text = text.encode("latin-1").translate(_TABLE, _GONE).decode("ascii")
    except UnicodeEncodeError:
        text = _fold(text)
    if "&" in text:
        text = _put(text, lexicon.ampersand)
    return _put(text, _MARKS)


def _put(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """One text for another, each in its turn."""
    for wrong, right in pairs:
        if wrong in text:
            text = text.replace(wrong, right)
    return text


def _fold(text: str) -> str:
    """The same for text with other characters: letters of other scripts stay, what is no letter goes."""
    import unicodedata

    out = []
    # One by one: to put a long run of marks in order would take time that grows with its square.
    for char in chain.from_iterable(map(partial(unicodedata.normalize, "NFKD"), text.translate(_WIDE_TABLE))):
        if char <= "\xff":
            out.append(char.encode("latin-1").translate(_TABLE, _GONE).decode("ascii"))
        elif char.isalpha():
            out.append(char.casefold())
        elif not unicodedata.combining(char):
            out.append(" ")
    return "".join(out)


#: From this age on, people are not a child.
_ADULT = 18
_MAY_WORK = 16


def _ages(lexicon: Lexicon, words: list[str]) -> list[str]:
    """Put the ages of the people supported in words; hours and pay stay numbers."""
    words = words.copy()
    for place in range(len(words) - 1):
        number = _age(lexicon, words, place)
        said = lexicon.ages.get(f"{words[place]} {words[place + 1]}")
        if number is not None:
            words[place : place + 3] = ["child" if number < _ADULT else "adult", "", ""]
        elif said is not None and (place + 2 == len(words) or words[place + 2] not in lexicon.pay_words):
            words[place] = said
            if words[place + 1].isdigit():
                words[place + 1] = ""
    return " ".join(words).split()


def _age(lexicon: Lexicon, words: list[str], place: int) -> int | None:
    """The age that is written out from a place on: "9 year old", "aged 9"."""
    first, second, third = (*words[place : place + 3], "")[:3]
    told = lexicon.age_words
    if second in told["year"] and third in told["after"] and first.isdecimal() and len(first) < 4:
        return int(first)
    # From sixteen on, "aged 16+" may be the age that is asked of the applicant.
    if first in told["before"] and second.isdecimal() and len(second) < 4 and int(second) < _MAY_WORK:
        return int(second)
    return None
