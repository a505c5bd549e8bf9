"""Writing several files as one: they are made beside the folder and put into it at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from attrs import frozen

from care_pathway._record import NoTruthValue
from care_pathway.errors import DataError, refuse
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


class Folder:
    """A folder in the making."""

    def __init__(self, target: Path, beside: Path) -> None:
        self._target = target
        self._beside = beside
        self._files: list[str] = []

    @contextmanager
    def text(self, name: str) -> Iterator[IO[str]]:
        """A text file of the folder, UTF-8 with plain line ends."""
        self._files.append(name)
        with (self._beside / name).open("w", encoding="utf-8", newline="") as stream:
            yield stream

    @contextmanager
    def csv(self, name: str) -> Iterator[CsvWriter]:
        """A CSV file of the folder whose cells no spreadsheet takes for formulas."""
        with self.text(name) as stream:
            yield safe_csv_writer(stream)

    def written(self) -> Written:
        """What is in it."""
        return Written(folder=self._target, files=tuple(self._files))

    def _put(self) -> None:
        self._target.mkdir(parents=True, exist_ok=True)
        for name in self._files:
            (self._beside / name).replace(self._target / name)


@contextmanager
def writing(target: Path) -> Iterator[Folder]:
    """A folder to write into; its files appear only when the block ends well.

    Anything that stops the block, Ctrl-C included, leaves what was there before and nothing else.

    Raises:
        DataError: If the folder cannot be written.
    """
    target = target.absolute()
    if target.exists() and not target.is_dir():
        raise _refused(target, "this is a file; expected the name of a folder to write into")
    parent = _existing(target)
    try:
        # Inside the target where it exists, so that the files only have to be renamed.
        beside = Path(tempfile.mkdtemp(prefix=".care-pathway-", dir=parent))
    except OSError as error:
        raise _refused(target, _why(error)) from error
    try:
        folder = Folder(target, beside)
        yield folder
        try:
            folder._put()
        except OSError as error:
            raise _refused(target, _why(error)) from error
    except OSError as error:
        raise _refused(target, _why(error)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _existing(target: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    here = target
    while not here.is_dir():
        if here.exists() or here == here.parent:
            raise _refused(target, f"{here.name} is not a folder; choose another place")
        here = here.parent
    return here


def _why(error: OSError) -> str:
    reason = (error.strerror or "unknown reason").lower()
    return f"cannot write here: {reason}; choose a folder that can be written"


def _refused(target: Path, message: str) -> DataError:
    return refuse(message, file=os.fspath(target))
