"""What the page asks of the package. It runs the same commands as a terminal."""

from __future__ import annotations

import contextlib
import io
import shlex
import shutil
from pathlib import Path

import care_pathway as cp
from care_pathway.cli import main

# Folders in the memory of the page.
_IN, _OUT = Path("/home/pyodide/in"), Path("/home/pyodide/out")


def ready() -> str:
    """What answers."""
    return f"care_pathway {cp.__version__}, {cp.load().ref}"


def answer(
    ask: str, files: dict[str, tuple[str, bytes]], text: str, on: str, options: str = ""
) -> dict[str, object]:
    """One answer: the exit code, what was said, and the files that were made.

    Args:
        ask: ``example``, ``report``, ``titles`` or ``courses``.
        files: For each option its file: the name and the bytes.
        text: Job titles, one a line.
        on: The day to answer for; empty for today.
        options: What a message asked for, as it is written on the command line.
    """
    try:
        more = shlex.split(options)
    except ValueError as error:
        return {"code": 2, "said": f"The options cannot be read: {error}.", "told": "", "files": {}}
    for folder in (_IN, _OUT):
        shutil.rmtree(folder, ignore_errors=True)
    _IN.mkdir(parents=True)
    paths = {option: _put(option, name, data) for option, (name, data) in files.items()}
    arguments = _arguments(ask, paths, text, more)
    if on and ask in ("example", "report"):
        arguments += ["--on", on]
    said, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(said):
        code = main(arguments)
    files = (path for path in sorted(_OUT.rglob("[!.]*")) if path.is_file())
    made = {"-".join(path.relative_to(_OUT).parts): path.read_bytes() for path in files}
    return {"code": code, "said": said.getvalue(), "told": told.getvalue(), "files": made}


def _put(option: str, name: str, data: bytes) -> str:
    folder = _IN / option
    folder.mkdir()
    path = folder / Path(name).name
    path.write_bytes(bytes(data))
    return str(path)


def _arguments(ask: str, paths: dict[str, str], text: str, more: list[str]) -> list[str]:
    if ask == "example":
        return ["report", "--example", "--out", str(_OUT)]
    if ask == "report":
        also = [
            part
            for option in ("training", "evidence", "catalogue")
            if option in paths
            for part in (f"--{option}", paths[option])
        ]
        return ["report", paths["staff"], *also, *more, "--out", str(_OUT)]
    if ask == "courses":
        return ["align", paths["courses"], *more, "--out", str(_OUT)]
    return ["title", "--json", "--", *(line for line in text.splitlines() if line.strip() not in ("", "-"))]
