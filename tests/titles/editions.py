"""Two small pathways with the role categories of the editions: all that titles need of a pathway."""

from __future__ import annotations

from datetime import date

from care_pathway.model import Edition, LocalTitle, Pathway, Provenance, RoleCategory

FIRST = ("new-to-care", "care-or-support-worker", "supervisor-or-leader", "practice-leader")
SECOND = (
    "new-to-care",
    "care-or-support-worker",
    "enhanced-care-worker",
    "personal-assistant",
    "supervisor-or-leader",
    "practice-leader",
    "deputy-manager",
    "registered-manager",
)
OURS = Provenance(basis="editorial", why="made for a test")


def small_pathway(edition: str, *own_titles: tuple[str, str]) -> Pathway:
    """A pathway with role categories and an employer's own titles, and nothing else."""
    roles = FIRST if edition == "2024-01" else SECOND
    day = date(2024, 1, 10) if edition == "2024-01" else date(2025, 4, 9)
    return Pathway(
        edition=Edition(id=edition, label=edition, published=day, role_categories=roles, provenance=OURS),
        revision=1,
        digest="0",
        role_categories=tuple(
            RoleCategory(
                id=role, name=role, order=order, first_published=day, editions=(edition,), provenance=OURS
            )
            for order, role in enumerate(roles, 1)
        ),
        local_titles=tuple(
            LocalTitle(id=f"acme:title-{number}", title=title, role_category=role, provenance=OURS)
            for number, (title, role) in enumerate(own_titles, 1)
        ),
    )
