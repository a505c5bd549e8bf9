"""What a training record is about. Every question about training, in whatever room, asks this reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from attrs import evolve, frozen

from care_pathway._data import items_of, read_csv
from care_pathway.evidence.not_done import Mark, mark_in, taught
from care_pathway.evidence.qualifications import QualificationMatch, resolve_qualification
from care_pathway.evidence.renewals import bundled_renewals
from care_pathway.evidence.shows import ATTENDED, Shown, crosswalks_of
from care_pathway.evidence.title_topics import repaired, topics_in
from care_pathway.language.text import normalise
from care_pathway.model import LearningKind, LearningOpportunity, Pathway, TrainingRecord
from care_pathway.model._fields import Id

_REMEMBERED = 4096
#: Longer titles are no titles; what they say is read, and not remembered.
_LONGEST_REMEMBERED = 300
#: From this confidence up the name of a qualification is read without doubt.
_SURE = 0.9
_YEAR = re.compile(r"20\d\d")
#: "Care Certificate: standards 3, 5 and 7-9", from its first number on; a lone standard has one number.
_STANDARDS = re.compile(
    r"\b(?:care\s+certificate|cc)\b[^\n]{0,40}?\bstandard(s?)[\s:.#-]{0,3}"
    r"(\d{1,2}\b(?:(?:[\s,&/–—-]|to|and){1,9}\b\d{1,2}\b){0,30})",
    re.I,
)
_RANGE = re.compile(r"(\d+)(?:\s*(?:[–—-]|to)\s*(\d+))?", re.I)


@frozen(kw_only=True)
class TrainingReading:
    """What one training record is about, whatever its dates and status are.

    Attributes:
        themes: Themes that it is about.
        topics: Topics of practice areas that it is about.
        learning: Learning opportunities that it is.
        qualification: An assessed qualification that its title surely names.
        renewals: Topics of the renewal table that it is about.
        shows: Competencies that it shows when it is completed.
        read_as: Its title as it was read, where words of it were typed wrongly.
        outside: Why it is not for adult social care, with the words that say so.
        mark: Words of its title that say that it was not done, or counts no longer.
        problem: Why nothing, or not everything, on it could be read, and what to do.
    """

    themes: frozenset[Id] = frozenset()
    topics: frozenset[Id] = frozenset()
    learning: frozenset[Id] = frozenset()
    qualification: Id | None = None
    renewals: frozenset[str] = frozenset()
    shows: tuple[Shown, ...] = ()
    read_as: str | None = None
    outside: str | None = None
    mark: Mark | None = None
    problem: str | None = None

    def suits(self, themes: frozenset[Id], topics: frozenset[Id]) -> bool:
        """Whether it can stand for training on one of these subjects."""
        return self.outside is None and not (
            themes.isdisjoint(self.themes) and topics.isdisjoint(self.topics)
        )


class _TitlePart(NamedTuple):
    """What one thing on a record, its title, category or learning, says about it."""

    themes: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    learning: frozenset[str] = frozenset()
    renewals: frozenset[str] = frozenset()
    shows: tuple[Shown, ...] = ()


class TitleRow(NamedTuple):
    """A row of the table of training titles."""

    words: tuple[str, ...]
    unless: tuple[str, ...]
    whole: bool
    themes: tuple[str, ...]
    topics: tuple[str, ...]
    learning: tuple[str, ...]
    competencies: tuple[str, ...]
    renewal: str | None
    why: str


class CategoryRow(NamedTuple):
    """What a training category of the national data set is about."""

    category: int
    name: str
    themes: tuple[str, ...]
    topics: tuple[str, ...]
    learning: str | None
    relation: str | None
    renewal: str | None
    outside: str | None
    why: str

    @property
    def is_about(self) -> bool:
        """Whether it says anything about its subject."""
        return bool(self.themes or self.topics or self.learning)


@cache
def title_rows() -> tuple[TitleRow, ...]:
    """The table of training titles."""
    return tuple(
        TitleRow(
            words=items_of(row["words"]),
            unless=items_of(row["unless"]),
            whole=row["whole"] == "yes",
            themes=items_of(row["themes"]),
            topics=items_of(row["topics"]),
            learning=items_of(row["learning"]),
            competencies=items_of(row["competencies"]),
            renewal=row["renewal"] or None,
            why=row["why"],
        )
        for row in read_csv("crosswalks/training-titles.csv")
    )


@cache
def category_rows() -> dict[int, CategoryRow]:
    """The table of training categories, by upload code."""
    return {
        int(row["category"]): CategoryRow(
            category=int(row["category"]),
            name=row["name"],
            themes=items_of(row["themes"]),
            topics=items_of(row["topics"]),
            learning=row["learning"] or None,
            relation=row["relation"] or None,
            renewal=row["renewal"] or None,
            outside=row["outside"] or None,
            why=row["why"],
        )
        for row in read_csv("crosswalks/training-categories.csv")
    }


def standards_in(title: str) -> frozenset[int]:
    """The numbers of the standards of the Care Certificate that a title names.

    Example:
        >>> sorted(standards_in("Care Certificate: standards 3, 5 and 7-9"))
        [3, 5, 7, 8, 9]
    """
    found = _STANDARDS.search(title)
    if found is None:
        return frozenset()
    ranges = [(int(first), int(last or first)) for first, last in _RANGE.findall(found[2])]
    if not found[1]:
        # "Standard 3 - 12 May": what follows a single standard is something else.
        return frozenset((ranges[0][0],))
    return frozenset(number for first, last in ranges for number in range(first, last + 1))


class TrainingReader:
    """Reads training records with the bundled tables. Make it with `training_reader`."""

    def __init__(self, pathway: Pathway) -> None:
        self._pathway = pathway
        self._crosswalks = crosswalks_of(pathway)
        self._opportunities = self._crosswalks.opportunities
        self._names = {normalise(learning.name): learning for learning in pathway.learning}
        words = {row["kind"]: items_of(row["words"]) for row in read_csv("crosswalks/training-words.csv")}
        self._theory = tuple(map(_padded, words["theory"]))
        self._practice = tuple(map(_padded, words["practice"]))
        self._neutral = frozenset(words["neutral"])
        self._qualification_words = frozenset(words["qualification"])
        self._titles = tuple(
            (row, tuple(map(_padded, row.words)), tuple(map(_padded, row.unless))) for row in title_rows()
        )
        self._outside = tuple(
            (
                row["why"],
                tuple(map(_padded, items_of(row["words"]))),
                tuple(map(_padded, items_of(row["unless"]))),
            )
            for row in read_csv("crosswalks/training-outside.csv")
        )
        self._standards = {
            int(row["number"]): row for row in read_csv("crosswalks/care-certificate-standards.csv")
        }
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._marked)

    def of(self, record: TrainingRecord) -> TrainingReading:
        """What a record is about. Its dates and its status are not looked at."""
        read = self._remembered if len(record.title) <= _LONGEST_REMEMBERED else self._marked
        return read(record.title, record.learning, record.ascwds_category)

    def of_course(self, title: str) -> tuple[Shown, ...]:
        """What completing a course shows: what a record with its title will show.

        A course that surely leads to an assessed qualification is filed as that qualification; filed as
        training, it shows the same as attended.
        """
        reading = self.of(TrainingRecord(title=title))
        if reading.qualification is not None:
            return self._crosswalks.of_learning(reading.qualification)
        return reading.shows

    # --- from a record to its reading -----------------------------------------------------------------

    def _marked(self, title: str, learning: str | None, category: int | None) -> TrainingReading:
        plain = normalise(title)
        mended = repaired(plain)
        mark = mark_in(title, training=True)
        if mark is None and learning not in self._opportunities and taught(title)[1]:
            return self._without(title, category)
        reading = self._read(title, plain, mended, learning, category)
        if mark is None:
            return reading
        return evolve(reading, mark=mark, read_as=None if mended == plain else mended)

    def _without(self, title: str, category: int | None) -> TrainingReading:
        """What a title is about that leaves something out; what counts only as a whole is not there."""
        kept, left_out = taught(title)
        plain = normalise(kept)
        numbers = frozenset(standards_in(f"Care Certificate standards {left_out}"))
        reading = self._read(kept, plain, repaired(plain), None, category, left_out=numbers)
        if reading.learning or reading.qualification is not None:
            return TrainingReading(problem=f"leaves {left_out!r} out; name what was done")
        return reading if reading.problem is not None else evolve(reading, read_as=repaired(plain))

    def _read(
        self,
        title: str,
        plain: str,
        mended: str,
        learning: str | None,
        category: int | None,
        *,
        left_out: frozenset[int] = frozenset(),
    ) -> TrainingReading:
        named = self._opportunities.get(learning) if learning is not None else None
        if named is not None:
            return _reading([self._of_learning(named, ATTENDED)])
        words = _padded(mended)
        row = category_rows().get(category) if category is not None else None
        read_as = None if mended == plain else mended
        by_name = self._names.get(plain) or self._names.get(mended)
        if by_name is not None:
            qualification = by_name.id if by_name.kind.assessed else None
            reading = _reading([self._of_learning(by_name, ATTENDED)], qualification=qualification)
            return reading if plain in self._names else evolve(reading, read_as=read_as)
        standards = (standards_in(title) & self._standards.keys()) - left_out
        match = None if standards else self._qualification_in(title, words)
        qualification = None if match is None else match.learning
        # A name that is read without doubt is that of the qualification, whatever other words are in it.
        sure = match is not None and match.confidence >= _SURE
        outside = None if standards or sure else self.outside(words)
        if outside is not None:
            return TrainingReading(outside=outside)
        theory = self.only_theory(words)
        parts: list[_TitlePart] = []
        if qualification is not None:
            part = self._of_learning(self._opportunities[qualification], ATTENDED)
            parts.append(part._replace(learning=frozenset()))
        elif standards:
            parts.append(_TitlePart(shows=tuple(self._of_standards(standards, theory))))
        else:
            parts += self.by_title(words, theory=theory)
            if not parts and not (row is not None and row.is_about):
                parts += self._by_lexicon(words, theory)
        if row is not None and row.is_about:
            parts.append(self._of_category(row, theory))
        if parts and row is not None and row.outside is not None:
            return TrainingReading(outside=f"{row.outside}: training category {row.name!r}")
        problem = None if parts else self._not_recognised(words)
        reading = _reading(parts, qualification=qualification, problem=problem)
        return evolve(reading, read_as=read_as) if parts else reading

    def _not_recognised(self, words: str) -> str:
        if self.less_than_whole(words):
            return "is not the whole certificate; name its standards by number"
        return "is not recognised; give the name or the id of learning that the Pathway names"

    def _of_learning(self, learning: LearningOpportunity, at_most: int) -> _TitlePart:
        renewal = self._crosswalks.renewal_of(learning.id)
        return _TitlePart(
            themes=frozenset(theme for develops in learning.develops for theme in develops.themes),
            topics=frozenset(topic for develops in learning.develops for topic in develops.practice_areas),
            learning=frozenset((learning.id,)),
            renewals=frozenset((renewal,) if renewal else ()),
            shows=_because(f"as {learning.id}", self._crosswalks.of_learning(learning.id, at_most)),
        )

    def only_theory(self, words: str) -> bool:
        """Whether padded words say that nothing but knowledge was taught."""
        return any(phrase in words for phrase in self._theory) and not any(
            phrase in words for phrase in self._practice
        )

    def outside(self, words: str) -> str | None:
        """Why padded words are not of adult social care, with those that say so; ``None`` if none do."""
        for why, phrases, unless in self._outside:
            hit = _first_of(phrases, words)
            if hit is not None and _first_of(unless, words) is None:
                return f"{why}: '{hit.strip()}'"
        return None

    def _qualification_in(self, title: str, words: str) -> QualificationMatch | None:
        """The assessed qualification that a title surely names.

        A level on a short course is the provider's own word: "Level 2 mental health awareness" is a
        qualification only if its name is read without doubt, or says that it is one.
        """
        match = resolve_qualification(self._pathway, title)
        if match.learning is None:
            return None
        kind = self._opportunities[match.learning].kind
        sure = (
            match.confidence >= _SURE or kind is LearningKind.APPRENTICESHIP or self.says_qualification(words)
        )
        return match if kind.assessed and sure else None

    def says_qualification(self, words: str) -> bool:
        """Whether words say that they name a qualification."""
        return not self._qualification_words.isdisjoint(words.split())

    def _of_standards(self, numbers: Iterable[int], theory: bool) -> Iterator[Shown]:
        for number in sorted(numbers):
            row = self._standards[number]
            mask = self._crosswalks.row_mask(
                {"competencies": items_of(row["competencies"]), "areas": items_of(row["areas"])}
            )
            mask = mask & self._crosswalks.knowledge if theory else mask
            if mask:
                yield Shown(mask, ATTENDED, f"standard {number} of the Care Certificate: {row['subject']}")

    def _of_category(self, row: CategoryRow, theory: bool) -> _TitlePart:
        crosswalks = self._crosswalks
        why = f"training category {row.name}"
        narrow = crosswalks.category_mask(row.category)
        learning = row.learning if row.learning in self._opportunities else None
        if narrow is not None:
            shows: tuple[Shown, ...] = (
                Shown(narrow, ATTENDED, f"{why}: {crosswalks.category_why(row.category)}"),
            )
        elif learning is not None and row.relation in ("is", "same-subject"):
            shows = _because(f"{why}, as {learning}", crosswalks.of_learning(learning, ATTENDED))
        else:
            mask = crosswalks.subject_mask(row.themes, row.topics, theory=theory)
            shows = (Shown(mask, ATTENDED, f"{why}: {row.why}"),)
        return _TitlePart(
            themes=frozenset(row.themes),
            topics=frozenset(row.topics),
            learning=frozenset((learning,) if learning is not None and row.relation == "is" else ()),
            renewals=frozenset((row.renewal,) if row.renewal else ()),
            shows=shows,
        )

    def by_title(self, words: str, *, theory: bool) -> list[_TitlePart]:
        """What the rows of the table say of padded words, each row that fits a part."""
        parts = []
        crosswalks = self._crosswalks
        for row, phrases, unless in self._titles:
            hit = _first_of(phrases, words)
            if hit is None or _first_of(unless, words) is not None:
                continue
            if row.whole and not self._nothing_beside(hit, words):
                continue
            why = f"'{hit.strip()}' in the title: {row.why}"
            mask = crosswalks.subject_mask(row.themes, row.topics, theory=theory)
            named = crosswalks.row_mask({"competencies": row.competencies})
            mask |= crosswalks.of_theory(named) if theory else named
            shows = [Shown(mask, ATTENDED, why)] if mask else []
            for learning in row.learning:
                for shown in crosswalks.of_learning(learning, ATTENDED):
                    part = shown.mask & crosswalks.knowledge if theory else shown.mask
                    shows.append(Shown(part, shown.rank, why))
            parts.append(
                _TitlePart(
                    themes=frozenset(row.themes),
                    topics=frozenset(row.topics),
                    learning=frozenset(row.learning) & self._opportunities.keys(),
                    renewals=frozenset((row.renewal,) if row.renewal else ()),
                    shows=tuple(shows),
                )
            )
        return parts

    def less_than_whole(self, words: str) -> bool:
        """Whether padded words name something that counts only as a whole, and say that it is less."""
        return any(
            row.whole
            and any(phrase in words and not self._nothing_beside(phrase, words) for phrase in phrases)
            for row, phrases, _ in self._titles
        )

    def _nothing_beside(self, phrase: str, words: str) -> bool:
        rest = words.replace(phrase, " ", 1).split()
        return all(word in self._neutral or _YEAR.fullmatch(word) for word in rest)

    def _by_lexicon(self, words: str, theory: bool) -> Iterator[_TitlePart]:
        if self.less_than_whole(words):
            return
        topics = bundled_renewals().topics
        for topic in topics_in(words):
            mask = self._crosswalks.subject_mask(topic.themes, topic.practice_areas, theory=theory)
            why = f"'{topic.phrase}' is a subject of adult social care"
            subjects = frozenset((*topic.themes, *topic.practice_areas))
            yield _TitlePart(
                themes=frozenset(topic.themes),
                topics=frozenset(topic.practice_areas),
                renewals=subjects & topics,
                shows=(Shown(mask, ATTENDED, why),) if mask else (),
            )


def training_reader(pathway: Pathway) -> TrainingReader:
    """The reader of a pathway, made once."""
    return pathway.derived(TrainingReader)


def _padded(words: str) -> str:
    """Words with a space around them, so that a phrase is found as whole words only."""
    return f" {words} "


def _first_of(phrases: tuple[str, ...], words: str) -> str | None:
    for phrase in phrases:
        if phrase in words:
            return phrase
    return None


def _because(why: str, shows: tuple[Shown, ...]) -> tuple[Shown, ...]:
    return tuple(shown._replace(why=f"{why}: {shown.why}") for shown in shows)


def _reading(
    parts: list[_TitlePart], *, qualification: Id | None = None, problem: str | None = None
) -> TrainingReading:
    return TrainingReading(
        themes=frozenset().union(*(part.themes for part in parts)),
        topics=frozenset().union(*(part.topics for part in parts)),
        learning=frozenset().union(*(part.learning for part in parts)),
        qualification=qualification,
        renewals=frozenset().union(*(part.renewals for part in parts)),
        shows=tuple(shown for part in parts for shown in part.shows if shown.mask),
        problem=problem,
    )
