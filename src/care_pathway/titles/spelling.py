"""Spelling: from a word that no list has to the known word that it stands for.

An index of the known words with one letter taken out finds neighbours without comparing with each word.
"""

from __future__ import annotations

from collections.abc import Iterable

#: How many unlisted words a speller remembers.
_REMEMBERED = 200_000


class Speller:
    """Puts unlisted words right. What it remembers is only what it would work out again."""

    def __init__(self, known: Iterable[str], core: Iterable[str], never: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._core = frozenset(core)
        self._never = frozenset(never)
        self._done: dict[str, tuple[str, ...]] = {}
        self._deletions: dict[str, list[str]] | None = None

    def look_up(self, word: str) -> tuple[str, ...]:
        """The known words that an unlisted one stands for: two if it is joined; itself if none.

        Args:
            word: A word in small letters.
        """
        done = self._done.get(word)
        if done is None:
            done = self._look_up(word)
            if len(self._done) < _REMEMBERED:
                self._done[word] = done
        return done

    def _look_up(self, word: str) -> tuple[str, ...]:
        size = len(word)
        if size > 3:
            for singular in singulars(word):
                if singular in self._known:
                    return (singular,)
        if not 6 <= size <= 24 or word in self._never:
            return (word,)
        near = self._near(word)
        if near:
            return (near,)
        return self._parted(word) if size >= 8 else (word,)

    def _parted(self, word: str) -> tuple[str, ...]:
        """A joined word in its two parts."""
        core = self._core
        for cut in range(3, len(word) - 2):
            left, right = word[:cut], word[cut:]
            right = right if right in core else right.removesuffix("s")
            if left in core and right in core:
                return (left, right)
        return (word,)

    def _index(self) -> dict[str, list[str]]:
        if self._deletions is None:
            index: dict[str, list[str]] = {}
            for known in self._core:
                if len(known) >= 6 and known.isalpha():
                    for short in (known, *_shorter(known)):
                        index.setdefault(short, []).append(known)
            self._deletions = index
        return self._deletions

    def _near(self, word: str) -> str | None:
        """The one known word that is one edit away."""
        index = self._index()
        found = dict.fromkeys(
            known
            for short in (word, *_shorter(word))
            for known in index.get(short, ())
            if _one_edit(word, known)
        )
        if len(found) > 1:
            # A slip of the hand seldom changes the first and the last letter.
            found = dict.fromkeys(known for known in found if known[0] == word[0] and known[-1] == word[-1])
        return next(iter(found)) if len(found) == 1 else None


def singulars(word: str) -> tuple[str, ...]:
    """What a plural may be the plural of."""
    if not word.endswith("s"):
        return (f"{word[:-3]}man",) if word.endswith("men") else ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y", word[:-1])
    if word.endswith("es"):
        return (word[:-1], word[:-2])
    return () if word.endswith("ss") else (word[:-1],)


def _shorter(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def slip(word: str, right: str) -> bool:
    """Whether a short word is another with one edit, or with the same letters in another order."""
    return _one_edit(word, right) or (len(word) == len(right) and sorted(word) == sorted(right))


def _one_edit(left: str, right: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes one word of the other."""
    if len(left) > len(right):
        left, right = right, left
    short, long = len(left), len(right)
    if long - short > 1:
        return False
    i = 0
    while i < short and left[i] == right[i]:
        i += 1
    if short != long:
        return left[i:] == right[i + 1 :]
    if left[i + 1 :] == right[i + 1 :]:
        return True
    return left[i : i + 2] == right[i : i + 2][::-1] and left[i + 2 :] == right[i + 2 :]
