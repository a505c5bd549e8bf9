"""Learning that the Pathway names: qualifications, apprenticeships, programmes, training and frameworks."""

from enum import StrEnum

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import (
    Id,
    are_ids,
    are_records,
    are_texts,
    as_tuple,
    is_answer,
    is_id,
    is_id_or_none,
    is_record,
    is_text,
    is_text_or_none,
    is_whole_or_none,
    refers_to,
)
from care_pathway.model.provenance import Provenance


class LearningKind(StrEnum):
    """What sort of learning it is."""

    APPRENTICESHIP = "apprenticeship"
    AWARD = "award"
    ELEARNING = "elearning"
    FRAMEWORK = "framework"
    FRAMEWORK_TRAINING = "framework-training"
    FUNCTIONAL_SKILLS = "functional-skills"
    LEARNING_PROGRAMME = "learning-programme"
    QUALIFICATION = "qualification"
    RESOURCE = "resource"
    STANDARD = "standard"
    STATUTORY_AND_MANDATORY_TRAINING = "statutory-and-mandatory-training"
    TRAINING = "training"

    @property
    def assessed(self) -> bool:
        """Whether completing it means that competence was assessed. Attending a course does not."""
        return self in (LearningKind.QUALIFICATION, LearningKind.AWARD, LearningKind.APPRENTICESHIP)


class LearningRelation(StrEnum):
    """How learning relates to a role category, strongest first."""

    REQUIRED = "required"
    SUGGESTED = "suggested"
    OPTIONAL = "optional"
    HELD_BY_PERSONA = "held-by-persona"
    LISTED = "listed"
    """Only tagged or linked in a catalogue; never shown as suggested."""


@frozen(kw_only=True, repr=False, eq=False)
class LearningLink(Record):
    """How learning relates to one role category.

    Attributes:
        role_category: The role category.
        relation: The relation as a closed word.
        words: The relation in the source's own word.
        provenance: Where it comes from.
    """

    role_category: Id = field(validator=is_id, metadata=refers_to("role_categories"))
    relation: LearningRelation = field(converter=LearningRelation)
    words: str = field(validator=is_text)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Develops(Record):
    """What learning develops: the source's words, and what we link them to.

    Attributes:
        text: The words.
        themes: Ids of themes (editorial).
        practice_areas: Topics of practice areas (editorial).
        competencies: Ids of single competencies (editorial).
        areas: Ids of areas (editorial).
        provenance: Why it is linked so; the basis is editorial.
    """

    text: str = field(validator=is_text)
    themes: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("themes")
    )
    practice_areas: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("topics")
    )
    competencies: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("competencies")
    )
    areas: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("areas")
    )
    provenance: Provenance = field(validator=is_record(Provenance))


class VersionRelation(StrEnum):
    """How another qualification relates to the one on record."""

    PREDECESSOR = "predecessor"
    """An earlier title or framework; it still counts as held."""
    EQUIVALENT = "equivalent"
    """Another title for the same thing, or a sister qualification that counts alike."""
    INCLUDES = "includes"
    """Contains the one on record, as an apprenticeship contains a diploma."""


@frozen(kw_only=True, repr=False, eq=False)
class QualificationVersion(Record):
    """Another qualification that counts as one on record: NVQ, QCF or RQF, closed or current.

    Attributes:
        id: Its id.
        name: Its name.
        counts_as: Id of the learning that it counts as.
        relation: How it relates.
        learning: Id of its own learning record, where it has one.
        level: Its level, where it is known.
        closed: Whether it is closed to new learners; ``None`` where not known.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    counts_as: Id = field(validator=is_id, metadata=refers_to("learning"))
    relation: VersionRelation = field(converter=VersionRelation)
    learning: Id | None = field(default=None, validator=is_id_or_none, metadata=refers_to("learning"))
    level: int | None = field(default=None, validator=is_whole_or_none)
    closed: bool | None = field(default=None, validator=is_answer)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class Fact(Record):
    """A detail of a learning opportunity, such as its credits.

    Attributes:
        name: What is stated.
        value: The detail in words, since sources differ.
    """

    name: str = field(validator=is_text)
    value: str = field(validator=is_text)


@frozen(kw_only=True, repr=False, eq=False)
class QualificationNumber(Record):
    """The Ofqual number of a qualification as one awarding organisation offers it, or offered it.

    Attributes:
        number: The number, such as ``610/4009/5``.
        awarding_organisation: Who awards it, as the source names it.
        provenance: Where it comes from.
    """

    number: str = field(validator=is_text)
    awarding_organisation: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class LearningOpportunity(Record):
    """Something to learn with: a qualification, an apprenticeship, a programme, training, a framework.

    Attributes:
        id: Its id, such as ``l3-diploma-adult-care``.
        name: Its name.
        kind: What sort of learning it is.
        level: Its level on the scale of the Regulated Qualifications Framework; the lower of a span.
        level_to: The upper end where it spans levels.
        owner: Who owns or offers it.
        links: How it relates to role categories.
        develops: What it develops.
        predecessors_or_equivalents: Earlier or other names, as the sources put them.
        numbers: Ofqual qualification numbers under which it is known, withdrawn ones among them; never all.
        facts: Further details.
        note: What a reader should know about it.
        provenance: Where it comes from.
    """

    id: Id = field(validator=is_id)
    name: str = field(validator=is_text)
    kind: LearningKind = field(converter=LearningKind)
    level: int | None = field(default=None, validator=is_whole_or_none)
    level_to: int | None = field(default=None, validator=is_whole_or_none)
    owner: str | None = field(default=None, validator=is_text_or_none)
    links: tuple[LearningLink, ...] = field(
        default=(), converter=as_tuple, validator=are_records(LearningLink)
    )
    develops: tuple[Develops, ...] = field(default=(), converter=as_tuple, validator=are_records(Develops))
    predecessors_or_equivalents: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    numbers: tuple[QualificationNumber, ...] = field(
        default=(), converter=as_tuple, validator=are_records(QualificationNumber)
    )
    facts: tuple[Fact, ...] = field(default=(), converter=as_tuple, validator=are_records(Fact))
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))

    @property
    def suggested_for(self) -> tuple[Id, ...]:
        """Role categories that it is required or suggested for."""
        strong = (LearningRelation.REQUIRED, LearningRelation.SUGGESTED)
        return tuple(dict.fromkeys(link.role_category for link in self.links if link.relation in strong))
