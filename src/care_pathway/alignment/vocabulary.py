"""The words of courses: tables of `data/lexicons/courses`, and the phrases of a row of words.

A phrase stands for its variants: ``moving [and] (handling|assisting)`` has one optional word and one choice.
Small words (of, and, the) count for nothing, plurals are folded, long words that are typed wrongly are
repaired, and the longest phrase wins. A comma stands for a break: ``care certificate [,] standard 5`` is also
"Care Certificate: Standard 5".
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, chain, repeat
from typing import NamedTuple

import attrs

from care_pathway.alignment.learners import (
    Where,
    Work,
    in_another_sense,
    may_be_people,
    only_help,
    opening_people,
    said_plainly,
    said_to_be_for,
    strange_place,
    without_delivery,
    work_at_the_end,
)
from care_pathway.alignment.tables import BREAK, canonical, ids, remembered, table, word_list
from care_pathway.language.phrases import FoundPhrase, Phrases, variants
from care_pathway.language.spelling import Speller
from care_pathway.language.text import items_of
from care_pathway.language.words import singular

#: Shorter words are too often another word; in words up to ten letters a changed letter is, too.
_SHORTEST_MISTYPED, _CHANGED_FROM = 7, 11
_WORDS_KEPT, _ITEMS_KEPT = 8_192, 4_096
#: Items longer than this are prose: a topic there counts when it comes up again.
PROSE = 12
#: Items up to this size are items of a list rather than sentences.
LISTED = 4
#: In prose a phrase is reported this often: more says nothing new, and a long text would be all phrases.
_MOST_REPEATS = 2

#: It is read as nothing, and yet parts a subject from those for whom it is.
FOR = "for"
_NONE: frozenset[str] = frozenset()
#: Signs beside those of ``signs.csv``: a topic or broad course that counts by itself, and any topic.
SUBJECT, HINT = "subject", "hint"


# --- what a phrase means ------------------------------------------------------------------------------


@attrs.frozen(kw_only=True, eq=False)
class CourseTopic:
    """A subject of courses, as some of its phrases lead to it.

    Attributes:
        id: Its id in ``topics.csv``.
        themes: Themes it leads to, most important first.
        practice_areas: Practice areas it leads to.
        counts: How the phrases count in a description: ``item``, ``alone`` or ``never``.
        weak: Whether they count only when nothing else is found.
        of_any_trade: Whether other trades have them too: they make no course one of adult social care.
        bundle: Whether it is a bundle, whose named subjects all count.
        yields_to: Topics that displace it.
        welcomes: Topics that count in a description beside it, though elsewhere only alone.
        parts: Topics that a description names as parts of it.
    """

    id: str
    themes: tuple[str, ...]
    practice_areas: tuple[str, ...]
    counts: str
    weak: bool
    of_any_trade: bool
    bundle: bool
    yields_to: frozenset[str]
    welcomes: frozenset[str]
    parts: frozenset[str]


Subjects = tuple[tuple[str, ...], tuple[str, ...]]
"""Themes and practice areas."""


@attrs.frozen(kw_only=True, eq=False)
class BroadCourse:
    """A qualification or bundle with a fixed set of themes.

    Attributes:
        id: Its id in ``broad_courses.csv``.
        subjects: Its fixed set.
        by_level: Another set for a level.
        weak: Whether it counts only when the title names no subject.
        bundle: Whether it is a bundle, whose named subjects all count.
        yields: Whether the subjects that a description names replace its fixed set.
    """

    id: str
    subjects: Subjects
    by_level: Mapping[int, Subjects]
    weak: bool
    bundle: bool
    yields: bool

    def at_level(self, number: int | None) -> Subjects:
        """The fixed set at a level."""
        return self.subjects if number is None else self.by_level.get(number, self.subjects)


@attrs.frozen(eq=False)
class PhraseMeaning:
    """What one phrase leads to.

    Attributes:
        topics: Its topics.
        broad: Broad courses that it names.
        signs: Who and what else it names (``signs.csv``), with `SUBJECT` and `HINT`.
        as_helpers: The same where it names those who delegate, teach or oversee; ``None`` if it cannot.
        titles_only: Whether it names a subject in a title only: in a description it is said of any course.
    """

    topics: tuple[CourseTopic, ...] = ()
    broad: tuple[BroadCourse, ...] = ()
    signs: frozenset[str] = frozenset()
    as_helpers: PhraseMeaning | None = None
    titles_only: bool = False

    @property
    def names_people(self) -> bool:
        """Whether it names people."""
        return not self.signs.isdisjoint(people_signs())


#: People of a kind that is not known, and people who may be anybody.
UNKNOWN_PEOPLE, ANYONE = (PhraseMeaning(signs=frozenset({sign})) for sign in ("unknown-people", "anyone"))


@cache
def people_signs() -> frozenset[str]:
    """Signs that say for whom a course is."""
    return frozenset(row["sign"] for row in table("signs") if row["people"])


@attrs.frozen
class _PeopleWords:
    """A group of ``people.csv``: what its words are a sign of, and whether these people also help."""

    sign: str
    may_help: bool


_Entry = CourseTopic | BroadCourse | _PeopleWords


def _meaning(entries: Sequence[_Entry]) -> PhraseMeaning:
    topics = tuple(entry for entry in entries if isinstance(entry, CourseTopic))
    broad = tuple(entry for entry in entries if isinstance(entry, BroadCourse))
    people = [entry for entry in entries if isinstance(entry, _PeopleWords)]
    signs = {entry.sign for entry in people if entry.sign != "nothing"}
    if topics:
        signs.add(HINT)
    if broad or not all(topic.weak or topic.of_any_trade for topic in topics):
        signs.add(SUBJECT)
    others = [entry for entry in entries if not (isinstance(entry, _PeopleWords) and entry.may_help)]
    as_helpers = _meaning(others) if len(others) < len(entries) else None
    titles_only = bool(topics) and not broad and all(topic.counts == "never" for topic in topics)
    return PhraseMeaning(topics, broad, frozenset(signs), as_helpers, titles_only)


def _entries() -> Iterator[tuple[_Entry, str]]:
    """Each line of the tables with each of its phrases."""
    topics = {row["topic"]: row for row in table("topics")}
    known: dict[tuple[str, str], CourseTopic] = {}
    for row in table("topic_phrases"):
        key = row["topic"], row["counts"]
        if key not in known:
            known[key] = _topic(topics[row["topic"]], row["counts"])
        yield known[key], row["phrase"]
    sets = {row["set"]: (ids(row["themes"]), ids(row["practice areas"])) for row in table("fixed_sets")}
    broad = {row["course"]: _broad_course(row, sets) for row in table("broad_courses")}
    for row in table("broad_phrases"):
        yield broad[row["course"]], row["phrase"]
    people = {row["group"]: _PeopleWords(row["sign"], row["may help"] == "yes") for row in table("people")}
    for row in table("people_phrases"):
        yield people[row["group"]], row["phrase"]


def _topic(row: Mapping[str, str], counts: str) -> CourseTopic:
    weak, of_any_trade = counts == "weak", counts == "any trade"
    return CourseTopic(
        id=row["topic"],
        themes=ids(row["themes"]),
        practice_areas=ids(row["practice areas"]),
        counts="alone" if weak or of_any_trade else counts or row["in a description"],
        weak=weak or row["weak"] == "yes",
        of_any_trade=of_any_trade,
        bundle=row["bundle"] == "yes",
        yields_to=frozenset(ids(row["yields to"])),
        welcomes=frozenset(ids(row["welcomes"])),
        parts=frozenset(ids(row["parts"])),
    )


def _broad_course(row: Mapping[str, str], sets: Mapping[str, Subjects]) -> BroadCourse:
    levels = (part.partition(": ") for part in ids(row["by level"]))
    return BroadCourse(
        id=row["course"],
        subjects=sets[row["set"]],
        by_level={int(level): sets[name] for level, _, name in levels},
        weak=row["weak"] == "yes",
        bundle=row["bundle"] == "yes",
        yields=row["yields"] == "yes",
    )


# --- finding phrases ----------------------------------------------------------------------------------


class Hit(NamedTuple):
    """A phrase of the lexicon found in a text.

    Attributes:
        meaning: What the phrase leads to.
        words: The phrase as it stands in the text.
        size: How many words that count it has.
        of: How many words that count the item of the description has in which it stands, without those that
            only introduce what is taught.
        prose: Whether it stands in a long sentence rather than in a short item.
        about_people: Whether its item is about who the course is for, more than about anything else:
            "practice nurses", not "liaison with the nurse".
        meant: Whether the course is said to be for them: "designed for practice nurses".
    """

    meaning: PhraseMeaning
    words: str
    size: int
    of: int
    prose: bool
    about_people: bool
    meant: bool

    @property
    def own_item(self) -> bool:
        """Whether it is most of the item of the description that it stands in."""
        return self.size * 2 > self.of

    @property
    def firm(self) -> bool:
        """Whether it stands in an item of a list, or as whom the course is for, and not only in passing."""
        return self.meant or self.own_item or self.of <= LISTED


class ItemFindings(NamedTuple):
    """What was found in a title, or in one item of a description.

    What follows from its phrases is worked out once: it is asked for several times, and the same items come
    again in a catalogue.

    Attributes:
        hits: The phrases, in the order of the text.
        unknown: How many words that count are unknown.
        topics: Each of the topics, with its phrase.
        strong: Those of the topics that count beside others.
        broad: Each broad course, with its phrase.
        signs: Who and what a title names.
    """

    hits: tuple[Hit, ...]
    unknown: int
    topics: tuple[tuple[CourseTopic, Hit], ...] = ()
    strong: tuple[tuple[CourseTopic, Hit], ...] = ()
    broad: tuple[tuple[BroadCourse, Hit], ...] = ()
    signs: frozenset[str] = _NONE

    @classmethod
    def of(cls, hits: tuple[Hit, ...], unknown: int) -> ItemFindings:
        """Some phrases with what follows from them."""
        if not hits:
            return cls(hits, unknown)
        topics = tuple([(topic, hit) for hit in hits for topic in hit.meaning.topics])
        strong = tuple([found for found in topics if not found[0].weak])
        broad = tuple([(course, hit) for hit in hits for course in hit.meaning.broad])
        return cls(hits, unknown, topics, strong, broad, _NONE.union(*[hit.meaning.signs for hit in hits]))

    @property
    def meanings(self) -> list[PhraseMeaning]:
        """What each of the phrases leads to."""
        return [hit.meaning for hit in self.hits]

    @property
    def signs_in_item(self) -> frozenset[str]:
        """Who and what an item names: other people count only where the item is about people."""
        anywhere = in_any_item()
        return _NONE.union(
            *[hit.meaning.signs if hit.about_people else hit.meaning.signs & anywhere for hit in self.hits]
        )


@cache
def in_any_item() -> frozenset[str]:
    """Signs that count wherever they stand in an item."""
    return frozenset(row["sign"] for row in table("signs") if row["in any item"]) | {SUBJECT, HINT}


class CourseLexicon:
    """All phrases with their meanings; made once and only read."""

    def __init__(self, entries: Iterable[tuple[_Entry, str]], generic: Iterable[str]) -> None:
        self.generic = frozenset(map(singular, generic))
        self._says_nothing = self.generic | word_list("any_people")
        known: defaultdict[str, dict[_Entry, None]] = defaultdict(dict)
        repairable: set[str] = set()
        self._over_for: set[str] = set()
        for entry, phrase in entries:
            for variant in variants(phrase):
                tokens = [token for word in variant for token in canonical(word)]
                known[" ".join(tokens)][entry] = None
                if FOR in variant:
                    self._over_for.add(" ".join(tokens))
                if _is_repairable(entry):
                    repairable.update(tokens)
        meanings = {several: _meaning(several) for several in set(map(tuple, known.values()))}
        self._phrases = Phrases({phrase: meanings[tuple(several)] for phrase, several in known.items()})
        self._first_words = frozenset(phrase.partition(" ")[0] for phrase in known)
        self._words = frozenset(word for phrase in known for word in phrase.split())
        self.numbers = frozenset(filter(str.isdigit, self._words))
        self._of_other_senses = (
            word_list("also_verbs") | word_list("ends_a_name") | word_list("of_the_subject_before")
        )
        self._speller = Speller(repairable, shortest=_SHORTEST_MISTYPED, changed_from=_CHANGED_FROM)

        #: Kept for so many words, since catalogues use few: to repair one takes as long as to read a title.
        self.tokens = lru_cache(_WORDS_KEPT)(self._tokens)
        self._framing = word_list("framing")
        #: Titles and items of descriptions come again in a catalogue: a third of the time of reading one.
        self._remembered = lru_cache(_ITEMS_KEPT)(self._find)
        #: What stands in each item of a text: of a description, and of what is said of the learners.
        self.items = remembered(lambda text: self._in_items(text, Where.FIRST, Where.ITEM))
        self.of_learners = remembered(lambda text: self._in_items(text, Where.AUDIENCE, Where.AUDIENCE))

    def _in_items(self, text: str, first: int, others: int) -> tuple[ItemFindings, ...]:
        items = items_of(text)
        places = chain((first,), repeat(others))
        return tuple([self.find(item.split(), place) for item, place in zip(items, places, strict=False)])

    def _tokens(self, word: str) -> tuple[str, ...]:
        """The tokens of a word of a text, repaired if it is long and typed wrongly."""
        tokens = canonical(word)
        if len(word) < _SHORTEST_MISTYPED or len(tokens) != 1 or tokens[0] in self._words:
            return tokens
        token = tokens[0]
        if token in self.generic or token in word_list("no_slips") or not word.isalpha():
            return tokens
        near = self._speller.correct(token)
        return tokens if near is None or near[0] != token[0] else (near,)

    def find(self, words: Sequence[str], place: int = Where.ITEM) -> ItemFindings:
        """Every phrase in a row of words, the longest first, and the number of unknown words that count.

        A phrase inside a longer one is not reported, nor one that runs over the end of another by words that
        carry no subject ("medication management training" is not about management training).

        Args:
            words: Words in lower case without punctuation; `BREAK` stands between parts of a title.
            place: Where they stand. In a title, and in what is said of the learners, one professional alone
                is whom it is for, while in a description it may be who helps.
        """
        return (self._remembered if len(words) <= PROSE else self._find)(tuple(words), place)

    def _find(self, words: tuple[str, ...], place: int) -> ItemFindings:
        words = said_plainly(words)
        of_words = list(map(self.tokens, words))
        tokens = list(chain.from_iterable(of_words))
        phrases, unknown = self._longest(tokens, _places_of_for(words, of_words))
        if not self._of_other_senses.isdisjoint(words):
            phrases = self._in_their_sense(phrases, words, of_words)
        people = without_delivery(words) if place == Where.TITLE else words
        last = people[-1] if people else ""
        several = last.endswith("s")
        named = False
        if several and phrases:
            end = len(tokens) - sum(map(len, of_words[len(people) :]))
            named = phrases[-1].end == end and phrases[-1].meaning.names_people
        work = None
        if named or may_be_people(last, place):
            told = self._told(words, of_words, phrases)[: len(people)]
            work = work_at_the_end(people, place, told)
        elif place == Where.TITLE and phrases and several:
            strange = strange_place(people, self._told(words, of_words, phrases))
            work = None if strange is None else Work(strange, True, False)
        hits = self._hits(phrases, tokens, words, of_words, place, work) if phrases else ()
        if work is not None and (work.unknown or work.anyone):
            meaning = UNKNOWN_PEOPLE if work.unknown else ANYONE
            named_as = " ".join(people[work.first :])
            size = len(people) - work.first
            hits = (*hits, Hit(meaning, named_as, size, len(tokens), False, True, False))
        return ItemFindings.of(hits, unknown)

    def _in_their_sense(
        self,
        phrases: Iterable[FoundPhrase[PhraseMeaning]],
        words: Sequence[str],
        of_words: Sequence[tuple[str, ...]],
    ) -> list[FoundPhrase[PhraseMeaning]]:
        """The phrases without those that are no subject where they stand."""
        after = [*accumulate(map(len, of_words))]
        kept: list[FoundPhrase[PhraseMeaning]] = []
        for phrase in phrases:
            first = bisect_right(after, phrase.start)
            behind = bool(kept) and kept[-1].end == phrase.start and SUBJECT in kept[-1].meaning.signs
            if behind and words[first] in word_list("of_the_subject_before"):
                continue
            if phrase.end - phrase.start > 1 or not in_another_sense(words, first):
                kept.append(phrase)
        return kept

    def _told(
        self,
        words: Sequence[str],
        of_words: Sequence[tuple[str, ...]],
        phrases: Iterable[FoundPhrase[PhraseMeaning]],
    ) -> list[bool | None]:
        """Of each word, whether it stands in a phrase, or ``None`` if it says nothing."""
        inside = {
            at
            for phrase in phrases
            if SUBJECT in phrase.meaning.signs or phrase.meaning.names_people
            for at in range(phrase.start, phrase.end)
        }
        known = {at for phrase in phrases for at in range(phrase.start, phrase.end)}
        told: list[bool | None] = []
        at = 0
        for word, tokens in zip(words, of_words, strict=True):
            here = range(at, at := at + len(tokens))
            if not inside.isdisjoint(here):
                told.append(True)
            elif word in word_list("employers"):
                told.append(False)
            else:
                empty = self._says_nothing.issuperset(tokens) or not known.isdisjoint(here) or word.isdigit()
                told.append(None if empty else False)
        return told

    def _longest(
        self, tokens: Sequence[str], fors: Sequence[int] = ()
    ) -> tuple[list[FoundPhrase[PhraseMeaning]], int]:
        """The phrases in a row of tokens, and the number of unknown ones that count.

        Args:
            tokens: The tokens.
            fors: The places of tokens before which "for" stands, which is no token.
        """
        at, generic, first_words = self._phrases.at, self.generic, self._first_words
        framing = self._framing
        found: list[FoundPhrase[PhraseMeaning]] = []
        reached = unknown = 0
        for start, token in enumerate(tokens):
            meaning, end = at(tokens, start) if token in first_words else (None, start)
            if fors and meaning is not None:
                meaning, end = self._before_for(tokens, start, (meaning, end), fors, inside=start < reached)
            if meaning is None:
                known = start < reached or token in generic or token.isdigit() or token == BREAK
                unknown += not known
            elif end > reached and start < reached and framing.issuperset(tokens[found[-1].start : start]):
                # "Introduction to care planning" is about care planning, not an introduction to care.
                found[-1] = FoundPhrase(start, end, meaning)
                reached = end
            elif end > reached and (start >= reached or not generic.issuperset(tokens[reached:end])):
                end = self._before_next(tokens, start, end, meaning)
                found.append(FoundPhrase(start, end, meaning))
                reached = end
        return found, unknown

    def _before_next(self, tokens: Sequence[str], start: int, end: int, meaning: PhraseMeaning) -> int:
        """Where a phrase ends whose last word begins another and adds nothing: "stroke and care planning"."""
        if end - start < 2 or end == len(tokens) or tokens[end - 1] not in self._first_words:
            return end
        last = self._phrases.at(tokens, end - 1)[1]
        if last <= end or not word_list("awareness").isdisjoint(tokens[end:last]):
            return end
        return end - 1 if self._phrases.at(tokens[: end - 1], start) == (meaning, end - 1) else end

    def _before_for(
        self,
        tokens: Sequence[str],
        start: int,
        longest: tuple[PhraseMeaning, int],
        fors: Sequence[int],
        *,
        inside: bool,
    ) -> tuple[PhraseMeaning | None, int]:
        """The longest phrase from a place on, without one that runs over a "for" that is not its own.

        "Dementia for care staff" is not about staff of dementia care, if what stands before "for" says
        something too; nor is "lone working for carers" about working carers.
        """
        end = longest[1]
        place = next((place for place in fors if start < place < end), None)
        if place is None or " ".join(tokens[start:end]) in self._over_for:
            return longest
        shorter = self._phrases.at(tokens[:place], start)
        if shorter[0] is not None and shorter[1] == place:
            return shorter
        return (None, start + 1) if inside else longest

    def _hits(
        self,
        phrases: Sequence[FoundPhrase[PhraseMeaning]],
        tokens: Sequence[str],
        words: Sequence[str],
        of_words: Sequence[tuple[str, ...]],
        place: int,
        work: Work | None,
    ) -> tuple[Hit, ...]:
        """The phrases as they are reported; who only helps is left out of who the course is for."""
        prose = len(tokens) > PROSE and place >= Where.ITEM
        # Words that introduce what is taught do not count: "you will learn about hoists" is about hoists.
        size = len(tokens) - sum(map(self._framing.__contains__, tokens))
        # A word has no token, one or several.
        after = [*accumulate(map(len, of_words))]
        reported: list[tuple[PhraseMeaning, str, int, bool, bool]] = []
        places = [(bisect_right(after, start), bisect_right(after, end - 1)) for start, end, _ in phrases]
        opening, learn = 0, False
        if place == Where.FIRST or (place == Where.ITEM and size > LISTED):
            opening, learn = opening_people(words, places, place)
        #: "For local authority team managers and senior social workers" is for all of them.
        all_for = work is not None and words[0] == "for"
        people = 0
        times: defaultdict[PhraseMeaning, int] = defaultdict(int)
        for at, ((start, end, found), (first, last)) in enumerate(zip(phrases, places, strict=True)):
            helpers = found.as_helpers
            meaning = helpers if helpers and only_help(words, first, last, place) else found
            of_people = not meaning.signs <= _NO_PEOPLE
            if of_people:
                people += end - start
            if prose:
                times[meaning] += 1
            if not prose or times[meaning] <= _MOST_REPEATS:
                meant = of_people and ((learn and at < opening) or all_for or said_to_be_for(words, first))
                named_as = " ".join(words[first : last + 1])
                reported.append((meaning, named_as, end - start, meant, at < opening))
        about_people = work is not None
        if people and not about_people:
            about_people = people * 2 > len(tokens) - sum(map(self.generic.__contains__, tokens))
        return tuple(
            [
                Hit(meaning, text, count, size, prose, about_people or begins, meant)
                for meaning, text, count, meant, begins in reported
            ]
        )


def _places_of_for(words: Sequence[str], of_words: Sequence[tuple[str, ...]]) -> list[int]:
    """The places of the tokens before which "for" stands."""
    if FOR not in words:
        return []
    before = [0, *accumulate(map(len, of_words))]
    return [before[at + 1] for at, word in enumerate(words) if word == FOR]


def _is_repairable(entry: _Entry) -> bool:
    """What speaks against a course has to stand there as it is: "undertake" is no undertaker."""
    return not isinstance(entry, _PeopleWords) or entry.sign in _OWN_PEOPLE


_NO_PEOPLE = frozenset({SUBJECT, HINT})
#: Groups of people and settings of adult social care, whose words are repaired.
_OWN_PEOPLE = frozenset({"learners", "carers", "supervisors", "managers", "setting", "context", "assistants"})


@cache
def course_lexicon() -> CourseLexicon:
    """The bundled lexicon, read at the first call."""
    return CourseLexicon(_entries(), word_list("generic"))
