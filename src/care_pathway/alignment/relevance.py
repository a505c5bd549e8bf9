"""From phrases found in a course to one answer: whether it is for this workforce.

The order is the labelling policy's: learners first, then the subject (``outside.csv``). What the course is
about comes after that, in `care_pathway.alignment.topics`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import attrs

from care_pathway.alignment.parse import Found, words_with
from care_pathway.alignment.records import Relevance
from care_pathway.alignment.vocabulary import HINT, SUBJECT, ids, table

_CARE = frozenset({"learners", "carers", "setting"})
_NONE: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class OutsideRule:
    """One reason to say that a course is not for this workforce, and what outweighs it.

    Attributes:
        signs: The signs that speak against it.
        where: Where one of them has to stand: ``title``, ``facts`` or ``anywhere``.
        beside: Signs of the title without which it says nothing.
        unless: Signs anywhere in the course that outweigh it.
        unless_in_title: Signs in the title that outweigh it.
        confidence: How sure the answer is.
    """

    signs: frozenset[str]
    where: str
    beside: frozenset[str]
    unless: frozenset[str]
    unless_in_title: frozenset[str]
    confidence: float

    def holds(self, title: frozenset[str], facts: frozenset[str]) -> bool:
        """Whether it speaks against a course with these signs."""
        both = title | facts
        where = {"title": title, "facts": facts, "anywhere": both}[self.where]
        return (
            not self.signs.isdisjoint(where)
            and not (self.beside and self.beside.isdisjoint(title))
            and self.unless.isdisjoint(both)
            and self.unless_in_title.isdisjoint(title)
        )


@cache
def outside_rules() -> tuple[OutsideRule, ...]:
    """The rules in the policy's order; the first that holds decides."""
    return tuple(
        OutsideRule(
            signs=frozenset(ids(row["sign"])),
            where=row["where"],
            beside=frozenset(ids(row["beside"])),
            unless=frozenset(ids(row["unless anywhere"])),
            unless_in_title=frozenset(ids(row["unless in the title"])),
            confidence=float(row["confidence"]),
        )
        for row in table("outside")
    )


@cache
def _against() -> frozenset[str]:
    """Whatever speaks against a course anywhere; most courses name none of it."""
    return frozenset[str]().union(*[rule.signs for rule in outside_rules()])


class Verdict(NamedTuple):
    """Whether a course is for this workforce.

    Attributes:
        relevance: The answer.
        confidence: How sure it is.
        why: A plain sentence.
    """

    relevance: Relevance
    confidence: float
    why: str


#: The answer to a title whose letters only look as if they could be read.
UNREADABLE = Verdict(Relevance.UNSURE, 0.5, "its title mixes letters of two alphabets")


def relevance_of(title: Found, items: Sequence[Found]) -> Verdict:
    """Decide for whom a course is, from what stands in it.

    Args:
        title: What was found in its title.
        items: What was found in each item of its description.

    Example:
        >>> from care_pathway.alignment.parse import parse_items, parse_title
        >>> relevance_of(parse_title("Wound care"), parse_items("registered nurses")).relevance
        <Relevance.NOT_RELEVANT: 'not-relevant'>
    """
    in_title = title.signs
    in_items = _NONE.union(*[found.signs_in_item for found in items])
    both = in_title | in_items
    rule = None
    if not both.isdisjoint(_against()):
        rule = next((rule for rule in outside_rules() if rule.holds(in_title, in_items)), None)
    if rule is not None:
        parts = {"title": (title,), "facts": items, "anywhere": (title, *items)}[rule.where]
        why = f"names people or a subject outside adult social care: {words_with(parts, rule.signs)}"
        return Verdict(Relevance.NOT_RELEVANT, rule.confidence, why)
    if SUBJECT in in_title:
        return Verdict(Relevance.RELEVANT, 0.97, "its title names a subject of adult social care")
    if SUBJECT in in_items:
        return Verdict(Relevance.RELEVANT, 0.93, "its description names a subject of adult social care")
    if not both.isdisjoint(_CARE):
        words = words_with((title, *items), _CARE)
        return Verdict(Relevance.RELEVANT, 0.75, f"it is for adult social care: {words}")
    return _unclear(both, title.unknown, sum(found.unknown for found in items))


def _unclear(both: frozenset[str], unknown: int, unknown_in_items: int) -> Verdict:
    """The verdict where no sign decides: by the numbers of unknown words."""
    hinted = HINT in both
    if hinted and ("context" in both or unknown < 1):
        return Verdict(Relevance.RELEVANT, 0.65, "it names a subject that is also one of adult social care")
    if unknown_in_items >= 2 or unknown + hinted > 1 or (unknown and unknown_in_items):
        return Verdict(Relevance.NOT_RELEVANT, 0.7, "nothing in it belongs to adult social care")
    return Verdict(Relevance.UNSURE, 0.5, "it says too little to tell what it is about")
