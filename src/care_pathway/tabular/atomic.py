"""Write a file in one step: either all of it is there, or nothing has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from care_pathway.errors import refuse

_TRIES = 100


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A file to write that takes its place under `path` only when the block ends well.

    Anything that stops the block, Ctrl-C included, leaves what was there before and nothing else.

    Raises:
        DataError: If the folder is missing or cannot be written.
    """
    target = Path(path)
    if target.is_dir():
        raise refuse("this is a folder; expected the name of a file to write", file=str(target))
    handle, name = _open_beside(target)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        if target.exists():
            Path(name).chmod(target.stat().st_mode & 0o777)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _open_beside(target: Path) -> tuple[int, str]:
    """A new file in the same folder, with the rights that any new file gets."""
    for number in range(_TRIES):
        name = str(target.parent / f".{target.name}.{number}.part")
        try:
            return os.open(
                name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666
            ), name
        except FileExistsError:
            continue
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise refuse(
                f"cannot write here: {reason}; choose a folder that exists and can be written",
                file=str(target),
            ) from error
    raise refuse("left-over .part files stand in the way; remove them and try again", file=str(target))
