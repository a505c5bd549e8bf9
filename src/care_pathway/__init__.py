"""The Care Workforce Pathway of adult social care in England as typed, immutable, offline data.

Data files, one strict loader, one immutable `Pathway`, pure functions that take it first, and small
results that explain themselves. Names are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from care_pathway.errors import (
        CarePathwayError as CarePathwayError,
    )
    from care_pathway.errors import (
        DataError as DataError,
    )
    from care_pathway.errors import (
        DataProblem as DataProblem,
    )
    from care_pathway.errors import (
        EditionNotFoundError as EditionNotFoundError,
    )
    from care_pathway.errors import (
        MissingExtraError as MissingExtraError,
    )
    from care_pathway.errors import (
        UnknownIdError as UnknownIdError,
    )
