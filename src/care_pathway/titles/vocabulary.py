"""The words of UK job titles, as bundled data, made ready for look-ups.

Four files a domain person can read: ``words.json`` (spellings, noise, shifts, places),
``concepts.json`` (what words mean), ``rules.json`` (which reading gets which answer) and
``decisions.json`` (the policy's decisions).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any, Generic, TypeVar

from care_pathway._data import read_json
from care_pathway.language.words import singulars
from care_pathway.titles.spelling import Speller

#: What cleaning does with a phrase: keep its words, put others in their place, or drop it (a shift is noted).
KEEP, PUT, DROP = 0, 1, 2

#: What is done with a phrase: the kind, the words in its place, and the flag that notes it.
Spelling = tuple[int, list[str], int]

#: What a phrase means: its concepts as bits, which can be the noun of a job, and how firmly.
Concepts = tuple[int, str, int]

Meaning = TypeVar("Meaning")

_AS_IT_IS: Spelling = (KEEP, [], 0)
_NOISE: Spelling = (DROP, [], 0)

#: How the nouns of people at work end.
PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "man", "woman", "person", "ee")

#: What cleaning notes, besides contracts and shifts.
_FLAGS = ("plural", "cut", "repaired")

#: What reading notes, besides concepts: a word not known, one just before the noun, what follows "to", and a
#: word not known just before "care" or "support".
_READING = ("unknown", "unknown_before", "to", "unknown_care")

SEPARATORS = frozenset({"/", "-", ",", "(", ")", "and", "or", "for", "in", "at", "to", "with", "on", "by"})
PREPOSITIONS = frozenset({"for", "in", "at", "to", "with", "on", "by"})


class Phrases(Generic[Meaning]):
    """What phrases mean, to be found from a word on: the longest phrase counts."""

    def __init__(self, meanings: dict[str, Meaning]) -> None:
        self.meanings = meanings
        self._most_words: dict[str, int] = {}
        for phrase in meanings:
            if " " in phrase:
                first, *more = phrase.split()
                if len(more) >= self._most_words.get(first, 1):
                    self._most_words[first] = len(more) + 1

    def at(self, words: list[str], start: int) -> tuple[Meaning | None, int]:
        """What the longest phrase from a word on means, and where it ends; if there is none, the next word.

        Args:
            words: Words in their known spelling.
            start: The place of the word.
        """
        furthest = start + self._most_words.get(words[start], 1)
        for end in range(min(furthest, len(words)), start, -1):
            found = self.meanings.get(" ".join(words[start:end]))
            if found is not None:
                return found, end
        return None, start + 1


def rewrite(
    spellings: Phrases[Spelling], words: list[str], *, drop: bool = True
) -> tuple[list[str], int, bool]:
    """One pass of the longest phrases from the left.

    Args:
        spellings: The spellings of a lexicon.
        words: Words in their known spelling.
        drop: Whether noise is dropped; without it only spellings are put right.

    Returns:
        The words, the flags of what was dropped, and whether another pass may find more.
    """
    out: list[str] = []
    flags = 0
    changed = False
    start = 0
    while start < len(words):
        found, end = spellings.at(words, start)
        kind, right, flag = found or _AS_IT_IS
        if kind == KEEP or (kind == DROP and not drop):
            out += words[start:end]
        elif kind == PUT:
            out += right
            changed = True
        else:
            flags |= flag
            # Only what goes between two words brings new neighbours together.
            changed = changed or (out != [] and end < len(words))
        start = end
    return out, flags, changed


class Lexicon:
    """The words and concepts, ready for look-ups. Made once for the process, and never changed after that."""

    def __init__(self, words: dict[str, Any], concepts: dict[str, Any]) -> None:
        self.shift_names = tuple(words["shifts"])
        self.flags = {name: 1 << place for place, name in enumerate((*_FLAGS, *self.shift_names))}
        self.pay_words = frozenset(words["pay"])
        self.entities = tuple(sorted(words["entities"].items()))
        self.ampersand = tuple(sorted(words["ampersand"].items()))
        self.characters = tuple(
            sorted(words["characters"].items(), key=lambda pair: (-len(pair[0]), pair[0]))
        )
        phrases = [
            (concept, entry["words"] if isinstance(entry, dict) else entry)
            for entries in concepts.values()
            for concept, entry in entries.items()
        ]
        core = [phrase for _, listed in phrases for phrase in listed]
        self.spellings = Phrases(self._spellings(words, core))
        meaningful = [
            phrase.split() for phrase, (kind, *_) in self.spellings.meanings.items() if kind != DROP
        ]
        #: Words of pay that may be the job itself, alone or with what follows.
        firsts = {first for first, *_ in (*meaningful, *map(str.split, core))}
        self.pay_or_job = frozenset(word for word in self.pay_words & firsts if len(word) > 1)
        #: Numbers that mean something with the word that follows; other numbers are not words.
        self.numbers = {first: more[0] for first, *more in meaningful if first.isdecimal() and more}
        core_words = _words_of(core)
        others = (words["noise"], words["places"], *words["shifts"].values(), *words["variants"].values())
        known = core_words | _words_of(*others) | SEPARATORS
        self.known = frozenset(word for word in known if not word.isdecimal())
        self._name_asides(words)
        self.never_repair = self.place_words | self.asides | frozenset(words["never_repair"])
        right = core_words | _words_of(words["variants"], words["right_too"])
        self.speller = Speller(self.known, right, self.never_repair)
        self._name_concepts(words, concepts)
        self.meanings = Phrases(_meanings(self.bits, phrases, _Heads(words, concepts)))

    def _spellings(self, words: dict[str, Any], core: list[str]) -> dict[str, Spelling]:
        """What cleaning does with phrases: later entries win, and what means something is kept whole."""
        result: dict[str, Spelling] = dict.fromkeys((*words["noise"], *words["places"]), (DROP, [], 0))
        for name, phrases in words["shifts"].items():
            result |= dict.fromkeys(phrases, (DROP, [], self.flags[name]))
        for right, wrongs in words["variants"].items():
            result |= dict.fromkeys(wrongs, (PUT, right.split(), 0))
        result |= dict.fromkeys((phrase for phrase in core if " " in phrase), _AS_IT_IS)
        return result

    def _name_asides(self, words: dict[str, Any]) -> None:
        """What says nothing about the job: streets, buildings, offers; and slips of the hand."""
        self.streets = frozenset(words["streets"])
        self.buildings = frozenset(words["buildings"])
        self.employers = frozenset(words["employers"])
        self.no_employer = frozenset(words["no_employer"])
        self.place_words = self.streets | self.buildings | self.employers
        self.no_building = frozenset(words["no_building"])
        self.asides_before = frozenset(words["asides_before"])
        #: Words that take the rest of their part along, with the word that must follow, if any must.
        self.asides_after = {
            first: after for first, _, after in (phrase.partition(" ") for phrase in words["asides_after"])
        }
        self.asides = self.asides_before | frozenset(self.asides_after)
        self.job_nouns = frozenset(words["job_nouns"])
        #: Nouns of jobs, also in a short form: their plural says that there are several posts.
        self.posts = self.job_nouns | {
            wrong
            for wrong, (kind, right, _) in self.spellings.meanings.items()
            if kind == PUT and " " not in wrong and right[-1] in self.job_nouns
        }
        self.entry_words = frozenset(words["entry_words"])
        self.ages = dict(words["ages"])
        self.age_words = {name: frozenset(listed) for name, listed in words["age_words"].items()}
        self.too_little = frozenset(words["too_little"])
        #: What says too little by day, with the rule that answers it at night.
        self.by_night = dict(words["by_night"])
        self.initials = frozenset(right[0] for right in words["neighbours"])
        self.neighbours = tuple(
            (right, frozenset(beside)) for right, beside in sorted(words["neighbours"].items())
        )

    def begins(self, word: str, following: str) -> bool:
        """Whether two words that follow each other mean something together."""
        return any(
            self.spellings.meanings.get(f"{word} {one}", _NOISE)[0] != DROP
            for one in (following, *singulars(following))
        )

    def drops(self, word: str) -> bool:
        """Whether a word is noise by itself."""
        return self.spellings.meanings.get(word, _AS_IT_IS)[0] == DROP

    def has(self, phrase: list[str]) -> bool:
        """Whether words are a phrase that means something of its own."""
        return self.spellings.meanings.get(" ".join(phrase)) == _AS_IT_IS

    def _name_concepts(self, words: dict[str, Any], concepts: dict[str, Any]) -> None:
        """Give each concept a bit, and say which concepts have a part of their own in reading."""
        names = dict.fromkeys((*_READING, *(concept for entries in concepts.values() for concept in entries)))
        self.bits = {name: 1 << place for place, name in enumerate(names)}
        self.nouns = frozenset(concepts["nouns"])
        self.soft_jobs = frozenset(words["soft_jobs"])
        self.modifying_nouns = frozenset(words["modifying_nouns"])
        self.credential = self.bits["credential"]
        self.care_words = self.mask(("care", "support"))
        self.negated = self.bits["negated"]
        self.plain = self.mask(words["plain"])
        self.level = self.mask(words["levels"])
        order = {name: place for place, name in enumerate(words["qualifiers"])}

        def told(kind: str, more: dict[str, str]) -> dict[int, str]:
            entries = concepts[kind].items()
            named = {concept: entry["qualifier"] for concept, entry in entries if entry["qualifier"]}
            pairs = sorted((named | more).items(), key=lambda pair: (order[pair[1]], pair[0]))
            return {self.bits[concept]: name for concept, name in pairs}

        self.settings = told("settings", words["setting_of_job"])
        self.specialisms = told("specialisms", {})
        self.seniorities = told("marks", words["seniority_of_noun"])

    def mask(self, names: Iterable[str]) -> int:
        """The bits of concepts."""
        result = 0
        for name in names:
            result |= self.bits[name]
        return result


class _Heads:
    """Which phrases can be the noun that says what a job is, and how firmly."""

    def __init__(self, words: dict[str, Any], concepts: dict[str, Any]) -> None:
        self._soft_jobs = frozenset(words["soft_jobs"])
        self._hard = (concepts["nouns"].keys() | concepts["jobs"].keys()) - self._soft_jobs
        self._soft = self._soft_jobs | frozenset(words["soft_heads"])
        self._people = frozenset(words["people"])
        self._never = frozenset(words["not_people"])

    def firmness(self, concept: str) -> int | None:
        """2 for the noun of a job, 1 for what can stand for it, 0 for neither; ``None`` if phrases differ."""
        if concept in self._soft_jobs:
            return None
        return 2 if concept in self._hard else int(concept in self._soft)

    def firmness_of(self, phrase: str) -> int:
        """The same for a phrase of a concept whose phrases differ: people do jobs, things stand for them."""
        last = phrase.rpartition(" ")[2]
        person = last.endswith(PERSON_ENDINGS) or last in self._people
        return 2 if person and last not in self._never else 1


def _meanings(
    bits: dict[str, int], phrases: list[tuple[str, list[str]]], heads: _Heads
) -> dict[str, Concepts]:
    """What each phrase means, and whether it can be the noun of a job; of several nouns the firmest."""
    result: dict[str, Concepts] = {}
    for concept, listed in phrases:
        bit = bits[concept]
        same = heads.firmness(concept)
        for phrase in listed:
            firm = heads.firmness_of(phrase) if same is None else same
            mask, head, firmest = result.get(phrase, (0, "", 0))
            if firm > firmest:
                head, firmest = concept, firm
            result[phrase] = (mask | bit, head, firmest)
    return result


def _words_of(*lists: Iterable[str]) -> frozenset[str]:
    """All words of phrases."""
    return frozenset(" ".join(chain.from_iterable(lists)).split())


@cache
def lexicon() -> Lexicon:
    """The bundled lexicon."""
    return Lexicon(read_json("lexicons/titles/words.json"), read_json("lexicons/titles/concepts.json"))
