"""Pictures and the workforce report.

`career_map` draws an edition; `build` makes the report of a staff file. Only the page needs an extra
(``pip install "care-pathway[report]"``).
"""

from care_pathway._lazy import lazy_names

# The report itself is imported when it is asked for; the picture needs nothing of it.
_HOMES = {
    "assemble": "build",
    "inputs": "Inputs read_inputs",
    "output": "Report",
    "own_record": "own_record_html",
    "picture": "career_map career_map_text",
    "folder": "Written",
    "since": "read_report",
    "claims": "FinishedClaim",
    "front": "CourseDates Front PostCover RolePeople SiteDates StepUp",
    "inspection": "InspectionFact",
    "quality": "Framework QualityStatement",
    "people": "Judged",
    "records": (
        "Candidate DatedItem DoubtfulTitle GoesBack HeatCell HeatRow InputFile LearningChoice "
        "LearningSummary NextRoute OpenRequirement PersonSummary Placed ReportSummary RoleCount RouteCount "
        "SuccessionSummary Moved Since When"
    ),
}

__getattr__, __dir__, __all__ = lazy_names(__name__, _HOMES)
