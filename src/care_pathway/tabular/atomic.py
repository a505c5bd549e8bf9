"""Write a file in one step: either all of it is there, or nothing has changed, and nothing is left behind.

What is in the making lies beside its place under a hidden name, with a lock that ends with the process that
holds it. A process that is killed cannot tidy up; whoever writes next takes away what has lost its lock.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from care_pathway.errors import InvalidArgumentError, refuse

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows, where a file that is open cannot be removed
    fcntl = None  # type: ignore[assignment]

_TRIES = 100
#: No other program has it, so that nobody else's file is taken for a part of ours.
_ENDING = ".care-pathway-part"
_LONGEST_SHOWN = 80


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A file to write that takes its place under `path` only when the block ends well.

    Anything that stops the block, Ctrl-C included, leaves what was there before and nothing else. A symbolic
    link is followed. What is no regular file, such as a pipe or ``/dev/stdout``, is written into as it is.

    Raises:
        DataError: If the folder is missing or cannot be written.
    """
    target = real(path)
    if target.is_dir():
        raise refuse("this is a folder; expected the name of a file to write", file=str(path))
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            yield stream
        return
    _sweep(target)
    name = ""
    try:
        with undisturbed():
            handle, name = _open_beside(target)
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if target.exists():
                Path(name).chmod(target.stat().st_mode & 0o777)
            if fcntl is not None:
                Path(name).replace(target)  # while it is locked, so that nobody sweeps it away
        if fcntl is None:  # pragma: no cover - Windows renames no file that is open
            Path(name).replace(target)
    except BaseException:
        if name:
            with undisturbed(), suppress(OSError):
                Path(name).unlink()
        raise


def real(path: str | os.PathLike[str]) -> Path:
    """The place that a name leads to, which whoever writes judges, and then writes to.

    Links are followed, and ``..`` is settled even behind a folder that does not exist. A pipe or a device,
    such as ``/dev/stdout``, keeps the name by which it was given.

    Raises:
        InvalidArgumentError: If it is no path.
        DataError: If no file can have this name.

    Example:
        >>> real("no-such-folder/../staff.csv") == real("staff.csv")
        True
    """
    if not isinstance(path, str | os.PathLike):
        raise InvalidArgumentError("path", "a path or an open binary file", path)
    try:
        named = Path(path)
        special = named.exists() and not (named.is_file() or named.is_dir())
        return named if special else Path(os.path.realpath(named))
    except (OSError, ValueError):  # too long, or with characters that no name has
        shown = str(path).encode("utf-8", "replace").decode()[:_LONGEST_SHOWN].replace("\0", "?")
        raise refuse("this is no name of a file", file=shown) from None


@contextmanager
def undisturbed() -> Iterator[None]:
    """Steps between which nothing stops: Ctrl-C and signals that end a process wait until they are done.

    Example:
        >>> import signal
        >>> done = []
        >>> try:
        ...     with undisturbed():
        ...         signal.raise_signal(signal.SIGINT)
        ...         done.append("all of it")
        ... except KeyboardInterrupt:
        ...     print(*done)
        all of it
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    waiting: list[int] = []
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    kinds = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {kind: signal.signal(kind, lambda number, _: waiting.append(number)) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, signal.SIG_DFL if handler is None else handler)
        for number in waiting[:1]:
            signal.raise_signal(number)


def lock(handle: int) -> None:
    """Hold a file that is open until it is closed, or the process ends; some network drives hold none."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)


def _sweep(target: Path) -> None:
    """Remove the parts of a file that nobody holds any more."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.\d+{re.escape(_ENDING)}")
    with suppress(OSError):
        for left in target.parent.iterdir():
            if ours.fullmatch(left.name):
                with taken_over(left) as taken:
                    if taken:
                        left.unlink()


def is_abandoned(path: Path) -> bool:
    """Whether nobody holds a file."""
    with taken_over(path) as taken:
        return taken


@contextmanager
def taken_over(path: Path) -> Iterator[bool]:
    """Hold a file that nobody else holds; whether it could be had."""
    if fcntl is None:  # pragma: no cover - Windows gives no file that is open another name, not even its own
        try:
            path.rename(path)
        except OSError:
            yield False
        else:
            yield True
        return
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Steps in a folder that no other run takes meanwhile: it waits for its turn.

    The folder itself is held, so that nothing is left behind by a process that is killed; some network
    drives hold none.
    """
    if fcntl is None:  # pragma: no cover - Windows opens no folder, and removes such a file with its process
        yield from _in_turn(folder / f".turn{_ENDING}")
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # a folder that can be written and not read
        yield
        return
    try:
        lock(handle)
        yield
    finally:
        os.close(handle)


def _in_turn(path: Path) -> Iterator[None]:  # pragma: no cover - Windows
    flags = os.O_CREAT | os.O_EXCL | getattr(os, "O_TEMPORARY", 0)
    for _ in range(_TRIES * 10):
        try:
            handle = os.open(path, flags)
        except (FileExistsError, PermissionError):
            threading.Event().wait(0.05)
            continue
        try:
            yield
        finally:
            os.close(handle)
        return
    raise refuse(
        "another run is writing here; wait until it is done, and run this again", file=str(path.parent)
    )


def _open_beside(target: Path) -> tuple[int, str]:
    """A new file in the same folder, held, with the rights that any new file gets."""
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    for number in range(_TRIES):
        name = str(target.parent / f".{target.name}.{number}{_ENDING}")
        try:
            handle = os.open(name, flags, 0o666)
        except FileExistsError:
            continue
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise refuse(
                f"cannot write here: {reason}; choose a folder that exists and can be written",
                file=str(target),
            ) from error
        lock(handle)
        if Path(name).exists():
            return handle, name
        os.close(handle)  # swept away by somebody else between opening and holding it
    raise refuse(f"left-over {_ENDING} files stand in the way; remove them and try again", file=str(target))
