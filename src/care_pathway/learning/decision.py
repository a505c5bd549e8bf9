"""From phrases found in a course to one answer: who it is for, and what it is about.

The order is the labelling policy's: learners first, then the subject, then the topics. Main topic first:
what the title says; a second one only if the title names it or it stands as an item of its own in the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import attrs

from care_pathway.learning.level import CourseLevel, LevelScheme
from care_pathway.learning.lexicon import SIGNS, Entry, Hit, Lexicon
from care_pathway.learning.records import CourseMatch, Relevance
from care_pathway.learning.text import BREAK, item_words, title_words

_NO_LEVEL = CourseLevel()
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
_ALWAYS = _CARE | _BOTH | _S["only-regulated"] | _S["context"] | _S["managers"] | _S["supervisors"]
_NAMED = 1 << len(SIGNS)
"""A topic or a broad course that tells by itself; beside the bits of `SIGNS`."""
_HINTED = _NAMED << 1
"""A topic of any kind."""


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
    OutsideRule(_S["other-people-in-title"], "title", _PEOPLE, _NAMED, 0.93),
    OutsideRule(_S["children"] | _S["others-in-passing"], "title", _BOTH, 0, 0.97),
    OutsideRule(_S["other-subject"], "title", 0, _NAMED | _CARE, 0.97),
    OutsideRule(_S["unpaid"], "anywhere", _BOTH | _TAUGHT, 0, 0.95),
    OutsideRule(_S["other-route"], "facts", _BOTH | _PEOPLE, 0, 0.9),
    OutsideRule(_S["undelegated"], "facts", 0, _NAMED, 0.9),
    OutsideRule(_S["others-in-passing"], "facts", _BOTH | _PEOPLE, _CARE | _NAMED, 0.9),
    OutsideRule(_S["children"], "facts", _BOTH | _PEOPLE, _CARE, 0.93),
    OutsideRule(_S["other-people"], "facts", _BOTH | _PEOPLE, _CARE, 0.93),
    OutsideRule(_S["other-subject"], "facts", _CARE, _NAMED, 0.9),
    OutsideRule(_S["other-people-perhaps"], "anywhere", _BOTH | _CARE, 0, 0.85),
)


@attrs.frozen(eq=False)
class Judgement:
    """The answer for one text, before it meets a pathway; kept and looked up as the very same object."""

    relevance: Relevance
    confidence: float
    themes: tuple[CourseMatch, ...]
    practice_areas: tuple[CourseMatch, ...]
    reasons: tuple[str, ...]
    broad: str | None = None


def judge(
    lexicon: Lexicon, title: str, facts: str = "", level_words: str = "", level: CourseLevel = _NO_LEVEL
) -> Judgement:
    """Decide on one course from its words.

    Args:
        lexicon: The phrases to look for.
        title: The course's title.
        facts: What it says about its content, as items or prose.
        level_words: What its level column says; it may name a subject too ("train the trainer").
        level: Its level, which tells diplomas apart; a regulated qualification names its units.

    Example:
        >>> from care_pathway.learning.lexicon import course_lexicon
        >>> found = judge(course_lexicon(), "Complex Decision Making", "best interests, Court of Protection")
        >>> [theme.id for theme in found.themes]
        ['mental-capacity']
    """
    in_title, strange = lexicon.scan(title_words(title))
    if len(facts) > _SHORT:
        in_facts, strange_facts = _scan_items(lexicon, facts, level_words)
    else:
        in_facts, strange_facts = _scan_short_items(lexicon, facts, level_words)
    decide = _decide if len(facts) > _SHORT else _decide_once
    return decide(in_title, in_facts, min(strange, 2), min(strange_facts, 2), _depth(level))


Depth = tuple[int | None, bool]
"""The number of a level, and whether it is a regulated qualification, which names its units."""


def _depth(level: CourseLevel) -> Depth:
    return level.number, level.scheme is LevelScheme.RQF


#: Descriptions up to this length are looked up once; catalogues repeat them.
_SHORT = 500


def _scan_items(lexicon: Lexicon, facts: str, level_words: str) -> tuple[tuple[Hit, ...], int]:
    words = item_words(facts)
    return lexicon.scan([*words, BREAK, *item_words(level_words)] if level_words else words)


_scan_short_items = lru_cache(maxsize=16_384)(_scan_items)


def _decide(
    in_title: tuple[Hit, ...], in_facts: tuple[Hit, ...], strange: int, strange_facts: int, depth: Depth
) -> Judgement:
    relevance, confidence, reason = _relevance(in_title, in_facts, strange, strange_facts)
    if relevance is Relevance.NOT_RELEVANT:
        return Judgement(relevance, confidence, (), (), (reason,))
    themes, areas, broad = _topics(in_title, in_facts, depth)
    return Judgement(relevance, confidence, themes, areas, (reason,), broad)


_decide_once = lru_cache(maxsize=16_384)(_decide)


# --- who it is for ------------------------------------------------------------------------------------


def _signs(hits: Iterable[Hit], *, facts: bool = False) -> int:
    """The signs of some phrases; other people count in a description as the subject of their item."""
    signs = 0
    for hit in hits:
        meaning = hit.meaning
        signs |= meaning.signs & _ALWAYS if facts and not hit.about_people else meaning.signs
        if meaning.broad:
            signs |= _NAMED
        for entry in meaning.topics:
            signs |= _HINTED if entry.weak else _HINTED | _NAMED
    return signs


def _words(hits: Iterable[Hit], sign: int) -> str:
    return ", ".join(dict.fromkeys(hit.words for hit in hits if hit.meaning.signs & sign))


def _relevance(
    in_title: tuple[Hit, ...], in_facts: tuple[Hit, ...], strange: int, strange_facts: int
) -> tuple[Relevance, float, str]:
    title, facts = _signs(in_title), _signs(in_facts, facts=True)
    found = _outside(in_title, in_facts, title, facts) or _inside(in_title + in_facts, title, facts)
    if found:
        return found
    hinted = bool((title | facts) & _HINTED)
    if hinted and ((title | facts) & _S["context"] or strange < 1):
        return Relevance.RELEVANT, 0.65, "it names a subject that is also one of adult social care"
    if strange_facts >= 2 or strange + hinted > 1 or (strange and strange_facts):
        return Relevance.NOT_RELEVANT, 0.7, "nothing in it belongs to adult social care"
    return Relevance.UNSURE, 0.5, "it says too little to tell what it is about"


def _outside(
    in_title: tuple[Hit, ...], in_facts: tuple[Hit, ...], title: int, facts: int
) -> tuple[Relevance, float, str] | None:
    both = title | facts
    places = {"title": (title, in_title), "facts": (facts, in_facts), "anywhere": (both, in_title + in_facts)}
    for rule in OUTSIDE:
        signs, hits = places[rule.where]
        if signs & rule.sign and not both & rule.beaten and not title & rule.beaten_in_title:
            words = _words(hits, rule.sign)
            return (
                Relevance.NOT_RELEVANT,
                rule.sure,
                f"names people or a subject outside adult social care: {words}",
            )
    return None


def _inside(hits: tuple[Hit, ...], title: int, facts: int) -> tuple[Relevance, float, str] | None:
    if title & _NAMED:
        return Relevance.RELEVANT, 0.97, "its title names a subject of adult social care"
    if facts & _NAMED:
        return Relevance.RELEVANT, 0.93, "its description names a subject of adult social care"
    if (title | facts) & _CARE:
        return Relevance.RELEVANT, 0.75, f"it is for adult social care: {_words(hits, _CARE)}"
    return None


# --- what it is about ---------------------------------------------------------------------------------


class _Tally:
    """Themes and practice areas in order of importance, each with its best confidence and its words."""

    def __init__(self) -> None:
        self.themes: dict[str, tuple[float, tuple[str, ...]]] = {}
        self.areas: dict[str, tuple[float, tuple[str, ...]]] = {}

    def __bool__(self) -> bool:
        return bool(self.themes or self.areas)

    def add(self, themes: Iterable[str], areas: Iterable[str], confidence: float, words: str) -> None:
        for found, ids in ((self.themes, themes), (self.areas, areas)):
            for one in ids:
                known, given = found.get(one, (0.0, ()))
                found[one] = (max(known, confidence), given if words in given else (*given, words))

    def add_entry(self, entry: Entry, confidence: float, words: str) -> None:
        self.add(entry.themes, entry.practice_areas, confidence, words)

    def whose_leadership(self, hits: tuple[Hit, ...]) -> None:
        """Leading a team and running a service are two practice areas; the learners tell which."""
        if (
            not {"management", "supervision"} & self.themes.keys()
            or {"management", "leadership"} & self.areas.keys()
        ):
            return
        signs = _signs(hits)
        for name, area in (("supervisors", "leadership"), ("managers", "management")):
            if signs & _S[name]:
                self.add((), (area,), IN_FACTS_TOO, _words(hits, _S[name]))
                return


def _matches(
    found: dict[str, tuple[float, tuple[str, ...]]], most: int | None = None
) -> tuple[CourseMatch, ...]:
    items = [CourseMatch(id=one, confidence=sure, words=words) for one, (sure, words) in found.items()]
    return tuple(items[:most])


Named = tuple[Entry, Hit]


def _topics(
    in_title: tuple[Hit, ...], in_facts: tuple[Hit, ...], depth: Depth
) -> tuple[tuple[CourseMatch, ...], tuple[CourseMatch, ...], str | None]:
    tally = _Tally()
    named = [(entry, hit) for hit in in_title for entry in hit.meaning.topics]
    strong = [(entry, hit) for entry, hit in named if not entry.weak]
    facts = [(entry, hit) for hit in in_facts for entry in hit.meaning.topics]
    stated = {entry.id for entry, _ in (*named, *facts)}
    fixed = _fixed_set(in_title, in_facts, strong=strong, facts=facts)
    if fixed is not None:
        entry, hit = fixed
        _, themes, areas = next(
            (one for one in entry.by_level if one[0] == depth[0]), (0, entry.themes, entry.practice_areas)
        )
        tally.add(themes, areas, IN_FIXED_SET, hit.words)
    for entry, hit in strong:
        if not entry.yields_to & stated:
            tally.add_entry(entry, IN_TITLE, hit.words)
    if fixed is None or fixed[0].id != "care-certificate":
        _add_care_certificate(tally, in_title)
    bundle = any(entry.bundle for entry, _ in strong) or any(
        entry.bundle and not strong for hit in in_title for entry in hit.meaning.broad
    )
    welcome = frozenset[str]().union(*(entry.welcomes for entry, _ in strong))
    beside = _Beside(
        main=bool(tally) and not bundle,
        fixed=fixed is not None and not bundle,
        welcome=welcome,
        units=depth[1],
    )
    for entry, hit, confidence in _from_facts(facts, beside, stated):
        tally.add_entry(entry, confidence, hit.words)
    if not tally:
        for entry, hit in named or facts:
            if named or entry.facts != "never":
                tally.add_entry(entry, IN_PASSING, hit.words)
    tally.whose_leadership(in_title + in_facts)
    limit = None if fixed is not None or bundle or depth[1] else MOST_THEMES
    return _matches(tally.themes, limit), _matches(tally.areas), fixed[0].id if fixed is not None else None


def _add_care_certificate(tally: _Tally, in_title: Iterable[Hit]) -> None:
    """One standard of the Care Certificate is its own theme, then the Care Certificate."""
    for hit in in_title:
        if any(entry.id == "care-certificate" for entry in hit.meaning.broad):
            tally.add(("care-certificate",), (), IN_TITLE, hit.words)


def _fixed_set(
    in_title: Sequence[Hit], in_facts: Sequence[Hit], *, strong: Sequence[Named], facts: Sequence[Named]
) -> Named | None:
    """The broad course whose fixed set applies, if any (policy section 6)."""
    broad = [(entry, hit) for hit in in_title for entry in hit.meaning.broad]
    chosen = [(entry, hit) for entry, hit in broad if not entry.weak]
    if not chosen and not strong:
        chosen = broad
        if not broad and not _names_subjects(facts):
            chosen = [(entry, hit) for hit in in_facts for entry in hit.meaning.broad if hit.size > 1]
    if not chosen or (chosen[0][0].yields_to_facts and _names_subjects(facts)):
        return None
    return max(chosen, key=lambda pair: pair[1].size)


def _names_subjects(facts: Sequence[Named]) -> bool:
    """Whether a description names its subjects: one clear item, or two of the more general kind."""
    own = [entry for entry, hit in facts if hit.own_item and not entry.weak]
    return (
        any(entry.facts == "item" for entry in own)
        or len({entry.id for entry in own if entry.facts == "alone"}) > 1
    )


@attrs.frozen(kw_only=True)
class _Beside:
    """What topics of a description stand beside."""

    main: bool
    fixed: bool
    units: bool
    welcome: frozenset[str]


def _from_facts(
    facts: Sequence[Named], beside: _Beside, stated: set[str]
) -> Iterable[tuple[Entry, Hit, float]]:
    """Topics of the description that count beside what the title says."""
    times: dict[str, int] = {}
    for entry, _ in facts:
        times[entry.id] = times.get(entry.id, 0) + 1
    for entry, hit in facts:
        if entry.facts == "never" or entry.yields_to & stated:
            continue
        if entry.weak and (beside.main or beside.fixed or not hit.own_item):
            continue
        own_item = hit.own_item or (hit.prose and times[entry.id] > 1)
        clear = entry.facts == "item"
        if beside.fixed:
            if own_item and clear:
                yield entry, hit, IN_FACTS_TOO
        elif beside.main:
            if own_item and (clear or beside.units or entry.id in beside.welcome):
                yield entry, hit, IN_FACTS_TOO
        elif own_item or not hit.prose:
            yield entry, hit, IN_FACTS_ONLY
