"""Files and standards of others: ASC-WDS, plain tables.

Nothing here is imported until it is used.
"""

from __future__ import annotations

from care_pathway._lazy import lazy_names

TYPE_CHECKING = False  # as in typing, without the cost of importing it
if TYPE_CHECKING:
    from care_pathway.interop import ascwds, evidence, examples, tables, templates

__all__ = ["ascwds", "evidence", "examples", "tables", "templates"]

if not TYPE_CHECKING:  # a type checker shall go on finding names that are misspelt
    __getattr__, __dir__ = lazy_names(__name__, {}, tuple(__all__))
