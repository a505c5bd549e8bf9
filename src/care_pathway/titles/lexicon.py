"""The words of UK job titles, as bundled data, made ready for look-ups.

Four files a domain person can read: ``words.json`` (spellings, noise, shifts, places), ``concepts.json``
(what words mean), ``rules.json`` (which reading gets which answer) and ``decisions.json`` (the policy's decisions).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from care_pathway._data import read_json

#: What the cleaning does with a phrase: keep its words, put others in their place, or drop it and note a flag.
KEEP, PUT, DROP = 0, 1, 2

#: A node of a tree of words: the next words, and under the empty string what the phrase so far means.
Node = dict[str, Any]

SEPARATORS = frozenset({"/", "-", ",", "(", ")", "and", "or", "for", "in", "at", "to", "with", "on", "by"})
PREPOSITIONS = frozenset({"for", "in", "at", "to", "with", "on", "by"})


def _insert(tree: Node, phrase: list[str], meaning: object, *, replace: bool = True) -> None:
    node = tree
    for word in phrase:
        node = node.setdefault(word, {})
    if replace or "" not in node:
        node[""] = meaning


def rewrite(tree: Node, words: list[str], *, drop: bool = True) -> tuple[list[str], int, bool]:
    """One pass of the longest phrases from the left: the words left, the flags noted, and whether
    words have new neighbours.

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
        if node is None:
            out.append(word)
            i += 1
            continue
        found = node.get("")
        end = j = i + 1
        while j < n:
            node = node.get(words[j])
            if node is None:
                break
            j += 1
            if "" in node:
                found = node[""]
                end = j
        if found is None or found[0] == KEEP or (found[0] == DROP and not drop):
            end = end if found is not None else i + 1
            out.extend(words[i:end])
        else:
            if found[0] == PUT:
                out.extend(found[1])
                changed = True
            else:
                flags |= found[1]
                # Only what goes between two words brings new neighbours together.
                changed = changed or (bool(out) and end < n)
        i = end
    return out, flags, changed


#: How many unlisted words a lexicon remembers.
_REMEMBERED = 200_000


class Lexicon:
    """The words and concepts, ready for look-ups. Made once for the process, and never changed after that."""

    def __init__(self, words: dict[str, Any], concepts: dict[str, Any]) -> None:
        self.flag_names: list[str] = []
        self.flags: dict[str, int] = {}
        for name in (
            "pay",
            "hours",
            "place",
            "reference",
            "plural",
            "cut",
            "repaired",
            "noise",
            *words["shifts"],
        ):
            self.flags[name] = 1 << len(self.flag_names)
            self.flag_names.append(name)
        self.shift_names = tuple(words["shifts"])
        self.pay_words = frozenset(words["pay"])
        self.ampersand = tuple(sorted(words["ampersand"].items()))
        self.characters = tuple(
            sorted(words["characters"].items(), key=lambda pair: (-len(pair[0]), pair[0]))
        )
        self._read_words(words, concepts)
        self._read_concepts(words, concepts)
        self.repairs: dict[str, tuple[str, ...]] = {}
        self._deletions: dict[str, list[str]] | None = None

    # --- spelling

    def _read_words(self, words: dict[str, Any], concepts: dict[str, Any]) -> None:
        vocabulary: dict[str, None] = {}
        self.core: dict[str, None] = {}
        phrases: list[tuple[str, str, list[str]]] = []
        for kind, entries in concepts.items():
            for concept, entry in entries.items():
                for phrase in entry["words"] if isinstance(entry, dict) else entry:
                    phrases.append((kind, concept, phrase.split()))
        self._phrases = phrases
        for _, _, phrase in phrases:
            for word in phrase:
                vocabulary[word] = None
                self.core[word] = None
        tree: Node = {}
        for word in words["noise"]:
            _insert(tree, word.split(), (DROP, self.flags["noise"]))
        for place in words["places"]:
            _insert(tree, place.split(), (DROP, self.flags["place"]))
        for name, entries in words["shifts"].items():
            for entry in entries:
                _insert(tree, entry.split(), (DROP, self.flags[name]))
        for right, wrongs in words["variants"].items():
            put = (PUT, right.split())
            for word in right.split():
                self.core.setdefault(word)
            for wrong in wrongs:
                if wrong.split() != put[1]:
                    _insert(tree, wrong.split(), put)
        for _, _, phrase in phrases:
            if len(phrase) > 1:
                _insert(tree, phrase, (KEEP,))
        self.tree = tree
        self._spell(tree, vocabulary)
        known = {word: word for word in vocabulary}
        known |= {word: word for word in SEPARATORS}
        self.known = known
        self.never_repair = frozenset(words["never_repair"])

    def _spell(self, node: Node, vocabulary: dict[str, None]) -> None:
        for word, below in node.items():
            if word:
                vocabulary.setdefault(word)
                self._spell(below, vocabulary)

    # --- meaning

    def _read_concepts(self, words: dict[str, Any], concepts: dict[str, Any]) -> None:
        self.bits: dict[str, int] = {"unknown": 1, "unknown_before": 2, "to": 4}
        for entries in concepts.values():
            for concept in entries:
                self.bits.setdefault(concept, 1 << len(self.bits))
        self.plain = 0
        for name in words["plain"]:
            self.plain |= self.bits[name]
        self.nouns = frozenset(concepts["nouns"])
        self.credential = self.bits["credential"]
        self.level = 0
        for name in (*concepts["marks"], *words["seniority_of_noun"]):
            if name not in ("office_pa", "individual", "adult"):
                self.level |= self.bits[name]
        self.modifying_nouns = frozenset(words["modifying_nouns"])
        self.core_jobs = frozenset(words["soft_jobs"])
        self.names = {bit: name for name, bit in self.bits.items()}
        hard = set(concepts["nouns"]) | (set(concepts["jobs"]) - set(words["soft_jobs"]))
        soft = set(words["soft_jobs"]) | set(words["soft_heads"])
        people = frozenset(words["people"])
        never = frozenset(words["not_people"])
        gathered: dict[tuple[str, ...], tuple[int, str, bool]] = {}
        for _, concept, phrase in self._phrases:
            key = tuple(phrase)
            mask, head, is_hard = gathered.get(key, (0, "", False))
            mask |= self.bits[concept]
            if concept in hard and not is_hard:
                head, is_hard = concept, True
            elif concept in soft and not head:
                head = concept
                last = phrase[-1]
                if concept in concepts["jobs"] and last not in never:
                    is_hard = last in people or last.endswith(PERSON_ENDINGS)
            elif concept in soft and not is_hard and concept in concepts["jobs"] and phrase[-1] not in never:
                if phrase[-1] in people or phrase[-1].endswith(PERSON_ENDINGS):
                    head, is_hard = concept, True
            gathered[key] = (mask, head, is_hard)
        # A phrase made of known shorter ones keeps their meaning too, unless it names another job altogether.
        self.meanings: Node = {}
        for key, (mask, head, is_hard) in gathered.items():
            _insert(self.meanings, list(key), (mask, head, is_hard))
        order = {name: place for place, name in enumerate(words["qualifiers"])}

        def told(kind: str, more: dict[str, str]) -> dict[int, str]:
            names = {
                concept: entry["qualifier"] for concept, entry in concepts[kind].items() if entry["qualifier"]
            }
            pairs = sorted((names | more).items(), key=lambda pair: (order[pair[1]], pair[0]))
            return {self.bits[concept]: name for concept, name in pairs}

        self.settings = told("settings", words["setting_of_job"])
        self.specialisms = told("specialisms", {})
        self.seniorities = told("marks", words["seniority_of_noun"])

    # --- repair

    def look_up(self, word: str) -> tuple[str, ...]:
        """The known words that an unlisted one stands for: its singular, its right spelling, two if joined, or itself."""
        done = self.repairs.get(word)
        if done is None:
            done = self._look_up(word)
            if len(self.repairs) < _REMEMBERED:
                self.repairs[word] = done
        return done

    def _look_up(self, word: str) -> tuple[str, ...]:
        known = self.known
        size = len(word)
        if size > 3:
            for singular in _singulars(word):
                if singular in known:
                    return (known[singular],)
        if size < 6 or size > 24 or word in self.never_repair:
            return (word,)
        near = self._near(word)
        if near:
            return (near,)
        if size >= 8:
            core = self.core
            for cut in range(3, size - 2):
                left, right = word[:cut], word[cut:]
                right = right if right in core else right.removesuffix("s")
                if left in core and right in core:
                    return (left, right)
        return (word,)

    def _near(self, word: str) -> str | None:
        index = self._deletions
        if index is None:
            index = {}
            for known in self.core:
                if len(known) >= 6 and known.isalpha():
                    for short in _shorter(known):
                        index.setdefault(short, []).append(known)
                    index.setdefault(known, []).append(known)
            self._deletions = index
        found: dict[str, None] = {}
        for short in (word, *_shorter(word)):
            for known in index.get(short, ()):
                if known not in found and _one_edit(word, known):
                    found[known] = None
        if len(found) == 1:
            return next(iter(found))
        if found:
            # Two neighbours: a title word swaps or drops letters more often than it changes the first one.
            same = [known for known in found if known[0] == word[0] and known[-1] == word[-1]]
            if len(same) == 1:
                return same[0]
        return None


#: How the nouns of people at work end.
PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "man", "woman", "person", "ee")


def _singulars(word: str) -> tuple[str, ...]:
    """What a plural may be the plural of."""
    if not word.endswith("s"):
        return (f"{word[:-3]}man",) if word.endswith("men") else ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y", word[:-1])
    if word.endswith("es"):
        return (word[:-1], word[:-2])
    return () if word.endswith("ss") else (word[:-1],)


def _shorter(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _one_edit(left: str, right: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes one word of the other."""
    if len(left) > len(right):
        left, right = right, left
    short, long = len(left), len(right)
    if long - short > 1:
        return False
    i = 0
    while i < short and left[i] == right[i]:
        i += 1
    if short != long:
        return left[i:] == right[i + 1 :]
    if left[i + 1 :] == right[i + 1 :]:
        return True
    return left[i : i + 2] == right[i : i + 2][::-1] and left[i + 2 :] == right[i + 2 :]


@cache
def lexicon() -> Lexicon:
    """The bundled lexicon."""
    return Lexicon(read_json("lexicons/titles/words.json"), read_json("lexicons/titles/concepts.json"))
