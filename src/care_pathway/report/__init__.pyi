# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway.report.assemble import build as build
from care_pathway.report.inputs import Inputs as Inputs
from care_pathway.report.inputs import read_inputs as read_inputs
from care_pathway.report.output import Report as Report
from care_pathway.report.picture import career_map as career_map
from care_pathway.report.picture import career_map_text as career_map_text
from care_pathway.report.records import ReportSummary as ReportSummary

__all__ = [
    "Inputs",
    "Report",
    "ReportSummary",
    "build",
    "career_map",
    "career_map_text",
    "read_inputs",
]
