"""Answers to requirements that many people share, since the same is on file of what is asked."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from care_pathway.evidence.completions import Completion
from care_pathway.evidence.training import TrainingReading
from care_pathway.model import (
    AllOfRequirement,
    AnyOfRequirement,
    DutyRequirement,
    FitnessRequirement,
    InductionRequirement,
    Pathway,
    QualificationRequirement,
    RegistrationRequirement,
    Requirement,
    SignOffRequirement,
)
from care_pathway.progression.facts import Facts
from care_pathway.progression.lexicon import OtherAlternative, rules
from care_pathway.progression.records import Decision, RequirementJudgement
from care_pathway.progression.requirements import sets_of
from care_pathway.progression.routes import RequirementIndex

#: Answers by the requirement they are to.
Answers = dict[int, RequirementJudgement]
#: Decisions with their reasons, by where somebody is or may be, the target, and each judgement that binds.
Findings = dict[tuple[Hashable, ...], tuple[Decision, str]]

_KEPT = 4096


class SharedAnswers:
    """The answers of one report, with one edition, day and renewal table.

    A requirement of learning, duties, registrations or confirmations looks at few things: most training that
    people have is asked for by none. Whoever has the same of these has the same answers. Judging 20,000
    people takes a fifth less time so, and no more than 4,096 kinds of people are kept.
    """

    def __init__(self, pathway: Pathway) -> None:
        index = pathway.derived(RequirementIndex)
        asked = (*index.of_route.values(), *index.of_role.values())
        shared = [one for each in asked for one in each.requirements if _is_shared(one)]
        parts = [part for one in shared for part in _parts(one)]
        #: The requirements whose answers can be shared. The pathway keeps them, so each stays itself.
        self.requirements = frozenset(map(id, shared))
        self._learning = frozenset(
            learning
            for part in parts
            if isinstance(part, QualificationRequirement | InductionRequirement)
            for choice in sets_of(part)
            for learning in choice
        )
        self._themes = frozenset(theme for part in parts for rule in _rules(part) for theme in rule.themes)
        self._pathway = pathway
        self._kinds: dict[Hashable, Answers] = {}
        self._asked: dict[tuple[Hashable, ...], bool] = {}
        #: The decisions so far.
        self.findings: Findings = {}

    def of(self, facts: Facts) -> Answers:
        """The answers of everybody of whom the same is on file, as far as they were given."""
        worker = facts.worker
        if worker.authorisations:  # whether they stand rests on who the person is
            return {}
        training = None
        if worker.training is not None:
            training = tuple([one.record for one in facts.on_file.training if self._is_asked(one)])
        kind = (
            worker.context,
            worker.confirmed,
            worker.registrations,
            worker.authorisations,
            worker.qualifications,
            training,
        )
        if kind not in self._kinds and len(self._kinds) >= _KEPT:
            return {}
        return self._kinds.setdefault(kind, {})

    def _is_asked(self, completion: Completion) -> bool:
        """Whether training is of something that one of the requirements asks; many people have the same."""
        record = completion.record
        key = (record.title, record.learning, record.ascwds_category)
        if key not in self._asked:
            if len(self._asked) >= _KEPT:
                return self._asks(completion.reading)
            self._asked[key] = self._asks(completion.reading)
        return self._asked[key]

    def _asks(self, reading: TrainingReading) -> bool:
        return (
            not self._learning.isdisjoint(reading.learning)
            or reading.qualification in self._learning
            or reading.suits(self._themes, frozenset())
        )


def _is_shared(requirement: Requirement) -> bool:
    """Whether an answer rests on nothing but duties, registrations, confirmations and learning of some name.

    Competencies, time and training of any subject differ from person to person.
    """
    if isinstance(requirement, AllOfRequirement | AnyOfRequirement):
        return all(map(_is_shared, requirement.requirements))
    if isinstance(requirement, QualificationRequirement):
        return not any(rule.any_topic for rule in _rules(requirement))
    if isinstance(requirement, InductionRequirement):
        return bool(sets_of(requirement))
    return isinstance(
        requirement, DutyRequirement | RegistrationRequirement | FitnessRequirement | SignOffRequirement
    )


def _parts(requirement: Requirement) -> Iterator[Requirement]:
    """A requirement and all that it is made of."""
    yield requirement
    for part in getattr(requirement, "requirements", ()):
        yield from _parts(part)


def _rules(requirement: Requirement) -> list[OtherAlternative]:
    """The rules for what stands in for the learning that a requirement asks."""
    known = rules().other_alternatives
    return [known[text] for text in getattr(requirement, "other_alternatives", ()) if text in known]
