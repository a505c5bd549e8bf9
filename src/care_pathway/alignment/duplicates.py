"""Courses of a catalogue that are one, or one subject: again, elsewhere, deeper, or by other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import attrs

from care_pathway._arguments import several
from care_pathway.alignment.level import CourseLevel
from care_pathway.alignment.parse import split_title, words_of_title
from care_pathway.alignment.records import CourseAlignment, CourseDuplicate, DuplicateKind
from care_pathway.alignment.tables import BREAK, canonical, ids, table, word_list
from care_pathway.alignment.vocabulary import course_lexicon
from care_pathway.language.phrases import Phrases
from care_pathway.language.text import words_of

#: Titles of one subject may differ by so many words that carry none.
_MOST_FREE = 2
#: Beside a subject these make no other course: the law is that of England where no country is named.
_NO_OTHER_COURSE = frozenset({BREAK, "northern", "england"})
#: So many places, days or providers are named in a reason.
_NAMED = 4


def find_duplicates(alignments: Iterable[CourseAlignment]) -> tuple[CourseDuplicate, ...]:
    """Courses that are one, or one subject, each with the kind and the reason in words.

    Titles are compared by their words without plurals, small words, words of delivery, places and dates.
    Only courses for the same people (`relevance`) are compared. "Award in Awareness of Dementia" and
    "Certificate in the Principles of Dementia Care" are two, and so are theory and practice.

    Args:
        alignments: The aligned courses, in the order of the catalogue.

    Returns:
        Groups of the same course first by their place in the catalogue; other kinds as pairs with the first
        course of the subject that is no refresher and follows the law of England, if there is one.
    """
    courses = several("alignments", alignments, CourseAlignment)
    by_subject: defaultdict[tuple[str, str], list[_Listed]] = defaultdict(list)
    for at, alignment in enumerate(courses):
        listed = _Listed.of(at, alignment)
        if listed.core:
            by_subject[str(alignment.relevance), listed.core].append(listed)
    found = [pair for same in by_subject.values() if len(same) > 1 for pair in _of_subject(same)]
    return tuple(
        CourseDuplicate(kind=kind, courses=tuple(courses[at].course.id for at in places), reason=reason)
        for places, kind, reason in sorted(found)
    )


@attrs.frozen
class _Listed:
    """A course of a catalogue, taken apart for comparing.

    Attributes:
        at: Its place in the catalogue.
        title: Its title.
        provider: Who offers it.
        core: The words of its subject, synonyms alike, without those that carry no subject.
        exact: The words of its subject as they are.
        free: Words that carry no subject.
        country: Whose law it follows, if the title says so.
        refresher: Whether it is a refresher.
        depth: How deep it goes: its level with the scheme, or the words for it.
        where: Places, days, codes and numbers of runs.
        topics: What it is about.
    """

    at: int
    title: str
    provider: str
    core: str
    exact: str
    free: frozenset[str]
    country: str
    refresher: bool
    depth: str
    where: str
    topics: tuple[str, ...]

    @classmethod
    def of(cls, at: int, alignment: CourseAlignment) -> _Listed:
        """Take a course apart."""
        course = alignment.course
        subject, *codes = split_title(course.title)
        words = set(_tokens(subject))
        country, refresher, depth, place, day = (
            words & _words(name) for name in ("countries", "refreshers", "depths", "places", "days")
        )
        where = place | day
        numbers = {word for word in words if word.isdigit()}
        levels = {str(alignment.level.number), str(alignment.level.highest)}
        days = numbers - levels if day else set()
        if country:
            words -= _words("of_countries")
        beside_subject = country | refresher | depth | where | days | (numbers & levels)
        exact = frozenset(words - beside_subject - _words("delivery") - _NO_OTHER_COURSE)
        free = exact & _free_words()
        alike, by_law = _synonyms_alike(exact)
        core = alike - _free_words() or exact
        return cls(
            at=at,
            title=course.title,
            provider=(course.provider or "").strip(),
            core=" ".join(sorted(core)),
            exact=" ".join(sorted(exact)),
            free=free,
            country=" ".join(sorted(set(map(_country, country)))) or by_law,
            refresher=bool(refresher) or _is_refresher(alignment.level),
            depth=_depth(alignment.level, depth),
            where=" ".join(filter(None, (_as_written(subject, where | days), *map(str.strip, codes)))),
            topics=tuple(match.id for match in (*alignment.themes, *alignment.practice_areas)),
        )

    @property
    def variant(self) -> tuple[str, str, bool, str]:
        """What tells courses of one subject apart."""
        return self.exact, self.country, self.refresher, self.depth


_Found = tuple[tuple[int, ...], DuplicateKind, str]
"""The places of some courses, how they are alike, and why."""


def _of_subject(listed: Sequence[_Listed]) -> Iterator[_Found]:
    """Courses of one subject: those that are one, then the others beside the first plain one of them."""
    by_variant: dict[tuple[str, str, bool, str], list[_Listed]] = {}
    for course in listed:
        by_variant.setdefault(course.variant, []).append(course)
    for same in by_variant.values():
        if len(same) > 1:
            yield _same(same)
    one_of_each = [same[0] for same in by_variant.values()]
    plain = min(one_of_each, key=lambda course: (course.refresher, bool(course.country), course.at))
    for other in one_of_each:
        first, second = sorted((plain, other), key=lambda course: course.at)
        found = _alike(first, second) if other is not plain else None
        if found is not None:
            kind, reason = found
            yield (first.at, second.at), kind, reason


def _same(same: Sequence[_Listed]) -> _Found:
    """The same course, listed again, by another provider, or at another place or on another day."""
    places = tuple(course.at for course in same)
    title = same[0].title
    where = tuple(dict.fromkeys(course.where or "no place or day" for course in same))
    providers = tuple(dict.fromkeys(course.provider for course in same if course.provider))
    if len(where) > 1:
        reason = f"“{title}” at other places or on other days: {_listed(where)}"
        return places, DuplicateKind.ELSEWHERE, reason
    by = f"is offered by {_listed(providers)}" if len(providers) > 1 else f"is listed {len(same)} times"
    return places, DuplicateKind.SAME_COURSE, f"“{title}” {by}"


def _alike(first: _Listed, other: _Listed) -> tuple[DuplicateKind, str] | None:
    """How two courses of one subject differ, and the reason."""
    both = f"“{first.title}” and “{other.title}”"
    if first.country != other.country:
        laws = f"{first.country or 'no country named'}, {other.country or 'no country named'}"
        return DuplicateKind.OTHER_COUNTRY, f"{both} are one subject by the law of other countries: {laws}"
    if first.refresher != other.refresher:
        again = first if first.refresher else other
        return DuplicateKind.REFRESHER, f"{both} are one subject, and “{again.title}” is for those who did it"
    if first.depth != other.depth:
        depths = f"{first.depth or 'no depth named'}, {other.depth or 'no depth named'}"
        return DuplicateKind.OTHER_DEPTH, f"{both} are one subject at other depths: {depths}"
    if len(first.free ^ other.free) > _MOST_FREE or first.topics != other.topics:
        return None
    return DuplicateKind.OTHER_WORDS, f"{both} are one subject by other words"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _depth(level: CourseLevel, words: frozenset[str] | set[str]) -> str:
    """How deep a course goes: its level with the scheme, without which a number is none, or its words."""
    if level.number is not None:
        return str(level)
    stated = set(words_of(level.words)) - _words("refreshers")
    return " ".join(sorted(words | stated))


def _as_written(title: str, tokens: set[str]) -> str:
    """Those of the words of a title that the lexicon reads as some tokens."""
    lexicon = course_lexicon().tokens
    return " ".join(word for word in words_of_title(title) if not tokens.isdisjoint(lexicon(word)))


@cache
def _countries() -> dict[str, str]:
    rows = (row for row in table("words") if row["list"] == "countries")
    return {token: row["read as"] or row["word"] for row in rows for token in canonical(row["word"])}


def _country(word: str) -> str:
    """The country that a word stands for: Scottish law is that of Scotland."""
    return _countries()[word]


def _is_refresher(level: CourseLevel) -> bool:
    return not _words("refreshers").isdisjoint(words_of(level.words))


def _tokens(subject: str) -> list[str]:
    lexicon = course_lexicon().tokens
    tokens = [token for word in words_of_title(subject) for token in lexicon(word)]
    joined = []
    at = 0
    while at < len(tokens):
        setting, end = _settings().at(tokens, at)
        joined.append(setting or tokens[at])
        at = end
    return joined


@cache
def _words(name: str) -> frozenset[str]:
    """A list of words as the lexicon reads them."""
    return frozenset(token for word in word_list(name) for token in canonical(word))


@cache
def _settings() -> Phrases[str]:
    """Settings whose words stand in this order: in a set of words "home care" is "care home"."""
    return Phrases({words: words.replace(" ", "-") for words in word_list("settings_in_order")})


@cache
def _synonyms() -> dict[str, list[tuple[frozenset[str], str, str]]]:
    """Words of titles that mean one subject, by each of their words, the longest first; and whose law."""
    known: dict[frozenset[str], tuple[str, str]] = {}
    for row in table("same_subject"):
        for words in ids(row["words"]):
            known[frozenset(_tokens(words))] = row["subject"].replace(" ", "-"), row["country"]
    by_word: dict[str, list[tuple[frozenset[str], str, str]]] = {}
    for together in sorted(known, key=len, reverse=True):
        by_word.setdefault(min(together), []).append((together, *known[together]))
    return by_word


def _synonyms_alike(words: frozenset[str]) -> tuple[frozenset[str], str]:
    """The words of a subject, with those that mean one subject as one word, in whatever order they stand.

    And the country whose law calls it so, where the words themselves tell.
    """
    candidates = [one for word in words for one in _synonyms().get(word, ())]
    left, law = set(words), ""
    for together, subject, country in sorted(candidates, key=lambda one: (-len(one[0]), *one[1:])):
        if together <= left:
            left -= together
            left.add(subject)
            law = law or country
    return frozenset(left), law


@cache
def _free_words() -> frozenset[str]:
    """Words by which the titles of one course may differ: they carry no subject and no depth."""
    return frozenset(filter(str.isalpha, course_lexicon().generic)) - word_list("telling_apart")
