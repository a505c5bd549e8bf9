"""What single words of titles are, settled once for each listed word and not at each of its places."""

from __future__ import annotations

from collections.abc import Callable, Collection

#: What a phrase means: its concepts as bits, which of them can be the noun of a job, and its traits as bits.
Concepts = tuple[int, str, int]

#: The traits of a phrase, as bits: it is the noun of a job, and cannot only stand for it; it may be a place
#: behind such a noun; behind one it is a credential, or says what the noun is of; it is "care" or "support";
#: names of employers end with it.
HARD, MAY_BE_PLACE, BESIDE_NOUN, OF_CARE, OF_EMPLOYER = 1, 2, 4, 8, 16

#: What is known of a word, as bits: it stands on a list; it is no word of its own, and on no list; whatever
#: stands beside it, it says nothing.
KNOWN, STRANGE, SAYS_NOTHING = 1, 2, 4
#: It joins; it is an aside; it is part of the name of a place; alone it is noise, or read as another; it is a
#: remark on the contract, or a benefit.
JOINS, ASIDE, PLACE, REWRITTEN, REMARK = 8, 16, 32, 64, 128
#: It makes a part more than a name; phrases that are rewritten begin with it.
TELLS, LEADS = 256, 512
#: It names who works in another occupation; it is one letter away from a word of titles.
PERSON, NEARLY = 1024, 2048
#: It may stand for another word, or for none; it may be the first part of a word that was parted.
UNSURE, BEGINS = 4096, 8192

_NONE: frozenset[str] = frozenset()


class Word:
    """A word of titles by itself.

    Attributes:
        marks: What is known of it, as bits.
        spelt: The known words that it stands for; nothing for a word as it should be.
        flags: What such a repair is noted as.
        says: What it means by itself.
        other: What it says of other occupations, as bits of reading.
        leads: The words after it in phrases that mean something.
        rewritten: The words after it in phrases that are rewritten.
    """

    __slots__ = ("flags", "leads", "marks", "other", "rewritten", "says", "spelt")

    def __init__(
        self,
        marks: int,
        *,
        spelt: tuple[str, ...] = (),
        flags: int = 0,
        says: Concepts | None = None,
        other: int = 0,
        leads: Collection[str] = _NONE,
        rewritten: Collection[str] = _NONE,
    ) -> None:
        self.marks = marks
        self.spelt = spelt
        self.flags = flags
        self.says = says
        self.other = other
        self.leads = leads
        self.rewritten = rewritten


#: A word of which nothing is known.
_UNLISTED = Word(STRANGE | SAYS_NOTHING | NEARLY | UNSURE | BEGINS)


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
