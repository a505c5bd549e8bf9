"""Find the phrases of a lexicon in a row of words, the longest first, with typing errors mended."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, count
from typing import Any, NamedTuple

from care_pathway.alignment.meaning import Entry, Kind, Meaning
from care_pathway.alignment.text import BREAK, deletions, one_slip_apart, words_of_item
from care_pathway.alignment.tokens import canonical, word_list
from care_pathway.language.phrases import variants
from care_pathway.language.words import singular

_SHORTEST_MISTYPED = 7
_LONGEST_MISTYPED = 24
#: Items longer than this are prose: a topic there counts when it comes up again.
PROSE = 12
#: In prose a phrase is told this often: more says nothing new, and a long text would be all phrases.
_TOLD_AGAIN = 2
_ARTICLES = frozenset({"a", "an", "the"})


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

#: Stands for what has to be taken apart into words first: "person-centred".
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
        if not word.isalnum() and word != BREAK and words_of_item(word) != [word]:
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

    def scan(self, words: Sequence[str], *, title: bool = False) -> Scan:
        """Every phrase in a row of words, longest first, and the number of unknown words that count.

        A phrase inside a longer one is not reported, nor one that runs over the end of another by words that
        carry no subject ("medication management training" is not about management training).

        Args:
            words: Words in lower case, perhaps with marks in them; `BREAK` stands between parts of a title.
            title: Whether they are a title or a part of one: one professional alone is then whom it is for,
                while in a description it may be who helps.
        """
        of_words = [self.letters[word] for word in words]
        if _COMPOUND in of_words:
            words = words_of_item(" ".join(words))
            of_words = [self.letters[word] for word in words]
        tokens = "".join(of_words)
        found = self._phrases(tokens)
        hits = self._told(found, tokens, words, of_words, title) if found.meanings else ()
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
        self, found: _Phrases, tokens: str, words: Sequence[str], of_words: Sequence[str], title: bool
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
            read = meaning if others is None or not _only_help(words, first, last, title) else others
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


def _only_help(words: Sequence[str], first: int, last: int, title: bool) -> bool:
    """Whether the people named by some words are there to help only: the course is not for them."""
    return (
        _through(words, first)
        or (last + 1 < len(words) and words[last + 1] in word_list("helps"))
        or (not title and _one_helper(words))
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
