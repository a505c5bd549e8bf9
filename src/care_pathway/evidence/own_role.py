"""The person's own role category, as recorded or as their title and duties place them."""

from __future__ import annotations

from datetime import date

from care_pathway.model import Pathway, Worker


def own_role_category(pathway: Pathway, worker: Worker, on: date) -> str | None:
    """The recorded role category, else the one that title and duties lead to; ``None`` if not known."""
    recorded = worker.role_category
    if recorded is not None and any(role.id == recorded for role in pathway.role_categories):
        return recorded
    # Reading titles needs its lexicon, which nobody should wait for whose role category is on file.
    from care_pathway.evidence.placing import place

    return place(pathway, worker, on=on).role_category
