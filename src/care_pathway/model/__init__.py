"""The nouns of the Pathway: frozen records and closed words, one concept a file.

A file is imported when a name of its is first used: making the classes of all takes longer than reading
the data.
"""

from care_pathway._lazy import lazy_names

#: Every name, by its home. ``scripts/generate_names.py`` makes ``__init__.pyi`` from this map.
_HOMES = {
    "adoption": (
        "Adoption AdoptionDepth AdoptionReason AdoptionStep AdoptionTerm Benefit BenefitGroup Capability "
        "PilotStrand Resource"
    ),
    "competency": "Area BehaviourScope Competency CompetencyKind Expectation RoleEvidence Standard Theme",
    "course": "Course CourseSession",
    "edition": "Edition",
    "expectations": "Expectations LinkedLearning",
    "ladder": "Ladder LadderLevel",
    "learning": (
        "Develops Fact LearningKind LearningLink LearningOpportunity LearningRelation QualificationNumber "
        "QualificationVersion VersionRelation"
    ),
    "local_title": "LocalTitle",
    "note": "Note",
    "pathway": "COLLECTIONS Pathway",
    "persona": "Persona",
    "practice_area": "DelegatedActivity LearningStatus PracticeArea",
    "provenance": "Basis Confidence Provenance StatusIn2025",
    "requirement": (
        "AllOfRequirement AnyOfRequirement CoverageRequirement DutyRequirement ExperienceIn "
        "ExperienceRequirement FitnessRequirement InductionRequirement Judgement QualificationRequirement "
        "REQUIREMENT_KINDS RegistrationRequirement Requirement RequirementKind SignOffRequirement Strength"
    ),
    "role_category": (
        "Baseline DigitalExpectation DigitalSkills Extent Finding RoleCategory Term TermKind TypicalDuration "
        "TypicalTitle WorkSettings"
    ),
    "role_difference": "RoleDifference",
    "route": "ANY_ROLE_CATEGORY ExternalProfession ProgressionRoute RouteKind",
    "source": "Source SourceKind",
    "stage": "Stage",
    "statement": "Statement",
    "value": "Value",
    "work_context": "WorkContext",
    "worker": (
        "Aspiration DelegatedAuthorisation Evidence EvidenceState HeldQualification TrainingRecord "
        "TrainingStatus Worker"
    ),
}

__getattr__, __dir__, __all__ = lazy_names(__name__, _HOMES)
