"""What stands in a course: the phrases of its title, and those of each item of its description.

Nothing that is found in an item depends on the items beside it, so that an item is read once for all the
courses that repeat it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import attrs

from care_pathway.learning.lexicon import SIGNS, TOPIC_BITS, Entry, Hit, Lexicon, course_lexicon, word_list
from care_pathway.learning.text import items_of, title_words, words_of_item

#: Bits beside those of `SIGNS`: a topic or a broad course that tells by itself, a topic of any kind, and a
#: phrase that stands in a sentence rather than in a short item.
NAMED, HINTED, IN_PROSE = (1 << at for at in range(len(SIGNS), TOPIC_BITS))

_IN_ANY_ITEM = ("learners", "carers", "setting", "adult-care-too", "only-regulated", "context", "managers")
_ALWAYS = sum(SIGNS[name] for name in (*_IN_ANY_ITEM, "supervisors"))

#: Longest item that is kept; longer ones are prose, which catalogues repeat less.
_KEPT = 200

#: Highest number that may be a level or a tier.
_HIGHEST_LEVEL = 12

#: What stands around a number at the end of a title.
_BEFORE_NUMBER, _AFTER_NUMBER = " ,:([#–-", " )]."
_ENDS_OF_NUMBERS = frozenset("0123456789" + _AFTER_NUMBER)

Named = tuple[Entry, Hit]
"""A topic and the phrase that names it."""


@attrs.frozen(kw_only=True, eq=False)
class Found:
    """What was found in a title, or in one item of a description; kept and looked up as the very same object.

    Attributes:
        hits: The phrases.
        topics: Each topic of theirs, with its phrase.
        strong: Those of the topics that count beside others.
        broad: Each broad course that they name, with its phrase.
        strange: How many words that count are unknown.
        short: Whether its text is so short that what follows from it may be kept.
        signs: Who and what they name, as bits of `SIGNS`, `NAMED`, `HINTED`, `IN_PROSE` and `Entry.bit`.
        signs_in_item: The same in a description, where other people count as the subject of their item.
        again: Topics that come up more than once.
        yields: Topics to which any of them yields.
    """

    hits: tuple[Hit, ...]
    topics: tuple[Named, ...]
    strong: tuple[Named, ...]
    broad: tuple[Named, ...]
    strange: int
    short: bool
    signs: int
    signs_in_item: int
    again: int
    yields: int

    @classmethod
    def of(cls, hits: tuple[Hit, ...], strange: int, *, short: bool) -> Found:
        """What some phrases and a number of unknown words come to."""
        signs = in_item = again = yields = 0
        named: list[Named] = []
        broad: list[Named] = []
        for hit in hits:
            meaning = hit.meaning
            topics = IN_PROSE if hit.prose else 0
            for entry in meaning.topics:
                named.append((entry, hit))
                again |= (signs | topics) & entry.bit
                topics |= entry.bit | (HINTED if entry.weak else HINTED | NAMED)
                yields |= entry.yields_to
            for entry in meaning.broad:
                broad.append((entry, hit))
                topics |= NAMED
            signs |= meaning.signs | topics
            in_item |= (meaning.signs if hit.about_people else meaning.signs & _ALWAYS) | topics
        return cls(
            hits=hits,
            topics=tuple(named),
            strong=tuple([pair for pair in named if not pair[0].weak]),
            broad=tuple(broad),
            strange=strange,
            short=short,
            signs=signs,
            signs_in_item=in_item,
            again=again,
            yields=yields,
        )


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
        self._title_once = lru_cache(maxsize=16_384)(self._title)
        self._item_once = lru_cache(maxsize=32_768)(self._item)
        self._items_once = lru_cache(maxsize=16_384)(self._items)

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
        if len(text) <= _KEPT:
            return tuple(map(once, items_of(text)))
        return tuple([once(item) if len(item) <= _KEPT else anew(item) for item in items_of(text)])

    def _without_number(self, text: str) -> str:
        """A text without a number at its end that tells nothing: without it the same item is met again."""
        named = text.rstrip("0123456789")
        return text if text[len(named) :] in self.numbers or named[-1:] not in _BEFORE_NUMBER else named

    def _title(self, text: str) -> Found:
        return Found.of(*self._lexicon.scan(title_words(text)), short=len(text) <= _KEPT)

    def _item(self, text: str) -> Found:
        return Found.of(*self._lexicon.scan(words_of_item(text)), short=len(text) <= _KEPT)


@cache
def course_reader() -> Reader:
    """The reader of the bundled lexicon."""
    return Reader(course_lexicon())


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
