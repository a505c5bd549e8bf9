"""Reading, judging and writing files of a workforce without the search for circles of references."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Without Python's search for circles of references, which is as it was afterwards.

    A report is millions of records, and they hold no circles: whatever is not needed any more is freed all
    the same. Going through all of them again and again takes a seventh of the time of a report on 20,000
    people, and a quarter of that of reading and joining 150,000 rows of training.

    Example:
        >>> with without_collecting():
        ...     gc.isenabled()
        False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # else somebody else has set records aside, and they stay so
                # All that was made counts as old, and is not gone through at once.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
