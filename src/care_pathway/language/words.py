"""Single words: plurals, numbers and initials."""

from __future__ import annotations

from collections.abc import Iterable

_UNITS = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: number for number, word in enumerate(_UNITS)}
_NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_ROMAN_NUMBERS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {word: number for number, word in enumerate(_ROMAN_NUMBERS, 1)}


def singular(word: str) -> str:
    """Return a word without its plural ending; crude, and the same for lexicon and text.

    Args:
        word: A word in lower case.

    Example:
        >>> singular("medicines"), singular("policies"), singular("loss"), singular("sepsis")
        ('medicine', 'policy', 'loss', 'sepsis')
    """
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui":
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def singulars(word: str) -> tuple[str, ...]:
    """Return the words that a plural may be the plural of, the likeliest first; nothing if it is no plural.

    Args:
        word: A word in lower case.

    Example:
        >>> singulars("policies"), singulars("nurses"), singulars("workmen"), singulars("boss")
        (('policy', 'policie'), ('nurse', 'nurs'), ('workman',), ())
    """
    if not word.endswith("s"):
        return (f"{word[:-3]}man",) if word.endswith("men") else ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y", word[:-1])
    if word.endswith("es"):
        return (word[:-1], word[:-2])
    return () if word.endswith("ss") else (word[:-1],)


def number_of(word: str, *, roman: bool = False) -> int | None:
    """Return the whole number that a word or digits stand for; ``None`` if they stand for none.

    Args:
        word: A word in lower case.
        roman: Whether "iv" is a number: only where the words around it ask for one.

    Example:
        >>> number_of("three"), number_of("12"), number_of("iv"), number_of("iv", roman=True)
        (3, 12, None, 4)
    """
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 15 else None
    return _NUMBERS.get(word, _ROMAN.get(word) if roman else None)


def initials(words: Iterable[str]) -> str:
    """Return the first letters of words.

    Args:
        words: Words in lower case.

    Example:
        >>> initials(["registered", "general", "nurse"])
        'rgn'
    """
    return "".join(word[0] for word in words if word)
