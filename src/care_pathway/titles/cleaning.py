"""Cleaning: from a title as sent to the words that matter, in one known spelling, and what was taken out.

Cleaning twice is cleaning once, and the time is linear in the length of the title: no regular expressions.
"""

from __future__ import annotations

import unicodedata

from care_pathway.titles.lexicon import Lexicon, rewrite

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
    known = lexicon.known
    pay_words = lexicon.pay_words
    words: list[str] = []
    add = words.append
    number = False
    for word in _plain(lexicon, text).split():
        if number and word in pay_words:
            flags |= lexicon.flags["hours"]
        elif word in known:
            add(word)
            number = False
        elif word.isalpha():
            flags |= _put_right(lexicon, word, words)
            number = False
        else:
            flags |= lexicon.flags["pay" if _MONEY in word else "reference"]
            number = True
    if len(words) > LONGEST:
        del words[LONGEST:]
        flags |= lexicon.flags["cut"]
    return " ".join(words), flags


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
        words, more, changed = rewrite(lexicon.tree, words)
        flags |= more
        if len(words) > LONGEST:
            words = words[:LONGEST]
            flags |= lexicon.flags["cut"]
        elif not changed:
            break
    return _tidy(lexicon, words, flags)


def _tidy(lexicon: Lexicon, words: list[str], flags: int) -> tuple[str, int]:
    """Settle the separators, and drop parts with no known word: names of places and homes."""
    if "(" in words or ")" in words:
        words = _unbracket(words)
    if not _DASHES.intersection(words):
        return " ".join(_trim(words)), flags
    parts: list[tuple[str, str, bool]] = []
    mark = ""
    start = 0
    for end in [*(place for place, word in enumerate(words) if word in _DASHES), len(words)]:
        part = _trim(words[start:end])
        if part:
            parts.append((mark, " ".join(part), not lexicon.known.isdisjoint(part)))
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
