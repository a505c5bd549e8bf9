# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway.report.assemble import build as build
from care_pathway.report.inputs import Inputs as Inputs
from care_pathway.report.inputs import read_inputs as read_inputs
from care_pathway.report.output import Report as Report
from care_pathway.report.own_record import own_record_html as own_record_html
from care_pathway.report.picture import career_map as career_map
from care_pathway.report.picture import career_map_text as career_map_text
from care_pathway.report.folder import Written as Written
from care_pathway.report.since import read_report as read_report
from care_pathway.report.claims import FinishedClaim as FinishedClaim
from care_pathway.report.front import CourseDates as CourseDates
from care_pathway.report.front import Front as Front
from care_pathway.report.front import PostCover as PostCover
from care_pathway.report.front import RolePeople as RolePeople
from care_pathway.report.front import SiteDates as SiteDates
from care_pathway.report.front import StepUp as StepUp
from care_pathway.report.inspection import InspectionFact as InspectionFact
from care_pathway.report.quality import Framework as Framework
from care_pathway.report.quality import QualityStatement as QualityStatement
from care_pathway.report.people import Judged as Judged
from care_pathway.report.records import Candidate as Candidate
from care_pathway.report.records import DatedItem as DatedItem
from care_pathway.report.records import DoubtfulTitle as DoubtfulTitle
from care_pathway.report.records import GoesBack as GoesBack
from care_pathway.report.records import HeatCell as HeatCell
from care_pathway.report.records import HeatRow as HeatRow
from care_pathway.report.records import InputFile as InputFile
from care_pathway.report.records import LearningChoice as LearningChoice
from care_pathway.report.records import LearningSummary as LearningSummary
from care_pathway.report.records import NextRoute as NextRoute
from care_pathway.report.records import OpenRequirement as OpenRequirement
from care_pathway.report.records import PersonSummary as PersonSummary
from care_pathway.report.records import Placed as Placed
from care_pathway.report.records import ReportSummary as ReportSummary
from care_pathway.report.records import RoleCount as RoleCount
from care_pathway.report.records import RouteCount as RouteCount
from care_pathway.report.records import SuccessionSummary as SuccessionSummary
from care_pathway.report.records import Moved as Moved
from care_pathway.report.records import Since as Since
from care_pathway.report.records import When as When

__all__ = [
    "Candidate",
    "CourseDates",
    "DatedItem",
    "DoubtfulTitle",
    "FinishedClaim",
    "Framework",
    "Front",
    "GoesBack",
    "HeatCell",
    "HeatRow",
    "InputFile",
    "Inputs",
    "InspectionFact",
    "Judged",
    "LearningChoice",
    "LearningSummary",
    "Moved",
    "NextRoute",
    "OpenRequirement",
    "PersonSummary",
    "Placed",
    "PostCover",
    "QualityStatement",
    "Report",
    "ReportSummary",
    "RoleCount",
    "RolePeople",
    "RouteCount",
    "Since",
    "SiteDates",
    "StepUp",
    "SuccessionSummary",
    "When",
    "Written",
    "build",
    "career_map",
    "career_map_text",
    "own_record_html",
    "read_inputs",
    "read_report",
]
