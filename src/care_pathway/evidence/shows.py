"""Which competencies learning and subjects cover: the crosswalks, applied to one edition.

The judgement is in the data files, each row with its reason. This module only looks rows up.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from care_pathway._data import read_json
from care_pathway.evidence.masks import CompetencyOrder, order_of
from care_pathway.model import CompetencyKind, EvidenceState, LearningOpportunity, Pathway

CLAIMED = EvidenceState.CLAIMED.rank
ATTENDED = EvidenceState.ATTENDED.rank
ASSESSED = EvidenceState.ASSESSED.rank
SIGNED_OFF = EvidenceState.SIGNED_OFF.rank
STATES = tuple(EvidenceState)


class Shown(NamedTuple):
    """Some competencies that a record shows in one state.

    Attributes:
        mask: Which.
        rank: The rank of the state.
        why: From what, in words.
    """

    mask: int
    rank: int
    why: str


class Crosswalks:
    """The crosswalks over one pathway. Make it with `crosswalks_of`."""

    def __init__(self, pathway: Pathway) -> None:
        self._order: CompetencyOrder = order_of(pathway)
        subjects: dict[str, Any] = read_json("crosswalks/subject-competencies.json")
        self._themes = {row["theme"]: row for row in subjects["themes"]}
        self._topics = {row["topic"]: row for row in subjects["practice_areas"]}
        self._categories = {row["category"]: row for row in subjects["training_categories"]}
        self._activities = {row["activity"]: row for row in subjects["authorisations"]["activities"]}
        self._any_activity: dict[str, Any] = subjects["authorisations"]["any"]
        self._learning = {
            row["learning"]: row for row in read_json("crosswalks/learning-competencies.json")["rows"]
        }
        self.opportunities = {learning.id: learning for learning in pathway.learning}
        ceiling = subjects["ceiling"]
        capped = 0
        for theme in ceiling["themes"]:
            for kind in ceiling["kinds"]:
                capped |= self._order.themes.get(theme, 0) & self._order.kinds[CompetencyKind(kind)]
        #: Competencies that no course and no qualification shows above `ceiling_rank`.
        self.ceiling = capped
        self.ceiling_rank = EvidenceState(ceiling["state"]).rank
        #: Competencies that only a valid authorisation shows as assessed or signed off.
        self.authorised = self.any_activity[0]
        for row in self._activities.values():
            self.authorised |= self.row_mask(row)
        self.knowledge = self._order.kinds[CompetencyKind.KNOWLEDGE]
        self.everything = self._order.everything

    # --- subjects -------------------------------------------------------------------------------------

    def row_mask(self, row: dict[str, Any]) -> int:
        """The competencies and areas that a row names."""
        mask = self._order.mask(row["competencies"])
        for area in row.get("areas", ()):
            mask |= self._order.areas.get(area, 0)
        return mask

    def theme_mask(self, theme: str) -> int:
        """The competencies that general learning on a theme covers."""
        row = self._themes.get(theme)
        whole = self._order.themes.get(theme, 0)
        if row is None:
            return whole
        added = self._order.mask(competency for competency in self._order.decode(whole) if ":" in competency)
        return self.row_mask(row) | added

    def topic_mask(self, topic: str) -> int:
        """The competencies that learning on the topic of a practice area covers."""
        row = self._topics.get(topic)
        return 0 if row is None else self.row_mask(row)

    def subject_mask(self, themes: tuple[str, ...], topics: tuple[str, ...], *, theory: bool = False) -> int:
        """The competencies of several subjects; of theory alone only the knowledge of a theme."""
        mask = 0
        for theme in themes:
            mask |= self.theme_mask(theme)
        if theory:
            mask &= self.knowledge
        for topic in topics:
            mask |= self.of_theory(self.topic_mask(topic)) if theory else self.topic_mask(topic)
        return mask

    def of_theory(self, mask: int) -> int:
        """What theory alone covers: knowledge, and delegated activities, which stay attended."""
        return mask & (self.knowledge | self.ceiling)

    def category_mask(self, category: int) -> int | None:
        """The competencies of a training category that is narrower than its theme; ``None`` for others."""
        row = self._categories.get(category)
        return None if row is None else self.row_mask(row)

    def category_why(self, category: int) -> str:
        """The reason of `category_mask`."""
        why: str = self._categories[category]["why"]
        return why

    def under_ceiling(self, mask: int, rank: int) -> tuple[tuple[int, int], ...]:
        """A mask and rank, cut where no course or qualification may show more."""
        if rank <= self.ceiling_rank or not mask & self.ceiling:
            return ((mask, rank),)
        return ((mask & ~self.ceiling, rank), (mask & self.ceiling, self.ceiling_rank))

    # --- learning opportunities -----------------------------------------------------------------------

    def renewal_of(self, learning: str) -> str | None:
        """The topic of the renewal table under which learning is refreshed, where there is one."""
        row = self._learning.get(learning)
        topic: str | None = None if row is None else row["renewal"]
        return topic

    def of_learning(self, id: str, at_most: int = SIGNED_OFF) -> tuple[Shown, ...]:
        """What completing a learning opportunity shows, in no higher state than `at_most`."""
        row = self._learning.get(id)
        if row is None:
            learning = self.opportunities.get(id)
            return () if learning is None else self._of_own_words(learning, at_most)
        result = []
        for gives in row["gives"]:
            kinds = 0
            for kind in gives["kinds"]:
                kinds |= self._order.kinds[CompetencyKind(kind)]
            mask = self.row_mask(gives) & kinds
            rank = min(EvidenceState(gives["state"]).rank, at_most)
            result += [Shown(part, cut, gives["why"]) for part, cut in self.under_ceiling(mask, rank) if part]
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
                Shown(part, cut, develops.text) for part, cut in self.under_ceiling(mask, rank) if part
            ]
            # A theme is wider than an item: it shows no more than that the subject was taught.
            wide = self.subject_mask(develops.themes, develops.practice_areas) & ~mask
            if wide:
                result.append(Shown(wide, min(rank, ATTENDED), develops.text))
        return tuple(result)

    # --- delegated activities -------------------------------------------------------------------------

    def of_activity(self, activity: str) -> tuple[int, str] | None:
        """The competencies that a valid authorisation for an activity shows; ``None`` if it is unknown."""
        row = self._activities.get(activity)
        return None if row is None else (self.row_mask(row), row["why"])

    @property
    def activities(self) -> Collection[str]:
        """Ids of the activities that the crosswalk knows."""
        return self._activities.keys()

    @property
    def any_activity(self) -> tuple[int, str]:
        """The competencies that any valid authorisation shows."""
        return self.row_mask(self._any_activity), self._any_activity["why"]


def crosswalks_of(pathway: Pathway) -> Crosswalks:
    """The crosswalks over a pathway, made once."""
    return pathway.derived(Crosswalks)
