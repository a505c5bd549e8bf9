"""What people must show and should know or be able to do, and how that is grouped."""

from enum import StrEnum

from attrs import converters, field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    are_records,
    as_tuple,
    is_flag,
    is_id,
    is_id_or_none,
    is_record,
    is_text,
    is_text_or_none,
    refers_to,
)
from care_pathway.model.provenance import Basis, Provenance
from care_pathway.model.stage import Stage


class CompetencyKind(StrEnum):
    """What sort of expectation a competency is."""

    BEHAVIOUR = "behaviour"
    KNOWLEDGE = "knowledge"
    SKILL = "skill"


class Expectation(StrEnum):
    """How strongly the Pathway words it."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class BehaviourScope(StrEnum):
    """Whether a behaviour stands in a core list or belongs to the role category alone."""

    CORE = "core"
    ROLE_SPECIFIC = "role-specific"


@frozen(kw_only=True, repr=False, eq=False)
class Area(Record):
    """A published heading of knowledge and skills inside one role category.

    Attributes:
        id: Its id, such as ``area-ntc-dignity``.
        label: The heading.
        theme: The `Theme` that we file it under.
        role_category: The role category whose heading it is.
        stage: The stage of what stands under it.
        content_basis: How the content is known, where its place in the list is editorial.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    label: str = field(validator=is_text)
    theme: Id | None = field(default=None, validator=is_id_or_none, metadata=refers_to("themes"))
    role_category: Id = field(validator=is_id, metadata=refers_to("role_categories"))
    stage: Stage = field(converter=Stage)
    content_basis: Basis | None = field(default=None, converter=converters.optional(Basis))
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Theme(Record):
    """Our own topic across role categories, such as safeguarding or medication. Always editorial.

    Attributes:
        id: Its id, such as ``safeguarding``.
        name: Its name in words.
        further: Whether only courses have the topic: no knowledge or skill item carries it.
        provenance: Why it exists.
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    further: bool = field(default=False, validator=is_flag)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Standard(Record):
    """One standard or principle of a national standard that the Pathway names.

    Attributes:
        id: Its id, such as ``cc-05``.
        standard: The set it belongs to, such as the Care Certificate.
        title: Its title; ``None`` where the title could not be read.
        title_source: The source that the title was read in, where that differs.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    standard: str = field(validator=is_text)
    title: str | None = field(default=None, validator=is_text_or_none)
    title_source: Id | None = field(default=None, validator=is_id_or_none, metadata=refers_to("sources"))
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class RoleEvidence(Record):
    """How a competency is known for one of its role categories.

    Attributes:
        role_category: The role category.
        provenance: Where it comes from for that role category.
    """

    role_category: Id = field(validator=is_id, metadata=refers_to("role_categories"))
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Competency(Record):
    """A behaviour that people must show, or knowledge or a skill that they should have.

    Attributes:
        id: Its id, the same in every edition.
        kind: Behaviour, knowledge or skill.
        statement: What is expected, in our own words.
        expectation: Must for behaviours read in the pages, should for knowledge and skills.
        stage: Minimum, progression or additional; ``None`` for behaviours.
        area: The published heading it stands under; ``None`` for behaviours.
        theme: Our cross-category topic; ``None`` for behaviours.
        label: A short label of a behaviour.
        scope: Core or role-specific, for behaviours.
        standard: The national standard that it restates.
        role_categories: The role categories that name it, cut to the edition.
        editions: Editions that it belongs to.
        content_basis: How the fact is known, where only its place in the list is editorial.
        label_basis: How the label is known.
        expectation_basis: How the expectation is known.
        evidence: How it is known for single role categories, where that differs.
        note: What a reader should know about it.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    kind: CompetencyKind = field(converter=CompetencyKind)
    statement: str = field(validator=is_text)
    expectation: Expectation = field(converter=Expectation)
    stage: Stage | None = field(default=None, converter=converters.optional(Stage))
    area: Id | None = field(default=None, validator=is_id_or_none, metadata=refers_to("areas"))
    theme: Id | None = field(default=None, validator=is_id_or_none, metadata=refers_to("themes"))
    label: str | None = field(default=None, validator=is_text_or_none)
    scope: BehaviourScope | None = field(default=None, converter=converters.optional(BehaviourScope))
    standard: Id | None = field(default=None, validator=is_id_or_none, metadata=refers_to("standards"))
    role_categories: tuple[Id, ...] = field(
        converter=as_tuple, validator=are_ids, metadata=refers_to("role_categories")
    )
    editions: tuple[Id, ...] = field(converter=as_tuple, validator=are_ids)
    content_basis: Basis | None = field(default=None, converter=converters.optional(Basis))
    label_basis: Basis | None = field(default=None, converter=converters.optional(Basis))
    expectation_basis: Basis | None = field(default=None, converter=converters.optional(Basis))
    evidence: tuple[RoleEvidence, ...] = field(
        default=(), converter=as_tuple, validator=are_records(RoleEvidence)
    )
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))
