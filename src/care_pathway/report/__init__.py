"""Pictures and the workforce report.

`career_map` draws an edition; `build` makes the report of a staff file. Only the page needs an extra
(``pip install "care-pathway[report]"``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from care_pathway.report.career_map import career_map, career_map_text

if TYPE_CHECKING:
    from care_pathway.report.assemble import build
    from care_pathway.report.inputs import Inputs, read_inputs
    from care_pathway.report.output import Report
    from care_pathway.report.records import ReportSummary

_HOMES = {
    "Inputs": "inputs",
    "Report": "output",
    "ReportSummary": "records",
    "build": "assemble",
    "read_inputs": "inputs",
}

__all__ = ["Inputs", "Report", "ReportSummary", "build", "career_map", "career_map_text", "read_inputs"]


def __getattr__(name: str) -> Any:
    """The report itself is imported when it is asked for; the picture needs nothing of it."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'care_pathway.report' has no attribute {name!r}")
    return getattr(import_module(f"care_pathway.report.{_HOMES[name]}"), name)
