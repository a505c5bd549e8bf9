"""Courses of a catalogue that are probably one: listed twice, offered by two, or titled almost alike."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from care_pathway.learning.lexicon import course_lexicon, word_list
from care_pathway.learning.reading import REMEMBERED, split_title
from care_pathway.learning.records import CourseAlignment, CourseDuplicate, DuplicateKind
from care_pathway.learning.text import parts_of_title, words_of_item

#: Shorter titles are too alike by chance to be called near duplicates.
_FEWEST_WORDS = 3

Places = tuple[int, ...]
"""Where some courses stand in a catalogue."""


def find_duplicates(alignments: Iterable[CourseAlignment]) -> tuple[CourseDuplicate, ...]:
    """Courses that are probably one: listed twice, offered by two providers, or titled almost alike.

    Titles are compared by their words without plurals, small words and words of delivery; the level, whose
    level it is and the relevance must be the same. Titles that are only almost alike differ by one word that
    carries no subject: the condition, the device, the people and the place tell courses apart. "Award in
    Awareness of Dementia" and "Certificate in the Principles of Dementia Care" are two.
    """
    courses = tuple(alignments)
    titles = _Titles(one.course.title for one in courses)
    kinds = _Kinds(courses)
    found = sorted([*_same(titles, kinds), *_near(titles, kinds)])
    return tuple(
        CourseDuplicate(kind=alike, courses=tuple(courses[at].course.id for at in places), reason=reason)
        for places, alike, reason in found
    )


class _Words(NamedTuple):
    """The words that count in a title, as text: a catalogue of many titles would be full of small sets.

    Attributes:
        telling: Those that tell it from other courses, in alphabetical order, then its codes.
        free: Those by which the titles of one course may differ, in alphabetical order.
    """

    telling: str
    free: str

    @property
    def each(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.telling.split(), *self.free.split()))


class _Titles:
    """The titles of a catalogue by the words that count in them.

    Attributes:
        words: The words of titles, each once.
        first: For each of these, the first course that has them.
        more: For those that several courses have, all these courses; most titles need no list.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        numbers: dict[str, int] = {}
        known: dict[_Words, int] = {}
        self.first: list[int] = []
        self.more: dict[int, list[int]] = {}
        for at, title in enumerate(titles):
            number = numbers.get(title)
            if number is None:
                number = numbers[title] = known.setdefault(_words_that_count(title), len(known))
            if number == len(self.first):
                self.first.append(at)
            elif number in self.more:
                self.more[number].append(at)
            else:
                self.more[number] = [self.first[number], at]
        self.words = list(known)

    def places(self, number: int) -> list[int]:
        """The courses that have the same words."""
        return self.more.get(number) or [self.first[number]]


class _Kinds:
    """What courses share that may be one."""

    def __init__(self, courses: Sequence[CourseAlignment]) -> None:
        self._courses = courses
        # A level with its scheme, without which a number is none (policy section 6); or the words for it.
        # By identity, since the few levels of a catalogue are shared.
        self._depths: dict[int, str] = {}

    def depth(self, at: int) -> tuple[str, str]:
        """For whom and how deep a course is."""
        one = self._courses[at]
        depth = self._depths.get(id(one.level))
        if depth is None:
            depth = self._depths[id(one.level)] = str(one.level).casefold()
        return str(one.relevance), depth

    def topics(self, at: int) -> Hashable:
        """What a course is about, for whom and how deep."""
        one = self._courses[at]
        return (self.depth(at), *[match.id for match in (*one.themes, *one.practice_areas)])

    def provider(self, at: int) -> str:
        """Who offers a course."""
        return (self._courses[at].course.provider or "").casefold().strip()


def _same(titles: _Titles, kinds: _Kinds) -> Iterator[tuple[Places, DuplicateKind, str]]:
    """Courses with the same words in the title, the same relevance and the same level."""
    for number, places in titles.more.items():
        words = titles.words[number].each
        if not words:
            continue
        by_level: dict[Hashable, list[int]] = {}
        for at in places:
            by_level.setdefault(kinds.depth(at), []).append(at)
        for same in by_level.values():
            if len(same) > 1:
                providers = {kinds.provider(at) for at in same}
                alike = DuplicateKind.DUPLICATE if len(providers) == 1 else DuplicateKind.SAME_COURSE
                what = " ".join(sorted(words))
                yield tuple(same), alike, f"the same words in the title ({what}) and the same level"


def _near(titles: _Titles, kinds: _Kinds) -> Iterator[tuple[Places, DuplicateKind, str]]:
    """Pairs of titles that differ by one word that does not tell them apart, on the same topics and level."""
    # Most titles are like no other, and what their courses are about need not be compared.
    alike = list(_alike(titles.words))
    firsts: dict[int, dict[Hashable, int]] = {}
    for number in set(chain.from_iterable(alike)):
        firsts[number] = {}
        for at in titles.places(number):
            firsts[number].setdefault(kinds.topics(at), at)
    found: dict[Places, frozenset[str]] = {}
    for numbers in alike:
        of_kind: dict[Hashable, list[tuple[int, int]]] = {}
        for number in numbers:
            for kind, at in firsts[number].items():
                of_kind.setdefault(kind, []).append((at, number))
        for places in of_kind.values():
            (first, one), *others = sorted(places)
            words = titles.words[one].each
            found |= {(first, at): words ^ titles.words[other].each for at, other in others}
    for pair, differing in found.items():
        yield pair, DuplicateKind.NEAR_DUPLICATE, f"titles differ only by: {', '.join(sorted(differing))}"


def _alike(titles: Sequence[_Words]) -> Iterator[list[int]]:
    """Groups of titles that are one when a word that does not tell courses apart is left out of each."""
    by_telling = _several((words.telling, at) for at, words in enumerate(titles))

    @cache
    def shorter(free: str) -> tuple[frozenset[str], ...]:
        words = frozenset(free.split())
        return (words, *(words - {word} for word in words))

    # What tells apart is the same within a group, and the rest is that of many groups.
    for numbers in by_telling:
        long = [at for at in numbers if len(titles[at].each) >= _FEWEST_WORDS]
        yield from _several((left, at) for at in long for left in shorter(titles[at].free))


def _several(pairs: Iterable[tuple[Hashable, int]]) -> Iterator[list[int]]:
    """The numbers that share their words with others."""
    # Most are alone with their words, and need no list.
    first: dict[Hashable, int] = {}
    more: dict[Hashable, list[int]] = {}
    for words, number in pairs:
        known = first.setdefault(words, number)
        if known != number:
            more.setdefault(words, [known]).append(number)
    yield from more.values()


def _words_that_count(title: str) -> _Words:
    """The words that count in a title; codes, years and the number of a run stand behind them as they are."""
    subject, *beside = split_title(title)
    words = _words_of_subject(subject)
    if not beside:
        return words
    codes = sorted([one.strip(" ,:([#–-).]").replace(" ", "-") for one in beside])
    return _Words(" ".join((words.telling, *codes)), words.free)


@lru_cache(REMEMBERED)
def _words_of_subject(subject: str) -> _Words:
    words = set[str]().union(*map(_words_of_part, parts_of_title(subject)))
    free = words & _free()
    return _Words(" ".join(sorted(words - free)), " ".join(sorted(free)))


@lru_cache(REMEMBERED)
def _words_of_part(part: str) -> frozenset[str]:
    tokens = chain.from_iterable(map(course_lexicon().tokens, words_of_item(part)))
    # In a set of words "home care" and "care home" are the same.
    words = _settings().sub(lambda found: found[0].replace(" ", "-"), " ".join(tokens))
    return frozenset(words.split()) - word_list("delivery")


@cache
def _settings() -> re.Pattern[str]:
    """Settings whose words stand in this order."""
    return re.compile(rf"\b(?:{'|'.join(sorted(word_list('settings_in_order')))})\b")


@cache
def _free() -> frozenset[str]:
    """Words by which the titles of one course may differ: they carry no subject and no depth."""
    return frozenset(filter(str.isalpha, course_lexicon().generic)) - word_list("telling_apart")
