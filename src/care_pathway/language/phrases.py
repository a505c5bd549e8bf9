"""Phrases of a lexicon: how they are written, and how the longest is found in a row of words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

Meaning = TypeVar("Meaning")

_CHOICE = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")


def variants(pattern: str) -> Iterator[list[str]]:
    """Return every row of words that a phrase stands for: ``(a|b)`` is a choice, ``[a]`` may be left out.

    Args:
        pattern: A phrase as a lexicon has it.

    Raises:
        ValueError: If a bracket has no partner.

    Example:
        >>> [" ".join(words) for words in variants("moving [and] (handling|assisting)")]
        ['moving and handling', 'moving handling', 'moving and assisting', 'moving assisting']
    """
    if "(" not in pattern and "[" not in pattern:
        yield pattern.split()
        return
    found = _CHOICE.search(pattern)
    if found is None:
        msg = f"phrase {pattern!r} has a bracket without its partner"
        raise ValueError(msg)
    before, after = pattern[: found.start()], pattern[found.end() :]
    choices = found[1].split("|") if found[1] is not None else [*found[2].split("|"), ""]
    first = before.split()
    starts = [first + choice.split() for choice in choices]
    for rest in variants(after):
        for start in starts:
            yield start + rest


class FoundPhrase(NamedTuple, Generic[Meaning]):
    """A phrase found in a row of words.

    Attributes:
        start: The place of its first word.
        end: The place after its last word.
        meaning: What the phrase means.

    Example:
        >>> FoundPhrase(0, 2, "team")
        FoundPhrase(start=0, end=2, meaning='team')
    """

    start: int
    end: int
    meaning: Meaning


class Phrases(Generic[Meaning]):
    """What phrases mean, to be found in a row of words: the longest phrase from a word on counts.

    Args:
        meanings: What each phrase means, by its words between single spaces. Meanings are never ``None``.

    Example:
        >>> phrases = Phrases({"team leader": "leads", "team": "group"})
        >>> phrases.at(["team", "leader"], 0), phrases.at(["team"], 0), phrases.at(["chef"], 0)
        (('leads', 2), ('group', 1), (None, 1))
    """

    __slots__ = ("_sizes", "meanings")

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self.meanings = dict(meanings)
        #: Of the words with which phrases of several begin: the next words, each with the numbers of words
        #: that its phrases have in all, the most first.
        self._sizes: dict[str, dict[str, tuple[int, ...]]] = {}
        for phrase in self.meanings:
            if " " in phrase:
                first, second, *more = phrase.split()
                known = self._sizes.setdefault(first, {})
                sizes, size = known.get(second, ()), len(more) + 2
                if size not in sizes:
                    known[second] = tuple(sorted((*sizes, size), reverse=True))

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Meaning]]) -> Phrases[Meaning]:
        """Make them from patterns with choices, each with its meaning; the first entry of a phrase counts.

        Args:
            entries: Patterns, as `variants` reads them, with their meanings.

        Example:
            >>> sorted(Phrases.of([("moving [and] handling", "moving")]).meanings)
            ['moving and handling', 'moving handling']
        """
        meanings: dict[str, Meaning] = {}
        for pattern, meaning in entries:
            for words in variants(pattern):
                meanings.setdefault(" ".join(words), meaning)
        return cls(meanings)

    def after(self, word: str) -> Collection[str]:
        """Return the words after a word in phrases of several words that begin with it.

        Args:
            word: A word as the lexicon has it.

        Example:
            >>> phrases = Phrases({"team leader": "leads"})
            >>> "leader" in phrases.after("team"), "team" in phrases.after("leader")
            (True, False)
        """
        return self._sizes.get(word, ())

    def at(self, words: Sequence[str], start: int) -> tuple[Meaning | None, int]:
        """Return what the longest phrase from a word on means, and where it ends.

        Args:
            words: Words as the lexicon has them.
            start: The place of the word.

        Returns:
            The meaning and the place after the phrase; ``None`` and the next place if no phrase begins there.
        """
        seconds = self._sizes.get(words[start])
        if seconds is not None and start + 1 < len(words):
            for size in seconds.get(words[start + 1], ()):
                end = start + size
                if end <= len(words):
                    found = self.meanings.get(" ".join(words[start:end]))
                    if found is not None:
                        return found, end
        return self.meanings.get(words[start]), start + 1

    def find(self, words: Sequence[str]) -> Iterator[FoundPhrase[Meaning]]:
        """Return the phrases in a row of words, from the left, none of them overlapping.

        Args:
            words: Words as the lexicon has them.

        Example:
            >>> phrases = Phrases({"team": 1, "team leader": 2})
            >>> [found.meaning for found in phrases.find("a team leader team".split())]
            [2, 1]
        """
        start = 0
        while start < len(words):
            meaning, end = self.at(words, start)
            if meaning is not None:
                yield FoundPhrase(start, end, meaning)
            start = end
