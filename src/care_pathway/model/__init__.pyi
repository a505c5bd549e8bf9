# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway.model.adoption import Adoption as Adoption
from care_pathway.model.adoption import AdoptionDepth as AdoptionDepth
from care_pathway.model.adoption import AdoptionReason as AdoptionReason
from care_pathway.model.adoption import AdoptionStep as AdoptionStep
from care_pathway.model.adoption import AdoptionTerm as AdoptionTerm
from care_pathway.model.adoption import Benefit as Benefit
from care_pathway.model.adoption import BenefitGroup as BenefitGroup
from care_pathway.model.adoption import Capability as Capability
from care_pathway.model.adoption import PilotStrand as PilotStrand
from care_pathway.model.adoption import Resource as Resource
from care_pathway.model.competency import Area as Area
from care_pathway.model.competency import BehaviourScope as BehaviourScope
from care_pathway.model.competency import Competency as Competency
from care_pathway.model.competency import CompetencyKind as CompetencyKind
from care_pathway.model.competency import Expectation as Expectation
from care_pathway.model.competency import RoleEvidence as RoleEvidence
from care_pathway.model.competency import Standard as Standard
from care_pathway.model.competency import Theme as Theme
from care_pathway.model.course import Course as Course
from care_pathway.model.course import CourseSession as CourseSession
from care_pathway.model.edition import Edition as Edition
from care_pathway.model.expectations import Expectations as Expectations
from care_pathway.model.expectations import LinkedLearning as LinkedLearning
from care_pathway.model.ladder import Ladder as Ladder
from care_pathway.model.ladder import LadderLevel as LadderLevel
from care_pathway.model.learning import Develops as Develops
from care_pathway.model.learning import Fact as Fact
from care_pathway.model.learning import LearningKind as LearningKind
from care_pathway.model.learning import LearningLink as LearningLink
from care_pathway.model.learning import LearningOpportunity as LearningOpportunity
from care_pathway.model.learning import LearningRelation as LearningRelation
from care_pathway.model.learning import QualificationNumber as QualificationNumber
from care_pathway.model.learning import QualificationVersion as QualificationVersion
from care_pathway.model.learning import VersionRelation as VersionRelation
from care_pathway.model.local_title import LocalTitle as LocalTitle
from care_pathway.model.note import Note as Note
from care_pathway.model.pathway import COLLECTIONS as COLLECTIONS
from care_pathway.model.pathway import Pathway as Pathway
from care_pathway.model.persona import Persona as Persona
from care_pathway.model.practice_area import DelegatedActivity as DelegatedActivity
from care_pathway.model.practice_area import LearningStatus as LearningStatus
from care_pathway.model.practice_area import PracticeArea as PracticeArea
from care_pathway.model.provenance import Basis as Basis
from care_pathway.model.provenance import Confidence as Confidence
from care_pathway.model.provenance import Provenance as Provenance
from care_pathway.model.provenance import StatusIn2025 as StatusIn2025
from care_pathway.model.requirement import AllOfRequirement as AllOfRequirement
from care_pathway.model.requirement import AnyOfRequirement as AnyOfRequirement
from care_pathway.model.requirement import CoverageRequirement as CoverageRequirement
from care_pathway.model.requirement import DutyRequirement as DutyRequirement
from care_pathway.model.requirement import ExperienceIn as ExperienceIn
from care_pathway.model.requirement import ExperienceRequirement as ExperienceRequirement
from care_pathway.model.requirement import FitnessRequirement as FitnessRequirement
from care_pathway.model.requirement import InductionRequirement as InductionRequirement
from care_pathway.model.requirement import Judgement as Judgement
from care_pathway.model.requirement import QualificationRequirement as QualificationRequirement
from care_pathway.model.requirement import REQUIREMENT_KINDS as REQUIREMENT_KINDS
from care_pathway.model.requirement import RegistrationRequirement as RegistrationRequirement
from care_pathway.model.requirement import Requirement as Requirement
from care_pathway.model.requirement import RequirementKind as RequirementKind
from care_pathway.model.requirement import SignOffRequirement as SignOffRequirement
from care_pathway.model.requirement import Strength as Strength
from care_pathway.model.role_category import Baseline as Baseline
from care_pathway.model.role_category import DigitalExpectation as DigitalExpectation
from care_pathway.model.role_category import DigitalSkills as DigitalSkills
from care_pathway.model.role_category import Extent as Extent
from care_pathway.model.role_category import Finding as Finding
from care_pathway.model.role_category import RoleCategory as RoleCategory
from care_pathway.model.role_category import Term as Term
from care_pathway.model.role_category import TermKind as TermKind
from care_pathway.model.role_category import TypicalDuration as TypicalDuration
from care_pathway.model.role_category import TypicalTitle as TypicalTitle
from care_pathway.model.role_category import WorkSettings as WorkSettings
from care_pathway.model.role_difference import RoleDifference as RoleDifference
from care_pathway.model.route import ANY_ROLE_CATEGORY as ANY_ROLE_CATEGORY
from care_pathway.model.route import ExternalProfession as ExternalProfession
from care_pathway.model.route import ProgressionRoute as ProgressionRoute
from care_pathway.model.route import RouteKind as RouteKind
from care_pathway.model.source import Source as Source
from care_pathway.model.source import SourceKind as SourceKind
from care_pathway.model.stage import Stage as Stage
from care_pathway.model.statement import Statement as Statement
from care_pathway.model.value import Value as Value
from care_pathway.model.work_context import WorkContext as WorkContext
from care_pathway.model.worker import Aspiration as Aspiration
from care_pathway.model.worker import DelegatedAuthorisation as DelegatedAuthorisation
from care_pathway.model.worker import Evidence as Evidence
from care_pathway.model.worker import EvidenceState as EvidenceState
from care_pathway.model.worker import HeldQualification as HeldQualification
from care_pathway.model.worker import TrainingRecord as TrainingRecord
from care_pathway.model.worker import TrainingStatus as TrainingStatus
from care_pathway.model.worker import Worker as Worker

__all__ = [
    "ANY_ROLE_CATEGORY",
    "Adoption",
    "AdoptionDepth",
    "AdoptionReason",
    "AdoptionStep",
    "AdoptionTerm",
    "AllOfRequirement",
    "AnyOfRequirement",
    "Area",
    "Aspiration",
    "Baseline",
    "Basis",
    "BehaviourScope",
    "Benefit",
    "BenefitGroup",
    "COLLECTIONS",
    "Capability",
    "Competency",
    "CompetencyKind",
    "Confidence",
    "Course",
    "CourseSession",
    "CoverageRequirement",
    "DelegatedActivity",
    "DelegatedAuthorisation",
    "Develops",
    "DigitalExpectation",
    "DigitalSkills",
    "DutyRequirement",
    "Edition",
    "Evidence",
    "EvidenceState",
    "Expectation",
    "Expectations",
    "ExperienceIn",
    "ExperienceRequirement",
    "Extent",
    "ExternalProfession",
    "Fact",
    "Finding",
    "FitnessRequirement",
    "HeldQualification",
    "InductionRequirement",
    "Judgement",
    "Ladder",
    "LadderLevel",
    "LearningKind",
    "LearningLink",
    "LearningOpportunity",
    "LearningRelation",
    "LearningStatus",
    "LinkedLearning",
    "LocalTitle",
    "Note",
    "Pathway",
    "Persona",
    "PilotStrand",
    "PracticeArea",
    "ProgressionRoute",
    "Provenance",
    "QualificationNumber",
    "QualificationRequirement",
    "QualificationVersion",
    "REQUIREMENT_KINDS",
    "RegistrationRequirement",
    "Requirement",
    "RequirementKind",
    "Resource",
    "RoleCategory",
    "RoleDifference",
    "RoleEvidence",
    "RouteKind",
    "SignOffRequirement",
    "Source",
    "SourceKind",
    "Stage",
    "Standard",
    "Statement",
    "StatusIn2025",
    "Strength",
    "Term",
    "TermKind",
    "Theme",
    "TrainingRecord",
    "TrainingStatus",
    "TypicalDuration",
    "TypicalTitle",
    "Value",
    "VersionRelation",
    "WorkContext",
    "WorkSettings",
    "Worker",
]
