"""Pictures and the workforce report.

`career_map` draws an edition; `build` makes the report of a staff file. Only the page needs an extra
(``pip install "care-pathway[report]"``).
"""

from __future__ import annotations

from care_pathway._lazy import lazy_names
from care_pathway.report.career_map import career_map, career_map_text

TYPE_CHECKING = False  # as in typing, without the cost of importing it
if TYPE_CHECKING:
    from care_pathway.report.assemble import build
    from care_pathway.report.inputs import Inputs, read_inputs
    from care_pathway.report.output import Report
    from care_pathway.report.records import ReportSummary

# The report itself is imported when it is asked for; the picture needs nothing of it.
_HOMES = {
    "assemble": ("build",),
    "inputs": ("Inputs", "read_inputs"),
    "output": ("Report",),
    "records": ("ReportSummary",),
}

__all__ = ["Inputs", "Report", "ReportSummary", "build", "career_map", "career_map_text", "read_inputs"]

if not TYPE_CHECKING:  # a type checker shall go on finding names that are misspelt
    __getattr__, __dir__ = lazy_names(__name__, _HOMES)
