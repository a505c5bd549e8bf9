"""The same answers over columns: polars, pandas, pyarrow and DuckDB by narwhals, and Spark.

Functions take the pathway first, then a table; the caller's own type comes back, with its rows in order.
Needs the extra ``frames``; no frame library is imported on the user's behalf.
"""

from care_pathway._lazy import lazy_names

#: Every public name, by its home. ``scripts/generate_names.py`` makes ``__init__.pyi`` from this map.
_HOMES = {
    "errors": "FrameError UnknownColumnError",
    "titles": "normalise_titles title_codebook",
    "codes": "code_table",
    "placing": "place to_workers",
    "explaining": "explain",
    "on_file": "PeopleWarning",
    "gaps": "skill_gap team_gap",
    "routes": "eligibility",
    "files": "scan_ascwds",
    "examples": "example_posts",
    "summaries": "Measure Suppress count mean rate share summarise",
}

_ROOMS = ("expr", "spark")

__getattr__, __dir__, __all__ = lazy_names(__name__, _HOMES, _ROOMS)
