"""Gaps against one role category for any number of people, on int bit masks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from care_pathway._arguments import word
from care_pathway.evidence.holdings import Holdings
from care_pathway.evidence.masks import CompetencyOrder, order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.model import EvidenceState, Expectation, Pathway, Stage, Worker
from care_pathway.model._fields import Id


class GapMasks(NamedTuple):
    """One person's gap as masks; `GapEngine.ids` turns one into ids, `int.bit_count` counts it.

    Attributes:
        held: Shown at the threshold or above, and valid.
        partial: Shown below it, or disputed.
        expired: The best on file has expired.
        missing: Nothing on file shows it.
        not_known: The part of missing about which nothing is on file.
    """

    held: int
    partial: int
    expired: int
    missing: int
    not_known: int


class Heading(NamedTuple):
    """Some expected competencies under one heading."""

    id: str | None
    label: str
    mask: int


def threshold_of(threshold: EvidenceState | str) -> EvidenceState:
    """The threshold as a state, refused where nothing could ever be open."""
    return word("threshold", threshold, EvidenceState, without=EvidenceState.NOT_YET)


class GapEngine:
    """The expectations of one role category, made ready for many people.

    Attributes:
        target: Id of the role category.
        threshold: The weakest evidence that counts as held.
        expected: Mask of everything that is expected.
        minimum: Mask of what makes someone safe to practise.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> pathway = cp.load()
        >>> engine = GapEngine(pathway, target="care-or-support-worker")
        >>> people = [cp.Worker(id=f"w-{number}") for number in range(3)]
        >>> held = [engine.holdings(person, on=date(2026, 1, 1)) for person in people]
        >>> [gap.missing.bit_count() for gap in engine.gaps(held)]
        [153, 153, 153]
        >>> engine.ids(engine.gap(held[0]).missing)[0]
        'beh-core-1'
    """

    def __init__(
        self, pathway: Pathway, *, target: str, threshold: EvidenceState | str = EvidenceState.ASSESSED
    ) -> None:
        expectations = pathway.expectations(target)
        order = order_of(pathway)
        self.pathway = pathway
        self.target: Id = target
        self.threshold = threshold_of(threshold)
        self.order: CompetencyOrder = order
        self.inherited = order.mask(competency.id for competency in expectations.inherited)
        self.own = order.mask(competency.id for competency in expectations.own)
        self.expected = self.inherited | self.own
        self.minimum = order.mask(competency.id for competency in expectations.minimum)
        #: What is minimum where it comes from: the first of what safe practice needs.
        self.first = self.minimum & order.stages[Stage.MINIMUM]
        self.behaviours = self.expected & order.stages[None]
        self.additional = self.own & order.stages[Stage.ADDITIONAL] & ~self.minimum
        self.by_area = self._by_area()
        self.by_theme = (
            tuple(
                Heading(theme.id, theme.name, mask)
                for theme in pathway.themes
                if (mask := order.themes.get(theme.id, 0) & self.expected)
            )
            + self._behaviours()
        )
        self.by_stage = self._by_stage()
        self.by_expectation = self._by_expectation()

    def _behaviours(self) -> tuple[Heading, ...]:
        return (Heading(None, "Behaviours", self.behaviours),) if self.behaviours else ()

    def _by_area(self) -> tuple[Heading, ...]:
        named = tuple(
            Heading(area.id, area.label, mask)
            for area in self.pathway.areas
            if (mask := self.order.areas.get(area.id, 0) & self.expected)
        )
        return self._behaviours() + named

    def _by_stage(self) -> tuple[Heading, ...]:
        # Everything inherited is part of the minimum here, whatever its stage was where it comes from.
        progression = self.expected & self.order.stages[Stage.PROGRESSION] & ~self.minimum
        return (
            *self._behaviours(),
            *(
                Heading(stage.value, stage.value, mask)
                for stage, mask in (
                    (Stage.MINIMUM, self.minimum),
                    (Stage.PROGRESSION, progression),
                    (Stage.ADDITIONAL, self.additional),
                )
                if mask
            ),
        )

    def _by_expectation(self) -> tuple[Heading, ...]:
        masks = dict.fromkeys(Expectation, 0)
        for competency in self.pathway.competencies:
            masks[competency.expectation] |= self.order.bit(competency.id)
        return tuple(
            Heading(word.value, word.value, mask & self.expected)
            for word, mask in masks.items()
            if mask & self.expected
        )

    def holdings(self, worker: Worker, *, on: date) -> Holdings:
        """What a worker has on a day: evidence on file and what their other records show."""
        return OnFile(self.pathway, worker, on).holdings

    def gap(self, holdings: Holdings) -> GapMasks:
        """One person's gap."""
        return self.gaps((holdings,))[0]

    def gaps(self, holdings: Iterable[Holdings]) -> list[GapMasks]:
        """The gaps of many people, in their order."""
        expected, rank = self.expected, self.threshold.rank - 1
        result: list[GapMasks] = []
        add, new = result.append, tuple.__new__
        for one in holdings:
            held = expected & one[rank]
            left = expected ^ held
            expired = left & one[4]
            left ^= expired
            partial = left & (one[0] | one[5])
            left ^= partial
            # Without the detour over the constructor: this line runs once for each person.
            add(new(GapMasks, (held, partial, expired, left, left & ~one[6])))
        return result

    def ids(self, mask: int) -> tuple[Id, ...]:
        """The competency ids of a mask, in published order."""
        return self.order.decode(mask)


def engine_of(pathway: Pathway, target: str, threshold: EvidenceState) -> GapEngine:
    """The engine for a role category, made once."""
    engines, key = pathway.derived(_engines), (target, threshold)
    if key not in engines:
        engines[key] = GapEngine(pathway, target=target, threshold=threshold)
    return engines[key]


def _engines(pathway: Pathway) -> dict[tuple[str, EvidenceState], GapEngine]:
    return {}
