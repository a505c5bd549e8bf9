"""What a role category expects of people, and the learning that goes with it."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import Id, are_records, as_tuple, is_id, is_record
from care_pathway.model.competency import Competency
from care_pathway.model.learning import LearningLink, LearningOpportunity
from care_pathway.model.stage import Stage


@frozen(kw_only=True, repr=False, eq=False)
class Expectations(Record):
    """What a role category expects, with what it builds on apart from what is its own.

    Attributes:
        role_category: Id of the role category.
        inherited: Minimum and progression of the baseline role categories, transitively, in published
            order; never additional.
        own: Everything the role category itself names: behaviours, knowledge and skills.
    """

    role_category: Id = field(validator=is_id)
    inherited: tuple[Competency, ...] = field(converter=as_tuple, validator=are_records(Competency))
    own: tuple[Competency, ...] = field(converter=as_tuple, validator=are_records(Competency))

    @property
    def minimum(self) -> tuple[Competency, ...]:
        """What makes someone safe to practise: all that is inherited, and the own minimum."""
        return self.inherited + tuple(item for item in self.own if item.stage is Stage.MINIMUM)

    @property
    def behaviours(self) -> tuple[Competency, ...]:
        """The behaviours that people in the role category must show."""
        return tuple(item for item in self.own if item.stage is None)


@frozen(kw_only=True, repr=False, eq=False)
class LinkedLearning(Record):
    """Learning for a role category, with how it relates to it.

    Attributes:
        learning: The learning opportunity.
        link: The relation, in a closed word and in the source's own, with its provenance.
    """

    learning: LearningOpportunity = field(validator=is_record(LearningOpportunity))
    link: LearningLink = field(validator=is_record(LearningLink))
