"""Where a fact comes from and how it is known."""

from enum import StrEnum

from attrs import converters, field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import Id, is_id_or_none, is_text_or_none, refers_to


class Basis(StrEnum):
    """How a fact is known, most official first.

    Example:
        >>> Basis("published").official
        True
        >>> Basis.EDITORIAL.official
        False
    """

    PUBLISHED = "published"
    """Read in official text on GOV.UK."""
    SEED = "seed"
    """Stated in one of the documents this project started from."""
    SECONDARY = "secondary"
    """Another source reports or reproduces it."""
    STANDARD = "standard"
    """Taken from the national standard that the Pathway names."""
    EDITORIAL = "editorial"
    """A modelling decision of this project, with its reason. Never part of the official Pathway."""

    @property
    def official(self) -> bool:
        """Whether the fact was read in official text."""
        return self is Basis.PUBLISHED


class Confidence(StrEnum):
    """How sure the transcription of a record is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class StatusIn2025(StrEnum):
    """Whether the wording was checked against the pages of April 2025."""

    VERIFIED = "verified"
    ASSUMED_UNCHANGED = "assumed-unchanged"
    NOT_READ = "not-read"


@frozen(kw_only=True, repr=False, eq=False)
class Provenance(Record):
    """Where a fact comes from and how it is known. Every bundled record has one.

    Attributes:
        source: Id of the `Source`; ``None`` for a modelling decision that rests on no single source.
        basis: How the fact is known.
        locator: Where in the source, in words.
        confidence: How sure the transcription is; ``None`` where it was not graded.
        status_in_2025: Whether the wording was checked against the pages of April 2025.
        why: The reason for a modelling decision, or what a reader should know about it.

    Example:
        >>> Provenance(basis="published", source="govuk-landing")
        Provenance(basis='published', source='govuk-landing')
    """

    basis: Basis = field(converter=Basis)
    source: Id | None = field(default=None, validator=is_id_or_none, metadata=refers_to("sources"))
    locator: str | None = field(default=None, validator=is_text_or_none)
    confidence: Confidence | None = field(default=None, converter=converters.optional(Confidence))
    status_in_2025: StatusIn2025 | None = field(default=None, converter=converters.optional(StatusIn2025))
    why: str | None = field(default=None, validator=is_text_or_none)
