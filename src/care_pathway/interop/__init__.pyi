# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway.interop import ascwds as ascwds
from care_pathway.interop import evidence as evidence
from care_pathway.interop import examples as examples
from care_pathway.interop import tables as tables
from care_pathway.interop import templates as templates

__all__ = [
    "ascwds",
    "evidence",
    "examples",
    "tables",
    "templates",
]
