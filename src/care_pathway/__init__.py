"""The Care Workforce Pathway of adult social care in England as typed, immutable, offline data.

Data files, one strict loader, one immutable `Pathway`, pure functions that take it first, and small
results that explain themselves. Nothing is imported until a name is used.
"""

from care_pathway._lazy import lazy_names

__version__ = "0.1.0"

#: Every public name, by its home. ``scripts/generate_names.py`` makes ``__init__.pyi`` from this map.
_HOMES = {
    "errors": (
        "CarePathwayError DataError EditionNotFoundError InvalidArgumentError InvalidRecordError "
        "MissingExtraError UnknownIdError"
    ),
    "problems": "DataProblem Place Problem ProblemKind Severity",
    "model": (
        "ANY_ROLE_CATEGORY Adoption AdoptionDepth AdoptionReason AdoptionStep AllOfRequirement "
        "AnyOfRequirement Area Aspiration Baseline Basis BehaviourScope Benefit BenefitGroup Capability "
        "Competency CompetencyKind Confidence Course CourseSession CoverageRequirement DelegatedActivity "
        "DelegatedAuthorisation Develops DigitalExpectation DigitalSkills DutyRequirement Edition Evidence "
        "EvidenceState Expectation Expectations ExperienceIn ExperienceRequirement ExternalProfession "
        "FitnessRequirement HeldQualification InductionRequirement Judgement Ladder LadderLevel LearningKind "
        "LearningLink LearningOpportunity LearningRelation LearningStatus LinkedLearning LocalTitle Pathway "
        "Persona PracticeArea ProgressionRoute Provenance QualificationRequirement QualificationVersion "
        "RegistrationRequirement Requirement RequirementKind Resource RoleCategory RoleDifference "
        "RoleEvidence RouteKind SignOffRequirement Source SourceKind Stage Standard StatusIn2025 Strength "
        "TermKind Theme TrainingRecord TrainingStatus TypicalDuration TypicalTitle Value VersionRelation "
        "WorkContext WorkSettings Worker"
    ),
    "titles": (
        "Placement PlacementBasis SocCandidate TitleCandidate TitleMatch TitleQualifiers TitleStatus "
        "normalise_title normalise_titles"
    ),
    "evidence": "Rating SkillsAssessment evidence_from_assessments infer_evidence place",
    "skills": "SkillGap TeamGap Transfer skill_gap team_gap transferable",
    "progression": (
        "Authorisation CareerPlan Decision Eligibility RequirementJudgement Succession career_plan "
        "check_authorisation check_eligibility eligible_routes find_routes route_map shortest_route "
        "succession"
    ),
    "alignment": (
        "CatalogueAlignment CourseAlignment CourseLevel CourseMatch Relevance align_catalogue align_course"
    ),
    "planning": "LearningPlan recommend_learning",
    "overlay": "Overlay read_overlay with_overlay",
    "statements": "with_statements",
    "comparison": "Change ChangeKind EditionDiff compare",
    "serialise": "dumps loads to_plain",
    "rows": "to_rows",
    "schema": "json_schema",
    "catalogue": "editions load",
    "interop.ascwds": "StaffFile",
}

_ROOMS = ("frames", "interop", "report")

__getattr__, __dir__, __all__ = lazy_names(__name__, _HOMES, _ROOMS, ("__version__",))
