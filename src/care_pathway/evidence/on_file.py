"""What is on file about one person on one day. Every question about a person starts from here."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from care_pathway.evidence.authorisations import Standing, standings_of
from care_pathway.evidence.holdings import Event, Holdings, holdings_of, of_evidence, of_records
from care_pathway.evidence.placing import placement_of
from care_pathway.model import Evidence, Pathway, Worker
from care_pathway.model._fields import Id, check_day, check_kind
from care_pathway.titles.records import Placement


class OnFile:
    """What is on file about one person on one day. Each part is worked out when it is first asked for.

    It holds a person, so it is made for one question and never kept.

    Args:
        pathway: The edition to read it with.
        worker: The person and what is on file.
        on: The day for which to answer.
        assessed: Further evidence, such as that from a skills assessment.
    """

    def __init__(
        self, pathway: Pathway, worker: Worker, on: date, *, assessed: tuple[Evidence, ...] = ()
    ) -> None:
        check_kind("worker", worker, Worker)
        check_day(on)
        self.pathway = pathway
        self.worker = worker
        self.on = on
        self._assessed = assessed

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How each delegated authorisation stands."""
        return standings_of(self.worker.authorisations or (), self.on)

    @cached_property
    def placement(self) -> Placement:
        """Where the person is on the Pathway."""
        return placement_of(self.pathway, self.worker, self.on, self.standings)

    @cached_property
    def role_category(self) -> Id | None:
        """The recorded role category, else the one that title and duties lead to; ``None`` if not known."""
        recorded = self.worker.role_category
        # Reading titles needs its lexicon, which nobody should wait for whose role category is on file.
        if recorded is not None and any(role.id == recorded for role in self.pathway.role_categories):
            return recorded
        return self.placement.role_category

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What speaks about competencies: evidence, then qualifications, training and authorisations."""
        return (
            *of_evidence(self.pathway, self.worker.evidence),
            *of_evidence(self.pathway, self._assessed),
            *of_records(self.pathway, self.worker, self.on, self.standings),
        )

    @cached_property
    def holdings(self) -> Holdings:
        """What the person has on the day, as masks."""
        return holdings_of(self.events, self.on)
