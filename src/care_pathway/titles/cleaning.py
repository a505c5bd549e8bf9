"""Cleaning: from a title as sent to the words that matter, in one known spelling, and what was taken out.

Cleaning twice is cleaning once, and the time is linear in the length of the title. Words are settled part by
part, for the parts of titles repeat: "Leeds", "full time", "care assistant".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from care_pathway.language.text import BREAK, normalise, untagged
from care_pathway.language.words import initials
from care_pathway.titles.memory import Memory
from care_pathway.titles.segments import LONGEST, settle
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
#: The shortest word with a number that is a reference at an end of a title; a shorter one may be an age.
_REFERENCE = 4
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
#: How references end.
_ENDS = _CLOSING.union("0123456789")
_DIGIT = re.compile("[0-9]")
_YEARS_OLD = re.compile("[0-9]yo")
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


class _Chunk(NamedTuple):
    """What stands between two dashes of a title, read by itself.

    Attributes:
        text: The text of its parts outside brackets.
        known: The same without parts that only name a place or a home.
        named: Whether any part says more than a place or a home.
        flags: What was found or taken out.
        aside: What is not common in it.
    """

    text: str
    known: str
    named: bool
    flags: int
    aside: _Aside | None


_ENTANGLED = _Chunk("", "", False, 0, _Aside(entangled=True))


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
        if len(title) > _LONG_TEXT or "<" in title or not title.isprintable():
            return self._as_a_whole(title)
        text = known = last = last_known = ""
        named = brackets = False
        short: tuple[str, ...] = ()
        flags = 0
        # What stands between dashes and commas, with the comma that opens it.
        parts = title.replace(", ", " - , ").split(" - ")
        if parts[0].partition(" ")[0][-1:] in _ENDS:
            parts[0] = _without_first_reference(self.lexicon, parts[0])
        for place, part in enumerate(parts):
            if part[-1:] in _ENDS:
                part = parts[place] = _without_last_reference(self.lexicon, part)  # noqa: PLW2901
            own, own_known, own_named, own_flags, aside = self._chunks[part]
            text += own
            known += own_known
            named |= own_named
            flags |= own_flags
            if aside is not None:
                if aside.entangled or (aside.first and place):
                    return self._as_a_whole(title)
                last += aside.last
                last_known += aside.last_known
                brackets |= aside.brackets
                short += aside.short
        if brackets and short and self._has_initials(parts, short):
            return self._as_a_whole(title)
        # A part that only names a place or a home goes if another says more.
        return self._not_too_long(known + last_known if named else text + last, flags)

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
        marks = self.lexicon.age_words
        if not marks["before"].isdisjoint(words) or not marks["person"].isdisjoint(words[-1:]):
            return _ENTANGLED
        # "25,000 PA": the job or its pay, as what stands before it says.
        first = not _PAY_OR_JOB.isdisjoint(words) and _DIGIT.search(text) is not None
        if _may_say_ages(self.lexicon, text, words):
            words = _ages(self.lexicon, words)
        outside, inside, closed = _pieces(self.lexicon, words)
        if not closed:
            return _ENTANGLED
        own = self._joined(outside)
        short = tuple([piece[1] for piece in outside + inside if _may_be_initials(piece)])
        if not (inside or short or first):
            return _Chunk(*own, None)
        text, known, named, flags = self._joined(inside)
        aside = _Aside(text, known, bool(inside), short, first)
        return _Chunk(own[0], own[1], own[2] or named, own[3] | flags, aside)

    def _joined(self, pieces: list[list[str]]) -> tuple[str, str, bool, int]:
        """The text of pieces, that of those that say more than a place, whether any does, and the flags."""
        text = known = ""
        named = False
        flags = 0
        for piece in pieces:
            if len(piece) > 1:
                part = settle(self.lexicon, piece)
                text += part.text
                flags |= part.flags
                if part.known:
                    known += part.text
                    named = True
        return text, known, named, flags

    def _settled(self, text: str) -> tuple[str, int]:
        """Plain text with its parts settled."""
        words = text.split()
        if _may_say_ages(self.lexicon, text, words):
            words = _ages(self.lexicon, words)
        outside, inside, _ = _pieces(self.lexicon, words)
        pieces = outside + inside
        flags = 0
        if len(words) > LONGEST and sum(map(len, pieces)) > LONGEST:
            pieces = _first_words(pieces)
            flags = self.lexicon.flags["cut"]
        if "(" in text:
            pieces = _without_initials(pieces)
        cleaned, known, named, more = self._joined(pieces)
        return self._not_too_long(known if named else cleaned, flags | more)

    def _not_too_long(self, text: str, flags: int) -> tuple[str, int]:
        """The text without the mark that opens it; words spelt out may have made it too long again."""
        text = text[len(" - ") :]
        if len(text) > 2 * LONGEST and text.count(" ") >= LONGEST:
            text, more = self._settled(text)
            flags |= more
        return text, flags


def _normal(text: str) -> str:
    """A text as `normalise` reads it, with its breaks as dashes."""
    if not text.istitle() and _CAPITAL_INSIDE.search(text):
        text = _GLUED.sub(" - ", text)
    return normalise(text, keep=_KEPT).replace(BREAK, "-")


def _without_first_reference(lexicon: TitleLexicon, text: str) -> str:
    """A text without the reference that opens it, which says nothing and makes each title one of its own."""
    first, _, after = text.partition(" ")
    while _is_reference(lexicon, first):
        if first[0].isdigit() and after.partition(" ")[0].lower() in lexicon.pay_words:
            break  # "25000 pa"
        text = after
        first, _, after = text.partition(" ")
    return text


def _without_last_reference(lexicon: TitleLexicon, text: str) -> str:
    """The same for the reference at its end."""
    while text[-1:] in _ENDS:
        before, _, last = text.rpartition(" ")
        if not _is_reference(lexicon, last):
            break
        text = before
    return text


def _is_reference(lexicon: TitleLexicon, word: str) -> bool:
    """Whether a word, or what its brackets hold, ends in a number and is too long for an age."""
    if word[-1:] in _CLOSING:
        word = word[1:-1] if word[0] in _OPENING else ""
    if not word[-1:].isdigit() or len(word) < _REFERENCE:
        return False
    return word.isalnum() and word.lower() not in lexicon.known


def _may_say_ages(lexicon: TitleLexicon, text: str, words: list[str]) -> bool:
    """Whether any number may be an age; in most titles none is."""
    if _DIGIT.search(text) is None:
        return False
    return not lexicon.age_marks.isdisjoint(words) or _YEARS_OLD.search(text) is not None


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
            closed = closed and deep > 0
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
    return outside, inside, closed and not deep


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
