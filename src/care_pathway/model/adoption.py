"""How an employer takes the Pathway up, with what help, and what for."""

from enum import StrEnum

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    are_records,
    are_texts,
    as_tuple,
    is_id,
    is_record,
    is_text,
    is_whole,
    refers_to,
)
from care_pathway.model.provenance import Provenance


@frozen(kw_only=True, repr=False, eq=False)
class AdoptionStep(Record):
    """One of the five steps of adoption.

    Attributes:
        id: Its id, such as ``explore``.
        order: Its place, from 1.
        name: Its published name.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    order: int = field(validator=is_whole)
    name: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class AdoptionDepth(Record):
    """How deep adoption goes: light, medium or full.

    Attributes:
        id: Its id.
        label: Its label, such as ``Light``.
        name: What it touches, such as ``Paperwork and People``.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    label: str = field(validator=is_text)
    name: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class AdoptionReason(Record):
    """A reason for using the Pathway, as the national data set asks workplaces.

    Attributes:
        id: Its id.
        order: Its place in the question, from 1.
        text: The reason, in short words.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    order: int = field(validator=is_whole)
    text: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class AdoptionTerm(Record):
    """A term of adoption and what it means.

    Attributes:
        id: Its id.
        text: What it means, in our own words.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    text: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class PilotStrand(Record):
    """A group of employers that tries the Pathway and its resources.

    Attributes:
        id: Its id, such as ``pioneers-large``.
        name: Its name.
        text: Who is in it and what it does.
        opportunities: What those who take part are offered.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    text: str = field(validator=is_text)
    opportunities: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Capability(Record):
    """Something the Pathway can do for an employer: the challenge, the offer, the action and the impact.

    Attributes:
        id: Its id.
        name: What it can do.
        challenge: The challenge an employer met.
        offer: What the Pathway offers for it.
        action: What the employer did with it.
        impact: What came of it.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    challenge: str = field(validator=is_text)
    offer: str = field(validator=is_text)
    action: str = field(validator=is_text)
    impact: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Adoption(Record):
    """How an employer takes the Pathway up. It is voluntary.

    Attributes:
        terms: What the words mean.
        steps: The five steps, in order.
        depths: Light, medium and full.
        reasons: The ten reasons that the national data set asks about.
        capabilities: What the Pathway can do.
        pilots: Who tries it out.
        early_uses: What early users did with it.
        provenance: Where it comes from.
    """

    terms: tuple[AdoptionTerm, ...] = field(
        default=(), converter=as_tuple, validator=are_records(AdoptionTerm)
    )
    steps: tuple[AdoptionStep, ...] = field(
        default=(), converter=as_tuple, validator=are_records(AdoptionStep)
    )
    depths: tuple[AdoptionDepth, ...] = field(
        default=(), converter=as_tuple, validator=are_records(AdoptionDepth)
    )
    reasons: tuple[AdoptionReason, ...] = field(
        default=(), converter=as_tuple, validator=are_records(AdoptionReason)
    )
    capabilities: tuple[Capability, ...] = field(
        default=(), converter=as_tuple, validator=are_records(Capability)
    )
    pilots: tuple[PilotStrand, ...] = field(
        default=(), converter=as_tuple, validator=are_records(PilotStrand)
    )
    early_uses: tuple[AdoptionTerm, ...] = field(
        default=(), converter=as_tuple, validator=are_records(AdoptionTerm)
    )
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Resource(Record):
    """A tool, guide or programme that helps with the Pathway.

    Attributes:
        id: Its id, such as ``career-plan``.
        name: Its name.
        text: What it does, in our own words.
        sources: All sources that mention it.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    text: str = field(validator=is_text)
    sources: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("sources")
    )
    provenance: Provenance = field(validator=is_record(Provenance))


class BenefitGroup(StrEnum):
    """Who gains."""

    STAFF = "staff"
    EMPLOYERS = "employers"
    COMMISSIONERS = "commissioners"
    SECTOR = "sector"
    PEOPLE_WHO_DRAW_ON_CARE = "people-who-draw-on-care"
    COMMUNITIES = "communities"


@frozen(kw_only=True, repr=False, eq=False)
class Benefit(Record):
    """A benefit that is hoped for from adopting the Pathway. Hoped for, not measured.

    Attributes:
        id: Its id.
        group: Who gains.
        text: The benefit, in our own words.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    group: BenefitGroup = field(converter=BenefitGroup)
    text: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))
