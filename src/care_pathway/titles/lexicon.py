"""The words of UK job titles, as bundled data, made ready for look-ups.

Four files a domain person can read: ``words.json`` (spellings, noise, shifts, places),
``concepts.json`` (what words mean), ``rules.json`` (which reading gets which answer) and
``decisions.json`` (the policy's decisions).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from care_pathway._data import read_json
from care_pathway.titles.spelling import Speller

#: What cleaning does with a phrase: keep its words, put others in their place, or drop it (a shift is noted).
KEEP, PUT, DROP = 0, 1, 2

_KEPT = (KEEP,)

#: A node of a tree of words: the next words, and under the empty string what the phrase so far means.
Node = dict[str, Any]

#: How the nouns of people at work end.
PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "man", "woman", "person", "ee")

#: What cleaning notes, besides contracts and shifts.
_FLAGS = ("plural", "cut", "repaired")

#: What reading notes, besides concepts: a word not known, one just before the noun, what follows "to", and a
#: word not known just before "care" or "support".
_READING = ("unknown", "unknown_before", "to", "unknown_care")

SEPARATORS = frozenset({"/", "-", ",", "(", ")", "and", "or", "for", "in", "at", "to", "with", "on", "by"})
PREPOSITIONS = frozenset({"for", "in", "at", "to", "with", "on", "by"})


def _insert(tree: Node, phrase: list[str], meaning: object) -> None:
    node = tree
    for word in phrase:
        node = node.setdefault(word, {})
    node[""] = meaning


def rewrite(tree: Node, words: list[str], *, drop: bool = True) -> tuple[list[str], int, bool]:
    """One pass of the longest phrases from the left.

    Args:
        tree: The tree of phrases of a lexicon.
        words: Words in their known spelling.
        drop: Whether noise is dropped; without it only spellings are put right.
    """
    out: list[str] = []
    flags = 0
    changed = False
    i = 0
    n = len(words)
    while i < n:
        word = words[i]
        node = tree.get(word)
        i += 1
        if node is None:
            out.append(word)
            continue
        found = node.get("", _KEPT)
        end = i
        if i < n and (len(node) > 1 or found is _KEPT):
            found, end = _further(node, words, i, found)
        kind = found[0]
        if kind == KEEP or (kind == DROP and not drop):
            out.extend(words[i - 1 : end])
        elif kind == PUT:
            out.extend(found[1])
            changed = True
        else:
            flags |= found[1]
            # Only what goes between two words brings new neighbours together.
            changed = changed or (out != [] and end < n)
        i = end
    return out, flags, changed


def _further(node: Node, words: list[str], start: int, found: Any) -> tuple[Any, int]:
    """What the longest phrase that goes on from a node means, and where it ends."""
    end = start
    for place in range(start, len(words)):
        below = node.get(words[place])
        if below is None:
            break
        node = below
        if "" in node:
            found = node[""]
            end = place + 1
    return found, end


class Lexicon:
    """The words and concepts, ready for look-ups. Made once for the process, and never changed after that."""

    def __init__(self, words: dict[str, Any], concepts: dict[str, Any]) -> None:
        self.shift_names = tuple(words["shifts"])
        self.flag_names = (*_FLAGS, *self.shift_names)
        self.flags = {name: 1 << place for place, name in enumerate(self.flag_names)}
        self.pay_words = frozenset(words["pay"])
        self.ampersand = tuple(sorted(words["ampersand"].items()))
        self.characters = tuple(
            sorted(words["characters"].items(), key=lambda pair: (-len(pair[0]), pair[0]))
        )
        phrases = [
            (concept, phrase.split())
            for entries in concepts.values()
            for concept, entry in entries.items()
            for phrase in (entry["words"] if isinstance(entry, dict) else entry)
        ]
        core = dict.fromkeys(word for _, phrase in phrases for word in phrase)
        core |= dict.fromkeys(word for right in words["variants"] for word in right.split())
        self.tree = self._grow(words, phrases)
        known = dict.fromkeys(word for _, phrase in phrases for word in phrase)
        _gather(self.tree, known)
        self.known = frozenset(known) | SEPARATORS
        self._name_asides(words)
        self.never_repair = self.place_words | self.asides | frozenset(words["never_repair"])
        self.speller = Speller(self.known, core, self.never_repair)
        self._name_concepts(words, concepts)
        self.meanings = _meanings(self.bits, phrases, _Heads(words, concepts))

    def _grow(self, words: dict[str, Any], phrases: list[tuple[str, list[str]]]) -> Node:
        """The tree that cleaning walks: later entries win, and what means something is kept whole."""
        tree: Node = {}
        drops = [(0, words["noise"]), (0, words["places"])]
        drops += [(self.flags[name], phrases) for name, phrases in words["shifts"].items()]
        for flag, dropped in drops:
            meaning = (DROP, flag)
            for phrase in dropped:
                _insert(tree, phrase.split(), meaning)
        for right, wrongs in words["variants"].items():
            put = (PUT, right.split())
            for wrong in wrongs:
                _insert(tree, wrong.split(), put)
        for _, kept in phrases:
            if len(kept) > 1:
                _insert(tree, kept, (KEEP,))
        return tree

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
        self.entry_words = frozenset(words["entry_words"])
        self.ages = dict(words["ages"])
        self.too_little = frozenset(words["too_little"])
        self.initials = frozenset(right[0] for right in words["neighbours"])
        self.neighbours = tuple(
            (right, frozenset(beside)) for right, beside in sorted(words["neighbours"].items())
        )

    def drops(self, word: str) -> bool:
        """Whether a word is noise by itself."""
        node: Node | None = self.tree.get(word)
        return node is not None and node.get("", _KEPT)[0] == DROP

    def has(self, phrase: list[str]) -> bool:
        """Whether words are a phrase that means something of its own."""
        node: Node | None = self.tree
        for word in phrase:
            node = node.get(word) if node else None
        return node is not None and node.get("", (DROP,))[0] == KEEP

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
        soft_jobs = set(words["soft_jobs"])
        self.hard = set(concepts["nouns"]) | (set(concepts["jobs"]) - soft_jobs)
        self.soft = soft_jobs | set(words["soft_heads"])
        self.soft_jobs = soft_jobs
        self.people = frozenset(words["people"])
        self.never = frozenset(words["not_people"])

    def firmness(self, concept: str, last: str) -> int:
        """2 for the noun of a job, 1 for a word that can stand for one, 0 for neither."""
        if concept in self.hard:
            return 2
        if concept not in self.soft:
            return 0
        person = last in self.people or last.endswith(PERSON_ENDINGS)
        return 2 if concept in self.soft_jobs and person and last not in self.never else 1


def _meanings(bits: dict[str, int], phrases: list[tuple[str, list[str]]], heads: _Heads) -> Node:
    """The tree that reading walks: what each phrase means, and whether it can be the noun of a job."""
    gathered: dict[tuple[str, ...], tuple[int, str, int]] = {}
    for concept, phrase in phrases:
        key = tuple(phrase)
        mask, head, firm = gathered.get(key, (0, "", 0))
        firmer = heads.firmness(concept, phrase[-1])
        if firmer > firm:
            head, firm = concept, firmer
        gathered[key] = (mask | bits[concept], head, firm)
    tree: Node = {}
    for key, (mask, head, firm) in gathered.items():
        _insert(tree, list(key), (mask, head, firm == 2))
    return tree


def _gather(node: Node, words: dict[str, None]) -> None:
    """All words of a tree."""
    for word, below in node.items():
        if word:
            words[word] = None
            _gather(below, words)


@cache
def lexicon() -> Lexicon:
    """The bundled lexicon."""
    return Lexicon(read_json("lexicons/titles/words.json"), read_json("lexicons/titles/concepts.json"))
