"""The Care Workforce Pathway of adult social care in England as typed, immutable, offline data.

Data files, one strict loader, one immutable `Pathway`, pure functions that take it first, and small
results that explain themselves. Names are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from care_pathway.errors import (
        CarePathwayError as CarePathwayError,
        DataError as DataError,
        DataProblem as DataProblem,
        EditionNotFoundError as EditionNotFoundError,
        MissingExtraError as MissingExtraError,
        UnknownIdError as UnknownIdError,
    )
