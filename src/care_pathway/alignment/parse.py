"""What stands in a course: the phrases of its title, and those of each item of its description.

Nothing that is found in an item depends on the items beside it, so that an item is read once for all the
courses that repeat it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import attrs

from care_pathway.alignment.level import (
    CourseLevel,
    Told,
    level_in_words,
    may_hold_number,
    told_by_title,
    word_for_level,
)
from care_pathway.alignment.meaning import BROAD, FIRST_TOPIC, IN_PROSE, STRONG, Entry
from care_pathway.alignment.phrases import Hit, Lexicon
from care_pathway.alignment.text import BREAK, items_of, parts_of_title, untagged, words_of_item
from care_pathway.alignment.tokens import word_list
from care_pathway.alignment.vocabulary import course_lexicon

#: Longest title and description of which what was found is kept, and longest item or part of a title:
#: catalogues repeat longer ones less, and the garbage collector passes over all that is kept ever again.
_KEPT, _KEPT_ITEM = 200, 48
#: How many of each are kept.
REMEMBERED = 4_096

#: Highest number that may be a level or a tier.
_HIGHEST_LEVEL = 12

#: What stands around a number at the end of a title.
_BEFORE_NUMBER, _AFTER_NUMBER = " ,:([#–-", " )]."
_ENDS_OF_NUMBERS = frozenset("0123456789" + _AFTER_NUMBER)

#: What stands before a code is looked at after its first digit: a pattern that starts with one is found at
#: twice the speed.
_CODE = re.compile(r"([0-9](?<![\w/.-].)[0-9]{3,}(?![\w/.-]))")

_NO_LEVEL = level_in_words("")

Named = tuple[Entry, Hit]
"""A topic and the phrase that names it."""


@attrs.define(eq=False)
class Found:
    """What was found in a title, or in one item of a description; kept and looked up as the very same object.

    Nothing changes it. It is not frozen: to make one would take twice as long, and there is one an item.

    Attributes:
        hits: The phrases.
        strange: How many words that count are unknown.
        short: Whether it takes so little room that what follows from it may be kept.
        goes_on: Whether a phrase that has begun may go on after its end.
        signs: Who and what they name, as bits of `SIGNS`, those beside them and `Entry.bit`.
        signs_in_item: The same in a description, where other people count as the subject of their item.
        again: Topics that come up more than once.
        yields: Topics to which any of them yields.
        topical: Whether any of them names a topic.
        decided: Whether a topic counts beside others and no broad course is named: no fixed set applies then.
        numbered: For titles, whether the number of a level may stand there.
        told: For such titles, what they say about whose level it is.
        level: For titles, the level that a word tells of, if any.
        parted: For titles, whether it has several parts.
    """

    hits: tuple[Hit, ...]
    strange: int
    short: bool
    goes_on: bool = False
    signs: int = 0
    signs_in_item: int = 0
    again: int = 0
    yields: int = 0
    topical: bool = False
    decided: bool = False
    numbered: bool = False
    level: CourseLevel = _NO_LEVEL
    parted: bool = False
    told: Told | None = None

    @classmethod
    def of(
        cls,
        hits: tuple[Hit, ...],
        strange: int,
        *,
        short: bool,
        goes_on: bool = False,
        numbered: bool = False,
        level_word: str = "",
        parted: bool = False,
    ) -> Found:
        """What some phrases and a number of unknown words come to."""
        if not (hits or goes_on or numbered or level_word or parted):
            return _nothing(strange)
        signs = in_item = again = yields = 0
        for hit in hits:
            meaning = hit.meaning
            again |= signs & meaning.topic_bits | meaning.again
            signs |= meaning.told
            in_item |= meaning.told if hit.about_people else meaning.told_in_passing
            yields |= meaning.yields
            if hit.prose:
                signs |= IN_PROSE
                in_item |= IN_PROSE
        return cls(
            hits,
            strange,
            short,
            goes_on,
            signs,
            in_item,
            again,
            yields,
            signs >= FIRST_TOPIC,
            signs & (STRONG | BROAD) == STRONG,
            numbered,
            level_in_words(level_word),
            parted,
        )

    @property
    def topics(self) -> list[Named]:
        """Each of the topics, with its phrase."""
        return [(entry, hit) for hit in self.hits for entry in hit.meaning.topics]

    @property
    def strong(self) -> list[Named]:
        """Those of the topics that count beside others."""
        return [(entry, hit) for entry, hit in self.topics if not entry.weak]

    @property
    def broad(self) -> list[Named]:
        """Each broad course, with its phrase."""
        return [(entry, hit) for hit in self.hits for entry in hit.meaning.broad]


@lru_cache(maxsize=64)
def _nothing(strange: int) -> Found:
    """No phrase and a number of unknown words: the same object, whatever place or date the text names."""
    return Found((), strange, True)


def _told(found: Found, told: Told) -> Found:
    """What was found in a title, and what it says about whose level it is."""
    return attrs.evolve(found, told=told)


class Reader:
    """Reads titles and descriptions with a lexicon; what is short is read once.

    Example:
        >>> found = course_reader().title("Fire Safety")
        >>> [hit.words for hit in found.hits]
        ['fire safety']
        >>> [[hit.words for hit in found.hits] for found in course_reader().items("hoists, slings. Free")]
        [['hoists'], ['slings'], []]
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        #: Numbers that tell something: those of phrases and of levels.
        self.numbers = lexicon.numbers | frozenset(map(str, range(_HIGHEST_LEVEL + 1)))
        # Other titles say the same: what follows from it is then known already.
        self._found_once = lru_cache(REMEMBERED)(Found.of)
        self._title_once = lru_cache(REMEMBERED)(self._title)
        self._part_once = lru_cache(REMEMBERED)(self._part)
        self._told_once = lru_cache(REMEMBERED)(_told)
        self._together_once = lru_cache(REMEMBERED)(self._together)
        self._item_once = lru_cache(REMEMBERED)(self._item)
        self._items_once = lru_cache(REMEMBERED)(self._items)

    def title(self, text: str) -> Found:
        """What stands in a title."""
        return self._title_once(text) if len(text) <= _KEPT else self._title(text)

    def items(self, text: str) -> tuple[Found, ...]:
        """What stands in each item and sentence of a description."""
        if text[-1:].isdigit():
            text = self._without_number(text)
        return self._items_once(text) if len(text) <= _KEPT else self._items(text)

    def _items(self, text: str) -> tuple[Found, ...]:
        once, anew = self._item_once, self._item
        return tuple([once(item) if len(item) <= _KEPT_ITEM else anew(item) for item in items_of(text)])

    def _without_number(self, text: str) -> str:
        """A text without a number at its end that tells nothing: without it the same item is met again."""
        named = text.rstrip("0123456789")
        return text if text[len(named) :] in self.numbers or named[-1:] not in _BEFORE_NUMBER else named

    def _title(self, text: str) -> Found:
        """A title, put together from its parts: catalogues offer a course at ever other places and dates."""
        texts = parts_of_title(text)
        short = len(text) <= _KEPT
        parts = tuple(map(self._part_once if short else self._part_of_any_length, texts))
        found = parts[0]
        if len(parts) > 1:
            found = self._together_once(parts) if short else self._together(parts)
            if found.goes_on:
                found = self._reunited(texts, parts, found)
        if not found.numbered:
            return found
        return (self._told_once if short else _told)(found, told_by_title(texts))

    def _together(self, parts: Sequence[Found]) -> Found:
        """What some parts of a title say together; a phrase may go on from any but the last."""
        short = False not in [part.short for part in parts]
        return (self._found_once if short else Found.of)(
            tuple([hit for part in parts for hit in part.hits]),
            sum([part.strange for part in parts]),
            short=short,
            goes_on=True in [part.goes_on for part in parts[:-1]],
            numbered=True in [part.numbered for part in parts],
            level_word=next(filter(None, [part.level.words for part in parts]), ""),
            parted=True,
        )

    def _reunited(self, texts: Sequence[str], parts: Sequence[Found], found: Found) -> Found:
        """A title of which some parts are read with the next, since a phrase may go on there."""
        rows: list[list[str]] = []
        goes_on = False
        for text, part in zip(texts, parts, strict=True):
            words = words_of_item(text)
            if goes_on:
                rows[-1] += [BREAK, *words]
            else:
                rows.append(words)
            goes_on = part.goes_on
        scans = [self._lexicon.scan(row, title=True) for row in rows]
        return Found.of(
            tuple([hit for scan in scans for hit in scan.hits]),
            sum([scan.strange for scan in scans]),
            short=found.short,
            numbered=found.numbered,
            level_word=found.level.words,
            parted=True,
        )

    def _part_of_any_length(self, text: str) -> Found:
        return self._part_once(text) if len(text) <= _KEPT else self._part(text)

    def _part(self, text: str) -> Found:
        # A comma in a title parts nothing: "moving, handling".
        hits, strange, goes_on = self._lexicon.scan(text.replace(",", " ").split(), title=True)
        short = len(text) <= _KEPT
        return (self._found_once if short else Found.of)(
            hits,
            strange,
            short=short,
            goes_on=goes_on,
            numbered=may_hold_number(text),
            level_word=word_for_level(text),
        )

    def _item(self, text: str) -> Found:
        hits, strange, _ = self._lexicon.scan(text.split())
        return Found.of(hits, strange, short=len(text) <= _KEPT_ITEM)


@cache
def course_reader() -> Reader:
    """The reader of the bundled lexicon."""
    return Reader(course_lexicon())


def split_title(title: str) -> tuple[str, ...]:
    """A title without what says nothing of its subject; then its codes and years, and the number of a run.

    Example:
        >>> split_title("Fire Safety 20413 run 7"), split_title("Autism Level 2")
        (('Fire Safety', '20413', ' run 7'), ('Autism Level 2',))
    """
    # One that ends with a number is mostly a run or a date, and does not come again.
    keeps = len(title) <= _KEPT and not title[-1:].isdigit()
    return _split_once(title) if keeps else _split(title)


def _split(title: str) -> tuple[str, ...]:
    if "<" in title or "&" in title:
        title = untagged(title)
    first, *others = _CODE.split(title)
    if not others:
        subject, run = split_run(title)
        return (subject, run) if run else (subject,)
    subject, run = split_run(" ".join((first, *others[1::2])))
    codes = others[::2]
    return (subject.rstrip(), *codes, run) if run else (subject.rstrip(), *codes)


_split_once = lru_cache(REMEMBERED)(_split)


def split_run(title: str) -> tuple[str, str]:
    """A title, and the number of a run at its end, which says nothing of what the course is about.

    Example:
        >>> split_run("Fire Safety (cohort 3)"), split_run("Fire Safety 35"), split_run("Autism Level 2")
        (('Fire Safety', ' (cohort 3)'), ('Fire Safety', ' 35'), ('Autism Level 2', ''))
    """
    if title[-1:] not in _ENDS_OF_NUMBERS:
        return title, ""
    end = title.rstrip(_AFTER_NUMBER)
    named = end.rstrip("0123456789")
    number = end[len(named) :]
    subject = named.rstrip(_BEFORE_NUMBER)
    if not (number and subject) or subject == named:
        return title, ""
    word = subject.rpartition(" ")[2].strip("([#.")
    if word.lower() in word_list("run_words"):
        subject = subject.removesuffix(".").removesuffix(word).rstrip(_BEFORE_NUMBER)
    elif number in course_reader().numbers:
        return title, ""
    return (subject, title[len(subject) :]) if subject else (title, "")


def words_with(hits: Iterable[Hit], sign: int) -> str:
    """The phrases that carry a sign, as they stand in the text."""
    return ", ".join(dict.fromkeys(hit.words for hit in hits if hit.meaning.signs & sign))
