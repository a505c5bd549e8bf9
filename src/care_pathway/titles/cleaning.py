"""Cleaning: from a title as sent to the words that matter, in one known spelling, and what was taken out.

Cleaning twice is cleaning once, and the time is linear in the length of the title. Words are settled part by
part, for the parts of titles repeat: "Leeds", "full time", "care assistant".
"""

from __future__ import annotations

import re
from functools import partial

from care_pathway.language.text import BREAK, normalise, untagged
from care_pathway.language.words import initials
from care_pathway.titles.memory import Memory
from care_pathway.titles.segments import LONGEST, TitlePart, settle
from care_pathway.titles.vocabulary import TitleLexicon

#: Stands for money of any kind.
_MONEY = "$"
#: The marks between the parts of a title that `normalise` keeps; a break of any kind is then a dash.
_KEPT = f"{BREAK}/,()$"
_DASHES = frozenset("-/,")
#: The longest short form that is looked for in the words beside it.
_MOST_INITIALS = 5


#: Two titles glued together: "Deputy ManagerCare Team Leader"; not "McDonald".
_CAPITAL_INSIDE = re.compile("[a-z][A-Z][a-z]")
_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")


#: A text of more letters may have too many words.
_LONG_TEXT = 2 * LONGEST


class Cleaner:
    """Cleans titles. What becomes of a part is worked out once, for the titles that share it."""

    def __init__(self, lexicon: TitleLexicon) -> None:
        self.lexicon = lexicon
        self._parts: Memory[str, TitlePart] = Memory(partial(settle, lexicon))
        #: Titles repeat their pieces more often than themselves: a third of the time of a title is saved.
        self._chunks: Memory[str, tuple[TitlePart, ...]] = Memory(self._of_chunk)

    def clean(self, title: str) -> tuple[str, int]:
        """The cleaned text of a title and the flags of what was found or taken out.

        Args:
            title: The title as sent.
        """
        if _parts_are_independent(title):
            parts: list[TitlePart] = []
            for chunk in title.split(" - "):
                parts += self._chunks[chunk]
            return self._put_together(parts, 0)
        text, flags = _first_line(self.lexicon, title)
        text, more = self._settled(_normal(text))
        return text, flags | more

    def _settled(self, text: str) -> tuple[str, int]:
        """Plain text with its parts settled."""
        words = _ages(self.lexicon, text.split())
        pieces = _pieces(self.lexicon, words)
        flags = 0
        if len(words) > LONGEST and sum(map(len, pieces)) > LONGEST:
            pieces = _first_words(pieces)
            flags = self.lexicon.flags["cut"]
        if "(" in text:
            pieces = _without_initials(pieces)
        return self._put_together([self._parts[" ".join(piece)] for piece in pieces], flags)

    def _of_chunk(self, chunk: str) -> tuple[TitlePart, ...]:
        """The parts of a piece of a title that stands between dashes."""
        pieces = _pieces(self.lexicon, _normal(chunk).split())
        return tuple([self._parts[" ".join(piece)] for piece in pieces if len(piece) > 1])

    def _put_together(self, parts: list[TitlePart], flags: int) -> tuple[str, int]:
        """The text of parts in their order, and their flags."""
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


def _normal(text: str) -> str:
    """A text as `normalise` reads it, with its breaks as dashes."""
    if _CAPITAL_INSIDE.search(text):
        text = _GLUED.sub(" - ", text)
    return normalise(text, keep=_KEPT).replace(BREAK, "-")


def _parts_are_independent(title: str) -> bool:
    """Whether each part of a title between dashes can be read by itself, as in nearly all titles.

    Brackets, ages, markup and "PA" or "OT" after an amount bear on more than their own part.
    """
    lower = title.lower()
    return (
        len(title) <= _LONG_TEXT
        and title.isascii()
        and "(" not in title
        and "&" not in title
        and "<" not in title
        and "[" not in title
        and "{" not in title
        and "?" not in title
        and title.isprintable()
        and "old" not in lower
        and "age" not in lower
        and "16" not in lower
        and "18" not in lower
        and "yo" not in lower
        and "boy" not in lower
        and "girl" not in lower
        and "pa" not in lower
        and "ot" not in lower
    )


def _pieces(lexicon: TitleLexicon, words: list[str]) -> list[list[str]]:
    """The words of each part after the mark that opens it; what stands in brackets comes last.

    Pay, hours, references and other numbers go, with what they are counted in.
    """
    outside = [["-"]]
    inside: list[list[str]] = []
    here = outside
    deep = 0
    number = ""
    for place, word in enumerate(words, 1):
        if number and (word in lexicon.pay_words or word in (",", "and")):
            if word == "x":
                number = ""  # "2 x": what is counted follows, not what is paid
                continue
            if _goes_with(lexicon, number, words, place, outside):
                continue
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
        elif word in lexicon.known or (
            word in lexicon.numbers and words[place : place + 1] == [lexicon.numbers[word]]
        ):
            here[-1].append(word)
        else:
            number = _joined(number, word)
            continue
        number = ""
    return outside + inside


#: Of a doctor's programmed activities, "10 PAs"; up to so many may be posts, "2 PAs".
_SESSIONS, _MOST_POSTS = "pas", 3
#: From this amount on, with or without its pence, it is pay for a year.
_YEARLY = 5000


def _joined(number: str, word: str) -> str:
    """A number with the one before it: "25", "000"; nothing for a count, "x3" or "2x"."""
    if word[0] == _MONEY:
        return word
    return "" if "x" in (word[0], word[-1]) else number[:12] + word


def _names_nothing(lexicon: TitleLexicon, pieces: list[list[str]]) -> bool:
    """Whether the words so far are only a few words of noise."""
    if len(pieces) > 3 or sum(map(len, pieces)) > 8:
        return False
    return all(lexicon.drops(word) for piece in pieces for word in piece[1:])


def _goes_with(
    lexicon: TitleLexicon, number: str, words: list[str], place: int, named: list[list[str]]
) -> bool:
    """Whether a word belongs to the number before it: "25,000", "12 ph"; not "£14 PA for a lady".

    "PA" is the job unless the pay is for a year or other words stand before it; "OT" after money is overtime.
    """
    word = words[place - 1]
    following = words[place] if place < len(words) else ""
    if word in (",", "and"):
        return following.isdecimal() if word == "," else following == "ot" and number[0] == _MONEY
    if word not in lexicon.pay_or_job:
        return word != _SESSIONS or amount_of(number) > _MOST_POSTS
    if word not in ("pa", "ot"):
        return not lexicon.begins(word, following)
    if following != "for" and not _names_nothing(lexicon, named):
        return True
    if word == "ot":
        return number[0] == _MONEY
    return number[-1:] == "k" or amount_of(number) >= _YEARLY


def amount_of(number: str) -> int:
    """The amount that a number stands for, without its money; 0 if there are letters in it."""
    amount = number.strip(_MONEY)
    return int(amount[:9]) if amount.isdecimal() else 0


def _open(pieces: list[list[str]], mark: str) -> None:
    """Begin a piece, in place of one that has no words."""
    if pieces and len(pieces[-1]) == 1:
        pieces[-1][0] = mark
    else:
        pieces.append([mark])


def _without_initials(pieces: list[list[str]]) -> list[list[str]]:
    """The pieces without one that is only the initials of words in another: "Physician Associate (PA)"."""
    kept = []
    for piece in pieces:
        short = piece[1] if len(piece) == 2 else ""
        if 1 < len(short) <= _MOST_INITIALS and any(
            short in initials(other[1:]) for other in pieces if len(other) > len(short)
        ):
            continue
        kept.append(piece)
    return kept


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


#: From this age on, people are not a child.
_ADULT = 18
_MAY_WORK = 16


def _ages(lexicon: TitleLexicon, words: list[str]) -> list[str]:
    """Put the ages of the people supported in words; hours and pay stay numbers.

    An age that is asked of the applicant ("min 16 years old") or that a home or company has is taken out.
    """
    marks = lexicon.age_words
    out: list[str] = []
    place = 0
    while place < len(words):
        age, end = _age(lexicon, words, place, out)
        following = words[end] if end < len(words) else ""
        if age is None:
            out.append(words[place])
        elif following in marks["things"]:
            pass
        elif age >= _MAY_WORK and _is_asked(lexicon, out, following, words[end + 1 : end + 2]):
            while out and out[-1] in marks["asked"]:
                out.pop()
            while end < len(words) and words[end] in marks["asked_after"]:
                end += 1
        else:
            out.append("child" if age < _ADULT else "adult")
        place = end
    return _bands(lexicon, out)


def _bands(lexicon: TitleLexicon, words: list[str]) -> list[str]:
    """The usual bands of ages in words: "16+", "18-65"."""
    for place in range(len(words) - 1):
        meant = lexicon.ages.get(f"{words[place]} {words[place + 1]}")
        if meant is not None and (place + 2 == len(words) or words[place + 2] not in lexicon.pay_words):
            words[place] = "" if place and words[place - 1] in lexicon.age_words["asked"] else meant
            if words[place + 1].isdigit():
                words[place + 1] = ""
    return " ".join(words).split()


def _is_asked(lexicon: TitleLexicon, before: list[str], following: str, then: list[str]) -> bool:
    """Whether an age is one that an applicant must have."""
    marks = lexicon.age_words
    if before and before[-1] in marks["asked"]:
        return True
    if following in ("and", "or"):
        following = "".join(then)
    return following in marks["asked_after"]


def _age(lexicon: TitleLexicon, words: list[str], place: int, before: list[str]) -> tuple[int | None, int]:
    """The age that is written out from a place on, and where it ends: "9 year old", "10yo", "aged 9"."""
    marks = lexicon.age_words
    word = words[place]
    if word in marks["before"]:
        return _aged(lexicon, words, place + 1)
    unit = word.lstrip("0123456789")
    digits = word[: len(word) - len(unit)]
    if not 0 < len(digits) < 4:
        return None, place + 1
    person = next((word for word in before[:-3:-1] if word not in _DASHES and word != "("), "")
    child = person in marks["person"] and int(digits) < _ADULT
    taken = _unit(lexicon, [*unit.split(), *words[place + 1 : place + 4]], child)
    end = place + 1 - (unit != "") + (taken or 0)
    return (None, place + 1) if taken is None or end == place else (int(digits), end)


def _unit(lexicon: TitleLexicon, rest: list[str], child: bool) -> int | None:
    """How many words after a number say that it is an age; after "boy" and "girl" it needs none."""
    marks = lexicon.age_words
    first, second, third = (*rest, "", "", "")[:3]
    if first in marks["together"]:
        return 1
    if first in marks["year"]:
        if second in marks["old"]:
            return 2
        if second == "/" and third in marks["old"]:
            return 3
        return 1 if child else None
    return 0 if child and first not in lexicon.pay_words else None


def _aged(lexicon: TitleLexicon, words: list[str], place: int) -> tuple[int | None, int]:
    """The age after "aged" or "ages", with the one that it goes up to."""
    numbers = [word for word in words[place : place + 3] if word not in lexicon.age_words["to"]]
    first, second = (*numbers, "", "")[:2]
    if not first.isdecimal() or len(first) > 3 or place >= len(words) or words[place] != first:
        return None, place
    end = place + 1
    if second.isdecimal():
        if int(first) >= _MAY_WORK:
            return None, place  # a band of ages
        end = words.index(second, end) + 1
    return int(first), end
