"""How words are looked up in the course lexicon: without small words, plurals folded, some read otherwise."""

from __future__ import annotations

from functools import cache

from care_pathway._data import read_json
from care_pathway.language.words import singular


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words of the bundled data, such as ``small_words``."""
    return frozenset(read_json("lexicons/courses/words.json")[name])


@cache
def _rewritten() -> dict[str, tuple[str, ...]]:
    """Words that are read otherwise than they stand; small words are read as nothing."""
    found = {
        word: tuple(read.split())
        for word, read in read_json("lexicons/courses/words.json")["rewritten"].items()
    }
    return found | dict.fromkeys(word_list("small_words"), ())


def canonical(word: str) -> tuple[str, ...]:
    """A word as it is looked up: without its plural, perhaps as two words, or not at all.

    Example:
        >>> canonical("medicines"), canonical("healthcare"), canonical("of")
        (('medicine',), ('health', 'care'), ())
    """
    rewritten = _rewritten().get(word)
    return rewritten if rewritten is not None else (singular(word),)
