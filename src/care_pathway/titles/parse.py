"""The reading of a cleaned title: which jobs it names, and which words stand near each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple

from care_pathway.titles.vocabulary import OTHER_NOUN, PREPOSITIONS, TitleLexicon
from care_pathway.titles.words import (
    BESIDE_NOUN,
    HARD,
    JOINS,
    MAY_BE_PLACE,
    OF_CARE,
    OF_EMPLOYER,
    PERSON,
    Concepts,
)

#: What puts jobs side by side.
_JOINS = frozenset({"/", "and", "or"})


#: The bits of reading: a word not known, one just before the noun, what follows "to", a word not known just
#: before "care" or "support", a word of another occupation, and one that says who
#: does it, or the doing of it.
UNKNOWN, UNKNOWN_BEFORE, _TO, UNKNOWN_CARE, OTHER_WORK, OTHER_TRADE = 1, 2, 4, 8, 16, 32
_OF_OTHERS = OTHER_WORK | OTHER_TRADE


class Job(NamedTuple):
    """One job that a title names.

    Attributes:
        head: The concept of the noun that says what the job is.
        own: Concepts in the same phrase as the noun, as bits.
        all: Concepts of the whole title except its other jobs, as bits.
    """

    head: str
    own: int
    all: int


class TitleReading(NamedTuple):
    """What a cleaned title says.

    Attributes:
        jobs: The jobs it names, in its order.
        all: Every concept in it, as bits.
        known: How many of its words are known.
        unknown: How many are not.
        other: Words of other occupations, which count as neither.
        words: Its words.
        marks: The marks of all of them.
    """

    jobs: tuple[Job, ...]
    all: int
    known: int
    unknown: int
    other: list[str]
    words: list[str]
    marks: int


class _ParsedPart:
    """A part of a title between words that join."""

    __slots__ = ("behind", "employer", "hard", "head", "mark", "mask")

    def __init__(self, mark: str) -> None:
        self.mark = mark
        #: Whether it ends as names of employers do: with a care word after one that is not known.
        self.employer = False
        self.mask = _TO if mark == "to" else 0
        self.head = ""
        self.hard = False
        #: A trade at its end, behind the noun, which may be a place: "support worker Stone".
        self.behind = 0

    def add(self, says: Concepts, unknown_before: int) -> None:
        """Add a phrase: the last noun says what the job is, credentials only if alone."""
        concepts, noun, traits = says
        if self.behind:
            self.mask |= self.behind
            self.behind = 0
        hard = self.hard
        if hard and traits & MAY_BE_PLACE:
            self.behind = concepts
            return
        self.mask |= concepts
        if traits & OF_EMPLOYER or self.employer:
            self.employer = traits & OF_EMPLOYER > 0 and unknown_before > 0
        if unknown_before and traits & OF_CARE:
            self.mask |= UNKNOWN_CARE
        if noun and (not hard or traits & (HARD | BESIDE_NOUN) == HARD):
            self.head = noun
            self.hard = traits & HARD > 0
            self.mask = self.mask & ~UNKNOWN_BEFORE | unknown_before


def read(lexicon: TitleLexicon, cleaned: str) -> TitleReading:
    """Read a cleaned title.

    Args:
        lexicon: The concepts to read with.
        cleaned: What `clean` gave.
    """
    words = cleaned.split()
    index, meaning_at = lexicon.words, lexicon.meanings.at
    found = [index[word] for word in words]
    part = _ParsedPart("")
    parts = [part]
    other: list[str] = []
    marks = known = unknown = unknown_before = 0
    for is_ in found:
        marks |= is_.marks
    end, most = 0, len(words)
    while end < most:
        is_ = found[end]
        end += 1
        says = is_.says
        if is_.leads and end < most and words[end] in is_.leads:
            phrase, end = meaning_at(words, end - 1)
            says = phrase or says
        if says is not None:
            known += 1
            part.add(says, unknown_before)
            unknown_before = 0
        elif is_.marks & JOINS:
            part = _ParsedPart(words[end - 1])
            parts.append(part)
            unknown_before = 0
        else:
            unknown_before = UNKNOWN_BEFORE
            part.mask |= is_.other or UNKNOWN
            if not is_.other:
                unknown += 1
                continue
            other.append(words[end - 1])
            if is_.marks & PERSON and not part.hard:
                part.head = OTHER_NOUN
    if len(parts) == 1:  # as most titles: its noun is the job, its words say what is near
        whole = part.mask | part.behind
        jobs = (Job(part.head, part.mask, whole),) if part.head else ()
        return TitleReading(jobs, whole, known, unknown, other, words, marks)
    whole = reduce(or_, [part.mask | part.behind for part in parts])
    return TitleReading(tuple(_jobs(lexicon, parts, whole)), whole, known, unknown, other, words, marks)


def _heads(lexicon: TitleLexicon, parts: list[_ParsedPart]) -> list[_ParsedPart]:
    """The parts that name a job."""
    hard = [part for part in parts if part.hard]
    free = [part for part in hard if part.mark not in PREPOSITIONS]
    return [part for part in free if part.head not in lexicon.modifying_nouns] or free or hard[:1]


def _jobs(lexicon: TitleLexicon, parts: list[_ParsedPart], whole: int) -> Iterator[Job]:
    """Gather the parts into jobs: a part without a noun of its own belongs to the jobs around it."""
    heads = _heads(lexicon, parts)
    if not heads:
        soft = [part for part in parts if part.head]
        if soft:
            best = next((part for part in soft if part.head in lexicon.soft_jobs), soft[0])
            yield Job(best.head, whole, whole)
        return
    named, shared, employer = _gathered(lexicon, parts, heads)
    first = 0
    for head, mark, own in named:
        # "Elysium Healthcare - support worker": an employer's name says nothing that the job does not.
        around = shared if own & lexicon.care_jobs else shared | employer
        near = own
        if head in lexicon.nouns and not own & ~(lexicon.plain | lexicon.bits[head]):
            # "assistant, nursing": what follows says of what; "activities worker, co-ordinator".
            near |= around & ~_OF_OTHERS | (0 if mark == "-" else first)
        first = first or near & ~lexicon.plain
        yield Job(head, near, near | around)


def _gathered(
    lexicon: TitleLexicon, parts: list[_ParsedPart], heads: list[_ParsedPart]
) -> tuple[list[tuple[str, str, int]], int, int]:
    """Each job, its mark and its own concepts; what all jobs share; what an employer's name says."""
    named: list[tuple[str, str, int]] = []
    shared = leading = employer = 0
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        shared |= part.behind
        if part in heads:
            named.append((part.head, part.mark, part.mask | leading))
            leading = 0
        elif named and part.mask == lexicon.senior and part.mark in _JOINS:
            # "Care assistants and seniors": two jobs.
            named.append((part.head, part.mark, part.mask | named[-1][2]))
        elif part.mask in lexicon.ranks_alone and following in heads and following.mark in _JOINS:
            # "Deputy / registered manager": two jobs as well.
            named.append((following.head, part.mark, part.mask | following.mask))
        elif part.employer and not part.hard:
            employer |= part.mask & ~UNKNOWN_BEFORE
        else:
            # "Support worker progressing to senior": the level is not this job's.
            after = part.hard and part.mark in PREPOSITIONS
            shared |= part.mask & ~(lexicon.level | UNKNOWN_BEFORE if after else UNKNOWN_BEFORE)
            if not named and part.mark not in PREPOSITIONS:
                leading |= part.mask & ~(UNKNOWN | UNKNOWN_BEFORE)
    return named, shared, employer
