"""The reading of a cleaned title: which jobs it names, and which words stand near each."""

from __future__ import annotations

from typing import NamedTuple

from care_pathway.titles.lexicon import PREPOSITIONS, Lexicon

_SPLITS = frozenset({"/", "-", ",", "and", "or"})


#: What follows "to", as in "assistant to the director".
_TO = 4


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


class Reading(NamedTuple):
    """What a cleaned title says.

    Attributes:
        jobs: The jobs it names, in its order.
        all: Every concept in it, as bits.
        known: How many of its words are known.
        unknown: How many are not.
    """

    jobs: tuple[Job, ...]
    all: int
    known: int
    unknown: int


class _Part:
    """A part of a title between separators."""

    __slots__ = ("hard", "head", "mark", "mask")

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.mask = 0
        self.head = ""
        self.hard = False


def read(lexicon: Lexicon, cleaned: str) -> Reading:
    """Read a cleaned title.

    Args:
        lexicon: The concepts to read with.
        cleaned: What `clean` gave.
    """
    meanings = lexicon.meanings
    words = cleaned.split()
    parts = [_Part("")]
    part = parts[0]
    known = unknown = 0
    stranger = False
    i = 0
    n = len(words)
    while i < n:
        word = words[i]
        node = meanings.get(word)
        if node is None:
            i += 1
            if word in _SPLITS or word in PREPOSITIONS:
                part = _Part(word)
                if word == "to":
                    part.mask = _TO
                parts.append(part)
                stranger = False
            else:
                unknown += 1
                part.mask |= 1
                stranger = True
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
        i = end
        if found is None:
            unknown += 1
            part.mask |= 1
            stranger = True
            continue
        mask, head, hard = found
        known += 1
        part.mask |= mask
        if head and (hard or not part.hard) and not (part.hard and mask & lexicon.credential):
            part.head = head
            part.hard = hard
            if stranger:
                part.mask |= 2
            else:
                part.mask &= ~2
        stranger = False
    return _jobs(lexicon, parts, known, unknown)


def _jobs(lexicon: Lexicon, parts: list[_Part], known: int, unknown: int) -> Reading:
    """Gather the parts into jobs: a part without a noun of its own belongs to the jobs around it."""
    whole = 0
    for part in parts:
        whole |= part.mask
    heads = [part for part in parts if part.hard and part.mark not in PREPOSITIONS]
    firm = [part for part in heads if part.head not in lexicon.modifying_nouns]
    heads = firm or heads
    if not heads:
        heads = [part for part in parts if part.hard][:1]
    if not heads:
        soft = [part for part in parts if part.head]
        if not soft:
            return Reading((), whole, known, unknown)
        best = next((part for part in soft if part.head in lexicon.core_jobs), soft[0])
        return Reading((Job(best.head, whole, whole),), whole, known, unknown)
    shared = 0
    leading = 0
    owns: list[int] = []
    for part in parts:
        if part in heads:
            owns.append(part.mask | leading)
            leading = 0
        else:
            # "Support worker progressing to senior": the level is not this job's.
            shared |= part.mask & ~(lexicon.level | 2 if part.hard and part.mark in PREPOSITIONS else 2)
            if not owns and part.mark not in PREPOSITIONS:
                leading |= part.mask & ~3
    jobs: list[Job] = []
    for part, own in zip(heads, owns, strict=True):
        near = own
        if jobs and part.mark != "-" and not own & ~(lexicon.plain | lexicon.bits.get(part.head, 0)):
            near |= jobs[0].own & ~lexicon.plain  # "activities worker, co-ordinator"
        if part.head in lexicon.nouns and not own & ~(lexicon.plain | lexicon.bits.get(part.head, 0)):
            near |= shared  # "assistant, nursing": the noun stands alone, and what follows says of what
        jobs.append(Job(part.head, near, near | shared))
    return Reading(tuple(jobs), whole, known, unknown)
