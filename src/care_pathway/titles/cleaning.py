"""Cleaning: from a title as sent to the words that matter, in one known spelling, and what was taken out.

Cleaning twice is cleaning once, and the time is linear in the length of the title: no regular expressions.
"""

from __future__ import annotations

import unicodedata

from care_pathway.titles.lexicon import Lexicon, rewrite

#: No title needs more words than this; what follows is cut, and said.
LONGEST = 60

_MONEY = "\x01"
_TABLE = {i: " " for i in range(128) if not chr(i).isalnum()}
_TABLE |= {i: chr(i).lower() for i in range(ord("A"), ord("Z") + 1)}
_TABLE |= {ord(mark): mark for mark in "-/,()&"}
_TABLE |= {ord(mark): "-" for mark in "|:;*"}
_TABLE |= {ord("+"): "&", ord("\\"): "/", ord("$"): _MONEY}
_TABLE |= {ord(opening): "(" for opening in "[{"}
_TABLE |= {ord(closing): ")" for closing in "]}"}
_TABLE |= {ord(mark): _MONEY for mark in "£€"}
_TABLE |= {ord(mark): "|" for mark in "–—•·"}
_TABLE |= {ord(mark): "" for mark in "’‘"}
#: Decomposed characters may bring new marks; money and separators that were found already stay.
_TABLE_AGAIN = {**_TABLE, ord(_MONEY): _MONEY, ord("|"): "|"}
_DASHES = frozenset("-/,")
#: Marks that go before letters are looked at: inside abbreviations, or between parts.
_GONE = ((".", ""), ("'", ""), ("`", ""), (":", " - "), (";", " - "), ("*", " - "), ("|", " - "))


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
    number = False
    for word in _plain(lexicon, text).split():
        if not (word in known or word.isalpha()):
            number = True
            flags |= lexicon.flags["pay" if _MONEY in word else "reference"]
        elif number and word in pay_words:
            flags |= lexicon.flags["hours"]
        else:
            number = False
            if word in known:
                words.append(word)
            else:
                flags |= _put_right(lexicon, word, words)
            if len(words) > LONGEST:
                flags |= lexicon.flags["cut"]
                break
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
    parts: list[tuple[str, list[str]]] = [("", [])]
    for word in words:
        if word in _DASHES:
            parts.append((word, []))
        else:
            parts[-1][1].append(word)
    if len(parts) == 1:
        return " ".join(_trim(words)), flags
    known = lexicon.known
    kept = [(mark, trimmed) for mark, part in parts if (trimmed := _trim(part))]
    if any(any(word in known for word in part) for _, part in kept):
        full = len(kept)
        kept = [(mark, part) for mark, part in kept if any(word in known for word in part)]
        if len(kept) < full:
            flags |= lexicon.flags["place"]
    text = ""
    for mark, part in kept:
        text += f" {mark} {' '.join(part)}" if text else " ".join(part)
    return text, flags


_LOOSE = frozenset({"and", "or", "for", "in", "at", "to", "with", "on", "by"})


def _trim(words: list[str]) -> list[str]:
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


def _plain(lexicon: Lexicon, text: str) -> str:
    """Lower-case letters, digits and a few marks, each mark between spaces."""
    if not text.isascii() or ("&" in text and ";" in text):
        text = _put(text, lexicon.characters)
    text = _put(text, _GONE).translate(_TABLE)
    if not text.isascii():
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
    """Letters with accents without them; what is no letter goes."""
    out = []
    for char in unicodedata.normalize("NFKD", text):
        if char < "\x80":
            out.append(char)
        elif char.isalpha():
            out.append(char.casefold())
        elif not unicodedata.combining(char):
            out.append(" ")
    return "".join(out).translate(_TABLE_AGAIN)
