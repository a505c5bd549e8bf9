"""What single words of titles are, settled once for each listed word and not at each of its places."""

from __future__ import annotations

from collections.abc import Callable, Collection

#: What a phrase means: its concepts as bits, which can be the noun of a job, and how firmly.
Concepts = tuple[int, str, int]

#: What is known of a word, as bits: it stands on a list; it is no word of its own, and on no list; whatever
#: stands beside it, it says nothing.
KNOWN, STRANGE, SAYS_NOTHING = 1, 2, 4
#: It joins; it is an aside; it is part of the name of a place; alone it is noise, or read as another; it is a
#: remark on the contract, or a benefit.
JOINS, ASIDE, PLACE, REWRITTEN, REMARK = 8, 16, 32, 64, 128
#: It makes a part more than a name; phrases that are rewritten, or that mean something, begin with it.
TELLS, LEADS, MEANS_MORE = 256, 512, 1024
#: It names who works in another occupation; it is one letter away from a word of titles.
PERSON, NEARLY = 2048, 4096


class Word:
    """A word of titles by itself.

    Attributes:
        marks: What is known of it, as bits.
        spelt: The known words that it stands for; nothing for a word as it should be.
        flags: What such a repair is noted as.
        says: What it means by itself.
        other: What it says of other occupations, as bits of reading.
    """

    __slots__ = ("flags", "marks", "other", "says", "spelt")

    def __init__(
        self, marks: int, spelt: tuple[str, ...], flags: int, says: Concepts | None, other: int
    ) -> None:
        self.marks = marks
        self.spelt = spelt
        self.flags = flags
        self.says = says
        self.other = other


#: A word of which nothing is known.
_UNLISTED = Word(STRANGE | SAYS_NOTHING | NEARLY, (), 0, None, 0)


class WordIndex(dict[str, Word]):
    """Words by their letters. Only listed words are kept, so that it grows no larger than the lists.

    Args:
        listed: Every word of which something is known by its letters.
        is_telling: Whether an unlisted word says something by how it begins or ends.
        settle: What a word is.
    """

    def __init__(
        self, listed: Collection[str], is_telling: Callable[[str], bool], settle: Callable[[str], Word]
    ) -> None:
        self._listed = listed
        self._is_telling = is_telling
        self._settle = settle

    def __missing__(self, word: str) -> Word:
        if word in self._listed:
            found = self[word] = self._settle(word)
            return found
        return self._settle(word) if self._is_telling(word) else _UNLISTED
