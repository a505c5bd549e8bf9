"""From phrases found in a course to one answer: whether it is for this workforce.

The order is the labelling policy's: learners first, then the subject (``outside.csv``). What the course is
about comes after that, in `care_pathway.alignment.topics`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import attrs

from care_pathway.alignment.chances import CourseEvidence, chance
from care_pathway.alignment.level import CourseLevel, LevelScheme
from care_pathway.alignment.parse import CourseText, signs_in_item, words_with
from care_pathway.alignment.records import Relevance
from care_pathway.alignment.tables import ids, table
from care_pathway.alignment.vocabulary import HINT, SUBJECT, Hit, ItemFindings, people_signs

_CARE = frozenset({"learners", "carers", "setting"})
_STAFF = frozenset({"learners", "carers"})
_PASSING_TRADE = frozenset({"passing-trade"})
_LEAD = frozenset({"supervisors", "managers"})
_IN_CATEGORY = _CARE | _LEAD
_ANYONE = frozenset({"anyone"})
_ELSEWHERE = frozenset({"other-workplace", "other-people", "children"})
_OWN = _CARE | {"adult-care-too"}
_OF_CARE = _CARE | {"adult-care-too", "anyone"}
_NONE: frozenset[str] = frozenset()
_CARE_AMONG, _FUNCTION = frozenset({"care-among"}), frozenset({"function"})
_JOINING = frozenset({"and", "or"})
_SUBJECTS = frozenset({SUBJECT, HINT})
#: Of signs that mean more or less by what stands beside them.
_MEANT_BESIDE = frozenset({"setting", "function"})
_UNKNOWN = frozenset({"unknown-people"})
_PERHAPS_OTHERS = _UNKNOWN | {"ancillary", "other-people-in-title"}
_RELEVANT = Relevance.RELEVANT
_WHERE = {
    "title": CourseEvidence.TITLE,
    "facts": CourseEvidence.DESCRIPTION,
    "anywhere": CourseEvidence.ANYWHERE,
}
#: From this level up a qualification is a degree or postgraduate; depth by job and tiers end below it.
DEGREE_LEVEL = 6
#: A title with so many unknown words, and no known ones, is about something else.
_STRANGE_TITLE = 3
_OF_DEGREES = frozenset({LevelScheme.RQF, LevelScheme.NOT_KNOWN, LevelScheme.PROVIDER})


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

    def holds(self, title: frozenset[str], facts: frozenset[str], firm: frozenset[str]) -> bool:
        """Whether it speaks against a course with these signs.

        Args:
            title: Those of its title.
            facts: Those of its facts.
            firm: Those of the facts that do not stand in passing: only they outweigh a title.
        """
        both = title | facts
        where = {"title": title, "facts": facts, "anywhere": both}[self.where]
        return (
            not self.signs.isdisjoint(where)
            and not (self.beside and self.beside.isdisjoint(title))
            and self.unless.isdisjoint(title | firm if self.where == "title" else both)
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
    def confidence(self) -> float | None:
        """How sure the answer is, where that was measured."""
        return chance(self.relevance, self.evidence)


#: The answer to a title whose letters only look as if they could be read.
UNREADABLE = Verdict(Relevance.UNSURE, None, "its title mixes letters of two alphabets")
#: The answer to a title of which no word is known, for it is in no English.
IN_ANOTHER_LANGUAGE = Verdict(Relevance.UNSURE, None, "its title seems to be in another language")


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
    if not _against().isdisjoint(signs.title | signs.facts):
        against = _with_both_sides(course, signs)
        if against is not None:
            return against
    verdict = _inside(course, signs)
    if verdict.relevance is _RELEVANT:
        doubt = (
            _only_unknown_people(course, signs)
            or _of_any_business(course, signs)
            or _care_staff_spoken_of(course, signs)
        )
        if doubt:
            return Verdict(Relevance.UNSURE, None, f"{verdict.why}, {doubt}")
    return verdict


def _only_unknown_people(course: CourseText, signs: _Signs) -> str:
    """What says that the learners are named, and nobody knows whether they are of this workforce."""
    both = signs.title | signs.facts
    if _PERHAPS_OTHERS.isdisjoint(both) or not _OF_CARE.isdisjoint(both):
        return ""
    # A kitchen may be that of a care home or of a restaurant.
    of_food = any("food-safety" in topic.themes for topic, _ in course.title.topics)
    asked = _PERHAPS_OTHERS if of_food else _UNKNOWN
    subject = set(words_with((course.title,), frozenset({SUBJECT})).replace(",", "").split()) - _JOINING
    people = [
        hit.words
        for found in (course.title, *course.audience, *course.content)
        for hit in found.hits
        if not asked.isdisjoint(hit.meaning.signs)
        # Food handlers and fire marshals are those who do what is taught.
        and (" " not in hit.words or subject.isdisjoint(hit.words.split()))
    ]
    return f"its learners may be others: {', '.join(people)}" if people else ""


def _of_any_business(course: CourseText, signs: _Signs) -> str:
    """What says that a course is about business, or a duty of any work, and its title not about care."""
    if course.title.unknown < _STRANGE_TITLE or not _OF_CARE.isdisjoint(signs.title | signs.facts):
        return ""
    if signs.title <= _SUBJECTS:
        in_title = [topic for topic, _ in course.title.topics]
        topics = in_title or [topic for found in course.content for topic, _ in found.topics]
        of_any_work = all(
            topic.counts == "never" if in_title else topic.themes == ("management",) for topic in topics
        )
        return "its title others" if of_any_work else ""
    return ""


def _care_staff_spoken_of(course: CourseText, signs: _Signs) -> str:
    """What says that another trade learns of care staff: "Trustees: Overseeing Care Workers".

    Care staff are learners where the course is said to be for them, or an item lists people.
    """
    where = signs.title if SUBJECT in signs.title else signs.title | signs.facts
    if _PASSING_TRADE.isdisjoint(where) or _STAFF.isdisjoint(signs.title | signs.facts):
        return ""
    # "For police and care staff" is for both.
    for_some = any(hit.meant for hit in course.title.hits)
    items = [hit for found in course.content for hit in found.hits if hit.meant or hit.about_people]
    learners = [*(course.title.hits if for_some else ()), *items]
    if course.audience or any(not _STAFF.isdisjoint(hit.meaning.signs) for hit in learners):
        return ""
    return f"its learners may be others: {words_with((course.title, *course.content), _PASSING_TRADE)}"


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
        """The signs of a course; where learners are named, the content no longer says for whom it is."""
        if not (course.audience or course.content or course.category):
            return cls(course.title.signs, _NONE, _NONE, _NONE)
        audience = _NONE.union(*[_of_audience(found) for found in course.audience])
        content: frozenset[str] = _NONE
        firm: frozenset[str] = _NONE
        for found in course.content:
            for hit in found.hits:
                signs = signs_in_item(hit)
                if not signs.isdisjoint(_MEANT_BESIDE):
                    signs = (signs | _among(found)) - _alone(hit, found)
                if not signs.isdisjoint(_ANYONE):
                    signs = _of_item(signs, found.signs)
                content |= signs
                if hit.firm or (hit.about_people and _only_people(found)):
                    firm |= signs
        for_others = any(hit.meant and hit.meaning.signs & _ELSEWHERE for hit in course.title.hits)
        if for_others or not audience.isdisjoint(people_signs()):
            content, firm = content - people_signs(), firm - people_signs()
        category = _NONE.union(*[found.signs_in_item for found in course.category])
        return cls(course.title.signs, audience | content, audience | firm, category)


def _among(found: ItemFindings) -> frozenset[str]:
    """Whether an item of a list is a setting of adult social care, or those who lead there."""
    people = found.signs & people_signs()
    own = any("setting" in hit.meaning.signs and hit.own_item for hit in found.hits)
    led = "setting" in people and not _LEAD.isdisjoint(people)
    return _CARE_AMONG if (own or led) and not people - _IN_CATEGORY else _NONE


def _of_audience(found: ItemFindings) -> frozenset[str]:
    """The signs of what is said of the learners."""
    signs = found.signs | _among(found)
    return _of_item(signs, signs)


def _of_item(signs: frozenset[str], of_all: frozenset[str]) -> frozenset[str]:
    """Signs that an item has among all of its own: "anyone who works in a restaurant" is not anyone."""
    return signs if _ELSEWHERE.isdisjoint(of_all) or not _OWN.isdisjoint(of_all) else signs - _ANYONE


def _only_people(found: ItemFindings) -> bool:
    """Whether an item lists people and says nothing else: "minute takers and business support staff"."""
    told = sum(hit.size for hit in found.hits if hit.about_people)
    return bool(found.hits) and told + 1 >= found.hits[0].of


def _alone(hit: Hit, found: ItemFindings) -> frozenset[str]:
    """An office of any business is a subject where no people stand beside it: "recruitment, HR"."""
    if "function" not in hit.meaning.signs:
        return _NONE
    beside = (other.meaning.signs for other in found.hits if other is not hit)
    return _NONE if any(signs & people_signs() - _FUNCTION for signs in beside) else _FUNCTION


def _with_both_sides(course: CourseText, signs: _Signs) -> Verdict | None:
    """Not relevant; unsure where the title names a subject and only words in passing speak against it."""
    facts = (*course.audience, *course.content)
    doubts: list[Verdict] = []
    both = signs.title | signs.facts
    for rule in outside_rules():
        if rule.signs.isdisjoint(both) or not rule.holds(signs.title, signs.facts, signs.firm):
            continue
        parts = {"title": (course.title,), "facts": facts, "anywhere": (course.title, *facts)}[rule.where]
        words = words_with(parts, rule.signs)
        in_passing = rule.where == "facts" and rule.signs.isdisjoint(signs.firm) and _once(course, rule)
        if not (in_passing and SUBJECT in signs.title):
            why = f"names people or a subject outside adult social care: {words}"
            return Verdict(Relevance.NOT_RELEVANT, _WHERE[rule.where], why)
        named = words_with((course.title,), frozenset({SUBJECT}))
        why = f"its title names a subject of adult social care ({named}), its description others: {words}"
        doubts.append(Verdict(Relevance.UNSURE, None, why))
    return doubts[0] if doubts else None


def _once(course: CourseText, rule: OutsideRule) -> bool:
    """Whether what a rule goes by stands in one place of the facts only."""
    audience = (
        hit.words for found in course.audience for hit in found.hits if hit.meaning.signs & rule.signs
    )
    content = (hit for found in course.content for hit in found.hits if signs_in_item(hit) & rule.signs)
    return len({*audience, *(hit.words for hit in content)}) <= 1


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
    unknown = course.title.unknown, sum(found.unknown for found in course.content)
    return _unclear(signs, *unknown)


def _unclear(signs: _Signs, unknown: int, unknown_in_items: int) -> Verdict:
    """The verdict where no sign decides: by the numbers of unknown words."""
    both = signs.title | signs.facts
    hinted = HINT in both
    strange = unknown_in_items >= 2 and HINT not in signs.facts
    if hinted and ("context" in both or (unknown < 1 and not strange)):
        why = "it names a subject that is also one of adult social care"
        return Verdict(_RELEVANT, CourseEvidence.PASSING, why)
    if unknown_in_items >= 2 or unknown + hinted > 1 or (unknown and unknown_in_items):
        why = "nothing in it belongs to adult social care"
        return Verdict(Relevance.NOT_RELEVANT, CourseEvidence.NOTHING, why)
    return Verdict(Relevance.UNSURE, None, "it says too little to tell what it is about")
