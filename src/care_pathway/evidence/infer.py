"""What qualifications, training and authorisations show, competency by competency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from care_pathway._arguments import check_kind
from care_pathway.evidence.holdings import Event
from care_pathway.evidence.masks import order_of
from care_pathway.evidence.on_file import OnFile
from care_pathway.evidence.renewals import Renewals
from care_pathway.evidence.shows import STATES
from care_pathway.model import Evidence, Pathway, Worker


def infer_evidence(
    pathway: Pathway, worker: Worker, *, on: date, renewals: Renewals | None = None
) -> tuple[Evidence, ...]:
    """What a worker's qualifications, training and authorisations show, each item with its reason.

    A course attended gives ``attended``, an assessed qualification ``assessed`` and a signed authorisation
    ``signed-off``. No course and no qualification shows a delegated healthcare skill above ``attended``.
    What is in progress, or dated after the day, shows nothing. Expired items are there with their expiry.
    Where a training record has none, the customary period of its topic is used, and named in the source.

    Args:
        pathway: The edition whose competencies are meant.
        worker: The person; their own `Worker.evidence` is not repeated.
        on: The day for which to answer.
        renewals: After how long training is refreshed where a record gives no expiry; by default the bundled
            table.

    Returns:
        In the published order of competencies, strongest first. Order and repeats on file do not matter.

    Example:
        >>> import care_pathway as cp
        >>> from datetime import date
        >>> course = cp.TrainingRecord(title="Positive behaviour support: theory", completed=date(2025, 5, 1))
        >>> worker = cp.Worker(id="w-1", training=(course,))
        >>> for one in infer_evidence(cp.load(), worker, on=date(2025, 6, 1)):
        ...     print(one.competency, one.state)
        ks-ntc-pbs-01 attended
    """
    check_kind("pathway", pathway, Pathway)
    return evidence_of(pathway, OnFile(pathway, worker, on, renewals=renewals).shown, on)


def evidence_of(pathway: Pathway, events: Iterable[Event], on: date) -> tuple[Evidence, ...]:
    """Events as evidence, one item for each competency, in the published order.

    What has lapsed on a day that is not known is left out: as evidence without an end it would seem valid.
    """
    order = order_of(pathway)
    # The key holds everything that an item says, so that repeats fall together.
    found = {
        (
            order.position[competency],
            -event.rank,
            event.on or date.min,
            event.expires or date.max,
            event.source or "",
            event.by or "",
        ): (competency, event)
        for event in events
        if not event.lapsed or (event.expires is not None and event.expires < on)
        for competency in order.decode(event.mask)
    }
    return tuple(
        Evidence(
            competency=competency,
            state=STATES[event.rank],
            on=event.on,
            expires=event.expires,
            by=event.by,
            source=event.source,
        )
        for _, (competency, event) in sorted(found.items(), key=lambda item: item[0])
    )
