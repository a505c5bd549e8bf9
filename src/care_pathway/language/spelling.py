"""Spelling: from a word that no list has to the known word that it stands for.

Known words are indexed by their forms with a letter or two left out (symmetric deletion), so that neighbours
are found without comparing the word with each known one. A swap of two neighbouring letters is one edit.
Nothing that is looked up is remembered: the memory in use is that of the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Literal, NamedTuple

#: How one word becomes another by one edit; "two" for more than one.
Slip = Literal["swapped", "missing", "extra", "changed", "two"]


class Near(NamedTuple):
    """A known word near to another word.

    Attributes:
        word: The known word.
        edits: How many edits lie between the two: 1 or 2.
        slip: What went wrong in the other word: letters "swapped", one "missing", one "extra", one "changed",
            or "two" slips.

    Example:
        >>> Speller(["manager"]).near("manger")
        (Near(word='manager', edits=1, slip='missing'),)
    """

    word: str
    edits: int
    slip: Slip


class Speller:
    """Finds the known words that an unknown word may stand for.

    Args:
        words: The known words, in lower case.
        shortest: No word shorter than this is repaired, and none is repaired into a shorter one.
        longest: No word longer than this is repaired.
        changed_from: The shortest word in which one letter may have been changed into another: in short words
            that is more often another word (meditation, medication). By default the same as `shortest`.
        two_from: The shortest word that may have two slips; ``None`` for one slip at most.

    Example:
        >>> speller = Speller(["manager", "assistant", "carer"], shortest=5)
        >>> speller.correct("assitsant"), speller.correct("mangaer"), speller.correct("chef")
        ('assistant', 'manager', None)
    """

    __slots__ = ("_changed_from", "_index", "_longest", "_shortest", "_two_from", "_words")

    def __init__(
        self,
        words: Iterable[str],
        *,
        shortest: int = 6,
        longest: int = 24,
        changed_from: int | None = None,
        two_from: int | None = None,
    ) -> None:
        self._shortest = shortest
        self._longest = longest
        self._changed_from = shortest if changed_from is None else changed_from
        self._two_from = two_from
        self._words = frozenset(word for word in words if len(word) >= shortest and word.isalpha())
        self._index: dict[str, tuple[str, ...]] | None = None

    def near(self, word: str, *, even_known: bool = False) -> tuple[Near, ...]:
        """Return the known words near to a word, the nearest first; nothing for a known word.

        Args:
            word: A word in lower case.
            even_known: Whether a known word has others near to it as well.

        Example:
            >>> [near.word for near in Speller(["supporter", "supported"]).near("supportet")]
            ['supported', 'supporter']
        """
        size = len(word)
        if not self._shortest <= size <= self._longest or (word in self._words and not even_known):
            return ()
        if self._index is None:
            # Two threads may both make it; they make the same.
            self._index = self._made()
        most = self._most(size)
        keys = _shortened(word, most)
        if self._index.keys().isdisjoint(keys):
            return ()
        candidates = {known for key in keys for known in self._index.get(key, ())}
        found = []
        for known in candidates:
            slip = slip_between(word, known)
            if slip is None:
                if most == 2 and self._most(len(known)) == 2 and edits_between(word, known, most=2) == 2:
                    found.append(Near(known, 2, "two"))
            elif slip != "changed" or size >= self._changed_from:
                found.append(Near(known, 1, slip))
        return tuple(sorted(found, key=lambda near: (near.edits, near.word)))

    def correct(self, word: str) -> str | None:
        """Return the one known word that a word stands for; ``None`` if there is none, or more than one.

        Fewest edits first; of equals the one with the same first and last letter, which slips seldom change.

        Args:
            word: A word in lower case.

        Example:
            >>> Speller(["leader", "reader"]).correct("leaderr")
            'leader'
        """
        near = self.near(word)
        nearest = [each for each in near if each.edits == near[0].edits]
        if len(nearest) > 1:
            nearest = [each for each in nearest if each.word[0] == word[0] and each.word[-1] == word[-1]]
        return nearest[0].word if len(nearest) == 1 else None

    def parted(self, word: str, *, shortest: int = 3) -> tuple[str, str] | None:
        """Return the two words that a word joins; ``None`` if it joins no two, or may join several pairs.

        Only words that are long enough to be known to this speller count as parts.

        Args:
            word: A word in lower case.
            shortest: The shortest part.

        Example:
            >>> Speller(["care", "assistant"], shortest=4).parted("careassistant")
            ('care', 'assistant')
        """
        if len(word) > 2 * self._longest:
            return None
        pairs = [
            (word[:cut], word[cut:])
            for cut in range(shortest, len(word) - shortest + 1)
            if word[:cut] in self._words and word[cut:] in self._words
        ]
        return pairs[0] if len(pairs) == 1 else None

    def _most(self, size: int) -> int:
        """How many slips a word of this length may have."""
        return 2 if self._two_from is not None and size >= self._two_from else 1

    def _made(self) -> dict[str, tuple[str, ...]]:
        """The known words by their shortened forms."""
        index: dict[str, list[str]] = {}
        for known in sorted(self._words):
            # A word of two slips may be up to two letters shorter or longer than the known one.
            for key in _shortened(known, self._most(len(known))):
                index.setdefault(key, []).append(known)
        return {key: tuple(words) for key, words in index.items()}


def slip_between(word: str, right: str) -> Slip | None:
    """Return the one slip that makes `word` of `right`; ``None`` if they are equal or further apart.

    Args:
        word: The word as it stands.
        right: The word that may be meant.

    Example:
        >>> slip_between("crae", "care"), slip_between("carer", "care"), slip_between("cart", "care")
        ('swapped', 'extra', 'changed')
    """
    size = len(word)
    if word == right or abs(size - len(right)) > 1:
        return None
    same = 0
    for left, other in zip(word, right, strict=False):
        if left != other:
            break
        same += 1
    if size > len(right):
        return "extra" if word[same + 1 :] == right[same:] else None
    if size < len(right):
        return "missing" if word[same:] == right[same + 1 :] else None
    if word[same + 1 :] == right[same + 1 :]:
        return "changed"
    if word[same : same + 2] == right[same : same + 2][::-1] and word[same + 2 :] == right[same + 2 :]:
        return "swapped"
    return None


def edits_between(word: str, right: str, *, most: int) -> int:
    """Return how many edits lie between two words; `most` + 1 if there are more than `most`.

    An edit is a letter left out, added or changed, or two neighbours swapped (optimal string alignment).

    Args:
        word: A word.
        right: Another word.
        most: The most edits of interest.

    Example:
        >>> edits_between("mnagment", "management", most=2), edits_between("abc", "xyz", most=2)
        (2, 3)
    """
    if abs(len(word) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, left in enumerate(word, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != other))
            if i > 1 and j > 1 and left == right[j - 2] and word[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _shortened(word: str, most: int) -> set[str]:
    """The word and its forms with up to so many letters left out."""
    forms = {word[:at] + word[at + 1 :] for at in range(len(word))}
    forms.add(word)
    if most == 2:
        forms.update(
            word[:first] + word[first + 1 : second] + word[second + 1 :]
            for first, second in combinations(range(len(word)), 2)
        )
    return forms
