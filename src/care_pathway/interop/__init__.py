"""Files and standards of others: ASC-WDS, plain tables.

Nothing here is imported until it is used.
"""

from care_pathway._lazy import lazy_names

_HOMES: dict[str, str] = {}
_ROOMS = ("ascwds", "evidence", "examples", "tables", "templates")

__getattr__, __dir__, __all__ = lazy_names(__name__, _HOMES, _ROOMS)
