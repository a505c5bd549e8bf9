"""What a phrase of the course lexicon means: who, what and which topics, one bit each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import attrs

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
FIRST_TOPIC = 1 << TOPIC_BITS

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
