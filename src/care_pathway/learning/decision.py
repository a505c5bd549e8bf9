"""From phrases found in a course to one answer: who it is for, and what it is about.

The order is the labelling policy's: learners first, then the subject, then the topics. Main topic first:
what the title says; a second one only if the title names it or it stands as an item of its own in the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import attrs

from care_pathway.learning.level import CourseLevel, LevelScheme
from care_pathway.learning.lexicon import SIGNS, Entry, Hit
from care_pathway.learning.reading import HINTED, NAMED, Found, Named, words_with
from care_pathway.learning.records import CourseMatch, Relevance

#: At most this many themes for a short course (policy section 3).
MOST_THEMES = 4

#: How sure a topic is, by where its words stand.
IN_TITLE = 0.95
IN_FIXED_SET = 0.93
IN_FACTS_ONLY = 0.85
IN_FACTS_TOO = 0.75
IN_PASSING = 0.6

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
    """

    sign: int
    where: str
    beaten: int
    beaten_in_title: int
    sure: float


#: In the policy's order (section 2): learners, then the subject; the first that holds decides.
OUTSIDE: tuple[OutsideRule, ...] = (
    OutsideRule(_S["only-regulated"], "anywhere", 0, 0, 0.97),
    OutsideRule(_S["undelegated"], "title", 0, 0, 0.97),
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
        """The sentence with the words of the course that gave it away."""
        if not self.sign:
            return self.why
        hits = list(title.hits) if self.where != "facts" else []
        if self.where != "title":
            hits += [hit for found in facts for hit in found.hits]
        return f"{self.why}: {words_with(hits, self.sign)}"


#: The answer to a title whose letters only look as if they could be read.
UNREADABLE = Verdict(Relevance.UNSURE, 0.5, "its title mixes letters of two alphabets")


def judge(title: Found, facts: Iterable[Found]) -> Verdict:
    """Decide for whom a course is, from what stands in it.

    Args:
        title: What was found in its title.
        facts: What was found in each item of its description.

    Example:
        >>> from care_pathway.learning.reading import course_reader
        >>> read = course_reader()
        >>> judge(read.title("Wound care"), read.items("registered nurses")).relevance
        <Relevance.NOT_RELEVANT: 'not-relevant'>
    """
    signs = strange = 0
    for found in facts:
        signs |= found.signs_in_item
        strange += found.strange
    return _verdict(title.signs, signs, min(title.strange, 2), min(strange, 2))


# --- who it is for ------------------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def _verdict(title: int, facts: int, strange: int, strange_facts: int) -> Verdict:
    """The verdict on signs and numbers of unknown words; a few hundred combinations make up a catalogue."""
    found = _outside(title, facts) or _inside(title, facts)
    if found:
        return found
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
        if places[rule.where] & rule.sign and not both & rule.beaten and not title & rule.beaten_in_title:
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


# --- what it is about ---------------------------------------------------------------------------------


Depth = tuple[int | None, bool]
"""The number of a level, and whether it is a regulated qualification, which names its units."""


def depth_of(level: CourseLevel) -> Depth:
    """What of a level matters for the topics: it tells diplomas apart."""
    return level.number, level.scheme is LevelScheme.RQF


class Topics(NamedTuple):
    """What a course is about, most important first, and the broad course that it is, if any."""

    themes: tuple[CourseMatch, ...] = ()
    practice_areas: tuple[CourseMatch, ...] = ()
    broad: str | None = None


@lru_cache(maxsize=32_768)
def _match(id: str, confidence: float, words: tuple[str, ...]) -> CourseMatch:
    """A theme or practice area; courses that name it alike share the record."""
    return CourseMatch(id=id, confidence=confidence, words=words)


class _Tally:
    """Themes and practice areas in order of importance, each with its best confidence and its words."""

    def __init__(self) -> None:
        self.themes: dict[str, CourseMatch] = {}
        self.areas: dict[str, CourseMatch] = {}

    def __bool__(self) -> bool:
        return bool(self.themes or self.areas)

    def add(self, themes: Iterable[str], areas: Iterable[str], confidence: float, words: str) -> None:
        for found, ids in ((self.themes, themes), (self.areas, areas)):
            for one in ids:
                known = found.get(one)
                if known is None:
                    found[one] = _match(one, confidence, (words,))
                else:
                    given = known.words if words in known.words else (*known.words, words)
                    found[one] = _match(one, max(known.confidence, confidence), given)

    def add_entry(self, entry: Entry, confidence: float, words: str) -> None:
        self.add(entry.themes, entry.practice_areas, confidence, words)

    def whose_leadership(self, found: Sequence[Found]) -> None:
        """Leading a team and running a service are two practice areas; the learners tell which."""
        if not ("management" in self.themes or "supervision" in self.themes) or (
            "management" in self.areas or "leadership" in self.areas
        ):
            return
        hits = [hit for one in found for hit in one.hits]
        for name, area in (("supervisors", "leadership"), ("managers", "management")):
            if any(one.signs & _S[name] for one in found):
                self.add((), (area,), IN_FACTS_TOO, words_with(hits, _S[name]))
                return


def topics_of(title: Found, facts: tuple[Found, ...], depth: Depth) -> Topics:
    """What a relevant course is about.

    Args:
        title: What was found in its title.
        facts: What was found in the items of its description that name anything.
        depth: What `depth_of` says of its level.

    Example:
        >>> from care_pathway.learning.reading import course_reader
        >>> read = course_reader()
        >>> facts = tuple(read.items("best interests"))
        >>> found = topics_of(read.title("Complex Decision Making"), facts, (None, False))
        >>> [theme.id for theme in found.themes]
        ['mental-capacity']
    """
    strong = title.strong
    named = [pair for found in facts for pair in found.topics]
    stated = title.stated
    for found in facts:
        stated |= found.stated
    fixed = _fixed_set(title, facts, named) if title.broad or not strong else None
    tally = _from_title(title, fixed, stated, depth)
    bundle = any(entry.bundle for entry, _ in strong or title.broad)
    welcome = 0
    for entry, _ in strong:
        welcome |= entry.welcomes
    beside = _Beside(
        main=bool(tally) and not bundle,
        fixed=fixed is not None and not bundle,
        welcome=welcome,
        units=depth[1],
    )
    candidates = [pair for pair in named if not pair[0].yields_to & stated]
    again = _named_again(named) if any(found.prose for found in facts) else frozenset()
    for entry, hit, confidence in _from_facts(candidates, beside, again):
        tally.add_entry(entry, confidence, hit.words)
    if not tally:
        for entry, hit in title.topics or named:
            if title.topics or entry.facts != "never":
                tally.add_entry(entry, IN_PASSING, hit.words)
    tally.whose_leadership((title, *facts))
    limit = None if fixed is not None or bundle or depth[1] else MOST_THEMES
    themes_found = tuple(tally.themes.values())[:limit]
    return Topics(themes_found, tuple(tally.areas.values()), fixed[0].id if fixed is not None else None)


def _from_title(title: Found, fixed: Named | None, stated: int, depth: Depth) -> _Tally:
    """The fixed set of a broad course, then what the title names."""
    tally = _Tally()
    if fixed is not None:
        entry, hit = fixed
        _, themes, areas = next(
            (one for one in entry.by_level if one[0] == depth[0]), (0, entry.themes, entry.practice_areas)
        )
        tally.add(themes, areas, IN_FIXED_SET, hit.words)
    for entry, hit in title.strong:
        if not entry.yields_to & stated:
            tally.add_entry(entry, IN_TITLE, hit.words)
    if fixed is None or fixed[0].id != "care-certificate":
        _add_care_certificate(tally, title)
    return tally


def _add_care_certificate(tally: _Tally, title: Found) -> None:
    """One standard of the Care Certificate is its own theme, then the Care Certificate."""
    for entry, hit in title.broad:
        if entry.id == "care-certificate":
            tally.add(("care-certificate",), (), IN_TITLE, hit.words)


def _fixed_set(title: Found, facts: Sequence[Found], named: Sequence[Named]) -> Named | None:
    """The broad course whose fixed set applies, if any (policy section 6)."""
    broad = title.broad
    chosen = [(entry, hit) for entry, hit in broad if not entry.weak]
    if not chosen and not title.strong:
        chosen = [*broad]
        if not broad and not _names_subjects(named):
            chosen = [(entry, hit) for found in facts for entry, hit in found.broad if hit.size > 1]
    if not chosen or (chosen[0][0].yields_to_facts and _names_subjects(named)):
        return None
    return max(chosen, key=lambda pair: pair[1].size)


def _names_subjects(facts: Sequence[Named]) -> bool:
    """Whether a description names its subjects: one clear item, or two of the more general kind."""
    own = [entry for entry, hit in facts if hit.own_item and not entry.weak]
    return (
        any(entry.facts == "item" for entry in own)
        or len({entry.id for entry in own if entry.facts == "alone"}) > 1
    )


class _Beside(NamedTuple):
    """What topics of a description stand beside."""

    main: bool
    fixed: bool
    units: bool
    welcome: int


def _named_again(facts: Iterable[Named]) -> frozenset[str]:
    """Ids of the topics that come up more than once."""
    times = Counter(entry.id for entry, _ in facts)
    return frozenset(one for one, count in times.items() if count > 1)


def _from_facts(
    facts: Iterable[Named], beside: _Beside, again: frozenset[str]
) -> Iterator[tuple[Entry, Hit, float]]:
    """Topics of the description that count beside what the title says."""
    for entry, hit in facts:
        if entry.facts == "never":
            continue
        if entry.weak and (beside.main or beside.fixed or not hit.own_item):
            continue
        own_item = hit.own_item or (hit.prose and entry.id in again)
        clear = entry.facts == "item"
        if beside.fixed:
            if own_item and clear:
                yield entry, hit, IN_FACTS_TOO
        elif beside.main:
            if own_item and (clear or beside.units or entry.bit & beside.welcome):
                yield entry, hit, IN_FACTS_TOO
        elif own_item or not hit.prose:
            yield entry, hit, IN_FACTS_ONLY
