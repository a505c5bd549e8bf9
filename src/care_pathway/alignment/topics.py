"""From phrases found in a course to what it is about, main topic first.

The main topic is what the title says; a second one counts only if the title names it or it stands as an item
of its own in the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import attrs

from care_pathway.alignment.chances import CourseEvidence
from care_pathway.alignment.level import CourseLevel, LevelScheme
from care_pathway.alignment.parse import CourseText, words_with
from care_pathway.alignment.records import CourseMatch, MatchStrength, match_of
from care_pathway.alignment.vocabulary import BroadCourse, CourseTopic, Hit, ItemFindings, Subjects

#: At most this many themes for a short course (policy section 3).
MOST_THEMES = 4
_NONE: frozenset[str] = frozenset()
#: Where a description has more items, a subject that one of them names is touched and not taught.
_MOST_ITEMS = 6

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


class CountedTopic(NamedTuple):
    """A topic or broad course that a course names, and the words that name it.

    Attributes:
        id: Its id in ``topics.csv`` or ``broad_courses.csv``.
        themes: Its themes.
        words: The words of the course.
        evidence: Where they stand.
    """

    id: str
    themes: tuple[str, ...]
    words: str
    evidence: CourseEvidence


Counted = tuple[CountedTopic, ...]
"""What of a course counts: topics that name something by themselves, and the units of a qualification."""


@attrs.frozen
class Topics:
    """What a course is about, most important first.

    Attributes:
        themes: Its themes.
        practice_areas: Its practice areas.
        broad: The id of the broad course that it is, if any.
        counted: The topics that name something by themselves, and those that a qualification has as units.
    """

    themes: tuple[CourseMatch, ...] = ()
    practice_areas: tuple[CourseMatch, ...] = ()
    broad: str | None = None
    counted: Counted = ()


class _Matched(NamedTuple):
    """What is known of a theme or practice area so far."""

    evidence: CourseEvidence
    strength: MatchStrength
    words: dict[str, None]


class _Named:
    """Themes and practice areas as they are named: each once, with its best confidence and all its words."""

    def __init__(self) -> None:
        self._themes: dict[str, _Matched] = {}
        self._areas: dict[str, _Matched] = {}
        self.counted: list[CountedTopic] = []

    def __bool__(self) -> bool:
        return bool(self._themes or self._areas)

    def add(self, subjects: Subjects, evidence: CourseEvidence, words: str, strength: MatchStrength) -> None:
        """Add what some words lead to; what was named first is named best."""
        for known, found in ((self._themes, subjects[0]), (self._areas, subjects[1])):
            for one in found:
                best = known.get(one)
                if best is None:
                    known[one] = _Matched(evidence, strength, {words: None})
                    continue
                best.words[words] = None
                if strength is MatchStrength.NAMED is not best.strength:
                    known[one] = _Matched(evidence, strength, best.words)

    def add_topic(
        self, topic: CourseTopic, evidence: CourseEvidence, words: str, *, areas: bool = True
    ) -> None:
        """Add what a topic leads to, perhaps without its practice areas."""
        subjects = topic.themes, topic.practice_areas if areas else ()
        self.add(subjects, evidence, words, MatchStrength.NAMED)
        if not topic.weak:
            self.counted.append(CountedTopic(topic.id, topic.themes, words, evidence))

    def themes(self) -> tuple[CourseMatch, ...]:
        """The themes, in the order in which they were first named."""
        return _matches(self._themes)

    def practice_areas(self) -> tuple[CourseMatch, ...]:
        """The practice areas, in the order in which they were first named."""
        return _matches(self._areas)


def _matches(found: dict[str, _Matched]) -> tuple[CourseMatch, ...]:
    return tuple(
        [
            match_of(one, evidence, tuple(words), strength)
            for one, (evidence, strength, words) in found.items()
        ]
    )


def topics_of(course: CourseText, level: CourseLevel) -> Topics:
    """What a relevant course is about.

    Args:
        course: What was found in its parts.
        level: Its level.

    Example:
        >>> from care_pathway.alignment.parse import parse_items, parse_title
        >>> course = CourseText(parse_title("Complex Decision Making"), content=parse_items("best interests"))
        >>> [theme.id for theme in topics_of(course, CourseLevel()).themes]
        ['mental-capacity']
    """
    found, items, fixed, bundle = _named_in(course, level)
    if not found:
        _add_in_passing(found, course.title, (*items, *course.category, *course.audience))
    themes, areas = found.themes(), found.practice_areas()
    parts = (course.title, *course.audience, *items)
    areas += _whose_leadership(themes, areas, parts, _LED_ALONE if fixed is None else _LED_THEMES)
    regulated = _regulated(level)
    if fixed is None and not bundle and not regulated:
        themes = themes[:MOST_THEMES]
    counted = (*found.counted, *(_units(items) if regulated else ()))
    return Topics(themes, areas, fixed.id if fixed is not None else None, counted)


def counted_in(course: CourseText, level: CourseLevel) -> tuple[Counted, bool]:
    """What of a course counts, and whether it is a broad course: all that is asked of a unit.

    Args:
        course: What was found in its parts.
        level: Its level.

    Example:
        >>> from care_pathway.alignment.parse import parse_title
        >>> counted, broad = counted_in(CourseText(parse_title("Wound care")), CourseLevel())
        >>> [topic.words for topic in counted], broad
        (['wound care'], False)
    """
    if not course.content:
        fixed, _ = _fixed_set(course.title, ())
        more = fixed is not None and any(fixed.at_level(level.number))
        present = frozenset([topic.id for topic, _ in course.title.topics])
        counted = (*_counted_by_title(course.title, present, more=more), *_broad_of(course.title))
        return counted, fixed is not None
    found, items, fixed, _ = _named_in(course, level)
    return (*found.counted, *(_units(items) if _regulated(level) else ())), fixed is not None


def _regulated(level: CourseLevel) -> bool:
    return level.scheme is LevelScheme.RQF and level.number is not None


def _named_in(
    course: CourseText, level: CourseLevel
) -> tuple[_Named, list[ItemFindings], BroadCourse | None, bool]:
    """What a course names, the items of its content with phrases, its fixed set, whether it is a bundle."""
    title, items = course.title, [found for found in course.content if found.hits]
    in_items = [(topic, hit) for found in items for topic, hit in found.topics]
    fixed, fixed_words = _fixed_set(title, items)
    present = {topic.id for topic, _ in in_items} | {topic.id for topic, _ in title.topics}
    found = _Named()
    _add_title(found, title, fixed, fixed_words, present, level)
    strong, broad = [topic for topic, _ in title.strong], [course for course, _ in title.broad]
    bundle = any(topic.bundle for topic in strong) or (not strong and any(course.bundle for course in broad))
    if in_items:
        named = Counter([topic.id for topic, _ in in_items])
        regulated = _regulated(level)
        beside = _Beside(
            main=bool(found) and not bundle,
            hinted=any(title.topics),
            fixed=fixed is not None and not bundle,
            units=regulated,
            welcome=_NONE.union(*[topic.welcomes for topic in strong]),
            again=frozenset(topic for topic, times in named.items() if times > 1),
            many=len(course.content) > _MOST_ITEMS and not regulated,
        )
        # What is in a fixed set anyway names no specialism.
        covered = frozenset(fixed.at_level(level.number)[0] if fixed is not None and not bundle else ())
        parts_of_title = _NONE.union(*[topic.parts for topic in strong])
        if not (beside.main or bundle):
            in_items = _led_by_the_first(in_items)
        for topic, hit in in_items:
            evidence = None if topic.id in parts_of_title else _evidence(topic, hit, beside)
            if evidence is not None and present.isdisjoint(topic.yields_to):
                within = bool(topic.themes) and covered.issuperset(topic.themes)
                found.add_topic(topic, evidence, hit.words, areas=not within)
    return found, items, fixed, bundle


# --- what the title says ------------------------------------------------------------------------------


def _fixed_set(title: ItemFindings, items: Sequence[ItemFindings]) -> tuple[BroadCourse | None, str]:
    """The broad course whose fixed set applies, if any (policy section 6), and the words that name it."""
    if "unit" in title.signs and any(title.strong):
        # A single unit of a diploma is a short course on its subject.
        return None, ""
    broad = list(title.broad)
    if not (broad or items):
        return None, ""
    chosen = [(course, hit) for course, hit in broad if not course.weak]
    if not chosen and not any(title.strong):
        # "Retention in Adult Social Care" is about retention: what else it names is where.
        chosen = [] if _says_more_than_where(title) else broad
        if not broad and not _names_subjects(items):
            # "Health care assistants" are who learns, and not what is taught.
            chosen = [
                (course, hit)
                for item in items
                for course, hit in item.broad
                if hit.size > 1 and not hit.about_people
            ]
    if not chosen:
        return None, ""
    course, hit = max(chosen, key=lambda pair: (pair[1].size, pair[0].bundle))
    if course.yields and _names_subjects(items):
        return None, ""
    return course, hit.words


def _says_more_than_where(title: ItemFindings) -> bool:
    """Whether a title names some subject, and beside it only a setting that may be a broad course too."""
    subject = any(hit.meaning.topics and not hit.meaning.broad for hit in title.hits)
    return subject and all("setting" in hit.meaning.signs for hit in title.hits if hit.meaning.broad)


def _names_subjects(items: Iterable[ItemFindings]) -> bool:
    """Whether a description names its subjects: one clear item, or two of the more general kind."""
    own = [topic for item in items for topic, hit in item.strong if hit.own_item]
    if any(topic.counts == "item" for topic in own):
        return True
    return len({topic.id for topic in own if topic.counts == "alone"}) > 1


def _add_title(
    found: _Named,
    title: ItemFindings,
    fixed: BroadCourse | None,
    fixed_words: str,
    present: Iterable[str],
    level: CourseLevel,
) -> None:
    """Add the fixed set of a broad course, then what the title names."""
    if fixed is not None:
        found.add(fixed.at_level(level.number), CourseEvidence.FIXED_SET, fixed_words, MatchStrength.THEME)
    for topic, hit, evidence in _named_by_title(title, frozenset(present), more=bool(found)):
        found.add_topic(topic, evidence, hit.words)
    _add_broad(found, title, fixed)


def _named_by_title(
    title: ItemFindings, present: frozenset[str], *, more: bool
) -> list[tuple[CourseTopic, Hit, CourseEvidence]]:
    """The topics that a title names; everyday words where it names nothing more."""
    strong = [
        (topic, hit)
        for topic, hit in title.strong
        if not topic.yields_to or present.isdisjoint(topic.yields_to)
    ]
    if any(hit.meant for _, hit in strong) and not all(hit.meant for _, hit in strong):
        # "Epilepsy for personal assistants" is for them, and not about being one.
        strong = [(topic, hit) for topic, hit in strong if not hit.meant]
    named = [(topic, hit, CourseEvidence.TITLE) for topic, hit in strong]
    more = more or any(topic.themes or topic.practice_areas for topic, _ in strong)
    if not more and not title.unknown and all(hit.meaning.topics for hit in title.hits):
        # An everyday word that is all of a title is its subject: "Working with families".
        named += [
            (topic, hit, CourseEvidence.PASSING)
            for topic, hit in title.topics
            if present.isdisjoint(topic.yields_to)
        ]
    return named


def _counted_by_title(title: ItemFindings, present: frozenset[str], *, more: bool) -> Iterator[CountedTopic]:
    """The topics of a title that count."""
    for topic, hit, evidence in _named_by_title(title, present, more=more):
        if not topic.weak:
            yield CountedTopic(topic.id, topic.themes, hit.words, evidence)


def _broad_of(title: ItemFindings) -> Iterator[CountedTopic]:
    """The broad courses of a title."""
    for course, hit in title.broad:
        yield CountedTopic(course.id, course.subjects[0], hit.words, CourseEvidence.TITLE)


def _add_broad(found: _Named, title: ItemFindings, fixed: BroadCourse | None) -> None:
    """Add the broad courses of a title to what counts."""
    found.counted += _broad_of(title)
    if fixed is None or fixed.id != "care-certificate":
        # One standard of the Care Certificate is its own theme, then the Care Certificate.
        for course, hit in title.broad:
            if course.id == "care-certificate":
                found.add((("care-certificate",), ()), CourseEvidence.TITLE, hit.words, MatchStrength.NAMED)


# --- what an item of the description adds -------------------------------------------------------------


def _led_by_the_first(in_items: list[tuple[CourseTopic, Hit]]) -> list[tuple[CourseTopic, Hit]]:
    """What a description names that says instead of its title what a course is about.

    Where the first of it is a clear subject, what counts only alone is part of that.
    """
    first = next((topic for topic, _ in in_items if topic.counts != "never" and not topic.weak), None)
    if first is None or first.counts != "item":
        return in_items
    return [(topic, hit) for topic, hit in in_items if topic.counts != "alone" or topic.weak]


class _Beside(NamedTuple):
    """What topics of a description stand beside.

    Attributes:
        main: Whether the title names a topic.
        hinted: Whether the title has a word for one, be it an everyday word.
        fixed: Whether it is a broad course with a fixed set.
        units: Whether it is a qualification, which names its units.
        welcome: Topics that may stand beside what the title names.
        again: Topics that come up more than once in the description.
        many: Whether the description has so many items that one of them is touched only.
    """

    main: bool
    hinted: bool
    fixed: bool
    units: bool
    welcome: frozenset[str]
    again: frozenset[str]
    many: bool


def _units(items: Iterable[ItemFindings]) -> Iterator[CountedTopic]:
    """What the units of a qualification name: as much as each would as a course of its own."""
    for item in items:
        for topic, hit in item.strong:
            if not hit.prose:
                yield CountedTopic(topic.id, topic.themes, hit.words, CourseEvidence.BESIDE_TITLE)
        for course, hit in item.broad:
            if not hit.prose:
                yield CountedTopic(course.id, course.subjects[0], hit.words, CourseEvidence.BESIDE_TITLE)


def _evidence(topic: CourseTopic, hit: Hit, beside: _Beside) -> CourseEvidence | None:
    """What a topic of the description is evidence of, if it counts."""
    if topic.counts == "never" or (topic.weak and (beside.hinted or beside.fixed or not hit.own_item)):
        return None
    again = topic.id in beside.again
    own_item = hit.own_item or (hit.prose and again)
    clear = topic.counts == "item"
    if beside.many and not again and (beside.fixed or beside.main):
        return None
    if beside.fixed:
        return CourseEvidence.BESIDE_TITLE if own_item and (clear or beside.units) else None
    if beside.main:
        counts = own_item and (clear or beside.units or topic.id in beside.welcome)
        return CourseEvidence.BESIDE_TITLE if counts else None
    return CourseEvidence.DESCRIPTION if own_item or not hit.prose else None


def _add_in_passing(found: _Named, title: ItemFindings, items: Iterable[ItemFindings]) -> None:
    """Add what is named at all, where nothing else is found."""
    named = list(title.topics) or [
        (topic, hit) for item in items for topic, hit in item.topics if topic.counts != "never"
    ]
    for topic, hit in named:
        subjects = topic.themes, topic.practice_areas
        found.add(subjects, CourseEvidence.PASSING, hit.words, MatchStrength.THEME)


def _whose_leadership(
    themes: Sequence[CourseMatch],
    areas: Sequence[CourseMatch],
    parts: Sequence[ItemFindings],
    led: frozenset[str],
) -> tuple[CourseMatch, ...]:
    """Leading a team and running a service are two practice areas; the learners tell which."""
    if not _LED.isdisjoint(area.id for area in areas) or led.isdisjoint(theme.id for theme in themes):
        return ()
    supervisors, managers = (words_with(parts, frozenset({sign})) for sign in ("supervisors", "managers"))
    supervision = next((theme for theme in themes if theme.id == "supervision"), None)
    if not (supervisors or managers):
        # To supervise is to lead a team, whoever does it (policy section 4).
        return () if supervision is None else (attrs.evolve(supervision, id="leadership"),)
    of_teams = supervision is not None and all(theme.id != "management" for theme in themes)
    area = "leadership" if supervisors or of_teams else "management"
    return (match_of(area, CourseEvidence.PEOPLE, (supervisors or managers,)),)
