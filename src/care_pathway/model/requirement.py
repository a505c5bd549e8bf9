"""What a route or a role category asks of a person, as data.

A requirement holds no code. `kind` says which it is, so that the same rule can be judged for one
worker in plain Python and, later, for columns as an expression.
"""

from enum import StrEnum
from typing import ClassVar

from attrs import converters, field, frozen

from care_pathway._record import NoTruthValue, Record
from care_pathway.model._fields import (
    Id,
    are_id_sets,
    are_ids,
    are_records,
    are_texts,
    as_tuple,
    is_flag,
    is_id,
    is_id_or_none,
    is_record,
    is_text,
    is_text_or_none,
    is_whole_or_none,
    refers_to,
)
from care_pathway.model.provenance import Provenance
from care_pathway.model.stage import Stage


class Strength(StrEnum):
    """How binding a requirement is, most binding first."""

    STATUTORY = "statutory"
    """Set by law or the regulator."""
    MUST = "must"
    """Stated as must in Pathway text, or unavoidable by definition."""
    SHOULD = "should"
    """Expected."""
    COULD = "could"
    """Optional or suggested."""

    @property
    def binding(self) -> bool:
        """Whether it can stand in the way: statutory and must do, should and could never."""
        return self in (Strength.STATUTORY, Strength.MUST)


class Judgement(NoTruthValue, StrEnum):
    """The answer to one question about a person. Not known is never read as no."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_KNOWN = "not-known"


class RequirementKind(StrEnum):
    """The kinds of requirement."""

    QUALIFICATION = "qualification"
    EXPERIENCE = "experience"
    COVERAGE = "competency-coverage"
    INDUCTION = "induction"
    REGISTRATION = "registration"
    FITNESS = "fitness-condition"
    SIGN_OFF = "sign-off"
    DUTY = "duty"
    ALL_OF = "all-of"
    ANY_OF = "any-of"


@frozen(kw_only=True, repr=False, eq=False)
class Requirement(Record):
    """What every kind of requirement has. Make one of its kinds, not this.

    Attributes:
        id: Its id, such as ``rt-csw-sol-1``.
        strength: How binding it is.
        text: The requirement as the sources put it, in our own words; it explains the structured part.
        note: What a reader should know about it.
        provenance: Where it comes from.
    """

    kind: ClassVar[RequirementKind]

    id: Id = field(validator=is_id)
    strength: Strength = field(converter=Strength)
    text: str = field(validator=is_text)
    note: str | None = field(default=None, validator=is_text_or_none)
    provenance: Provenance = field(validator=is_record(Provenance))


@frozen(kw_only=True, repr=False, eq=False)
class QualificationRequirement(Requirement):
    """A qualification, held or perhaps in progress.

    An equivalent, a predecessor or a higher level of the same line counts as well.

    Attributes:
        learning: Ids of learning, any one of which meets it. Empty: any of `level` or above does.
        alternatives: Further sets of learning; each set together can stand in.
        other_alternatives: What can stand in and has no record of its own, in words.
        level: The lowest level that counts, on the scale of the Regulated Qualifications Framework.
        working_towards: Whether being enrolled on it is enough.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.QUALIFICATION

    learning: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("learning")
    )
    alternatives: tuple[tuple[Id, ...], ...] = field(
        default=(), converter=as_tuple, validator=are_id_sets, metadata=refers_to("learning")
    )
    other_alternatives: tuple[str, ...] = field(default=(), converter=as_tuple, validator=are_texts)
    level: int | None = field(default=None, validator=is_whole_or_none)
    working_towards: bool = field(default=False, validator=is_flag)


class ExperienceIn(StrEnum):
    """What time is counted in."""

    ROLE = "role"
    FIRST_CARE_ROLE = "first-care-role"
    CARE = "care"


@frozen(kw_only=True, repr=False, eq=False)
class ExperienceRequirement(Requirement):
    """Time in a role or in care, in whole months.

    Attributes:
        experience_in: What time is counted in.
        at_least_months: The least that meets it.
        at_most_months: The most that meets it.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.EXPERIENCE

    experience_in: ExperienceIn = field(converter=ExperienceIn)
    at_least_months: int | None = field(default=None, validator=is_whole_or_none)
    at_most_months: int | None = field(default=None, validator=is_whole_or_none)


@frozen(kw_only=True, repr=False, eq=False)
class CoverageRequirement(Requirement):
    """Knowledge and skills in place: all that the named role categories, areas or themes expect.

    Attributes:
        role_categories: Whose expectations are meant.
        stage: ``minimum`` for what makes a person safe to practise: all that is inherited and the own
            minimum. ``progression`` for the own progression list alone. ``None`` for everything that is
            passed upward: inherited, own minimum and own progression. Additional never counts.
        areas: Only these areas.
        themes: Only these themes.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.COVERAGE

    role_categories: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("role_categories")
    )
    stage: Stage | None = field(default=None, converter=converters.optional(Stage))
    areas: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("areas")
    )
    themes: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("themes")
    )


@frozen(kw_only=True, repr=False, eq=False)
class InductionRequirement(Requirement):
    """An induction: a set of standards completed, or learning that stands for it.

    Attributes:
        learning: Ids of learning, any one of which meets it; empty where any induction by the employer does.
        alternatives: Further sets of learning; each set together can stand in.
        within_months: The time it is normally completed in, counted from taking up the post.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.INDUCTION

    learning: tuple[Id, ...] = field(
        default=(), converter=as_tuple, validator=are_ids, metadata=refers_to("learning")
    )
    alternatives: tuple[tuple[Id, ...], ...] = field(
        default=(), converter=as_tuple, validator=are_id_sets, metadata=refers_to("learning")
    )
    within_months: int | None = field(default=None, validator=is_whole_or_none)


@frozen(kw_only=True, repr=False, eq=False)
class RegistrationRequirement(Requirement):
    """A registration with a regulator.

    Attributes:
        registration: Its id, such as ``cqc-registered-manager``; compared with `Worker.registrations`.
        regulator: The regulator's name.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.REGISTRATION

    registration: Id = field(validator=is_id)
    regulator: str = field(validator=is_text)


@frozen(kw_only=True, repr=False, eq=False)
class FitnessRequirement(Requirement):
    """A condition that a responsible body or employer has to be satisfied of.

    Attributes:
        condition: Its id, such as ``good-character``; compared with `Worker.confirmed`.
        implied_by: A registration that is granted only when the condition is satisfied.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.FITNESS

    condition: Id = field(validator=is_id)
    implied_by: Id | None = field(default=None, validator=is_id_or_none)


@frozen(kw_only=True, repr=False, eq=False)
class SignOffRequirement(Requirement):
    """Something that has to be signed off by a named person.

    Attributes:
        what: Its id: ``delegated-activity`` for any delegated healthcare activity, or another sign-off
            that is compared with `Worker.confirmed`.
        continuing: Whether it has to be renewed while the work goes on.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.SIGN_OFF

    what: Id = field(validator=is_id)
    continuing: bool = field(default=False, validator=is_flag)


@frozen(kw_only=True, repr=False, eq=False)
class DutyRequirement(Requirement):
    """A duty or circumstance of the work.

    Attributes:
        duty: Name of the field of `WorkContext` that answers it, such as ``manages_staff``.
        expected: The answer that meets it.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.DUTY

    duty: str = field(validator=is_text)
    expected: bool = field(default=True, validator=is_flag)


@frozen(kw_only=True, repr=False, eq=False)
class AllOfRequirement(Requirement):
    """All of its parts have to be met.

    Attributes:
        requirements: The parts.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.ALL_OF

    requirements: tuple[Requirement, ...] = field(converter=as_tuple, validator=are_records(Requirement))


@frozen(kw_only=True, repr=False, eq=False)
class AnyOfRequirement(Requirement):
    """One of its parts has to be met.

    Attributes:
        requirements: The parts.
    """

    kind: ClassVar[RequirementKind] = RequirementKind.ANY_OF

    requirements: tuple[Requirement, ...] = field(converter=as_tuple, validator=are_records(Requirement))


#: The record of each kind, for the converter and for evaluators.
REQUIREMENT_KINDS: tuple[type[Requirement], ...] = (
    QualificationRequirement,
    ExperienceRequirement,
    CoverageRequirement,
    InductionRequirement,
    RegistrationRequirement,
    FitnessRequirement,
    SignOffRequirement,
    DutyRequirement,
    AllOfRequirement,
    AnyOfRequirement,
)
