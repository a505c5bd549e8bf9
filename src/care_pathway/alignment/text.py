"""Course text as words: HTML, accents, punctuation, plurals and typing errors out of the way.

Everything here takes time in proportion to the text, whatever stands in it.
"""

from __future__ import annotations

import html
import re
import unicodedata

#: Stands between two items of a text.
BREAK = ","

_TAG = re.compile(r"<(?:!--|/?[a-zA-Z])[^<>]{0,2000}>")
_BREAKS = ",;:|·\n\r\t!?()[]{}"
_NOTHING = "'`´^~\"*_\\©"
_WORDS_ONLY = str.maketrans(
    {char: " " for char in map(chr, range(128)) if not char.isalnum()}
    | dict.fromkeys(_BREAKS, " ")
    | dict.fromkeys(_NOTHING, "")
    | {"&": " and "}
)
_LONG_WORD = 10
#: Zero-width characters, soft hyphens and marks of the direction of writing: none is seen by a reader.
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
)
_MIXED = re.compile(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]", re.I)
#: What word processors write, with what it is read as; without it most text is plain.
_PRINTED = (
    ("–", "|"),
    ("—", "|"),
    ("•", "|"),
    ("’", "'"),
    ("‘", "'"),
    ("“", '"'),
    ("”", '"'),
    ("\xa0", " "),
    ("™", ""),
    ("®", ""),
)
_NEW_LINES = "\n\r\t"
_SPACES = str.maketrans(
    dict.fromkeys(filter(str.isspace, map(chr, range(0x3001))), " ") | dict.fromkeys(_NEW_LINES, BREAK)
)
_PART_END = re.compile(rf"\s-\s|[{re.escape(_BREAKS.replace(BREAK, ''))}]")
_ITEM_END = re.compile(f"[{re.escape(_BREAKS)}]")


def untagged(text: str) -> str:
    r"""Text without HTML tags and entities.

    Example:
        >>> untagged("<b>Health</b> &#038; Safety")
        '\n Health\n  & Safety'
    """
    if "<" in text:
        text = _TAG.sub("\n ", text)
    return html.unescape(text) if "&" in text else text


def plain(text: str) -> str:
    r"""Lower-case text without HTML tags, entities and accents; a long dash or a bullet is a bar.

    Example:
        >>> plain("<p>Caf&eacute; &amp; Care</p>")
        '\n cafe & care\n '
    """
    text = untagged(text)
    if not text.isascii():
        for printed, typed in _PRINTED:
            text = text.replace(printed, typed)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_INVISIBLE))
        text = "".join(char for char in text if not unicodedata.combining(char))
    return text.lower()


def mixes_scripts(text: str) -> bool:
    """Whether a word has Latin beside Greek or Cyrillic letters, which look alike and are read otherwise.

    Example:
        >>> mixes_scripts("D\u0435mentia"), mixes_scripts("Dementia")
        (True, False)
    """
    return not text.isascii() and _MIXED.search(text) is not None


def parts_of_title(text: str) -> tuple[str, ...]:
    """The parts of a title, in lower case: it starts anew at a colon, a dash or a bracket.

    Example:
        >>> parts_of_title("Moving, Assisting & Handling: People (Leeds)")
        ('moving, assisting & handling', ' people ', 'leeds', '')
    """
    return tuple(_PART_END.split(plain(text)))


def words_of(text: str) -> list[str]:
    """The words of a text without any punctuation.

    Example:
        >>> words_of("Stroke (CVA): care")
        ['stroke', 'cva', 'care']
    """
    return words_of_item(plain(text))


def items_of(text: str) -> list[str]:
    """The items and sentences of a description, in lower case.

    Example:
        >>> items_of("capacity, best interests; DoLS. Free")
        ['capacity', ' best interests', ' dols', ' free']
    """
    text = plain(text)
    if not text.isprintable():
        text = text.translate(_SPACES)
    # Apart, since a pattern that only looks for single letters is three times as fast.
    return _ITEM_END.split(text.replace(". ", ", ").replace(" - ", BREAK)) if text else []


def words_of_item(item: str) -> list[str]:
    """The words of one of the items of a description, or of one of the parts of a title.

    Example:
        >>> words_of_item(" people's best-interests")
        ['peoples', 'best', 'interests']
    """
    return item.split() if _only_words(item) else item.translate(_WORDS_ONLY).split()


def _only_words(text: str) -> bool:
    """Whether there is nothing in a text to be taken out, as in most titles and items."""
    return text.replace(" ", "").isalnum()


def deletions(word: str) -> set[str]:
    """Every form of a word with one letter left out, and the word itself: the key to typing errors."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def one_slip_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter left out, added or swapped, or changed in a long word.

    A changed letter in a shorter word is more often another word: meditation, medication.

    Example:
        >>> one_slip_apart("safegaurding", "safeguarding"), one_slip_apart("autism", "artist")
        (True, False)
    """
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        differing = [at for at in range(len(one)) if one[at] != other[at]]
        if len(differing) == 2:
            first, second = differing
            return second == first + 1 and one[first] == other[second] and one[second] == other[first]
        return len(differing) == 1 and len(one) > _LONG_WORD
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
