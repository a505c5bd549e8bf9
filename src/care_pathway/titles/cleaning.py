"""Cleaning: from a title as sent to the words that matter, in one known spelling, and what was taken out.

Cleaning twice is cleaning once, and the time is linear in the length of the title: no regular expressions.
"""

from __future__ import annotations

import unicodedata

from care_pathway.titles.lexicon import Lexicon, rewrite

#: No title needs more words than this; what follows is cut, and said.
LONGEST = 60

_TABLE = {i: " " for i in range(128) if not chr(i).isalnum()}
_TABLE |= {i: chr(i).lower() for i in range(ord("A"), ord("Z") + 1)}
_TABLE |= {
    ord("."): "",
    ord("'"): "",
    ord("`"): "",
    ord("-"): "-",
    ord("&"): " and ",
    ord("+"): " and ",
    ord("/"): " / ",
    ord("\\"): " / ",
    ord(","): " , ",
    ord("|"): " - ",
    ord(":"): " - ",
    ord(";"): " - ",
    ord("*"): " - ",
    ord("("): " ( ",
    ord(")"): " ) ",
    ord("["): " ( ",
    ord("]"): " ) ",
    ord("{"): " ( ",
    ord("}"): " ) ",
    ord("£"): " £",
    ord("$"): " £",
    ord("€"): " £",
    ord("–"): " - ",
    ord("—"): " - ",
    ord("•"): " - ",
    ord("·"): " - ",
    ord("’"): "",
    ord("‘"): "",
}
_DASHES = frozenset("-/,")


def clean(lexicon: Lexicon, title: str) -> tuple[str, int]:
    """The cleaned text of a title and the flags of what was found or taken out.

    Args:
        lexicon: The words to clean with.
        title: The title as sent.
    """
    flags = 0
    text = title
    if not text.isascii():
        text = _fold(lexicon, text)
    if "\n" in text or "\r" in text:
        text, rest = _first_line(text)
        if rest:
            flags |= lexicon.flags["cut"]
    if "&" in text:
        text = text.lower()
        for short, long in lexicon.ampersand:
            if short in text:
                text = text.replace(short, long)
    text = text.translate(_TABLE)
    if "-" in text:
        text = text.replace(" -", " \x00 ").replace("- ", " \x00 ").replace("-", " ").replace("\x00", "-")
    known = lexicon.known
    words: list[str] = []
    number = False
    for word in text.split():
        right = known.get(word)
        if right is not None:
            if number and right in lexicon.pay_words:
                flags |= lexicon.flags["hours"]
                continue
            number = False
            if right is not word and right != word:
                flags |= lexicon.flags["plural"]
            words.append(right)
        elif word.isalpha():
            if number and word in lexicon.pay_words:
                continue
            number = False
            repaired = lexicon.repair(word)
            if repaired[0] != word:
                flags |= lexicon.flags["repaired"]
                words.extend(repaired)
            elif len(word) > 1:
                words.append(word)
        else:
            number = True
            flags |= lexicon.flags["pay" if "£" in word else "reference"]
        if len(words) > LONGEST:
            flags |= lexicon.flags["cut"]
            break
    for _ in range(LONGEST):  # it settles after one or two rounds
        words, more, changed = rewrite(lexicon.tree, words)
        flags |= more
        if len(words) > LONGEST:
            words = words[:LONGEST]
            flags |= lexicon.flags["cut"]
        elif not changed:
            break
    return _tidy(lexicon, words, flags)


def _tidy(lexicon: Lexicon, words: list[str], flags: int) -> tuple[str, int]:
    """Settle the separators, and drop parts of a title in which no word is known: names of places and homes."""
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


def _first_line(text: str) -> tuple[str, bool]:
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    return (lines[0] if lines else ""), len(lines) > 1


def _fold(lexicon: Lexicon, text: str) -> str:
    """Repair damaged characters, and write letters with accents without them."""
    for damaged, right in lexicon.characters:
        if damaged in text:
            text = text.replace(damaged, right)
    if text.isascii():
        return text
    out = []
    for char in unicodedata.normalize("NFKD", text):
        if char < "\x80" or char in "£€–—•·’‘":
            out.append(char)
        elif char.isalpha():
            out.append(char.casefold())
        elif not unicodedata.combining(char):
            out.append(" ")
    return "".join(out)
