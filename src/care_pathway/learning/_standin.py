"""Stand-ins until `care_pathway.model` is on main."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Course:
    """A stand-in with the fields of the design."""

    id: str
    title: str
    provider: str | None = None
    level: str | None = None
    format: str | None = None
    description: str | None = None
    outcomes: tuple[str, ...] = ()
    cost: float | None = None
    hours: float | None = None
    seats: int | None = None
