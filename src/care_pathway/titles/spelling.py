"""The spelling of titles: what an unlisted word stands for, alone or beside its neighbours.

A word is repaired only where the result is a word of titles and the word is no word of its own: "mangaer" is
*manager*, "fireman" is not *foreman*. Short words need a neighbour that gives them away: "crae assistant".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
#: The shortest parts of a word that joins two, and the most words that are joined in one.
_PART, _MOST_JOINED = 3, 3


class TitleSpeller:
    """Puts unlisted words of titles right.

    Args:
        known: Every listed word.
        right: The words that are repaired into, in their known spelling.
        own: Words that are never repaired, since they are words of their own.
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
        self._own = own
        self._nouns = frozenset(noun for noun in nouns if len(noun) >= _SHORT)
        self._nouns |= {f"{noun}s" for noun in self._nouns}
        plurals = {f"{word}s" for word in self._right if word.endswith(("er", "or", "ant"))} | self._nouns
        self._care = frozenset(critical)
        self._critical = Speller(critical, shortest=_SHORTEST_NEAR, longest=16)
        self._long = Speller(self._right | plurals, shortest=_LONG)
        #: Of listed words only, so that it grows no larger than the lists.
        self._near_known: dict[str, tuple[str, ...]] = {}
        self._near = Speller(self._right, shortest=_SHORTEST_NEAR, longest=16)
        self._neighbours = [(word, frozenset(beside)) for word, beside in sorted(neighbours.items())]

    def look_up(self, word: str) -> tuple[str, ...]:
        """The known words that an unlisted one stands for: several if it is joined; itself if none.

        Args:
            word: A word in small letters.
        """
        if len(word) > _PART:
            for single in singulars(word):
                if single in self._known:
                    return (single,)
        if self.is_own(word):
            return (word,)
        near = self._doubled_or_swapped(word) or self._long.correct(word) or self._near_one(word)
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
        return word in self._own or any(single in self._own for single in singulars(word))

    def near(self, word: str) -> tuple[str, ...]:
        """The words of titles one slip away from another word, even from one of its own: "car", "acre".

        They repair nothing; they say that an answer may hang on one letter.
        """
        if len(word) == _TWO and word[::-1] in _SMALL:
            return (word[::-1],)
        if word in self._care:
            return ()
        if word not in self._known:
            return tuple(near.word for near in self._near.near(word))
        found = self._near_known.get(word)
        if found is None:
            near = self._critical.near(word, even_known=True)
            found = self._near_known[word] = tuple(each.word for each in near)
        return found

    def _near_one(self, word: str) -> str | None:
        """The nearest of listed forms that all stand for the same word: "helathcare"."""
        near = self._long.near(word)
        nearest = [each.word for each in near if each.edits == near[0].edits]
        return nearest[0] if len({self._forms.get(each, each) for each in nearest}) == 1 else None

    def _doubled_or_swapped(self, word: str) -> str | None:
        """The noun of a job that a short word is with two letters swapped or one doubled: "craer"."""
        if not _SHORT <= len(word) < _LONG + 1:
            return None
        found = [noun for noun in self._nouns if _hand_slip(word, noun)]
        return found[0] if len(found) == 1 else None

    def _parted(self, word: str, most: int) -> tuple[str, ...] | None:
        """A joined word in its parts, in their known spelling."""
        if not 2 * _PART < len(word) <= 40 or most < 2:
            return None
        for cut in range(_PART, len(word) - _PART + 1):
            left, right = word[:cut], word[cut:]
            if left not in self._right:
                continue
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

    def joined(self, left: str, right: str) -> str | None:
        """The one word that two parts of it stand for, if either is unlisted: "sup port", "car er"."""
        if self._listed(left) and self._listed(right):
            return None
        word = left + right
        if word in self._right and len(word) >= _SHORT:
            return word
        return next((single for single in singulars(word) if single in self._right), None)

    def _listed(self, word: str) -> bool:
        """Whether a word, or what it is the plural of, is on a list."""
        return word in self._known or any(single in self._known for single in singulars(word))

    def by_neighbour(self, word: str, around: Sequence[str]) -> str | None:
        """The short word that only its neighbours give away: "crae assistant", "support woker".

        Args:
            word: An unlisted word.
            around: The words before and after it.
        """
        if not 3 <= len(word) <= _LONG + 2 or word in self._own:
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


def _hand_slip(word: str, noun: str) -> bool:
    """Whether a word is a noun with two letters swapped, or one of its own letters typed twice."""
    slip = slip_between(word, noun)
    if slip == "swapped":
        return True
    return slip == "extra" and any(
        word[at] == word[at + 1] and word[:at] + word[at + 1 :] == noun for at in range(len(word) - 1)
    )
