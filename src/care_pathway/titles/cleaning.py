"""Cleaning: from a title as sent to the words that matter, in one known spelling, and what was taken out.

Cleaning twice is cleaning once, and the time is linear in the length of the title: no regular expressions.
"""

from __future__ import annotations

import unicodedata

from care_pathway.titles.lexicon import Lexicon, rewrite
from care_pathway.titles.spelling import slip

#: No title needs more words than this; what follows is cut, and said.
LONGEST = 60

#: Stands for money of any kind; the next to it is a number.
_MONEY = "\x01"
_DASHES = frozenset("-/,")


def _byte(number: int) -> str:
    """What becomes of one Latin character: a small letter, a digit, a mark that matters, or a space."""
    char = chr(number)
    base = unicodedata.normalize("NFKD", char)[0].lower()
    if base.isascii() and base.isalnum():
        return base
    return _KEPT.get(char, " ")


_KEPT = {mark: mark for mark in "-/,()&"}
_KEPT |= {"+": "&", "\\": "/", "[": "(", "{": "(", "]": ")", "}": ")", "$": _MONEY, "£": _MONEY}
_KEPT |= dict.fromkeys(":;*|·", "|")
_TABLE = "".join(map(_byte, range(256))).encode("ascii")
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


def clean(lexicon: Lexicon, title: str) -> tuple[str, int]:
    """The cleaned text of a title and the flags of what was found or taken out.

    Args:
        lexicon: The words to clean with.
        title: The title as sent.
    """
    return settle(lexicon, *spell(lexicon, title))


def spell(lexicon: Lexicon, title: str) -> tuple[str, int]:
    """The words of a title in their known spelling, without numbers, and the flags so far.

    Args:
        lexicon: The words to spell with.
        title: The title as sent.
    """
    text, flags = _first_line(lexicon, title)
    text = _plain(lexicon, text)
    if "16" in text or "18" in text:
        text = _ages(lexicon, text)
    known = lexicon.known
    pay_words = lexicon.pay_words
    words: list[str] = []
    add = words.append
    number = strange = False
    for word in text.split():
        if number and word in pay_words:
            flags |= lexicon.flags["hours"]
        elif word in known:
            add(word)
            number = False
        elif word.isalpha():
            flags |= _put_right(lexicon, word, words)
            number = False
            strange = strange or word[0] in lexicon.initials
        else:
            flags |= lexicon.flags["pay" if _MONEY in word else "reference"]
            number = True
    if len(words) > LONGEST:
        del words[LONGEST:]
        flags |= lexicon.flags["cut"]
    if strange:
        flags |= _by_neighbour(lexicon, words)
    return " ".join(words), flags


def _ages(lexicon: Lexicon, text: str) -> str:
    """Put the ages of the people supported in words; hours and pay stay numbers."""
    words = text.split()
    for place in range(len(words) - 1):
        said = lexicon.ages.get(f"{words[place]} {words[place + 1]}")
        if said is not None and (place + 2 == len(words) or words[place + 2] not in lexicon.pay_words):
            words[place] = said
            if words[place + 1].isdigit():
                words[place + 1] = ""
    return " ".join(words)


def _by_neighbour(lexicon: Lexicon, words: list[str]) -> int:
    """Put short words right that only their neighbour gives away: "crae assistant", "support woker"."""
    flags = 0
    for place, word in enumerate(words):
        if word in lexicon.known or not 4 <= len(word) <= 7 or word in lexicon.never_repair:
            continue
        around = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
        for right, neighbours in lexicon.neighbours:
            if word[0] == right[0] and not neighbours.isdisjoint(around) and slip(word, right):
                words[place] = right
                flags = lexicon.flags["repaired"]
                break
    return flags


def settle(lexicon: Lexicon, text: str, flags: int) -> tuple[str, int]:
    """Spelt words without the noise between them, and the flags with what that adds.

    Args:
        lexicon: The phrases to go by.
        text: What `spell` gave.
        flags: The flags that came with it.
    """
    words = text.split()
    for _ in range(LONGEST):  # it settles after one or two rounds
        if not words:
            break
        aside = not lexicon.asides.isdisjoint(words)
        if aside:
            words = _without_asides(lexicon, words)
        words, more, changed = rewrite(lexicon.tree, words)
        if aside and not changed:
            changed = _without_asides(lexicon, words) != words
        flags |= more
        if len(words) > LONGEST:
            words = words[:LONGEST]
            flags |= lexicon.flags["cut"]
        elif not changed:
            break
    return _tidy(lexicon, words, flags)


def _without_asides(lexicon: Lexicon, words: list[str]) -> list[str]:
    """Take out what is offered, asked for or near by: it says nothing about the job itself.

    A word such as "welcome" takes the two words before it along ("trainees welcome", "IT skills"), a word
    such as "alongside" the rest of its part; the noun of the job always stays, and so do "life skills worker"
    and "no experience".
    """
    out: list[str] = []
    forward = False
    for place, word in enumerate(words):
        if word in _ENDS:
            forward = False
        if forward:
            continue
        following = words[place + 1] if place + 1 < len(words) else "-"
        if lexicon.asides_after.get(word, "") in ("", following) and word in lexicon.asides_after:
            forward = True
        elif (
            word in lexicon.asides_before
            and (following in _ENDS or following == "to" or lexicon.drops(following))
            and lexicon.entry_words.isdisjoint((*out[-3:], following))
        ):
            _take_back(lexicon, out, 2)
        else:
            out.append(word)
    return out


_ENDS = frozenset("-/,()|")


def _take_back(lexicon: Lexicon, out: list[str], most: int) -> None:
    """Take back the last words up to a noun of a job or the start of the part."""
    for _ in range(most):
        if not out or out[-1] in _ENDS or out[-1] in lexicon.job_nouns:
            return
        if out.pop() in _LOOSE:
            return


def _without_places(lexicon: Lexicon, words: list[str]) -> list[str]:
    """A part without streets ("Nursery Road") and, at its end, buildings ("Sister Dora House")."""
    place = 0
    while place < len(words):
        word = words[place]
        if place and word in lexicon.place_words and (place == len(words) - 1 or word in lexicon.streets):
            start = place
            while start and words[start - 1] not in lexicon.job_nouns and words[start - 1] not in _LOOSE:
                start -= 1
            gone = words[start : place + 1]
            kept = lexicon.no_employer if word in lexicon.employers else lexicon.no_building
            if start < place and kept.isdisjoint(gone) and not lexicon.has(gone[-2:]):
                words = words[:start] + words[place + 1 :]
                place = 0
                continue
        place += 1
    return words


def _tidy(lexicon: Lexicon, words: list[str], flags: int) -> tuple[str, int]:
    """Settle the separators, and drop parts with no known word: names of places and homes."""
    if "(" in words or ")" in words:
        words = _unbracket(words)
    near_place = not lexicon.place_words.isdisjoint(words)
    if not _DASHES.intersection(words):
        if near_place:
            words = _without_places(lexicon, _trim(words)) or words
        return " ".join(_trim(words)), flags
    parts: list[tuple[str, str, bool]] = []
    mark = ""
    start = 0
    for end in [*(place for place, word in enumerate(words) if word in _DASHES), len(words)]:
        part = _trim(words[start:end])
        if part:
            left = _trim(_without_places(lexicon, part)) if near_place else part
            known = left != [] and not lexicon.known.isdisjoint(left)
            parts.append((mark, " ".join(left if known else part), known))
        mark = words[end] if end < len(words) else ""
        start = end + 1
    kept = [part for part in parts if part[2]] or parts
    if len(kept) < len(parts):
        flags |= lexicon.flags["place"]
    return kept[0][1] + "".join([f" {mark} {text}" for mark, text, _ in kept[1:]]) if kept else "", flags


_LOOSE = frozenset({"and", "or", "for", "in", "at", "to", "with", "on", "by"})


def _trim(words: list[str]) -> list[str]:
    if not words or not (words[0] in _LOOSE or words[-1] in _LOOSE):
        return words
    start, end = 0, len(words)
    while start < end and words[start] in _LOOSE:
        start += 1
    while end > start and words[end - 1] in _LOOSE:
        end -= 1
    return words[start:end]


def _unbracket(words: list[str]) -> list[str]:
    """Move what stands in brackets to the end, each bracket a part of its own."""
    outside: list[str] = []
    inside: list[str] = []
    deep = 0
    for word in words:
        if word == "(":
            deep += 1
            inside.append("-")
        elif word == ")":
            deep = max(0, deep - 1)
        elif deep:
            inside.append(word)
        else:
            outside.append(word)
    return outside + inside


def _first_line(lexicon: Lexicon, text: str) -> tuple[str, int]:
    """The first line that says something, and the flag for more lines."""
    if "\n" not in text and "\r" not in text:
        return text, 0
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    return (lines[0] if lines else ""), (lexicon.flags["cut"] if len(lines) > 1 else 0)


def _put_right(lexicon: Lexicon, word: str, words: list[str]) -> int:
    """Add what an unlisted word stands for; the flag says how it was found."""
    right = lexicon.speller.look_up(word)
    if right[0] == word:
        if len(word) > 1:
            words.append(word)
        return 0
    words += right
    return lexicon.flags["plural" if word[-1] == "s" and right[0][:3] == word[:3] else "repaired"]


def _plain(lexicon: Lexicon, text: str) -> str:
    """Lower-case letters, digits and a few marks, each mark between spaces."""
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
    out = []
    for char in unicodedata.normalize("NFKD", text.translate(_WIDE_TABLE)):
        if char <= "\xff":
            out.append(char.encode("latin-1").translate(_TABLE, _GONE).decode("ascii"))
        elif char.isalpha():
            out.append(char.casefold())
        elif not unicodedata.combining(char):
            out.append(" ")
    return "".join(out)
