"""The words of UK job titles, as bundled tables, made ready for look-ups.

``concepts.csv`` and ``phrases.csv`` say what words mean, ``spellings.csv`` what is read as something else,
``words.csv`` and ``named.csv`` which words are noise, shifts, places and the like.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import NamedTuple

from care_pathway.language.phrases import Phrases
from care_pathway.language.words import singulars
from care_pathway.titles.policy import parts, rows_of
from care_pathway.titles.spelling import TitleSpeller
from care_pathway.titles.words import (
    ASIDE,
    BEGINS,
    BESIDE_NOUN,
    HARD,
    JOINS,
    KNOWN,
    LEADS,
    MAY_BE_PLACE,
    NEARLY,
    OF_CARE,
    OF_EMPLOYER,
    PERSON,
    PLACE,
    REMARK,
    REWRITTEN,
    SAYS_NOTHING,
    STRANGE,
    TELLS,
    UNSURE,
    Concepts,
    Word,
    WordIndex,
)

#: What cleaning does with a phrase: keep its words, put others in their place, or drop it (a shift is noted).
KEEP, PUT, DROP = 0, 1, 2

#: What is done with a phrase: the kind, the words in its place, and the flag that notes it.
Spelling = tuple[int, list[str], int]

#: Forms of this length are repaired into as well: "caergiver" is "caregiver", which is read as carer.
_LONG_FORM = 6

_AS_IT_IS: Spelling = (KEEP, [], 0)
_NOISE: Spelling = (DROP, [], 0)

#: How the nouns of people at work end.
PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "man", "woman", "person", "ee")

#: What cleaning notes, besides contracts and shifts.
_FLAGS = ("plural", "cut", "repaired", "name")

#: The lists of words of which one stands by an age.
_OF_AGES = ("before", "old", "person", "together")

#: What reading notes, besides concepts: a word not known, one just before the noun, what follows "to", a word
#: not known just before "care" or "support", a word of another occupation, and one that says who
#: does it, or the doing of it.
_READING = ("unknown", "unknown_before", "to", "unknown_care", "other_work", "other_trade")

#: The noun of a job of another occupation.
OTHER_NOUN = "other_noun"

SEPARATORS = frozenset({"/", "-", ",", "(", ")", "and", "or", "for", "in", "at", "to", "with", "on", "by"})
PREPOSITIONS = frozenset({"for", "in", "at", "to", "with", "on", "by"})


#: What a plural ends with, parted from its word: "care home s".
PLURAL_ENDS = frozenset({"s", "es", "n"})
#: A small word with a slip, between two others.
TURNED = {
    "ni": "in",
    "fo": "of",
    "ta": "at",
    "adn": "and",
    "nad": "and",
    "aand": "and",
    "annd": "and",
    "iin": "in",
}
TURNED |= dict.fromkeys(("fro", "ofr", "foor", "ffor", "forr"), "for")
TURNED |= dict.fromkeys(
    ("wtih", "wiht", "iwth", "wwith", "wiith", "witth", "withh", "ith", "wih", "wth"), "with"
)


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


class Concept(NamedTuple):
    """Something that words of a title can mean.

    Attributes:
        kind: ``jobs``, ``nouns``, ``marks``, ``settings``, ``specialisms`` or ``domains``.
        qualifier: What a match shows for it; nothing for most.
        phrases: The phrases that mean it, in their known spelling.
    """

    kind: str
    qualifier: str
    phrases: list[str]


class Words:
    """The tables of words and concepts, as they are.

    Attributes:
        lists: Lists of words by name.
        named: Named lists by the name of their table and their own.
        spellings: The forms that stand for each known spelling.
        concepts: What words mean, by name.
        other_work: Words of other occupations, with their SOC 2020 minor group.
        groups: Groups of concepts that rules name.
        own_words: English words that look like a slip of a word of titles.
    """

    def __init__(self) -> None:
        self.lists: dict[str, list[str]] = {}
        for row in rows_of("words"):
            self.lists.setdefault(row["list"], []).extend(parts(row["words"]))
        self.named: dict[str, dict[str, list[str]]] = {}
        for row in rows_of("named"):
            self.named.setdefault(row["list"], {}).setdefault(row["name"], []).extend(parts(row["words"]))
        self.spellings: dict[str, list[str]] = {}
        for row in rows_of("spellings"):
            self.spellings.setdefault(row["right"], []).extend(parts(row["forms"]))
        self.concepts = {
            row["concept"]: Concept(row["kind"], row["qualifier"], []) for row in rows_of("concepts")
        }
        for row in rows_of("phrases"):
            self.concepts[row["concept"]].phrases.extend(parts(row["phrases"]))
        self.other_work = {
            word: row["group"] for row in rows_of("other_work") for word in parts(row["words"])
        }
        self.groups = {row["group"]: row["concepts"].split() for row in rows_of("groups")}
        self.own_words = frozenset(word for row in rows_of("own_words") for word in parts(row["words"]))

    def single(self, table: str) -> dict[str, str]:
        """A named table with one text for each name."""
        return {name: words[0] for name, words in self.named[table].items()}

    def of_kind(self, *kinds: str) -> dict[str, Concept]:
        """The concepts of these kinds by name."""
        return {name: concept for name, concept in self.concepts.items() if concept.kind in kinds}


class TitleLexicon:
    """The words and concepts, ready for look-ups. Made once for the process, and never changed after that."""

    def __init__(self, words: Words) -> None:
        self.shift_names = tuple(words.named["shifts"])
        self.flags = {name: 1 << place for place, name in enumerate((*_FLAGS, *self.shift_names))}
        self.contracts = frozenset(words.lists["contracts"])
        self.contract_settings = frozenset(words.lists["contract_settings"])
        self.presence = tuple(words.lists["presence"])
        self.several_posts = words.lists["several_posts"][0]
        self.pay_words = frozenset(words.lists["pay"])
        core = [phrase for concept in words.concepts.values() for phrase in concept.phrases]
        self.spellings = Phrases(self._spellings(words, core))
        meaningful = [
            phrase.split() for phrase, (kind, *_) in self.spellings.meanings.items() if kind != DROP
        ]
        #: Of phrases that are rewritten, what may follow their first word.
        self._rewritten = _seconds(
            phrase for phrase, (kind, *_) in self.spellings.meanings.items() if kind != KEEP
        )
        #: Words of pay that may be the job itself, alone or with what follows.
        firsts = {first for first, *_ in (*meaningful, *map(str.split, core))}
        self.pay_or_job = frozenset(word for word in self.pay_words & firsts if len(word) > 1)
        #: Numbers that mean something with the word that follows; other numbers are not words.
        self.numbers = {first: more[0] for first, *more in meaningful if first.isdecimal() and more}
        core_words = _words_of(core)
        others = (words.lists["noise"], words.lists["places"], words.lists["several_posts"])
        known = core_words | _words_of(*others, *words.named["shifts"].values(), *words.spellings.values())
        self.known = frozenset(word for word in known | SEPARATORS if not word.isdecimal())
        self._name_asides(words)
        self.never_repair = self.place_words | self.asides | frozenset(words.lists["never_repair"])
        forms = (phrase for phrase in chain(*words.spellings.values()) if len(phrase) >= _LONG_FORM)
        right = core_words | _words_of(words.spellings, words.lists["right_too"], forms)
        not_people = frozenset(words.lists["not_people"])
        no_trade = self.known | not_people
        doing = {f"{word[:-2]}ing": group for word, group in words.other_work.items() if word.endswith("er")}
        #: Words of other occupations, with the SOC 2020 minor group that they are most frequent in; also what
        #: "grouters" do.
        self.other_work = {
            word: group for word, group in doing.items() if len(word) > _LONG_FORM and word not in no_trade
        } | words.other_work
        long = {word for word in self.other_work if len(word) >= _LONG_FORM} - not_people
        self.other_people = frozenset(word for word in long if word.endswith(PERSON_ENDINGS))
        #: Those of them that are no name of a home: who does it, and the doing of it, "welding".
        self.other_trades = self.other_people | {word for word in long if word.endswith("ing")}
        #: The words that spelling repairs into.
        self.repaired_into = frozenset(word for word in right if len(word) > 2 and word.isalpha())
        #: Those of them that are repaired into though they are short.
        self.short_targets = self.job_nouns | words.named["neighbours"].keys()
        self.speller = TitleSpeller(
            self.known,
            self.repaired_into,
            self.never_repair | self.other_work.keys() | words.own_words,
            self.job_nouns,
            words.named["neighbours"],
            words.lists["critical"],
            {form: right for right, forms in words.spellings.items() for form in forms},
        )
        self._name_concepts(words)
        #: How specialties of hospitals begin and end, "cardiothoracic", "cystoscopy".
        self._medical_beginnings = tuple(words.lists["medical_beginnings"])
        self._medical_endings = tuple(words.lists["medical_endings"])
        #: How what is studied ends, "metallurgy", and the doing of work, which may be in care too: "rigging".
        self._trade_endings = tuple(words.lists["trade_endings"])
        self._doing_endings = tuple(words.lists["doing_endings"])
        self._telling_endings = (*self._medical_endings, *self._trade_endings, *self._doing_endings)
        self._medical = self._concepts(self.bits["nhs"], "", 0)
        self._medical_person = self._concepts(self.bits["nhs"], OTHER_NOUN, 2)
        meanings = _meanings(self.bits, words, _Heads(words))
        concepts = {meaning: self._concepts(*meaning) for meaning in set(meanings.values())}
        self.meanings = Phrases({phrase: concepts[meaning] for phrase, meaning in meanings.items()})
        self._meaningful = core_words | SEPARATORS | self.other_work.keys()
        #: What each word is by itself.
        listed = self.known | self.speller.own | self._benefits | TURNED.keys() | PLURAL_ENDS
        self.words = WordIndex(listed, self._is_telling, self._word)

    def _spellings(self, words: Words, core: list[str]) -> dict[str, Spelling]:
        """What cleaning does with phrases: later entries win, and what means something is kept whole."""
        result: dict[str, Spelling] = dict.fromkeys(
            (*words.lists["noise"], *words.lists["places"]), (DROP, [], 0)
        )
        for name, phrases in words.named["shifts"].items():
            result |= dict.fromkeys(phrases, (DROP, [], self.flags[name]))
        for right, wrongs in words.spellings.items():
            result |= dict.fromkeys(wrongs, (PUT, right.split(), 0))
        result |= dict.fromkeys(words.lists["several_posts"], (DROP, [], self.flags["plural"]))
        result |= dict.fromkeys((phrase for phrase in core if " " in phrase), _AS_IT_IS)
        return result

    def _name_asides(self, words: Words) -> None:
        """What says nothing about the job: streets, buildings, offers; and slips of the hand."""
        self.streets = frozenset(words.lists["streets"])
        self.buildings = frozenset(words.lists["buildings"])
        self.employers = frozenset(words.lists["employers"])
        self.no_employer = frozenset(words.lists["no_employer"])
        self.place_words = self.streets | self.buildings | self.employers
        #: Words of which one makes a part more than the name of a place.
        self.telling = self.known - self.streets
        self.no_building = frozenset(words.lists["no_building"])
        self.asides_before = frozenset(words.lists["asides_before"])
        #: Words that take the rest of their part along, with the word that must follow, if any must.
        self.asides_after = {
            first: after
            for first, _, after in (phrase.partition(" ") for phrase in words.lists["asides_after"])
        }
        self.asides = self.asides_before | frozenset(self.asides_after)
        self.job_nouns = frozenset(words.lists["job_nouns"])
        #: Nouns of jobs, also in a short form: their plural says that there are several posts.
        self.posts = self.job_nouns | {
            wrong
            for wrong, (kind, right, _) in self.spellings.meanings.items()
            if kind == PUT and " " not in wrong and right[-1] in self.job_nouns
        }
        #: Words that are remarks on a contract where they stand alone in a part.
        self.remarks_alone = frozenset(words.lists["remarks_alone"])
        #: What is offered besides pay, as it is written: "pension" is offered, "pensions" is work.
        self._benefits = SEPARATORS | frozenset(words.lists["benefits"])
        self.entry_words = frozenset(words.lists["entry_words"])
        self.ages = words.single("ages")
        self.age_words = {name: frozenset(listed) for name, listed in words.named["age_words"].items()}
        #: Words without one of which no number is an age.
        self.age_marks = frozenset().union(*(self.age_words[name] for name in _OF_AGES))
        self.age_marks |= {band.split()[0] for band in self.ages}
        self.too_little = frozenset(words.lists["too_little"])
        #: What says too little by day, with the rule that answers it at night.
        self.by_night = words.single("by_night")

    def are_benefits(self, words: list[str]) -> bool:
        """Whether words say only what is offered besides pay: "pension, lunch and mileage"."""
        return self._benefits.issuperset(words) and not SEPARATORS.issuperset(words)

    def is_medical(self, word: str) -> bool:
        """Whether a word names a specialty of hospitals, by how it begins or ends."""
        return word.endswith(self._medical_endings) or word.startswith(self._medical_beginnings)

    def _is_doing(self, word: str) -> bool:
        """Whether an unlisted word is more than a name by how it ends; a short one may be a place: Tring."""
        return len(word) > _LONG_FORM and word.endswith(self._doing_endings)

    def _is_telling(self, word: str) -> bool:
        """Whether an unlisted word may say something by how it begins or ends."""
        return word.endswith(self._telling_endings) or word.startswith(self._medical_beginnings)

    def _word(self, word: str) -> Word:
        """What a word is by itself."""
        says = self.meanings.meanings.get(word)
        medical = self.is_medical(word)
        other = 0
        marks = self._marks(word)
        unlisted = marks & STRANGE > 0
        trade = word in self.other_trades or (unlisted and word.endswith(self._trade_endings))
        marks |= SAYS_NOTHING * (word not in self._meaningful and not medical and not trade)
        if medical or trade or word in self.telling or (unlisted and self._is_doing(word)):
            marks |= TELLS
        if says is None and (trade or word in self.other_work):
            other = self.bits["other_work"] | self.bits["other_trade"] * trade
        elif says is None and medical and not marks & JOINS:
            says = self._medical_person if word.endswith(PERSON_ENDINGS) else self._medical
        spelt, flags = ((), 0) if marks & (KNOWN | STRANGE) else self.respelt(word)
        unsure = marks & STRANGE or spelt or word in TURNED or word in PLURAL_ENDS
        if unsure or (len(word) == 1 and not marks & KNOWN):
            marks |= UNSURE
        return Word(
            marks,
            spelt=spelt,
            flags=flags,
            says=says,
            other=other,
            leads=self.meanings.after(word),
            rewritten=self._rewritten.get(word, ()),
        )

    def _marks(self, word: str) -> int:
        """What is known of a word besides what it means, as bits."""
        known = word in self.known or word in self.place_words
        if not known and word not in self.speller.own:
            return STRANGE | NEARLY | BEGINS | REMARK * (word in self._benefits)
        return sum(
            bit
            for bit, holds in (
                (KNOWN, known),
                (JOINS, word in SEPARATORS),
                (ASIDE, word in self.asides),
                (PLACE, word in self.place_words),
                (REWRITTEN, self.spellings.meanings.get(word, _AS_IT_IS)[0] != KEEP),
                (REMARK, word in self.remarks_alone or word in self._benefits),
                (LEADS, word in self._rewritten),
                (PERSON, word in self.other_people),
                (NEARLY, self.speller.near(word) != ()),
                (BEGINS, self.speller.begins(word)),
            )
            if holds
        )

    def respelt(self, word: str) -> tuple[tuple[str, ...], int]:
        """The known words that an unlisted one stands for, and what is noted of it; nothing if it stands."""
        right = self.speller.look_up(word)
        if right[0] == word:
            return (), 0
        if word[-1] != "s" or right[0][:3] != word[:3]:
            return right, self.flags["repaired"]
        return right, self.flags["plural"] if right[0] in self.posts else 0

    def begins(self, word: str, following: str) -> bool:
        """Whether two words that follow each other mean something together."""
        return any(
            self.spellings.meanings.get(f"{word} {form}", _NOISE)[0] != DROP
            for form in (following, *singulars(following))
        )

    def drops(self, word: str) -> bool:
        """Whether a word is noise by itself."""
        return self.spellings.meanings.get(word, _AS_IT_IS)[0] == DROP

    def has(self, phrase: list[str]) -> bool:
        """Whether words are a phrase that means something of its own."""
        return self.spellings.meanings.get(" ".join(phrase)) == _AS_IT_IS

    def _name_concepts(self, words: Words) -> None:
        """Give each concept a bit, and say which concepts have a part of their own in reading."""
        self.bits = {name: 1 << place for place, name in enumerate((*_READING, *words.concepts))}
        self.nouns = frozenset(words.of_kind("nouns"))
        self.soft_jobs = frozenset(words.lists["soft_jobs"])
        self.modifying_nouns = frozenset(words.lists["modifying_nouns"])
        self.credential = self.bits["credential"]
        self.care_words = self.mask(("care", "support"))
        #: What names of employers end with, and what says by itself that a job is one of care.
        self.employer_words = self.mask(("care", "support", "healthcare", "housing"))
        self.care_jobs = self.mask(("care", "support", "healthcare", "nursing", "carer"))
        #: What says by itself that a rank is one of care: "team leader" and "deputy manager" do not.
        self.care_named = self.mask(
            name for group in ("caring", "conditions", "direct") for name in words.groups[group]
        ) | self.mask(
            ("healthcare", "recovery", "registered", "befriender", "homehelp", "personal_assistant")
        )
        #: What names another line of work.
        self.other_worlds = self.bits["other_work"] | self.mask((*words.groups["trades"], "nhs", "education"))
        #: What says where somebody works, or for whom, and names no job by itself.
        self.where_or_whom = self.mask(words.of_kind("settings", "specialisms")) | self.mask(
            (
                "care",
                "support",
                "nursing",
                "community",
                "personal_care",
                "personal",
                "direct_payment",
                "individual",
            )
        )
        #: What a word means that names another trade, or a place: "support worker Stone".
        self.trades = self.mask(words.lists["place_trades"])
        self.negated = self.bits["negated"]
        self.senior = self.bits["senior"]
        #: What shares the noun of the job after it, where it stands alone: "deputy / registered manager".
        self.ranks_alone = frozenset({self.senior, self.bits["deputy"]})
        self.plain = self.mask(words.lists["plain"])
        self.level = self.mask(words.lists["levels"])
        order = {name: place for place, name in enumerate(words.lists["qualifiers"])}

        def shown(kind: str, more: dict[str, str]) -> dict[int, str]:
            named = {
                name: concept.qualifier for name, concept in words.of_kind(kind).items() if concept.qualifier
            }
            pairs = sorted((named | more).items(), key=lambda pair: (order[pair[1]], pair[0]))
            return {self.bits[concept]: name for concept, name in pairs}

        self.settings = shown("settings", words.single("setting_of_job"))
        self.worlds = tuple(self.bits[name] for name in words.single("setting_of_job"))
        self.specialisms = shown("specialisms", {})
        self.seniorities = shown("marks", words.single("seniority_of_noun"))

    def _concepts(self, mask: int, noun: str, firm: int) -> Concepts:
        """What a phrase means, with its traits."""
        hard = firm == 2
        beside = mask & self.credential or noun in self.modifying_nouns
        traits = HARD * hard | MAY_BE_PLACE * (not hard and not mask & ~self.trades)
        traits |= BESIDE_NOUN * bool(beside) | OF_CARE * bool(mask & self.care_words)
        return mask, noun, traits | OF_EMPLOYER * bool(mask & self.employer_words)

    def mask(self, names: Iterable[str]) -> int:
        """The bits of concepts."""
        result = 0
        for name in names:
            result |= self.bits[name]
        return result


class _Heads:
    """Which phrases can be the noun that says what a job is, and how firmly."""

    def __init__(self, words: Words) -> None:
        self._soft_jobs = frozenset(words.lists["soft_jobs"])
        self._hard = words.of_kind("nouns", "jobs").keys() - self._soft_jobs
        self._soft = self._soft_jobs | frozenset(words.lists["soft_heads"])
        self._people = frozenset(words.lists["people"])
        self._never = frozenset(words.lists["not_people"])

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


def _meanings(bits: dict[str, int], words: Words, heads: _Heads) -> dict[str, tuple[int, str, int]]:
    """The concepts of each phrase, the noun of a job in it, and how firm it is: the firmest of several."""
    result: dict[str, tuple[int, str, int]] = {}
    for name, concept in words.concepts.items():
        same = heads.firmness(name)
        for phrase in concept.phrases:
            firm = heads.firmness_of(phrase) if same is None else same
            mask, head, firmest = result.get(phrase, (0, "", 0))
            if firm > firmest:
                head, firmest = name, firm
            result[phrase] = (mask | bits[name], head, firmest)
    return result


def _seconds(phrases: Iterable[str]) -> dict[str, set[str]]:
    """The second words of phrases, by their first."""
    found: dict[str, set[str]] = {}
    for phrase in phrases:
        first, _, more = phrase.partition(" ")
        if more:
            found.setdefault(first, set()).add(more.partition(" ")[0])
    return found


def _words_of(*lists: Iterable[str]) -> frozenset[str]:
    """All words of phrases."""
    return frozenset(" ".join(chain.from_iterable(lists)).split())


@cache
def lexicon() -> TitleLexicon:
    """The bundled lexicon."""
    return TitleLexicon(Words())
