"""From phrases found in a course to what it is about, main topic first.

The main topic is what the title says; a second one counts only if the title names it or it stands as an item
of its own in the facts. Catalogues put the same titles and the same items together ever anew: what a title
says and what an item adds to it are worked out once, and a course only puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import attrs

from care_pathway.alignment.level import Depth
from care_pathway.alignment.meaning import BROAD, IN_PROSE, SIGNS, STRONG, TOPIC_BITS, Entry
from care_pathway.alignment.parse import REMEMBERED, Found, Named, words_with
from care_pathway.alignment.phrases import Hit
from care_pathway.alignment.records import CourseMatch

#: At most this many themes for a short course (policy section 3).
MOST_THEMES = 4

#: A record with more words than this is not kept for other courses.
_WORDS_KEPT = 16

#: How sure a topic is, by where its words stand.
IN_TITLE = 0.95
IN_FIXED_SET = 0.93
IN_FACTS_ONLY = 0.85
IN_FACTS_TOO = 0.75
IN_PASSING = 0.6

#: The bits that stand for topics.
_TOPICS = -1 << TOPIC_BITS
_LEADERS = SIGNS["supervisors"] | SIGNS["managers"]
_LED_THEMES = frozenset({"management", "supervision"})
#: In a course on one of these, too, those who lead say which of the two it serves; not in a fixed set.
_LED_ALONE = _LED_THEMES | {
    "coaching",
    "quality-assurance",
    "service-improvement",
    "innovation-and-change",
    "regulation",
}
_LED = frozenset({"management", "leadership"})

Matches = tuple[CourseMatch, ...]


Topics = tuple[Matches, Matches, str | None]
"""What a course is about: themes and practice areas, most important first, and the broad course that it is.

A plain tuple, as one is made for every course."""


def topics_of(title: Found, facts: Sequence[Found], signs: int, depth: Depth) -> Topics:
    """What a relevant course is about.

    Args:
        title: What was found in its title.
        facts: What was found in the items of its description.
        signs: What `signs_of` says of these.
        depth: What `depth_of` says of its level.

    Example:
        >>> from care_pathway.alignment.relevance import signs_of
        >>> from care_pathway.alignment.parse import course_reader
        >>> read = course_reader()
        >>> facts = read.items("best interests")
        >>> title, no_level = read.title("Complex Decision Making"), Depth(None, False, False)
        >>> themes, practice_areas, broad = topics_of(title, facts, signs_of(facts), no_level)
        >>> [theme.id for theme in themes]
        ['mental-capacity']
    """
    both = title.signs | signs
    again = _named_again(facts) if signs & IN_PROSE else 0
    fixed = None
    if not title.decided:
        fixed = _fixed_set(title, facts)
    opening = (_opening_once if title.short else _opening)(title, fixed, both & title.yields, depth)
    added: list[_Led] = []
    for found in facts:
        if found.topical:
            more = (_added_once if found.short else _added)(
                found, opening.beside, both & found.yields, again & found.signs
            )
            if more is not _NOTHING:
                added.append(more)
    themes, areas = _all((opening.led, *added)) if added else opening.led
    if not (themes or areas):
        themes, areas = _in_passing(title, facts)
    if both & _LEADERS:
        led = _LED_ALONE if fixed is None else _LED_THEMES
        areas += _whose_leadership(themes, areas, title, facts, led)
    return themes[: opening.most_themes], areas, fixed[0].id if fixed is not None else None


def _joined(matches: Sequence[CourseMatch]) -> Matches:
    """Each id once, where it first stands, with its best confidence and all its words."""
    known: dict[str, CourseMatch] = {}
    again: dict[str, list[CourseMatch]] = {}
    for match in matches:
        first = known.setdefault(match.id, match)
        if first is not match:
            again.setdefault(match.id, [first]).append(match)
    for one, same in again.items():
        known[one] = _one_of(same)
    return tuple(known.values())


def _one_of(same: Sequence[CourseMatch]) -> CourseMatch:
    """One record for what several phrases say."""
    words: list[str] = []
    best = 0.0
    for match in same:
        words += match.words
        best = max(best, match.confidence)
    once = tuple(dict.fromkeys(words))
    return (_match if len(once) <= _WORDS_KEPT else _match.__wrapped__)(same[0].id, best, once)


@lru_cache(4 * REMEMBERED)
def _match(id: str, confidence: float, words: tuple[str, ...]) -> CourseMatch:
    """A theme or practice area; courses that name it alike share the record."""
    return CourseMatch(id=id, confidence=confidence, words=words)


_Led = tuple[Matches, Matches]
"""The themes and the practice areas that a phrase leads to; a plain tuple, made for every course."""

_NOTHING: _Led = ((), ())


@lru_cache(4 * REMEMBERED)
def _led_to(entry: Entry, confidence: float, words: str) -> _Led:
    """What a phrase that stands in a line of the lexicon leads to, as surely as it does where it stands."""
    return _led(entry.themes, entry.practice_areas, confidence, words)


def _led(themes: Iterable[str], areas: Iterable[str], confidence: float, words: str) -> _Led:
    return (
        tuple([_match(one, confidence, (words,)) for one in themes]),
        tuple([_match(one, confidence, (words,)) for one in areas]),
    )


def _all(led: Iterable[_Led]) -> _Led:
    """What some phrases lead to together."""
    # Lists, since a long description adds to them ten thousand times.
    themes: list[CourseMatch] = []
    areas: list[CourseMatch] = []
    for more_themes, more_areas in led:
        themes += more_themes
        areas += more_areas
    return _joined(themes), _joined(areas)


# --- what the title says ------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Beside:
    """What topics of a description stand beside; looked up as the very same object.

    Attributes:
        main: Whether the title names a topic.
        fixed: Whether it is a broad course with a fixed set.
        units: Whether it is a qualification, which names its units.
        welcome: Topics that may stand beside what the title names, as bits.
    """

    main: bool
    fixed: bool
    units: bool
    welcome: int


_beside_once = lru_cache(REMEMBERED)(_Beside)


class _Opening(NamedTuple):
    """What the title of a course says, and what that means for its description; only read."""

    led: _Led
    beside: _Beside
    most_themes: int | None


def _opening(title: Found, fixed: Named | None, displaced: int, depth: Depth) -> _Opening:
    """The fixed set of a broad course, then what the title names.

    Args:
        title: What was found in the title.
        fixed: The broad course whose fixed set applies.
        displaced: Topics of the course to which one of the title yields.
        depth: What `depth_of` says of the level.
    """
    led: list[_Led] = []
    if fixed is not None:
        entry, hit = fixed
        _, themes, areas = next(
            (one for one in entry.by_level if one[0] == depth.number), (0, entry.themes, entry.practice_areas)
        )
        led.append(_led(themes, areas, IN_FIXED_SET, hit.words))
    welcome = 0
    strong, broad = title.strong, title.broad
    for entry, hit in strong:
        welcome |= entry.welcomes
        if not entry.yields_to & displaced:
            led.append(_led_to(entry, IN_TITLE, hit.words))
    if fixed is None or fixed[0].id != "care-certificate":
        # One standard of the Care Certificate is its own theme, then the Care Certificate.
        led += [
            _led(("care-certificate",), (), IN_TITLE, hit.words)
            for entry, hit in broad
            if entry.id == "care-certificate"
        ]
    bundle = any(entry.bundle for entry, _ in strong or broad)
    beside = _beside_once(
        any(map(any, led)) and not bundle, fixed is not None and not bundle, depth.regulated, welcome
    )
    whole = fixed is not None or bundle or depth.regulated
    return _Opening(_all(led), beside, None if whole else MOST_THEMES)


_opening_once = lru_cache(REMEMBERED)(_opening)


def _fixed_set(title: Found, facts: Sequence[Found]) -> Named | None:
    """The broad course whose fixed set applies, if any (policy section 6)."""
    broad = title.broad if title.signs & BROAD else []
    chosen = [(entry, hit) for entry, hit in broad if not entry.weak]
    if not chosen and not title.signs & STRONG:
        chosen = [*broad]
        if not broad and not _names_subjects(facts):
            named = [found for found in facts if found.signs & BROAD]
            chosen = [(entry, hit) for found in named for entry, hit in found.broad if hit.size > 1]
    if not chosen:
        return None
    best = max(chosen, key=lambda pair: (pair[1].size, pair[0].bundle))
    return None if best[0].yields_to_facts and _names_subjects(facts) else best


def _names_subjects(facts: Iterable[Found]) -> bool:
    """Whether a description names its subjects: one clear item, or two of the more general kind."""
    general: set[str] = set()
    for found in facts:
        if found.signs & STRONG:
            own = [entry for entry, hit in found.strong if hit.own_item]
            if any(entry.facts == "item" for entry in own):
                return True
            general.update([entry.id for entry in own if entry.facts == "alone"])
    return len(general) > 1


# --- what an item of the description adds -------------------------------------------------------------


def _named_again(facts: Iterable[Found]) -> int:
    """Topics that come up more than once in a description, as bits."""
    told = again = 0
    for found in facts:
        again |= found.again | told & found.signs & _TOPICS
        told |= found.signs
    return again


def _added(found: Found, beside: _Beside, displaced: int, again: int) -> _Led:
    """The themes and practice areas that an item adds to what the title says.

    Args:
        found: What was found in the item.
        beside: What it stands beside.
        displaced: Topics of the course to which one of the item yields.
        again: Topics of the item that come up more than once in the description.
    """
    led = []
    for hit in found.hits:
        for entry in hit.meaning.topics:
            if not entry.yields_to & displaced:
                confidence = _counts(entry, hit, beside, bool(entry.bit & again))
                if confidence is not None:
                    led.append(_led_to(entry, confidence, hit.words))
    return _all(led) if led else _NOTHING


_added_once = lru_cache(REMEMBERED)(_added)


def _counts(entry: Entry, hit: Hit, beside: _Beside, again: bool) -> float | None:
    """How sure a topic of the description is, if it counts."""
    if entry.facts == "never" or (entry.weak and (beside.main or beside.fixed or not hit.own_item)):
        return None
    own_item = hit.own_item or (hit.prose and again)
    clear = entry.facts == "item"
    if beside.fixed:
        return IN_FACTS_TOO if own_item and clear else None
    if beside.main:
        counts = own_item and (clear or beside.units or entry.bit & beside.welcome)
        return IN_FACTS_TOO if counts else None
    return IN_FACTS_ONLY if own_item or not hit.prose else None


def _in_passing(title: Found, facts: Iterable[Found]) -> _Led:
    """What is named at all, where nothing else is found."""
    named = title.topics or [
        (entry, hit) for found in facts for entry, hit in found.topics if entry.facts != "never"
    ]
    return _all(_led_to(entry, IN_PASSING, hit.words) for entry, hit in named)


def _whose_leadership(
    themes: Matches, areas: Matches, title: Found, facts: Iterable[Found], led: frozenset[str]
) -> Matches:
    """Leading a team and running a service are two practice areas; the learners tell which."""
    if not _LED.isdisjoint(one.id for one in areas) or led.isdisjoint(one.id for one in themes):
        return ()
    hits = [*title.hits, *(hit for found in facts for hit in found.hits)]
    supervisors, managers = (words_with(hits, SIGNS[name]) for name in ("supervisors", "managers"))
    area = "leadership" if supervisors else "management"
    return (_match(area, IN_FACTS_TOO, (supervisors or managers,)),)
