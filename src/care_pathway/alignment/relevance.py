"""From phrases found in a course to one answer: whether it is for this workforce.

The order is the labelling policy's: learners first, then the subject (``outside.csv``). What the course is
about comes after that, in `care_pathway.alignment.topics`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import attrs

from care_pathway.alignment.chances import EVEN, CourseEvidence, chance
from care_pathway.alignment.level import CourseLevel, LevelScheme
from care_pathway.alignment.parse import CourseText, people_signs, signs_in_item, words_with
from care_pathway.alignment.records import Relevance
from care_pathway.alignment.vocabulary import HINT, SUBJECT, ids, table

_CARE = frozenset({"learners", "carers", "setting"})
_IN_CATEGORY = _CARE | {"supervisors", "managers"}
_NONE: frozenset[str] = frozenset()
_RELEVANT = Relevance.RELEVANT
_WHERE = {
    "title": CourseEvidence.TITLE,
    "facts": CourseEvidence.DESCRIPTION,
    "anywhere": CourseEvidence.ANYWHERE,
}
#: From this level up a qualification is a degree or postgraduate; depth by job and tiers end below it.
DEGREE_LEVEL = 6
_OF_DEGREES = frozenset({LevelScheme.RQF, LevelScheme.NOT_KNOWN})


@attrs.frozen(kw_only=True)
class OutsideRule:
    """One reason to say that a course is not for this workforce, and what outweighs it.

    Attributes:
        signs: The signs that speak against it.
        where: Where one of them has to stand: ``title``, ``facts`` or ``anywhere``.
        beside: Signs of the title without which it says nothing.
        unless: Signs anywhere in the course that outweigh it.
        unless_in_title: Signs in the title that outweigh it.
    """

    signs: frozenset[str]
    where: str
    beside: frozenset[str]
    unless: frozenset[str]
    unless_in_title: frozenset[str]

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
        evidence: What it goes by; ``None`` where it is open.
        why: A plain sentence.
    """

    relevance: Relevance
    evidence: CourseEvidence | None
    why: str

    @property
    def confidence(self) -> float:
        """How sure the answer is."""
        return EVEN if self.evidence is None else chance(self.relevance.value, self.evidence)


#: The answer to a title whose letters only look as if they could be read.
UNREADABLE = Verdict(Relevance.UNSURE, None, "its title mixes letters of two alphabets")


def relevance_of(course: CourseText, level: CourseLevel) -> Verdict:
    """Decide for whom a course is, from what stands in it.

    Args:
        course: What was found in its parts.
        level: Its level: from level 6 up a regulated one is that of a degree.

    Example:
        >>> from care_pathway.alignment.parse import parse_items, parse_title
        >>> course = CourseText(parse_title("Wound care"), content=parse_items("registered nurses"))
        >>> relevance_of(course, CourseLevel()).relevance
        <Relevance.NOT_RELEVANT: 'not-relevant'>
    """
    if level.scheme in _OF_DEGREES and (level.number or 0) >= DEGREE_LEVEL:
        why = f"a degree or postgraduate course is a route out of the Pathway: {level.words or level}"
        return Verdict(Relevance.NOT_RELEVANT, CourseEvidence.DEGREE, why)
    signs = _Signs.of(course)
    rule = _outside(signs)
    if rule is not None:
        return _with_both_sides(course, signs, rule)
    return _inside(course, signs)


class _Signs(NamedTuple):
    """The signs of the parts of a course.

    Attributes:
        title: Those of its title.
        facts: Those of its audience and its content.
        firm: Those of the facts that do not only stand in passing, in a sentence about something else.
        category: Those of its category.
    """

    title: frozenset[str]
    facts: frozenset[str]
    firm: frozenset[str]
    category: frozenset[str]

    @classmethod
    def of(cls, course: CourseText) -> _Signs:
        """The signs of a course; where an audience is named, the content no longer says for whom it is."""
        audience = _NONE.union(*[found.signs for found in course.audience])
        content: frozenset[str] = _NONE
        firm: frozenset[str] = _NONE
        for found in course.content:
            for hit in found.hits:
                signs = signs_in_item(hit)
                content |= signs
                if hit.firm:
                    firm |= signs
        if not audience.isdisjoint(people_signs()):
            content, firm = content - people_signs(), firm - people_signs()
        category = _NONE.union(*[found.signs_in_item for found in course.category])
        return cls(course.title.signs, audience | content, audience | firm, category)


def _outside(signs: _Signs) -> OutsideRule | None:
    """The rule that speaks against a course, if one holds."""
    if _against().isdisjoint(signs.title | signs.facts):
        return None
    return next((rule for rule in outside_rules() if rule.holds(signs.title, signs.facts)), None)


def _with_both_sides(course: CourseText, signs: _Signs, rule: OutsideRule) -> Verdict:
    """Not relevant; unsure where the title names a subject and one word in passing speaks against it."""
    facts = (*course.audience, *course.content)
    parts = {"title": (course.title,), "facts": facts, "anywhere": (course.title, *facts)}[rule.where]
    words = words_with(parts, rule.signs)
    in_passing = rule.where == "facts" and rule.signs.isdisjoint(signs.firm) and "," not in words
    if in_passing and SUBJECT in signs.title:
        named = words_with((course.title,), frozenset({SUBJECT}))
        why = f"its title names a subject of adult social care ({named}), its description others: {words}"
        return Verdict(Relevance.UNSURE, None, why)
    why = f"names people or a subject outside adult social care: {words}"
    return Verdict(Relevance.NOT_RELEVANT, _WHERE[rule.where], why)


def _inside(course: CourseText, signs: _Signs) -> Verdict:
    """The verdict on a course against which nothing speaks."""
    if SUBJECT in signs.title:
        return Verdict(_RELEVANT, CourseEvidence.TITLE, "its title names a subject of adult social care")
    if SUBJECT in signs.facts:
        why = "its description names a subject of adult social care"
        return Verdict(_RELEVANT, CourseEvidence.DESCRIPTION, why)
    both = signs.title | signs.facts
    if not both.isdisjoint(_CARE):
        words = words_with((course.title, *course.audience, *course.content), _CARE)
        return Verdict(_RELEVANT, CourseEvidence.PEOPLE, f"it is for adult social care: {words}")
    if SUBJECT in signs.category or not signs.category.isdisjoint(_IN_CATEGORY):
        words = words_with(course.category, _IN_CATEGORY | {SUBJECT})
        why = f"it is filed under a subject of adult social care: {words}"
        return Verdict(_RELEVANT, CourseEvidence.CATEGORY, why)
    return _unclear(both, course.title.unknown, sum(found.unknown for found in course.content))


def _unclear(both: frozenset[str], unknown: int, unknown_in_items: int) -> Verdict:
    """The verdict where no sign decides: by the numbers of unknown words."""
    hinted = HINT in both
    if hinted and ("context" in both or unknown < 1):
        why = "it names a subject that is also one of adult social care"
        return Verdict(_RELEVANT, CourseEvidence.PASSING, why)
    if unknown_in_items >= 2 or unknown + hinted > 1 or (unknown and unknown_in_items):
        why = "nothing in it belongs to adult social care"
        return Verdict(Relevance.NOT_RELEVANT, CourseEvidence.NOTHING, why)
    return Verdict(Relevance.UNSURE, None, "it says too little to tell what it is about")
