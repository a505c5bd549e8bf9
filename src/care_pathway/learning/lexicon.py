"""The course lexicon: phrases as reviewable data, compiled into one trie of words.

A phrase stands for its variants: ``moving [and] (handling|assisting)`` has one optional word and one choice.
Small words (of, and, the) count for nothing, plurals are folded, and the longest phrase wins.
A comma stands for a break: ``care certificate [,] standard 5`` is also "Care Certificate: Standard 5".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import accumulate, count
from typing import Any, NamedTuple

import attrs

from care_pathway._data import read_json
from care_pathway._phrases import singular, variants
from care_pathway.learning.text import BREAK, deletions, one_slip_apart, words_of_item

_SHORTEST_MISTYPED = 7
_LONGEST_MISTYPED = 24
#: Items longer than this are prose: a topic there counts when it comes up again.
PROSE = 12
#: In prose a phrase is told this often: more says nothing new, and a long text would be all phrases.
_TOLD_AGAIN = 2
_ARTICLES = frozenset({"a", "an", "the"})

#: Who and what a text names apart from topics; one bit each.
SIGNS: dict[str, int] = {
    name: 1 << at
    for at, name in enumerate(
        (
            "only-regulated",
            "undelegated",
            "other-people",
            "other-people-in-title",
            "other-people-perhaps",
            "children",
            "others-in-passing",
            "unpaid",
            "other-subject",
            "other-route",
            "parents",
            "ancillary",
            "office",
            "adult-care-too",
            "learners",
            "supervisors",
            "managers",
            "carers",
            "assistants",
            "setting",
            "context",
        )
    )
}

#: Bits beside these: a topic or a broad course that tells by itself, a topic of any kind, a phrase in a
#: sentence rather than in a short item, a topic that counts beside others, and a broad course.
NAMED, HINTED, IN_PROSE, STRONG, BROAD = (1 << at for at in range(len(SIGNS), len(SIGNS) + 5))

#: Topics have the bits from this one up, so that one number tells who and what and which topics.
TOPIC_BITS = len(SIGNS) + 5

#: What counts wherever it stands in an item; other people count as its subject only.
_IN_ANY_ITEM = sum(
    SIGNS[name]
    for name in (
        "learners",
        "carers",
        "setting",
        "adult-care-too",
        "only-regulated",
        "context",
        "managers",
        "supervisors",
    )
)


class Kind(StrEnum):
    """What a phrase of the lexicon says."""

    TOPIC = "topic"
    BROAD = "broad"
    WORLD = "world"
    AUDIENCE = "audience"


@attrs.frozen(kw_only=True, eq=False)
class Entry:
    """One line of the lexicon: what its phrases lead to.

    Attributes:
        kind: What it says.
        id: Its id in the data file.
        themes: Themes it leads to, most important first.
        practice_areas: Practice areas it leads to.
        facts: How it counts in a description: ``item``, ``alone`` or ``never``.
        sign: For worlds and audiences, their name in `SIGNS`.
        weak: Whether it only counts when nothing else is found.
        bundle: Whether it is a bundle, whose named subjects all count.
        bit: The bit that stands for its topic.
        yields_to: Topics that displace it, as bits.
        yields_to_facts: Whether the subjects that a description names replace its fixed set.
        welcomes: Topics that count in a description beside it, though elsewhere only alone, as bits.
        may_help: For worlds, whether these people also delegate, teach or oversee.
        by_level: For broad courses, another set for a level.
    """

    kind: Kind
    id: str
    themes: tuple[str, ...] = ()
    practice_areas: tuple[str, ...] = ()
    facts: str = "item"
    sign: str = ""
    weak: bool = False
    bundle: bool = False
    yields_to_facts: bool = False
    bit: int = 0
    yields_to: int = 0
    welcomes: int = 0
    may_help: bool = False
    by_level: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...] = ()


@attrs.frozen(eq=False)
class Meaning:
    """What one phrase leads to, sorted by kind so that deciding is quick.

    Attributes:
        topics: Its topics.
        broad: Broad courses that it names.
        signs: Who and what else it names, as bits of `SIGNS`.
        through: The same where it names those who delegate, teach or oversee; ``None`` if it cannot.
        topic_bits: Its topics as bits.
        again: Topics that stand in it more than once.
        yields: Topics to which any of its topics yields.
        told: All that it says, as bits of `SIGNS`, those beside them and topics.
        told_in_passing: The same in an item of a description that is about something else.
    """

    topics: tuple[Entry, ...]
    broad: tuple[Entry, ...]
    signs: int
    through: Meaning | None
    topic_bits: int
    again: int
    yields: int
    told: int
    told_in_passing: int

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Meaning:
        """The meaning of a phrase that stands in these lines of the lexicon."""
        topics = tuple(entry for entry in entries if entry.kind is Kind.TOPIC)
        broad = tuple(entry for entry in entries if entry.kind is Kind.BROAD)
        signs = bits = again = yields = 0
        named = NAMED | BROAD if broad else 0
        for entry in entries:
            signs |= SIGNS.get(entry.sign, 0)
            again |= bits & entry.bit
            bits |= entry.bit
            yields |= entry.yields_to
        for entry in topics:
            named |= HINTED if entry.weak else HINTED | NAMED | STRONG
        others = [entry for entry in entries if not entry.may_help]
        return cls(
            topics=topics,
            broad=broad,
            signs=signs,
            through=cls.of(others) if len(others) < len(entries) else None,
            topic_bits=bits,
            again=again,
            yields=yields,
            told=signs | bits | named,
            told_in_passing=signs & _IN_ANY_ITEM | bits | named,
        )


class Hit(NamedTuple):
    """A phrase of the lexicon found in a text.

    Attributes:
        meaning: What the phrase leads to.
        words: The phrase as it stands in the text.
        size: How many words that count it has.
        own_item: Whether it is most of the item of the description that it stands in.
        prose: Whether it stands in a sentence rather than in a short item.
        about_people: Whether its item is about who the course is for, more than about anything else:
            "practice nurses", not "liaison with the nurse".
    """

    meaning: Meaning
    words: str
    size: int
    own_item: bool
    prose: bool
    about_people: bool


class Scan(NamedTuple):
    """What stands in a row of words.

    Attributes:
        hits: The phrases, in the order of the text.
        strange: How many words that count are unknown.
        goes_on: Whether a phrase that has begun may go on after a break.
    """

    hits: tuple[Hit, ...]
    strange: int
    goes_on: bool


#: A row of tokens is read as a string with a letter for each, which takes a fraction of the time of a row of
#: words. These stand for words that are in no phrase and say nothing of the subject, and for breaks; those
#: of the lexicon that say nothing have letters from `_FIRST_PLAIN` up.
_GENERIC, _NUMBER, _FIRST_PLAIN = "-", "0", 0x100
#: The letters of words that say something, of which the first stands for all that are unknown.
_STRANGE = "\u4000"
#: So many words of texts are kept with their letters, and none that is longer than any real one.
_WORDS_KEPT, _LONGEST_KEPT = 65_536, 64

#: Stands for what is no word alone and has to be taken apart first: "person-centred".
_COMPOUND = "\0"

_Node = list[Any]
"""What a phrase means that ends here, if any does, and the tables of those that go on, by letter."""


class _Letters(dict[str, str]):
    """The letters for the tokens of a word; quicker than a function that keeps its answers."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read

    def __missing__(self, word: str) -> str:
        letters = self._read(word)
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _WORDS_KEPT:
                self.clear()
            self[word] = letters
        return letters


class Lexicon:
    """All phrases in one trie; made once and only read."""

    def __init__(self, entries: Iterable[tuple[Entry, Sequence[str]]], generic: Iterable[str]) -> None:
        known: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        folded: dict[str, tuple[str, ...]] = {}
        for entry, tokens in _tokenised(entries, folded):
            already = known.get(tokens, ())
            if entry not in already:
                known[tokens] = (*already, entry)
        self.generic = frozenset(singular(word) for word in generic)
        self._vocabulary = frozenset(token for tokens in folded.values() for token in tokens)
        self.numbers = frozenset(filter(str.isdigit, self._vocabulary))
        self._known = known
        self._alphabet = self._alphabet_of(self._vocabulary)
        self._plain_letters = frozenset(self._alphabet.get(token, _GENERIC) for token in self.generic) | {
            _GENERIC
        }
        self._root = self._trie()
        self.tokens = lru_cache(maxsize=_WORDS_KEPT)(self._fold)
        self.letters = _Letters(self._letters_of)

    def _alphabet_of(self, vocabulary: Iterable[str]) -> dict[str, str]:
        """A letter for each token of the lexicon; below `_STRANGE` if it says nothing of a subject."""
        plain, telling = count(_FIRST_PLAIN), count(ord(_STRANGE) + 1)
        letters = {
            token: chr(next(plain if token in self.generic or token.isdigit() else telling))
            for token in sorted(vocabulary)
        }
        return letters | {BREAK: BREAK}

    def _trie(self) -> dict[str, _Node]:
        """The phrases as nested tables by letter."""
        meanings: dict[tuple[Entry, ...], Meaning] = {}
        root: dict[str, _Node] = {}
        for tokens, found in self._known.items():
            table = root
            for token in tokens:
                node = table.setdefault(self._alphabet[token], [None, {}])
                table = node[1]
            if found not in meanings:
                meanings[found] = Meaning.of(found)
            node[0] = meanings[found]
        return root

    def _letters_of(self, word: str) -> str:
        if not word.isalnum() and word != BREAK:
            return _COMPOUND
        return "".join(map(self._letter, self.tokens(word)))

    def _letter(self, token: str) -> str:
        known = self._alphabet.get(token)
        if known is not None:
            return known
        return _GENERIC if token in self.generic else _NUMBER if token.isdigit() else _STRANGE

    @cached_property
    def _near(self) -> dict[str, list[str]]:
        """Long words of the lexicon by what is left of them without one letter."""
        near: dict[str, list[str]] = {}
        # What speaks against a course has to stand there as it is: "undertake" is no undertaker.
        mendable = {
            token
            for tokens, entries in self._known.items()
            if any(entry.kind is not Kind.WORLD for entry in entries)
            for token in tokens
        }
        for word in sorted(mendable):
            if len(word) >= _SHORTEST_MISTYPED:
                for form in deletions(word):
                    near.setdefault(form, []).append(word)
        return near

    def _fold(self, word: str) -> tuple[str, ...]:
        """The tokens of a word of a text, with a typing error mended if the word is long enough."""
        tokens = canonical(word)
        if len(tokens) != 1 or len(word) < _SHORTEST_MISTYPED or tokens[0] in self._vocabulary:
            return tokens
        token = tokens[0]
        if (
            token in self.generic
            or token in word_list("no_slips")
            or not token.isalpha()
            or len(word) > _LONGEST_MISTYPED
        ):
            return tokens
        for form in sorted(deletions(token)):
            for near in self._near.get(form, ()):
                if near[0] == token[0] and one_slip_apart(near, token):
                    return (near,)
        return tokens

    def scan(self, words: Sequence[str]) -> Scan:
        """Every phrase in a row of words, longest first, and the number of unknown words that count.

        A phrase inside a longer one is not reported, nor one that runs over the end of another by words that
        carry no subject ("medication management training" is not about management training).
        """
        of_words = [self.letters[word] for word in words]
        if _COMPOUND in of_words:
            words = words_of_item(" ".join(words))
            of_words = [self.letters[word] for word in words]
        tokens = "".join(of_words)
        found = self._phrases(tokens)
        hits = self._told(found, tokens, words, of_words) if found.meanings else ()
        return Scan(hits, found.strange, found.goes_on)

    def _phrases(self, tokens: str) -> _Phrases:
        """The phrases in a row of tokens."""
        size, root, plain = len(tokens), self._root, self._plain_letters
        meanings: list[Meaning] = []
        starts: list[int] = []
        ends: list[int] = []
        reached = strange = 0
        goes_on = False
        for start, token in enumerate(tokens):
            node = root.get(token)
            if node is None:
                strange += token >= _STRANGE and start >= reached
                continue
            best, table = node
            end = stop = start + 1
            while table and stop < size:
                node = table.get(tokens[stop])
                if node is None:
                    break
                stop += 1
                meaning, table = node
                if meaning is not None:
                    best, end = meaning, stop
            else:
                goes_on = goes_on or BREAK in table
            if best is None:
                strange += token >= _STRANGE and start >= reached
            elif end > reached and (start >= reached or not plain.issuperset(tokens[reached:end])):
                meanings.append(best)
                starts.append(start)
                ends.append(end)
                reached = end
        return _Phrases(meanings, starts, ends, strange, goes_on)

    def _told(
        self, found: _Phrases, tokens: str, words: Sequence[str], of_words: Sequence[str]
    ) -> tuple[Hit, ...]:
        """The phrases found, as they are told; who only helps is left out of who the course is for."""
        size, plain = len(tokens), self._plain_letters
        # A word has no token, one or several.
        after = [*accumulate(map(len, of_words))]
        told: list[_Phrase] = []
        people = 0
        times: dict[Meaning, int] = {}
        for meaning, start, end in zip(found.meanings, found.starts, found.ends, strict=True):
            first, last = bisect_right(after, start), bisect_right(after, end - 1)
            others = meaning.through
            read = meaning if others is None or not _only_help(words, first, last) else others
            if read.signs:
                people += end - start
            if size > PROSE:
                times[read] = so_far = times.get(read, 0) + 1
                if so_far > _TOLD_AGAIN:
                    continue
            told.append((read, first, last, end - start))
        about_people = people > 0 and people * 2 > size - sum(map(plain.__contains__, tokens))
        hits = [
            Hit(meaning, " ".join(words[first : last + 1]), many, many * 2 > size, size > PROSE, about_people)
            for meaning, first, last, many in told
        ]
        return tuple(hits)


class _Phrases(NamedTuple):
    """The phrases in a row of tokens.

    Side by side, not as tuples: in a long text the garbage collector would visit each of them ever again.

    Attributes:
        meanings: What each means.
        starts: The first token of each.
        ends: The token after each.
        strange: How many tokens that count are unknown.
        goes_on: Whether a phrase that has begun may go on after a break.
    """

    meanings: list[Meaning]
    starts: list[int]
    ends: list[int]
    strange: int
    goes_on: bool


_Phrase = tuple[Meaning, int, int, int]
"""What a phrase means, its first and its last word, and how many tokens it has."""


def _only_help(words: Sequence[str], first: int, last: int) -> bool:
    """Whether the people named by some words are there to help only: the course is not for them."""
    return (
        _through(words, first)
        or (last + 1 < len(words) and words[last + 1] in word_list("helps"))
        or _one_helper(words)
    )


def _one_helper(words: Sequence[str]) -> bool:
    """Whether a text is one of each of some professions; an audience is named in the plural."""
    if len(words) > PROSE:
        return False
    each = " ".join(words).replace(" or ", " and ").split(" and ")
    return word_list("one_helper").issuperset(each)


def _through(words: Sequence[str], at: int) -> bool:
    """Whether people named at a place are those by whom or with whom something is done."""
    before = at - 1
    while before > 0 and words[before] in _ARTICLES:
        before -= 1
    return (
        before >= 0
        and words[before] in word_list("through")
        and (before == 0 or words[before - 1] not in word_list("not_through_after"))
    )


def _tokenised(
    entries: Iterable[tuple[Entry, Sequence[str]]], folded: dict[str, tuple[str, ...]]
) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Every variant of every phrase as tokens; each word is read once and noted."""
    for entry, phrases in entries:
        for phrase in phrases:
            plain = "(" not in phrase and "[" not in phrase
            for variant in (phrase.split(),) if plain else variants(phrase):
                tokens: list[str] = []
                for word in variant:
                    found = folded.get(word)
                    if found is None:
                        found = folded[word] = canonical(word)
                    tokens += found
                yield entry, tuple(tokens)


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words of the bundled data, such as ``small_words``."""
    return frozenset(read_json("lexicons/courses/words.json")[name])


@cache
def _rewritten() -> dict[str, tuple[str, ...]]:
    """Words that are read otherwise than they stand; small words are read as nothing."""
    found = {
        word: tuple(read.split())
        for word, read in read_json("lexicons/courses/words.json")["rewritten"].items()
    }
    return found | dict.fromkeys(word_list("small_words"), ())


def canonical(word: str) -> tuple[str, ...]:
    """A word as it is looked up: without its plural, perhaps as two words, or not at all.

    Example:
        >>> canonical("medicines"), canonical("healthcare"), canonical("of")
        (('medicine',), ('health', 'care'), ())
    """
    rewritten = _rewritten().get(word)
    return rewritten if rewritten is not None else (singular(word),)


@cache
def course_lexicon() -> Lexicon:
    """The bundled lexicon, read at the first call."""
    folder = "lexicons/courses"
    entries: list[tuple[Entry, Sequence[str]]] = []
    topics = read_json(f"{folder}/topics.json")["topics"]
    bits = {topic["id"]: 1 << at for at, topic in enumerate(topics, start=TOPIC_BITS)}
    for topic in topics:
        entry = Entry(
            kind=Kind.TOPIC,
            id=topic["id"],
            themes=tuple(topic["themes"]),
            practice_areas=tuple(topic["practice_areas"]),
            facts=topic["facts"],
            weak=topic.get("weak", False),
            bundle=topic.get("bundle", False),
            bit=bits[topic["id"]],
            yields_to=sum(bits[other] for other in topic.get("yields_to", ())),
            welcomes=sum(bits[other] for other in topic.get("welcomes", ())),
        )
        entries.append((entry, topic["phrases"]))
        for name, counts in (
            ("phrases_alone", "alone"),
            ("phrases_title_only", "never"),
            ("phrases_weak", "alone"),
        ):
            if name in topic:
                weak = entry.weak or name == "phrases_weak"
                entries.append((attrs.evolve(entry, facts=counts, weak=weak), topic[name]))
    broad = read_json(f"{folder}/broad.json")
    for course in broad["courses"]:
        own = broad["sets"][course["set"]]
        entry = Entry(
            kind=Kind.BROAD,
            id=course["id"],
            themes=tuple(own["themes"]),
            practice_areas=tuple(own["practice_areas"]),
            weak=course["strength"] == "weak",
            bundle=course["bundle"],
            yields_to_facts=course["yields_to_facts"],
            by_level=tuple(
                (
                    int(level),
                    tuple(broad["sets"][name]["themes"]),
                    tuple(broad["sets"][name]["practice_areas"]),
                )
                for level, name in sorted(course["by_level"].items())
            ),
        )
        entries.append((entry, course["phrases"]))
    for world in read_json(f"{folder}/worlds.json")["worlds"]:
        entry = Entry(
            kind=Kind.WORLD, id=world["id"], sign=world["sign"], may_help=world.get("may_help", False)
        )
        entries.append((entry, world["phrases"]))
    people = read_json(f"{folder}/audience.json")
    for audience in people["audiences"]:
        entry = Entry(kind=Kind.AUDIENCE, id=audience["id"], sign=audience["sign"])
        entries.append((entry, audience["phrases"]))
    return Lexicon(entries, people["generic"])
