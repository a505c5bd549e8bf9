"""The role categories."""

from datetime import date
from enum import StrEnum

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    are_records,
    are_texts,
    as_tuple,
    is_day,
    is_id,
    is_record,
    is_record_or_none,
    is_text,
    is_text_or_none,
    is_whole,
    refers_to,
)
from care_pathway.model.provenance import Provenance
from care_pathway.model.requirement import Requirement
from care_pathway.model.statement import Statement


class Extent(StrEnum):
    """How far something belongs to a role category."""

    YES = "yes"
    LIKELY = "likely"
    SOME = "some"
    POSSIBLE = "possible"
    NO = "no"
    UNSTATED = "unstated"


@frozen(kw_only=True, repr=False, eq=False)
class Finding(Record):
    """Whether something belongs to a role category, such as people management.

    Attributes:
        extent: The answer as a closed word.
        words: The answer as the sources put it.
        note: What a reader should know about it.
        provenance: Where it comes from.
    """

    extent: Extent = field(converter=Extent)
    words: str = field(validator=is_text)
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class TypicalDuration(Record):
    """How long someone is usually in a role category.

    Attributes:
        at_most_months: The usual upper limit in months.
        strength: The source's own word for how firm that is.
        provenance: Where it comes from.
    """

    at_most_months: int = field(validator=is_whole)
    strength: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class WorkSettings(Record):
    """Where the work is done.

    Attributes:
        places: The settings, in words.
        provenance: Where they come from.
    """

    places: tuple[str, ...] = field(converter=as_tuple, validator=are_texts)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Baseline(Record):
    """The role categories whose expectations come first.

    Attributes:
        role_categories: Their ids; empty where none is known.
        provenance: Where the inheritance comes from.
    """

    role_categories: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("role_categories")
    )
    provenance: Provenance = field(validator=is_record(Provenance))


class DigitalExpectation(StrEnum):
    """How much of a level of the digital skills framework is expected."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    NOT_KNOWN = "not-known"


@frozen(kw_only=True, repr=False, eq=False)
class DigitalSkills(Record):
    """What a role category expects of the Adult Social Care Digital Skills Framework.

    Attributes:
        framework: Name of the framework; ``None`` where the section could not be read.
        level_1: How much of its first level.
        level_2: How much of its second level.
        provenance: Where it comes from.
    """

    framework: str | None = field(default=None, validator=is_text_or_none)
    level_1: DigitalExpectation = field(converter=DigitalExpectation)
    level_2: DigitalExpectation = field(converter=DigitalExpectation)
    provenance: Provenance = field(validator=is_record(Provenance))


class TermKind(StrEnum):
    """What a term of a role category names."""

    EMPLOYMENT_MODEL = "employment-model"
    COUNTERPART = "counterpart"


@frozen(kw_only=True, repr=False, eq=False)
class Term(Record):
    """A term that a role category's page explains, such as individual employer.

    Attributes:
        id: Its id.
        kind: A way of being employed, or somebody on the other side of the arrangement.
        name: The term.
        text: What it means, in our own words.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    kind: TermKind = field(converter=TermKind)
    name: str = field(validator=is_text)
    text: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class TypicalTitle(Record):
    """A job title that a source gives as an example of a role category. Evidence, never proof.

    Attributes:
        title: The job title.
        provenance: Where it comes from.
    """

    title: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class RoleCategory(Record):
    """A group of similar roles on the Pathway. Places use other titles for them.

    Attributes:
        id: Its id, the same in every edition, such as ``care-or-support-worker``.
        name: The published name.
        order: Its place on the Pathway, from 1; several routes run across it.
        letter: The letter of the first edition; ``None`` in later ones.
        first_published: The day its page first appeared.
        editions: Editions that have it.
        summary: What it is, line by line, each with its own provenance.
        typical_duration: How long someone is usually in it.
        settings: Where the work is done.
        people_management: Whether it manages people.
        delegated_healthcare: Whether it carries out delegated healthcare activities.
        baseline: The role categories whose expectations come first.
        requirements: What its page asks, beside what routes to it ask.
        statutory_requirements: What law or regulator asks of it; these join every route to it.
        statutory_note: What a reader should know where nothing statutory is listed.
        law: The law behind its statutory requirements.
        digital_skills: What it expects of the digital skills framework.
        terms: Terms that its page explains.
        typical_titles: Job titles that sources give as examples.
        sources: All sources that describe it.
        provenance: Where its name and place on the Pathway come from.

    Example:
        >>> import care_pathway as cp
        >>> cp.load("2025-04").role_category("practice-leader").name
        'Practice leader'
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    order: int = field(validator=is_whole)
    letter: str | None = field(default=None, validator=is_text_or_none)
    first_published: date = field(validator=is_day)
    editions: tuple[Id, ...] = field(converter=as_tuple, validator=are_ids)
    summary: tuple[Statement, ...] = field(default=(), converter=as_tuple, validator=are_records(Statement))
    typical_duration: TypicalDuration | None = field(
        default=None, validator=is_record_or_none(TypicalDuration)
    )
    settings: WorkSettings | None = field(default=None, validator=is_record_or_none(WorkSettings))
    people_management: Finding | None = field(default=None, validator=is_record_or_none(Finding))
    delegated_healthcare: Finding | None = field(default=None, validator=is_record_or_none(Finding))
    baseline: Baseline | None = field(default=None, validator=is_record_or_none(Baseline))
    requirements: tuple[Requirement, ...] = field(
        default=(), converter=as_tuple, validator=are_records(Requirement)
    )
    statutory_requirements: tuple[Requirement, ...] = field(
        default=(), converter=as_tuple, validator=are_records(Requirement)
    )
    statutory_note: Statement | None = field(default=None, validator=is_record_or_none(Statement))
    law: str | None = field(default=None, validator=is_text_or_none)
    digital_skills: DigitalSkills | None = field(default=None, validator=is_record_or_none(DigitalSkills))
    terms: tuple[Term, ...] = field(default=(), converter=as_tuple, validator=are_records(Term))
    typical_titles: tuple[TypicalTitle, ...] = field(
        default=(), converter=as_tuple, validator=are_records(TypicalTitle)
    )
    sources: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("sources")
    )
    provenance: Provenance = field(validator=is_record(Provenance))

    @property
    def baseline_roles(self) -> tuple[Id, ...]:
        """Ids of the role categories whose expectations come first; empty where none is known."""
        return self.baseline.role_categories if self.baseline else ()
