"""What learning shows, read from the bundled crosswalks and laid over the competencies of one edition.

The judgement is in the data files, each row with its reason. This module only looks rows up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from care_pathway._data import read_json
from care_pathway.evidence.masks import CompetencyOrder, order_of
from care_pathway.evidence.qualifications import resolve_qualification
from care_pathway.evidence.title_topics import topics_in
from care_pathway.evidence.words import padded
from care_pathway.model import (
    CompetencyKind,
    EvidenceState,
    HeldQualification,
    LearningKind,
    LearningOpportunity,
    Pathway,
    TrainingRecord,
)

ATTENDED = EvidenceState.ATTENDED.rank
ASSESSED = EvidenceState.ASSESSED.rank
SIGNED_OFF = EvidenceState.SIGNED_OFF.rank
STATES = tuple(EvidenceState)
#: How a training category relates to learning whose row may be used for it.
_SAME = ("same", "same-subject")
#: From this confidence up the name of a qualification is read without doubt.
_SURE = 0.9
_LEVELS = range(1, 9)


class Shown(NamedTuple):
    """Some competencies that a record shows in one state.

    Attributes:
        mask: Which.
        rank: The rank of the state.
        months: Customary months until it is refreshed, where the record itself gives no expiry.
        why: From what, in words.
    """

    mask: int
    rank: int
    months: int | None
    why: str


_YEAR = re.compile(r"20\d\d")
#: "Care Certificate: standards 3, 5 and 7-9", from its first number on; a lone standard has one number.
_STANDARDS = re.compile(
    r"\b(?:care\s+certificate|cc)\b[^\n]{0,40}?\bstandard(s?)[\s:.#-]{0,3}"
    r"(\d{1,2}\b(?:(?:[\s,&/–—-]|to|and)*\b\d{1,2}\b)*)",
    re.I,
)
_RANGE = re.compile(r"(\d+)(?:\s*(?:[–—-]|to)\s*(\d+))?", re.I)


def _standards_of(title: str) -> frozenset[int]:
    """The numbers of the standards of the Care Certificate that a title names."""
    found = _STANDARDS.search(title)
    if found is None:
        return frozenset()
    ranges = [(int(first), int(last or first)) for first, last in _RANGE.findall(found[2])]
    if not found[1]:
        # "Standard 3 - 12 May": what follows a single standard is something else.
        return frozenset((ranges[0][0],))
    return frozenset(number for first, last in ranges for number in range(first, last + 1))


class Crosswalks:
    """The crosswalks over one pathway. Make it with `crosswalks_of`."""

    def __init__(self, pathway: Pathway) -> None:
        self._pathway = pathway
        self._order: CompetencyOrder = order_of(pathway)
        subjects: dict[str, Any] = read_json("crosswalks/subject-competencies.json")
        titles: dict[str, Any] = read_json("crosswalks/training-title-themes.json")
        self._themes = {row["theme"]: row for row in subjects["themes"]}
        self._topics = {row["topic"]: row for row in subjects["practice_areas"]}
        self._narrow = {row["category"]: row for row in subjects["training_categories"]}
        self._activities = {row["activity"]: row for row in subjects["authorisations"]["activities"]}
        self._any_activity: dict[str, Any] = subjects["authorisations"]["any"]
        self._learning = {
            row["learning"]: row for row in read_json("crosswalks/learning-competencies.json")["rows"]
        }
        self._categories = {
            row["category"]: row for row in read_json("crosswalks/training-category-themes.json")["rows"]
        }
        self._titles: list[dict[str, Any]] = titles["rows"]
        self._phrases = [
            ([padded(one) for one in row["words"]], [padded(one) for one in row["unless"]])
            for row in self._titles
        ]
        self._theory = [padded(word) for word in titles["theory"]]
        self._not_theory = [padded(word) for word in titles["theory_unless"]]
        self._outside = [
            ([padded(one) for one in row["words"]], [padded(one) for one in row["unless"]], row["why"])
            for row in titles["outside"]
        ]
        self._standards = {row["number"]: row for row in titles["care_certificate_standards"]}
        self._neutral = frozenset(titles["neutral"])
        self._qualification_words = frozenset(titles["qualification_words"])
        #: Customary months until a subject is refreshed, by the first row that is about it alone.
        self._months: dict[str, int | None] = {}
        for row in self._titles:
            if len(row["themes"]) == 1:
                self._months.setdefault(row["themes"][0], row["validity_months"])
        self._opportunities = {one.id: one for one in pathway.learning}
        self._names = {padded(one.name): one.id for one in pathway.learning}
        ceiling = subjects["ceiling"]
        capped = 0
        for theme in ceiling["themes"]:
            for kind in ceiling["kinds"]:
                capped |= self._order.themes.get(theme, 0) & self._order.kinds[CompetencyKind(kind)]
        #: Competencies that no course and no qualification shows above `ceiling_rank`.
        self.ceiling = capped
        self.ceiling_rank = EvidenceState(ceiling["state"]).rank
        self._knowledge = self._order.kinds[CompetencyKind.KNOWLEDGE]
        self._memo: dict[object, tuple[Shown, ...]] = {}

    # --- subjects -------------------------------------------------------------------------------------

    def _row_mask(self, row: dict[str, Any]) -> int:
        mask = self._order.mask(row["competencies"])
        for area in row.get("areas", ()):
            mask |= self._order.areas.get(area, 0)
        return mask

    def theme_mask(self, theme: str) -> int:
        """The competencies that general learning on a theme speaks about."""
        row = self._themes.get(theme)
        whole = self._order.themes.get(theme, 0)
        if row is None:
            return whole
        added = self._order.mask(one for one in self._order.decode(whole) if ":" in one)
        return self._row_mask(row) | added

    def topic_mask(self, topic: str) -> int:
        """The competencies that learning on the topic of a practice area speaks about."""
        row = self._topics.get(topic)
        return 0 if row is None else self._row_mask(row)

    def subject_mask(self, themes: tuple[str, ...], topics: tuple[str, ...], *, theory: bool = False) -> int:
        """The competencies of several subjects; of theory alone only the knowledge of a theme."""
        mask = 0
        for theme in themes:
            mask |= self.theme_mask(theme)
        if theory:
            mask &= self._knowledge
        for topic in topics:
            topic_mask = self.topic_mask(topic)
            # A delegated activity that the title names stays visible: attended, and open.
            mask |= topic_mask & (self._knowledge | self.ceiling) if theory else topic_mask
        return mask

    def _only_theory(self, words: str) -> bool:
        """Whether a title says that nothing but knowledge was taught."""
        return any(one in words for one in self._theory) and not any(one in words for one in self._not_theory)

    def under_ceiling(self, mask: int, rank: int) -> tuple[tuple[int, int], ...]:
        """A mask and rank, cut where no course or qualification may show more."""
        if rank <= self.ceiling_rank or not mask & self.ceiling:
            return ((mask, rank),)
        return ((mask & ~self.ceiling, rank), (mask & self.ceiling, self.ceiling_rank))

    # --- learning opportunities -----------------------------------------------------------------------

    def of_learning(self, id: str, at_most: int = SIGNED_OFF) -> tuple[Shown, ...]:
        """What completing a learning opportunity shows, in no higher state than `at_most`."""
        row = self._learning.get(id)
        if row is None:
            learning = self._opportunities.get(id)
            return () if learning is None else self._of_own_words(learning, at_most)
        result = []
        for gives in row["gives"]:
            kinds = 0
            for kind in gives["kinds"]:
                kinds |= self._order.kinds[CompetencyKind(kind)]
            mask = self._row_mask(gives) & kinds
            rank = min(EvidenceState(gives["state"]).rank, at_most)
            result += [
                Shown(part, cut, row["validity_months"], gives["why"])
                for part, cut in self.under_ceiling(mask, rank)
                if part
            ]
        return tuple(result)

    def _of_own_words(self, learning: LearningOpportunity, at_most: int) -> tuple[Shown, ...]:
        """Learning without a row, such as an overlay's: what it is recorded to develop."""
        rank = min(ASSESSED if learning.kind.assessed else ATTENDED, at_most)
        result = []
        for develops in learning.develops:
            mask = self._order.mask(develops.competencies)
            for area in develops.areas:
                mask |= self._order.areas.get(area, 0)
            result += [
                Shown(part, cut, None, develops.text) for part, cut in self.under_ceiling(mask, rank) if part
            ]
            # A theme is wider than an item: it shows no more than that the subject was taught.
            wide = self.subject_mask(develops.themes, develops.practice_areas) & ~mask
            if wide:
                result.append(Shown(wide, min(rank, ATTENDED), None, develops.text))
        return tuple(result)

    # --- records of people ----------------------------------------------------------------------------

    def of_qualification(self, held: HeldQualification) -> tuple[Shown, ...] | None:
        """What a qualification shows; ``None`` where it is not understood. Dates are not looked at."""
        from care_pathway.evidence.held import held_learning

        key = ("qualification", held.name, held.learning, held.level)
        if key in self._memo:
            return self._memo[key] or None
        found = held_learning(self._pathway, held)
        shown = [
            one._replace(months=None, why=f"as {learning}: {one.why}")
            for learning in found
            for one in self.of_learning(learning)
        ]
        understood = bool(found)
        if not found:
            shown, understood = self._of_unlisted(held)
        # A qualification that is understood and shows no item keeps an empty mark of that.
        result = tuple(shown) or ((Shown(0, 0, None, ""),) if understood else ())
        self._memo[key] = result
        return result or None

    def _of_unlisted(self, held: HeldQualification) -> tuple[list[Shown], bool]:
        """What a qualification without a record of its own shows, and whether it is understood."""
        from care_pathway.evidence.held import specialised_subject

        subject = specialised_subject(held)
        if subject is not None:
            words = ", ".join((*subject[0], *subject[1]))
            return self._on_a_subject(self.subject_mask(*subject), words), True
        levels = self.possible_levels(held)
        if levels:
            return self._at_any_level(held, levels), True
        words = padded(held.name)
        is_one = bool(self._qualification_words & frozenset(words.split()))
        if held.learning is not None or not is_one or _standards_of(held.name) or self.outside(held.name):
            return [], False
        if resolve_qualification(self._pathway, held.name, level=held.level).problems:
            return [], False
        by_title: list[Shown] = []
        understood = self._by_title(words, self._only_theory(words), by_title)
        mask = 0
        for one in by_title:
            mask |= one.mask
        return self._on_a_subject(mask, "the subject in its name"), understood

    def _on_a_subject(self, mask: int, subject: str) -> list[Shown]:
        knowledge, skills = mask & self._knowledge, mask & ~self._knowledge
        seen = f"a qualification on {subject}; practice is seen at work"
        shown = (
            Shown(knowledge, ASSESSED, None, f"a qualification on {subject}"),
            Shown(skills, ATTENDED, None, seen),
        )
        return [one for one in shown if one.mask]

    def possible_levels(self, held: HeldQualification) -> tuple[int, ...]:
        """The levels at which a qualification without one is on record, where it says only too little."""
        from care_pathway.evidence.held import held_learning

        if held.learning is not None or held.level is not None or held_learning(self._pathway, held):
            return ()
        if resolve_qualification(self._pathway, held.name).level is not None:
            return ()
        at = (HeldQualification(name=held.name, level=level) for level in _LEVELS)
        return tuple(one.level for one in at if one.level and held_learning(self._pathway, one))

    def _at_any_level(self, held: HeldQualification, levels: tuple[int, ...]) -> list[Shown]:
        """What a qualification shows whatever its level is."""
        each = [
            self.of_qualification(HeldQualification(name=held.name, level=level)) or () for level in levels
        ]
        listed = ", ".join(map(str, levels))
        result, before = [], 0
        for rank in (ASSESSED, ATTENDED):
            mask = self._order.everything
            for shown in each:
                part = 0
                for one in shown:
                    part |= one.mask if one.rank >= rank else 0
                mask &= part
            if mask & ~before:
                result.append(
                    Shown(mask & ~before, rank, None, f"what it shows at each of the levels {listed}")
                )
            before |= mask
        return result

    def of_training(self, record: TrainingRecord) -> tuple[Shown, ...] | None:
        """What a training record shows; ``None`` where it is not understood. Dates are not looked at."""
        key = ("training", record.title, record.learning, record.ascwds_category, record.accredited)
        if key not in self._memo:
            self._memo[key] = self._read_training(record)
        return self._memo[key] or None

    def _read_training(self, record: TrainingRecord) -> tuple[Shown, ...]:
        empty = (Shown(0, 0, None, ""),)
        words = padded(record.title)
        named = record.learning if record.learning in self._opportunities else None
        if named is not None:
            # A course is attended. Only an assessed qualification that is filed as training is more.
            assessed = self._opportunities[named].kind.assessed and record.accredited is not False
            shown = self.of_learning(named, SIGNED_OFF if assessed else ATTENDED)
            return tuple(one._replace(why=f"as {named}: {one.why}") for one in shown) or empty
        by_name = self._names.get(words)
        if by_name is not None:
            shown = self.of_learning(by_name, ATTENDED)
            return tuple(one._replace(why=f"as {by_name}: {one.why}") for one in shown) or empty
        if self.not_for_us(record):
            return empty
        theory = self._only_theory(words)
        result: list[Shown] = []
        qualification = self._qualification_named(record.title)
        understood = self._by_category(record.ascwds_category, theory, result)
        if qualification is not None:
            shown = self.of_learning(qualification, ATTENDED)
            result += [one._replace(why=f"as {qualification}: {one.why}") for one in shown]
            understood = True
        elif standards := _standards_of(record.title) & self._standards.keys():
            result += self._of_standards(standards, theory)
            understood = True
        else:
            understood |= self._by_title(words, theory, result)
            understood = understood or self._by_lexicon(words, theory, result)
        return tuple(result) or (empty if understood else ())

    def of_course(self, title: str) -> tuple[Shown, ...]:
        """What completing a course shows: what a record with its title will show.

        A course that surely leads to an assessed qualification is filed as that qualification; filed as
        training, it shows the same as attended.
        """
        qualification = self._qualification_named(title)
        if qualification is not None:
            return self.of_learning(qualification)
        return self.of_training(TrainingRecord(title=title)) or ()

    def outside(self, title: str) -> str | None:
        """Why a title is not of adult social care, with the words that say so; ``None`` if none do."""
        words = padded(title)
        for phrases, unless, why in self._outside:
            hit = next((one for one in phrases if one in words), None)
            if hit is not None and not any(one in words for one in unless):
                return f"{why}: '{hit.strip()}'"
        return None

    def not_for_us(self, record: TrainingRecord) -> str | None:
        """Why a training record shows nothing although it can be read; ``None`` if that is not so."""
        named = record.learning in self._opportunities or padded(record.title) in self._names
        if named or self._qualification_named(record.title) is not None or _standards_of(record.title):
            return None
        return self.outside(record.title)

    def _qualification_named(self, title: str) -> str | None:
        """The assessed qualification that a title surely names.

        A level on a short course is the provider's own word: "Level 2 mental health awareness" is a
        qualification only if its name is read without doubt, or says that it is one.
        """
        match = resolve_qualification(self._pathway, title)
        if match.learning is None or _standards_of(title):
            return None
        kind = self._opportunities[match.learning].kind
        sure = (
            match.confidence >= _SURE
            or kind is LearningKind.APPRENTICESHIP
            or bool(self._qualification_words & frozenset(padded(title).split()))
        )
        return match.learning if kind.assessed and sure else None

    def _of_standards(self, numbers: Iterable[int], theory: bool) -> Iterator[Shown]:
        for number in sorted(numbers):
            row = self._standards[number]
            mask = self._row_mask(row)
            mask = mask & self._knowledge if theory else mask
            if mask:
                why = f"standard {number} of the Care Certificate: {row['subject']}"
                yield Shown(mask, ATTENDED, None, why)

    def _by_category(self, category: int | None, theory: bool, result: list[Shown]) -> bool:
        row = None if category is None else self._categories.get(category)
        if row is None:
            return False
        months = row["validity_months"]
        why = f"training category {row['name']}"
        same = [one["id"] for one in row["learning"] if one["relation"] in _SAME]
        same = [one for one in same if one in self._opportunities]
        narrow = self._narrow.get(row["category"])
        if narrow is not None:
            result.append(Shown(self._row_mask(narrow), ATTENDED, months, f"{why}: {narrow['why']}"))
        elif same:
            for learning in same:
                result += [
                    one._replace(months=months, why=f"{why}, as {learning}: {one.why}")
                    for one in self.of_learning(learning, ATTENDED)
                ]
        else:
            mask = self.subject_mask(tuple(row["themes"]), tuple(row["practice_areas"]), theory=theory)
            if mask:
                result.append(Shown(mask, ATTENDED, months, f"{why}: {row['why']}"))
        return bool(narrow or same or row["themes"] or row["practice_areas"])

    def _by_title(self, words: str, theory: bool, result: list[Shown]) -> bool:
        understood = False
        for row, (phrases, unless) in zip(self._titles, self._phrases, strict=True):
            hit = next((one for one in phrases if one in words), None)
            if hit is None or any(one in words for one in unless):
                continue
            if row.get("whole") and not self._nothing_beside(hit, words):
                continue
            understood = True
            why = f"'{hit.strip()}' in the title: {row['why']}"
            mask = self.subject_mask(tuple(row["themes"]), tuple(row["practice_areas"]), theory=theory)
            named = self._order.mask(row["competencies"] or ())
            mask |= named & (self._knowledge | self.ceiling) if theory else named
            if mask:
                result.append(Shown(mask, ATTENDED, row["validity_months"], why))
            for learning in row["learning"]:
                result += [
                    one._replace(
                        months=row["validity_months"],
                        why=why,
                        mask=one.mask & self._knowledge if theory else one.mask,
                    )
                    for one in self.of_learning(learning, ATTENDED)
                ]
        return understood

    def less_than_whole(self, words: str) -> bool:
        """Whether plain words name something that counts only as a whole, and say that it is less."""
        return any(
            row.get("whole") and any(one in words and not self._nothing_beside(one, words) for one in phrases)
            for row, (phrases, _) in zip(self._titles, self._phrases, strict=True)
        )

    def _nothing_beside(self, phrase: str, words: str) -> bool:
        rest = words.replace(phrase, " ", 1).split()
        return all(word in self._neutral or _YEAR.fullmatch(word) for word in rest)

    def _by_lexicon(self, words: str, theory: bool, result: list[Shown]) -> bool:
        understood = False
        for topic in () if self.less_than_whole(words) else topics_in(words):
            understood = True
            mask = self.subject_mask(topic.themes, topic.practice_areas, theory=theory)
            if mask:
                months = min(filter(None, map(self._months.get, topic.themes)), default=None)
                result.append(
                    Shown(mask, ATTENDED, months, f"'{topic.phrase}' is a subject of adult social care")
                )
        return understood

    def of_activity(self, activity: str) -> tuple[int, str] | None:
        """The competencies that a signed authorisation for an activity shows; ``None`` if it is unknown."""
        row = self._activities.get(activity)
        if row is None:
            return None
        return self._order.mask(row["competencies"]), row["why"]

    @property
    def any_activity(self) -> tuple[int, str]:
        """The competencies that any signed authorisation shows."""
        return self._order.mask(self._any_activity["competencies"]), self._any_activity["why"]


def crosswalks_of(pathway: Pathway) -> Crosswalks:
    """The crosswalks over a pathway, made once."""
    return pathway.derived(Crosswalks)
