"""Which knowledge and skills of a pathway a course names, and of which it only teaches the theme.

The words of a course name an item where ``named_items.csv`` says so, or where the course is a qualification
that the crosswalk of learning says develops it. All other items of its themes are only touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import attrs

from care_pathway.alignment.chances import CourseEvidence
from care_pathway.alignment.learners import Where
from care_pathway.alignment.parse import words_of_title
from care_pathway.alignment.records import CourseMatch, MatchStrength, item_of
from care_pathway.alignment.tables import BREAK, ids, table
from care_pathway.alignment.topics import Counted, CountedTopic, Topics
from care_pathway.alignment.vocabulary import course_lexicon
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.evidence.training import training_reader
from care_pathway.language.text import words_of
from care_pathway.model.competency import CompetencyKind
from care_pathway.model.pathway import Pathway
from care_pathway.model.worker import TrainingRecord

#: How many lists of the items of a theme are kept: courses share them.
_THEMES_KEPT = 1_024


class CourseDepth(NamedTuple):
    """How deep a course goes, as far as it matters for what it can name.

    Attributes:
        whole: What counts in the course of which it only makes aware, or which it introduces: it names
            nothing that this one would not, and no skill. ``None`` if it says no such thing.
        short: Whether it takes no longer than an hour or two.
    """

    whole: Counted | None = None
    short: bool = False

    @property
    def awareness(self) -> bool:
        """Whether it only makes aware or introduces."""
        return self.whole is not None


class NamedItem(NamedTuple):
    """An item that a unit of a qualification names.

    Attributes:
        id: The item.
        evidence: What says so.
        words: The words of the unit, or what the crosswalk says.
    """

    id: str
    evidence: CourseEvidence | None
    words: Iterable[str]


class _ItemsFound(NamedTuple):
    """Items that a course names: what a qualification develops, and what anything else names."""

    developed: Mapping[str, CourseMatch]
    named: dict[str, tuple[CourseEvidence, dict[str, None]]]


@attrs.frozen
class _NamedItems:
    """A row of ``named_items.csv`` over one pathway.

    Attributes:
        words: Words of which one must stand in those found, between single spaces; empty for any.
        items: The items named.
        whole_course: Whether it takes more than awareness or an hour to name them.
    """

    words: tuple[str, ...]
    items: tuple[str, ...]
    whole_course: bool

    def fits(self, tokens: str) -> bool:
        """Whether the words found name the items."""
        return not self.words or any(words in tokens for words in self.words)


class Items:
    """The items of a pathway, as courses name them. Make it with ``pathway.derived(Items)``."""

    def __init__(self, pathway: Pathway) -> None:
        self._pathway = pathway
        competencies = pathway.competencies
        self._order = {competency.id: at for at, competency in enumerate(competencies)}
        self._skills = frozenset(
            competency.id for competency in competencies if competency.kind is CompetencyKind.SKILL
        )
        by_area: dict[str, list[str]] = {}
        self._by_theme: dict[str, list[str]] = {}
        for competency in competencies:
            if competency.area is not None:
                by_area.setdefault(competency.area, []).append(competency.id)
            if competency.theme is not None:
                self._by_theme.setdefault(competency.theme, []).append(competency.id)
        self._rows: dict[str, list[_NamedItems]] = {}
        for row in table("named_items"):
            found = (by_area.get(item, [item]) for item in ids(row["items"]))
            items = tuple(item for several in found for item in several if item in self._order)
            words = tuple(f" {_tokens(words)} " for words in ids(row["words"]))
            named = _NamedItems(words, items, row["whole course"] == "yes")
            self._rows.setdefault(row["topic"], []).append(named)
        #: What each topic names in a course of some depth; topics are few.
        self._by_depth: dict[tuple[str, bool, bool], tuple[tuple[str, ...], tuple[_NamedItems, ...]]] = {}
        #: Items of an overlay stand in no table: they are named by their own words.
        self._own = {
            competency.id: (competency.theme, frozenset(_tokens(competency.statement).split()))
            for competency in competencies
            if ":" in competency.id and competency.theme is not None
        }
        #: What each of the learning opportunities on record develops.
        self._by_learning: dict[tuple[str, ...], Mapping[str, CourseMatch]] = {}
        self._touched = lru_cache(_THEMES_KEPT)(self._of_theme)

    def named_by_unit(
        self, counted: Counted, depth: CourseDepth, learning: tuple[str, ...]
    ) -> list[NamedItem]:
        """The items that a unit of a qualification names by itself.

        Args:
            counted: What counts in it.
            depth: How deep it goes.
            learning: Learning opportunities that it leads to.
        """
        developed, named = self._found(counted, depth, learning, ())
        found = [NamedItem(item, *how) for item, how in named.items()]
        return found + [
            NamedItem(item, match.evidence, match.words)
            for item, match in developed.items()
            if item not in named
        ]

    def _found(
        self, counted: Counted, depth: CourseDepth, learning: tuple[str, ...], units: Iterable[NamedItem]
    ) -> _ItemsFound:
        found: dict[str, tuple[CourseEvidence, dict[str, None]]] = {}
        for topic, item in self._by_words(counted, depth):
            known = found.get(item)
            if known is None:
                found[item] = (topic.evidence, {topic.words: None})
            else:
                known[1][topic.words] = None
        # Most of what a qualification develops nothing else names: these are made once for all.
        developed = self._developed(learning) if learning else {}
        for item in developed.keys() & found.keys():
            found[item][1].update(dict.fromkeys(developed[item].words))
        for unit in units:
            if depth.awareness and unit.id in self._skills:
                continue
            known = found.get(unit.id)
            if known is None:
                match = developed.get(unit.id)
                if match is not None:
                    known = found[unit.id] = (CourseEvidence.CROSSWALK, dict.fromkeys(match.words))
                else:
                    by_crosswalk = unit.evidence is CourseEvidence.CROSSWALK
                    evidence = CourseEvidence.CROSSWALK if by_crosswalk else CourseEvidence.BESIDE_TITLE
                    known = found[unit.id] = (evidence, {})
            known[1].update(dict.fromkeys(unit.words))
        return _ItemsFound(developed, found)

    def _by_words(self, counted: Counted, depth: CourseDepth) -> Iterator[tuple[CountedTopic, str]]:
        """The items that the words of a course name; of an awareness none that its course would not."""
        within: set[str] | None = None
        if depth.whole is not None and depth.whole is not counted:
            within = {item for topic in depth.whole for item in self._named_by(topic, depth)}
        for topic in counted:
            for item in self._named_by(topic, depth):
                if within is None or item in within:
                    yield topic, item

    def of(
        self, topics: Topics, depth: CourseDepth, learning: tuple[str, ...], units: Iterable[NamedItem] = ()
    ) -> tuple[CourseMatch, ...]:
        """The items that a course names, in the published order, then the others of its themes.

        Args:
            topics: What it is about.
            depth: How deep it goes.
            learning: Learning opportunities that it leads to.
            units: What the units that it lists name, each by itself.
        """
        developed, found = self._found(topics.counted, depth, learning, units)
        named = {**developed}
        for item, (evidence, words) in found.items():
            named[item] = item_of(item, evidence, tuple(words))
        order = self._order
        matches = [named[item] for item in sorted(named, key=order.__getitem__)]
        for theme in topics.themes:
            matches += [
                match
                for match in self._touched(theme.id, theme.evidence, theme.words[:1])
                if match.id not in named
            ]
        return tuple(matches)

    def learning_of(self, title: str) -> tuple[str, ...]:
        """The learning opportunities that a title surely names; places and dates are left out of it."""
        first, *others = " ".join(words_of_title(title)).split(f" {BREAK} ")
        find = course_lexicon().find
        named = " ".join((first, *(part for part in others if find(part.split(), Where.TITLE).hits)))
        reading = training_reader(self._pathway).of(TrainingRecord(title=named or title))
        if reading.qualification is not None:
            return (reading.qualification,)
        return tuple(sorted(reading.learning))

    def _of_theme(
        self, theme: str, evidence: CourseEvidence | None, words: Sequence[str]
    ) -> tuple[CourseMatch, ...]:
        return tuple(
            item_of(item, evidence, tuple(words), MatchStrength.THEME)
            for item in self._by_theme.get(theme, ())
        )

    def _named_by(self, topic: CountedTopic, depth: CourseDepth) -> Iterator[str]:
        """The items that a topic names, by the words found and the depth of the course."""
        always, by_words = self._at_depth(topic.id, depth.awareness, depth.short)
        yield from always
        if not (by_words or self._own):
            return
        tokens = f" {_as_looked_up(topic.words.split())} "
        for row in by_words:
            if row.fits(tokens):
                yield from row.items
        for item, (theme, words) in self._own.items():
            if theme in topic.themes and not words.isdisjoint(tokens.split()):
                yield item

    def _at_depth(
        self, topic: str, awareness: bool, short: bool
    ) -> tuple[tuple[str, ...], tuple[_NamedItems, ...]]:
        """What any words of a topic name in a course of some depth, and the rows that go by the words."""
        key = topic, awareness, short
        known = self._by_depth.get(key)
        if known is None:
            rows = [
                attrs.evolve(row, items=tuple(item for item in row.items if item not in self._skills))
                if awareness
                else row
                for row in self._rows.get(topic, ())
                if not (row.whole_course and (awareness or short))
            ]
            always = tuple(item for row in rows if not row.words for item in row.items)
            known = self._by_depth[key] = always, tuple(row for row in rows if row.words)
        return known

    def _developed(self, learning: tuple[str, ...]) -> Mapping[str, CourseMatch]:
        """The items that some learning opportunities develop, each with the reasons of the crosswalk."""
        known = self._by_learning.get(learning)
        if known is None:
            reasons: dict[str, dict[str, None]] = {}
            for opportunity in learning:
                for shown in crosswalks_of(self._pathway).of_learning(opportunity):
                    for item in order_of(self._pathway).decode(shown.mask):
                        reasons.setdefault(item, {})[shown.why] = None
            known = self._by_learning[learning] = {
                item: item_of(item, CourseEvidence.CROSSWALK, tuple(why)) for item, why in reasons.items()
            }
        return known


def _tokens(text: str) -> str:
    """The words of a text as the lexicon has them, between single spaces."""
    return _as_looked_up(words_of(text))


def _as_looked_up(words: Iterable[str]) -> str:
    tokens = course_lexicon().tokens
    return " ".join([token for word in words for token in tokens(word)])
