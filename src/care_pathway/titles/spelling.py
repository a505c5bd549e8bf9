"""The spelling of titles: what an unlisted word stands for, alone or beside its neighbours.

A word is repaired only where the result is a word of titles and the word is no word of its own: "mangaer" is
*manager*, "fireman" is not *foreman*. Short words need a neighbour that gives them away: "crae assistant".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from care_pathway.language.spelling import Speller, slip_between
from care_pathway.language.words import singulars

#: From this length on a word is repaired by itself.
_LONG = 6
#: The shortest word that is repaired: beside a neighbour, or by itself where letters were swapped or doubled.
_SHORT = 4
#: Words of two letters that are often swapped.
_TWO, _SMALL = 2, frozenset({"in", "to", "of", "at", "on", "or", "for"})
#: The shortest word with words near to it.
_SHORTEST_NEAR = 3
_VOWELS = frozenset("aeiouy")
#: The shortest parts of a word that joins two, and the most words that are joined in one.
_PART, _MOST_JOINED = 3, 3


class TitleSpeller:
    """Puts unlisted words of titles right.

    Args:
        known: Every listed word.
        right: The words that are repaired into, in their known spelling.
        own: Words that are never repaired, since they are words of their own. Kept as they are given.
        nouns: Nouns of jobs.
        neighbours: Short words, each with the words beside it that give it away.
        critical: Words that decide whether a title is one of care.
        forms: What listed forms of a word stand for: "helthcare".
    """

    def __init__(
        self,
        known: frozenset[str],
        right: Iterable[str],
        own: frozenset[str],
        nouns: frozenset[str],
        neighbours: Mapping[str, Sequence[str]],
        critical: Iterable[str],
        forms: Mapping[str, str],
    ) -> None:
        self._forms = forms
        self._known = known
        self._right = frozenset(right)
        self._in_order = sorted(self._right)
        self.own = own
        self._nouns = frozenset(noun for noun in nouns if len(noun) >= _SHORT)
        self._nouns |= {f"{noun}s" for noun in self._nouns}
        plurals = {f"{word}s" for word in self._right if word.endswith(("er", "or", "ant"))} | self._nouns
        self._care = frozenset(critical)
        self._critical = Speller(critical, shortest=_SHORTEST_NEAR, longest=16)
        self._long = Speller(self._right | plurals, shortest=_LONG)
        #: Of listed words only, so that it grows no larger than the lists.
        self._near_listed: dict[str, tuple[str, ...]] = {}
        words = [
            word for word in self._right if not _VOWELS.isdisjoint(word)
        ]  # no word is a slip of a short form
        self._near = Speller(words, shortest=_SHORTEST_NEAR, longest=16)
        #: A neighbour may stand there in a short form: "crae asst".
        self._neighbours = [
            (word, frozenset(beside) | {form for form, meant in forms.items() if meant in beside})
            for word, beside in sorted(neighbours.items())
        ]
        #: Words beside which a short word is put right.
        self.neighbours = frozenset().union(*(beside for _, beside in self._neighbours))

    def look_up(self, word: str) -> tuple[str, ...]:
        """The known words that an unlisted one stands for: several if it is joined; itself if none.

        Args:
            word: A word in small letters.
        """
        singles = singulars(word)
        if len(word) > _PART:
            for single in singles:
                if single in self._known:
                    return (single,)
        if word in self.own or not self.own.isdisjoint(singles):
            return (word,)
        near = self._doubled_or_swapped(word) or self._nearest(word)
        if near:
            return (near if near in self._known else near.removesuffix("s"),)
        parts = self._parted(word, _MOST_JOINED)
        if parts is None or not self._is_of_care(parts):
            return (word,)
        # As cleaning would read them again: "trades man" is "trade man".
        return tuple([part if part in self._known else self._single(part) for part in parts])

    def _single(self, word: str) -> str:
        """What a word is the plural of, if that is on a list."""
        return next((single for single in singulars(word) if single in self._known), word)

    def is_own(self, word: str) -> bool:
        """Whether a word is one of its own, or the plural of one."""
        return word in self.own or not self.own.isdisjoint(singulars(word))

    def near(self, word: str) -> tuple[str, ...]:
        """The words of titles one slip away from another word, even from one of its own: "car", "acre".

        They repair nothing; they say that an answer may hang on one letter.
        """
        if len(word) == _TWO and word[::-1] in _SMALL:
            return (word[::-1],)
        if word in self._care:
            return ()
        found = self._near_listed.get(word)
        if found is None:
            # A word that is meant as it stands is a slip only of one that decides.
            listed = word in self._known or word in self.own
            near = (self._critical if listed else self._near).near(word, even_known=listed)
            found = tuple([each.word for each in near])
            if listed:
                self._near_listed[word] = found
        return found

    def _nearest(self, word: str) -> str | None:
        """The listed form one slip away: of several that with the same ends, or any if all mean the same."""
        found = self._long.near(word)
        swapped = [each.word for each in found if each.slip == "swapped"]
        if len(swapped) == 1:
            return swapped[0]  # the commonest slip of all
        near = [each.word for each in found]
        alike = [each for each in near if each[0] == word[0] and each[-1] == word[-1]]
        if len(near) > 1 and len(alike) == 1:
            return alike[0]
        return near[0] if len({self._forms.get(each, each) for each in near}) == 1 else None

    def _doubled_or_swapped(self, word: str) -> str | None:
        """The noun of a job that a short word is with two letters swapped or one doubled: "craer"."""
        if not _SHORT <= len(word) <= _LONG:
            return None
        found = self._nouns.intersection(_hand_slips(word))
        return next(iter(found)) if len(found) == 1 else None

    def _parted(self, word: str, most: int) -> tuple[str, ...] | None:
        """A joined word in its parts, in their known spelling."""
        if not 2 * _PART < len(word) <= 40 or most < 2:
            return None
        for cut in range(_PART, len(word) - _PART + 1):
            left = word[:cut]
            if left not in self._right:
                continue
            right = word[cut:]
            if right in self._right:
                return (left, right)
            single = next((single for single in singulars(right) if single in self._right), None)
            if single:
                return (left, single)
            if right in self._known and len(right) > _PART and left in self._nouns:
                return (left, right)
            more = self._parted(right, most - 1)
            if more:
                return (left, *more)
        return None

    def _is_of_care(self, parts: Sequence[str]) -> bool:
        """Whether words are a phrase of care: one is the noun of a job, or each says something of care."""
        return not self._nouns.isdisjoint(parts) or self._care.issuperset(parts)

    def begins(self, word: str) -> bool:
        """Whether a longer word of titles begins with a word."""
        place = bisect_right(self._in_order, word)
        return place < len(self._in_order) and self._in_order[place].startswith(word)

    def joined(self, left: str, right: str) -> str | None:
        """The one word that two parts of it stand for, if either is unlisted: "sup port", "car er"."""
        joined = left + right
        if joined in self._right and len(joined) >= _SHORT:
            return None if self._listed(left) and self._listed(right) else joined
        for word in singulars(joined):
            if word in self._right:
                return None if self._listed(left) and self._listed(right) else word
        return None

    def _listed(self, word: str) -> bool:
        """Whether a word, or what it is the plural of, is on a list."""
        return word in self._known or not self._known.isdisjoint(singulars(word))

    def by_neighbour(self, word: str, around: Sequence[str]) -> str | None:
        """The short word that only its neighbours give away: "crae assistant".

        Args:
            word: An unlisted word.
            around: The words before and after it.
        """
        if self.neighbours.isdisjoint(around) or not _TWO <= len(word) <= _LONG + 2 or word in self.own:
            return None
        if any(word == right for right, _ in self._neighbours):
            return None
        for form in (word, word.removesuffix("s")):
            for right, beside in self._neighbours:
                if not beside.isdisjoint(around) and _beside_slip(form, right):
                    return right
        return None


def _beside_slip(word: str, right: str) -> bool:
    """Whether a word is another with one slip, or with its letters in another order."""
    slip = slip_between(word, right)
    if slip == "changed":
        return len(right) > _SHORT and word[0] == right[0]
    return slip is not None or (word[:1] == right[0] and sorted(word) == sorted(right))


def _hand_slips(word: str) -> Iterator[str]:
    """What a word may have been before two letters were swapped, or one of them typed twice."""
    for at in range(len(word) - 1):
        first, second = word[at], word[at + 1]
        yield word[:at] + (second + first if first != second else first) + word[at + 2 :]
