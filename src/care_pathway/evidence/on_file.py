"""What is on file about one person on one day. Every question about a person starts from here."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from care_pathway._arguments import check_day, check_kind
from care_pathway.evidence import problems as problem_list
from care_pathway.evidence.authorisations import Standing, standings_of
from care_pathway.evidence.completions import Completion, completion_of
from care_pathway.evidence.endings import Ending, endings_of
from care_pathway.evidence.held import HeldReading, held_reader
from care_pathway.evidence.holdings import (
    Event,
    Holdings,
    holdings_of,
    of_evidence,
    of_qualification,
    of_standing,
    of_training,
)
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.placing import placement_of
from care_pathway.evidence.registrations import KnownAnswers, registered
from care_pathway.evidence.renewals import Renewals, bundled_renewals
from care_pathway.evidence.shows import crosswalks_of
from care_pathway.evidence.training import training_reader
from care_pathway.model import Evidence, HeldQualification, Pathway, Worker
from care_pathway.model._fields import Id
from care_pathway.problems import Problem
from care_pathway.titles.records import Placement


class OnFile:
    """What is on file about one person on one day. Each part is worked out when it is first asked for.

    It holds a person, so it is made for one question and never kept.

    Args:
        pathway: The edition to read it with.
        worker: The person and what is on file.
        on: The day for which to answer.
        assessed: Further evidence, such as that from a skills assessment.
        renewals: After how long training is refreshed; ``None`` for the bundled table.
    """

    def __init__(
        self,
        pathway: Pathway,
        worker: Worker,
        on: date,
        *,
        assessed: tuple[Evidence, ...] = (),
        renewals: Renewals | None = None,
    ) -> None:
        check_kind("worker", worker, Worker)
        check_day(on)
        check_kind("renewals", renewals, Renewals, optional=True)
        self.pathway = pathway
        self.worker = worker
        self.on = on
        self._assessed = assessed
        self._renewals = renewals

    # --- where the person is --------------------------------------------------------------------------

    @cached_property
    def placement(self) -> Placement:
        """Where the person is on the Pathway."""
        return placement_of(self.pathway, self.worker, self.on, self.standings, self.registrations)

    @cached_property
    def role_category(self) -> Id | None:
        """The recorded role category, else the one that title and duties lead to; ``None`` if not known."""
        recorded = self.worker.role_category
        # Reading titles needs a lexicon, which takes time to load; a recorded role category needs none.
        if recorded is not None and any(role.id == recorded for role in self.pathway.role_categories):
            return recorded
        return self.placement.role_category

    # --- what the records say -------------------------------------------------------------------------

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Whether each delegated authorisation is valid on the day."""
        return standings_of(self.pathway, self.worker.id, self.worker.authorisations or (), self.on)

    @cached_property
    def qualifications(self) -> tuple[tuple[HeldQualification, HeldReading], ...]:
        """Each qualification with what it stands for."""
        if not self.worker.qualifications:
            return ()
        reader = held_reader(self.pathway)
        return tuple((held, reader.of(held)) for held in self.worker.qualifications)

    @cached_property
    def training(self) -> tuple[Completion, ...]:
        """Each training record with what it is about, and how it counts on the day."""
        if not self.worker.training:
            return ()
        reader = training_reader(self.pathway)
        renewals = self._renewals or bundled_renewals()
        return tuple(
            completion_of(record, reader.of(record), self.on, renewals) for record in self.worker.training
        )

    @cached_property
    def registrations(self) -> frozenset[Id] | None:
        """The registrations on file, by their ids; ``None`` where nothing is known of them."""
        return registered(self.worker.registrations)

    # --- what they show -------------------------------------------------------------------------------

    @cached_property
    def shown(self) -> tuple[Event, ...]:
        """What qualifications, training and authorisations say about competencies."""
        events: list[Event] = []
        for held, reading in self.qualifications:
            events += of_qualification(held, reading, self.on)
        for completion in self.training:
            events += of_training(completion)
        for standing in self.standings:
            events += of_standing(self.pathway, standing, self.on)
        return tuple(events)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Everything on file about competencies: evidence, and what the other records show."""
        evidence = (*self.worker.evidence, *self._assessed)
        return (*of_evidence(self.pathway, evidence, self.worker.id), *self.shown)

    @cached_property
    def holdings(self) -> Holdings:
        """What the person has on the day, as masks."""
        return holdings_of(self.events, self.on)

    # --- what runs out --------------------------------------------------------------------------------

    @cached_property
    def endings(self) -> tuple[Ending, ...]:
        """Until when each thing on file counts; of the same thing only what counts longest."""
        return endings_of(self.training, self.worker, self.standings, self.on)

    # --- what needs somebody to look at it ------------------------------------------------------------

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem with what is on file, in the order of the record's fields."""
        pathway, worker, on = self.pathway, self.worker, self.on
        crosswalks = crosswalks_of(pathway)
        known = crosswalks.opportunities
        found: list[Problem] = []
        if worker.role_category is not None and all(
            role.id != worker.role_category for role in pathway.role_categories
        ):
            unknown = problem_list.unknown_id("role_category", worker.role_category, "a role category")
            found.append(unknown)
        found += problem_list.of_dates(worker, on)
        found += problem_list.of_answers(worker, pathway.derived(KnownAnswers))
        found += problem_list.of_qualifications(self.qualifications, known, on)
        found += problem_list.of_training(self.training, known, on)
        if worker.evidence or self._assessed:
            held = self.holdings
            found += problem_list.of_evidence(
                order_of(pathway),
                worker,
                on,
                self.events,
                held.disputed,
                crosswalks.authorised & ~held.signed_off,
            )
        if worker.authorisations:
            activities = {activity.id for activity in pathway.delegated_activities}
            found += problem_list.of_authorisations(worker.authorisations, crosswalks, activities, on)
            found += problem_list.of_duties(worker, self.standings)
        return tuple(found)
