"""Courses of a catalogue that are probably one: listed twice, offered by two, or titled almost alike."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from care_pathway.alignment.parse import split_title, words_of_title
from care_pathway.alignment.records import CourseAlignment, CourseDuplicate, DuplicateKind
from care_pathway.alignment.vocabulary import BREAK, course_lexicon, word_list
from care_pathway.language.text import words_of

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


#: Between the words that tell a title from others and those by which the titles of one course may differ. The
#: words of a title are kept as one text, since the garbage collector passes over texts.
_BETWEEN = "|"


def _telling(words: str) -> str:
    """Those of the words of a title that tell it from other courses."""
    return words.partition(_BETWEEN)[0]


def _free(words: str) -> frozenset[str]:
    """Those of the words of a title by which the titles of one course may differ."""
    return frozenset(words.partition(_BETWEEN)[2].split())


def _each(words: str) -> frozenset[str]:
    """All words of a title."""
    return frozenset(words.replace(_BETWEEN, " ").split())


class _Titles:
    """The titles of a catalogue by the words that count in them.

    Attributes:
        words: The words of titles, each once.
        first: For each of these, the first course that has them.
        more: For those that several courses have, all these courses; most titles need no list.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        numbers: dict[str, int] = {}
        known: dict[str, int] = {}
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
        words = _each(titles.words[number])
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
            words = _each(titles.words[one])
            found |= {(first, at): words ^ _each(titles.words[other]) for at, other in others}
    for pair, differing in found.items():
        yield pair, DuplicateKind.NEAR_DUPLICATE, f"titles differ only by: {', '.join(sorted(differing))}"


def _alike(titles: Sequence[str]) -> Iterator[list[int]]:
    """Groups of titles that are one when a word that does not tell courses apart is left out of each."""
    by_telling = _several((_telling(words), at) for at, words in enumerate(titles))

    @cache
    def shorter(words: frozenset[str]) -> tuple[frozenset[str], ...]:
        return (words, *(words - {word} for word in words))

    # What tells apart is the same within a group, and the rest is that of many groups.
    for numbers in by_telling:
        long = [at for at in numbers if len(_each(titles[at])) >= _FEWEST_WORDS]
        yield from _several((left, at) for at in long for left in shorter(_free(titles[at])))


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


def _words_that_count(title: str) -> str:
    """The words that count in a title; codes, years and the number of a run stand among them as they are."""
    subject, *beside = split_title(title)
    words = _words_of_subject(subject)
    codes = sorted([one if one.isdigit() else "-".join(words_of(one)) for one in beside])
    return " ".join((*codes, words)) if codes else words


def _words_of_subject(subject: str) -> str:
    tokens = chain.from_iterable(map(course_lexicon().tokens, words_of_title(subject)))
    # In a set of words "home care" and "care home" are the same.
    text = _settings().sub(lambda found: found[0].replace(" ", "-"), " ".join(tokens))
    words = frozenset(text.split()) - word_list("delivery") - {BREAK}
    free = words & _free_words()
    return f"{' '.join(sorted(words - free))}{_BETWEEN}{' '.join(sorted(free))}"


@cache
def _settings() -> re.Pattern[str]:
    """Settings whose words stand in this order."""
    return re.compile(rf"\b(?:{'|'.join(sorted(word_list('settings_in_order')))})\b")


@cache
def _free_words() -> frozenset[str]:
    """Words by which the titles of one course may differ: they carry no subject and no depth."""
    return frozenset(filter(str.isalpha, course_lexicon().generic)) - word_list("telling_apart")
