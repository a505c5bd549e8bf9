"""The course lexicon: phrases as reviewable data, compiled into one trie of words.

A phrase stands for its variants: ``moving [and] (handling|assisting)`` has one optional word and one choice.
Small words (of, and, the) count for nothing, plurals are folded, and the longest phrase wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

import attrs

from care_pathway._data import read_json
from care_pathway.learning.text import BREAK, deletions, one_slip_apart, singular, words_of

#: Words that carry no subject.
SMALL = frozenset(
    {"a", "an", "the", "of", "and", "in", "for", "to", "with", "on", "at", "by", "your", "our", "or", "s", "amp"}
)
#: One word that is written as two, or in another way.
REWRITTEN: dict[str, tuple[str, ...]] = {
    "healthcare": ("health", "care"),
    "socialcare": ("social", "care"),
    "firstaid": ("first", "aid"),
    "elearning": ("e", "learning"),
    "wellbeing": ("wellbeing",),
    "behavior": ("behaviour",),
    "behavioral": ("behavioural",),
    "pediatric": ("paediatric",),
    "counseling": ("counselling",),
    "organization": ("organisation",),
    "personalization": ("personalisation",),
    "catheterization": ("catheterisation",),
    "immunization": ("immunisation",),
    "centered": ("centred",),
    "tumor": ("tumour",),
    "anemia": ("anaemia",),
    "1st": ("first",),
    "l1": ("level", "1"),
    "l2": ("level", "2"),
    "l3": ("level", "3"),
    "l4": ("level", "4"),
    "l5": ("level", "5"),
    "lvl": ("level",),
    "homecare": ("home", "care"),
    "eoL": ("eol",),
    "hiv": ("hiv",),
    "dolS": ("dol",),
    "covid19": ("covid", "19"),
    "newsii": ("news2",),
    "masterclasses": ("masterclass",),
    "alzheimers": ("alzheimer",),
    "parkinsons": ("parkinson",),
    "huntingtons": ("huntington",),
    "childrens": ("child",),
    "children": ("child",),
    "aids": ("aids",),
    "news": ("news",),
    "olivers": ("oliver",),
}
_SHORTEST_MISTYPED = 7


class Kind(StrEnum):
    """What a phrase of the lexicon says."""

    TOPIC = "topic"
    BROAD = "broad"
    WORLD = "world"
    AUDIENCE = "audience"
    GENERIC = "generic"


@attrs.frozen(kw_only=True, eq=False)
class Entry:
    """One line of the lexicon: what its phrases lead to.

    Attributes:
        kind: What it says.
        id: Its id in the data file.
        themes: Themes it leads to, most important first.
        practice_areas: Practice areas it leads to.
        facts: How it counts in a description: ``item``, ``alone`` or ``never``.
        role: For worlds and audiences, their sort; for broad courses, their strength.
        strength: For worlds, how strongly they tell.
        weak: Whether it only counts when nothing else is found.
        unit: Whether a single word of it counts as a named unit of a broad course.
        bundle: Whether it is a bundle, whose named subjects all count.
        yields_to: Ids of topics that displace it.
        yields_to_facts: Whether the subjects that a description names replace its fixed set.
        welcomes: Ids of topics that count in a description beside it, though elsewhere only alone.
        by_level: For broad courses, another set for a level.
    """

    kind: Kind
    id: str
    themes: tuple[str, ...] = ()
    practice_areas: tuple[str, ...] = ()
    facts: str = "item"
    role: str = ""
    strength: str = ""
    weak: bool = False
    unit: bool = True
    bundle: bool = False
    yields_to_facts: bool = False
    yields_to: frozenset[str] = frozenset()
    welcomes: frozenset[str] = frozenset()
    by_level: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...] = ()


@attrs.frozen
class Hit:
    """A phrase of the lexicon found in a text.

    Attributes:
        entries: What the phrase leads to.
        words: The phrase as it stands in the text.
        size: How many words that count it has.
        segment: Number of the item of the description it stands in.
        share: How much of that item it is, from 0 to 1.
    """

    entries: tuple[Entry, ...]
    words: str
    size: int
    segment: int
    share: float
    length: int


class Lexicon:
    """All phrases in one trie; made once and only read."""

    def __init__(self, entries: Iterable[tuple[Entry, Sequence[str]]], generic: Iterable[str]) -> None:
        self._root: dict[str, Any] = {}
        self.generic = frozenset(singular(word) for word in generic)
        vocabulary: set[str] = set()
        for entry, phrases in entries:
            for phrase in phrases:
                for variant in variants(phrase):
                    tokens = [part for word in variant for part in _canonical(word)]
                    node = self._root
                    for token in tokens:
                        node = node.setdefault(token, {})
                    known = node.get("", ())
                    if entry not in known:
                        node[""] = (*known, entry)
                    vocabulary.update(tokens)
        self._vocabulary = frozenset(vocabulary)
        self._near: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= _SHORTEST_MISTYPED:
                for form in deletions(word):
                    self._near.setdefault(form, []).append(word)
        self.tokens = lru_cache(maxsize=65_536)(self._fold)

    def _fold(self, word: str) -> tuple[str, ...]:
        """The tokens of a word of a text, with a typing error mended if the word is long enough."""
        tokens = _canonical(word)
        if len(tokens) != 1 or len(word) < _SHORTEST_MISTYPED or tokens[0] in self._vocabulary:
            return tokens
        token = tokens[0]
        if token in self.generic or not token.isalpha():
            return tokens
        for form in sorted(deletions(token)):
            for near in self._near.get(form, ()):
                if near[0] == token[0] and one_slip_apart(near, token):
                    return (near,)
        return tokens

    def scan(self, words: Sequence[str]) -> tuple[tuple[Hit, ...], int]:
        """Every phrase in a row of words, longest first, and the number of unknown words that count.

        A phrase inside a longer one is not reported.
        """
        fold = self.tokens
        tokens: list[str] = []
        source: list[int] = []
        for at, word in enumerate(words):
            for token in fold(word):
                tokens.append(token)
                source.append(at)
        root = self._root
        count = len(tokens)
        found: list[tuple[tuple[Entry, ...], int, int, int]] = []
        lengths = [0]
        reached = 0
        unknown = 0
        for start in range(count):
            token = tokens[start]
            if token == BREAK:
                lengths.append(0)
                continue
            lengths[-1] += 1
            node = root.get(token)
            if node is None:
                if start >= reached and token not in self.generic and not token.isdigit():
                    unknown += 1
                continue
            best = node.get("")
            end = stop = start + 1
            while stop < count:
                node = node.get(tokens[stop])
                if node is None:
                    break
                stop += 1
                here = node.get("")
                if here is not None:
                    best, end = here, stop
            if best is None:
                if start >= reached and token not in self.generic and not token.isdigit():
                    unknown += 1
            elif end > reached and (start >= reached or not self.generic.issuperset(tokens[reached:end])):
                found.append((best, start, end, len(lengths) - 1))
                reached = end
        return tuple(
            Hit(
                entries,
                " ".join(words[source[start] : source[end - 1] + 1]),
                end - start,
                segment,
                (end - start) / max(lengths[segment], 1),
                lengths[segment],
            )
            for entries, start, end, segment in found
        ), unknown


def variants(pattern: str) -> Iterator[list[str]]:
    """Every row of words that a phrase of the data stands for.

    Example:
        >>> [" ".join(words) for words in variants("moving [and] (handling|assisting)")]
        ['moving and handling', 'moving handling', 'moving and assisting', 'moving assisting']
    """
    if "(" not in pattern and "[" not in pattern:
        yield words_of(pattern)
        return
    found = _CHOICE.search(pattern)
    if found is None:
        msg = f"phrase {pattern!r} has a bracket without its partner"
        raise ValueError(msg)
    before, after = pattern[: found.start()], pattern[found.end() :]
    choices = found[1].split("|") if found[1] is not None else [*found[2].split("|"), ""]
    for rest in variants(after):
        for choice in choices:
            yield words_of(before) + words_of(choice) + rest


_CHOICE = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")


def _canonical(word: str) -> tuple[str, ...]:
    if word in SMALL:
        return ()
    rewritten = REWRITTEN.get(word)
    return rewritten if rewritten is not None else (singular(word),)


@cache
def course_lexicon() -> Lexicon:
    """The bundled lexicon, read at the first call."""
    folder = "lexicons/courses"
    entries: list[tuple[Entry, Sequence[str]]] = []
    for topic in read_json(f"{folder}/topics.json")["topics"]:
        entry = Entry(
            kind=Kind.TOPIC,
            id=topic["id"],
            themes=tuple(topic["themes"]),
            practice_areas=tuple(topic["practice_areas"]),
            facts=topic["facts"],
            weak=topic.get("weak", False),
            bundle=topic.get("bundle", False),
            unit=topic.get("unit", True),
            yields_to=frozenset(topic.get("yields_to", ())),
            welcomes=frozenset(topic.get("welcomes", ())),
        )
        entries.append((entry, topic["phrases"]))
        for name, counts in (("phrases_alone", "alone"), ("phrases_title_only", "never"), ("phrases_weak", "alone")):
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
            strength=course["strength"],
            bundle=course["bundle"],
            yields_to_facts=course["yields_to_facts"],
            by_level=tuple(
                (int(level), tuple(broad["sets"][name]["themes"]), tuple(broad["sets"][name]["practice_areas"]))
                for level, name in sorted(course["by_level"].items())
            ),
        )
        entries.append((entry, course["phrases"]))
    for world in read_json(f"{folder}/worlds.json")["worlds"]:
        entry = Entry(kind=Kind.WORLD, id=world["id"], role=world["kind"], strength=world["strength"])
        entries.append((entry, world["phrases"]))
    people = read_json(f"{folder}/audience.json")
    for audience in people["audiences"]:
        entry = Entry(kind=Kind.AUDIENCE, id=audience["id"], role=audience["kind"])
        entries.append((entry, audience["phrases"]))
    return Lexicon(entries, people["generic"])
