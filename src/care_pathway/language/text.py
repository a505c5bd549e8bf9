"""Text as plain words: case, accents, HTML and punctuation out of the way.

Everything here takes time in proportion to the length of the text, whatever the text contains.
"""

from __future__ import annotations

import re

#: A break between two parts of a text: a colon, a bar, a bullet, a new line, a dash that stands apart.
BREAK = "|"
#: The marks that `normalise` can keep. The full stop is one that ends a sentence; the dollar is any money.
MARKS = f"{BREAK}/,().$"

_TAG = re.compile(r"<(?:!--|/?[a-zA-Z])[^<>]{0,2000}>")
#: Tags that do not begin a new line.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|code|em|font|i|mark|s|small|span|strong|sub|sup|u)(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE
)
#: Single letters with full stops: "r.g.n.".
_INITIAL = re.compile(r"[a-z]\.[a-z]")
_INITIALS = re.compile(r"(?<![a-z0-9.])(?:[a-z]\.)+[a-z](?![a-z0-9])\.?")
#: An apostrophe that an export could not write: "people?s".
_LOST_APOSTROPHE = re.compile(r"(?<=\w)\?(?=[sS]\b)")
#: UTF-8 that was read as Windows-1252, with what was meant; the longest first.
_DAMAGED = (
    ("â€™", "'"),
    ("â€˜", "'"),
    ("â€œ", " "),
    ("â€\x9d", " "),
    ("â€“", " | "),
    ("â€”", " | "),
    ("â€¢", " | "),
    ("â€", " "),
    ("â\x80\x99", "'"),
    ("â\x80\x93", " | "),
    ("ï¿½", " "),
    ("Ã©", "e"),
    ("Ã¨", "e"),
    ("Â", " "),
)
#: Latin letters with accents, written out so that the tables of Unicode are loaded only for other text.
_ACCENTS = ("aªàáâãäå", "cç", "eèéêë", "iìíîï", "nñ", "oºòóôõö", "uùúûü", "yýÿ", "1¹", "2²", "3³")
_MAPPED = {mark: mark for mark in "-/,().&"}
_MAPPED |= {"+": "&", "\\": "/", "[": "(", "{": "(", "]": ")", "}": ")", "$": "$", "£": "$"}
_MAPPED |= dict.fromkeys(":;*|·!?\n\r\t", BREAK)
_MAPPED |= {letter: letters[0] for letters in _ACCENTS for letter in letters[1:]}
#: What each Latin-1 character becomes: a small letter, a digit, a mark, or a space.
_LATIN = "".join(
    lower if lower.isascii() and lower.isalnum() else _MAPPED.get(lower, " ")
    for lower in (chr(number).lower() for number in range(256))
).encode("ascii")
#: Marks inside words: "people's" is "peoples". The last is the soft hyphen.
_JOINING = b"'`^~\xb4\xad"
_BEYOND_LATIN = re.compile("([^\x00-\xff])")
#: Characters outside Latin-1 that word processors write.
_WIDE = dict.fromkeys("–—―•", " | ") | dict.fromkeys("’‘", "") | {"€": "$", "…": " . ", "™": " "}


def untagged(text: str) -> str:
    r"""Return a text without HTML tags and entities.

    Args:
        text: Any text.

    Example:
        >>> untagged("<p>Health</p> &#038; <b>Safety</b> &amp;amp; more")
        '\nHealth\n &  Safety  & more'
    """
    if "<" in text:
        text = _TAG.sub("\n", _INLINE.sub(" ", text))
    if "&" in text and ";" in text:
        from html import unescape  # its table of entities takes longer to load than most texts to read

        text = unescape(text)
        if "&" in text and ";" in text:
            text = unescape(text)  # escaped twice, as exports of exports are
        if "<" in text:
            text = _TAG.sub("\n", _INLINE.sub(" ", text))
    return text


def plain(text: str) -> str:
    r"""Return a text in lower-case letters, digits, spaces and a few marks.

    Tags, entities, accents, apostrophes and invisible characters are gone. Brackets of all kinds are round,
    and everything that separates parts (``: ; * · ! ?``, bullets, long dashes, new lines) is a bar.
    Use `normalise` unless the marks of the original text are needed in their places.

    Args:
        text: Any text.

    Example:
        >>> plain("<p>Caf\u00e9 &amp; Care: people\u2019s homes</p>")
        '|cafe & care| peoples homes|'
    """
    text = untagged(text)
    if not text.isascii():
        for damaged, meant in _DAMAGED:
            if damaged in text:
                text = text.replace(damaged, meant)
    if "?" in text:
        text = _LOST_APOSTROPHE.sub("", text)
    try:
        return _latin(text)
    except UnicodeEncodeError:
        # One dash of a word processor costs a long text little: only what is beyond is looked at singly.
        pieces = _BEYOND_LATIN.split(text)
        pieces[::2] = map(_latin, pieces[::2])
        pieces[1::2] = map(_folded, pieces[1::2])
        return "".join(pieces)


def _latin(text: str) -> str:
    """Text of Latin-1 without case and accents."""
    return text.encode("latin-1").translate(_LATIN, _JOINING).decode("ascii")


def _folded(char: str) -> str:
    """One character beyond Latin-1 without case and accents; letters of other scripts stay."""
    # One at a time: to order a long run of combining marks takes time that grows with its square.
    if char in _WIDE:
        return _WIDE[char]
    import unicodedata

    out = []
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()):
        if part <= "\xff":
            out.append(_latin(part))
        elif part.isalnum():
            out.append(part)
        elif unicodedata.category(part) not in ("Mn", "Mc", "Me", "Cf"):
            out.append(" ")
    return "".join(out)


def normalise(text: str, *, keep: str = "") -> str:
    """Return the words of a text: lower case, without accents, HTML and punctuation, between single spaces.

    "&" and "+" are "and". A hyphen inside a word parts it, and initials are one word. The result of
    normalising twice with the same marks is that of normalising once.

    Args:
        text: Any text.
        keep: Which of `MARKS` to keep. Each stands between spaces, the sign of money just before its number.

    Example:
        >>> normalise("Moving & handling"), normalise("R.G.N. (co-ordinator)")
        ('moving and handling', 'rgn co ordinator')
        >>> normalise("Carer - nights: \u00a312.50/hr", keep="|/$")
        'carer | nights | $12 50 / hr'
    """
    if text.isascii() and text.replace(" ", "").isalpha():
        return " ".join(text.lower().split())  # as most texts are
    text = plain(text)
    if "&" in text:
        text = text.replace("&", " and ")
    if "-" in text:
        text = text.replace(" -", " | ").replace("- ", " | ").replace("-", " ")
    if "." in text:
        if _INITIAL.search(text):
            text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
        if "." in keep:
            text = f"{text} ".replace(". ", " \0 ").replace(".", " ").replace("\0", ".")
        else:
            text = text.replace(".", " ")
    for mark in "|/,()":
        if mark in text:
            text = text.replace(mark, f" {mark} " if mark in keep else " ")
    if "$" in text:
        text = text.replace("$", " $" if "$" in keep else " ")
    return " ".join(text.split())


def words_of(text: str) -> list[str]:
    """Return the words of a text, as `normalise` reads them.

    Args:
        text: Any text.

    Example:
        >>> words_of("Stroke (CVA): care")
        ['stroke', 'cva', 'care']
    """
    return normalise(text).split()


def items_of(text: str) -> list[str]:
    """Return the items of a text, each as its words: a break, a bracket, a comma or a sentence ends one.

    Args:
        text: Any text.

    Example:
        >>> items_of("Capacity, best interests; DoLS. Free (Leeds)")
        ['capacity', 'best interests', 'dols', 'free', 'leeds']
    """
    text = normalise(text, keep="|,().")
    for mark in ",().":
        text = text.replace(mark, BREAK)
    return [item for item in map(str.strip, text.split(BREAK)) if item]


def mixes_scripts(text: str) -> bool:
    r"""Return whether a word has Latin letters beside Greek or Cyrillic letters, which look alike.

    Args:
        text: Any text.

    Example:
        >>> mixes_scripts("D\u0435mentia"), mixes_scripts("Dementia")
        (True, False)
    """
    return not text.isascii() and _MIXED.search(text) is not None


_MIXED = re.compile(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]", re.IGNORECASE)
