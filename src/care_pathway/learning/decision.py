"""From phrases found in a course to one answer: who it is for, and what it is about.

The order is the labelling policy's: learners first, then the subject, then the topics. Main topic first:
what the title says; a second one only if the title names it or it stands as an item of its own in the facts.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from care_pathway.learning.lexicon import Entry, Hit, Kind, Lexicon
from care_pathway.learning.records import CourseMatch, Relevance
from care_pathway.learning.text import BREAK, item_words, title_words

#: At most this many themes for a short course (policy section 3).
MOST_THEMES = 4
#: A topic stands as an item of its own when it fills this much of the item.
ITEM_SHARE = 0.5
#: Items longer than this are prose: a topic there counts when it comes up again.
PROSE = 12

IN_TITLE = 0.95
IN_BROAD = 0.93
IN_FACTS_ONLY = 0.85
IN_FACTS_TOO = 0.75
IN_PASSING = 0.6


@attrs.frozen
class Judgement:
    """The answer for one text, before it meets a pathway."""

    relevance: Relevance
    confidence: float
    themes: tuple[CourseMatch, ...]
    practice_areas: tuple[CourseMatch, ...]
    reasons: tuple[str, ...]
    broad: str | None = None


@attrs.frozen
class Signs:
    """Who and what a text names, apart from topics: worlds and audiences, by the words that name them."""

    hits: tuple[tuple[Entry, Hit], ...]

    def words(self, kind: Kind, *roles: str, strength: tuple[str, ...] = ()) -> tuple[str, ...]:
        return tuple(
            hit.words
            for entry, hit in self.hits
            if entry.kind is kind and entry.role in roles and (not strength or entry.strength in strength)
        )


def judge(lexicon: Lexicon, title: str, facts: str = "", level_words: str = "", number: int | None = None) -> Judgement:
    """Decide on one course from its words."""
    in_title, strange = lexicon.scan(title_words(title))
    words = item_words(facts)
    if level_words:
        words += [BREAK, *item_words(level_words)]
    in_facts, strange_facts = lexicon.scan(words)
    relevance, confidence, reason = _relevance(in_title, in_facts, strange, strange_facts)
    if relevance is Relevance.NOT_RELEVANT:
        return Judgement(relevance, confidence, (), (), (reason,))
    themes, areas, broad = _topics(in_title, in_facts, number)
    if relevance is Relevance.UNSURE and (themes or areas):
        return Judgement(relevance, confidence, tuple(themes), tuple(areas), (reason,), broad)
    return Judgement(relevance, confidence, tuple(themes), tuple(areas), (reason,), broad)


# --- who it is for ------------------------------------------------------------------------------------


def _signs(hits: Iterable[Hit]) -> Signs:
    return Signs(
        tuple((entry, hit) for hit in hits for entry in hit.entries if entry.kind in (Kind.WORLD, Kind.AUDIENCE))
    )


def _topics_named(hits: Iterable[Hit]) -> bool:
    return any(
        entry.kind is Kind.BROAD or (entry.kind is Kind.TOPIC and not entry.weak) for hit in hits for entry in hit.entries
    )


def _relevance(
    in_title: tuple[Hit, ...], in_facts: tuple[Hit, ...], strange: int, strange_facts: int
) -> tuple[Relevance, float, str]:
    title, facts = _signs(in_title), _signs(in_facts)
    both = Signs(title.hits + facts.hits)
    outside = "names people or a subject outside adult social care: {}".format

    def no(words: tuple[str, ...], sure: float) -> tuple[Relevance, float, str]:
        return Relevance.NOT_RELEVANT, sure, outside(", ".join(dict.fromkeys(words)))

    inside = both.words(Kind.WORLD, "mask", strength=("inside",))
    named_learners = both.words(Kind.AUDIENCE, "learners", "supervisors")
    learners = named_learners + both.words(Kind.AUDIENCE, "carers")
    setting = both.words(Kind.AUDIENCE, "setting")
    setting_in_title = title.words(Kind.AUDIENCE, "setting", "learners")
    topic_in_title = _topics_named(in_title)
    for words, beaten, sure in (
        (both.words(Kind.WORLD, "audience", strength=("absolute",)), False, 0.97),
        (title.words(Kind.WORLD, "route"), False, 0.96),
        (title.words(Kind.WORLD, "audience", strength=("hard",)), bool(inside or learners), 0.97),
        (title.words(Kind.WORLD, "audience", strength=("title",)), bool(topic_in_title or learners), 0.93),
        (title.words(Kind.WORLD, "children"), bool(inside), 0.97),
        (title.words(Kind.WORLD, "subject"), bool(topic_in_title or setting_in_title), 0.97),
        (both.words(Kind.WORLD, "unpaid"), bool(inside or named_learners), 0.95),
        (facts.words(Kind.WORLD, "route"), bool(learners or inside), 0.9),
        (facts.words(Kind.WORLD, "children"), bool(inside or learners or setting_in_title), 0.93),
        (facts.words(Kind.WORLD, "audience", strength=("hard",)), bool(inside or learners or setting_in_title), 0.93),
        (facts.words(Kind.WORLD, "subject"), bool(topic_in_title or setting or learners), 0.9),
        (both.words(Kind.WORLD, "audience", strength=("soft",)), bool(inside or learners or setting), 0.85),
    ):
        if words and not beaten:
            return no(words, sure)
    if topic_in_title:
        return Relevance.RELEVANT, 0.97, "its title names a subject of adult social care"
    if _topics_named(in_facts):
        return Relevance.RELEVANT, 0.93, "its description names a subject of adult social care"
    if learners or setting:
        return Relevance.RELEVANT, 0.75, f"it is for adult social care: {', '.join((*learners, *setting)[:3])}"
    context = both.words(Kind.AUDIENCE, "context")
    weak = any(entry.kind is Kind.TOPIC for hit in (*in_title, *in_facts) for entry in hit.entries)
    if weak and (context or strange < 2):
        return Relevance.RELEVANT, 0.65, "it names a subject that is also one of adult social care"
    if strange_facts >= 2 or strange + weak > 1 or (strange and strange_facts):
        return Relevance.NOT_RELEVANT, 0.7, "nothing in it belongs to adult social care"
    return Relevance.UNSURE, 0.5, "it says too little to tell what it is about"


# --- what it is about ---------------------------------------------------------------------------------


class _Tally:
    """Themes or practice areas in order of importance, each with its best confidence and its words."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[float, tuple[str, ...]]] = {}

    def add(self, ids: Iterable[str], confidence: float, words: str) -> None:
        for id in ids:  # noqa: A001  the field's own name
            known, given = self.found.get(id, (0.0, ()))
            self.found[id] = (max(known, confidence), given if words in given else (*given, words))

    def matches(self, most: int | None = None) -> list[CourseMatch]:
        items = [CourseMatch(id=id, confidence=sure, words=words) for id, (sure, words) in self.found.items()]  # noqa: A001
        return items if most is None else items[:most]


def _of_kind(hits: Iterable[Hit], kind: Kind) -> list[tuple[Entry, Hit]]:
    return [(entry, hit) for hit in hits for entry in hit.entries if entry.kind is kind]


def _topics(
    in_title: tuple[Hit, ...], in_facts: tuple[Hit, ...], number: int | None
) -> tuple[list[CourseMatch], list[CourseMatch], str | None]:
    themes, areas = _Tally(), _Tally()

    def add(entry: Entry, confidence: float, words: str) -> None:
        themes.add(entry.themes, confidence, words)
        areas.add(entry.practice_areas, confidence, words)

    named = _of_kind(in_title, Kind.TOPIC)
    strong = [(entry, hit) for entry, hit in named if not entry.weak]
    facts = _of_kind(in_facts, Kind.TOPIC)
    stated = {entry.id for entry, _ in (*named, *facts)}
    broad = [(entry, hit) for entry, hit in _of_kind(in_title, Kind.BROAD) if entry.strength == "strong"]
    if not broad and not strong:
        broad = _of_kind(in_title, Kind.BROAD)
    if not broad and not strong and not _any_item(facts):
        broad = [(entry, hit) for entry, hit in _of_kind(in_facts, Kind.BROAD) if hit.size > 1]
    if broad and broad[0][0].yields_to_facts and _any_item(facts):
        broad = []
    chosen = max(broad, key=lambda pair: pair[1].size) if broad else None
    if chosen is not None:
        entry, hit = chosen
        own_themes, own_areas = next(
            ((set_themes, set_areas) for level, set_themes, set_areas in entry.by_level if level == number),
            (entry.themes, entry.practice_areas),
        )
        themes.add(own_themes, IN_BROAD, hit.words)
        areas.add(own_areas, IN_BROAD, hit.words)
    for entry, hit in strong:
        if not entry.yields_to & stated:
            add(entry, IN_TITLE, hit.words)
    bundle = any(entry.bundle for entry, _ in (*strong, *broad))
    whole_certificate = [hit for entry, hit in _of_kind(in_title, Kind.BROAD) if entry.id == "care-certificate"]
    if whole_certificate and chosen is None:
        themes.add(("care-certificate",), IN_TITLE, whole_certificate[0].words)
    main = bool(themes.found or areas.found) and not bundle
    welcome = frozenset().union(*(entry.welcomes for entry, _ in strong))
    for entry, hit, confidence in _from_facts(facts, main=main, broad=chosen is not None and not bundle, stated=stated, welcome=welcome):
        add(entry, confidence, hit.words)
    if not themes.found and not areas.found:
        for entry, hit in named or facts:
            if entry.facts != "never" or hit in in_title:
                add(entry, IN_PASSING, hit.words)
    _whose_leadership(themes, areas, in_title, in_facts)
    limit = None if chosen is not None or bundle else MOST_THEMES
    return themes.matches(limit), areas.matches(), chosen[0].id if chosen is not None else None


def _whose_leadership(themes: _Tally, areas: _Tally, in_title: Iterable[Hit], in_facts: Iterable[Hit]) -> None:
    """Leading a team and running a service are two practice areas; the learners tell which (policy section 4)."""
    if not {"management", "supervision"} & set(themes.found) or {"management", "leadership"} & set(areas.found):
        return
    people = _signs((*in_title, *in_facts))
    for role, area in (("supervisors", "leadership"), ("managers", "management")):
        words = people.words(Kind.AUDIENCE, role)
        if words:
            areas.add((area,), IN_FACTS_TOO, words[0])
            return


def _any_item(facts: list[tuple[Entry, Hit]]) -> bool:
    """Whether a description names its subjects: one clear item, or two of the more general kind."""
    own = [(entry, hit) for entry, hit in facts if not entry.weak and hit.share > ITEM_SHARE]
    if any(entry.facts == "item" for entry, _ in own):
        return True
    return len({entry.id for entry, _ in own if entry.facts == "alone"}) > 1


def _from_facts(
    facts: list[tuple[Entry, Hit]], *, main: bool, broad: bool, stated: set[str], welcome: frozenset[str]
) -> Iterable[tuple[Entry, Hit, float]]:
    """Topics of the description that count beside what the title says."""
    times: dict[str, int] = {}
    for entry, _ in facts:
        times[entry.id] = times.get(entry.id, 0) + 1
    for entry, hit in facts:
        if entry.facts == "never" or entry.yields_to & stated:
            continue
        prose = hit.length > PROSE
        own_item = hit.share > ITEM_SHARE or (prose and times[entry.id] > 1)
        if broad:
            if own_item and entry.facts == "item" and not entry.weak and (hit.size > 1 or entry.unit):
                yield entry, hit, IN_FACTS_TOO
        elif main:
            if own_item and (entry.facts == "item" or entry.id in welcome) and not entry.weak:
                yield entry, hit, IN_FACTS_TOO
        elif (own_item or not prose) and not entry.weak:
            yield entry, hit, IN_FACTS_ONLY
