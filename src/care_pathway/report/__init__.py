"""Pictures and the workforce report."""

from care_pathway.report.career_map import career_map, career_map_text

__all__ = ["career_map", "career_map_text"]
