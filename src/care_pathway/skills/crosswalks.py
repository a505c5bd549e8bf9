"""What learning shows, read from the bundled crosswalks and laid over the competencies of one edition.

The judgement is in the data files, each row with its reason. This module only looks rows up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from care_pathway._data import read_json
from care_pathway.model import (
    CompetencyKind,
    EvidenceState,
    HeldQualification,
    LearningOpportunity,
    Pathway,
    TrainingRecord,
)
from care_pathway.skills.masks import CompetencyOrder, order_of
from care_pathway.skills.qualifications import resolve_qualification

ATTENDED = EvidenceState.ATTENDED.rank
ASSESSED = EvidenceState.ASSESSED.rank
SIGNED_OFF = EvidenceState.SIGNED_OFF.rank
STATES = tuple(EvidenceState)
#: How a training category relates to learning whose row may be used for it.
_SAME = ("same", "same-subject")
#: From this confidence up the name of a qualification is read without doubt.
_SURE = 0.9
_DELEGATED = "delegated-healthcare"


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


def plain(text: str) -> str:
    """Lower-case words with single spaces around each, so that a phrase can be looked for as whole words."""
    return f" {re.sub(r'[^a-z0-9]+', ' ', text.casefold()).strip()} "


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
            ([plain(one) for one in row["words"]], [plain(one) for one in row["unless"]])
            for row in self._titles
        ]
        self._theory = [plain(word) for word in titles["theory"]]
        self._not_theory = [plain(word) for word in titles["theory_unless"]]
        self._outside = [plain(word) for word in titles["outside"]]
        self._opportunities = {one.id: one for one in pathway.learning}
        self._names = {plain(one.name): one.id for one in pathway.learning}
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

    def course_mask(self, title: str, themes: tuple[str, ...], topics: tuple[str, ...]) -> int:
        """What a completed course shows, from its title and from what it was found to be about.

        What the title shows, a training record of the course will show too. Themes add what the title does
        not speak about; where the title names one part of a theme, as fire safety does of health and
        safety, the rest of that theme is not added.
        """
        mask = 0
        for shown in self.of_training(TrainingRecord(title=title)) or ():
            mask |= shown.mask
        delegated = [one for one in topics if self._topics.get(one, {}).get("delegated")]
        single = bool(delegated) and _DELEGATED in themes
        added = tuple(
            theme
            for theme in themes
            if not (single and theme in (_DELEGATED, "medication"))
            and not mask & self._order.themes.get(theme, 0)
        )
        spoken = tuple(topic for topic in topics if topic not in delegated or single)
        return mask | self.subject_mask(added, spoken, theory=self._only_theory(plain(title)))

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
        from care_pathway.skills.held import held_learning, specialised_subject

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
            subject = specialised_subject(held)
            if subject is not None:
                understood = True
                mask = self.subject_mask(*subject)
                knowledge, skills = mask & self._knowledge, mask & ~self._knowledge
                words = ", ".join((*subject[0], *subject[1]))
                if knowledge:
                    shown.append(Shown(knowledge, ASSESSED, None, f"a qualification on {words}"))
                if skills:
                    shown.append(
                        Shown(skills, ATTENDED, None, f"a qualification on {words}; practice is seen at work")
                    )
        # A qualification that is understood and shows no item keeps an empty mark of that.
        result = tuple(shown) or ((Shown(0, 0, None, ""),) if understood else ())
        self._memo[key] = result
        return result or None

    def of_training(self, record: TrainingRecord) -> tuple[Shown, ...] | None:
        """What a training record shows; ``None`` where it is not understood. Dates are not looked at."""
        key = ("training", record.title, record.learning, record.ascwds_category, record.accredited)
        if key not in self._memo:
            self._memo[key] = self._read_training(record)
        return self._memo[key] or None

    def _read_training(self, record: TrainingRecord) -> tuple[Shown, ...]:
        empty = (Shown(0, 0, None, ""),)
        words = plain(record.title)
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
        theory = self._only_theory(words)
        result: list[Shown] = []
        understood = self._by_category(record.ascwds_category, theory, result)
        understood |= self._by_title(words, theory, result)
        if not understood:
            match = resolve_qualification(self._pathway, record.title)
            if match.learning is not None and match.confidence >= _SURE:
                shown = self.of_learning(match.learning, ATTENDED)
                return tuple(one._replace(why=f"as {match.learning}: {one.why}") for one in shown) or empty
        return tuple(result) or (empty if understood else ())

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
        if any(word in words for word in self._outside):
            return True
        understood = False
        for row, (phrases, unless) in zip(self._titles, self._phrases, strict=True):
            hit = next((one for one in phrases if one in words), None)
            if hit is None or any(one in words for one in unless):
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


@lru_cache(maxsize=8)
def crosswalks_of(pathway: Pathway) -> Crosswalks:
    """The crosswalks over a pathway, made once."""
    return Crosswalks(pathway)
