"""The bundled made-up files: staff, training, evidence, courses. Nobody in them exists.

Example:
    >>> file("staff.csv").name
    'staff.csv'
"""

from __future__ import annotations

import io
from datetime import date

from care_pathway._data import read_bytes
from care_pathway.errors import UnknownIdError

#: The day that the example files were made up for: some training has expired, some is about to.
DAY = date(2026, 10, 31)

#: Names of the files.
NAMES = (
    "ascwds-training.csv",
    "ascwds-worker.csv",
    "ascwds-workplace.csv",
    "courses.csv",
    "evidence.csv",
    "staff.csv",
    "training.csv",
)


class ExampleFile(io.BytesIO):
    """An open file with a name."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def file(name: str) -> ExampleFile:
    """An example file, open for reading; readers take it in place of a path.

    Args:
        name: Its name, one of `NAMES`.

    Raises:
        UnknownIdError: If there is no such example.

    Example:
        >>> file("staff.csv").readline()[:9]
        b'Staff ref'
    """
    if name not in NAMES:
        raise UnknownIdError("example file", name, NAMES)
    return ExampleFile(name, read_bytes(f"examples/{name}"))
