"""Job-title normalisation: messy UK titles to role categories, with reasons and abstention."""

from __future__ import annotations

from care_pathway.titles.normalise import normalise_title, normalise_titles
from care_pathway.titles.records import (
    Placement,
    PlacementBasis,
    SocCandidate,
    TitleCandidate,
    TitleMatch,
    TitleQualifiers,
    TitleStatus,
)

__all__ = [
    "Placement",
    "PlacementBasis",
    "SocCandidate",
    "TitleCandidate",
    "TitleMatch",
    "TitleQualifiers",
    "TitleStatus",
    "normalise_title",
    "normalise_titles",
]
