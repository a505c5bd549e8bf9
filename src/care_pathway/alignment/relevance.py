"""From phrases found in a course to one answer: whether it is for this workforce.

The order is the labelling policy's: learners first, then the subject. What the course is about comes after
that, in `care_pathway.alignment.topics`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import attrs

from care_pathway.alignment.meaning import HINTED, IN_PROSE, NAMED, SIGNS
from care_pathway.alignment.parse import REMEMBERED, Found, words_with
from care_pathway.alignment.records import Relevance

_S = SIGNS
_TAUGHT = _S["learners"]
_PEOPLE = _TAUGHT | _S["carers"]
_BOTH = _S["adult-care-too"]
_CARE = _PEOPLE | _S["setting"]


@attrs.frozen
class OutsideRule:
    """One reason to say that a course is not for this workforce, and what outweighs it.

    Attributes:
        sign: The sign that speaks against it.
        where: Where it has to stand: ``title``, ``facts`` or ``anywhere``.
        beaten: Signs anywhere in the course that outweigh it.
        beaten_in_title: Signs in the title that outweigh it.
        sure: How sure the answer is.
        beside: Signs of the title without which it says nothing.
    """

    sign: int
    where: str
    beaten: int
    beaten_in_title: int
    sure: float
    beside: int = 0


#: In the policy's order (section 2): learners, then the subject; the first that holds decides.
OUTSIDE: tuple[OutsideRule, ...] = (
    OutsideRule(_S["only-regulated"], "anywhere", 0, 0, 0.97),
    OutsideRule(_S["undelegated"], "title", 0, 0, 0.97),
    OutsideRule(_S["office"], "anywhere", _BOTH | _S["carers"] | _S["setting"], 0, 0.93, _S["assistants"]),
    OutsideRule(_S["other-route"], "title", 0, 0, 0.96),
    OutsideRule(_S["other-people"], "title", _BOTH | _PEOPLE, 0, 0.97),
    OutsideRule(_S["other-people-in-title"], "title", _PEOPLE, NAMED, 0.93),
    OutsideRule(_S["children"] | _S["others-in-passing"], "title", _BOTH, 0, 0.97),
    OutsideRule(_S["other-subject"], "title", 0, NAMED | _CARE, 0.97),
    OutsideRule(_S["unpaid"], "anywhere", _BOTH | _TAUGHT, 0, 0.95),
    OutsideRule(_S["other-route"], "facts", _BOTH | _PEOPLE, 0, 0.9),
    OutsideRule(_S["undelegated"], "facts", 0, NAMED, 0.9),
    OutsideRule(_S["others-in-passing"], "facts", _BOTH | _PEOPLE, _CARE | NAMED, 0.9),
    OutsideRule(_S["children"], "facts", _BOTH | _PEOPLE, _CARE, 0.93),
    OutsideRule(_S["other-people"], "facts", _BOTH | _PEOPLE, _PEOPLE, 0.93),
    OutsideRule(_S["parents"], "facts", _BOTH | _PEOPLE, _CARE, 0.85),
    OutsideRule(_S["ancillary"], "facts", _BOTH | _PEOPLE, NAMED, 0.85),
    OutsideRule(_S["other-subject"], "facts", _CARE, NAMED, 0.9),
    OutsideRule(_S["other-people-perhaps"], "anywhere", _BOTH | _CARE, 0, 0.85),
)


#: Whatever speaks against a course anywhere; most courses name none of it.
_AGAINST = 0
for _rule in OUTSIDE:
    _AGAINST |= _rule.sign


class Verdict(NamedTuple):
    """Whether a course is for this workforce.

    Attributes:
        relevance: The answer.
        confidence: How sure it is.
        why: A plain sentence.
        sign: The sign whose words end the sentence, if any.
        where: Where these words stand: ``title``, ``facts`` or ``anywhere``.
    """

    relevance: Relevance
    confidence: float
    why: str
    sign: int = 0
    where: str = "anywhere"

    def reason(self, title: Found, facts: Iterable[Found]) -> str:
        """The sentence, with the words of the course that gave it away if it goes by a sign."""
        if not self.sign:
            return self.why
        hits = list(title.hits) if self.where != "facts" else []
        if self.where != "title":
            hits += [hit for found in facts for hit in found.hits]
        return f"{self.why}: {words_with(hits, self.sign)}"


#: The answer to a title whose letters only look as if they could be read.
UNREADABLE = Verdict(Relevance.UNSURE, 0.5, "its title mixes letters of two alphabets")


def signs_of(facts: Iterable[Found]) -> int:
    """What the items of a description say all together, as bits of `Found.signs_in_item`."""
    signs = 0
    for found in facts:
        signs |= found.signs_in_item
    return signs


def judge(title: Found, facts: Sequence[Found], signs: int) -> Verdict:
    """Decide for whom a course is, from what stands in it.

    Args:
        title: What was found in its title.
        facts: What was found in each item of its description.
        signs: What `signs_of` says of these.

    Example:
        >>> from care_pathway.alignment.parse import course_reader
        >>> read = course_reader()
        >>> facts = read.items("registered nurses")
        >>> judge(read.title("Wound care"), facts, signs_of(facts)).relevance
        <Relevance.NOT_RELEVANT: 'not-relevant'>
    """
    telling = title.signs & _TELLING, signs & _TELLING
    return _verdict(*telling) or _unclear(*telling, title.strange, sum(found.strange for found in facts))


#: Bits that tell for whom a course is, whatever its topics: all below `IN_PROSE`.
_TELLING = IN_PROSE - 1


@lru_cache(REMEMBERED)
def _verdict(title: int, facts: int) -> Verdict | None:
    """The verdict on signs, if they tell; a few hundred combinations make up a catalogue."""
    return _outside(title, facts) or _inside(title, facts)


def _unclear(title: int, facts: int, strange: int, strange_facts: int) -> Verdict:
    """The verdict where no sign tells: by the numbers of unknown words."""
    hinted = bool((title | facts) & HINTED)
    if hinted and ((title | facts) & _S["context"] or strange < 1):
        return Verdict(Relevance.RELEVANT, 0.65, "it names a subject that is also one of adult social care")
    if strange_facts >= 2 or strange + hinted > 1 or (strange and strange_facts):
        return Verdict(Relevance.NOT_RELEVANT, 0.7, "nothing in it belongs to adult social care")
    return Verdict(Relevance.UNSURE, 0.5, "it says too little to tell what it is about")


def _outside(title: int, facts: int) -> Verdict | None:
    both = title | facts
    if not both & _AGAINST:
        return None
    places = {"title": title, "facts": facts, "anywhere": both}
    for rule in OUTSIDE:
        speaks = places[rule.where] & rule.sign and (not rule.beside or title & rule.beside)
        if speaks and not both & rule.beaten and not title & rule.beaten_in_title:
            why = "names people or a subject outside adult social care"
            return Verdict(Relevance.NOT_RELEVANT, rule.sure, why, rule.sign, rule.where)
    return None


def _inside(title: int, facts: int) -> Verdict | None:
    if title & NAMED:
        return Verdict(Relevance.RELEVANT, 0.97, "its title names a subject of adult social care")
    if facts & NAMED:
        return Verdict(Relevance.RELEVANT, 0.93, "its description names a subject of adult social care")
    if (title | facts) & _CARE:
        return Verdict(Relevance.RELEVANT, 0.75, "it is for adult social care", _CARE)
    return None
