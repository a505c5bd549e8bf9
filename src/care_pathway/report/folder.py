"""Writing several files as one: they are made beside the folder and put into it at the end."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from attrs import frozen

from care_pathway._arguments import check_kind
from care_pathway._record import NoTruthValue
from care_pathway.errors import DataError, refuse
from care_pathway.tabular.atomic import alone_in, lock, real, taken_over, undisturbed
from care_pathway.tabular.safe_csv import CsvWriter, safe_csv_writer


@frozen(kw_only=True)
class Written(NoTruthValue):
    """What was written.

    Attributes:
        folder: The folder.
        files: Names of the files in it, in the order in which they were made.
    """

    folder: Path
    files: tuple[str, ...]


#: In each folder that was written: our files with their digests. As long as one is as we made it, it may be
#: written over again; what somebody filled in or changed since is theirs.
MARK = ".care-pathway"
_MARK_SAYS = "care-pathway made these files here, and may write over them while they are as it made them:"
_BETWEEN = "  "
_BESIDE = ".care-pathway-"
#: Only a folder that holds this is one of ours in the making, whatever its name.
LOCK = "care-pathway.lock"
#: Beside the lock: the new files, those that they replace, and while they change places the digests of the
#: new ones. As long as that list is there, the folder is put back as it was.
_NEW, _BEFORE, _PLACING = "new", "before", "placing"
_BYTE_ORDER_MARK = "\ufeff"


class Folder:
    """A folder in the making."""

    def __init__(self, target: Path, beside: Path, *, force: bool, reads: Iterable[Path]) -> None:
        self._target = target
        self._beside = beside
        self._new = beside / _NEW
        self._new.mkdir()
        self._force = force
        self._reads = tuple(reads)
        self._files: list[str] = []

    def _made(self, name: str) -> Path:
        """Where a file is made; its name may have a folder of its own."""
        self._files.append(name)
        path = self._new / name
        path.parent.mkdir(exist_ok=True)
        return path

    @contextmanager
    def binary(self, name: str) -> Iterator[IO[bytes]]:
        """A file of the folder, as bytes."""
        with self._made(name).open("wb") as stream:
            yield stream
            _to_disk(stream)

    @contextmanager
    def text(self, name: str) -> Iterator[IO[str]]:
        """A text file of the folder, UTF-8 with plain line ends."""
        with self._made(name).open("w", encoding="utf-8", newline="") as stream:
            yield stream
            _to_disk(stream)

    @contextmanager
    def csv(self, name: str) -> Iterator[CsvWriter]:
        """A CSV file of the folder whose cells no spreadsheet takes for formulas.

        It begins with a byte-order mark, without which Excel shows a pound sign as two other letters.
        """
        with self.text(name) as stream:
            stream.write(_BYTE_ORDER_MARK)  # the codec utf-8-sig looks for it again at each line
            yield safe_csv_writer(stream)

    def written(self) -> Written:
        """What is in it."""
        return Written(folder=self._target, files=tuple(self._files))

    def _put(self) -> None:
        """Put all files in their places; where one cannot be put, the folder is as it was."""
        ours = _marked(self._target / MARK)
        self._refuse_obstacles(ours)
        made = {name: _digest(self._new / name) for name in self._files}
        _mark(self._new / MARK, {**(ours or {}), **made})
        if self._beside.parent != self._target:
            if self._target.is_dir() and any(self._target.iterdir()):
                raise _refused(self._target, "another run made this folder meanwhile; run this again")
            self._new.replace(self._target)
            return
        _mark(self._beside / _PLACING, {**made, MARK: _digest(self._new / MARK)})
        try:
            for name in (*self._files, MARK):
                here, there = self._target / name, self._beside / _BEFORE / name
                if os.path.lexists(here):
                    there.parent.mkdir(parents=True, exist_ok=True)
                    here.replace(there)
                here.parent.mkdir(exist_ok=True)
                (self._new / name).replace(here)
            (self._beside / _PLACING).unlink()
        except BaseException as error:
            if _put_back(self._beside):
                raise
            raise _refused(
                self._target,
                f"not all files could be put back; the earlier ones are in {self._beside.name}/{_BEFORE}, "
                "and the next run puts them back",
            ) from error

    def _refuse_obstacles(self, ours: Mapping[str, str] | None) -> None:
        """Refuse before anything is moved: all that stands in the way is named."""
        here = {name: self._target / name for name in (*self._files, MARK)}
        folders = [name for name, path in here.items() if path.is_dir()]
        if folders:
            raise _refused(self._target, f"{_listed(folders)} is a folder here; move it, or write elsewhere")
        parents = dict.fromkeys(path.parent for path in here.values() if path.parent != self._target)
        blocked = [path.name for path in parents if os.path.lexists(path) and not path.is_dir()]
        if blocked:
            raise _refused(self._target, f"{_listed(blocked)} is a file here, and a folder is meant; move it")
        read = [name for name, path in here.items() if any(_same(path, other) for other in self._reads)]
        if read:
            raise _refused(
                self._target, f"{_listed(read)} is read and would be written over; write elsewhere"
            )
        if self._force:
            return
        known = {} if ours is None else {**ours, MARK: ""}
        theirs = [name for name, path in here.items() if os.path.lexists(path) and name not in known]
        if theirs:
            raise _refused(
                self._target,
                f"{_listed(theirs)} is here already and was not made by care-pathway; "
                "choose another folder, or force=True to write over it",
            )
        changed = [
            name for name in self._files if os.path.lexists(here[name]) and _digest(here[name]) != known[name]
        ]
        if changed:
            raise _refused(
                self._target,
                f"{_listed(changed)} was filled in or changed after care-pathway made it; "
                "write into another folder, or force=True to write over it",
            )


def _to_disk(stream: IO[Any]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)


def _same(path: Path, other: Path) -> bool:
    with suppress(OSError):
        return path.samefile(other)
    return False


def _digest(path: Path) -> str:
    """What a file holds, in few letters; nothing for what is no file that can be read."""
    with suppress(OSError):
        if path.is_file():  # a pipe would be waited for
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
    return ""


def _mark(path: Path, digests: Mapping[str, str]) -> None:
    """Write which files are ours, with their digests."""
    lines = (f"{digest}{_BETWEEN}{name}" for name, digest in sorted(digests.items()))
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("\n".join([_MARK_SAYS, *lines, ""]))
        _to_disk(stream)


def _marked(mark: Path) -> dict[str, str] | None:
    """The files that are ours, with their digests; ``None`` where there is no mark of ours."""
    try:
        lines = mark.read_text(encoding="utf-8").splitlines() if mark.is_file() else []
    except (OSError, UnicodeDecodeError):
        return None
    if lines[:1] != [_MARK_SAYS]:
        return None
    return {name: digest for digest, _, name in (line.partition(_BETWEEN) for line in lines[1:]) if name}


def made_here(folder: Path) -> frozenset[str]:
    """Names of the files in a folder that we made, whatever became of them since."""
    return frozenset(_marked(folder / MARK) or ())


def folder_named(out: str | os.PathLike[str]) -> Path:
    """The folder of a name; an empty one names none.

    Raises:
        DataError: If the name is empty.
    """
    check_kind("out", out, (str, os.PathLike))
    if not os.fspath(out):
        raise refuse("the name of the folder to write into is empty; name one")
    return Path(out)


@contextmanager
def writing(target: Path, *, force: bool = False, reads: Iterable[Path] = ()) -> Iterator[Folder]:
    """A folder to write into; its files appear only when the block ends well, all of them or none.

    Anything that stops the block, Ctrl-C included, leaves what was there before and nothing else. A file
    that we did not make, or that was changed since, is never written over: those that we made are named in
    ``.care-pathway`` with their digests.

    Args:
        target: The folder.
        force: Whether files of other people may be written over.
        reads: Files that are read meanwhile, which are never written over.

    Raises:
        DataError: If the folder cannot be written, or something stands in the way.
    """
    target = real(target)
    if target.exists() and not target.is_dir():
        raise _refused(target, "this is a file; expected the name of a folder to write into")
    missing = _missing(target)
    for place in (target, target.parent):
        _sweep(place)
    with ExitStack() as stack:
        try:
            with undisturbed():
                for path in missing:
                    path.mkdir()
                    stack.callback(_remove_empty, path)
                # Inside the target where it exists, so that the files only have to be renamed.
                place = target if target.is_dir() else target.parent
                with alone_in(place):
                    beside = Path(tempfile.mkdtemp(prefix=_BESIDE, dir=place))
                    stack.callback(_clear, beside)
                    held = stack.enter_context((beside / LOCK).open("wb"))
                    lock(held.fileno())
            folder = Folder(target, beside, force=force, reads=reads)
            yield folder
            with undisturbed(), alone_in(place):
                folder._put()
        except OSError as error:
            raise _refused(target, _why(error)) from error


def _put_back(beside: Path) -> bool:
    """Put a folder back as it was before files in the making took their places; whether all of it could be.

    What somebody put there since stays, and the earlier file comes to lie beside it.
    """
    if not (beside / _PLACING).exists():
        return True
    target, made = beside.parent, _marked(beside / _PLACING)
    done = made is not None or not (beside / _BEFORE).exists()
    for name, digest in (made or {}).items():
        here, there = target / name, beside / _BEFORE / name
        placed = not os.path.lexists(beside / _NEW / name) and _digest(here) == digest
        try:
            if os.path.lexists(there):
                there.replace(here if placed or not os.path.lexists(here) else _free(here))
            elif placed:
                here.unlink()
            if here.parent != target:
                _remove_empty(here.parent)
        except OSError:
            done = False
    if done:
        with suppress(OSError):
            (beside / _PLACING).unlink(missing_ok=True)
    return done


def _free(path: Path) -> Path:
    """A name beside a file that nothing has yet."""
    names = (path.with_name(f"{path.name}.before{number or ''}") for number in itertools.count())
    return next(name for name in names if not os.path.lexists(name))


def _remove_empty(path: Path) -> None:
    with suppress(OSError):
        path.rmdir()


def _clear(beside: Path) -> None:
    """Remove a folder in the making, but none that holds what could not be put back.

    Its lock goes last, and only when nothing else is left: so what is left is known for ours.
    """
    if (beside / _PLACING).exists():
        return
    with undisturbed(), suppress(OSError):
        for path in beside.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != LOCK:
                path.unlink()
        if [path.name for path in beside.iterdir()] == [LOCK]:
            (beside / LOCK).unlink()
        beside.rmdir()


def _sweep(place: Path) -> None:
    """Put back, then remove, what killed processes left here: it is about people."""
    with suppress(OSError):
        for left in place.glob(f"{_BESIDE}*"):
            # Without a lock it is somebody else's, or being made at this moment.
            if not _is_ours(left) or not (left / LOCK).is_file():
                continue
            # In turn: a run that has just made its folder is left the time to hold it.
            with alone_in(place), taken_over(left / LOCK) as taken:
                if taken and _put_back(left):
                    _clear(left)


def _is_ours(left: Path) -> bool:
    """Whether a folder is of the person who runs this: nobody else says what is moved where."""
    found = left.lstat()
    return stat.S_ISDIR(found.st_mode) and (not hasattr(os, "getuid") or found.st_uid == os.getuid())


def _missing(target: Path) -> list[Path]:
    """The folders above it that are to be made, outermost first."""
    missing: list[Path] = []
    for here in target.parents:
        if here.is_dir():
            break
        if os.path.lexists(here):
            raise _refused(target, f"{here.name} is not a folder; choose another place")
        missing.insert(0, here)
    return missing


def _why(error: OSError) -> str:
    reason = (error.strerror or "unknown reason").lower()
    named = Path(error.filename) if isinstance(error.filename, str) else None
    if isinstance(error, PermissionError) and named is not None and named.is_file():
        return f"{named.name} cannot be replaced: {reason}; close it where it is open, and run this again"
    return f"cannot write here: {reason}; choose a folder that can be written"


def _refused(target: Path, message: str) -> DataError:
    return refuse(message, file=os.fspath(target))
