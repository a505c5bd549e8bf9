# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway import frames as frames
from care_pathway import interop as interop
from care_pathway import report as report
from care_pathway.errors import CarePathwayError as CarePathwayError
from care_pathway.errors import DataError as DataError
from care_pathway.errors import EditionNotFoundError as EditionNotFoundError
from care_pathway.errors import InvalidArgumentError as InvalidArgumentError
from care_pathway.errors import InvalidRecordError as InvalidRecordError
from care_pathway.errors import MissingExtraError as MissingExtraError
from care_pathway.errors import UnknownIdError as UnknownIdError
from care_pathway.problems import DataProblem as DataProblem
from care_pathway.problems import Place as Place
from care_pathway.problems import Problem as Problem
from care_pathway.problems import ProblemKind as ProblemKind
from care_pathway.problems import Severity as Severity
from care_pathway.model import ANY_ROLE_CATEGORY as ANY_ROLE_CATEGORY
from care_pathway.model import Adoption as Adoption
from care_pathway.model import AdoptionDepth as AdoptionDepth
from care_pathway.model import AdoptionReason as AdoptionReason
from care_pathway.model import AdoptionStep as AdoptionStep
from care_pathway.model import AllOfRequirement as AllOfRequirement
from care_pathway.model import AnyOfRequirement as AnyOfRequirement
from care_pathway.model import Area as Area
from care_pathway.model import Aspiration as Aspiration
from care_pathway.model import Baseline as Baseline
from care_pathway.model import Basis as Basis
from care_pathway.model import BehaviourScope as BehaviourScope
from care_pathway.model import Benefit as Benefit
from care_pathway.model import BenefitGroup as BenefitGroup
from care_pathway.model import Capability as Capability
from care_pathway.model import Competency as Competency
from care_pathway.model import CompetencyKind as CompetencyKind
from care_pathway.model import Confidence as Confidence
from care_pathway.model import Course as Course
from care_pathway.model import CourseSession as CourseSession
from care_pathway.model import CoverageRequirement as CoverageRequirement
from care_pathway.model import DelegatedActivity as DelegatedActivity
from care_pathway.model import DelegatedAuthorisation as DelegatedAuthorisation
from care_pathway.model import Develops as Develops
from care_pathway.model import DigitalExpectation as DigitalExpectation
from care_pathway.model import DigitalSkills as DigitalSkills
from care_pathway.model import DutyRequirement as DutyRequirement
from care_pathway.model import Edition as Edition
from care_pathway.model import Evidence as Evidence
from care_pathway.model import EvidenceState as EvidenceState
from care_pathway.model import Expectation as Expectation
from care_pathway.model import Expectations as Expectations
from care_pathway.model import ExperienceIn as ExperienceIn
from care_pathway.model import ExperienceRequirement as ExperienceRequirement
from care_pathway.model import ExternalProfession as ExternalProfession
from care_pathway.model import FitnessRequirement as FitnessRequirement
from care_pathway.model import HeldQualification as HeldQualification
from care_pathway.model import InductionRequirement as InductionRequirement
from care_pathway.model import Judgement as Judgement
from care_pathway.model import Ladder as Ladder
from care_pathway.model import LadderLevel as LadderLevel
from care_pathway.model import LearningKind as LearningKind
from care_pathway.model import LearningLink as LearningLink
from care_pathway.model import LearningOpportunity as LearningOpportunity
from care_pathway.model import LearningRelation as LearningRelation
from care_pathway.model import LearningStatus as LearningStatus
from care_pathway.model import LinkedLearning as LinkedLearning
from care_pathway.model import LocalTitle as LocalTitle
from care_pathway.model import Pathway as Pathway
from care_pathway.model import Persona as Persona
from care_pathway.model import PracticeArea as PracticeArea
from care_pathway.model import ProgressionRoute as ProgressionRoute
from care_pathway.model import Provenance as Provenance
from care_pathway.model import QualificationRequirement as QualificationRequirement
from care_pathway.model import QualificationVersion as QualificationVersion
from care_pathway.model import RegistrationRequirement as RegistrationRequirement
from care_pathway.model import Requirement as Requirement
from care_pathway.model import RequirementKind as RequirementKind
from care_pathway.model import Resource as Resource
from care_pathway.model import RoleCategory as RoleCategory
from care_pathway.model import RoleDifference as RoleDifference
from care_pathway.model import RoleEvidence as RoleEvidence
from care_pathway.model import RouteKind as RouteKind
from care_pathway.model import SignOffRequirement as SignOffRequirement
from care_pathway.model import Source as Source
from care_pathway.model import SourceKind as SourceKind
from care_pathway.model import Stage as Stage
from care_pathway.model import Standard as Standard
from care_pathway.model import StatusIn2025 as StatusIn2025
from care_pathway.model import Strength as Strength
from care_pathway.model import TermKind as TermKind
from care_pathway.model import Theme as Theme
from care_pathway.model import TrainingRecord as TrainingRecord
from care_pathway.model import TrainingStatus as TrainingStatus
from care_pathway.model import TypicalDuration as TypicalDuration
from care_pathway.model import TypicalTitle as TypicalTitle
from care_pathway.model import Value as Value
from care_pathway.model import VersionRelation as VersionRelation
from care_pathway.model import WorkContext as WorkContext
from care_pathway.model import WorkSettings as WorkSettings
from care_pathway.model import Worker as Worker
from care_pathway.titles import Placement as Placement
from care_pathway.titles import PlacementBasis as PlacementBasis
from care_pathway.titles import SocCandidate as SocCandidate
from care_pathway.titles import TitleCandidate as TitleCandidate
from care_pathway.titles import TitleMatch as TitleMatch
from care_pathway.titles import TitleQualifiers as TitleQualifiers
from care_pathway.titles import TitleStatus as TitleStatus
from care_pathway.titles import normalise_title as normalise_title
from care_pathway.titles import normalise_titles as normalise_titles
from care_pathway.evidence import Rating as Rating
from care_pathway.evidence import SkillsAssessment as SkillsAssessment
from care_pathway.evidence import evidence_from_assessments as evidence_from_assessments
from care_pathway.evidence import infer_evidence as infer_evidence
from care_pathway.evidence import place as place
from care_pathway.skills import SkillGap as SkillGap
from care_pathway.skills import TeamGap as TeamGap
from care_pathway.skills import Transfer as Transfer
from care_pathway.skills import skill_gap as skill_gap
from care_pathway.skills import team_gap as team_gap
from care_pathway.skills import transferable as transferable
from care_pathway.progression import Authorisation as Authorisation
from care_pathway.progression import CareerPlan as CareerPlan
from care_pathway.progression import Decision as Decision
from care_pathway.progression import Eligibility as Eligibility
from care_pathway.progression import RequirementJudgement as RequirementJudgement
from care_pathway.progression import Succession as Succession
from care_pathway.progression import career_plan as career_plan
from care_pathway.progression import check_authorisation as check_authorisation
from care_pathway.progression import check_eligibility as check_eligibility
from care_pathway.progression import eligible_routes as eligible_routes
from care_pathway.progression import find_routes as find_routes
from care_pathway.progression import route_map as route_map
from care_pathway.progression import shortest_route as shortest_route
from care_pathway.progression import succession as succession
from care_pathway.alignment import CatalogueAlignment as CatalogueAlignment
from care_pathway.alignment import CourseAlignment as CourseAlignment
from care_pathway.alignment import CourseLevel as CourseLevel
from care_pathway.alignment import CourseMatch as CourseMatch
from care_pathway.alignment import Relevance as Relevance
from care_pathway.alignment import align_catalogue as align_catalogue
from care_pathway.alignment import align_course as align_course
from care_pathway.planning import LearningPlan as LearningPlan
from care_pathway.planning import recommend_learning as recommend_learning
from care_pathway.overlay import Overlay as Overlay
from care_pathway.overlay import read_overlay as read_overlay
from care_pathway.overlay import with_overlay as with_overlay
from care_pathway.statements import with_statements as with_statements
from care_pathway.comparison import Change as Change
from care_pathway.comparison import ChangeKind as ChangeKind
from care_pathway.comparison import EditionDiff as EditionDiff
from care_pathway.comparison import compare as compare
from care_pathway.serialise import dumps as dumps
from care_pathway.serialise import loads as loads
from care_pathway.serialise import to_plain as to_plain
from care_pathway.rows import to_rows as to_rows
from care_pathway.schema import json_schema as json_schema
from care_pathway.catalogue import editions as editions
from care_pathway.catalogue import load as load
from care_pathway.interop.ascwds import StaffFile as StaffFile
__version__: str

__all__ = [
    "ANY_ROLE_CATEGORY",
    "Adoption",
    "AdoptionDepth",
    "AdoptionReason",
    "AdoptionStep",
    "AllOfRequirement",
    "AnyOfRequirement",
    "Area",
    "Aspiration",
    "Authorisation",
    "Baseline",
    "Basis",
    "BehaviourScope",
    "Benefit",
    "BenefitGroup",
    "Capability",
    "CarePathwayError",
    "CareerPlan",
    "CatalogueAlignment",
    "Change",
    "ChangeKind",
    "Competency",
    "CompetencyKind",
    "Confidence",
    "Course",
    "CourseAlignment",
    "CourseLevel",
    "CourseMatch",
    "CourseSession",
    "CoverageRequirement",
    "DataError",
    "DataProblem",
    "Decision",
    "DelegatedActivity",
    "DelegatedAuthorisation",
    "Develops",
    "DigitalExpectation",
    "DigitalSkills",
    "DutyRequirement",
    "Edition",
    "EditionDiff",
    "EditionNotFoundError",
    "Eligibility",
    "Evidence",
    "EvidenceState",
    "Expectation",
    "Expectations",
    "ExperienceIn",
    "ExperienceRequirement",
    "ExternalProfession",
    "FitnessRequirement",
    "HeldQualification",
    "InductionRequirement",
    "InvalidArgumentError",
    "InvalidRecordError",
    "Judgement",
    "Ladder",
    "LadderLevel",
    "LearningKind",
    "LearningLink",
    "LearningOpportunity",
    "LearningPlan",
    "LearningRelation",
    "LearningStatus",
    "LinkedLearning",
    "LocalTitle",
    "MissingExtraError",
    "Overlay",
    "Pathway",
    "Persona",
    "Place",
    "Placement",
    "PlacementBasis",
    "PracticeArea",
    "Problem",
    "ProblemKind",
    "ProgressionRoute",
    "Provenance",
    "QualificationRequirement",
    "QualificationVersion",
    "Rating",
    "RegistrationRequirement",
    "Relevance",
    "Requirement",
    "RequirementJudgement",
    "RequirementKind",
    "Resource",
    "RoleCategory",
    "RoleDifference",
    "RoleEvidence",
    "RouteKind",
    "Severity",
    "SignOffRequirement",
    "SkillGap",
    "SkillsAssessment",
    "SocCandidate",
    "Source",
    "SourceKind",
    "StaffFile",
    "Stage",
    "Standard",
    "StatusIn2025",
    "Strength",
    "Succession",
    "TeamGap",
    "TermKind",
    "Theme",
    "TitleCandidate",
    "TitleMatch",
    "TitleQualifiers",
    "TitleStatus",
    "TrainingRecord",
    "TrainingStatus",
    "Transfer",
    "TypicalDuration",
    "TypicalTitle",
    "UnknownIdError",
    "Value",
    "VersionRelation",
    "WorkContext",
    "WorkSettings",
    "Worker",
    "__version__",
    "align_catalogue",
    "align_course",
    "career_plan",
    "check_authorisation",
    "check_eligibility",
    "compare",
    "dumps",
    "editions",
    "eligible_routes",
    "evidence_from_assessments",
    "find_routes",
    "frames",
    "infer_evidence",
    "interop",
    "json_schema",
    "load",
    "loads",
    "normalise_title",
    "normalise_titles",
    "place",
    "read_overlay",
    "recommend_learning",
    "report",
    "route_map",
    "shortest_route",
    "skill_gap",
    "succession",
    "team_gap",
    "to_plain",
    "to_rows",
    "transferable",
    "with_overlay",
    "with_statements",
]
